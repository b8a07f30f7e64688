"""Controls: one field of an act, or a whole strategy, as a list of values with labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, JsonValue, model_validator

from sim.base.errors import BadInput
from sim.catalogue import load_strategy
from sim.lab.session.draft import Draft
from sim.model.acts import ACTS, Steps
from sim.model.case import DAYS_A_WEEK, Frozen, Name, Text
from sim.model.meant import nearest
from sim.texts import words
from sim.texts.words import numerals, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.model.acts import Act

__all__ = ["Control", "with_acts_for"]

MOST_VALUES = 200


class Control(Frozen):
    """One labelled control.

    Attributes:
        label: in the trainee's words.
        strategies: keys of shipped strategies, one of which it loads; act, field and values are empty then.
        act, number: the act that it changes: the first, second … of this kind.
        field: the field of that act; "" = only whether the act is done, with values [false, true] and off = false.
        values, words: the values that it offers, and the label of each; or
        low, high, step, one, many: numbers in equal steps, labelled with `one` or with {number} in `many`.
        off: the value for leaving the act out.
        fixed: by field of the same act, what the label says beside the control's own field: an act with other values
            is not on offer, and a choice sets these.
        look: slider, radio buttons or a list; None = a slider for numbers, else radio buttons.
        hint: a line below it.
        needs: by field of the same act, the value with which alone the control does anything.
        idle: the line below it for other values.
    """

    label: Text
    strategies: Annotated[tuple[Name, ...], Field(max_length=MOST_VALUES)] = ()
    act: str = ""
    number: Annotated[int, Field(ge=1, le=30)] = 1
    field: str = ""
    values: Annotated[tuple[JsonValue, ...], Field(max_length=MOST_VALUES)] = ()
    words: tuple[Text, ...] = ()
    low: float | None = None
    high: float | None = None
    step: Annotated[float, Field(gt=0)] = 1
    one: str = "{number}"
    many: str = "{number}"
    off: JsonValue = None
    fixed: dict[str, JsonValue] = Field(default_factory=dict)
    look: Literal["slider", "radio", "list"] | None = None
    hint: str = ""
    needs: dict[str, JsonValue] = Field(default_factory=dict)
    idle: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.strategies:
            return self._fits_strategies()
        if self.act not in ACTS:
            near = nearest(self.act, ACTS)
            name = "control_rules.act_near" if near else "control_rules.act"
            raise ValueError(say(name, act=self.act, known=", ".join(ACTS), near=near))
        if bool(self.values) == (self.low is not None and self.high is not None):
            raise ValueError(say("control_rules.values_or_range"))
        if self.values and len(self.words) != len(self.values):
            raise ValueError(say("control_rules.words", values=len(self.values), words=len(self.words)))
        if len(self.offered) < 2:  # noqa: PLR2004 - one value is no choice
            raise ValueError(say("control_rules.two_values"))
        if not self.field and self.off is None:
            raise ValueError(say("control_rules.off"))
        return self

    def _fits_strategies(self) -> Self:
        if self.act or self.field or self.values or self.low is not None:
            raise ValueError(say("control_rules.strategies_alone"))
        if len(self.strategies) < 2 or len(self.words) not in (0, len(self.strategies)):  # noqa: PLR2004 - a choice
            raise ValueError(say("control_rules.strategies_words"))
        for key in self.strategies:
            try:
                load_strategy(key)
            except BadInput as error:
                raise ValueError(str(error)) from None
        return self

    @property
    def offered(self) -> tuple[Any, ...]:
        """All values, in order."""
        if self.strategies:
            return self.strategies
        if self.values:
            return self.values
        high = min(self.high, self.low + self.step * (MOST_VALUES - 1))
        return Steps(self.low, high, self.step, "").values

    @property
    def said(self) -> tuple[str, ...]:
        """The label of each value."""
        if self.words:
            return self.words
        if self.strategies:
            return tuple(load_strategy(key).title for key in self.strategies)
        return tuple((self.one if v == 1 else self.many).replace("{number}", numerals(f"{v:g}")) for v in self.offered)

    @property
    def shown_as(self) -> str:
        """How it is shown on a page."""
        numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in self.offered)
        return self.look or ("slider" if numbers else "radio")

    def why_idle(self, draft: Draft, *, beside: Iterable[Control] = ()) -> str:
        """Return why this control changes nothing now, "" if it does.

        Args:
            draft: what is set.
            beside: controls that are seen, too: one that leaves the act out is named, with what it stands at.
        """
        place = None if self.strategies else draft.place_of(self.act, self.number)
        if place is None:
            return ""
        if self.off is None and place in draft.off:
            by = next((one for one in beside if one.leaves_out(self.act, self.number)), None)
            if by is not None:
                return say("editor.left_out_by", label=by.label, value=by.said[by.read(draft) or 0])
            return say("editor.left_out", act=words.table("acts")[self.act])
        unmet = any(_value(draft.acts[place], name) != value for name, value in self.needs.items())
        return self.idle if unmet else ""

    def leaves_out(self, act: str, number: int) -> bool:
        """Tell whether one of its values leaves this act out."""
        return (self.act, self.number) == (act, number) and self.off is not None

    def lacks_act(self, draft: Draft) -> bool:
        """Tell whether the draft has no such act, so that the control can change nothing."""
        return not self.strategies and draft.place_of(self.act, self.number) is None

    def read(self, draft: Draft) -> int | None:
        """Return the index of the draft's value, or of the nearest number; None if it is not on offer.

        >>> quiet = Control(label="Thank", act="thank", values=(False, True), words=("No", "Yes"), off=False)
        >>> quiet.read(Draft("Mine").plus("thank")), quiet.read(Draft("Mine"))
        (1, None)
        """
        if self.strategies:
            return self.strategies.index(draft.base) if draft.base in self.strategies else None
        place = draft.place_of(self.act, self.number)
        if place is None:
            return None
        if self.off is not None and place in draft.off:
            return self.offered.index(self.off)
        if any(_value(draft.acts[place], name) != value for name, value in self.fixed.items()):
            return None
        if not self.field:
            return next(at for at, value in enumerate(self.offered) if value != self.off)
        return self._nearest(_value(draft.acts[place], self.field))

    def write(self, draft: Draft, at: int) -> Draft:
        """Return the draft with the value of this index; unchanged if there is no such act.

        Raises:
            BadInput: the act may not have this value.
        """
        if self.strategies:
            return Draft.of(load_strategy(self.strategies[at]), base=self.strategies[at])
        place, value = draft.place_of(self.act, self.number), self.offered[at]
        if place is None:
            return draft
        if self.off is not None and value == self.off and isinstance(value, bool) == isinstance(self.off, bool):
            return draft.switched(place, on=False)
        draft = draft.switched(place, on=True) if self.off is not None else draft
        own = _change(draft.acts[place], self.field, value) if self.field else {}
        change = self.fixed | own
        return draft.changed(place, **change) if change else draft

    def _nearest(self, value: Any) -> int | None:
        offered = self.offered
        if value in offered:
            return offered.index(value)
        numbers = [at for at, one in enumerate(offered) if isinstance(one, int | float) and one != self.off]
        if isinstance(value, int | float) and numbers:
            return min(numbers, key=lambda at: abs(offered[at] - value))
        return None


def with_acts_for(controls: Iterable[Control], draft: Draft, start: Draft) -> Draft:
    """Return the draft with missing acts of the controls added from the start, left out.

    >>> thanks = Control(label="Thank", act="thank", values=(False, True), words=("No", "Yes"), off=False)
    >>> start = Draft("Mine").plus("thank")
    >>> with_acts_for([thanks], Draft("Other"), start).off
    frozenset({0})
    """
    for control in controls:
        place = start.place_of(control.act, control.number)
        while place is not None and control.lacks_act(draft):
            draft = draft.with_spare(start.acts[place])
    return draft


def _value(act: Act, field: str) -> Any:
    """Return an act's value as a control offers it; a day is converted to its week."""
    if field == "week":
        return (act.first_day - 1) // DAYS_A_WEEK
    if field == "when":
        return act.when or "week"
    value = getattr(act, field, None)
    if field == "every_weeks" and value is None:
        return None
    return list(value) if isinstance(value, tuple) else value


def _change(act: Act, field: str, value: Any) -> dict[str, Any]:
    """Return the changed fields of an act for a control's value."""
    if field == "when" and value == "week":
        return {"week": (act.first_day - 1) // DAYS_A_WEEK}
    if field == "week" and act.when is not None:
        return {"since": value}
    if field == "every_weeks" and value == 0:
        return {"every_weeks": None}
    return {field: value}
