"""What a list has wrong, where the record of the work contradicts it."""

from resolver.checking.problems import find

__all__ = ["find"]
