"""The sections of the sandbox: scoreboard, waterfall, story, ranking, all acts, save and share."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from ipywidgets import VBox

from sim.base.errors import BadInput
from sim.lab.panels.editor import act_title, controls_of, several_of
from sim.lab.session.control_binding import ControlBinding
from sim.lab.session.simulation_cache import REFINED
from sim.lab.session.strategy_code import from_code
from sim.lab.views import scores
from sim.lab.views.panel_view import PARTS
from sim.texts import words
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.chart import Chart
from sim.widgets.choice import Choice
from sim.widgets.file_buttons import FileButtons
from sim.widgets.side_by_side import stacked
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lab.panels.sandbox import Sandbox
    from sim.lab.session.draft import Draft

__all__ = ["Sections"]


class Section:
    """One section of a sandbox; `show` updates it.

    Args:
        sandbox: the one that it belongs to.
    """

    name: ClassVar[str]
    title_key: ClassVar[str]

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.box = VBox()
        self.box.add_class("mb-stack")

    @property
    def title(self) -> str:
        """Its title in the list of sections."""
        return say(self.title_key)

    def show(self, data: Any) -> None:
        """Show the section's part of the view; a section that shows the draft gets None."""
        raise NotImplementedError


class TextSection(Section):
    """Blocks of text."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox)
        self.text = TextBlocks()
        self.box.children = [self.text]

    def show(self, data: list[dict[str, Any]]) -> None:
        """Show these blocks."""
        self.text.blocks = data


class ChartSection(Section):
    """A picture."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox)
        self.picture = Chart()
        self.box.children = [self.picture]

    def show(self, data: dict[str, Any]) -> None:
        """Draw this picture."""
        self.picture.data = data


class ScoreSection(TextSection):
    """The scoreboard: every figure of every strategy in the picture."""

    name, title_key = "score", "score.title"


class PartnersSection(TextSection):
    """Each partner: trust before and at the end, and in how many worlds they left or parted."""

    name, title_key = "partners", "partners.title"


class MovedSection(ChartSection):
    """What moved trust under the trainee's strategy: the ledger as a waterfall."""

    name, title_key = "moved", "moved.title"


class RankingSection(ChartSection):
    """All shipped strategies and the trainee's own, ranked in this case."""

    name, title_key = "ranking", "ranking.tab"


class StorySection(TextSection):
    """One world's story."""

    name, title_key = "story", "story.title"

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox)
        self.world = 0
        self.text.add_class("mb-columns")
        self.box.children = [self.text, buttons((say("story.another"), self.another))]

    def another(self) -> None:
        """Show the story of the next world."""
        count = self.sandbox.session.runs.count
        self.world = (self.world + 1) % count
        self.sandbox.refresh()
        self.text.status = say("story.now", number=self.world + 1, count=count)


class ActsSection(Section):
    """All acts of the strategy, and all controls of the selected one."""

    name, title_key = "acts", "bench.acts"

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox)
        self.place = 0
        self.bindings: list[ControlBinding] = []
        self._ticks: dict[str, Choice] = {}
        self._seen: tuple[object, ...] | None = None
        self.text = TextBlocks(blocks=[{"text": say("editor.none")}])
        self.pick = Choice(label=say("editor.pick"), kind="list")
        self.pick.observe(self._picked, "chosen")
        self.kind = Choice(label=say("editor.kind"), kind="list", options=list(words.table("acts").items()))
        self.kind.chosen = ["acknowledge"]
        self.add_row = buttons((say("editor.add"), self.add))
        self.remove_row = buttons((say("editor.remove"), self.remove))
        self.remarks = TextBlocks(live=True)
        self.remarks.add_class("mb-near-acts")
        self.form = VBox()
        self.form.add_class("mb-stack")
        # These widgets stay for every act: a new button would lose the focus, and one below the act's own
        # controls would move away under the hand.
        self.box.children = [self.text, self.kind, self.add_row, self.remarks, self.pick, self.form, self.remove_row]

    def show(self, data: None = None) -> None:  # noqa: ARG002 - these widgets show the draft itself
        """Show the list of acts, and the controls of the selected one."""
        draft = self.sandbox.session.draft
        self.place = min(self.place, max(len(draft.acts) - 1, 0))
        self.pick.options = [(str(place), act_title(draft, place)) for place in range(len(draft.acts))]
        self.pick.chosen = [str(self.place)] if draft.acts else []
        act = draft.acts[self.place] if draft.acts else None
        form = (
            self.sandbox.session.case.key,
            len(draft.acts),
            self.place,
            act and (act.act, act.rule and act.rule.field),
        )
        if form != self._seen:
            self._seen = form
            self._make(draft)
        for binding in self.bindings:
            binding.show(draft)
        for name, ticks in self._ticks.items():
            ticks.chosen = list(getattr(draft.acts[self.place], name))
        self._fold(left_out=self.place in draft.off)

    def _fold(self, *, left_out: bool) -> None:
        """Show of an act that is left out nothing but the control that brings it back: all others change nothing."""
        if not self.bindings:
            return
        first, *others = [binding.widget for binding in self.bindings]
        for widget in (*others, *self._ticks.values()):
            widget.layout.display = "none" if left_out else None
        if left_out:
            first.hint = say("editor.comes_back")

    def add(self) -> None:
        """Add an act of the chosen kind in the first week."""
        kind, draft = self.kind.value or "acknowledge", self.sandbox.session.draft
        self.place = len(draft.acts)
        self.sandbox.move(lambda draft: draft.plus(kind))
        if self.sandbox.session.draft is not draft and len(self.sandbox.session.draft.acts) > len(draft.acts):
            self.sandbox.tell(say("editor.added", act=words.table("acts")[kind]))

    def remove(self) -> None:
        """Remove the selected act."""
        draft, place = self.sandbox.session.draft, self.place
        if draft.acts:
            self.sandbox.move(lambda draft: draft.minus(place))
            self.sandbox.tell(say("editor.removed", act=words.table("acts")[draft.acts[place].act]))

    def _make(self, draft: Draft) -> None:
        old, self.bindings, self._ticks = self.bindings, [], {}
        for part, shown in ((self.text, not draft.acts), (self.pick, draft.acts), (self.remove_row, draft.acts)):
            part.layout.display = None if shown else "none"
        if not draft.acts:
            self.form.children = []
            return
        sandbox = self.sandbox
        controls = controls_of(draft, self.place, sandbox.session.case)
        # An unchanged control keeps its widget, and so the focus.
        kept = [next((binding for binding in old if binding.control == control), None) for control in controls]
        self.bindings = [
            binding or ControlBinding(control, on_move=sandbox.move, on_rest=sandbox.rest)
            for binding, control in zip(kept, controls, strict=True)
        ]
        for name, (label, options) in several_of(draft.acts[self.place]).items():
            ticks = Choice(label=label, kind="several", flow=True, options=options)
            ticks.chosen = list(getattr(draft.acts[self.place], name))
            ticks.observe(lambda _, name=name: self._ticked(name), "chosen")
            self._ticks[name] = ticks
        self.form.children = [*(binding.widget for binding in self.bindings), *self._ticks.values()]

    def _picked(self, _change: object) -> None:
        if self.pick.value is not None and int(self.pick.value) != self.place:
            self.place = int(self.pick.value)
            self.sandbox.refresh()

    def _ticked(self, name: str) -> None:
        draft, chosen, place = self.sandbox.session.draft, list(self._ticks[name].chosen), self.place
        if list(getattr(draft.acts[place], name)) != chosen:
            self.sandbox.move(lambda draft: draft.changed(place, **{name: chosen}))
            self.sandbox.refresh() if self.sandbox.session.draft is not draft else self.show()


class KeepSection(Section):
    """All acts with a checkbox each; unticked ones are left out."""

    name, title_key = "keep", "keep.title"

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox)
        self.text = TextBlocks(blocks=[{"text": say("keep.none")}])
        self.ticks = Choice(label=say("keep.title"), hint=say("keep.hint"), kind="several")
        self.ticks.observe(self._ticked, "chosen")

    def show(self, data: None = None) -> None:  # noqa: ARG002 - these widgets show the draft itself
        """Show which acts are kept."""
        draft = self.sandbox.session.draft
        self._showing = True
        self.ticks.options = [(str(place), _named(draft, place)) for place in range(len(draft.acts))]
        self.ticks.chosen = [str(place) for place in range(len(draft.acts)) if place not in draft.off]
        self._showing = False
        self.box.children = [self.ticks if draft.acts else self.text]

    def _ticked(self, _change: object) -> None:
        draft = self.sandbox.session.draft
        off = frozenset(range(len(draft.acts))) - {int(place) for place in self.ticks.chosen}
        if not self._showing and off != draft.off:
            self.sandbox.do(replace(draft, off=off))


def _named(draft: Draft, place: int) -> str:
    """Return an act's title without a note that it is left out, which the checkbox shows."""
    return act_title(replace(draft, off=frozenset()), place)


class ShareSection(Section):
    """The strategy as a text to copy and load, and picture and table as files."""

    name, title_key = "share", "bench.share"

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(sandbox)
        self.code = TextField(
            label=say("bench.code"), hint=say("bench.code_hint"), readonly=True, rows=4, copy=say("bench.copy"),
            copied=say("bench.copied"), by_hand=say("bench.copy_by_hand"), link=say("bench.link"),
            link_copied=say("bench.link_copied"),
        )  # fmt: skip
        self.paste = TextField(label=say("bench.paste"), hint=say("bench.paste_hint"), rows=3, most=30_000)
        table = FileButtons(label=say("bench.table_file"), make=self.table_file)
        self.files = [*self._picture(), table]
        self.said = TextBlocks()
        row = buttons((say("bench.load"), self.load))
        self.box.children = [self.code, self.paste, row, self.said, *self.files]

    def _picture(self) -> list[FileButtons]:
        """Offer the picture as a file where it can be drawn: not without a server, where matplotlib is not loaded."""
        if find_spec("matplotlib") is None:
            return []
        return [FileButtons(label=say("bench.picture_file"), make=self.picture_file)]

    def show(self, data: str) -> None:
        """Show the strategy as a text to copy."""
        self.code.value = data

    def load(self) -> None:
        """Load the strategy whose text was pasted."""
        try:
            loaded = from_code(self.paste.value, self.sandbox.session.case.key)
        except BadInput as error:
            self.said.status = str(error)
        else:
            self.sandbox.load(loaded.strategy, loaded.case, loaded.remark)
            # Report it below the button that was pressed.
            self.said.status = self.sandbox.board.status
            self.sandbox.tell("")

    def table_file(self) -> tuple[str, str, bytes]:
        """Return the scoreboard as a file for spreadsheets."""
        return "strategies.csv", "text/csv", scores.table_file(self.sandbox.session.shown(REFINED))

    def picture_file(self) -> tuple[str, str, bytes]:
        """Return the picture as a file, drawn for print."""
        from sim import plots

        outcomes = [item.outcome for item in self.sandbox.session.shown(REFINED)]
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


class Sections:
    """All sections of a sandbox: one can be beside the picture, and one of the others is open below it.

    Args:
        sandbox: whose sections these are.
        free: whether the trainee has all choices and a section beside the picture; in a lesson all are below.
        beside: name of the section beside the picture at first.
        below: name of the section that is open at first.
        opened: called when another section is opened.
    """

    def __init__(self, sandbox: Sandbox, *, free: bool, beside: str, below: str, opened: Callable[[], None]) -> None:
        self.named = {section.name: section(sandbox) for section in (FREE_SECTIONS if free else LESSON_SECTIONS)}
        self.beside: list[Section] = []
        self.choice = Choice(label=say("bench.below"), flow=True)
        self.box, self.side = stacked(), stacked()
        self.put_beside(*([beside] if free else []))
        self.choice.chosen = [below]
        self.choice.observe(lambda _: opened(), "chosen")

    def put_beside(self, *names: str) -> None:
        """Let these sections stand beside the picture; all others can be opened below it."""
        self.beside = [self.named[name] for name in names]
        self.side.children = [section.box for section in self.beside]
        self.choice.options = [(name, one.title) for name, one in self.named.items() if one not in self.beside]

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the parts of a view that are on the page."""
        return tuple(section.name for section in self._open if section.name in PARTS)

    @property
    def world(self) -> int:
        """The world whose story is shown."""
        return self.named["story"].world

    def show(self, parts: dict[str, Any], *, settled: bool) -> None:
        """Update the open sections, and after a drag those that show the draft."""
        for section in self._open:
            if settled or section.name in parts:
                section.show(parts.get(section.name))
        children = (self._open[0].box,)
        if self.box.children != children:
            self.box.children = children

    @property
    def _open(self) -> list[Section]:
        return [self.named[self.choice.value or "score"], *self.beside]
