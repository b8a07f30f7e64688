"""Remarks on a plan: what cannot happen, has no effect or makes no sense is said, and nothing is refused."""

import json
import re

import pytest
from commands import mend

from sim.catalogue import case_keys, honest_keys, load_case, load_strategy, strategy_keys
from sim.catalogue.act_words import repeat_words
from sim.catalogue.remarks import case_remarks, remarks
from sim.experiments.simulate import simulate
from sim.lab.panels.plan_form import Own, PlanForm
from sim.lab.panels.sandbox import Sandbox
from sim.lab.session.controls import Control
from sim.lab.session.lesson_data import load_lesson
from sim.lab.session.session import SandboxSession
from sim.lab.session.simulation_cache import QUICK
from sim.lab.views.panel_view import view
from sim.model.acts import changed_fields
from sim.model.strategy import Strategy
from sim.texts.language import speaking
from sim.texts.words import catalogue, many, say
from tests.pseudo import not_from_a_catalogue

DAYS = 260  # working days of a season of 52 weeks
NOT_LET_DOWN = "Sister organisation"
SENSELESS = [
    {"act": "deny", "day": 2},
    {"act": "apologise", "day": 4},
    {"act": "thank", "day": 6},
    {"act": "thank", "day": 6},
    {"act": "update", "week": 3, "every_weeks": 0.3, "says": []},
]


def plan(acts, key="mine"):
    """Return a strategy of these acts."""
    return Strategy(key=key, title="Mine", summary="Mine.", source="own", acts=acts)


def told(acts, case="missed-deadline", **how):
    """Return the remarks on these acts."""
    return remarks(plan(acts), load_case(case) if isinstance(case, str) else case, **how)


def says(key, sentence):
    """Whether a sentence is the text of this key, filled."""
    texts = catalogue()[key]
    patterns = [re.escape(text) for text in (texts.values() if isinstance(texts, dict) else [texts])]
    return any(re.fullmatch(re.sub(r"\\{\w+\\}", ".+", pattern), sentence) for pattern in patterns)


def keys_of(sentences):
    """Return the key of each sentence."""
    known = [key for key in catalogue() if key.startswith("remarks.")]
    return [next(key for key in known if says(key, sentence)).removeprefix("remarks.") for sentence in sentences]


# For each remark: acts that it is made on, and acts nearly the same that it is not made on.
EXAMPLES = {
    "after_season": ([{"act": "thank", "week": 52}], [{"act": "thank", "week": 51}]),
    "until_too_early": (
        [{"act": "thank", "when": "complaint", "until": 0}],
        [{"act": "thank", "when": "complaint", "until": 1}],
    ),
    "nobody_misfit": (
        [{"act": "listen", "week": 1, "to": ["misfit"]}],
        [{"act": "listen", "week": 1, "to": ["affected"]}],
    ),
    "nobody_named": (
        [{"act": "listen", "week": 1, "to": ["Nobody"]}],
        [{"act": "listen", "week": 1, "to": ["Funder"]}],
    ),
    "parted": (
        [{"act": "part_ways", "week": 2, "to": ["Funder"]}, {"act": "thank", "week": 4, "to": ["Funder"]}],
        [{"act": "part_ways", "week": 2, "to": ["Funder"]}, {"act": "thank", "week": 4}],
    ),
    "unfinished": (
        [{"act": "train_staff", "day": DAYS - 28}],
        [{"act": "train_staff", "day": DAYS - 29}],
    ),
    "no_survey": (
        [{"act": "survey", "week": 9}, {"act": "listen", "when": "low_survey", "until": 9}],
        [{"act": "survey", "week": 9}, {"act": "listen", "when": "low_survey", "until": 10}],
    ),
    "until_alone": (
        [{"act": "thank", "week": 2, "until": 8}],
        [{"act": "thank", "week": 2, "until": 8, "every_weeks": 3}],
    ),
    "rounded": (
        [{"act": "update", "week": 0, "every_weeks": 0.3}],
        [{"act": "update", "week": 0, "every_weeks": 0.4}],
    ),
    "rounded_rule": (
        [{"act": "listen", "when": "complaint", "every_weeks": 1.4}],
        [{"act": "listen", "when": "complaint", "every_weeks": 2}],
    ),
    "never_again": (
        [{"act": "listen", "week": 2, "every_weeks": 8, "until": 9}],
        [{"act": "listen", "week": 2, "every_weeks": 8, "until": 10}],
    ),
    "dates_after_end": (
        [{"act": "propose", "week": 44, "weeks": 6, "buffer": 1.5}],
        [{"act": "propose", "week": 40, "weeks": 6, "buffer": 1.5}],
    ),
    "words": (
        [{"act": "apologise", "week": 1, "every_weeks": 0.8}],
        [{"act": "apologise", "week": 1, "every_weeks": 1}],
    ),
    "empty_update": ([{"act": "update", "week": 1, "says": []}], [{"act": "update", "week": 1}]),
    "pays_nothing": (
        [{"act": "compensate", "week": 1, "share": 0}],
        [{"act": "compensate", "week": 1, "share": 0.1}],
    ),
    "pays_too_much": (
        [{"act": "compensate", "week": 1, "share": 1.1}],
        [{"act": "compensate", "week": 1, "share": 1}],
    ),
    "plan_without_dates": (
        [{"act": "plan", "week": 1, "milestones": 0, "to": [NOT_LET_DOWN]}],
        [{"act": "plan", "week": 1, "milestones": 0}],  # it dates what was missed
    ),
    "habit_waits": ([{"act": "promise", "when": "complaint"}], [{"act": "promise", "week": 1}]),
    "habit_for_nothing": ([{"act": "promise", "week": 45}], [{"act": "promise", "week": 44}]),
    "only_soon": (
        [{"act": "promise", "week": 1, "dated": False}],
        [{"act": "promise", "week": 1, "dated": False, "count": 1}],
    ),
    "celebrates_early": ([{"act": "celebrate", "week": 3}], [{"act": "celebrate", "week": 8}]),
    "done_before": (
        [{"act": "forewarn", "week": 2}, {"act": "forewarn", "week": 8}],
        [{"act": "fix_process", "week": 2}, {"act": "fix_process", "week": 12}],
    ),
    "once_for_all": (
        [{"act": "review", "week": 2, "shared": False, "every_weeks": 9}],
        [{"act": "review", "week": 2, "every_weeks": 9}],
    ),
    "twice": (
        [{"act": "thank", "day": 6}, {"act": "thank", "week": 1, "to": ["Funder"]}],
        [{"act": "thank", "day": 6, "to": [NOT_LET_DOWN]}, {"act": "thank", "week": 1, "to": ["Funder"]}],
    ),
    "twice_by_rule": (
        [{"act": "listen", "when": "complaint"}, {"act": "listen", "when": "complaint"}],
        [{"act": "listen", "when": "complaint"}, {"act": "listen", "when": "complaint", "channel": "call"}],
    ),
    "denied_and_owned": (
        [{"act": "deny", "day": 2}, {"act": "acknowledge", "day": 7}],
        [{"act": "deny", "day": 2}, {"act": "acknowledge", "day": 8}],
    ),
    "excused_after_owning": (
        [{"act": "apologise", "day": 2}, {"act": "explain", "day": 5, "cause": "others"}],
        [{"act": "apologise", "day": 6}, {"act": "explain", "day": 5, "cause": "others"}],
    ),
}


@pytest.mark.parametrize("key", EXAMPLES)
def test_a_remark_is_made_where_it_holds_and_not_nearby(key):
    """Each remark has an example on which it is made, and a near one on which it is not; both plans can be played."""
    senseless, near = EXAMPLES[key]
    assert key in keys_of(told(senseless))
    assert key not in keys_of(told(near))


def test_every_remark_has_an_example():
    """No remark is without an example above or in a test of its own."""
    own = {"head", "more", "nobody_affected", "idle", "celebrates_never"}
    assert {key.removeprefix("remarks.") for key in catalogue() if key.startswith("remarks.")} == {*EXAMPLES} | own


def test_nobody_parts_twice():
    """A second parting from the same partner is said never to happen; one from another partner is not."""
    first = {"act": "part_ways", "week": 2, "to": ["Funder"]}
    assert keys_of(told([first | {"week": 4}, first])) == ["parted"]
    assert told([first | {"week": 4, "to": [NOT_LET_DOWN]}, first]) == ()


@pytest.mark.long
def test_the_largest_plan_is_looked_through():
    """A hundred acts on every day of three years are looked through, and each is remarked on."""
    acts = [{"act": "update", "day": 1, "every_weeks": 0.2, "says": [], "to": ["affected"]}] * 100
    found = told(acts, load_case("missed-deadline").for_weeks(156))
    assert keys_of(found).count("empty_update") == 100


def test_those_who_were_let_down_are_counted_on_the_day():
    """An act for those who were let down has nobody before the first breach, and somebody after it."""
    case = load_case("missed-deadline")
    later = case.model_copy(update={"events": tuple(e.model_copy(update={"day": 30}) for e in case.events)})
    early = {"act": "listen", "day": 30, "to": ["affected"]}
    assert keys_of(told([early], later)) == ["nobody_affected"]
    assert told([early | {"day": 31}], later) == told([early | {"day": 2}], case) == ()


@pytest.mark.parametrize(
    ("act", "field", "but"),
    [
        ({"act": "listen", "week": 2, "below": 0.6}, "below", {"week": None, "when": "low_survey"}),
        ({"act": "promise", "week": 2, "hours": 20}, "hours", {"count": 1}),
        ({"act": "promise", "week": 2, "weeks": 2}, "weeks", {"count": 1}),
        ({"act": "promise", "week": 2, "count": 1, "dated": False, "buffer": 2}, "buffer", {"dated": True}),
        ({"act": "plan", "week": 2, "milestones": 0, "every": 2}, "every", {"milestones": 2}),
        ({"act": "plan", "week": 2, "milestones": 0, "hours": 20}, "hours", {"milestones": 2}),
        ({"act": "train_staff", "week": 2, "to": ["Funder"]}, "to", {"act": "educate"}),
        ({"act": "review", "week": 2, "shared": False, "to": ["Funder"]}, "to", {"together": True}),
    ],
)
def test_an_option_without_effect_is_named(act, field, but):
    """An option that has no effect is named as its control is; where it has one, nothing is said."""
    label = say("editor.to" if field == "to" else f"fields.{field}")
    survey = {"act": "survey", "week": 0}
    (sentence,) = [one for one in told([survey, act]) if says("remarks.idle", one)]
    assert f"“{label}”" in sentence
    other = {name: value for name, value in (act | but).items() if value is not None}
    assert "idle" not in keys_of(told([survey, other]))


@pytest.mark.parametrize(
    ("act", "other"),
    [
        ({"act": "train_staff", "week": 2, "to": ["Funder"]}, {"act": "train_staff", "week": 2}),
        ({"act": "promise", "week": 2, "hours": 20}, {"act": "promise", "week": 2}),
        ({"act": "update", "week": 0, "every_weeks": 0.3}, {"act": "update", "week": 0, "every_weeks": 0.4}),
        ({"act": "thank", "week": 52}, None),
        ({"act": "listen", "when": "low_survey"}, None),
        ({"act": "listen", "week": 2, "to": ["misfit"]}, None),
    ],
)
def test_the_model_agrees(act, other):
    """What is said to have no effect, or never to happen, leaves every world's trust as it is without it."""
    played = [simulate("missed-deadline", plan([one] if one else []), worlds=6) for one in (act, other)]
    assert played[0].season_trust.tolist() == played[1].season_trust.tolist()
    assert told([act])


def test_a_season_in_which_nothing_falls_due_has_nothing_to_celebrate():
    """Where no date falls into the season, sharing what went well is said to have nothing to share."""
    case = load_case("missed-deadline").model_copy(update={"commitments": ()})
    assert keys_of(told([{"act": "celebrate", "week": 20}], case)) == ["celebrates_never"]
    assert told([{"act": "promise", "week": 2, "count": 1}, {"act": "celebrate", "week": 20}], case) == ()


def test_each_sentence_names_act_and_time_and_what_to_do():
    """A sentence begins with the act's number, name and time; what is told of several acts names all of them."""
    for acts, _ in EXAMPLES.values():
        for sentence in told(acts):
            assert re.match(r"\d+\. \w", sentence)
            assert re.search(r"from (week|the first)|day \d|after a ", sentence)
            assert sentence.count(".") >= 3 or says("remarks.idle", sentence)
    (sentence,) = told([{"act": "thank", "week": 60}, {"act": "listen", "week": 70}])
    assert "1. Thank partners, from week 60" in sentence
    assert "2. Listen, from week 70" in sentence


def test_a_rounded_rhythm_is_shown_as_it_is():
    """An act's title says the rhythm that is played: 0.3 weeks are two working days, 1.3 weeks are six."""
    assert repeat_words(0.3) == repeat_words(0.4) == "every 2 working days"
    assert repeat_words(1.3) == "every 6 working days"
    (sentence,) = told([{"act": "update", "week": 0, "every_weeks": 0.3}])
    assert "0.3 weeks are 1.5 working days" in sentence
    assert "every 2 working days" in sentence
    assert "0.4 weeks" in sentence


def test_shipped_plans_in_the_taught_cases_get_these_remarks_alone():
    """In the two cases of the texts shipped strategies and honest plans get no remark but those that are listed."""
    found = {
        (case, key): keys_of(remarks(load_strategy(key), load_case(case)))
        for case in case_keys()[:2]
        for key in (*strategy_keys(), *honest_keys())
    }
    assert {place: keys for place, keys in found.items() if keys} == {
        ("missed-deadline", "face-value"): ["nobody_misfit"],  # it parts only where it should, and there is nobody
        ("missed-deadline", "words-only"): ["empty_update"],  # that is what the texts warn of
        ("criticised-outreach", "words-only"): ["empty_update"],
        ("criticised-outreach", "q-and-a"): ["plan_without_dates"],  # its plan dates what was missed; here nothing was
    }
    assert not any(case_remarks(load_case(case)) for case in case_keys())


def test_what_a_shorter_season_cuts_is_said_of_the_case():
    """An event or a promise of the case after the season's end is named; a day earlier it is not."""
    case = load_case("missed-deadline")
    event = next(event for event in case.events if event.day)
    short, long = (case.for_weeks(weeks) for weeks in (event.day // 5, event.day // 5 + 1))
    assert sum(event.label in sentence for sentence in case_remarks(short)) == 1
    assert not any(event.label in sentence for sentence in case_remarks(long))
    cut = [one.name for one in case.commitments if one.starts >= short.weeks]
    (sentence,) = [one for one in case_remarks(short) if cut[0] in one]
    assert all(name in sentence for name in cut)


# Where they are shown


@pytest.mark.long
def test_remarks_stand_where_acts_are_changed():
    """With all acts open below the picture, remarks stand there on a phone, and below the controls are for a laptop."""
    lesson = load_lesson("04_when_things_go_wrong")
    sandbox = Sandbox("missed-deadline", lesson.start, controls=lesson.controls)
    acts = sandbox.sections["acts"]
    sandbox.below.chosen = ["acts"]
    acts.kind.chosen = ["deny"]
    acts.add()
    assert acts.remarks.live
    assert any(says("remarks.denied_and_owned", one) for one in acts.remarks.blocks[1]["list"])
    assert acts.box.children.index(acts.remarks) == acts.box.children.index(acts.add_row) + 1
    assert sandbox.remarks.blocks == (told := acts.remarks.blocks)
    assert "mb-near-acts" in acts.remarks._dom_classes  # noqa: SLF001
    assert "mb-far-from-acts" in sandbox.remarks._dom_classes  # noqa: SLF001
    sandbox.below.chosen = ["score"]
    assert (sandbox.remarks.blocks, acts.remarks.blocks) == (told, [])
    assert "mb-far-from-acts" not in sandbox.remarks._dom_classes  # noqa: SLF001


@pytest.mark.long
def test_the_lab_shows_remarks_below_the_plan_and_follows_it():
    """A polite list below the plan names acts as the list of acts does, and goes when the plan makes sense again."""
    sandbox = Sandbox(start="silence")
    left = sandbox.children[1].children[0]
    assert left.children[-1] is sandbox.remarks
    assert sandbox.remarks.live
    assert sandbox.remarks.blocks == []
    sandbox.load(plan(SENSELESS), "missed-deadline")
    head, found = sandbox.remarks.blocks
    assert found["list"] == list(told(SENSELESS))
    assert str(len(found["list"])) in head["hint"]
    sandbox.do(sandbox.session.draft.switched(0, on=False))
    assert not any(says("remarks.denied_and_owned", one) for one in sandbox.remarks.blocks[1]["list"])
    assert any(one.startswith("4. ") for one in sandbox.remarks.blocks[1]["list"])
    sandbox.reset()
    sandbox.undo()
    assert sandbox.remarks.blocks
    sandbox.reset()
    for _ in sandbox.session.draft.acts:
        sandbox.do(sandbox.session.draft.minus(0))
    assert sandbox.remarks.blocks == []


@pytest.mark.long
def test_a_view_has_remarks_as_plain_data_and_no_further_simulation(monkeypatch):
    """Remarks are blocks of the view, none during a drag, and nothing is simulated for them."""
    session = SandboxSession("missed-deadline", plan(SENSELESS))
    seen = view(session)
    assert json.loads(json.dumps(seen.remarks)) == seen.remarks
    assert view(session, worlds=QUICK).remarks == []
    monkeypatch.setattr(session.runs, "outcome", None)
    assert list(session.remarks) == seen.remarks[1]["list"]


def test_many_remarks_are_not_all_shown_at_once():
    """The lab shows the first remarks, and says how many more there are."""
    acts = [{"act": "update", "week": week, "says": []} for week in range(9)]
    _, found = view(SandboxSession("missed-deadline", plan(acts))).remarks
    assert len(found["list"]) < len(told(acts))
    assert found["list"][-1] == many("remarks.more", len(told(acts)) - len(found["list"]) + 1)


@pytest.mark.long
def test_a_rule_takes_its_threshold_along():
    """An act that no longer waits for a low survey loses the threshold, which has no control any more."""
    waiting = {"act": "listen", "when": "low_survey", "below": 0.6}
    assert changed_fields(waiting, {"week": 3}) == {"act": "listen", "week": 3}
    control = Control(act="listen", label="Listen", field="channel", values=("call", "meeting"), words=("a", "b"))
    assert Sandbox(start=plan([{"act": "listen", "week": 1}]), controls=[control]).remarks.blocks == []


def test_the_printed_plan_has_remarks_on_the_strategy_that_was_taken_over():
    """A plan that holds a senseless strategy's acts prints the remarks; an own plan without them does not."""
    strategy = plan(SENSELESS)
    own = Own(strategy.acts, part="Play", remarks=told(SENSELESS))
    page = PlanForm({}, keep=lambda _: "", own=lambda: own)
    assert say("plan.remarks") not in page.page()[2].decode()
    page.fields["do"].value = "Ask Ana first"
    page.fill()
    printed = page.page()[2].decode()
    assert say("plan.remarks") in printed
    assert all(sentence in page.text.value for sentence in own.remarks)
    assert printed.count("1. Deny it, day 2") >= 1
    page.fields["do"].value = "Ask Ana first"
    assert say("plan.remarks") not in page.text.value


@pytest.fixture
def file(tmp_path):
    """Return a strategy file with a senseless plan."""
    rows = [[f"{name} = {json.dumps(value)}" for name, value in act.items()] for act in SENSELESS]
    acts = "\n".join("\n".join(["[[acts]]", *row]) for row in rows)
    path = tmp_path / "mine.toml"
    path.write_text(f'key = "mine"\ntitle = "Mine"\nsummary = "Mine."\nsource = "own"\n{acts}\n', encoding="utf-8")
    return path


@pytest.mark.slow
def test_commands_say_remarks_after_their_results(file):
    """`mend compare` and `mend story` end with a line for each remark, and nothing is refused."""
    expected = [say("remarks_told.of", title="Mine", remark=one) for one in told(SENSELESS)]
    compared = mend("compare", "--strategies", f"silence,{file}", "--worlds", 2)
    assert (compared.returncode, compared.stderr) == (0, "")
    assert compared.stdout.splitlines()[-len(expected) :] == expected
    story = mend("story", "missed-deadline", file)
    assert story.returncode == 0
    assert story.stdout.splitlines()[-len(expected) :] == expected


@pytest.mark.slow
def test_programs_and_spreadsheets_get_remarks(file):
    """`--json` has `remarks` of the case and of each strategy; with `--csv` they are on standard error."""
    asked = ["compare", "--strategies", f"silence,{file}", "--worlds", 2, "--weeks", 20]
    case = load_case("missed-deadline").for_weeks(20)
    data = json.loads(mend(*asked, "--json").stdout)
    assert data["remarks"] == list(case_remarks(case))
    assert {row["key"]: row["remarks"] for row in data["strategies"]} == {
        "silence": [], "mine": list(told(SENSELESS, case)),
    }  # fmt: skip
    table = mend(*asked, "--csv")
    assert table.stdout.count("\n") == 3
    assert "1. Deny it" in table.stderr


@pytest.mark.slow
def test_a_sweep_says_each_remark_once(tmp_path, monkeypatch):
    """`mend sweep` ends with each remark on its strategies, said once; of many, the first and how many more."""
    monkeypatch.chdir(tmp_path)
    asked = ["sweep", "--base", "silence", "--axis", "update.says=progress+", "--worlds", 1]
    axes = [*asked, "--axis", "update.every_weeks=0.3,0.4", "--axis", "thank.week=1,60"]
    *_, rounded, late = mend(*axes).stdout.splitlines()
    assert "0.3 weeks are 1.5 working days" in rounded
    assert "the season is over by then" in late
    assert mend(*asked).stdout.count("\n") == 2
    many_weeks = ",".join(map(str, range(60, 70)))
    assert mend("sweep", "--axis", f"thank.week={many_weeks}", "--worlds", 1).stdout.splitlines()[-1] == "And 4 more."


def test_remarks_speak_the_language_that_is_spoken():
    """Every word of every remark comes from a catalogue, and is looked up when it is asked for."""
    case = load_case("missed-deadline").for_weeks(20)
    with speaking("pseudo"):
        examples = [acts for key, pair in EXAMPLES.items() if key != "nobody_named" for acts in pair]
        spoken = [sentence for acts in examples for sentence in (*told(acts), *told(acts, case))]
        assert not_from_a_catalogue([*spoken, *case_remarks(load_case("missed-deadline").for_weeks(20))]) == []
    assert "⟦" not in "".join(told(SENSELESS))
