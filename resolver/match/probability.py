"""The weights of the evidence, and the probability that they add up to.

A logistic regression over the features of `resolver.match.evidence`; its coefficients are in
`weights.json`, with the command that fitted them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

import msgspec

from resolver.match.evidence import MEANINGS
from resolver.model import Evidence

BARRED = 0.0
"""Log-odds that a work has at most of which something says that it is another one (`resolver.match.apart.BARS`)."""


class Weights(msgspec.Struct, frozen=True):
    """Coefficients in log-odds (nats), and what is done with the probabilities.

    `calibration` are pairs of log-odds, before and after: that a work is meant at all, as the coefficients
    have it and as it is in real lists. From `accept` on a link is accepted; from `doubt` on a work is near
    enough to keep an entry open; `list_above` is what an alternative must have to be named.
    """

    made_by: str
    made_from: str
    intercept: float
    calibration: tuple[tuple[float, float], ...]
    accept: float
    doubt: float
    list_above: float
    weights: dict[str, float]


@cache  # a data file that ships with the package, read once
def load_weights() -> Weights:
    """The coefficients that ship with the package."""
    return msgspec.json.decode(files("resolver.match").joinpath("weights.json").read_bytes(), type=Weights)


def log_odds(features: Mapping[str, float]) -> float:
    """The log-odds that a work with these features is the one meant."""
    model = load_weights()
    weight = model.weights.get
    return model.intercept + sum([weight(name, 0.0) * value for name, value in features.items()])


def share_probability(odds: Sequence[float]) -> list[float]:
    """The probability that each of several works is meant, of which one at most is.

    They share what is left beside "none of them"; how much that is in real lists, the calibration says.
    """
    if not odds:
        return []
    highest = max(odds)
    parts = [math.exp(o - highest) for o in odds]
    any_of_them = highest + math.log(sum(parts))
    share = probability(_calibrated(any_of_them)) / sum(parts)
    return [part * share for part in parts]


def _calibrated(odds: float) -> float:
    """Straight lines between the knots; beyond the last ones all is as at these."""
    knots = load_weights().calibration
    if not knots:
        return odds
    if odds <= knots[0][0]:
        return knots[0][1]
    for (low, to_low), (high, to_high) in pairwise(knots):
        if odds <= high:
            return to_low + (to_high - to_low) * (odds - low) / (high - low)
    return knots[-1][1]


MOST_LOG_ODDS = 60.0
"""Log-odds beyond which a probability is 0 or 1 in all decimals that anyone reads, and far from an overflow."""

DECIMALS = 4
"""Of probabilities, values and weights where people read them."""


def probability(odds: float) -> float:
    """Log-odds to probability, safe for large values."""
    return 1.0 / (1.0 + math.exp(-max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, odds))))


def explain_features(features: Mapping[str, float]) -> tuple[Evidence, ...]:
    """The features as evidence, the weightiest first."""
    table = load_weights().weights
    items = [
        Evidence(name, round(value, DECIMALS), round(table.get(name, 0.0) * value, DECIMALS), MEANINGS.get(name, name))
        for name, value in features.items()
    ]
    return tuple(sorted(items, key=lambda e: (-abs(e.weight), e.feature)))
