"""A list whose answers are known, run without them and judged by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from resolver.evaluation.calibration import Point, measure_calibration_error, measure_curve, measure_reliability
from resolver.evaluation.scores import Outcome, Score, count_outcomes, judge_outcome
from resolver.identifiers import derive_related
from resolver.model import Document, Identifier, Resolution, Run


class Evaluation(Struct, frozen=True, kw_only=True):
    """A run of a list whose answers are known: what became of each row, and the tables over all of them."""

    run: Run
    outcomes: tuple[Outcome, ...]

    @classmethod
    def of(cls, run: Run, right: Sequence[frozenset[Identifier]]) -> Evaluation:
        """The evaluation of a run, by the right identifiers of each row."""
        return cls(
            run=run, outcomes=tuple(judge_outcome(r, ids) for r, ids in zip(run.resolutions, right, strict=True))
        )

    @property
    def total(self) -> Score:
        """Counts, precision and recall over all rows."""
        return count_outcomes("all", self.outcomes)

    @property
    def calibration_error(self) -> float:
        """Expected calibration error over all rows."""
        return measure_calibration_error(measure_reliability(self.outcomes))

    @property
    def curve(self) -> tuple[Point, ...]:
        """Precision and recall by the confidence from which on links are accepted."""
        return measure_curve(self.outcomes)

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


def list_right_identifiers(document: Document) -> tuple[frozenset[Identifier], ...]:
    """The identifiers that a list gives each entry, in all the forms in which a record may have them."""
    return tuple(frozenset({*e.ids, *(r for i in e.ids for r in derive_related(i))}) for e in document.entries)


def hide_identifiers(document: Document) -> Document:
    """A list without its identifiers and links."""
    entries = tuple(msgspec.structs.replace(e, ids=(), links=()) for e in document.entries)
    return msgspec.structs.replace(document, entries=entries)
