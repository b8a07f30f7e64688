"""Exercises as data, and the one judge of their answers: for feedback at once, and for grades."""

from sim.exercises.exercise import Exercise, Question, exercise_keys, load_exercise
from sim.exercises.judging import PUBLIC_SEEDS, Feedback, judge

__all__ = ["PUBLIC_SEEDS", "Exercise", "Feedback", "Question", "exercise_keys", "judge", "load_exercise"]
