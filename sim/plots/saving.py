"""Pictures as files: whole or not at all."""

import io
import os
import secrets
from contextlib import suppress
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.errors import BadInput
from sim.plots.frame import figure_of

ENDINGS = (".png", ".svg", ".pdf")


def save(figure_or_axes: Figure | Axes, path: str | os.PathLike[str]) -> None:
    """Write a picture to a file that ends in .png, .svg or .pdf, whole or not at all.

    Raises:
        BadInput: another ending, or a place that cannot be written to.

    >>> save(Figure(), "trust.gif")
    Traceback (most recent call last):
    sim.errors.BadInput: trust.gif: a picture's file must end in .png, .svg or .pdf
    """
    check_path(path)
    name, path = os.fsdecode(path), Path(path)
    content = io.BytesIO()
    figure_of(figure_or_axes).savefig(content, format=path.suffix.lower()[1:], dpi=150)
    try:
        _replace(path, content.getvalue())
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadInput(f"{name}: cannot be written ({why}); name a file in a folder that you may write to") from None


def check_path(path: str | os.PathLike[str]) -> None:
    """Refuse a place where no picture can be written, before long work is done for it.

    Raises:
        BadInput: another ending, a folder, or a folder that is not there or may not be written to.
    """
    name, path = os.fsdecode(path), Path(path)
    if path.suffix.lower() not in ENDINGS:
        raise BadInput(f"{name}: a picture's file must end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")
    if os.path.isdir(name):  # noqa: PTH112 - unlike Path.is_dir, it answers for names that no disk could hold
        raise BadInput(f"{name}: cannot be written (it is a folder); name a file in it")
    if not os.access(path.parent, os.W_OK):
        raise BadInput(f"{name}: cannot be written ({path.parent} is no folder that you may write to)")


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        with suppress(OSError, ValueError):
            part.unlink()
