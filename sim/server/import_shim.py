"""Start without what costs seconds and is of no use here."""

from __future__ import annotations

import sys

__all__ = ["skip_slow_import"]

SLOW = "rfc3987_syntax"


def skip_slow_import() -> None:
    """Keep jsonschema from building a grammar of international addresses, two thirds of the server's start.

    It takes the package for missing and does without; none of Jupyter's schemas has such an address. The fault:
    https://github.com/python-jsonschema/jsonschema/issues/1428 (tests/test_workarounds.py tells when it is gone).
    """
    sys.modules.setdefault(SLOW, None)  # type: ignore[arg-type] - Python's own way to say "not there"
