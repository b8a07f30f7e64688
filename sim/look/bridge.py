"""Draw the course's bridge: the sign, the icon of a window, and the scene with a plank for each lesson."""

from __future__ import annotations

from math import atan, degrees
from typing import TYPE_CHECKING
from urllib.parse import quote

from sim.look.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LAID", "MISSING", "NEXT", "icon", "scene", "sign"]

LAID, NEXT, MISSING = "laid", "next", "missing"
# The scene, in its own units: where the bridge begins and ends, how high its ends are, and how far its middle rises.
BOX = "200 0 800 420"
LEFT, RIGHT, DECK, RISE = 340, 860, 262, 52
SHARE, THICK, RAIL = 0.9, 20, 50  # of a plank's place that it takes; how thick it is; how high the rail is above it
POSTS, STRUTS = range(340, 861, 104), ((412, 303), (496, 258), (704, 258), (788, 303))
PEOPLE = (("yours", 1), ("other", 1), ("good", 0.86))  # colour and size
APART, MET, BANK = (250, 918, 962), (556, 626, 668), 250  # where they stand, and how high the banks are
ICON = ("wood", "new-wood")
FIVE = ((12, 23, -15), (26, 17.3, -8), (40, 15.3, 0), (54, 17.3, 8), (68, 23, 15))  # x, y and turn of the sign's planks
THREE = ((15, 27, -20), (40, 19, 0), (65, 27, 20))  # fewer and larger: an icon has 16 pixels


def sign() -> str:
    """Return the sign, an SVG that takes its colours from the tokens of the page around it.

    >>> sign().startswith("<svg"), sign().count("<rect")
    (True, 5)
    """
    drawn = _arch("M7 46Q40 4 73 46", 5.5) + _row(FIVE, 12, 9)
    return f'<svg class="sign" viewBox="0 6 80 44" aria-hidden="true" focusable="false">{drawn}</svg>'


def icon() -> str:
    """Return the sign as an address for `<link rel="icon">`, with colours for light and dark windows.

    >>> icon()[:19]
    'data:image/svg+xml,'
    """
    light, dark = ("".join(f"--mb-{name}:{tokens(scheme)[name]};" for name in ICON) for scheme in ("light", "dark"))
    style = f"<style>:root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
    drawn = _arch("M7 60Q40 14 73 60", 10) + _row(THREE, 22, 16)
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="1 1 78 70">{style}{drawn}</svg>'
    return f"data:image/svg+xml,{quote(whole)}"


def _arch(path: str, wide: float) -> str:
    return f'<path fill="none" stroke="var(--mb-wood)" stroke-width="{wide}" stroke-linecap="round" d="{path}"/>'


def _row(places: Sequence[tuple[float, float, float]], wide: float, thick: float) -> str:
    """Return planks of which the middle one is new."""
    middle = len(places) // 2
    box = f'x="{-wide / 2}" y="{-thick / 2}" width="{wide}" height="{thick}" rx="2"'
    return "".join(
        f'<rect fill="var(--mb-{ICON[at == middle]})" {box} transform="translate({x} {y}) rotate({turn})"/>'
        for at, (x, y, turn) in enumerate(places)
    )


def scene(planks: Sequence[str]) -> str:
    """Return a river with a bridge that has these planks, as an SVG.

    Its land and water go on beyond its box, for a page that is wider, and lets them be seen. Once all planks are laid,
    the people who stood on both banks have met.

    Args:
        planks: from the near bank to the far one, each `LAID`, `NEXT` (the place to fill next) or `MISSING`.

    >>> scene([LAID, NEXT, MISSING]).count('class="plank')
    3
    """
    places = MET if set(planks) == {LAID} else APART
    people = "".join(_person(x, colour, size) for x, (colour, size) in zip(places, PEOPLE, strict=True))
    return (
        f'<svg class="scene" viewBox="{BOX}" preserveAspectRatio="xMidYMax meet" aria-hidden="true" focusable="false">'
        f'<circle cx="742" cy="88" r="44" fill="var(--mb-sun)"/>{_land()}{_frame()}{_deck(planks)}{people}</svg>'
    )


def _land() -> str:
    land = (
        (
            "far",
            "M-2000 420V170Q-900 90 -300 190Q0 236 180 188T560 168Q820 214 1020 172T1600 190Q2300 110 3200 170V420Z",
        ),
        ("water", "M-2000 330H3200V420H-2000Z"),
        ("hill", f"M-2000 222Q-300 190 160 236Q260 246 {LEFT + 14} 252Q372 262 366 306Q362 372 440 420H-2000Z"),
        ("hill", f"M3200 214Q1500 180 1040 236Q940 246 {RIGHT - 14} 252Q828 262 834 306Q838 372 760 420H3200Z"),
    )
    ripples = "M478 356h58M566 378h92M694 352h44M520 400h64M636 404h76"
    return "".join(f'<path fill="var(--mb-{name})" d="{path}"/>' for name, path in land) + (
        f'<path fill="none" stroke="var(--mb-far)" stroke-width="3" stroke-linecap="round" d="{ripples}"/>'
    )


def _height(x: float) -> float:
    along = (x - LEFT) / (RIGHT - LEFT)
    return DECK - 4 * RISE * along * (1 - along)


def _deck(planks: Sequence[str]) -> str:
    wide = (RIGHT - LEFT) / len(planks)
    box = f'x="{-wide * SHARE / 2:.1f}" y="{-THICK / 2}" width="{wide * SHARE:.1f}" height="{THICK}" rx="4"'
    drawn = []
    for place, kind in enumerate(planks):
        x = LEFT + wide * (place + 0.5)
        turn = degrees(atan((_height(x + 1) - _height(x - 1)) / 2))
        put = f"translate({x:.1f} {_height(x):.1f}) rotate({turn:.1f})"
        drawn.append(f'<rect class="plank {kind}" {box} transform="{put}"/>')
    return "".join(drawn)


def _frame() -> str:
    """Return the beam below the deck with its arch, and the rail above with its posts."""
    beam, rail = (
        f"M{LEFT} {DECK + lift}Q{(LEFT + RIGHT) / 2} {DECK + lift - 2 * RISE} {RIGHT} {DECK + lift}"
        for lift in (14, -RAIL)
    )
    posts = "".join(f"M{x} {_height(x) + 8:.0f}V{_height(x) - RAIL:.0f}" for x in POSTS)
    struts = "".join(f"M{x} {_height(x) + 14:.0f}V{y}" for x, y in STRUTS)
    arch = f"M{LEFT + 10} 366Q{(LEFT + RIGHT) / 2} 112 {RIGHT - 10} 366"
    return (
        '<g fill="none" stroke="var(--mb-wood)" stroke-linecap="round">'
        f'<path stroke-width="9" d="{arch}"/><path stroke-width="6" d="{beam}{struts}"/>'
        f'<path stroke-width="4" d="{rail}{posts}"/></g>'
    )


def _person(x: float, colour: str, size: float) -> str:
    foot = _height(x) - THICK / 2 if LEFT < x < RIGHT else BANK
    return (
        f'<g fill="var(--mb-{colour})" transform="translate({x} {foot:.0f}) scale({size})">'
        '<circle cy="-74" r="14"/><path d="M-18 0V-32Q-18 -56 0 -56Q18 -56 18 -32V0Z"/></g>'
    )
