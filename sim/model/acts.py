"""What each kind of act does to partners on the evening on which it is paid. Formulas: docs/model.md, "Acts"."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from sim.model import ledger, strategy
from sim.model.case import MISFIT
from sim.model.effects import DayEffects
from sim.model.laws import CHARACTER, COMPETENCE
from sim.model.strategy import Timed
from sim.model.workload import ScheduledAct

if TYPE_CHECKING:
    from sim.model.random_streams import RandomStreams

# How much of each apology counts: order from Lewicki 2016; the sizes are an assumption.
PARTS = {
    "responsibility": 0.30, "repair": 0.22, "regret": 0.14, "explanation": 0.14, "repentance": 0.14,
    "forgiveness": 0.06,
}  # fmt: skip
# How much an update says. Source: Maister 1985, Hui 2006 (reason, date and progress ease waits); sizes assumed.
INFORMATION = {"progress": 0.45, "date": 0.30, "reason": 0.20, "results": 0.30, "small_wins": 0.10}
DOUBTFUL = 0.5  # guilt below which a denial counts as an answer
HOLLOW = 0.5  # weight of commitments kept lately below which there is nothing to celebrate
# How far a channel lets people be heard, and a form lets them shape things. Assumption: the closer, the better.
LISTENING = {"call": 0.6, "meeting": 0.6, "focus_group": 0.55, "forum": 0.45, "webinar": 0.35}
INVOLVING = {"codesign": 0.5, "advisory_board": 0.4, "forum": 0.3}
IMPROVEMENTS = (
    strategy.Propose, strategy.Plan, strategy.Clarify, strategy.Involve, strategy.Compensate, strategy.TrainStaff,
    strategy.Educate, strategy.FixProcess,
)  # fmt: skip


def _acknowledge(act: strategy.Acknowledge, effects: DayEffects, reach: np.ndarray) -> None:
    own, partners = effects.parameters, effects.partners
    felt = (1.0 if act.names == "impact" else 0.3) * own.apology_repeat**partners.acknowledged
    effects.answer(reach)
    effects.raise_state("heard", reach, 0.35 * felt)
    effects.reduce_uncertainty(reach, 0.2 * felt)
    effects.discount_bad(act.act, CHARACTER, own.recognition * felt * reach)
    effects.count("acknowledged", reach)


def _listen(act: strategy.Listen, effects: DayEffects, reach: np.ndarray) -> None:
    felt = LISTENING[act.channel] * (1.0 if act.validates else 0.6)
    effects.answer(reach)
    effects.raise_state("heard", reach, felt)
    effects.reduce_uncertainty(reach, 0.15 * felt)
    effects.discount_bad(act.act, CHARACTER, effects.parameters.recognition * felt * reach)


def _apologise(act: strategy.Apologise, effects: DayEffects, reach: np.ndarray) -> None:
    """Source: Lewicki 2016 (parts), Frantz 2005 (heard first), Tomlinson 2004 (delay), Kim 2004 (character)."""
    own, partners = effects.parameters, effects.partners
    # In the table's order: a set's own order, and so a sum's last digits, differ from process to process.
    parts = sum(weight for part, weight in PARTS.items() if part in act.parts)
    delay = np.maximum(effects.day - partners.breach_day, 0) / 5
    full = parts * np.exp(-delay / own.apology_delay) * (own.institution if act.by == "organisation" else 1.0)
    believed = full * own.apology_repeat**partners.apologies * _openness(effects)
    effects.discount_bad(act.act, COMPETENCE, own.apology * believed * reach, escrow=True)
    effects.discount_bad(act.act, CHARACTER, own.apology_character * believed * partners.guilt * reach, escrow=True)
    open_guilt = partners.breach_share * partners.breach_weight * (1 - partners.guilt)
    cost = own.confession * parts * open_guilt
    if {"responsibility", "repair"} & set(act.parts):
        effects.answer(reach)
    else:
        cost = cost + own.blame_free * partners.guilt * partners.breach_weight
    if cost.any():
        effects.bad(act.act, CHARACTER, cost * reach)
    effects.reduce_uncertainty(reach, 0.15 * parts)
    effects.count("apologies", reach)


def _openness(effects: DayEffects) -> np.ndarray:
    """Return how far partners let words in: more where they were heard first."""
    unheard = effects.parameters.unheard
    return unheard + (1 - unheard) * effects.partners.heard


def _explain(act: strategy.Explain, effects: DayEffects, reach: np.ndarray) -> None:
    own, partners = effects.parameters, effects.partners
    if act.cause == "own":
        effects.discount_bad(act.act, COMPETENCE, own.own_cause * reach)
        effects.answer(reach)
        effects.reduce_uncertainty(reach, 0.3)
    else:
        effects.discount_bad(act.act, COMPETENCE, own.own_cause * (1 - partners.guilt) * reach)
        effects.bad(act.act, CHARACTER, own.excuse * partners.guilt * partners.breach_weight * reach)
        effects.reduce_uncertainty(reach, 0.15)


def _contradict(act: Timed, effects: DayEffects, reach: np.ndarray, *, cleared: float, cost: float) -> None:
    own, partners = effects.parameters, effects.partners
    effects.clear_up(act.act, cleared * own.clarity * _openness(effects) * reach)
    founded = partners.guilt * (1 - partners.breach_misunderstood) * partners.breach_weight
    effects.bad(act.act, CHARACTER, cost * own.contradiction * founded * (1 - partners.heard) * reach)
    effects.answer(reach)


def _clarify(act: strategy.Clarify, effects: DayEffects, reach: np.ndarray) -> None:
    _contradict(act, effects, reach, cleared=1.0, cost=0.5)
    effects.reduce_uncertainty(reach, 0.2)


def _disagree(act: strategy.Disagree, effects: DayEffects, reach: np.ndarray) -> None:
    _contradict(act, effects, reach, cleared=0.5, cost=1.0)
    effects.good(act.act, CHARACTER, effects.parameters.candour * reach)
    effects.reduce_uncertainty(reach, 0.15)


def _deny(act: strategy.Deny, effects: DayEffects, reach: np.ndarray) -> None:
    """Source: Kim 2004: denial helps while guilt is open, and costs dearly once it is known."""
    own, partners = effects.parameters, effects.partners
    effects.discount_bad(act.act, COMPETENCE, own.denial_competence * (1 - partners.guilt) * reach)
    effects.discount_bad(act.act, CHARACTER, own.denial_character * (1 - partners.guilt) * reach)
    effects.bad(act.act, CHARACTER, own.denial_known * partners.guilt * partners.breach_weight * reach)
    effects.deny(reach)
    effects.answer(reach * (partners.guilt < DOUBTFUL))
    effects.reduce_uncertainty(reach, 0.1)


def _propose(act: strategy.Propose, effects: DayEffects, reach: np.ndarray, misses: np.ndarray) -> None:
    """Do what a proposal does; misses: (partners, worlds) 1 where it fails to meet this partner's needs."""
    if act.asks:
        effects.raise_state("heard", reach * misses, 0.25)
        misses = np.zeros_like(misses)
    effects.lend(act.act, reach * (1 - 0.5 * misses))
    effects.raise_state("heard", reach, 0.1)
    effects.answer(reach)
    effects.reduce_uncertainty(reach, 0.25)


def _plan(act: strategy.Plan, effects: DayEffects, reach: np.ndarray) -> None:
    effects.lend(act.act, reach * (0.5 * act.milestones))
    effects.reduce_uncertainty(reach, 0.4)
    effects.answer(reach)
    if act.measurable:
        effects.raise_state("checkable", reach, 0.6)


def _update(act: strategy.Update, effects: DayEffects, reach: np.ndarray, gap: np.ndarray, wins: np.ndarray) -> None:
    """Source: Godfrey 2011 (ideal rhythm), Hui 2006 (content); an update soon after another has little news."""
    channels = len(set(act.channels))
    fresh = 1 - np.exp(-gap / effects.parameters.freshness)
    says = sum(weight for part, weight in INFORMATION.items() if part in act.says)
    effects.reduce_uncertainty(reach, min(0.9, says) * fresh * (1 - 0.3**channels))
    effects.count("load", reach * (0.6 + 0.4 * channels))
    if "results" in act.says:
        effects.raise_state("checkable", reach, 0.35 * fresh)
    if "small_wins" in act.says:
        effects.good(act.act, COMPETENCE, reach * (0.1 * fresh) * np.minimum(wins, 1) * effects.gain)


def _survey(_: strategy.Survey, effects: DayEffects, reach: np.ndarray) -> None:
    effects.raise_state("heard", reach, 0.12)
    effects.count("load", 0.5 * reach)


def survey_follow_up(effects: DayEffects, reach: np.ndarray, acted: np.ndarray) -> None:
    """Judge a survey by what was done about it, 13 weeks before to 8 after (Assumption); acted: (worlds,) bools."""
    own = effects.parameters
    effects.good(ledger.FOLLOW_UP, CHARACTER, 0.5 * own.warmth * (reach * acted))
    effects.bad(ledger.FOLLOW_UP, CHARACTER, own.unacted_survey * (reach * ~acted))


def _involve(act: strategy.Involve, effects: DayEffects, reach: np.ndarray) -> None:
    """Source: Van Vaerenbergh 2018, Roggeveen 2012: joint work on the repair helps, modestly."""
    own, felt = effects.parameters, INVOLVING[act.form]
    effects.raise_state("heard", reach, 0.5 * felt)
    effects.raise_state("involved", reach, felt)
    effects.discount_bad(act.act, CHARACTER, own.recognition * felt * reach)
    effects.reduce_uncertainty(reach, 0.2 * felt)
    effects.good(act.act, CHARACTER, own.warmth * felt * reach)


def _compensate(act: strategy.Compensate, effects: DayEffects, reach: np.ndarray) -> None:
    """Source: Haesevoets 2015 (above the loss adds nothing), Desmet 2011 (size matters only if voluntary)."""
    own = effects.parameters
    share = own.compensation * min(act.share, 1) if act.voluntary else own.forced * (act.share > 0)
    effects.discount_bad(act.act, COMPETENCE, share * reach)


def _educate(_: strategy.Educate, effects: DayEffects, reach: np.ndarray) -> None:
    effects.raise_state("educated", reach, 0.4)
    effects.raise_state("heard", reach, 0.05)


def _review(act: strategy.Review, effects: DayEffects, reach: np.ndarray) -> None:
    own = effects.parameters
    if act.together:
        effects.raise_state("heard", reach, 0.15)
        effects.raise_state("involved", reach, 0.15)
    if act.shared:
        effects.discount_bad(act.act, COMPETENCE, 0.5 * own.recognition * reach)
        effects.good(act.act, CHARACTER, own.warmth * reach)


def _promise(act: strategy.Promise, effects: DayEffects, reach: np.ndarray) -> None:
    if act.count:
        effects.lend(act.act, act.count * reach)
    effects.reduce_uncertainty(reach, 0.15 if act.dated else 0.05)


def _thank(act: strategy.Thank, effects: DayEffects, reach: np.ndarray) -> None:
    own = effects.parameters
    effects.good(act.act, CHARACTER, 0.7 * own.warmth * own.apology_repeat**effects.partners.thanked * reach)
    effects.raise_state("heard", reach, 0.05)
    effects.count("load", 0.3 * reach)
    effects.count("thanked", reach)


def _celebrate(act: strategy.Celebrate, effects: DayEffects, reach: np.ndarray, wins: np.ndarray) -> None:
    effects.good(act.act, COMPETENCE, 0.25 * reach * np.minimum(wins, 2) * effects.gain)
    hollow = reach * (wins < HOLLOW)
    if hollow.any():
        waiting = np.where(effects.partners.overdue > 0, 1.0, 0.5)
        effects.bad(act.act, CHARACTER, 0.5 * effects.parameters.unacted_survey * waiting * hollow)
    effects.count("load", 0.5 * reach)


def _part_ways(act: strategy.PartWays, effects: DayEffects, reach: np.ndarray) -> None:
    """Let others judge the parting: fair where needs did not fit, an abandonment where they did."""
    partners, warmth = effects.partners, effects.parameters.warmth
    reach = effects.parts(reach)
    others = partners.active.astype(float)
    misfit = partners.fit < MISFIT
    effects.good(act.act, CHARACTER, 0.3 * warmth * (partners.ties @ (reach * misfit)) * others)
    effects.bad(act.act, CHARACTER, 0.6 * warmth * (partners.ties @ (reach * ~misfit)) * others)


def take_effect(
    one: ScheduledAct, effects: DayEffects, reach: np.ndarray, *, wins: np.ndarray, luck: "RandomStreams"
) -> None:
    """Hand in what one act does to partners tonight.

    Args:
        reach: (partners, worlds) 1 where the act reaches an active partner tonight.
        wins: (worlds,) weight of commitments kept lately.
    """
    act = one.act
    match act:
        case strategy.Update():
            _update(act, effects, reach, one.gap, wins)
        case strategy.Celebrate():
            _celebrate(act, effects, reach, wins)
        case strategy.Propose():
            _propose(act, effects, reach, _misses(one, effects, luck))
        case _ if type(act) in _EFFECTS:
            _EFFECTS[type(act)](act, effects, reach)


def _misses(one: ScheduledAct, effects: DayEffects, luck: "RandomStreams") -> np.ndarray:
    names = tuple(f"{name}/{one.place}/{one.start}" for name in effects.partners.case.names)
    return (luck.draw_each("fit", names)[0] < 0.5 * (1 - effects.partners.heard)).astype(float)


_EFFECTS: dict[type, Callable] = {
    strategy.Acknowledge: _acknowledge,
    strategy.Listen: _listen,
    strategy.Apologise: _apologise,
    strategy.Explain: _explain,
    strategy.Clarify: _clarify,
    strategy.Deny: _deny,
    strategy.Disagree: _disagree,
    strategy.Plan: _plan,
    strategy.Survey: _survey,
    strategy.Involve: _involve,
    strategy.Compensate: _compensate,
    strategy.Educate: _educate,
    strategy.Review: _review,
    strategy.Promise: _promise,
    strategy.Thank: _thank,
    strategy.PartWays: _part_ways,
}
