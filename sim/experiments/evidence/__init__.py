"""Evidence: published findings as cases and strategies, with figures and the bands in which they must fall."""

from sim.experiments.evidence.checking import check, evidence, random_pass_rate
from sim.experiments.evidence.finding import Band, Fact, Finding
from sim.experiments.evidence.finding_files import findings

__all__ = ["Band", "Fact", "Finding", "check", "evidence", "findings", "random_pass_rate"]
