"""The launch page: the commands, buttons and messages that it names exist."""

import re

import pytest
import typer
from conftest import ROOT

from sim.cli.main import app
from sim.texts import words

PAGE = (ROOT / "docs" / "facilitator" / "launch.md").read_text(encoding="utf-8")
TYPED = re.findall(r"`([^`]+)`", PAGE)
# Where a program's own words stand.
SAID = ("sim/texts/words.toml", "sim/texts/reports.toml", "sim/texts/site.toml", "setting_up.py")


def options(command):
    """Return the long options of a command, for each of its spellings."""
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}


@pytest.mark.parametrize("typed", [typed for typed in TYPED if "mend " in typed])
def test_commands_exist(typed):
    """Each command on the page exists, with its options."""
    name, *rest = typed.split("mend ")[1].split()
    command = typer.main.get_command(app).commands[name]
    assert {word for word in rest if word.startswith("--")} <= options(command)


def test_what_is_started_exists():
    """The names after `make` and `python` exist."""
    started = [typed.split() for typed in TYPED if typed.startswith(("make ", "python "))]
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    workshop = options(typer.main.get_command(app).commands["workshop"])
    assert {tool for tool, *_ in started} == {"make", "python"}
    for tool, name, *rest in started:
        assert name in targets if tool == "make" else (ROOT / name).is_file()
        assert set(rest) <= workshop


def test_what_it_quotes_is_said_by_the_course():
    """Quoted buttons and messages occur in the course word for word, with … for what varies."""
    said = " ".join((ROOT / place).read_text(encoding="utf-8") for place in SAID)
    quoted = [part for quote in re.findall(r"“([^”]+)”", PAGE) if quote != "make" for part in quote.split("…")]
    assert len(quoted) > 8
    assert [part for part in quoted if part not in said] == []
    assert words.say("keeper.download") in quoted


@pytest.mark.parametrize(
    "trouble",
    [
        "No net",
        "Binder is full",
        "server is gone",
        "port … is taken",
        "without Python",
        "A phone",
        "projector",
        "power",
    ],
)
def test_each_trouble_has_one_step(trouble):
    """Each problem has a row that says what to do."""
    table = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
    steps = [step for seen, step in table if trouble in seen]
    assert len(steps) == 1
    assert steps[0].endswith(".")


def test_the_notes_lead_to_it():
    """The notes for facilitators link to the launch page in the part on the week before."""
    notes = (ROOT / "docs" / "facilitator" / "README.md").read_text(encoding="utf-8")
    assert "(launch.md)" in notes.split("## The week before")[1].split("\n## ")[0]
