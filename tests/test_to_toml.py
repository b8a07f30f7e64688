"""A case or a strategy that is written as TOML reads back as an equal one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.catalogue import case_keys, honest_keys, load_case, load_strategy, strategy_keys
from sim.model.acts import ACTS
from sim.model.case import Case
from tests.worlds import cases, plan, small_case, strategies

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(str.strip)


@pytest.fixture(scope="module")
def read_again(tmp_path_factory):
    """Return what writes a case or strategy to a file, and reads it again."""
    path = tmp_path_factory.mktemp("own") / "own.toml"

    def again(one, *, whole=False):
        path.write_bytes(one.to_toml(whole=whole).encode())
        return (load_case if isinstance(one, Case) else load_strategy)(str(path))

    return again


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("key", [*case_keys(), *strategy_keys(), *honest_keys()])
def test_shipped_ones_read_back_equal(read_again, key, whole):
    """All shipped cases, strategies and honest plans, short and whole."""
    one = load_case(key) if key in case_keys() else load_strategy(key)
    assert read_again(one, whole=whole) == one


@pytest.mark.long
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_random_ones_read_back_equal(read_again, data):
    """Random cases and strategies, with texts of any letters, read back equal."""
    case = data.draw(cases()).model_copy(
        update={"title": data.draw(TEXTS).strip(), "summary": data.draw(TEXTS).strip()}
    )
    strategy = data.draw(strategies(case)).model_copy(update={"title": data.draw(TEXTS).strip()})
    for one in (case, strategy):
        assert read_again(one, whole=data.draw(st.booleans())) == one


def test_every_act_reads_back_equal(read_again):
    """Each kind of act as usual, and under a rule."""
    acts = [{"act": kind, "week": 3} for kind in ACTS]
    acts += [{"act": "thank", "when": "complaint", "since": 2}, {"act": "listen", "when": "low_survey", "below": 0.4}]
    assert read_again(plan(*acts)) == plan(*acts)
    assert read_again(plan(*acts), whole=True) == plan(*acts)


def test_what_is_usual_is_left_out(read_again):
    """The short text names what a person would write; the whole one every field that has a value."""
    one = small_case()
    assert "buffer" not in one.to_toml()
    assert "buffer = 1.7" in one.to_toml(whole=True)
    assert 'event = "breach"' in one.to_toml()
    assert read_again(one) == one


def test_letters_that_toml_must_quote(read_again):
    """Quotes, backslashes, tabs and line breaks come back letter by letter."""
    one = plan({"act": "thank", "week": 1}, key="\"a\"\\b\t'c'\nd").model_copy(update={"title": "é ³ “x” \x7f"})
    assert read_again(one) == one
