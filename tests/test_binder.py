"""Binder: repo2docker accepts the folder, its pins are the course's pins, and the links are right."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

from sim.cli.links import LAUNCH, launches, repository
from sim.server.published import elsewhere, site_of
from sim.texts.words import say

REPO2DOCKER = str(Path(sys.executable).with_name("jupyter-repo2docker"))


def pins(path):
    """Return version by package, from a file of fully pinned lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [re.fullmatch(r"([a-z0-9-]+)==([^\s;]+)( ; .+)?", line) for line in lines]
    assert all(found), [line for line, match in zip(lines, found, strict=True) if not match]
    return {match[1]: match[2] for match in found}


@pytest.fixture(scope="module")
def dockerfile(root):
    """Return what repo2docker would build."""
    # Git must not take an outer repository's settings for those of the folder that is looked at.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = [REPO2DOCKER, "--no-build", "--debug", str(root)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert said.returncode == 0, said.stderr
    return said.stdout + said.stderr


@pytest.mark.slow
def test_repo2docker_accepts_the_folder(dockerfile):
    """repo2docker writes a Dockerfile with the pinned Python, the pins and the package."""
    assert "binder/requirements.txt" in dockerfile
    assert "binder/postBuild" in dockerfile
    assert "python=3.11" in dockerfile


@pytest.mark.slow
def test_a_change_of_the_course_installs_nothing_again(dockerfile):
    """The pins are a Docker layer of their own before the course, so a change of the course reuses it."""
    pins_alone = dockerfile.index(" src/binder/requirements.txt ${REPO_DIR}/")
    installed = dockerfile.index('pip install --no-cache-dir -r "binder/requirements.txt"')
    course = dockerfile.index(" src/ ${REPO_DIR}/")
    assert pins_alone < installed < course < dockerfile.index("RUN ./binder/postBuild")


def test_pins_agree_with_the_course(root):
    """Binder's pins are those of `make course`."""
    course = pins(root / "constraints.txt")
    for name, version in pins(root / "binder" / "requirements.txt").items():
        assert course[name] == version, name


def test_binder_has_all_that_the_package_needs(root):
    """Every dependency is pinned but JupyterLab, whose version Binder sets, and pandas, which no lesson needs."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.match(r"[\w-]+", line)[0].lower() for line in project["dependencies"]}
    assert needed - set(pins(root / "binder" / "requirements.txt")) == {"jupyterlab", "pandas"}


def test_python_is_pinned(root):
    """The Python version is pinned, since Binder's default changes."""
    assert (root / "binder" / "runtime.txt").read_text(encoding="utf-8") == "python-3.11\n"


def test_post_build_stops_at_the_first_error(root):
    """The script postBuild stops at the first error, so that the build fails and not the workshop."""
    script = root / "binder" / "postBuild"
    assert os.access(script, os.X_OK)
    assert "\nset -e\n" in script.read_text(encoding="utf-8")


def test_post_build_spares_a_checkout(root, tmp_path):
    """The script postBuild removes nothing if it is run by hand outside of a build."""
    extension = "sim/server/labextension/mending-bridges"
    shutil.copytree(root / extension, tmp_path / extension)
    for name in ("binder/postBuild", "sim/server/overrides.json", "sim/server/server.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    script, tools = str(tmp_path / "binder" / "postBuild"), tmp_path / "tools"
    tools.mkdir()
    for name, does in (("pip", ""), ("jupyter", ""), ("python", f"echo {tmp_path}/prefix")):
        (tools / name).write_text(f"#!/bin/sh\n{does}\n")
        (tools / name).chmod(0o755)
    environment = {"PATH": f"{tools}:/usr/bin:/bin"}
    subprocess.run([script], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "sim" / "server" / "server.json").exists()
    assert (tmp_path / "prefix" / "share" / "jupyter" / "labextensions" / "mending-bridges" / "package.json").exists()
    subprocess.run([script], cwd=tmp_path, env=environment | {"REPO_DIR": str(tmp_path)}, check=True)
    assert not (tmp_path / "sim").exists()


WITHOUT_PANDAS = """
import json, sys
from pathlib import Path
sys.modules["pandas"] = None
for path in sorted(Path(sys.argv[1]).glob("*.ipynb")):
    names = {}
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
"""


@pytest.mark.sample(1)
@pytest.mark.slow
@pytest.mark.parametrize("folder", ["notebooks", "exercises"])
def test_no_lesson_needs_pandas(root, folder, tmp_path):
    """All lessons and exercises run without pandas."""
    environment = {**os.environ, "MENDING_BRIDGES_HOME": str(tmp_path)}
    command = [sys.executable, "-c", WITHOUT_PANDAS, str(root / folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root, env=environment)
    assert said.returncode == 0, said.stderr


def test_every_link_to_binder_follows_one_name(root):
    """Every link to Binder has the repository's name from pyproject.toml."""
    name = repository((root / "pyproject.toml").read_text(encoding="utf-8"))
    texts = [path.read_text(encoding="utf-8") for path in (root / "README.md", *(root / "docs").rglob("*.md"))]
    named = [found[1] for text in texts for found in LAUNCH.finditer(text)]
    assert set(named) == {name}
    assert len(named) == sum(text.count("mybinder.org/v2") for text in texts)


@pytest.mark.slow
def test_a_fork_changes_one_name(tmp_path):
    """`mend links` rewrites links and nothing else, and reports an unreadable name in one line."""
    for name in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    before = (tmp_path / "README.md").read_text(encoding="utf-8")
    pyproject = tmp_path / "pyproject.toml"
    given = pyproject.read_text(encoding="utf-8")
    old = repository(given)
    pyproject.write_text(given.replace(old, "a-fork/course"), encoding="utf-8")
    command = [sys.executable, "-m", "sim.cli.main", "links", str(tmp_path)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    after = (tmp_path / "README.md").read_text(encoding="utf-8")
    moved = before.replace(f"/gh/{old}/", "/gh/a-fork/course/").replace(
        site_of(old), "https://a-fork.github.io/course/"
    )
    assert after == moved != before
    pyproject.write_text(given.replace("github.com", "example.org"), encoding="utf-8")
    said = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert said.returncode == 2
    assert len(said.stderr.splitlines()) == 1


def test_pages_on_binder_say_where_the_course_runs_without_a_server(monkeypatch):
    """Once somebody has published it, and on Binder alone."""
    urls = {"Project-URL": ["Repository, https://github.com/somebody/course"]}
    monkeypatch.setattr(
        "sim.server.published.metadata", lambda _: type("Told", (), {"get_all": lambda _, key: urls[key]})()
    )
    assert elsewhere({"BINDER_LAUNCH_HOST": "https://mybinder.org/"}) == "https://somebody.github.io/course/"
    assert elsewhere({}) == ""
    urls["Project-URL"] = ["Repository, https://github.com/OWNER/course"]
    assert elsewhere({"BINDER_LAUNCH_HOST": "https://mybinder.org/"}) == ""
    assert "Binder is full" in say("site_list.elsewhere")


@pytest.mark.parametrize("place", launches((ROOT / "README.md").read_text(encoding="utf-8")))
def test_every_link_has_a_target(root, place):
    """Every link opens a file of the course; tests/browser/ tests that it is served."""
    file = place.replace("course/lessons/", "notebooks/").replace("course/exercises/", "exercises/")
    file = file.removeprefix("lab/tree/")
    assert file == "course/" or (root / file).is_file()


def test_the_settings_are_those_of_mend_workshop(root):
    """Binder's settings for ending kernels and for extensions are those of `mend workshop`."""
    from sim.server.jupyterlab import settings_for

    ours = settings_for(root, port=8888, token="", page="/lab")
    shipped = json.loads((root / "sim" / "server" / "server.json").read_text(encoding="utf-8"))
    assert shipped["MappingKernelManager"] == ours.MappingKernelManager
    assert shipped["ServerApp"]["jpserver_extensions"].items() >= ours.ServerApp.jpserver_extensions.items()
