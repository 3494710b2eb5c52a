"""Records of one work become one record, with the source of each field."""

from resolver.merge.works import format_people, merge

__all__ = ["format_people", "merge"]
