"""How good the decisions are: precision, recall, abstention and calibration over rows with known answers.

Pure functions from resolutions and the identifiers that would be right to tables. `resolver evaluate`
and `benchmarks/accuracy.py` both use them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import msgspec
from msgspec import Struct

from resolver.identifiers import related
from resolver.model import Document, Identifier, Resolution, Run, Status

EDGES = (0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995, 1.0)
"""Limits of the bins of the reliability diagram: finer where most rows are."""

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99)


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one row.

    `best_right` says whether the best candidate, accepted or not, is a right one; `listed` whether a
    right one is among the candidates named, however the row was decided. `expected` is false for rows that no
    source can know.
    """

    row: int
    kind: str
    group: str
    status: Status
    confidence: float
    best_right: bool
    listed: bool
    expected: bool
    sources: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        return self.status == "matched" and self.best_right

    @property
    def wrong(self) -> bool:
        return self.status == "matched" and not self.best_right


class Score(Struct, frozen=True, kw_only=True):
    """Counts over some rows; shares are computed from them."""

    name: str
    rows: int
    expected: int
    right: int
    wrong: int
    ambiguous: int
    ambiguous_listed: int
    not_found: int
    unanswered: int
    named: int

    @property
    def precision(self) -> float:
        """Share of the accepted links that are right; 1 when none was accepted."""
        accepted = self.right + self.wrong
        return self.right / accepted if accepted else 1.0

    @property
    def recall(self) -> float:
        """Share of the rows with an answer that were matched to it."""
        return self.right / self.expected if self.expected else 0.0

    @property
    def named_share(self) -> float:
        """Share of the rows with an answer that were matched to it, or name it among the alternatives of no match."""
        return self.named / self.expected if self.expected else 0.0


def outcome(resolution: Resolution, right: frozenset[Identifier], kind: str = "", group: str = "") -> Outcome:
    """Compare a resolution with the identifiers of which the right work has one (none: nobody knows it)."""
    hits = [bool({i for r in c.records for i in r.ids} & right) for c in resolution.decision.candidates]
    return Outcome(
        row=resolution.entry.row,
        kind=kind,
        group=group,
        status=resolution.status,
        confidence=resolution.decision.confidence,
        best_right=bool(hits and hits[0]),
        listed=any(hits),
        expected=bool(right),
        sources=resolution.work.sources if resolution.work else (),
    )


def score(name: str, outcomes: Iterable[Outcome]) -> Score:
    """Count outcomes."""
    rows = list(outcomes)
    unsure = [o for o in rows if o.status == "ambiguous"]
    return Score(
        name=name,
        rows=len(rows),
        expected=sum(o.expected for o in rows),
        right=sum(o.right for o in rows),
        wrong=sum(o.wrong for o in rows),
        ambiguous=len(unsure),
        ambiguous_listed=sum(o.listed for o in unsure),
        not_found=sum(o.status == "not_found" for o in rows),
        unanswered=sum(o.status == "unanswered" for o in rows),
        named=sum(o.expected and (o.right or (o.status != "matched" and o.listed)) for o in rows),
    )


def by(outcomes: Sequence[Outcome], part: Callable[[Outcome], str]) -> tuple[Score, ...]:
    """Scores of the parts of the rows, the largest first."""
    parts: dict[str, list[Outcome]] = {}
    for o in outcomes:
        parts.setdefault(part(o), []).append(o)
    return tuple(score(name, rows) for name, rows in sorted(parts.items(), key=lambda p: (-len(p[1]), p[0])))


class Bin(Struct, frozen=True):
    """One bin of the reliability diagram: mean confidence and share of right best candidates."""

    low: float
    high: float
    rows: int
    claimed: float
    true: float


def reliability(outcomes: Sequence[Outcome], edges: Sequence[float] = EDGES) -> tuple[Bin, ...]:
    """The confidence that was claimed against the share that was right, for the best candidate of each row."""
    bins = []
    for low, high in pairwise(edges):
        rows = [o for o in outcomes if low <= o.confidence < high or (high == edges[-1] and o.confidence == high)]
        if rows:
            claimed = sum(o.confidence for o in rows) / len(rows)
            bins.append(Bin(low, high, len(rows), claimed, sum(o.best_right for o in rows) / len(rows)))
    return tuple(bins)


def calibration_error(bins: Sequence[Bin]) -> float:
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


def curve(outcomes: Sequence[Outcome], thresholds: Sequence[float] = THRESHOLDS) -> tuple[Point, ...]:
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


class Evaluation(Struct, frozen=True, kw_only=True):
    """A run of a list whose answers are known: what became of each row, and the tables over all of them."""

    run: Run
    outcomes: tuple[Outcome, ...]

    @classmethod
    def of(cls, run: Run, right: Sequence[frozenset[Identifier]]) -> Evaluation:
        """The evaluation of a run, by the right identifiers of each row."""
        return cls(run=run, outcomes=tuple(outcome(r, ids) for r, ids in zip(run.resolutions, right, strict=True)))

    @property
    def total(self) -> Score:
        """Counts, precision and recall over all rows."""
        return score("all", self.outcomes)

    @property
    def calibration_error(self) -> float:
        """Expected calibration error over all rows."""
        return calibration_error(reliability(self.outcomes))

    @property
    def curve(self) -> tuple[Point, ...]:
        """Precision and recall by the confidence from which on links are accepted."""
        return curve(self.outcomes)

    @property
    def wrong(self) -> tuple[Resolution, ...]:
        """The rows that were linked to another work than theirs."""
        return tuple(r for o, r in zip(self.outcomes, self.run.resolutions, strict=True) if o.wrong)

    def to_dict(self) -> dict[str, Any]:
        """Counts and shares in numbers only."""
        total = self.total
        shares = {name: getattr(total, name) for name in ("precision", "recall", "named_share")}
        return {**msgspec.structs.asdict(total), **shares, "calibration_error": self.calibration_error}

    def __repr__(self) -> str:
        total = self.total
        return f"<Evaluation of {total.rows} rows: precision {total.precision:.4f}, recall {total.recall:.4f}>"


def right_identifiers(document: Document) -> tuple[frozenset[Identifier], ...]:
    """The identifiers that a list gives each entry, in all the forms in which a record may have them."""
    return tuple(frozenset({*e.ids, *(r for i in e.ids for r in related(i))}) for e in document.entries)


def hidden(document: Document) -> Document:
    """A list without its identifiers and links."""
    entries = tuple(msgspec.structs.replace(e, ids=(), links=()) for e in document.entries)
    return msgspec.structs.replace(document, entries=entries)
