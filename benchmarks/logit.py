"""The model that is fitted: a conditional logit over named features, and the calibration of its outcome "none".

Of the candidates of an entry at most one is meant: `P(i) = exp(o_i) / (1 + Σ exp(o_j))`, where `o_i` is
the weighted sum of candidate *i*'s features. `resolver.match.probability` computes the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from resolver.match.bars import BARS
from resolver.match.probability import BARRED

Matrix = NDArray[np.float64]
Indices = NDArray[np.intp]

FOR = frozenset(
    "exact same_words cut_within_word name_agrees name_and_rest_agree all_people_agree people_agree "
    "people_agree_nothing_replaced people_agree_uninformative first_agrees year_same year_near venue_agrees "
    "id_agrees".split()
)
FREE = frozenset("head_missing head_extra tail_missing tail_extra year_unknown".split())
"""The sign of a weight is fixed where the meaning of the feature fixes it: agreement never counts against a work,
and what is neither here nor in `FOR` never for it."""

RIDGE = 0.15
KNOTS = (-8.0, -5.0, -3.0, -1.5, 1.5, 4.0, 9.0)
"""Log-odds between which the calibration is a straight line."""

STIFFNESS = 0.05
"""What it costs the calibration to move a knot by one: it stays where hardly an entry is."""


@dataclass(frozen=True)
class Table:
    """All candidates of all entries in one matrix.

    `owner` is the entry of each row, `right` whether it is meant, `barred` whether something keeps it from being
    accepted.
    """

    names: tuple[str, ...]
    x: Matrix
    right: Matrix
    owner: Indices
    entries: int
    barred: NDArray[np.bool_]

    @classmethod
    def of(cls, entries: Sequence[tuple[Sequence[dict[str, float]], Sequence[bool]]], names: Sequence[str]) -> Table:
        """Lay out the features and labels of the candidates of each entry."""
        place = {name: n for n, name in enumerate(names)}
        rows = [
            (n, f, ok) for n, (features, right) in enumerate(entries) for f, ok in zip(features, right, strict=True)
        ]
        x = np.zeros((len(rows), len(names)))
        for k, (_, features, _) in enumerate(rows):
            for name, value in features.items():
                x[k, place[name]] = value
        right = np.array([float(ok) for *_, ok in rows])
        barred = np.array([not BARS.isdisjoint(f) for _, f, _ in rows])
        return cls(tuple(names), x, right, np.array([n for n, *_ in rows]), len(entries), barred)

    def answered(self) -> Matrix:
        """For each entry 1 if one of its candidates is meant."""
        found = np.zeros(self.entries)
        np.maximum.at(found, self.owner, self.right)
        return found


def fit(table: Table, importance: Matrix) -> Matrix:
    """Intercept and weights that maximise the likelihood of the right outcomes, with a small ridge.

    Args:
        table: the entries.
        importance: of each entry; 0 leaves it out.
    """
    x, y, owner, answered = table.x, table.right, table.owner, table.answered()

    def loss(p: Matrix) -> tuple[float, Matrix]:
        e = np.exp(np.clip(x @ p[1:] + p[0], -50, 50))
        total = 1 + np.bincount(owner, e, minlength=table.entries)
        hit = np.maximum(np.bincount(owner, e * y, minlength=table.entries), 1e-300)
        value = np.sum(importance * np.log(total)) - np.sum((importance * np.log(hit))[answered > 0])
        slope = e / total[owner] - np.where(answered[owner] > 0, e * y / hit[owner], 0)
        slope *= importance[owner]
        return float(value + RIDGE * (p[1:] @ p[1:]) / 2), np.concatenate([[slope.sum()], x.T @ slope + RIDGE * p[1:]])

    signs = [(0, None) if n in FOR else (None, None) if n in FREE else (None, 0) for n in table.names]
    start = np.zeros(len(table.names) + 1)
    bounds = [(None, None), *signs]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 3000})
    return np.asarray(found.x)


def odds(table: Table, p: Matrix) -> tuple[Matrix, Matrix]:
    """For each entry the log-odds that any candidate is meant; for each candidate its share of that."""
    sums = table.x @ p[1:] + p[0]
    e = np.exp(np.clip(np.where(table.barred, np.minimum(sums, BARRED), sums), -60, 60))
    total = np.bincount(table.owner, e, minlength=table.entries)
    return np.log(np.maximum(total, 1e-30)), e / np.maximum(total, 1e-30)[table.owner]


def chances(table: Table, p: Matrix, calibration: Matrix | None = None) -> Matrix:
    """The probability of each candidate."""
    any_of_them, share = odds(table, p)
    if calibration is not None:
        any_of_them = _hats(any_of_them) @ calibration
    return share / (1 + np.exp(-any_of_them))[table.owner]


def calibrate(any_of_them: Matrix, answered: Matrix) -> Matrix:
    """Where the knots go, so that the odds that a work is meant are those of the given entries; never downhill."""
    hats, knots = _hats(any_of_them), np.array(KNOTS)

    def places(d: Matrix) -> Matrix:
        return np.concatenate([[d[0]], d[0] + np.cumsum(np.exp(d[1:]))])

    def loss(d: Matrix) -> float:
        v = places(d)
        z = hats @ v
        return float(np.sum(np.logaddexp(0, z) - answered * z) + STIFFNESS * np.sum((v - knots) ** 2) / 2)

    start = np.concatenate([[knots[0]], np.log(np.diff(knots))])
    return places(np.asarray(minimize(loss, start, method="L-BFGS-B").x))


def _hats(values: Matrix) -> Matrix:
    """The coordinates of log-odds between the knots; beyond the last ones all is as at these."""
    knots = np.array(KNOTS)
    left = np.clip(np.searchsorted(knots, values) - 1, 0, len(knots) - 2)
    part = np.clip((values - knots[left]) / (knots[left + 1] - knots[left]), 0, 1)
    out = np.zeros((len(values), len(knots)))
    out[np.arange(len(values)), left] = 1 - part
    out[np.arange(len(values)), left + 1] = part
    return out
