"""Every number of the model is a parameter with an effect, or listed as fixed."""

import ast
from functools import cache

import numpy as np
import pytest
from conftest import ROOT

from sim.experiments.simulate import simulate
from sim.model.case import Case, Commitment, Event, Partner, Tie
from sim.model.parameters import Parameters, bounds, ranges
from tests.worlds import plan, small_case

FREE = {0, 1}  # nothing, and all of it
# Numbers that a function may hold: mathematics, counts of arrays and of digits, what a frame shows, and a cache.
MATHEMATICS = {
    ("laws", "number_of_questions", 2), ("laws", "half_kept", 2), ("laws", "left_after", 2), ("day_state", "doubt", 2),
    ("ledger", "close_week", 2),
    ("partners", "__init__", 2), ("partners", "__init__", 3), ("partners", "__init__", 4),
    ("organisation", "__init__", 4), ("commitments", "__init__", 3), ("random_streams", "_draw", 256),
    ("frames", "frame", 0.1), ("frames", "frame", 0.9),
}  # fmt: skip


def literals(tree, module):
    """Yield (module, function, number) for each number written within a function."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Constant) and type(node.value) in {int, float} and node.value not in FREE:
                    yield module, function.name, node.value


def test_no_function_of_the_model_hides_a_number():
    """Numbers are only in parameters.toml, in fields, hours and tables of acts, or in named constants with a reason."""
    # Validation words what is wrong in a file, and is no law.
    files = [path for path in (ROOT / "sim" / "model").rglob("*.py") if path.stem != "validation"]
    found = {one for file in files for one in literals(ast.parse(file.read_text("utf-8")), file.stem)}
    assert found == MATHEMATICS


def test_a_hidden_number_is_found():
    """The check finds a number within a function."""
    assert list(literals(ast.parse("def law(x):\n    return 0.35 * x"), "laws")) == [("laws", "law", 0.35)]


def test_what_has_no_range_is_not_yet_examined():
    """A parameter has no range if, and only if, its standing is “not yet examined”."""
    unexamined = {
        name for name, field in Parameters.model_fields.items()
        if field.json_schema_extra["standing"] == "not yet examined"
    }  # fmt: skip
    assert unexamined == set(Parameters.model_fields) - set(ranges())


# A season in which everything happens: guilt in doubt and then proven, partners who were heard and who were not,
# things kept, broken and late, and every act with each of its options.
CASE: Case = small_case(
    weeks=40,
    hours_per_day=14,
    partners=(
        Partner(name="Clinic", role="A clinic", patience=0.3, message_limit=1, trust=0.9, spread=0.2),
        Partner(name="Funder", role="A funder", fit=0.3, trust=0.1, spread=0.2, patience=0.1),
        Partner(name="Elders", role="A group", trust=0.7, track_record=5, message_limit=0.1),
    ),
    commitments=(
        Commitment(name="Report", hours=60, weeks=2, missed=True),
        *(Commitment(name=f"Later {week}", hours=30, starts=week, weeks=3) for week in (1, 5, 9, 14, 20, 26)),
    ),
    events=(
        Event(event="breach", character=0.5, guilt=0.3, misunderstood=0.5, lie=True, to=("Clinic", "Elders")),
        Event(event="breach", day=5, character=0.5, guilt=0.8, form="statement", to=("Funder",)),
        Event(event="kept", day=30, exceeded=True),
        Event(event="decision", day=55),
        Event(event="guilt_proven", day=60),
        Event(event="breach", day=120, character=0.3, guilt=0.9),
    ),
    ties=(Tie(between=("Clinic", "Elders")), Tie(between=("Elders", "Funder"))),
)
OPTIONS = (
    *({"act": "listen", "channel": channel} for channel in ("call", "meeting", "focus_group", "forum", "webinar")),
    *({"act": "involve", "form": form} for form in ("codesign", "advisory_board", "forum")),
    *({"act": "update", "says": [says], "channels": ["email", "call"]} for says in (
        "progress", "date", "reason", "results", "small_wins")),
    {"act": "update", "says": ["progress", "date", "reason", "results", "small_wins"]},
    *({"act": "apologise", "parts": [part]} for part in (
        "responsibility", "repair", "regret", "explanation", "repentance", "forgiveness")),
    {"act": "apologise", "by": "organisation"},
    *({"act": "acknowledge", "names": names} for names in ("impact", "fact")),
    *({"act": "explain", "cause": cause} for cause in ("own", "others")),
    {"act": "listen", "validates": False},
    *({"act": "propose", "asks": asks, "hours": 8} for asks in (True, False)),
    {"act": "plan", "hours": 4}, {"act": "promise", "count": 2, "hours": 6},
    {"act": "promise", "dated": False, "count": 1},
    *({"act": "compensate", "voluntary": voluntary, "share": 0.5} for voluntary in (True, False)),
    {"act": "review", "together": True},
    *({"act": act} for act in (
        "clarify", "deny", "disagree", "survey", "train_staff", "educate", "fix_process", "forewarn", "thank",
        "celebrate")),
)  # fmt: skip


MORE = (
    ({"act": "survey", "week": 12}, {"act": "thank", "week": 3}, {"act": "celebrate", "week": 30}),
    ({"act": "fix_process", "week": 0}, {"act": "forewarn", "week": 0}, {"act": "celebrate", "week": 39}),
    ({"act": "part_ways", "week": 9, "to": ["Funder"]}, {"act": "part_ways", "week": 20, "to": ["Clinic"]}),
    ({"act": "update", "says": ["small_wins"], "week": 13, "every_weeks": 3},),
    ({"act": "survey", "week": 2}, {"act": "educate", "week": 3}),
    ({"act": "involve", "week": 0}, {"act": "apologise", "week": 3}),
    ({"act": "review", "week": 0, "together": True}, {"act": "apologise", "week": 3}),
    *(({"act": "celebrate", "week": week},) for week in range(8, 38, 2)),
)
STRATEGIES = [plan({**option, "week": 0}, {**option, "week": 7}) for option in OPTIONS] + [plan(*acts) for acts in MORE]


def season(place, parameters):
    """Return trust and hours of the strategy in this place."""
    outcome = simulate(CASE, STRATEGIES[place], worlds=4, parameters=parameters)
    return np.concatenate([outcome.facets.ravel(), sum(outcome.hours.values())])


@cache
def as_shipped(place):
    """Return the same with the shipped numbers."""
    return season(place, Parameters())


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in Parameters.model_fields if name not in ranges()])
def test_every_number_does_something(name):
    """Changing any parameter changes some season."""
    value, (least, most) = getattr(Parameters(), name), bounds(name)
    others = [Parameters(**{name: one}) for one in (0.5 * value, 2 * value) if least <= one <= most]
    # Strategies with the act after which the number is called come first: they show it soonest.
    places = sorted(range(len(STRATEGIES)), key=lambda place: not name.startswith(STRATEGIES[place].acts[0].act))
    assert any(not np.array_equal(as_shipped(place), season(place, one)) for place in places for one in others)
