"""What a list claims: its entries, and the document that they stand in."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from resolver.model.records import Identifier


class Entry(Struct, frozen=True, kw_only=True):
    """One listed paper as its author wrote it: claims to weigh and to check, never facts.

    `row` counts the entries from 1; `line` is where it begins in the file. `links` are the raw links and
    identifiers without placeholders; `ids` are those of them that parse. `type` is the type in the words of the
    list's format (`phdthesis`, `JOUR`, `article-journal`), where the format has types. `other_title` is another
    reading of the title, where the list alone does not tell which of two is meant. `reference` is the whole reference,
    where the list has it as one text: what its parts are was then read by rules, and the whole is evidence beside them.
    `file` is the list that has it, where several are read as one.
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
    type: str = ""
    other_title: str = ""
    reference: str = ""
    file: str = ""

    @property
    def place(self) -> str:
        """Where it stands, for people: its row, and of several lists the file and the line."""
        if not self.file:
            return f"row {self.row}"
        return f"row {self.row}, {self.file}" + (f", line {self.line}" if self.line else "")


class Precedent(Struct, frozen=True, kw_only=True):
    """What was decided about an entry before; no claim of the list, and so beside its entry, never in it.

    `accepted` are identifiers of the work that a person said it means, `rejected` of works that it does not mean;
    `found` of the work that an earlier run found; `untouched`: a person wants the entry left as it is; `confirmed` are
    the kinds of claims (`authors`, `venue` …) that a person said are right, whatever the record says.
    """

    accepted: tuple[Identifier, ...] = ()
    found: tuple[Identifier, ...] = ()
    rejected: tuple[Identifier, ...] = ()
    untouched: bool = False
    confirmed: tuple[str, ...] = ()


NO_PRECEDENT = Precedent()
"""Of an entry about which nothing was decided yet."""


class Row(Struct, frozen=True):
    """One line of a table with its cells exactly as read (after decoding)."""

    line: int
    cells: tuple[str, ...]


class Unread(Struct, frozen=True):
    """Something in a list that may be an entry and could not be read as one: its line, its text, why, and the file
    where several lists are read as one."""

    line: int
    text: str
    reason: str
    file: str = ""


class Document(Struct, frozen=True, kw_only=True):
    """A list as read: its table of cells, the entries in it (one a row), and what was noticed.

    `delimiter`, `newline`, `encoding` and `bom` (a byte order mark at its head) are those of the file, so
    that a table is written as it was read. `format` is the name of the reader, and `text` what it read,
    to the letter; both are empty for a list that was never a file. `unread` are items that may be entries and
    could not be read as such; nothing else of the list was passed over. `precedents` are what was decided about
    entries before, by row; no reader knows of any. `parts` are the lists that this one was made of, if it was:
    it has no text of its own then. `left_out` are rows that someone chose not to deal with: they have no entries.
    """

    path: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    delimiter: str = ","
    newline: str = "\n"
    bom: bool = False
    encoding: str = "utf-8"
    format: str = ""
    text: str = ""
    precedents: Mapping[int, Precedent] = {}
    parts: tuple[Document, ...] = ()
    left_out: frozenset[int] = frozenset()

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that it was read from; none for a list that was never a file."""
        return tuple(part.path for part in self.parts if part.path) or ((self.path,) if self.path else ())

    def precedent(self, row: int) -> Precedent:
        """What was decided before about the entry of a row."""
        return self.precedents.get(row, NO_PRECEDENT)

    def __repr__(self) -> str:
        """Short: all of it is the list itself."""
        return f"<Document {self.path or '(no file)'}: {len(self.entries)} entries, {self.format or 'no format'}>"
