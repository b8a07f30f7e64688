"""Play a season week by week: pause, look at the outcome so far, add acts, continue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pydantic import BaseModel

from sim.base.errors import BadInput
from sim.catalogue import load_case, load_strategy
from sim.experiments.comparison_display import playthrough_line
from sim.experiments.simulate import checked_parameters, checked_seed, simulate, world_numbers
from sim.model.acts import Act
from sim.model.case import DAYS_A_WEEK, Case
from sim.model.outcome import Outcome
from sim.model.parameters import SHIPPED, Parameters
from sim.model.strategy import Strategy
from sim.model.validation import checked
from sim.texts.refusals import whole_number
from sim.texts.words import say


@dataclass(frozen=True, repr=False)
class Playthrough:
    """A season that has been played up to some week. It is immutable: each step returns a new one.

    Continuing means simulating the same weeks again and then further ones. They stay identical to the last digit,
    since random numbers depend only on seed, purpose and name, and no act can change the past.

    Attributes:
        case, strategy, worlds, seed, parameters: as in `simulate`. week: how many weeks were played.

    >>> paused = Playthrough.begin("missed-deadline", "silence", worlds=3).until(10)
    >>> paused.outcome.trust.shape
    (11, 8, 3)
    >>> later = paused.then([{"act": "apologise", "week": 10}]).until(20)
    >>> bool((later.outcome.trust[:11] == paused.outcome.trust).all())
    True
    """

    case: Case
    strategy: Strategy
    worlds: int
    seed: int
    week: int = 0
    parameters: Parameters = SHIPPED

    def __post_init__(self) -> None:
        if isinstance(self.worlds, range):
            world_numbers(self.worlds, self.case)
        else:
            object.__setattr__(self, "worlds", len(world_numbers(self.worlds, self.case)))
        object.__setattr__(self, "seed", checked_seed(self.seed))
        object.__setattr__(self, "parameters", checked_parameters(self.parameters))

    def __repr__(self) -> str:
        return playthrough_line(self)

    @classmethod
    def begin(
        cls,
        case: Case | str,
        strategy: Strategy | str,
        *,
        worlds: int = 200,
        seed: int = 0,
        parameters: Parameters | None = None,
    ) -> "Playthrough":
        """Start a season of which nothing has been played yet. Arguments as in `simulate`.

        Raises:
            BadInput: as `simulate`.
        """
        numbers = checked_parameters(parameters)
        return cls(load_case(case), load_strategy(strategy), worlds, seed, parameters=numbers)

    def until(self, week: int) -> "Playthrough":
        """Play until the end of week `week`, counted from 1.

        Raises:
            BadInput: not a whole number, the week has been played already, or it is past the season's end.
        """
        week = whole_number("week", week)
        if not self.week < week <= self.case.weeks:
            bounds = {"least": self.week + 1, "most": self.case.weeks}
            raise BadInput(say("refused.between", name="week", value=week, **bounds))
        return replace(self, week=week)

    def to_end(self) -> "Playthrough":
        """Play until the season's end."""
        return replace(self, week=self.case.weeks)

    def then(self, acts: Iterable[Act | dict]) -> "Playthrough":
        """Add acts from this week on.

        Raises:
            BadInput: not a list of acts, or an act would start before this week.
        """
        return replace(self, strategy=continued(self.strategy, acts, self.week))

    @property
    def outcome(self) -> Outcome:
        """The outcome so far.

        Raises:
            BadInput: nothing has been played yet.
        """
        if self.week == 0:
            raise BadInput(say("refused_experiment.nothing_played"))
        return simulate(
            self.case, self.strategy, worlds=self.worlds, seed=self.seed, until=self.week, parameters=self.parameters
        )


def continued(strategy: Strategy, acts: Iterable[Act | dict], week: int) -> Strategy:
    """Return a strategy with acts added after `week` weeks were played; rules do not apply to those weeks.

    Raises:
        BadInput: not a list of acts, or an act would start in a week already played.

    >>> from sim.catalogue import load_strategy
    >>> continued(load_strategy("silence"), [{"act": "thank", "when": "complaint"}], 3).acts[0].since
    3
    """
    if isinstance(acts, str | Mapping | BaseModel) or not isinstance(acts, Iterable):
        example = [{"act": "thank", "week": week}]
        raise BadInput(say("refused_experiment.acts", kind=type(acts).__name__, example=example))
    rows = [act.model_dump(mode="json", exclude_none=True) if isinstance(act, Act) else act for act in acts]
    data = strategy.model_dump(exclude={"acts"}) | {"acts": rows}
    added = checked(data, Strategy, say("refused_experiment.added_acts")).acts
    for act in added:
        if act.when is None and act.first_day <= DAYS_A_WEEK * week:
            start = (act.first_day - 1) // DAYS_A_WEEK
            raise BadInput(say("refused_act.past", act=act.act, start=start, week=week))
    return strategy.model_copy(update={"acts": (*strategy.acts, *(_from_now(act, week) for act in added))})


def _from_now(act: Act, week: int) -> Act:
    """Return the act with `since` moved to this week, so that its rule does not apply to weeks already played."""
    return act if act.when is None else act.model_copy(update={"since": max(act.since or 0, week)})
