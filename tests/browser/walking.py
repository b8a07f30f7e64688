"""A user with a keyboard alone, who finds things by role and name."""

import contextlib
import re

from playwright.sync_api import TimeoutError as TookTooLong
from playwright.sync_api import expect

MOST_TABS = 150
# What has the focus and does not show it; after the last stop the focus is the window's own for one key.
HIDDEN = """() => {
  const here = document.activeElement;
  if (here === document.body) return "";
  const style = getComputedStyle(here), box = here.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  if (outlined && box.bottom > 0 && box.top < innerHeight) return "";
  return `${here.outerHTML.slice(0, 120)}: ${box.top} to ${box.bottom} of ${innerHeight}, ${style.outline}`;
}"""
# Where the focus is, seen from what is looked for: one question a key, since finding by role and name is slow.
LOOK = f"""target => {{
  const here = document.activeElement;
  return {{
    gone: !target.isConnected,
    there: target === here,
    grouped: here.type === "radio" && here.name === target.name,
    hidden: ({HIDDEN})(),
  }};
}}"""
A_MOMENT = 1_000  # milliseconds: a picture that has just changed may be about to move what stands below it
KEPT = "document.activeElement !== document.body"
# The smallest height or width of a target; a box to tick or a radio button has its whole line.
SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((one) => one.getClientRects().length && getComputedStyle(one).visibility !== "hidden")
  .filter((one) => !one.closest(".mb-skip, .skip") && getComputedStyle(one).clipPath === "none")
  .filter((one) => !(one.matches("p a, li a") && one.closest("p, li").innerText.trim() !== one.innerText.trim()))
  .filter((one) => (one.closest("label") || one).getBoundingClientRect().height < 24)
  .map((one) => one.outerHTML.slice(0, 120))"""


class Walker:
    """A user with a keyboard alone; `keys` counts key presses, `patience` is in milliseconds."""

    def __init__(self, page, *, patience=30_000):
        self.page, self.patience, self.keys, self.hidden = page, patience, 0, []

    def press(self, key):
        """Press one key."""
        self.page.keyboard.press(key)
        self.keys += 1

    def go_to(self, role, name, nth=0):
        """Press Tab, or arrows within a group, until this has the focus."""
        # The line that opens a fold has no role by which it could be found.
        found = self.page.locator(role, has_text=name) if role == "summary" else self.page.get_by_role(role, name=name)
        target = found.nth(nth)
        expect(target).to_be_attached(timeout=self.patience)
        found = target.element_handle()
        for pressed in range(MOST_TABS):
            seen = self.page.evaluate(LOOK, found)
            if seen["gone"]:
                found = target.element_handle()
                seen = self.page.evaluate(LOOK, found)
            if pressed and seen["hidden"]:
                self.notes_a_hidden_focus()
            if seen["there"]:
                return target
            # Within a group of radio buttons the arrows lead on; Tab would leave it.
            self.press("ArrowDown" if role == "radio" and seen["grouped"] else "Tab")
        raise AssertionError(f"no key leads to the {role} {name!r}")

    def notes_a_hidden_focus(self):
        """Note a focused element whose focus stays invisible, though one goes back to it."""
        with contextlib.suppress(TookTooLong):
            self.page.wait_for_function(f"() => !({HIDDEN})()", timeout=A_MOMENT)
        if self.page.evaluate(HIDDEN):
            # A late answer above it may have pushed it out of sight; a key back and forth shows it again.
            self.press("Shift+Tab")
            self.press("Tab")
        if hidden := self.page.evaluate(HIDDEN):
            self.hidden.append(hidden)

    def do(self, task):
        """Do a task, and check what the page says then."""
        self.reads(task["says"])
        part = task.get("changes")
        before = self.page.locator(part).first.inner_text() if part else ""
        for step in task["steps"]:
            self.go_to(step["role"], step["name"], step.get("nth", 0))
            for key in step["keys"]:
                self.press(key)
        if part:
            expect(self.page.locator(part).first).not_to_have_text(before, timeout=self.patience)
        if "then" in task:
            expect(self.page.locator("body")).to_contain_text(task["then"], timeout=self.patience)
        # The next part takes the focus once it is drawn, a moment after the button has gone.
        with contextlib.suppress(TookTooLong):
            self.page.wait_for_function(KEPT, timeout=self.patience)
        assert self.page.evaluate(KEPT), f"the focus was lost: {task['says']!r}"

    def reads(self, words):
        """Find these words on the page."""
        assert plain(words) in plain(self.page.locator("body").inner_text()), f"the page does not say {words!r}"


def plain(words):
    """Return words on one line."""
    return re.sub(r"\s+", " ", words)


def small_targets(page):
    """Return controls that are less than 24 pixels high."""
    return page.evaluate(SMALL)
