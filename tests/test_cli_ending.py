"""How `mend` ends early: a closed pipe, Ctrl-C, a full disk, a worker that dies."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import psutil
import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and signals as POSIX has them")

MEND = (sys.executable, "-m", "mend")
STOPPED = "mend: stopped.\n"
PATIENCE = 60  # seconds, for what takes one

# Sends Ctrl-C to its own process as soon as a module is asked for, then runs the command.
INTERRUPTED = """
import os, runpy, signal, sys

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

module = sys.argv.pop(1)
sys.meta_path.insert(0, Interrupt())
runpy.run_module("mend", run_name="__main__")
"""


@contextmanager
def running(*command, **options):
    """Run a command, which does not outlive a test that fails."""
    with subprocess.Popen([*map(str, command)], **options) as run:
        try:
            yield run
        finally:
            run.kill()


def until(there, seconds=PATIENCE):
    """Return a condition's value once it is true, or fail after some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = there()
        if found:
            return found
        time.sleep(0.02)
    pytest.fail("it did not come")


@pytest.mark.sample(2)
@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ["--help"],
        ["compare", "--help"],
        ["cases"],
        *(pytest.param(one, marks=pytest.mark.full) for one in (["strategies"], ["compare", "--worlds", "2"])),
        pytest.param(["compare", "--worlds", "2", "--csv"], marks=pytest.mark.full),
        ["compare", "--worlds", "2", "--json"],
        ["story", "missed-deadline", "recovery-plan"],
        ["evidence", "--json"],
        pytest.param(["evidence"], marks=pytest.mark.full),
    ],
    ids=" ".join,
)
def test_a_reader_that_goes_ends_the_command_quietly(command):
    """A command whose output is cut off, as by `head`, ends silently with the exit code of a closed pipe."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        said = subprocess.run([*MEND, *command], stdout=pipe, stderr=subprocess.PIPE, text=True, check=False)
    assert (said.returncode, said.stderr) == (141, "")


@pytest.mark.slow
def test_a_reader_that_takes_the_first_line_ends_a_long_answer_quietly():
    """A command ends silently if the reader leaves after the first line of more output than a pipe holds."""
    code = (
        "import sys, typer; from sim.cli import main as cli; sys.argv = ['mend', 'spill']; "
        "cli.app.command('spill')(lambda: [typer.echo('x' * 99) for _ in range(20000)]); cli.main()"
    )
    with running(sys.executable, "-c", code, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout.readline() == "x" * 99 + "\n"
        run.stdout.close()
        assert run.stderr.read() == ""
    assert run.returncode == 141


@pytest.mark.slow
def test_a_refusal_that_nobody_reads_is_quiet():
    """An error message is dropped silently if standard error is closed too."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        said = subprocess.run([*MEND, "compare", "--worlds", "0"], stdout=pipe, stderr=pipe, check=False)
    assert said.returncode == 141


@pytest.mark.slow
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")  # noqa: PTH110 - a device
@pytest.mark.parametrize("command", [["cases"], ["evidence", "--json"], ["--help"]], ids=" ".join)
def test_a_full_disk_is_one_clear_line(command):
    """Output that cannot be written is reported in one line, without a traceback."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        said = subprocess.run([*MEND, *command], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert said.returncode == 2
    assert said.stderr == "mend: standard output: cannot be written (No space left on device)\n"


@pytest.mark.slow
def test_a_fault_of_our_own_is_one_line():
    """A bug in the course is reported in one line, with a traceback only in Python's development mode."""
    code = (
        "import sys; from sim.cli import main as cli, comparison_tables as t; "
        "t.print_catalogue = lambda _: {}['one\\ntwo']; sys.argv = ['mend', 'cases']; cli.main()"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout, len(said.stderr.splitlines())) == (1, "", 1)
    assert said.stderr.startswith("mend: this is a fault of the course's, please report it: KeyError: ")
    assert "sim/cli/main.py line " in said.stderr
    asked = subprocess.run([sys.executable, "-X", "dev", "-c", code], capture_output=True, text=True, check=False)
    assert "Traceback" in asked.stderr


@pytest.mark.slow
def test_without_standard_output_a_command_still_runs():
    """A command runs without error if standard output is closed."""
    said = subprocess.run(
        ["/bin/sh", "-c", '"$@" >&-', "sh", *MEND, "cases"], stderr=subprocess.PIPE, text=True, check=False
    )
    assert (said.returncode, said.stderr) == (0, "")


IN_FULL = ("numpy", "pydantic", "sim.catalogue", "sim.cli.main", "rich.table")
MODULES = ["sim", "typer", *(pytest.param(one, marks=pytest.mark.full) for one in IN_FULL)]


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES)
def test_ctrl_c_while_modules_are_loaded_is_one_line(module):
    """Ctrl-C during an import, of whichever module, prints one line."""
    command = [sys.executable, "-c", INTERRUPTED, module, "compare", "--worlds", "2"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout, said.stderr) == (130, "", STOPPED)


@pytest.mark.sample(1)
@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ["compare", "--worlds", "12000"],
        pytest.param(["compare", "--worlds", "12000", "--json"], marks=pytest.mark.full),
        ["evidence", "--draws", "10000"],
        ["sweep", "--axis", "update.week=1,2,3,4,5,6,7,8,9,10,11,12", "--worlds", "20000", "--jobs", "2"],
    ],
    ids=" ".join,
)
def test_ctrl_c_stops_the_work_and_its_processes(command, tmp_path):
    """Ctrl-C during the work prints one line and ends all worker processes."""
    with running(
        *MEND, *command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}, start_new_session=True,
    ) as run:  # fmt: skip
        process = psutil.Process(run.pid)
        shares = command[0] == "sweep" or "--draws" in command
        workers = until(lambda: started(process, 2 if shares else 0))
        os.killpg(run.pid, signal.SIGINT)
        out, err = run.communicate(timeout=PATIENCE)
    assert (run.returncode, out, err) == (130, "", STOPPED)
    until(lambda: not any(worker.is_running() for worker in workers))
    assert list(tmp_path.iterdir()) == []


def started(process, workers):
    """Return the working processes, this one or its workers, once each has used a second of processor time."""
    every = process.children() if workers else [process]
    busy = [one for one in every if sum(one.cpu_times()[:2]) > 1]
    return busy if len(busy) >= max(workers, 1) else None


@pytest.mark.slow
@pytest.mark.parametrize("kernels", [0, 1], ids=["at once", "while the spare kernel starts"])
def test_ctrl_c_stops_the_pages_and_their_kernels(kernels, tmp_path):
    """Ctrl-C soon after the address is printed prints one line, and leaves no kernel and no file."""
    with running(
        *MEND, "workshop", "--app", "--no-browser", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"TMPDIR": str(tmp_path)}, start_new_session=True,
    ) as run:  # fmt: skip
        assert "Open this address" in run.stdout.readline()
        process = psutil.Process(run.pid)
        started = until(lambda: len(process.children()) >= kernels and [process, *process.children()])
        os.killpg(run.pid, signal.SIGINT)
        out, err = run.communicate(timeout=PATIENCE)
    assert (run.returncode, out.strip(), err) == (130, "", STOPPED)
    until(lambda: not any(one.is_running() for one in started))
    assert not any("voila" in path.name for path in tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL], ids=["TERM", "KILL"])
def test_workers_end_with_their_parent(sign, tmp_path):
    """Worker processes end when the command is terminated, by whichever signal."""
    axis = "update.week=1,2,3,4,5,6,7,8,9,10,11,12"
    with running(
        *MEND, "sweep", "--axis", axis, "--worlds", "100000", "--jobs", "2", "--out", tmp_path / "out.csv",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as run:  # fmt: skip
        workers = until(lambda: started(psutil.Process(run.pid), 2))
        run.send_signal(sign)
    until(lambda: not any(worker.is_running() for worker in workers))


@pytest.mark.slow
def test_a_worker_that_dies_is_one_clear_line(tmp_path):
    """A worker killed by the system ends the sweep with one line that gives the reason."""
    axis = "update.week=1,2,3,4,5,6,7,8,9,10,11,12"
    with running(
        *MEND, "sweep", "--axis", axis, "--worlds", "20000", "--jobs", "2", "--out", tmp_path / "out.csv",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as run:  # fmt: skip
        workers = until(lambda: started(psutil.Process(run.pid), 2))
        workers[-1].kill()
        out, err = run.communicate(timeout=PATIENCE)
    assert (run.returncode, out, len(err.splitlines())) == (2, "", 1)
    assert "--worlds" in err
    assert "--jobs" in err
