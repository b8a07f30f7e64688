"""Senders: whose file is it? Read from the names that Moodle, Canvas or a careful facilitator give."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Sender", "copy_number", "from_file_name", "from_platform", "is_nobody", "plain_name"]

LONGEST_NAME = 80

# Moodle: "Ana Lee_4711_assignsubmission_file_", as a folder or, in one folder with all others, before the file's name.
MOODLE = re.compile(r"^(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+_?(?P<rest>.*)$", re.DOTALL)
# Canvas: "leeana_LATE_311_9001_ex01.ipynb"; the last number is the file's and grows from one hand-in to the next.
CANVAS = re.compile(r"^(?P<name>[^_]\w*?)_(?:LATE_)?(?P<user>\d+)_(?P<file>\d+)_(?P<rest>.+)$", re.DOTALL)
CANVAS_UNNAMED = re.compile(r"^(?:LATE_)?(?P<name>anon_[^\W_]+)_(?P<file>\d+)_(?P<rest>.+)$", re.DOTALL)
# "ex01 (1).ipynb" and "ex01-1.ipynb": how browsers, file managers and Canvas name a second copy.
COPY = re.compile(r"(?:\s*\((?P<browser>\d{1,6})\)|-(?P<canvas>\d{1,3}))$")
EXERCISE = re.compile(r"(?:^|[\s_.-]+)ex\d\d(?=$|[\s_.-])", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who handed a file in.

    Args:
        name: as it is shown.
        number: the platform's number for this person, or "": two people may share a name.
        platform: "Moodle", "Canvas" or "".
        later: grows from one hand-in to the next where the platform counts them, else 0.
    """

    name: str
    number: str = ""
    platform: str = ""
    later: int = 0


def plain_name(text: str) -> str:
    r"""Return a name as one short line that any file and any page can hold.

    >>> plain_name("  Ana\n\x00Lee  "), plain_name("\u202egpj.exe"), plain_name("")
    ('Ana Lee', 'gpj.exe', 'nameless')
    """
    text = text[: 4 * LONGEST_NAME].encode("utf-8", "replace").decode("utf-8")
    kept = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in unicodedata.normalize("NFC", text))
    shown = "".join(c for c in kept if unicodedata.category(c) not in {"Cf", "Cn", "Co", "Cs"} or c == "\u200d")
    return " ".join(shown.split())[:LONGEST_NAME].strip() or "nameless"


def from_platform(part: str) -> tuple[Sender, str] | None:
    """Return the sender in one part of an exported path, and what is left of that part.

    >>> from_platform("Ana Lee_4711_assignsubmission_file_")
    (Sender(name='Ana Lee', number='4711', platform='Moodle', later=0), '')
    >>> from_platform("leeana_LATE_311_9001_ex01-1.ipynb")
    (Sender(name='leeana', number='311', platform='Canvas', later=9001), 'ex01-1.ipynb')
    >>> from_platform("anon_x7Yw2_9002_ex01.ipynb")[0].name
    'anon_x7Yw2'
    >>> from_platform("ex01.ipynb") is None
    True
    """
    if found := MOODLE.match(part):
        return Sender(name=plain_name(found["name"]), number=found["number"], platform="Moodle"), found["rest"]
    if found := CANVAS_UNNAMED.match(part):
        return _canvas(found, ""), found["rest"]
    if found := CANVAS.match(part):
        return _canvas(found, found["user"]), found["rest"]
    return None


def _canvas(found: re.Match[str], number: str) -> Sender:
    return Sender(name=plain_name(found["name"]), number=number, platform="Canvas", later=int(found["file"][:18]))


def from_file_name(stem: str) -> str:
    """Return the name that a lone file's name tells, without the exercise and the number of a copy.

    >>> from_file_name("ana_ex01"), from_file_name("ex02-Ben (1)"), from_file_name("ex01")
    ('ana', 'Ben', 'ex01')

    Where it tells of nobody, copies stay apart, since they may be several people's.

    >>> from_file_name("ex01 (1)"), from_file_name("answers (2)")
    ('ex01 (1)', 'answers (2)')
    """
    rest = EXERCISE.sub(" ", COPY.sub("", stem)).strip(" _.-")
    return plain_name(rest if rest and not is_nobody(rest) else stem)


def is_nobody(stem: str) -> bool:
    """Return whether a file's name is only that of an exercise or of a form's answers.

    >>> is_nobody("answers"), is_nobody("ex03 (1)"), is_nobody("ana_ex03")
    (True, True, False)
    """
    return not EXERCISE.sub(" ", COPY.sub("", stem)).strip(" _.-") or COPY.sub("", stem).lower() == "answers"


def copy_number(stem: str) -> int:
    """Return which copy of a file this is, 0 for the first.

    >>> copy_number("ex01 (2)"), copy_number("ex01-1"), copy_number("ex01")
    (2, 1, 0)
    """
    found = COPY.search(stem)
    return int(found["browser"] or found["canvas"]) if found else 0
