"""Small cases and random ones for the tests of the model."""

from hypothesis import strategies as st

from sim.catalogue import load_strategy
from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code
from sim.model.case import Case, Commitment, Event, Partner, Tie
from sim.model.strategy import Strategy

NAMES = ("Ana's group", "Clinic", "Funder", "Elders")


def small_case(**changes):
    """Return a case with two partners, one commitment and one breach."""
    data = {
        "key": "small",
        "title": "Small",
        "summary": "Two partners.",
        "source": "Assumption",
        "hours_per_day": 8,
        "weeks": 12,
        "partners": (Partner(name="Clinic", role="A clinic"), Partner(name="Funder", role="A funder")),
        "commitments": (Commitment(name="Report", to=("Funder",), hours=20, starts=1, weeks=2),),
        "events": (Event(event="breach", weight=2, label="The deadline passed"),),
        "ties": (Tie(between=("Clinic", "Funder")),),
    }
    return Case(**(data | changes))


def plan(*acts, key="mine"):
    """Return a strategy with these acts."""
    return Strategy(key=key, title="Mine", summary="A test.", source="Assumption", acts=acts)


def code_of(strategy, question):
    """Return the code of a question's year in which all acts of a shipped strategy were sent in the first turn."""
    year = Year.begin(question.case, question.number)
    acts = load_strategy(strategy).acts
    while not year.over:
        year = year.send_again(() if year.turns else acts, (), min(year.week + 6, year.case.weeks))
    return as_code(year)


def shares(low=0.0, high=1.0):
    """Draw numbers of a range."""
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


@st.composite
def partners(draw, name):
    """Draw a partner."""
    return Partner(
        name=name,
        role="Somebody",
        trust=draw(shares(0.1, 0.9)),
        spread=draw(shares(0, 0.15)),
        steadiness=draw(shares(1, 10)),
        track_record=draw(shares(0, 10)),
        competence_weight=draw(shares(0, 1)),
        needs_information=draw(shares(0, 0.4)),
        message_limit=draw(shares(0.5, 8)),
        patience=draw(shares(0.1, 0.7)),
        fit=draw(st.sampled_from([1.0, 0.8, 0.3])),
    )


def addressees(names):
    """Draw whom something is for."""
    return st.one_of(
        st.just(("all",)), st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True).map(tuple)
    )


@st.composite
def cases(draw):
    """Draw a case with up to four partners and everything that may happen to them."""
    names = NAMES[: draw(st.integers(1, 4))]
    to = addressees(names)
    season = draw(st.integers(4, 20))
    commitments = [
        Commitment(
            name=f"Commitment {number}",
            to=draw(to),
            hours=draw(shares(4, 60)),
            starts=draw(st.integers(0, season)),
            weeks=draw(shares(0.4, 6)),
            weight=draw(shares(0.2, 2)),
            character=draw(shares(0, 1)),
            missed=draw(st.booleans()) if number == 0 else False,
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    events = [
        Event(
            event=draw(st.sampled_from(["breach", "breach", "kept", "guilt_proven", "decision"])),
            day=draw(st.one_of(st.just(0), st.integers(0, 5 * season))),
            to=draw(to),
            weight=draw(shares(0, 3)),
            character=draw(shares(0, 1)),
            form=draw(st.sampled_from(["deed", "statement"])),
            lie=draw(st.booleans()),
            guilt=draw(shares(0, 1)),
            misunderstood=draw(shares(0, 1)),
            lost=draw(st.sampled_from(["money", "time", "standing", "care"])),
            exceeded=draw(st.booleans()),
            label=f"Event {number}",
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    pairs = [(one, other) for one in names for other in names if one < other]
    ties = [Tie(between=pair, strength=draw(shares(0, 1))) for pair in pairs if draw(st.booleans())]
    return Case(
        key="drawn",
        title="Drawn",
        summary="Drawn by chance.",
        source="Assumption",
        organisation=draw(st.sampled_from(["nonprofit", "company", "public"])),
        hours_per_day=draw(shares(1, 16)),
        buffer=draw(shares(0.7, 2.5)),
        weeks=season,
        partners=[draw(partners(name)) for name in names],
        commitments=commitments,
        events=events,
        ties=ties,
    )


OPTIONS = {
    "acknowledge": {"names": st.sampled_from(["impact", "fact"])},
    "listen": {
        "channel": st.sampled_from(["call", "meeting", "focus_group", "forum", "webinar"]),
        "validates": st.booleans(),
    },
    "apologise": {
        "parts": st.lists(
            st.sampled_from(["responsibility", "repair", "regret", "explanation", "repentance", "forgiveness"]),
            min_size=1,
            unique=True,
        ),
        "by": st.sampled_from(["person", "organisation"]),
    },
    "explain": {"cause": st.sampled_from(["own", "others"])},
    "clarify": {},
    "deny": {},
    "disagree": {},
    "propose": {"asks": st.booleans(), "hours": shares(4, 40), "weeks": shares(0.5, 6), "buffer": shares(0.8, 2)},
    "plan": {
        "milestones": st.integers(0, 4),
        "every": shares(0.5, 4),
        "hours": shares(2, 20),
        "buffer": shares(0.8, 2.2),
        "measurable": st.booleans(),
    },
    "update": {
        "says": st.lists(st.sampled_from(["progress", "date", "reason", "results", "small_wins"]), unique=True),
        "channels": st.lists(
            st.sampled_from(["email", "newsletter", "social_media", "meeting", "call", "website"]),
            min_size=1,
            unique=True,
        ),
    },
    "survey": {},
    "involve": {"form": st.sampled_from(["codesign", "advisory_board", "forum"])},
    "compensate": {"share": shares(0, 2), "voluntary": st.booleans()},
    "train_staff": {},
    "educate": {},
    "fix_process": {},
    "review": {"together": st.booleans(), "shared": st.booleans()},
    "forewarn": {},
    "promise": {
        "buffer": shares(0.8, 2.2),
        "dated": st.booleans(),
        "count": st.integers(0, 3),
        "hours": shares(4, 40),
        "weeks": shares(0.5, 5),
    },
    "thank": {},
    "celebrate": {},
    "part_ways": {},
}


@st.composite
def acts(draw, case, first_week=0):
    """Draw an act of any kind with any timing."""
    kind = draw(st.sampled_from(sorted(OPTIONS)))
    options = {name: draw(values) for name, values in OPTIONS[kind].items()}
    timing = draw(st.sampled_from(["day", "week", "complaint", "low_survey"]))
    if timing == "day":
        options["day"] = draw(st.integers(5 * first_week + 1, max(5 * case.weeks, 5 * first_week + 1)))
    elif timing == "week":
        options["week"] = draw(st.integers(first_week, max(case.weeks, first_week)))
    else:
        options |= {"when": timing, "below": draw(shares(0.3, 0.9)), "since": first_week}
    if draw(st.booleans()):
        options["every_weeks"] = draw(st.sampled_from([0.2, 0.5, 1, 2.5, 4]))
    to = draw(st.one_of(addressees(case.names), st.sampled_from([("affected",), ("misfit",)])))
    return {"act": kind, "to": to, **options}


@st.composite
def strategies(draw, case, first_week=0, most=6):
    """Draw a strategy that fits a case."""
    return plan(*draw(st.lists(acts(case, first_week), max_size=most)))


@st.composite
def situations(draw):
    """Draw a case and a strategy for it."""
    case = draw(cases())
    return case, draw(strategies(case))
