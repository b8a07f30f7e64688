"""Grading, from a folder of files to grades, with honest, blank, hostile and broken submissions."""

import json
import os
import tempfile
import time
from pathlib import Path

import classroom
import nbformat
import pytest
from classroom import RIGHT, WRONG, filled, sheet, typed, with_record

from sim.base.text_codec import hand_in_text
from sim.grading import grade_all
from sim.grading.authoring.cells import NAMESPACE

GOOD = typed(RIGHT)
MESSAGE = f"Dear all,\n{hand_in_text(json.loads(sheet(RIGHT)))}\nMany greetings"
WHOLE = 6
LIMIT = 60  # seconds that one submission may take


@pytest.fixture(scope="module")
def masters(tmp_path_factory):
    """Return the class's one exercise, run."""
    return classroom.run_in(tmp_path_factory.mktemp("masters"))


def role_of(cell):
    """Return a cell's role."""
    return cell.metadata.get(NAMESPACE, {}).get("role")


# Honest files, and what each is worth.
HONEST = {
    "good.ipynb": (filled(**GOOD), 6),
    "wrong.ipynb": (filled(**typed(WRONG)), 1),
    "half.ipynb": (filled(q1="3"), 3),
    "sheet.json": (sheet(RIGHT), 6),
    "sheet-wrong.json": (sheet(WRONG), 1),
    "record.ipynb": (filled(with_record(RIGHT)), 6),
    "typed-over-record.ipynb": (filled(with_record(WRONG), **GOOD), 6),
    "message.txt": (MESSAGE, 6),
    "byte-order-mark.json": ("\ufeff" + sheet(RIGHT), 6),
    "utf-16.json": (sheet(RIGHT).encode("utf-16"), 6),
}


def forge(notebook):
    """Add a check cell that always passes, with the output it would be held against."""
    metadata = {NAMESPACE: {"role": "check", "grade_id": "ex91-q1-right", "points": 99}}
    cell = nbformat.v4.new_code_cell("print('ex91-q1-right PASS')", metadata=metadata)
    cell.outputs = [nbformat.v4.new_output("stream", text="ex91-q1-right PASS\n")]
    notebook.cells.append(cell)


def forge_outputs(notebook):
    """Write the wanted outputs below the answers."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", text="ex91-q2-right PASS\n")]


def tag(notebook):
    """Tag every cell so that nbval would leave it unchecked."""
    for cell in notebook.cells:
        cell.metadata["tags"] = ["nbval-skip", "nbval-ignore-output", "raises-exception"]


def comment(notebook):
    """Tell nbval in comments to skip cells."""
    for cell in notebook.cells:
        cell.source = f"# NBVAL_SKIP\n{cell.source}"


def raise_points(notebook):
    """Give the answers more points."""
    for cell in notebook.cells:
        cell.metadata[NAMESPACE] |= {"points": 1000, "on_fail": "", "question": "q9"}


def rename(notebook):
    """Let answer cells pass for setup, which is run as code in the master."""
    for cell in notebook.cells:
        cell.metadata[NAMESPACE]["role"] = "setup"
        cell.source = "q1 = 4\nprint = lambda *_: None\nimport builtins; builtins.print = print"


def code(text):
    """Return a change that puts code below an answer."""

    def change(notebook):
        for cell in notebook.cells:
            if role_of(cell) == "answer":
                cell.source += f"\n{text}"

    return change


def alone(text):
    """Return a change that adds a cell of code without metadata."""
    return lambda notebook: notebook.cells.append(nbformat.v4.new_code_cell(text))


def other_version(notebook):
    """Answer an exercise as it was once."""
    notebook.metadata[NAMESPACE]["version"] = "7"


def own_kernel(notebook):
    """Ask for a kernel that is not there."""
    notebook.metadata.kernelspec = {"name": "/bin/sh", "display_name": "x", "language": "sh"}


def nested(depth):
    """Return lists within lists, as JSON."""
    return "[" * depth + "]" * depth


def raw_sheet(answer):
    """Return a form's file whose first answer is any text, JSON or not."""
    return sheet({"q1": "HERE"}).replace('"HERE"', answer)


MARK = Path(tempfile.gettempdir()) / "mending-bridges-was-here"
# Tricks, none of which may be worth more than the wrong answers' single point (an integer was given).
TRICKS = {
    "forged-checks.ipynb": filled(forge, **typed(WRONG)),
    "forged-outputs.ipynb": filled(forge_outputs, **typed(WRONG)),
    "tagged.ipynb": filled(tag, **typed(WRONG)),
    "commented.ipynb": filled(comment, **typed(WRONG)),
    "more-points.ipynb": filled(raise_points, **typed(WRONG)),
    "as-setup.ipynb": filled(rename, **typed(WRONG)),
    "own-kernel.ipynb": filled(own_kernel, **typed(WRONG)),
    "exit.ipynb": filled(code("import os; os._exit(0)"), **typed(WRONG)),
    "endless.ipynb": filled(code("while True: pass"), **typed(WRONG)),
    "memory.ipynb": filled(code("hog = ' ' * 10**11"), **typed(WRONG)),
    "fork.ipynb": filled(code("import os\nwhile True: os.fork()"), **typed(WRONG)),
    "patched-print.ipynb": filled(alone("import builtins\nbuiltins.print = lambda *a: 0; q1 = 4")),
    "patched-library.ipynb": filled(alone("import math\nmath.pi = 'PASS'; q1 = 4")),
    "equal-to-all.ipynb": filled(q1="type('A', (int,), {'__eq__': lambda *_: True})()"),
    "code.ipynb": filled(q1=f"__import__('os').system('touch {MARK}')"),
    "code-in-form.json": sheet({"q1": f"__import__('os').system('touch {MARK}')", "q2": "['b', 'a']"}),
    "comprehension.ipynb": filled(q2="[x for x in 'ba']"),
    "power.ipynb": filled(q1="10 ** 10 ** 10"),
    "quotes.ipynb": filled(q1="\"'); print('ex91-q1-right PASS') #\""),
    "quotes.json": sheet({"q1": "'); print('ex91-q1-right PASS') #", "q2": '\\"]\nq2 = ["b", "a"]'}),
    "magic.ipynb": filled(code(f"%reset -f\n!touch {MARK}"), **typed(WRONG)),
    "nan.json": raw_sheet("NaN"),
    "infinity.json": raw_sheet("-Infinity"),
    "infinite.ipynb": filled(q1="1e999", q2="-1e999"),
    "large-number.json": raw_sheet("9" * 400),
    "large-number-in-list.json": raw_sheet("[[" + "9" * 400 + "]]"),
    "deep-answer.json": raw_sheet(nested(900)),
    "deep-answer.ipynb": filled(q1=nested(90)),
    "minus-signs.ipynb": filled(q1="-" * 9_000 + "3"),
    "huge-text.json": sheet({"q1": "x" * 100_000}),
    "huge-text.ipynb": filled(q1=repr("x" * 100_000)),
    "surrogate.json": raw_sheet(r'"\ud800"'),
    "skip-in-text.json": sheet({"q1": "\u2028# NBVAL_SKIP\n# NBVAL_IGNORE_OUTPUT", "q2": "\n# PYTEST_VALIDATE_SKIP"}),
    "true.json": sheet({"q1": True, "q2": True}),
    "set.ipynb": filled(q2="{'b', 'a'}"),
    "bytes.ipynb": filled(q1="b'3'", q2="1j"),
    "other-names.json": sheet({"__builtins__": None, "SEEDS": [1], "print": 3, "math": 3}),
    "old-record.ipynb": filled(with_record(RIGHT, version="7"), **typed(WRONG)),
}


def lose_metadata(notebook):
    """Lose all cells' metadata, as copying between programs does."""
    for cell in notebook.cells:
        cell.metadata = {}


def duplicate(notebook):
    """Answer one question a second time, in a copy of its cell."""
    answer = next(cell for cell in notebook.cells if role_of(cell) == "answer")
    answer.source = "q1 = 5"
    notebook.cells.append(nbformat.v4.new_code_cell("q1 = 3", metadata=answer.metadata))


def split(notebook):
    """Split a cell in two, of which the second loses the metadata."""
    notebook.cells.append(nbformat.v4.new_code_cell("q2 = ['b', 'a']"))


def join(notebook):
    """Join all answers in one cell."""
    answers = [cell for cell in notebook.cells if role_of(cell) == "answer"]
    answers[0].source = "\n".join(cell.source for cell in answers)
    notebook.cells = [cell for cell in notebook.cells if cell not in answers[1:]]


def delete(notebook):
    """Delete the second answer's cell."""
    notebook.cells = [cell for cell in notebook.cells if not cell.source.startswith("q2")]


# Mishaps that happen to honest people, and what the file is still worth.
MISHAPS = {
    "lost-metadata.ipynb": (filled(lose_metadata, **GOOD), 6),
    "reordered.ipynb": (filled(lambda notebook: notebook.cells.reverse(), **GOOD), 6),
    "duplicate.ipynb": (filled(duplicate, **GOOD), 6),
    "split.ipynb": (filled(split, q1="3"), 6),
    "joined.ipynb": (filled(join, **GOOD), 6),
    "deleted.ipynb": (filled(delete, **GOOD), 3),
    "broken-code-beside.ipynb": (filled(alone("1 +"), **GOOD), 6),
    "sources-as-lists.ipynb": (filled(lambda n: [c.update(source=[c.source]) for c in n.cells], **GOOD), 6),
}

NEITHER = "neither a notebook nor answers"
# Files that cannot be graded, and a part of the reason that is given.
BROKEN = {
    "picture.png": (b"\x89PNG\r\n\x1a\n", NEITHER),
    "empty.ipynb": (b"", "empty"),
    "spaces.json": (b" \n ", "empty"),
    "truncated.ipynb": (filled(**GOOD)[:300], NEITHER),
    "utf-16.json-without-mark": (sheet(RIGHT).encode("utf-16-le"), NEITHER),
    "blank.ipynb": (filled(), "holds no answers"),
    "sheet-blank.json": (sheet({}), "holds no answers"),
    "record-of-other-version.ipynb": (filled(with_record(RIGHT, version="0")), "holds no answers"),
    "long-number.json": (raw_sheet("9" * 5_000), NEITHER),
    "list.json": ("[1, 2]", "no notebook"),
    "null.json": ("null", "no notebook"),
    "deep.json": ("[" * 100_000, NEITHER),
    "not-a-notebook.ipynb": ('{"cells": 3}', "not a valid notebook"),
    "cells-of-text.ipynb": ('{"cells": ["q1 = 3"], "nbformat": 4}', "not a valid notebook"),
    "many-cells.ipynb": (json.dumps({"cells": [{}] * 1_001}), "more than 1,000 cells"),
    "format-3.ipynb": ('{"nbformat": 3, "worksheets": []}', "format 3"),
    "format-list.ipynb": ('{"nbformat": [4], "cells": []}', "unknown kind"),
    "no-exercise.ipynb": ('{"nbformat": 4, "cells": []}', "does not say which exercise"),
    "other.json": (sheet({}, exercise="ex99"), "no exercise 'ex99'"),
    "html-exercise.json": (sheet({}, exercise="<script>alert(1)</script>"), "no exercise '<script>alert(1)</sc'"),
    "old.ipynb": (filled(other_version, **GOOD), "version '7'"),
    "old.json": (sheet(RIGHT, version="0"), "version '0'"),
    "no-answers.json": (sheet(3), "does not hold answers"),
    "cut-message.txt": (MESSAGE[:-30], "cut, changed or too long"),
    "long-message.txt": ("MBH1-" + "z" * 300_000 + "-111111", "cut, changed or too long"),
    "sheet-2.json": ('{"mending-bridges-answers": 2, "exercises": {}}', "format 2"),
    "no-exercises.json": ('{"mending-bridges-answers": 1, "exercises": {}}', "holds no answers"),
    "large.ipynb": (" " * 2_000_001, "larger than"),
    "broken.zip": (b"PK\x03\x04 and nothing more", "zip file is broken"),
}


@pytest.fixture(scope="module")
def batch(tmp_path_factory, masters):
    """Grade everything in one batch, beside links and odd folders; return results by trainee, and "*", what it left."""
    folder = tmp_path_factory.mktemp("handed in")
    files = {name: content for name, (content, _) in (HONEST | MISHAPS | BROKEN).items()} | TRICKS
    classroom.hand_in(folder, {f"{name.replace('.', '_')}/{name}": content for name, content in files.items()})
    (folder / "notebook.ipynb").mkdir()
    (folder / "nobody").mkdir()
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.json"
    secret.write_text(sheet(RIGHT))
    (folder / "linked").mkdir()
    (folder / "linked" / "answers.json").symlink_to(secret)
    (folder / "linked-folder").symlink_to(secret.parent, target_is_directory=True)
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.json")
    before, began, temporary = contents(folder), time.monotonic(), tmp_path_factory.mktemp("temporary")
    usual, tempfile.tempdir = tempfile.tempdir, str(temporary)
    # As the command does, equal answers are run once; what is tried here is what becomes of different files.
    graded = grade_all([folder], masters=masters, jobs=2, resume=tmp_path_factory.mktemp("runs"))
    tempfile.tempdir = usual
    took, left = time.monotonic() - began, [path.name for path in temporary.iterdir()]
    marks = {"changed": contents(folder) != before, "left": left, "seconds": took / len(graded)}
    return {one.trainee: one for one in graded} | {"*": marks}


def contents(folder):
    """Return what lies below a folder: each file's bytes, and when it was changed."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def result(batch, name):
    """Return what became of a file."""
    return batch[name.replace(".", "_")]


@pytest.mark.slow
def test_each_file_gets_a_result(batch):
    """Every file gets a result, and no broken file stops the others."""
    named = {name.replace(".", "_") for name in HONEST | MISHAPS | BROKEN | TRICKS}
    assert set(batch) - named == {"*", "notebook", "nobody", "linked", "linked-folder", "pipe"}
    assert len(TRICKS) + len(BROKEN) + 5 >= 30


@pytest.mark.slow
def test_nothing_is_left_and_nobody_is_delayed(batch, masters):
    """Submissions are not changed, no temporary file is left, and no trick uses up the others' time."""
    assert not batch["*"]["changed"]
    assert batch["*"]["left"] == []
    assert [path.name for path in masters["ex91"].path.parent.iterdir()] == ["ex91.ipynb"]
    assert batch["*"]["seconds"] < LIMIT / 10


# What the course promises to withstand, and a file that tries it; archives are in test_grading_batch.py.
PROMISED = {
    "edited outputs": "forged-outputs.ipynb",
    "edited checks": "forged-checks.ipynb",
    "NBVAL_SKIP": "commented.ipynb",
    "tags": "tagged.ipynb",
    "os._exit": "exit.ipynb",
    "an endless loop": "endless.ipynb",
    "a memory hog": "memory.ipynb",
    "a fork": "fork.ipynb",
    "a patched print": "patched-print.ipynb",
    "a patched __eq__": "equal-to-all.ipynb",
    "answers as code": "code.ipynb",
    "deep nesting": "deep-answer.ipynb",
    "NaN": "nan.json",
    "huge strings": "huge-text.json",
    "huge files": "large.ipynb",
    "deleted cells": "deleted.ipynb",
    "duplicated cells": "duplicate.ipynb",
    "split cells": "split.ipynb",
    "reordered cells": "reordered.ipynb",
    "lost metadata": "lost-metadata.ipynb",
    "a wrong version": "old.ipynb",
    "not JSON": "truncated.ipynb",
    "an empty file": "empty.ipynb",
}


@pytest.mark.slow
@pytest.mark.parametrize("promised", PROMISED)
def test_each_promise_is_tried(batch, promised):
    """Every promised protection is tested by a file, whose points do not exceed the maximum."""
    assert 0 <= result(batch, PROMISED[promised]).points <= WHOLE


@pytest.mark.long
@pytest.mark.parametrize("name", HONEST | MISHAPS)
def test_honest_answers_get_their_points(batch, name):
    """Right answers get their points, even if their cells were damaged by accident."""
    found = result(batch, name)
    assert (found.points, found.max_points) == ((HONEST | MISHAPS)[name][1], WHOLE)
    assert found.status == "graded"


@pytest.mark.long
@pytest.mark.parametrize("name", TRICKS)
def test_no_trick_beats_its_honest_twin(batch, name):
    """A wrong answer gets no more points with a trick than without."""
    found = result(batch, name)
    assert found.points <= HONEST["wrong.ipynb"][1]
    assert (found.status == "graded") == bool(found.answers)
    assert found.answers or "answer" in str(found.reason)
    assert not MARK.exists()


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_graded_has_a_reason(batch, name):
    """A file that cannot be graded gets a row with the reason."""
    found = result(batch, name)
    assert found.verdicts == ()
    assert BROKEN[name][1] in str(found.reason)


@pytest.mark.parametrize(
    ("trainee", "reason"),
    [
        ("notebook", "folder with a file's name"),
        ("nobody", "empty"),
        ("linked", "link to another place"),
        ("linked-folder", "link to another place"),
        ("pipe", "not a file"),
    ],
)
def test_links_and_odd_places_are_not_followed(batch, trainee, reason):
    """Links and special files are not read."""
    assert (batch[trainee].verdicts, reason in str(batch[trainee].reason)) == ((), True)


def test_failed_checks_carry_advice(batch):
    """A trainee who lost points gets advice on what to review."""
    advice = [str(verdict.advice) for verdict in result(batch, "half.ipynb").verdicts]
    assert advice == ["", "", "Look at q2-right again."]


def test_unusable_answers_are_remarked(batch):
    """Code in an answer is not run, and a remark tells the trainee so."""
    assert "q1: what is computed cannot be graded" in str(result(batch, "code.ipynb").remarks[0])
    assert "more than once" in str(result(batch, "duplicate.ipynb").remarks[0])
    assert "what is typed in the cell counts" in str(result(batch, "typed-over-record.ipynb").remarks[0])
