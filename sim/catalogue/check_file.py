"""All problems of a case's or a strategy's file at once, each with its line and what to do."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.errors import BadInput, on_one_line
from sim.catalogue.cures import cure_of, cure_of_unread
from sim.catalogue.lenient_reading import Problem, read_leniently
from sim.catalogue.loader import bytes_of
from sim.catalogue.toml_places import line_of, places
from sim.model.acts.act import TIMINGS
from sim.model.case import GROUPS, Case
from sim.model.meant import nearest
from sim.model.strategy import Strategy
from sim.model.validation import every_problem
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.model.validation import FoundProblem

__all__ = ["Checked", "Problem", "check", "strangers"]

ENTRY = 2  # steps of the path to a part, such as acts, 0
NOWHERE = 0  # the line of what is wrong somewhere
MOST = 100  # problems of one file that are told


class Checked(NamedTuple):
    """A file that was looked over.

    Attributes:
        name: of the file. problems: in the order of lines.
        found: the case or strategy, None if there are problems. lines: of each path in it.
        refused: why the file could not be read at all, if so.
    """

    name: str
    problems: tuple[Problem, ...]
    found: Case | Strategy | None
    lines: dict[Any, int]
    refused: str = ""


def check(name: str) -> Checked:
    """Return what is wrong with the file of this name.

    >>> check("nowhere.toml").refused
    'nowhere.toml: there is no such file'
    """
    try:
        return checked_content(bytes_of(name), name)
    except BadInput as error:
        return Checked(name, (), None, {}, str(error))


def checked_content(content: bytes, name: str) -> Checked:
    r"""Return what is wrong with the content of a file.

    Raises:
        BadInput: it is too large, or no text.

    >>> told = checked_content(b"[[acts]]\nact = 'thank'\nweek = '3'", "mine.toml").problems
    >>> [(problem.line, problem.field, problem.cure) for problem in told][-1]
    (3, 'week', 'write: week = 3')
    """
    reading = read_leniently(content, name)
    if reading.data is None:
        unread = Problem(1, "", say("own_check.unread"), "") if not reading.problems else None
        return Checked(name, _in_order([*reading.problems, *filter(None, [unread])]), None, {})
    model = _model_of(reading.data)
    if model is None:
        neither = Problem(1, "", say("own_check.neither"), say("own_check.neither_cure"))
        return Checked(name, _in_order([*reading.problems, neither][: len(reading.problems) or 1]), None, {})
    lines = places(reading.text)
    partners = _names(reading.data)
    found = [(line_of(one.location, lines) if lines else NOWHERE, one) for one in every_problem(reading.data, model)]
    typed, found = _one_each(reading.problems, found, lines)
    told = [Problem(line, one.field, one.told, cure_of(one, partners)) for line, one in found]
    problems = _in_order([*typed, *told])
    return Checked(name, problems, None if problems else model.model_validate(reading.data), lines)


def _one_each(
    typed: Sequence[Problem], found: Sequence[tuple[int, FoundProblem]], lines: dict[Any, int]
) -> tuple[list[Problem], list[tuple[int, FoundProblem]]]:
    """Return what was typed wrong and what was found, with no two cures for one field.

    Where a value is wrong besides, what is said of it mends both. What could not be read is not missing besides.
    """
    heads = sorted({line for path, line in lines.items() if len(path) == ENTRY and isinstance(path[1], int)})
    part = lambda line: bisect_right(heads, line)  # noqa: E731
    wrong = {(line, one.field.partition("[")[0]) for line, one in found}
    unread = {(part(one.line), one.field) for one in typed}
    lacking = {
        (part(line), field): one for line, one in found for field in _lacks(one) if (part(line), field) in unread
    }
    kept = []
    for one in typed:
        missing = lacking.get((part(one.line), one.field))
        if missing:
            kept.append(one._replace(cure=cure_of_unread(one.field, missing)))
        elif (one.line, one.field) not in wrong or not one.field:
            kept.append(one)
    return kept, [(line, one) for line, one in found if one not in lacking.values()]


def _lacks(found: FoundProblem) -> tuple[str, ...]:
    """Return which fields a problem says are not there, of which one would do."""
    if found.rule == "one_timing" and not found.field:
        return TIMINGS
    return (found.field,) if found.rule in {"missing", "union_tag_not_found"} else ()


def _in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    clean = (one._replace(told=on_one_line(one.told), cure=on_one_line(one.cure)) for one in problems)
    told = sorted(dict.fromkeys(clean), key=lambda one: one.line)
    further = len(told) - MOST
    more = [Problem(told[MOST - 1].line, "", say("own_check.more", number=further), "")] if further > 0 else []
    return (*told[:MOST], *more)


def _model_of(data: dict[str, Any]) -> type[Case | Strategy] | None:
    """Return whose fields a file has more of; names that are nearly right count half. A plan may hold no act."""
    scores = {}
    for model, other in ((Case, Strategy), (Strategy, Case)):
        own = model.model_fields.keys() - other.model_fields.keys()
        scores[model] = sum((name in own) + bool(nearest(str(name).lower(), own)) for name in [*data][:MOST])
    if scores[Case] != scores[Strategy]:
        return max(scores, key=scores.get)
    return Strategy if data.keys() & Strategy.model_fields.keys() else None


def _names(data: dict[str, Any]) -> list[str]:
    rows = data.get("partners")
    found = [one.get("name") for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    return [name for name in found if isinstance(name, str)]


def strangers(strategy: Checked, case: Checked) -> list[Problem]:
    """Return a problem for each name in a strategy that no partner of the case has."""
    if not isinstance(case.found, Case) or not isinstance(strategy.found, Strategy):
        return []
    known, told = {*case.found.names, *GROUPS}, []
    for place, act in enumerate(strategy.found.acts):
        for name in act.to:
            if name not in known or (name not in case.found.names and len(act.to) > 1):
                facts = {"number": place + 1, "act": act.act, "name": repr(name), "case": repr(case.found.key)}
                words = say("own_check.stranger", partners=", ".join(case.found.names), **facts)
                line = line_of(("acts", place, "to"), strategy.lines)
                told.append(Problem(line, "to", words, say("cure.not_here")))
    return told
