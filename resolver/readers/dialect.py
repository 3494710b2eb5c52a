"""The csv module's dialects: which one a table is written in, its records, and where it is broken."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from msgspec import Struct

from resolver.errors import InputError

MAX_CELL = 10_000_000
"""Characters in one cell; beyond it a quote was left open somewhere, or it is no list."""

DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_RECORDS = 50


class TableLayout(Struct, frozen=True):
    """How a table is written; `even` when nearly all records have as many cells as the header."""

    delimiter: str
    newline: str
    header: tuple[str, ...]
    even: bool
    records: int


def detect(sample: str, known: Callable[[tuple[str, ...]], bool]) -> TableLayout:
    """The dialect of a table, judged by its first records.

    `csv.Sniffer` guesses from letter frequencies and takes the `e` of a one-column file for a
    delimiter; what tells is a header that has a known column, and records of one length.

    Args:
        sample: the beginning of the text.
        known: whether a header has a column that says what the table is.
    """
    newline = m[0] if (m := re.search(r"\r\n|\n|\r", sample)) else "\n"
    if m := re.match(r"sep=(.)\r?\n", sample):  # Excel's own hint
        delimiters: tuple[str, ...] = (m[1],)
    else:
        delimiters = DELIMITERS
    best: tuple[tuple[bool, float, int], TableLayout] | None = None
    for delimiter in delimiters:
        records = _sample(sample, delimiter)
        header = records[0] if records else ()
        rest = records[1:-1] or records[1:]  # the last one may be cut off
        equal = sum(len(r) == len(header) for r in rest) / len(rest) if rest else 1.0
        score = (known(header), round(equal, 1), len(header))
        layout = TableLayout(delimiter, newline, header, equal >= 0.9, len(records))
        if best is None or score > best[0]:
            best = (score, layout)
    assert best is not None
    return best[1]


def _sample(text: str, delimiter: str) -> list[tuple[str, ...]]:
    records: list[tuple[str, ...]] = []
    with _cells_up_to(MAX_CELL):
        try:
            for cells in csv.reader(io.StringIO(_without_hint(text), newline=""), delimiter=delimiter):
                if cells:
                    records.append(tuple(cells))
                if len(records) > _SAMPLE_RECORDS:
                    break
        except csv.Error:
            pass
    return records


def _without_hint(text: str) -> str:
    return re.sub(r"\Asep=.(?=\r?\n)", "", text)


# ------------------------------------------------------------------ records

_LIMIT = Lock()


@contextmanager
def _cells_up_to(characters: int) -> Iterator[None]:
    """The csv module's limit is one number for the whole process."""
    with _LIMIT:
        before = csv.field_size_limit(characters)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def records(text: str, delimiter: str, path: Path) -> list[tuple[int, tuple[str, ...]]]:
    """Each record that is not blank with the line where it begins."""
    found: list[tuple[int, tuple[str, ...]]] = []
    text = _without_hint(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    with _cells_up_to(MAX_CELL):
        try:
            for cells in reader:
                if cells:
                    found.append((begins, tuple(cells)))
                begins = reader.line_num + 1
        except csv.Error as error:
            raise _broken(str(error), text, begins, delimiter, path) from None
    return found


def _broken(error: str, text: str, begins: int, delimiter: str, path: Path) -> InputError:
    opened, ended = _open_quote(text, begins, delimiter)
    if "field larger" in error:
        hint = "; a quote that opens there may never be closed" if opened else ""
        return InputError(f"a cell is larger than {MAX_CELL // 1_000_000} MB{hint}", path=path, line=opened or begins)
    if opened is None:
        return InputError(f"the table is broken here ({error})", path=path, line=begins)
    if ended is None:
        return InputError('a quote (") opens a cell here and is never closed', path=path, line=opened)
    where = "" if ended == opened else f" (in line {ended})"
    return InputError(
        f"a quoted cell opens here and goes on after its closing quote{where}; "
        'write a quote inside a quoted cell twice ("")',
        path=path,
        line=opened,
    )


def _open_quote(text: str, begins: int, delimiter: str) -> tuple[int | None, int | None]:
    """In the record that begins in a line: where its last quoted cell opens, and where that goes wrong."""
    lines = io.StringIO(text, newline="")
    for _ in range(begins - 1):
        lines.readline()
    opened: int | None = None
    state = "start"
    for number, line in enumerate(lines, start=begins):
        for ch in line:
            if state == "quoted":
                state = "closing" if ch == '"' else "quoted"
            elif state == "closing" and ch == '"':
                state = "quoted"
            elif ch == delimiter or ch in "\r\n":
                state = "start"
            elif state == "closing":
                return opened, number
            elif state == "start" and ch == '"':
                state, opened = "quoted", number
            else:
                state = "plain"
        if state == "start" and opened is None:
            break
    return opened, None
