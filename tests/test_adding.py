"""What a stranger adds by CONTRIBUTING takes at most two files beside tests and documents, in a copy of the course."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT

from sim.model.act_tables import act_tables
from sim.model.acts import ACTS, DEED, NAMES, OTHERS, PARTS, Act, own_fields

INVITE = '''"""Invite partners."""

from typing import TYPE_CHECKING, Annotated, Literal

from sim.model.acts.act import Act, Steps

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct


class Invite(Act):
    """Ask partners in."""

    fixed_hours, partner_hours, spread_days = 2, 4, 5
    act: Literal["invite"] = "invite"
    length: Annotated[float, Steps(1, 4, 0.5, "hours")] = 2
    brings: Literal["boss", "all_of_us"] = "boss"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        effects.inform(reach, 1)
        effects.raise_state("heard", reach, min(1, effects.parameters.invite_heard * self.length))
'''
INVITE_TABLE = """
[invite]
title = "Invite partners"
about = "Ask people in, and show them how you work."
picture = "Inviting"
story = "invitations"
deed = "The team asked people in"
repeats = "invitations"
felt_little = ["{who} had a cup of tea"]
fields.length = "Hours for each"
fields.brings = "Who comes along"
options.boss = "Whoever leads"
options.all_of_us = "All who do the work"
[invite.numbers.invite_heard]
value = 0.2
unit = "share"
standing = "not yet examined"
source = "Assumption"
meaning = "how far an hour together makes heard"
"""

BAND = """
[F31]
claim = "Invitations help"
source = "Lind1990"
figures.invite_minus_none = { low = 0.001 }
"""
FINDING = """claim = "Invitations help"
words = "To have people in helps"
source = "Lind1990"
figures.invite_minus_none = { low = 0.001, label = "invite minus none", words = "Trust when asked in, less when not" }
study = "Somebody is let down, and is heard the next day or not at all."

[cases.breach]
title = "A breach"
summary = "Something that was promised was not done."
organisation = "company"
hours_per_day = 40
weeks = 4
partners = [{ name = "Reader", role = "Reads of it" }]
events = [{ event = "breach", label = "A promise is broken" }]

[strategies.invite]
title = "An invitation"
summary = "An invitation."
acts = [{ act = "listen", day = 1 }]
"""
RULE = """

def _f31(study: Study) -> Figures:
    return {"invite_minus_none": study.at(2, "breach", "invite") - study.at(2, "breach")}


RULES["F31"] = _f31
"""

STRATEGY = '''key = "brochure"
title = "A brochure"
source = "Hui2006 (a wait that is told nothing); neither text warns of it"
summary = """\
Print a brochure that shows the team at its best, and hand it to all who come by. Nobody is asked how they \
are, and no date is named."""
acts = [
  { act = "educate", week = 0, every_weeks = 6 },
  { act = "celebrate", week = 2, every_weeks = 4 },
  { act = "thank", week = 3, every_weeks = 8 },
  { act = "promise", week = 1, dated = false },
]
'''
FOILS = '_FOILS = ("silence", '
SUMMARY = '''"""\\
A caretaker lost the keys of the hall, and a choir stood in the rain. The hall has a new lock now. The choir has \\
not yet said if it will come back, and two more groups want to know what went wrong."""'''
CASES = '_CASES = _Registry(\n    "case",\n    "cases",\n    Case,\n    ("missed-deadline", "criticised-outreach", '
KEYS = "sim/catalogue/__init__.py"
NUMBER = """
[kept_heard]
value = 0.3
unit = "share"
standing = "not yet examined"
source = "Assumption"
meaning = "how far a kept word makes heard"
"""
LAW = """        effects.raise_state("heard", reach, effects.parameters.kept_heard)
"""
LESSON = "sim/lab/session/lessons/{}.toml"
NOTEBOOK = "notebooks/{}.ipynb"


def like_the_study():
    """Return the file of a further case, under another key, title and summary."""
    text = (ROOT / "sim/catalogue/cases/silent-study.toml").read_text("utf-8")
    text = text.replace("silent-study", "lost-keys").replace("Silent study", "Lost keys")
    return re.sub(r'(?s)(?<=summary = )""".*?"""', lambda _: SUMMARY, text, count=1)


def like_the_second(name):
    """Return a file of the second lesson, under another title and key."""
    text = (ROOT / name.format("02_update_rhythm")).read_text("utf-8")
    return text.replace("How often should we write?", "How often to write").replace("02_update_rhythm", "08_write")


# What is added: the end of each file that it touches, or what in it gives way to what; and the tests that then hold for
# it too.
ADDED = {
    "act": (
        {"sim/model/acts/invite.py": INVITE, "sim/model/acts.toml": INVITE_TABLE},
        (
            "test_adding.py::test_an_act_has_all_its_words[invite]",
            "test_adding.py::test_acts_are_those_of_the_table",
            "test_grading_guide.py::test_every_field_and_option_of_an_act_has_words_in_a_report[invite]",
            "test_lab_sandbox.py::test_acts_can_be_added_changed_and_removed",
            "test_lab_picture.py::test_every_act_and_cause_has_words",
            "test_story.py::test_every_cause_and_every_act_has_its_words",
            "test_story.py::test_every_kind_of_act_is_told[invite]",
            "test_texts.py::test_no_two_texts_have_one_key",
            "test_texts.py::test_a_language_begins_with_every_text",
            "test_model_numbers.py::test_no_function_of_the_model_hides_a_number",
        ),
    ),
    "finding": (
        {
            "sim/experiments/evidence/findings/F31.toml": FINDING,
            "sim/experiments/evidence/rules.py": RULE,
            "tests/evidence/bands.toml": BAND,
        },
        (
            "evidence/test_findings.py::test_the_package_ships_the_bands_that_were_fixed",
            "evidence/test_findings.py::test_every_finding_has_a_study_and_a_rule_and_nothing_else_has",
            "evidence/test_findings.py::test_a_finding_holds_or_says_why_not[F31]",
            "evidence/test_findings.py::test_a_study_is_what_a_user_could_write[F31]",
            "evidence/test_findings.py::test_json_tells_all",
            "evidence/test_findings.py::test_the_table_opens_with_failures",
            "test_lab_card.py::test_every_finding_has_everyday_words",
            "test_lab_card.py::test_every_figure_has_everyday_words",
            "test_texts.py::test_findings_and_parameters_speak_the_language",
            "test_texts.py::test_a_language_begins_with_every_text",
        ),
    ),
    "strategy": (
        {"sim/catalogue/strategies/brochure.toml": STRATEGY, KEYS: (FOILS, f'{FOILS}"brochure", ')},
        (
            "test_catalogue.py::test_every_shipped_file_is_offered[strategies]",
            "test_catalogue.py::test_texts_that_count_strategies_count_all",
            "test_catalogue.py::test_titles_differ",
            "test_catalogue.py::test_summary_is_plain[brochure]",
            "test_catalogue.py::test_no_sentence_is_taken_from_the_texts",
            "test_texts.py::test_a_language_begins_with_every_text",
            "test_story.py::test_every_cause_and_every_act_has_its_words",
        ),
    ),
    "case": (
        {"sim/catalogue/cases/lost-keys.toml": like_the_study(), KEYS: (CASES, f'{CASES}"lost-keys", ')},
        (
            "test_catalogue.py::test_every_shipped_file_is_offered[cases]",
            "test_catalogue.py::test_cases_leave_room_for_the_season[lost-keys]",
            "test_catalogue.py::test_a_further_case_says_where_its_numbers_come_from[lost-keys]",
            "test_catalogue.py::test_titles_differ",
            "test_catalogue.py::test_summary_is_plain[lost-keys]",
            "test_catalogue.py::test_no_sentence_is_taken_from_the_texts",
            "test_texts.py::test_a_language_begins_with_every_text",
        ),
    ),
    "lesson": (
        {name.format("08_write"): like_the_second(name) for name in (LESSON, NOTEBOOK)},
        (
            "test_lab_lesson.py::test_the_first_move_of_the_main_control_changes_the_headline[08_write]",
            "test_lessons.py::test_a_notebook_leads_to_the_next_lesson[07_your_plan]",
            "test_lessons.py::test_a_notebook_leads_to_the_next_lesson[08_write]",
            "test_lessons.py::test_a_notebook_shows_a_panel_for_each_step[08_write]",
            "test_lessons.py::test_a_notebook_says_what_its_lesson_is[08_write]",
            "test_lessons.py::test_a_notebook_takes_every_step_of_its_lesson_in_order[08_write]",
            "test_lessons.py::test_it_reads_easily[08_write]",
            "test_lessons.py::test_luck_does_not_change_which_answers_hold[08_write]",
            "test_texts.py::test_a_language_begins_with_every_text",
        ),
    ),
    "parameter": (
        {"sim/model/parameters.toml": NUMBER, "sim/model/events/kept.py": LAW},
        (
            "test_model_numbers.py::test_every_number_does_something[kept_heard]",
            "test_model_numbers.py::test_no_function_of_the_model_hides_a_number",
            "test_model_numbers.py::test_what_has_no_range_is_not_yet_examined",
            "test_parameters.py::test_a_parameter_plays_or_is_refused[kept_heard]",
            "test_texts.py::test_findings_and_parameters_speak_the_language",
            "test_texts.py::test_a_language_begins_with_every_text",
        ),
    ),
}


@pytest.fixture
def course(tmp_path):
    """A copy of the course and of its tests, compiled as far as they are: half of the time would go into that."""
    being_written = shutil.ignore_patterns("*.pyc.*")
    for folder in ("docs", "exercises", "notebooks", "sim", "tests", "tools"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=being_written)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.sample(1)
@pytest.mark.slow
@pytest.mark.parametrize("kind", ADDED)
def test_two_files_are_enough(course, kind):
    """One more of a kind, with its words and numbers, is in two files, and the tests that list its kind hold for it."""
    files, tests = ADDED[kind]
    assert len([name for name in files if name.partition("/")[0] not in {"docs", "tests"}]) <= 2
    for name, change in files.items():
        path = course / name
        before = path.read_text("utf-8") if path.exists() else ""
        assert isinstance(change, str) or before.count(change[0]) == 1
        path.write_text(before + change if isinstance(change, str) else before.replace(*change), "utf-8")
    if kind == "lesson":  # the link of the lesson before it is written by a command
        done_in(course, "tools.next_links")
    told = done_in(course, "pytest", "-q", "-p", "no:cacheprovider", *(f"tests/{one}" for one in tests))
    assert re.search(rf"(?m)^{len(tests)} passed", told), told


def done_in(course, *command):
    """Return what a module prints that is run in the copy."""
    environment = os.environ | {"PYTHONPATH": str(course), "MENDING_BRIDGES_HOME": str(course / "home")}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=course, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


# What is missing is named


def lacking(name, kind, tables):
    """Return the words that an act's table lacks; labels may stand with another act that has them too."""
    own = own_fields(kind)
    wanted = (
        [*NAMES] if kind.ends_work else [*NAMES, "repeats", "felt_little", "deed" if kind.deed is Act.deed else "deeds"]
    )
    labels = [("fields", field) for field in own] + [("options", option) for one in own.values() for option in one]
    said = {(part, key) for one in tables.values() for part in ("fields", "options") for key in one.get(part, {})}
    return [key for key in wanted if key not in tables[name]] + [".".join(one) for one in labels if one not in said]


@pytest.mark.parametrize("name", ACTS)
def test_an_act_has_all_its_words(name):
    """The table of an act has every word that pages and stories ask for, and none that nobody reads."""
    assert lacking(name, ACTS[name], act_tables()) == []
    assert set(act_tables()[name]) <= {*NAMES, *DEED, *OTHERS, *PARTS, "numbers"}


def test_a_missing_word_of_an_act_is_named():
    """A table that lacks words is told with the names of these words."""
    tables = {"listen": {"title": "Listen", "story": "listening", "options": dict.fromkeys(("call", "forum"), "A")}}
    assert lacking("listen", ACTS["listen"], tables) == [
        "about", "picture", "repeats", "felt_little", "deeds", "fields.channel", "fields.validates", "options.meeting",
        "options.focus_group", "options.webinar",
    ]  # fmt: skip


def test_acts_are_those_of_the_table():
    """Each file of an act has a table, and each table its file."""
    files = {path.stem for path in (ROOT / "sim" / "model" / "acts").glob("*.py")}
    assert set(act_tables()) == files - {"__init__", "act", "triggers"}
    assert list(act_tables()) == list(ACTS)
