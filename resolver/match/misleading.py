"""What an identifier that leads to another paper says against the work that the listed title seems to be.

Lists have wrong links: beside an informative title, or people or a venue that agree, one says nothing. Beside a title
that many papers could bear it is the only thing that tells which one is meant, and it tells of another.
"""

from __future__ import annotations

from collections.abc import Sequence

from resolver.match.alignment import align_titles
from resolver.model import Claim
from resolver.text.prepared import PreparedRecord

OTHER_PAPER = 0.4
"""Share of what the listed title tells below which a record is plainly another paper's."""

VOUCHING = ("people_agree", "venue_agrees", "id_agrees")
"""Features of which one outweighs the identifier; a year is soon right by chance."""

VOUCHED = 0.67
"""What such a feature has at least then: most of the people, not the workshop beside the listed conference."""


def mark_misled(claim: Claim, found: Sequence[dict[str, float]], records: Sequence[PreparedRecord]) -> None:
    """Mark the works of a title that tells little, where an identifier of the list leads to another paper and nothing
    but the title speaks for them.

    Args:
        claim: of the entry.
        found: the features of each work, to which `misled` is added.
        records: all that any source gave.
    """
    if not claim.ids or not _leads_elsewhere(claim, records):
        return
    for features in found:
        if features.get("uninformative") and not any(features.get(name, 0.0) >= VOUCHED for name in VOUCHING):
            features["misled"] = 1.0


def _leads_elsewhere(claim: Claim, records: Sequence[PreparedRecord]) -> bool:
    listed = set(claim.ids)
    named = [r for r in records if not listed.isdisjoint(r.record.ids)]
    return any(align_titles(claim.title, r.title).agreed < OTHER_PAPER * claim.title.information for r in named)
