"""What a refresh does to files: it holds its lock file alone, writes what changed, and writes reports."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout
from msgspec import Struct

from resolver import files
from resolver.decisions import lockfile
from resolver.errors import InputError
from resolver.files import outputs
from resolver.filling.filled_list import require_unchanged
from resolver.readers.decode import encode
from resolver.refreshing import RefreshOutcome, feed, reports


class Reports(Struct, frozen=True):
    """The files that get the changes: as Markdown, as JSON, and as an Atom feed."""

    markdown: Path | None = None
    json: Path | None = None
    feed: Path | None = None


@contextmanager
def hold_alone(lock: Path) -> Iterator[None]:
    """Only one refresh of a lock file at a time; the kernel forgets one that was killed.

    Raises:
        InputError: another one is running.
    """
    named = hashlib.sha256(str(files.followed(lock)).encode()).hexdigest()[:16]
    user = os.getuid() if hasattr(os, "getuid") else 0
    turn = FileLock(Path(tempfile.gettempdir()) / f"resolver-refresh-{user}-{named}.lock")
    try:
        turn.acquire(timeout=0)
    except Timeout:
        what = "another refresh of these lists is running; wait until it is done"
        raise InputError(what, path=lock) from None
    try:
        yield
    finally:
        turn.release()


def drop_repeated(lists: Sequence[Path]) -> tuple[Path, ...]:
    """The lists, each once.

    Raises:
        InputError: there is none, or one is the lock file.
    """
    if not lists:
        raise InputError("there is no list to refresh; name one")
    found = {files.followed(path): path for path in reversed(lists)}
    for path in found.values():
        if path.name == lockfile.NAME:
            raise InputError("this is what a refresh knows of the lists, and no list; name the lists", path=path)
    return tuple(reversed(found.values()))


def check_reports(lists: Sequence[Path], wanted: Reports, *, force: bool = False) -> None:
    """What can be said against the reports' files before anything is asked or written.

    Raises:
        InputError: one of them is a list, the lock file, named twice, or something that a feed can't go on.
        OutputError: one of them is a folder, or a file that no run of ours made.
    """
    outputs.check(filter(None, (wanted.markdown, wanted.json)), _inputs(lists), force=force)
    outputs.check(filter(None, (wanted.markdown, wanted.json, wanted.feed)), _inputs(lists), force=True)
    if wanted.feed is not None and wanted.feed.is_file():
        try:
            feed.read_entries(wanted.feed.read_text(encoding="utf-8"))
        except (InputError, UnicodeDecodeError) as error:
            raise InputError(f"{error}; nothing was asked or written", path=wanted.feed) from None
    outputs.check(filter(None, (wanted.feed,)), (), force=force)


def _inputs(lists: Sequence[Path]) -> list[Path]:
    return [*lists, lockfile.find(lists)]


def write_lists(lock: Path, outcome: RefreshOutcome, paths: Mapping[str, Path]) -> None:
    """Lists and lock file, all or none of them, and only those that changed.

    Raises:
        InputError: a list or a decision was changed by someone else meanwhile; their work is not overwritten.
    """
    if lockfile.read(lock) != outcome.before:
        message = "a decision was made while the lists were looked up; nothing was written, run it again"
        raise InputError(message, path=lock)
    contents: dict[Path, files.Content] = {}
    for each in outcome.lists:
        if each.filled.edits:
            require_unchanged(each.document)
            contents[paths[each.name]] = encode(each.filled.text, each.document.encoding, bom=each.document.bom)
    if outcome.state != outcome.before or not lock.exists():
        contents[lock] = lockfile.render(outcome.state)
    files.write_all(contents)


def write_reports(
    outcome: RefreshOutcome, wanted: Reports, today: date, lists: Sequence[Path], *, force: bool = False
) -> None:
    """The changes in the files that were asked for; a feed stays as it is when there are none.

    Raises:
        OutputError: one can't be written.
    """
    contents: dict[Path, files.Content] = {}
    if wanted.markdown is not None:
        contents[wanted.markdown] = reports.write_markdown(outcome)
    if wanted.json is not None:
        contents[wanted.json] = reports.write_json(outcome)
    if wanted.feed is not None and outcome.changes:
        old = wanted.feed.read_text(encoding="utf-8") if wanted.feed.is_file() else ""
        title = "Changes of " + ", ".join(each.name for each in outcome.lists)
        contents[wanted.feed] = feed.update_feed(old, outcome.changes, today, title)
    outputs.write_all(contents, _inputs(lists), force=force)
