"""Write docs/doubt.md: how far the model may be trusted."""

from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.markdown import table
from sim.catalogue import load_case, strategy_keys
from sim.experiments.comparison import TOO_SMALL
from sim.experiments.robustness import RankStability, columns, percent, robust_ranking, robustness
from sim.experiments.sensitivity import sensitivity
from sim.experiments.sweep import Progress
from sim.lab.views.claim_check import stored
from sim.model.parameters import Parameters, ranges
from sim.model.version import version_told
from sim.texts.words import MINUS, points, trust
from tools.claims import doubt_section

if TYPE_CHECKING:
    import pandas as pd

MADE = "Made by `python -m tools.robustness_page`; change the model, not this page. {model}.\n"
MAIN = ("missed-deadline", "recovery-plan", "words-only")
MOST_INFLUENTIAL = 10
A_FEW = 5  # for each outcome
NOTHING = 0.0005  # would be shown as 0.000
SAME_WAY = 0.8  # share of an effect that goes one way, from which on it is said to have a direction
MEANING = """\
## What this means, and what it does not

- A ranking that holds in nearly all plausible models rests on how the model is built, hardly on our choice of numbers.
  One that holds in half of them rests on that choice: take it for a tie.
- An assumption high in a list is one to find out about first: better knowledge of it would change the answer most. One
  that is missing may be quite wrong without harm to *these* outcomes; others may hang on it.
- "Plausible" is our own word for the ranges in [parameters.md](parameters.md). Wider ranges would give lower shares.
  The numbers are drawn independently of each other; in life they may go together.
- All of this is doubt about numbers. It says nothing about laws that are wrong or missing: for these see the evidence,
  failures first (`mend evidence`), and [model.md](model.md).
- No share here is the chance that a strategy works with real partners. The model compares; it does not forecast.
"""


def doubt_page(
    *, draws: int = 200, paths: int = 20, executor: Executor | None = None, progress: Progress | None = None
) -> str:
    """Return the page on how far the model may be trusted: main comparison, whole ranking, strongest assumptions.

    Raises:
        BadInput: SALib is not installed.
    """
    effects = sensitivity(*MAIN, paths=paths, executor=executor, progress=progress)
    main = robustness(*MAIN, draws=draws, executor=executor, progress=progress)
    places = robust_ranking(MAIN[0], strategy_keys(), draws=draws // 2, executor=executor, progress=progress)
    parts = [
        "# How far to trust the model\n",
        MADE.format(model=version_told()),
        _models_told(draws),
        "## Does the main comparison hold?\n",
        "\n".join(f"- {sentence}" for sentence in main.sentences) + "\n",
        "## Does the ranking hold?\n",
        _ranking_table(places),
        doubt_section(stored()),
        "## Which assumptions drive the outcomes?\n",
        _effects_told(paths),
        _strongest(effects),
        f"The {MOST_INFLUENTIAL} that move the difference between the two most, and what they do to each outcome:\n",
        _assumptions_table(effects),
        MEANING,
    ]
    return "\n".join(parts)


def _models_told(draws: int) -> str:
    return (
        f"Case: {load_case(MAIN[0]).title}. A plausible model has every number that has a range drawn at random from "
        f"its [plausible range](parameters.md): {draws} of them here, {draws // 2} for the whole ranking. "
        f"With {draws} draws a share is uncertain by up to {percent(1 / draws**0.5)}. "
        f"Trust and partnership run from 0 to 100; a difference under {points(TOO_SMALL)} is too small to matter.\n"
    )


def _ranking_table(places: Sequence[RankStability]) -> str:
    told = {"Rank": range(1, len(places) + 1), "Strategy": [place.key for place in places]} | columns(places)
    return table(told, zip(*told.values(), strict=True))


def _effects_told(paths: int) -> str:
    runs = paths * (len(ranges()) + 1)
    return (
        f"All {len(ranges())} assumptions were moved through their plausible ranges, one at a time, from {paths} "
        f"random starts (Morris's method, {runs:,} models). A number says how far the outcome moves when the "
        "assumption goes from one end of its range to the other, on average, with the half-width of its 95 % "
        "interval, both in points of 100. Plus: more of the one means more of the other. Minus: less. Neither: it "
        "depends on the other assumptions.\n"
    )


def _strongest(effects: "pd.DataFrame") -> str:
    lines = []
    for outcome, part in effects.groupby("outcome", sort=False):
        first = part.head(A_FEW)
        told = (
            f"`{name}` {_moved(effect)}" for name, (_, effect) in zip(first["parameter"], first.iterrows(), strict=True)
        )
        lines.append(f"- {outcome.capitalize()}: {', '.join(told)}\n")
    return "".join(lines)


def _assumptions_table(effects: "pd.DataFrame") -> str:
    outcomes = list(dict.fromkeys(effects["outcome"]))[::-1]
    found = effects.set_index(["outcome", "parameter"])
    names = list(found.loc[outcomes[0]].index[:MOST_INFLUENTIAL])
    fields = [Parameters.model_fields[name] for name in names]
    told: dict[str, Sequence[object]] = {
        "Assumption": [f"`{name}`" for name in names],
        "What it is": [field.description for field in fields],
        "Standing": [field.json_schema_extra["standing"] for field in fields],
    }
    for outcome in outcomes:
        told[outcome.capitalize()] = [_moved(found.loc[(outcome, name)]) for name in names]
    return table(told, zip(*told.values(), strict=True))


def _moved(effect: "pd.Series") -> str:
    """Return an effect, with its sign where at least four fifths of it go one way."""
    size, lean = effect["effect"], effect["direction"]
    if size < NOTHING:
        return "0"
    sign = "" if abs(lean) < SAME_WAY * size else "+" if lean > 0 else MINUS
    return f"{sign}{trust(size, 1)} ± {trust(effect['half_width'], 1)}"


def write_page(folder: Path, **asked: Any) -> Path:
    """Write the page into the folder of the documentation; arguments as in `doubt_page`."""
    path = folder / "doubt.md"
    path.write_text(doubt_page(**asked), encoding="utf-8")
    return path


if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        write_page(Path("docs"), executor=pool)
