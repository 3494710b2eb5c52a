"""The weights of the evidence, and the probability that they add up to.

A logistic regression over the features of `resolver.match.evidence`; its coefficients are in
`weights.json`, with the command that fitted them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from resolver.match.evidence import SAYS
from resolver.model import Evidence


class Weights(msgspec.Struct, frozen=True):
    """Coefficients in log-odds (nats), and the probability above which a link is accepted."""

    made_by: str
    made_from: str
    intercept: float
    accept: float
    list_above: float
    weights: dict[str, float]


@cache
def weights() -> Weights:
    """The coefficients that ship with the package."""
    return msgspec.json.decode(files("resolver.match").joinpath("weights.json").read_bytes(), type=Weights)


def log_odds(features: Mapping[str, float]) -> float:
    """The log-odds that a work with these features is the one meant."""
    model = weights()
    return model.intercept + sum(model.weights.get(name, 0.0) * value for name, value in features.items())


def probability(odds: float) -> float:
    """Log-odds to probability, safe for large values."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, odds))))


def explain(features: Mapping[str, float]) -> tuple[Evidence, ...]:
    """The features as evidence, the weightiest first."""
    table = weights().weights
    items = [Evidence(n, round(v, 4), round(table.get(n, 0.0) * v, 4), SAYS.get(n, n)) for n, v in features.items()]
    return tuple(sorted(items, key=lambda e: (-abs(e.weight), e.feature)))
