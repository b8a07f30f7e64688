"""Long studies in pieces: played by anybody, kept on disk one by one, and put together to the same file each time."""

from sim.experiments.running.crew import Crew, local
from sim.experiments.running.pieces import Pieces, pieces_for

__all__ = ["Crew", "Pieces", "local", "pieces_for"]
