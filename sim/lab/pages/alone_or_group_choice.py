"""The choice whether one works alone or in a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.lab.answers.alone_or_group import ALONE, COMPANY, GROUP
from sim.texts.words import say
from sim.widgets.choice import Choice

if TYPE_CHECKING:
    from sim.lab.pages.lesson_record import LessonRecord

__all__ = ["COMPANY", "alone_or_group_choice"]


def alone_or_group_choice(record: LessonRecord) -> Choice:
    """Return the choice, which holds for all lessons.

    >>> from sim.lab.answers.progress import Progress
    >>> from sim.lab.pages.lesson_record import LessonRecord
    >>> record = LessonRecord("02_update_rhythm", Progress(), show=lambda names: None)
    >>> alone_or_group_choice(record).chosen = ["group"]
    >>> record.company
    'group'
    """
    options = [(one, say(f"company.{one}")) for one in (ALONE, GROUP)]
    choice = Choice(label=say("company.label"), options=options, flow=True, chosen=[record.company], place="company")
    choice.add_class("mb-pills")
    choice.observe(lambda _: record.work(choice.value or ALONE), "chosen")
    return choice
