"""arXiv through its query API: many identifiers, or a few dozen titles, in one request."""

from resolver.sources.arxiv.source import Arxiv

__all__ = ["Arxiv"]
