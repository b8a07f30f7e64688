"""The open lab: all cases and strategies, restored as they were saved."""

import pytest

from sim.catalogue import load_case, load_strategy
from sim.experiments.comparison import compare
from sim.lab.answers.progress import Progress
from sim.lab.pages.open_lab import NAME, OpenLab
from sim.lab.session.strategy_code import as_code


def progress(tmp_path):
    """Return a trainee's answers on disk."""
    return Progress(tmp_path, "kestrel1")


@pytest.mark.slow
def test_it_opens_as_it_was_left(tmp_path):
    """Case, start, pins and draft are restored after the page was closed."""
    lab = OpenLab(progress(tmp_path))
    lab.case.chosen = ["criticised-outreach"]
    lab.start.chosen = ["face-value"]
    lab.pin()
    lab.do(lab.session.draft.plus("thank"))
    again = OpenLab(progress(tmp_path))
    assert (again.case.value, again.start.value) == ("criticised-outreach", "face-value")
    assert again.session.labels == lab.session.labels != []
    assert again.session.draft.acts == lab.session.draft.acts
    assert again.headline == lab.headline


@pytest.mark.long
def test_it_says_what_a_case_is_about_and_what_a_strategy_does():
    """The catalogue's words for the chosen case and strategy are shown below the choice."""
    lab = OpenLab(Progress())
    lab.case.chosen = ["criticised-outreach"]
    lab.start.chosen = ["flood"]
    assert lab.case.hint == load_case("criticised-outreach").summary
    assert lab.start.hint == load_strategy("flood").summary
    lab.start.chosen = ["nothing"]
    assert lab.start.hint == ""


def test_nothing_is_kept_before_anything_is_changed(tmp_path):
    """Nothing is saved as long as nothing is changed."""
    OpenLab(progress(tmp_path))
    assert NAME not in progress(tmp_path).lessons


@pytest.mark.parametrize("kept", [3, {"case": "moon"}, {"draft": []}, {"case": None, "draft": {"acts": "x"}}])
def test_what_cannot_be_read_is_left_out(tmp_path, kept):
    """An invalid record leaves the lab in its initial state."""
    spoilt = progress(tmp_path)
    spoilt.lessons[NAME] = kept
    assert OpenLab(spoilt).headline == OpenLab(Progress()).headline


@pytest.mark.long
def test_a_link_counts_more_than_what_was_kept(tmp_path, monkeypatch):
    """A strategy in a link takes precedence over the saved one."""
    lab = OpenLab(progress(tmp_path))
    lab.start.chosen = ["flood"]
    monkeypatch.setenv("QUERY_STRING", "strategy=recovery-plan")
    assert OpenLab(progress(tmp_path)).session.draft.title == load_strategy("recovery-plan").title


@pytest.mark.long
def test_a_disk_that_is_full_is_said_and_nothing_is_lost(tmp_path, monkeypatch):
    """If the disk is full, the strategy stays on the page, and a sentence says what to do."""
    lab = OpenLab(progress(tmp_path))
    monkeypatch.setattr(Progress, "_write", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    lab.start.chosen = ["flood"]
    assert lab.board.status == lab.progress.trouble != ""
    assert lab.session.draft.title == load_strategy("flood").title


@pytest.mark.parametrize(
    ("case", "stranger", "own"),
    [
        ("criticised-outreach", "recovery-plan", "open-dialogue"),
        ("missed-deadline", "acknowledge-improve-report", "keep-informed"),
    ],
)
def test_an_answer_to_one_case_can_do_well_in_the_other(case, stranger, own):
    """The page says so if a strategy for the other case ranks above one of this case's own."""
    there, here = (outcome.season_trust for outcome in compare(case, [stranger, own], worlds=100).outcomes)
    assert (there - here).mean() > 0.005


@pytest.mark.long
def test_a_loaded_strategy_comes_back_under_its_own_name(tmp_path, monkeypatch):
    """After a reload the list of starts names the loaded strategy, and “Start again” restores it."""
    flood = load_strategy("flood")
    monkeypatch.setenv("QUERY_STRING", f"strategy={as_code('Ours', flood.acts[:1], 'missed-deadline')}")
    lab = OpenLab(progress(tmp_path))
    assert "“Ours”" in lab.start.in_words
    lab.do(lab.session.draft.plus("thank"))
    monkeypatch.delenv("QUERY_STRING")
    again = OpenLab(progress(tmp_path))
    assert again.start.in_words == lab.start.in_words
    assert again.session.draft == lab.session.draft
    again.reset()
    assert again.session.draft.acts == flood.acts[:1]


@pytest.mark.long
def test_what_was_built_from_nothing_comes_back_as_that(tmp_path):
    """A strategy built from nothing is restored as such, and “Start again” empties it."""
    lab = OpenLab(progress(tmp_path))
    lab.start.chosen = ["nothing"]
    lab.do(lab.session.draft.plus("thank"))
    again = OpenLab(progress(tmp_path))
    assert (again.start.value, again.session.draft.title) == ("nothing", lab.session.draft.title)
    again.reset()
    assert again.session.draft.acts == ()


@pytest.mark.long
def test_answers_of_an_older_version_keep_the_name_of_their_start(tmp_path):
    """If answers of an older version do not name their start, the strategy's title identifies it."""
    older = progress(tmp_path)
    for title, start in (("Say nothing, changed", "silence"), ("Nothing yet, with your changes", "nothing")):
        acts = [{"act": "thank", "week": 0}]
        older.lessons[NAME] = {
            "case": "missed-deadline",
            "draft": {"title": title, "acts": acts, "off": [], "base": ""},
        }
        assert OpenLab(older).start.value == start


@pytest.mark.slow
def test_undo_brings_back_what_a_link_covered(tmp_path, monkeypatch):
    """Undo restores the draft that a link replaced, and the same link does not replace later changes."""
    lab = OpenLab(progress(tmp_path))
    lab.start.chosen = ["flood"]
    lab.do(lab.session.draft.plus("thank"))
    monkeypatch.setenv("QUERY_STRING", "strategy=recovery-plan")
    linked = OpenLab(progress(tmp_path))
    assert linked.start.value == "recovery-plan"
    linked.do(linked.session.draft.plus("thank"))
    assert OpenLab(progress(tmp_path)).session.draft.acts == linked.session.draft.acts
    linked.undo()
    linked.undo()
    assert (linked.start.value, linked.session.draft.acts) == ("flood", lab.session.draft.acts)
