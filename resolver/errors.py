"""Every exception this package raises on purpose.

    ResolverError                  anything that a person can act on
    ├── InputError                 the list that was given can't be read (file, line, what to do)
    ├── SettingsError              a setting has no meaning (which one, where it was set)
    └── OutputError                a result can't be written (disk, permission)

A service that fails is no exception: it is an `Unavailable` answer (see `resolver.model`).
"""

from __future__ import annotations

from pathlib import Path


class ResolverError(Exception):
    """An error whose text is meant for the person at the terminal: one line, no traceback."""


class InputError(ResolverError):
    """The input can't be read.

    Args:
        what: what is wrong and what to do about it, without a final full stop.
        path: the file, as the user named it.
        line: 1-based line in the file, where known.
    """

    def __init__(self, what: str, *, path: Path | str | None = None, line: int | None = None) -> None:
        self.what = what
        self.path = path
        self.line = line
        place = "" if path is None else f"{path}: " if line is None else f"{path}, line {line}: "
        super().__init__(place + what)


class SettingsError(ResolverError):
    """A setting can't be used as it stands.

    Args:
        text: names the setting and where it came from, and says what is wrong with it.
        argument: the setting by name where the caller gave it; empty where a file or the environment did.
    """

    def __init__(self, text: str, *, argument: str = "") -> None:
        self.argument = argument
        super().__init__(text)


class OutputError(ResolverError):
    """A result can't be written; what stood there before is untouched."""
