"""A case of one's own: described in a form, seen in a silent year, played, compared, and taken along."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ipywidgets import HBox, VBox

from sim.base.errors import BadInput
from sim.catalogue import load_strategy
from sim.catalogue.case_code import as_code, from_code
from sim.lab.answers.progress import Progress, mine
from sim.lab.pages.year_page import KeptYear
from sim.lab.panels.answer_backup import AnswerBackup
from sim.lab.panels.case_form_panel import CaseForm
from sim.lab.panels.panel_errors import show_errors
from sim.lab.panels.sandbox import Sandbox
from sim.lab.session.draft import Draft
from sim.lab.session.own_case import played_as
from sim.lab.session.strategy_from_url import text_in_url
from sim.lab.views.ranking_table import documented_highest
from sim.lab.views.silent_year import silent_year
from sim.texts.words import say
from sim.widgets.bridge_scene import Bridges
from sim.widgets.button_row import buttons
from sim.widgets.chart import Chart
from sim.widgets.file_buttons import FileButtons
from sim.widgets.side_by_side import in_halves, stacked
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.model.case import Case
    from sim.model.strategy import Strategy

    Pages = Callable[[Case, Sequence[Strategy]], str]

__all__ = ["YourCase", "your_case"]

NAME, YEAR = "C_your_case", "own_year"  # in the trainee's file, beside the lessons
BEST_PRINTED = 2  # documented plans on the handout
FORM = ("form", "aside")  # what the form keeps there
PLAN = "plan"  # what the comparison keeps there


class YourCase:
    """All parts of the page, which share one case; each part is a widget.

    Attributes:
        form: the form. case: the last one that it came to, as it is played. years: played in it, on this page.
        bench: on which plans were compared in it; None as long as they were not.

    >>> page = YourCase(Progress())
    >>> page.form.play({"do": "set", "id": "title", "value": "The bus"})
    >>> page.case.title, YourCase(page.progress).case.title
    ('The bus', 'The bus')
    """

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.form = CaseForm(progress.lessons.get(NAME), keep=self._save, look=progress.look, place=f"{NAME}/form")
        self.case: Case | None = None
        self.outlook = Outlook(self.form)
        self.watchers: list[Callable[[], None]] = []
        self.years: list[KeptYear] = []
        self.bench: Sandbox | None = None
        self.form.watchers.append(self._follow)
        progress.follow(NAME, lambda _: self._restore())
        self._follow()

    @property
    def _kept(self) -> dict[str, Any]:
        kept = self.progress.lessons.get(NAME)
        return kept if isinstance(kept, dict) else {}

    def _restore(self) -> None:
        self.form.restore({name: one for name, one in self._kept.items() if name in FORM})

    @property
    def kept_plan(self) -> Any:
        """What the comparison has kept of the plan on it, to be restored; None if nothing was changed."""
        return self._kept.get(PLAN)

    def keep_plan(self) -> None:
        """Keep the plan that was chosen in the comparison, so that a reload does not lose it."""
        state = self.bench.state if self.bench else None
        if state is not None and state != self.kept_plan:
            self.progress.keep(NAME, self._kept | {PLAN: state})

    @property
    def chosen(self) -> Draft | None:
        """The plan in the comparison, or the one that was there before the page was opened anew."""
        if self.bench is not None:
            return self.bench.session.draft
        try:
            return Draft.from_data(self.kept_plan)
        except BadInput:
            return None

    def _save(self, state: dict[str, Any]) -> str:
        others = {name: one for name, one in self._kept.items() if name not in FORM}
        self.progress.keep(NAME, others | state)
        return self.progress.said(NAME)

    def _follow(self) -> None:
        found = self.form.reading.case
        case = found and played_as(found)
        if case is not None and case != self.case:
            self.case = case
            self.outlook.show(case)
        self.outlook.say_whether(plays=case is not None, before=self.case is not None)
        for watcher in self.watchers:
            watcher()

    def bring_back(self) -> None:
        """Show what was kept, after all answers were loaded from a file or a text."""
        self._restore()
        for year in self.years:
            year.restore(self.progress.lessons.get(YEAR))

    def take_up(self, code: str) -> None:
        """Open a case that came with a link, once; what stood in the form can be brought back."""
        if self._kept.get("came") == code:
            return
        try:
            case = from_code(code)
        except BadInput as error:
            self.form.tell(str(error))
            return
        self.progress.keep(NAME, self._kept | {"came": code})
        self.form.open_case(case, say("your_case.link_opened", title=case.title))

    # The parts of the page

    def described(self) -> VBox:
        """Return the form, with what follows beside it."""
        return self.outlook.box

    def played(self) -> VBox:
        """Return the year, played in this case; one in the page's address is begun, unless it was taken up before."""
        played = OwnYear(self)
        if played.year and (code := text_in_url("year")):
            played.year.take_up(code)
        return played.box

    def compared(self) -> VBox:
        """Return the course's plans, compared in this case."""
        return OwnPlans(self).box

    def taken_along(self, handout: Pages | None = None, report: Pages | None = None) -> VBox:
        """Return the case as a file, a code, a handout and a report for a board.

        Args:
            handout, report: return the pages to print for a case and plans, as HTML; None = there are none here.
        """
        return ToTake(self, handout, report).box


class Outlook:
    """The form, and the year in which nothing is said beside it."""

    def __init__(self, form: CaseForm) -> None:
        self.head, self.people, self.curve, self.remarks = TextBlocks(), Bridges(), Chart(), TextBlocks(live=True)
        self.said = TextBlocks(live=True)
        asked, outlook = VBox([form]), VBox([self.said, self.people, self.curve, self.remarks])
        self.people.observe(lambda _: self._flip(), "curve")
        self._flip()
        both = HBox([asked, outlook])
        self.box = VBox([self.head, both])
        for one, name in (
            (self.head, "mb-head"), (both, "mb-follows"), (asked, "mb-asked"), (outlook, "mb-outlook"),
            (self.box, "mb-own-case"),
        ):  # fmt: skip
            one.add_class(name)

    def show(self, case: Case) -> None:
        """Show the silent year of a case."""
        seen = silent_year(case)
        self.head.blocks, self.remarks.blocks = seen.head, seen.remarks
        self.people.data, self.curve.data = seen.bridges, seen.chart

    def _flip(self) -> None:
        self.curve.layout.display = None if self.people.curve else "none"

    def say_whether(self, *, plays: bool, before: bool) -> None:
        """Say so as long as the form comes to no case that can be played."""
        why = [{"text": say("your_case.stays" if before else "your_case.stopped")}]
        self.said.blocks = [] if plays else why


class OwnYear:
    """The year, played in one's own case; one that was begun goes on in the case as it was."""

    def __init__(self, page: YourCase) -> None:
        self.page = page
        self.notice = TextBlocks()
        self.row = buttons((say("your_case.begin_anew"), self.begin_anew))
        self.year: KeptYear | None = None
        self.box = stacked(self.notice, self.row)
        page.watchers.append(self.follow)
        self.follow()

    def follow(self) -> None:
        """Offer the case as the form has it now."""
        case = self.page.case
        if case is not None and self.year is None:
            self.year = KeptYear(self.page.progress, name=YEAR, case=case)
            self.page.years.append(self.year)
            self.year.observe(lambda _: self._tell(), "screen")
            self.box.children = [self.notice, self.row, self.year]
        if case is not None:
            self.year.offer(case)
        self._tell()

    def begin_anew(self) -> None:
        """Begin a year in the changed case; the one before is kept among the earlier ones."""
        self.year.play({"do": "begin", "case": self.page.case.key})
        self.year.tell(say("your_case.begun_anew"))

    def _tell(self) -> None:
        begun = self.year.session.year if self.year else None
        other = begun is not None and begun.case.key != self.page.case.key
        self.row.layout.display = None if other else "none"
        blocks = [{"text": say("your_case.changed")}] if other else []
        if self.page.case is None:
            blocks = [{"text": say("your_case.stopped")}]
        self.notice.blocks = blocks


class OwnPlans:
    """The course's plans, compared in one's own case once that is asked for: it takes some seconds."""

    def __init__(self, page: YourCase) -> None:
        self.page = page
        chosen = page.chosen
        before = [{"text": say("your_case.compare_kept", title=chosen.title)}] if chosen else []
        self.said = TextBlocks(blocks=[*before, {"hint": say("your_case.compare_hint")}])
        self.row = buttons((say("your_case.compare"), self.compare))
        self.box = stacked(self.said, self.row)
        page.watchers.append(self.follow)

    def tell(self, words: str) -> None:
        """Show a sentence; screen readers read it out."""
        self.said.status = words

    @property
    def bench(self) -> Sandbox | None:
        """What plans are compared on."""
        return self.page.bench

    @show_errors
    def compare(self) -> None:
        """Compare the plans in the case as it is now; what was tried in it before is tried again."""
        if self.page.case is None:
            raise BadInput(say("your_case.stopped"))
        self.tell(say("your_case.waiting"))
        kept = self.bench.state if self.bench else self.page.kept_plan
        self.page.bench = Sandbox(self.page.case, "silence", beside="keep", below="ranking", kept=kept)
        self.bench.watchers.append(self.page.keep_plan)
        self.box.children = [self.said, self.row, self.bench]
        self.follow()
        self.tell(say("your_case.compared"))

    def follow(self) -> None:
        """Say so if the case has changed since."""
        if self.bench is not None:
            other = self.bench.session.case.key != self.page.case.key
            self.said.blocks = [{"text": say("your_case.compare_changed")}] if other else []
            self.row.children[0].description = say("your_case.compare_again")  # it stays, and so does the focus


class ToTake:
    """A case as a file, a code, a handout and a report."""

    def __init__(self, page: YourCase, handout: Pages | None, report: Pages | None = None) -> None:
        self.page, self._handout, self._report = page, handout, report
        self.code = TextField(
            label=say("your_case.code"), hint=say("your_case.code_hint"), readonly=True, rows=2,
            copy=say("your_case.copy"), copied=say("your_case.copied"), by_hand=say("plan.by_hand"),
            link=say("your_case.link"), link_name="case", link_copied=say("your_case.link_copied"),
        )  # fmt: skip
        file = FileButtons(label=say("your_case.toml"), make=self.toml)
        paper = FileButtons(label=say("your_case.handout"), print_label=say("your_case.print"), make=self.handout)
        board = FileButtons(label=say("your_case.report"), print_label=say("your_case.print_report"), make=self.report)
        pages = [("handout", paper)] * bool(handout) + [("report", board)] * bool(report)
        papers = [stacked(TextBlocks(blocks=[{"hint": say(f"your_case.{name}_hint")}]), one) for name, one in pages]
        self.said = TextBlocks(live=True)
        as_file = stacked(TextBlocks(blocks=[{"hint": say("your_case.toml_hint")}]), file)
        self.parts = [*papers, as_file, self.code]
        self.backup = AnswerBackup(page.progress, then=page.bring_back)
        self.box = in_halves(stacked(self.said, *self.parts, self.backup), across=[self.said])
        page.watchers.append(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show the code of the case as it is now."""
        case = self.page.form.reading.case
        self.said.blocks = [] if case else [{"text": say("your_case.not_yet")}]
        self.box.children = [self.said, *(self.parts if case else []), self.backup]
        if case:
            self.code.value = as_code(case)

    def toml(self) -> tuple[str, str, bytes]:
        """Return the case as a file."""
        case = self.page.form.reading.case
        return f"{case.key}.toml", "application/toml", case.to_toml().encode()

    def handout(self) -> tuple[str, str, bytes]:
        """Return the case as a page to print."""
        case = self.page.form.reading.case
        return f"{case.key}.html", "text/html", self._handout(case, self.plans()).encode()

    def report(self) -> tuple[str, str, bytes]:
        """Return a report for a board on the plans that are on the handout."""
        case = self.page.form.reading.case
        return f"{case.key}-report.html", "text/html", self._report(case, self.plans()).encode()

    def plans(self) -> list[Strategy]:
        """Return what is on the handout: silence, the plan she has in the comparison, and those highest in it."""
        chosen = self.page.chosen
        mine = [chosen.played] if chosen else []
        best = [load_strategy(key) for key in documented_highest(self.page.case, BEST_PRINTED)]
        known = [load_strategy("silence"), *best]
        return known + [one for one in mine if one.acts not in {other.acts for other in known}]


@cache
def your_case() -> YourCase:
    """Return the case of this page's reader, shared by all its parts; one in the page's address is opened once."""
    page = YourCase(mine())
    if code := text_in_url("case"):
        page.take_up(code)
    return page
