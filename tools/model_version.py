"""What tells one version of the model from another: `python -m tools.model_version` prints today's row.

It belongs at the end of tests/data/model_versions.toml, once MODEL_VERSION in sim/model/version.py has grown.
"""

import hashlib
import json

from sim.catalogue import case_keys, strategy_keys
from sim.experiments.simulate import simulate
from sim.model.measures import HEADLINE
from sim.model.parameters import Parameters
from sim.model.version import MODEL_VERSION

WORLDS = 4
DIGITS = 9
FIRST, *OTHERS = case_keys()
PLAYED = (
    *((FIRST, strategy) for strategy in strategy_keys()),
    *((case, strategy) for case in OTHERS for strategy in ("recovery-plan", "over-promise")),
)


def digest(parameters: Parameters) -> str:
    """Return a digest of the model's numbers.

    >>> digest(Parameters()) == digest(Parameters(apology=0.5)), len(digest(Parameters()))
    (False, 16)
    """
    return hashlib.sha256(json.dumps(parameters.model_dump(), sort_keys=True).encode()).hexdigest()[:16]


def outcomes() -> dict[str, float]:
    """Return the headline of every shipped strategy in the first case, and of two in the others."""
    return {
        f"{case} {strategy}": round(float(simulate(case, strategy, worlds=WORLDS).each(HEADLINE).mean()), DIGITS)
        for case, strategy in PLAYED
    }


def row() -> str:
    """Return the row of today's model."""
    told = "".join(f'"{name}" = {value}\n' for name, value in outcomes().items())
    head = f'[[versions]]\nnumber = {MODEL_VERSION}\nparameters = "{digest(Parameters())}"\n'
    return f"{head}\n[versions.outcomes]\n{told}"


if __name__ == "__main__":
    print(row(), end="")  # noqa: T201
