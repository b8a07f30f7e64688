"""The command line, as a process of its own."""

import subprocess
import sys

import pytest


def mend(*arguments, cwd=None):
    """Run the command and return what it said."""
    command = [sys.executable, "-m", "sim.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, encoding="utf-8")


def test_compare_ranks_two_strategies():
    """The table names both strategies, the better one first."""
    said = mend("compare", "--worlds", 20)
    assert said.returncode == 0
    assert said.stdout.index("Apologise and keep informed") < said.stdout.index("Silence")


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["compare", "--worlds", 0], "worlds(=0)"),
        (["compare", "--weeks", -3], "weeks(=-3)"),
        (["compare", "--update-every", 0], "update_every(=0)"),
        (["grade", "nowhere"], "nowhere"),
        (["grade", "pyproject.toml", "--masters", "nowhere"], "nowhere"),
        (["grade", "no\nwhere", "--masters", "exercises/masters"], "no\\nwhere"),
        (["release", "--masters", "nowhere"], "nowhere"),
    ],
)
def test_bad_input_is_one_clear_line(arguments, names, root):
    """Whoever mistypes is told what and where, with exit code 2 and no traceback."""
    said = mend(*arguments, cwd=root)
    assert said.returncode == 2
    assert said.stdout == ""
    assert len(said.stderr.splitlines()) == 1
    assert names in said.stderr
