"""The life cycle of commitments: opened with a date, warned of, kept, broken, delivered late, or cancelled."""

from collections.abc import Callable

import numpy as np

from sim.model import ledger
from sim.model.acts import Act
from sim.model.acts.act import Promised
from sim.model.case import Case, Commitment
from sim.model.effects import DayEffects
from sim.model.frozen import working_days
from sim.model.laws import COMPETENCE
from sim.model.masks import somewhere
from sim.model.parameters import Parameters
from sim.model.partners import Partners
from sim.model.random_streams import RandomStreams
from sim.model.schedule import NOTICE, Calendar
from sim.model.workload import DONE, OpenCommitment, ScheduledAct, WorkQueue, pace_of

Write = Callable[[int, str, str, np.ndarray], None]


class Commitments:
    """All commitments of one season, in every world.

    Attributes:
        buffer: (partners,) by how much the dates that each is given exceed the estimate.
        kept, broken, late: (worlds,) how many.
        wins: weights kept tonight, each (worlds,).
    """

    def __init__(
        self,
        case: Case,
        parameters: Parameters,
        streams: RandomStreams,
        partners: Partners,
        work_queue: WorkQueue,
        write: Write,
    ) -> None:
        self.case, self.parameters, self.streams = case, parameters, streams
        self.partners, self.work_queue, self.write = partners, work_queue, write
        worlds = streams.count
        self.everywhere = np.ones(worlds, bool)
        self.kept, self.broken, self.late = (np.zeros(worlds, int) for _ in range(3))
        self.buffer = np.full(len(case.partners), case.buffer)
        self._begin_day()

    def _begin_day(self) -> None:
        self._opening: list[OpenCommitment] = []
        self._warned: list[tuple[OpenCommitment, np.ndarray]] = []
        self._due: list[OpenCommitment] = []
        self._changes: list[tuple[np.ufunc, np.ndarray, np.ndarray]] = []
        self.wins: list[np.ndarray] = []

    @property
    def any_tonight(self) -> bool:
        """Whether any commitment opens, is due, or is warned of tonight."""
        return bool(self._opening or self._warned or self._due)

    # Dates

    def set_habit(self, act: Act, to: np.ndarray) -> None:
        """Set the buffer for dates that these partners are given from now on, if the act has one."""
        buffer = act.habit_of_dates(self.parameters)
        if buffer is not None:
            self.buffer[to] = buffer

    def take_over_missed(self, number: int, to: np.ndarray) -> None:
        """Take on a commitment missed before the season began: overdue, and without a date."""
        commitment = self.case.commitments[number]
        one = self._owed(commitment, to=to, place=(-1, number), due=0)
        one.broken[:] = one.ever_broken = True
        self.partners.overdue += to[:, None]
        self.work_queue.take_on(one)

    def open(self, number: int, to: np.ndarray, day: int) -> OpenCommitment:
        """Take on a commitment of the case, with a date from today's buffer."""
        commitment = self.case.commitments[number]
        # Those who are owed it agree on one date, between those that each was told to expect.
        buffer = float(self.buffer[to].mean())
        due = day - 1 + working_days(commitment.weeks * buffer)
        one = self._owed(commitment, to=to, place=(-1, number), due=due)
        one.long_by = max(0.0, buffer - 1)
        self._opening.append(one)
        self.work_queue.take_on(one)
        self._cancel_where_all_left(one)
        return one

    def _owed(self, commitment: Commitment, *, to: np.ndarray, place: tuple[int, ...], due: int) -> OpenCommitment:
        return OpenCommitment(
            name=commitment.name, to=to, weight=commitment.weight, character=commitment.character, due=due,
            place=place, pending=self.everywhere.copy(), hours=self._true_work(commitment.name, commitment.hours),
            pace=pace_of(commitment.hours, commitment.weeks, self.parameters), missed=commitment.missed,
            weeks=commitment.weeks,
        )  # fmt: skip

    def _true_work(self, name: str, hours: float) -> np.ndarray:
        """Return (worlds,) hours that the work takes. Source: [Buehler1994]."""
        parameters = self.parameters
        return hours * np.exp(
            np.log(parameters.overrun_median) + parameters.overrun_spread * self.streams.draw("overrun", name)[0]
        )

    def claim_new_dates(self, plan: ScheduledAct, calendar: Calendar) -> None:
        """Reserve a new date, set by this plan, for each missed commitment owed to its addressees that has none yet."""
        for one in self.work_queue.owed:
            if one.missed and not one.dated and (one.to & plan.to).any():
                one.dated = True
                due = plan.last_day + working_days(one.weeks * plan.act.buffer)
                plan.new_dates.append((one, due))
                calendar.new_date(plan, one, due)

    def move(self, one: OpenCommitment, day: int) -> None:
        """Give a missed commitment its new date, and sort it in."""
        one.due = day
        if one in self.work_queue.owed:
            self.work_queue.sort()

    def warn(self, one: OpenCommitment, watching: np.ndarray, chance: np.ndarray) -> None:
        """Warn partners of a delay in the worlds in which it is noticed. Source: [Arpan2005].

        Args:
            watching: (worlds,) bools, whether anybody checks. chance: (worlds,) that a delay is noticed in time.
        """
        work_queue = self.work_queue
        usual = self.parameters.slip_share * NOTICE * self.case.hours_per_day
        too_much = work_queue.left_on(one) > work_queue.speed * usual / np.maximum(1, work_queue.open_count())
        where = watching & too_much & ~one.broken & (self.streams.draw("detection", one.name)[0] < chance)
        if somewhere(where):
            one.warned |= where
            self._warned.append((one, where))

    def falls_due(self, one: OpenCommitment) -> None:
        """Note that a commitment is due tonight."""
        self._due.append(one)

    # Evenings

    def take_effect(self, effects: DayEffects, finished: list[tuple[OpenCommitment, np.ndarray]]) -> None:
        """Add the effects of commitments that opened, were warned of, were delivered late or fell due today."""
        for one in self._opening:
            self._opened(one, self.everywhere, effects)
        for one, where in self._warned:
            effects.reduce_uncertainty(effects.reach(one.to, where), self.parameters.warning_uncertainty)
            self.write(effects.day, "warned", one.name, where)
        for one, where in finished:
            self._deliver_late(one, where, effects)
        for one in self._due:
            self._judge(one, effects)

    def _opened(self, one: OpenCommitment, where: np.ndarray, effects: DayEffects) -> None:
        if one.long_by:
            # An assumption: without it, distant dates would cost nothing.
            cost = self.parameters.long_date * (one.weight * one.long_by)
            effects.bad(ledger.LONG_DATES, COMPETENCE, effects.reach(one.to, where) * cost)
        self._changes.append((np.add, self.partners.open, effects.reach(one.to, where)))

    def _deliver_late(self, one: OpenCommitment, where: np.ndarray, effects: DayEffects) -> None:
        one.pending &= ~where
        self.late += where
        reach = effects.reach(one.to, where)
        if one.by_act:
            effects.improvements.append(reach * one.weight)
        self._prove_late(one, reach, effects)
        self._changes.append((np.subtract, self.partners.overdue, reach))
        self.write(effects.day, "late", one.name, where)
        self._put_away(one)

    def _judge(self, one: OpenCommitment, effects: DayEffects) -> None:
        """Judge on the promised day whether a commitment was kept; a missed one only where it has a new date."""
        judged = one.pending & ~one.broken
        ready = self.work_queue.left_on(one) <= DONE if one in self.work_queue.owed else ~judged
        done, failed = judged & ready, judged & ~ready
        if somewhere(done):
            self._keep(one, done, effects)
        if somewhere(failed):
            one.broken |= failed
            one.ever_broken = True
            self.broken += failed
            self._break(one, failed, effects)
            self._changes.append((np.add, self.partners.overdue, effects.reach(one.to, failed)))
            self.write(effects.day, "broken", one.name, failed)
        self._changes.append((np.subtract, self.partners.open, effects.reach(one.to, judged)))
        self._put_away(one)

    def _keep(self, one: OpenCommitment, done: np.ndarray, effects: DayEffects) -> None:
        one.pending &= ~done
        self.kept += done
        reach = effects.reach(one.to, done)
        if one.by_act:
            effects.improvements.append(reach * one.weight)
        if one.missed:
            self._prove_late(one, reach, effects)
        else:
            shared = (1 + self.parameters.codesign * self.partners.involved) * self._worth(one, effects)
            effects.good_deed(ledger.KEPT, one.to, one.weight * (reach * shared), costs=one.weight, seen=effects.seen)
        effects.keep(reach * one.weight)
        self.wins.append(done * (one.weight * (self.parameters.late if one.missed else 1.0)))
        self.write(effects.day, "kept", one.name, done)

    def _worth(self, one: OpenCommitment, effects: DayEffects) -> np.ndarray | float:
        """Return what a thing is worth: less where acts promised much of late, beyond what was owed."""
        return effects.promise_worth if one.by_act else 1.0

    def _prove_late(self, one: OpenCommitment, reach: np.ndarray, effects: DayEffects) -> None:
        """Count late delivery as part of a kept commitment."""
        weight = self.parameters.late * one.weight
        effects.good_deed(ledger.LATE, one.to, reach * (weight * self._worth(one, effects)), costs=one.weight)

    def _break(self, one: OpenCommitment, where: np.ndarray, effects: DayEffects) -> None:
        """Count a broken commitment as a breach, less so where partners were warned. Source: [Arpan2005]."""
        reach = effects.reach(one.to, where)
        hurt = reach * (one.weight * (1 - self.parameters.forewarned * one.warned))
        added = effects.bad_deed(ledger.BROKEN, one.to, hurt, one.character)
        effects.wrong(added, hurt, character=one.character, lost="time", waits=False)
        effects.break_word(reach * one.weight)

    def promise(self, act: ScheduledAct, where: np.ndarray, effects: DayEffects, calendar: Calendar) -> None:
        """Open the act's commitments tonight, in the worlds in which it took effect."""
        if not act.made:
            promised = act.act.promises(self.parameters, act.count)
            act.made = [self._made(act, k, one) for k, one in enumerate(promised)]
            for one in act.made:
                if one.due > effects.day:
                    self.work_queue.take_on(one)
                    calendar.commit(one)
        for one in act.made:
            if one.due > effects.day:
                self.work_queue.add_work(one, where)
                self._opened(one, where, effects)
                self._cancel_where_all_left(one)
        for one, due in act.new_dates:
            self._give_date(one, due, where, effects)

    def _made(self, act: ScheduledAct, k: int, one: Promised) -> OpenCommitment:
        name, (kind, place) = f"{act.name}/{k}", act.order
        return OpenCommitment(
            name=name, to=act.to, weight=one.weight, character=self.parameters.act_character,
            due=one.due(act.last_day), place=(kind, act.start, place, k),
            pending=~self.everywhere, hours=self._true_work(name, one.hours),
            pace=pace_of(one.hours, one.weeks, self.parameters), long_by=max(0.0, one.buffer - 1), by_act=True,
        )  # fmt: skip

    def _give_date(self, one: OpenCommitment, due: int, where: np.ndarray, effects: DayEffects) -> None:
        if due <= effects.day or one not in self.work_queue.owed:
            return
        where = where & one.pending & one.broken & (self.work_queue.left_on(one) > DONE)
        one.broken &= ~where
        partners = self.partners
        reach = effects.reach(one.to, where)
        self._changes += [(np.add, partners.open, reach), (np.subtract, partners.overdue, reach)]

    def close_evening(self) -> bool:
        """Update how many commitments are open and overdue for each partner; return whether anything changed."""
        changed = bool(self._changes)
        for adjust, counts, reach in self._changes:
            adjust(counts, reach, out=counts)
        self._begin_day()
        return changed

    def cancel_without_partners(self) -> None:
        """Cancel commitments owed only to partners who have gone; called after somebody went."""
        owed = tuple(self.work_queue.owed)
        if not owed:
            return
        nobody_here = np.array([one.to for one in owed], float) @ self.partners.here == 0
        for one, nobody in zip(owed, nobody_here, strict=True):
            self._cancel(one, nobody)

    def _cancel_where_all_left(self, one: OpenCommitment) -> None:
        if not self.partners.all_active:
            self._cancel(one, one.to @ self.partners.here == 0)

    def _cancel(self, one: OpenCommitment, nobody_here: np.ndarray) -> None:
        nobody = one.pending & nobody_here
        if somewhere(nobody):
            self.work_queue.cancel(one, nobody)
            self._put_away(one)

    def _put_away(self, one: OpenCommitment) -> None:
        if one in self.work_queue.owed and one.due <= self.work_queue.day and not somewhere(one.pending):
            self.work_queue.put_away(one)
