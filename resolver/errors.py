"""Every exception this package raises on purpose.

    ResolverError                  the base of them all; its text is for a person: one line, no traceback
    ├── InputError                 the list that was given can't be read (file, line, what to do)
    ├── SettingsError              a setting has no meaning (which one, where it was set)
    ├── OutputError                a result can't be written (disk, permission)
    ├── IndexUnusable              the local index is missing, damaged or of another version   (index.store)
    └── Internal                   ends a step within the package, and is caught there
        ├── Fault                  nothing usable came of an exchange                          (net.wire)
        │   ├── Transient          another try may help
        │   │   └── NoConnection   the host did not even accept a connection
        │   └── Permanent          another try would not help
        ├── ProxyUnusable          the environment names a proxy that can't be one             (net.proxies)
        ├── NoTurn                 the turn at a service did not come                          (net.pacing)
        ├── Refused                the service was given up while a call waited for its turn   (net.call)
        ├── NoAnswer               a body of arXiv's that is no answer                         (sources.arxiv.client)
        ├── DamagedError           the file of answers is broken, or somebody else's           (cache.database)
        └── NewerSchemaError       the file of answers was written by a newer version          (cache.database)

A service that fails is no exception: it is an `Unavailable` answer (see `resolver.model`). A program that calls a
function wrongly gets Python's own `TypeError`; `ValueError` stays within the module that parses. SIGTERM is a
`KeyboardInterrupt` (`cli.stopping.Terminated`), so that nothing that catches errors holds it up.
"""

from __future__ import annotations

from pathlib import Path


class ResolverError(Exception):
    """An error whose text is meant for the person at the terminal: one line, no traceback."""


class Internal(ResolverError):
    """Ends a step within the package, and is caught there: one that gets out is a bug, and shown as one."""


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
