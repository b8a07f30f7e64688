"""The model's version grows with the model, and stands wherever its figures do."""

import csv
import io
import json
import tomllib

import pytest
from commands import mend
from conftest import ROOT

from sim.cli.evidence import as_data
from sim.grading.intake.results import Graded, Verdict
from sim.grading.intake.submitter import Submitter
from sim.grading.reports.grade_tables import grades_csv, grades_json
from sim.grading.reports.guide import Guide
from sim.grading.reports.report_pages import class_page, trainee_page
from sim.handout.page import handout
from sim.lab.panels.plan_form import PlanForm
from sim.lab.session.session import SandboxSession
from sim.lab.session.simulation_cache import REFINED
from sim.lab.views.panel_view import Looking, view
from sim.lab.views.scores import table_file
from sim.model.parameters import Parameters
from sim.model.version import MODEL_VERSION, version_told
from tools.model_version import digest, outcomes

VERSIONS = tomllib.loads((ROOT / "tests" / "data" / "model_versions.toml").read_text("utf-8"))["versions"]
CHANGED = (
    f"the model differs from version {MODEL_VERSION}. If older plans come to other figures, raise MODEL_VERSION in "
    "sim/model/version.py and add the row that python -m tools.model_version prints to tests/data/model_versions.toml; "
    "if an act, a strategy or a case was only added, replace the last row by it (CONTRIBUTING.md)"
)


@pytest.mark.slow
def test_a_changed_model_has_another_version():
    """Numbers and outcomes are those that are written down for this version; if not, the version must grow."""
    last = VERSIONS[-1]
    assert last["number"] == MODEL_VERSION
    assert last["parameters"] == digest(Parameters()), CHANGED
    assert outcomes() == pytest.approx(last["outcomes"], abs=2e-9), CHANGED


def test_versions_grow_and_differ():
    """Each version has a higher number than the one before, and other numbers or outcomes."""
    numbers = [one["number"] for one in VERSIONS]
    assert numbers == sorted(set(numbers))
    told = [json.dumps([one["parameters"], one["outcomes"]]) for one in VERSIONS]
    assert len(set(told)) == len(told)


# Where it stands


@pytest.mark.slow
def test_what_commands_print_names_the_model(tmp_path):
    """Tables, JSON and CSV of commands, and a story, name the version of the model."""
    few = ("--strategies", "silence", "--worlds", 2)
    assert f"{version_told()}." in mend("compare", *few).stdout
    assert json.loads(mend("compare", *few, "--json").stdout)["model_version"] == MODEL_VERSION
    tables = [mend("compare", *few, "--csv").stdout]
    mend("sweep", "--axis", "apologise.day=2", "--worlds", 2, "--out", tmp_path / "grid.csv")
    tables.append((tmp_path / "grid.csv").read_text("utf-8"))
    for table in tables:
        rows = [*csv.DictReader(io.StringIO(table))]
        assert rows
        assert {(list(row)[-1], row["model_version"]) for row in rows} == {("model_version", str(MODEL_VERSION))}
    assert version_told().lower() in mend("story", "missed-deadline", "silence").stdout.splitlines()[0]
    assert as_data((), Parameters())["model_version"] == MODEL_VERSION


def test_pictures_and_tables_of_the_lab_name_the_model():
    """The pictures in words, the scoreboard and its file, and a story name the version of the model."""
    sandbox = SandboxSession("missed-deadline", "silence")
    seen = view(sandbox, Looking(parts=("score", "moved", "story")))
    parts = {name: json.dumps(part) for name, part in seen.parts.items()}
    assert f"{version_told()}." in seen.chart["twin"]["state"]
    assert [name for name, part in parts.items() if version_told().lower() not in part.lower()] == []
    head, *rows = csv.reader(io.StringIO(table_file(sandbox.shown(REFINED)).decode("utf-8-sig")))
    assert (head[-1], {row[-1] for row in rows}) == ("model_version", {str(MODEL_VERSION)})


def test_pages_name_the_model():
    """The handout, the model's page and those that are made from the model name its version."""
    assert f"{version_told()}." in handout(ROOT / "notebooks")
    for name in ("model", "parameters", "ranking", "ablation", "search", "doubt"):
        first = (ROOT / "docs" / f"{name}.md").read_text("utf-8").split("\n## ")[0]
        assert version_told().lower() in first.lower(), name


def test_grades_name_the_model():
    """Tables of grades, and pages for the class and each trainee, name the model that answers were judged by."""
    verdict = Verdict(question="q1", grade_id="ex02-q1", points=1, max_points=2, status="passed", advice="")
    refused = {"trainee": "Bo", "sender": Submitter(name="Bo"), "file": "b.png", "reason": "No JSON."}
    graded = [
        Graded(trainee="Ana", sender=Submitter(name="Ana"), file="a.json", exercise="ex02", verdicts=(verdict,)),
        Graded(**refused),
    ]
    rows = [*csv.DictReader(io.StringIO(grades_csv(graded, {})))]
    assert [(list(row)[-1], row["model_version"]) for row in rows] == [("model_version", str(MODEL_VERSION))] * 2
    assert [one["model_version"] for one in json.loads(grades_json(graded))] == [MODEL_VERSION] * 2
    for page in (class_page(graded, Guide({}, {})), trainee_page(graded[:1], Guide({}, {}))):
        assert f"{version_told()}." in page


def test_the_one_page_plan_names_the_model():
    """The plan of lesson 07 names the version of the model, as a page to print and as a text to copy."""
    plan = PlanForm({}, keep=lambda _: "", own=lambda: None)
    for told in (plan.page()[2].decode(), plan.text.value):
        assert f"{version_told()}." in told
