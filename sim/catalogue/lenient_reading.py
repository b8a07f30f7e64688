"""Read a TOML file that somebody wrote by hand to its end, whatever stands in it, and say what was typed wrong."""

from __future__ import annotations

import codecs
import re
import tomllib
from typing import Any, NamedTuple

from sim.base.errors import BadInput
from sim.catalogue.loader import LIMIT, TOML
from sim.catalogue.typed_lines import LISTS, RIGHT, is_readable, mended_line, named_head, spreadsheet_cells
from sim.model.validation import shown
from sim.texts.library_texts import in_our_words
from sim.texts.refusals import both
from sim.texts.words import say

__all__ = ["LenientReading", "Problem", "read_leniently"]

MOST, FEW = 31, 2  # how often a file is read anew, each time without its first slip; a large one seldom
LARGE, LONGEST = 50_000, 1_000  # letters of a file, and of a line
PLACE = re.compile(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)
FIELD = re.compile(r"""\s*(?:[{,]\s*)?([\w-]+|"[^"]*")\s*[:=]+\s*(.*?)\s*""", re.DOTALL)
OPENED = re.compile(r"""[^"'#]*=\s*(["'])(?:(?!\1).)+""")  # a text whose quotes do not close
FURTHER = 10  # lines over which a text may go
ZERO = 4  # of so many bytes of text in UTF-16, one or more is 0


class Problem(NamedTuple):
    """One problem of a file: its line, from 1, or 0; the field, if it is about one; what is wrong; and what to do."""

    line: int
    field: str
    told: str
    cure: str


class LenientReading(NamedTuple):
    """A file that was read leniently.

    Attributes:
        text: with slips put right, line by line, so that places are those of the file.
        data: what it holds, None if it cannot be read even so. problems: what was typed wrong.
    """

    text: str
    data: dict[str, Any] | None
    problems: tuple[Problem, ...]


def read_leniently(content: bytes, name: str) -> LenientReading:
    r"""Return what a file holds once slips are put right, and the slips.

    Raises:
        BadInput: it is too large, or no text.

    >>> reading = read_leniently(b"weeks = 52,\nbuffer = 1,7", "mine.toml")
    >>> reading.data, [problem.line for problem in reading.problems]
    ({'weeks': 52, 'buffer': 1.7}, [1, 2])
    """
    if len(content) > LIMIT:
        raise BadInput(say("refused_file.too_large", file=name, most=f"{LIMIT:,}"))
    if content.lstrip().startswith(b"{\\rtf"):
        raise BadInput(say("refused_file.rich_text", file=name))
    text, found = _decoded(content, name)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = _LineReader(lines)
    data = reader.read()
    return LenientReading("\n".join(reader.lines), data, (*found, *reader.problems))


def _decoded(content: bytes, name: str) -> tuple[str, list[Problem]]:
    encoding = _utf_16(content)
    if encoding:
        return _sound(content.decode(encoding, "replace"), name), [_saved_as("UTF-16", 1)]
    try:
        return _sound(content.decode("utf-8-sig"), name), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _sound(content.decode("cp1252", "replace"), name), [_saved_as(say("typed.another"), line)]


def _utf_16(content: bytes) -> str | None:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if content[start::2].count(0) * ZERO > len(content) and not content[1 - start :: 2].count(0):
            return encoding
    return None


def _sound(text: str, name: str) -> str:
    if "\0" in text:
        raise BadInput(say("refused_file.no_text", file=name))
    return text.removeprefix("\ufeff")


def _saved_as(encoding: str, line: int) -> Problem:
    return Problem(line, "", say("typed.encoding", encoding=encoding), say("cure.encoding"))


class _LineReader:
    """Reads lines as TOML; a line that is none is put right, or left out, and what was wrong with it is noted."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.problems = lines, list[Problem]()

    def read(self) -> dict[str, Any] | None:
        for _ in range(MOST if sum(map(len, self.lines)) < LARGE else FEW):
            try:
                data = tomllib.loads("\n".join(self.lines))
            except tomllib.TOMLDecodeError as error:
                if not self._heads():
                    self._mend(str(error))
            except RecursionError:
                return self._given_up("nested")
            except ValueError:
                return self._given_up("out_of_range")
            else:
                if self._in_lists(data) or not self._heads():
                    return data
        return None

    def _given_up(self, rule: str) -> None:
        self.problems.append(Problem(1, "", say(f"rule.{rule}"), say(f"cure.{rule}")))

    def _in_lists(self, data: dict[str, Any]) -> bool:
        """Return whether all parts of a file are called as they should be."""
        return all(isinstance(data.get(name, []), list) for name in LISTS) and not any(
            named_head(f"[{name}]") != f"[{name}]" for name in data if name not in LISTS
        )

    def _heads(self) -> bool:
        """Put right the heads of parts, such as [partners] or [[Partner]]; return whether there were any."""
        wrong = [at for at, line in enumerate(self.lines) if _is_wrong_head(line)]
        for at in wrong:
            self._change(at, _faults_of_head(self.lines[at]), named_head(self.lines[at]))
        return bool(wrong)

    def _mend(self, message: str) -> None:
        """Put right the line that cannot be read, or leave it out."""
        said, line = PLACE.fullmatch(message).groups()
        last = max(at for at, one in enumerate(self.lines) if one.strip() or not at)
        at = min(int(line) - 1, last) if line else last
        if len(self.lines[at]) > LONGEST:  # nobody types such a line, and patterns would take long
            self._leave_out(at, said)
            return
        if self._is_json(at) or self._cells(at) or self._joined(at) or self._broken_text(at):
            return
        mended = None if is_readable(self.lines[at]) else mended_line(self.lines[at])
        if mended and mended[1] != self.lines[at]:
            self._change(at, *mended)
        elif not self._earlier(at):
            self._leave_out(at, said)

    def _change(self, at: int, names: list[str], changed: str) -> None:
        written = changed.strip()
        cure = say("cure.leave_out") if written.startswith("#") or not written else say("cure.write", text=written)
        self._note(at, both(say(f"typed.{name}") for name in names), cure)
        self.lines[at] = changed

    def _note(self, at: int, told: str, cure: str) -> None:
        field, value = _field(self.lines[at])
        named = {"field": field, "value": value} if field else {"line": value}
        told = say("typed.value" if field else "typed.line", told=told, **named)
        self.problems.append(Problem(at + 1, field, told, cure))

    def _is_json(self, at: int) -> bool:
        """Note that a whole file is JSON, of which nothing more is read."""
        whole = "\n".join(self.lines).strip()
        if not whole.startswith("{") or "=" in whole.partition("\n")[0]:
            return False
        self._note(at, say("typed.json"), say("cure.json"))
        self.lines[:] = [""] * len(self.lines)
        return True

    def _cells(self, at: int) -> bool:
        """Leave out rows that were copied from a spreadsheet, all that follow one another."""
        if not spreadsheet_cells(self.lines[at]):
            return False
        self._note(at, say("typed.cells"), say("cure.cells"))
        while at < len(self.lines) and len(self.lines[at]) <= LONGEST and spreadsheet_cells(self.lines[at]):
            self.lines[at] = ""
            at += 1
        return True

    def _joined(self, at: int) -> bool:
        """Join a table in braces that goes over several lines."""
        bare = _bare(self.lines[at])
        if bare.count("{") <= bare.count("}"):
            return False
        end, opened = at, bare.count("{") - bare.count("}")
        while opened > 0 and end + 1 < len(self.lines):
            end += 1
            bare = _bare(self.lines[end])
            opened += bare.count("{") - bare.count("}")
        if opened or end == at:
            return False
        if sum(map(len, self.lines[at : end + 1])) > LONGEST:
            return False
        joined = " ".join(line.partition("#")[0].strip() if at else line for line in self.lines[at : end + 1])
        named, joined = mended_line(joined) or ([], joined)
        if not is_readable(joined):
            return False
        self._change(at, ["braces", *named], joined)
        self.lines[at + 1 : end + 1] = [""] * (end - at)
        return True

    def _broken_text(self, at: int) -> bool:
        """Join a text in quotes that goes over several lines."""
        opened = OPENED.fullmatch(self.lines[at])
        if not opened:
            return False
        for end in range(at + 1, min(at + FURTHER, len(self.lines))):
            if self.lines[end].rstrip().endswith(opened[1]):
                joined = " ".join(filter(None, map(str.strip, self.lines[at : end + 1])))
                if len(joined) > LONGEST or not is_readable(joined):
                    return False
                self._change(at, ["text_broken"], joined)
                self.lines[at + 1 : end + 1] = [""] * (end - at)
                return True
            if FIELD.fullmatch(self.lines[end][:LONGEST]) or _is_head(self.lines[end]):
                return False
        return False

    def _earlier(self, at: int) -> bool:
        """Close the bracket or the quotes that an earlier line left open."""
        for before in range(at - 1, max(-1, at - 30), -1):
            line = self.lines[before]
            if len(line) <= LONGEST and "=" in line and not is_readable(line):
                mended = mended_line(line)
                if mended:
                    self._change(before, *mended)
                return bool(mended)
        return False

    def _leave_out(self, at: int, said: str) -> None:
        name = next((one for one in ("overwrite", "declared", "string") if _says(said, one)), "other")
        self._note(at, in_our_words(said, TOML), say(f"cure.{name}"))
        self.lines[at] = ""
        if name == "string":  # what follows may be text
            self.lines[at:] = [""] * len(self.lines[at:])


def _is_head(line: str) -> bool:
    return line.lstrip().startswith("[")


def _is_wrong_head(line: str) -> bool:
    changed, right = named_head(line), RIGHT.fullmatch(line)
    return changed != line and (not right or right[1] not in LISTS)


def _faults_of_head(line: str) -> list[str]:
    """Return what is wrong with a head: its brackets, its name, or both."""
    name = named_head(line).strip("[]")
    return [*(["head"] if not RIGHT.fullmatch(line) else []), *(["head_name"] if name not in line else [])]


def _says(said: str, name: str) -> bool:
    return bool(re.fullmatch(re.sub(r"\\{\w+\\}", ".*", re.escape(TOML[name])), said, re.DOTALL))


def _bare(line: str) -> str:
    return re.sub(r""""(?:\\.|[^"\\])*"|'[^']*'|\#.*""", "", line)


def _field(line: str) -> tuple[str, str]:
    """Return a line's field and value; no field, and the line, where it has none."""
    found = FIELD.fullmatch(line[:LONGEST])
    return (found[1].strip('"'), _cut(found[2])) if found else ("", shown(line.strip()))


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - as long as a line shall be
