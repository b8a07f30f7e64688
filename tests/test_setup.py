"""The set-up: what `make` says when something is missing, and what must not be in the repository."""

import os
import shutil
import subprocess
import sys

import pytest

OLD = "echo Missing: this Python is old. >&2; exit 2"


def make_with(tmp_path, root, **tools):
    """Run `make test` in a folder of which only the Makefile is there, with stand-ins for the system's programs."""
    folder, path = tmp_path / "a course", tmp_path / "bin"
    folder.mkdir()
    path.mkdir()
    shutil.copy(root / "Makefile", folder)
    (path / "sh").symlink_to(shutil.which("sh"))
    for name, code in tools.items():
        (path / name).write_text(f"#!/bin/sh\n{code}\n")
        (path / name).chmod(0o755)
    command = [shutil.which("make"), "test"]
    return subprocess.run(
        command, cwd=folder, env={"PATH": str(path)}, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("tools", "said"),
    [
        ({}, "Missing: Python 3.11 or later. Found: none. Install it from python.org or with your system's packages."),
        ({"python3": "exit 127"}, "Missing: Python 3.11 or later. Found: none."),
        ({"python3": "exit 127", "python": f"[ $1 = -c ] || {{ {OLD}; }}"}, "Missing: this Python is old."),
        ({"python3": f'[ "$*" != "start.py --only-set-up test" ] || {{ {OLD}; }}'}, "Missing: this Python is old."),
    ],
)
def test_make_says_what_is_missing(tmp_path, root, tools, said):
    """One clear line, its own or that of start.py, and nothing after it."""
    made = make_with(tmp_path, root, **tools)
    assert made.returncode != 0
    assert made.stdout == ""
    first, *others = made.stderr.splitlines()
    assert first.startswith(said)
    assert all(line.startswith("make: ***") for line in others)


@pytest.mark.slow
def test_the_tests_need_git(tmp_path, root):
    """The course does not, so it is asked for when the tests are set up, and before an environment is made."""
    for name in ("start.py", "setting_up.py"):
        shutil.copy(root / name, tmp_path)
    command = [sys.executable, "start.py", "--only-set-up", "test"]
    nothing = {"PATH": str(tmp_path)}
    said = subprocess.run(command, cwd=tmp_path, env=nothing, capture_output=True, text=True, check=False, timeout=60)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith("Missing: git, which the tests need")
    assert not (tmp_path / ".venv").exists()


def test_pins_name_no_address(root):
    """Pins are names and versions: no registry, no hash, no path, and no lock file beside them."""
    for name in ("constraints.txt", "binder/requirements.txt"):
        text = (root / name).read_text(encoding="utf-8")
        assert not any(mark in text for mark in ("://", "sha256", "@ ", "--", "file:"))
    assert not (root / "uv.lock").exists()


def test_ci_script_is_executable(root):
    """The script can be started by name as well as by bash."""
    assert os.access(root / ".ci" / "run", os.X_OK)
