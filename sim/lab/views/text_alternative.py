"""The text alternative of each picture, and a short sentence on each change, with the picture's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.lab.views.outcome_queries import mean_of, sides_of, trust_of
from sim.lab.views.scores import figure, main_figure, shown_of, still_there
from sim.model.version import version_told
from sim.texts import words
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.lab.session.simulation_cache import Shown
    from sim.model.outcome import Outcome

__all__ = ["moved_by", "of_change", "of_lines", "of_partners", "of_sides", "of_waterfall"]


def moved_by(by: float) -> str:
    """Return a change of trust in words.

    >>> moved_by(0.031), moved_by(-0.2), moved_by(0.001)
    ('up 3', 'down 20', 'unchanged')
    """
    shown = words.trust(abs(by))
    if shown == words.trust(0):
        return say("twin.unchanged")
    return say("twin.up" if by > 0 else "twin.down", by=shown)


def of_lines(shown: list[Shown], partner: int | None) -> str:
    """Return what the picture of trust over time shows, line by line."""
    own = shown[0].outcome
    told = [_head(own)]
    told += [_line(item.label, mean_of(item.outcome, partner)) for item in shown]
    low, high = np.quantile(trust_of(own, partner)[-1], (0.1, 0.9))
    told.append(say("twin.range", label=shown[0].label, low=words.trust(low), high=words.trust(high)))
    hours = (say("twin.hours_of", label=i.label, number=figure("staff_hours", i.outcome)) for i in shown)
    told.append(say("twin.hours", hours=", ".join(hours)))
    return " ".join(told)


def of_partners(own: Outcome) -> str:
    """Return what the picture of each partner shows."""
    means = own.partners_by_week
    told = [_head(own)]
    return " ".join(told + [_line(name, means[:, number]) for number, name in enumerate(own.case.names)])


def of_sides(own: Outcome, partner: int | None) -> str:
    """Return what the picture of the two facets of trust shows."""
    told = [_head(own)]
    return " ".join(told + [_line(say(f"picture.{side}"), mean) for side, mean in sides_of(own, partner).items()])


def of_change(now: Outcome, before: Outcome, partner: int | None = None) -> str:
    """Return the effect of the last change, short enough to listen to."""
    main = main_figure(partner)
    season, was = (shown_of(main, one, partner) for one in (now, before))
    hours, were = (round(shown_of("staff_hours", one)) for one in (now, before))
    more = say("twin.unchanged") if hours == were else say(
        "twin.up" if hours > were else "twin.down", by=abs(hours - were)
    )  # fmt: skip
    # The difference of the rounded figures: "unchanged" must not be said of a figure that changed.
    end, ended = (shown_of("final_trust", one, partner) for one in (now, before))
    facts = {"what": say(f"twin.{main}"), "who": still_there(now, partner), "hours": hours, "hours_change": more}
    facts |= {"now": words.trust(season), "change": moved_by(season - was)}
    facts |= {"end": words.trust(end), "end_change": moved_by(end - ended)}
    return say("twin.change", kept=round(100 * shown_of("commitments_kept", now)), **facts)


def of_waterfall(label: str, first: float, last: float, outcome: Outcome, bars: list[dict[str, Any]]) -> str:
    """Return what the waterfall shows: losses, then gains."""
    facts = {"first": words.trust(first), "last": words.trust(last), "weeks": outcome.weeks}
    facts["model"] = version_told(outcome.parameters)
    told = [say("twin.waterfall", label=label, **facts)]
    for name, sign in (("lost", -1), ("gained", 1)):
        causes = [say("twin.cause", cause=bar["words"], by=bar["by"]) for bar in bars if sign * bar["moved"] > 0]
        told += [say(f"twin.{name}", causes=", ".join(causes))] if causes else []
    return " ".join(told)


def _head(own: Outcome) -> str:
    return say("twin.trust", weeks=own.weeks, worlds=len(own.worlds), model=version_told(own.parameters))


def _line(label: str, mean: np.ndarray) -> str:
    week = int(mean.argmin())
    facts = {"label": label, "first": words.trust(mean[0]), "last": words.trust(mean[-1])}
    return say("twin.line", low=words.trust(mean[week]), week=week, **facts) if week else say("twin.line_flat", **facts)
