"""Find out whom a mark belongs to, whatever a spreadsheet or another file did to the name it is written under."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.grading.intake.results import Graded, PersonMark

__all__ = ["Owners", "contradicts"]


class Owners:
    """The people of a class, as marks name them.

    Args:
        graded: all results, those that could not be graded too.
    """

    def __init__(self, graded: Iterable[Graded]) -> None:
        self._by_name: dict[str, Graded] = {}
        self._by_number: dict[str, dict[str, Graded]] = defaultdict(dict)
        for one in graded:
            self._by_name.setdefault(one.trainee.casefold(), one)
            if one.sender.number:
                self._by_number[_bare(one.sender.number)].setdefault(one.trainee, one)

    def of(self, mark: PersonMark) -> Graded | None:
        """Return a result of the person to whom a mark belongs: by the platform's number, else by the name.

        None if nobody is called so, or if name and number are two people's, as where one column alone was sorted.
        """
        named = self._by_name.get(mark.trainee.casefold())
        if named and contradicts(named, mark):
            return None
        by_number = [*self._by_number.get(_bare(mark.number), {}).values()] if mark.number else []
        return by_number[0] if len(by_number) == 1 else named

    def settled(self, mark: PersonMark) -> PersonMark:
        """Return a mark under the name of the person to whom it belongs, or as it is if that is unclear."""
        one = self.of(mark)
        return mark if one is None else replace(mark, trainee=one.trainee, number=one.sender.number or mark.number)


def contradicts(one: Graded, mark: PersonMark) -> bool:
    """Return whether name and number of a mark are two people's."""
    return bool(mark.number and one.sender.number) and _bare(mark.number) != _bare(one.sender.number)


def _bare(number: str) -> str:
    return number.lstrip("0")  # which a spreadsheet drops
