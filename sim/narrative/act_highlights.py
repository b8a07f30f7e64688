"""Which of the team's acts are worth telling in a story, and what each meant to a partner."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.model.acts import ACTS, Act
from sim.model.frozen import DAYS_A_WEEK
from sim.model.outcome import Outcome
from sim.narrative.highlight_parts import (
    Highlight,
    addressed_by,
    change_told,
    diary_of,
    most_moved,
    moved_by,
    name_of,
    weight_of,
)
from sim.narrative.phrasing import NOTABLE, Facts, points, week_of
from sim.texts.words import catalogue, say, wordings

__all__ = ["act_highlights"]

FIRST_OF_ITS_KIND = 2.0  # points added to the weight of the first act of each kind


@dataclass(frozen=True)
class _Deed:
    """An act of the team, done once or several times in the same words."""

    kind: str
    act: Act
    text: str
    times: tuple[tuple[int, np.ndarray], ...]

    @property
    def weeks(self) -> list[int]:
        return [week_of(day) for day, _ in self.times]

    @property
    def reached(self) -> np.ndarray:
        """(partners,) bools: the partners that it reached in its first week."""
        return np.logical_or.reduce([hit for day, hit in self.times if week_of(day) == self.weeks[0]])


def _deeds(outcome: Outcome) -> list[_Deed]:
    times: dict[str, list[tuple[int, np.ndarray]]] = defaultdict(list)
    acts: dict[str, Act] = {}
    for entry in diary_of(outcome, *(name for name, kind in ACTS.items() if not kind.ends_work)):
        act = outcome.strategy.acts[int(entry.about)]
        text = act.deed()
        acts.setdefault(text, act)
        times[text].append((entry.day, entry.where))
    return [_Deed(act.act, act, text, tuple(times[text])) for text, act in acts.items()]


def act_highlights(outcome: Outcome) -> Iterator[Highlight]:
    """Yield a highlight for each act that was done, in the same words once."""
    deeds = _deeds(outcome)
    kinds = Counter(one.kind for one in deeds)
    for number, one in enumerate(deeds):
        alone = kinds[one.kind] == 1
        clear = alone or not any(
            one.weeks[0] in other.weeks for other in deeds if other.kind == one.kind and other is not one
        )
        values = moved_by(outcome, one.kind)
        weight = weight_of(values) if alone else weight_of(values[one.weeks[0]]) * clear
        facts, felt = _felt(outcome, one, alone=alone, clear=clear, turn=number)
        facts |= {"deed": one.text, "again": _again(one)}
        yield Highlight(one.times[0][0], (one.weeks[0],) * 2, weight + FIRST_OF_ITS_KIND, "act", "act", facts, felt)


def _again(one: _Deed) -> str:
    count, week = len(one.times), one.weeks[-1]
    if count == 1:
        return ""
    if count == 2:  # noqa: PLR2004 - once more
        return say("deeds.again_once", week=week)
    return say("deeds.again", count=count, times=say(f"repeats.{one.kind}"), week=week)


def _felt(outcome: Outcome, one: _Deed, *, alone: bool, clear: bool, turn: int) -> tuple[Facts, tuple[str, ...]]:
    """Return the facts and wordings of what a deed meant to a partner.

    `alone`: no other deed is of this kind, so all that the ledger holds of it is this deed's. `clear`: no other deed of
    this kind fell into its first week. `turn`: which partner is named where none was moved more than the others.
    """
    values = moved_by(outcome, one.kind)
    total, week = values.sum(axis=0), one.weeks[0]
    first = values[week] if clear else np.zeros(len(total))
    who = most_moved(total, np.ones(len(total), bool))
    if alone and len(set(one.weeks)) > 1 and abs(total[who]) >= max(1, 1.3 * np.abs(first).max()):
        facts = {"who": name_of(outcome, who), "points": points(total[who])}
        return facts, wordings("felt_in_all.gave" if total[who] > 0 else "felt_in_all.cost")
    who = most_moved(first, one.reached)
    if abs(first[who]) < NOTABLE:
        hit = one.reached & addressed_by(outcome, ("affected",), DAYS_A_WEEK * (week + 1))
        named = np.flatnonzero(hit if hit.any() else one.reached)
        return {"who": name_of(outcome, named[turn % len(named)])}, _felt_words(
            f"felt_little.{one.act.felt_little}", "felt_little.else"
        )
    moved = change_told(outcome, one.kind, week, who)
    return {"who": name_of(outcome, who), "moved": moved}, _much(one, int(np.sign(first[who])))


def _much(one: _Deed, sign: int) -> tuple[str, ...]:
    if sign > 0:
        return _felt_words(f"felt_well.{one.kind}", "felt_well.else")
    return _felt_words(f"felt_badly.{one.kind}", "felt_badly.else")


def _felt_words(key: str, otherwise: str) -> tuple[str, ...]:
    return wordings(key if key in catalogue() else otherwise)
