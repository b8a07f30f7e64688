"""Make the course's own environment, `.venv`, unless it is up to date. Standard library only.

`start.py` calls this; so does `make`. An environment is kept as long as nothing that it was made from has
changed: the pins, the package's description, and the folder itself, since an environment cannot be moved.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Environment", "Refused", "main", "places", "python_in", "why"]

ROOT = Path(__file__).resolve().parent
MADE_FROM = ("pyproject.toml", "constraints.txt", "sim/server/overrides.json", "setting_up.py")
SETS = {"course": ".", "test": ".[test]"}
LOG = "set-up.log"
REFUSED, STOPPED = 2, 130
MEGABYTE = 1_000_000
NEEDS = 500  # megabytes
LITTLE = 20  # megabytes

HELP = "Whatever else you give is for the workshop: --lab, --app, --port NUMBER, --no-browser."
NO_VENV = "Missing: Python's venv module. On Debian or Ubuntu: apt install python3-venv."
NO_GIT = "Missing: git, which the tests need (the course does not). On Debian or Ubuntu: apt install git."
FULL = f"The disk is full. Make room, at least {NEEDS} MB where {{root}} is, and start again."
LOCKED = (
    "{root}, or something in it, cannot be written. "
    "If the course is running, stop it first; else move the folder to where you may write."
)
IN_PIECES = "Missing: {name}. Copy or unpack the whole folder of the course, and start there."
OFFLINE = "Missing: the internet, from which the course's packages come the first time. Connect, and start again."
TOO_DEEP = "{root} has too long a name for Windows. Move the folder, for example to C:\\course, and start again."
UNKNOWN = "The set-up failed: {last}"
LOGGED = f" All that was said is in {Path('.venv', LOG)}."
DENIED = ("Permission denied", "Read-only file system", "Operation not permitted", "[WinError 5]", "[WinError 32]")
UNREACHED = ("connection broken", "Read timed out", "ConnectionError")
# Patterns in the output of Python or pip, each with its sentence; the first match counts.
REASONS = (
    (("No space left on device", "[Errno 28]", "Disk quota exceeded"), FULL),
    (("Windows Long Path support",), TOO_DEEP),
    (DENIED, LOCKED),
    (UNREACHED, OFFLINE),
)
ELSEWHERE = "Your home folder cannot be written: what you answer is kept in {folder}."
NOWHERE = "Neither your home folder nor the course's can be written: save your answers to a file before you leave."
# Files kept in the home folder, by the environment variable that moves them elsewhere.
KEPT_AT_HOME = {
    "JUPYTER_CONFIG_DIR": "jupyter",
    "JUPYTER_DATA_DIR": "jupyter-data",
    "IPYTHONDIR": "ipython",
    "MPLCONFIGDIR": "matplotlib",
    "MENDING_BRIDGES_HOME": "answers",
}
Place = TypeVar("Place", bound=PurePath)


class Refused(Exception):  # noqa: N818 - it says what was refused, in one line for people
    """The set-up cannot go on; the message says in one line what is missing or wrong, and what to do."""


def main(words: Sequence[str]) -> list[str] | int:
    """Set up; return the command that opens the workshop, or the exit code if there is nothing to open."""
    sys.stdout.reconfigure(errors="backslashreplace")  # a console may not have every letter of a path
    environment = Environment(ROOT)
    try:
        asked, for_the_workshop = _parser().parse_known_args(words)
        environment.get_ready(asked.only_set_up or "course")
        return 0 if asked.only_set_up else _opening(environment, for_the_workshop)
    except (Refused, argparse.ArgumentError) as refused:
        return _told(str(refused), REFUSED)
    except OSError as error:
        return _told(why(str(error), ROOT), REFUSED)
    except KeyboardInterrupt:
        return _told("Stopped. Start again at any time.", STOPPED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="start.py", description="Set up and open the course.", epilog=HELP, allow_abbrev=False, exit_on_error=False
    )
    parser.add_argument("--only-set-up", choices=SETS, help="get ready what is named, and open nothing")
    return parser


def _told(line: str, code: int) -> int:
    print(line, file=sys.stderr)
    return code


def _opening(environment: Environment, words: Sequence[str]) -> list[str]:
    os.chdir(environment.root)
    os.environ.update(places(environment.root))
    return [str(environment.python), "-m", "mend", "workshop", *words]


def python_in(folder: Place, *, system: str = os.name) -> Place:
    r"""Return the path of an environment's Python.

    >>> from pathlib import PurePosixPath, PureWindowsPath
    >>> print(python_in(PureWindowsPath(r"C:\a course\.venv"), system="nt"))
    C:\a course\.venv\Scripts\python.exe
    >>> print(python_in(PurePosixPath("/a course/.venv"), system="posix"))
    /a course/.venv/bin/python
    """
    return folder / "Scripts" / "python.exe" if system == "nt" else folder / "bin" / "python"


def run(command: Sequence[str], root: Path) -> None:
    """Run a step of the set-up quietly.

    Raises:
        Refused: it failed; the line says why, as far as that can be told.
    """
    step = subprocess.run(
        command,
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if step.returncode:
        _refuse(step.stdout, root)


def _refuse(said: str, root: Path) -> NoReturn:
    try:
        (root / ".venv" / LOG).write_text(said, encoding="utf-8")
    except OSError:
        raise Refused(why(said, root)) from None
    raise Refused(why(said, root, where=LOGGED))


def why(said: str, root: Path, *, where: str = "") -> str:
    """Return one line on why the set-up failed and what to do; `where` says where the full output is.

    >>> why("OSError: [Errno 28] No space left on device", Path("course"))
    'The disk is full. Make room, at least 500 MB where course is, and start again.'
    """
    if _is_full(root):
        return FULL.format(root=root)
    for signs, sentence in REASONS:
        if any(sign in said for sign in signs):
            return sentence.format(root=root)
    return UNKNOWN.format(last=_last_error(said)) + where


def _is_full(root: Path) -> bool:
    """Python's own set-up of pip does not say why it failed."""
    try:
        return shutil.disk_usage(root).free < LITTLE * MEGABYTE
    except OSError:
        return False


def _last_error(said: str) -> str:
    lines = [" ".join(line.split()) for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR:", "Error:"))]
    return f"{(errors or lines or ['nothing was said'])[-1].rstrip('.')}."


@dataclass(frozen=True)
class Environment:
    """The environment of a course's folder. Marks say for what it is ready; each holds the fingerprint.

    Args:
        run: runs a command in the course's folder, or raises `Refused`.
    """

    root: Path
    run: Callable[[Sequence[str], Path], None] = run

    @property
    def folder(self) -> Path:
        """Its path."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The Python that runs the course."""
        return python_in(self.folder)

    def get_ready(self, what: str) -> None:
        """Prepare it for `what`, the course or the tests, unless it is ready.

        Raises:
            Refused: something is missing, or a step failed.
        """
        if what == "test" and shutil.which("git") is None:
            raise Refused(NO_GIT)
        fingerprint = self._fingerprint()
        if not self._is_ready(what, fingerprint):
            if not self._is_ready("course", fingerprint):
                self._begin()
            self._fill(what, fingerprint)

    def _fingerprint(self) -> str:
        contents = [self._read(name) for name in MADE_FROM]
        return hashlib.sha256(b"\0".join([*contents, os.fsencode(self.root)])).hexdigest()

    def _read(self, name: str) -> bytes:
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            raise Refused(IN_PIECES.format(name=name)) from None

    def _mark(self, what: str) -> Path:
        return self.folder / f"ready-{what}"

    def _is_ready(self, what: str, fingerprint: str) -> bool:
        try:
            return self._mark(what).read_text(encoding="utf-8") == fingerprint and self._starts()
        except (OSError, UnicodeDecodeError):
            return False

    def _starts(self) -> bool:
        """Return whether its Python still runs."""
        return subprocess.run([self.python, "-c", ""], capture_output=True, check=False).returncode == 0

    def _begin(self) -> None:
        """Make an empty environment in place of any old one."""
        if find_spec("venv") is None or find_spec("ensurepip") is None:
            raise Refused(NO_VENV)
        version = ".".join(map(str, sys.version_info[:3]))
        print(f"Making .venv with Python {version}; this takes a minute or two.", flush=True)
        self.run([sys.executable, "-m", "venv", "--clear", str(self.folder)], self.root)

    def _fill(self, what: str, fingerprint: str) -> None:
        """Install; the marks are written last, so that the next run starts again after an interruption."""
        for mark in self.folder.glob("ready-*"):
            mark.unlink()
        self._install("--constraint", "constraints.txt", "--editable", SETS[what])
        settings = self.folder / "share" / "jupyter" / "lab" / "settings"
        settings.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.root / "sim" / "server" / "overrides.json", settings / "overrides.json")
        for ready in ("course", what):
            self._mark(ready).write_text(fingerprint, encoding="utf-8")

    def _install(self, *packages: str) -> None:
        """Install by uv where it is there, in a third of the time, else by pip, which says what is wrong."""
        uv = shutil.which("uv")
        if uv:
            with suppress(Refused):
                self.run([uv, "pip", "install", "--python", str(self.python), *packages], self.root)
                return
        pip = [str(self.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        # Python compiles what is used when it is used; most of it never is, and it takes a third of pip's time.
        self.run([*pip, "--no-compile", *packages], self.root)


def places(root: Path) -> dict[str, str]:
    """Return environment variables with other folders for Jupyter and the answers if the home folder is read-only."""
    if _can_write(_home()):
        return {}
    folder = root / ".home"
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
    kept = _can_write(folder)
    if not kept:
        folder = Path(tempfile.mkdtemp())
    print(ELSEWHERE.format(folder=folder / KEPT_AT_HOME["MENDING_BRIDGES_HOME"]) if kept else NOWHERE, flush=True)
    return {name: str(folder / inner) for name, inner in KEPT_AT_HOME.items() if name not in os.environ}


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.devnull)


def _can_write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError as error:
        return error.errno == errno.EMFILE
