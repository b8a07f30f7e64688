"""The page of docs/ on files of one's own: every field and act in plain words, made from the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.base.markdown import table
from sim.catalogue.act_fields import offers_of
from sim.catalogue.everyday import choices, has_choices
from sim.catalogue.field_rules import fields_of, own_fields_of, written
from sim.catalogue.typed_lines import mended_line
from sim.model.acts import ACTS
from sim.model.case import Partner
from sim.model.version import version_told
from sim.texts import words
from sim.texts.words import Part, many, say, wordings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.catalogue.field_rules import Field

__all__ = ["own_case_page"]

PAGE = Part("own_page")
IN_CASE, IN_STRATEGY = ("case", "partner", "commitment", "event", "tie"), ("strategy", "act")
RECORDS = (0, 2, 4, 8)  # kept promises
TYPED = (
    "trust = 0,6", "trust = 60%", "missed = True", "title = “Our case”", "[partners]", "to = [all]", "weeks = 52,",
    "weeks: 52", "hours = 40 hours", "name = Visitors", "message limit = 4",
)  # fmt: skip


def own_case_page() -> str:
    """Return the page as Markdown."""
    intro = [PAGE[name] for name in ("intro", "without_code", "form")]
    parts = [f"# {PAGE['title']}", say("page.made", model=version_told()), *intro]
    for name in IN_CASE:
        parts += _table_of(name)
        parts += [_trust()] if name == "partner" else []
    for name in IN_STRATEGY:
        parts += _table_of(name)
    parts += [f"## {PAGE['acts']}", PAGE["acts_intro"]]
    for act in ACTS:
        parts += _act(act)
    parts += [f"## {PAGE['places']}", "\n".join(f"- {one}" for one in wordings("own_page.place"))]
    parts += [f"## {PAGE['everyday']}", PAGE["everyday_intro"], _everyday()]
    return "\n\n".join([*parts, f"## {PAGE['slips']}", PAGE["slips_intro"], _slips()])


def _everyday() -> str:
    """Return which question of the form is behind each field, and what its words stand for."""
    heads = [PAGE[column] for column in ("question", "field", "words")]
    asked = ((of, field) for of in IN_CASE for field in fields_of(of) if has_choices(of, field.name))
    return table(heads, (_of_words(of, field.name) for of, field in asked)).rstrip()


def _of_words(of: str, field: str) -> list[str]:
    said = Part(f"own_form.{of}.{field}")
    words_of = (
        say("own_page.word", word=said[word], value=written(value)) for word, value in choices(of, field).items()
    )
    return [said["label"], f"`{field}` ({PAGE[of].partition(':')[0]})", "; ".join(words_of)]


def _table_of(name: str) -> list[str]:
    return [f"## {PAGE[name]}", _fields(fields_of(name))]


def _fields(fields: Sequence[Field]) -> str:
    heads = [PAGE[column] for column in ("field", "says", "may", "usual")]
    rows = ([f"`{one.name}`", one.about, _code(one.may), _usual(one)] for one in fields)
    return table(heads, rows).rstrip()


def _code(may: str) -> str:
    """Return what may stand in a field with pipes and brackets as they are typed."""
    return may.replace("|", "\\|").replace("[[", "`[[").replace("]]", "]]`")


def _usual(field: Field) -> str:
    if field.usual is None:
        return PAGE["needed"]
    return f"`{field.usual}`" if field.usual else PAGE["nothing"]


def _trust() -> str:
    example = Partner(name="?", role="?", trust=0.6, steadiness=4)
    starts = (example.model_copy(update={"track_record": record}).start_trust for record in RECORDS)
    told = [
        say("own_page.trust_row", trust=words.trust(trust), record=record)
        for trust, record in zip(starts, RECORDS, strict=True)
    ]
    return f"{PAGE['trust']} {', '.join(told)}. {PAGE['trust_end']}"


def _act(act: str) -> Iterator[str]:
    kind = ACTS[act]
    effort = kind(week=0).effort
    yield f"### `{act}`: {say(f'acts.{act}')}"
    each = say("own_page.hours_each", each=f"{effort.each:g}") if effort.each else ""
    hours = many("own_page.hours", effort.fixed, number=f"{effort.fixed:g}")
    yield f"{say(f'abouts.{act}')} {hours}{each}."
    fields = own_fields_of(act)
    if fields:
        labels = {
            one.name: zip(one.values, one.words, strict=False) for one in offers_of(kind) if one.kind in {"many", "one"}
        }
        yield _fields([_with_labels(one, labels.get(one.name)) for one in fields])
    else:
        yield PAGE["no_fields"]


def _with_labels(field: Field, labels: object) -> Field:
    if labels is None:
        return field
    told = "; ".join(f"`{value}`: {label}" for value, label in labels)
    return field._replace(
        may=say("own_page.list_of" if field.usual and field.usual.startswith("[") else "own_page.one_of", values=told)
    )


def _slips() -> str:
    rows = ([f"`{typed}`", f"`{mended_line(typed)[1].strip()}`"] for typed in TYPED)
    return table([PAGE["slip"], PAGE["instead"]], rows)
