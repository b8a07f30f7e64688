"""Deeds: what is kept, broken or delivered late, and what the calendar brings."""

# ruff: noqa: ARG001 - every event is given the same, whether it needs it or not

from dataclasses import dataclass

from reference.names import CHARACTER, COMPETENCE, FACETS
from reference.tonight import needed


@dataclass(slots=True, frozen=True)
class Wrong:
    """How a bad deed is a wrong: guilt, what was lost, the share that is misunderstood, and whether partners wait."""

    weight: float
    character: float
    guilt: float = 1.0
    lost: str = "time"
    misunderstood: float = 0.0
    waits: bool = False


def tell_others(world, to, person, facet: int, good: float, bad: float) -> None:
    """Partners who were not addressed hear at the week's end what a deed did to this one."""
    gossip = world.par.gossip
    for other in world.people:
        if other.name not in to and other.active:
            tie = other.ties.get(person.name, 0.0)
            other.news_good[facet] += gossip * tie * good
            other.news_bad[facet] += gossip * world.par.gossip_bad * tie * bad


def good_deed(world, cause: str, to, person, weight: float, costs: float, seen: float = 1.0) -> None:
    """Credit on both facets: of skill as far as it is seen, of character as far as it costs something."""
    par, tonight = world.par, person.tonight
    credit = weight * tonight.gain
    for facet, good in ((COMPETENCE, credit * seen), (CHARACTER, par.kept_character * min(1.0, costs) * credit)):
        tonight.give(cause, facet, good)
        tell_others(world, to, person, facet, good, 0.0)
    tonight.unseen += credit * (1 - seen)
    tonight.deeds.append((cause, credit))


def severity(par, person, facet: int, guilt: float) -> float:
    """f_f: how much a bad deed weighs with this partner."""
    steadiness = person.partner.steadiness
    early = 1 + par.early_breach * steadiness / person.evidence(facet)
    blame = par.blameless + (1 - par.blameless) * guilt
    unmended = min(1.0, max(person.unmended.values(), default=0.0))
    owned_counts = max(par.owned_counts, unmended)
    remembered = owned_counts * (person.wrong_ours + person.wrong_alleged)
    remembered += (1 - owned_counts) * (person.unowned_ours + person.unowned_alleged)
    again = 1 + par.again * min(1.0, remembered)
    softened = 1 - par.voice_softens * max(person.heard, person.say)
    return early * blame * again * softened


def bad_deed(world, cause: str, to, person, weight: float, wrong: Wrong) -> None:
    """Bad evidence on both facets, and the wrong that it is."""
    par = world.par
    added = [
        par.loss_competence * (1 - wrong.character) * weight * severity(par, person, COMPETENCE, wrong.guilt),
        par.loss_character * world.ethics * wrong.character * weight * severity(par, person, CHARACTER, wrong.guilt),
    ]
    for facet in FACETS:
        person.tonight.hurt(cause, facet, added[facet])
        tell_others(world, to, person, facet, 0.0, added[facet])
    remember_wrong(par, person.tonight, added, wrong)


def remember_wrong(par, tonight, added: list[float], wrong: Wrong) -> None:
    """What answers can lift of a wrong, and its weight in partners' memory."""
    care, pay = getattr(par, f"care_for_{wrong.lost}"), getattr(par, f"pay_for_{wrong.lost}")
    for facet in FACETS:
        founded = (1 - wrong.misunderstood) * added[facet]
        tonight.wronged += [
            (facet, "wrong", founded),
            (facet, "misunderstood", wrong.misunderstood * added[facet]),
            (facet, "doubted", (1 - wrong.guilt) * founded),
            (facet, "sorry", care * founded * (wrong.guilt if facet == CHARACTER else 1.0)),
        ]
        if facet == COMPETENCE:
            tonight.wronged.append((facet, "payment", pay * founded))
    ours, alleged = wrong.guilt * wrong.weight, (1 - wrong.guilt) * wrong.weight
    tonight.new_ours += ours
    tonight.new_alleged += alleged
    tonight.new_alleged_character += alleged * wrong.character
    if wrong.waits:
        tonight.unowned_ours += ours
        tonight.unowned_alleged += alleged
        tonight.shaken *= 1 - (1 - par.breach_heard) * min(1.0, wrong.weight)
        tonight.words_new *= 1 - min(1.0, wrong.weight)


# ------------------------------------------------------------------------------------------- commitments


def beyond(world, promise, person) -> float:
    """ω: partners have limited use for what acts promise beyond what is owed."""
    return needed(person.promised_lately, world.par) if promise.by_act else 1.0


def hear_promise(world, promise) -> None:
    """A commitment opens in partners' ears: a long date costs something."""
    cost = world.par.long_date * promise.weight * max(0.0, promise.buffer - 1)
    for person in world.reached(promise.to):
        person.tonight.hurt("long dates", COMPETENCE, cost)


def keep(world, promise) -> None:
    """It is done on its promised day."""
    par = world.par
    for person in world.reached(promise.to):
        worth = promise.weight * (1 + par.codesign * person.say) * beyond(world, promise, person)
        seen = par.seen + (1 - par.seen) * person.checkable
        good_deed(world, "commitments kept", promise.to, person, worth, promise.weight, seen)
        person.tonight.kept += promise.weight


def break_promise(world, promise) -> None:
    """It is not done on its promised day."""
    weight = promise.weight * (1 - world.par.forewarned * promise.warned)
    wrong = Wrong(weight, promise.character)
    for person in world.reached(promise.to):
        bad_deed(world, "commitments broken", promise.to, person, weight, wrong)
        person.tonight.broken += promise.weight


def deliver_late(world, promise, *, confirms: bool) -> None:
    """It is done after its day; a missed thing done by its new date confirms what was said, too."""
    for person in world.reached(promise.to):
        worth = world.par.late * promise.weight * beyond(world, promise, person)
        good_deed(world, "late deliveries", promise.to, person, worth, promise.weight)
        if confirms:
            person.tonight.kept += promise.weight


# -------------------------------------------------------------------------------------- scripted events


def happen(world, event, to) -> None:
    """One scripted event takes effect on all who live through it."""
    for person in world.reached(to):
        EVENTS[event.event](world, event, to, person)


def breach(world, event, to, person) -> None:
    """Something went wrong, and perhaps it was a lie."""
    par, tonight = world.par, person.tonight
    felt = event.weight * par.statement if event.form == "statement" else event.weight
    wrong = Wrong(event.weight, event.character, event.guilt, event.lost, event.misunderstood, waits=True)
    bad_deed(world, "what happened", to, person, felt, wrong)
    if event.lie:
        lie = par.loss_character * world.ethics * event.weight
        tonight.hurt("what happened", CHARACTER, lie)
        tell_others(world, to, person, CHARACTER, 0.0, lie)
        tonight.scar += par.scar * lie
        person.book("what happened", CHARACTER, 0.0, par.scar * lie)
    tonight.broken += event.weight
    least = min(1.0, par.breach_uncertainty * event.weight)
    tonight.least_unsure = max(tonight.least_unsure, least)
    tonight.least_untold = max(tonight.least_untold, least)


def kept(world, event, to, person) -> None:
    """Something promised was done, or more than that."""
    more = world.par.exceeded if event.exceeded else 1.0
    good_deed(world, "what happened", to, person, event.weight * more, event.weight)
    person.tonight.kept += event.weight


def decision(world, event, to, person) -> None:
    """An unwelcome decision hurts less where partners had a voice before it."""
    par, tonight = world.par, person.tonight
    weight = event.weight * par.decision_weight
    hurt = par.loss_character * weight * (1 - par.voice_before * max(person.heard, person.say))
    tonight.hurt("what happened", CHARACTER, hurt)
    tell_others(world, to, person, CHARACTER, 0.0, hurt)
    remember_wrong(par, tonight, [0.0, hurt], Wrong(weight, 1.0, lost="standing"))
    tonight.least_unsure = max(tonight.least_unsure, par.decision_uncertainty)


def guilt_proven(world, event, to, person) -> None:
    """What was only suspected becomes certain; a denial now counts as what it was."""
    par = world.par
    person.tonight.proven = True
    if person.denied > 0:
        early = 1 + par.early_breach * person.partner.steadiness / person.evidence(CHARACTER)
        hurt = par.loss_character * person.denied * early
        person.tonight.hurt("guilt proven", CHARACTER, hurt)
        tell_others(world, to, person, CHARACTER, 0.0, hurt)


EVENTS = {"breach": breach, "kept": kept, "decision": decision, "guilt_proven": guilt_proven}
