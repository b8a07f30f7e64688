"""Single changes that could have helped one partner: what a colleague would think of when looking back on a season."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.experiments.year.changed_plans import Change
from sim.model.acts import ACTS, Act, changed_fields
from sim.model.acts.apologise import ALL_PARTS
from sim.model.case import MAX_WEEKS, Case
from sim.model.frozen import DAYS_A_WEEK, EVERYONE, Names
from sim.model.strategy import Strategy

MOST_OF_ACTS = 80  # changes of acts that were done; those nearest before the week asked about come first
MOST_WITH_DATES = 8  # of them and of new habits: each is simulated alone, which takes as long as twenty others
LEAD = 2  # weeks that an act needs to be done and felt
MOST_BUFFER = 5  # that an act may set
MORE_BUFFER = 0.5  # promised time for each week of estimate, beyond the case's habit
AFTER_REVIEW = 4  # weeks from the look for causes to the change that follows from it

Row = dict[str, Any]


class Idea(NamedTuple):
    """Something that can be done besides: rows of one or more acts, weeks counted from its own start."""

    rows: tuple[Row, ...]
    for_all: bool = False  # a habit of the team: it is the same for everybody


FULL_UPDATE = ["progress", "date", "reason"]
BESIDES = (
    Idea(({"act": "listen", "channel": "call"},)),
    Idea(({"act": "listen", "channel": "meeting"},)),
    Idea(({"act": "acknowledge", "names": "impact"},)),
    Idea(({"act": "apologise", "parts": list(ALL_PARTS), "by": "person"},)),
    Idea(({"act": "explain", "cause": "own"},)),
    Idea(({"act": "update", "says": FULL_UPDATE, "every_weeks": 2},)),
    Idea(({"act": "update", "says": FULL_UPDATE, "every_weeks": 4},)),
    Idea(({"act": "involve", "form": "codesign"},)),
    Idea(({"act": "compensate", "share": 1.0, "voluntary": True},)),
    Idea(({"act": "review", "together": True, "shared": True},)),
    Idea(({"act": "review", "shared": True}, {"act": "fix_process", "week": AFTER_REVIEW}), for_all=True),
    Idea(({"act": "thank"},)),
    Idea(({"act": "forewarn"},), for_all=True),
)
# Fields as they would better be, by kind of act; each line is one change.
BETTER: dict[str, tuple[Row, ...]] = {
    "acknowledge": ({"names": "impact"},),
    "listen": ({"channel": "call"}, {"validates": True}),
    "apologise": ({"parts": list(ALL_PARTS)}, {"by": "person"}),
    "explain": ({"cause": "own"},),
    "propose": ({"asks": True},),
    "plan": ({"measurable": True},),
    "update": ({"says": FULL_UPDATE}, {"every_weeks": 2}, {"every_weeks": 4}),
    "involve": ({"form": "codesign"},),
    "compensate": ({"share": 1.0}, {"voluntary": True}),
    "review": ({"together": True}, {"shared": True}),
    "promise": ({"dated": True},),
}
DEFENCES = ("deny", "disagree")  # instead of which one can say what went wrong


def ideas(case: Case, strategy: Strategy, partner: str, before: int) -> list[Change]:
    """Return the single changes to try for a partner, all of which begin before the end of so many weeks.

    >>> from sim.catalogue import load_case, load_strategy
    >>> found = ideas(load_case("missed-deadline"), load_strategy("silence"), "Funder", 12)
    >>> {change.added[0].act for change in found} >= {"listen", "acknowledge", "apologise", "update", "promise"}
    True
    """
    weeks = _weeks(before)
    groups = _addressees(case, partner)
    besides = [_besides(idea, week, to) for idea in BESIDES for week in weeks for to in _of(idea, groups)]
    acts = [*_of_acts(case, strategy, partner, before)]
    nearest = sorted(acts, key=lambda one: -strategy.acts[one.left_out[0]].first_day)[:MOST_OF_ACTS]
    found = dict.fromkeys([*besides, *_habits(case, strategy, weeks), *nearest])
    with_dates = [change for change in found if change.needs_own_simulation(strategy)]
    return [change for change in found if change not in with_dates[MOST_WITH_DATES:]]


def between(change: Change, before: int) -> Iterator[Change]:
    """Yield an added act a little earlier and later, where that is not done already.

    >>> thanks = Change(added=(ACTS["thank"](week=4),))
    >>> [one.added[0].week for one in between(thanks, 9)]
    [3, 5]
    """
    if change.left_out or change.added[0].week is None:
        return
    step = max(1, before // 6)
    weeks = [act.week or 0 for act in change.added]
    for by in (-step, step):
        if 0 <= weeks[0] + by < before:
            yield Change(added=tuple(_later(act, by) for act in change.added))


def _later(act: Act, by: int) -> Act:
    return act.model_copy(update={"week": (act.week or 0) + by})


def _weeks(before: int) -> list[int]:
    """Return weeks in which something can be added: at once, at last, and two between.

    >>> _weeks(20), _weeks(1)
    ([0, 6, 12, 18], [0])
    """
    last = max(0, before - LEAD)
    return sorted({0, last // 3, 2 * last // 3, last})


def _addressees(case: Case, partner: str) -> tuple[Names, ...]:
    """Return this partner alone, and all who lived through a breach, or everybody where these are not more."""
    hit = case.addressed(("affected",), case.days)
    return (partner,), ("affected",) if partner in hit and len(hit) > 1 else EVERYONE


def _of(idea: Idea, groups: tuple[Names, ...]) -> tuple[Names, ...]:
    return (EVERYONE,) if idea.for_all else groups


def _besides(idea: Idea, week: int, to: Names) -> Change:
    rows = (row | {"week": min(week + row.get("week", 0), MAX_WEEKS), "to": to} for row in idea.rows)
    return Change(added=tuple(map(_act, rows)))


def _act(row: Row) -> Act:
    return ACTS[row["act"]].model_validate(row)


def _habits(case: Case, strategy: Strategy, weeks: list[int]) -> Iterator[Change]:
    """Yield a habit of promising with more time, at once or later."""
    habits = [act.buffer for act in strategy.acts if act.act == "promise"]
    buffer = round(min(max([case.buffer, *habits]) + MORE_BUFFER, MOST_BUFFER), 2)
    for week in {weeks[0], weeks[len(weeks) // 2]}:
        yield Change(added=(_act({"act": "promise", "week": week, "buffer": buffer}),))


def _of_acts(case: Case, strategy: Strategy, partner: str, before: int) -> Iterator[Change]:
    """Yield the changes of each act that was done: without it, earlier, otherwise, or to this partner too."""
    last = DAYS_A_WEEK * before
    for place, act in enumerate(strategy.acts):
        if act.last_day(case.days) < act.first_day:
            continue  # an order that was stopped before it began
        rows = [*_earlier(act, last)]
        if act.first_day <= last:
            yield Change(left_out=(place,))
            rows += [*_better(act), *_instead(act), *_to_this_one_too(case, act, partner)]
        for row in rows:
            yield Change(left_out=(place,), added=(_act(row),))


def _row(act: Act) -> Row:
    return act.model_dump(mode="json", exclude_defaults=True) | {"act": act.act}


def _earlier(act: Act, last: int) -> Iterator[Row]:
    if act.when is None:
        for day in {1, min(act.first_day, last) // 2} - {0, act.first_day}:
            yield changed_fields(_row(act), {"day": day})


def _better(act: Act) -> Iterator[Row]:
    for change in BETTER.get(act.act, ()):
        name, value = next(iter(change.items()))
        now = getattr(act, name)
        repeats = name == "every_weeks"
        if (list(now) if isinstance(now, tuple) else now) != value and not (repeats and act.every_weeks is None):
            yield _row(act) | change


def _instead(act: Act) -> Iterator[Row]:
    if act.act in DEFENCES or (act.act == "explain" and act.cause != "own"):
        shared = {name: value for name, value in _row(act).items() if name in Act.model_fields}
        yield shared | {"act": "acknowledge"}


def _to_this_one_too(case: Case, act: Act, partner: str) -> Iterator[Row]:
    reached = case.addressed(act.to, act.first_day)
    if partner not in reached:
        yield _row(act) | {"to": [*reached, partner]}
