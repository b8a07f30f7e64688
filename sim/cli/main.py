"""The command line, `mend`: its commands and their options."""

from __future__ import annotations

import signal
import sys
from importlib.metadata import version
from pathlib import Path
from traceback import extract_tb
from typing import Annotated

import typer

from sim.base.errors import BadInput
from sim.base.processes import skip_slow_import
from sim.base.terminal import guard_output, print_line
from sim.cli.board_command import board_command
from sim.cli.cli_errors import Stopped, one_clear_line, tell
from sim.cli.completion import complete_case, complete_strategies, complete_strategy, complete_world
from sim.cli.evidence import evidence_command
from sim.cli.file_commands import check_command, new_command, schema_command
from sim.cli.grade import fill_command, grade_command, marks_command
from sim.cli.handout import handout_command
from sim.cli.language_option import choose_language
from sim.cli.links import links_command
from sim.cli.options import number_of_jobs
from sim.cli.report_command import report_command
from sim.cli.search_command import search_command, spam_command
from sim.cli.settings_option import Settings, parameters_of
from sim.cli.static_command import static_command
from sim.cli.sweep_command import sweep_command
from sim.cli.translated_help import TranslatedGroup, typers
from sim.cli.workshop import workshop_command
from sim.texts.words import say

__all__ = ["app"]

app = typer.Typer(
    cls=TranslatedGroup,
    help="command.mend",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)

MASTERS = Path("exercises/masters")


def _tell_version(asked: bool) -> None:
    """Say the version and end, if it was asked for."""
    if asked:
        from sim.model.version import MODEL_VERSION

        typer.echo(say("done.version", version=version("mending-bridges"), model=MODEL_VERSION))
        raise typer.Exit


@app.callback()
def mend(
    *,
    lang: Annotated[str | None, typer.Option(help="option.lang")] = None,
    version: Annotated[
        bool, typer.Option("--version", help="option.version", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """Try ways of regaining trust and compare them."""


@app.command()
def compare(
    *,
    case: Annotated[str, typer.Option(help="option.case", autocompletion=complete_case)] = "missed-deadline",
    strategies: Annotated[str, typer.Option(help="option.strategies", autocompletion=complete_strategies)] = "",
    worlds: Annotated[int, typer.Option(help="option.worlds")] = 200,
    seed: Annotated[int, typer.Option(help="option.seed")] = 0,
    weeks: Annotated[int | None, typer.Option(help="option.weeks")] = None,
    settings: Settings = None,
    as_json: Annotated[bool, typer.Option("--json", help="option.json")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="option.csv")] = False,
    picture: Annotated[Path | None, typer.Option(help="option.picture")] = None,
    robust: Annotated[bool, typer.Option("--robust", help="option.robust")] = False,
    jobs: Annotated[int, typer.Option(help="option.jobs")] = 1,
) -> None:
    """Try strategies in one case, all under the same luck, and rank them by trust over the season."""
    from sim.cli import comparison_tables

    with one_clear_line():
        if as_json and as_csv:
            raise BadInput(say("refused.json_and_csv"))
        if picture is not None:
            from sim import plots

            plots.check_path(picture)
        number = number_of_jobs(jobs)
        asked = {"worlds": worlds, "seed": seed, "weeks": weeks, "parameters": parameters_of(settings)}
        comparison = comparison_tables.run(case, comparison_tables.listed(strategies), jobs=number, **asked)
        if picture is not None:
            plots.save(plots.side_by_side(comparison.outcomes), picture)
            typer.echo(say("done.written", out=picture), err=as_json or as_csv)
        doubt = comparison_tables.doubts_about(comparison, jobs=number) if robust else ()
        if as_json:
            typer.echo(comparison_tables.as_json(comparison, doubt))
        elif as_csv:
            typer.echo(comparison_tables.as_csv(comparison, doubt), nl=False)
        else:
            comparison_tables.print_table(comparison, doubt)
        if not as_json:
            played = [outcome.strategy for outcome in comparison.ranked]
            for line in comparison_tables.remarks_told(comparison.outcomes[0].case, played):
                print_line(line, error=as_csv)  # a table for spreadsheets holds nothing else


@app.command()
def story(
    case: Annotated[str, typer.Argument(help="option.case", autocompletion=complete_case)],
    strategy: Annotated[str, typer.Argument(help="option.strategy", autocompletion=complete_strategy)],
    *,
    world: Annotated[str, typer.Option(metavar="N", help="option.world", autocompletion=complete_world)] = "0",
    seed: Annotated[int, typer.Option(help="option.seed_of_story")] = 0,
    settings: Settings = None,
) -> None:
    """Tell what happened in one world, and what moved trust."""
    from sim.cli.comparison_tables import remarks_told
    from sim.cli.which_world import world_of
    from sim.experiments.simulate import simulate
    from sim.narrative.story import tell

    with one_clear_line():
        asked = {"seed": seed, "parameters": parameters_of(settings)}
        number, told = world_of(world, case, strategy, **asked)
        outcome = simulate(case, strategy, worlds=range(number, number + 1), by_world=True, **asked)
        for line in (*told, *tell(outcome), *remarks_told(outcome.case, [outcome.strategy])):
            print_line(line)


@app.command()
def cases() -> None:
    """List the cases."""
    from sim.catalogue import case_keys, load_case
    from sim.cli import comparison_tables

    comparison_tables.print_catalogue([load_case(key) for key in case_keys()])


@app.command()
def strategies() -> None:
    """List the strategies: those that the texts recommend, then those that they warn of."""
    from sim.catalogue import load_strategy, strategy_keys
    from sim.cli import comparison_tables

    comparison_tables.print_catalogue([load_strategy(key) for key in strategy_keys()])


app.command("board")(board_command)
app.command("check")(check_command)
app.command("evidence")(evidence_command)
app.command("fill")(fill_command)
app.command("grade")(grade_command)
app.command("handout")(handout_command)
app.command("links")(links_command)
app.command("marks")(marks_command)
app.command("new")(new_command)
app.command("report")(report_command)
app.command("schema")(schema_command)
app.command("search")(search_command)
app.command("spam")(spam_command)
app.command("static")(static_command)
app.command("sweep")(sweep_command)
app.command("workshop")(workshop_command)


@app.command()
def tables(*, into: Annotated[Path, typer.Option(help="option.documentation")] = Path("docs")) -> None:
    """Make the documentation's tables anew: parameters, ranking, and what each act does."""
    from sim.cli.model_tables import write_tables

    with one_clear_line():
        for path in write_tables(into):
            typer.echo(say("done.written", out=path))


@app.command()
def release(
    *,
    masters: Annotated[Path, typer.Option(help="option.master_copies")] = MASTERS,
    into: Annotated[Path, typer.Option(help="option.copies")] = Path("exercises"),
    run: Annotated[bool, typer.Option("--run", help="option.run")] = False,
) -> None:
    """Derive the trainees' notebooks from the master copies."""
    from sim.grading import release_all, run_masters

    with one_clear_line():
        if run:
            run_masters(masters)
        for path in release_all(masters, into):
            typer.echo(say("done.written", out=path))


@app.command("masters")
def write_the_masters(
    folder: Annotated[Path, typer.Argument(help="option.master_copies")] = MASTERS,
    *,
    new_seeds: Annotated[Path | None, typer.Option("--new-seeds", metavar="DIR", help="option.new_seeds")] = None,
) -> None:
    """Write the master copies of all exercises, and run them; or a private set, with luck that nobody has seen."""
    from sim.grading import write_masters

    with one_clear_line():
        if new_seeds is not None and folder.resolve() in {new_seeds.resolve(), new_seeds.resolve().parent}:
            raise BadInput(say("refused.shipped_masters", folder=new_seeds))
        for path in write_masters(new_seeds or folder, new_seeds=new_seeds is not None):
            typer.echo(say("done.written", out=path))


# What typer raises for wrong arguments: an unknown option, a value of the wrong type, a missing argument.
MISTYPED = typer.BadParameter.__mro__[1]
PACKAGE = Path(__file__).parent.parent
STOPPED = 130  # exit code after Ctrl-C, as shells and typer give it


def main() -> None:
    """Run the command; report wrong arguments in one line that points to the help, with exit code 2."""
    kept = ""
    try:
        if callable(signal.getsignal(signal.SIGINT)):  # unless it is ignored, as under nohup
            signal.signal(signal.SIGINT, signal.default_int_handler)
        guard_output()
        skip_slow_import()
        code = run(sys.argv[1:] or ["--help"])
    except Stopped as stopped:
        code, kept = STOPPED, str(stopped)
    except (KeyboardInterrupt, typer.Abort):
        code = STOPPED
    # All that is left is the closing message and Python's own clean-up; another Ctrl-C may cut it short.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if code == STOPPED:
        tell(say("ended.stopped_kept", kept=kept) if kept else say("ended.stopped"))
    sys.exit(code)


def run(words: list[str]) -> int:
    """Run the command with these arguments and return its exit code."""
    try:
        with one_clear_line():
            # Before anything is said, help among it.
            choose_language(words)
            code = app(words, prog_name="mend", standalone_mode=False)
            sys.stdout.flush()
    except Stopped:
        raise
    except typer.Exit as refused:
        return refused.exit_code
    except MISTYPED as error:
        command = error.ctx.command_path if error.ctx else "mend"
        told = typers(" ".join(error.format_message().split())).rstrip(".")
        tell(say("ended.mistyped", what=told, command=command))
        return 2
    except Exception as fault:
        if sys.flags.dev_mode:
            raise
        tell(_ours(fault))
        return 1
    return code or 0


def _ours(fault: Exception) -> str:
    """Return one line about a bug of ours, with the last line of our code in its traceback."""
    frames = [frame for frame in extract_tb(fault.__traceback__) if Path(frame.filename).is_relative_to(PACKAGE)]
    what = f"{type(fault).__name__}: {fault}"
    if frames:
        file = Path(frames[-1].filename).relative_to(PACKAGE.parent)
        what = say("ended.our_fault_at", what=what, file=file, line=frames[-1].lineno)
    return say("ended.our_fault", what=BadInput(what))


if __name__ == "__main__":
    main()
