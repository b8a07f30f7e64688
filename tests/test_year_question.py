"""A played year as an answer: it is held against its own ledger, luck does not decide, and a bad code costs no more."""

from functools import cache

import pytest

from sim.catalogue import load_case, load_strategy, strategy_keys
from sim.exercises import judge, load_exercise
from sim.exercises.handed_year import NEARLY, WHY, handed_year
from sim.experiments.simulate import simulate
from sim.experiments.year import year as year_module
from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code
from sim.grading.reports.guide import guide_to
from sim.lab.answers.progress import Progress
from sim.lab.pages.exercise_page import ExercisePage
from sim.lab.pages.forms import form_of
from sim.lab.panels.played_year import PlayedYear
from sim.lab.session.strategy_code import as_code as strategy_code
from sim.model import ledger
from sim.texts.words import say
from tests.worlds import code_of, plan, small_case

EXERCISE = load_exercise("ex08")
QUESTION = EXERCISE.question("q1")
SOLUTION = QUESTION.solution
GOALS = {goal.key: goal for goal in QUESTION.goals}
DOCUMENTED = tuple(key for key in strategy_keys() if load_strategy(key).documented)
FOILS = tuple(key for key in strategy_keys() if key not in DOCUMENTED)


@cache
def came_to(strategy, number=QUESTION.number):
    """Return how many partners stay with a strategy in one year, and the staff hours."""
    outcome = simulate(QUESTION.case, strategy, worlds=1, seed=number)
    return int(outcome.each("partners_kept")[0]), float(outcome.each("staff_hours")[0])


def exercise_with(**changes):
    """Return the exercise with another question q1."""
    return EXERCISE.model_copy(update={"questions": (QUESTION.model_copy(update=changes), *EXERCISE.questions[1:])})


def found(answer, exercise=EXERCISE):
    """Return what the judge finds in an answer, by check."""
    return {one.check: one for one in judge(exercise, "q1", answer)}


def of(strategy, lost=(), why="promises"):
    """Return an answer with the year of a shipped strategy."""
    return {"code": code_of(strategy, QUESTION), "lost": list(lost), "why": why}


# Goals, and luck


def reaches(kept, hours):
    """Return whether both goals are reached."""
    return kept >= GOALS["stayed"].at_least and hours <= GOALS["hours"].at_most


@pytest.mark.long
def test_who_follows_the_texts_keeps_more_partners_than_who_stays_silent():
    """In this year every documented strategy keeps more partners than silence and each warning, which keep too few."""
    assert max(came_to(key)[0] for key in FOILS) < min(came_to(key)[0] for key in DOCUMENTED)
    assert max(came_to(key)[0] for key in FOILS) < GOALS["stayed"].at_least


@pytest.mark.long
def test_both_goals_can_be_reached_in_several_ways_and_have_to_be_weighed():
    """Several documented strategies reach both goals, others need too many hours; and so do a few acts by heart."""
    both = sum(reaches(*came_to(key)) for key in DOCUMENTED)
    assert 3 <= both <= len(DOCUMENTED) / 2
    call = [{"act": "acknowledge", "day": 1}, {"act": "listen", "week": 1, "channel": "call"}]
    news = [{"act": "update", "week": 1, "every_weeks": 2}]
    assert all(reaches(*came_to(plan(*acts))) for acts in (call, [*call, *news], news))
    assert not reaches(*came_to(plan({"act": "apologise", "day": 2})))


@pytest.mark.long
def test_in_a_year_of_ones_own_choice_luck_would_decide():
    """In a lucky year silence reaches both goals, in an unlucky one no documented strategy does: so all play one."""
    assert reaches(*came_to("silence", 3))
    assert max(came_to(key, 10)[0] for key in DOCUMENTED) < GOALS["stayed"].at_least


def test_a_year_counts_as_the_engine_plays_it():
    """Figures of a year that was handed in are those of the same acts simulated at once."""
    for key in ("acknowledge-improve-report", "silence"):
        year = handed_year(code_of(key, QUESTION), QUESTION.case, QUESTION.number)
        assert (year.figures["partners_kept"], year.figures["staff_hours"]) == pytest.approx(came_to(key))
        assert found(of(key))["stayed"].good == (came_to(key)[0] >= GOALS["stayed"].at_least)


@pytest.mark.long
def test_what_the_choice_beside_it_says_of_silence_holds():
    """In this very year silence takes the fewest hours and keeps fewer partners than any strategy of the texts."""
    kept, hours = came_to("silence")
    assert kept < min(came_to(key)[0] for key in DOCUMENTED)
    assert hours < min(came_to(key)[1] for key in DOCUMENTED)


def test_the_solution_is_a_strategy_of_the_texts_and_what_came_of_it():
    """The exercise's own answer is a documented strategy sent turn by turn, with what came of it in today's model."""
    year = handed_year(SOLUTION["code"], QUESTION.case, QUESTION.number)
    assert [act.act for act in year.strategy.acts] == [act.act for act in load_strategy("q-and-a").acts]
    assert SOLUTION | {"lost": list(year.lost), "why": max(year.cost, key=year.cost.get)} == SOLUTION


# Whom, and why


def test_whom_one_lost_is_held_against_the_year():
    """All who left have to be ticked, and nobody else; a verdict names them only when they are right."""
    gone = handed_year(code_of("silence", QUESTION), QUESTION.case, QUESTION.number).lost
    assert len(gone) == 3
    assert found(of("silence", gone))["lost"].good
    for wrong in ([], gone[:-1], [*gone, "Funder"], ["Nobody"], None, [3]):
        told = found(of("silence") | {"lost": wrong})["lost"]
        assert not told.good
        assert not any(name in told.words for name in gone)


def test_where_all_stayed_nobody_is_ticked():
    """A year in which all stayed asks for no tick, and for what cost most with the partner who ended lowest."""
    exercise = exercise_with(number=3)
    code = code_of("q-and-a", exercise.question("q1"))
    year = handed_year(code, QUESTION.case, 3)
    assert year.lost == ()
    final = simulate(QUESTION.case, "q-and-a", worlds=1, seed=3).trust[-1, :, 0]
    assert year.partner == load_case(QUESTION.case).names[final.argmin()]
    told = found({"code": code, "lost": [], "why": min(year.reasons)}, exercise)
    assert [one.good for one in told.values()][-2:] == [True, True]
    assert told["lost"].words == say("judging.year_all_stayed")


def test_who_parted_is_gone_too():
    """A partner with whom one parted by agreement counts as lost, in order of time."""
    question = QUESTION.model_copy(update={"case": "criticised-outreach", "number": 1})
    year = handed_year(code_of("face-value", question), question.case, 1)
    assert year.lost == ("Traders' association", "Migrants' centre", "Neighbourhood group", "Street-work team")
    assert year.figures["partners_parted"] == 1


@pytest.mark.parametrize("strategy", ["over-promise", "silence", "q-and-a"])
def test_why_is_held_against_the_ledger(strategy):
    """A reason is right if the ledger's causes of its kind took most trust of the first who went, or nearly as much."""
    year = handed_year(code_of(strategy, QUESTION), QUESTION.case, QUESTION.number)
    outcome = simulate(QUESTION.case, strategy, worlds=1, seed=QUESTION.number, by_world=True)
    moved = 100 * outcome.moved[:, :, outcome.case.names.index(year.partner)]
    moved[0, ledger.CAUSES.index(ledger.EVENT)] = 0
    causes = dict(zip(ledger.CAUSES, moved.sum(axis=0), strict=True))
    losses = {why: -sum(min(causes[one], 0) for one in named) for why, named in WHY.items()}
    losses["deeds"] = -sum(min(causes[one], 0) for one in causes if one not in sum(WHY.values(), ()))
    assert dict(year.cost) == pytest.approx(losses)
    for why in WHY:
        good = losses[why] >= NEARLY * max(losses.values())
        told = found(of(strategy, why=why))["why"]
        assert (told.good, bool(told.misconception)) == (good, not good)
        assert year.partner in told.words
    assert not found(of(strategy, why="fate"))["why"].good


def test_a_single_clear_cause_is_the_only_right_one():
    """Whoever breaks promises all year lost partners by that, and by nothing else."""
    assert handed_year(code_of("over-promise", QUESTION), QUESTION.case, QUESTION.number).reasons == {"promises"}


# Bad codes

OTHER_CASE = code_of("silence", QUESTION.model_copy(update={"case": "missed-deliveries"}))
OTHER_YEAR = code_of("silence", QUESTION.model_copy(update={"number": 5}))
OPEN = as_code(Year.begin(QUESTION.case, QUESTION.number).send_again([], [], 6))
OWN_CASE = as_code(Year.begin(small_case(), QUESTION.number))
CODE = SOLUTION["code"]
BAD = {
    "nothing": ("", "There is no text yet"),
    "no code": ("Dear all", "not the code of a year"),
    "cut": (CODE[:60], "cut or changed"),
    "changed": (CODE.replace(CODE[20:24], "ABCD"), "cut or changed"),
    "newer": (CODE.replace("MBY1", "MBY2"), "newer version"),
    "a plan": (strategy_code("A plan", load_strategy("silence").acts, QUESTION.case), "another kind"),
    "too long": ("MBY1-" + "a" * 30_000, "too long"),
    "another case": (OTHER_CASE, "Missed deliveries"),
    "another year": (OTHER_YEAR, "year 5"),
    "not over": (OPEN, "week 6 of 52"),
    "a case of one's own": (OWN_CASE, "'small'"),
    "a number": (7, "Paste the code"),
    "a list": ([CODE], "Paste the code"),
}


@pytest.mark.parametrize(("code", "told"), BAD.values(), ids=BAD)
def test_a_bad_code_gives_one_sentence_and_loses_only_its_question(code, told):
    """A code that is cut, newer, of another case or year, or not over loses its question, with the reason."""
    findings = judge(EXERCISE, "q1", SOLUTION | {"code": code})
    assert not any(one.good or one.misconception for one in findings)
    (words,) = {one.words for one in findings}
    assert told in words
    assert "\n" not in words
    assert sum(one.points for one in findings) == QUESTION.most
    assert all(one.good for one in judge(EXERCISE, "q2", "stay"))


def test_a_code_is_played_once(monkeypatch):
    """All checks, and a second look, ask for one simulation, and the words around a code do not matter."""
    played = []
    play = year_module.play_weeks
    monkeypatch.setattr(year_module, "play_weeks", lambda *a, **how: played.append(1) or play(*a, **how))
    handed_year.cache_clear()
    for _ in range(2):
        assert all(one.good for one in judge(EXERCISE, "q1", SOLUTION))
    assert len(played) == 1
    assert all(one.good for one in judge(EXERCISE, "q1", SOLUTION | {"code": f"7 of 8 stayed. {CODE} Can you?"}))


def test_other_luck_changes_nothing():
    """Grading's own seeds give the same verdicts: a year was played with its own luck."""
    answer = of("acknowledge-first")
    assert judge(EXERCISE, "q1", answer, (7_101, 7_102)) == judge(EXERCISE, "q1", answer)


# On the page, and in the report


def test_the_year_that_is_asked_for_can_be_begun_from_the_page():
    """The form shows the code of the year to play, and the page of a year begins just that one."""
    form = form_of(QUESTION)
    board = PlayedYear()
    board.play({"do": "load", "code": form.to_play.value})
    year = board.session.played
    assert (year.case.key, year.number, year.week) == (QUESTION.case, QUESTION.number, 0)
    form.stands_at("ex08/answers/q1")
    places = {one.place for one in form.widget.children if getattr(one, "place", "")}
    assert len(places) == 3
    assert all(place.count("/") == 0 for place in places)


def test_a_page_says_once_what_is_wrong_with_a_code():
    """A bad code's sentence stands on the page once, not once for each check."""
    page = ExercisePage("ex08", progress=Progress())
    page.ask("q1").form.code.value = CODE[:60]
    page.asked["q1"].check()
    assert page.asked["q1"].told.words.count("cut or changed") == 1
    page.asked["q1"].form.show(SOLUTION)
    page.asked["q1"].check()
    assert f"{QUESTION.most:g} of {QUESTION.most:g} points" in page.asked["q1"].told.words


def test_a_year_in_a_report_tells_code_and_reasons_and_is_a_plan():
    """A reader gets the code to open the year, whom it lost in words, and its acts beside those of the others."""
    asked = guide_to(["ex08"]).asked("ex08", "q1")
    shown = asked.shown(SOLUTION)
    assert CODE in shown
    assert "Young patients' group" in shown
    assert [act.act for act in asked.plan(SOLUTION).acts] == [act.act for act in load_strategy("q-and-a").acts]
    wrong = next(choice for choice in QUESTION.choices if choice.key == "deeds")
    assert asked.wrong_ideas(SOLUTION | {"why": "deeds"}, frozenset({"why"})) == (wrong.misconception,)
    assert asked.plan(SOLUTION | {"code": "x"}) is None
