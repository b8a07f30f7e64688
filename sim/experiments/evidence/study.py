"""A finding's experiment: simulate its cases under its strategies, and read figures from the outcomes."""

import numpy as np

from sim.catalogue import load_case, load_strategy
from sim.experiments.evidence.finding import Finding
from sim.experiments.simulate import simulate
from sim.model.outcome import Outcome
from sim.model.parameters import Parameters

NONE = "silence"
"""The shipped strategy that does nothing: the arm without treatment."""


class Study:
    """One finding's cases and strategies under one set of parameters.

    Each pair is simulated when first needed and cached; all share the same worlds, so that differences are paired.

    Args:
        finding: whose cases and strategies.
        parameters: the model's numbers.
        worlds: number of worlds.

    >>> from sim.experiments.evidence.finding_files import finding
    >>> study = Study(finding("F1"), Parameters(), worlds=30)
    >>> study.at(1, "success") > study.at(1, "nothing") > study.at(1, "failure")
    True
    """

    def __init__(self, finding: Finding, parameters: Parameters, *, worlds: int) -> None:
        self.finding, self.parameters, self.worlds = finding, parameters, worlds
        self._played: dict[tuple[str, str], Outcome] = {}

    def outcome(self, case: str, strategy: str = NONE) -> Outcome:
        """Return the outcome of one case, the finding's own or a shipped one, under one strategy."""
        if (case, strategy) not in self._played:
            self._played[case, strategy] = simulate(
                self.finding.cases.get(case) or load_case(case),
                self.finding.strategies[strategy] if strategy != NONE else load_strategy(NONE),
                worlds=self.worlds,
                parameters=self.parameters,
            )
        return self._played[case, strategy]

    def at(self, week: int, case: str, strategy: str = NONE) -> float:
        """Return mean trust after this many weeks; 0 = before the incident."""
        return float(self.outcome(case, strategy).mean_trust[week].mean())

    def final(self, case: str, strategy: str = NONE) -> float:
        """Return mean trust at the end of the season."""
        return float(self.outcome(case, strategy).final_trust.mean())

    def season(self, case: str, strategy: str = NONE) -> float:
        """Return mean trust over the season."""
        return float(self.outcome(case, strategy).season_trust.mean())

    def spread(self, week: int, case: str, strategy: str = NONE) -> float:
        """Return the standard deviation of trust across partners and worlds in one week."""
        return float(np.std(self.outcome(case, strategy).trust[week]))

    def kept(self, case: str, strategy: str = NONE) -> float:
        """Return the mean share of commitments kept."""
        return float(self.outcome(case, strategy).commitments_kept.mean())

    def hours(self, case: str, strategy: str = NONE) -> float:
        """Return mean staff hours for acts, questions and complaints."""
        return float(self.outcome(case, strategy).staff_hours.mean())

    def facet(self, facet: int, case: str, strategy: str = NONE) -> float:
        """Return mean trust of one facet at the end of the season."""
        return float(self.outcome(case, strategy).facets[-1, facet].mean())

    def trust_with_staying(self, week: int, case: str, strategy: str = NONE) -> float:
        """Return how trust after so many weeks goes with staying to the end: r over those still there, and worlds."""
        outcome = self.outcome(case, strategy)
        there = (outcome.gone_week < 0) | (outcome.gone_week >= week)
        return float(np.corrcoef(outcome.trust[week][there], ~outcome.left[there])[0, 1])
