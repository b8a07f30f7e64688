"""The first lab that a trainee touches: one control, of an act that no lesson asks about."""

from __future__ import annotations

from sim.lab.panels.sandbox import Sandbox
from sim.lab.session.controls import Control
from sim.lab.session.draft import Draft
from sim.texts.words import say

__all__ = ["first_try"]

ACT = "educate"


def first_try() -> Sandbox:
    """Return a lab in which one may choose whom to show how the work is done, so far nobody.

    It gives no answer of a later lesson away.

    >>> first_try().session.draft.title
    'Your answer'
    """
    words = [say(f"first_try.{name}") for name in ("nobody", "affected", "all")]
    values = ["nobody", ["affected"], ["all"]]
    whom = Control(
        label=say("first_try.label"), act=ACT, field="to", values=values, words=words, off="nobody", look="slider"
    )
    start = Draft("Your answer").plus(ACT).switched(0, on=False)
    return Sandbox("missed-deadline", start, controls=[whom])
