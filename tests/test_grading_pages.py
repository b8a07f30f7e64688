"""Pages and figures of a graded class: their content, their consistency, and that no text is markup."""

import csv
import io
import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest

from sim.catalogue import load_strategy
from sim.grading.intake.results import Graded, Verdict
from sim.grading.intake.submitter import Submitter
from sim.grading.reports import plan_figures
from sim.grading.reports.class_comparison import compare_plans
from sim.grading.reports.guide import Asked, Guide
from sim.grading.reports.item_analysis import items
from sim.grading.reports.plan_figures import PlanFigures
from sim.grading.reports.report import write_report
from sim.grading.reports.report_pages import class_page, page_name, trainee_page
from sim.texts.language import speaking
from sim.texts.sentences import Sentence

EVIL = "<img src=x onerror=alert(1)>"
TEXT = "</p><script>alert(2)</script>\n=HYPERLINK(1)"


def result(trainee, shares, exercise="ex91", **more):
    """Return a graded result with two points a question."""
    verdicts = tuple(
        Verdict(
            question=name,
            grade_id=f"{exercise}-{name}-right",
            points=2 * share,
            max_points=2,
            status="passed" if share else "failed",
            advice="" if share else f"Look at {name}.",
        )
        for name, share in shares.items()
    )
    return Graded(
        trainee=trainee, sender=Submitter(name=trainee), file="a.json", exercise=exercise, verdicts=verdicts, **more
    )


def wrong_ideas(answer, failed):
    """Return the misconception behind one answer."""
    return ("More is better.",) if answer == "a" and "right" in failed else ()


GUIDE = Guide(
    {"ex91": "The rhythm"},
    {
        ("ex91", "q1"): Asked(name="q1", title="Pick one", wrong_ideas=wrong_ideas),
        ("ex91", "q2"): Asked(name="q2", title="Make a plan", case="missed-deadline", plan=load_strategy),
        ("ex91", "why"): Asked(name="why", title="Say why", prompt="Why?", rubric=("Names a cost",)),
    },
)
CLASS = [
    result("Ana", {"q1": 1, "q2": 1}, answers={"q1": "b", "q2": "recovery-plan", "why": TEXT}),
    result("Bo", {"q1": 0, "q2": 1}, answers={"q1": "a", "q2": "recovery-plan"}, remarks=("2 submissions.",)),
    result(EVIL, {"q1": 0, "q2": 0}, answers={"q1": "a", "q2": "flood"}, texts={"ex91-why": TEXT}),
    Graded(trainee="Di", sender=Submitter(name="Di"), file="=1.png", reason="The file is not JSON."),
]


def test_what_is_said_of_a_file_is_said_when_it_is_shown(tmp_path):
    """Remarks made in one language are shown in the report's language, nested sentences and lists too."""
    late = Sentence("typed.about", name="q1", what=Sentence("typed.large"))
    read = [
        result("Ana", {"q1": 1}, remarks=(late, Sentence("noted.latest", number=2, file="b.json", others="a.json"))),
        Graded(trainee="Di", sender=Submitter(name="Di"), file="=1.png", reason=Sentence("not_graded.neither")),
    ]
    pages = {}
    for language in ("en", "pseudo"):
        with speaking(language):
            write_report(read, tmp_path / language, masters={}, guide=GUIDE)
            pages[language] = [class_page(read, GUIDE), *(trainee_page([one], GUIDE) for one in read)]
            pages[language] += [
                (tmp_path / language / name).read_text("utf-8") for name in ("grades.csv", "grades.json")
            ]
    english, pseudo = ("\n".join(map(unescape, pages[language])) for language in ("en", "pseudo"))
    for told in ("q1: the number is too large.", "2 submissions: the latest, b.json, counts", "neither a notebook nor"):
        assert english.count(told) >= 3
        assert told not in pseudo or told == "neither a notebook nor"
    assert "⟦The file is neither a notebook nor answers" in pseudo
    assert "q1⟦: ⟧⟦the number is too large.⟧" in pseudo
    assert [row["status"] for row in csv.DictReader(io.StringIO(pages["pseudo"][3]))] == ["passed", "rejected"]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write the class's report and return its folder."""
    folder = tmp_path_factory.mktemp("report")
    write_report(CLASS, folder, masters={}, guide=GUIDE)
    return folder


class Page(HTMLParser):
    """What a page holds: its tags, its links, and its words."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.ids, self.names, self.words = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note a tag."""
        self.tags.append(tag)
        for name, value in attrs:
            if name in {"href", "src", "action"}:
                self.links.append(value)
            elif name == "id":
                self.ids.append(value)
            elif name == "aria-labelledby":
                self.names.append(value)

    def handle_data(self, data):
        """Note words."""
        self.words.append(data)


def pages(folder):
    """Return all pages by path."""
    return {path: Page(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}


@pytest.mark.slow
def test_pages_need_nothing_else_and_links_lead_somewhere(written):
    """Every link leads to a place in the page or a file of the report, and nothing is fetched."""
    for path, page in pages(written).items():
        signs = [link for link in page.links if link.startswith("data:image/svg+xml,")]  # they come with the page
        assert page.tags.count("link") == len(signs) == 1
        for link in set(page.links) - set(signs):
            file, _, place = link.partition("#")
            target = path.parent / file if file else path
            assert target.is_file(), link
            assert not place or place in pages(written)[target].ids
        assert not {"script", "img", "iframe", "form"} & set(page.tags)
        assert set(page.names) <= set(page.ids)
        assert len(page.ids) == len(set(page.ids))


@pytest.mark.slow
def test_what_trainees_wrote_is_text(written):
    """Names and texts of trainees are shown as written and never as markup."""
    words = "".join(pages(written)[written / "reflections.html"].words)
    assert TEXT.splitlines()[0] in words
    assert EVIL in "".join(pages(written)[written / "class.html"].words)


@pytest.mark.slow
def test_tables_have_headings(written):
    """Tables have row and column headings; pages have a language and a title."""
    for path in written.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert '<html lang="en">' in text
        assert len(re.findall("<h1>", text)) == 1
        for table in re.findall(r"<table.*?</table>", text, re.DOTALL):
            assert 'scope="col"' in table
            assert 'scope="row"' in table


@pytest.mark.long
def test_the_class_page_says_what_matters_first(written):
    """The class page shows refusals, the hardest question, the commonest misconception and the plans."""
    words = " ".join(" ".join(pages(written)[written / "class.html"].words).split())
    assert "not graded: see why" in words
    assert "Hardest question: ex91 Pick one (33 % of its points)" in words
    assert "Most common wrong idea: “More is better.” (2 of 3 in ex91 q1)" in words
    assert "1 with a note" in words
    assert re.search(r"Highest partnership handed in: \d\d of 100 \(Ana, Bo\)", words)


def test_a_refused_file_that_names_no_exercise_is_no_missing_one():
    """A refused file without an exercise shows "!" for each exercise that its trainee lacks."""
    lost = Graded(trainee="Ana", sender=Submitter(name="Ana"), file="1.png", reason="The file is not JSON.")
    graded = [result("Ana", {"q1": 1}), lost, result("Bo", {"q1": 1}), result("Bo", {"q1": 1}, exercise="ex92")]
    graded += [CLASS[-1], result("Cy", {"q1": 0})]
    table = re.search(r'<table class="matrix">.*?<tbody>(.*?)</tbody>', class_page(graded, GUIDE), re.DOTALL)[1]
    shown = {row[0]: row[1:] for row in (re.findall(r">([^<>\s]+)<", one) for one in table.split("</tr>")) if row}
    assert shown == {"Ana": ["2", "!"], "Bo": ["2", "2"], "Di": ["!", "!"], "Cy": ["0", "-"]}


@pytest.mark.long
def test_a_trainee_s_page_shows_no_check(written):
    """A trainee's page shows advice and points, but not the checks."""
    text = (written / "trainees" / page_name("Bo")).read_text(encoding="utf-8")
    assert "Look at q1." in text
    assert "More is better." in text
    assert "2 of 4" in text
    assert "q1-right" not in text


@pytest.mark.long
def test_pages_of_an_earlier_run_go(written):
    """Pages of trainees who are no longer in the class are deleted; other files stay."""
    (written / "trainees" / "old-0123456789abcdef.html").write_text("old")
    (written / "trainees" / "notes.html").write_text("my own notes")
    write_report(CLASS, written, masters={}, guide=GUIDE)
    left = {path.name for path in (written / "trainees").iterdir()}
    assert left == {page_name(one.trainee) for one in CLASS} | {"notes.html"}
    (written / "trainees" / "notes.html").unlink()


def test_written_answers_wait_for_a_person(written):
    """Each written answer, from a form or a cell, has a row to fill in, and none is a formula."""
    rows = list(csv.DictReader(io.StringIO((written / "reflections.csv").read_text(encoding="utf-8"))))
    assert [(row["trainee"], row["points"]) for row in rows] == [("Ana", ""), (EVIL, "")]
    assert "Names a cost" in (written / "reflections.html").read_text(encoding="utf-8")


def test_formulas_are_text_in_every_table(written):
    """No cell of any table is read as a formula."""
    for path in written.glob("*.csv"):
        for row in csv.reader(path.open(encoding="utf-8")):
            assert not any(cell.startswith(("=", "+", "@")) for cell in row)


def test_items_by_hand():
    """Score and discrimination equal those computed by hand."""
    shares = {"A": (1, 1, 1), "B": (1, 1, 0), "C": (1, 0, 1), "D": (0, 0, 1), "E": (0, 0, 0)}
    graded = [result(who, dict(zip(("q1", "q2", "q3"), one, strict=True))) for who, one in shares.items()]
    first, second, third = items(graded)
    assert [round(item.score, 3) for item in (first, second, third)] == [0.6, 0.4, 0.6]
    # q1 is 1 1 1 0 0 beside 4 2 2 2 0 points of the rest: 2 / sqrt(1.2 * 8). q3 is 1 0 1 1 0 beside 4 4 2 0 0: none.
    assert first.discrimination == pytest.approx(0.645, abs=0.001)
    assert third.discrimination == pytest.approx(0, abs=0.001)


def test_too_few_or_equal_trainees_tell_nothing_apart():
    """Discrimination is None for four trainees, or for five with equal results."""
    assert [item.discrimination for item in items([result(who, {"q1": 1, "q2": 0}) for who in "abcd"])] == [None, None]
    assert [item.discrimination for item in items([result(who, {"q1": 1, "q2": 0}) for who in "abcde"])] == [None, None]


@pytest.mark.long
def test_equal_plans_are_played_once_and_met_by_the_same_luck():
    """Equal plans share a row; a documented strategy handed in gets the original's result."""
    plan = load_strategy("recovery-plan")
    rows = compare_plans("missed-deadline", [("Ana", plan), ("Bo", plan), ("Cy", load_strategy("flood"))])
    own = {row.who: row.partnership for row in rows if not row.documented}
    assert set(own) == {("Ana", "Bo"), ("Cy",)}
    assert own["Ana", "Bo"] == next(row.partnership for row in rows if row.who == (plan.title,))
    assert [row.partnership for row in rows] == sorted((row.partnership for row in rows), reverse=True)


def test_a_class_of_whom_nothing_could_be_graded_has_a_page():
    """The class page is written, with reasons, even if nothing could be graded."""
    assert "not JSON" in class_page(CLASS[-1:], GUIDE)
    assert "not JSON" in trainee_page(CLASS[-1:], GUIDE)


@pytest.mark.long
@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"a": 1}', "\udcff"], ids=["none", "cut", "a list", "no figures", "bytes"]
)
def test_plans_are_simulated_once_for_all_reports(tmp_path, monkeypatch, damage):
    """What a plan reached stands in a file for the next report; a damaged file is made anew, with the same figures."""
    place, plan = tmp_path / "kept" / "figures.json", load_strategy("flood")
    first = PlanFigures(place)
    reached = first.of("missed-deadline", plan)
    first.keep()
    if damage:
        place.write_bytes(damage.encode("utf-8", "surrogateescape"))
    else:
        monkeypatch.setattr(plan_figures, "simulate", None)
    again = PlanFigures(place)
    assert again.of("missed-deadline", plan) == reached
    again.keep()
    assert list(json.loads(place.read_text("utf-8")).values()) == [reached]


def test_figures_of_another_course_are_not_taken(tmp_path, monkeypatch):
    """After a change of the course, plans are simulated anew."""
    place, plan = tmp_path / "figures.json", load_strategy("silence")
    first = PlanFigures(place)
    first.of("missed-deadline", plan)
    first.keep()
    monkeypatch.setattr(plan_figures, "course_digest", lambda: "another")
    monkeypatch.setattr(plan_figures, "_simulated", lambda *_: "anew")
    assert PlanFigures(place).of("missed-deadline", plan) == "anew"
