"""The scoreboard, the headline and the paired difference, in words."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from sim.base.rounding import half_up
from sim.experiments.comparison import TOO_SMALL
from sim.lab.session.simulation_cache import REFINED
from sim.lab.views.outcome_queries import figure_of, trust_of
from sim.model.measures import HEADLINE, MEASURES
from sim.model.outcome import Interval, as_shown, said
from sim.model.version import number_told, version_told
from sim.texts import words
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.lab.session.simulation_cache import Shown
    from sim.model.outcome import Outcome

__all__ = [
    "difference", "figure", "headline", "headline_short", "main_figure", "outcome_told",
    "partner_blocks", "score_blocks", "shown_of", "still_there", "table_file",
]  # fmt: skip


def headline(shown: list[Shown], partner: int | None = None) -> str:
    """Return the sentence above the picture: who is still there, and partnership compared with the baseline.

    For one partner: how often they are still there, and their trust over the season.

    >>> from sim.lab.session.simulation_cache import Shown
    >>> from sim.experiments.simulate import simulate
    >>> silence = Shown("“Say nothing”", simulate("missed-deadline", "silence", worlds=3))
    >>> headline([Shown("Yours", silence.outcome), silence]).split(". ")[1]
    'Partnership is about the same as with “Say nothing”'
    """
    own = shown[0].outcome
    measure, first = main_figure(partner), outcome_told(own, partner)
    of_what = say("headline.measure" if partner is None else "headline.measure_partner")
    facts = {"hours": figure("staff_hours", own), "measure": of_what}
    if len(shown) == 1:
        return say("headline.alone", first=first, **facts)
    # The difference of the rounded figures: equal figures must not get different verdicts.
    gap = shown_of(measure, own, partner) - shown_of(measure, shown[1].outcome, partner)
    verdict = "same" if half_up(abs(gap), 2) < TOO_SMALL else "better" if gap > 0 else "worse"
    return say(f"headline.{verdict}", first=first, other=shown[1].label, by=words.points(gap), **facts)


def headline_short(own: Outcome, partner: int | None = None) -> str:
    """Return the headline's figures in one line, for a phone while a control is moved.

    >>> from sim.experiments.simulate import simulate
    >>> headline_short(simulate("missed-deadline", "silence", worlds=3))
    '6.7 of 8 stay · partnership 48'
    """
    trust = words.trust(shown_of(main_figure(partner), own, partner))
    if partner is None:
        kept = f"{shown_of('partners_kept', own):g}"
        return say("headline.short", kept=kept, count=len(own.case.names), trust=trust)
    return say("headline.short_one", number=_in_100(own.gone_week[partner] < 0), trust=trust)


def outcome_told(outcome: Outcome, partner: int | None = None) -> str:
    """Return what came of a strategy, as the headline says it: who is still there, then the main figure.

    >>> from sim.experiments.simulate import simulate
    >>> silence = simulate("missed-deadline", "silence", worlds=3)
    >>> outcome_told(silence)
    '6.7 of 8 still with you · partnership 48 of 100'
    """
    facts = {"who": still_there(outcome, partner), "trust": figure(main_figure(partner), outcome, partner)}
    return say("headline.mean" if partner is None else "headline.partner", **facts)


def main_figure(partner: int | None) -> str:
    """Return the measure that the headline tells: partnership, or for one partner their trust over the season."""
    return HEADLINE if partner is None else "season_trust"


def still_there(outcome: Outcome, partner: int | None = None) -> str:
    """Return how many partners are still there, or in how many worlds one is.

    >>> from sim.experiments.simulate import simulate
    >>> flood = simulate("missed-deadline", "flood", worlds=20)
    >>> still_there(flood), still_there(flood, 0)
    ('3.1 of 8 still with you', "Patients' circle still with you in 25 of 100 possible years")
    """
    names = outcome.case.names
    if partner is None:
        stayed = shown_of("partners_kept", outcome)
        return say("headline.still", kept=f"{stayed:g}", count=len(names))
    return say("headline.still_one", who=names[partner], number=_in_100(outcome.gone_week[partner] < 0))


def difference(own: Shown, other: Shown, partner: int | None = None) -> str:
    """Return in words how final trust differs between two strategies, for one partner or the mean of all."""
    gap = trust_of(own.outcome, partner)[-1] - trust_of(other.outcome, partner)[-1]
    interval = Interval.of(gap)
    facts: dict[str, object] = {"other": other.label, "worlds": len(gap), "half": words.points(interval.half_width)}
    by = words.points(interval.mean)
    if half_up(abs(interval.mean), 2) < TOO_SMALL:  # rounded as shown: equal gaps must not get different verdicts
        return say("score.too_small", by=by, **facts)
    if interval.mean > 0:
        return say("score.higher", higher=int((gap > 0).sum()), by=by, **facts)
    return say("score.lower", lower=int((gap < 0).sum()), by=by, **facts)


def figure(name: str, outcome: Outcome, partner: int | None = None) -> str:
    """Return one figure of an outcome as text; a figure of trust for one partner or the mean.

    >>> from sim.experiments.simulate import simulate
    >>> figure("commitments_kept", simulate("missed-deadline", "silence", worlds=3))
    '86 in 100'
    """
    if name == "weeks_to_recover" and not (weeks := outcome.summary()[name]):
        never = "never" if shown_of("recovered_share", outcome) else "in_no_year"
        return say(f"score.{never if weeks is None else 'unhurt'}")
    return said(name, shown_of(name, outcome, partner))


def shown_of(name: str, outcome: Outcome, partner: int | None = None) -> float:
    """Return one figure rounded as the scoreboard shows it; a figure of trust for one partner or the mean."""
    return as_shown(name, figure_of(name, outcome, partner if MEASURES[name].of_trust else None))


def score_blocks(shown: list[Shown], partner: int | None = None) -> list[dict[str, Any]]:
    """Return the scoreboard as blocks of text: the differences in words, then every figure.

    Args:
        shown: the trainee's strategy first.
        partner: whose trust; None = the mean of all. Other figures are always those of all.
    """
    own = shown[0].outcome
    who = say("score.all") if partner is None else say("score.partner", who=own.case.names[partner])
    facts = {"case": own.case.title, "worlds": len(own.worlds), "who": who, "model": version_told(own.parameters)}
    rows = [[_measure(name, own), *[figure(name, item.outcome, partner) for item in shown]] for name in MEASURES]
    quick = [{"hint": say("score.quick", worlds=len(own.worlds))}] if len(own.worlds) < REFINED else []
    return [
        {"head": say("score.title")},
        *({"text": difference(shown[0], other, partner)} for other in shown[1:]),
        {
            "table": {
                "caption": say("score.caption", **facts),
                "head": [say("score.measure"), *(item.label for item in shown)],
                "rows": rows,
            }
        },
        {"hint": " ".join([say("score.partnership_note"), *_not_counted(own)])},
        {"hint": say("score.recover_note")},
        *quick,
    ]


def _not_counted(own: Outcome) -> list[str]:
    """Return a sentence that names the partners whom partnership does not count, if there are any."""
    who = [partner.name for partner, fits in zip(own.case.partners, own.fits, strict=True) if not fits]
    return [say("score.not_counted", who=words.listed(who))] if who else []


def partner_blocks(shown: list[Shown]) -> list[dict[str, Any]]:
    """Return a table for each strategy: each partner's trust before and at the end, and how often they left or parted.

    >>> from sim.lab.session.simulation_cache import Shown
    >>> from sim.experiments.simulate import simulate
    >>> blocks = partner_blocks([Shown("“Say nothing”", simulate("missed-deadline", "silence", worlds=4))])
    >>> blocks[2]["table"]["rows"][0][0]
    "Patients' circle"
    """
    tables = [{"table": _of_partners(one.label, one.outcome)} for one in shown]
    return [{"head": say("partners.title")}, {"hint": say("partners.note")}, *tables]


def _of_partners(label: str, own: Outcome) -> dict[str, Any]:
    means = own.partners_by_week
    rows = [
        [
            words.called(name),
            words.trust(means[0, i]),
            words.trust(means[-1, i]),
            *(_in_100(gone[i]) for gone in (own.left, own.parted)),
        ]
        for i, name in enumerate(own.case.names)
    ]
    head = [say(f"partners.{part}") for part in ("partner", "first", "last", "left", "parted")]
    caption = say("partners.caption", label=label, case=own.case.title, worlds=len(own.worlds))
    return {"caption": caption, "head": head, "rows": rows}


def _in_100(worlds: np.ndarray) -> str:
    return f"{half_up(100 * worlds.mean()):.0f}"


def _measure(name: str, own: Outcome) -> str:
    return say(f"score.{name}", count=len(own.case.partners))


def table_file(shown: list[Shown]) -> bytes:
    """Return the scoreboard with all digits as a table for spreadsheets."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["strategy", *MEASURES, "model_version"])
    for item in shown:
        summary = item.outcome.summary()
        writer.writerow([item.label, *(summary[name] for name in MEASURES), number_told(item.outcome.parameters)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
