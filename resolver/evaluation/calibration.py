"""Whether a confidence means what it says: reliability diagram, calibration error, and the curve over thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import mean

from msgspec import Struct

from resolver.evaluation.scores import Outcome

EDGES = (0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995, 1.0)
"""Limits of the bins of the reliability diagram: finer where most rows are."""

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99)


class Bin(Struct, frozen=True):
    """One bin of the reliability diagram: mean confidence and share of right best candidates."""

    low: float
    high: float
    rows: int
    claimed: float
    true: float


def measure_reliability(outcomes: Sequence[Outcome], edges: Sequence[float] = EDGES) -> tuple[Bin, ...]:
    """The confidence that was claimed against the share that was right, for the best candidate of each row."""
    bins = []
    for low, high in pairwise(edges):
        rows = [o for o in outcomes if low <= o.confidence < high or (high == edges[-1] and o.confidence == high)]
        if rows:
            claimed = mean(o.confidence for o in rows)  # which is exact: a sum of floats may leave the bin
            bins.append(Bin(low, high, len(rows), claimed, sum(o.best_right for o in rows) / len(rows)))
    return tuple(bins)


def measure_calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: the mean distance of claimed and true, weighted by rows."""
    total = sum(b.rows for b in bins)
    return sum(abs(b.claimed - b.true) * b.rows for b in bins) / total if total else 0.0


class Point(Struct, frozen=True):
    """Precision and recall if links were accepted from `threshold` on."""

    threshold: float
    accepted: int
    wrong: int
    precision: float
    recall: float


def measure_curve(outcomes: Sequence[Outcome], thresholds: Sequence[float] = THRESHOLDS) -> tuple[Point, ...]:
    """The precision-recall table over thresholds."""
    expected = sum(o.expected for o in outcomes)
    points = []
    for limit in thresholds:
        accepted = [o for o in outcomes if o.confidence >= limit]
        right = sum(o.best_right for o in accepted)
        precision = right / len(accepted) if accepted else 1.0
        points.append(
            Point(limit, len(accepted), len(accepted) - right, precision, right / expected if expected else 0.0)
        )
    return tuple(points)
