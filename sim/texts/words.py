"""Texts by key, from the catalogues beside this file (*.toml) and from acts, in the current language.

A catalogue has parts, and a part has texts. A text may be a list of wordings of one sentence, or a table of `one` and
`many` where it depends on a number. Texts that stand with their data are the task of `sim/texts/data_files.py`.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from sim.base.rounding import half_up
from sim.texts.language import current
from sim.texts.numerals import Marks, filled, in_numerals

__all__ = [
    "English", "Part", "add", "called", "catalogue", "fill", "listed", "many", "named", "numerals", "say", "table",
    "told_apart", "wordings",
]  # fmt: skip

MINUS = "\N{MINUS SIGN}"
COUNTED = {"one", "many"}
# Parts whose numbers somebody is to type into a file or a command, where every language has a decimal point.
TYPED = ("refused", "allowed", "own_check")
AS_TYPED = Marks(decimal=".", thousands="")

English = str | tuple[str, ...] | dict[str, str]
_ADDED: dict[str, English] = {}  # kept apart, so that the catalogues are read when something is said, not on import


@cache
def catalogue() -> dict[str, English]:
    """Return all English texts by key: a text, wordings, or the forms for `one` and `many`.

    >>> catalogue()["picture.week"]
    {'one': '1 week', 'many': '{number} weeks'}
    """
    found: dict[str, English] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            for part, entries in tomllib.loads(file.read_text("utf-8")).items():
                found |= _flat(part, entries)
    return found | _ADDED


def _flat(key: str, entry: Any) -> Iterator[tuple[str, English]]:
    if isinstance(entry, dict) and set(entry) != COUNTED:
        for name, one in entry.items():
            yield from _flat(f"{key}.{name}", one)
    else:
        yield key, tuple(entry) if isinstance(entry, list) else entry


def add(texts: Mapping[str, English]) -> None:
    """Add texts by key, such as those of acts; a language that lacks them says them in English."""
    _ADDED.update(texts)
    catalogue.cache_clear()
    _keys.cache_clear()


def say(name: str, /, **facts: object) -> str:
    """Return the text of this key, filled with facts.

    Raises:
        KeyError: there is no such text.

    >>> say("plan.look_again", day="Friday")
    'Look again on Friday'
    """
    spoken = current()
    words = spoken.said.get(name)
    if words is None:
        words = spoken.said[name] = spoken.text(name, _of_kind(name, str))
    return fill(words, facts, typed=name.startswith(TYPED)) if facts else words


def fill(words: str, facts: Mapping[str, object], *, typed: bool = False) -> str:
    """Return a text with its slots filled, numbers and names as the language has them.

    Args:
        typed: whether its numbers are some that somebody types into a file or a command.

    >>> fill("{who}: {trust}", {"who": "Clinic team", "trust": "0.5"})
    'Clinic team: 0.5'
    """
    if not current().translated:
        return words.format(**facts)
    return filled(words, {key: called(fact) for key, fact in facts.items()}, AS_TYPED if typed else current().marks)


def called(name: Any) -> Any:
    """Return what a partner or a promise of a shipped case is called in the current language; all else as it is.

    In data, answers and codes, and where luck is drawn, it keeps its English name.

    >>> called("Clinic team"), called(7)
    ('Clinic team', 7)
    """
    return current().text(f"names.{name}", name) if isinstance(name, str) and current().translated else name


def _of_kind(name: str, kind: type) -> Any:
    english = catalogue()[name]
    if not isinstance(english, kind):
        raise KeyError(name)
    return english


def many(name: str, count: float, /, **facts: object) -> str:
    """Return the singular or plural text for a count, by the language's own rule, filled with facts.

    {number} is the count unless the facts give it.

    >>> many("picture.week", 1), many("picture.week", 4)
    ('1 week', '4 weeks')
    """
    forms = _of_kind(name, dict)
    words = current().counted(name, forms["one"], forms["many"], count)
    return fill(words, {"number": count} | facts, typed=name.startswith(TYPED))


def wordings(name: str) -> tuple[str, ...]:
    """Return all wordings of one sentence, not filled.

    >>> wordings("sentences.recovered")
    ('From week {week} on, trust on average was back near where it had begun.',)
    """
    return tuple(current().text(f"{name}.{place}", one) for place, one in enumerate(_of_kind(name, tuple), 1))


def listed(items: Iterable[str]) -> str:
    """Return items as running text.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *most, last = map(called, items)
    return f"{', '.join(most)} {say('phrases.and')} {last}" if most else last


def table(name: str) -> dict[str, str]:
    """Return the texts of a whole part of a catalogue.

    >>> table("acts")["thank"]
    'Thank partners'
    """
    return dict(Part(name))


@cache
def _keys(part: str) -> tuple[str, ...]:
    start = f"{part}."
    return tuple(key.removeprefix(start) for key in catalogue() if key.startswith(start))


class Part(Mapping[str, str]):
    """A part of a catalogue that looks its texts up when they are shown, so that it can be a module's constant.

    >>> Part("acts")["thank"]
    'Thank partners'
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __getitem__(self, key: str) -> str:
        return say(f"{self.name}.{key}")

    def __iter__(self) -> Iterator[str]:
        return iter(_keys(self.name))

    def __len__(self) -> int:
        return len(_keys(self.name))


def numerals(text: str) -> str:
    """Return a text of numbers, as English writes them, as the current language writes them.

    >>> numerals("1,200.5")
    '1,200.5'
    """
    return in_numerals(text, current().marks)


def named(name: str) -> dict[str, str]:
    """Return a partner as data of a page: its name, and what it is called there if that is something else.

    >>> named("Clinic team")
    {'name': 'Clinic team'}
    """
    told = called(name)
    return {"name": name} if told == name else {"name": name, "called": told}


def trust(number: float, digits: int = 0) -> str:
    """Return trust as people read it: 0 to 100. Code and data hold 0 to 1.

    >>> trust(0.5462), trust(-0.001), trust(0.5462, 1)
    ('55', '0', '54.6')
    """
    return numerals(_of_100(number, digits))


def _of_100(number: float, digits: int) -> str:
    return f"{half_up(100 * number, digits):.{digits}f}"


def signed(number: float, digits: int = 0) -> str:
    """Return a change of trust in points, with its sign.

    >>> signed(0.021), signed(0.001), signed(0.0214, 1)
    ('+2', '0', '+2.1')
    """
    shown = trust(abs(number), digits)
    return shown if shown == trust(0, digits) else f"{'+' if number > 0 else MINUS}{shown}"


def told_apart(one: float, other: float) -> tuple[str, str]:
    """Return two changes of trust in points, with tenths if they would be told as the same without.

    >>> told_apart(0.021, 0.034), told_apart(0.013, 0.009), told_apart(0.0131, 0.0129)
    (('+2', '+3'), ('+1.3', '+0.9'), ('+1.3', '+1.3'))
    """
    whole = signed(one), signed(other)
    return whole if whole[0] != whole[1] else (signed(one, 1), signed(other, 1))


def points(number: float, digits: int = 0) -> str:
    """Return the size of a change of trust as a number of points.

    >>> points(-0.026), points(0.012), points(0.003), points(0.003, 1)
    ('3 points', '1 point', 'less than a point', '0.3 points')
    """
    shown = _of_100(abs(number), digits)
    if shown == _of_100(0, digits):
        return say("phrases.less_than_one" if digits == 0 else "phrases.less_than_tenth")
    return many("phrases.points", float(shown), number=shown)
