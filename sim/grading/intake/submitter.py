"""Find the submitter in a file's name, in the formats of Moodle, Canvas and facilitators."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from sim.texts.words import say

__all__ = [
    "Submitter",
    "copy_number",
    "exercise_in",
    "from_file_name",
    "from_platform",
    "is_late",
    "is_nobody",
    "plain_name",
    "stem_of",
]

LONGEST_NAME = 80
HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs"}  # Unicode categories of characters that control, hide or reverse text
JOINERS = "\u200c\u200d"  # joiners, which Persian, Hindi and other languages need, and which hide nothing

# Moodle: "Ana Lee_4711_assignsubmission_file_", as a folder or, in one folder with all others, before the file's name.
MOODLE = re.compile(r"^(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+_?(?P<rest>.*)$", re.DOTALL)
# Canvas: "leeana_LATE_311_9001_ex01.ipynb"; the last number is the file's and grows from one hand-in to the next.
CANVAS = re.compile(r"^(?P<name>[^_]\w*?)_(?:LATE_)?(?P<user>\d+)_(?P<file>\d+)_(?P<rest>.+)$", re.DOTALL)
# Text typed into Canvas's page: "leeana_311_text.html"; it has no file number.
CANVAS_TEXT = re.compile(r"^(?P<name>[^_]\w*?)_(?:LATE_)?(?P<user>\d+)_(?P<rest>(?:text|link)\.html)$", re.DOTALL)
CANVAS_UNNAMED = re.compile(r"^(?:LATE_)?(?P<name>anon_[^\W_]+)_(?P<file>\d+)_(?P<rest>.+)$", re.DOTALL)
CANVAS_LATE = re.compile(r"^(?:[^_]\w*?_)?LATE_(?:\d+_|anon_)")
DASH = (
    "\u2013\u2014"  # macOS and some editors turn two hyphens into a dash; Windows writes one before its word for a copy
)
ENDING = re.compile(r"\.(?:ipynb|json|txt|zip|html?)$", re.IGNORECASE)
EDGE, END = rf"(?:^|(?<=[\s_.\-{DASH}(]))", rf"(?=$|[\s_.\-{DASH})])"
EXERCISE = re.compile(rf"{EDGE}(?P<key>ex\d\d){END}", re.IGNORECASE)
EXERCISE_ALONE = re.compile(rf"{EDGE}ex\d\d(?!-\d{{1,3}}(?:$|[\s_.(]))(?:\s*\(\s*\))?{END}", re.IGNORECASE)
# How browsers ("ex01 (1)"), Jupyter ("ex01-Copy1"), Windows ("ex01 - Copy (2)") and macOS ("ex01 copy 2") name a second
# copy, in the languages of the course's users; a number after a hyphen, as Canvas sets it, only after an exercise.
COPY_WORD = (
    r"(?:copy|copie|copia|c\u00f3pia|kopie|kopia|kopi|kopio|kopya|m\u00e1solat|\u043a\u043e\u043f\u0438\u044f"
    r"|\u043a\u043e\u043f\u0456\u044f|\u0646\u0633\u062e\u0629|\u526f\u672c|\u30b3\u30d4\u30fc|\ubcf5\uc0ac\ubcf8)"
)
COPY = re.compile(
    rf"[\s_\-{DASH}]*(?:[\s_\-{DASH}]{COPY_WORD}[\s_\-{DASH}]*\(?(?P<named>\d{{0,6}})\)?"
    r"|\((?P<browser>\d{1,6})\)|(?<=ex\d\d)-(?P<canvas>\d{1,3})|(?<=answers)-(?P<form>\d{1,3}))$",
    re.IGNORECASE,
)
COPY_OF = re.compile(  # as Google writes it; Russian and Ukrainian have no word between
    rf"^(?:{COPY_WORD}\s+(?:of|von|van|de|di|z|av)|\u043a\u043e\u043f\u0438\u044f|\u043a\u043e\u043f\u0456\u044f)\s+",
    re.IGNORECASE,
)
# What people append to a file's name; none of it is part of a person's name.
STATE = (
    r"(?:mending[-_ ]bridges[-_ ]answers|answers|final|late|draft|done|new|submission|submitted|resubmit|resubmission"
    r"|attempt|version|rev)[\s_]*\d*|v[\s_]*\d+"  # a single V is a person's initial
)
DATE = (
    r"(?:\d{4}[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-_.](?:0?[1-9]|1[0-2])[-_.]\d{2,4})"
    r"(?:[T\s_-]+(?:at\s+)?\d{1,2}[-_.:h]?\d{2}(?:[-_.:]?\d{2})?)?"
)
BESIDE_NAME = re.compile(rf"{EDGE}(?:{DATE}|{STATE}){END}", re.IGNORECASE)
# File names that name no person: those of the course, Moodle or a program.
OF_NOBODY = {"onlinetext", "untitled", "notebook", "exercise", "exercises"}


@dataclass(frozen=True, kw_only=True)
class Submitter:
    """The person who handed a file in.

    Args:
        name: display name.
        number: the platform's number for this person, or "": two people may share a name.
        platform: "Moodle", "Canvas" or "".
        section: the class, if several are graded together; "" if there is only one, or if the platform's number
            identifies the person.
        spelled: the exact name of the folder or zip that names the person, if there is one; two may look alike.
        later: a number that grows with each hand-in, if the platform counts them, else 0.
    """

    name: str
    number: str = ""
    platform: str = ""
    section: str = ""
    spelled: str = ""
    later: int = 0


def plain_name(text: str) -> str:
    r"""Return a name as one short line that is safe in file names and pages.

    >>> plain_name("  Ana\n\x00Lee  "), plain_name("\u202egpj.exe"), plain_name("")
    ('Ana Lee', 'gpj.exe', 'nameless')
    """
    text = text[: 4 * LONGEST_NAME].encode("utf-8", "replace").decode("utf-8")
    kept = (" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    shown = "".join(c for c in kept if unicodedata.category(c) not in HIDDEN or c in JOINERS)
    return " ".join(shown.split())[:LONGEST_NAME].strip() or say("noted.nameless")


def from_platform(part: str) -> tuple[Submitter, str] | None:
    """Return the submitter in one part of an exported path, and the rest of that part.

    >>> from_platform("Ana Lee_4711_assignsubmission_file_")
    (Submitter(name='Ana Lee', number='4711', platform='Moodle', section='', spelled='', later=0), '')
    >>> from_platform("leeana_LATE_311_9001_ex01-1.ipynb")
    (Submitter(name='leeana', number='311', platform='Canvas', section='', spelled='', later=9001), 'ex01-1.ipynb')
    >>> from_platform("anon_x7Yw2_9002_ex01.ipynb")[0].name
    'anon_x7Yw2'
    >>> from_platform("ex01.ipynb") is None
    True
    """
    if found := MOODLE.match(part):
        return Submitter(name=plain_name(found["name"]), number=found["number"], platform="Moodle"), found["rest"]
    if found := CANVAS_UNNAMED.match(part):
        return _canvas(found, ""), found["rest"]
    if found := CANVAS_TEXT.match(part):
        return Submitter(name=plain_name(found["name"]), number=found["user"], platform="Canvas"), found["rest"]
    if found := CANVAS.match(part):
        return _canvas(found, found["user"]), found["rest"]
    return None


def is_late(part: str) -> bool:
    """Return whether Canvas marked a file as late in its name.

    >>> is_late("leeana_LATE_311_9001_ex01.ipynb"), is_late("leeana_311_9001_ex01_LATE.ipynb")
    (True, False)
    """
    return bool(CANVAS_LATE.match(part))


def _canvas(found: re.Match[str], number: str) -> Submitter:
    return Submitter(name=plain_name(found["name"]), number=number, platform="Canvas", later=int(found["file"][:18]))


def stem_of(name: str) -> str:
    """Return a file's name without its extensions: browsers, mail and Windows add a second one.

    >>> stem_of("ana_ex01.ipynb.txt"), stem_of("answers.json"), stem_of("photo.png")
    ('ana_ex01', 'answers', 'photo')
    """
    return _without_endings(PurePath(name).stem)


def _without_endings(stem: str) -> str:
    while stem != (shorter := ENDING.sub("", stem)):
        stem = shorter
    return stem


def from_file_name(stem: str) -> str:
    """Return the person in a lone file's name, "" if there is none.

    >>> from_file_name("ana_ex01"), from_file_name("Copy of ex02-Ben_final (1)"), from_file_name("2026-11-20 cy LATE")
    ('ana', 'Ben', 'cy')
    >>> from_file_name("ex01 (1)"), from_file_name("answers-2"), from_file_name("ex05_final_v2")
    ('', '', '')
    """
    rest = _without_file_words(stem)
    return "" if rest.lower() in OF_NOBODY or not rest else plain_name(rest)


def _without_file_words(stem: str) -> str:
    """Return a file's name without words that describe the file: exercise, copy, date and state."""
    rest, before = unicodedata.normalize("NFC", stem), None
    while rest != before:
        before = rest
        plain = COPY_OF.sub("", COPY.sub("", _without_endings(rest)))
        rest = EXERCISE_ALONE.sub(" ", BESIDE_NAME.sub(" ", plain))
        rest = re.sub(rf"^[\s_.\-{DASH}]+|[\s_.\-{DASH}]+$", "", rest)
    return rest


def exercise_in(name: str) -> str:
    """Return the exercise in a file's name, "" if there is none.

    >>> exercise_in("ana_EX01 (1)"), exercise_in("answers")
    ('ex01', '')
    """
    found = EXERCISE.search(name)
    return found["key"].lower() if found else ""


def is_nobody(name: str) -> bool:
    """Return whether a name is only an exercise's or a file of answers', and so names no person.

    >>> is_nobody("answers"), is_nobody("ex03 (1)"), is_nobody("ana_ex03")
    (True, True, False)
    """
    rest = EXERCISE.sub(" ", COPY.sub("", name)).strip(" _.-")
    return not rest or rest.lower() == "answers"


def copy_number(stem: str) -> int:
    """Return the number of a copy, 0 for the original.

    >>> copy_number("ex01 (2)"), copy_number("ex01-1"), copy_number("ex01 - Copy"), copy_number("a-7")
    (2, 1, 1, 0)
    """
    stem = unicodedata.normalize("NFC", stem)
    found = COPY.search(stem)
    number = next((one for one in found.groups() if one is not None), "") if found else ""
    return int(number or 1) if found else int(bool(COPY_OF.match(stem)))
