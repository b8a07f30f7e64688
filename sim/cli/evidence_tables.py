"""The table of `mend evidence` for the terminal, failures first."""

from collections.abc import Sequence

from rich.text import Text

from sim.base.terminal import print_table
from sim.experiments.evidence.checking import in_order
from sim.experiments.evidence.finding import Fact
from sim.model.parameters import SHIPPED, Parameters
from sim.model.version import version_told
from sim.texts.words import say

COLUMNS = ("finding", "claim", "figure", "random")


def print_evidence(facts: Sequence[Fact], parameters: Parameters = SHIPPED) -> None:
    """Print each fact's claim, source, figures with their bands, and share of random models that pass."""
    passed = sum(fact.passed for fact in facts)
    print_table(
        [say(f"evidence_table.{name}") for name in COLUMNS],
        map(_row, in_order(facts)),
        title=say("evidence_table.title", passed=passed, count=len(facts)),
        caption=say("evidence_table.caption", model=version_told(parameters)),
        right=(say("evidence_table.random"),),
        lines=True,
    )


def _row(fact: Fact) -> tuple[Text, ...]:
    said = say("evidence_table.passed" if fact.passed else "evidence_table.failed")
    verdict = Text(f"{fact.id}\n{said}", style="" if fact.passed else "bold red")
    claim = Text(fact.claim).append(f"\n{fact.source}", style="dim")
    if fact.reason:
        claim.append(f"\n{say('evidence_table.why', reason=fact.reason)}", style="red")
    return verdict, claim, Text("\n").join(_figures(fact)), Text(_random(fact))


def _figures(fact: Fact) -> list[Text]:
    return [Text(_figure(fact, name), style="red" if name in fact.missed else "") for name in fact.bands]


def _figure(fact: Fact, name: str) -> str:
    told = {"value": fact.finding.figure_told(name, fact.figures[name]), "band": fact.finding.band_told(name)}
    return say("evidence_table.figure_in_band", figure=fact.finding.labels[name], **told)


def _random(fact: Fact) -> str:
    r"""Return the share of random models that pass, marked where it is so high that the fact is built in.

    >>> from sim.experiments.evidence.finding_files import finding
    >>> _random(Fact(finding("F1"), {"loss_over_gain": 1.5}, random_pass_rate=0.99))
    '99 %\nbuilt in'
    """
    if fact.random_pass_rate is None:
        return say("evidence_table.not_known")
    share = say("evidence_table.share", number=f"{100 * fact.random_pass_rate:.0f}")
    return f"{share}\n{say('evidence_table.built_in')}" if fact.built_in else share
