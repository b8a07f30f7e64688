"""Tables for notebooks: plain HTML in the notebook's own colours, so that it can be read in light and dark."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["html_table", "joined"]

LINE = "border-bottom:1px solid currentColor"
TABLE = "border-collapse:separate;border-spacing:.8em .2em;color:inherit;background:transparent"


def html_table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[str] = (), note: str = ""
) -> str:
    """Return a table; all texts are escaped.

    Args:
        caption: above it. heads: of the columns. rows: their cells. right: heads of columns of numbers. note: below it.

    >>> html_table("A <b>", ["x"], [[1]], right=["x"]).count("&lt;b&gt;")
    1
    """
    sides = ["right" if head in right else "left" for head in heads]
    head = "".join(
        f'<th scope="col" style="{LINE};text-align:{side}">{escape(one)}</th>'
        for one, side in zip(heads, sides, strict=True)
    )
    body = "".join(f"<tr>{_cells(row, sides)}</tr>" for row in rows)
    foot = f'<p style="font-size:.9em">{escape(note)}</p>' if note else ""
    return (
        f'<div><table style="{TABLE}">'
        f'<caption style="text-align:left;font-weight:bold;color:inherit">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{foot}</div>"
    )


def _cells(row: Sequence[object], sides: Sequence[str]) -> str:
    return "".join(
        f'<td style="text-align:{side}">{escape(str(cell))}</td>' for cell, side in zip(row, sides, strict=True)
    )


def joined(*parts: str) -> str:
    """Return several parts as one, without those that are empty.

    >>> joined("<p>a</p>", "")
    '<div><p>a</p></div>'
    """
    return f"<div>{''.join(parts)}</div>"
