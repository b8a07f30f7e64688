"""Three questions for the debrief, made from what a class did: whom it lost, where it misjudged, what hours went to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.texts.words import many, points, say, trust

if TYPE_CHECKING:
    from sim.experiments.year.board import ClassYear, Group

__all__ = ["questions"]

NOTICED = 2  # points of 100 by which two years must differ to be asked about


def questions(group: Group) -> tuple[str, str, str]:
    """Return one question about a partner, one about guesses, and one about hours."""
    return _about_a_partner(group), _about_guesses(group), _about_hours(group)


def _about_a_partner(group: Group) -> str:
    divided, of = group.most_divided, len(group.years)
    if divided is None:
        return say("board_questions.lost_none")
    partner, lost = divided
    if lost == of:
        return say("board_questions.lost_all", partner=partner)
    return many("board_questions.lost_some", lost, of=of, partner=partner)


def _about_guesses(group: Group) -> str:
    furthest = group.furthest_guess
    if furthest is None:
        return say("board_questions.no_guesses")
    partner, moment, gap = furthest
    return say(
        "board_questions.too_high" if gap > 0 else "board_questions.too_low",
        partner=partner, moment=say(f"board_questions.moment_{moment}"), points=points(gap / 100),
    )  # fmt: skip


def _about_hours(group: Group) -> str:
    """Ask what as many hours did better, or else what more hours were for; of strategies where a year is alone."""
    pair = group.same_hours
    if pair is not None and pair[0].ended.headline - pair[1].ended.headline >= NOTICED:
        return say("board_questions.same_hours", **_of_two(*pair))
    if len(group.years) > 1:
        by_hours = sorted(group.years, key=lambda year: -year.ended.used)
        return say("board_questions.more_hours", **_of_two(by_hours[0], by_hours[-1]))
    best, last = group.rivals[0], group.rivals[-1]
    return say(
        "board_questions.strategy", one=best.strategy.title, other=last.strategy.title, one_stayed=best.stayed,
        other_stayed=last.stayed, one_hours=round(best.hours), other_hours=round(last.hours),
    )  # fmt: skip


def _of_two(one: ClassYear, other: ClassYear) -> dict[str, object]:
    return {
        "one": one.name, "one_stayed": one.stayed, "one_hours": round(one.ended.used),
        "one_trust": trust(one.ended.headline / 100),
        "other": other.name, "other_stayed": other.stayed, "other_hours": round(other.ended.used),
        "other_trust": trust(other.ended.headline / 100),
    }  # fmt: skip
