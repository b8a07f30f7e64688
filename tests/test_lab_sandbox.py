"""The sandbox without a browser: a trainee's actions and what the page then shows."""

import re
from collections import OrderedDict, defaultdict
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from golden.offered import examples

from sim.base.errors import BadInput
from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.catalogue.act_words import when_of
from sim.lab.panels.editor import controls_of, several_of
from sim.lab.panels.sandbox import Sandbox
from sim.lab.session.controls import Control
from sim.lab.session.draft import Draft, changed_act, new_act
from sim.lab.session.lesson_data import load_lesson
from sim.lab.session.session import MOST_PINS
from sim.lab.session.strategy_code import as_code, as_strategy, from_code
from sim.model.acts import ACTS
from sim.model.acts.triggers import RULES
from sim.model.acts.update import Update
from sim.model.strategy import Strategy
from sim.model.version import MODEL_VERSION
from sim.texts import words
from sim.texts.words import say

RHYTHM = Control(label="Rhythm", act="update", field="every_weeks", values=(0, 0.2, 2), words=("a", "b", "c"), off=0)
UPDATES = Strategy(key="u", title="Updates", summary="U", source="own", acts=(Update(week=0, every_weeks=2.0),))


@pytest.fixture
def sandbox():
    """Return a sandbox with one control."""
    return Sandbox(start=UPDATES, controls=[RHYTHM])


def slide(sandbox, at):
    """Move the control to a value as in the middle of a drag."""
    sandbox.bindings[0].widget.value = at


@pytest.mark.slow
def test_a_drag_answers_at_once_and_refines_at_rest(sandbox):
    """During a drag 50 worlds are simulated, after it 200."""
    before = sandbox.headline
    sandbox.people.curve = True
    slide(sandbox, 1)
    assert sandbox.headline != before
    assert "average of 50 possible years" in sandbox.picture.text_alternative
    assert "of 50 years" in sandbox.people.text_alternative
    assert sandbox.head.words.endswith(say("headline.first_answer", worlds=50, all=200))
    assert "A first answer from 50 possible years." in sandbox.sections["score"].text.words
    sandbox.bindings[0].widget.rested += 1
    assert "average of 200 possible years" in sandbox.picture.text_alternative
    assert "of 200 years" in sandbox.people.text_alternative
    assert sandbox.head.words == sandbox.headline
    assert "Staff hours" in sandbox.picture.data["twin"]["change"]
    assert sandbox.people.data["twin"]["change"].startswith(sandbox.picture.data["twin"]["change"])
    assert sandbox.picture.data["before"]


@pytest.mark.long
def test_the_curve_waits_while_nobody_looks_at_it(sandbox):
    """The first view is the partners; the curve is hidden, keeps its last state during a drag, and follows at rest."""
    drawn, people = sandbox.picture.data, sandbox.people.data
    assert sandbox.curve.layout.display == "none"
    slide(sandbox, 1)
    assert sandbox.picture.data is drawn
    assert sandbox.people.data["partners"] != people["partners"]
    sandbox.people.curve = True
    assert sandbox.curve.layout.display != "none"
    assert "average of 50 possible years" in sandbox.picture.text_alternative
    sandbox.bindings[0].widget.rested += 1
    assert "average of 200 possible years" in sandbox.picture.text_alternative


@pytest.mark.long
def test_a_rest_brings_its_value_along(sandbox):
    """The end of a drag and its value are one message, ahead of moves still waiting on a busy server."""
    sandbox.bindings[0].widget.set_state({"value": 1, "rested": 1})
    assert sandbox.bindings[0].widget.value == 1
    assert "average of 200 possible years" in sandbox.picture.text_alternative
    assert "Staff hours" in sandbox.picture.data["twin"]["change"]


@pytest.mark.long
def test_a_control_can_leave_an_act_out_and_take_it_back(sandbox):
    """A control can remove an act and restore it unchanged."""
    slide(sandbox, 0)
    sandbox.rest()
    assert sandbox.session.draft.played.acts == ()
    assert sandbox.picture.data["lines"][0]["mean"] == sandbox.picture.data["lines"][1]["mean"]
    slide(sandbox, 2)
    assert sandbox.session.draft.played.acts == UPDATES.acts


def test_a_whole_drag_is_one_step_back(sandbox):
    """Undo restores the state before a whole drag, including the control."""
    for at in (1, 0, 1):
        slide(sandbox, at)
    sandbox.rest()
    sandbox.undo()
    assert sandbox.session.draft.played.acts == UPDATES.acts
    assert sandbox.bindings[0].widget.in_words == "c"
    sandbox.undo()
    assert sandbox.board.status == words.say("bench.nothing_to_undo")


def test_start_again_can_be_undone(sandbox):
    """“Start again” can be undone."""
    sandbox.bindings[0].move_to(1)
    sandbox.reset()
    assert sandbox.session.draft == sandbox.session.start
    sandbox.undo()
    assert sandbox.session.draft.played.acts[0].every_weeks == 0.2


@pytest.mark.slow
def test_pins_stay_beside_the_draft_under_the_same_luck(sandbox):
    """A pin keeps its strategy's outcome under the same luck; more than four are refused in words."""
    was = sandbox.picture.data["lines"][0]["mean"]
    sandbox.pin()
    sandbox.bindings[0].move_to(1)
    assert sandbox.picture.data["lines"][2]["mean"] == was
    assert sandbox.picture.data["lines"][2]["label"] == "Kept 1: c"
    sandbox.pin()
    sandbox.pin()
    assert sandbox.board.status == words.say("bench.pin_same")
    for kind in ("thank", "listen", "survey"):
        sandbox.do(sandbox.session.draft.plus(kind))
        sandbox.pin()
    assert sandbox.board.status == words.say("bench.pin_full", count=MOST_PINS)
    assert len(sandbox.picture.data["lines"]) == 2 + MOST_PINS
    sandbox.unpin()
    assert len(sandbox.picture.data["lines"]) == 2


def test_the_difference_is_said_in_words(sandbox):
    """The scoreboard gives the difference and number of worlds, or says that it is too small to matter."""
    said = sandbox.sections["score"].text.words
    assert re.search(
        r"Another measure, trust at the end, "
        r"(is (high|low)er with yours than with “Say nothing” in \d+ of 200 possible years,"
        r" by \d+ points? on average, give or take (less than a|\d+) points?"
        r"|differs by \d+ points? between yours and “Say nothing”)",
        said,
    )
    sandbox.bindings[0].move_to(0)
    assert "too small to matter" in sandbox.sections["score"].text.words


def test_a_failure_leaves_the_last_good_picture(sandbox, monkeypatch):
    """After an error the page shows a sentence, and keeps the picture and the control's last value."""
    good = sandbox.people.data
    monkeypatch.setattr("sim.lab.session.simulation_cache.KEPT", defaultdict(OrderedDict))
    monkeypatch.setattr("sim.lab.session.simulation_cache.simulate", lambda *_a, **_k: 1 / 0)
    slide(sandbox, 1)
    assert sandbox.people.data == good
    assert sandbox.board.status == words.say("bench.failed")
    assert sandbox.bindings[0].widget.in_words == "c"
    monkeypatch.undo()
    slide(sandbox, 1)
    assert sandbox.people.data != good
    assert sandbox.board.status == ""


@pytest.mark.long
def test_a_strategy_for_somebody_who_is_not_there_is_refused_in_a_sentence():
    """A change of case is refused with the reason if an act names a partner who is not in it."""
    sandbox = Sandbox()
    sandbox.do(sandbox.session.draft.plus("thank"))
    sandbox.do(sandbox.session.draft.changed(0, to=["Funder"]))
    sandbox.case.chosen = ["criticised-outreach"]
    assert sandbox.session.case.key == "missed-deadline"
    assert "Funder" in sandbox.board.status
    assert sandbox.case.value == "missed-deadline"


@pytest.mark.sample(3)
@pytest.mark.slow
@pytest.mark.parametrize("case", case_keys())
def test_any_start_in_any_case(case):
    """Every strategy, a foil or nothing can be the start, and every section shows it."""
    sandbox = Sandbox(case)
    for key in ("nothing", "flood", "q-and-a"):
        sandbox.start.chosen = [key]
        for name in ("score", "moved", "story", "share"):
            sandbox.below.chosen = [name]
            assert sandbox.board.status == ""
        assert sandbox.sections["share"].code.value.startswith("MB1-")
    assert sandbox.sections["story"].text.words


@pytest.mark.long
def test_another_world_has_another_story():
    """The button shows the story of the next world."""
    sandbox = Sandbox(start="keep-informed")
    sandbox.below.chosen = ["story"]
    first = sandbox.sections["story"].text.words
    sandbox.sections["story"].another()
    assert sandbox.sections["story"].text.words != first


def test_partners_can_be_looked_at_one_by_one():
    """The list offers the mean, each partner, and all partners together."""
    sandbox = Sandbox()
    for key, _ in sandbox.view.options:
        sandbox.view.chosen = [key]
        assert sandbox.board.status == ""
    assert sandbox.picture.data["title"].endswith(sandbox.session.case.names[-1])


@pytest.mark.slow
def test_acts_can_be_added_changed_and_removed():
    """The view of all acts can build a strategy from nothing."""
    sandbox = Sandbox(start="silence")
    acts = sandbox.sections["acts"]
    for kind in ACTS:
        acts.kind.chosen = [kind]
        acts.add()
        assert sandbox.session.draft.acts[-1].act == kind
        for binding in acts.bindings:
            for at in {0, len(binding.control.offered) - 1, len(binding.control.offered) // 2}:
                binding.move_to(at)
                assert sandbox.board.status in {"", words.say("editor.added", act=words.table("acts")[kind])}, kind
        acts.remove()
    assert sandbox.session.draft.acts == ()


@pytest.mark.long
def test_of_an_act_that_is_left_out_only_what_brings_it_back_is_shown():
    """A left-out act has one control and one sentence, in place of a sentence below each of its controls."""
    sandbox = Sandbox(start="recovery-plan")
    acts = sandbox.sections["acts"]
    shown = lambda: [binding.widget for binding in acts.bindings if binding.widget.layout.display != "none"]  # noqa: E731
    assert len(shown()) == len(acts.bindings) > 1
    sandbox.do(replace(sandbox.session.draft, off=frozenset({0})))
    assert [(one.label, one.hint) for one in shown()] == [(say("editor.use"), say("editor.comes_back"))]
    sandbox.do(replace(sandbox.session.draft, off=frozenset()))
    assert len(shown()) == len(acts.bindings)
    assert shown()[0].hint == ""


def test_another_section_can_stand_beside_the_picture():
    """The section that gives way can be opened below, and the other one no longer stands in two places."""
    sandbox = Sandbox(start="recovery-plan", below="keep")
    sandbox.put_beside("keep")
    offered = [name for name, _ in sandbox.below.options]
    assert ("acts" in offered, "keep" in offered, sandbox.below.value) == (True, False, "score")
    assert len(sandbox.sections["keep"].ticks.options) == len(sandbox.session.draft.acts)
    sandbox.below.chosen = ["acts"]
    assert [*sandbox.lower.children] == [sandbox.sections["acts"].box]


def test_what_an_act_must_have_cannot_be_unticked():
    """An apology without any part is refused in a sentence, and its boxes are ticked again."""
    sandbox = Sandbox()
    acts = sandbox.sections["acts"]
    acts.kind.chosen = ["apologise"]
    acts.add()
    acts._ticks["parts"].chosen = []  # noqa: SLF001 - what a hand would do
    assert sandbox.board.status
    assert acts._ticks["parts"].chosen  # noqa: SLF001


@pytest.mark.slow
@pytest.mark.parametrize("key", strategy_keys())
def test_every_shipped_act_has_all_its_controls(key):
    """Each field has a labelled control, and writing a control's value back does not change the act."""
    draft = Draft.of(load_strategy(key))
    case = Sandbox().session.case
    for place, act in enumerate(draft.acts):
        fields = {control.field for control in controls_of(draft, place, case)} | set(several_of(act))
        assert set(type(act).model_fields) - {"act", "day", "since", "until", "below"} <= fields


def test_a_lesson_shows_at_most_five_controls():
    """A lesson with more than five controls is refused."""
    with pytest.raises(BadInput, match="at most 5"):
        Sandbox(controls=[RHYTHM] * 6)


@pytest.mark.slow
def test_files_can_be_taken_home(sandbox):
    """The downloaded table has a row for each strategy, and the picture is a PNG."""
    share = sandbox.sections["share"]
    assert len(share.table_file()[2].splitlines()) == 3
    assert share.picture_file()[2].startswith(b"\x89PNG")


def test_no_widget_of_the_page_lacks_a_name(sandbox):
    """Every control, list and button has a label."""
    todo = [sandbox]
    while todo:
        widget = todo.pop()
        todo += getattr(widget, "children", ())
        for name in ("label", "description"):
            if name in widget.trait_names() and not hasattr(widget, "children"):
                assert getattr(widget, name)


def test_a_pasted_text_is_answered_below_its_button(sandbox):
    """The result of pasting a text is shown below its button."""
    share = sandbox.sections["share"]
    sandbox.below.chosen = ["share"]
    share.paste.value = "Hello"
    share.load()
    assert share.said.words == words.say("code.foreign")
    share.paste.value = share.code.value
    share.load()
    assert share.said.words == words.say("bench.loaded", title="Updates")


@pytest.mark.long
def test_a_plan_of_an_older_model_says_so(sandbox, monkeypatch):
    """Pasted or in the address, a plan that was made with an older model is loaded, with a remark on it."""
    old, said = examples()["strategy"]["code"], f"this is version {MODEL_VERSION}, so figures may differ."
    share = sandbox.sections["share"]
    sandbox.below.chosen = ["share"]
    share.paste.value = old
    share.load()
    assert share.said.words.startswith("Loaded")
    assert share.said.words.endswith(said)
    monkeypatch.setenv("QUERY_STRING", f"strategy={old}")
    linked = Sandbox(start="silence")
    linked.open_link()
    assert linked.board.status.endswith(said)


def swapping():
    """Return a sandbox whose main control swaps whole strategies, and whose second one brings an act in."""
    lesson = load_lesson("06_many_partners")
    return Sandbox(lesson.case, lesson.start, baseline=lesson.baseline, controls=lesson.controls)


@pytest.mark.slow
def test_a_control_swaps_whole_strategies():
    """A main control can replace the strategy; the others still work, and undo restores it."""
    sandbox = swapping()
    sandbox.bindings[0].move_to(1)
    assert sandbox.session.draft.played.acts == load_strategy("open-dialogue").acts
    assert sandbox.session.draft.title == load_strategy("open-dialogue").title
    sandbox.bindings[3].move_to(1)
    assert "survey" in {act.act for act in sandbox.session.draft.played.acts}
    assert sandbox.bindings[0].widget.value == "1"
    sandbox.undo()
    sandbox.undo()
    assert sandbox.session.draft == sandbox.session.start
    assert sandbox.bindings[0].widget.value == "0"


@pytest.mark.long
def test_an_act_may_start_left_out():
    """An act that starts left out is neither simulated nor encoded until its control adds it."""
    sandbox = swapping()
    assert "survey" not in {act.act for act in sandbox.session.draft.played.acts}
    assert "survey" in {act.act for act in sandbox.session.draft.acts}
    sandbox.below.chosen = ["share"]
    without = sandbox.sections["share"].code.value
    assert "survey" not in {act.act for act in from_code(without).strategy.acts}
    again = swapping()
    again.restore(sandbox.session.draft.switched(sandbox.session.draft.place_of("survey"), on=True).as_data())
    assert again.bindings[3].widget.value == "1"


@pytest.mark.slow
def test_only_what_the_trainee_changed_is_said(monkeypatch):
    """Only the trainee's changes are read aloud; undo says what it changed."""
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr("sim.lab.panels.sandbox.monotonic", lambda: next(clock))
    sandbox, follower = Sandbox(start="silence"), Sandbox(start="silence")
    said = lambda one: one.picture.data["twin"]["change"]  # noqa: E731 - short
    assert said(sandbox) == ""
    sandbox.do(sandbox.session.draft.plus("acknowledge"))
    assert "up" in said(sandbox).partition(".")[2]
    follower.go_on_from(sandbox)
    assert said(follower) == ""
    sandbox.view.chosen = ["0"]
    assert said(sandbox) == ""
    sandbox.undo()
    assert "down" in said(sandbox)
    follower.restore(sandbox.session.draft.plus("thank").as_data())
    assert said(follower) == ""


@pytest.mark.long
def test_a_change_is_counted_from_what_was_heard(monkeypatch):
    """Quick moves are read aloud as one change, relative to the last figures read aloud."""
    now = [0.0]
    monkeypatch.setattr("sim.lab.panels.sandbox.monotonic", lambda: now[0])
    sandbox = Sandbox(start="silence")
    before = round(sandbox.session.outcome(sandbox.session.draft.played).staff_hours.mean())
    for _ in range(3):
        sandbox.do(sandbox.session.draft.plus("train_staff"))
        now[0] += 0.3
    after = round(sandbox.session.outcome(sandbox.session.draft.played).staff_hours.mean())
    assert f"Staff hours {after}, up {after - before}." in sandbox.picture.data["twin"]["change"]


def places_in(sandbox):
    """Return what the list of starts names, what it says of it, and the acts that one works on."""
    return sandbox.start.value, sandbox.start.in_words, sandbox.session.draft.played.acts


@pytest.mark.slow
@pytest.mark.parametrize("before", ["undone", "loaded", "given"])
def test_nothing_is_an_empty_plan_whatever_was_there(before):
    """“Nothing” is never shown as the start of a strategy with acts, so choosing it always empties the plan."""
    flood = load_strategy("flood")
    sandbox = (
        Sandbox(start=flood.model_copy(update={"title": "Ours", "key": "yours"})) if before == "given" else Sandbox()
    )
    if before == "undone":
        sandbox.start.chosen = ["flood"]
        sandbox.start.chosen = ["nothing"]
        sandbox.undo()
    elif before == "loaded":
        sandbox.load(from_code(as_code("Ours", flood.acts, "missed-deadline")).strategy, "missed-deadline")
    assert sandbox.session.draft.acts == flood.acts
    assert sandbox.start.value != "nothing"
    sandbox.start.chosen = ["nothing"]
    assert (sandbox.session.draft.acts, sandbox.headline) == ((), Sandbox().headline)
    sandbox.undo()
    assert sandbox.session.draft.acts == flood.acts
    assert sandbox.start.value != "nothing"


@pytest.mark.long
def test_the_list_of_starts_follows_undo():
    """Undo also restores the start, and “Start again” then returns to it."""
    sandbox = Sandbox()
    for key in ("keep-informed", "nothing"):
        sandbox.start.chosen = [key]
    sandbox.do(sandbox.session.draft.plus("thank"))
    seen = []
    while sandbox.session.stepped:
        sandbox.undo()
        seen.append((sandbox.start.value, sandbox.session.draft == sandbox.session.start))
    assert seen == [("nothing", True), ("keep-informed", True), ("silence", True)]


@pytest.mark.slow
def test_a_loaded_strategy_stands_under_its_own_name():
    """The list of starts names a loaded strategy until another start is chosen; a shipped one keeps its place."""
    sandbox = Sandbox()
    flood = load_strategy("flood")
    ours = from_code(as_code("Ours", flood.acts[:1], "missed-deadline")).strategy
    sandbox.load(ours, "missed-deadline")
    assert "Ours" in sandbox.start.in_words
    assert sandbox.start.hint == ""
    sandbox.do(sandbox.session.draft.plus("thank"))
    assert "“Ours”" in sandbox.start.in_words
    sandbox.load(from_code(as_code(flood.title, flood.acts, "missed-deadline")).strategy, "missed-deadline")
    assert (sandbox.start.value, sandbox.start.hint) == ("flood", flood.summary)
    assert "Ours" not in str(sandbox.start.options)
    sandbox.undo()
    assert "“Ours”" in sandbox.start.in_words


@pytest.mark.long
def test_a_start_that_cannot_be_played_leaves_all_as_it_was():
    """If a start cannot be simulated, case, list of starts and undo steps stay as they were."""
    sandbox = Sandbox()
    sandbox.start.chosen = ["flood"]
    strange = as_strategy("Theirs", [{"act": "thank", "week": 0, "to": ["Nobody we know"]}])
    sandbox.load(strange, "criticised-outreach")
    assert "Nobody we know" in sandbox.board.status
    assert sandbox.session.case.key == sandbox.case.value == "missed-deadline"
    assert sandbox.start.value == "flood"
    sandbox.reset()
    assert sandbox.session.draft.acts == load_strategy("flood").acts


def test_an_untouched_nothing_is_pinned_as_what_it_is():
    """A pin keeps its name and acts when the start changes to nothing."""
    sandbox = Sandbox(start="flood")
    sandbox.pin()
    sandbox.start.chosen = ["nothing"]
    sandbox.pin()
    assert [len(pin.acts) for pin in sandbox.session.pins] == [len(load_strategy("flood").acts), 0]
    assert sandbox.session.labels == ["Kept 1: Daily messages", "Kept 2: Nothing yet"]


@pytest.mark.long
def test_undo_goes_back_to_the_case_that_a_loaded_strategy_left():
    """Undo restores the case too, since the earlier strategy may name one of its partners."""
    sandbox = Sandbox()
    sandbox.do(sandbox.session.draft.plus("thank").changed(0, to=["Funder"]))
    had = sandbox.headline
    sandbox.load(load_strategy("open-dialogue"), "criticised-outreach")
    assert (sandbox.session.case.key, sandbox.start.value) == ("criticised-outreach", "open-dialogue")
    sandbox.undo()
    assert (sandbox.session.case.key, sandbox.case.value, sandbox.start.value) == ("missed-deadline",) * 2 + (
        "silence",
    )
    assert sandbox.headline == had


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_brings_its_words_and_its_own_control(rule):
    """Each is offered by its name, and only an act that waits for it has the control of the field that it reads."""
    case, act = load_case("missed-deadline"), new_act("thank")
    waiting = changed_act(act, {"when": rule.key})
    fields, plain = ({one.field for one in controls_of(Draft("Mine", (it,)), 0, case)} for it in (waiting, act))
    timing = next(one for one in controls_of(Draft("Mine", (waiting,)), 0, case) if one.field == "when")
    assert rule.key in timing.values
    assert when_of(waiting) == words.say(f"editor.when_{rule.key}")
    assert fields - plain == ({rule.field} if rule.field else set())
    assert len(rule.holds(SimpleNamespace(complained=np.ones(3, bool), surveyed=np.full(3, 0.1)), waiting)) == 3
