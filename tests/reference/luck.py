"""Luck: the numbers that one world draws, by purpose and name."""

from sim.model.random_streams import RandomStreams


class Luck:
    """All that chance holds for one world."""

    def __init__(self, seed: int, world: int) -> None:
        self.streams = RandomStreams((seed,), range(world, world + 1))

    def numbers(self, purpose: str, name: str, size: int) -> list[float]:
        """The first numbers of a stream."""
        return [float(row[0]) for row in self.streams.draw(purpose, name, size)]

    def number(self, purpose: str, name: str) -> float:
        """The one number of a stream."""
        return self.numbers(purpose, name, 1)[0]
