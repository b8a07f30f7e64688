"""The panels of the model card: the table of evidence, and one finding run again."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from ipywidgets import VBox

from sim.experiments.evidence import check, evidence
from sim.experiments.evidence.finding import end_told
from sim.lab.panels.panel_errors import show_errors
from sim.lab.session.contest_settings import MODELS, SHIPPED
from sim.model.parameters import Parameters
from sim.model.version import version_told
from sim.texts.words import many, say
from sim.widgets.button_row import buttons
from sim.widgets.choice import Choice
from sim.widgets.text_blocks import TextBlocks

if TYPE_CHECKING:
    from sim.experiments.evidence import Fact

__all__ = ["Card", "card"]

FEW = 0.5  # of the random models
FILTERS = ("all", "fails", "holds", "built_in")


@cache
def card() -> Card:
    """Return the model card, the same one for every cell of a notebook.

    >>> card() is card()
    True
    """
    return Card()


class Card:
    """The widgets of the model card.

    >>> card().facts[0].passed, card().facts[-1].passed
    (False, True)
    """

    def __init__(self) -> None:
        self.facts: tuple[Fact, ...] = evidence()
        self._by_id = {fact.id: fact for fact in self.facts}

    # The table

    def evidence(self) -> VBox:
        """All findings, with filters for result and study."""
        options = [(name, say(f"card.{name}")) for name in FILTERS]
        self.which = Choice(label=say("card.which"), options=options, chosen=["all"], flow=True)
        authors = sorted({author for fact in self.facts for author in _sources(fact)})
        sources = [("all", say("card.all")), *((author, _readable(author)) for author in authors)]
        self.by = Choice(label=say("card.by"), kind="list", options=sources, chosen=["all"])
        self.table = TextBlocks()
        for choice in (self.which, self.by):
            choice.observe(lambda _: self._show_table(), "chosen")
        self._show_table()
        return _stack(self.which, self.by, self.table)

    def _show_table(self) -> None:
        which, by = self.which.value or "all", self.by.value or "all"
        shown = [fact for fact in self.facts if _fits(fact, which) and by in ("all", *_sources(fact))]
        held = sum(fact.passed for fact in self.facts)
        self.table.blocks = [
            {"say": say("card.held", held=held, count=len(self.facts), built_in=sum(f.built_in for f in self.facts))},
            {"hint": f"{say('card.random')} {version_told()}."},
            {"table": _table(shown)},
        ]
        self.table.status = many("card.shown", len(shown), count=len(self.facts)) if shown else say("card.none_fits")

    # One finding again

    def again(self) -> VBox:
        """One finding, simulated again with the model's parameters or with others."""
        findings = [(fact.id, f"{fact.id}: {fact.finding.words}") for fact in self.facts]
        self.finding = Choice(label=say("card.finding"), kind="list", options=findings, chosen=[self.facts[0].id])
        models = [(name, say(f"contest.{name}")) for name in MODELS]
        self.model = Choice(label=say("contest.model"), options=models, chosen=[SHIPPED])
        self.result = TextBlocks()
        for choice in (self.finding, self.model):
            choice.observe(lambda _: self._clear(), "chosen")
        return _stack(self.finding, self.model, buttons((say("card.run"), self.run)), self.result)

    def _clear(self) -> None:
        """Clear a result that belongs to another choice."""
        self.result.blocks, self.result.status = [], say("card.press")

    @show_errors
    def run(self) -> None:
        """Simulate the finding, and show its figures beside its bands and the shipped model's figures."""
        stored = self._by_id[self.finding.value or self.facts[0].id]
        name = self.model.value or SHIPPED
        fresh = check(stored.finding, Parameters(**MODELS[name]))
        rows = [
            [fresh.finding.figure_words[figure], fresh.finding.band_told(figure), *_told(figure, stored, fresh)]
            for figure in stored.bands
        ]
        head = [say(f"card.{part}") for part in ("figure", "band", "shipped", "now")]
        self.result.blocks = [
            {"text": say("card.study", study=stored.finding.study)},
            {"table": {"caption": stored.finding.words, "head": head, "rows": rows}},
            *({"text": sentence} for sentence in _beside_the_band(fresh)),
            {"hint": say("card.source", source=_readable(stored.source))},
        ]
        self.result.status = say(f"card.{_outcome(fresh)}", id=stored.id, numbers=say(f"contest.{name}").lower())

    def tell(self, words: str) -> None:
        """Show a sentence, which is read aloud too."""
        self.result.status = words


def _stack(*widgets: Any) -> VBox:
    box = VBox(widgets)
    box.add_class("mb-stack")
    return box


def _fits(fact: Fact, which: str) -> bool:
    return which == "all" or {"fails": not fact.passed, "holds": fact.passed, "built_in": fact.built_in}[which]


def _sources(fact: Fact) -> list[str]:
    return fact.source.split(", ")


def _table(facts: list[Fact]) -> dict[str, Any]:
    rows = [
        [f"{fact.id}: {fact.finding.words}", _verdict(fact), _share(fact), _readable(fact.source)] for fact in facts
    ]
    head = [say(f"card.{name}") for name in ("claim", "in_model", "in_random", "by")]
    return {"caption": say("card.table"), "head": head, "rows": rows, "wordy": True}


def _readable(source: str) -> str:
    """Return keys of sources as authors with a year.

    >>> _readable("GneezyEpley2014, Hui2006")
    'Gneezy Epley 2014, Hui 2006'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z\d])", " ", source)


def _told(figure: str, *facts: Fact) -> list[str]:
    return [fact.finding.figure_told(figure, fact.figures[figure]) for fact in facts]


def _outcome(fact: Fact) -> str:
    """Return whether a finding holds, fails, or is there but too strong."""
    if fact.passed:
        return "holds_now"
    weak = any(fact.figures[figure] < band.low for figure, band in fact.bands.items())
    return "fails_now" if weak else "strong_now"


def _beside_the_band(fact: Fact) -> list[str]:
    """Return a sentence for each figure outside its band: too weak, or too strong."""
    told = []
    for figure, band in fact.bands.items():
        value = fact.figures[figure]
        if value not in band:
            way, limit = ("too_strong", band.high) if value > band.high else ("too_weak", band.low)
            bound = {"most" if way == "too_strong" else "least": end_told(limit, fact.finding.units[figure])}
            shown = fact.finding.figure_told(figure, value)
            told.append(say(f"card.{way}", figure=fact.finding.figure_words[figure], value=shown, **bound))
    return told


def _verdict(fact: Fact) -> str:
    if not fact.passed:
        return say("card.fails_row", why=fact.finding.reason_in_words or fact.reason or "")
    if fact.built_in:
        return say("card.built_in_row")
    few = fact.random_pass_rate is not None and fact.random_pass_rate < FEW
    return say("card.shaky_row", share=_share(fact)) if few else say("card.holds_row")


def _share(fact: Fact) -> str:
    return say("card.unknown") if fact.random_pass_rate is None else f"{100 * fact.random_pass_rate:.0f}"
