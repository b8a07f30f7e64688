"""Fit a few of the model's numbers to a small survey of one's own, and see how little that settles.

Least squares by SciPy, from several starts. Then each number is held at values from end to end of its plausible range
while the others make up for it: all sets that fit about as well as the best one are told, since a handful of means
cannot tell them apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib.util import find_spec
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.base.errors import BadInput
from sim.catalogue import load_case, load_strategy
from sim.experiments.evidence.checking import WORLDS_A_DRAW
from sim.experiments.evidence.draws import even_in_logarithm, plausible
from sim.experiments.simulate import checked_parameters, checked_seed, simulate, world_numbers
from sim.experiments.sweep import Progress, parallel_map
from sim.model.parameters import Parameters, no_parameter, ranges
from sim.model.validation import shown
from sim.model.version import version_told
from sim.texts.refusals import whole_number
from sim.texts.words import many, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from concurrent.futures import Executor

    import pandas as pd

    from sim.model.case import Case
    from sim.model.strategy import Strategy

__all__ = ["Answer", "Fit", "Try", "fit"]

STARTS, MOST_STARTS = 6, 100
MOST_NUMBERS = 6  # fitted at once: each costs a season for every step, and a survey of one's own settles fewer
POINTS = 7  # of a profile
STEP = 0.05  # of a range, by which the slope is measured: smaller ones drown in who happens to leave
MOST_STEPS = 12  # of least squares from one start
CERTAIN = 0.95


class Answer(NamedTuple):
    """One mean of a survey.

    Attributes:
        week: at its end; 0 = before the incident. trust: the mean, 0 to 1. error: its standard error, same scale.
        partner: whose trust; "" = the mean over all partners.
    """

    week: int
    trust: float
    error: float
    partner: str = ""


class Try(NamedTuple):
    """What one start ended in.

    Attributes:
        numbers: what was fitted, by name. misfit: sum of squared gaps, each in standard errors.
    """

    numbers: dict[str, float]
    misfit: float


@dataclass(frozen=True)
class _Asked:
    """What is fitted to what; it can be sent to other processes."""

    case: Case
    strategy: Strategy
    answers: tuple[Answer, ...]
    names: tuple[str, ...]
    worlds: range
    seed: int
    parameters: Parameters

    def gaps(self, point: np.ndarray) -> np.ndarray:
        """Return (answers,) gaps between model and survey in standard errors; point: (names,) places, 0 to 1."""
        numbers = Parameters(**dict(self.parameters) | self.values(point))
        last = max(1, *(answer.week for answer in self.answers))
        asked = {"worlds": self.worlds, "seed": self.seed, "parameters": numbers, "until": last}
        outcome = simulate(self.case, self.strategy, **asked)
        by_partner = dict(zip(self.case.names, outcome.partners_by_week.T, strict=True)) | {"": outcome.mean_by_week}
        return np.array([(by_partner[one.partner][one.week] - one.trust) / one.error for one in self.answers])

    def values(self, point: np.ndarray) -> dict[str, float]:
        """Return the numbers at places between the ends of their plausible ranges; half-lives by their logarithm."""
        return {name: _value(name, float(at)) for name, at in zip(self.names, point, strict=True)}

    def point(self, values: Mapping[str, float]) -> np.ndarray:
        """Return (names,) places of numbers in their ranges, 0 to 1."""
        return np.array([_place(name, values[name]) for name in self.names])

    def fitted(self, start: np.ndarray) -> Try:
        """Return what least squares find from a start."""
        if not self.names:
            return Try({}, float((self.gaps(start) ** 2).sum()))
        from scipy.optimize import least_squares

        inside = np.clip(start, 0.01, 0.99)
        found = least_squares(self.gaps, inside, bounds=(0, 1), diff_step=STEP, max_nfev=MOST_STEPS)
        return Try(self.values(found.x), float(2 * found.cost))


@dataclass(frozen=True, repr=False)
class Fit:
    """What fitting found: the best set of numbers, and all that fit about as well.

    Attributes:
        tries: what each start ended in.
        profiles: for each number, the best set with that number held at values from end to end of its plausible range:
            how well the others can make up for it.
        shipped: the misfit of the numbers as they were before.
        within: by how much more misfit a set still fits about as well: the 95 % bound of chi-squared.
    """

    asked: _Asked
    tries: tuple[Try, ...]
    profiles: dict[str, tuple[Try, ...]]
    shipped: float
    within: float

    def __repr__(self) -> str:
        facts = {"misfit": f"{self.sets[0].misfit:.1f}", "shipped": f"{self.shipped:.1f}", "equal": len(self.equal)}
        told = say("display.fit", answers=len(self.answers), sets=len(self.sets), **facts)
        return f"<Fit of {', '.join(self.names)}: {told}>"

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers of the survey."""
        return self.asked.answers

    @property
    def names(self) -> tuple[str, ...]:
        """The numbers that were fitted."""
        return self.asked.names

    @cached_property
    def sets(self) -> tuple[Try, ...]:
        """All sets that were found, best first."""
        held = (one for profile in self.profiles.values() for one in profile)
        return tuple(sorted((*self.tries, *held), key=lambda one: one.misfit))

    @property
    def meets(self) -> bool:
        """Whether the best set meets the survey: its misfit is one that chance alone gives in 95 of 100 surveys."""
        from scipy.stats import chi2

        free = len(self.answers) - len(self.names)
        return self.sets[0].misfit <= float(chi2.ppf(CERTAIN, max(1, free)))

    @property
    def parameters(self) -> Parameters:
        """The model's numbers with the best set."""
        return Parameters(**dict(self.asked.parameters) | self.sets[0].numbers)

    @property
    def equal(self) -> tuple[Try, ...]:
        """The sets that fit about as well as the best: the survey cannot tell them apart."""
        return tuple(one for one in self.sets if one.misfit <= self.sets[0].misfit + self.within)

    def frame(self) -> pd.DataFrame:
        """Return the sets as a frame, best first: a column for each number, misfit, and whether it fits equally."""
        return self._table(self.sets)

    def profile(self, name: str) -> pd.DataFrame:
        """Return the sets with one number held at a value, in order: the same columns.

        Raises:
            BadInput: the number was not fitted.
        """
        if name not in self.names:
            raise BadInput(say("refused_fit.not_fitted", name=shown(name), names=", ".join(self.names)))
        return self._table(self.profiles[name])

    def _table(self, sets: Iterable[Try]) -> pd.DataFrame:
        import pandas as pd

        equal = self.equal
        return pd.DataFrame([one.numbers | {"misfit": one.misfit, "fits_equally": one in equal} for one in sets])

    def __str__(self) -> str:
        """Tell what was found and how little it settles."""
        told = [say("fit_told.best", misfit=f"{self.sets[0].misfit:.1f}", shipped=f"{self.shipped:.1f}")]
        told += [_range_told(name, [one.numbers[name] for one in self.equal]) for name in self.names]
        if not self.meets:
            told.insert(1, say("fit_told.not_met"))
        several = many("fit_told.equal", len(self.equal), sets=len(self.sets))
        return " ".join([*told, several, f"{version_told(self.parameters)}."])


def _range_told(name: str, values: Sequence[float]) -> str:
    low, high = ranges()[name]
    share = abs(_place(name, max(values)) - _place(name, min(values)))
    facts = {"low": f"{min(values):.3g}", "high": f"{max(values):.3g}", "share": f"{100 * share:.0f}"}
    return say("fit_told.number", name=name, plausible=f"{low:g} – {high:g}", **facts)  # noqa: RUF001 - a range


def _held(asked: _Asked, best: Try, one: tuple[str, float]) -> Try:
    """Return the best set with one number held at a value, and the others fitted from the best set on."""
    name, value = one
    fixed = Parameters(**dict(asked.parameters) | {name: value})
    others = replace(asked, parameters=fixed, names=tuple(other for other in asked.names if other != name))
    found = others.fitted(others.point(best.numbers))
    return Try({other: found.numbers.get(other, value) for other in asked.names}, found.misfit)


def _value(name: str, place: float) -> float:
    low, high = ranges()[name]
    return low * (high / low) ** place if even_in_logarithm(name) else low + (high - low) * place


def _place(name: str, value: float) -> float:
    low, high = ranges()[name]
    value = min(max(value, low), high)
    return log(value / low) / log(high / low) if even_in_logarithm(name) else (value - low) / (high - low)


def fit(
    case: Case | str,
    strategy: Strategy | str,
    survey: Any,
    names: Sequence[str],
    *,
    starts: int = STARTS,
    points: int = POINTS,
    worlds: int = WORLDS_A_DRAW,
    seed: int = 0,
    parameters: Parameters | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Fit:
    """Fit a few of the model's numbers to the means of a small survey, within their plausible ranges.

    Each start climbs by least squares to a set of numbers at which the gaps between model and survey, in standard
    errors, are smallest; the first starts at the model as it is, the others at random ones. The same worlds are played
    throughout, so that what differs is the numbers alone.

    Args:
        case, strategy: what was asked about, and what was done: objects, keys of shipped ones, or paths of files.
        survey: a frame or a list of tables with week (0 = before the incident), trust (mean, 0 to 1), error (its
            standard error) and, if it is not of all partners, partner.
        names: of 1 to 6 numbers with a plausible range, and not more than there are answers.
        starts: how many, 1 to 100. points: at how many values each number is held in turn, from end to end of its
            plausible range, with the others fitted anew, 2 to 100.
        worlds, seed, parameters: as in `simulate`.
        executor: any `concurrent.futures` executor; None = this process.
        progress: called with (done, total), first of the starts and then of the values at which numbers are held.

    Returns:
        a `Fit`: the best set of numbers, and all that fit about as well. docs/modellers.md has an example.

    Raises:
        BadInput: SciPy is not installed; as `simulate`; numbers, survey or starts that cannot be fitted.

    >>> fit("missed-deadline", "silence", [{"week": 4, "trust": 52, "error": 3}], ["half_life_bad"])
    Traceback (most recent call last):
    sim.base.errors.BadInput: row 1 of the survey: trust is 52 but must be between 0 and 1; divide a scale of 100 by 100
    """
    case, strategy, parameters = load_case(case), load_strategy(strategy), checked_parameters(parameters)
    answers = _answers(survey, case)
    _check_numbers(names, len(answers))
    if find_spec("scipy") is None:
        raise BadInput(say("refused_fit.no_scipy"))
    starts = whole_number("starts", starts, least=1, most=MOST_STARTS)
    numbers = world_numbers(worlds, case)
    asked = _Asked(case, strategy, answers, tuple(names), numbers, checked_seed(seed), parameters)
    drawn = [parameters, *plausible(MOST_STARTS, seed)[: starts - 1]]
    places = [asked.point(dict(one)) for one in drawn]
    tries = parallel_map(asked.fitted, places, executor=executor, progress=progress)
    best = min(tries, key=lambda one: one.misfit)
    at = np.linspace(0, 1, whole_number("points", points, least=2, most=MOST_STARTS)).tolist()
    held = [(name, _value(name, place)) for name in names for place in at]
    others = parallel_map(partial(_held, asked, best), held, executor=executor, progress=progress)
    profiles = {name: tuple(others[len(at) * k : len(at) * (k + 1)]) for k, name in enumerate(names)}
    from scipy.stats import chi2

    unchanged = float((replace(asked, names=()).gaps(np.empty(0)) ** 2).sum())
    within = float(chi2.ppf(CERTAIN, len(asked.names)))
    return Fit(asked, tuple(tries), profiles, unchanged, within)


# What is asked


def _check_numbers(names: Any, answers: int) -> None:
    """Refuse numbers that cannot be fitted."""
    if isinstance(names, str) or not names or len(set(names)) < len(names):
        raise BadInput(say("refused_fit.names", value=shown(names)))
    for name in names:
        if name not in Parameters.model_fields:
            raise BadInput(no_parameter(name))
        if name not in ranges():
            raise BadInput(say("refused_fit.no_range", name=name))
    if len(names) > min(answers, MOST_NUMBERS):
        raise BadInput(say("refused_fit.too_many", numbers=len(names), answers=answers, most=MOST_NUMBERS))


def _answers(survey: Any, case: Case) -> tuple[Answer, ...]:
    """Return the answers of a survey.

    Raises:
        BadInput: none, or one that names a week, a partner or a trust that cannot be.
    """
    rows: Iterable[Any] = survey.to_dict("records") if hasattr(survey, "to_dict") else survey
    if isinstance(rows, str) or not hasattr(rows, "__iter__"):
        raise BadInput(say("refused_fit.survey", value=shown(survey)))
    answers = tuple(_answer(row, number, case) for number, row in enumerate(rows, 1))
    if not answers:
        raise BadInput(say("refused_fit.no_answers"))
    return answers


def _answer(row: Any, number: int, case: Case) -> Answer:
    try:
        answer = Answer(**row) if not isinstance(row, Answer) else row
        week, trust, error = int(answer.week), float(answer.trust), float(answer.error)
    except (TypeError, ValueError):
        raise BadInput(say("refused_fit.row", number=number)) from None
    partner = answer.partner if isinstance(answer.partner, str) else ""  # a frame has NaN for nothing
    if week != answer.week or not 0 <= week <= case.weeks:
        raise BadInput(say("refused_fit.week", number=number, value=answer.week, weeks=case.weeks))
    if not 0 <= trust <= 1:
        raise BadInput(say("refused_fit.trust", number=number, value=f"{trust:g}"))
    if not 0 < error < 1:
        raise BadInput(say("refused_fit.error", number=number, value=f"{error:g}"))
    if partner and partner not in case.names:
        raise BadInput(say("refused_fit.partner", number=number, name=repr(partner), names=", ".join(case.names)))
    return Answer(week, trust, error, partner)
