"""The end of a played year as plain data: what nobody could see, beside the guesses, and what else could have been."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.base.rounding import half_up
from sim.experiments.year.ending import SILENCE, ending
from sim.experiments.year.readings import word_of
from sim.lab.views.year_cards import HABITS
from sim.lab.views.year_change import change_data
from sim.lab.views.year_done import done_data
from sim.lab.views.year_due import budget_said, owed_hours, promise_counts, spent_hours
from sim.lab.views.year_partners import partners_data
from sim.lab.views.year_totals import best_deed, kinds_data
from sim.narrative.phrasing import dates, week_end, week_of
from sim.narrative.turning_points import in_words, title, turn_of
from sim.texts.words import many, say, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.year.ending import Ending, OtherYears, Rival
    from sim.experiments.year.smallest_change import SmallestChange
    from sim.experiments.year.visible import Moment
    from sim.experiments.year.year import Year
    from sim.narrative.turning_points import TurningPoint

__all__ = ["Looked", "beside", "end_data", "result"]

LITTLE_LUCK = 1.0  # points of 100 that are not told as luck


@dataclass(frozen=True)
class Looked:
    """What is worked out once the year is over; what is None or empty is not there yet.

    Attributes:
        points: where the year turned. others: the same decisions in other years. rivals: others in this year.
        changes: the answers to what was asked, in order.
    """

    points: Sequence[TurningPoint] = ()
    others: OtherYears | None = None
    rivals: Sequence[Rival] = ()
    changes: Sequence[SmallestChange] = ()

    def answered(self, change: SmallestChange) -> Looked:
        """Return all that is known, with one answer more; one that was there before comes last again."""
        others = [one for one in self.changes if one.ask != change.ask]
        return replace(self, changes=(*others, change))


def result(year: Year) -> dict[str, Any]:
    """Return how a year ended, in three figures: who stayed, the headline and the hours."""
    ended = ending(year)
    return {
        "stayed": _stayed(len(ended.stayed), len(year.case.partners)),
        "headline": round(ended.headline),
        "hours": many("year_end.hours", round(ended.used)),
    }


def _stayed(count: int, of: int) -> str:
    return many("year_end.stayed", of, stayed=count)


def beside(first: Year | None, second: Year | None) -> list[dict[str, Any]]:
    """Return two years side by side as blocks of text; a sentence as long as one of them is not over."""
    if first is None or not first.over:
        return [{"hint": say("year_beside.no_first")}]
    if second is None or not second.over:
        return [{"hint": say("year_beside.not_yet")}]
    years = [first, second]
    ends = [result(year) | {"guesses": _off(year)} for year in years]
    rows = [[say(f"year_beside.{key}"), *(str(end[key]) for end in ends)] for key in ends[0]]
    named = zip(("first", "second"), years, strict=True)
    head = [say("year_beside.head"), *(say(f"year_beside.{key}", case=year.case.title) for key, year in named)]
    table_of = {"caption": say("year_beside.title"), "head": head, "rows": rows, "wordy": True}
    return [{"table": table_of}, {"hint": say("year_beside.cases_differ")}]


def _off(year: Year) -> str:
    """Return in words by how many points guesses were off, on average."""
    gaps = _gaps(year)
    return many("year_beside.off", round(sum(map(abs, gaps)) / len(gaps))) if gaps else say("year_beside.no_guess")


def _gaps(year: Year) -> list[float]:
    """Return by how many points each guess was too high, below 0 where it was too low."""
    lines = ending(year).lines
    return [value - lines[name][one.week] for one in year.guesses for name, value in one.trust.items()]


def end_data(
    year: Year,
    looked: Looked,
    *,
    last_words: list[dict[str, str]],
    asked: Sequence[Moment],
    first: Year | None,
    sent: Year | None,
) -> dict[str, Any]:
    """Return the end.

    Args:
        last_words: of partners who went, as name and text. asked: what partners answered about their trust.
        first: the first try, when this is a branch.
        sent: the year that somebody else has sent, if it is over.
    """
    return result(year) | {
        "explained": _explained(year),
        "totals": _totals(year),
        "heard": _heard(year, asked),
        "kinds": kinds_data(year),
        "done": done_data(year),
        "idle": many("year_end.idle", idle)
        if (idle := sum(not (one.acts or one.stopped) for one in year.turns))
        else "",
        "lines": _lines(year, first or sent, asked),
        "partners": partners_data(year, looked.others, last_words),
        "turning_points": [_turning(year, one) for one in looked.points],
        "years": _years(looked.others) if looked.others else None,
        "rivals": _rivals(year, looked.rivals, first, sent) if looked.rivals else [],
        "rivals_said": _rivals_said(year, looked.rivals),
        "change": change_data(year, looked.changes),
        "debrief": [*table("year_debrief").values()],
        "first": result(first) if first else None,
    }


def _explained(year: Year) -> dict[str, Any]:
    """Return a title, and in a sentence each what the headline counts, and what hours went into."""
    told = spent_hours(year.outcome)
    said = [say("year_end.measure"), say("year_end.hours_of", **told), budget_said(year)]
    return {"title": say("year_end.counted"), "said": said}


def _totals(year: Year) -> list[str]:
    """Return in a sentence each what was done, what of it gave most trust, and what became of promises."""
    counts = [
        say(f"year_end.promises_{kind}", number=number) for kind, number in promise_counts(year).items() if number
    ]
    promises = [say("year_end.promises", counts=", ".join(counts))] if counts else []
    owed = owed_hours(year)
    undone = [say("year_end.owed", hours=many("year_hours.hours", owed))] if owed else []
    acts = many("year_end.acts", sum(len(turn.acts) for turn in year.turns))
    return [acts, *best_deed(year.outcome), *promises, *undone, *_warned(year)]


def _heard(year: Year, asked: Sequence[Moment]) -> list[str]:
    """Return in a sentence each how far the answers to surveys, and the guesses, were off."""
    gaps = _gaps(year)
    guesses = [say("year_end.guesses", off=_off(year), lean=_leaning(gaps))] if gaps else []
    return [*_answers_off(year, asked), *_calls_right(year, asked), *guesses]


def _leaning(gaps: Sequence[float]) -> str:
    """Return in words whether most of some figures were too low or too high; "" for neither, or for one figure."""
    low, high = sum(gap < 0 for gap in gaps), sum(gap > 0 for gap in gaps)
    lean = "low" if 2 * low > len(gaps) else "high" if 2 * high > len(gaps) else ""
    return say(f"year_end.guesses_{lean}") if lean and len(gaps) > 1 else ""


def _answers_off(year: Year, asked: Sequence[Moment]) -> list[str]:
    """Return in a sentence how far answers to surveys lay from the trust that there was then, nothing without any."""
    gaps = [one.reading - _trust_then(year, one) for one in asked if not one.word]
    if not gaps:
        return []
    off = many("year_beside.off", round(sum(map(abs, gaps)) / len(gaps)))
    return [many("year_end.asked", len(gaps), off=off, lean=_leaning(gaps))]


def _calls_right(year: Year, asked: Sequence[Moment]) -> list[str]:
    """Return in a sentence how often a partner sounded on the phone as its trust was then, nothing without any call."""
    words = [(one.word, word_of(int(half_up(_trust_then(year, one))))) for one in asked if one.word]
    right = sum(heard == true for heard, true in words)
    return [many("year_end.called", len(words), right=right)] if words else []


def _trust_then(year: Year, answer: Moment) -> float:
    """Return the true trust, 0 to 100, at the end of the week in which a partner was asked."""
    return ending(year).lines[answer.partner][week_of(answer.day) + 1]


def _warned(year: Year) -> list[str]:
    """Return in a sentence how often a warning came before a date slipped, nothing where nobody was to warn."""
    if not any(act.act in HABITS for act in year.strategy.acts):
        return []
    count = sum(one.what == "warned" for one in year.outcome.diary)
    return [many("year_end.warned", count) if count else say("year_end.warned_never")]


def _turning(year: Year, one: TurningPoint) -> dict[str, Any]:
    return {
        "title": title(year.outcome, one),
        "text": in_words(year.outcome, one).removeprefix(dates(*one.weeks)).strip(),  # the heading has its date
        "turn": turn_of(year.turns, one.weeks[0]),
    }


# Lines


def _lines(year: Year, other: Year | None, asked: Sequence[Moment]) -> list[dict[str, Any]]:
    """Return each partner's trust beside the guesses, and the line of another try of this year."""
    ended = ending(year)
    before = ending(other).lines if other and other.case == year.case else {}
    return [
        _line(year, ended, name, asked) | {"branch": [int(half_up(one)) for one in before[name]] if before else None}
        for name in year.case.names
    ]


def _line(year: Year, ended: Ending, name: str, asked: Sequence[Moment]) -> dict[str, Any]:
    line = ended.lines[name]
    trust = [int(half_up(one)) for one in line]
    guesses = [[one.week, one.trust[name]] for one in year.guesses if name in one.trust]
    low = line.index(min(line))
    told = [say("year_end.guess", value=value, when=week_end(week), true=trust[week]) for week, value in guesses]
    told += [_answered(year, one) for one in asked if one.partner == name]
    gone = (ended.left | ended.parted).get(name)
    end = "" if gone is None else say(f"year_end.{'parted' if name in ended.parted else 'gone'}", week=gone)
    facts = {"name": name, "first": trust[0], "low": trust[low], "when": week_end(low), "last": trust[-1]}
    said = say("year_end.line", **facts, guesses="".join(told), gone=end)
    return {"name": name, "true": trust, "guesses": guesses, "gone_week": gone, "said": said}


def _answered(year: Year, answer: Moment) -> str:
    """Return what a partner answered in a week, beside its trust then."""
    said = say(f"year_end.told_{answer.word or 'number'}", reading=answer.reading)
    true = int(half_up(_trust_then(year, answer)))
    return say("year_end.told", week=week_of(answer.day), said=said, true=true)


# Other years, and others in this year


def _years(others: OtherYears) -> dict[str, Any]:
    luck = others.luck
    luck_said = "luck_none" if abs(luck) < LITTLE_LUCK else "luck_better" if luck > 0 else "luck_worse"
    count = len(others.headlines)
    shares = {"worse": round(count * others.worse), "better": round(count * others.better)}
    facts = shares | {"count": count, "points": many("phrases.points", int(half_up(abs(luck))))}
    return {"said": say(f"year_end.{luck_said}", **facts), "spread": [half_up(one, 1) for one in others.headlines]}


def _rivals(year: Year, rivals: Sequence[Rival], first: Year | None, sent: Year | None) -> list[dict[str, Any]]:
    """Return all who went through this year, best first."""
    count = len(year.case.partners)
    rows = [
        {
            "title": one.strategy.title, "stayed": say("year_end.of", number=one.stayed, of=count),
            "headline": round(one.headline), "hours": str(round(one.hours)), "yours": False,
        }
        for one in rivals
    ]  # fmt: skip
    for key, other in (("sent", sent), ("yours_first", first), ("yours", year)):
        if other is not None:
            ended = ending(other)
            stayed = say("year_end.of", number=len(ended.stayed), of=count)
            figures = {"stayed": stayed, "headline": round(ended.headline), "hours": str(round(ended.used))}
            rows.append({"title": say(f"year_end.{key}")} | figures | {"yours": key == "yours"})
    return sorted(rows, key=lambda row: -row["headline"])


def _rivals_said(year: Year, rivals: Sequence[Rival]) -> str:
    """Return in sentences what the rows are, and what one's own year has beside the one that says nothing."""
    silent = next((one for one in rivals if one.strategy.key == SILENCE), None)
    if silent is None:
        return ""
    ended = ending(year)
    kept, of = len(ended.stayed) - silent.stayed, len(year.case.partners)
    gap = round(ended.headline) - round(silent.headline)  # of the figures that the table shows
    hours = round(ended.used) - round(silent.hours)
    facts = {
        "people": say("year_rivals.as_many", stayed=_stayed(silent.stayed, of)) if not kept
        else many(f"year_rivals.people_{'more' if kept > 0 else 'fewer'}", abs(kept)),
        "points": say("year_rivals.same_trust") if not gap
        else say(f"year_rivals.trust_{'higher' if gap > 0 else 'lower'}", points=many("phrases.points", abs(gap))),
        "hours": say("year_rivals.same_hours") if not hours
        else many(f"year_rivals.hours_{'more' if hours > 0 else 'fewer'}", abs(hours)),
    }  # fmt: skip
    return say("year_rivals.said", title=silent.strategy.title, **facts)
