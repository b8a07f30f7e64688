"""Hand-ins of whole classes: each file becomes exactly the rows that were fixed beforehand."""

import os
from dataclasses import replace
from datetime import UTC, datetime

import classroom
import pytest
from hand_ins.unseen import CLASSES

from sim.grading import grade_all
from sim.grading.intake.collect import collect
from sim.texts.sentences import said

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC).timestamp()


@pytest.fixture(scope="module")
def grade(tmp_path_factory):
    """Return a function that grades places; equal answers are run once."""
    masters = classroom.run_in(tmp_path_factory.mktemp("masters"))
    resume = tmp_path_factory.mktemp("runs")
    return lambda places: grade_all(places, masters=masters, jobs=1, resume=resume)


def laid_out(one, folder):
    """Write a class's files, and return the places that are graded."""
    if one.raw_archive or one.archive:
        place = folder / (one.archive or "class.zip")
        place.write_bytes(one.raw_archive or classroom.zipped(one.files, times=one.times))
        return [place]
    root = folder / "class"
    root.mkdir()
    for name, content in one.files.items():
        place = root / name
        if name.endswith("/"):
            place.mkdir(parents=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        when = NOON + (one.times or {}).get(name, 0)
        os.utime(place, (when, when))
    return [root / place for place in one.places] or [root]


@pytest.mark.slow
@pytest.mark.parametrize("one", CLASSES, ids=lambda one: one.name)
def test_each_hand_in_becomes_the_rows_that_were_fixed(one, tmp_path, grade):
    """Each class gives the expected rows: trainee, points, reason and remarks."""
    graded = grade(laid_out(one, tmp_path))

    def told(row):
        return said(row.reason, row.asks, *row.remarks)

    found = sorted(((row.trainee, row.exercise, row.points if row.verdicts else None) for row in graded), key=str)
    fixed = sorted(((row.trainee, row.exercise, row.points) for row in one.rows), key=str)
    assert [*map(str, found)] == [*map(str, fixed)], [told(row) for row in graded]
    for row in one.rows:
        fits = [
            other
            for other in graded
            if (other.trainee, other.exercise) == (row.trainee, row.exercise)
            and all(words in told(other) for words in row.says)
            and bool(other.reason or other.asks) == row.asks
        ]
        assert fits, (row, [(other.trainee, told(other)) for other in graded])


@pytest.mark.parametrize("one", [one for one in CLASSES if one.files and not one.places], ids=lambda one: one.name)
def test_a_folder_and_its_zip_tell_the_same_people(one, tmp_path):
    """A class gives the same submitters from a folder and from a zip of it."""
    if any(too_odd_for_a_disk(name) for name in one.files):
        return
    archive = tmp_path / "class.zip"
    archive.write_bytes(classroom.zipped(one.files, times=one.times))
    folder = laid_out(replace(one, archive=""), tmp_path)
    told = [[(one.sender, one.named, one.path) for one in collect(places)] for places in ([archive], folder)]
    assert sorted(told[0], key=str) == sorted(told[1], key=str)


def too_odd_for_a_disk(name):
    """Return whether a member's name would be another one on a disk, or none."""
    parts = name.rstrip("/").split("/")
    return "\\" in name or any(part in {"", ".", ".."} or len(part.encode()) > 255 for part in parts)
