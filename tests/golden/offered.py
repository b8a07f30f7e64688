"""What the course offers to others, by the sections and rows of docs/interfaces.md.

Beside reading.py the second place here that knows the code. Names of classes and modules appear only where they are
public themselves.
"""

import csv
import inspect
import io
import json
import os
import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sim
from sim.exercises import load_exercise

from . import reading
from .reading import ROOT, SOURCES

Rows = dict[str, set[str]]
CASE, STRATEGY = "missed-deadline", "silence"


# Files that people write


def case_files() -> Rows:
    """Return the keys of a case's TOML file, table by table, and the values that a key may have."""
    return _keys("case", sim.Case.model_json_schema()) | {"shipped": set(sim.case_keys())}


def strategy_files() -> Rows:
    """Return the keys of a strategy's TOML file, and those of each act."""
    rows = _keys("strategy", sim.Strategy.model_json_schema())
    acts = {where.rpartition(".")[2]: keys for where, keys in rows.items() if where.startswith("strategy.acts.")}
    shared = set.intersection(*acts.values())
    return rows | {
        "strategy.acts": shared | {f"act = {kind}" for kind in acts},
        "shipped": set(sim.strategy_keys()),
    }


def lesson_files() -> Rows:
    """Return the keys of a lesson's TOML file."""
    from sim.lab.session.lesson_data import Lesson, lesson_keys

    return _keys("lesson", Lesson.model_json_schema()) | {"shipped": set(lesson_keys())}


def exercise_files() -> Rows:
    """Return the keys of an exercise's TOML file."""
    from sim.exercises import Exercise, exercise_keys

    return _keys("exercise", Exercise.model_json_schema()) | {"shipped": set(exercise_keys())}


def finding_files() -> Rows:
    """Return the keys that the shipped findings use, all of which are read."""
    files = [tomllib.loads(path.read_text("utf-8")) for path in next(SOURCES.rglob("findings")).glob("*.toml")]
    return {
        "finding": {key for one in files for key in one},
        "finding.figures": {key for one in files for figure in one["figures"].values() for key in figure},
    }


def _keys(name: str, schema: dict[str, Any]) -> Rows:
    """Return the keys of each table of a schema, with `key = value` for each value of those that have few."""
    rows: Rows = {}

    def walk(where: str, node: dict[str, Any]) -> None:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node
        if "properties" in node:
            kind = node["properties"].get("act", {}).get("const")
            here = f"{where}.{kind}" if kind else where
            rows[here] = rows.get(here, set()) | set(node["properties"])
            for key, inner in node["properties"].items():
                rows[here] |= {f"{key} = {value}" for value in _values(inner)}
                walk(f"{where}.{key}", inner)
        for inner in (node.get("items", {}), *node.get("anyOf", ()), *node.get("oneOf", ())):
            if inner:
                walk(where, inner)

    walk(name, schema)
    return rows


def _values(node: dict[str, Any]) -> Iterator[str]:
    yield from (value for value in (*node.get("enum", ()), node.get("const")) if value)
    for inner in (node.get("items", {}), *node.get("anyOf", ())):
        yield from _values(inner) if inner else ()


# Commands and what they write


def command_line() -> Rows:
    """Return the arguments and options of each command, as its help names them."""
    return {
        f"mend {name}".strip(): _options(reading.run(*name.split(), "--help"))
        for name in ("", *reading.COMMANDS, *reading.NEWER)
    }


def _options(lines: list[str]) -> set[str]:
    text = "\n".join(lines)
    commands = re.findall(r"^  (\w+)  ", text.partition("Commands:")[2], flags=re.MULTILINE)
    arguments = re.findall(r"[{[]([a-z]+)[}\]]", lines[1])
    ordered = [f"{place}. {name}" for place, name in enumerate(arguments, 1)]
    return {*commands, *ordered, *re.findall(r"^  (?:-\w, )?(--[\w-]+)", text, flags=re.MULTILINE)}


def data() -> Rows:
    """Return the keys and columns of what commands and frames give to programs."""
    compared = json.loads(_printed("compare", "--worlds", "2", "--strategies", "silence,flood", "--json"))
    facts = json.loads(_printed("evidence", "--json"))
    table = _columns(_printed("compare", "--worlds", "2", "--strategies", "silence", "--csv"))
    with reading.elsewhere():
        reading.run("sweep", "--worlds", "2", "--axis", "update.every_weeks=1,2")
        swept = _columns(Path("sweep.csv").read_text("utf-8"))
    grades = graded_class()
    results = json.loads(grades["grades/grades.json"])
    marked = next(one for one in results if one["verdicts"])  # a sheet of an older version has none
    return {
        "compare --json": set(compared),
        "compare --json: strategies": set(compared["strategies"][0]),
        "compare --csv": table,
        "evidence --json": set(facts),
        "evidence --json: facts": set(facts["facts"][0]),
        "sweep.csv": swept,
        "grades.json": set(marked),
        "grades.json: sender": set(marked["sender"]),
        "grades.json: verdicts": set(marked["verdicts"][0]),
        **{
            name: _columns(grades[f"grades/{name}"])
            for name in ("canvas.csv", "grades.csv", "moodle.csv", "overrides.csv", "reflections.csv")
        },
        "causes in Outcome.what_moved_trust": set(import_module("sim.model.ledger").CAUSES),
        **_frames(sim.simulate(CASE, STRATEGY, worlds=2, by_world=True)),
    }


def _frames(outcome: sim.Outcome) -> Rows:
    """Return the columns of each frame of an outcome."""
    frames = {name: getattr(outcome, name)() for name in import_module("sim.model.frames").FRAMES}
    return {f"Outcome.{name}()": set(frame.columns) for name, frame in frames.items()}


def files_of_grades() -> Rows:
    """Return what `mend grade` leaves in its folder."""
    names = {re.sub(r"[\w-]+(?=\.html)", "NAME", name) if "trainees" in name else name for name in graded_class()}
    return {"mend grade": names}


@cache
def graded_class() -> dict[str, str]:
    """Return the files that `mend grade` writes for the example of a sheet of answers, by name."""
    with reading.elsewhere():
        Path("in").mkdir()
        for name in ("answers.json", "answers.txt", "ex05.ipynb"):
            Path("in", name).write_bytes((Path(__file__).parent / "examples" / name).read_bytes())
        given = {
            key: {"version": load_exercise(key).version, "answers": reading.solutions(key)} for key in ("ex02", "ex05")
        }
        sheet = {"mending-bridges-answers": 1, "name": "", "exercises": given}
        Path("in", "robin.json").write_text(json.dumps(sheet), "utf-8")
        reading.run("grade", "in", "--out", "grades", "--masters", str(ROOT / "exercises" / "masters"), "--jobs", "2")
        files = [path for path in Path("grades").rglob("*.*") if path.is_file() and ".runs" not in path.parts]
        return {path.as_posix(): path.read_text("utf-8") for path in files}


def _printed(*arguments: str) -> str:
    return "\n".join(reading.run(*arguments)[1:])


def _columns(table: str) -> set[str]:
    return set(next(csv.reader(io.StringIO(table))))


# Python


def python() -> Rows:
    """Return the public names of the packages that notebooks and people import, and those of what they return."""
    outcome = sim.simulate(CASE, STRATEGY, worlds=2)
    comparison = sim.compare(CASE, [STRATEGY, "flood"], worlds=2)
    difference = comparison.difference(STRATEGY, "flood")
    made = {
        "Outcome": outcome,
        "Comparison": comparison,
        "Comparison.difference()": difference,
        "Comparison.difference().interval": difference.interval,
        "Playthrough": sim.Playthrough.begin(CASE, STRATEGY, worlds=2),
        "Fit": import_module("sim.experiments.fitting").Fit,
        "Variant": sim.grid(STRATEGY, {"update.week": [1]})[0],
        "Robustness": import_module("sim.experiments.robustness").Robustness,
        "Case": outcome.case,
        "Strategy": outcome.strategy,
    }
    modules = (
        "sim",
        "sim.lab",
        "sim.lab.session.lesson_data",
        "sim.grading",
        "sim.experiments.evidence",
        "sim.model.acts",
        "sim.model.ledger",
        "sim.plots",
    )
    functions = (
        "simulate", "compare", "load_case", "load_strategy", "fit", "grid", "robustness", "sensitivity", "sweep",
    )  # fmt: skip
    return {
        **{name: set(dir(import_module(name))) | set(import_module(name).__dict__) | _lazy(name) for name in modules},
        **{name: set(dir(one)) | set(getattr(one, "__dataclass_fields__", ())) for name, one in made.items()},
        **{f"sim.{name}()": set(inspect.signature(getattr(sim, name)).parameters) for name in functions},
        "Parameters": set(sim.Parameters.model_fields),
    }


def _lazy(module: str) -> set[str]:
    """Return the names that a module gives only when asked."""
    home = import_module(module)
    return {name for name in getattr(home, "__all__", ()) if hasattr(home, name)}


# Notebooks, pages and machines


def notebooks() -> Rows:
    """Return the metadata, roles and tags of the shipped notebooks."""
    paths = [
        path for folder in ("notebooks", "exercises", "exercises/masters") for path in (ROOT / folder).glob("*.ipynb")
    ]
    whole = [json.loads(path.read_text("utf-8")) for path in paths]
    cells = [cell["metadata"] for one in whole for cell in one["cells"]]
    own = [one["mending_bridges"] for one in cells if "mending_bridges" in one]
    return {
        "notebook": {key for one in whole for key in one["metadata"]},
        "notebook: mending_bridges": {key for one in whole for key in one["metadata"].get("mending_bridges", ())},
        "cell: mending_bridges": {key for one in own for key in one},
        "cell: mending_bridges.role": {one["role"] for one in own} | _roles(),
        "cell: tags": {tag for one in cells for tag in one.get("tags", ())},
        "output": {import_module("sim.lab.answers.notebook_record").MIME},
    }


def _roles() -> set[str]:
    return set(import_module("sim.grading.authoring.cells").ROLES)


def addresses() -> Rows:
    """Return the addresses of the pages' server that answer, with NAME and KERNEL for what differs."""
    from voila.app import Voila
    from voila.configuration import VoilaConfiguration

    from sim.server.grading_pages import RULES
    from sim.server.pages import Pages, settings_for
    from sim.server.server_extension import FOLDER, PLACE

    pages = Pages(config=settings_for(ROOT / "notebooks", port=8888, browser=False))
    pages.server_url = "/"
    pages.voila_configuration = VoilaConfiguration()
    pages.setup_template_dirs()
    with patch.object(Voila, "init_handlers", return_value=[]):  # ours alone
        patterns = [
            re.compile(rule[0]) for rule in pages.init_handlers() if isinstance(rule, tuple) and rule[0] != ".*"
        ]
    asked = (
        "/", "/lessons/NAME.ipynb", "/exercises/NAME.ipynb", "/mine/mending-bridges-answers.json",
        "/mine/mending-bridges-answers.txt", "/alive/KERNEL", "/api/kernels/KERNEL/channels",
        "/voila/api/shutdown/KERNEL", "/page/page.css", "/page/page.js", "/page/answers.js",
        "/page/cookies.js", "/board", "/board/KEY_OF_BOARD",
    )  # fmt: skip
    grading = [re.compile(pattern) for pattern, *_ in RULES]
    of_facilitator = (
        "/", "/sign-in", "/class/NAME", "/class/NAME/handed-in/FILE", "/class/NAME/work",
        "/class/NAME/marks/FILE", "/class/NAME/list/FILE", "/class/NAME/export/FILE", "/class/NAME/grades/FILE",
        "/class/NAME/all.zip", "/class/NAME/columns/FILE", "/class/NAME/delete", "/people",
    )  # fmt: skip
    return {
        "mend workshop --app": {address for address in asked if any(one.fullmatch(address) for one in patterns)},
        "mend workshop --facilitator": {one for one in of_facilitator if any(p.fullmatch(one) for p in grading)},
        "beside JupyterLab": {f"/{PLACE}/", f"/lab/tree/{FOLDER}/NAME.ipynb"},
    }


def query() -> Rows:
    """Return what may follow the question mark of a page's address."""
    from sim.experiments.year.year import Year
    from sim.experiments.year.year_code import as_code, from_code
    from sim.lab.session.strategy_from_url import strategy_from_url, text_in_url

    shown = {}
    for text in ("strategy=flood", f"strategy={examples()['strategy']['code']}"):
        with environment(QUERY_STRING=text):
            shown[text] = strategy_from_url(CASE)
    with environment(QUERY_STRING=f"year={as_code(Year.begin(CASE))}"):
        begun = from_code(text_in_url("year")).case.key == CASE
    return {
        "a lesson or the open lab": {"strategy"} if all(shown.values()) else set(),
        "Play a year": {"year"} if begun else set(),
        "Your own case": {"case", "year"} if begun and _case_in_address() else set(),
    }


def _case_in_address() -> bool:
    """Return whether a case in the page's address is read."""
    from sim.catalogue.case_code import as_code, from_code
    from sim.lab.session.strategy_from_url import text_in_url

    case = sim.load_case(CASE)
    with environment(QUERY_STRING=f"case={as_code(case)}"):
        return from_code(text_in_url("case")) == case


def environment_variables() -> Rows:
    """Return the variables that change something when they are set."""
    from sim.lab.answers.idle_limit import idle_limit
    from sim.lab.answers.progress import home, own_name

    found = set()
    with environment(MENDING_BRIDGES_HOME="elsewhere", MENDING_BRIDGES_PSEUDONYM="kestrel"):
        found |= {"MENDING_BRIDGES_HOME"} if home() == Path("elsewhere") else set()
        found |= {"MENDING_BRIDGES_PSEUDONYM"} if own_name() == "kestrel" else set()
    for name, value in {
        "MENDING_BRIDGES_IDLE_SECONDS": "1200",
        "BINDER_LAUNCH_HOST": "x",
        "JUPYTERHUB_USER": "x",
    }.items():
        found |= {name} if idle_limit({name: value}) else set()
    return {"read by the course": found}


def entry_points() -> Rows:
    """Return the names under which other programs find the course."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extensions = json.loads(next(SOURCES.rglob("server.json")).read_text("utf-8"))["ServerApp"]["jpserver_extensions"]
    loaded = {name for name, on in extensions.items() if on and _extends(name)}
    return {"console script": set(project["scripts"]), "Jupyter server extension": loaded}


def _extends(name: str) -> bool:
    return bool(import_module(name)._jupyter_server_extension_points())  # noqa: SLF001 - Jupyter's own name


@contextmanager
def environment(**variables: str) -> Iterator[None]:
    """Set variables for a while."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ |= variables
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


# Formats, each with an example that must open


def examples() -> dict[str, Any]:
    """Return the stored texts, and what each holds."""
    return tomllib.loads((Path(__file__).parent / "examples" / "texts.toml").read_text("utf-8"))


def opened() -> dict[str, Any]:
    """Return what the course reads from each stored text, and from the files beside them."""
    from sim.catalogue import case_code
    from sim.grading.intake.submission import take_in
    from sim.lab.answers.progress import Progress
    from sim.lab.session.strategy_code import from_code
    from sim.model.toml_text import as_table

    folder, texts = Path(__file__).parent / "examples", examples()
    loaded = from_code(texts["strategy"]["code"])
    whole = Progress(name="")
    whole.take(texts["all answers"]["code"])
    kept = Progress(name="")
    kept.take((folder / "mine.json").read_text("utf-8"))
    sheets = {name: take_in((folder / name).read_bytes()) for name in ("answers.json", "answers.txt")}
    case = case_code.from_code(texts["case"]["code"])
    return {
        "case": as_table(case),
        "strategy": {
            "title": loaded.strategy.title,
            "case": loaded.case,
            "acts": [_plain(act) for act in loaded.strategy.acts],
        },
        "all answers": whole.lessons,
        "mine.json": kept.lessons,
        **{name: {one.exercise: one.answers for one in sheet} for name, sheet in sheets.items()},
        "case.toml": sim.load_case(folder / "case.toml").key,
        "strategy.toml": [act.act for act in sim.load_strategy(folder / "strategy.toml").acts],
    }


def _plain(act: Any) -> dict[str, Any]:
    return json.loads(act.model_dump_json(exclude_defaults=True)) | {"act": act.act}


SECTIONS: dict[str, Callable[[], Rows]] = {
    "Case files": case_files,
    "Strategy files": strategy_files,
    "Lesson files": lesson_files,
    "Exercise files": exercise_files,
    "Finding files": finding_files,
    "Commands": command_line,
    "Data": data,
    "Files of grades": files_of_grades,
    "Python": python,
    "Notebooks": notebooks,
    "Addresses": addresses,
    "What follows the question mark": query,
    "Environment": environment_variables,
    "Entry points": entry_points,
}
