"""A file to begin with: an example of a case or a strategy, with a comment on each field where it first stands."""

from __future__ import annotations

import re
import textwrap
from importlib.resources import files
from typing import TYPE_CHECKING

from sim.catalogue.field_rules import HEADS, fields_of, own_fields_of
from sim.catalogue.loader import parse
from sim.model.acts import ACTS
from sim.model.case import Partner
from sim.texts import words
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.catalogue.field_rules import Field

__all__ = ["KINDS", "own_file"]

KINDS = ("case", "strategy")
WIDTH = 118
LINE = re.compile(r"(\w+) = (.*)")
HEAD = re.compile(r"\[\[(\w+)\]\]")


def own_file(kind: str, name: str) -> str:
    """Return the text of a file to begin with.

    Args:
        kind: "case" or "strategy". name: of the file, as its comments call it.

    >>> own_file("case", "mine.toml").splitlines()[-2:]
    ['# How much they tell each other: 0 = nothing, 1 = everything. (a number from 0 to 1; if left out: 1.0)', \
'strength = 0.6']
    """
    example = (files(__package__) / "templates" / f"{kind}.toml").read_text("utf-8")
    head = [line.format(file=name) for line in words.wordings(f"own_template.head_{kind}")]
    body = [*_commented(example, kind)]
    return "\n".join([*(line for text in head for line in _comment(text)), "", *body]) + "\n"


def _commented(example: str, kind: str) -> Iterator[str]:
    table, told, act = kind, set[tuple[str, str]](), ""
    partners = iter(parse(example.encode(), kind).get("partners", ()))
    for line in example.splitlines():
        head, field = HEAD.fullmatch(line), LINE.fullmatch(line)
        if head:
            table = HEADS[head[1]]
            if (table, "") not in told:
                yield from _comment(say(f"about_field.{kind}.{head[1]}"))
            if table == "act" and (table, "") not in told:
                yield from _acts()
            told.add((table, ""))
        if field:
            act = field[2].strip('"') if field[1] == "act" else act
            own = table == "act" and field[1] not in {one.name for one in fields_of("act")}
            asked = (act if own else table, field[1])
            if asked not in told:
                yield from _about(own_fields_of(act) if own else fields_of(table), field[1])
            told.add(asked)
        yield line
        if field and table == "partner" and field[1] == "track_record":
            yield from _start(Partner(**next(partners)))


def _about(fields: tuple[Field, ...], name: str) -> Iterator[str]:
    field = next(one for one in fields if one.name == name)
    told = {"about": field.about, "allowed": field.may}
    yield from _comment(
        say("own_template.usual", usual=field.usual, **told) if field.usual else say("own_template.needed", **told)
    )


def _start(partner: Partner) -> Iterator[str]:
    yield from _comment(say("own_template.start_trust", trust=words.trust(partner.start_trust)))


def _acts() -> Iterator[str]:
    yield from _comment(say("own_template.acts"))
    for act in ACTS:
        yield from _comment("  " + say("own_template.act", act=act, about=say(f"abouts.{act}")))


def _comment(text: str) -> list[str]:
    return [
        f"# {line}"
        for line in textwrap.wrap(
            text, WIDTH, drop_whitespace=True, subsequent_indent="  " if text.startswith("  ") else ""
        )
    ]
