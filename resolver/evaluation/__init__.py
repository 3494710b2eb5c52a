"""How good the decisions are: precision, recall, abstention and calibration over rows with known answers.

Pure functions from resolutions and the identifiers that would be right to tables. `resolver evaluate`
and `benchmarks/accuracy.py` both use them.
"""

from resolver.evaluation.calibration import EDGES, THRESHOLDS, Bin, Point, calibration_error, curve, reliability
from resolver.evaluation.lists import Evaluation, hidden, right_identifiers
from resolver.evaluation.scores import Outcome, Score, by, outcome, score

__all__ = [
    "EDGES",
    "THRESHOLDS",
    "Bin",
    "Evaluation",
    "Outcome",
    "Point",
    "Score",
    "by",
    "calibration_error",
    "curve",
    "hidden",
    "outcome",
    "reliability",
    "right_identifiers",
    "score",
]
