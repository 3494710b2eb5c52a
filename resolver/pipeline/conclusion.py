"""What is concluded about an entry once nothing more is asked: decision, merged work, problems."""

from __future__ import annotations

import msgspec

from resolver.checking import problems
from resolver.decisions.verdicts import drop_confirmed, is_asked_about
from resolver.lookup import Finding
from resolver.match import judge_prepared
from resolver.match.nearest import name_nearest
from resolver.merge import merge
from resolver.model import Decision, Problem, Reply, Resolution, Unavailable, Work
from resolver.sources.base import TOO_SHORT

LEADS = 3.0
"""How many times as probable as the next the best alternative must be, to say what it would contradict."""


LEFT_ALONE = "a person wants this row left as it is, so that nobody was asked"
"""The reason of a decision about an entry that is not looked up."""


def conclude(finding: Finding) -> Resolution:
    """What is known about an entry once nothing more is asked: the merged work, and what the list had wrong."""
    if not is_asked_about(finding.precedent):
        alone = Decision(status="unanswered", confidence=0.0, reason=LEFT_ALONE)
        return Resolution(entry=finding.entry, precedent=finding.precedent, decision=alone)
    decision = finding.decision or judge_prepared(finding.claim, tuple(finding.records.values()), finding.precedent)
    records, rejected = tuple(finding.records.values()), finding.precedent.rejected
    decision = name_nearest(finding.claim, records, decision, rejected)
    best = decision.accepted
    work = merge(best.records, finding.entry.title) if best else None
    silent = finding.unanswered()
    if decision.status == "not_found" and silent:
        reasons = {r.source: _read_reason(r) for r in reversed(silent)}  # of each source, what it said first
        asked = "; ".join(f"{source}: {reason}" for source, reason in sorted(reasons.items()))
        why = TOO_SHORT if set(reasons.values()) == {TOO_SHORT} else f"not everyone could be asked ({asked})"
        decision = msgspec.structs.replace(decision, status="unanswered", confidence=0.0, reason=why)
    return Resolution(
        entry=finding.entry,
        precedent=finding.precedent,
        decision=decision,
        work=work,
        problems=drop_confirmed(_find_problems(finding, decision, work), finding.precedent.confirmed),
        replies=tuple(finding.replies),
    )


def _find_problems(finding: Finding, decision: Decision, work: Work | None) -> tuple[Problem, ...]:
    """What the list has wrong; where one work is near but not accepted, what it would have wrong then."""
    if work is not None:
        best = decision.candidates[0]
        return problems.find_problems(finding.claim, work, best.records, finding.replies, best.title)
    near = decision.candidates
    if decision.status != "ambiguous" or (len(near) > 1 and near[1].probability >= near[0].probability / LEADS):
        return problems.find_problems(finding.claim, None, (), finding.replies)
    likely = merge(near[0].records)
    found = problems.find_problems(finding.claim, likely, near[0].records, finding.replies, near[0].title)
    return tuple(
        msgspec.structs.replace(p, says=f"if “{likely.record.title}” is meant: {p.says}")
        for p in found
        if p.kind != "title"
    )


def _read_reason(reply: Reply) -> str:
    said = reply.answer.reason if isinstance(reply.answer, Unavailable) else ""
    return said.removeprefix(f"{reply.source}: ")
