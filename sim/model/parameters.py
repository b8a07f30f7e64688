"""Every number of the model that is not part of a case or a strategy, with its range and its standing."""

from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.base.errors import BadInput, brief

Standing = Literal["measured", "ordinal", "assumed"]

SMALLEST = 0.01  # of what the model divides by, or takes the logarithm of
PARTS = ("share", "chance", "trust")  # units of which there is at most 1
FOREVER = 1e12  # weeks; no half-life is longer
LARGEST = 1_000.0


def _number(
    start: float, low: float, high: float, unit: str, standing: Standing, source: str, meaning: str,
    *, least: float | None = None, most: float | None = None,
) -> Any:  # fmt: skip
    """Describe one parameter: its start value, plausible range, unit, standing, source and meaning.

    Beyond what is plausible the model plays from `least` to `most`; None = what its unit says.
    """
    extra = {"low": low, "high": high, "unit": unit, "standing": standing, "source": source}
    if least is None:
        least = SMALLEST if unit == "weeks" else 0
    if most is None:
        most = 1 if unit in PARTS else FOREVER if unit == "weeks" else LARGEST
    return Field(start, description=meaning, json_schema_extra=extra, ge=least, le=most, allow_inf_nan=False)


class Parameters(BaseModel):
    """The model's numbers: one frozen set for all partners, cases and strategies.

    Each field carries `low` and `high` (the plausible range that doubt about the model draws from), `unit`,
    `standing` (*measured*: a published figure; *ordinal*: published work gives the direction or order;
    *assumed*: our guess) and `source` (a key of docs/sources.md, or "Assumption"). Values may lie far outside that
    range, to switch a mechanism off or to see what rests on it, but only where the model can be played.

    Raises:
        BadInput: there is no such parameter, it is no number, or one for which the model divides by zero or overflows.

    >>> Parameters().loss_competence
    1.2
    >>> Parameters(loss_competence=2).loss_competence
    2.0
    >>> Parameters(settle_in=0)
    Traceback (most recent call last):
    sim.base.errors.BadInput: settle_in (= 0) must be a number from 0.01 to 1e+12
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def __init__(self, **numbers: float) -> None:
        own = {name: value.item() if isinstance(value, np.generic) else value for name, value in numbers.items()}
        try:
            super().__init__(**own)
        except ValidationError as error:
            raise BadInput(_refusal(error)) from None

    # Deeds
    gain_floor: float = _number(
        0.3, 0, 1, "share", "ordinal", "Slovic1993", "credit for a kept commitment where there is no trust at all"
    )
    kept_character: float = _number(
        0.3, 0.1, 0.6, "share", "assumed", "Assumption", "share of a kept commitment that also speaks for character"
    )
    exceeded: float = _number(
        1.1, 1, 1.1, "factor", "ordinal", "GneezyEpley2014", "credit for giving more than promised, against keeping"
    )
    late: float = _number(0.4, 0.2, 0.7, "factor", "assumed", "Assumption", "credit for delivering after the date")
    loss_competence: float = _number(
        1.2,
        0.8,
        2.5,
        "evidence",
        "measured",
        "Zhu2023",
        "bad evidence of competence from one ordinary broken commitment",
    )
    loss_character: float = _number(
        3.0, 1.5, 4, "evidence", "ordinal", "Kim2004", "bad evidence of character from one breach of character"
    )
    statement: float = _number(
        0.6, 0.4, 0.9, "factor", "ordinal", "Poortinga2004", "a bad statement or policy against a bad concrete deed"
    )
    early_breach: float = _number(
        0.3, 0, 0.8, "factor", "ordinal", "Lount2008", "how much more a breach weighs where partners know little yet"
    )
    scar: float = _number(
        0.6, 0, 0.8, "share", "ordinal", "Schweitzer2006", "share of a lie's bad evidence that never fades"
    )
    charity_ethics: float = _number(
        1.25, 1, 1.6, "factor", "ordinal", "Hornsey2021", "a nonprofit's breach of character against a company's"
    )
    half_life_good: float = _number(
        42, 8, 52, "weeks", "assumed", "Assumption", "time in which good evidence loses half its weight"
    )
    half_life_bad: float = _number(
        20, 8, 104, "weeks", "assumed", "Assumption", "time in which bad evidence loses half its weight"
    )

    # Words after a breach
    apology: float = _number(
        0.58,
        0.2,
        0.7,
        "share",
        "measured",
        "Fehr2010",
        "bad evidence of competence lifted by a full, prompt, heard apology",
    )
    apology_character: float = _number(
        0.15,
        0,
        0.3,
        "share",
        "ordinal",
        "Kim2004",
        "bad evidence of character lifted by the same, where guilt is clear",
    )
    apology_repeat: float = _number(
        0.6, 0.4, 1, "factor", "assumed", "Assumption", "effect of each further apology against the one before"
    )
    apology_delay: float = _number(
        6, 1, 12, "weeks", "ordinal", "Tomlinson2004", "time in which a waiting apology loses 63 % of its effect"
    )
    unheard: float = _number(
        0.4, 0.3, 1, "share", "ordinal", "Frantz2005", "effect of an apology on a partner who was not heard at all"
    )
    confession: float = _number(
        0.8, 0, 1.5, "evidence", "ordinal", "Kim2004", "bad evidence of character when an apology settles open guilt"
    )
    institution: float = _number(
        0.58, 0.4, 0.8, "factor", "measured", "ReindersFolmer2021", "an organisation's apology against a person's"
    )
    blame_free: float = _number(
        0.35,
        0.1,
        0.6,
        "evidence",
        "ordinal",
        "Robbennolt2003",
        "cost of an apology that owns nothing, guilt being clear",
    )
    denial_competence: float = _number(
        0.15,
        0.05,
        0.3,
        "share",
        "ordinal",
        "Kim2004",
        "bad evidence of competence lifted by a denial, guilt being open",
    )
    denial_character: float = _number(
        0.35, 0.2, 0.5, "share", "ordinal", "Kim2004", "bad evidence of character lifted by a denial, guilt being open"
    )
    denial_known: float = _number(
        0.6, 0.2, 1.2, "evidence", "ordinal", "Kim2004", "cost of denying what partners know to be true"
    )
    own_cause: float = _number(
        0.12, 0.05, 0.25, "share", "ordinal", "Kim2006", "bad evidence of competence lifted by giving one's own reasons"
    )
    excuse: float = _number(
        0.35, 0.1, 0.7, "evidence", "ordinal", "Kim2006", "cost of blaming others, guilt being clear"
    )
    compensation: float = _number(
        0.45, 0.2, 0.6, "share", "ordinal", "Haesevoets2015", "bad evidence of competence lifted by full compensation"
    )
    forced: float = _number(
        0.1, 0, 0.2, "share", "ordinal", "Desmet2011", "the same where compensation was forced, whatever its size"
    )
    clarity: float = _number(
        0.7, 0.3, 0.9, "share", "assumed", "Assumption", "misunderstanding cleared up by a clarification that is heard"
    )
    candour: float = _number(
        0.2,
        0,
        0.3,
        "evidence",
        "assumed",
        "Assumption",
        "good evidence of character from saying openly where one differs",
    )
    contradiction: float = _number(
        0.3,
        0.1,
        0.6,
        "evidence",
        "assumed",
        "Assumption",
        "cost of disagreeing with, or explaining away, founded criticism",
    )
    warmth: float = _number(
        0.25,
        0.05,
        0.3,
        "evidence",
        "assumed",
        "Assumption",
        "good evidence of character from thanks, parting fairly, lessons shared",
    )

    # Being heard and involved
    heard_half_life: float = _number(
        26, 8, 52, "weeks", "assumed", "Assumption", "time in which the sense of having been heard fades by half"
    )
    recognition: float = _number(
        0.25,
        0.05,
        0.25,
        "share",
        "ordinal",
        "Lind1990",
        "bad evidence of character lifted when a partner feels fully heard",
    )
    voice_before: float = _number(
        0.5, 0.2, 0.8, "share", "ordinal", "Lind1990", "how much of a decision's hurt voice beforehand prevents"
    )
    codesign: float = _number(
        0.2,
        0.05,
        0.4,
        "factor",
        "ordinal",
        "VanVaerenbergh2018",
        "extra credit for a kept commitment that partners shaped",
    )
    unacted_survey: float = _number(
        0.25, 0.05, 0.5, "evidence", "assumed", "Assumption", "cost of asking for views and then changing nothing"
    )

    # Promises
    loan: float = _number(
        0.5,
        0.2,
        1,
        "evidence",
        "ordinal",
        "Schweitzer2006",
        "trust lent in advance per ordinary promise, before it is kept",
    )
    loan_half_life: float = _number(
        12, 4, 26, "weeks", "assumed", "Assumption", "time in which half of what was lent, unproven, is taken back"
    )
    long_date: float = _number(
        0.1, 0.02, 0.2, "evidence", "assumed", "Assumption", "cost of a date that is twice the estimate"
    )
    undated: float = _number(
        1.25, 1.1, 1.5, "factor", "ordinal", "Buehler1994", "when an undated promise is expected, against the estimate"
    )
    forewarned: float = _number(
        0.6, 0.3, 0.8, "share", "ordinal", "Arpan2005", "how much of a missed date's hurt an early warning prevents"
    )
    overrun_median: float = _number(
        1.35,
        1.3,
        1.6,
        "factor",
        "measured",
        "Buehler1994",
        "true working time against the estimate, middle case",
        least=SMALLEST,
    )
    overrun_spread: float = _number(
        0.38, 0.3, 0.5, "log units", "measured", "Buehler1994", "spread of that factor", most=20
    )
    pace: float = _number(
        1.3,
        1,
        1.5,
        "factor",
        "assumed",
        "Assumption",
        "how much faster than estimated people can work on one thing",
        least=SMALLEST,
    )
    metrics: float = _number(
        0.6, 0.2, 0.9, "share", "ordinal", "Buell2011", "how far a distrusting partner credits work that can be checked"
    )
    metrics_half_life: float = _number(
        8, 4, 26, "weeks", "assumed", "Assumption", "time in which published results go out of date by half"
    )

    # Waiting and messages
    settle_in: float = _number(
        3, 0.5, 6, "weeks", "assumed", "Assumption", "time in which uncertainty closes 63 % of the gap to its level"
    )
    unanswered: float = _number(
        0.06,
        0.02,
        0.12,
        "evidence a week",
        "ordinal",
        "Ferrin2007",
        "bad evidence of character while nobody answers for the breach",
    )
    load_limit_factor: float = _number(
        1, 0.5, 2, "factor", "ordinal", "Godfrey2011", "scales every partner's limit for messages", least=SMALLEST
    )
    load_fade: float = _number(4, 1, 8, "weeks", "assumed", "Assumption", "time in which message load leaks by 63 %")
    overload: float = _number(
        0.035,
        0.01,
        0.1,
        "evidence a week",
        "ordinal",
        "Godfrey2011",
        "bad evidence per message above a partner's limit",
    )
    freshness: float = _number(
        0.7, 0.3, 1.5, "weeks", "assumed", "Assumption", "time in which 63 % of a new update's worth of news builds up"
    )
    waiting_factor: float = _number(
        1, 0.5, 1.5, "factor", "ordinal", "Maister1985", "scales every partner's need for information"
    )

    # Word of mouth, leaving, questions
    gossip: float = _number(
        0.25, 0.2, 0.4, "share", "assumed", "Assumption", "evidence that a closely tied neighbour takes over"
    )
    gossip_bad: float = _number(
        1.25, 1, 1.5, "factor", "ordinal", "Anderson1998", "bad news against good news in word of mouth (contested)"
    )
    unmet_needs: float = _number(
        0.12,
        0.05,
        0.2,
        "evidence a week",
        "assumed",
        "Assumption",
        "bad evidence where the programme does not fit at all",
    )
    leave_rate: float = _number(
        0.05, 0.01, 0.08, "per week", "assumed", "Assumption", "highest weekly chance that a partner leaves"
    )
    leave_slope: float = _number(
        14, 8, 20, "per trust", "assumed", "Assumption", "how sharply that chance rises below patience", most=500
    )
    questions_base: float = _number(
        0.06, 0.02, 0.15, "a week", "assumed", "Assumption", "questions of a content partner"
    )
    questions_uncertain: float = _number(
        0.45, 0.2, 0.9, "a week", "assumed", "Assumption", "further questions of a fully uncertain partner"
    )
    questions_distrust: float = _number(
        0.8, 0.3, 1.2, "a week per trust", "ordinal", "Hirschman1970", "further questions and complaints as trust falls"
    )
    content: float = _number(0.65, 0.5, 0.8, "trust", "assumed", "Assumption", "trust above which no partner complains")
    quiet: float = _number(
        0.3,
        0.1,
        0.4,
        "trust",
        "ordinal",
        "Hirschman1970",
        "trust below which partners go quiet instead of complaining",
        least=SMALLEST,
    )
    question_hours: float = _number(
        1.5, 0.5, 3, "hours", "assumed", "Assumption", "staff time for one question or complaint"
    )
    hours_spread: float = _number(0.3, 0.1, 0.5, "share", "assumed", "Assumption", "day-to-day spread of staff hours")

    # The organisation's own work
    training: float = _number(
        0.15, 0.05, 0.3, "share", "assumed", "Assumption", "work saved by trained staff", most=0.99
    )
    process: float = _number(
        0.2, 0.1, 0.35, "share", "assumed", "Assumption", "work saved by a mended process, after a review", most=0.99
    )
    no_review: float = _number(
        0.5, 0.2, 0.8, "factor", "assumed", "Assumption", "a mended process without a review before it", most=1
    )
    detect_forewarn: float = _number(
        0.5, 0.3, 0.7, "chance", "assumed", "Assumption", "slip noticed in time by the habit of warning"
    )
    detect_process: float = _number(
        0.6, 0.4, 0.8, "chance", "assumed", "Assumption", "slip noticed in time by a mended process"
    )


def bounds(name: str) -> tuple[float, float]:
    """Return the least and the most that a parameter can be, wider than its plausible range.

    >>> bounds("apology"), bounds("settle_in")
    ((0, 1), (0.01, 1000000000000.0))
    """
    rules = Parameters.model_fields[name].metadata
    return tuple(next(getattr(rule, kind) for rule in rules if hasattr(rule, kind)) for kind in ("ge", "le"))


def _refusal(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    name, value = str(first["loc"][0]), first["input"]
    if name not in Parameters.model_fields:
        return f"there is no parameter {brief(name)}; docs/parameters.md lists them all"
    low, high = bounds(name)
    return f"{name} (= {brief(value)}) must be a number from {low:g} to {high:g}"
