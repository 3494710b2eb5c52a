"""Keeping the local index of the Anthology: where it comes from, whether it is current, building it.

A good index is never given up for a bad download: a file that is cut short, damaged or empty leaves
the old index in place, and says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from resolver import files
from resolver.config.services import ACL_URL
from resolver.config.values import strip_secrets
from resolver.errors import InputError, OutputError
from resolver.index import IndexUnusable, TitleIndex, build_index
from resolver.model import Record
from resolver.model.callbacks import NoteCallback, ProgressCallback
from resolver.net.http import Failed, Http
from resolver.sources.acl import bibtex
from resolver.sources.acl.client import fetch_export, make_conditional

CLOCK_SKEW = timedelta(hours=1)
"""How far a time may be ahead of this machine's clock: another machine's clock, but not a wrong year."""

SHRUNK = 0.9
"""Share of the records of an index that a new one from the same place must have; the Anthology only ever grows."""

FEWEST = 100_000
"""Records that an index of the Anthology's own export has at least; it had 112,036 in November 2025."""

MAX_AGE = timedelta(days=7)
"""The export is rebuilt with every change of the Anthology; a weekly look at it is polite and enough."""


class IndexOrigin(Struct, frozen=True, kw_only=True):
    """Where an index was built from; kept beside it, since it changes when only the date is checked.

    `stamp` is size and time of a local file; `etag` and `modified` are the server's validators; `note`
    says what could not be read, to every run that uses the index.
    """

    location: str
    checked: str
    stamp: str = ""
    etag: str = ""
    modified: str = ""
    note: str = ""


class IndexUpdater:
    """The index file `acl.sqlite` in the cache folder, and its origin.

    Args:
        location: address or path of the export, of an uncompressed `.bib`, or of a checkout or its `data/xml`.
        folder: the cache folder.
        http: the way out.
        notify: called with a sentence when something is not as it should be.
        progress: called with how far the building is.
        accept_smaller: take an export that has lost a tenth of its records or more.
    """

    def __init__(
        self,
        location: str,
        folder: Path,
        http: Http,
        notify: NoteCallback,
        progress: ProgressCallback | None = None,
        *,
        accept_smaller: bool = False,
    ) -> None:
        self.location, self.http, self.notify = location, http, notify
        self.accept_smaller = accept_smaller
        self.shown = strip_secrets(location, distinct=True) if "://" in location else location
        self.path = folder / "acl.sqlite"
        self._origin_path = folder / "acl.origin.json"
        self.progress = progress or (lambda stage, done, total: None)
        self._skipped: list[str] = []

    def bring_up_to_date(self, *, force: bool = False) -> TitleIndex | None:
        """The index, built or brought up to date when that is needed and possible.

        Args:
            force: look for a newer export even when the index is fresh.
        """
        index = self._bring_up_to_date(force=force)
        if index is not None:
            origin = self.read_origin()
            if origin is not None and origin.note:
                self.notify(origin.note)
            self._say_unusual(index, origin)
        return index

    def _say_unusual(self, index: TitleIndex, origin: IndexOrigin | None) -> None:
        """Where an index is from, and its size, when it is not what a run would build: what it says may be old, or
        little."""
        local = str(Path(self.location).expanduser().absolute())
        expected = self.shown if "://" in self.location else local
        whence = origin.location if origin is not None else index.info().meta.get("from", "")
        other = whence != expected
        few = self.location == ACL_URL and index.info().records < FEWEST
        if other or few:
            held = index.info()
            size = f"{held.records:,} papers, built on {held.built[:10]}"
            why = f", not from {expected}" if other else ", which has over 100,000"
            self.notify(f"the Anthology's local index is from {whence or 'an unknown place'} ({size}){why}")

    def _bring_up_to_date(self, *, force: bool) -> TitleIndex | None:
        old = self.open_existing()
        origin = self.read_origin() if old is not None else None
        try:
            if "://" in self.location:
                return self._update_from_address(old, origin, force=force)
            return self._update_from_path(old, origin, force=force)
        except (InputError, OutputError) as err:
            self._say(old, str(err))
        except (OSError, sqlite3.Error) as err:
            self._say(old, f"{self.path}: the index can't be written ({str(err).lower()})")
        return old

    def rebuild(self, why: str) -> TitleIndex | None:
        """A new index in place of one that is damaged where only a look-up notices it; None when it can't be built."""
        self.notify(f"the Anthology's index is built anew: {why}")
        self.path.unlink(missing_ok=True)
        return self.bring_up_to_date(force=True)

    def is_due(self) -> bool:
        """Whether `bring_up_to_date` would ask for the export over the network."""
        if "://" not in self.location:
            return False
        origin = self.read_origin() if self.path.exists() else None
        return origin is None or origin.location != self.shown or _find_age(origin) >= MAX_AGE

    def open_existing(self) -> TitleIndex | None:
        """The index as it stands, without any look at where it came from."""
        if not self.path.exists():
            return None
        try:
            return TitleIndex.open(self.path)
        except IndexUnusable as err:
            self.notify(f"the Anthology's index is built anew: {err.why}")
            return None

    def read_origin(self) -> IndexOrigin | None:
        """What is known of the origin of the existing index."""
        try:
            return msgspec.json.decode(self._origin_path.read_bytes(), type=IndexOrigin)
        except (OSError, msgspec.DecodeError):
            return None

    # -------------------------------------------------------------- from the network

    def _update_from_address(
        self, old: TitleIndex | None, origin: IndexOrigin | None, *, force: bool
    ) -> TitleIndex | None:
        same = origin is not None and origin.location == self.shown
        if old is not None and origin is not None and same and not force and _find_age(origin) < MAX_AGE:
            return old
        if self.http.offline:
            return old
        headers = {}
        if old is not None and origin is not None and same:
            headers = make_conditional(origin.etag, origin.modified)
        answer = fetch_export(self.http, self.location, headers, self._report_received)
        if isinstance(answer, Failed):
            self._say(old, f"the Anthology's export could not be fetched ({answer.reason})")
            return old
        now = IndexOrigin(
            location=self.shown,
            checked=_now(),
            etag=answer.headers.get("etag", ""),
            modified=answer.headers.get("last-modified", ""),
        )
        if answer.status == 304 and old is not None:
            self._note_origin(msgspec.structs.replace(now, note=origin.note if origin is not None else ""))
            return old
        records = bibtex.read_export(answer.body, progress=self._report_read, skipped=self._skipped.append)
        return self._build(records, now, bibtex.read_export_date(answer.body))

    def _report_received(self, done: int, total: int | None) -> None:
        self.progress("downloading the Anthology (kB)", done // 1000, (total or done) // 1000)

    # -------------------------------------------------------------- from a file or a checkout

    def _update_from_path(
        self, old: TitleIndex | None, origin: IndexOrigin | None, *, force: bool
    ) -> TitleIndex | None:
        path = Path(self.location).expanduser()
        if not path.exists():
            raise InputError("there is no such file or folder; acl_url names the Anthology's export", path=path)
        stamp = _stamp_path(path)
        unchanged = origin is not None and (origin.location, origin.stamp) == (str(path.absolute()), stamp)
        if old is not None and unchanged and not force:
            return old
        origin = IndexOrigin(location=str(path.absolute()), checked=_now(), stamp=stamp)
        if path.is_dir():
            from resolver.sources.acl import xml

            return self._build(xml.read_xml(path, progress=self._report_read, skipped=self._skipped.append), origin, "")
        records = bibtex.read_export(path, progress=self._report_read, skipped=self._skipped.append)
        return self._build(records, origin, bibtex.read_export_date(path))

    def _report_read(self, done: int, total: int) -> None:
        self.progress("indexing the Anthology", done, total)

    # -------------------------------------------------------------- building

    def _build(self, records: Iterable[Record], origin: IndexOrigin, generated: str) -> TitleIndex:
        place = origin.location if "://" in origin.location else Path(origin.location).name
        self._skipped.clear()
        old = self.open_existing() if not self.accept_smaller else None
        before = self.read_origin()
        same = old is not None and before is not None and before.location == origin.location
        least = int(old.info().records * SHRUNK) if old is not None and same else 0
        build_index(self.path, _require_some(records, place, least), {"from": place, "generated": generated})
        if self._skipped:
            first = self._skipped[0]
            note = f"{len(self._skipped)} entries of the Anthology could not be read, the first is {first}"
            origin = msgspec.structs.replace(origin, note=note)
        self._note_origin(origin)
        return TitleIndex.open(self.path)

    def _note_origin(self, origin: IndexOrigin) -> None:
        files.write(self._origin_path, msgspec.json.format(msgspec.json.encode(origin), indent=1))

    def _say(self, old: TitleIndex | None, what: str) -> None:
        rest = f"the index of {old.info().built[:10]} is used" if old is not None else "there is no local index"
        self.notify(f"{what}; {rest}")


def _require_some(records: Iterable[Record], place: str, least: int = 0) -> Iterable[Record]:
    """The records, if there are any; a page that says that something is wrong has none.

    Raises:
        InputError: there is none, or fewer than at least must be there.
    """
    count = 0
    for count, record in enumerate(records, 1):  # noqa: B007 - the count is used after the loop
        yield record
    if not count:
        raise InputError("no entry of the Anthology's export is in it", path=place)
    if count < least:
        what = f"only {count} entries are in it, a tenth or more fewer than before"
        raise InputError(f"{what}; building the index with `force` takes it all the same", path=place)


def _stamp_path(path: Path) -> str:
    """Changes when the file does; for a folder, when one of its files does."""
    files = sorted(path.rglob("*.xml")) if path.is_dir() else [path]
    newest = max((f.stat().st_mtime_ns for f in files), default=0)
    return f"{len(files)} files, {sum(f.stat().st_size for f in files)} bytes, {newest}"


def _find_age(origin: IndexOrigin) -> timedelta:
    """How long ago the origin was looked at; for ever, where the day can't be read or is yet to come."""
    try:
        age = datetime.now(UTC) - datetime.fromisoformat(origin.checked)
        return age if age > -CLOCK_SKEW else timedelta.max
    except (ValueError, TypeError):
        return timedelta.max


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
