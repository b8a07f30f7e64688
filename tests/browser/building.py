"""What Binder builds, without Docker: its base, the pins, the course, and an ordinary user who starts it."""

import http.client
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import repo2docker

from .serving import PATIENCE, ROOT, Server, free_port, stop

USER = 1000  # repo2docker's number for the ordinary user
BASE_URL = "/user/trainee-abc123/"
TOKEN = "a-token-that-the-hub-made"  # noqa: S105 - of a server that lives as long as the test
# Where conda calls a package by another name than pip.
RENAMED = {
    "brotli-python": "brotli",
    "jupyterhub-base": "jupyterhub",
    "nbconvert-core": "nbconvert",
    "python-fastjsonschema": "fastjsonschema",
}
# Bundles of conda's own, and what an environment has anyway.
NOT_FOR_PIP = {"bleach-with-css", "cached-property", "jsonschema-with-format-nongpl", "pip", "python_abi"}
LOCKED = re.compile(r"/([^/]+)-([^-/]+)-py[^-/]*\.(?:conda|tar\.bz2)")


def base_pins():
    """Return what repo2docker locks for this Python and pip can take, as lines of pins."""
    lock = Path(repo2docker.__file__).parent / "buildpacks" / "conda" / "environment.py-3.11-linux-64.lock"
    found = dict(LOCKED.findall(lock.read_text(encoding="utf-8")))
    return [f"{RENAMED.get(name, name)}=={found[name]}" for name in sorted(found) if name not in NOT_FOR_PIP]


@dataclass(frozen=True)
class Image:
    """What would be an image: an environment, a home with the course in it, and megabytes that the pins added."""

    folder: Path
    added: float

    @property
    def home(self):
        """The ordinary user's home, which on Binder is the course's folder too."""
        return self.folder / "home"

    def command(self, name):
        """Return a command of the environment."""
        return str(self.folder / "env" / "bin" / name)

    def environment(self, **more):
        """Return the environment that the ordinary user's programs see."""
        return {
            "HOME": str(self.home),
            "REPO_DIR": str(self.home),
            "USER": "trainee",
            "LANG": "C.UTF-8",
            "PATH": f"{self.folder / 'env' / 'bin'}:/usr/bin:/bin",
            "LD_LIBRARY_PATH": str(self.folder / "python" / "lib"),
            **more,
        }

    def run(self, *command, **options):
        """Run a command in the course's folder and return what it said; a failure is one of the test's."""
        said = subprocess.run(command, cwd=self.home, text=True, capture_output=True, check=False, **options)
        assert said.returncode == 0, f"{command}: {said.stdout[-2000:]}{said.stderr[-2000:]}"
        return said.stdout


def build(folder):
    """Return the image, built in this folder as repo2docker would."""
    folder.chmod(0o755)
    interpreter = open_to_all(folder / "python")
    subprocess.run([interpreter, "-m", "venv", "--symlinks", str(folder / "env")], check=True)
    image = Image(folder, 0)
    image.home.mkdir()
    install(image, *base_pins())
    before = weight(folder / "env")
    install(image, "-r", str(ROOT / "binder" / "requirements.txt"))
    image = Image(folder, weight(folder / "env") - before)
    image.run(image.command("pip"), "check")
    image.run("git", "-C", str(ROOT), "checkout-index", "--all", f"--prefix={image.home}/")
    given(folder / "env", USER)
    given(image.home, USER)
    image.run(str(image.home / "binder" / "postBuild"), user=USER, group=USER, extra_groups=[], env=image.environment())
    given(folder / "env", 0)
    return image


def open_to_all(copy):
    """Return a Python that an ordinary user may run: this one, or a copy where it lies in a closed folder."""
    prefix = Path(sys.base_prefix)
    name = f"bin/python3.{sys.version_info.minor}"
    if all(each.stat().st_mode & 0o005 == 0o005 for each in (prefix, *prefix.parents)):
        return str(prefix / name)
    left_out = ("test", "tests", "site-packages", "idlelib", "share", "*.a")
    shutil.copytree(prefix, copy, symlinks=True, ignore=shutil.ignore_patterns(*left_out))
    return str(copy / name)


def install(image, *what):
    """Install exactly this; what it needs is among it, as `pip check` will tell."""
    # By uv, which takes the same files as pip in a tenth of the time; compiled afterwards, on all cores at once.
    uv = (sys.executable, "-m", "uv", "pip", "install", "--python", image.command("python"))
    image.run(*uv, "--quiet", "--no-deps", "--link-mode", "copy", *what)
    image.run(image.command("python"), "-m", "compileall", "-q", "-j", "0", str(image.folder / "env" / "lib"))


def weight(folder):
    """Return the mebibytes on disk of a folder."""
    said = subprocess.run([shutil.which("du"), "-sk", str(folder)], capture_output=True, check=True)
    return int(said.stdout.split()[0]) / 1024


def given(folder, user):
    """Give a folder and all that is in it to a user."""
    subprocess.run([shutil.which("chown"), "-R", "--no-dereference", f"{user}:{user}", str(folder)], check=True)


@contextmanager
def launched(image, **environment):
    """Start the image's server as Binder's hub does, as an ordinary user, until the test is done."""
    port = free_port()
    hubs = {"ip": "127.0.0.1", "port": port}
    hubs |= {"ServerApp.base_url": BASE_URL, "ServerApp.token": TOKEN, "ServerApp.trust_xheaders": True}
    command = [image.command("jupyter-lab"), "--no-browser", *(f"--{name}={value}" for name, value in hubs.items())]
    environment = image.environment(BINDER_LAUNCH_HOST="https://mybinder.org/", **environment)
    with (image.folder / "log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=image.home, env=environment, user=USER, group=USER, extra_groups=[],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
        try:
            server = Server(f"http://127.0.0.1:{port}{BASE_URL}", process)
            wait_for(process, port)
            yield server
        finally:
            stop(process)


def wait_for(process, port, base_url=BASE_URL):
    """Wait until the server answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "the server has ended"
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port)
            asked.request("GET", f"{base_url}api")
            assert asked.getresponse().status == http.client.OK
        except ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")


@contextmanager
def open_folder():
    """Give a folder that an ordinary user can enter, until the test is done."""
    with tempfile.TemporaryDirectory(prefix="binder-") as folder:
        yield Path(folder)
