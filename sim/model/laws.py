"""The laws of trust: pure functions of arrays, without clock, names or randomness. Symbols: docs/model.md.

Those of every evening compute in place, on arrays that they have made.

Arrays end in the worlds' axis: (partners, worlds), or (facets, partners, worlds) with facet 0 competence, 1 character.
"""

from functools import lru_cache
from math import exp, log

import numpy as np

COMPETENCE, CHARACTER = 0, 1
SMALL = 1e-9  # instead of 0 as a divisor


def trust_by_facet(good: np.ndarray, weight: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Return trust per facet: the share of good evidence in all evidence, where the disposition counts as evidence.

    Args:
        good: (facets, partners, worlds) good evidence.
        weight: the same shape, all evidence: good, bad, scar and the partner's steadiness.
        prior: (partners, worlds) steadiness x disposition.

    Source: Josang & Ismail 2002, the mean of a Beta distribution; [Mayer1995] for two facets.

    >>> float(trust_by_facet(np.array([[[1.0]]]), np.array([[[4.0]]]), np.array([[2.0]]))[0, 0, 0])
    0.75
    """
    trust = good + prior
    trust /= weight
    return trust


def credit(trust: np.ndarray, checkable: np.ndarray, fit: np.ndarray, *, floor: float, metrics: float) -> np.ndarray:
    """Return the share of good news that partners credit: little where trust is low and the work cannot be checked.

    Args:
        trust, checkable: (partners, worlds), 0 to 1.
        fit: (partners, worlds), how well the programme meets their needs.
        floor: credit at zero trust. metrics: how far checkable work makes up for missing trust.

    Source: [Slovic1993]; [Buell2011] for work that can be seen.

    >>> float(credit(np.array([[0.5]]), np.array([[0.0]]), np.array([[1.0]]), floor=0.5, metrics=0.6)[0, 0])
    0.75
    """
    seen = metrics * checkable
    seen *= 1 - trust
    seen += trust
    seen *= 1 - floor
    seen += floor
    seen *= fit
    return seen


def little_known(weight: np.ndarray, steadiness: np.ndarray, *, early: float) -> np.ndarray:
    """Return the factor by which a breach weighs more where little is known: 1 + early x steadiness / all evidence.

    Source: [Lount2008]; Assumption: the form of the function.

    >>> float(little_known(np.array([[4.0]]), np.array([[4.0]]), early=0.3)[0, 0])
    1.3
    """
    return 1 + early * steadiness / weight


def uncertainty_after(
    uncertainty: np.ndarray, level: np.ndarray, weeks: float, *, settle_in: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return uncertainty after some weeks of drift towards its level, and its integral over those weeks.

    Args:
        uncertainty, level: (partners, worlds), 0 to 1.
        settle_in: weeks in which 63 % of the gap closes.

    Source: [Maister1985] that open waits weigh; Assumption: exponential approach.

    >>> after, waited = uncertainty_after(np.array([[0.0]]), np.array([[1.0]]), 2.0, settle_in=2.0)
    >>> round(float(after[0, 0]), 3), round(float(waited[0, 0]), 3)
    (0.632, 0.736)
    """
    stay = exp(-weeks / settle_in)
    gap = uncertainty - level
    waited = gap * (settle_in * (1 - stay))
    waited += level * weeks
    gap *= stay
    gap += level
    return gap, waited


def load_above_limit(load: np.ndarray, limit: np.ndarray, weeks: float, *, fade: float) -> np.ndarray:
    """Return the integral of message load above the partners' limit over some weeks in which it fades.

    Args:
        load, limit: (partners, worlds). fade: weeks in which 63 % fades.

    Source: [Godfrey2011] that contact beyond an ideal level repels; Assumption: the form.

    >>> float(load_above_limit(np.array([[3.0]]), np.array([[4.0]]), 1.0, fade=4.0)[0, 0])
    0.0
    """
    above = np.minimum(fade * np.log(np.maximum(load, limit) / limit), weeks)
    return load * (fade * (1 - np.exp(-above / fade))) - limit * above


def chance_of_leaving(trust: np.ndarray, patience: np.ndarray, *, rate: float, slope: float) -> np.ndarray:
    """Return the chance of leaving this week, rising as trust falls below patience.

    >>> float(chance_of_leaving(np.array([[0.3]]), np.array([[0.3]]), rate=0.05, slope=14)[0, 0])
    0.025

    Assumption: a logistic curve.
    """
    return rate / (1 + np.exp(slope * (trust - patience)))


def complaint_rate(trust: np.ndarray, *, distrust: float, content: float, quiet: float) -> np.ndarray:
    """Return complaints a week: none from content partners, most at medium trust, few where trust is very low.

    Source: [Hirschman1970]: voice needs some hope of being heard.

    >>> rates = complaint_rate(np.array([0.7, 0.4, 0.1]), distrust=0.8, content=0.65, quiet=0.3)
    >>> [round(float(rate), 3) for rate in rates]
    [0.0, 0.2, 0.147]
    """
    return distrust * np.maximum(0, content - trust) * np.minimum(1, trust / quiet)


def number_of_questions(rate: np.ndarray, luck: np.ndarray) -> np.ndarray:
    """Return how many questions arrive in a week, 0 to 3: Poisson, by inversion of uniform random numbers.

    >>> [int(n) for n in number_of_questions(np.array([0.5, 0.5, 0.5]), np.array([0.1, 0.7, 0.99999]))]
    [0, 1, 3]
    """
    none = np.exp(-rate)
    one = none * (1 + rate)
    number = (luck >= none).astype(float)
    number += (luck >= one).astype(float)
    number += (luck >= one + none * rate * rate / 2).astype(float)
    return number


@lru_cache
def left_by(weeks: float, fade: float) -> float:
    """Return what is left after some weeks of something of which 63 % fades in `fade` weeks.

    >>> round(left_by(4, 4), 3)
    0.368
    """
    # NumPy's, which differs from that of `math` in the last digit.
    return float(np.exp(-weeks / fade))


@lru_cache
def left_after(weeks: float, half_life: float) -> tuple[float, float]:
    """Return what is left of something that fades, and its integral over these weeks.

    >>> left, over = left_after(10, 10)
    >>> left, round(float(over), 2)
    (0.5, 7.21)
    """
    left = half_kept(weeks, half_life)
    return left, (1 - left) * half_life / log(2)


def used_up(asked: np.ndarray) -> np.ndarray:
    """Return the share that each of several things is worth where this much was asked for: (1 - e^-x) / x.

    >>> [round(float(share), 2) for share in used_up(np.array([0.0, 1.0, 4.0]))]
    [1.0, 0.63, 0.25]

    Assumption: needs beyond what is owed are limited, so that the whole is worth at most 1.
    """
    safe = np.maximum(asked, SMALL)
    return -np.expm1(-safe) / safe


@lru_cache
def half_kept(weeks: float, half_life: float) -> float:
    """Return the share that is left after some weeks of decay.

    >>> half_kept(13, 26) == 2 ** -0.5
    True
    """
    return 2 ** (-weeks / half_life)
