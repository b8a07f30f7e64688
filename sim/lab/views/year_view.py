"""The screen of a played year as plain data, with all words in it: what the organisation could see, and what it may do.

Everything on it before the end is a function of what was done and what could be seen (sim/experiments/year/visible.py).
"""

from __future__ import annotations

from itertools import chain, starmap
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sim.catalogue import case_code, case_keys, load_case
from sim.experiments.year.turns import LESSER, held_back, pressing, turns_of
from sim.experiments.year.visible import moments
from sim.experiments.year.year import Year
from sim.lab.session.year_session import acts_done
from sim.lab.views.plan_lines import acts_by_day, today
from sim.lab.views.year_cards import (
    billed_for_gone,
    cards_data,
    hand_data,
    in_words,
    ran,
    standing_data,
    to_come_data,
    under_way_data,
)
from sim.lab.views.year_due import (
    budget_said,
    due_data,
    expected,
    hours_data,
    newly_dropped,
    newly_promised,
    promises_so_far,
    spent_said,
    taken_said,
)
from sim.lab.views.year_earlier import earlier_data, finished_data
from sim.lab.views.year_end import end_data
from sim.lab.views.year_people import Seen, asked, inbox, last_words, mood_in, people, promise_name, weeks_said
from sim.model.frozen import DAYS_A_WEEK
from sim.narrative.lines import spoken
from sim.narrative.phrasing import capital
from sim.texts.words import called, listed, many, say, table

if TYPE_CHECKING:
    from sim.lab.session.year_session import YearSession
    from sim.lab.views.year_end import Looked
    from sim.model.case import Case

__all__ = ["screen", "seen_in"]


def screen(
    session: YearSession,
    looked: Looked,
    *,
    seen: Seen | None = None,
    may_choose: bool = True,
    said: str = "",
    note: str = "",
) -> dict[str, Any]:
    """Return what the page shows now.

    Args:
        looked: what is known of a year that is over.
        seen: what could be seen of the year, if it is known already.
        may_choose: whether the player may choose the case.
        said: what is read out instead of the screen's own sentence. note: what stays in sight over this turn.

    >>> from sim.lab.session.year_session import YearSession
    >>> from sim.lab.views.year_end import Looked
    >>> screen(YearSession(), Looked())["title"]
    'A year with them'
    """
    if session.year is None:
        begin = _begin(session.case_named(session.case), may_choose=may_choose, said=said)
        return begin | {"earlier": earlier_data(session.earlier, session.own)}
    year, phase = session.year, session.phase
    seen = seen or seen_in(year)
    shown = _frame(year.case) | _of_any_phase(session, year, seen) | {"note": note}
    if phase == "turn":
        shown |= _of_turn(session, year)
    elif phase == "guess":
        shown["guess"] = {"due": True, "said": say("year.guess_said")}
    elif phase == "end":
        shown |= _of_end(session, year, looked, seen)
    shown["told"] = _told(shown, year, seen)
    shown["status"] = said or _status(shown)
    return shown


def _of_any_phase(session: YearSession, year: Year, seen: Seen) -> dict[str, Any]:
    """Return where in the year this is, what could be seen, and how to get to other years."""
    phase = session.phase
    return {
        "phase": phase,
        "title": _title(year, phase),
        "turn": _turn(year, seen),
        "people": people(year.case.partners, seen, _guesses(year)),
        "inbox": inbox(seen, [*newly_dropped(year), *newly_promised(year, seen)]),
        "code": session.code,
        "earlier": earlier_data(session.earlier, session.own),
        "finished": finished_data(session),
    }


def _of_turn(session: YearSession, year: Year) -> dict[str, Any]:
    """Return what is promised, what there is to do with which hours, and what was chosen."""
    plan = expected(session)
    return {
        "due": due_data(year),
        "due_so_far": promises_so_far(year),
        "due_how": say("year_due.how"),
        "hours": hours_data(plan, taken_said(session, plan), spent_said(year), billed_for_gone(session))
        | {"budget": budget_said(year)},
        "cards": cards_data(year),
        "hand": hand_data(session, plan),
        "standing": standing_data(session),
        "under_way": [*under_way_data(session, plan), *to_come_data(year)],
        "proposed": [in_words(year, act, hours=True) for act in session.proposed],
    }


def _of_end(session: YearSession, year: Year, looked: Looked, seen: Seen) -> dict[str, Any]:
    """Return the end, and the year to keep or to send; beside it stands the first try or the year that was sent."""
    sent = session.sent if session.sent and session.sent.over else None
    ended = end_data(year, looked, last_words=last_words(seen), asked=asked(seen), first=session.first, sent=sent)
    beside = {"line_branch": say("year_end.sent")} if sent and not session.first else {}
    kept = {
        "strategy": session.strategy_code, "plan": acts_by_day(acts_done(year), today()), "links": _links(session),
    }  # fmt: skip
    return {
        "end": ended | kept,
        "code": say("year_end.share", stayed=ended["stayed"], hours=ended["hours"], code=session.code),
        "words": table("year_words") | beside,
    }


def _links(session: YearSession) -> dict[str, str]:
    """Return links beside this page: one to play this year, and one to the open lab with the acts that were sent."""
    own = session.own.get(session.played.case.key)
    if own is not None:  # the acts are tried on the same page, which is where the link leads
        return {"year": f"{OWN_PAGE}?{urlencode({'case': case_code.as_code(own), 'year': session.code})}"}
    year, lab = urlencode({"year": session.code}), urlencode({"strategy": session.strategy_code})
    return {"year": f"D_play_a_year.ipynb?{year}", "lab": f"B_open_lab.ipynb?{lab}"}


def seen_in(year: Year) -> Seen:
    """Return what could be seen of a year so far, with what partners said."""
    since = year.turns[-2].week if len(year.turns) > 1 else 0
    ends = [one.week for one in year.turns]
    return Seen(spoken(moments(year), year.case, year.number, ends), since, year.week)


def _frame(case: Case) -> dict[str, Any]:
    """Return a screen with all that it must hold, and nothing to do on it."""
    return {
        "case": _case(case), "inbox": [], "hours": None, "due": [], "cards": [], "hand": [], "standing": [],
        "under_way": [], "guess": None, "end": None, "code": "", "earlier": [], "told": [], "finished": None,
        "note": "", "proposed": [], "due_so_far": "", "due_how": "",
        "words": table("year_words"), "status": "",
    }  # fmt: skip


def _case(case: Case) -> dict[str, str]:
    least, most = turns_of(case.weeks)
    about = f"{case.summary} {say('year.begin', weeks=case.weeks, least=least, most=most)}"
    return {"key": case.key, "title": case.title, "about": about, "organisation": case.organisation}


def _begin(case: Case, *, may_choose: bool, said: str) -> dict[str, Any]:
    cases = {"cases": [[key, load_case(key).title] for key in case_keys()]} if may_choose else {}
    seen = seen_in(Year.begin(case, 1))
    return _frame(case) | cases | {
        "phase": "begin", "title": say("year.title_begin"), "people": people(case.partners, seen, {}),
        "turn": {"number": 0, "week": 0, "weeks": case.weeks, "ahead": 0, "said": "", "early": ""},
        "status": said,
    }  # fmt: skip


def _title(year: Year, phase: str) -> str:
    wording = {"turn": "title" if year.week else "title_first", "guess": "title_guess", "end": "title_end"}[phase]
    return say(f"year.{wording}", week=year.week, weeks=year.case.weeks)


def _turn(year: Year, seen: Seen) -> dict[str, Any]:
    number = len(year.turns) + 1
    here = say("year.turn", number=number, most=turns_of(year.case.weeks)[1])
    return {
        "number": number, "week": year.week, "weeks": year.case.weeks, "ahead": year.ahead,
        "said": f"{here} {many('year.ahead', year.ahead)}" if year.ahead else "", "early": _early(year, seen),
    }  # fmt: skip


OWN_PAGE = "C_your_case.ipynb"  # where a year in a case of somebody's own is played
# Of what ended a turn so many are named; more are counted, and the inbox names each.
NAMED = {"complained": 2, "broken": 1}
# Why a turn ended early, what weighs most first: the kind in the diary, its moments, and what is named of them
EARLY = {
    "left": ("left", "partner"), "breach": ("breach", "about"), "decision": ("decision", "about"),
    "guilt_proven": ("guilt_proven", "about"), "broken": ("promise_broken", "about"), "survey": ("told", "partner"),
    "complained": ("complained", "partner"),
}  # fmt: skip


def _early(year: Year, seen: Seen) -> str:
    """Return in a sentence why the last turn ended before its time; "" if it did not."""
    before = year.before
    if before is None or year.over or year.week - before.week >= before.ahead:
        return ""
    played = year.week - before.week
    kinds = pressing(played, before.week, year.outcome.diary)
    reasons = ((kind, why) for kind in EARLY if kind in kinds for why in [_reason(kind, seen)] if why)
    kind, why = next(reasons, ("", say("year_early.other")))
    held = held_back(kind, before.week, year.week, year.outcome.diary) if kind else None
    if held is None:
        return many("year.early", played, most=before.ahead, why=why)
    facts = {"week": year.week, "least": LESSER, "most": turns_of(year.case.weeks)[1]}
    return say(f"year_early.held_{held.by}", why=capital(why), **facts)


def _reason(kind: str, seen: Seen) -> str:
    """Return why in words; "" where nothing of that kind was seen."""
    of, named = EARLY[kind]
    news = [one.moment for one in seen.news if one.moment.kind == of]
    found = {getattr(one, named): one for one in news}
    if not found:  # of somebody who went on that evening nothing more is seen
        return ""
    when = weeks_said([one.day for one in news])
    if len(found) > NAMED.get(kind, len(found)):
        return say(f"year_early.many_{kind}", number=len(found), when=when)
    names = [promise_name(name, one.act) if kind == "broken" else name.rstrip(" .") for name, one in found.items()]
    what = listed(names if named == "partner" else [say("year_hours.quoted", name=one) for one in names])
    return say(f"year_early.{kind}", what=what, when=when)


def _guesses(year: Year) -> dict[str, int]:
    """Return the player's last guess of each partner."""
    found: dict[str, int] = {}
    for one in year.guesses:
        found |= one.trust
    return found


# In words


def _told(shown: dict[str, Any], year: Year, seen: Seen) -> list[str]:
    """Return the turn in short sentences: what was done, what ran by itself, how partners stand, and what came in.

    Letters stand in full where the screen has no inbox of its own; in a turn they are told by who wrote what.
    """
    early = [shown["turn"]["early"]] if shown["turn"]["early"] else []
    due_said = [shown["due_so_far"]] if shown["due_so_far"] else []
    hours = shown["hours"] or {}
    hours_said = [hours[key] for key in ("said", "sum", "taken", "billed", "spent", "budget") if hours.get(key)]
    came = _kinds(shown) if shown["phase"] == "turn" else _letters(shown)
    lists = (
        _sent(year), ran(year), early, _moods(shown, _seen_before(year, seen)), came or [say("year_told.nothing")],
        due_said, shown["under_way"], hours_said,
    )  # fmt: skip
    return [*chain.from_iterable(lists)]


def _letters(shown: dict[str, Any]) -> list[str]:
    told = ((one["when"], f"{_from(one['from'])}{one['text']}") for one in shown["inbox"])
    return [say("year_told.inbox", when=when, text=text) for when, text in told]


def _kinds(shown: dict[str, Any]) -> list[str]:
    """Return the news in full, and of letters who wrote which kind."""
    news = [say("year_told.inbox", when=one["when"], text=one["text"]) for one in shown["inbox"] if not one["from"]]
    by_kind: dict[str, dict[str, int]] = {}
    for one in shown["inbox"]:
        if one["from"]:
            count = by_kind.setdefault(one["kind"], {})
            count[one["from"]] = count.get(one["from"], 0) + 1
    who = ((capital(say(f"year_words.kind_{kind}")), count.items()) for kind, count in by_kind.items())
    return [*news, *(say("year_told.kind", kind=kind, who=listed(starmap(_times, count))) for kind, count in who)]


def _times(name: str, count: int) -> str:
    return name if count == 1 else say("year_told.times", name=name, number=count)


def _moods(shown: dict[str, Any], before: Seen | None) -> list[str]:
    """Return how partners stand: those who stand alike in one sentence, with how each stood before if otherwise."""
    alike: dict[str, list[str]] = {}
    for one in shown["people"]:
        was = mood_in(before, one["name"]) if before else None
        changed = was is not None and was.key != one["mood"]
        name = say("year_told.changed", name=one["name"], before=was) if changed else one["name"]
        alike.setdefault(one["mood_said"], []).append(called(name))
    return [say("year_told.people", mood=capital(mood), names=", ".join(names)) for mood, names in alike.items()]


def _sent(year: Year) -> list[str]:
    """Return what was chosen in the last turn, with its hours."""
    if not year.turns:
        return []
    acts = [in_words(year, act, hours=True) for act in year.turns[-1].acts]
    return [say("year_told.chosen", text=one) for one in acts] or [say("year_told.chosen_nothing")]


def _seen_before(year: Year, seen: Seen) -> Seen | None:
    """Return what could be seen when the last turn began, as the screen showed it; None before there was one."""
    if not seen.since:
        return None
    *_, since, _, _ = (0, 0, 0, *(turn.week for turn in year.turns))
    began = DAYS_A_WEEK * seen.since
    return Seen(tuple(said for said in seen.spoken if said.moment.day <= began), since, seen.since)


def _from(name: str) -> str:
    return say("year_told.from", name=name) if name else ""


def _status(shown: dict[str, Any]) -> str:
    """Return what is read out when the screen has changed."""
    if shown["phase"] == "guess":
        return say("year.status_guess")
    if shown["phase"] == "end":
        return say("year.status_end", stayed=shown["end"]["stayed"])
    count = len(shown["inbox"])
    letters = many("year.inbox_count", count) if count else say("year.inbox_empty")
    gone = sum(one["mood"] == "gone" for one in shown["people"])
    left = many("year.gone_count", gone) if gone else ""
    return " ".join(filter(None, [say("year.status_turn", title=shown["title"], inbox=letters), left]))
