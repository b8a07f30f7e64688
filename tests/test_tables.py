"""The generated tables of the documentation are up to date."""

import pytest

from sim.base.errors import BadInput
from sim.cli.model_tables import PAGES, WORLDS, ablation_page, write_tables
from sim.experiments.ablation import IDLE, ablate


@pytest.fixture(scope="module")
def removals():
    """Return what each act of each documented strategy does."""
    return list(ablate(worlds=WORLDS))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_in_docs_is_fresh(name, root, removals):
    """Each generated page in docs/ equals a newly generated one."""
    made = ablation_page(removals) if name == "ablation.md" else PAGES[name]()
    assert (root / "docs" / name).read_text(encoding="utf-8") == made


@pytest.mark.slow
def test_no_act_is_decoration(removals):
    """Each act of a documented strategy moves a measure, or the table gives the reason why not."""
    idle = {(one.strategy, one.act) for one in removals if not one.matters}
    assert idle == set(IDLE)


def test_tables_need_their_folder(tmp_path):
    """A missing folder is refused by name."""
    with pytest.raises(BadInput, match="nowhere"):
        write_tables(tmp_path / "nowhere")
