"""Typed answers: the check in the notebook and the grade read the same value."""

import json
from types import SimpleNamespace

import classroom
import pytest
from hand_ins.unseen_typed import TYPED
from IPython.core.inputtransformer2 import TransformerManager

from sim.grading.authoring.cells import facts, source
from sim.grading.authoring.master import Master
from sim.grading.intake.extract import extract
from sim.grading.intake.submission import Submission
from sim.lab.answers import notebook_record

MASTER = Master(
    path=None, exercise=classroom.EXERCISE, version="1", checks=(), canaries=frozenset(), setups=frozenset(),
    answers={"ex91-q1": ("q1",), "ex91-q2": ("q2",)},
)  # fmt: skip
NOTEBOOKS = [
    pytest.param(json.loads(content)["cells"], id=f"{one.name}: {file}")
    for one in TYPED
    for file, content in one.files.items()
    if file.endswith(".ipynb")
]


class Notebook:
    """A notebook's shell after its cells ran, as far as the check looks into it; no magic does anything."""

    def __init__(self, cells):
        self.user_ns = {"get_ipython": lambda: self, "input": lambda _: "3", "print": lambda *_: None}
        self.history_manager = SimpleNamespace(input_hist_raw=["", *cells])
        for cell in cells:
            self.run(cell)

    def run(self, cell):
        """Run a cell; whatever it raises, the next one runs too, as when a person goes on."""
        try:
            exec(TransformerManager().transform_cell(cell), self.user_ns)  # noqa: S102 - the test's own cells
        except (SyntaxError, NameError, ImportError):
            return

    def run_cell_magic(self, _name, _line, cell):
        """Run what a cell's magic is put before."""
        self.run(cell)

    def run_line_magic(self, *_):
        """Do nothing."""

    system = getoutput = run_line_magic


@pytest.mark.parametrize("cells", NOTEBOOKS)
def test_the_check_in_the_notebook_and_the_grade_read_alike(monkeypatch, cells):
    """For any typed cells, check and grade find the same value, or both find none."""
    code = [one for one in cells if one["cell_type"] == "code"]
    ran = Notebook([source(one) for one in code])
    monkeypatch.setattr(notebook_record, "get_ipython", lambda: ran)
    graded, _ = extract(Submission(exercise=classroom.EXERCISE, version="1", cells=tuple(code)), MASTER)
    texts = {facts(one).get("question") for one in cells} - {facts(one).get("question") for one in code}
    for name in {"q1", "q2"} - texts:
        typed = notebook_record.typed_answer(name)
        assert typed.value == graded.get(name)
        assert not (typed.trouble and name in graded)
