"""The cache's SQLite file: opening, schema and migration, and what to do when it can't be used."""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from resolver.cache import packing
from resolver.errors import Internal

SCHEMA = 2
"""Version of the schema, kept in `pragma user_version`."""

_CREATE = """
create table answer(
    source text not null, route text not null, question text not null,
    asked text not null, found integer not null, body blob not null,
    primary key(source, route, question)
) without rowid
"""


def _judge_nearness(db: sqlite3.Connection) -> None:
    """Version 1 called an answer found when it held any record, however far from the title asked for."""
    for source, route, key, body in db.execute(
        "select source, route, question, body from answer where found"
    ).fetchall():
        with suppress(msgspec.MsgspecError, zlib.error):  # an unreadable row is asked again anyway
            if not packing.is_near(packing.read_key(key), packing.unpack(body)):
                where = (source, route, key)
                db.execute("update answer set found = 0 where source = ? and route = ? and question = ?", where)


Migration = Callable[[sqlite3.Connection], object]
MIGRATIONS: dict[int, Migration] = {1: _judge_nearness}
"""For each old version of the schema the step that leads to the next one."""

_BUSY_SECONDS = 10.0
_TIDYING_SECONDS = 2.0  # a damaged file is looked through and renamed in less
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_NOT_WRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR}


class DamagedError(Internal):
    """The file is no cache of ours, or broken."""


class NewerSchemaError(Internal):
    """The file was written by a newer version of the program."""


def connect(path: Path) -> tuple[sqlite3.Connection, bool]:
    """The open file, made when there is none, and whether it can be written.

    Raises:
        DamagedError: its content can't be used.
        NewerSchemaError: neither, for now.
        sqlite3.Error, OSError: it can't be opened or made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _prepare(path, "mode=rwc"), True
    except (sqlite3.Error, OSError) as err:
        if isinstance(err, sqlite3.Error) and _read_code(err) not in _NOT_WRITABLE:
            raise
        if not path.is_file():
            raise
    try:  # a log that can't be written either needs a file that nobody writes: "immutable"
        return _prepare(path, "mode=ro"), False
    except sqlite3.OperationalError:
        return _prepare(path, "immutable=1"), False


def set_aside(path: Path) -> Path | None:
    """Rename a damaged file, so that a new one can be begun.

    Returns:
        Its new name; `None` when another process did it first, and the file is good again.

    Raises:
        OSError: it can't be renamed.
    """
    with _hold_alone(path):
        if _is_whole(path):
            return None
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        aside = path.with_name(f"{path.stem}.damaged-{moment}{path.suffix}")
        number = 1
        while aside.exists():
            number += 1
            aside = path.with_name(f"{path.stem}.damaged-{moment}-{number}{path.suffix}")
        path.rename(aside)
        for suffix in ("-wal", "-shm"):  # they belong to the damaged file, and would spoil the new one
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
        return aside


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All that the block writes, or nothing."""
    db.execute("begin immediate")
    try:
        yield
        db.execute("commit")
    except BaseException:  # Ctrl-C too: half a change must not stay
        with suppress(sqlite3.Error):  # SQLite itself has rolled back after some errors
            db.execute("rollback")
        raise


def is_damage(err: sqlite3.Error) -> bool:
    """Whether the file's content is to blame."""
    return _read_code(err) in _DAMAGED


def is_busy(err: sqlite3.Error) -> bool:
    """Whether another process kept the file locked for too long."""
    return _read_code(err) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _is_whole(path: Path) -> bool:
    try:
        db, _ = connect(path)
        try:
            return bool(db.execute("pragma quick_check(1)").fetchone()[0] == "ok")
        finally:
            db.close()
    except (DamagedError, sqlite3.Error):
        return False


def _read_code(err: sqlite3.Error) -> int:
    return getattr(err, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # without the extended part


def _prepare(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{mode}"
    db = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        if mode == "mode=rwc":
            _use_log(db)
            db.execute("pragma synchronous = normal")  # with a log, a killed process loses nothing committed
            _upgrade(db)
        _inspect(db)
    except sqlite3.Error as err:
        db.close()
        if is_damage(err):
            raise DamagedError from err
        raise
    except BaseException:  # Ctrl-C too: no connection may stay open
        db.close()
        raise
    return db


def _use_log(db: sqlite3.Connection) -> None:
    """Write-ahead log. SQLite does not wait by itself while two processes switch a new file to it."""
    for _ in range(100):
        try:
            db.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as err:
            if not is_busy(err):
                raise
            time.sleep(0.05)
        else:
            return


def _read_version(db: sqlite3.Connection) -> int:
    return int(db.execute("pragma user_version").fetchone()[0])


def _upgrade(db: sqlite3.Connection) -> None:
    if _read_version(db) >= SCHEMA:
        return
    with transaction(db):
        version = _read_version(db)  # another process may have been faster
        if version == 0:
            if db.execute("select count(*) from sqlite_master").fetchone()[0]:
                raise DamagedError  # somebody else's file
            db.execute(_CREATE)
        else:
            for old in range(version, SCHEMA):
                MIGRATIONS[old](db)
        if version < SCHEMA:
            db.execute(f"pragma user_version = {SCHEMA}")


def _inspect(db: sqlite3.Connection) -> None:
    version = _read_version(db)
    if version > SCHEMA:
        raise NewerSchemaError
    try:
        db.execute("select source, route, question, asked, found, body from answer limit 1").fetchone()
    except sqlite3.OperationalError as err:
        if _read_code(err) == sqlite3.SQLITE_ERROR:  # no such table or column
            raise DamagedError from err
        raise


@contextmanager
def _hold_alone(path: Path) -> Iterator[None]:
    """Only one process at a time tidies up; after a while the others do without."""
    from filelock import FileLock, Timeout  # late: hardly any run meets a damaged file

    lock = FileLock(path.with_name(path.name + ".lock"))
    with suppress(Timeout):
        lock.acquire(timeout=_TIDYING_SECONDS, poll_interval=0.02)
    try:
        yield
    finally:
        lock.release()
