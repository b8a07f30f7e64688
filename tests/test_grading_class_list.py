"""A class beside its list, and the files that Canvas and Moodle take: columns, order, encoding."""

import codecs
import csv
import io

import pytest
from test_grading_marks import CLASS, GUIDE, result, rows, written
from typer.testing import CliRunner

from sim.base.errors import BadInput
from sim.cli.main import app
from sim.grading.intake.class_list import match, people_in
from sim.grading.intake.spreadsheet import SheetError, read_table, table_of, write_table
from sim.grading.intake.submitter import Submitter
from sim.grading.marking.class_folder import fill_class, mark_class, needs_told
from sim.grading.marking.fill_export import fill_export
from sim.grading.marking.kept_list import drop_list, list_place
from sim.grading.marking.known_people import known_people, person_called
from sim.grading.reports.grade_tables import canvas_csv, moodle_csv


def listed(text, *graded):
    """Return a class beside a list."""
    return match(graded, people_in(table_of(text.encode(), "class.csv")))


def of(name, number="", platform="", section=""):
    """Return a graded result of somebody."""
    sender = Submitter(name=name, number=number, platform=platform, section=section)
    return result(f"{name} ({number})" if number else name, sender=sender)


LIST = """name;number;section;pseudonym
Ana Lee;007;A;
Ana Lee;012;B;
Lee, Bo;008;A;kestrel
Cy Dee;009;B;
"""


def test_who_handed_in_nothing_and_who_is_not_on_the_list():
    """Names in either order and pseudonyms lead to the person; for others the nearest names are offered."""
    found = listed(LIST, of("kestrel"), of("Annna Lee"), of("zzz"))
    assert {name: person.number for name, person in found.people.items()} == {"kestrel": "008"}
    assert [person.number for person in found.nothing] == ["007", "012", "009"]
    assert found.strangers == (("Annna Lee", ("Ana Lee",)), ("zzz", ()))
    assert listed(LIST, of("bo LEE")).people["bo LEE"].number == "008"


def test_two_people_of_one_name_are_told_apart_or_asked_about():
    """Number and section decide, although a spreadsheet cut the zeros; without them the facilitator is asked."""
    found = listed(LIST, of("Ana Lee", "12"), of("Ana Lee"), of("ana lee", section="A"))
    assert {name: person.number for name, person in found.people.items()} == {"Ana Lee (12)": "012", "ana lee": "007"}
    assert [(name, [person.number for person in people]) for name, people in found.unclear] == [
        ("Ana Lee", ["007", "012"])
    ]


def test_two_names_of_one_person_are_asked_about():
    """Neither is taken for the person until the facilitator decides."""
    found = listed(LIST, of("kestrel"), of("Bo Lee"))
    assert found.people == {}
    assert [(person.name, names) for person, names in found.double] == [("Lee, Bo", ("kestrel", "Bo Lee"))]


def test_a_number_of_the_school_is_never_taken_for_a_platform_s():
    """Moodle's participant 9 is not the student with the number 009."""
    assert listed(LIST, of("zzz", "9", "Moodle")).people == {}


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (101),Repair (102),Repair (103),Final Score\r\n"
    ",,,,,Manual Posting,,,\r\n"
    "    Points Possible,,,,,10,20,5,(read only)\r\n"
    '"Lee, Ana",5001,007,alee,A,7,,,35\r\n'
    '"Ré, Bo",5002,008,bre,B,8,3,,40\r\n'
    '"Dee, Cy",5003,009,cdee,B,8,EX,,40\r\n'
    '"Falk, Di",5004,010,dfalk,B,8,,,40\r\n'
    '"Student, Test",5999,,x,A,,,,\r\n'
)
MOODLE = (
    "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,Last modified (grade),"
    "Feedback comments\r\n"
    "Participant 881,Ana Lee,a@example.org,Submitted for grading,,50.00,Yes,-,\r\n"
    'Participant 882,Bo Ré,b@example.org,Submitted for grading,12.00,50.00,Yes,"Monday, 2 March 2026, 9:00 AM",Mine\r\n'
    "Participant 883,Di Falk,d@example.org,No submission,,50.00,Yes,-,\r\n"
)
PARTICIPANTS = '"First name","Last name","ID number","Email address",Groups\nAna,Lee,007,a@example.org,A\n'


def test_exports_of_canvas_and_moodle_are_lists_as_they_are():
    """Canvas's own number, Moodle's identifier, and the names of files decide; rows of nobody are left out."""
    canvas = people_in(table_of(CANVAS.encode(), "canvas.csv"))
    assert [(one.name, one.canvas, one.number) for one in canvas][::3] == [
        ("Lee, Ana", "5001", "007"),
        ("Falk, Di", "5004", "010"),
    ]
    found = match([of("leeana", "5001", "Canvas"), of("deecy", "7", "Canvas")], canvas)
    assert {name: person.canvas for name, person in found.people.items()} == {
        "leeana (5001)": "5001",
        "deecy (7)": "5003",
    }
    moodle = people_in(table_of(MOODLE.encode(), "moodle.csv"))
    found = match([of("Somebody", "882", "Moodle"), of("Group 2-Ana Lee", "1", "Moodle")], moodle)
    assert {person.moodle for person in found.people.values()} == {"881", "882"}
    (ana,) = people_in(table_of(PARTICIPANTS.encode(), "participants.csv"))
    assert (ana.name, ana.number, ana.section) == ("Ana Lee", "007", "A")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "number\n1\n",
            "class.csv: has no column of names (name, Full name, Student, or First name and Last name), only number",
        ),
        ("name\n;\n", "there is nobody on this list"),
        ("name,number\nAna,7\nBo,7\n", "rows 2 and 3 (Ana, Bo) have the number 7"),
        ("name,pseudonym\nAna,owl\nBo,Owl\n", "rows 2 and 3 (Ana, Bo) have the pseudonym Owl"),
    ],
)
def test_a_list_that_cannot_be_used_is_told(text, told):
    """No names, nobody, and one number or pseudonym for two."""
    with pytest.raises(SheetError) as refused:
        people_in(table_of(text.replace(";", " ").encode(), "class.csv"))
    assert told in str(refused.value)


def test_canvas_s_sheet_has_the_columns_in_canvas_s_order():
    """Canvas takes its columns in one order only, then assignments; ID holds Canvas's own numbers and no others."""
    text = canvas_csv([of("leeana", "5001", "Canvas"), of("zoë")], None)
    assert text.splitlines() == [
        "Student,ID,SIS User ID,SIS Login ID,Section,Mending Bridges",
        "    Points Possible,,,,,100",
        "leeana (5001),5001,,,,100.0",
        "zoë,,,,,100.0",
    ]
    known = match([of("Ana Lee"), of("Bo Ré")], people_in(table_of(CANVAS.encode(), "canvas.csv")))
    row = canvas_csv([of("Bo Ré")], known).splitlines()[2]
    assert row == '"Ré, Bo",5002,008,bre,B,100.0'
    plain = match([of("kestrel")], people_in(table_of(LIST.encode(), "class.csv")))
    assert canvas_csv([of("kestrel")], plain).splitlines()[2] == '"Lee, Bo",,008,,A,100.0'


def test_moodle_s_sheet_has_the_columns_of_its_worksheet(tmp_path):
    """Names of columns and their order; the identifier comes from the file's name or from the worksheet as a list."""
    known = match([of("Bo Ré")], people_in(table_of(MOODLE.encode(), "moodle.csv")))
    first, second = csv.reader(io.StringIO(moodle_csv([of("Bo Ré")], known)))
    assert first[:6] == [
        "Identifier", "Full name", "Grade", "Maximum grade", "Last modified (grade)", "Feedback comments",
    ]  # fmt: skip
    assert second[:5] == ["Participant 882", "Bo Ré", "100.0", "100", "-"]
    folder = written(tmp_path / "grades", CLASS)
    for name in ("moodle.csv", "canvas.csv"):
        content = (folder / name).read_bytes()
        assert not content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE))
        assert "Cÿ" in content.decode("utf-8")


def test_whom_the_list_leaves_open_is_in_no_sheet_by_name():
    """A name that two people share could mark the wrong one."""
    graded = [of("Ana Lee"), of("Cy Dee")]
    found = listed(LIST, *graded)
    assert "Ana" not in canvas_csv(graded, found)
    assert "Ana" not in moodle_csv(graded, found)
    assert "Cy Dee" in moodle_csv(graded, found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_teacher_s_own_export_of_canvas_is_filled_in_one_column(encoding):
    """All other cells, their order, the separator, the ends of lines and the encoding stay."""
    graded = [of("leeana", "5001", "Canvas"), of("Bo Ré"), of("Cy Dee"), of("Nobody There")]
    table = table_of(CANVAS.encode(encoding), "canvas.csv")
    filled = fill_export(table, graded, column="repair (102)")
    assert (filled.column, filled.count) == ("Repair (102)", 2)
    assert set(filled.left) == {"Dee, Cy", "Falk, Di"}
    assert filled.strangers == ("Nobody There",)
    wanted = CANVAS.replace("alee,A,7,,", "alee,A,7,20,").replace("bre,B,8,3,", "bre,B,8,20,")
    assert write_table(filled.table) == wanted.encode(encoding)


def test_moodle_s_own_worksheet_is_filled_with_grades_and_missing_comments():
    """The grade is a share of the worksheet's maximum; a comment that is there, and who is not graded, stay."""
    graded = [of("Ana Lee", "881", "Moodle"), of("Bo Ré", "882", "Moodle")]
    content = codecs.BOM_UTF8 + MOODLE.encode()
    filled = fill_export(table_of(content, "worksheet.csv"), graded)
    wanted = MOODLE.replace("grading,,50.00,Yes,-,", "grading,50,50.00,Yes,-,ex91: 2 of 2.").replace("12.00,", "50,")
    assert write_table(filled.table) == codecs.BOM_UTF8 + wanted.encode()
    assert filled.left == ("Di Falk",)


@pytest.mark.parametrize(
    ("column", "exercise", "told"),
    [
        ("", "", "name the column to fill with --column; it has: Homework 1 (101), Repair (102)"),
        ("Repiar", "", "has no column Repiar; name one of these with --column: Repair"),
        ("Repair", "", "several columns are called Repair; name one with its number"),
        ("Final Score", "", "is read only in Canvas"),
        ("Repair (102)", "ex07", "exercise (= ex07) was not graded; name one of ex91"),
    ],
)
def test_a_column_that_cannot_be_filled_is_told(column, exercise, told):
    """Nearest names are offered, and nothing is filled."""
    with pytest.raises(BadInput) as refused:
        fill_export(table_of(CANVAS.encode(), "canvas.csv"), [of("Bo Ré")], column=column, exercise=exercise)
    assert told in str(refused.value)


@pytest.fixture
def grades(tmp_path, monkeypatch):
    """Return the folder of a graded class, with a list of it beside."""
    monkeypatch.setattr("sim.grading.marking.class_folder.guide_to", lambda _: GUIDE)
    (tmp_path / "list.csv").write_bytes("Name;Number\r\nAna;1\r\nBo;2\r\nBo;3\r\nDi;4\r\n".encode("utf-16"))
    return written(tmp_path / "grades", CLASS)


def test_a_worksheet_in_another_language_is_told_and_not_half_filled():
    """Moodle names its columns in the language of whoever downloads, and finds them by that on the way back."""
    table = table_of("ID,Vollständiger Name,Bewertung\nTeilnehmer/in881,Ana,\n".encode(), "blatt.csv")
    with pytest.raises(BadInput, match="only ID, Vollständiger Name, Bewertung; export it with the language set to"):
        fill_export(table, [of("Ana")], column="Bewertung")


@pytest.mark.parametrize("column", ["Email address", "Student", "ID"])
def test_no_grade_is_written_over_a_name_or_an_address(column):
    """Columns that say who somebody is are refused, with those that can be filled."""
    export = table_of(b"Student,ID,Section,Email address,Trust (77)\nAna,1,A,a@b.c,\n", "export.csv")
    with pytest.raises(BadInput, match=rf"{column}.* says who somebody is.* Trust \(77\)"):
        fill_export(export, [of("Ana")], column=column)


def test_a_list_is_kept_and_the_page_tells_who_is_missing(grades):
    """The list is read once and used again; page and command tell who is missing, unclear or a stranger."""
    mark_class(grades, masters={}, class_list=grades.parent / "list.csv")
    done = mark_class(grades, masters={})
    assert needs_told(done)[-1] == "Nothing handed in: Di (4)."
    page = (grades / "class.html").read_text("utf-8")
    assert "4 people are on the class list; 1 of them handed in nothing." in page
    assert "Bo may be several people on the class list: Bo (2); Bo (3)." in page
    assert "Cÿ is not on the class list." in page
    (grades.parent / "list.csv").write_text("name,pseudonym\nBerg B.,Bo\n", "utf-8")
    mark_class(grades, masters={}, class_list=grades.parent / "list.csv")
    assert '>Bo</a><br><span class="soft" dir="auto">Berg B.</span>' in (grades / "class.html").read_text("utf-8")


def test_people_to_choose_from_are_those_who_handed_in_and_those_on_the_list(grades):
    """Two people of one name on the list are told apart by their numbers; before grading there is nobody."""
    assert known_people(grades.parent) == {}
    (grades.parent / "list.csv").write_text("name,number\nAna,1\nDi,4\nDi,5\nEve,6\n", "utf-8")
    mark_class(grades, masters={}, class_list=grades.parent / "list.csv")
    people = known_people(grades)
    assert {*people} == {one.trainee for one in CLASS} | {"Di (4)", "Di (5)", "Eve"}
    assert [people[name].number for name in ("Di (4)", "Di (5)", "Eve")] == ["4", "5", ""]
    assert person_called("eve", people) == ("Eve", Submitter(name="Eve"))


def test_a_list_can_be_put_out_of_use_and_stays_beside(grades):
    """After that nobody is missing, and the list lies beside under another name."""
    mark_class(grades, masters={}, class_list=grades.parent / "list.csv")
    drop_list(grades)
    assert mark_class(grades, masters={}).listed is None
    assert not list_place(grades).exists()
    assert (grades / "kept" / "earlier_class_list.csv").read_bytes() == (grades.parent / "list.csv").read_bytes()


def test_an_export_is_filled_beside_the_grades_by_the_class_s_own_list(grades):
    """The export itself stays; whom the class's list leaves open is filled in nowhere, although the export has one."""
    export = grades.parent / "canvas.csv"
    export.write_text(CANVAS.replace('"Ré, Bo"', "Bo").replace('"Lee, Ana",5001,007', "Ana,5001,1"), "utf-8")
    before = export.read_bytes()
    mark_class(grades, masters={}, class_list=grades.parent / "list.csv")
    place, filled = fill_class(grades, export, column="Repair (102)")
    assert (place.name, filled.count) == ("filled-canvas.csv", 1)
    assert "Bo" in filled.strangers
    assert read_table(place).rows[3][6] == "20"
    assert export.read_bytes() == before
    said = CliRunner().invoke(app, ["fill", str(export), "--out", str(grades), "--column", "Repair (102)"])
    assert (said.exit_code, said.output.splitlines()[0]) == (0, f"{place}: 1 cell of Repair (102) filled.")
    assert rows(grades, "moodle.csv")
