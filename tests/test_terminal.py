"""Tables in terminals of any width show every number completely."""

import os
import re
import subprocess
import sys
from functools import cache

import pytest

from sim.base.terminal import fitted

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")


def shown(*arguments, **environment):
    """Return what a person sees who runs Python with these arguments in a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, *map(str, arguments)]
    env = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    env |= {"TERM": "xterm-256color"} | environment
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=env) as run:
        os.close(theirs)
        parts = []
        try:
            while part := os.read(ours, 65536):
                parts.append(part)
        except OSError:  # how Linux tells that the terminal has been closed
            pass
    os.close(ours)
    assert run.returncode == 0
    return b"".join(parts).decode()


def plain(text):
    """Return text without colours."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text).replace("\r", "")


def numbers(text):
    """Return all numbers in order of their size, wherever they stand."""
    return sorted(re.findall(r"\d+(?:\.\d+)?", text.split("Trust runs")[0]))


RANKING = ("-m", "mend", "compare", "--strategies", "silence,flood,recovery-plan", "--worlds", 3)


# As `mend evidence` and `mend compare --robust` print them, but of a few findings and models: F13 is one that fails.
EVIDENCE = """
from sim.experiments.evidence.checking import evidence
from sim.experiments.evidence.finding_files import finding
from sim.cli.evidence_tables import print_evidence
print_evidence(evidence(of=[finding("F1"), finding("F13")]))
"""
ROBUST = """
from sim.cli import comparison_tables
from sim.experiments.comparison import compare
from sim.experiments.robustness import doubts
compared = compare("missed-deadline", ["silence", "flood", "recovery-plan"], worlds=3)
comparison_tables.print_table(compared, doubts(compared, draws=2))
"""


@cache
def in_a_wide_one(*command):
    """Return the same in a terminal in which all has room."""
    return plain(shown(*command, COLUMNS="300"))


@pytest.mark.sample(4)
@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "columns"),
    [
        *((RANKING, columns) for columns in (20, 40, 60, 80, 100)),
        *((("-c", ROBUST), columns) for columns in (40, 60, 80)),
        *((("-c", EVIDENCE), columns) for columns in (40, 60, 80)),
    ],
)
def test_a_narrow_terminal_loses_no_number(command, columns):
    """In any terminal every number is complete, and no line is wider than the terminal."""
    narrow = plain(shown(*command, COLUMNS=str(columns)))
    assert numbers(narrow) == numbers(in_a_wide_one(*command))
    assert "…" not in narrow
    assert max(map(len, narrow.splitlines())) <= columns


@pytest.mark.slow
def test_a_pipe_is_not_cut_to_the_terminal():
    """Without a terminal a table has its full width, whatever COLUMNS says."""
    command = [sys.executable, "-c", ROBUST]
    said = subprocess.run(
        command, capture_output=True, text=True, check=True, encoding="utf-8", env=os.environ | {"COLUMNS": "40"}
    )
    rows = [line for line in said.stdout.splitlines() if line.startswith("│")]
    assert len(rows) == 3
    assert sum("±" in row for row in rows) == 3


@pytest.mark.slow
def test_no_color_is_heeded():
    """With NO_COLOR nothing is coloured; without it, failures are red."""
    colour = re.compile(r"\x1b\[(?:[0-9]+;)*(?:[39][0-8]|4[0-8])(?:;[0-9]+)*m")
    assert colour.search(shown("-c", EVIDENCE, COLUMNS="100"))
    assert not colour.search(shown("-c", EVIDENCE, COLUMNS="100", NO_COLOR="1"))


def test_widths_give_way_from_the_widest():
    """Labels are narrowed before numbers, and no column below its longest word."""
    assert fitted([10, 7, 4], [40, 13, 4], 60) == [40, 13, 4]
    assert fitted([10, 7, 4], [40, 13, 4], 30) == [13, 13, 4]
    assert fitted([10, 7, 4], [40, 13, 4], 21) == [10, 7, 4]
