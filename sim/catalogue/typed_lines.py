"""What people type where TOML wants something else: each a change of one line, by which it can be read.

A change leaves alone what stands in quotes. Its name is a key of `[typed]` in sim/texts/own_case.toml.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

from sim.model.case import Case
from sim.model.strategy import Strategy

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LISTS", "NO", "SLIPS", "UNITS", "YES", "is_readable", "mended_line", "named_head", "spreadsheet_cells"]

# Signs by their codes, since several look alike: curly, low and angled quotes, primes, dashes, and a bullet.
DOUBLE, SINGLE = "[\u201c-\u201f\u00ab\u00bb\u2033]", "[\u2018-\u201b\u2032]"
SPACES, NO_WIDTH = "[\u00a0\u2007\u2009\u202f\u3000]", "[\u200b\u2060\ufeff]"
BARE = r"""[^\[\]{},=\"'#]"""
DASHES, BULLET = "[\u2012-\u2015\u2212]", "\u2022"
QUOTED = re.compile(r"""("(?:\\.|[^"\\])*"|'[^']*'|\#.*)""")
LISTS = {"partners": "partner", "commitments": "commitment", "events": "event", "ties": "tie", "acts": "act"}
FIELDS = {*Case.model_fields, *Strategy.model_fields}
CELLS = re.compile(r"[^\t=]+(\t[^\t=]*){2,}|[^;=\[{]+(;[^;=]*){2,}")
LONGEST_HEAD = 200
HEAD = re.compile(r"\s*\[+\s*([\w-]+)\s*\]*\s*(?:#.*)?")
RIGHT = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]\s*(?:#.*)?")
UNITS = r"(?:hours?|hrs?|h|weeks?|wks?|days?|months?|€|\$|£|EUR|USD)"
UNQUOTED = rf"(=\s*|[\[,]\s*)(?![\s\[{{=])({BARE}*[^\W\d_]{BARE}*?)(?=\s*(?:[,\]}}#]|$))"
YES, NO = ("true", "yes", "y", "on", "sim", "ja"), ("false", "no", "n", "off", "nein")


class Slip(NamedTuple):
    """One kind of slip: its name, and the line as it should be; the same line where it is no such slip."""

    name: str
    change: Callable[[str], str]


def _outside(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    """Return a change of what stands outside of quotes and comments."""

    def change(line: str) -> str:
        parts = QUOTED.split(line)
        return "".join(
            part if at % 2 else re.sub(pattern, new, part, flags=re.IGNORECASE) for at, part in enumerate(parts)
        )

    return change


def _whole(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    return lambda line: re.sub(pattern, new, line, count=1, flags=re.IGNORECASE)


def _share(found: re.Match[str]) -> str:
    return f"{float(found[1].replace(',', '.')) / 100:g}"


def _with_point(found: re.Match[str]) -> str:
    return f"{found[1] or 0}.{found[2]}"


def _together(found: re.Match[str]) -> str:
    return re.sub(r"\D", "", found[0])


def _with_digits(found: re.Match[str]) -> str:
    return f"0{found[1]}" if found[1] else found[2] or found[3]


def _underscored(found: re.Match[str]) -> str:
    return re.sub("[ -]", "_", found[1]).lower()


def _fraction(found: re.Match[str]) -> str:
    return f"{int(found[1]) / int(found[2]):.3g}" if int(found[2]) else found[0]


def _truth(found: re.Match[str]) -> str:
    return found[1] + ("true" if found[2].lower() in YES else "false")


def _straight(line: str) -> str:
    parts = QUOTED.split(line)
    for at in range(0, len(parts), 2):
        parts[at] = re.sub(SINGLE, "'", re.sub(DOUBLE, '"', parts[at]))
    return "".join(parts)


def named_head(line: str) -> str:
    """Return the head of a part as it should be, and any other line unchanged.

    >>> named_head("[Partner]"), named_head("[[acts]]"), named_head("[other]")
    ('[[partners]]', '[[acts]]', '[other]')
    """
    found = HEAD.fullmatch(line[:LONGEST_HEAD])
    word = found[1].lower() if found else ""
    name = next((many for many, one in LISTS.items() if word in {many, one}), None)
    return f"[[{name}]]" if name else line


def _closed(line: str) -> str:
    """Return the line with the brackets that it lacks at its end."""
    bare, missing = QUOTED.sub("", line), []
    for letter in bare:
        if letter in "[{":
            missing.append({"[": "]", "{": "}"}[letter])
        elif letter in "]}" and missing:
            missing.pop()
    return line.rstrip() + "".join(reversed(missing))


def _quotes_closed(line: str) -> str:
    for quote in ('"', "'"):
        if line.count(quote) % 2:
            return re.sub(r"\s*([,\]}]*)\s*$", rf"{quote}\1", line, count=1)
    return line


def _inner_quotes(line: str) -> str:
    """Return a text in quotes with single quotes within: "the "big" day" becomes "the 'big' day"."""
    found = re.fullmatch(r"""(\s*[\w-]+\s*=\s*)(["'])(.*)\2(\s*(?:#.*)?)""", line)
    if not found:
        return line
    inner = found[3].replace('"', "'")
    return f'{found[1]}"{inner}"{found[4]}'


def _commas(line: str) -> str:
    """Return a list with commas between its texts."""
    start, bracket, entries = line.partition("[")
    return start + bracket + re.sub(r"""("[^"]*"|'[^']*')(?=\s*["'])""", r"\1,", entries)


def _in_quotes(found: re.Match[str]) -> str:
    word = found[2].strip()
    return found[0] if re.fullmatch(r"true|false|[-+]?[\d.][\d.eE+-]*|", word) else f'{found[1]}"{word}"'


SLIPS = (
    Slip("spaces", lambda line: re.sub(SPACES, " ", re.sub(NO_WIDTH, "", line))),
    Slip("smart_quotes", _straight),
    Slip("head", named_head),
    Slip("bullet", _whole(rf"^\s*(?:[-*{BULLET}]|{DASHES}|\d+[.)])\s+(?=\w)", "")),
    Slip("fence", _whole(r"^\s*(?:```.*|~~~.*|---+|===+|<[^>]*>|\*\*\*+)\s*$", "")),
    Slip("comment", _whole(r"(^|\s)(?://|--|/\*|%|;)\s+(.*)", r"\1# \2")),
    Slip("colon", _outside(r"([\w-]+)\s*(?::=|=>|==|:)\s*", r"\1 = ")),
    Slip("comma_at_end", _whole(r"\s*[,;]\s*(#.*)?$", r" \1")),
    Slip("comma_in_braces", _outside(r",(\s*)}", r"\1}")),
    Slip("percent", _outside(r"(?<![\w.])(\d+(?:[.,]\d+)?)\s*%", _share)),
    Slip("decimal_comma", _outside(r"(?<![\d,.])(\d*),(\d+)(?![\d,])", _with_point)),
    Slip("thousands", _outside(r"(?<![\d.])\d{1,3}(?:[ ,']\d{3})+(?![\d.])", _together)),
    Slip("unit", _outside(rf"(\d)\s*{UNITS}(?=\s*(?:$|[,}}\]#]))", r"\1")),
    Slip("fraction", _outside(r"(?<![\w/])(\d+)\s*/\s*(\d+)(?![\w/])", _fraction)),
    Slip("number", _outside(r"(?<![\w.])(?:(\.\d+)|0+(\d+(?:\.\d+)?)|(\d+)\.(?!\d))", _with_digits)),
    Slip("minus", _outside(rf"{DASHES}(?=\d)", "-")),
    Slip("truth", _outside(rf"(=\s*)({'|'.join((*YES, *NO))})(?=\s*(?:$|[,}}]|\s#))", _truth)),
    Slip("nothing", _whole(r"^(\s*[\w-]+\s*=\s*(?:null|none|nil|n/a|na|-|\?)?\s*)$", r"# \1")),
    Slip("spaced_name", _whole(r"^\s*([A-Za-z]+(?:[ -][A-Za-z]+)+)(?=\s*=)", _underscored)),
    Slip("no_equals", _whole(r"""^\s*([a-z_]+)\s+(?=["'\d\[{]|true|false)""", r"\1 = ")),
    Slip("comma_missing", _commas),
    Slip("quote_open", _quotes_closed),
    Slip("inner_quotes", _inner_quotes),
    Slip("backslash", lambda line: line.replace("\\", "\\\\")),
    Slip("bracket_open", _closed),
    Slip("no_quotes", _outside(UNQUOTED, _in_quotes)),
)  # fmt: skip


def is_readable(line: str) -> bool:
    """Return whether a line is TOML by itself, or as a part of a list.

    >>> is_readable("trust = 0.6"), is_readable('"Ana",'), is_readable("trust = 0,6")
    (True, True, False)
    """
    return any(map(_loads, (line, f"list = [\n{line}\n]")))


def _loads(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def mended_line(line: str) -> tuple[list[str], str] | None:
    """Return what was typed wrong in a line, and the line as it should be; None where no change helps.

    >>> mended_line("trust = 60%"), mended_line("to = [“Ana”, “Ben”],")
    ((['percent'], 'trust = 0.6'), (['smart_quotes', 'comma_at_end'], 'to = ["Ana", "Ben"] '))
    """
    for one in SLIPS:
        changed = one.change(line)
        if changed != line and is_readable(changed):
            return [one.name], changed
    names: list[str] = []
    for one in SLIPS:
        changed = one.change(line)
        if changed != line:
            names, line = [*names, one.name], changed
            if is_readable(line):
                return names, line
    return None


def spreadsheet_cells(line: str) -> bool:
    r"""Return whether a line looks like a row that was copied from a spreadsheet.

    >>> spreadsheet_cells("Ana\tA patient\t0,6"), spreadsheet_cells("name;role;trust"), spreadsheet_cells("trust = 1")
    (True, True, False)
    """
    return bool(CELLS.fullmatch(line.strip(" \r")))
