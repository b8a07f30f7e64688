"""A search that tries to cheat: climb to the plan that the model likes best, and hold it against honest ones.

What it finds should be what a decent practitioner would defend; where it is not, the model has a hole.
"""

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from random import Random

from sim.base.errors import HIGHEST, BadInput
from sim.catalogue import load_case, load_strategy, strategy_keys
from sim.experiments.comparison import Difference, checked_measure, compare, judged, model_data
from sim.experiments.plan_space import REACH, Plan, PlanSpace, Reach, as_key, plan_of
from sim.experiments.simulate import checked_parameters, checked_seed, simulate
from sim.experiments.sweep import Progress, check_total, parallel_map
from sim.model.case import Case
from sim.model.measures import HEADLINE
from sim.model.outcome import Outcome, gap_said, number_said
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy
from sim.model.validation import hint, shown
from sim.texts.refusals import whole_number
from sim.texts.words import say

__all__ = ["Found", "documented", "search"]

EVALUATIONS = 3_600
RESTARTS = 6
WORLDS = 16  # while climbing
CONFIRMING = 200  # for what was found, under other luck
FINALISTS = 4
NEIGHBOURS = 8  # of each plan, tried together
TRIES = 40  # to think of a neighbour that was not tried yet
MOST_EVALUATIONS, MOST_RESTARTS = 1_000_000, 1_000
# Starts of acts and commitments in a season. Twelve hundred take half a second, nine thousand ten; see docs/search.md.
MOST_HAPPENING = 800
FOUND = "found"  # the key of what was found
NOTHING_LOST = 0.001  # an act without which a plan loses no more is left out


@dataclass(frozen=True, repr=False)
class Found:
    """The best plan that was found, and what it is held against.

    Attributes:
        measure, within, evaluations: what was asked for, and how many plans were tried.
        best: its outcome in worlds that were not used to find it.
        known: those of the documented strategies and the others given, in the same worlds, best first.
        ahead: the best less the best known.
    """

    measure: str
    within: Reach
    evaluations: int
    best: Outcome
    known: tuple[Outcome, ...]
    ahead: Difference

    def __repr__(self) -> str:
        gap, tried = self.ahead.interval, f"{self.evaluations:,}"
        facts = {"gap": gap_said(self.measure, gap.mean, 1), "half": number_said(self.measure, gap.half_width, 1)}
        told = say("display.found", evaluations=tried, best=FOUND, other=self.known[0].strategy.key, **facts)
        return f"<Found in {self.best.case.key}: {told}>"

    def as_data(self) -> dict[str, object]:
        """Return plain JSON data."""
        told: dict[str, object] = model_data(self.best.parameters) | {"case": self.best.case.key}
        told |= {"measure": self.measure, "within": self.within}
        told |= {"evaluations": self.evaluations, "worlds": len(self.best.worlds), "seed": self.best.seed}
        told["best"] = self.best.summary() | {"acts": list(plan_of(self.best.strategy))}
        told["known"] = [one.summary() for one in self.known]
        gap = self.ahead.interval
        return told | {"ahead": {"mean": gap.mean, "half_width": gap.half_width, "higher": self.ahead.higher}}


def documented() -> list[Strategy]:
    """Return the strategies that the texts recommend.

    >>> len(documented())
    13
    """
    return [strategy for strategy in map(load_strategy, strategy_keys()) if strategy.documented]


def search(
    case: Case | str,
    *,
    measure: str = HEADLINE,
    within: Reach = "all",
    evaluations: int = EVALUATIONS,
    restarts: int = RESTARTS,
    worlds: int = WORLDS,
    seed: int = 0,
    others: Iterable[Strategy | str] = (),
    parameters: Parameters | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Found:
    """Look for the plan with the best measure: several climbs, each from another start, side by side.

    Every other climb starts from a documented strategy, the others from the best of a few plans drawn at random. The
    best of each climb, without acts that do nothing for them, meet in 200 worlds of other luck; the winner is measured
    in worlds that nobody has seen, so that it is not the one that suits its worlds best.

    Args:
        case: an object, the key of a shipped one, or the path of a TOML file.
        measure: by which plans are judged, of sim/model/measures.py.
        within: "all" plans that a file may hold, or those that the "lab"'s controls reach.
        evaluations: how many plans are tried. restarts: how many climbs share them.
        worlds: in which each plan is tried while climbing.
        seed: which luck, and which steps; the answer is the same whoever plays.
        others: honest plans that what is found is held against, besides the documented strategies.
        parameters: the model's numbers; None = the shipped set.
        executor: any `concurrent.futures` executor; None = this process.
        progress: called with (done, of how many).

    Raises:
        BadInput: as `simulate`; also another measure or reach, or numbers out of bounds.

    >>> found = search("missed-deliveries", evaluations=12, restarts=2, worlds=2)
    >>> found.evaluations, found.measure, len(found.known)
    (12, 'partnership', 13)
    """
    case, seed = load_case(case), checked_seed(seed)
    _check(measure, within)
    evaluations = whole_number("evaluations", evaluations, least=1, most=MOST_EVALUATIONS)
    restarts = whole_number("restarts", restarts, least=1, most=min(MOST_RESTARTS, evaluations))
    of = say("refused_experiment.of_plans", number=f"{evaluations:,}")
    check_total("worlds", whole_number("worlds", worlds, least=1), evaluations, of)
    known = [*documented(), *map(load_strategy, others)]
    space = PlanSpace(case, within, most=MOST_HAPPENING)
    numbers = checked_parameters(parameters)
    trial = Trial(space, measure, worlds, seed, numbers, executor, progress, evaluations)
    found = climbed(trial, [_start(number, seed, known) for number in range(restarts)])
    finalists = [pruned(trial, plan) for plan in found[:FINALISTS]]
    best, rivals, ahead = confirmed(trial, finalists, known)
    return Found(measure, within, evaluations - trial.left, best, rivals, ahead)


def _check(measure: str, within: str) -> None:
    checked_measure(measure)
    if within not in REACH:
        raise BadInput(say("refused_key.within", name=shown(within), hint=hint(str(within), REACH)))


# Trying plans


@dataclass
class Trial:
    """Tries plans, each once.

    Attributes:
        values: what came of each plan that was tried, by its key; more is better.
        left: how many more may be tried.
    """

    space: PlanSpace
    measure: str
    worlds: int
    seed: int
    parameters: Parameters
    executor: Executor | None
    progress: Progress | None
    left: int
    values: dict[str, float] = field(default_factory=dict)

    def value(self, plan: Plan) -> float:
        """Return what came of a plan, minus infinity if it was not tried."""
        return self.values.get(as_key(plan), float("-inf"))

    def is_new(self, plan: Plan) -> bool:
        """Tell whether a plan can be tried, and was not."""
        return as_key(plan) not in self.values and self.space.strategy(plan) is not None

    def try_all(self, plans: Iterable[Plan]) -> None:
        """Try as many of the plans as are left."""
        self.play(list({as_key(plan): plan for plan in plans}.values())[: self.left], counted=True)

    def play(self, plans: list[Plan], *, counted: bool = False) -> None:
        """Play plans; what is only tidied up afterwards does not count."""
        done, left = len(self.values), self.left

        def tell(now: int, _of: int) -> None:
            if counted and self.progress is not None:
                self.progress(done + now, done + left)

        work = partial(_value, self.space.case, self.measure, self.worlds, self.seed, self.parameters)
        strategies = [self.space.strategy(plan) for plan in plans]
        played = parallel_map(work, strategies, executor=self.executor, progress=tell)
        self.values |= zip(map(as_key, plans), played, strict=True)
        self.left -= len(plans) if counted else 0


def _value(case: Case, measure: str, worlds: int, seed: int, parameters: Parameters, strategy: Strategy) -> float:
    """Return the measure of a strategy, so that more is better."""
    return judged(simulate(case, strategy, worlds=worlds, seed=seed, parameters=parameters), measure)


# Climbing


@dataclass
class Climb:
    """One climb: from its start to better and better plans."""

    rng: Random
    plan: Plan | None = None

    def ideas(self, trial: Trial) -> list[Plan]:
        """Return plans to try next: the neighbours of the one that is held, or some drawn at random."""
        if self.plan is not None and trial.is_new(self.plan):
            return [self.plan]
        found: dict[str, Plan] = {}
        for _ in range(TRIES):
            if len(found) < min(NEIGHBOURS, trial.left):
                near = trial.space.neighbour(self.plan, self.rng) if self.plan else trial.space.draw(self.rng)
                if trial.is_new(near):
                    found[as_key(near)] = near
        return list(found.values())

    def step(self, trial: Trial, ideas: list[Plan]) -> None:
        """Hold the best of them, if it is no worse."""
        best = max(ideas, key=trial.value, default=self.plan)
        if self.plan is None or trial.value(best) >= trial.value(self.plan):
            self.plan = best


def _start(number: int, seed: int, known: list[Strategy]) -> Climb:
    """Return a climb: those of odd numbers start from a strategy that is known."""
    rng = Random(f"{seed}/{number}")  # noqa: S311 - no secret
    return Climb(rng, plan_of(rng.choice(known)) if number % 2 else None)


def climbed(trial: Trial, climbs: list[Climb]) -> list[Plan]:
    """Let all climbs climb, step by step, as long as there are plans to try; return what each holds, best first."""
    while trial.left:
        ideas = [climb.ideas(trial) for climb in climbs]
        before = trial.left
        trial.try_all(plan for some in ideas for plan in some)
        for climb, some in zip(climbs, ideas, strict=True):
            climb.step(trial, some)
        if trial.left == before:
            break
    held = {as_key(climb.plan): climb.plan for climb in climbs if climb.plan is not None}
    return sorted(held.values(), key=trial.value, reverse=True)


def pruned(trial: Trial, plan: Plan) -> Plan:
    """Return a plan without the acts that it does not need, so that it can be read."""
    while len(plan) > 1:
        shorter = [(*plan[:at], *plan[at + 1 :]) for at in range(len(plan))]
        trial.play([one for one in dict(zip(map(as_key, shorter), shorter, strict=True)).values() if trial.is_new(one)])
        best = max(shorter, key=trial.value)
        if trial.value(best) < trial.value(plan) - NOTHING_LOST:
            break
        plan = best
    return plan


# Under other luck


def confirmed(
    trial: Trial, finalists: list[Plan], known: list[Strategy]
) -> tuple[Outcome, tuple[Outcome, ...], Difference]:
    """Choose the best of the finalists in some worlds, and return how it and the known do in others."""
    case, measure, asked = trial.space.case, trial.measure, {"worlds": CONFIRMING, "parameters": trial.parameters}
    strategies = [trial.space.strategy(plan, f"{FOUND}-{number}") for number, plan in enumerate(finalists, 1)]
    met = compare(case, strategies, seed=_later(trial.seed, 1), **asked).outcomes
    chosen = max(met, key=lambda outcome: judged(outcome, measure)).strategy.model_copy(update={"key": FOUND})
    compared = compare(case, [chosen, *known], seed=_later(trial.seed, 2), **asked)
    best, *others = compared.outcomes
    others.sort(key=lambda outcome: judged(outcome, measure), reverse=True)
    return best, tuple(others), compared.difference(FOUND, others[0].strategy.key, measure)


def _later(seed: int, by: int) -> int:
    return (seed + by) % (HIGHEST + 1)
