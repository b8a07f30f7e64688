"""The package as a whole: its layers, its weight, and what it says of itself."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

import sim


def test_layers_hold(root):
    """Edges call the model, never the other way round."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    said = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


def test_import_stays_light():
    """`import sim` loads neither pictures nor widgets nor tables."""
    code = "import json, sys, sim; print(json.dumps(sorted(sys.modules)))"
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    heavy = {"matplotlib", "ipywidgets", "pandas", "nbformat", "typer"}
    assert heavy.isdisjoint(json.loads(said.stdout))


def modules(root):
    """Return the dotted name of every module in the package."""
    for path in sorted((root / "sim").rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__")


def test_public_names_exist(root):
    """Every module can be imported and has the names that it lists."""
    for name in modules(root):
        module = importlib.import_module(name)
        assert all(hasattr(module, public) for public in getattr(module, "__all__", ())), name


@pytest.mark.parametrize("name", sim.__all__)
def test_public_names_are_explained(name):
    """What `from sim import …` gives has a docstring."""
    assert getattr(sim, name).__doc__
