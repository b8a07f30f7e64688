"""Join a widget's script and the scripts that it imports into one module."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["joined", "script"]

IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[^"]+)";\n', re.MULTILINE)
# Whole lines of comments: a page gets a script once for each widget, and half of it would be types.
COMMENT = re.compile(r"^ *(?://.*|/\*\*.*\*/|/\*\*\n(?: *\*.*\n)*? *\*/)\n", re.MULTILINE)


def joined(path: Path) -> str:
    """Return a script after all that it imports, each once, as one module that imports nothing.

    Such scripts import by name from files beside them. A name at the top of one of them is a name of the whole, so no
    two may be alike; a browser and `node --check` refuse a module where two are.

    >>> "import {" in joined(Path(__file__).with_name("slider.js"))
    False
    """
    texts: dict[Path, str] = {}

    def take(path: Path) -> None:
        if path not in texts:
            text = path.read_text("utf-8")
            for other in IMPORT.findall(text):
                take((path.parent / other).resolve())
            texts[path] = COMMENT.sub("", IMPORT.sub("", text))

    take(path.resolve())
    return "".join(texts.values())


def script(name: str) -> str:
    """Return the script of a widget of this folder, as anywidget takes it.

    >>> "export default { render }" in script("slider")
    True
    """
    return joined(Path(__file__).with_name(f"{name}.js"))
