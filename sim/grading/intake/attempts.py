"""Choose which of a trainee's files count: for each question the latest, or the first, file that answers it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sim.grading.intake.choices import BEST, FIRST, LATEST, RULES, Choices, is_called
from sim.grading.intake.people import called
from sim.grading.intake.submission import NO_ANSWERS, UNREADABLE_TEXT
from sim.texts.sentences import Sentence

if TYPE_CHECKING:
    from sim.grading.intake.results import Read
    from sim.texts.sentences import Told

__all__ = ["counted"]

# File types that hold answers; other files beside them are not an error.
KINDS = {".ipynb", ".json", ".txt", ".zip"}


def counted(read: list[Read], choices: Choices | None = None) -> list[Read]:
    """Return one result for each trainee and exercise, and every refusal, sorted by name.

    Which of several attempts is best is not known before they are run; until then the latest counts.

    A file without answers never replaces one with answers. Where a trainee has answers that can be graded, a file of
    another kind, such as a picture, becomes a remark on them.
    """
    by_exercise: dict[tuple[str, str], list[Read]] = defaultdict(list)
    for one in read:
        if one.master is not None:
            by_exercise[one.graded.trainee, one.graded.exercise].append(one)
    choices = choices or Choices()
    kept = [_whole(several, choices.of(*key)) for key, several in by_exercise.items()]
    first = {one.graded.trainee: one for one in reversed(kept) if one.master is not None}
    notes: dict[int, list[Told]] = defaultdict(list)
    for one in read:
        if one.master is not None:
            continue
        if _is_beside(one) and one.graded.trainee in first:
            empty = one.graded.reason == NO_ANSWERS
            told = Sentence("noted.came_empty" if empty else "noted.came_beside", file=one.handed.file)
            notes[id(first[one.graded.trainee])].append(told)
        else:
            kept.append(one)
    kept = [_noted(one, notes[id(one)]) for one in kept]
    return sorted(kept, key=lambda one: (one.graded.trainee.casefold(), one.graded.trainee, one.graded.exercise))


def _is_beside(one: Read) -> bool:
    """Return whether a file can be ignored if the trainee also handed in valid answers."""
    if one.graded.reason == NO_ANSWERS:
        return True
    kind = PurePosixPath(one.handed.file).suffix.lower()
    return bool(kind) and kind not in KINDS and one.graded.reason != UNREADABLE_TEXT


def _noted(one: Read, notes: list[Told]) -> Read:
    return replace(one, graded=replace(one.graded, remarks=(*one.graded.remarks, *notes)))


def _whole(several: list[Read], counts: str) -> Read:
    """Return a trainee's answers to one exercise, merged from all files that have any, or of the chosen one."""
    several = sorted(several, key=lambda one: one.handed.order)
    good = [one for one in several if one.holds_answers]
    if not good:
        return _nothing(several)
    ordered = good[::-1] if counts == FIRST else good
    if counts not in RULES:
        ordered = [one for one in good if is_called(one, counts)][-1:] or good
    last = ordered[-1]
    answers: dict[str, Any] = {}
    texts: dict[str, str] = {}
    sources: dict[str, Read] = {}
    for one in ordered:
        answers |= one.graded.answers
        texts |= one.graded.texts
        sources |= dict.fromkeys([*one.graded.answers, *one.graded.texts], one)
    remarks = [*_superseded(several, last, counts), *_from_earlier(sources, last, several)]
    remarks += [remark for one in ordered if one is last or one in sources.values() for remark in one.graded.remarks]
    return replace(
        last,
        graded=replace(last.graded, answers=answers, texts=texts, remarks=tuple(dict.fromkeys(remarks))),
        counts=counts,
        attempts=tuple(several) if len(several) > 1 else (),
        sources=frozenset(one.handed.path for one in (last, *sources.values())),
    )


def _nothing(several: list[Read]) -> Read:
    last = several[-1]
    remarks = tuple(dict.fromkeys(remark for one in several for remark in one.graded.remarks))
    names = [called(one, several) for one in several[:-1]]
    also = (Sentence("noted.nor", files=", ".join(names)),) if names else ()
    reason = Sentence("not_graded.not_gradable", why=remarks[0]) if remarks else NO_ANSWERS
    return replace(last, master=None, graded=replace(last.graded, reason=reason, remarks=also + remarks))


def _superseded(several: list[Read], last: Read, counts: str) -> list[Sentence]:
    if len(several) == 1:
        return []
    if counts not in {LATEST, BEST}:
        others = ", ".join(sorted({called(one, several) for one in several if one is not last}))
        name = "noted.first" if counts == FIRST else "noted.by_hand"
        return [Sentence(name, number=len(several), file=called(last, several), others=others)]
    empty = {called(one, several) for one in several if not one.holds_answers}
    others = {called(one, several) for one in several if one is not last and one.holds_answers}
    facts = {"others": ", ".join(sorted(others)), "empty": ", ".join(sorted(empty))}
    name = "noted.only" if not others else "noted.latest_and_empty" if empty else "noted.latest"
    return [Sentence(name, number=len(several), file=called(last, several), **facts)]


def _from_earlier(sources: dict[str, Read], last: Read, several: list[Read]) -> list[Sentence]:
    """Return remarks on answers taken from an earlier file because later ones lack them."""
    earlier: dict[str, list[str]] = defaultdict(list)
    for name, one in sources.items():
        if one is not last:
            earlier[called(one, several)].append(name)
    return [Sentence("noted.earlier", names=", ".join(names), file=file) for file, names in earlier.items()]
