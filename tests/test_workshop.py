"""`mend workshop` without a browser: its messages, and what it rejects in one clear line."""

import json
import re
import socket
import subprocess
import sys

import pytest
from conftest import ROOT

from sim.base.errors import BadInput
from sim.server import read_lessons
from sim.server.course import Course

TEMPLATE = ROOT / "sim" / "server" / "template"


def workshop(*options, cwd=ROOT):
    """Run the command, which is expected to refuse."""
    command = [sys.executable, "-m", "sim.cli.main", "workshop", "--no-browser", *map(str, options)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, timeout=60)


@pytest.mark.slow
@pytest.mark.parametrize("way", [[], ["--app"]])
def test_a_taken_port_is_one_clear_line(way):
    """A port in use is refused in one line, since another program answers there."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = workshop("--port", port, *way)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == f"mend: port {port} is taken or not allowed here; leave --port out, or give another\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--port", "many"], "--port"),
        (["--port", 0], "port (= 0) must be between 1 and 65535"),
        (["--port", 70000], "port (= 70000) must be between 1 and 65535"),
        (["--notebooks", "nowhere"], "there is no folder 'nowhere'"),
        (["--notebooks", "docs"], "holds no lessons"),
    ],
)
def test_what_is_wrong_is_one_clear_line(options, names):
    """Wrong options are refused in one line that says what is allowed, with exit code 2."""
    said = workshop(*options)
    assert (said.returncode, said.stdout) == (2, "")
    assert len(said.stderr.splitlines()) == 1
    assert names in said.stderr


@pytest.mark.slow
def test_outside_of_the_course_the_line_says_what_to_do(tmp_path):
    """Outside the course's folder, one line says what to do."""
    assert "start in the course's folder" in workshop(cwd=tmp_path).stderr


@pytest.mark.parametrize("text", ["", "{", "[]", '{"metadata": []}', '{"cells": []}', '{"metadata": {"minutes": "x"}}'])
def test_a_broken_notebook_is_named(tmp_path, text):
    """An invalid notebook is refused by name, without a traceback."""
    (tmp_path / "00_start.ipynb").write_text(text)
    with pytest.raises(BadInput, match=r"00_start\.ipynb is not a notebook that can be read"):
        read_lessons(tmp_path)


def test_lessons_come_in_order_with_their_neighbours(tmp_path):
    """Lessons are sorted, the model card last, and each links to the next."""
    for name in ("A_model_card", "00_start", "01_silence"):
        (tmp_path / f"{name}.ipynb").write_text(json.dumps({"metadata": {"title": name}}))
    lessons = read_lessons(tmp_path)
    assert [lesson.name for lesson in lessons] == ["00_start", "01_silence", "A_model_card"]
    placed = Course(lessons).around_lesson("01_silence.ipynb")
    assert [placed[side]["file"] for side in ("before", "after")] == ["00_start.ipynb", "A_model_card.ipynb"]
    assert Course(lessons).around_lesson("A_model_card.ipynb")["after"] is None


def test_the_plan_alone_is_no_beginning_of_the_last_lesson():
    """Who wrote the plan by its own link goes on where the lessons were left; who guessed there, goes on there."""
    course = Course.read(ROOT / "notebooks")
    kept = {"00_start": {"done": True}, "07_your_plan": {"plan": {"do": "Call"}, "reached": ["plan"]}}
    assert course.standing(kept).next.name == "01_what_moves_trust"
    kept["07_your_plan"]["chosen"] = "mine"
    assert course.standing(kept).next.name == "07_your_plan"


def test_a_lesson_has_the_bridge_of_the_home_page():
    """Both draw the planks of where the reader stands; neither has planks of its own."""
    pages = [(TEMPLATE / name).read_text("utf-8") for name in ("top.html", "lessons.html")]
    assert [re.findall(r"scene\((.*?)\)", page) for page in pages] == [["planks"], ["standing.planks"]]


def test_a_copy_that_is_downloaded_is_confirmed():
    """The link to download all answers is found by the page's script, which says where the file is."""
    assert re.search(r'id="download" href="[^"]+json" download', (TEMPLATE / "lessons.html").read_text("utf-8"))
    script = (TEMPLATE / "answers.js").read_text("utf-8")
    assert 'at("download").addEventListener("click", () => tell(words.given))' in script


def test_each_exercise_belongs_to_a_page_of_the_course():
    """Every exercise leads back to a lesson, or to the page of a played year, which offers it in turn."""
    course = Course.read(ROOT / "notebooks")
    for exercise in course.exercises:
        back = course.around_exercise(exercise.file)["before"]["file"].removeprefix("../lessons/")
        assert course.around_lesson(back)["practice"]["file"] == f"../exercises/{exercise.file}"
    assert course.around_lesson("D_play_a_year.ipynb")["practice"]["file"].endswith("ex08.ipynb")


def test_every_lesson_of_the_course_can_be_listed():
    """Every lesson has a title for the list."""
    lessons = read_lessons(ROOT / "notebooks")
    assert lessons[0].name == "00_start"
    assert all(lesson.title for lesson in lessons)


@pytest.mark.parametrize("path", sorted(TEMPLATE.iterdir()), ids=lambda path: path.name)
def test_the_template_names_no_other_host(path):
    """Styles, scripts and pictures are loaded from the course only."""
    assert not re.search(r"https?:|//\w", re.sub(r"(?m)^\s*//.*|/\*.*?\*/", "", path.read_text(encoding="utf-8")))
