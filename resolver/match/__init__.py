"""Which work an entry means: alignment of titles, evidence, a small model, and a decision that abstains."""

from resolver.match.decide import judge, searchable, settled

__all__ = ["judge", "searchable", "settled"]
