"""The course as files for any static host: what is written, from which release of Pyodide, and what its Python does."""

import ast
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from comm.base_comm import CommManager
from conftest import ROOT
from released import STAND_IN

from sim.base.errors import BadInput
from sim.catalogue.check_file import checked_content
from sim.lab.answers.progress import Progress
from sim.lab.panels.case_form_panel import CaseForm
from sim.server.course import Course
from sim.static.folder import check_folder, write_folder
from sim.static.home_page import as_data, from_data, home_page
from sim.static.lesson_pages import cells_of
from sim.static.packed import packed
from sim.static.page_python import PagePython
from sim.static.pyodide import LOCK, RUNTIME, WANTED, opened
from sim.static.site import site_files
from sim.texts.words import say

COMPILED = {"numpy": [], "pydantic": ["pydantic_core"], "pydantic-core": []}
DRAWN_BY_US = {"VBox", "HBox", "Button"}
TYPES = {"DOMWidget", "Widget"}  # of ipywidgets, named in annotations alone


def a_release(folder, *, without=()):
    """Write a release of Pyodide with nothing in it that could run."""
    folder.mkdir(exist_ok=True)
    packages = {}
    for name, needs in COMPILED.items():
        wheel = f"{name}-1-py3-none-any.whl"
        (folder / wheel).write_bytes(name.encode())
        packages[name] = {"file_name": wheel, "depends": needs, "sha256": sha256(name.encode()).hexdigest()}
    for name in (*RUNTIME, "pyodide.asm.js"):
        (folder / name).write_bytes(name.encode())
    info = {"version": "1.2.3", "python": "3.14"}
    (folder / LOCK).write_text(json.dumps({"info": info, "packages": {**packages, "scipy": {"depends": []}}}))
    for name in without:
        (folder / name).unlink()
    return folder


# Releases


def test_a_release_is_read_from_a_folder_and_from_archives(tmp_path):
    """The same is taken from each, and only what a page needs, whatever folder it lies in."""
    folder = a_release(tmp_path / "release")
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as archive, tarfile.open(tmp_path / "a.tar.bz2", "w:bz2") as tar:
        for path in folder.iterdir():
            archive.write(path, f"deep/down/{path.name}")
            tar.add(path, f"pyodide/{path.name}")
    found = [opened(path) for path in (folder, tmp_path, tmp_path / "a.whl", tmp_path / "a.tar.bz2")]
    assert all(one == found[0] for one in found)
    assert found[0].packages == ("numpy", "pydantic", "pydantic-core")
    assert found[0].version == "1.2.3"
    assert "scipy" not in json.loads(found[0].files[LOCK])["packages"]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (lambda folder: (folder / LOCK).unlink(), "is no release of Pyodide"),
        (lambda folder: (folder / "python_stdlib.zip").unlink(), "python_stdlib.zip is missing"),
        (lambda folder: (folder / "pyodide.asm.js").unlink(), "pyodide.asm.mjs is missing"),
        (lambda folder: (folder / "numpy-1-py3-none-any.whl").write_bytes(b"cut"), "is cut or changed"),
        (lambda folder: (folder / LOCK).write_text('{"packages": {}, "info": {}}'), "has no package numpy"),
        (lambda folder: (folder / LOCK).write_text("{"), "is no release of Pyodide"),
    ],
    ids=["no lock", "no library", "no engine", "a cut wheel", "the core alone", "a cut lock"],
)
def test_a_broken_release_is_refused_in_a_sentence(tmp_path, broken, told):
    """The sentence names the release and what is wrong with it."""
    folder = a_release(tmp_path / "release")
    broken(folder)
    with pytest.raises(BadInput, match=told) as refused:
        opened(folder)
    assert str(folder) in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04cut"], ids=["empty", "text", "cut"])
def test_what_is_no_archive_is_refused(tmp_path, content):
    """So is a file that is not there."""
    (tmp_path / "release.zip").write_bytes(content)
    for path in (tmp_path / "release.zip", tmp_path / "none.zip"):
        with pytest.raises(BadInput, match=path.name):
            opened(path)


def test_every_package_stands_in_the_lock_of_the_release_that_is_published(root):
    """What a page asks of Pyodide is what Pyodide's own release has; npm brings its lock."""
    lock = root / "node_modules" / "pyodide" / LOCK
    if not lock.is_file():
        pytest.skip("npm's pyodide is not installed: its lock is not looked at (npm ci installs it)")
    packages = json.loads(lock.read_text("utf-8"))["packages"]
    open_, seen = [*WANTED], set()
    while open_:
        name = re.sub("[-_.]+", "-", open_.pop())
        assert name in packages
        if name not in seen:
            seen.add(name)
            open_ += packages[name]["depends"]


# The site


@pytest.fixture(scope="module")
def files(tmp_path_factory, root):
    """Return the site's files, of a release in which nothing runs."""
    return site_files(opened(a_release(tmp_path_factory.mktemp("site"))), root / "notebooks")


@pytest.mark.slow
@pytest.mark.long
def test_every_link_leads_to_a_file_and_none_to_another_host(files):
    """All addresses are relative, so that the site may lie anywhere; nothing is asked of anybody else."""
    pages = {name: content.decode() for name, content in files.items() if name.endswith(".html")}
    assert len(pages) > 20
    for name, html in pages.items():
        for address in re.findall(r'(?:href|src)="([^"#?]+)', html):
            if address.startswith("data:") or "mending-bridges-answers" in address:
                continue
            there = os.path.normpath(Path(name).parent / address)
            assert ("index.html" if there == "." else there) in files, (name, address)


@pytest.mark.slow
@pytest.mark.long
def test_the_service_worker_knows_every_file(files):
    """Each with the beginning of its SHA-256 and its size, but itself."""
    known = json.loads(files["sw.js"].decode().split(";\n", 1)[0].removeprefix("self.FILES = "))
    assert known == {n: [sha256(c).hexdigest()[:12], len(c)] for n, c in files.items() if n != "sw.js"}


@pytest.mark.slow
@pytest.mark.long
def test_the_same_course_gives_the_same_site(files, tmp_path, root):
    """A site that is built again is no new version."""
    again = site_files(opened(a_release(tmp_path)), root / "notebooks")
    assert {name for name in files if files[name] != again.get(name)} == set()


def test_what_is_packed_is_python_alone_and_has_no_room_that_needs_more():
    """Nothing in it is compiled for this computer, or would be there for a server alone."""
    with zipfile.ZipFile(io.BytesIO(packed({}))) as archive:
        names = archive.namelist()
    assert {Path(name).suffix for name in names} <= {".py", ".toml", ".json", ".mo", ".css", ".js", ".html", ""}
    assert not [name for name in names if name.startswith(("sim/cli", "sim/grading", "sim/plots"))]
    assert "sim/lab/__init__.py" in names


def test_the_course_asks_of_ipywidgets_what_the_page_draws(root):
    """Our manager of widgets draws boxes and buttons, and anywidget's modules; nothing else is asked of it."""
    asked = set()
    # A page without a server lacks that room.
    here = [path for path in (root / "sim").rglob("*.py") if "server" not in path.relative_to(root).parts]
    for path in here:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "ipywidgets":
                asked |= {name.name for name in node.names}
    assert asked == DRAWN_BY_US | TYPES


def test_the_home_page_shows_how_far_its_reader_has_come(root):
    """In a browser it is made from the course as data, and says what the server's would."""
    course = from_data(as_data(Course.read(root / "notebooks")))
    page = home_page(course, {"00_start": {"done": True}, "02_update_rhythm": {"chosen": "daily"}})
    assert say("site_list.go_on", title="How often should we write?") in page
    assert 'href="./lessons/02_update_rhythm.html"' in page
    assert ".ipynb" not in page


def test_a_folder_that_holds_something_else_is_refused(tmp_path):
    """A new folder is made, an older site is renewed, and nothing else is ever touched."""
    write_folder(tmp_path / "new", {"a/b.txt": b"1", "old.txt": b"1"})
    check_folder(tmp_path / "new")
    write_folder(tmp_path / "new", {"a/b.txt": b"2"})
    assert (tmp_path / "new" / "a" / "b.txt").read_bytes() == b"2"
    assert not (tmp_path / "new" / "old.txt").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("all of it")
    for taken in (tmp_path / "mine", tmp_path / "mine" / "thesis.txt"):
        with pytest.raises(BadInput, match=re.escape(say("static.out_taken", path=taken))):
            check_folder(taken)
    (tmp_path / "new" / "files.json").write_text('["../mine/thesis.txt", 7]')
    write_folder(tmp_path / "new", {"a/b.txt": b"3"})
    assert (tmp_path / "mine" / "thesis.txt").exists()


# The page's own Python


@pytest.fixture
def page(tmp_path):
    """Return a page's Python, with a folder of answers of its own."""
    return PagePython(CommManager(), progress=Progress(tmp_path / "answers", "mine"))


def test_whoever_stores_answers_is_told_of_each_change(tmp_path):
    """Also of one that no form confirms, such as a turn of a year."""
    progress, changes = Progress(tmp_path / "answers", "mine"), []
    PagePython(CommManager(), lambda: changes.append("now"), progress)
    progress.keep("D_play_a_year", {"code": "MBY1-x"})
    assert changes == ["now"]


def other_tab(tmp_path, lessons):
    """Return the text of the answers that another tab has stored."""
    other = Progress(tmp_path / "other", "mine")
    for lesson, record in lessons.items():
        other.keep(lesson, record)
    return other.as_file().decode()


def test_answers_of_another_tab_are_merged(page, tmp_path):
    """What each tab changed is kept, and what is to be stored holds both."""
    page.progress.keep("01", {"notes": {"felt": "lost"}})
    theirs = other_tab(tmp_path, {"01": {"notes": {"next": "ask"}}, "02": {"chosen": "daily"}})
    stored = json.loads(page.settle("", theirs))["lessons"]
    assert stored == {"01": {"notes": {"felt": "lost", "next": "ask"}}, "02": {"chosen": "daily"}}
    assert page.progress.lessons == stored
    assert page.settle(theirs, theirs) == page.stored()


def test_answers_of_a_newer_version_are_left_alone(page):
    """They stay as they are stored, and the reader is told."""
    theirs = '{"mending-bridges": 99, "lessons": {}}'
    assert page.settle("", theirs) == theirs
    page.progress.keep("01", {"chosen": "daily"})
    assert page.stored() == theirs
    assert page.progress.said("01", "Kept.") == say("progress.newer")


def test_a_browser_that_keeps_nothing_is_told_in_place_of_kept(page):
    """Forms do not say "Kept." until it keeps again."""
    page.progress.keep("01", {"chosen": "daily"})
    assert page.unkept("full") == page.progress.said("01", "Kept.") == say("static_script.keep_full")
    page.unkept("")
    assert page.progress.said("01", "Kept.") == "Kept."


def test_the_home_page_is_made_anew_only_if_it_has_changed(page, monkeypatch, root):
    """A note changes nothing on it; a lesson that is done does."""
    monkeypatch.setattr("sim.static.home_page.course_here", lambda: Course.read(root / "notebooks"))
    assert page.home()
    page.progress.keep("01_what_moves_trust", {"plan": {"do": "Call"}})
    assert page.home() == ""
    page.progress.keep("01_what_moves_trust", {"done": True})
    assert say("site_list.done") in page.home()


def test_a_board_is_made_of_codes_and_none_of_other_words(page):
    """Without a code there is no page."""
    assert page.board("Dear all") == ""


@pytest.mark.slow
def test_cells_are_run_in_order_and_share_names(root):
    """As in a notebook; a cell that shows a widget gives its id, in a process of its own as in a browser."""
    code = (
        "from sim.static.no_shell import install; install()\n"
        "from sim.static.page_python import PagePython, connect\n"
        "heard = []\n"
        "page = PagePython(connect(lambda *message: heard.append(message)))\n"
        "shown = page.run('x = 1\\nfrom ipywidgets import VBox\\nVBox()')\n"
        "page.run('assert x == 1')\n"
        "assert shown in [one[1] for one in heard if one[0] == 'comm_open']\n"
        "import sim.lab, sys\n"
        "assert not hasattr(sys.modules['IPython'], '__file__')\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)


def test_every_cell_of_a_lesson_is_given(root):
    """A page runs what the notebook holds."""
    assert cells_of(root / "notebooks" / "02_update_rhythm.ipynb")[0].endswith('lesson("02_update_rhythm").predict()')


# The stand-in for pydantic

LOADED = """
import json, sys
import sim.lab
from sim.base.errors import BadInput
from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.exercises import load_exercise
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy
from sim.model.case import Case
from sim.model.validation import checked
dump = lambda one: one.model_dump(mode="json")
told = {}
for name in case_keys(): told[name] = dump(load_case(name))
for name in strategy_keys(): told[name] = dump(load_strategy(name))
for name in ("ex01", "ex02", "ex03", "ex04", "ex05", "ex06", "ex07", "ex08"): told[name] = dump(load_exercise(name))
told["numbers"] = dump(Parameters())
told["default left out"] = load_strategy("recovery-plan").acts[0].model_dump(mode="json", exclude_defaults=True)
told["hash"] = load_case(case_keys()[0]) == load_case(case_keys()[0])
for at, (kind, data) in enumerate(json.load(sys.stdin)):
    try:
        checked(data, {"case": Case, "strategy": Strategy}[kind], "mine")
    except BadInput as error:
        told[f"refused {at}"] = str(error)
print(json.dumps(told, default=str))
"""
A_STRATEGY = {
    "key": "mine",
    "title": "Mine",
    "summary": "Mine",
    "source": "Mine",
    "acts": [{"act": "update", "week": 1}],
}
REFUSED = [
    ("strategy", {**A_STRATEGY, "acts": [{"act": "update", "week": 1, "every_weeks": 0}]}),
    ("strategy", {**A_STRATEGY, "acts": [{"act": "updat", "week": 1}]}),
    ("strategy", {**A_STRATEGY, "acts": [{"week": 1}]}),
    ("strategy", {**A_STRATEGY, "acts": [{"act": "update", "week": "1"}]}),
    ("strategy", {**A_STRATEGY, "acts": "update"}),
    ("strategy", {**A_STRATEGY, "colour": "blue"}),
    ("strategy", {name: value for name, value in A_STRATEGY.items() if name != "title"}),
    ("strategy", {**A_STRATEGY, "title": "x" * 3000}),
    ("strategy", {**A_STRATEGY, "title": 7}),
    ("case", {"key": "mine"}),
]


def test_the_stand_in_for_pydantic_does_what_pydantic_does(root):
    """All that is shipped loads to the same data, and what is refused is refused in the same words."""
    told = []
    for path in ([], [str(STAND_IN)]):
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([*path, str(root)])}
        command, asked = [sys.executable, "-c", LOADED], json.dumps(REFUSED)
        done = subprocess.run(command, input=asked, capture_output=True, text=True, env=env, cwd=root, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        told.append(json.loads(done.stdout))
    native, ours = told
    assert len([name for name in native if name.startswith("refused")]) == len(REFUSED)
    assert {name: (native[name], ours[name]) for name in native if native[name] != ours.get(name)} == {}


def test_nothing_outside_tests_knows_the_stand_in(root):
    """A site that somebody publishes never holds it."""
    for folder in ("sim", "binder", "tools", "notebooks"):
        assert not [path for path in (root / folder).rglob("*.py") if "stand_in" in path.read_text("utf-8")]


def test_a_case_is_opened_without_the_grammar_of_toml(monkeypatch):
    """A browser's Python has none: a right file is read, and of a wrong one all is told but the line."""
    monkeypatch.setitem(sys.modules, "tree_sitter_toml", None)
    text = (ROOT / "sim/catalogue/cases/missed-deadline.toml").read_text("utf-8")
    right = checked_content(text.encode(), "mine.toml")
    assert (right.problems, right.found.key) == ((), "missed-deadline")
    form = CaseForm()
    wrong = text.replace("weeks = 52", "weeks = 5200", 1)
    form.receive({"id": "a", "move": {"do": "open", "text": wrong, "name": ""}})
    assert "weeks is 5200" in form.screen["status"]
    assert "Line" not in form.screen["status"]


@pytest.mark.slow
def test_what_a_widget_raises_is_in_the_console():
    """It is logged, where a browser's reader would never find it."""
    code = (
        "import json\n"
        "from sim.lab.answers.progress import Progress\n"
        "from sim.static.page_python import PagePython, connect\n"
        "page = PagePython(connect(print), progress=Progress())\n"
        "shown = page.run('from ipywidgets import VBox\\nb = VBox()\\nb.on_msg(lambda *_: {}[\"nowhere\"])\\nb')\n"
        "page.take(shown, json.dumps({'method': 'custom', 'content': {}}))\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "KeyError: 'nowhere'" in said.stderr
