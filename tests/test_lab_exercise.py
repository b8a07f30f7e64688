"""Exercises as forms: answers are saved, checked without claiming too much, and handed in completely."""

import json
from types import SimpleNamespace

import pytest

from sim.catalogue import load_strategy
from sim.exercises import exercise_keys, handed_year, judge, load_exercise
from sim.exercises.exercise import Question
from sim.grading.intake.submission import take_in
from sim.lab.answers import notebook_record
from sim.lab.answers.exercise_answers import ExerciseAnswers
from sim.lab.answers.progress import Progress
from sim.lab.pages import asked_question
from sim.lab.pages.exercise_page import ExercisePage
from sim.lab.pages.forms import form_of
from sim.lab.session.simulation_cache import REFINED
from sim.lab.views import scores
from sim.model.measures import MEASURES
from sim.texts import words

QUESTIONS = [(key, question.name) for key in exercise_keys() for question in load_exercise(key).questions]
OPTIONS = ({"key": "a", "words": "One", "right": True}, {"key": "b", "words": "Other", "misconception": "No."})
WHY = tuple({"key": why, "words": why, "misconception": "No."} for why in handed_year.WHY)
GOAL = {"key": "kept", "figure": "partners_kept", "at_least": 1, "good": "Yes.", "bad": "No."}
UPDATES = {"act": "update", "week": 0, "every_weeks": 1.0}
FORTNIGHT = {"act": "update", "week": 0, "every_weeks": 2.0}
RHYTHM = {"label": "Rhythm", "act": "update", "field": "every_weeks", "low": 1, "high": 8}
ANSWERS = [
    ({"kind": "choice", "choices": OPTIONS}, "b"),
    ({"kind": "several", "choices": OPTIONS}, ["a"]),
    ({"kind": "order", "choices": OPTIONS}, ["b", "a"]),
    ({"kind": "share", "choices": OPTIONS, "goals": (GOAL,), "total": 40}, {"a": 10, "b": 30}),
    ({"kind": "plan", "controls": (RHYTHM,), "acts": (UPDATES,), "goals": (GOAL,)}, {"acts": [FORTNIGHT]}),
    ({"kind": "year", "choices": WHY, "goals": (GOAL,)}, {"code": "MBY1-x", "lost": ["Funder"], "why": "deeds"}),
    ({"kind": "reflection", "rubric": ("Names a reason",)}, "Because I would want it too."),
]  # fmt: skip
ODD = [None, True, 3, -1.5, "", "?", [], [1], ["?"], {}, {"a": "b"}, {"acts": 3}, {"acts": [{"act": "?"}]}, [[["a"]]]]


def question(**data):
    """Return a question of this kind."""
    return Question.model_validate({"name": "q1", "question": "Which?"} | data)


@pytest.fixture
def page(tmp_path):
    """Return an exercise of somebody who has answered nothing."""
    return ExercisePage("ex02", progress=Progress(tmp_path, "mine"))


@pytest.mark.slow
@pytest.mark.parametrize(("data", "answer"), ANSWERS, ids=lambda value: value.get("kind") if "kind" in value else "")
def test_a_form_gives_the_answer_that_was_put_into_it(data, answer):
    """A form returns the answer that was entered, and None before that and after it was emptied."""
    form = form_of(question(**data))
    assert form.answer is None
    form.show(answer)
    assert form.answer == answer
    form.show(None)
    assert form.answer is None


@pytest.mark.long
@pytest.mark.parametrize(("data", "_answer"), ANSWERS, ids=lambda value: value.get("kind") if "kind" in value else "")
def test_a_form_takes_no_harm_from_odd_answers(data, _answer):
    """A form ignores invalid answers, since the saved file may have been edited."""
    form = form_of(question(**data))
    for odd in ODD:
        form.show(odd)
        assert json.loads(json.dumps(form.answer, allow_nan=False)) == form.answer


@pytest.mark.slow
@pytest.mark.parametrize(("key", "name"), QUESTIONS)
def test_every_question_has_a_form_that_starts_empty(key, name):
    """Every form starts without an answer, and the initial order is not the right one."""
    asked = load_exercise(key).question(name)
    form = form_of(asked)
    assert form.answer is None
    if asked.kind == "order":
        assert tuple(form.widget.shown) != asked.order


@pytest.mark.long
def test_an_answer_is_kept_in_both_files(page, tmp_path):
    """An answer is saved in the progress file and in answers.json, which can be handed in."""
    page.ask("q2")
    page.asked["q2"].form.widget.chosen = ["luck"]
    assert ExercisePage("ex02", progress=Progress(tmp_path, "mine")).answers.given == {"q2": "luck"}
    (submission,) = take_in((tmp_path / "answers.json").read_bytes())
    assert (submission.exercise, submission.answers, submission.refused) == ("ex02", {"q2": "luck"}, "")


def test_answers_come_back_into_the_forms(page, tmp_path):
    """After a reload the forms show the saved answers."""
    page.ask("q1")
    page.asked["q1"].form.widget.order = ["daily", "never", "two_weeks", "eight_weeks"]
    again = ExercisePage("ex02", progress=Progress(tmp_path, "mine"))
    again.ask("q1")
    assert again.asked["q1"].form.answer == ["daily", "never", "two_weeks", "eight_weeks"]


@pytest.mark.long
def test_a_check_says_what_the_judge_found(page):
    """A check shows the judge's words, points, misconception and the check's limits."""
    page.ask("q2")
    page.asked["q2"].check()
    assert page.asked["q2"].told.words == words.say("exercise.nothing")
    page.asked["q2"].form.widget.chosen = ["luck"]
    page.asked["q2"].check()
    (found,) = judge(page.answers.exercise, "q2", "luck")
    for part in (found.words, found.misconception, "0 of 1 points", words.say("exercise.checked")):
        assert part in page.asked["q2"].told.words
    page.asked["q2"].form.widget.chosen = ["hours"]
    assert page.asked["q2"].told.words == words.say("exercise.saved")
    page.asked["q2"].check()
    assert "1 of 1 points" in page.asked["q2"].told.words


@pytest.mark.slow
def test_a_plan_is_checked_with_open_luck(page):
    """A plan counts as an answer once a control was moved; the page says that grading uses other luck."""
    page.ask("q3")
    sandbox = page.asked["q3"].form.sandbox
    sandbox.bindings[1].move_to(2)
    sandbox.bindings[0].move_to(5)
    assert page.answers.given["q3"]["acts"][0]["every_weeks"] == 3
    page.asked["q3"].check()
    assert "3 of 3 points" in page.asked["q3"].told.words
    assert words.say("exercise.open_luck") in page.asked["q3"].told.words


@pytest.mark.sample(2)
@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "name"), [(key, name) for key, name in QUESTIONS if load_exercise(key).question(name).kind == "plan"]
)
def test_a_plan_is_judged_by_the_figures_that_stand_beside_it(key, name):
    """Each goal quotes the scoreboard's figure and is judged by it."""
    page = ExercisePage(key, progress=Progress())
    page.ask(name)
    sandbox, goals = page.asked[name].form.sandbox, load_exercise(key).question(name).goals
    binding, *others = sandbox.bindings
    for other in others:
        other.move_to(len(other.control.offered) - 1)
    for place in range(1, len(binding.control.offered)):
        binding.move_to(place)
        # The plan that stands there is no answer, nor is one in which nothing is done.
        if name not in page.answers.given or not sandbox.session.draft.played.acts:
            continue
        shown = sandbox.session.shown(REFINED)[0].outcome
        for goal, found in zip(goals, judge(page.answers.exercise, name, page.answers.given[name]), strict=True):
            figure = scores.figure(goal.figure, shown)
            assert f" {figure}" in f" {found.words}"
            assert figure in sandbox.sections["score"].text.words
            told = float(figure.split()[0]) / (100 if MEASURES[goal.figure].unit in {"trust", "share"} else 1)
            assert found.good == (told >= goal.at_least if goal.at_most is None else told <= goal.at_most)


@pytest.mark.long
def test_a_plan_with_a_goal_of_trust_says_which_figure_it_is():
    """Where a goal counts trust, the form says where that stands, since the headline above tells partnership."""
    trust = GOAL | {"figure": "season_trust", "at_least": 0.5}
    plan = {"kind": "plan", "controls": (RHYTHM,), "acts": (UPDATES,)}
    for goal, said in ((trust, True), (GOAL, False)):
        form = form_of(question(**plan, goals=(goal,)))
        assert (words.say("exercise.goal_of_trust") in form.widget.children[0].words) == said
    assert words.say("score.season_trust").partition(" (")[0] in words.say("exercise.goal_of_trust")


@pytest.mark.long
def test_starting_over_empties_one_exercise_and_can_be_undone(page):
    """Starting over empties this exercise only, and can be undone."""
    page.answers.progress.keep("02_update_rhythm", {"chosen": "daily"})
    page.answers.progress.keep("ex03", {"version": "1", "answers": {"q1": "a"}})
    page.ask("q2")
    page.hand_in()
    page.end.bring_back()
    assert words.say("exercise.nothing_back") in page.end.said.words
    page.asked["q2"].form.widget.chosen = ["luck"]
    page.end.start_over()
    assert (page.answers.given, page.asked["q2"].form.answer) == ({}, None)
    assert page.answers.progress.lessons["02_update_rhythm"] == {"chosen": "daily"}
    assert page.answers.progress.lessons["ex03"]["answers"] == {"q1": "a"}
    page.end.bring_back()
    assert (page.answers.given, page.asked["q2"].form.answer) == ({"q2": "luck"}, "luck")


@pytest.mark.long
def test_what_is_handed_in_is_what_was_answered(page):
    """The file and the text to hand in contain the answers and the name, but no notes from lessons."""
    page.answers.progress.keep("02_update_rhythm", {"notes": {"felt": "private"}})
    page.ask("q2")
    page.hand_in()
    page.asked["q2"].form.widget.chosen = ["hours"]
    page.end.name.value = "Kestrel"
    name, _, content = page.end.answers_file()
    assert name == "answers.json"
    assert b"private" not in content
    text = page.end.text.value
    for handed in (content, text.encode(), f"Dear all,\n{text[:50]}\n{text[50:]}\nBest".encode()):
        (submission,) = take_in(handed)
        assert (submission.name, submission.exercise, submission.answers) == ("Kestrel", "ex02", {"q2": "hours"})


@pytest.mark.long
def test_all_that_is_open_is_named(page):
    """The page lists unanswered questions by number until there are none."""
    page.hand_in()
    assert "Still open: 1, 2, 3, 4." in page.end.left.words
    for name in ("q1", "q2", "q4"):
        page.ask(name)
    page.asked["q2"].form.widget.chosen = ["hours"]
    page.asked["q4"].form.widget.value = "I would ask both of them."
    assert "You have answered 2 of 4 questions." in page.end.left.words


def test_shipped_strategies_can_be_shown_as_plans():
    """Every shipped strategy can be stored and shown as a plan."""
    asked = question(kind="plan", controls=(RHYTHM,), acts=(UPDATES,), goals=(GOAL,))
    acts = load_strategy("acknowledge-improve-report").acts
    answer = {"acts": [act.model_dump(mode="json", exclude_defaults=True) | {"act": act.act} for act in acts]}
    form = form_of(asked)
    form.show(answer)
    assert form.answer == answer


class Shell:
    """A stand-in for a notebook's shell with the parts that forms read: names assigned in cells, and cells that ran."""

    def __init__(self, *cells):
        self.user_ns = {}
        self.history_manager = SimpleNamespace(input_hist_raw=["", *cells])
        for cell in cells:
            exec(cell, self.user_ns)  # noqa: S102 - the test's own cells


@pytest.mark.long
@pytest.mark.parametrize("typed", ["luck", ["luck"], {"acts": []}, 3])
def test_what_was_typed_is_what_is_checked(page, monkeypatch, typed):
    """If form and notebook differ, the typed answer is checked, and the page says so."""
    page.ask("q2")
    page.asked["q2"].form.widget.chosen = ["hours"]
    monkeypatch.setattr(notebook_record, "get_ipython", lambda: Shell(f"q2 = {typed!r}"))
    page.asked["q2"].check()
    assert words.say("exercise.typed") in page.asked["q2"].told.words
    assert "0 of 1 points" in page.asked["q2"].told.words


@pytest.mark.long
@pytest.mark.parametrize("typed", ["None", "float('nan')", "{1, 2}", "print"])
def test_what_cannot_be_handed_in_is_left_alone(page, monkeypatch, typed):
    """If the typed value cannot be handed in, the form's answer is checked."""
    page.ask("q2")
    page.asked["q2"].form.widget.chosen = ["hours"]
    monkeypatch.setattr(notebook_record, "get_ipython", lambda: Shell(f"q2 = {typed}"))
    page.asked["q2"].check()
    assert words.say("exercise.typed") not in page.asked["q2"].told.words
    assert "1 of 1 points" in page.asked["q2"].told.words


TYPED = [
    (["q2 = 'luck'"], "luck"),
    (["best = 'luck'", "q2: str = best\nprint(q2)"], "luck"),
    (["q2 = 'luck'", "q2 = 'lazy'"], "lazy"),
    (["q2 = 'luck'", "q2 = None"], None),
    (["q2 = ''.join(['lu', 'ck'])"], None),
    (["q2 = ['luck']", "q2.append('lazy')"], None),
]


@pytest.mark.long
@pytest.mark.parametrize(("cells", "value"), TYPED)
def test_the_check_reads_typed_answers_as_the_grade_does(monkeypatch, cells, value):
    """The check judges typed answers that grading can read, and reports the others."""
    monkeypatch.setattr(notebook_record, "get_ipython", lambda: Shell(*cells))
    typed = notebook_record.typed_answer("q2")
    assert typed.value == value
    assert ("cannot be graded" in typed.trouble) == (value is None and cells[-1] != "q2 = None")
    page = ExercisePage("ex02", progress=Progress())
    page.ask("q2")
    page.asked["q2"].check()
    assert ("cannot be graded" in page.asked["q2"].told.status) == bool(typed.trouble)
    graded = page.answers.sheet()["exercises"].get("ex02", {}).get("answers", {})
    assert graded.get("q2") == value


@pytest.mark.long
def test_the_record_of_a_form_grows(monkeypatch):
    """A form's record contains a count of changes, so that grading finds the newest record."""
    page = ExercisePage("ex02", progress=Progress())
    counts = []
    monkeypatch.setattr(
        notebook_record.NotebookRecord,
        "change",
        lambda _, record: counts.append(record["count"]) if record["count"] else None,
    )
    page.ask("q2")
    for key in ("luck", "lazy", "luck"):
        page.asked["q2"].form.widget.chosen = [key]
    assert len(counts) == 3
    assert counts == sorted(set(counts))


def test_answers_are_kept_without_a_page():
    """Answers, what is open, the name for handing in, and a new start: no form is needed for any of it."""
    answers, told = ExerciseAnswers("ex02", Progress()), []
    answers.watchers.append(lambda: told.append(answers.unanswered))
    assert answers.keep("q2", "luck")
    assert not answers.keep("q2", "luck")
    assert answers.keep("q4", "I would ask both.")
    assert told == [["1", "3", "4"], ["1", "3"]]
    assert answers.call(" Kestrel ")
    assert not answers.call("Kestrel")
    for handed in (answers.sheet_bytes(), answers.sheet_text().encode()):
        (submission,) = take_in(handed)
        assert (submission.name, submission.answers) == ("Kestrel", {"q2": "luck", "q4": "I would ask both."})
    answers.start_over()
    assert answers.given == {}
    answers.keep("q1", ["daily"])
    assert answers.bring_back()
    assert not answers.bring_back()
    assert answers.given == {"q1": ["daily"], "q2": "luck", "q4": "I would ask both."}
    assert answers.keep("q4", None)
    assert answers.record["answers"] == {"q1": ["daily"], "q2": "luck"}


@pytest.mark.long
def test_a_check_that_fails_says_so_below_its_question(page, monkeypatch):
    """Also where the end of the page is not there yet, since its cell has not run."""

    def fails(*_):
        raise RuntimeError

    monkeypatch.setattr(asked_question, "judge", fails)
    page.ask("q2")
    page.asked["q2"].form.widget.chosen = ["luck"]
    page.asked["q2"].check()
    assert page.asked["q2"].told.status == words.say("bench.failed")
