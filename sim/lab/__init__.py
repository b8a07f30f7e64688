"""Panels for notebooks: the lab, lessons made of it, and the forms of exercises."""

from sim.lab.bench import Bench
from sim.lab.card import card
from sim.lab.exercise import exercise
from sim.lab.lesson import lesson
from sim.lab.open import open_lab
from sim.lab.questions import questions

__all__ = ["Bench", "card", "exercise", "lesson", "open_lab", "questions"]
