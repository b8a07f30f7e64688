"""What people get wrong, one attempt after the other: each of them is refused in one line.

They are made in a folder that holds what `write_files` writes.
"""

from pathlib import Path

from sim import plots
from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.catalogue.lesson_files import read_lessons
from sim.catalogue.loader import parse
from sim.exercises import load_exercise
from sim.exercises.exercise import Goal
from sim.experiments.comparison import compare
from sim.experiments.evidence.draws import checked_draws
from sim.experiments.evidence.finding_files import finding, finding_from
from sim.experiments.evidence.settings import parameters_from
from sim.experiments.playthrough import Playthrough
from sim.experiments.robustness import robustness
from sim.experiments.simulate import simulate
from sim.experiments.sweep import check_total, grid, sweep
from sim.handout.phrase_pairs import pairs_by_lesson
from sim.lab.session.lesson_data import load_lesson
from sim.model.acts import register
from sim.model.acts.thank import Thank
from sim.model.case import Case, Event, Partner, Tie
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy
from sim.model.validation import checked
from sim.narrative.story import tell
from sim.plots.frame import refuse_many
from sim.texts.refusals import check_place, write_whole

NOTEBOOKS = {"torn": "{", "told": '{"metadata": {}, "cells": []}', "odd": '{"metadata": {}}'}
PLAYED = ("missed-deadline", "flood")
TINY = {"key": "a", "title": "A", "summary": "A", "source": "A"}
ANA = {"name": "A", "role": "A"}


def _tiny(**fields):
    return Case(**TINY, hours_per_day=8, **({"partners": [ANA]} | fields))


def _acts(*acts):
    return Strategy(**TINY, acts=acts)


def _grid(**axes):
    return grid("flood", {name.replace("__", "."): values for name, values in axes.items()})


# What people get wrong, each of them refused in one line.
WRONG = (
    lambda: load_case(7),
    lambda: load_strategy([]),
    lambda: load_case("flod"),
    lambda: load_strategy("flod"),
    lambda: load_case("flood"),
    lambda: load_strategy("missed-deadline"),
    lambda: load_case("zzz"),
    lambda: load_case("nowhere.toml"),
    lambda: load_case("."),
    lambda: load_case("\0.toml"),
    lambda: load_case("x" * 999 + "/"),
    lambda: parse(b"\xff", "a"),
    lambda: parse(b"a = '\0'", "a"),
    lambda: parse(b"a = " + b"[" * 9999, "a"),
    lambda: parse(b"a = 99999-01-01", "a"),
    lambda: parse(b"a = " + b"9" * 9999, "a"),
    lambda: parse(b"#" * 1_000_001, "a"),
    lambda: parse(b"a = 1\na = 2", "a"),
    lambda: parse(b"a = [", "a"),
    lambda: parse(b"a = 'b", "a"),
    lambda: parse(b"a", "a"),
    lambda: parse(b"[a", "a"),
    lambda: parse(b"a = 1 2", "a"),
    lambda: parse(b"= 1", "a"),
    lambda: parse(b"[a]\n[a]", "a"),
    lambda: load_exercise("ex99"),
    lambda: load_exercise("ex01").question("q99"),
    lambda: load_lesson("zzz"),
    lambda: read_lessons(Path("nowhere")),
    lambda: read_lessons(Path()),
    lambda: read_lessons(Path("torn")),
    lambda: pairs_by_lesson(Path("told")),
    lambda: pairs_by_lesson(Path("odd")),
    lambda: Partner(**ANA, trust=2),
    lambda: Partner(**ANA, trust=-1),
    lambda: Partner(**ANA, trust="x"),
    lambda: Partner(**ANA, trust=float("nan")),
    lambda: Partner(name="", role="A"),
    lambda: Partner(name="A" * 99, role="A"),
    lambda: Partner(**ANA, message_limit=0),
    lambda: Partner(name="A"),
    lambda: Partner(**ANA, trst=1),
    lambda: Partner(**ANA, zz=1),
    lambda: Partner(name=1, role=[]),
    lambda: Event(event="breech"),
    lambda: Event(event=1),
    lambda: Event(event="zzz"),
    lambda: Event(event="breach", day=1.5),
    lambda: Event(event="breach", lie="x"),
    lambda: Event(event="breach", to=1),
    lambda: Tie(between=("A",)),
    lambda: _tiny(partners=[]),
    lambda: _tiny(partners=[1]),
    lambda: _tiny(partners=[ANA, ANA]),
    lambda: _tiny(partners=[{"name": "all", "role": "A"}]),
    lambda: _tiny(ties=[{"between": ("A", "A")}]),
    lambda: _tiny(ties=[{"between": ("A", "B"), "strength": 2}]),
    lambda: _tiny(ties=[{"between": ("A", "B")}]),
    lambda: _tiny(events=[{"event": "kept", "to": []}]),
    lambda: _tiny(commitments=[{"name": "C", "hours": 1, "weeks": 1, "to": ["B"]}]),
    lambda: _tiny(commitments=[{"name": "C", "hours": 1, "weeks": 1}] * 2),
    lambda: _tiny().for_weeks(2),
    lambda: _tiny().for_weeks(1.5),
    lambda: checked(TINY | {1: 2}, Strategy, "a"),
    lambda: checked(TINY | {(1, 2): 2}, Strategy, "a"),
    lambda: checked(TINY | {"acts": {}}, Strategy, "a"),
    lambda: _acts({}),
    lambda: _acts(1),
    lambda: _acts({"act": "listn"}),
    lambda: _acts({"act": []}),
    lambda: _acts({"act": "thank"}),
    lambda: _acts({"act": "thank", "day": 1, "week": 1}),
    lambda: _acts({"act": "thank", "day": 1, "since": 1}),
    lambda: _acts({"act": "thank", "week": 9, "until": 1}),
    lambda: _acts({"act": "thank", "week": 1, "to": []}),
    lambda: _acts({"act": "update", "week": 1, "channels": []}),
    lambda: _acts({"act": "update", "week": 1, "says": ["x"]}),
    lambda: _acts({"act": "thank", "week": 1, "x": {}}),
    lambda: _acts(*[{"act": "thank", "week": 1}] * 101),
    lambda: register(Thank),
    lambda: register(Strategy),
    lambda: Parameters(x=1),
    lambda: Parameters(apology=2),
    lambda: Parameters(apology="x"),
    lambda: parameters_from(["x"]),
    lambda: parameters_from(["x=1"]),
    lambda: parameters_from(["apology=1", "apology=1"]),
    lambda: parameters_from(["apology=x"]),
    lambda: parameters_from(["apology=7"]),
    lambda: parameters_from(["apologi=1"]),
    lambda: finding("F99"),
    lambda: finding_from("F1", {"x": 1}),
    lambda: finding_from("F1", {"claim": "A"}),
    lambda: checked_draws(0),
    lambda: checked_draws(99999),
    lambda: simulate(*PLAYED, seed=()),
    lambda: simulate(*PLAYED, seed=-1),
    lambda: simulate(*PLAYED, seed=2**99),
    lambda: simulate(*PLAYED, seed=1.5),
    lambda: simulate(*PLAYED, worlds=range(3, 2)),
    lambda: simulate(*PLAYED, worlds=range(-1, 2)),
    lambda: simulate(*PLAYED, worlds=10**6),
    lambda: simulate(*PLAYED, worlds=99_000, by_world=True),
    lambda: simulate(*PLAYED, worlds=10**5000),
    lambda: simulate(*PLAYED, parameters=1),
    lambda: simulate("missed-deadline", _acts({"act": "thank", "week": 1, "to": ["B"]})),
    lambda: compare("missed-deadline", "flood"),
    lambda: compare("missed-deadline", load_strategy("flood")),
    lambda: compare("missed-deadline", 1),
    lambda: compare("missed-deadline", []),
    lambda: compare("missed-deadline", ["flood"] * 2, worlds=1),
    lambda: compare("missed-deadline", strategy_keys(), worlds=99_000),
    lambda: compare("missed-deadline", ["flood"], worlds=1).difference("flood", "flood", "x"),
    lambda: sweep("missed-deadline", ["flood"] * 2),
    lambda: check_total("worlds", 10**9, 9, ""),
    lambda: robustness("missed-deadline", "flood", "silence", draws=9_000, worlds_a_draw=9_000),
    lambda: grid("flood", 1),
    lambda: grid("flood", {}),
    lambda: _grid(thank=[1]),
    lambda: _grid(thank__day=1),
    lambda: _grid(thank__day=[]),
    lambda: _grid(thank__day=[1, 1]),
    lambda: grid("flood", {"thank[9].day": [1]}),
    lambda: grid("keep-informed", {"listen.day": [1]}),
    lambda: _grid(thank__day=range(400), thank__below=[one / 999 for one in range(999)]),
    lambda: _grid(thank__day=[0]),
    lambda: Playthrough.begin(*PLAYED, worlds=1).until(99),
    lambda: Playthrough.begin(*PLAYED, worlds=1).then("x"),
    lambda: Playthrough.begin(*PLAYED, worlds=1).until(9).then([{"act": "thank", "week": 1}]),
    lambda: Playthrough.begin(*PLAYED, worlds=1).outcome,
    lambda: Playthrough.begin(*PLAYED, worlds=1).then([{"act": "thnk", "week": 1}]),
    lambda: plots.side_by_side([]),
    lambda: plots.side_by_side([simulate(case, "flood", worlds=1) for case in case_keys()]),
    lambda: refuse_many(99, "partners"),
    lambda: refuse_many(99, "strategies"),
    lambda: check_place("a.x", what="table", endings=(".csv", ".parquet")),
    lambda: check_place(".", what="picture", endings=("",)),
    lambda: check_place("nowhere/a.html", what="handout", endings=(".html",)),
    lambda: write_whole("nowhere/a", b""),
    lambda: tell(simulate(*PLAYED, worlds=1)),
    lambda: Goal(key="a", words="A", figure="season_trust"),
)


def write_files(folder):
    """Write what the attempts need: folders with a notebook each, of which something is missing."""
    for name, content in NOTEBOOKS.items():
        Path(folder, name).mkdir()
        Path(folder, name, "a.ipynb").write_text(content, "utf-8")


def refused(attempt):
    """Return what was said of an attempt, which must be refused."""
    try:
        attempt()
    except ValueError as error:
        return str(error)
    raise AssertionError(f"line {attempt.__code__.co_firstlineno}: nothing was refused")
