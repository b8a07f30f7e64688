"""What the course does, as numbers and words by key. Only this module here knows the code.

When code is renamed or moved, this module follows and the record stays. So no key and no line may hold the name of a
class, an attribute or a module: keys are made of what people see (keys of cases and strategies, causes, commands).
"""

import ast
import contextlib
import itertools
import json
import os
import re
import signal
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import IO, Any

import ipywidgets
import numpy as np
import traitlets
from jinja2 import Environment, FileSystemLoader

from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.cli.model_tables import parameters_page
from sim.exercises import exercise_keys, judge, load_exercise
from sim.experiments.evidence.rules import RULES
from sim.experiments.robustness import robustness
from sim.experiments.simulate import simulate
from sim.lab import exercise, lesson
from sim.lab.answers.progress import mine
from sim.lab.panels import sandbox
from sim.look import DRAWN
from sim.model.ledger import CAUSES
from sim.model.outcome import Outcome
from sim.model.parameters import Parameters, ranges
from sim.narrative.story import tell
from sim.plots import side_by_side, trust_by_partner, trust_over_time, what_moved_trust
from sim.server.course import Course
from sim.texts.template_words import FOR_TEMPLATES
from sim.texts.words import say, table
from sim.widgets.chart import Chart
from sim.widgets.guess_line import GuessLine
from sim.widgets.year_widget import YearWidget

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "sim"
WORLDS = 20
CASES = ("missed-deadline", "criticised-outreach")  # whose outcomes are recorded
LATER_FINDINGS = ("F16", "F18", "N1", "N2", "N3", "N4", "N5", "N6")
HELD_BACK = (7101, 7102, 7103)
GRADED = ("ex04",)  # its questions are of every kind but "share"
NEVER = -1.0  # stands for weeks that never come

Numbers = dict[str, np.ndarray]
Words = dict[str, list[str]]


def read(only: Iterable[str] = ()) -> tuple[Numbers, Words]:
    """Return all that the course does that must not change: arrays, and lines of words, by key.

    Args:
        only: names of `PARTS`; none = all of them, in one process: in several, each would import all of the course.
    """
    settle()
    with elsewhere() as home:
        os.environ["MENDING_BRIDGES_HOME"] = str(home)
        found = [_part(name) for name in only or PARTS]
    return _merged(numbers for numbers, _ in found), _merged(words for _, words in found)


def _part(name: str) -> tuple[Numbers, Words]:
    _offer_what_was_recorded()
    found = PARTS[name]()
    return found if isinstance(found, tuple) else ({}, found)


def _offer_what_was_recorded() -> None:
    """Offer no finding in this process that came after the record."""
    for later in LATER_FINDINGS:
        RULES.pop(later, None)


def _merged(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {key: value for part in parts for key, value in part.items()}


# What the simulation gives


def outcomes() -> tuple[Numbers, Words]:
    """Return the outcome of every case and strategy, and the stories of two of its worlds."""
    numbers: Numbers = {}
    words: Words = {}
    for case, strategy in itertools.product(CASES, strategy_keys()):
        key = f"{case}/{strategy}"
        outcome = simulate(case, strategy, worlds=WORLDS)
        numbers |= {f"outcome/{key}/{name}": np.asarray(array, float) for name, array in _arrays(outcome).items()}
        words[f"calendar/{key}"] = [f"day {day}: {what}" for day, what in outcome.log]
        for name, world in {"world 0": 0, "typical world": _typical(outcome)}.items():
            one = simulate(case, strategy, worlds=range(world, world + 1), by_world=True)
            words[f"story/{key}/{name}"] = tell(one)
            words[f"diary/{key}/{name}"] = list(_diary(one))
            for cause, moved in _ledger(one.moved_by_world[..., 0]):
                numbers[f"outcome/{key}/{name}/moved by {cause}"] = moved.sum(axis=0)
    return numbers, words


def _arrays(outcome: Outcome) -> Numbers:
    return {
        "trust": outcome.trust,
        "competence": outcome.facets[:, 0].mean(axis=-1),
        "character": outcome.facets[:, 1].mean(axis=-1),
        "competence at the end": outcome.facets[-1, 0],
        "character at the end": outcome.facets[-1, 1],
        "left": outcome.left,
        "parted": outcome.parted,
        "week in which a partner went": outcome.gone_week,
        "commitments kept": outcome.kept,
        "commitments broken": outcome.broken,
        "commitments late": outcome.late,
        **{f"hours for {kind}": hours for kind, hours in outcome.hours.items()},
        "trust over the season": outcome.season_trust,
        "trust at the end": outcome.final_trust,
        "lowest trust": outcome.lowest_trust,
        "weeks to recover": np.where(np.isfinite(outcome.recovery_weeks), outcome.recovery_weeks, NEVER),
        "share of commitments kept": outcome.commitments_kept,
        "partners kept": outcome.partners_kept,
        "staff hours": outcome.staff_hours,
        **{f"moved by {cause}": moved for cause, moved in _ledger(outcome.moved)},
    }


def _ledger(moved: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Yield each cause that moved anything, with (weeks, partners) trust moved."""
    for row, cause in enumerate(CAUSES):
        if moved[:, row].any():
            yield cause, moved[:, row]


def _typical(outcome: Outcome) -> int:
    """Return the world in the middle of all by trust over the season."""
    return int(np.argsort(outcome.season_trust)[WORLDS // 2])


def _diary(outcome: Outcome) -> Iterator[str]:
    for entry in outcome.diary:
        whom = np.broadcast_to(np.asarray(entry.where)[..., 0], len(outcome.case.names))
        named = ", ".join(partner for partner, was in zip(outcome.case.names, whom, strict=True) if was)
        yield f"day {entry.day}: {entry.what} {entry.about} ({named})"


def model() -> Words:
    """Return what the model is made of and held against."""
    cases = {f"case/{key}": _data(load_case(key)) for key in case_keys()}
    strategies = {f"strategy/{key}": _data(load_strategy(key)) for key in strategy_keys()}
    # Only the numbers that have a range were parameters when this was recorded.
    doubt = robustness("missed-deadline", "recovery-plan", "words-only", draws=5)
    return {
        **cases, **strategies,
        "parameters": _lines(Parameters().model_dump_json(indent=1, include=set(ranges()))),
        "table of parameters": _lines(parameters_page().partition("\n## ")[0]),
        "doubt": list(doubt.sentences),
        **drawn(),
    }  # fmt: skip


def _data(made: Any) -> list[str]:
    return _lines(made.model_dump_json(indent=1))


def drawn() -> Words:
    """Return the words that stand in the still pictures."""
    from matplotlib.text import Text

    shown = [simulate("missed-deadline", key, worlds=WORLDS) for key in ("recovery-plan", "silence")]
    figures = {
        "strategies side by side": side_by_side(shown),
        "trust over time": trust_over_time(shown),
        "trust by partner": trust_by_partner(shown[0]),
        "what moved trust": what_moved_trust(shown[0]),
    }
    return {
        f"picture/{name}": sorted({text.get_text() for text in figure.findobj(Text)} - {""})
        for name, figure in figures.items()
    }


# What answers get


def judged() -> Words:
    """Return what the judge says of the solution of each question, and of some wrong answers, with the points."""
    return {
        f"judge/{key}/{question.name}/{name}": [
            *_found(load_exercise(key), question.name, answer),
            *(_found(load_exercise(key), question.name, answer, HELD_BACK) if name == "solution" else []),
        ]
        for key in exercise_keys()
        for question in load_exercise(key).questions
        for name, answer in {"solution": solutions(key)[question.name], **_wrong(question)}.items()
    }


def _found(data: Any, name: str, answer: Any, *seeds: tuple[int, ...]) -> list[str]:
    return [
        f"{one.check}: {'good' if one.good else 'not good'}, {one.points:g} points. {one.words} ({one.misconception})"
        for one in judge(data, name, answer, *seeds)
    ]


def solutions(key: str) -> dict[str, Any]:
    """Return the answers that an exercise's master copy gives, by question."""
    notebook = json.loads((ROOT / "exercises" / "masters" / f"{key}.ipynb").read_text("utf-8"))
    cells = [one for one in notebook["cells"] if one["metadata"].get("mending_bridges", {}).get("role") == "answer"]
    given = ("".join(one["source"]).partition(" = ") for one in cells)
    return {name: ast.literal_eval(value) for name, _, value in given}


def _wrong(question: Any) -> dict[str, Any]:
    keys = [choice.key for choice in question.choices]
    answers = {
        "choice": {f"answer {key}": key for key in keys},
        "several": {"all ticked": keys, "first ticked": keys[:1]},
        "order": {"upside down": keys[::-1], "one missing": keys[1:]},
        "share": {"all on the first": {key: question.total * (key == keys[0]) for key in keys}, "nothing": {}},
        "plan": {"no acts": {"acts": []}, "the start": {"acts": list(question.acts)}},
        "year": {"no year": {"code": "MBY1-no", "lost": [], "why": "deeds"}},
        "reflection": {"spaces": " "},
    }
    return {"no answer": None, "of another kind": 7, **answers[question.kind]}


def _weak(question: Any) -> Any:
    """Return the last of the wrong answers."""
    return list(_wrong(question).values())[-1]


def graded() -> Words:
    """Return all that `mend grade` writes for a solution, a blank sheet and a weak one."""
    sheets = {
        "Right": {key: solutions(key) for key in GRADED},
        "Blank": {key: {} for key in GRADED},
        "Weak": {key: {one.name: _weak(one) for one in load_exercise(key).questions} for key in GRADED},
    }
    with elsewhere() as folder:
        Path("in").mkdir()
        for name, answers in sheets.items():
            exercises = {
                key: {"version": load_exercise(key).version, "answers": given} for key, given in answers.items()
            }
            sheet = {"mending-bridges-answers": 1, "name": name, "exercises": exercises}
            Path("in", f"{name.lower()}.json").write_text(json.dumps(sheet), "utf-8")
        said = run("grade", "in", "--out", "grades", "--masters", str(ROOT / "exercises" / "masters"), "--jobs", "1")
        files = sorted(
            path for path in (folder / "grades").rglob("*.*") if path.is_file() and ".runs" not in path.parts
        )
        return {"grading/said": said} | {
            # The digest of a master, and that of a trainee's name in a file's, are not for reading.
            f"grading/{re.sub('-[0-9a-f]{16}', '', path.relative_to(folder).as_posix())}": [
                re.sub(r",[0-9a-f]{12}$", ",…", line) for line in _lines(_readable(path))
            ]
            for path in files
        }


# What pages show

# What differs from one run to the next: the time of a change within answers, and today's date.
DATED = re.compile(r"(\bMB[HA]1-|\"count\": )\S+|\b20\d\d-\d\d-\d\d\b")
# Traits that hold what was chosen, or say how a thing is drawn: nobody reads them.
NOT_READ = {
    "chosen",
    "order",
    "kind",
    "link",
    "layout",
    "style",
    "icon",
    "group",
    "color",
    "lang",
    "data",
    "role",
    "mood",
}


def pages() -> Words:
    """Return the words of every lesson and exercise: as it opens, and after each step."""
    ticks = itertools.count(0, 10)
    sandbox.monotonic = lambda: next(ticks)  # a change is told in full only after a pause
    return {
        f"page/{path.stem}/{state}": lines
        for folder in ("notebooks", "exercises")
        for path in sorted((ROOT / folder).glob("*.ipynb"))
        for state, lines in _new_lines(path)
    }


def _new_lines(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each state of a page, with what was not on it in an earlier state."""
    os.environ["MENDING_BRIDGES_HOME"] = tempfile.mkdtemp(dir=os.environ["MENDING_BRIDGES_HOME"])
    mine.cache_clear()  # no page shows what was answered on another
    cells = json.loads(path.read_text("utf-8"))["cells"]
    names: dict[str, Any] = {}
    shown = ["".join(one["source"]) if one["cell_type"] == "markdown" else value_of(one, names) for one in cells]
    known: set[str] = set()
    for state in _states(path.stem, shown):
        seen = (line for one in shown for line in (_lines(one) if isinstance(one, str) else _seen(one)))
        lines = [DATED.sub(lambda found: f"{found[1] or ''}…", line) for line in seen]
        yield state, [line for line in lines if line not in known]
        known.update(lines)


def value_of(cell: dict[str, Any], names: dict[str, Any]) -> Any:
    """Run a cell and return what it shows: the value of its last line."""
    *first, last = ast.parse("".join(cell["source"])).body
    exec(compile(ast.Module(first, []), "cell", "exec"), names)  # noqa: S102 - our own notebooks
    if isinstance(last, ast.Expr):
        return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 - our own notebooks
    return ""


def _seen(widget: Any) -> Iterator[str]:
    """Yield what a widget and those within it show, line by line, whatever its traits are called."""
    if isinstance(widget, YearWidget):
        for text in shown_on(widget.screen):
            yield from _lines(text)
        return
    if isinstance(widget, Chart):
        yield from _strings(widget.data)
    plumbing = NOT_READ | set(ipywidgets.DOMWidget.class_trait_names())
    read = [
        list(_strings(getattr(widget, name)))
        for name, trait in widget.traits(sync=True).items()
        if name not in plumbing and not name.startswith("_") and not isinstance(trait, traitlets.Enum)
    ]
    for lines in sorted(read):  # an order that no trait's name decides
        yield from lines
    for child in getattr(widget, "children", ()):
        yield from _seen(child)


# What a screen holds for programs: keys of what may be chosen, and codes.
UNREAD = {
    "phase", "mood", "kind", "state", "id", "key", "value", "organisation", "code", "strategy", "links", "from", "name",
    "form",
}  # fmt: skip


def shown_on(screen: Any) -> Iterator[str]:
    """Yield what a screen of a played year says; of a pair to choose from, its label."""
    if isinstance(screen, str):
        yield screen
    elif isinstance(screen, dict):
        kept = {name: part for name, part in screen.items() if name not in UNREAD}
        for name, part in kept.items():
            labels = [label for _, label in part] if name in {"options", "cases"} else part
            yield from shown_on(labels)
    elif isinstance(screen, list):
        for part in screen:
            yield from shown_on(part)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from _lines(value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in NOT_READ:
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        pair = len(value) == 2 and all(isinstance(one, str) for one in value)  # a key and its words
        for inner in value[1:] if pair else value:
            yield from _strings(inner)


def _states(key: str, shown: list[Any]) -> Iterator[str]:
    """Take a page's steps one by one, and yield what was done after each."""
    yield "as it opens"
    if key[:1].isdigit() and key != "00_start":
        yield from _lesson_states(key)
    elif key.startswith("ex"):
        yield from _exercise_states(key)
    for panel in (one for one in shown if isinstance(one, sandbox.Sandbox)):
        yield from _panel_states(panel)


def _lesson_states(key: str) -> Iterator[str]:
    page = lesson(key)
    page.record_guess()
    yield "asked to record no guess"
    page.guess.chosen = [page.data.predict.choices[0].key]
    page.reason.value = "Because."
    drawings = [one for one in page.predict().children if isinstance(one, GuessLine)]
    for one in drawings:
        one.drawn = [one.start] * (one.weeks + 1)
    page.record_guess()
    yield "a guess recorded"
    yield from _panel_states(page.play().children[1])
    page.what_happened().children[0].children[0].click()
    yield "what happened"
    for one in drawings:
        one.drawn = [0] * (one.weeks + 1)
    for choice in page.data.predict.choices[1:]:
        page.guess.chosen = [choice.key]
        page.record_guess()
        yield f"guess {choice.key}"
    page.lab.move("more")
    yield "the lab has gone on"
    for binding in getattr(page.lab.panel, "bindings", [])[-1:]:
        binding.move_to(0)
        yield "one control more, moved"
    if page.data.message:
        yield from _message_states(page.message().children[0])
    page.mark_done()
    yield "done"


def _message_states(message: Any) -> Iterator[str]:
    """Choose and send each first line, then each second and so on, and look from the other seat."""
    for number in range(max(len(choice.options) for choice in message.choices.values())):
        for choice in message.choices.values():
            choice.chosen = [str(min(number, len(choice.options) - 1))]
        yield f"lines {number + 1}"
        message.send()
        yield f"sent {number + 1}"
    message.stay.chosen = [message.stay.options[0][0]]
    yield "seats changed"


def _panel_states(panel: Any) -> Iterator[str]:
    """Move the first control, look at every view and open every part; then undo, start again and pin."""
    if not isinstance(panel, sandbox.Sandbox):
        panel.worlds.value = 0
        yield "in one world"
        return
    if panel.bindings:
        panel.bindings[0].move_to(len(panel.bindings[0].control.offered) - 1)
    else:
        panel.do(panel.session.draft.plus("thank"))
    yield "moved"
    for control in (panel.view, panel.below):
        first = list(control.chosen)
        for number, (key, _) in enumerate(control.options, 1):
            control.chosen = [key]
            yield f"{'view' if control is panel.view else 'part below'} {number}"
        control.chosen = first
    for number, button in enumerate(panel.row.children, 1):
        button.click()
        yield f"button {number}"


def _exercise_states(key: str) -> Iterator[str]:
    page = exercise(key)
    questions = load_exercise(key).questions
    for name, answers in {
        "weak answers": {one.name: _weak(one) for one in questions},
        "solutions": solutions(key),
    }.items():
        for question in questions:
            page.asked[question.name].form.show(answers[question.name])
        yield name
        page.end.check_all()
        yield f"{name}, checked"
    page.end.start_over()
    yield "started over"


# What is served and sent

LOOKED_UP = re.compile(r'{{ say\("([\w.]+)"[^}]*}}')


def served() -> Words:
    """Return what stands on the server's own pages and around each lesson, and what scripts say."""
    templates = next(SOURCES.rglob("lessons.html")).parent
    course, shown = Course.read(ROOT / "notebooks"), Environment(loader=FileSystemLoader(templates), autoescape=True)
    shown.globals |= {**FOR_TEMPLATES, **DRAWN}
    lessons = [(one, course.practice_of(one)) for one in course.lessons]
    standing = course.standing({lessons[0][0].name: {"done": True}})
    made = {
        "list of lessons": ("lessons.html", {"lessons": lessons, "standing": standing, "lab": "/lab"}),
        "page that is not there": ("missing.html", {"sentence": "…"}),
        "top of a lesson": ("top.html", {"title": "A lesson", "lesson": True}),
        "foot": ("foot.html", {}),
    }
    around = {one.name: course.around_lesson(one.file) for one in course.lessons}
    around |= {one.name: course.around_exercise(one.file) for one in course.exercises}
    scripts = "\n".join(path.read_text("utf-8") for path in SOURCES.rglob("*.js"))
    lesson_page = LOOKED_UP.sub(_not_filled, (templates / "lesson.html").read_text("utf-8"))
    return {
        **{f"server/{name}": visible(_render(shown, *page)) for name, page in made.items()},
        **{f"server/around {name}": _lines(json.dumps(links, indent=1)) for name, links in around.items()},
        "server/around any lesson": visible(re.sub(r"{[{%#].*?[}%#]}", "", lesson_page, flags=re.DOTALL)),
        "kept by the server": sorted(table("site_missing").values()),
        "kept by scripts": sorted(
            {
                *re.findall(r"[\"'`]([A-Z][a-z]* [a-z][^\"`\n]*)[\"'`]", scripts),
                *table("page_script").values(),
                *table("answers_script").values(),
            }
        ),
    }


def _not_filled(found: re.Match[str]) -> str:
    """Return a text that a template looks up, without what it is filled with."""
    return re.sub(r"{\w+}", "", say(found[1]))


def _render(shown: Environment, name: str, values: dict[str, Any]) -> str:
    return shown.get_template(name).render(base_url="/", **values)


class _Visible(HTMLParser):
    """Collects a page's words, one line for each piece, with what is read aloud but not seen."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"script", "style"}
        self.lines += [str(value) for name, value in attrs if name in {"alt", "aria-label", "title", "href"} and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._hidden:
            self.lines.append(" ".join(data.split()))


def visible(html: str) -> list[str]:
    """Return the words of a page, and where its links lead.

    >>> visible('<a href="/x">All <b>lessons</b></a><script>no()</script>')
    ['/x', 'All', 'lessons']
    """
    reader = _Visible()
    reader.feed(html)
    return reader.lines


def _readable(path: Path) -> str:
    text = path.read_text("utf-8")
    return "\n".join(visible(text)) if path.suffix == ".html" else text


def told() -> Words:
    """Return every sentence of the data files, in whatever file each stands: none may get lost."""
    catalogues = [tomllib.loads(path.read_text("utf-8")) for path in SOURCES.rglob("*.toml")]
    counted = lambda line: line.replace("{strategies}", "19").replace("{documented}", "13")  # noqa: E731
    wordings = {counted(line) for one in catalogues for line in _strings(one) if " " in line}
    return {"kept in data": sorted(wordings)}


# What commands print

COMMANDS = (
    "cases", "compare", "evidence", "grade", "handout", "links", "masters", "release", "story", "strategies", "sweep",
    "tables", "workshop",
)  # fmt: skip
NEWER = (
    "board",
    "check",
    "fill",
    "marks",
    "new",
    "report",
    "schema",
    "search",
    "spam",
    "static",
)  # commands that came after the record; lists of all commands are read without them
OPTIONS = ("--version",)  # likewise, of the course as a whole
ASKED = (
    "", "cases", "strategies", "compare --worlds 20", "compare --worlds 20 --json --case criticised-outreach",
    "compare --worlds 20 --csv --seed 3 --weeks 26 --strategies silence,flood,escuta-ativa",
    "compare --worlds 1 --strategies silence,flood --weeks 4",
    "story missed-deadline silence", "story criticised-outreach escuta-ativa --world 7 --seed 2",
    "evidence", "evidence --json",
    "sweep --worlds 5 --axis update.every_weeks=1,2 --axis update.says=progress+date,progress+",
    "handout --notebooks {root}/notebooks", "release --masters {root}/exercises/masters --into .", "links .",
)  # fmt: skip
REFUSED = (
    "compare --case missed-dedline", "compare --strategies nobody", "compare --strategies silence,silence",
    "compare --worlds 0", "compare --worlds many", "compare --seed -1", "compare --weeks 2", "compare --json --csv",
    "compare --picture x.gif", "compare --case nowhere.toml", "compare --case broken.toml",
    "compare --strategies wrong.toml", "compare --nonsense", "story missed-deadline", "story silence silence",
    "story missed-deadline silence --world -1", "evidence --set nothing=1", "evidence --set apology",
    "evidence --draws 0", "sweep", "sweep --axis update", "sweep --axis nothing.week=1",
    "sweep --axis update.every_weeks=0", "sweep --axis update.every_weeks=1 --out sweep.txt",
    "sweep --axis update.every_weeks=1 --jobs 0", "handout --out x.pdf", "handout --notebooks nowhere",
    "grade nowhere --masters {root}/exercises/masters", "grade . --masters nowhere", "workshop --notebooks nowhere",
    "workshop --port 99999 --notebooks {root}/notebooks", "tables --into nowhere", "release --masters nowhere",
    "masters exercises/masters --new-seeds exercises/masters", "links nowhere", "nothing",
)  # fmt: skip
LAUNCH = "[course]: https://mybinder.org/v2/gh/OWNER/mending-bridges/HEAD?urlpath=course%2F"


def commands() -> Words:
    """Return what each command prints and writes, its help, and what it answers to mistakes."""
    words = {f"help/{name}": run(*name.split(), "--help") for name in ("", *COMMANDS)}
    with elsewhere() as folder:
        Path("README.md").write_text(LAUNCH, "utf-8")
        Path("pyproject.toml").write_text('project.urls.Repository = "https://github.com/a/b"', "utf-8")
        Path("broken.toml").write_text("key = = 1\n", "utf-8")
        Path("wrong.toml").write_text('key = "wrong"\nacts = [{ act = "acknowlege", week = 1 }]\n', "utf-8")
        words |= {f"command/{asked}": run(*asked.format(root=ROOT).split()) for asked in (*ASKED, *REFUSED)}
        written = {"sweep.csv", "handout.html", "README.md", *(path.name for path in folder.glob("ex*.ipynb"))}
        words = {key: _without_newer(lines) for key, lines in words.items()}
        return words | {f"written/{name}": _lines(_readable(folder / name)) for name in sorted(written)}


def _without_newer(lines: list[str]) -> list[str]:
    return [
        line
        for line in lines
        if not (line.startswith("  ") and line.split()[:1] in ([name] for name in (*NEWER, *OPTIONS)))
    ]


def run(*arguments: str) -> list[str]:
    """Return what `mend` prints, and its exit code, in a window of a fixed width."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    module, _, name = scripts["mend"].partition(":")
    before, interrupted, code = (sys.argv, sys.stdout, sys.stderr), signal.getsignal(signal.SIGINT), 0
    sys.argv = ["mend", *arguments]
    with _printed() as files:
        try:
            getattr(import_module(module), name)()
        except SystemExit as end:
            code = end.code or 0
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            sys.argv, sys.stdout, sys.stderr = before
            signal.signal(signal.SIGINT, interrupted)
        texts = [os.pread(file.fileno(), 1 << 24, 0).decode("utf-8") for file in files]
    lines = [line.replace(str(ROOT), "…").rstrip() for text in texts for line in _lines(text)]
    return [f"exit code {code}", *lines]


@contextlib.contextmanager
def _printed() -> Iterator[list[IO[bytes]]]:
    """Take what is written to this process's standard output and error, whichever stream writes it."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(number) for number in (1, 2)]
    try:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            for number, file in ((1, out), (2, err)):
                os.dup2(file.fileno(), number)
            yield [out, err]
    finally:
        for number, held in zip((1, 2), kept, strict=True):
            os.dup2(held, number)
            os.close(held)


@contextlib.contextmanager
def elsewhere() -> Iterator[Path]:
    """Work in an empty folder for a while."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        yield Path(folder)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def settle() -> None:
    """Let nothing of this computer, nor of whoever uses it, show in what is read."""
    ours = ("MENDING_BRIDGES_", "QUERY_STRING", "FORCE_COLOR", "JUPYTERHUB_", "BINDER_")
    for name in [name for name in os.environ if name.startswith(ours)]:
        del os.environ[name]
    os.environ |= {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1"}


PARTS = {
    "pages": pages,
    "graded": graded,
    "outcomes": outcomes,
    "commands": commands,
    "judged": judged,
    "model": model,
    "served": served,
    "told": told,
}
