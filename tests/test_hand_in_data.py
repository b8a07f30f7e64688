"""The test data of hand-ins are complete and consistent; nothing here reads a hand-in."""

import io
import json
import unicodedata
import zipfile
from collections import Counter

import pytest
from hand_ins.unseen import CLASSES

# q1 gives 1 for any whole number and 2 more for the right one, q2 gives 3.
POSSIBLE = {None, 0, 1, 3, 4, 6}
LITTER = ("__MACOSX", ".DS_Store", "._", "Thumbs.db", "desktop.ini")


def zips():
    """Return each class that has a zip of its own bytes."""
    return [one for one in CLASSES if one.raw_archive]


def test_there_are_many_classes_and_no_two_are_called_alike():
    """A class is found by its name, so a second of that name would hide the first."""
    names = Counter(one.name for one in CLASSES)
    assert len(CLASSES) >= 200
    assert [name for name, times in names.items() if times > 1] == []


def test_each_class_says_where_its_layout_is_from():
    """A layout that nobody writes would try nothing."""
    assert [one.name for one in CLASSES if not one.source.strip()] == []


def test_each_class_has_files_or_a_zip_of_its_own_and_rows():
    """Neither both nor none, and every class expects something."""
    assert [one.name for one in CLASSES if bool(one.files) == bool(one.raw_archive)] == []
    assert [one.name for one in CLASSES if one.raw_archive and not one.archive] == []
    assert [one.name for one in CLASSES if not one.rows] == []


def test_expected_points_can_be_reached():
    """The exercise gives no other sums; what is not graded asks for a person."""
    rows = [row for one in CLASSES for row in one.rows]
    assert {row.points for row in rows} <= POSSIBLE
    assert [row for row in rows if row.points is None and not row.asks] == []
    assert [row for row in rows if row.points is not None and row.exercise != "ex91"] == []


def test_nobody_has_two_graded_rows():
    """One exercise gives a person one graded row, so names that are shown must differ."""
    twice = []
    for one in CLASSES:
        graded = Counter(row.trainee for row in one.rows if row.points is not None)
        twice += [(one.name, name) for name, times in graded.items() if times > 1]
    assert twice == []


def test_names_are_expected_composed_and_without_controls():
    """Names are shown in composed form, with joiners and without control characters."""
    names = {row.trainee for one in CLASSES for row in one.rows}
    assert [name for name in names if not unicodedata.is_normalized("NFC", name)] == []
    kinds = {(name, letter) for name in names for letter in name if unicodedata.category(letter) in {"Cc", "Cf"}}
    assert {letter for _, letter in kinds} <= {"\u200c", "\u200d"}


def test_names_are_in_at_least_ten_scripts():
    """The first word of a letter's Unicode name tells its script well enough."""
    letters = {letter for one in CLASSES for row in one.rows for letter in row.trainee if letter.isalpha()}
    assert len({unicodedata.name(letter).split()[0] for letter in letters}) >= 20


def test_times_and_places_name_files_that_are_there():
    """A time for a path that is not there would be set on nothing."""
    wrong = []
    for one in CLASSES:
        wrong += [(one.name, path) for path in one.times or {} if path not in one.files]
        starts = {path.split("/")[0] for path in one.files}
        wrong += [(one.name, place) for place in one.places if place not in starts]
    assert wrong == []


@pytest.mark.parametrize("one", zips(), ids=lambda one: one.name)
def test_zips_made_by_hand_open_whole(one):
    """Only names and flags are unusual: the contents have the right checks."""
    with zipfile.ZipFile(io.BytesIO(one.raw_archive)) as archive:
        assert archive.testzip() is None
        members = [info for info in archive.infolist() if not info.is_dir()]
        assert any(not any(part in info.filename for part in LITTER) for info in members)


def test_contents_that_should_be_json_are():
    """A graded notebook or sheet in a trainee's own folder is whole, so that a refusal is for its stated reason."""
    broken = []
    for one in CLASSES:
        if any(row.points is None for row in one.rows):
            continue
        for path, content in one.files.items():
            if path.endswith((".ipynb", ".json")) and "/._" not in path:
                broken += [] if _is_json(content) else [(one.name, path)]
    assert broken == []


def _is_json(content):
    try:
        json.loads(content)
    except ValueError:
        return False
    return True
