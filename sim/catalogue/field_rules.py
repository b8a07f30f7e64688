"""The fields of a case's and a strategy's file: what each says and what may stand in it, from the models."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.model.acts import ACTS, Act
from sim.model.case import Case, Commitment, Partner, Tie
from sim.model.events import EVENTS, Event
from sim.model.strategy import Strategy
from sim.texts.refusals import one_of
from sim.texts.words import say

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["HEADS", "TABLES", "Field", "allowed", "fields_of", "file_schema", "own_fields_of", "rules_of", "written"]

# The tables of files: what the model of each is called in `[about_field]` of sim/texts/own_case.toml.
TABLES: dict[str, type[BaseModel]] = {
    "case": Case, "partner": Partner, "commitment": Commitment, "event": Event, "tie": Tie, "strategy": Strategy,
    "act": Act,
}  # fmt: skip
HEADS = {"partners": "partner", "commitments": "commitment", "events": "event", "ties": "tie", "acts": "act"}


class Field(NamedTuple):
    """One field of a file.

    Attributes:
        name: in the file. about: what it says. may: what may stand there, in words.
        usual: what is taken if it is left out, as TOML; None for what must be there, "" for nothing.
    """

    name: str
    about: str
    may: str
    usual: str | None


def fields_of(table: str) -> tuple[Field, ...]:
    """Return the fields of a table, in the model's order; those of "act" are what all acts share.

    >>> fields_of("tie")[1]
    Field(name='strength', about='How much they tell each other: 0 = nothing, 1 = everything.', \
may='a number from 0 to 1', usual='1.0')
    """
    rules, made = rules_of(TABLES[table]), TABLES[table].model_fields
    return tuple(
        _field(
            name, rule if rule["needed"] else {"default": _made(made, name)} | rule, say(f"about_field.{table}.{name}")
        )
        for name, rule in rules.items()
    )


def _made(fields: dict[str, Any], name: str) -> Any:
    """Return the usual value of a field that makes it anew each time."""
    return fields[name].get_default(call_default_factory=True)


def own_fields_of(act: str) -> tuple[Field, ...]:
    """Return the fields that one kind of act has beside those of all acts.

    >>> [(field.name, field.about, field.usual) for field in own_fields_of("review")]
    [('together', 'Together with partners', 'false'), ('shared', 'Share the lessons', 'true')]
    """
    rules = {name: rule for name, rule in rules_of(ACTS[act]).items() if name not in {"act", *Act.model_fields}}
    return tuple(_field(name, rule, say(f"fields.{name}")) for name, rule in rules.items())


def _field(name: str, rule: dict[str, Any], about: str) -> Field:
    usual = None if rule["needed"] else "" if rule.get("default") is None else written(rule["default"])
    return Field(name, about, allowed(name, rule), usual)


def rules_of(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """Return what JSON Schema says of each field of a model, with `needed`: whether a file must have it.

    >>> rules_of(Tie)["between"]["needed"], list(rules_of(Event)["event"]["enum"])
    (True, ['breach', 'kept', 'guilt_proven', 'decision'])
    """
    if model is Act:
        shared = {name: rule for name, rule in _rules(ACTS["thank"]).items() if name in Act.model_fields}
        return {"act": {"enum": list(ACTS), "type": "string", "needed": True}} | shared
    if model is Event:
        return _rules(EVENTS["breach"]) | {"event": {"enum": list(EVENTS), "type": "string", "needed": True}}
    return _rules(model)


@cache
def _rules(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    schema = model.model_json_schema()
    return {name: _rule(name, rule, schema.get("required", ())) for name, rule in schema["properties"].items()}


def _rule(name: str, rule: dict[str, Any], needed: Any) -> dict[str, Any]:
    inner = next((one for one in rule.get("anyOf", ()) if one.get("type") != "null"), {})
    return {**rule, **inner, "needed": name in needed}


def allowed(name: str, rule: dict[str, Any]) -> str:
    """Return in words what may stand in a field.

    >>> allowed("weeks", {"type": "integer", "minimum": 4, "maximum": 156})
    'a whole number from 4 to 156'
    """
    if name in HEADS and rule.get("type") == "array":
        return say("allowed.parts", head=f"[[{name}]]")
    if "enum" in rule:
        return say("allowed.one_of", names=one_of([f'"{value}"' for value in rule["enum"]]))
    match rule.get("type"):
        case "boolean":
            return say("allowed.yes_no")
        case "array":
            return _list(rule)
        case "string":
            return say("allowed.text")
    return _number(rule)


def _list(rule: dict[str, Any]) -> str:
    values = rule.get("items", {}).get("enum")
    if values:
        return say("allowed.list_of", such=f"[{', '.join(json.dumps(value) for value in values)}]")
    if rule.get("minItems") == rule.get("maxItems") and "minItems" in rule:
        return say("allowed.list_of", such='["Visitors", "Helpers"]')
    return say("allowed.list_of_names")


def _number(rule: dict[str, Any]) -> str:
    whole = rule["type"] == "integer"
    if "exclusiveMinimum" in rule:
        return say("allowed.number_above", low=f"{rule['exclusiveMinimum']:,g}", high=f"{rule['maximum']:,g}")
    if "minimum" not in rule:
        return say("allowed.whole" if whole else "allowed.number")
    key = "allowed.whole_from" if whole else "allowed.number_from"
    return say(key, low=f"{rule['minimum']:,g}", high=f"{rule['maximum']:,g}")


def written(value: Any) -> str:
    """Return a value as a file has it.

    >>> written(["all"]), written(True), written(0.6)
    ('["all"]', 'true', '0.6')
    """
    return json.dumps(value, ensure_ascii=False)


def file_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a case's or a strategy's file, with what each field says.

    >>> schema = file_schema("case")
    >>> schema["properties"]["weeks"]["description"]
    'How many weeks are played. A year has 52.'
    """
    schema = TABLES[kind].model_json_schema()
    _describe(schema, kind)
    for name, table in HEADS.items():
        if name in schema["properties"]:
            items = schema["properties"][name]["items"]
            for one in items.get("oneOf", [schema.get("$defs", {}).get(items.get("$ref", "").rpartition("/")[2])]):
                _describe(one, table)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _describe(schema: dict[str, Any], table: str) -> None:
    schema.pop("title", None)
    schema["description"] = schema.get("description", "").partition("\n")[0]
    known = TABLES[table].model_fields.keys() | {"act"}
    for name, rule in schema["properties"].items():
        rule.pop("title", None)
        rule["description"] = say(f"about_field.{table}.{name}" if name in known else f"fields.{name}")
        if name in {"act", "event"} and "const" in rule:  # what names the kind must stand in a file
            schema["required"] = sorted({*schema.get("required", ()), name})
