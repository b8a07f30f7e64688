"""A comparison as one self-contained page for a board: people first, then costs, differences, and how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.catalogue import strategy_keys
from sim.catalogue.remarks import case_remarks, remarks
from sim.experiments.comparison import compare
from sim.experiments.comparison_display import COLUMNS, ranking_row
from sim.handout.catalogue_pages import gist, moves, ties, whom, whom_within
from sim.handout.people_picture import PeopleRow, people_picture
from sim.handout.rendering import fill
from sim.lab.panels.plan_words import plan_in_words
from sim.model.ledger import EVENT, FADING
from sim.model.measures import HEADLINE
from sim.model.outcome import number_said
from sim.model.parameters import meanings
from sim.model.version import version_told
from sim.texts import words
from sim.texts.words import listed, many, numerals, points, say, trust

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.comparison import Comparison
    from sim.experiments.robustness import PairOrder, RankStability
    from sim.model.case import Case
    from sim.model.outcome import Outcome
    from sim.model.parameters import Parameters
    from sim.model.strategy import Strategy

__all__ = [
    "MOST_PLANS",
    "board_report",
    "case_report",
    "check_number",
    "people_row",
    "remarks_of",
    "separates",
    "staying",
    "sure",
]

MOST_PLANS = 8
LARGEST = 3  # kinds of work that are named


def check_number(plans: int) -> None:
    """Refuse a number of plans that no board can compare on one page.

    >>> check_number(9)
    Traceback (most recent call last):
    sim.base.errors.BadInput: 9 strategies are too many for one page of a board; name at most 8 with --strategies
    """
    if plans < 2:  # noqa: PLR2004 - one alone compares nothing
        raise BadInput(say("refused.one_plan"))
    if plans > MOST_PLANS:
        raise BadInput(say("refused.many_plans", number=plans, most=MOST_PLANS))


def board_report(comparison: Comparison, doubt: Sequence[RankStability] = ()) -> str:
    """Return the page as HTML.

    Args:
        comparison: of 2 to 8 plans. doubt: how stable each place is in plausible models, if that was asked for.

    Raises:
        BadInput: another number of plans.
    """
    ranked, case = comparison.ranked, comparison.outcomes[0].case
    check_number(len(ranked))
    first = ranked[0]
    return fill(
        "report.html",
        {"gist": gist, "moves": moves, "ties": ties, "whom": whom, "whom_within": whom_within, "trust": trust},
        case=case,
        ranked=ranked,
        worlds=len(first.worlds),
        short=_short(ranked),
        steps=[line.partition(". ")[2] for line in plan_in_words(ranked[0].strategy)],
        picture=people_picture([people_row(outcome) for outcome in ranked]),
        shares=_shares(ranked),
        costs=[_costs(outcome) for outcome in ranked],
        came=[_came(outcome) for outcome in ranked],
        separates=separates(comparison),
        moved=[_moved(outcome) for outcome in ranked],
        sure=sure(comparison, doubt),
        remarks=remarks_of(ranked),
        cannot=words.wordings("board_report.cannot_say"),
        made={"seed": first.seed, "model": version_told(first.parameters)},
    )


def _kept(outcome: Outcome) -> str:
    return numerals(f"{outcome.partners_kept.mean():.1f}".removesuffix(".0"))


def case_report(case: Case, strategies: Sequence[Strategy]) -> str:
    """Return the report on a case and plans that somebody has on the page of her own case.

    >>> from sim.catalogue import load_case, load_strategy
    >>> plans = [load_strategy(key) for key in ("silence", "flood")]
    >>> "Who is still with you" in case_report(load_case("missed-deadline"), plans)
    True
    """
    return board_report(compare(case, strategies))


def _short(ranked: Sequence[Outcome]) -> list[str]:
    """Return the first lines of the page: who stays with the plan that keeps most and fewest, and the headline."""
    by_people = sorted(ranked, key=lambda outcome: -outcome.partners_kept.mean())
    best, last = by_people[0], by_people[-1]
    count, about = len(best.case.partners), {"weeks": best.weeks, "worlds": len(best.worlds)}
    value = _partnership(ranked[0])
    second = [_second(ranked[1])] if len(ranked) > 2 else []  # noqa: PLR2004 - the second of two is the last
    return [
        many("board_report.most", count, title=best.strategy.title, kept=_kept(best), **about),
        say("board_report.fewest", title=last.strategy.title, kept=_kept(last), number=count),
        say("board_report.headline", value=value, title=ranked[0].strategy.title, weeks=best.weeks),
        *second,
    ]


def _partnership(outcome: Outcome) -> str:
    return number_said(HEADLINE, float(outcome.each(HEADLINE).mean()))


def _second(outcome: Outcome) -> str:
    facts = {"title": outcome.strategy.title, "kept": _kept(outcome), "number": len(outcome.case.partners)}
    return say("board_report.second", value=_partnership(outcome), **facts)


# Who stays


def staying(outcome: Outcome) -> list[float]:
    """Return for each partner the share of years in which it is still there at the end."""
    return (outcome.gone_week < 0).mean(axis=1).tolist()


def people_row(outcome: Outcome, title: str = "") -> PeopleRow:
    """Return a plan's row of the picture: its title, how many stay of how many, and the share of years of each."""
    told = say("board_report.kept_of", kept=_kept(outcome), number=len(outcome.case.partners))
    return PeopleRow(title or outcome.strategy.title, told, tuple(staying(outcome)))


def _shares(ranked: Sequence[Outcome]) -> list[tuple[str, list[str]]]:
    """Return for each partner its name, and in how many years it stays with each plan."""
    worlds, names = len(ranked[0].worlds), ranked[0].case.names
    columns = [staying(outcome) for outcome in ranked]
    return [
        (name, [say("board_report.years", number=round(worlds * column[at]), worlds=worlds) for column in columns])
        for at, name in enumerate(names)
    ]


# Costs


def _costs(outcome: Outcome) -> dict[str, str]:
    hours, work = outcome.staff_hours.mean(), outcome.hours.get("commitments")
    there = outcome.case.hours_per_day * outcome.case.days
    return {
        "title": outcome.strategy.title,
        "hours": numerals(f"{hours:,.0f}"),
        "a_week": numerals(f"{hours / outcome.weeks:.1f}"),
        "of_all": f"{hours / there:.0%}",
        "work": "0" if work is None else numerals(f"{work.mean():,.0f}"),
        "largest": _largest(outcome),
    }


def _largest(outcome: Outcome) -> str:
    """Return what most hours go to, in words."""
    spent = {kind: float(hours.mean()) for kind, hours in outcome.hours.items() if kind != "commitments"}
    most = sorted((kind for kind in spent if spent[kind] >= 1), key=lambda kind: -spent[kind])[:LARGEST]
    names = words.table("acts") | {"questions": say("board_report.questions")}
    return ", ".join(say("board_report.part", what=names[kind], hours=f"{spent[kind]:,.0f}") for kind in most)


# Differences


def _came(outcome: Outcome) -> dict[str, str]:
    """Return a plan's partnership, and what became of promises and of trust in the long run, as `mend compare` does."""
    told = dict(zip(COLUMNS, ranking_row(outcome)[1:], strict=True))
    due = (outcome.kept + outcome.broken).any()
    return {
        "title": outcome.strategy.title,
        "partnership": _partnership(outcome),
        "commitments_kept": told["commitments_kept"] if due else say("board_report.none_due"),
        "weeks_to_recover": told["weeks_to_recover"],
    }


def separates(comparison: Comparison) -> list[str]:
    """Return a sentence for each plan but the first: how far it lies below the first, or that this is too small."""
    best, *others = comparison.ranked
    return [_apart(comparison, best, other) for other in others]


def _apart(comparison: Comparison, best: Outcome, other: Outcome) -> str:
    keys = best.strategy.key, other.strategy.key
    gap = comparison.difference(*keys)
    # Of the numbers as they are shown: a reader takes one from the other.
    kept, other_kept = (round(one.partners_kept.mean(), 1) for one in (best, other))
    people = round(kept - other_kept, 1)
    told = {
        "one": best.strategy.title, "other": other.strategy.title, "one_kept": _kept(best), "other_kept": _kept(other),
        "gap": number_said(HEADLINE, abs(gap.interval.mean), 1),
        "half": number_said(HEADLINE, gap.interval.half_width, 1),
    }  # fmt: skip
    if gap.too_small:
        return say("board_report.too_small", **told)
    how = told | {"higher": gap.higher, "worlds": gap.worlds}
    if not people:
        return say("board_report.ahead_as_many", **how)
    return say("board_report.ahead" if people > 0 else "board_report.ahead_fewer", people=f"{abs(people):.1f}", **how)


def _moved(outcome: Outcome) -> str:
    """Return what raised trust most with a plan and what lowered it most, but for time and the failure itself."""
    moved = {cause: by for cause, by in outcome.what_moved_trust.items() if cause not in {FADING, EVENT}}
    names, hurts = words.table("causes"), words.table("causes_that_hurt")
    up, down = (choose(moved, key=moved.get, default="") for choose in (max, min))
    told = [say("board_report.with", title=outcome.strategy.title)]
    if moved.get(up, 0) > 0:
        told.append(_helped(names[up], moved[up], outcome.what_moved_trust.get(FADING, 0)))
    if moved.get(down, 0) < 0:
        told.append(say("board_report.hurt", what=hurts.get(down, names[down]), points=points(moved[down], 1)))
    return " ".join(told) if len(told) > 1 else ""


def _helped(what: str, by: float, time: float) -> str:
    """Return what raised trust most, after what time did alone where that was more."""
    if time > by:
        return say("board_report.helped_by_time", time=trust(time, 1), what=what, points=points(by, 1))
    return say("board_report.helped", what=what, points=points(by, 1))


# How sure


def sure(comparison: Comparison, doubt: Sequence[RankStability]) -> list[str]:
    """Return in how many plausible models the first plan stays above each other one."""
    orders = {place.key: place.best_above for place in doubt if place.best_above}
    if not orders:
        return [say("board_report.no_models")]
    best = comparison.ranked[0]
    told = [_holds(best.strategy.title, comparison[key].strategy.title, order) for key, order in orders.items()]
    return [_replaced(best.parameters, len(next(iter(orders.values())).gaps)), *told]


def _replaced(parameters: Parameters, draws: int) -> str:
    """Return which numbers of the model were replaced: all, but for those that were set, which each draw keeps."""
    if kept := parameters.settings:
        means = meanings()
        told = listed(
            say("board_report.set", name=name, value=f"{value:g}", meaning=means[name]) for name, value in kept.items()
        )
        return say("board_report.models_but_set", draws=draws, set=told)
    return say("board_report.models", draws=draws)


def _holds(best: str, other: str, order: PairOrder) -> str:
    key, draws = "holds_small" if order.shipped.too_small else "holds", len(order.gaps)
    return say(f"board_report.{key}", one=best, other=other, number=round(order.share * draws), draws=draws)


def remarks_of(ranked: Sequence[Outcome]) -> list[str]:
    """Return what cannot happen, has no effect or makes no sense in a case and in plans of one's own.

    A remark on a plan that the course brings says what its author might mend, which no reader of a report can.
    """
    case = ranked[0].case
    own = [outcome.strategy for outcome in ranked if outcome.strategy.key not in strategy_keys()]
    found = ((strategy.title, remark) for strategy in own for remark in remarks(strategy, case))
    return [*case_remarks(case), *(say("remarks_told.of", title=title, remark=remark) for title, remark in found)]
