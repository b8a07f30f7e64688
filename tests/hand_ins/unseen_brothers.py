"""Cases like those once misread: quotes, second extensions, copies, groups, zips in folders, odd names."""

# ruff: noqa: RUF001 - names and quotes are as people write them

from classroom import RIGHT, WRONG, zipped
from hand_ins.making import RIGHT_NOTEBOOK, WRONG_NOTEBOOK, answers_json, full, notebook, of_ana, refused, some
from hand_ins.trying import HandedInClass

QUOTES = "text programs, mail and phones set curly quotes for straight ones"
ENDINGS = "Windows hides .ipynb and adds .txt; Safari adds .json; a second download gets a number before the last"
COPIES = "Windows 11 in German, Russian, Polish, Turkish and Chinese: a second copy beside the first"
CANVAS = "Canvas: a second upload of a name has a number behind it, in one attempt both keep the name"
MOODLE = "Moodle 4: with groups, the group's name and a hyphen stand before the person's"
ZIPS = "a folder of downloads, in which the class's zip file was left"
NAMES = "people's names"


def _class(name, source, files, *rows, **more):
    return HandedInClass(name=name, source=source, files=files, rows=rows, **more)


def _quoted(name, points, *says, **cells):
    return of_ana(name, QUOTES, notebook(**cells), some("ana", points, *says))


TYPED = (
    _quoted("double curly quotes in a code cell", 3, "q2: ", "straight", q2="q2 = [“b”, “a”]"),
    _quoted("single curly quotes in a code cell", 3, "q2: ", "straight", q2="q2 = [‘b’, ‘a’]"),
    _quoted("German quotes in a code cell", 3, "q2: ", "straight", q2="q2 = [„b“, „a“]"),
    _quoted("French quotes in a code cell", 3, "q2: ", "straight", q2="q2 = [«b», «a»]"),
    _quoted("curly quotes in a text that is quoted well", 6, before=("why = 'They said “no”.'",)),
    _quoted("curly quotes in a cell turned into text", 6, q2="q2 = [“b”, “a”]", kinds={"q2": "markdown"}),
)

FILES = (
    _class(
        "second endings in folders",
        ENDINGS,
        {
            "ana/ex91.ipynb.json": RIGHT_NOTEBOOK,
            "bo/ex91.ipynb.txt": WRONG_NOTEBOOK,
            "cy/answers.json.txt": answers_json(),
        },
        full("ana"),
        some("bo", 1),
        full("cy"),
    ),
    _class(
        "second endings of lone files, one person with two",
        ENDINGS,
        {
            "ana_ex91.ipynb": WRONG_NOTEBOOK,
            "ana_ex91.ipynb.txt": RIGHT_NOTEBOOK,
            "bo_ex91.ipynb (1).json": WRONG_NOTEBOOK,
            "cy.IPYNB.TXT": RIGHT_NOTEBOOK,
        },
        full("ana", "2 submissions"),
        some("bo", 1),
        full("cy"),
        times={"ana_ex91.ipynb.txt": 60},
    ),
    _class(
        "second endings where only the file itself names its person",
        ENDINGS,
        {
            "answers.json.txt": answers_json(RIGHT, "dora"),
            "answers (1).json.txt": answers_json(WRONG, "emil"),
            "mending-bridges-answers.json.json": answers_json({"q1": 3}, "fay"),
        },
        full("dora"),
        some("emil", 1),
        some("fay", 3),
    ),
    _class(
        "second endings where nothing names anybody",
        ENDINGS,
        {"ex91.ipynb.txt": RIGHT_NOTEBOOK, "ex91 (1).ipynb.txt": WRONG_NOTEBOOK},
        full("ex91"),
        some("ex91 (1)", 1),
    ),
    _class(
        "a second ending of trainees' own zips",
        ENDINGS,
        {"ana.zip.zip": zipped({"ex91.ipynb": RIGHT_NOTEBOOK}), "bo.zip": zipped({"ex91.ipynb": WRONG_NOTEBOOK})},
        full("ana"),
        some("bo", 1),
    ),
    _class(
        "copies in the languages of Windows, in folders",
        COPIES,
        {
            f"{name}/{file}": content
            for name, copy in (
                ("ana", "ex91 - Kopie.ipynb"),
                ("bo", "ex91 – копия.ipynb"),
                ("cy", "ex91 — kopia (2).ipynb"),
                ("di", "ex91 - 副本.ipynb"),
                ("eve", "ex91 - Kopya.ipynb"),
            )
            for file, content in (("ex91.ipynb", WRONG_NOTEBOOK), (copy, RIGHT_NOTEBOOK))
        },
        *(full(name, "2 submissions") for name in ("ana", "bo", "cy", "di", "eve")),
    ),
    _class(
        "copies in the languages of Windows, as lone files",
        COPIES,
        {
            "ana_ex91.ipynb": WRONG_NOTEBOOK,
            "ana_ex91 — копия.ipynb": RIGHT_NOTEBOOK,
            "bo_ex91.ipynb": RIGHT_NOTEBOOK,
            "bo_ex91 - Kopie (2).ipynb": WRONG_NOTEBOOK,
        },
        full("ana", "2 submissions"),
        some("bo", 1, "2 submissions"),
    ),
)

PLATFORMS = (
    _class(
        "two files of one name in Canvas, each with one answer",
        CANVAS,
        {
            "leeana_311_9001_ex91.ipynb": notebook(q2="q2 = None"),
            "leeana_311_9002_ex91.ipynb": notebook(q1="q1 = None"),
            "reebo_312_9003_ex91.ipynb": RIGHT_NOTEBOOK,
            "reebo_312_9004_ex91.ipynb": WRONG_NOTEBOOK,
        },
        full("leeana", "2 submissions"),
        some("reebo", 1, "2 submissions"),
        archive="submissions.zip",
    ),
    _class(
        "groups in Moodle, one name in two of them",
        MOODLE,
        {
            "Group 1-Ana Lee_4711_assignsubmission_file_/ex91.ipynb": RIGHT_NOTEBOOK,
            "Group 2-Ana Lee_4712_assignsubmission_file_/ex91.ipynb": WRONG_NOTEBOOK,
            "Team A-1-Bo Ré_4713_assignsubmission_file_ex91.ipynb": RIGHT_NOTEBOOK,
            "Cy O'Dee-Li_4714_assignsubmission_file_/answers.json": answers_json(WRONG),
        },
        full("Group 1-Ana Lee"),
        some("Group 2-Ana Lee", 1),
        full("Team A-1-Bo Ré"),
        some("Cy O'Dee-Li", 1),
        archive="ex91.zip",
    ),
)

ARCHIVES = (
    _class(
        "a class's zip of folders in a folder",
        ZIPS,
        {"class.zip": zipped({"ana/ex91.ipynb": RIGHT_NOTEBOOK, "bo/ex91.ipynb": WRONG_NOTEBOOK})},
        refused("class", "", "several people's work"),
    ),
    _class(
        "a class's zip of folders within its own folder, in a folder",
        ZIPS,
        {"group 1.zip": zipped({"group 1/ana/ex91.ipynb": RIGHT_NOTEBOOK, "group 1/bo/ex91.ipynb": WRONG_NOTEBOOK})},
        refused("group 1", "", "several people's work"),
    ),
    _class(
        "a class's zip of lone files in a folder",
        ZIPS,
        {
            "class.zip": zipped({"ana_ex91.ipynb": RIGHT_NOTEBOOK, "bo_ex91.ipynb": WRONG_NOTEBOOK}),
            "cy_ex91.ipynb": RIGHT_NOTEBOOK,
        },
        refused("class", "", "several people's work"),
        full("cy"),
    ),
    _class(
        "trainees' own zips with folders of their own",
        ZIPS,
        {
            "ana.zip": zipped({"week 1/ex91.ipynb": RIGHT_NOTEBOOK, "week 2/notes.txt": "Talk to Bo."}),
            "bo.zip": zipped({"ex91/ex91.ipynb": WRONG_NOTEBOOK, "ex91 final/ex91.ipynb": WRONG_NOTEBOOK}),
            "cy/all.zip": zipped({"monday/ex91.ipynb": WRONG_NOTEBOOK, "friday/ex91.ipynb": WRONG_NOTEBOOK}),
        },
        full("ana"),
        refused("ana", ""),
        some("bo", 1),
        some("cy", 1),
    ),
)

NAMED = (
    _class(
        "apostrophes and double surnames of lone files",
        NAMES,
        {
            "O'Brien_ex91.ipynb": RIGHT_NOTEBOOK,
            "O’Neill_ex91.ipynb": WRONG_NOTEBOOK,
            "García-López Ana-ex91.ipynb": RIGHT_NOTEBOOK,
            "ex91_Müller-Lüdenscheidt (1).ipynb": WRONG_NOTEBOOK,
            "de la Cruz, Bo_ex91.json": answers_json(RIGHT),
        },
        full("O'Brien"),
        some("O’Neill", 1),
        full("García-López Ana"),
        some("Müller-Lüdenscheidt", 1),
        full("de la Cruz, Bo"),
    ),
    _class(
        "an initial that also stands for a version",
        NAMES,
        {"Ana V_ex91.ipynb": RIGHT_NOTEBOOK, "Ana_ex91.ipynb": WRONG_NOTEBOOK, "Bo_ex91_v2.ipynb": RIGHT_NOTEBOOK},
        full("Ana V"),
        some("Ana", 1),
        full("Bo"),
    ),
    _class(
        "apostrophes and double surnames of folders",
        NAMES,
        {"O'Brien/ex91.ipynb": RIGHT_NOTEBOOK, "García López-Ruiz, Ana/ex91.ipynb": WRONG_NOTEBOOK},
        full("O'Brien"),
        some("García López-Ruiz, Ana", 1),
    ),
)

BROTHERS = (*TYPED, *FILES, *PLATFORMS, *ARCHIVES, *NAMED)
