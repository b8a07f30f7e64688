"""The command line, in a separate process."""

import csv
import io
import json

import pytest
from commands import mend, mend_from_the_start
from typer.testing import CliRunner

from sim.catalogue import load_case, strategy_keys
from sim.cli.main import app
from sim.experiments import robustness
from sim.experiments.robustness import robust_ranking
from sim.experiments.simulate import simulate


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [["compare", "--strategies", "silence,flood", "--worlds", 3], ["cases"], ["story", "nowhere", "silence"], []],
    ids=str,
)
def test_a_forked_command_says_what_it_says_from_the_start(arguments):
    """A command in a forked process has the same exit code and output as in a new one."""
    forked, started = mend(*arguments), mend_from_the_start(*arguments)
    assert (forked.returncode, forked.stdout, forked.stderr) == (started.returncode, started.stdout, started.stderr)


@pytest.mark.slow
def test_compare_ranks_all_strategies():
    """`mend compare` ranks every strategy, the best first, with intervals and no progress bar."""
    said = mend("compare", "--worlds", 10)
    assert (said.returncode, said.stderr) == (0, "")
    titles = [line.split("│")[1].strip(" *") for line in said.stdout.splitlines() if line.startswith("│")]
    assert len(titles) == len(strategy_keys())
    assert titles.index("Developing a recovery plan") < titles.index("Say nothing") < titles.index("Daily messages")
    assert "±" in said.stdout
    assert "10 worlds" in said.stdout


@pytest.mark.slow
def test_weeks_to_recover_are_a_number_or_none():
    """If trust recovers in only one of two worlds, the table says so in words instead of giving a number."""
    said = mend("compare", "--strategies", "q-and-a", "--worlds", 2)
    assert "inf" not in said.stdout
    assert "not in 52" in said.stdout


@pytest.mark.slow
def test_json_holds_what_the_library_computes():
    """`--json` gives the same numbers as the library."""
    said = mend("compare", "--strategies", "silence,flood", "--worlds", 8, "--seed", 3, "--weeks", 20, "--json")
    data = json.loads(said.stdout)
    assert [data[name] for name in ("case", "worlds", "seed", "weeks")] == ["missed-deadline", 8, 3, 20]
    assert [row["key"] for row in data["strategies"]] == ["silence", "flood"]
    assert data["strategies"][0]["weeks_to_recover"] is None


@pytest.mark.slow
def test_csv_is_a_table_of_the_same_numbers():
    """`--csv` gives the same numbers, one row for each strategy."""
    said = mend("compare", "--case", "criticised-outreach", "--strategies", "q-and-a", "--worlds", 8, "--csv")
    (row,) = csv.DictReader(io.StringIO(said.stdout))
    expected = simulate("criticised-outreach", "q-and-a", worlds=8).season_trust.mean()
    assert float(row["season_trust"]) == pytest.approx(expected)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_picture_is_saved(tmp_path, ending):
    """The picture is saved to the given path, and no other file is written."""
    path = tmp_path / f"my picture.{ending}"
    said = mend("compare", "--strategies", "silence,flood", "--worlds", 4, "--picture", path)
    assert said.returncode == 0
    assert path.stat().st_size > 1000
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
def test_a_story_is_told():
    """A story has at most 25 lines, and another world gives another story."""
    one, other = (mend("story", "missed-deadline", "recovery-plan", "--world", world) for world in (0, 7))
    assert one.returncode == 0
    assert 5 < len(one.stdout.splitlines()) <= 25
    assert one.stdout != other.stdout


@pytest.mark.slow
def test_the_catalogue_is_listed():
    """Both lists contain everything in the catalogue, with foils marked as warnings."""
    assert "criticised-outreach" in mend("cases").stdout
    listed = mend("strategies").stdout
    assert all(key in listed for key in strategy_keys())
    assert listed.count("(a warning)") == 6


CASE = """
key = "mine"
title = "Mine"
summary = "One partner."
source = "own"
hours_per_day = 6

[[partners]]
name = "Ana"
role = "A patient"
"""


@pytest.mark.slow
def test_own_files_work_wherever_a_key_does(tmp_path):
    """A user's own case and strategy files are compared with shipped ones."""
    (tmp_path / "case.toml").write_text(CASE)
    strategy = 'key = "sorry"\ntitle = "Sorry"\nsummary = "-"\nsource = "own"\n[[acts]]\nact = "apologise"\nweek = 1\n'
    (tmp_path / "sorry.toml").write_text(strategy)
    said = mend("compare", "--case", "case.toml", "--strategies", "sorry.toml,silence", "--worlds", 3, cwd=tmp_path)
    assert "Sorry" in said.stdout
    assert mend("story", "case.toml", "sorry.toml", cwd=tmp_path).returncode == 0


SORRY = 'key = "KEY"\ntitle = "TITLE"\nsummary = "-"\nsource = "own"\n[[acts]]\nact = "apologise"\nweek = 1\n'


@pytest.mark.sample(4)
@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "a,b.toml",
        "a, b.toml",
        ",.toml",
        " space d.toml",
        "-dash.toml",
        "--seed",
        "ação.toml",
        "[a-b]*?.toml",
        "a,silence",
    ],
)
def test_a_file_may_be_called_anything(tmp_path, name):
    """File names may contain commas, spaces, dashes, other alphabets and shell characters."""
    (tmp_path / name).write_text(SORRY.replace("KEY", "sorry"))
    for listed in (name, f"{name},silence", f"silence,{name}", f"silence,{name},flood"):
        said = mend("compare", "--strategies", listed, "--worlds", 2, "--weeks", 4, "--json", cwd=tmp_path)
        assert said.returncode == 0, said.stderr
        keys = {row["key"] for row in json.loads(said.stdout)["strategies"]}
        assert keys == {"sorry", *listed.replace(name, "sorry").split(",")}
    (tmp_path / name).write_text(CASE)
    own = ("compare", "--case", name, "--strategies", "silence", "--worlds", 2, "--weeks", 4)
    assert mend(*own, cwd=tmp_path).returncode == 0
    assert mend("story", "--", name, "silence", cwd=tmp_path).returncode == 0


@pytest.mark.slow
def test_a_title_is_no_markup(tmp_path):
    """Brackets and colons in titles are printed as they are."""
    (tmp_path / "case.toml").write_text(CASE.replace('"Mine"', '"Mine [/b] :smile:"'))
    (tmp_path / "sorry.toml").write_text(SORRY.replace("KEY", "sorry").replace("TITLE", "Sorry [red] [/x] :cat:"))
    said = mend("compare", "--case", "case.toml", "--strategies", "sorry.toml", "--worlds", 2, cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert "Sorry [red] [/x] :cat:" in said.stdout
    assert "Mine [/b] :smile:" in said.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["compare", "--worlds", 0], "worlds (= 0) must be at least 1"),
        (["compare", "--weeks", -3], "weeks (= -3) must be between 4 and 156"),
        (["compare", "--seed", -1], "seed (= -1) must be 0 or more"),
        (["compare", "--worlds", 2_000_000_000], "worlds (= 2000000000) must be at most 100,000"),
        (["compare", "--worlds", 90_000], "worlds (= 90000) must be at most 12,413 for 19 strategies, 8 partners"),
        (["compare", "--seed", 2**63], f"seed (= {2**63}) must be at most {2**63 - 1:,}"),
        (["story", "missed-deadline", "silence", "--world", 2**63], f"world (= {2**63}) must be at most"),
        (["story", "missed-deadline", "silence", "--seed", 2**63], f"seed (= {2**63}) must be at most"),
        (["sweep", "--axis", "update.week=1", "--worlds", 10**9], "worlds (= 1000000000) must be at most 100,000"),
        (["sweep", "--axis", "update.week=1", "--jobs", 65], "jobs (= 65) must be between 1 and 64"),
        (["evidence", "--draws", 10**6], "draws (= 1000000) must be between 1 and 10000"),
        (["workshop", "--port", 10**6], "port (= 1000000) must be between 1 and 65535"),
        (["compare", "--worlds", "many"], "'--worlds'"),
        (["compare", "--worlds", "nan"], "'--worlds'"),
        (["compare", "--worlds", "1e3"], "'--worlds'"),
        (["compare", "--nonsense"], "--nonsense"),
        (["story", "missed-deadline"], "strategy"),
        (["nonsense"], "nonsense"),
        (["evidence", "--set", "appology=0.3"], "apology"),
        (["evidence", "--set", "apology=nan"], "apology"),
        (["compare", "--case", "mised-deadline"], "missed-deadline"),
        (["compare", "--case", "nowhere.toml"], "nowhere.toml"),
        (["compare", "--case", "tests"], "tests"),
        (["compare", "--case", "constraints.txt"], "constraints.txt"),
        (["compare", "--strategies", "flod"], "flood"),
        (["compare", "--strategies", "flood,flood"], "flood"),
        (["compare", "--json", "--csv"], "--json and --csv"),
        (["compare", "--worlds", 2, "--picture", "nowhere/picture.png"], "nowhere"),
        (["compare", "--worlds", 2, "--picture", "picture.docx"], "picture.docx"),
        (["compare", "--worlds", 2, "--picture", "tests"], "tests"),
        (["story", "missed-deadline", "silence", "--world", -1], "world (= -1) must be 0 or more"),
        (["story", "missed-deadline", "silense"], "silence"),
        (["grade", "nowhere"], "nowhere"),
        (["grade", "pyproject.toml", "--masters", "nowhere"], "nowhere"),
        (["grade", "no\nwhere", "--masters", "exercises/masters"], "no\\nwhere"),
        (["release", "--masters", "nowhere"], "nowhere"),
    ],
)
def test_bad_input_is_one_clear_line(arguments, names, root):
    """Wrong input is refused in one line that names it, with exit code 2 and no traceback."""
    said = mend(*arguments, cwd=root)
    assert said.returncode == 2
    assert said.stdout == ""
    assert len(said.stderr.splitlines()) == 1
    assert names in said.stderr


TIE = '[[ties]]\nbetween = ["Ana", "Bo"]\n'
TWICE = '[[partners]]\nname = "Ana"\nrole = "Another"\n'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "names"),
    [
        (CASE.split("[[partners]]", maxsplit=1)[0], "partners"),
        (CASE + TIE, "'Bo', who is no partner here"),
        (CASE + TWICE, "two partners are called 'Ana'"),
        (CASE.replace('"Ana"', '"affected"'), "which acts use for a group"),
        (CASE.replace("6", "nan"), "hours_per_day"),
        (CASE.replace("6", "-1"), "hours_per_day"),
        (CASE.replace('title = "Mine"', "title = Mine"), "line 3"),
        (CASE + "trust = 1.4\n", "trust"),
    ],
)
def test_a_bad_case_is_one_clear_line(text, names, tmp_path):
    """An invalid case is refused with file, entry and what is allowed."""
    path = tmp_path / "case.toml"
    path.write_text(text)
    said = mend("compare", "--case", path)
    assert (said.returncode, said.stdout, len(said.stderr.splitlines())) == (2, "", 1)
    assert "case.toml" in said.stderr
    assert names in said.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("act", "names"),
    [
        ('act = "thank"\n', "exactly one of day, week or when"),
        ('act = "update"\nweek = 1\nevery_weeks = 0\n', "every_weeks"),
        ('act = "thank"\nweek = 1\nto = ["Nobody"]\n', "Nobody"),
        ('act = "apologize"\nweek = 1\n', "apologise"),
    ],
)
def test_a_bad_act_is_one_clear_line(act, names, tmp_path):
    """An invalid act is refused with its place and what is allowed."""
    path = tmp_path / "plan.toml"
    path.write_text(f'key = "p"\ntitle = "P"\nsummary = "-"\nsource = "own"\n[[acts]]\n{act}')
    said = mend("compare", "--strategies", path, "--worlds", 2)
    assert (said.returncode, said.stdout, len(said.stderr.splitlines())) == (2, "", 1)
    assert names in said.stderr


WEEKS = 8  # enough for a ranking, which plausible models play a hundred times


@pytest.mark.full
@pytest.mark.slow
def test_robust_says_how_far_a_rank_can_be_trusted():
    """`--robust` adds two columns with the share of plausible models in which each rank holds."""
    said = mend("compare", "--strategies", "silence,flood", "--worlds", 4, "--weeks", WEEKS, "--robust")
    assert said.returncode == 0
    assert "100 %" in said.stdout


@pytest.mark.slow
def test_robust_reaches_programs_and_spreadsheets(monkeypatch):
    """`--robust` also adds its figures to JSON and CSV, in the ranking's order."""
    played = {}  # all three ask for the same plausible models, which are played once

    def once(shipped, doubts=robustness.doubts, **how):
        keys = tuple(one.strategy.key for one in shipped.outcomes)
        return played.get(keys) or played.setdefault(keys, doubts(shipped, **how))

    monkeypatch.setattr(robustness, "doubts", once)
    asked = ["compare", "--strategies", "silence,flood,q-and-a", "--worlds", "4", "--weeks", str(WEEKS), "--robust"]

    def told(how):
        return CliRunner().invoke(app, [*asked, how], catch_exceptions=False).stdout

    first, second, last = json.loads(told("--json"))["strategies"]
    keys = [row["key"] for row in (first, second, last)]
    in_the_order_asked = ["silence", "flood", "q-and-a"]
    places = robust_ranking(load_case("missed-deadline").for_weeks(WEEKS), in_the_order_asked, worlds=4)
    assert [place.key for place in places] == keys
    assert (first["above_next"], first["above_next_too_small"]) == (places[0].next_below.share, False)
    assert (first["below_best"], first["below_best_too_small"]) == (None, None)
    assert (second["below_best"], last["below_best"]) == (places[1].best_above.share, places[2].best_above.share)
    assert (last["above_next"], last["above_next_too_small"]) == (None, None)
    rows = list(csv.DictReader(io.StringIO(told("--csv"))))
    assert [row["key"] for row in rows] == keys
    assert float(rows[1]["above_next"]) == second["above_next"]
    assert (rows[0]["below_best"], rows[0]["above_next_too_small"]) == ("", "False")


@pytest.mark.slow
def test_without_robust_nothing_is_said_of_it():
    """Without `--robust`, JSON has the scoreboard's keys and the remarks, and nothing on robustness."""
    (row,) = json.loads(mend("compare", "--strategies", "silence", "--worlds", 2, "--json").stdout)["strategies"]
    assert set(row) == {*simulate("missed-deadline", "silence", worlds=2).summary(), "remarks"}


@pytest.mark.slow
def test_a_grid_of_strategies_becomes_a_table(tmp_path):
    """A sweep writes one row for its base and each point of its grid."""
    axes = ("--axis", "update.every_weeks=1,4", "--axis", "apologise.day=2,11")
    said = mend("sweep", *axes, "--worlds", 2, "--out", tmp_path / "grid.csv")
    assert said.returncode == 0
    assert len(list(csv.DictReader((tmp_path / "grid.csv").open(encoding="utf-8")))) == 5  # with the base
