"""The list as a table: what the user wrote, cell by cell, with the holes filled and the evidence beside it.

A cell that holds anything but a placeholder belongs to the user and is changed only when told to.
The evidence columns (`match_…`) belong to us and are written anew each time, where they stand, so that
our own output is a stable input.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from resolver import identifiers
from resolver.errors import SettingsError
from resolver.identifiers import COLUMNS, IDENTIFYING, SCHEMES
from resolver.merge import format_people
from resolver.model import Candidate, Document, Resolution, Run
from resolver.readers.csv import roles
from resolver.text.cleaning import one_line
from resolver.writers.base import WriterOptions
from resolver.writers.listed import is_demoted

Overwrite = frozenset[str] | Literal["all"]

_ADDED = tuple(name for name in IDENTIFYING if name not in COLUMNS or SCHEMES[COLUMNS[name]].added)
FIELDS = ("key", "authors", "year", "venue", *_ADDED)
"""Columns that are added, in this order, when the list has none of that role."""

EVIDENCE = (
    "match_status", "match_confidence", "match_title", "match_authors", "match_year", "match_venue", "match_sources",
    "match_problems", "match_alternatives",
)  # fmt: skip
OVERWRITABLE = ("title", *(f for f in FIELDS if f != "key"))
"""What may be overwritten. A key is what the user cites by: it is never changed."""

ALL = "all"
"""The name for all fields."""

_FORMULA = ("=", "+", "-", "@")
"""What makes a spreadsheet run a cell as a formula (OWASP, CSV injection), tabs and line ends apart."""

_MOST_ALTERNATIVES = 5
_NEAR = 0.01
"""Probability below which another work is no alternative to an accepted one."""


def names_in(given: str | Iterable[str]) -> frozenset[str]:
    """Names that are given in an iterable, or with commas between them."""
    several = given.split(",") if isinstance(given, str) else given
    return frozenset(name.strip().lower() for name in several if name.strip())


def overwritable(given: str | Iterable[str]) -> Overwrite:
    """The fields to overwrite, by name or `all` of them.

    Raises:
        SettingsError: there is no such field.
    """
    fields = names_in(given)
    if fields == {ALL}:
        return "all"
    unknown = sorted(fields.difference(OVERWRITABLE))
    if unknown or (given and not fields):
        what = f"{', '.join(unknown) or repr(given)}: the fields are {', '.join(OVERWRITABLE)}"
        raise SettingsError(f"`overwrite`: {what}", argument="overwrite")
    return fields


class TableWriter:
    """The list with its holes filled."""

    name = "csv"
    heeds = frozenset({"overwrite"})
    partial = False

    def render(self, run: Run, options: WriterOptions) -> Iterator[bytes]:
        return pieces(run, options.overwrite)


def enriched(run: Run, overwrite: Overwrite = frozenset()) -> str:
    """The table of a finished run, as `pieces` gives it."""
    return b"".join(pieces(run, overwrite)).decode()


def pieces(run: Run, overwrite: Overwrite = frozenset()) -> Iterator[bytes]:
    """The table of a finished run, line by line: a long list need not be in memory twice.

    Args:
        run: with resolutions in the order of the rows of its document.
        overwrite: fields in which a matched record replaces what the user wrote, or all of them.
    """
    document = run.document
    columns, rows = _rectangle(document)
    place = dict(roles(columns))
    at = {name: columns.index(name) for name in EVIDENCE if name in columns}
    for name in (*FIELDS, *EVIDENCE):
        known = at if name in EVIDENCE else place
        if name not in known:
            known[name] = len(columns)
            columns.append(name)

    def filled() -> Iterator[Sequence[str]]:
        yield columns
        resolutions = iter(run.resolutions)
        resolution = next(resolutions, None)
        for number, cells in enumerate(rows, start=1):
            if number in document.left_out:
                continue
            full = [*cells, *[""] * (len(columns) - len(cells))]
            if resolution is not None and resolution.entry.row == number:
                _fill(full, resolution, place, overwrite)
                for name, value in _evidence(resolution).items():
                    full[at[name]] = harmless(value)
                resolution = next(resolutions, None)
            yield full

    return _written(filled(), document)


def plain(document: Document) -> str:
    """The table of a list as it was read, which is what `ingest` writes."""
    columns, rows = _rectangle(document)
    kept = (cells for number, cells in enumerate(rows, start=1) if number not in document.left_out)
    return b"".join(_written([columns, *kept], document)).decode()


def harmless(value: str) -> str:
    """A value that comes from a service as one line that no spreadsheet runs as a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("A title")
    ("'=HYPERLINK(1)", 'A title')
    """
    line = one_line(value)
    return f"'{line}" if line.startswith(_FORMULA) else line


def _rectangle(document: Document) -> tuple[list[str], Iterator[list[str]]]:
    """Columns and rows of one length: surplus cells keep their place under nameless columns."""
    width = max([len(document.columns), *(len(row.cells) for row in document.rows)])
    columns = [*document.columns, *[""] * (width - len(document.columns))]
    return columns, ([*row.cells, *[""] * (width - len(row.cells))] for row in document.rows)


def _fill(cells: list[str], resolution: Resolution, place: Mapping[str, int], overwrite: Overwrite) -> None:
    for name, value in fillable(resolution).items():
        column = place.get(name)
        if column is None or not value:
            continue
        cell = cells[column]
        asked_for = name in OVERWRITABLE and (overwrite == "all" or name in overwrite)
        if identifiers.is_placeholder(cell) or (asked_for and not _same(name, cell, value)):
            cells[column] = harmless(value)


def _same(name: str, cell: str, value: str) -> bool:
    """Whether a cell already says this, in the user's own form (`https://doi.org/…` for a DOI, say)."""
    if " ".join(cell.split()).casefold() == value.casefold():
        return True
    if name not in IDENTIFYING:
        return False
    given = identifiers.parse(cell, COLUMNS.get(name))
    return given is not None and given == identifiers.parse(value, COLUMNS.get(name))


def values(resolution: Resolution) -> dict[str, str]:
    """What can be filled in for an entry: nothing unless it was matched."""
    if resolution.work is None or resolution.status != "matched":
        return {}
    record = resolution.work.record
    return {
        "title": record.title,
        "key": resolution.key,
        "authors": format_people(record),
        "year": str(record.year or ""),
        "venue": record.venue,
        **{name: record.id(COLUMNS[name]) if name in COLUMNS else record.url for name in IDENTIFYING},
    }


def fillable(resolution: Resolution) -> dict[str, str]:
    """What of `values` may stand in the entry: of a preprint whose publication is listed no year, venue or DOI.

    They would be another version's beside those of the list (`resolver.writers.listed`).
    """
    found = values(resolution)
    if found and is_demoted(resolution):
        return {name: value for name, value in found.items() if name not in ("year", "venue", "doi")}
    return found


def _evidence(resolution: Resolution) -> dict[str, str]:
    decision, found, old = resolution.decision, values(resolution), resolution.old_answers()
    sources = resolution.work.sources if found and resolution.work else ()
    accepted = decision.accepted
    rivals = [c for c in decision.candidates if c is not accepted and (accepted is None or c.probability >= _NEAR)]
    return {
        "match_status": decision.status,
        "match_confidence": f"{decision.confidence:.4f}",
        "match_title": found.get("title", ""),
        "match_authors": found.get("authors", ""),
        "match_year": found.get("year", ""),
        "match_venue": found.get("venue", ""),
        "match_sources": "; ".join(f"{s} (asked {old[s]})" if s in old else s for s in sources),
        "match_problems": "; ".join(f"{p.kind}: {p.says}" for p in resolution.problems),
        "match_alternatives": "; ".join(_alternative(c) for c in rivals[:_MOST_ALTERNATIVES]),
    }


def _alternative(candidate: Candidate) -> str:
    record = candidate.records[0]
    best = str(identifiers.name_of(i for r in candidate.records for i in r.ids) or "")
    details = ", ".join(part for part in (str(record.year or ""), best, f"{candidate.probability:.3f}") if part)
    return f"{record.title} ({details})"


def _written(rows: Iterable[Sequence[str]], document: Document) -> Iterator[bytes]:
    """CSV with delimiter, line ends and byte order mark of the list, quoting only what needs it."""
    buffer = io.StringIO()
    if document.bom:
        yield "\ufeff".encode()
    # a line end of \r\n makes the csv module quote cells with either character; the real one follows
    writer = csv.writer(buffer, delimiter=document.delimiter, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    for row in rows:
        writer.writerow(row)
        yield (buffer.getvalue()[:-2] + document.newline).encode()
        buffer.seek(0)
        buffer.truncate()
