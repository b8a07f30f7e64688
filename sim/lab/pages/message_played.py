"""What the model does with a lesson's message: it is put into the lab, and played alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.rounding import half_up
from sim.catalogue import load_strategy
from sim.lab.session.draft import Draft
from sim.lab.session.message_acts import with_message
from sim.lab.session.simulation_cache import REFINED
from sim.lab.views import scores
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.lab.pages.lesson_lab import LessonLab
    from sim.lab.pages.lesson_record import LessonRecord
    from sim.model.acts import Act
    from sim.model.outcome import Outcome
    from sim.model.strategy import Strategy

__all__ = ["MessagePlayed"]


class MessagePlayed:
    """A lesson's model and lab, as a message needs them. Before a guess nothing of either is told.

    Args:
        record: the lesson's answers.
        lab: the lesson's.
    """

    def __init__(self, record: LessonRecord, lab: LessonLab) -> None:
        self._record, self._lab = record, lab

    def put(self, acts: Sequence[Act]) -> list[str]:
        """Put a message into the lab in place of what it says there; return what comes of it, a sentence each."""
        if not self._record.guessed:
            return [_guess_first()]
        panel = self._lab.panel
        if panel is not None:
            panel.do(with_message(panel.session.draft, acts))
        values = (scores.outcome_told(one) for one in (self._alone(acts), self._silent))
        facts = dict(zip(("value", "other"), values, strict=True)) | {"silence": self._silence.title}
        told = say("message.played", what=_named(acts), **facts)
        where = {"part": say(f"lesson.part_{self._lab.place}"), "undo": say("bench.undo")}
        in_lab = [say("message.in_lab", **where)] if panel is not None else []
        return [" ".join([told, *_reasons(acts)]), *in_lab]

    def stayed(self, acts: Sequence[Act], partner: str) -> str:
        """Return in how many of 100 years a partner stays with a message alone, and with silence."""
        if not self._record.guessed:
            return _guess_first()
        place = self._record.lesson.played_case.names.index(partner)
        counts = [int(half_up(100 * (one.gone_week[place] < 0).mean())) for one in (self._alone(acts), self._silent)]
        facts = {"partner": partner, "count": counts[0], "other": counts[1], "silence": self._silence.title}
        return say("message.stayed", what=_named(acts), **facts)

    @property
    def _silence(self) -> Strategy:
        return load_strategy("silence")

    @property
    def _silent(self) -> Outcome:
        return self._outcome(Draft.of(self._silence))

    def _alone(self, acts: Sequence[Act]) -> Outcome:
        return self._outcome(Draft(say("lines.your_strategy"), tuple(acts)))

    def _outcome(self, draft: Draft) -> Outcome:
        return self._record.runs.outcome(self._record.lesson.played_case, draft.played, worlds=REFINED)


def _guess_first() -> str:
    return say("message.guess_first", part=say("lesson.your_guess"))


def _reasons(acts: Sequence[Act]) -> list[str]:
    """Return why a message that owns the fault gives another figure than the same apology under “Play”."""
    if not any(act.act == "apologise" and act.owns for act in acts) or any(act.act == "deny" for act in acts):
        return []
    impact = any(act.act == "acknowledge" and act.names == "impact" for act in acts)
    more = [say("message.with_impact", part=say("lesson.part_play"))] if impact else []
    return [*more, say("message.unheard")]


def _named(acts: Sequence[Act]) -> str:
    """Return whether one message is played, or one that owns the fault and a later one that denies it."""
    return say("message.both" if {"apologise", "deny"} <= {act.act for act in acts} else "message.this")
