"""What the course shows in the pseudo-language, area by area, and which of it comes from no catalogue.

python -m tests.pseudo pages judged   print a line of JSON for each area: its lines that say a word outside brackets
"""

import csv
import http.client
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import get_args

from sim.base import terminal
from sim.catalogue import case_keys, load_case, strategy_keys
from sim.cli import model_tables
from sim.exercises import exercise_keys, judge, load_exercise
from sim.exercises.exercise import Goal
from sim.experiments.ablation import IDLE, Removal
from sim.experiments.comparison import Difference, compare
from sim.experiments.evidence import Band
from sim.experiments.evidence.finding_files import FIELDS
from sim.experiments.robustness import PairOrder, RankStability, Robustness, columns
from sim.experiments.simulate import simulate
from sim.grading import grade_all, load_masters, write_report
from sim.grading.reports import class_comparison
from sim.lab.panels.played_year import PlayedYear
from sim.lab.session import form_fields, simulation_cache
from sim.lab.session.lesson_data import lesson_keys
from sim.lab.views import ranking_table
from sim.model import ledger
from sim.model.acts import ACTS
from sim.model.case import GROUPS, Case, Commitment, Event, Partner, Tie
from sim.model.events import EVENTS
from sim.model.measures import figures
from sim.model.outcome import Interval
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy
from sim.narrative.story import tell
from sim.server.course import Course
from sim.texts.language import PSEUDO
from sim.texts.template_words import FOR_TEMPLATES
from sim.texts.words import table
from tests import wrong_input
from tests.classroom import hand_in, sheet, zipped
from tests.golden import reading
from tests.golden.reading import ROOT, visible

# What stands on a page and is not a text: who a thing is about, what the trainee wrote, and data for programs.
OWN_WORDS = ("Because", "An answer in one's own words; a person reads it.", "dask::PORT")  # or an address to fill in
SLOT = re.compile(r"{\w*}")  # filled in the browser
FOR_PROGRAMS = re.compile(
    r"[\w-]+(/[\w-]+)+"  # where a field keeps what is written
    r"|(guess|reason|drawn|company|end [a-z]+|play \d|more \d|ex\d\d answers q\d \d)"  # the same, in lessons
    r"|any"  # the step of a field that takes fractions
    r"|MB[A-Z0-9]*1-.*"  # a strategy or answers as a code
    r'|[ \]}]*"?\w[\w -]*"?[,:].*|\s+"\w+"'  # answers as JSON
)
SOURCE = re.compile(r"[A-Z][A-Za-z ]+ (1|2)\d{3}")


def bare(line):
    """Return what of a line stands outside brackets, without names, sources and slots.

    >>> bare("⟦Yours, ⟧⟦“⟧⟦Say nothing⟧⟦”⟧: 0.52 in {place}")
    ': 0.52 in '
    """
    outside = re.sub(r"⟦[^⟦⟧]*⟧", "", line)
    for name in (*names(), *OWN_WORDS):
        outside = outside.replace(name, "")
    return SLOT.sub("", SOURCE.sub("", outside))


@cache
def names():
    """Return what partners and promises are called: the cases' own names are in no catalogue yet."""
    example = ROOT / "sim" / "catalogue" / "templates" / "our_situation.toml"
    cases = [*map(load_case, case_keys()), load_case(example)]
    found = [name for case in cases for name in (*case.names, *(one.name for one in case.commitments))]
    return sorted(found, key=len, reverse=True)


FIELD = re.compile(r"(?:[pcet]\d+|partner|commitment|event|tie|case)\.(\w+)|(\w+)(?: = (.+))?|(\"\w+\")")


@cache
def fields_and_values():
    """Return what the form of a case calls its fields, and what files hold in them."""
    asked = (*form_fields.FIELDS.values(), *form_fields.MORE.values())
    form = {name for some in asked for name in some} | {"people", "wrong", "promises", "talk", "strategy", "case"}
    models = (Case, Partner, Commitment, Tie, *EVENTS.values())
    values = {value for model in models for one in model.model_fields.values() for value in get_args(one.annotation)}
    texts = {one for one in values if isinstance(one, str)} | {"true", "false"}
    return form | {name for model in models for name in model.model_fields}, texts


def of_a_form(line):
    """Return whether a line names a field of a case, alone or with what a file holds in it: data for programs.

    >>> of_a_form("p1.trust"), of_a_form("buffer = 1.7"), of_a_form("trust = a lot"), of_a_form("Loose")
    (True, True, False, False)
    """
    found = FIELD.fullmatch(line)
    if not found:
        return False
    fields, values = fields_and_values()
    name, value = found[1] or found[2] or found[4].strip('"'), found[3]
    told = value is None or value.strip('"') in values or re.fullmatch(r"-?[\d.]+", value)
    return bool(told) and name in fields | values


def not_from_a_catalogue(lines):
    """Return the lines that say a word outside brackets."""
    shown = (line for line in lines if not FOR_PROGRAMS.fullmatch(line) and not of_a_form(line))
    return sorted({line for line in shown if re.search(r"[^\W\d_]{2,}", bare(line))})


def few(*strategy, worlds, seed=0):
    """Simulate at most ten worlds of each seed: what is said is the same."""
    return simulate(*strategy, worlds=min(worlds, 10), seed=seed)


# Areas that are proven below. docs/decisions/0011-words-in-catalogues.md names those that are not there yet.


def prose():
    """Return the lines of the notebooks' own text."""
    return {
        line.rstrip()
        for folder in ("notebooks", "exercises")
        for path in (ROOT / folder).glob("*.ipynb")
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).splitlines()
    }


def pages():
    """Return the lines of every lesson and exercise, after each step."""
    own = prose()
    simulation_cache.simulate = few
    ranking_table.compare = lambda *given, worlds, **named: compare(*given, worlds=min(worlds, 10), **named)
    return [line for lines in reading.pages().values() for line in lines if line not in own]


def stories():
    """Return stories of several strategies."""
    played = [(case, key) for case in case_keys() for key in ("recovery-plan", "silence", "over-promise", "excuses")]
    return [line for case, key in played for line in tell(simulate(case, key, worlds=range(3, 4), by_world=True))]


def pictures():
    """Return the words of still pictures."""
    return [" ".join(text.split()) for lines in reading.drawn().values() for text in lines]


def judged():
    """Return what is said of answers, but for plans that have to be played."""
    exercises = [load_exercise(key) for key in exercise_keys()]
    asked = [(one, question) for one in exercises for question in one.questions]
    answers = [
        (one, question.name, answer)
        for one, question in asked
        for answer in (None, 7, {"acts": []}, [], " ", question.choices and [question.choices[0].key], "x")
    ]
    right = [(one, q.name, reading.solutions(one.key)[q.name]) for one, q in asked if one.key == "ex04" or not q.goals]
    found = [feedback for one in (*answers, *right) for feedback in judge(*one)]
    return [text for one in found for text in (one.words, one.misconception)]


# Around what notebooks say themselves, and the names of files and addresses.
OF_NOTEBOOKS = re.compile(
    r'<div class="prose">.*?</div>|<title>.*?</title>|(?<=class="panel" role="group") aria-label=".*?"', re.DOTALL
)
ADDRESS = re.compile(
    r"\?lang=[\w-]+|(\.\./)?[/#]?[\w./-]*\.(ipynb(#[\w-]+)?|css|json|html)|[/#][\w/]*|data:,|Mending Bridges"
)
SCRIPT_WORDS = re.compile(r'id="page-words">(.*?)</script>')


def served():
    """Return what a server of pages says: in the terminal, on its own pages, around a lesson, and in their scripts."""
    from tests.browser.serving import free_port, stop

    command = [sys.executable, "-m", "sim.cli.main", "workshop", "--app", "--no-browser", "--port", str(free_port())]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    try:
        told = process.stdout.readline()
        port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", told)[1])
        pages = [_asked(port, "GET", path) for path in ("/", "/nowhere", "/lessons/01_what_moves_trust.ipynb")]
        others = [
            _asked(port, "GET", "/", {"Host": "elsewhere.example"}),
            json.loads(_asked(port, "POST", "/mine/mending-bridges-answers.txt"))["said"],
        ]
    finally:
        stop(process)
    scripts = [text for page in pages for found in SCRIPT_WORDS.findall(page) for text in json.loads(found).values()]
    course = Course.read(ROOT / "notebooks")
    own = {text for one in (*course.lessons, *course.exercises) for text in (one.short_title, one.question)}
    # Each language by its own name, and by its tag.
    own |= {text for one in FOR_TEMPLATES["languages"]() for text in (one["own"], one["tag"][:2])}
    shown = [line for page in pages for line in _read(OF_NOTEBOOKS.sub("", page)) if not ADDRESS.fullmatch(line)]
    lines = [re.sub(r"http://\S+", "", told), *others, *scripts, *(line for line in shown if line not in own)]
    return [_without(line, own) for line in lines]


def _asked(port, method, path, headers=None):
    """Return what a server answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        line.request(method, path, headers=headers or {}, body="MBA1" if method == "POST" else None)
        return line.getresponse().read().decode()
    finally:
        line.close()


def _read(page):
    """Return the words of a page; marks within a text of the catalogue do not take it apart."""
    return visible(re.sub(r"⟦[^⟦⟧]*⟧", lambda found: re.sub(r"<[^<>]*>", "", found[0]), page))


def _without(line, own):
    for text in sorted(own - {""}, key=len, reverse=True):
        line = line.replace(f"⟧{text}", "⟧")
    return line


MASTERS = ROOT / "exercises" / "masters"
# What a class hands in: who they are, what their files are called, and answers as they were typed.
HANDED_IN = re.compile(
    r"[\w.-]+( \(\d\))?\.(json|ipynb|zip|pdf|txt)|\b(Ana|Bo|Cy|Dee|Eve|Kim|Lou|José|Nobody|Packed|Empty|Nowhere)\b"
    r"|\bex\d\d\b|File is not a zip file"  # the last are Python's own words
)
CUT = re.compile(r"⟦[^⟦⟧]*…")  # a question's first words


def graded():
    """Return what `mend grade` leaves of a class, for people: pages, sheets, and what is said of each file."""
    class_comparison.WORLDS = 10  # what is said is the same
    with reading.elsewhere() as folder:
        hand_in(folder / "in", _class())
        Path("in/Lou/link.json").symlink_to("/")
        Path("in/Lou/Empty").mkdir()
        masters = {key: one for key, one in load_masters(MASTERS).items() if key in {"ex02", "ex04"}}
        found = grade_all([Path("in")], masters=masters, jobs=1)
        write_report(found, Path("out"), masters=masters)
        pages = [line for path in Path("out").rglob("*.html") for line in _read(path.read_text("utf-8"))]
        sheets = [
            row.get(name) or ""
            for path in Path("out").glob("*.csv")
            for row in csv.DictReader(path.read_text("utf-8").splitlines())
            for name in ("reason", "Feedback comments", "question")
        ]
        told = [str(text) for one in found for text in (one.reason, one.asks, *one.remarks)]
        told += [found["reason"] for found in json.loads(Path("out/grades.json").read_text("utf-8"))]
    told += _refused()
    return [HANDED_IN.sub("", CUT.sub("", line)) for line in (*pages, *sheets, *told) if not ADDRESS.fullmatch(line)]


def _class():
    """Return files of every kind that something is said of, by name."""
    right = {key: reading.solutions(key) for key in ("ex02", "ex04")}
    version = load_exercise("ex04").version
    one = lambda answers, key="ex04", **more: sheet(answers, exercise=key, version=version, **more)  # noqa: E731
    plan = {"acts": [{"act": act, "week": 2, **fields} for act, fields in PLANNED.items()]}
    typed = (ROOT / "exercises" / "ex04.ipynb").read_text("utf-8")
    typed = typed.replace("q1 = None", "q1 = max(3, 4)").replace("q2 = None", "q2 = ['a']\\nq2 = ['b']")
    typed = typed.replace("q3 = None", "q3 = “text”").replace("q4 = None", "q4 =")
    return {
        "Ana/ex04.json": one(right["ex04"]),
        "Ana/ex04 (1).json": one({"q1": "x"}),
        "Ana/ex02.json": one(right["ex02"], "ex02"),
        "Ana/photo.pdf": b"%PDF",
        "Bo/ex04.json": one({"q1": "x", "q4": plan, "q5": "Because." * 600}),
        "Bo/ex04 (2).json": one({}),
        "Cy/work.pdf": b"%PDF-1.7",
        "Dee/ex04.ipynb": (ROOT / "exercises" / "ex04.ipynb").read_bytes(),
        "Eve/ex04.ipynb": typed,
        "Jos\u00e9/ex04.json": one({"q1": "x"}),
        "Jose\u0301/ex04.json": one({"q1": "own"}),
        "answers (1).json": one({"q1": "x"}, name="Kim"),
        "answers (2).json": one({"q2": []}, name="Kim"),
        "Lou/no.json": "{}",
        "Lou/old.json": sheet({"q1": "x"}, exercise="ex04", version="0"),
        "Lou/new.json": sheet({"q1": "x"}, exercise="ex99"),
        "Lou/bad.json": sheet(3, exercise="ex04"),
        "Lou/none.json": "",
        "Lou/format.json": '{"mending-bridges-answers": 7, "exercises": {}}',
        "Lou/cells.ipynb": '{"nbformat": [], "cells": []}',
        "Lou/text.txt": "MBH1-cut",
        "Lou/huge.json": b" " * 2_100_000,
        "Lou/broken.zip": b"PK",
        "Lou/empty.zip": zipped({}),
        "Lou/inner.zip": zipped({"a.zip": zipped({})}),
        "Packed.zip": zipped({"ana_ex04.json": "", "bo_ex04.json": ""}),
        "Nobody/folder.json/a.json": "{}",
    }


# Acts of a plan with every option that a report may have to put into words.
PLANNED = {
    "acknowledge": {"names": "fact"},
    "listen": {"channel": "focus_group", "validates": False},
    "apologise": {"parts": ["regret", "repair"], "by": "organisation"},
    "explain": {"cause": "others"},
    "propose": {"asks": False, "hours": 8, "weeks": 2, "buffer": 2},
    "plan": {"milestones": 4, "every": 2, "measurable": False},
    "update": {"says": ["progress", "small_wins"], "channels": ["social_media"], "every_weeks": 2, "until": 9},
    "involve": {"form": "advisory_board"},
    "compensate": {"share": 0.5, "voluntary": False, "to": ["affected"]},
    "review": {"shared": False, "together": True},
    "promise": {"count": 2, "dated": False},
}


def _refused():
    """Return why a whole class is refused, and why runs count for nothing."""
    said = [*table("void").values(), *table("no_class").values()]
    for places in ([Path("Nowhere")], [Path("Empty")], [Path("broken.zip")]):
        try:
            Path("Empty").mkdir(exist_ok=True)
            Path("broken.zip").write_bytes(b"PK")
            grade_all(places, masters={})
        except ValueError as error:
            said.append(str(error))
    return said


# What commands are asked here. Help, the grades' own pages and the tables of docs/ are not among them.
ASKED = (
    "cases", "strategies", "compare --worlds 2", "compare --worlds 2 --strategies silence,flood --weeks 4",
    "story missed-deadline recovery-plan", "evidence", "sweep --worlds 2 --axis update.every_weeks=1,2",
    "sweep --worlds 2 --axis update.every_weeks=1", "handout --notebooks {root}/notebooks", "links .",
)  # fmt: skip
MISTYPED = (
    "compare --jobs", "compare --seed", "compare --json=1", "compare x", "story", "story a b c d", "storys",
    "sweep --worlds 1.5", "grade", "grade . --timeout 0", "grade . --timeout 4000", "grade . --timeout x",
    "compare --worlds", "evidence --set apology=x", "evidence --set apology=-1", "evidence --set apologies=1",
    "evidence --set apology=1 --set apology=1", "sweep --axis update.day=1 --axis update.day=2", "sweep --out .csv",
    "sweep --axis update.day=1 --out x/t.csv", "links nowhere",
    "board nowhere.txt", "board README.md", "board . --save x.pdf",
)  # fmt: skip
OTHERS = ("grade nowhere", "grade . --masters", "workshop --port", "release")  # words of sim/grading and sim/server


def commands():
    """Return what commands print and refuse, and their help."""
    terminal.PIPED_WIDTH = terminal.PIPED_CELL = 10_000  # a cell that wraps would tear its brackets
    asked = [one for one in (*ASKED, *reading.REFUSED, *MISTYPED) if not one.startswith(OTHERS)]
    with reading.elsewhere():
        Path("README.md").write_text(reading.LAUNCH, "utf-8")
        Path("pyproject.toml").write_text('project.urls.Repository = "https://github.com/a/b"', "utf-8")
        Path("broken.toml").write_text("key = = 1\n", "utf-8")
        Path("wrong.toml").write_text('key = "wrong"\nacts = [{ act = "acknowlege", week = 1 }]\n', "utf-8")
        helps = [reading.run(*name.split(), "--help")[1:] for name in ("", *COMMANDS)]
        said = [line for one in asked for line in reading.run(*one.format(root=ROOT).split())[1:]]
    pages_of_help = [" ".join(" ".join(lines).split()) for lines in helps]
    return [without_names(line) for line in (*pages_of_help, *said)]


def without_names(line):
    """Return a line in which nothing outside brackets is a name that stays in every language, or what was typed.

    >>> without_names("⟦Options⟧: --case <str> ⟦Key of a case⟧ [⟦default: ⟧missed-deadline]")
    '⟦Options⟧:   ⟦Key of a case⟧ [⟦default: ⟧]'
    """
    line = re.sub(r"(⟦[^⟦⟧]*\.\.\.)(?=[^⟦⟧]*(⟦|$))", r"\1⟧", line)  # a command's help, cut in the list of commands
    line = re.sub(r"(⟦(?:default|env var): ⟧)[^\]⟦]*", r"\1", line)
    named = re.compile(rf"{TYPED}|{names_of_data()}|{WRONG}" if line.startswith("mend:") else TYPED)
    parts = re.split(r"(⟦[^⟦⟧]*⟧)", line)
    return "".join(part if at % 2 else named.sub("", part) for at, part in enumerate(parts))


@cache
def names_of_data():
    """Return a pattern of the names that files of cases, strategies and the like hold, and of parameters."""
    models = (Case, Partner, Commitment, Event, Tie, Strategy, Goal, *ACTS.values())
    fields = {name: field for model in models for name, field in model.model_fields.items()}
    options = {word for field in fields.values() for word in re.findall(r"'(\w+)'", str(field.annotation))}
    data = {*case_keys(), *strategy_keys(), *exercise_keys(), *lesson_keys(), *FIELDS, *names()}
    keys = {*fields, *options, *data, *ACTS, *GROUPS, *figures(), *Parameters.model_fields}
    return rf"(?<![\w-])({'|'.join(map(re.escape, sorted(keys, key=len, reverse=True)))})(?![\w-])"


WRONG = (  # what is typed in tests/wrong_input.py, Python's own words, and the system's
    r"\b(x+|zz|trst|listn|thnk|told|q[1-4]|words|worlds_a_draw|Flood|Thank|Strategy)\b"
    r"|\b(Literal|visit|range|str|int|nan|None|No such file or directory|File name too long)\b"
)
COMMANDS = (*reading.COMMANDS, *reading.NEWER)
# Texts in quotes, options, kinds of values, files, sources, the operating system's own words, and commands.
TYPED = (
    r"'[^']*'|--[\w-]+(=\S*)?|<[^>]*>|\w+ (?=<)|{\w+}(\.\.\.)?|\[(course|file|folder|sheets)\](\.\.\.)?|DIR|[A-Z]+=\S+"
    r"|[\w…-]*[/.][\w./-]+|[A-Z]\w+[12]\d{3}|\[Errno \d+\] [^:]*| \[[A-Z]\w*\b.*\]$|^[a-z][a-z-]+  |\(nothing\)"
    rf"|\ball\|lab\b|\b(mend( ({'|'.join(COMMANDS)}))?|worlds?|seed|draws|jobs|nowhere)\b|^:? ?({'|'.join(COMMANDS)}) $"
)


def refusals():
    """Return what people are told who got something wrong, and what is said of evidence and doubt."""
    with reading.elsewhere() as folder:
        wrong_input.write_files(folder)
        told = [wrong_input.refused(one) for one in wrong_input.WRONG]
    gap = Difference("final_trust", Interval(0.01, 0.01), higher=3, worlds=4)
    large = Difference("final_trust", Interval(0.1, 0.1), higher=3, worlds=4)
    orders = [PairOrder(gap, (0.05, 0.001)), PairOrder(large, (0.001, *[0.1] * 999))]
    told += [str(Robustness("flood", "silence", season=one, final=one)) for one in orders]
    told += [
        text for column in columns([RankStability("a", one, one) for one in orders]).items() for text in flat(column)
    ]
    told += [str(one) for one in (Band(low=0.1), Band(high=0.1), Band(0.1, 0.2))]
    return [without_names(f"mend: {text}") for text in told]


def flat(column):
    """Return a column's heading and its cells."""
    heading, cells = column
    return [heading, *cells]


def tables():
    """Return the pages of docs/ that are made from the model; keys of strategies, acts and causes stay as they are."""
    model_tables.WORLDS = 2  # what is said is the same
    idle = [Removal(*pair, "missed-deadline", "final_trust", 0, 0, 1) for pair in (*IDLE, ("flood", "thank"))]
    texts = (model_tables.parameters_page(), model_tables.ranking_page(), model_tables.ablation_page(idle))
    found = [line for text in texts for line in text.splitlines()]
    causes = "|".join(map(re.escape, sorted({*ledger.CAUSES, *strategy_keys(), *case_keys()}, key=len, reverse=True)))
    named = re.compile(rf"`\w+`|\b({causes})(?= \(| \||, )|Assumption|[A-Z]\w+[12]\d{{3}}")
    return [named.sub("", line) for line in found]


def years():
    """Return what a short year says from its beginning to its end, and what would have helped."""
    board = PlayedYear()
    screens = [board.screen]
    update = {"do": "draft", "card": "update", "values": {}, "to": ["all"], "when": {"kind": "every", "every": 4}}
    moves = [{"do": "begin", "case": "missed-deliveries"}, update]
    while board.screen["phase"] != "end":
        board.play(
            moves.pop(0) if moves else {"do": "guess" if board.screen["phase"] == "guess" else "next", "values": {}}
        )
        screens.append(board.screen)
    board.play({"do": "change", "id": board.screen["end"]["change"]["asks"][0]["id"]})
    return [text for screen in [*screens, board.screen] for text in reading.shown_on(screen)]


AREAS = {
    "pages": pages, "stories": stories, "pictures": pictures, "judged": judged, "served": served, "graded": graded,
    "commands": commands, "refusals": refusals, "tables": tables, "years": years,
}  # fmt: skip


def shown_in(area):
    """Return how many lines an area shows, and those that say a word outside brackets."""
    with reading.elsewhere() as home:
        os.environ["MENDING_BRIDGES_HOME"] = str(home)
        lines = AREAS[area]()
    return {"lines": len(lines), "bad": not_from_a_catalogue(lines)}


def main(areas):
    """Print what each area shows. Areas change what is loaded, so each gets a copy of this process, forked from it."""
    reading.settle()
    os.environ["MENDING_BRIDGES_LANG"] = PSEUDO  # for processes that are started, too
    for area in areas:
        child = os.fork()
        if not child:
            print(json.dumps(shown_in(area)), flush=True)  # noqa: T201 - for the test that asks
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
