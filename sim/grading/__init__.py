"""Grading: trainees' answers, put into a master copy that nbval runs, become verdicts.

Trainees supply data, never code and never expected outputs.
"""

from sim.grading.batch import grade_all
from sim.grading.checks import beats_silence, verdict, within
from sim.grading.master import load_masters, run_masters
from sim.grading.release import release_all
from sim.grading.report import write_grades

__all__ = [
    "beats_silence",
    "grade_all",
    "load_masters",
    "release_all",
    "run_masters",
    "verdict",
    "within",
    "write_grades",
]
