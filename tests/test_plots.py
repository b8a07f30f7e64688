"""Still pictures: they match the outcome and can be read."""

import io
import stat
from functools import cache

import matplotlib.image
import numpy as np
import pytest
from matplotlib import rcParams
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from sim.base.errors import BadInput
from sim.catalogue import case_keys, strategy_keys
from sim.experiments.simulate import simulate
from sim.look import tokens
from sim.model.case import Case, Event, Partner
from sim.model.ledger import CAUSES
from sim.model.strategy import Strategy
from sim.model.version import version_told
from sim.plots import WORDS, save, side_by_side, trust_by_partner, trust_over_time, what_moved_trust
from sim.texts.words import say

EVERY = strategy_keys()
PICTURES = (trust_over_time, trust_by_partner, what_moved_trust, lambda outcome: side_by_side([outcome]))


@cache
def season(case, key, worlds):
    """Return one outcome, played once for all tests."""
    return simulate(case, key, worlds=worlds)


def played(*keys, case="missed-deadline", worlds=8):
    """Return outcomes of these strategies."""
    return [season(case, key, worlds) for key in keys]


def drawn(ax, gid):
    """Return what was drawn under this name, in order."""
    return [artist for artist in ax.get_children() if artist.get_gid() == gid]


def texts(ax):
    """Return every text in a picture that has letters."""
    found = [text for text in ax.figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    hidden = set(hidden_ticks(ax))
    return [text for text in found if text not in hidden]


def hidden_ticks(ax):
    """Return labels of ticks that lie outside what is shown."""
    for axis, (low, high) in ((ax.xaxis, sorted(ax.get_xlim())), (ax.yaxis, sorted(ax.get_ylim()))):
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
            if not low <= tick.get_loc() <= high:
                yield from (tick.label1, tick.label2)


def boxes(ax):
    """Return each text with the rectangle that it covers, as the renderer sees it."""
    ax.figure.draw_without_rendering()
    return [(text.get_text(), Text.get_window_extent(text)) for text in texts(ax)]


def overlaps(ax):
    """Return pairs of texts that cover each other."""
    found = boxes(ax)
    pairs = ((one, two) for number, one in enumerate(found) for two in found[:number])
    return [(one[0], two[0]) for one, two in pairs if one[1].overlaps(two[1])]


@pytest.mark.long
def test_lines_are_the_means():
    """Each strategy's line is its mean trust week by week."""
    outcomes = played("silence", "recovery-plan")
    for line, outcome in zip(drawn(trust_over_time(outcomes), "trust"), outcomes, strict=True):
        assert line.get_xdata().tolist() == list(range(53))
        assert line.get_ydata() == pytest.approx(outcome.trust.mean(axis=(1, 2)))


def test_band_is_the_middle_of_worlds():
    """The band reaches from the 10th to the 90th percentile of worlds."""
    (outcome,) = played("silence", worlds=30)
    (band,) = trust_over_time(outcome).collections
    heights = band.get_paths()[0].vertices
    last = heights[heights[:, 0] == 52][:, 1]
    expected = np.quantile(outcome.trust.mean(axis=1)[-1], (0.1, 0.9))
    assert (last.min(), last.max()) == pytest.approx(tuple(expected))


@pytest.mark.slow
@pytest.mark.parametrize("many", [1, 3, 19])
def test_every_line_has_a_look_of_its_own(many):
    """No two lines share both colour and style."""
    lines = drawn(trust_over_time(played(*EVERY[:many])), "trust")
    looks = {(line.get_color(), str(line._dash_pattern)) for line in lines}  # noqa: SLF001 - there is no public way
    assert len(looks) == many


@pytest.mark.slow
def test_few_lines_differ_without_colour():
    """Up to six lines all differ in style, and all differ in colour."""
    lines = drawn(trust_over_time(played(*EVERY[:6])), "trust")
    assert len({str(line._dash_pattern) for line in lines}) == 6  # noqa: SLF001 - there is no public way
    assert len({line.get_color() for line in lines}) == 6


def test_acts_stand_on_their_days():
    """An act on day d is marked at (d - 1)/5 weeks: a single one as a diamond, repeated ones as strokes."""
    acts = [{"act": "apologise", "day": 8}, {"act": "update", "week": 2, "every_weeks": 20}]
    strategy = Strategy(key="own", title="Own", summary="Own.", source="Assumption", acts=acts)
    marks = drawn(trust_over_time(simulate("missed-deadline", strategy, worlds=2)), "act")
    assert [(mark.get_marker(), mark.get_xdata().tolist()) for mark in marks] == [("D", [1.4]), ("|", [2, 22, 42])]


def test_events_are_marked_and_told():
    """Events are marked on their days with words; those on the day of the breach share one mark."""
    (outcome,) = played("silence")
    ax = trust_over_time(outcome)
    later = [event for event in outcome.case.events if event.day]
    assert [mark.get_xdata()[0] for mark in drawn(ax, "event")] == [0, *((event.day - 1) / 5 for event in later)]
    told = {text.get_text() for text in texts(ax)}
    assert {say("drawn.breach"), *(event.label for event in later)} <= told


def test_many_events_share_one_row():
    """If there are too many events for words, only marks are drawn."""
    events = [Event(event="kept", day=day, label=f"Event on day {day}") for day in range(0, 250, 10)]
    case = Case(
        key="full", title="Full", summary="Full.", source="Assumption", hours_per_day=8, events=events,
        partners=[Partner(name="Ana", role="A patient")],
    )  # fmt: skip
    ax = trust_over_time(simulate(case, "silence", worlds=2))
    assert len(drawn(ax, "event")) == 25
    assert not [text for text in texts(ax) if text.get_text().startswith("Event on")]


def test_partners_lines_end_where_they_usually_leave():
    """The line of a partner who leaves in most worlds ends at the usual week with a cross and words."""
    partners = [
        Partner(name="Ana", role="A patient", patience=1, trust=0.1),
        Partner(name="Ben", role="A nurse", patience=0),
    ]
    case = Case(key="two", title="Two", summary="Two.", source="Assumption", hours_per_day=8, partners=partners)
    outcome = simulate(case, "silence", worlds=40)
    ax = trust_by_partner(outcome)
    week = round(np.median(outcome.gone_week[0][outcome.gone_week[0] >= 0])) + 1
    ana, ben = drawn(ax, "trust")
    assert (ana.get_xdata()[-1], ben.get_xdata()[-1]) == (week, 52)
    assert ana.get_ydata() == pytest.approx(outcome.trust[: week + 1, 0].mean(axis=-1))
    assert [cross.get_xdata().tolist() for cross in drawn(ax, "gone")] == [[week]]
    assert {text.get_text() for text in drawn(ax, "end")} == {f"Ana (leaves, week {week})", "Ben"}


@pytest.mark.long
@pytest.mark.parametrize("key", ["recovery-plan", "deny-and-defend"])
@pytest.mark.parametrize("case", case_keys())
def test_bars_add_up(case, key):
    """Bars reach from trust before the breach to trust at the end, each beginning where the last one ended."""
    (outcome,) = played(key, case=case)
    bars = what_moved_trust(outcome).patches
    first, last = outcome.trust[0].mean(), outcome.final_trust.mean()
    assert sum(bar.get_width() for bar in bars) == pytest.approx(last - first, abs=1e-12)
    ends = [bar.get_x() + bar.get_width() for bar in bars]
    assert [bar.get_x() for bar in bars] == pytest.approx([first, *ends[:-1]])
    assert ends[-1] == pytest.approx(last)


def test_losses_and_gains_differ_without_colour():
    """A loss is hatched and has a minus; a gain is plain and has a plus."""
    ax = what_moved_trust(played("recovery-plan")[0])
    for bar, number in zip(ax.patches, drawn(ax, "moved"), strict=True):
        lost = bar.get_width() < 0
        assert bool(bar.get_hatch()) == lost
        assert number.get_text()[0] == ("\N{MINUS SIGN}" if lost else "+")
    assert len({bar.get_facecolor() for bar in ax.patches}) == 2


@pytest.mark.slow
def test_small_causes_are_summed():
    """Causes that moved trust by less than 0.003 are combined in the last bar."""
    (outcome,) = played("recovery-plan")
    ax = what_moved_trust(outcome)
    small = [moved for moved in outcome.what_moved_trust.values() if abs(moved) < 0.003]
    assert small
    assert ax.patches[-1].get_width() == pytest.approx(sum(small))
    assert ax.get_yticklabels()[-2].get_text() == "Other, each below 0.3 points"


def test_every_cause_has_plain_words():
    """Every cause has words, and no two causes have the same."""
    assert set(WORDS) == set(CAUSES)
    assert len(set(WORDS.values())) == len(WORDS)


def test_strategies_are_ranked():
    """The highest partnership is on top, with its dot on the mean and its mark on trust at the end."""
    outcomes = played("silence", "recovery-plan", "over-promise")
    ranked = sorted(outcomes, key=lambda outcome: -outcome.each("partnership").mean())
    ax = side_by_side(outcomes)
    assert [label.get_text() for label in ax.get_yticklabels()] == [one.strategy.title for one in ranked]
    dots = [bar.lines[0].get_xdata()[0] for bar in ax.containers]
    assert dots == pytest.approx([one.each("partnership").mean() for one in ranked])
    assert [mark.get_xdata()[0] for mark in drawn(ax, "final")] == pytest.approx(
        [one.final_trust.mean() for one in ranked]
    )
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # row 0 is on top


def test_intervals_are_drawn():
    """A dot's bar is the 95 % interval of its mean."""
    (outcome,) = played("silence", worlds=30)
    ((bar,),) = side_by_side([outcome]).containers[0].lines[2:]
    left, right = bar.get_segments()[0][:, 0]
    expected = 2 * 1.959964 * outcome.each("partnership").std(ddof=1) / np.sqrt(30)
    assert right - left == pytest.approx(expected)


def test_kinds_of_strategies_differ_by_mark():
    """Documented strategies, foils and a user's own have marks of three shapes."""
    own = Strategy(key="mine", title="Mine", summary="Mine.", source="Assumption")
    ax = side_by_side(played("recovery-plan", "flood", own))
    assert {bar.lines[0].get_marker() for bar in ax.containers} == {"o", "^", "s"}


def test_kept_shares_stand_beside():
    """The shares of commitments and partners kept are at the right of the row."""
    (outcome,) = played("recovery-plan")
    said = [text.get_text() for text in texts(side_by_side([outcome]))]
    assert f"{outcome.commitments_kept.mean():.0%}".replace("%", " %") in said
    assert f"{outcome.partners_kept.mean():.1f}" in said


@pytest.mark.sample(8)
@pytest.mark.slow
@pytest.mark.parametrize("many", [1, 3, 6, 19])
@pytest.mark.parametrize("case", case_keys())
def test_words_over_time_do_not_overlap(case, many):
    """No texts overlap, however many strategies there are."""
    assert overlaps(trust_over_time(played(*EVERY[-many:], case=case))) == []


@pytest.mark.sample(8)
@pytest.mark.slow
@pytest.mark.parametrize("picture", [trust_by_partner, what_moved_trust])
@pytest.mark.parametrize("key", ["recovery-plan", "excuses"])
@pytest.mark.parametrize("case", case_keys())
def test_words_of_one_strategy_do_not_overlap(case, key, picture):
    """No texts overlap in the pictures of one strategy."""
    assert overlaps(picture(played(key, case=case)[0])) == []


@pytest.mark.slow
@pytest.mark.parametrize("many", [1, 3, 19])
def test_words_side_by_side_do_not_overlap(many):
    """No texts overlap, even with all three kinds of marks and a long title."""
    own = Strategy(key="mine", title="A title that goes on and on " * 4, summary="Mine.", source="Assumption")
    assert overlaps(side_by_side(played(own, *EVERY[-many:]))) == []


@pytest.mark.parametrize("picture", PICTURES)
def test_pictures_can_be_read_and_say_what_they_are(picture):
    """Text has at least 10 points, trust runs to 100, and the foot names case, worlds, seed, model and the caveat."""
    (outcome,) = played("recovery-plan")
    ax = picture(outcome)
    assert min(text.get_fontsize() for text in texts(ax)) >= 10
    axis = ax.yaxis if "Weeks" in ax.get_xlabel() else ax.xaxis
    assert axis.get_label_text() in {"Trust (0 = none, 100 = full)", "Partnership and trust (0 to 100)"}
    shown = [float(label) for label in axis.get_major_formatter().format_ticks(axis.get_majorticklocs())]
    assert shown == pytest.approx(100 * axis.get_majorticklocs())
    foot = ax.figure.get_supxlabel()
    assert foot == f"{outcome.case.title} · 8 possible years · seed 0 · {version_told()} · A model, not a forecast"


@pytest.mark.long
@pytest.mark.parametrize("picture", PICTURES)
def test_nothing_is_cut_off(picture):
    """All texts lie within the picture."""
    ax = picture(played("recovery-plan")[0])
    for words, box in boxes(ax):
        assert ax.figure.bbox.x0 <= box.x0, words
        assert box.x1 <= ax.figure.bbox.x1, words
        assert ax.figure.bbox.y0 <= box.y0, words
        assert box.y1 <= ax.figure.bbox.y1, words


@pytest.mark.parametrize(
    "draw", [trust_over_time, trust_by_partner, what_moved_trust, lambda one, ax: side_by_side([one], ax=ax)]
)
def test_a_picture_can_be_drawn_into_another(draw):
    """Given axes are drawn into and returned."""
    ax = Figure(layout="constrained").subplots()
    assert draw(played("silence")[0], ax=ax) is ax


def test_a_comparison_is_taken_as_it_is():
    """A comparison is accepted in place of a list of outcomes."""

    class Holder:
        outcomes = tuple(played("silence", "flood"))

    assert len(drawn(trust_over_time(Holder()), "trust")) == 2


@pytest.mark.long
def test_signs_of_money_are_no_formula():
    """Dollar signs in a title are drawn as they are, not as mathematics."""
    own = Strategy(key="mine", title="From $5 to $10", summary="Mine.", source="Assumption")
    ax = trust_over_time(simulate("missed-deadline", own, worlds=2))
    (label,) = drawn(ax, "end")
    assert isinstance(label, Annotation)
    assert label._preprocess_math(label.get_text()) == ("From $5 to $10", False)  # noqa: SLF001 - what is drawn


def test_pictures_of_nothing_are_refused():
    """A picture without outcomes is refused in one line."""
    with pytest.raises(BadInput, match="at least one outcome"):
        trust_over_time([])


def test_two_cases_are_refused():
    """Outcomes of two cases in one picture are refused."""
    mixed = [simulate(case, "silence", worlds=2) for case in case_keys()]
    with pytest.raises(BadInput, match="shows one case, not 'Missed deadline' and 'Criticised outreach'"):
        side_by_side(mixed)


def test_too_many_lines_are_refused():
    """More lines than distinct styles are refused."""
    with pytest.raises(BadInput, match="43 strategies are too many"):
        trust_over_time(played("silence", worlds=2) * 43)


@pytest.mark.parametrize(("ending", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("PDF", b"%PDF")])
def test_pictures_are_saved_by_ending(tmp_path, ending, start):
    """The file's format follows its ending, and no other file is left."""
    path = tmp_path / f"trust.{ending}"
    save(Figure().subplots(), path)
    assert path.read_bytes().startswith(start)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
def test_a_saved_picture_is_drawn_whole(tmp_path):
    """A figure and its axes save the same picture, as wide as the figure."""
    ax = what_moved_trust(played("silence")[0])
    save(ax, tmp_path / "a.png")
    save(ax.figure, tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    width = matplotlib.image.imread(io.BytesIO((tmp_path / "a.png").read_bytes())).shape[1]
    assert width == round(150 * ax.figure.get_figwidth())


@pytest.mark.parametrize("name", ["trust.gif", "trust", "png", ".png", ""])
def test_other_endings_are_refused(name):
    """An unknown ending is refused with a list of the known ones."""
    with pytest.raises(BadInput, match=r"must end in \.png, \.svg or \.pdf") as said:
        save(Figure(), name)
    assert str(said.value).startswith(name)


@pytest.mark.parametrize(
    "name", ["nowhere/trust.png", "folder.png", "file.txt/trust.png", "a" * 300 + ".png", "nul\0.png"]
)
def test_unwritable_places_are_refused(tmp_path, name):
    """A path that cannot be written is refused in one line, and no file is left."""
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "file.txt").touch()
    with pytest.raises(BadInput, match="cannot be written") as said:
        save(Figure(), tmp_path / name)
    assert "\n" not in str(said.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file.txt", "folder.png"]


def test_a_failed_save_keeps_the_old_picture(tmp_path, monkeypatch):
    """If the disk is full, the old picture stays complete and no partial file is left."""
    path = tmp_path / "trust.png"
    path.write_bytes(b"old")

    def full(_file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(BadInput, match="the disk is full"):
        save(Figure(), path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_picture_is_as_open_as_other_files(tmp_path):
    """A saved picture has the permissions of any new file here."""
    (tmp_path / "plain").touch()
    save(Figure(), tmp_path / "trust.png")
    rights = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(rights) == 1


def test_pictures_have_the_courses_colours_and_leave_matplotlib_as_it_was():
    """Paper, words and the trainee's own line are the tokens; a plot that somebody draws afterwards is not ours."""
    before = dict(rcParams)
    ax = trust_over_time(played("recovery-plan")[0])
    assert to_hex(ax.get_figure().get_facecolor()) == tokens()["paper"]
    assert to_hex(ax.title.get_color()) == to_hex(ax._left_title.get_color()) == tokens()["ink"]  # noqa: SLF001 - as above
    assert tokens()["yours"] in {to_hex(line.get_color()) for line in ax.lines}
    assert dict(rcParams) == before
