"""Which attempt counts, how late it came and what that costs; and two people who grade into one folder."""

import errno
import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import classroom
import pytest
from classroom import RIGHT, WRONG, hand_in, sheet
from typer.testing import CliRunner

from sim.base.errors import BadInput
from sim.cli.main import app
from sim.grading import grade_all, write_report
from sim.grading.intake.choices import Choices, read_choices
from sim.grading.intake.collect import HandedIn
from sim.grading.intake.deadlines import Deadlines, deadlines_of, read_due
from sim.grading.intake.spreadsheet import SheetError, table_of
from sim.grading.intake.submitter import Submitter
from sim.grading.marking.class_folder import LOCK, grading_lock
from sim.grading.reports.beside_points import attempts_told
from sim.grading.running import attempts_run

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()
HOUR, DAY = 3600, 86_400
HALF = {"q1": 3, "q2": ["a", "b"]}  # 3 of 6 points
FILES = {"ana/a.json": (HALF, 0), "ana/b.json": (RIGHT, 30), "ana/c.json": (WRONG, 60), "bo/a.json": (RIGHT, 30)}


@pytest.fixture(scope="module")
def masters(tmp_path_factory):
    """Return the class's one exercise, run."""
    return classroom.run_in(tmp_path_factory.mktemp("masters"))


@pytest.fixture(scope="module")
def handed(tmp_path_factory):
    """Return the folder of a class: three attempts of ana's, hours apart, and one of bo's."""
    return laid_out(tmp_path_factory.mktemp("in"), FILES)


def laid_out(folder, files):
    """Write files with their times, in hours after noon."""
    hand_in(folder, {name: sheet(answers) for name, (answers, _) in files.items()})
    for name, (_, hours) in files.items():
        os.utime(folder / name, (NOON + hours * HOUR,) * 2)
    return folder


@pytest.fixture(scope="module")
def grade(tmp_path_factory, masters):
    """Return a function that grades places, and remembers runs."""
    resume = tmp_path_factory.mktemp("runs")
    return lambda *places, **more: grade_all(places, masters=masters, jobs=1, resume=resume, **more)


def by_hand(text):
    """Return the choices in a table."""
    return read_choices(table_of(text.encode(), "choices.csv"))


COUNTING = {
    "latest": (Choices(), 1, "c.json", "the latest, c.json, counts"),
    "first": (
        Choices(rule="first"),
        3,
        "a.json",
        "the first counts, a.json, as you chose; not counted: b.json, c.json.",
    ),
    "best": (Choices(rule="best"), 6, "b.json", "the best, b.json, counts, as you chose; not counted: a.json, c.json."),
    "a file": (by_hand("trainee,counts\nANA,a.json\n"), 3, "a.json", "a.json counts, as you chose by hand"),
    "one person's rule": (by_hand("trainee;exercise;counts\nana;ex91;Best\n"), 6, "b.json", "the best, b.json"),
    "with its folder": (by_hand("trainee;exercise;counts\nana;;ana/b.json\n"), 6, "b.json", "by hand"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("choices", "points", "file", "told"), COUNTING.values(), ids=COUNTING)
def test_the_attempt_counts_that_was_chosen_and_all_are_kept(grade, handed, choices, points, file, told):
    """The result is that attempt's; all attempts stand there with file, points, and whether they count."""
    ana, bo = grade(handed, choices=choices)
    assert (ana.points, ana.file, bo.points, bo.attempts) == (points, file, 6, ())
    assert [(one.file, one.points, one.max_points) for one in ana.attempts] == [
        ("a.json", 3, 6), ("b.json", 6, 6), ("c.json", 1, 6),
    ]  # fmt: skip
    assert [one.file for one in ana.attempts if one.counts] == [file]
    assert any(told in str(remark) for remark in ana.remarks)


@pytest.mark.slow
def test_the_best_is_never_below_what_the_latest_would_give(grade, tmp_path):
    """Where each file answers one question, what they earn together counts."""
    place = laid_out(tmp_path, {"ana/a.json": ({"q1": 3}, 0), "ana/b.json": ({"q2": ["b", "a"]}, 1)})
    (ana,) = grade(place, choices=Choices(rule="best"))
    assert ana.points == 6
    assert [(one.points, one.counts) for one in ana.attempts] == [(3, True), (3, True)]
    assert [told.rpartition("3 of 6, ")[2] for told in attempts_told(ana)] == [
        "counts only for what the file that counts leaves open.", "counts.",
    ]  # fmt: skip


@pytest.mark.slow
def test_of_a_hundred_attempts_twenty_are_run(grade, tmp_path, monkeypatch):
    """The first and the latest are run, so that one person's files do not keep the class waiting; all are listed."""
    monkeypatch.setattr(attempts_run, "MOST_RUN", 3)
    files = {f"ana/{number}.json": ({"q1": number}, number) for number in range(6)}
    (ana,) = grade(laid_out(tmp_path, files), choices=Choices(rule="best"))
    assert [one.points for one in ana.attempts] == [1, None, None, None, 1, 1]


UNKNOWN = {
    "nobody": ("trainee,counts\nAnna,best\n", "row 2: nobody called Anna handed something in; if it is one of these"),
    "another file": (
        "trainee,counts\nana,z.json\n",
        "ana did not hand in “z.json” with answers in it; write one of a.json",
    ),
    "another exercise": ("trainee,exercise,counts\nana,ex02,best\n", "row 2: ana handed in nothing for ex02"),
    "nothing": ("trainee,counts\nana,\n", "row 2: needs a trainee, and latest, best, first or a file under counts"),
    "twice": ("trainee,counts\nana,best\nana,first\n", "rows 2 and 3 choose for ana twice"),
    "no time": ("trainee,due\nana,Friday\n", "row 2: due (= Friday) is no time that can be read"),
    "no column": ("name,counts\nana,best\n", "has no column “trainee”, only name, counts"),
}


@pytest.mark.long
@pytest.mark.parametrize(("text", "told"), UNKNOWN.values(), ids=UNKNOWN)
def test_a_choice_of_what_was_not_handed_in_is_told_before_anything_runs(handed, masters, monkeypatch, text, told):
    """File, row, value and cure; nothing is guessed."""
    monkeypatch.setattr("sim.grading.running.batch._run_all", lambda *_: pytest.fail("something was run"))
    with pytest.raises(SheetError) as refused:
        grade_all([handed], masters=masters, choices=by_hand(text))
    assert told in str(refused.value)


# Lateness


@pytest.mark.slow
def test_lateness_is_shown_and_a_penalty_only_taken_if_asked_for(grade, handed, masters, tmp_path):
    """The raw mark stands beside what counts, in tables and pages."""
    due = ["2026-11-20T13:00+01:00"]  # noon in UTC
    ana, bo = grade(handed, deadlines=deadlines_of(due))
    assert [(one.late.seconds, one.points) for one in (ana, bo)] == [(60 * HOUR, 1), (30 * HOUR, 6)]
    assert [one.late is not None for one in ana.attempts] == [False, True, True]
    ana, bo = grade(handed, deadlines=deadlines_of(due, per_cent_a_day=10, at_most_per_cent=25))
    assert [(one.earned, one.points) for one in (ana, bo)] == [(1, 0.75), (6, 4.8)]  # 3 started days, at most 25 %; 2
    write_report([ana, bo], tmp_path, masters=masters)
    told = (
        "Handed in 1 day 6 hours late: due 2026-11-20 13:00 (UTC+01:00), saved 2026-11-21 19:00 (UTC+01:00). "
        "20 % of what was earned is taken off: 4.8 of 6 points count."
    )
    assert told in (tmp_path / "class.html").read_text("utf-8")
    assert told in next((tmp_path / "trainees").glob("bo-*")).read_text("utf-8")
    assert "bo,ex91,1,,,-1.2,0,late,2026-11-20T13:00:00+01:00" in (tmp_path / "grades.csv").read_text("utf-8")
    found = json.loads((tmp_path / "grades.json").read_text("utf-8"))
    assert [(one["earned"], one["points"], len(one["attempts"])) for one in found] == [(1, 0.75, 3), (6, 4.8, 0)]


@pytest.mark.slow
def test_the_best_attempt_is_the_best_after_the_penalty(grade, tmp_path):
    """A later attempt that lateness cost more than it gained does not count; one person may have more time."""
    place = laid_out(tmp_path, {"ana/a.json": (HALF, 0), "ana/b.json": (RIGHT, 200)})
    deadlines = deadlines_of(["2026-11-20T12:00Z"], per_cent_a_day=10)
    (ana,) = grade(place, choices=Choices(rule="best"), deadlines=deadlines)
    assert (ana.file, ana.points) == ("a.json", 3)
    more_time = by_hand("trainee,exercise,counts,due\nana,ex91,best,2026-12-01\n")
    (ana,) = grade(place, choices=more_time, deadlines=deadlines)
    assert (ana.file, ana.points, ana.late) == ("b.json", 6, None)


def one_file(when, *, platform="", said_late=False):
    """Return a file that was saved then."""
    sender = Submitter(name="ana", platform=platform)
    return HandedIn(
        sender=sender, named=True, file="a", path="a", when=when, copy=0, said_late=said_late, read=lambda: b""
    )


@pytest.mark.parametrize(
    "due",
    ["2026-11-20T13:00+01:00", "2026-11-20 12:00Z", "2026-11-20T07:00 America/New_York", "2026-11-20T17:30+05:30"],
)
def test_a_due_time_in_another_zone_is_the_same_moment(due):
    """Whatever zone says it, a second later is late."""
    deadlines = deadlines_of([due])
    assert deadlines.late("ana", "ex01", one_file(NOON)) is None
    assert deadlines.late("ana", "ex01", one_file(NOON + 1)).seconds == 1


def test_a_time_without_a_zone_is_this_machine_s_and_a_day_is_over_at_its_end(monkeypatch):
    """Summer time is that of the day that is due."""
    monkeypatch.setenv("TZ", "Europe/Lisbon")
    if hasattr(__import__("time"), "tzset"):
        __import__("time").tzset()
    try:
        assert read_due("2026-07-01T12:00").isoformat() == "2026-07-01T12:00:00+01:00"
        assert read_due("2026-12-01").isoformat() == "2026-12-02T00:00:00+00:00"
    finally:
        monkeypatch.undo()
        __import__("time").tzset()


def test_of_canvas_its_own_mark_alone_counts():
    """Canvas packs files with the time of the download; its LATE says that they came late, and not by how much."""
    deadlines = deadlines_of(["2026-11-01"], per_cent_a_day=10)
    assert deadlines.late("ana", "ex01", one_file(NOON, platform="Canvas")) is None
    late = deadlines.late("ana", "ex01", one_file(NOON, platform="Canvas", said_late=True))
    assert (late.seconds, late.share) == (0, 0)
    assert Deadlines().late("ana", "ex01", one_file(0)) is None


@pytest.mark.parametrize(
    ("dues", "told"),
    [
        (["20.11.2026"], "write it as 2026-11-20T23:59+01:00, or 2026-11-20 for the end of that day"),
        (["2026-11-20T12:00 Europe/Atlantis"], "no zone called Europe/Atlantis"),
        (["2026-11-20", "2026-11-21"], "is given twice"),
        (["ex02=soon"], "due (= soon) is no time"),
    ],
)
def test_a_time_that_is_none_is_told(dues, told):
    """What was written, and how to write it."""
    with pytest.raises(BadInput) as refused:
        deadlines_of(dues)
    assert told in str(refused.value)


# Two people, one folder


def test_two_people_do_not_grade_into_one_folder_at_once(tmp_path):
    """The second gets a sentence that says who, since when, and what to do; then the folder is free again."""
    with grading_lock(tmp_path), pytest.raises(BadInput) as refused, grading_lock(tmp_path):
        pytest.fail("both are in")
    assert f"somebody is grading into this folder since {datetime.now():%H:%M}" in str(refused.value)  # noqa: DTZ005
    assert f"delete {tmp_path / LOCK}" in str(refused.value)
    with grading_lock(tmp_path):
        assert (tmp_path / LOCK).exists()
    assert not (tmp_path / LOCK).exists()


def test_a_lock_that_an_ended_process_left_is_taken_over(tmp_path):
    """Of another computer nobody can know, so its lock stays."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with grading_lock(tmp_path):
        left = json.loads((tmp_path / LOCK).read_text())
    (tmp_path / LOCK).write_text(json.dumps(left | {"process": ended.pid}))
    with grading_lock(tmp_path):
        pass
    (tmp_path / LOCK).write_text(json.dumps(left | {"process": ended.pid, "host": "another"}))
    with pytest.raises(BadInput, match="on another"), grading_lock(tmp_path):
        pass


def test_a_disk_that_is_full_leaves_no_lock(tmp_path, monkeypatch):
    """The folder is not taken by a lock that could not be written; an empty one is taken over after half a minute."""

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("sim.texts.refusals.replaced_whole", full)
        with pytest.raises(BadInput, match="the disk is full; free some space"), grading_lock(tmp_path):
            pytest.fail("it is locked")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / LOCK).touch()
    with pytest.raises(BadInput, match="somebody is grading"), grading_lock(tmp_path):
        pass
    os.utime(tmp_path / LOCK, (NOON, NOON))
    with grading_lock(tmp_path):
        pass


@pytest.mark.long
def test_the_command_waits_for_nobody_and_touches_nothing(tmp_path, masters):
    """`mend grade` into a folder that is in use ends with one line and exit code 2, and writes nothing."""
    place = hand_in(tmp_path / "in", {"ana/a.json": sheet(RIGHT)})
    out = tmp_path / "grades"
    out.mkdir()
    words = ["grade", str(place), "--out", str(out), "--masters", str(masters["ex91"].path.parent)]
    with grading_lock(out):
        said = CliRunner().invoke(app, words)
    assert (said.exit_code, said.output.count("\n")) == (2, 1)
    assert "somebody is grading into this folder" in said.output
    assert list(out.iterdir()) == []


def test_the_command_says_by_which_zone_it_counts(tmp_path, masters):
    """A time without a zone is told to be this computer's; choices and lists that are unclear end in one line."""
    words = [
        "grade",
        str(tmp_path / "none"),
        "--masters",
        str(masters["ex91"].path.parent),
        "--out",
        str(tmp_path / "o"),
    ]
    said = CliRunner().invoke(app, [*words, "--due", "2026-11-20T12:00", "--due", "ex02=2026-11-27T12:00+05:30"])
    here, other = said.output.splitlines()[:2]
    assert here.startswith("Due 2026-11-20 12:00 (UTC")
    assert here.endswith("by the zone of this computer, since no zone was named.")
    assert other == "ex02: Due 2026-11-27 12:00 (UTC+05:30)."
    (tmp_path / "list.csv").write_text("number\n1\n")
    refused = CliRunner().invoke(app, [*words, "--class-list", str(tmp_path / "list.csv")])
    assert refused.exit_code == 2
    assert refused.output.startswith("mend: list.csv: has no column of names (name, Full name, Student, or First name")
    assert refused.output.endswith(
        "export it with the language set to English, or write one of these in the first row.\n"
    )
    assert refused.output.count("\n") == 1
