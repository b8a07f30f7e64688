"""Exports of Moodle and Canvas, and archives of common zip programs."""

from classroom import RIGHT, WRONG, zipped
from hand_ins.making import (
    BLANK,
    RIGHT_NOTEBOOK,
    WORD_FILE,
    WRONG_NOTEBOOK,
    Member,
    answers_json,
    archive_of,
    as_colab,
    broken_at,
    full,
    mac_archive,
    net_archive,
    notebook,
    refused,
    some,
    to_copy,
)
from hand_ins.trying import HandedInClass

MOODLE = "Moodle 4.1, mod/assign/classes/downloader.php: name_number_assignsubmission_file/path in folders"
MOODLE_3 = "Moodle 3.1 to 3.11, mod/assign/locallib.php: folders end in _assignsubmission_file_"
MOODLE_FLAT = "Moodle, Download submissions in folders switched off: name_number_assignsubmission_file_path"
MOODLE_BLIND = "Moodle, anonymous submissions: Participant_number"
CANVAS = "Canvas, lib/content_zipper.rb: name_user_attachment_file, LATE after the name, text as name_user_text.html"
FINDER = "macOS Archive Utility: __MACOSX, ._ files, members for folders"
NET = "Microsoft's note on ZipArchiveEntry.FullName: backslashes before .NET 4.6.1"
EXPLORER = "Windows Explorer, Compress to ZIP file"
DAY = 86_400
BROKEN_TEXT = f"<p>Here:</p><p>{broken_at(to_copy(RIGHT), 50, '<br>')}</p>"


def _zip(name, source, files, *rows, **more):
    return HandedInClass(name=name, source=source, files=files, archive="class.zip", rows=rows, **more)


def _raw(name, source, archive, *rows):
    return HandedInClass(name=name, source=source, files={}, archive="class.zip", raw_archive=archive, rows=rows)


def _file(person, number, path):
    return f"{person}_{number}_assignsubmission_file/{path}"


MOODLES = (
    _zip(
        "Moodle 4 in folders",
        MOODLE,
        {
            _file("Ana Lee", 4711, "ex91.ipynb"): RIGHT_NOTEBOOK,
            _file("Bo Berg", 4712, "answers.json"): answers_json(WRONG, "kestrel"),
            _file("Cy Ng", 4713, "Copy of ex91.ipynb"): as_colab(RIGHT_NOTEBOOK),
        },
        full("Ana Lee"),
        some("Bo Berg", 1),
        full("Cy Ng"),
    ),
    _zip(
        "Moodle 3 in folders",
        MOODLE_3,
        {
            "Ana Lee_4711_assignsubmission_file_/ex91.ipynb": RIGHT_NOTEBOOK,
            "José Núñez_4712_assignsubmission_file_/work/ex91.ipynb": WRONG_NOTEBOOK,
        },
        full("Ana Lee"),
        some("José Núñez", 1),
    ),
    _zip(
        "Moodle without folders",
        MOODLE_FLAT,
        {
            "Ana Lee_4711_assignsubmission_file_ex91.ipynb": RIGHT_NOTEBOOK,
            "Bo Berg_4712_assignsubmission_file_bo_final.json": answers_json(WRONG),
            "Cy Ng_4713_assignsubmission_onlinetext_onlinetext.html": f"<p>{to_copy(RIGHT)}</p>",
        },
        full("Ana Lee"),
        some("Bo Berg", 1),
        full("Cy Ng"),
    ),
    _zip(
        "Moodle with two of one name",
        MOODLE,
        {
            _file("Ana Lee", 4711, "ex91.ipynb"): RIGHT_NOTEBOOK,
            _file("Ana Lee", 4790, "ex91.ipynb"): WRONG_NOTEBOOK,
            _file("Bo Berg", 4712, "ex91.ipynb"): RIGHT_NOTEBOOK,
        },
        full("Ana Lee (4711)"),
        some("Ana Lee (4790)", 1),
        full("Bo Berg"),
    ),
    _zip(
        "Moodle without folders, two of one name",
        MOODLE_FLAT,
        {
            "Kim Lee_11_assignsubmission_file_ex91.ipynb": RIGHT_NOTEBOOK,
            "Kim Lee_12_assignsubmission_file_ex91.ipynb": WRONG_NOTEBOOK,
        },
        full("Kim Lee (11)"),
        some("Kim Lee (12)", 1),
    ),
    _zip(
        "Moodle with anonymous submissions",
        MOODLE_BLIND,
        {
            "Participant_10331_assignsubmission_file/ex91.ipynb": RIGHT_NOTEBOOK,
            "Participant_10332_assignsubmission_file/ex91.ipynb": WRONG_NOTEBOOK,
        },
        full("Participant (10331)"),
        some("Participant (10332)", 1),
    ),
    _zip(
        "Moodle with a file and an online text of one person",
        MOODLE,
        {
            _file("Ana Lee", 4711, "photo.jpg"): b"\xff\xd8\xff\xe0 JFIF",
            "Ana Lee_4711_assignsubmission_onlinetext/onlinetext.html": BROKEN_TEXT,
            _file("Bo Berg", 4712, "ex91.ipynb"): WRONG_NOTEBOOK,
        },
        full("Ana Lee", "photo.jpg"),
        some("Bo Berg", 1),
    ),
    _zip(
        "Moodle with trainees' own zips",
        MOODLE,
        {
            _file("Ana Lee", 4711, "submission.zip"): zipped({"ex91.ipynb": RIGHT_NOTEBOOK}),
            _file("Bo Berg", 4712, "Archiv.zip"): mac_archive({"work/ex91.ipynb": WRONG_NOTEBOOK}),
        },
        full("Ana Lee"),
        some("Bo Berg", 1),
    ),
    _zip(
        "Moodle with names in scripts",
        MOODLE,
        {
            _file("王 小明", 51, "ex91.ipynb"): RIGHT_NOTEBOOK,
            _file("ليلى حسن", 52, "ex91.ipynb"): WRONG_NOTEBOOK,
            _file("Жанна Щукина", 53, "answers.json"): answers_json(RIGHT, "ana"),
        },
        full("王 小明"),
        some("ليلى حسن", 1),
        full("Жанна Щукина"),
    ),
    _zip(
        "Moodle with a file, then an online text",
        MOODLE,
        {
            _file("Ana Lee", 4711, "ex91.ipynb"): WRONG_NOTEBOOK,
            "Ana Lee_4711_assignsubmission_onlinetext/onlinetext.html": BROKEN_TEXT,
        },
        full("Ana Lee", "ex91.ipynb"),
        times={"Ana Lee_4711_assignsubmission_onlinetext/onlinetext.html": 600},
    ),
    _zip(
        "Moodle with brackets, dots and numbers in names",
        MOODLE,
        {
            _file("Ana (Anna) Lee", 4711, "ex91.ipynb"): RIGHT_NOTEBOOK,
            _file("Bo B. Berg Jr.", 4712, "ex91.ipynb"): WRONG_NOTEBOOK,
            _file("guest 17", 4713, "ex91.ipynb"): RIGHT_NOTEBOOK,
        },
        full("Ana (Anna) Lee"),
        some("Bo B. Berg Jr.", 1),
        full("guest 17"),
    ),
    _zip(
        "Moodle with names that look like parts of files' names",
        MOODLE,
        {
            _file("Copy of Nobody", 4711, "ex91.ipynb"): RIGHT_NOTEBOOK,
            _file("Late Finally", 4712, "ex91_final.ipynb"): WRONG_NOTEBOOK,
        },
        full("Copy of Nobody"),
        some("Late Finally", 1),
    ),
    HandedInClass(
        name="Moodle's zip unpacked",
        source=MOODLE,
        files={
            _file("Ana Lee", 4711, "ex91.ipynb"): RIGHT_NOTEBOOK,
            _file("Bo Berg", 4712, "ex91.ipynb"): BLANK,
        },
        rows=(full("Ana Lee"), refused("Bo Berg")),
    ),
    HandedInClass(
        name="Moodle's zip unpacked into a folder of its name",
        source=f"{MOODLE}; {EXPLORER}, Extract all",
        files={
            "WS26-Trust-ex91-2201/Ana Lee_4711_assignsubmission_file/ex91.ipynb": RIGHT_NOTEBOOK,
            "WS26-Trust-ex91-2201/Bo Berg_4712_assignsubmission_file/ex91.ipynb": WRONG_NOTEBOOK,
        },
        rows=(full("Ana Lee"), some("Bo Berg", 1)),
    ),
    _zip(
        "Moodle with several files of one person",
        MOODLE,
        {
            _file("Ana Lee", 4711, "ex91.ipynb"): WRONG_NOTEBOOK,
            _file("Ana Lee", 4711, "ex91 (1).ipynb"): RIGHT_NOTEBOOK,
            _file("Bo Berg", 4712, "notes/Reflection.docx"): WORD_FILE,
            _file("Bo Berg", 4712, "ex91.ipynb"): WRONG_NOTEBOOK,
        },
        full("Ana Lee", "ex91.ipynb"),
        some("Bo Berg", 1, "Reflection.docx"),
        times={_file("Ana Lee", 4711, "ex91 (1).ipynb"): 600},
    ),
)

CANVASES = (
    _zip(
        "Canvas",
        CANVAS,
        {
            "leeana_4711_98001_ex91.ipynb": RIGHT_NOTEBOOK,
            "bergbo_4712_98002_answers.json": answers_json(WRONG, "kestrel"),
        },
        full("leeana"),
        some("bergbo", 1),
    ),
    _zip(
        "Canvas with late ones",
        CANVAS,
        {"leeana_LATE_4711_98011_ex91.ipynb": RIGHT_NOTEBOOK, "bergbo_4712_98002_ex91.ipynb": WRONG_NOTEBOOK},
        full("leeana"),
        some("bergbo", 1),
    ),
    _zip(
        "Canvas with handing in again",
        f"{CANVAS}; a second attempt's file gets -1",
        {"leeana_4711_98001_ex91.ipynb": WRONG_NOTEBOOK, "leeana_4711_98055_ex91-1.ipynb": RIGHT_NOTEBOOK},
        full("leeana", "ex91.ipynb"),
    ),
    _zip(
        "Canvas's numbers before the times in the zip",
        CANVAS,
        {"leeana_4711_98001_ex91.ipynb": WRONG_NOTEBOOK, "leeana_4711_98055_ex91-1.ipynb": RIGHT_NOTEBOOK},
        full("leeana", "ex91.ipynb"),
        times={"leeana_4711_98001_ex91.ipynb": DAY},
    ),
    _zip(
        "Canvas with text in the page",
        CANVAS,
        {
            "leeana_4711_text.html": f"<html><body><h1>ex91: Ana Lee</h1><p>{to_copy(RIGHT)}</p></body></html>",
            "bergbo_LATE_4712_98002_ex91.ipynb": WRONG_NOTEBOOK,
        },
        full("leeana"),
        some("bergbo", 1),
    ),
    _zip(
        "Canvas with names in scripts",
        CANVAS,
        {"王小明_61_98001_ex91.ipynb": RIGHT_NOTEBOOK, "ñúñezjosé_LATE_62_98002_ex91.ipynb": WRONG_NOTEBOOK},
        full("王小明"),
        some("ñúñezjosé", 1),
    ),
    _zip(
        "Canvas with a trainee's own name in the file's",
        CANVAS,
        {
            "leeana_4711_98001_bo_ex91_final.ipynb": RIGHT_NOTEBOOK,
            "bergbo_4712_98002_Copy of ana_ex91.ipynb": WRONG_NOTEBOOK,
        },
        full("leeana"),
        some("bergbo", 1),
    ),
    HandedInClass(
        name="Canvas's zip unpacked",
        source=CANVAS,
        files={"leeana_4711_98001_ex91.ipynb": RIGHT_NOTEBOOK, "bergbo_4712_98002_ex91.pdf": b"%PDF-1.4"},
        rows=(full("leeana"), refused("bergbo")),
    ),
)

ZIPS = (
    _raw(
        "a Mac's zip of the class's folder",
        FINDER,
        mac_archive(
            {
                "class/ana/ex91.ipynb": RIGHT_NOTEBOOK,
                "class/bo/answers.json": answers_json(WRONG),
                "class/.DS_Store": b"Bud1",
            }
        ),
        full("ana"),
        some("bo", 1),
    ),
    _raw(
        "a Mac's zip of marked files",
        FINDER,
        mac_archive({"ana_ex91.ipynb": RIGHT_NOTEBOOK, "bo_ex91.ipynb": WRONG_NOTEBOOK}),
        full("ana"),
        some("bo", 1),
    ),
    _raw(
        "an old Windows program's zip with backslashes",
        NET,
        net_archive({"ana/ex91.ipynb": RIGHT_NOTEBOOK, "bo/work/ex91.ipynb": WRONG_NOTEBOOK}),
        full("ana"),
        some("bo", 1),
    ),
    _raw(
        "a zip with members for folders, one of them empty",
        "Info-ZIP 3.0, zip -r: members for folders",
        archive_of(
            Member(name=b"ana/", attributes=0o40755 << 16, made_by=0x031E),
            Member(name=b"ana/ex91.ipynb", content=RIGHT_NOTEBOOK.encode(), made_by=0x031E),
            Member(name=b"bo/", attributes=0o40755 << 16, made_by=0x031E),
        ),
        full("ana"),
        refused("bo", ""),
    ),
    _raw(
        "a zip whose paths begin with a dot",
        "Info-ZIP and tar: zip -r class.zip ./",
        archive_of(
            Member(name=b"./ana/ex91.ipynb", content=RIGHT_NOTEBOOK.encode()),
            Member(name=b"./bo/ex91.ipynb", content=WRONG_NOTEBOOK.encode()),
        ),
        full("ana"),
        some("bo", 1),
    ),
    _zip(
        "zips of trainees in the class's zip",
        EXPLORER,
        {
            "ana.zip": zipped({"ex91.ipynb": RIGHT_NOTEBOOK}),
            "bo.zip": net_archive({"work/ex91.ipynb": WRONG_NOTEBOOK}),
            "cy.zip": mac_archive({"cy/ex91.ipynb": notebook(q2="q2 = None")}),
        },
        full("ana"),
        some("bo", 1),
        some("cy", 3),
    ),
)

PLATFORMS = (*MOODLES, *CANVASES, *ZIPS)
