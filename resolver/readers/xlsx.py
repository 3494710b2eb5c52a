"""Spreadsheets (.xlsx): the first sheet that has a column of titles or identifiers, read as the table that it is.

`openpyxl` opens them. Lines are the rows of the sheet, as the program that made it numbers them. A title that is a
link brings its address along.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from resolver.errors import InputError
from resolver.model import Document
from resolver.readers.csv import TableReader, is_known_header, roles
from resolver.readers.packed import has_part, on_lines, refuse_damaged, require_bounded

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELLS = 5_000_000
"""Cells of the rectangle that a sheet spans; one cell in the last row and column spans 17 thousand million."""

MOST_ABOVE = 20
"""Rows above a header that are looked at: a heading, a date, a legend."""

Grid = list[tuple[int, list[str]]]
"""The rows of a sheet that are not empty, each with its number."""


class WorkbookReader:
    """Takes an .xlsx."""

    name = "xlsx"
    extra = "xlsx"
    suffixes = (".xlsx",)

    def sniff(self, data: bytes) -> bool:
        return has_part(data, "xl/workbook.xml")

    def read(self, path: Path, data: bytes) -> Document:
        """One entry for each row below the header.

        Raises:
            InputError: the file is damaged, or no sheet has a column of titles or identifiers.
            ModuleNotFoundError: openpyxl is not installed.
        """
        import openpyxl

        require_bounded(data, path)
        with refuse_damaged("spreadsheet", path):
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            if wide := [sheet.title for sheet in book.worksheets if sheet.max_row * sheet.max_column > MOST_CELLS]:
                raise InputError(
                    f"sheet “{wide[0]}” spans more than {MOST_CELLS:,} cells; delete what is empty", path=path
                )
            sheets = [(sheet.title, _grid(sheet)) for sheet in book.worksheets]
        found = [(name, rows) for name, grid in sheets if len(rows := _from_header(grid)) > 1]
        if not found:
            names = ", ".join(f"“{name}”" for name, _ in sheets[:10])
            said = "no sheet has a title column or an identifier column (doi, arxiv_id, acl_id, url)"
            raise InputError(f"{said}; name one of the columns “title”. Sheets: {names}", path=path)
        name, rows = found[0]
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows(cells for _, cells in rows)
        document = on_lines(TableReader().read(path, buffer.getvalue()), _lines(rows), self.name, path)
        others = [
            f"sheet “{other}” was not read: the list is in “{name}”" for other, grid in sheets if other != name and grid
        ]
        return msgspec.structs.replace(document, notes=(*others, *document.notes))


def _grid(sheet: Worksheet) -> Grid:
    rows = ((row[0].row, [_text(cell) for cell in row]) for row in sheet.iter_rows() if row)
    return [(number or 0, cells) for number, cells in rows if any(cells)]


def _text(cell: Cell | MergedCell) -> str:
    """A cell as people read it; a title that is a link as a link of Markdown."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        text = value.date().isoformat() if isinstance(value, datetime) else value.isoformat()
    elif isinstance(value, float) and value.is_integer():
        text = f"{value:.0f}"
    else:
        text = str(value)
    link = getattr(getattr(cell, "hyperlink", None), "target", None)
    if link and link.startswith(("http://", "https://")) and "://" not in text and not set("[]()") & set(link):
        return f"[{' '.join(text.replace('[', '(').replace(']', ')').split())}]({link})"
    return text


def _from_header(grid: Grid) -> Grid:
    """The rows from the header on; none where there is no header. Columns without a name at the end are left out."""
    for place, (_, cells) in enumerate(grid[:MOST_ABOVE]):
        if is_known_header(tuple(cells)) and (len([c for c in cells if c]) > 1 or "title" in roles(cells)):
            width = max(n for n, cell in enumerate(cells, start=1) if cell)
            return [(number, row[:width]) for number, row in grid[place:]]
    return []


def _lines(rows: Sequence[tuple[int, list[str]]]) -> list[int]:
    """For each line of the table as text, which row of the sheet it is of: cells may have several lines."""
    return [number for number, cells in rows for _ in range(1 + sum(cell.count("\n") for cell in cells))]
