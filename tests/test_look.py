"""The look: contrasts of the tokens in both schemes, as docs/look.md tells them, and no colour or size elsewhere."""

import re
from pathlib import Path

import pytest

from sim.look import stylesheet, tokens
from sim.look.tokens import SCHEMES, TOKENS

ROOT = Path(__file__).parents[1]
WORDS, SHAPES = 4.5, 3.0  # contrast that WCAG 2.2 asks for: 1.4.3 for text, 1.4.11 for graphics
LINES = [f"line-{number}" for number in range(8)]
SURFACES = ["ground", "paper", "soft", "said", "button", "hover", "call"]
TEXTS = ["ink", "quiet", "yours", "other", "good", "bad"]
# What stands on what: names of what is seen, names of what lies below it, and the contrast that it needs.
PAIRS = [
    (TEXTS, SURFACES, WORDS),
    (["ink", "quiet"], ["yours-pale", "other-pale", "good-pale", "bad-pale", "sky"], WORDS),
    (["off"], ["ground", "paper", "soft", "button"], WORDS),
    (["yours"], ["yours-pale"], WORDS),
    (["other"], ["other-pale"], WORDS),
    (["good"], ["good-pale"], WORDS),
    (["bad"], ["bad-pale"], WORDS),
    (["on-yours"], ["yours"], WORDS),
    (["on-other"], ["other"], WORDS),
    (["ink"], [f"shade-{number}" for number in range(5)], WORDS),
    (LINES, ["ground", "paper"], WORDS),  # a line's name has its colour
    (["ink", "quiet"], ["sea", "land"], WORDS),
    (["plank-edge", "rope", "ghost"], ["sea"], SHAPES),
    (["edge", "axis", "wood", "new-wood", "call-edge"], ["ground", "paper", "soft", "call"], SHAPES),
]


def test_nothing_moves_while_a_lesson_gets_ready_or_a_control_is_moved():
    """The bar before a lesson is ready and the note on a first answer lie over the page; headlines have two lines."""
    page, widgets = (stylesheet(ROOT / "sim" / path) for path in ("server/template/page.css", "widgets/widgets.css"))
    assert re.search(r"html:is\(:not\(\[data-state\]\), \[data-state=drawn\]\) #waiting \{ position: fixed;", page)
    assert re.search(r"\.mb-head \.mb-hint \{ position: absolute;", widgets)
    assert re.search(r"\.mb-sandbox :is\(input, select, button[^{]*\{ scroll-margin-top: 6rem", widgets)  # not below it
    assert re.search(r"\n\.mb-head \.mb-say \{[^}]*min-height: 2\.6em", widgets)


def light_of(colour):
    """Return the relative luminance of "#abc" or "#aabbcc"."""
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((light_of(one), light_of(other)))
    return (high + 0.05) / (low + 0.05)


def lowest(above, below, scheme):
    """Return the lowest contrast of these tokens."""
    seen = tokens(scheme)
    return min(contrast(seen[one], seen[other]) for one in above for other in below)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("above", "below", "least"), PAIRS, ids=lambda value: str(value)[:30])
def test_contrast_is_high_enough(above, below, least, scheme):
    """Words have 4.5 : 1 and shapes 3 : 1 on every surface on which they may stand."""
    assert lowest(above, below, scheme) >= least


def told(names):
    """Return tokens as docs/look.md names them."""
    return ", ".join(f"`{name}`" for name in names)


def test_the_page_gives_the_contrasts():
    """docs/look.md has one row for each pair, with the lowest contrast in each scheme."""
    page = (ROOT / "docs" / "look.md").read_text("utf-8")
    for above, below, least in PAIRS:
        figures = " | ".join(f"{lowest(above, below, scheme):.1f}" for scheme in SCHEMES)
        assert f"| {told(above)} | {told(below)} | {least} | {figures} |" in page


def test_the_page_names_every_token():
    """docs/look.md tells of every token."""
    page = (ROOT / "docs" / "look.md").read_text("utf-8")
    assert [name for name in tokens() if f"`{name}`" not in page] == []


def test_both_schemes_have_every_colour():
    """No colour of the screen is the same in light and dark by neglect."""
    written = re.sub(r"/\*.*?\*/|light-dark\([^)]*\)", "", TOKENS.read_text("utf-8").split("\n}")[0], flags=re.DOTALL)
    assert re.findall(r"--mb-(?!shade:)[\w-]+:[^;]*#\w+", written) == []


def test_an_old_browser_gets_the_light_colours():
    """What knows no light-dark() is given every colour that is written with it."""
    (old,) = re.findall(r"@supports not [^{]*\{ :root \{([^}]*)\}", stylesheet())
    assert old.count("#") == TOKENS.read_text("utf-8").split("\n}")[0].count("light-dark(#")


# Where tokens are used

LENGTH = r"(?<![\w.-])\d*\.?\d+(?:px|rem|em|ch|pt|vw|vh|%)(?![\w-])"
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|light-dark)\(|"
    r":[^;{}]*\b(?:white|black|red|green|blue|gr[ae]y|silver|navy|yellow|orange|purple|brown|pink)\b",
    re.IGNORECASE,
)
SIZED = re.compile(
    r"(?<![\w-])((?:font|font-size|margin|padding|gap|row-gap|column-gap|border-radius|scroll-padding)[\w-]*):([^;{}]*)"
)
SHEETS = sorted(path for path in [*(ROOT / "sim").rglob("*.css"), *(ROOT / "sim").rglob("*.html")] if path != TOKENS)


def written_elsewhere(text):
    """Return the colours and sizes in a stylesheet, or in the styles of a page, that are no tokens.

    A page's edge on paper (@page) and what counts in a letter's own size (em) are no part of the screen's rhythm.
    """
    text = re.sub(r"/\*.*?\*/|@page[^{]*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\{[{%].*?[%}]\}", "", text, flags=re.DOTALL)
    sizes = [
        f"{name}:{value}"
        for name, value in SIZED.findall(text)
        if name != "scroll-margin"
        and re.search(LENGTH, re.sub(r"50%|calc\([^;]*\)|clamp\([^;]*\)|max\([^;]*\)|\d*\.?\d+em\b", "", value))
    ]
    return COLOUR.findall(text) + sizes


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_colour_or_size_is_written_elsewhere(sheet):
    """Stylesheets and pages take colours, sizes of letters, spaces and corners from the tokens."""
    assert written_elsewhere(sheet.read_text("utf-8")) == []


def test_what_is_written_elsewhere_is_found():
    """The check finds a colour by any name, and a length where room or letters are meant."""
    for wrong in ("a { color: #abc; }", "a { color: white; }", "a { font: 13px serif; }", "a { padding: 0 .2rem; }"):
        assert written_elsewhere(wrong) != []
    for right in ("a { color: var(--mb-ink); }", "a { width: 20px; }", "a { margin: 0 auto; }"):
        assert written_elsewhere(right) == []


def test_every_token_that_is_used_is_there():
    """No stylesheet, script or page asks for a token that nobody wrote."""
    texts = {path.name: path.read_text("utf-8") for path in [*SHEETS, *(ROOT / "sim").rglob("*.js")]}
    # A part may hand a size on to its own parts.
    own = {name for text in texts.values() for name in re.findall(r"(--mb-[\w-]+)\s*[:\"']", text)}
    ours = {f"--mb-{name}" for name in tokens()} | own | {"--mb-island"}  # bridge.js puts its name together
    for name, text in texts.items():
        assert set(re.findall(r"var\((--mb-[a-z0-9-]*[a-z0-9])\)", text)) <= ours, name
