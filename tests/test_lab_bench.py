"""The lab without a browser: what a hand does to it, and what the page then says."""

import re
from collections import OrderedDict, defaultdict

import pytest

from sim.catalogue import case_keys, load_strategy, strategy_keys
from sim.errors import BadInput
from sim.lab import words
from sim.lab.bench import Bench
from sim.lab.code import as_code, as_strategy, from_code
from sim.lab.controls import Control
from sim.lab.draft import Draft
from sim.lab.editor import controls_of, several_of
from sim.lab.syllabus import load_lesson
from sim.lab.trial import MOST_PINS
from sim.ledger import ACTS
from sim.strategy import Strategy, Update

RHYTHM = Control(label="Rhythm", act="update", field="every_weeks", values=(0, 0.2, 2), words=("a", "b", "c"), off=0)
UPDATES = Strategy(key="u", title="Updates", summary="U", source="own", acts=(Update(week=0, every_weeks=2.0),))


@pytest.fixture
def bench():
    """Return a bench with one control."""
    return Bench(start=UPDATES, controls=[RHYTHM])


def slide(bench, at):
    """Drag the control to a place without letting go."""
    bench.knobs[0].widget.value = at


@pytest.mark.slow
def test_a_drag_answers_at_once_and_refines_at_rest(bench):
    """While the hand moves 50 worlds answer, at rest 200 do."""
    before = bench.headline
    slide(bench, 1)
    assert bench.headline != before
    assert "mean of 50 worlds" in bench.picture.twin
    assert "A first answer from 50 worlds." in bench.sections["score"].sheet.words
    bench.knobs[0].widget.rested += 1
    assert "mean of 200 worlds" in bench.picture.twin
    assert "Staff hours" in bench.picture.data["twin"]["change"]
    assert bench.picture.data["before"]


def test_a_rest_brings_its_value_along(bench):
    """The page tells both in one message, which overtakes a move that is held back on a busy server."""
    bench.knobs[0].widget.set_state({"value": 1, "rested": 1})
    assert bench.knobs[0].widget.value == 1
    assert "mean of 200 worlds" in bench.picture.twin
    assert "Staff hours" in bench.picture.data["twin"]["change"]


def test_a_control_can_leave_an_act_out_and_take_it_back(bench):
    """Left out, the act is not played; back again, it is as it was."""
    slide(bench, 0)
    assert bench.trial.draft.played.acts == ()
    assert bench.picture.data["lines"][0]["mean"] == bench.picture.data["lines"][1]["mean"]
    slide(bench, 2)
    assert bench.trial.draft.played.acts == UPDATES.acts


def test_a_whole_drag_is_one_step_back(bench):
    """Undo goes back to before the drag, and moves the control too."""
    for at in (1, 0, 1):
        slide(bench, at)
    bench.rest()
    bench.undo()
    assert bench.trial.draft.played.acts == UPDATES.acts
    assert bench.knobs[0].widget.in_words == "c"
    bench.undo()
    assert bench.board.status == words.say("bench.nothing_to_undo")


def test_start_again_can_be_undone(bench):
    """Nothing that was made is lost by starting again."""
    bench.knobs[0].move_to(1)
    bench.reset()
    assert bench.trial.draft == bench.trial.start
    bench.undo()
    assert bench.trial.draft.played.acts[0].every_weeks == 0.2


@pytest.mark.slow
def test_pins_stay_beside_the_draft_under_the_same_luck(bench):
    """A pin's line is what its strategy came to when it was one's own; more than four are refused in words."""
    was = bench.picture.data["lines"][0]["mean"]
    bench.pin()
    bench.knobs[0].move_to(1)
    assert bench.picture.data["lines"][2]["mean"] == was
    assert bench.picture.data["lines"][2]["label"] == "Pin 1: c"
    bench.pin()
    bench.pin()
    assert bench.board.status == words.say("bench.pin_same")
    for kind in ("thank", "listen", "survey"):
        bench.do(bench.trial.draft.plus(kind))
        bench.pin()
    assert bench.board.status == words.say("bench.pin_full", count=MOST_PINS)
    assert len(bench.picture.data["lines"]) == 2 + MOST_PINS
    bench.unpin()
    assert len(bench.picture.data["lines"]) == 2


def test_the_difference_is_said_in_words(bench):
    """The scoreboard says in how many worlds and by how much, or that it is too small to matter."""
    said = bench.sections["score"].sheet.words
    assert re.search(
        r"At the end, yours (is (high|low)er than “Say nothing” in \d+ of 200 worlds|and “Say nothing” differ)", said
    )
    bench.knobs[0].move_to(0)
    assert "too small to matter" in bench.sections["score"].sheet.words


def test_a_failure_leaves_the_last_good_picture(bench, monkeypatch):
    """Whatever breaks, the page shows a sentence, the old picture and the old value of the control."""
    good = bench.picture.data
    monkeypatch.setattr("sim.lab.runs.KEPT", defaultdict(OrderedDict))
    monkeypatch.setattr("sim.lab.runs.simulate", lambda *_a, **_k: 1 / 0)
    slide(bench, 1)
    assert bench.picture.data == good
    assert bench.board.status == words.say("bench.failed")
    assert bench.knobs[0].widget.in_words == "c"
    monkeypatch.undo()
    slide(bench, 1)
    assert bench.picture.data != good
    assert bench.board.status == ""


def test_a_strategy_for_somebody_who_is_not_there_is_refused_in_a_sentence():
    """Going to another case with an act for one named partner says why that cannot be done."""
    bench = Bench()
    bench.do(bench.trial.draft.plus("thank"))
    bench.do(bench.trial.draft.changed(0, to=["Funder"]))
    bench.case.chosen = ["criticised-outreach"]
    assert bench.trial.case.key == "missed-deadline"
    assert "Funder" in bench.board.status
    assert bench.case.value == "missed-deadline"


@pytest.mark.slow
@pytest.mark.parametrize("case", case_keys())
def test_any_start_in_any_case(case):
    """Every strategy, a foil or nothing can be the start, and every section shows it."""
    bench = Bench(case)
    for key in ("nothing", "flood", "q-and-a"):
        bench.start.chosen = [key]
        for name in ("score", "moved", "story", "share"):
            bench.below.chosen = [name]
            assert bench.board.status == ""
        assert bench.sections["share"].code.value.startswith("MB1-")
    assert bench.sections["story"].sheet.words


def test_another_world_has_another_story():
    """The button tells of the next world."""
    bench = Bench(start="keep-informed")
    bench.below.chosen = ["story"]
    first = bench.sections["story"].sheet.words
    bench.sections["story"].another()
    assert bench.sections["story"].sheet.words != first


def test_partners_can_be_looked_at_one_by_one():
    """The list names all together, each, and every partner."""
    bench = Bench()
    for key, _ in bench.view.options:
        bench.view.chosen = [key]
        assert bench.board.status == ""
    assert bench.picture.data["title"].endswith(bench.trial.case.names[-1])


@pytest.mark.slow
def test_acts_can_be_added_changed_and_removed():
    """The view of all acts builds a strategy from nothing."""
    bench = Bench(start="silence")
    acts = bench.sections["acts"]
    for kind in ACTS:
        acts.kind.chosen = [kind]
        acts.add()
        assert bench.trial.draft.acts[-1].act == kind
        for knob in acts.knobs:
            for at in {0, len(knob.control.offered) - 1, len(knob.control.offered) // 2}:
                knob.move_to(at)
                assert bench.board.status in {"", words.say("editor.added", act=words.table("acts")[kind])}, kind
        acts.remove()
    assert bench.trial.draft.acts == ()


def test_what_an_act_must_have_cannot_be_unticked():
    """An apology without any part is refused in a sentence, and the ticks come back."""
    bench = Bench()
    acts = bench.sections["acts"]
    acts.kind.chosen = ["apologise"]
    acts.add()
    acts._ticks["parts"].chosen = []  # noqa: SLF001 - what a hand would do
    assert bench.board.status
    assert acts._ticks["parts"].chosen  # noqa: SLF001


@pytest.mark.parametrize("key", strategy_keys())
def test_every_shipped_act_has_all_its_controls(key):
    """Each field is offered with words; reading a control and writing it back changes no act that it can say."""
    draft = Draft.of(load_strategy(key))
    case = Bench().trial.case
    for place, act in enumerate(draft.acts):
        fields = {control.field for control in controls_of(draft, place, case)} | set(several_of(act))
        assert set(type(act).model_fields) - {"act", "day", "since", "until", "below"} <= fields


def test_a_lesson_shows_at_most_four_controls():
    """More than four are refused."""
    with pytest.raises(BadInput, match="at most 4"):
        Bench(controls=[RHYTHM] * 5)


def test_files_can_be_taken_home(bench):
    """The table has a row for each strategy, the picture is a PNG."""
    share = bench.sections["share"]
    assert len(share.table_file()[2].splitlines()) == 3
    assert share.picture_file()[2].startswith(b"\x89PNG")


def test_no_widget_of_the_page_lacks_a_name(bench):
    """Every control, list and button has words of its own."""
    todo = [bench]
    while todo:
        widget = todo.pop()
        todo += getattr(widget, "children", ())
        for name in ("label", "description"):
            if name in widget.trait_names() and not hasattr(widget, "children"):
                assert getattr(widget, name)


def test_a_pasted_text_is_answered_below_its_button(bench):
    """What is wrong with the text, or what was loaded, stands where the hand is."""
    share = bench.sections["share"]
    share.show(200)
    share.paste.value = "Hello"
    share.load()
    assert share.said.words == words.say("code.foreign")
    share.paste.value = share.code.value
    share.load()
    assert share.said.words == words.say("bench.loaded", title="Updates")


def swapping():
    """Return a bench whose main control swaps whole strategies, and whose second one brings an act in."""
    lesson = load_lesson("06_many_partners")
    return Bench(lesson.case, lesson.start, baseline=lesson.baseline, controls=lesson.controls)


def test_a_control_swaps_whole_strategies():
    """The chosen answer is played with its own title; the other controls can still be moved, and undo goes back."""
    bench = swapping()
    bench.knobs[0].move_to(1)
    assert bench.trial.draft.played.acts == load_strategy("open-dialogue").acts
    assert bench.trial.draft.title == load_strategy("open-dialogue").title
    bench.knobs[2].move_to(1)
    assert "survey" in {act.act for act in bench.trial.draft.played.acts}
    assert bench.knobs[0].widget.value == "1"
    bench.undo()
    bench.undo()
    assert bench.trial.draft == bench.trial.start
    assert bench.knobs[0].widget.value == "0"


def test_an_act_may_start_left_out():
    """It is neither played nor handed on as code, and its control brings it in."""
    bench = swapping()
    assert "survey" not in {act.act for act in bench.trial.draft.played.acts}
    assert "survey" in {act.act for act in bench.trial.draft.acts}
    bench.sections["share"].show(1)
    without = bench.sections["share"].code.value
    assert "survey" not in {act.act for act in from_code(without).strategy.acts}
    again = swapping()
    again.restore(bench.trial.draft.switched(bench.trial.draft.place_of("survey"), on=True).as_data())
    assert again.knobs[2].widget.value == "1"


def test_only_what_the_trainee_changed_is_said(monkeypatch):
    """Undo says what it changed; another view, and a strategy that is brought back or followed, say nothing."""
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr("sim.lab.bench.monotonic", lambda: next(clock))
    bench, follower = Bench(start="silence"), Bench(start="silence")
    said = lambda one: one.picture.data["twin"]["change"]  # noqa: E731 - short
    assert said(bench) == ""
    bench.do(bench.trial.draft.plus("acknowledge"))
    assert "up" in said(bench).partition(".")[2]
    follower.go_on_from(bench)
    assert said(follower) == ""
    bench.view.chosen = ["0"]
    assert said(bench) == ""
    bench.undo()
    assert "down" in said(bench)
    follower.restore(bench.trial.draft.plus("thank").as_data())
    assert said(follower) == ""


def test_a_change_is_counted_from_what_was_heard(monkeypatch):
    """Moves that follow each other at once are said as one, from the last figures that were read aloud."""
    now = [0.0]
    monkeypatch.setattr("sim.lab.bench.monotonic", lambda: now[0])
    bench = Bench(start="silence")
    before = round(bench.trial.outcome(bench.trial.draft.played).staff_hours.mean())
    for _ in range(3):
        bench.do(bench.trial.draft.plus("train_staff"))
        now[0] += 0.3
    after = round(bench.trial.outcome(bench.trial.draft.played).staff_hours.mean())
    assert f"Staff hours {after}, up {after - before}." in bench.picture.data["twin"]["change"]


def places_in(bench):
    """Return what the list of starts names, what it says of it, and the acts that one works on."""
    return bench.start.value, bench.start.in_words, bench.trial.draft.played.acts


@pytest.mark.slow
@pytest.mark.parametrize("before", ["undone", "loaded", "given"])
def test_nothing_is_an_empty_plan_whatever_was_there(before):
    """The list never names “Nothing” beside acts, so that choosing it always empties the plan."""
    flood = load_strategy("flood")
    bench = Bench(start=flood.model_copy(update={"title": "Ours", "key": "yours"})) if before == "given" else Bench()
    if before == "undone":
        bench.start.chosen = ["flood"]
        bench.start.chosen = ["nothing"]
        bench.undo()
    elif before == "loaded":
        bench.load(from_code(as_code("Ours", flood.acts, "missed-deadline")).strategy, "missed-deadline")
    assert bench.trial.draft.acts == flood.acts
    assert bench.start.value != "nothing"
    bench.start.chosen = ["nothing"]
    assert (bench.trial.draft.acts, bench.headline) == ((), Bench().headline)
    bench.undo()
    assert bench.trial.draft.acts == flood.acts
    assert bench.start.value != "nothing"


def test_the_list_of_starts_follows_undo():
    """What one starts from goes back with the strategy, and “Start again” goes back to it."""
    bench = Bench()
    for key in ("keep-informed", "nothing"):
        bench.start.chosen = [key]
    bench.do(bench.trial.draft.plus("thank"))
    seen = []
    while bench.trial.before is not None:
        bench.undo()
        seen.append((bench.start.value, bench.trial.draft == bench.trial.start))
    assert seen == [("nothing", True), ("keep-informed", True), ("silence", True)]


def test_a_loaded_strategy_stands_under_its_own_name():
    """The list of starts names what was loaded until another start is chosen; a shipped one keeps its place."""
    bench = Bench()
    flood = load_strategy("flood")
    ours = from_code(as_code("Ours", flood.acts[:1], "missed-deadline")).strategy
    bench.load(ours, "missed-deadline")
    assert "Ours" in bench.start.in_words
    assert bench.start.hint == ""
    bench.do(bench.trial.draft.plus("thank"))
    assert "“Ours”" in bench.start.in_words
    bench.load(from_code(as_code(flood.title, flood.acts, "missed-deadline")).strategy, "missed-deadline")
    assert (bench.start.value, bench.start.hint) == ("flood", flood.summary)
    assert "Ours" not in str(bench.start.options)
    bench.undo()
    assert "“Ours”" in bench.start.in_words


def test_a_start_that_cannot_be_played_leaves_all_as_it_was():
    """Case, list of starts, and the way back stay where the strategy is."""
    bench = Bench()
    bench.start.chosen = ["flood"]
    strange = as_strategy("Theirs", [{"act": "thank", "week": 0, "to": ["Nobody we know"]}])
    bench.load(strange, "criticised-outreach")
    assert "Nobody we know" in bench.board.status
    assert bench.trial.case.key == bench.case.value == "missed-deadline"
    assert bench.start.value == "flood"
    bench.reset()
    assert bench.trial.draft.acts == load_strategy("flood").acts


def test_an_untouched_nothing_is_pinned_as_what_it_is():
    """What is pinned keeps its own name and acts when the start becomes nothing."""
    bench = Bench(start="flood")
    bench.pin()
    bench.start.chosen = ["nothing"]
    bench.pin()
    assert [len(pin.acts) for pin in bench.trial.pins] == [len(load_strategy("flood").acts), 0]
    assert bench.trial.labels == ["Pin 1: Daily messages", "Pin 2: Nothing yet"]


def test_undo_goes_back_to_the_case_that_a_loaded_strategy_left():
    """What one had can be addressed to somebody who is in that case alone."""
    bench = Bench()
    bench.do(bench.trial.draft.plus("thank").changed(0, to=["Funder"]))
    had = bench.headline
    bench.load(load_strategy("open-dialogue"), "criticised-outreach")
    assert (bench.trial.case.key, bench.start.value) == ("criticised-outreach", "open-dialogue")
    bench.undo()
    assert (bench.trial.case.key, bench.case.value, bench.start.value) == ("missed-deadline",) * 2 + ("silence",)
    assert bench.headline == had
