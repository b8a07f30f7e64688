"""Random numbers: one stream for each (seed, purpose, name), so that all strategies have the same luck."""

from functools import lru_cache
from typing import Literal
from zlib import crc32

import numpy as np

Purpose = Literal[
    "disposition", "hours", "overrun", "detection", "questions", "complaints", "leaving", "fit", "reading"
]

# Worlds are drawn in blocks of this size. It is part of a stream's key: changing it changes every world.
DRAW_BLOCK = 64
NORMAL: tuple[Purpose, ...] = ("disposition", "hours", "overrun", "reading")


class RandomStreams:
    """The luck of some worlds under one seed, or under several.

    World k draws the same numbers however many worlds run, which other partners there are and whatever the strategy.

    Args:
        seeds: whole numbers >= 0; their worlds follow each other, seed by seed.
        worlds: the worlds' numbers, a range with step 1, the same for each seed.
        times: how often all of them are there, one block after the other, each block with the same luck.

    Attributes:
        count: how many worlds there are in all.

    >>> few, many = RandomStreams((7,), range(3)), RandomStreams((7,), range(500))
    >>> bool((few.draw("overrun", "Report") == many.draw("overrun", "Report")[:, :3]).all())
    True
    """

    def __init__(self, seeds: tuple[int, ...], worlds: range, *, times: int = 1) -> None:
        self.seeds, self.worlds, self.times = seeds, worlds, times
        self.count = len(seeds) * len(worlds) * times

    def draw(self, purpose: Purpose, name: str, size: int = 1) -> np.ndarray:
        """Return (size, count) numbers: standard normal for dispositions, hours and overruns, else uniform on [0, 1).

        A longer draw begins with the shorter one, so a longer season has the same first weeks. Read-only.
        """
        drawn = _draw(self.seeds, purpose, name, size, self.worlds)
        return drawn if self.times == 1 else np.tile(drawn, self.times)

    def draw_each(self, purpose: Purpose, names: tuple[str, ...], size: int = 1) -> np.ndarray:
        """Return (size, names, count) numbers: one stream for each name."""
        return np.stack([self.draw(purpose, name, size) for name in names], axis=1)


# A season of 200 worlds, 8 partners and 20 commitments uses about 70 draws, 4 MB: the cache serves
# several strategies under the same luck and stays small when thousands of worlds pass through.
@lru_cache(maxsize=256)
def _draw(seeds: tuple[int, ...], purpose: Purpose, name: str, size: int, worlds: range) -> np.ndarray:
    drawn = np.concatenate([_draw_one(seed, purpose, name, size, worlds) for seed in seeds], axis=1)
    drawn.flags.writeable = False
    return drawn


def _draw_one(seed: int, purpose: Purpose, name: str, size: int, worlds: range) -> np.ndarray:
    blocks = range(worlds.start // DRAW_BLOCK, (worlds.stop - 1) // DRAW_BLOCK + 1)
    drawn = np.concatenate([_block(seed, purpose, name, size, block) for block in blocks], axis=1)
    offset = worlds.start - blocks.start * DRAW_BLOCK
    return drawn[:, offset : offset + len(worlds)]


def _block(seed: int, purpose: Purpose, name: str, size: int, block: int) -> np.ndarray:
    # crc32 is the same in every run and on every machine; Python's hash of a string is not.
    address = (crc32(purpose.encode()), crc32(name.encode()), block)
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=address)))
    return generator.standard_normal((size, DRAW_BLOCK)) if purpose in NORMAL else generator.random((size, DRAW_BLOCK))
