"""How good the decisions are: precision, recall, abstention and calibration over rows with known answers.

Pure functions from resolutions and the identifiers that would be right to tables. `resolver evaluate`
and `benchmarks/accuracy.py` both use them.
"""

from resolver.evaluation.calibration import (
    EDGES,
    THRESHOLDS,
    Bin,
    Point,
    measure_calibration_error,
    measure_curve,
    measure_reliability,
)
from resolver.evaluation.lists import Evaluation, hide_identifiers, list_right_identifiers
from resolver.evaluation.scores import Outcome, Score, count_outcomes, judge_outcome, score_parts

__all__ = [
    "EDGES",
    "THRESHOLDS",
    "Bin",
    "Evaluation",
    "Outcome",
    "Point",
    "Score",
    "count_outcomes",
    "hide_identifiers",
    "judge_outcome",
    "list_right_identifiers",
    "measure_calibration_error",
    "measure_curve",
    "measure_reliability",
    "score_parts",
]
