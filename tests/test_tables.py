"""The generated tables of the documentation are up to date, and rest on strategies that differ."""

from functools import cache

import pytest

from sim.base.errors import BadInput
from sim.catalogue import strategy_keys
from sim.cli.model_tables import PAGES, WORLDS, ablation_page, write_tables
from sim.experiments import comparison
from sim.experiments.ablation import IDLE, ablate
from sim.experiments.profiles import CLEAR, profiles
from sim.experiments.simulate import simulate


@pytest.fixture(scope="module", autouse=True)
def _each_played_once():
    """Play each shipped strategy once in a case: ablation, ranking and profiles ask for the same seasons."""
    once = cache(simulate)

    def remembered(case, strategy, **how):
        return (once if strategy.key in strategy_keys() else simulate)(case, strategy, **how)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(comparison, "simulate", remembered)
        yield


@pytest.fixture(scope="module")
def removals():
    """Return what each act of each documented strategy does."""
    return list(ablate(worlds=WORLDS))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({*PAGES} - {"ablation.md"}))
def test_the_page_in_docs_is_fresh(name, root):
    """Each generated page in docs/ equals a newly generated one."""
    assert (root / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()


@pytest.mark.full
def test_the_page_of_removals_is_fresh(root, removals):
    """The page of what each act adds equals a newly generated one."""
    assert (root / "docs/ablation.md").read_text(encoding="utf-8") == ablation_page(removals)


@pytest.mark.full
def test_no_act_is_decoration(removals):
    """Each act of a documented strategy moves a measure, or the table gives the reason why not."""
    idle = {(one.strategy, one.act) for one in removals if not one.matters}
    assert idle == set(IDLE)


@pytest.mark.slow
@pytest.mark.parametrize("case", ["missed-deadline", "criticised-outreach"])
def test_at_least_eight_have_a_profile_of_their_own(case):
    """Strategies with like means differ by partners and measures, hours not counted; only what is clear counts."""
    found = profiles(case, worlds=WORLDS)
    assert len(found) == 13
    signs = [tuple(one for one in profile.sign if one[0] != "staff_hours") for profile in found]
    assert sum(signs.count(sign) == 1 for sign in signs) >= 8
    assert all(abs(gap.interval.mean) >= CLEAR for profile in found for gap in profile.partners)


def test_tables_need_their_folder(tmp_path):
    """A missing folder is refused by name."""
    with pytest.raises(BadInput, match="nowhere"):
        write_tables(tmp_path / "nowhere")
