"""Comparisons of strategies."""

from dataclasses import replace

import numpy as np
import pytest

from sim.base.errors import BadInput
from sim.experiments.comparison import compare
from sim.model.outcome import Interval
from tests.worlds import plan, small_case


@pytest.fixture(scope="module")
def three():
    """Return three strategies in the first case."""
    return compare("missed-deadline", ["silence", "recovery-plan", "flood"], worlds=40, seed=2)


@pytest.mark.long
def test_the_best_comes_first(three):
    """The ranking follows season-mean trust."""
    means = [outcome.season_trust.mean() for outcome in three.ranked]
    assert means == sorted(means, reverse=True)


@pytest.mark.long
def test_a_difference_is_paired(three):
    """The interval of a paired difference is narrower than that of two separate means."""
    gap = three.difference("recovery-plan", "silence")
    apart = np.hypot(*(three[key].each("partnership").std(ddof=1) for key in ("recovery-plan", "silence")))
    assert gap.interval.half_width < 1.96 * apart / np.sqrt(40)
    assert gap.interval.mean == pytest.approx(
        (three["recovery-plan"].each("partnership") - three["silence"].each("partnership")).mean()
    )
    assert (gap.higher, gap.worlds, gap.too_small) == (38, 40, False)


def test_no_difference_is_too_small_to_matter():
    """A strategy compared with itself under another key differs by nothing."""
    acts = {"act": "thank", "week": 1}
    same = compare(small_case(), [plan(acts, key="a"), plan(acts, key="b")], worlds=5)
    gap = same.difference("a", "b")
    assert gap.too_small
    assert (gap.interval.mean, gap.higher) == (0, 0)


def test_plain_data_has_the_promised_shape(three):
    """`as_data` has the keys that programs rely on."""
    data = three.as_data()
    assert {"model_version", "case", "worlds", "seed", "weeks", "strategies"} == set(data)
    assert {
        "key", "title", "documented", "season_trust", "final_trust", "lowest_trust", "weeks_to_recover",
        "recovered_share", "partners_kept", "commitments_kept", "staff_hours",
    } <= set(data["strategies"][0])  # fmt: skip


def test_frames_say_the_same_as_the_arrays(three):
    """The pandas frames contain the same numbers as the outcomes."""
    frame = three.frame().set_index("key")
    assert frame.loc["flood", "final_trust"] == three["flood"].final_trust.mean()
    weekly = three["flood"].frame()
    assert len(weekly) == 53 * 8
    row = weekly[(weekly.week == 4) & (weekly.partner == "Funder")].iloc[0]
    funder = three["flood"].case.names.index("Funder")
    assert row.trust == pytest.approx(three["flood"].trust[4, funder].mean())
    assert row.low <= row.trust <= row.high


def test_progress_is_told():
    """`progress` is called with the number done after each strategy."""
    heard = []
    compare(small_case(), [plan(key="a"), plan(key="b")], worlds=1, progress=lambda *said: heard.append(said))
    assert heard == [(1, 2), (2, 2)]


def test_an_unknown_key_of_an_outcome(three):
    """Asking for a strategy that was not compared raises KeyError with its name."""
    with pytest.raises(KeyError, match="nobody"):
        three["nobody"]


@pytest.mark.parametrize(
    ("strategies", "said"),
    [
        ([], "no strategy is given; name at least one"),
        (
            ["silence", "silence"],
            "two strategies have the key 'silence'; name each once, or give your own file a key of its own",
        ),
        ("silence", "strategies is 'silence' but must be a list, such as ['silence']"),
        (plan(key="mine"), "strategies is one strategy but must be a list of them"),
        (None, "strategies is None but must be a list of them"),
        ([None], "a strategy is given as a key or a file, not as None"),
    ],
    ids=str,
)
def test_strategies_that_cannot_be_compared(strategies, said):
    """No strategies, or one strategy twice, are refused in one line."""
    with pytest.raises(BadInput) as error:
        compare(small_case(), strategies, worlds=1)
    assert str(error.value) == said


def test_strategies_may_come_one_by_one():
    """Strategies may be given as any iterable, also with progress."""
    heard = []
    keys = (key for key in ("silence", "flood"))
    compared = compare(small_case(), keys, worlds=1, progress=lambda *said: heard.append(said))
    assert (len(compared.outcomes), heard[-1]) == (2, (2, 2))


def test_all_outcomes_of_a_comparison_must_fit_in_memory():
    """The more strategies are compared, the fewer worlds are allowed, since all outcomes are in memory."""
    with pytest.raises(
        BadInput, match=r"^worlds \(= 50000\) must be at most 11,792 for 20 strategies, 8 partners and 52"
    ):
        compare("missed-deadline", [plan(key=f"s{number}") for number in range(20)], worlds=50_000)


def test_a_measure_that_is_none(three):
    """An unknown measure is refused with a list of the known ones."""
    with pytest.raises(BadInput) as error:
        three.difference("flood", "silence", "case")
    assert str(error.value) == (
        "there is no measure 'case'; there are partnership, season_trust, final_trust, lowest_trust, partners_kept, "
        "partners_parted, partners_left, commitments_kept, staff_hours"
    )


def test_what_is_too_small_to_matter_depends_on_the_measure(three):
    """A difference of .03 in trust matters; one of two hours in a season does not."""
    gap = three.difference("flood", "silence", "staff_hours")
    assert not gap.too_small
    assert replace(gap, interval=Interval(2.0, 0.1)).too_small
    assert not replace(gap, measure="season_trust", interval=Interval(0.03, 0.001)).too_small
    assert replace(gap, measure="season_trust", interval=Interval(0.01, 0.001)).too_small
