"""docs/api.md is current and whole: every public name with arguments, units, errors and an example that runs."""

import inspect
import re

import pytest
from conftest import ROOT

import sim
from tools.api_page import GROUPS, RETURNED, TOLD, api_page, found, members

NAMES = [name for names in GROUPS.values() for name in names]
FUNCTIONS = [name for name in NAMES if inspect.isfunction(found(name)) and name not in TOLD]
CLASSES = [name for name in NAMES if inspect.isclass(found(name))]
PLAIN = {"Try"}  # a row of what another function returns


def test_the_page_is_current():
    """The page is what `python -m tools.api_page` writes."""
    assert (ROOT / "docs" / "api.md").read_text("utf-8") == api_page()


def test_the_page_is_whole():
    """Every public name of `sim` and of `sim.plots` has its entry, once."""
    public = {name for name in sim.__all__ if name != "plots"} | {f"plots.{name}" for name in sim.plots.__all__}
    assert sorted(NAMES) == sorted(public | set(RETURNED))
    heads = re.findall(r"^### `(?:sim\.)?(.+?)`$", api_page(), flags=re.MULTILINE)
    assert heads == NAMES


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_what_it_takes_and_refuses(name):
    """Its docstring names each argument, says what is refused, and has an example, which the doctests run."""
    function = found(name)
    text = inspect.getdoc(function)
    asked = list(inspect.signature(function).parameters)
    assert [one for one in asked if not re.search(rf"\b{one}\b", text)] == []
    assert ">>>" in text
    if asked and name != "plots.what_moved_trust":  # it refuses nothing
        assert "Raises:" in text


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_says_what_it_holds(name):
    """Its docstring has attributes or an example; each method and property has a docstring, with shapes for arrays."""
    one = found(name)
    text = inspect.getdoc(one)
    assert "Attributes:" in text or ">>>" in text
    assert ">>>" in text or name in PLAIN | {"Fit", "Answer", "Variant", "PairOrder"}
    for member in members(one):
        value = inspect.getattr_static(one, member)
        function = getattr(value, "fget", None) or getattr(value, "func", None) or getattr(value, "__func__", value)
        assert function.__doc__, member
        if function.__annotations__.get("return") is sim.model.outcome.np.ndarray:
            assert re.search(r"\(\w[\w +]*,[\w +,]*\)", function.__doc__), member


def test_an_entry_is_readable():
    """Sections are lists, examples are code, and continued lines are one."""
    text = api_page()
    entry = text[text.index("### `sim.simulate`") : text.index("### `sim.compare`")]
    assert "```python\nsimulate(case, strategy, *, worlds=200, seed=0, parameters=None, " in entry
    assert "**Raises**\n\n- BadInput: " in entry
    assert "```pycon\n>>> outcome = simulate" in entry
    assert "\n    " not in entry.replace("\n...     ", "")
