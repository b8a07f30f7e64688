"""Browsers that keep nothing, have a wrong clock, or cannot run a part: all else goes on, a sentence says what to do.

Every browser of these tests is a private window: nothing of it stays once it is closed.
"""

import pytest
from playwright.sync_api import expect

from sim.texts.words import say

from .looking import HOLDS, machinery, opened, overflow, violations, whole

LESSON = "lessons/02_update_rhythm.ipynb"
NOTE = "Nobody wrote to us for six weeks."
FORBIDDEN = """for (const name of ["sessionStorage", "localStorage", "indexedDB"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
}
Object.defineProperty(Navigator.prototype, "cookieEnabled", { get: () => false });
const Now = Date;
window.Date = class extends Now {
  constructor(...given) { if (given.length) super(...given); else super(Date.now()); }
  static now() { return Now.now() - 12 * 365 * 86_400_000; } // twelve years late
};"""
# The scripts of two parts: one cannot be read, the other one fails when it draws.
BROKEN = """const Whole = Blob;
window.Blob = class extends Whole {
  constructor(parts = [], how = {}) {
    const script = /javascript/.test(how.type ?? "") ? parts.join("") : "";
    const broken = script.includes("mb-guess-line") ? "export default { ="
      : script.includes("mb-keeper") ? "export default { render() { throw new Error('no'); } }" : "";
    super(broken ? [broken] : parts, how);
  }
};"""


def opens(page, address):
    """Open a page in a browser that forgets each cookie at once."""
    page.goto(address)
    page.context.clear_cookies()


@pytest.mark.full
def test_a_browser_that_keeps_nothing_and_has_a_wrong_clock(phone, pages):
    """Without cookies and storage, and twelve years late, a lesson works; a sentence says what is not kept."""
    page = opened(phone).page
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.add_init_script(FORBIDDEN)
    opens(page, pages.address)
    told = page.get_by_text(say("site.no_cookies"))
    expect(told).to_be_visible()
    opens(page, pages.address + LESSON)
    whole(page)
    expect(told).to_be_visible()
    page.get_by_role("radio", name="An update every two weeks").check()
    page.get_by_role("button", name=say("lesson.record")).click()
    page.get_by_role("slider", name="How often we write").press("ArrowLeft")
    expect(page.locator(".mb-head .mb-say").first).to_be_visible()
    note = page.get_by_label("Think of a time when you waited")
    note.fill(NOTE)
    note.blur()
    page.wait_for_function(HOLDS, arg=NOTE)
    with page.expect_download() as download:
        page.locator(".mb-keeper").get_by_role("button", name=say("keeper.download")).click()
    assert NOTE in download.value.path().read_text("utf-8")
    assert violations(page) == []
    assert overflow(page) == 0
    phone.clear_cookies()
    page.reload()
    whole(page)
    expect(note).to_have_value("")
    expect(told).to_be_visible()
    assert wrong == []


def test_the_cookie_does_not_ask_for_the_readers_clock(phone, pages):
    """The reader's pseudonym is kept for seconds that are counted from now, not until a date that may have passed."""
    given = opened(phone).page.goto(pages.address + LESSON).header_value("set-cookie")
    assert "Max-Age=31536000" in given
    expires = "expires="
    assert expires not in next(one for one in given.splitlines() if one.startswith("mending-bridges=")).lower()


def test_a_part_whose_script_fails_leaves_the_others_alone(laptop, pages):
    """Where two parts fail, a sentence stands in place of each, the guess is recorded, and the lab answers."""
    page = opened(laptop).page
    page.add_init_script(BROKEN)
    page.goto(pages.address + LESSON)
    whole(page)
    expect(page.get_by_text(say("page_script.part"))).to_have_count(2)
    page.get_by_role("radio", name="An update every two weeks").check()
    page.get_by_role("button", name=say("lesson.record")).click()
    headline = page.locator(".mb-head .mb-say").first
    before = headline.inner_text()
    page.get_by_role("slider", name="How often we write").press("ArrowLeft")
    expect(headline).not_to_have_text(before)
    expect(page.get_by_text(say("page_script.part"))).to_have_count(2)
    assert violations(page) == []
    assert machinery(page) == []
