"""The outcome of a season: read-only arrays, and summaries to show to people."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from sim.base.rounding import half_up
from sim.model.acts import ACTS
from sim.model.case import MISFIT, Case
from sim.model.display import outcome_html, outcome_line
from sim.model.frames import OutcomeFrames
from sim.model.frozen import DAYS_A_WEEK
from sim.model.laws import CHARACTER, COMPETENCE
from sim.model.ledger import CAUSES
from sim.model.measures import MEASURES
from sim.model.parameters import SHIPPED, Parameters
from sim.model.strategy import Strategy
from sim.texts import words

RECOVERED = 0.95  # of trust before the breach
RECOVERED_WEEKS = 4  # consecutive weeks that count as recovery
Z95 = 1.959964
PARTS = ("trust", "share")  # units that hold 0 to 1 and are told as 0 to 100
ENOUGH_WORLDS = 0.5  # least share of worlds that recover for a median to be given


def as_shown(measure: str, value: float) -> float:
    """Return a figure rounded as pages show it, and as goals and verdicts use it.

    Trust and shares have two decimals (people read them as 0 to 100), counts of partners one, hours and weeks none.

    >>> as_shown("season_trust", 0.5462), as_shown("partners_parted", 0.75)
    (0.55, 0.8)
    """
    return half_up(value, MEASURES[measure].digits)


def said(measure: str, value: float) -> str:
    """Return a figure as people read it, rounded as verdicts use it: trust from 0 to 100, a share as so many in 100.

    >>> said("partnership", 0.5462), said("commitments_kept", 0.861), said("partners_parted", 0.75)
    ('55', '86 in 100', '0.8')
    """
    number = number_said(measure, value)
    return words.say("score.percent", number=number) if MEASURES[measure].unit == "share" else number


def number_said(measure: str, value: float, finer: int = 0) -> str:
    """Return the number of a figure as people read it: trust and shares from 0 to 100; `finer`: further digits.

    >>> number_said("partnership", 0.5462, 1), number_said("commitments_kept", 0.861), number_said("staff_hours", 266.2)
    ('54.6', '86', '266')
    """
    if MEASURES[measure].unit in PARTS:
        return words.trust(value, finer)
    digits = MEASURES[measure].digits + finer
    return words.numerals(f"{half_up(value, digits):.{digits}f}")


def gap_said(measure: str, gap: float, finer: int = 0) -> str:
    """Return a difference of a measure with its sign, on the scale of `number_said`.

    >>> gap_said("partnership", 0.0246, 1), gap_said("staff_hours", 3.2), gap_said("final_trust", 0.001)
    ('+2.5', '+3', '0')
    """
    shown = number_said(measure, abs(gap), finer)
    return shown if shown == number_said(measure, 0, finer) else f"{'+' if gap > 0 else words.MINUS}{shown}"


def between_said(measure: str, interval: "Interval") -> str:
    """Return a mean with its 95 % interval on the scale of `number_said`, one digit finer, for tables that rank.

    >>> between_said("partnership", Interval(0.5462, 0.0103)), between_said("staff_hours", Interval(266.2, 1.25))
    ('54.6 ± 1.0', '266.2 ± 1.3')
    """
    return f"{number_said(measure, interval.mean, 1)} ± {number_said(measure, interval.half_width, 1)}"


@dataclass(frozen=True)
class Interval:
    """A mean over worlds with the half-width of its 95 % interval.

    Attributes:
        mean, half_width: in the measure's unit.

    >>> f"{Interval(0.5, 0.01)}"
    '0.500 ± 0.010'
    """

    mean: float
    half_width: float

    @classmethod
    def of(cls, values: np.ndarray) -> "Interval":
        """Return the mean of (worlds,) values and the half-width of its 95 % interval (0 for one world)."""
        spread = values.std(ddof=1) / np.sqrt(len(values)) if len(values) > 1 else 0.0
        return cls(float(values.mean()), float(Z95 * spread))

    def __str__(self) -> str:
        return f"{self.mean:.3f} ± {self.half_width:.3f}"


class DiaryEntry(NamedTuple):
    """One thing that happened on one day.

    Attributes:
        day: from the start of the season.
        what: a kind of event or act, the fate of a commitment, "warned", "asked" (without complaining), "complained"
            or "left".
        about: the event's label, the act's place in the strategy, or the commitment's name; else "".
        where: bools, to whom and in which worlds: (partners, worlds) or, for a commitment, (worlds,).
    """

    day: int
    what: str
    about: str
    where: np.ndarray


class OpenWork(NamedTuple):
    """A commitment that was taken on and whose fate is not yet known, as its team knows it.

    Attributes:
        name: of the commitment. due: promised day, 0 = none, since it was missed before the season.
        worked: hours of work done. ready: it is done, and is delivered on the promised day.
    """

    name: str
    due: int
    worked: float
    ready: bool


class Waiting(NamedTuple):
    """An act that waits for hours: its place in the strategy, the day on which it began, and hours not yet spent."""

    place: int
    start: int
    unpaid: float


class Agenda(NamedTuple):
    """What the organisation knows of its own work when the season ends, in the first world.

    Attributes:
        open: commitments by promised day. waiting: acts in the order in which they are paid.
    """

    open: tuple[OpenWork, ...] = ()
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Outcome(OutcomeFrames):
    """One strategy in one case, in many worlds. All arrays are read-only and end in the worlds' axis.

    Attributes:
        facets: (weeks + 1, facets, partners, worlds) trust by facet: 0 competence, 1 character. Week 0 is before the
            breach; what is done in week w first shows in facets[w + 1].
        seed: the seed, the first of several. worlds: their numbers; with several seeds, counted on from seed to seed.
        parted, left: (partners, worlds) bools: gone by agreement, or without one.
        gone_week: (partners, worlds) week in which a partner went, -1 = stayed.
        kept, broken, late: (worlds,) how many commitments.
        hours: staff hours by act, and for questions and commitments, each (worlds,).
        moved: (weeks, causes, partners) trust moved by each cause, mean over worlds; causes in the order of CAUSES.
        log: (day, what), the entries of the calendar.
        moved_by_world: (weeks, causes, partners, worlds) the same for each world, only with `by_world`.
        diary: what happened, in order, only with `by_world`. agenda: the work that was left, likewise.
        parameters: the model's numbers that it was simulated with.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=3)
    >>> outcome.trust.shape, outcome.facets.shape, outcome.moved.shape[::2]
    ((53, 8, 3), (53, 2, 8, 3), (52, 8))
    """

    case: Case
    strategy: Strategy
    seed: int
    worlds: range
    facets: np.ndarray
    parted: np.ndarray
    left: np.ndarray
    gone_week: np.ndarray
    kept: np.ndarray
    broken: np.ndarray
    late: np.ndarray
    hours: dict[str, np.ndarray]
    moved: np.ndarray
    log: tuple[tuple[int, str], ...]
    moved_by_world: np.ndarray | None = None
    diary: tuple[DiaryEntry, ...] | None = None
    agenda: Agenda | None = None
    parameters: Parameters = SHIPPED

    def __post_init__(self) -> None:
        for value in vars(self).values():
            for array in value.values() if isinstance(value, dict) else (value,):
                if isinstance(array, np.ndarray):
                    array.flags.writeable = False

    def __repr__(self) -> str:
        return outcome_line(self)

    def _repr_html_(self) -> str:
        return outcome_html(self)

    @property
    def weeks(self) -> int:
        """Length of the season in weeks."""
        return self.case.weeks

    @cached_property
    def trust(self) -> np.ndarray:
        """(weeks + 1, partners, worlds) trust: the facets weighted by each partner's shares."""
        share = np.array([partner.competence_weight for partner in self.case.partners])[:, None]
        trust = share * self.facets[:, COMPETENCE] + (1 - share) * self.facets[:, CHARACTER]
        trust.flags.writeable = False
        return trust

    @cached_property
    def mean_trust(self) -> np.ndarray:
        """(weeks + 1, worlds) trust, mean over all initial partners; those who went stay at their last trust."""
        mean = self.trust.mean(axis=1)
        mean.flags.writeable = False
        return mean

    @cached_property
    def fits(self) -> np.ndarray:
        """(partners,) bools: the programme meets their needs, so that a partnership is to be had."""
        return np.array([partner.fit >= MISFIT for partner in self.case.partners])

    @cached_property
    def lost(self) -> np.ndarray:
        """(partners, worlds) bools: left in anger, or dropped although the programme fits."""
        return self.left | (self.parted & self.fits[:, None])

    @cached_property
    def partnership(self) -> np.ndarray:
        """(weeks + 1, worlds) trust of those still there over all whom the programme fits; who is lost counts 0.

        Whom it does not fit is counted in no week, so that neither parting nor staying moves the mean by itself. Where
        it fits nobody, all count.
        """
        counted = self.fits if self.fits.any() else np.ones_like(self.fits)
        weeks = np.arange(self.weeks + 1)[:, None, None]
        still = ~(self.lost[counted] & (weeks > self.gone_week[counted]))
        mean = (self.trust[:, counted] * still).mean(axis=1)
        mean.flags.writeable = False
        return mean

    @cached_property
    def mean_by_week(self) -> np.ndarray:
        """(weeks + 1,) trust, mean over worlds and partners."""
        mean = self.mean_trust.mean(axis=-1)
        mean.flags.writeable = False
        return mean

    @cached_property
    def partners_by_week(self) -> np.ndarray:
        """(weeks + 1, partners) trust, mean over worlds."""
        mean = self.trust.mean(axis=-1)
        mean.flags.writeable = False
        return mean

    # Figures: one number for each world

    def each(self, measure: str) -> np.ndarray:
        """Return (worlds,) values of a measure (sim/model/measures.py), shipped or custom.

        Raises:
            KeyError: there is no such measure, or it has no value for each world.
        """
        by_world = MEASURES[measure].by_world
        if by_world is None:
            raise KeyError(measure)
        return by_world(self)

    def told(self, measure: str) -> str:
        """Return a measure as people read it: trust and shares from 0 to 100, with the 95 % interval of its mean.

        Raises:
            KeyError: there is no such measure.

        >>> from sim.experiments.simulate import simulate
        >>> simulate("missed-deadline", "silence", worlds=5).told("weeks_to_recover")
        'not in most years'
        """
        if MEASURES[measure].by_world is not None:
            return between_said(measure, Interval.of(self.each(measure)))
        value = MEASURES[measure].of(self)
        return words.say("score.never") if value is None else number_said(measure, value)

    @property
    def season_trust(self) -> np.ndarray:
        """(worlds,) trust, mean over the season's weeks and all partners: the main figure."""
        return self.each("season_trust")

    @property
    def final_trust(self) -> np.ndarray:
        """(worlds,) trust at the end, mean over all initial partners."""
        return self.each("final_trust")

    @property
    def lowest_trust(self) -> np.ndarray:
        """(worlds,) lowest weekly trust."""
        return self.each("lowest_trust")

    @cached_property
    def recovery_weeks(self) -> np.ndarray:
        """(worlds,) weeks from the breach until trust is back for good; 0 = never fell, inf = never back.

        Back is 95 % of what it was before the first breach, from some week until the end, for four weeks at least.
        """
        before = self._week_before_breach
        enough = self.mean_trust[before + 1 :] >= RECOVERED * self.mean_trust[before]
        weeks_back = np.logical_and.accumulate(enough[::-1], axis=0).sum(axis=0)
        weeks = np.where(weeks_back >= RECOVERED_WEEKS, len(enough) - weeks_back + 1.0, np.inf)
        return np.where(enough.all(axis=0), 0.0, weeks)

    @property
    def _week_before_breach(self) -> int:
        """The last recorded week before the first breach, 0 if there is none."""
        days = [event.day for event in self.case.events if event.affects and event.day <= self.case.days]
        return max(0, min(days, default=0) - 1) // DAYS_A_WEEK

    @property
    def commitments_kept(self) -> np.ndarray:
        """(worlds,) share kept of the commitments that fell due; 1 where none did."""
        due = self.kept + self.broken
        return np.where(due > 0, self.kept / np.maximum(due, 1), 1.0)

    @property
    def partners_kept(self) -> np.ndarray:
        """(worlds,) partners who stayed."""
        return self.each("partners_kept")

    @property
    def staff_hours(self) -> np.ndarray:
        """(worlds,) hours spent on acts and questions, without work on commitments."""
        return sum((self.hours[kind] for kind in self.hours if kind != "commitments"), np.zeros(len(self.worlds)))

    # Summaries

    @property
    def weeks_to_recover(self) -> float | None:
        """The median over worlds of the weeks until recovery, None if fewer than half recover."""
        return float(np.median(self.recovery_weeks)) if self.recovered_share >= ENOUGH_WORLDS else None

    @property
    def recovered_share(self) -> float:
        """Share of worlds in which trust recovered."""
        return float(np.isfinite(self.recovery_weeks).mean())

    @cached_property
    def what_moved_trust(self) -> dict[str, float]:
        """Trust moved over the season, by cause, mean over partners and worlds; causes that moved none are left out."""
        total = self.moved.sum(axis=0).mean(axis=-1)
        return {cause: float(by) for cause, by in zip(CAUSES, total, strict=False) if by != 0}

    def summary(self) -> dict[str, object]:
        """Return the scoreboard: one plain value for each measure."""
        kept = self._scoreboard
        return kept | {"hours_by_act": dict(kept["hours_by_act"])}

    @cached_property
    def _scoreboard(self) -> dict[str, Any]:
        """The scoreboard, cached because a panel asks for one measure after the other."""
        board: dict[str, Any] = {
            "key": self.strategy.key,
            "title": self.strategy.title,
            "documented": self.strategy.documented,
        }
        for key, measure in MEASURES.items():
            board[key] = measure.of(self)
            if measure.interval:
                board[f"{key}_interval"] = Interval.of(self.each(key)).half_width
        return board | {"hours_by_act": {kind: float(hours.mean()) for kind, hours in self.hours.items()}}


def hours_in_order(hours: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return hours with acts in the catalogue's order, then questions and commitments."""
    return {kind: hours[kind] for kind in (*ACTS, "questions", "commitments") if kind in hours}
