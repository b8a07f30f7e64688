"""Sweeps: grids as data, the same results on every executor, and the table of `mend sweep`."""

import subprocess
import sys
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from time import sleep

import numpy as np
import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from sim.base.errors import BadInput
from sim.cli.sweep_command import check_table, sweep_command
from sim.experiments.comparison import compare
from sim.experiments.simulate import simulate
from sim.experiments.sweep import grid, parallel_map, sweep
from tests.worlds import plan, small_case

AXES = {"update.every_weeks": [1, 2, 4], "apologise.day": [2, 6, 11], "promise.buffer": [1.0, 1.7]}

APP = typer.Typer()
APP.command()(sweep_command)


@pytest.fixture(scope="module")
def alone():
    """Return a sweep of 18 strategies and their base, played in this process."""
    return sweep(small_case(), grid("recovery-plan", AXES), worlds=5, seed=3)


def grid_sweep(executor):
    """Return the same sweep from an executor."""
    return sweep(small_case(), grid("recovery-plan", AXES), worlds=5, seed=3, executor=executor)


class Backwards(Executor):
    """An executor that waits for four tasks and runs them in reverse order."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, /, *arguments, **options):
        """Keep the task, and run all of them once four wait."""
        future = Future()
        self.waiting.append((future, work, arguments, options))
        if len(self.waiting) == 4:
            for later, do, given, named in reversed(self.waiting):
                later.set_result(do(*given, **named))
        return future


# The table


def test_one_row_a_strategy(alone):
    """The frame has a row for the base and one for each strategy of the grid, with key, axes and scoreboard."""
    assert len(alone) == 19
    assert list(alone.columns[:5]) == ["key", *AXES, "title"]
    assert {"season_trust", "final_trust", "commitments_kept", "staff_hours", "weeks_to_recover"} <= set(alone.columns)
    assert alone[1:][list(AXES)].drop_duplicates().shape == (18, 3)


@pytest.mark.long
def test_the_numbers_are_those_of_simulate():
    """A row has the same numbers as `simulate`."""
    table = sweep("missed-deadline", ["silence", "flood"], worlds=6, seed=2).set_index("key")
    outcome = simulate("missed-deadline", "flood", worlds=6, seed=2)
    assert table.loc["flood", "season_trust"] == outcome.season_trust.mean()
    ranked = compare("missed-deadline", ["silence", "flood"], worlds=6, seed=2).frame().set_index("key")
    assert list(table.index) == ["silence", "flood"]
    assert table["final_trust"].to_dict() == ranked["final_trust"].to_dict()


def test_grids_and_other_strategies_share_a_table():
    """A strategy without a value on an axis has an empty cell there."""
    table = sweep(small_case(), [*grid("silence", {"update.says": [["progress", "date"]]}), "silence"], worlds=1)
    assert table["update.says"].tolist()[0] == "progress+date"
    assert table["update.says"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("strategies", "said"),
    [
        ([], "no strategy is given; name at least one"),
        (["silence", "silence"], "two strategies have the key 'silence'; give each a key of its own"),
        ("silence", "strategies is 'silence' but must be a list, such as ['silence']"),
        (5, "strategies is 5 but must be a list of them"),
    ],
    ids=str,
)
def test_strategies_that_cannot_be_swept(strategies, said):
    """No strategies, a repeated key or no list are refused before anything is simulated."""
    with pytest.raises(BadInput) as error:
        sweep(small_case(), strategies, worlds=1)
    assert str(error.value) == said


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"worlds": 1.5}, "worlds (= 1.5) must be a whole number"),
        ({"seed": True}, "seed (= True) must be a whole number"),
        ({"worlds": 10**9}, "worlds (= 1000000000) must be at most 100,000"),
        ({"worlds": 80_000}, "worlds (= 80000) must be at most 66,666 for 300 strategies"),
    ],
)
def test_what_no_sweep_can_play(numbers, said):
    """Worlds and seeds are checked before any process starts; the worlds of all strategies count together."""
    with pytest.raises(BadInput) as error:
        sweep(small_case(), [plan(key=f"s{number}") for number in range(300)], executor=Backwards(), **numbers)
    assert str(error.value) == said


# Whoever plays


@pytest.mark.long
def test_threads_and_order_change_nothing(alone):
    """Threads, and an executor that reverses the order, give bit-identical results."""
    with ThreadPoolExecutor(3) as pool:
        pd.testing.assert_frame_equal(grid_sweep(pool), alone, check_exact=True)
    pd.testing.assert_frame_equal(grid_sweep(Backwards()), alone, check_exact=True)


@pytest.mark.slow
@pytest.mark.parametrize("order", ["0", "33", "39"])
def test_processes_change_nothing(alone, monkeypatch, order):
    """New processes give bit-identical results, whatever their hash seed."""
    monkeypatch.setenv("PYTHONHASHSEED", order)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        pd.testing.assert_frame_equal(grid_sweep(pool), alone, check_exact=True)


@pytest.mark.parametrize("size", [1, 7, 100])
def test_chunks_change_nothing(size):
    """The size of chunks does not change the results."""
    with ThreadPoolExecutor(2) as pool:
        assert parallel_map(abs, range(-20, 0), executor=pool, chunk=size) == [*range(20, 0, -1)]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("distributed") is None, reason="dask and distributed are not installed (extra: bench)")
def test_dask_changes_nothing(alone):
    """A local Dask cluster gives bit-identical results."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
        client.get_executor() as executor,
    ):
        pd.testing.assert_frame_equal(grid_sweep(executor), alone, check_exact=True)


def test_progress_is_told():
    """`progress` is called for each strategy in this process, and for each chunk with an executor."""
    heard = []
    parallel_map(abs, range(3), progress=lambda *said: heard.append(said))
    assert heard == [(1, 3), (2, 3), (3, 3)]
    heard.clear()
    with ThreadPoolExecutor(1) as pool:
        assert parallel_map(abs, range(-12, 0), executor=pool, progress=lambda *said: heard.append(said)) == [
            *range(12, 0, -1)
        ]
    assert heard[-1] == (12, 12)
    assert len(heard) == 3


@pytest.mark.slow
def test_an_error_elsewhere_is_the_same_error():
    """An error in another process is one line, too, and the remaining strategies are not simulated."""
    bad = plan({"act": "thank", "week": 1, "to": ["Nobody"]}, key="bad")
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(BadInput, match="to names 'Nobody'"),
    ):
        sweep(small_case(), [bad, "silence"], worlds=1, executor=pool)
    played = []
    with ThreadPoolExecutor(1) as pool, pytest.raises(ZeroDivisionError):
        parallel_map(lambda item: played.append(item) or sleep(0.001) or 1 / item, range(1000), executor=pool)
    assert len(played) < 900


# Grids


def acts(axes, base="silence"):
    """Return the acts of the first strategy of a grid."""
    return grid(base, axes)[0].strategy.acts


def test_an_axis_sets_a_field_of_what_is_there():
    """A field is set in the base's act; other acts, and the base itself, stay unchanged."""
    base = plan({"act": "listen", "day": 3}, {"act": "update", "week": 2, "every_weeks": 4})
    listen, update = acts({"update.every_weeks": [1]}, base)
    assert (update.every_weeks, update.week, listen) == (1, 2, base.acts[0])
    assert base.acts[1].every_weeks == 4


def test_what_is_lacking_is_added_in_week_1():
    """An act that the base lacks is appended, in week 1 unless an axis sets its time."""
    base = plan({"act": "listen", "day": 3})
    assert [(act.act, act.week, act.day) for act in acts({"thank.to": [["all"]], "update.day": [9]}, base)] == [
        ("listen", None, 3), ("thank", 1, None), ("update", None, 9),
    ]  # fmt: skip


def test_a_day_takes_the_place_of_a_week_or_a_rule():
    """An act has exactly one timing: a day, a week or a rule."""
    base = plan({"act": "update", "week": 2}, {"act": "thank", "when": "complaint", "since": 3})
    update, thank = acts({"update.day": [4], "thank.week": [5]}, base)
    assert (update.day, update.week, thank.week, thank.when, thank.since) == (4, None, 5, None, None)


def test_acts_of_one_kind_are_told_apart():
    """A field is set in all acts of a kind or in the numbered one; the next number adds an act."""
    base = plan({"act": "listen", "day": 3}, {"act": "listen", "week": 8})
    assert [act.channel for act in acts({"listen.channel": ["call"]}, base)] == ["call", "call"]
    assert [act.channel for act in acts({"listen[2].channel": ["call"]}, base)] == ["meeting", "call"]
    assert [act.first_day for act in acts({"listen[3].week": [9]}, base)] == [3, 41, 46]


def test_variants_are_not_documented():
    """Variants of a documented strategy are not documented, and their titles give the settings."""
    one = grid("recovery-plan", {"update.every_weeks": [1], "apologise.day": [2]})[0]
    assert (one.strategy.key, one.strategy.documented) == ("recovery-plan 1/2", False)
    assert one.strategy.title == "Developing a recovery plan: update.every_weeks 1, apologise.day 2"
    assert one.settings == {"update.every_weeks": 1, "apologise.day": 2}


@pytest.mark.parametrize(
    ("axes", "said"),
    [
        ({}, "a grid needs an axis"),
        (None, "axes is None but must be a table of values by axis, such as {'update.every_weeks': [1, 2]}"),
        (["update.week"], "axes is a list of 1 but must be a table of values by axis"),
        ({5: [1]}, "5 is no axis; write act.field, such as update.every_weeks"),
        ({"update.every_weeks": 2}, "update.every_weeks is 2 but must be a list of values"),
        ({"update.every_weeks": {"a": 1}}, "update.every_weeks is a table but must be a list of values"),
        ({"update.every_weeks": [float("nan")]}, "every_weeks is nan but must be"),
        ({"update.every_weeks": [float("inf")]}, "every_weeks is inf but must be"),
        ({"update.every_weeks": [True]}, "every_weeks is true but must be a number"),
        ({"update.every_weeks": [{1}]}, "every_weeks is {1} but must be a number"),
        ({"update": [1]}, "'update' is no axis; write act.field, such as update.every_weeks"),
        ({"update.act": ["thank"]}, "'update.act' is no axis"),
        ({"update.every_weeks": []}, "update.every_weeks has no values; give at least one"),
        ({"update.every_weeks": "12"}, "update.every_weeks is '12' but must be a list of values"),
        ({"update.every_weeks": [1, 2, 1]}, "update.every_weeks has the value 1 twice; give it once"),
        ({"update.every_weeks": [0]}, "grid of two: acts[3] (update): every_weeks is 0 but must be at least 0.2"),
        ({"update.every_week": [1]}, "did you mean every_weeks?"),
        ({"updates.week": [1]}, "act is 'updates' but must be one of"),
        ({"listen.day": [2]}, "listen.day: the strategy has 2 of these acts; say which, such as listen[1].day"),
        ({"listen[4].day": [2]}, "listen[4].day: the strategy has 2 of these acts; listen[3] would be one more"),
        ({f"update[{n}].week": range(100) for n in range(1, 5)}, "the grid has 100,000,000 strategies but may have"),
    ],
)
def test_axes_that_no_strategy_can_have(axes, said):
    """An invalid axis is refused in one line with axis or act, value and what is allowed."""
    base = plan({"act": "listen", "day": 3}, {"act": "listen", "week": 8}, key="two")
    with pytest.raises(BadInput) as error:
        grid(base, axes)
    assert said in str(error.value)


def test_axes_may_be_those_of_numpy():
    """NumPy arrays and numbers are accepted as values."""
    weeks, lists = np.arange(1, 3), np.array([["progress", "date"]])
    one, two = grid("silence", {"update.week": weeks, "update.says": lists})
    assert [act.strategy.acts[0].week for act in (one, two)] == [1, 2]
    assert one.settings == {"update.week": 1, "update.says": ["progress", "date"]}


# The command


def mend_sweep(*arguments):
    """Run the command and return what became of it."""
    return CliRunner().invoke(APP, [str(argument) for argument in arguments])


def test_the_command_writes_the_table(tmp_path):
    """The CSV contains the sweep, and no other file is written."""
    out = tmp_path / "my table.csv"
    said = mend_sweep("--base", "silence", "--axis", "update.every_weeks=1,2", "--axis", "update.says=progress+date",
                      "--worlds", 3, "--seed", 4, "--out", out)  # fmt: skip
    assert said.exit_code == 0, said.output
    assert "2 strategies in 3 worlds (seed 4)" in said.stdout
    axes = {"update.every_weeks": [1, 2], "update.says": [["progress", "date"]]}
    expected = sweep("missed-deadline", grid("silence", axes), worlds=3, seed=4)
    pd.testing.assert_frame_equal(pd.read_csv(out), expected, check_dtype=False, rtol=1e-15)
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.slow
def test_the_command_shares_the_work(tmp_path):
    """Two jobs write the same file as one, byte by byte."""
    asked = ("--base", "silence", "--axis", "update.week=1,2,3,4,5,6,7,8", "--worlds", 2)
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    assert mend_sweep(*asked, "--out", one).exit_code == 0
    assert mend_sweep(*asked, "--jobs", 2, "--out", two).exit_code == 0
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "a grid needs an axis"),
        (("--axis", "update.week"), "'update.week' is no axis; write act.field=values"),
        (("--axis", "update.week=1", "--axis", "update.week=2"), "update.week is given twice"),
        (("--axis", "update.week=,"), "update.week has no values"),
        (("--axis", "update.week=x"), "week is 'x' but must be a whole number"),
        (("--axis", "update.week=1", "--jobs", 0), "jobs (= 0) must be between 1 and 64"),
        (("--axis", "update.week=1", "--worlds", 0), "worlds (= 0) must be at least 1"),
        (("--axis", "update.week=1", "--case", "nowhere"), "there is no case 'nowhere'"),
        (("--axis", "update.week=1", "--base", "nobody"), "there is no strategy 'nobody'"),
        (("--axis", "update.week=1", "--out", "nowhere/table.csv"), "nowhere is no folder that you may write to"),
        (
            ("--axis", "update.week=1", "--out", "table.xlsx"),
            "must end in .csv or .parquet",
        ),
    ],
)
def test_the_command_refuses_in_one_line(tmp_path, monkeypatch, arguments, said):
    """Wrong input is refused in one line with exit code 2, and no file is written."""
    monkeypatch.chdir(tmp_path)
    found = mend_sweep(*arguments)
    assert found.exit_code == 2
    assert found.stderr.startswith("mend: ")
    assert said in found.stderr
    assert found.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_table(tmp_path):
    """A folder whose name ends in .csv is refused before the work starts."""
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(BadInput, match="it is a folder"):
        check_table(tmp_path / "x.csv")


def test_parquet_needs_its_library(tmp_path, monkeypatch):
    """Without pyarrow, Parquet is refused in one line before the work starts."""
    monkeypatch.setattr("sim.experiments.running.formats.find_spec", lambda _: None)
    with pytest.raises(BadInput, match="Parquet needs pyarrow, which is not installed"):
        check_table(tmp_path / "table.parquet")


@pytest.mark.skipif(find_spec("pyarrow") is None, reason="pyarrow is not installed")
def test_parquet_holds_the_table(tmp_path):
    """A Parquet file contains the sweep, each column in its type."""
    out = tmp_path / "table.parquet"
    said = mend_sweep("--base", "silence", "--axis", "update.every_weeks=1,2", "--worlds", 3, "--out", out)
    assert said.exit_code == 0, said.output
    expected = sweep("missed-deadline", grid("silence", {"update.every_weeks": [1, 2]}), worlds=3)
    pd.testing.assert_frame_equal(pd.read_parquet(out), expected)


@pytest.mark.slow
def test_the_benchmark_tells_ratio_and_agreement(root):
    """The benchmark runs, and reports that two processes give the same results as one."""
    command = [sys.executable, str(root / "benchmarks" / "sweep.py"), "--strategies", "7", "--worlds", "2"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    assert "ratio" in said.stdout
    assert "identical" in said.stdout
