"""The widget of a played year without a browser: moves that a page sends, and those that it sends again."""

import json

import pytest

from sim.widgets.year_widget import YearWidget

TURN_3 = {"phase": "turn", "turn": {"number": 3}}


@pytest.fixture
def played():
    """Return the moves that were played."""
    return []


@pytest.fixture
def board(played, monkeypatch):
    """Return a board whose moves are only noted, and what it answers."""
    board = YearWidget(play=played.append, screen=TURN_3)
    board.answers = []
    monkeypatch.setattr(board, "send", lambda content, _buffers=None: board.answers.append(content))
    return board


def page_sends(board, move, at, **more):
    """Send a move as the page does: a custom message that keeps its own id when it is sent again."""
    content = {"sent": {"move": move, "at": at, "id": json.dumps(move)}, **more}
    message = {"content": {"data": {"method": "custom", "content": content}}, "buffers": []}
    board._handle_msg(message)  # noqa: SLF001 - what ipywidgets calls when a message arrives


def test_a_move_is_played_and_confirmed(board, played):
    """The page need not keep a move once it was played, and nothing else of the screen has changed."""
    page_sends(board, {"do": "take_back", "id": 0}, ["turn", 3], mark="m1")
    assert played == [{"do": "take_back", "id": 0}]
    assert board.answers == [{"arrived": "m1"}]
    assert board.screen == TURN_3


def test_a_move_that_comes_again_or_too_late_is_not_played(board, played):
    """After a reload a page sends again what it had not heard of; a second tab may press next for an old turn."""
    page_sends(board, {"do": "next"}, ["turn", 3], mark="m1")
    page_sends(board, {"do": "next"}, ["turn", 3], mark="m2")
    page_sends(board, {"do": "begin", "case": "missed-deadline"}, ["begin", 0], mark="m3")
    assert played == [{"do": "next"}]
    assert [answer["arrived"] for answer in board.answers] == ["m1", "m2", "m3"]
