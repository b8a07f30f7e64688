"""Everyday words for the fields of a case: each stands for what the model takes, and all fields have a place."""

import tomllib
from importlib.resources import files

import pytest

import sim.catalogue
from sim.base.errors import BadInput
from sim.catalogue import case_keys, load_case
from sim.catalogue.case_code import as_code, from_code, holds_code
from sim.catalogue.check_file import checked_content
from sim.catalogue.everyday import choices, usual, word_of
from sim.catalogue.implausible import implausible
from sim.catalogue.personal import looks_personal
from sim.lab.session.form_fields import FIELDS, LISTS, MORE, TABLES
from sim.model.case import Case, Commitment, Partner, Tie
from sim.model.events import Event
from sim.model.toml_text import as_table
from sim.texts.words import table

EVERYDAY = tomllib.loads((files(sim.catalogue) / "everyday.toml").read_text("utf-8"))
MODELS = {"case": Case, "partner": Partner, "event": Event, "commitment": Commitment, "tie": Tie}
CHOICES = [(of, field) for of, fields in EVERYDAY.items() for field in fields]
BASE = load_case("missed-deliveries")
# What the form asks for in other words, or not at all: the list in which a part stands says what it is, and a key
# and a source are made or kept.
OTHERWISE = {
    "case": {"hours_per_day": "week_hours"} | dict.fromkeys(["key", "source", *LISTS.values()]),
    "event": {"day": "week"},
    "tie": {"between": "one"},
}  # fmt: skip


def with_value(of, field, value):
    """Return the data of a case in which a field of the first part of a table has this value."""
    data = as_table(BASE)
    lists = {"partner": "partners", "event": "events", "commitment": "commitments", "tie": "ties"}
    row = data if of == "case" else data[lists[of]][0]
    row[field] = value
    return data


@pytest.mark.parametrize(("of", "field"), CHOICES, ids=lambda one: one)
def test_each_word_stands_for_what_the_model_takes(of, field):
    """A case with the value is read, the value has one word, and the usual value is among them."""
    found = choices(of, field)
    assert usual(of, field) in found.values()
    assert len({*found.values()}) == len(found)
    for word, value in found.items():
        case = Case.model_validate(with_value(of, field, value))
        row = (
            case
            if of == "case"
            else getattr(
                case, {"partner": "partners", "event": "events", "commitment": "commitments", "tie": "ties"}[of]
            )[0]
        )
        assert word_of(of, field, getattr(row, field)) == word


@pytest.mark.parametrize(("of", "field"), CHOICES, ids=lambda one: one)
def test_each_word_is_said(of, field):
    """People read a label and a word for each choice, and no word stands for nothing."""
    said = table(f"own_form.{of}.{field}").keys() - {"label", "hint"}
    assert said == choices(of, field).keys()


@pytest.mark.parametrize("of", MODELS)
def test_every_field_of_a_case_is_asked_for(of):
    """The form asks for all fields of the model, or for what they follow from."""
    kind = next(kind for kind, name in TABLES.items() if name == of)
    asked = {*FIELDS[kind], *MORE[kind]}
    wanted = {OTHERWISE.get(of, {}).get(field, field) for field in MODELS[of].model_fields} - {None}
    assert wanted <= asked


# Files and codes


@pytest.mark.parametrize("key", case_keys())
def test_a_case_is_read_back_equal(key):
    """As a file that the check finds right, and as a code, also where a chat has broken its lines."""
    case = load_case(key)
    read = checked_content(case.to_toml().encode(), "mine.toml")
    assert (read.found, read.problems) == (case, ())
    code = as_code(case)
    assert from_code(f"Hello! {code[:50]}\n{code[50:]} Bye") == case


AWKWARD = [
    'Quotes " and \\ and \x7f',
    "Zwei\nZeilen\tund Tab",
    "家 🏠 \u200f\u05e2\u05d1",
    "= [[x]] # no",
    "\x01 control",
]


@pytest.mark.parametrize("text", AWKWARD, ids=range(len(AWKWARD)))
def test_any_text_is_written_and_read_back(text):
    """Quotes, signs of TOML, other scripts and control characters in a text change nothing."""
    case = BASE.model_copy(update={"summary": text})
    assert checked_content(case.to_toml().encode(), "mine.toml").found == case


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no text yet"),
        ("MBY1-abc-def", "not the code of a case"),
        ("MBC9-abc-defghi", "newer"),
        ("MBC1-abc", "cut or changed"),
    ],
)
def test_what_is_no_code_is_refused_in_a_sentence(text, why):
    """An empty, foreign, newer or cut code says what to do."""
    with pytest.raises(BadInput, match=why):
        from_code(text)


def test_a_code_whose_letters_were_changed_is_refused():
    """A changed letter is noticed, and a file is not taken for a code."""
    code = as_code(BASE)
    with pytest.raises(BadInput, match="cut or changed"):
        from_code(f"{code[:40]}{'2' if code[40] != '2' else '3'}{code[41:]}")
    assert not holds_code(BASE.to_toml())


# Remarks


def changed(**fields):
    """Return a case with other fields, and other fields of all its partners."""
    partners = fields.pop("all_partners", None)
    case = BASE.model_copy(update=fields)
    return (
        case.model_copy(update={"partners": tuple(one.model_copy(update=partners) for one in case.partners)})
        if partners
        else case
    )


FIRST = BASE.events[0]
REMARKED = {
    "Nothing goes wrong": changed(events=()),
    "Nothing goes wrong before week 3": changed(events=(FIRST.model_copy(update={"day": 11}),)),
    "is on the last day": changed(events=(FIRST, FIRST.model_copy(update={"day": BASE.days}))),
    "is a lie": changed(events=(FIRST.model_copy(update={"lie": True, "guilt": 0.1}),)),
    "ten full posts": changed(hours_per_day=100),
    "Some of it cannot be done": changed(hours_per_day=1),
    "cannot be kept": changed(commitments=(BASE.commitments[0].model_copy(update={"hours": 300}),)),
    "you promise 72 hours of work": changed(
        hours_per_day=2.4,
        commitments=tuple(
            BASE.commitments[0].model_copy(update={"name": name, "hours": 36, "weeks": 3, "starts": starts})
            for name, starts in (("A", 4), ("B", 5))
        ),
    ),
    "hardly meets anybody": changed(all_partners={"fit": 0.4}),
    "than where they would leave": changed(all_partners={"patience": 0.9}),
}


@pytest.mark.parametrize("words", REMARKED)
def test_what_is_hard_to_believe_is_remarked(words):
    """Each remark is made of an example, and of no shipped case."""
    assert any(words in one for one in implausible(REMARKED[words]))
    assert [implausible(load_case(key)) for key in case_keys()] == [()] * len(case_keys())


def two_promises(hours, second=10):
    """Return a case with two promises of 80 hours and some, from the same week on, and so many hours a week."""
    first = BASE.commitments[0].model_copy(update={"name": "A", "hours": 80, "starts": 0, "weeks": 5})
    other = first.model_copy(update={"name": "B", "hours": 30, "starts": second})
    return changed(hours_per_day=hours / 5, buffer=1.7, commitments=(first, other))


def test_promises_that_no_hours_are_left_for_are_remarked_with_their_weeks():
    """Work as a rule takes a third longer: told are the weeks in which most is lacking, in the case's own numbers."""
    (told,) = implausible(two_promises(12, second=0))
    assert told.startswith("From week 1 to week 9 you promise 110 hours of work")
    assert "here about 148 hours. 12 hours a week are 101 in that time" in told
    (told,) = implausible(two_promises(12))
    assert told.startswith("From week 1 to week 9 you promise 80 hours of work")
    assert implausible(two_promises(18, second=0)) == implausible(two_promises(13)) == ()


ROLES = [
    "Readers", "Visiting service", "The van\u2019s driver", "Nurse", "Head of the county library",
    "Families on the list", "Will and Grace Trust",
    "Class 4b", "House 12", "May group", "Friends of the library", "First aiders", "Team Lisbon", "",
]  # fmt: skip
PERSONS = {
    "name": ["Maria", "Ana Silva", "João P.", "Mrs Jones", "Dr. Osei", "Herr Schmidt", "dr mensah"],
    "email": ["ana@example.org", "Write to j.smith@town.gov.uk please"],
    "phone": ["+351 912 345 678", "call (020) 7946 0018", "0171-2345678"],
}


def test_what_looks_like_a_person_is_noticed():
    """Names, addresses and numbers of persons are, and roles are not."""
    assert [looks_personal(role) for role in ROLES] == [""] * len(ROLES)
    for kind, texts in PERSONS.items():
        assert [looks_personal(text) for text in texts] == [kind] * len(texts)
