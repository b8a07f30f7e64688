"""A guess that is drawn: compared with the model's line, kept as it was, and never replaced."""

import json

import pytest

from sim.lab.answers.first_guess import held
from sim.lab.answers.progress import Progress
from sim.lab.pages.drawn_guess import drawn_guess
from sim.lab.pages.lesson_page import LessonPage
from sim.lab.session.lesson_data import lesson_keys, load_lesson
from sim.lab.session.simulation_cache import REFINED, SimulationCache
from sim.lab.views.outcome_queries import mean_of
from sim.lab.views.prediction_check import drawn_outcome, judge_drawn
from sim.model.validation import checked
from sim.widgets.guess_line import points_of
from tests.test_lab_lesson import data

KEY = "02_update_rhythm"
DRAWN = [key for key in lesson_keys() if load_lesson(key).predict.drawn]
FLAT, LOW = [73] + [60] * 52, [73] + [40] * 52


@pytest.fixture
def page(tmp_path):
    """Return a lesson with a line to draw, whose answers are kept in a folder of their own."""
    return LessonPage(KEY, progress=Progress(tmp_path, "mine"))


def again(page):
    """Return the lesson as it is after the page is loaded anew."""
    return LessonPage(KEY, progress=Progress(page.progress.path.parent, page.progress.name))


def record(page, *, line=(), key="daily"):
    """Record a guess with or without a line, as a hand would."""
    page.predict()
    page.guess.chosen = [key]
    widget = drawing(page)
    widget.drawn = list(line)
    page.record_guess()
    return widget


def drawing(page):
    """Return the lesson's drawing."""
    page.predict()
    return page.line.widget


def test_more_than_one_lesson_asks_for_a_line():
    """Three lessons ask for a course over the year; the others ask for a choice alone."""
    assert DRAWN == ["01_what_moves_trust", "02_update_rhythm", "07_your_plan"]


@pytest.mark.parametrize("key", DRAWN)
def test_the_models_line_is_the_one_that_the_lab_opens_with(key):
    """What is drawn is compared with the same mean of the same worlds as the first picture shows."""
    lesson = load_lesson(key)
    outcome = SimulationCache().outcome(lesson.played_case, lesson.start.played, worlds=REFINED)
    line = drawn_outcome(lesson, SimulationCache())
    assert len(line) == outcome.weeks + 1
    shown = mean_of(outcome, lesson.partner_number).tolist()
    assert all(abs(one - 100 * other) <= 0.5 for one, other in zip(line, shown, strict=True))


@pytest.mark.parametrize(
    ("drawn", "week", "words"),
    [
        ([70, 45, 60], 2, "Widest gap in week 2: you said 60, the model says 41."),
        ([70, 45, 38], 1, "Widest gap in week 1: you said 45, the model says 41."),
        ([70, 42, 40], 1, "Your line runs within a point of the model's, all year."),
    ],
)
def test_a_sentence_names_the_widest_gap(drawn, week, words):
    """The first of the widest gaps is named, unless nobody would notice one."""
    assert judge_drawn(drawn, [70, 41, 41]) == (week, words)


def test_the_models_line_waits_for_the_guess(page):
    """Nothing of the model's line but where it starts reaches the page before a line is recorded."""
    page.predict()
    widget = drawing(page)
    widget.drawn = FLAT
    assert (widget.model_line, widget.told, widget.gap) == ([], [], 0)
    page.guess.chosen = ["daily"]
    page.record_guess()
    assert len(widget.model_line) == 53
    assert widget.told[0].startswith("Widest gap in week ")


def test_a_guess_without_a_line_is_recorded_as_before(page):
    """Whoever draws nothing goes on; no line is kept, and none of the model is shown."""
    widget = record(page)
    assert page.record == {"chosen": "daily", "reason": ""}
    assert widget.model_line == []


def test_the_first_line_stays_and_a_later_one_is_a_second_try(page):
    """A second line neither replaces nor changes the first, also after a reload and in the file of answers."""
    record(page, line=FLAT)
    widget = record(page, line=LOW)
    assert (page.record["drawn"], page.record["drawn_again"]) == (FLAT, LOW)
    assert [one.split(",")[0] for one in widget.told] == ["Widest gap in week 33: you said 60", "Second try"]
    new = again(page)
    new.predict()
    assert (drawing(new).first, drawing(new).again, drawing(new).told) == (FLAT, LOW, widget.told)
    assert json.loads(new.progress.as_file())["lessons"][KEY]["drawn"] == FLAT


def test_a_line_that_comes_after_the_guess_is_a_second_try(page):
    """The picture is open once a guess is recorded: a line drawn after that is not called the first guess."""
    record(page)
    widget = record(page, line=LOW)
    assert "drawn" not in page.record
    assert widget.first == []
    assert widget.told == [judge_drawn(LOW, widget.model_line, wording="gap_again").words]


def test_a_line_from_a_tab_that_was_open_before_is_a_second_try(page):
    """Another tab, opened before the guess, cannot put its line in place of the first."""
    older = again(page)
    older.predict()
    record(page, line=FLAT)
    record(older, line=LOW)
    assert (older.record["drawn"], older.record["drawn_again"]) == (FLAT, LOW)


def test_answers_loaded_back_keep_the_first_line():
    """A file whose line is another one does not replace the line that was compared here."""
    here, file = {"chosen": "daily", "drawn": FLAT}, {"chosen": "daily", "drawn": LOW, "done": True}
    assert held(here, file) == {"chosen": "daily", "drawn": FLAT, "drawn_again": LOW, "done": True}


@pytest.mark.parametrize("kept", [[], [70, 60], ["x"] * 53, [True] * 53, [101] * 53, {"a": 1}, None])
def test_a_line_that_was_changed_by_hand_does_no_harm(page, kept):
    """What is no line of this year counts as none; the guess itself stays."""
    page.progress.keep(KEY, {"chosen": "daily", "drawn": kept})
    new = again(page)
    new.predict()
    assert (drawing(new).first, drawing(new).model_line) == ([], [])
    assert new.guessed


@pytest.mark.long
def test_answers_of_the_last_version_open_as_they_were(page):
    """Answers without a line are shown with the same verdict, and are not changed by being opened."""
    second = {"chosen": "fortnight", "reason": ""}
    before = {"chosen": "daily", "reason": "So", "told": True, "second": second, "done": True}
    page.progress.keep(KEY, before)
    new = again(page)
    for step in (new.predict, new.play, new.what_happened, new.seen):
        step()
    told = new.what_happened().children[1].words
    assert "Your guess did not hold." in told
    assert "“An update every two weeks”. It holds." in told
    assert new.record == before


def test_a_short_year_has_fewer_points():
    """Each point is a week of the year, and the last one its end."""
    for weeks in range(1, 60):
        at = points_of(weeks)
        assert at == sorted(set(at))
        assert (at[0] >= 1, at[-1]) == (True, weeks)


def test_a_lesson_that_asks_for_no_line_has_none():
    """A lesson without `drawn` shows no drawing, and one that names no control is refused."""
    lesson = LessonPage("03_promises", progress=Progress())
    assert drawn_guess(lesson.kept) is None
    predict = data()["predict"] | {"drawn": {"question": "Draw it", "set": {"Nothing": 1}}}
    with pytest.raises(Exception, match="Nothing"):
        checked(data(predict=predict), type(load_lesson(KEY)), "test")
