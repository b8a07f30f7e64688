"""Whether this machine can open a browser."""

from sim.server.browser import has_browser


def test_without_a_screen_there_is_no_browser(monkeypatch):
    """On a server without a display, `has_browser` returns False."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not has_browser()
