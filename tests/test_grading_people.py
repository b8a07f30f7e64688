"""Submitters are told apart, and no trainee can harm another: names, paths, sizes, unreadable answers."""

import csv
import io
import json
import os
import subprocess
import sys

import classroom
import pytest
from classroom import RIGHT, WRONG, hand_in, sheet, zipped
from conftest import ROOT
from typer.testing import CliRunner

from sim.base.text_codec import bytes_of, letters_of
from sim.cli.main import app
from sim.exercises import judge, load_exercise
from sim.grading import grade_all
from sim.grading.intake import archives, entries
from sim.grading.intake.collect import collect
from sim.grading.intake.people import told_apart
from sim.grading.intake.person_folder import keep_person
from sim.grading.intake.read_file import read_file
from sim.grading.intake.submission import SubmissionError
from sim.grading.intake.submitter import Submitter
from sim.grading.reports.grade_tables import as_csv, moodle_csv
from sim.grading.reports.guide import guide_to

GOOD, BAD = sheet(RIGHT), sheet(WRONG)
MOODLE = "{name}_{number}_assignsubmission_file_/a.json"


@pytest.fixture(scope="module")
def masters(tmp_path_factory):
    """Return the class's one exercise, run."""
    return classroom.run_in(tmp_path_factory.mktemp("masters"))


def people(*places):
    """Return whose the files in these places are, with how many."""
    names = [one.sender.name for one in collect(list(places))]
    return {name: names.count(name) for name in names}


def packed(tmp_path, files, name="class.zip"):
    """Write an archive and return its place."""
    (tmp_path / name).write_bytes(zipped(files))
    return tmp_path / name


# Whose it is


@pytest.mark.parametrize(
    ("sender", "whose"),
    [
        (Submitter(name="Ana"), "Ana"),
        (Submitter(name="ana"), "Ana"),
        (Submitter(name="Ana", number="9", platform="Moodle"), "Ana (9)"),
        (Submitter(name="Di"), "Di"),
    ],
)
def test_a_file_belongs_to_whom_somebody_names(tmp_path, sender, whose):
    """It is that of the only one of this name in the class's archive, whatever it is called; a number tells apart."""
    export = {MOODLE.format(name=name, number=number): BAD for name, number in (("Ana", 1), ("Bo", 2))}
    own = hand_in(tmp_path / "own", {"Grace_Okafor_ex91 (1).json": GOOD})
    keep_person(own, sender)
    read = told_apart([one for handed in collect([packed(tmp_path, export), own]) for one in read_file(handed, {})])
    found = {one.graded.file: one.graded for one in read}
    assert found["Grace_Okafor_ex91 (1).json"].trainee == whose
    own_name = "Ana (1)" if whose == "Ana (9)" else "Ana"
    assert {one.graded.trainee for one in read} == {own_name, "Bo", whose}
    assert not any(one.asks for one in found.values())


def test_an_archive_belongs_to_whom_its_name_says(tmp_path):
    """Zips of two trainees in one folder, from Canvas or not, belong to two people."""
    own = zipped({"answers.json": GOOD})
    canvas = packed(tmp_path, {"leeana_311_9001_ex05.zip": own, "reebo_312_9002_ex05.zip": own})
    assert people(canvas) == {"leeana": 1, "reebo": 1}
    assert people(hand_in(tmp_path / "in", {"ana.zip": own, "bo.zip": own})) == {"ana": 1, "bo": 1}


@pytest.mark.slow
def test_a_class_in_a_folder_is_refused_and_not_mixed(tmp_path, masters):
    """A platform's export within the folder is refused as a trainee's archive, with advice on what to do."""
    export = zipped({MOODLE.format(name=name, number=number): GOOD for name, number in (("Ana", 1), ("Bo", 2))})
    (one,) = grade_all([hand_in(tmp_path / "in", {"class.zip": export})], masters=masters)
    assert one.status == "rejected"
    assert "several people's work" in str(one.reason)


def test_files_that_are_called_alike_stay_apart(tmp_path):
    """If file names name nobody, folders do; without folders, copies belong to different people."""
    hand_in(tmp_path, {"ana/answers.json": GOOD, "bo/answers.json": GOOD})
    assert people(tmp_path / "ana" / "answers.json", tmp_path / "bo" / "answers.json") == {"ana": 1, "bo": 1}
    alone = hand_in(tmp_path / "in", {"ex05.json": GOOD, "ex05 (1).json": GOOD, "ex05 (2).json": GOOD})
    assert people(alone) == {"ex05": 1, "ex05 (1)": 1, "ex05 (2)": 1}


def test_a_stray_file_does_not_make_a_class_one_person(tmp_path):
    """A stray file beside a class's folders, all within one folder, does not change any name."""
    files = {"class/ana/a.json": GOOD, "class/bo/a.json": GOOD, "class/list.csv": "x"}
    assert {"ana", "bo"} < set(people(packed(tmp_path, files)))
    one = {"ana/ex05/a.json": GOOD, "ana/ex02/a.json": GOOD}
    assert people(packed(tmp_path, one, "one.zip")) == {"ana": 2}


def test_a_folder_around_a_class_is_nobody(tmp_path):
    """If the folder above a class is graded, every trainee is still recognised."""
    files = {f"class/t{number:02}/ex0{one}.json": GOOD for number in range(20) for one in range(1, 8)}
    assert set(people(hand_in(tmp_path / "in", files)).values()) == {7}
    alone = hand_in(tmp_path / "one", {"ana/ex02/a.json": GOOD, "ana/ex05/a.json": GOOD})
    assert people(alone) == {"ana": 2}


def test_a_name_below_the_first_part_names_nobody(tmp_path):
    """Names below a trainee's folder are ignored, even in a platform's format."""
    own = zipped({"Ana_8_assignsubmission_file_a.json": BAD})
    files = {
        "mallory/Ana_7_assignsubmission_file_a.json": BAD,
        "mallory/ana/3/4/5/6/7/8/a.json": BAD,
        "mallory/homework_2024_11_03.json": BAD,
        "mallory/all.zip": own,
    }
    assert people(packed(tmp_path, files | {"ana/a.json": GOOD})) == {"mallory": 4, "ana": 1}
    assert people(hand_in(tmp_path / "in", {name: files[name] for name in files if "/3/" not in name})) == {
        "mallory": 3
    }
    flat = {"Mallory_4712_assignsubmission_file_Ana_4711_assignsubmission_file_a.json": BAD}
    (one,) = collect([packed(tmp_path, flat, "flat.zip")])
    assert (one.sender.name, one.sender.number) == ("Mallory", "4712")


LESS_USUAL = {
    "an exercise's folder in a class's": ({"class/ex01/ana/a.json", "class/ex01/bo/a.json"}, {"ana", "bo"}),
    "one person's folders, from Moodle": (
        {MOODLE.format(name="Ana", number=1)[:-6] + f"{week}/a.json" for week in ("week 1", "week 2")},
        {"Ana"},
    ),
    "sections within sections": (
        {f"school/{year}/{group}/{name}/a.json" for year in "78" for group in "ab" for name in ("ana", "bo")},
        {f"{name} ({year}/{group})" for year in "78" for group in "ab" for name in ("ana", "bo")},
    ),
}


@pytest.mark.parametrize(("names", "people"), LESS_USUAL.values(), ids=LESS_USUAL)
def test_a_folder_and_a_zip_are_read_by_one_rule(tmp_path, names, people):
    """Wrapper folders name nobody, in a zip as on disk."""
    files = dict.fromkeys(names, b"{}")
    for place in (packed(tmp_path, files), hand_in(tmp_path / "in", files)):
        senders = [one.sender for one in collect([place])]
        assert {one.name + (f" ({one.section})" if one.section else "") for one in senders} == people


# What one may do to others


@pytest.mark.parametrize("content", [b" " * 60, b""])
def test_one_trainee_s_flood_leaves_the_others_their_room(tmp_path, monkeypatch, content):
    """One trainee's files above the limits are refused; other trainees' files are read."""
    monkeypatch.setattr(entries, "MOST_OF_ONE", 5)
    monkeypatch.setattr(archives, "MOST_UNPACKED", 100)
    flood = {f"aaa/{number}.json": content for number in range(40)}
    places = [
        packed(tmp_path, flood | {"bo/a.json": b"{}", "cy/a.json": b"{}"}),
        packed(tmp_path, {"aaa/all.zip": zipped(flood), "bo/a.json": b"{}", "cy/a.json": b"{}"}, "inner.zip"),
        hand_in(tmp_path / "in", flood | {"bo/a.json": b"{}", "cy/a.json": b"{}"}),
    ]
    for place in places:
        found = [(one.sender.name, was_read(one)) for one in collect([place])]
        assert [content for name, content in found if name != "aaa"] == [b"{}", b"{}"]
        assert 1 < len(found) <= 5 + 1 + 2
        assert "files of one trainee" in [content for name, content in found if name == "aaa"][-1]


def was_read(handed):
    """Return a file's content, or why it was not read."""
    try:
        return handed.read()
    except SubmissionError as why:
        return str(why)


@pytest.mark.slow
def test_a_long_text_is_read_at_once():
    """A text of 200,000 letters is decoded by halves; one letter after the other took six seconds."""
    content = b"\1" + bytes(range(256)) * 40
    assert bytes_of(letters_of(content)) == content
    assert len(bytes_of("z" * 200_000)) == 146_450


ODD = [
    ("ex02", "q3", {"acts": [{"act": "update", "week": 0, "every_weeks": -1e308}]}),
    ("ex02", "q3", {"acts": [{"act": "update", "week": 1e308}]}),
    ("ex07", "q4", {"listen": 17 * 10**307, "update": 17 * 10**307, "thank": 0.5}),
    ("ex07", "q4", {"listen": 10**400}),
]


@pytest.mark.parametrize(("exercise", "name", "answer"), ODD)
def test_an_answer_beyond_all_numbers_is_wrong_and_shown(exercise, name, answer):
    """An infinite or huge number is judged wrong and shown, without an error in judge or report."""
    found = judge(load_exercise(exercise), name, answer)
    assert not any(one.good for one in found)
    (asked,) = [one for one in guide_to({exercise: None}).of(exercise) if one.name == name]
    assert isinstance(asked.shown(answer), str)
    assert asked.plan(answer) is None
    assert isinstance(asked.wrong_ideas(answer, frozenset()), tuple)


def test_only_what_a_question_allows_counts():
    """A plan with an act that the question does not allow gets no points, even if it reaches the goals."""
    plan = {"acts": [{"act": "apologise", "week": 0}]}
    assert not any(one.good for one in judge(load_exercise("ex01"), "q4", plan))


@pytest.mark.slow
def test_a_spoilt_store_of_brackets_is_run_again(tmp_path, masters):
    """A stored run of deeply nested brackets is ignored, and the submission is run again."""
    hand_in(tmp_path / "in", {"ana/a.json": GOOD})
    grade_all([tmp_path / "in"], masters=masters, resume=tmp_path / "runs")
    for path in (tmp_path / "runs").iterdir():
        path.write_text("[" * 100_000)
    (again,) = grade_all([tmp_path / "in"], masters=masters, resume=tmp_path / "runs")
    assert again.points == 6


@pytest.mark.slow
def test_who_does_more_than_was_set_lowers_nobody(tmp_path, masters):
    """An exercise handed in by one trainee only does not lower the others' grades."""
    graded = grade_all([hand_in(tmp_path / "in", {"ana/a.json": GOOD, "bo/a.json": GOOD})], masters=masters)
    more = [*graded, graded[0].__class__(**{**vars(graded[0]), "trainee": "mallory", "exercise": "ex92"})]
    rows = {row["Full name"]: row["Grade"] for row in csv.DictReader(io.StringIO(moodle_csv(more)))}
    assert rows == {"ana": "100.0", "bo": "100.0", "mallory": "0.0"}


@pytest.mark.parametrize("text", ["x;=1+1;y", "=1", "\n=1", "\u00a0=1", "\uff1d1", 'x";"@SUM(1)', "x; +1"])
def test_no_cell_is_a_formula_whatever_separates_cells(text):
    """No cell is a formula, even if a spreadsheet splits at semicolons."""
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(as_csv(["a", "b"], [{"a": text, "b": text}])), delimiter=separator):
            assert not any(cell.strip().startswith(tuple("=+@\uff1d")) for cell in row)


@pytest.mark.slow
def test_the_text_of_a_cell_that_nobody_asked_for_is_left_out(tmp_path, masters):
    """The sheet for grading by a person contains the exercise's questions only."""
    release = json.loads(classroom.filled(q1="3"))
    release["cells"] += [
        {
            "cell_type": "markdown", "id": f"more{number}", "source": "Text",
            "metadata": {"mending_bridges": {"role": "reflection", "grade_id": f"all agreed {number}"}},
        }
        for number in range(3)
    ]  # fmt: skip
    place = hand_in(tmp_path / "in", {"ana/a.ipynb": json.dumps(release)})
    (one,) = grade_all([place], masters=masters)
    assert one.status == "graded"
    assert not any("all agreed" in name for name in one.texts)


# The command


@pytest.mark.parametrize("limit", ["inf", "1e12", "nan"])
def test_a_limit_that_is_none_is_refused(tmp_path, limit):
    """A time limit that is infinite, NaN or too long is refused."""
    hand_in(tmp_path / "in", {"ana/a.json": "{"})
    out = str(tmp_path / "out")
    said = CliRunner().invoke(app, ["grade", str(tmp_path / "in"), "--timeout", limit, "--out", out])
    assert said.exit_code == 2
    assert "timeout" in said.output


def test_grades_are_not_written_among_the_submissions(tmp_path):
    """An output folder within the submissions is refused."""
    hand_in(tmp_path / "in", {"ana/a.json": GOOD})
    said = CliRunner().invoke(app, ["grade", str(tmp_path / "in"), "--out", str(tmp_path / "in" / "grades")])
    assert said.exit_code == 2
    assert "lies within the submissions" in said.output
    assert not (tmp_path / "in" / "grades").exists()


@pytest.mark.slow
def test_a_console_without_the_letters_of_a_name_stops_nothing(tmp_path):
    """A name that the console cannot encode is printed with replacements, and the exit code is 0."""
    hand_in(tmp_path / "in", {"李/a.json": "{"})
    command = [sys.executable, "-m", "sim.cli.main", "grade", str(tmp_path / "in"), "--out", str(tmp_path / "out")]
    said = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONIOENCODING": "cp1252"}, capture_output=True, check=False
    )
    assert said.returncode == 0, said.stderr
    assert b"Traceback" not in said.stderr
