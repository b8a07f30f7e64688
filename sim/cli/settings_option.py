"""`--set NAME=VALUE`: the model's numbers on every command that simulates, defined once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.model.parameters import Parameters

__all__ = ["Settings", "complete_setting", "parameters_of"]


def complete_setting(incomplete: str) -> list[str]:
    """Return the names of parameters that begin so, with the sign that follows.

    >>> complete_setting("half_life_b")
    ['half_life_bad=']
    """
    from sim.model.parameters import Parameters

    return [f"{name}=" for name in Parameters.model_fields if name.startswith(incomplete)]


Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="option.set", autocompletion=complete_setting),
]


def parameters_of(settings: Sequence[str] | None) -> Parameters:
    """Return the shipped parameters with these settings, and say on standard error which lie outside what is plausible.

    Raises:
        BadInput: an unknown name, one that is given twice, or a value that the model cannot use.

    >>> parameters_of(["half_life_bad=52"]).half_life_bad, parameters_of(None).half_life_bad
    (52.0, 16.0)
    """
    from sim.experiments.evidence.settings import implausible, parameters_from

    parameters = parameters_from(settings or ())
    for name, value, low, high in implausible(parameters):
        told = {"low": f"{low:g}", "high": f"{high:g}"}
        typer.echo(say("model.implausible", name=name, value=f"{value:g}", **told), err=True)
    return parameters
