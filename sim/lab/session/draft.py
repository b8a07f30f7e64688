"""The strategy that a trainee is working on. It is immutable, so that every step can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.catalogue import load_strategy, strategy_keys
from sim.lab.session.strategy_code import KEY, as_strategy
from sim.model.acts import changed_fields
from sim.model.strategy import Strategy
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.model.acts import Act

__all__ = ["MOST_ACTS", "NOTHING", "Draft", "as_changed", "changed_act", "new_act", "start_from", "titled"]

MOST_ACTS = 100  # acts of a strategy
NOTHING = "nothing"  # the base of a draft that was built from scratch


@dataclass(frozen=True)
class Draft:
    """Acts with their timing; some may be left out and kept for later.

    Attributes:
        title: the strategy's title.
        acts: all of them, in order.
        off: indices of acts that are left out.
        base: key of the shipped strategy that it comes from, or NOTHING; "" = another source.

    >>> from sim.catalogue import load_strategy
    >>> draft = Draft.of(load_strategy("long-term")).switched(0, on=False)
    >>> len(draft.acts) - len(draft.played.acts)
    1
    """

    title: str
    acts: tuple[Act, ...] = ()
    off: frozenset[int] = frozenset()
    base: str = ""

    @classmethod
    def of(cls, strategy: Strategy, *, base: str = "") -> Draft:
        """Return a draft that holds a strategy's acts."""
        return cls(strategy.title, strategy.acts, base=base)

    @classmethod
    def from_data(cls, data: Any) -> Draft:
        """Return a draft from `as_data`.

        Raises:
            BadInput: the data are not a draft.
        """
        if not isinstance(data, dict):
            raise BadInput(say("lab_rules.draft", found=data))
        strategy = as_strategy(data.get("title"), data.get("acts"))
        off = data.get("off") if isinstance(data.get("off"), list) else []
        base = data.get("base") if isinstance(data.get("base"), str) else ""
        return cls(strategy.title, strategy.acts, frozenset(p for p in off if p in range(len(strategy.acts))), base)

    def as_data(self) -> dict[str, Any]:
        """Return the draft as plain data.

        >>> draft = Draft("Mine").plus("thank").switched(0, on=False)
        >>> Draft.from_data(draft.as_data()) == draft
        True
        """
        acts = [act.model_dump(mode="json", exclude_none=True) for act in self.acts]
        return {"title": self.title, "acts": acts, "off": sorted(self.off), "base": self.base}

    @property
    def played(self) -> Strategy:
        """The strategy to simulate, without acts that are left out."""
        acts = tuple(act for place, act in enumerate(self.acts) if place not in self.off)
        return Strategy(key=KEY, title=self.title, summary=self.title, source="own", acts=acts)

    def place_of(self, kind: str, number: int = 1) -> int | None:
        """Return the index of the first, second … act of a kind, or None."""
        places = [place for place, act in enumerate(self.acts) if act.act == kind]
        return places[number - 1] if number <= len(places) else None

    def switched(self, place: int, *, on: bool) -> Draft:
        """Return the draft with one act left out, or put back."""
        return replace(self, off=self.off - {place} if on else self.off | {place})

    def changed(self, place: int, **change: Any) -> Draft:
        """Return the draft with fields of one act changed.

        Raises:
            BadInput: the act is not valid.
        """
        act = changed_act(self.acts[place], change)
        return replace(self, acts=(*self.acts[:place], act, *self.acts[place + 1 :]))

    def plus(self, kind: str) -> Draft:
        """Return the draft with one more act of a kind, in the first week.

        Raises:
            BadInput: there are too many acts.
        """
        if len(self.acts) >= MOST_ACTS:
            raise BadInput(say("editor.too_many"))
        return replace(self, acts=(*self.acts, new_act(kind)))

    def with_spare(self, act: Act) -> Draft:
        """Return the draft with one more act that is left out."""
        return replace(self, acts=(*self.acts, act), off=self.off | {len(self.acts)})

    def minus(self, place: int) -> Draft:
        """Return the draft without one act."""
        off = frozenset(p - (p > place) for p in self.off if p != place)
        return replace(self, acts=self.acts[:place] + self.acts[place + 1 :], off=off)


def start_from(start: Strategy | str) -> Draft:
    """Return the draft to start from: empty, or of a strategy, which keeps its key if it is a shipped one.

    >>> start_from("silence").base, start_from(NOTHING).acts
    ('silence', ())
    """
    if start == NOTHING:
        return Draft(say("lines.empty"), base=NOTHING)
    strategy = load_strategy(start)
    shipped = ((key, load_strategy(key)) for key in strategy_keys())
    base = next((key for key, one in shipped if (one.title, one.acts) == (strategy.title, strategy.acts)), "")
    return Draft.of(strategy, base=base)


def titled(draft: Draft, start: Draft) -> Draft:
    """Return the draft with the title of its base, marked as changed if its acts differ.

    Args:
        draft: its base is used if that is a shipped strategy.
        start: the base of any other draft.

    >>> flood = start_from("flood")
    >>> titled(flood.minus(0), flood).title
    'Daily messages, with your changes'
    """
    start = Draft.of(load_strategy(draft.base)) if draft.base in strategy_keys() else start
    same = draft.played.acts == start.played.acts or _is_changed(start.title)
    return replace(draft, title=(start.title if same else say("lines.changed", title=start.title))[:80])


def _is_changed(title: str) -> bool:
    """Return whether a title is already marked as changed."""
    parts = (wording.partition("{title}") for wording in as_changed("{title}"))
    return any(title.startswith(before) and title.endswith(after) for before, _, after in parts)


def as_changed(title: str) -> tuple[str, str]:
    """Return a title as it is marked as changed now, and as older versions did.

    >>> as_changed("Ours")[1]
    'Ours, changed'
    """
    return say("lines.changed", title=title), say("lines.changed_before", title=title)


def new_act(kind: str) -> Act:
    """Return an act of a kind, in the first week.

    >>> new_act("thank").week
    0
    """
    return as_strategy(KEY, [{"act": kind, "week": 0}]).acts[0]


def changed_act(act: Act, change: dict[str, Any]) -> Act:
    """Return an act with other fields; a new timing replaces the old one.

    Raises:
        BadInput: the act is not valid.

    >>> changed_act(new_act("thank"), {"when": "complaint"}).week is None
    True
    """
    return as_strategy(KEY, [changed_fields(act.model_dump(mode="json", exclude_none=True), change)]).acts[0]
