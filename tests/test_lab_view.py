"""What a panel shows, as plain data computed from the session."""

import json
from dataclasses import asdict

import pytest

from sim.lab.panels import sandbox
from sim.lab.panels.sandbox import Sandbox
from sim.lab.session.session import SandboxSession
from sim.lab.session.simulation_cache import QUICK, REFINED
from sim.lab.views.panel_view import PARTS, Looking, parts, view
from sim.lab.views.trust_chart import View
from sim.widgets.slider import Slider


@pytest.fixture
def session():
    """Return a session in which something was changed and pinned."""
    session = SandboxSession("missed-deadline", "recovery-plan")
    session.pin()
    session.change(session.draft.plus("thank"))
    return session


@pytest.fixture
def asked(monkeypatch):
    """Record the worlds and parts of each view that a panel requests."""
    calls = []

    def noted(session, looking, *, worlds, **how):
        calls.append((worlds, looking.parts))
        return view(session, looking, worlds=worlds, **how)

    monkeypatch.setattr(sandbox, "view", noted)
    return calls


def slider(sandbox):
    """Return the first slider among the acts' controls."""
    bindings = sandbox.sections["acts"].bindings
    return next(binding.widget for binding in bindings if isinstance(binding.widget, Slider))


@pytest.mark.long
def test_one_move_and_one_rest_compute_one_view_each(asked):
    """Headline, picture and scoreboard share one view for a move and one for its end."""
    hand = slider(Sandbox(start="recovery-plan"))
    asked.clear()
    hand.value = hand.low if hand.value > hand.low else hand.high
    assert asked == [(QUICK, ("score",))]
    hand.rested += 1
    assert asked[1:] == [(REFINED, ("score",))]


@pytest.mark.long
def test_opening_a_part_computes_that_part_alone(asked):
    """Opening a part computes that part only, and leaves the picture unchanged."""
    sandbox = Sandbox(start="recovery-plan")
    sandbox.do(sandbox.session.draft.plus("thank"))
    drawn = sandbox.picture.data
    asked.clear()
    sandbox.below.chosen = ["moved"]
    assert asked == []
    assert sandbox.picture.data is drawn
    assert sandbox.sections["moved"].picture.data["kind"] == "waterfall"


@pytest.mark.slow
@pytest.mark.parametrize("lines", [None, *View])
def test_a_view_is_plain_data_and_changes_nothing(session, lines):
    """A view is the same when requested twice, is plain data, and does not change the session."""
    draft, pins, before = session.draft, list(session.pins), session.before
    looking = Looking(0, lines, tuple(PARTS))
    seen = view(session, looking, change_from=session.pins[0])
    assert json.loads(json.dumps(asdict(seen), allow_nan=False)) == json.loads(
        json.dumps(asdict(view(session, looking, change_from=session.pins[0])), allow_nan=False)
    )
    assert (session.draft, session.pins, session.before) == (draft, pins, before)
    assert "Staff hours" in seen.chart["twin"]["change"]
    assert seen.parts == parts(session, looking)


@pytest.mark.long
def test_while_the_hand_moves_only_the_scoreboard_follows(session):
    """During a drag only the scoreboard is updated; the other parts wait for the refined answer."""
    seen = view(session, Looking(parts=tuple(PARTS)), worlds=QUICK, change_from=session.pins[0])
    assert list(seen.parts) == ["score"]
    assert (seen.chart["twin"]["change"], seen.chart["before"]) == ("", None)


def test_a_scoreboard_is_summed_up_once(session, monkeypatch):
    """The scoreboard is computed once, and a change of the returned dict does not affect other callers."""
    outcome = session.outcome(session.draft.played)
    first = outcome.summary()
    monkeypatch.setattr(type(outcome), "mean_trust", property(lambda _: pytest.fail("summed up again")))
    first["season_trust"] = first["hours_by_act"]["thank"] = 0
    again = outcome.summary()
    assert again["season_trust"] > 0
    assert again["hours_by_act"]["thank"] > 0


def test_after_undo_what_was_there_is_what_was_undone(session):
    """The picture, the headline and the sentences compare with the same: the state before the last press."""
    first = session.draft
    session.change(first.plus("listen"))
    heard = session.draft
    session.change(heard.plus("thank"))
    thanked = session.draft
    assert session.undo()
    assert (session.draft, session.before) == (heard, thanked)
    session.change(heard.plus("apologise"))
    assert session.before == heard
