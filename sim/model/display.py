"""How cases, strategies, outcomes and the model's numbers show themselves: in a line, and as HTML in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.base.html_table import html_table, joined
from sim.model.measures import HEADLINE, MEASURES
from sim.model.version import version_told
from sim.texts.words import many, say, trust

if TYPE_CHECKING:
    from sim.model.case import Case
    from sim.model.outcome import Outcome
    from sim.model.parameters import Parameters
    from sim.model.strategy import Strategy

__all__ = [
    "case_html", "case_line", "outcome_html", "outcome_line", "parameters_html", "parameters_line", "strategy_html",
    "strategy_line",
]  # fmt: skip

LONGEST = 60  # letters of a title within a line
MOST_NUMBERS = 5  # of a model's changed ones within a line


def case_line(case: Case) -> str:
    """Return a case in a line."""
    counts = [many(f"display.{name}", len(getattr(case, name))) for name in ("partners", "commitments", "events")]
    told = ", ".join([*counts, many("display.weeks", case.weeks)])
    return f"<Case {case.key}: {_short(case.title)}, {told}>"


def case_html(case: Case) -> str:
    """Return a case as its partners, commitments and events."""
    start = say("display.start")
    partners = html_table(
        f"{case.title} ({case.key})",
        [say(f"display.{head}") for head in ("partner", "role", "disposition")] + [start],
        [(one.name, one.role, trust(one.trust), trust(one.start_trust)) for one in case.partners],
        right=[say("display.disposition"), start],
    )
    return joined(partners, _promises(case), _events(case))


def _promises(case: Case) -> str:
    numbers = [say(f"display.{head}") for head in ("hours", "starts", "takes")]
    heads = [say("display.commitment"), say("display.to"), *numbers]
    rows = [(one.name, ", ".join(one.to), f"{one.hours:g}", one.starts, f"{one.weeks:g}") for one in case.commitments]
    return html_table(say("display.commitments_of"), heads, rows, right=numbers) if rows else ""


def _events(case: Case) -> str:
    heads = [say(f"display.{head}") for head in ("day", "event", "to", "label")]
    rows = [(one.day, one.event, ", ".join(one.to), one.label) for one in case.events]
    return html_table(say("display.events_of"), heads, rows, right=heads[:1]) if rows else ""


def strategy_line(strategy: Strategy) -> str:
    """Return a strategy in a line."""
    return f"<Strategy {strategy.key}: {_short(strategy.title)}, {many('display.acts', len(strategy.acts))}>"


def strategy_html(strategy: Strategy) -> str:
    """Return a strategy as its acts, in the words of its file."""
    heads = [say(f"display.{head}") for head in ("act", "when", "to", "options")]
    rows = [(act.act, *_act(act)) for act in strategy.acts]
    return html_table(f"{strategy.title} ({strategy.key})", heads, rows, note=strategy.summary)


def _act(act: Any) -> tuple[str, str, str]:
    """Return when an act happens, towards whom, and what else its file says."""
    fields = {name: value for name, value in act if value != type(act).model_fields[name].default}
    fields.pop("act", None)
    timing = ("day", "week", "when", "below", "since", "every_weeks", "until")
    when = ", ".join(f"{name} {_value(fields.pop(name))}" for name in timing if name in fields)
    fields.pop("to", None)
    return when, ", ".join(act.to), ", ".join(f"{name} = {_value(value)}" for name, value in fields.items())


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return " + ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value).lower() if isinstance(value, bool) else str(value)


def outcome_line(outcome: Outcome) -> str:
    """Return an outcome in a line: the headline with its interval, who stays, worlds and luck."""
    facts = {"mean": outcome.told(HEADLINE), "kept": f"{outcome.partners_kept.mean():.1f}"}
    facts |= {"of": len(outcome.case.partners), "worlds": len(outcome.worlds), "seed": outcome.seed}
    told = say("display.outcome", **facts)
    return f"<Outcome of {outcome.strategy.key} in {outcome.case.key}: {told}{_other(outcome.parameters)}>"


def outcome_html(outcome: Outcome) -> str:
    """Return an outcome as its scoreboard."""
    count, about = len(outcome.case.partners), {"worlds": len(outcome.worlds), "seed": outcome.seed}
    value = say("display.value")
    rows = [(say(f"score.{key}", count=count), outcome.told(key)) for key in MEASURES]
    caption = f"{outcome.strategy.title} – {outcome.case.title}"  # noqa: RUF001 - a dash between two titles
    note = say("display.scoreboard_note", weeks=outcome.weeks, model=version_told(outcome.parameters), **about)
    return html_table(caption, [say("score.measure"), value], rows, right=[value], note=note)


def parameters_line(parameters: Parameters) -> str:
    """Return the numbers that are not as shipped, as they would be typed."""
    told = [f"{name}={value:g}" for name, value in parameters.settings.items()]
    more = len(told) - MOST_NUMBERS
    return f"Parameters({', '.join(told[:MOST_NUMBERS] + ([say('display.more', number=more)] if more > 0 else []))})"


def parameters_html(parameters: Parameters) -> str:
    """Return the numbers that are not as shipped as a table."""
    rows = [(name, f"{value:g}", f"{shipped:g}") for name, (value, shipped) in parameters.changes.items()]
    heads = [say(f"display.{head}") for head in ("number", "value", "shipped")]
    note = say("display.all_as_shipped" if not rows else "display.others_as_shipped")
    return html_table(say("display.parameters"), heads, rows, right=heads[1:], note=note)


def _other(parameters: Parameters) -> str:
    return f", {parameters_line(parameters)}" if parameters.changes else ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= LONGEST else f'{line[: LONGEST - 1]}…'}”"
