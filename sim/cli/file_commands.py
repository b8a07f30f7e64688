"""`mend new`, `mend check` and `mend schema`: files of one's own, from the first line to the last problem."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.base.errors import BadInput
from sim.base.terminal import print_line
from sim.cli.cli_errors import one_clear_line, tell
from sim.texts.refusals import check_place, one_of, write_whole
from sim.texts.words import many, say, trust

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.catalogue.check_file import Checked
    from sim.model.case import Case, Commitment
    from sim.model.strategy import Strategy

__all__ = ["check_command", "new_command", "schema_command"]

KINDS = ("case", "strategy")
Kind = Annotated[str, typer.Argument(help="option.kind", autocompletion=lambda: [*KINDS])]


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise BadInput(say("refused.kind", value=repr(kind), names=one_of(KINDS)))


def new_command(
    kind: Kind,
    file: Annotated[Path | None, typer.Argument(help="option.new_file")] = None,
) -> None:
    """Write a case or a strategy to begin with: an example, with a comment on each field."""
    with one_clear_line():
        from sim.catalogue.template_files import own_file

        _check_kind(kind)
        out = file or Path(f"my-{kind}.toml")
        check_place(out, what="own", endings=(".toml",))
        if out.exists():
            raise BadInput(say("refused.is_there", file=out))
        write_whole(out, own_file(kind, out.name).encode())
    typer.echo(say("done.new", out=out))


def check_command(files: Annotated[list[str], typer.Argument(help="option.own_files")]) -> None:
    """Look cases and strategies over, and tell all problems at once: each with its line and what to do."""
    with one_clear_line():
        from sim.catalogue.check_file import check

        checked = [check(name) for name in files]
    counts = {one.name: _tell(one, checked) for one in checked}
    wrong = [name for name, count in counts.items() if count]
    if wrong:
        tell(many("own_check.told", sum(counts.values()), files=", ".join(wrong)))
        raise typer.Exit(2)


def _tell(one: Checked, others: Sequence[Checked]) -> int:
    """Tell what was found in one file, and return the number of problems."""
    from sim.catalogue.check_file import strangers

    problems = [*one.problems, *(problem for other in others for problem in strangers(one, other))]
    for problem in problems:
        key = "own_check.problem" if problem.cure else "own_check.note"
        print_line(say(key, file=one.name, **problem._asdict()))
    if one.refused:
        print_line(f"{one.refused}.")
        return 1
    if not problems:
        _tell_right(one, [other.found for other in others])
    return len(problems)


def _tell_right(one: Checked, beside: Sequence[Case | Strategy | None]) -> None:
    """Tell what a file holds, where trust starts, and what in it cannot happen or has no effect."""
    from sim.catalogue.implausible import implausible
    from sim.catalogue.remarks import remarks
    from sim.model.case import GROUPS, Case

    if isinstance(one.found, Case):
        typer.echo(many("own_check.case", len(one.found.partners), file=one.name, weeks=one.found.weeks))
        for partner in one.found.partners:
            typer.echo(say("own_check.starts", partner=partner.name, trust=trust(partner.start_trust)))
        for promise in one.found.commitments:
            if not promise.missed:
                typer.echo(_date_told(promise, one.found))
        told = implausible(one.found)
    else:
        typer.echo(many("own_check.strategy", len(one.found.acts), file=one.name))
        cases = [case for case in beside if isinstance(case, Case)]
        told = [remark for case in cases for remark in remarks(one.found, case)]
        if not cases and any(name not in GROUPS for act in one.found.acts for name in act.to):
            told.append(say("own_check.names", file=one.name))
    for remark in told:
        print_line(say("own_check.remark", remark=remark))


def _date_told(promise: Commitment, case: Case) -> str:
    """Tell in which week a promise of a case falls due, how that comes, and how many hours there are until then."""
    from sim.model.frozen import DAYS_A_WEEK
    from sim.narrative.phrasing import week_of

    days = case.date_of(promise) - DAYS_A_WEEK * promise.starts
    facts = {"weeks": f"{promise.weeks:g}", "buffer": f"{case.buffer:g}", "hours": f"{case.hours_per_day * days:,.0f}"}
    week = week_of(case.date_of(promise))
    return say("own_check.date", name=promise.name, starts=promise.starts, week=week, **facts)


def schema_command(
    kind: Kind,
    *,
    out: Annotated[Path | None, typer.Option(help="option.schema")] = None,
) -> None:
    """Print the JSON Schema of a case's or a strategy's file, with which editors help while you type."""
    with one_clear_line():
        from sim.catalogue.field_rules import file_schema

        _check_kind(kind)
        if out is not None:
            check_place(out, what="schema", endings=(".json",))
        text = json.dumps(file_schema(kind), indent=2, ensure_ascii=False) + "\n"
        if out is None:
            typer.echo(text, nl=False)
            return
        write_whole(out, text.encode())
    typer.echo(say("done.written", out=out))
