"""Objects of the library show themselves in a line, and in notebooks as plain tables in the notebook's own colours."""

import re
from html.parser import HTMLParser

import pytest

from sim.catalogue import load_case, load_strategy
from sim.experiments.comparison import Difference, compare
from sim.experiments.playthrough import Playthrough
from sim.experiments.robustness import robust_ranking, robustness
from sim.experiments.search import Found
from sim.experiments.simulate import simulate
from sim.experiments.spam import Spam
from sim.experiments.sweep import grid
from sim.model.outcome import Interval
from sim.model.parameters import SHIPPED, Parameters, ranges
from sim.model.version import MODEL_VERSION
from tests.worlds import plan, small_case

RANDOM = Parameters(**{name: high for name, (_, high) in ranges().items()})
LONGEST, LARGEST = 240, 14_000  # letters; a random model's table has 87 rows
VOID = {"br", "hr", "img", "meta"}


def shown():
    """Return one of each public object."""
    case, strategy = load_case("missed-deadline"), load_strategy("recovery-plan")
    outcome = simulate(case, strategy, worlds=2, parameters=RANDOM)
    compared = compare(case, ["recovery-plan", "silence", "flood"], worlds=2)
    gap = compared.difference("silence", "flood")
    asked = {"draws": 3, "worlds": 2, "worlds_a_draw": 2}
    return {
        "case": case, "strategy": strategy, "partner": case.partners[0], "commitment": case.commitments[0],
        "event": case.events[0], "tie": case.ties[0], "act": strategy.acts[0], "outcome": outcome,
        "comparison": compared, "difference": gap, "hours": compared.difference("silence", "flood", "staff_hours"),
        "interval": gap.interval, "shipped": SHIPPED, "changed": Parameters(half_life_bad=52), "random": RANDOM,
        "playthrough": Playthrough.begin(case, strategy).until(3), "variant": grid("silence", {"update.week": [1]})[0],
        "robustness": (robust := robustness(small_case(), "silence", plan(), **asked)), "order": robust.season,
        "place": robust_ranking(small_case(), ["silence", "flood"], draws=2, worlds=2)[0],
        "spam": Spam(case, "partnership", 2, 0, 0.5, (), 0),
        "found": Found("partnership", "all", 5, outcome, (outcome,), gap),
    }  # fmt: skip


@pytest.fixture(scope="module")
def objects():
    """Return one of each public object, by what it is."""
    return shown()


def test_each_shows_itself_in_a_line(objects):
    """`repr` is one line of at most 240 letters, and names what it is."""
    for name, one in objects.items():
        assert "\n" not in repr(one), name
        assert len(repr(one)) <= LONGEST, (name, len(repr(one)))
        assert type(one).__name__.removeprefix("_") in repr(one), name


def test_what_a_line_says(objects):
    """The key, the size, the headline with its interval, and numbers that are not as shipped."""
    assert (
        repr(objects["case"])
        == "<Case missed-deadline: “Missed deadline”, 8 partners, 20 commitments, 5 events, 52 weeks>"
    )
    assert repr(objects["changed"]) == "Parameters(half_life_bad=52)"
    assert re.search(
        r"partnership .* ± .* of 100, .* of 8 partners stay, 2 worlds, seed 0, Parameters\(", repr(objects["outcome"])
    )
    assert re.search(r"Difference: partnership over the year \+.* ± .* of 100: \w+", repr(objects["difference"]))
    assert repr(Difference("partnership", Interval(0.001, 0.01), 1, 2)).endswith(
        "too small to matter, higher in 1 of 2 worlds>"
    )
    assert repr(plan({"act": "thank", "week": 2}).acts[0]) == "Thank(week=2)"


class Tags(HTMLParser):
    """Reads HTML and holds that each tag is closed, in order."""

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], []

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 - HTMLParser gives both
        """Open a tag."""
        self.seen.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Close it, the last one that is open."""
        assert self.open.pop() == tag


def html_of(objects):
    """Return the HTML of each object that has some."""
    return {name: one._repr_html_() for name, one in objects.items() if hasattr(one, "_repr_html_")}


def test_html_is_whole_short_and_in_the_notebook_s_own_colours(objects):
    """Each table is well-formed, at most 14,000 letters, has heads with a scope, and names no colour and no file."""
    told = html_of(objects)
    assert set(told) == {"case", "strategy", "outcome", "comparison", "shipped", "changed", "random"}
    for name, html in told.items():
        tags = Tags()
        tags.feed(html)
        assert tags.open == [], name
        assert {"table", "caption", "th"} <= set(tags.seen), name
        assert len(html) <= LARGEST, (name, len(html))
        assert '<th scope="col"' in html
        assert not re.search(r"#[0-9a-f]{3,6}\b|rgb|: ?(black|white)|src=|url\(", html), name


def test_html_is_escaped():
    """What somebody writes into a case or a strategy is shown, and not run."""
    evil = "<script>alert('x')</script>"
    case = small_case(title=evil, partners=[{"name": "Clinic", "role": evil}, {"name": "Funder", "role": "&"}])
    strategy = plan().model_copy(update={"title": evil, "summary": evil})
    outcome = simulate(case, strategy, worlds=1)
    for one in (case, strategy, outcome, compare(case, [strategy], worlds=1)):
        assert "<script" not in one._repr_html_()
        assert "&lt;script&gt;" in one._repr_html_()


def test_a_scoreboard_says_which_model_it_is_of(objects):
    """The note below an outcome and a comparison names the version and what is not as shipped."""
    assert f"Model version {MODEL_VERSION}." in objects["comparison"]._repr_html_()
    assert f"Model version {MODEL_VERSION} with other numbers than shipped" in objects["outcome"]._repr_html_()
    assert "52</td>" in objects["changed"]._repr_html_()
    assert "All are as shipped" in objects["shipped"]._repr_html_()
