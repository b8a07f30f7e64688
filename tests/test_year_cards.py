"""The deck of cards of a played year: every kind of act, and nothing that a documented strategy needs is missing."""

import pytest

from sim.base.errors import BadInput
from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.experiments.year.cards import FIRST, PRESETS, card_cost, card_hours, deck, drafted, form_of, repeats, whom
from sim.experiments.year.year import Year
from sim.model.acts import ACTS, own_fields
from sim.model.acts.act import REPEATS

YEAR = Year.begin("criticised-outreach")
DECK = {card.key: card for card in deck(YEAR.case)}


def test_every_kind_of_act_has_a_card():
    """Each kind of act has a card with a title, one sentence, all its own fields, and options with labels."""
    assert list(DECK) == list(ACTS)
    for key, card in DECK.items():
        assert [field.name for field in card.fields] == list(own_fields(ACTS[key]))
        assert card.about.endswith(".")
        assert card.about != card.title
        for field in card.fields:
            assert field.label
            assert bool(field.options) != (field.kind == "number")
            assert all(label for _, label in field.options)


def test_a_dozen_cards_come_first():
    """The first cards are a dozen, the apology among them, and no act that the texts warn against."""
    first = {card.key for card in DECK.values() if not card.more}
    assert len(first) == FIRST == 12
    assert {"apologise", "listen", "update"} <= first
    assert not {"deny", "part_ways"} & first


@pytest.mark.parametrize("key", ACTS)
def test_a_card_as_it_is_becomes_the_usual_act(key):
    """A card on which nothing was changed becomes the act as the card shows it, whether its values are sent or not."""
    card = DECK[key]
    shown = {field.name: field.value for field in card.fields}
    once = {"how": "once", "day": 4}
    usual = ACTS[key](day=4, to=[YEAR.case.names[0]], **PRESETS.get(key, {}))
    assert drafted(YEAR, key, {}, usual.to, once) == usual
    assert drafted(YEAR, key, shown, usual.to, once) == usual
    as_text = {name: str(value) if isinstance(value, int | float) else value for name, value in shown.items()}
    assert drafted(YEAR, key, as_text, list(usual.to), once) == usual
    assert card_hours(YEAR, usual) == usual.cost(1)


@pytest.mark.parametrize("key", ACTS)
def test_the_form_of_an_act_becomes_that_act(key):
    """Whatever was chosen on a card, its form can be set so again, in values that the card offers."""
    for field in DECK[key].fields:
        chosen = field.options[-1][0] if field.options else field.high
        values = {field.name: [chosen] if field.kind == "many" else chosen}
        when = {"how": "every", "day": 6, "every": 2}
        act = drafted(YEAR, key, values, [YEAR.case.names[-1]], when)
        form = form_of(act)
        assert form["values"][field.name] == values[field.name]
        assert (
            drafted(YEAR, form["card"], form["values"], form["to"], form["when"] | {"how": form["when"]["kind"]}) == act
        )


def is_valid(field, number):
    """Return whether a page takes a number: HTML counts steps from the least."""
    whole = field.step == "any" or ((number - field.low) / field.step).is_integer()
    return field.low <= number <= field.high and whole


def is_allowed(kind, name, number):
    """Return whether the model takes a number."""
    try:
        return kind(day=4, to=["all"], **{name: number}) is not None
    except ValueError:
        return False


@pytest.mark.parametrize("case", case_keys())
def test_a_page_takes_every_number_that_the_model_allows(case):
    """Each card's number, and each that the model allows, is valid for the page's least, most and step."""
    tried = (0, 0.1, 0.5, 1, 1.7, 1.85, 3, 5, 7.5, 12, 29, 30, 52, 999.5, 1000, 1001)
    numbers = [(card.key, field) for card in deck(load_case(case)) for field in card.fields if field.kind == "number"]
    assert len(numbers) > 6
    for key, field in numbers:
        assert is_valid(field, field.value), (key, field)
        allowed = [one for one in tried if is_allowed(ACTS[key], field.name, one)]
        assert len(allowed) > 2
        assert [one for one in allowed if not is_valid(field, one)] == [], (key, field)


@pytest.mark.parametrize("key", ACTS)
def test_what_a_card_costs_is_known_before_it_is_chosen(key):
    """A card tells what it takes as it is, and the least and the most with each single option, for one or for all."""
    card, partners = DECK[key], YEAR.case.names
    cost = card_cost(YEAR.case, card, 1)
    to = list(card.to) or ["all"]
    assert cost.usual == card_hours(YEAR, drafted(YEAR, key, {}, to, {}))
    assert cost.least <= cost.usual <= cost.most
    for field in card.fields:
        for option, _ in field.options:
            value = [option] if field.kind == "many" else option
            for names in (partners[:1], partners):
                assert cost.least <= card_hours(YEAR, drafted(YEAR, key, {field.name: value}, names, {})) <= cost.most


def test_nothing_is_chosen_at_first_that_nobody_would_choose():
    """No card asks for forgiveness by itself, denies feelings or makes good nothing; a share is told in words."""
    fields = {(key, field.name): field for key, card in DECK.items() for field in card.fields}
    assert "forgiveness" not in fields["apologise", "parts"].value
    assert "forgiveness" in dict(fields["apologise", "parts"].options)
    assert fields["listen", "validates"].value == "yes"
    share = fields["compensate", "share"]
    assert dict(share.options)[share.value] == "all of it"
    assert not any("in 100" in label for _, label in share.options)


def as_card(act):
    """Return what is chosen on a card, and when, so that it becomes this act."""
    fields = {field.name: field for field in DECK[act.act].fields}
    values = {name: getattr(act, name) for name in fields}
    values = {name: {True: "yes", False: "no"}.get(value, value) if value in (True, False) and isinstance(value, bool)
              else value for name, value in values.items()}  # fmt: skip
    if act.when:
        when = {"how": act.when, "every": act.every_weeks, "since": act.since}
    elif act.every_weeks:
        when = {"how": "every", "day": act.first_day, "every": act.every_weeks, "until": act.until}
    else:
        when = {"how": "once", "day": act.first_day}
    return values, when


@pytest.mark.parametrize("key", strategy_keys())
def test_every_act_of_a_shipped_strategy_can_be_sent_by_a_card(key):
    """Each act of each shipped strategy comes out of a card as it is, with its options, addressees and rhythm."""
    for act in load_strategy(key).acts:
        values, when = as_card(act)
        sent = drafted(YEAR, act.act, values, act.to, when)
        timing = {"week": act.week, "day": act.day, "since": act.since}
        assert sent.model_copy(update=timing) == act
        assert sent.first_day == act.first_day


def test_a_card_may_be_sent_whenever_somebody_complains():
    """A card that waits for a complaint is used once a week at most, and takes no day."""
    act = drafted(YEAR, "thank", {}, ["all"], {"how": "complaint"})
    assert (act.when, act.every_weeks, act.day) == ("complaint", 1, None)


@pytest.mark.parametrize("case", case_keys())
def test_whom_a_card_may_be_for(case):
    """A card offers the groups that a case has, and each partner; at first it is for a group that is there."""
    case = load_case(case)
    offered = dict(whom(case))
    assert {"all", "affected", *case.names} <= offered.keys()
    assert ("misfit" in offered) == bool(case.addressed(("misfit",)))
    assert all(set(card.to) <= offered.keys() for card in deck(case))


def test_rhythms_are_those_of_the_lab():
    """A card repeats in the rhythms that the lab offers."""
    assert [every for every, _ in repeats()] == [every for every in REPEATS if every]


@pytest.mark.parametrize(
    ("card", "said"),
    [
        (("apologize", {}, ["all"], {}), "there is no card 'apologize'; did you mean apologise?"),
        ((5, {}, ["all"], {}), "there is no card 5"),
        (("thank", {"channel": "call"}, ["all"], {}), "the card thank has nothing called 'channel' to choose"),
        (("listen", {"channel": "smoke"}, ["all"], {}), "channel is 'smoke'"),
        (("plan", {"milestones": "many"}, ["all"], {}), "milestones is 'many'"),
        (("apologise", {"parts": []}, ["all"], {}), "parts"),
        (("thank", {}, [], {}), "to"),
        (("thank", {}, ["Nobody"], {}), "Nobody"),
        (("thank", {}, ["all", "affected"], {}), "all"),
        (("thank", {}, ["all"], {"how": "never"}), "a card cannot be sent 'never'; send it once, every, complaint"),
        (("thank", {}, ["all"], {"how": "once", "day": 0.5}), "day is 0.5"),
        (("thank", {}, ["all"], {"how": "every", "every": 0}), "every_weeks is 0"),
    ],
)  # fmt: skip
def test_a_card_that_cannot_be_sent_is_told_in_a_sentence(card, said):
    """A card, field, option, partner or timing that does not exist is refused in one sentence."""
    with pytest.raises(BadInput) as error:
        drafted(YEAR, *card)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
