"""The deck of cards: every kind of act, with what may be chosen, and the act that a card becomes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic_core import PydanticUndefined

from sim.base.errors import BadInput
from sim.catalogue import honest_keys, load_strategy, strategy_keys
from sim.catalogue.act_fields import offers_of
from sim.catalogue.act_words import repeat_words
from sim.model.acts import ACTS, REPEATS
from sim.model.acts.apologise import ALL_PARTS
from sim.model.acts.triggers import RULES
from sim.model.case import DAYS_A_WEEK, GROUPS
from sim.model.meant import nearest
from sim.model.parameters import Parameters
from sim.texts.refusals import brief
from sim.texts.words import called, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic.fields import FieldInfo

    from sim.catalogue.act_fields import Offer
    from sim.experiments.year.year import Year
    from sim.model.acts import Act
    from sim.model.case import Case

__all__ = [
    "FIRST",
    "PRESETS",
    "ActCard",
    "CardCost",
    "CardField",
    "card_cost",
    "card_hours",
    "dates_promised",
    "deck",
    "drafted",
    "form_of",
    "repeats",
    "settings",
    "whom",
]

FIRST = 12  # cards that are shown at first: the acts that most of the strategies use which the texts recommend
YES, NO = "yes", "no"
# What is chosen on a card at first where the act's own default is nothing that one would choose.
PRESETS = {
    "apologise": {"parts": tuple(part for part in ALL_PARTS if part != "forgiveness")},
    "promise": {"count": 1},
}
# Shares that a card names in words; others can still be sent.
SHARES = (0.25, 0.5, 0.75, 1, 1.5, 2)
Labelled = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CardField:
    """One thing to choose on a card.

    Attributes:
        name, label: of the field. kind: "many" of the options, "one" of them, or a "number".
        options: key and label of each. value: what is chosen at first: keys, a key, or a number.
        low, high: between which the model allows a number. step: 1 for a whole number, else "any".
    """

    name: str
    label: str
    kind: str
    options: Labelled
    value: tuple[str, ...] | str | float
    low: float = 0
    high: float = 0
    step: float | Literal["any"] = 1


@dataclass(frozen=True)
class ActCard:
    """A kind of act that may be sent.

    Attributes:
        key: of the kind. title: of it. about: what it is for, in one sentence. more: not among the first.
        fields: what may be chosen. to: for whom at first, empty where the case has nobody of that group.
    """

    key: str
    title: str
    about: str
    more: bool
    fields: tuple[CardField, ...]
    to: tuple[str, ...]


def deck(case: Case) -> tuple[ActCard, ...]:
    """Return a card for each kind of act, in the order in which lists offer them.

    >>> from sim.catalogue import load_case
    >>> [card.key for card in deck(load_case("missed-deadline")) if not card.more][:3]
    ['acknowledge', 'listen', 'apologise']
    """
    first, groups = _first(), dict(whom(case))
    return tuple(
        ActCard(
            key, say(f"acts.{key}"), say(f"abouts.{key}"), key not in first,
            tuple(
                _field(offer, kind.model_fields[offer.name], PRESETS.get(key, {}).get(offer.name))
                for offer in offers_of(kind)
            ),
            tuple(group for group in kind.model_fields["to"].default if group in groups),
        )
        for key, kind in ACTS.items()
    )  # fmt: skip


@cache
def _first() -> frozenset[str]:
    """Return the kinds of acts that most of the recommended strategies use."""
    strategies = [load_strategy(key) for key in (*strategy_keys(), *honest_keys())]
    recommended = [one for one in strategies if one.documented or one.key in honest_keys()]
    used = Counter(kind for one in recommended for kind in {act.act for act in one.acts})
    return frozenset(sorted(used, key=lambda kind: (-used[kind], list(ACTS).index(kind)))[:FIRST])


def _field(offer: Offer, of: FieldInfo, preset: Any = None) -> CardField:
    value = of.default if preset is None else preset
    if offer.kind == "yes":
        options = tuple(zip((YES, NO), offer.words, strict=True))
        return CardField(offer.name, offer.label, "one", options, YES if value else NO)
    if offer.steps is None:
        return CardField(offer.name, offer.label, offer.kind, tuple(zip(offer.values, offer.words, strict=True)), value)
    if offer.words:  # numbers with words: shares
        options = tuple((str(share), say(f"year_shares.of_{round(100 * share)}")) for share in SHARES)
        return CardField(offer.name, offer.label, "one", options, str(_of(SHARES, value)))
    low, high = _bounds(of)
    return CardField(offer.name, offer.label, "number", (), value, low, high, 1 if of.annotation is int else "any")


def _bounds(of: FieldInfo) -> tuple[float, float]:
    """Return the least and the most that the model allows; what a page's steps from the least miss, it would refuse."""
    least, most = (
        [getattr(rule, name) for rule in of.metadata for name in names if hasattr(rule, name)]
        for names in (("ge", "gt"), ("le", "lt"))
    )
    return least[0], most[0]


def _of(values: Sequence[float], value: float) -> float:
    """Return the value that is offered for a default, the nearest if it is not among them."""
    return min(values, key=lambda one: abs(one - value)) if value is not PydanticUndefined else values[0]


def whom(case: Case) -> Labelled:
    """Return for whom a card may be: groups of partners that the case has, then each partner, with labels.

    >>> from sim.catalogue import load_case
    >>> whom(load_case("missed-deadline"))[:2]
    (('all', 'All partners'), ('affected', 'Those who were let down'))
    """
    last = case.days + 1
    groups = [(group, say(f"editor.to_{group}")) for group in GROUPS if case.addressed((group,), last)]
    return (*groups, *((name, called(name)) for name in case.names))


def repeats() -> tuple[tuple[float, str], ...]:
    """Return in which rhythms a card may be repeated, in weeks, with labels.

    >>> repeats()[4]
    (2, 'every 2 weeks')
    """
    return tuple((every, repeat_words(every)) for every in REPEATS if every)


def drafted(year: Year, key: str, values: Mapping[str, Any], to: Sequence[str], when: Mapping[str, Any]) -> Act:
    """Return the act that a card becomes, as it would be sent now.

    Args:
        key: of the card. values: what was chosen, by field; fields that are missing stay as on the card.
        to: groups or names of partners.
        when: {"how": "once", "day": 12}, {"how": "every", "day": 12, "every": 4, "until": week or None}, or {"how":
            "complaint", "every": 1}, from now on or from week "since" on. A day is a working day of the year, by
            default the next one, and "every" is in weeks.

    Raises:
        BadInput: there is no such card, field, option or partner, or the day has passed.

    >>> from sim.experiments.year.year import Year
    >>> year = Year.begin("missed-deadline")
    >>> drafted(year, "listen", {"validates": "no"}, ["Funder"], {"how": "once", "day": 3}).cost(1)
    3.3
    """
    if not isinstance(key, str) or key not in ACTS:
        near = nearest(str(key), ACTS)
        raise BadInput(say("refused_year.card", key=brief(key), near=near or next(iter(ACTS))))
    offers = {offer.name: offer for offer in offers_of(ACTS[key])}
    unknown = [name for name in values if name not in offers]
    if unknown:
        raise BadInput(say("refused_year.field", key=key, name=brief(unknown[0])))
    row = {name: _chosen(offers[name], value) for name, value in values.items()}
    return year.accepted([{"act": key, "to": list(to)} | PRESETS.get(key, {}) | row | _timing(year, when)])[0]


def form_of(act: Act) -> dict[str, Any]:
    """Return how the form of its card is set for an act: what `drafted` takes.

    >>> from sim.experiments.year.year import Year
    >>> year = Year.begin("missed-deadline")
    >>> form_of(drafted(year, "listen", {"validates": "no"}, ["Funder"], {"how": "once", "day": 1}))["values"]
    {'channel': 'meeting', 'validates': 'no'}
    """
    kind = type(act)
    fields = (_field(one, kind.model_fields[one.name], getattr(act, one.name)) for one in offers_of(kind))
    values = {one.name: [*one.value] if isinstance(one.value, tuple) else one.value for one in fields}
    how = act.when or ("every" if act.every_weeks else "once")
    when = {"kind": how, "day": act.first_day, "every": act.every_weeks}
    return {"card": act.act, "values": values, "to": [*act.to], "when": when}


def settings(act: Act) -> tuple[tuple[str, str], ...]:
    """Return what is set otherwise than on the card as it is: the label of each field, and its value in words.

    >>> settings(ACTS["listen"](day=1, channel="call"))
    (('How', 'Phone calls'),)
    """
    kind, found = type(act), []
    for one in offers_of(kind):
        usual, now = (
            _field(one, kind.model_fields[one.name], value)
            for value in (PRESETS.get(act.act, {}).get(one.name), getattr(act, one.name))
        )
        if now.kind == "many":
            labels = [label for key, label in now.options if key in now.value]
            chosen = [*labels[:1], *(f"{label[:1].lower()}{label[1:]}" for label in labels[1:])]
            changed = {*now.value} != {*usual.value}
        else:
            chosen, changed = [dict(now.options).get(now.value) or f"{now.value:g}"], now.value != usual.value
        if changed:
            found.append((one.label, ", ".join(chosen)))
    return tuple(found)


def _chosen(offer: Offer, value: Any) -> Any:
    """Return the value of a field from what was chosen on a card, in the type that the act wants."""
    if offer.kind == "yes" and value in (YES, NO):
        return value == YES
    if offer.steps and isinstance(value, str):
        return _number(value)
    return value


def _number(text: str) -> float | str:
    """Return the number that was written, a whole one as such; else the text, which the act will refuse."""
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def _timing(year: Year, when: Mapping[str, Any]) -> dict[str, Any]:
    how = when.get("how", "once")
    if how in RULES:
        row = {"when": how, "every_weeks": when.get("every", 1)}
        return row | {name: when[name] for name in ("since", "until") if when.get(name) is not None}
    if how not in ("once", "every"):
        raise BadInput(say("refused_year.how", how=brief(how), known=", ".join(("once", "every", *RULES))))
    row = {"day": when.get("day") or DAYS_A_WEEK * year.week + 1}
    if how == "every":
        row |= {"every_weeks": when.get("every", 4)}
        row |= {} if when.get("until") is None else {"until": when["until"]}
    return row


def card_hours(year: Year, act: Act) -> float:
    """Return the hours that an act takes each time, by its options and its number of partners.

    >>> from sim.experiments.year.year import Year
    >>> year = Year.begin("missed-deadline")
    >>> card_hours(year, drafted(year, "apologise", {}, ["all"], {"how": "once"}))
    8.75
    """
    return act.cost(len(year.case.addressed(act.to, act.first_day)))


def dates_promised(year: Year, act: Act) -> tuple[int, ...]:
    """Return the days on which what an act promises is due, of the first time; none where it waits for a reason.

    >>> from sim.experiments.year.year import Year
    >>> year = Year.begin("missed-deadline")
    >>> dates_promised(year, drafted(year, "promise", {}, ["Funder"], {"how": "once", "day": 11}))
    (45,)
    """
    if act.when:
        return ()
    made = act.promises(Parameters(), len(year.case.addressed(act.to, act.first_day)))
    return tuple(one.due(act.first_day + act.spread_days - 1) for one in made)


class CardCost(NamedTuple):
    """Hours that a card takes each time.

    Attributes:
        usual: as the card is. least, most: with other options, for one partner or for all.
        promised: hours of work that the card promises as it is. promises: how many promises these are.
    """

    usual: float
    least: float
    most: float
    promised: float
    promises: int


@cache
def card_cost(case: Case, card: ActCard, day: int) -> CardCost:
    """Return what a card costs before anything is chosen on it.

    Args:
        day: on which it would begin; on it depends who belongs to a group.

    >>> from sim.catalogue import load_case
    >>> case = load_case("missed-deadline")
    >>> card_cost(case, next(card for card in deck(case) if card.key == "propose"), 1)
    CardCost(usual=10.0, least=4.5, most=10.0, promised=24, promises=1)
    """
    usual = ACTS[card.key](day=day, to=card.to or ("all",), **PRESETS.get(card.key, {}))
    count = len(case.addressed(usual.to, day))
    named = [field.name for field in card.fields if field.options]
    chosen = product(*(_choices(field) for field in card.fields if field.options))
    ways = [usual.model_copy(update=dict(zip(named, values, strict=True))) for values in chosen]
    costs = [act.cost(partners) for act in ways for partners in (1, len(case.partners))]
    promises = usual.promises(Parameters(), count)
    promised = sum(one.hours for one in promises)
    return CardCost(usual.cost(count), min(costs), max(costs), promised, len(promises))


def _choices(field: CardField) -> list[Any]:
    """Return what may be chosen of a field; of many, each alone, and all together."""
    keys = tuple(key for key, _ in field.options)
    if field.kind == "many":
        return [*((key,) for key in keys), keys]
    return [{YES: True, NO: False}[key] if key in (YES, NO) else _number(key) for key in keys]
