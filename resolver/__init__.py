"""Find the papers of a reading list, say how sure that is and why.

    >>> import resolver
    >>> print(resolver.resolve("Attention is all you need"))      # doctest: +SKIP

`resolve` and `resolve_many` use the settings, cache and index that the command line uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolver.version import __version__

if TYPE_CHECKING:
    from resolver.api import resolve, resolve_many
    from resolver.errors import ResolverError
    from resolver.model import Entry, Problem, Record, Resolution, Work

_HOME = {
    "resolve": "resolver.api",
    "resolve_many": "resolver.api",
    "ResolverError": "resolver.errors",
    "Entry": "resolver.model",
    "Problem": "resolver.model",
    "Record": "resolver.model",
    "Resolution": "resolver.model",
    "Work": "resolver.model",
}
"""Public names and where they live: they are imported on first use, so that `--help` stays fast."""

__all__ = [
    "Entry",
    "Problem",
    "Record",
    "Resolution",
    "ResolverError",
    "Work",
    "__version__",
    "resolve",
    "resolve_many",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
