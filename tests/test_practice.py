"""Exercises: the simulation says what is right, goals can be reached in several ways, and guessing does not pay."""

import itertools
import random

import pytest
from textstat import flesch_kincaid_grade

from sim.catalogue import load_strategy, strategy_keys
from sim.catalogue.wording import checked
from sim.errors import BadInput
from sim.lab.controls import Control
from sim.lab.draft import Draft
from sim.lab.syllabus import lesson_keys, load_lesson
from sim.practice import PUBLIC_SEEDS, exercise_keys, judge, load_exercise
from sim.practice.exercise import Exercise, strategy_data
from sim.simulate import simulate
from sim.strategy import Strategy

KEYS = exercise_keys()
QUESTIONS = [(key, question.name) for key in KEYS for question in load_exercise(key).questions]
OTHER_SEEDS = (50_001, 50_002, 50_003)
HARDEST = 9  # school grade
SHEETS = 1_000
ODD = [None, True, 0, -1.5, "", "x" * 10_000, [], [[]], ["x"], {}, {"acts": 3}, {"acts": [3]}, {"acts": [{"act": "x"}]}]
ODD += [{"acts": [{"act": "update", "week": 10**400}]}, {"listen": "x"}, {"listen": -1}, {"listen": 1e308}, [None]]


def of_kind(*kinds):
    """Return (exercise, question) of these kinds."""
    return [(key, name) for key, name in QUESTIONS if load_exercise(key).question(name).kind in kinds]


def acts_of(strategy):
    """Return a strategy's acts as an answer."""
    return {"acts": [act.model_dump(mode="json", exclude_none=True) for act in strategy.acts]}


def drafts(question):
    """Return every strategy that a plan's controls can make."""
    start = Draft.of(checked(strategy_data(question.acts), Strategy, "start"))
    controls = [Control.model_validate(control) for control in question.controls]
    for places in itertools.product(*(range(len(control.offered)) for control in controls)):
        draft = start
        for control, place in zip(controls, places, strict=True):
            draft = control.write(draft, place)
        yield {"acts": [act.model_dump(mode="json", exclude_none=True) for act in draft.played.acts]}


def solution(question):
    """Return an answer without fault."""
    right = [choice.key for choice in question.choices if choice.right]
    given = {"choice": right and right[0], "several": right, "order": list(question.order)}
    return question.solution if question.solution is not None else given.get(question.kind, "In my own words.")


def share(key, name, answer, seeds=PUBLIC_SEEDS):
    """Return the share of a question's points that an answer gets."""
    found = judge(load_exercise(key), name, answer, seeds)
    most = sum(one.points for one in found)
    return sum(one.points for one in found if one.good) / most if most else 0.0


def test_there_is_an_exercise_for_each_lesson():
    """One for each of 01 to 07, with three to five questions of mixed kind."""
    assert [load_exercise(key).lesson for key in KEYS] == list(lesson_keys())
    for key in KEYS:
        questions = load_exercise(key).questions
        assert 3 <= len(questions) <= 5
        assert len({question.kind for question in questions}) > 1


@pytest.mark.parametrize("key", KEYS)
def test_every_objective_of_a_lesson_is_asked_for(key):
    """Each question names an objective of its lesson, and none is left out."""
    exercise = load_exercise(key)
    asked = {question.objective for question in exercise.questions}
    assert asked == set(range(1, len(load_lesson(exercise.lesson).objectives) + 1))


@pytest.mark.parametrize(("key", "name"), QUESTIONS)
def test_a_right_answer_gets_all_points_with_any_luck(key, name):
    """Each question's own answer holds under the open and under other luck."""
    question = load_exercise(key).question(name)
    for seeds in (PUBLIC_SEEDS, OTHER_SEEDS):
        assert all(found.good for found in judge(load_exercise(key), name, solution(question), seeds))


@pytest.mark.parametrize(("key", "name"), of_kind("order"))
def test_the_right_order_is_the_simulations(key, name):
    """With three seeds the options stand in the order of the file, each clearly apart from the next."""
    question = load_exercise(key).question(name)
    sign = -1 if question.how == "highest" else 1
    apart = 5.0 if question.figure == "staff_hours" else 0.008
    for seed in PUBLIC_SEEDS:
        figures = []
        for option in question.choices:
            played = load_strategy(option.strategy) if option.strategy else strategy_data([option.act])
            played = played if isinstance(played, Strategy) else checked(played, Strategy, "option")
            figures.append(sign * float(simulate(question.case, played, seed=seed).summary()[question.figure]))
        assert all(other - one >= apart for one, other in itertools.pairwise(figures))


@pytest.mark.parametrize(("key", "name"), of_kind("plan"))
def test_a_goal_can_be_reached_in_several_ways_and_not_by_taking_one_over(key, name):
    """More than one setting passes, not all do, and neither the start nor any shipped strategy does."""
    exercise = load_exercise(key)
    question = exercise.question(name)
    passed = [all(found.good for found in judge(exercise, name, answer)) for answer in drafts(question)]
    assert 1 < sum(passed) < len(passed) / 2
    taken = [{"acts": [dict(act) for act in question.acts]}, *(acts_of(load_strategy(one)) for one in strategy_keys())]
    assert not any(all(found.good for found in judge(exercise, name, answer)) for answer in taken)


@pytest.mark.parametrize(("key", "name"), of_kind("plan"))
def test_what_passes_in_the_open_passes_in_the_end(key, name):
    """Of all settings that pass the open check, each passes under other luck too."""
    exercise = load_exercise(key)
    for answer in drafts(exercise.question(name)):
        if all(found.good for found in judge(exercise, name, answer)):
            assert all(found.good for found in judge(exercise, name, answer, OTHER_SEEDS)), answer


@pytest.mark.parametrize(("key", "name"), of_kind("choice", "several", "order"))
def test_a_wrong_answer_loses_its_points_and_names_what_it_rests_on(key, name):
    """Every wrong choice gets nothing here, and says which misconception it reveals."""
    exercise = load_exercise(key)
    question = exercise.question(name)
    keys = [option.key for option in question.choices]
    wrong = {"choice": [k for k, option in zip(keys, question.choices, strict=True) if not option.right]}
    wrong["several"] = [[k] for k in keys]
    wrong["order"] = [list(order) for order in itertools.permutations(keys) if list(order) != keys]
    for answer in wrong[question.kind]:
        found = judge(exercise, name, answer)
        assert not any(one.good for one in found)
        assert all(one.misconception for one in found), answer


@pytest.mark.parametrize(("key", "name"), QUESTIONS)
def test_no_answer_at_all_gets_nothing_and_whatever_is_sent_is_judged(key, name):
    """Blank is nothing; what does not fit is a sentence, never an error."""
    assert share(key, name, None) == 0
    for answer in ODD:
        found = judge(load_exercise(key), name, answer)
        assert all(one.words for one in found)
        assert not any(one.good and one.points for one in found)


def test_guessing_does_not_pay():
    """A thousand random sheets average at most 35 % of the points."""
    dice = random.Random(1)  # noqa: S311 - a test, no secret
    known: dict[tuple[str, str, str], float] = {}

    def guessed(key, name):
        question = load_exercise(key).question(name)
        keys = [option.key for option in question.choices]
        answer = {
            "choice": lambda: dice.choice(keys),
            "several": lambda: [one for one in keys if dice.random() < 0.5],
            "order": lambda: dice.sample(keys, len(keys)),
            "share": lambda: {one: dice.randrange(0, 61, 20) for one in keys},
            "plan": lambda: dice.choice(list(drafts(question))),
        }[question.kind]()
        at = (key, name, str(answer))
        if at not in known:
            known[at] = question.most * share(key, name, answer)
        return known[at]

    graded = [(key, name) for key, name in QUESTIONS if load_exercise(key).question(name).kind != "reflection"]
    most = sum(load_exercise(key).question(name).most for key, name in graded)
    total = sum(guessed(key, name) for _ in range(SHEETS) for key, name in graded)
    assert total / (SHEETS * most) <= 0.35


@pytest.mark.parametrize("key", KEYS)
def test_it_reads_easily(key):
    """An exercise's words stay within the ninth grade."""
    exercise = load_exercise(key)
    words = [exercise.intro]
    for question in exercise.questions:
        words += [question.question, question.advice, *(option.words for option in question.choices), *question.rubric]
    sentences = [line if line.endswith((".", "?", "!")) else f"{line}." for line in words if line]
    assert flesch_kincaid_grade("\n".join(sentences).replace("0.", "")) <= HARDEST


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"case": "moon"}, "there is no case 'moon'"),
        ({"choices": []}, "lacks what it needs"),
        ({"kind": "riddle"}, "kind is 'riddle'"),
        ({"choices": [{"key": "a", "words": "A", "right": True}, {"key": "b", "words": "B"}]}, "misconception"),
    ],
)
def test_an_exercise_that_breaks_a_rule_is_refused_in_one_line(changes, said):
    """The line says what is wrong."""
    data = load_exercise("ex01").model_dump(mode="json")
    data["questions"][0] |= changes
    with pytest.raises(BadInput) as refused:
        checked(data, Exercise, "test")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
