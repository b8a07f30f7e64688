"""Single changes to what was done in a season, and many of them played side by side under the same luck."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiments.simulate import WORLD_BATCH, simulate, stop_after
from sim.model.acts import ACTS, Act
from sim.model.case import Case
from sim.model.outcome import Outcome
from sim.model.parameters import Parameters
from sim.model.random_streams import RandomStreams
from sim.model.simulation import Simulation
from sim.model.strategy import Strategy

USUAL_SIZE = 8 * 52  # partners x weeks, for which a batch holds WORLD_BATCH worlds


@dataclass(frozen=True)
class Change:
    """Acts left out, and acts added in their place or besides.

    Attributes:
        left_out: the places of acts in the strategy.
        added: the acts that are done instead, or besides.
    """

    left_out: tuple[int, ...] = ()
    added: tuple[Act, ...] = ()

    def made_to(self, strategy: Strategy) -> Strategy:
        """Return the strategy with this change."""
        kept = (act for place, act in enumerate(strategy.acts) if place not in self.left_out)
        return strategy.model_copy(update={"acts": (*kept, *self.added)})

    def needs_own_simulation(self, strategy: Strategy) -> bool:
        """Whether it cannot share a batch with others.

        Dates are the same in all worlds of a batch, and the luck of promised work hangs on a name that counts the acts
        of its kind on its day.
        """
        parameters = Parameters()
        for act in (*self.added, *(strategy.acts[place] for place in self.left_out)):
            if act.dates_missed or act.habit_of_dates(parameters) is not None:
                return True
            alike = sum(one.act == act.act for one in (*strategy.acts, *self.added))
            if act.promises(parameters, 1) and alike > 1:
                return True
        return False


@dataclass(frozen=True, eq=False)
class Season:
    """What came of a season, as far as changes are judged by it.

    Attributes:
        trust: (weeks + 1, partners, worlds). gone_week: (partners, worlds), -1 = stayed. hours: (worlds,) of acts.
    """

    trust: np.ndarray
    gone_week: np.ndarray
    hours: np.ndarray


def play_each(
    case: Case, strategy: Strategy, changes: Sequence[Change], *, worlds: range, seed: int, until: int | None = None
) -> list[Season]:
    """Play a strategy with each of these changes alone, all in the same worlds.

    The result equals a simulation of each. Changes share a batch, since a season in a thousand worlds takes little
    longer than in a few; only those that change dates are simulated one by one.

    Args:
        case, strategy: checked by `simulate` before.
        worlds: their numbers. seed: of all of them. until: weeks to play; None = the whole season.
    """
    apart = [number for number, change in enumerate(changes) if change.needs_own_simulation(strategy)]
    together = [number for number in range(len(changes)) if number not in apart]
    found: dict[int, Season] = {}
    for number in apart:
        found[number] = _season(
            simulate(case, changes[number].made_to(strategy), worlds=worlds, seed=seed, until=until)
        )
    size = max(1, WORLD_BATCH * USUAL_SIZE // (len(case.partners) * case.weeks) // len(worlds))
    for start in range(0, len(together), size):
        some = together[start : start + size]
        streams = RandomStreams((seed,), worlds, times=len(some))
        found |= zip(some, _together(case, strategy, [changes[one] for one in some], streams, until), strict=True)
    return [found[number] for number in range(len(changes))]


def _season(outcome: Outcome) -> Season:
    hours = sum((spent for kind, spent in outcome.hours.items() if kind in ACTS), np.zeros(len(outcome.worlds)))
    return Season(outcome.trust, outcome.gone_week, hours)


def _together(
    case: Case, strategy: Strategy, changes: Sequence[Change], streams: RandomStreams, until: int | None
) -> Iterator[Season]:
    """Yield the season of each change, played in one batch in which it has a block of worlds of its own."""
    acts = [*strategy.acts]
    done = np.ones((len(acts) + sum(len(one.added) for one in changes), len(changes)), bool)
    done[len(acts) :] = False
    for block, change in enumerate(changes):
        done[list(change.left_out), block] = False
        done[len(acts) : len(acts) + len(change.added), block] = True
        acts += change.added
    only = {
        place: np.repeat(blocks, streams.count // len(changes)) for place, blocks in enumerate(done) if not blocks.all()
    }
    plan = strategy.model_copy(update={"acts": tuple(acts)})
    played = Simulation(case, plan, Parameters(), streams, only=only).play(stop_after(until))
    spent = played.work_queue.spent
    hours = sum((spent[kind] for kind in spent if kind in ACTS), np.zeros(streams.count))
    trust = np.stack([played.partners.overall(facets) for facets in played.facets[: played.weeks + 1]])
    blocks = (np.split(each, len(changes), axis=-1) for each in (trust, played.partners.left_week, hours))
    for parts in zip(*blocks, strict=True):
        yield Season(*parts)
