"""Check findings: do the model's figures fall in the published bands, and would they under other parameters?"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial

from sim.experiments.evidence.draws import checked_draws, plausible
from sim.experiments.evidence.finding import Fact, Finding
from sim.experiments.evidence.finding_files import findings
from sim.experiments.evidence.rates import stored_rates
from sim.experiments.evidence.rules import RULES
from sim.experiments.evidence.study import Study
from sim.model.parameters import Parameters

WORLDS = 400
WORLDS_A_DRAW = 64  # one block of luck; pairing makes small samples precise


def check(finding: Finding, parameters: Parameters | None = None, *, worlds: int = WORLDS) -> Fact:
    """Simulate a finding's study and compare its figures with their bands.

    Args:
        finding: one of `findings()`.
        parameters: the model's numbers; None = the shipped set.
        worlds: number of worlds.

    >>> from sim.experiments.evidence.finding_files import finding
    >>> check(finding("F22")).passed
    True
    """
    parameters = parameters or Parameters()
    figures = RULES[finding.id](Study(finding, parameters, worlds=worlds))
    ordered = {name: figures[name] for name in finding.bands}
    return Fact(finding, ordered, shipped=parameters == Parameters())


def random_pass_rate(finding: Finding, draws: int = 100, seed: int = 0, *, executor: Executor | None = None) -> float:
    """Return the share of random parameter sets under which a finding holds.

    Args:
        finding: one of `findings()`.
        draws: number of sets.
        seed: the seed from which they are drawn.
        executor: any `concurrent.futures` executor to share the work; None = this process.

    Raises:
        BadInput: draws outside 1 to 10,000.

    >>> from sim.experiments.evidence.finding_files import finding
    >>> random_pass_rate(finding("F22"), draws=3)
    1.0
    """
    draws = checked_draws(draws)
    spread = map if executor is None else partial(executor.map, chunksize=10)
    return sum(spread(partial(_holds, finding), plausible(draws, seed))) / draws


def _holds(finding: Finding, parameters: Parameters) -> bool:
    return check(finding, parameters, worlds=WORLDS_A_DRAW).passed


def evidence(
    parameters: Parameters | None = None,
    *,
    of: Sequence[Finding] | None = None,
    draws: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Fact, ...]:
    """Check the findings and return the facts, failing ones first.

    Args:
        parameters: the model's numbers; None = the shipped set.
        of: which findings; None = all.
        draws: number of random parameter sets for the pass rates; None = the stored rates.
        executor: shares the draws among processes; None = this process.
        progress: called with (done, total) after each finding.

    >>> [fact.id for fact in evidence(of=findings()[:2])]
    ['F1', 'F2']
    """
    asked = findings() if of is None else of
    known = stored_rates()
    facts: list[Fact] = []
    for finding in asked:
        rate = known.get(finding.id) if draws is None else random_pass_rate(finding, draws, executor=executor)
        facts.append(replace(check(finding, parameters), random_pass_rate=rate))
        if progress is not None:
            progress(len(facts), len(asked))
    return in_order(facts)


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts with failing ones first, otherwise in the same order."""
    return tuple(sorted(facts, key=lambda fact: fact.passed))
