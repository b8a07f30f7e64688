"""Lesson 07: the trainee's own strategy, the one-page plan, and the questions asked twice."""

from datetime import date, timedelta

import pytest

from sim.base.errors import BadInput
from sim.catalogue import load_case, load_strategy, strategy_keys
from sim.experiments.comparison import compare
from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code
from sim.lab.answers.progress import Progress
from sim.lab.pages.lesson_page import LessonPage
from sim.lab.panels.plan_form import MONTH, MOST_LETTERS, PARTS, Own, PlanForm, as_day
from sim.lab.panels.questions import KEY, Questions, asked
from sim.lab.session.variants import SECOND_WEEK, second_breach
from sim.lab.views.plan_lines import acts_by_day, today
from sim.model.acts import ACTS
from sim.model.measures import HEADLINE
from sim.texts import words

pytestmark = pytest.mark.long

LESSON = "07_your_plan"
MONDAY = date(2026, 3, 2)


@pytest.fixture
def page(tmp_path):
    """Return lesson 07 with a guess, its answers kept in a folder of their own."""
    page = LessonPage(LESSON, progress=Progress(tmp_path, "mine"))
    page.predict()
    page.guess.chosen = ["much"]
    page.record_guess()
    return page


def again(page):
    """Return the lesson as it is after the page is loaded anew."""
    return LessonPage(LESSON, progress=Progress(page.progress.path.parent, page.progress.name))


def plan(kept=None, acts=None):
    """Return a plan and the list into which it saves."""
    saved = []
    own = None if acts is None else Own(acts, part="Play")
    return PlanForm(kept or {}, keep=lambda written: saved.append(written) or "", own=lambda: own), saved


# The sandbox of lesson 07


def test_the_second_breach_is_the_first_one_once_more():
    """The case has a second breach in mid-year with the first one's partners and weight, otherwise nothing new."""
    case = load_case("missed-deadline")
    twice = second_breach(case)
    first = [event for event in case.events if event.event == "breach"]
    new = twice.events[len(case.events) :]
    assert [(event.to, event.weight, event.guilt) for event in new] == [(e.to, e.weight, e.guilt) for e in first]
    assert {(event.day - 1) // 5 for event in new} == {SECOND_WEEK}
    assert (twice.partners, twice.commitments) == (case.partners, case.commitments)


@pytest.mark.slow
def test_all_strategies_stand_beside_the_own_one(page):
    """The ranking contains every shipped strategy in the lesson's case, with the trainee's at its rank."""
    sandbox = page.play().children[1]
    rows = sandbox.sections["ranking"].picture.data["rows"]
    outcomes = compare(second_breach(load_case("missed-deadline")), strategy_keys()).outcomes
    means = {outcome.strategy.title: outcome.each(HEADLINE).mean() for outcome in outcomes}
    assert {row["label"]: pytest.approx(row["mean"], abs=1e-4) for row in rows if row["kind"] != "own"} == means
    assert [row["mean"] for row in rows] == sorted((row["mean"] for row in rows), reverse=True)
    sandbox.move(lambda draft: draft.plus("deny"))
    own = next(row for row in sandbox.sections["ranking"].picture.data["rows"] if row["kind"] == "own")
    assert own["mean"] == pytest.approx(sandbox.session.shown(200)[0].outcome.each(HEADLINE).mean(), abs=1e-4)


@pytest.mark.slow
def test_acts_are_left_out_by_their_ticks(page):
    """An unticked act is not simulated but kept."""
    page.play().children[1].move(lambda draft: draft.plus("thank"))
    sandbox = page.lab.panel
    page.lab.move("more")
    keep = sandbox.sections["keep"]
    acts = len(sandbox.session.draft.acts)
    assert sandbox.session.draft.acts[-1].act == "thank"
    keep.ticks.chosen = keep.ticks.chosen[1:]
    assert len(sandbox.session.draft.played.acts) == acts - 1
    keep.ticks.chosen = [key for key, _ in keep.ticks.options]
    assert len(sandbox.session.draft.played.acts) == acts
    sandbox.undo()
    assert "0" not in keep.ticks.chosen


# The plan


def test_acts_become_days():
    """An act of week w is w weeks after the start; acts are sorted by date, those with a rule last."""
    acts = load_strategy("recovery-plan").acts
    lines = acts_by_day(acts, MONDAY).splitlines()
    assert len(lines) == len(acts)
    days = [line[:10] for line in lines]
    assert days == sorted(days)
    week_five = next(act for act in acts if act.act == "fix_process")
    assert f"{MONDAY + timedelta(weeks=5)}: {words.table('acts')['fix_process']}" in lines
    assert week_five.week == 5


def test_taking_over_adds_and_deletes_nothing():
    """Taking over the acts keeps the trainee's text, and a second time adds nothing."""
    page, _ = plan(acts=load_strategy("long-term").acts)
    page.fields["do"].value = "Ask Ana first"
    page.fill()
    once = page.fields["do"].value
    assert once.startswith("Ask Ana first\n")
    page.fill()
    assert page.fields["do"].value == once


def test_days_follow_the_day_of_the_start():
    """If the start day is set later, acts taken over move with it, and own words stay."""
    page, _ = plan({"start": str(today())}, acts=load_strategy("long-term").acts)
    page.fields["do"].value = "Ask Ana first"
    page.fill()
    later = today() + timedelta(days=12)
    for text in (str(later)[:7], str(later)):
        page.start.value = text
    acts = load_strategy("long-term").acts
    assert page.fields["do"].value == f"Ask Ana first\n{acts_by_day(acts, later)}"
    assert str(len(acts)) in page.start_said.status
    page.fill()
    assert page.fields["do"].value == f"Ask Ana first\n{acts_by_day(acts, later)}"
    again, _ = plan({"start": str(later), "do": page.fields["do"].value})
    assert again.fields["do"].value == page.fields["do"].value


def test_a_played_year_becomes_lines(page):
    """What was done in the year that was played furthest is added with its days; an order that never began is not."""
    form = page.plan().children[0]
    form.start.value = str(today())
    form.fill_year()
    assert form.filled.status == words.say("plan.no_year")
    assert form.from_year.disabled
    assert words.say("plan.no_year") in form.sources_said.words
    begun = Year.begin("missed-deliveries", 2).send_again([{"act": "thank", "week": 0}], [], 2)
    year = Year.begin("missed-deadline", 4).send_again(
        [{"act": "listen", "day": 2}, {"act": "thank", "week": 9}], [], 4
    )
    year = year.send_again([{"act": "update", "week": 5, "every_weeks": 2}], [1], 8)
    page.progress.lessons |= {"D_play_a_year": {"year": as_code(begun)}, "first_year": {"year": as_code(year)}}
    form.fill_year()
    acts = [year.strategy.acts[place] for place in (0, 2)]
    assert form.fields["do"].value == acts_by_day(tuple(acts), today())
    assert form.filled.status == words.many("plan.filled", 2, part="Missed deadline, year 4")
    assert again(page).plan().children[0].fields["do"].value == form.fields["do"].value


def test_a_year_in_which_nothing_was_done_gives_no_lines(page):
    """Whoever did nothing in the year is told that there is nothing to take over."""
    page.progress.lessons["first_year"] = {"year": as_code(Year.begin("missed-deadline").send_again([], [], 4))}
    form = page.plan().children[0]
    form.fill_year()
    assert (form.fields["do"].value, form.filled.status) == ("", words.say("plan.year_none"))


def test_lines_that_do_not_fit_are_told():
    """Of more lines than a page holds the first are taken over, whole, and a sentence says how many are left."""
    acts = tuple(ACTS["acknowledge"](week=week) for week in range(100))
    form, _ = plan(acts=acts)
    form.fill()
    text = form.fields["do"].value
    lines = acts_by_day(acts, as_day(form.start.value)).splitlines()
    count = len(text.splitlines())
    assert len(text) <= MOST_LETTERS
    assert text.splitlines() == lines[:count]
    assert form.filled.status.endswith(words.many("plan.too_many", len(lines) - count))


@pytest.mark.slow
def test_what_is_left_out_is_taken_over_too(page):
    """An unticked act goes under what we leave out, and the sentence says what was taken over."""
    page.play()
    page.lab.move("more")
    sandbox, sheet = page.lab.panel, page.plan().children[0]
    keep = sandbox.sections["keep"]
    keep.ticks.chosen = keep.ticks.chosen[1:]
    sheet.fill()
    left = words.table("acts")[sandbox.session.draft.acts[0].act]
    assert sheet.fields["leave"].value.startswith(left)
    assert words.say("lesson.part_more") in sheet.filled.status


def test_acts_can_be_taken_over_once_there_is_a_lab(tmp_path):
    """Before a guess the button is dimmed and says why; the guess opens it."""
    fresh = LessonPage("07_your_plan", progress=Progress(tmp_path, "mine"))
    fresh.predict(), fresh.play()
    form = fresh.plan().children[0]
    assert form.from_own.disabled
    assert words.say("plan.open_first") in form.sources_said.words
    fresh.guess.chosen = [fresh.data.predict.choices[0].key]
    fresh.record_guess()
    assert not form.from_own.disabled
    assert words.say("plan.open_first") not in form.sources_said.words


def test_without_a_strategy_there_is_a_sentence():
    """Without a guess, or with an empty strategy, a sentence says that there is nothing to take over."""
    for acts, said in ((None, "plan.open_first"), ((), "plan.filled_none")):
        page, _ = plan(acts=acts)
        page.fill()
        assert page.filled.status == words.say(said)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-30", "0001-01-01", "9999-12-31", "24.11.2026", "٢"])
def test_a_day_that_is_none_is_a_sentence(text):
    """An invalid date stays as written, and a sentence says how to write it."""
    with pytest.raises(BadInput):
        as_day(text)
    page, saved = plan(acts=load_strategy("long-term").acts)
    page.fields["within"].value = "Call"
    page.start.value = text
    assert saved[-1]["start"] == text
    assert page.start_said.status.endswith((f"like {today()}.", "Is the year right?"))
    page.fields["know"].value = "They call us"
    assert page.start_said.status != ""
    page.fill()
    assert page.fields["do"].value == ""
    assert b"Call" in page.page()[2]


def test_the_page_to_print_says_all_and_runs_nothing():
    """The printed page contains every part and the review date, and shows HTML in answers as text."""
    page, _ = plan({"start": today().isoformat()} | dict.fromkeys(PARTS, "<script>alert(1)</script>"))
    name, kind, content = page.page()
    text = content.decode()
    assert (name, kind) == ("our-plan.html", "text/html")
    assert text.count("&lt;script&gt;") == len(PARTS)
    assert "<script" not in text
    assert str(today() + MONTH) in text
    for named in ("http-equiv", "http%3A//www.w3.org/2000/svg", "http://www.w3.org/2000/svg"):  # names, not requests
        text = text.replace(named, "")
    assert "http" not in text


def test_the_plan_is_kept(page):
    """All parts of the plan are restored after a reload."""
    page.plan().children[0].fields["within"].value = "Call the three homes"
    new = again(page)
    assert new.plan().children[0].fields["within"].value == "Call the three homes"


@pytest.mark.slow
def test_the_plan_takes_over_what_was_built(page):
    """The plan takes over the strategy that was changed last."""
    page.play().children[1].move(lambda draft: draft.plus("thank"))
    plan = page.plan().children[0]
    plan.fill()
    assert words.table("acts")["thank"] in plan.fields["do"].value


@pytest.mark.parametrize("kept", [{"start": 3, "do": ["x"]}, {"within": None}])
def test_a_plan_that_was_changed_by_hand_does_no_harm(kept):
    """Values in an edited plan that are not text are ignored."""
    assert plan(kept)[0].fields["do"].value == ""


# The questions


def rated(box, *numbers):
    """Rate the statements in order."""
    for choice, number in zip(box.children[1 : 1 + len(asked()["statements"])], numbers, strict=False):
        choice.chosen = [str(number)]


def test_the_difference_is_shown_in_words_and_in_a_table(tmp_path):
    """Ratings now are compared with those of the start and in retrospect, over statements rated both times."""
    page = Questions(Progress(tmp_path, "mine"))
    rated(page.before(), 4, 4)
    late = Questions(Progress(tmp_path, "mine"))
    rated(late.now(), 4, 5)
    rated(late.looking_back(), 2, 2)
    late.show_difference()
    told = late.difference.words
    assert words.say("questions.gap_before_up", by="0.5", statements="2 statements") in told
    assert words.say("questions.gap_back_up", by="2.5", statements="2 statements") in told
    assert f"{asked()['statements'][0]['words']} | Rather sure | Rather sure | A little sure" in told
    assert words.say("questions.left_out") not in told
    alone = Questions(Progress(tmp_path, "alone"))
    rated(alone.before(), 2)
    rated(alone.now(), 4)
    alone.looking_back()
    alone.show_difference()
    assert "over 1 statement." in alone.difference.words
    assert late.difference.status == words.say("questions.shown", statements="2 statements")


def test_nobody_must_rate_anything():
    """Without ratings a sentence takes the place of numbers."""
    page = Questions(Progress())
    page.looking_back()
    page.show_difference()
    assert words.say("questions.nothing") in page.difference.words


def test_the_case_comes_back_with_the_first_answer(tmp_path):
    """The first answer is quoted only after the second one was given."""
    first = Questions(Progress(tmp_path, "mine"))
    box = first.case()
    box.children[1].chosen = ["letter"]
    box.children[2].value = "So that nobody waits"
    late = Questions(Progress(tmp_path, "mine"))
    box = late.case("now")
    assert box.children[3].words == ""
    box.children[1].chosen = ["call"]
    assert "Write one letter" in box.children[3].words
    assert "So that nobody waits" in box.children[3].words


@pytest.mark.parametrize("kept", [{"before": 3}, {"before": {"own": "99"}}, {"case_before": {"first": ["x"]}}])
def test_answers_that_were_changed_by_hand_do_no_harm(kept):
    """Invalid answers in an edited file count as left out."""
    progress = Progress()
    progress.keep(KEY, kept)
    page = Questions(progress)
    page.before()
    page.now()
    page.looking_back()
    page.show_difference()
    assert words.say("questions.nothing") in page.difference.words
    assert page.case("now").children[0]
