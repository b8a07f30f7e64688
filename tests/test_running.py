"""Studies in pieces: the same bytes whoever plays and however often they are stopped; a sentence for each fault."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest
from commands import mend

from sim.base.errors import BadInput
from sim.cli.in_pieces import write_in_pieces
from sim.experiments.running import Crew, crew, dask_cluster, local, pieces, pieces_for
from sim.experiments.running.dask_cluster import on_cluster
from sim.experiments.running.formats import FORMATS
from sim.experiments.sweep import grid, studied
from sim.texts import refusals
from tests.pieces_played import deadly_row, row, slow_row
from tests.test_cli_ending import until
from tests.worlds import small_case

WORK, ITEMS = partial(row, 2), range(150)
FORMS = [
    ".csv",
    pytest.param(".parquet", marks=pytest.mark.skipif(find_spec("pyarrow") is None, reason="extra: bench")),
]
needs_dask = pytest.mark.skipif(find_spec("distributed") is None, reason="dask and distributed are not installed")


def written(table, work=WORK, items=ITEMS, by=None, **options):
    """Play a study and write its table; return its bytes."""
    with pieces_for(table, work, items, **options) as study:
        study.play(by or Crew())
        study.assemble()
    return table.read_bytes()


class Stopping:
    """A work that is stopped, by whichever error, at an item; what it is given is that of WORK."""

    def __init__(self, error, at):
        self.error, self.at = error, at
        self.func, self.args, self.keywords = WORK.func, WORK.args, WORK.keywords

    def __call__(self, item):
        """Return a row, or stop."""
        if item == self.at:
            raise self.error
        return WORK(item)


@pytest.fixture(autouse=True)
def _as_a_partial(monkeypatch):
    """Let a work that stops be the same study as the one that goes on."""
    monkeypatch.setattr(pieces, "partial", (partial, Stopping))


# The table


@pytest.mark.parametrize("ending", FORMS)
def test_a_table_holds_all_rows_in_order(tmp_path, ending):
    """Rows stand in the order of the items, with texts, numbers and what is missing; nothing else is left."""
    table = tmp_path / f"t{ending}"
    written(table)
    read = pd.read_csv(table) if ending == ".csv" else pd.read_parquet(table)
    assert read["key"].tolist() == [f"k, {item}" for item in ITEMS]
    assert read["value"].tolist() == [2 * item for item in ITEMS]
    assert read["late"].dropna().tolist() == [0.1 * item for item in ITEMS if item % 3 == 0]
    assert (read["mixed"].dtype, read["mixed"].tolist()[9:12]) == (float, [9, 10.5, 11])
    assert read["axis"].tolist()[:6] == ["0", "1", "2", "3", "4", "text 5"]
    assert read["axis"].isna().sum() == 141
    assert [*tmp_path.iterdir()] == [table]


def test_csv_is_what_a_frame_writes(tmp_path):
    """The file is the same bytes as pandas makes of the rows; a week stays a whole number beside a base without one."""
    axes = {"update.week": [1, 2, 3], "update.every_weeks": [1.0, 2.5], "update.says": [["date"], ["progress", "date"]]}
    play, items = studied(small_case(), grid("silence", axes), worlds=3)
    rows = [play(one) for one in items]
    frame = pd.DataFrame(rows, dtype=object)
    assert written(tmp_path / "t.csv", play, items) == frame.to_csv(index=False, lineterminator="\n").encode()


@pytest.mark.parametrize("ending", FORMS)
def test_who_plays_changes_nothing(tmp_path, ending):
    """This process, threads that end in any order, and few or many at once write the same bytes."""
    alone = written(tmp_path / f"a{ending}")
    with ThreadPoolExecutor(4) as threads:
        for ahead in (1, 7):
            assert written(tmp_path / f"b{ending}", by=Crew(threads, lambda ahead=ahead: ahead)) == alone


@pytest.mark.slow
def test_processes_write_the_same_bytes(tmp_path):
    """Two processes of this machine do."""
    alone = written(tmp_path / "a.csv")
    with local(2) as two:
        assert written(tmp_path / "b.csv", by=two) == alone


@pytest.mark.parametrize(
    ("items", "worlds", "size"), [(8, 200, 1), (10_000, 200, 20), (10_000, 100_000, 1), (640, 1, 10)]
)
def test_pieces_are_cut_by_the_study_alone(tmp_path, items, worlds, size):
    """A piece is some seconds of work, and a small study has enough of them to share."""
    with pieces_for(tmp_path / "t.csv", WORK, range(items), worlds=worlds) as study:
        assert (study.size, study.count) == (size, -(-items // size))


def test_only_a_few_pieces_are_in_memory(tmp_path):
    """No more pieces are given out than may be ahead; rows are dropped once they are on disk."""
    out, most = [], []

    class Counting(ThreadPoolExecutor):
        def submit(self, *given, **named):
            future = super().submit(*given, **named)
            out.append(future)
            most.append(sum(not one.done() or one not in seen for one in out))
            return future

    seen = set()
    with Counting(2) as threads, pieces_for(tmp_path / "t.csv", WORK, range(1000)) as study:
        study.play(Crew(threads, lambda: 4), lambda *_: seen.update(one for one in out if one.done()))
        assert not [name for name, value in vars(study).items() if isinstance(value, list)]
    assert max(most) <= 4 + 4  # those out, and those that came together
    assert study.count == 63


# Stopped, and gone on with


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError(), BadInput("no")], ids=repr)
def test_what_was_stopped_goes_on(tmp_path, ending, error):
    """Pieces that were done are not played again, and the file is that of a run that was never stopped."""
    whole = written(tmp_path / f"whole{ending}")
    table, played = tmp_path / f"t{ending}", []
    with pytest.raises(type(error)):
        written(table, Stopping(error, at=70))
    assert not table.exists()
    assert len([*(tmp_path / f"t{ending}.parts").glob("0*")]) == 70 // 3
    with pieces_for(table, WORK, ITEMS) as study:
        study.play(Crew(), lambda done, of: played.append((done, of)))
        study.assemble()
    assert (played[0], played[-1], len(played)) == ((69, 150), (150, 150), 1 + 27)
    assert table.read_bytes() == whole
    assert not (tmp_path / f"t{ending}.parts").exists()


def test_a_run_that_did_nothing_leaves_nothing(tmp_path):
    """Stopped before its first piece, it leaves no folder."""
    with pytest.raises(KeyboardInterrupt):
        written(tmp_path / "t.csv", Stopping(KeyboardInterrupt(), at=0))
    assert not [*tmp_path.iterdir()]


def stopped(tmp_path, name="t.csv"):
    """Leave a study that was stopped, and return its folder."""
    with pytest.raises(KeyboardInterrupt):
        written(tmp_path / name, Stopping(KeyboardInterrupt(), at=70))
    return tmp_path / f"{name}.parts"


@pytest.mark.parametrize("damage", [b"", b"key,value", b"\xff\xfe"], ids=["empty", "cut", "other"])
@pytest.mark.parametrize("ending", FORMS)
def test_a_damaged_piece_is_played_again(tmp_path, damage, ending):
    """A piece that a disk damaged is not believed, and what a killed run left half-written is removed."""
    whole = written(tmp_path / f"whole{ending}")
    folder = stopped(tmp_path, f"t{ending}")
    (folder / f"000003{ending}").write_bytes(damage)
    (folder / ".0123456789abcdef.part").write_bytes(b"half")
    assert written(tmp_path / f"t{ending}") == whole
    assert not folder.exists()


@pytest.mark.parametrize(
    ("work", "items"),
    [(partial(row, 3), ITEMS), (WORK, range(151)), (WORK, range(1, 151)), (partial(slow_row, 2), ITEMS)],
    ids=["other option", "more items", "other items", "other work"],
)
def test_another_study_is_refused(tmp_path, work, items):
    """Pieces of another study are never mixed in: one sentence, and they stay."""
    folder = stopped(tmp_path)
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(BadInput, match="holds pieces of another study than this one"):
        written(tmp_path / "t.csv", work, items)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_another_model_is_another_study(tmp_path, monkeypatch):
    """Pieces of another version of the model are refused by its number."""
    stopped(tmp_path)
    monkeypatch.setattr(pieces, "MODEL_VERSION", 999)
    with pytest.raises(BadInput, match=r"model version \d+, here 999"):
        written(tmp_path / "t.csv")


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    """A folder of that name which holds something else is refused, and nothing in it is touched."""
    folder = tmp_path / "t.csv.parts"
    folder.mkdir()
    (folder / "letters.txt").write_text("mine")
    with pytest.raises(BadInput, match=r"but holds letters\.txt"):
        written(tmp_path / "t.csv")
    assert [path.name for path in folder.iterdir()] == ["letters.txt"]


def test_two_do_not_write_one_table_at_once(tmp_path):
    """The second is refused, and takes nothing from the first."""
    with pieces_for(tmp_path / "t.csv", WORK, ITEMS) as study:
        with pytest.raises(BadInput, match="another process writes pieces of this table since"):
            written(tmp_path / "t.csv")
        study.play(Crew())
        study.assemble()
    assert (tmp_path / "t.csv").exists()


def test_a_full_disk_loses_nothing(tmp_path, monkeypatch):
    """What was written before the disk was full is kept, and said to be."""
    whole, real, left = written(tmp_path / "whole.csv"), refusals.replaced_whole, iter(range(9))

    def fills(*given):
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        return real(*given)

    monkeypatch.setattr(refusals, "replaced_whole", fills)
    how = {"worlds": 1, "jobs": 1, "executor": "", "seen": lambda _: None}
    with pytest.raises(BadInput) as refused:
        write_in_pieces(tmp_path / "t.csv", WORK, ITEMS, **how)
    assert "the disk is full" in str(refused.value)
    assert f"7 of 50 pieces of the study are kept in {tmp_path / 't.csv.parts'}" in str(refused.value)
    monkeypatch.undo()
    monkeypatch.setattr(pieces, "partial", (partial, Stopping))
    write_in_pieces(tmp_path / "t.csv", WORK, ITEMS, **how)
    assert (tmp_path / "t.csv").read_bytes() == whole


def test_a_table_that_was_there_stays_until_the_new_one_is_whole(tmp_path, monkeypatch):
    """If the last step fails, the old table stays as it was and the pieces are kept."""
    table = tmp_path / "t.csv"
    table.write_text("old", encoding="utf-8")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    with pieces_for(table, WORK, ITEMS) as study:
        study.play(Crew())
        monkeypatch.setattr(FORMATS[".csv"], "join", refuse, raising=False)
        with pytest.raises(BadInput, match="the disk is full"):
            study.assemble()
        assert (table.read_text("utf-8"), len(study.done)) == ("old", 50)
    assert len([*tmp_path.joinpath("t.csv.parts").glob("0*")]) == 50


ORDERED = """
import sys
from sim.experiments.running import pieces_for
from sim.experiments.sweep import grid, studied
play, items = studied("missed-deliveries", grid("recovery-plan", {"update.every_weeks": [1, 2]}), worlds=3)
with pieces_for(__import__("pathlib").Path(sys.argv[1]), play, items) as study:
    print(study.fingerprint)
"""


@pytest.mark.slow
def test_a_study_has_one_name_in_all_processes(tmp_path):
    """What names a study does not depend on the order in which a process keeps sets."""
    names = {
        subprocess.run(
            [sys.executable, "-c", ORDERED, str(tmp_path / "t.csv")], env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("0", "33", "39")
    }  # fmt: skip
    assert len(names) == 1


SWEEP = ("sweep", "--worlds", "20", "--axis", "update.every_weeks=1,2,4", "--axis", "apologise.day=2,6,11,16")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
@pytest.mark.sample(1)
@pytest.mark.parametrize("ending", FORMS)
def test_a_killed_command_goes_on(tmp_path, ending):
    """After Ctrl-C and after kill -9 the same command goes on where it was, to the file of an unbroken run."""
    whole, table = tmp_path / f"whole{ending}", tmp_path / f"t{ending}"
    folder = table.with_name(f"t{ending}.parts")
    assert mend(*SWEEP, "--out", whole).returncode == 0
    ended, there = {}, 0
    for sign in (signal.SIGINT, signal.SIGKILL):
        with subprocess.Popen(
            [sys.executable, "-m", "mend", *SWEEP, "--out", str(table)], stderr=subprocess.PIPE, text=True
        ) as run:
            there = until(lambda there=there: len(found := [*folder.glob("0*")]) > there and len(found))
            run.send_signal(sign)
            ended[sign] = run.wait(), run.stderr.read()
    told = (
        rf"mend: stopped; \d+ of 13 pieces of the study are kept in {re.escape(str(folder))}; the same command goes on"
    )
    assert (ended[signal.SIGINT][0], bool(re.match(told, ended[signal.SIGINT][1]))) == (130, True), ended
    assert not table.exists()
    said = mend(*SWEEP, "--out", table)
    assert (said.returncode, f"{table}: goes on where it was stopped, with" in said.stderr) == (0, True), said.stderr
    assert table.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"t{ending}", f"whole{ending}"]


# A cluster

if find_spec("distributed"):
    from distributed import LocalCluster


HERE = {"threads_per_worker": 1, "host": "127.0.0.1", "protocol": "tcp://", "dashboard_address": ":0"}


@pytest.fixture(scope="module")
def cluster():
    """Start a scheduler and two workers in this process, which are reached as others would be."""
    with LocalCluster(n_workers=2, processes=False, **HERE) as started:
        yield started


def address_of(cluster):
    """Return the address as the command wants it."""
    return cluster.scheduler_address.replace("tcp://", "dask://")


@needs_dask
def test_a_cluster_writes_the_same_bytes(tmp_path, cluster):
    """Workers of a Dask cluster give the file that this process gives."""
    with on_cluster(address_of(cluster)) as workers:
        assert workers.ahead() == 3 * 2
        assert written(tmp_path / "b.csv", by=workers) == written(tmp_path / "a.csv")


@needs_dask
def test_the_command_plays_on_a_cluster(tmp_path, cluster):
    """`mend sweep --executor` writes the table of `mend sweep`."""
    asked = ("sweep", "--worlds", 2, "--base", "silence", "--axis", "update.week=1,2,3", "--out")
    assert mend(*asked, tmp_path / "a.csv").returncode == 0
    said = mend(*asked, tmp_path / "b.csv", "--executor", address_of(cluster))
    assert (said.returncode, said.stderr) == (0, "")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@needs_dask
def test_other_versions_on_workers_are_refused(cluster, monkeypatch):
    """Before anything is played, in one sentence that names both."""
    monkeypatch.setattr(crew, "MODEL_VERSION", 999)
    monkeypatch.setattr(dask_cluster, "versions", lambda: ("0.1.0", "5", "2.2.0"))
    told = r"a worker has mend 0\.1\.0, model version 5, numpy 2\.2\.0; here are mend .*999"
    with pytest.raises(BadInput, match=told), on_cluster(address_of(cluster)):
        pytest.fail("they were accepted")


def test_results_of_another_version_are_refused(monkeypatch):
    """A worker that comes later, with another version, is noticed by what it sends."""
    monkeypatch.setattr(crew, "play_piece", lambda *_: (("0.0.9", "1", "1.0"), []))
    with ThreadPoolExecutor(1) as threads, pytest.raises(BadInput, match=r"mend 0\.0\.9"):
        [*crew.played(WORK, [(0, [1])], Crew(threads))]


class Web(BaseHTTPRequestHandler):
    """What is no Dask at all."""

    def log_message(self, *_):
        """Say nothing."""


@needs_dask
def test_a_wrong_address_is_one_sentence(cluster, monkeypatch):
    """Nobody, another program, a worker in place of the scheduler, and no address at all."""
    monkeypatch.setattr(dask_cluster, "ANSWER", 1.0)
    web = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    worker = next(iter(cluster.workers.values())).address.removeprefix("tcp://")
    told = {
        "dask://127.0.0.1:9": "no Dask scheduler answers there",
        f"dask://127.0.0.1:{web.server_port}": "no Dask scheduler answers there",
        f"dask://{worker}": "is no scheduler but a Worker of Dask",
        "dask://somewhere": "is no address; write one such as dask://10.0.0.5:8786",
    }
    for address, sentence in told.items():
        with pytest.raises(BadInput) as refused, on_cluster(address):
            pytest.fail(f"{address} was taken")
        assert f"{address}: {sentence}" in str(refused.value)
    web.shutdown()
    web.server_close()


@needs_dask
@pytest.mark.slow
@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        (lambda cluster: cluster.scale(0), "all workers of the cluster are gone"),
        (lambda cluster: cluster.close(), "the connection to the scheduler is lost"),
    ],
    ids=["workers", "scheduler"],
)
def test_a_cluster_that_goes_is_one_sentence(tmp_path, monkeypatch, ends, sentence):
    """What was played before is kept, and another crew goes on to the same file."""
    for module, name, value in ((crew, "QUIET", 0.2), (dask_cluster, "ALONE", 0.4), (dask_cluster, "ANSWER", 2.0)):
        monkeypatch.setattr(module, name, value)
    work, items = partial(slow_row, 2), range(40)
    whole = written(tmp_path / "whole.csv", work, items)
    with LocalCluster(n_workers=1, processes=False, **HERE) as started:
        address = address_of(started)
        with (
            pytest.raises(BadInput) as refused,
            pieces_for(tmp_path / "t.csv", work, items) as study,
            on_cluster(address) as workers,
        ):
            study.play(workers, lambda done, _: ends(started) if done == 6 else None)
    assert str(refused.value) == f"{address}: {sentence}"
    assert len([*tmp_path.joinpath("t.csv.parts").glob("0*")]) >= 6
    assert written(tmp_path / "t.csv", work, items) == whole


@needs_dask
def test_a_cluster_without_workers_is_one_sentence(monkeypatch):
    """How to start one is said."""
    monkeypatch.setattr(dask_cluster, "ANSWER", 0.5)
    with LocalCluster(n_workers=0, processes=False, **HERE) as started:
        told = f"has no workers; start one with: dask worker {started.scheduler_address}"
        with pytest.raises(BadInput, match=told), on_cluster(address_of(started)):
            pytest.fail("it was taken")


@needs_dask
@pytest.mark.slow
def test_a_worker_that_dies_costs_nothing(tmp_path):
    """Of two workers in processes one is ended in the midst of a piece; the other plays it, to the same bytes."""
    work = partial(deadly_row, tmp_path / "died")
    with LocalCluster(n_workers=2, **HERE) as started, on_cluster(address_of(started)) as workers:
        shared = written(tmp_path / "t.csv", work, by=workers)
    assert (tmp_path / "died").exists()
    assert shared == written(tmp_path / "alone.csv", work)


def test_without_dask_it_is_said(monkeypatch):
    """With the command that installs it."""
    monkeypatch.setattr(dask_cluster, "find_spec", lambda _: None)
    told = "this needs Dask, which is not installed; install the course with its extra"
    with pytest.raises(BadInput, match=told), on_cluster("dask://127.0.0.1:8786"):
        pytest.fail("it was taken")


def test_what_is_kept_can_be_read_by_itself(tmp_path):
    """A piece is a table of its own, and the study says how many there are."""
    folder = stopped(tmp_path)
    assert json.loads((folder / "study.json").read_text())["pieces"] == 50
    assert pd.read_csv(folder / "000001.csv")["value"].tolist() == [6, 8, 10]
    assert {path.suffix for path in folder.iterdir()} == {".csv", ".json"}
    assert Path(folder).name == "t.csv.parts"
