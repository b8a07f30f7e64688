"""Small pieces of a story's text: dates, numbers, partners and deeds. The words are in sim/texts/messages.py."""

from collections.abc import Iterable

from sim.model import acts
from sim.model.case import DAYS_A_WEEK, Partner
from sim.texts import messages

Facts = dict[str, str]

NOTABLE = 0.5  # points of one partner's trust below which a change is not given as a number
OWN_SHARE = (0.6, 1.6)  # of a week's change: within it, one cause is told with the whole change


def week_of(day: int) -> int:
    """Return the week that a working day is in; day 0 counts to week 0.

    >>> [week_of(day) for day in (0, 1, 5, 6)]
    [0, 0, 0, 1]
    """
    return max(0, (day - 1) // DAYS_A_WEEK)


def called(partner: Partner) -> str:
    """Return how a sentence names a partner: groups and offices with an article, people without.

    >>> called(Partner(name="Clinic team", role="Doctors")), called(Partner(name="Ana Lima", role="A patient"))
    ('the Clinic team', 'Ana Lima')
    """
    first, *others = partner.name.split()
    common = any(word[:1].islower() for word in others) or (not others and partner.role.startswith("The "))
    return f"{messages.ARTICLE} {partner.name}" if common and first.lower() != messages.ARTICLE else partner.name


def listed(items: Iterable[str]) -> str:
    """Return items as running text.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *most, last = items
    return f"{', '.join(most)} {messages.AND} {last}" if most else last


def points(number: float) -> str:
    """Return a number of points, rounded.

    >>> points(-2.6), points(1.2), points(0.3)
    ('3 points', '1 point', 'less than a point')
    """
    whole = round(abs(number))
    if whole < 1:
        return messages.LESS_THAN_ONE
    return messages.POINT if whole == 1 else messages.POINTS.format(number=whole)


def ordinal(place: int) -> str:
    """Return the word for a place that counts from 0.

    >>> ordinal(0), ordinal(14)
    ('first', 'number 15')
    """
    known = place < len(messages.ORDINALS)
    return messages.ORDINALS[place] if known else messages.LATER_ORDINAL.format(number=place + 1)


def change(before: float, after: float) -> str:
    """Return what became of trust.

    >>> change(62.2, 47.8), change(50.1, 50.3)
    ('fell from 62 to 48', 'stayed at 50')
    """
    start, end = round(before), round(after)
    wording = messages.ROSE if end > start else messages.FELL if end < start else messages.STAYED
    return wording.format(before=start, after=end)


def consequence(before: float, after: float, own: float) -> str:
    """Return a week's change where one cause made most of it, else what that cause alone gave or took.

    >>> consequence(60, 50, -9), consequence(60, 50, 2), consequence(60, 60, 0.1)
    ('fell from 60 to 50', 'grew by 2 points', 'hardly moved')
    """
    if abs(own) < NOTABLE:
        return messages.UNMOVED
    whole = after - before
    if round(before) != round(after) and OWN_SHARE[0] <= own / whole <= OWN_SHARE[1]:
        return change(before, after)
    return (messages.GAINED if own > 0 else messages.LOST).format(points=points(own))


def sentence(date: str, wording: str, facts: Facts) -> str:
    """Return a dated sentence that begins with a capital letter.

    >>> sentence("Week 2:", "{who} chose to go.", {"who": "the clinic"})
    'Week 2: The clinic chose to go.'
    """
    return f"{date} {_capital(_filled(wording, facts))}".strip()


def _filled(wording: str, facts: Facts) -> str:
    big = {name.capitalize(): _capital(text) for name, text in facts.items()}
    return wording.format(**big | facts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def dates(first: int, last: int) -> str:
    """Return the date that opens a sentence.

    >>> dates(3, 3), dates(3, 9)
    ('Week 3:', 'Weeks 3 to 9:')
    """
    return (messages.WEEK if first == last else messages.WEEKS).format(first=first, last=last)


def deed(act: acts.Act) -> str:  # noqa: C901, PLR0911 - a line for each kind of act
    """Return what the team did, as the first half of a sentence.

    >>> deed(acts.Listen(week=1, channel="call", validates=False))
    'The team phoned people and let them talk, but only took notes'
    >>> deed(acts.TrainStaff(week=1))
    'The team finished its own training and worked faster from then on'
    """
    match act:
        case acts.Acknowledge():
            return messages.ACKNOWLEDGE[act.names]
        case acts.Listen():
            return messages.LISTEN[act.channel] + messages.VALIDATES[act.validates]
        case acts.Apologise():
            return messages.APOLOGISE[_apology(act)] + messages.IN_ITS_NAME[act.by]
        case acts.Explain():
            return messages.EXPLAIN[act.cause]
        case acts.Propose():
            return messages.PROPOSE[act.asks]
        case acts.Plan():
            size = "none" if not act.milestones else "one" if act.milestones == 1 else "some"
            return (
                messages.PLAN[size].format(count=act.milestones)
                + messages.MEASURABLE[act.measurable and size != "none"]
            )
        case acts.Update():
            return _update(act)
        case acts.Involve():
            return messages.INVOLVE[act.form]
        case acts.Compensate():
            return messages.COMPENSATE["forced" if not act.voluntary else "part" if act.share < 1 else "whole"]
        case acts.Review():
            return messages.REVIEW[act.together, act.shared]
        case acts.Promise():
            return _promise(act)
    return str(getattr(messages, act.act.upper()))


def _apology(act: acts.Apologise) -> str:
    parts = set(act.parts)
    if parts == set(acts.apologise.ALL_PARTS):
        return "full"
    return "owned" if "responsibility" in parts else "repair" if "repair" in parts else "bare"


def _update(act: acts.Update) -> str:
    count = len(set(act.channels))
    channels = messages.CHANNELS.format(count=count) if count > 1 else ""
    says = [messages.SAYS[part] for part in dict.fromkeys(act.says)]
    return (
        messages.UPDATE.format(says=listed(says), channels=channels)
        if says
        else messages.EMPTY_UPDATE.format(channels=channels)
    )


def _promise(act: acts.Promise) -> str:
    given = messages.DATES["soon" if not act.dated else "tight" if act.buffer < messages.TIGHT else "roomy"]
    if not act.count:
        return messages.PROMISE_HABIT.format(dates=given)
    return messages.PROMISE_THINGS[min(act.count, 2)].format(count=act.count, dates=given)
