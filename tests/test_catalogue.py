"""The shipped cases and strategies, users' own files, and errors in files."""

import os
import re
import tomllib
import zlib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

import sim.catalogue
from sim.base.errors import BadInput
from sim.catalogue import case_keys, honest_keys, load_case, load_strategy, strategy_keys, taught_case_keys
from sim.lab.session.lesson_data import load_lesson
from sim.model.acts.apologise import Apologise
from sim.model.acts.update import Update
from sim.model.case import Case, Partner
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy
from sim.model.validation import checked

ROOT = Path(__file__).parents[1]
SHIPPED = files(sim.catalogue)
LOADERS = {
    "cases": (load_case, case_keys()),
    "strategies": (load_strategy, strategy_keys()),
    "honest": (load_strategy, honest_keys()),
}
EVERY_FILE = [
    (SHIPPED / folder / f"{key}.toml").read_text("utf-8") for folder, (_, keys) in LOADERS.items() for key in keys
]

OWN_STRATEGY = """
key = "mine"
title = "Mine"
summary = "Say sorry, then write."
source = "My own"
acts = [
  { act = "apologise", week = 1 },
  { act = "update", week = 2, every_weeks = 3 },
]
"""
OWN_CASE = """
key = "mine"
title = "Mine"
summary = "Two partners."
source = "My own"
hours_per_day = 8
partners = [{ name = "Ana", role = "A patient" }, { name = "Ben", role = "A nurse" }]
commitments = [{ name = "Leaflet", to = ["Ana"], hours = 20, weeks = 3 }]
ties = [{ between = ["Ana", "Ben"] }]
"""

ALL_CASES = f"there are {', '.join(case_keys())}"


def words_of(text):
    """Return a text's words, without case and punctuation."""
    return re.findall(r"\w+", re.sub(r"['\u2019]", "", text.lower()))


def runs(text, length=8):
    """Return the checksum of each run of `length` words, as stored in tests/data/source_runs.txt."""
    words = words_of(text)
    spans = (words[start : start + length] for start in range(len(words) - length + 1))
    return {f"{zlib.crc32(' '.join(span).encode()):08x}" for span in spans}


SOURCE_RUNS = set((ROOT / "tests/data/source_runs.txt").read_text("utf-8").split())


def our_words(toml):
    """Return the words of a shipped file, comments too, without the section title that it cites."""
    return re.sub(r"(?m)^source = .*$", "", toml).replace("\\\n", " ")


def refusal(loader, source):
    """Return the message with which a loader refuses a source."""
    with pytest.raises(BadInput) as caught:
        loader(source)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    return message


# The shipped files


@pytest.mark.parametrize("folder", LOADERS)
def test_every_shipped_file_is_offered(folder):
    """Every shipped file is offered under its name, which is also its key."""
    loader, keys = LOADERS[folder]
    names = {file.name.removesuffix(".toml") for file in (SHIPPED / folder).iterdir()}
    assert names == set(keys)
    assert [loader(key).key for key in keys] == list(keys)


def test_documented_strategies_come_first():
    """The 13 documented strategies are listed before the six foils."""
    documented = [load_strategy(key).documented for key in strategy_keys()]
    assert documented == [True] * 13 + [False] * 6


def test_texts_that_count_strategies_count_all():
    """A lesson says how many strategies there are."""
    assert f"Of {len(strategy_keys())} strategies" in load_lesson("05_luck_or_strategy").predict.question


def test_titles_differ():
    """No two strategies and no two cases share a title or a summary."""
    for loader, keys in LOADERS.values():
        things = [loader(key) for key in keys]
        assert len({thing.title for thing in things}) == len({t.summary for t in things}) == len(keys)


@pytest.mark.parametrize("key", case_keys() + strategy_keys() + honest_keys())
def test_summary_is_plain(key):
    """A summary is one paragraph of short sentences in short words."""
    summary = (load_case if key in case_keys() else load_strategy)(key).summary
    sentences = re.split(r"[.!?:](?:\s|$)", summary.strip())[:-1]
    assert "\n" not in summary
    assert len(sentences) >= 2
    assert 20 <= len(words_of(summary)) <= 90
    assert max(len(words_of(sentence)) for sentence in sentences) <= 30
    assert sum(map(len, words_of(summary))) / len(words_of(summary)) < 5


def test_no_sentence_is_taken_from_the_texts():
    """The catalogue and the coverage page share no run of eight words with the two texts."""
    coverage = (ROOT / "docs/coverage.md").read_text("utf-8")
    cells = [line.split("|")[2:] for line in coverage.splitlines() if line.startswith("|")]
    for text in [*map(our_words, EVERY_FILE), *(" ".join(line) for line in cells)]:
        assert not runs(text) & SOURCE_RUNS


def test_a_taken_sentence_would_be_seen():
    """The check for copied text finds an eight-word title, however it is written."""
    assert len(SOURCE_RUNS) > 1_000
    assert runs("acknowledging mistakes, the FIRST step to regaining trust") <= SOURCE_RUNS


@pytest.mark.parametrize("key", [key for key in strategy_keys() if load_strategy(key).documented])
def test_documented_strategies_suit_any_case(key):
    """A documented strategy names no partner, so that it can be tried in every case."""
    acts = load_strategy(key).acts
    assert {act.to for act in acts} <= {("all",), ("affected",), ("misfit",)}


@pytest.mark.parametrize("key", case_keys())
def test_cases_leave_room_for_the_season(key):
    """Every commitment's date falls within the season, and one or two partners are not affected by a breach."""
    case = load_case(key)
    assert max(c.starts + c.weeks * case.buffer for c in case.commitments) <= case.weeks
    hit = {name for event in case.events if event.event == "breach" for name in event.to}
    assert 1 <= len(set(case.names) - hit) <= 2


def test_size_of_the_cases():
    """The two cases of the texts have the size for which their staff hours were chosen."""
    first, second = map(load_case, taught_case_keys())
    sizes = [(len(c.partners), len(c.commitments), c.hours_per_day) for c in (first, second)]
    assert sizes == [(8, 20, 10.1), (6, 18, 7.8)]
    assert {26 <= c.hours <= 60 for c in first.commitments} == {True}
    assert {24 <= c.hours <= 50 for c in second.commitments} == {True}
    assert [c.name for c in first.commitments if c.missed] == ["Reply to the hospital's plan"]
    assert [p.name for p in second.partners if p.fit < 0.5] == ["Traders' association"]


@pytest.mark.parametrize("key", case_keys()[2:])
def test_a_further_case_says_where_its_numbers_come_from(key):
    """Each block of numbers is called an assumption, and partners are roles, as in the cases of the texts."""
    text = (SHIPPED / "cases" / f"{key}.toml").read_text("utf-8")
    for table in ("partners", "commitments", "ties"):
        before = text.partition(f"[[{table}]]")[0].rpartition("\n\n#")[2]
        assert "Assumption" in before
    for field in ("hours_per_day", "buffer"):
        assert "Assumption" in text.partition(f"\n{field} =")[0].rpartition("\n# Assumption")[1]
    assert "Assumption" in text.partition("[[events]]")[0].rpartition("[[commitments]]")[2]


def test_the_further_cases_differ_from_those_of_the_texts():
    """Season, hours, how often and how gravely something fails, and what trust rests on: none is a copy of another."""
    cases = [load_case(key) for key in case_keys()]
    assert {case.organisation for case in cases} == {"nonprofit", "public"}
    assert len({case.weeks for case in cases[1:]}) == 4
    assert len({case.hours_per_day for case in cases}) == 5
    breaches = {case.key: [event for event in case.events if event.event == "breach"] for case in cases}
    small, grave = breaches["missed-deliveries"], breaches["silent-study"]
    assert len({event.day for event in small}) == 5
    assert max(event.weight for event in small) <= 1
    assert max(event.character for event in small) < min(event.character for event in grave)
    assert {"guilt_proven"} == {event.event for event in cases[4].events} - {"breach", "decision"}
    assert min(event.guilt for event in breaches["broken-consultation"]) < 0.5
    closeness = {case.key: sum(tie.strength for tie in case.ties) / len(case.names) for case in cases}
    assert max(closeness, key=closeness.get) == "broken-consultation"
    assert min(closeness, key=closeness.get) == "silent-study"


# The honest plans

# All the advice that both texts give: each piece, and the acts that follow it.
ADVICE = {
    "acknowledge": {"acknowledge"},
    "listen": {"listen"},
    "apologise": {"apologise"},
    "explain": {"explain"},
    "plan": {"plan"},
    "update": {"update"},
    "involve": {"involve"},
    "deliver": {"promise"},
    "learn": {"review"},
}


@pytest.mark.parametrize("key", honest_keys())
def test_an_honest_plan_follows_all_the_advice(key):
    """Each piece of it, with steps that can be checked; nothing that the texts warn of, and no partner by name."""
    acts = load_strategy(key).acts
    kinds = {act.act for act in acts}
    assert {piece for piece, follows in ADVICE.items() if not follows & kinds} == set()
    assert not kinds & {"deny", "disagree", "part_ways"}
    assert all(act.measurable for act in acts if act.act == "plan")
    assert all(act.cause == "own" for act in acts if act.act == "explain")
    assert all(act.buffer >= 1.7 for act in acts if act.act in {"plan", "promise", "propose"})
    assert {act.to for act in acts} <= {("all",), ("affected",)}
    heard, sorry = (min(act.first_day for act in acts if act.act == kind) for kind in ("listen", "apologise"))
    assert heard < sorry


@pytest.mark.parametrize("case", case_keys())
@pytest.mark.parametrize("key", honest_keys())
def test_an_honest_plan_leaves_the_hours_for_the_work(case, key):
    """In every case its acts take at most three in ten staff hours, and in the first eight weeks never all of them."""
    situation = load_case(case)
    hit = {name for event in situation.events if event.affects for name in event.to}
    spent, early = 0.0, 0.0
    for act in load_strategy(key).acts:
        days = range(act.first_day, act.last_day(situation.days) + 1, act.interval or situation.days)
        cost = act.cost(len(hit if act.to == ("affected",) else situation.names))
        spent += cost * len(days)
        early += cost * sum(day <= 40 for day in days)
    assert spent <= 0.3 * situation.days * situation.hours_per_day
    assert early <= 0.9 * 40 * situation.hours_per_day


def test_honest_plans_are_not_among_the_strategies():
    """Lessons go on offering the nineteen; whoever compares a plan with these finds them by key."""
    assert len(strategy_keys()) == 19
    assert not set(honest_keys()) & set(strategy_keys())
    assert refusal(load_case, honest_keys()[0]) == f"'{honest_keys()[0]}' is a strategy, not a case"
    assert refusal(load_strategy, "repair-frist") == "there is no strategy 'repair-frist'; did you mean 'repair-first'?"


# A person's own files


def test_own_files_work(tmp_path):
    """A file can be given as text or as a path, with or without the ending .toml."""
    mine = tmp_path / "mine.toml"
    mine.write_text(OWN_CASE, "utf-8")
    assert load_case(mine) == load_case(str(mine))
    assert load_case(mine).names == ("Ana", "Ben")
    other = tmp_path / "plan"
    other.write_text(OWN_STRATEGY, "utf-8")
    assert [act.act for act in load_strategy(str(other)).acts] == ["apologise", "update"]


def test_own_file_in_the_folder_we_are_in(tmp_path, monkeypatch):
    """A file in the current folder is found by its name without ending."""
    monkeypatch.chdir(tmp_path)
    Path("plan").write_text(OWN_STRATEGY, "utf-8")
    assert load_strategy("plan").key == "mine"


def test_byte_order_mark_is_no_obstacle(tmp_path):
    """A byte order mark at the start of a file is ignored."""
    mine = tmp_path / "mine.toml"
    mine.write_text(OWN_CASE, "utf-8-sig")
    assert load_case(mine).key == "mine"


def test_objects_pass_through():
    """Loading a case or strategy object returns the same object."""
    case, strategy = load_case("missed-deadline"), load_strategy("silence")
    assert load_case(case) is case
    assert load_strategy(strategy) is strategy


# Bad input


@pytest.mark.parametrize(
    ("loader", "source", "message"),
    [
        (load_case, "missed-dedline", "there is no case 'missed-dedline'; did you mean 'missed-deadline'?"),
        (load_case, "zzz", "there is no case 'zzz'; " + ALL_CASES),
        (load_case, "silence", "'silence' is a strategy, not a case"),
        (load_case, "", "there is no case ''; " + ALL_CASES),
        (load_strategy, "keep informed", "there is no strategy 'keep informed'; did you mean 'keep-informed'?"),
        (load_strategy, None, "a strategy is given as a key or a file, not as None"),
        (load_strategy, {"key": "mine"}, "a strategy is given as a key or a file, not as a table"),
        (load_strategy, Path("silence"), "silence: there is no such file"),
        (load_strategy, "no/such.toml", "no/such.toml: there is no such file"),
        (load_strategy, "a\0b.toml", "a\\x00b.toml: is not a name that a file can have"),
    ],
)  # fmt: skip
def test_unknown_source(loader, source, message, tmp_path, monkeypatch):
    """A source that is neither a key nor a file is refused with the most similar key."""
    monkeypatch.chdir(tmp_path)
    assert refusal(loader, source) == message


@pytest.mark.parametrize("name", ["plans", "plans.toml", "./plans"])
def test_folder_for_a_file(name, tmp_path, monkeypatch):
    """A folder is refused as a folder, whatever its name."""
    monkeypatch.chdir(tmp_path)
    Path(name).mkdir()
    assert refusal(load_strategy, name) == f"{name}: is a folder; name a .toml file in it"


def test_case_for_a_strategy():
    """A case given as a strategy is refused, and the other way round."""
    message = refusal(load_strategy, load_case("missed-deadline"))
    assert message.startswith("a strategy is given as a key or a file, not as <Case missed-deadline: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipe_for_a_file(tmp_path, monkeypatch):
    """A named pipe is refused at once instead of being read."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.toml")
    assert refusal(load_case, "pipe.toml") == "pipe.toml: is not an ordinary file"


def test_very_long_name(tmp_path, monkeypatch):
    """A name too long for a file is refused in one line, as a path and as a key."""
    monkeypatch.chdir(tmp_path)
    assert refusal(load_case, "x" * 5_000 + ".toml").endswith(".toml: cannot be read (File name too long)")
    assert refusal(load_case, "x" * 5_000).startswith("there is no case 'xxx")


NO_HEAD = "Expected ']' at the end of a table declaration"
CHECK = "; mend check mine.toml tells all that is wrong, and what to write"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "key is missing (and 3 more)"),
        (b"key = 'a'\ntitle = \n", "line 2 is not TOML (Invalid value at column 9)" + CHECK),
        (b"key = 'a'\n[acts", f"line 2 is not TOML ({NO_HEAD}, the file ends){CHECK}"),
        (b"key = 'a'\nkey = 'b'\n", "line 2 is not TOML (Cannot overwrite a value at column 10)" + CHECK),
        (b"key = 'a'\n\xff\xfe", "is not text in UTF-8 (line 2)"),
        (b"\0\0\0\0", "is not a text file"),
        (b"x = " + b"[" * 5_000, "lists or tables are nested too deeply"),
        (b"x = " + b"[" * 250 + b"]" * 250, "lists or tables are nested too deeply"),
        (b"[" + b"x." * 5_000 + b"x]", "lists or tables are nested too deeply"),
        (b"x = " + b"9" * 5_000, "holds a number or a date that is out of range"),
        (b"x = 0x" + b"9" * 5_000, "holds a number that is out of range"),
        (b"#" * 1_000_001, "is larger than 1,000,000 bytes"),
    ],
)  # fmt: skip
def test_no_toml(content, message, tmp_path, monkeypatch):
    """Invalid TOML is refused, with the line number if there is one."""
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_bytes(content)
    assert refusal(load_strategy, "mine.toml") == f"mine.toml: {message}"


APOLOGISE = '{ act = "apologise", week = 1 }'
ACT_FIELDS = f"fields are {', '.join(Apologise.model_fields)}"
FIELDS = f"fields are {', '.join(Strategy.model_fields)}"
EVENTS = "breach, kept, guilt_proven, decision"
PARTS = "responsibility, repair, regret, explanation, repentance, forgiveness"
KINDS = (
    "acknowledge, listen, apologise, explain, clarify, deny, disagree, propose, plan, update, survey, involve, "
    "compensate, train_staff, educate, fix_process, review, forewarn, promise, thank, celebrate, part_ways"
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({APOLOGISE: '{ act = "apologize", week = 1 }'},
         f"acts[1] (apologize): act is 'apologize' but must be one of {KINDS} (did you mean apologise?)"),
        ({APOLOGISE: "{ week = 1 }"}, f"acts[1]: act is missing; it must be one of {KINDS}"),
        ({APOLOGISE: "{ act = 1 }"}, f"acts[1]: act is 1 but must be one of {KINDS}"),
        ({APOLOGISE: '{ act = "apologise" }'},
         "acts[1] (apologise): an act needs exactly one of day, week or when; found none of them"),
        ({"week = 1 ": "week = 1, day = 3 "},
         "acts[1] (apologise): an act needs exactly one of day, week or when; found day and week"),
        ({"week = 1 ": "week = 1, parts = ['regret', 'repairs'] "},
         f"acts[1] (apologise): parts[2] is 'repairs' but must be one of {PARTS} (did you mean repair?)"),
        ({"week = 1 ": "week = 1, part = ['regret'] "},
         f"acts[1] (apologise): part = a list of 1 is not a field of apologise; did you mean parts? {ACT_FIELDS}"),
        ({"week = 1 ": "week = 1, parts = [] "},
         "acts[1] (apologise): parts is an empty list but must have at least 1 in it"),
        ({"week = 1 ": "week = 1, to = 'all' "},
         "acts[1] (apologise): to is 'all' but must be a list in square brackets"),
        ({"week = 1 ": "week = 1, to = [] "}, "acts[1] (apologise): to is empty; name a partner or write ['all']"),
        ({"every_weeks = 3": "every_weeks = 0"}, "acts[2] (update): every_weeks is 0 but must be at least 0.2"),
        ({"every_weeks = 3": "every_weeks = -1, week = -3", "week = 2, ": ""},
         "acts[2] (update): week is -3 but must be at least 0 (and 1 more)"),
        ({"every_weeks = 3": "every_weeks = nan"},
         "acts[2] (update): every_weeks is nan but must be an ordinary number"),
        ({"every_weeks = 3": "every_weeks = '3'"}, "acts[2] (update): every_weeks is '3' but must be a number"),
        ({"week = 2": "week = 2.5"}, "acts[2] (update): week is 2.5 but must be a whole number"),
        ({"week = 2": "week = true"}, "acts[2] (update): week is true but must be a whole number"),
        ({"week = 2": "week = 2, until = 1"}, "acts[2] (update): the act starts after its last week, until(=1)"),
        ({"week = 2": "week = 1979-05-27"}, "acts[2] (update): week is 1979-05-27 but must be a whole number"),
        ({"title": "titel"},
         f"titel = 'Mine' is not a field of a strategy; did you mean title? {FIELDS} (and 1 more)"),
        ({'"Mine"': "1979-05-27"}, "title is 1979-05-27 but must be text in quotes"),
        ({'"Mine"': '""'}, "title is '' but must not be empty"),
    ],
)  # fmt: skip
def test_bad_strategy(change, message, tmp_path, monkeypatch):
    """An invalid strategy is refused in one line with file, entry, field, value and what is allowed."""
    assert refusal(load_strategy, _changed(OWN_STRATEGY, change, tmp_path, monkeypatch)) == f"mine.toml: {message}"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({'{ name = "Ana", role = "A patient" }, { name = "Ben", role = "A nurse" }': ""},
         "partners is an empty list but must have at least 1 in it"),
        ({'{ name = "Ana", role = "A patient" }, { name = "Ben", role = "A nurse" }': '{ name = "Ana" }'},
         "partners[1] (Ana): role is missing"),
        ({'name = "Ben"': 'name = "Ana"'}, "two partners are called 'Ana'; give each a name of its own"),
        ({'["Ana", "Ben"]': '["Ana", "Zoe"]'}, "tie 1 names 'Zoe', who is no partner here; partners are Ana, Ben"),
        ({'["Ana", "Ben"]': '["Ana"]'}, "ties[1] (Ana): between[2] is missing"),
        ({'["Ana", "Ben"]': '["Ana", "Ben"], strength = 2'},
         "ties[1] (Ana and Ben): strength is 2 but must be at most 1"),
        ({'to = ["Ana"]': 'to = ["Zoe"]'},
         "commitment 'Leaflet' names 'Zoe', who is no partner here; partners are Ana, Ben"),
        ({"hours = 20": "hours = -1"}, "commitments[1] (Leaflet): hours is -1 but must be more than 0"),
        ({'A nurse"': 'A nurse", trust = 1.5'}, "partners[2] (Ben): trust is 1.5 but must be at most 1"),
        ({'A nurse"': 'A nurse", trust = nan'}, "partners[2] (Ben): trust is nan but must be an ordinary number"),
        ({"hours_per_day = 8": "hours_per_day = inf"}, "hours_per_day is inf but must be an ordinary number"),
        ({"hours_per_day = 8": ""}, "hours_per_day is missing"),
        ({"hours_per_day = 8": "hours_per_day = 8\nweeks = -1"}, "weeks is -1 but must be at least 4"),
        ({"hours_per_day = 8": "hours_per_day = 8\nevents = [{ event = 'brech' }]"},
         f"events[1] (brech): event is 'brech' but must be one of {EVENTS} (did you mean breach?)"),
        ({"hours_per_day = 8": "hours_per_day = 8\nevents = 3"}, "events is 3 but must be a list in square brackets"),
        ({"hours_per_day = 8": "hours_per_day = 8\nevents = [3]"}, "events[1]: this entry is 3 but must be a table"),
    ],
)  # fmt: skip
def test_bad_case(change, message, tmp_path, monkeypatch):
    """An invalid case is refused in one line with file, entry, field, value and what is allowed."""
    assert refusal(load_case, _changed(OWN_CASE, change, tmp_path, monkeypatch)) == f"mine.toml: {message}"


def _changed(toml, change, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for old, new in change.items():
        assert toml.count(old) == 1
        toml = toml.replace(old, new)
    Path("mine.toml").write_text(toml, "utf-8")
    return "mine.toml"


# Whatever is thrown at it


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    """Return one file for all the examples of a test."""
    return tmp_path_factory.mktemp("scratch") / "mine.toml"


def outcome(load, *source):
    """Return what loading gives, or the message of BadInput; other exceptions propagate."""
    try:
        return load(*source)
    except BadInput as error:
        return str(error)


def is_right(found, model):
    """Tell whether loading returned a model, or a message in one line."""
    return isinstance(found, model) or (found.isprintable() and len(found.splitlines()) == 1)


def only_bad_input(file, content):
    """Load a file as a case and as a strategy: a model or BadInput in one line, and nothing else."""
    file.write_bytes(content)
    assert is_right(outcome(load_case, file), Case)
    assert is_right(outcome(load_strategy, file), Strategy)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(scratch, content):
    """Random bytes give BadInput in one line."""
    only_bad_input(scratch, content)


@st.composite
def mutated(draw):
    """Return the bytes of a good file, some of them replaced by other pieces of TOML or by noise."""
    content = draw(st.sampled_from([OWN_CASE, OWN_STRATEGY, *EVERY_FILE])).encode()
    pieces = st.sampled_from(
        [b"", b"[", b"]]", b"{", b"}", b"=", b'"', b"\n", b"nan", b"-inf", b"1e999", b"9" * 400, b"true", b"[]", b"{}",
         b"[[]]", b"1979-05-27", b"0", b"-1", b"'all'", b"act", b"key", "\u2028".encode(), b"\x85", b'"\\u0000"']
    )  # fmt: skip
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 12)))
        content = content[:start] + draw(pieces | st.binary(max_size=4)) + content[end:]
    return content


@settings(deadline=None)
@given(mutated())
def test_mutated_files(scratch, content):
    """A good file with pieces replaced gives a model or BadInput in one line."""
    only_bad_input(scratch, content)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.slow
@settings(deadline=None)
@given(st.data())
def test_any_value_anywhere(data):
    """A valid table with one value replaced by any other gives a model or BadInput in one line."""
    model, toml = data.draw(st.sampled_from([(Case, OWN_CASE), (Strategy, OWN_STRATEGY)]))
    table = tomllib.loads(toml)
    spot = table
    while True:
        key = data.draw(st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot))))
        if not isinstance(spot[key], dict | list) or not spot[key] or data.draw(st.booleans()):
            break
        spot = spot[key]
    spot[key] = data.draw(VALUES)
    assert is_right(outcome(checked, table, model, "mine.toml"), model)


TINY = {"key": "tiny", "title": "Tiny", "summary": "One.", "source": "Assumption"}
BUILT = [
    (lambda: Update(week=1, every_weeks=0), "update: every_weeks is 0 but must be at least 0.2"),
    (lambda: Update(week=1, when="complaint"), "update: an act needs exactly one of day, week or when; found"),
    (lambda: Update(weeek=1), "update: weeek = 1 is not a field of update; did you mean week?"),
    (lambda: Strategy(**TINY, acts=[{"act": "updat"}]), "strategy 'tiny': acts[1] (updat): act is 'updat' but must be"),
    (lambda: Strategy(**TINY, acts=[Update(week=1), 3]), "strategy 'tiny': acts[2]: this entry is 3 but must be"),
    (lambda: Partner(name="Ana", role="A patient", trust=1.4), "partner 'Ana': trust is 1.4 but must be at most 1"),
    (lambda: Case(**TINY, partners=[]), "case 'tiny': hours_per_day is missing (and 1 more)"),
    (lambda: Case(**TINY, hours_per_day=8, partners=[{"name": "Ana"}]), "case 'tiny': partners[1] (Ana): role is"),
    (lambda: Parameters(apology="x"), "apology (= 'x') must be a number from 0 to 1"),
]


@pytest.mark.parametrize(("build", "line"), BUILT, ids=[line[:40] for _, line in BUILT])
def test_what_is_built_in_python_is_refused_as_in_a_file(build, line):
    """An invalid constructor call is refused in one line with name, field, value and what is allowed."""
    with pytest.raises(BadInput) as refused:
        build()
    assert str(refused.value).startswith(line)


def test_pydantic_validates_as_it_does():
    """`model_validate` raises pydantic's own error with every place, alone or within another model."""

    class Theirs(BaseModel):
        acts: list[Update]

    with pytest.raises(ValidationError) as refused:
        Theirs(acts=[{"week": -1}, {"week": 1, "every_weeks": 0}])
    assert [error["loc"] for error in refused.value.errors()] == [("acts", 0, "week"), ("acts", 1, "every_weeks")]
