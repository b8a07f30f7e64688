"""The decorator that turns an error in a panel into a sentence on the panel."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["show_errors"]


def show_errors(method: Callable[..., None]) -> Callable[..., None]:
    """Decorate a method of a panel to show an error as a sentence; the last good picture stays."""

    @wraps(method)
    def with_errors_shown(self: Any, *args: Any, **kwargs: Any) -> None:
        try:
            method(self, *args, **kwargs)
        except BadInput as error:
            self.tell(str(error) if str(error).endswith(".") else say("bench.refused", why=f"{error}."))
        except Exception:  # noqa: BLE001 - a page shows a sentence, never a traceback
            self.tell(say("bench.failed"))

    return with_errors_shown
