"""The look of everything that is seen: one stylesheet of tokens, which all others and all pictures use."""

from collections.abc import Callable, Mapping
from pathlib import Path

from markupsafe import Markup

from sim.look.bridge import icon, scene, sign
from sim.look.tokens import stylesheet, tokens

__all__ = ["DRAWN", "icon", "scene", "sign", "style_in", "stylesheet", "tokens"]

DRAWN: Mapping[str, Callable[..., str]] = {
    "sign": lambda: Markup(sign()),  # noqa: S704 - drawn by ourselves
    "scene": lambda planks: Markup(scene(planks)),  # noqa: S704
    "icon": icon,
}
"""What templates of pages may draw, by name."""


def style_in(folder: Path) -> Callable[[str], Markup]:
    """Return what gives a template the stylesheet of a name, with the tokens that it uses.

    Args:
        folder: where the stylesheets are.
    """
    return lambda name: Markup(stylesheet(folder / f"{name}.css"))  # noqa: S704 - our own file
