"""Data as a short text: packed, in letters and digits that no chat changes and nobody confuses, with a check."""

from __future__ import annotations

import json
import re
import zlib
from typing import Any

__all__ = [
    "HAND_IN", "LETTERS", "bytes_of", "check_of", "from_hand_in", "hand_in_text", "letters_of", "packed", "unpacked",
    "whole_in",
]  # fmt: skip

LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CHECK = 6
AT_ONCE = 256  # letters
HAND_IN = "H1"  # answers that are handed in as text
MOST_BYTES = 2_000_000


def packed(data: Any, version: str, *, usual: bytes = b"") -> str:
    """Return data as body and check.

    Args:
        data: any JSON value.
        version: goes into the check, so that a text of one kind is never taken for another.
        usual: what the packer may point back to; changing a letter of it needs a new version.

    >>> unpacked(packed({"a": 1}, "X1").partition("-")[0], most=100)
    {'a': 1}
    """
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    packer = zlib.compressobj(9, wbits=-15, zdict=usual)
    body = letters_of(b"\1" + packer.compress(text.encode()) + packer.flush())
    return f"{body}-{check_of(body, version)}"


def whole_in(text: str, head: str, version: str) -> str | None:
    """Return the body that follows a head such as MB1 in a text, None if not all of it is there.

    Words around it and line breaks within it do no harm.
    """
    start = re.search(rf"{head}\s*-", text)
    found = start and re.match(
        rf"{head}-([{LETTERS}]+)-([{LETTERS}]{{{CHECK}}})", "".join(text[start.start() :].split())
    )
    return found[1] if found and check_of(found[1], version) == found[2] else None


def unpacked(body: str, *, most: int, usual: bytes = b"") -> Any:
    """Return the data of a body, None if there are none or more than `most` bytes of them."""
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
    return f"MB{HAND_IN}-{packed(sheet, HAND_IN)}"


def from_hand_in(text: str) -> Any:
    """Return the sheet in a text that was handed in, None if there is none or not all of it."""
    body = whole_in(text, f"MB{HAND_IN}", HAND_IN)
    return None if body is None else unpacked(body, most=MOST_BYTES)


def check_of(body: str, version: str) -> str:
    """Return six letters that tell whether all of a body arrived."""
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
    """Return the number that letters stand for: by halves, since letter by letter takes a time that grows squared."""
    if len(letters) <= AT_ONCE:
        number = 0
        for letter in letters:
            number = number * len(LETTERS) + LETTERS.index(letter)
        return number
    half = len(letters) // 2
    return _number_of(letters[:-half]) * len(LETTERS) ** half + _number_of(letters[-half:])
