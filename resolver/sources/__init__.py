"""The sources of records; a new one is a package beside these and a line in `resolver.sources.registry`."""

from resolver.sources.registry import open_sources

__all__ = ["open_sources"]
