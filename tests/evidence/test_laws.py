"""What the model must show and must not reward; each of these failed on the model of 26 November."""

from functools import cache
from statistics import median

import numpy as np
import pytest

from sim.catalogue import case_keys, honest_keys, load_case, load_strategy, strategy_keys
from sim.experiments.simulate import simulate
from sim.model.acts import ACTS
from sim.model.case import MISFIT, Case, Event
from sim.model.ledger import CAUSES, FOLLOW_UP
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy

WORLDS = 100
TAUGHT = ("missed-deadline", "criticised-outreach")
FIELDS = {"title": "A plan", "summary": "A plan.", "source": "Assumption"}


def plan(*acts):
    """Return a strategy of these acts."""
    return Strategy(key="a-plan", acts=acts, **FIELDS)


def act(kind, **fields):
    """Return an act as a file holds it, on the first day unless told otherwise."""
    return {"act": kind} | ({} if fields.keys() & {"day", "week", "when"} else {"day": 1}) | fields


@cache
def played(case, strategy):
    """Return an outcome, played once."""
    return simulate(case, strategy, worlds=WORLDS)


def partnership(case, *acts):
    """Return the headline of a plan in a case."""
    return float(played(case, plan(*acts)).each("partnership").mean())


@cache
def middle(case):
    """Return the median of the headline over the documented strategies."""
    documented = [one for one in map(load_strategy, strategy_keys()) if one.documented]
    return median(float(played(case, one).each("partnership").mean()) for one in documented)


def alone(weeks=52, hours_per_day=40.0, **breach):
    """Return a case of one partner and one breach."""
    events = [{"event": "breach", "label": "It fails"} | breach] if breach else []
    partners = [{"name": "Ana", "role": "A partner", "patience": 0}]
    return Case(
        key="alone", organisation="company", weeks=weeks, hours_per_day=hours_per_day, partners=partners,
        events=events, **FIELDS,
    )  # fmt: skip


# What must not be rewarded


@pytest.mark.long
@pytest.mark.sample(5)
@pytest.mark.parametrize("case", TAUGHT)
@pytest.mark.parametrize(
    "acts",
    [
        (act("promise", count=30, hours=0.1),),
        (act("promise", hours=2, count=1, every_weeks=0.2), act("explain", every_weeks=1)),
        (act("explain", every_weeks=1),),
        (act("propose", hours=0.1, every_weeks=2),),
        (act("disagree", every_weeks=1),),
    ],
    ids=["thirty tiny promises", "a tiny promise a day", "one explanation", "tiny proposals", "disagreeing"],
)
def test_small_coin_and_repeated_words_do_not_pay(case, acts):
    """Many tiny promises, or the same words every week, stay behind the middle of the documented strategies."""
    assert partnership(case, *acts) < middle(case)


def test_disagreeing_earns_nothing_where_nobody_complains():
    """Who holds nothing against us is not won by disagreement."""
    assert partnership(alone(), act("disagree", every_weeks=1)) <= partnership(alone()) + 0.002


@pytest.mark.parametrize(("kind", "often"), [("compensate", 5), ("review", 10)])
def test_what_is_done_again_for_one_loss_adds_little(kind, often):
    """A loss is paid once, and one slip has its causes found once."""
    case = alone(weight=2.0, lost="money")
    once = partnership(case, act(kind))
    again = partnership(case, *(act(kind, day=1 + 15 * number) for number in range(often)))
    assert again - once <= 0.5 * (once - partnership(case))


def test_a_slip_of_no_weight_costs_nothing():
    """What weighs nothing needs no answer."""
    assert partnership(alone(weight=0.0)) == pytest.approx(partnership(alone()), abs=1e-9)


def test_silence_heals_in_time():
    """An unanswered slip wears trust less and less."""
    weekly = played(alone(weight=1.0), plan()).mean_by_week
    assert weekly[52] > weekly[13]
    assert weekly[26] - weekly[52] < weekly[4] - weekly[26]


def test_a_grave_slip_that_is_answered_costs_more_than_a_small_one_that_is_not():
    """How much an unanswered wrong wears trust depends on how grave it is."""
    answered = partnership(alone(weight=2.0), act("acknowledge"), act("apologise", day=6))
    assert answered < partnership(alone(weight=0.1))


def test_a_true_account_beats_a_bare_denial():
    """Where it was not in our hands, saying how it came about is an answer."""
    case = alone(weight=2.0, guilt=0.1)
    account, denial = act("explain", cause="others"), act("deny")
    assert partnership(case, account) > partnership(case, denial) > partnership(case)


@pytest.mark.long
@pytest.mark.parametrize("measure", ["partnership", "final_trust"])
def test_denying_what_is_known_is_worse_than_silence(measure):
    """Where fault is certain, a denial costs then and at the end, and ten do so more."""

    def worth(strategy):
        return float(played("missed-deadline", strategy).each(measure).mean())

    ten = plan(*(act("deny", day=day) for day in range(1, 11)))
    answer = plan(act("acknowledge"), act("listen"), act("apologise", day=8))
    silence = worth(load_strategy("silence"))
    assert worth(ten) < worth(plan(act("deny"))) < silence < worth(answer)
    assert worth(load_strategy("deny-and-defend")) < silence


@pytest.mark.parametrize("hours", [None, 2.0], ids=["usual hours", "few hours"])
@pytest.mark.parametrize("case", TAUGHT)
def test_ending_all_partnerships_does_not_pay(case, hours):
    """Who parts with everybody has nothing left, however short the hours."""
    situation = load_case(case) if hours is None else load_case(case).model_copy(update={"hours_per_day": hours})
    assert partnership(situation, act("part_ways", to=["all"])) < partnership(situation) - 0.1


def test_a_rule_told_to_one_partner_holds_for_that_partner():
    """A habit of dates that one partner hears of changes little for all."""

    def kept(*acts):
        return float(played("missed-deadline", plan(*acts)).commitments_kept.mean())

    one = act("promise", buffer=3.0, to=["Funder"])
    assert kept(one) - kept() < 0.35 * (kept(act("promise", buffer=3.0)) - kept())


@pytest.mark.parametrize(
    ("kind", "plain", "better"),
    [
        ("listen", {"channel": "webinar"}, {"channel": "call"}),
        ("listen", {"validates": False}, {"validates": True}),
        ("acknowledge", {"names": "fact"}, {"names": "impact"}),
        ("apologise", {"parts": ["responsibility"]}, {}),
        ("apologise", {"by": "organisation"}, {"by": "person"}),
        ("propose", {"asks": False}, {"asks": True}),
        ("plan", {"measurable": False}, {"measurable": True}),
        ("update", {}, {"channels": ["email", "newsletter", "social_media", "meeting", "call", "website"]}),
        ("update", {}, {"says": ["progress", "date", "reason", "results", "small_wins"]}),
        ("involve", {"form": "forum"}, {"form": "codesign"}),
        ("review", {"together": False}, {"together": True}),
        ("review", {"shared": False}, {"shared": True}),
        ("compensate", {"share": 0.5}, {"share": 1.0}),
    ],
)
def test_what_works_better_costs_more_hours(kind, plain, better):
    """Every choice is a trade."""

    def cost(fields):
        return ACTS[kind](day=1, **fields).cost(8)

    assert cost(better) > cost(plain)


@pytest.mark.long
@pytest.mark.parametrize("case", TAUGHT)
def test_listening_earns_less_than_the_apology_after_it(case):
    """Being heard is not being owned up to."""
    heard, sorry = act("listen", week=0, to=["affected"]), act("apologise", day=8)
    silence, listening, both = partnership(case), partnership(case, heard), partnership(case, heard, sorry)
    assert listening - silence < 0.5 * (both - silence)


# What must move


def both_measures(case, *acts, guilty=False):
    """Return partnership and season trust, of all partners or of those whose guilt of us is .8 or more."""
    outcome = played(case, plan(*acts))
    sure = {name for event in outcome.case.events if event.affects and event.guilt >= 0.8 for name in event.to}
    who = [not guilty or name in sure for name in outcome.case.names]
    weeks = np.arange(outcome.weeks + 1)[:, None, None]
    still = ~(outcome.lost & (weeks > outcome.gone_week))
    return np.array([(outcome.trust * still)[1:, who].mean(), outcome.trust[1:, who].mean()])


@pytest.mark.long
@pytest.mark.parametrize("case", TAUGHT)
def test_the_rhythm_of_updates_shows(case):
    """Between silence and a flood there is a best rhythm, worth .05."""

    def updates(weeks):
        return both_measures(case, act("update", week=0, every_weeks=weeks, says=["progress", "date"]))

    silence, rhythms = both_measures(case), [updates(weeks) for weeks in (8, 4, 2, 1)]
    assert (np.max(rhythms, axis=0) - silence >= 0.05).all()
    assert (updates(0.2) < silence).all()


@pytest.mark.long
@pytest.mark.parametrize("case", TAUGHT)
def test_the_day_of_an_apology_shows(case):
    """After listening, an apology in the second week is worth much more than one in week 16, or one to the unheard."""
    heard = act("listen", week=0, to=["affected"])

    def sorry(day, *before):
        return both_measures(case, *before, act("apologise", day=day), guilty=True)

    by_day = {day: sorry(day, heard) for day in (1, 2, 6, 8, 11, 15, 21, 41, 81)}
    best = np.max(list(by_day.values()), axis=0)
    early = np.max([by_day[day] for day in (2, 6, 8, 11, 15)], axis=0)
    assert (early == best).all()
    assert (best - by_day[81] >= 0.03).all()
    assert (np.max([by_day[6], by_day[8], by_day[11]], axis=0) - sorry(1) >= 0.02).all()


@pytest.mark.long
@pytest.mark.parametrize("case", TAUGHT)
def test_the_buffer_shows(case):
    """A buffer may be too thin, and endless as well."""
    by_buffer = {b: both_measures(case, act("promise", buffer=b)) for b in (0.8, 1.5, 1.8, 2.2, 2.6, 4)}
    best = np.max(list(by_buffer.values()), axis=0)
    assert (best - by_buffer[0.8] >= 0.06).all()
    assert (best - by_buffer[4] >= 0.01).all()


@pytest.mark.long
@pytest.mark.parametrize("case", TAUGHT)
def test_documented_strategies_serve_different_partners(case):
    """They differ by .10 for one partner at least, and by .05 for half of them."""
    documented = [one for one in map(load_strategy, strategy_keys()) if one.documented]
    by_partner = np.array([played(case, one).trust[1:].mean(axis=(0, 2)) for one in documented])
    spread = by_partner.max(axis=0) - by_partner.min(axis=0)
    assert spread.max() >= 0.10
    assert np.median(spread) >= 0.05


@pytest.mark.long
@pytest.mark.parametrize("case", case_keys())
def test_all_advice_together_leads(case):
    """Plans that follow all the advice, within their hours, stand above the middle of the documented strategies."""
    ahead = [float(played(case, load_strategy(key)).each("partnership").mean()) for key in honest_keys()]
    assert max(ahead) > middle(case)


# What is lent on promises


PROMISES = act("promise", count=30, hours=37.7)


@pytest.mark.long
@pytest.mark.parametrize("case", case_keys())
def test_promises_that_never_open_lend_nothing(case):
    """Their day has passed when the hours for making them are paid: they can be neither kept nor broken."""
    case = load_case(case)
    busy = [act("train_staff", day=1) for _ in range(3)]
    soon = PROMISES | {"day": 2, "weeks": 0.01, "buffer": 0.5}
    many, none = (played(case, plan(*busy, soon | {"count": count})) for count in (30, 0))
    never = (many.kept + many.broken) == (none.kept + none.broken)
    assert never.mean() > 0.5
    assert many.trust[..., never] == pytest.approx(none.trust[..., never], abs=1e-9)


@pytest.mark.parametrize("case", case_keys())
def test_dates_after_the_season_lend_nothing(case):
    """Nobody can check them, and so they only cost: the long wait, and hours."""
    case = load_case(case)
    late = PROMISES | {"weeks": 52, "buffer": 2.1}
    many, none = (played(case, plan(late | {"count": count})) for count in (30, 0))
    assert (many.each("season_trust") <= none.each("season_trust") + 1e-9).mean() > 0.9
    assert many.each("partnership").mean() <= none.each("partnership").mean()


@pytest.mark.long
@pytest.mark.parametrize(("weeks", "often"), [(13, 1), (40, 1), (40, 12)])
def test_far_dates_lend_less(weeks, often):
    """Trust after a week: a date in a month lends more than a far one, and more than many far ones together."""

    def lent(*acts):
        return played(alone(), plan(*acts)).trust[1].mean() - played(alone(), plan()).trust[1].mean()

    def promises(weeks):
        return act("promise", count=30, hours=16, weeks=weeks, buffer=1)

    assert lent(promises(4)) > 1.5 * lent(*[promises(weeks)] * often)


# Sorry again


AGAIN = alone().model_copy(
    update={"events": tuple(Event(event="breach", day=day, label="It fails", lost="care") for day in (0, 60))}
)


@pytest.mark.parametrize("words", ["apologise", "explain"])
@pytest.mark.parametrize("mends", [act("review", day=20), act("compensate", day=20)], ids=lambda one: one["act"])
def test_the_same_words_for_the_next_failure_need_something_mended(words, mends):
    """An apology, or reasons, for the second of two failures give more where something was mended in between."""

    def gain(*before):
        first, second = act(words, day=5), act(words, day=65)
        return partnership(AGAIN, first, *before, second) - partnership(AGAIN, first, *before)

    assert gain(mends) > gain() + 0.002


def test_what_was_owned_up_to_in_words_alone_counts_when_it_happens_again():
    """The second failure weighs less where causes were reviewed between, and partners know of it."""

    def fall(*acts):
        return -float(played(AGAIN, plan(*acts)).moved[11, CAUSES.index("what happened")].sum())

    sorry, review = act("apologise", day=5), act("review", day=20)
    assert fall(sorry, review) < 0.98 * fall(sorry)
    assert fall(sorry, review | {"shared": False}) == pytest.approx(fall(sorry), abs=1e-9)


# What answers a survey


SURVEY, LESSON = act("survey"), {"act": "educate"}


def judged(*acts, case=None):
    """Return (weeks,) what surveys moved by what followed, summed over partners."""
    return played(case or alone(), plan(*acts)).moved[:, CAUSES.index(FOLLOW_UP)].sum(axis=-1)


def test_an_improvement_answers_a_survey_that_was_asked_before_it():
    """What had been improved before anybody was asked is no answer."""
    before, after = (judged(LESSON | {"day": day}, SURVEY | {"day": 21}).sum() for day in (1, 31))
    assert before == judged(SURVEY | {"day": 21}).sum() < 0 < after


def test_an_improvement_answers_one_survey():
    """The latest; the one before it stays without an answer, so that it costs as much as one alone."""
    twice = judged(SURVEY, SURVEY | {"day": 11}, LESSON | {"day": 21})
    assert twice[8:10].tolist() == pytest.approx(judged(SURVEY)[8:10].tolist(), abs=1e-9)
    assert twice[10:].sum() > 0


def test_an_improvement_answers_those_whom_it_is_for():
    """Who is not addressed has had no answer."""
    case = load_case("missed-deadline")
    one, everybody, nothing = (judged(SURVEY, *acts, case=case).sum() for acts in (
        [LESSON | {"day": 11, "to": ["Funder"]}], [LESSON | {"day": 11}], []))  # fmt: skip
    assert nothing < one < nothing + 0.3 * (everybody - nothing)


@pytest.mark.parametrize(
    "nothing",
    [act("compensate", share=0.0), act("clarify"), act("plan", milestones=0), act("compensate")],
    ids=["a payment of nothing", "nothing to clear up", "a plan without steps", "nothing to pay for"],
)
def test_what_improves_nothing_answers_no_survey(nothing):
    """A partner who was never wronged has nothing paid or cleared up, and a small thing is a small answer."""
    assert judged(SURVEY, nothing | {"day": 11}).sum() == pytest.approx(judged(SURVEY).sum(), abs=1e-3)
    full, small = (judged(SURVEY, act("propose", day=11, hours=hours)).sum() for hours in (16, 1))
    assert judged(SURVEY).sum() < small < 0 < full


def test_answered_surveys_wear_out():
    """Where nothing is promised or kept in between, each answer gives less than the one before."""
    answers = judged(SURVEY | {"every_weeks": 8}, LESSON | {"day": 6, "every_weeks": 8})
    answers = answers[np.abs(answers) > 1e-6]
    assert len(answers) >= 4
    assert (np.diff(answers) < 0).all()


# Partnership


MISFITS = [(key, partner.name) for key in case_keys() for partner in load_case(key).partners if partner.fit < MISFIT]


def test_some_partners_do_not_fit():
    """The next test has partners to part with."""
    assert len(MISFITS) >= 2


@pytest.mark.slow
@pytest.mark.parametrize("week", [0, 8, 24])
@pytest.mark.parametrize(("case", "name"), MISFITS)
@pytest.mark.parametrize("others", [None, "recovery-plan", *honest_keys()])
def test_a_fair_parting_moves_the_headline_neither_way(case, name, others, week):
    """To part by agreement with whom the programme does not fit moves the season's partnership by half a point at most.

    Whatever else is done, and whenever it is.
    """
    case = load_case(case)
    acts = [one.model_dump(exclude_none=True) for one in load_strategy(others).acts] if others else []
    stays = played(case, plan(*acts)).each("partnership").mean()
    parts = played(case, plan(*acts, act("part_ways", week=week, to=[name])))
    assert parts.parted[case.names.index(name)].mean() > 0.5
    assert parts.each("partnership").mean() == pytest.approx(stays, abs=0.005)


def test_who_parted_still_asks_now_and_then():
    """As often as a content partner does, so that parting frees no more hours than contentment."""
    parted = played("missed-deadline", plan(act("part_ways", to=["all"])))
    calm = Parameters(questions_uncertain=0, questions_distrust=0, leave_rate=0)
    content = simulate("missed-deadline", plan(), worlds=WORLDS, parameters=calm)
    assert parted.hours["questions"].mean() == pytest.approx(content.hours["questions"].mean(), rel=0.2)


def test_dropping_a_partner_whom_the_programme_fits_is_a_loss():
    """Their trust no longer counts."""
    case = load_case("criticised-outreach")
    kept = played(case, plan()).partnership.mean(axis=-1)
    dropped = played(case, plan(act("part_ways", week=8, to=["Schools' network"]))).partnership.mean(axis=-1)
    assert dropped[12] < kept[12] - 0.08


# Luck


def test_an_act_leaves_the_luck_of_other_kinds_as_it_was():
    """An act that happens to nobody, put first, changes no world; nor does another kind's luck move."""
    case = load_case("missed-deadline")
    acts = load_strategy("q-and-a").acts
    nobody = plan(act("thank", to=["misfit"]), *(one.model_dump(exclude_none=True) for one in acts))
    without = plan(*(one.model_dump(exclude_none=True) for one in acts))
    assert (played(case, nobody).trust == played(case, without).trust).all()
