"""Written answers in nearly the same words are shown to the facilitator alone, as a hint to talk."""

from html import unescape
from types import SimpleNamespace

import pytest
from test_grading_pages import result

from sim.grading.reports.guide import Asked, Guide
from sim.grading.reports.report import write_report
from sim.grading.reports.same_words import own_words, same_words

PROMPT = "One partner wants to hear from you each week, another one only when something changes. What do you do?"
OWN = (
    "We ask each of them once how they would like to hear from us, write that down, and keep two lists; "
    "in the week of a change both get the same news on the same day"
)
OTHER = (
    "I would send a short note to everybody on the first Monday of a month and let people choose for themselves "
    "whether they read it, since choosing is a kind of respect too"
)
GUIDE = Guide(
    {"ex91": "The rhythm"}, {("ex91", "q4"): Asked(name="q4", title="Say", prompt=PROMPT, rubric=("A cost",))}
)


def wrote(who, text, exercise="ex91"):
    """Return an entry of a trainee's written answer."""
    return {"trainee": who, "exercise": exercise, "asked": GUIDE.asked("ex91", "q4"), "text": text}


def found(*texts, given=None):
    """Return the trainees whose texts are alike, group by group."""
    return [tuple(one["trainee"] for one in group.texts) for group in same_words(texts, given)]


def test_nearly_the_same_words_are_found_and_others_not():
    """A word changed, capitals and punctuation do not hide a text; a different text is no copy."""
    changed = OWN.upper().replace("WRITE", "NOTE").replace(",", " -")
    assert found(wrote("Ana", OWN), wrote("Bo", OTHER), wrote("Cy", changed)) == [("Ana", "Cy")]


def test_several_who_share_a_text_are_one_group():
    """Three who share a text are one group, whose share is the least; the most alike come first."""
    words = OWN.split()
    less = " ".join(["Perhaps", "then", *words[:-2]])
    groups = same_words(
        [wrote("Ana", OWN), wrote("Bo", OWN), wrote("Cy", less), wrote("Di", OTHER), wrote("Ed", OTHER)]
    )
    assert [tuple(one["trainee"] for one in group.texts) for group in groups] == [("Di", "Ed"), ("Ana", "Bo", "Cy")]
    assert groups[0].least == 1
    assert groups[1].least == pytest.approx(2 * (len(words) - 2) / (2 * len(words)), abs=0.01)


def test_what_the_question_gives_does_not_count():
    """Who quotes the question, or leaves its starter standing, is not alike for that."""
    one, other = f"{PROMPT} I ask them which of the two they want, and why.", f"{PROMPT} Nothing, they can look it up."
    assert found(wrote("Ana", one), wrote("Bo", other)) == []
    assert own_words(PROMPT, PROMPT) == []
    starter = "Write here what your partners would say about it, and what you would then do in the first week of all"
    assert found(wrote("Ana", starter), wrote("Bo", starter)) == [("Ana", "Bo")]
    assert found(wrote("Ana", starter), wrote("Bo", starter), given={("ex91", "q4"): starter}) == []


def test_short_texts_own_attempts_and_other_questions_do_not_count():
    """Neither eleven equal words, nor one trainee's two texts, nor equal texts on two questions are a hint."""
    short = " ".join(OWN.split()[:11])
    assert found(wrote("Ana", short), wrote("Bo", short)) == []
    assert found(wrote("Ana", OWN), wrote("Ana", OWN)) == []
    assert found(wrote("Ana", OWN), wrote("Bo", OWN, exercise="ex92")) == []
    assert found(wrote("Ana", ""), wrote("Bo", "")) == []


def test_a_script_without_spaces_is_compared_too():
    """In Chinese and Japanese each character counts as a word."""
    text = "我们先问每个伙伴想多久听到消息然后写下来并且遵守"
    assert found(wrote("Ana", text), wrote("Bo", text.replace("写", "记"))) == [("Ana", "Bo")]


def test_no_text_that_is_alike_is_passed_over():
    """With every seventh word changed, or one put in after each six, a pair is found; with every fifth it is not."""
    words = [f"word{at}" for at in range(120)]
    changed = [f"x{at}" if at % 7 == 0 else word for at, word in enumerate(words)]
    longer = [part for at, word in enumerate(words) for part in ([word, f"y{at}"] if at % 6 == 5 else [word])]
    other = [f"x{at}" if at % 5 == 0 else word for at, word in enumerate(words)]
    told = {name: " ".join(text) for name, text in {"changed": changed, "longer": longer, "other": other}.items()}
    assert [found(wrote("Ana", " ".join(words)), wrote("Bo", text)) != [] for text in told.values()] == [
        True,
        True,
        False,
    ]


@pytest.mark.slow
def test_only_the_facilitator_s_page_tells_it(tmp_path):
    """The class page names both and says that they may explain; no other page or table says a word of it."""
    graded = [result(who, {"q1": 1}, answers={"q4": text}) for who, text in (("Ana", OWN), ("Bo", OWN), ("Cy", OTHER))]
    write_report(graded, tmp_path, masters={}, guide=GUIDE)
    page = unescape((tmp_path / "class.html").read_text("utf-8"))
    assert "Ana, Bo" in page
    assert "has the right to explain" in page
    for path in tmp_path.rglob("*.*"):
        if path.name != "class.html":
            assert "ame words" not in path.read_text("utf-8"), path


@pytest.mark.slow
def test_a_class_without_texts_alike_hears_nothing_of_it(tmp_path):
    """A starter that two left as it stood is no hint: the master's own cell gives its words."""
    starter = "Write here: " + OWN
    masters = {"ex91": SimpleNamespace(exercise="ex91", reflections={"ex91-q4": starter}, path=tmp_path / "ex91.ipynb")}
    masters["ex91"].path.write_text("{}")
    graded = [result(who, {"q1": 1}, texts={"ex91-q4": starter}) for who in ("Ana", "Bo")]
    write_report(graded, tmp_path / "out", masters=masters, guide=GUIDE)
    assert "ame words" not in (tmp_path / "out" / "class.html").read_text("utf-8")
