"""Make the contents of hand-ins as the programs of trainees and facilitators write them."""

from __future__ import annotations

import json
import struct
import unicodedata
import zlib
from dataclasses import dataclass

from classroom import EXERCISE, RECORD, RIGHT, filled, sheet, zipped
from hand_ins.trying import HandedInClass, Row

from sim.base.text_codec import hand_in_text
from sim.lab.answers.backup_codec import as_text

Q1, Q2 = "q1 = 3", 'q2 = ["b", "a"]'
DOS_DAY, DOS_HOUR = (2026 - 1980) << 9 | 1 << 5 | 5, 12 << 11
UTF8 = 0x0800  # the flag that tells that a member's name is UTF-8
DESCRIPTOR = 0x0008  # the flag that tells that sizes come after the content
UNICODE_PATH = 0x7075


def full(trainee, *says, asks=False):
    """Return the row of somebody who has all points."""
    return Row(trainee=trainee, points=6, says=says, asks=asks)


def some(trainee, points, *says, asks=False):
    """Return the row of somebody who has these points."""
    return Row(trainee=trainee, points=points, says=says, asks=asks)


def refused(trainee, exercise=EXERCISE, *says):
    """Return the row of what cannot be graded."""
    return Row(trainee=trainee, points=None, exercise=exercise, says=says, asks=True)


def of_ana(name, source, content, row, file="ex91.ipynb"):
    """Return a class of which only one file of ana's matters."""
    return HandedInClass(name=name, source=source, files={f"ana/{file}": content}, rows=(row,))


def notebook(*, q1=Q1, q2=Q2, why=None, before=(), after=(), kinds=None, records=(), version="1", padding=0):
    """Return a trainee's notebook as text.

    Args:
        q1, q2: the whole text of their cells, or None for a cell that was deleted.
        why: the text of the written answer's cell, None for the one that was there.
        before, after: texts of code cells that the trainee put first and last.
        kinds: types of cells that were changed, such as {"q1": "markdown"}.
        records: answers that a form left in outputs, one cell each; with a count as (answers, count).
        version: of the exercise.
        padding: letters of a picture that is pasted in.
    """
    made = json.loads(filled())
    made["metadata"]["mending_bridges"]["version"] = version
    sources = {"q1": q1, "q2": q2, "why": "Write here." if why is None else why}
    by_name = {cell["metadata"]["mending_bridges"].get("question"): cell for cell in made["cells"]}
    for name, source in sources.items():
        if source is None:
            made["cells"].remove(by_name[name])
        by_name[name]["source"] = source
    for name, kind in (kinds or {}).items():
        by_name[name]["cell_type"] = kind
        del by_name[name]["outputs"], by_name[name]["execution_count"]
    first = [_code(source, f"before-{place}") for place, source in enumerate(before)]
    last = [_code(source, f"after-{place}") for place, source in enumerate(after)]
    forms = [_form(record, place) for place, record in enumerate(records)]
    made["cells"] = first + made["cells"] + last + forms
    if padding:
        made["cells"].append(
            {"cell_type": "markdown", "id": "photo", "metadata": {}, "source": "![photo](attachment:photo.png)"}
            | {"attachments": {"photo.png": {"image/png": "A" * padding}}}
        )
    return json.dumps(made, indent=1, ensure_ascii=False)


def _code(source, name, outputs=()):
    facts = {"cell_type": "code", "id": name, "metadata": {}, "execution_count": None}
    return facts | {"outputs": list(outputs), "source": source}


def _form(record, place):
    answers, count = record if isinstance(record, tuple) else (record, None)
    data = {"exercise": EXERCISE, "version": "1", "answers": answers} | ({} if count is None else {"count": count})
    output = {"output_type": "display_data", "data": {RECORD: data, "text/plain": "Exercise"}, "metadata": {}}
    return _code("from sim.lab import exercise", f"form-{place}", [output])


BLANK = notebook(q1="q1 = None", q2="q2 = None")
RIGHT_NOTEBOOK = notebook()
WRONG_NOTEBOOK = notebook(q1="q1 = 4", q2='q2 = ["a", "b"]')  # 1 point
WORD_FILE = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"})


def as_colab(text, title="ex91.ipynb"):
    """Return a notebook as Google Colab saves it: format 4.0, ids in the metadata, texts as lists of lines."""
    made = json.loads(text)
    made["nbformat_minor"] = 0
    made["metadata"]["colab"] = {"provenance": [], "name": title}
    made["metadata"]["language_info"] = {"name": "python"}
    for place, cell in enumerate(made["cells"]):
        cell["metadata"]["id"] = f"Xy{place}0o_w7y2BQa"
        cell.pop("id", None)
        cell["source"] = cell["source"].splitlines(keepends=True)
    return json.dumps(made, ensure_ascii=False)


def as_vscode(text):
    """Return a notebook as VS Code saves it after a run: lists of lines, languages, counts of runs."""
    made = json.loads(text)
    made["metadata"]["language_info"] = {"name": "python", "version": "3.12.4", "file_extension": ".py"}
    for place, cell in enumerate(made["cells"]):
        cell["source"] = cell["source"].splitlines(keepends=True)
        if cell["cell_type"] == "code":
            cell["metadata"]["vscode"] = {"languageId": "python"}
            cell["execution_count"] = place + 1
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def answers_json(answers=RIGHT, name="", *, version="1"):
    """Return `answers.json` as the forms write it."""
    return sheet(answers, name=name, version=version)


def empty_sheet(name=""):
    """Return `answers.json` of somebody who opened it before answering."""
    return json.dumps({"mending-bridges-answers": 1, "name": name, "exercises": {}})


def to_copy(answers=RIGHT, name=""):
    """Return answers as the text to hand in, MBH1-…."""
    return hand_in_text(json.loads(sheet(answers, name=name)))


def _lessons(answers):
    return {
        EXERCISE: {"version": "1", "answers": answers},
        "02_update_rhythm": {"chosen": "daily", "reason": "People like news."},
    }


def everything(answers=RIGHT, name="mine"):
    """Return the start page's file of everything, `mending-bridges-answers.json`."""
    return json.dumps({"mending-bridges": 1, "name": name, "lessons": _lessons(answers)}, ensure_ascii=False, indent=1)


def everything_to_copy(answers=RIGHT):
    """Return everything as the text to copy, MBA1-…."""
    return as_text(_lessons(answers))


def broken_at(text, width=60, end="\n"):
    """Return a text with a line's end after each so many letters, as mail programs break it."""
    return end.join(text[start : start + width] for start in range(0, len(text), width))


@dataclass(frozen=True, kw_only=True)
class Member:
    """One member of a zip file, byte by byte."""

    name: bytes
    content: bytes = b""
    flags: int = 0
    extra: bytes = b""
    made_by: int = 0x0014
    attributes: int = 0


def archive_of(*members):
    """Return the bytes of a zip file with just these members."""
    body, directory = b"", b""
    for member in members:
        packer = zlib.compressobj(wbits=-15)
        content = packer.compress(member.content) + packer.flush() if member.content else b""
        method, check = (8 if member.content else 0), zlib.crc32(member.content)
        facts = (20, member.flags, method, DOS_HOUR, DOS_DAY)
        sizes = (check, len(content), len(member.content))
        lengths = (len(member.name), len(member.extra))
        later = bool(member.flags & DESCRIPTOR)
        header = struct.pack("<4s5H3I2H", b"PK\3\4", *facts, *((0, 0, 0) if later else sizes), *lengths)
        start = len(body)
        body += header + member.name + member.extra + content
        body += struct.pack("<4s3I", b"PK\7\10", *sizes) if later else b""
        central = (
            "<4s6H3I5H2I",
            b"PK\1\2",
            member.made_by,
            *facts,
            *sizes,
            *lengths,
            0,
            0,
            0,
            member.attributes,
            start,
        )
        directory += struct.pack(*central) + member.name + member.extra
    count = len(members)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + end


def mac_archive(files):
    """Return a zip file as *Compress* in the Finder makes it.

    Names are decomposed UTF-8 without the flag that says so, folders have members of their own, and each file has a
    companion below __MACOSX.
    """
    members, seen = [], set()
    for path, content in files.items():
        folders = path.split("/")[:-1]
        for depth in range(1, len(folders) + 1):
            folder = "/".join(folders[:depth]) + "/"
            if folder not in seen:
                seen.add(folder)
                members.append(_mac(folder, b"", 0o40755))
        if not path.endswith("/"):
            head, _, name = path.rpartition("/")
            members.append(_mac(path, _bytes(content), 0o100644))
            members.append(_mac(f"__MACOSX/{head}/._{name}".replace("//", "/"), b"\0\5\26\7Mac OS X", 0o100644))
    return archive_of(*members)


def _mac(path, content, mode):
    name = unicodedata.normalize("NFD", path).encode("utf-8")
    return Member(name=name, content=content, flags=DESCRIPTOR if content else 0, made_by=0x0315, attributes=mode << 16)


def net_archive(files):
    r"""Return a zip file as .NET before 4.6.1 made it: backslashes between folders."""
    return archive_of(
        *(Member(name=path.replace("/", "\\").encode(), content=_bytes(one)) for path, one in files.items())
    )


def coded_archive(files, coding):
    """Return a zip file whose names are in a code page, without the flag for UTF-8."""
    return archive_of(*(Member(name=path.encode(coding), content=_bytes(one)) for path, one in files.items()))


def with_unicode_path(path, shown, content):
    """Return a member whose right name, in UTF-8, is in the extra field for it, as Info-ZIP and WinRAR write it."""
    name = shown.encode("ascii")
    right = struct.pack("<BI", 1, zlib.crc32(name)) + path.encode("utf-8")
    return Member(name=name, content=_bytes(content), extra=struct.pack("<2H", UNICODE_PATH, len(right)) + right)


def _bytes(content):
    return content if isinstance(content, bytes) else content.encode("utf-8")
