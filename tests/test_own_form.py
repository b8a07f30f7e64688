"""The form of one's own case: what it comes to, what it remarks, how it is kept, played, compared and taken along."""

import json
import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.catalogue.case_code import as_code
from sim.catalogue.check_file import checked_content
from sim.experiments.simulate import simulate
from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code as year_code
from sim.handout.board_report import case_report
from sim.handout.own_handout import own_handout
from sim.lab.answers.progress import Progress
from sim.lab.pages.your_case import NAME, OwnPlans, OwnYear, ToTake, YourCase
from sim.lab.panels.case_form_panel import CaseForm, template
from sim.lab.session.case_form import form_of, parts_of, read_form
from sim.lab.session.own_case import played_as
from sim.lab.views.form_view import STEPS, sheet
from sim.lab.views.silent_year import silent_year
from sim.texts.words import say


def played(*moves, kept=None):
    """Return a form after these moves."""
    form = CaseForm(kept)
    for move in moves:
        form.play(move)
    return form


def put(name, value):
    """Return the move with which a page answers a field."""
    return {"do": "set", "id": name, "value": value}


def field(form, name):
    """Return a field as the page draws it."""
    fields = (
        one for step in form.screen["steps"] for part in step["parts"] for one in [*part["fields"], *part["more"]]
    )
    return next(one for one in fields if one["id"] == name)


# What a form comes to


@pytest.mark.parametrize("key", case_keys())
def test_a_case_comes_back_from_the_form_equal(key):
    """Opened in the form, kept as JSON and read again, a case is the same, to the last digit."""
    case = load_case(key)
    assert read_form(json.loads(json.dumps(form_of(case)))).case == case


def test_without_an_answer_there_is_a_case_that_plays():
    """The first sketch has three partners, one thing that went wrong, and a silent year in one sentence."""
    form = CaseForm()
    seen = silent_year(form.reading.case)
    assert len(form.reading.case.partners) == 3
    assert len(form.reading.case.events) == 1
    assert seen.head[0]["say"].startswith("If you say nothing all year:")
    assert [one["name"] for one in seen.bridges["partners"]] == list(form.reading.case.names)
    assert seen.remarks == []


def test_only_what_is_wrong_is_told_at_its_field():
    """What keeps the model from playing is one sentence at its field, and goes when it is mended; the rest stays."""
    wrong = {"week_hours": "0", "weeks": "three", "c1.hours": "-4", "p2.name": "Funder"}
    form = played(*(put(name, value) for name, value in wrong.items()))
    assert form.reading.case is None
    assert {*form.reading.problems} == {"week_hours", "weeks", "c1.hours", "p3.name"}
    assert field(form, "week_hours")["wrong"] == say("your_case_wrong.no_hours")
    assert "wrong" not in field(form, "p1.name")
    mended = {"week_hours": "0,5", "weeks": "26 weeks", "c1.hours": "1,200", "p2.name": "Helpers"}
    for name, value in mended.items():
        form.play(put(name, value))
    assert (form.reading.problems, form.reading.case.weeks, form.reading.case.commitments[0].hours) == ({}, 26, 1200)
    assert form.reading.case.hours_per_day == 0.1


def test_a_person_is_remarked_on_at_the_field_and_nothing_is_refused():
    """A name, an address or a number where a role should stand gets a remark, and the case is played."""
    form = played(
        put("p1.name", "Maria Silva"), put("p2.role", "call 0171 2345678"), put("e1.label", "ana@example.org was told")
    )
    notes = [field(form, name).get("note", "") for name in ("p1.name", "p2.role", "e1.label", "p3.name")]
    assert [bool(note) for note in notes] == [True, True, True, False]
    assert form.reading.case is not None


def test_trust_is_said_to_be_a_disposition_and_its_start_is_shown():
    """The choice of trust says what it is not, and the start that follows stands beside the partner's name."""
    form = played(put("p1.trust", "0.4"), put("p1.track_record", "0.0"))
    kinds = form.screen["kinds"]
    part = next(part for part in form.screen["steps"][0]["parts"] if part["key"] == "p1")
    assert "not yet their trust at the start" in kinds["partner.trust"]["hint"]
    assert part["said"] == "Trust before it went wrong: 40 of 100"
    assert part["numbers"][-1][1:] == ["40 of 100", "(4 \u00d7 0.4 + 0) / (4 + 0)"]
    form.play(put("p1.track_record", "8.0"))
    part = next(part for part in form.screen["steps"][0]["parts"] if part["key"] == "p1")
    assert part["said"] == "Trust before it went wrong: 80 of 100"
    assert form.reading.case.partners[0].start_trust == pytest.approx(0.8)


def test_a_number_that_a_file_brought_stays_until_another_word_is_chosen():
    """A value without a word is shown as the file's own, and a choice takes its place."""
    form = played({"do": "open", "text": load_case("missed-deliveries").to_toml(), "name": "mine.toml"})
    assert field(form, "p2.trust") | {"value": "own"} == field(form, "p2.trust")
    assert "0.64" in field(form, "p2.trust")["own"][1]
    form.play(put("p2.trust", "own"))
    assert form.reading.case.partners[1].trust == 0.64
    form.play(put("p2.trust", "0.5"))
    assert form.reading.case.partners[1].trust == 0.5
    assert "own" not in field(form, "p2.trust")


def test_parts_are_added_and_taken_out():
    """A part that comes twice is one; what named a part that has gone is told, or left out; the last partner stays."""
    add = {"do": "add", "key": "pnew"}
    form = played(add, add, put("pnew.name", "Village council"), put("e1.to", ["pnew"]), put("t1.other", "pnew"))
    assert form.reading.case.names[-1] == "Village council"
    assert form.reading.case.events[0].to == ("Village council",)
    assert form.reading.case.ties[0].between == ("People we are there for", "Village council")
    form.play({"do": "remove", "key": "pnew"})
    assert form.reading.problems == {"e1.to": say("your_case_wrong.nobody")}
    form.play(put("e1.to", []))
    assert (form.reading.case.events[0].to, form.reading.case.ties) == (("all",), ())
    for key in ("p1", "p2", "p3"):
        form.play({"do": "remove", "key": key})
    assert parts_of(form.answers, "p") == ["p3"]
    form.play({"do": "back"})
    assert parts_of(form.answers, "p") == ["p2", "p3"]


def test_a_week_and_a_day_make_the_day():
    """Week 0 is the first day of all; the weekday counts from week 1 on, and is asked for only there."""
    form = played(put("e1.week", "52"), put("e1.weekday", "5"))
    assert form.reading.case.events[0].day == form.reading.case.days == 260
    form.play(put("e1.week", "0"))
    assert form.reading.case.events[0].day == 0
    with pytest.raises(StopIteration):
        field(form, "e1.weekday")


NONSENSE = [
    None, {}, {"do": "set"}, put("p9.name", "x"), put("weeks", {"a": 1}), put("p1.trust", "Infinity"),
    put("e1.weekday", "9"), put("p1.at", 7), {"do": "add", "key": "x1"}, {"do": "add", "key": "p.1"},
    {"do": "open", "text": ""}, {"do": "open", "text": "MBC1-no"}, {"do": "begin", "from": "x"}, {"do": "back"},
    {"do": "step", "step": "x"}, {"do": "remove", "key": "p9"}, put("e1.to", [["p1"]]),
]  # fmt: skip


@pytest.mark.parametrize("move", NONSENSE, ids=range(len(NONSENSE)))
def test_what_no_page_sends_changes_nothing(move):
    """A move that makes no sense, or comes too late, leaves the case as it is, and raises nothing."""
    form = played(move)
    assert form.reading.case == CaseForm().reading.case
    assert form.reading.problems == {}


@pytest.mark.parametrize(
    "kept",
    [
        5,
        [],
        {"form": 5},
        {"form": {"p1.at": "x"}},
        {"form": {"title": "Ours"}, "aside": []},
        {"form": {"p1.at": 0, "p1.trust": "x", "weeks": [1]}},
    ],
)
def test_answers_that_were_damaged_open_without_a_traceback(kept):
    """Whatever a file of answers holds, the form is drawn, and says what is wrong where something is."""
    form = CaseForm(kept)
    assert [one["key"] for one in form.screen["steps"]] == [one.key for one in STEPS]


# Cases at the edges


def edge(**how):
    """Return a form at an edge of what can be described."""
    form = form_of(template())
    if how.pop("partners", 3) == 50:
        form |= {
            f"px{at}.{name}": value
            for at in range(47)
            for name, value in {"at": 10 + at, "name": f"Group {at}"}.items()
        }
    if how.pop("alone", False):
        form = {name: value for name, value in form.items() if name[:2] not in ("p2", "p3", "t1")}
    if how.pop("no_breach", False):
        form = {name: value for name, value in form.items() if name[:2] != "e1"}
    return form | how


EDGES = {
    "one partner": (edge(alone=True), ""),
    "fifty partners": (edge(partners=50), ""),
    "four weeks": (edge(weeks="4"), ""),
    "three years": (edge(weeks="156"), ""),
    "all misfit": (edge(**{f"p{at}.fit": 0.4 for at in (1, 2, 3)}), "hardly meets anybody"),
    "no breach": (edge(no_breach=True), "Nothing goes wrong"),
    "a breach on the last day": (
        edge(**{"e2.at": 1, "e2.week": "52", "e2.weekday": 5, "e2.label": "The door"}),
        "is on the last day",
    ),
}


@cache
def at_the_edge(name):
    """Return the page of a case at an edge."""
    progress = Progress()
    progress.keep(NAME, {"form": EDGES[name][0]})
    return YourCase(progress)


@pytest.mark.long
@pytest.mark.parametrize("name", EDGES)
def test_a_case_at_the_edge_is_seen_played_and_taken_along(name):
    """Its silent year is drawn, what is hard to believe is told, its year goes on, and its file is read back."""
    page = at_the_edge(name)
    case = page.form.reading.case
    remarks = json.dumps(page.outlook.remarks.blocks, ensure_ascii=False)
    assert page.outlook.people.data["partners"]
    assert EDGES[name][1] in remarks if EDGES[name][1] else remarks == "[]"
    year = OwnYear(page).year
    year.play({"do": "begin", "case": page.case.key})
    year.play({"do": "next"})
    assert year.screen["phase"] in ("turn", "guess", "end")
    assert year.session.year.week > 0
    assert checked_content(ToTake(page, None).toml()[2], "mine.toml").found == case


@pytest.mark.parametrize("hours", ["0", "0,0", "-3", "none"])
def test_with_no_hours_one_sentence_stands_at_the_field(hours):
    """No hours cannot be played; the year as it was before stays in sight, and the page says so."""
    page = YourCase(Progress())
    before = page.outlook.people.data
    page.form.play(put("week_hours", hours))
    assert [*page.form.reading.problems] == ["week_hours"]
    assert page.outlook.people.data == before
    assert page.outlook.said.blocks == [{"text": say("your_case.stays")}]
    assert ToTake(page, None).said.blocks == [{"text": say("your_case.not_yet")}]
    page.form.play(put("week_hours", "2"))
    assert page.outlook.said.blocks == []


# What is kept


def test_a_form_left_half_filled_is_opened_on_another_server(tmp_path):
    """What was typed, also what cannot be played yet, comes back from the file and from the text of all answers."""
    one, other, third = (Progress(tmp_path / name, "mine") for name in ("here", "there", "third"))
    page = YourCase(one)
    page.form.play(put("p1.name", "Readers"))
    page.form.play(put("week_hours", "don't know"))
    for elsewhere, backup in ((other, one.as_file().decode()), (third, one.as_text())):
        elsewhere.take(backup)
        again = YourCase(elsewhere).form
        assert again.answers["p1.name"] == "Readers"
        assert field(again, "week_hours")["value"] == "don't know"
        assert "is no number" in field(again, "week_hours")["wrong"]
    shutil.copy(tmp_path / "here" / "mine.json", tmp_path / "mine.json")
    assert YourCase(Progress(tmp_path, "mine")).form.answers == page.form.answers


def test_two_tabs_change_different_fields_and_both_stay(tmp_path):
    """A tab takes over what the other has answered before it saves, field by field, and shows it."""
    tabs = [YourCase(Progress(tmp_path, "mine")) for _ in range(2)]
    tabs[0].form.play(put("p1.name", "Readers"))
    tabs[1].form.play(put("e1.label", "The van stopped coming"))
    tabs[1].form.play({"do": "add", "key": "pb"})
    tabs[0].form.play({"do": "add", "key": "pa"})
    tabs[1].form.play(put("week_hours", "6"))
    last = tabs[1].form
    assert [last.answers[name] for name in ("p1.name", "e1.label", "week_hours")] == [
        "Readers",
        "The van stopped coming",
        "6",
    ]
    assert {"pa", "pb"} < {*parts_of(last.answers, "p")}
    assert YourCase(Progress(tmp_path, "mine")).form.answers == last.answers


def test_a_file_that_cannot_be_saved_is_said(tmp_path):
    """While answers cannot be saved the page says so, and goes on."""
    folder = tmp_path / "file"
    folder.write_text("no folder")
    page = YourCase(Progress(folder, "mine"))
    page.form.play(put("title", "Ours"))
    assert page.form.screen["status"]
    assert page.case.title == "Ours"


# Opened again


def test_a_file_and_a_code_open_in_the_form_and_what_stood_there_can_be_brought_back():
    """Either is opened as a whole, and one press brings back what stood there."""
    case = load_case("silent-study")
    for text in (case.to_toml(), f"Look: {as_code(case)}"):
        form = played(put("title", "Mine"), {"do": "open", "text": text, "name": "theirs.toml"})
        assert form.reading.case == case
        form.play({"do": "back"})
        assert form.reading.case.title == "Mine"


def test_what_cannot_be_opened_says_why_and_changes_nothing():
    """The slips of a file are told with their lines, a plan is told to be one, and a cut code is told to be cut."""
    sketch = load_case("silent-study").to_toml()
    plan = 'key = "a"\ntitle = "A"\nsummary = "A"\nsource = "A"\n[[acts]]\nact = "thank"\nweek = 1\n'
    slip = re.sub(r"hours_per_day = \S+", "hours_per_day = many", sketch)
    wrong = {slip: "Line", plan: "a plan, not a case", "MBC1-abc": "cut or changed"}
    for text, why in wrong.items():
        form = played(put("title", "Mine"), {"do": "open", "text": text, "name": "theirs.toml"})
        assert why in form.screen["status"], text[:20]
        assert form.reading.case.title == "Mine"


def test_a_link_is_opened_once_and_keeps_what_was_there(tmp_path):
    """A case in the page's address is opened; a reload leaves what was changed in it since."""
    progress, code = Progress(tmp_path, "mine"), as_code(load_case("silent-study"))
    page = YourCase(progress)
    page.form.play(put("title", "Mine"))
    page.take_up(code)
    assert page.case.title == load_case("silent-study").title
    page.form.play(put("title", "Changed"))
    again = YourCase(Progress(tmp_path, "mine"))
    again.take_up(code)
    assert again.case.title == "Changed"
    again.form.play({"do": "back"})
    assert again.case.title == "Mine"
    again.take_up("MBC1-abc")
    assert "cut or changed" in again.form.screen["status"]


# Played


def test_a_year_goes_on_in_the_case_as_it_was():
    """A year that was begun keeps its case when the form changes; a new one has the changed case; both are kept."""
    page = YourCase(Progress())
    year = OwnYear(page)
    year.year.play({"do": "begin", "case": page.case.key})
    year.year.play({"do": "next"})
    first = year.year.session.year
    page.form.play(put("p1.name", "Readers"))
    assert year.year.session.year == first
    assert year.notice.blocks == [{"text": say("your_case.changed")}]
    assert year.row.layout.display is None
    year.begin_anew()
    assert year.year.session.year.case.names[0] == "Readers"
    assert year.notice.blocks == []
    again = OwnYear(YourCase(page.progress)).year
    assert again.session.year.case == year.year.session.year.case
    again.play({"do": "reopen", "id": 0})
    assert again.session.year == first


def test_a_year_that_was_begun_and_not_played_follows_the_form():
    """Before the first turn the year is that of the form; a new title alone changes no year at all."""
    page = YourCase(Progress())
    year = OwnYear(page)
    year.year.play({"do": "begin", "case": page.case.key})
    page.form.play(put("p1.name", "Readers"))
    assert year.year.screen["phase"] == "begin"
    assert year.year.screen["people"][0]["name"] == "Readers"
    year.year.play({"do": "begin", "case": page.case.key})
    year.year.play({"do": "next"})
    page.form.play(put("title", "The van"))
    assert year.year.session.year.week > 0
    assert year.year.screen["case"]["title"] == "The van"
    assert year.notice.blocks == []


def test_a_code_of_a_year_needs_its_case():
    """Where the case is open its year's code is read; elsewhere a sentence says what to open first."""
    from sim.lab.panels.played_year import PlayedYear

    case = played_as(template())
    code = year_code(Year.begin(case, 3).send([]))
    here, elsewhere = PlayedYear(case=case), PlayedYear()
    here.play({"do": "load", "code": code})
    elsewhere.play({"do": "load", "code": code})
    assert (here.screen["phase"], elsewhere.screen["phase"]) == ("turn", "begin")
    assert "a case of somebody\u2019s own" in elsewhere.screen["status"]


def test_the_end_of_ones_own_year_links_to_its_case():
    """The link of a finished year holds the case and the year, and leads to no page that could not read it."""
    case = played_as(template().for_weeks(4))
    from sim.lab.panels.played_year import PlayedYear

    board = PlayedYear(case=case)
    board.play({"do": "begin", "case": case.key})
    while board.screen["phase"] != "end":
        board.play({"do": "next"} if board.screen["phase"] == "turn" else {"do": "guess", "values": {}})
    links = board.screen["end"]["links"]
    assert links["year"].startswith("C_your_case.ipynb?case=MBC1-")
    assert "lab" not in links


# Compared and taken along


@pytest.mark.long
def test_the_plans_are_compared_in_ones_own_case():
    """All shipped plans are ranked in the case; a changed form is another case, and is compared again."""
    page = YourCase(Progress())
    page.form.play(put("weeks", "6"))
    plans = OwnPlans(page)
    assert plans.bench is None
    plans.compare()
    ranked = plans.bench.sections["ranking"].picture.data["rows"]
    assert len(ranked) == 20
    assert plans.bench.session.case == page.case
    page.form.play(put("weeks", "5"))
    assert plans.said.blocks == [{"text": say("your_case.compare_changed")}]
    plans.compare()
    assert plans.bench.session.case.weeks == 5
    code = plans.bench.sections["share"]
    plans.bench.below.chosen = ["share"]
    code.paste.value = code.code.value
    code.load()
    assert "loaded" in code.said.status.lower()


@pytest.mark.long
def test_the_handout_is_that_of_one_case():
    """The page to print tells her partners and the plans that were compared, and is whole in itself."""
    page = YourCase(Progress())
    page.form.play(put("p1.name", "Readers of the van"))
    name, kind, content = ToTake(page, lambda case, plans: own_handout(case, plans, worlds=20)).handout()
    assert (name, kind) == ("our-situation.html", "text/html")
    assert b"Readers of the van" in content
    assert re.findall(rb"""(?:src|href)=["'](?!#|data:)[^ >]+""", content) == []


@pytest.mark.long
def test_a_report_for_a_board_is_taken_along_without_a_command():
    """It has her case, the plans that stand on the handout, and the steps of the best of them."""
    page = YourCase(Progress())
    page.form.play(put("p1.name", "Readers of the van"))
    take = ToTake(page, None, case_report)
    name, kind, content = take.report()
    assert (name, kind) == ("our-situation-report.html", "text/html")
    assert b"Readers of the van" in content
    assert all(plan.title.encode() in content for plan in take.plans())
    assert content.count(b"step by step") == 1
    assert re.findall(rb"""(?:src|href)=["'](?!#|data:)[^ >]+""", content) == []


@pytest.mark.long
def test_the_handout_compares_what_the_page_has_compared():
    """Silence, the two documented plans that are highest in the ranking, and the plan that she chose; none twice."""
    page = YourCase(Progress())
    page.form.play(put("weeks", "6"))
    take, plans = ToTake(page, None), OwnPlans(page)
    without = [one.title for one in take.plans()]
    assert (len(without), "Say nothing" in without) == (3, True)
    plans.compare()
    assert [one.title for one in take.plans()] == without
    rows = plans.bench.sections["ranking"].picture.data["rows"]
    documented = [row["label"] for row in rows if row["kind"] == "documented" and row["label"] != "Say nothing"]
    assert {*documented[:2]} < {*without}
    plans.bench.do(plans.bench.session.start_of("flood"))
    assert {one.title for one in take.plans()} == {*without, plans.bench.session.draft.title}
    highest = next(key for key in strategy_keys() if load_strategy(key).title == documented[0])
    plans.bench.do(plans.bench.session.start_of(highest))
    assert {one.title for one in take.plans()} == {*without}


@pytest.mark.long
def test_a_reload_keeps_the_plan_and_says_that_the_comparison_is_gone(tmp_path):
    """The plan chosen in the comparison is on the handout also before it is compared anew, and comes back with it."""
    page = YourCase(Progress(tmp_path, "mine"))
    page.form.play(put("weeks", "6"))
    plans = OwnPlans(page)
    assert "kept" not in str(plans.said.blocks)
    plans.compare()
    plans.bench.do(plans.bench.session.start_of("flood").minus(0).plus("thank"))
    page.form.play(put("title", "The van"))
    title = plans.bench.session.draft.title
    again = YourCase(Progress(tmp_path, "mine"))
    assert again.form.answers["title"] == "The van"
    later = OwnPlans(again)
    assert later.said.blocks[0] == {"text": say("your_case.compare_kept", title=title)}
    assert title in [one.title for one in ToTake(again, None).plans()]
    later.compare()
    assert later.bench.session.draft.played == plans.bench.session.draft.played
    later.bench.do(later.bench.session.draft.plus("thank"))
    said = page.form.screen["status"]
    page.progress.look()
    assert page.form.screen["status"] == said


def test_that_a_promise_was_missed_hurts_only_as_an_event():
    """As the form says: a missed promise is work still owed, and what went wrong is told in step 2 alone."""
    begun = template().for_weeks(4).model_copy(update={"buffer": 1.0})  # dates as far as the work: they cost nothing
    owed = begun.model_copy(update={"commitments": (begun.commitments[0].model_copy(update={"missed": True}),)})
    moved = simulate(owed, "silence", worlds=5).what_moved_trust
    assert moved["what happened"] == simulate(begun, "silence", worlds=5).what_moved_trust["what happened"] < 0
    assert "what happened" not in simulate(owed.model_copy(update={"events": ()}), "silence", worlds=5).what_moved_trust


def test_what_it_says_of_us_is_asked_at_once():
    """The weightiest question of what went wrong stands among the open ones, and not under “More about it”."""
    wrong = next(step for step in CaseForm().screen["steps"] if step["key"] == "wrong")
    asked, more = ([one["of"] for one in wrong["parts"][0][which]] for which in ("fields", "more"))
    assert ("event.character" in asked, "event.character" in more) == (True, False)


def test_a_file_is_named_after_the_situation():
    """The name of the file is short and plain, whatever the title is."""
    page = YourCase(Progress())
    take = ToTake(page, None)
    names = []
    for title in ("The bücher-bus, stopped!", "家", "x" * 100):
        page.form.play(put("title", title))
        names.append(take.toml()[0])
    assert names == ["the-bucher-bus-stopped.toml", "own-case.toml", f"{'x' * 60}.toml"]


SCREEN = Path(__file__).parent / "data" / "case_screen.json"


def test_the_screen_that_scripts_are_tried_with_is_the_form_s():
    """The data with which Node draws the form are what the form sends."""
    first = CaseForm()
    assert json.loads(SCREEN.read_text("utf-8")) == json.loads(json.dumps(sheet(first.answers, first.reading)))
