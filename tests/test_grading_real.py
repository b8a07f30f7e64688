"""The shipped exercises, graded as a facilitator would: a good, a weak and an untouched trainee."""

import copy

import classroom
import pytest

from sim.exercises import exercise_keys, load_exercise
from sim.grading import grade_all, load_masters


def answers(exercise, *, good):
    """Return all answers to an exercise: its own solutions, or the first wrong thing that comes to mind."""
    found = {}
    for question in load_exercise(exercise).questions:
        right = [choice.key for choice in question.choices if choice.right]
        wrong = [choice.key for choice in question.choices if not choice.right]
        kinds = {
            "choice": (right[:1] or [None], wrong[:1]),
            "several": (right, wrong or right[:1]),
            "order": (list(question.order), list(question.order)[::-1]),
        }
        if question.kind in kinds:
            chosen = copy.copy(kinds[question.kind][not good])
            found[question.name] = chosen[0] if question.kind == "choice" else chosen
        elif good:
            found[question.name] = question.solution or "I would ask them."
    return found


def planted(exercise, question):
    """Return all right answers but one."""
    return answers(exercise, good=True) | {question: answers(exercise, good=False).get(question)}


@pytest.fixture(scope="module")
def graded(root, tmp_path_factory):
    """Grade three trainees in every exercise."""
    folder, masters = tmp_path_factory.mktemp("class"), load_masters(root / "exercises" / "masters")
    for exercise in exercise_keys():
        version = load_exercise(exercise).version
        for who, content in (("good", answers(exercise, good=True)), ("weak", answers(exercise, good=False))):
            sheet = classroom.sheet(content, exercise=exercise, version=version)
            classroom.hand_in(folder, {f"{who}/{exercise}.json": sheet})
        for question in load_exercise(exercise).questions:
            sheet = classroom.sheet(planted(exercise, question.name), exercise=exercise, version=version)
            classroom.hand_in(folder, {f"wrong-{question.name}/{exercise}.json": sheet})
        released = (root / "exercises" / f"{exercise}.ipynb").read_bytes()
        classroom.hand_in(folder, {f"untouched/{exercise}.ipynb": released})
    return {(one.trainee, one.exercise): one for one in grade_all([folder], masters=masters, jobs=2)}


@pytest.mark.slow
@pytest.mark.parametrize("exercise", exercise_keys())
def test_three_trainees_get_what_a_careful_person_would_give(graded, exercise):
    """Solutions get all points, wrong answers none, and an untouched notebook waits for a person."""
    most = sum(question.most for question in load_exercise(exercise).questions)
    results = [graded[who, exercise] for who in ("good", "weak", "untouched")]
    assert [(one.status, one.points, one.max_points) for one in results] == [
        ("graded", most, most),
        ("graded", 0, most),
        ("rejected", 0, 0),
    ], [str(one.reason) for one in results]
    assert "filled in" in str(results[2].reason)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", exercise_keys())
def test_every_planted_wrong_answer_loses_exactly_its_own_points(graded, exercise):
    """One wrong answer loses its question's points and no others."""
    questions = load_exercise(exercise).questions
    most = sum(question.most for question in questions)
    lost = {question.name: most - graded[f"wrong-{question.name}", exercise].points for question in questions}
    assert lost == {question.name: question.most for question in questions}
