"""Marks of persons come back from a spreadsheet, whatever it did to them, and are never lost."""

import csv
import io
import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from sim.base.errors import BadInput
from sim.cli.main import app
from sim.grading.intake.results import Graded, Late, PersonMark, Verdict
from sim.grading.intake.spreadsheet import SheetError, table_of
from sim.grading.intake.submitter import Submitter
from sim.grading.marking import markbook
from sim.grading.marking.class_folder import fill_class, fill_told, grade_class, mark_class
from sim.grading.marking.markbook import Changes, load_marks
from sim.grading.marking.read_marks import read_marks
from sim.grading.reports import report
from sim.grading.reports.grade_tables import feedback
from sim.grading.reports.guide import Asked, Guide
from sim.grading.reports.report import write_report

EXERCISE = "ex91"
GUIDE = Guide(
    {EXERCISE: "The rhythm"},
    {
        (EXERCISE, "q1"): Asked(name="q1", title="q1, Pick one"),
        (EXERCISE, "why"): Asked(name="why", title="why, Say why", prompt="Why?", rubric=("A cost", "A reason")),
    },
)


def result(trainee, share=1, *, text="I would ask.", number="", sender=None, **more):
    """Return a graded result: two points for q1, and a written answer."""
    verdict = Verdict(
        question=f"{EXERCISE}-q1", grade_id=f"{EXERCISE}-q1-right", points=2 * share, max_points=2,
        status="passed" if share else "failed", advice="",
    )  # fmt: skip
    sender = sender or Submitter(name=trainee, number=number, platform="Moodle" if number else "")
    texts = {f"{EXERCISE}-why": text} if text else {}
    facts = {"file": "a.json", "exercise": EXERCISE, "verdicts": (verdict,), "texts": texts} | more
    return Graded(trainee=trainee, sender=sender, **facts)


CLASS = [result("Ana", number="0071"), result("Bo", 0, number="0072"), result("Cÿ", 0, text="")]


@pytest.fixture
def grades(tmp_path, monkeypatch):
    """Return the folder of a graded class, which nobody has marked yet."""
    monkeypatch.setattr("sim.grading.marking.class_folder.guide_to", lambda _: GUIDE)
    return written(tmp_path / "grades", CLASS)


def written(folder, graded):
    """Write a class's reports into a folder, as `mend grade` does."""
    folder.mkdir(exist_ok=True)
    write_report(graded, folder, masters={}, guide=GUIDE)
    return folder


def rows(folder, name="reflections.csv"):
    """Return the rows of a sheet."""
    return list(csv.DictReader(io.StringIO((folder / name).read_text("utf-8"))))


def save(folder, changed, name="reflections.csv", *, columns=None, separator=",", encoding="utf-8", end="\n"):
    """Save a sheet as a spreadsheet might."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(
        text, columns or list(changed[0]), delimiter=separator, lineterminator=end, extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(changed)
    (folder / name).write_bytes(text.getvalue().encode(encoding))


def given(folder, name="reflections.csv", **cells):
    """Return the rows of a sheet in which some cells of one trainee's rows are others."""
    who = cells.pop("trainee")
    return [row | (cells if row["trainee"] == who else {}) for row in rows(folder, name)]


def points(folder):
    """Return points and maximum by trainee, as programs read them."""
    found = json.loads((folder / "grades.json").read_text("utf-8"))
    return {one["trainee"]: (one["points"], one["max_points"]) for one in found}


def mark(folder, *sheets):
    """Read the sheets again."""
    return mark_class(folder, masters={}, sheets=sheets)


def test_marks_of_written_answers_reach_every_page_and_sheet(grades):
    """Totals, pages of class and trainee, Moodle's and Canvas's sheets and the tables include a person's points."""
    save(grades, given(grades, trainee="Ana", points="1.5", note="Ask <b>whom</b>?"))
    done = mark(grades)
    assert points(grades) == {"Ana": (3.5, 4), "Bo": (0, 4), "Cÿ": (0, 4)}
    assert [one.waits for one in done.graded] == [(), ("why",), ()]
    by_name = {row["Full name"]: row for row in rows(grades, "moodle.csv")}
    assert by_name["Ana"]["Grade"] == "87.5"
    assert "Ask <b>whom</b>?" in by_name["Ana"]["Feedback comments"]
    assert [row["Mending Bridges"] for row in rows(grades, "canvas.csv")] == ["100", "87.5", "0.0", "0.0"]
    added = [row for row in rows(grades, "grades.csv") if row["status"] == "marked"]
    assert [(row["trainee"], row["question"], row["points"], row["max_points"]) for row in added] == [
        ("Ana", "why", "1.5", "2.0")
    ]
    (page,) = (grades / "trainees").glob("ana-*.html")
    assert "1.5 of 2" in page.read_text("utf-8")
    assert "Ask &lt;b&gt;whom&lt;/b&gt;?" in page.read_text("utf-8")
    class_page = (grades / "class.html").read_text("utf-8")
    assert "1 written answer has no points yet and counts as 0" in class_page.partition("<h2")[0]
    assert (rows(grades)[0]["points"], rows(grades)[0]["note"]) == ("1.5", "Ask <b>whom</b>?")
    assert "Each answer: 0 to 2 points." in (grades / "reflections.html").read_text("utf-8")


def test_feedback_tells_lateness_in_whole_sentences_and_no_stray_file():
    """What goes back to Moodle says why something was taken off, and nothing of a note that came along."""
    late = Late(due="2026-11-20T12:00+00:00", handed="2026-11-20T15:00+00:00", seconds=10_800, share=0.1)
    stray = Graded(trainee="Ana", sender=CLASS[0].sender, file="notes.txt", reason="It is neither.")
    refused = replace(stray, file="final.ipynb", reason="It is broken")
    mark = PersonMark(
        trainee="Ana", exercise=EXERCISE, question="q1", written=False, points=1, automatic=2, note="Said aloud"
    )
    assert feedback([replace(CLASS[0], late=late, marks=(mark,)), stray, refused]) == (
        "ex91: 0.9 of 2. ex91: Handed in 3 hours late: due 2026-11-20 12:00 (UTC+00:00), saved 2026-11-20 15:00 "
        "(UTC+00:00). 10 % of what was earned is taken off: 0.9 of 1 points count. ex91 q1: Said aloud. "
        "final.ipynb: It is broken."
    )


def test_nothing_changes_while_nobody_marks(grades):
    """Without marks, points, maximum and pages are those of the program."""
    names = [path for path in grades.rglob("*.*") if path.is_file() and path.name != "grades.json"]
    before, known = {path.name: path.read_bytes() for path in names}, points(grades)
    mark(grades)
    assert {path.name: path.read_bytes() for path in names} == before
    assert points(grades) == known
    assert "for a person" in before["class.html"].decode()


def test_an_override_stands_beside_the_program_s_points(grades):
    """A person's points count in place of the program's; both are shown with the reason, and rows add up."""
    save(grades, given(grades, "overrides.csv", trainee="Bo", points="1", reason="Said it aloud"), "overrides.csv")
    mark(grades)
    assert points(grades)["Bo"] == (1, 2)
    (row,) = [row for row in rows(grades, "overrides.csv") if row["trainee"] == "Bo"]
    assert (row["automatic"], row["points"], row["reason"]) == ("0", "1", "Said it aloud")
    (page,) = (grades / "trainees").glob("bo-*.html")
    told = "Points from a person: 1; from the program: 0. Reason: Said it aloud"
    assert told in page.read_text("utf-8")
    assert told in (grades / "class.html").read_text("utf-8")
    of_bo = [row for row in rows(grades, "grades.csv") if row["trainee"] == "Bo"]
    assert [(row["status"], float(row["points"])) for row in of_bo] == [("failed", 0), ("override", 1)]


def test_grading_again_keeps_what_persons_gave(grades):
    """New results of the program, and a report written over the old one, lose no mark and no override."""
    save(grades, given(grades, trainee="Ana", points="2"))
    save(grades, given(grades, "overrides.csv", trainee="Bo", points="1", reason="Aloud"), "overrides.csv")
    mark(grades)
    written(grades, [result("Ana", 0, number="0071"), result("Bo", 1, number="0072")])  # as if nobody had marked
    mark(grades)
    assert points(grades) == {"Ana": (2, 4), "Bo": (1, 4)}
    assert next(row for row in rows(grades, "overrides.csv") if row["trainee"] == "Bo")["automatic"] == "2"


SPREADSHEETS = {
    "semicolons, decimal comma, CRLF": {"separator": ";", "end": "\r\n"},
    "tabs in UTF-16": {"separator": "\t", "encoding": "utf-16", "end": "\r\n"},
    "a mark at the start": {"encoding": "utf-8-sig"},
    "old Macs' line ends": {"end": "\r"},
    "columns in another order, some left out": {
        "columns": ["points", "note", "question", "exercise", "trainee"], "separator": ";",
    },
}  # fmt: skip


@pytest.mark.parametrize("saved", SPREADSHEETS.values(), ids=SPREADSHEETS)
def test_a_spreadsheet_does_no_harm(grades, saved):
    """Separators, encodings, ends of lines, order of columns, deleted rows and columns change no mark."""
    changed = [row for row in given(grades, trainee="Ana", points="1,5", note="gut — weiter") if row["trainee"] != "Bo"]
    save(grades, changed, **saved)
    mark(grades)
    assert points(grades)["Ana"] == (3.5, 4)
    assert [(row["trainee"], row["points"], row["note"]) for row in rows(grades)] == [
        ("Ana", "1.5", "gut — weiter"),
        ("Bo", "", ""),
    ]


def test_a_name_that_a_spreadsheet_read_as_single_bytes_is_still_the_same(tmp_path, monkeypatch):
    """Excel shows UTF-8 without a mark as two letters for one, and saves them so."""
    monkeypatch.setattr("sim.grading.marking.class_folder.guide_to", lambda _: GUIDE)
    folder = written(tmp_path / "grades", [result("Zoë Ångström")])
    garbled = (folder / "reflections.csv").read_bytes().decode("latin-1").replace("\x85", "…")
    text = garbled.replace(",2,,", ",2,1,")
    (folder / "reflections.csv").write_bytes(text.encode("utf-8"))
    mark(folder)
    assert points(folder) == {"Zoë Ångström": (3, 4)}


def test_deleted_rows_take_back_nothing_and_a_dash_takes_back_one(grades):
    """An empty cell and a deleted row change nothing; a dash takes the mark back, which is kept among earlier ones."""
    save(grades, given(grades, trainee="Ana", points="2", note="Good"))
    mark(grades)
    save(grades, [row for row in rows(grades) if row["trainee"] == "Bo"])
    mark(grades)
    assert points(grades)["Ana"] == (4, 4)
    save(grades, given(grades, trainee="Ana", points="", note="Better"))
    mark(grades)
    assert (rows(grades)[0]["points"], rows(grades)[0]["note"]) == ("2", "Better")
    save(grades, given(grades, trainee="Ana", points="-"))
    mark(grades)
    assert points(grades)["Ana"] == (2, 2)
    assert [(one.points, one.note) for one in load_marks(grades).earlier] == [(2, "Good"), (2, "Better")]


def test_a_formula_in_a_note_stays_text(grades):
    """A note that begins like a formula is written so that no spreadsheet calculates it, and read back as it was."""
    save(grades, given(grades, trainee="Ana", points="1", note="=1+1"))
    mark(grades)
    assert rows(grades)[0]["note"] == "'=1+1"
    save(grades, rows(grades), separator=";")
    mark(grades)
    assert load_marks(grades).marks[0].note == "=1+1"


def test_marks_of_nobody_are_kept_and_told_with_the_nearest_names(grades):
    """A mark whose hand-in is missing, or whose name was mistyped, stays in the sheet and counts for nobody."""
    save(grades, given(grades, trainee="Bo", points="2", note="Clear"))
    mark(grades)
    written(grades, [result("Ana", number="0071"), result("Bob", number="0099")])
    done = mark(grades)
    assert [one.trainee for one in done.kept] == ["Bo"]
    assert points(grades)["Bob"] == (2, 2)
    assert [(row["trainee"], row["points"]) for row in rows(grades) if row["points"]] == [("Bo", "2")]
    page = (grades / "class.html").read_text("utf-8")
    assert "belongs to nobody who handed something in" in page
    assert "write that name in its row: Bob." in page
    written(grades, CLASS)
    assert mark(grades).kept == []
    assert points(grades)["Bo"] == (2, 4)


def test_a_number_without_its_zeros_names_the_same_person(grades):
    """Where a name changed since, the platform's number leads to the person, though a spreadsheet cut its zeros."""
    save(grades, given(grades, trainee="Ana", points="2", number="71"))
    mark(grades)
    written(grades, [result("Ana (0071)", number="0071"), result("Ana (0090)", number="0090")])
    mark(grades)
    assert points(grades) == {"Ana (0071)": (4, 4), "Ana (0090)": (2, 4)}


def test_a_column_that_was_sorted_alone_marks_nobody(grades):
    """Where name and number are two people's, the mark is kept and told, and counts for neither."""
    save(grades, given(grades, trainee="Ana", points="2", number="72"))
    done = mark(grades)
    assert points(grades) == {"Ana": (2, 2), "Bo": (0, 2), "Cÿ": (0, 2)}
    assert [one.points for one in done.kept] == [2]
    assert "has the number 72, which is not that of Ana." in (grades / "class.html").read_text("utf-8")
    save(grades, given(grades, trainee="Ana", points="2"))
    mark(grades)
    assert points(grades)["Ana"] == (4, 4)


def test_what_sheets_brought_is_counted(grades, monkeypatch):
    """The command and the page say how many marks are new, taken back and changed; emptied cells take nothing back."""
    monkeypatch.setattr("sim.grading.load_masters", lambda _: {})
    save(grades, [row | {"points": "1", "note": ""} for row in rows(grades)])
    assert mark(grades).changes == Changes(new=2)
    save(grades, [row | {"points": "-" if row["trainee"] == "Ana" else "2"} for row in rows(grades)])
    said = CliRunner().invoke(app, ["marks", "--out", str(grades)])
    assert said.output.splitlines()[0] == "Marks: 0 new, 1 taken back, 1 changed."
    save(grades, [row | {"points": ""} for row in rows(grades)])
    assert mark(grades).changes == Changes(emptied=1)
    assert points(grades)["Bo"] == (2, 4)


def test_a_mark_is_taken_back_whatever_its_name_was_when_it_was_given(grades):
    """Marks belong to a person: by the platform's number, though name or letters are others by now."""
    for name, given_points in (("Å\x81na", "2"), ("Ana", "1.5")):
        save(
            grades, [row | {"trainee": name, "points": given_points} for row in rows(grades) if row["number"] == "0071"]
        )
        mark(grades)
    assert points(grades)["Ana"] == (3.5, 4)
    assert len(load_marks(grades).marks) == 1
    renamed = [replace(one, trainee="Ana (0071)") if one.trainee == "Ana" else one for one in CLASS]
    written(grades, [*renamed, result("Ana", text="")])
    save(grades, given(grades, trainee="Ana (0071)", points="-"))
    assert mark(grades).changes.back == 1
    assert points(grades)["Ana (0071)"] == (2, 2)
    assert load_marks(grades).marks == ()


def test_unmarked_answers_of_a_marked_question_are_told_first(grades):
    """They count as 0 for all, so the class's page says so at its top and lists them among what needs somebody."""
    assert "count as 0" not in (grades / "class.html").read_text("utf-8")
    save(grades, given(grades, trainee="Ana", points="1"))
    done = mark(grades)
    assert [one["trainee"] for one in done.needs] == ["Class"]
    page = (grades / "class.html").read_text("utf-8")
    assert f'<p class="call">{done.needs[0]["why"]}</p>' in page
    assert page.count(done.needs[0]["why"]) == 2
    export = grades.parent / "export.csv"
    export.write_text("name,Homework\nAna,\nBo,\n", "utf-8")
    _, filled = fill_class(grades, export, column="Homework")
    assert fill_told("x.csv", filled)[1] == "1 written answer has no points yet and counts as 0 in these grades."


def test_an_answer_that_changed_since_it_was_marked_is_told(grades):
    """The points still count, and the person is asked to read again."""
    save(grades, given(grades, trainee="Ana", points="2"))
    mark(grades)
    written(grades, [result("Ana", text="Quite another answer."), *CLASS[1:]])
    (ana, *_) = mark(grades).graded
    assert (ana.points, ana.changed) == (4, ("why",))
    assert "the answer is another one than when it was marked" in (grades / "class.html").read_text("utf-8")


UNCLEAR = {
    "no number": (
        {"points": "two"},
        "reflections.csv, row 2: “two” is no number of points; write one such as 2 or 1.5.",
    ),
    "a date": ({"points": "01. May"}, "row 2: “01. May” is no number of points"),
    "below 0": ({"points": "-1"}, "row 2: “-1” is no number of points"),
    "above": ({"points": "20"}, "row 2: “20” is more than the highest, 2; write at most 2"),
    "highest": ({"points": "1", "max_points": "many"}, "row 2: “many” under max_points is no number"),
    "no trainee": ({"points": "1", "trainee": ""}, "row 2: this mark names no trainee; fill the name in"),
    "no question": ({"points": "1", "question": ""}, "row 2: this mark of Ana names no exercise or no question"),
    "two maxima": ({"points": "1", "max_points": "5"}, "ex91/why has 5 as its highest in row 2 and 2 in row 3"),
}


@pytest.mark.parametrize(("cells", "told"), UNCLEAR.values(), ids=UNCLEAR)
def test_what_is_unclear_is_told_with_file_row_value_and_cure(grades, cells, told):
    """Nothing of an unclear sheet is taken over, and the file stays as the person left it."""
    first, *others = rows(grades)
    save(grades, [first | cells, *others])
    before = (grades / "reflections.csv").read_bytes()
    with pytest.raises(SheetError) as refused:
        mark(grades)
    assert told in str(refused.value)
    assert (grades / "reflections.csv").read_bytes() == before
    assert load_marks(grades).marks == ()


def test_all_problems_of_both_sheets_are_told_at_once(grades):
    """One sentence for each, and of very many the first five."""
    save(grades, given(grades, trainee="Bo", points="x"))
    save(grades, given(grades, "overrides.csv", trainee="Ana", points="2"), "overrides.csv")
    with pytest.raises(SheetError) as refused:
        mark(grades)
    assert [told.partition(":")[0] for told in refused.value.problems] == [
        "reflections.csv, row 3",
        "overrides.csv, row 2",
    ]
    assert "write one under reason" in refused.value.problems[1]
    lines = "\n".join(f"p{one},ex91,why,x" for one in range(9))
    with pytest.raises(SheetError, match="And 4 more like these"):
        read_marks(table_of(f"trainee,exercise,question,points\n{lines}\n".encode(), "r.csv"), GUIDE)


def test_two_rows_that_contradict_each_other_are_told(grades):
    """Neither of them is taken."""
    save(grades, [*given(grades, trainee="Ana", points="1"), *given(grades, trainee="Ana", points="2")])
    with pytest.raises(SheetError, match=r"rows 2 and 4 give Ana different points for ex91 why; leave one of them"):
        mark(grades)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\3\4 a workbook", "is a workbook of a spreadsheet"),
        (b"", "is empty"),
        (b"trainee,exercise,question\nAna,ex91,why\n", "has no column “points”, only trainee, exercise, question"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_told(grades, content, told):
    """A workbook, an empty file and a lost column are each refused with what to do."""
    (grades / "reflections.csv").write_bytes(content)
    with pytest.raises(SheetError) as refused:
        mark(grades)
    assert told in str(refused.value)


@pytest.mark.parametrize("end", [";2", ""])
def test_a_sheet_that_landed_in_one_column_is_told_and_nothing_lost(grades, end):
    """A spreadsheet that knows another separator puts each row into one cell, and the points would be lost."""
    head = "trainee,number,exercise,question,text,max_points,points,note"
    for content in (f'{head}\n"Ana,0071,ex91,why,Text,2,,{end}"{end}\n', f'"{head}"{end}\n"Ana,0071,ex91"{end}\n'):
        (grades / "reflections.csv").write_text(content, "utf-8")
        with pytest.raises(SheetError, match="stands in one column, so nothing was taken"):
            mark(grades)


def test_what_a_person_edited_is_kept_as_it_was(grades):
    """Columns of their own go out of the sheet, and stay in a copy of it."""
    changed = [row | {"mine": "talk to her"} for row in given(grades, trainee="Ana", points="1")]
    save(grades, changed)
    edited = (grades / "reflections.csv").read_bytes()
    mark(grades)
    mark(grades)
    copies = list((grades / "kept" / "edited").glob("reflections-*.csv"))
    assert [path.read_bytes() for path in copies] == [edited]


def test_a_colleague_s_sheet_is_read_from_elsewhere(grades, tmp_path):
    """A second person marks a copy of the sheet; what both gave stands in the folder's own."""
    save(grades, given(grades, trainee="Bo", points="1"))
    other = tmp_path / "from colleague.csv"
    other.write_bytes((grades / "reflections.csv").read_bytes().replace(b",2,,", b",2,2,").replace(b",2,1,", b",2,,"))
    mark(grades, other)
    assert points(grades) == {"Ana": (4, 4), "Bo": (1, 4), "Cÿ": (0, 4)}


def test_a_damaged_table_of_results_is_graded_anew(grades, monkeypatch):
    """Grading again needs nothing of the results of before, so that a damaged file of them is written anew."""
    (grades / "grades.json").write_text("{", "utf-8")
    monkeypatch.setattr("sim.grading.marking.class_folder.grade_all", lambda *_, **__: CLASS)
    assert [one.trainee for one in grade_class([], grades, masters={}).graded] == ["Ana", "Bo", "Cÿ"]
    assert len(json.loads((grades / "grades.json").read_text("utf-8"))) == len(CLASS)


def test_a_damaged_store_of_marks_is_not_written_over(grades):
    """The file stays, and the sentence says what to do."""
    (grades / "kept").mkdir()
    (grades / "kept" / "marks.json").write_text('{"marks": [')
    with pytest.raises(BadInput, match="put a copy of it back, or move it away"):
        mark(grades)
    assert (grades / "kept" / "marks.json").read_text() == '{"marks": ['


@pytest.mark.parametrize("fails_at", range(1, 9))
def test_a_full_disk_loses_nothing(grades, monkeypatch, fails_at):
    """Wherever the disk fills up, the command ends with one sentence, and running it again has all marks."""
    save(grades, given(grades, trainee="Ana", points="2"))
    save(grades, given(grades, "overrides.csv", trainee="Bo", points="1", reason="Aloud"), "overrides.csv")
    writes = []

    def full(path, content):
        writes.append(path)
        if len(writes) >= fails_at:
            raise BadInput(f"{path}: No space left on device")
        path.write_bytes(content)

    with monkeypatch.context() as broken:
        for module in (markbook, report):
            broken.setattr(module, "write_whole", full)
        with pytest.raises(BadInput, match="No space left"):
            mark(grades)
    mark(grades)
    assert points(grades) == {"Ana": (4, 4), "Bo": (1, 4), "Cÿ": (0, 4)}


def test_the_command_reads_marks_and_refuses_a_folder_without_grades(tmp_path, monkeypatch):
    """`mend marks` ends with the class page's place, or with one line and exit code 2."""
    monkeypatch.setattr("sim.grading.load_masters", lambda _: {}, raising=False)
    folder = written(tmp_path / "grades", CLASS)
    said = CliRunner().invoke(app, ["marks", "--out", str(folder)])
    assert said.exit_code == 0
    assert f"Open {folder / 'class.html'}" in said.output
    refused = CliRunner().invoke(app, ["marks", "--out", str(tmp_path)])
    assert (refused.exit_code, refused.output.count("\n")) == (2, 1)
    assert "holds no grades" in refused.output
    missing = CliRunner().invoke(app, ["marks", str(tmp_path / "none.csv"), "--out", str(folder)])
    assert (missing.exit_code, missing.output.count("\n")) == (2, 1)
    assert "none.csv: cannot be read (No such file or directory)" in missing.output
