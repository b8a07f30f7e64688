"""Arabic, Hebrew, Chinese, Devanagari and emoji in every field, sentence, table and list: kept whole, nothing cut."""

import re

import pytest
from playwright.sync_api import expect

from sim.catalogue import load_strategy
from sim.lab.session.strategy_code import as_code
from sim.texts.words import say

from .looking import READY, overflow, violations

WRITTEN = {
    "Arabic": "نكتب لكم كل أسبوعين عن حال العمل",
    "Hebrew": "נכתוב לכם כל שבועיים מה מצב העבודה",
    "Chinese": "我们每两个星期写信告诉你们工作的进展",
    "Devanagari": "हम हर दो सप्ताह में काम की स्थिति लिखेंगे",
    "emoji": "👩🏽‍🔧🤝🏿 ❤️‍🩹 🇧🇷",
}
TO_THE_LEFT = ("Arabic", "Hebrew")
TITLE = "خطة الثقة 信任计划 विश्वास 🌉"
# How a field shows what stands in it: its direction, and by how much the writing is larger than the field.
SHOWN = """(field) => ({
  value: field.value, direction: getComputedStyle(field).direction,
  over: [field.scrollWidth - field.clientWidth, field.scrollHeight - field.clientHeight],
})"""


def goes(page, address):
    """Open a page and wait until it is ready."""
    page.goto(address)
    page.wait_for_selector(READY, state="attached")


def write(page, fields):
    """Write each script into a field, by turns."""
    for field, words in zip(fields, WRITTEN.values(), strict=False):
        page.get_by_label(field).fill(words)
        page.get_by_label(field).blur()


def stand_whole(page, fields):
    """Check that each field holds its words, in their own direction, and that none is cut."""
    for field, (script, words) in zip(fields, WRITTEN.items(), strict=False):
        shown = page.get_by_label(field).evaluate(SHOWN)
        assert shown["value"] == words
        assert shown["direction"] == ("rtl" if script in TO_THE_LEFT else "ltr"), script
        assert max(shown["over"]) <= 0, (script, shown)
    assert overflow(page) == 0


def goes_on(page):
    """Press the button to the next part."""
    page.locator(".mb-next:visible").first.click()


@pytest.mark.full
def test_every_script_is_kept_and_shown_whole(phone, pages):
    """What is typed on a phone in any script stands whole in fields, sentences, tables and lists, and comes back."""
    page = phone.new_page()
    code = as_code(TITLE, load_strategy("q-and-a").acts, "missed-deadline")
    goes(page, f"{pages.address}lessons/07_your_plan.ipynb?strategy={code}")
    page.get_by_role("radio", name="Words only").check()
    page.get_by_label(say("lesson.reason")).fill(WRITTEN["Arabic"])
    page.get_by_role("button", name=say("lesson.record")).click()
    expect(page.get_by_text(f"because “{WRITTEN['Arabic']}”").first).to_be_visible()
    page.get_by_role("button", name=say("bench.pin")).click()
    expect(page.get_by_role("combobox", name=say("bench.start"))).to_contain_text(TITLE)
    page.get_by_role("radio", name=say("score.title")).check()
    head = page.get_by_role("columnheader", name=TITLE)
    expect(head).to_have_attribute("dir", "auto")
    for _ in range(3):
        goes_on(page)
    plan = [say(f"plan.{name}") for name in ("what", "say_it", "do", "dates", "leave")]
    write(page, plan)
    stand_whole(page, plan)
    for words in WRITTEN.values():
        expect(page.get_by_label(say("plan.to_copy"))).to_have_value(re.compile(re.escape(words)))
    assert violations(page) == []
    page.reload()
    page.wait_for_selector(READY, state="attached")
    stand_whole(page, plan)

    goes(page, f"{pages.address}exercises/ex02.ipynb")
    fields = [say("exercise.name"), "One of your partners wants to hear from you each week"]
    write(page, fields)
    stand_whole(page, fields)
