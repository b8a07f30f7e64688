"""The progress file: saved completely or not at all, and answers are never lost from memory."""

import errno
import json
from pathlib import Path

import pytest

from sim.base.errors import BadInput
from sim.lab.answers.progress import Progress
from sim.texts import words

KEY = "02_update_rhythm"


def failing(number):
    """Return a write function that fails with this error."""

    def fail(*_args, **_how):
        raise OSError(number, "no")

    return fail


def test_answers_come_back(tmp_path):
    """Saved answers are there for the next page, and no other file is left."""
    Progress(tmp_path, "mine").keep(KEY, {"chosen": "daily"})
    assert Progress(tmp_path, "mine").lessons == {KEY: {"chosen": "daily"}}
    assert [path.name for path in tmp_path.iterdir()] == ["mine.json"]


def test_two_open_lessons_do_not_overwrite_each_other(tmp_path):
    """Each page saves its own lesson and keeps the others in the file."""
    one, two = Progress(tmp_path, "mine"), Progress(tmp_path, "mine")
    one.keep("01", {"a": 1})
    two.keep("02", {"b": 2})
    assert set(Progress(tmp_path, "mine").lessons) == {"01", "02"}


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "full"), (errno.EROFS, "closed"), (errno.EACCES, "closed"), (errno.EIO, "else")]
)
def test_a_disk_that_takes_nothing_loses_nothing(tmp_path, monkeypatch, number, said):
    """If saving fails, a sentence says what to do, and answers are saved once it works again."""
    progress = Progress(tmp_path, "mine")
    progress.keep("01", {"a": 0})
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing(number))
        progress.keep("01", {"a": 1})
        assert progress.trouble == words.say(f"progress.{said}")
        assert progress.lessons["01"] == {"a": 1}
        assert json.loads(progress.as_file())["lessons"]["01"] == {"a": 1}
        assert Progress(tmp_path, "mine").lessons["01"] == {"a": 0}
        assert [path.name for path in tmp_path.iterdir()] == ["mine.json"]
    progress.keep("02", {"b": 2})
    assert progress.trouble == ""
    assert Progress(tmp_path, "mine").lessons == {"01": {"a": 1}, "02": {"b": 2}}


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe", b'{"mending-bridges": "1"}', b"[" * 100_000])
def test_a_broken_file_is_put_aside(tmp_path, content):
    """An unreadable file is renamed, not overwritten, and the page says where it is."""
    (tmp_path / "mine.json").write_bytes(content)
    progress = Progress(tmp_path, "mine")
    assert "could not be read" in progress.trouble
    progress.keep(KEY, {"chosen": "daily"})
    aside = next(path for path in tmp_path.iterdir() if path.suffix == ".unreadable")
    assert aside.read_bytes() == content


def test_a_newer_file_is_left_alone(tmp_path):
    """A file from a newer version is not changed; new answers are kept in memory."""
    newer = '{"mending-bridges": 99, "lessons": {}}'
    (tmp_path / "mine.json").write_text(newer)
    progress = Progress(tmp_path, "mine")
    progress.keep(KEY, {"chosen": "daily"})
    assert (tmp_path / "mine.json").read_text() == newer
    assert progress.trouble == words.say("progress.newer")
    assert progress.lessons[KEY] == {"chosen": "daily"}


def test_answers_can_be_taken_home_and_loaded_elsewhere(tmp_path):
    """A downloaded file can be loaded on another computer."""
    there, here = Progress(tmp_path / "a", "mine"), Progress(tmp_path / "b", "mine")
    there.keep(KEY, {"chosen": "daily"})
    assert here.take(there.as_file().decode()) == words.say("progress.loaded")
    assert Progress(tmp_path / "b", "mine").lessons == {KEY: {"chosen": "daily"}}


@pytest.mark.parametrize("text", ["", "-", "hello", "[1]", '{"mending-bridges": 1}', '{"mending-bridges": 2}'])
def test_a_foreign_file_changes_nothing(tmp_path, text):
    """A file that is not from the course is refused in a sentence."""
    progress = Progress(tmp_path, "mine")
    with pytest.raises(BadInput, match=r"^This .*\.$"):
        progress.take(text)
    assert progress.lessons == {}


@pytest.mark.parametrize("name", ["", "../up", "A", "a b c d", "x" * 41])
def test_a_name_is_letters_and_digits(tmp_path, name):
    """No name leads to a file outside the folder."""
    with pytest.raises(BadInput):
        Progress(tmp_path).called(name)


def test_answers_travel_as_a_text(tmp_path):
    """Answers can be loaded from a text that a chat wrapped; a truncated or changed text is refused."""
    made = {KEY: {"chosen": "daily", "notes": {"felt": "Ärger, “und” Hoffnung"}}, "ex02": {"answers": {"q1": ["a"]}}}
    progress = Progress(tmp_path, "mine")
    for lesson, record in made.items():
        progress.keep(lesson, record)
    text = progress.as_text()
    other = Progress(tmp_path / "other", "mine")
    for bad in (text[:-1], text[:20], text.replace(text[30], "z" if text[30] != "z" else "y", 1)):
        with pytest.raises(BadInput, match="cut or changed"):
            other.take(bad)
    assert other.lessons == {}
    wrapped = "\n> ".join([text[:40], text[40:]]).replace("> ", "  ")
    assert other.take(f"Here it is: {wrapped} - bye") == words.say("progress.loaded")
    assert Progress(tmp_path / "other", "mine").lessons == made
