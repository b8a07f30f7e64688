"""The organisation's calendar: every rhythm, commitment and case event is a SimPy process of its own.

Moments of a day are binary fractions, so that sums of them stay exact: processes act in the morning, the working day
follows, and the week closes in the evening. Nothing depends on the order in which processes of one moment wake.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

import simpy

from sim.model.acts import Act
from sim.model.case import Case, Commitment
from sim.model.events import Event
from sim.model.frozen import DAYS_A_WEEK
from sim.model.organisation import AskedSurvey
from sim.model.strategy import Strategy
from sim.model.workload import OpenCommitment, ScheduledAct

# Fixed, not parameters: the calendar counts whole working days, and the names of random streams contain them.
OPENING, WARNING, WORKING, NEW_DATES, CLOSING = 0.25, 0.375, 0.5, 0.625, 0.75
NOTICE = 5  # working days between a warning and the promised day
FOLLOW_UP = 40  # working days until partners judge what a survey has changed

Process = Iterator[simpy.Event]


class SeasonEvents(Protocol):
    """The interface that the calendar calls; see sim/model/simulation.py."""

    # ruff: noqa: D102 - documented where they are implemented
    def happens(self, event: Event) -> None: ...
    def starts(self, place: int, act: Act, day: int) -> ScheduledAct | None: ...
    def starts_by_rule(self, place: int, act: Act, day: int) -> ScheduledAct | None: ...
    def opens(self, number: int, commitment: Commitment, day: int) -> OpenCommitment: ...
    def warns_of(self, one: OpenCommitment) -> None: ...
    def falls_due(self, one: OpenCommitment) -> None: ...
    def gets_new_date(self, one: OpenCommitment, day: int) -> None: ...
    def judges_survey(self, survey: AskedSurvey) -> None: ...
    def works(self, day: int) -> None: ...
    def closes_week(self, week: int) -> None: ...


class Calendar:
    """The SimPy processes of one season, with a log.

    Attributes:
        log: (day, what) in the order of their start.
    """

    def __init__(self, case: Case, strategy: Strategy, season: SeasonEvents) -> None:
        self.case, self.season = case, season
        self.env = simpy.Environment()
        self.log: list[tuple[int, str]] = []
        for number, commitment in enumerate(case.commitments):
            if not commitment.missed:
                self.env.process(self._commitment(number, commitment))
        for event in case.events:
            self.env.process(self._event(event))
        for place, act in enumerate(strategy.acts):
            self.env.process(self._rule(place, act) if act.when else self._rhythm(place, act))
        self.env.process(self._working_days())

    def run(self, ended: Callable[[int], bool]) -> int:
        """Play the season week by week, and return how many weeks were played.

        Args:
            ended: weeks played so far, 0 on the evening of the incident → whether to stop there.
        """
        self.env.run(until=CLOSING)
        for week in range(self.case.weeks):
            if ended(week):
                return week
            self.env.run(until=DAYS_A_WEEK * (week + 1) + CLOSING)
            self.season.closes_week(week)
        return self.case.weeks

    @property
    def day(self) -> int:
        """Today."""
        return int(self.env.now)

    def _note(self, what: str) -> None:
        self.log.append((self.day, what))

    def _until(self, moment: float) -> simpy.Event:
        return self.env.timeout(moment - self.env.now)

    def _working_days(self) -> Process:
        for day in range(self.case.days + 1):
            yield self._until(day + WORKING)
            self.season.works(day)

    def _event(self, event: Event) -> Process:
        yield self._until(event.day)
        self._note(event.label)
        self.season.happens(event)

    def _rhythm(self, place: int, act: Act) -> Process:
        """Start an act on its first day, and again at its interval."""
        last = act.last_day(self.case.days)
        yield self._until(act.first_day)
        while self.day <= last:
            self._start(act, self.season.starts(place, act, self.day))
            if act.interval is None:
                return
            yield self.env.timeout(act.interval)

    def _rule(self, place: int, act: Act) -> Process:
        """Start an act when its rule holds, checked on the first day of each week."""
        last = act.last_day(self.case.days)
        yield self._until(max(act.first_day, DAYS_A_WEEK + 1))
        while self.day <= last:
            self._start(act, self.season.starts_by_rule(place, act, self.day))
            yield self.env.timeout(DAYS_A_WEEK)

    def _start(self, act: Act, one: ScheduledAct | None) -> None:
        if one is not None:
            self._note(act.act)

    def _commitment(self, number: int, commitment: Commitment) -> Process:
        """Open a commitment of the case, check for a warning, and let it fall due."""
        day = DAYS_A_WEEK * commitment.starts + 1
        # An act may change the buffer this very morning, so open after all of the morning's acts have started.
        yield self._until(day + OPENING)
        one = self.season.opens(number, commitment, day)
        self._note(f"open: {one.name}")
        yield from self._fall_due(one)

    def commit(self, one: OpenCommitment) -> None:
        """Schedule a commitment that an act made tonight."""
        self._note(f"open: {one.name}")
        self.env.process(self._fall_due(one))

    def _fall_due(self, one: OpenCommitment) -> Process:
        if one.due - NOTICE + WARNING > self.env.now:
            yield self._until(one.due - NOTICE + WARNING)
            self.season.warns_of(one)
        if one.due > self.env.now:
            yield self._until(one.due)
        self._note(f"due: {one.name}")
        self.season.falls_due(one)

    def new_date(self, plan: ScheduledAct, one: OpenCommitment, due: int) -> None:
        """Schedule the new date of a missed commitment."""
        self.env.process(self._new_date(plan, one, due))

    def _new_date(self, plan: ScheduledAct, one: OpenCommitment, due: int) -> Process:
        """Give a missed commitment its new date, from the planned end of the plan on."""
        yield self._until(plan.last_day + NEW_DATES)
        self.season.gets_new_date(one, due)
        yield from self._fall_due(one)

    def follow_up(self, survey: AskedSurvey) -> None:
        """Schedule the day on which partners judge what tonight's survey has changed."""
        self.env.process(self._follow_up(self.day, survey))

    def _follow_up(self, asked: int, survey: AskedSurvey) -> Process:
        yield self._until(asked + FOLLOW_UP)
        self.season.judges_survey(survey)
