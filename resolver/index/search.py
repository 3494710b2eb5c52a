"""Asks an index: by identifier, by exact title, by a title that is only like it.

A similar title is found in three steps. *Features* of the query (its words, hyphenated or neighbouring
words run together, pairs of frequent words, what its acronyms stand for) lead to documents, rarest
feature first, until what is left of the query could no longer make a candidate; titles that equal
the query's whole, main part or rest come in directly. The best of these are then compared with the
query as strings. When none of them is close and most of the query is unknown words, these are
replaced by the words they may be meant for.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import repeat
from math import log
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import DecodeError, Struct

from resolver.index import rank, store, terms
from resolver.index.expand import Vocabulary
from resolver.model import Identifier, Record
from resolver.text import titles


class Effort(NamedTuple):
    """What may be spent on candidates: documents read, and documents compared as strings."""

    read: int
    ranked: int


NARROW = Effort(1500, 40)
"""For the first attempt, which is all that most titles need."""

WIDE = Effort(5000, 60)
"""For titles of frequent or misspelt words."""

_WORTH = 0.5
"""Share of a query's information (by rarity of its words) that a title worth reading for would have."""

_STARVED = 0.7
"""Share of a query's information that is left when too little was read to trust that nothing is like it."""

_FLOOR = 0.35
"""Candidates with less than this share of the best one's score are not ranked."""

_CLOSE = 0.93
"""Similarity from which no further candidates are looked for."""

_PER_KEY = 40
"""Titles that may share a part for it to lead to them."""

_EXACT_LIMIT = 500
_KEPT_POSTINGS = 1_000_000
"""Document numbers that are kept in memory for later queries (4 bytes each)."""


class IndexInfo(Struct, frozen=True, kw_only=True):
    """What an index holds: records, when it was built (ISO 8601, UTC), its bytes, and from what."""

    records: int
    built: str
    bytes: int
    meta: Mapping[str, str]


class TitleIndex:
    """A read-only index file; may be used from several threads, each has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._lists: dict[str | int, array[int]] = {}
        self._listed = 0
        with self._connection() as connection:
            self._meta = dict(connection.execute("SELECT name, value FROM meta"))
        self._count = int(self._meta["records"])
        self._bytes = path.stat().st_size
        self._vocabulary = Vocabulary(self._rows)
        self._shared = lru_cache(maxsize=1024)(self._read_shared)  # papers of one volume share most of their fields

    @classmethod
    def open(cls, path: Path) -> TitleIndex:
        """Open the index at `path`.

        Raises:
            IndexUnusable: it is missing, damaged, or of another version.
        """
        try:
            return cls(path)
        except (KeyError, ValueError) as error:
            raise store.IndexUnusable("the index is damaged (incomplete description)", path) from error

    def close(self) -> None:
        """Close this thread's connection; others close with their threads."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def info(self) -> IndexInfo:
        """What the index holds and where it came from."""
        about = {k: v for k, v in self._meta.items() if k not in {"built", "records"}}
        return IndexInfo(records=self._count, built=self._meta["built"], bytes=self._bytes, meta=about)

    def frequency(self, word: str) -> int:
        """In how many titles a word (or its plural) occurs; 0 for a word that none has."""
        folded = titles.words(word)
        return self._vocabulary.frequency(terms.stem(folded[0])) if folded else 0

    # -------------------------------------------------------------- records

    def find_by_id(self, identifier: Identifier) -> tuple[Record, ...]:
        """All records that carry an identifier; case makes no difference."""
        rows = self._rows("SELECT doc FROM ident WHERE id = ?", (str(identifier).lower(),))
        return self._records([doc for (doc,) in rows])

    def find_exact(self, title: str) -> tuple[Record, ...]:
        """All records whose title has the same key (`titles.key`), in the order they were indexed."""
        words = titles.words(title)
        key = "".join(words)
        if not key:
            return ()
        rows = self._rows(
            "SELECT doc.record FROM title JOIN doc ON doc.id = title.doc WHERE filed = ? LIMIT ?",
            (terms.number_of_view(key, terms.WHOLE), _EXACT_LIMIT),
        )
        found = [self._unpack(blob) for (blob,) in rows]
        return tuple([record for record in found if titles.key(record.title) == key])

    def find_named(self, name: str, limit: int = 10) -> tuple[Record, ...]:
        """Records whose title has `name`, and nothing else, in front of its colon; in the order they were indexed."""
        key = titles.key(name)
        filed = (terms.number_of_view(key, terms.MAIN), limit)
        rows = self._rows("SELECT doc FROM title WHERE filed = ? LIMIT ?", filed) if key else []
        records = self._records([doc for (doc,) in rows])
        return tuple([r for r in records if terms.title_keys(titles.plain(r.title))[1:2] == (key,)])

    def find_similar(self, title: str, limit: int = 20) -> tuple[Record, ...]:
        """Records whose title may be meant by `title`, most alike first; those with the same key lead.

        What has hardly anything in common with it is left out, so that the answer may be empty. All
        records of the same title come, even when there are more than `limit`.
        """
        plain = titles.plain(title)
        query = rank.Query(plain, self._vocabulary, self._count)
        if not query.words:
            return ()
        docs, starved = self._collect(query, query.features(), NARROW)
        found = self._ranked(query, docs)
        if (not found or found[0][0] < _CLOSE) and (starved or query.is_mostly_unknown()):
            docs, _ = self._collect(query, query.corrected(), WIDE)
            found = self._ranked(query, docs) or found
        same = sum(1 for score, _ in found if score >= rank.SAME)
        return self._records([doc for _, doc in found[: max(limit, same)]])

    def _records(self, docs: Sequence[int]) -> tuple[Record, ...]:
        if not docs:
            return ()
        marks = ",".join("?" * len(docs))
        blobs = dict(self._rows(f"SELECT id, record FROM doc WHERE id IN ({marks})", docs))
        return tuple([self._unpack(blobs.get(doc, b"")) for doc in docs])

    def _unpack(self, blob: bytes) -> Record:
        try:
            own = store.open_pack(blob)
            return store.unpack(own, self._shared(own.shared))
        except (DecodeError, LookupError) as error:
            raise store.IndexUnusable("the index is damaged (a record can't be read)", self.path) from error

    def _read_shared(self, number: int) -> store.Shared:
        return store.unpack_shared(self._rows("SELECT part FROM shared WHERE id = ?", (number,))[0][0])

    # -------------------------------------------------------------- candidates

    def _collect(self, query: rank.Query, features: Sequence[rank.Feature], effort: Effort) -> tuple[list[int], bool]:
        """Documents filed under the query's keys, and the best of those that share its rarest features.

        Reading stops when a document not met so far could have only little of the query's information;
        the second value says that the effort was used up long before.
        """
        lists = self._postings([feature.name for feature in features])
        listed = [(len(lists[f.name]), f) for f in features if f.name in lists]
        listed.sort(key=itemgetter(0))
        unread = query.weights.copy()
        left = sum(unread.values())
        enough, unlikely = left * _WORTH, left * _STARVED
        scores: dict[int, float] = {}
        get = scores.get
        total = 0
        for count, feature in listed:
            if left < enough or (total and total + count > effort.read):
                break
            total += count
            gain = feature.share * log(1 + self._count / count)
            docs = lists[feature.name]
            gained = map(gain.__add__, map(get, docs, repeat(0.0)))  # a loop takes twice as long
            scores.update(zip(docs, gained, strict=True))
            if isinstance(feature.name, str):
                left -= unread.pop(feature.name, 0.0)
        return list(dict.fromkeys((*self._direct(query), *_best(scores, effort.ranked)))), left > unlikely

    def _direct(self, query: rank.Query) -> list[int]:
        """Documents that have the query's whole, main part or rest as one of theirs, or its first or last letters."""
        filed = [terms.number_of_view(key, view) for key in query.keys for view in terms.PARTS]
        filed += terms.numbers_of_edges(query.keys[0])
        marks = ",".join("?" * len(filed))
        found: dict[int, list[int]] = {}
        for number, doc in self._rows(f"SELECT filed, doc FROM title WHERE filed IN ({marks})", filed):
            found.setdefault(number, []).append(doc)
        whole = found.pop(filed[0], [])
        # What very many titles have in common (`Proceedings of the`) leads nowhere.
        return whole + [doc for docs in found.values() if len(docs) <= _PER_KEY for doc in docs]

    def _postings(self, names: Sequence[str | int]) -> dict[str | int, array[int]]:
        """The documents of features: of words by name, of pairs by number. Unlisted ones are left out."""
        kept = self._lists
        found = {name: kept[name] for name in names if name in kept}
        missing = [name for name in names if name not in found]
        if missing:
            slots = {
                slot: name
                for name in missing
                if isinstance(name, str) and (slot := self._vocabulary.slot(name)) is not None
            }
            pairs = [name for name in missing if isinstance(name, int)]
            rows: list[tuple[str | int, bytes]] = []
            if slots:
                marks = ",".join("?" * len(slots))
                for slot, blob in self._rows(f"SELECT slot, docs FROM posting WHERE slot IN ({marks})", list(slots)):
                    rows.append((slots[slot], blob))
            if pairs:
                marks = ",".join("?" * len(pairs))
                rows += self._rows(f"SELECT digest, docs FROM pair WHERE digest IN ({marks})", pairs)
            fresh: dict[str | int, array[int]] = {name: store.from_blob(blob) for name, blob in rows}
            for name in missing:
                docs = fresh.get(name, _NONE)
                self._keep(name, docs)
                found[name] = docs
        return {name: docs for name, docs in found.items() if docs}

    def _keep(self, name: str | int, docs: array[int]) -> None:
        if self._listed > _KEPT_POSTINGS:
            self._lists, self._listed = {}, 0
        self._lists[name] = docs
        self._listed += len(docs) + 32

    def _ranked(self, query: rank.Query, docs: Sequence[int]) -> list[tuple[float, int]]:
        if not docs:
            return []
        marks = ",".join("?" * len(docs))
        rows = self._rows(f"SELECT id, stems FROM doc WHERE id IN ({marks})", docs)
        return query.rank(rows)

    # -------------------------------------------------------------- the file

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = store.connect(self.path)
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            raise store.IndexUnusable(f"the index is damaged ({error})", self.path) from error

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        with self._connection() as connection:
            return connection.execute(sql, values).fetchall()


_NONE: array[int] = array("I")


def _best(scores: dict[int, float], limit: int) -> list[int]:
    """The documents with the highest scores."""
    if len(scores) <= limit:
        return list(scores)
    floor = max(scores.values()) * _FLOOR
    best = [doc for doc, score in scores.items() if score >= floor]
    if len(best) > limit:
        best.sort(key=scores.__getitem__, reverse=True)
    return best[:limit]
