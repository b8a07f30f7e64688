"""Whole classes of the usual kind."""

from classroom import RIGHT, WRONG, zipped
from hand_ins.making import (
    BLANK,
    RIGHT_NOTEBOOK,
    WORD_FILE,
    WRONG_NOTEBOOK,
    answers_json,
    as_colab,
    as_vscode,
    broken_at,
    everything,
    full,
    mac_archive,
    notebook,
    refused,
    some,
    to_copy,
)
from hand_ins.trying import HandedInClass

FORM = notebook(q1="q1 = None", q2="q2 = None", records=((WRONG, 2), (RIGHT, 7)))
HALF = {"q1": 3}

CLASSES_OF_ALL_KINDS = (
    HandedInClass(
        name="class: a folder for each, all with notebooks",
        source="exercises/README.md, Collect",
        files={
            "ana/ex91.ipynb": RIGHT_NOTEBOOK,
            "bo/ex91.ipynb": FORM,
            "cy/ex91.ipynb": notebook(q1="q1 = 2"),
            "di/ex91.ipynb": notebook(q2='q2 = ["a", "b"]'),
        },
        rows=(full("ana"), full("bo"), some("cy", 4), some("di", 3)),
    ),
    HandedInClass(
        name="class: a folder for each, all with answers.json",
        source="exercises/README.md, Collect",
        files={
            "ana/answers.json": answers_json(RIGHT, "kestrel"),
            "bo/answers.json": answers_json(WRONG, "heron"),
            "cy/answers.json": answers_json(HALF),
        },
        rows=(full("ana"), some("bo", 1), some("cy", 3)),
    ),
    HandedInClass(
        name="class: a folder of files",
        source="exercises/README.md, Collect",
        files={
            "ana_ex91.ipynb": RIGHT_NOTEBOOK,
            "bo_ex91.ipynb": as_vscode(WRONG_NOTEBOOK),
            "cy_ex91.json": answers_json(HALF, "gull"),
            "answers.json": answers_json(RIGHT, "kestrel"),
        },
        rows=(full("ana"), some("bo", 1), some("cy", 3), full("kestrel")),
    ),
    HandedInClass(
        name="class: everybody's answers.json in one download folder",
        source="Chrome on Windows: the same name downloaded from mails",
        files={
            "answers.json": answers_json(RIGHT, "ana"),
            "answers (1).json": answers_json(WRONG, "bo"),
            "answers (2).json": answers_json(HALF, "cy"),
            "answers (3).json": answers_json(RIGHT, "di"),
        },
        rows=(full("ana"), some("bo", 1), some("cy", 3), full("di")),
    ),
    HandedInClass(
        name="class: Moodle, files and online texts",
        source="Moodle 4.1, mod/assign/classes/downloader.php",
        files={
            "Ana Lee_4711_assignsubmission_file/ex91.ipynb": RIGHT_NOTEBOOK,
            "Bo Berg_4712_assignsubmission_onlinetext/onlinetext.html": f"<p>{to_copy(RIGHT)}</p>",
            "Cy Ng_4713_assignsubmission_file/IMG_0001.jpg": b"\xff\xd8\xff\xe0 JFIF",
            "Di O'Neil_4714_assignsubmission_file/answers.json": answers_json(WRONG),
        },
        archive="WS26-Trust-ex91-2201.zip",
        rows=(full("Ana Lee"), full("Bo Berg"), refused("Cy Ng", ""), some("Di O'Neil", 1)),
    ),
    HandedInClass(
        name="class: Canvas, one late, one in text, one PDF",
        source="Canvas, lib/content_zipper.rb",
        files={
            "bergbo_LATE_4712_98002_answers.json": answers_json(WRONG),
            "leeana_4711_98001_ex91.ipynb": RIGHT_NOTEBOOK,
            "ngcy_4713_98003_ex91.pdf": b"%PDF-1.4",
            "oneildi_4714_text.html": f"<p>Hello</p><p>{broken_at(to_copy(RIGHT), 60, '<br>')}</p>",
        },
        archive="trust-ex91_submissions.zip",
        rows=(full("leeana"), some("bergbo", 1), refused("ngcy"), full("oneildi")),
    ),
    HandedInClass(
        name="class: Google Colab",
        source="Google Colab: File, Save a copy in Drive gives 'Copy of …'; Download .ipynb",
        files={
            "Copy of ex91_ana.ipynb": as_colab(RIGHT_NOTEBOOK, "Copy of ex91_ana.ipynb"),
            "bo_ex91.ipynb": as_colab(WRONG_NOTEBOOK, "bo_ex91.ipynb"),
            "Copy of cy ex91 (1).ipynb": as_colab(FORM, "Copy of cy ex91"),
        },
        rows=(full("ana"), some("bo", 1), full("cy")),
    ),
    HandedInClass(
        name="class: zipped on a Mac, with everything that a Mac adds",
        source="macOS Archive Utility",
        files={},
        raw_archive=mac_archive(
            {
                "Trust course/.DS_Store": b"Bud1",
                "Trust course/Ana Lee/ex91.ipynb": RIGHT_NOTEBOOK,
                "Trust course/José Núñez/ex91.ipynb": WRONG_NOTEBOOK,
                "Trust course/王小明/answers.json": answers_json(HALF),
            }
        ),
        archive="Trust course.zip",
        rows=(full("Ana Lee"), some("José Núñez", 1), some("王小明", 3)),
    ),
    HandedInClass(
        name="class: phones, texts and files of everything",
        source="iOS Notes and Android keyboards, saved as text; the start page's Download",
        files={
            "ana/note.txt": f"my answers {to_copy(RIGHT)}\nsent from my phone",
            "bo/mending-bridges-answers.json": everything(WRONG),
            "cy/answers.txt": broken_at(to_copy(HALF), 40),
            "di/IMG_4411.png": b"\x89PNG\r\n\x1a\n",
        },
        rows=(full("ana"), some("bo", 1), some("cy", 3), refused("di", "")),
    ),
    HandedInClass(
        name="class: handed in twice, and with things beside",
        source="a shared drive's folder",
        files={
            "ana/ex91.ipynb": WRONG_NOTEBOOK,
            "ana/ex91-Copy1.ipynb": RIGHT_NOTEBOOK,
            "bo/ex91.ipynb": RIGHT_NOTEBOOK,
            "bo/ex91.pdf": b"%PDF-1.5",
            "cy/answers.json": answers_json(),
            "cy/answers (1).json": answers_json({}),
            "di/Reflection.docx": WORD_FILE,
        },
        times={"ana/ex91-Copy1.ipynb": 900, "cy/answers (1).json": 900},
        rows=(full("ana", "ex91.ipynb"), full("bo", "ex91.pdf"), full("cy"), refused("di", "")),
    ),
    HandedInClass(
        name="class: zips from Windows in a mailbox's folder",
        source="Windows Explorer, Compress to ZIP file",
        files={
            "ana.zip": zipped({"ex91.ipynb": RIGHT_NOTEBOOK}),
            "bo.zip": zipped({"bo/ex91.ipynb": WRONG_NOTEBOOK, "bo/desktop.ini": "[.ShellClassInfo]"}),
            "cy_ex91.ipynb": BLANK,
        },
        rows=(full("ana"), some("bo", 1), refused("cy")),
    ),
    HandedInClass(
        name="class: VS Code on Windows and Linux",
        source="VS Code 1.90 with the Jupyter extension",
        files={
            "ana/ex91.ipynb": as_vscode(RIGHT_NOTEBOOK),
            "bo/ex91.ipynb": as_vscode(notebook(q2="q2 = [b, a]")),
            "cy/ex91.ipynb": as_vscode(notebook(q1="three = 3\nq1 = three\nq1")).replace("\n", "\r\n"),
        },
        rows=(full("ana"), some("bo", 3, "q2"), full("cy")),
    ),
    HandedInClass(
        name="class: many beginnings, one of them empty",
        source="a first evening, JupyterLab 4",
        files={
            "ana/ex91.ipynb": BLANK,
            "bo/": "",
            "cy/ex91.ipynb": notebook(q2="q2 = None"),
            "di/ex91.ipynb": notebook(q1="q1 = 1 + 2"),
        },
        rows=(refused("ana"), refused("bo", ""), some("cy", 3), some("di", 3, "q1")),
    ),
)
