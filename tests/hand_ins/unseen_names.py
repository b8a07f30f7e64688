"""Names of people in many scripts, and parts of file names that name no person."""

import unicodedata

from classroom import RIGHT, WRONG
from hand_ins.making import (
    RIGHT_NOTEBOOK,
    WRONG_NOTEBOOK,
    Member,
    answers_json,
    archive_of,
    coded_archive,
    full,
    mac_archive,
    some,
    to_copy,
    with_unicode_path,
)
from hand_ins.trying import HandedInClass

UNICODE = "Unicode 15, names in common use"
FORMS = "Unicode Standard Annex 15, composed and decomposed"
BIDI = "Unicode Standard Annex 9: overrides change the order in which letters are shown"


def nfd(text):
    """Return a text decomposed, as older Macs write names."""
    return unicodedata.normalize("NFD", text)


def _folders(name, first, second):
    files = {f"{first}/ex91.ipynb": RIGHT_NOTEBOOK, f"{second}/answers.json": answers_json(WRONG)}
    return HandedInClass(name=f"folders: {name}", source=UNICODE, files=files, rows=(full(first), some(second, 1)))


def _lone(name, first, second):
    files = {f"{first}_ex91.ipynb": RIGHT_NOTEBOOK, f"{second}_ex91.json": answers_json(WRONG)}
    return HandedInClass(name=f"lone files: {name}", source=UNICODE, files=files, rows=(full(first), some(second, 1)))


SCRIPTS = (
    _folders("Cyrillic", "Жанна Щукина", "Їжакевич Олена"),
    _folders("Greek", "Ελένη Παππά", "Γιώργος"),
    _folders("Arabic", "ليلى حسن", "عمر"),
    _folders("Hebrew", "נועה כהן", "דוד לוי"),
    _folders("Persian with a non-joiner", "گل\u200cنسرین", "مریم"),
    _folders("Devanagari and Bengali", "अनन्या शर्मा", "রহিম উদ্দিন"),
    _folders("Sinhala with a joiner", "ශ්\u200dරී", "නිමල්"),
    _folders("Tamil and Telugu", "கார்த்திக்", "లక్ష్మి"),
    _folders("Thai and Khmer", "สมชาย ใจดี", "សុខា"),
    _folders("Chinese", "王小明", "陳大文"),
    _folders("Japanese", "山田 太郎", "ひらの カナ"),
    _folders("Korean", "김민준", "이서연"),
    _folders("Ethiopic and Amharic", "አበበ በቀለ", "ሰላም"),
    _folders("Georgian and Armenian", "ნინო", "Արամ Սարոյան"),
    _folders("Vietnamese and Polish", "Nguyễn Thị Hồng", "Łukasz Żółć"),
    _folders("apostrophes, hyphens and dots", "Sinéad O'Neill-Ó Briain", "J. R. Ng"),
    _folders("letters beyond the first plane", "𞤀𞤣𞤤𞤢𞤥", "𠮷田"),
    _lone("Chinese and Japanese", "王小明", "山田"),
    _lone("Arabic and Hebrew", "ليلى", "נועה"),
    _lone("Cyrillic and Greek", "Жанна", "Ελένη"),
    _lone("Hindi and Thai", "अनन्या", "สมชาย"),
    _lone("hyphens and dots", "Anne-Marie", "J.R. Ng"),
    HandedInClass(
        name="names inside, in scripts",
        source=UNICODE,
        files={
            "answers.json": answers_json(RIGHT, "李雷"),
            "answers (1).json": answers_json(WRONG, "Søren Ærø"),
            "answers.txt": to_copy(RIGHT, "ꦱꦫꦱ꧀ꦮꦠꦶ"),
        },
        rows=(full("李雷"), some("Søren Ærø", 1), full("ꦱꦫꦱ꧀ꦮꦠꦶ")),
    ),
)


def _of_file(file, trainee="ana"):
    """Return a class of one lone file, and somebody beside it."""
    return HandedInClass(
        name=f"a file called {file}",
        source="names that JupyterLab, Colab, Windows, macOS, browsers and people give to copies",
        files={file: RIGHT_NOTEBOOK if file.endswith("ipynb") else answers_json(), "bo_ex91.ipynb": WRONG_NOTEBOOK},
        rows=(full(trainee), some("bo", 1)),
    )


FILES = (
    _of_file("Copy of ana_ex91_final.ipynb"),
    _of_file("ana_ex91-Copy1.ipynb"),
    _of_file("ana_ex91 (1).ipynb"),
    _of_file("ana_ex91 - Copy.ipynb"),
    _of_file("ana_ex91 - Copy (2).ipynb"),
    _of_file("ana_ex91 copy 2.ipynb"),
    _of_file("ana_ex91 copy.ipynb"),
    _of_file("2026-11-20_ana_ex91.ipynb"),
    _of_file("ana_ex91_20261120.ipynb"),
    _of_file("20.11.2026 ana ex91.ipynb"),
    _of_file("LATE_ana_ex91.ipynb"),
    _of_file("ana_ex91_v2.ipynb"),
    _of_file("ex91_ana.ipynb"),
    _of_file("ex91-ana.ipynb"),
    _of_file("ana ex91.json"),
    _of_file("ana_answers.json"),
    _of_file("ana_ex91_final_v2 (1).ipynb"),
    _of_file("Copy of Copy of ana_ex91.ipynb"),
    _of_file("Ana Lee ex91.ipynb", "Ana Lee"),
    _of_file("Ana Lee.ipynb", "Ana Lee"),
    _of_file("Ana Lee - Copy.json", "Ana Lee"),
    _of_file("ana-Copy1.ipynb"),
    _of_file("Copy of ana.ipynb"),
    _of_file("Ana Lee_Ex91.ipynb", "Ana Lee"),
    _of_file("Latesha_ex91.ipynb", "Latesha"),
    _of_file("Copernica Finalli_ex91.ipynb", "Copernica Finalli"),
    _of_file("Copy of 王小明_ex91.ipynb", "王小明"),
    _of_file("김민준_ex91_final (1).ipynb", "김민준"),
    _of_file("Ελένη_ex91 - Copy.json", "Ελένη"),
)

COMPOSED = (
    HandedInClass(
        name="a decomposed name is shown composed",
        source="macOS HFS+: names are decomposed",
        files={f"{nfd('José Núñez')}/ex91.ipynb": RIGHT_NOTEBOOK, f"{nfd('Zoë')}_ex91.ipynb": WRONG_NOTEBOOK},
        rows=(full("José Núñez"), some("Zoë", 1)),
    ),
    HandedInClass(
        name="two folders whose names differ in composition only",
        source=FORMS,
        files={"José/ex91.ipynb": RIGHT_NOTEBOOK, f"{nfd('José')}/ex91.ipynb": WRONG_NOTEBOOK},
        rows=(some("José", 1, asks=True), full("José (2)", asks=True)),
    ),
    HandedInClass(
        name="two Korean folders whose names differ in composition only",
        source=FORMS,
        files={
            "김민준/ex91.ipynb": RIGHT_NOTEBOOK,
            f"{nfd('김민준')}/ex91.ipynb": WRONG_NOTEBOOK,
            "ana/ex91.ipynb": RIGHT_NOTEBOOK,
        },
        rows=(some("김민준", 1, asks=True), full("김민준 (2)", asks=True), full("ana")),
    ),
    HandedInClass(
        name="two folders in a zip whose names differ in composition only",
        source=FORMS,
        files={"Zoë/ex91.ipynb": RIGHT_NOTEBOOK, f"{nfd('Zoë')}/answers.json": answers_json({"q1": 3})},
        archive="class.zip",
        rows=(some("Zoë", 3, asks=True), full("Zoë (2)", asks=True)),
    ),
    HandedInClass(
        name="two lone files whose names differ in composition only",
        source=FORMS,
        files={"José_ex91.ipynb": WRONG_NOTEBOOK, f"{nfd('José')}_ex91.json": answers_json()},
        times={f"{nfd('José')}_ex91.json": 3600},
        rows=(full("José", "José_ex91.ipynb"),),
    ),
    HandedInClass(
        name="a decomposed Vietnamese name inside a sheet",
        source="macOS: some programs write decomposed text",
        files={"answers.json": answers_json(RIGHT, nfd("Nguyễn Thị Hồng"))},
        rows=(full("Nguyễn Thị Hồng"),),
    ),
)

CONTROLS = (
    HandedInClass(
        name="a folder with a right-to-left override",
        source=BIDI,
        files={"\u202eana/ex91.ipynb": RIGHT_NOTEBOOK, "bo\u202d/ex91.ipynb": WRONG_NOTEBOOK},
        rows=(full("ana"), some("bo", 1)),
    ),
    HandedInClass(
        name="a name inside with control characters",
        source="rule: control characters go",
        files={"answers.json": answers_json(RIGHT, "an\x07a\x1b"), "answers (1).json": answers_json(WRONG, "b\u202eo")},
        rows=(full("ana"), some("bo", 1)),
    ),
    HandedInClass(
        name="a folder in a zip with a control character",
        source="rule: control characters go",
        files={},
        archive="class.zip",
        raw_archive=archive_of(
            Member(name=b"an\x07a/ex91.ipynb", content=RIGHT_NOTEBOOK.encode()),
            Member(name=b"bo/ex91.ipynb", content=WRONG_NOTEBOOK.encode()),
        ),
        rows=(full("ana"), some("bo", 1)),
    ),
)

ZIPPED = (
    HandedInClass(
        name="a Mac's zip with decomposed names",
        source="macOS Archive Utility: UTF-8 without the flag, decomposed, __MACOSX",
        files={},
        archive="class.zip",
        raw_archive=mac_archive({"José/ex91.ipynb": RIGHT_NOTEBOOK, "Zoë/answers.json": answers_json(WRONG)}),
        rows=(full("José"), some("Zoë", 1)),
    ),
    HandedInClass(
        name="a Mac's zip with names in scripts",
        source="macOS Archive Utility: UTF-8 without the flag, decomposed, __MACOSX",
        files={},
        archive="class.zip",
        raw_archive=mac_archive(
            {"class/김민준/ex91.ipynb": RIGHT_NOTEBOOK, "class/Жанна Йовович/ex91.ipynb": WRONG_NOTEBOOK}
        ),
        rows=(full("김민준"), some("Жанна Йовович", 1)),
    ),
    HandedInClass(
        name="a zip with names in code page 437",
        source="APPNOTE 6.3 appendix D: without the flag, names are code page 437; so 7-Zip and Explorer in English",
        files={},
        archive="class.zip",
        raw_archive=coded_archive(
            {"José/ex91.ipynb": RIGHT_NOTEBOOK, "Jürgen Groß/ex91.ipynb": WRONG_NOTEBOOK}, "cp437"
        ),
        rows=(full("José"), some("Jürgen Groß", 1)),
    ),
    HandedInClass(
        name="a zip with names in UTF-8 and no flag",
        source="many phones' and web servers' zip writers",
        files={},
        archive="class.zip",
        raw_archive=coded_archive({"王小明/ex91.ipynb": RIGHT_NOTEBOOK, "José_ex91.ipynb": WRONG_NOTEBOOK}, "utf-8"),
        rows=(full("王小明"), some("José", 1)),
    ),
    HandedInClass(
        name="a zip with the right name in the extra field",
        source="APPNOTE 6.3, 4.6.9: Info-ZIP Unicode Path Extra Field 0x7075",
        files={},
        archive="class.zip",
        raw_archive=archive_of(
            with_unicode_path("Жанна/ex91.ipynb", "_____/ex91.ipynb", RIGHT_NOTEBOOK),
            with_unicode_path("ليلى/ex91.ipynb", "____/ex91.ipynb", WRONG_NOTEBOOK),
        ),
        rows=(full("Жанна"), some("ليلى", 1)),
    ),
    HandedInClass(
        name="a zip by Python's own writer with names in scripts",
        source="Python 3.11 zipfile: UTF-8 with the flag",
        files={"สมชาย/ex91.ipynb": RIGHT_NOTEBOOK, "አበበ/ex91.ipynb": WRONG_NOTEBOOK},
        archive="class.zip",
        rows=(full("สมชาย"), some("አበበ", 1)),
    ),
)

NAMED = (*SCRIPTS, *FILES, *COMPOSED, *CONTROLS, *ZIPPED)
