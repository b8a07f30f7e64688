"""All plans that somebody could write, or that the lab's controls reach: drawn at random, or a small step away.

A plan is a list of acts as a strategy file holds them. What an act may say is read from its class: its limits for
`all`, and for `lab` the numbers and rhythms that controls offer.
"""

import json
from collections.abc import Callable
from random import Random
from typing import Any, Literal, NamedTuple, Protocol

from pydantic import ValidationError

from sim.model.acts import ACTS, REPEATS, Act, changed_fields, steps_of
from sim.model.case import DAYS_A_WEEK, GROUPS, Case
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy

__all__ = ["REACH", "Plan", "PlanSpace", "Reach", "Row", "as_key", "happenings", "plan_of", "usual"]

Reach = Literal["all", "lab"]
REACH: tuple[Reach, ...] = ("all", "lab")
Row = dict[str, Any]
Plan = tuple[Row, ...]

FINEST = 1e-4  # of the highest value, where a range begins just above 0: six minutes of 1,000 hours
FIRST_ACTS = 4  # a plan that is drawn has at most so many
STEPS = (1, 1, 1, 2, 3)  # how many changes lead to a neighbour


class Values(Protocol):
    """What a field may say."""

    def draw(self, rng: Random) -> Any:
        """Return any value."""

    def near(self, value: Any, rng: Random) -> Any:
        """Return another value, close by where there is an order."""


class Options(NamedTuple):
    """One of several values without an order."""

    values: tuple[Any, ...]

    def draw(self, rng: Random) -> Any:
        """Return any of them."""
        return rng.choice(self.values)

    def near(self, value: Any, rng: Random) -> Any:
        """Return another of them."""
        return rng.choice([one for one in self.values if one != value] or self.values)


class Ladder(NamedTuple):
    """Numbers in order, such as those of a slider."""

    values: tuple[float, ...]

    def draw(self, rng: Random) -> float:
        """Return any of them."""
        return rng.choice(self.values)

    def near(self, value: float | None, rng: Random) -> float:
        """Return one of the two on each side."""
        at = min(range(len(self.values)), key=lambda place: abs(self.values[place] - (value or 0)))
        near = [one for one in self.values[max(0, at - 2) : at + 3] if one != value]
        return rng.choice(near)


class Range(NamedTuple):
    """Any number between two; the ends are likely, and small sizes as likely as large ones."""

    low: float
    high: float
    whole: bool = False

    def draw(self, rng: Random) -> float:
        """Return any of them."""
        least = max(self.low, 1 if self.whole else self.high * FINEST)
        how = rng.randrange(4)
        if how == 0:
            return rng.choice((self.low, self.high))
        if how == 1:
            return self._fit(rng.uniform(self.low, self.high))
        return self._fit(least * (self.high / least) ** rng.random())

    def near(self, value: float | None, rng: Random) -> float:
        """Return up to twice or half of it, at least one more or less for whole numbers."""
        start = self.low if value is None else value
        there = self._fit(start * rng.choice((0.5, 0.8, 0.9, 1.1, 1.25, 2)))
        return there if there != start else self._fit(start + rng.choice((-1, 1)) * (1 if self.whole else 0.1))

    def _fit(self, value: float) -> float:
        value = min(max(value, self.low), self.high)
        return round(value) if self.whole else float(f"{value:.3g}")


class Several(NamedTuple):
    """Any of several values together."""

    values: tuple[Any, ...]
    least: int

    def draw(self, rng: Random) -> list[Any]:
        """Return any choice of at least `least`."""
        count = rng.randint(self.least, len(self.values))
        chosen = set(rng.sample(self.values, count))
        return [value for value in self.values if value in chosen]

    def near(self, value: list[Any] | None, rng: Random) -> list[Any]:
        """Return the choice with one more or one less."""
        one, before = rng.choice(self.values), value or []
        after = [each for each in self.values if (each in before) != (each == one)]
        return after if len(after) >= self.least else self.draw(rng)


class PlanSpace:
    """The plans of one case.

    Args:
        case: for whom and how long they are.
        within: "all" that a strategy file may hold, or what the "lab"'s controls reach.
        most: how much may happen in a plan's season, see `happenings`.

    >>> from sim.catalogue import load_case
    >>> space = PlanSpace(load_case("missed-deadline"), "lab")
    >>> space.fields["promise"]["count"].values
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
    """

    def __init__(self, case: Case, within: Reach = "all", *, most: int | None = None) -> None:
        self.case, self.within, self.most = case, within, most
        self.fields = {name: self._fields_of(kind) for name, kind in ACTS.items()}
        self.timing = self._timing()

    def _fields_of(self, kind: type[Act]) -> dict[str, Values]:
        """Return what an act may say besides when and to whom."""
        limits = kind.model_json_schema()["properties"]
        own = (name for name in limits if name != "act" and name not in Act.model_fields)
        found = {name: self._values(kind, name, limits[name]) for name in own}
        return {name: values for name, values in found.items() if values is not None}

    def _values(self, kind: type[Act], name: str, limits: Row) -> Values | None:
        """Return what one field may say; None where nobody but its act knows."""
        steps, given = steps_of(kind.model_fields[name]), _limits(limits)
        if steps is not None and (self.within == "lab" or given is None):
            return Ladder(steps.values)
        return given

    def _timing(self) -> dict[str, Values]:
        shared, weeks = Act.model_json_schema()["properties"], self.case.weeks
        by_name = {"when": _limits(shared["when"])}
        if self.within == "lab":
            to = Options(tuple([name] for name in (*GROUPS, *self.case.names)))
            numbers = {"week": Ladder(tuple(range(weeks))), "every_weeks": Ladder(REPEATS)}
            return by_name | numbers | {"below": Ladder(steps_of(Act.model_fields["below"]).values), "to": to}
        to = _Addressees(self.case.names)
        numbers = {"day": Range(1, self.case.days, whole=True), "until": Range(0, weeks - 1, whole=True)}
        numbers |= {"week": Range(0, weeks - 1, whole=True), "since": Range(0, weeks - 1, whole=True)}
        return by_name | numbers | {name: _limits(shared[name]) for name in ("every_weeks", "below")} | {"to": to}

    # Plans

    def draw(self, rng: Random) -> Plan:
        """Return any plan of a few acts."""
        while True:
            plan = tuple(self.draw_act(rng) for _ in range(rng.randint(1, FIRST_ACTS)))
            if self.strategy(plan) is not None:
                return plan

    def draw_act(self, rng: Random) -> Row:
        """Return any act; about half of its fields are as usual."""
        kind = rng.choice(list(self.fields))
        said = {name: values.draw(rng) for name, values in self.fields[kind].items() if rng.random() < 1 / 2}
        row = {"act": kind, "week": 0} | said
        if rng.random() < 3 / 4:
            row = changed_fields(row, self._first_time(rng))
        if rng.random() < 1 / 2:
            row = _repeated(row, self.timing["every_weeks"].draw(rng))
        return row | ({"to": self.timing["to"].draw(rng)} if rng.random() < 1 / 4 else {})

    def _first_time(self, rng: Random) -> Row:
        """Return when an act is first done: mostly on a day or in a week, at times by a rule."""
        name = rng.choice([name for name in ("day", "week", "week", "when") if name in self.timing])
        return {name: self.timing[name].draw(rng)}

    def neighbour(self, plan: Plan, rng: Random) -> Plan:
        """Return the plan with one to three changes; it may be one that no strategy can be."""
        for _ in range(rng.choice(STEPS)):
            plan = rng.choice(MOVES)(self, plan, rng)
        return plan

    def strategy(self, plan: Plan, key: str = "found") -> Strategy | None:
        """Return a plan as a strategy; None if it is none, or if too much happens in it to be tried.

        >>> from sim.catalogue import load_case
        >>> space = PlanSpace(load_case("missed-deadline"), most=300)
        >>> thanks = {"act": "thank", "week": 0}
        >>> space.strategy((thanks,)).acts[0].act, space.strategy((thanks | {"every_weeks": 0.2},) * 2)
        ('thank', None)
        """
        data = {"key": key, "title": key, "summary": key, "source": "own", "acts": plan}
        try:
            strategy = Strategy.model_validate(data)
        except ValidationError:
            return None
        return strategy if self.most is None or happenings(strategy, self.case) <= self.most else None


def _limits(limits: Row) -> Values | None:
    """Return what a field may say by its JSON schema, None where that does not bound it."""
    one, *_ = limits.get("anyOf", [limits])
    match one:
        case {"type": "boolean"}:
            return Options((False, True))
        case {"enum": [_, *_] as values}:
            return Options(tuple(values))
        case {"type": "array", "items": {"enum": values}}:
            return Several(tuple(values), limits.get("minItems", 0))
        case {"type": "integer" | "number" as kind, "maximum": high}:
            low = one.get("minimum", high * FINEST)
            return Range(low, high, whole=kind == "integer")
    return None


class _Addressees(NamedTuple):
    """Groups that an act may address, or any partners."""

    names: tuple[str, ...]

    def draw(self, rng: Random) -> list[str]:
        """Return a group, or some partners."""
        return rng.choice([[group] for group in GROUPS] + [Several(self.names, 1).draw(rng)] * 2)

    def near(self, value: list[str] | None, rng: Random) -> list[str]:
        """Return one partner more or less, or others altogether."""
        if value is None or value[0] in GROUPS or rng.random() < 1 / 2:
            return self.draw(rng)
        return Several(self.names, 1).near(value, rng)


def plan_of(strategy: Strategy) -> Plan:
    """Return a strategy's acts as a plan.

    >>> from sim.catalogue import load_strategy
    >>> plan_of(load_strategy("flood"))[0]["act"]
    'acknowledge'
    """
    rows = (act.model_dump(mode="json", exclude_defaults=True) | {"act": act.act} for act in strategy.acts)
    return tuple(rows)


def happenings(strategy: Strategy, case: Case) -> int:
    """Return how often acts start in a season, and how many commitments they make: what playing it takes grows with it.

    >>> from sim.catalogue import load_case, load_strategy
    >>> happenings(load_strategy("silence"), load_case("missed-deadline"))
    0
    """
    parameters = Parameters()
    return sum(_starts(act, case) * (1 + len(act.promises(parameters, 1))) for act in strategy.acts)


def _starts(act: Act, case: Case) -> int:
    span, every = act.last_day(case.days) - act.first_day, act.interval
    if span < 0:
        return 0
    if act.when is not None:
        every = every and max(every, DAYS_A_WEEK)
    return 1 if every is None else 1 + span // every


def as_key(plan: Plan) -> str:
    """Return the same text for the same plan."""
    return json.dumps(plan, sort_keys=True)


# The changes that lead from a plan to its neighbours

Move = Callable[[PlanSpace, Plan, Random], Plan]


def _repeated(row: Row, every: float | None) -> Row:
    return changed_fields(row, {"every_weeks": every or None})


def _with(plan: Plan, at: int, row: Row) -> Plan:
    return (*plan[:at], row, *plan[at + 1 :])


def _one(plan: Plan, rng: Random, change: Callable[[Row], Row]) -> Plan:
    """Return the plan with one of its acts changed."""
    if not plan:
        return plan
    at = rng.randrange(len(plan))
    return _with(plan, at, change(plan[at]))


def add(space: PlanSpace, plan: Plan, rng: Random) -> Plan:
    """Add an act."""
    return (*plan, space.draw_act(rng))


def drop(_space: PlanSpace, plan: Plan, rng: Random) -> Plan:
    """Leave an act out."""
    at = rng.randrange(len(plan)) if plan else 0
    return (*plan[:at], *plan[at + 1 :])


def replace(space: PlanSpace, plan: Plan, rng: Random) -> Plan:
    """Put another act in place of one."""
    return _one(plan, rng, lambda _: space.draw_act(rng))


def duplicate(space: PlanSpace, plan: Plan, rng: Random) -> Plan:
    """Do an act twice, at another time or at the same."""
    again = [rng.choice(plan)] if plan else []
    return (*plan, *(shifted(space, row, rng) if rng.random() < 1 / 2 else row for row in again))


def shift(space: PlanSpace, plan: Plan, rng: Random) -> Plan:
    """Begin an act a little earlier or later, or at any other time."""
    return _one(plan, rng, lambda row: shifted(space, row, rng))


def shifted(space: PlanSpace, row: Row, rng: Random) -> Row:
    """Return an act that begins at another time."""
    name = next((name for name in ("day", "week", "since") if name in row and name in space.timing), None)
    if name is None or rng.random() < 1 / 3:
        return changed_fields(row, space._first_time(rng))  # noqa: SLF001 - moves belong to the space
    later = row[name] + rng.choice((-5, -2, -1, 1, 2, 5))
    last = space.case.days if name == "day" else space.case.weeks - 1
    return row | {name: min(max(later, 1 if name == "day" else 0), last)}


def rhythm(space: PlanSpace, plan: Plan, rng: Random) -> Plan:
    """Repeat an act more or less often, only once, or, where it can be written, until another week."""

    def change(row: Row) -> Row:
        if "until" in space.timing and "every_weeks" in row and rng.random() < 1 / 4:
            return changed_fields(row, {"until": rng.choice((None, space.timing["until"].draw(rng)))})
        values, before = space.timing["every_weeks"], row.get("every_weeks")
        if before is not None and rng.random() < 1 / 4:
            return _repeated(row, None)
        return _repeated(row, values.draw(rng) if before is None or rng.random() < 1 / 2 else values.near(before, rng))

    return _one(plan, rng, change)


def option(space: PlanSpace, plan: Plan, rng: Random) -> Plan:
    """Say one field of an act in another way."""

    def change(row: Row) -> Row:
        fields = space.fields[row["act"]] | ({"below": space.timing["below"]} if row.get("when") else {})
        if not fields:
            return row
        name = rng.choice(list(fields))
        values, before = fields[name], row.get(name, usual(row["act"], name))
        return row | {name: values.draw(rng) if rng.random() < 1 / 2 else values.near(before, rng)}

    return _one(plan, rng, change)


def usual(kind: str, name: str) -> Any:
    """Return what a field of an act says where nothing else is written, a list for several values.

    >>> usual("update", "says"), usual("promise", "count")
    (['progress'], 0)
    """
    default = ACTS[kind].model_fields[name].default
    return list(default) if isinstance(default, tuple) else default


def target(space: PlanSpace, plan: Plan, rng: Random) -> Plan:
    """Address others."""
    return _one(plan, rng, lambda row: row | {"to": space.timing["to"].near(row.get("to"), rng)})


MOVES: tuple[Move, ...] = (add, add, drop, replace, shift, option, option, rhythm, duplicate, target)
