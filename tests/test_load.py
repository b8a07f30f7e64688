"""The load benchmark: what counts as a miss, and the figures that docs/hosting.md quotes."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

import load
from trainee import EVENTS, Page, Sent, Slider, Trouble, Waits, cells_of, settled

from sim.base.async_calls import result_of

HOSTING, BENCHMARKS = ROOT / "docs" / "hosting.md", ROOT / "docs" / "benchmarks.md"
HARDEST = 9  # school grade
# Ends the kernel of the second of two trainees.
ENDS = "import os; os.environ['MENDING_BRIDGES_PSEUDONYM'].endswith('1') and os._exit(1)"


def meet(trainees, cells):
    """Let trainees drag once."""
    return result_of(load.Room(trainees, seconds=0.2, every=0.2, cells=cells).meet())


@pytest.fixture(scope="module")
def met():
    """Return measurements with two trainees, one of whom loses the kernel."""
    return meet(2, [ENDS, *cells_of(load.NOTEBOOK)])


@pytest.mark.slow
def test_each_drag_is_answered(met):
    """One trainee drags once: twenty events, the last of them answered, then the refined answer."""
    (waits,) = met.waits
    assert waits.moves == EVENTS
    assert 1 <= len(waits.answered) <= EVENTS
    assert waits.last == waits.answered[-1:]
    assert len(waits.refined) == 1
    assert all(0 < wait < 60 for wait in (*waits.answered, *waits.refined, waits.ready))


@pytest.mark.slow
def test_memory_and_cores_are_those_of_kernels(met):
    """A kernel that has run a lesson takes as much as numpy and the lab at least; its processor was used."""
    (memory,) = met.memory
    assert 50 < memory.uss <= memory.rss < 1_000
    assert all(cores > 0 for cores in met.cores)


@pytest.mark.slow
def test_a_kernel_that_ends_is_reported(met):
    """A kernel that ends is named and counts as a miss; the other trainee continues."""
    assert met.troubles == ["trainee 2: the kernel ended"]
    assert met.troubles[0] in met.missed


@pytest.mark.long
def test_the_row_has_a_cell_for_each_head(met):
    """The number of trainees comes first; waits and memory follow, as median / … / worst."""
    cells = load.row(met)
    assert len(cells) == len(load.HEADS)
    assert cells[0] == "2"
    assert all(re.fullmatch(r"\d+ / \d+ / \d+", cell) for cell in cells[2:5])


@pytest.mark.slow
def test_a_cell_that_fails_is_a_miss(monkeypatch, capsys, tmp_path):
    """A failing cell is printed, and the exit code is 1."""
    notebook = tmp_path / "fails.ipynb"
    notebook.write_text('{"cells": [{"cell_type": "code", "source": ["1 / 0"]}]}', encoding="utf-8")

    def told():
        with ThreadPoolExecutor(1) as pool:
            pool.submit(load.main).result()

    monkeypatch.setattr(sys, "argv", ["load.py", "--trainees", "1", "--seconds", "1", "--notebook", str(notebook)])
    with pytest.raises(SystemExit) as left:
        told()
    assert left.value.code == 1
    assert "1: trainee 1: a cell failed with ZeroDivisionError" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("waits", "rss", "missed"),
    [
        ([0.2] * 20, 130, []),
        ([0.2] * 19 + [9], 130, []),
        ([0.2] * 18 + [9, 9], 130, ["answered: 9.00 s", "last: 9.00 s"]),
        ([0.2] * 20, 251, ["a kernel takes 251 MB"]),
        ([], 130, ["answered: nan s", "last: nan s"]),
    ],
)
def test_what_is_a_miss(waits, rss, missed):
    """More than 5 in 100 answers after 1 s, none at all, or a kernel over 250 MB."""
    figures = load.Figures(1, waits=[Waits(answered=waits, last=waits)], memory=[load.Memory(rss, rss, rss)])
    assert figures.missed == missed


class Kernel(Page):
    """A page whose kernel answers when told to."""

    def __init__(self):
        super().__init__(client=None)
        self.asked = []

    def change(self, _widget, state, **moments):
        """Keep what is sent."""
        self.asked.append((state, Sent(**moments)))
        return self.asked[-1][1]

    tell = change

    def answer(self, *pictures, message=-1):
        """Answer a message, the last one unless told, with pictures that were drawn then."""
        sent = self.asked[message][1]
        sent.drawn.extend(pictures)
        sent.done.set()
        sent.then()


def dragged(*values):
    """Return a kernel that has not answered yet, what is waited for, and a slider that was moved to these values."""
    kernel, waits = Kernel(), Waits()
    slider = Slider(kernel, "slider", waits)
    for value in values:
        slider.move(value)
    return kernel, waits, slider


def test_the_newest_value_wins():
    """What moves while a message is in flight is merged into one; the rest that follows overtakes it."""
    kernel, waits, slider = dragged(3, 2, 1)
    slider.rest()
    kernel.answer(1e9, message=0)
    assert [state for state, _ in kernel.asked] == [{"value": 3}, {"value": 1, "rested": 1}, {"value": 1}]
    assert (waits.moves, len(waits.answered), waits.refined) == (3, 1, [])
    kernel.answer(1e9, 2e9, message=1)
    kernel.answer()
    assert (len(waits.answered), len(waits.refined), slider.sent) == (2, 1, None)
    assert waits.refined[0] > waits.answered[1]


def test_a_hand_that_came_back_is_answered_already():
    """No new picture is expected for a value that the last picture shows; a new value must bring one."""
    kernel, waits, slider = dragged(3, 2, 3)
    kernel.answer(1e9)
    kernel.answer()
    assert len(waits.answered) == 2
    slider.move(2)
    with pytest.raises(Trouble, match="no picture"):
        kernel.answer()


def test_a_hand_that_rests_where_it_came_back_is_refined():
    """The held-back move is answered by the picture that is there, the rest by a new one."""
    kernel, waits, slider = dragged(3, 2, 3)
    slider.rest()
    kernel.answer(1e9, message=0)
    kernel.answer(2e9, message=1)
    kernel.answer()
    assert (len(waits.answered), len(waits.refined), slider.sent) == (2, 1, None)


def test_no_answer_is_said(monkeypatch):
    """A missing answer is reported after the time limit."""
    monkeypatch.setattr("trainee.PATIENCE", 0.01)
    with pytest.raises(Trouble, match="no answer"):
        result_of(settled(Sent()))


# The page on hosting


def text(path):
    """Read a page."""
    return path.read_text(encoding="utf-8")


def measured():
    """Return the rows of the tables that hold what was measured, by their first cell."""
    section = text(BENCHMARKS).split("\n## Many at once\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return {cells[0]: cells[1:] for cells in rows}


def each_takes():
    """Return MB that one person on a hub takes, and the cores that one trainee takes at most, while at work."""
    rows = measured()
    kernel = int(rows["30"][6].split(" / ")[-1])
    server, spare = (int(rows[name][1]) for name in ("server of one trainee", "kernel that waits for the next page"))
    cores = (float(rows[number][-1].split(", ")[0]) / int(number) for number in rows if number.isdigit())
    return server + kernel + spare, max(cores)


def test_bold_figures_were_measured():
    """Bold figures on the page are in the tables of measurements."""
    quoted = re.findall(r"\*\*(\d+)\*\*", text(HOSTING))
    known = {figure for cells in measured().values() for cell in cells for figure in re.findall(r"\d+", cell)}
    assert len(quoted) > 5
    assert set(quoted) <= known


def test_what_is_computed_follows_from_what_was_measured():
    """Memory and cores for classes follow from the figures per person, with a quarter more for thousands."""
    memory, cores = each_takes()
    page = text(HOSTING)
    assert page.count(f"{memory} MB") == 2
    assert f"{memory * 30 / 1000:.0f} GB for 30" in page
    assert f"{cores:.3f} of a core" in page
    for people in (1_000, 2_000, 5_000):
        row = f"| {people:,} | {1.25 * people * memory / 1000:,.0f} | {1.25 * people * cores:,.0f} |"
        assert row in page


def test_it_says_what_was_not_tried():
    """The page says that neither the recommended hub nor thousands of people were tested."""
    page = text(HOSTING)
    assert "**What was not tried:** The Littlest JupyterHub itself" in page
    assert "**Computed, not tried.**" in page.split("\n## Thousands\n")[1]


def test_what_it_names_is_there():
    """Linked pages, and our files named in commands, exist."""
    page = text(HOSTING)
    for target in re.findall(r"\]\(([^)#]+)", page):
        assert (HOSTING.parent / target).exists()
    for name in re.findall(r"\bbinder/\w[\w.]*", page):
        assert (ROOT / name).exists()


def test_it_reads_easily():
    """The page is readable at ninth-grade level."""
    from textstat import flesch_kincaid_grade

    page = re.sub(r"^ {4,}.*$|^\|.*$|^#.*$", "", text(HOSTING), flags=re.MULTILINE)
    page = re.sub(r"\]\([^)]*\)|`[^`]*`|[*\[|]", " ", page)
    assert flesch_kincaid_grade(re.sub(r"^\d+\. |^- ", "", page, flags=re.MULTILINE)) <= HARDEST
