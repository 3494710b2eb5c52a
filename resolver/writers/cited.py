"""The works that a document has, each with its key: those that were accepted, and where it is asked for all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from resolver.model import Record, Resolution, Run
from resolver.writers.base import Sort, WriterOptions, line
from resolver.writers.keys import keys
from resolver.writers.listed import NOTHING, shown_record
from resolver.writers.originals import Original, read_originals


class Cited(Struct, frozen=True):
    """A work and the key that it is cited by.

    `original` is how a database that was read has it; `unverified` says why no record was accepted for it, and is
    empty where one was: the record is then what the list says.
    """

    key: str
    record: Record
    original: Original = NOTHING
    unverified: str = ""


def cited(run: Run, options: WriterOptions) -> Iterable[Cited]:
    """The works of a run in the order asked for; without one, in that of the list.

    An entry that was not matched has its place where the whole list is written (`options.listed`), as it was listed
    and marked so; anywhere else nothing unverified is ever printed as a citation. Those of a long list come one by
    one: they need not be in memory at once.
    """
    works = _once(run, options)
    return sorted(works, key=lambda c: rank(c.record.year, options.sort)) if options.sort == "year" else works


def _once(run: Run, options: WriterOptions) -> Iterator[Cited]:
    """Each work where the list first has it."""
    originals = read_originals(run.document) if options.listed else {}

    def listed(resolution: Resolution) -> Record:
        return shown_record(resolution, originals.get(resolution.entry.row, NOTHING))

    made: Mapping[int, str] = keys(run.resolutions, options.keys, listed if options.listed else None)
    seen: set[str] = set()
    for resolution in run.resolutions:
        row = resolution.entry.row
        key = made.get(row, "")
        if key and key.lower() not in seen:
            seen.add(key.lower())
            why = "" if resolution.work is not None else why_unverified(resolution)
            yield Cited(key, listed(resolution), originals.get(row, NOTHING), why)


def why_unverified(resolution: Resolution) -> str:
    """Why no record was accepted for an entry, in a line."""
    decision = resolution.decision
    return line(f"{decision.status.replace('_', ' ')}: {decision.reason}")


def rank(year: int | None, sort: Sort | None) -> int:
    """What to sort by: the newest first, works without a year last. Sorting is stable: the rest stays as listed."""
    return -(year or 0) if sort == "year" else 0


def unverified(resolutions: Iterable[Resolution]) -> tuple[Resolution, ...]:
    """The entries for which no record was accepted."""
    return tuple(r for r in resolutions if r.work is None)


def joined(entries: Iterable[str], between: str) -> Iterator[bytes]:
    """Entries as the pieces of a file, with something between them."""
    for n, entry in enumerate(entries):
        yield f"{between if n else ''}{entry}".encode()
