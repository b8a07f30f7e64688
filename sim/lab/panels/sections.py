"""What stands below the picture on demand: scoreboard, what moved trust, what happened, all acts, save and share."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from ipywidgets import VBox

from sim.base.errors import BadInput
from sim.catalogue import strategy_keys
from sim.experiments.comparison import compare
from sim.lab.panels.editor import act_title, controls_of, several_of
from sim.lab.session.control_binding import ControlBinding
from sim.lab.session.simulation_cache import REFINED
from sim.lab.session.strategy_code import as_code, from_code
from sim.lab.views import scores
from sim.lab.views.ranking_table import Ranked, ranking_data
from sim.lab.views.waterfall import waterfall_data
from sim.narrative.story import tell
from sim.texts import words
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.chart import Chart
from sim.widgets.choice import Choice
from sim.widgets.file_buttons import FileButtons
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from sim.lab.panels.sandbox import Sandbox
    from sim.lab.session.draft import Draft

__all__ = ["FREE_SECTIONS", "LESSON_SECTIONS"]


class Section:
    """One thing below the picture; `show` brings it up to date."""

    name: ClassVar[str]
    title_key: ClassVar[str]
    follows_the_hand: ClassVar[bool] = False

    def __init__(self, bench: Sandbox) -> None:
        self.bench = bench
        self.box = VBox()
        self.box.add_class("mb-stack")

    @property
    def title(self) -> str:
        """What it is called where one chooses it."""
        return say(self.title_key)

    def show(self, worlds: int) -> None:
        """Bring the section up to date with the draft."""
        raise NotImplementedError


class ScoreSection(Section):
    """The scoreboard."""

    name, title_key, follows_the_hand = "score", "score.title", True

    def __init__(self, bench: Sandbox) -> None:
        super().__init__(bench)
        self.sheet = TextBlocks()
        self.box.children = [self.sheet]

    def show(self, worlds: int) -> None:
        """Show every measure for every strategy in the picture."""
        self.sheet.blocks = scores.score_blocks(self.bench.trial.shown(worlds), self.bench.partner)


class PartnersSection(Section):
    """Each partner: trust before and at the end, and in how many worlds they left or parted."""

    name, title_key = "partners", "partners.title"

    def __init__(self, bench: Sandbox) -> None:
        super().__init__(bench)
        self.sheet = TextBlocks()
        self.box.children = [self.sheet]

    def show(self, worlds: int) -> None:
        """Show the figures of each partner, for every strategy in the picture."""
        self.sheet.blocks = scores.partner_blocks(self.bench.trial.shown(worlds))


class MovedSection(Section):
    """The ledger as a waterfall."""

    name, title_key = "moved", "moved.title"

    def __init__(self, bench: Sandbox) -> None:
        super().__init__(bench)
        self.picture = Chart()
        self.box.children = [self.picture]

    def show(self, worlds: int) -> None:
        """Show what moved trust under the own strategy."""
        own = self.bench.trial.shown(worlds)[0]
        self.picture.data = waterfall_data(own.label, own.outcome, self.bench.partner)


class StorySection(Section):
    """One world's story."""

    name, title_key = "story", "story.title"

    def __init__(self, bench: Sandbox) -> None:
        super().__init__(bench)
        self.world = 0
        self.sheet = TextBlocks()
        self.box.children = [self.sheet, buttons((say("story.another"), self.another))]

    def another(self) -> None:
        """Tell of the next world."""
        count = self.bench.trial.runs.count
        self.world = (self.world + 1) % count
        self.bench.refresh()
        self.sheet.status = say("story.now", number=self.world + 1, count=count)

    def show(self, worlds: int) -> None:  # noqa: ARG002 - one world is one world
        """Tell one world's story."""
        trial = self.bench.trial
        story = tell(trial.runs.one_world(trial.case, trial.draft.played, self.world))
        where = say("story.world", number=self.world + 1, count=trial.runs.count)
        self.sheet.blocks = [{"head": say("story.title")}, {"hint": where}, *({"text": line} for line in story)]


class ActsSection(Section):
    """All acts of the strategy, one of them with all its controls."""

    name, title_key = "acts", "bench.acts"

    def __init__(self, bench: Sandbox) -> None:
        super().__init__(bench)
        self.place = 0
        self.knobs: list[ControlBinding] = []
        self._ticks: dict[str, Choice] = {}
        self._seen: tuple[object, ...] | None = None
        self.sheet = TextBlocks(blocks=[{"text": say("editor.none")}])
        self.pick = Choice(label=say("editor.pick"), kind="list")
        self.pick.observe(self._picked, "chosen")
        self.kind = Choice(label=say("editor.kind"), kind="list", options=list(words.table("acts").items()))
        self.kind.chosen = ["acknowledge"]
        self.add_row = buttons((say("editor.add"), self.add))
        self.remove_row = buttons((say("editor.remove"), self.remove))
        self.form = VBox()
        self.form.add_class("mb-stack")
        # These stay, whatever the act: a button that was drawn anew would lose the focus, and one below the act's own
        # controls would move away under the hand.
        self.box.children = [self.sheet, self.kind, self.add_row, self.pick, self.form, self.remove_row]

    def show(self, worlds: int) -> None:  # noqa: ARG002 - acts do not depend on worlds
        """Show the list of acts, and the controls of the one that is picked."""
        draft = self.bench.trial.draft
        self.place = min(self.place, max(len(draft.acts) - 1, 0))
        self.pick.options = [(str(place), act_title(draft, place)) for place in range(len(draft.acts))]
        self.pick.chosen = [str(self.place)] if draft.acts else []
        act = draft.acts[self.place] if draft.acts else None
        form = (self.bench.trial.case.key, len(draft.acts), self.place, act and (act.act, act.when == "low_survey"))
        if form != self._seen:
            self._seen = form
            self._make(draft)
        for knob in self.knobs:
            knob.show(draft)
        for name, ticks in self._ticks.items():
            ticks.chosen = list(getattr(draft.acts[self.place], name))

    def add(self) -> None:
        """Add an act of the chosen kind in the first week."""
        kind, draft = self.kind.value or "acknowledge", self.bench.trial.draft
        self.place = len(draft.acts)
        self.bench.move(lambda draft: draft.plus(kind))
        if self.bench.trial.draft is not draft and len(self.bench.trial.draft.acts) > len(draft.acts):
            self.bench.tell(say("editor.added", act=words.table("acts")[kind]))

    def remove(self) -> None:
        """Remove the act that is picked."""
        draft, place = self.bench.trial.draft, self.place
        if draft.acts:
            self.bench.move(lambda draft: draft.minus(place))
            self.bench.tell(say("editor.removed", act=words.table("acts")[draft.acts[place].act]))

    def _make(self, draft: Draft) -> None:
        old, self.knobs, self._ticks = self.knobs, [], {}
        for part, shown in ((self.sheet, not draft.acts), (self.pick, draft.acts), (self.remove_row, draft.acts)):
            part.layout.display = None if shown else "none"
        if not draft.acts:
            self.form.children = []
            return
        bench = self.bench
        controls = controls_of(draft, self.place, bench.trial.case)
        # A control that stays keeps its widget, and with it the focus.
        kept = [next((knob for knob in old if knob.control == control), None) for control in controls]
        self.knobs = [
            knob or ControlBinding(control, on_move=bench.move, on_rest=bench.rest)
            for knob, control in zip(kept, controls, strict=True)
        ]
        for name, (label, options) in several_of(draft.acts[self.place]).items():
            ticks = Choice(label=label, kind="several", flow=True, options=options)
            ticks.chosen = list(getattr(draft.acts[self.place], name))
            ticks.observe(lambda _, name=name: self._ticked(name), "chosen")
            self._ticks[name] = ticks
        self.form.children = [*(knob.widget for knob in self.knobs), *self._ticks.values()]

    def _picked(self, _change: object) -> None:
        if self.pick.value is not None and int(self.pick.value) != self.place:
            self.place = int(self.pick.value)
            self.bench.refresh()

    def _ticked(self, name: str) -> None:
        draft, chosen, place = self.bench.trial.draft, list(self._ticks[name].chosen), self.place
        if list(getattr(draft.acts[place], name)) != chosen:
            self.bench.move(lambda draft: draft.changed(place, **{name: chosen}))
            self.bench.refresh() if self.bench.trial.draft is not draft else self.show(REFINED)


class KeepSection(Section):
    """All acts with a tick each: those without are left out."""

    name, title_key = "keep", "keep.title"

    def __init__(self, bench: Sandbox) -> None:
        super().__init__(bench)
        self.sheet = TextBlocks(blocks=[{"text": say("keep.none")}])
        self.ticks = Choice(label=say("keep.title"), hint=say("keep.hint"), kind="several")
        self.ticks.observe(self._ticked, "chosen")

    def show(self, worlds: int) -> None:  # noqa: ARG002 - acts do not depend on worlds
        """Show which acts are kept."""
        draft = self.bench.trial.draft
        self._showing = True
        self.ticks.options = [(str(place), _named(draft, place)) for place in range(len(draft.acts))]
        self.ticks.chosen = [str(place) for place in range(len(draft.acts)) if place not in draft.off]
        self._showing = False
        self.box.children = [self.ticks if draft.acts else self.sheet]

    def _ticked(self, _change: object) -> None:
        draft = self.bench.trial.draft
        off = frozenset(range(len(draft.acts))) - {int(place) for place in self.ticks.chosen}
        if not self._showing and off != draft.off:
            self.bench.do(replace(draft, off=off))


def _named(draft: Draft, place: int) -> str:
    """Return an act's title, whether or not it is left out: the tick says that."""
    return act_title(replace(draft, off=frozenset()), place)


class RankingSection(Section):
    """All shipped strategies beside one's own, in this case."""

    name, title_key = "ranking", "ranking.tab"

    def __init__(self, bench: Sandbox) -> None:
        super().__init__(bench)
        self.picture = Chart()
        self.box.children = [self.picture]
        self._played: tuple[object, list[Ranked]] = (None, [])

    def show(self, worlds: int) -> None:  # noqa: ARG002 - refined only, as the order of near ones needs it
        """Show where one's own strategy stands."""
        trial = self.bench.trial
        if self._played[0] != trial.case:
            outcomes = compare(trial.case, strategy_keys(), worlds=REFINED, seed=trial.runs.seeds[0]).outcomes
            self._played = (
                trial.case,
                [Ranked.of(one.strategy, one.season_trust, one.staff_hours.mean()) for one in outcomes],
            )
        own = trial.outcome(trial.draft.played)
        mine = Ranked(say("lines.yours"), own.season_trust, "own", own.staff_hours.mean())
        self.picture.data = ranking_data([*self._played[1], mine])


class ShareSection(Section):
    """The strategy as a text to copy and to load; picture and table as files."""

    name, title_key = "share", "bench.share"

    def __init__(self, bench: Sandbox) -> None:
        super().__init__(bench)
        self.code = TextField(
            label=say("bench.code"), hint=say("bench.code_hint"), readonly=True, rows=4, copy=say("bench.copy"),
            copied=say("bench.copied"), by_hand=say("bench.copy_by_hand"), link=say("bench.link"),
            link_copied=say("bench.link_copied"),
        )  # fmt: skip
        self.paste = TextField(label=say("bench.paste"), hint=say("bench.paste_hint"), rows=3, most=30_000)
        picture = FileButtons(label=say("bench.picture_file"), make=self.picture_file)
        table = FileButtons(label=say("bench.table_file"), make=self.table_file)
        self.files = [picture, table]
        self.said = TextBlocks()
        row = buttons((say("bench.load"), self.load))
        self.box.children = [self.code, self.paste, row, self.said, picture, table]

    def show(self, worlds: int) -> None:  # noqa: ARG002 - the text does not depend on worlds
        """Put the strategy as it is now into words to copy."""
        trial = self.bench.trial
        played = trial.draft.played
        self.code.value = as_code(played.title, played.acts, trial.case.key)

    def load(self) -> None:
        """Load the strategy whose text was pasted."""
        try:
            loaded = from_code(self.paste.value)
        except BadInput as error:
            self.said.status = str(error)
        else:
            self.bench.load(loaded.strategy, loaded.case)
            # Said where the hand is, below the button.
            self.said.status = self.bench.board.status
            self.bench.tell("")

    def table_file(self) -> tuple[str, str, bytes]:
        """Return the scoreboard as a file for spreadsheets."""
        return "strategies.csv", "text/csv", scores.table_file(self.bench.trial.shown(REFINED))

    def picture_file(self) -> tuple[str, str, bytes]:
        """Return the picture as a file, drawn for print."""
        from sim import plots

        outcomes = [item.outcome for item in self.bench.trial.shown(REFINED)]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "trust.png"
            plots.save(plots.trust_over_time(outcomes), path)
            return "trust.png", "image/png", path.read_bytes()


LESSON_SECTIONS: tuple[type[Section], ...] = (
    ScoreSection, PartnersSection, MovedSection, StorySection, ActsSection, ShareSection,
)  # fmt: skip
FREE_SECTIONS = (
    ScoreSection, RankingSection, PartnersSection, MovedSection, StorySection, ActsSection, KeepSection, ShareSection,
)  # fmt: skip
