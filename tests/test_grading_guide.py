"""Questions in reports: answers in the form's words, and the misconception behind an error."""

import re

import pytest

from sim.exercises import exercise_keys, load_exercise
from sim.grading.reports.guide import FIELDS, VALUES, guide_to
from sim.model.acts import ACTS
from sim.model.case import GROUPS

GUIDE = guide_to(exercise_keys())
NONE = frozenset()


def asked(question):
    """Return a question of the second exercise."""
    return GUIDE.asked("ex02", f"ex02-{question}")


def test_a_wrong_choice_tells_its_idea():
    """A wrong choice reveals the misconception in the exercise's file; a right one reveals none."""
    assert asked("q2").wrong_ideas("luck", frozenset({"right"})) == ("A large, steady difference is put down to luck.",)
    assert asked("q2").wrong_ideas("hours", NONE) == ()


def test_a_plan_tells_the_ideas_of_the_goals_that_it_missed():
    """A plan reveals its missed goals' misconceptions without a new simulation; an invalid plan none."""
    plan = {"acts": [{"act": "update", "week": 0, "every_weeks": 0.2, "says": ["progress"], "channels": ["email"]}]}
    ideas = asked("q3").wrong_ideas(plan, frozenset({"hours"}))
    assert ideas == ("Messages are free.",)
    assert asked("q3").wrong_ideas({"acts": [{"act": "fly"}]}, frozenset({"hours", "trust"})) == ()
    assert asked("q3").plan(plan).acts[0].every_weeks == 0.2


def test_shared_hours_are_a_plan_too():
    """Shared hours become a plan for the class's comparison; more hours than there are become none."""
    one = GUIDE.asked("ex07", "q4")
    assert [act.act for act in one.plan({"listen": 24, "update": 60}).acts] == ["acknowledge", "listen", "update"]
    assert one.plan({"listen": 999}) is None
    assert one.wrong_ideas({"update": 120}, frozenset({"kept"})) == ("Messages are free.",)


@pytest.mark.parametrize("kind", ACTS)
def test_every_field_and_option_of_an_act_has_words_in_a_report(kind):
    """Reports show every field and option of an act in words, never by its name in code."""
    fields = {name: field.annotation for name, field in ACTS[kind].model_fields.items() if name != "act"}
    assert set(fields) - {"week", "every_weeks"} <= set(FIELDS)
    literals = re.findall(r"Literal\[([^\]]*)\]", " ".join(map(str, fields.values())))
    options = set(re.findall(r"'(\w+)'", " ".join(literals)))
    assert options <= set(VALUES)
    assert set(GROUPS) <= set(VALUES)


@pytest.mark.parametrize(
    "answer",
    [None, True, 3, "x", [], [1], ["x"], {}, {"acts": 3}, {"acts": [3]}, {"acts": [{"says": [1]}]}, {"x": "y"}],
)
@pytest.mark.parametrize("exercise", exercise_keys())
def test_any_answer_can_be_shown(exercise, answer):
    """Any answer can be shown, reveals only known misconceptions, and is a valid plan or none."""
    for one in GUIDE.of(exercise):
        assert isinstance(one.shown(answer), str)
        assert all(isinstance(idea, str) for idea in one.wrong_ideas(answer, frozenset({"right"})))
        assert one.plan(answer) is None


def test_every_exercise_and_question_is_known():
    """Titles are short, questions are whole, and a text that a person grades has a rubric."""
    for key in exercise_keys():
        for question in load_exercise(key).questions:
            one = GUIDE.asked(key, question.name)
            assert (one.prompt, bool(one.rubric)) == (question.question, question.kind == "reflection")
            assert len(one.title) <= 70
