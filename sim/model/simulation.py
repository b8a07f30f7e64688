"""One season in one batch of worlds: what the organisation does each day, and how partners react."""

from collections.abc import Callable, Mapping
from functools import partial
from weakref import proxy

import numpy as np

from sim.model.acts import Act
from sim.model.case import Case, Commitment
from sim.model.commitments import Commitments
from sim.model.effects import DayEffects
from sim.model.events import Event
from sim.model.frozen import DAYS_A_WEEK
from sim.model.laws import chance_of_leaving, complaint_rate, number_of_questions
from sim.model.ledger import Ledger
from sim.model.masks import somewhere
from sim.model.occurrences import occurrence_name
from sim.model.organisation import AskedSurvey, Organisation
from sim.model.outcome import DiaryEntry
from sim.model.parameters import Parameters
from sim.model.partners import Partners
from sim.model.random_streams import RandomStreams
from sim.model.schedule import Calendar
from sim.model.strategy import Strategy
from sim.model.workload import OpenCommitment, ScheduledAct, WorkQueue

Diary = list[DiaryEntry]


def _note(diary: Diary | None, day: int, what: str, about: str, where: np.ndarray) -> None:
    if diary is not None and where.any():  # bools, or numbers
        diary.append(DiaryEntry(day, what, about, where))


def _never(_week: int, _diary: Diary | None) -> bool:
    return False


class Simulation:
    """A season, driven by the calendar. `play` runs it; then the attributes hold the results.

    Args:
        only: (worlds,) bools for the places of acts that are done in some worlds only; not for acts that set dates,
            which are the same in all worlds.

    Attributes:
        facets: (weeks + 1, facets, partners, worlds) trust by facet; week 0 is before the incident.
        diary: what happened, in order, or None if it is not kept.
        weeks: how many were played.
    """

    def __init__(
        self,
        case: Case,
        plan: Strategy,
        parameters: Parameters,
        streams: RandomStreams,
        *,
        by_world: bool = False,
        only: Mapping[int, np.ndarray] | None = None,
    ) -> None:
        self.case, self.parameters, self.streams, self._plan = case, parameters, streams, plan
        people, worlds = len(case.partners), streams.count
        self.diary: Diary | None = [] if by_world else None
        self._write = partial(_note, self.diary)
        self.ledger = Ledger(case.weeks, people, worlds, by_world=by_world)
        self.partners = Partners(case, parameters, streams, self.ledger)
        self.work_queue = WorkQueue(parameters, streams, case.hours_per_day, case.days)
        self.commitments = Commitments(case, parameters, streams, self.partners, self.work_queue, self._write)
        self.facets = np.empty((case.weeks + 1, *self.partners.good.shape))
        self.facets[0] = self.partners.facets()
        self._asking, self._complaining, self._leaving = (
            streams.draw_each(what, case.names, case.weeks) for what in ("questions", "complaints", "leaving")
        )
        self.everywhere = np.ones(worlds, bool)
        self.organisation = Organisation(parameters, self.work_queue)
        self._only = only or {}
        self._last_start: dict[str, np.ndarray | float] = {}
        self._addressed: dict[tuple[tuple[str, ...], int], np.ndarray] = {}
        self._rules: dict[int, np.ndarray] = {}
        self._begin_day()
        for number, commitment in enumerate(case.commitments):
            if commitment.missed:
                self.commitments.take_over_missed(number, self._to(commitment.to))
        self.partners.set_level()
        # A weak proxy, without which the cycle of calendar and season would keep the batch's memory in use.
        self.organisation.calendar = self.calendar = Calendar(case, plan, proxy(self))

    def play(self, ended: Callable[[int, Diary | None], bool] = _never) -> "Simulation":
        """Run the season, to its end or until `ended` of the weeks played so far and the diary is true."""
        self.weeks = self.calendar.run(lambda week: ended(week, self.diary))
        return self

    def _to(self, names: tuple[str, ...], day: int = 0) -> np.ndarray:
        """Return (partners,) bools: who is addressed on this day."""
        when = day if names == ("affected",) else 0
        if (names, when) not in self._addressed:
            addressed = self.case.addressed(names, when)
            self._addressed[names, when] = np.array([name in addressed for name in self.case.names])
        return self._addressed[names, when]

    # Mornings: calls from the calendar

    def _begin_day(self) -> None:
        self._events: list[Event] = []
        self._judged: list[AskedSurvey] = []
        self._starting: list[ScheduledAct] = []

    def happens(self, event: Event) -> None:
        """Note a scripted event for tonight."""
        self._events.append(event)

    def starts(self, place: int, act: Act, day: int) -> ScheduledAct | None:
        """Queue an act in every world."""
        one = self._queue(place, act, day, self._only.get(place, self.everywhere))
        if one is not None:
            self.commitments.set_habit(act, one.to)
        return one

    def starts_by_rule(self, place: int, act: Act, day: int) -> ScheduledAct | None:
        """Queue an act in the worlds in which its rule holds and has not been used, or not within its interval."""
        used = self._rules.setdefault(place, np.full(len(self.everywhere), -np.inf))
        seen = act.rule.holds(self.organisation, act) & self._only.get(place, self.everywhere)
        where = seen & (used <= (day - act.interval if act.interval else -np.inf))
        if not somewhere(where):
            return None
        one = self._queue(place, act, day, where)
        if one is not None:
            used[where] = day
        return one

    def _queue(self, place: int, act: Act, day: int, where: np.ndarray) -> ScheduledAct | None:
        to = self._to(act.to, day)
        if not to.any():
            return None
        last = self._last_start.get(act.act, np.nan)
        name = occurrence_name(self._plan.acts, place, day, self.case)
        one = ScheduledAct(act, place, name, day, to, where, act.cost(int(to.sum())), np.zeros(len(where)), last)
        self._starting.append(one)
        return one

    def opens(self, number: int, commitment: Commitment, day: int) -> OpenCommitment:
        """Take on a commitment of the case."""
        return self.commitments.open(number, self._to(commitment.to), day)

    def warns_of(self, one: OpenCommitment) -> None:
        """Warn partners if a commitment is about to be missed, and this is noticed."""
        if one in self.work_queue.owed and somewhere(self.organisation.watches):
            self.commitments.warn(one, self.organisation.watches, self.organisation.chance_of_noticing())

    def falls_due(self, one: OpenCommitment) -> None:
        """Note that a commitment is due tonight."""
        self.commitments.falls_due(one)

    def gets_new_date(self, one: OpenCommitment, day: int) -> None:
        """Give a missed commitment its new date."""
        self.commitments.move(one, day)

    def judges_survey(self, survey: AskedSurvey) -> None:
        """Note that partners judge tonight what a survey has changed."""
        self._judged.append(survey)

    # The working day

    def works(self, day: int) -> None:
        """Spend the day's hours and let the evening take effect."""
        paid: list[tuple[ScheduledAct, np.ndarray]] = []
        finished: list[tuple[OpenCommitment, np.ndarray]] = []
        if day > 0:
            if self._starting:
                self._join_queue(day)
            paid, finished = self.work_queue.work(day)
        if paid or finished or self._events or self._judged or self.commitments.any_tonight:
            self._evening(day, paid, finished)
        self._begin_day()
        if day == 0:
            self._ask(0, self.partners.overall(self.partners.facets()))

    def _join_queue(self, day: int) -> None:
        # By kind, so that it does not matter in which order a file lists them, or somebody sends them.
        started = sorted(self._starting, key=lambda one: one.order)
        self.work_queue.queue += started
        for one in started:
            # The new date must be the same in all worlds, but a plan with a rule starts on different days.
            if one.act.dates_missed and one.act.when is None:
                self.commitments.claim_new_dates(one, self.calendar)
        for one in self._starting:
            before = self._last_start.get(one.act.act, np.nan)
            self._last_start[one.act.act] = day if one.where is self.everywhere else np.where(one.where, day, before)

    def _evening(
        self, day: int, paid: list[tuple[ScheduledAct, np.ndarray]], finished: list[tuple[OpenCommitment, np.ndarray]]
    ) -> None:
        self.partners.settle(day)
        effects = DayEffects(self.partners, self.parameters, day, organisation=self.organisation, streams=self.streams)
        for event in self._events:
            self._script(event, effects)
        for survey in self._judged:
            effects.judge_survey(effects.reach(survey.to, survey.where), survey.answered)
            self.organisation.surveys.remove(survey)
        reached = [(one, effects.reach(one.to, where)) for one, where in paid]
        if len(reached) > 1:
            effects.count_alike([(one.act.act, reach * one.act.amount) for one, reach in reached])
        for one, reach in reached:
            one.act.take_effect(effects, reach, one)
            if one.act.improves and self.organisation.surveys:
                effects.improvements.append(one.act.improvement(effects, reach, one))
            self._write(day, one.act.act, str(one.place), reach)
        self.commitments.take_effect(effects, finished)
        self.organisation.answer_surveys(effects.improvements)
        if paid:
            self._organise(paid, effects)
        effects.apply()
        self._close_day(effects)

    def _close_day(self, effects: DayEffects) -> None:
        day, organisation = effects.day, self.organisation
        for gone in effects.departures:
            self.partners.parted |= gone
            self._go(gone, (day - 1) // DAYS_A_WEEK)
        for kept in self.commitments.wins:
            organisation.wins += kept
        if self.commitments.close_evening() or effects.changes_level:
            self.partners.set_level()

    def _script(self, event: Event, effects: DayEffects) -> None:
        to = self._to(event.to)
        reach = effects.reach(to, self.everywhere)
        event.take_effect(effects, reach, to)
        self._write(event.day, event.event, event.label, reach)

    def _organise(self, paid: list[tuple[ScheduledAct, np.ndarray]], effects: DayEffects) -> None:
        """Let acts change the organisation and open their commitments."""
        self.organisation.begin_evening()
        for one, where in paid:
            one.act.organise(self.organisation, effects, one, where)
            self.commitments.promise(one, where, effects, self.calendar)

    def _go(self, going: np.ndarray, week: int) -> None:
        if somewhere(going):
            self.partners.let_go(going, week)
            self.commitments.cancel_without_partners()

    # The week's end

    def closes_week(self, week: int) -> None:
        """Settle, let memory fade and news arrive, record; then partners may leave or ask questions."""
        partners, parameters = self.partners, self.parameters
        day = DAYS_A_WEEK * (week + 1)
        partners.settle(day)
        partners.close_week()
        self.organisation.close_week()
        weight = partners.evidence_weight()
        self.facets[week + 1] = partners.facets(weight)
        self.ledger.close_week(week, self.facets[week], weight, partners.share)
        trust = partners.overall(self.facets[week + 1])
        chance = chance_of_leaving(trust, partners.patience, rate=parameters.leave_rate, slope=parameters.leave_slope)
        going = (self._leaving[week] < chance) & partners.active
        self._write(day, "left", "", going)
        self._go(going, week)
        if week + 1 < self.case.weeks:
            self._ask(week + 1, trust)

    def _ask(self, week: int, trust: np.ndarray) -> None:
        """Draw the questions and complaints of the coming week."""
        partners, parameters = self.partners, self.parameters
        complaints = complaint_rate(
            trust, distrust=parameters.questions_distrust, content=parameters.content, quiet=parameters.quiet
        )
        complaints = partners.of_active(complaints)
        rate = parameters.questions_base * partners.asking
        rate += partners.of_active(parameters.questions_uncertain * partners.uncertainty) + complaints
        asking = rate * (1 - parameters.educated_questions * partners.educated) if partners.any_educated else rate
        number = number_of_questions(asking, self._asking[week])
        self.work_queue.question_hours = np.add.reduce(number) * (parameters.question_hours / DAYS_A_WEEK)
        asked = number > 0
        complained = asked & (self._complaining[week] * rate < complaints)
        self.organisation.complained = np.logical_or.reduce(complained)
        self._write(DAYS_A_WEEK * week, "asked", "", asked & ~complained & partners.active)
        self._write(DAYS_A_WEEK * week, "complained", "", complained)
