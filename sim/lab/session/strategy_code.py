"""Encode a strategy as a short text that can be pasted into a chat, and decode it.

MB1-body-check: the version of the format; the acts without what is usual, title, case and the version of the model, in
letters and digits that no chat changes and nobody confuses; six letters that tell whether all of it arrived.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.errors import BadInput
from sim.base.text_codec import body_of, encode, unpacked
from sim.catalogue import case_keys
from sim.model.strategy import Strategy
from sim.model.validation import checked
from sim.model.version import MODEL_VERSION
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.model.acts import Act

__all__ = ["KEY", "Loaded", "as_code", "as_strategy", "from_code"]

KEY = "yours"
VERSION = 1
FIRST_MODEL = 1  # its texts do not name it
MOST_LETTERS = 20_000  # limits: letters of a text, and bytes that it may unpack to
# The dictionary of version 1's compressor. Any change of it needs a new version.
_USUAL = (
    b"criticised-outreach missed-deadline , changed responsibility regret repentance forgiveness explanation repair "
    b"social_media newsletter website email small_wins results reason complaint low_survey affected misfit "
    b'together shared measurable dated voluntary milestones buffer count hours weeks below since until "every_weeks":'
    b"acknowledge listen apologise explain clarify deny disagree propose plan update survey involve compensate "
    b"train_staff educate fix_process review forewarn promise thank celebrate part_ways "
    b'"names":"fact"},{"channel":"forum","channels":["says":["progress","date"],"every_weeks":2.0,"every_weeks":'
    b'"to":["affected"],"day":1,"act":"acknowledge"},{"week":0,"act":"update"},{"week":1,"act":"listen"}],"t":"","c":""}'
)


class Loaded(NamedTuple):
    """A strategy from a text.

    Attributes:
        strategy: the strategy.
        case: the key of its case.
        model: the version of the model with which it was made; texts from before there were versions are of the first.
    """

    strategy: Strategy
    case: str
    model: int = MODEL_VERSION

    @property
    def remark(self) -> str:
        """A sentence where it was made with another version of the model, or ""."""
        other = self.model != MODEL_VERSION
        return say("code.other_model", made=self.model, own=MODEL_VERSION) if other else ""


def as_code(title: str, acts: Sequence[Act], case: str) -> str:
    """Return a strategy as a short text.

    >>> from sim.catalogue import load_strategy
    >>> silence = load_strategy("silence")
    >>> code = as_code(silence.title, silence.acts, "missed-deadline")
    >>> code[:4], from_code(code).strategy.title
    ('MB1-', 'Say nothing')
    """
    rows = [act.model_dump(mode="json", exclude_defaults=True) | {"act": act.act} for act in acts]
    data = {"a": rows, "t": title, "c": case, "m": MODEL_VERSION}
    return f"MB{VERSION}-{encode(data, str(VERSION), usual=_USUAL)}"


def from_code(text: str, here: str = "") -> Loaded:
    """Return the strategy in a text; words around it and line breaks within it are ignored.

    Args:
        here: key of a case that is not shipped, in which it may have been made.

    Raises:
        BadInput: the text is incomplete, changed, of another kind or newer, or has invalid acts or numbers.

    >>> from_code("Hello")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sim.base.errors.BadInput: This is no strategy text of this course. Copy its code again where it was made, ...
    """
    data = _unpacked(_body(text))
    model = data.get("m", FIRST_MODEL)
    if type(model) is not int or model < FIRST_MODEL:
        raise BadInput(say("code.cut"))
    if data.get("c") not in (*case_keys(), here):
        raise BadInput(say("code.inside", why=say("code.its_case", case=str(data.get("c"))[:40])))
    try:
        return Loaded(as_strategy(data.get("t"), data.get("a")), data["c"], model)
    except BadInput as error:
        raise BadInput(say("code.inside", why=str(error).partition(": ")[2])) from None


def as_strategy(title: Any, rows: Any) -> Strategy:
    """Return the trainee's strategy, validated like one from a file.

    Raises:
        BadInput: the strategy is not valid.
    """
    data = {"key": KEY, "title": title, "summary": "One's own strategy.", "source": "own", "acts": rows}
    return checked(data, Strategy, KEY)


def _body(text: str) -> str:
    """Return the body of a text.

    Raises:
        BadInput: the text is incomplete, changed, of another kind or newer.
    """
    body, why = body_of(text, "", VERSION, most=MOST_LETTERS)
    if why:
        raise BadInput(say(f"code.{'foreign' if why == 'absent' else why}"))
    return body


def _unpacked(body: str) -> dict[str, Any]:
    data = unpacked(body, most=MOST_LETTERS, usual=_USUAL)
    if not isinstance(data, dict):
        raise BadInput(say("code.cut"))
    return data
