"""Exercises as data, and the judge that checks answers, for feedback and for grades."""

from sim.exercises.exercise import Exercise, Question, exercise_keys, load_exercise
from sim.exercises.judging import PUBLIC_SEEDS, Feedback, judge

__all__ = ["PUBLIC_SEEDS", "Exercise", "Feedback", "Question", "exercise_keys", "judge", "load_exercise"]
