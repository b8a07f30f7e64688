"""The lab: sandbox, lessons and exercises for notebooks."""

from sim.lab.pages.endings import go_on
from sim.lab.pages.exercise_page import exercise
from sim.lab.pages.first_try import first_try
from sim.lab.pages.lesson_page import lesson
from sim.lab.pages.open_lab import open_lab
from sim.lab.pages.year_page import first_year, played_year, second_year
from sim.lab.pages.your_case import your_case
from sim.lab.panels.model_card import card
from sim.lab.panels.questions import questions
from sim.lab.panels.sandbox import Sandbox

# Notebooks that are handed out import it by this name.
Bench = Sandbox

__all__ = [
    "Bench",
    "Sandbox",
    "card",
    "exercise",
    "first_try",
    "first_year",
    "go_on",
    "lesson",
    "open_lab",
    "played_year",
    "questions",
    "second_year",
    "your_case",
]
