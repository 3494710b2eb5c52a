"""An entry and the works that it may mean, side by side on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resolver.cli import screen

if TYPE_CHECKING:
    from resolver.model import Candidate, Entry, Record, Resolution

_FIELDS = ("title", "authors", "year", "venue", "ids")


def show_side_by_side(resolution: Resolution, near: Sequence[Candidate], place: str) -> None:
    """A table with the entry in the first column and a column for each candidate, which are numbered."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    out, entry = screen.open_console(), resolution.entry
    out.print()
    out.print(Text(f"{place}: row {entry.row}" + (f", line {entry.line}" if entry.line else ""), style="bold"))
    out.print(Text(screen.make_printable(f"{resolution.status}: {resolution.decision.reason}")))
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("your list", overflow="fold", ratio=1)
    for number, candidate in enumerate(near, start=1):
        table.add_column(f"{number}  ({candidate.probability:.2f})", overflow="fold", ratio=1)
    listed, columns = _describe_entry(entry), [_describe_records(c.records) for c in near]
    for field in _FIELDS:
        if listed[field] or any(column[field] for column in columns):
            table.add_row(field, *(Text(screen.make_printable(column[field])) for column in (listed, *columns)))
    against = ["; ".join(e.says for e in c.evidence if e.weight < -0.5) for c in near]
    if any(against):
        table.add_row("against", "", *(Text(screen.make_printable(text)) for text in against))
    out.print(table)
    for problem in resolution.problems:
        out.print(Text(screen.make_printable(f"problem: {problem.says}")))


def _describe_entry(entry: Entry) -> dict[str, str]:
    ids = " ".join(map(str, entry.ids))
    return {"title": entry.title, "authors": entry.authors, "year": entry.year, "venue": entry.venue, "ids": ids}


def _describe_records(records: Sequence[Record]) -> dict[str, str]:
    first = records[0]
    people = "; ".join(map(str, first.authors[:6])) + (" …" if len(first.authors) > 6 else "")
    ids = " ".join(str(i) for i in dict.fromkeys(i for r in records for i in r.ids))
    return {"title": first.title, "authors": people, "year": str(first.year or ""), "venue": first.venue, "ids": ids}
