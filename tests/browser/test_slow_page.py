"""A page that is busy for seconds while it opens, as on a slow phone."""

from .looking import machinery, opened, whole

LESSON = "lessons/02_update_rhythm.ipynb"

# Lets nobody look again for a part until all parts have come, and has the two seconds for it pass meanwhile.
BUSY = """
const later = window.setTimeout, now = Date.now, held = [];
let skew = 0, app, all = false;
Date.now = () => now() + skew;
window.setTimeout = (then, wait, ...given) => (wait === 100 && !all ? held.push(then) : later(then, wait, ...given));
const whenAll = () => {
  if (!app?.widgetManager?._restoredStatus) return later(whenAll, 20);
  all = true;
  skew = 3000;
  held.splice(0).forEach((then) => then());
};
const take = (object, name, use) => {
  const define = Object.defineProperty;
  Object.defineProperty = (on, key, how) => define(on, key, on === object && key === name ? use(how) : how);
  define(object, name, { set: (value) => { app = value; }, configurable: true });
};
take(window, "jupyterapp", (how) => ({ ...how, set: (value) => { app = value; how.set(value); } }));
whenAll();
"""


def test_parts_that_come_late_are_drawn(phone, pages):
    """Parts that came while the page was busy are drawn, and none is called missing."""
    page = opened(phone).page
    page.add_init_script(BUSY)
    page.goto(pages.address + LESSON)
    whole(page)
    assert page.locator(".panel").count() > 5
    assert page.get_by_text("Error displaying widget").count() == 0
    assert page.get_by_text("Loading widget").count() == 0
    assert page.get_by_role("button", name="Record my guess").is_visible()
    assert machinery(page) == []
