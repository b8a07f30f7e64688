"""Acts: what each of them does to one partner, and to the organisation."""

# ruff: noqa: ARG001 - every act is given the same, whether it needs it or not

import math

from reference.names import CHARACTER, COMPETENCE, DAYS_A_WEEK, FACETS
from reference.schedule import MISFIT
from reference.state import halving

NOTHING = 1e-9  # bad evidence, or a wrong, that counts as none


def say_words(par, person, kind: str) -> float:
    """φ, the force of words of this kind; those still on the mind tell little, and again without a deed cost trust."""
    said = max(person.said.get(kind, 0.0), person.unmended.get(kind, 0.0))
    hollow = par.hollow_words * (1 - par.apology_repeat ** max(0.0, said - par.words_free))
    person.tonight.hurt(kind, CHARACTER, hollow)
    person.tonight.said[kind] = person.tonight.said.get(kind, 0) + 1
    person.tonight.spoken.add(kind)
    return par.apology_repeat**said * (1 - person.on_mind.get(kind, 0.0)) * part_of(person.tonight, kind)


def mend(tonight, share: float) -> None:
    """Something was reviewed or mended: words that answered for a wrong are new again."""
    tonight.unmended *= 1 - share


def part_of(tonight, kind: str) -> float:
    """The part that one act has in what its kind does tonight."""
    return 1 / max(1.0, tonight.alike[kind])


def own(tonight, share: float) -> None:
    """Own up to what nobody has answered for."""
    tonight.owned *= 1 - share


def answer_doubt(tonight, share: float) -> None:
    """Answer what is alleged."""
    tonight.doubted *= 1 - share


def tell(tonight, share: float) -> None:
    """Tell partners what happened and what comes next."""
    tonight.told *= 1 - share


def calm(tonight, share: float) -> None:
    """Take away uncertainty."""
    tonight.calm *= 1 - share


def make_heard(tonight, share: float) -> None:
    """Close a share of the gap in being heard."""
    tonight.unheard *= 1 - share


def alleged_share(person) -> float:
    """δ: how much of what is remembered is only alleged."""
    return person.wrong_alleged / max(person.wrong_ours + person.wrong_alleged, NOTHING)


# ------------------------------------------------------------------------------- words about what happened


def acknowledge(world, one, person) -> None:
    """Say what went wrong."""
    par, tonight = world.par, person.tonight
    force = (1.0 if one.act.names == "impact" else par.fact_only) * say_words(par, person, "acknowledge")
    own(tonight, par.acknowledge_owns * force)
    tell(tonight, par.acknowledge_tells * force)
    tonight.lift("acknowledge", CHARACTER, "wrong", par.recognition * force * (1 - person.heard))
    make_heard(tonight, par.acknowledge_heard * force)
    calm(tonight, par.acknowledge_uncertainty * force)


def listen(world, one, person) -> None:
    """Make room to speak."""
    par, tonight = world.par, person.tonight
    force = getattr(par, f"listen_{one.act.channel}") * (1.0 if one.act.validates else par.listen_notes_only)
    recognised = par.recognition * force * part_of(tonight, "listen") * (1 - person.heard)
    tonight.lift("listen", CHARACTER, "wrong", recognised)
    make_heard(tonight, force)
    calm(tonight, par.listen_uncertainty * force)


def apologise(world, one, person) -> None:
    """Say sorry; what it lifts stays in escrow until deeds prove it."""
    par, tonight, parts = world.par, person.tonight, set(one.act.parts)
    full = min(1.0, sum(getattr(par, f"apologise_{part}") for part in sorted(parts)))
    force = say_words(par, person, "apologise")
    worth = full * force * tonight.open
    if one.act.by == "organisation":
        worth *= par.institution
    tonight.lift("apologise", COMPETENCE, "sorry", par.apology * worth)
    tonight.lift("apologise", CHARACTER, "sorry", par.apology_character * worth)
    tonight.hurt("apologise", CHARACTER, par.confession * full * person.alleged_character)
    if parts & {"responsibility", "repair"}:
        own(tonight, par.apology_owns * worth)
    else:
        tonight.hurt("apologise", CHARACTER, par.blame_free * person.wrong_ours)
    tell(tonight, par.apology_tells * full * force)
    calm(tonight, par.apologise_uncertainty * full * force)


def explain(world, one, person) -> None:
    """Give our own reasons, or blame others."""
    par, tonight = world.par, person.tonight
    force = say_words(par, person, "explain")
    if one.act.cause == "own":
        tonight.lift("explain", COMPETENCE, "wrong", par.own_cause * force)
        tell(tonight, par.explain_own_tells * force)
        calm(tonight, par.explain_own_uncertainty * force)
        return
    share = par.others_cause * force * tonight.open
    for facet in FACETS:
        tonight.lift("explain", facet, "doubted", share)
        tonight.used.append((facet, "doubted", share))
    answer_doubt(tonight, share)
    tonight.hurt("explain", CHARACTER, par.excuse * person.wrong_ours)
    tell(tonight, par.explain_others_tells * alleged_share(person) * force)
    calm(tonight, par.explain_others_uncertainty * force)


def clear_up(world, person, kind: str, force: float, share: float, cost: float) -> None:
    """Clear up what was misunderstood; contradicting founded criticism costs trust."""
    par, tonight = world.par, person.tonight
    cleared = share * par.clarity * force * tonight.open
    for facet in FACETS:
        tonight.lift(kind, facet, "misunderstood", cleared, for_good=True)
    answer_doubt(tonight, cleared)
    tonight.hurt(kind, CHARACTER, cost * par.contradiction * person.wrong_ours * (1 - person.heard))


def clarify(world, one, person) -> None:
    """Clear up a misunderstanding."""
    par = world.par
    force = say_words(par, person, "clarify")
    clear_up(world, person, "clarify", force, 1.0, par.clarify_cost)
    tell(person.tonight, par.clarify_tells * force)
    calm(person.tonight, par.clarify_uncertainty * force)


def deny(world, one, person) -> None:
    """Say that it was not us."""
    par, tonight = world.par, person.tonight
    force = say_words(par, person, "deny")
    tonight.lift("deny", COMPETENCE, "doubted", par.denial_competence * force)
    tonight.lift("deny", CHARACTER, "doubted", par.denial_character * force)
    tonight.hurt("deny", CHARACTER, par.denial_known * person.wrong_ours)
    tonight.denies = True
    answer_doubt(tonight, par.deny_answers * force)
    calm(tonight, par.deny_uncertainty * alleged_share(person) * force)


def disagree(world, one, person) -> None:
    """Say openly where we differ."""
    par, tonight = world.par, person.tonight
    force = say_words(par, person, "disagree")
    clear_up(world, person, "disagree", force, par.disagree_clears, 1.0)
    remembered = min(1.0, person.wrong_ours + person.wrong_alleged)
    tonight.lend_on_character("disagree", par.candour * force * remembered)
    calm(tonight, par.disagree_uncertainty * force)


# ------------------------------------------------------------------------------- promises and news


def lend_on(world, one, person, share: float = 1.0) -> None:
    """Trust is lent on what opens tonight and is judged within the season, a share of its weight; less on far dates."""
    for promised in one.promises:
        if one.effect < promised.promised <= world.case.days:
            weeks_away = (promised.promised - one.effect) / DAYS_A_WEEK
            near = halving(world.par.date_half_life, weeks_away)
            person.tonight.lend(one.act.act, share * promised.weight, near)


def misses_needs(world, one, person) -> bool:
    """Does a proposal miss this partner's needs, as long as nobody asks?"""
    luck = world.luck.number("fit", f"{person.name}/{one.name}")
    return luck < world.par.propose_misses * (1 - person.heard)


def propose(world, one, person) -> None:
    """Offer a change; where we ask, a partner whose needs it misses amends it."""
    par, tonight = world.par, person.tonight
    force = say_words(par, person, "propose")
    misses = misses_needs(world, one, person)
    if misses and one.act.asks:
        make_heard(tonight, par.propose_amended_heard)
        misses = False
    lend_on(world, one, person, 1 - par.propose_missed_loan if misses else 1.0)
    make_heard(tonight, par.propose_heard * force)
    tell(tonight, par.propose_tells * force)
    calm(tonight, par.propose_uncertainty * force)


def plan(world, one, person) -> None:
    """Share a plan with dates."""
    par, tonight = world.par, person.tonight
    force = say_words(par, person, "plan")
    lend_on(world, one, person)
    tell(tonight, par.plan_tells * force)
    calm(tonight, par.plan_uncertainty * force)
    if one.act.measurable:
        tonight.uncheckable *= 1 - par.plan_checkable


def update(world, one, person) -> None:
    """Tell how things stand; an update that says nothing is only one more message."""
    par, tonight, says = world.par, person.tonight, sorted(set(one.act.says))
    channels = len(set(one.act.channels))
    fresh = 1 - math.exp(-one.gap / par.freshness)
    reach = 1 - par.update_missed**channels
    info = min(par.update_most, sum(getattr(par, f"update_{part}") for part in says)) * fresh * reach
    calm(tonight, info)
    tell(tonight, par.update_tells * info)
    tonight.load += par.update_load + par.update_load_channel * channels
    tonight.load += par.update_load_further * max(0.0, len(says) - par.update_brief)
    hidden = 1.0
    for part in says:
        if part in ("progress", "results", "small_wins"):
            hidden *= 1 - getattr(par, f"update_shows_{part}")
    show(person, "update", (1 - hidden) * reach)
    if "results" in says:
        tonight.uncheckable *= 1 - par.update_results_checkable * fresh * (1 - math.exp(-person.unseen))


def show(person, kind: str, share: float) -> None:
    """Tell of a share of the deeds that the partner has not seen yet."""
    person.tonight.shown.append((kind, share))


def promise(world, one, person) -> None:
    """Make further promises, dated or not."""
    par, tonight = world.par, person.tonight
    lend_on(world, one, person)
    calm(tonight, par.promise_dated_uncertainty if one.act.dated else par.promise_undated_uncertainty)


# ------------------------------------------------------------------------------- asking, involving, making good


def survey(world, one, person) -> None:
    """Ask for views."""
    make_heard(person.tonight, world.par.survey_heard)
    person.tonight.load += world.par.survey_load


def involve(world, one, person) -> None:
    """Let partners shape what is done."""
    par, tonight = world.par, person.tonight
    force = getattr(par, f"involve_{one.act.form}")
    part = part_of(tonight, "involve")
    tonight.lift("involve", CHARACTER, "wrong", par.recognition * force * part * (1 - person.heard))
    make_heard(tonight, par.involve_heard * force)
    tonight.voiceless *= 1 - force
    calm(tonight, par.involve_uncertainty * force)
    tonight.give("involve", CHARACTER, par.warmth * force * part * (1 - person.say))


def compensate(world, one, person) -> None:
    """Make good a share of the loss."""
    par, tonight = world.par, person.tonight
    paid = min(one.act.share, 1.0) * part_of(tonight, "compensate")
    if one.act.voluntary:
        all_of_it = min(1.0, tonight.alike["compensate"])
        unpaid = max(0.0, all_of_it - person.said.get("compensate", 0.0)) / all_of_it if all_of_it > 0 else 0.0
        own(tonight, par.payment_owns * paid * unpaid)
        mend(tonight, paid * unpaid)
        tonight.said["compensate"] = tonight.said.get("compensate", 0.0) + paid
        tonight.lift("compensate", COMPETENCE, "payment", par.compensation * paid, for_good=True)
    elif paid > 0:
        tonight.lift("compensate", COMPETENCE, "payment", par.forced * part_of(tonight, "compensate"), for_good=True)
    tonight.used.append((COMPETENCE, "payment", paid))


def educate(world, one, person) -> None:
    """Teach how things work."""
    person.tonight.ignorant *= 1 - world.par.educate_educated
    make_heard(person.tonight, world.par.educate_heard)


def mended_share(world) -> float:
    """z: what a mended process is worth, with or without a review before it."""
    return 1.0 if world.reviewed else world.par.no_review


def fix_process(world, one, person) -> None:
    """Change how we work, so that it does not happen again."""
    par, tonight = world.par, person.tonight
    mend(tonight, mended_share(world))
    force = mended_share(world) * say_words(par, person, "fix_process")
    tonight.lift("fix_process", COMPETENCE, "wrong", par.prevention * force)
    tonight.expects *= 1 - par.prevention_trusted * force


def review(world, one, person) -> None:
    """Look for root causes, perhaps together, and perhaps share the lessons."""
    par, tonight = world.par, person.tonight
    if one.act.together or one.act.shared:
        mend(tonight, 1.0)
    if one.act.together:
        make_heard(tonight, par.review_heard)
        tonight.voiceless *= 1 - par.review_involved
    if one.act.shared:
        force = say_words(par, person, "review")
        tonight.lift("review", COMPETENCE, "wrong", par.review_lift * par.recognition * force)
        tonight.lend_on_character("review", par.warmth * force)
        own(tonight, par.review_owns * force)
        tell(tonight, par.review_tells * force)


def thank(world, one, person) -> None:
    """Thank partners."""
    par, tonight = world.par, person.tonight
    force = say_words(par, person, "thank")
    tonight.lend_on_character("thank", par.thank_warmth * par.warmth * force)
    make_heard(tonight, par.thank_heard * force)
    tonight.load += par.thank_load


def celebrate(world, one, person) -> None:
    """Show what went well; hollow where little did."""
    par, tonight = world.par, person.tonight
    show(person, "celebrate", par.celebrate_shows * min(world.wins, 1.0))
    if world.wins < par.celebrate_hollow:
        overdue = 1.0 if world.owes(person, "overdue") else par.celebrate_none_overdue
        tonight.hurt("celebrate", CHARACTER, par.celebrate_hollow_cost * par.unacted_survey * overdue)
    tonight.load += par.celebrate_load


def part_ways(world, one, person) -> None:
    """End the partnership."""
    person.tonight.parting = True


def nothing_said(world, one, person) -> None:
    """What is done in the organisation alone reaches no partner."""


ON_PARTNERS = {
    "acknowledge": acknowledge, "listen": listen, "apologise": apologise, "explain": explain, "clarify": clarify,
    "deny": deny, "disagree": disagree, "propose": propose, "plan": plan, "update": update, "survey": survey,
    "involve": involve, "compensate": compensate, "train_staff": nothing_said, "educate": educate,
    "fix_process": fix_process, "review": review, "forewarn": nothing_said, "promise": promise, "thank": thank,
    "celebrate": celebrate, "part_ways": part_ways,
}  # fmt: skip


def see_others_go(world) -> None:
    """How the other partners take it when one parts."""
    par = world.par
    people = [person for person in world.people if person.active]
    for gone in people:
        if gone.tonight.parting:
            for other in people:
                if other is not gone:
                    felt = par.warmth * other.ties.get(gone.name, 0.0)
                    if gone.partner.fit < MISFIT:
                        other.tonight.give("part_ways", CHARACTER, par.part_ways_fair * felt)
                    else:
                        other.tonight.hurt("part_ways", CHARACTER, par.part_ways_unfair * felt)


def improvement(world, one, person) -> float:
    """How much of an answer to a survey an act is for this partner, 0 to 1."""
    match one.act.act:
        case "involve" | "train_staff" | "educate" | "fix_process":
            return 1.0
        case "compensate":
            return min(one.act.share, 1.0) if person.answerable["payment"][COMPETENCE] > NOTHING else 0.0
        case "clarify":
            return 1.0 if max(person.answerable["misunderstood"]) > NOTHING else 0.0
        case "plan":
            return min(1.0, weight_to_be_judged(world, one))
        case "propose":
            misses = misses_needs(world, one, person) and not one.act.asks
            return 0.0 if misses else min(1.0, weight_to_be_judged(world, one))
        case _:
            return 0.0


def weight_to_be_judged(world, one) -> float:
    """The weight of what opens tonight and is judged within the season."""
    return sum(made.weight for made in one.promises if one.effect < made.promised <= world.case.days)


def answer_surveys(world) -> None:
    """Tonight's improvements answer the latest survey of those whom they reach."""
    for person in world.people:
        if person.active and person.asked_by:
            answers = person.asked_by.answers
            answers[person.name] = max(answers.get(person.name, 0.0), person.tonight.improved)


def ask_in_survey(world, one) -> None:
    """The survey's mean is the trust of those whom it asked; for them it is the latest."""
    asked = world.reached(one.to)
    if asked:
        world.surveyed = sum(person.tonight.trust for person in asked) / len(asked)
    for person in asked:
        person.tonight.asked_by = one
    world.surveys.append(one)


def follow_up(world, one) -> None:
    """Partners see whether anything changed after a survey."""
    par = world.par
    for person in world.reached(one.to):
        answered, said = one.answers.get(person.name, 0.0), person.said.get("survey follow-up", 0.0)
        warmth = par.survey_acted_warmth * par.warmth * par.apology_repeat**said
        person.tonight.give("survey follow-up", CHARACTER, warmth * answered)
        person.tonight.hurt("survey follow-up", CHARACTER, par.unacted_survey * (1 - answered))
        person.tonight.said["survey follow-up"] = person.tonight.said.get("survey follow-up", 0.0) + answered
