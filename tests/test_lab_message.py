"""Lesson 04's message, composed from parts."""

import re

import pytest

from sim.lab.answers.progress import Progress
from sim.lab.pages.lesson_page import LessonPage
from sim.lab.panels.message import Message
from sim.lab.session.lesson_data import load_lesson
from sim.texts import words

LESSON = "04_when_things_go_wrong"


@pytest.fixture
def page(tmp_path):
    """Return lesson 04, its answers kept in a folder of their own."""
    return LessonPage(LESSON, progress=Progress(tmp_path, "mine"))


def message(page):
    """Return its message."""
    return page.message().children[0]


def test_each_line_is_answered_in_its_own_words(page):
    """A chosen line shows its comment, and no part is graded."""
    for part in load_lesson(LESSON).message:
        for number, line in enumerate(part.lines):
            message(page).choices[part.key].chosen = [str(number)]
            assert message(page).choices[part.key].hint == line.said


def test_the_lines_are_put_together_and_nothing_is_lost(page):
    """Chosen lines are added in order after what was written; doing it twice adds nothing."""
    built = message(page)
    built.take()
    assert built.told.status == words.say("message.choose_first")
    built.own.value = "Dear all,"
    for key in ("repair", "what"):
        built.choices[key].chosen = ["0"]
    built.take()
    built.take()
    parts = {part.key: part.lines[0].words for part in load_lesson(LESSON).message}
    assert built.own.value == f"Dear all,\n\n{parts['what']} {parts['repair']}"


def test_the_message_is_kept(page):
    """Lines and words are restored after a reload."""
    message(page).choices["owned"].chosen = ["1"]
    message(page).own.value = "We are sorry."
    new = message(LessonPage(LESSON, progress=Progress(page.progress.path.parent, "mine")))
    assert (new.choices["owned"].value, new.own.value) == ("1", "We are sorry.")
    assert new.choices["owned"].hint == load_lesson(LESSON).message[2].lines[1].said


@pytest.mark.parametrize("kept", [{"owned": 1}, {"owned": "99"}, {"own": ["x"]}, {"what": None}])
def test_what_was_changed_by_hand_does_no_harm(kept):
    """Invalid parts of an edited progress file are ignored."""
    built = Message(load_lesson(LESSON).message, kept, keep=lambda _: "")
    assert all(choice.value is None for choice in built.choices.values())
    assert built.own.value == ""


# A message goes to a person


GOOD = {"what": "0", "impact": "0", "owned": "0", "reason": "0", "repair": "0"}
VAGUE = {"what": "1", "impact": "2", "reason": "1", "repair": "1"}
DENIED = {"what": "2", "owned": "3"}
CIRCLE = load_lesson(LESSON).replies[0].partner


def guessed(page):
    """Record a guess, so that the lab opens."""
    page.predict()
    page.guess.chosen = ["owned"]
    page.record_guess()
    return page.play().children[1]


def send(page, lines, week="0"):
    """Choose these lines and send them."""
    built = message(page)
    for key, choice in built.choices.items():
        choice.chosen = [lines[key]] if key in lines else []
    built.when.chosen = [week]
    built.send()
    return built


def acts(sandbox):
    """Return the acts of the lab that a message can be: kind, week, and what it says."""
    kinds = ("acknowledge", "apologise", "deny")
    return [act for act in sandbox.session.draft.played.acts if act.act in kinds]


def test_every_line_changes_the_listener(page):
    """Each chosen line shows its own mood and answer, and the lines of a part differ in the face."""
    built = message(page)
    assert built.listener.people[0]["says"] == words.say("message.listens")
    for part in load_lesson(LESSON).message:
        moods = set()
        for number, line in enumerate(part.lines):
            built.choices[part.key].chosen = [str(number)]
            one = built.listener.people[0]
            assert (one["name"], one["mood"], one["says"]) == (CIRCLE, line.mood, line.answer)
            moods.add(line.mood)
        assert len(moods) > 1, part.key


def test_three_partners_reply_and_none_like_another(page):
    """A sent message brings three replies, and a good, a vague and a denying one bring others."""
    told = [tuple(one["says"] for one in send(page, lines).faces.people) for lines in (GOOD, VAGUE, DENIED)]
    assert [len(set(one)) for one in told] == [3, 3, 3]
    assert all(not set(one) & set(other) for one, other in ((told[0], told[1]), (told[0], told[2]), (told[1], told[2])))


def test_the_answers_come_into_view_when_they_were_asked_for(page):
    """Sending asks for the answers; without a line, and when the lesson is opened again, nothing moves the page."""
    assert send(page, {}).faces.asked == 0
    assert send(page, GOOD).faces.asked == 1
    later = LessonPage(LESSON, progress=Progress(page.progress.path.parent, "mine"))
    assert (len(message(later).faces.people), message(later).faces.asked) == (3, 0)


def test_each_reply_is_given_to_some_message():
    """No reply is hidden behind an earlier one, whatever the message says."""
    lesson = load_lesson(LESSON)
    messages = [frozenset()]
    for part in lesson.message:
        messages = [said | {*line} for said in messages for line in ((), *(one.does for one in part.lines))]
    for reply in lesson.replies:
        given = {reply.line(said) for said in messages}
        assert given == set(reply.lines), reply.partner


@pytest.mark.long
def test_the_lab_plays_what_was_sent(page):
    """Owned or not, reason, remedy and date are in the lab's acts; an undo takes the message out again."""
    sandbox = guessed(page)
    before = sandbox.session.draft
    send(page, GOOD, week="4")
    said = {act.act: act for act in acts(sandbox)}
    assert set(said) == {"acknowledge", "apologise"}
    assert {act.week for act in said.values()} == {4}
    assert set(said["apologise"].parts) == {"responsibility", "regret", "explanation", "repair"}
    assert said["acknowledge"].names == "impact"
    send(page, {"owned": "1"})
    (bare,) = acts(sandbox)
    assert (bare.act, bare.week, bare.parts, bare.owns) == ("apologise", 0, ("regret",), False)
    send(page, {"what": "1"})
    assert acts(sandbox) == []
    for _ in range(3):
        sandbox.undo()
    assert sandbox.session.draft.played.acts == before.played.acts


@pytest.mark.long
def test_before_the_guess_the_model_tells_nothing(page):
    """A message can be sent and answered before the guess, but no figure of the model is shown."""
    built = send(page, GOOD)
    built.stay.chosen = ["stay"]
    assert len(built.faces.people) == 3
    assert (
        built.sent_said.blocks[-1]["text"]
        == built.stay.hint
        == words.say("message.guess_first", part=words.say("lesson.your_guess"))
    )
    guessed(page)
    built.send()
    assert "still with you · partnership " in built.sent_said.words


@pytest.mark.long
def test_an_honest_message_is_worth_more_than_a_denial(page):
    """The figures that are told are the model's, and the honest message has the higher one."""
    guessed(page)
    figures = [
        int(re.search(r"partnership (\d+)", send(page, one).sent_said.blocks[1]["text"])[1]) for one in (GOOD, DENIED)
    ]
    assert figures[0] > figures[1]


@pytest.mark.long
@pytest.mark.parametrize("week", ["0", "1", "4", "12"])
def test_the_result_says_why_it_is_another_than_under_play(page, week):
    """Whenever it was sent, an apology that owns the fault says that nobody was heard; others say nothing of it."""
    guessed(page)
    unheard, impact = words.say("message.unheard"), words.say("message.with_impact", part=words.say("lesson.part_play"))
    told = send(page, GOOD, week).sent_said.blocks[1]["text"]
    assert unheard in told
    assert impact in told
    told = send(page, {"owned": "0"}, week).sent_said.blocks[1]["text"]
    assert unheard in told
    assert impact not in told
    for lines in (VAGUE, DENIED):
        assert unheard not in send(page, lines, week).sent_said.words


@pytest.mark.long
def test_the_seats_are_swapped(page):
    """The trainee gets the same message, says whether to stay, and only then hears of the model's partner."""
    guessed(page)
    built = send(page, GOOD)
    lines = [part.lines[0].words for part in load_lesson(LESSON).message]
    assert " ".join(lines) in built.seats.words
    assert built.stay.hint == ""
    built.stay.chosen = ["wait"]
    assert CIRCLE in built.stay.hint
    assert page.record["message"]["stay"] == "wait"


@pytest.mark.long
def test_a_denial_after_owning_up_is_asked_about(page):
    """Who owned the fault and then denies it is asked which is true, and the lab plays both, the denial later."""
    sandbox = guessed(page)
    send(page, DENIED)
    assert message(page).believe not in message(page).after.children
    send(page, GOOD, week="1")
    built = send(page, DENIED)
    question = built.after.children[0].words
    for line in (GOOD["owned"], DENIED["owned"]):
        assert load_lesson(LESSON).message[2].lines[int(line)].words in question
    assert "with both messages and nothing else" in built.sent_said.words
    assert sorted((act.act, act.week) for act in acts(sandbox)) == [("acknowledge", 1), ("apologise", 1), ("deny", 2)]
    built.believe.value = "That we were afraid."
    new = message(LessonPage(LESSON, progress=Progress(page.progress.path.parent, "mine")))
    assert new.believe.value == "That we were afraid."
    assert new.believe in new.after.children


@pytest.mark.long
def test_what_was_sent_comes_back(page):
    """Replies, seat and answer are restored after a reload, with the same words."""
    guessed(page)
    built = send(page, GOOD, week="12")
    built.stay.chosen = ["go"]
    new = message(LessonPage(LESSON, progress=Progress(page.progress.path.parent, "mine")))
    assert new.faces.people == built.faces.people
    assert (new.seats.words, new.stay.value, new.stay.hint) == (built.seats.words, "go", built.stay.hint)
    assert new.when.value == "12"


def test_nothing_is_sent_without_a_line(page):
    """An empty message is not sent; the page says what to do."""
    built = message(page)
    built.send()
    assert built.sent_said.status == words.say("message.choose_first")
    assert "message" not in page.record


@pytest.mark.parametrize("sent", ["x", [3], [{"owned": "9"}], [{"when": "1"}], [{"owned": "0", "when": "99"}], {}])
def test_a_sent_message_that_was_changed_by_hand_does_no_harm(sent):
    """What cannot be read of messages that were sent is left out."""
    lesson = load_lesson(LESSON)
    built = Message(lesson.message, {"sent": sent, "stay": 3}, keep=lambda _: "", replies=lesson.replies)
    assert len(built.faces.people) in (0, 3)


def test_a_message_of_the_last_version_opens_as_it_was(page):
    """Lines and words of an older file are shown, nothing counts as sent, and opening changes nothing."""
    before = {"message": {"owned": "1", "own": "We are sorry."}}
    page.progress.keep(LESSON, before)
    built = message(LessonPage(LESSON, progress=page.progress))
    assert (built.choices["owned"].value, built.own.value) == ("1", "We are sorry.")
    assert built.faces.people == []
    assert page.progress.lessons[LESSON] == before


def test_a_reply_that_leaves_a_message_without_an_answer_is_refused():
    """The last line of each reply must fit any message, and each partner be one of the case."""
    import tomllib
    from importlib.resources import files

    from sim.base.errors import BadInput
    from sim.lab.session.lesson_data import Lesson
    from sim.model.validation import checked

    data = tomllib.loads((files("sim.lab.session") / "lessons" / f"{LESSON}.toml").read_text("utf-8"))
    line = {"mood": "calm", "words": "Yes."}
    for reply, said in (
        ({"partner": CIRCLE, "lines": [line | {"when": ["fact"]}]}, "must fit any message"),
        ({"partner": "Nobody", "lines": [line]}, "no partner 'Nobody'"),
    ):
        with pytest.raises(BadInput, match=said):
            checked(data | {"replies": [reply]}, Lesson, "test")


@pytest.mark.long
def test_the_controls_of_the_lab_show_what_the_message_says(page):
    """A control shows what is sent, and nothing chosen, with a sentence, where that is not on offer."""
    sandbox = guessed(page)
    shown = {binding.control.label: binding.widget for binding in sandbox.bindings}
    says, first_day = shown["What the apology says"], shown["Say on the first day what went wrong"]
    other = words.say("editor.not_on_offer")
    send(page, GOOD, week="1")
    assert (says.chosen, says.hint, says.disabled) == ([], other, False)
    assert (first_day.chosen, first_day.hint, first_day.disabled) == ([], other, False)
    first_day.chosen = ["1"]
    assert {act.act: act.week for act in acts(sandbox)} == {"acknowledge": 0, "apologise": 1}
    assert first_day.hint == ""
    says.chosen = ["0"]
    assert [act.parts for act in acts(sandbox) if act.act == "apologise"] == [("regret",)]
    send(page, {"owned": "0", "what": "0"})
    assert (says.chosen, says.hint, first_day.chosen) == (["1"], "", ["1"])
