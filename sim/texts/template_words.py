"""What a template of a page may ask for: words, words with marks in them, and the page's language."""

from collections.abc import Callable, Mapping
from functools import cache

from markupsafe import Markup

from sim.texts.language import current, language_names, speaking
from sim.texts.words import called, many, say, table

__all__ = ["FOR_TEMPLATES", "marked"]


def marked(name: str, /, **facts: object) -> Markup:
    """Return a text that holds marks of a page; what it is filled with holds none.

    >>> marked("site_list.practice_of", title="A < B")
    Markup('Practice<span class="unseen">: A &lt; B</span>')
    """
    return Markup(say(name)).format(**facts)  # noqa: S704 - the catalogue is ours, and `format` escapes the facts


def _language() -> str:
    return current().tag


@cache
def _languages() -> list[dict[str, str]]:
    """Return each language's name and tag, and what it calls itself."""
    found = []
    for name in language_names():
        with speaking(name):
            found.append({"name": name, "tag": current().tag, "own": say("language.name")})
    return found


FOR_TEMPLATES: Mapping[str, Callable[..., object]] = {
    "say": say, "many": many, "marked": marked, "table": table, "language": _language,
    "called": called, "languages": _languages,
}  # fmt: skip
"""Functions by the names that templates use; `language` gives what stands in <html lang="…">."""
