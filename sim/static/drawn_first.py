"""What a lesson shows to a new reader, computed when the site is built: it is drawn at once, while Python loads.

It runs in a process of its own, since cells share what they have imported, and with a folder of answers of its own.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from hashlib import sha256
from typing import Any

from sim.base.errors import BadInput
from sim.texts.words import say

__all__ = ["drawn_first"]

LONG = ("_esm", "_css")  # scripts and styles, which many widgets share
# What a page's own scripts do not ask for: most of a widget's state
USELESS = re.compile("_view_.*|_model_module.*|style|tabbable|tooltip|icon|box_style|button_style")
LAYOUT = ("_model_name", "display")


def drawn_first(notebooks: dict[str, list[str]]) -> dict[str, Any]:
    """Return what each lesson shows first, and the scripts and styles of all by their marks.

    Args:
        notebooks: the cells of each, by its name.

    Raises:
        BadInput: a lesson's cells do not run.
    """
    with tempfile.TemporaryDirectory() as nobody:
        command = [sys.executable, "-m", __name__]
        env = {**os.environ, "MENDING_BRIDGES_HOME": nobody, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        done = subprocess.run(
            command, input=json.dumps(notebooks), capture_output=True, encoding="utf-8", env=env, check=False
        )
    if done.returncode:
        raise BadInput(say("static.cells", why=done.stderr.strip().splitlines()[-1]))
    return json.loads(done.stdout)


class Heard:
    """All widgets of a process, as their page would have them."""

    def __init__(self) -> None:
        self.models: dict[str, dict[str, Any]] = {}
        self.shared: dict[str, str] = {}

    def hear(self, kind: str, widget: str, data: str, _buffers: list[bytes]) -> None:
        """Take a message to the page."""
        state = json.loads(data).get("state", {})
        if kind == "comm_open":
            self.models[widget] = {}
        self.models[widget] |= {name: self._short(name, value) for name, value in state.items()}

    def _short(self, name: str, value: Any) -> Any:
        """Return a script's mark in place of it."""
        if name not in LONG or not value:
            return value
        mark = sha256(value.encode()).hexdigest()[:12]
        self.shared[mark] = value
        return mark

    def below(self, roots: dict[int, str]) -> dict[str, Any]:
        """Return what cells show: the widget of each, and all that these are made of, numbered as they come."""
        found: dict[str, dict[str, Any]] = {}
        open_ = list(roots.values())
        while open_:
            name = open_.pop(0)
            if name in self.models and name not in found:
                state = found[name] = _used(self.models[name])
                named = [state.get("layout", ""), *(state.get("children") or ())]
                open_ += [one.removeprefix("IPY_MODEL_") for one in named]
        text = json.dumps({"cells": roots, "models": found})
        for number, name in enumerate(found):
            text = text.replace(name, str(number))
        return json.loads(text)


def _used(state: dict[str, Any]) -> dict[str, Any]:
    """Return what a page's scripts ask for.

    >>> _used({"_model_name": "LayoutModel", "display": "none", "width": None})
    {'_model_name': 'LayoutModel', 'display': 'none'}
    """
    if state["_model_name"] == "LayoutModel":
        return {name: state[name] for name in LAYOUT}
    return {name: value for name, value in state.items() if not USELESS.fullmatch(name)}


def _main() -> None:
    from sim.static.page_python import PagePython, connect

    sys.modules["matplotlib"] = None  # type: ignore[assignment] - as in a browser, where it is not
    heard = Heard()
    manager = connect(heard.hear)
    pages = {}
    for name, cells in json.loads(sys.stdin.read()).items():
        page = PagePython(manager)
        shown = {cell: widget for cell, source in enumerate(cells) if (widget := page.run(source))}
        pages[name] = heard.below(shown)
    sys.stdout.write(json.dumps({"pages": pages, "shared": heard.shared}))


if __name__ == "__main__":
    _main()
