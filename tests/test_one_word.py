"""One measure has one name, wherever people read it: on screens, in tables, pictures, pages and prose."""

import re

import pytest
from conftest import ROOT
from test_board_report import text
from typer.testing import CliRunner

from sim import plots
from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.cli.main import app
from sim.experiments.comparison import compare
from sim.handout.board_report import board_report
from sim.handout.own_handout import own_handout
from sim.model.measures import SHIPPED
from sim.texts.words import catalogue, table

# What measures were called elsewhere; a key in `code` is a name of data.
OTHER_NAMES = re.compile(
    r"season(?:al)? trust|final trust|lowest trust|(?:commitments|promises) fulfilled|commitments kept|"
    r"kept commitments|partners (?:retained|still with us|who stayed with us)|person hours|work hours spent",
    re.IGNORECASE,
)
# A cause of trust and the name of a place, by which data know it: no measure.
CAUSES = re.compile(r"`[^`]*`|commitments kept \([+\u2212]|\| commitments kept \|")


def strings(value):
    """Yield all texts in a value of the catalogue."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    else:
        for one in value:
            yield from strings(one)


@pytest.mark.parametrize("key", [measure.key for measure in SHIPPED])
def test_heads_of_tables_and_pictures_are_the_name(key):
    """Every text that stands under a measure's key is its name, or the beginning of it where there is little room."""
    heads = {name: one for name, one in catalogue().items() if name.rpartition(".")[2] == key}
    name = table("figure_names").get(key, heads[f"score.{key}"]).lower()
    for place, head in heads.items():
        bare = re.sub(r"\s*\(.*?\)|, \{strategy\}| and trust", "", head.replace("\n", " ")).lower()
        assert name == bare or name.startswith((f"{bare} ", f"{bare},")), f"{place}: {head}"


def test_no_text_calls_a_measure_otherwise():
    """Neither the catalogues nor cases, strategies and pages of the documentation have another name for one."""
    causes = {"stories.commitments kept", "causes.commitments kept", "drawn_causes.commitments kept"}
    told = {name: " ".join(strings(one)) for name, one in catalogue().items() if name not in causes}
    told |= {key: load_case(key).summary for key in case_keys()} | {
        key: load_strategy(key).summary for key in strategy_keys()
    }
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "facilitator").glob("*.md")]
    told |= {page.name: CAUSES.sub("", page.read_text("utf-8")) for page in pages}
    wrong = {place: found[0] for place, words in told.items() if (found := OTHER_NAMES.search(words))}
    assert wrong == {}


@pytest.mark.long
def test_what_is_printed_and_drawn_has_these_names():
    """A ranking, the picture of it, a story, a report and a handout use the same names for the same measures."""
    compared = compare("missed-deliveries", ["silence", "flood"], worlds=4)
    figure = plots.side_by_side(compared.outcomes)
    drawn = " ".join(one.get_text() for one in figure.findobj(match=lambda part: hasattr(part, "get_text")))
    ranking = CliRunner().invoke(app, ["compare", "--worlds", "4", "--strategies", "silence,flood"]).output
    spoken = {
        "ranking": " ".join(ranking.split()),
        "picture": " ".join(drawn.split()),
        "story": CliRunner().invoke(app, ["story", "missed-deliveries", "silence", "--world", "worst"]).output,
        "report": text(board_report(compared)),
        "handout": text(own_handout("missed-deliveries", ["silence", "flood"], worlds=4)),
    }
    for place, words in spoken.items():
        assert not OTHER_NAMES.search(words), place
        assert re.search("partnership", words, re.IGNORECASE), place
    for place in ("ranking", "picture", "handout"):
        assert re.search(r"partners\W+kept", spoken[place], re.IGNORECASE), place
    assert re.search(r"promises\W+kept", spoken["picture"], re.IGNORECASE)


def test_the_page_on_commands_lists_keys_and_names():
    """The table of measures on the page of commands is that of the catalogue."""
    rows = dict(
        re.findall(r"^\| `(\w+)` \| ([^|]+?) \|$", (ROOT / "docs" / "commands.md").read_text("utf-8"), re.MULTILINE)
    )
    assert rows["partnership"].startswith(table("figure_names")["partnership"])
    for key, name in table("figure_names").items():
        if key in {measure.key for measure in SHIPPED}:
            assert rows[key].startswith(name), key
