"""Help pages in the current language: our texts by their keys, and typer's own texts translated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from typer.core import TyperGroup

from sim.texts.library_texts import in_our_words
from sim.texts.words import Part, catalogue, say

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["TranslatedGroup", "typers"]

TYPER = Part("typer")
ADDED = re.compile(r"(.*?)(?:(?:^|  )\[(.*)\])?", re.DOTALL)  # help, and what typer adds to it: [required; default: 1]
IN_USAGE = ("options_here", "command_here")


class TranslatedGroup(TyperGroup):
    """The group of all commands, with their help in the current language.

    The help of each option is a key of the catalogue; a command's text has the key `command.NAME`. Help that is in no
    catalogue, such as that of a custom command, stays as it is.
    """

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        self.help = _said(self.help)
        for name, command in self.commands.items():
            command.help = say(f"command.{name}") if f"command.{name}" in catalogue() else command.help
        for command in (self, *self.commands.values()):
            command.context_class = _Context
            for parameter in command.params:
                parameter.help = _said(getattr(parameter, "help", None))


def _said(help_: str | None) -> str | None:
    return say(help_) if help_ in catalogue() else help_


def typers(text: str) -> str:
    """Return a text of typer's in the current language."""
    return in_our_words(text, TYPER)


class _Formatter(TyperGroup.context_class.formatter_class):
    """Write help pages in the current language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for name in IN_USAGE:
            args = args.replace(catalogue()[f"typer.{name}"], TYPER[name])
        super().write_usage(prog, args, TYPER["usage"] if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(typers(heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], *widths: int, **named: int) -> None:
        super().write_dl([(first, _with_additions(second)) for first, second in rows], *widths, **named)


class _Context(TyperGroup.context_class):
    formatter_class = _Formatter


def _with_additions(help_: str) -> str:
    """Return an option's help with what typer adds to it.

    >>> from sim.texts.language import speaking
    >>> with speaking("pseudo"):
    ...     _with_additions("How many.  [default: 200; required]")
    'How many.  [⟦default: ⟧200; ⟦required⟧]'
    """
    text, added = ADDED.fullmatch(help_).groups()
    told = [typers(text), f"[{'; '.join(map(typers, added.split('; ')))}]" if added else ""]
    return "  ".join(filter(None, told))
