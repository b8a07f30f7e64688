"""Read answers that were typed into notebook cells, as data. Code of a trainee is never run.

The check in the notebook and the grade both use this module, so that they read the same answer.
"""

from __future__ import annotations

import ast
import json
import math
import re
import warnings
from textwrap import dedent
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.texts.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = ["LONGEST_TEXT", "NotData", "Reading", "as_data", "as_part", "read_cells", "read_text", "shortened"]

LONGEST_TEXT = 4_000  # characters of a written answer, in the form as in a cell
LONGEST = 10_000  # characters of any other answer, as JSON
LONGEST_CELL = 200_000  # characters: what is longer is no answer
DEEPEST = 20  # lists within lists: no answer asked for has more than four
PROMPT = re.compile(r"^(?:>>> ?|\.\.\. ?|In \[\d*\]: ?)", re.MULTILINE)  # pasted with a prompt
# What IPython runs, and Python cannot read: magics, shell commands, questions for help.
MAGIC = re.compile(r"^\s*(?:[%!?].*|[\w., ]+=\s*[%!].*|.*\?\s*)$", re.MULTILINE)
# Methods that change what they are called on.
CHANGING = {
    "add", "append", "clear", "discard", "extend", "insert", "pop", "remove", "reverse", "setdefault", "sort", "update",
}  # fmt: skip
PART = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(%?)\s*")  # as "56 %", "0,56"
FENCE = re.compile(r"^`{3,}.*$", re.MULTILINE)
CURLED = str.maketrans("\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u201a", '"""""\'\'\'')


class NotData(ValueError):  # noqa: N818 - it says what the answer is, not what went wrong
    """An answer that is more than data; `why` says what is wanted."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why)
        self.why = why


class Reading(NamedTuple):
    """What was typed.

    Attributes:
        values: by name; None, which stands for no answer, is left out.
        remarks: sentences on what could not be read, or was answered twice, each beginning with the name.
        unread: the names whose last value cannot be graded.
    """

    values: dict[str, Any]
    remarks: list[Sentence]
    unread: frozenset[str]


class _Value(NamedTuple):
    """A literal value and its size in letters and items; shared parts are counted each time."""

    value: Any
    size: int


class _Computed(ValueError):  # noqa: N818
    """The right-hand side of `=` is not a literal."""


def read_cells(texts: Iterable[str], names: Collection[str]) -> Reading:
    r"""Read code cells in order. Assignments of plain values count, everything else is skipped.

    A helper variable with a plain value may be used in an answer. A computed answer cannot be read. Of several values
    of one name the last counts.

    Args:
        texts: the cells' sources.
        names: the answers' names.

    >>> read_cells(["import math\nbest = 'b'", "q1: int = 3\nq2 = [best, 'a']\nprint(q1)"], {"q1", "q2"}).values
    {'q1': 3, 'q2': ['b', 'a']}
    >>> print(read_cells(["q1 = max(2, 3)"], {"q1"}).remarks[0])
    q1: what is computed cannot be graded; write a plain value, such as q1 = 3 or q1 = 'text'.
    """
    known: dict[str, _Value | None] = {}  # None: computed
    values: dict[str, Any] = {}
    remarks: dict[Sentence, None] = {}
    for text in texts:
        statements = _statements(text)
        if statements is None:
            curly = bool(_statements(text.translate(CURLED)))
            remarks |= dict.fromkeys(_not_read(name, curly=curly) for name in names if _names(name, text))
            continue
        for name, value in _assigned(statements, known):
            if name in names:
                remarks |= dict.fromkeys(_take(name, value, values))
    return Reading(values, list(remarks), frozenset(name for name in names if name in known and known[name] is None))


def read_text(text: str, name: str) -> Any:
    """Return the answer in a text cell: from `name = value`, from a value alone, or else the text itself.

    >>> read_text("`q1 = 3`", "q1"), read_text("3", "q1"), read_text("q1: by post", "q1"), read_text("q1 = None", "q1")
    (3, 3, 'by post', None)
    >>> read_text("q2 = [\u201cb\u201d, \u2018a\u2019]", "q2")
    ['b', 'a']
    """
    plain = FENCE.sub("", text).strip().strip("`").strip()
    if found := re.match(rf"{re.escape(name)}\s*[:=]\s*(.*)", plain, re.DOTALL):
        plain = found[1].strip()
    if plain in {"", "None"}:
        return None
    for value in (plain, plain.translate(CURLED)):
        found = read_cells([f"{name} = {value}"], {name}).values
        if name in found:
            return found[name]
    return shortened(plain)[0]


def as_data(value: Any) -> Any:
    """Return a value that survives a round trip through JSON; None is no answer.

    Raises:
        NotData: it is no such value, too long, too deep or too large.

    >>> as_data((1, "a"))
    [1, 'a']
    """
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        again = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        raise NotData(Sentence("typed.no_data")) from None
    if len(text) > LONGEST and not isinstance(value, str):
        raise NotData(Sentence("typed.long", most=f"{LONGEST:,}"))
    _refuse_extremes(again, DEEPEST)
    return again


def as_part(value: Any) -> Any:
    """Return a trust or a share that was typed as 0 to 1, since people read both as 0 to 100.

    What is above 1 counts from 0 to 100, and so does what has a sign of per cent; 1 itself stays all there is, as it
    was before. Anything else is returned as it is.

    >>> as_part(0.56), as_part(56), as_part("56 %"), as_part("0,56"), as_part(1), as_part("1 %"), as_part("high")
    (0.56, 0.56, 0.56, 0.56, 1, 0.01, 'high')
    """
    percent = False
    if isinstance(value, str):
        found = PART.fullmatch(value)
        if found is None:
            return value
        value, percent = float(found[1].replace(",", ".")), bool(found[2])
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value / 100 if is_number and (percent or 1 < value <= 100) else value  # noqa: PLR2004


def shortened(text: str) -> tuple[str, Sentence | None]:
    """Return a written answer that is at most as long as the form takes, and a note if it was cut.

    >>> shortened("short"), len(shortened("é" * 5000)[0])
    (('short', None), 4000)
    """
    if len(text) <= LONGEST_TEXT:
        return text, None
    cut = Sentence("typed.cut", number=f"{len(text):,}", most=f"{LONGEST_TEXT:,}")
    return text[:LONGEST_TEXT], cut


def _about(name: str, what: Sentence) -> Sentence:
    return Sentence("typed.about", name=name, what=what)


def _not_read(name: str, *, curly: bool) -> Sentence:
    return _about(name, Sentence("typed.curly", name=name) if curly else Sentence("typed.unreadable"))


def _names(name: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", text[:LONGEST_CELL]) is not None


def _take(name: str, found: _Value | None, values: dict[str, Any]) -> Iterator[Sentence]:
    """Put a value in its place; yield what there is to say of it."""
    if found is None:
        values.pop(name, None)
        yield _about(name, Sentence("typed.computed", name=name))
        return
    try:
        value = as_data(found.value)
    except NotData as error:
        values.pop(name, None)
        yield _about(name, error.why)
        return
    if isinstance(value, str):
        value, note = shortened(value)
        if note:
            yield _about(name, note)
    if value is None:
        return
    if name in values and values[name] != value:
        yield _about(name, Sentence("typed.twice"))
    values[name] = value


def _statements(text: str) -> list[ast.stmt] | None:
    """Return a cell's statements, None if it is not Python even without IPython's own syntax."""
    if len(text) > LONGEST_CELL:
        return None
    found = _parsed(text)
    return found if found is not None else _parsed(MAGIC.sub("", dedent(PROMPT.sub("", text))))


def _parsed(text: str) -> list[ast.stmt] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of odd backslashes; the trainee cannot see it
            return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _assigned(statements: list[ast.stmt], known: dict[str, _Value | None]) -> Iterator[tuple[str, _Value | None]]:
    """Yield each name with its new value, None for one that is computed, and remember it."""
    for statement in statements:
        for name, value in _given(statement, known):
            known[name] = value
            yield name, value


def _given(statement: ast.stmt, known: dict[str, _Value | None]) -> list[tuple[str, _Value | None]]:
    try:
        if isinstance(statement, ast.Assign):
            value = _literal(statement.value, known)
            return [pair for target in statement.targets for pair in _unpacked(target, value)]
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            return [] if statement.value is None else _unpacked(statement.target, _literal(statement.value, known))
        return [(name, None) for name in _touched(statement)]
    except (_Computed, RecursionError):
        return [(name, None) for name in _touched(statement)]


def _unpacked(target: ast.expr, found: _Value) -> list[tuple[str, _Value | None]]:
    if isinstance(target, ast.Name):
        return [(target.id, found)]
    names = target.elts if isinstance(target, ast.Tuple | ast.List) else []
    fits = isinstance(found.value, list) and len(names) == len(found.value)
    if names and fits and all(isinstance(one, ast.Name) for one in names):
        return [(one.id, _Value(value, found.size)) for one, value in zip(names, found.value, strict=True)]
    raise _Computed


def _touched(statement: ast.stmt) -> list[str]:
    """Return the names that a statement may change in a way that this module does not follow."""
    names = {}
    for node in ast.walk(statement):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names[node.name] = None
        elif isinstance(node, ast.alias):
            names[node.asname or node.name.partition(".")[0]] = None
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names[node.id] = None
        elif isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
            names |= dict.fromkeys(_base(node))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
            names |= dict.fromkeys(_base(node.func))
    return list(names)


def _base(node: ast.expr) -> list[str]:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return [node.id] if isinstance(node, ast.Name) else []


def _literal(node: ast.expr, known: dict[str, _Value | None]) -> _Value:
    """Return the plain value of a literal expression.

    Raises:
        _Computed: it is more than that.
    """
    found = _parts(node, known)
    if found.size > LONGEST_CELL:
        raise _Computed
    return found


def _parts(node: ast.expr, known: dict[str, _Value | None]) -> _Value:
    match node:
        case ast.Constant(value=str() | int() | float() | None as value):
            return _Value(value, 1 + len(value) if isinstance(value, str) else 1)
        case ast.Name(id=name) if known.get(name) is not None:
            return known[name]
        case ast.List(elts=elts) | ast.Tuple(elts=elts):
            parts = [_literal(one, known) for one in elts]
            return _Value([one.value for one in parts], 1 + sum(one.size for one in parts))
        case ast.Dict(keys=keys, values=values) if all(keys):
            parts = [(_literal(key, known), _literal(value, known)) for key, value in zip(keys, values, strict=True)]
            if any(isinstance(key.value, list | dict) for key, _ in parts):
                raise _Computed
            return _Value({key.value: one.value for key, one in parts}, 1 + sum(a.size + b.size for a, b in parts))
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            number = _literal(operand, known)
            if isinstance(number.value, int | float):
                return _Value(-number.value if isinstance(sign, ast.USub) else +number.value, 1)
        case ast.BinOp(left=left, op=ast.Add(), right=right):  # a long text, in pieces
            one, other = _literal(left, known), _literal(right, known)
            if isinstance(one.value, str) and isinstance(other.value, str) and one.size + other.size < LONGEST_CELL:
                return _Value(one.value + other.value, one.size + other.size)
    raise _Computed


def _refuse_extremes(value: Any, room: int) -> None:
    """Reject numbers beyond a float's range and lists that are nested too deeply."""
    if room == 0:
        raise NotData(Sentence("typed.deep", most=DEEPEST))
    if isinstance(value, int | float) and not math.isfinite(_as_float(value)):
        raise NotData(Sentence("typed.large"))
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inside:
        _refuse_extremes(one, room - 1)


def _as_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf
