"""The end of a played year: other years, rivals in this one, turning points, and what is said of them."""

import re
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from sim.catalogue import case_keys
from sim.experiments.search import documented
from sim.experiments.simulate import simulate
from sim.experiments.year.ending import OTHER_YEARS, PlayedStrategy, ending, other_years, rivals
from sim.experiments.year.leaving import OWN_REASONS, reason_for_leaving
from sim.experiments.year.turns import Turn
from sim.experiments.year.visible import moments
from sim.experiments.year.year import Year
from sim.model import ledger
from sim.model.acts import ACTS
from sim.narrative.account import account
from sim.narrative.cause_named import cause_named
from sim.narrative.cause_rows import cause_rows, weeks_together
from sim.narrative.highlight_parts import SLOW
from sim.narrative.lines import spoken
from sim.narrative.main_causes import gained, lost, main_causes
from sim.narrative.partner_year import partner_year
from sim.narrative.phrasing import NOTABLE, cause_in_words, week_of
from sim.narrative.turning_points import in_words, title, turn_of, turning_points
from sim.texts.words import say
from tests.worlds import plan, small_case

KEYS = ("silence", "q-and-a", "flood", "deny-and-defend")
TRIED = [
    (case, KEYS[(number + more) % len(KEYS)], number) for number, case in enumerate(case_keys(), 1) for more in (0, 1)
]


@pytest.fixture(scope="module")
def silent():
    """Return a silent year in a short case."""
    return PlayedStrategy("missed-deliveries", "silence", 4)


# How it ended


def test_an_ending_tells_who_is_there_and_the_true_lines():
    """Every partner stayed, left or parted; lines are true trust in points, and hours add up by use."""
    strategy = plan({"act": "part_ways", "week": 4, "to": ["Funder"]}, {"act": "thank", "week": 2})
    year = PlayedStrategy(small_case(), strategy, 3)
    ended, outcome = ending(year), year.outcome
    assert ended.parted == {"Funder": outcome.gone_week[1, 0]}
    assert {*ended.stayed, *ended.left, *ended.parted} == {"Clinic", "Funder"}
    assert np.allclose(ended.lines["Clinic"], 100 * outcome.trust[:, 0, 0])
    assert ended.used == pytest.approx(sum(ended.hours.values()) - ended.hours["commitments"])
    assert ended.hours["thank"] == pytest.approx(1.5)


# What it was like for each partner

STANDS = {"stayed, trusting you": (65, 100), "stayed, still waiting to see": (30, 65),
          "stayed, expecting little of you": (0, 30)}  # fmt: skip
TOLD = re.compile(
    r"(?:The )?(?P<who>.+?) (?P<end>stayed, .+?|left in week \d+|and you parted in week \d+, by agreement): "
    r"trust (?P<last>\d+) of 100, (?P<first>\d+) at first(?: and (?P<low>\d+) at the end of week (?P<week>\d+))?\."
    r"(?P<besides>.*)"
)
IN_BRACKETS = re.compile(r" \(((?:mostly |most of it in |\d+ of it in |weeks? |\d+ (?:times|of them)).*?)\)$")
MOST = re.compile(
    r"(?P<first>Lost|Gained) (?P<all>\d+) points?, (?P<of>all|\d+) by (?P<cause>.+?)\."
    r"(?: Second: (?P<second>.+?), (?P<more>\d+)\.)?(?: (?P<then>Lost|Gained) (?P<other>\d+)\.)?"
)


def check_named(outcome, who, named):
    """Check that each event that is named stands in the diary in that week, and each count is at least one."""
    for inside in IN_BRACKETS.findall(named):
        for week, name in re.findall(r"week (\d+): “([^”]+)”", inside):
            labels = [
                one.about.rstrip(" .") for one in outcome.diary
                if week_of(one.day) == int(week) and (not np.asarray(one.where)[..., 0].ndim or one.where[who, 0])
            ]  # fmt: skip
            assert name in labels, (week, name)
        assert not inside.startswith("0 ")
        for first, last in re.findall(r"weeks (\d+) to (\d+)", inside):
            assert int(first) < int(last) < outcome.weeks


def check_partner_year(outcome, who, said):
    """Check that what is told of a partner's year is what trust and the ledger of its one world hold."""
    told = TOLD.fullmatch(said)
    assert told, said
    gone = int(outcome.gone_week[who, 0])
    trust = 100 * outcome.trust[: outcome.weeks + 1 if gone < 0 else gone + 2, who, 0]
    assert outcome.case.names[who].removeprefix("The ") == told["who"]
    assert (f"{trust[0]:.0f}", f"{trust[-1]:.0f}") == (told["first"], told["last"])
    if told["low"]:
        assert f"{trust.min():.0f}" == told["low"] == f"{trust[int(told['week']) + 1]:.0f}"
    else:
        assert f"{trust.min():.0f}" in (told["first"], told["last"])
    if gone < 0:
        low, high = STANDS[told["end"]]
        assert low <= trust[-1] <= high
    else:
        assert f" in week {gone}" in told["end"]
        assert told["end"].startswith("and you parted") == bool(outcome.parted[who, 0])
    moved = 100 * outcome.moved_by_world[: len(trust) - 1, :, who, 0].sum(axis=0)
    moved = dict(zip(ledger.CAUSES, moved.tolist(), strict=True))
    own = bool(outcome.left[who, 0]) and reason_for_leaving(outcome, who, gone) == OWN_REASONS
    assert ("for reasons of their own" in told["besides"]) == own
    # Whole points add up to what is shown of trust: less than half a point is told where 56 became 57 by it.
    if "Nothing moved their trust" in told["besides"]:
        assert told["first"] == told["last"]
        assert all(abs(by) < NOTABLE for by in moved.values())
    else:
        assert told["first"] != told["last"] or any(abs(by) >= NOTABLE for by in moved.values())
    check_causes(outcome, who, moved)
    check_most(outcome, who)


def called(cause, *, helped):
    """Return what a cause is called: an act that helped as its card is, in quotation marks."""
    return f"“{say(f'acts.{cause}')}”" if helped and cause in ACTS else cause_in_words(cause, helped=helped)


def causes(sums):
    """Return the causes of sums."""
    return [one.cause for one in sums]


def check_causes(outcome, who, moved):
    """Check that all causes that show are there, the largest first, each with its points and what is named of it."""
    for sign, sums in ((-1, lost(outcome, who)), (1, gained(outcome, who))):
        assert all(abs(by) < 1 for cause, by in moved.items() if sign * by > 0 and cause not in {*causes(sums)})
        assert [one.points for one in sums] == sorted((one.points for one in sums), key=lambda by: -abs(by))
        for one in sums:
            assert abs(one.points - moved[one.cause]) < 1 <= sign * one.points
            named = cause_named(outcome, who, one.cause)
            assert named.startswith(called(one.cause, helped=sign > 0))
            check_named(outcome, who, named)
            if one.cause == ledger.NO_ANSWER:
                week = int(re.search(r"\(week (\d+): “", named)[1])
                assert outcome.moved_by_world[week, ledger.CAUSES.index(ledger.EVENT), who, 0] < 0


def check_most(outcome, who):
    """Check that both sides are told, what was more first, and that they make trust at the end out of the first."""
    told, went = " ".join(main_causes(outcome, who)), outcome.gone_week[who, 0] >= 0
    first, last = account(outcome, who).first, account(outcome, who).last
    sides = {"Lost": lost(outcome, who), "Gained": gained(outcome, who)}
    if not told:
        assert not any(sides.values())
        assert first == last
        return
    found = MOST.fullmatch(told)
    assert found, told
    assert found["first"] == ("Gained" if (last > first and not went) or not sides["Lost"] else "Lost")
    by = {found["first"]: int(found["all"])} | ({found["then"]: int(found["other"])} if found["then"] else {})
    assert by == {side: abs(sum(one.points for one in sums)) for side, sums in sides.items() if sums}
    assert first - by.get("Lost", 0) + by.get("Gained", 0) == last
    largest, *others = sides[found["first"]]
    assert found["cause"].startswith(called(largest.cause, helped=found["first"] == "Gained"))
    assert found["of"] == (str(abs(largest.points)) if others else "all")
    assert bool(found["second"]) == bool(went and others)
    if found["second"]:
        assert (found["second"], -int(found["more"])) == (called(others[0].cause, helped=False), others[0].points)
        check_named(outcome, who, found["cause"])


@pytest.mark.long
@pytest.mark.parametrize("strategy", [*KEYS, "recovery-plan"])
@pytest.mark.parametrize("case", case_keys())
def test_what_a_year_was_like_for_a_partner_agrees_with_the_ledger(case, strategy):
    """Each partner's sentences tell end, figures and the two weightiest causes as trust and ledger hold them."""
    for number in (1, 2):
        outcome = PlayedStrategy(case, strategy, number).outcome
        for who in range(len(outcome.case.names)):
            check_partner_year(outcome, who, partner_year(outcome, who))


@pytest.mark.parametrize("case", case_keys())
def test_an_account_adds_up_and_names_each_act(case):
    """Trust at first and all entries make trust at last; each act that moved half a point is there, largest first."""
    outcome, named = PlayedStrategy(case, "recovery-plan", 1).outcome, 0
    for who in range(len(outcome.case.names)):
        found, gone = account(outcome, who), int(outcome.gone_week[who, 0])
        trust = 100 * outcome.trust[: outcome.weeks + 1 if gone < 0 else gone + 2, who, 0]
        assert (f"{trust[0]:.0f}", f"{trust[-1]:.0f}") == (str(found.first), str(found.last))
        assert found.first + sum(one.points for one in found.entries) == found.last
        sizes = [abs(one.points) for one in found.entries]
        assert sizes == sorted(sizes, reverse=True)
        told = " ".join(one.what for one in found.entries)
        for cause in ACTS:
            moved = 100 * outcome.moved_by_world[: len(trust) - 1, ledger.CAUSES.index(cause), who, 0]
            if abs(moved.sum()) >= 1:
                named += 1
                assert say(f"acts.{cause}") in told
    assert named > 5


@pytest.mark.parametrize("case", case_keys())
def test_one_thing_has_one_figure(case):
    """What a partner's sentences, its account and the turning points tell of one cause are the same points."""
    found = Counter()
    for key, number in (("recovery-plan", 1), ("q-and-a", 2), ("silence", 3)):
        outcome = PlayedStrategy(case, key, number).outcome
        for who in range(len(outcome.case.names)):
            check_rows(outcome, who, found)
        for point in turning_points(outcome):
            found[check_card(outcome, point)] += 1
    assert found["rows"] > 20
    assert found["slow"]
    assert found["week"]


def check_rows(outcome, who, found):
    """Check that the rows of each cause add up to what is told of it, and that parts which are told have such rows."""
    rows = {cause: cause_rows(outcome, who, cause) for cause in ledger.CAUSES}
    for one in (*lost(outcome, who), *gained(outcome, who)):
        assert one.points == sum(row.points for row in rows[one.cause]), one
        found["rows"] += len(rows[one.cause])
        named = cause_named(outcome, who, one.cause)
        for part, inside in re.findall(r" \((?:(\d+) of it in )?(week \d+: [^;]+?)\)$", named):
            if one.cause != ledger.NO_ANSWER:  # names the wrong that had no answer
                weeks = {int(week) for week in re.findall(r"week (\d+): ", inside)}
                own = [row.points for row in rows[one.cause] if {*row.weeks} <= weeks]
                assert int(part or abs(one.points)) == abs(sum(own)), inside
                found["part" if part else "whole"] += 1
    lines = Counter((one.what, one.points) for one in account(outcome, who).entries)
    assert lines == Counter((one.what, one.points) for of in rows.values() for one in of)


def check_card(outcome, point):
    """Check that a turning point has the points of the account; return whether it is of several weeks or of one."""
    who = outcome.case.names.index(point.partner)
    rows, told = cause_rows(outcome, who, point.cause), in_words(outcome, point)
    if point.in_all:
        return "in all"
    if point.cause in SLOW:
        owning = ("acknowledge", "apologise", "review", "compensate")
        owned = any(one.what in owning and one.where[who, 0] for one in outcome.diary)
        assert not (owned and "Nobody answered" in told)
        in_all = abs(sum(one.points for one in rows))
        here, more = re.search(
            r"(\d+) points? (?:in these weeks \((\d+) in all\))?", f"{told.replace('.', ' ')} "
        ).groups()
        assert int(more or here) == in_all
        return "slow"
    own = [one.points for one in rows if one.weeks == (point.weeks[0],)]
    moved = re.search(r"(?:(rose|fell) from (\d+) to (\d+)|(grew|dropped) by (\d+) point)", told)
    if not (moved and len(own) == 1):
        return "other"
    before, after, by = moved[2], moved[3], moved[5]
    assert own == [int(after) - int(before) if before else int(by) * (1 if moved[4] == "grew" else -1)], told
    return "week"


UPDATES = re.compile(
    r"Your (?:(\d+) )?updates?(?: before week (\d+))? told of no finished work that was new to them, .*?"
    r"waiting would have cost (\d+|less than a)"
)


def test_updates_that_gave_no_points_are_told_as_what_they_were():
    """They are counted; the ledger holds nothing of them until the week named, and waiting would cost more without."""
    kinds = Counter()
    for case, acts in (
        ("missed-deadline", [{"act": "update", "day": 11, "every_weeks": 4}]),
        ("missed-deadline", [{"act": "update", "day": 1, "says": ["date"]}]),
        ("missed-deliveries", [{"act": "update", "day": 11, "every_weeks": 2, "says": []}]),
    ):
        outcome, bare = (PlayedStrategy(case, plan(*of), 3).outcome for of in (acts, []))
        for who in range(len(outcome.case.names)):
            moved, waited = (
                outcome.moved_by_world[:, ledger.CAUSES.index(cause), who, 0] for cause in ("update", ledger.WAITING)
            )
            sent = [one for one in outcome.diary if one.what == "update" and one.where[who, 0]]
            found = UPDATES.search(partner_year(outcome, who))
            first = next(iter(np.flatnonzero(moved)), outcome.weeks)
            early = sum(week_of(one.day) < first for one in sent)
            if not early or not acts[0].get("says", True):
                assert not found
                continue
            assert int(found[1] or 1) == early
            assert found[2] == (str(first) if first < outcome.weeks else None)
            bare_waited = bare.moved_by_world[:first, ledger.CAUSES.index(ledger.WAITING), who, 0].sum()
            assert waited[:first].sum() > bare_waited
            there = min(first, *(weeks_together(of, who) for of in (outcome, bare)))  # in both years
            cost, bare_cost = (
                100 * of.moved[:there, ledger.CAUSES.index(ledger.WAITING), who] for of in (outcome, bare)
            )
            assert found[3].replace("less than a", "0") == f"{(cost - bare_cost).sum():.0f}"
            kinds["early" if found[2] else "only"] += 1
    assert kinds["early"]
    assert kinds["only"]


def test_who_parts_by_agreement_has_not_left():
    """A partner with whom the work ended by agreement is not told of as one who left."""
    outcome = PlayedStrategy(small_case(), plan({"act": "part_ways", "week": 4, "to": ["Funder"]}), 3).outcome
    said = partner_year(outcome, 1)
    check_partner_year(outcome, 1, said)
    assert said.startswith("Funder and you parted in week 4, by agreement: trust 40 of 100, 61 at first")


def test_a_departure_that_no_week_explains_is_a_turning_point_too():
    """Who left after slight causes is told of with the weightiest, or as one with reasons of their own."""
    silent = PlayedStrategy("missed-deadline", "silence", 1).outcome
    who = silent.case.names.index("Sister organisation")
    assert not silent.left[who, 0]
    left, gone = silent.left.copy(), silent.gone_week.copy()
    left[who], gone[who] = True, 1
    for cause, said in (
        (None, "Little had moved the trust of the Sister"),
        (ledger.GOSSIP, "By then the Sister organisation had lost 2 points. Largest cause: bad news heard"),
    ):
        moved = silent.moved.copy()
        moved[:2, :, who] = 0
        if cause:
            moved[1, ledger.CAUSES.index(cause), who] = -0.02
        outcome = replace(silent, left=left, gone_week=gone, moved=moved)
        (found,) = (one for one in turning_points(outcome) if one.partner == "Sister organisation")
        told = in_words(outcome, found)
        assert told.startswith(f"Week 1: {said}")
        assert told.endswith(f"In the same week, they left, with trust at {100 * outcome.trust[2, who, 0]:.0f}.")


# Other years, and others in this one


def test_other_years_are_the_same_decisions_under_other_luck(silent):
    """Two hundred further worlds of the year's seed are played; this one is not among them."""
    found = other_years(silent)
    played = simulate("missed-deliveries", "silence", worlds=OTHER_YEARS, seed=4)
    assert 0 not in OTHER_YEARS
    assert np.allclose(found.headlines, 100 * played.each("partnership"))
    assert list(found.stays.values()) == (played.gone_week < 0).sum(axis=1).tolist()
    assert found.headline == pytest.approx(100 * silent.outcome.each("partnership")[0])


def test_luck_is_what_this_year_had_beyond_the_others(silent):
    """Points of luck are this year's less the others' mean, and its place is the share that ended worse."""
    found = other_years(silent)
    assert found.luck == pytest.approx(found.headline - np.mean(found.headlines))
    assert found.worse == np.mean(np.array(found.headlines) < found.headline)
    assert -100 < found.luck < 100


@pytest.mark.long
def test_rivals_play_this_very_year(silent):
    """The documented strategies and silence are played in the same world, best first, and only once."""
    found = rivals(silent)
    assert {one.strategy.key for one in found} == {"silence", *(one.key for one in documented())}
    assert [one.headline for one in found] == sorted((one.headline for one in found), reverse=True)
    own = next(one for one in found if one.strategy.key == "silence")
    assert own.headline == other_years(silent).headline
    assert (own.stayed, own.hours) == (silent.outcome.partners_kept[0], silent.outcome.staff_hours[0])
    assert rivals(PlayedStrategy("missed-deliveries", "flood", 4)) is found


def test_a_year_that_was_played_ends_as_its_strategy():
    """A year played turn by turn has the other years of its acts."""
    year = Year.begin("missed-deliveries", 4)
    while not year.over:
        year = year.send([] if year.turns else [{"act": "acknowledge", "day": 2}])
    at_once = PlayedStrategy("missed-deliveries", year.strategy, 4)
    assert other_years(year) == other_years(at_once)
    assert turning_points(year.outcome) == turning_points(at_once.outcome)
    first = turning_points(year.outcome)[0]
    again = year.back_to(turn_of(year.turns, first.weeks[0]))
    assert again.week <= first.weeks[0]


# Turning points


@pytest.fixture(scope="module")
def found():
    """Return years of two strategies in each case, each with its turning points."""
    outcomes = [PlayedStrategy(*one).outcome for one in TRIED]
    return [(outcome, turning_points(outcome)) for outcome in outcomes]


@pytest.mark.long
def test_turning_points_are_what_the_ledger_holds(found):
    """The points moved, the departure and the complaint of each turning point stand in ledger and diary."""
    for outcome, points in found:
        for point in points:
            who, (first, last) = outcome.case.names.index(point.partner), point.weeks
            moved = outcome.moved_by_world[
                0 if point.in_all else first : last + 1, ledger.CAUSES.index(point.cause), who, 0
            ].sum()
            assert point.moved == pytest.approx(100 * moved)
            assert abs(point.moved) >= NOTABLE
            if point.gone_week is not None:
                assert outcome.left[who, 0]
                assert outcome.gone_week[who, 0] == point.gone_week >= first
            if point.complained_week is not None:
                days = [week_of(one.day) for one in outcome.diary if one.what == "complained" and one.where[who, 0]]
                assert point.complained_week in days
            if point.told is not None:
                assert np.sign(point.told[1]) == np.sign(point.moved)


@pytest.mark.long
def test_turning_points_differ_and_come_in_order(found):
    """Each year has at least three, of as many partners, most beginning in other weeks, in order of time."""
    for _, points in found:
        assert len({one.partner for one in points}) == len(points) >= 3
        assert [one.weeks for one in points] == sorted(one.weeks for one in points)
    apart = [len({one.weeks[0] for one in points}) >= 3 for _, points in found]
    assert sum(apart) > len(apart) / 2


@pytest.mark.long
def test_each_partner_who_left_is_told_of(found):
    """Whoever left has a turning point that began before that and tells of the departure; three at least in all."""
    some = [outcome for outcome, _ in found if outcome.left.any()]
    assert len(some) > 2
    for outcome, points in found:
        left = {outcome.case.names[who] for who in np.flatnonzero(outcome.left[:, 0])}
        assert {one.partner for one in points if one.gone_week is not None} == left
        assert len(points) == max(3, len(left))


def test_who_left_in_the_first_week_left_for_what_the_case_began_with():
    """Only where nothing else could have moved a partner who left is the beginning of the case a turning point."""
    outcome = simulate("criticised-outreach", "silence", worlds=1, seed=6, by_world=True)
    (point,) = (one for one in turning_points(outcome) if one.partner == "Street-work team")
    assert (point.cause, point.weeks, point.gone_week) == (ledger.EVENT, (0, 0), 0)
    trust = outcome.trust[1, outcome.case.names.index(point.partner), 0]
    assert in_words(outcome, point).endswith(f"In the same week, they left, with trust at {100 * trust:.0f}.")


def test_turning_points_are_told_as_whole_sentences(found):
    """Each names its week, its partner and what it did, in sentences that end, and says no more than the ledger."""
    for outcome, points in found:
        for point in points:
            told = in_words(outcome, point)
            assert re.fullmatch(r"Weeks? \d+.*: [A-Z“].*\.", told), told
            assert not re.search(r"[{}_]|\bnan\b|None|\.\.|  ", told), told
            assert point.partner in told
            check_heading(outcome, point)
            assert ("they left" in told) == (point.gone_week is not None)
            assert ("complaint followed" in told) == (point.complained_week is not None)
            for before, after in re.findall(r"(?:rose|fell) from (\d+) to (\d+)", told):
                trust = 100 * outcome.trust[:, outcome.case.names.index(point.partner), 0]
                assert (round(trust[point.weeks[0]]), round(trust[point.weeks[1] + 1])) == (int(before), int(after))


HEADING = re.compile(
    r"Weeks? \d+(?: to \d+)?: (?P<why>Why )?(?:[Tt]he )?(?P<who>.+?) "
    r"(?:left|(?P<did>lost|gained) (?P<points>\d+) points?(?P<later>, and left)?)"
)


def check_heading(outcome, point):
    """Check that a heading has the points of the card, and says why somebody left only where it holds most of that."""
    heading, who = HEADING.fullmatch(title(outcome, point)), outcome.case.names.index(point.partner)
    assert heading["who"] == point.partner
    if heading["did"]:
        assert (heading["did"] == "gained") == (point.moved > 0)
        assert int(heading["points"]) == pytest.approx(abs(point.moved), abs=1)
    assert (heading["did"] is None or bool(heading["later"])) == (point.gone_week is not None)
    if point.gone_week is not None and not point.in_all:
        moved = 100 * outcome.moved_by_world[: point.gone_week + 1, :, who, 0].sum(axis=0)
        assert moved.argmin() == ledger.CAUSES.index(point.cause)
        assert bool(heading["why"]) == (point.moved <= moved.min() / 2)


@pytest.mark.long
def test_a_departure_has_one_reason_told_the_same_way(found):
    """The farewell, the turning point and what the year was like name one cause, the ledger's, or own reasons."""
    others = 0
    for outcome, points in found:
        for point in (one for one in points if one.gone_week is not None):
            who = outcome.case.names.index(point.partner)
            reason = reason_for_leaving(outcome, who, point.gone_week)
            said = [in_words(outcome, point), " ".join(main_causes(outcome, who))]
            if reason == OWN_REASONS:
                assert all("reasons of their own" in one for one in (said[0], partner_year(outcome, who)))
            else:
                others += 1
                assert point.cause == reason
                cause = cause_in_words(reason, helped=False)
                assert all(re.search(re.escape(cause), one, re.IGNORECASE) for one in said)
    assert others > 3


def test_who_lost_trust_in_all_does_not_leave_for_reasons_of_their_own():
    """Where one good thing is more than the worst one, and less than all that hurt, the worst is the reason."""
    deny = plan({"act": "deny", "day": 1, "every_weeks": 2, "to": ["all"]})
    outcome, outweighed = PlayedStrategy("missed-deadline", deny, 5).outcome, 0
    for who in np.flatnonzero(outcome.left[:, 0]).tolist():
        gone = int(outcome.gone_week[who, 0])
        lost = 100 * (outcome.trust[0, who, 0] - outcome.trust[gone + 1, who, 0])
        assert (reason_for_leaving(outcome, who, gone) == OWN_REASONS) == (lost < 0.5)
        said = partner_year(outcome, who)
        moved = 100 * outcome.moved[: gone + 1, :, who].sum(axis=0)
        outweighed += moved.max() >= -moved.min() and "reasons of their own" not in said
        check_partner_year(outcome, who, said)
    assert outweighed > 1


@pytest.mark.long
def test_a_farewell_names_the_reason_that_the_end_tells():
    """What a partner says who leaves states no other cause than the ledger's."""
    told = []
    for number in range(1, 9):
        year = PlayedStrategy("missed-deadline", "silence", number)
        outcome = year.outcome
        watched = SimpleNamespace(case=year.case, number=number, outcome=outcome)
        for one in spoken(moments(watched), year.case, number):
            if one.moment.kind == "left":
                who = year.case.names.index(one.moment.partner)
                reason = reason_for_leaving(outcome, who, int(outcome.gone_week[who, 0]))
                assert one.moment.word == reason
                wanted = one.line.when.get("word", reason)
                assert wanted == reason
                assert one.line.when.get("caused", reason != OWN_REASONS) == (reason != OWN_REASONS)
                assert "caused" in one.line.when or "word" in one.line.when or reason == OWN_REASONS
                told.append(reason)
    assert len(set(told)) > 1


def test_what_the_case_begins_with_is_no_turning_point(found):
    """The breach of the first week is nobody's choice in the year."""
    assert not any(one.cause == ledger.EVENT and one.weeks[0] == 0 for _, points in found for one in points)


def test_a_year_in_which_little_happens_has_fewer_turning_points():
    """Where nothing moved anybody, none is made up."""
    quiet = simulate(small_case(events=(), commitments=(), ties=()), plan(), worlds=1, by_world=True)
    assert turning_points(quiet) == ()


def test_the_turn_to_go_back_to_is_the_one_that_played_the_week():
    """A week is played by the first turn that ended after it."""
    turns = [Turn((), (), week) for week in (2, 6, 12)]
    assert [turn_of(turns, week) for week in (0, 1, 2, 5, 6, 11)] == [1, 1, 2, 2, 3, 3]


def test_an_act_is_told_by_its_deed(found):
    """An act that moved somebody is told in its own words."""
    of_acts = [(outcome, one) for outcome, points in found for one in points if one.cause in ACTS]
    assert of_acts
    for outcome, point in of_acts:
        deeds = {act.deed() for act in outcome.strategy.acts if act.act == point.cause}
        assert any(deed in in_words(outcome, point) for deed in deeds)
