"""Two pages with the same answers: their changes are merged, and no answer is lost."""

import json
import subprocess
import sys

import pytest
from conftest import ROOT

from sim.grading.intake.submission import take_in
from sim.lab.answers.progress import Progress
from sim.lab.pages.exercise_page import ExercisePage
from sim.lab.pages.lesson_page import LessonPage
from sim.lab.panels.questions import Questions
from sim.texts.words import say

LESSON = "02_update_rhythm"
TAKEN_IN = say("progress.taken_in")


@pytest.fixture
def two(tmp_path):
    """Return the answers of two pages opened at the same time."""
    return Progress(tmp_path, "mine"), Progress(tmp_path, "mine")


def kept(progress):
    """Return what the file holds, as the next page will find it."""
    return Progress(progress.path.parent, progress.name).lessons


def exercises(two):
    """Return an exercise on two pages, all its forms shown."""
    pages = [ExercisePage("ex02", progress=progress) for progress in two]
    for page in pages:
        for question in page.answers.exercise.questions:
            page.ask(question.name)
        page.hand_in()
    return pages


def lessons(two, key=LESSON):
    """Return a lesson on two pages, all its steps shown."""
    pages = [LessonPage(key, progress=progress) for progress in two]
    for page in pages:
        for step in (page.predict, page.play, page.what_happened, page.talk, page.seen):
            step()
    return pages


@pytest.mark.slow
def test_answers_to_two_questions_are_both_kept(two):
    """Answers of two pages are both in the file, in the forms of the last one to save, and handed in."""
    here, there = exercises(two)
    there.asked["q4"].form.widget.value = "I would ask both."
    here.asked["q2"].form.widget.chosen = ["luck"]
    assert kept(two[0])["ex02"]["answers"] == {"q2": "luck", "q4": "I would ask both."}
    assert here.asked["q4"].form.widget.value == "I would ask both."
    assert json.loads(here.end.answers_file()[2])["exercises"]["ex02"]["answers"] == kept(two[0])["ex02"]["answers"]
    assert here.asked["q2"].told.status == f"{say('exercise.saved')} {TAKEN_IN}"


@pytest.mark.slow
def test_the_newest_answer_to_one_question_wins(two):
    """The last answer to a question counts, and the other page says so when it saves."""
    here, there = exercises(two)
    there.asked["q2"].form.widget.chosen = ["luck"]
    newer = next(key for key, _ in here.asked["q2"].form.widget.options if key != "luck")
    here.asked["q2"].form.widget.chosen = [newer]
    assert kept(two[0])["ex02"]["answers"] == {"q2": newer}
    there.asked["q4"].form.widget.value = "I would ask both."
    assert there.asked["q2"].form.widget.value == newer
    assert TAKEN_IN in there.asked["q4"].told.status
    assert kept(two[0])["ex02"]["answers"] == {"q2": newer, "q4": "I would ask both."}


@pytest.mark.slow
def test_an_answer_that_was_emptied_stays_empty(two):
    """A page that still shows an answer deleted on another page deletes it too."""
    here, there = exercises(two)
    here.asked["q4"].form.widget.value = "I would ask both."
    two[1].look()
    here.asked["q4"].form.widget.value = ""
    there.asked["q2"].form.widget.chosen = ["luck"]
    assert kept(two[0])["ex02"]["answers"] == {"q2": "luck"}
    assert there.asked["q4"].form.answer is None


@pytest.mark.slow
def test_answers_to_other_exercises_are_handed_in_too(two):
    """The file to hand in contains answers and name saved by another page."""
    here, _ = exercises(two)
    two[1].keep("ex03", {"version": "1", "answers": {"q1": "a"}})
    two[1].keep("hand-in", {"name": "Kestrel"})
    here.asked["q2"].form.widget.chosen = ["luck"]
    handed = json.loads((two[0].path.parent / "answers.json").read_text("utf-8"))
    assert handed["exercises"]["ex03"]["answers"] == {"q1": "a"}
    assert handed["name"] == "Kestrel"


@pytest.mark.slow
def test_starting_over_empties_and_brings_back_what_another_page_answered(two):
    """Starting over and undoing it include another page's answers, but for newer ones."""
    here, there = exercises(two)
    there.asked["q4"].form.widget.value = "I would ask both."
    here.end.start_over()
    assert kept(two[0])["ex02"]["answers"] == {}
    there.asked["q2"].form.widget.chosen = ["luck"]
    here.end.bring_back()
    assert kept(two[0])["ex02"]["answers"] == {"q2": "luck", "q4": "I would ask both."}


@pytest.mark.slow
def test_guess_notes_and_settings_of_two_pages_go_together(two):
    """Guess, notes and settings of a lesson are merged, and the page that saves says so."""
    here, there = lessons(two)
    there.guess.chosen = ["daily"]
    there.reason.value = "It is polite"
    there.record_guess()
    sandbox = there.play().children[1]
    sandbox.bindings[0].move_to(3)
    there.notes["felt"].value = "lost"
    other = next(key for key in here.notes if key != "felt")
    here.notes[other].value = "ask"
    record = kept(two[0])[LESSON]
    assert record["notes"] == {"felt": "lost", other: "ask"}
    assert (record["chosen"], record["reason"]) == ("daily", "It is polite")
    assert here.notes["felt"].value == "lost"
    assert here.play().children[1].state["acts"] == record["draft_play"]["acts"] == sandbox.state["acts"]
    assert here.talk().children[-2].status == f"{say('questions.kept')} {TAKEN_IN}"


@pytest.mark.parametrize(
    ("key", "step", "field", "other"),
    [("07_your_plan", "plan", "what", "ask"), ("04_when_things_go_wrong", "message", "own", None)],
)
def test_parts_of_a_plan_and_of_a_message_go_together(two, key, step, field, other):
    """Parts of a plan or message written on two pages are merged."""
    here, there = (LessonPage(key, progress=progress) for progress in two)
    for page in (here, there):
        getattr(page, step)()
    if step == "plan":
        there.plan().children[0].start.value = "2026-12-24"
        there.plan().children[0].fields[field].value = "Late"
        here.plan().children[0].fields[other].value = "Ana"
        assert kept(two[0])[key]["plan"] == {
            **kept(two[0])[key]["plan"],
            "start": "2026-12-24",
            field: "Late",
            other: "Ana",
        }
        assert here.plan().children[0].start.value == "2026-12-24"
        assert here.plan().children[0].status.status == TAKEN_IN
    else:
        part = next(iter(here.message().children[0].choices))
        there.message().children[0].own.value = "We were late."
        here.message().children[0].choices[part].chosen = ["1"]
        assert kept(two[0])[key]["message"] == {part: "1", "own": "We were late."}
        assert here.message().children[0].own.value == "We were late."


def test_ratings_of_two_pages_go_together(two):
    """Ratings of the first lesson are merged, too."""
    here, there = (Questions(progress) for progress in two)
    shown = [page.before() for page in (here, there)]
    first, second = ([one for one in box.children if hasattr(one, "chosen")] for box in shown)
    second[0].chosen = ["2"]
    first[1].chosen = ["4"]
    assert sorted(kept(two[0])["questions"]["before"].values()) == ["2", "4"]
    assert first[0].chosen == ["2"]
    assert here.status["before"].status == f"{say('questions.kept')} {TAKEN_IN}"


def test_a_draft_is_taken_whole(two):
    """A draft is taken from one page completely and never merged."""
    two[0].keep("B_open_lab", {"case": "missed-deadline", "draft": {"title": "A", "acts": [1]}})
    two[1].keep("B_open_lab", {"case": "missed-deadline", "draft": {"title": "B", "off": [1]}})
    assert kept(two[0])["B_open_lab"]["draft"] == {"title": "B", "off": [1]}


def test_an_older_file_without_parts_is_read_as_before(tmp_path):
    """The file's format is unchanged, so older and newer versions can read each other's."""
    (tmp_path / "mine.json").write_text(
        '{"mending-bridges": 1, "name": "mine", "lessons": {"01": {"notes": {"a": "x"}}}}'
    )
    page = Progress(tmp_path, "mine")
    page.keep("01", {"notes": {"a": "x", "b": "y"}})
    assert json.loads((tmp_path / "mine.json").read_text()) == {
        "mending-bridges": 1, "name": "mine", "lessons": {"01": {"notes": {"a": "x", "b": "y"}}},
    }  # fmt: skip


def test_what_is_brought_back_elsewhere_replaces_and_is_taken_in(two):
    """An open page takes in a backup loaded on the list of lessons instead of overwriting it."""
    here, _ = lessons(two)
    here.notes["felt"].value = "new"
    file = json.dumps({"mending-bridges": 1, "lessons": {LESSON: {"notes": {"felt": "from the file"}}}})
    assert Progress(two[0].path.parent, "mine").take(file) == say("progress.loaded")
    here.mark_done()
    record = kept(two[0])[LESSON]
    assert (record["notes"]["felt"], record["done"]) == ("from the file", True)
    assert here.notes["felt"].value == "from the file"


def test_bringing_notes_back_on_a_page_brings_all_of_them(two):
    """Loading a backup on a page restores all notes, not only the first."""
    here, _ = lessons(two)
    notes = {key: f"note on {key}" for key in here.notes}
    here.backup.take(json.dumps({"mending-bridges": 1, "lessons": {LESSON: {"notes": notes}}}))
    assert kept(two[0])[LESSON]["notes"] == notes
    assert {key: field.value for key, field in here.notes.items()} == notes


def test_a_file_that_has_gone_takes_nothing_along(two):
    """If the file was deleted or renamed, the page saves all of its answers again."""
    here, _ = two
    here.keep("01", {"a": 1})
    here.path.unlink()
    here.keep("02", {"b": 2})
    assert kept(here) == {"01": {"a": 1}, "02": {"b": 2}}
    here.path.write_text("{")
    here.keep("03", {"c": 3})
    assert kept(here) == {"01": {"a": 1}, "02": {"b": 2}, "03": {"c": 3}}
    assert [path.read_text() for path in here.path.parent.glob("*.unreadable")] == ["{"]


def test_a_newer_course_that_wrote_meanwhile_is_left_alone(two):
    """A file that a newer version has written is not changed, and a sentence says so."""
    here, _ = two
    newer = '{"mending-bridges": 99, "lessons": {}}'
    here.path.write_text(newer)
    here.keep("01", {"a": 1})
    assert here.path.read_text() == newer
    assert here.trouble == say("progress.newer")


@pytest.mark.slow
def test_a_name_given_on_another_page_is_in_the_text_to_hand_in(two):
    """The field shows it, and the text to copy holds it at once, not only after the next answer."""
    here, _ = exercises(two)
    here.asked["q2"].form.widget.chosen = ["luck"]
    two[1].keep("hand-in", {"name": "Kestrel"})
    two[0].look()
    (submission, *_) = take_in(here.end.text.value.encode())
    assert (here.end.name.value, submission.name) == ("Kestrel", "Kestrel")


@pytest.mark.slow
def test_who_comes_back_to_a_page_sees_what_was_answered_elsewhere(two):
    """A page that gets the focus takes in other pages' answers, says so, and writes nothing."""
    here, there = exercises(two)
    here.asked["q2"].form.widget.chosen = ["luck"]
    before = two[0].path.read_bytes()
    two[1].look()
    assert there.asked["q2"].form.widget.value == "luck"
    assert two[0].path.read_bytes() == before


@pytest.mark.slow
def test_pages_that_write_at_the_same_time_lose_nothing(tmp_path):
    """Three processes that save forty fields each at the same time lose none."""
    code = (
        "import sys; from pathlib import Path; from sim.lab.answers.progress import Progress\n"
        "page = Progress(Path(sys.argv[1]), 'mine')\n"
        "for at in range(40):\n"
        "    notes = page.lessons.get('01', {}).get('notes', {})\n"
        "    page.keep('01', {'notes': notes | {sys.argv[2] + str(at): 'x'}})\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name], cwd=ROOT) for name in "abc"]
    assert [one.wait(120) for one in running] == [0, 0, 0]
    assert len(Progress(tmp_path, "mine").lessons["01"]["notes"]) == 120
