"""A year that is played turn by turn: it equals the engine's own season, and its turns keep their pace."""

import re
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import ROOT

from sim.base.errors import BadInput
from sim.catalogue import case_keys, honest_keys, load_case, load_strategy, strategy_keys, taught_case_keys
from sim.experiments.simulate import simulate
from sim.experiments.year.cards import drafted
from sim.experiments.year.turns import ends_turn, turns_of
from sim.experiments.year.year import Year
from sim.model.frozen import DAYS_A_WEEK
from tests.test_year_cards import as_card
from tests.worlds import small_case

STRATEGIES = (*strategy_keys(), *honest_keys())
# "words-only" lists an apology for week 4 before the messages that begin at once: its order is not that of its days.
AT_ONCE = tuple(key for key in strategy_keys() if load_strategy(key).documented or key == "words-only")


def by_card(year, act):
    """Return an act as a card of this turn makes it."""
    values, when = as_card(act)
    return drafted(year, act.act, values, act.to, when)


def played(year, acts):
    """Return the year's end; each act is sent by a card in the turn that may contain its first day, the last first.

    In which order cards are sent makes no difference, since acts of one day are taken by kind.
    """
    left = list(reversed(acts))
    while not year.over:
        last = DAYS_A_WEEK * (year.week + year.ahead)
        year = year.send([by_card(year, act) for act in left if act.first_day <= last])
        left = [act for act in left if act.first_day > last]
    return year


@cache
def known_year():
    """Return one whole year in which much was done."""
    return played(Year.begin("missed-deadline", 3), load_strategy("recovery-plan").acts)


@pytest.mark.slow
@pytest.mark.parametrize("case", taught_case_keys())
@pytest.mark.parametrize(
    "strategy", [key if key in AT_ONCE else pytest.param(key, marks=pytest.mark.full) for key in STRATEGIES]
)
def test_a_strategy_played_by_hand_gives_the_same_season(case, strategy):
    """A strategy that is sent by cards, turn by turn, gives what the engine gives at once, rules and repeats too."""
    strategy = load_strategy(strategy)
    year = played(Year.begin(case, 3), strategy.acts)
    at_once = simulate(case, strategy, worlds=range(1), seed=3)
    assert np.abs(year.outcome.facets - at_once.facets).max() < 1e-9
    assert all(np.abs(year.outcome.hours[kind] - hours).max() < 1e-9 for kind, hours in at_once.hours.items())
    assert len(year.strategy.acts) == len(strategy.acts)


def test_a_stopped_order_equals_one_that_ends_by_itself():
    """Stopping an order gives the season of the same order with `until`; so does one with a rule."""
    year = Year.begin("missed-deliveries", 5)
    sent = [{"act": "update", "week": 0, "every_weeks": 1}, {"act": "thank", "when": "complaint", "every_weeks": 1}]
    year = year.send(sent).send([])
    stopped, week = year.send([], stop=[0, 1]), year.week
    last = {"until": week - 1}
    strategy = stopped.strategy.model_copy(
        update={"acts": tuple(act.model_copy(update=last) for act in year.strategy.acts)}
    )
    assert [act.until for act in stopped.strategy.acts] == [week - 1] * 2
    at_once = simulate("missed-deliveries", strategy, worlds=range(1), seed=5)
    assert np.array_equal(stopped.outcome.trust, at_once.trust[: stopped.week + 1])


def test_an_order_can_be_stopped_before_it_begins():
    """An order for later that is stopped never takes effect, and the acts before it keep their places."""
    year = Year.begin("missed-deliveries", 5).send([{"act": "thank", "week": 20}, {"act": "celebrate", "week": 21}])
    year = year.send([], stop=[0])
    while not year.over:
        year = year.send([])
    done = {entry.what: entry.about for entry in year.outcome.diary}
    assert "thank" not in done
    assert done["celebrate"] == "1"


@pytest.mark.long
def test_going_on_leaves_the_weeks_played_as_they_were():
    """What was seen of earlier weeks stays, whatever is sent later; going back gives the same year again."""
    whole = known_year()
    half = whole.back_to(6)
    assert np.array_equal(whole.outcome.trust[: half.week + 1], half.outcome.trust)
    other = half.send([{"act": "apologise", "week": half.week}])
    assert np.array_equal(other.outcome.trust[: half.week + 1], half.outcome.trust)
    assert half.send(whole.turns[5].acts) == whole.back_to(7)


def test_before_the_first_turn_the_incident_is_seen():
    """A year of no weeks shows the evening of the incident: what happened, and first questions."""
    diary = Year.begin("missed-deadline", 3).outcome.diary
    assert {entry.day for entry in diary} == {0}
    assert {"breach", "asked"} <= {entry.what for entry in diary}


def test_the_last_evening_of_a_turn_is_seen_whole():
    """What partners ask on the evening on which a turn ends is seen at once, as it is later."""
    year, whole = known_year().back_to(4), known_year()

    def told(outcome):
        last = DAYS_A_WEEK * year.week
        return [(one.day, one.what, one.about, one.where.tolist()) for one in outcome.diary if one.day <= last]

    assert told(year.outcome) == told(whole.outcome)


@pytest.mark.parametrize("weeks", [4, 7, 12, 26, 40, 52, 104, 156])
def test_turns_keep_their_pace(weeks):
    """However much happens, a year has its least to its greatest number of turns, of one to six weeks."""
    chance = np.random.default_rng(weeks)
    for often in (0, 0.1, 0.3, 1):
        ends = [0]
        diary = []
        for week in range(1, weeks + 1):
            if chance.random() < often:
                diary.append(SimpleNamespace(day=DAYS_A_WEEK * week, what=("left", "complained")[week % 2]))
            if ends_turn(week, ends[-1], len(ends) - 1, weeks, diary):
                ends.append(week)
        least, most = turns_of(weeks)
        assert ends[-1] == weeks
        assert least <= len(ends) - 1 <= most
        assert max(np.diff(ends)) <= 6


def test_a_turn_ends_where_something_needs_a_decision():
    """A turn ends early with the week in which somebody leaves, and not with one in which work is delivered."""
    left, kept = ([SimpleNamespace(day=20, what=what)] for what in ("left", "kept"))
    assert ends_turn(4, 2, 1, 52, left)
    assert not ends_turn(4, 2, 1, 52, kept)


def test_guesses_are_kept_with_their_week():
    """A guess is kept; a second one of the same week replaces it, and a branch keeps those from before it."""
    year = known_year().back_to(3).guess({"Funder": 55.4}).guess({"Funder": 60})
    later = year.send([]).guess({"Clinic team": 40})
    assert [(one.week, dict(one.trust)) for one in later.guesses] == [
        (year.week, {"Funder": 60}), (later.week, {"Clinic team": 40}),
    ]  # fmt: skip
    assert later.back_to(3).guesses == year.guesses
    assert later.back_to(1).guesses == ()


def sent_in_two(year, number):
    """Return the year after two turns with so many acts in each."""
    return year.send([{"act": "thank", "week": 9}] * number).send([{"act": "thank", "week": 9}] * number)


BEGUN = Year.begin(small_case(), 2)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (lambda year: year.send([{"act": "thank", "week": 0}]), "thank would start in week 0, but week 2 has come"),
        (lambda year: year.send([{"act": "thanks", "week": 5}]), "thank"),
        (lambda year: year.send([{"act": "thank", "week": 5, "to": ["Nobody"]}]), "Nobody"),
        (lambda year: year.send("thank"), "acts is of type str"),
        (lambda year: year.send([], stop=[0]), "there is no act 0 to stop; 0 were sent so far"),
        (lambda year: year.send([], stop=["first"]), "stop (= 'first') must be a whole number"),
        (lambda year: year.send([{"act": "thank", "week": 9}] * 101), "at most 100"),
        (lambda year: sent_in_two(year, 51), "that would be 102 acts in this year, which may have at most 100"),
        (lambda year: year.guess({"Nobody": 4}), "'Nobody' is no partner here"),
        (lambda year: year.guess({year.case.names[0]: 101}), "must be a number from 0 to 100"),
        (lambda year: year.guess({year.case.names[0]: "high"}), "must be a number from 0 to 100"),
        (lambda year: year.back_to(0), "turn (= 0) must be between 1 and 2"),
        (lambda year: year.back_to(3), "turn (= 3) must be between 1 and 2"),
        (lambda _: Year.begin("missed-deadline", -1), "must be 0 or more"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_in_a_sentence(step, said):
    """A step that cannot be taken is refused in one sentence, and the year stays as it was."""
    year = BEGUN.send([])
    with pytest.raises(BadInput) as error:
        step(year)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert year == BEGUN.send([])


@pytest.mark.parametrize(("role", "said"), [("", "role is missing"), ('role = " "', "role is ' '")])
def test_a_case_without_roles_is_refused(tmp_path, role, said):
    """A case that does not tell who a partner is gives a sentence that names file, partner and field, and no year."""
    text = (ROOT / "sim" / "catalogue" / "cases" / "missed-deadline.toml").read_text("utf-8")
    case = tmp_path / "own.toml"
    case.write_text(re.sub("^role = .*$", role, text, count=1, flags=re.MULTILINE), "utf-8")
    with pytest.raises(BadInput) as error:
        Year.begin(str(case))
    assert f"own.toml: partners[1] (Patients' circle): {said}" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_year_that_is_over_goes_no_further():
    """Nothing can be sent after the last week."""
    with pytest.raises(BadInput, match="the year is over"):
        known_year().send([])


def test_every_case_can_begin():
    """Every shipped case begins with its first evening."""
    assert all(Year.begin(key).outcome.weeks == 0 for key in case_keys())
    assert load_case("missed-deadline").weeks == known_year().week
