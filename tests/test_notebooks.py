"""Notebooks have short code cells, titles and no outputs, and they run."""

import ast
import os
import subprocess
import sys

import nbformat
import pytest
from conftest import ROOT, as_shared
from nbclient import NotebookClient

NOTEBOOKS = [
    *sorted((ROOT / "notebooks").glob("*.ipynb")),
    *sorted((ROOT / "exercises").glob("*.ipynb")),
]
MASTERS = sorted((ROOT / "exercises" / "masters").glob("*.ipynb"))
TOO_MUCH = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.comprehension)


def opened(path):
    """Read a notebook as it is shared."""
    return nbformat.reads(as_shared(path), as_version=4)


def by_name(path):
    """Name a test case after its notebook."""
    return path.name


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS + MASTERS, ids=by_name)
def test_code_cells_are_thin(path):
    """A code cell has at most six lines and contains no definition and no loop."""
    for cell in opened(path).cells:
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= 6
            assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, TOO_MUCH)]
            assert "matplotlib" not in cell.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=by_name)
def test_no_outputs_are_stored(path):
    """Notebooks are stored without outputs."""
    for cell in opened(path).cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=by_name)
def test_each_notebook_has_a_title(path):
    """Each notebook has a title, which screen readers and browser tabs need."""
    assert opened(path).metadata.title


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=by_name)
def test_each_notebook_is_stored_as_jupyter_would(path, tmp_path):
    """Saving a notebook unchanged gives the same bytes, so that diffs show real changes only."""
    nbformat.write(opened(path), tmp_path / path.name)
    assert (tmp_path / path.name).read_bytes() == as_shared(path)


EXERCISES = [path for path in NOTEBOOKS if path.parent.name == "exercises"]


@pytest.mark.slow
@pytest.mark.usefixtures("forked_kernels")
def test_each_exercise_runs():
    """All cells of each exercise run without error and show every form; one kernel, emptied before each, runs all."""
    exercises = [opened(path).cells for path in EXERCISES]
    run = [cell for cells in exercises for cell in (nbformat.v4.new_code_cell("%reset -f"), *cells)]
    NotebookClient(nbformat.v4.new_notebook(cells=run), timeout=60, kernel_name="python3").execute()
    for cells in exercises:
        forms = [cell for cell in cells if "remove-input" in cell.metadata.get("tags", [])]
        assert forms
        assert all(cell.outputs for cell in forms)


@pytest.mark.slow
@pytest.mark.usefixtures("forked_kernels")
def test_the_lessons_pass_nbval(tmp_path):
    """`pytest --nbval-lax notebooks/` passes for every cell of every lesson."""
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "notebooks/", "-q", "-p", "no:cacheprovider"]
    environment = {**os.environ, "MENDING_BRIDGES_HOME": str(tmp_path)}
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lessons = [opened(path) for path in NOTEBOOKS if path.parent.name == "notebooks"]
    cells = sum(cell.cell_type == "code" for lesson in lessons for cell in lesson.cells)
    assert said.returncode == 0, said.stdout
    assert f"{cells} passed" in said.stdout
