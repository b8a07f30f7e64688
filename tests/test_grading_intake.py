"""Intake, fuzzed: no input raises an exception, and every reason can be written to a file."""

import json
import os
from pathlib import PurePosixPath
from zipfile import ZipInfo

import classroom
import pytest
from classroom import RIGHT, filled, sheet, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.base.text_codec import hand_in_text, letters_of
from sim.exercises.typed_answers import LONGEST
from sim.grading.intake.collect import collect
from sim.grading.intake.read_file import read_file
from sim.grading.intake.submitter import from_file_name, from_platform, plain_name
from sim.grading.reports.grade_tables import as_csv

# CI draws 2,000; the release draws 100,000 with MENDING_BRIDGES_FUZZ=100000.
EXAMPLES = int(os.environ.get("MENDING_BRIDGES_FUZZ", "2000"))
fuzzed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
lightly = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.fixture(scope="module")
def masters(tmp_path_factory):
    """Return the class's one exercise, run."""
    return classroom.run_in(tmp_path_factory.mktemp("masters"))


words = st.sampled_from(
    [
        "q1",
        "q2",
        "ex91",
        "1",
        "cells",
        "metadata",
        "mending_bridges",
        "role",
        "answer",
        "exercises",
        "answers",
        "version",
    ]
)
texts = st.one_of(words, st.text(max_size=20), st.text(alphabet="()[]{}'\"\\\n-=+_0eNq1.,#%!", max_size=60))
numbers = st.one_of(st.integers(), st.floats(), st.sampled_from([10**400, -0.0, 1e308]))
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inside: st.one_of(st.lists(inside, max_size=4), st.dictionaries(texts, inside, max_size=5)),
    max_leaves=12,
)
facts = st.one_of(
    anything,
    st.fixed_dictionaries({"role": st.one_of(st.sampled_from(["answer", "reflection", "check"]), anything)})
    | st.fixed_dictionaries({"role": st.just("answer"), "grade_id": anything}),
)
sources = st.one_of(
    texts.map(lambda text: f"q1 = {text}"),
    anything.map(lambda value: f"q2 = {value!r}"),
    st.lists(texts, max_size=3),
    anything,
)
outputs = anything | st.lists(st.fixed_dictionaries({"data": st.dictionaries(texts, anything, max_size=2)}), max_size=2)
cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | anything,
        "metadata": st.fixed_dictionaries({"mending_bridges": facts}) | anything,
        "source": sources,
        "outputs": outputs,
    },
)
notebooks = st.fixed_dictionaries(
    {
        "cells": st.lists(cells, max_size=4) | anything,
        "metadata": st.just({"mending_bridges": {"exercise": "ex91", "version": "1"}}) | anything,
    },
    optional={"nbformat": st.just(4) | anything},
)
parts = st.fixed_dictionaries(
    {"version": st.just("1") | anything, "answers": st.dictionaries(texts, anything, max_size=3) | anything}
)
sheets = st.fixed_dictionaries(
    {
        "mending-bridges-answers": st.just(1) | anything,
        "exercises": st.dictionaries(st.just("ex91") | texts, parts | anything, max_size=3) | anything,
    },
    optional={"name": anything},
)


def cut(content, at):
    """Return a file's bytes with a part damaged."""
    whole = bytearray(content)
    start = at % max(1, len(whole))
    whole[start : start + at % 7] = bytes([at % 256]) * (at % 3)
    return bytes(whole)


contents = st.one_of(
    st.binary(max_size=200),
    st.one_of(notebooks, sheets, anything).map(lambda value: json.dumps(value).encode()),
    st.builds(cut, st.sampled_from([filled(q1="3").encode(), sheet(RIGHT).encode()]), st.integers(0, 10**6)),
    sheets.map(lambda value: f"Dear all, {hand_in_text(value)}".encode("utf-8", "replace")),
    st.builds(cut, st.just(hand_in_text(json.loads(sheet(RIGHT))).encode()), st.integers(0, 10**6)),
    st.binary(max_size=60).map(lambda body: f"MBH1-{letters_of(body)}-123456".encode()),
    texts.map(lambda text: sheet({"q1": text, "q2": [text]}).encode("utf-8", "surrogatepass")),
)


class Handed:
    """A file with given bytes."""

    def __init__(self, content):
        self.sender, _ = from_platform("Ana_1_assignsubmission_file_")
        self.named, self.file, self.path, self.order = False, "a.json", "a.json", 0
        self.read = lambda: content


@pytest.mark.slow
@fuzzed
@given(content=contents)
def test_whatever_is_handed_in_becomes_answers_or_a_reason(masters, content):
    """Any file gives results with a trainee, known names and short plain data, which can be written."""
    for one in read_file(Handed(content), masters):
        graded = one.graded
        assert bool(graded.reason) != (one.master is not None)
        assert set(graded.answers) <= {"q1", "q2"}
        assert all(
            len(json.dumps(value, allow_nan=False, ensure_ascii=False)) <= LONGEST for value in graded.answers.values()
        )
        assert graded.trainee
        told = [graded.trainee, graded.reason, graded.exercise, graded.version, *graded.remarks, *graded.texts]
        told = list(map(str, told))
        "".join(told).encode("utf-8")
        assert all(len(text) < 300 for text in told)
        as_csv(["text"], [{"text": text} for text in graded.texts.values()]).encode("utf-8")


@pytest.mark.slow
@fuzzed
@given(name=st.text(max_size=120))
def test_any_name_can_be_shown(name):
    """Any name becomes one short line without control or bidirectional characters, never an empty one."""
    for shown in {plain_name(name), from_file_name(name) or "nobody"}:
        assert 1 <= len(shown) <= 80
        assert shown == plain_name(shown)
        assert shown.isprintable() or "\u200d" in shown


@pytest.mark.slow
@lightly
@given(
    names=st.lists(
        st.text(max_size=30) | st.sampled_from(["../a.json", "/etc/x", "a/b/c.ipynb", "..", "x.zip"]), max_size=5
    ),
    damage=st.none() | st.integers(0, 10**6),
)
def test_any_archive_can_beread_file(tmp_path_factory, masters, names, damage):
    """Any archive of a trainee becomes rows, and no file is left on disk."""
    content = zipped({name: sheet(RIGHT) for name in names if _can_be_packed(name)})
    content = cut(content, damage) if damage is not None else content
    folder = tmp_path_factory.mktemp("in")
    (folder / "ana").mkdir()
    (folder / "ana" / "mine.zip").write_bytes(content)
    for handed in collect([folder]):
        assert handed.sender.name == "ana" or handed.sender.platform
        assert len(PurePosixPath(handed.file).parts) <= 1
        read_file(handed, masters)
    assert [path.name for path in folder.rglob("*")] == ["ana", "mine.zip"]


def _can_be_packed(name):
    """Return whether zipfile can write the name; what it reads may be worse, see `test_grading_batch.py`."""
    try:
        return bool(ZipInfo(name).filename) and bool(name.encode("utf-8"))
    except UnicodeEncodeError:
        return False
