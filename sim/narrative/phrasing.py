"""Small pieces of a story's text: dates, numbers and partners. The words are in sim/texts/stories.toml."""

from sim.model.case import Partner
from sim.model.frozen import DAYS_A_WEEK
from sim.texts import words
from sim.texts.words import catalogue, say, wordings

Facts = dict[str, str]

NOTABLE = 0.5  # points of one partner's trust below which a change is not given as a number
# Small words within people's names.
OF_NAMES = frozenset(
    {"al", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "e", "la", "le", "van", "von", "y"}
)
OWN_SHARE = (0.6, 1.6)  # of a week's change: within it, one cause is told with the whole change


def week_of(day: int) -> int:
    """Return the week that a working day is in; day 0 counts to week 0.

    >>> [week_of(day) for day in (0, 1, 5, 6)]
    [0, 0, 0, 1]
    """
    return max(0, (day - 1) // DAYS_A_WEEK)


def week_end(after: int) -> str:
    """Return when trust stood at a value, as the end of a year tells it everywhere: trust is recorded after each week.

    Args:
        after: weeks after which it stood there, as `Outcome.trust` counts them; 0 = before the first.

    >>> week_end(0), week_end(6)
    ('at the start', 'at the end of week 5')
    """
    return say("phrases.at_the_end_of", week=after - 1) if after else say("phrases.at_the_start")


def called(partner: Partner) -> str:
    """Return how a sentence names a partner: groups and offices with an article, people without.

    >>> called(Partner(name="Clinic team", role="Doctors")), called(Partner(name="Ana Lima", role="A patient"))
    ('the Clinic team', 'Ana Lima')
    """
    article, name = say("phrases.article"), words.called(partner.name)
    has_article = name.split()[0].lower() == article
    return f"{article} {name}" if is_group(partner) and not has_article else name


def is_group(partner: Partner) -> bool:
    """Return whether a partner is a group or an office, as far as its name tells; a person's name has capitals alone.

    >>> is_group(Partner(name="Clinic team", role="Doctors")), is_group(Partner(name="Ana de Souza", role="A patient"))
    (True, False)
    """
    _, *others = partner.name.split()
    common = any(word[:1].islower() and word not in OF_NAMES for word in others)
    return common or (not others and partner.role.startswith("The "))


def points(number: float) -> str:
    """Return a number of points, rounded.

    >>> points(-2.6), points(1.2), points(0.3)
    ('3 points', '1 point', 'less than a point')
    """
    return words.points(number / 100)


def level(number: float) -> str:
    """Return trust that is given in points of 100.

    >>> level(62.2)
    '62'
    """
    return words.trust(number / 100)


def ordinal(place: int) -> str:
    """Return the word for a place that counts from 0.

    >>> ordinal(0), ordinal(14)
    ('first', 'number 15')
    """
    known = wordings("phrases.ordinals")
    return known[place] if place < len(known) else say("phrases.later_ordinal", number=place + 1)


def change(before: float, after: float) -> str:
    """Return what became of trust.

    >>> change(62.2, 47.8), change(50.1, 50.3)
    ('fell from 62 to 48', 'stayed at 50')
    """
    wording = "stayed" if level(before) == level(after) else "rose" if after > before else "fell"
    return say(f"change.{wording}", before=level(before), after=level(after))


def consequence(before: float, after: float, part: float) -> str:
    """Return a week's change where one cause made most of it, else what that cause alone gave or took.

    >>> consequence(60, 50, -9), consequence(60, 50, 2), consequence(60, 60, 0.1)
    ('fell from 60 to 50', 'grew by 2 points', 'hardly moved')
    """
    if abs(part) < NOTABLE:
        return say("change.unmoved")
    whole = after - before
    if level(before) != level(after) and OWN_SHARE[0] <= part / whole <= OWN_SHARE[1]:
        return change(before, after)
    return say("change.gained" if part > 0 else "change.lost", points=points(part))


def sentence(date: str, wording: str, facts: Facts) -> str:
    """Return a dated sentence that begins with a capital letter.

    >>> sentence("Week 2:", "{who} chose to go.", {"who": "the clinic"})
    'Week 2: The clinic chose to go.'
    """
    return f"{date} {capital(_filled(wording, facts))}".strip()


def _filled(wording: str, facts: Facts) -> str:
    big = {name.capitalize(): capital(text) for name, text in facts.items()}
    return words.fill(wording, big | facts)


def capital(text: str) -> str:
    """Return a text that begins with a capital letter.

    >>> capital("the clinic chose to go.")
    'The clinic chose to go.'
    """
    return text[:1].upper() + text[1:]


def dates(first: int, last: int) -> str:
    """Return the date that opens a sentence.

    >>> dates(3, 3), dates(3, 9)
    ('Week 3:', 'Weeks 3 to 9:')
    """
    return say("phrases.week" if first == last else "phrases.weeks", first=first, last=last)


def cause_in_words(cause: str, *, helped: bool) -> str:
    """Return what moved trust, as a story names it; some causes are called otherwise where they hurt.

    >>> cause_in_words("apologise", helped=True), cause_in_words("apologise", helped=False)
    ('apologies', 'apologies that rang hollow')
    """
    hurting = f"causes_that_hurt.{cause}"
    return say(f"causes.{cause}" if helped or hurting not in catalogue() else hurting)
