"""Measuring decisions: what counts as right, wrong, abstained and calibrated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.evaluation import (
    EDGES,
    Outcome,
    count_outcomes,
    judge_outcome,
    measure_calibration_error,
    measure_curve,
    measure_reliability,
    score_parts,
)
from resolver.match import judge
from resolver.merge import merge
from resolver.model import Candidate, Decision, Entry, Record, Resolution, Status
from tests.match.papers import BERT, GOODFELLOW, LECUN, PSYQA, PSYQA_ARXIV, claim, entry, ids


def resolution(status: Status, *candidates: Record, confidence: float = 0.9) -> Resolution:
    return Resolution(
        entry=Entry(row=7, title="A Title"),
        decision=Decision(
            status=status,
            confidence=confidence,
            reason="because",
            candidates=tuple(Candidate(records=(r,), probability=confidence) for r in candidates),
        ),
        work=merge(candidates[:1]) if status == "matched" else None,
    )


def row(status: Status, confidence: float, best: bool, *, listed: bool | None = None, expected: bool = True) -> Outcome:
    return Outcome(
        row=1, kind="exact", group="a", status=status, confidence=confidence, best_right=best,
        listed=best if listed is None else listed, expected=expected,
    )  # fmt: skip


# ------------------------------------------------------------------ one row


def test_any_identifier_of_the_right_work_makes_a_link_right() -> None:
    decision = judge(claim(PSYQA.title), [PSYQA, PSYQA_ARXIV])
    work = merge(decision.candidates[0].records)
    done = Resolution(entry=entry(PSYQA.title), decision=decision, work=work)
    for known in ("arxiv:2106.01702", "acl:2021.findings-acl.130", "doi:10.18653/v1/2021.findings-acl.130 arxiv:1.1"):
        found = judge_outcome(done, frozenset(ids(known)), "exact", "list")
        assert (found.right, found.wrong, found.kind, found.group) == (True, False, "exact", "list")
        assert found.sources == ("acl", "arxiv")
    assert judge_outcome(done, frozenset(ids("acl:N19-1423"))).wrong


def test_a_link_for_a_row_that_nobody_knows_is_wrong() -> None:
    found = judge_outcome(resolution("matched", BERT), frozenset())
    assert (found.wrong, found.expected) == (True, False)


def test_an_abstention_is_neither_right_nor_wrong_and_tells_whether_the_truth_is_listed() -> None:
    found = judge_outcome(resolution("ambiguous", LECUN, GOODFELLOW), frozenset(GOODFELLOW.ids))
    assert (found.right, found.wrong, found.best_right, found.listed) == (False, False, False, True)
    nothing = judge_outcome(resolution("not_found", confidence=0.0), frozenset(GOODFELLOW.ids))
    assert (nothing.right, nothing.wrong, nothing.listed) == (False, False, False)


# ------------------------------------------------------------------ many rows


def test_a_score_counts_each_row_once() -> None:
    total = count_outcomes(
        "all",
        [
            row("matched", 0.99, True),
            row("matched", 0.95, True),
            row("matched", 0.9, False),
            row("ambiguous", 0.5, False, listed=True),
            row("ambiguous", 0.4, False, listed=False),
            row("not_found", 0.0, False),
            row("unanswered", 0.0, False),
            row("not_found", 0.0, False, expected=False),
        ],
    )
    assert (total.rows, total.expected, total.right, total.wrong) == (8, 7, 2, 1)
    assert (total.ambiguous, total.ambiguous_listed, total.not_found, total.unanswered) == (2, 1, 2, 1)
    assert total.precision == pytest.approx(2 / 3)
    assert total.recall == pytest.approx(2 / 7)
    assert total.named_share == pytest.approx(3 / 7)


def test_no_rows_and_no_links_are_no_division_by_zero() -> None:
    empty = count_outcomes("none", [])
    assert (empty.precision, empty.recall, empty.named_share) == (1.0, 0.0, 0.0)
    assert measure_calibration_error(measure_reliability([])) == 0.0
    assert {(p.precision, p.recall) for p in measure_curve([])} == {(1.0, 0.0)}


def test_parts_come_largest_first_and_then_by_name() -> None:
    rows = [row("matched", 0.9, True)] * 3
    parts = {"z": rows, "b": rows[:1], "a": rows[:1]}
    named = [
        Outcome(**{f: getattr(o, f) for f in o.__struct_fields__ if f != "group"}, group=g)
        for g, os in parts.items()
        for o in os
    ]
    assert [s.name for s in score_parts(named, lambda o: o.group)] == ["z", "a", "b"]


# ------------------------------------------------------------------ calibration and thresholds


def test_confidence_that_keeps_its_word_has_no_calibration_error() -> None:
    rows = [row("matched", 0.75, n < 3) for n in range(4)]
    assert measure_calibration_error(measure_reliability(rows)) == pytest.approx(0.0)


def test_confidence_that_promises_too_much_shows() -> None:
    rows = [row("matched", 1.0, n < 3) for n in range(4)]
    (bin_,) = measure_reliability(rows)
    assert (bin_.rows, bin_.claimed, bin_.true) == (4, 1.0, 0.75)
    assert measure_calibration_error([bin_]) == pytest.approx(0.25)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40))
def test_every_row_falls_into_exactly_one_bin(pairs: list[tuple[float, bool]]) -> None:
    rows = [row("matched", c, best) for c, best in pairs]
    bins = measure_reliability(rows)
    assert sum(b.rows for b in bins) == len(rows)
    assert all(EDGES[0] <= b.low <= b.claimed <= b.high <= EDGES[-1] for b in bins)
    assert 0 <= measure_calibration_error(bins) <= 1


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
def test_a_higher_threshold_never_accepts_more(pairs: list[tuple[float, bool]]) -> None:
    points = measure_curve([row("matched", c, best) for c, best in pairs])
    accepted, recall = [p.accepted for p in points], [p.recall for p in points]
    assert accepted == sorted(accepted, reverse=True)
    assert recall == sorted(recall, reverse=True)
    assert all(p.wrong <= p.accepted and 0 <= p.precision <= 1 for p in points)
