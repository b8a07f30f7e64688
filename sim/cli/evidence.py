"""`mend evidence`: compare the model with published findings."""

import json
import os
import sys
from typing import Annotated

import typer

from sim.base.errors import BadInput
from sim.base.processes import processes
from sim.cli.cli_errors import one_clear_line
from sim.cli.evidence_tables import print_evidence
from sim.cli.settings_option import Settings, parameters_of
from sim.experiments.comparison import model_data
from sim.experiments.evidence.checking import evidence
from sim.experiments.evidence.draws import MOST_DRAWS
from sim.experiments.evidence.finding import Fact
from sim.model.parameters import Parameters
from sim.texts.words import say

FEW_DRAWS = 20  # fewer are not worth starting processes for


def evidence_command(
    *,
    settings: Settings = None,
    draws: Annotated[int | None, typer.Option(help="option.draws")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="option.json")] = False,
) -> None:
    """Hold the model against published findings: failures first, then what it gets right."""
    with one_clear_line():
        parameters = parameters_of(settings)
        facts = facts_for(parameters, draws)
    if as_json:
        typer.echo(json.dumps(as_data(facts, parameters), indent=2))
    else:
        print_evidence(facts, parameters)


def facts_for(parameters: Parameters, draws: int | None) -> tuple[Fact, ...]:
    """Return the facts under these parameters.

    Raises:
        BadInput: the number of draws is not allowed.

    >>> facts_for(Parameters(), 0)
    Traceback (most recent call last):
    sim.base.errors.BadInput: draws (= 0) must be between 1 and 10000
    """
    if draws is not None and not 1 <= draws <= MOST_DRAWS:
        raise BadInput(say("refused.between", name="draws", value=draws, least=1, most=MOST_DRAWS))
    with processes(_jobs(draws)) as executor:
        return evidence(parameters, draws=draws, executor=executor, progress=_tell)


def as_data(facts: tuple[Fact, ...], parameters: Parameters) -> dict[str, object]:
    """Return plain JSON data: {"model_version": …, "facts": [{"id": …, "passed": …, "figure": …, "band": …}]}.

    >>> as_data((), Parameters())
    {'model_version': 6, 'passed': 0, 'of': 0, 'facts': []}
    """
    passed = sum(fact.passed for fact in facts)
    told = [fact.as_data() for fact in facts]
    return model_data(parameters) | {"passed": passed, "of": len(facts), "facts": told}


def _jobs(draws: int | None) -> int:
    return 1 if draws is None or draws < FEW_DRAWS else min(8, os.cpu_count() or 1)


def _tell(done: int, of: int) -> None:
    """Show progress if standard error is a terminal."""
    if sys.stderr.isatty():
        told = say("evidence_table.checked", done=done, count=of)
        typer.echo(f"\r{told}{' ' * 8}", err=True, nl=done == of)
