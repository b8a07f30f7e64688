"""The model written with SimPy alone in the usual way: one world at a time, every event a process.

The laws are those of compiled_reference.py, all of them, uncompiled; SimPy says when each of them is called. A day has
phases, so that what belongs together comes in the order of docs/model.md ("Time").

>>> from sim.model.case import Case, Partner
>>> from sim.model.strategy import Strategy
>>> case = Case(key="tiny", title="Tiny", summary="-", source="Assumption", hours_per_day=8, weeks=4,
...             partners=[Partner(name="Ana", role="A patient")])
>>> silence = Strategy(key="silence", title="Silence", summary="-", source="Assumption")
>>> [history.shape for history in run(case, silence, worlds=2, seed=0)]
[(5, 1), (5, 1)]
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import compiled_reference as laws
import numpy as np
import simpy

from sim.model.case import DAYS_A_WEEK
from sim.model.parameters import Parameters

if TYPE_CHECKING:
    from sim.model.case import Case
    from sim.model.strategy import Strategy

Blank = tuple[laws.World, laws.Tonight]
Steps = Generator[simpy.Event, None, None]

# When on a day: what is due, acts start, warnings, events; hours; what became of commitments; evening; after it.
DUE, START, LOOK, HOURS, VERDICT, EVENING, NIGHT, WEEK_END = 0.0, 0.1, 0.2, 0.5, 0.6, 0.7, 0.8, 0.9


class Season:
    """One world as a SimPy environment with its processes."""

    def __init__(self, case: laws.Case, acts: laws.Acts, luck: laws.Fate, blank: Blank) -> None:
        self.case, self.acts, self.luck = case, acts, luck
        self.world, self.tonight = blank
        self.env = simpy.Environment()
        self.due: list[int] = []
        self.finished = [self.env.event() for _ in range(case.n_commitments)]
        self.redated = [self.env.event() for _ in range(case.n_commitments)]

    def run(self) -> np.ndarray:
        """Run to the season's end and return trust, (weeks + 1, partners)."""
        case, world = self.case, self.world
        laws.start(case, world, self.luck)
        for event in range(case.n_events):
            self.env.process(self.event(event))
        for act in range(self.acts.n_acts):
            if self.acts.occurrences[act]:
                self.env.process(self.rhythm(act) if self.acts.rule[act] == laws.NO_RULE else self.rule(act))
        for commitment in range(case.n_own):
            self.env.process(self.own_commitment(commitment))
        self.env.process(self.days())
        self.env.process(self.weeks())
        self.env.run()
        return np.array(world.history).reshape(case.weeks + 1, case.n)

    def at(self, day: int, phase: float) -> simpy.Event:
        """Wait until a phase of a day."""
        return self.env.timeout(max(day + phase - self.env.now, 0))

    def event(self, event: int) -> Steps:
        """A scripted event."""
        if self.case.e_day[event] <= self.case.days:
            yield self.at(self.case.e_day[event], LOOK)
            laws.add(self.tonight.events, self.world.count, laws.EVENTS, event)

    def rhythm(self, act: int) -> Steps:
        """An act with its repeats."""
        day, every = self.acts.first[act], self.acts.interval[act]
        while day <= self.acts.last[act]:
            yield self.at(day, DUE)
            self.due.append(act)
            if not every:
                return
            day += every

    def rule(self, act: int) -> Steps:
        """An act that waits for something: looked at on each week's first day."""
        for week in range(1, self.case.weeks):
            day = DAYS_A_WEEK * week + 1
            yield self.at(day, DUE)
            if laws.starts_today(self.acts, self.world, act, day):
                self.due.append(act)

    def own_commitment(self, commitment: int) -> Steps:
        """One of the case's commitments: it opens, then it is owed."""
        day = self.case.c_opens[commitment]
        if not self.case.c_missed[commitment]:
            if day > self.case.days:
                return
            yield self.at(day, DUE)
            laws.open_own(self.case, self.world, self.tonight, self.luck, commitment, day)
        yield from self.owed(commitment)

    def owed(self, commitment: int) -> Steps:
        """Something owed: perhaps a warning, then the promised day; overdue until done or until it gets a new date."""
        world = self.world
        while world.standing[commitment] != laws.CLOSED:
            if world.standing[commitment] == laws.OVERDUE:
                yield self.finished[commitment] | self.redated[commitment]
                if self.finished[commitment].triggered and world.standing[commitment] == laws.OVERDUE:
                    laws.add(self.tonight.verdicts, world.count, laws.VERDICTS, commitment)
                    return
                continue
            promised = world.promised[commitment]
            yield from self.warning(commitment, promised)
            if promised > self.case.days:
                return
            yield self.at(promised, VERDICT)
            if not laws.verdict_is_due(self.case, world, commitment, promised):
                return
            laws.add(self.tonight.verdicts, world.count, laws.VERDICTS, commitment)
            yield self.at(promised, NIGHT)

    def warning(self, commitment: int, promised: int) -> Steps:
        """Five days before the promised day, in worlds with the habit of warning or a mended process."""
        day = promised - laws.LOOK_AHEAD
        facts = self.world.facts
        if day + LOOK >= self.env.now and day <= self.case.days:
            yield self.at(day, LOOK)
            if facts[laws.WARNS] > 0 or facts[laws.MENDED] > 0:
                laws.consider_warning(self.case, self.world, self.tonight, self.luck, commitment)

    def survey_follow_up(self, occurrence: int, day: int) -> Steps:
        """Forty working days after a survey."""
        if day + laws.FOLLOW_UP_DAYS <= self.case.days:
            yield self.at(day + laws.FOLLOW_UP_DAYS, LOOK)
            laws.add(self.tonight.follow_ups, self.world.count, laws.FOLLOW_UPS, occurrence)

    def days(self) -> Steps:
        """Every working day: acts start, hours are worked, and in the evening all of it takes effect."""
        case, acts, world, tonight, luck = self.case, self.acts, self.world, self.tonight, self.luck
        yield self.at(0, EVENING)
        laws.evening(case, acts, world, tonight, luck, 0)
        laws.ask(case, world, luck, 0)
        for day in range(1, case.days + 1):
            yield self.at(day, START)
            for act in sorted(self.due):
                laws.start_act(case, acts, world, act, day)
            self.due.clear()
            yield self.at(day, HOURS)
            at_work = world.at_work[: world.count[laws.AT_WORK]]
            laws.work(case, acts, world, tonight, luck, day)
            for commitment in at_work:
                if world.done[commitment] == day:
                    self.finished[commitment].succeed()
            yield self.at(day, EVENING)
            takes_effect = tonight.acts[: world.count[laws.ACTS]]
            laws.evening(case, acts, world, tonight, luck, day)
            for occurrence in takes_effect:
                self.set_going(occurrence, day)

    def set_going(self, occurrence: int, day: int) -> None:
        """What an act of tonight sets going: commitments, new dates, the follow-up of a survey."""
        acts, world = self.acts, self.world
        first = acts.makes[occurrence]
        for commitment in range(first, first + acts.makes_count[occurrence]):
            if world.opened[commitment] == day:
                self.env.process(self.owed(commitment))
        for commitment in range(self.case.n_own):
            if world.new_by[commitment] == occurrence and world.standing[commitment] == laws.OPEN:
                self.redated[commitment].succeed()
                self.redated[commitment] = self.env.event()
        if acts.kind[acts.act_of[occurrence]] == laws.SURVEY:
            self.env.process(self.survey_follow_up(occurrence, day))

    def weeks(self) -> Steps:
        """Every week's end."""
        for week in range(self.case.weeks):
            yield self.at(DAYS_A_WEEK * (week + 1), WEEK_END)
            laws.week_end(self.case, self.world, self.luck, week)


def run(case: Case, strategy: Strategy, worlds: int, seed: int) -> list[np.ndarray]:
    """Return one history, (weeks + 1, partners), for each of the worlds 0 … worlds - 1."""
    encoded = laws.encode(case, strategy, Parameters(), seed, range(worlds))
    numbers, acts = encoded.as_lists()
    return [Season(numbers, acts, encoded.fate(k), encoded.blank(lists=True)).run() for k in range(worlds)]
