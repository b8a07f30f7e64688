"""Nothing gives an answer away: not before the guess, not by one step of a slider, and no praise for nothing."""

import nbformat
import pytest
from conftest import ROOT

from sim.catalogue import load_strategy
from sim.lab import first_try
from sim.lab.answers.progress import Progress
from sim.lab.pages.lesson_page import LessonPage
from sim.lab.session.lesson_data import lesson_keys, load_lesson
from sim.lab.session.simulation_cache import REFINED, SimulationCache
from sim.lab.views.prediction_check import judge
from sim.texts.words import say

KEY = "02_update_rhythm"
BETWEEN = [key for key in lesson_keys() if load_lesson(key).predict.decides.how == "between"]


@pytest.fixture
def page():
    """Return a lesson with all its steps on the page, and nothing done."""
    page = LessonPage(KEY, progress=Progress())
    for step in (page.predict, page.play, page.what_happened, page.one_more, page.seen):
        step()
    return page


def guess(page, key="daily"):
    """Record a guess."""
    page.guess.chosen = [key]
    page.record_guess()


def ask(page):
    """Press “Show what happened”."""
    page.what_happened().children[0].children[0].click()


def words(step):
    """Return the text of a step."""
    return "\n".join(one.words for one in step.children if hasattr(one, "words") and isinstance(one.words, str))


def answers_told(page):
    """Return which texts on the page tell the answer."""
    told = words(page.what_happened()) + words(page.seen())
    return [one for one in (*page.data.why.text, *page.data.seen) if one in told]


@pytest.mark.long
def test_a_guess_opens_the_lab_and_no_answer(page):
    """With the guess neither “What happened?” nor “You have seen” opens."""
    assert answers_told(page) == []
    guess(page)
    assert answers_told(page) == []


@pytest.mark.long
def test_one_step_of_a_control_opens_no_answer(page):
    """After a change the trainee may ask; the answers come when asked for, and stay."""
    guess(page)
    page.play().children[1].bindings[0].move_to(8)
    assert answers_told(page) == []
    assert say("lesson.what_ready") in words(page.what_happened())
    ask(page)
    assert answers_told(page) == [*page.data.why.text, *page.data.seen]
    page.play().children[1].bindings[0].move_to(9)
    assert answers_told(page) == [*page.data.why.text, *page.data.seen]


@pytest.mark.long
def test_who_asks_too_early_is_told_what_comes_first(page):
    """The button answers in any case: with what is missing, or with the answer."""
    ask(page)
    assert page.what_happened().children[1].status == say("lesson.guess_first_what")
    guess(page)
    ask(page)
    assert page.what_happened().children[1].status == say("lesson.play_first")
    assert "told" not in page.record
    assert answers_told(page) == []


@pytest.mark.long
@pytest.mark.parametrize("key", BETWEEN)
def test_the_first_headline_does_not_compare_what_the_question_compares(key):
    """A lesson that asks how two plans differ does not open its lab with that difference."""
    lesson = load_lesson(key)
    decides = lesson.predict.decides
    page = LessonPage(key, progress=Progress())
    page.predict()
    page.play()
    page.guess.chosen = [lesson.predict.choices[0].key]
    page.record_guess()
    shown = getattr(page.play().children[1], "headline", "")
    against = load_strategy(decides.against or lesson.baseline)
    assert against.title not in shown
    assert lesson.baseline != decides.against


@pytest.mark.slow
def test_lesson_06_still_judges_against_the_fifth_answer():
    """What is compared in the lab has changed; what the guess is judged by has not."""
    lesson, runs = load_lesson("06_many_partners"), SimulationCache()
    fifth = runs.outcome(lesson.played_case, load_strategy("collaborate"), worlds=REFINED)
    first = runs.outcome(lesson.played_case, lesson.start.played, worlds=REFINED)
    apart = first.summary()["season_trust"] - fifth.summary()["season_trust"]
    assert -0.06 < apart < -0.01
    assert [one.key for one in lesson.predict.choices if judge(lesson, one.key, runs).held] == ["near"]


@pytest.mark.long
def test_who_did_nothing_is_not_praised(page):
    """A lesson may be marked as done by anybody; the sentence says what was not done, and praises nobody."""
    page.mark_done()
    told = page.seen().children[0].status
    assert told.startswith(say("lesson.done_said"))
    assert (
        say("lesson.done_open", parts=", ".join(say(f"lesson.open_{one}") for one in ("guess", "play", "what"))) in told
    )
    guess(page)
    page.play().children[1].bindings[0].move_to(8)
    ask(page)
    page.mark_done()
    assert page.seen().children[0].status == say("lesson.done_said")


def test_the_first_try_moves_what_no_lesson_asks_about():
    """The start page lets people move a control before any guess: of an act that no lesson's control changes."""
    cells = nbformat.read(ROOT / "notebooks" / "00_start.ipynb", as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert "first_try()" in code
    assert "load_lesson" not in code
    tried = {binding.control.act for binding in first_try().bindings}
    assert len(tried) == 1
    asked = {control.act for key in lesson_keys() for control in load_lesson(key).all_controls}
    assert not asked & tried
