"""Controls for every field of an act, for the view of all acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from sim.lab.session.controls import Control
from sim.model.acts import REPEATS, Act, Steps, steps_of
from sim.model.acts.triggers import RULES
from sim.model.case import GROUPS
from sim.texts import words
from sim.texts.words import say

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from sim.lab.session.draft import Draft
    from sim.model.case import Case

__all__ = ["act_title", "controls_of", "repeat_words", "several_of", "when_of", "with_whom"]

TIMING = frozenset({"act", *Act.model_fields})  # what all acts share, fields of rules too
FEW = 3  # more options than this are shown as a list


def act_title(draft: Draft, place: int) -> str:
    """Return the title of one act of a draft, for a list.

    >>> from sim.lab.session.draft import Draft
    >>> act_title(Draft("Mine").plus("thank"), 0)
    '1. Thank partners, from the first week'
    """
    act = draft.acts[place]
    name = say(f"acts.{act.act}")
    if place in draft.off:
        return say("editor.item_off", number=place + 1, act=name)
    return say("editor.item", number=place + 1, act=name, when=_when_and_whom(act))


def _when_and_whom(act: Act) -> str:
    """Return when an act is done, how often, and for whom if not for all."""
    said = when_of(act)
    if act.every_weeks:
        said = say("editor.item_repeat", when=said, repeat=repeat_words(act.every_weeks))
    return with_whom(said, act)


def with_whom(said: str, act: Act) -> str:
    """Return a text with the act's addressees added, unless it is for all.

    >>> from sim.model.acts import Listen
    >>> with_whom("Listen", Listen(week=0, to=["affected"])), with_whom("Listen", Listen(week=0))
    ('Listen (for: those who were let down)', 'Listen')
    """
    if act.to == ("all",):
        return said
    groups = (say(f"editor.to_{group}") for group in act.to if group in GROUPS)
    lowered = [group[:1].lower() + group[1:] for group in groups]
    return say("editor.item_to", said=said, to=", ".join([*lowered, *(one for one in act.to if one not in GROUPS)]))


def when_of(act: Act) -> str:
    """Return in words when an act is first done."""
    if act.when:
        return say(f"editor.when_{act.when}")
    if act.day is not None:
        return say("editor.when_day", day=act.day)
    return say("editor.when_week", week=act.week) if act.week else say("editor.when_week_zero")


def controls_of(draft: Draft, place: int, case: Case) -> list[Control]:
    """Return a control for each field of an act with a single value: whether, when, for whom, and how."""
    act = draft.acts[place]
    number = [other.act for other in draft.acts[: place + 1]].count(act.act)
    yes_no = {"values": (True, False), "words": (say("editor.yes"), say("editor.no"))}
    fields: list[dict[str, Any]] = [{"label": say("editor.use"), "off": False} | yes_no]
    fields += [_timing(), _first_week(case), _repeat(), _to(case)]
    for name in [*_own_fields(act), *([act.rule.field] if act.rule and act.rule.field else [])]:
        offer = _offer(name, type(act).model_fields[name], yes_no)
        fields.append({"label": say(f"fields.{name}"), "field": name} | offer)
    return [Control(act=act.act, number=number, **field) for field in fields]


def _own_fields(act: Act) -> list[str]:
    """Return the fields with a single value that acts of this kind have beside timing and rules."""
    fields = type(act).model_fields.items()
    return [name for name, field in fields if name not in TIMING and not _is_several(field.annotation)]


def several_of(act: Act) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Return the fields of an act that hold several values: field → label, and options with their labels.

    >>> from sim.lab.session.draft import new_act
    >>> list(several_of(new_act("update")))
    ['says', 'channels']
    """
    found = {}
    for name, field in type(act).model_fields.items():
        if name != "to" and _is_several(field.annotation):
            options = get_args(get_args(field.annotation)[0])
            found[name] = (say(f"fields.{name}"), [(key, say(f"options.{key}")) for key in options])
    return found


def _is_several(annotation: Any) -> bool:
    return get_origin(annotation) is tuple


def _offer(name: str, field: FieldInfo, yes_no: dict[str, Any]) -> dict[str, Any]:
    annotation = field.annotation
    if annotation is bool:
        return yes_no
    if get_origin(annotation) is Literal:
        keys = get_args(annotation)
        said = tuple(say(f"options.{key}") for key in keys)
        return {"values": keys, "words": said, "look": "radio" if len(keys) <= FEW else "list"}
    steps = _steps(name, field)
    if steps.unit == "share":
        said = tuple(say("editor.share_of", number=round(100 * value)) for value in steps.values)
        return {"values": steps.values, "words": said}
    return {"low": steps.low, "high": steps.high, "step": steps.step}


def _steps(name: str, field: FieldInfo) -> Steps:
    steps = steps_of(field)
    if steps is None:
        raise TypeError(say("control_rules.no_steps", field=name))
    return steps


def _timing() -> dict[str, Any]:
    keys = ("week", *RULES)
    said = tuple(say(f"editor.timing_{key}") for key in keys)
    return {"label": say("editor.timing"), "field": "when", "values": keys, "words": said, "look": "list"}


def _first_week(case: Case) -> dict[str, Any]:
    weeks = range(case.weeks)
    said = tuple(words.many("editor.weeks", week) if week else say("editor.week_zero") for week in weeks)
    return {"label": say("editor.week"), "field": "week", "values": tuple(weeks), "words": said}


def _repeat() -> dict[str, Any]:
    return {
        "label": say("editor.repeat"),
        "field": "every_weeks",
        "values": REPEATS,
        "words": tuple(repeat_words(every) for every in REPEATS),
    }


def repeat_words(every: float) -> str:
    """Return in words how often an act is repeated.

    >>> repeat_words(0.2), repeat_words(4)
    ('every working day', 'every 4 weeks')
    """
    if every < 1:
        days = round(5 * every)
        return words.many("editor.repeat_days", days) if days else say("editor.repeat_once")
    return words.many("editor.repeat_weeks", every, number=f"{every:g}")


def _to(case: Case) -> dict[str, Any]:
    said = tuple(say(f"editor.to_{group}") for group in GROUPS)
    values = tuple([name] for name in (*GROUPS, *case.names))
    return {
        "label": say("editor.to"), "field": "to", "values": values, "words": (*said, *case.names), "look": "list",
    }  # fmt: skip
