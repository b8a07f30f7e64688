"""Read findings from their files: bands.toml, and a file of cases and strategies for each finding."""

from importlib.resources import files
from typing import Any

from sim.base.errors import BadInput
from sim.catalogue.loader import parse
from sim.experiments.evidence.finding import Band, Finding
from sim.model.case import Case
from sim.model.strategy import Strategy
from sim.model.validation import checked
from sim.texts.data_files import in_language
from sim.texts.language import cache_by_language
from sim.texts.words import say

FIELDS = {"study", "cases", "strategies", "reason"}


@cache_by_language
def findings() -> tuple[Finding, ...]:
    """Return all findings in the current language, in the order of bands.toml.

    >>> len(findings()), findings()[0].id, list(findings()[0].cases)
    (33, 'F1', ['nothing', 'success', 'failure'])
    """
    entries = _data("bands").items()
    return tuple(finding_from(id_, entry, _data(f"findings/{id_}")) for id_, entry in entries)


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


def finding_from(id_: str, entry: dict[str, Any], data: dict[str, Any]) -> Finding:
    """Return a finding from its entry in bands.toml and the data of its own file.

    Raises:
        BadInput: the file has an unknown field, or a case or strategy is not valid.

    >>> finding_from("F31", {}, {"studdy": ""})
    Traceback (most recent call last):
    sim.base.errors.BadInput: F31.toml: studdy is not a field; fields are cases, reason, strategies, study
    """
    unknown = set(data) - FIELDS
    if unknown:
        told = {"file": f"{id_}.toml", "field": min(unknown), "names": ", ".join(sorted(FIELDS))}
        raise BadInput(say("refused_finding.no_field", **told))
    return Finding(
        id=id_,
        claim=entry["claim"],
        source=entry["source"],
        study=data["study"],
        cases=_models(id_, entry["source"], data["cases"], Case),
        strategies=_models(id_, entry["source"], data.get("strategies", {}), Strategy),
        bands={name: Band(**ends) for name, ends in entry["figures"].items()},
        reason=data.get("reason"),
    )


def _models(id_: str, source: str, tables: dict[str, Any], model: type[Any]) -> dict[str, Any]:
    """Return each table as a model, validated like a user's file; its key is its name, its source the finding's."""
    return {
        key: checked({"key": key, "source": source, **table}, model, f"{id_}.toml: {key}")
        for key, table in tables.items()
    }


def _data(name: str) -> dict[str, Any]:
    """Return a file's data in the current language; the keys of its texts begin with its name."""
    content = files("sim.experiments.evidence").joinpath(*f"{name}.toml".split("/")).read_bytes()
    return in_language(parse(content, f"{name}.toml"), name)
