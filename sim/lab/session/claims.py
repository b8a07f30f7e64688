"""What a lesson claims of the model: that one plan comes out above another, by one figure."""

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, JsonValue, model_validator

from sim.catalogue import load_strategy
from sim.model.acts import AnyAct
from sim.model.case import Frozen, Name, Text
from sim.model.measures import Figure
from sim.model.strategy import Strategy
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.lab.session.lesson_data import Lesson

__all__ = ["Claim", "Side"]


class Side(Frozen):
    """One of the two plans of a claim: one of the following, or the lesson's baseline if it has none.

    Attributes:
        set: control's label → value, from the strategy with which the lesson starts.
        strategy: key of a shipped strategy.
        acts: these acts and no others.
    """

    set: dict[str, JsonValue] = Field(default_factory=dict)
    strategy: str = ""
    acts: Annotated[tuple[AnyAct, ...], Field(max_length=20)] = ()

    def plan(self, lesson: "Lesson") -> Strategy:
        """Return the plan to simulate.

        Raises:
            ValueError: the lesson has no such control, or it does not offer the value.
            BadInput: there is no such strategy.
        """
        if self.set:
            return lesson.with_values(self.set).played
        if self.acts:
            return lesson.start.played.model_copy(update={"acts": self.acts})
        return load_strategy(self.strategy or lesson.baseline)

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(map(bool, (self.set, self.strategy, self.acts))) > 1:
            raise ValueError(say("lesson_rules.side"))
        return self


class Claim(Frozen):
    """What a lesson teaches, as something that the model can be asked.

    Attributes:
        key: unlike that of any other claim of any lesson.
        words: the claim in one sentence, without its point.
        more, less: the plan whose figure is the higher one, and the other; the lesson's baseline if left out.
        cases: keys of cases in which it is claimed; none = the lesson's.
        figure: what is compared; of the lesson's partner, if it has one and the figure can be a single partner's.
        week: compare trust in this week instead.
        since: compare how much trust rises from this week to the end instead.
        least: how much higher it is at least, in the shipped model.
        alike: claimed is that the two differ too little to matter.
    """

    key: Name
    words: Text
    more: Side = Field(default_factory=Side)
    less: Side = Field(default_factory=Side)
    cases: Annotated[tuple[str, ...], Field(max_length=5)] = ()
    figure: Figure = "season_trust"
    week: Annotated[int | None, Field(ge=0)] = None
    since: Annotated[int | None, Field(ge=0)] = None
    least: Annotated[float, Field(ge=0)] = 0.0
    alike: bool = False
