"""The model written with Mesa in the usual way: one world at a time, agents stepped day by day.

The laws are those of compiled_reference.py, all of them, uncompiled; only the loop that calls them is Mesa's. Acts,
commitments, scripted events and the office are agents; the model asks them, kind by kind, what they do in each part of
a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import compiled_reference as laws
import mesa
import numpy as np

from sim.model.case import DAYS_A_WEEK
from sim.model.parameters import Parameters

if TYPE_CHECKING:
    from sim.model.case import Case
    from sim.model.strategy import Strategy


class Act(mesa.Agent):
    """An act of the strategy: it starts on its days, or when its rule says so."""

    def __init__(self, model: World, number: int) -> None:
        super().__init__(model)
        self.number = number

    def morning(self) -> None:
        """Join the queue."""
        season = self.model
        if laws.starts_today(season.acts, season.state, self.number, season.day):
            laws.start_act(season.case, season.acts, season.state, self.number, season.day)


class Commitment(mesa.Agent):
    """Something owed, or that an act may promise."""

    def __init__(self, model: World, number: int) -> None:
        super().__init__(model)
        self.number = number

    def morning(self) -> None:
        """Open, where it is the case's own."""
        season = self.model
        if self.number < season.case.n_own and season.case.c_opens[self.number] == season.day:
            laws.open_own(season.case, season.state, season.tonight, season.luck, self.number, season.day)

    def look(self) -> None:
        """Look whether it is about to slip."""
        season, facts = self.model, self.model.state.facts
        near = season.state.promised[self.number] == season.day + laws.LOOK_AHEAD
        if near and (facts[laws.WARNS] > 0 or facts[laws.MENDED] > 0):
            laws.consider_warning(season.case, season.state, season.tonight, season.luck, self.number)

    def fall_due(self) -> None:
        """Show tonight whether it was kept, broken or late."""
        season = self.model
        if laws.verdict_is_due(season.case, season.state, self.number, season.day):
            laws.add(season.tonight.verdicts, season.state.count, laws.VERDICTS, self.number)


class ScriptedEvent(mesa.Agent):
    """What the case says will happen."""

    def __init__(self, model: World, number: int) -> None:
        super().__init__(model)
        self.number = number

    def morning(self) -> None:
        """Happen tonight, if today is the day."""
        season = self.model
        if season.case.e_day[self.number] == season.day:
            laws.add(season.tonight.events, season.state.count, laws.EVENTS, self.number)


class Office(mesa.Agent):
    """Those who do the work, and in whose evening everything takes effect."""

    def morning(self) -> None:
        """Note which surveys partners judge today."""
        season, state = self.model, self.model.state
        for survey in state.surveys[: state.count[laws.SURVEYS]]:
            if state.effect[survey] + laws.FOLLOW_UP_DAYS == season.day:
                laws.add(season.tonight.follow_ups, state.count, laws.FOLLOW_UPS, survey)

    def work(self) -> None:
        """Spend the day's hours."""
        season = self.model
        laws.work(season.case, season.acts, season.state, season.tonight, season.luck, season.day)

    def evening(self) -> None:
        """Let everything of today take effect."""
        season = self.model
        laws.evening(season.case, season.acts, season.state, season.tonight, season.luck, season.day)


class World(mesa.Model):
    """One world: a case, a strategy and one draw of luck."""

    def __init__(self, case: laws.Case, acts: laws.Acts, luck: laws.Fate, blank: tuple) -> None:
        super().__init__()
        self.case, self.acts, self.luck, self.day = case, acts, luck, 0
        self.state, self.tonight = blank
        laws.start(case, self.state, luck)
        for number in range(acts.n_acts):
            Act(self, number)
        for number in range(case.n_commitments):
            Commitment(self, number)
        for number in range(case.n_events):
            ScriptedEvent(self, number)
        Office(self)

    def ask_all(self, kind: type, what: str) -> None:
        """Let all agents of one kind do something."""
        if kind in self.agents_by_type:
            self.agents_by_type[kind].do(what)

    def step(self) -> None:
        """One working day; day 0 has only what the case says."""
        self.ask_all(ScriptedEvent, "morning")
        if self.day > 0:
            self.ask_all(Act, "morning")
            self.ask_all(Commitment, "morning")
            self.ask_all(Commitment, "look")
            self.ask_all(Office, "morning")
            self.ask_all(Office, "work")
            self.ask_all(Commitment, "fall_due")
        self.ask_all(Office, "evening")
        if self.day == 0:
            laws.ask(self.case, self.state, self.luck, 0)
        elif self.day % DAYS_A_WEEK == 0:
            laws.week_end(self.case, self.state, self.luck, self.day // DAYS_A_WEEK - 1)
        self.day += 1

    def history(self) -> np.ndarray:
        """Run to the season's end and return trust, (weeks + 1, partners)."""
        while self.day <= self.case.days:
            self.step()
        return np.array(self.state.history).reshape(self.case.weeks + 1, self.case.n)


def run(case: Case, strategy: Strategy, worlds: int, seed: int) -> list[np.ndarray]:
    """Return one history, (weeks + 1, partners), for each of the worlds 0 … worlds - 1."""
    encoded = laws.encode(case, strategy, Parameters(), seed, range(worlds))
    numbers, acts = encoded.as_lists()
    return [World(numbers, acts, encoded.fate(k), encoded.blank(lists=True)).history() for k in range(worlds)]
