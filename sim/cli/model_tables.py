"""Pages of docs/ that are made from the model: parameters, ranking, ablation, and files of one's own."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from sim.base.errors import BadInput
from sim.base.markdown import table
from sim.catalogue import case_keys, strategy_keys
from sim.cli.own_case_page import own_case_page
from sim.experiments.ablation import IDLE, Removal, ablate
from sim.experiments.comparison import Comparison, compare
from sim.experiments.profiles import Gap, Profile, alike, profiles_of
from sim.model.measures import HEADLINE, MEASURES
from sim.model.outcome import gap_said, number_said
from sim.model.parameters import Parameters, meanings, ranges
from sim.model.version import version_told
from sim.texts import words
from sim.texts.words import Part, say

WORLDS = 200
PARAMETERS, RANKING, ABLATION = Part("parameters_page"), Part("ranking_page"), Part("ablation_page")
PROFILES = Part("profiles_page")
SHOWN = (HEADLINE, "season_trust", "final_trust", "commitments_kept", "partners_kept")


def parameters_page() -> str:
    """Return the page of all parameters: value, range, unit, standing, source, meaning."""
    rows, unexamined = [], []
    for name, field in Parameters.model_fields.items():
        extra, start = field.json_schema_extra, [f"`{name}`", f"{field.default:g}"]
        unit, meaning = say(f"unit.{extra['unit']}"), meanings()[name]
        if name in ranges():
            low, high = (f"{end:g}" for end in ranges()[name])
            between, standing = say("parameters_page.from_to", low=low, high=high), say(f"standing.{extra['standing']}")
            rows.append([*start, between, unit, standing, extra["source"], meaning])
        else:
            unexamined.append([*start, unit, meaning])
    heads = _heads(PARAMETERS, "parameter", "value", "range", "unit", "standing", "source", "meaning")
    second = table(_heads(PARAMETERS, "parameter", "value", "unit", "meaning"), unexamined)
    later = f"## {PARAMETERS['not_examined']}\n\n{PARAMETERS['later']}\n"
    return f"{_top(PARAMETERS)}\n{PARAMETERS['intro']}\n\n{table(heads, rows)}\n{later}\n{second}"


def _top(page: Part) -> str:
    """Return a page's title and the note on how the page is made."""
    return f"# {page['title']}\n\n{say('page.made', model=version_told())}\n"


def _heads(page: Part, *columns: str) -> list[str]:
    return [page[column] for column in columns]


def ranking_page() -> str:
    """Return the page of all strategies' ranks, and of foils that rank surprisingly high."""
    parts = [f"{_top(RANKING)}\n{say('ranking_page.intro', worlds=WORLDS)}\n"]
    for case in case_keys():
        compared = compare(case, strategy_keys(), worlds=WORLDS)
        parts += [f"## {compared.outcomes[0].case.title}\n", _ranking(compared), f"{_surprises(compared)}\n"]
        documented = [one for one in compared.ranked if one.strategy.documented]
        parts += [f"{say('profiles_page.intro')}\n", _profiles(alike(profiles_of(documented)))]
    return "\n".join(parts)


def _profiles(groups: Sequence[Sequence[Profile]]) -> str:
    """Return a row for each strategy, or for several that are alike: whom it serves, and on what it leads or trails."""
    rows = []
    for first, *others in groups:
        keys = ", ".join(one.strategy.key for one in (first, *others))
        more, less = (_named(first.partners, above=above) for above in (True, False))
        leads, trails = (_named(first.measures, above=above) for above in (True, False))
        rows.append([keys, more, less, leads, trails, f"{first.hours:.0f}"])
    return table(_heads(PROFILES, "strategy", "more", "less", "above", "below", "hours"), rows)


def _named(gaps: Sequence[Gap], *, above: bool) -> str:
    found = [gap for gap in gaps if (gap.interval.mean > 0) == above and gap.about != "staff_hours"]
    names = words.table("figure_names")
    return "; ".join(f"{names.get(gap.about, gap.about)} ({_gap(gap)})" for gap in found)


def _gap(gap: Gap) -> str:
    """Return a difference in trust, or in the measure that it is about."""
    return gap_said(gap.about if gap.about in MEASURES else "season_trust", gap.interval.mean, 1)


def _ranking(compared: Comparison) -> str:
    rows = []
    for place, one in enumerate(compared.ranked, 1):
        told = one.summary()
        kind = say("ranking_page.documented" if told["documented"] else "ranking_page.foil")
        helped, hurt = _largest(one.what_moved_trust, largest=True), _largest(one.what_moved_trust, largest=False)
        numbers = [number_said(name, told[name], 1) for name in SHOWN]
        rows.append([place, one.strategy.key, kind, *numbers, f"{told['recovered_share']:.0%}", helped, hurt])
    first = [*_heads(RANKING, "rank", "strategy"), ""]
    return table([*first, *_heads(RANKING, *SHOWN, "recovered", "helped", "hurt")], rows)


def _largest(moved: dict[str, float], *, largest: bool) -> str:
    cause = max(moved, key=moved.get) if largest else min(moved, key=moved.get)
    return f"{cause} ({words.signed(moved[cause], 1)})"


def surprises(compared: Comparison) -> list[str]:
    """Return the foils that rank above the middle of the documented strategies."""
    middle = median(one.each(HEADLINE).mean() for one in compared.outcomes if one.strategy.documented)
    return [
        one.strategy.key
        for one in compared.ranked
        if not one.strategy.documented and one.each(HEADLINE).mean() > middle
    ]  # fmt: skip


def _surprises(compared: Comparison) -> str:
    found = surprises(compared)
    if not found:
        return say("ranking_page.no_surprise")
    causes = {key: _largest(compared[key].what_moved_trust, largest=True) for key in found}
    told = (say("ranking_page.surprise", strategy=key, cause=cause) for key, cause in causes.items())
    return say("ranking_page.surprises", strategies=", ".join(told))


def ablation_page(removals: Iterable[Removal] | None = None) -> str:
    """Return the page on what each act of each documented strategy does."""
    rows = [_removal(one) for one in removals or ablate(worlds=WORLDS)]
    heads = [*_heads(ABLATION, "strategy", "without", "case", "measure", "change", "hours"), ""]
    intro = say("ablation_page.intro", worlds=WORLDS)
    return f"{_top(ABLATION)}\n{intro}\n\n{table(heads, rows)}"


def _removal(one: Removal) -> list[str]:
    measure = words.table("figure_names")[one.measure]
    change = f"{words.signed(one.change, 2)} ± {words.trust(one.half_width, 2)}"
    return [one.strategy, one.act, one.case, measure, change, f"{one.hours:+.0f}", _why(one)]


def _why(one: Removal) -> str:
    """Return the reason why an act moves nothing, or "" if it does move something."""
    if one.matters:
        return ""
    known = (one.strategy, one.act) in IDLE
    return say(f"why_not.{one.strategy}_{one.act}") if known else say("ablation_page.idle")


PAGES = {
    "parameters.md": parameters_page,
    "ranking.md": ranking_page,
    "ablation.md": ablation_page,
    "own-case.md": own_case_page,
}


def write_tables(folder: Path) -> list[Path]:
    """Write all pages to a folder and return their paths.

    Raises:
        BadInput: the folder does not exist or cannot be written to.
    """
    if not folder.is_dir():
        raise BadInput(say("refused.no_docs", folder=folder))
    written = []
    for name, page in PAGES.items():
        path = folder / name
        try:
            path.write_text(page(), encoding="utf-8")
        except OSError as error:
            raise BadInput(say("refused.cannot_write", file=path, why=error.strerror)) from None
        written.append(path)
    return written
