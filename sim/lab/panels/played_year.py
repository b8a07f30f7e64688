"""The widget on which a year is played: it takes each move, plays it, shows the new screen, and keeps the year."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.catalogue import case_keys
from sim.experiments.year.cards import drafted
from sim.experiments.year.ending import other_years, rivals
from sim.experiments.year.smallest_change import asks, smallest_change
from sim.experiments.year.year_code import other_model
from sim.lab.session.year_session import YearSession
from sim.lab.views.year_cards import hand_data, in_words, price
from sim.lab.views.year_change import answer_said
from sim.lab.views.year_due import expected, taken_said
from sim.lab.views.year_end import Looked
from sim.lab.views.year_view import screen, seen_in
from sim.model.case import Case
from sim.narrative.turning_points import turning_points
from sim.texts.words import say
from sim.widgets.year_widget import YearWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.experiments.year.year import Year
    from sim.lab.views.year_people import Seen
    from sim.model.acts import Act

__all__ = ["PlayedYear"]

Move = dict[str, Any]
REPLACING = ("back_to", "again", "load", "reopen", "to_end")  # moves that show another year, and say so


class PlayedYear(YearWidget):
    """A year to play.

    Args:
        kept: what `state` returned before. keep: called with the state after each move that changed it; it returns a
            sentence if it could not be saved, else "".
        look: called before each move, so that what another tab has played is taken over first.
        case: of the year, an object for a case of somebody's own; None = the player chooses.

    >>> board = PlayedYear()
    >>> board.play({"do": "begin", "case": "missed-deadline"})
    >>> board.screen["phase"]
    'turn'
    """

    def __init__(
        self,
        kept: Any = None,
        *,
        case: Case | str | None = None,
        keep: Callable[[dict[str, Any]], str] = lambda _: "",
        look: Callable[[], None] = lambda: None,
        **how: Any,
    ) -> None:
        self.session = YearSession()
        self._keep, self._look = keep, look
        self._case = self._owned(case) if isinstance(case, Case) else case
        self._looked = Looked()
        self._seen: tuple[Year | None, Seen | None] = None, None
        self._said = self.session.restore(kept)
        self._note = ""  # what stays in sight over a turn
        if self._case:
            self.session.case = self._case
        super().__init__(play=self.play, priced=self.priced, screen=self._drawn(), **how)
        self._look_back()

    def _owned(self, case: Case) -> str:
        """Let a case of somebody's own be played here, and return its key."""
        self.session.own[case.key] = case
        return case.key

    def offer(self, case: Case) -> None:
        """Let a case of somebody's own be played from now on; a year that was begun goes on in its own case."""
        self._case, kept = self._owned(case), self.session.as_data()
        begun = self.session.year
        self.session.case = self._case
        if begun is not None and begun.case.key == case.key:
            self.session.restore(kept)  # with its new texts
        elif begun is not None and not begun.turns:
            self.session.year = None
        self._show()

    @property
    def state(self) -> dict[str, Any]:
        """What was played, as plain data."""
        return self.session.as_data()

    def restore(self, kept: Any) -> None:
        """Show what another tab has played."""
        if kept != self.state:
            self._said = self.session.restore(kept) or say("year.other_tab")
            self._looked = Looked()
            self._show()
            self._look_back()

    def play(self, move: Move) -> None:
        """Play a move; one that cannot be played changes nothing, and a sentence says why."""
        before = self.state
        self._look()
        if self.state != before:  # another tab went on, and this move was meant for the year as it was
            return
        self._said = ""
        place = self._place
        try:
            self._do(move)
        except BadInput as error:
            self._said = _sentence(str(error))
        except Exception:  # noqa: BLE001 - a page shows a sentence, never a traceback
            self._said = say("year.failed")
        if self._place != place:
            self._note = self._said if move.get("do") in REPLACING else ""
        self._show()
        if self.state != before:
            self.tell(self._keep(self.state))
            self._look_back()

    def priced(self, card: Move) -> dict[str, str]:
        """Return what a card would take as its form is set now, in words; nothing where it cannot be chosen so."""
        match card:
            case {"card": str(key), "values": dict(values), "to": list(to), "when": dict(when)} if self.session.year:
                with suppress(BadInput):
                    return {"card": key} | price(self.session.year, _act(self.session.year, key, values, to, when))
        return {}

    @property
    def _place(self) -> tuple[int, int, str]:
        """Where in which year this is."""
        session = self.session
        return (id(session.first), len(session.year.turns) if session.year else -1, session.code)

    def take_up(self, code: str) -> None:
        """Begin a year that somebody has sent, unless it was begun before or another is being played, which stays."""
        session = self.session
        with suppress(BadInput):  # a code that cannot be read is told of when it is loaded
            if session.was_sent(session.read(code)):
                return
        if session.year is not None and session.year.turns and not session.year.over:
            self.tell(say("year.link_waits", week=session.year.week))
            return
        self.play({"do": "load", "code": code})

    def tell(self, words: str) -> None:
        """Show a sentence beside what the screen says; screen readers read it out."""
        if words:
            self.screen = self.screen | {"status": words}

    def _do(self, move: Move) -> None:
        session = self.session
        match move:
            case {"do": "draft" | "take_back" | "stop" | "propose"}:
                self._said = self._chosen(move)
            case {"do": "next", "along": {"do": "draft"} as card}:
                said = self._chosen(card)
                session.go_on()
                self._said = said if session.phase == "guess" else ""
            case {"do": "next"}:
                session.go_on()
            case {"do": "guess", "values": dict(values)}:
                session.guess(values)
            case {"do": "change", "id": str(asked)}:
                self._said = self._ask(asked)
            case _:
                self._said = self._began(move)

    def _chosen(self, move: Move) -> str:
        """Change what is chosen for this turn, and return the sentence to read out."""
        session = self.session
        year = session.played
        match move:
            case {"do": "draft", "card": str(card), "values": dict(values), "to": list(to), "when": dict(when)}:
                act = _act(year, card, values, to, when)
                session.choose(act)
                return self._read_out(say("year.added", text=in_words(year, act, hours=True)), added=True)
            case {"do": "propose"}:
                session.take_up_proposed()
                return self._read_out(say("year.proposed"))
            case {"do": "take_back", "id": int(number)}:
                return self._read_out(say("year.taken_back", text=in_words(year, session.take_back(number))))
            case {"do": "stop", "id": int(place)}:
                wording = "stopped" if session.stop(place) else "not_stopped"
                return self._read_out(say(f"year.{wording}", text=in_words(year, year.strategy.acts[place])))
        raise BadInput(say("year.unknown"))

    def _read_out(self, said: str, *, added: bool = False) -> str:
        """Return what is read out of a choice: what was done, and all that the screen then says of it.

        Args:
            added: the last act in hand is new: when it will be done, and what it comes beside, is told too.
        """
        plan = expected(self.session)
        new = hand_data(self.session, plan)[-1] if added else {"done": "", "beside": None}
        beside = new["beside"]["said"] if new["beside"] else ""
        return " ".join(filter(None, [said, new["done"], beside, taken_said(self.session, plan)]))

    def _began(self, move: Move) -> str:
        """Begin a year, or go back in one, and return the sentence to read out, "" for the screen's own."""
        session = self.session
        match move:
            case {"do": "pick", "case": str(case)} if session.year is None and case in case_keys():
                session.case = case
                return ""
            case {"do": "begin", "case": str(case)}:
                session.begin(self._case or case)
                return ""
            case {"do": "back_to", "turn": int(turn)}:
                session.back_to(turn)
                return say("year.branch_begun", week=session.played.week)
            case {"do": "to_end"}:
                session.to_end()
                return say("year.ended_again")
            case {"do": "again" | "load" | "reopen"}:
                return self._replaced(move)
        raise BadInput(say("year.unknown"))

    def _replaced(self, move: Move) -> str:
        """Let another year take this one's place, and return the sentence to read out."""
        session = self.session
        before = len(session.earlier) - (move["do"] == "reopen")
        match move:
            case {"do": "again"}:
                session.again()
                said = [say("year.again")]
            case {"do": "load", "code": str(code)}:
                session.load(code, self._case)
                wording = "loaded" if session.sent and session.sent.over else "loaded_open"
                said = [say(f"year.{wording}", case=session.played.case.title), other_model(code)]
            case {"do": "reopen", "id": int(number)}:
                session.reopen(number)
                said = [say("year.reopened", week=session.played.week)]
            case _:
                raise BadInput(say("year.unknown"))
        return " ".join(filter(None, [*said, say("year.put_aside") if len(session.earlier) > before else ""]))

    def _ask(self, asked: str) -> str:
        """Look for the smallest change, and return the answer to read out."""
        year = self.session.played
        ask = next((one for one in asks(year.outcome) if one.id == asked), None) if year.over else None
        if ask is None:
            raise BadInput(say("year.unknown"))
        answer = smallest_change(year, ask)
        self._looked = self._looked.answered(answer)
        return answer_said(year, answer)

    # The screen

    def _drawn(self) -> dict[str, Any]:
        year = self.session.year
        if year is not self._seen[0]:  # a card that is chosen changes nothing of what was seen
            self._seen = year, seen_in(year) if year else None
        seen = self._seen[1]
        return screen(
            self.session, self._looked, seen=seen, may_choose=self._case is None, said=self._said, note=self._note
        )

    def _show(self) -> None:
        if self.session.phase != "end":
            self._looked = Looked()
        self.screen = self._drawn()

    def _look_back(self) -> None:
        """Work out what takes longer once the year is over; the page shows the end meanwhile."""
        if self.session.phase != "end" or self._looked.others:
            return
        year = self.session.played
        self._looked = Looked(turning_points(year.outcome), other_years(year), rivals(year))
        self._show()


def _act(year: Year, card: str, values: Move, to: list[str], when: Move) -> Act:
    """Return the act that a card becomes, as the page's form names its parts."""
    return drafted(year, card, values, to, when | {"how": when.get("kind")})


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?")) else say("bench.refused", why=f"{words}.")
