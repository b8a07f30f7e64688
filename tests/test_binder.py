"""Binder: repo2docker takes the folder, and its pins are the course's pins."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

REPO2DOCKER = str(Path(sys.executable).with_name("jupyter-repo2docker"))


def pins(path):
    """Return version by package, from a file of fully pinned lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [re.fullmatch(r"([a-z0-9-]+)==([^\s;]+)( ; .+)?", line) for line in lines]
    assert all(found), [line for line, match in zip(lines, found, strict=True) if not match]
    return {match[1]: match[2] for match in found}


def test_repo2docker_accepts_the_folder(root):
    """The Dockerfile can be written, with the pinned Python, the pins and the package."""
    # Git must not take an outer repository's settings for those of the folder that is looked at.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = [REPO2DOCKER, "--no-build", "--debug", str(root)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert said.returncode == 0, said.stderr
    dockerfile = said.stdout + said.stderr
    assert "binder/requirements.txt" in dockerfile
    assert "binder/postBuild" in dockerfile
    assert "python=3.11" in dockerfile


def test_pins_agree_with_the_course(root):
    """What runs on Binder is what runs after `make course`."""
    course = pins(root / "constraints.txt")
    for name, version in pins(root / "binder" / "requirements.txt").items():
        assert course[name] == version, name


def test_binder_has_all_that_the_package_needs(root):
    """Every dependency but JupyterLab, whose version Binder sets, is pinned."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.match(r"[\w-]+", line)[0].lower() for line in project["dependencies"]}
    assert needed - set(pins(root / "binder" / "requirements.txt")) == {"jupyterlab"}


def test_python_is_pinned(root):
    """Binder's default Python changes; ours does not."""
    assert (root / "binder" / "runtime.txt").read_text(encoding="utf-8") == "python-3.11\n"


def test_post_build_stops_at_the_first_error(root):
    """A half-installed course must fail the build, not the workshop."""
    script = root / "binder" / "postBuild"
    assert os.access(script, os.X_OK)
    assert "\nset -e\n" in script.read_text(encoding="utf-8")
