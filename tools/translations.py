"""Gather all translatable texts into one template, and update the languages from it.

python -m tools.translations            write the template; update and compile each language that is there
python -m tools.translations pt pt_BR   begin these languages first

A translator edits sim/texts/languages/<language>.po: msgctxt is the key of a text, msgid the English.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from sim.model.act_tables import act_tables
from sim.model.acts import shipped_texts
from sim.texts.data_files import texts_of
from sim.texts.language import LANGUAGES
from sim.texts.notebook_texts import notebook_texts

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "sim" / "texts"
TEMPLATE = "mending_bridges.pot"  # not kept by git: it is made when somebody translates
# Folders of data files with words, and what they are called among the keys.
FOLDERS = {
    "lessons": "sim/lab/session/lessons",
    "exercises": "sim/exercises/exercises",
    "cases": "sim/catalogue/cases",
    "strategies": "sim/catalogue/strategies",
    "honest": "sim/catalogue/honest",
    "templates": "sim/catalogue/templates",
    "findings": "sim/experiments/evidence/findings",
}
FILES = {
    "questions": "sim/lab/panels/questions.toml",
    "parameters": "sim/model/parameters.toml",
    "partner_lines": "sim/narrative/lines.toml",
}
ACTS = "sim/model/acts.toml"
NOTEBOOKS = ("notebooks", "exercises")
DATED = re.compile(r'^"(?:POT-Creation|PO-Revision)-Date: .*\n', re.MULTILINE)


class Entry(NamedTuple):
    """One text: its key, its English (for one thing and for several, where a number decides), and its file."""

    key: str
    english: tuple[str, ...]
    file: str


def entries() -> Iterator[Entry]:
    """Yield every text, file by file."""
    for path in sorted(TEXTS.glob("*.toml")):
        for part, content in tomllib.loads(path.read_text("utf-8")).items():
            yield from _of_catalogue(part, content, str(path.relative_to(ROOT)))
    for name, folder in FOLDERS.items():
        for path in sorted((ROOT / folder).glob("*.toml")):
            yield from _of_data(path, f"{name}/{path.stem}")
    for name, file in FILES.items():
        yield from _of_data(ROOT / file, name)
    yield from _names()
    for folder in NOTEBOOKS:
        for path in sorted((ROOT / folder).glob("*.ipynb")):
            texts = notebook_texts(path.stem, json.loads(path.read_text("utf-8")))
            yield from (Entry(key, (text,), str(path.relative_to(ROOT))) for key, text in texts)
    for key, english in shipped_texts().items():
        yield from _of_catalogue(key, english, ACTS)
    for table in act_tables().values():
        yield from (Entry(key, (text,), ACTS) for key, text in texts_of(table.get("numbers", {}), "parameters"))


def _names() -> Iterator[Entry]:
    """Yield what partners and promises of shipped cases are called: once, also where several cases have it."""
    found = {}
    for folder in ("cases", "templates"):
        for path in sorted((ROOT / FOLDERS[folder]).glob("*.toml")):
            case = tomllib.loads(path.read_text("utf-8"))
            named = (one["name"] for kind in ("partners", "commitments") for one in case.get(kind, ()))
            found |= {name: str(path.relative_to(ROOT)) for name in named if name not in found}
    yield from (Entry(f"names.{name}", (name,), file) for name, file in found.items())


def _of_catalogue(key: str, content: object, file: str) -> Iterator[Entry]:
    match content:
        case str():
            yield Entry(key, (content,), file)
        case list() | tuple():
            yield from (Entry(f"{key}.{place}", (one,), file) for place, one in enumerate(content, 1))
        case {"one": one, "many": many, **others} if not others:
            yield Entry(key, (one, many), file)
        case dict():
            for name, inner in content.items():
                yield from _of_catalogue(f"{key}.{name}", inner, file)


def _of_data(path: Path, source: str) -> Iterator[Entry]:
    for key, text in texts_of(tomllib.loads(path.read_text("utf-8")), source):
        yield Entry(key, (text,), str(path.relative_to(ROOT)))


def template() -> Catalog:
    """Return the catalogue that holds every text, and no translation."""
    catalogue = Catalog(project="Mending Bridges", charset="utf-8")
    for entry in entries():
        words = entry.english if len(entry.english) > 1 else entry.english[0]
        catalogue.add(words, context=entry.key, locations=[(entry.file, None)])
    return catalogue


def written(catalogue: Catalog) -> str:
    """Return a catalogue as its file holds it, without dates: they would differ each time."""
    file = BytesIO()
    write_po(file, catalogue, width=116, ignore_obsolete=True)
    return DATED.sub("", file.getvalue().decode())


def main(new: list[str]) -> None:
    """Write the template, and each language's .po and .mo."""
    known = template()
    LANGUAGES.mkdir(exist_ok=True)
    (LANGUAGES / TEMPLATE).write_text(written(known), "utf-8")
    for name in sorted({*new, *(path.stem for path in LANGUAGES.glob("*.po"))}):
        path = LANGUAGES / f"{name}.po"
        language = Catalog(locale=Locale.parse(name))
        if path.exists():
            language = read_po(BytesIO(path.read_bytes()), locale=name)
        language.update(known)
        path.write_text(written(language), "utf-8")
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, language)


if __name__ == "__main__":
    main(sys.argv[1:])
