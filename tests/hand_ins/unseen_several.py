"""Several files of one person: empty ones, later ones, and the remarks on them."""

from classroom import RIGHT, WRONG
from hand_ins.making import (
    BLANK,
    RIGHT_NOTEBOOK,
    WORD_FILE,
    WRONG_NOTEBOOK,
    answers_json,
    empty_sheet,
    everything,
    full,
    notebook,
    refused,
    some,
    to_copy,
)
from hand_ins.trying import HandedInClass

HOUR = 3600
LONE = "a folder of files"
CHROME = "Chrome and Firefox: a second download of a name gets ' (1)'"
JUPYTER = "JupyterLab 4: File, Duplicate gives 'name-Copy1.ipynb'"


def _of_ana(name, source, files, *rows, times=None):
    return HandedInClass(name=name, source=source, files=files, rows=rows, times=times)


EMPTY = (
    _of_ana(
        "a newer empty notebook",
        JUPYTER,
        {"ana/ex91.ipynb": RIGHT_NOTEBOOK, "ana/ex91-Copy1.ipynb": BLANK},
        full("ana"),
        times={"ana/ex91-Copy1.ipynb": 24 * HOUR},
    ),
    _of_ana(
        "a newer empty sheet",
        "the form's Download answers.json, before anything was answered",
        {"ana/ex91.ipynb": RIGHT_NOTEBOOK, "ana/answers.json": empty_sheet("ana")},
        full("ana"),
        times={"ana/answers.json": 24 * HOUR},
    ),
    _of_ana(
        "a newer sheet with no answer to the exercise",
        "the form's Download answers.json, after all answers were taken away",
        {"ana/answers.json": answers_json(), "ana/answers (1).json": answers_json({})},
        full("ana"),
        times={"ana/answers (1).json": HOUR},
    ),
    _of_ana(
        "a newer file of everything, made on another computer",
        "the start page's Download, before anything was answered there",
        {"ana/answers.json": answers_json(), "ana/mending-bridges-answers.json": everything({})},
        full("ana"),
        times={"ana/mending-bridges-answers.json": HOUR},
    ),
    _of_ana(
        "one empty notebook",
        JUPYTER,
        {"ana/ex91.ipynb": BLANK, "bo/ex91.ipynb": RIGHT_NOTEBOOK},
        refused("ana"),
        full("bo"),
    ),
    _of_ana("two empty notebooks", JUPYTER, {"ana/ex91.ipynb": BLANK, "ana/ex91-Copy1.ipynb": BLANK}, refused("ana")),
    _of_ana(
        "one empty sheet",
        "the form's Download answers.json, before anything was answered",
        {"ana/answers.json": empty_sheet(), "bo/answers.json": answers_json()},
        refused("ana", ""),
        full("bo"),
    ),
    _of_ana(
        "a sheet with an exercise that was opened and left",
        "the form's Download answers.json",
        {"ana/answers.json": answers_json({}), "bo/answers.json": answers_json(WRONG)},
        refused("ana"),
        some("bo", 1),
    ),
    _of_ana(
        "one lone empty notebook",
        JUPYTER,
        {"ana_ex91.ipynb": BLANK, "bo_ex91.ipynb": BLANK},
        refused("ana"),
        refused("bo"),
    ),
    _of_ana(
        "an empty copy as a lone file, newer than the answers",
        CHROME,
        {"ana_ex91.ipynb": RIGHT_NOTEBOOK, "ana_ex91 (1).ipynb": BLANK, "bo_ex91.ipynb": WRONG_NOTEBOOK},
        full("ana"),
        some("bo", 1),
        times={"ana_ex91 (1).ipynb": 2 * HOUR},
    ),
)

LATEST = (
    _of_ana(
        "the later of two notebooks",
        JUPYTER,
        {"ana/ex91.ipynb": WRONG_NOTEBOOK, "ana/ex91-Copy1.ipynb": RIGHT_NOTEBOOK},
        full("ana", "ex91.ipynb"),
        times={"ana/ex91-Copy1.ipynb": HOUR},
    ),
    _of_ana(
        "the original is later than its copy",
        JUPYTER,
        {"ana/ex91.ipynb": RIGHT_NOTEBOOK, "ana/ex91-Copy1.ipynb": WRONG_NOTEBOOK},
        full("ana", "ex91-Copy1.ipynb"),
        times={"ana/ex91.ipynb": HOUR},
    ),
    _of_ana(
        "the later is worse",
        JUPYTER,
        {"ana/first try.ipynb": RIGHT_NOTEBOOK, "ana/second try.ipynb": WRONG_NOTEBOOK},
        some("ana", 1, "first try.ipynb"),
        times={"ana/second try.ipynb": HOUR},
    ),
    _of_ana(
        "of one time, the copy's number tells",
        CHROME,
        {"ana/ex91.ipynb": WRONG_NOTEBOOK, "ana/ex91 (1).ipynb": WRONG_NOTEBOOK, "ana/ex91 (2).ipynb": RIGHT_NOTEBOOK},
        full("ana", "ex91.ipynb", "ex91 (1).ipynb"),
    ),
    _of_ana(
        "of one time, the tenth copy is later than the second",
        CHROME,
        {"ana/answers (2).json": answers_json(WRONG), "ana/answers (10).json": answers_json()},
        full("ana", "answers (2).json"),
    ),
    _of_ana(
        "of one time, lone files, Jupyter's copy",
        JUPYTER,
        {"ana_ex91.ipynb": WRONG_NOTEBOOK, "ana_ex91-Copy1.ipynb": RIGHT_NOTEBOOK},
        full("ana", "ana_ex91.ipynb"),
    ),
    _of_ana(
        "a notebook, then a sheet",
        "a trainee who tried both ways",
        {"ana/ex91.ipynb": WRONG_NOTEBOOK, "ana/answers.json": answers_json()},
        full("ana", "ex91.ipynb"),
        times={"ana/answers.json": HOUR},
    ),
    _of_ana(
        "a sheet, then a notebook",
        "a trainee who tried both ways",
        {"ana/ex91.ipynb": RIGHT_NOTEBOOK, "ana/answers.json": answers_json(WRONG)},
        full("ana", "answers.json"),
        times={"ana/ex91.ipynb": HOUR},
    ),
    _of_ana(
        "the later file answers one question, the earlier both",
        "rule: for each question the latest file that answers it",
        {"ana/ex91.ipynb": RIGHT_NOTEBOOK, "ana/ex91-Copy1.ipynb": notebook(q1="q1 = 4", q2="q2 = None")},
        some("ana", 4),
        times={"ana/ex91-Copy1.ipynb": HOUR},
    ),
    _of_ana(
        "one question in each of two files",
        "rule: for each question the latest file that answers it",
        {"ana/monday.ipynb": notebook(q2="q2 = None"), "ana/answers.json": answers_json({"q2": ["b", "a"]})},
        full("ana"),
        times={"ana/monday.ipynb": -24 * HOUR},
    ),
    _of_ana(
        "a text to copy after a wrong notebook",
        "a trainee who pasted the text into a note",
        {"ana/ex91.ipynb": WRONG_NOTEBOOK, "ana/my answers.txt": to_copy(RIGHT, "ana")},
        full("ana", "ex91.ipynb"),
        times={"ana/my answers.txt": 5 * 60},
    ),
    _of_ana(
        "lone files of one person in two forms",
        LONE,
        {"ana_ex91.ipynb": WRONG_NOTEBOOK, "ana_answers.json": answers_json(), "bo_ex91.ipynb": RIGHT_NOTEBOOK},
        full("ana", "ana_ex91.ipynb"),
        full("bo"),
        times={"ana_answers.json": HOUR},
    ),
    _of_ana(
        "lone files of one person, one of them called LATE",
        LONE,
        {"ana_ex91.ipynb": WRONG_NOTEBOOK, "LATE_ana_ex91_v2.ipynb": RIGHT_NOTEBOOK},
        full("ana", "ana_ex91.ipynb"),
        times={"LATE_ana_ex91_v2.ipynb": 48 * HOUR},
    ),
    _of_ana(
        "three lone files of one person, question by question",
        LONE,
        {
            "ana_ex91.ipynb": notebook(q2="q2 = None"),
            "ana_ex91 (1).ipynb": notebook(q1="q1 = None"),
            "ana_ex91 (2).ipynb": BLANK,
        },
        full("ana"),
    ),
)

REMARKS = (
    _of_ana(
        "two files called alike, one in a folder of old ones",
        "a trainee's own order",
        {"ana/ex91.ipynb": RIGHT_NOTEBOOK, "ana/old/ex91.ipynb": WRONG_NOTEBOOK, "bo/ex91.ipynb": RIGHT_NOTEBOOK},
        full("ana", "old/ex91.ipynb"),
        full("bo"),
        times={"ana/old/ex91.ipynb": -24 * HOUR},
    ),
    _of_ana(
        "a photo and a PDF beside a good file",
        "phones: IMG_ names; JupyterLab 4: Save and Export Notebook As PDF",
        {
            "ana/ex91.ipynb": RIGHT_NOTEBOOK,
            "ana/IMG_2041.jpg": b"\xff\xd8\xff\xe0 JFIF",
            "ana/ex91.pdf": b"%PDF-1.5 ...",
        },
        full("ana", "IMG_2041.jpg", "ex91.pdf"),
    ),
    _of_ana(
        "a Word file beside a good sheet",
        "a trainee who wrote the reflection in Word",
        {"ana/answers.json": answers_json(), "ana/Reflection.docx": WORD_FILE},
        full("ana", "Reflection.docx"),
    ),
    _of_ana(
        "a lone photo beside a lone good file of the same person",
        "a folder of files",
        {"ana_ex91.ipynb": RIGHT_NOTEBOOK, "ana_ex91.png": b"\x89PNG\r\n\x1a\n", "bo_ex91.ipynb": RIGHT_NOTEBOOK},
        full("ana", "ana_ex91.png"),
        full("bo"),
    ),
    _of_ana(
        "a page exported as HTML beside a good file",
        "JupyterLab 4: Save and Export Notebook As HTML",
        {"ana/ex91.ipynb": RIGHT_NOTEBOOK, "ana/ex91.html": "<!DOCTYPE html><html><body>q1 = 3</body></html>"},
        full("ana", "ex91.html"),
    ),
)

SEVERAL = (*EMPTY, *LATEST, *REMARKS)
