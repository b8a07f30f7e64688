"""The documentation's tables are what the model says."""

import pytest

from sim.ablation import WHY_NOT, ablate
from sim.errors import BadInput
from sim.tables import PAGES, ablation_page, parameters_page, ranking_page, write_tables


@pytest.mark.parametrize("page", [parameters_page, ranking_page, ablation_page])
def test_the_page_in_docs_is_fresh(page, root):
    """A page is made anew and compared to the last figure but one, never edited."""
    name = next(name for name, made in PAGES.items() if made is page)
    assert (root / "docs" / name).read_text(encoding="utf-8") == page()


def test_no_act_is_decoration():
    """Each act of each documented strategy moves something, or the table says why not, and says so of no other."""
    idle = {(one.strategy, one.act) for one in ablate() if not one.matters}
    assert idle == set(WHY_NOT)


def test_tables_need_their_folder(tmp_path):
    """A folder that is not there is named."""
    with pytest.raises(BadInput, match="nowhere"):
        write_tables(tmp_path / "nowhere")
