"""The measures of the scoreboard: one registry, which summaries, tables, goals, guesses and comparisons read.

A custom measure is registered in a file outside the package: see docs/own-act.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import numpy as np
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from sim.texts import words

if TYPE_CHECKING:
    from sim.model.outcome import Outcome


class Unit(NamedTuple):
    """How numbers of one unit are shown, and below which difference nobody would notice one."""

    digits: int
    too_small: float


# Every `too_small` is an assumption: no source says which difference people notice.
UNITS = {
    "trust": Unit(2, 0.02),
    "share": Unit(2, 0.02),  # shown as percentages
    "partners": Unit(1, 0.2),
    "weeks": Unit(0, 1.0),
    "hours": Unit(0, 5.0),
}


@dataclass(frozen=True)
class Measure:
    """A number by which a season is judged.

    Attributes:
        key: its name in summaries, tables, goals and files.
        unit: a key of UNITS.
        by_world: outcome → (worlds,) values. A measure without it needs `of_all`, and cannot be used for ordering.
        of_all: outcome → the value over all worlds, None = no value; by default the mean of `by_world`.
        of_trust: (weeks + 1, worlds) trust → (worlds,) values, for measures that also apply to a single partner;
            `by_world` is then computed from the mean of all partners.
        better: whether high or low values are better.
        interval: whether the summary holds the half-width of its 95 % interval.
        words: of a custom measure: `score`, its row in the scoreboard, and `name`, the same within a sentence.
    """

    key: str
    unit: Literal["trust", "share", "partners", "weeks", "hours"]
    by_world: "Callable[[Outcome], np.ndarray] | None" = None
    of_all: "Callable[[Outcome], float | None] | None" = None
    of_trust: Callable[[np.ndarray], np.ndarray] | None = None
    better: Literal["high", "low"] = "high"
    interval: bool = False
    words: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        of_trust = self.of_trust
        if of_trust is not None and self.by_world is None:
            object.__setattr__(self, "by_world", lambda outcome: of_trust(outcome.mean_trust))

    @property
    def digits(self) -> int:
        """Number of decimals shown."""
        return UNITS[self.unit].digits

    @property
    def too_small(self) -> float:
        """The difference below which nobody would notice one."""
        return UNITS[self.unit].too_small

    def of(self, outcome: "Outcome") -> float | None:
        """Return its value in an outcome: the mean over worlds, unless `of_all` is given."""
        return self.of_all(outcome) if self.of_all else float(self.by_world(outcome).mean())


def _back(outcome: "Outcome") -> float | None:
    weeks = outcome.weeks_to_recover
    return None if weeks is None or np.isinf(weeks) else weeks


SHIPPED = (
    Measure("partnership", "trust", lambda outcome: outcome.partnership[1:].mean(axis=0), interval=True),
    Measure("season_trust", "trust", of_trust=lambda trust: trust[1:].mean(axis=0), interval=True),
    Measure("final_trust", "trust", of_trust=lambda trust: trust[-1], interval=True),
    Measure("lowest_trust", "trust", of_trust=lambda trust: trust.min(axis=0)),
    Measure("weeks_to_recover", "weeks", of_all=_back, better="low"),
    Measure("recovered_share", "share", of_all=lambda outcome: outcome.recovered_share),
    Measure("partners_kept", "partners", lambda outcome: (outcome.gone_week < 0).sum(axis=0)),
    Measure("partners_parted", "partners", lambda outcome: outcome.parted.sum(axis=0), better="low"),
    Measure("partners_left", "partners", lambda outcome: outcome.left.sum(axis=0), better="low"),
    Measure("commitments_kept", "share", lambda outcome: outcome.commitments_kept),
    Measure("staff_hours", "hours", lambda outcome: outcome.staff_hours, better="low"),
)
HEADLINE = "partnership"  # by which plans are ranked, searched and compared unless another measure is asked for
MEASURES: dict[str, Measure] = {one.key: one for one in SHIPPED}
# Further measures, in summaries and the table of a sweep.
TAKEN = ("key", "title", "documented", "hours_by_act")


def register(measure: Measure) -> Measure:
    """Register a custom measure.

    Raises:
        ValueError: its name is taken, or it has none of `by_world`, `of_all` and `of_trust`.

    >>> register(MEASURES["final_trust"])
    Traceback (most recent call last):
    ValueError: there is a measure 'final_trust' already; give this one another name
    """
    if measure.key in {*MEASURES, *TAKEN}:
        raise ValueError(words.say("refused_measure.taken", measure=repr(measure.key)))
    if measure.by_world is None and measure.of_all is None:
        raise ValueError(words.say("refused_measure.not_computed", measure=repr(measure.key)))
    MEASURES[measure.key] = measure
    title = measure.key.replace("_", " ")
    words.add({
        f"score.{measure.key}": measure.words.get("score", title.capitalize()),
        f"figure_names.{measure.key}": measure.words.get("name", title),
    })  # fmt: skip
    return measure


def figures() -> tuple[str, ...]:
    """Return the keys of measures with a value for each world, which lessons, exercises and comparisons may use.

    >>> "season_trust" in figures(), "recovered_share" in figures()
    (True, False)
    """
    return tuple(key for key, measure in MEASURES.items() if measure.by_world is not None)


class _Figures:
    """Validate the key of a measure, including measures registered after the model's definition."""

    @staticmethod
    def _checked(value: object) -> str:
        if value not in figures():
            *most, last = map(repr, figures())
            raise PydanticKnownError("literal_error", {"expected": f"{', '.join(most)} or {last}"})
        return str(value)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._checked)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"enum": list(figures()), "type": "string"}


Figure = Annotated[str, _Figures()]
"""The key of a measure that lessons and exercises may ask for."""
