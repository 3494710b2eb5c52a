"""What a list has wrong, where the record of the work contradicts it."""

from resolver.check.problems import find

__all__ = ["find"]
