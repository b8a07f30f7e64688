"""A class's years side by side, as one self-contained HTML page that is projected in the debrief."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from sim.base.rounding import half_up
from sim.experiments.year.board import NEAREST
from sim.handout.board_pictures import columns, cross, dots, line, line_frame, most_in_a_column, triangle
from sim.handout.board_questions import questions
from sim.handout.rendering import fill
from sim.model.version import version_told
from sim.texts.words import points, say, trust

if TYPE_CHECKING:
    from sim.experiments.year.board import Board, ClassYear, Group, Spread

__all__ = ["board_page"]

MOST_SURPRISING = 5  # years that are told in sentences; the table has all
ROW = 62  # units from one moment to the next in a picture of guesses
BASE = 50  # units from a moment's top to the foot of its columns


def board_page(board: Board) -> str:
    """Return the page as HTML."""
    script = (files(__package__) / "templates" / "board.js").read_text("utf-8")
    return fill(
        "board.html",
        board=board,
        groups=[_group_data(group) | {"id": f"group-{place}"} for place, group in enumerate(board.groups, 1)],
        nearest=NEAREST,
        script=Markup(script),  # noqa: S704 - our own file
        # Only this script may run: nothing that somebody pasted.
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
        version=version_told(),
    )


def _group_data(group: Group) -> dict[str, Any]:
    return {
        "case": group.case,
        "number": group.number,
        "count": len(group.years),
        "guesses": _guesses(group),
        "dots": _dots(group),
        "rows": _rows(group),
        "surprising": [_surprising(group, year) for year in group.years[:MOST_SURPRISING]],
        "pair": _pair(group) if len(group.years) > 1 else None,
        "questions": questions(group),
    }


# Guesses


def _guesses(group: Group) -> list[dict[str, Any]]:
    """Return the picture and the rows of each partner of whom somebody made a guess."""
    spreads = group.spreads
    most = most_in_a_column(one.values for one in spreads)
    by_partner: dict[str, list[Spread]] = {}
    for one in spreads:
        by_partner.setdefault(one.partner, []).append(one)
    return [
        {
            "partner": name,
            "high": ROW * len(several) + 20,
            "moments": [_moment(one, ROW * place, most) for place, one in enumerate(several)],
        }
        for name, several in by_partner.items()
    ]


def _moment(spread: Spread, top: float, most: int) -> dict[str, Any]:
    first, last = spread.weeks
    weeks = say("board.week", week=first) if first == last else say("board.weeks", first=first, last=last)
    moment, middle = say(f"board.moment_{spread.moment}"), _short(spread.middle)
    return {
        "label": say("board.moment_label", moment=moment, weeks=weeks, middle=middle),
        "y": top + 13,
        "base": top + BASE,
        "columns": columns(spread.values, most),
        "triangle": triangle(spread.middle, top + BASE),
        "cells": [f"{moment}, {weeks}", *map(str, (spread.values[0], middle, spread.values[-1], len(spread.values)))],
    }


def _short(number: float, digits: int = 1) -> str:
    return f"{half_up(number, digits):g}"


# Ends


def _letters(place: int) -> str:
    """Return the letters of a ring: a to z, then aa, ab and so on."""
    before, at = divmod(place, len(ascii_lowercase))
    return (ascii_lowercase[before - 1] if before else "") + ascii_lowercase[at]


def _dots(group: Group) -> Any:
    own = [(year.ended.used, year.stayed, str(at), False, year.name) for at, year in enumerate(group.years, 1)]
    rings = [(one.hours, one.stayed, _letters(at), True, one.strategy.title) for at, one in enumerate(_by_hours(group))]
    return dots([*rings, *own], len(group.case.partners))


def _by_hours(group: Group) -> list[Any]:
    return sorted(group.rivals, key=lambda one: one.hours)


def _rows(group: Group) -> list[dict[str, Any]]:
    """Return the rows of the table of all years: the class's own, then the strategies."""
    nothing = say("board.nothing")
    own = [
        {"mark": str(at), "name": year.name, "ring": False, "cells": _cells(group, year)}
        for at, year in enumerate(group.years, 1)
    ]
    rings = [
        {
            "mark": _letters(at), "name": one.strategy.title, "ring": True,
            "cells": [_of(group, one.stayed), _short(one.hours, 0), _short(one.headline, 0), nothing, nothing],
        }
        for at, one in enumerate(_by_hours(group))
    ]  # fmt: skip
    return [*own, *rings]


def _cells(group: Group, year: ClassYear) -> list[str]:
    off = say("board.nothing") if year.guesses_off is None else _short(year.guesses_off, 0)
    ended = year.ended
    return [_of(group, year.stayed), _short(ended.used, 0), _short(ended.headline, 0), off, _short(year.surprise, 0)]


def _of(group: Group, number: int) -> str:
    return say("board.of", number=number, of=len(group.case.partners))


def _surprising(group: Group, year: ClassYear) -> dict[str, Any]:
    """Return why a year surprises: the larger gap first."""
    by_hours = say(
        "board.by_hours", stayed=year.stayed, of=len(group.case.partners), hours=_short(year.ended.used, 0),
        headline=_short(year.ended.headline, 0), nearest=NEAREST, expected=_short(year.expected, 0),
    )  # fmt: skip
    told = [(abs(year.beyond_hours), by_hours)]
    if year.beyond_guesses is not None:
        told.append((abs(year.beyond_guesses), _by_guesses(year, year.beyond_guesses)))
    return {
        "title": say("board.surprising_by", name=year.name, surprise=_short(year.surprise, 0)),
        "sentences": [words for _, words in sorted(told, key=lambda one: -one[0])],
    }


def _by_guesses(year: ClassYear, beyond: float) -> str:
    gaps = {(name, at): gap for at in range(len(year.guesses)) for name, gap in year.gaps(at).items()}
    partner, at = max(gaps, key=lambda place: abs(gaps[place]))
    guess = year.guesses[at]
    return say(
        "board.higher" if beyond > 0 else "board.lower",
        points=points(beyond / 100), partner=partner, week=guess.week, value=guess.trust[partner],
        true=trust(year.ended.lines[partner][guess.week] / 100),
    )  # fmt: skip


# Two years


def _pair(group: Group) -> dict[str, Any]:
    """Return what is shown of any year, and which two are shown at first."""
    first = group.same_hours or group.years[:2]
    weeks = group.case.weeks
    return {
        "shown": [group.years.index(year) for year in first],
        "frame": line_frame(weeks),
        "years": [
            {"name": year.name, "partners": [_partner(year, name, weeks) for name in group.case.names]}
            for year in group.years
        ],
    }


def _partner(year: ClassYear, name: str, weeks: int) -> dict[str, str]:
    gone = year.gone.get(name)
    here = year.ended.lines[name][: None if gone is None else gone + 1]
    low = min(range(len(here)), key=here.__getitem__)
    facts = {"first": trust(here[0] / 100), "low": trust(here[low] / 100), "week": low, "last": trust(here[-1] / 100)}
    if gone is None:
        said = say("board.line", **facts)
    else:
        said = say("board.parted" if name in year.ended.parted else "board.left", **facts, gone=gone)
    return {
        "points": line(here, weeks),
        "gone": "" if gone is None else cross(gone, here[-1], weeks),
        "said": said,
    }
