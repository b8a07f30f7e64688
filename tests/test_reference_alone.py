"""Properties of the reference itself, without the engine."""

import math
import random
from typing import get_args

import numpy as np
import pytest
from reference import CAUSES, HOURS, KINDS, simulate_world

from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.model.acts.apologise import ALL_PARTS
from sim.model.acts.update import Channel, Content
from sim.model.case import Case, Commitment, Event, Partner, Tie
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy

WORDS = {"title": "-", "summary": "-", "source": "Assumption"}
OPTIONS = {
    "acknowledge": {"names": ["impact", "fact"]},
    "listen": {"channel": ["call", "meeting", "focus_group", "forum", "webinar"], "validates": [True, False]},
    "apologise": {
        "parts": [ALL_PARTS, ("regret",), ("regret", "forgiveness"), ("repair",), ("responsibility", "repentance")],
        "by": ["person", "organisation"],
    },
    "explain": {"cause": ["own", "others"]},
    "propose": {"asks": [True, False], "hours": [2, 24, 90], "weeks": [0.2, 1, 4], "buffer": [0.5, 1, 1.7, 3]},
    "plan": {
        "milestones": [0, 1, 3, 12], "every": [0.2, 1, 4], "hours": [1, 12, 40], "buffer": [0.5, 1, 2.2],
        "measurable": [True, False],
    },
    "update": {
        "says": [(), ("progress",), ("results", "date"), ("small_wins", "reason"), get_args(Content)],
        "channels": [("email",), ("email", "call"), get_args(Channel)],
    },
    "involve": {"form": ["codesign", "advisory_board", "forum"]},
    "compensate": {"share": [0, 0.5, 1, 3], "voluntary": [True, False]},
    "review": {"together": [True, False], "shared": [True, False]},
    "promise": {
        "buffer": [0.5, 1, 2.5], "dated": [True, False], "count": [0, 1, 4], "hours": [1, 30], "weeks": [0.2, 2, 6],
    },
}  # fmt: skip


# Numbers for sums by hand, whatever the defaults are.
ROUND = {"trust": 0.6, "spread": 0, "steadiness": 4, "competence_weight": 0.5, "needs_information": 0.12}
BY_HAND = Parameters(
    gain_floor=0.25, kept_character=0.3, loss_competence=1.4, loss_character=3, early_breach=0.3, half_life_good=26,
    half_life_bad=26, long_date=0.1, overrun_median=1.35, overrun_spread=0, pace=1.2, settle_in=2, unanswered=0.06,
    waiting_factor=1, hours_spread=0, wrong_memory=16, breach_uncertainty=1, level_open=0.75, seen=0.4, again=0.5,
    owned_counts=0.5, ordinary_hours=24, need_beyond=2, loan=0.8, loan_half_life=10, apology=0.5, apology_character=0.2,
    apology_owns=0.9, apology_delay=4, apology_repeat=0.6, unheard=0.4, care_for_time=1, apologise_uncertainty=0.15,
    apology_tells=0.2, words_free=1, hollow_words=0.1, warmth=0.2, thank_warmth=0.5, thank_load=0.3, voice_softens=0.5,
    update_missed=0.1, update_shows_progress=0.8, news_half_life=6, promise_dated_uncertainty=0.1,
    date_half_life=8,
)  # fmt: skip


def make_case(**given):
    """A small case with what is given."""
    return Case(**({"key": "made", **WORDS, "hours_per_day": 8, "partners": [Partner(name="Ana", role="-")]} | given))


def make_strategy(*acts):
    """A strategy of these acts."""
    return Strategy(key="made", **WORDS, acts=acts)


def any_partners(rng):
    """Up to six partners and their ties."""
    names = ["Ana", "Bo", "Chi", "Dia", "Eko", "Fay"][: rng.randint(1, 6)]
    partners = [
        Partner(
            name=name, role="-", trust=rng.random(), spread=rng.choice([0, 0.08, 0.2]), steadiness=rng.uniform(0.5, 20),
            track_record=rng.choice([0, 1, 8]), competence_weight=rng.choice([0, 0.3, 0.6, 1]),
            needs_information=rng.random(), message_limit=rng.uniform(0.2, 6), patience=rng.uniform(0.1, 0.7),
            fit=rng.choice([0, 0.3, 0.5, 1]),
        )
        for name in names
    ]  # fmt: skip
    ties = [
        Tie(between=(one, other), strength=rng.random())
        for k, one in enumerate(names)
        for other in names[:k]
        if rng.random() < 0.5
    ]
    return names, partners, ties


def any_case(rng):
    """A case out of everything that the data classes allow."""
    names, partners, ties = any_partners(rng)
    weeks = rng.choice([4, 9, 20, 33])

    def some():
        return rng.choice([("all",), tuple(rng.sample(names, rng.randint(1, len(names))))])

    commitments = [
        Commitment(
            name=f"Thing {k}", to=some(), hours=rng.choice([0.5, 6, 30, 200]), starts=rng.randint(0, weeks),
            weeks=rng.choice([0.1, 1, 3, 7]), weight=rng.choice([0.3, 1, 2.5]), character=rng.choice([0, 0.1, 1]),
            missed=rng.random() < 0.3,
        )
        for k in range(rng.randint(0, 7))
    ]  # fmt: skip
    events = [
        Event(
            event=rng.choice(["breach", "breach", "kept", "guilt_proven", "decision"]),
            day=rng.choice([0, 0, rng.randint(0, 5 * weeks), rng.randint(1, 30)]), to=some(),
            weight=rng.choice([0, 0.5, 1, 3]), character=rng.choice([0, 0.1, 0.7]),
            form=rng.choice(["deed", "statement"]), lie=rng.random() < 0.3, guilt=rng.choice([0, 0.4, 1]),
            misunderstood=rng.choice([0, 0.5]), exceeded=rng.random() < 0.5,
            lost=rng.choice(["money", "time", "standing", "care"]),
        )
        for _ in range(rng.randint(0, 6))
    ]  # fmt: skip
    return make_case(
        organisation=rng.choice(["nonprofit", "company"]), hours_per_day=rng.choice([3, 8, 25]),
        buffer=rng.choice([0.6, 1, 1.7, 3]), weeks=weeks, partners=partners, commitments=commitments, events=events,
        ties=ties,
    )  # fmt: skip


def any_act(rng, case, kind):
    """An act of this kind with any of its options and any timing."""
    act = {"act": kind} | {name: rng.choice(values) for name, values in OPTIONS.get(kind, {}).items()}
    timing = rng.choice(["day", "week", "when"])
    if timing == "day":
        act["day"] = rng.randint(1, 5 * case.weeks)
    elif timing == "week":
        act["week"] = rng.randint(0, case.weeks)
    else:
        act |= {"when": rng.choice(["complaint", "low_survey"]), "below": rng.random()}
        act |= {"since": rng.randint(0, 6)} if rng.random() < 0.4 else {}
    if rng.random() < 0.5:
        act["every_weeks"] = rng.choice([0.2, 0.5, 1, 3, 4.5])
    if rng.random() < 0.3:
        act["until"] = max(act.get("since", 0), case.weeks - rng.randint(0, 3)) if timing == "when" else case.weeks
    if rng.random() < 0.6:
        act["to"] = rng.choice([("affected",), ("misfit",), (case.names[0],), case.names[1:] or ("all",)])
    return act


def anything(seed):
    """A case and a strategy out of everything that the data classes allow."""
    rng = random.Random(seed)  # noqa: S311 - examples, not secrets
    case = any_case(rng)
    kinds = [*rng.sample(KINDS, rng.randint(0, 12)), *(["survey"] if rng.random() < 0.5 else [])]
    return case, make_strategy(*(any_act(rng, case, kind) for kind in kinds))


def every_act(weeks=30):
    """A case and a strategy with every kind of act and event."""
    names = ["Ana", "Bo", "Chi"]
    case = make_case(
        weeks=weeks,
        hours_per_day=20,
        partners=[Partner(name=name, role="-", fit=fit) for name, fit in zip(names, (1, 0.8, 0.3), strict=True)],
        commitments=[
            Commitment(name="Missed", hours=20, weeks=2, missed=True),
            Commitment(name="Report", hours=40, weeks=4, to=("Ana",)),
            Commitment(name="Visit", hours=30, weeks=5, starts=6),
        ],
        events=[
            Event(event="breach", weight=2, lie=True, guilt=0.6, misunderstood=0.3, to=("Ana", "Bo")),
            Event(event="kept", day=20, exceeded=True),
            Event(event="decision", day=50),
            Event(event="guilt_proven", day=70, to=("Ana",)),
        ],
        ties=[Tie(between=("Ana", "Chi"), strength=0.5), Tie(between=("Ana", "Bo"))],
    )
    acts = [{"act": kind, "week": k % 10} for k, kind in enumerate(KINDS)]
    acts[KINDS.index("promise")]["count"] = 2
    news = {"act": "update", "week": 20, "says": ["results", "small_wins"], "channels": ["email", "call"]}
    return case, make_strategy(*acts, news)


def check_bookkeeping(case, outcome):
    """What must hold of any outcome."""
    assert np.all((outcome.history >= 0) & (outcome.history <= 1))
    assert np.all(np.isfinite(outcome.ledger))
    assert np.abs(outcome.ledger.sum(axis=1) - np.diff(outcome.history, axis=0)).max() < 1e-9
    assert outcome.ledger.shape == (case.weeks, len(CAUSES), len(case.partners))
    assert min(outcome.hours.values()) >= 0
    gone = outcome.status > 0
    assert np.array_equal(gone, outcome.changed >= 0)
    for partner in np.flatnonzero(gone):
        kept_as_it_was = outcome.history[outcome.changed[partner] + 1 :, partner]
        assert np.all(kept_as_it_was == kept_as_it_was[0])


@pytest.mark.parametrize("seed", range(60))
def test_trust_stays_within_bounds_and_the_ledger_adds_up(seed):
    """Trust is a share, and each week's causes add up to its change."""
    case, strategy = anything(seed)
    check_bookkeeping(case, simulate_world(case, strategy, seed=seed, world=seed % 3))


def test_every_act_leaves_its_mark():
    """Every kind of act moves trust under its own name, but for those that work through other causes."""
    case, strategy = every_act()
    outcome = simulate_world(case, strategy)
    check_bookkeeping(case, outcome)
    silent = {"survey", "train_staff", "educate", "fix_process", "forewarn"}  # they work through other causes
    for kind in set(KINDS) - silent:
        assert np.abs(outcome.ledger[:, CAUSES.index(kind)]).max() > 0, kind
    assert all(outcome.hours[kind] > 0 for kind in HOURS)
    assert len(CAUSES) == 37


@pytest.mark.long
def test_an_act_shows_in_no_week_before_its_own():
    """An act of week 10 leaves history[0] to history[10] as they are."""
    case, _ = every_act()
    silence = simulate_world(case, make_strategy())
    for kind in KINDS:
        spoken = simulate_world(case, make_strategy({"act": kind, "week": 10}))
        assert np.array_equal(spoken.history[:11], silence.history[:11]), kind


def of_ana(acts=(), parameters=BY_HAND, **given):
    """Play a season of four weeks with one partner, at a company, with numbers for sums by hand."""
    ana = Partner(name="Ana", role="-", **(ROUND | given.pop("ana", {})))
    case = make_case(**({"organisation": "company", "weeks": 4, "buffer": 1, "partners": [ana]} | given))
    return simulate_world(case, make_strategy(*acts), parameters=parameters)


def trust_by_hand(good, bad):
    """Trust of a facet, whose disposition of 0.6 weighs as much as 4 deeds."""
    return pytest.approx((4 * 0.6 + good) / (4 + good + bad), abs=1e-12)


def waiting_by_hand(unsure, level, weeks):
    """Bad evidence and uncertainty after some weeks, with 0.12 a week of full uncertainty and two weeks to settle."""
    stays = math.exp(-weeks / 2)
    return 0.12 * (level * weeks + (unsure - level) * 2 * (1 - stays)), level + (unsure - level) * stays


def no_answer_by_hand(unowned, weeks):
    """Bad evidence while nobody answers, and what is still not owned, which halves in 16 weeks."""
    left = 2 ** (-weeks / 16)
    return 0.06 * unowned * (1 - left) * 16 / math.log(2), unowned * left


FADES = 2 ** (-1 / 26)  # a week's memory of good and of bad alike


def test_a_breach_met_with_silence_by_hand():
    """The first week after a breach, and the mood of the second."""
    outcome = of_ana(events=[Event(event="breach")])
    early = 1 + 0.3 * 4 / 4
    bad_competence = (1.4 * 0.9 * early + 0.12 * 1) * FADES  # the breach, then a week of full uncertainty
    bad_character = (3.0 * 0.1 * early + no_answer_by_hand(1, 1)[0]) * FADES
    assert outcome.history[0, 0] == pytest.approx(0.6, abs=1e-12)
    assert outcome.competence[1, 0] == trust_by_hand(0, bad_competence)
    assert outcome.character[1, 0] == trust_by_hand(0, bad_character)
    assert outcome.unsure[1, 0] == 1
    untold = 2 ** (-1 / 16)
    assert outcome.unsure[2, 0] == pytest.approx(untold + (1 - untold) * math.exp(-1 / 2), abs=1e-12)


def test_a_second_breach_weighs_more_by_hand():
    """What partners remember of the first half a wrong makes the second heavier."""
    half = {"event": "breach", "weight": 0.5, "character": 0}
    outcome = of_ana(events=[Event(**half), Event(**half, day=5)])
    waited, unsure = waiting_by_hand(0.5, 0.5, 1)
    first = 1.4 * 0.5 * (1 + 0.3 * 4 / 4) + waited
    remembered = 0.5 * 2 ** (-1 / 16)  # owned or not: nobody has owned up to any of it
    second = 1.4 * 0.5 * (1 + 0.3 * 4 / (4 + first)) * (1 + 0.5 * remembered)
    assert unsure == 0.5
    assert outcome.competence[1, 0] == trust_by_hand(0, (first + second) * FADES)


def test_an_apology_by_hand():
    """A full apology on the day after a breach lifts bad evidence, on credit, and owns up to most of the wrong."""
    outcome = of_ana([{"act": "apologise", "day": 1, "parts": ALL_PARTS}], events=[Event(event="breach")])
    breach = {"competence": 1.4 * 0.9 * 1.3, "character": 3.0 * 0.1 * 1.3}
    prompt, accepted = math.exp(-0.2 / 4), 0.4  # nobody was heard
    lifted = {"competence": 0.5, "character": 0.2}
    lifted = {facet: share * accepted * prompt * breach[facet] for facet, share in lifted.items()}
    early, _ = waiting_by_hand(1, 1, 0.2)
    later, unsure = waiting_by_hand(0.85, 0.8, 0.8)
    silent, unowned = no_answer_by_hand(1, 0.2)
    answered, _ = no_answer_by_hand(unowned * (1 - 0.9 * accepted), 0.8)
    bad = {
        "competence": breach["competence"] + early - lifted["competence"] + later,
        "character": breach["character"] + silent - lifted["character"] + answered,
    }
    unproven = 1 - 2 ** (-1 / 10)
    for facet in ("competence", "character"):
        expected = bad[facet] * FADES + unproven * FADES * lifted[facet]
        assert getattr(outcome, facet)[1, 0] == trust_by_hand(0, expected)
    assert outcome.unsure[1, 0] == pytest.approx(unsure, abs=1e-12)
    assert outcome.hours["apologise"] == pytest.approx(1.5 + 6 * 0.25 + 0.75)


def test_promises_are_lent_on_by_hand():
    """Two promises of half an ordinary weight are lent on, less than twice as much as one, for dates 4 weeks away."""
    outcome = of_ana([{"act": "promise", "day": 1, "count": 2, "hours": 12, "weeks": 4, "buffer": 1}], weeks=5)
    met, near = 2 * 0.5 / 2, 2 ** (-4 / 8)
    lent = 0.8 * 0.6 * (2 * 0.5) * near * (1 - math.exp(-met)) / met
    waited, unsure = waiting_by_hand(0, 0.75, 0.8)
    assert outcome.competence[1, 0] == trust_by_hand(lent * FADES * 2 ** (-1 / 10), waited * FADES)
    assert outcome.character[1, 0] == pytest.approx(0.6, abs=1e-12)
    assert outcome.unsure[1, 0] == pytest.approx(unsure, abs=1e-12)


def test_nothing_is_lent_on_a_date_after_the_season():
    """A plan's third date, day 109, lies after 21 weeks but within 22: only then it is lent on."""
    dates = {"act": "plan", "day": 1, "every": 6.6, "hours": 12, "buffer": 1, "measurable": False}
    patient = BY_HAND.model_copy(update={"date_half_life": 1e6})  # else so far a date would lend next to nothing
    three, two = (of_ana([dates | {"milestones": count}], patient, weeks=21) for count in (3, 2))
    assert three.history[3:15] == pytest.approx(two.history[3:15], abs=1e-12)
    longer = of_ana([dates | {"milestones": 3}], patient, weeks=22)
    assert longer.competence[3, 0] > three.competence[3, 0] + 0.005


def test_nothing_is_lent_on_what_never_opens():
    """Promises for tomorrow that wait for hours until their day has passed change nothing."""
    paid = {"act": "compensate", "day": 1, "share": 3}
    promise = {"act": "promise", "day": 1, "hours": 12, "weeks": 0.2, "buffer": 1}
    five, none = (of_ana([paid, promise | {"count": count}], hours_per_day=2) for count in (5, 0))
    assert five.hours["promise"] == pytest.approx(4.5, abs=1e-9)
    assert five.history == pytest.approx(none.history, abs=1e-12)


def test_more_than_three_things_make_a_longer_message_by_hand():
    """An update of five things is as much to read as three of one thing."""
    news = [
        {"act": "update", "day": 5, "says": says}
        for says in (("date",), ("date", "reason", "progress"), get_args(Content))
    ]
    one, three, five = (of_ana([each]).load[1, 0] for each in news)
    assert one == three
    assert five - one == pytest.approx(2 * BY_HAND.update_load_further, abs=1e-12)


def test_partnership_counts_those_whom_the_programme_fits():
    """A misfit is counted in no week, whether it stays or parts; where all are misfits, all count."""
    people = [Partner(name="Ana", role="-", patience=0), Partner(name="Bo", role="-", patience=0, fit=0.4)]
    parts = make_strategy({"act": "part_ways", "day": 1, "to": ["Bo"]})
    stays, gone = (simulate_world(make_case(partners=people, weeks=4), one) for one in (make_strategy(), parts))
    assert gone.status.tolist() == [0, 1]
    for one in (stays, gone):
        assert one.partnership == pytest.approx(stays.history[:, 0], abs=1e-12)
    dropped = make_strategy({"act": "part_ways", "day": 1, "to": ["Ana"]})
    assert simulate_world(make_case(partners=people, weeks=4), dropped).partnership[1:] == pytest.approx([0, 0, 0, 0])
    alone = simulate_world(make_case(partners=people[1:], weeks=4), parts)
    assert alone.partnership == pytest.approx(alone.history[:, 0], abs=1e-12)


def test_the_same_words_wear_out_by_hand():
    """Thanks said again next day weigh little: the first are still on the mind. The third time, they cost trust."""
    outcome = of_ana([{"act": "thank", "day": day} for day in (1, 2, 3)])
    forgotten = 1 - math.exp(-0.2 / BY_HAND.load_fade)
    lent = 0.5 * 0.2 * (1 + (0.6 + 0.36) * forgotten)
    hollow = 0.1 * (1 - 0.6)
    assert outcome.character[1, 0] == trust_by_hand(lent * FADES * 2 ** (-1 / 10), hollow * FADES)


def test_a_kept_commitment_by_hand():
    """A commitment with a generous date, of which partners see two fifths themselves."""
    report = Commitment(name="Report", hours=1, weeks=1)
    outcome = of_ana(buffer=2, commitments=[report])
    waited, unsure = waiting_by_hand(0, 0.75, 0.8)
    bad = (0.1 + waited) * FADES  # on day 1 a date twice as far off as the estimate
    assert outcome.unsure[1, 0] == pytest.approx(unsure, abs=1e-12)
    assert outcome.competence[1, 0] == trust_by_hand(0, bad)
    bad += waiting_by_hand(unsure, 0.75, 1)[0]
    trust = (2.4 / (4 + bad) + 0.6) / 2
    gain = 0.25 + 0.75 * trust  # on day 10
    assert outcome.competence[2, 0] == trust_by_hand(0.4 * gain * FADES, bad * FADES)
    assert outcome.character[2, 0] == trust_by_hand(0.3 * gain * FADES, 0)
    assert (outcome.kept, outcome.broken, outcome.late) == (1, 0, 0)
    assert outcome.hours["commitments"] == pytest.approx(1.35)


def test_an_update_shows_what_was_kept_by_hand():
    """What partners have not seen for themselves counts when they are told, less after a week."""
    outcome = of_ana(
        [{"act": "update", "day": 11, "says": ["progress"], "channels": ["email"]}],
        ana={"needs_information": 0},
        buffer=1.2,
        commitments=[Commitment(name="Report", hours=1, weeks=1)],
    )
    bad = 0.1 * 0.2 * FADES  # the date was a fifth longer than the estimate
    gain = 0.25 + 0.75 * (2.4 / (4 + bad) + 0.6) / 2  # on day 6
    seen, unseen = 0.4 * gain * FADES, 0.6 * gain * 2 ** (-1 / 6)
    assert outcome.competence[2, 0] == trust_by_hand(seen, bad * FADES)
    assert outcome.competence[3, 0] == trust_by_hand((seen + 0.8 * 0.9 * unseen) * FADES, bad * FADES**2)
    assert outcome.hours["update"] == pytest.approx(1.25 + 0.25 + 0.25 + 0.25)


def test_a_date_for_two_is_the_mean_of_what_each_is_used_to():
    """Ana was told to expect thrice the estimate, Bo the estimate: the report is due after twice of it."""
    case = make_case(
        weeks=6,
        buffer=1,
        partners=[Partner(name=name, role="-") for name in ("Ana", "Bo")],
        commitments=[Commitment(name="Report", hours=1, starts=1, weeks=1)],
    )
    strategy = make_strategy({"act": "promise", "day": 1, "buffer": 3, "to": ["Ana"]})
    kept = simulate_world(case, strategy, parameters=BY_HAND).ledger[:, CAUSES.index("commitments kept"), 0]
    due = 5 + round(5 * 1 * (3 + 1) / 2)
    assert np.flatnonzero(kept).tolist() == [(due - 1) // 5]


@pytest.mark.long
def test_hours_are_never_more_than_there_are():
    """With the same hours every day no more is spent than there is."""
    for seed in range(30):
        case, strategy = anything(seed)
        outcome = simulate_world(case, strategy, parameters=Parameters(hours_spread=0))
        assert sum(outcome.hours.values()) <= case.hours_per_day * case.days + 1e-6


def test_partners_can_be_listed_in_any_order():
    """Nothing depends on the order of partners."""
    for seed in range(12):
        case, strategy = anything(seed)
        turned = case.model_copy(update={"partners": case.partners[::-1]})
        here, there = simulate_world(case, strategy), simulate_world(turned, strategy)
        assert np.abs(here.history - there.history[:, ::-1]).max() < 1e-9


def test_worlds_do_not_depend_on_how_many_there_are():
    """A world is the same alone and after others."""
    case, strategy = every_act()
    first = [simulate_world(case, strategy, seed=3, world=world) for world in range(5)]
    for world in reversed(range(5)):
        again = simulate_world(case, strategy, seed=3, world=world)
        assert np.array_equal(again.history, first[world].history)
        assert np.array_equal(again.ledger, first[world].ledger)


@pytest.mark.slow
def test_every_shipped_case_and_strategy_runs():
    """The bookkeeping holds for what the course ships."""
    for case in map(load_case, case_keys()):
        for strategy in map(load_strategy, strategy_keys()):
            check_bookkeeping(case, simulate_world(case, strategy))
