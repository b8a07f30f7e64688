"""Files that cannot be graded, and files that programs leave behind."""

from classroom import RIGHT, WRONG
from hand_ins.making import (
    RIGHT_NOTEBOOK,
    WORD_FILE,
    WRONG_NOTEBOOK,
    Member,
    answers_json,
    archive_of,
    everything_to_copy,
    full,
    notebook,
    refused,
    some,
    to_copy,
)
from hand_ins.trying import HandedInClass, Row

FOLDERS = "a class's folder, one folder for each trainee"
EXPORT = "JupyterLab 4, Save and Export Notebook As"
CUT = "a download that stopped, a text that was not marked to its end"
BO = {"bo/ex91.ipynb": RIGHT_NOTEBOOK}
JPEG, PNG, PDF = b"\xff\xd8\xff\xe0\0\x10JFIF", b"\x89PNG\r\n\x1a\n", b"%PDF-1.5\n%\xe2\xe3\xcf\xd3"


def _beside_bo(name, source, files, *rows, **more):
    """Return a class in which bo's file is good, and something is wrong with another's."""
    return HandedInClass(name=name, source=source, files={**BO, **files}, rows=(full("bo"), *rows), **more)


ALONE = (
    _beside_bo("a PDF of the exercise", EXPORT, {"ana/ex91.pdf": PDF}, refused("ana")),
    _beside_bo("a PDF with a name of its own", "a phone's scanner", {"ana/Scan_0012.pdf": PDF}, refused("ana", "")),
    _beside_bo("a photo of the screen", "a phone", {"ana/IMG_2041.HEIC": b"\0\0\0\x18ftypheic"}, refused("ana", "")),
    _beside_bo("a screenshot of the exercise", "macOS", {"ana/ex91 Screenshot.png": PNG}, refused("ana")),
    _beside_bo("a Word file", "a trainee who answered in Word", {"ana/answers.docx": WORD_FILE}, refused("ana", "")),
    _beside_bo("a Word file with the exercise's name", "Word", {"ana/ex91 answers.docx": WORD_FILE}, refused("ana")),
    HandedInClass(
        name="lone PDF, photo and Word file",
        source="a folder of files",
        files={"ana_ex91.pdf": PDF, "cy_ex91.jpg": JPEG, "di_ex91.docx": WORD_FILE, "eva_ex91.ipynb": RIGHT_NOTEBOOK},
        rows=(refused("ana"), refused("cy"), refused("di"), full("eva")),
    ),
)

BROKEN = (
    _beside_bo("a notebook that was cut", CUT, {"ana/ex91.ipynb": RIGHT_NOTEBOOK[:400]}, refused("ana")),
    _beside_bo(
        "an empty notebook file", "a synchronised folder that was not done", {"ana/ex91.ipynb": b""}, refused("ana")
    ),
    _beside_bo(
        "a web page called a notebook",
        "Save link as, on a page behind a login",
        {"ana/ex91.ipynb": "<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>"},
        refused("ana"),
    ),
    _beside_bo(
        "a picture called a notebook", "a wrong name", {"ana/ex91.ipynb": JPEG + bytes(range(256))}, refused("ana")
    ),
    _beside_bo(
        "a sheet that was cut", CUT, {"ana/answers.json": '{"mending-bridges-answers": 1, "na'}, refused("ana", "")
    ),
    _beside_bo("an empty sheet file", CUT, {"ana/answers.json": ""}, refused("ana", "")),
    _beside_bo(
        "JSON of something else",
        "another program's settings",
        {"ana/settings.json": '{"theme": "dark"}'},
        refused("ana", ""),
    ),
    _beside_bo("JSON that is a list", "a wrong file", {"ana/answers.json": "[1, 2, 3]"}, refused("ana", "")),
    _beside_bo("a text to hand in that was cut", CUT, {"ana/mail.txt": to_copy(RIGHT)[:-3]}, refused("ana", "")),
    _beside_bo(
        "a text to hand in with a letter changed",
        "copied by hand",
        {"ana/mail.txt": to_copy(RIGHT).replace("MBH1-", "MBH1-z", 1)},
        refused("ana", ""),
    ),
    _beside_bo(
        "a text of everything that was cut", CUT, {"ana/all.txt": everything_to_copy()[:60]}, refused("ana", "")
    ),
    _beside_bo(
        "a cut notebook beside a good one",
        CUT,
        {"ana/ex91.ipynb": RIGHT_NOTEBOOK, "ana/ex91 (1).ipynb": RIGHT_NOTEBOOK[:300]},
        full("ana"),
        refused("ana"),
    ),
    _beside_bo(
        "a cut sheet beside a good notebook",
        CUT,
        {"ana/ex91.ipynb": WRONG_NOTEBOOK, "ana/answers.json": '{"mending'},
        some("ana", 1),
        refused("ana", ""),
    ),
    _beside_bo(
        "a cut text beside a good sheet",
        CUT,
        {"ana/answers.json": answers_json(), "ana/mail.txt": to_copy(WRONG)[:-2]},
        full("ana"),
        refused("ana", ""),
    ),
    HandedInClass(
        name="lone broken files",
        source="a folder of files",
        files={"ana_ex91.ipynb": "{", "answers.json": "{", "bo_ex91.json": answers_json(WRONG)},
        rows=(refused("ana"), refused("answers", ""), some("bo", 1)),
    ),
)

EMPTY = (
    _beside_bo("an empty folder", FOLDERS, {"ana/": ""}, refused("ana", "")),
    _beside_bo("two empty folders", FOLDERS, {"ana/": "", "李雷/": ""}, refused("ana", ""), refused("李雷", "")),
    HandedInClass(
        name="an empty folder in a zip",
        source="Windows Explorer, Compress to ZIP file: empty folders have a member",
        files={"ana/": "", **BO},
        archive="class.zip",
        rows=(full("bo"), refused("ana", "")),
    ),
    HandedInClass(
        name="an empty folder of Moodle's, unpacked",
        source="Moodle 4.1, after the facilitator took a wrong file out",
        files={
            "Ana Lee_4711_assignsubmission_file/": "",
            "Bo Berg_4712_assignsubmission_file/ex91.ipynb": RIGHT_NOTEBOOK,
        },
        rows=(refused("Ana Lee", ""), full("Bo Berg")),
    ),
    HandedInClass(
        name="an empty folder with backslashes in a zip",
        source="Microsoft's note on ZipArchiveEntry.FullName: backslashes before .NET 4.6.1",
        files={},
        archive="class.zip",
        raw_archive=archive_of(
            Member(name=b"ana\\", attributes=0x10),
            Member(name=b"bo\\ex91.ipynb", content=RIGHT_NOTEBOOK.encode()),
        ),
        rows=(full("bo"), refused("ana", "")),
    ),
)

LITTER = (
    HandedInClass(
        name="a Mac's and Windows's own files in a class's folder",
        source="macOS Finder, Windows Explorer: .DS_Store, ._ files, Thumbs.db, desktop.ini",
        files={
            ".DS_Store": b"\0\0\0\1Bud1",
            "Thumbs.db": b"\xd0\xcf\x11\xe0",
            "desktop.ini": "[.ShellClassInfo]\r\n",
            "ana/ex91.ipynb": RIGHT_NOTEBOOK,
            "ana/.DS_Store": b"\0\0\0\1Bud1",
            "ana/._ex91.ipynb": b"\0\5\26\7Mac OS X",
            "bo/ex91.ipynb": WRONG_NOTEBOOK,
            "bo/Thumbs.db": b"\xd0\xcf\x11\xe0",
            "bo/desktop.ini": "[.ShellClassInfo]\r\n",
        },
        rows=(full("ana"), some("bo", 1)),
    ),
    HandedInClass(
        name="Jupyter's checkpoints in a trainee's folder",
        source="Jupyter Server 2: .ipynb_checkpoints/name-checkpoint.ipynb",
        files={
            "ana/ex91.ipynb": RIGHT_NOTEBOOK,
            "ana/.ipynb_checkpoints/ex91-checkpoint.ipynb": WRONG_NOTEBOOK,
            "bo/ex91.ipynb": WRONG_NOTEBOOK,
        },
        times={"ana/.ipynb_checkpoints/ex91-checkpoint.ipynb": 3600},
        rows=(full("ana"), some("bo", 1)),
    ),
    HandedInClass(
        name="Jupyter's checkpoints beside lone files",
        source="Jupyter Server 2: a facilitator opened a file",
        files={
            "ana_ex91.ipynb": RIGHT_NOTEBOOK,
            ".ipynb_checkpoints/ana_ex91-checkpoint.ipynb": WRONG_NOTEBOOK,
            "bo_ex91.ipynb": WRONG_NOTEBOOK,
        },
        rows=(full("ana"), some("bo", 1)),
    ),
    HandedInClass(
        name="a Mac's companions beside lone files, unpacked on Windows",
        source="macOS Archive Utility's zip, unpacked by 7-Zip",
        files={
            "ana_ex91.ipynb": RIGHT_NOTEBOOK,
            "__MACOSX/._ana_ex91.ipynb": b"\0\5\26\7Mac OS X",
            "bo_ex91.ipynb": RIGHT_NOTEBOOK,
            "__MACOSX/._bo_ex91.ipynb": b"\0\5\26\7Mac OS X",
        },
        rows=(full("ana"), full("bo")),
    ),
)

OTHERS = (
    _beside_bo(
        "a notebook of another version", "an older course", {"ana/ex91.ipynb": notebook(version="2")}, refused("ana")
    ),
    _beside_bo(
        "a sheet of another version",
        "an older course",
        {"ana/answers.json": answers_json(RIGHT, version="0")},
        refused("ana"),
    ),
    _beside_bo(
        "a notebook with large pictures",
        "photos pasted into a cell, as attachments",
        {"ana/ex91.ipynb": notebook(padding=2_100_000)},
        refused("ana"),
    ),
    _beside_bo(
        "a notebook with a small picture",
        "a photo pasted into a cell, as attachment",
        {"ana/ex91.ipynb": notebook(padding=1_500_000)},
        full("ana"),
    ),
    HandedInClass(
        name="a lone notebook with large pictures",
        source="photos pasted into a cell, as attachments",
        files={"ana_ex91.ipynb": notebook(padding=2_500_000), "bo_ex91.ipynb": RIGHT_NOTEBOOK},
        rows=(refused("ana"), Row(trainee="bo", points=6)),
    ),
)

REFUSED = (*ALONE, *BROKEN, *EMPTY, *LITTER, *OTHERS)
