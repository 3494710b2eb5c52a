"""CSV and TSV: cells are filled in the dialect of the file; all others keep their bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from resolver.filling.edits import Edit
from resolver.filling.values import EntryValues, FillOptions
from resolver.model import Document
from resolver.readers.csv import roles
from resolver.text.places import LINE_END, Lines, Place
from resolver.writers.table import FIELDS, harmless


class Cell(Struct, frozen=True):
    """A cell as written: where it stands with its quotes, and what it says."""

    at: Place
    value: str
    quoted: bool


def find_edits(document: Document, by_row: Mapping[int, EntryValues], options: FillOptions) -> Iterator[Edit]:
    """Edits of the cells of known columns, and of columns that are to be added."""
    header, rows = _read_table(document)
    style = _Style(document, header, rows)
    where = dict(roles(document.columns))
    new = [field for field in options.add if field not in where]
    for n, field in enumerate(new):
        yield style.append(header, len(header) + n, len(header), field, None)
    for number, cells in enumerate(rows, start=1):
        values = by_row.get(number)
        if values is not None:
            yield from _fill_row(cells, values, options, where, style)
        for n, field in enumerate(new):
            yield style.append(cells, len(header) + n, len(header), field, values, row=number)


def _fill_row(
    cells: Sequence[Cell], values: EntryValues, options: FillOptions, where: Mapping[str, int], style: _Style
) -> Iterator[Edit]:
    for field in sorted(where, key=where.__getitem__):
        if field not in (*FIELDS, "title") or (field == "key" and not style.named_key(where[field])):
            continue
        column = where[field]
        fitting = values.for_field(style.names[column]) if field == "url" else values
        old = cells[column].value if column < len(cells) else ""
        if not (why := fitting.reason(field, old, options)):
            continue
        if column < len(cells):
            cell = cells[column]
            new = style.cell(harmless(fitting.text(field)), quoted=cell.quoted)
            yield fitting.edit(style.text, cell.at, new, field, why)
        elif not options.add:  # a short row; with columns to be added it is filled up by them
            yield style.append(cells, column, len(cells), field, fitting)


class _Style:
    """How a table is written: its delimiter, and whether every cell stands in quotes."""

    def __init__(self, document: Document, header: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> None:
        self.text, self.delimiter, self.lines = document.text, document.delimiter, Lines(document.text)
        cells = [cell for row in (header, *rows[:50]) for cell in row if cell.value]
        self.quotes = bool(cells) and all(cell.quoted for cell in cells)
        self.names = document.columns
        self._ends: dict[int, int] = {}

    def named_key(self, column: int) -> bool:
        """Whether a column is called a key; one called `id` may number the rows of somebody's database."""
        return "key" in self.names[column].casefold()

    def cell(self, value: str, *, quoted: bool = False) -> str:
        """A cell in this dialect."""
        needs = re.search(rf'["\r\n{re.escape(self.delimiter)}]', value) is not None or value != value.strip()
        return '"' + value.replace('"', '""') + '"' if needs or quoted or (self.quotes and value) else value

    def append(
        self, cells: Sequence[Cell], column: int, total: int, field: str, values: EntryValues | None, row: int = 0
    ) -> Edit:
        """A cell beyond the last one of its row; `total` is how many columns stand before the first new one."""
        have, at = min(len(cells), total), cells[min(len(cells), total) - 1].at.end
        have = self._ends.get(at, have)
        self._ends[at] = column + 1
        value = field if row == 0 and values is None else harmless(values.text(field)) if values else ""
        new = self.delimiter * (column - have + 1) + self.cell(value)
        place = Place(at, at)
        if values is not None and value:
            return values.edit(self.text, place, new, field, "missing")
        line = self.lines.number(at)
        return Edit(start=at, end=at, old="", new=new, row=row, line=line, field=field, value=value)


def _read_table(document: Document) -> tuple[list[Cell], list[list[Cell]]]:
    """The header and the rows; none where the places don't agree with what was read."""
    records = list(_split_records(document.text, document.delimiter))
    header, rows = (records[0], records[1:]) if records else ([], [])
    same = len(rows) == len(document.rows) and all(
        tuple(c.value for c in cells[: len(row.cells)]) == row.cells[: len(cells)]
        for cells, row in zip(rows, document.rows, strict=True)
    )
    return (header, rows) if same else ([], [])


def _cell_pattern(delimiter: str) -> re.Pattern[str]:
    d = re.escape(delimiter)
    return re.compile(rf'"(?P<quoted>[^"]*(?:""[^"]*)*)"|(?P<bare>[^{d}\r\n]*)')


def _split_records(text: str, delimiter: str) -> Iterator[list[Cell]]:
    """The cells of each record that is not blank."""
    pattern = _cell_pattern(delimiter)
    pos = m.end() if (m := re.match(r"sep=.(?:\r?\n)", text)) else 0
    cells: list[Cell] = []
    while pos <= len(text):
        found = pattern.match(text, pos)
        if found is None:
            return
        quoted = found["quoted"]
        value = found["bare"] if quoted is None else quoted.replace('""', '"')
        cells.append(Cell(Place(pos, found.end()), value, quoted is not None))
        pos = found.end()
        if text.startswith(delimiter, pos) and pos < len(text):
            pos += len(delimiter)
            continue
        end = LINE_END.match(text, pos)
        if end is None and pos < len(text):
            return  # something stands behind a closing quote: the reader has refused it before
        if len(cells) > 1 or cells[0].value or cells[0].quoted:
            yield cells
        cells = []
        if end is None:
            return
        pos = end.end()
