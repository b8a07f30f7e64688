"""What partners say of their trust when they are asked: a survey's number or a call's word, both with an error."""

from sim.model.random_streams import RandomStreams

__all__ = ["WORDS", "call_reading", "survey_reading", "word_of"]

# Assumptions: how far an answer lies from what the partner thinks (standard deviation, points of 100), and where
# somebody who listened on the phone would say that trust is low, middling or high.
SURVEY_ERROR, CALL_ERROR = 8, 16
WORDS = {"low": 20, "middling": 50, "high": 80}
LOW_BELOW, HIGH_FROM = 40, 60


def survey_reading(trust: float, year: int, partner: str, day: int) -> int:
    """Return what a partner answers to a survey, 0 to 100, for trust from 0 to 1.

    The error depends on the year's number, the partner and the day alone.

    >>> survey_reading(0.5, 1, "Funder", 20) == survey_reading(0.5, 1, "Funder", 20)
    True
    """
    return _told(trust, SURVEY_ERROR, year, f"survey/{partner}/{day}")


def call_reading(trust: float, year: int, partner: str, day: int) -> int:
    """Return what somebody who phoned a partner makes of it: 20, 50 or 80, which stand for a word.

    >>> {word_of(call_reading(0.0, year, "Funder", 20)) for year in range(9)}
    {'low'}
    """
    return WORDS[word_of(_told(trust, CALL_ERROR, year, f"call/{partner}/{day}"))]


def word_of(reading: int) -> str:
    """Return a reading in a word.

    >>> word_of(39), word_of(59), word_of(60)
    ('low', 'middling', 'high')
    """
    return "low" if reading < LOW_BELOW else "middling" if reading < HIGH_FROM else "high"


def _told(trust: float, error: float, year: int, name: str) -> int:
    drawn = float(RandomStreams((year,), range(1)).draw("reading", name)[0, 0])
    return min(100, max(0, round(100 * trust + error * drawn)))
