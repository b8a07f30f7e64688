"""Checks that tests make on a page."""

import re
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SIZES = {"wide": (1366, 768), "narrow": (390, 844)}
READY = "html[data-state='ready']"
# Parts that wait for the reader to go on (sim/widgets/go_on.css), for tests of what is in them.
ALL_PARTS = """.panel:has(.mb-go-on[data-shut]) ~ * { position: static !important; visibility: visible !important;
  height: auto !important; overflow: visible !important; clip-path: none !important }"""
# The trainee never needs these words.
MACHINERY = re.compile(r"\b(kernels?|cells?|nan|traceback|ipynb|undefined)\b", re.IGNORECASE)

# Whether the page itself holds these words among its answers, as it is asked when the server is lost.
HOLDS = """(words) => {
  const asked = new CustomEvent("mb-answers", { detail: {} });
  document.dispatchEvent(asked);
  return asked.detail.answer?.file().includes(words);
}"""

# What axe-core finds: all else that it tells of a page is a hundred times as long, and stays there.
AXE = """async () => {
  const { violations } = await axe.run({ resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`));
}"""

FOCUSED = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const style = getComputedStyle(here), box = here.getBoundingClientRect();
  return {
    what: `${here.tagName.toLowerCase()} ${here.getAttribute("aria-label") ?? here.textContent.trim().slice(0, 40)}`,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.left < innerWidth,
    last: here === [...document.querySelectorAll("a[href]")].filter((one) => one.checkVisibility()).at(-1),
  };
}"""


# Words that a line's end parts with fewer than three letters on one of its sides, as "organisatio-n".
TORN = r"""(nodes) => nodes.flatMap((node) => {
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) for (const word of walk.currentNode.data.matchAll(/[\p{L}\p{M}\u00ad]+/gu)) {
    const tops = [...word[0]].flatMap((letter, at) => {
      const range = document.createRange();
      range.setStart(walk.currentNode, word.index + at);
      range.setEnd(walk.currentNode, word.index + at + 1);
      return letter === "\u00ad" ? [] : [Math.round([...range.getClientRects()].at(-1).top)];
    });
    const lines = Object.values(Object.groupBy(tops, (top) => top));
    if (lines.length > 1 && lines.some((line) => line.length < 3)) found.push(word[0]);
  }
  return found;
})"""


@dataclass
class Opened:
    """An open page and its requests."""

    page: Page
    asked: list = field(default_factory=list)

    def elsewhere(self, address):
        """Return the requests that went to another host than the server at this address."""
        home = address.split("://")[1].split("/")[0]
        ours = (f"http://{home}/", f"ws://{home}/", "data:", "blob:")
        return [asked for asked in self.asked if not asked.startswith(ours)]


def opened(context):
    """Return a new page that records its requests."""
    shown = Opened(context.new_page())
    shown.page.on("request", lambda request: shown.asked.append(request.url))
    shown.page.on("websocket", lambda socket: shown.asked.append(socket.url))
    return shown


def whole(page):
    """Wait until the page is ready, and show all its parts as if the reader had gone on to each of them."""
    page.wait_for_selector(READY, state="attached")
    page.add_style_tag(content=ALL_PARTS)


def resize(page, size):
    """Give the window one of the two sizes; a test that only looks at a page opens it once for both."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})


def violations(page):
    """Return what axe-core finds, one readable line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(AXE)


def machinery(page):
    """Return words on the page that only a programmer would understand."""
    return sorted({match[0] for match in MACHINERY.finditer(page.locator("body").inner_text())})


def overflow(page):
    """Return by how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def to_the_top(page):
    """Move the focus so that the next Tab reaches the page's first stop."""
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")


def tabbed(page, most=200):
    """Press Tab from the top until the page's last link has the focus; return every stop."""
    to_the_top(page)
    stops = []
    while len(stops) < most and not (stops and stops[-1]["last"]):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED) or {"what": "nothing", "outlined": False, "seen": False, "last": False})
    return stops
