"""A class's graded results without files and kernels: the judge gives the points that a run of the master would."""

import random

from sim.exercises import judge, load_exercise
from sim.grading.intake.results import Graded, Verdict
from sim.grading.intake.submitter import Submitter

ACTS = (
    {"act": "acknowledge", "week": 0, "names": "impact"},
    {"act": "apologise", "week": 1, "owns": True, "repairs": True},
    {"act": "listen", "week": 2, "every_weeks": 13},
    {"act": "update", "week": 0, "every_weeks": 2, "says": ["progress", "date"]},
    {"act": "update", "week": 0, "every_weeks": 8, "says": ["progress"]},
    {"act": "thank", "week": 4},
)


def judged(who, key, answers, **more):
    """Return the result of one trainee's answers to an exercise."""
    exercise = load_exercise(key)
    verdicts = tuple(
        Verdict(
            question=f"{key}-{question.name}",
            grade_id=f"{key}-{question.name}-{found.check}",
            points=found.points * found.good,
            max_points=found.points,
            status="passed" if found.good else "failed",
            advice="",
        )
        for question in exercise.questions
        for found in judge(exercise, question.name, answers.get(question.name))
        if found.points
    )
    facts = {"version": exercise.version, "answers": answers, "verdicts": verdicts}
    return Graded(trainee=who, sender=Submitter(name=who), file=f"{who}.json", exercise=key, **facts, **more)


def made_class(trainees, keys, *, seed=1):
    """Return results of people who know more or less, and answer by chance where they do not know."""
    chance = random.Random(seed)  # noqa: S311 - a made-up class, not a secret
    names = [f"Trainee {number:03}" for number in range(trainees)]
    skill = {who: chance.random() for who in names}
    return [judged(who, key, _answers(load_exercise(key), skill[who], chance)) for who in names for key in keys]


def _answers(exercise, skill, chance):
    return {
        question.name: _answer(question, skill, chance) for question in exercise.questions if chance.random() > 0.05
    }


def _answer(question, skill, chance):
    keys = [choice.key for choice in question.choices]
    right = [choice.key for choice in question.choices if choice.right]
    if question.kind == "reflection":
        return f"I would ask {chance.choice(keys or ['them'])} first, number {chance.random()}."
    if chance.random() < skill and question.kind in {"choice", "several", "order"}:
        return {"choice": right[0] if right else "", "several": right, "order": list(question.order)}[question.kind]
    guesses = {
        "choice": lambda: chance.choice(keys),
        "several": lambda: [key for key in keys if chance.random() < 0.5],
        "order": lambda: chance.sample(keys, len(keys)),
        "share": lambda: {key: chance.choice((0, 20, 40)) for key in keys},
        "plan": lambda: {"acts": _acts(question, chance)},
    }
    return guesses.get(question.kind, lambda: question.solution)()


def _acts(question, chance):
    own = {one["act"] for one in question.acts}
    offered = [act for act in ACTS if not question.only_these or act["act"] in own]
    return chance.sample(offered, min(len(offered), chance.choice((1, 2, 3))))
