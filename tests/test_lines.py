"""What partners say: every line is true where it is said, can be said somewhere, and is in plain words."""

import re
from dataclasses import replace
from functools import cache
from itertools import combinations
from string import Formatter
from typing import get_args, get_origin

import pytest
from hypothesis import given, settings

from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.experiments.year.turns import Turn
from sim.experiments.year.visible import Facts, Moment, moments
from sim.experiments.year.year import Year
from sim.model.acts import ACTS
from sim.model.case import Commitment, Partner
from sim.model.ledger import CAUSES
from sim.narrative.lines import holds, known_at, lines, mood_of, spoken
from sim.texts.language import PSEUDO, speaking
from tests.pseudo import not_from_a_catalogue
from tests.test_catalogue import SOURCE_RUNS, runs
from tests.worlds import plan, situations, small_case
from tools.translations import entries

LONGEST = 160
HARDEST = 8  # school grade
ALL = [line for kind in lines().values() for line in kind]
SHIPPED = [name for name in lines() if name in ACTS]
OTHERS = {
    "breach", "decision", "guilt_proven", "event_kept", "promise_kept", "promise_broken", "promise_late",
    "promise_warned", "asked", "complained", "quiet", "left", "parted", "told", "neighbour", "any",
}  # fmt: skip
COUNTS = tuple(range(13))
# What each condition may be on. Options of acts are added by `domain`.
FACTS = {name: (False, True) if isinstance(one, bool) else COUNTS for name, one in vars(Facts()).items()}
BESIDE = {
    "group": (False, True), "named": (False, True), "owes": ("nothing", "open", "overdue"), "reading": range(101),
    "caused": (False, True),
    "word": ("", "low", "middling", "high", "complained", "left", "good", *CAUSES, "own"), "act": tuple(ACTS),
}  # fmt: skip
NUMBERS = (0, 0.5, 1, 1.2, 1.25, 1.3, 1.7, 2, 2.5, 3, 4, 5)
SLOTS = {"weeks": "weeks_silent", "quiet": "weeks_quiet"}  # slots that are not called as their facts


@cache
def domain(kind, name):
    """Return the values that a condition on a kind of moment may meet."""
    if name in FACTS or name in BESIDE:
        return FACTS.get(name) or BESIDE[name]
    of = ACTS[kind].model_fields[name].annotation
    if get_origin(of) is tuple:
        options = get_args(get_args(of)[0])
        offered = [chosen for size in range(len(options) + 1) for chosen in combinations(options, size)]
    else:
        offered = get_args(of) or ((False, True) if of is bool else NUMBERS)
    return [one for one in offered if is_valid(ACTS[kind], name, one)]


def is_valid(act, name, value):
    """Return whether an act may have this value."""
    try:
        act(week=1, **{name: value})
    except ValueError:
        return False
    return True


def values(line, name):
    """Return the values of one name with which a line is said."""
    return [one for one in domain(line.kind, name) if holds({name: line.when.get(name, [])}, {name: one})]


def asserts(line, **known):
    """Return whether a line asserts what rules these values out."""
    return any(name in line.asserts and not holds({name: line.asserts[name]}, known) for name in known)


# What a line states


def test_what_a_line_states_follows_from_its_condition():
    """Over the grid of facts and options, a line is said only where what it asserts is so."""
    for line in ALL:
        for name in {*line.when, *line.asserts}:
            assert values(line, name), (line.key, name)
        for name, wanted in line.asserts.items():
            assert all(holds({name: wanted}, {name: one}) for one in values(line, name)), (line.key, name)


WE = re.compile(r"\b(we|us|our|ours)\b", re.IGNORECASE)
ONE = re.compile(r"\b(I|me|my|mine)\b")
QUOTED = re.compile("“[^”]*”")
# Words that state a fact, and what a line with them must rule out; in some kinds the moment itself is that fact.
CUES = (
    ("missed promises?|missed (date|one)|(?<!none )(?<!nothing )(was|were) missed", {"broken": 0}, ()),
    ("(none|nothing)( was)? missed|missed none|dates (have held|hold)", {"affected": True}, ()),
    ("denial|denied|denying", {"denied": False}, ("deny",)),
    ("(?<!no )(?<!without a )complaints?", {"complained": 0, "word": "left"}, ("complained",)),
    ("no complaint(?! from {who})|without a complaint", {"complained": 1}, ()),
    ("own(ed|ing)? up", {"owned": False}, ("acknowledge",)),
    ("let people|could speak|able to speak|chance to speak", {"heard": False}, ()),
    ("not asked|yet to ask|nobody (has |had )?asked|not listened|did not ask", {"heard": True, "asks": True}, ()),
    ("no answer|without an answer|waits? for an answer|is owed|answered for it", {"wrong": False}, ()),
    (
        r"again|once more|another|one more|not the first|came before|before this",
        {"times": 0, "kept": 0, "broken": 0, "late": 0, "complained": 0, "affected": False, "denied": False},
        (),
    ),
    ("nothing (had |has |was )?(went|gone|go|broken?) wrong|nothing (was )?broken?|no harm", {"affected": True}, ()),
    ("without a word|not a word|nothing for", {"weeks_silent": 0}, ("quiet",)),
)


def test_words_that_state_a_fact_are_declared():
    """A line that speaks of a denial, a missed promise and the like declares it."""
    loose = [
        (line.key, cue)
        for line in ALL
        for cue, ruled_out, but in CUES
        if line.kind not in but and re.search(rf"\b({cue})\b", QUOTED.sub("", line.text), re.IGNORECASE)
        if not any(asserts(line, **{name: value}) for name, value in ruled_out.items())
    ]
    assert loose == []


UNASKED = re.compile(
    r"not asked|yet to ask|nobody (has |had )?asked|not listened|did not ask|at last somebody", re.IGNORECASE
)
SINCE = re.compile(r"\b(since|last (thing|time)|this one|then it went wrong)\b", re.IGNORECASE)


def test_nobody_is_said_never_to_have_asked_after_asking_once():
    """That nobody asked is said to whom was never listened to, or of the last thing that went wrong alone."""
    for line in ALL:
        if line.when.get("heard") is False or UNASKED.search(line.text):
            may_have_asked = not asserts(line, listened=True) and not asserts(line, asks=True)
            says_so = bool(SINCE.search(line.text)) or ("listened" in line.asserts and not UNASKED.search(line.text))
            assert says_so or not may_have_asked, line.key
    listened = Moment(40, "complained", GROUP.name, "", Facts(listened=True, affected=True, wrong=True))
    told = {
        one.text
        for number in range(9)
        for one in spoken([on(listened, day) for day in range(9)], a_case(GROUP), number)
    }
    assert not [text for text in told if UNASKED.search(text) and not SINCE.search(text)]


def slots(line):
    """Return the slots of a line."""
    return {name for _, name, _, _ in Formatter().parse(line.text) if name}


def test_a_number_is_named_where_it_is_more_than_one():
    """A line with a number is said only where it is two or more, so that its words fit."""
    for line in ALL:
        for name in slots(line) - {"about", "who", "reading", "failure", "cause"}:
            assert min(values(line, SLOTS.get(name, name))) >= 2, line.key


def test_what_is_named_is_known():
    """A line names a promise or a partner only where there is one; a reading only when asked."""
    for line in ALL:
        if "about" in slots(line):
            assert line.kind == "neighbour" or line.when.get("named") or line.when.get("owes") in {"open", "overdue"}
        assert ("who" in slots(line)) <= (line.kind == "quiet"), line.key
        assert ("reading" in slots(line)) <= ("reading" in line.when), line.key
        assert ("cause" in slots(line)) <= (line.when.get("caused") is True), line.key
        assert ("failure" in slots(line)) == (line.when.get("later") is True), line.key


UNANSWERED = re.compile(r"what went wrong|no answer|without an answer|for an answer|answer is owed|answer was owed")


def test_what_was_answered_is_not_asked_for_again():
    """After an answer, no line asks for one without naming what went wrong since; two that say "the last thing" may."""
    for line in ALL:
        if UNANSWERED.search(line.text) and line.when.get("wrong") and not line.text.startswith("The last thing"):
            assert line.when.get("later") is False or "failure" in slots(line), line.key


def test_a_later_failure_is_named():
    """Who was told what went wrong, and is let down again, asks about that, by its name."""
    acts = [{"act": kind, "day": 1} for kind in ("acknowledge", "apologise", "explain")]
    year = Year.begin("missed-deadline", 2).send(acts)
    while not year.over:
        year = year.send([])
    happened = moments(year)
    told = spoken(happened, year.case, 2)
    later = [one for one in told if one.moment.facts.later]
    names = {one.name for one in year.case.commitments} | {event.label for event in year.case.events}
    named = [one for one in later if "failure" in slots(one.line)]
    assert named
    late = {(one.partner, one.about): one.day for one in happened if one.kind == "promise_late"}
    there = [one.moment for one in named if (one.moment.partner, one.moment.facts.failure) in late]
    assert there, "what is asked for comes later"
    assert all(one.day <= late[one.partner, one.facts.failure] for one in there), "nobody asks for what has come"
    assert all(one.moment.facts.failure in names and one.moment.facts.failure in one.text for one in named)
    assert not [
        one.text for one in later if UNANSWERED.search(one.text) and one not in named and "last" not in one.text
    ]


def test_silence_is_spoken_of_after_weeks_longer_than_a_usual_rhythm():
    """Who gets news every four weeks, the usual order, does not say of what is handed over that no word had come."""
    counted = [line for line in ALL if line.kind in ("promise_kept", "promise_late") and "weeks" in slots(line)]
    assert counted
    assert all(min(values(line, "weeks_silent")) >= 4 for line in counted), [line.key for line in counted]


def test_a_decision_is_not_said_to_be_the_players():
    """What is decided comes with the case, so nobody says that the player decides it."""
    assert not [line.key for line in ALL if line.kind == "decision" and re.search(r"\byou (now )?decide", line.text)]


# How lines are put


def test_there_are_lines_for_every_kind_and_each_has_a_key():
    """Every kind of moment has a line without conditions and two lines or more, 250 in all, with keys of their own."""
    assert set(SHIPPED) | OTHERS == set(lines())
    assert len(SHIPPED) >= 21  # all acts but the one that ends in "parted"; one that is added may do with "any"
    assert all(len(kind) >= 2 and any(not line.when for line in kind) for kind in lines().values())
    assert len(ALL) >= 250
    assert len({line.key for line in ALL}) == len({line.text for line in ALL}) == len(ALL)


def test_no_line_is_taken_from_the_texts():
    """Lines share no run of eight words with the two texts."""
    assert not set().union(*(runs(line.text) for line in ALL)) & SOURCE_RUNS


HIDDEN = re.compile(
    r"\b(trust\w*|faith|believ\w+|confiden\w+|model|simulat\w+|points|scores?|evidence|ledger|morale)\b",
    re.IGNORECASE,
)
CONTEMPT = re.compile(r"\b(idiot|stupid|pathetic|liars?|fools?|shame on|worthless|joke|incompetent)\b", re.IGNORECASE)


def test_lines_are_short_and_say_nothing_hidden():
    """No line is long, speaks of trust or of the model, or is contemptuous; only a group says "we", nobody "I"."""
    for line in ALL:
        assert len(line.text) <= LONGEST, line.key
        assert not ONE.search(line.text), line.key
        assert bool(WE.search(QUOTED.sub("", line.text))) == bool(line.when.get("group")), line.key
        assert not HIDDEN.search(line.text), line.key
        assert not CONTEMPT.search(line.text), line.key
        assert line.text[-1] in ".?!”", line.key


def test_each_line_reads_easily():
    """A thirteen-year-old can read each line."""
    from textstat import flesch_kincaid_grade

    said = {line.key: re.sub("{about}|{who}", "the clinic", line.text) for line in ALL}
    hard = [key for key, text in said.items() if flesch_kincaid_grade(re.sub(r"{\w+}", "five", text)) > HARDEST]
    assert hard == []


# Which line is said

GROUP, PERSON = Partner(name="Clinic team", role="Doctors"), Partner(name="Ana Lima", role="A patient")
NEIGHBOUR = Partner(name="Sister organisation", role="A group")


def a_case(partner, owes="nothing"):
    """Return a case with a partner, and a promise to it."""
    report = Commitment(name="Report", to=(partner.name,), hours=20, weeks=2, missed=owes == "overdue")
    owed = () if owes == "nothing" else (report,)
    return small_case(partners=(partner, NEIGHBOUR), commitments=owed, events=(), ties=())


def moment_for(line):
    """Return a case, and a moment of the first kind in which a line fits, with facts that go together."""
    known = {name: values(line, name)[0] for name in line.when}
    facts = {name: known[name] for name in known if name in FACTS}
    if facts.get("broken") or facts.get("wrong"):
        facts.setdefault("affected", True)
    assert facts.get("affected", True) or not (facts.get("broken") or facts.get("wrong"))
    assert not (facts.get("wrong") and facts.get("owned"))
    if line.kind == "left":
        known.setdefault("word", "own" if known.get("caused") is False else "waiting")
    options = {name: known[name] for name in known if name not in FACTS and name not in BESIDE}
    act = known.get("act") or (line.kind if line.kind in ACTS else None)
    partner = PERSON if known.get("group") is False or "group" not in known else GROUP
    about = {"neighbour": NEIGHBOUR.name}.get(line.kind, "Report" if known.get("named") else "")
    moment = Moment(
        5, line.kind, partner.name, about, Facts(**facts), ACTS[act](week=1, **options) if act else None,
        known.get("reading", 50), known.get("word", ""),
    )  # fmt: skip
    return a_case(partner, known.get("owes", "nothing")), moment


def on(moment, day, **changes):
    """Return a moment on another day."""
    return Moment(**{**vars(moment), "day": day, **changes})


@pytest.mark.parametrize("kind", lines())
def test_every_line_is_said_somewhere(kind):
    """Where a line fits, it is said at some time, before any line is said twice."""
    for line in lines()[kind]:
        case, moment = moment_for(line)
        told = spoken([on(moment, day) for day in range(5, 5 + len(lines()[kind]))], case, 1)
        keys = [one.line.key for one in told]
        assert line.key in keys
        before = keys[: keys.index(line.key) + 1]
        assert len(set(before)) == len(before), line.key


def test_the_most_specific_line_is_said_first():
    """More conditions come first; once said, a line waits; on one day two partners say different things."""
    facts = Facts(wrong=True, affected=True, weeks_silent=4, broken=4, messages=7)
    case = a_case(GROUP, "overdue")
    first = Moment(20, "asked", GROUP.name, "", facts)
    told = spoken([first, on(first, 20, partner=NEIGHBOUR.name), on(first, 25)], case, 1)
    assert told[0].text == "“Report” is late, and there has been no word for 4 weeks. Is it still coming?"
    assert [one.speaker for one in told] == [GROUP.name, NEIGHBOUR.name, GROUP.name]
    assert told[0].line.specific > max(told[1].line.specific, told[2].line.specific)
    assert len({one.line.key for one in told}) == 3


def test_an_act_of_ones_own_is_answered():
    """A kind of moment without lines of its own gets those for any."""
    told = spoken([Moment(5, "visit", GROUP.name, "", Facts())], a_case(GROUP), 1)
    assert told[0].line.kind == "any"


def test_names_stand_in_a_sentence():
    """Names get their article, and a sentence begins with a capital letter."""
    said = {
        (one.speaker, one.text)
        for number in range(30)
        for one in spoken(
            [Moment(50, "quiet", GROUP.name, "", Facts(weeks_quiet=8, complained=4))], a_case(GROUP), number
        )
    }
    assert ("", "4 complaints came from the Clinic team. Then they stopped.") in said
    gone = [Moment(50, "neighbour", GROUP.name, NEIGHBOUR.name, Facts(), word="left")] * 5
    assert "So the Sister organisation will not be there any more. It is being talked about here." in {
        one.text for one in spoken(gone, a_case(GROUP), 1)
    }


def year_of(case, strategy, number):
    """Return a whole year with a strategy's acts, sent in its first turn."""
    return Year(case, number, (Turn(strategy.acts, (), case.weeks),))


YEARS = [(case, key) for place, case in enumerate(case_keys()) for key in strategy_keys()[place::5]]


def owed_at(case, seen, moment):
    """Return how promises of the case stand for a partner, from the moments before, as `known_at` takes it."""
    if moment.kind not in {"asked", "complained"}:
        return "", "nothing"
    ended = {one.about for one in seen if one.kind in {"promise_kept", "promise_late"}}
    broken = {one.about for one in seen if one.kind == "promise_broken"}
    mine = [one for one in case.commitments if moment.partner in case.addressed(one.to) and one.name not in ended]
    overdue = [one.name for one in mine if one.missed or one.name in broken]
    begun = [one.name for one in mine if one.missed or moment.day > 5 * one.starts]
    if overdue:
        return overdue[0], "overdue"
    return (begun[0], "open") if begun else ("", "nothing")


def check(year):
    """Check what holds for everything that is said in a year, and return it."""
    happened = moments(year)
    told = spoken(happened, year.case, year.number)
    partners = {partner.name: partner for partner in year.case.partners}
    for place, (moment, line, text) in enumerate(told):
        if not moment.says:
            assert text == ""
            continue
        known = known_at(moment, partners[moment.partner], *owed_at(year.case, happened[:place], moment))
        assert holds(line.when, known), line.key
        assert holds(line.asserts, known), line.key
        assert not re.search(r"[{}_]|None|\d/\d", text), text
        assert text[0] == text[0].upper()
    return told


@pytest.mark.long
@pytest.mark.parametrize(("case", "key"), YEARS, ids=lambda name: name)
def test_what_is_said_in_a_year_is_true(case, key):
    """In years of shipped cases and strategies, everything said is as the moments have it, and short."""
    told = check(year_of(load_case(case), load_strategy(key), 3))
    assert max(len(one.text) for one in told) <= LONGEST


@pytest.mark.long
@settings(max_examples=20)
@given(situations())
def test_what_is_said_in_a_random_year_is_true(situation):
    """Whatever the case and the acts, what is said is so."""
    check(year_of(*situation, 5))


def test_the_same_year_says_the_same_words():
    """A year's words depend on its number, and what comes later changes nothing that was said."""
    year = year_of(load_case("missed-deadline"), load_strategy("recovery-plan"), 2)
    happened = moments(year)
    told = spoken(happened, year.case, 2)
    assert spoken(happened, year.case, 2) == told
    assert spoken(happened[:60], year.case, 2) == told[:60]
    assert [one.line.key for one in spoken(happened, year.case, 4)] != [one.line.key for one in told]


# Moods


def test_a_figure_shows_what_was_seen():
    """A figure is calm until something is seen; silence lasts until something is heard, and going for good."""
    about = lambda day, kind, **facts: Moment(day, kind, "Ana", "", Facts(**facts))  # noqa: E731
    asked, quiet = about(10, "asked"), about(50, "quiet", weeks_quiet=8)
    assert str(mood_of([asked], 12)) == "asked something in week 1"
    assert mood_of([asked], 40).key == "calm"
    assert str(mood_of([asked, quiet], 90)) == "quiet since week 1"
    assert mood_of([asked, quiet, about(55, "promise_kept")], 56).key == "pleased"
    assert mood_of([asked, quiet, replace(about(55, "promise_broken"), says=False)], 56).key == "quiet"
    assert mood_of([asked, quiet, about(55, "update")], 56).key == "calm"
    assert mood_of([asked, quiet, about(55, "complained")], 56).key == "complaining"
    assert mood_of([about(55, "event_kept")], 56).key == "pleased"
    assert mood_of([about(55, "event_kept", wrong=True)], 56).key == "calm"
    assert str(mood_of([about(0, "breach")], 10)) == "unhappy in week 0"
    assert mood_of([asked], 40, 9).key == "asking"
    assert [mood_of([about(55, kind)], 200).key for kind in ("left", "parted")] == ["gone", "gone"]


# Translations


def test_translators_get_every_line():
    """Each line is among the texts to translate, under its key, and is said in the language that is spoken."""
    keys = {entry.key for entry in entries() if entry.key.startswith("partner_lines.")}
    assert keys == {f"partner_lines.{line.kind}.{line.key}.text" for line in ALL}
    year = year_of(load_case("silent-study"), plan({"act": "thank", "week": 1}), 1)
    happened = moments(year)
    with speaking(PSEUDO):
        told = [one.text for one in spoken(happened, year.case, 1)]
        names = [*year.case.names, *(one.name for one in year.case.commitments)]
    bare = [re.sub("|".join(map(re.escape, names)), "", text) for text in told]
    assert not_from_a_catalogue(bare) == []
