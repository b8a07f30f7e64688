"""The stored random pass rates, and the fingerprint that shows when they are out of date."""

import ast
import hashlib
import json
from importlib.resources import files

from sim.experiments.evidence.finding_files import studied
from sim.experiments.evidence.rules import RULES
from sim.model.parameters import ranges
from sim.texts.language import ENGLISH, speaking

FILE = "random_rates.json"


def stored_rates() -> dict[str, float]:
    """Return the stored share of random draws under which each finding holds.

    >>> all(0 <= rate <= 1 for rate in stored_rates().values())
    True
    """
    file = files("sim.experiments.evidence") / FILE
    return json.loads(file.read_text(encoding="utf-8"))["rates"] if file.is_file() else {}


def fingerprint() -> str:
    """Return a digest of all that the rates depend on apart from the laws: ranges, bands, studies and rules.

    What is said of a finding may change, and so may comments and docstrings of the rules.

    >>> len(fingerprint())
    16
    """
    rules = (files("sim.experiments.evidence") / "rules.py").read_text("utf-8")
    with speaking(ENGLISH):
        studies = {id_: studied(id_) for id_ in sorted(RULES)}
    content = json.dumps([sorted(ranges().items()), studies, _without_docstrings(rules)])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _without_docstrings(code: str) -> str:
    """Return code as Python reads it, without comments and docstrings.

    >>> _without_docstrings("x = 1  # so") == _without_docstrings("x=1")
    True
    """
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)
