"""The page of a turn: where in the year it is, hours as one sum, habits that hold, and what a branch proposes."""

import re

import pytest

from sim.catalogue import case_keys
from sim.experiments.year.turns import turns_of
from sim.experiments.year.year import Year
from sim.lab.session.year_session import YearSession
from sim.lab.views.year_cards import cards_data
from sim.lab.views.year_due import budget_said, owed_hours
from sim.lab.views.year_end import Looked
from sim.lab.views.year_people import letter_text
from sim.lab.views.year_view import screen, seen_in

pytestmark = pytest.mark.long

SENT = {
    0: [{"act": "acknowledge", "day": 1}, {"act": "listen", "day": 1, "to": ["affected"]}],
    1: [{"act": "update", "every_weeks": 4}, {"act": "propose"}, {"act": "forewarn"}],
}

LAST_WRONG = re.compile(r"(What went wrong last|The last promise that (?:was missed|came late)) was “(.+)” \((.+)\)\.$")


def turns_played(case, number, sent=SENT):
    """Yield a year before each of its turns, and when it is over; acts begin on the first day of their turn."""
    year = Year.begin(case, number)
    while not year.over:
        yield year
        year = year.send({"day": 5 * year.week + 1} | act for act in sent.get(len(year.turns), []))
    yield year


def shown(year):
    """Return the screen of a year."""
    return screen(YearSession(year=year), Looked())


@pytest.mark.parametrize("case", case_keys())
def test_each_turn_says_which_of_how_many_it_is(case):
    """Before the year stands in how many turns it is played, and in each turn which one it is of at most how many."""
    least, most = turns_of(Year.begin(case).case.weeks)
    begin = screen(YearSession(case=case), Looked())["case"]["about"]
    assert f"That takes {least} to {most} turns." in begin
    years = list(turns_played(case, 2))
    assert least <= len(years) - 1 <= most
    for number, year in enumerate(years[:-1], 1):
        assert shown(year)["turn"]["said"].startswith(f"Turn {number} of at most {most}. ")


def test_hours_are_told_as_sums_that_add_up():
    """A turn's hours and the year's are one sum each; what is used and promised is what the year holds."""
    for year in turns_played("missed-deadline", 3):
        whole, *parts, again = (int(one) for one in re.findall(r"\d+", budget_said(year)))
        assert sum(parts) == whole == again
        used, work, owed, _ = parts
        true = (year.outcome.staff_hours[0], year.outcome.hours["commitments"][0], owed_hours(year))
        assert (used, work, owed) == pytest.approx(true, abs=0.51)
        if not year.over:
            hours = shown(year)["hours"]
            *parts, there = (int(one) for one in re.findall(r"\d+", hours["sum"]))
            assert sum(parts) == there == hours["there"]
            assert budget_said(year) == hours["budget"]
            listed = [re.search(r"(?:about|counts as) (\d+) hours?", one["said"]) for one in shown(year)["due"]]
            assert owed == sum(int(one[1]) for one in listed if one)


def test_more_promised_than_there_is_is_told_as_such():
    """Where what is promised takes more than what is left, the sum says by how much, and names nothing as left."""
    year = Year.begin("missed-deliveries", 1).send([{"act": "promise", "day": 1, "count": 30} for _ in range(3)])
    whole, used, work, owed, more = (int(one) for one in re.findall(r"\d+", budget_said(year)))
    assert used + work + owed == whole + more
    assert "more than there are" in budget_said(year)


def test_a_habit_that_holds_says_so_on_its_card():
    """The card of a habit says since when it holds, and for whom if not for all; before that it says nothing."""
    year = Year.begin("missed-deadline", 1)
    note = lambda year: next(one["note"] for one in cards_data(year) if one["key"] == "forewarn")  # noqa: E731
    assert note(year) == ""
    for_all = year.send([{"act": "forewarn", "day": 6}])
    assert note(for_all) == "Already a habit since week 1: once more adds nothing."
    for_one = year.send([{"act": "forewarn", "day": 6, "to": ["Funder"]}])
    assert note(for_one) == "Already a habit since week 1 for Funder; others can be added."


def test_what_is_promised_with_how_much_time_is_told_on_the_card():
    """Once dates are given in a player's own way, the card of promises names it and its week."""
    year = Year.begin("missed-deadline", 1)
    labels = lambda year: [  # noqa: E731
        field["label"] for card in cards_data(year) if card["key"] == "promise" for field in card["fields"]
        if field["name"] == "buffer"
    ]  # fmt: skip
    assert "you have promised with" not in labels(year)[0]
    year = year.send([{"act": "promise", "day": 6, "buffer": 2.5}])
    assert labels(year)[0].endswith("Since week 1 you have promised with 2.5.")


def test_a_branch_proposes_by_week_where_its_turns_end_otherwise():
    """However the turns of a branch fall, each act of the first try is proposed once its day comes, and only once."""
    first = list(turns_played("missed-deadline", 3, {
        number: [{"act": "thank", "to": ["Funder"]}] for number in range(20)
    }))[-1]  # fmt: skip
    session = YearSession(case="missed-deadline", year=first)
    session.back_to(3)
    sent, shifted = [], 0
    session.choose(session.played.accepted([{"act": "survey", "day": 5 * session.played.week + 1}])[0])
    while not session.played.over:
        year = session.played
        days = range(5 * year.week + 1, 5 * (year.week + year.ahead) + 1)
        assert all(act.first_day in days for act in session.proposed)
        sent += session.proposed
        if session.proposed:
            session.take_up_proposed()
        assert session.proposed == ()
        number = len(year.turns)
        shifted += number < len(first.turns) and first.back_to(number + 1).week != year.week
        session.asking = True
        session.go_on()
    assert sent == [act for turn in first.turns[2:] for act in turn.acts]
    assert shifted


def test_an_order_that_was_stopped_before_the_branch_is_not_proposed():
    """What was stopped before it began, in a turn that both tries share, comes back in none of the branch's turns."""
    year = Year.begin("missed-deadline", 3).send([{"act": "update", "day": 101, "every_weeks": 4}]).send([], stop=[0])
    while not year.over:
        year = year.send([])
    session = YearSession(case="missed-deadline", year=year)
    session.back_to(4)
    while not session.played.over:
        assert session.proposed == ()
        session.asking = True
        session.go_on()


def test_a_farewell_names_what_was_done_that_anybody_could_see():
    """Who left, but for reasons of their own, names the last wrong that they saw, as the diary has it; nobody else."""
    named = missed = 0
    for number in range(1, 6):
        year = list(turns_played("missed-deadline", number, {}))[-1]
        seen = seen_in(year)
        for left in (said for said in seen.spoken if said.moment.kind == "left"):
            text = letter_text(seen, left)
            found = LAST_WRONG.search(text)
            own = [
                was for was in seen.of(left.moment.partner) if was.kind in ("breach", "promise_broken", "promise_late")
            ]
            if found is None:
                assert text == left.text
                assert left.moment.word == "own" or not own
                continue
            named += 1
            missed += found[1].startswith("The last promise")
            last = own[-1]
            assert last.about.rstrip(" .") == found[2]
            assert found[3] == (f"week {(last.day - 1) // 5}" if last.day else "at the start")
            assert ("came late" in found[1]) == (last.kind == "promise_late")
    assert named > missed > 0


def test_work_that_was_promised_and_not_done_is_told_at_the_end():
    """The end counts the hours of work that are still owed, and says nothing of them where none are."""
    found = []
    for acts in ([], [{"act": "promise", "count": 30}]):
        year = list(turns_played("missed-deliveries", 1, {3: acts}))[-1]
        told = [one for one in shown(year)["end"]["totals"] if one.startswith("Not done when the year ended")]
        owed = round(owed_hours(year))
        assert told == [f"Not done when the year ended: about {owed} hours of work that you had promised."] * (owed > 0)
        found.append(owed)
    assert found[1] > found[0]
