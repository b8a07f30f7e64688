"""Read a TOML file, or raise BadInput with one clear sentence."""

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.model.validation import nearest
from sim.texts.data_files import in_language

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["LIMIT", "is_file", "is_path", "parse", "read", "read_shipped", "shipped_keys"]

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
    try:
        _refuse_what_is_no_file(name)
        with Path(name).open("rb") as file:
            content = file.read(LIMIT + 1)
    except FileNotFoundError:
        raise BadInput(f"{name}: there is no such file") from None
    except OSError as error:
        raise BadInput(f"{name}: cannot be read ({error.strerror or error})") from None
    except BadInput:
        raise
    except ValueError:
        raise BadInput(f"{name}: is not a name that a file can have") from None
    return parse(content, name)


def _refuse_what_is_no_file(name: str) -> None:
    mode = Path(name).stat().st_mode
    if stat.S_ISDIR(mode):
        raise BadInput(f"{name}: is a folder; name a .toml file in it")
    if not stat.S_ISREG(mode):
        raise BadInput(f"{name}: is not an ordinary file")


def parse(content: bytes, name: str) -> dict[str, Any]:
    """Return the data in a TOML file's bytes; `name` opens the message if they are not TOML.

    >>> parse(b"key = 'mine'", "mine.toml")
    {'key': 'mine'}
    >>> parse(b"key == 'mine'", "mine.toml")
    Traceback (most recent call last):
    sim.base.errors.BadInput: mine.toml: line 1 is not TOML (Invalid value at column 6)
    """
    if len(content) > LIMIT:
        raise BadInput(f"{name}: is larger than {LIMIT:,} bytes")
    text = _text(content, name)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{name}: {_where(str(error), text)}") from None
    except RecursionError:
        raise BadInput(f"{name}: lists or tables are nested too deeply") from None
    except ValueError:  # a whole number of thousands of digits, a time zone of 99 hours
        raise BadInput(f"{name}: holds a number or a date that is out of range") from None


def _text(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{name}: is not text in UTF-8 (line {line})") from None
    if "\0" in text:
        raise BadInput(f"{name}: is not a text file")
    return text


def _where(message: str, text: str) -> str:
    found = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", message, re.DOTALL)
    if found:
        return f"line {found[2]} is not TOML ({found[1]} at column {found[3]})"
    last = text.count("\n") + 1
    return f"line {last} is not TOML ({message.removesuffix(' (at end of document)')}, the file ends)"


def shipped_keys(folder: "Traversable") -> tuple[str, ...]:
    """Return the keys of the TOML files in a folder of the package, in order."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


def read_shipped(folder: "Traversable", key: str, word: str) -> dict[str, Any]:
    """Return the data of one TOML file in a folder of the package, in the current language.

    Args:
        folder: of all files of this kind; its name is the first part of their texts' keys.
        key: the file's name without its ending.
        word: what one of them is called.

    Raises:
        BadInput: there is no such file.
    """
    keys = shipped_keys(folder)
    if key not in keys:
        near = nearest(key, keys)
        hint = f"did you mean {near!r}?" if near else f"there are {', '.join(keys)}"
        raise BadInput(f"there is no {word} {key!r}; {hint}")
    return in_language(parse((folder / f"{key}.toml").read_bytes(), key), f"{folder.name}/{key}")
