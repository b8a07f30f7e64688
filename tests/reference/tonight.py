"""Several things on one evening: what happened to one partner comes together here before it takes effect."""

# ruff: noqa: RUF003 - the symbols of docs/model.md

import math
from dataclasses import dataclass, field

from reference.names import ANSWERS, CHARACTER, COMPETENCE, DAYS_A_WEEK, FACETS


@dataclass(slots=True)
class Lift:
    """A share of what an answer can reach that is lifted tonight."""

    cause: str
    facet: int
    answer: str
    share: float
    for_good: bool


@dataclass(slots=True, eq=False)
class Tonight:
    """What one partner lives through on one evening; credit and trust are those before any of it."""

    person: object
    trust: float
    character: float
    gain: float
    open: float
    moves: list[tuple[str, int, float, float]] = field(default_factory=list)
    lifts: list[Lift] = field(default_factory=list)
    used: list[tuple[int, str, float]] = field(default_factory=list)
    wronged: list[tuple[int, str, float]] = field(default_factory=list)
    deeds: list[tuple[str, float]] = field(default_factory=list)
    scar: float = 0.0
    kept: float = 0.0
    broken: float = 0.0
    lent: list[tuple[str, float, float]] = field(default_factory=list)
    lent_on_character: float = 0.0
    shown: list[tuple[str, float]] = field(default_factory=list)  # shares of d
    unseen: float = 0.0
    new_ours: float = 0.0
    new_alleged: float = 0.0
    new_alleged_character: float = 0.0
    unowned_ours: float = 0.0
    unowned_alleged: float = 0.0
    expects: float = 1.0  # factor on g
    owned: float = 1.0  # factor on o_o and o_a
    doubted: float = 1.0  # factor on o_a
    calm: float = 1.0  # factor on U
    told: float = 1.0  # factor on N
    least_unsure: float = 0.0
    least_untold: float = 0.0
    shaken: float = 1.0  # factor on H
    unheard: float = 1.0  # Π(1 − a) of all rises of H; likewise V, E and B
    uncheckable: float = 1.0
    ignorant: float = 1.0
    voiceless: float = 1.0
    load: float = 0.0
    words_new: float = 1.0  # factor on all n and m
    alike: dict[str, float] = field(default_factory=dict)  # how much of each kind of act there is tonight
    said: dict[str, float] = field(default_factory=dict)
    spoken: set[str] = field(default_factory=set)  # kinds of words
    unmended: float = 1.0  # factor on all q
    denies: bool = False
    proven: bool = False
    parting: bool = False
    improved: float = 0.0  # how much of an answer to a survey there was tonight
    asked_by: object = None  # the survey that asked this partner tonight

    def give(self, cause: str, facet: int, good: float) -> None:
        """Good evidence."""
        self.moves.append((cause, facet, good, 0.0))

    def hurt(self, cause: str, facet: int, bad: float) -> None:
        """Bad evidence."""
        self.moves.append((cause, facet, 0.0, bad))

    def lift(self, cause: str, facet: int, answer: str, share: float, *, for_good: bool = False) -> None:
        """Lift a share of the bad evidence that this answer can reach."""
        self.lifts.append(Lift(cause, facet, answer, share, for_good))

    def lend(self, cause: str, weight: float, near: float) -> None:
        """Trust lent on a promise of this weight, as near as this (1 = due at once)."""
        self.lent.append((cause, weight, near))

    def lend_on_character(self, cause: str, good: float) -> None:
        """Good evidence of character that deeds must prove."""
        self.give(cause, CHARACTER, good)
        self.lent_on_character += good


def begin_tonight(world) -> None:
    """Look at every active partner before anything takes effect."""
    par = world.par
    for person in world.people:
        if person.active:
            trust = person.trust()
            seen = trust + par.metrics * person.checkable * (1 - trust)
            person.tonight = Tonight(
                person=person,
                trust=trust,
                character=person.facet_trust(CHARACTER),
                gain=(par.gain_floor + (1 - par.gain_floor) * seen) * person.partner.fit,
                open=par.unheard + (1 - par.unheard) * person.heard,
            )


def needed(promised_lately: float, par) -> float:
    """u(P/need_beyond): needs beyond what is owed are limited."""
    met = promised_lately / par.need_beyond
    return (1 - math.exp(-met)) / met if met > 0 else 1.0


def end_tonight(world, day: int) -> None:
    """Everything takes effect at once."""
    for person in world.people:
        if person.active:
            tonight = person.tonight
            make_up(world.par, tonight)
            lifted = lift_bad_evidence(person, tonight)
            prove_words(person, tonight)
            lend_trust(world.par, person, tonight)
            tell_of_deeds(person, tonight)
            for facet in FACETS:
                person.escrow[facet] += lifted[facet]
            for cause, facet, good, bad in tonight.moves:
                person.move(cause, facet, good, bad)
            person.scar += tonight.scar
            answer_wrongs(person, tonight)
            change_moods(person, tonight)
            if tonight.parting:
                person.active, person.status, person.changed = False, 1, (day - 1) // DAYS_A_WEEK


def make_up(par, tonight) -> None:
    """Good deeds of one evening make up for wrongs together, each for its share."""
    credit = sum(one for _, one in tonight.deeds)
    if credit > 0:
        made_up = 1 - math.exp(-par.redeem * credit)
        for cause, one in tonight.deeds:
            for facet in FACETS:
                tonight.lift(cause, facet, "wrong", made_up * one / credit, for_good=True)
        tonight.owned *= 1 - made_up
        tonight.calm *= math.exp(-par.kept_calms * credit)
        tonight.told *= math.exp(-par.kept_calms * credit)


def lift_bad_evidence(person, tonight) -> list[float]:
    """Answers lift bad evidence, at most all of it; returns what goes into escrow on each facet."""
    escrow = [0.0, 0.0]
    changes = []
    for facet in FACETS:
        bad = person.bad[facet]
        amounts = [
            (lift, lift.share * person.answerable[lift.answer][facet]) for lift in tonight.lifts if lift.facet == facet
        ]
        total = sum(amount for _, amount in amounts)
        scale = bad / total if total > bad else 1.0
        for lift, amount in amounts:
            changes.append((lift.cause, facet, 0.0, -amount * scale))
            if not lift.for_good:
                escrow[facet] += amount * scale
        if bad > 0:
            for answer in ANSWERS:
                person.answerable[answer][facet] *= 1 - total * scale / bad
    for facet, answer, share in tonight.used:
        person.answerable[answer][facet] *= 1 - share
    tonight.moves += changes
    return escrow


def prove_words(person, tonight) -> None:
    """Deeds prove what was said or lent; a breach brings back what is not yet proven."""
    proven = math.exp(-tonight.kept)
    back = min(tonight.broken, 1.0)
    for facet in FACETS:
        held, lent = person.escrow[facet] * proven, person.loan[facet] * proven
        person.escrow[facet] = (1 - back) * held
        person.loan[facet] = (1 - back) * lent
        if back:
            tonight.hurt("apologies unproven", facet, back * held)
            tonight.give("promises unproven", facet, -back * lent)


def lend_trust(par, person, tonight) -> None:
    """Trust is lent on what was promised, less where much has been promised lately, and on far dates."""
    person.promised_lately += sum(weight for _, weight, _ in tonight.lent)
    use = needed(person.promised_lately, par)
    for cause, weight, near in tonight.lent:
        lent = par.loan * tonight.character * weight * near * use
        person.loan[COMPETENCE] += lent
        tonight.give(cause, COMPETENCE, lent)
    person.loan[CHARACTER] += tonight.lent_on_character


def tell_of_deeds(person, tonight) -> None:
    """Partners are told of deeds that they have not seen, at most of all."""
    scale = 1 / max(1.0, sum(share for _, share in tonight.shown))
    unseen = person.unseen
    for kind, share in tonight.shown:
        tonight.give(kind, COMPETENCE, share * scale * unseen)
        person.unseen -= share * scale * unseen


def answer_wrongs(person, tonight) -> None:
    """Wrongs are owned or answered, then new ones are added, then what is proven is."""
    if tonight.denies or tonight.proven:
        person.denied = 0.0 if tonight.proven else person.wrong_ours + person.wrong_alleged
    person.unowned_ours *= tonight.owned
    person.unowned_alleged *= tonight.owned * tonight.doubted
    person.wrong_ours *= tonight.expects
    person.wrong_alleged *= tonight.expects
    person.alleged_character *= tonight.expects
    for facet, answer, amount in tonight.wronged:
        person.answerable[answer][facet] += amount
    person.wrong_ours += tonight.new_ours
    person.wrong_alleged += tonight.new_alleged
    person.alleged_character += tonight.new_alleged_character
    person.unowned_ours += tonight.unowned_ours
    person.unowned_alleged += tonight.unowned_alleged
    if tonight.proven:
        person.wrong_ours += person.wrong_alleged
        person.unowned_ours += person.unowned_alleged
        person.wrong_alleged = person.alleged_character = person.unowned_alleged = 0.0
        person.answerable["sorry"][CHARACTER] += person.answerable["doubted"][CHARACTER]
        person.answerable["doubted"] = [0.0, 0.0]


def change_moods(person, tonight) -> None:
    """All that is neither evidence nor a wrong."""
    person.unsure = max(person.unsure * tonight.calm, tonight.least_unsure)
    person.untold = max(person.untold * tonight.told, tonight.least_untold)
    person.heard *= tonight.shaken
    person.heard += (1 - tonight.unheard) * (1 - person.heard)
    person.checkable += (1 - tonight.uncheckable) * (1 - person.checkable)
    person.knows += (1 - tonight.ignorant) * (1 - person.knows)
    person.say += (1 - tonight.voiceless) * (1 - person.say)
    person.load += tonight.load
    person.unseen += tonight.unseen
    for kind in person.said:
        person.said[kind] *= tonight.words_new * math.exp(-tonight.kept)
    for kind in person.on_mind:
        person.on_mind[kind] *= tonight.words_new
    person.on_mind |= dict.fromkeys(tonight.spoken, 1.0)
    for kind, times in tonight.said.items():
        person.said[kind] = person.said.get(kind, 0.0) + times
    for kind in ("apologise", "explain"):
        person.unmended[kind] = person.unmended.get(kind, 0.0) * tonight.unmended + tonight.said.get(kind, 0)
    person.asked_by = tonight.asked_by or person.asked_by
