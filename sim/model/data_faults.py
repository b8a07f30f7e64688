"""What is wrong with data though each field alone is right: how models tell it to `sim.model.validation`."""

from collections.abc import Iterable
from typing import NamedTuple

Location = tuple[int | str, ...]


class Fault(NamedTuple):
    """What is wrong though each field alone is right.

    Attributes:
        place: the field, or the path to it. told: what is wrong. rule: a key of `[cure]` in sim/texts/own_case.toml.
        name: of whom it speaks, if of anybody.
    """

    place: Location
    told: str
    rule: str
    name: str = ""


class Faults(ValueError):  # noqa: N818 - what pydantic is given, which says the first and knows them all
    """All that is wrong with an entry though each of its fields alone is right.

    >>> str(Faults([Fault(("to",), "to is empty", "nobody"), Fault(("day",), "no day", "day")]))
    'to is empty'
    """

    def __init__(self, found: Iterable[Fault]) -> None:
        self.found = tuple(found)
        super().__init__(self.found[0].told)
