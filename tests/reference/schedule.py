"""When acts start and towards whom, what they cost, and which dates are promised."""

from dataclasses import dataclass, field

from reference.names import DAYS_A_WEEK

MISFIT = 0.5
LISTENING = {"call": (2, 2), "meeting": (4, 1.5), "focus_group": (5, 1.25), "forum": (6, 0.75), "webinar": (4, 0.5)}
INVOLVING = {"codesign": (8, 2.5), "advisory_board": (7, 1.75), "forum": (5, 1)}
CHANNELS = {
    "email": (0.25, 0), "newsletter": (0.75, 0), "social_media": (0.5, 0), "website": (0.5, 0), "meeting": (1.5, 0.5),
    "call": (0, 0.5),
}  # fmt: skip
CONTENTS = {"progress": 0.25, "date": 0.25, "reason": 0.25, "small_wins": 0.25, "results": 1}
SPREAD_DAYS = {
    "listen": 5, "propose": 5, "plan": 10, "survey": 5, "involve": 10, "compensate": 10, "train_staff": 30,
    "educate": 20, "fix_process": 30, "review": 15, "forewarn": 10, "celebrate": 3, "part_ways": 3,
}  # fmt: skip
EFFORT = {
    "clarify": (2, 0.5), "deny": (1, 0.1), "disagree": (3, 0.5), "survey": (4, 0.5), "train_staff": (40, 0),
    "educate": (12, 1), "fix_process": (44, 0.5), "forewarn": (20, 0), "promise": (4, 0.5), "thank": (1, 0.25),
    "celebrate": (3, 0.25), "part_ways": (4, 2),
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Occurrence:
    """One occurrence of an act: towards whom, what it costs, and what it promised."""

    act: object
    place: int
    name: str
    start: int
    to: frozenset[str]
    cost: float
    spread: int
    paid: float = 0.0
    effect: int | None = None
    gap: float = 0.0
    promises: list = field(default_factory=list)
    answers: dict[str, float] = field(default_factory=dict)  # a survey's: how far it was answered, by partner

    @property
    def planned_end(self) -> int:
        """L, the act's planned last day."""
        return self.start + self.spread - 1


def effort(act) -> tuple[float, float]:  # noqa: C901, PLR0911 - one line for each row of the page's table
    """Staff hours of one occurrence: fixed, and for each partner addressed."""
    match act.act:
        case "acknowledge":
            return (2.5, 0.75) if act.names == "impact" else (1.5, 0.25)
        case "listen":
            fixed, each = LISTENING[act.channel]
            return (fixed, each) if act.validates else (0.6 * fixed, 0.6 * each)
        case "apologise":
            fixed, each = (1.5, 0.75) if act.by == "person" else (1, 0.25)
            return fixed + 0.25 * len(set(act.parts)), each
        case "explain":
            return (2.5, 0.25) if act.cause == "own" else (1.5, 0.25)
        case "propose":
            return (4, 0.75) if act.asks else (4, 0.5)
        case "plan":
            return (14, 0.5) if act.measurable else (11, 0.5)
        case "update":
            parts = [CHANNELS[channel] for channel in set(act.channels)]
            contents = sum(CONTENTS[content] for content in set(act.says))
            return 1.25 + sum(fixed for fixed, _ in parts) + contents, 0.25 + sum(each for _, each in parts)
        case "involve":
            return INVOLVING[act.form]
        case "compensate":
            return 8, 3 * act.share
        case "review":
            fixed, each = (26, 1.5) if act.together else (20, 0)
            return (fixed + 2, each + 0.5) if act.shared else (fixed, each)
        case _:
            return EFFORT[act.act]


def addressees(case, to, day: int) -> frozenset[str]:
    """The partners whom something that starts on this day is for; affected are those of earlier breaches."""
    chosen = set()
    for name in to:
        if name == "all":
            chosen.update(case.names)
        elif name == "affected":
            for event in case.events:
                if event.event == "breach" and event.day < day:
                    chosen |= addressees(case, event.to, day)
        elif name == "misfit":
            chosen.update(partner.name for partner in case.partners if partner.fit < MISFIT)
        else:
            chosen.add(name)
    return frozenset(chosen)


def starts_on(case, act, day: int) -> bool:
    """Does an act with a day or week start on this day?"""
    if act.when or not act.first_day <= day <= act.last_day(case.days):
        return False
    return day == act.first_day or bool(act.interval and (day - act.first_day) % act.interval == 0)


def occurrences_on(case, strategy, day: int) -> list[Occurrence]:
    """The occurrences with a date that start on this day, in the strategy's order."""
    found, of_kind = [], {}
    for place, act in enumerate(strategy.acts):
        to = addressees(case, act.to, day) if starts_on(case, act, day) else None
        if to:
            number = of_kind.get(act.act, 0)
            of_kind[act.act] = number + 1
            found.append(occurrence(act, place, f"{act.act}/{day}/{number}", day, to))
    return found


def occurrence_by_rule(case, strategy, place: int, day: int) -> Occurrence | None:
    """The occurrence of an act whose rule holds on this day; none where it addresses nobody."""
    act = strategy.acts[place]
    to = addressees(case, act.to, day)
    number = sum(before.act == act.act and bool(before.when) for before in strategy.acts[:place])
    return occurrence(act, place, f"{act.act}/{day}/when/{number}", day, to) if to else None


def occurrence(act, place: int, name: str, day: int, to: frozenset[str]) -> Occurrence:
    """One occurrence with its hours."""
    fixed, each = effort(act)
    return Occurrence(act, place, name, day, to, fixed + each * len(to), SPREAD_DAYS.get(act.act, 1))


def days_until(weeks: float) -> int:
    """Whole working days until a date that is so many weeks away, at least one."""
    return max(1, round(DAYS_A_WEEK * weeks))


def habit_of_dates(case, strategy, name: str, day: int, undated: float) -> float:
    """b: by how much dates given to a partner on this day exceed the estimate."""
    latest, buffer = 0, case.buffer
    for act in strategy.acts:
        if act.act == "promise":
            for start in range(max(latest, 1), day + 1):
                if starts_on(case, act, start) and name in addressees(case, act.to, start):
                    latest, buffer = start, act.buffer if act.dated else undated
    return buffer


def promised_by(act, to: frozenset[str], par) -> list[tuple[float, float, float, int]]:
    """What an act promises: weight, weeks of work, buffer, and days from its planned end to the promised day."""
    if act.act == "plan":
        weight = weight_of(act.hours, to, par)
        return [
            (weight, act.every * (k + 1), act.buffer, days_until(act.every * (k + 1) * act.buffer))
            for k in range(act.milestones)
        ]
    if act.act == "propose":
        return [(weight_of(act.hours, to, par), act.weeks, act.buffer, days_until(act.weeks * act.buffer))]
    if act.act == "promise":
        buffer = act.buffer if act.dated else par.undated
        one = (weight_of(act.hours, to, par), act.weeks, buffer, days_until(act.weeks * buffer))
        return [one] * act.count
    return []


def weight_of(hours: float, to: frozenset[str], par) -> float:
    """weight(h) of a thing that an act promises to these partners."""
    return min(1.0, hours / (par.ordinary_hours * len(to) ** 0.5))
