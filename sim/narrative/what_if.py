"""What a single change to a year would have done, in words: questions, answers, and the changes themselves."""

from sim.catalogue.act_words import repeat_words
from sim.experiments.year.changed_plans import Change
from sim.experiments.year.ideas import FULL_UPDATE
from sim.experiments.year.smallest_change import Ask, FoundChange, SmallestChange
from sim.model.acts import Act, own_fields
from sim.model.acts.apologise import ALL_PARTS
from sim.model.case import GROUPS, Case
from sim.model.strategy import Strategy
from sim.narrative.phrasing import called, level, sentence, week_end, week_of
from sim.texts.words import listed, many, say

LITTLE = 0.1  # share of years: a change that helps in fewer more years does not help much
MOSTLY = 2 / 3  # share of years from which something is told as happening mostly

__all__ = ["answer_in_words", "ask_in_words", "change_in_words", "found_in_words", "helps", "hours_in_words"]


def ask_in_words(ask: Ask, case: Case) -> str:
    """Return what can be asked about, as a choice.

    >>> from sim.catalogue import load_case
    >>> ask_in_words(Ask("left", "Funder", 12, 3, 50.0, 47.0), load_case("missed-deadline"))
    'The Funder left in week 12'
    """
    facts = {"who": _who((ask.partner,), case), "week": str(ask.week)}
    facts |= {"since": week_end(ask.since + 1), "when": week_end(ask.week + 1)}
    facts |= {"high": level(ask.high), "low": level(ask.low)}
    return sentence("", say(f"what_if.{ask.kind}"), facts)


def answer_in_words(answer: SmallestChange, case: Case) -> str:
    """Return how many changes were tried, and where none helps much, that none does, and whether luck did it.

    >>> from sim.catalogue import load_case
    >>> ask = Ask("left", "Funder", 12, 3, 50.0, 47.0)
    >>> answer_in_words(SmallestChange(ask, 200, 130, 169, ()), load_case("missed-deadline")).split(". ")[-1]
    'With the same decisions they stay in most other years, so that they left was also bad luck.'
    """
    wording = "tried" if helps(answer) else f"{'little' if answer.found else 'none'}_for_{answer.ask.kind}"
    facts = {"tried": answer.tried, "of": answer.of, "years": answer.without, "best": _most(answer)}
    said = say(f"what_if.{wording}", who=_who((answer.ask.partner,), case), **facts)
    if helps(answer) or answer.ask.kind == "dip":
        return said
    return f"{said} {say(f'what_if.{_why(answer)}')}"


def helps(answer: SmallestChange) -> bool:
    """Return whether a change helps in so many more years that it is worth telling."""
    return _most(answer) - answer.without >= LITTLE * answer.of


def _most(answer: SmallestChange) -> int:
    """Return in how many years all is well with the best change, or without any."""
    return max((one.years for one in answer.found), default=answer.without)


def _why(answer: SmallestChange) -> str:
    """Return why no single change helps: most years end well without one, or few do."""
    share = answer.without / answer.of
    return "by_luck" if share >= MOSTLY else "by_much" if share <= 1 - MOSTLY else "by_both"


def found_in_words(found: FoundChange, answer: SmallestChange, case: Case, strategy: Strategy) -> str:
    """Return a change that helps: what it is, in how many years, and what it costs."""
    facts = {"change": change_in_words(found.change, case, strategy), "hours": hours_in_words(found.hours)}
    facts |= {"years": str(found.years), "without": str(found.without), "of": str(answer.of)}
    return sentence("", say(f"what_if.found_{answer.ask.kind}"), facts)


def hours_in_words(hours: float) -> str:
    """Return how many staff hours a change takes more, or less, in whole hours.

    >>> hours_in_words(7.2), hours_in_words(-1.4), hours_in_words(0.3)
    ('7 more hours', '1 hour less', 'no more hours')
    """
    number = round(hours)
    if number == 0:
        return say("what_if.same_hours")
    return many("what_if.more_hours" if number > 0 else "what_if.fewer_hours", abs(number))


def change_in_words(change: Change, case: Case, strategy: Strategy) -> str:
    """Return a change as a phrase.

    >>> from sim.catalogue import load_case, load_strategy
    >>> from sim.model.acts import ACTS
    >>> call = Change(added=(ACTS["listen"](week=6, channel="call", to=["Funder"]),))
    >>> change_in_words(call, load_case("missed-deadline"), load_strategy("silence"))
    '“Listen”, by phone, to the Funder in week 6'
    >>> change_in_words(Change(left_out=(1,)), load_case("missed-deadline"), load_strategy("own-the-delay"))
    'without “Listen” for those who were let down in week 0'
    """
    if not change.left_out:
        first, *more = change.added
        facts = {"who": _who(first.to, case), "week": week_of(first.first_day), "buffer": getattr(first, "buffer", "")}
        facts |= {"act": say(f"acts.{first.act}"), "then": say(f"acts.{(more or change.added)[0].act}")}
        return say(f"what_if_added.{_key(change)}", **facts | {"repeats": _repeats(first)})
    was = strategy.acts[change.left_out[0]]
    facts = {"act": _which(was, strategy, case), "when": _when(was)}
    if not change.added:
        return say("what_if.without", **facts)
    now = change.added[0]
    if now.act != was.act:
        return say("what_if.instead", other=say(f"acts.{now.act}"), **facts)
    if now.first_day != was.first_day:
        return say("what_if.earlier", earlier=_when(now, was), **facts | {"when": _when(was, now)})
    return say("what_if.otherwise", how=_how(was, now, case), **facts)


def _which(act: Act, strategy: Strategy, case: Case) -> str:
    """Return an act as its card calls it; of several of its kind also for whom, and if need be how many days in."""
    title = say("what_if.act", act=say(f"acts.{act.act}"))
    alike = [one for one in strategy.acts if one.act == act.act]
    if len(alike) == 1:
        return title
    who = say("what_if.act_for", act=title, who=_who(act.to, case))
    same = [one for one in alike if one.to == act.to and _when(one) == _when(act)]
    return who if len(same) == 1 else say("what_if.act_on", act=who, day=act.first_day)


def _key(change: Change) -> str:
    """Return the key of the words for an added act: its kind, and where there are several ways, which."""
    first, *more = change.added
    if more:
        return "review_and_fix"
    if first.act == "listen":
        return "call" if first.channel == "call" else "meeting"
    return first.act


def _repeats(act: Act) -> str:
    return repeat_words(act.every_weeks) if act.every_weeks else ""


def _who(to: tuple[str, ...], case: Case) -> str:
    """Return whom an act is for, as a sentence names them."""
    if to[0] in GROUPS:
        return say(f"what_if.to_{to[0]}")
    return listed(called(one) for one in case.partners if one.name in to)


def _when(act: Act, other: Act | None = None) -> str:
    """Return when an act began: its week, or its day where another of the same week is told beside it."""
    if act.rule is not None:
        return say(f"editor.when_{act.when}")
    week = week_of(act.first_day)
    if other is not None and week_of(other.first_day) == week:
        return say("editor.when_day", day=act.first_day)
    return say("what_if.week", week=week)


def _how(was: Act, now: Act, case: Case) -> str:
    """Return the one thing that is done otherwise."""
    if now.to != was.to:
        before = case.addressed(was.to, was.first_day)
        return say("what_if.also_to", who=_who(tuple(name for name in now.to if name not in before), case))
    if now.every_weeks != was.every_weeks:
        return repeat_words(now.every_weeks)
    name = next(name for name in own_fields(type(was)) if getattr(now, name) != getattr(was, name))
    value = getattr(now, name)
    whole = {"parts": ALL_PARTS, "says": tuple(FULL_UPDATE)}
    if name in whole:
        text = listed(say(f"options.{one}") for one in value)
    elif isinstance(value, bool):
        text = say("editor.yes")
    elif isinstance(value, str):
        text = say(f"options.{value}")
    else:
        text = say("editor.share_of", number=round(100 * value))
    return say("what_if.field", field=say(f"fields.{name}"), value=text)
