"""Which of a person's attempts counts: a rule for all, and what is chosen by hand for one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.grading.intake.class_list import nearest
from sim.grading.intake.deadlines import read_due
from sim.grading.intake.spreadsheet import SheetError
from sim.texts.refusals import brief, one_of
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sim.grading.intake.results import Read
    from sim.grading.intake.spreadsheet import SheetRow, Table

__all__ = ["BEST", "FIRST", "LATEST", "RULES", "Choices", "read_choices"]

LATEST, BEST, FIRST = RULES = ("latest", "best", "first")


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """One row: what counts of one trainee, and a due time of their own."""

    row: int
    counts: str = ""
    due: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Which attempts count.

    Args:
        rule: for all: "latest", "best" or "first".
        by_hand: by trainee in small letters and exercise, or "" for all of a trainee's.
        names: the trainees' names as they are written.
        file: the name of the file with the choices, or "".
    """

    rule: str = LATEST
    by_hand: dict[tuple[str, str], ByHand] = field(default_factory=dict, hash=False)
    names: dict[str, str] = field(default_factory=dict, hash=False)
    file: str = ""

    def of(self, trainee: str, exercise: str) -> str:
        """Return the rule, or the name of the file, that decides for one trainee's exercise."""
        choice = self._choice(trainee, exercise)
        return choice.counts if choice and choice.counts else self.rule

    @property
    def extended(self) -> dict[tuple[str, str], datetime]:
        """The due times of single persons."""
        return {key: choice.due for key, choice in self.by_hand.items() if choice.due}

    def check(self, read: Iterable[Read]) -> None:
        """Refuse choices for nobody, and for files that were not handed in.

        Raises:
            SheetError: each with what there is to choose from.
        """
        files: dict[tuple[str, str], list[Read]] = {}
        for one in read:
            who = one.graded.trainee.casefold()
            files.setdefault((who, ""), []).append(one)
            if one.master is not None:
                files.setdefault((who, one.graded.exercise), []).append(one)
        names = list(dict.fromkeys(several[0].graded.trainee for several in files.values()))
        problems = [told for key, choice in self.by_hand.items() if (told := self._problem(key, choice, files, names))]
        if problems:
            raise SheetError(problems)

    def _choice(self, trainee: str, exercise: str) -> ByHand | None:
        who = trainee.casefold()
        return self.by_hand.get((who, exercise)) or self.by_hand.get((who, ""))

    def _problem(
        self, key: tuple[str, str], choice: ByHand, files: dict[tuple[str, str], list[Read]], names: list[str]
    ) -> str:
        who, exercise = key
        facts = {"file": self.file, "row": choice.row, "trainee": self.names[who]}
        if (who, "") not in files:
            near = nearest(facts["trainee"], names)
            return say("choices.nobody_near", near=", ".join(near), **facts) if near else say("choices.nobody", **facts)
        if key not in files:
            return say("choices.no_exercise", exercise=exercise, **facts)
        if not choice.counts or choice.counts in RULES:
            return ""
        there = [one for one in files[key] if one.master is not None and one.holds_answers]
        if any(is_called(one, choice.counts) for one in there):
            return ""
        known = ", ".join(dict.fromkeys(one.handed.file for one in there)) or "-"
        return say("choices.no_file", value=choice.counts, known=known, **facts)


def is_called(one: Read, name: str) -> bool:
    """Return whether a file is meant by a name: its own, or with its folder."""
    name = name.replace("\\", "/").casefold()
    path = one.handed.path.casefold()
    return name in {one.handed.file.casefold(), path} or path.endswith(f"/{name}")


def read_choices(table: Table | None, rule: str = LATEST) -> Choices:
    r"""Return the choices in a table with the columns trainee, exercise, counts and due; the last three may be empty.

    Raises:
        BadInput: a rule that is none; as a SheetError: a column is missing, a time is none, or a row says nothing or
            stands there twice.

    >>> from sim.grading.intake.spreadsheet import table_of
    >>> choices = read_choices(table_of(b"trainee;exercise;counts\nana;ex02;best\nbo;;b.json\n", "choices.csv"))
    >>> choices.of("Ana", "ex02"), choices.of("ana", "ex03"), choices.of("bo", "ex07")
    ('best', 'latest', 'b.json')
    """
    if rule not in RULES:
        raise BadInput(say("choices.no_rule", value=brief(rule), known=one_of(RULES)))
    if table is None:
        return Choices(rule=rule)
    if problems := table.lacks(["trainee"]):
        raise SheetError(problems)
    by_hand: dict[tuple[str, str], ByHand] = {}
    names, problems = {}, []
    for line in table.lines():
        key = (line["trainee"].casefold(), line["exercise"].lower())
        try:
            choice = _choice(table, line)
        except BadInput as error:
            problems.append(say("choices.row", file=table.name, row=line.row, why=error))
            continue
        other = by_hand.setdefault(key, choice)
        names[key[0]] = line["trainee"]
        if other is not choice:
            facts = {"file": table.name, "row": other.row, "other_row": line.row}
            problems.append(say("choices.twice", trainee=line["trainee"], **facts))
    if problems:
        raise SheetError(problems)
    return Choices(rule=rule, by_hand=by_hand, names=names, file=table.name)


def _choice(table: Table, line: SheetRow) -> ByHand:
    counts = line["counts"]
    if not (line["trainee"] and (counts or line["due"])):
        raise BadInput(say("choices.says_nothing", columns=", ".join(table.columns)))
    counts = counts.casefold() if counts.casefold() in RULES else counts
    return ByHand(row=line.row, counts=counts, due=read_due(line["due"]) if line["due"] else None)
