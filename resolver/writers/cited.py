"""The works that a run may cite: those that were accepted, each once, with its key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from resolver.model import Record, Resolution
from resolver.writers.base import Options, Sort
from resolver.writers.keys import keys


class Cited(Struct, frozen=True):
    """A work and the key that it is cited by."""

    key: str
    record: Record


def cited(resolutions: Sequence[Resolution], options: Options) -> tuple[Cited, ...]:
    """The accepted works of a run in the order asked for; without one, in that of the list.

    An entry that was not matched has no place here: nothing unverified is ever printed as a citation.
    """
    made = keys(resolutions, options.keys)
    works: dict[str, Cited] = {}
    for resolution in resolutions:
        if resolution.work is not None:
            key = made[resolution.entry.row]
            works.setdefault(key.lower(), Cited(key, resolution.work.record))
    return tuple(sorted(works.values(), key=lambda c: rank(c.record.year, options.sort)))


def rank(year: int | None, sort: Sort | None) -> int:
    """What to sort by: the newest first, works without a year last. Sorting is stable: the rest stays as listed."""
    return -(year or 0) if sort == "year" else 0


def unverified(resolutions: Iterable[Resolution]) -> tuple[Resolution, ...]:
    """The entries that a citation format leaves out."""
    return tuple(r for r in resolutions if r.work is None)
