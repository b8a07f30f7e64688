"""Read findings from their files: what was found, the bands of its figures, its cases and strategies, and its words."""

from importlib.resources import files
from typing import Any

from sim.base.errors import BadInput
from sim.catalogue.loader import parse
from sim.experiments.evidence.finding import OF_100, UNITS, Band, Finding
from sim.experiments.evidence.rules import RULES
from sim.model.case import Case
from sim.model.strategy import Strategy
from sim.model.validation import checked
from sim.texts.data_files import in_language
from sim.texts.language import cache_by_language
from sim.texts.words import say

NEEDED = ("claim", "words", "source", "figures", "study", "cases")
FIELDS = {*NEEDED, "strategies", "reason", "reason_in_words"}


@cache_by_language
def findings() -> tuple[Finding, ...]:
    """Return all findings in the current language, in the order of their rules.

    >>> findings()[0].id, list(findings()[0].cases)
    ('F1', ['nothing', 'success', 'failure'])
    """
    return tuple(finding_from(id_, _data(id_)) for id_ in RULES)


def finding(id_: str) -> Finding:
    """Return the finding with this id.

    Raises:
        BadInput: there is none.

    >>> finding("F5").claim
    'Silence is never the best answer'
    """
    for one in findings():
        if one.id == id_:
            return one
    known = say("refused_key.there_are", names=", ".join(one.id for one in findings()))
    raise BadInput(say("refused_key.finding", name=repr(id_), hint=known))


def finding_from(id_: str, data: dict[str, Any]) -> Finding:
    """Return a finding from the data of its file.

    Raises:
        BadInput: the file has an unknown field or lacks one, or a case or strategy is not valid.

    >>> finding_from("F31", {"studdy": ""})
    Traceback (most recent call last):
    sim.base.errors.BadInput: F31.toml: studdy is not a field; fields are cases, claim, figures, reason, \
reason_in_words, source, strategies, study, words
    """
    unknown = set(data) - FIELDS
    if unknown:
        told = {"file": f"{id_}.toml", "field": min(unknown), "names": ", ".join(sorted(FIELDS))}
        raise BadInput(say("refused_finding.no_field", **told))
    if lacking := _lacking(data):
        raise BadInput(say("refused_finding.lacks", file=f"{id_}.toml", names=", ".join(lacking)))
    figures = data["figures"]
    for name, figure in figures.items():
        if figure.get("unit", OF_100) not in UNITS:
            told = {"file": f"{id_}.toml", "figure": name, "unit": figure["unit"], "names": ", ".join(UNITS)}
            raise BadInput(say("refused_finding.unit", **told))
    return Finding(
        id=id_,
        claim=data["claim"],
        words=data["words"],
        source=data["source"],
        study=data["study"],
        cases=_models(id_, data["source"], data["cases"], Case),
        strategies=_models(id_, data["source"], data.get("strategies", {}), Strategy),
        bands={name: Band(**_ends(figure)) for name, figure in figures.items()},
        labels={name: figure["label"] for name, figure in figures.items()},
        figure_words={name: figure["words"] for name, figure in figures.items()},
        units={name: figure.get("unit", OF_100) for name, figure in figures.items()},
        reason=data.get("reason"),
        reason_in_words=data.get("reason_in_words"),
    )


def _lacking(data: dict[str, Any]) -> list[str]:
    """Return what a finding's file lacks."""
    figures = data.get("figures", {}).items()
    missing = [name for name in NEEDED if name not in data]
    labels = [f"figures.{name}.{key}" for name, figure in figures for key in ("label", "words") if key not in figure]
    return missing + labels


def studied(id_: str) -> dict[str, Any]:
    """Return what of a finding's file decides whether it holds: its cases and strategies, and the ends of its bands."""
    data = _data(id_)
    bands = {name: _ends(figure) for name, figure in data["figures"].items()}
    return {"cases": data["cases"], "strategies": data.get("strategies", {}), "bands": bands}


def _ends(figure: dict[str, Any]) -> dict[str, float]:
    return {end: figure[end] for end in ("low", "high") if end in figure}


def _models(id_: str, source: str, tables: dict[str, Any], model: type[Any]) -> dict[str, Any]:
    """Return each table as a model, validated like a user's file; its key is its name, its source the finding's."""
    return {
        key: checked({"key": key, "source": source, **table}, model, f"{id_}.toml: {key}")
        for key, table in tables.items()
    }


def _data(id_: str) -> dict[str, Any]:
    """Return a finding's file in the current language."""
    content = (files("sim.experiments.evidence") / "findings" / f"{id_}.toml").read_bytes()
    return in_language(parse(content, f"{id_}.toml"), f"findings/{id_}")
