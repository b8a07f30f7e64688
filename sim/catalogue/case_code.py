"""A case as a short text that can be pasted into a chat, and back.

MBC1-body-check: the version; what the case's file has, in letters and digits that no chat changes; six letters that
tell whether all of it arrived.
"""

from __future__ import annotations

from sim.base.errors import BadInput
from sim.base.text_codec import body_of, encode, unpacked
from sim.model.case import Case
from sim.model.toml_text import as_table
from sim.model.validation import checked
from sim.texts.words import say

__all__ = ["as_code", "from_code", "holds_code"]

KIND = "C"
VERSION = 1
HEAD = f"{KIND}{VERSION}"
MOST_LETTERS, MOST_BYTES = 60_000, 400_000
# The dictionary of version 1's compressor. Any change of it needs a new version.
USUAL = (
    b'"source":"Assumption","organisation":"company","public","buffer":1.3,"weeks":26,"hours_per_day":7.5,'
    b'"title":"Our situation","summary":"key":"our-situation","commitments":[{"name":"hours":40.0,"starts":1,'
    b'"weeks":4.0,"missed":true}],"ties":[{"between":["strength":0.6}],"events":[{"event":"decision","guilt_proven","kept",'
    b'"form":"statement","lie":true,"guilt":0.7,"misunderstood":0.3,"lost":"standing","lost":"care","lost":"money",'
    b'"exceeded":true,"day":1,"to":["weight":1.5,"character":0.4,"label":"We did not "event":"breach"},"partners":['
    b'{"name":"role":"People who "trust":0.7,"spread":0.15,"steadiness":2.5,"track_record":4.0,"competence_weight":0.3,'
    b'"needs_information":0.2,"message_limit":2.0,"patience":0.42,"fit":0.4},{"name":"role":"competence_weight":0.8,'
    b'"track_record":2.0'
)


def as_code(case: Case) -> str:
    """Return a case as a short text.

    >>> from sim.catalogue import load_case
    >>> case = load_case("missed-deliveries")
    >>> as_code(case)[:5], from_code("See " + as_code(case)) == case
    ('MBC1-', True)
    """
    return f"MB{HEAD}-{encode(as_table(case), HEAD, usual=USUAL)}"


def holds_code(text: str) -> bool:
    """Return whether a text holds the code of a case, whole or not.

    >>> holds_code("Here it is: MBC1-abc"), holds_code("key = 'mine'")
    (True, False)
    """
    return body_of(text, KIND, VERSION, most=len(text) + 1)[1] not in {"absent", "empty"}


def from_code(text: str) -> Case:
    """Return the case in a text; words around it and line breaks within it are ignored.

    Raises:
        BadInput: the text is incomplete, changed, of another kind or newer, or holds no case that can be played.

    >>> from_code("MBC1-abc")
    Traceback (most recent call last):
    sim.base.errors.BadInput: This code is cut or changed. Copy it again, from its first letter to its last.
    """
    body, why = body_of(text, KIND, VERSION, most=MOST_LETTERS)
    data = None if why else unpacked(body, most=MOST_BYTES, usual=USUAL)
    if not isinstance(data, dict):
        raise BadInput(say(f"refused_case_code.{why or 'cut'}"))
    try:
        return checked(data, Case, str(data.get("key", ""))[:80])
    except BadInput as error:
        raise BadInput(say("refused_case_code.inside", why=error)) from None
