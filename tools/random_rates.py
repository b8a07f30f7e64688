"""Write the random pass rates into the package: `python -m tools.random_rates`."""

import json
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

from sim.experiments import evidence
from sim.experiments.evidence.checking import random_pass_rate
from sim.experiments.evidence.finding_files import findings
from sim.experiments.evidence.rates import FILE, fingerprint

DRAWS = 200
PROCESSES = 2
PLACE = Path(evidence.__file__).parent


def store_rates(
    draws: int = DRAWS,
    *,
    into: Path = PLACE,
    executor: Executor | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> Path:
    """Compute the pass rate of every finding and write them beside the studies, with their fingerprint.

    Args:
        draws: random parameter sets.
        into: another folder.
        executor: any `concurrent.futures` executor to share the work; None = this process.
        progress: called with (finding, rate) after each.
    """
    rates = {}
    for finding in findings():
        rates[finding.id] = round(random_pass_rate(finding, draws, executor=executor), 3)
        if progress is not None:
            progress(finding.id, rates[finding.id])
    path = into / FILE
    data = {"fingerprint": fingerprint(), "draws": draws, "rates": rates}
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    with ProcessPoolExecutor(PROCESSES) as pool:
        store_rates(executor=pool, progress=lambda id_, rate: print(f"{id_:4} {rate:.0%}"))  # noqa: T201
