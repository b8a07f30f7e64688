"""Panels: moving the control changes what the picture is drawn from."""

import pytest
import traitlets

from sim.lab import RhythmPanel
from sim.lab.browser import has_browser


def test_the_picture_follows_the_control():
    """Another rhythm gives another line, and silence stays as it was."""
    panel = RhythmPanel()
    before = panel.lines
    panel.every = 1
    assert panel.lines[0] == before[0]
    assert panel.lines[1]["label"] == "Update every week"
    assert panel.lines[1]["trust"] != before[1]["trust"]


def test_a_rhythm_out_of_range_is_refused():
    """The control goes from one week to twelve."""
    panel = RhythmPanel()
    with pytest.raises(traitlets.TraitError):
        panel.every = 0


def test_without_a_screen_there_is_no_browser(monkeypatch):
    """On a server the address is printed instead."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not has_browser()
