"""The golden record: the course still does what it did when it was recorded."""

import os
import subprocess
import sys

import numpy as np
import pytest
from conftest import ROOT
from golden import record

OLD = record.load(record.HERE)
PARTS = sorted({record.part_of(key) for kind in OLD for key in kind})
COMMAND = [sys.executable, "-m", "tests.golden.record"]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Return all differences between the record and today's code, which runs in a process of its own."""
    folder = tmp_path_factory.mktemp("today")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([*COMMAND, "--into", folder], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return list(record.differences(OLD, record.load(folder), record.changed_words()))


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_the_course_does_what_it_did(found, part):
    """Numbers agree to the twelfth digit and words to the letter, but for those that were changed on purpose."""
    assert [told for key, told in found if record.part_of(key) == part] == []


@pytest.mark.slow
def test_nothing_new_stands_beside_what_is_recorded(found):
    """Each difference belongs to a part that the record knows."""
    assert {record.part_of(key) for key, _ in found} <= set(PARTS)


def test_every_change_on_purpose_is_needed():
    """A row of the table changes a line that is there, and gives its reason."""
    for row in record.changed_words():
        assert row["old"] != row["new"]
        assert row["why"]
        lines = [(key, line) for key, lines in OLD[1].items() for line in lines]
        assert any(record.mended(key, line, [row]) != line for key, line in lines), row


NUMBERS = {"case/silence/trust": np.array([[0.25, 0.5], [0.75, 1.0]])}
WORDS = {"story/case/silence": ["Week 0: trust fell to 0.123456789012.", "The end."]}


def with_number(change):
    """Return the small record with one number changed."""
    changed = NUMBERS["case/silence/trust"].copy()
    changed[1, 0] += change
    return {"case/silence/trust": changed}, WORDS


def with_line(line):
    """Return the small record with another first line."""
    return NUMBERS, {"story/case/silence": [line, "The end."]}


def test_a_small_change_of_a_number_is_found_and_told():
    """Which number, what it was and what it is; a thirteenth digit is none."""
    assert list(record.differences((NUMBERS, WORDS), with_number(1e-13), [])) == []
    ((key, told),) = record.differences((NUMBERS, WORDS), with_number(1e-11), [])
    assert key == "case/silence/trust"
    assert told.startswith("1 of 4 numbers differ; most at [1, 0], was 0.75, is 0.7500000000")


def test_a_change_of_a_word_is_found_and_told():
    """The line as it was and as it is."""
    changed = with_line("Week 0: trust rose to 0.123456789012.")
    ((key, told),) = record.differences((NUMBERS, WORDS), changed, [])
    assert key == "story/case/silence"
    assert told.split("\n")[1:] == [
        "  was Week 0: trust fell to 0.123456789012.",
        "  is  Week 0: trust rose to 0.123456789012.",
    ]


def test_a_number_within_a_line_agrees_to_the_twelfth_digit():
    """Words that hold figures are compared as figures."""
    close, far = (with_line(f"Week 0: trust fell to {number}.") for number in ("0.1234567890121", "0.123456789022"))
    assert list(record.differences((NUMBERS, WORDS), close, [])) == []
    assert len(list(record.differences((NUMBERS, WORDS), far, []))) == 1


def test_what_is_lost_or_new_is_found():
    """A key that is gone, and one that nobody recorded."""
    other = {"case/silence/hours": NUMBERS["case/silence/trust"]}
    told = list(record.differences((NUMBERS, WORDS), (other, WORDS), []))
    assert told == [("case/silence/trust", "is no longer there"), ("case/silence/hours", "is new")]


def test_sentences_that_must_be_kept_may_move_and_be_joined_by_others():
    """Only what is lost counts there."""
    old, more, less = (
        ({}, {"kept in data": lines}) for lines in (["One.", "Two."], ["Two.", "New.", "One."], ["One."])
    )
    assert list(record.differences(old, more, [])) == []
    assert list(record.differences(old, less, [])) == [("kept in data", "is no longer there: Two.")]


def test_words_that_were_changed_on_purpose_are_no_difference():
    """The table says what became of them; everything else must still be the same."""
    rows = [{"old": "fell", "new": "dropped", "where": "story/", "why": "One word for it."}]
    assert list(record.differences((NUMBERS, WORDS), with_line("Week 0: trust dropped to 0.123456789012."), rows)) == []
    assert (
        len(list(record.differences((NUMBERS, WORDS), with_line("Week 0: it dropped to 0.123456789012."), rows))) == 1
    )


@pytest.mark.long
def test_a_record_is_not_overwritten_unasked(tmp_path):
    """Whoever wants a new record in place of the old one must say so."""
    record.save((NUMBERS, WORDS), tmp_path)
    kept = (tmp_path / record.WORDS).read_bytes()
    said = subprocess.run(
        [*COMMAND, "--into", tmp_path], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 2
    assert "--overwrite" in said.stdout
    assert (tmp_path / record.WORDS).read_bytes() == kept


def test_a_record_comes_back_as_it_was_written(tmp_path):
    """To the twelfth digit."""
    record.save((NUMBERS, WORDS), tmp_path)
    assert list(record.differences((NUMBERS, WORDS), record.load(tmp_path), [])) == []
