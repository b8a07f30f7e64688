"""A whole class: exported zips, several hand-ins, interruptions, time limits and the tables."""

import csv
import io
import json
import os
import tempfile
import time
import zipfile

import classroom
import nbformat
import pytest
from classroom import RIGHT, WRONG, hand_in, sheet, zipped
from typer.testing import CliRunner

from sim.base.errors import BadInput
from sim.cli.main import app
from sim.grading import grade_all, load_masters, run_masters, write_report
from sim.grading.authoring.master import load_masters as load
from sim.grading.intake.collect import collect
from sim.grading.running.run import Runner
from sim.grading.running.score import score
from sim.grading.running.store import Store

GOOD, BAD = sheet(RIGHT), sheet(WRONG)


@pytest.fixture(scope="module")
def masters(tmp_path_factory):
    """Return the class's one exercise, run."""
    return classroom.run_in(tmp_path_factory.mktemp("masters"))


@pytest.fixture(scope="module")
def grade(tmp_path_factory, masters):
    """Return a function that grades places, and remembers runs so that tests need not wait for the same twice."""
    resume = tmp_path_factory.mktemp("runs")
    return lambda *places: grade_all(places, masters=masters, jobs=1, resume=resume)


def points(graded):
    """Return points by trainee."""
    return {one.trainee: one.points for one in graded}


MOODLE = {
    "Ana Lee_4711_assignsubmission_file_/ex91.json": GOOD,
    "Ana Lee_4712_assignsubmission_file_/ex91.json": BAD,
    "Group 2-Bo Ré_4713_assignsubmission_file_ex91.json": GOOD,
    "Participant_4714_assignsubmission_file_/deep/ex91.json": BAD,
    "Cy Dee_4715_assignsubmission_onlinetext_onlinetext.html": "<p>Done</p>",
    "__MACOSX/Ana Lee_4711_assignsubmission_file_/._ex91.json": "beside",
}


@pytest.mark.slow
def test_a_zip_from_moodle(tmp_path, grade):
    """Names and numbers come from Moodle's folder names, and two people with the same name stay apart."""
    place = tmp_path / "class.zip"
    place.write_bytes(zipped(MOODLE))
    graded = grade(place)
    assert points(graded) == {
        "Ana Lee (4711)": 6,
        "Ana Lee (4712)": 1,
        "Group 2-Bo Ré": 6,
        "Participant": 1,
        "Cy Dee": 0,
    }
    assert {one.sender.platform for one in graded} == {"Moodle"}


@pytest.mark.slow
def test_moodle_s_table_names_participants_as_moodle_does(tmp_path, masters, grade):
    """The table has the columns of Moodle's grading worksheet, and no trainee's text is read as a formula."""
    files = MOODLE | {"=HYPERLINK(1)_4716_assignsubmission_file_/ex91.json": GOOD}
    place = tmp_path / "class.zip"
    place.write_bytes(zipped(files))
    write_report(grade(place), tmp_path / "out", masters=masters)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "moodle.csv").read_text(encoding="utf-8"))))
    by_number = {row["Identifier"]: row for row in rows}
    assert by_number["Participant 4711"]["Grade"] == "100.0"
    assert by_number["Participant 4712"]["Grade"] == "16.7"
    assert by_number["Participant 4715"]["ex91 (%)"] == "0.0"
    assert by_number["Participant 4716"]["Full name"] == "'=HYPERLINK(1)"
    assert {"Last modified (grade)", "Feedback comments"} <= set(rows[0])


@pytest.mark.slow
def test_a_zip_from_canvas(tmp_path, grade):
    """Late and unnamed hand-ins are recognised, and of two files the one with Canvas's higher number counts."""
    files = {
        "leeana_311_9001_ex91.json": BAD,
        "leeana_311_9007_ex91-1.json": GOOD,
        "reebo_LATE_312_9002_answers.json": GOOD,
        "anon_x7Yw2_9003_answers.json": BAD,
        "LATE_anon_a1_9004_answers.json": GOOD,
    }
    place = tmp_path / "submissions.zip"
    place.write_bytes(zipped(files))
    graded = grade(place)
    assert points(graded) == {"leeana": 6, "reebo": 6, "anon_x7Yw2": 1, "anon_a1": 6}
    assert tuple(map(str, graded[-2].remarks)) == (
        "2 submissions: the latest, ex91-1.json, counts; not counted: ex91.json.",
    )


@pytest.mark.long
def test_a_folder_around_all_trainees_is_nobody(tmp_path, grade):
    """A folder around a whole class is not taken for a trainee."""
    place = tmp_path / "class.zip"
    place.write_bytes(zipped({"class/ana/a.json": GOOD, "class/bo/a.json": BAD, "class/.DS_Store": "x"}))
    assert points(grade(place)) == {"ana": 6, "bo": 1}


@pytest.mark.long
def test_lone_files_tell_their_trainee(tmp_path, grade):
    """A lone file's trainee is the name that a form wrote in it, otherwise the name in the file's name."""
    files = {
        "answers.json": sheet(RIGHT, name="Ana <b>"),
        "bo_ex91.json": GOOD,
        "ex91-cy (2).json": BAD,
        'd\'Arc "Jo" 🚀.json': GOOD,
    }
    graded = grade(hand_in(tmp_path, files))
    assert points(graded) == {"Ana <b>": 6, "bo": 6, "cy": 1, 'd\'Arc "Jo" 🚀': 6}


def test_the_latest_of_several_counts(tmp_path, grade):
    """Of several files the latest counts, by time and then by copy number, and the report says so."""
    hand_in(tmp_path, {"ana/b.json": BAD, "ana/a.json": GOOD, "bo/ex91.json": BAD, "bo/ex91 (1).json": GOOD})
    os.utime(tmp_path / "ana" / "b.json", (1_000_000_000, 1_000_000_000))
    for name in ("ex91.json", "ex91 (1).json"):
        os.utime(tmp_path / "bo" / name, (1_000_000_000, 1_000_000_000))
    graded = grade(tmp_path)
    assert points(graded) == {"ana": 6, "bo": 6}
    assert "2 submissions: the latest, a.json, counts; not counted: b.json." in map(str, graded[0].remarks)


def test_a_broken_later_file_does_not_undo_a_good_one(tmp_path, grade):
    """The latest file that can be graded counts; a broken later one gets a row."""
    hand_in(tmp_path, {"ana/a.json": GOOD, "ana/z.json": GOOD[:-5]})
    graded = grade(tmp_path)
    assert [(one.status, one.points) for one in graded] == [("rejected", 0), ("graded", 6)]


def test_a_trainee_s_own_zip_is_opened_once(tmp_path, grade):
    """A trainee's zip of notebooks is read, a zip within it is refused, and unsafe paths are ignored."""
    inner = zipped({"../../../ex91.json": GOOD, "again.zip": zipped({"x.json": GOOD}), "C:\\x\\.git\\config": "x"})
    graded = grade(hand_in(tmp_path / "in", {"ana/all.zip": inner}))
    assert {one.file: one.status for one in graded} == {"again.zip": "rejected", "ex91.json": "graded"}
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.slow
def test_hostile_archives_are_rows(tmp_path, grade):
    """Zip bombs are read up to the limit only, and unreadable archives do not stop the rest."""
    bomb = zipped({"bomb.json": b" " * 300_000_000})
    assert len(bomb) < 1_000_000
    damaged = bytearray(zipped({"a.json": GOOD}))
    damaged[40:60] = b"\0" * 20
    files = {"ana/bomb.zip": bomb, "bo/damaged.zip": bytes(damaged), "cy/empty.zip": zipped({}), "di/a.json": GOOD}
    began = time.monotonic()
    graded = grade(hand_in(tmp_path / "in", files))
    assert {one.trainee: one.status for one in graded} == {
        "ana": "rejected",
        "bo": "rejected",
        "cy": "rejected",
        "di": "graded",
    }
    assert "larger than" in str(graded[0].reason)
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("named", [b"\0.json", b"......", b"//////"])
def test_members_without_a_name_do_not_stop_the_rest(tmp_path, named):
    """A zip with unnamed members is read as far as possible, and the next trainee is graded."""
    odd = zipped({"a.json": "{}", "b.json": "{}"}).replace(b"a.json", named)
    hand_in(tmp_path / "in", {"ana/odd.zip": odd, "bo/a.json": "{}"})
    found = list(collect([tmp_path / "in"]))
    assert {"ana", "bo"} == {one.sender.name for one in found}
    assert all(one.file for one in found)


def test_links_in_archives_are_text(tmp_path):
    """A link in a zip file is not followed but read as text."""
    place = tmp_path / "class.zip"
    with zipfile.ZipFile(place, "w") as archive:
        link = zipfile.ZipInfo("ana/answers.json")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert [handed.read() for handed in collect([place])] == [b"/etc/passwd"]


@pytest.mark.slow
def test_a_rerun_gives_identical_scores(tmp_path, masters):
    """The tables are identical to the byte in any order, with used or new kernels, resumed or not."""
    files = {f"t{n}/a.json": sheet({"q1": n % 5, "q2": ["b", "a"][: n % 3]}) for n in range(12)}
    hand_in(tmp_path / "in", files)
    tables = set()
    for number, resume in enumerate([None, tmp_path / "runs", tmp_path / "runs"]):
        graded = grade_all([tmp_path / "in"], masters=masters, jobs=1 + number, resume=resume)
        write_report(graded, tmp_path / f"out{number}", masters=masters)
        tables.add((tmp_path / f"out{number}" / "grades.csv").read_bytes())
    assert len(tables) == 1
    (alone,) = grade_all([tmp_path / "in" / "t8" / "a.json"], masters=masters)  # in a process of its own
    assert alone.points == points(graded)["t8"]


@pytest.mark.slow
def test_what_lies_beside_the_work_is_not_looked_at(tmp_path, masters, monkeypatch):
    """A run ignores pytest's files in the shared temporary folder, so that they cannot change a grade."""
    everybody = tmp_path / "everybody"
    everybody.mkdir()
    (everybody / "conftest.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\nraise SystemExit\n")
    (everybody / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    monkeypatch.setattr(tempfile, "tempdir", str(everybody))
    (graded,) = grade_all([hand_in(tmp_path / "in", {"ana/a.json": GOOD})], masters=masters)
    assert graded.points == 6
    assert not (tmp_path / "ran").exists()


@pytest.mark.slow
def test_an_interrupted_class_goes_on_where_it_stopped(tmp_path, masters):
    """Runs finished before an interruption are not repeated."""
    hand_in(tmp_path / "in", {f"t{n}/a.json": sheet({"q1": n}) for n in range(4)})

    def interrupt(done, of):
        if done == 2 < of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade_all([tmp_path / "in"], masters=masters, jobs=1, resume=tmp_path / "runs", progress=interrupt)
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "runs").iterdir()}
    assert 2 <= len(kept) <= 3
    graded = grade_all([tmp_path / "in"], masters=masters, jobs=1, resume=tmp_path / "runs")
    assert [one.points for one in graded] == [1, 1, 1, 3]
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


@pytest.mark.slow
def test_a_spoilt_store_is_run_again(tmp_path, masters):
    """A stored run that is truncated or foreign is ignored, and the submission is run again."""
    hand_in(tmp_path / "in", {"ana/a.json": GOOD})
    grade_all([tmp_path / "in"], masters=masters, resume=tmp_path / "runs")
    for path in (tmp_path / "runs").iterdir():
        path.write_text('[{"grade_id": 1}, 3')
    (again,) = grade_all([tmp_path / "in"], masters=masters, resume=tmp_path / "runs")
    assert again.points == 6
    assert Store(tmp_path / "runs").get(RIGHT, masters["ex91"]) is not None


def master_that_first(line, folder):
    """Return masters, the exercise's second check of which begins with another line of code."""
    import nbformat

    notebook = nbformat.read(load(folder)["ex91"].path, as_version=4)
    for cell in notebook.cells:
        if "ex91-q1-right" in cell.source:
            cell.source = f"{line}\n{cell.source}"
    (folder / "odd").mkdir()
    nbformat.write(notebook, folder / "odd" / "ex91.ipynb")
    return load_masters(folder / "odd")


@pytest.mark.slow
def test_a_slow_answer_delays_nobody_past_its_limit(tmp_path):
    """An answer past its time limit is void with a reason, and the following ones are graded."""
    classroom.run_in(tmp_path)
    slow = master_that_first("while q1 == 'slow': pass", tmp_path)
    files = {"ana/a.json": sheet({"q1": "slow"}), "bo/a.json": GOOD, "cy/a.json": BAD}
    began = time.monotonic()
    graded = grade_all([hand_in(tmp_path / "in", files)], masters=slow, jobs=1, seconds=3)
    assert time.monotonic() - began < 40
    assert points(graded) == {"ana": 0, "bo": 6, "cy": 1}
    assert "time limit" in str(graded[0].reason)


@pytest.mark.sample(1)
@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
@pytest.mark.parametrize("whose", ["getpid", "getppid"], ids=["kernel", "worker"])
def test_a_run_that_is_stopped_from_outside_gives_no_points(tmp_path, whose):
    """A run whose process the system kills is void and not stored, and the next one is graded."""
    classroom.run_in(tmp_path)
    line = f"import os, signal; q1 == 'stopped' and os.kill(os.{whose}(), signal.SIGKILL)"
    masters = master_that_first(line, tmp_path)
    handed = hand_in(tmp_path / "in", {"ana/a.json": sheet({"q1": "stopped", "q2": ["b", "a"]}), "bo/a.json": GOOD})
    graded = grade_all([handed], masters=masters, jobs=1, resume=tmp_path / "runs")
    assert [(one.trainee, one.status, one.points) for one in graded] == [("ana", "void", 0), ("bo", "graded", 6)]
    assert str(graded[0].reason) == (
        "Checking these answers was stopped from outside, so nothing was counted. Please grade again."
    )
    assert len(list((tmp_path / "runs").iterdir())) == 1


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
def test_a_run_that_is_stopped_once_is_graded(tmp_path):
    """A kernel that ended by chance costs nobody points: the run is tried once more."""
    classroom.run_in(tmp_path)
    once = tmp_path / "once"
    line = f"import os, pathlib; once = pathlib.Path({str(once)!r})"
    line += "; once.exists() or (once.touch(), os.kill(os.getpid(), 9))"
    handed = hand_in(tmp_path / "in", {"ana/a.json": GOOD})
    (graded,) = grade_all([handed], masters=master_that_first(line, tmp_path), jobs=1)
    assert once.exists()
    assert (graded.status, graded.points) == ("graded", 6)


def test_nothing_to_grade_is_refused(tmp_path, masters):
    """An empty folder and a missing place are each refused in one line."""
    with pytest.raises(BadInput, match="no file to grade"):
        grade_all([tmp_path], masters=masters)
    with pytest.raises(BadInput, match="no such file or folder"):
        grade_all([tmp_path / "nowhere"], masters=masters)
    (tmp_path / "class.zip").write_bytes(b"no zip")
    with pytest.raises(BadInput, match="no zip file"):
        grade_all([tmp_path / "class.zip"], masters=masters)


def run(*words):
    """Run `mend grade`."""
    return CliRunner().invoke(app, ["grade", *map(str, words)])


@pytest.mark.slow
def test_the_command_tells_what_it_did(tmp_path, masters):
    """`mend grade` lists refusals with trainee, file and reason, and succeeds even if all were refused."""
    folder = masters["ex91"].path.parent
    hand_in(tmp_path / "in", {"ana/a.json": GOOD, "bo/photo.png": b"\x89PNG"})
    said = run(tmp_path / "in", "--out", tmp_path / "out", "--masters", folder, "--jobs", 1)
    assert said.exit_code == 0
    assert "bo  -  photo.png: The file is neither a notebook nor answers" in said.output
    assert "2 trainees: 1 graded, 1 refused, 0 void." in said.output
    whole = json.loads((tmp_path / "out" / "grades.json").read_text(encoding="utf-8"))
    assert [(one["trainee"], one["points"]) for one in whole] == [("ana", 6), ("bo", 0)]
    only_bad = run(tmp_path / "in" / "bo", "--out", tmp_path / "out", "--masters", folder)
    assert only_bad.exit_code == 0


def test_nothing_done_at_all_is_exit_code_2(tmp_path, masters):
    """Without masters, submissions or a writable folder, `mend grade` fails in one line with exit code 2."""
    folder = masters["ex91"].path.parent
    (tmp_path / "taken").write_text("a file")
    handed = hand_in(tmp_path / "in", {"ana/a.json": GOOD})
    for words in (
        (handed, "--masters", tmp_path / "none", "--out", tmp_path / "out"),
        (tmp_path / "none", "--masters", folder, "--out", tmp_path / "out"),
        (handed, "--masters", folder, "--out", tmp_path / "taken"),
    ):
        said = run(*words)
        assert (said.exit_code, len(said.output.splitlines())) == (2, 1), said.output
        assert said.output.startswith("mend: ")


LEFT_BEHIND = """import math

found_before = "left_behind" in globals()
left_behind = True"""


@pytest.mark.slow
def test_one_notebook_finds_no_name_of_another(tmp_path):
    """A kernel that serves several trainees clears all names between runs."""
    notebook = classroom.master()
    notebook.cells[0].source = LEFT_BEHIND
    notebook.cells[2] = classroom.check("q1-number", "q1", 1, "not found_before")
    for index, one in enumerate(notebook.cells):
        one.id = f"cell-{index}"
    nbformat.write(notebook, tmp_path / "ex91.ipynb")
    run_masters(tmp_path)
    (one,) = load(tmp_path).values()
    with Runner() as runner:
        found = [score(runner.run(RIGHT, one), one) for _ in range(3)]
    assert [(sum(verdict.points for verdict in verdicts), reason) for verdicts, reason in found] == [(6, "")] * 3
