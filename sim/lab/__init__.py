"""Panels for notebooks: the lab, and lessons made of it."""

from sim.lab.bench import Bench
from sim.lab.card import card
from sim.lab.lesson import lesson
from sim.lab.questions import questions

__all__ = ["Bench", "card", "lesson", "questions"]
