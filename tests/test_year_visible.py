"""What the organisation can see of a played year: what was done and said, and of trust nothing but answers."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest

from sim.catalogue import case_keys, load_case
from sim.experiments.year.readings import CALL_ERROR, SURVEY_ERROR, call_reading, survey_reading, word_of
from sim.experiments.year.visible import NOTICED_AFTER, QUIET_AFTER, answers_complaint, moments
from sim.experiments.year.year import Year
from sim.model.case import Event, Partner
from sim.model.frozen import DAYS_A_WEEK
from sim.narrative.lines import mood_of, spoken
from sim.narrative.phrasing import week_of
from tests.worlds import small_case

BUSY = (
    {"act": "acknowledge", "day": 1},
    {"act": "listen", "week": 1, "channel": "call"},
    {"act": "apologise", "week": 2},
    {"act": "update", "week": 3, "every_weeks": 3, "to": ["Funder", "Clinic team"], "says": ["results"]},
    {"act": "plan", "week": 2},
    {"act": "survey", "week": 6, "every_weeks": 13},
    {"act": "thank", "when": "complaint", "every_weeks": 2},
    {"act": "part_ways", "week": 20, "to": ["Sister organisation"]},
)

ANSWERING = ({"act": "listen", "when": "complaint", "every_weeks": 1}, {"act": "apologise", "week": 3})


def to_end(year, acts):
    """Return the end of a year in which all acts are sent at first."""
    year = year.send(acts)
    while not year.over:
        year = year.send([])
    return year


@cache
def busy(number=4):
    """Return a whole year with acts of many kinds."""
    return to_end(Year.begin("missed-deadline", number), BUSY)


def with_trust(year, facets):
    """Return the same year, in which everything happened as it did, with other hidden trust."""
    other = replace(year)
    other.__dict__["outcome"] = replace(year.outcome, facets=facets, moved=year.outcome.moved * 0)
    return other


@pytest.mark.long
def test_hidden_trust_shows_in_answers_alone():
    """Two worlds that differ only in hidden trust give the same moments, but for answers and why partners leave."""
    year = busy()
    facets = np.random.default_rng(1).random(year.outcome.facets.shape)
    ours, theirs = moments(year), moments(with_trust(year, facets))
    differ = {one.kind for one, other in zip(ours, theirs, strict=True) if one != other}
    assert differ == {"told", "left"}
    assert all(
        replace(one, word="") == replace(other, word="")
        for one, other in zip(ours, theirs, strict=True)
        if one.kind == "left"
    )
    assert [replace(one, reading=None, word="") for one in ours if one.kind == "told"] == [
        replace(one, reading=None, word="") for one in theirs if one.kind == "told"
    ]


def test_a_partner_who_thinks_otherwise_and_says_the_same_looks_the_same():
    """Partners with slightly other trust, who happen to say and do the same, give the same moments."""
    case = load_case("missed-deadline")
    others = tuple(one.model_copy(update={"trust": one.trust + 1e-4}) for one in case.partners)
    years = [Year.begin(one, 4).send(BUSY[:5]).send([]) for one in (case, case.model_copy(update={"partners": others}))]
    assert not np.array_equal(years[0].outcome.trust, years[1].outcome.trust)
    assert moments(years[0]) == moments(years[1])


@pytest.mark.long
def test_turns_and_moments_go_on_from_each_other():
    """What was seen in one turn stays in the next."""
    year = busy()
    seen = ()
    for turn in range(1, len(year.turns) + 2):
        now = moments(year.back_to(turn))
        assert now[: len(seen)] == seen
        seen = now


def test_answers_err_as_much_as_is_said():
    """Answers to a survey lie about as far from trust as the assumption says, those on the phone are a word."""
    told = np.array([survey_reading(0.5, number, "Funder", 20) for number in range(800)])
    assert abs(told.mean() - 50) < 1.5
    assert abs(told.std() - SURVEY_ERROR) < 1
    phoned = Counter(word_of(call_reading(0.5, number, "Funder", 20)) for number in range(800))
    assert set(phoned) == {"low", "middling", "high"}
    assert phoned["middling"] < 0.6 * 800
    assert CALL_ERROR > SURVEY_ERROR
    assert all(70 < survey_reading(1.0, number, "Funder", 20) <= 100 for number in range(9))


def test_readings_come_from_those_who_were_asked():
    """Each survey and each call gives an answer from each partner that it reached, and nothing else does."""
    year = busy()
    asked = Counter((one.day, one.partner) for one in moments(year) if one.kind in ("survey", "listen"))
    told = Counter((one.day, one.partner) for one in moments(year) if one.kind == "told")
    assert asked == told
    assert told
    for one in moments(year):
        if one.kind == "told":
            assert 0 <= one.reading <= 100
            assert bool(one.word) == (one.act.act == "listen")


def wronged_twice():
    """Return a case in which two contented partners are wronged twice, and nobody else talks to them."""
    partners = tuple(
        Partner(name=name, role="A group", trust=0.9, spread=0, track_record=9, patience=0)
        for name in ("Clinic", "Funder")
    )
    events = tuple(Event(event="breach", day=day, weight=0.5, label=f"Day {day}") for day in (0, 30))
    return small_case(partners=partners, events=events, commitments=(), ties=(), hours_per_day=40)


def test_facts_tell_what_came_before():
    """Facts hold what was known just before: how often, heard, owned, answered, denied, and how long ago."""
    acts = [
        {"act": "listen", "day": 1, "channel": "meeting", "to": ["Funder"]},
        {"act": "deny", "day": 2, "to": ["Clinic"]},
        {"act": "apologise", "day": 11},
        {"act": "apologise", "day": 16, "parts": ["regret"]},
        {"act": "update", "day": 17, "every_weeks": 1, "until": 6},
        {"act": "apologise", "day": 36},
    ]
    year = to_end(Year.begin(wronged_twice(), 1), acts)
    of = {(one.day, one.kind, one.partner): one.facts for one in moments(year)}
    first, second, third = (of[day, "apologise", "Funder"] for day in (11, 16, 36))
    assert (first.times, first.heard, first.owned, first.wrong, first.denied) == (0, True, False, True, False)
    assert (second.times, second.heard, second.owned, second.wrong) == (1, True, True, False)
    assert (third.times, third.heard, third.owned, third.wrong) == (2, False, False, True)
    assert (third.messages, third.affected) == (4, True)
    clinic = of[11, "apologise", "Clinic"]
    assert (clinic.heard, clinic.wrong, clinic.denied, clinic.weeks_silent) == (False, False, True, 1)
    assert of[0, "breach", "Clinic"].affected is False


def test_promises_are_counted_for_those_who_are_owed_them():
    """A promise's fate is seen by those who are owed it, with how many were kept, broken and late before."""
    year = busy()
    fates = [one for one in moments(year) if one.kind in ("promise_kept", "promise_broken", "promise_late")]
    so_far = {name: Counter() for name in year.case.names}
    owed = {one.name: year.case.addressed(one.to) for one in year.case.commitments}
    for one in fates:
        known = so_far[one.partner]
        assert (one.facts.kept, one.facts.broken, one.facts.late) == tuple(
            known[kind] for kind in ("promise_kept", "promise_broken", "promise_late")
        )
        known[one.kind] += 1
        assert one.partner in owed.get(one.about, year.case.names)
        assert (one.act is None) == (one.about in owed)
    assert sum(so_far.values(), Counter()).keys() == {"promise_kept", "promise_broken", "promise_late"}


@pytest.mark.long
def test_who_has_gone_says_nothing_more():
    """After a partner left or parted, nothing is done to it, heard of it, or passed on by it."""
    gone = {}
    for number in (4, 5):
        for one in moments(busy(number)):
            assert (number, one.partner) not in gone
            if one.kind in ("left", "parted"):
                gone[number, one.partner] = one.day
    assert {partner for _, partner in gone} > {"Sister organisation"}


def test_who_parts_is_gone_whatever_else_was_done_that_evening():
    """What is done after the parting, on the same evening, is no moment of that partner any more."""
    denying = {"act": "deny", "day": 1, "every_weeks": 0.2, "to": ["Funder"]}
    year = Year.begin("missed-deadline", 3).send([{"act": "part_ways", "day": 1, "to": ["Funder"]}, denying])
    done = [(entry.day, entry.what) for entry in year.outcome.diary if entry.what in ("part_ways", "deny")]
    (parted,) = (day for day, what in done if what == "part_ways")
    assert done[-2:] == [(parted, "part_ways"), (parted, "deny")]
    last = [one.kind for one in moments(year) if one.partner == "Funder"][-1]
    assert last == "parted"
    assert mood_of([one for one in moments(year) if one.partner == "Funder"], DAYS_A_WEEK * year.week).key == "gone"


@pytest.mark.long
def test_silence_is_noticed_once_after_some_weeks():
    """A partner has gone quiet where it said nothing unasked for some weeks and nothing at all lately, noticed once."""
    unasked, heard, quiet, found = {}, {}, set(), 0
    for one in (one for number in range(1, 9) for one in moments(busy(number))):
        name, week = one.partner, one.day // DAYS_A_WEEK
        if one.day == 0:
            unasked, heard, quiet = {}, {}, set()
        if one.kind == "quiet":
            assert one.day - unasked[name] >= QUIET_AFTER * DAYS_A_WEEK
            assert one.facts.weeks_quiet == (one.day - heard[name]) // DAYS_A_WEEK >= NOTICED_AFTER
            assert name not in quiet
            assert mood_of([one], one.day).week == week - one.facts.weeks_quiet - 1 >= week_of(heard[name])
            quiet.add(name)
            found += 1
        elif one.says:
            quiet.discard(name)
            heard[name] = one.day
            calls = one.act and one.kind == one.act.act and getattr(one.act, "channel", "") in ("call", "meeting")
            if one.kind in ("asked", "complained", "told", "neighbour", "survey") or calls:
                unasked[name] = one.day
    assert found


@pytest.mark.long
def test_who_has_gone_quiet_says_nothing_until_asked():
    """From its silence on a partner shows no word and no mood of what is done, until it speaks or is asked."""
    found = 0
    for number in range(1, 9):
        quiet = {}
        for one in moments(busy(number)):
            if one.kind == "quiet":
                quiet[one.partner] = [one]
            elif one.says:
                quiet.pop(one.partner, None)
            elif one.partner in quiet:
                quiet[one.partner].append(one)
                assert mood_of(quiet[one.partner], one.day).key == "quiet"
                found += 1
            assert one.says or one.kind not in ("asked", "complained", "told", "left", "listen", "survey")
    assert found


def test_word_is_passed_on_by_close_neighbours_once():
    """Word of a complaint, a parting or good news comes from a close neighbour, once, and never of itself."""
    said = [one for one in moments(busy()) if one.kind == "neighbour"]
    close = {frozenset(tie.between) for tie in busy().case.ties if tie.strength >= 0.5}
    assert {one.word for one in said} <= {"complained", "left", "good"}
    assert all(frozenset((one.partner, one.about)) in close for one in said)
    assert len({(one.partner, one.about, one.word) for one in said}) == len(said) > 0


def test_who_asks_does_not_complain_that_week():
    """The diary tells apart who asked and who complained, and counts nobody twice on one evening."""
    said = Counter((one.day, one.partner) for one in moments(busy()) if one.kind in ("asked", "complained"))
    assert max(said.values()) == 1


NO_ANSWER = re.compile(
    "no answer|It has not come|nobody says|nobody has said|there is none|What became of it|What happened to"
    "|anybody read|An answer is owed|still owe an answer|waits for an answer|without an answer|say something about"
)
OWN_WORDS = {"asked", "complained", "neighbour", "quiet"}


@pytest.mark.long
@pytest.mark.parametrize("case", case_keys())
def test_who_was_answered_does_not_complain_of_no_answer(case):
    """In drawn years, with and without listening, nobody who was answered since a complaint says that nothing came."""
    found = Counter()
    for number, acts in product(range(1, 3), ((), ANSWERING)):
        year = to_end(Year.begin(case, number), acts)
        answered = {}
        for one, _, text in spoken(moments(year), year.case, number):
            if one.kind == "complained":
                found[answered.get(one.partner, "first")] += 1
            if one.kind in OWN_WORDS and answered.get(one.partner) is True:
                assert not NO_ANSWER.search(text), (one.day, one.partner, text)
            if one.kind == "complained":
                answered[one.partner] = False
            if one.partner in answered and one.act and one.kind == one.act.act and answers_complaint(one.act):
                answered[one.partner] = True
    assert found[True]
    assert found[False]
