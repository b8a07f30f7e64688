"""The submitter of a file: folders, lone files, names inside, sections, places on the command line."""

from classroom import RIGHT, WRONG, zipped
from hand_ins.making import (
    RIGHT_NOTEBOOK,
    WRONG_NOTEBOOK,
    answers_json,
    everything,
    full,
    notebook,
    refused,
    some,
    to_copy,
)
from hand_ins.trying import HandedInClass

FOLDERS = "a class's folder, one folder for each trainee"
LONE = "a folder of files"
CHROME = "Chrome and Firefox: a second download of a name gets ' (1)'"
SECTIONS = "a facilitator with two groups"
PLACES = "mend grade with several places"
HALF = {"q1": 3}


def _class(name, source, files, *rows, **more):
    return HandedInClass(name=name, source=source, files=files, rows=rows, **more)


PATHS = (
    _class(
        "the folder's name before the file's and the one inside",
        FOLDERS,
        {"ana/bo_ex91.ipynb": RIGHT_NOTEBOOK, "cy/answers.json": answers_json(WRONG, "dora")},
        full("ana"),
        some("cy", 1),
    ),
    _class(
        "the file's name before the one inside",
        LONE,
        {"ana_ex91.json": answers_json(RIGHT, "kestrel"), "bo.json": answers_json(WRONG, "heron")},
        full("ana"),
        some("bo", 1),
    ),
    _class(
        "names inside where no name is outside",
        CHROME,
        {"answers.json": answers_json(RIGHT, "ana"), "answers (1).json": answers_json(WRONG, "bo")},
        full("ana"),
        some("bo", 1),
    ),
    _class("a lone file that names nobody", LONE, {"ex91.ipynb": RIGHT_NOTEBOOK}, full("ex91")),
    _class("a lone sheet that names nobody", LONE, {"answers.json": answers_json()}, full("answers")),
    _class(
        "a lone file in a folder of its own and a lone one beside it",
        "a facilitator who sorted half of them",
        {"ana/ex91.ipynb": RIGHT_NOTEBOOK, "bo_ex91.ipynb": WRONG_NOTEBOOK},
        full("ana"),
        some("bo", 1),
    ),
    _class(
        "deep below a trainee's folder",
        "a trainee who handed in all of a computer's folder",
        {
            "ana/Documents/course/notebooks/ex91.ipynb": RIGHT_NOTEBOOK,
            "ana/readme.md": "Mine is below.",
            "bo/ex91.ipynb": WRONG_NOTEBOOK,
        },
        full("ana"),
        some("bo", 1),
    ),
    _class(
        "a trainee's own zip below the class",
        "Windows Explorer, Compress to ZIP file",
        {
            "ana.zip": zipped({"ex91.ipynb": RIGHT_NOTEBOOK}),
            "bo.zip": zipped({"work/answers.json": answers_json(WRONG)}),
        },
        full("ana"),
        some("bo", 1),
    ),
    _class(
        "a trainee's own zip in the trainee's folder",
        FOLDERS,
        {"ana/mine.zip": zipped({"zoe/ex91.ipynb": RIGHT_NOTEBOOK}), "bo/ex91.ipynb": WRONG_NOTEBOOK},
        full("ana"),
        some("bo", 1),
    ),
    _class(
        "a trainee's own zip names another inside",
        "a borrowed computer",
        {
            "ana.zip": zipped({"bo_answers.json": answers_json(RIGHT, "cy")}),
            "bo.zip": zipped({"ex91.ipynb": WRONG_NOTEBOOK}),
        },
        full("ana"),
        some("bo", 1),
    ),
    _class(
        "a folder around all of the trainees' folders",
        "a zip that was unpacked into a folder of its name",
        {"class 2026/ana/ex91.ipynb": RIGHT_NOTEBOOK, "class 2026/bo/ex91.ipynb": WRONG_NOTEBOOK},
        full("ana"),
        some("bo", 1),
    ),
    _class(
        "two folders around all of the trainees' folders",
        "a zip that was unpacked twice",
        {
            "download/class 2026/ana/ex91.ipynb": RIGHT_NOTEBOOK,
            "download/class 2026/bo/ex91.ipynb": WRONG_NOTEBOOK,
            "download/class 2026/cy/answers.json": answers_json(HALF),
        },
        full("ana"),
        some("bo", 1),
        some("cy", 3),
    ),
    _class(
        "a zip with a folder around the trainees' folders",
        "7-Zip, Add to archive, on the class's folder",
        {"class/ana/ex91.ipynb": RIGHT_NOTEBOOK, "class/bo/ex91.ipynb": WRONG_NOTEBOOK},
        full("ana"),
        some("bo", 1),
        archive="class.zip",
    ),
    _class(
        "one trainee with one folder below",
        "a class of which only one has handed in",
        {"ana/work/ex91.ipynb": RIGHT_NOTEBOOK},
        full("ana"),
    ),
    _class(
        "a trainee with two folders beside one with files",
        "a trainee who kept an older try",
        {
            "ana/first try/ex91.ipynb": WRONG_NOTEBOOK,
            "ana/second try/ex91.ipynb": RIGHT_NOTEBOOK,
            "bo/ex91.ipynb": WRONG_NOTEBOOK,
        },
        full("ana", "first try/ex91.ipynb"),
        some("bo", 1),
        times={"ana/second try/ex91.ipynb": 3600},
    ),
    _class(
        "folders that are named like exercises, with each trainee's folder in them",
        "a facilitator with a folder for each exercise; each trainee hands in the one answers.json twice",
        {
            "ex91/ana/answers.json": answers_json(RIGHT),
            "ex91/bo/answers.json": answers_json(WRONG),
            "ex92/ana/answers.json": answers_json(RIGHT),
            "ex92/bo/answers.json": answers_json(WRONG),
        },
        full("ana"),
        some("bo", 1),
    ),
    _class(
        "names of folders that are numbers",
        "a university's matriculation numbers",
        {"20264711/ex91.ipynb": RIGHT_NOTEBOOK, "20264712/ex91.ipynb": WRONG_NOTEBOOK},
        full("20264711"),
        some("20264712", 1),
    ),
    _class(
        "names of folders that look like parts of files' names",
        "rule: folders' names are people as they stand",
        {
            "ana_final/ex91.ipynb": RIGHT_NOTEBOOK,
            "Copy of bo/ex91.ipynb": WRONG_NOTEBOOK,
            "cy v2/ex91.ipynb": RIGHT_NOTEBOOK,
        },
        full("ana_final"),
        some("Copy of bo", 1),
        full("cy v2"),
    ),
)

ALIKE = (
    _class(
        "two lone sheets with one name and different answers",
        CHROME,
        {"answers.json": answers_json(RIGHT, "ana"), "answers (1).json": answers_json(WRONG, "ana")},
        full("ana (answers.json)", asks=True),
        some("ana (answers (1).json)", 1, asks=True),
    ),
    _class(
        "two lone sheets with one name and the same answers",
        CHROME,
        {"answers.json": answers_json(RIGHT, "ana"), "answers (1).json": answers_json(RIGHT, "ana")},
        full("ana"),
    ),
    _class(
        "two lone sheets with one name, and somebody else's",
        CHROME,
        {
            "answers.json": answers_json(RIGHT, "kim"),
            "answers (1).json": answers_json(WRONG, "kim"),
            "answers (2).json": answers_json(HALF, "lee"),
        },
        full("kim (answers.json)", asks=True),
        some("kim (answers (1).json)", 1, asks=True),
        some("lee", 3),
    ),
    _class(
        "two lone sheets with one name in a class's zip",
        "a share's Download all",
        {"answers.json": answers_json(WRONG, "ana"), "answers (1).json": answers_json(RIGHT, "ana")},
        some("ana (answers.json)", 1, asks=True),
        full("ana (answers (1).json)", asks=True),
        archive="inbox.zip",
    ),
    _class(
        "one name inside two trainees' folders",
        FOLDERS,
        {"ana/answers.json": answers_json(RIGHT, "kestrel"), "bo/answers.json": answers_json(WRONG, "kestrel")},
        full("ana"),
        some("bo", 1),
    ),
)

GROUPS = (
    _class(
        "two sections with one name in both",
        SECTIONS,
        {
            "sec1/ana/ex91.ipynb": RIGHT_NOTEBOOK,
            "sec1/bo/ex91.ipynb": RIGHT_NOTEBOOK,
            "sec2/ana/ex91.ipynb": WRONG_NOTEBOOK,
            "sec2/cy/ex91.ipynb": WRONG_NOTEBOOK,
        },
        full("ana (sec1)"),
        some("ana (sec2)", 1),
        full("bo"),
        some("cy", 1),
    ),
    _class(
        "two sections without a common name",
        SECTIONS,
        {
            "Monday/ana/ex91.ipynb": RIGHT_NOTEBOOK,
            "Monday/bo/ex91.ipynb": WRONG_NOTEBOOK,
            "Tuesday/cy/answers.json": answers_json(),
            "Tuesday/di/answers.json": answers_json(HALF),
        },
        full("ana"),
        some("bo", 1),
        full("cy"),
        some("di", 3),
    ),
    _class(
        "three sections, one name in all",
        SECTIONS,
        {
            f"{group}/{name}/ex91.ipynb": RIGHT_NOTEBOOK if name == "kim" else WRONG_NOTEBOOK
            for group, name in (("A", "kim"), ("A", "bo"), ("B", "kim"), ("B", "cy"), ("C", "kim"), ("C", "di"))
        },
        full("kim (A)"),
        full("kim (B)"),
        full("kim (C)"),
        some("bo", 1),
        some("cy", 1),
        some("di", 1),
    ),
    _class(
        "two sections in a zip",
        SECTIONS,
        {
            "north/ana/ex91.ipynb": RIGHT_NOTEBOOK,
            "north/bo/ex91.ipynb": RIGHT_NOTEBOOK,
            "south/ana/ex91.ipynb": WRONG_NOTEBOOK,
            "south/bo/ex91.ipynb": WRONG_NOTEBOOK,
        },
        full("ana (north)"),
        full("bo (north)"),
        some("ana (south)", 1),
        some("bo (south)", 1),
        archive="both.zip",
    ),
    _class(
        "two places with one name in both",
        PLACES,
        {
            "sec1/ana/ex91.ipynb": RIGHT_NOTEBOOK,
            "sec1/bo/ex91.ipynb": RIGHT_NOTEBOOK,
            "sec2/ana/ex91.ipynb": WRONG_NOTEBOOK,
            "sec2/cy/ex91.ipynb": WRONG_NOTEBOOK,
        },
        full("ana (sec1)"),
        some("ana (sec2)", 1),
        full("bo"),
        some("cy", 1),
        places=("sec1", "sec2"),
    ),
    _class(
        "two places with two sections each, two names in all of them",
        PLACES,
        {
            f"{place}/{section}/{name}/ex91.ipynb": RIGHT_NOTEBOOK if name == "ana" else WRONG_NOTEBOOK
            for place in ("monday", "friday")
            for section in ("north", "south")
            for name in ("ana", "bo")
        },
        full("ana (monday/north)"),
        full("ana (monday/south)"),
        full("ana (friday/north)"),
        full("ana (friday/south)"),
        some("bo (monday/north)", 1),
        some("bo (monday/south)", 1),
        some("bo (friday/north)", 1),
        some("bo (friday/south)", 1),
        places=("monday", "friday"),
    ),
    _class(
        "a place with two sections beside a place with none, one name in all",
        PLACES,
        {
            "monday/north/ana/ex91.ipynb": RIGHT_NOTEBOOK,
            "monday/north/bo/ex91.ipynb": RIGHT_NOTEBOOK,
            "monday/south/ana/ex91.ipynb": WRONG_NOTEBOOK,
            "monday/south/cy/ex91.ipynb": WRONG_NOTEBOOK,
            "friday/ana/ex91.ipynb": notebook(q2="q2 = None"),
            "friday/di/ex91.ipynb": RIGHT_NOTEBOOK,
        },
        full("ana (monday/north)"),
        some("ana (monday/south)", 1),
        some("ana (friday)", 3),
        full("bo"),
        some("cy", 1),
        full("di"),
        places=("monday", "friday"),
    ),
    _class(
        "two places with lone files, one name in both",
        PLACES,
        {
            "monday/ana_ex91.ipynb": RIGHT_NOTEBOOK,
            "monday/bo_ex91.ipynb": RIGHT_NOTEBOOK,
            "friday/ana_ex91.ipynb": WRONG_NOTEBOOK,
        },
        full("ana (monday)"),
        full("bo"),
        some("ana (friday)", 1),
        places=("monday", "friday"),
    ),
    _class(
        "places that are two files",
        PLACES,
        {"ana_ex91.ipynb": RIGHT_NOTEBOOK, "bo_ex91.ipynb": WRONG_NOTEBOOK, "cy_ex91.ipynb": RIGHT_NOTEBOOK},
        full("ana"),
        some("bo", 1),
        places=("ana_ex91.ipynb", "bo_ex91.ipynb"),
    ),
    _class(
        "places that are two zips of different people",
        PLACES,
        {
            "group1.zip": zipped({"ana/ex91.ipynb": RIGHT_NOTEBOOK, "bo/ex91.ipynb": WRONG_NOTEBOOK}),
            "group2.zip": zipped({"cy/ex91.ipynb": RIGHT_NOTEBOOK, "di/answers.json": answers_json(HALF)}),
        },
        full("ana"),
        some("bo", 1),
        full("cy"),
        some("di", 3),
        places=("group1.zip", "group2.zip"),
    ),
    _class(
        "places that are named like exercises are no sections",
        "a facilitator with a folder for each exercise; each trainee hands in the one answers.json twice",
        {f"{place}/{name}/answers.json": text for place in ("ex91", "ex92") for name, text in (
            ("ana", answers_json(RIGHT, "ana")), ("bo", answers_json(WRONG, "bo")))},
        full("ana"),
        some("bo", 1),
        places=("ex91", "ex92"),
    ),
)  # fmt: skip

INSIDE = (
    _class(
        "texts and files of everything, named inside",
        "a shared inbox",
        {
            "answers.json": answers_json(RIGHT, "ana"),
            "answers.txt": to_copy(WRONG, "bo"),
            "mending-bridges-answers.json": everything(HALF, "kestrel42"),
        },
        full("ana"),
        some("bo", 1),
        some("kestrel42", 3),
    ),
    _class(
        "an empty folder beside lone files",
        "a facilitator who made folders beforehand",
        {"ana_ex91.ipynb": RIGHT_NOTEBOOK, "bo/": ""},
        full("ana"),
        refused("bo", ""),
    ),
)

WHOSE = (*PATHS, *ALIKE, *GROUPS, *INSIDE)
