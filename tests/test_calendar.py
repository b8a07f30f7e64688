"""The calendar of a small case, day by day."""

from sim.experiments.simulate import simulate
from sim.model.case import Commitment, Event
from tests.worlds import plan, small_case


def log_of(case, *acts):
    """Play one world and return the calendar's log."""
    return list(simulate(case, plan(*acts), worlds=1).log)


def test_the_calendar_of_a_hand_written_case():
    """Repeated acts, commitments and events are logged on the right days, in order."""
    case = small_case(
        weeks=6,
        commitments=(Commitment(name="Report", to=("Funder",), hours=20, starts=1, weeks=2),),
        events=(Event(event="breach", label="The deadline passed"), Event(event="decision", day=16, label="A cut")),
    )
    acts = ({"act": "update", "week": 1, "every_weeks": 2}, {"act": "apologise", "day": 3})
    assert log_of(case, *acts) == [
        (0, "The deadline passed"),
        (3, "apologise"),
        (6, "update"),
        (6, "open: Report"),
        (16, "A cut"),
        (16, "update"),
        (22, "due: Report"),
        (26, "update"),
    ]


def test_a_plan_dates_what_was_missed_and_its_milestones():
    """A missed commitment gets a date counted from the plan's planned end, and milestones become commitments."""
    case = small_case(commitments=(Commitment(name="Reply", hours=4, weeks=2, missed=True),))
    acts = ({"act": "plan", "week": 1, "milestones": 2, "every": 1, "buffer": 1.0},)
    assert log_of(case, *acts) == [
        (0, "The deadline passed"),
        (6, "plan"),
        (15, "open: plan/6/0/0"),
        (15, "open: plan/6/0/1"),
        (20, "due: plan/6/0/0"),
        (25, "due: plan/6/0/1"),
        (25, "due: Reply"),
    ]


def test_a_rhythm_stops_after_its_last_week():
    """An act with `until` does not start in a later week."""
    days = [day for day, what in log_of(small_case(), {"act": "thank", "week": 0, "every_weeks": 1, "until": 2})]
    assert days == [0, 1, 6, 6, 11, 22]


def test_an_act_past_the_season_never_comes():
    """An act planned after the season's end does not change the season."""
    assert log_of(small_case(commitments=()), {"act": "thank", "day": 61}) == [(0, "The deadline passed")]


def test_a_promise_sets_the_habit_for_later_dates():
    """A commitment that opens on the day of a promise gets the promise's buffer."""
    assert (6 - 1 + 30, "due: Report") in log_of(small_case(), {"act": "promise", "day": 6, "buffer": 3})
    assert (6 - 1 + 17, "due: Report") in log_of(small_case(), {"act": "promise", "day": 7, "buffer": 3})


def test_an_undated_promise_is_expected_soon():
    """Without a date, partners expect delivery at 1.25 times the estimate."""
    assert (6 - 1 + 12, "due: Report") in log_of(small_case(), {"act": "promise", "day": 1, "dated": False})


def test_a_survey_is_judged_forty_days_later():
    """A survey that led to no improvement costs trust eight weeks later."""
    asked = {"act": "survey", "day": 1}
    outcome = simulate(small_case(hours_per_day=80), plan(asked), worlds=3, by_world=True)
    row = outcome.moved_by_world[:, -1].sum(axis=(1, 2))
    assert [week for week, moved in enumerate(row) if moved] == [8]
    assert row[8] < 0
