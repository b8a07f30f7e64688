"""Labels for causes in pictures and reports, and the marks of kinds of strategies."""

from sim.plots.frame import BAD, OTHER, YOURS
from sim.texts.words import Part

SMALL = 0.003  # causes that moved trust less are summed
WORDS = Part("drawn_causes")
KINDS = {  # of strategies: mark and colour
    "documented": ("o", OTHER),
    "foil": ("^", BAD),
    "own": ("s", YOURS),
}
