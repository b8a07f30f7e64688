"""The package as a whole: its layers, the weight of its import, and its public names."""

import ast
import importlib
import importlib.metadata
import json
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

import sim


@pytest.mark.slow
def test_layers_hold(root):
    """Outer layers import the model, never the other way round."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    said = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize(("container", "most"), [("sim", 9), ("sim.model", 4), ("sim.lab", 4), ("sim.grading", 4)])
def test_few_layers(root, container, most):
    """The house can be drawn: few floors, and a place for each room."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (contract,) = [one for one in contracts if one.get("containers") == [container]]
    assert contract["type"] == "layers"
    assert contract["exhaustive"]
    assert len(contract["layers"]) <= most


def test_no_module_imports_itself_in_the_end():
    """There is no circle of imports, however long, but of what only types need."""
    graph = grimp.build_graph("sim", exclude_type_checking_imports=True)
    below = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(below).prepare()


@pytest.mark.slow
def test_import_stays_light():
    """`import sim` loads neither pictures nor widgets nor tables."""
    code = "import json, sys, sim; print(json.dumps(sorted(sys.modules)))"
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    heavy = {"matplotlib", "ipywidgets", "pandas", "nbformat", "typer", "scipy", "SALib", "tomli_w"}
    later = {"sim.plots", "sim.experiments.sweep", "sim.experiments.robustness", "sim.experiments.fitting"}
    assert (heavy | later).isdisjoint(json.loads(said.stdout))


def test_names_that_are_loaded_later():
    """What `import sim` leaves out comes when it is asked for, is listed, and a name that is not there is an error."""
    assert sim.sweep is importlib.import_module("sim.experiments.sweep").sweep
    assert sim.plots.save is importlib.import_module("sim.plots").save
    assert sim.__version__ == importlib.metadata.version("mending-bridges")
    assert set(sim.__all__) <= set(dir(sim))
    with pytest.raises(AttributeError, match="module 'sim' has no attribute 'swep'"):
        _ = sim.swep


LOADED = """
import atexit, pathlib, runpy, sys
place = pathlib.Path(sys.argv.pop(1))
atexit.register(lambda: place.write_text("\\n".join(sys.modules)))
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", [["sim.cli.main", "grade", "nowhere"], ["sim.grading.running.worker"]], ids=["grade", "worker"]
)
def test_what_grades_starts_quickly(root, tmp_path, words):
    """Neither `mend grade` nor its workers import the slow grammar of web addresses."""
    command = [sys.executable, "-c", LOADED, str(tmp_path / "loaded"), *words]
    subprocess.run(command, cwd=root, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    loaded = (tmp_path / "loaded").read_text().splitlines()
    assert "nbformat" in loaded
    assert "rfc3987_syntax.syntax_helpers" not in loaded


def modules(root):
    """Return the dotted name of every module in the package."""
    for path in sorted((root / "sim").rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__")


@pytest.mark.slow
def test_no_two_modules_or_classes_share_a_name(root):
    """No two modules and no two classes have the same name."""
    paths = [path for path in (root / "sim").rglob("*.py") if path.name != "__init__.py"]
    parsed = [(path, ast.parse(path.read_text("utf-8"))) for path in paths]
    named = [(path.name, path) for path in paths]
    named += [(one.name, path) for path, tree in parsed for one in tree.body if isinstance(one, ast.ClassDef)]
    places = {name: {str(path) for other, path in named if other == name} for name, _ in named}
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_public_names_exist(root):
    """Every module can be imported and has the names that it lists."""
    for name in modules(root):
        module = importlib.import_module(name)
        assert all(hasattr(module, public) for public in getattr(module, "__all__", ())), name


@pytest.mark.parametrize("name", sim.__all__)
def test_public_names_are_explained(name):
    """What `from sim import …` gives has a docstring."""
    assert getattr(sim, name).__doc__
