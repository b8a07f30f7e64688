"""Tell by exit code whether this machine can open a browser: `python -m sim.server.browser`."""

from __future__ import annotations

import os
import sys
import webbrowser

__all__ = ["has_browser"]


def has_browser() -> bool:
    """Return whether a graphical browser can be opened here."""
    needs_screen = sys.platform.startswith("linux")
    if needs_screen and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


if __name__ == "__main__":
    sys.exit(not has_browser())
