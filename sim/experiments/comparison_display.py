"""How comparisons, differences, played seasons and rankings show themselves: in a line, and as HTML in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.html_table import html_table
from sim.model.display import parameters_line
from sim.model.measures import HEADLINE, MEASURES
from sim.model.outcome import PARTS, Interval, between_said, gap_said, number_said
from sim.model.version import version_told
from sim.texts.words import say, table

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison, Difference
    from sim.experiments.playthrough import Playthrough
    from sim.model.outcome import Outcome
    from sim.model.parameters import Parameters

__all__ = ["COLUMNS", "comparison_html", "comparison_line", "difference_line", "playthrough_line", "ranking_row"]

COLUMNS = ("partners_kept", HEADLINE, "season_trust", "commitments_kept", "weeks_to_recover", "staff_hours")
MOST_PLANS = 4  # within a line


def ranking_row(outcome: Outcome) -> tuple[str, ...]:
    """Return a strategy's row of the ranking: its title, and what COLUMNS say of it."""
    weeks, mark = outcome.summary()["weeks_to_recover"], " *" if outcome.strategy.documented else ""
    return (
        outcome.strategy.title + mark,
        say("ranking_table.kept_of", kept=f"{outcome.partners_kept.mean():.1f}", count=len(outcome.case.partners)),
        between_said(HEADLINE, Interval.of(outcome.each(HEADLINE))),
        between_said("season_trust", Interval.of(outcome.season_trust)),
        f"{outcome.commitments_kept.mean():.0%}",
        say("ranking_table.not_within", weeks=outcome.weeks) if weeks is None else f"{weeks:.0f}",
        f"{outcome.staff_hours.mean():.0f}",
    )


def comparison_line(comparison: Comparison) -> str:
    """Return a comparison in a line: the best strategies with their partnership."""
    first, ranked = comparison.outcomes[0], comparison.ranked
    told = [f"{one.strategy.key} {number_said(HEADLINE, one.each(HEADLINE).mean(), 1)}" for one in ranked[:MOST_PLANS]]
    more = [say("display.more", number=len(ranked) - MOST_PLANS)] if len(ranked) > MOST_PLANS else []
    facts = {"worlds": len(first.worlds), "seed": first.seed, "ranked": ", ".join(told + more)}
    return f"<Comparison in {first.case.key}: {say('display.comparison', **facts)}{other_numbers(first.parameters)}>"


def comparison_html(comparison: Comparison) -> str:
    """Return a comparison as its ranking."""
    first = comparison.outcomes[0]
    about = {"case": first.case.title, "weeks": first.weeks, "worlds": len(first.worlds), "seed": first.seed}
    right = [say(f"ranking_table.{column}") for column in COLUMNS]
    return html_table(
        say("ranking_table.title", **about),
        [say("ranking_table.strategy"), *right],
        map(ranking_row, comparison.ranked),
        right=right,
        note=say("ranking_table.caption", model=version_told(first.parameters)),
    )


def difference_line(difference: Difference) -> str:
    """Return a paired difference in a line, with what it means."""
    key, interval = difference.measure, difference.interval
    facts = {"measure": table("figure_names")[key], "verdict": difference.verdict}
    facts |= {"gap": gap_said(key, interval.mean, 1), "half": number_said(key, interval.half_width, 1)}
    told = "display.difference" if MEASURES[key].unit in PARTS else "display.difference_plain"
    return f"<Difference: {say(told, higher=difference.higher, worlds=difference.worlds, **facts)}>"


def playthrough_line(played: Playthrough) -> str:
    """Return a season that is being played in a line."""
    worlds = len(played.worlds) if isinstance(played.worlds, range) else played.worlds
    facts = {"played": played.week, "weeks": played.case.weeks, "worlds": worlds, "seed": played.seed}
    told = say("display.playthrough", **facts)
    return f"<Playthrough of {played.strategy.key} in {played.case.key}: {told}{other_numbers(played.parameters)}>"


def other_numbers(parameters: Parameters) -> str:
    """Return the end of a line that tells of numbers that are not as shipped, "" if there are none."""
    return f", {parameters_line(parameters)}" if parameters.changes else ""
