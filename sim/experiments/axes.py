"""What an axis of a grid may be: a field of an act, of the case, or a number of the model; set it, and read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.errors import BadInput
from sim.model.acts import ACTS
from sim.model.acts.act import TIMINGS
from sim.model.case import Case, Commitment, Event, Partner, Tie
from sim.model.meant import nearest
from sim.model.parameters import Parameters, no_parameter
from sim.model.strategy import Strategy
from sim.model.validation import checked, hint, shown
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Axis", "RowSetup", "axis_of", "season_of", "strategy_of", "value_at"]

AXIS = re.compile(r"(\w+)(?:\[([^\[\]]+)\])?\.(\w+)")
CASE, PARAMETERS = "case", "parameters"
ENTRIES = {"partners": Partner, "commitments": Commitment, "events": Event, "ties": Tie}
ACT_NUMBER = re.compile(r"[1-9]\d?")
FIRST_WEEK = 1  # of an act that a grid adds without a time


class Axis(NamedTuple):
    """An axis, taken apart.

    Attributes:
        told: as it was written.
        of: "case", "partners", "commitments", "events", "ties", "parameters", or the name of an act.
        which: which one of several: a number from 1 on or, in the case, a name; "" = all of them.
        field: what is set.
    """

    told: str
    of: str
    which: str
    field: str

    @property
    def in_strategy(self) -> bool:
        """Whether a field of acts is set."""
        return self.of in ACTS or self.of not in {CASE, PARAMETERS, *ENTRIES}


class RowSetup(NamedTuple):
    """What one row of a sweep plays."""

    case: Case
    strategy: Strategy
    parameters: Parameters


def axis_of(told: object) -> Axis:
    """Return an axis, taken apart.

    Raises:
        BadInput: it is none, or names a field or a number of the model that is not there.

    >>> axis_of("listen[2].day")[1:], axis_of("partners[Funder].trust")[1:], axis_of("parameters.gossip")[1:]
    (('listen', '2', 'day'), ('partners', 'Funder', 'trust'), ('parameters', '', 'gossip'))
    """
    found = isinstance(told, str) and AXIS.fullmatch(told)
    if not found or found[3] == "act":
        raise BadInput(say("refused_experiment.axis", axis=shown(told)))
    axis = Axis(told, found[1], (found[2] or "").strip(), found[3])
    if axis.in_strategy:
        _check_part(axis)
        if axis.which and not ACT_NUMBER.fullmatch(axis.which):
            raise BadInput(say("refused_experiment.axis", axis=shown(told)))
    else:
        _check_field(axis)
    return axis


def _check_part(axis: Axis) -> None:
    """Refuse what is neither an act nor a part of the case, where it was probably meant to be such a part."""
    near = nearest(axis.of, (*ACTS, CASE, PARAMETERS, *ENTRIES))
    if axis.of not in ACTS and near not in {None, *ACTS}:
        told = say("refused_key.near", near=repr(near))
        raise BadInput(say("refused_experiment.axis_part", axis=axis.told, part=repr(axis.of), hint=told))


def _check_field(axis: Axis) -> None:
    """Refuse a field that neither the case nor the model has; those of events are checked when they are set."""
    if axis.which and axis.of in {CASE, PARAMETERS}:
        raise BadInput(say("refused_experiment.axis_single", axis=axis.told))
    if axis.of == PARAMETERS:
        if axis.field not in Parameters.model_fields:
            raise BadInput(f"{axis.told}: {no_parameter(axis.field)}")
    elif axis.of != "events":
        fields = ENTRIES.get(axis.of, Case).model_fields
        known = [name for name in fields if name not in {*ENTRIES, "key", "title", "summary", "source"}]
        if axis.field not in known:
            told = {"field": repr(axis.field), "hint": hint(axis.field, known)}
            raise BadInput(say("refused_experiment.axis_field", axis=axis.told, **told))


# Setting


def strategy_of(base: Strategy, settings: Mapping[str, Any]) -> Strategy:
    """Return a strategy with the fields of its acts set that axes name; other axes only lengthen its key and title.

    An act that the base lacks is added, in week 1 unless an axis sets its time.

    Raises:
        BadInput: an axis or value that no strategy can have.
    """
    data = base.model_dump(mode="json", exclude_none=True)
    for axis, value in settings.items():
        if axis_of(axis).in_strategy:
            _set_act(data["acts"], axis_of(axis), value)
    for act in data["acts"]:
        if not any(timing in act for timing in TIMINGS):
            act["week"] = FIRST_WEEK
    texts = {axis: cell(value) for axis, value in settings.items()}
    data["key"] = f"{base.key} {'/'.join(map(str, texts.values()))}"
    data["title"] = f"{base.title}: {', '.join(f'{axis} {text}' for axis, text in texts.items())}"
    data["documented"] = False  # the source texts recommend the base strategy, not its variants
    return checked(data, Strategy, say("refused_experiment.grid_of", strategy=base.key))


def _set_act(acts: list[dict[str, Any]], axis: Axis, value: object) -> None:
    same_kind = [act for act in acts if act["act"] == axis.of]
    place = int(axis.which or 0)
    if place > len(same_kind) + 1:
        one_more = f"{axis.of}[{len(same_kind) + 1}]"
        raise BadInput(say("refused_experiment.axis_too_many", axis=axis.told, count=len(same_kind), next=one_more))
    if not same_kind or place > len(same_kind):
        acts.append({"act": axis.of})
        same_kind.append(acts[-1])
    chosen = same_kind if place == 0 else [same_kind[place - 1]]
    if axis.field in TIMINGS and len(chosen) > 1:
        such = f"{axis.of}[1].{axis.field}"
        raise BadInput(say("refused_experiment.axis_which", axis=axis.told, count=len(same_kind), such=such))
    for act in chosen:
        if axis.field in TIMINGS:
            for other in (*TIMINGS, "since"):
                act.pop(other, None)
        act[axis.field] = value


def season_of(
    case: Case, strategy: Strategy, parameters: Parameters, settings: Mapping[str, Any] | None = None
) -> RowSetup:
    """Return what a row plays: the case and the model's numbers with what axes set, and the strategy as it is.

    Raises:
        BadInput: an axis or value that this case, or the model, cannot have.

    >>> from sim.catalogue import load_case, load_strategy
    >>> settings = {"case.hours_per_day": 4, "partners[Funder].trust": 0.5, "parameters.gossip": 0}
    >>> season = season_of(load_case("missed-deadline"), load_strategy("silence"), Parameters(), settings)
    >>> season.case.hours_per_day, season.case.partners[6].trust, season.parameters.gossip
    (4.0, 0.5, 0.0)
    """
    axes = {axis_of(axis): value for axis, value in (settings or {}).items()}
    numbers = {axis.field: value for axis, value in axes.items() if axis.of == PARAMETERS and not axis.in_strategy}
    if numbers:
        parameters = Parameters(**dict(parameters) | numbers)
    of_case = {axis: value for axis, value in axes.items() if not axis.in_strategy and axis.of != PARAMETERS}
    if of_case:
        data = case.model_dump(mode="json", exclude_none=True)
        for axis, value in of_case.items():
            for entry in _entries(data, axis):
                entry[axis.field] = value
        case = checked(data, Case, say("refused_experiment.grid_in", case=case.key))
    return RowSetup(case, strategy, parameters)


def _entries(data: dict[str, Any], axis: Axis) -> list[dict[str, Any]]:
    """Return the tables of a case that an axis names.

    Raises:
        BadInput: it has none of them.
    """
    if axis.of == CASE:
        return [data]
    there = data[axis.of]
    chosen = there if not axis.which else [one for at, one in enumerate(there, 1) if axis.which in _names(at, one)]
    if not chosen:
        names = ", ".join(_names(at, one)[-1] for at, one in enumerate(there, 1))
        known = say("refused_key.there_are", names=names) if names else say("refused_experiment.axis_none_there")
        raise BadInput(say("refused_experiment.axis_nobody", axis=axis.told, hint=known))
    return chosen


def _names(place: int, entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return by what an entry of a case may be named: its place and, if it has one, its name or label."""
    name = entry.get("name") or entry.get("label")
    return (str(place), name) if name else (str(place),)


# Reading


def value_at(season: RowSetup, told: str) -> Any:
    """Return what stands at an axis, None where nothing does, or several things that differ.

    >>> from sim.catalogue import load_case, load_strategy
    >>> season = RowSetup(load_case("missed-deadline"), load_strategy("recovery-plan"), Parameters())
    >>> [value_at(season, axis) for axis in ("update.every_weeks", "partners.trust", "parameters.gossip")]
    [3.0, None, 0.25]
    """
    axis = axis_of(told)
    if axis.in_strategy:
        acts = [act for act in season.strategy.acts if act.act == axis.of]
        found = [getattr(act, axis.field, None) for act in acts][slice(int(axis.which or 1) - 1, None)]
        found = found[:1] if axis.which else found
    elif axis.of == PARAMETERS:
        found = [getattr(season.parameters, axis.field)]
    else:
        data = season.case.model_dump(mode="json", exclude_none=True)
        found = [entry.get(axis.field) for entry in _entries(data, axis)]
    return found[0] if found and all(one == found[0] for one in found) else None


def cell(value: object) -> object:
    """Return a value as a table cell; a list becomes text joined by +.

    >>> cell(["progress", "date"]), cell(1.7)
    ('progress+date', 1.7)
    """
    return "+".join(map(str, value)) if isinstance(value, list | tuple) else value
