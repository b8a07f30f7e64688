"""The claims of lessons hold in the shipped model, and pages say in how many plausible models they hold."""

from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import product

import pytest
from conftest import ROOT

from sim.base.errors import BadInput
from sim.experiments.simulate import simulate
from sim.lab.answers.progress import Progress
from sim.lab.pages.lesson_page import LessonPage
from sim.lab.session.claims import Side
from sim.lab.session.lesson_data import Lesson, lesson_keys, load_lesson
from sim.lab.session.message_acts import DENIES, OWNS, WEEKS, acts_of
from sim.lab.views.claim_check import SURE, all_claimed, claimed_by, doubts_told, gaps, held_in, holds, stored
from sim.lab.views.outcome_queries import figure_of
from sim.model.measures import MEASURES
from sim.model.version import MODEL_VERSION
from sim.texts.words import say
from tools.claims import FEW, MANY, pages, results, tried

CLAIMED = all_claimed()
SAMPLE = (0, 1)  # models in which every fourth claim is tried again


@pytest.mark.slow
def test_each_claim_holds_in_the_shipped_model():
    """Each claim goes the way it says, by as much as it says; those on season trust hold of partnership too."""
    twins = [
        one._replace(claim=one.claim.model_copy(update={"figure": "partnership", "least": 0}))
        for one in CLAIMED
        if one.claim.figure == "season_trust" and not one.claim.alike
    ]
    asked = [*CLAIMED, *twins]
    wrong = {
        f"{one.name} {one.claim.figure}": gap
        for one, gap in zip(asked, gaps(asked), strict=True)
        if not holds(one.claim, gap) or (not one.claim.alike and gap < one.claim.least)
    }
    assert wrong == {}


def test_each_lesson_makes_claims_of_its_own():
    """Each lesson makes at least three claims, and no two claims have the same key."""
    assert [key for key in lesson_keys() if len(load_lesson(key).claims) < 3] == []
    keys = [claim.key for key in lesson_keys() for claim in load_lesson(key).claims]
    assert len(set(keys)) == len(keys)


# Sentences about several answers, which a claim cannot say: each holds of every one of them


def outcome(lesson, values, *, worlds=200):
    """Return a lesson's start with these values, played."""
    return simulate(lesson.played_case, lesson.with_values(values).played, worlds=worlds)


@pytest.mark.slow
def test_what_is_said_counts_more_than_when():
    """Lesson 01: what the answer names moves the circle's trust by more than when it is given; the fact does little."""
    lesson = load_lesson("01_what_moves_trust")

    def trust(week, names):
        played = outcome(lesson, {"When we say what went wrong": week, "What we say": names})
        return figure_of("season_trust", played, lesson.partner_number)

    weeks, never = (0, 1, 2, 4, 8, 12), trust("never", "fact")
    full, bare = ([trust(week, names) for week in weeks] for names in ("impact", "fact"))
    assert full[0] - bare[0] > full[0] - full[-1] > 0
    assert 0 < max(bare) - never < MEASURES["season_trust"].too_small < full[0] - never
    assert all(one > other for one, other in zip(full, bare, strict=True))


@pytest.mark.slow
def test_most_promises_break_with_daily_messages_alone():
    """Lesson 02: both of the most frequent rhythms end below silence, and only daily messages break most promises."""
    lesson = load_lesson("02_update_rhythm")
    silent, daily, often = (outcome(lesson, {"How often we write": every}).summary() for every in (0, 0.2, 0.4))
    assert silent["partnership"] - daily["partnership"] > 0.1
    assert daily["partnership"] < often["partnership"] < silent["partnership"]
    assert daily["commitments_kept"] < 0.5 < often["commitments_kept"] < silent["commitments_kept"]


@pytest.mark.slow
def test_the_first_day_adds_to_every_answer():
    """Lesson 04: no answer says on the first day what went wrong, and that adds trust to each."""
    lesson, label = load_lesson("04_when_things_go_wrong"), "Say on the first day what went wrong"
    for choice in lesson.predict.choices:
        assert label not in choice.set
        plain, said = (outcome(lesson, choice.set | {label: on}).summary()["partnership"] for on in (False, True))
        assert said - plain > 0.01, choice.key


@pytest.mark.full
@pytest.mark.slow
def test_what_is_told_below_a_sent_message_holds_of_every_one_that_owns_the_fault():
    """Lesson 04: alone to wait gains nothing, after listening a week's wait does more, and the impact adds."""
    lesson, seen = load_lesson("04_when_things_go_wrong"), set()
    listen = [act for act in lesson.start.played.acts if act.act == "listen"]

    @cache
    def partnership(does, week, *, heard):
        acts = (*(listen if heard else []), *acts_of(does, week))
        plan = lesson.start.played.model_copy(update={"acts": acts})
        return simulate(lesson.played_case, plan, worlds=100).summary()["partnership"]

    for lines in product(*([frozenset(), *(frozenset(one.does) for one in part.lines)] for part in lesson.message)):
        does = frozenset().union(*lines)
        if OWNS not in does or DENIES in does or does - {"belittle"} in seen:
            continue
        seen.add(does := does - {"belittle"})
        alone = [partnership(does, week, heard=False) for week in WEEKS]
        assert alone[0] == max(alone), does
        assert partnership(does, 1, heard=True) > partnership(does, 0, heard=True), does
        if "impact" in does:
            assert alone[0] > partnership(does - {"impact", "fact"}, 0, heard=False), does
    assert len(seen) > 10


# In plausible models


def test_stored_results_are_of_this_model_and_these_claims():
    """Each claim was tried with this version of the model, in many if it failed in a few; else run tools.claims."""
    held = stored()
    assert held.model_version == MODEL_VERSION
    assert set(held.tried) == set(held.failed) == {one.name for one in CLAIMED}
    for name, failed in held.failed.items():
        assert held.tried[name] == (MANY if any(model < FEW for model in failed) else FEW), name


@pytest.mark.slow
@pytest.mark.parametrize("model", SAMPLE)
def test_a_sample_of_the_results_comes_out_again(model):
    """In a plausible model, every fourth claim holds or fails as stored: else run tools.claims."""
    sample = CLAIMED[model::4]
    assert held_in(sample, model) == {one.name: model not in stored().failed[one.name] for one in sample}


@pytest.mark.full
def test_all_results_come_out_again():
    """Each claim holds and fails in the plausible models in which it is said to."""
    with ProcessPoolExecutor(2) as pool:
        assert tried(executor=pool)._replace(date="") == stored()._replace(date="")


def test_results_count_the_models_in_which_a_claim_was_tried():
    """A claim that was left out of later models counts in the first ones alone."""
    found = results([{"a": True, "b": False}, {"a": True, "b": True}, {"b": False}])
    assert found.tried == {"a": 2, "b": 3}
    assert found.failed == {"a": [], "b": [0, 2]}


# Where it is told


def test_pages_tell_how_often_claims_hold():
    """The table in docs/doubt.md and the lists for facilitators are those that tools.claims writes."""
    for path, page in pages(ROOT / "docs", stored()).items():
        assert path.read_text("utf-8") == page, path.name


@pytest.mark.parametrize("key", lesson_keys())
def test_a_lesson_says_where_its_claims_are_unsure(key, tmp_path):
    """Below what was seen, a lesson tells in how many of 100 models each claim holds that holds in too few."""
    unsure = [one for one in claimed_by(key) if stored().share(one) < SURE and one.case == load_lesson(key).case]
    page = LessonPage(key, progress=Progress(tmp_path, "mine"))
    page.predict()
    page.guess.chosen = [page.data.predict.choices[0].key]
    page.record_guess()
    page.kept.keep(told=True)
    said = page.seen().children[0].words
    assert (say("lesson.doubts") in said) == bool(unsure)
    assert len(doubts_told(key)) == len(unsure)
    for one in unsure:
        count = round(100 * stored().share(one))
        assert f"{one.claim.words}: this held with {count} of 100" in said
        assert f"With the other {100 - count} it did not." in said


def test_some_lesson_has_a_doubt_to_tell():
    """At least one claim is unsure, so that the test above tests something."""
    assert any(doubts_told(key) for key in lesson_keys())


# Bad input


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ({"set": {"How much": 1}}, "How much"),
        ({"strategy": "silense"}, "silense"),
        ({"strategy": "silence", "acts": [{"act": "thank", "week": 1}]}, "one side of a claim"),
    ],
)
def test_a_claim_that_cannot_be_played_is_refused(side, said):
    """A claim with an unknown control or strategy, or with two kinds of plan in one side, is refused in one line."""
    lesson = load_lesson("02_update_rhythm").model_dump(exclude_unset=True)
    with pytest.raises(BadInput, match=said) as refused:
        Lesson(**lesson | {"claims": [{"key": "mine", "words": "Mine", "more": side}]})
    assert "\n" not in str(refused.value)
    assert Side().plan(load_lesson("02_update_rhythm")).key == "silence"
