"""The lab's first view: each partner at the end of a bridge, as plain data for bridge.js.

What people read calls a world a year: each is the same year with other luck.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sim.lab.views.year_people import figures_of
from sim.model.ledger import BROKEN, CAUSES, KEPT
from sim.model.parameters import Parameters
from sim.narrative.phrasing import called, capital, cause_in_words
from sim.texts import words
from sim.texts.words import many, say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.outcome import Outcome

__all__ = ["GONE", "PLANKS", "STANCES", "bridges_data", "stances", "trust_at_end"]

GONE = ("parted", "left")
STANDING = ("faces", "doubts", "away")
EVEN = "even"  # as many years in which one stays as in which one goes
STANCES = (*STANDING, EVEN, *GONE)
RANKS = {"faces": 4, "doubts": 3, "away": 2, EVEN: 1} | dict.fromkeys(GONE, 0)  # who stays in more years is higher
NEAR_HALF = (0.4, 0.6)  # share of years that end without a partner: between them luck decides, and no stance is told
PLANKS = {"wide": 20, "narrow": 10}  # of a whole bridge; on a phone twenty would be thinner than their cracks
SMALL = 0.005  # trust that is told as 0


def bridges_data(own: Outcome, before: Outcome | None = None, partner: int | None = None) -> dict[str, Any]:
    """Return what bridge.js draws: for each partner a figure, a bridge with its planks, and why it is so.

    Args:
        own: the trainee's strategy.
        before: the strategy before the last change, in the same case and in at least these worlds; None = no change.
        partner: index of the partner who is explained first; None = nobody.

    >>> from sim.experiments.simulate import simulate
    >>> data = bridges_data(simulate("missed-deadline", "silence", worlds=20))
    >>> data["partners"][7]["said"]
    'Sister organisation: trust 75 of 100. Faces you, stays in 19 of 20 years.'
    """
    pair = _Pair.of(own, before)
    stood = stances(own)
    shown = [_partner(pair, number, stance) for number, stance in enumerate(stood)]
    for number in _out_of_order(shown):
        shown[number]["mixed"] = _mixed(pair, number)
    told = say("bridges.state", number=len(shown), years=len(own.worlds), told=" ".join(one["said"] for one in shown))
    return {
        "kind": "bridges",
        "group": own.case.key,
        "partners": shown,
        "chosen": partner,
        "planks": PLANKS,
        "news": _news(own, shown, before),
        "words": _words(),
        "twin": {"state": told, "change": ""},
    }


def _news(own: Outcome, shown: list[dict[str, Any]], before: Outcome | None) -> str:
    """Return whose stance is another than before the last change, all by name and by whether it is a better one.

    A partner's word is seen to change in the picture, so each is named, however little moved it; "" if nobody's did.
    """
    if before is None:
        return ""
    turned: dict[str, dict[tuple[str, str], list[str]]] = {"better": {}, "worse": {}, "other": {}}
    for one, was in zip(shown, stances(before, len(own.worlds)), strict=True):
        if one["stance"] != was:
            turned[_way(one["stance"], was)].setdefault((one["stance"], was), []).append(one["name"])
    return " ".join(say(f"bridges.news_{way}", turned=_turned(who)) for way, who in turned.items() if who)


def _way(now: str, was: str) -> str:
    """Return which way a partner turned."""
    return "other" if RANKS[now] == RANKS[was] else "better" if RANKS[now] > RANKS[was] else "worse"


def _turned(turned: dict[tuple[str, str], list[str]]) -> str:
    """Return who has which stance now, and which one before."""
    told = []
    for stances_of, who in turned.items():
        now, was = (say(f"bridge_stances.{one}") for one in stances_of)
        told.append(many("bridges.turned", len(who), who=words.listed(who), stance=now, before=was))
    return "; ".join(told)


def _out_of_order(shown: list[dict[str, Any]]) -> list[int]:
    """Return who has as much trust as another, or more, and the worse stance all the same."""
    return [
        number
        for number, one in enumerate(shown)
        if any(one["trust"] >= other["trust"] and RANKS[one["stance"]] < RANKS[other["stance"]] for other in shown)
    ]


def _mixed(pair: _Pair, number: int) -> str:
    """Return why a partner's mean says little of how they stand: those years differ; "" if they stay or go in all."""
    gone = pair.own.gone_week[number] >= 0
    if gone.all() or not gone.any():
        return ""
    ends = pair.own.trust[-1, number]
    stay, go = (words.trust(ends[years].mean()) for years in (~gone, gone))
    return say("bridge_why.mixed", last=words.trust(pair.now_and_was(number)[0]), stay=stay, go=go)


def trust_at_end(outcome: Outcome, worlds: int | None = None) -> np.ndarray:
    """Return (partners,) trust at the season's end, mean over the first worlds; None = over all.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=6)
    >>> alone = trust_at_end(simulate("missed-deadline", "silence", worlds=3))
    >>> bool((abs(trust_at_end(outcome, 3) - alone) < 1e-9).all())
    True
    """
    return outcome.trust[-1, :, :worlds].mean(axis=-1)


def stances(outcome: Outcome, worlds: int | None = None) -> list[str]:
    """Return how each partner stands at the end of the first worlds, one of STANCES; None = of all.

    Who goes in clearly more than half of the worlds is gone, and where that is near half it is left open. The others
    stand as in most of the worlds in which they stay: they face the organisation where they have nothing to complain
    about, are turned away where they have gone quiet, and have doubts in between (`content` and `quiet` of the model).

    >>> from sim.experiments.simulate import simulate
    >>> stances(simulate("missed-deadline", "silence", worlds=40))[-1]
    'faces'
    """
    content, quiet = _thresholds()
    here, trust = outcome.gone_week[:, :worlds] < 0, outcome.trust[-1, :, :worlds]
    counts = [here & (trust >= content), here & (trust >= quiet) & (trust < content), here & (trust < quiet)]
    standing = zip(*(one.sum(axis=-1).tolist() for one in counts), strict=True)
    went, lost = (~here).sum(axis=-1).tolist(), outcome.lost[:, :worlds].sum(axis=-1).tolist()
    return [
        _stance(of_standing, went=went[number], lost=lost[number], years=here.shape[-1])
        for number, of_standing in enumerate(standing)
    ]


def _stance(standing: tuple[int, ...], *, went: int, lost: int, years: int) -> str:
    """Return a partner's stance from the number of years in which they stand so, went, and were lost."""
    low, high = (share * years for share in NEAR_HALF)
    if went > high:
        return GONE[2 * lost >= went]
    return EVEN if went >= low else STANDING[standing.index(max(standing))]


@cache
def _thresholds() -> tuple[float, float]:
    """Return the trust above which no partner complains, and that below which they go quiet."""
    numbers = Parameters()
    return numbers.content, numbers.quiet


@dataclass(frozen=True)
class _Pair:
    """An outcome and what it was before the last change.

    Attributes:
        trust, was: (partners,) at the end; `was` is None without a change.
        moved, moved_before: (causes, partners) trust moved over the season; the latter is None without a change, and
            during a drag, whose worlds are fewer: a cause would differ by luck alone.
    """

    own: Outcome
    trust: np.ndarray
    moved: np.ndarray
    was: np.ndarray | None = None
    moved_before: np.ndarray | None = None

    @classmethod
    def of(cls, own: Outcome, before: Outcome | None) -> _Pair:
        pair = cls(own, trust_at_end(own), own.moved.sum(axis=0))
        if before is None:
            return pair
        same = len(before.worlds) == len(own.worlds)
        was = trust_at_end(before, len(own.worlds))
        return cls(own, pair.trust, pair.moved, was, before.moved.sum(axis=0) if same else None)

    def now_and_was(self, number: int) -> tuple[float, float | None]:
        """Return a partner's trust as it is told, and before the change if that is told as another number."""
        now = _as_told(self.trust[number])
        was = None if self.was is None else _as_told(self.was[number])
        return now, None if was == now else was


def _as_told(trust: float) -> float:
    """Return trust rounded as its number is told: a change is then the difference of the numbers that people read."""
    return math.copysign(float(words.trust(abs(trust))) / 100, trust)


_KEPT, _BROKEN = CAUSES.index(KEPT), CAUSES.index(BROKEN)


def _partner(pair: _Pair, number: int, stance: str) -> dict[str, Any]:
    partner = pair.own.case.partners[number]
    now, was = pair.now_and_was(number)
    staying, years = int((pair.own.gone_week[number] < 0).sum()), len(pair.own.worlds)
    count = {"number": staying, "of": years}
    told = {
        "trust": words.trust(now),
        "was": "" if was is None else say("bridges.was", trust=words.trust(was)),
        "stance": say(f"bridge_stances.{stance}"),
        "count": say("bridge_counts.stays", **count),
        "short": say("bridge_counts.short", **count),
    }
    return {
        **words.named(partner.name),
        "figures": figures_of(partner),
        "stance": stance,
        "trust": now,
        "was": was,
        "kept": round(max(0.0, float(pair.moved[_KEPT, number])), 4),
        "broken": round(max(0.0, -float(pair.moved[_BROKEN, number])), 4),
        "words": told,
        "said": _said(partner.name, was, told),
        "why": _why(pair, number),
        "mixed": "",
    }


def _said(who: str, was: float | None, told: dict[str, str]) -> str:
    """Return a partner's name and state in words."""
    before = "" if was is None else say("bridges.named_was", trust=words.trust(was))
    return say("bridges.name", who=who, before=before, **told | {"stance": capital(told["stance"])})


def _why(pair: _Pair, number: int) -> str:
    """Return in a sentence what made a partner's trust: with the last change, if it moved any, else over the year."""
    now, was = pair.now_and_was(number)
    who, moved = capital(called(pair.own.case.partners[number])), pair.moved[:, number]
    if was is not None and pair.moved_before is not None:
        return _why_changed(who, now, was, moved, pair.moved_before[:, number])
    facts = {"who": who, "first": words.trust(pair.own.trust[0, number].mean()), "last": words.trust(now)}
    most = [place for place in (int(moved.argmin()), int(moved.argmax())) if abs(moved[place]) >= SMALL]
    if not most:
        return say("bridge_why.none", **facts)
    causes = [_cause(place, float(moved[place])) for place in most]
    # Of the told numbers, so that they add up.
    rest = now - _as_told(pair.own.trust[0, number].mean()) - sum(_as_told(moved[place]) for place in most)
    said = say("bridge_why.rest", by=words.signed(rest)) if abs(rest) >= SMALL else ""
    return say("bridge_why.year", causes=words.listed(causes), rest=said, **facts)


def _cause(place: int, by: float) -> str:
    """Return in words that a cause gave or took so much trust."""
    cause = cause_in_words(CAUSES[place], helped=by > 0)
    return say("bridge_why.gained" if by > 0 else "bridge_why.lost", cause=cause, by=words.signed(by))


def _why_changed(who: str, now: float, was: float, moved: np.ndarray, before: np.ndarray) -> str:
    """Return the change and the cause that differs most; moved, before: (causes,) of one partner."""
    differs = moved - before
    place = int((differs if now > was else -differs).argmax())
    by, by_before = float(moved[place]), float(before[place])
    change = say("twin.up" if now > was else "twin.down", by=words.trust(abs(now - was)))
    facts = {"who": who, "change": change, "last": words.trust(now)}
    now_told, was_told = words.told_apart(by, by_before)
    if now_told == was_told:
        return say("bridge_why.changed_little", **facts)
    cause = cause_in_words(CAUSES[place], helped=by + by_before > 0)
    return say("bridge_why.changed", cause=cause, now=now_told, before=was_told, **facts)


def _words() -> dict[str, str]:
    names = ("title", "us", "hint", "key", "again", "again_more", "curve", "people")
    same = {name: say(f"bridges.{name}") for name in names}
    return same | {f"unit_{name}": many("bridges.unit", 100 // count) for name, count in PLANKS.items()}
