"""How probable the works are of which none was accepted: the chances of the model, and how often it is too modest.

The model knows what two works have in common with the entry, and not how lists are. In a crowded database each title
has namesakes that one service has picked up somewhere; what people list is known to several. And what bars a work says
that it must not be linked by itself, not that it is not meant: of real rows whose best work is barred, nine in ten mean
it. Both change no decision: they are told to a person who decides, and to whoever reads a probability.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from resolver.match.bars import BARS
from resolver.match.probability import DECIMALS
from resolver.model import Candidate

SEVERAL_SOURCES = 20.0
"""How many times as often one of two works that fit alike is meant when several sources know it and a single one the
other. On 1,183 rows of a crowded server (eight near misses a work) 64 of the 66 rows mean their best work that get 0.9
to 0.93 by it. The calibration error there is 0.0187 with 6, 0.0124 with 20, 0.0123 with 40 (0.0258 without), and 0.006
on the same rows of the plain server (0.0094 without)."""

BARRED_MODESTY = 1.27
"""How many times as often as the model says a barred work is meant that is the best there is: where 0.73 is claimed,
0.93 and more are right on real rows."""

MOST_UNSURE = 0.93
"""Probability of a work that was not accepted, at most: below what a link takes."""


def calibrate_unsure(works: Sequence[Candidate]) -> list[Candidate]:
    """Works with their probabilities as they are in real lists, the most probable first.

    Args:
        works: all that are near, of which none was accepted; one at least.
    """
    weights = [c.probability * (SEVERAL_SOURCES if len({r.source for r in c.records}) > 1 else 1.0) for c in works]
    scale = sum(c.probability for c in works) / (sum(weights) or 1.0)
    chances = [min(MOST_UNSURE, weight * scale) for weight in weights]
    best = max(range(len(works)), key=chances.__getitem__)
    if _is_barred(works[best]):
        chances = _raise_barred(works, chances)
    told = sorted(zip(works, chances, strict=True), key=lambda pair: -pair[1])
    return [msgspec.structs.replace(c, probability=round(chance, DECIMALS)) for c, chance in told]


def _raise_barred(works: Sequence[Candidate], chances: Sequence[float]) -> list[float]:
    """The chances with those of barred works raised, together no more than certain."""
    raised = [
        min(MOST_UNSURE, chance * BARRED_MODESTY) if _is_barred(c) else chance
        for c, chance in zip(works, chances, strict=True)
    ]
    total = max(1.0, sum(raised))
    return [chance / total for chance in raised]


def _is_barred(candidate: Candidate) -> bool:
    return any(e.feature in BARS for e in candidate.evidence)
