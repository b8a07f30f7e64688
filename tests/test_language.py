"""Which language is spoken, by whom it was chosen, and how it writes numbers."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import ROOT
from typer.testing import CliRunner

from sim.catalogue import load_case
from sim.cli.main import app, run
from sim.exercises import judge, load_exercise
from sim.experiments.simulate import simulate
from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code, from_code
from sim.narrative.story import tell
from sim.server.reader_language import COOKIE, speak_to_reader
from sim.texts import language
from sim.texts.language import PSEUDO, VARIABLE, current, known_as, language_names, look_again, speaking
from sim.texts.notebook_texts import notebook_texts, translate_prose
from sim.texts.numerals import Marks
from sim.texts.words import MINUS, called, fill, listed, named, numerals, points, say, signed, trust
from tests.golden.reading import solutions


@pytest.fixture
def french(monkeypatch, tmp_path):
    """Let there be a further language, whose catalogue is empty."""
    (tmp_path / "fr_CA.mo").write_bytes(EMPTY)
    monkeypatch.setattr(language, "LANGUAGES", tmp_path)
    yield
    look_again()


# A compiled catalogue without a text: its head alone.
EMPTY = (
    b"\xde\x12\x04\x95" + b"".join(n.to_bytes(4, "little") for n in (0, 1, 28, 36, 0, 44, 0, 44, 38, 45))
    + b"\0Content-Type: text/plain; charset=utf-8\0"
)  # fmt: skip


class Asking:
    """A request, with what a handler is asked for."""

    base_url = "/"

    def __init__(self, *, asked="", cookie="", header=""):
        self.asked, self.cookie, self.kept = asked, cookie, {}
        self.request = SimpleNamespace(headers={"Accept-Language": header})

    def get_query_argument(self, _name, _default):
        """Return what stands after `?lang=`."""
        return self.asked

    def get_cookie(self, _name, _default):
        """Return what was kept."""
        return self.cookie

    def set_cookie(self, name, value, **_how):
        """Keep something for the next page."""
        self.kept[name] = value


def spoken_to(**how):
    """Return the language in which somebody is answered, and what is kept in the browser."""
    with speaking("en"):
        asking = Asking(**how)
        speak_to_reader(asking)
        return current().name, asking.kept


@pytest.mark.usefixtures("french")
def test_a_language_stands_for_its_regions():
    """Whoever asks for French, of whatever region, gets the French that is there."""
    assert language_names() == ("en", "fr_CA")
    assert {known_as(tag) for tag in ("fr", "FR", "fr-CA", "fr_ca", "fr-FR", " fr ")} == {"fr_CA"}
    assert [known_as(tag) for tag in ("en-GB", "nl", "", "f", "../fr_CA")] == ["en", None, None, None, None]


@pytest.mark.usefixtures("french")
def test_the_address_decides_then_what_was_chosen_then_the_browser():
    """What an address asks for is kept for the next page."""
    assert spoken_to(asked="fr", cookie="en", header="en") == ("fr_CA", {COOKIE: "fr_CA"})
    assert spoken_to(cookie="fr_CA", header="en") == ("fr_CA", {})
    assert spoken_to(cookie="en", header="fr") == ("en", {})
    assert spoken_to(header="nl;q=1, fr-FR;q=0.8, en;q=0.3") == ("fr_CA", {})
    assert spoken_to(header="en;q=0.3, fr;q=0.8") == ("fr_CA", {})


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize("nonsense", ["xx", "<script>", ";q=", "../../etc", "fr" * 5000, "pseudo;q=1"])
def test_what_is_no_language_is_passed_over(nonsense):
    """An unknown language in an address, a cookie or a browser's wish gives English."""
    assert spoken_to(header=nonsense) == ("en", {})
    if nonsense != "pseudo;q=1":
        assert spoken_to(asked=nonsense, cookie=nonsense) == ("en", {})


def test_a_server_of_another_language_speaks_it_to_whoever_has_not_chosen():
    """A browser's wish comes second to the language in which somebody started the workshop."""
    with speaking(PSEUDO):
        speak_to_reader(Asking(header="en"))
        assert current().name == PSEUDO
        speak_to_reader(Asking(cookie="en"))
        assert current().name == "en"


def test_a_process_that_runs_can_be_told_its_language(monkeypatch):
    """A kernel is started before it is known whose page it serves."""
    assert say("acts.thank") == "Thank partners"
    monkeypatch.setenv(VARIABLE, PSEUDO)
    look_again()
    try:
        assert say("acts.thank") == "⟦Thank partners⟧"
    finally:
        monkeypatch.undo()
        look_again()


def test_the_command_line_speaks_the_language_that_it_is_given(monkeypatch, capfd):
    """`--lang` stands before the command; another language than those that are there is refused in one line."""
    monkeypatch.setenv(VARIABLE, "")
    try:
        assert run(["--lang", "pseudo", "strategies"]) == 0
        assert "⟦Say nothing⟧" in capfd.readouterr().out
        assert run(["--lang=en", "strategies"]) == 0
        assert "⟦" not in capfd.readouterr().out
        assert run(["--lang", "tlh", "strategies"]) == 2
        assert capfd.readouterr().err.startswith("mend: there is no language 'tlh'; there are ")
    finally:
        monkeypatch.undo()
        look_again()
    assert "--lang" in CliRunner().invoke(app, ["--help"]).output


@pytest.mark.usefixtures("french")
def test_numbers_have_the_marks_of_their_language(monkeypatch):
    """Numbers are written with the language's marks, but for those that somebody types into a file."""
    with speaking("fr_CA"):
        monkeypatch.setitem(vars(current()), "marks", Marks(",", "."))
        assert (numerals("1,234.5"), trust(0.5462, 1), signed(-0.0214, 1)) == ("1.234,5", "54,6", f"{MINUS}2,1")
        assert points(0.003, 1) == "0,3 points"
        assert say("ranking_table.kept_of", kept="6.5", count=8) == "6,5 of 8"
        assert "0.5 " in say("refused_parameter.number", name="x", value="2", low="0.5", high="1")
    assert trust(0.5462, 1) == "54.6"


NOTEBOOKS = sorted([*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "exercises").glob("*.ipynb")])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_all_prose_of_a_notebook_is_translated(path):
    """Each piece of prose has a key, and none is left in English."""
    notebook = json.loads(path.read_text("utf-8"))
    prose = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    known = dict(notebook_texts(path.stem, notebook))
    assert set(prose) <= set(known.values())
    with speaking(PSEUDO):
        translate_prose(path.stem, notebook)
    told = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    assert all("⟦" in one for one in told)
    headings = [line for one in prose for line in one.splitlines() if line.startswith("#")]
    assert sum(one.count("<a id=") for one in told) == len(headings)


PORTUGUESE, SPANISH = "pt_BR", "es"


def test_partners_keep_their_names_in_data_and_are_called_by_a_translation():
    """What is sent to a page, addressed by acts and kept in answers is the English name."""
    with speaking(PORTUGUESE):
        assert called("Clinic team") == "Equipe da clínica"
        assert named("Clinic team") == {"name": "Clinic team", "called": "Equipe da clínica"}
        assert listed(["Clinic team", "Funder"]) == "Equipe da clínica e Financiador"
        assert fill("{who}: {what}", {"who": "Funder", "what": "Funders"}) == "Financiador: Funders"
        assert load_case("missed-deadline").names[3] == "Clinic team"
    assert named("Clinic team") == {"name": "Clinic team"}


@pytest.mark.parametrize("name", [PORTUGUESE, SPANISH])
def test_the_same_plan_has_the_same_outcome_in_every_language(name):
    """Luck and addressees do not depend on what partners are called."""
    english = simulate("missed-deadline", "recovery-plan", worlds=5)
    with speaking(name):
        other = simulate("missed-deadline", "recovery-plan", worlds=5)
        told = tell(simulate("missed-deadline", "recovery-plan", worlds=1, by_world=True))
    assert np.array_equal(english.trust, other.trust)
    assert english.case.title != other.case.title
    assert not [line for line in told for partner in english.case.names if partner in line]


def test_an_exercise_done_in_portuguese_is_graded_in_english():
    """Answers are the same data in every language; what is said of them is not."""
    answers = solutions("ex02")
    with speaking(PORTUGUESE):
        told = [one for name, answer in answers.items() for one in judge(load_exercise("ex02"), name, answer)]
    graded = [one for name, answer in answers.items() for one in judge(load_exercise("ex02"), name, answer)]
    assert [(one.check, one.good, one.points) for one in told] == [(one.check, one.good, one.points) for one in graded]
    assert [one.words for one in told] != [one.words for one in graded]


@pytest.mark.parametrize("name", [PORTUGUESE, SPANISH])
def test_code_of_a_year_opens_in_every_language(name):
    """A year that was played in one language goes on in another."""
    with speaking(name):
        year = Year.begin("missed-deadline").send([{"act": "thank", "day": 2, "to": ["Clinic team"]}])
        code = as_code(year)
    opened = from_code(code)
    assert (opened.week, as_code(opened)) == (year.week, code)
