"""What several commands do with their options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Collection

    import typer

__all__ = ["first_given", "number_of_jobs", "was_given"]

MOST_JOBS = 64


def number_of_jobs(jobs: int) -> int:
    """Return the number of processes.

    Raises:
        BadInput: jobs outside 1 to 64.
    """
    if not 1 <= jobs <= MOST_JOBS:
        raise BadInput(say("refused.between", name="jobs", value=jobs, least=1, most=MOST_JOBS))
    return jobs


def was_given(context: typer.Context, option: str) -> bool:
    """Return whether somebody typed an option, rather than leaving it as it is."""
    source = context.get_parameter_source(option)
    return source is not None and source.name not in {"DEFAULT", "DEFAULT_MAP"}


def first_given(context: typer.Context, names: Collection[str]) -> str | None:
    """Return the first of some options that somebody typed, as it is typed but without dashes; None = none of them."""
    typed = (one.opts[0] for one in context.command.params if one.name in names and was_given(context, one.name))
    return next((option.lstrip("-") for option in typed), None)
