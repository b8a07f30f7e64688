"""Partners on their bridges: what is drawn and said of each is what the simulation says."""

import json
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from sim.catalogue import load_strategy
from sim.experiments.simulate import simulate
from sim.lab.session.session import SandboxSession
from sim.lab.session.simulation_cache import QUICK
from sim.lab.session.strategy_code import as_strategy
from sim.lab.views.bridges import GONE, RANKS, STANCES, bridges_data, stances, trust_at_end
from sim.lab.views.panel_view import Looking, view
from sim.model.parameters import Parameters
from sim.texts.words import MINUS, say

CASE = "missed-deadline"


@cache
def played(key="silence", worlds=30, case=CASE):
    """Return an outcome that several tests read."""
    return simulate(case, key, worlds=worlds)


def numbers(words):
    """Return the numbers in a text."""
    return [float(one.replace(MINUS, "-")) for one in re.findall(rf"[{MINUS}+]?\d+(?:\.\d+)?", words)]


def drawn(number):
    """Return a plan of some acts with some of their options, drawn at random."""
    rng = np.random.default_rng(number)
    kinds = ["acknowledge", "apologise", "listen", "update", "plan", "deny", "compensate", "fix_process", "thank"]
    acts = [
        {"act": str(kind), "week": int(rng.integers(13))}
        for kind in rng.choice(kinds, rng.integers(1, 5), replace=False)
    ]
    return load_strategy("silence").model_copy(update={"acts": as_strategy("drawn", acts).acts})


@cache
def changes():
    """Return drawn changes, each as its outcome and the one before, and all of these with nothing before."""
    plans = [played(), *(simulate(CASE, drawn(number), worlds=30) for number in range(14))]
    return list(zip(plans[1:], plans, strict=False))


@pytest.mark.parametrize("key", ["silence", "flood", "recovery-plan"])
def test_each_partner_is_told_as_simulated(key):
    """Trust, the years in which one stays or is gone, and the picture's data agree with the outcome."""
    outcome = played(key)
    data = bridges_data(outcome)
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert [one["name"] for one in data["partners"]] == list(outcome.case.names)
    for number, one in enumerate(data["partners"]):
        end = outcome.trust[-1, number].mean()
        assert one["trust"] == pytest.approx(end, abs=0.005)
        gone = int((outcome.gone_week[number] >= 0).sum())
        assert (one["stance"] in GONE) == (gone > 18)
        assert (one["stance"] == "even") == (12 <= gone <= 18)
        assert numbers(one["words"]["short"]) == numbers(one["words"]["count"]) == [30 - gone, 30]
        assert numbers(one["said"])[0] == round(100 * one["trust"])
        assert one["said"] in data["twin"]["state"]


def with_end(trust, gone=()):
    """Return an outcome whose first partner ends at these trusts, gone in these worlds."""
    base = played(worlds=len(trust))
    facets, gone_week, left = base.facets.copy(), np.full_like(base.gone_week, -1), np.zeros_like(base.left)
    facets[-1, :, 0] = trust
    gone_week[0, list(gone)], left[0, list(gone)] = 9, True
    return replace(base, facets=facets, gone_week=gone_week, left=left, parted=np.zeros_like(left))


@pytest.mark.parametrize(
    ("trust", "gone", "stance"),
    [
        ([0.9, 0.9, 0.9, 0.1], (), "faces"),
        ([0.5, 0.5, 0.9, 0.1], (), "doubts"),
        ([0.1, 0.1, 0.9, 0.5], (), "away"),
        ([0.9, 0.9, 0.1, 0.1], (2, 3), "even"),
        ([0.9] * 10, (1, 2, 3), "faces"),
        ([0.9] * 10, (1, 2, 3, 4), "even"),
        ([0.9] * 10, (1, 2, 3, 4, 5, 6), "even"),
        ([0.9] * 10, (1, 2, 3, 4, 5, 6, 7), "left"),
        ([0.9, 0.1, 0.1, 0.1], (1, 2, 3), "left"),
    ],
)
def test_a_stance_is_that_of_most_years(trust, gone, stance):
    """Who left counts first, near half it is open; else the most frequent stance of the years in which one stays."""
    assert stances(with_end(trust, gone))[0] == stance


def test_who_went_by_agreement_is_told_apart():
    """A partner whom the programme did not fit, and who parted, did not walk off."""
    base = with_end([0.5] * 4, (0, 1, 2))
    misfit = base.case.partners[0].model_copy(update={"fit": 0.1})
    case = base.case.model_copy(update={"partners": (misfit, *base.case.partners[1:])})
    parted = replace(base, case=case, left=np.zeros_like(base.left), parted=base.left)
    assert stances(parted)[0] == "parted"
    assert stances(replace(parted, left=base.left, parted=np.zeros_like(base.left)))[0] == "left"


def test_the_thresholds_are_those_of_the_model():
    """Exactly at `content` one faces the organisation, exactly at `quiet` one still has doubts."""
    numbers = Parameters()
    just_below = np.nextafter(numbers.quiet, 0) - 1e-9
    for trust, stance in ((numbers.content + 1e-9, "faces"), (numbers.quiet + 1e-9, "doubts"), (just_below, "away")):
        assert stances(with_end([trust] * 3))[0] == stance


def test_planks_kept_and_broken_are_the_ledgers():
    """Nails and cracks are what promises moved, and no more than what the ledger booked."""
    outcome = played("recovery-plan")
    moved = dict(zip(*[outcome.what_moved_trust.keys(), outcome.what_moved_trust.values()], strict=True))
    shown = bridges_data(outcome)["partners"]
    assert np.mean([one["kept"] for one in shown]) == pytest.approx(moved["commitments kept"], abs=1e-3)
    assert -np.mean([one["broken"] for one in shown]) == pytest.approx(moved["commitments broken"], abs=1e-3)


def test_what_was_before_is_told_where_it_differs():
    """Each partner has the number before the change; the sentence names its size and the cause that differs most."""
    own, before = played("recovery-plan"), played("silence")
    for number, one in enumerate(bridges_data(own, before)["partners"]):
        was = round(100 * before.trust[-1, number].mean())
        assert numbers(one["words"]["was"]) == [was]
        change, last, now, then = numbers(one["why"])
        assert last == round(100 * one["trust"]) == was + change
        differs = (own.moved - before.moved).sum(axis=0)[:, number]
        assert now - then == pytest.approx(100 * differs.max(), abs=1.01)
        assert now != then
    for one in bridges_data(own, own)["partners"]:
        assert (one["was"], one["words"]["was"]) == (None, "")
        assert "since" not in one["why"]


def test_without_a_change_the_whole_year_is_explained():
    """A sentence gives start and end, and what took and gave most, with the ledger's figures."""
    outcome = played()
    for number, one in enumerate(bridges_data(outcome)["partners"]):
        first, last, took, gave, *rest = numbers(one["why"])
        moved = 100 * outcome.moved.sum(axis=0)[:, number]
        assert (first, last) == (round(100 * outcome.trust[0, number].mean()), round(100 * one["trust"]))
        assert (took, gave) == (round(moved.min()), round(moved.max()))
        assert first + took + gave + sum(rest) == last  # so two that cancel leave nothing unexplained


def test_a_drag_compares_the_same_worlds(monkeypatch):
    """During a drag, what was before is the mean of the same first worlds, and nothing is simulated for it."""
    session = SandboxSession(CASE, "silence")
    was = session.outcome(session.draft.played)
    session.change(session.draft.plus("thank"), settled=False, worlds=QUICK)
    seen = view(session, Looking(curve=False), worlds=QUICK)
    assert seen.chart is None
    first = simulate(CASE, "silence", worlds=QUICK)
    assert trust_at_end(was, QUICK) == pytest.approx(trust_at_end(first))
    told = [one["was"] for one in seen.bridges["partners"] if one["was"] is not None]
    assert told
    assert set(told) <= {round(one, 2) for one in trust_at_end(first).tolist()}
    monkeypatch.setattr("sim.lab.session.simulation_cache.simulate", lambda *_a, **_k: pytest.fail("simulated"))
    assert view(session, Looking(curve=False), worlds=QUICK) == seen


def test_all_who_turned_are_told_in_one_sentence():
    """Whose word changed is named with the new one, and nobody else is."""
    own, before = played("flood"), played("recovery-plan")
    turned = [name for name, now, was in zip(own.case.names, stances(own), stances(before), strict=True) if now != was]
    data = bridges_data(own, before)
    assert len(turned) > 3
    assert [name for name in own.case.names if name in data["news"]] == turned
    now_told = re.sub(r" \(before: [^)]*\)", "", data["news"])
    assert {one["words"]["stance"] for one in data["partners"] if one["words"]["stance"] in now_told} == {
        one["words"]["stance"] for one in data["partners"] if one["name"] in turned
    }
    assert bridges_data(own, own)["news"] == bridges_data(own)["news"] == ""


@pytest.mark.long
def test_news_says_which_way_a_partner_turned():
    """Who stays in more years, or complains less, has turned for the better; what was before is said of each."""
    seen = set()
    for own, before in changes():
        news = bridges_data(own, before)["news"]
        for name, now, was in zip(own.case.names, stances(own), stances(before), strict=True):
            if now == was:
                continue
            seen.add(way := "better" if RANKS[now] > RANKS[was] else "worse" if RANKS[now] < RANKS[was] else "other")
            start = say(f"bridges.news_{way}", turned="").removesuffix(".")
            told = next(part for part in re.split(r"(?<=\))\. ", news) if name in part)
            assert told.startswith(start)
            here = next(part for part in told.removeprefix(start).split("; ") if name in part)
            assert say(f"bridge_stances.{now}") in here.split(" (before: ")[0]
            assert say(f"bridge_stances.{was}") in here.split(" (before: ")[1]
    assert {"better", "worse"} <= seen


@pytest.mark.long
def test_a_change_is_never_told_by_two_equal_figures():
    """Of each drawn change, the two figures that are said to differ do, in the direction of the change."""
    told = [
        (one, numbers(one["why"]))
        for pair in changes()
        for one in bridges_data(*pair)["partners"]
        if one["was"] is not None
    ]
    assert len(told) > 40
    assert any("." in one["why"].removesuffix(".") for one, _ in told)  # so that tenths are tried
    for one, (change, last, *figures) in told:
        assert abs(round(100 * one["trust"]) - round(100 * one["was"])) == change
        assert last == round(100 * one["trust"])
        if figures:
            now, then = figures
            assert (now > then) == (one["trust"] > one["was"])
            assert now != then


@pytest.mark.long
def test_a_stance_against_the_order_of_trust_has_its_reason():
    """Who has as much trust as another and the worse stance stays in some years and goes in others: both are told."""
    reasons = 0
    for own, _ in changes():
        data = bridges_data(own)
        for number, one in enumerate(data["partners"]):
            better = [other for other in data["partners"] if RANKS[other["stance"]] > RANKS[one["stance"]]]
            against = any(one["trust"] >= other["trust"] for other in better)
            gone = own.gone_week[number] >= 0
            assert bool(one["mixed"]) == (against and 0 < gone.sum() < gone.size)
            if against:
                reasons += 1
                ends = own.trust[-1, number]
                mean, stay, go = numbers(one["mixed"])
                assert mean == round(100 * one["trust"])
                assert (stay, go) == pytest.approx((100 * ends[~gone].mean(), 100 * ends[gone].mean()), abs=0.51)
                assert go <= mean <= stay
    assert reasons


def test_a_word_that_changes_by_little_is_told():
    """One year more in which a partner goes turns the word that is seen, so the partner is named."""
    before, own = (with_end([0.9] * 100, range(gone)) for gone in (60, 61))
    assert (stances(before)[0], stances(own)[0]) == ("even", "left")
    assert own.case.names[0] in bridges_data(own, before)["news"]


def test_every_stance_has_words(monkeypatch):
    """Each stance can be told and is told apart."""
    said = set()
    for stance in STANCES:
        monkeypatch.setattr(
            "sim.lab.views.bridges.stances", lambda outcome, one=stance: [one] * len(outcome.case.names)
        )
        said.add(bridges_data(played(worlds=4))["partners"][0]["said"])
    assert len(said) == len(STANCES)
