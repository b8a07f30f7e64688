"""The lessons' questions on pictures, answered from the text alternatives and compared with the simulation.

What the reader of a picture's words does is written here with nothing but those words: no figure, no outcome.
"""

import re
from functools import cache

import pytest

from sim.catalogue import load_case, load_strategy
from sim.experiments.simulate import simulate
from sim.lab.answers.progress import Progress
from sim.lab.pages.lesson_page import LessonPage
from sim.lab.session.simulation_cache import REFINED, SimulationCache
from sim.lab.views import text_alternative
from sim.lab.views.trust_chart import View
from sim.lab.views.waterfall import waterfall_data
from sim.model.measures import HEADLINE
from sim.model.version import MODEL_VERSION

LINE = re.compile(r"(?<=\. )([^.]+?) starts at (\d+),? (?:is lowest at (\d+) in week (\d+), )?and ends at (\d+)")
ROW = re.compile(r"(\d+)\. (.+?) (\d+)(?: \(\d|;|\.$)")
CAUSE = re.compile(r"([^,:.]+?) [+\N{MINUS SIGN}-](\d+)")


@pytest.fixture
def panel(request, tmp_path):
    """Return the panel of a lesson's "Play"."""
    page = LessonPage(request.param, progress=Progress(tmp_path, "mine"))
    page.predict()
    page.guess.chosen = [page.data.predict.choices[0].key]
    page.record_guess()
    return page.play().children[1]


def lines(words):
    """Read {name: (start, lowest, its week, end)} off a picture of lines."""
    found = {name.strip("“”"): figures for name, *figures in LINE.findall(words)}
    return {name: tuple(float(figure) if figure else None for figure in figures) for name, figures in found.items()}


def places(words):
    """Read [(name, trust)] off a ranking, in its order."""
    return [(name, float(trust)) for _, name, trust in ROW.findall(words)]


def played(panel):
    """Return what the simulation gives for the strategy on a bench; the panel asked for the same."""
    return SimulationCache().outcome(panel.session.case, panel.session.draft.played, worlds=REFINED)


@cache
def partnership(case, key):
    """Return (worlds,) what the simulation gives for a shipped strategy; world k is the same however many there are."""
    return simulate(case, key, worlds=REFINED).each(HEADLINE)


def rounded(number):
    """Return a figure as pages show it."""
    return round(100 * float(number))


@pytest.mark.long
@pytest.mark.parametrize("panel", ["01_what_moves_trust"], indirect=True)
def test_01_how_low_does_the_line_fall_and_where_does_it_end(panel):
    """How low does the circle's trust fall, in which week, and where does it end, if we never answer?"""
    _, lowest, week, end = lines(panel.picture.text_alternative)["Yours"]
    circle = played(panel).trust[:, 0].mean(axis=-1)
    assert (lowest, int(week), end) == (rounded(circle.min()), int(circle.argmin()), rounded(circle[-1]))


@pytest.mark.long
@pytest.mark.parametrize("panel", ["01_what_moves_trust"], indirect=True)
def test_01_which_side_of_trust_falls_more_at_first(panel):
    """Which side has lost more at its lowest: can they do it, or do they mean well?"""
    panel.view.chosen = [View.SIDES.value]
    sides = lines(panel.picture.text_alternative)
    lost = {name: start - lowest for name, (start, lowest, _, _) in sides.items()}
    facets = played(panel).facets[:, :, 0].mean(axis=-1)
    falls = [facets[0, side] - facets[:, side].min() for side in (0, 1)]
    assert list(lost) == ["Can they do it?", "Are they honest, do they care?"]
    assert max(lost, key=lost.__getitem__) == list(lost)[falls.index(max(falls))]


@pytest.mark.slow
@pytest.mark.parametrize("panel", ["01_what_moves_trust"], indirect=True)
def test_01_which_loss_shrinks_most(panel):
    """Which cause of loss shrinks most when we answer at once?"""

    def losses():
        lost = waterfall_data("Yours", played(panel))["twin"]["state"].partition("Lost: ")[2].partition(". Gained")[0]
        return {name.strip(): float(by) for name, by in CAUSE.findall(lost)}

    before, moved_before = losses(), played(panel).what_moved_trust
    panel.bindings[0].move_to(0)
    after, moved_after = losses(), played(panel).what_moved_trust
    shrunk = max(before, key=lambda cause: before[cause] - after.get(cause, 0))
    most = max((c for c in moved_before if moved_before[c] < 0), key=lambda c: moved_after.get(c, 0) - moved_before[c])
    assert (shrunk, most) == ("No full answer to what went wrong", "no answer")


@pytest.mark.slow
@pytest.mark.parametrize(
    "panel", ["02_update_rhythm", "03_promises", "04_when_things_go_wrong"], indirect=True, ids=["02", "03", "04"]
)
def test_where_does_the_line_end_highest(panel):
    """At which value of the main control does trust end highest? Within a hundredth they count as one."""
    binding = panel.bindings[0]
    read, true = [], []
    for place in range(len(binding.control.offered)):
        binding.move_to(place)
        read.append(lines(panel.picture.text_alternative)["Yours"][3])
        true.append(float(played(panel).final_trust.mean()))
    assert max(true) - true[read.index(max(read))] < 0.01
    assert max(read) - min(read) > 3


@pytest.mark.slow
@pytest.mark.parametrize("panel", ["02_update_rhythm"], indirect=True)
def test_02_what_do_the_updates_cost(panel):
    """How many staff hours more than saying nothing does the strategy take?"""
    hours = panel.picture.text_alternative.partition("Staff hours: ")[2]
    own, other = (int(number) for number in re.findall(r" (\d+)[,.]", hours))
    silence = simulate(panel.session.case, "silence", worlds=REFINED)
    assert (own, other) == (round(played(panel).staff_hours.mean()), round(silence.staff_hours.mean()))


@pytest.mark.full
@pytest.mark.slow
@pytest.mark.parametrize("panel", ["05_luck_or_strategy"], indirect=True)
def test_05_who_is_first_with_one_world_and_with_all(panel):
    """Who is first, and does the first one change as the worlds grow?"""
    first = {}
    for place in (0, len(panel.worlds.words) - 1):
        panel.worlds.value = place
        order = places(panel.picture.text_alternative)
        assert [trust for _, trust in order] == sorted((trust for _, trust in order), reverse=True)
        first[panel.settings.worlds] = order[0][0]
    assert max(first) <= REFINED
    for count, name in first.items():
        keys = [key for key, _ in panel.one.options]
        outcomes = {key: partnership(load_case("missed-deadline"), key)[:count].mean() for key in keys}
        assert name == load_strategy(max(outcomes, key=outcomes.__getitem__)).title


@pytest.mark.slow
@pytest.mark.parametrize("panel", ["06_many_partners"], indirect=True)
def test_06_which_partner_differs_most_between_the_first_answer_and_the_fifth(panel):
    """Which partner's line ends most differently under two answers?"""
    panel.view.chosen = [View.EACH.value]
    first, true_first = lines(panel.picture.text_alternative), played(panel).trust[-1].mean(axis=-1)
    panel.bindings[0].move_to(4)
    fifth, true_fifth = lines(panel.picture.text_alternative), played(panel).trust[-1].mean(axis=-1)
    read = max(first, key=lambda who: abs(fifth[who][3] - first[who][3]))
    gaps = abs(true_fifth - true_first)
    assert gaps.max() - gaps[panel.session.case.names.index(read)] < 0.011


@pytest.mark.full
@pytest.mark.slow
@pytest.mark.parametrize("panel", ["07_your_plan"], indirect=True)
def test_07_where_does_your_own_strategy_stand(panel):
    """In which place does the own strategy stand among all, and which one stands last?"""
    panel.move(lambda draft: draft.minus(0))
    told = panel.sections["ranking"].picture.text_alternative
    assert f"model version {MODEL_VERSION}" in told
    order = [name.partition(" (")[0] for name, _ in places(told)]
    season = played(panel).each(HEADLINE).mean()
    outcomes = {
        load_strategy(key).title: partnership(panel.session.case, key).mean() for key, _ in panel.start.options[1:]
    }
    assert order.index("Yours") == sum(other > season for other in outcomes.values())
    assert order[-1] == min(outcomes, key=outcomes.__getitem__)


@pytest.mark.long
@pytest.mark.parametrize("panel", ["02_update_rhythm"], indirect=True)
def test_without_its_words_a_picture_answers_nothing(panel, monkeypatch):
    """These tests can fail: leave one line's words out, and the question has no answer."""
    monkeypatch.setattr(text_alternative, "of_lines", lambda _shown, _partner: "Trust over 52 weeks.")
    panel.refresh()
    with pytest.raises(KeyError):
        lines(panel.picture.text_alternative)["Yours"]
