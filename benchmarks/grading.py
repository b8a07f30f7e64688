"""How long a class takes to grade, compared with nbgrader's autograde with equivalent checks on the same batch.

    python benchmarks/grading.py --trainees 30 --jobs 2 --nbgrader /path/to/venv/bin/python

The second python has nbgrader 0.9.6 and what the model needs (numpy, pandas, pydantic, simpy). nbgrader
runs one batch in one process, so its class is shared out to as many courses as there are jobs. Without
`--nbgrader` only our own side is timed.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import psutil

from sim.grading import grade_all, load_masters, release_all, write_report
from sim.grading.authoring.cells import role

ROOT = Path(__file__).resolve().parent.parent
ASSIGNMENT = "class"
LEFT_OUT = 0.3  # of the answers, so that trainees differ
# What nbgrader must see fail, it must see raise: the same check runs, and its word decides.
RAISES = """import contextlib, io
_said = io.StringIO()
with contextlib.redirect_stdout(_said):
{source}
assert _said.getvalue().strip().endswith("PASS")"""


def main() -> None:
    """Time both, and print one line each."""
    wanted = _wanted()
    with TemporaryDirectory(prefix="grading-bench-") as folder:
        place = Path(folder)
        release_all(wanted.masters, place / "release")
        exercises = len(list((place / "release").glob("*.ipynb")))
        _hand_in(wanted.masters, place, wanted.trainees)
        print(f"{wanted.trainees} trainees x {exercises} exercises, {wanted.jobs} jobs, load {os.getloadavg()[0]:.1f}")
        ours = _ours(wanted, place)
        if wanted.nbgrader:
            theirs = _theirs(wanted, place)
            print(f"ratio: {theirs / ours:.1f}")


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trainees", type=int, default=30)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--masters", type=Path, default=ROOT / "exercises" / "masters")
    parser.add_argument("--nbgrader", type=Path, help="the python of an environment with nbgrader")
    return parser.parse_args()


def _hand_in(masters: Path, place: Path, trainees: int) -> None:
    """Write each trainee's notebooks: the masters' answers, each plan the trainee's own, some answers left out."""
    solved = {path.name: _answers(path) for path in sorted(masters.glob("*.ipynb"))}
    for number in range(trainees):
        chance = random.Random(number)  # noqa: S311 - a made-up class, not a secret
        for name, answers in solved.items():
            notebook = nbformat.read(place / "release" / name, as_version=4)
            for cell in notebook.cells:
                if role(cell) == "answer" and chance.random() > LEFT_OUT:
                    cell.source = _own(answers[cell.metadata["mending_bridges"]["grade_id"]], number)
            path = place / "in" / f"trainee{number:03}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, path)


def _own(answer: str, number: int) -> str:
    """Return an answer with a plan of the trainee's own: no two begin alike, so that each must be played."""
    name, value = answer.split(" = ", 1)
    value = ast.literal_eval(value)
    if isinstance(value, dict):
        for act in value.get("acts", [])[:1]:
            act["week"] += number
        if all(isinstance(one, int | float) for one in value.values()):  # hours; a played year is taken as it is
            first, second, *_ = value
            value[first], value[second] = value[first] - number, value[second] + number
    return f"{name} = {value!r}"


def _answers(master: Path) -> dict[str, str]:
    cells = nbformat.read(master, as_version=4).cells
    return {cell.metadata["mending_bridges"]["grade_id"]: cell.source for cell in cells if role(cell) == "answer"}


def _ours(wanted: argparse.Namespace, place: Path) -> float:
    """Grade without the store, so that equal answers are run as often as they were handed in."""
    memory: list[float] = []
    masters = load_masters(wanted.masters)
    began = time.monotonic()

    def watch(done: int, of: int) -> None:
        if done % max(1, of // 10) == 0:
            processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
            memory.append(sum(_resident(one) for one in processes) / 1e6)

    graded = grade_all([place / "in"], masters=masters, jobs=wanted.jobs, progress=watch)
    took = time.monotonic() - began
    write_report(graded, place / "out", masters=masters)
    pages = time.monotonic() - began - took
    points = sum(one.points for one in graded)
    print(
        f"mend grade: {took:.1f} s, pages {pages:.1f} s, {took / len(graded) * wanted.jobs:.2f} s a submission and job"
    )
    print(f"  points {points:g}; not graded {sum(one.status != 'graded' for one in graded)}")
    print(f"  memory, MB, all processes, by tenths of the class: {' '.join(f'{one:.0f}' for one in memory)}")
    return took


def _resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def _theirs(wanted: argparse.Namespace, place: Path) -> float:
    """Let nbgrader autograde the same notebooks, in as many courses side by side as there are jobs."""
    courses = [place / f"course{job}" for job in range(wanted.jobs)]
    trainees = sorted((place / "in").iterdir())
    for job, course in enumerate(courses):
        _set_up(wanted, course, trainees[job :: wanted.jobs])
    began = time.monotonic()
    with ThreadPoolExecutor(wanted.jobs) as pool:
        list(pool.map(lambda course: _nbgrader(wanted, course, "autograde", ASSIGNMENT), courses))
    took = time.monotonic() - began
    print(f"nbgrader autograde: {took:.1f} s; points {sum(_points(wanted, course) for course in courses):g}")
    return took


def _set_up(wanted: argparse.Namespace, course: Path, trainees: list[Path]) -> None:
    source = course / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bench'\n")
    for path in sorted(wanted.masters.glob("*.ipynb")):
        nbformat.write(_as_nbgrader(path), source / path.name)
    _nbgrader(wanted, course, "generate_assignment", ASSIGNMENT, "--create")
    for trainee in trainees:
        own = course / "submitted" / trainee.name / ASSIGNMENT
        own.mkdir(parents=True)
        for path in sorted(trainee.glob("*.ipynb")):
            nbformat.write(_filled(source / path.name, path), own / path.name)


def _as_nbgrader(path: Path) -> Any:
    """Return a master as nbgrader would have it: answers to write, tests that raise."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if role(cell) not in {"canary", "reflection", "form"}]
    for cell in notebook.cells:
        known = cell.metadata.get("mending_bridges", {})
        cell.metadata = {}
        if known.get("role") in {"answer", "check"}:
            graded = known["role"] == "check"
            facts = {"grade_id": known["grade_id"], "grade": graded, "solution": not graded, "locked": graded}
            facts |= {"points": known["points"]} if graded else {}
            cell.metadata = {"nbgrader": facts | {"schema_version": 3, "task": False}}
        if known.get("role") == "check":
            indented = "\n".join(f"    {line}" for line in cell.source.splitlines())
            cell.source = RAISES.format(source=indented)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def _filled(source: Path, handed: Path) -> Any:
    """Return nbgrader's notebook with a trainee's answers."""
    answers = _answers(handed)
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        facts = cell.metadata.get("nbgrader", {})
        if facts.get("solution"):
            cell.source = answers[facts["grade_id"]]
    return notebook


def _nbgrader(wanted: argparse.Namespace, course: Path, *words: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    # nbgrader starts programs that stand beside its python.
    environment["PATH"] = f"{wanted.nbgrader.absolute().parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        [wanted.nbgrader, "-m", "nbgrader", *words],
        cwd=course,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"nbgrader {words[0]} failed: {done.stderr[-2_000:]}")


def _points(wanted: argparse.Namespace, course: Path) -> float:
    """Return the points that nbgrader gave, to see that both graded alike."""
    program = (
        "import json; from nbgrader.api import Gradebook\n"
        "with Gradebook('sqlite:///gradebook.db') as book:\n"
        f"    print(json.dumps(sum(one.score for one in book.assignment_submissions({ASSIGNMENT!r}))))"
    )
    done = subprocess.run([wanted.nbgrader, "-c", program], cwd=course, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout))


if __name__ == "__main__":
    main()
