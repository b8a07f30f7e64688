"""Extract the answers from a notebook or another hand-in, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.exercises.typed_answers import NotData, as_data, read_cells, read_text, shortened
from sim.grading.authoring.cells import facts, role, source
from sim.texts.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.grading.authoring.master import Master
    from sim.grading.intake.submission import Submission
    from sim.texts.sentences import Told

__all__ = ["extract", "written"]


def extract(submission: Submission, master: Master) -> tuple[dict[str, Any], list[Told]]:
    """Return the answers by name, and remarks on what could not be used.

    Only names that the master asks for count, but from any cell: copying, splitting or importing a cell can lose its
    metadata. A typed answer takes precedence over a form's, unless it cannot be read.
    """
    remarks = list(submission.remarks)
    answers = dict(_from_form(submission.answers or {}, master, remarks))
    code = [source(cell) for cell in submission.cells if cell.get("cell_type") == "code"]
    reading = read_cells(code, master.names)
    remarks += reading.remarks
    typed = dict(_as_text(submission, master, remarks)) | reading.values
    remarks += [
        Sentence("noted.form_differs", name=name) for name in typed if name in answers and answers[name] != typed[name]
    ]
    return answers | typed, remarks


def written(submission: Submission, master: Master) -> tuple[dict[str, str], list[Told]]:
    """Return the texts written in the exercise's Markdown cells, by the cell's id, and remarks."""
    found = {f"{master.exercise}-{name}": text for name, text in (submission.answers or {}).items()}
    found |= {str(facts(cell).get("grade_id")): source(cell) for cell in submission.cells if role(cell) == "reflection"}
    texts, remarks = {}, []
    for name, text in found.items():
        if name in master.reflections and isinstance(text, str):
            texts[name], note = shortened(text)
            remarks += [Sentence("typed.about", name=name, what=note)] if note else []
    return texts, remarks


def _as_text(submission: Submission, master: Master, remarks: list[Told]) -> Iterator[tuple[str, Any]]:
    """Yield the answers in cells that were turned into Markdown."""
    for cell in submission.cells:
        names = master.answers.get(str(facts(cell).get("grade_id")), ()) if role(cell) == "answer" else ()
        if cell.get("cell_type") in ("markdown", "raw") and len(names) == 1:
            value = read_text(source(cell), names[0])
            if value is not None:
                remarks.append(Sentence("noted.cell_as_text", name=names[0]))
                yield names[0], value


def _from_form(answers: dict[str, Any], master: Master, remarks: list[Told]) -> Iterator[tuple[str, Any]]:
    for name in master.names:
        if answers.get(name) is None:
            continue
        try:
            value = as_data(answers[name])
        except NotData as error:
            remarks.append(Sentence("typed.about", name=name, what=error.why))
            continue
        if isinstance(value, str):
            value, note = shortened(value)
            remarks += [Sentence("typed.about", name=name, what=note)] if note else []
        yield name, value
