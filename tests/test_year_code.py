"""The code of a played year: it brings back the same year, is short, and says in a sentence what is wrong with it."""

import pytest

from sim.base.errors import BadInput
from sim.base.text_codec import all_answers_text, encode, hand_in_text
from sim.catalogue import load_case, load_strategy
from sim.experiments.year import year_code
from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code, from_code, other_model
from sim.lab.session.strategy_code import as_code as strategy_code
from sim.model.version import MODEL_VERSION
from tests.worlds import small_case


def full_year():
    """Return a year with much in it: many acts to chosen partners, standing orders, three guesses."""
    year = Year.begin("missed-deadline", 2_147_483_647)
    names = year.case.names
    year = year.guess(dict.fromkeys(names, 50)).send(load_strategy("q-and-a").acts)
    turn = 0
    while not year.over:
        turn += 1
        acts = [
            {"act": "listen", "day": 5 * year.week + 2, "channel": "call", "to": [names[turn % 8], names[-turn % 8]]},
            {"act": "thank", "when": "complaint", "every_weeks": 2},
            {"act": "apologise", "day": 5 * year.week + 1, "parts": ["regret", "responsibility"], "to": ["affected"]},
        ]
        year = year.send_again(acts, [turn] if turn % 3 else [], min(year.week + 4, 52))
        if turn in (4, 9):
            year = year.guess({name: 7 * place + turn for place, name in enumerate(names)})
    return year


def test_a_code_brings_back_the_same_year_and_is_short():
    """Case, number, turns, stopped orders and guesses come back; a full year takes at most 2,000 letters."""
    year = full_year()
    code = as_code(year)
    assert from_code(code) == year
    assert from_code(f"Can you do it with less?\n{code[:70]}\n{code[70:]}, Ana") == year
    assert len(code) <= 2_000
    assert len(as_code(Year.begin("missed-deadline"))) < 50


def test_a_year_that_is_not_over_comes_back_where_it_stood():
    """A code of a half-played year goes on as the year itself does."""
    year = Year.begin("missed-deliveries", 3).send([{"act": "thank", "week": 1}]).send([])
    assert from_code(as_code(year)).send([]) == year.send([])


def test_a_year_in_a_loaded_case_needs_that_case():
    """A year in a case that somebody loaded comes back where that case is open, and is refused elsewhere."""
    case = small_case()
    year = Year.begin(case, 3).send([{"act": "thank", "week": 1, "to": ["Clinic"]}])
    assert from_code(as_code(year), case) == year
    with pytest.raises(BadInput, match="the case 'small', which is not here"):
        from_code(as_code(year))


def forged(**change):
    """Return a code, with the right letters at its end, of data that no course made."""
    data = {"c": "missed-deadline", "n": 1, "t": [[[], [], 2]], "g": []} | change
    return f"MBY1-{encode(data, 'Y1', usual=year_code.USUAL)}"


CODE = as_code(Year.begin("missed-deadline", 5).send([{"act": "thank", "day": 3}]))
DOES_NOT_FIT = "This code does not fit this version of the course: "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" ", "There is no text yet."),
        ("Hello", "This is not the code of a year."),
        ("MBY1", "This code is cut or changed."),
        (CODE[:-1], "This code is cut or changed."),
        (CODE[:20] + CODE[21:], "This code is cut or changed."),
        (CODE.replace("MBY1", "MBY2"), "This code comes from a newer version"),
        ("x" * 20_001, "This text is too long"),
        (strategy_code("Mine", load_strategy("q-and-a").acts, "missed-deadline"), "This is a text of another kind"),
        (hand_in_text({"name": "kestrel"}), "This is a text of another kind"),
        (all_answers_text({}), "This is a text of another kind"),
        (forged(c="nowhere"), "the case 'nowhere', which is not here"),
        (forged(c=5), "the case 5, which is not here"),
        (forged(n=-1), DOES_NOT_FIT + "seed (= -1) must be 0 or more."),
        (forged(n="x"), DOES_NOT_FIT),
        (forged(t=[[[], [], 0]]), DOES_NOT_FIT + "week (= 0) must be between 1 and 6."),
        (forged(t=[[[], [], 9]]), DOES_NOT_FIT + "week (= 9) must be between 1 and 6."),
        (forged(t=[[[], [3], 2]]), DOES_NOT_FIT + "there is no act 3 to stop"),
        (forged(t=[[[{"act": "bribe", "day": 1}], [], 2]]), DOES_NOT_FIT),
        (forged(t=[[[{"act": "thank", "day": 1, "to": ["<b>"]}], [], 2]]), DOES_NOT_FIT),
        (forged(t=[[], [[], [], 2]]), "This code is cut or changed."),
        (forged(t=5), "This code is cut or changed."),
        (forged(g=[[2, [50]]]), "This code is cut or changed."),
        (forged(g=[[[], [50]]]), "This code is cut or changed."),
        (forged(g=[[2, [500] * 8]]), DOES_NOT_FIT),
        (f"MBY1-{encode([], 'Y1')}", "This code is cut or changed."),
    ],
)  # fmt: skip
def test_a_code_that_holds_no_year_is_told_in_a_sentence(text, said):
    """What is empty, cut, newer, of another kind or case, or forged is refused in one plain sentence."""
    with pytest.raises(BadInput) as error:
        from_code(text)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_code_of_another_case_names_both():
    """Where one case is open, the code of another is refused with both names."""
    with pytest.raises(BadInput) as error:
        from_code(CODE, load_case("silent-study"))
    assert "'missed-deadline', not in 'silent-study'" in str(error.value)


def test_a_code_of_another_model_is_opened_with_a_remark(monkeypatch):
    """A code names the version of the model that made it, and one from another version says that it may differ."""
    year = Year.begin("missed-deadline", 3).send([{"act": "thank", "week": 1}])
    old = as_code(year)
    assert other_model(old) == ""
    monkeypatch.setattr(year_code, "MODEL_VERSION", MODEL_VERSION + 1)
    new = as_code(year)
    assert from_code(new) == from_code(old) == year
    assert other_model(new) == ""
    versions = f"model version {MODEL_VERSION}; this is version {MODEL_VERSION + 1}"
    assert other_model(old) == f"It was made with {versions}, so figures may differ."


@pytest.mark.parametrize("made", [1, -3, 2.0, True, "2", None, [2]])
def test_a_code_of_an_impossible_model_is_refused(made):
    """A version that is no whole number, or older than the first code, is taken for a changed code."""
    with pytest.raises(BadInput, match="is cut or changed"):
        from_code(forged(m=made))
