"""The page of a played year: its screens hold what the organisation could see, and what was played is never lost."""

import json
import random
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import ROOT

from sim.catalogue import case_keys
from sim.experiments.year import year_code
from sim.experiments.year.ending import ending, other_years
from sim.experiments.year.promises import coming, owed
from sim.experiments.year.turn_hours import hours_ahead
from sim.experiments.year.visible import Facts, Moment, answers_complaint
from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code
from sim.lab.answers.progress import Progress, mine
from sim.lab.pages.year_page import FIRST, FirstYear, KeptYear, SecondYear, played_year
from sim.lab.panels.played_year import PlayedYear
from sim.lab.panels.questions import Questions
from sim.lab.session.strategy_code import from_code
from sim.lab.session.year_session import MOST_EARLIER, YearSession
from sim.lab.views.year_due import spent_hours
from sim.lab.views.year_end import Looked
from sim.lab.views.year_people import Seen, promise_name
from sim.lab.views.year_view import screen, seen_in
from sim.model.acts import ACTS
from sim.model.version import MODEL_VERSION
from sim.narrative.lines import WELCOME, Mood, agrees, lines, mood_of
from sim.texts.words import say, table

pytestmark = pytest.mark.long

CASE = "missed-deliveries"  # its year is short


def step(board):
    """Take the step that the screen asks for."""
    here = [one["name"] for one in board.screen["people"] if one["mood"] != "gone"]
    guess = {"do": "guess", "values": dict.fromkeys(here, 40)}
    board.play(guess if board.screen["phase"] == "guess" else {"do": "next"})


def to_the_end(board):
    """Play what is left of a year; return the phases on the way."""
    phases = []
    while board.screen["phase"] != "end":
        phases.append(board.screen["phase"])
        step(board)
    return phases


def begun(board, case=CASE):
    """Begin a year on a board, and choose a card for all and one for a partner."""
    board.play({"do": "begin", "case": case})
    first = board.screen["people"][0]["name"]
    for card, to, kind in (("update", "all", "every"), ("listen", first, "once")):
        when = {"kind": kind} | ({"every": 4} if kind == "every" else {})
        board.play({"do": "draft", "card": card, "values": {}, "to": [to], "when": when})
    return board


@pytest.fixture(scope="module")
def over():
    """Return a board whose year is over, and the phases that it went through."""
    board = begun(PlayedYear())
    return board, to_the_end(board)


@pytest.fixture
def ended(over):
    """Return a new board with that year."""
    return PlayedYear(over[0].state)


# What is on a screen


def test_what_a_screen_shows_does_not_depend_on_hidden_trust():
    """Two years with the same diary and other trust give the same screen."""
    year = Year.begin(CASE).send([{"act": "thank", "day": 1}, {"act": "update", "day": 2, "every_weeks": 2}])
    other = replace(year)
    other.__dict__["outcome"] = replace(year.outcome, facets=1 - year.outcome.facets)
    shown = [screen(YearSession(year=one), Looked()) for one in (year, other)]
    assert shown[0] == shown[1]
    assert shown[0]["inbox"]


def test_every_word_that_the_widget_looks_up_is_there():
    """The catalogue has exactly the words that the widget's script names."""
    script = (ROOT / "sim" / "widgets" / "year_screen.js").read_text("utf-8")
    keys = re.search(r"@typedef \{(.*?)\} WordKey", script, flags=re.DOTALL)[1]
    assert set(re.findall(r'"(\w+)"', keys)) == set(table("year_words"))


def test_each_phase_has_all_that_a_screen_holds(over):
    """All screens have the same entries, and can be sent as JSON."""
    board = PlayedYear()
    kinds = {}
    begun(board)
    while board.screen["phase"] != "end":
        kinds[board.screen["phase"]] = board.screen
        step(board)
    kinds |= {"begin": PlayedYear().screen, "end": over[0].screen}
    assert set(kinds) == {"begin", "turn", "guess", "end"}
    entries = {frozenset(set(shown) - {"cases"}) for shown in kinds.values()}
    assert len(entries) == 1
    for shown in kinds.values():
        assert json.loads(json.dumps(shown)) == shown
        assert shown["status"] or shown["phase"] == "begin"


def mood_told(shown, person):
    """Return which mood of a partner the short text tells, and which one before; it must tell each once."""
    found = []
    for mood, _, names in (one.removesuffix(".").partition(": ") for one in shown["told"]):
        for name in names.split(", "):
            alone, _, before = name.removesuffix(")").partition(" (before: ")
            if alone == person["name"] and mood.lower() in {one["mood_said"].lower() for one in shown["people"]}:
                found.append((mood.lower(), before))
    (told,) = found
    return told


def check_what_came_in(shown):
    """Check that the short text holds all news, and of each letter who wrote it and what it is, or all of it."""
    whole = " ".join(shown["told"])
    for one in shown["inbox"]:
        kind = shown["words"][f"kind_{one['kind']}"]
        named = any(told.lower().startswith(f"{kind}: ") and one["from"] in told for told in shown["told"])
        assert one["text"] in whole or (one["from"] and named and shown["phase"] == "turn"), one
    assert shown["phase"] != "turn" or len(shown["told"]) <= 12 + 2 * len(shown["people"])


def test_a_turn_is_told_as_a_short_text():
    """The text of a turn names every partner with its mood, all news, who wrote what, and is short."""
    shown = begun(PlayedYear()).screen
    assert all(mood_told(shown, one)[0] == one["mood_said"].lower() for one in shown["people"])
    check_what_came_in(shown)
    assert not any(one.startswith("You chose") for one in shown["told"])


def test_the_short_text_says_first_what_was_sent_and_how_moods_have_changed():
    """After a turn come the cards that were sent, with their hours, and beside each changed mood the one before."""
    board = PlayedYear()
    board.play({"do": "begin", "case": "missed-deadline"})
    board.play({"do": "draft", "card": "apologise", "values": {}, "to": ["all"], "when": {"kind": "once"}})
    board.play({"do": "next"})
    assert re.fullmatch(r"You chose: Apologise.*: \d+ hours\.", board.screen["told"][0])
    before = {one["name"]: one["mood"] for one in board.screen["people"]}
    board.play({"do": "next"})
    told = board.screen["told"]
    assert told[0] == "You chose nothing new."
    changed = {one["name"] for one in board.screen["people"] if one["mood"] != before[one["name"]]}
    assert changed
    assert changed == {one["name"] for one in board.screen["people"] if mood_told(board.screen, one)[1]}


def test_the_short_text_names_the_orders_that_ran():
    """Each order of an earlier turn that was done in this one is told with how often and its hours; no other is."""
    orders = [
        {"act": "listen", "when": "complaint", "every_weeks": 1}, {"act": "update", "day": 1, "every_weeks": 2},
        {"act": "survey", "day": 3, "every_weeks": 13}, {"act": "thank", "day": 2},
    ]  # fmt: skip
    year, ran = Year.begin("missed-deadline", 1).send(orders), Counter()
    while year.week < 20:
        began, year = year.week, year.send([])
        told = [one for one in screen(YearSession(year=year), Looked())["told"] if one.startswith("Went on")]
        done = Counter(one.what for one in year.outcome.diary if one.day > 5 * began)
        for one in ("listen", "update", "survey", "thank"):
            said = [text for text in told if text.startswith(f"Went on: {say(f'acts.{one}')}")]
            times = "once" if done[one] == 1 else f"{done[one]} times"
            assert bool(said) == bool(done[one])
            assert not said or f"; done {times} in this turn, " in said[0]
            ran[one] += len(said)
    assert set(+ran) == {"listen", "update", "survey"}


def test_guesses_are_asked_for_three_times(over):
    """The player is asked for a guess three times in a year, and the guesses come back at its end."""
    board, phases = over
    assert phases.count("guess") == 3
    stayed = [line for line in board.screen["end"]["lines"] if line["gone_week"] is None]
    assert all(len(line["guesses"]) == 3 for line in stayed)


@pytest.mark.parametrize(("reading", "mood"), [(29, "calm"), (62, "pleased")])
def test_nobody_looks_pleased_who_says_that_there_is_little_trust(reading, mood):
    """A kept promise shows as pleased, unless the partner has just said that it trusts little."""
    told = Moment(20, "told", "Funder", "", Facts(), reading=reading)
    assert mood_of([told, Moment(22, "promise_kept", "Funder", "Open day", Facts())], 25).key == mood


@pytest.mark.parametrize(("word", "fits"), [("complained", False), ("left", False), ("good", True)])
def test_nobody_looks_pleased_who_tells_that_another_complained_or_left(word, fits):
    """Word of another partner stands beside who is pleased only where it is good."""
    assert agrees(Mood("pleased", 3), Moment(18, "neighbour", "Funder", "Clinic team", Facts(), word=word)) == fits


# Moves


def test_nobody_looks_pleased_who_says_that_nobody_asked_or_answered():
    """No line that states that nobody asked or answered stands beside a pleased face."""
    of = [line for kind in lines().values() for line in kind]
    stated = [line for line in of if False in (line.asserts.get("heard"), line.asserts.get("replied"))]
    assert len(stated) > 10
    for line in stated:
        if line.kind not in WELCOME:
            said = Moment(9, line.kind, "Ana", "", Facts(), word="low")
            assert not agrees(Mood("pleased", 1), said, line), line.key


def test_what_was_chosen_is_shown_taken_back_and_sent():
    """A chosen card stands in the hand until it is taken back; a standing order goes on until it is stopped."""
    board = begun(PlayedYear())
    assert [one["id"] for one in board.screen["hand"]] == [0, 1]
    board.play({"do": "take_back", "id": 1})
    assert len(board.screen["hand"]) == 1
    step(board)
    assert (board.screen["hand"], [one["id"] for one in board.screen["standing"]]) == ([], [0])
    board.play({"do": "stop", "id": 0})
    step(board)
    assert board.screen["standing"] == []


def test_a_card_that_was_open_goes_along():
    """A card that goes along with a turn is sent in it; where it cannot be, nothing is played, and it is said why."""
    board = begun(PlayedYear())
    card = {"do": "draft", "card": "thank", "values": {}, "to": ["Nobody"], "when": {"kind": "once"}}
    board.play({"do": "next", "along": card})
    assert (board.screen["turn"]["week"], len(board.screen["hand"])) == (0, 2)
    assert "Nobody" in board.screen["status"]
    board.play({"do": "next", "along": card | {"to": ["all"]}})
    assert [act.act for act in board.session.played.turns[0].acts] == ["update", "listen", "thank"]
    while board.screen["phase"] != "guess":
        board.play({"do": "next"})
        if board.session.guess_due:
            board.play({"do": "next", "along": card | {"to": ["all"]}})
    step(board)
    assert [act.act for act in board.session.played.turns[-1].acts] == ["thank"]


@pytest.mark.parametrize(
    "move",
    [
        {"do": "load", "code": "MBY1-cut"},
        {"do": "load", "code": "MBY2-cut-off"},
        {"do": "load", "code": ""},
        {"do": "load", "code": "MB1-abc-def"},
        {"do": "draft", "card": "moon", "values": {}, "to": ["all"], "when": {"kind": "once"}},
        {"do": "draft", "card": "thank", "values": {}, "to": ["Nobody"], "when": {"kind": "once"}},
        {"do": "draft", "card": "apologise", "values": {"parts": 7}, "to": ["all"], "when": {"kind": "once"}},
        {"do": "guess", "values": {"Nobody": 3}},
        {"do": "take_back", "id": 9},
        {"do": "stop", "id": 9},
        {"do": "back_to", "turn": 99},
        {"do": "reopen", "id": 0},
        {"do": "reopen"},
        {"do": "change", "id": "moon"},
        {"do": "fly"},
        {},
    ],
    ids=str,
)
def test_a_bad_move_gives_a_sentence_and_changes_nothing(move):
    """What cannot be played is said in one sentence; the year and what was chosen stay."""
    board = begun(PlayedYear())
    before = board.screen
    board.play(move)
    assert board.screen["status"].endswith((".", "?"))
    assert say("year.failed") != board.screen["status"] != before["status"]
    assert board.screen | {"status": ""} == before | {"status": ""}


@pytest.mark.parametrize(("page", "case"), [(FirstYear, "missed-deadline"), (SecondYear, "missed-deliveries")])
def test_a_code_of_another_case_is_refused_where_one_case_is_played(page, case):
    """In a lesson, the code of another case is told of with both titles, and the year that is played there stays."""
    board = page(Progress()).year
    board.play({"do": "begin", "case": case})
    before = board.state
    board.play({"do": "load", "code": other_code()})
    assert board.state == before
    assert "“Silent study”" in board.screen["status"]
    assert f"“{board.screen['case']['title']}”" in board.screen["status"]
    step(board)
    assert board.screen["turn"]["week"] > 0


# The end


def test_the_end_answers_what_would_have_helped(ended):
    """Each question on the end has an answer that names how many changes were tried."""
    end = ended.screen["end"]
    assert end["turning_points"]
    assert not any(one["text"].startswith(one["title"].partition(":")[0]) for one in end["turning_points"])
    assert end["years"]["said"]
    assert [one["yours"] for one in end["rivals"]].count(True) == 1
    first, second = (one["id"] for one in end["change"]["asks"][:2])
    for asked in (first, second, first):
        ended.play({"do": "change", "id": asked})
    answers = ended.screen["end"]["change"]["answers"]
    assert [one["id"] for one in answers] == [second, first]
    for one in answers:
        assert re.search(r"\d+ single changes were tried", one["said"])
    told = answers[-1]
    best = "".join(f" The best of them: {one['text']}; {one['share']}, {one['hours']}." for one in told["found"][:1])
    assert ended.screen["status"] == told["said"] + best


def test_luck_is_counted_in_years_and_told_of_all_partners(ended):
    """The end counts other years as answers do, and says that its luck is that of all partners and weeks together."""
    others = other_years(ended.session.played)
    said = ended.screen["end"]["years"]["said"]
    worse, better = (sum(sign * (one - others.headline) > 0 for one in others.headlines) for sign in (-1, 1))
    if abs(others.luck) < 1:
        assert said.startswith(
            f"In {better} of 200 other years the same decisions would have gone better, in {worse} worse: "
        )
        return
    years, went, luck = (worse, "worse", "gave") if others.luck > 0 else (better, "better", "cost")
    assert said.startswith(
        f"In {years} of 200 other years the same decisions would have gone {went}: "
        f"over all partners and weeks, luck {luck} you {abs(others.luck):.0f} point"
    )
    assert " of trust of 100, " in said


def test_a_branch_is_shown_beside_the_first_try(ended):
    """After one has gone back to a turn, the end shows the first try too."""
    turn = ended.screen["end"]["turning_points"][0]["turn"]
    ended.play({"do": "back_to", "turn": turn})
    assert ended.screen["turn"]["number"] == turn
    to_the_end(ended)
    end = ended.screen["end"]
    assert end["first"]
    assert all(line["branch"] for line in end["lines"])
    assert PlayedYear(ended.state).screen["end"]["first"] == end["first"]


def test_a_sent_year_is_played_anew_and_compared(over):
    """Whoever loads a code, with words around it, plays that year from its start and sees the sender's result."""
    sender = over[0].screen
    board = PlayedYear()
    board.play({"do": "load", "code": f"Look: {sender['code']} Yours?"})
    assert (board.screen["case"]["key"], board.screen["turn"]["week"]) == (CASE, 0)
    to_the_end(board)
    titles = {row["title"]: row for row in board.screen["end"]["rivals"]}
    assert titles[say("year_end.sent")]["headline"] == sender["end"]["headline"]
    assert board.screen["end"]["lines"][0]["branch"] == sender["end"]["lines"][0]["true"]
    assert board.screen["words"]["line_branch"] == say("year_end.sent")


def test_a_year_that_nobody_has_ended_is_only_played():
    """The code of a year that is not over, or has not begun, gives that year; its end compares it with nothing sent."""
    board = PlayedYear()
    board.play({"do": "load", "code": as_code(Year.begin(CASE, 3))})
    assert board.screen["status"] == say("year.loaded_open", case=board.session.played.case.title)
    to_the_end(board)
    titles = [row["title"] for row in board.screen["end"]["rivals"]]
    assert say("year_end.yours") in titles
    assert say("year_end.sent") not in titles
    assert not any(line["branch"] for line in board.screen["end"]["lines"])
    assert board.session.played.number == 3


def test_what_was_done_is_a_strategy_for_the_lab(over):
    """The end has the acts that were sent as a code that the lab loads, and links to it and to this very year."""
    end = over[0].screen["end"]
    loaded = from_code(end["strategy"])
    assert loaded.case == CASE
    assert loaded.strategy.acts == over[0].session.year.strategy.acts
    assert end["links"]["lab"] == f"B_open_lab.ipynb?strategy={end['strategy']}"
    assert over[0].session.code in end["links"]["year"]


def test_what_was_done_is_lines_for_the_plan(over):
    """The end has what was done as lines with calendar days, as the plan of lesson 07 takes them over."""
    lines = over[0].screen["end"]["plan"].splitlines()
    assert len(lines) == len(over[0].session.year.strategy.acts)
    assert lines[0].startswith(f"{date.fromisoformat(lines[0][:10])}: ")


def test_a_link_begins_the_year_once(over, monkeypatch, tmp_path):
    """A link to a year begins it; after a reload of the same link, what was played of it is there."""
    monkeypatch.setenv("MENDING_BRIDGES_HOME", str(tmp_path))
    monkeypatch.setenv("QUERY_STRING", over[0].screen["end"]["links"]["year"].partition("?")[2])
    mine.cache_clear()
    board = played_year()
    assert (board.screen["phase"], board.screen["case"]["key"]) == ("turn", CASE)
    step(board)
    mine.cache_clear()
    assert played_year().screen["turn"] == board.screen["turn"]
    mine.cache_clear()


def test_a_case_can_be_looked_at_before_it_is_begun():
    """Choosing another case shows what it is about; it begins only when that is pressed."""
    board = PlayedYear()
    board.play({"do": "pick", "case": CASE})
    assert (board.screen["phase"], board.screen["case"]["key"]) == ("begin", CASE)
    assert "You lead them through 26 weeks." in board.screen["case"]["about"]


def test_another_year_has_other_luck(ended):
    """The next year has the same case and another number."""
    number = ended.session.year.number
    ended.play({"do": "again"})
    assert (ended.screen["phase"], ended.session.year.number) == ("turn", number + 1)


# What is kept


def progress(folder):
    """Return a trainee's answers on disk."""
    return Progress(folder, "kestrel1")


def test_a_year_is_there_after_a_reload(tmp_path):
    """All but the turn that was not sent is restored."""
    board = begun(KeptYear(progress(tmp_path)))
    step(board)
    again = KeptYear(progress(tmp_path))
    assert again.screen | {"status": ""} == board.screen | {"status": ""}


def test_a_second_tab_takes_over_what_the_first_has_played(tmp_path):
    """A move on an older screen is not played; the year as the other tab has it is shown, with a sentence."""
    begun(KeptYear(progress(tmp_path)))
    tabs = [KeptYear(progress(tmp_path)) for _ in range(2)]
    step(tabs[0])
    week = tabs[0].screen["turn"]["week"]
    step(tabs[1])
    assert tabs[1].screen["turn"]["week"] == week
    assert tabs[1].screen["status"] == say("year.other_tab")


def test_a_tab_that_is_behind_keeps_what_the_other_one_opened(tmp_path, over):
    """If one tab opens a code, the other one shows that year at its next move, with the own year among the earlier."""
    progress(tmp_path).keep("D_play_a_year", over[0].state)
    tabs = [KeptYear(progress(tmp_path)) for _ in range(2)]
    tabs[0].play({"do": "load", "code": other_code()})
    tabs[1].play({"do": "again"})
    assert tabs[1].screen["status"] == say("year.other_tab")
    assert tabs[1].state == tabs[0].state
    assert len(tabs[1].screen["earlier"]) == 1


class EndOfKernel(BaseException):
    """The kernel ends here, whatever it was doing."""


@pytest.mark.parametrize("saved", [False, True])
def test_a_kernel_that_ends_in_mid_turn_loses_no_turn(tmp_path, monkeypatch, saved):
    """If the kernel ends while a turn is played, what was sent before is there, and the page's move is played once."""
    begun(KeptYear(progress(tmp_path)))
    board = KeptYear(progress(tmp_path))
    step(board)
    at, sent = ["turn", board.screen["turn"]["number"]], {"do": "next"}
    save = KeptYear._save  # noqa: SLF001 - the kernel ends before or after it

    def end(self, state):
        if saved:
            save(self, state)
        raise EndOfKernel

    monkeypatch.setattr(KeptYear, "_save", end)
    board = KeptYear(progress(tmp_path))
    with pytest.raises(EndOfKernel):
        board.receive({"move": sent, "at": at, "id": "a"})
    monkeypatch.undo()
    again = KeptYear(progress(tmp_path))
    assert again.screen["turn"]["number"] == at[1] + saved
    again.receive({"move": sent, "at": at, "id": "a"})
    assert again.screen["turn"]["number"] == at[1] + 1


@pytest.mark.parametrize("kept", [3, [], {"year": 7}, {"year": "MBY1-cut", "case": 3}, {"case": "moon"}])
def test_what_cannot_be_read_begins_a_new_year(tmp_path, kept):
    """A record that cannot be read leaves the page at its beginning."""
    spoilt = progress(tmp_path)
    spoilt.lessons["D_play_a_year"] = kept
    assert KeptYear(spoilt).screen["phase"] == "begin"


def test_a_full_disk_is_said_and_the_year_goes_on(tmp_path, monkeypatch):
    """If the year cannot be saved, a sentence says so, and it can be played on."""
    board = KeptYear(progress(tmp_path))
    monkeypatch.setattr(Progress, "_write", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    begun(board)
    step(board)
    assert board.screen["status"] == board.progress.trouble != ""
    assert board.screen["turn"]["week"] > 0


# Years that others took the place of


def other_code():
    """Return the code of a year that somebody else has begun."""
    return as_code(Year.begin("silent-study", 4))


@pytest.mark.parametrize("by", ["code", "link", "again"])
def test_a_finished_year_is_kept_when_another_takes_its_place(ended, by):
    """Whoever opens a code or a link, or plays on, is told that the finished year is kept, and can open it again."""
    own = ended.screen
    if by == "link":
        ended.take_up(other_code())
    else:
        ended.play({"do": "again"} if by == "again" else {"do": "load", "code": other_code()})
    assert say("year.put_aside") in ended.screen["status"]
    (kept,) = ended.screen["earlier"]
    step(ended)
    ended.play({"do": "reopen", "id": kept["id"]})
    assert ended.screen["end"] == own["end"]
    assert "up to week" in ended.screen["earlier"][0]["text"]


def test_an_earlier_year_comes_back_with_its_first_try(ended, tmp_path):
    """The first try of a branch is put aside with it, and comes back with it after a reload."""
    ended.session.first = ended.session.year
    own = ended.state
    ended.play({"do": "load", "code": other_code()})
    kept = progress(tmp_path)
    kept.keep("D_play_a_year", ended.state)
    board = KeptYear(progress(tmp_path))
    board.play({"do": "reopen", "id": 0})
    assert {name: board.state[name] for name in own} == own


def test_a_second_finished_try_is_kept_when_a_third_begins(ended):
    """Going back once keeps the first try beside the branch; going back again keeps the branch among earlier years."""
    for tries in (0, 1):
        ended.play({"do": "back_to", "turn": len(ended.session.played.turns)})
        assert len(ended.screen["earlier"]) == tries
        to_the_end(ended)


def test_a_link_that_was_opened_before_is_not_opened_anew(ended):
    """A reload of a link's page leaves the own year open to which one has returned."""
    ended.take_up(other_code())
    step(ended)
    ended.play({"do": "reopen", "id": 0})
    own = ended.state
    ended.take_up(f"{other_code()} ")
    assert ended.state == own


def test_what_cannot_be_read_is_kept_for_a_version_that_can(tmp_path):
    """Codes of years that this version cannot read stay in the file when another year is begun."""
    spoilt = progress(tmp_path)
    spoilt.lessons["D_play_a_year"] = {"year": "MBY9-new", "earlier": [{"year": "MBY9-old"}, 3, {"sent": "MBY1-no"}]}
    board = KeptYear(spoilt)
    assert board.screen["earlier"] == []
    begun(board)
    assert progress(tmp_path).lessons["D_play_a_year"]["earlier"] == [{"year": "MBY9-new"}, {"year": "MBY9-old"}]
    board.play({"do": "reopen", "id": 0})
    assert "newer version" in board.screen["status"]
    assert board.screen["phase"] == "turn"


def test_so_many_earlier_years_are_kept():
    """The oldest of more than twenty earlier years goes, and a year of which nothing was played is not kept."""
    session = YearSession()
    for number in range(MOST_EARLIER + 3):
        session.year = Year.begin(CASE, number).send_again([], [], 2)
        session.again()
    session.load(other_code())
    assert [year_code.from_code(one["year"]).number for one in session.earlier] == [*range(MOST_EARLIER + 2, 2, -1)]


# In lessons


def test_the_first_lesson_asks_two_questions_before_and_after_the_year():
    """Two ratings stand before the year begins, are kept with those of the start, and come again when it is over."""
    kept = Progress()
    page = FirstYear(kept)
    before = page.children[0]
    before.children[1].chosen = ["2"]
    assert set(kept.lessons["questions"]["before"].values()) == {"2"}
    assert Questions(kept).before().children[1].value == "2"
    page.year.play({"do": "begin", "case": "missed-deadline"})
    assert page.children == (page.year,)
    to_the_end(page.year)
    page.children[1].children[1].chosen = ["4"]
    assert set(kept.lessons["questions"]["after_year"].values()) == {"4"}


def test_the_last_lesson_shows_both_years_side_by_side(over):
    """When the second year is over, the figures of both stand in one table; before, a sentence says what is missing."""
    kept = Progress()
    assert SecondYear(kept).told.words == say("year_beside.no_first")
    kept.lessons[FIRST] = over[0].state
    page = SecondYear(kept)
    assert page.told.words == say("year_beside.not_yet")
    page.year.play({"do": "begin", "case": CASE})
    to_the_end(page.year)
    rows = next(block["table"]["rows"] for block in page.told.blocks if "table" in block)
    assert [len(row) for row in rows] == [3, 3, 3, 3]


def test_a_sent_year_of_another_model_is_opened_with_a_remark(monkeypatch):
    """Whoever opens a year that another version of the model played is told that it may come out otherwise."""
    sent = as_code(Year.begin("missed-deadline", 3))
    monkeypatch.setattr(year_code, "MODEL_VERSION", MODEL_VERSION + 1)
    board = PlayedYear()
    board.play({"do": "load", "code": sent})
    said = f"It was made with model version {MODEL_VERSION}; this is version {MODEL_VERSION + 1}"
    assert said in board.screen["status"]


def test_a_link_does_not_replace_a_year_that_is_being_played(over):
    """Whoever is in mid-year and follows a link keeps the own year, and is told when to open the other one."""
    board = begun(PlayedYear())
    board.play({"do": "next"})
    own = board.state
    board.take_up(over[0].session.code)
    assert board.state == own
    assert "Yours stands in week" in board.screen["status"]


# What was promised


@pytest.mark.parametrize("case", case_keys())
def test_no_promise_is_missed_that_was_not_shown(case):
    """Whatever is missed or handed over was on the list of promises when the turn before was sent, with its week."""
    session = YearSession(year=Year.begin(case, 3))
    shown: set[str] = set()
    while not session.year.over:
        due = screen(session, Looked())["due"]
        assert all(re.search(r"week \d|no new date", one["when"]) for one in due)
        shown |= {one["name"] for one in due}
        session.year = session.year.send([{"act": "propose", "day": 1}] if not session.year.week else [])
        seen = {one.moment.about for one in seen_in(session.year).news if one.moment.kind.startswith("promise_")}
        known = {promise_name(one.name, one.act) for one in owed(session.year)}
        assert {name for name in seen if "/" not in name} <= shown
        assert {one for one in known if "Offer" not in one} <= shown


def test_a_new_promise_is_told_in_the_inbox():
    """What is promised in a turn, by the case or by an act, is told once, with its date; the next turn is silent."""
    year = Year.begin("missed-deadline").send([{"act": "propose", "day": 1}])
    told = [one["text"] for one in screen(YearSession(year=year), Looked())["inbox"] if "New among" in one["text"]]
    assert len(told) == 3
    assert any("Half-year report, for Funder, due in week 9" in one for one in told)
    later = year.send([])
    again = [one["text"] for one in screen(YearSession(year=later), Looked())["inbox"]]
    assert not set(told) & set(again)


def left_by_all(number=3):
    """Return the session of a year of which the Funder went in the first week, with an order that still goes to it."""
    year = Year.begin("missed-deadline", number)
    listening = {"act": "listen", "day": 1, "every_weeks": 2, "to": ["Funder"]}
    update = {"act": "update", "day": 1, "every_weeks": 1, "to": ["all"]}
    return YearSession(year=year.send([listening, update, {"act": "part_ways", "day": 1, "to": ["Funder"]}]))


def test_a_promise_to_somebody_who_has_gone_falls_away():
    """It is told once: in the inbox, among the promises and in the short text; no more hours are expected for it."""
    session = left_by_all()
    assert "Half-year report" in [one["name"] for one in screen(YearSession(year=session.year.before), Looked())["due"]]
    shown = screen(session, Looked())
    (fell,) = (one for one in shown["due"] if one["state"] == "dropped")
    assert (fell["name"], fell["to"]) == ("Half-year report", "Funder")
    (letter,) = (one for one in shown["inbox"] if "falls away" in one["text"])
    assert letter["text"].startswith("This promise falls away: Half-year report, for Funder, gone since week 0.")
    assert letter["text"] in " ".join(shown["told"])
    assert "Half-year report" not in hours_ahead(session.year).promised
    begins = [one.commitment.name for one in coming(session.year.case, range(52), gone=session.year.gone)]
    assert "Half-year report" not in begins
    assert "Application for next year's grant" in begins
    while not session.year.over:
        session.year = session.year.send([])
        later = screen(session, Looked())
        assert not any("Half-year report" in one["text"] for one in later["inbox"])
        assert not any(one["name"] == "Half-year report" for one in later["due"])
    assert not any(entry.about == "Half-year report" for entry in session.year.outcome.diary)


def test_work_that_others_wait_for_stays_the_same():
    """A promise to several of whom one has gone takes as much work as before; it says so in the turn of that news."""
    year = Year.begin("missed-deadline", 3)
    while not any(one.name == "Open day" and not one.ready for one in owed(year)):
        year = year.send([])
    year = year.send([{"act": "part_ways", "day": 5 * year.week + 1, "to": ["Funder"]}])
    (day,) = (one for one in screen(YearSession(year=year), Looked())["due"] if one["name"] == "Open day")
    assert day["to"] == "everybody"
    gone = "; that Funder went makes it no less. "
    assert gone in day["said"]
    later = [one["said"] for one in screen(YearSession(year=year.send([])), Looked())["due"]]
    assert later
    assert not [said for said in later if "went" in said]


def test_what_is_promised_after_somebody_went_is_not_for_them():
    """What the case promises later names only those who are still there; what it promised before names all."""
    year, seen = Year.begin("missed-deadline", 3), set()
    year = year.send([{"act": "part_ways", "day": 1, "to": ["Sister organisation"]}])
    while not year.over:
        year = year.send([])
        shown = screen(YearSession(year=year), Looked())
        told = [*(one["to"] + one["said"] for one in shown["due"] if one["to"] != "everybody")]
        told += [one["text"] for one in shown["inbox"] if "New among" in one["text"]]
        seen |= {one["name"] for one in shown["due"]}
        assert not any("Sister organisation" in one for one in told)
    assert "Joint campaign day" in seen, "it was for the Young patients' group, too"


def test_what_an_act_promises_after_somebody_went_is_not_for_them():
    """A plan for several names only those of them who were still there when it was made."""
    year = Year.begin("missed-deadline", 3)
    year = year.send([{"act": "part_ways", "day": 1, "to": ["Sister organisation"]}])
    to = ["Sister organisation", "Funder", "Clinic team"]
    year = year.send([{"act": "plan", "day": 5 * year.week + 1, "to": to}])
    shown = screen(YearSession(year=year), Looked())
    told = [one["to"] for one in shown["due"] if one["name"].startswith("Share a plan")]
    assert len(told) == 3
    assert set(told) == {"Clinic team and Funder"}
    assert not any("Sister" in one["text"] for one in shown["inbox"] if "New among" in one["text"])


BILLED = (
    "Funder went, and what goes to a group still takes the hours for all who were in it: "
    "name partners one by one to spare them."
)


def test_an_order_to_somebody_who_has_gone_says_that_it_takes_hours():
    """An order that goes on to nobody, or to a group with some who have gone, says what it takes."""
    session = left_by_all()
    alone, group = screen(session, Looked())["standing"]
    assert alone["note"] == "Funder went: nobody hears it any more, and it still takes its hours."
    assert group["note"] == ""
    assert screen(session, Looked())["hours"]["billed"] == BILLED
    listened = float(session.year.outcome.hours["listen"][0])
    later = session.year.send([]).send([])
    assert float(later.outcome.hours["listen"][0]) > listened, "the model counts hours of an order that nobody hears"
    session.stop(0)
    assert screen(session, Looked())["standing"][0]["note"] == ""
    stopped = session.year.send([], [0]).send([])
    assert float(stopped.outcome.hours["listen"][0]) == listened
    session.stop(1)
    assert screen(session, Looked())["hours"]["billed"] == "", "nothing goes to a group any more"
    for act in ("thank", "involve"):
        session.choose(session.year.accepted([{"act": act, "day": 5 * session.year.week + 1}])[0])
    shown = screen(session, Looked())
    assert shown["hours"]["billed"] == BILLED
    assert BILLED in shown["told"]
    assert not any("Funder" in one["text"] + one["done"] for one in shown["hand"]), "it is said once a turn"
    alone = session.year.accepted([{"act": "thank", "day": 5 * session.year.week + 1, "to": ["Clinic team"]}])[0]
    session.hand.clear()
    session.choose(alone)
    assert screen(session, Looked())["hours"]["billed"] == ""


# Why a turn ended, and what is spent


def reason_weeks(year, early):
    """Return the weeks of the last turn in which there came what ended it."""
    words = {" left in": "left", "complained in": "complained", "passed": "broken", "survey": "survey"}
    kind = next((kind for word, kind in words.items() if word in early), "")
    began = 5 * year.before.week
    return sorted({(one.day - 1) // 5 for one in year.outcome.diary if one.what == kind and one.day > began})


@pytest.mark.parametrize("case", case_keys())
def test_a_turn_that_ends_early_says_why(case):
    """Whenever a turn is shorter than was told, its cause stands on the screen and in the short text; names are few."""
    session, found = YearSession(year=Year.begin(case, 5)), 0
    while not session.year.over:
        ahead = screen(session, Looked())["turn"]["ahead"]
        acts = [{"act": "survey", "day": 5 * session.year.week + 1}] if session.year.week < 10 else []
        session.year = session.year.send(acts)
        shown = screen(session, Looked())
        early, weeks = shown["turn"]["early"], session.year.week - session.year.before.week
        assert bool(early) == (weeks < ahead and not session.year.over)
        if early:
            found += 1
            went_on = re.fullmatch(
                rf".*in weeks? \d+.*\. The turn still went on to week {session.year.week}, since (there|complaints).*",
                early,
            )
            ended = re.fullmatch(rf"The last turn ended after {weeks} weeks?, not {ahead}, because .*\.", early)
            assert bool(went_on) != bool(ended), early
            assert early in shown["told"]
            dated = re.search(r"in (week \d+): (“.*”)\.(?: |$)", early)
            assert bool(dated) == ("“" in early)
            named = dated[2].split("”")[0].strip("“") if dated else ""
            told = [one for one in shown["inbox"] if named in one["text"]]
            assert not dated or any(dated[1] in (one["when"], *re.findall(r"week \d+", one["text"])) for one in told)
            complained = {one.moment.partner for one in seen_in(session.year).news if one.moment.kind == "complained"}
            assert ("partners complained" in early) == ("complained in" in early and len(complained) > 2)
            why, when = early.partition(".")[0], reason_weeks(session.year, early)
            assert not when or bool(went_on) == (when[0] < session.year.week - 1), why
            assert not when or re.search(rf"weeks? {when[0]}\b", why), why
            assert f"{len(complained)} partners complained" in early or "partners complained" not in early
            for name in session.year.case.names:
                said = [one.moment.kind for one in seen_in(session.year).news if one.moment.partner == name]
                assert name not in early or {"complained", "left"} & {*said}
    assert found


def test_missed_promises_that_ended_a_turn_are_counted_and_told_apart():
    """One is named and more are counted; those of one plan have names of their own, in inbox and list alike."""
    year, found = Year.begin("missed-deadline", 3), set()
    for turn in range(12):
        acts = [{"act": "plan", "day": 5 * year.week + 1, "to": [one]} for one in year.case.names[2:5]]
        year = year.send(acts if turn < 2 else [])
        shown = screen(YearSession(year=year), Looked())
        missed = {one.moment.about for one in seen_in(year).news if one.moment.kind == "promise_broken"}
        named = [(one["name"], one["to"]) for one in shown["due"]]
        assert len(named) == len({*named})
        if "promise" in shown["turn"]["early"]:
            count = re.search(r"(\d+|[Aa]) promises? passed", shown["turn"]["early"])[1].lower()
            found.add(count)
            assert count == (str(len(missed)) if len(missed) > 1 else "a")
    assert len(found) > 1


def test_a_turn_that_ended_by_what_nobody_saw_says_so_too():
    """Where what ended a turn was seen by nobody who is still there, the sentence says so without naming it."""
    year = Year.begin("missed-deadline", 3).send([{"act": "survey", "day": 1}])
    seen = seen_in(year)
    unseen = Seen(tuple(one for one in seen.spoken if one.moment.kind not in ("told", "left")), seen.since, seen.week)
    early = screen(YearSession(year=year), Looked(), seen=unseen)["turn"]["early"]
    assert early == "The last turn ended after 1 week, not 2, because something needed a decision."


def test_what_is_spent_is_told_in_every_turn_as_at_the_end(over):
    """Each turn tells what was spent so far and what is left, in parts that add up and agree with the end."""
    session, before = YearSession(year=Year.begin(CASE)), 0
    assert "Nothing is spent yet. Left for 26 weeks: about" in screen(session, Looked())["hours"]["spent"]
    for turn in over[0].session.year.turns[:-1]:
        session.year = session.year.send(turn.acts)
        shown = screen(session, Looked())
        spent = shown["hours"]["spent"]
        assert spent in shown["told"]
        used, cards, questions, work, _, left = (int(one) for one in re.findall(r"\d+", spent))
        assert before <= used == round(float(session.year.outcome.staff_hours[0]))
        assert used == cards + questions
        assert work == round(ending(session.year).hours["commitments"])
        assert left == round(session.year.case.hours_per_day * 5 * (26 - session.year.week))
        before = used


def test_hours_that_were_spent_add_up_as_they_are_shown():
    """What was chosen is what was used without questions, after both were rounded."""
    hours = {"questions": np.array([77.6]), "commitments": np.array([450.2])}
    told = spent_hours(SimpleNamespace(staff_hours=np.array([170.4]), hours=hours))
    assert [*told.values()] == ["170 hours", "92 hours", "78 hours", "450 hours"]


# The end


def test_the_end_tells_what_was_done_and_what_hours_went_into(ended):
    """Each turn stands there with what was sent and its hours; the parts of the hours make up their sum."""
    end, year = ended.screen["end"], ended.session.year
    assert len(end["done"]) == 1
    assert end["idle"] == f"In {len(year.turns) - 1} turns you chose nothing new."
    assert end["done"][0]["when"].startswith("Turn 1, weeks 0 to")
    order, once = end["done"][0]["acts"]
    assert [one.split(". ")[0].rsplit(": ", 1)[1] for one in (order, once)] == ["3 hours each time", "6 hours"]
    ran = sum(one.what == year.strategy.acts[0].act and one.about == "0" for one in year.outcome.diary)
    assert order.split(". ")[1].startswith(f"It ran {ran} times: ")
    assert ". " not in once
    measure, hours, budget = end["explained"]["said"]
    assert "who is gone counts 0" in measure
    total, cards, questions, work = (int(one) for one in re.findall(r"(\d+) hour", hours))
    assert total == cards + questions
    assert end["hours"] == f"{total} staff hours"
    assert work == round(ending(year).hours["commitments"])
    whole, *parts, again = (int(one) for one in re.findall(r"\d+", budget))
    assert sum(parts) == whole == again
    assert parts[:2] == [total, work]


def test_the_end_counts_what_was_done_promised_and_guessed(ended):
    """At the end stand how many things were chosen, what became of promises, and how far guesses were off."""
    year = ended.session.played
    told = " ".join(ended.screen["end"]["totals"])
    assert told.startswith(f"You chose {sum(len(turn.acts) for turn in year.turns)} things to do. ")
    assert " Promises: " in told
    fates = {}  # by promise, the last that the diary says of it
    for one in year.outcome.diary:
        if one.what in ("kept", "late", "broken") and not np.asarray(one.where)[..., 0].ndim:
            fates[one.about] = one.what
    for kind, said in (
        ("kept", "kept in time"),
        ("late", "missed but done later"),
        ("broken", "missed and not done"),
    ):
        number = sum(fate == kind for fate in fates.values())
        assert (f"{number} {said}" in told) == (number > 0)
    lines = ending(year).lines
    off = [value - lines[name][one.week] for one in year.guesses for name, value in one.trust.items()]
    told = " ".join(ended.screen["end"]["heard"])
    assert f"Your guesses were {round(np.abs(off).mean())} points off on average, most of them too" in told
    assert ("too low" in told) == (np.mean(off) < 0)


def test_the_end_says_whether_a_warning_was_ever_given():
    """Whoever chose to warn before dates slip learns how often it came to that; nobody else is told of it."""
    told = []
    for acts in ([], [{"act": "forewarn", "day": 1}]):
        year = Year.begin("missed-deadline", 3).send(acts)
        while not year.over:
            year = year.send([])
        warned = sum(one.what == "warned" for one in year.outcome.diary)
        totals = " ".join(screen(YearSession(year=year), Looked())["end"]["totals"])
        told.append((warned, re.findall(r"[^.]*\bwarn[^.]*\.", totals)))
    (_, without), (warned, said) = told
    assert without == []
    times = "once" if warned == 1 else f"{warned} times"
    assert said == [
        f" You warned {times} that a date may slip." if warned else " You never had to warn that a date may slip."
    ]


def test_an_order_that_was_stopped_is_told_at_the_end():
    """The turn in which an order was stopped says so."""
    year = Year.begin(CASE).send([{"act": "update", "day": 1, "every_weeks": 2}]).send([], [0])
    while not year.over:
        year = year.send([])
    end = screen(YearSession(year=year), Looked())["end"]
    assert end["done"][1]["acts"] == ["Stopped: Send updates, every 2 weeks, from week 0"]


# What a figure shows, and what it says


BAD = {"breach", "decision", "guilt_proven", "promise_broken"}


def beside(reading):
    """Return the moods beside which an answer of so many points may stand."""
    if reading < 40:
        return {"unhappy", "complaining"}
    return {"calm", "asking", "unhappy"} if reading < 60 else {"calm", "pleased"}


def check_figure(person, said):
    """Check that the mood of a figure and its words do not contradict each other, by the moments that it may quote."""
    mood, text = person["mood"], re.sub(r"^In week \d+: ", "", person["says"])
    kinds = {one.moment.kind for one in said if one.text == text and one.moment.partner == person["name"]}
    assert kinds, person
    # Of several answers in the same words, one at least is as the mood.
    told = [one.moment.reading for one in said if one.text == text and one.moment.kind == "told"]
    if kinds == {"told"}:
        assert any(mood in beside(reading) for reading in told), person
    for kind, moods in ((BAD, "unhappy"), ({"complained"}, "complaining"), ({"asked"}, "asking")):
        assert not kinds <= kind or mood == moods, (person, kinds)
    for kept in ("promise_kept", "event_kept"):
        assert kinds != {kept} or mood in {"calm", "pleased"}, (person, kinds)
    assert (mood == "gone") == bool(kinds & {"left", "parted"})
    if mood in {"complaining", "asking", "unhappy"} and text == person["says"]:  # without a week: of the mood's own
        weeks = {(one.moment.day - 1) // 5 if one.moment.day else 0 for one in said if one.text == text}
        assert int(re.search(r"week (\d+)", person["mood_said"])[1]) in weeks, person


@pytest.mark.parametrize("case", case_keys())
def test_mood_and_words_of_a_figure_come_from_the_same_facts(case):
    """In years with random acts, no figure says what contradicts its mood, and older or newer words tell their week."""
    luck = random.Random(case)  # noqa: S311 - any acts will do
    kinds = ["listen", "apologise", "deny", "survey", "thank", "update", "propose", "explain"]
    year, checked = Year.begin(case, len(case)), 0
    while not year.over:
        day = 5 * year.week + 1
        acts = [{"act": kind, "day": day} for kind in luck.sample(kinds, 2)]
        calls = {"act": "listen", "channel": "call", "day": day}
        year = year.send([*acts, calls][: luck.randrange(4)])
        seen = seen_in(year)
        for person in screen(YearSession(year=year), Looked(), seen=seen)["people"]:
            if person["says"]:
                check_figure(person, seen.news)
                checked += 1
    assert checked > 10


# Hours


TAKEN = re.compile(
    r"Of the (\d+) hours? that you chose, (\d+) comes? from promised work: "
    r"the weeks in which they are done have only (\d+) free\."
)


def numbers_in(taken):
    """Return the hours that a sentence tells: chosen, from promised work, and free; and what it says besides."""
    found = TAKEN.match(taken)
    return [int(one) for one in found.groups()], taken[found.end() :]


def test_what_a_choice_takes_from_promised_work_is_said():
    """Choosing a card tells how many hours come from the promised work and what gets later by that."""
    board = PlayedYear()
    board.play({"do": "begin", "case": "missed-deadline"})
    assert board.screen["hours"]["taken"] == ""
    board.play({"do": "draft", "card": "apologise", "values": {}, "to": ["all"], "when": {"kind": "once"}})
    taken = board.screen["hours"]["taken"]
    (cards, work, free), rest = numbers_in(taken)
    assert cards == work + free
    assert (cards, work, free) == (9, 6, 3)
    assert re.fullmatch(
        r" Late anyhow, and by that later still: “Reply to the hospital's plan” \(\d working days? later\)\.", rest
    )
    assert taken in board.screen["told"]


def test_an_act_that_takes_weeks_says_so_and_stays_listed():
    """It is told as taking weeks, not as short of hours, and is listed as under way in the next turn."""
    board = PlayedYear()
    board.play({"do": "begin", "case": "missed-deadline"})
    board.play({"do": "draft", "card": "fix_process", "values": {}, "to": ["all"], "when": {"kind": "once"}})
    assert (
        board.screen["hand"][0]["done"]
        == "This takes 6 weeks, 16 hours of it in this turn; it will be done in about week 5."
    )
    board.play({"do": "next"})
    assert board.screen["under_way"] == ["Under way: Change how we work; done in about week 5."]
    for _ in range(4):  # far more than the hours of a turn
        board.play({"do": "draft", "card": "listen", "values": {}, "to": ["all"], "when": {"kind": "once"}})
    crowd = [board.play({"do": "draft", "card": "involve", "values": {}, "to": ["all"], "when": {"kind": "once"}})
             for _ in range(9)]  # fmt: skip
    assert len(crowd) == 9
    assert "too few hours" in board.screen["hand"][-1]["done"]


def test_what_was_sent_for_later_is_listed_until_it_begins():
    """Where a turn ends before the week of an act, the act stands there with its week and hours, and no longer then."""
    session, listed = YearSession(year=Year.begin("missed-deadline", 3)), []
    session.year = session.year.send([{"act": "thank", "day": 1}, {"act": "apologise", "day": 31, "to": ["Funder"]}])
    while session.year.week < 12:
        shown = screen(session, Looked())
        listed.append((session.year.week, [one for one in shown["under_way"] if one.startswith("Still to come")]))
        assert all(one in shown["told"] for one in listed[-1][1])
        session.year = session.year.send([])
    assert len(listed) > 2
    later = re.compile(r"Still to come: Apologise \(for: Funder\) \(parts of the apology: .*\), in week 6: 4 hours\.")
    assert all([bool(later.fullmatch(one)) for one in told] == [True] * (week <= 6) for week, told in listed), listed


def test_hours_left_that_stand_still_are_a_guess_and_work_has_its_pace():
    """Where hours left stay the same, it says why; no more goes into a promise than what it says it can take."""
    year, before, stood = Year.begin("missed-deadline", 1), {}, 0
    while year.week < 20:
        due = {one["name"]: one["said"] for one in screen(YearSession(year=year), Looked())["due"]}
        for one in (one for one in owed(year) if not one.ready):
            said = due[promise_name(one.name, one.act)]
            assert f"at most {round(one.most)} a week" in said
            worked, left, week = before.get(one.name, (0, 0, year.week))
            assert one.worked - worked <= one.most * max(1, year.week - week) + 0.01 or not left
            if left == one.left:
                stood += 1
                assert f"{round(one.worked)} hours are in it, and {round(one.estimate)} were expected" in said
                assert re.search(rf"so it counts as {round(one.left)} hours? until", said)
            before[one.name] = one.worked, one.left, year.week
        year = year.send([])
    assert stood


def test_what_became_of_promises_so_far_stands_beside_them():
    """The sum of promises kept, late and missed since the start counts each of the diary once."""
    year, told = Year.begin("missed-deadline", 1), []
    while year.week < 12:
        shown = screen(YearSession(year=year), Looked())
        told.append(shown["due_so_far"])
        assert told[-1] in shown["told"]
        year = year.send([])
    assert told[0] == "Since the start: 1 missed and not done."
    assert told[-1] == "Since the start: 2 kept in time, 1 missed but done later, 1 missed and not done."


def test_a_card_names_those_who_were_let_down():
    """The form names who is meant, without who has gone."""
    session = YearSession(year=Year.begin("missed-deadline", 3))
    named = "Patients' circle, Families' council, Young patients' group, Clinic team, Hospital liaison"
    for names in (f"{named} and Funder", f"{named.replace(', Hospital', ' and Hospital')}"):
        card = next(one for one in screen(session, Looked())["cards"] if one["key"] == "apologise")
        assert ["affected", f"Those who were let down: {names}"] in card["to"]["options"]
        session.year = (
            session.year.send([{"act": "part_ways", "day": 1, "to": ["Funder"]}])
            if not session.year.week
            else session.year
        )


def test_a_habit_holds_from_then_on():
    """A card that begins a habit is not repeated, and says that it goes on."""
    board = PlayedYear()
    board.play({"do": "begin", "case": CASE})
    card = next(one for one in board.screen["cards"] if one["key"] == "forewarn")
    assert card["when"]["options"] == [["once", "From then on"]]
    board.play({"do": "draft", "card": "forewarn", "values": {}, "to": ["all"], "when": {"kind": "once"}})
    assert "from week 0 on: 20 hours" in board.screen["hand"][0]["text"]


# What is said and shown fits what happened


PLAYS = (
    (),
    ({"act": "acknowledge", "day": 1}, {"act": "listen", "day": 6}, {"act": "propose", "day": 11},
     {"act": "plan", "day": 11}, {"act": "apologise", "day": 12}, {"act": "update", "day": 13, "every_weeks": 4}),
    ({"act": "forewarn", "day": 1}, {"act": "propose", "day": 2, "to": ["Funder", "Clinic team"]},
     {"act": "update", "day": 3, "every_weeks": 2}, {"act": "listen", "week": 20}),
)  # fmt: skip


@pytest.fixture(scope="module")
def screens():
    """Return the screens of each turn of some years, with what could be seen, year by year."""
    found = []
    for number, acts in ((number, acts) for number in (1, 2) for acts in PLAYS):
        year, shown = Year.begin("missed-deadline", number), []
        while not year.over:
            year = year.send([] if year.turns else [*acts])
            shown.append((screen(YearSession(year=year), Looked()), seen_in(year)))
        found.append(shown)
    return found


def test_every_complaint_that_is_counted_was_shown(screens):
    """The inbox has each complaint in the week in which it came, so counts told later are those that were read."""
    counted = 0
    for year in screens:
        letters = [
            (one["from"], one["when"]) for shown, _ in year for one in shown["inbox"] if one["kind"] == "complaint"
        ]
        last, seen = year[-1]
        for name in (one["name"] for one in last["people"]):
            days = [one.day for one in seen.of(name) if one.kind == "complained" and one.day]
            assert [when for who, when in letters if who == name] == [f"week {(day - 1) // 5}" for day in days]
            counted += len(days)
    assert counted > 10


def test_what_partners_say_stands_in_the_inbox(screens):
    """Each answer to a survey and each question is a letter; all other words that are none are counted by partner."""
    surveyed = Year.begin("criticised-outreach", 4).send([{"act": "survey", "day": 1}])
    while not surveyed.over:
        surveyed = surveyed.send([{"act": "survey", "day": 5 * surveyed.week + 1}])
        screens = [*screens, [(screen(YearSession(year=surveyed), Looked()), seen_in(surveyed))]]
    kinds = Counter()
    for shown, seen in (one for year in screens for one in year):
        letters = Counter((one["from"], one["text"]) for one in shown["inbox"] if one["from"])
        said = [one for one in seen.words if one.speaker]
        for one in said:
            if one.moment.kind in ("told", "asked"):
                assert letters[one.speaker, one.text], one
                kinds[one.moment.kind] += 1
        (rest,) = [one["text"] for one in shown["inbox"] if one["id"].endswith("/besides")] or [""]
        missing = Counter(one.speaker for one in said) - Counter(one["from"] for one in shown["inbox"] if one["from"])
        assert rest.partition(" ")[0] == (str(missing.total()) if missing else "")
        for name, number in missing.items():
            assert f"{name} ({number})" in rest if number > 1 else name in rest
        kinds["rest"] += bool(rest)
    assert min(kinds[kind] for kind in ("told", "asked", "rest")) > 10


def test_who_heard_an_apology_or_waited_for_a_promise_of_an_act_says_so(screens):
    """Each word on an apology is a letter, and one at least on each thing that an act promised and whose day came."""
    found = Counter()
    for shown, seen in (one for year in screens for one in year):
        letters = {(one["from"], one["text"]) for one in shown["inbox"]}
        said = {"apologise": {}, "promise_kept": {}, "promise_late": {}, "promise_broken": {}}
        for one in seen.words:
            if one.moment.kind in said and one.moment.act is not None:
                said[one.moment.kind].setdefault(one.moment.about, set()).add((one.moment.partner, one.text))
        apologies = said.pop("apologise").get("", set())
        assert apologies <= letters
        found["apologise"] += len(apologies)
        for kind, words in ((kind, words) for kind, about in said.items() for words in about.values()):
            assert words & letters
            found[kind] += 1
    assert min(found[kind] for kind in ("apologise", "promise_kept", "promise_late", "promise_broken")) > 0


def test_what_happened_stands_before_what_was_handed_over(screens):
    """News of events come before news of promises in each inbox."""
    both = 0
    for shown, _ in (one for year in screens for one in year):
        kinds = [one["kind"] for one in shown["inbox"] if one["kind"] in ("event", "promise") and not one["from"]]
        assert kinds == sorted(kinds)
        both += len({*kinds}) == 2
    assert both


def test_a_promise_that_was_missed_and_came_in_one_turn_is_told_once(screens):
    """No inbox says of one promise that it is not done and that it is done; facts count it once."""
    found = 0
    for shown, seen in ((shown, seen) for year in screens for shown, seen in year):
        late = {one.moment.about for one in seen.news if one.moment.kind == "promise_late"}
        both = late & {one.moment.about for one in seen.news if one.moment.kind == "promise_broken"}
        found += len(both)
        texts = [one["text"] for one in shown["inbox"] if not one["from"]]
        for one in both:
            name = promise_name(one, None) if "/" not in one else ""
            assert not name or sum(name in text and "New" not in text for text in texts if "warned" not in text) == 1
        for one in shown["people"]:
            own = seen.of(one["name"])
            past = len({m.about for m in own if m.kind in ("promise_late", "promise_broken")})
            said = next((fact for fact in one["facts"] if re.search("late|missed|not in time", fact)), "")
            numbers = re.findall(r"(\d+) (?:came late|missed|not in time)", said)
            assert numbers == ([str(past)] if past else [])
    assert found


def test_inbox_and_list_say_alike_what_came_late(screens):
    """What was handed over late is told with one week in the inbox and in the list, and its date came before."""
    ways = set()
    for shown, _ in (one for year in screens for one in year):
        for due in (one for one in shown["due"] if one["state"] == "late"):
            (letter,) = (
                one
                for one in shown["inbox"]
                if one["text"].startswith("Handed over late") and due["name"] in one["text"]
            )
            assert due["when"] == f"handed over late, in {letter['when']}"
            date = re.search(r"its date was in week (\d+)", letter["text"])
            assert not date or int(date[1]) < int(letter["when"].split()[-1])
            ways.add("same week" if "same week" in letter["text"] else bool(date))
    assert ways == {"same week", True, False}


def test_who_is_quiet_was_not_heard_of_since(screens):
    """A partner that is shown as quiet since a week has no letter of a later one; quiet letters are of the quiet."""
    found = 0
    for year in screens:
        letters = {}
        for shown, _ in year:
            for one in shown["inbox"]:
                letters.setdefault(one["from"], []).append(
                    int(one["when"].split()[-1]) if one["when"][-1].isdigit() else 0
                )
            for one in shown["people"]:
                if one["mood"] == "quiet":
                    found += 1
                    assert max(letters.get(one["name"], [0])) <= int(one["mood_said"].split()[-1])
    assert found > 5


def test_nobody_is_pleased_beside_a_letter_that_is_not(screens):
    """The mood of a figure agrees with its letter of that turn, and the text of the turn tells the mood it showed."""
    pleased = quiet = 0
    for year in screens:
        moods = {}
        for shown, _ in year:
            for one in shown["people"]:
                said, before = mood_told(shown, one)
                assert said == one["mood_said"].lower()
                assert not before or before == moods[one["name"]]
                moods[one["name"]] = one["mood_said"]
                letters = [text for text in shown["inbox"] if text["from"] == one["name"]]
                quiet += one["mood"] == "quiet"
                assert one["mood"] != "quiet" or not one["says"], "a quotation beside silence"
                assert one["mood"] != "asking" or all(text["kind"] != "complaint" for text in letters)
                if one["mood"] == "pleased":
                    pleased += 1
                    bad = "on top|complaint|no answer|not be there"
                    told = [text["text"] for text in letters if text["kind"] != "thanks"]
                    assert [text for text in told if re.search(bad, text)] == []
                    assert all(text["kind"] not in ("complaint", "question") for text in letters)
    assert pleased > 5
    assert quiet


def test_a_line_is_not_read_twice_in_one_turn(screens):
    """Letters of one turn differ; where an act has fewer answers than there are partners, one is read twice at most."""
    for shown, _ in (one for year in screens for one in year):
        texts = [one["text"] for one in shown["inbox"] if one["from"] and one["kind"] != "reply"]
        assert len(texts) == len(set(texts)), texts
        replies = [one["text"] for one in shown["inbox"] if one["kind"] == "reply"]
        assert len(replies) - len(set(replies)) <= 1, replies


def test_what_was_promised_is_told_for_those_for_whom_it_was(screens):
    """What an act promised names in every turn and message the people for whom it was chosen, whoever went since."""
    found = []
    for year, (first, rest) in zip(screens, [("everybody", "everybody")] * len(screens), strict=True):
        for shown, _ in year:
            made = [one for one in shown["due"] if one["name"].startswith(("Offer a change", "Share a plan"))]
            told = [
                one["text"]
                for one in shown["inbox"]
                if re.search("(Offer a change|Share a plan).*week", one["text"]) and not one["from"]
            ]
            assert {one["to"] for one in made} <= {first, "Clinic team and Funder"}
            assert all(re.search(f"for ({rest}|Funder and Clinic team|Clinic team and Funder)", text) for text in told)
            found += [*made, *told]
    assert found


# What a choice brings, and ways back


def test_a_card_says_how_many_promises_it_makes_before_it_is_chosen():
    """Cards that promise work say how many promises and hours these are; what the case promised is marked as such."""
    shown = begun(PlayedYear(), "missed-deadline").screen
    costs = {card["key"]: card["cost_more"] for card in shown["cards"]}
    assert "and 1 promise, which brings 24 hours of work later" in costs["propose"]
    assert "and 3 promises, which bring" in costs["plan"]
    assert "promise" not in costs["thank"]
    assert shown["due"]
    assert all("Promised before this year began" in one["said"] for one in shown["due"])
    board = PlayedYear()
    board.play({"do": "begin", "case": "missed-deadline"})
    board.play({"do": "draft", "card": "propose", "values": {}, "to": ["all"], "when": {"kind": "once"}})
    step(board)
    assert [
        one["said"].count("before this year began") for one in board.screen["due"] if one["name"].startswith("Offer")
    ] == [0]


def choose(board, *cards):
    """Choose cards for all partners."""
    for card in cards:
        board.play({"do": "draft", "card": card, "values": {}, "to": ["all"], "when": {"kind": "once"}})


@pytest.mark.parametrize("cards", [("apologise",), ("acknowledge", "explain", "update"), ("listen", "fix_process")])
def test_hours_of_choices_add_up(cards):
    """Parts of a turn add up; “Chosen now” is the sum of the cards as they are shown, and of where they come from."""
    board = PlayedYear()
    board.play({"do": "begin", "case": "missed-deadline"})
    choose(board, *cards)
    hours = board.screen["hours"]
    blocks = {one["label"]: one["hours"] for one in hours["blocks"]}
    assert sum(blocks.values()) == hours["there"]
    shown = [re.search(r": (\d+) hours?$", one["text"])[1] for one in board.screen["hand"]]
    here = [re.search(r"(\d+) hours of it in this turn", one["done"]) for one in board.screen["hand"]]
    now = sum(int(part[1] if part else all_of) for all_of, part in zip(shown, here, strict=True))
    assert blocks["Chosen now"] == now
    said = [int(one) for one in re.findall(r"(\d+)", hours["taken"])][:3]
    assert said == [now, now - said[2], said[2]]


def test_what_was_chosen_says_how_it_was_set():
    """A chosen card names what is set otherwise than on the card, and a rule whose complaint it waits for."""
    board = PlayedYear()
    board.play({"do": "begin", "case": "missed-deadline"})
    card = {"do": "draft", "card": "listen", "values": {"channel": "call"}, "to": ["Funder"]}
    board.play(card | {"when": {"kind": "complaint"}})
    plan = {"do": "draft", "card": "plan", "values": {"milestones": 1, "buffer": 2.8}, "to": ["all"]}
    board.play(plan | {"when": {"kind": "once"}})
    first, second = (one["text"] for one in board.screen["hand"])
    assert first == "Listen (for: Funder) (how: phone calls), whenever any partner complains: 4 hours each time"
    assert "(steps with a date: 1; weeks promised for each week that the work should take: 2.8)" in second
    assert second in board.screen["status"]
    choose(board, "thank")
    assert board.screen["hand"][2]["text"].startswith("Thank partners, in week 0")


def test_the_price_of_a_card_follows_its_form():
    """What the page asks about a form that is set is answered without choosing anything; what is wrong has no price."""
    board = PlayedYear()
    board.play({"do": "begin", "case": "missed-deadline"})
    before = board.screen
    asked = {"do": "draft", "card": "apologise", "values": {"parts": ["responsibility"]}, "to": ["Funder"]}
    assert board.priced(asked | {"when": {"kind": "once"}})["said"] == "As it is set now: 2 hours."
    each = board.priced(asked | {"to": ["all"], "when": {"kind": "complaint"}})
    assert each["cost"] == "8 hours each time"
    assert board.priced(asked | {"to": ["Nobody"], "when": {"kind": "once"}}) == {}
    assert board.screen == before


def test_a_price_arrives_even_if_it_is_the_last_one_again():
    """A card that is opened again and set as before gets its price again: the page shows each that arrives."""
    board = begun(PlayedYear(), "missed-deadline")
    asked = {"do": "draft", "card": "listen", "values": {}, "to": ["Funder"], "when": {"kind": "once"}}
    arrived = []
    board.observe(lambda change: arrived.append(change["new"]), "price")
    for to in (["Funder"], ["Funder"], ["Nobody"], ["Nobody"]):
        board.tell_price(asked | {"to": to})
    assert [one.get("cost") for one in arrived] == ["6 hours", "6 hours", None, None]


def test_a_promise_shows_its_date_before_it_is_chosen_and_keeps_it():
    """The card begins with one promise; price, choice and list name one week; of none it says that there is none."""
    board = begun(PlayedYear(), "missed-deadline")
    card = next(one for one in board.screen["cards"] if one["key"] == "promise")
    assert next(one for one in card["fields"] if one["name"] == "count")["value"] == 1
    day = {"kind": "once", "day": 5 * board.screen["turn"]["week"] + 1}
    asked = {"do": "draft", "card": "promise", "values": {}, "to": ["Funder"], "when": day}
    week = re.search(r", due in (week \d+)\.$", board.priced(asked)["said"])[1]
    assert "no promise yet" in board.priced(asked | {"values": {"count": 0}})["said"]
    board.play(asked)
    done = board.screen["hand"][-1]["done"]
    assert re.fullmatch(rf"It will be said in week \d+, and its work is due in {week}\.", done)
    step(board)
    (made,) = (one for one in board.screen["due"] if one["name"].startswith("Promise"))
    assert made["when"] == f"due in {week}"


def test_what_is_due_after_the_year_says_so_and_what_is_new_is_not_done():
    """No week of a promise lies after the year without a word on it; no news of a promise says that it is done."""
    late, year = 0, Year.begin(CASE, 1)
    while not year.over:
        shown = screen(YearSession(year=year), Looked())
        new = [one["text"] for one in shown["inbox"] if "New among" in one["text"]]
        assert not any("done; you" in text for text in new)
        for text in (*new, *(one["when"] for one in shown["due"])):
            week = max(map(int, re.findall(r"week (\d+)", text)), default=0)
            assert (week >= year.case.weeks) == ("after this year" in text), text
            late += week >= year.case.weeks
        year = year.send([{"act": "plan", "week": year.week}])
    assert late


def test_it_is_said_what_counts_as_an_answer_to_a_complaint():
    """The card that comes to mind first says which kinds of acts count, and that thanks and news alone do not."""
    about = next(one for one in begun(PlayedYear()).screen["cards"] if one["key"] == "listen")["about"]
    words = {
        "asking": ("survey", "involve"), "owning up": ("acknowledge", "apologise"), "reasons": ("explain",),
        "an offer": ("propose",), "a plan": ("plan",), "making good": ("compensate",),
    }  # fmt: skip
    for said, keys in words.items():
        assert said in about
        assert all(answers_complaint(ACTS[key](day=1)) for key in keys)
    assert about.endswith("thanks and news alone do not.")
    assert not any(answers_complaint(ACTS[key](day=1)) for key in ("thank", "update", "celebrate"))


def test_what_a_choice_does_is_read_out_too():
    """The line that is read out after a choice says all that the screen then says of it: when, and what gets later."""
    board = PlayedYear()
    board.play({"do": "begin", "case": "missed-deadline"})
    choose(board, "apologise")
    shown = board.screen
    assert "by that later still: " in shown["hours"]["taken"]
    chosen = shown["hand"][0]
    assert shown["status"] == f"Chosen: {chosen['text']}. {chosen['done']} {shown['hours']['taken']}"
    assert chosen["done"] == "It will be done in week 0."


def test_a_choice_of_several_weeks_says_when_it_begins():
    """What is done within a turn, and not in the week in which it begins, says both weeks."""
    board = PlayedYear()
    board.play({"do": "begin", "case": "missed-deadline"})
    for _ in range(3):  # later turns are longer
        board.play({"do": "next"})
    choose(board, "review")
    (chosen,) = board.screen["hand"]
    first, last = re.search(r"It begins in week (\d+), and will be done in week (\d+)\.", chosen["done"]).groups()
    assert int(first) < int(last)
    assert f"in week {first}" in chosen["text"]


def test_a_finished_year_has_a_visible_way_back(ended):
    """After going back, a new year or a code, a button opens the finished year again, and a note says what happened."""
    code, other = ended.session.code, other_code()
    for move in ({"do": "back_to", "turn": 2}, {"do": "again"}, {"do": "load", "code": other}):
        board = PlayedYear(ended.state)
        assert board.screen["finished"] is None
        board.play(move)
        assert board.screen["phase"] == "turn"
        assert board.screen["note"]
        assert board.screen["finished"]["text"] == say("year.finished")
        step(board)
        assert board.screen["note"] == ""
        assert board.screen["finished"]
        board.play(board.screen["finished"]["move"])
        assert (board.screen["phase"], board.session.code) == ("end", code)


def test_what_was_chosen_in_the_first_try_can_be_chosen_again(ended):
    """In a branch each turn proposes what was sent then; one press chooses it, and then the year is as it was."""
    code, turns = ended.session.code, ended.session.played.turns
    ended.play({"do": "back_to", "turn": 1})
    assert len(ended.screen["proposed"]) == len(turns[0].acts) == 2
    ended.play({"do": "propose"})
    assert (len(ended.screen["hand"]), ended.screen["proposed"]) == (2, [])
    while ended.screen["phase"] != "end":
        if ended.screen["phase"] == "turn" and ended.screen["proposed"]:
            ended.play({"do": "propose"})
        step(ended)
    assert ended.session.code == code
    before = ended.state
    ended.play({"do": "propose"})
    assert ended.state == before


def test_partners_are_before_the_start_as_they_are_after_it():
    """The page that tells of people who were let down does not show them as calm."""
    board = PlayedYear()
    before = [(one["name"], one["mood"]) for one in board.screen["people"]]
    board.play({"do": "begin", "case": "missed-deadline"})
    assert before == [(one["name"], one["mood"]) for one in board.screen["people"]]
    assert {mood for _, mood in before} > {"unhappy"}


def test_a_second_order_of_the_same_kind_asks_whether_it_comes_instead():
    """A new standing order says that one of its kind goes on, and one press puts it in its place."""
    board = begun(PlayedYear())
    step(board)
    assert board.screen["standing"]
    when = {"kind": "every", "every": 2}
    board.play({"do": "draft", "card": "update", "values": {}, "to": ["all"], "when": when})
    beside = board.screen["hand"][0]["beside"]
    assert "in its place, or as well?" in beside["said"]
    board.play({"do": "stop", "id": beside["id"]})
    assert board.screen["hand"][0]["beside"] is None
    assert board.session.stops == [beside["id"]]
    board.play({"do": "draft", "card": "thank", "values": {}, "to": ["all"], "when": when})
    assert board.screen["hand"][1]["beside"] is None


def test_the_weeks_that_are_promised_are_asked_for_with_an_example():
    """The number that sets how much room dates have is asked for in plain words, with what this card's work takes."""
    cards = begun(PlayedYear()).screen["cards"]
    fields = [one for card in cards for one in card["fields"] if one["name"] == "buffer"]
    assert {one["value"] for one in fields} >= {1.7, 1.8}
    for one in fields:
        own, value, away, least = re.findall(r"[\d.]*\d", one["label"])
        assert (float(value), least) == (one["value"], "1")
        assert int(away) == round(int(own) * one["value"]) > int(own)
