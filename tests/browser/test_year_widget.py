"""The page of a year that is played, drawn from screens of plain data in one browser page."""

import json
import re

import pytest

from sim.widgets.scripts import script
from sim.widgets.year_widget import STYLE

from .conftest import somebody_new
from .looking import FOCUSED, SIZES, TORN, overflow, violations
from .serving import ROOT

FIXTURE = json.loads((ROOT / "tests" / "data" / "year_screens.json").read_text("utf-8"))
WORDS = FIXTURE["base"]["words"]
NAMES = [person["name"] for person in FIXTURE["base"]["people"]]
PAGE = (
    "<!doctype html><html lang=en><title>Year</title><meta name=viewport content='width=device-width'>"
    "<meta name=color-scheme content='light dark'>"
    "<style>{css} body {{ margin: 0 auto; max-width: 62rem; padding: 0 1rem; }}</style>"
    "<main><h1>Year</h1><div id=year></div></main>"
)
# A model as anywidget gives it: what is sent to the kernel is kept in `sent`.
DRAW = """(screen) => {
  globalThis.leave?.();
  const heard = {};
  globalThis.state = { screen };
  globalThis.sent = [];
  const model = { get: (name) => state[name], set() {}, off() {}, save_changes() {},
    on: (name, act) => { heard[name] = act; }, send: ({ sent: one }) => { if (one) sent.push(one); } };
  globalThis.newer = (screen) => { state.screen = screen; heard["change:screen"](); };
  document.querySelector("#year").replaceChildren();
  globalThis.leave = year.render({ model, el: document.querySelector("#year") });
  scrollTo(0, 0);
}"""
SMALL = """() => [...document.querySelectorAll("#year :is(button, summary, select, input, textarea)")]
  .filter((one) => one.checkVisibility())
  .map((one) => [(one.closest("label") ?? one).getBoundingClientRect(), one.outerHTML.slice(0, 120)])
  .filter(([{ width, height }]) => width < 24 || height < 24).map(([, said]) => said)"""
MOVED = """() => sent.map(({ move }) => move)"""


def screen(name, **changes):
    """Return a screen by its name; `end_branch` is the end of a second try, with the first one beside it."""
    if name == "end_branch":
        end = json.loads(json.dumps(screen("end")["end"]))
        for line in end["lines"]:
            line["branch"], line["true"] = line["true"], [min(97, trust + 4) for trust in line["true"]]
        first = {part: end[part] for part in ("stayed", "headline", "hours")}
        return screen("end", end=end | {"stayed": "7 of 8 stayed", "headline": 66, "first": first})
    return FIXTURE["base"] | FIXTURE["screens"][name] | changes


SCREENS = (*FIXTURE["screens"], "end_branch")


@pytest.fixture(scope="module")
def shared(chromium):
    """Return the page on which all screens are drawn, one after the other."""
    with somebody_new(chromium, "wide") as context:
        page = context.new_page()
        page.route("**/*", lambda route: route.fulfill(content_type="text/html", body=PAGE.format(css=STYLE)))
        page.goto("http://127.0.0.1/")
        page.add_script_tag(content=script("year").replace("export default", "globalThis.year ="), type="module")
        page.wait_for_function("globalThis.year")
        yield page


@pytest.fixture
def page(shared):
    """Return the page as a laptop shows it, with nothing pressed."""
    resize(shared, *SIZES["wide"])
    shared.emulate_media(forced_colors="none", color_scheme="light")
    return shared


def resize(page, width, height):
    """Give the window a size."""
    page.set_viewport_size({"width": width, "height": height})


def draw(page, name, **changes):
    """Draw a screen anew, as when the page was opened."""
    page.evaluate(DRAW, screen(name, **changes))


def newer(page, name, **changes):
    """Let a newer screen arrive from the kernel."""
    page.evaluate("newer", screen(name, **changes))


def press(page, name):
    """Press a button by its name."""
    page.get_by_role("button", name=name, exact=True).click()


def test_screens_hold_the_words_that_scripts_ask_for():
    """The list of words in year_screen.js, what scripts ask for and the words of the screens are the same."""
    scripts = (ROOT / "sim" / "widgets").glob("year*.js")
    code = "".join(path.read_text("utf-8") for path in scripts)
    listed = (ROOT / "sim" / "widgets" / "year_screen.js").read_text("utf-8").split("WordKey")[0]
    asked = set(re.findall(r"\bwords\.(\w+)", code))
    built = {name for name in WORDS if name.split("_")[0] in ("mood", "kind", "state")}
    assert asked | built == set(WORDS) == set(re.findall(r'"(\w+)"', listed))


@pytest.mark.sample(5)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_has_no_barrier(page, name):
    """axe-core finds nothing at both widths, light and dark; nothing is too wide, or too small to be pressed.

    What opens at the end is closed in the wide window, and open in the narrow one.
    """
    for scheme, size in (("light", SIZES["wide"]), ("dark", SIZES["narrow"])):
        page.emulate_media(color_scheme=scheme)
        resize(page, *size)
        draw(page, name)
        if size == SIZES["narrow"]:
            page.evaluate("for (const one of document.querySelectorAll('.mb-fold')) one.open = true")
        assert violations(page) == [], (scheme, size)
        assert overflow(page) <= 0
        assert page.evaluate(SMALL) == []
    resize(page, 320, 640)
    assert overflow(page) <= 0
    page.evaluate("for (const one of document.querySelectorAll('#year details')) one.open = true")
    assert overflow(page) <= 0


def test_long_names_are_parted_between_syllables(page):
    """On a narrow page no line ends within a syllable of a partner's long name, and no script makes it too wide."""
    long = [
        "Sister organisation",
        "Nachbarschaftsverein",
        "Neighbourhood representatives",
        "Добровольческая организация",
    ]
    unparted = ["مؤسسةالمجتمعالمدني", "社区合作伙伴代表委员会", "साप्ताहिकसमाचारपत्रिका"]
    people = [
        person | {"name": name} for person, name in zip(2 * screen("begin")["people"], long + unparted, strict=False)
    ]
    for width in (390, 320):
        resize(page, width, 844)
        draw(page, "begin", people=people)
        assert page.locator(".mb-who").count() == len(long + unparted)
        names = page.locator(".mb-who strong")
        assert names.evaluate_all(f"(all) => ({TORN})(all.slice(0, {len(long)}))") == []
        assert (
            page.evaluate(
                "[...document.querySelectorAll('.mb-who')].filter((one) => one.scrollWidth > one.clientWidth)"
            )
            == []
        )
        assert overflow(page) <= 0


def test_the_next_decision_is_near(page):
    """On a phone people, inbox and the first cards are within 1.5 screens; a year begins on the first one."""
    resize(page, *SIZES["narrow"])
    long = [one | {"text": (one["text"] + 120 * " so")[:110]} for one in 3 * screen("turn_5")["inbox"]]
    early = "The last turn ended after 5 weeks, not 6, because Neighbourhood council and Patients' circle complained."
    draw(page, "turn_5", inbox=long, turn=screen("turn_5")["turn"] | {"early": early})
    for part in (page.locator(".mb-circle"), page.locator(".mb-inbox"), page.locator(".mb-card").nth(1)):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= 1.5 * SIZES["narrow"][1]
    for width, height in SIZES.values():
        resize(page, width, height)
        draw(page, "begin")
        box = page.get_by_role("button", name=WORDS["begin"]).bounding_box()
        assert box["y"] + box["height"] <= height


def test_opened_cards_and_people_have_no_barrier(page):
    """With a person and a card opened, axe-core still finds nothing at both widths."""
    for size in SIZES.values():
        resize(page, *size)
        draw(page, "turn_5")
        assert page.locator(".mb-cost").first.inner_text().startswith("8 hours")
        page.get_by_role("button", name=re.compile("^Patients' circle")).click()
        assert page.locator(".mb-detail").inner_text().count("A third letter") == 1
        page.get_by_role("button", name=re.compile("^Apologise")).click()
        if page.viewport_size["width"] == SIZES["narrow"][0]:
            page.locator(".mb-other > summary").click()
        page.get_by_label("Every few weeks until I stop").check()
        assert violations(page) == []
        assert page.evaluate(SMALL) == []
        assert overflow(page) <= 0
        assert page.get_by_label("Every so many weeks").is_visible()
        assert not page.get_by_label("Day", exact=True).is_visible()


def test_all_is_reached_by_keys(page):
    """Tab reaches each part and arrow keys each partner and each card, with a ring that is seen."""
    draw(page, "turn_5")
    page.evaluate("document.querySelector('h1').tabIndex = -1; document.querySelector('h1').focus()")
    stops = []
    while not stops or stops[-1]["what"] != f"button {WORDS['next']}":
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
        if page.evaluate("document.activeElement.matches('.mb-who, .mb-card')"):
            for _ in range(11):
                page.keyboard.press("ArrowRight")
                stops.append(page.evaluate(FOCUSED))
            page.keyboard.press("Home")
    assert all(stop["outlined"] and stop["seen"] for stop in stops)
    names = " ".join(stop["what"] for stop in stops)
    cards = [card["title"] for card in screen("turn_5")["cards"] if not card["more"]]
    assert [name for name in (*NAMES, *cards, "Take back: Apologise", "Stop: Tell all") if name not in names] == []


def test_a_card_is_set_by_keys(page):
    """A card is opened, set, and put in the hand by keys; then the focus is on the card again."""
    draw(page, "turn_5")
    page.locator("[data-key='card apologise']").focus()
    for key in ("Enter", "Tab", "Tab", "Space", "Tab", "Tab"):  # open; the second part of an apology; past the fourth
        page.keyboard.press(key)
    for key in ("Tab", "ArrowDown", "Tab", "Tab", "Tab", "Space", "Tab"):  # the house says it; to the Patients' circle
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    (move,) = page.evaluate(MOVED)
    assert move["values"] == {"parts": ["responsibility", "repair"], "by": "house"}
    assert move["to"] == ["Patients' circle"]
    assert page.evaluate("document.activeElement.dataset.key") == "card apologise"
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.locator(".mb-form").count() == 0


def test_a_year_takes_few_keys(page):
    """Twelve turns with fifteen acts, five of them to chosen partners, take at most 200 presses."""
    presses = 0

    def keys(*names):
        nonlocal presses
        presses += len(names)
        for name in names:
            page.keyboard.press(name)

    draw(page, "turn")
    newer(page, "turn_5", turn=screen("turn_5")["turn"] | {"number": 2})
    for number in range(12):
        if number % 2 == 0:  # in each second turn, Listen: to one partner, and twice to all
            while not page.evaluate("document.activeElement.matches('.mb-card')"):
                keys("Tab")
            keys("ArrowRight")
            if number < 10:
                keys("Enter", "Tab", "Tab", "Tab", "Tab", "Space", "Control+Enter")
                keys("Enter", "Tab", "Control+Enter", "Enter", "Tab", "Control+Enter")
        keys("Control+Enter")
        newer(page, "turn_5", turn=screen("turn_5")["turn"] | {"number": number + 3})
    moves = page.evaluate(MOVED)
    drafts = [move for move in moves if move["do"] == "draft"]
    assert [move["do"] for move in moves].count("next") == 12
    assert {move["card"] for move in drafts} == {"listen"}
    assert sorted(move["to"][0] for move in drafts) == ["Patients' circle"] * 5 + ["all"] * 10
    assert presses <= 200


def test_the_end_is_short_to_begin_with(page):
    """On a phone the end takes at most three screens; its parts are opened by keys, and stay so when one changes."""
    resize(page, *SIZES["narrow"])
    change = screen("end")["end"]["change"]
    draw(page, "end", end=screen("end")["end"] | {"change": change | {"answers": []}})
    assert page.evaluate("document.documentElement.scrollHeight") < 3 * SIZES["narrow"][1]
    draw(page, "end")
    partners = screen("end")["end"]["partners"]
    folds = page.locator(".mb-partners .mb-fold")
    closed = page.locator(".mb-partners .mb-letters > li > div > .mb-fold > summary")
    assert closed.all_inner_texts() == [f"{one['name']}\n{one['came']}\n{one['most']}" for one in partners]
    last_words = [one["last_words"] for one in partners if one["last_words"]]
    assert page.locator(".mb-partners .mb-bubble").all_inner_texts() == last_words
    folds.first.locator("> summary").focus()
    page.keyboard.press("Enter")
    assert folds.first.locator("> p").all_inner_texts()[: len(partners[0]["said"])] == partners[0]["said"]
    tables = folds.first.get_by_role("table")
    assert [one.is_visible() for one in tables.all()] == [True]
    folds.first.locator(".mb-account > summary").focus()
    page.keyboard.press("Enter")
    for part, table in zip(("causes", "account"), tables.all(), strict=True):
        rows = table.locator("tbody tr").all_inner_texts()
        assert rows == ["\t".join(row) for row in partners[0][part]["rows"]]
    assert not page.get_by_label(WORDS["link_field"]).is_visible()
    tried = page.locator(".mb-answer summary")
    tried.focus()
    page.keyboard.press("Enter")
    assert page.locator(".mb-answer").get_by_role("table").is_visible()
    asked = {"id": "left/Young patients' group", "name": "Young patients' group"}
    page.locator("button[data-key^='change left']").focus()
    more = change | {
        "answers": [*change["answers"], asked | {"what": "B", "best": "", "said": "Tried: 9.", "found": []}]
    }
    newer(page, "end", end=screen("end")["end"] | {"change": more})
    assert page.evaluate("document.activeElement.textContent") == "Tried: 9."
    assert page.locator(".mb-answer").first.get_by_role("table").is_visible()
    assert [one.is_visible() for one in tables.all()] == [True, True]
    assert not page.locator(".mb-lines .mb-small").is_visible()


def test_two_turning_points_are_in_sight_on_a_phone(page):
    """Turning points stay in order of time; on a phone two are in sight, at a desk three, and the rest opens."""
    points = [
        {"title": f"Week {week}: {name}", "text": "It moved.", "turn": 1 + week} for week, name in enumerate(NAMES[:6])
    ]
    for size, seen in (("narrow", 2), ("wide", 3)):
        resize(page, *SIZES[size])
        draw(page, "end", end=screen("end")["end"] | {"turning_points": points})
        titles = page.locator(".mb-turning h4")
        assert titles.all_text_contents() == [one["title"] for one in points]
        assert [titles.nth(at).is_visible() for at in range(6)] == [True] * seen + [False] * (6 - seen)
        page.get_by_text(WORDS["inbox_rest"].format(count=6 - seen)).click()
        assert titles.last.is_visible()


def test_what_would_have_helped_fits_a_phone(page):
    """However long the words of a change are, its table is not wider than a phone."""
    resize(page, *SIZES["narrow"])
    change = screen("end")["end"]["change"]
    found = {"text": "“Clear up misunderstandings” with Neighbourhoodrepresentatives, twice", "hours": "1.234 more",
             "share": "trust then is over 3 points higher in 199 of 200 years"}  # fmt: skip
    answers = [change["answers"][0] | {"found": [found]}]
    draw(page, "end", end=screen("end")["end"] | {"change": change | {"answers": answers}})
    page.locator(".mb-answer summary").click()
    assert page.locator(".mb-answer .mb-wide").evaluate("(one) => one.scrollWidth - one.clientWidth") <= 0


def test_ctrl_enter_on_the_name_of_an_open_card_chooses_it(page):
    """The keys that send an open form do so from its card's name, too; on a closed card they end the turn."""
    draw(page, "turn_5")
    page.locator(".mb-card").nth(1).click()
    page.locator(".mb-card").nth(1).focus()
    page.keyboard.press("Control+Enter")
    assert [one["do"] for one in page.evaluate(MOVED)] == ["draft"]
    assert page.locator(".mb-unchosen").is_hidden()
    page.locator(".mb-card").nth(2).focus()
    page.keyboard.press("Control+Enter")
    assert [one["do"] for one in page.evaluate(MOVED)] == ["draft", "next"]


def test_printing_shows_all(page):
    """All parts of the end are open on paper, with each line in words, and closed again afterwards."""
    draw(page, "end")
    closed = page.locator("#year details:not([open])")
    before = closed.count()
    assert before > len(NAMES)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert closed.count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert closed.count() == before


def test_the_keys_that_go_on_are_shown(page):
    """Beside each button that Ctrl+Enter presses stands a hint."""
    draw(page, "turn_5")
    hint = page.locator(".mb-bar").get_by_text(WORDS["keys"], exact=True)
    assert hint.is_visible()
    press(page, "Listen Let people talk, and do not argue.")
    assert page.locator(".mb-form").get_by_text(WORDS["keys"], exact=True).is_visible()
    draw(page, "guess")
    assert page.get_by_text(WORDS["keys"], exact=True).count() == 2
    assert not hint.is_visible()
    assert page.locator("form").get_by_text(WORDS["keys"], exact=True).is_visible()


def test_moves_are_as_agreed(page):
    """Each button sends its move, with the place in the year that it is meant for."""
    draw(page, "begin")
    page.get_by_label(WORDS["case"]).select_option("silent-study")
    press(page, WORDS["begin"])
    page.get_by_text(WORDS["code_open"]).click()
    page.get_by_label(WORDS["code_field"]).fill(" MBY1-abc ")
    press(page, WORDS["code_load"])
    assert page.evaluate(MOVED) == [
        {"do": "pick", "case": "silent-study"}, {"do": "begin", "case": "silent-study"},
        {"do": "load", "code": "MBY1-abc"},
    ]  # fmt: skip
    draw(page, "turn_5")
    press(page, "Take back: Apologise to all, in week 7: 8 hours")
    press(page, "Stop: Tell all how it is going, every 4 weeks (since week 0)")
    press(page, "Ask what they think A few questions; answers differ from what people feel.")
    page.locator(".mb-form").get_by_label("Funder").check()
    page.locator(".mb-form").get_by_label("Local paper").check()
    page.get_by_label("Day", exact=True).select_option(label="Monday of week 2")
    press(page, WORDS["put"])
    press(page, WORDS["next"])
    assert page.evaluate(MOVED) == [
        {"do": "take_back", "id": 0}, {"do": "stop", "id": 3},
        {"do": "draft", "card": "survey", "values": {}, "to": ["Funder", "Local paper"],
         "when": {"kind": "once", "day": 7}},
        {"do": "next"},
    ]  # fmt: skip
    assert page.evaluate("sent.map(({ at }) => at)") == [["turn", 5]] * 4
    assert page.evaluate("new Set(sent.map(({ id }) => id)).size") == 4
    draw(page, "end")
    press(page, "Go back to this week: Week 6: Families' council leaves")
    newer(page, "end", code="MBY1-x")
    press(page, "Young patients' group: What would have kept them?")
    assert page.get_by_text(WORDS["change_wait"], exact=True).is_visible(), "the search takes a while"
    press(page, WORDS["again"])
    page.get_by_text(WORDS["earlier"], exact=True).click()
    newer(page, "end", code="MBY1-y")
    press(page, "Open again: Missed deliveries, year 1, played to its end, with 9 things done")
    assert page.evaluate(MOVED) == [
        {"do": "back_to", "turn": 4}, {"do": "change", "id": "left/Young patients' group"}, {"do": "again"},
        {"do": "reopen", "id": 0},
    ]  # fmt: skip


def test_to_all_and_to_chosen_partners_exclude_each_other(page):
    """Whoever chooses a partner no longer sends to all, and nobody sends to no one."""
    draw(page, "turn_5")
    press(page, "Listen Let people talk, and do not argue.")
    form = page.locator(".mb-form")
    chosen = """(form) => [...form.querySelectorAll("[type=checkbox]:checked")]
      .map((one) => one.parentElement.lastChild.textContent)"""
    for label, left in (
        ("Funder", ["Funder"]),
        ("Who was let down", ["Who was let down"]),
        ("Who was let down", ["Everybody"]),
    ):
        form.locator("label", has_text=label).click()
        assert form.evaluate(chosen) == left


def test_a_new_turn_has_the_focus_and_is_told_once(page):
    """A new turn's heading takes the focus and its news are read out; the cards that were open are gone."""
    draw(page, "turn")
    press(page, "Listen Let people talk, and do not argue.")
    press(page, WORDS["close"])
    page.get_by_role("button", name=WORDS["next"]).dblclick()
    assert page.evaluate(MOVED) == [{"do": "next"}], "a second press plays no turn that nobody has seen"
    newer(page, "turn_5")
    assert page.evaluate("document.activeElement.textContent") == "Week 7 of 52"
    assert page.locator(".mb-status").all_inner_texts() == [screen("turn_5")["status"]]
    assert page.locator(".mb-form").count() == 0
    assert page.locator(".mb-inbox").inner_text().count("nine hundred") == 0
    press(page, WORDS["next"])
    assert len(page.evaluate(MOVED)) == 2


def test_an_open_card_is_asked_about_once(page):
    """Whoever goes on while a card is open is asked once whether it goes along: by keys, in a window of both sizes."""
    question = page.locator(".mb-unchosen")
    for size, key, along in (("narrow", "unchosen_send", True), ("wide", "unchosen_leave", False)):
        resize(page, *SIZES[size])
        draw(page, "turn_5")
        page.locator("[data-key='card listen']").click()
        if size == "narrow":
            page.locator(".mb-other > summary").click()
        page.locator(".mb-form").get_by_label("Funder").check()
        page.locator("[data-key=next]").focus()
        page.keyboard.press("Enter")
        assert page.evaluate(MOVED) == []
        assert page.get_by_role("group", name=question.locator("p").first.inner_text()).is_visible()
        assert "“Listen”" in question.inner_text()
        assert page.evaluate("document.activeElement.textContent") == WORDS["unchosen_send"]
        assert violations(page) == []
        assert page.evaluate(SMALL) == []
        assert overflow(page) <= 0
        if not along:
            page.keyboard.press("Tab")
        page.keyboard.press("Control+Enter")
        (move,) = page.evaluate(MOVED)
        assert move["do"] == "next"
        assert move.get("along", {}).get("to") == (["Funder"] if along else None)
        assert not question.is_visible(), key
        newer(page, "turn_5", turn=screen("turn_5")["turn"] | {"number": 6})
        page.locator("[data-key='card listen']").click()
        press(page, WORDS["next"])
        assert question.is_visible(), "in another turn it is asked again"


def test_an_open_card_is_not_asked_about_twice(page):
    """Escape goes back to the turn; whoever then goes on again is not asked, and neither is who has closed the card."""
    question = page.locator(".mb-unchosen")
    draw(page, "turn_5")
    press(page, "Listen Let people talk, and do not argue.")
    press(page, WORDS["next"])
    page.keyboard.press("Escape")
    assert not question.is_visible()
    assert page.locator(".mb-form").is_visible()
    assert page.evaluate("document.activeElement.dataset.key") == "next"
    page.keyboard.press("Enter")
    assert page.evaluate(MOVED) == [{"do": "next"}]
    draw(page, "turn_5")
    press(page, "Listen Let people talk, and do not argue.")
    press(page, WORDS["put"])
    press(page, WORDS["next"])
    assert [move["do"] for move in page.evaluate(MOVED)] == ["draft", "next"]
    draw(page, "turn_5")
    for card in ("Listen Let people talk, and do not argue.", "Ask what they think A few questions;"):
        page.get_by_role("button", name=re.compile(f"^{card}")).click()
        press(page, WORDS["next"])
        assert question.is_visible(), "another card is asked about, too"
        page.keyboard.press("Escape")


def test_who_is_about_to_begin_keeps_the_focus_when_the_case_arrives(page):
    """A case that was just chosen is drawn while the button that begins has the focus; Enter still begins."""
    draw(page, "begin")
    page.get_by_role("button", name=WORDS["begin"], exact=True).focus()
    newer(page, "begin", case=screen("begin")["case"] | {"about": "Another case."})
    assert page.evaluate("document.activeElement.textContent") == WORDS["begin"]


def test_the_focus_stays_while_a_turn_is_drawn_again(page):
    """What has not changed is not drawn again; a control that has gone gives the focus to its neighbour."""
    draw(page, "turn_5")
    press(page, "Listen Let people talk, and do not argue.")
    page.get_by_label("How", exact=True).select_option(label="A small group")
    page.locator(".mb-form").get_by_label("Funder").check()
    hand = screen("turn_5")["hand"]
    newer(page, "turn_5", hand=hand[1:], status="Taken back.")
    assert page.locator(".mb-form").get_by_label("Funder").is_checked()
    assert page.locator(".mb-status").inner_text() == "Taken back."
    page.locator("[data-key='hand 0']").focus()
    newer(page, "turn_5", hand=[])
    assert page.evaluate("document.activeElement.textContent") == WORDS["hand"]


def test_a_guess_is_placed_by_keys_and_by_dragging(page):
    """Figures are moved by arrow keys or by dragging; Enter hands in nothing, and only what was placed is sent."""
    draw(page, "guess")
    before = (
        FIXTURE["screens"]["guess"]["people"][0]["guess"]
        if "people" in FIXTURE["screens"]["guess"]
        else FIXTURE["base"]["people"][0]["guess"]
    )
    last = WORDS["guess_before"].format(value=before)
    assert page.locator(".mb-placed").first.inner_text() == last
    press(page, WORDS["guess_send"])
    assert page.evaluate(MOVED) == []
    assert page.get_by_text(WORDS["guess_none"]).is_visible()
    page.get_by_label("Clinic team", exact=True).press("Enter")
    assert page.evaluate(MOVED) == []
    page.get_by_label("Funder", exact=True).focus()
    for key in ("ArrowRight", "ArrowRight", "PageUp"):
        page.keyboard.press(key)
    slider = page.get_by_label("Patients' circle", exact=True)
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 31 + 0.35 * (box["width"] - 62), middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"], middle)
    page.mouse.up()
    assert slider.get_attribute("aria-valuetext") == "100 of 100"
    press(page, WORDS["guess_send"])
    (move,) = page.evaluate(MOVED)
    assert move["do"] == "guess"
    assert set(move["values"]) == {"Funder", "Patients' circle", "Clinic team"}
    assert move["values"]["Funder"] == 95
    assert move["values"]["Patients' circle"] == 100
    assert move["values"]["Clinic team"] == 55


def test_plain_shapes_are_remembered(page):
    """Figures become plain shapes on a press, and still are when the page is drawn again."""
    draw(page, "turn")
    press(page, WORDS["plain"])
    draw(page, "turn_5")
    assert page.get_by_role("button", name=WORDS["plain"]).get_attribute("aria-pressed") == "true"
    assert not page.locator(".mb-circle .mb-stage").first.is_visible()
    assert page.locator(".mb-circle .mb-initials").first.is_visible()
    press(page, WORDS["plain"])
    assert page.locator(".mb-circle .mb-stage").first.is_visible()


def test_the_code_is_copied_or_selected(page):
    """Where copying is forbidden, the code or the plan's lines are selected and a sentence says how to copy them."""
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    draw(page, "end")
    end = screen("end")
    for key in ("strategy", "plan"):
        page.get_by_text(WORDS[key], exact=True).click()
    for at, text in ((0, end["code"]), (2, end["end"]["plan"])):
        page.get_by_text(WORDS["copy"], exact=True).nth(at).click()
        assert page.locator(".mb-share-year [role=status]").nth(at).inner_text() == WORDS["copy_by_hand"]
        assert page.evaluate("document.activeElement.value") == text


def test_a_year_is_sent_to_the_board_of_a_class(page):
    """Where a board is open, a button sends the code and says what came of it; where none is, there is no button."""
    sent = []

    def board(route):
        if route.request.method == "POST":
            sent.append(route.request.post_data)
            route.fulfill(json={"good": True, "said": "Sent. One year is on the board."})
        else:
            route.fulfill(json={"open": True})

    button = page.get_by_role("button", name=WORDS["board"], exact=True)
    draw(page, "end")
    assert not button.is_visible()
    page.route("**/board", board)
    draw(page, "end")
    button.click()
    page.get_by_text("Sent. One year is on the board.").wait_for()
    assert sent == [screen("end")["code"]]
    page.unroute("**/board")
    page.route("**/board", lambda route: route.abort())
    button.click()
    page.get_by_text(WORDS["board_lost"]).wait_for()
    page.unroute("**/board")


def test_a_figure_is_a_drawing_in_own_colours(page):
    """In forced colours a figure takes only the reader's two colours."""
    page.emulate_media(forced_colors="active", color_scheme="dark")
    draw(page, "turn_5")
    used = """() => [...document.querySelectorAll("#year .mb-figure :is(path, rect, circle)")]
      .filter((one) => one.checkVisibility()).map((one) => getComputedStyle(one))
      .flatMap(({ fill, stroke }) => [fill, stroke])"""
    assert page.locator(".mb-next").evaluate("(one) => getComputedStyle(one).forcedColorAdjust") == "none"
    colours = set(page.evaluate(used)) - {"none"}
    assert colours <= {"rgb(0, 0, 0)", "rgb(255, 255, 255)"}, colours


def test_on_a_phone_a_card_begins_with_what_most_choose(page):
    """On a phone the button stands at the top of an open card, and what few change is folded; at a desk nothing is."""
    for size, folded in (("narrow", 1), ("wide", 0)):
        resize(page, *SIZES[size])
        draw(page, "turn_5")
        page.locator("[data-key='card listen']").click()
        form = page.locator(".mb-form")
        assert form.locator("details.mb-other:not([open])").count() == form.locator(".mb-usual").count() == folded
        put, top = form.get_by_role("button", name=WORDS["put"]), form.bounding_box()
        assert (put.bounding_box()["y"] - top["y"] < 120) == bool(folded)
        put.click()
        assert page.evaluate(MOVED)[-1]["do"] == "draft"


def test_what_a_form_takes_and_its_button_stay_in_sight(page):
    """While one sets the options, price and button stand after them and above the bar: on a phone and at a desk."""
    for size in SIZES:
        resize(page, *SIZES[size])
        draw(page, "turn_5")
        page.locator("[data-key='card listen']").click()
        form = page.locator(".mb-form")
        if size == "narrow":
            form.locator("details.mb-other > summary").click()
        assert form.evaluate("(one) => one.lastElementChild.className") == "mb-foot"
        put = form.get_by_role("button", name=WORDS["put"])
        for box in form.locator("input:visible").all()[:12:3]:
            box.focus()
            box.scroll_into_view_if_needed()
            bar, button = page.locator(".mb-bar").bounding_box(), put.bounding_box()
            assert 0 <= button["y"] <= bar["y"] - button["height"] + 1, size
            own = box.bounding_box()
            assert own["y"] + own["height"] <= page.locator(".mb-foot").bounding_box()["y"] + 1, size


def test_what_is_said_takes_one_line_of_a_phone_and_opens(page):
    """The box beside the buttons covers little of a phone until it is opened, and what is opened stays above it."""
    width, height = SIZES["narrow"]
    resize(page, width, height)
    draw(page, "turn_5")
    long = "Chosen: Listen, whenever any partner complains: 16 hours each time. " * 6
    newer(page, "turn_5", status=long)
    said, more = page.locator(".mb-status"), page.get_by_role("button", name=WORDS["status_more"])
    assert said.inner_text().strip() == long.strip(), "it is read out whole"
    assert said.bounding_box()["height"] <= 0.08 * height
    assert page.locator(".mb-bar").bounding_box()["height"] <= 0.25 * height
    page.locator("[data-key='card apologise']").click()
    bar = page.locator(".mb-bar").bounding_box()["y"]
    assert page.locator("[data-key='card apologise']").bounding_box()["y"] < bar - 40
    assert more.get_attribute("aria-expanded") == "false"
    assert violations(page) == []
    more.click()
    assert more.get_attribute("aria-expanded") == "true"
    assert said.bounding_box()["height"] > 0.08 * height
    newer(page, "turn_5", status="Taken back.")
    assert not more.is_visible()
    resize(page, *SIZES["wide"])
    newer(page, "turn_5", status=f"{long}!")
    assert not more.is_visible(), "at a desk all of it is there"


def test_a_finished_year_is_one_press_away(page):
    """What happened stays in sight above a turn, with a button back to the end and what was chosen before."""
    move = {"do": "to_end"}
    more = {"note": "You are back.", "finished": {"text": "Your finished year", "move": move}, "proposed": ["Listen"]}
    for size in SIZES.values():
        resize(page, *size)
        draw(page, "turn_5", **more)
        assert page.locator(".mb-note").is_visible()
        press(page, WORDS["propose"])
        press(page, "Your finished year")
        assert page.evaluate(MOVED)[-2:] == [{"do": "propose"}, move]
        assert violations(page) == []
        assert overflow(page) <= 0
