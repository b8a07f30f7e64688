"""Write a site into its folder: all files, then what belongs to an older version of it goes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["check_folder", "write_folder"]

LIST = "files.json"  # which files are the site's: none but these are ever removed


def check_folder(out: Path) -> None:
    """Refuse a folder that holds anything but an older version of the site.

    Raises:
        BadInput: it does, or it is no folder.
    """
    try:
        strange = out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / LIST).is_file()))
    except OSError as error:
        raise BadInput(say("static.out_closed", path=out, why=error.strerror or error)) from None
    if strange:
        raise BadInput(say("static.out_taken", path=out))


def write_folder(out: Path, files: Mapping[str, bytes]) -> None:
    """Write the files; those of an older version that are not among them are removed.

    Raises:
        BadInput: the folder cannot be written.
    """
    try:
        before = _listed(out)
        for name, content in {**files, LIST: json.dumps(sorted(files)).encode()}.items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(content)
        for name in before - set(files):
            (out / name).unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(say("static.out_closed", path=out, why=error.strerror or error)) from None


def _listed(out: Path) -> set[str]:
    """Return which files an older version wrote; a list that somebody changed names none outside the folder."""
    try:
        names = json.loads((out / LIST).read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    return {name for name in names if isinstance(name, str) and (out / name).resolve().is_relative_to(out.resolve())}
