"""Master copies: what they must hold before anything is graded with them, and what trainees get of them."""

import shutil
from pathlib import Path

import classroom
import nbformat
import pytest
from conftest import as_shared

from sim.grading import grade_all, load_masters, release_all, run_masters
from sim.grading.cells import NAMESPACE, role
from sim.grading.master import CANARY_OUTPUT

MASTERS = Path(__file__).resolve().parent.parent / "exercises" / "masters"


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """Return a folder with the class's one exercise, run."""
    folder = tmp_path_factory.mktemp("masters")
    classroom.run_in(folder)
    return folder


def changed(ready, tmp_path, change):
    """Return a folder of masters in which every cell was changed."""
    notebook = nbformat.read(ready / "ex91.ipynb", as_version=4)
    for cell in notebook.cells:
        change(cell)
    nbformat.write(notebook, tmp_path / "ex91.ipynb")
    return tmp_path


def test_a_canary_that_is_not_caught_voids_the_run(ready, tmp_path):
    """If a wrong output passes, no result of that run can be relied on: not even a good one."""

    def tame(cell):
        if role(cell) == "canary":
            cell.source = f"print({CANARY_OUTPUT.strip()!r})"

    masters = load_masters(changed(ready, tmp_path, tame))
    handed = classroom.hand_in(tmp_path / "in", {"good.json": classroom.sheet(classroom.RIGHT)})
    (result,) = grade_all([handed], masters=masters)
    assert (result.points, result.max_points, result.status) == (0, 6, "void")
    assert "not caught" in result.reason


def test_a_run_without_its_checks_is_void(ready, tmp_path):
    """A check that stops all others scores nobody."""

    def stop(cell):
        if role(cell) == "setup":
            cell.source = "import os\nos._exit(0)"

    masters = load_masters(changed(ready, tmp_path, stop))
    handed = classroom.hand_in(tmp_path / "in", {"good.json": classroom.sheet(classroom.RIGHT)})
    (result,) = grade_all([handed], masters=masters, seconds=5)
    assert (result.points, result.status) == (0, "void")


def without_count(cell):
    """Make nbval leave the cell unchecked."""
    if role(cell) == "check":
        cell.execution_count = None


def without_output(cell):
    """Leave a check nothing to be compared with."""
    if role(cell) == "check":
        cell.outputs = []


def without_tag(cell):
    """Leave out the tag by which nbval compares a cell."""
    if role(cell) == "check":
        cell.metadata.tags = []


def without_points(cell):
    """Leave out what a check is worth."""
    if role(cell) == "check":
        del cell.metadata[NAMESPACE]["points"]


@pytest.mark.parametrize("change", [without_count, without_output, without_tag, without_points])
def test_a_master_that_would_pass_anyone_is_refused(ready, tmp_path, change):
    """A check that nbval would not compare is an error, not free points."""
    with pytest.raises(ValueError, match=r"^ex91\.ipynb: "):
        load_masters(changed(ready, tmp_path, change))


def test_a_master_whose_own_answers_fail_is_refused(ready, tmp_path):
    """A master cannot store a failed check as what is expected."""

    def spoil(cell):
        if cell.source == "q1 = 3":
            cell.source = "q1 = 300"

    with pytest.raises(ValueError, match="FAIL"):
        run_masters(changed(ready, tmp_path, spoil))


def test_release_is_up_to_date(tmp_path, root):
    """The trainees' notebooks are what the masters give, to the byte."""
    for path in release_all(MASTERS, tmp_path):
        assert path.read_bytes() == as_shared(root / "exercises" / path.name)


def test_release_tells_no_answer(tmp_path):
    """Nothing of checks, advice, points or values reaches trainees."""
    for path in release_all(MASTERS, tmp_path):
        text = path.read_text(encoding="utf-8")
        for secret in ("verdict", "canary", "on_fail", '"points"', "PASS"):
            assert secret not in text, path.name


def test_masters_are_up_to_date(tmp_path):
    """Running a master anew gives the outputs it stores, to the byte."""
    shutil.copytree(MASTERS, tmp_path, dirs_exist_ok=True)
    run_masters(tmp_path)
    for path in MASTERS.glob("*.ipynb"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
