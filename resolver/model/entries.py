"""What a list claims: its entries, and the document that they stand in."""

from __future__ import annotations

from msgspec import Struct

from resolver.model.records import Identifier


class Entry(Struct, frozen=True, kw_only=True):
    """One listed paper as its author wrote it: claims to weigh and to check, never facts.

    `row` counts the entries from 1; `line` is where it begins in the file. `links` are the raw links and
    identifiers without placeholders; `ids` are those of them that parse. The others are no claims of the
    list: `held` are identifiers of the work that a person said it means, `rejected` of works that it does
    not mean; `before` of the work that an earlier look found; `untouched`: a person wants it left as it is.
    """

    row: int
    line: int = 0
    title: str = ""
    authors: str = ""
    year: str = ""
    venue: str = ""
    section: str = ""
    key: str = ""
    links: tuple[str, ...] = ()
    ids: tuple[Identifier, ...] = ()
    held: tuple[Identifier, ...] = ()
    before: tuple[Identifier, ...] = ()
    rejected: tuple[Identifier, ...] = ()
    untouched: bool = False


class Row(Struct, frozen=True):
    """One line of a table with its cells exactly as read (after decoding)."""

    line: int
    cells: tuple[str, ...]


class Document(Struct, frozen=True, kw_only=True):
    """A list as read: its table of cells, the entries in it (one a row), and what was noticed.

    `delimiter`, `newline`, `encoding` and `bom` (a byte order mark at its head) are those of the file, so
    that a table is written as it was read. `format` is the name of the reader, and `text` what it read,
    to the letter; both are empty for a list that was never a file.
    """

    path: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    delimiter: str = ","
    newline: str = "\n"
    bom: bool = False
    encoding: str = "utf-8"
    format: str = ""
    text: str = ""
