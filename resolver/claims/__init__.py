"""From an entry as it was written to what it claims, parsed once after reading."""

from resolver.claims.parse import parse_claim

__all__ = ["parse_claim"]
