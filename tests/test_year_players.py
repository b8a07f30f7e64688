"""Many players: random ones end every year without an error, and heedless ones fare no better than the texts advise."""

import re
from collections import Counter

import numpy as np
import pytest

from sim.catalogue import case_keys, honest_keys, load_strategy, strategy_keys, taught_case_keys
from sim.experiments.simulate import simulate
from sim.experiments.year.cards import deck, drafted, repeats, whom
from sim.experiments.year.changed_plans import Change, play_each
from sim.experiments.year.promises import owed
from sim.experiments.year.turn_hours import whole
from sim.experiments.year.turns import turns_of
from sim.experiments.year.visible import moments
from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code, from_code
from sim.lab.session.year_session import YearSession
from sim.lab.views.year_end import Looked
from sim.lab.views.year_view import screen, seen_in
from sim.model.acts import ACTS
from sim.model.frozen import DAYS_A_WEEK
from sim.model.measures import HEADLINE
from sim.model.strategy import MOST_ACTS
from sim.narrative.turning_points import turning_points
from tests.test_year_ending import check_partner_year
from tests.test_year_page import check_figure

MOST_CARDS = 4  # of a random player in one turn
DOCUMENTED = tuple(key for key in strategy_keys() if load_strategy(key).documented)
TAUGHT = taught_case_keys()
YEARS = (1, 2)


def any_of(chance, options):
    """Return one of the options."""
    return options[chance.integers(len(options))]


def some_value(chance, field):
    """Return a value that a field of a card offers."""
    if field.kind == "number":
        number = min(field.high, max(field.low, field.value * (0.25 + 2 * float(chance.random()))))
        return number if field.step == "any" else round(number)
    keys = [key for key, _ in field.options]
    if field.kind == "one":
        return any_of(chance, keys)
    return [key for key in keys if chance.random() < 0.5] or keys[:1]


def some_card(chance, year, cards):
    """Return an act from any card, with any options, for anybody, at any time of this turn."""
    card = any_of(chance, cards)
    groups = [key for key, _ in whom(year.case)]
    names = [name for name in year.case.names if chance.random() < 0.3]
    day = DAYS_A_WEEK * year.week + 1 + int(chance.integers(DAYS_A_WEEK * year.ahead))
    when = {"how": any_of(chance, ("once", "every", "complaint")), "day": day}
    when["every"] = any_of(chance, repeats())[0]
    values = {field.name: some_value(chance, field) for field in card.fields}
    return drafted(year, card.key, values, names or [any_of(chance, groups)], when)


def play_at_random(case, number):
    """Return a year that was played at random through its page's session; each screen is checked on the way."""
    chance = np.random.default_rng(number)
    session = YearSession()
    session.begin(case, number)
    cards = deck(session.played.case)
    while session.phase != "end":
        if session.phase == "guess":
            here = [name for name in session.played.case.names if chance.random() < 0.8]
            session.guess({name: int(chance.integers(101)) for name in here})
            continue
        year = session.played
        sent = len(year.strategy.acts)
        for _ in range(min(int(chance.integers(MOST_CARDS + 1)), MOST_ACTS - sent)):
            session.choose(some_card(chance, year, cards))
        for place in range(sent):
            if chance.random() < 0.1:
                session.stop(place)
        if session.hand and chance.random() < 0.2:
            session.take_back(int(chance.integers(len(session.hand))))
        check_screen(session)
        session.go_on()
    check_end(session)
    return session.played


def check_screen(session):
    """Check that a turn's screen says nothing but what was done and seen, and that there is a way on from it."""
    year, seen = session.played, seen_in(session.played)
    shown = screen(session, Looked(), seen=seen)
    assert shown["phase"] == "turn"
    assert 1 <= shown["turn"]["ahead"] == year.ahead <= year.case.weeks - year.week, "no way on"
    assert shown["cards"]
    assert all(card["to"]["options"] and card["when"]["options"] for card in shown["cards"]), "no card can be chosen"
    gone = {name for name, week in zip(year.case.names, year.outcome.gone_week[:, 0], strict=True) if week >= 0}
    assert gone == {one["name"] for one in shown["people"] if one["mood"] == "gone"}
    assert not gone & {key for card in shown["cards"] for key, _ in card["to"]["options"]}
    for person in shown["people"]:
        if person["says"]:
            check_figure(person, seen.news)
    check_promises(shown, session)
    assert sum(one["hours"] for one in shown["hours"]["blocks"]) <= shown["hours"]["there"] + len(
        shown["hours"]["blocks"]
    )
    used, cards, questions, work, *_ = [*map(int, re.findall(r"\d+", shown["hours"]["spent"])), 0, 0, 0]
    if year.week:
        assert used == whole(float(year.outcome.staff_hours[0]))
        assert used == cards + questions
        assert work == whole(float(year.outcome.hours["commitments"][0]))
    early = shown["turn"]["early"]
    assert bool(early) == bool(year.before and year.week - year.before.week < year.before.ahead)
    assert not re.search(r"[{}]|\bNone\b|\bnan\b", " ".join([*shown["told"], shown["status"], early])), shown["told"]


def check_promises(shown, session):
    """Check the list of promises against the diary and the work that is open."""
    year = session.played
    began = DAYS_A_WEEK * (year.before.week if year.before else 0)
    ended = Counter(one.what for one in year.outcome.diary if one.day > began and one.what in ("kept", "late")
                    and np.asarray(one.where).ndim == 1)  # fmt: skip
    told = Counter(one["state"] for one in shown["due"])
    assert told["kept"] == ended["kept"]
    assert told["late"] == ended["late"]
    here = set(year.case.names) - year.gone
    assert all(here.intersection(one.to) for one in owed(year)), "work for nobody"
    letters = [one["text"] for one in shown["inbox"] if "falls away" in one["text"]]
    assert len(letters) == told["dropped"]


def check_end(session):
    """Check that the end says of each partner what the ledger holds, and of all together what was counted."""
    year = session.played
    end = screen(session, Looked(points=turning_points(year.outcome)))["end"]
    outcome = year.outcome
    went = outcome.gone_week[:, 0] >= 0
    assert end["stayed"] == f"{(~went).sum()} of {len(went)} stayed"
    assert end["hours"].startswith(f"{round(float(outcome.staff_hours[0]))} staff hour")
    assert sorted(one["name"] for one in end["partners"]) == sorted(year.case.names)
    for one in end["partners"]:
        who = year.case.names.index(one["name"])
        check_partner_year(outcome, who, " ".join(one["said"]))
        assert one["came"].startswith("stayed") != bool(one["last_words"]) == bool(went[who])
    weeks = [int(re.search(r"week (\d+)", one["came"])[1]) for one in end["partners"][: went.sum()]]
    assert weeks == sorted(outcome.gone_week[went, 0]), "who went comes first, in order"
    left = {year.case.names[who] for who in np.flatnonzero(outcome.left[:, 0])}
    headings = [one["title"] for one in end["turning_points"] if one["title"].endswith(" left")]
    assert all(any(name in heading for heading in headings) for name in left)
    assert sum(len(one["acts"]) for one in end["done"]) == len(year.strategy.acts) + sum(
        len(one.stopped) for one in year.turns
    )


def check_played_at_random(case, number):
    """Check that a year played at random ends as it should."""
    year = play_at_random(case, number)
    least, most = turns_of(year.case.weeks)
    assert year.week == year.case.weeks
    assert least <= len(year.turns) <= most
    seen = moments(year)
    assert [one.day for one in seen] == sorted(one.day for one in seen)
    gone = {one.partner for one in seen if one.kind in ("left", "parted")}
    went = year.outcome.gone_week[:, 0] >= 0
    assert gone == {name for name, is_gone in zip(year.case.names, went, strict=True) if is_gone}
    kept, broken, late = (int(getattr(year.outcome, fate)[0]) for fate in ("kept", "broken", "late"))
    told = [entry.what for entry in year.outcome.diary if np.asarray(entry.where).ndim == 1]
    assert (told.count("kept"), told.count("broken"), told.count("late")) == (kept, broken, late)
    again = from_code(as_code(year))
    assert again == year
    assert np.array_equal(again.outcome.trust, year.outcome.trust)


@pytest.mark.slow
@pytest.mark.parametrize("case", case_keys())
def test_random_players_end_their_year(case):
    """Whatever is sent to whom and when, a year ends without an error or a dead end, and no word contradicts it.

    Twenty of them: each has its number of turns, and comes back from its code.
    """
    for number in range(11, 15):
        check_played_at_random(case, number)


@pytest.mark.full
@pytest.mark.parametrize("first", range(0, 400, 20))
@pytest.mark.parametrize("case", case_keys())
def test_two_thousand_random_players_end_their_year(case, first):
    """The same of two thousand players over all cases."""
    for number in range(100 + first, 120 + first):
        check_played_at_random(case, number)


# Players without heed


def all_cards(year):
    """Return every card of the first dozen, as it is, for everybody."""
    room = MOST_ACTS - len(year.strategy.acts)
    cards = [card for card in deck(year.case) if not card.more][:room]
    return [drafted(year, card.key, {}, ["all"], {"how": "once"}) for card in cards]


def flood(year):
    """Return daily messages by every channel in every turn."""
    says = ["progress", "date", "reason", "results", "small_wins"]
    values = {"says": says, "channels": ["email", "newsletter", "social_media", "website"]}
    last = year.week + year.ahead - 1
    return [drafted(year, "update", values, ["all"], {"how": "every", "every": 0.2, "until": last})]


def only(kind):
    """Return a player who sends one kind of card to everybody, every week."""

    def play(year):
        when = {"how": "every", "every": 1, "until": year.week + year.ahead - 1}
        return [drafted(year, kind, {}, ["all"], when)]

    return play


def greedy(cards):
    """Return a player who sees hidden trust and luck to the end of the turn, and sends what raises trust most.

    Looks at each card of the first dozen, as it is, for everybody or for those who were let down, one after the other.
    """

    def play(year):
        options = [
            drafted(year, card.key, {}, [to], {"how": "once"})
            for card in deck(year.case)
            for to in ("all", "affected")
            if not card.more
        ]
        sent = []
        for _ in range(min(cards, MOST_ACTS - len(year.strategy.acts))):
            found = trust_at_turn_end(year, sent, options)
            if max(found[1:]) <= found[0]:
                break
            sent.append(options[int(np.argmax(found[1:]))])
        return sent

    return play


def trust_at_turn_end(year, sent, options):
    """Return the trust of all who are still there, at the end of this turn: with what is sent, and with each option."""
    week = year.week + year.ahead
    plan = year.strategy.model_copy(update={"acts": (*year.strategy.acts, *sent)})
    changes = [Change(), *(Change(added=(one,)) for one in options)]
    seasons = play_each(year.case, plan, changes, worlds=range(1), seed=year.number)
    return [(one.trust[week] * ((one.gone_week < 0) | (one.gone_week >= week))).mean() for one in seasons]


def mean_of(case, player):
    """Return the headline measure of a player, mean over some years."""
    ends = []
    for number in YEARS:
        year = Year.begin(case, number)
        while not year.over:
            year = year.send(player(year))
        ends.append(year.outcome.each(HEADLINE)[0])
    return np.mean(ends)


def headlines(case, keys=DOCUMENTED):
    """Return the headline measure of strategies in the same years, mean over these: by default of the documented."""
    return [simulate(case, key, worlds=1, seed=YEARS).each(HEADLINE).mean() for key in keys]


@pytest.mark.slow
@pytest.mark.parametrize("case", [TAUGHT[0], *(pytest.param(case, marks=pytest.mark.full) for case in TAUGHT[1:])])
def test_heedless_players_do_not_beat_the_documented_strategies(case):
    """Who says nothing, floods partners or sends every card in every turn stays below the documented strategies."""
    ends = {name: mean_of(case, player) for name, player in HEEDLESS.items()}
    assert max(ends.values()) < np.median(headlines(case)), ends


HEEDLESS = {"silent": lambda _: [], "flooding": flood, "spamming": all_cards}


@pytest.mark.full
@pytest.mark.parametrize("case", TAUGHT)
@pytest.mark.parametrize("kind", ACTS)
def test_players_of_one_card_do_not_beat_the_documented_strategies(case, kind):
    """Who sends one kind of card to everybody every week stays below the documented strategies."""
    assert mean_of(case, only(kind)) < np.median(headlines(case))


@pytest.mark.full
@pytest.mark.parametrize("case", TAUGHT)
@pytest.mark.parametrize(("cards", "rivals"), [(1, DOCUMENTED), (4, honest_keys())])
def test_a_greedy_player_does_not_beat_the_best_strategies(case, cards, rivals):
    """Who sees hidden trust and luck a turn ahead stays below the best strategies.

    With one card a turn below the best documented one; with four, at twice the hours, below the best plan that joins
    all advice.
    """
    assert mean_of(case, greedy(cards)) < max(headlines(case, rivals))
