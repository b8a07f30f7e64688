"""Load a lesson from lessons/NN_name.toml and validate it."""

from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from sim.base.errors import BadInput
from sim.catalogue import case_keys, counts, load_case, load_strategy
from sim.catalogue.loader import read_shipped, shipped_keys
from sim.lab.session.claims import Claim
from sim.lab.session.controls import Control, with_acts_for
from sim.lab.session.draft import Draft
from sim.lab.session.message_acts import Does
from sim.lab.session.strategy_code import KEY
from sim.lab.session.variants import VARIANTS
from sim.model.acts import AnyAct
from sim.model.case import Case, Frozen, Name, Text
from sim.model.measures import MEASURES, Figure
from sim.model.strategy import Strategy
from sim.model.validation import checked
from sim.texts.language import cache_by_language
from sim.texts.words import say

__all__ = ["Lesson", "MessagePart", "Reply", "lesson_before", "lesson_keys", "load_lesson"]

FOLDER = files(__package__) / "lessons"
Mood = Literal["calm", "pleased", "asking", "complaining", "quiet"]
Some = Annotated[tuple[Text, ...], Field(min_length=1, max_length=8)]


class Base(Frozen):
    """What the trainee starts from.

    Attributes:
        key: of a shipped strategy; or
        acts: acts of its own.
        left_out: acts that are not done at first; a control brings them in.
    """

    title: Text = Field(default_factory=lambda: say("lines.your_strategy"))
    key: str = ""
    acts: Annotated[tuple[AnyAct, ...], Field(max_length=20)] = ()
    left_out: Annotated[tuple[AnyAct, ...], Field(max_length=20)] = ()


class GuessChoice(Frozen):
    """One answer to choose from.

    Attributes:
        set: control's label → value: what is simulated for this answer (highest, lowest).
        same: true for "about the same": right if all other answers differ too little to matter.
        low, high: this answer is right if low <= figure < high (between).
    """

    key: Name
    words: Text
    set: dict[str, JsonValue] = Field(default_factory=dict)
    same: bool = False
    low: float = float("-inf")
    high: float = float("inf")


class Decides(Frozen):
    """Which figure decides, and how.

    Attributes:
        how: highest or lowest = the answer whose strategy has that figure; between = the answer in whose range it is.
        of: for between: the figure itself; its difference from the compared strategy's; or
            worlds_higher = in how many of 100 worlds its trust is higher.
        set: for between: control's label → value, what is simulated; empty = the lesson's strategy unchanged.
        played, against: for between: keys of strategies to simulate instead; against = the lesson's baseline if empty.
    """

    figure: Figure
    how: Literal["highest", "lowest", "between"]
    of: Literal["value", "difference", "worlds_higher"] = "value"
    set: dict[str, JsonValue] = Field(default_factory=dict)
    played: str = ""
    against: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.how != "between" and (self.played or self.against or self.of != "value"):
            raise ValueError(say("lesson_rules.how", how=self.how))
        if self.of == "worlds_higher" and MEASURES[self.figure].unit != "trust":
            raise ValueError(say("lesson_rules.worlds_higher", figure=self.figure))
        if self.played and self.set:
            raise ValueError(say("lesson_rules.played_or_set"))
        return self


class Drawn(Frozen):
    """A course of trust over the year to draw as a guess, before the model's line is shown.

    Attributes:
        set: control's label → value: whose line it is; empty = the lesson's strategy unchanged.
    """

    question: Text
    set: dict[str, JsonValue] = Field(default_factory=dict)


class Predict(Frozen):
    """A question with answers, decided by the simulation; `drawn` asks for a line, too."""

    question: Text
    choices: Annotated[tuple[GuessChoice, ...], Field(min_length=2, max_length=6)]
    decides: Decides
    drawn: Drawn | None = None

    @model_validator(mode="after")
    def _answers_fit(self) -> Self:
        keys = [choice.key for choice in self.choices]
        if len(set(keys)) < len(keys):
            raise ValueError(say("lesson_rules.same_key"))
        if self.decides.how != "between" and sum(bool(choice.set) for choice in self.choices) < 2:  # noqa: PLR2004
            raise ValueError(say("lesson_rules.two_set", how=self.decides.how))
        for choice in self.choices:
            if self.decides.how != "between" and bool(choice.set) == choice.same:
                raise ValueError(say("lesson_rules.set_or_same", answer=choice.key))
            if self.decides.how == "between" and not choice.low < choice.high:
                raise ValueError(say("lesson_rules.low_high", answer=choice.key))
        return self


class Why(Frozen):
    """The explanation of the result."""

    text: Some


class OneMore(Frozen):
    """One more control to try, and what to look at."""

    text: Text
    control: Control | None = None


class Line(Frozen):
    """One way to say it, and its effect on a listener.

    Attributes:
        said: a comment on the line.
        mood, answer: the listener's face, and what the listener answers to this line.
        does: what the line says to the model; see sim/lab/session/message_acts.py.
    """

    words: Text
    said: Text
    mood: Mood = "calm"
    answer: str = ""
    does: tuple[Does, ...] = ()


class MessagePart(Frozen):
    """A part of a message, with the lines to choose from."""

    key: Name
    label: Text
    lines: Annotated[tuple[Line, ...], Field(min_length=2, max_length=5)]


class ReplyLine(Frozen):
    """What a partner replies to a message that says all of `when`; an empty `when` fits any."""

    when: tuple[Does, ...] = ()
    mood: Mood
    words: Text


class Reply(Frozen):
    """A partner who replies to a message: the first line that fits is said, and the last one fits any."""

    partner: Text
    lines: Annotated[tuple[ReplyLine, ...], Field(min_length=1, max_length=12)]

    @model_validator(mode="after")
    def _always_replies(self) -> Self:
        if self.lines[-1].when:
            raise ValueError(say("lesson_rules.last_reply", partner=self.partner))
        return self

    def line(self, does: frozenset[str]) -> ReplyLine:
        """Return what this partner says to a message that does this."""
        return next(line for line in self.lines if does.issuperset(line.when))


class Way(Frozen):
    """How to take a step alone, and how in a group."""

    alone: str = ""
    group: str = ""


class Talk(Frozen):
    """A question to talk about, with a field for notes."""

    key: Name
    question: Text


class Lesson(Frozen):
    """One lesson: question, prediction, controls, questions to talk about, and what was seen."""

    title: Text
    question: Text
    minutes: Annotated[int, Field(ge=1, le=90)]
    year_minutes: Annotated[int, Field(ge=0, le=60)] = 0
    objectives: Some
    case: Name
    baseline: Name
    variant: Literal["", "second-breach"] = ""
    partner: str = ""
    model: Text
    panel: Literal["bench", "contest", "own"] = "bench"
    strategy: Base = Field(default_factory=Base)
    controls: Annotated[tuple[Control, ...], Field(max_length=4)] = ()
    predict: Predict
    why: Why
    one_more: OneMore
    message: Annotated[tuple[MessagePart, ...], Field(max_length=6)] = ()
    replies: Annotated[tuple[Reply, ...], Field(max_length=4)] = ()
    ways: dict[Literal["predict", "play", "more", "message", "talk"], Way] = Field(default_factory=dict)
    talk: Annotated[tuple[Talk, ...], Field(min_length=1, max_length=6)]
    seen: Some
    claims: Annotated[tuple[Claim, ...], Field(max_length=20)] = ()

    @property
    def minutes_from_guess(self) -> int:
        """How long the lesson takes without the year that is played before its guess."""
        return self.minutes - self.year_minutes

    @property
    def played_case(self) -> Case:
        """The case to simulate: the shipped one or the lesson's variant."""
        case = load_case(self.case)
        return VARIANTS[self.variant](case) if self.variant else case

    @property
    def partner_number(self) -> int | None:
        """The index of the partner whom the lesson is about; None = all of them."""
        return load_case(self.case).names.index(self.partner) if self.partner else None

    @property
    def all_controls(self) -> tuple[Control, ...]:
        """The controls, with the one of the last step."""
        return (*self.controls, *(() if self.one_more.control is None else (self.one_more.control,)))

    @property
    def start(self) -> Draft:
        """What the trainee starts from."""
        acts = load_strategy(self.strategy.key).acts if self.strategy.key else self.strategy.acts
        strategy = Strategy(key=KEY, title=self.strategy.title, summary=self.title, source="own", acts=acts)
        draft = Draft.of(strategy, base=self.strategy.key)
        for act in self.strategy.left_out:
            draft = draft.with_spare(act)
        return draft

    def with_values(self, values: dict[str, JsonValue]) -> Draft:
        """Return the starting draft with controls, named by label, set to values.

        Raises:
            ValueError: there is no such control, or it does not offer the value.
        """
        draft = self.start
        for label, value in values.items():
            control = next((c for c in self.all_controls if c.label == label), None)
            if control is None:
                raise ValueError(say("lesson_rules.no_label", label=label))
            if value not in control.offered:
                raise ValueError(say("lesson_rules.not_offered", label=label, value=value))
            draft = self.set_control(control, draft, control.offered.index(value))
        return draft

    def set_control(self, control: Control, draft: Draft, at: int) -> Draft:
        """Return the draft with one control set to the value in this place; all controls can still be changed."""
        return with_acts_for(self.all_controls, control.write(draft, at), self.start)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.case not in case_keys():
            raise ValueError(say("lesson_rules.no_case", case=self.case, known=", ".join(case_keys())))
        if self.partner and self.partner not in load_case(self.case).names:
            raise ValueError(say("lesson_rules.no_partner", partner=self.partner, case=self.case))
        if self.partner and not self.predict.decides.figure.endswith("_trust"):
            raise ValueError(say("lesson_rules.partner", partner=self.partner))
        strangers = {reply.partner for reply in self.replies} - set(load_case(self.case).names)
        if strangers:
            raise ValueError(say("lesson_rules.no_partner", partner=min(strangers), case=self.case))
        if self.panel == "bench" and not self.controls:
            raise ValueError(say("lesson_rules.controls"))
        try:
            for key in filter(None, (self.baseline, self.predict.decides.played, self.predict.decides.against)):
                load_strategy(key)
            self._try_controls()
            for side in (side for claim in self.claims for side in (claim.more, claim.less)):
                side.plan(self)
        except BadInput as error:
            raise ValueError(str(error)) from None
        for choice in self.predict.choices:
            self.with_values(choice.set)
        self.with_values(self.predict.decides.set)
        self.with_values(self.predict.drawn.set if self.predict.drawn else {})
        return self

    def _try_controls(self) -> None:
        """Reject a control that changes nothing here, or offers a value that is not valid."""
        draft = self.start
        for control in self.all_controls:
            if control.read(draft) is None and not control.strategies:
                facts = {"label": control.label, "act": control.act, "number": control.number}
                raise BadInput(say("lesson_rules.no_act", **facts))
            for at in range(len(control.offered)):
                control.write(draft, at)


def lesson_keys() -> tuple[str, ...]:
    """Return the keys of all lessons, in order.

    >>> "02_update_rhythm" in lesson_keys()
    True
    """
    return shipped_keys(FOLDER)


def lesson_before(key: str) -> Lesson | None:
    """Return the lesson that comes before this one, None before the first.

    >>> lesson_before("02_update_rhythm").partner, lesson_before("01_what_moves_trust")
    ("Patients' circle", None)
    """
    place = lesson_keys().index(key)
    return load_lesson(lesson_keys()[place - 1]) if place else None


@cache_by_language
def load_lesson(key: str) -> Lesson:
    """Return the lesson of this key.

    Raises:
        BadInput: there is no such lesson, or its file breaks a rule.

    >>> load_lesson("02_update_rhythm").minutes
    20
    >>> load_lesson("01_what_moves_trust").minutes_from_guess
    25
    >>> load_lesson("02_update")
    Traceback (most recent call last):
    sim.base.errors.BadInput: there is no lesson '02_update'; did you mean '02_update_rhythm'?
    """
    return checked(read_shipped(FOLDER, key, "lesson", counts()), Lesson, key)
