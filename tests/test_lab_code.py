"""Strategies as text codes: decoding gives the encoded strategy, and every error is one plain sentence."""

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import BadInput
from sim.base.text_codec import LETTERS, checksum_of, letters_of
from sim.catalogue import case_keys, load_strategy, strategy_keys
from sim.lab.session import strategy_code
from sim.lab.session.strategy_code import as_code, from_code
from sim.model.version import MODEL_VERSION
from tests.worlds import situations


def coded(key):
    """Return a shipped strategy's text code."""
    strategy = load_strategy(key)
    return as_code(strategy.title, strategy.acts, "missed-deadline")


def packed(data):
    """Return a text code of any data, with a valid checksum."""
    packer = zlib.compressobj(9, wbits=-15, zdict=strategy_code._USUAL)  # noqa: SLF001 - a forger knows it too
    body = letters_of(b"\1" + packer.compress(json.dumps(data).encode()) + packer.flush())
    return f"MB1-{body}-{checksum_of(body, '1')}"


@pytest.mark.parametrize("key", strategy_keys())
def test_every_shipped_strategy_comes_back(key):
    """Every shipped strategy can be decoded from its text, which is short enough for a chat."""
    assert from_code(coded(key)).strategy.acts == load_strategy(key).acts
    assert len(coded(key)) < 300


@pytest.mark.slow
@given(situation=situations(), case=st.sampled_from(case_keys()))
def test_any_strategy_comes_back(situation, case):
    """Any strategy can be decoded, also from a text that a chat wrapped or that has words around it."""
    _, strategy = situation[:2]
    text = as_code(strategy.title, strategy.acts, case)
    wrapped = "\n".join(text[at : at + 40] for at in range(0, len(text), 40))
    loaded = from_code(f"look at this: {wrapped} - good?")
    assert (loaded.strategy.acts, loaded.strategy.title, loaded.case) == (strategy.acts, strategy.title, case)


@pytest.mark.parametrize(
    ("model", "said"), [({"m": MODEL_VERSION + 1}, f"model version {MODEL_VERSION + 1}"), ({}, "model version 1")]
)
def test_a_text_of_another_model_says_so(model, said):
    """A text made with another version of the model, or before texts named it, loads with a plain remark."""
    loaded = from_code(packed({"t": "A", "c": "missed-deadline", "a": []} | model))
    assert loaded.remark == f"It was made with {said}; this is version {MODEL_VERSION}, so figures may differ."
    assert from_code(coded("silence")).remark == ""


@given(st.integers(min_value=0, max_value=200))
def test_a_cut_text_is_called_cut(at):
    """A truncated text is refused as truncated, whichever part is missing."""
    whole = coded("keep-informed")
    with pytest.raises(BadInput, match=r"^This (strategy text is cut|is no strategy)|^There is no text"):
        from_code(whole[: min(at, len(whole) - 1)])


@given(st.data())
def test_a_changed_letter_is_noticed(data):
    """A text with one changed letter is refused."""
    whole = coded("q-and-a")
    at = data.draw(st.integers(min_value=4, max_value=len(whole) - 1))
    other = data.draw(st.sampled_from([letter for letter in LETTERS if letter != whole[at]]))
    with pytest.raises(BadInput):
        from_code(whole[:at] + other + whole[at + 1 :])


@pytest.mark.slow
@given(st.text(max_size=300))
def test_foreign_text_is_one_sentence(text):
    """Any pasted text gives a strategy or an error in one sentence."""
    with pytest.raises(BadInput, match=r"^[A-Z].*\.$"):
        from_code(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is no text yet"),
        ("Dear all, see you on Monday", "no strategy text of this course"),
        ("MB2-abc-defghi", "newer version"),
        ("MB1-", "cut or changed"),
        ("MB1-" + "z" * 30_000, "too long"),
        (packed({"t": "A", "c": "missed-deadline", "a": [{"act": "bribe", "week": 1}]}), "act is 'bribe'"),
        (packed({"t": "A", "c": "missed-deadline", "a": [{"act": "thank", "week": 999}]}), "week is 999"),
        (packed({"t": "A", "c": "moon", "a": []}), "its case is 'moon'"),
        (packed({"t": 5, "c": "missed-deadline", "a": []}), "title is 5"),
        (packed([1, 2]), "cut or changed"),
        (packed({"t": "A", "c": "missed-deadline", "a": [], "m": "2"}), "cut or changed"),
        (packed({"t": "A" * 99_000, "c": "missed-deadline", "a": []}), "cut or changed"),
    ],
)
def test_bad_text_is_refused_in_a_plain_sentence(text, said):
    """An invalid text is refused in a sentence that says what is wrong."""
    with pytest.raises(BadInput) as refused:
        from_code(text)
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")
