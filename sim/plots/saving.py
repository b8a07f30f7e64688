"""Save a picture as a file, whole or not at all."""

import io
import os
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.frame import figure_of
from sim.texts.refusals import check_place, write_whole

ENDINGS = (".png", ".svg", ".pdf")


def save(figure_or_axes: Figure | Axes, path: str | os.PathLike[str]) -> None:
    """Write a picture to a file that ends in .png, .svg or .pdf, whole or not at all.

    Args:
        figure_or_axes: what a function of this module returned, or a figure that holds it.
        path: of the file; one that is there is replaced.

    Raises:
        BadInput: another ending, or a place that cannot be written to.

    >>> save(Figure(), "trust.gif")
    Traceback (most recent call last):
    sim.base.errors.BadInput: trust.gif: the file of a picture must end in .png, .svg or .pdf
    """
    check_path(path)
    content = io.BytesIO()
    figure_of(figure_or_axes).savefig(content, format=Path(path).suffix.lower()[1:], dpi=150)
    write_whole(path, content.getvalue())


def check_path(path: str | os.PathLike[str]) -> None:
    """Refuse a place where no picture can be written, before long work is done for it.

    Args:
        path: of a file that ends in .png, .svg or .pdf.

    Raises:
        BadInput: another ending, a folder, or a folder that is not there or may not be written to.

    >>> check_path("trust.gif")
    Traceback (most recent call last):
    sim.base.errors.BadInput: trust.gif: the file of a picture must end in .png, .svg or .pdf
    """
    check_place(path, what="picture", endings=ENDINGS)
