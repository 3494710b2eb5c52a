"""Which way to read a list of authors, where its form leaves two: the one that fits the work it is compared with."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from resolver.model import Claim, Person
from resolver.text import names
from resolver.text.prepared import PreparedRecord


def choose_reading(claim: Claim, work: Sequence[PreparedRecord]) -> Claim:
    """The claim with the reading of its authors that fits a work best; the likeliest, where no other fits better.

    `Lin, Chin-Yew` is one person beside a paper of Chin-Yew Lin's, and two beside one of Lin's and Chin's.

    Args:
        claim: of the entry.
        work: its records.
    """
    if not claim.other_authors:
        return claim
    people = [r.record.authors for r in work if r.record.authors]
    if not people:
        return claim
    best = max(
        (claim.authors, *claim.other_authors),
        key=lambda read: max(_fit(read.people, recorded) for recorded in people),
    )
    return claim if best is claim.authors else msgspec.structs.replace(claim, authors=best)


def _fit(listed: Sequence[Person], recorded: Sequence[Person]) -> float:
    """How well a reading fits: the mean of what each listed person finds among the recorded."""
    return sum(max(names.compare(p, q) for q in recorded) for p in listed) / len(listed) if listed else 0.0
