"""State and initialisation: partners, commitments and the organisation in one world."""

# ruff: noqa: RUF002, RUF003 - the symbols of docs/model.md

import math
from dataclasses import dataclass, field

from reference.luck import Luck
from reference.names import ANSWERS, CHARACTER, COMPETENCE, DAYS_A_WEEK, HOURS
from reference.schedule import addressees, days_until, habit_of_dates


def nothing_to_answer() -> dict[str, list[float]]:
    """a_kf = 0 for every kind of answer and both facets."""
    return {kind: [0.0, 0.0] for kind in ANSWERS}


@dataclass(slots=True, eq=False)
class Person:
    """A partner in one world; two-place lists hold competence and character. Symbols are those of docs/model.md."""

    partner: object
    disposition: float  # p
    ties: dict[str, float]
    good: list[float]  # r
    bad: list[float] = field(default_factory=lambda: [0.0, 0.0])  # s
    scar: float = 0.0  # σ
    answerable: dict[str, list[float]] = field(default_factory=nothing_to_answer)  # a
    escrow: list[float] = field(default_factory=lambda: [0.0, 0.0])  # e
    loan: list[float] = field(default_factory=lambda: [0.0, 0.0])  # ℓ
    unseen: float = 0.0  # d
    wrong_ours: float = 0.0  # g_o
    wrong_alleged: float = 0.0  # g_a
    alleged_character: float = 0.0  # g_s
    unowned_ours: float = 0.0  # o_o
    unowned_alleged: float = 0.0  # o_a
    untold: float = 0.0  # N
    unsure: float = 0.0  # U
    load: float = 0.0  # F
    heard: float = 0.0  # H
    checkable: float = 0.0  # V
    knows: float = 0.0  # E
    say: float = 0.0  # B
    promised_lately: float = 0.0  # P
    said: dict[str, float] = field(default_factory=dict)  # n
    unmended: dict[str, float] = field(default_factory=dict)  # q, for words that answer for a wrong
    on_mind: dict[str, float] = field(default_factory=dict)  # m
    denied: float = 0.0  # D
    active: bool = True
    status: int = 0  # 1 parted, 2 left
    changed: int = -1
    news_good: list[float] = field(default_factory=lambda: [0.0, 0.0])
    news_bad: list[float] = field(default_factory=lambda: [0.0, 0.0])
    moved: dict[str, list[float]] = field(default_factory=dict)  # per cause: Δr_C, Δr_I, Δ(s + σ)_C, Δ(s + σ)_I
    week_began: list[float] = field(default_factory=lambda: [0.0, 0.0])
    asked_by: object = None  # the latest survey
    tonight: object = None

    @property
    def name(self) -> str:
        """The partner's name."""
        return self.partner.name

    def all_bad(self, facet: int) -> float:
        """s_f + σ_f."""
        return self.bad[facet] + self.scar if facet == CHARACTER else self.bad[facet]

    def evidence(self, facet: int) -> float:
        """r_f + s_f + σ_f + K."""
        return self.good[facet] + self.all_bad(facet) + self.partner.steadiness

    def facet_trust(self, facet: int) -> float:
        """T_f."""
        return (self.good[facet] + self.partner.steadiness * self.disposition) / self.evidence(facet)

    def trust(self) -> float:
        """T."""
        weight = self.partner.competence_weight
        return weight * self.facet_trust(COMPETENCE) + (1 - weight) * self.facet_trust(CHARACTER)

    def book(self, cause: str, facet: int, good: float, bad: float) -> None:
        """Note in the week's ledger what a cause did to the evidence."""
        account = self.moved.setdefault(cause, [0.0, 0.0, 0.0, 0.0])
        account[facet] += good
        account[2 + facet] += bad

    def move(self, cause: str, facet: int, good: float, bad: float) -> None:
        """Change the evidence at once."""
        self.good[facet] += good
        self.bad[facet] += bad
        self.book(cause, facet, good, bad)


@dataclass(slots=True, eq=False)
class Promise:
    """A commitment in one world: the case's own, or one that an act made."""

    name: str
    to: frozenset[str]
    hours: float
    weeks: float
    weight: float
    character: float
    buffer: float
    place: tuple[int, ...]
    missed: bool = False
    by_act: bool = False
    opens: int | None = None
    promised: int | None = None
    opened: int | None = None
    remaining: float = 0.0
    standing: str = "not yet"  # then open, overdue, closed
    done: int | None = None
    warned: bool = False
    new_by: object = None  # the occurrence of a plan that gives a missed commitment its new date
    new_date: int = 0


@dataclass(slots=True, eq=False)
class World:
    """One world: partners, the organisation, and what is recorded."""

    case: object
    strategy: object
    par: object
    luck: Luck
    people: list[Person]
    commitments: list[Promise]
    hours_luck: list[float]
    asking_luck: dict[str, list[float]]
    complaining_luck: dict[str, list[float]]
    leaving_luck: dict[str, list[float]]
    skill: float = 1.0
    changes: dict[str, float] = field(default_factory=dict)  # c, for acts that save work
    morale: float = 1.0
    reviewed: bool = False
    warns: bool = False
    mended: bool = False
    wins: float = 0.0
    surveyed: float | None = None
    settled: int = 0
    questions: int = 0
    complained: bool = False
    updates: list[int] = field(default_factory=list)  # days on which one started
    used: dict[int, int] = field(default_factory=dict)  # per act with a rule: the last day on which it started
    queue: list = field(default_factory=list)
    surveys: list = field(default_factory=list)
    kept: int = 0
    broken: int = 0
    late: int = 0
    hours: dict[str, float] = field(default_factory=lambda: dict.fromkeys(HOURS, 0.0))
    history: list = field(default_factory=list)
    competence: list = field(default_factory=list)
    character: list = field(default_factory=list)
    unsure: list = field(default_factory=list)
    load: list = field(default_factory=list)
    heard: list = field(default_factory=list)
    ledger: list = field(default_factory=list)

    @property
    def speed(self) -> float:
        """Hours of work that a staff hour does."""
        least = self.par.morale_least
        return self.skill * (least + (1 - least) * self.morale)

    @property
    def ethics(self) -> float:
        """h: breaches of character weigh more at a nonprofit."""
        return self.par.charity_ethics if self.case.organisation == "nonprofit" else 1.0

    def reached(self, to: frozenset[str]) -> list[Person]:
        """The active partners among those addressed."""
        return [person for person in self.people if person.active and person.name in to]

    def cancelled(self, promise: Promise) -> bool:
        """Is nobody to whom it is owed still active?"""
        return not self.reached(promise.to)

    def owes(self, person: Person, standing: str) -> bool:
        """Is something owed to this partner open, or overdue?"""
        return any(promise.standing == standing and person.name in promise.to for promise in self.commitments)


def start_person(case, partner, par, luck: Luck) -> Person:
    """A partner before the incident."""
    drawn = partner.trust + partner.spread * luck.number("disposition", partner.name)
    ties = {other: tie.strength for tie in case.ties for other in tie.between if partner.name in tie.between}
    return Person(
        partner=partner,
        disposition=min(max(drawn, par.disposition_least), par.disposition_most),
        ties=ties,
        good=[partner.track_record, partner.track_record],
    )


def start_promise(case, strategy, par, place: int) -> Promise:
    """A commitment of the case; a missed one is open and overdue from day 0."""
    commitment = case.commitments[place]
    opens = DAYS_A_WEEK * commitment.starts + 1
    to = addressees(case, commitment.to, opens)
    habits = [habit_of_dates(case, strategy, name, opens, par.undated) for name in case.names if name in to]
    promise = Promise(
        name=commitment.name,
        to=to,
        hours=commitment.hours,
        weeks=commitment.weeks,
        weight=commitment.weight,
        character=commitment.character,
        buffer=sum(habits) / len(habits),
        place=(-1, place),
        missed=commitment.missed,
    )
    if not promise.missed:
        promise.opens = opens
        promise.promised = opens - 1 + days_until(promise.weeks * promise.buffer)
    return promise


def open_work(world: World, promise: Promise, day: int) -> None:
    """A commitment opens: its true work is known to fate alone."""
    par = world.par
    overrun = math.log(par.overrun_median) + par.overrun_spread * world.luck.number("overrun", promise.name)
    promise.opened = day
    promise.remaining = promise.hours * math.exp(overrun)


def start_world(case, strategy, par, luck: Luck) -> World:
    """The state before the incident."""
    names = case.names
    world = World(
        case=case,
        strategy=strategy,
        par=par,
        luck=luck,
        people=[start_person(case, partner, par, luck) for partner in case.partners],
        commitments=[start_promise(case, strategy, par, place) for place in range(len(case.commitments))],
        hours_luck=luck.numbers("hours", "", case.days),
        asking_luck={name: luck.numbers("questions", name, case.weeks) for name in names},
        complaining_luck={name: luck.numbers("complaints", name, case.weeks) for name in names},
        leaving_luck={name: luck.numbers("leaving", name, case.weeks) for name in names},
    )
    for promise in world.commitments:
        if promise.missed:
            open_work(world, promise, 0)
            promise.standing = "overdue"
    return world


def halving(half_life: float, weeks: float = 1.0) -> float:
    """What is left after some weeks of something that halves within `half_life`."""
    return 2.0 ** (-weeks / half_life)
