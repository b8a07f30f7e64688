"""Record what the course does, compare it with an earlier record, or look something up in one.

python -m tests.golden.record                  compare today's code with the record
python -m tests.golden.record --show judge/ex01   print what the record holds under keys that begin so
python -m tests.golden.record --overwrite      make the record anew
"""

import argparse
import json
import lzma
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
NUMBERS, WORDS, CHANGED = "numbers.xz", "words.xz", HERE / "changed_words.toml"
STEP = 2.0**-42  # of what is stored: a quarter of what may differ
CLOSE = 1e-12
NUMBER = re.compile(r"-?\d+\.\d+(?:e[+-]?\d+)?")

Numbers = dict[str, np.ndarray]
Words = dict[str, list[str]]
Record = tuple[Numbers, Words]


# Files


def save(record: Record, folder: Path, preset: int = 9 | lzma.PRESET_EXTREME) -> None:
    """Write a record into a folder; with `preset` 0 a tenth larger, in a sixth of the time."""
    numbers, words = record
    shapes = {key: array.shape for key, array in numbers.items()}
    content = b"".join(_squeezable(array) for array in numbers.values())
    (folder / NUMBERS).write_bytes(lzma.compress(json.dumps(shapes).encode() + b"\n" + content, preset=preset))
    told = json.dumps(words, ensure_ascii=False, indent=0).encode()
    (folder / WORDS).write_bytes(lzma.compress(told, preset=preset))


def load(folder: Path) -> Record:
    """Return the record in a folder."""
    shapes, _, content = lzma.decompress((folder / NUMBERS).read_bytes()).partition(b"\n")
    numbers, start = {}, 0
    for key, shape in json.loads(shapes).items():
        size = 8 * int(np.prod(shape))
        numbers[key] = _unsqueezed(content[start : start + size], shape)
        start += size
    return numbers, json.loads(lzma.decompress((folder / WORDS).read_bytes()))


def _squeezable(array: np.ndarray) -> bytes:
    """Return whole numbers of steps, each less the one before it in time, their like bytes side by side.

    >>> _unsqueezed(_squeezable(np.array([0.5, 0.25])), (2,))
    array([0.5 , 0.25])
    """
    steps = np.diff(np.rint(array / STEP).astype("<i8"), axis=0, prepend=0)
    return steps.reshape(-1, 1).view(np.uint8).T.tobytes()


def _unsqueezed(content: bytes, shape: tuple[int, ...]) -> np.ndarray:
    steps = np.frombuffer(content, np.uint8).reshape(8, -1).T.copy().view("<i8").reshape(shape)
    return steps.cumsum(axis=0) * STEP


# Differences


def differences(old: Record, new: Record, rows: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the key of each difference, and what was and what is; `rows` are words changed on purpose."""
    for before, now in zip(old, new, strict=True):
        yield from ((key, "is no longer there") for key in before if key not in now)
        yield from ((key, "is new") for key in now if key not in before)
    for key in _shared(old[0], new[0]):
        yield from ((key, told) for told in _differ(old[0][key], new[0][key]))
    for key in _shared(old[1], new[1]):
        # What must be kept may stand anywhere, and more may come to it.
        compared = _lost if key.startswith("kept") else _line_by_line
        was = [mended(key, line, rows) for line in old[1][key]]
        yield from ((key, told) for told in compared(was, new[1][key]))


def _shared(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    return [key for key in before if key in now]


def part_of(key: str) -> str:
    """Return the first word of a key.

    >>> part_of("page/ex01/as it opens")
    'page'
    """
    return key.partition("/")[0]


def _differ(was: np.ndarray, now: np.ndarray) -> Iterator[str]:
    if was.shape != now.shape:
        yield f"has the shape {now.shape}, had {was.shape}"
    elif not np.allclose(was, now, rtol=CLOSE, atol=CLOSE):
        gap = np.abs(was - now)
        worst = np.unravel_index(gap.argmax(), gap.shape)
        many = np.count_nonzero(gap > CLOSE)
        at = [int(place) for place in worst]
        yield f"{many} of {gap.size} numbers differ; most at {at}, was {float(was[worst])!r}, is {float(now[worst])!r}"


def _line_by_line(was: list[str], now: list[str]) -> Iterator[str]:
    if len(was) == len(now) and all(map(same, was, now)):
        return
    for what, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what != "equal" and not (b - a == d - c and all(map(same, was[a:b], now[c:d]))):
            yield "\n".join(["", *(f"  was {line}" for line in was[a:b]), *(f"  is  {line}" for line in now[c:d])])


def _lost(was: list[str], now: list[str]) -> Iterator[str]:
    yield from (f"is no longer there: {line}" for line in was if line not in now)


def same(was: str, now: str) -> bool:
    """Tell whether two lines say the same, their numbers to the twelfth digit.

    >>> same("trust 0.1234567890123", "trust 0.1234567890124"), same("trust 0.12", "trust 0.13")
    (True, False)
    """
    if was == now:
        return True
    if NUMBER.sub("#", was) != NUMBER.sub("#", now):
        return False
    return np.allclose(*([float(one) for one in NUMBER.findall(line)] for line in (was, now)), rtol=CLOSE, atol=CLOSE)


def mended(key: str, line: str, rows: list[dict[str, Any]]) -> str:
    """Return an old line with the words that were changed on purpose.

    >>> mended("page/ex01", "Press the knob", [{"old": "knob", "new": "control", "where": "page/"}])
    'Press the control'
    """
    for row in rows:
        if key.startswith(row.get("where", "")) and (line == row["old"] or not row.get("whole")):
            line = line.replace(row["old"], row["new"])
    return line


def changed_words() -> list[dict[str, Any]]:
    """Return the table of words that were changed on purpose."""
    return tomllib.loads(CHANGED.read_text("utf-8")).get("changed", [])


# The command


def main() -> int:
    """Compare, show or record; exit code 1 if anything differs."""
    asked = _asked()
    if asked.show is not None:
        _tell(_shown(load(HERE), asked.show))
        return 0
    if asked.overwrite or asked.into:
        return _record(asked.into or HERE, overwrite=asked.overwrite)
    new = _read(asked.only)
    found = list(differences(_of_parts(load(HERE), new) if asked.only else load(HERE), new, changed_words()))
    _tell([*(f"{key}: {told}" for key, told in found), f"{len(found)} differences"])
    return int(bool(found))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=(), metavar="PART", help="compare some parts, such as outcomes")
    parser.add_argument("--show", metavar="KEY", help="print what the record holds under keys that begin so")
    parser.add_argument("--into", type=Path, metavar="DIR", help="write a record of today into another folder")
    parser.add_argument("--overwrite", action="store_true", help="make the record anew, in place of the one there is")
    return parser.parse_args()


def _record(folder: Path, *, overwrite: bool) -> int:
    paths = [folder / name for name in (NUMBERS, WORDS)]
    if not overwrite and any(path.exists() for path in paths):
        _tell([f"{folder.name} holds a record; give --overwrite to make it anew."])
        return 2
    if folder == HERE:
        save(_read(), folder)
    else:
        save(_read(), folder, preset=0)  # to be compared and thrown away
    _tell(f"{path.name}: {path.stat().st_size:,} bytes" for path in paths)
    return 0


def _read(only: Iterable[str] = ()) -> Record:
    from . import reading  # it loads all of the course, which looking something up does without

    return reading.read(only)


def _of_parts(record: Record, other: Record) -> Record:
    """Return of a record what belongs to the parts that another one has."""
    parts = {part_of(key) for kind in other for key in kind}
    numbers, words = ({key: value for key, value in kind.items() if part_of(key) in parts} for kind in record)
    return numbers, words


def _shown(record: Record, start: str) -> Iterator[str]:
    for kind in record:
        for key, value in kind.items():
            if key.startswith(start):
                yield f"== {key}"
                yield from value if isinstance(value, list) else [str(value)]


def _tell(lines: Iterable[str]) -> None:
    print(*lines, sep="\n")  # noqa: T201 - a command


if __name__ == "__main__":
    sys.exit(main())
