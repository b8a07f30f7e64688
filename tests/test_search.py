"""The search that tries to cheat: what it can reach, what it finds, and the table of each act alone."""

import json
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from commands import mend

from sim.base.errors import BadInput
from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.cli.search_command import search_told, spam_told
from sim.experiments.plan_space import MOVES, PlanSpace, happenings, plan_of
from sim.experiments.search import documented, search
from sim.experiments.simulate import simulate
from sim.experiments.spam import alone, spam
from sim.lab.panels.editor import controls_of
from sim.lab.panels.plan_words import plan_in_words
from sim.lab.session.draft import Draft, new_act
from sim.lab.session.strategy_code import from_code
from sim.model.acts import ACTS
from sim.model.version import MODEL_VERSION, version_told
from sim.texts.words import trust
from tests.worlds import plan, small_case

PROMISES = {"act": "promise", "week": 0, "count": 30, "hours": 0.1}
EXPLAINING = {"act": "explain", "week": 0, "every_weeks": 1}


def drawn(within, count=4000):
    """Return acts that are drawn at random."""
    rng = Random(0)  # noqa: S311 - no secret
    space = PlanSpace(load_case("missed-deadline"), within)
    return [space.draw_act(rng) for _ in range(count)]


# What it can reach


@pytest.mark.slow
@pytest.mark.parametrize("kind", ACTS)
def test_the_lab_is_what_its_controls_offer(kind):
    """Within the lab each field says just what its control offers."""
    space, draft = PlanSpace(small_case(), "lab"), Draft("Mine", (new_act(kind),))
    offered = {one.field: list(one.offered) for one in controls_of(draft, 0, small_case()) if one.field}
    for name, values in (space.fields[kind] | space.timing).items():
        if name in offered and name != "when":
            assert sorted(map(str, values.values)) == sorted(map(str, offered[name]))


@pytest.mark.parametrize("within", ["all", "lab"])
def test_every_act_and_field_is_tried(within):
    """No act and no field of its own is left out."""
    acts = drawn(within)
    said = {(act["act"], name) for act in acts for name in act}
    own = {(kind, name) for kind, fields in PlanSpace(small_case(), within).fields.items() for name in fields}
    assert own <= said
    assert {act["act"] for act in acts} == set(ACTS)
    assert {"week", "when", "every_weeks", "to"} <= {name for _, name in said}


@pytest.mark.long
def test_known_cheats_can_be_reached():
    """Thirty promises of minutes, and the same explanation every week, are among the acts that are drawn."""
    acts = drawn("all")
    assert any(act["act"] == "promise" and act.get("count") == 30 and act.get("hours", 30) <= 0.2 for act in acts)
    weekly = [act for act in acts if act["act"] == "explain" and 0.8 <= act.get("every_weeks", 0) <= 1.2]
    assert any(act.get("cause", "own") == "own" for act in weekly)
    assert not any(act.get("hours", 30) < 4 for act in drawn("lab"))


@pytest.mark.parametrize("within", ["all", "lab"])
def test_moves_lead_to_plans(within):
    """From any shipped strategy, and from nothing, most moves lead to a plan that can be played."""
    rng = Random(1)  # noqa: S311 - no secret
    space = PlanSpace(load_case("missed-deadline"), within)
    starts = [(), *(plan_of(load_strategy(key)) for key in strategy_keys())]
    for move in MOVES:
        made = [space.strategy(move(space, start, rng)) for start in starts for _ in range(5)]
        assert sum(one is not None for one in made) > 0.8 * len(made), move.__name__


def test_what_happens_too_often_is_not_tried():
    """Thirty promises a day are counted, not played."""
    case, many = load_case("missed-deadline"), PROMISES | {"every_weeks": 0.2}
    assert happenings(plan(many), case) == 31 * 260
    assert PlanSpace(case, most=800).strategy((many,)) is None
    assert PlanSpace(case, most=800).strategy(({"act": "thank"},)) is None


# What it finds


@pytest.fixture(scope="module")
def found():
    """Return what a small search finds."""
    return search(small_case(), evaluations=150, restarts=2, worlds=4, seed=3)


@pytest.mark.slow
def test_the_same_seed_finds_the_same_whoever_plays(found):
    """Threads change nothing."""
    with ThreadPoolExecutor(2) as pool:
        again = search(small_case(), evaluations=150, restarts=2, worlds=4, seed=3, executor=pool)
    assert again.as_data() == found.as_data()
    assert found.as_data()["model_version"] == MODEL_VERSION
    assert f"{version_told()}." in search_told(found)[-1]


@pytest.mark.slow
def test_it_is_measured_in_worlds_that_nobody_has_seen(found):
    """The figure is that of 200 worlds of another seed, and so are those of all that it is held against."""
    again = simulate(small_case(), found.best.strategy, worlds=200, seed=5)
    assert found.best.season_trust.mean() == again.season_trust.mean()
    assert {one.strategy.key for one in found.known} == {one.key for one in documented()}
    assert found.evaluations == 150


@pytest.mark.slow
def test_it_is_no_worse_than_known_cheats(found):
    """What is known by hand is no better than what a few evaluations find."""
    for act in (PROMISES, EXPLAINING):
        cheat = simulate(small_case(), plan(act), worlds=200, seed=5).each("partnership").mean()
        assert found.best.each("partnership").mean() >= cheat - 0.01


def test_less_is_better_where_it_is():
    """A search for few staff hours finds a plan that takes fewer than any documented strategy."""
    few = search(small_case(weeks=4), measure="staff_hours", evaluations=30, restarts=2, worlds=2, within="lab")
    assert few.ahead.interval.mean < 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"measure": "luck"}, "there is no measure 'luck'; there are partnership"),
        ({"measure": "weeks_to_recover"}, "there is no measure 'weeks_to_recover'"),
        ({"within": "labs"}, "there is no reach 'labs'; did you mean 'lab'?"),
        ({"evaluations": 0}, r"evaluations \(= 0\) must be at least 1"),
        ({"evaluations": 4, "restarts": 5}, r"restarts \(= 5\) must be at most 4"),
        ({"worlds": 10**6}, r"worlds \(= 1000000\) must be at most 5,555 for 3,600 plans"),
        ({"others": ["nobody"]}, "there is no strategy 'nobody'"),
    ],
)
def test_what_cannot_be_searched(asked, said):
    """A wrong number or name is refused in one line before anything is played."""
    with pytest.raises(BadInput, match=said):
        search(small_case(), **asked)


@pytest.mark.slow
def test_the_command_says_it_in_words():
    """The plan is told act by act, then held against the known ones; JSON holds the same."""
    asked = ["search", "--evaluations", 8, "--restarts", 1, "--worlds", 1, "--against", "silence"]
    said, data = mend(*asked), json.loads(mend(*asked, "--json").stdout)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.splitlines()[1 : 1 + len(data["words"])] == data["words"]
    assert "This plan less the best of the known ones" in said.stdout
    assert "silence" in {one["key"] for one in data["known"]}


def test_a_plan_in_words_names_what_is_not_as_usual():
    """When, how often, how long, for whom and what; nothing of what is as usual."""
    act = PROMISES | {"every_weeks": 2, "until": 8, "to": ["affected"], "dated": False}
    (line,) = plan_in_words(plan(act))
    when, _, options = line.partition(" (Give")
    assert when == "1. Promise, from the first week, then every 2 weeks (for: those who were let down), until week 8"
    assert options == " dates: No; New promises: 30; Hours that the work takes: 0.1)"


# Each act alone


def test_each_act_is_tried_alone_at_four_rhythms():
    """Every act, as usual and with each option, on the first day and three times over."""
    rows = [row for row, _ in alone(small_case())]
    assert {row["act"] for row in rows} == set(ACTS)
    assert {row.get("every_weeks") for row in rows} == {None, 4, 1, 0.2}
    assert {"act": "listen", "day": 1, "every_weeks": 0.2, "channel": "webinar"} in rows
    assert len(rows) == len({json.dumps(row, sort_keys=True) for row in rows})


@pytest.mark.slow
def test_the_table_is_that_of_simulations_by_hand():
    """Best first, held against the middle of the documented strategies."""
    case = small_case(weeks=4)
    table = spam(case, worlds=2)
    gaps = [row.above for row in table.rows]
    assert gaps == sorted(gaps, reverse=True)
    best = table.rows[0]
    by_hand = simulate(case, plan(best.act), worlds=2).each("partnership").mean()
    assert best.interval.mean == by_hand == pytest.approx(table.middle + best.above)
    assert len(table.above) == sum(gap > 0 for gap in gaps)
    assert table.as_data()["model_version"] == MODEL_VERSION
    assert spam_told(table)[1].endswith(f"{version_told()}.")


# The page


@pytest.mark.slow
def test_the_page_belongs_to_this_model(root):
    """The plans of docs/search.md, played anew, come out as it says: else make it anew."""
    page = (root / "docs" / "search.md").read_text(encoding="utf-8")
    parts = page.partition("## Each act alone")[0].split("\n### ")[1:]
    assert {case for part in parts for case in case_keys() if part.startswith(load_case(case).title)} == {*case_keys()}
    for part in parts:
        code = from_code(next(line.strip() for line in part.splitlines() if line.startswith("    MB1")))
        seed = int(part.rpartition("(seed ")[2].partition(")")[0])
        outcome = simulate(code.case, code.strategy, worlds=200, seed=seed)
        kept = f"{outcome.partners_kept.mean():.1f} of {len(outcome.case.partners)} partners kept"
        value = trust(outcome.each("partnership").mean(), 1)
        assert f"- This plan: {kept}, partnership over the year {value} ±" in part
