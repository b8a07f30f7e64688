"""Still pictures of outcomes: lines, bars and dots that say what they show, in print and in grey too."""

from sim.plots.in_rows import side_by_side, what_moved_trust
from sim.plots.over_time import trust_by_partner, trust_over_time
from sim.plots.saving import check_path, save
from sim.plots.words import WORDS

__all__ = ["WORDS", "check_path", "save", "side_by_side", "trust_by_partner", "trust_over_time", "what_moved_trust"]
