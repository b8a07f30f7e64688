"""The class sees itself: plans in clusters, surprises by stated rules, and nothing that stands for fewer than three."""

import re
from html import unescape
from itertools import combinations
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judged_class import judged
from test_grading_pages import CLASS, GUIDE, result

from sim.catalogue import load_strategy
from sim.exercises import load_exercise
from sim.grading.reports.class_comparison import ComparedPlan, HandedPlans, handed_plans
from sim.grading.reports.debrief_page import debrief_page
from sim.grading.reports.guide import Asked, Guide, guide_to
from sim.grading.reports.plan_spread import clusters, draw, parts
from sim.grading.reports.report_pages import class_page
from sim.grading.reports.surprises import ClassAnswers, surprises
from sim.grading.reports.wrong_answers import tallies

PLANNED = Asked(name="q2", title="Make a plan", label="Question 2", case="missed-deadline", plan=load_strategy)
NAMES = (
    "Zoltan",
    "Ximena",
    "Quentin",
    "Wilhelmina",
    "Yolanda",
    "Ulrike",
    "Bartholomew",
    "Odalys",
    "Fitzgerald",
    "Indira",
)


def row(hours, partnership, who=("Ana",), *, documented=False):
    """Return a plan with its figures."""
    figures = {"hours": hours, "partnership": partnership, "kept": 8, "partners": 8}
    return ComparedPlan(who=who, documented=documented, **figures)


KNOWN = row(300, 0.55, ("Recovery plan",), documented=True)


def handed(*own, exercise="ex91"):
    """Return plans that were handed in, beside one documented strategy."""
    rows = sorted([*own, KNOWN], key=lambda one: -one.partnership)
    plans = tuple((who, load_strategy("silence")) for one in own for who in one.who)
    return HandedPlans(exercise=exercise, asked=PLANNED, plans=plans, rows=tuple(rows))


def several(hours, partnership, number, start=0):
    """Return as many people with one plan."""
    return row(hours, partnership, tuple(f"T{start + at}" for at in range(number)))


PLANS = st.lists(
    st.tuples(st.floats(0, 900), st.floats(0, 1), st.integers(1, 5)).map(lambda one: several(*one)), max_size=40
)


@settings(deadline=None, max_examples=60)
@given(PLANS)
def test_clusters_stand_for_three_at_least_and_for_everybody(own):
    """Whatever is handed in, no mark stands for fewer than three, all people are in one, and none covers another."""
    rows = [*own, KNOWN]
    found, whole = clusters(rows), sum(len(one.who) for one in own)
    assert sum(one.people for one in found) == (whole if whole >= 3 else 0)
    assert all(one.people >= 3 for one in found)
    if found:
        hours = sum(one.people * one.hours for one in found)
        assert hours == pytest.approx(sum(len(one.who) * one.hours for one in own))
        marks = draw(found, rows).marks
        assert all(hypot(a - c, b - d) >= r + s - 1 for (a, b, r, _), (c, d, s, _) in combinations(marks, 2))


def test_plans_that_differ_stand_apart():
    """Two clusters of plans that lie apart are two marks, by hours or by partnership."""
    by_hours = clusters([*(several(hours, 0.5, 3) for hours in (100, 400)), KNOWN])
    assert [(one.people, one.hours) for one in by_hours] == [(3, 100), (3, 400)]
    by_trust = clusters([*(several(200, trust, 3) for trust in (0.4, 0.6)), KNOWN])
    assert [one.partnership for one in by_trust] == pytest.approx([0.4, 0.6])


def test_what_plans_held_is_counted_from_three_on():
    """An act in three plans is told with its most common form, one in two is not."""
    plans = [load_strategy(key) for key in ("keep-informed", "keep-informed", "keep-informed", "flood", "silence")]
    told = {name: (count, form) for name, count, form in parts(plans)}
    assert told["Acknowledging"] == ("nearly all of 5", "Acknowledging (day: 1; names: fact)")
    assert told["Sending updates"][1].startswith("Sending updates (after 1 week, then every 2 weeks")
    assert parts(plans[2:]) == []
    assert [(count, form) for _, count, form in parts([*plans[3:], *plans[3:], *plans[3:]])] == [
        ("3 of 6", "Acknowledging (day: 1; names: fact)"),
        ("3 of 6", "Sending updates (day: 1; channels: email and newsletter and social media and website)"),
    ]


def found(plans=(), graded=(), keys=("ex01",)):
    """Return the surprises of plans and results."""
    guide = guide_to(keys)
    return surprises(ClassAnswers(tallies=tallies(graded, guide), plans=plans, guide=guide))


def test_fewer_hours_that_came_further_surprise():
    """The pair that is told is the one with the largest lead; a lead that nobody would notice is none."""
    plans = [handed(several(100, 0.60, 3), several(200, 0.52, 3, 3), several(400, 0.45, 4, 6))]
    (first,) = [one for one in found(plans) if one.title == "Fewer hours came further"]
    assert (
        "3 plans took about 100 hours and came to 60 of 100; 4 others took about 400 hours and came to 45" in first.told
    )
    assert "the plans with 400 hours" in first.question
    assert first.rule
    close = [handed(several(100, 0.505, 3), several(400, 0.49, 3, 3))]
    assert "Fewer hours came further" not in [one.title for one in found(close)]
    saved = [handed(several(380, 0.60, 3), several(400, 0.49, 3, 3))]
    assert "Fewer hours came further" not in [one.title for one in found(saved)]


def chose(question, *counts):
    """Return results of people of whom so many chose each answer to a question of exercise 1."""
    keys = [choice.key for choice in load_exercise("ex01").question(question).choices]
    chosen = [key for key, count in zip(keys, counts, strict=False) for _ in range(count)]
    return [judged(f"T{at}", "ex01", {question: key}) for at, key in enumerate(chosen)]


def test_a_wrong_answer_that_many_share_surprises():
    """It is told with its number, asked about, and not told if one or two are left who did not choose it."""
    (shared, *_) = found(graded=chose("q1", 4, 6))
    assert shared.title == "The most common wrong answer"
    assert "6 of 10 answered: “Character: are they honest, do they care?”" in shared.told
    assert "when would that be right" in shared.question
    assert found(graded=chose("q1", 1, 6)) == []
    assert found(graded=chose("q1", 6, 2)) == []


def test_no_question_surprises_twice():
    """The question that divides most is another one than that of the shared wrong answer."""
    both = [
        judged(one.trainee, "ex01", one.answers | other.answers)
        for one, other in zip(chose("q1", 4, 6), chose("q3", 6, 4), strict=True)
    ]
    titles = {one.title: one.about for one in found(graded=both)}
    assert titles == {"The most common wrong answer": ("ex01", "q1"), "The most divided question": ("ex01", "q3")}


def test_plans_beyond_the_texts_surprise_only_by_three():
    """Three of seven plans above the best documented strategy are told; two, or all but one, are not."""
    ahead = lambda high, low: found([handed(several(300, 0.6, high), several(100, 0.5, low, high))])  # noqa: E731
    assert "3 of 7 plans came further than every documented strategy" in ahead(3, 4)[0].told
    assert ahead(2, 5) == ahead(6, 1) == []


@pytest.fixture(scope="module")
def page():
    """Return the page of ten people, all with plans of their own, as it is read."""
    graded = [
        result(who, {"q1": at % 2, "q2": 1}, answers={"q2": ("silence", "flood", "keep-informed")[at % 3]})
        for at, who in enumerate(NAMES)
    ]
    guide = Guide({"ex91": "The rhythm"}, {("ex91", "q2"): PLANNED})
    plans = handed_plans(graded, guide)
    assert class_page(graded, guide, plans=plans) == class_page(graded, guide)
    return unescape(debrief_page(graded, guide, plans))


@pytest.mark.long
def test_the_page_names_nobody_and_counts_no_one_or_two(page):
    """No name, no script and no mark of fewer than three; the picture has its words and its table."""
    assert not [name for name in NAMES if name in page]
    assert "<script" not in page
    people = [int(number) for number in re.findall(r'class="people"[^>]*>(\d+)<', page)]
    assert sum(people) == 10
    assert min(people) >= 3
    assert [int(number) for number in re.findall(r"(\d+) of us<", page)] == people
    assert 'role="img" aria-label="Groups of plans' in page
    assert "10 plans." in page
    assert page.count('<tr class="documented">') == len(re.findall('class="diamond"', page)) - 1  # one is in the key


@pytest.mark.long
def test_a_class_of_two_sees_nothing(page):
    """Fewer than three hand-ins give a page that says why it is empty; so does a class without any."""
    assert "each would be recognised" not in page
    for graded in (CLASS[:2], []):
        empty = debrief_page(graded, GUIDE, handed_plans(graded, GUIDE))
        assert "each would be recognised" in empty
        assert "circle" not in empty.split("</style>")[1]
