"""The course as pages: lessons, the exercise of each, and the links between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.catalogue.lesson_files import LessonFile, read_lessons
from sim.look.bridge import LAID, MISSING, NEXT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Course", "Standing"]

PRACTICE = "ex"  # ex02.ipynb belongs to 02_update_rhythm.ipynb
WITHOUT_BEGINNING = {"plan", "reached"}  # the plan can be written, and gone on from, by its own link on the home page
OF_PAGES = {"D_play_a_year": "ex08"}  # of pages without a number


@dataclass(frozen=True)
class Standing:
    """How far a reader has come.

    Args:
        done: names of lessons that are done. begun: names of others that hold an answer.

    >>> lessons = tuple(LessonFile(name, name, 20) for name in ("00_start", "01_x", "02_y"))
    >>> standing = Standing(lessons, done=frozenset({"00_start"}), begun=frozenset({"02_y"}))
    >>> standing.next.name, standing.planks, standing.minutes_left
    ('02_y', ['laid', 'missing', 'next'], 40)
    """

    lessons: tuple[LessonFile, ...]
    done: frozenset[str]
    begun: frozenset[str]

    @cached_property
    def open(self) -> tuple[LessonFile, ...]:
        """The lessons that are not done."""
        return tuple(lesson for lesson in self.lessons if lesson.name not in self.done)

    @cached_property
    def next(self) -> LessonFile | None:
        """Where to go on: the last lesson that was begun, else the first after all that are done, else any open one."""
        begun = [lesson for lesson in self.open if lesson.name in self.begun]
        last = max((at for at, lesson in enumerate(self.lessons) if lesson.name in self.done), default=-1)
        return next(iter((*reversed(begun), *self.lessons[last + 1 :], *self.open)), None)

    @property
    def minutes_left(self) -> int:
        """How long the lessons take that are not done."""
        return sum(lesson.minutes or 0 for lesson in self.open)

    @property
    def laid(self) -> int:
        """How many lessons are done."""
        return len(self.lessons) - len(self.open)

    @property
    def planks(self) -> list[str]:
        """A plank of the drawn bridge for each lesson."""
        return [LAID if each not in self.open else NEXT if each == self.next else MISSING for each in self.lessons]


@dataclass(frozen=True)
class Course:
    """The lessons and exercises in their folders.

    >>> silence, first = LessonFile("01_silence", "Silence"), LessonFile("ex01", "Practice: silence")
    >>> Course((LessonFile("00_start", "Start"), silence), (first,)).practice_of(silence).file
    'ex01.ipynb'
    """

    lessons: tuple[LessonFile, ...]
    exercises: tuple[LessonFile, ...] = ()
    exercises_folder: Path | None = None

    @classmethod
    def read(cls, notebooks: Path) -> Course:
        """Return the course; exercises, if there are any, are in the folder `exercises` beside the lessons.

        Raises:
            BadInput: the lessons cannot be read.
        """
        folder = notebooks.resolve().parent / "exercises"
        try:
            exercises = tuple(each for each in read_lessons(folder) if each.name.startswith(PRACTICE))
        except BadInput:
            exercises = ()
        return cls(read_lessons(notebooks), exercises, folder)

    def practice_of(self, lesson: LessonFile) -> LessonFile | None:
        """Return the exercise of a lesson, or None."""
        wanted = OF_PAGES.get(lesson.name, PRACTICE + lesson.name.partition("_")[0])
        return next((exercise for exercise in self.exercises if exercise.name == wanted), None)

    def standing(self, kept: Mapping[str, Any]) -> Standing:
        """Return how far a reader has come.

        Args:
            kept: what is kept of the reader, by lesson; a lesson that is done says so.

        >>> lessons = (LessonFile("01_x", "Silence"), LessonFile("07_y", "Your plan"))
        >>> Course(lessons).standing({"07_y": {"plan": {"do": "Call"}}}).next.name
        '01_x'
        """
        records = {name: record for name, record in kept.items() if isinstance(record, dict) and record}
        done = frozenset(name for name, record in records.items() if record.get("done"))
        begun = frozenset(name for name, record in records.items() if record.keys() - WITHOUT_BEGINNING)
        return Standing(self.lessons, done, begun - done)

    def around_lesson(self, file: str) -> dict[str, Any]:
        """Return a lesson's title, and links to its exercise and to the lessons before and after it.

        >>> first, second = LessonFile("00_start", "Start"), LessonFile("01_x", "Silence")
        >>> Course((first, second)).around_lesson("00_start.ipynb")["after"]
        {'file': '01_x.ipynb', 'title': 'Silence'}
        """
        here = _place(self.lessons, file)
        links = [None, *map(_link, self.lessons), None]
        practice = self.practice_of(self.lessons[here])
        return {
            "title": self.lessons[here].page_title,
            "before": links[here],
            "practice": practice and _link(practice, "../exercises/"),
            "after": links[here + 2],
        }

    def around_exercise(self, file: str) -> dict[str, Any]:
        """Return an exercise's title, and links to its lesson and to the lesson after that.

        >>> lessons = LessonFile("01_x", "Silence"), LessonFile("02_y", "Often")
        >>> course = Course(lessons, (LessonFile("ex01", "Practice"),))
        >>> course.around_exercise("ex01.ipynb")["after"]
        {'file': '../lessons/02_y.ipynb', 'title': 'Often'}
        """
        exercise = self.exercises[_place(self.exercises, file)]
        links = [*(_link(lesson, "../lessons/") for lesson in self.lessons), None]
        here = next((at for at, lesson in enumerate(self.lessons) if self.practice_of(lesson) == exercise), None)
        return {
            "title": exercise.page_title,
            "before": None if here is None else links[here],
            "practice": None,
            "after": None if here is None else links[here + 1],
        }


def _place(pages: tuple[LessonFile, ...], file: str) -> int:
    return [page.file for page in pages].index(file)


def _link(page: LessonFile, folder: str = "") -> dict[str, str]:
    return {"file": f"{folder}{page.file}", "title": page.short_title}
