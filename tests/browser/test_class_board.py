"""The board of a class on the workshop's server: pages send years to it, and the leader sees them side by side."""

import json
from functools import cache
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code

from .looking import opened, overflow, violations
from .serving import workshop


@cache
def year_code(number):
    """Return the code of a whole year in which nothing was done."""
    year = Year.begin("missed-deliveries", number)
    while not year.over:
        year = year.send([])
    return as_code(year)


@pytest.fixture(scope="module")
def server():
    """Run a workshop with a board; return its address and the board's."""
    with workshop("--app", "--board") as running:
        said = running.process.stdout.readline()
        assert said.startswith("Board of this class, for the leader alone: http://")
        yield running.address, said.split(": ", 1)[1].strip()


def asked(address, body=None, origin=None):
    """Return status and text that an address answers with."""
    request = Request(address, data=body, headers={"Origin": origin} if origin else {})  # noqa: S310 - our own server
    try:
        with urlopen(request, timeout=60) as answer:  # noqa: S310 - likewise
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def sent(server, text):
    """Send a text to the board, as a page of this server would; return the answer."""
    status, answer = asked(f"{server[0]}board", text.encode(), server[0].rstrip("/"))
    assert status == 200
    return json.loads(answer)


def test_years_that_are_sent_stand_side_by_side(server, laptop):
    """A class's years come to the leader's page, each once and without a name; what is no whole year is told of."""
    assert json.loads(asked(f"{server[0]}board")[1]) == {"open": True}
    assert "No year has come yet" in asked(server[1])[1]
    assert sent(server, f"6 of 8 stayed. Can you do it with less? {year_code(1)}")["said"] == (
        "Sent. One year is on the board."
    )
    assert sent(server, year_code(1))["said"] == "Sent. One year is on the board."
    assert sent(server, year_code(2)) == {"good": True, "said": "Sent. 2 years are on the board."}
    for text, why in ((as_code(Year.begin("missed-deliveries")), "is not over yet"), ("Ana Lima", "not the code")):
        answer = sent(server, text)
        assert not answer["good"]
        assert why in answer["said"]
    page = opened(laptop).page
    page.goto(server[1])
    assert page.get_by_role("heading", level=2).first.is_visible()
    assert "Ana Lima" not in page.content()
    assert violations(page) == []
    assert overflow(page) <= 0


def test_only_the_leader_and_our_own_pages_reach_the_board(server):
    """Without the key there is no board; another site's page, and what is far too long, is refused."""
    assert asked(f"{server[0]}board/{'x' * 12}")[0] == 404
    assert asked(f"{server[0]}board", year_code(1).encode(), "http://elsewhere.example")[0] == 403
    assert asked(f"{server[0]}board", b"x" * 60_000, server[0].rstrip("/"))[0] == 413


def test_without_a_board_nothing_is_taken(pages):
    """A server on which no board is open says so, and takes nothing."""
    assert json.loads(asked(f"{pages.address}board")[1]) == {"open": False}
    assert asked(f"{pages.address}board", b"MBY1-x", pages.address.rstrip("/"))[0] == 404
    assert asked(f"{pages.address}board/anything")[0] == 404
