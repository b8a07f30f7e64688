"""Write docs/api.md: every public name of the library, from its docstring."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sim
from sim.experiments.comparison import Difference
from sim.experiments.fitting import Answer, Fit, Try
from sim.experiments.robustness import PairOrder, Robustness
from sim.experiments.sweep_rows import Variant
from sim.model.version import version_told

PAGE = Path("docs/api.md")
INTRO = """\
# The library

Made by `python -m tools.api_page` from the docstrings; change those, not this page. {model}.

What `import sim` offers, with what its functions return. [For modellers](modellers.md) is the way in; names that stay
are in [interfaces](interfaces.md). Trust and shares count from 0 to 1, hours are staff hours, a week has five days, and
arrays end in the axis of worlds. Whatever cannot be is refused with `sim.BadInput`: one sentence that says what,
where and what is allowed. All examples run in the tests.
"""
GROUPS: dict[str, tuple[str, ...]] = {
    "Simulate": ("simulate", "compare", "Playthrough"),
    "What comes back": ("Outcome", "Comparison", "Difference", "Interval"),
    "Cases and strategies": ("load_case", "load_strategy", "case_keys", "strategy_keys", "Case", "Strategy"),
    "Sweeps": ("grid", "sweep", "Variant"),
    "The model's numbers": (
        "Parameters", "robustness", "Robustness", "PairOrder", "sensitivity", "fit", "Fit", "Answer", "Try",
    ),
    "Pictures": tuple(f"plots.{name}" for name in sim.plots.__all__),
    "Errors and version": ("BadInput", "__version__"),
}  # fmt: skip
RETURNED = {one.__name__: one for one in (Answer, Difference, Fit, PairOrder, Robustness, Try, Variant)}
TOLD = {  # what no docstring can tell
    "__version__": "Text: the version of the course, as installed.",
    "plots.WORDS": "Words for causes in pictures, by their key in the ledger.",
}
SECTIONS = {"Args": "Arguments", "Attributes": "Attributes", "Returns": "Returns", "Raises": "Raises"}


def api_page() -> str:
    """Return the page."""
    parts = [INTRO.format(model=version_told())]
    for group, names in GROUPS.items():
        parts += [f"## {group}\n", *(_entry(name) for name in names)]
    return "\n".join(parts)


def found(name: str) -> Any:
    """Return what a name of the page stands for.

    >>> found("plots.save").__name__, found("Difference").__name__
    ('save', 'Difference')
    """
    if name in RETURNED:
        return RETURNED[name]
    place, _, last = name.rpartition(".")
    return getattr(getattr(sim, place) if place else sim, last)


def _entry(name: str) -> str:
    one = found(name)
    path = name if name in RETURNED else f"sim.{name}"
    if name in TOLD:
        return f"### `{path}`\n\n{TOLD[name]}\n"
    told = [f"### `{path}`\n", *_signature(name, one), _told(inspect.getdoc(one) or "")]
    if inspect.isclass(one):
        told += [_member(one, member) for member in members(one)]
    return "\n".join(told)


def _signature(name: str, one: Any) -> Iterator[str]:
    if inspect.isfunction(one):
        asked = [str(argument).partition(":")[0].strip() for argument in _arguments(one)]
        yield f"```python\n{name.rpartition('.')[2]}({', '.join(asked)})\n```\n"


def _arguments(function: Any) -> Iterator[str]:
    """Yield arguments as they are called, with defaults and without types."""
    named = False
    for argument in inspect.signature(function).parameters.values():
        if argument.name == "self":
            continue
        if argument.kind is argument.KEYWORD_ONLY and not named:
            named = True
            yield "*"
        yield argument.name if argument.default is argument.empty else f"{argument.name}={argument.default!r}"


def members(one: type) -> list[str]:
    """Return the public methods and properties of a class that are ours, in their order.

    >>> members(sim.Playthrough)
    ['begin', 'until', 'to_end', 'then', 'outcome']
    """
    ours = [kind for kind in one.__mro__ if kind.__module__.startswith("sim.")]
    names = dict.fromkeys(name for kind in ours for name, value in vars(kind).items() if _is_member(name, value))
    return list(names)


def _is_member(name: str, value: Any) -> bool:
    callable_ = inspect.isfunction(value) or isinstance(value, classmethod | property) or hasattr(value, "attrname")
    return not name.startswith("_") and callable_


def _member(one: type, name: str) -> str:
    value = inspect.getattr_static(one, name)
    text = inspect.getdoc(getattr(one, name) if isinstance(value, classmethod) else value) or ""
    if isinstance(value, property) or hasattr(value, "attrname"):
        return f"#### `{name}`\n\n{_told(text)}"
    function = value.__func__ if isinstance(value, classmethod) else value
    asked = [argument for argument in _arguments(function) if argument != "cls"]
    return f"#### `{name}({', '.join(asked)})`\n\n{_told(text)}"


def _told(text: str) -> str:
    """Return a docstring as Markdown: sections as lists, examples as code."""
    out: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        lines = block.splitlines()
        head = lines[0].rstrip(":")
        if lines[0].startswith(">>>"):
            out.append("\n".join(["```pycon", *lines, "```"]))
        elif head in SECTIONS and lines[0].endswith(":"):
            out.append("\n".join([f"**{SECTIONS[head]}**\n", *_items(lines[1:])]))
        else:
            out.append(block)
    return "\n\n".join(out) + "\n"


def _items(lines: list[str]) -> list[str]:
    """Return the lines of a section as a list; what is indented further goes on the line before."""
    items: list[str] = []
    for line in lines:
        if line.startswith(" " * 8) and items:
            items[-1] += f" {line.strip()}"
        else:
            items.append(f"- {line.strip()}")
    return items


if __name__ == "__main__":
    PAGE.write_text(api_page(), "utf-8")
