"""Stories: short, true to the numbers, different for each strategy, and readable."""

import re
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings

from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.experiments.simulate import simulate
from sim.model import ledger
from sim.model.acts import ACTS
from sim.model.case import Commitment, Event, Partner
from sim.model.strategy import Strategy
from sim.narrative.highlight_parts import SLOW
from sim.narrative.highlights import worth_telling
from sim.narrative.phrasing import cause_in_words
from sim.narrative.story import LINES, tell
from sim.texts.words import catalogue
from tests.worlds import plan, situations, small_case

pytestmark = pytest.mark.long

WORLDS = (0, 3)
PAIRS = [(case, key, world) for case in case_keys() for key in strategy_keys() for world in WORLDS]
UNFIT = re.compile(r"_|[{}]|\d/\d|\bnan\b|\binf\b|None|won over|win back|handl|obedien|complian", re.IGNORECASE)


def one_world(case, strategy, world=0, seed=0):
    """Return the outcome of a single world, with its diary."""
    return simulate(case, strategy, worlds=range(world, world + 1), seed=seed, by_world=True)


@pytest.fixture(scope="module")
def outcomes():
    """Return every strategy in both cases, in a few worlds."""
    return {(case, key, world): one_world(case, key, world) for case, key, world in PAIRS}


@pytest.fixture(scope="module")
def stories(outcomes):
    """Return their stories."""
    return {place: tell(outcome) for place, outcome in outcomes.items()}


def named(line, outcome):
    """Return the places of the partners whom a line names."""
    return [place for place, name in enumerate(outcome.case.names) if name.lower() in line.lower()]


def weeks_of(line):
    """Return the first and last week of a dated line, or None."""
    found = re.match(r"Weeks? (\d+)(?: to (\d+))?:", line)
    return found and (int(found[1]), int(found[2] or found[1]))


def true_changes(line, outcome):
    """Tell whether every "from … to …" in a line is the trust of a partner named there in that week."""
    first, last = weeks_of(line)
    trust = 100 * outcome.trust[:, :, 0]
    seen = [(round(trust[first, p]), round(trust[last + 1, p])) for p in named(line, outcome)]
    return all((int(a), int(b)) in seen for a, b in re.findall(r"(?:rose|fell) from (\d+) to (\d+)", line))


def true_points(line, outcome):
    """Tell whether all points in a line are what a cause moved for a partner named there: then, by then or in all."""
    first, last = weeks_of(line)
    moved = 100 * outcome.moved_by_world[..., 0][:, :, named(line, outcome)]
    sums = (moved[first : last + 1], moved[: last + 1], moved)
    allowed = {round(abs(number)) for part in sums for number in part.sum(axis=0).ravel()}
    return all(int(number) in allowed for number in re.findall(r"(\d+) points?\b", line))


def bare(line, outcome):
    """Return a line without its date, numbers, quoted names and partners: what is left is its wording."""
    line = re.sub(r"^Weeks? [\d to]+:|“[^”]*”|\d[\d.]*", "", line)
    for name in sorted(outcome.case.names, key=len, reverse=True):
        line = re.sub(rf"(the )?{re.escape(name)}", "N", line, flags=re.IGNORECASE)
    return line


def check(outcome):
    """Check what holds for every story, and return it."""
    told = tell(outcome)
    assert 3 <= len(told) <= LINES
    assert all(line.endswith(".") and line == line.strip() and "\n" not in line for line in told)
    assert not [line for line in told if UNFIT.search(line)]
    assert any(named(line, outcome) for line in told)
    for line in filter(weeks_of, told):
        assert true_changes(line, outcome), line
        assert true_points(line, outcome), line
    starts = [weeks_of(line)[0] for line in told if weeks_of(line)]
    assert starts == sorted(starts)
    assert max(Counter(bare(line, outcome) for line in told).values()) == 1
    return told


# The shipped cases and strategies


@pytest.mark.slow
@pytest.mark.parametrize("place", PAIRS, ids=lambda place: "-".join(map(str, place)))
def test_a_shipped_story_is_short_true_and_in_plain_words(outcomes, place):
    """Every shipped story has few lines, true numbers, named partners and no unfilled slots."""
    check(outcomes[place])


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("case", case_keys())
def test_stories_of_two_strategies_share_under_half_their_sentences(stories, case, world):
    """In the same case and world, stories of two strategies share under half of their sentences."""
    for one, other in combinations(strategy_keys(), 2):
        ours, theirs = set(stories[case, one, world]), set(stories[case, other, world])
        assert len(ours & theirs) < min(len(ours), len(theirs)) / 2, (one, other)


@pytest.mark.slow
@pytest.mark.parametrize("place", PAIRS[::5], ids=lambda place: "-".join(map(str, place)))
def test_the_end_agrees_with_the_outcome(outcomes, stories, place):
    """The last lines agree with the outcome on trust, partners, promises, hours, helps and hurts."""
    outcome, told = outcomes[place], "\n".join(stories[place])
    start, end = 100 * outcome.mean_trust[0, 0], 100 * outcome.final_trust[0]
    assert f"trust stood at {round(end)} on average, against {round(start)} before" in told
    due = outcome.kept[0] + outcome.broken[0]
    assert f"Of {due} promises that fell due, {outcome.kept[0]} were kept" in told
    assert f"took {outcome.staff_hours[0]:.0f} staff hours" in told
    stayed = outcome.partners_kept[0]
    count = len(outcome.case.partners)
    assert (
        f"Each of the {count} partners stayed" if stayed == count else f"{stayed} of {count} partners stayed"
    ) in told
    total = {cause: 100 * moved for cause, moved in outcome.what_moved_trust.items()}
    most, least = max(total, key=total.get), min(total, key=total.get)
    assert f"{cause_in_words(most, helped=True)} (+{total[most]:.1f})" in told.split("What helped most", 1)[1]
    assert f"{cause_in_words(least, helped=False)} (−{-total[least]:.1f})" in told.split("What hurt most", 1)[1]  # noqa: RUF001


@pytest.mark.parametrize("world", range(4))
def test_a_late_event_is_told_however_much_was_done(world):
    """What happens in a case stands in its story, though many acts weigh more than a small event."""
    small = Event(day=100, event="decision", to=("Funder",), label="The stop at the mill is given up", weight=0.05)
    case = load_case("missed-deadline")
    case = case.model_copy(update={"events": (*(one for one in case.events if one.day < 100), small)})
    told = check(one_world(case, "recovery-plan", world))
    assert any("The stop at the mill is given up" in line for line in told)


def test_everybody_who_left_or_parted_is_named_with_a_date(outcomes, stories):
    """The story names every partner who leaves or parts, with the date."""
    gone = 0
    for place, outcome in outcomes.items():
        for partner in np.flatnonzero(outcome.gone_week[:, 0] >= 0):
            week, gone = outcome.gone_week[partner, 0], gone + 1
            lines = [
                line
                for line in stories[place]
                if re.search(r"leave|left (too|the work)|decided to go|ended|part, |went", line)
            ]
            dated = [line for line in lines if weeks_of(line) and partner in named(line, outcome)]
            assert any(weeks_of(line)[0] <= week <= weeks_of(line)[1] for line in dated), (place, partner)
    assert gone > 0


def test_a_story_names_each_kind_of_act_while_there_is_room(stories):
    """The story of a plan with few kinds of acts mentions each of them."""
    for key in ("face-value", "over-promise", "words-only", "deny-and-defend"):
        told = "\n".join(stories["criticised-outreach", key, 0])
        for act in load_strategy(key).acts:
            assert act.act == "part_ways" or act.deed() in told, act


def test_the_same_world_has_the_same_story():
    """A story depends on case, strategy, world and seed, and on nothing else."""
    told = tell(one_world("missed-deadline", "q-and-a", world=5, seed=2))
    assert tell(one_world("missed-deadline", "q-and-a", world=5, seed=2)) == told
    assert tell(one_world("missed-deadline", "q-and-a", world=6, seed=2)) != told
    assert tell(one_world("missed-deadline", "q-and-a", world=5, seed=3)) != told


# Words


def test_every_cause_and_every_act_has_its_words():
    """Every cause and every act has words for stories."""
    assert part("causes") == set(ledger.CAUSES) > part("causes_that_hurt")
    assert part("repeats") == part("felt_little") - {"else", "empty_message"} == set(ACTS) - {"part_ways"}
    assert part("felt_well") | part("felt_badly") <= set(ACTS) | {"else"}
    assert set(SLOW) <= part("sentences")


def part(name):
    """Return the keys in a part of the catalogue."""
    return {key.partition(".")[2] for key in catalogue() if key.startswith(f"{name}.")}


@pytest.mark.parametrize(
    ("acts", "wording"),
    [
        ([], "no answer"),
        ([{"act": "apologise", "week": 0, "parts": ["regret"]}], "no answer"),
        ([{"act": "apologise", "week": 1, "parts": ["responsibility", "regret"]}], "no answer, in part"),
        ([{"act": "acknowledge", "week": 8}], "no answer, in part"),
    ],
)
def test_nobody_answered_is_told_only_where_nobody_did(acts, wording):
    """Once somebody has owned up, a story tells that a part was left open, never that nobody answered."""
    plan = Strategy(key="own", title="Own", summary="-", source="own", acts=acts)
    outcome = simulate("missed-deadline", plan, worlds=1, by_world=True)
    told = [one.wording for one in worth_telling(outcome) if one.wording.startswith("no answer")]
    assert told == [wording]


@pytest.mark.parametrize("kind", ACTS)
def test_every_kind_of_act_is_told(kind):
    """A plan of a single act has a story that mentions the act and a partner."""
    people = (Partner(name="Clinic", role="A clinic"), Partner(name="Funder", role="A funder", fit=0.2))
    outcome = one_world(small_case(partners=people), plan({"act": kind, "week": 2}))
    told = check(outcome)
    text = "agreed to part" if kind == "part_ways" else outcome.strategy.acts[0].deed()
    assert any(text in line and named(line, outcome) for line in told)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ({"act": "plan", "milestones": 2, "every": 2}, "the plan's second milestone"),
        ({"act": "propose"}, "the change on offer"),
        ({"act": "promise", "count": 2, "buffer": 1, "weeks": 2}, "the first extra promise"),
    ],
)
def test_promises_that_acts_made_are_told_in_words(act, words):
    """Commitments made by acts are described in words, not by number."""
    told = check(one_world(small_case(commitments=(), hours_per_day=3), plan({"week": 1} | act)))
    assert words in "\n".join(told).lower()


def test_two_plans_are_told_apart_by_their_weeks():
    """If an act occurs twice, its promises are distinguished by their week."""
    acts = [{"act": "plan", "week": week, "milestones": 1, "every": 1} for week in (1, 4)]
    told = "\n".join(check(one_world(small_case(commitments=()), plan(*acts))))
    assert "milestone of the plan from week 1" in told.lower()


# Cases of all kinds

EVENTS = {
    "breach": Event(event="breach", day=8, weight=2, label="The deadline passed"),
    "lie": Event(event="breach", day=8, weight=2, lie=True, label="The report was said to be done"),
    "statement": Event(event="breach", day=8, weight=2, form="statement", label="A rule was changed"),
    "kept": Event(event="kept", day=8, weight=2, label="The room was ready"),
    "decision": Event(event="decision", day=8, weight=2, label="The office will close at noon"),
    "guilt_proven": Event(event="guilt_proven", day=8, label="The minutes came to light"),
}


@pytest.mark.parametrize("kind", EVENTS)
def test_every_kind_of_scripted_event_is_told_in_its_week(kind):
    """Every scripted event is told with label, date, a partner and the change of trust."""
    doubt = Event(event="breach", weight=2, guilt=0.2, label="Money was missing")
    outcome = one_world(small_case(events=(doubt, EVENTS[kind])), plan({"act": "deny", "day": 2}))
    line = next(line for line in check(outcome) if EVENTS[kind].label in line)
    assert weeks_of(line) == (1, 1)
    assert named(line, outcome)
    assert "trust" in line
    assert ("lie" in line) == (kind == "lie")


def test_more_than_two_events_of_a_day_share_a_sentence():
    """From the third on, events of one kind on one day share a sentence after the others."""
    names = ("Clinic", "Funder", "Choir")
    people = tuple(Partner(name=name, role="A partner") for name in names)
    events = tuple(Event(event="breach", to=(name,), label=f"{name} was let down") for name in names)
    told = check(one_world(small_case(partners=people, events=events, ties=()), plan()))
    assert sum("let down" in line for line in told) == 2
    assert "That was not all" in told[3]


ODD = {
    "one partner": {"partners": (Partner(name="Funder", role="A funder"),), "ties": ()},
    "no commitments": {"commitments": ()},
    "nothing at all": {"commitments": (), "events": ()},
    "four weeks": {"weeks": 4},
    "braces": {"events": (Event(event="breach", label="{who} left {0}"),), "title": "100 % of {it}"},
}


@pytest.mark.parametrize("key", ["silence", "recovery-plan", "over-promise", "flood", "face-value"])
@pytest.mark.parametrize("kind", ODD)
def test_small_cases_have_stories_too(kind, key):
    """Cases with one partner, no commitments, no events or one month have a story with a partner."""
    outcome = one_world(small_case(**ODD[kind]), key)
    if kind == "braces":
        assert any("{who} left {0}" in line for line in tell(outcome))
    else:
        assert check(outcome)


def test_a_commitment_may_have_any_name():
    """A commitment's name is quoted as it is, even if it looks like the name of an act's promise."""
    case = small_case(commitments=(Commitment(name="0/0/0 {x}", hours=20, weeks=2),))
    assert any("“0/0/0 {x}”" in line for line in tell(one_world(case, "silence")))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(situations())
def test_any_case_and_strategy_has_a_story(situation):
    """Any case and strategy has a short story with true numbers."""
    check(one_world(*situation))


def test_an_entry_of_the_diary_names_its_parts():
    """An entry of the diary has named fields: day, what, about and where."""
    outcome = one_world("missed-deadline", "silence")
    first, breach = outcome.diary[0], outcome.case.events[0]
    assert (first.day, first.what, first.about) == (breach.day, breach.event, breach.label)
    assert first.where.shape == (len(outcome.case.partners), 1)
    broken = next(entry for entry in outcome.diary if entry.what == "broken")
    assert broken.about in {one.name for one in outcome.case.commitments}
    assert broken.where.shape == (1,)


def test_a_story_needs_one_world_and_its_diary():
    """A story of several worlds, or of one without a diary, is refused."""
    for worlds, by_world in ((2, True), (1, False)):
        with pytest.raises(ValueError, match="one world"):
            tell(simulate("missed-deadline", "silence", worlds=worlds, by_world=by_world))
