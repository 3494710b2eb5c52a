"""Records of one work become one record, with the source of each field."""

from resolver.merge.works import merge, show

__all__ = ["merge", "show"]
