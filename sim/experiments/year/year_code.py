"""A played year as a short text that can be pasted into a chat, and back.

MBY1-body-check: the version; case, number, turns, guesses and the model's version without what is usual, in letters and
digits that no chat changes; six letters that tell whether all of it arrived.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.base.text_codec import body_of, encode, unpacked
from sim.catalogue import case_keys, load_case
from sim.experiments.year.year import Year
from sim.model.version import MODEL_VERSION
from sim.texts.refusals import brief
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.experiments.year.turns import Turn
    from sim.experiments.year.year import Guess
    from sim.model.case import Case

__all__ = ["OWN", "as_code", "case_of", "from_code", "other_model"]

KIND = "Y"
VERSION = 1
HEAD = f"{KIND}{VERSION}"
MOST_LETTERS, MOST_BYTES = 20_000, 200_000
OWN = "own-"  # how the key of a case of somebody's own begins, which a code names and does not hold
FIRST_MODEL = 2  # the model's version when years were first kept as codes; a code that names none was made by it
# The dictionary of version 1's compressor. Any change of it needs a new version.
USUAL = (
    b"broken-consultation silent-study missed-deliveries criticised-outreach missed-deadline "
    b"responsibility regret repentance forgiveness explanation repair social_media newsletter website email meeting "
    b'call focus_group forum webinar small_wins results reason low_survey "to":["affected"] misfit advisory_board '
    b'"together":true "shared":false "measurable":false "voluntary":false "validates":false "asks":false "dated":false '
    b'"milestones":"buffer":"count":"hours":"weeks":"below":"since":"until":"every":"by":"organisation" "names":"fact" '
    b"clarify deny disagree propose plan involve compensate train_staff educate fix_process review forewarn promise "
    b'celebrate part_ways explain "share":"cause":"others" "channel":"call" "parts":["channels":["email"] '
    b'"says":["progress","date"] {"when":"complaint","since":0,"every_weeks":1.0,"act":"thank"}'
    b'{"day":11,"every_weeks":4.0,"act":"update"}],[],6],[[{"day":31,"to":["Funder"],"act":"listen"}'
    b'{"day":1,"act":"acknowledge"},{"day":6,"act":"apologise"},{"day":26,"act":"survey"}],[],10],[[],[],12],[[],[0],52]]'
    b',"g":[[0,[50,'
)


def as_code(year: Year) -> str:
    """Return a year as a short text.

    >>> code = as_code(Year.begin("missed-deadline", 7).send([{"act": "thank", "day": 3}]))
    >>> code[:5], from_code(code).week
    ('MBY1-', 2)
    """
    data = {
        "c": year.case.key,
        "n": year.number,
        "t": [_turn(turn) for turn in year.turns],
        "g": [_guess(guess, year.case) for guess in year.guesses],
    } | ({} if MODEL_VERSION == FIRST_MODEL else {"m": MODEL_VERSION})
    return f"MB{HEAD}-{encode(data, HEAD, usual=USUAL)}"


def _turn(turn: Turn) -> list[Any]:
    rows = [act.model_dump(mode="json", exclude_defaults=True) | {"act": act.act} for act in turn.acts]
    return [rows, list(turn.stopped), turn.week]


def _guess(guess: Guess, case: Case) -> list[Any]:
    return [guess.week, [guess.trust.get(name) for name in case.names]]


def from_code(text: str, case: Case | None = None) -> Year:
    """Return the year in a text; words around it and line breaks within it are ignored.

    Args:
        case: the only case in which the year may have been played; None = any shipped one.

    Raises:
        BadInput: the text is incomplete, changed, of another kind or case, or newer, or holds what cannot be played.

    >>> from_code("Hello")
    Traceback (most recent call last):
    sim.base.errors.BadInput: This is not the code of a year. Copy it again where it was made: at the end of the year.
    """
    data = _read(text)
    year = Year.begin(_case(data.get("c"), case), 0)
    try:
        return _again(year, data)
    except BadInput as error:
        raise BadInput(say("refused_year_code.inside", why=error)) from None
    except (KeyError, TypeError, ValueError, AttributeError):  # such as a list where a table should be
        raise BadInput(say("refused_year_code.cut")) from None


def case_of(text: str) -> str:
    """Return the key of the case in which the year of a code was played.

    Raises:
        BadInput: the text is incomplete, changed, of another kind or newer.

    >>> case_of(as_code(Year.begin("missed-deadline")))
    'missed-deadline'
    """
    return str(_read(text).get("c"))


def other_model(text: str) -> str:
    """Return a sentence if another version of the model made a code, since the year may come out otherwise; else "".

    Raises:
        BadInput: the text is incomplete, changed, of another kind or newer.

    >>> other_model(as_code(Year.begin("missed-deadline")))
    ''
    """
    made = _read(text).get("m", FIRST_MODEL)
    return "" if made == MODEL_VERSION else say("code.other_model", made=made, own=MODEL_VERSION)


def _read(text: str) -> dict[str, Any]:
    """Return what a code holds, with a model's version that can be.

    Raises:
        BadInput: the text is incomplete, changed, of another kind or newer.
    """
    data = unpacked(_body(text), most=MOST_BYTES, usual=USUAL)
    made = data.get("m", FIRST_MODEL) if isinstance(data, dict) else None
    if type(made) is not int or made < FIRST_MODEL:
        raise BadInput(say("refused_year_code.cut"))
    return data


def _body(text: str) -> str:
    """Return the body of a text.

    Raises:
        BadInput: the text is incomplete, changed, of another kind or newer.
    """
    body, why = body_of(text, KIND, VERSION, most=MOST_LETTERS)
    if why == "absent":
        why = "another" if re.search(r"MB[A-Z]?\d{1,4}\s*-", text) else "foreign"
    if why:
        raise BadInput(say(f"refused_year_code.{why}"))
    return body


def _case(key: Any, case: Case | None) -> Case:
    if case is not None:
        if key != case.key:
            raise BadInput(say("refused_year_code.case", case=brief(key), here=brief(case.key)))
        return case
    if key not in case_keys():
        wording = "own" if str(key).startswith(OWN) else "unknown"
        raise BadInput(say(f"refused_year_code.{wording}", case=brief(key)))
    return load_case(key)


def _again(begun: Year, data: dict[str, Any]) -> Year:
    """Return the year again, turn by turn, without playing it."""
    year = Year.begin(begun.case, data["n"])
    guesses = dict(data["g"])
    year = _guessed(year, guesses)
    for rows, stopped, week in data["t"]:
        year = _guessed(year.send_again(rows, stopped, week), guesses)
    return year


def _guessed(year: Year, guesses: dict[int, list[int | None]]) -> Year:
    if year.week not in guesses:
        return year
    named = zip(year.case.names, guesses[year.week], strict=True)
    return year.guess({name: value for name, value in named if value is not None})
