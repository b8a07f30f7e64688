"""A published finding as data, and its result in the model."""

from dataclasses import dataclass
from functools import cached_property
from math import inf, isfinite

from sim.model.case import Case
from sim.model.strategy import Strategy
from sim.texts.words import MINUS, say, trust

OF_100, NUMBER = "of 100", "number"
UNITS = (OF_100, NUMBER)
"""How a figure is told: a trust, a share or a difference of these from 0 to 100; a ratio or a correlation as it is."""

BUILT_IN = 0.98
"""Share of random parameter draws from which on a fact is called built in: the model can hardly do otherwise."""


@dataclass(frozen=True)
class Band:
    """The range in which a figure must fall; a missing end is open.

    >>> 0.1 in Band(low=0.01), float("nan") in Band(low=0.01)
    (True, False)
    >>> print(Band(low=0.2, high=0.7), Band(low=0.01), sep="; ")
    0.2 to 0.7; at least 0.01
    >>> Band(low=0.005, high=0.02).told(OF_100)
    '0.5 to 2'
    """

    low: float = -inf
    high: float = inf

    def __contains__(self, figure: float) -> bool:
        return self.low <= figure <= self.high

    def __str__(self) -> str:
        return self.told(NUMBER)

    def told(self, unit: str) -> str:
        """Return the range in words, its ends told in a unit of `UNITS`."""
        low, high = end_told(self.low, unit), end_told(self.high, unit)
        if self.high == inf:
            return say("band.at_least", low=low)
        return say("band.at_most", high=high) if self.low == -inf else say("band.between", low=low, high=high)

    def as_data(self) -> dict[str, float]:
        """Return the ends that are set, as in a finding's file.

        >>> Band(low=0.01).as_data()
        {'low': 0.01}
        """
        return {name: end for name, end in (("low", self.low), ("high", self.high)) if abs(end) != inf}


def end_told(end: float, unit: str) -> str:
    """Return the end of a band as people read it.

    >>> end_told(0.97, OF_100), end_told(2.5, NUMBER)
    ('97', '2.5')
    """
    return f"{100 * end if unit == OF_100 else end:g}".replace("-", MINUS)


@dataclass(frozen=True)
class Finding:
    """A published finding, expressed as cases and strategies that any user could write.

    Attributes:
        id: F1 … F30 for those that were known while the parameters were chosen, and others that were not.
        claim, source: what was found, and the keys of docs/sources.md.
        words: what was found, in everyday words.
        study: how the experiment is simulated here.
        cases, strategies: by key; every finding may also use the shipped "silence" and the shipped cases.
        bands: the band of each figure, by name.
        labels, figure_words: what each figure measures, by name: in brief, and in everyday words.
        units: how each figure is told, by name; one of `UNITS`.
        reason: why the shipped parameters fail; None where they pass.
        reason_in_words: the same in everyday words.
    """

    id: str
    claim: str
    source: str
    words: str
    study: str
    cases: dict[str, Case]
    strategies: dict[str, Strategy]
    bands: dict[str, Band]
    labels: dict[str, str]
    figure_words: dict[str, str]
    units: dict[str, str]
    reason: str | None = None
    reason_in_words: str | None = None

    def band_told(self, name: str) -> str:
        """Return the band of a figure as people read it."""
        return self.bands[name].told(self.units[name])

    def figure_told(self, name: str, value: float) -> str:
        """Return the value of a figure as people read it; code and data hold 0 to 1."""
        size = f"{abs(value):.3f}" if self.units[name] == NUMBER or not isfinite(value) else trust(abs(value), 1)
        return f"{MINUS if value < 0 and float(size) else ''}{size}"


@dataclass(frozen=True)
class Fact:
    """One finding's figures under one set of parameters.

    Attributes:
        finding: the finding that was checked.
        figures: the value of each figure by name, in the order of the finding's bands.
        random_pass_rate: share of random parameter sets under which the finding holds, None = unknown.
        shipped: whether the parameters are the shipped set, for which the finding gives its reason.
    """

    finding: Finding
    figures: dict[str, float]
    random_pass_rate: float | None = None
    shipped: bool = True

    @property
    def id(self) -> str:
        """The finding's id."""
        return self.finding.id

    @property
    def claim(self) -> str:
        """What was found."""
        return self.finding.claim

    @property
    def source(self) -> str:
        """Who found it: keys of docs/sources.md."""
        return self.finding.source

    @property
    def bands(self) -> dict[str, Band]:
        """The band of each figure, by name."""
        return self.finding.bands

    @cached_property
    def missed(self) -> tuple[str, ...]:
        """The names of the figures that fall outside their bands."""
        return tuple(name for name, band in self.bands.items() if self.figures[name] not in band)

    @property
    def passed(self) -> bool:
        """Whether every figure falls in its band."""
        return not self.missed

    @property
    def reason(self) -> str | None:
        """Why it fails under the shipped parameters."""
        return self.finding.reason if self.shipped and not self.passed else None

    @property
    def built_in(self) -> bool:
        """Whether it holds under nearly all parameters, so that passing says little about the shipped ones."""
        return self.random_pass_rate is not None and self.random_pass_rate >= BUILT_IN

    def as_data(self) -> dict[str, object]:
        """Return plain data for programs."""
        return {
            "id": self.id,
            "claim": self.claim,
            "source": self.source,
            "study": self.finding.study,
            "passed": self.passed,
            "figure": self.figures,
            "band": {name: band.as_data() for name, band in self.bands.items()},
            "missed": list(self.missed),
            "random_pass_rate": self.random_pass_rate,
            "built_in": self.built_in,
            "reason": self.reason,
        }
