"""Lesson 04's message, composed from parts."""

import pytest

from sim.lab.answers.progress import Progress
from sim.lab.pages.lesson_page import LessonPage
from sim.lab.panels.message import Message
from sim.lab.session.lesson_data import load_lesson
from sim.texts import words

LESSON = "04_when_things_go_wrong"


@pytest.fixture
def page(tmp_path):
    """Return lesson 04, its answers kept in a folder of their own."""
    return LessonPage(LESSON, progress=Progress(tmp_path, "mine"))


def message(page):
    """Return its message."""
    return page.message().children[0]


def test_each_line_is_answered_in_its_own_words(page):
    """A chosen line shows its comment, and no part is graded."""
    for part in load_lesson(LESSON).message:
        for number, line in enumerate(part.lines):
            message(page).choices[part.key].chosen = [str(number)]
            assert message(page).choices[part.key].hint == line.said


def test_the_lines_are_put_together_and_nothing_is_lost(page):
    """Chosen lines are added in order after what was written; doing it twice adds nothing."""
    built = message(page)
    built.take()
    assert built.told.status == words.say("message.choose_first")
    built.own.value = "Dear all,"
    for key in ("repair", "what"):
        built.choices[key].chosen = ["0"]
    built.take()
    built.take()
    parts = {part.key: part.lines[0].words for part in load_lesson(LESSON).message}
    assert built.own.value == f"Dear all,\n\n{parts['what']} {parts['repair']}"


def test_the_message_is_kept(page):
    """Lines and words are restored after a reload."""
    message(page).choices["owned"].chosen = ["1"]
    message(page).own.value = "We are sorry."
    new = message(LessonPage(LESSON, progress=Progress(page.progress.path.parent, "mine")))
    assert (new.choices["owned"].value, new.own.value) == ("1", "We are sorry.")
    assert new.choices["owned"].hint == load_lesson(LESSON).message[2].lines[1].said


@pytest.mark.parametrize("kept", [{"owned": 1}, {"owned": "99"}, {"own": ["x"]}, {"what": None}])
def test_what_was_changed_by_hand_does_no_harm(kept):
    """Invalid parts of an edited progress file are ignored."""
    built = Message(load_lesson(LESSON).message, kept, keep=lambda _: "")
    assert all(choice.value is None for choice in built.choices.values())
    assert built.own.value == ""
