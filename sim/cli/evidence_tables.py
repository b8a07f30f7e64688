"""The table of `mend evidence` for the terminal, failures first."""

from collections.abc import Sequence

from rich.text import Text

from sim.base.terminal import print_table
from sim.experiments.evidence.checking import in_order
from sim.experiments.evidence.finding import Fact

RANDOM = "Holds in random models"


def print_evidence(facts: Sequence[Fact]) -> None:
    """Print the facts: what was claimed, by whom, our figures, their bands, and how much they say."""
    passed = sum(fact.passed for fact in facts)
    print_table(
        ("Finding", "Claim", "Figure", RANDOM),
        map(_row, in_order(facts)),
        title=f"Evidence: {passed} of {len(facts)} published findings hold",
        caption="The bands were fixed before any parameter was tuned. Random models: parameter sets drawn from the "
        "plausible ranges. What nearly all of them show is built in, and says little for this one. A model, "
        "not a forecast.",
        right=(RANDOM,),
        lines=True,
    )


def _row(fact: Fact) -> tuple[Text, ...]:
    verdict = Text(f"{fact.id}\n{'pass' if fact.passed else 'FAIL'}", style="" if fact.passed else "bold red")
    claim = Text(fact.claim).append(f"\n{fact.source}", style="dim")
    if fact.reason:
        claim.append(f"\nWhy it fails: {fact.reason}", style="red")
    return verdict, claim, Text("\n").join(_figures(fact)), Text(_random(fact))


def _figures(fact: Fact) -> list[Text]:
    return [
        Text(f"{name.replace('_', ' ')} {fact.figures[name]:.3f} ({band})", style="red" if name in fact.missed else "")
        for name, band in fact.bands.items()
    ]


def _random(fact: Fact) -> str:
    r"""Return the share of random models, and whether it makes the fact a built-in one.

    >>> from sim.experiments.evidence.reading import finding
    >>> _random(Fact(finding("F1"), {"loss_over_gain": 1.5}, random_pass_rate=0.99))
    '99 %\nbuilt in'
    """
    if fact.random_pass_rate is None:
        return "not known"
    return f"{100 * fact.random_pass_rate:.0f} %" + ("\nbuilt in" if fact.built_in else "")
