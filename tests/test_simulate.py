"""Seasons of small cases whose results can be worked out by hand."""

import numpy as np
import pytest

from sim.base.errors import BadInput
from sim.experiments.simulate import simulate
from sim.model.acts import ACTS, Act
from sim.model.case import Commitment, Event, Partner, Tie
from sim.model.parameters import Parameters
from tests.worlds import plan, small_case

STILL = Parameters(half_life_good=1e12, half_life_bad=1e12, waiting_factor=0, leave_rate=0, unanswered=0)
ROOMY = {"hours_per_day": 80}


def ends(case, *acts, parameters=STILL, worlds=20):
    """Return final trust, mean over partners and worlds."""
    return simulate(case, plan(*acts), worlds=worlds, parameters=parameters).final_trust.mean()


def test_one_kept_commitment_by_hand():
    """Trust after one kept event is (r + K p) / (r + K) in both facets."""
    person = Partner(name="Ana", role="A patient", trust=0.5, spread=0, steadiness=4, competence_weight=0.6)
    case = small_case(partners=(person,), commitments=(), ties=(), events=(Event(event="kept", day=2, weight=2),))
    outcome = simulate(case, plan(), worlds=1, parameters=STILL.model_copy(update={"gain_floor": 0.2}))
    good = 2 * (0.2 + 0.8 * 0.5)
    expected = 0.6 * (good + 2) / (good + 4) + 0.4 * (STILL.kept_character * good + 2) / (
        STILL.kept_character * good + 4
    )
    assert outcome.trust[0, 0, 0] == 0.5
    assert outcome.trust[1, 0, 0] == pytest.approx(expected, abs=1e-12)


def test_a_breach_by_hand():
    """Trust after a breach of competence is K p / (s + K), s with the weight of a little-known organisation."""
    person = Partner(name="Ana", role="A patient", trust=0.5, spread=0, steadiness=4, competence_weight=1)
    events = (Event(event="breach", weight=1, character=0),)
    case = small_case(partners=(person,), commitments=(), ties=(), events=events)
    outcome = simulate(case, plan(), worlds=1, parameters=STILL)
    bad = STILL.loss_competence * (1 + STILL.early_breach)
    assert outcome.trust[1, 0, 0] == pytest.approx(2 / (bad + 4), abs=1e-12)


def test_an_act_first_shows_in_the_next_record():
    """An act in week 3 leaves weeks 0 to 3 unchanged and first shows in week 4."""
    one, other = (simulate(small_case(), plan(*acts), worlds=5) for acts in ((), ({"act": "apologise", "week": 3},)))
    assert np.array_equal(one.trust[:4], other.trust[:4])
    assert (one.trust[4] != other.trust[4]).any()


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ([{"act": "apologise", "week": 3}], []),
        ([{"act": "listen", "day": 1}, {"act": "apologise", "week": 3}], [{"act": "apologise", "week": 3}]),
        ([{"act": "apologise", "week": 1}], [{"act": "apologise", "week": 10}]),
        ([{"act": "apologise", "week": 1}], [{"act": "apologise", "week": 1, "by": "organisation"}]),
        ([{"act": "explain", "week": 1}], [{"act": "explain", "week": 1, "cause": "others"}]),
        ([], [{"act": "deny", "week": 1}]),
        ([{"act": "compensate", "week": 1}], []),
        ([{"act": "compensate", "week": 1}], [{"act": "compensate", "week": 1, "voluntary": False}]),
        ([{"act": "acknowledge", "week": 1}], [{"act": "acknowledge", "week": 1, "names": "fact"}]),
        ([{"act": "thank", "week": 1}], []),
        ([{"act": "review", "week": 1}], [{"act": "review", "week": 1, "shared": False}]),
        ([{"act": "involve", "week": 1}], []),
        ([{"act": "disagree", "week": 1}, {"act": "listen", "day": 1}], [{"act": "disagree", "week": 1}]),
    ],
)
def test_which_of_two_ways_ends_higher(better, worse):
    """If hours are plentiful, each pair of acts differs in the direction that its source gives."""
    assert ends(small_case(**ROOMY), *better) > ends(small_case(**ROOMY), *worse) + 1e-4


@pytest.mark.parametrize(
    ("act", "option"),
    [
        ({"act": "update", "week": 1, "every_weeks": 2}, {}),
        ({"act": "educate", "week": 0}, {}),
        ({"act": "clarify", "week": 1}, {}),
        ({"act": "propose", "week": 1, "hours": 8}, {}),
        ({"act": "plan", "week": 1, "hours": 4}, {}),
    ],
)
def test_what_shortens_the_wait_helps(act, option):
    """Information, a date or an offer reduce the cost of waiting for an overdue commitment."""
    missed = Commitment(name="Reply", hours=400, weeks=2, missed=True)
    events = (Event(event="breach", weight=2, misunderstood=0.5, guilt=0.6),)
    case = small_case(**ROOMY, commitments=(missed,), events=events)
    assert ends(case, act | option, parameters=Parameters()) > ends(case, parameters=Parameters())


@pytest.mark.long
def test_daily_messages_cost_trust_and_promises():
    """Messages every day end lower than messages every other week, and keep fewer promises."""
    daily, rare = (
        simulate("missed-deadline", plan({"act": "update", "week": 0, "every_weeks": every}), worlds=50)
        for every in (0.2, 2)
    )
    assert daily.season_trust.mean() < rare.season_trust.mean() - 0.05
    assert daily.commitments_kept.mean() < rare.commitments_kept.mean() - 0.1


@pytest.mark.long
@pytest.mark.parametrize("act", ["train_staff", "fix_process"])
def test_better_work_keeps_more_promises(act):
    """Training and a fixed process increase the share of later commitments that are kept."""
    alone, helped = (simulate("missed-deadline", plan(*acts), worlds=100) for acts in ((), ({"act": act, "week": 0},)))
    assert helped.commitments_kept.mean() > alone.commitments_kept.mean()


def test_a_review_makes_a_mended_process_whole():
    """A fixed process saves more work after a review of root causes."""
    fix = {"act": "fix_process", "week": 4}
    late = [Commitment(name="Later", hours=200, starts=9, weeks=2)]
    quick, sound, slow = (
        simulate(small_case(**ROOMY, weeks=20, commitments=late), plan(*acts), worlds=5).hours["commitments"].mean()
        for acts in ((fix,), ({"act": "review", "week": 0}, fix), ())
    )
    assert sound < quick < slow


def test_a_warning_softens_a_missed_date():
    """A promise that cannot be kept costs less where partners were warned."""
    late = [Commitment(name="Report", hours=400, weeks=3)]
    case = small_case(commitments=late)
    warned = {"act": "forewarn", "day": 1}
    assert ends(case, warned, worlds=200) > ends(case, worlds=200)


def test_voice_before_a_decision_softens_it():
    """Partners involved before an unwelcome decision lose less trust than others."""
    events = (Event(event="decision", day=30, weight=2),)
    case = small_case(**ROOMY, events=events, commitments=())
    before, after, none = (
        ends(case, *acts) for acts in (({"act": "involve", "week": 1},), ({"act": "involve", "week": 7},), ())
    )
    assert before > after > none


def test_a_lie_leaves_a_scar():
    """A breach with a lie ends lower than one without, long after both."""
    honest, lied = (small_case(events=(Event(event="breach", weight=1, lie=lie),), weeks=100) for lie in (False, True))
    assert ends(lied, parameters=Parameters()) < ends(honest, parameters=Parameters())


def test_a_denial_turns_on_its_maker_when_guilt_is_proven():
    """A denial helps while guilt is unproven; once it is proven, it has cost more than it gave."""
    breach = Event(event="breach", weight=1, character=0.9, guilt=0.1)
    proof = Event(event="guilt_proven", day=40)
    deny = {"act": "deny", "day": 1}
    open_case, proven = small_case(events=(breach,)), small_case(events=(breach, proof))
    assert ends(open_case, deny) > ends(open_case)
    assert ends(proven, deny) < ends(proven)


def test_parting_keeps_the_trust_there_was():
    """A partner whose needs do not fit loses less trust by parting early than by staying."""
    people = (Partner(name="Clinic", role="A clinic"), Partner(name="Funder", role="A funder", fit=0.1))
    case = small_case(partners=people, weeks=40)
    staying = Parameters(leave_rate=0)
    parted = simulate(case, plan({"act": "part_ways", "week": 1}), worlds=20, parameters=staying)
    stayed = simulate(case, plan(), worlds=20, parameters=staying)
    assert parted.parted[1].all()
    assert parted.trust[-1, 1].mean() > stayed.trust[-1, 1].mean()
    assert np.ptp(parted.trust[3:, 1], axis=0).max() == 0


def test_news_travels_along_ties_only():
    """A breach towards one partner reaches others only along ties."""
    hurt = (Event(event="breach", to=("Clinic",), weight=2),)
    tied, apart = (
        small_case(events=hurt, ties=ties, commitments=()) for ties in ((Tie(between=("Clinic", "Funder")),), ())
    )
    told, untold = (simulate(case, plan(), worlds=3, parameters=STILL) for case in (tied, apart))
    assert (told.trust[-1, 1] < told.trust[0, 1]).all()
    assert np.abs(untold.trust[-1, 1] - untold.trust[0, 1]).max() < 1e-9


def test_a_rule_acts_only_where_it_was_seen():
    """An act that waits for a complaint happens only in worlds with a complaint."""
    case = small_case(weeks=30)
    waiting = simulate(case, plan({"act": "listen", "when": "complaint", "to": ["Clinic"]}), worlds=100)
    listened = waiting.hours["listen"] > 0
    assert 0 < listened.sum() < 100
    alone = simulate(case, plan(), worlds=100)
    assert np.array_equal(waiting.trust[..., ~listened], alone.trust[..., ~listened])


def test_a_low_survey_can_start_an_act():
    """An act that waits for a low survey starts only after one."""
    case = small_case(weeks=20)
    acts = ({"act": "survey", "week": 4}, {"act": "educate", "when": "low_survey", "below": 0.9})
    days = [day for day, what in simulate(case, plan(*acts), worlds=5).log if what == "educate"]
    assert days
    assert min(days) > 21


def test_who_left_stays_at_the_last_trust():
    """A partner who left keeps the last trust, so losing unhappy partners does not raise the mean."""
    people = [Partner(name=name, role="Somebody", patience=0.95) for name in ("Clinic", "Funder")]
    case = small_case(partners=people, weeks=100)
    outcome = simulate(case, plan(), worlds=50)
    left = outcome.left[0] & (outcome.gone_week[0] < 90)
    assert left.any()
    for world in np.flatnonzero(left):
        after = outcome.trust[outcome.gone_week[0, world] + 1 :, 0, world]
        assert np.ptp(after) == 0


def test_results_cannot_be_changed():
    """An outcome's arrays are read-only."""
    outcome = simulate(small_case(), plan(), worlds=2)
    with pytest.raises(ValueError, match="read-only"):
        outcome.trust[0] = 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"worlds": 0}, "worlds (= 0) must be at least 1"),
        ({"worlds": range(5, 5)}, "worlds (= range(5, 5)) must be at least 1"),
        ({"worlds": range(-2, 3)}, "worlds (= range(-2, 3)) must begin at 0 or later and go up by 1"),
        ({"worlds": range(0, 9, 2)}, "worlds (= range(0, 9, 2)) must begin at 0 or later and go up by 1"),
        ({"worlds": 2_000_000_000}, "worlds (= 2000000000) must be at most 100,000"),
        ({"worlds": 60_000, "seed": (1, 2)}, "worlds (= 60000) must be at most 50,000 for each of 2 seeds"),
        ({"worlds": 2, "seed": (*range(200_000),)}, "seed holds 200000 seeds; it may hold at most 100,000"),
        ({"worlds": range(10**19)}, f"worlds (= {10**19}) must be at most 100,000"),
        ({"worlds": range(10**30, 10**30 + 1)}, f"world (= {10**30}) must be at most {2**63 - 1:,}"),
        ({"worlds": 1.5}, "worlds (= 1.5) must be a whole number"),
        ({"worlds": float("nan")}, "worlds (= nan) must be a whole number"),
        ({"worlds": True}, "worlds (= True) must be a whole number"),
        ({"worlds": "many"}, "worlds (= 'many') must be a whole number"),
        ({"worlds": None}, "worlds (= None) must be a whole number"),
        ({"worlds": np.array([1, 2])}, "worlds (= array([1, 2])) must be a whole number"),
        ({"worlds": "x" * 99}, f"worlds (= '{'x' * 17}...{'x' * 18}') must be a whole number"),
        ({"seed": -1}, "seed (= -1) must be 0 or more"),
        ({"seed": ()}, "seed (= ()) names none; give at least one whole number"),
        ({"seed": (1, "x")}, "seed (= 'x') must be a whole number"),
        ({"seed": "x"}, "seed (= 'x') must be a whole number"),
        ({"seed": 1.5}, "seed (= 1.5) must be a whole number"),
        ({"seed": False}, "seed (= False) must be a whole number"),
        ({"seed": 2**63}, f"seed (= {2**63}) must be at most {2**63 - 1:,}"),
        ({"seed": -(10**9999)}, "seed (= a number of thousands of digits) must be 0 or more"),
        (
            {"parameters": {"apology": 0.3}},
            "parameters is of type dict; give Parameters, such as Parameters(apology=0.3)",
        ),
        ({"parameters": {}}, "parameters is of type dict; give Parameters, such as Parameters(apology=0.3)"),
        ({"parameters": 0}, "parameters is of type int; give Parameters, such as Parameters(apology=0.3)"),
        (
            {"parameters": Parameters},
            "parameters is of type ModelMetaclass; give Parameters, such as Parameters(apology=0.3)",
        ),
    ],
)
def test_what_makes_no_season(arguments, said):
    """Numbers out of bounds or not whole, and invalid parameters, are refused in one line."""
    with pytest.raises(BadInput) as error:
        simulate(small_case(), plan(), **arguments)
    assert str(error.value) == said


@pytest.mark.parametrize("kind", [np.int64, np.uint8, np.array])
def test_whole_numbers_of_numpy_are_whole_numbers(kind):
    """NumPy integers are accepted and give the same result."""
    own = simulate(small_case(), plan(), worlds=3, seed=2)
    theirs = simulate(small_case(), plan(), worlds=kind(3), seed=kind(2))
    assert np.array_equal(own.trust, theirs.trust)
    assert (type(theirs.seed), theirs.worlds) == (int, range(3))


def test_a_large_case_has_fewer_worlds():
    """The more partners and weeks a case has, the fewer worlds are allowed, fewer still with `by_world`."""
    many = [Partner(name=f"Partner {number}", role="One of many") for number in range(50)]
    case = small_case(partners=many, commitments=(), events=(), ties=(), weeks=156)
    with pytest.raises(BadInput, match=r"^worlds \(= 20000\) must be at most 12,738 for 50 partners and 156 weeks$"):
        simulate(case, plan(), worlds=20_000)
    with pytest.raises(BadInput, match=r"^worlds \(= 1000\) must be at most 344 for .* with what moved each world$"):
        simulate(case, plan(), worlds=1000, by_world=True)


def test_an_act_addressed_to_a_stranger():
    """An act addressed to an unknown partner is refused with a list of the case's partners."""
    with pytest.raises(BadInput) as error:
        simulate(small_case(), plan({"act": "thank", "week": 1, "to": ["Clinik"]}))
    assert str(error.value) == (
        "strategy 'mine', act 1 (thank): to names 'Clinik', but case 'small' has only all, affected, misfit "
        "(each alone) or Clinic, Funder"
    )


@pytest.mark.parametrize("worlds", [7, 600])
def test_several_seeds_stand_one_after_the_other(worlds):
    """The worlds of several seeds equal those of each seed alone, in one batch or several."""
    case, strategy = small_case(), plan({"act": "update", "every_weeks": 2, "week": 1})
    together = simulate(case, strategy, worlds=worlds, seed=(3, 9))
    alone = [simulate(case, strategy, worlds=worlds, seed=seed) for seed in (3, 9)]
    trust = np.concatenate([one.trust for one in alone], axis=-1)
    np.testing.assert_allclose(together.trust, trust, rtol=0, atol=1e-12)
    for kind, hours in together.hours.items():
        np.testing.assert_allclose(hours, np.concatenate([one.hours[kind] for one in alone]), rtol=0, atol=1e-9)
    np.testing.assert_allclose(together.moved, np.mean([one.moved for one in alone], axis=0), atol=1e-15)
    assert together.worlds == range(2 * worlds)


def test_what_acts_of_one_evening_lift_is_at_most_all():
    """Acts of three kinds that together lift more than there is leave no bad evidence, and add no good."""
    parameters = STILL.model_copy(update={"recognition": 0.9, "loan_half_life": 1e12, "warmth": 0})
    person = Partner(name="Ana", role="A patient", trust=0.5, spread=0, steadiness=4, competence_weight=0)
    events = (Event(event="breach", day=1, weight=2, character=1),)
    case = small_case(partners=(person,), commitments=(), ties=(), events=events, **ROOMY)
    # They take one, five and ten working days: all take effect on day 12.
    kinds = {"act": "acknowledge", "day": 12}, {"act": "listen", "day": 8}, {"act": "involve", "day": 3}
    once, thrice = (simulate(case, plan(*acts), worlds=1, parameters=parameters) for acts in (kinds[:1], kinds))
    assert once.final_trust[0] < 0.5
    assert thrice.final_trust[0] == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize("kind", sorted(kind for kind, act in ACTS.items() if act.promises is Act.promises))
def test_the_same_act_eight_times_on_one_evening_does_no_more_than_once(kind):
    """Eight acts of one kind that take effect on one evening lift no partner's trust above what one does."""
    breach = Event(event="breach", day=1, weight=1.5, character=0.4)
    case = small_case(hours_per_day=400, events=(breach,))
    act = {"act": kind, "day": 6}
    once, often = (simulate(case, plan(*[act] * times), worlds=20, parameters=STILL) for times in (1, 8))
    assert (often.trust[2] <= once.trust[2] + 1e-9).all()
