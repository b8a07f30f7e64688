"""Lessons: read from data, unlocked by a guess, judged by the simulation, and saved."""

import re
import tomllib
from importlib.resources import files
from types import SimpleNamespace

import pytest

from sim.base.errors import BadInput
from sim.catalogue import load_case, load_strategy
from sim.exercises import exercise_keys, load_exercise
from sim.lab.answers.progress import Progress
from sim.lab.pages.lesson_page import LessonPage
from sim.lab.panels.sandbox import Sandbox
from sim.lab.session.control_binding import ControlBinding
from sim.lab.session.controls import Control
from sim.lab.session.lesson_data import Lesson, lesson_keys, load_lesson
from sim.lab.session.simulation_cache import REFINED, Shown, SimulationCache
from sim.lab.session.strategy_code import as_code
from sim.lab.views.prediction_check import judge
from sim.lab.views.scores import headline
from sim.model.validation import checked
from sim.texts import words

KEY = "02_update_rhythm"


@pytest.fixture
def page(tmp_path):
    """Return a lesson whose answers are kept in a folder of their own."""
    return LessonPage(KEY, progress=Progress(tmp_path, "mine"))


def again(page):
    """Return the lesson as it is after the page is loaded anew."""
    return LessonPage(KEY, progress=Progress(page.progress.path.parent, page.progress.name))


def guess(page, key="daily", reason="People like to know"):
    """Make a guess as a hand would."""
    page.predict()
    page.guess.chosen = [key]
    page.reason.value = reason
    page.record_guess()


def ask(page):
    """Press “Show what happened”."""
    page.what_happened().children[0].children[0].click()


def data(**changes):
    """Return the shipped lesson's data with changes."""
    text = (files("sim.lab.session") / "lessons" / f"{KEY}.toml").read_text("utf-8")
    return tomllib.loads(text) | changes


@pytest.mark.slow
@pytest.mark.parametrize("key", [key for key in lesson_keys() if load_lesson(key).panel == "bench"])
def test_the_first_move_of_the_main_control_changes_the_headline(key):
    """One step of the main control, in either direction, changes the headline."""
    lesson = load_lesson(key)
    for step in (-1, 1):
        sandbox = Sandbox(lesson.case, lesson.start, baseline=lesson.baseline, controls=lesson.controls)
        at = lesson.controls[0].read(sandbox.session.draft) + step
        if 0 <= at < len(lesson.controls[0].offered):
            before = sandbox.headline
            sandbox.bindings[0].move_to(at)
            assert sandbox.headline != before


@pytest.mark.long
def test_the_picture_waits_for_the_guess(page):
    """Before the guess, a sentence takes the place of the lab."""
    assert page.play().children[0].words == words.say("lesson.guess_first")
    assert page.what_happened().children[1].words == words.say("lesson.guess_first_what")
    assert page.seen().children[0].words == words.say("lesson.guess_first_seen")
    guess(page)
    assert isinstance(page.play().children[1], Sandbox)
    assert page.one_more().children[1].words == words.say("lesson.lab_play")


def test_a_guess_needs_an_answer(page):
    """Recording without an answer shows what to do."""
    page.predict()
    page.record_guess()
    assert page.status.words == words.say("lesson.choose_first")
    assert not page.guessed


@pytest.mark.slow
def test_the_guess_is_quoted_and_judged(page):
    """“What happened?” quotes answer and reason, and says whether the simulation agrees."""
    page.what_happened()
    guess(page)
    page.play().children[1].bindings[0].move_to(2)
    ask(page)
    told = page.what_happened().children[1].words
    assert "“An update every working day”, because “People like to know”" in told
    assert words.say("lesson.not_held") in told
    assert page.record["chosen"] == "daily"


def test_a_guess_stays_once_it_is_recorded(page):
    """The first picture opens with the record, so a guess that is made after it is a second try."""
    guess(page)
    guess(page, "fortnight", "Now I see the picture")
    assert (page.record["chosen"], page.record["second"]["chosen"]) == ("daily", "fortnight")
    guess(page, "daily", "Another reason")
    assert page.record == {"chosen": "daily", "reason": "People like to know"}


def test_a_reason_can_be_added_later(page):
    """The same answer with a reason is no second try, but a reason that was given stays."""
    guess(page, reason="")
    guess(page, reason="They ask for it")
    assert page.record == {"chosen": "daily", "reason": "They ask for it"}


def first_guess_stays(page):
    """Check that the guess before the answer is recorded, quoted and judged, and the later one is a second try."""
    assert (page.record["chosen"], page.record["reason"]) == ("daily", "People like to know")
    assert page.record["second"]["chosen"] == "fortnight"
    assert page.progress.lessons[KEY] == page.record
    told = page.what_happened().children[1].words
    assert "You said: “An update every working day”, because “People like to know”" in told
    assert words.say("lesson.not_held") in told
    assert "Your second try, made after you had seen this: “An update every two weeks”. It holds." in told


@pytest.fixture
def answered(page):
    """Return the lesson once its answer was shown."""
    page.what_happened()
    guess(page)
    page.play().children[1].bindings[0].move_to(2)
    ask(page)
    return page


@pytest.mark.long
def test_a_guess_after_the_answer_is_a_second_try(answered):
    """The first guess is kept, counts and is quoted, also after a reload."""
    guess(answered, "fortnight", "Now I see")
    assert "“An update every working day”, because “People like to know”" in answered.status.words
    assert "Your second try: “An update every two weeks”" in answered.status.words
    first_guess_stays(answered)
    new = again(answered)
    guess(new, "silence", "Changed again")
    guess(new, "fortnight", "")
    first_guess_stays(new)


@pytest.mark.long
def test_a_tab_that_was_open_before_keeps_the_first_guess(page):
    """A tab opened before the answer was shown can neither unlock nor replace the first guess."""
    blank = again(page)
    guess(page)
    older = again(page)
    page.play().children[1].bindings[0].move_to(2)
    ask(page)
    guess(blank, "fortnight", "")
    first_guess_stays(blank)
    older.play().children[1].bindings[0].move_to(1)
    first_guess_stays(older)


@pytest.mark.long
@pytest.mark.parametrize("where", ["on its own page", "on another page"])
def test_answers_brought_back_keep_the_first_guess(page, where):
    """Loading a backup with another guess does not replace the one whose answer was seen, and the page says so."""
    page.seen()
    other = LessonPage(KEY, progress=Progress())
    guess(other, "fortnight", "")
    before = other.progress.as_text()
    guess(page)
    page.play().children[1].bindings[0].move_to(2)
    ask(page)
    if where == "on its own page":
        page.backup.take(before)
        assert page.backup.said == words.say("progress.loaded_but")
    else:
        told = Progress(page.progress.path.parent, "mine").take(before)
        assert told == words.say("progress.loaded_but")
    page = again(page)
    page.predict()
    first_guess_stays(page)
    assert "An update every working day" in page.status.words


def test_what_happened_waits_until_something_was_tried(page):
    """“What happened?” can be asked only after a change in the lab, and stays open after a reload."""
    page.what_happened()
    guess(page)
    sandbox = page.play().children[1]
    assert page.what_happened().children[1].words == words.say("lesson.play_first")
    sandbox.bindings[0].move_to(2)
    sandbox.undo()
    assert page.what_happened().children[1].words == words.say("lesson.what_ready")
    ask(page)
    assert words.say("lesson.not_held") in page.what_happened().children[1].words
    new = again(page)
    assert words.say("lesson.not_held") in new.what_happened().children[1].words


def test_another_simulation_gives_another_verdict(monkeypatch):
    """The verdict follows the simulation: if the figures are reversed, so is the verdict."""
    lesson = load_lesson(KEY)
    assert not judge(lesson, "daily", SimulationCache()).held
    outcome = SimulationCache.outcome

    def upside_down(runs, *args, **how):
        real = outcome(runs, *args, **how)

        class Turned:
            strategy, case = real.strategy, real.case

            def summary(self):
                return real.summary() | {"partnership": 1 - real.summary()["partnership"]}

        return Turned()

    monkeypatch.setattr(SimulationCache, "outcome", upside_down)
    assert judge(lesson, "daily", SimulationCache()).held


@pytest.mark.parametrize(("of", "held"), [("value", "some"), ("difference", "less")])
def test_a_range_can_decide(of, held):
    """An answer may be a range of a figure, or of its difference to the baseline."""
    choices = [{"key": "some", "words": "Over 0.3", "low": 0.3}, {"key": "less", "words": "Less", "high": 0.3}]
    decides = {"figure": "season_trust", "how": "between", "of": of}
    predict = {"question": "How high?", "choices": choices, "decides": decides}
    lesson = checked(data(predict=predict), Lesson, "test")
    assert judge(lesson, held, SimulationCache()).held
    assert not judge(lesson, {"some": "less", "less": "some"}[held], SimulationCache()).held


@pytest.mark.long
def test_the_number_of_worlds_can_decide():
    """An answer may be a range of the number of worlds in which one strategy beats another."""
    choices = [{"key": "most", "words": "Nearly all", "low": 90}, {"key": "some", "words": "Fewer", "high": 90}]
    decides = {"figure": "final_trust", "how": "between", "of": "worlds_higher"}
    compared = {"played": "q-and-a", "against": "silence"}
    predict = {"question": "In how many?", "choices": choices, "decides": decides | compared}
    told = judge(checked(data(predict=predict), Lesson, "test"), "most", SimulationCache())
    outcomes = [
        SimulationCache().outcome(load_case("missed-deadline"), load_strategy(key), worlds=100)
        for key in compared.values()
    ]
    higher = int((outcomes[0].final_trust > outcomes[1].final_trust).sum())
    assert told.held == (higher >= 90)
    assert f"in {higher} of 100 possible years" in told.found
    predict["decides"] = decides | compared | {"figure": "staff_hours"}
    with pytest.raises(BadInput, match="by a figure of trust"):
        checked(data(predict=predict), Lesson, "test")


@pytest.mark.slow
def test_everything_is_there_after_a_reload(page):
    """Guess, strategy, notes and the mark “done” are restored after a reload."""
    guess(page)
    page.play().children[1].bindings[0].move_to(3)
    page.talk()
    page.notes["felt"].value = "I feared the worst"
    page.seen()
    page.mark_done()
    new = again(page)
    new.predict()
    assert new.guess.value == "daily"
    assert new.play().children[1].session.draft == page.play().children[1].session.draft
    new.talk()
    assert new.notes["felt"].value == "I feared the worst"
    assert words.say("lesson.done_said") in new.seen().children[0].words


@pytest.mark.long
def test_there_is_one_lab_which_goes_on_with_the_reader(page):
    """The lab stands where the reader is, with all that was set and one control more; it can be called back."""
    guess(page)
    play, _, more = page.play(), page.what_happened(), page.one_more()
    lab = play.children[1]
    lab.bindings[0].move_to(6)
    assert lab.bindings[-1].widget.layout.display == "none"
    page.what_happened().children[-1].opened = True
    assert more.children[1] is lab
    assert lab not in play.children
    assert lab.bindings[-1].widget.layout.display is None
    assert lab.bindings[0].control.read(lab.session.draft) == 6
    page.play().children[-2].children[0].click()
    assert play.children[1] is lab
    assert lab not in more.children


def test_a_lesson_is_open_as_far_as_the_reader_has_come(page):
    """A part is folded away until one goes on; how far one came is kept, and a done lesson is open throughout."""
    ends = [
        step.children[-1] for step in (page.predict(), page.play(), page.what_happened(), page.one_more(), page.talk())
    ]
    assert not any(end.opened for end in ends)
    assert "reached" not in page.record
    guess(page)
    assert [end.opened for end in ends] == [True, False, False, False, False]
    assert not ends[1].ready
    page.play().children[1].bindings[0].move_to(2)
    assert ends[1].ready
    ends[1].opened = True
    new = again(page)
    assert [step.children[-1].opened for step in (new.predict(), new.play(), new.what_happened())] == [
        True,
        True,
        False,
    ]
    page.seen()
    page.mark_done()
    assert again(page).talk().children[-1].opened


def test_alone_or_in_a_group_is_chosen_once_for_all_lessons(page):
    """Only the instructions that fit are shown, in this lesson and in the next one."""
    page.predict()
    way = page.talk().children[0]
    assert way.words == words.say("company.talk_alone")
    page.predict().children[1].children[0].chosen = ["group"]
    assert way.words == words.say("company.talk_group")
    guess(page)
    assert page.data.ways["play"].group in page.play().children[0].words
    other = LessonPage("01_what_moves_trust", progress=Progress(page.progress.path.parent, "mine"))
    assert other.talk().children[0].words == words.say("company.talk_group")


@pytest.mark.slow
def test_a_pasted_strategy_keeps_the_controls_alive(page):
    """The lesson's control can add updates to a pasted strategy that has none."""
    guess(page)
    sandbox = page.play().children[1]
    share = sandbox.sections["share"]
    sandbox.bindings[0].move_to(0)
    sandbox.below.chosen = ["share"]
    sandbox.bindings[0].move_to(5)
    share.paste.value = share.code.value
    sandbox.bindings[0].move_to(0)
    share.load()
    assert not sandbox.bindings[0].widget.disabled
    sandbox.bindings[0].move_to(4)
    assert sandbox.session.draft.played.acts[0].every_weeks == 4


@pytest.mark.parametrize(
    ("key", "by", "off", "on", "idle"),
    [(KEY, 0, 0, 3, 1), ("01_what_moves_trust", 0, 6, 0, 1), ("03_promises", 1, 1, 0, 0)],
)
def test_a_control_that_changes_nothing_says_why(key, by, off, on, idle):
    """A control of an act that is left out, or of a date that nobody is given, is dimmed and tells the reason."""
    lesson = load_lesson(key)
    control, other = lesson.all_controls[by], lesson.all_controls[idle]
    binding = ControlBinding(other, on_move=print, on_rest=print, beside=lesson.all_controls)
    draft = control.write(lesson.start, off)
    binding.show(draft)
    assert binding.widget.disabled
    assert binding.widget.hint == other.why_idle(draft, beside=lesson.all_controls) != ""
    if key != "03_promises":  # there the control itself has words for it
        assert f"“{control.label}” stands at “{control.said[off]}”" in binding.widget.hint
    binding.show(control.write(draft, on))
    assert not binding.widget.disabled
    assert binding.widget.hint == other.hint


def test_where_one_server_serves_many_each_has_a_file(monkeypatch, tmp_path):
    """On a shared server, answers are saved under the reader's pseudonym."""
    monkeypatch.setenv("MENDING_BRIDGES_HOME", str(tmp_path))
    for name in ("0123456789abcdef0123456789abcdef", "../../up"):
        monkeypatch.setenv("MENDING_BRIDGES_PSEUDONYM", name)
        page = LessonPage(KEY)
        page.predict()
        assert not page.guessed
        guess(page)
    assert {path.name for path in tmp_path.iterdir()} == {"0123456789abcdef0123456789abcdef.json", "mine.json"}


@pytest.mark.slow
def test_the_last_lab_can_move_its_control_after_another_answer_was_chosen(tmp_path):
    """After an answer without a parting is chosen, the last sandbox's control can still add one."""
    page = LessonPage("06_many_partners", progress=Progress(tmp_path, "mine"))
    guess(page, "near")
    page.play().children[1].bindings[0].move_to(1)
    more = page.lab.panel
    assert not more.bindings[-1].widget.disabled
    more.bindings[-1].move_to(2)
    assert "part_ways" in {act.act for act in more.session.draft.played.acts}


@pytest.mark.long
@pytest.mark.parametrize("shared", ["silence", as_code("Mine", load_strategy("long-term").acts, "missed-deadline")])
def test_a_link_opens_a_lesson_with_a_strategy(page, monkeypatch, shared):
    """The lab opens with the strategy in the page's address."""
    monkeypatch.setenv("QUERY_STRING", f"a=1&strategy={shared}")
    guess(page)
    sandbox = page.play().children[1]
    wanted = load_strategy("silence" if shared == "silence" else "long-term")
    assert sandbox.session.draft.played.acts == wanted.acts
    assert sandbox.board.status.startswith("Loaded")


def test_a_broken_link_is_a_sentence(page, monkeypatch):
    """With an invalid strategy in the address, the lab opens as usual and says what is wrong."""
    monkeypatch.setenv("QUERY_STRING", "strategy=MB1-abc")
    guess(page)
    assert page.play().children[1].board.status == words.say("code.cut")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"case": "moon"}, "there is no case 'moon'"),
        ({"baseline": "mute"}, "there is no strategy 'mute'"),
        ({"minutes": 0}, "minutes is 0"),
        ({"controls": []}, "at least when panel is bench"),
        ({"controls": [{"label": "A", "act": "updat", "values": [1], "words": ["a"]}]}, "did you mean update"),
        (
            {"controls": [{"label": "A", "act": "thank", "field": "week", "values": [1, 2], "words": ["a", "b"]}]},
            "the strategy has no act 'thank'",
        ),
        (
            {"controls": [{"label": "A", "act": "update", "field": "week", "values": [1, 999], "words": ["a", "b"]}]},
            "week is 999",
        ),
    ],
)
def test_a_lesson_that_breaks_a_rule_is_refused_in_one_line(changes, said):
    """An invalid lesson file is refused in one line that says what is wrong."""
    with pytest.raises(BadInput) as refused:
        checked(data(**changes), Lesson, "test")
    assert said in str(refused.value)


def guessed(key, choice, progress=None):
    """Return a lesson in which a guess has been recorded, with both steps that can hold the lab."""
    page = LessonPage(key, progress=progress or Progress())
    page.predict()
    page.guess.chosen = [choice]
    page.record_guess()
    page.play()
    page.one_more()
    return page


@pytest.mark.long
def test_a_strategy_is_called_changed_once():
    """A strategy changed twice has “changed” in its name only once."""
    page = guessed("02_update_rhythm", "daily")
    for binding in (page.lab.panel.bindings[0], page.lab.panel.bindings[-1]):
        binding.move_to(1)
    assert page.lab.panel.session.draft.title == words.say("lines.changed", title="Your updates")


@pytest.mark.long
def test_what_was_set_in_a_last_lab_of_its_own_is_not_lost(tmp_path):
    """A file from when the last step had a lab of its own opens with what was set there, until something is changed."""
    old, progress = guessed("02_update_rhythm", "daily"), Progress(tmp_path, "mine")
    old.lab.panel.bindings[-1].move_to(2)
    progress.keep(
        "02_update_rhythm", {"chosen": "daily", "draft_more": old.record["draft_play"], "draft_play": {"acts": []}}
    )
    new = LessonPage("02_update_rhythm", progress=progress)
    sandbox = new.play().children[1]
    assert sandbox.session.draft.acts == old.lab.panel.session.draft.acts
    sandbox.bindings[0].move_to(1)
    assert new.record["draft_more"] is None
    assert new.record["draft_play"] == sandbox.state


@pytest.mark.slow
def test_a_kept_strategy_comes_back_with_the_name_of_its_start(tmp_path):
    """After a reload the list of starts and its text match the strategy shown."""
    page = guessed("07_your_plan", "much", progress=Progress(tmp_path, "mine"))
    sandbox = page.play().children[1]
    sandbox.start.chosen = ["collaborate"]
    sandbox.move(lambda draft: draft.minus(0))
    again = LessonPage("07_your_plan", progress=Progress(tmp_path, "mine")).play().children[1]
    assert again.headline == sandbox.headline
    assert again.start.value == "collaborate"
    assert again.start.hint == load_strategy("collaborate").summary
    again.reset()
    assert again.session.draft.acts == load_strategy("collaborate").acts


@pytest.mark.slow
def test_pins_come_back_after_a_reload(tmp_path):
    """Pins are restored with names and lines; invalid ones in an edited file are ignored."""
    progress = Progress(tmp_path, "mine")
    sandbox = guessed("02_update_rhythm", "daily", progress=progress).play().children[1]
    sandbox.pin()
    sandbox.bindings[0].move_to(4)
    sandbox.pin()
    again = LessonPage("02_update_rhythm", progress=Progress(tmp_path, "mine")).play().children[1]
    assert again.session.labels == sandbox.session.labels
    assert again.picture.data["lines"] == sandbox.picture.data["lines"]
    again.restore(again.state | {"pins": [3, {"acts": "x"}, again.state["pins"][0]]})
    assert again.session.labels == sandbox.session.labels[:1]
    again.restore({name: kept for name, kept in again.state.items() if name != "pins"})
    assert len(again.picture.data["lines"]) == 2
    again.pin()
    again.unpin()
    last = LessonPage("02_update_rhythm", progress=Progress(tmp_path, "mine")).play().children[1]
    assert last.session.pins == []


@pytest.mark.slow
def test_pinned_strategies_have_partners_of_their_own():
    """The table of partners shows pinned strategies side by side."""
    sandbox = guessed("06_many_partners", "near").play().children[1]
    sandbox.pin()
    sandbox.bindings[0].move_to(2)
    sandbox.below.chosen = ["partners"]
    blocks = sandbox.sections["partners"].text.blocks
    captions = [block["table"]["caption"] for block in blocks if "table" in block]
    assert captions[0].startswith("Each partner, Yours:")
    assert len(captions) == len(sandbox.session.shown(200)) == 3


def test_scoreboard_and_waterfall_count_the_partner_who_is_shown():
    """In lesson 01 all figures of trust are the circle's until all partners are chosen."""
    panel = guessed("01_what_moves_trust", "once").play().children[1]
    panel.below.chosen = ["moved"]
    assert "Patients' circle" in panel.sections["moved"].picture.data["title"]
    panel.below.chosen = ["score"]
    assert "trust of the Patients' circle" in panel.sections["score"].text.words
    panel.view.chosen = ["all"]
    assert "all partners together" in panel.sections["score"].text.words


@pytest.mark.long
def test_an_undo_is_kept(tmp_path):
    """After a reload the lesson has the state that undo restored."""
    page = LessonPage("01_what_moves_trust", progress=Progress(tmp_path, "mine"))
    page.predict()
    page.guess.chosen = ["once"]
    page.record_guess()
    panel = page.play().children[1]
    start = panel.headline
    panel.bindings[0].move_to(0)
    panel.undo()
    assert panel.headline == start
    later = LessonPage("01_what_moves_trust", progress=Progress(tmp_path, "mine"))
    assert later.play().children[1].headline == start


@pytest.mark.long
def test_a_lesson_that_is_opened_again_tells_no_last_change(page):
    """What was saved is no change of this sitting: it is told from the next one on, and undo still takes it back."""
    guess(page)
    page.play().children[1].bindings[0].move_to(3)
    lab = again(page).play().children[1]
    start = load_lesson(KEY).start.played
    shown = lab.people.data
    assert (shown["news"], {one["was"] for one in shown["partners"]}) == ("", {None})
    saved = lab.session.draft
    lab.bindings[0].move_to(0)
    assert lab.session.before == saved
    lab.undo()
    lab.undo()
    assert lab.session.draft.played.acts == start.acts


@pytest.mark.slow
@pytest.mark.parametrize("key", ["02_update_rhythm", "06_many_partners", "07_your_plan"])
def test_a_link_in_a_lesson_stands_under_its_own_name(tmp_path, monkeypatch, key):
    """A strategy from a link keeps its name when loaded, when changed and after a reload."""
    flood = load_strategy("flood")
    monkeypatch.setenv("QUERY_STRING", f"strategy={as_code('Ours', flood.acts, 'missed-deadline')}")
    progress, choice = Progress(tmp_path, "mine"), load_lesson(key).predict.choices[0].key
    sandbox = guessed(key, choice, progress=progress).play().children[1]
    sandbox.move(lambda draft: draft.changed(0, every_weeks=1))
    assert sandbox.session.draft.title == "Ours, with your changes"
    assert sandbox.start is None or "“Ours”" in sandbox.start.in_words
    for _ in ("with the link", "without it"):
        again = LessonPage(key, progress=Progress(tmp_path, "mine")).play().children[1]
        assert (again.session.draft, again.session.start) == (sandbox.session.draft, sandbox.session.start)
        assert again.start is None or again.start.in_words == sandbox.start.in_words
        monkeypatch.delenv("QUERY_STRING", raising=False)
    monkeypatch.setenv("QUERY_STRING", "strategy=flood")
    linked = LessonPage(key, progress=Progress(tmp_path, "mine")).play().children[1]
    assert linked.session.draft.title == flood.title
    assert linked.start is None or linked.start.value == "flood"
    linked.undo()
    assert (linked.session.draft, linked.session.start) == (sandbox.session.draft, sandbox.session.start)


@pytest.mark.slow
@pytest.mark.parametrize("key", ["02_update_rhythm", "07_your_plan"])
def test_answers_loaded_back_bring_the_name_of_their_start(tmp_path, key):
    """A backup contains the name of a strategy's start, and the page that loads it shows that name."""
    choice = load_lesson(key).predict.choices[0].key
    there = guessed(key, choice, progress=Progress(tmp_path, "there"))
    made = there.play().children[1]
    made.load(
        load_strategy("silence").model_copy(update={"title": "Ours", "acts": load_strategy("flood").acts}),
        "missed-deadline",
    )
    here = guessed(key, choice, progress=Progress(tmp_path, "here"))
    sandbox = here.play().children[1]
    here.seen()
    here.backup.take(there.progress.as_text())
    assert sandbox.session.start.title == "Ours"
    assert sandbox.start is None or "“Ours”" in sandbox.start.in_words


def test_a_guess_is_judged_by_the_figures_that_are_shown():
    """Guesses are judged by rounded figures: 62 differs from 60 enough to matter, 61 does not."""
    lesson = load_lesson(KEY)
    keys = [choice.key for choice in lesson.predict.choices if not choice.same]

    def judged(chosen, figures):
        figure = dict(zip(keys, figures, strict=False))
        played_for = [choice for choice in lesson.predict.choices if not choice.same]
        starts = {lesson.with_values(one.set).played.acts: figure.get(one.key, 0.3) for one in played_for}
        played = SimpleNamespace(
            outcome=lambda case, strategy, **_: SimpleNamespace(
                case=case, summary=lambda: {"partnership": starts[strategy.acts], "partners_kept": 6}
            )
        )
        return judge(lesson, chosen, played)

    told = [row[1] for row in judged(keys[1], (0.6151, 0.5961)).rows[:2]]
    assert told == [f"6 of 8 still with you · partnership {figure} of 100" for figure in (62, 60)]
    assert not judged(keys[1], (0.6151, 0.5961)).held
    assert judged(keys[1], (0.6149, 0.6051)).held


@pytest.mark.long
@pytest.mark.parametrize("key", [key for key in lesson_keys() if key[:2] in {"01", "02", "03", "04", "06"}])
def test_a_guess_is_judged_in_the_words_of_the_headline(key):
    """What came of an answer is told as the headline above the picture tells it: no second measure for one thing."""
    lesson, runs = load_lesson(key), SimulationCache()
    row = judge(lesson, lesson.predict.choices[0].key, runs).rows[0]
    values = lesson.predict.choices[0].set if lesson.predict.decides.how == "highest" else lesson.predict.decides.set
    played = runs.outcome(lesson.played_case, lesson.with_values(values).played, worlds=REFINED)
    assert headline([Shown("", played)], lesson.partner_number).startswith(f"{row[1]}. ")


@pytest.mark.long
@pytest.mark.parametrize("key", [key for key in lesson_keys() if load_lesson(key).predict.decides.how != "between"])
def test_what_each_answer_gives_has_every_answer(key):
    """The table has a row for each answer of the guess, one that all come out the same with it."""
    lesson = load_lesson(key)
    verdict = judge(lesson, lesson.predict.choices[0].key, SimulationCache())
    assert sorted(row[0] for row in verdict.rows) == sorted(one.words for one in lesson.predict.choices)


def test_the_answer_that_all_are_the_same_is_told_how_far_they_differ():
    """Its row gives the distance from the lowest figure of the others to the highest."""
    verdict = judge(load_lesson("02_update_rhythm"), "same", SimulationCache())
    *others, same = [row[1] for row in verdict.rows]
    figures = [int(re.search(r"partnership (\d+)", one)[1]) for one in others]
    assert same == words.say("lesson.same_told", by=f"{max(figures) - min(figures)} points")


def test_a_lesson_that_was_marked_as_done_asks_for_it_no_more():
    """The button is no longer the main thing of its part, here and when the page is opened again."""
    page = LessonPage("02_update_rhythm", progress=Progress())
    page.seen()
    button = page._steps["seen"].done  # noqa: SLF001 - no trainee looks at a class
    assert "mb-pressed" not in button._dom_classes  # noqa: SLF001
    page.mark_done()
    assert "mb-pressed" in button._dom_classes  # noqa: SLF001


@pytest.mark.long
def test_a_change_of_the_headline_measure_is_said():
    """Lesson 01 tells one partner's trust, 02 partnership, and both say so; 03 and 04 go on with what 02 told."""
    told = {}
    for key in ("01_what_moves_trust", "02_update_rhythm", "03_promises", "04_when_things_go_wrong"):
        page = LessonPage(key, progress=Progress())
        page.kept.guess(page.data.predict.choices[0].key, "", ())
        told[key] = page.play().children[0].words
    one = words.say("lesson.measure_partner", who="Patients' circle")
    assert one in told["01_what_moves_trust"]
    assert [key for key, said in told.items() if words.say("lesson.measure") in said] == ["02_update_rhythm"]


def sliders():
    """Return every slider of lessons and exercises, with what it belongs to."""
    of_lessons = [(key, one) for key in lesson_keys() for one in load_lesson(key).all_controls]
    of_exercises = [
        (key, Control.model_validate(one))
        for key in exercise_keys()
        for question in load_exercise(key).questions
        for one in question.controls
    ]
    return [(key, one) for key, one in (*of_lessons, *of_exercises) if one.shown_as == "slider"]


@pytest.mark.parametrize(("where", "control"), sliders(), ids=lambda value: getattr(value, "label", value))
def test_a_slider_runs_from_sooner_to_later_and_from_less_to_more(where, control):
    """Weeks grow and end with never; a rhythm grows from never to often; all else grows."""
    values = list(control.offered)
    if control.field == "every_weeks":
        assert values[0] == control.off or control.off is None, where
        rhythm = values[1:] if values[0] == control.off else values
        assert rhythm == sorted(rhythm, reverse=True), where
    elif control.field == "week":
        assert control.off not in values or values[-1] == control.off, where
        weeks = [one for one in values if one != control.off]
        assert weeks == sorted(weeks), where
    else:
        assert values == sorted(values), where
