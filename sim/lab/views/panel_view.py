"""Everything that a panel shows, as plain data: computed once from the session and what is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.catalogue.remarks import first_remarks
from sim.lab.session.simulation_cache import REFINED
from sim.lab.session.strategy_code import as_code
from sim.lab.views import scores, text_alternative
from sim.lab.views.bridges import bridges_data
from sim.lab.views.outcome_queries import mean_of
from sim.lab.views.ranking_table import own_among_shipped
from sim.lab.views.trust_chart import trust_data
from sim.lab.views.waterfall import waterfall_data
from sim.narrative.story import tell
from sim.texts.words import many, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lab.session.session import SandboxSession
    from sim.lab.session.simulation_cache import Shown
    from sim.lab.views.trust_chart import View
    from sim.model.outcome import Outcome
    from sim.model.strategy import Strategy

__all__ = ["FOLLOWS_DRAG", "PARTS", "Looking", "PanelView", "parts", "view"]


class Looking(NamedTuple):
    """What is looked at on a panel.

    Attributes:
        partner: index of the partner whose trust is shown; None = the mean of all.
        lines: what the picture's lines show; None = one for each strategy.
        parts: the names in PARTS that are on the page.
        world: the world whose story is told.
        curve: whether the curve is looked at; if not, it waits for a drag's end.
    """

    partner: int | None = None
    lines: View | None = None
    parts: tuple[str, ...] = ()
    world: int = 0
    curve: bool = True


@dataclass(frozen=True)
class PanelView:
    """What a panel shows.

    Attributes:
        headline, short: the sentence on top, and its figures in one line.
        bridges: what bridge.js draws: partners, with the text alternative and the change to read out.
        chart: what chart.js draws, with the same of its own; None during a drag in which nobody looks at it.
        parts: for each name in `Looking.parts`: the data of a chart, blocks of text, or a text to copy.
        remarks: blocks of text on what in the draft cannot happen, has no effect or makes no sense; none during a drag.
    """

    headline: str
    short: str
    bridges: dict[str, Any]
    chart: dict[str, Any] | None
    parts: dict[str, Any]
    remarks: list[dict[str, Any]]


def view(
    session: SandboxSession,
    looking: Looking | None = None,
    *,
    worlds: int = REFINED,
    change_from: Strategy | None = None,
) -> PanelView:
    """Return everything that a panel shows of a session.

    Args:
        session: the sandbox's session.
        looking: None = the mean of all partners, a line for each strategy, no parts.
        worlds: QUICK during a drag; REFINED adds the change, and the parts that wait for the drag to end.
        change_from: the strategy from which the change is told; None = nothing is told.

    >>> from sim.lab.session.session import SandboxSession
    >>> shown = view(SandboxSession("missed-deadline", "silence"), Looking(parts=("share",)))
    >>> shown.headline.split(". ")[1]
    'Partnership is about the same as with “Say nothing”'
    >>> shown.chart["kind"], shown.parts["share"][:3]
    ('trust', 'MB1')
    """
    looking = looking or Looking()
    shown = session.shown(worlds)
    refined = worlds == REFINED
    was = session.before and session.outcome(session.before.played)
    bridges = bridges_data(shown[0].outcome, was, looking.partner)
    chart = _chart(shown, looking, was if refined else None) if refined or looking.curve else None
    if refined and change_from is not None:
        change = text_alternative.of_change(shown[0].outcome, session.outcome(change_from), looking.partner)
        chart["twin"]["change"] = change
        bridges["twin"]["change"] = f"{change} {bridges['news']}".rstrip()
    seen = _parts(session, looking, shown, refined=refined)
    remarks = _remarks(session) if refined else []
    told = scores.headline(shown, looking.partner), scores.headline_short(shown[0].outcome, looking.partner)
    return PanelView(*told, bridges, chart, seen, remarks)


def parts(session: SandboxSession, looking: Looking) -> dict[str, Any]:
    """Return the parts alone, for when only the choice of parts has changed.

    >>> from sim.lab.session.session import SandboxSession
    >>> list(parts(SandboxSession("missed-deadline", "silence"), Looking(parts=("score", "moved"))))
    ['score', 'moved']
    """
    return _parts(session, looking, session.shown(REFINED), refined=True)


def _parts(session: SandboxSession, looking: Looking, shown: list[Shown], *, refined: bool) -> dict[str, Any]:
    names = [name for name in looking.parts if refined or name in FOLLOWS_DRAG]
    return {name: PARTS[name](session, looking, shown) for name in names}


def _remarks(session: SandboxSession) -> list[dict[str, Any]]:
    """Return the remarks on the draft in its case, in which acts have their numbers from the list of all acts."""
    found = session.remarks
    if not found:
        return []
    return [{"hint": many("remarks.head", len(found))}, {"list": first_remarks(found)}]


def _chart(shown: list[Shown], looking: Looking, was: Outcome | None) -> dict[str, Any]:
    """Return the data of the curve; where it replays the last change, with trust before it."""
    before = None
    if was is not None and looking.lines is None:
        before = mean_of(was, looking.partner).round(4).tolist()
    return trust_data(shown, partner=looking.partner, view=looking.lines, before=before)


def _score(_session: SandboxSession, looking: Looking, shown: list[Shown]) -> list[dict[str, Any]]:
    return scores.score_blocks(shown, looking.partner)


def _partners(_session: SandboxSession, _looking: Looking, shown: list[Shown]) -> list[dict[str, Any]]:
    return scores.partner_blocks(shown)


def _moved(_session: SandboxSession, looking: Looking, shown: list[Shown]) -> dict[str, Any]:
    return waterfall_data(shown[0].label, shown[0].outcome, looking.partner)


def _story(session: SandboxSession, looking: Looking, _shown: list[Shown]) -> list[dict[str, Any]]:
    story = tell(session.runs.one_world(session.case, session.draft.played, looking.world))
    where = say("story.world", number=looking.world + 1, count=session.runs.count)
    return [{"head": say("story.title")}, {"hint": where}, *({"text": line} for line in story)]


def _ranking(session: SandboxSession, _looking: Looking, shown: list[Shown]) -> dict[str, Any]:
    return own_among_shipped(shown[0].outcome, session.runs.seeds[0])


def _share(session: SandboxSession, _looking: Looking, _shown: list[Shown]) -> str:
    """Return the strategy as a text to copy, from which the page also makes a link."""
    played = session.draft.played
    return as_code(played.title, played.acts, session.case.key)


PARTS: dict[str, Callable[[SandboxSession, Looking, list[Shown]], Any]] = {
    "score": _score, "ranking": _ranking, "partners": _partners, "moved": _moved, "story": _story, "share": _share,
}  # fmt: skip
FOLLOWS_DRAG = ("score",)  # the others are updated after the drag
