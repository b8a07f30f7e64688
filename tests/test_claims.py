"""The claims of lessons hold in the shipped model, and pages say in how many plausible models they hold."""

from concurrent.futures import ProcessPoolExecutor

import pytest
from conftest import ROOT

from sim.base.errors import BadInput
from sim.lab.answers.progress import Progress
from sim.lab.pages.lesson_page import LessonPage
from sim.lab.session.claims import Side
from sim.lab.session.lesson_data import Lesson, lesson_keys, load_lesson
from sim.lab.views.claim_check import SURE, all_claimed, claimed_by, doubts_told, gaps, held_in, holds, stored
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
