"""The index file: its tables, its version, and how records are packed into it.

doc       the titles' stemmed words, and the record without what it shares with others
shared    what the records of one book have in common (most of an Anthology entry's bytes)
title     documents by the digest of the whole title, of its main part, of the rest
ident     documents by identifier
word      the vocabulary with document frequencies, readable from either end
posting   the documents of a word
pair      the documents of two adjacent words that are both frequent
acronym   what acronyms stand for, as the titles themselves use them
meta      when and from what the file was built
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from pathlib import Path

import msgspec
from msgspec import Struct

from resolver.errors import ResolverError
from resolver.model import Identifier, Person, Record, WorkType

SCHEMA = 2
"""Raised with every change to the tables or to what they are filed under; other versions are rebuilt."""

APPLICATION_ID = 0x7265736C
"""Marks the file as ours in SQLite's header (`resl`)."""

TABLES = """
CREATE TABLE doc (id INTEGER PRIMARY KEY, stems TEXT NOT NULL, record BLOB NOT NULL);
CREATE TABLE shared (id INTEGER PRIMARY KEY, part BLOB NOT NULL);
CREATE TABLE title (filed INTEGER, doc INTEGER, PRIMARY KEY (filed, doc)) WITHOUT ROWID;
CREATE TABLE ident (id TEXT, doc INTEGER, PRIMARY KEY (id, doc)) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, back TEXT NOT NULL, df INTEGER NOT NULL, slot INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE posting (slot INTEGER PRIMARY KEY, docs BLOB NOT NULL);
CREATE TABLE pair (digest INTEGER PRIMARY KEY, docs BLOB NOT NULL);
CREATE TABLE acronym (short TEXT, long TEXT, PRIMARY KEY (short, long)) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
INDEXES = "CREATE INDEX word_back ON word (back);"


class IndexUnusable(ResolverError):
    """The index file is missing, damaged, or of another version; building it again helps.

    Args:
        why: what is wrong with it.
        path: where it is.
    """

    def __init__(self, why: str, path: Path) -> None:
        self.why = why
        self.path = path
        super().__init__(f"{path}: {why}; build it again")


# ------------------------------------------------------------------ records


class Shared(Struct, frozen=True, array_like=True, gc=False):
    """The fields of a record that other records of the same book have as well."""

    source: str
    type: WorkType
    venue: str
    year: int | None
    month: str
    editors: tuple[Person, ...]
    publisher: str
    address: str
    isbn: str
    volume: str
    number: str
    language: str
    category: str


class Own(Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """The other fields; those that are seldom filled come last, where they cost nothing."""

    shared: int
    title: str
    ids: tuple[Identifier, ...] = ()
    authors: tuple[Person, ...] = ()
    key: str = ""
    url: str = ""
    pages: str = ""
    title_tex: str = ""
    note: str = ""
    partial_authors: bool = False
    comment: str = ""
    retracted: str = ""
    companion: str = ""


_NO_TEX = "\0"
"""Stands for an absent `title_tex`; an empty one is stored where it equals the title."""

_encode = msgspec.msgpack.Encoder().encode
_decode_shared = msgspec.msgpack.Decoder(Shared).decode
_decode_own = msgspec.msgpack.Decoder(Own).decode


def shared_part(record: Record) -> Shared:
    """What `record` has in common with others of its book."""
    return Shared(
        record.source,
        record.type,
        record.venue,
        record.year,
        record.month,
        record.editors,
        record.publisher,
        record.address,
        record.isbn,
        record.volume,
        record.number,
        record.language,
        record.category,
    )


def pack(record: Record, shared: int) -> bytes:
    """The rest of `record`, pointing to its shared part."""
    return _encode(
        Own(
            shared,
            record.title,
            record.ids,
            record.authors,
            record.key,
            record.url,
            record.pages,
            "" if record.title_tex == record.title else record.title_tex or _NO_TEX,
            record.note,
            record.partial_authors,
            record.comment,
            record.retracted,
            record.companion,
        )
    )


def pack_shared(part: Shared) -> bytes:
    """What records of one book share, as bytes."""
    return _encode(part)


def unpack_shared(blob: bytes) -> Shared:
    """What records of one book share, from its bytes."""
    return _decode_shared(blob)


def open_pack(blob: bytes) -> Own:
    """A packed record whose `shared` says which shared part `unpack` needs."""
    return _decode_own(blob)


def unpack(own: Own, shared: Shared) -> Record:
    """The record that was packed."""
    return Record(
        source=shared.source,
        ids=own.ids,
        title=own.title,
        title_tex=own.title if own.title_tex == "" else "" if own.title_tex == _NO_TEX else own.title_tex,
        authors=own.authors,
        partial_authors=own.partial_authors,
        editors=shared.editors,
        year=shared.year,
        month=shared.month,
        venue=shared.venue,
        type=shared.type,
        url=own.url,
        pages=own.pages,
        volume=shared.volume,
        number=shared.number,
        publisher=shared.publisher,
        address=shared.address,
        isbn=shared.isbn,
        language=shared.language,
        note=own.note,
        category=shared.category,
        comment=own.comment,
        retracted=own.retracted,
        companion=own.companion,
        key=own.key,
    )


# ------------------------------------------------------------------ postings


def to_blob(docs: array[int]) -> bytes:
    """Document numbers as little-endian 32-bit integers."""
    if sys.byteorder == "big":
        docs = array("I", docs)
        docs.byteswap()
    return docs.tobytes()


def from_blob(blob: bytes) -> array[int]:
    """Numbers of titles from their bytes, which are little-endian on every machine."""
    docs = array("I")
    docs.frombytes(blob)
    if sys.byteorder == "big":
        docs.byteswap()
    return docs


# ------------------------------------------------------------------ the file


def connect(path: Path) -> sqlite3.Connection:
    """A read-only connection; the file never changes in place, so that no locks are needed.

    Raises:
        IndexUnusable: there is no file, it is cut short, or it is not an index of this version.
    """
    if not path.is_file():
        raise IndexUnusable("there is no index", path)
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        try:
            _check(connection, path)
        except BaseException:  # Ctrl-C too: no connection may stay open
            connection.close()
            raise
    except sqlite3.DatabaseError as error:
        raise IndexUnusable(f"the index is damaged ({error})", path) from error
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    def pragma(name: str) -> int:
        return int(connection.execute(f"PRAGMA {name}").fetchone()[0])

    if pragma("application_id") != APPLICATION_ID:
        raise IndexUnusable("this is not an index", path)
    if (version := pragma("user_version")) != SCHEMA:
        raise IndexUnusable(f"the index has version {version}, this program reads {SCHEMA}", path)
    if path.stat().st_size < pragma("page_count") * pragma("page_size"):
        raise IndexUnusable("the index is cut short", path)
