"""Pages of docs/ that are made from the model: parameters, ranking and ablation."""

from collections.abc import Iterable
from pathlib import Path
from statistics import median

from sim.base.errors import BadInput
from sim.base.markdown import table
from sim.catalogue import case_keys, strategy_keys
from sim.experiments.ablation import WHY_NOT, Removal, ablate
from sim.experiments.comparison import Comparison, compare
from sim.model.parameters import Parameters, ranges

WORLDS = 200
MADE = "Made by `mend tables`; change the model, not this page.\n"


def parameters_page() -> str:
    """Return the page of all parameters: value, range, unit, standing, source, meaning."""
    rows, unexamined = [], []
    for name, field in Parameters.model_fields.items():
        extra, start = field.json_schema_extra, [f"`{name}`", f"{field.default:g}"]
        if name in ranges():
            told = (extra["unit"], extra["standing"], extra["source"], field.description)
            rows.append([*start, "{:g} to {:g}".format(*ranges()[name]), *told])
        else:
            unexamined.append([*start, extra["unit"], field.description])
    heads = ("Parameter", "Value", "Plausible range", "Unit", "Standing", "Source", "Meaning")
    intro = (
        "One set of numbers holds for all cases and strategies. *Measured*: a published figure. *Ordinal*: published "
        "work gives the direction or the order, the size is ours. *Assumed*: our guess. Values were found by search "
        "([decision 3](decisions/0003-tuned-parameters.md)), so they are tuned: a start, not a truth. "
        "Sources: [sources.md](sources.md).\n"
    )
    later = (
        "## Not yet examined\n\nThese numbers are our guesses too, and nobody has given them a range yet. So neither "
        "the random models nor the table of assumptions varies them: what rests on them is unknown.\n"
    )
    second = table(("Parameter", "Value", "Unit", "Meaning"), unexamined)
    return f"# Parameters\n\n{MADE}\n{intro}\n{table(heads, rows)}\n{later}\n{second}"


def ranking_page() -> str:
    """Return the page on where all strategies rank, and which foils rank surprisingly high."""
    parts = [f"# Where the strategies rank\n\n{MADE}\nBy trust over the season, {WORLDS} worlds, seed 0.\n"]
    for case in case_keys():
        compared = compare(case, strategy_keys(), worlds=WORLDS)
        parts += [f"## {compared.outcomes[0].case.title}\n", _ranking(compared), _surprises(compared)]
    return "\n".join(parts)


def _ranking(compared: Comparison) -> str:
    rows = []
    for place, one in enumerate(compared.ranked, 1):
        told = one.summary()
        kind = "documented" if told["documented"] else "**foil**"
        helped, hurt = _largest(one.what_moved_trust, largest=True), _largest(one.what_moved_trust, largest=False)
        numbers = [f"{told[name]:.3f}" for name in ("season_trust", "final_trust", "commitments_kept", "partners_kept")]
        rows.append([place, one.strategy.key, kind, *numbers, f"{told['recovered_share']:.0%}", helped, hurt])
    heads = (
        "Rank", "Strategy", "", "Season trust", "Final trust", "Commitments kept", "Partners kept", "Worlds recovered",
        "Helped most", "Hurt most",
    )  # fmt: skip
    return table(heads, rows)


def _largest(moved: dict[str, float], *, largest: bool) -> str:
    cause = max(moved, key=moved.get) if largest else min(moved, key=moved.get)
    return f"{cause} ({moved[cause]:+.3f})"


def surprises(compared: Comparison) -> list[str]:
    """Return the foils that rank above the middle of the documented strategies."""
    middle = median(one.season_trust.mean() for one in compared.outcomes if one.strategy.documented)
    return [
        one.strategy.key
        for one in compared.ranked
        if not one.strategy.documented and one.season_trust.mean() > middle
    ]  # fmt: skip


def _surprises(compared: Comparison) -> str:
    found = surprises(compared)
    if not found:
        return "Surprises: none. Every foil ranks below the middle of the documented strategies.\n"
    told = ", ".join(
        f"{key} (helped most by {_largest(compared[key].what_moved_trust, largest=True)})" for key in found
    )
    return f"Surprises, above the middle of the documented strategies: {told}.\n"


def ablation_page(removals: Iterable[Removal] | None = None) -> str:
    """Return the page on what each act of each documented strategy does."""
    rows = [_removal(one) for one in removals or ablate(worlds=WORLDS)]
    heads = ("Strategy", "Without", "Most changed in", "Measure", "With the act less without", "Hours", "")
    intro = (
        f"Each act is taken out of each documented strategy ({WORLDS} worlds, the same luck). The row shows the case "
        "and the measure that change most. A minus sign is no fault of the table: an act also costs hours, and hours "
        "spent on words are not spent on deeds.\n"
    )
    return f"# What each act does\n\n{MADE}\n{intro}\n{table(heads, rows)}"


def _removal(one: Removal) -> list[str]:
    why = "" if one.matters else WHY_NOT.get((one.strategy, one.act), "**moves nothing, and nobody knows why**")
    change = f"{one.change:+.4f} ± {one.half_width:.4f}"
    return [one.strategy, one.act, one.case, one.measure.replace("_", " "), change, f"{one.hours:+.0f}", why]


PAGES = {"parameters.md": parameters_page, "ranking.md": ranking_page, "ablation.md": ablation_page}


def write_tables(folder: Path) -> list[Path]:
    """Write all pages into a folder; return their paths.

    Raises:
        BadInput: the folder is not there or cannot be written to.
    """
    if not folder.is_dir():
        raise BadInput(f"{folder}: no such folder; name the docs folder of the course")
    written = []
    for name, page in PAGES.items():
        path = folder / name
        try:
            path.write_text(page(), encoding="utf-8")
        except OSError as error:
            raise BadInput(f"{path}: cannot be written ({error.strerror})") from None
        written.append(path)
    return written
