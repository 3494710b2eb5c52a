"""What else is named where nothing was accepted: the titles that are nearest, though nobody would link them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from resolver.match.decide import MOST_ALTERNATIVES
from resolver.match.evidence import MEANINGS
from resolver.match.works import group_prepared
from resolver.model import Candidate, Claim, Decision, Evidence, Identifier
from resolver.text.prepared import PreparedRecord, share_information

IN_COMMON = 0.3
"""Share of what two titles tell that both have, from which on the one is worth naming beside the other: of 11 retitled
papers that were found and that no probability names, 9 have as much, 6 of them as one of the five nearest."""


def name_nearest(
    claim: Claim, records: Sequence[PreparedRecord], decision: Decision, rejected: Sequence[Identifier] = ()
) -> Decision:
    """The decision, with the nearest titles behind its alternatives where it accepts nothing and names fewer than five.

    They compete with nothing and have no probability: a paper may have been retitled so far that no more than a name
    or three words are left, which only a person can tell.

    Args:
        claim: of the entry.
        records: all that any source gave for it.
        decision: what was decided.
        rejected: identifiers of works that a person has ruled out.
    """
    if decision.status == "matched" or not claim.title.key:
        return decision
    room = MOST_ALTERNATIVES - len(decision.candidates)
    gone = {i for c in decision.candidates for r in c.records for i in r.ids}.union(rejected)
    shared = {r: share_information(claim.title, r.title) for r in records if gone.isdisjoint(r.record.ids)}
    near = sorted((r for r, share in shared.items() if share >= IN_COMMON), key=lambda r: (-shared[r], r.record.ids))
    works = group_prepared(near[: 2 * MOST_ALTERNATIVES])
    note = (Evidence("nearest", 1.0, 0.0, MEANINGS["nearest"]),)
    named = [
        Candidate(records=tuple(r.record for r in w), probability=0.0, evidence=note) for w in works[: max(room, 0)]
    ]
    return msgspec.structs.replace(decision, candidates=(*decision.candidates, *named))
