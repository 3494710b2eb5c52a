"""Identifiers in every form in which people write them, and what stands where one is still missing."""

from resolver.identifiers.parsing import arxiv_version, find_all, parse, related, url_of
from resolver.identifiers.placeholders import is_placeholder

__all__ = ["arxiv_version", "find_all", "is_placeholder", "parse", "related", "url_of"]
