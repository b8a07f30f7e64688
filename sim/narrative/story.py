"""Tell what happened in one world in at most 25 plain sentences: cause, named partner, consequence.

The most important highlights of the season (sim/narrative/highlights.py) are put in order of time and into words
(sim/texts/stories.toml).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from sim.model.outcome import Outcome
from sim.model.version import number_told
from sim.narrative.highlight_parts import Highlight, levels, name_of
from sim.narrative.highlights import worth_telling
from sim.narrative.phrasing import Facts, cause_in_words, dates, level, sentence
from sim.texts import words
from sim.texts.words import fill, listed, say, wordings

LINES = 25
SMALLEST = 0.05  # points of mean trust; a cause that moved less is not named at the end
# The most highlights of a family in one story.
ROOM = {
    "gone": 8, "breach": 4, "event": 3, "act": 9, "kept": 2, "kept in all": 1, "late": 1, "broken": 2,
    "broken in all": 1, "slow": 3, "warned": 1, "complaints": 1, "heard": 1, "survey": 1,
}  # fmt: skip


def tell(outcome: Outcome) -> list[str]:
    """Return the story of one world, at most 25 sentences in order of time.

    Args:
        outcome: of one world, simulated with `by_world=True`.

    Raises:
        ValueError: several worlds, or no diary.

    >>> from sim.experiments.simulate import simulate
    >>> told = tell(simulate("missed-deadline", "silence", worlds=range(3, 4), by_world=True))
    >>> print(told[0].partition(": ")[2])
    this is what all partners lived through (trust counts from 0 to 100; model version 6).
    >>> len(told) <= LINES
    True
    """
    if outcome.diary is None or len(outcome.worlds) != 1:
        raise ValueError(say("refused_story.one_world", worlds=outcome.worlds))
    ending = _ending(outcome)
    highlights = in_time(weightiest(worth_telling(outcome), LINES - 1 - len(ending)))
    return [_opening(outcome), *in_words(highlights), *ending]


# From highlights to sentences


def weightiest(highlights: Iterable[Highlight], room: int) -> list[Highlight]:
    """Return the highlights of most weight that fit, with a limit for each family.

    >>> [one.weight for one in weightiest([Highlight(1, (0, 0), w, "warned", "warned", {}) for w in (1, 3, 2)], 9)]
    [3]
    """
    taken: Counter[str] = Counter()
    chosen = []
    for highlight in sorted(highlights, key=lambda one: -one.weight):
        if len(chosen) < room and taken[highlight.family] < ROOM[highlight.family]:
            taken[highlight.family] += 1
            chosen.append(highlight)
    return chosen


def in_time(highlights: list[Highlight]) -> list[Highlight]:
    """Return the highlights in order of time; those of a longer time come after those of a day."""
    return sorted(highlights, key=lambda one: (one.weeks[0], one.weeks != (one.weeks[0],) * 2, one.day, -one.weight))


def in_words(highlights: list[Highlight]) -> Iterator[str]:
    """Yield the sentence of each highlight; a repetition gets other words or is left out."""
    said: Counter[object] = Counter()

    def next_wording(wordings: tuple[str, ...] | list[str]) -> str:
        key = tuple(wordings)
        said[key] += 1
        return wordings[(said[key] - 1) % len(wordings)]

    for highlight in highlights:
        facts = dict(highlight.facts)
        if highlight.felt:
            facts["felt"] = fill(next_wording(highlight.felt), facts)
        told = sentence(dates(*highlight.weeks), next_wording(wordings(f"sentences.{highlight.wording}")), facts)
        bare = re.sub(r"\d+", "", told)
        said[bare] += 1
        if said[bare] == 1:
            yield told


# The first line and the last ones


def _opening(outcome: Outcome) -> str:
    one = len(outcome.case.partners) == 1
    facts = {
        "case": outcome.case.title,
        "strategy": outcome.strategy.title,
        "partners": name_of(outcome, 0) if one else say("phrases.partners"),
        "model": number_told(outcome.parameters),
    }
    return _line("opening", facts)


def _line(wording: str, facts: Facts) -> str:
    return sentence("", wordings(f"sentences.{wording}")[0], facts)


def _ending(outcome: Outcome) -> list[str]:
    trust = levels(outcome)
    ends = _line("end", {
        "weeks": str(outcome.weeks),
        "before": level(trust[0].mean()),
        "after": level(trust[-1].mean()),
        "extremes": _extremes(outcome, trust[-1]),
    })  # fmt: skip
    week = outcome.recovery_weeks[0]
    back = [_line("recovered", {"week": f"{week:.0f}"})] if 0 < week < np.inf else []
    return [ends, *back, _who_stayed(outcome), _work(outcome), *_summary(outcome)]


def _extremes(outcome: Outcome, trust: np.ndarray) -> str:
    if len(trust) == 1:
        return say("ending.one_partner", who=name_of(outcome, 0))
    high, low = int(trust.argmax()), int(trust.argmin())
    return say(
        "ending.highest_and_lowest",
        high=name_of(outcome, high),
        top=level(trust[high]),
        low=name_of(outcome, low),
        bottom=level(trust[low]),
    )


def _who_stayed(outcome: Outcome) -> str:
    count, stayed = len(outcome.case.partners), int(outcome.partners_kept[0])
    if stayed == count:
        return _line("one stayed" if count == 1 else "all stayed", {"who": name_of(outcome, 0), "count": str(count)})

    def named(gone: np.ndarray, wording: str) -> str:
        names = [name_of(outcome, who) for who in np.flatnonzero(gone[:, 0])]
        return say(wording, names=listed(names)) if names else ""

    left, parted = named(outcome.left, "ending.left"), named(outcome.parted, "ending.parted")
    return _line("some went", {"stayed": str(stayed), "count": str(count), "left": left, "parted": parted})


def _work(outcome: Outcome) -> str:
    kept, due = int(outcome.kept[0]), int(outcome.kept[0] + outcome.broken[0])
    hours, verdict = f"{outcome.staff_hours[0]:.0f}", say("phrases.kept" if kept > 0 else "phrases.broken")
    facts = {"kept": str(kept), "due": str(due), "hours": hours, "verdict": verdict}
    return _line({0: "no promise", 1: "one promise"}.get(due, "work"), facts)


def _summary(outcome: Outcome) -> list[str]:
    """Return the two causes that helped most and the two that hurt most, in points of mean trust."""
    total = {cause: 100 * moved for cause, moved in outcome.what_moved_trust.items()}
    ranked = sorted(total, key=lambda cause: -abs(total[cause]))
    lines = []
    for wording, sign in (("helped", 1), ("hurt", -1)):
        causes = [_worth(cause, total[cause]) for cause in ranked if sign * total[cause] >= SMALLEST][:2]
        lines += [_line(wording, {"causes": listed(causes)})] if causes else []
    return lines or [_line("unmoved", {})]


def _worth(cause: str, number: float) -> str:
    helps = number > 0
    name = cause_in_words(cause, helped=helps)
    return say(
        "ending.worth_more" if helps else "ending.worth_less", cause=name, number=words.trust(abs(number) / 100, 1)
    )
