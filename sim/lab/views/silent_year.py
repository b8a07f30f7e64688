"""What follows from a case of one's own at once: the year in which nothing is said, and what is hard to believe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sim.catalogue import load_strategy
from sim.catalogue.implausible import implausible
from sim.catalogue.remarks import first_remarks
from sim.lab.session.simulation_cache import REFINED, Shown, SimulationCache
from sim.lab.views.bridges import bridges_data
from sim.lab.views.scores import headline_short, outcome_told
from sim.lab.views.trust_chart import trust_data
from sim.texts.words import many, say

if TYPE_CHECKING:
    from sim.model.case import Case

__all__ = ["SilentYear", "silent_year"]


class SilentYear(NamedTuple):
    """What is seen of a silent year.

    Attributes:
        head: blocks with the sentence on top. bridges, chart: what bridge.js and chart.js draw. remarks: blocks.
    """

    head: list[dict[str, Any]]
    bridges: dict[str, Any]
    chart: dict[str, Any]
    remarks: list[dict[str, Any]]


def silent_year(case: Case) -> SilentYear:
    """Return what becomes of a case's partners if nothing is said all year.

    >>> from sim.catalogue import load_case
    >>> silent_year(load_case("missed-deadline")).head[0]["say"]
    'If you say nothing all year: 5.5 of 8 still with you · partnership 44 of 100.'
    """
    silence = load_strategy("silence")
    outcome = SimulationCache().outcome(case, silence, worlds=REFINED)
    told = {"say": say("your_case.silent", told=outcome_told(outcome))}
    short = {"short": say("your_case.silent_short", told=headline_short(outcome))}
    chart = trust_data([Shown(silence.title, outcome)])
    return SilentYear([told | short], bridges_data(outcome), chart, _remarks(case))


def _remarks(case: Case) -> list[dict[str, Any]]:
    found = implausible(case)
    return [{"hint": many("your_case.remarks", len(found))}, {"list": first_remarks(found)}] if found else []
