"""A played year as one self-contained page for a board: people first, what was decided, and how it goes otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.errors import BadInput
from sim.catalogue.remarks import case_remarks
from sim.experiments.comparison import compare
from sim.experiments.year.ending import OTHER_YEARS, SILENCE, other_years, rivals
from sim.experiments.year.year_code import as_code
from sim.handout.board_report import people_row, separates, staying, sure
from sim.handout.catalogue_pages import ties, whom, whom_within
from sim.handout.people_picture import PeopleRow, people_picture
from sim.handout.rendering import fill
from sim.lab.views.year_end import Looked, end_data
from sim.model.measures import HEADLINE
from sim.model.outcome import number_said
from sim.model.version import version_told
from sim.narrative.partner_year import partner_came
from sim.narrative.phrasing import capital
from sim.narrative.turning_points import turning_points
from sim.texts import words
from sim.texts.words import called, say, trust

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.comparison import Comparison
    from sim.experiments.robustness import RankStability
    from sim.experiments.year.year import Year
    from sim.model.outcome import Outcome

__all__ = ["held_against_silence", "year_report"]

MOST_TURNS = 6  # turning points that a board has time for


def held_against_silence(year: Year) -> Comparison:
    """Play what was decided, and a plan that says nothing, in 200 other years; for `doubts` and `year_report`.

    Raises:
        BadInput: the year is not over.
    """
    _check_over(year)
    return compare(year.case, [year.strategy, SILENCE], worlds=OTHER_YEARS, seed=year.number)


def year_report(year: Year, comparison: Comparison, doubt: Sequence[RankStability] = ()) -> str:
    """Return the page as HTML.

    Args:
        year: a year that is over. comparison: as `held_against_silence` gives it. doubt: how stable the order of the
            two is in plausible models, if that was asked for.

    Raises:
        BadInput: the year is not over.
    """
    _check_over(year)
    looked = Looked(points=turning_points(year.outcome)[:MOST_TURNS], others=other_years(year), rivals=rivals(year))
    end = end_data(year, looked, last_words=[], asked=(), first=None, sent=None)
    return fill(
        "year_report.html",
        {"ties": ties, "whom": whom, "whom_within": whom_within, "trust": trust},
        case=year.case,
        worlds=len(OTHER_YEARS),
        end=end,
        short=_short(year, end),
        picture=people_picture(_rows(year, comparison)),
        became=_became(year, comparison[year.strategy.key], end),
        sure=[say("year_report.one_year"), say("year_report.fixed"), *separates(comparison), *sure(comparison, doubt)],
        remarks=case_remarks(year.case),
        cannot=words.wordings("board_report.cannot_say"),
        code=as_code(year),
        made={"case": year.case.key, "year": year.number, "model": version_told()},
    )


def _check_over(year: Year) -> None:
    if not year.over:
        raise BadInput(say("refused_year.not_over", week=year.week, weeks=year.case.weeks))


def _short(year: Year, end: dict[str, Any]) -> list[str]:
    value = number_said(HEADLINE, float(year.outcome.each(HEADLINE)[0]))
    return [
        say("year_report.stayed", stayed=end["stayed"]),
        say("year_report.headline", value=value, weeks=year.case.weeks),
        end["explained"]["said"][1],
        end["years"]["said"],
    ]


def _rows(year: Year, comparison: Comparison) -> list[PeopleRow]:
    """Return three rows of the picture: this year, the same in others, and saying nothing in those."""
    worlds, silent = len(OTHER_YEARS), comparison[SILENCE]
    told = say("board_report.kept_of", kept=len(_here(year.outcome)), number=len(year.case.partners))
    return [
        PeopleRow(say("year_report.this_year"), told, tuple(staying(year.outcome))),
        people_row(comparison[year.strategy.key], say("year_report.other_years", worlds=worlds)),
        people_row(silent, say("year_report.silent", title=silent.strategy.title, worlds=worlds)),
    ]


def _here(outcome: Outcome) -> list[int]:
    return [who for who, share in enumerate(staying(outcome)) if share]


class Became(NamedTuple):
    """What became of a partner.

    Attributes:
        name, came: in a few words. stays: in how many other years it stays, in words. said: what the year was like.
    """

    name: str
    came: str
    stays: str
    said: list[str]


def _became(year: Year, others: Outcome, end: dict[str, Any]) -> list[Became]:
    """Return what became of each partner, those who went first."""
    names, of = year.case.names, len(others.worlds)
    stays = dict(zip(names, staying(others), strict=True))
    return [
        Became(
            name=called(one["name"]),
            came=capital(partner_came(year.outcome, names.index(one["name"]))),
            stays=say("year_report.chance_of", number=round(of * stays[one["name"]]), of=of),
            said=one["said"],
        )
        for one in end["partners"]
    ]
