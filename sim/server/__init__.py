"""The server: JupyterLab with the course, or the lessons as pages without code."""

from sim.catalogue.lesson_files import LessonFile, read_lessons

__all__ = ["LessonFile", "read_lessons"]
