"""A local title index over records of any source, in one SQLite file: built at once, then only read."""

from resolver.index.build import Stats, build_index
from resolver.index.search import IndexInfo, TitleIndex
from resolver.index.store import IndexUnusable

__all__ = ["IndexInfo", "IndexUnusable", "Stats", "TitleIndex", "build_index"]
