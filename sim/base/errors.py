"""The one error whose message is written for the person who gave the input; who raises it says it in words."""

__all__ = ["HIGHEST", "BadInput", "on_one_line"]

HIGHEST = 2**63 - 1
"""The highest seed and the highest number of a world: what a column of a table can hold."""


class BadInput(ValueError):  # noqa: N818 - it says what was bad, as a person would
    r"""Refuse what a person gave us, in a single line that says what, where and what is allowed.

    Whatever the message quotes, it stays one line: line breaks become spaces and other characters
    that cannot be printed are escaped.

    >>> print(BadInput("mine.toml: two\nlines and a bell\a"))
    mine.toml: two lines and a bell\x07
    """

    def __init__(self, message: str) -> None:
        super().__init__(on_one_line(message))


def on_one_line(text: str) -> str:
    r"""Return a text with spaces for line breaks, and what cannot be printed escaped.

    >>> on_one_line("two\nlines")
    'two lines'
    """
    words = " ".join(text.split())
    return words if words.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words)
