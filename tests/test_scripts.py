"""Scripts of widgets and pages: each joins into one module, its types hold, and its tests pass in Node."""

import json
import re
import shutil
import subprocess

import pytest

from sim.widgets.scripts import joined

WIDGETS = {
    "bridge",
    "case_sheet",
    "chart",
    "choice",
    "file_buttons",
    "guess_line",
    "go_on",
    "hours",
    "message_faces",
    "ranking",
    "slider",
    "text_blocks",
    "text_field",
    "year",
    "answer_backup",
}
LOADED = """
for (const path of process.argv.slice(1)) {
  const { default: widget, render } = await import(path);
  console.log(typeof widget.render, typeof render);
}
"""
PLACES = (".", "sim", "tests/js")


@pytest.fixture(scope="module")
def node():
    """Return Node, or skip."""
    return shutil.which("node") or pytest.skip("Node is not installed: the scripts' own tests are skipped")


def scripts(root):
    """Return every script of the course."""
    return sorted((root / "sim").rglob("*.js"))


def run(*command, root):
    """Run a command; return what it said once it has gone well."""
    done = subprocess.run(list(map(str, command)), cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_joined_script_imports_nothing(root):
    """Each is whole in itself and asks no other address; those of widgets give what anywidget looks for, once.

    Without a server, pages load widgets' modules from their texts, and Pyodide from their own site.
    """
    for path in scripts(root):
        text = joined(path)
        asked = r"^import |https?://(?!www\.w3\.org/2000/svg)" + (
            "" if path.parent.name == "scripts" else r"|\bimport\("
        )
        assert not re.search(asked, text, re.MULTILINE), path.name
        assert text.count("export default { render };") == (path.stem in WIDGETS), path.name


def test_every_script_is_checked_and_shares_no_globals(root):
    """Types are looked at in each, and none hangs a name of its own on the window."""
    for path in scripts(root):
        text = path.read_text("utf-8")
        assert text.startswith("// @ts-check\n"), path.name
        assert not re.search(r"\bwindow\.(?!addEventListener|removeEventListener|matchMedia)\w+", text), path.name


@pytest.mark.slow
def test_joined_scripts_load(root, node, tmp_path):
    """Node finds no name twice in any, and each widget's module has a default with `render`, and no other `render`."""
    for path in scripts(root):
        (tmp_path / f"{path.stem}.mjs").write_text(joined(path), "utf-8")
        run(node, "--check", tmp_path / f"{path.stem}.mjs", root=root)
    widgets = [(tmp_path / f"{name}.mjs").as_uri() for name in sorted(WIDGETS)]
    said = run(node, "--input-type=module", "--eval", LOADED, *widgets, root=root)
    assert said.splitlines() == ["function undefined"] * len(WIDGETS)


@pytest.mark.slow
def test_scripts_pass_their_own_tests(root, node):
    """Geometry, sentences and views, in Node's own runner."""
    run(node, "--test", *sorted((root / "tests" / "js").glob("*.test.js")), root=root)


def test_only_our_own_folders_say_that_scripts_are_modules(root):
    """The environment lies below the course's folder: said there, JupyterLab's own scripts for Node would fail."""
    told = {place: json.loads((root / place / "package.json").read_text("utf-8")).get("type") for place in PLACES}
    assert told == {".": None, "sim": "module", "tests/js": "module"}


@pytest.mark.slow
def test_types_hold(root, node):
    """TypeScript's checker finds nothing in any script."""
    checker = root / "node_modules" / "typescript" / "bin" / "tsc"
    if not checker.is_file():
        pytest.skip("TypeScript is not installed: types of scripts are not checked (make types installs it)")
    run(node, checker, root=root)
