"""The shipped lessons: their questions, the simulation's answers, and their notebooks."""

import re
from itertools import pairwise

import nbformat
import pytest
from conftest import ROOT, as_shared
from golden.reading import value_of
from IPython.utils.capture import capture_output
from ipywidgets import DOMWidget

from sim.lab.answers.progress import Progress, mine
from sim.lab.pages.lesson_page import LessonPage
from sim.lab.session.lesson_data import lesson_keys, load_lesson
from sim.lab.session.simulation_cache import REFINED, SimulationCache
from sim.lab.views.outcome_queries import figure_of
from sim.lab.views.prediction_check import judge

KEYS = lesson_keys()
BENCH_KEYS = [key for key in KEYS if load_lesson(key).panel == "bench"]
STEPS = ("predict", "play", "what_happened", "one_more", "talk", "seen")
VISIBLE = 0.01  # season trust
HARDEST = 9  # school grade
SEEDS = range(5)


def notebook(key):
    """Read a lesson's notebook as it is shared."""
    return nbformat.reads(as_shared(ROOT / "notebooks" / f"{key}.ipynb"), as_version=4)


def prose(key):
    """Return the words around a lesson's panels."""
    return "\n\n".join(cell.source for cell in notebook(key).cells if cell.cell_type == "markdown")


def code(key):
    """Return a lesson's code cells."""
    return [cell for cell in notebook(key).cells if cell.cell_type == "code"]


def sentences(words):
    """Return prose as it is read aloud: no marks, no link targets, and a list's lines end in points."""
    words = re.sub(r"<[^>]+>|^#+ .*$|^Sources: .*$|\(Source: \w+\.\)", "", words, flags=re.MULTILINE)
    words = re.sub(r"\]\([^)]+\)|[\[*_«»“”]|^(?:-|\d+\.) ", "", words, flags=re.MULTILINE)
    words = re.sub(r"(\d)\.(\d)", r"\1\2", words)
    return re.sub(r"([^.?!:])$", r"\1.", words, flags=re.MULTILINE)


def grade(words):
    """Return the school grade that a text asks for."""
    from textstat import flesch_kincaid_grade

    return flesch_kincaid_grade(sentences(words))


def without_portuguese(words):
    """Return the English part; the formula knows no other language."""
    return re.sub(r'<span lang="pt">.*?</span>', "", words, flags=re.DOTALL)


def season_trust(lesson, draft, runs):
    """Return the figure of the headline: of the lesson's partner, or of all."""
    outcome = runs.outcome(lesson.played_case, draft.played, worlds=REFINED)
    return figure_of("season_trust", outcome, lesson.partner_number)


@pytest.mark.long
@pytest.mark.parametrize("key", BENCH_KEYS)
def test_the_first_move_of_the_main_control_can_be_seen(key):
    """One step of the main control, either way, changes season trust by at least .01."""
    lesson, runs = load_lesson(key), SimulationCache()
    start, control = lesson.start, lesson.controls[0]
    before, at = season_trust(lesson, start, runs), control.read(start)
    places = [place for place in (at - 1, at + 1) if 0 <= place < len(control.offered)]
    assert places
    for place in places:
        assert abs(season_trust(lesson, lesson.set_control(control, start, place), runs) - before) >= VISIBLE


@pytest.mark.sample(2)
@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_luck_does_not_change_which_answers_hold(key):
    """With five seeds of 200 worlds the same answers hold and most do not; each verdict says what was found."""
    lesson = load_lesson(key)
    choices = [choice.key for choice in lesson.predict.choices]
    held = []
    for seed in SEEDS:
        runs = SimulationCache((seed,))
        verdicts = {choice: judge(lesson, choice, runs) for choice in choices}
        assert all(verdict.found and verdict.rows for verdict in verdicts.values())
        held.append({choice for choice, verdict in verdicts.items() if verdict.held})
    assert all(one == other for one, other in pairwise(held))
    assert 0 < len(held[0]) <= len(choices) / 2


@pytest.mark.sample(2)
@pytest.mark.slow
@pytest.mark.parametrize("key", BENCH_KEYS)
def test_every_control_of_a_lesson_does_something(key):
    """Every control has two values that give different seasons, whatever the other controls' values."""
    lesson, runs = load_lesson(key), SimulationCache()
    main, *others = lesson.all_controls
    for control in others:
        drafts = [lesson.set_control(main, lesson.start, place) for place in (0, len(main.offered) - 1)]
        found = [
            {season_trust(lesson, lesson.set_control(control, draft, at), runs) for at in range(len(control.offered))}
            for draft in drafts
        ]
        assert max(map(len, found)) > 1, control.label


@pytest.mark.parametrize("key", KEYS)
def test_a_lesson_asks_for_reactions_first_and_for_a_next_step_last(key):
    """The questions to talk about are in the order of the facilitator's notes."""
    talk = [one.key for one in load_lesson(key).talk]
    assert (talk[0], talk[-1]) == ("felt", "next")


@pytest.mark.parametrize("key", KEYS)
def test_it_reads_easily(key):
    """Lessons and notebooks are readable at ninth-grade level."""
    lesson = load_lesson(key)
    words = [
        lesson.question, lesson.model, *lesson.objectives, lesson.predict.question,
        *(choice.words for choice in lesson.predict.choices), *lesson.why.text, lesson.one_more.text,
        *(talk.question for talk in lesson.talk), *lesson.seen,
    ]  # fmt: skip
    assert grade("\n\n".join(words)) <= HARDEST
    assert grade(without_portuguese(prose(key))) <= HARDEST


@pytest.mark.parametrize("key", ["00_start", "A_model_card", "B_open_lab"])
def test_a_page_without_steps_reads_easily_too(key):
    """The start, the model card and the open lab are readable at ninth-grade level."""
    assert grade(prose(key)) <= HARDEST


def test_hard_words_would_be_found():
    """The readability formula finds a text that is too hard."""
    hard = "Organisational accountability necessitates institutionalised participatory deliberation procedures."
    assert grade(hard) > HARDEST


@pytest.mark.parametrize("key", KEYS)
def test_a_notebook_takes_every_step_of_its_lesson_in_order(key):
    """A notebook contains every step of its lesson in order, with the guess before the picture."""
    calls = re.findall(r'lesson\("(\w+)"\)\.(\w+)\(\)', "\n".join(cell.source for cell in code(key)))
    assert [call for call in calls if call[1] not in {"message", "plan"}] == [(key, step) for step in STEPS]


@pytest.mark.parametrize("key", KEYS)
def test_a_notebook_hides_its_code(key):
    """Code is hidden in JupyterLab and on the pages."""
    for cell in code(key):
        assert cell.metadata.jupyter.source_hidden
        assert "remove-input" in cell.metadata.tags


@pytest.mark.parametrize("key", KEYS)
def test_a_notebook_says_what_its_lesson_is(key):
    """Title, question and minutes are in the notebook once, and equal those in the list of lessons."""
    lesson, data = load_lesson(key), notebook(key).metadata
    assert (data.title, data.question, data.minutes) == (lesson.title, lesson.question, lesson.minutes)
    assert prose(key).startswith(f"# {lesson.title}\n")


@pytest.mark.parametrize("key", KEYS)
def test_a_notebook_leads_to_the_next_lesson(key):
    """Each lesson links to the next one, and the last to the start."""
    there = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
    links = re.findall(r"\[[^\]]+\]\((\w+)\.ipynb\)\.?$", prose(key), flags=re.MULTILINE)
    assert links[-1] == [*there[1:], there[0]][there.index(key)]


@pytest.mark.parametrize("key", KEYS)
def test_sources_of_a_notebook_are_known(key):
    """Each source cited is on the page of sources with the same names and year."""
    page = " ".join((ROOT / "docs" / "sources.md").read_text("utf-8").split())
    known = re.findall(r"`\w+`: ([^`]+? \(\d{4}\))", page)
    line = next(line for line in prose(key).splitlines() if line.startswith("Sources: "))
    cited = [one for one in known if one in line]
    assert cited
    assert len(set(cited)) == len(re.findall(r"\(\d{4}\)", line))


@pytest.mark.parametrize("key", KEYS)
def test_a_notebook_says_what_the_model_cannot_say(key):
    """Each lesson names limits of the model."""
    assert "What the model cannot say:" in prose(key)


@pytest.mark.parametrize("key", ["01_what_moves_trust", "02_update_rhythm"])
def test_a_worked_example_uses_the_words_on_the_screen(key):
    """Quoted and italic words of a worked example occur in the lab, the lesson or a case."""
    example = next(cell.source for cell in notebook(key).cells if cell.id == "example")
    files = (
        "model/acts.toml",
        "texts/words.toml",
        "texts/bridges.toml",
        f"lab/session/lessons/{key}.toml",
        "texts/stories.toml",
        "catalogue/strategies/silence.toml",
    )
    screen = "\n".join(
        (ROOT / "sim" / name).read_text("utf-8") for name in (*files, "catalogue/cases/missed-deadline.toml")
    )
    named = re.findall(r"“([^”]+)”|(?<!\*)\*([^*]+)\*(?!\*)", example)
    assert named
    for quoted, italic in named:
        assert (quoted or italic) in screen


def test_the_portuguese_answer_is_marked_and_glossed():
    """The Portuguese answer is marked as Portuguese for screen readers and summarised in English."""
    found = re.search(r'<span lang="pt">(.+?)</span>(.*)', prose("06_many_partners"))
    assert "Ouvir primeiro" in found[1]
    assert "In English" in found[2]


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_a_notebook_shows_a_panel_for_each_step(key, tmp_path, monkeypatch):
    """Each cell gives a widget in a folder without answers; test_the_lessons_pass_nbval runs them in kernels."""
    monkeypatch.setenv("MENDING_BRIDGES_HOME", str(tmp_path))
    mine.cache_clear()
    names = {}
    for cell in code(key):
        with capture_output() as shown:
            value = value_of(cell, names)
        assert isinstance(value, DOMWidget), cell.source
        assert (shown.stdout, shown.stderr, shown.outputs) == ("", "", [])
    mine.cache_clear()


@pytest.mark.parametrize("key", lesson_keys())
def test_a_lesson_begins_with_its_story(key):
    """Before the question stand two sentences of the lesson's own case, and who “we” are."""
    page = LessonPage(key, progress=Progress())
    story, question = page.predict().children[0].blocks[:2]
    case = load_lesson(key).played_case
    assert case.summary.startswith(story["text"][:60])
    assert len(re.findall(r"[.!?](?= |$)", story["text"])) == 3
    assert "“We” are" in story["text"]
    assert question == {"say": load_lesson(key).question}
