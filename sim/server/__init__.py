"""The ways into the workshop: JupyterLab, or the lessons as pages without code."""

from sim.catalogue.lesson_files import Lesson, read_lessons

__all__ = ["Lesson", "read_lessons"]
