"""The names under which occurrences of acts draw their luck, and which act a name belongs to."""

from collections.abc import Sequence

from sim.model.acts import Act
from sim.model.case import Case


def occurrence_name(acts: Sequence[Act], place: int, day: int, case: Case) -> str:
    """Return the name of an act's occurrence on a day: its kind, the day, and a number among equal acts of that day.

    No act of another kind changes it, and none that addresses nobody.

    Args:
        acts: the strategy's. place: of the act among them.

    >>> from sim.catalogue import load_case, load_strategy
    >>> occurrence_name(load_strategy("q-and-a").acts, 9, 46, load_case("missed-deadline"))
    'propose/46/0'
    """
    act = acts[place]
    before = [one for one in acts[:place] if one.act == act.act and bool(one.when) == bool(act.when)]
    if act.when:
        return f"{act.act}/{day}/when/{len(before)}"
    number = sum(one.happens_on(day, case.days) and bool(case.addressed(one.to, day)) for one in before)
    return f"{act.act}/{day}/{number}"


def act_of(name: str, acts: Sequence[Act], case: Case) -> tuple[Act, int, int]:
    """Return the act that made the commitment of this name, the day on which it began, and which part of it that is.

    >>> from sim.catalogue import load_case, load_strategy
    >>> act, day, part = act_of("plan/11/0/1", load_strategy("face-value").acts, load_case("missed-deadline"))
    >>> act.act, day, part
    ('plan', 11, 1)
    """
    occurrence, _ = name.rsplit("/", maxsplit=1)
    day = int(occurrence.split("/")[1])
    places = (place for place in range(len(acts)) if occurrence_name(acts, place, day, case) == occurrence)
    # Of acts with one name, those before the last do not happen on that day.
    return acts[max(places)], day, part_of(name)


def part_of(name: str) -> int:
    """Return which part of its act the commitment of this name is.

    >>> part_of("plan/11/0/1")
    1
    """
    return int(name.rsplit("/", maxsplit=1)[1])


def owed_to(name: str, acts: Sequence[Act], case: Case) -> tuple[tuple[str, ...], Act | None]:
    """Return the partners to whom the commitment of this name is owed, and the act that made it; None if the case did.

    >>> from sim.catalogue import load_case, load_strategy
    >>> acts, case = load_strategy("q-and-a").acts, load_case("missed-deadline")
    >>> owed_to("Half-year report", acts, case)
    (('Funder',), None)
    >>> to, act = owed_to("propose/46/0/0", acts, case)
    >>> len(to), act.act
    (8, 'propose')
    """
    for commitment in case.commitments:
        if commitment.name == name:
            return case.addressed(commitment.to), None
    act, day, _ = act_of(name, acts, case)
    return case.addressed(act.to, day), act
