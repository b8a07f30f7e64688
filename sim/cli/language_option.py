"""The option `--lang` of the course as a whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.model.validation import hint
from sim.texts.language import VARIABLE, known_as, language_names, look_again
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["choose_language"]

OPTION = "--lang"


def choose_language(words: Sequence[str]) -> None:
    """Speak the language that stands before the command's name, here and in all processes that are started.

    Args:
        words: what was typed after `mend`.

    Raises:
        BadInput: there is no such language.

    >>> choose_language(["compare", "--lang", "xx"])
    >>> choose_language(["--lang", "xx", "compare"])
    Traceback (most recent call last):
    sim.base.errors.BadInput: there is no language 'xx'; ...
    """
    tag = _asked(words)
    if tag is None:
        return
    name = known_as(tag)
    if name is None:
        raise BadInput(say("refused_key.language", name=repr(tag), hint=hint(tag, language_names())))
    os.environ[VARIABLE] = name
    look_again()


def _asked(words: Sequence[str]) -> str | None:
    if words and words[0].startswith(f"{OPTION}="):
        return words[0].partition("=")[2]
    return words[1] if len(words) > 1 and words[0] == OPTION else None
