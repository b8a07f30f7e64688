"""Masters: what is required before anything is graded with them, and what trainees get of them."""

import re
import subprocess
import sys
from pathlib import Path

import classroom
import nbformat
import pytest
from conftest import as_shared
from golden.reading import solutions
from typer.testing import CliRunner

from sim.cli.main import app
from sim.exercises import exercise_keys, load_exercise
from sim.grading import grade_all, load_masters, release_all, run_masters, write_masters
from sim.grading.authoring.cells import NAMESPACE, role
from sim.grading.authoring.master import CANARY_OUTPUT

KINDS = {one.kind for key in exercise_keys() for one in load_exercise(key).questions}
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


@pytest.mark.slow
def test_a_canary_that_is_not_caught_voids_the_run(ready, tmp_path):
    """A run is void, even with right answers, if a canary is not caught."""

    def tame(cell):
        if role(cell) == "canary":
            cell.source = f"print({CANARY_OUTPUT.strip()!r})"

    masters = load_masters(changed(ready, tmp_path, tame))
    handed = classroom.hand_in(tmp_path / "in", {"good.json": classroom.sheet(classroom.RIGHT)})
    (result,) = grade_all([handed], masters=masters)
    assert (result.points, result.max_points, result.status) == (0, 6, "void")
    assert "not caught" in str(result.reason)


@pytest.mark.slow
def test_a_run_without_its_checks_is_void(ready, tmp_path):
    """A run is void if a check keeps the others from running."""

    def stop(cell):
        if role(cell) == "setup":
            cell.source = "import os\nos._exit(0)"

    masters = load_masters(changed(ready, tmp_path, stop))
    handed = classroom.hand_in(tmp_path / "in", {"good.json": classroom.sheet(classroom.RIGHT)})
    (result,) = grade_all([handed], masters=masters, seconds=1)
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


@pytest.mark.slow
@pytest.mark.parametrize("change", [without_count, without_output, without_tag, without_points])
def test_a_master_that_would_pass_anyone_is_refused(ready, tmp_path, change):
    """A master with a check that nbval would not compare is refused."""
    with pytest.raises(ValueError, match=r"^ex91\.ipynb: "):
        load_masters(changed(ready, tmp_path, change))


@pytest.mark.slow
def test_a_master_whose_own_answers_fail_is_refused(ready, tmp_path):
    """A master whose own answers fail a check is refused."""

    def spoil(cell):
        if cell.source == "q1 = 3":
            cell.source = "q1 = 300"

    with pytest.raises(ValueError, match="FAIL"):
        run_masters(changed(ready, tmp_path, spoil))


def test_release_is_up_to_date(tmp_path, root):
    """The trainees' notebooks equal, byte by byte, those made from the masters."""
    for path in release_all(MASTERS, tmp_path):
        assert path.read_bytes() == as_shared(root / "exercises" / path.name)


def test_release_tells_no_answer(tmp_path):
    """The trainees' notebooks contain no checks, advice, points or values."""
    for path in release_all(MASTERS, tmp_path):
        text = path.read_text(encoding="utf-8")
        for secret in ("verdict", "canary", "on_fail", '"points"', "PASS"):
            assert secret not in text, path.name


@pytest.mark.slow
@pytest.mark.usefixtures("forked_kernels")
def test_masters_are_up_to_date(tmp_path):
    """Writing and running the masters again gives the shipped ones, byte by byte."""
    written = write_masters(tmp_path)
    assert [path.name for path in written] == sorted(path.name for path in MASTERS.glob("*.ipynb"))
    for path in written:
        assert path.read_bytes() == (MASTERS / path.name).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(("ex04", "ex07", "ex08"), id="every kind of question"),
        pytest.param(exercise_keys(), id="all", marks=pytest.mark.full),
    ],
)
def test_masters_pass_nbval_on_their_own(root, keys):
    """`pytest --nbval` of masters passes without the grading package; three of them have every kind of question."""
    assert {one.kind for key in keys for one in load_exercise(key).questions} == KINDS
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-q", "-p", "no:cacheprovider"]
    masters = [MASTERS / f"{key}.ipynb" for key in keys]
    ran = subprocess.run([*command, *masters], cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-2_000:]
    assert re.search(r"^\d+ passed in", ran.stdout, re.MULTILINE)


def seeds_of(path):
    """Return the luck that a master holds back."""
    (setup,) = (cell for cell in nbformat.read(path, as_version=4).cells if role(cell) == "setup")
    return re.search(r"seeds=\((.*)\)", setup.source)[1]


@pytest.mark.full
@pytest.mark.slow
def test_a_private_set_holds_back_new_luck_and_grades(tmp_path, monkeypatch):
    """`mend masters --new-seeds DIR` writes a set with different seeds each time, which can be used for grading."""
    monkeypatch.setattr("sim.grading.authoring.write_masters.exercise_keys", lambda: ("ex02",))
    shipped = (MASTERS / "ex02.ipynb").read_bytes()
    for name in ("private", "other"):
        said = CliRunner().invoke(app, ["masters", str(MASTERS), "--new-seeds", str(tmp_path / name)])
        assert said.exit_code == 0, said.output
    luck = {seeds_of(place / "ex02.ipynb") for place in (MASTERS, tmp_path / "private", tmp_path / "other")}
    assert len(luck) == 3
    assert (MASTERS / "ex02.ipynb").read_bytes() == shipped
    solved = solutions("ex02")
    handed = classroom.hand_in(
        tmp_path / "in", {"ana.json": classroom.sheet(solved, exercise="ex02", version=load_exercise("ex02").version)}
    )
    (result,) = grade_all([handed], masters=load_masters(tmp_path / "private"))
    assert (result.points, result.max_points) == (6, 6)


@pytest.mark.parametrize("name", ["masters", "masters/private"])
def test_a_private_set_never_takes_the_shipped_one_s_place(tmp_path, name):
    """A private set cannot be written to the folder of the shipped masters or below it."""
    said = CliRunner().invoke(app, ["masters", str(tmp_path / "masters"), "--new-seeds", str(tmp_path / name)])
    assert (said.exit_code, len(said.output.splitlines())) == (2, 1)
    assert "folder of its own" in said.output
    assert not (tmp_path / "masters").exists()
