"""Still pictures of outcomes: lines, bars and dots that can be read in print and in grey too."""

from sim.plots.assumption_chart import strongest_assumptions
from sim.plots.labels import WORDS
from sim.plots.row_charts import side_by_side, what_moved_trust
from sim.plots.saving import check_path, save
from sim.plots.time_charts import trust_by_partner, trust_over_time

__all__ = [
    "WORDS",
    "check_path",
    "save",
    "side_by_side",
    "strongest_assumptions",
    "trust_by_partner",
    "trust_over_time",
    "what_moved_trust",
]
