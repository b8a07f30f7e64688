"""Read a TOML file, or raise BadInput with one clear sentence."""

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.model.validation import hint
from sim.texts.data_files import NO_FACTS, in_language
from sim.texts.library_texts import in_our_words
from sim.texts.words import Part, say

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["LIMIT", "bytes_of", "is_file", "is_path", "parse", "read", "read_shipped", "shipped_keys"]

TOML = Part("toml")
LIMIT = 1_000_000
"""Bytes that a case or a strategy may have: about three hundred pages."""


def is_path(text: str) -> bool:
    """Return whether the text is a file's path rather than a key.

    >>> is_path("mine.toml"), is_path("plans/mine"), is_path("silence")
    (True, True, False)
    """
    separators = {os.sep, os.altsep or os.sep}
    return text.lower().endswith(".toml") or not separators.isdisjoint(text) or is_file(text)


def is_file(text: str) -> bool:
    """Return whether there is a file of this name; False also for a name that no file can have."""
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # a name too long, or one that no file can have
        return False


def read(name: str) -> dict[str, Any]:
    """Return the data of the TOML file of this name.

    Raises:
        BadInput: there is no such file, or it is not a text file, too large or not TOML.
    """
    return parse(bytes_of(name), name, say("refused_file.check", file=name))


def bytes_of(name: str) -> bytes:
    """Return the content of the file of this name; of one that is too large, one byte more than is allowed.

    Raises:
        BadInput: there is no such file, or it cannot be read.
    """
    try:
        _refuse_what_is_no_file(name)
        with Path(name).open("rb") as file:
            content = file.read(LIMIT + 1)
    except FileNotFoundError:
        raise BadInput(say("refused_file.no_file", file=name)) from None
    except OSError as error:
        raise BadInput(say("refused_file.unreadable", file=name, why=error.strerror or error)) from None
    except BadInput:
        raise
    except ValueError:
        raise BadInput(say("refused_file.no_name", file=name)) from None
    return content


def _refuse_what_is_no_file(name: str) -> None:
    mode = Path(name).stat().st_mode
    if stat.S_ISDIR(mode):
        raise BadInput(say("refused_file.folder", file=name))
    if not stat.S_ISREG(mode):
        raise BadInput(say("refused_file.not_ordinary", file=name))


def parse(content: bytes, name: str, advice: str = "") -> dict[str, Any]:
    """Return the data in a TOML file's bytes; `name` opens the message if they are not TOML, and `advice` ends it.

    >>> parse(b"key = 'mine'", "mine.toml")
    {'key': 'mine'}
    >>> parse(b"key == 'mine'", "mine.toml")
    Traceback (most recent call last):
    sim.base.errors.BadInput: mine.toml: line 1 is not TOML (Invalid value at column 6)
    """
    if len(content) > LIMIT:
        raise BadInput(say("refused_file.too_large", file=name, most=f"{LIMIT:,}"))
    text = _text(content, name)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(_no_toml(name, str(error), text) + advice) from None
    except RecursionError:
        raise BadInput(say("refused_file.nested", file=name)) from None
    except ValueError:  # a whole number of thousands of digits, a time zone of 99 hours
        raise BadInput(say("refused_file.out_of_range", file=name)) from None


def _text(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput(say("refused_file.no_utf_8", file=name, line=line)) from None
    if "\0" in text:
        raise BadInput(say("refused_file.no_text", file=name))
    return text


def _no_toml(name: str, message: str, text: str) -> str:
    found = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", message, re.DOTALL)
    if found:
        why = in_our_words(found[1], TOML)
        return say("refused_file.no_toml", file=name, line=found[2], why=why, column=found[3])
    why = in_our_words(message.removesuffix(" (at end of document)"), TOML)
    return say("refused_file.ends", file=name, line=text.count("\n") + 1, why=why)


def shipped_keys(folder: "Traversable") -> tuple[str, ...]:
    """Return the keys of the TOML files in a folder of the package, in order."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


def read_shipped(folder: "Traversable", key: str, word: str, facts: Mapping[str, object] = NO_FACTS) -> dict[str, Any]:
    """Return the data of one TOML file in a folder of the package, in the current language.

    Args:
        folder: of all files of this kind; its name is the first part of their texts' keys.
        key: the file's name without its ending.
        word: what one of them is called: "case", "strategy", "lesson" or "exercise".
        facts: what fills slots of these names in its texts.

    Raises:
        BadInput: there is no such file.
    """
    keys = shipped_keys(folder)
    if key not in keys:
        raise BadInput(say(f"refused_key.{word}", name=repr(key), hint=hint(key, keys)))
    return in_language(parse((folder / f"{key}.toml").read_bytes(), key), f"{folder.name}/{key}", facts)
