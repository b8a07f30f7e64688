"""Classes as facilitators get them, with the rows of results that were fixed beforehand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row that must be there.

    Args:
        trainee: whose it is, as the report shows the name.
        points: out of 6 for the class's one exercise, or None where the file cannot be graded.
        exercise: "ex91", or "" where a refused file does not tell.
        says: words that the row's reason or its remarks must hold, each of them.
        asks: whether the row must stand under *Needs you*: a person has to look at it.
    """

    trainee: str
    points: float | None
    exercise: str = "ex91"
    says: tuple[str, ...] = ()
    asks: bool = False


@dataclass(frozen=True, kw_only=True)
class HandedInClass:
    """Files as they reach a facilitator, and exactly the rows that must come of them.

    Args:
        name: what is tried, in a few words; no two are called alike.
        source: where the layout is taken from: a program and version, its documentation, a file that it wrote.
        files: content by path below the class's folder. Where `archive` is given, the members of that zip instead.
            A path that ends in "/" is an empty folder.
        times: seconds since 2026-01-05 12:00 for some of the paths; all others are at 0.
        archive: the name of the one zip file that is graded, or "" where a folder is.
        raw_archive: the zip's bytes, for one that Python's zipfile would not write so; `files` is then empty.
        places: folders or files below the class's folder that are named on the command line, or () for the folder.
        rows: what must come of it: no row more, none less, in any order.
    """

    name: str
    source: str
    files: dict[str, bytes | str]
    rows: tuple[Row, ...]
    times: dict[str, int] = None
    archive: str = ""
    raw_archive: bytes = b""
    places: tuple[str, ...] = ()
