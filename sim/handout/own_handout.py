"""The handout of one case, such as somebody's own: its people, the plans compared in it, a guess, and an empty plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import load_case
from sim.experiments.comparison import compare
from sim.handout.board_report import check_number, people_row, remarks_of, separates
from sim.handout.catalogue_pages import gist, moves, whom
from sim.handout.page import spoken
from sim.handout.people_picture import people_picture
from sim.handout.phrase_pairs import pairs_by_lesson
from sim.handout.rendering import fill
from sim.lab.panels.plan_form import PARTS
from sim.model.measures import HEADLINE
from sim.model.outcome import Interval, number_said
from sim.model.version import version_told
from sim.texts import words
from sim.texts.words import numerals, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from sim.experiments.parallel import Progress
    from sim.model.case import Case
    from sim.model.outcome import Outcome
    from sim.model.parameters import Parameters
    from sim.model.strategy import Strategy

__all__ = ["DEFAULT_PLANS", "own_handout"]

DEFAULT_PLANS = ("silence", "deny-and-defend", "recovery-plan")


def own_handout(
    case: Case | str,
    strategies: Sequence[Strategy | str] = DEFAULT_PLANS,
    *,
    worlds: int = 200,
    seed: int = 0,
    parameters: Parameters | None = None,
    notebooks: Path | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> str:
    """Return a handout to print as HTML: the case, the plans, a sheet to guess, what the model says, an empty plan.

    Args:
        case, strategies: objects, keys of shipped ones, or paths of TOML files; 2 to 8 strategies.
        worlds, seed, parameters, executor, progress: as in `compare`.
        notebooks: folder of the lessons, whose text has the phrases to say; None = without them.

    Raises:
        BadInput: as `compare`, another number of strategies, or the folder holds no lessons.

    >>> "Say nothing" in own_handout("missed-deadline", ["silence", "flood"], worlds=2)
    True
    """
    check_number(len(strategies))
    pairs = pairs_by_lesson(notebooks) if notebooks else {}
    compared = compare(
        load_case(case), strategies, worlds=worlds, seed=seed, parameters=parameters, executor=executor,
        progress=progress,
    )  # fmt: skip
    ranked = compared.ranked
    return fill(
        "own_handout.html",
        {"gist": gist, "moves": moves, "whom": whom, "spoken": spoken},
        case=ranked[0].case,
        ranked_by_title=sorted(ranked, key=lambda outcome: outcome.strategy.title),  # an order that gives nothing away
        picture=people_picture([people_row(outcome) for outcome in ranked]),
        rows=[_row(outcome) for outcome in ranked],
        worlds=len(ranked[0].worlds),
        apart=separates(compared),
        remarks=remarks_of(ranked),
        talk=words.wordings("own_handout.talk"),
        pairs=pairs,
        parts=PARTS,
        version=version_told(parameters),
    )


def _row(outcome: Outcome) -> tuple[str, ...]:
    kept = say(
        "ranking_table.kept_of", kept=f"{outcome.partners_kept.mean():.1f}", count=len(outcome.case.partners)
    )  # fmt: skip
    value = _about(Interval.of(outcome.each(HEADLINE)))
    return outcome.strategy.title, kept, value, numerals(f"{outcome.staff_hours.mean():,.0f}")


def _about(partnership: Interval) -> str:
    mean, half = (number_said(HEADLINE, number, 1) for number in (partnership.mean, partnership.half_width))
    return say("own_handout.about", mean=mean, half=half)
