"""Robustness: rankings under other plausible parameters, and which parameters drive them."""

import re
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
import pytest

from sim.base.errors import BadInput
from sim.experiments import robustness as doubting
from sim.experiments import sensitivity as assumptions
from sim.experiments.comparison import Difference, compare
from sim.experiments.evidence.checking import WORLDS
from sim.experiments.evidence.draws import plausible
from sim.experiments.robustness import PairOrder, columns, percent, robust_ranking, robustness
from sim.experiments.sensitivity import sensitivity
from sim.experiments.simulate import simulate
from sim.model.outcome import Interval
from sim.model.parameters import ranges
from sim.texts.words import MINUS
from tests.worlds import plan, small_case
from tools import robustness_page

THANKS = {"act": "thank", "week": 1}
SMALL = "the difference is too small to matter"

needs_salib = pytest.mark.skipif(find_spec("SALib") is None, reason="SALib is not installed (extra: bench)")


def order(mean, higher, *gaps):
    """Return an order with this mean difference and number of higher worlds, of 200."""
    return PairOrder(Difference("final_trust", Interval(mean, 0.01), higher, 200), gaps)


# One against another


def test_the_share_is_that_of_simulations_by_hand():
    """The share equals that of simulating both strategies directly under each plausible parameter set."""
    case = small_case()
    one, other = plan({"act": "listen", "week": 1}, key="one"), plan({"act": "update", "week": 1}, key="other")
    found = robustness(case, one, other, draws=6, worlds=5, worlds_a_draw=3, seed=2)
    gaps = [
        np.subtract(*(
            simulate(case, strategy, worlds=range(3 * k, 3 * k + 3), seed=2, parameters=model).final_trust.mean()
            for strategy in (one, other)
        ))
        for k, model in enumerate(plausible(6, 2))
    ]  # fmt: skip
    assert found.final.gaps == pytest.approx(gaps, abs=1e-15)
    assert found.final.share == np.mean(np.array(gaps) > 0)
    shipped = compare(case, [one, other], worlds=5, seed=2)
    assert found.season.shipped == shipped.difference("one", "other", "partnership")
    assert found.final.shipped == shipped.difference("one", "other", "final_trust")


@pytest.mark.slow
def test_a_foil_is_below_in_every_model():
    """Flooding partners with messages ranks below an honest plan under all parameter sets."""
    found = robustness("missed-deadline", "own-the-delay", "flood", draws=8, worlds=20)
    assert (found.final.share, found.season.share, found.final.too_small_share) == (1, 1, 0)
    assert str(found).startswith("Own the delay ends above flood in 20 of 20 worlds, and in 100 % of plausible models.")


def test_a_strategy_does_not_stand_above_itself():
    """A strategy never ranks above the same acts under another key."""
    found = robustness(small_case(), plan(THANKS, key="a"), plan(THANKS, key="b"), draws=3, worlds=4, worlds_a_draw=2)
    assert str(found) == (
        "A ends above b in 0 of 4 worlds, and in 0 % of plausible models. "
        "The difference (0.0) is too small to matter. "
        "Over the season, a stands above b in 0 of 4 worlds, and in 0 % of plausible models. "
        "The difference (0.0) is too small to matter."
    )


LITTLE = f"The difference ({MINUS}1.9) is too small to matter."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (order(0.05, 173, 0.05, 0.05, -0.05, 0.05), "in 173 of 200 worlds, and in 75 % of plausible models."),
        (
            order(0.05, 173, 0.05, 0.019, -0.019, 0.02),
            f"in 173 of 200 worlds, and in 75 % of plausible models. In 50 % of models {SMALL}.",
        ),
        (
            order(-0.019, 80, 0.05, -0.05),
            f"in 80 of 200 worlds, and in 50 % of plausible models. {LITTLE}",
        ),
    ],
)  # fmt: skip
def test_what_is_told(found, said):
    """Sentences give worlds and models, and call a difference under .02, but not .02, too small to matter."""
    assert found.sentence("One ends above two") == f"One ends above two {said}"


def test_an_executor_changes_nothing():
    """Robustness is the same with and without an executor."""
    asked = {"draws": 7, "worlds": 4, "worlds_a_draw": 2}
    alone = robustness(small_case(), "silence", plan(THANKS), **asked)
    with ThreadPoolExecutor(2) as pool:
        assert robustness(small_case(), "silence", plan(THANKS), **asked, executor=pool) == alone


@pytest.mark.parametrize("name", ["draws", "worlds_a_draw", "worlds"])
def test_nothing_is_no_number_of_draws(name):
    """Fewer than one draw is refused in one line."""
    with pytest.raises(BadInput) as error:
        robustness(small_case(), "silence", plan(THANKS), **{"draws": 1, "worlds": 1, name: 0})
    assert str(error.value) == f"{name} (= 0) must be at least 1"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"draws": 1.5}, "draws (= 1.5) must be a whole number"),
        ({"draws": True}, "draws (= True) must be a whole number"),
        ({"draws": 10_001}, "draws (= 10001) must be at most 10,000"),
        ({"worlds_a_draw": "x"}, "worlds_a_draw (= 'x') must be a whole number"),
        ({"worlds_a_draw": 10**6}, "worlds_a_draw (= 1000000) must be at most 100,000"),
        ({"draws": 10_000, "worlds_a_draw": 10_000}, "worlds_a_draw (= 10000) must be at most 1,000 for 10,000 draws"),
        ({"seed": None}, "seed (= None) must be a whole number"),
        ({"worlds": 2.0}, "worlds (= 2.0) must be a whole number"),
    ],
)  # fmt: skip
def test_what_is_no_number_of_draws(asked, said):
    """A number of draws that is not whole or too large is refused before anything is simulated."""
    with pytest.raises(BadInput, match=f"^{re.escape(said)}"):
        robustness(small_case(), "silence", plan(THANKS), **{"draws": 1, "worlds": 1} | asked)


@needs_salib
@pytest.mark.parametrize(
    ("paths", "said"),
    [(1, "must be at least 2"), (2.5, "must be a whole number"), (10_000, "must be at most 1,000")],
)
def test_what_is_no_number_of_paths(paths, said):
    """A number of paths outside its bounds is refused."""
    with pytest.raises(BadInput, match=said):
        sensitivity("missed-deadline", "silence", "flood", paths=paths)


# A ranking


@pytest.mark.slow
def test_a_ranking_tells_of_neighbours_and_of_the_best():
    """Each place in the ranking is compared with the next and with the best, in the models of `robustness`."""
    keys = ["flood", "recovery-plan", "own-the-delay"]
    heard = []
    places = robust_ranking("missed-deadline", keys, draws=4, worlds=20, progress=lambda *said: heard.append(said))
    ranked = [outcome.strategy.key for outcome in compare("missed-deadline", keys, worlds=20).ranked]
    first, second, last = places
    assert [place.key for place in places] == ranked
    assert (first.best_above, last.next_below, heard[-1]) == (None, None, (12, 12))
    assert first.next_below == second.best_above
    assert first.next_below == robustness("missed-deadline", *ranked[:2], draws=4, worlds=20).season
    assert last.best_above == robustness("missed-deadline", ranked[0], ranked[2], draws=4, worlds=20).season


def test_columns_say_how_sure_the_order_is():
    """Cells give the share and whether the difference matters; the first and last places leave one empty."""
    sure, close = order(0.1, 200, 0.1, 0.1), order(0.01, 90, 0.1, -0.1)
    places = [
        doubting.RankStability("a", sure, None),
        doubting.RankStability("b", close, sure),
        doubting.RankStability("c", None, sure),
    ]
    assert columns(places) == {
        "Above the next in models": ["100 %", "50 % (too small to matter)", ""],
        "Below the best in models": ["", "100 %", "100 %"],
    }


@pytest.mark.parametrize(
    ("share", "said"), [(0.996, "over 99 %"), (0.994, "99 %"), (0.004, "under 1 %"), (0.006, "1 %"), (0.5, "50 %")]
)
def test_only_all_is_all(share, said):
    """A share is shown as 100 % or 0 % only if it is exactly all or none."""
    assert percent(share) == said


# What drives the outcomes


@pytest.fixture(scope="module")
def table():
    """Return the effects of all assumptions in a small case: broken promises, and words."""
    apology = plan({"act": "apologise", "week": 0}, key="apology")
    return sensitivity(small_case(), apology, "silence", paths=2, worlds=8)


@pytest.mark.full
@pytest.mark.slow
@needs_salib
def test_each_outcome_has_each_assumption(table):
    """The table is tidy, the largest effect first."""
    assert table.groupby("outcome").size().to_dict() == dict.fromkeys(table["outcome"].unique(), len(ranges()))
    assert table["outcome"].iloc[-1] == "difference in partnership"
    assert all(part["effect"].is_monotonic_decreasing for _, part in table.groupby("outcome"))


@needs_salib
def test_what_cannot_matter_does_not(table):
    """Assumptions about apologies do not affect silence; those about other words do not affect an apology."""
    effect = table.set_index(["outcome", "parameter"])["effect"]
    assert effect["partnership, silence", "apology"] == 0
    assert effect["partnership, apology", "apology"] > 0.002
    assert effect["difference in partnership", "apology"] == pytest.approx(effect["partnership, apology", "apology"])
    assert (effect.unstack("outcome").loc[["denial_known", "compensation", "clarity"]] == 0).all(axis=None)


@needs_salib
def test_an_effect_has_its_size_and_direction(table):
    """A linear outcome moves by its slope times the range, and larger losses lower trust."""
    from SALib.sample import morris

    problem = assumptions._problem()  # noqa: SLF001 - what SALib is asked
    points = morris.sample(problem, 2, seed=0)
    known = assumptions._effects(problem, points, {"made up": points[:, 0] * -3}, 0).iloc[0]  # noqa: SLF001
    name = problem["names"][0]
    low, high = ranges()[name]
    assert (known["parameter"], known["effect"]) == (name, pytest.approx(3 * (high - low)))
    assert known["direction"] == pytest.approx(-3 * (high - low))
    direction = table.set_index(["outcome", "parameter"])["direction"]
    assert direction["partnership, silence", "loss_competence"] < 0


def test_without_salib_one_line_says_so(monkeypatch):
    """Without SALib, the table is refused in one line that says how to install it."""
    monkeypatch.setattr(assumptions, "find_spec", lambda _: None)
    with pytest.raises(BadInput, match="needs SALib; install the course with its extra"):
        sensitivity("missed-deadline", "silence", "flood")


# The page


@pytest.mark.long
def test_the_page_belongs_to_this_model(root):
    """The figures in docs/doubt.md are those of the current model; if not, write the page again."""
    page = (root / "docs" / "doubt.md").read_text(encoding="utf-8")
    case, one, other = robustness_page.MAIN
    told = compare(case, [one, other], worlds=WORLDS)
    for measure, start in (("final_trust", "ends above"), ("partnership", "stands above")):
        gap = told.difference(one, other, measure)
        assert f"{start} words only in {gap.higher} of {gap.worlds} worlds" in page
    assert robustness_page.MEANING in page
    assert all(name in ranges() for name in page.split("`")[1::2] if "_" in name and "." not in name)


@pytest.mark.full
@pytest.mark.slow
@needs_salib
def test_the_page_can_be_made(tmp_path, monkeypatch):
    """A page from a few models has its sentences, a place for every strategy, and ten assumptions."""
    monkeypatch.setattr(robustness_page, "strategy_keys", lambda: ("silence", "flood"))
    monkeypatch.setattr(robustness_page, "MAIN", (small_case(), "recovery-plan", "words-only"))
    with ThreadPoolExecutor(2) as pool:
        page = robustness_page.write_page(tmp_path, draws=2, paths=2, executor=pool).read_text(encoding="utf-8")
    assert "- Recovery plan ends above words only in" in page
    assert "| 2 | flood |" in page
    assert len([line for line in page.splitlines() if line.startswith("| `")]) == 10
