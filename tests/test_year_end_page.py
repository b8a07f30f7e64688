"""The page of a year's end: weeks, figures and causes agree from part to part, and each act says what came of it."""

import re
from collections import Counter

import numpy as np
import pytest

from sim.catalogue import case_keys, load_strategy
from sim.experiments.year.ending import PlayedStrategy, ending, other_years, rivals
from sim.experiments.year.smallest_change import asks, smallest_change
from sim.experiments.year.visible import moments
from sim.experiments.year.year import Year
from sim.lab.session.year_session import YearSession
from sim.lab.views.year_end import Looked
from sim.lab.views.year_totals import UNDONE
from sim.lab.views.year_view import screen
from sim.model.acts import ACTS
from sim.model.ledger import CAUSES
from sim.narrative.phrasing import week_of
from sim.narrative.turning_points import turning_points
from sim.texts.words import MINUS, say

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def ends():
    """Return played years of several cases, with a standing order and promises, each with the data of its end."""
    found = []
    for number, case in enumerate(case_keys(), 3):
        year = Year.begin(case, number)
        while not year.over:
            day = 5 * year.week + 1
            acts = {0: [{"act": "listen", "day": day}, {"act": "update", "day": day, "every_weeks": 4}],
                    2: [{"act": "propose", "day": day}]}  # fmt: skip
            if len(year.turns) in (3, 6):
                year = year.guess(dict.fromkeys(year.case.names[-2:], 40))
            year = year.send(acts.get(len(year.turns), []))
        looked = Looked(turning_points(year.outcome), other_years(year), rivals(year))
        found.append((year, screen(YearSession(year=year), looked)["end"]))
    return found


def figure(year, who, after):
    """Return trust of a partner after so many weeks, as it is shown."""
    return f"{100 * year.outcome.trust[after, who, 0]:.0f}"


def lowest(year, line):
    """Check the figures of a curve's sentence; return its low, and when that was."""
    who = year.case.names.index(line["name"])
    assert [str(one) for one in line["true"]] == [figure(year, who, at) for at in range(year.case.weeks + 1)]
    told = r"began at (\d+), was lowest at (\d+) (at .+?), and ended at (\d+) of 100"
    first, low, when, last = re.search(told, line["said"]).groups()
    assert (first, last) == (figure(year, who, 0), figure(year, who, -1))
    at = 0 if when == "at the start" else int(when.rsplit(" ", 1)[1]) + 1
    assert low == figure(year, who, at) == f"{100 * year.outcome.trust[:, who, 0].min():.0f}"
    return low, when


def test_the_lows_of_curve_and_story_are_one(ends):
    """Each partner's story has the low of its curve, at the end of the same week, and each guess its week's trust."""
    seen = Counter()
    for year, end in ends:
        lows = {line["name"]: lowest(year, line) for line in end["lines"]}
        for line in end["lines"]:
            for week, true in re.findall(r"guessed 40 at the end of week (\d+); it was (\d+)", line["said"]):
                assert true == figure(year, year.case.names.index(line["name"]), int(week) + 1)
                seen["guess"] += 1
        for one in end["partners"]:
            for low in re.findall(r"and (\d+) (at the end of week \d+)\.$", one["said"][0]):
                assert low == lows[one["name"]]
                seen["low"] += 1
    assert seen["guess"] > 10 < seen["low"]


def test_turning_points_and_questions_tell_trust_at_the_end_of_a_week(ends):
    """What a turning point and a question say of trust in a week stands in the outcome, and on the curve."""
    seen = Counter()
    for year, end in ends:
        for one in end["turning_points"]:
            when, heading = one["title"].split(": ", 1)
            (who,) = (at for at, name in enumerate(year.case.names) if name in heading)
            weeks = [int(week) for week in re.findall(r"\d+", when)]
            for ends_of_it in re.findall(r"trust (?:fell|rose) from (\d+) to (\d+)", one["text"]):
                assert ends_of_it == (figure(year, who, weeks[0]), figure(year, who, weeks[-1] + 1))
            for week, level in re.findall(r"At the end of week (\d+), trust stood at (\d+)", one["text"]):
                assert level == figure(year, who, int(week) + 1)
                seen["stood"] += 1
            for level in re.findall(r"they left, with trust at (\d+)", one["text"]):
                after = int(year.outcome.gone_week[who, 0]) + 1
                assert level == figure(year, who, after) == str(end["lines"][who]["true"][after])
                seen["left"] += 1
        for ask in end["change"]["asks"]:
            who = year.case.names.index(ask["id"].split("/", 2)[2])
            for level, week in re.findall(r"(\d+) at the end of week (\d+)", ask["label"]):
                assert level == figure(year, who, int(week) + 1)
                seen["asked"] += 1
    assert all(seen[kind] for kind in ("stood", "left", "asked")), seen


def test_a_departure_says_trust_then_and_how_often_they_stay(ends):
    """Beside the name and in what the year was like stands that leaving is also chance."""
    gone = 0
    for year, end in ends:
        stays = other_years(year).stays
        for one in end["partners"]:
            who = year.case.names.index(one["name"])
            left = bool(year.outcome.left[who, 0])
            chance = f"they stay in {stays[one['name']]} of 200 years"
            assert [chance in text for text in (one["came"], " ".join(one["said"]))] == [left] * 2
            if left:
                gone += 1
                week = int(year.outcome.gone_week[who, 0])
                trust = f"{figure(year, who, 0)} to {figure(year, who, week + 1)}"
                assert one["came"].startswith(f"left in week {week}; trust {trust}. ")
    assert gone > 2


def test_an_order_says_how_often_it_ran_and_what_it_took(ends):
    """An order's line has the number of times in the diary, and the hours that the outcome holds for its kind."""
    ran = 0
    for year, end in ends:
        told = [act for turn in end["done"] for act in turn["acts"] if act.startswith("Send updates")]
        times, hours = re.search(r"It ran (\d+) times: (\d+) hours? in all", told[0]).groups()
        assert int(times) == sum(one.what == "update" for one in year.outcome.diary)
        assert int(hours) == pytest.approx(year.outcome.hours["update"][0], abs=1)
        ran += int(times)
    assert ran > 10


def test_a_promise_says_when_it_was_due_and_what_became_of_it(ends):
    """What an act promised is told with the week of its date in the diary and its fate."""
    fates = set()
    for year, end in ends:
        (told,) = (act for turn in end["done"] for act in turn["acts"] if act.startswith("Offer a change"))
        of_act = {one.what: week_of(one.day) for one in year.outcome.diary if one.about.startswith("propose/")}
        if "kept" in of_act:
            assert told.endswith(f". Promised: due in week {of_act['kept']}, kept")
        elif "late" in of_act:
            late = f"due in week {of_act['broken']}, handed over late in week {of_act['late']}"
            assert told.endswith(f". Promised: {late}")
        elif "broken" in of_act:
            assert told.endswith(f". Promised: due in week {of_act['broken']}, missed")
        fates |= {*of_act} & {"kept", "late"}
    assert fates


def test_others_in_this_year_say_what_they_are_and_what_was_gained(ends):
    """Beside the year that says nothing stands how many more were kept, for which points and hours, as in the table."""
    for _, end in ends:
        rows = {row["title"]: row for row in end["rivals"]}
        own, silent = rows["Yours"], rows[load_strategy("silence").title]
        said = end["rivals_said"]
        assert said.startswith("This very year, with the same luck, played by the course's own strategies.")
        kept = int(own["stayed"].split()[0]) - int(silent["stayed"].split()[0])
        assert ("you kept as many people" in said) == (kept == 0)
        assert kept == 0 or f"you kept {abs(kept)} " in said
        gap = own["headline"] - silent["headline"]
        assert (f"{abs(gap)} point" in said) == (gap != 0)
        hours = int(own["hours"]) - int(silent["hours"])
        assert f"{abs(hours)} staff hours {'more' if hours > 0 else 'less'}" in said


def test_a_partners_account_adds_up_as_it_is_shown(ends):
    """The table of each partner begins with trust at first, and its figures make trust at the end, as on the curve."""
    for year, end in ends:
        for one in end["partners"]:
            who = year.case.names.index(one["name"])
            gone = int(year.outcome.gone_week[who, 0])
            (_, first), *moved, (_, last) = one["account"]["rows"]
            assert first == figure(year, who, 0)
            assert last == figure(year, who, year.case.weeks if gone < 0 else gone + 1)
            assert int(first) + sum(int(by.replace(MINUS, "-")) for _, by in moved) == int(last)


def test_who_went_comes_first_and_then_who_lost_most(ends):
    """Partners stand in the order of their departures, then of what they lost, and each says from where to where."""
    for year, end in ends:
        names = [one["name"] for one in end["partners"]]
        places = [year.case.names.index(name) for name in names]
        gone = year.outcome.gone_week[places, 0].tolist()
        stayed = [place for place, week in zip(places, gone, strict=True) if week < 0]
        assert gone == [*sorted(week for week in gone if week >= 0), *[-1] * len(stayed)]
        fell = (year.outcome.trust[0] - year.outcome.trust[-1])[stayed, 0].tolist()
        assert fell == sorted(fell, reverse=True)
        for one, who, week in zip(end["partners"], places, gone, strict=True):
            last, first = figure(year, who, year.case.weeks if week < 0 else week + 1), figure(year, who, 0)
            assert f"; trust {first} to {last}" in one["came"]


def sides_of(rows):
    """Return the table of causes in parts: the sum of what was lost and of what was gained, each with its causes."""
    names, parts = {say(f"causes_table.{side}"): side for side in ("lost", "gained")}, {}
    for what, by in rows:
        if what in names:
            parts[names[what]] = (by, own := [])
        else:
            own.append((what, by))
    return parts


def test_all_causes_add_up_and_begin_with_the_one_beside_the_name(ends):
    """First less lost plus gained is trust at the end, each side makes its sum, and both stand beside the name."""
    told = 0
    for year, end in ends:
        for one in end["partners"]:
            first, *rows, last = ((what, int(by.replace(MINUS, "-"))) for what, by in one["causes"]["rows"])
            who = year.case.names.index(one["name"])
            week = int(year.outcome.gone_week[who, 0])
            assert str(first[1]) == figure(year, who, 0)
            assert str(last[1]) == figure(year, who, year.case.weeks if week < 0 else week + 1)
            parts = sides_of(rows)
            strong = [one["causes"]["rows"][at][0] for at in one["causes"]["strong"]]
            assert strong == [first[0], *(say(f"causes_table.{side}") for side in parts), last[0]]
            assert first[1] + sum(whole for whole, _ in parts.values()) == last[1]
            for side, (whole, own) in parts.items():
                assert sum(by for _, by in own) == whole
                assert [by for _, by in own] == sorted((by for _, by in own), key=lambda by: -abs(by))
                assert re.search(rf"\b{side.capitalize()} {abs(whole)}\b", one["most"])
                if one["most"].startswith(side.capitalize()):
                    assert own[0][0].partition(" (")[0].lower() in one["most"].lower()
                    told += 1
    assert told > 20


def test_what_would_have_helped_stands_by_the_partner_it_is_about(ends):
    """In sight is a question for each who left, or for the deepest fall; its answer names the best, or that none is."""
    for year, end in ends[:2]:
        there = {one.id: one for one in asks(year.outcome)}
        seen = [one for one in end["change"]["asks"] if one["seen"]]
        left = {year.case.names[who] for who in np.flatnonzero(year.outcome.left[:, 0])}
        assert {one["name"] for one in seen} == left or (not left and [one["id"] for one in seen] == [*there][:1])
        assert all(one["name"] == there[one["id"]].partner for one in end["change"]["asks"])
        ask = there[seen[0]["id"]]
        answer = smallest_change(year, ask)
        (shown,) = screen(YearSession(year=year), Looked(changes=[answer]))["end"]["change"]["answers"]
        assert (shown["id"], shown["name"]) == (ask.id, ask.partner)
        gain = max((one.years for one in answer.found), default=answer.without) - answer.without
        assert bool(shown["best"]) == bool(answer.found)
        assert ("Nothing would have helped much" in shown["best"]) == (bool(answer.found) and gain < 0.1 * answer.of)
        assert not answer.found or all(shown["found"][0][part] in shown["best"] for part in ("text", "share", "hours"))
        assert answer.found or "None would have" in shown["said"]


def test_what_was_done_is_summed_by_kind_of_act(ends):
    """Each kind of act has its times, hours and points over all partners as diary and ledger hold them."""
    for year, end in ends:
        rows = {row[0]: row[1:] for row in end["kinds"]["rows"]}
        moved = 100 * year.outcome.moved_by_world[..., 0].sum(axis=(0, 2))
        for act in ("listen", "update", "propose"):
            times, hours, points = rows[say(f"acts.{act}")]
            assert int(times) == sum(one.what == act for one in year.outcome.diary)
            assert int(hours) == pytest.approx(year.outcome.hours[act][0], abs=2)
            assert int(points.replace(MINUS, "-")) == pytest.approx(moved[CAUSES.index(act)], abs=0.5)
        together = [*rows].index(say("year_kinds.together"))
        times = sum(int(row[0]) for row in [*rows.values()][: together - 1])  # without questions
        assert times > 3
        assert end["totals"][0] == "You chose 3 things to do."
        again = f"They were done {times} times in all, since what goes on is done again until you stop it."
        assert end["kinds"]["said"].startswith(f"{end['totals'][0]} {again} ")
        figures = [int(row[1]) for row in rows.values() if row[1]]
        assert sum(figures[:together]) == figures[together] == int(end["hours"].split()[0])


def test_the_kind_of_act_that_gave_most_is_in_sight(ends):
    """The sentence names the act with most points over all partners, and the partner to whom it gave most of them."""
    told = 0
    for year, end in ends:
        moved = dict(zip(CAUSES, 100 * year.outcome.moved_by_world[..., 0].sum(axis=0), strict=True))
        best = max((act for act in ACTS if act in moved), key=lambda act: moved[act].sum())
        who = year.case.names[int(moved[best].argmax())]
        (most,) = (dict(one["causes"]["rows"]) for one in end["partners"] if one["name"] == who)
        own = next((by for what, by in most.items() if what.startswith(f"“{say(f'acts.{best}')}”")), "")
        found = [one for one in end["totals"] if "gave most trust" in one]
        assert bool(found) == (moved[best].sum() >= 1)
        for one in found:
            points = rf"{moved[best].sum():.0f} points? over all partners, {own[1:]} of them to (?:the )?{who}"
            assert re.search(f"“{say(f'acts.{best}')}” gave most trust: {points}", one), one
            told += 1
    assert told > 2


def test_what_was_left_undone_is_named_cause_by_cause(ends):
    """Each cause that cost or gave a point has a row that says what is meant, and the rows make their sum."""
    named = Counter()
    for year, end in ends:
        rows = [row for row in end["kinds"]["rows"] if row[1] == ""]
        (*causes, (_, _, _, together)) = rows[1:]
        points = {row[0]: int(row[3].replace(MINUS, "-")) for row in causes}
        assert sum(points.values()) == int(together.replace(MINUS, "-"))
        moved = dict(zip(CAUSES, 100 * year.outcome.moved_by_world[..., 0].sum(axis=(0, 2)), strict=True))
        assert int(together.replace(MINUS, "-")) == pytest.approx(sum(moved[cause] for cause in UNDONE), abs=0.51)
        for cause in UNDONE:
            own = [by for what, by in points.items() if what.endswith(f": {say(f'year_undone.{cause}')}")]
            assert own or abs(moved[cause]) < 1, cause
            assert not own or own == [pytest.approx(moved[cause], abs=1)]
            named[cause] += len(own)
    assert sum(bool(number) for number in named.values()) >= 4


def test_answers_of_surveys_are_compared_with_the_truth():
    """The end says how far answers were off, and beside each curve what was answered and what was true."""
    year = Year.begin("missed-deadline", 3)
    while not year.over:
        acts = {1: [{"act": "survey"}], 2: [{"act": "listen", "channel": "call"}]}.get(len(year.turns), [])
        year = year.send(act | {"day": 5 * year.week + 1, "to": ["Funder", "Clinic team"]} for act in acts)
    told = [one for one in moments(year) if one.kind == "told" and not one.word]
    true = [ending(year).lines[one.partner][week_of(one.day) + 1] for one in told]
    off = sum(abs(one.reading - trust) for one, trust in zip(told, true, strict=True)) / len(told)
    end = screen(YearSession(year=year), Looked())["end"]
    said, called = end["heard"]
    calls = [one for one in moments(year) if one.kind == "told" and one.word]
    then = [ending(year).lines[one.partner][week_of(one.day) + 1] for one in calls]
    bands = {"low": (0, 39.5), "middling": (39.5, 59.5), "high": (59.5, 101)}
    right = sum(bands[one.word][0] <= trust < bands[one.word][1] for one, trust in zip(calls, then, strict=True))
    assert called.startswith(f"On the phone partners sounded low, so-so or well 2 times; {right} times as their trust")
    assert said.startswith(f"The {len(told)} answers to your surveys were {off:.0f} point")
    lines = {one["name"]: one["said"] for one in end["lines"]}
    for one, trust in zip(told, true, strict=True):
        told_here = f"When you asked in week {week_of(one.day)}, the answer was {one.reading}; it was {trust:.0f}."
        assert told_here in lines[one.partner]
    assert sum("the answer was “" in one for one in lines.values()) == 2
    assert "the answer was" not in lines["Families' council"]


def test_what_would_have_helped_most_stands_first():
    """The rows of an answer are in the order of the years in which each helps, of equals the cheaper one first."""
    year, several = PlayedStrategy("missed-deadline", "silence", 1), 0
    session = Year.begin("missed-deadline", 1)
    while not session.over:
        session = session.send([])
    for ask in asks(session.outcome)[:2]:
        looked = Looked(changes=[smallest_change(year, ask)])
        (answer,) = screen(YearSession(year=session), looked)["end"]["change"]["answers"]
        years = [int(re.search(r"in (\d+) of", one["share"])[1]) for one in answer["found"]]
        assert years == sorted(years, reverse=True)
        for one in answer["found"]:
            assert ask.partner in one["share"]
            assert ask.kind == "left" or f"at the end of week {ask.week} is over 3 points higher" in one["share"]
            assert re.fullmatch(r"\d+ (more hours?|hours? less)|1 more hour|no more hours", one["hours"])
        several += len(set(years)) > 1
    assert several
