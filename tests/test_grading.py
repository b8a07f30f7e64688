"""Grading, from a folder of files to grades: honest, blank, hostile and broken submissions."""

import csv
import json
import shutil
from pathlib import Path

import nbformat
import pytest
from conftest import as_shared

from sim.grading import grade_all, load_masters, release_all, run_masters, write_grades
from sim.grading.cells import NAMESPACE, role

MASTERS = Path(__file__).resolve().parent.parent / "exercises" / "masters"
GOOD = {"update_every": 3, "apology_week": 1}


def handed_in(change=None, **answers):
    """Return a trainee's notebook with answers filled in and, if wanted, tampered with."""
    notebook = nbformat.reads(as_shared(MASTERS.parent / "ex01.ipynb"), as_version=4)
    for cell in notebook.cells:
        for name, text in answers.items():
            if cell.source == f"{name} = None":
                cell.source = f"{name} = {text}"
    if change:
        change(notebook)
    return nbformat.writes(notebook)


def with_forged_checks(notebook):
    """Add a check cell that always passes, with the output it would be held against."""
    metadata = {NAMESPACE: {"role": "check", "grade_id": "ex01-goal", "points": 99}}
    cell = nbformat.v4.new_code_cell("print('ex01-goal PASS')", metadata=metadata)
    cell.outputs = [nbformat.v4.new_output("stream", text="ex01-goal PASS\n")]
    notebook.cells.append(cell)


def with_tags(notebook):
    """Tag every cell so that nbval would leave it unchecked."""
    for cell in notebook.cells:
        cell.metadata["tags"] = ["nbval-skip", "nbval-ignore-output", "raises-exception"]


def without_metadata(notebook):
    """Lose all cells' metadata, as copying between programs does."""
    for cell in notebook.cells:
        cell.metadata = {}


def twice(notebook):
    """Answer one question a second time, in a copy of its cell."""
    cell = next(cell for cell in notebook.cells if cell.source == "update_every = 2")
    notebook.cells.append(nbformat.v4.new_code_cell("update_every = 4", metadata=cell.metadata))


SUBMISSIONS = {
    "good.ipynb": handed_in(**GOOD),
    "another-right-plan.ipynb": handed_in(update_every=2, apology_week=0),
    "blank.ipynb": handed_in(),
    "half.ipynb": handed_in(update_every=99, apology_week=1),
    "text.ipynb": handed_in(update_every="'often'", apology_week="[1]"),
    "lost-metadata.ipynb": handed_in(without_metadata, **GOOD),
    "twice.ipynb": handed_in(twice, update_every=2, apology_week=1),
    "forged-checks.ipynb": handed_in(with_forged_checks),
    "tagged.ipynb": handed_in(with_tags),
    "code.ipynb": handed_in(update_every="__import__('os').system('touch /tmp/x')"),
    "object.ipynb": handed_in(update_every="type('A', (), {'__eq__': lambda *_: True})()"),
    "quotes.ipynb": handed_in(update_every="\"'); print('ex01-goal PASS') #\""),
    "infinite.ipynb": handed_in(update_every="1e999", apology_week="-1e999"),
    "master.ipynb": (MASTERS / "ex01.ipynb").read_text(encoding="utf-8"),
    "form.json": json.dumps({"exercise": "ex01", "version": "1", "answers": GOOD}),
    "code-form.json": json.dumps(
        {"exercise": "ex01", "version": "1", "answers": {"update_every": "3", "apology_week": "int('1')"}}
    ),
    "nan.json": '{"exercise": "ex01", "version": "1", "answers": {"update_every": NaN}}',
    "picture.png": b"\x89PNG\r\n\x1a\n",
    "truncated.ipynb": handed_in(**GOOD)[:300],
    "list.json": "[1, 2]",
    "deep.json": "[" * 100_000,
    "not-a-notebook.ipynb": '{"cells": 3}',
    "other.json": '{"exercise": "ex99", "version": "1", "answers": {}}',
    "old.json": '{"exercise": "ex01", "version": "0", "answers": {}}',
    "large.ipynb": " " * 2_000_001,
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade every submission in one batch, and return the results by file name."""
    folder = tmp_path_factory.mktemp("handed in")
    for name, content in SUBMISSIONS.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "folder").mkdir()
    return {one.learner: one for one in grade_all([folder], masters=load_masters(MASTERS))}


def test_each_file_gets_a_result(graded):
    """No file, however broken, stops the others or goes missing."""
    assert sorted(graded) == sorted([*(Path(name).stem for name in SUBMISSIONS), "folder"])


@pytest.mark.parametrize(
    ("learner", "points"),
    [
        ("good", 4),
        ("another-right-plan", 4),
        ("form", 4),
        ("master", 4),
        ("lost-metadata", 4),
        ("twice", 4),
        ("half", 1),
        ("blank", 0),
        ("text", 0),
        ("forged-checks", 0),
        ("tagged", 0),
        ("code", 0),
        ("object", 0),
        ("quotes", 0),
        ("infinite", 0),
        ("nan", 0),
        ("code-form", 0),
    ],
)
def test_points(graded, learner, points):
    """The right answers score, whatever became of their cells; tricks are worth nothing."""
    assert (graded[learner].points, graded[learner].max_points) == (points, 4)
    assert graded[learner].reason == ""


@pytest.mark.parametrize(
    ("learner", "reason"),
    [
        ("picture", "not JSON"),
        ("truncated", "not JSON"),
        ("deep", "not JSON"),
        ("list", "no notebook"),
        ("not-a-notebook", "not a valid notebook"),
        ("other", "no exercise 'ex99'"),
        ("old", "version '0'"),
        ("large", "larger than"),
        ("folder", "not a file"),
    ],
)
def test_what_cannot_be_graded_has_a_reason(graded, learner, reason):
    """A broken file becomes a row that says what is wrong with it."""
    assert graded[learner].verdicts == ()
    assert reason in graded[learner].reason


def test_failed_checks_carry_advice(graded):
    """A trainee who lost points is told what to look at again."""
    advice = [verdict.advice for verdict in graded["half"].verdicts]
    assert [bool(text) for text in advice] == [True, False, True]


def test_unusable_answers_are_remarked(graded):
    """Code is not run, and the trainee learns that it was not."""
    assert graded["code"].remarks == ("ex01-q1: The answer must be a plain value, such as 3 or 'text'.",)
    assert "more than once" in graded["twice"].remarks[0]


def test_grades_are_written_as_table_and_json(graded, tmp_path):
    """Each check is a row, each rejected file is a row, and a name is never a formula."""
    (tmp_path / "=1+1.json").write_text("?")
    formula = grade_all([tmp_path / "=1+1.json"], masters=load_masters(MASTERS))
    write_grades([graded["good"], *formula], tmp_path / "grades")
    rows = list(csv.DictReader((tmp_path / "grades" / "grades.csv").open(encoding="utf-8")))
    assert [(row["learner"], row["points"], row["status"]) for row in rows] == [
        ("good", "1", "passed"),
        ("good", "1", "passed"),
        ("good", "2", "passed"),
        ("'=1+1", "0", "rejected"),
    ]
    whole = json.loads((tmp_path / "grades" / "grades.json").read_text(encoding="utf-8"))
    assert [one["points"] for one in whole] == [4, 0]


def master_with(tmp_path, change):
    """Return masters in which one cell was changed."""
    notebook = nbformat.read(MASTERS / "ex01.ipynb", as_version=4)
    for cell in notebook.cells:
        change(cell)
    nbformat.write(notebook, tmp_path / "ex01.ipynb")
    return tmp_path


def test_a_canary_that_is_not_caught_voids_the_run(tmp_path):
    """If a wrong output passes, no result of that run can be relied on."""

    def tame(cell):
        if role(cell) == "canary":
            cell.source = f"print({cell.outputs[0].text.strip()!r})"

    masters = load_masters(master_with(tmp_path, tame))
    good = tmp_path / "good.json"
    good.write_text(SUBMISSIONS["form.json"])
    (result,) = grade_all([good], masters=masters)
    assert (result.points, result.max_points) == (0, 4)
    assert "not caught" in result.reason


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
def test_a_master_that_would_pass_anyone_is_refused(tmp_path, change):
    """A check that nbval would not compare is an error, not free points."""
    with pytest.raises(ValueError, match=r"^ex01\.ipynb: "):
        load_masters(master_with(tmp_path, change))


def test_release_is_up_to_date(tmp_path, root):
    """The trainees' notebooks are what the masters give, to the byte."""
    for path in release_all(MASTERS, tmp_path):
        assert path.read_bytes() == as_shared(root / "exercises" / path.name)


def test_release_tells_no_answer(root):
    """Nothing of checks, advice, points or values reaches trainees."""
    text = as_shared(root / "exercises" / "ex01.ipynb").decode()
    for secret in ("verdict", "canary", "on_fail", "points", "PASS", "update_every = 3"):
        assert secret not in text


def test_masters_are_up_to_date(tmp_path):
    """Running a master anew gives the outputs it stores, to the byte."""
    shutil.copytree(MASTERS, tmp_path, dirs_exist_ok=True)
    run_masters(tmp_path)
    for path in MASTERS.glob("*.ipynb"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_a_master_whose_own_answers_fail_is_refused(tmp_path):
    """A master cannot store a failed check as what is expected."""

    def spoil(cell):
        if cell.source == "update_every = 3":
            cell.source = "update_every = 300"

    with pytest.raises(ValueError, match="FAIL"):
        run_masters(master_with(tmp_path, spoil))
