"""`python start.py`: the environment is made once, and every error is one line, on Windows too."""

import ast
import doctest
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from conftest import ROOT

FILES = ("start.py", "setting_up.py", "pyproject.toml", "constraints.txt", "sim/server/overrides.json")
# What an old Python cannot read: f-strings, annotations, `:=`, `[*list]`, `match`, `async`, `nonlocal`.
TOO_NEW = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Starred, ast.Match, ast.AsyncFunctionDef, ast.Nonlocal)


@pytest.fixture(scope="module")
def setting_up():
    """Import setting_up.py, which is not part of the package."""
    return loaded("setting_up")


@pytest.fixture(scope="module")
def start():
    """Return the file that people run."""
    return loaded("start")


def loaded(name):
    """Import a file that lies beside the package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        return __import__(name)


@pytest.fixture
def course(tmp_path):
    """Return a course's folder that has all that an environment is made from, in a path like people's."""
    folder = tmp_path / "mein Kürs ö"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(autouse=True)
def without_uv(monkeypatch, setting_up):
    """Hide uv, which may be here."""
    with_uv(monkeypatch, setting_up, found=None)


def with_uv(monkeypatch, setting_up, *, found):
    """Let the set-up find uv here, None = nowhere, and everything else where it is."""
    which = shutil.which
    monkeypatch.setattr(setting_up.shutil, "which", lambda name: found if name == "uv" else which(name))


class Steps:
    """Stand in for `python -m venv`, `pip` and `uv`: note each step, and leave behind what the real one would."""

    def __init__(self, ends_with=None):
        self.done = []
        self.ends_with = ends_with

    def __call__(self, command, root):
        """Take a step; the one of pip may end badly."""
        step = "uv" if command[0] == "/usr/bin/uv" else command[2]
        self.done.append(step)
        if step == "venv":
            if "--clear" in command:
                shutil.rmtree(root / ".venv", ignore_errors=True)
            put_python(root)
        elif self.ends_with:
            raise self.ends_with


def put_python(root):
    """Lay this Python where the environment has its own."""
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)


def get_ready(setting_up, course, what="course", *, ends_with=None):
    """Set up with stand-ins; return the steps that it took."""
    steps = Steps(ends_with)
    setting_up.Environment(course, steps).get_ready(what)
    return steps.done


def started(course, *words, python=sys.executable, **environment):
    """Run start.py as a person does, to whom nothing but the folder leads."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHONPATH"))}
    return subprocess.run(
        [python, str(course / "start.py"), *map(str, words)],
        env=kept | environment,
        cwd=course.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def only_line(said):
    """Return the one line that a refusal has, and no more."""
    assert said.returncode == 2, said.stderr
    (line,) = said.stderr.splitlines()
    return line


@pytest.mark.slow
def test_what_is_ready_is_left_alone(setting_up, course):
    """A second start has nothing to do."""
    assert get_ready(setting_up, course) == ["venv", "pip"]
    assert get_ready(setting_up, course) == []


@pytest.mark.slow
def test_the_tests_need_only_one_more_step(setting_up, course):
    """Setting up the tests adds to the course's environment, which then serves the course, too."""
    get_ready(setting_up, course)
    assert get_ready(setting_up, course, "test") == ["pip"]
    assert get_ready(setting_up, course) == get_ready(setting_up, course, "test") == []


@pytest.mark.slow
def test_an_interrupted_set_up_begins_from_an_empty_environment(setting_up, course):
    """After an interruption the environment is made anew, even if it was complete before."""
    with pytest.raises(KeyboardInterrupt):
        get_ready(setting_up, course, ends_with=KeyboardInterrupt())
    (course / ".venv" / "half").touch()
    assert get_ready(setting_up, course) == ["venv", "pip"]
    assert not (course / ".venv" / "half").exists()
    with pytest.raises(KeyboardInterrupt):
        get_ready(setting_up, course, "test", ends_with=KeyboardInterrupt())
    assert get_ready(setting_up, course) == ["venv", "pip"]


def test_uv_installs_where_it_is_there(setting_up, course, monkeypatch):
    """With uv it is not pip that installs; where uv fails, pip does it, and says what is wrong."""
    with_uv(monkeypatch, setting_up, found="/usr/bin/uv")
    assert get_ready(setting_up, course) == ["venv", "uv"]
    steps = Steps(ends_with=setting_up.Refused("the internet"))
    with pytest.raises(setting_up.Refused):
        setting_up.Environment(course, steps).get_ready("test")
    assert steps.done == ["uv", "pip"]


def test_a_moved_folder_is_set_up_anew(setting_up, course):
    """The environment of a moved folder is made anew, since it contains its path."""
    get_ready(setting_up, course)
    moved = course.rename(course.with_name("elsewhere"))
    assert get_ready(setting_up, moved) == ["venv", "pip"]


@pytest.mark.parametrize("name", [name for name in FILES if name != "start.py"])
def test_what_it_is_made_from_makes_it_anew(setting_up, course, name):
    """The environment is made anew if pins, package, settings or set-up script change."""
    get_ready(setting_up, course)
    with (course / name).open("a", encoding="utf-8") as changed:
        changed.write("\n")
    assert get_ready(setting_up, course) == ["venv", "pip"]


def test_an_environment_whose_python_is_gone_is_made_anew(setting_up, course):
    """The environment is made anew if its Python is gone, as after a system update."""
    get_ready(setting_up, course)
    (course / ".venv" / "bin" / "python").write_text("#!/no/such/python\n")
    assert get_ready(setting_up, course) == ["venv", "pip"]


def test_jupyterlab_finds_the_settings(setting_up, course):
    """JupyterLab in this environment shows no news pop-up, however it is started."""
    get_ready(setting_up, course)
    settings = course / ".venv" / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    assert settings.read_bytes() == (ROOT / "sim" / "server" / "overrides.json").read_bytes()


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full."),
        ("PermissionError: [Errno 13] Permission denied: '/x'", "cannot be written"),
        ("[WinError 32] The process cannot access the file: 'python.exe'", "stop it first"),
        ("Retrying (Retry(total=0)) after connection broken by 'ProtocolError'\nERROR: No match", "the internet"),
        ("ReadTimeoutError: HTTPSConnectionPool(port=443): Read timed out.", "the internet"),
        ("pip._internal.exceptions.NetworkConnectionError: 503 Server Error", "the internet"),
        ("HINT: this system does not have Windows Long Path support enabled.", "too long a name"),
        ("much\n  ERROR: No  matching distribution.\nnotice", "failed: ERROR: No matching distribution."),
        ("", "failed: nothing was said."),
    ],
)
def test_every_failure_is_one_line_that_tells_what_to_do(setting_up, course, said, tells):
    """Every failure of pip is reported in one line that says what to do."""
    line = setting_up.why(said, course)
    assert tells in line
    assert "\n" not in line


@pytest.mark.slow
def test_without_a_network_one_line_says_so(setting_up, course):
    """A missing network is recognised from pip's output, which is kept in a file."""
    (course / ".venv").mkdir()
    nobody = ["--isolated", "--retries", "1", "--index-url", "http://127.0.0.1:9"]
    with pytest.raises(setting_up.Refused, match=r"^Missing: the internet"):
        setting_up.run([sys.executable, "-m", "pip", "download", *nobody, "no-such-package"], course)
    assert "127.0.0.1" in (course / ".venv" / "set-up.log").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_folder_that_cannot_be_made_is_one_line(course):
    """A file in the way of the environment is reported in one line without a traceback."""
    (course / ".venv").touch()
    assert only_line(started(course)).startswith("The set-up failed: Error: ")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["setting_up.py", "constraints.txt"])
def test_a_folder_in_pieces_is_one_line(course, name):
    """Missing files, as when start.py is opened within a zip, are reported in one line."""
    (course / name).unlink()
    assert only_line(started(course)).startswith(f"Missing: {name}. Copy or unpack the whole folder")


@pytest.mark.slow
def test_a_word_that_it_does_not_know_is_one_line(course):
    """An unknown argument is refused in one line before anything is set up."""
    assert "--only-set-up" in only_line(started(course, "--only-set-up", "all"))
    assert not (course / ".venv").exists()


def test_without_venv_one_line_says_what_to_install(setting_up, course, monkeypatch):
    """If Python has no venv, as on Debian, one line says what to install, and nothing is created."""
    monkeypatch.setattr(setting_up, "find_spec", lambda name: None if name == "ensurepip" else name)
    with pytest.raises(setting_up.Refused, match="apt install python3-venv"):
        get_ready(setting_up, course)
    assert not (course / ".venv").exists()


@pytest.mark.parametrize(
    ("trouble", "code", "tells"),
    [
        (KeyboardInterrupt(), 130, "Stopped. Start again at any time."),
        (PermissionError(13, "Permission denied", "ready-course"), 2, "cannot be written"),
        (OSError(28, "No space left on device"), 2, "The disk is full."),
    ],
)
def test_what_ends_it_is_one_line(setting_up, monkeypatch, capsys, trouble, code, tells):
    """Ctrl-C and errors of the system are each reported in one line."""
    monkeypatch.setattr(setting_up, "ROOT", Path("course"))
    monkeypatch.setattr(setting_up.Environment, "get_ready", lambda *_: (_ for _ in ()).throw(trouble))
    assert setting_up.main([]) == code
    (line,) = capsys.readouterr().err.splitlines()
    assert tells in line


@pytest.mark.slow
def test_options_reach_the_workshop(setting_up, course):
    """Options are passed to the workshop, whatever the current folder."""
    shutil.rmtree(course / "sim")
    for name in ("sim", "notebooks", "mend.py"):
        (course / name).symlink_to(ROOT / name)
    get_ready(setting_up, course)
    said = started(course, "--no-browser", "--app", "--port", 0)
    assert only_line(said) == "mend: port (= 0) must be between 1 and 65535"


def test_a_home_that_cannot_be_written_is_replaced(setting_up, course, monkeypatch, capsys):
    """With a read-only home, answers and Jupyter's files go to the course's folder, and a line says so."""
    monkeypatch.setenv("HOME", os.devnull)
    for name in setting_up.KEPT_AT_HOME:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("IPYTHONDIR", "mine")
    found = setting_up.places(course)
    assert found.keys() == setting_up.KEPT_AT_HOME.keys() - {"IPYTHONDIR"}
    assert {Path(place).parent for place in found.values()} == {course / ".home"}
    assert found["MENDING_BRIDGES_HOME"] in capsys.readouterr().out


def test_where_nothing_can_be_written_the_reader_is_told(setting_up, monkeypatch, capsys):
    """If nothing is writable, a temporary folder is used, and a line warns that answers are not safe."""
    monkeypatch.setenv("HOME", os.devnull)
    monkeypatch.delenv("JUPYTER_DATA_DIR", raising=False)
    place = Path(setting_up.places(Path(os.devnull))["JUPYTER_DATA_DIR"])
    place.parent.rmdir()
    assert "save your answers to a file" in capsys.readouterr().out


def test_a_home_that_can_be_written_is_used(setting_up, course, tmp_path, monkeypatch):
    """A writable home is used, so that earlier answers are found."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert setting_up.places(course) == {}


def test_the_examples_in_it_run(setting_up):
    """It is no part of the package, so its examples are called by hand."""
    assert doctest.testmod(setting_up) == (0, doctest.testmod(setting_up).attempted)
    assert setting_up.python_in(PureWindowsPath("x"), system="nt") == PureWindowsPath("x/Scripts/python.exe")


def test_an_old_python_can_read_it():
    """start.py is ASCII, imports only two standard modules and has Python 2.7 syntax."""
    source = (ROOT / "start.py").read_text(encoding="ascii")
    tree = list(ast.walk(ast.parse(source)))
    assert not [node for node in tree if isinstance(node, TOO_NEW)]
    functions = [node for node in tree if isinstance(node, ast.FunctionDef)]
    assert not any(function.returns or function.args.kwonlyargs for function in functions)
    assert not any(argument.annotation for node in functions for argument in node.args.args)


def test_a_newer_python_beside_an_old_one_is_found(start, tmp_path, monkeypatch):
    """A newer Python is found under any of its names, if the name can be run."""
    for name, code in [("python3.13", "exit 127"), ("python3.12", "exit 0")]:
        (tmp_path / name).write_text(f"#!/bin/sh\n{code}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["start.py", "--app"])
    assert start.with_a_newer_python() == ["python3.12", "start.py", "--app"]


def test_without_one_what_was_found_is_named(start, tmp_path, monkeypatch, capsys):
    """Without a suitable Python, the message names the version found and where to get another."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert start.main() == 2
    assert capsys.readouterr().err.startswith("Missing: Python 3.11 or later. Found: Python 3.9.2. Install")


@pytest.mark.slow
def test_on_windows_it_waits_and_passes_the_exit_code_on(start):
    """On Windows start.py waits for the child process and returns its exit code; the child handles Ctrl-C."""
    code = "import os, signal, sys; os.kill(os.getppid(), signal.SIGINT); sys.exit(7)"
    heard = []
    before = signal.signal(signal.SIGINT, lambda *_: heard.append("Ctrl-C"))
    try:
        assert start.hand_over([sys.executable, "-c", code], system="nt") == 7
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == []
