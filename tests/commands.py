"""Run `mend` in a process of its own, forked from one that has imported it, since importing is slow."""

import atexit
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

# Forks a child for each line that comes in, and answers with the child's exit code.
FORKING = """
import gc, json, os, sys
from sim.base.processes import skip_slow_import
skip_slow_import()
import sim.cli.main, sim.experiments.robustness, sim.cli.comparison_tables, sim.narrative.story, sim.experiments.sweep
import sim.cli.grade, sim.grading.reports.report, sim.grading.running.run, sim.plots
from sim.catalogue import load_strategy, strategy_keys
from sim.texts.words import catalogue

catalogue()
for key in strategy_keys():
    load_strategy(key)
gc.freeze()
for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if not child:
        break
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
else:
    sys.exit()
os.chdir(asked["folder"])
os.environ.clear()
os.environ.update(asked["environment"])
for number, name in enumerate((os.devnull, asked["out"], asked["err"])):
    os.dup2(os.open(name, os.O_RDWR), number)
sys.argv = ["mend", *asked["words"]]
sim.cli.main.main()
"""


def mend(*arguments, cwd=None):
    """Run a command in a process of its own; return its exit code and what it said."""
    words = [*map(str, arguments)]
    if not hasattr(os, "fork"):
        return mend_from_the_start(*words, cwd=cwd)
    with tempfile.TemporaryDirectory() as folder:
        out, err = (Path(folder, name) for name in ("out", "err"))
        for said in (out, err):
            said.touch()
        asked = {"words": words, "folder": str(cwd or Path.cwd()), "environment": dict(os.environ)}
        loaded = _loaded()
        loaded.stdin.write(json.dumps(asked | {"out": str(out), "err": str(err)}) + "\n")
        loaded.stdin.flush()
        code = int(loaded.stdout.readline())
        return subprocess.CompletedProcess(words, code, out.read_text("utf-8"), err.read_text("utf-8"))


def mend_from_the_start(*arguments, cwd=None):
    """Run a command as a person does, from the start of Python on."""
    command = [sys.executable, "-m", "sim.cli.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, encoding="utf-8")


@cache
def _loaded():
    """Start the process that has loaded the command line; it ends with this one."""
    process = subprocess.Popen(
        [sys.executable, "-c", FORKING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(process.communicate)
    return process
