"""What a list has wrong, where the record of the work contradicts it."""

from resolver.checking.problems import find_problems

__all__ = ["find_problems"]
