"""A class for tests of grading: one small exercise, and what trainees may hand in for it."""

import copy
import io
import json
import zipfile
from datetime import datetime, timedelta
from functools import cache

import nbformat

from sim.grading import load_masters, run_masters
from sim.grading.authoring.cells import NAMESPACE
from sim.grading.intake.submission import RECORD

EXERCISE = "ex91"
# Right is 3, ["b", "a"] and any "why": two questions that programs check, one that a person reads.
RIGHT = {"q1": 3, "q2": ["b", "a"]}
WRONG = {"q1": 4, "q2": ["a", "b"]}


def cell(source, role, name=None, **more):
    """Return a code cell with the course's metadata."""
    facts = {"role": role, "grade_id": f"{EXERCISE}-{name or role}"} | more
    made = nbformat.v4.new_code_cell(source, metadata={NAMESPACE: facts})
    if role in {"check", "canary"}:
        made.metadata.tags = ["nbval-check-output"]
    return made


def check(name, question, points, test):
    """Return a cell that prints whether a test of the answers holds."""
    grade_id = f"{EXERCISE}-{name}"
    source = f'print("{grade_id}", "PASS" if {test} else "FAIL")'
    return cell(source, "check", name, question=question, points=points, on_fail=f"Look at {name} again.")


def why():
    """Return the cell in which a few sentences are asked for."""
    about = {"role": "reflection", "grade_id": f"{EXERCISE}-why", "question": "why"}
    return nbformat.v4.new_markdown_cell("Write here.", metadata={NAMESPACE: about})


def master():
    """Return the exercise's master copy, not yet run."""
    notebook = nbformat.v4.new_notebook(metadata={NAMESPACE: {"exercise": EXERCISE, "version": "1"}})
    notebook.metadata.kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.cells = [
        cell("import math", "setup"),
        cell("q1 = 3", "answer", "q1", question="q1"),
        check("q1-number", "q1", 1, "isinstance(q1, int)"),
        check("q1-right", "q1", 2, "q1 == 3"),
        cell("q2 = ['b', 'a']", "answer", "q2", question="q2"),
        check("q2-right", "q2", 3, "q2 == ['b', 'a']"),
        cell('print("canary", math.pi)', "canary"),
        why(),
    ]
    for index, one in enumerate(notebook.cells):
        one.id = f"cell-{index}"
    return notebook


def release():
    """Return what trainees get, without values and checks."""
    return copy.deepcopy(_released())


@cache
def _released():
    """Return the release itself: checking its cells takes most of the time that a hand-in takes to make."""
    notebook = master()
    notebook.cells = [one for one in notebook.cells if one.metadata[NAMESPACE]["role"] in {"setup", "answer"}]
    for one in notebook.cells:
        if one.metadata[NAMESPACE]["role"] == "answer":
            one.source = f"{one.source.split(' = ')[0]} = None"
    notebook.cells.append(why())
    notebook.cells[-1].id = "cell-why"
    return notebook


def filled(change=None, **typed):
    """Return a trainee's notebook as text, with what was typed as it was typed."""
    notebook = release()
    for one in notebook.cells:
        name = one.source.split(" = ")[0]
        if name in typed:
            one.source = f"{name} = {typed[name]}"
    if change:
        change(notebook)
    return json.dumps(notebook)


def typed(answers):
    """Return answers as a trainee would type them."""
    return {name: repr(value) for name, value in answers.items()}


def sheet(answers, *, exercise=EXERCISE, version="1", name=""):
    """Return the file that the forms write, as text."""
    exercises = {exercise: {"version": version, "answers": answers}}
    return json.dumps({"mending-bridges-answers": 1, "name": name, "exercises": exercises})


def with_record(answers, version="1"):
    """Return a change that leaves a form's record in a notebook's outputs."""

    def change(notebook):
        record = {"exercise": EXERCISE, "version": version, "answers": answers}
        form = nbformat.v4.new_code_cell("from sim.lab import exercise", id="form")
        form.outputs = [nbformat.v4.new_output("display_data", data={RECORD: record})]
        notebook.cells.append(form)

    return change


def hand_in(folder, files):
    """Write files, by name, below a folder, and return it."""
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def zipped(files, times=None):
    """Return a zip file's bytes.

    Args:
        files: content by name; a name that ends in "/" is an empty folder.
        times: seconds since 2026-01-05 12:00, by name; without it the time is now.
    """
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if times is None:
                archive.writestr(name, content)
                continue
            when = datetime(2026, 1, 5, 12) + timedelta(seconds=times.get(name, 0))  # noqa: DTZ001 - zips tell local time
            archive.writestr(zipfile.ZipInfo(name, when.timetuple()[:6]), content)
    return whole.getvalue()


def run_in(folder):
    """Run the exercise's master in a folder, and return it as masters are loaded."""
    nbformat.write(master(), folder / f"{EXERCISE}.ipynb")
    run_masters(folder)
    return load_masters(folder)
