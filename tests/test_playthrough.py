"""Seasons that are paused, given more acts, and continued."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.base.errors import BadInput
from sim.experiments.playthrough import Playthrough
from sim.experiments.simulate import simulate
from tests.worlds import acts, cases, plan, small_case, strategies


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_history_before_a_pause_stays(data):
    """Acts added after a pause leave earlier weeks identical, and the end is that of an unpaused season."""
    case = data.draw(cases())
    week = data.draw(st.integers(1, case.weeks - 1))
    first = data.draw(strategies(case))
    later = data.draw(st.lists(acts(case, first_week=week), max_size=3))
    paused = Playthrough.begin(case, first, worlds=3, seed=1).until(week)
    ended = paused.then(later).to_end()
    assert np.array_equal(ended.outcome.trust[: week + 1], paused.outcome.trust)
    at_once = simulate(case, first.model_copy(update={"acts": (*first.acts, *plan(*later).acts)}), worlds=3, seed=1)
    assert np.array_equal(at_once.trust, ended.outcome.trust)


def test_a_pause_changes_nothing_by_itself():
    """A season with a pause equals one without."""
    play = Playthrough.begin(small_case(), plan({"act": "plan", "week": 2}), worlds=4)
    stepped = play.until(3).until(7).to_end().outcome
    assert np.array_equal(stepped.trust, play.to_end().outcome.trust)


def test_the_first_step_is_never_changed():
    """A playthrough is immutable: playing on leaves it unchanged."""
    paused = Playthrough.begin(small_case(), plan(), worlds=2).until(4)
    paused.then([{"act": "thank", "week": 5}]).to_end()
    assert (paused.week, paused.strategy.acts) == (4, ())


LIST = "must be a list, such as [{'act': 'thank', 'week': 4}]"
WEEK = "the added acts: acts[1] (thank): week"


def begun():
    """Return a season of which nothing has been played."""
    return Playthrough.begin(small_case(), plan())


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (lambda play: play.until(4), "week (= 4) must be between 5 and 12"),
        (lambda play: play.until(13), "week (= 13) must be between 5 and 12"),
        (lambda play: play.until(6.5), "week (= 6.5) must be a whole number"),
        (lambda play: play.until("6"), "week (= '6') must be a whole number"),
        (lambda play: play.until(week=True), "week (= True) must be a whole number"),
        (lambda play: play.then({"act": "thank", "week": 6}), f"acts is of type dict but {LIST}"),
        (lambda play: play.then("thank"), f"acts is of type str but {LIST}"),
        (lambda play: play.then(play.strategy), f"acts is of type Strategy but {LIST}"),
        (lambda play: play.then(None), f"acts is of type NoneType but {LIST}"),
        (lambda play: play.then([5]), "the added acts: acts[1]: this entry is 5 but must be a table"),
        (lambda play: play.then([{("a",): 5}]), "the added acts: the name of a field must be text"),
        (lambda play: play.then([{"act": "thank", "week": 6.5}]), f"{WEEK} is 6.5 but must be a whole number"),
        (lambda play: play.then([{"act": "thank", "week": 6j}]), f"{WEEK} is 6j but must be a whole number"),
        (lambda play: play.then([{"act": "thank", "week": 3}]), "thank would start in week 3, but week 4 has come"),
        (lambda _: begun().outcome, "nothing has been played yet; call until(week) first"),
    ],
)  # fmt: skip
def test_the_past_cannot_be_changed(step, said):
    """Acts in the past, weeks already played and outcomes before the first week are refused in one line."""
    with pytest.raises(BadInput) as error:
        step(Playthrough.begin(small_case(), plan(), worlds=2).until(4))
    assert str(error.value) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"worlds": 1.5}, "worlds (= 1.5) must be a whole number"),
        ({"worlds": 0}, "worlds (= 0) must be at least 1"),
        ({"worlds": 10**9}, "worlds (= 1000000000) must be at most 100,000"),
        ({"seed": "x"}, "seed (= 'x') must be a whole number"),
        ({"case": 5}, "a case is given as a key or a file, not as 5"),
        ({"strategy": None}, "a strategy is given as a key or a file, not as None"),
    ],
)
def test_a_season_that_cannot_begin(given, said):
    """Invalid arguments are refused when the season begins, not when it is first played."""
    case, strategy = given.pop("case", small_case()), given.pop("strategy", plan())
    with pytest.raises(BadInput) as error:
        Playthrough.begin(case, strategy, **given)
    assert str(error.value) == said
    if given:
        with pytest.raises(BadInput):
            Playthrough(case, strategy, **{"worlds": 2, "seed": 0} | given)


def test_whole_numbers_of_numpy_will_do():
    """Weeks, worlds and seeds may be NumPy integers, in acts too."""
    play = Playthrough.begin(small_case(), plan(), worlds=np.int64(3), seed=np.int32(1)).until(np.int64(4))
    later = play.then([{"act": "thank", "week": np.int64(5)}]).to_end()
    assert (type(play.week), later.strategy.acts[0].week, later.outcome.trust.shape[-1]) == (int, 5, 3)


def test_acts_may_come_one_by_one():
    """Acts may be given as any iterable."""
    assert len(begun().then({"act": "thank", "week": week} for week in (3, 4)).strategy.acts) == 2


def test_a_misspelt_act_is_named():
    """An act that does not exist is refused in one line that suggests the nearest."""
    with pytest.raises(BadInput, match="apologise"):
        Playthrough.begin(small_case(), plan()).then([{"act": "apologize", "week": 3}])
