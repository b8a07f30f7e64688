"""What a played year was like for each partner, as plain data: how it ended, its largest causes, and all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.narrative.account import account
from sim.narrative.cause_named import cause_named
from sim.narrative.main_causes import gained, lost, main_causes
from sim.narrative.partner_year import partner_came, partner_sentences, trust_together
from sim.narrative.phrasing import capital, level
from sim.texts.words import say, signed

if TYPE_CHECKING:
    from sim.experiments.year.ending import OtherYears
    from sim.experiments.year.year import Year

__all__ = ["partners_data"]


def partners_data(year: Year, others: OtherYears | None, last_words: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return for each partner what the year was like: first those who went, in order, then who lost most trust."""
    said, names = {one["name"]: one["text"] for one in last_words}, year.case.names
    gone_week, fell = year.outcome.gone_week[:, 0].tolist(), (year.outcome.trust[0] - year.outcome.trust[-1])[:, 0]
    order = sorted(range(len(names)), key=lambda who: (gone_week[who] < 0, max(0, gone_week[who]), -fell[who]))
    return [_partner(year, others, who) | {"last_words": said.get(names[who], "")} for who in order]


def _partner(year: Year, others: OtherYears | None, who: int) -> dict[str, Any]:
    came, chance = partner_came(year.outcome, who), _stays(year, others, who)
    return {
        "name": year.case.names[who],
        "came": say("partner_chance.beside", came=came, **chance) if chance else came,
        "most": " ".join(main_causes(year.outcome, who)),
        "said": [
            *partner_sentences(year.outcome, who),
            *([say("partner_chance.left", **chance)] if chance else []),
        ],
        "causes": _causes(year, who),
        "account": _account(year, who),
    }


def _causes(year: Year, who: int) -> dict[str, Any]:
    """Return what each cause did to a partner's trust as a table that adds up: all losses first, then all gains."""
    outcome, rows, strong = year.outcome, [], [0]
    sides = {"lost": lost(outcome, who), "gained": gained(outcome, who)}
    for side, sums in sides.items():
        if sums:
            strong.append(1 + len(rows))
            rows.append([say(f"causes_table.{side}"), signed(sum(one.points for one in sums) / 100)])
            rows += [[capital(cause_named(outcome, who, one.cause)), signed(one.points / 100)] for one in sums]
    shown = _from_first_to_last(year, who, rows)
    return shown | {"title": say("causes_table.title"), "strong": [*strong, len(shown["rows"]) - 1]}


def _account(year: Year, who: int) -> dict[str, Any]:
    """Return each act and promise that moved a partner's trust as a table, which adds up."""
    found = account(year.outcome, who)
    rows = [[what, signed(moved / 100)] for what, moved in found.entries]
    return _from_first_to_last(year, who, rows) | {"title": say("account.title")}


def _from_first_to_last(year: Year, who: int, rows: list[list[str]]) -> dict[str, Any]:
    """Return a table from trust at first to trust at the end; rows: what moved trust, with its points in words."""
    first, *_, last = (level(one) for one in trust_together(year.outcome, who))
    gone = year.outcome.gone_week[who, 0] >= 0
    shown = [
        [say("account.first"), first],
        *rows,
        [say(f"account.{'last_gone' if gone else 'last'}"), last],
    ]
    return {"head": [say("account.what"), say("account.points")], "rows": shown}


def _stays(year: Year, others: OtherYears | None, who: int) -> dict[str, int]:
    """Return of a partner who left in how many of the other years it stays; nothing of others, or if unknown yet."""
    if others is None or not year.outcome.left[who, 0]:
        return {}
    return {"years": others.stays[year.case.names[who]], "of": len(others.headlines)}
