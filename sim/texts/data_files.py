"""Words that stand with their data, in TOML files of lessons, exercises, cases, strategies, findings and parameters.

This module decides which values are texts, and which key each has for a translator: the file and the path to the text.
A table in a list goes by its own key or name, so that a new table changes no other key.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sim.texts.language import current

__all__ = ["in_language", "texts_of"]

TEXTS = frozenset({
    "title", "summary", "role", "label", "question", "answer", "objectives", "model", "seen", "intro", "hint", "advice",
    "words", "misconception", "good", "bad", "rubric", "text", "said", "one", "many", "scale", "claim", "study",
    "reason", "reason_in_words", "meaning", "alone", "group", "idle", "why",
})  # fmt: skip
# Data of the model, which may have fields of the same names; what a key of ours says; and a finding's cases and
# strategies, which are played and which nobody reads.
NO_TEXTS = frozenset({"act", "acts", "cases", "left_out", "solution", "strategies", "values"})
NO_FACTS: Mapping[str, object] = MappingProxyType({})
LABELS = "set"  # a table whose keys are labels of controls in the same file

Change = Callable[[str, str], str]


def in_language(data: dict[str, Any], source: str, facts: Mapping[str, object] = NO_FACTS) -> dict[str, Any]:
    """Return a file's data with each text in the current language.

    Args:
        data: as the TOML file has it.
        source: what the file is called among the keys, such as "exercises/ex01".
        facts: what fills slots of these names; other slots stay.

    >>> from sim.texts.language import speaking
    >>> with speaking("pseudo"):
    ...     in_language({"key": "one", "title": "All {cases} cases", "weeks": 52}, "cases/one", {"cases": 5})
    {'key': 'one', 'title': '⟦All ⟧5⟦ cases⟧', 'weeks': 52}
    """

    def change(key: str, text: str) -> str:
        text = current().text(key, text)
        for name, fact in facts.items():
            text = text.replace(f"{{{name}}}", str(fact))
        return text

    told = _labels(data, source, change)
    return _changed(data, source, change, told)


def texts_of(data: dict[str, Any], source: str) -> Iterator[tuple[str, str]]:
    """Yield the key and the English of each text in a file's data.

    >>> data = {"questions": [{"name": "q1", "question": "Why?", "acts": [{"label": "no text"}]}]}
    >>> list(texts_of(data, "exercises/ex01"))
    [('exercises/ex01.questions.q1.question', 'Why?')]
    """
    found: list[tuple[str, str]] = []

    def note(key: str, text: str) -> str:
        found.append((key, text))
        return text

    _changed(data, source, note, {})
    yield from found


def _labels(data: dict[str, Any], source: str, change: Change) -> dict[str, str]:
    """Return each label of the file with its translation."""
    return {text: change(key, text) for key, text in texts_of(data, source) if key.endswith(".label")}


def _changed(value: Any, path: str, change: Change, told: dict[str, str], *, is_text: bool = False) -> Any:
    if isinstance(value, str):
        return change(path, value) if is_text and value else value
    if isinstance(value, list):
        return [
            _changed(one, f"{path}.{_place(one, at)}", change, told, is_text=is_text) for at, one in enumerate(value, 1)
        ]
    if isinstance(value, dict):
        return {
            name: _named(name, one, f"{path}.{name}", change, told) if name not in NO_TEXTS else one
            for name, one in value.items()
        }
    return value


def _named(name: str, value: Any, path: str, change: Change, told: dict[str, str]) -> Any:
    if name == LABELS and isinstance(value, dict):
        return {told.get(label, label): one for label, one in value.items()}
    return _changed(value, path, change, told, is_text=name in TEXTS)


def _place(one: Any, at: int) -> str:
    """Return the key or name of a table in a list, or its number."""
    named = (one.get("key") or one.get("name")) if isinstance(one, dict) else None
    return named if isinstance(named, str) else str(at)
