"""A folder of files whose person somebody named: a hidden file in it says who it is, whatever the files are called."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

from sim.grading.intake.submitter import Submitter
from sim.texts.refusals import write_whole

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PERSON", "keep_person", "person_in"]

PERSON = ".person"


def person_in(folder: Path) -> Submitter | None:
    """Return the person whose files are in a folder, None if nobody named one.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     keep_person(Path(folder), Submitter(name="Ana Lee"))
    ...     person_in(Path(folder)).name, person_in(Path("nowhere"))
    ('Ana Lee', None)
    """
    with suppress(OSError, ValueError, TypeError):
        return Submitter(**json.loads((folder / PERSON).read_text("utf-8")))
    return None


def keep_person(folder: Path, sender: Submitter) -> None:
    """Keep whose files are in a folder.

    Raises:
        BadInput: the folder cannot be written to.
    """
    write_whole(folder / PERSON, json.dumps(asdict(sender)).encode())
