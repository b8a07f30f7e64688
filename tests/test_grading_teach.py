"""What to teach again: how many gave which wrong answer, what may be behind it, and nobody's name."""

from html import unescape

import pytest
from judged_class import judged
from test_grading_pages import result

from sim.exercises import exercise_keys, load_exercise
from sim.grading.reports.anonymous import enough, how_many
from sim.grading.reports.guide import Guide, guide_to
from sim.grading.reports.item_analysis import TOLD_FROM, items
from sim.grading.reports.report_pages import class_page
from sim.grading.reports.teach_page import teach_page
from sim.grading.reports.wrong_answers import tallies

EX01 = load_exercise("ex01")
RIGHT_ORDER = list(EX01.question("q2").order)
LATE = {"acts": [{"act": "acknowledge", "week": 16, "names": "fact"}]}
NAMES = ("Zoltan", "Ximena", "Quentin", "Wilhelmina", "Yolanda", "Ulrike", "Bartholomew")


def small_class():
    """Return seven people's results: what each chose in q1, and an order of q2."""
    chosen = ["competence", "character", "character", "character", "both", None, 7]
    orders = [RIGHT_ORDER, RIGHT_ORDER[::-1], RIGHT_ORDER[::-1], [*RIGHT_ORDER[:2], *RIGHT_ORDER[:1:-1]], None, "x", []]
    answers = [{"q1": one, "q2": other} for one, other in zip(chosen, orders, strict=True)]
    told = [{name: value for name, value in one.items() if value is not None} for one in answers]
    return [judged(who, "ex01", given | {"q4": LATE}) for who, given in zip(NAMES, told, strict=True)]


@pytest.fixture(scope="module")
def handed_in():
    """Return the small class, and the guide to its exercise."""
    return small_class(), guide_to(["ex01"])


def test_wrong_answers_are_counted_with_what_is_behind_them(handed_in):
    """A wrong choice counts for itself, with its misconception; none and an odd one are counted apart."""
    first = tallies(*handed_in)[0]
    assert (first.handed_in, first.right, first.blank) == (7, 1, 1)
    counts = {wrong.words: (wrong.count, wrong.idea) for wrong in first.wrong}
    assert counts == {
        "Character: are they honest, do they care?": (3, "A missed date says by itself that somebody does not care."),
        "Both": (1, "Trust is one thing: who doubts one side doubts all."),
        "An answer that cannot be read": (1, ""),
    }
    assert first.wrong[0].count == 3


def test_an_order_counts_by_its_first_wrong_place(handed_in):
    """Each wrong order is one answer: what stood in its first wrong place."""
    second = tallies(*handed_in)[1]
    words = [choice.words for choice in EX01.question("q2").choices]
    assert {wrong.words: wrong.count for wrong in second.wrong} == {
        f"In place 1: “{words[3]}”. There belongs: “{words[0]}”.": 2,
        f"In place 3: “{words[3]}”. There belongs: “{words[2]}”.": 1,
        "An answer that cannot be read": 2,
    }
    assert sum(wrong.count for wrong in second.wrong) == second.handed_in - second.right - second.blank


def test_a_plan_counts_for_each_goal_that_it_misses(handed_in):
    """A plan that misses a goal is told by the goal, in the words of the scoreboard."""
    fourth = tallies(*handed_in)[3]
    assert {wrong.words for wrong in fourth.wrong} <= {
        "Missed: trust over the year, at least 53 of 100",
        "Missed: staff hours, answers to questions too, at most 246",
    }
    assert fourth.wrong[0].count == 7
    assert fourth.wrong[0].idea == "A late answer is worth as much as an early one."


def test_what_was_ticked_and_left_out_is_told_apart():
    """Of several answers, one wrongly ticked and one left out are two things, once each."""
    found = tallies([judged("Ana", "ex04", {"q1": ["own", "if"]})], guide_to(["ex04"]))[0]
    starts = sorted(wrong.words.split(":")[0] for wrong in found.wrong)
    assert starts == ["Not ticked", "Ticked"]
    assert all(wrong.idea for wrong in found.wrong)


def test_every_wrong_choice_has_a_misconception():
    """No wrong choice of a shipped exercise is without the idea behind it, nor a goal that can be missed."""
    for key in exercise_keys():
        for question in load_exercise(key).questions:
            if question.kind != "share":
                assert all(choice.right or choice.misconception for choice in question.choices), (key, question.name)
            assert all(goal.misconception for goal in question.goals), (key, question.name)


def test_the_page_counts_nobody_who_would_be_recognised(handed_in):
    """Three are counted, one is not, and no name is on the page; the answer and its reason are there to open."""
    page = unescape(teach_page(*handed_in))
    assert not [name for name in NAMES if name in page]
    told = page.split('id="question-')
    first = next(part for part in told if EX01.question("q1").question in part)
    assert ">3 of 7<" in first
    assert first.count(">fewer than 3<") >= 2
    assert first.count('class="bar"') == 1  # a bar of one would tell what the words do not
    assert "<b>Right:</b> Competence: can they do it?" in first
    assert EX01.question("q1").why in first
    assert "<script" not in page
    assert "That is said from 20 people on" in page


def test_what_two_handed_in_is_not_told(handed_in):
    """Fewer than three hand-ins give a page without a question on it."""
    graded, guide = handed_in
    page = teach_page(graded[:2], guide)
    assert "Fewer than 3 people" in page
    assert "honest" not in page
    assert "Fewer than 3 people" in teach_page([], Guide())


def graded_by(number):
    """Return results of a class in which those who know one question know the other."""
    return [result(f"T{at}", {"q1": at % 2, "q2": at % 2}) for at in range(number)]


def test_discrimination_is_told_of_large_classes_only():
    """Of 19 trainees neither page tells it, and says why; of 20 both do, and the page for all says what it means."""
    few, enough_of_them = graded_by(TOLD_FROM - 1), graded_by(TOLD_FROM)
    assert [item.told for item in items(few)] == [None, None]
    assert [round(item.told, 6) for item in items(enough_of_them)] == [1, 1]
    assert "+1.00" not in class_page(few, Guide()) + teach_page(few, Guide())
    assert "luck alone moves the number too much" in teach_page(few, Guide())
    assert class_page(enough_of_them, Guide()).count("+1.00") == 2
    assert "Those who did well elsewhere did well here too (+1.00)." in teach_page(enough_of_them, Guide())


def test_numbers_of_people_stand_for_three_at_least():
    """Neither one or two people nor one or two who are missing can be counted."""
    for of in range(3, 12):
        for count in range(of + 1):
            told = how_many(count, of)
            assert (str(count) in told.split()[:1]) == (enough(count, of) and count < of), (count, of)
