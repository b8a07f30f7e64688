"""Words of notebooks: the title and the question of each, and its prose, in the current language.

A notebook is written in English. A text's key is the notebook's name and the cell's id, such as
`notebooks/02_update_rhythm.welcome`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sim.texts.language import current

__all__ = ["fact_of", "notebook_texts", "translate_prose"]

FACTS = ("title", "question")  # of a notebook's metadata, those that people read
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)


def notebook_texts(name: str, notebook: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the key and the English of each text of a notebook.

    >>> cells = [{"cell_type": "markdown", "id": "why", "source": ["# Why?"]}, {"cell_type": "code", "source": ["1"]}]
    >>> list(notebook_texts("01_x", {"metadata": {"title": "Silence"}, "cells": cells}))
    [('notebooks/01_x.title', 'Silence'), ('notebooks/01_x.why', '# Why?')]
    """
    facts = notebook["metadata"]
    yield from ((_key(name, fact), facts[fact]) for fact in FACTS if facts.get(fact))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and (english := "".join(cell["source"])).strip():
            yield _key(name, cell["id"]), english


def fact_of(name: str, fact: str, english: str) -> str:
    """Return a notebook's title or question in the current language.

    >>> fact_of("02_update_rhythm", "title", "How often should we write?")
    'How often should we write?'
    """
    return current().text(_key(name, fact), english)


def translate_prose(name: str, notebook: Mapping[str, Any]) -> None:
    r"""Put a notebook's prose into the current language, in place; a heading can still be reached by its English name.

    >>> from sim.texts.language import speaking
    >>> notebook = {"metadata": {}, "cells": [{"cell_type": "markdown", "id": "why", "source": "# Why not?"}]}
    >>> with speaking("pseudo"):
    ...     translate_prose("01_x", notebook)
    >>> notebook["cells"][0]["source"]
    '<a id="Why-not?"></a>\n\n⟦# Why not?⟧'
    """
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and (english := "".join(cell["source"])).strip():
            told = current().text(_key(name, cell.get("id", "")), english)
            if told != english:
                places = "".join(f'<a id="{heading.replace(" ", "-")}"></a>' for heading in HEADING.findall(english))
                cell["source"] = f"{places}\n\n{told}" if places else told


def _key(name: str, part: str) -> str:
    return f"notebooks/{name}.{part}"
