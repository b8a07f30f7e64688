"""The forms in which answers may come: files, texts to copy, encodings."""

import codecs
import textwrap

from classroom import RIGHT, WRONG
from hand_ins.making import (
    RIGHT_NOTEBOOK,
    answers_json,
    broken_at,
    everything,
    everything_to_copy,
    full,
    notebook,
    of_ana,
    some,
    to_copy,
)
from hand_ins.trying import HandedInClass

NOTEPAD = "Windows Notepad, Save as: UTF-16 LE writes a byte order mark"
NOTEPAD_8 = "Windows Notepad before 2019: UTF-8 writes a byte order mark"
MAIL = "RFC 5322 and 3676: mail programs break lines at 72 to 78 letters"
ONLINE = "Moodle 4.1: online text is saved as onlinetext.html, the editor's HTML"
TINY = "TinyMCE in Moodle 4: pasted text keeps spans and &nbsp;"
CODE, MINE = to_copy(RIGHT, "ana"), everything_to_copy()
UTF16 = codecs.BOM_UTF16_LE


def _html(body):
    return f'<div class="text_to_html">{body}</div>'


TEXTS = (
    of_ana("the text to hand in", "the form's Copy the text", CODE, full("ana"), file="ex91.txt"),
    of_ana(
        "the text with a letter around it",
        "a mail saved as text",
        f"Dear Kim,\n\nhere are my answers, sorry for the delay:\n\n{CODE}\n\nBest wishes\nAna\n",
        full("ana"),
        file="mail.txt",
    ),
    of_ana("the text broken by a mail program", MAIL, broken_at(CODE, 72, "\r\n"), full("ana"), file="answers.txt"),
    of_ana("the text within a line of words", "a chat", f"my answers: {CODE} thanks!", full("ana"), file="chat.txt"),
    of_ana("the text with spaces in it", "a phone's keyboard", broken_at(CODE, 20, " "), full("ana"), file="note.txt"),
    of_ana(
        "the text indented",
        "a quoting mail program",
        textwrap.indent(broken_at(CODE), "    "),
        full("ana"),
        file="ex91.txt",
    ),
    of_ana("the text as UTF-16", NOTEPAD, UTF16 + CODE.encode("utf-16-le"), full("ana"), file="ex91.txt"),
    of_ana("the text with a byte order mark", NOTEPAD_8, codecs.BOM_UTF8 + CODE.encode(), full("ana"), file="ex91.txt"),
    of_ana("the text of everything", "the start page's Copy my answers as text", MINE, full("ana"), file="all.txt"),
    of_ana(
        "the text of everything, broken and with words",
        MAIL,
        f"Hello, all of it:\n{broken_at(MINE, 64)}\n\nAna",
        full("ana"),
        file="all.txt",
    ),
    of_ana("wrong answers as text", "the form's Copy the text", to_copy(WRONG), some("ana", 1), file="ex91.txt"),
    HandedInClass(
        name="lone texts, named by the file or by the name inside",
        source="a folder of notes from a phone",
        files={"ana.txt": to_copy(RIGHT), "bo_ex91.txt": to_copy(WRONG), "answers.txt": to_copy(RIGHT, "cy")},
        rows=(full("ana"), some("bo", 1), full("cy")),
    ),
    HandedInClass(
        name="a text of everything as a lone file",
        source="the start page's Copy my answers as text, saved from a phone's notes",
        files={"ana_ex91.txt": MINE, "bo.txt": everything_to_copy(WRONG)},
        rows=(full("ana"), some("bo", 1)),
    ),
)

ONLINE_TEXTS = tuple(
    HandedInClass(
        name=name,
        source=source,
        files={
            "Ana Lee_4711_assignsubmission_onlinetext/onlinetext.html": body,
            "Bo Berg_4712_assignsubmission_file/ex91.ipynb": RIGHT_NOTEBOOK,
        },
        archive="ex91-download.zip",
        rows=(full("Ana Lee"), full("Bo Berg")),
    )
    for name, source, body in (
        ("online text in one paragraph", ONLINE, _html(f"<p>{CODE}</p>")),
        (
            "online text with words before and after",
            ONLINE,
            _html(f"<p>Hello!</p><p>{CODE}</p><p>Ana &amp; thanks</p>"),
        ),
        ("online text broken by <br>", ONLINE, _html("<p>" + broken_at(CODE, 40, "<br>\n") + "</p>")),
        ("online text broken by <br />", ONLINE, _html("<p>" + broken_at(CODE, 33, "<br />") + "</p>")),
        ("online text over paragraphs", ONLINE, _html("<p>" + broken_at(CODE, 50, "</p>\n<p>") + "</p>")),
        ("online text with hard spaces", TINY, _html("<p>" + broken_at(CODE, 45, "&nbsp;") + "</p>")),
        (
            "online text with spans in the code",
            TINY,
            _html(
                "<p>"
                + broken_at(CODE, 30, '</span><span style="font-size: 0.9375rem;">').replace("</span>", "", 1)
                + "</span></p>"
            ),
        ),
        ("online text in bold", TINY, f'<p dir="ltr" style="text-align: left;"><strong>{CODE}</strong><br></p>'),
        ("everything as online text", ONLINE, _html(f"<p>{broken_at(MINE, 80, '<br>')}</p>")),
    )
)

FILES = (
    of_ana("answers.json", "the form's Download answers.json", answers_json(), full("ana"), file="answers.json"),
    of_ana(
        "a sheet that was renamed",
        "the form's Download answers.json",
        answers_json(WRONG),
        some("ana", 1),
        file="my homework.json",
    ),
    of_ana(
        "everything in a file",
        "the start page's Download my answers",
        everything(),
        full("ana"),
        file="mending-bridges-answers.json",
    ),
    HandedInClass(
        name="everything in a lone file that is nobody's",
        source="the start page's Download my answers, on one's own computer",
        files={"mending-bridges-answers.json": everything()},
        rows=(full("mending-bridges-answers"),),
    ),
    HandedInClass(
        name="everything in a lone file, from a shared server",
        source="the start page's Download my answers, where one server serves many",
        files={"mending-bridges-answers.json": everything(name="kestrel42"), "bo_ex91.json": everything(WRONG)},
        rows=(full("kestrel42"), some("bo", 1)),
    ),
    of_ana(
        "a sheet with a byte order mark",
        NOTEPAD_8,
        codecs.BOM_UTF8 + answers_json().encode(),
        full("ana"),
        file="answers.json",
    ),
    of_ana(
        "a sheet as UTF-16 from Windows",
        NOTEPAD,
        UTF16 + answers_json(name="Zoë").encode("utf-16-le"),
        full("ana"),
        file="answers.json",
    ),
    of_ana(
        "a sheet as UTF-16, big end first",
        "Windows Notepad: UTF-16 BE writes a byte order mark",
        codecs.BOM_UTF16_BE + answers_json().encode("utf-16-be"),
        full("ana"),
        file="answers.json",
    ),
    of_ana(
        "everything in a file with a byte order mark and Windows ends of lines",
        NOTEPAD_8,
        codecs.BOM_UTF8 + everything().replace("\n", "\r\n").encode(),
        full("ana"),
        file="mending-bridges-answers.json",
    ),
    of_ana("a notebook with a byte order mark", NOTEPAD_8, codecs.BOM_UTF8 + RIGHT_NOTEBOOK.encode(), full("ana")),
    of_ana(
        "a notebook as UTF-16 with a written answer",
        NOTEPAD,
        UTF16 + notebook(why="Vertrauen wächst langsam.").encode("utf-16-le"),
        full("ana"),
    ),
)

ENDINGS = HandedInClass(
    name="endings of names in capitals",
    source="older Windows programs and cameras write endings in capitals",
    files={"ana/EX91.IPYNB": RIGHT_NOTEBOOK, "bo/answers.JSON": answers_json(WRONG), "cy/NOTE.TXT": to_copy(RIGHT)},
    rows=(full("ana"), some("bo", 1), full("cy")),
)

FORMS = (*TEXTS, *ONLINE_TEXTS, *FILES, ENDINGS)
