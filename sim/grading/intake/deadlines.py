"""When exercises were due, how late a hand-in came, and what is taken off for it if anybody asks."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sim.base.errors import BadInput
from sim.grading.intake.results import Late
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.grading.intake.collect import HandedIn

__all__ = ["Deadlines", "deadlines_of", "iso_local", "read_due", "zone_told"]

DAY = 86_400  # seconds
FOR_EXERCISE = re.compile(r"(?P<exercise>ex\d+)\s*=\s*(?P<due>.+)", re.IGNORECASE)
WITH_ZONE_NAME = re.compile(r"(?P<time>.+?)[\s\[]+(?P<zone>[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)*)\]?")
DATE_ALONE = re.compile(r"\d{4}-?\d{2}-?\d{2}")


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """When exercises were due, and the penalty.

    Args:
        due: by exercise; "" for all others.
        extended: by trainee in small letters and exercise, or "" for all of a trainee's: other times for one person.
        per_day: the share of what was earned that each started day costs, 0 to 1.
        at_most: the largest share that is taken off, 0 to 1.
        assumed: exercises, or "", whose due time was written without a zone, so that this machine's is meant.
    """

    due: dict[str, datetime] = field(default_factory=dict, hash=False)
    extended: dict[tuple[str, str], datetime] = field(default_factory=dict, hash=False)
    per_day: float = 0.0
    at_most: float = 1.0
    assumed: frozenset[str] = frozenset()

    def of(self, trainee: str, exercise: str) -> datetime | None:
        """Return when one trainee's exercise is due, or None."""
        who = trainee.casefold()
        for key in ((who, exercise), (who, "")):
            if key in self.extended:
                return self.extended[key]
        return self.due.get(exercise, self.due.get(""))

    def late(self, trainee: str, exercise: str, handed: HandedIn) -> Late | None:
        """Return how late a file is, or None if it is in time or does not say when it was saved.

        Canvas packs files with the time of the download and marks late ones in their names, so its mark alone counts.
        """
        due = self.of(trainee, exercise)
        if handed.sender.platform == "Canvas" and not handed.given:
            return Late(due=due.isoformat() if due else "") if handed.said_late else None
        if due is None or not handed.when:
            return None
        seconds = handed.when - due.timestamp()
        if seconds <= 0:
            return None
        saved = datetime.fromtimestamp(handed.when, due.tzinfo)
        share = min(self.per_day * math.ceil(seconds / DAY), self.at_most)
        return Late(due=due.isoformat(), handed=saved.isoformat(), seconds=seconds, share=share)


def deadlines_of(dues: Iterable[str], *, per_cent_a_day: float = 0.0, at_most_per_cent: float = 100.0) -> Deadlines:
    """Return the deadlines that were written, each for all exercises or after `ex02=` for one.

    Raises:
        BadInput: a time that is none, or two for the same exercise.

    >>> sorted(deadlines_of(["2026-11-20T23:59Z", "ex02=2026-11-27T12:00+01:00"]).due)
    ['', 'ex02']
    """
    found: dict[str, datetime] = {}
    assumed = set()
    for text in dues:
        one = FOR_EXERCISE.fullmatch(text.strip())
        exercise = one["exercise"].lower() if one else ""
        if exercise in found:
            raise BadInput(say("deadlines.twice", value=text))
        found[exercise] = read_due(one["due"] if one else text)
        assumed |= set() if _says_zone(one["due"] if one else text) else {exercise}
    return Deadlines(
        due=found, per_day=per_cent_a_day / 100, at_most=at_most_per_cent / 100, assumed=frozenset(assumed)
    )


def read_due(text: str) -> datetime:
    """Return a time as ISO 8601 has it; without a zone in this machine's, a day alone as its end.

    Raises:
        BadInput: no such time or zone.

    >>> read_due("2026-11-20T23:59+01:00").isoformat(), read_due("2026-07-01 12:00 Europe/Lisbon").isoformat()
    ('2026-11-20T23:59:00+01:00', '2026-07-01T12:00:00+01:00')
    >>> read_due("20.11.2026")
    Traceback (most recent call last):
    sim.base.errors.BadInput: due (= 20.11.2026) is no time that can be read; write ...
    """
    text = text.strip()
    zone = None
    if found := WITH_ZONE_NAME.fullmatch(text):
        text, zone = found["time"], _zone(found["zone"])
    try:
        when = datetime.fromisoformat(text)
        when += timedelta(days=1) if DATE_ALONE.fullmatch(text) else timedelta()
        if when.tzinfo is None:
            when = when.replace(tzinfo=zone) if zone else when.astimezone()
        when.timestamp()
    except (ValueError, OverflowError, OSError):
        raise BadInput(say("deadlines.no_time", value=text)) from None
    return when


def zone_told(when: datetime) -> str:
    """Return a time with its distance from UTC, for people.

    >>> zone_told(read_due("2026-11-20T23:59+01:00")), zone_told(read_due("2026-11-20T23:59Z"))
    ('2026-11-20 23:59 (UTC+01:00)', '2026-11-20 23:59 (UTC+00:00)')
    """
    zone = f"{when:%z}"
    return say("deadlines.moment", when=f"{when:%Y-%m-%d %H:%M}", hours=f"{zone[:3]}:{zone[3:5]}")


def iso_local(seconds: float) -> str:
    """Return a time in this machine's zone as ISO 8601, "" for 0, which stands for an unknown one."""
    return datetime.fromtimestamp(seconds, UTC).astimezone().isoformat() if seconds else ""


def _says_zone(text: str) -> bool:
    """Return whether a time that can be read names its zone.

    >>> _says_zone("2026-11-20T23:59Z"), _says_zone("2026-11-20T23:59 UTC"), _says_zone("2026-11-20")
    (True, True, False)
    """
    return bool(WITH_ZONE_NAME.fullmatch(text.strip())) or datetime.fromisoformat(text.strip()).tzinfo is not None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(say("deadlines.no_zone", value=name)) from None
