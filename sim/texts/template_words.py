"""What a template of a page may ask for: words, words with marks in them, and the page's language."""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from sim.texts.language import current
from sim.texts.words import many, say, table

__all__ = ["FOR_TEMPLATES", "marked"]


def marked(name: str, /, **facts: object) -> Markup:
    """Return a text that holds marks of a page; what it is filled with holds none.

    >>> marked("site_list.practice_of", title="A < B")
    Markup('Practice<span class="unseen">: A &lt; B</span>')
    """
    return Markup(say(name)).format(**facts)  # noqa: S704 - the catalogue is ours, and `format` escapes the facts


def _language() -> str:
    return current().tag


FOR_TEMPLATES: Mapping[str, Callable[..., object]] = {
    "say": say, "many": many, "marked": marked, "table": table, "language": _language,
}  # fmt: skip
"""Functions by the names that templates use; `language` gives what stands in <html lang="…">."""
