"""Join a widget's script and the scripts that it imports into one module."""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["joined", "script"]

NONE: Mapping[Path, Path] = MappingProxyType({})
IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[^"]+)";\n', re.MULTILINE)
# Lines that are only comments are left out: half of a script is types, and a page gets it once for each widget.
COMMENT = re.compile(r"^ *(?://.*|/\*\*.*\*/|/\*\*\n(?: *\*.*\n)*? *\*/)\n", re.MULTILINE)


def joined(path: Path, instead: Mapping[Path, Path] = NONE) -> str:
    """Return a script together with all that it imports, as one module without imports.

    Scripts import by name from files beside them. Their top-level names share one scope, so each must be unique; a
    browser and `node --check` reject a module in which one is declared twice.

    Args:
        path: the script. instead: scripts that take the place of others, by the path of those.

    >>> "import {" in joined(Path(__file__).with_name("slider.js"))
    False
    """
    texts: dict[Path, str] = {}

    def take(path: Path) -> None:
        if path not in texts:
            text = path.read_text("utf-8")
            for other in IMPORT.findall(text):
                imported = (path.parent / other).resolve()
                take(instead.get(imported, imported))
            texts[path] = COMMENT.sub("", IMPORT.sub("", text))

    take(path.resolve())
    return "".join(texts.values())


def script(name: str) -> str:
    """Return the script of a widget of this folder, as anywidget takes it.

    >>> "export default { render }" in script("slider")
    True
    """
    return joined(Path(__file__).with_name(f"{name}.js"))
