"""Encode data as a short text of unambiguous letters and digits with a checksum, and decode it."""

from __future__ import annotations

import json
import re
import zlib
from typing import Any

__all__ = [
    "ALL_ANSWERS",
    "HAND_IN",
    "LETTERS",
    "all_answers_text",
    "body_of",
    "bytes_of",
    "checksum_of",
    "encode",
    "from_all_answers",
    "from_hand_in",
    "hand_in_text",
    "letters_of",
    "unpacked",
    "whole_in",
]  # fmt: skip

LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CHECK = 6
AT_ONCE = 256  # letters
HAND_IN = "H1"  # answers that are handed in as text
ALL_ANSWERS = "A1"  # all that a trainee made, lessons too, as text to copy
MOST_LETTERS = 200_000
MOST_BYTES = 2_000_000
# Changing a letter of it needs a new version.
_USUAL = (
    b'"ex07":"ex06":"ex05":"ex04":"ex03":"ex02":{"version":"1","answers":{"q1":"q2":"q3":"q4":"q5":'
    b'"00_start"07_your_plan"06_many_partners"05_luck_or_strategy"04_when_things_go_wrong"03_promises"01_what_moves_trust"'
    b'"draft_play":"draft_more":{"title":"Your strategy","acts":[{"off":[],"base":"","names":"fact","channel":"forum"'
    b'"chosen":"reason":"notes":{"felt":"what":"next":"done":true},"02_update_rhythm":{"every_weeks":2.0,'
    b'"says":["progress","date"],"channels":["email"],"act":"update","week":0,"to":[]'
)


def encode(data: Any, version: str, *, usual: bytes = b"") -> str:
    """Return data as body and checksum.

    Args:
        data: any JSON value.
        version: part of the checksum, so that a text of one kind is never taken for another.
        usual: the dictionary of the compressor; any change of it needs a new version.

    >>> unpacked(encode({"a": 1}, "X1").partition("-")[0], most=100)
    {'a': 1}
    """
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    packer = zlib.compressobj(9, wbits=-15, zdict=usual)
    body = letters_of(b"\1" + packer.compress(text.encode()) + packer.flush())
    return f"{body}-{checksum_of(body, version)}"


def whole_in(text: str, head: str, version: str) -> str | None:
    """Return the body that follows a head such as MB1 in a text, None if it is incomplete.

    Words around it and line breaks within it are ignored.
    """
    start = re.search(rf"{head}\s*-", text)
    found = start and re.match(
        rf"{head}-([{LETTERS}]+)-([{LETTERS}]{{{CHECK}}})", "".join(text[start.start() :].split())
    )
    return found[1] if found and checksum_of(found[1], version) == found[2] else None


def body_of(text: str, kind: str, version: int, *, most: int) -> tuple[str, str]:
    """Return the body of the code in a text and ""; or "" and why there is none: empty, long, cut, absent or newer.

    Args:
        kind: the letter between MB and the version, "" for a strategy. version: the newest that can be read.
        most: letters that a text may have.

    >>> body_of("MB9-2x-abcdef", "", 1, most=100)
    ('', 'newer')
    """
    if not text.strip():
        return "", "empty"
    if len(text) > most:
        return "", "long"
    start = re.search(rf"MB{kind}(\d{{1,4}})\s*-", text)
    if start is None:
        return "", "cut" if re.match(rf"\s*M(B({kind}\d*)?)?\s*$", text) else "absent"
    if int(start[1]) > version:
        return "", "newer"
    body = whole_in(text[start.start() :], f"MB{kind}{version}", f"{kind}{version}")
    return (body, "") if body else ("", "cut")


def unpacked(body: str, *, most: int, usual: bytes = b"") -> Any:
    """Return the data of a body, None if there are none or they take more than `most` bytes."""
    try:
        unpacker = zlib.decompressobj(wbits=-15, zdict=usual)
        content = unpacker.decompress(bytes_of(body)[1:], most)
        return json.loads(content) if unpacker.eof else None
    except (ValueError, zlib.error, RecursionError):
        return None


def hand_in_text(sheet: Any) -> str:
    """Return a sheet of answers as the text to hand in.

    >>> from_hand_in("Dear all, " + hand_in_text({"name": "kestrel"}))
    {'name': 'kestrel'}
    """
    return f"MB{HAND_IN}-{encode(sheet, HAND_IN)}"


def from_hand_in(text: str) -> Any:
    """Return the sheet in a text that was handed in, None if there is none or it is incomplete."""
    return _in_text(text, HAND_IN)


def all_answers_text(lessons: Any) -> str:
    """Return all answers of a trainee, by lesson, as a text to copy.

    >>> from_all_answers("Mine: " + all_answers_text({"02_update_rhythm": {"chosen": "daily"}}))
    {'02_update_rhythm': {'chosen': 'daily'}}
    """
    return f"MB{ALL_ANSWERS}-{encode(lessons, ALL_ANSWERS, usual=_USUAL)}"


def from_all_answers(text: str) -> Any:
    """Return the answers, by lesson, None if the text holds none or is incomplete."""
    return _in_text(text, ALL_ANSWERS, usual=_USUAL)


def _in_text(text: str, version: str, *, usual: bytes = b"") -> Any:
    body = whole_in(text, f"MB{version}", version) if len(text) <= MOST_LETTERS else None
    return None if body is None else unpacked(body, most=MOST_BYTES, usual=usual)


def checksum_of(body: str, version: str) -> str:
    """Return six letters that change whenever the body does."""
    number, letters = zlib.crc32(f"mending-bridges/{version}/{body}".encode()), ""
    for _ in range(CHECK):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return letters


def letters_of(content: bytes) -> str:
    r"""Return bytes as letters; the first byte must not be zero.

    >>> bytes_of(letters_of(b"\1abc"))
    b'\x01abc'
    """
    number, letters = int.from_bytes(content), []
    while number:
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(reversed(letters))


def bytes_of(letters: str) -> bytes:
    """Return the bytes that letters stand for."""
    number = _number_of(letters)
    return number.to_bytes((number.bit_length() + 7) // 8)


def _number_of(letters: str) -> int:
    """Return the number that letters stand for. Halving keeps this fast: letter by letter takes quadratic time."""
    if len(letters) <= AT_ONCE:
        number = 0
        for letter in letters:
            number = number * len(LETTERS) + LETTERS.index(letter)
        return number
    half = len(letters) // 2
    return _number_of(letters[:-half]) * len(LETTERS) ** half + _number_of(letters[-half:])
