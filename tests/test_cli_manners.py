"""What people expect of any command line: version, help, completion, groups, confirmations, and any terminal."""

import io
import re

import pytest
import typer
from typer.testing import CliRunner

from sim.base import terminal
from sim.catalogue import honest_keys, load_strategy, strategy_groups, strategy_keys
from sim.cli import main
from sim.cli.comparison_tables import listed
from sim.cli.completion import complete_case, complete_strategies
from sim.cli.which_world import WORLDS, world_of
from sim.exercises.exercise import load_exercise
from sim.experiments.comparison import compare
from sim.experiments.simulate import simulate
from sim.model.version import MODEL_VERSION
from sim.texts.words import catalogue
from tests.worlds import code_of


def said(*words, **environment):
    """Run a command in this process; return its exit code and what it printed."""
    result = CliRunner().invoke(main.app, [*map(str, words)], env=environment, prog_name="mend")
    return result.exit_code, result.stdout


def test_the_version_is_told():
    """`mend --version` names the versions of course and model."""
    assert said("--version") == (0, f"mend 0.1.0, model version {MODEL_VERSION}\n")


@pytest.mark.parametrize("command", [[], ["compare"], ["check"]])
def test_h_is_help(command, capsys):
    """-h says what --help says; behind -- it is a name like others."""
    told = []
    for option in ("-h", "--help"):
        assert main.run([*command, option]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] != ""
    assert main.run(["story", "--", "-h", "silence"]) == 2


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("mend compare --case missed-del", ["missed-deliveries"]),
        ("mend story silent", ["silent-study"]),
        ("mend story silent-study escu", ["escuta-ativa"]),
        ("mend compare --strategies silence,doc", ["silence,documented"]),
        ("mend sweep --base recov", ["recovery-plan"]),
        ("mend report --case silent", ["silent-study"]),
        ("mend handout --strategies silence,fo", ["silence,foils"]),
        ("mend search --measure partners_k", ["partners_kept"]),
        ("mend story silent-study silence --world w", ["worst"]),
    ],
)
def test_keys_are_completed(typed, offered):
    """A shell that has the completion is given the keys that begin so."""
    environment = {"_MEND_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    assert said(**environment)[1].split() == offered


def test_all_keys_are_offered_for_completion():
    """Without a letter, all keys and groups are offered."""
    assert complete_case("")[0] == "missed-deadline"
    assert complete_strategies("") == [*strategy_keys(), *honest_keys(), *strategy_groups()]


@pytest.mark.parametrize("group", strategy_groups())
def test_a_group_is_named_by_its_word(group):
    """The word of a group stands for its strategies, each of them documented or not, and once."""
    keys = strategy_groups()[group]
    assert listed(group) == listed(f"{group},{keys[0]}") == [*keys]
    documented = {load_strategy(key).documented for key in keys}
    assert documented == {"documented": {True}, "foils": {False}, "honest": {False}, "all": {True, False}}[group]


def test_no_key_is_the_word_of_a_group():
    """A group's word is the key of nothing that ships."""
    assert not {*strategy_groups()} & {*strategy_keys(), *honest_keys()}


@pytest.mark.long
def test_a_written_picture_is_confirmed(tmp_path):
    """A line tells the file, apart from what programs read."""
    picture = tmp_path / "p.svg"
    arguments = ("compare", "--worlds", 2, "--strategies", "silence,flood", "--picture", picture)
    assert f"{picture}: written" in said(*arguments)[1]
    assert f"{picture}: written" not in said(*arguments, "--csv")[1]


@pytest.mark.long
def test_a_story_is_told_of_the_typical_the_worst_and_the_best_year():
    """The world that is told is the one it is said to be."""
    values = simulate("missed-deadline", "recovery-plan", worlds=WORLDS, seed=1).each("partnership")
    numbers = {
        word: world_of(word, "missed-deadline", "recovery-plan", seed=1)[0] for word in ("typical", "worst", "best")
    }
    assert (values[numbers["worst"]], values[numbers["best"]]) == (values.min(), values.max())
    middle = abs(values[numbers["typical"]] - sorted(values)[WORLDS // 2])
    assert middle <= abs(values - sorted(values)[WORLDS // 2]).min() + 0.01
    code, told = said("story", "missed-deadline", "recovery-plan", "--world", "worst", "--seed", 1)
    assert (code, told.partition(" of 200")[0]) == (0, f"World {numbers['worst']}")


def test_a_world_that_is_none_is_one_clear_line(capsys):
    """Another word is refused with those that there are."""
    assert main.run(["story", "missed-deadline", "silence", "--world", "odd"]) == 2
    assert "world is 'odd' but must be a whole number, typical, worst or best" in capsys.readouterr().err


FEW = ("--worlds", 2, "--strategies", "silence,flood")
WRITING = {
    "compare": ("compare", *FEW, "--picture", "p.svg"),
    "handout": ("handout", "--case", "missed-deadline", *FEW),
    "new": ("new", "case"),
    "report": ("report", *FEW, "--draws", 1),
    "schema": ("schema", "strategy", "--out", "s.json"),
    "sweep": ("sweep", "--worlds", 1, "--base", "silence", "--axis", "update.week=1"),
    "board": ("board", "codes.txt"),
    "tables": None,  # the commands of those who build the course are tested where they write
    "links": None,
    "release": None,
    "masters": None,
    "grade": None,
    "marks": None,
    "fill": None,
}


@pytest.mark.long
@pytest.mark.parametrize("command", [name for name, words in WRITING.items() if words])
def test_each_written_file_is_confirmed(command, tmp_path, monkeypatch):
    """A command names each file that it has written, and writes no other."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "codes.txt").write_text(f"otter: {code_of('silence', load_exercise('ex08').questions[0])}")
    code, told = said(*WRITING[command])
    written = {path.name for path in tmp_path.iterdir()} - {"codes.txt"}
    assert (code, len(written)) == (0, 1), told
    assert f"{written.pop()}:" in told


def test_every_writing_command_is_looked_at():
    """A command with a file to write has its row above."""
    outs = {"--out", "--picture", "--save", "--into", "--new-seeds"}
    writes = {
        name
        for name, command in typer.main.get_command(main.app).commands.items()
        if outs & {option for parameter in command.params for option in parameter.opts}
    }
    assert writes <= {*WRITING}


def test_all_signs_of_our_texts_have_letters():
    """Each sign in a text of ours has something that stands for it where a terminal has only ASCII."""

    def texts(value):
        return (
            [value]
            if isinstance(value, str)
            else [one for part in getattr(value, "values", lambda: value)() for one in texts(part)]
        )

    signs = {sign for text in texts(catalogue()) for sign in text if not sign.isascii()}
    lost = {sign for sign in signs if "?" in terminal.in_plain_letters(sign, "ascii")}
    assert lost == set()


@pytest.mark.parametrize(
    "command", [("story", "missed-deadline", "flood"), ("cases",), ("compare", *FEW), ("strategies",)]
)
@pytest.mark.parametrize("columns", [40, 80])
def test_columns_and_no_color_are_obeyed_by_commands(command, columns, monkeypatch):
    """In a terminal no line is wider than COLUMNS, and with NO_COLOR none has a colour."""
    written = io.StringIO()
    monkeypatch.setattr(written, "isatty", lambda: True, raising=False)
    for name, value in {"COLUMNS": str(columns), "NO_COLOR": "1", "TERM": "xterm-256color"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(terminal.sys, "stdout", written)
    assert main.run([*map(str, command)]) == 0
    lines = written.getvalue().splitlines()
    assert not re.search(r"\x1b\[[0-9;]*3\d", written.getvalue())
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines) <= columns
    assert len(lines) > 5


def test_progress_is_told_within_one_long_run():
    """Of more worlds than one block, each block is told."""
    heard = []
    compare("missed-deadline", ["silence"], worlds=1025, progress=lambda *told: heard.append(told))
    assert heard == [(1, 2), (2, 2)]


@pytest.mark.slow
def test_jobs_change_nothing():
    """Two processes give the ranking of one."""
    asked = ("compare", *FEW, "--csv")
    assert said(*asked) == said(*asked, "--jobs", 2)


def test_a_terminal_without_signs_gets_letters(monkeypatch):
    """In ASCII a table keeps its columns, its ± and its quotes in letters, and no sign is lost."""
    written = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="plain_letters")
    monkeypatch.setattr(terminal.sys, "stdout", written)
    terminal.print_table(
        ["“Plan”", "Trust"], [["Olá", "46.0 ± 3.7"]], title="A \u22121 B", caption="Until…", right=["Trust"]
    )
    written.seek(0)
    lines = written.read().splitlines()
    rows = [line for line in lines if line.startswith(("|", "+"))]
    assert len({len(row) for row in rows}) == 1
    assert '"Plan"' in rows[1]
    assert "| Ola    | 46.0 +/- 3.7 |" in rows
    assert "?" not in "".join(lines)


@pytest.mark.parametrize(("columns", "widest"), [("40", 40), ("70", 70)])
def test_columns_are_obeyed_where_there_is_a_terminal(columns, widest, monkeypatch):
    """A table in a terminal is as wide as COLUMNS says."""
    written = io.StringIO()
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(written, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(terminal.sys, "stdout", written)
    terminal.print_table(
        ["Plan", "What it says"], [["Silence", "Say nothing and hope that it blows over. " * 3]], title="", caption=""
    )
    assert max(map(len, re.sub(r"\x1b\[[0-9;]*m", "", written.getvalue()).splitlines())) <= widest


def test_no_color_is_obeyed(monkeypatch):
    """With NO_COLOR no colour is written, even where a terminal would show it."""
    written = io.StringIO()
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(terminal.sys, "stdout", written)
    terminal.print_table(["Plan"], [[terminal.Text("Silence", style="red")]], title="A", caption="B")
    assert "\x1b[31m" not in written.getvalue()
