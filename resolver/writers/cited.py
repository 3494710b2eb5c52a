"""The works that a run may cite: those that were accepted, each once, with its key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from resolver.model import Record, Resolution
from resolver.writers.base import Sort, WriterOptions
from resolver.writers.keys import keys


class Cited(Struct, frozen=True):
    """A work and the key that it is cited by."""

    key: str
    record: Record


def cited(resolutions: Sequence[Resolution], options: WriterOptions) -> Iterable[Cited]:
    """The accepted works of a run in the order asked for; without one, in that of the list.

    An entry that was not matched has no place here: nothing unverified is ever printed as a citation.
    Those of a long list come one by one: they need not be in memory at once.
    """
    works = _once(resolutions, keys(resolutions, options.keys))
    return sorted(works, key=lambda c: rank(c.record.year, options.sort)) if options.sort == "year" else works


def _once(resolutions: Iterable[Resolution], made: Mapping[int, str]) -> Iterator[Cited]:
    """Each work where the list first has it."""
    seen: set[str] = set()
    for resolution in resolutions:
        if resolution.work is not None:
            key = made[resolution.entry.row]
            if key.lower() not in seen:
                seen.add(key.lower())
                yield Cited(key, resolution.work.record)


def rank(year: int | None, sort: Sort | None) -> int:
    """What to sort by: the newest first, works without a year last. Sorting is stable: the rest stays as listed."""
    return -(year or 0) if sort == "year" else 0


def unverified(resolutions: Iterable[Resolution]) -> tuple[Resolution, ...]:
    """The entries that a citation format leaves out."""
    return tuple(r for r in resolutions if r.work is None)


def joined(entries: Iterable[str], between: str) -> Iterator[bytes]:
    """Entries as the pieces of a file, with something between them."""
    for n, entry in enumerate(entries):
        yield f"{between if n else ''}{entry}".encode()
