"""Contrast for readers who set their own colours or ask for more contrast, light or dark."""

import io
import json
import re

import numpy as np
import pytest
from PIL import Image
from test_grading_pages import CLASS, GUIDE

from sim.experiments.simulate import simulate
from sim.grading.reports.report import write_report
from sim.handout.page import handout
from sim.lab.panels.plan_form import PlanForm
from sim.lab.session.simulation_cache import Shown
from sim.lab.views.bridges import bridges_data
from sim.lab.views.ranking_table import Ranked, ranking_data
from sim.lab.views.trust_chart import EACH, trust_data
from sim.lab.views.waterfall import waterfall_data
from sim.look import stylesheet
from sim.look.tokens import TOKENS
from sim.widgets.bridge_scene import STYLE
from sim.widgets.scripts import script

from .conftest import somebody_new
from .looking import SIZES, violations
from .serving import ROOT

PAGE = (
    "<!doctype html><html lang=en><title>Lab</title><meta name=viewport content='width=device-width'>"
    "<style>{css} :root {{ color-scheme: light dark; }} body {{ background: var(--mb-paper); }}</style><main></main>"
)
READERS = {
    "own colours, dark": {"forced_colors": "active", "color_scheme": "dark"},
    "own colours, light": {"forced_colors": "active", "color_scheme": "light"},
    "more contrast, dark": {"contrast": "more", "color_scheme": "dark"},
    "more contrast, light": {"contrast": "more", "color_scheme": "light"},
    "as it is": {},
    "dark": {"color_scheme": "dark"},
}
NOTHING_SET = {"forced_colors": "none", "contrast": "no-preference", "color_scheme": "light"}
SHEETS = sorted(path for path in [*(ROOT / "sim").rglob("*.css"), *(ROOT / "sim").rglob("*.html")] if path != TOKENS)
WORDS, SHAPES, STRIP = 4.5, 3.0, 4  # contrast that WCAG asks for; pixels around a control in which its ring lies
EDGE = 12  # pixels around a figure where its ground is, and steps by which a ground's colour may differ
PARTS = "text, path[stroke-width], path[fill]:not([fill=none]):not([fill-opacity]), rect, circle"
BOXES = """(nodes) => nodes.map((node) => {
  const box = node.getBoundingClientRect();
  return [node.tagName, box.left, box.top, box.right, box.bottom];
})"""
TILES = """(nodes) => nodes.map((node) => {
  const [red, green, blue, alpha = 1] = getComputedStyle(node).backgroundColor.match(/[\\d.]+/g).map(Number);
  return alpha ? [red, green, blue] : null;
})"""
WIDGET = """([name, data]) => {
  const box = document.createElement("div");
  document.querySelector("main").append(box);
  const model = { get: (key) => data[key], set() {}, on() {}, off() {}, send() {}, save_changes() {} };
  window.widgets[name].render({ model, el: box });
}"""
WIDGETS = {
    "slider": {
        "label": "How often", "hint": "Move it.", "low": 0, "high": 3, "step": 1, "value": 1, "words": [],
        "disabled": False,
    },
    "choice": {
        "label": "Which?", "hint": "A hint.", "options": [["a", "One"], ["b", "Other"]], "chosen": ["a"],
        "kind": "list", "disabled": False, "flow": False,
    },
    "text_blocks": {
        "blocks": [
            {"head": "Head"}, {"hint": "A hint."},
            {"table": {"caption": "T", "head": ["A", "B"], "rows": [["a", "1"]]}},
        ],
        "status": "Saved.",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def pictures():
    """Return each kind of picture with data from the simulation."""
    own, silence, flood = (simulate("missed-deadline", key, worlds=20) for key in ("recovery-plan", "silence", "flood"))
    shown = [Shown("Yours", own), Shown("“Say nothing”", silence), Shown("Pin 1: Daily messages", flood)]
    rows = [Ranked.of(one.strategy, one.season_trust, 200) for one in (own, silence, flood)]
    return {
        "trust": trust_data(shown),
        "each": trust_data(shown[:1], view=EACH),
        "waterfall": waterfall_data("Yours", own),
        "ranking": ranking_data([*rows, Ranked("Yours", own.season_trust, "own", 200)]),
    }


@pytest.fixture(params=SIZES)
def size(request):
    """Return one of the two sizes, by turns."""
    return dict(zip(("width", "height"), SIZES[request.param], strict=True))


@pytest.fixture(scope="module")
def shared(chromium):
    """Return the page that all readers look at, one after the other: a new one for each takes a second."""
    with somebody_new(chromium, "wide") as context:
        yield context.new_page()


@pytest.fixture(params=READERS)
def page(request, shared, size):
    """Return an empty page as one of these readers sees it, by turns."""
    shared.goto("about:blank")
    shared.set_viewport_size(size)
    shared.emulate_media(**NOTHING_SET | READERS[request.param])
    return shared


def with_widgets(page):
    """Put the lab's look and its scripts onto a page."""
    page.set_content(PAGE.format(css=STYLE))
    page.evaluate("window.widgets = {}")
    for name in ("chart", "bridge", *WIDGETS):
        page.add_script_tag(content=script(name).replace("export default", f"window.widgets.{name} ="), type="module")
    page.wait_for_function(f"Object.keys(widgets).length === {2 + len(WIDGETS)}")


def seen(page):
    """Return the page as it is seen, as an image of the whole page."""
    page.evaluate("scrollTo(0, 0)")
    return Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")


def light(colours):
    """Return how light colours of 0 to 255 are, from 0 to 1; their last axis is red, green and blue."""
    parts = np.asarray(colours) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722)


def contrast(one, other):
    """Return the contrast of two colours, or of each of several with another one, from 1 to 21."""
    low, high = np.minimum(light(one), light(other)), np.maximum(light(one), light(other))
    return (high + 0.05) / (low + 0.05)


def best(image, box, paper):
    """Return the highest contrast with the paper within a box."""
    left, top, right, bottom = (round(edge) for edge in box)
    part = image.crop((max(0, left - 1), max(0, top - 1), min(image.width, right + 1), min(image.height, bottom + 1)))
    return contrast([colour for _, colour in part.getcolors(part.width * part.height)], paper).max()


def outline(image, box, tile):
    """Return the least contrast with which a figure's edge stands out from its ground, but for a fifth of its rows.

    From the left and the right of its box inwards, the first pixels that are no ground are its edge; `tile` is the
    colour of its own ground, None if it stands on the picture's. Rows in which the box cuts it off have no edge.
    """
    left, top, right, bottom = (round(edge) for edge in box)
    part = image.crop((left, top, right, bottom))
    around = image.crop((left - EDGE, top - EDGE, right + EDGE, top))
    grounds = [paper_of(around), *([tile] if tile else [])]
    rows = np.asarray(part)[part.height // 8 : part.height * 3 // 4].astype(int)
    found = []
    for row in np.concatenate([rows, rows[:, ::-1]]):
        is_ground = np.any([np.abs(row - ground).max(-1) <= EDGE for ground in grounds], axis=0)
        at = int(is_ground.argmin())  # the first that is none
        if at:
            found.append(contrast(row[at : at + 3], grounds[-1]).max())
    assert len(found) > part.height // 8
    return sorted(found)[len(found) // 5]


def paper_of(image):
    """Return the colour that most of an image has."""
    return max(image.getcolors(image.width * image.height))[1]


def is_dark(colour):
    """Return whether a colour is nearer to black."""
    return sum(colour) < 3 * 128


def wants_dark(page):
    """Return whether the reader asks for a dark page."""
    return page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")


@pytest.mark.parametrize("kind", ["trust", "each", "waterfall", "ranking"])
def test_all_of_a_picture_is_seen(page, pictures, kind):
    """Words have a contrast of at least 4.5, lines and marks of 3, on a background that is dark where wanted."""
    with_widgets(page)
    page.evaluate(WIDGET, ["chart", {"data": json.loads(json.dumps(pictures[kind]))}])
    page.wait_for_selector("svg text")
    image = seen(page)
    paper = paper_of(image)
    assert is_dark(paper) == wants_dark(page)
    boxes = page.locator(PARTS.replace(", ", ", svg ").replace("text", "svg text", 1)).evaluate_all(BOXES)
    assert len(boxes) > 10
    for name, *box in boxes:
        assert best(image, box, paper) >= (WORDS if name == "text" else SHAPES), (name, box)


def test_partners_on_their_bridges_are_seen(page):
    """Words, planks, ropes and marks stand out from what is around them, and the page is dark where wanted."""
    own, before = (simulate("missed-deadline", key, worlds=20) for key in ("flood", "recovery-plan"))
    with_widgets(page)
    page.evaluate(WIDGET, ["bridge", {"data": json.loads(json.dumps(bridges_data(own, before))), "curve": False}])
    page.wait_for_selector(".mb-lanes .mb-plank[d^=M]")
    page.add_style_tag(content=".mb-water { visibility: hidden }")  # a wave behind a figure is no edge of it
    image = seen(page)
    assert is_dark(paper_of(image)) == wants_dark(page)
    words = page.locator(
        ".mb-name, .mb-number, .mb-lane-foot > span, text.mb-was:not(:empty), .mb-why, .mb-hint, .mb-us"
    )
    shapes = page.locator(".mb-lanes path:is(.mb-plank, .mb-rope, .mb-post, .mb-mark, .mb-ghost)[d^=M]")
    figures = page.locator(".mb-stand svg").evaluate_all(BOXES)
    assert len(figures) == len(own.case.names)
    for tile, (_, *box) in zip(page.locator(".mb-stand svg").evaluate_all(TILES), figures, strict=True):
        assert outline(image, box, tile) >= SHAPES, box
    for least, parts in ((WORDS, words), (SHAPES, shapes)):
        boxes = parts.evaluate_all(BOXES)
        assert len(boxes) > 20
        for name, *box in boxes:
            left, top, right, bottom = (round(edge) for edge in box)
            around = image.crop((max(0, left - 3), max(0, top - 3), min(image.width, right + 3), bottom + 3))
            assert best(image, box, paper_of(around)) >= least, (name, box)


def test_lines_differ_without_their_colours(page, pictures):
    """Each line of a picture has its own dash pattern."""
    with_widgets(page)
    page.evaluate(WIDGET, ["chart", {"data": json.loads(json.dumps(pictures["each"]))}])
    page.wait_for_selector("svg text")
    drawn = page.locator("svg path[stroke-width][fill=none]")
    dashes = drawn.evaluate_all("(paths) => paths.map((path) => path.getAttribute('stroke-dasharray') ?? '')")
    assert len(set(dashes)) == len(dashes) == len(pictures["each"]["lines"])


def test_controls_and_where_the_hand_is_are_seen(page):
    """The words of each control and the focus ring have enough contrast."""
    with_widgets(page)
    for name, data in WIDGETS.items():
        page.evaluate(WIDGET, [name, data])
    image = seen(page)
    paper = paper_of(image)
    assert is_dark(paper) == wants_dark(page)
    for name, *box in page.locator("label, .mb-hint, .mb-value, h3, caption, th, td, .mb-status").evaluate_all(BOXES):
        assert best(image, box, paper) >= WORDS, (name, box)
    before = image
    for control in (page.locator("input[type=range]"), page.locator("select")):
        page.keyboard.press("Tab")
        ((_, left, top, right, _),) = control.evaluate_all(BOXES)
        around = tuple(map(round, (left - 2 - STRIP, top - 2 - STRIP, right + 2 + STRIP, top - 1)))
        ring, bare = np.asarray(seen(page).crop(around)), np.asarray(before.crop(around))
        assert contrast(ring[(ring != bare).any(-1)], paper).max() >= SHAPES


def of_buttons():
    """Return the compound selectors of each rule for a button, or a link that looks like one, of all stylesheets.

    `.mb button.mb-next:hover` becomes (".mb", "button.mb-next"); what follows a colon is left away.
    """
    found = set()
    for sheet in SHEETS:
        rules = re.sub(r"/\*.*?\*/|\{[{%].*?[%}]\}", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        for selectors in re.findall(r"([^{}]+)\{", rules):
            for selector in re.split(
                r",(?![^()]*\))", re.sub(r":[\w-]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?", "", selectors)
            ):
                parts = tuple(re.findall(r"[\w.#-]+(?:\[[^\]]*\])?", selector))
                if parts and re.match(r"button\b|\.button\b|\.mb-main\b", parts[-1]) and "@" not in selector:
                    found.add(parts)
    return sorted(found)


NESTED = """(parts) => parts.reduce((outer, part) => {
  const [, name, rest] = /^([a-z]*)(.*)$/.exec(part);
  const box = document.createElement(name || (/^[.](button|mb-main)/.test(rest) ? "button" : "div"));
  for (const [, word] of rest.matchAll(/[.]([\\w-]+)/g)) box.classList.add(word);
  for (const [, word] of rest.matchAll(/#([\\w-]+)/g)) box.id = word;
  for (const [, key, value] of rest.matchAll(/\\[([\\w-]+)=?"?([^\\]"]*)"?\\]/g)) box.setAttribute(key, value);
  if (box.tagName === "BUTTON") { box.textContent = "Go on"; box.dataset.tried = ""; }
  outer.append(box);
  return box;
}, document.querySelector("main"))"""
SHOWN = """main * { display: block !important; visibility: visible !important; opacity: 1 !important;
  position: static !important }"""
WORN = """(node) => {
  const under = (one) => {
    const found = getComputedStyle(one).backgroundColor;
    const part = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    part.fillStyle = found; part.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = part.getImageData(0, 0, 1, 1).data;
    return alpha > 250 || !one.parentElement ? [red, green, blue] : under(one.parentElement);
  };
  const part = document.createElement("canvas").getContext("2d");
  part.fillStyle = getComputedStyle(node).color; part.fillRect(0, 0, 1, 1);
  return [[...part.getImageData(0, 0, 1, 1).data].slice(0, 3), under(node)];
}"""


@pytest.mark.sample(2)
@pytest.mark.parametrize("turned", [False, True], ids=["as written", "the other way round"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_button_under_the_hand_can_be_read(shared, scheme, turned):
    """Each kind of button of each stylesheet keeps its contrast under the pointer, with the focus, and pressed.

    Widgets put their sheets on a page in the order in which they are drawn, so the sheets are tried in both orders.
    """
    page, kinds = shared, of_buttons()
    assert {(".mb", "button.mb-next"), (".button.first",), ("#lost", "button")} <= set(kinds)
    sheets = [sheet.read_text("utf-8") for sheet in SHEETS if sheet.suffix == ".css"]
    page.goto("about:blank")
    page.emulate_media(**NOTHING_SET | {"color_scheme": scheme})
    page.set_content(PAGE.format(css=stylesheet()))
    for text in reversed(sheets) if turned else sheets:
        page.add_style_tag(content=text)
    page.add_style_tag(content=SHOWN)
    for kind in kinds:
        page.evaluate("() => document.querySelector('main').replaceChildren()")
        button = page.evaluate_handle(NESTED, list(kind)).as_element()
        states = {"at rest": button.evaluate(WORN)}
        button.hover()
        states["under the pointer"] = button.evaluate(WORN)
        page.mouse.down()
        states["pressed"] = button.evaluate(WORN)
        page.mouse.up()
        page.mouse.move(0, 0)
        button.focus()
        states["with the focus"] = button.evaluate(WORN)
        for state, (ink, ground) in states.items():
            assert contrast(ink, ground) >= WORDS, (kind, state, ink, ground)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the pages that the course makes, by what they are: the handout, a plan to print, and a class's results."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "handout.html").write_text(handout(ROOT / "notebooks"), encoding="utf-8")
    plan = PlanForm({"do": "2026-03-02: Listen"}, keep=lambda _: "", own=lambda: None)
    (folder / "plan.html").write_bytes(plan.page()[2])
    write_report(CLASS, folder, masters={}, guide=GUIDE)
    return folder


@pytest.mark.sample(6)
@pytest.mark.parametrize("name", ["handout", "plan", "class", "reflections"])
def test_a_page_that_is_made_is_seen(page, made, name):
    """A page is dark where that was asked for, and axe-core finds no contrast that is too low."""
    page.goto((made / f"{name}.html").as_uri())
    assert is_dark(paper_of(seen(page))) == wants_dark(page)
    if page.evaluate("!matchMedia('(forced-colors: active)').matches"):
        assert violations(page) == []


def test_a_class_is_seen_at_a_glance(page, made):
    """On the class page, bars, points and the shades of the key can be told apart."""
    page.goto((made / "class.html").as_uri())
    image = seen(page)
    for _, *box in page.locator(".bar > span:visible").evaluate_all(BOXES):
        if box[2] - box[0] > STRIP:
            inner = (box[0] + 2, box[1] + 2, box[2] - 2, box[3] - 2)
            assert best(image, inner, paper_of(image)) >= SHAPES
    shades = [
        image.crop(tuple(map(round, box))).resize((22, 14)).tobytes()
        for _, *box in page.locator(".key span").evaluate_all(BOXES)
    ]
    assert len(set(shades)) == len(shades) == 5
    for _, *box in page.locator(".matrix tbody td").evaluate_all(BOXES):
        inner = (box[0] + 14, box[1] + 3, box[2] - 3, box[3] - 4)
        assert best(image, inner, paper_of(image.crop(tuple(map(round, inner))))) >= WORDS
