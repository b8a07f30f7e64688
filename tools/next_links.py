"""Let each lesson's notebook lead to the next one: `python -m tools.next_links`, after a lesson was added."""

import json
import re
from itertools import pairwise
from pathlib import Path

from sim.catalogue.lesson_files import LessonFile, read_lessons

PLACE = Path("notebooks")
NEXT = re.compile(r"(?<=Next lesson: )\[[^\]]*\]\((\w+\.ipynb)\)(?=\")")


def led_to(notebook: str, follower: LessonFile) -> str:
    """Return a notebook's text with its link to the next lesson; one that leads there keeps its words.

    >>> led_to('"Next lesson: [Promises](03_promises.ipynb)"', LessonFile("02_x", "Silence"))
    '"Next lesson: [Silence](02_x.ipynb)"'
    >>> led_to('"Next lesson: [Quiet](02_x.ipynb)"', LessonFile("02_x", "Silence"))
    '"Next lesson: [Quiet](02_x.ipynb)"'
    """
    title = json.dumps(follower.short_title, ensure_ascii=False)[1:-1]
    return NEXT.sub(lambda link: link[0] if link[1] == follower.file else f"[{title}]({follower.file})", notebook)


def write_links(folder: Path = PLACE) -> None:
    """Write the links of a folder's notebooks."""
    for lesson, follower in pairwise(read_lessons(folder)):
        path = folder / lesson.file
        path.write_text(led_to(path.read_text("utf-8"), follower), "utf-8")


if __name__ == "__main__":
    write_links()
