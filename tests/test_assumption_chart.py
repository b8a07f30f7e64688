"""The picture of which assumptions move an outcome most."""

import pandas as pd
import pytest

from sim import plots
from sim.base.errors import BadInput
from sim.model.parameters import Parameters, meanings
from sim.model.version import MODEL_VERSION

EFFECTS = pd.DataFrame({
    "outcome": ["one"] * 2 + ["difference"] * 3,
    "parameter": ["pace", "scar", "gossip", "half_life_bad", "pace"],
    "effect": [0.3, 0.1, 0.01, 0.05, 0.03],
    "half_width": [0.01, 0.01, 0.004, 0.02, 0.01],
})  # fmt: skip


def rows(ax):
    """Return the labels of the rows, from above."""
    return [label.get_text() for label in ax.get_yticklabels()]


def test_the_strongest_stands_on_top_with_what_it_means():
    """Bars are the effects in order, each with its interval and the assumption in words."""
    ax = plots.strongest_assumptions(EFFECTS)
    assert rows(ax) == ["half_life_bad", "pace", "gossip"]
    assert [bar.get_width() for bar in ax.patches] == [0.05, 0.03, 0.01]
    assert meanings()["half_life_bad"] in {text.get_text() for text in ax.texts}
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    assert "difference" in ax.get_title(loc="left")


def test_another_outcome_and_fewer_rows():
    """An outcome is named as in the frame, and `most` limits the rows."""
    assert rows(plots.strongest_assumptions(EFFECTS, "one", most=1)) == ["pace"]
    with pytest.raises(BadInput, match="there is no outcome 'diference'; did you mean 'difference'"):
        plots.strongest_assumptions(EFFECTS, "diference")
    with pytest.raises(BadInput, match=r"most \(= 0\) must be at least 1"):
        plots.strongest_assumptions(EFFECTS, most=0)


def test_the_foot_says_what_was_set(tmp_path):
    """The version of the model, and what is not as shipped, stand below; the picture can be saved."""
    ax = plots.strongest_assumptions(EFFECTS, parameters=Parameters(scar=1))
    assert f"Model version {MODEL_VERSION} with other numbers than shipped: scar 1" in ax.get_figure().get_supxlabel()
    plots.save(ax, tmp_path / "assumptions.svg")
    assert (tmp_path / "assumptions.svg").stat().st_size > 5_000
