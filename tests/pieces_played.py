"""A study that costs nothing, for tests of how pieces are run: workers import it by its name."""

import os
import time


def row(scale, item):
    """Return a row with texts, whole numbers, parts, and what is missing."""
    late, mixed = None if item % 3 else 0.1 * item, item if item % 10 else item + 0.5
    return {"key": f"k, {item}", "value": item * scale, "late": late, "mixed": mixed, "axis": axis(item)}


def axis(item):
    """Return values of several kinds, as an axis may have."""
    return item if item < 5 else f"text {item}" if item < 9 else None


def slow_row(scale, item):
    """Return the same after a moment."""
    time.sleep(0.02)
    return row(scale, item)


def deadly_row(marker, item):
    """End the worker's process at the fourth item, but only the first time."""
    if item == 4 and not marker.exists():
        marker.touch()
        os._exit(1)
    return row(2, item)
