"""The response cache: one SQLite file, one row for each question that a source answered.

A row belongs to one question, however many were asked together, so that a changed list never asks
an old question again. It holds what the source said, never how it was asked: no address, no key.

Two processes may use the file at once (write-ahead log, short transactions). A file that can't be
used never stops a run: a damaged one is set aside and begun anew, a read-only one is read, and
without any the run goes on uncached; `notes` says so.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec
from msgspec import Struct

from resolver.cache import database, packing
from resolver.cache.freshness import Stored, format_time
from resolver.model import Answer, Found, Question, Unavailable
from resolver.model.callbacks import NoteCallback

T = TypeVar("T")

_AT_ONCE = 400  # questions in one statement; older versions of SQLite allow 999 variables

_GET = "select question, asked, found, body from answer where source = ? and route = ? and question in ({})"
_PUT = """
insert into answer(source, route, question, asked, found, body) values(?, ?, ?, ?, ?, ?)
on conflict do update set asked = excluded.asked, found = excluded.found, body = excluded.body
where excluded.asked >= answer.asked or answer.asked > strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+1 day')
"""
_COUNT = """
select source, sum(found), sum(1 - found), min(asked), max(asked) from answer group by source order by source
"""


class Kept(Struct, frozen=True):
    """What is kept of one source: how many answers have what was asked for and how many have not, and when the
    first and last were given."""

    source: str
    found: int
    not_found: int
    oldest: str
    newest: str


class CacheInfo(Struct, frozen=True):
    """What the cache holds, and what is wrong with it, if anything is. `size` is in bytes."""

    path: str
    size: int
    sources: tuple[Kept, ...]
    notes: tuple[str, ...]


class Answers:
    """The cache. Thread-safe; open it with `Answers.open`, best as a context manager.

    Attributes:
        path: its file.
        notes: what kept it from being used, in sentences for the person at the terminal.
    """

    def __init__(self, path: Path, *, notify: NoteCallback | None = None) -> None:
        self.path = path
        self.notes: list[str] = []
        self._notify = notify
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None
        self._writable = False

    @classmethod
    def open(cls, path: Path, *, notify: NoteCallback | None = None) -> Answers:
        """Open the cache, or make it. Nothing is raised: without a usable file it keeps nothing.

        Args:
            path: its file; the folder is made when there is none.
            notify: called with each note as it arises.
        """
        answers = cls(path, notify=notify)
        answers._connect()
        return answers

    def get_many(self, source: str, route: str, questions: Sequence[Question]) -> dict[Question, Stored]:
        """The answers that are kept, of any age; questions without one are missing from the result."""
        asked = {packing.write_key(question): question for question in questions}
        keys = list(asked)
        found: dict[Question, Stored] = {}
        for begin in range(0, len(keys), _AT_ONCE):
            part = keys[begin : begin + _AT_ONCE]
            sql = _GET.format(", ".join("?" * len(part)))
            for key, time, near, body in self._attempt(_select(sql, (source, route, *part))) or ():
                with suppress(msgspec.MsgspecError, zlib.error):  # an unreadable row is asked again
                    answer = packing.unpack(body)
                    found[asked[key]] = Stored(answer, time, near=bool(near) or not isinstance(answer, Found))
        return found

    def put_many(self, source: str, route: str, items: Mapping[Question, Answer], asked: str) -> None:
        """Keep the answers of one request, in one transaction.

        Args:
            source: its name.
            route: the route's name.
            items: the answers; `Unavailable` is none, and is left out.
            asked: when they were given (ISO 8601, UTC, to the second). An older answer never replaces a newer
                one, unless that is dated in the future.
        """
        rows = [
            (source, route, packing.write_key(question), asked, packing.is_near(question, answer), packing.pack(answer))
            for question, answer in items.items()
            if not isinstance(answer, Unavailable)
        ]

        def put(db: sqlite3.Connection) -> None:
            with database.transaction(db):
                db.executemany(_PUT, rows)

        if rows and self._writable:
            self._attempt(put)

    def info(self) -> CacheInfo:
        """What the cache holds."""
        rows = self._attempt(_select(_COUNT, ())) or ()
        size = 0
        for suffix in ("", "-wal"):
            with suppress(OSError):
                size += self.path.with_name(self.path.name + suffix).stat().st_size
        return CacheInfo(str(self.path), size, tuple(Kept(*row) for row in rows), tuple(self.notes))

    def clear(self, source: str | None = None) -> int:
        """Forget all answers, or those of one source. Returns how many they were."""
        return self._delete("source = ?", source) if source is not None else self._delete("1 = ?", 1)

    def prune(self, older_than: timedelta, *, now: datetime | None = None) -> int:
        """Forget the answers that are older. Returns how many they were."""
        return self._delete("asked < ?", format_time((now or datetime.now(UTC)) - older_than))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------ the file and its troubles

    def _connect(self, *, again: bool = True) -> None:
        try:
            self._db, self._writable = database.connect(self.path)
        except database.DamagedError:
            self._rebuild(again=again)
        except database.NewerSchemaError:
            self._note("was written by a newer version of this program; going on without a cache")
        except (sqlite3.Error, OSError) as err:
            self._note(f"can't be opened ({_explain(err)}); going on without a cache")
        else:
            if not self._writable:
                self._note("can't be written; its answers are used, and no new ones are kept")

    def _rebuild(self, *, again: bool) -> None:
        self.close()
        try:
            aside = database.set_aside(self.path) if again else None
        except OSError as err:
            self._note(f"is damaged and can't be set aside ({_explain(err)}); going on without a cache")
            return
        if aside is not None:
            self._note(f"is damaged; it was set aside as {aside.name}, and a new one was begun")
        if again:
            self._connect(again=False)
        else:
            self._note("is damaged; going on without a cache")

    def _attempt(self, action: Callable[[sqlite3.Connection], T]) -> T | None:
        """The action's result, or `None` where the file does not allow it."""
        with self._lock:
            for again in (True, False):
                if self._db is None:
                    return None
                try:
                    return action(self._db)
                except sqlite3.Error as err:
                    if database.is_damage(err) and again:
                        self._rebuild(again=True)
                    elif database.is_busy(err):
                        self._note("was kept locked by another process; some answers were not kept")
                        return None
                    else:
                        self._writable = False
                        self._note(f"can't be used any more ({_explain(err)}); new answers are not kept")
                        return None
            return None

    def _delete(self, condition: str, value: str | int) -> int:
        def delete(db: sqlite3.Connection) -> int:
            with database.transaction(db):
                count = db.execute(f"delete from answer where {condition}", (value,)).rowcount
            with suppress(sqlite3.OperationalError):  # another process reads: the space is used again later
                db.execute("vacuum")
                db.execute("pragma wal_checkpoint(truncate)")
            return count

        return (self._attempt(delete) or 0) if self._writable else 0

    def _note(self, what: str) -> None:
        note = f"cache {self.path} {what}"
        if note not in self.notes:
            self.notes.append(note)
            if self._notify is not None:
                self._notify(note)


def _select(sql: str, values: tuple[str, ...]) -> Callable[[sqlite3.Connection], list[Any]]:
    return lambda db: db.execute(sql, values).fetchall()


def _explain(err: Exception) -> str:
    return (err.strerror if isinstance(err, OSError) and err.strerror else str(err)).lower()
