"""Builds an index file from a stream of records, beside the old one, and puts it in its place when done."""

from __future__ import annotations

import gc
import os
import sqlite3
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from resolver.index import acronyms, store, terms
from resolver.model import Record
from resolver.text import titles

_BATCH = 2000
_DOC_BITS = 29
_DOC_MASK = (1 << _DOC_BITS) - 1
_STALE = 24 * 3600
"""Seconds after which a half-built file is taken for the leaving of a killed process."""


class Stats(Struct, frozen=True, kw_only=True):
    """What was built: records and different words in it, the file's size, the seconds it took."""

    records: int
    words: int
    bytes: int
    seconds: float


class WordLimits(Struct, frozen=True):
    """Document frequencies that decide how a word is filed, by the number of documents.

    Above `frequent` a word is also filed together with its neighbours, which are selective where it
    is not; above `everywhere` its own documents are not listed at all.
    """

    frequent: int
    everywhere: int


def choose_word_limits(documents: int) -> WordLimits:
    """The limits for an index of so many titles."""
    return WordLimits(frequent=min(max(50, documents // 200), 1000), everywhere=min(max(1000, documents // 16), 20_000))


def build_index(path: Path, records: Iterable[Record], meta: Mapping[str, str]) -> Stats:
    """Write an index of `records` to `path`, replacing what is there only when it is complete.

    Any number of processes may build the same file at once: each writes its own, the last one stays.

    Args:
        path: the index file; its folder is made if needed.
        records: from any source; they are read once.
        meta: where the records come from, kept as it is (`TitleIndex.info`).

    Raises:
        OSError: the file can't be written; an index that was there is untouched.
        Whatever `records` raises: likewise.
    """
    begun = time.perf_counter()
    path.parent.mkdir(parents=True, exist_ok=True)
    with _temporary(path) as temporary, _collector_paused():
        words, count = _write(temporary, records, meta)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    _sync_folder(path.parent)
    return Stats(records=count, words=words, bytes=path.stat().st_size, seconds=time.perf_counter() - begun)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without Python's search for reference cycles: there are none here, and it takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _temporary(path: Path) -> Iterator[Path]:
    for left in path.parent.glob(f".{path.name}.*.tmp"):
        try:
            if time.time() - left.stat().st_mtime > _STALE:
                left.unlink()
        except OSError:  # another process was quicker
            continue
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{time.monotonic_ns()}.tmp")
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the rename durable, where the system lets folders be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def _write(path: Path, records: Iterable[Record], meta: Mapping[str, str]) -> tuple[int, int]:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        # The file is worth nothing until it is renamed, so nothing in it needs a journal.
        connection.executescript(
            "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
            f"PRAGMA application_id={store.APPLICATION_ID}; PRAGMA user_version={store.SCHEMA};" + store.TABLES
        )
        connection.execute("BEGIN")
        collected = _Collector(connection)
        for record in records:
            collected.add(record)
        collected.finish()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        about = {**meta, "built": now, "records": str(collected.count)}
        connection.executemany("INSERT INTO meta VALUES (?, ?)", about.items())
        connection.execute("COMMIT")
        connection.executescript(store.INDEXES)
    finally:
        connection.close()
    return len(collected.vocabulary), collected.count


class _Stems(dict[str, str]):
    """The stems of words; one that is met for the first time is added to the vocabulary."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, word: str) -> str:
        stem = self[word] = terms.stem(word)
        self._vocabulary.setdefault(stem, len(self._vocabulary))
        return stem


class _Collector:
    """Takes in records, writes them, and keeps what must wait for the end: words and keys."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.count = 0
        self.vocabulary: dict[str, int] = {}
        self._stem = _Stems(self.vocabulary)
        self._sequence = array("I")  # the titles' words by number, one title after the other
        self._ends = array("I")
        self._compounds = array("I")  # likewise the hyphenated words, run together
        self._compound_ends = array("I")
        self._docs: list[tuple[int, str, bytes]] = []
        self._titles = array("Q")
        self._idents: list[tuple[str, int]] = []
        self._shared: dict[store.Shared, int] = {}
        self._acronyms = acronyms.Learner()

    def add(self, record: Record) -> None:
        doc = self.count = self.count + 1
        title = titles.plain(record.title)
        words = titles.words(title)
        numbers = self.vocabulary
        stems = [*map(self._stem.__getitem__, words)]
        self._sequence.extend(map(numbers.__getitem__, stems))
        self._ends.append(len(self._sequence))
        self._compounds.extend([numbers.setdefault(s, len(numbers)) for s in terms.join_compounds(title)])
        self._compound_ends.append(len(self._compounds))
        if "(" in title:
            self._acronyms.read(title)
        keys = terms.title_keys(title)
        for number in (*map(terms.number_of_view, keys, terms.PARTS), *terms.numbers_of_edges(keys[0])):
            self._titles.append(number << _DOC_BITS | doc)
        self._idents += [(f"{i.kind}:{i.value}".lower(), doc) for i in record.ids]
        self._docs.append((doc, " ".join(stems), store.pack(record, self._shared_number(record))))
        if len(self._docs) >= _BATCH:
            self._flush()

    def _shared_number(self, record: Record) -> int:
        part = store.shared_part(record)
        number = self._shared.get(part)
        if number is None:
            number = self._shared[part] = len(self._shared) + 1
            self.connection.execute("INSERT INTO shared VALUES (?, ?)", (number, store.pack_shared(part)))
        return number

    def _flush(self) -> None:
        self.connection.executemany("INSERT INTO doc VALUES (?, ?, ?)", self._docs)
        self._docs.clear()

    def finish(self) -> None:
        """Write what had to wait, in the order of the tables' keys, which keeps them dense."""
        self._flush()
        run = self.connection.executemany
        filed = sorted(self._titles)
        run("INSERT OR IGNORE INTO title VALUES (?, ?)", ((n >> _DOC_BITS, n & _DOC_MASK) for n in filed))
        del filed
        run("INSERT OR IGNORE INTO ident VALUES (?, ?)", sorted(self._idents))
        self._idents.clear()
        postings = self._postings()
        bounds = choose_word_limits(self.count)
        names = sorted(self.vocabulary.items())
        run("INSERT INTO word VALUES (?, ?, ?, ?)", ((w, w[::-1], len(postings[n]), n) for w, n in names))
        run(
            "INSERT INTO posting VALUES (?, ?)",
            ((n, store.to_blob(docs)) for n, docs in enumerate(postings) if len(docs) <= bounds.everywhere),
        )
        frequent = bytes(len(docs) > bounds.frequent for docs in postings)
        pairs = self._pairs(frequent)
        run("INSERT INTO pair VALUES (?, ?)", ((d, store.to_blob(pairs[d])) for d in sorted(pairs)))
        words = [""] * len(self.vocabulary)
        for word, number in self.vocabulary.items():
            words[number] = word
        found = self._acronyms.learned(words, frequent, self._sequence, self._ends)
        run("INSERT OR IGNORE INTO acronym VALUES (?, ?)", sorted(found))

    def _postings(self) -> list[array[int]]:
        """For each word the documents that have it, in order and without repetition."""
        postings: list[array[int]] = [array("I") for _ in self.vocabulary]
        start = compound_start = 0
        for doc, (end, compound_end) in enumerate(zip(self._ends, self._compound_ends, strict=True), start=1):
            numbers = set(self._sequence[start:end])
            if compound_start < compound_end:
                numbers.update(self._compounds[compound_start:compound_end])
            for number in numbers:
                postings[number].append(doc)
            start, compound_start = end, compound_end
        return postings

    def _pairs(self, frequent: bytes) -> dict[int, array[int]]:
        """Documents by the digest of two adjacent words that are both frequent."""
        words = list(self.vocabulary)
        digests: dict[tuple[int, int], int] = {}
        pairs: dict[int, array[int]] = {}
        start = 0
        for doc, end in enumerate(self._ends, start=1):
            numbers = self._sequence[start:end]
            start = end
            for a, b in pairwise(numbers):
                if frequent[a] and frequent[b]:
                    digest = digests.get((a, b))
                    if digest is None:
                        digest = digests[a, b] = terms.number_of_pair(words[a], words[b])
                        pairs.setdefault(digest, array("I"))
                    docs = pairs[digest]
                    if not docs or docs[-1] != doc:
                        docs.append(doc)
        return pairs
