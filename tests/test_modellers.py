"""The page for modellers: its blocks run in order, and print what the page says that they do."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec

import pytest
from conftest import ROOT

PAGE = (ROOT / "docs" / "modellers.md").read_text("utf-8")
OWN_ACT = (ROOT / "docs" / "own-act.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
HEADS = re.findall(r"^## (.*)$", PAGE, re.MULTILINE)
# What is printed under each heading.
PRINTED = {
    "A question in one line": r"<Difference: partnership over the year \+\d.* of 100: higher, higher in \d+ of 200",
    "A case of your own": r"<Outcome of own-up in mobile-library: partnership .* of 2 partners stay, 50 worlds",
    "Sweeps": r"(?s)partnership_verdict.*base.*parameters\.half_life_bad.*104",
    "In plausible models": r"(?s)of plausible models\..*<Robustness: own-up above silence in .* of 20 plausible models",
    "Tidy frames": r"(?s)partner +Readers +School.*cause\n.*acknowledge",
    "Which assumptions matter": r"(?s)half_width.*difference in partnership",
    "An act of your own": r'(?s)visits 4 +4 .*visit +\d.*act = "visit", week = 1',
    "Numbers fitted to a survey of your own": r"(?s)half_life_bad: .* fit about equally.*fits_equally.*\{'higher': \d+",
}
needs_extra = pytest.mark.skipif(
    not all(map(find_spec, ("SALib", "scipy"))), reason="SALib and SciPy are not installed (extra: bench)"
)


def script():
    """Return the page as a program that prints each heading before its blocks."""
    parts = re.split(r"^## (.*)$", PAGE, flags=re.MULTILINE)
    lines = []
    for head, text in zip(parts[1::2], parts[2::2], strict=True):
        lines.append(f"print({f'== {head}'!r})")
        lines += re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    return "\n".join(lines)


@needs_extra
@pytest.mark.slow
def test_the_page_runs(tmp_path):
    """All blocks run in one process, in a folder that holds the act of the other page, and print what they should."""
    (tmp_path / "visit.py").write_text(re.search(r"```python\n(.*?)```", OWN_ACT, re.DOTALL)[1], "utf-8")
    (tmp_path / "page.py").write_text(script(), "utf-8")
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)]), "MPLBACKEND": "agg"}
    done = subprocess.run(
        [sys.executable, "page.py"], cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = dict(zip(*[iter(re.split(r"^== (.*)$", done.stdout, flags=re.MULTILINE)[1:])] * 2, strict=True))
    for head, printed in PRINTED.items():
        assert re.search(printed, told[head]), (head, told[head])
    assert (tmp_path / "assumptions.png").stat().st_size > 10_000


def test_every_part_is_held():
    """Every heading with a block has something to look for, and the page has a block in all but the last part."""
    assert list(PRINTED) == HEADS[:-1]
    assert len(BLOCKS) >= len(PRINTED)


def test_other_pages_lead_here():
    """The list of documents and the page on the library name this one."""
    assert "(modellers.md)" in (ROOT / "docs" / "api.md").read_text("utf-8")
