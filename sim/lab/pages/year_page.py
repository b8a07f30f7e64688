"""Years to play: on a page of its own, at the start of the first lesson, and at the end of the last one.

Each is saved with the trainee's other answers, under a name of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import VBox

from sim.lab.answers.progress import Progress, mine
from sim.lab.panels.played_year import PlayedYear
from sim.lab.panels.questions import AFTER_YEAR, Questions
from sim.lab.session.strategy_from_url import text_in_url
from sim.lab.session.year_session import FIRST_CASE, year_from
from sim.lab.views.year_end import beside
from sim.widgets.text_blocks import TextBlocks

if TYPE_CHECKING:
    from sim.experiments.year.year import Year

__all__ = ["YEARS", "FirstYear", "KeptYear", "SecondYear", "first_year", "furthest_year", "played_year", "second_year"]

NAME, FIRST, SECOND = "D_play_a_year", "first_year", "second_year"  # in the trainee's file, beside the lessons
YEARS = (NAME, SECOND, FIRST)  # of equals the first one counts
SECOND_CASE = "missed-deliveries"  # no lesson before shows it, and its year is short


class KeptYear(PlayedYear):
    """A year that is saved with the trainee's other answers, and follows what another tab plays.

    Args:
        name: under which it is saved.

    >>> year = KeptYear(Progress())
    >>> year.play({"do": "begin", "case": "missed-deadline"})
    >>> KeptYear(year.progress).screen["phase"]
    'turn'
    """

    def __init__(self, progress: Progress, *, name: str = NAME, **how: Any) -> None:
        self.progress, self.name = progress, name
        super().__init__(progress.lessons.get(name), keep=self._save, look=progress.look, place=name, **how)
        progress.follow(name, lambda _: self.restore(progress.lessons.get(name)))

    def _save(self, state: dict[str, Any]) -> str:
        if state == self.progress.lessons.get(self.name):
            return ""
        self.progress.keep(self.name, state)
        return self.progress.said(self.name)


class FirstYear(VBox):
    """The first year, with two questions before it begins and again when it is over.

    >>> page = FirstYear(Progress())
    >>> page.year.play({"do": "begin", "case": "missed-deadline"})
    >>> len(page.children)
    1
    """

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.add_class("mb-stack")
        self.year = KeptYear(progress, name=FIRST, case=FIRST_CASE)
        asked = Questions(progress)
        self._before, self._after = asked.brief(), asked.brief(AFTER_YEAR)
        self.year.observe(lambda _: self._show(), "screen")
        self._show()

    def _show(self) -> None:
        phase = self.year.screen["phase"]
        shown = [*([self._before] if phase == "begin" else []), self.year, *([self._after] if phase == "end" else [])]
        if shown != [*self.children]:
            self.children = shown


class SecondYear(VBox):
    """A second year, in a case that no lesson has shown; when it is over, both years stand side by side."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.add_class("mb-stack")
        self.progress = progress
        self.year, self.told = KeptYear(progress, name=SECOND, case=SECOND_CASE), TextBlocks()
        self.children = [self.year, self.told]
        self.year.observe(lambda _: self._show(), "screen")
        self._show()

    def _show(self) -> None:
        kept = self.progress.lessons.get(FIRST)
        blocks = beside(year_from(kept), self.year.session.year)
        if blocks != self.told.blocks:
            self.told.blocks = blocks


def furthest_year(progress: Progress) -> Year | None:
    """Return the year that a trainee has played furthest; of equals the first of its page, lesson 07 and lesson 01.

    >>> furthest_year(Progress()) is None
    True
    """
    kept = [year_from(progress.lessons.get(name)) for name in YEARS]
    played = (year for year in kept if year and year.turns)
    return max(played, key=lambda year: year.week / year.case.weeks, default=None)


def played_year() -> KeptYear:
    """Return the year of this page's reader; a year in the page's address is begun, unless it was taken up before.

    >>> played_year().screen["phase"] in ("begin", "turn", "guess", "end")
    True
    """
    year = KeptYear(mine())
    if code := text_in_url("year"):
        year.take_up(code)
    return year


def first_year() -> FirstYear:
    """Return the year with which the first lesson opens."""
    return FirstYear(mine())


def second_year() -> SecondYear:
    """Return the year with which the last lesson ends."""
    return SecondYear(mine())
