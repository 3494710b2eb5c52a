"""What became of each row whose answer is known, and the counts over rows: precision, recall, abstention."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from resolver.model import Identifier, Resolution, Status


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
        """Whether the row was linked, and to the right work."""
        return self.status == "matched" and self.best_right

    @property
    def wrong(self) -> bool:
        """Whether the row was linked to another work."""
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


def judge_outcome(resolution: Resolution, right: frozenset[Identifier], kind: str = "", group: str = "") -> Outcome:
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


def count_outcomes(name: str, outcomes: Iterable[Outcome]) -> Score:
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


def score_parts(outcomes: Sequence[Outcome], part: Callable[[Outcome], str]) -> tuple[Score, ...]:
    """Scores of the parts of the rows, the largest first."""
    parts: dict[str, list[Outcome]] = {}
    for o in outcomes:
        parts.setdefault(part(o), []).append(o)
    return tuple(count_outcomes(name, rows) for name, rows in sorted(parts.items(), key=lambda p: (-len(p[1]), p[0])))
