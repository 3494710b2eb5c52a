"""OpenAlex: identifiers a hundred at a time, exact titles, completion, and keyword search."""

from resolver.sources.openalex.source import OpenAlex

__all__ = ["OpenAlex"]
