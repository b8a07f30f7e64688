"""The rules that an act can wait for instead of a day; validation, season and controls derive from them."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from sim.model.acts.act import Act
    from sim.model.organisation import Organisation


class Rule(NamedTuple):
    """What an act can wait for.

    Attributes:
        key: its name in files. Its words are `when_{key}` and `timing_{key}` of `[editor]` in sim/texts/words.toml.
        holds: organisation, act → (worlds,) bools: what the act waits for can be seen today.
        field: the field of an act that says more on the rule; only acts that wait for it have its control.
    """

    key: str
    holds: "Callable[[Organisation, Act], np.ndarray]"
    field: str | None = None


SHIPPED = (
    Rule("complaint", lambda organisation, _: organisation.complained),
    Rule("low_survey", lambda organisation, act: organisation.surveyed < act.below, field="below"),
)
RULES: dict[str, Rule] = {rule.key: rule for rule in SHIPPED}
