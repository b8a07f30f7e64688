"""Set-up: what `make` says when something is missing, and what must not be in the repository."""

import os
import shutil
import subprocess

import pytest

TOOLS = ("cat", "cksum", "sh", "rm", "mkdir", "cp")


def make_course_with(tmp_path, root, python):
    """Run `make course` in a folder of which only the Makefile is there, with a stand-in Python."""
    folder, tools = tmp_path / "a course", tmp_path / "bin"
    folder.mkdir()
    tools.mkdir()
    shutil.copy(root / "Makefile", folder)
    for tool in TOOLS:
        (tools / tool).symlink_to(shutil.which(tool))
    if python:
        (tools / "python3").write_text(f"#!/bin/sh\n{python}\n")
        (tools / "python3").chmod(0o755)
    return subprocess.run(
        [shutil.which("make"), "course"],
        cwd=folder,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("python", "missing"),
    [
        (None, "Missing: Python 3.11 or later."),
        ("[ $1 = --version ] && echo Python 3.9.2 || exit 1", "Found: Python 3.9.2."),
        ('case "$2" in *venv*) exit 1;; esac', "Missing: Python's venv module."),
        ("exit 0", "Missing: git."),
    ],
)
def test_make_says_what_is_missing(tmp_path, root, python, missing):
    """One clear line, and no environment half made."""
    said = make_course_with(tmp_path, root, python)
    assert said.returncode != 0
    lines = [line for line in said.stderr.splitlines() if line.startswith("Missing: ")]
    assert len(lines) == 1
    assert missing in lines[0]
    assert not (tmp_path / "a course" / ".venv").exists()


def test_pins_name_no_address(root):
    """Pins are names and versions: no registry, no hash, no path, and no lock file beside them."""
    for name in ("constraints.txt", "binder/requirements.txt"):
        text = (root / name).read_text(encoding="utf-8")
        assert not any(mark in text for mark in ("://", "sha256", "@ ", "--", "file:"))
    assert not (root / "uv.lock").exists()


def test_ci_script_is_executable(root):
    """The script can be started by name as well as by bash."""
    assert os.access(root / ".ci" / "run", os.X_OK)
