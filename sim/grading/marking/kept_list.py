"""The list of a class, as the folder of its grades keeps it until another is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.grading.intake.class_list import match, people_in
from sim.grading.intake.spreadsheet import content_of, read_table
from sim.grading.marking.markbook import FOLDER, make_folder
from sim.texts.refusals import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from sim.grading.intake.class_list import Matched
    from sim.grading.intake.results import Graded

__all__ = ["drop_list", "keep_list", "list_place", "listed_in"]

CLASS_LIST = "class_list.csv"


def list_place(out: Path) -> Path:
    """Return where a folder of grades keeps the class's list; without one nothing is there."""
    return out / FOLDER / CLASS_LIST


def listed_in(out: Path, graded: list[Graded]) -> Matched | None:
    """Return who is who on the list that the folder keeps; None if it keeps none."""
    place = list_place(out)
    return match(graded, people_in(read_table(place))) if place.is_file() else None


def keep_list(out: Path, class_list: Path | None) -> None:
    """Keep a copy of the class's list, if it can be read."""
    if class_list is not None:
        people_in(read_table(class_list))
        make_folder(out / FOLDER)
        write_whole(list_place(out), content_of(class_list))


def drop_list(out: Path) -> None:
    """Use no list any more; the last one that was kept stays beside, under another name.

    Raises:
        BadInput: the folder cannot be written to.
    """
    place = list_place(out)
    if place.is_file():
        write_whole(place.with_name(f"earlier_{CLASS_LIST}"), content_of(place))
        place.unlink()
