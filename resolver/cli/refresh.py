"""`resolver refresh`: lists that stay true by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from resolver.cli import options
from resolver.cli.status import BAD_INPUT, CHANGED, DONE, LIMIT_REACHED, PERSON, UNREACHABLE

if TYPE_CHECKING:
    from resolver.cli.logs import Format, Log
    from resolver.config import Settings
    from resolver.refreshing import Outcome

FRESH = 0.8
"""Days that an answer counts as fresh in a refresh: what is due is asked again, but not twice on the same day."""


@click.command(epilog="Example: resolver refresh README.md refs.bib --max-cost 0.02 --markdown changes.md")
@click.argument("lists", nargs=-1, metavar="[LIST …]")
@click.option("--dry-run", is_flag=True, help="Say what would change; write reports only.")
@options.overwrite_flag("Correct what is wrong as well: everywhere, or in these fields (url,authors).")
@click.option("--markdown", metavar="FILE", help="Write the changes as Markdown, short enough for a pull request.")
@click.option("--json", "json_file", metavar="FILE", help="Write the changes as JSON.")
@click.option("--feed", metavar="FILE", help="Put the changes into an Atom feed.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--as-of", metavar="DATE", hidden=True, help="Take this day for today.")
@options.settings_flags
@options.volume_flags
def refresh(
    lists: tuple[str, ...], dry_run: bool, overwrite: str | None, markdown: str | None, json_file: str | None,
    feed: str | None, log_format: Format, as_of: str | None, verbose: bool, quiet: bool, **flags: Any,
) -> int:  # fmt: skip
    """Ask again where answers can have changed, and change exactly what became true.

    LISTs are files in any format that is read; entries.csv if none is named. Their holes are filled as by
    `resolver fill`, and what was filled in earlier follows its record: a preprint that was published, a DOI
    that was given. What is known, and what people decided, is kept in resolver.lock beside the lists.

    \b
    Exit status:
      0  nothing changed
      2  bad input, usage or setting
      4  a service could not be reached; the rest is written
      5  --max-cost or --max-requests was reached; the rest is written
     10  something changed
     11  something changed that a person should look at
    """
    from resolver.cli.logs import Log
    from resolver.errors import ResolverError

    log = Log(log_format, quiet=quiet)
    try:
        first, fields = options.overwritten(lists[0] if lists else None, overwrite)
        paths = _lists((first, *lists[1:]) if first else (None,))
        _check_outputs(paths, markdown, json_file, feed)
        today, age = _day(as_of), flags.get("max_age")
        settings = options.settings({**flags, "max_age": FRESH if age is None else age})
        done = _look(log, paths, settings, today, fields, dry_run=dry_run)
        _report(done.outcome, today, markdown=markdown, json_file=json_file, feed=feed)
    except ResolverError as error:
        if log.form == "text":
            raise
        log.event("error", str(error), level="error")
        return BAD_INPUT
    _tell(log, done.outcome, verbose=verbose, dry_run=dry_run)
    return _status(log, done)


def _lists(named: Sequence[str | None]) -> list[Path]:
    """The lists, each once.

    Raises:
        InputError: there is none, or one is the lock file.
    """
    from resolver.decisions.lockfile import NAME
    from resolver.errors import InputError

    found = {path.resolve(): path for path in reversed([options.default_list(name) for name in named])}
    for path in found.values():
        if path.name == NAME:
            raise InputError("this is what a refresh knows of the lists, and no list; name the lists", path=path)
    return list(reversed(found.values()))


def _check_outputs(lists: Sequence[Path], *outputs: str | None) -> None:
    """What can be said against the reports' files before anything is asked or written.

    Raises:
        InputError: one of them is a folder, a list, the lock file, named twice, or something that a feed can't go on.
    """
    from resolver.decisions import lockfile
    from resolver.errors import InputError
    from resolver.refreshing.feed import entries

    taken = {path.resolve(): "a list" for path in lists} | {lockfile.find(lists).resolve(): "the lock file"}
    for name in filter(None, outputs):
        path = Path(name)
        if what := taken.get(path.resolve()):
            raise InputError(f"this is {what}; a report needs a file of its own", path=path)
        if path.is_dir():
            raise InputError("this is a folder; name the file in it", path=path)
        taken[path.resolve()] = "another report"
    feed = Path(outputs[-1]) if outputs[-1] else None
    if feed is not None and feed.is_file():
        try:
            entries(feed.read_text(encoding="utf-8"))
        except (InputError, UnicodeDecodeError) as error:
            raise InputError(f"{error}; nothing was asked or written", path=feed) from None


class _Done(NamedTuple):
    """A refresh, the services that were silent in it, and the limit that ended it."""

    outcome: Outcome
    silent: tuple[str, ...]
    limit: str


def _look(
    log: Log, paths: Sequence[Path], settings: Settings, today: date, overwrite: Any, *, dry_run: bool
) -> _Done:  # fmt: skip
    """Refresh the lists and write what changed, alone."""
    from resolver.decisions import lockfile, read_lists
    from resolver.filling import Options
    from resolver.pipeline import open_library
    from resolver.refreshing import refresh

    lock = lockfile.find(paths)
    with _alone(lock):
        lists = read_lists(paths)
        documents = {each.name: each.document for each in lists}
        log.event("start", "", lists=list(documents), lock=lock.name)
        with log.progress() as told, open_library(settings, input_path=paths[0], progress=told) as session:
            outcome = refresh(documents, lists[0].state, session.run, today, Options(overwrite=overwrite))
            silent, limit = session.silent, session.limit
        if not dry_run:
            _write(lock, outcome, dict(zip(documents, paths, strict=True)))
    return _Done(outcome, () if settings.offline else tuple(silent), limit)


def _status(log: Log, done: _Done) -> int:
    """The exit status, and a line that says why something was left open."""
    outcome = done.outcome
    if done.limit:
        text = f"resolver: {done.limit}; what is left has its turn next time"
        log.event("limit", text, level="warning", limit=done.limit)
        return LIMIT_REACHED
    if done.silent:
        text = f"no answer from {', '.join(done.silent)}; what it would have said is not lost: run it again later"
        log.event("unreachable", f"resolver: {text}", level="warning", sources=list(done.silent))
        return UNREACHABLE
    if any(c.attention for c in outcome.changes) or any(each.suspicious for each in outcome.lists):
        return PERSON
    return CHANGED if outcome.changed else DONE


def _day(given: str | None) -> date:
    if given is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise click.BadParameter(f"{given!r} is no day such as 2026-11-25", param_hint="--as-of") from None


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Only one refresh of a lock file at a time; the kernel forgets one that was killed.

    Raises:
        InputError: another one is running.
    """
    import hashlib
    import os
    import tempfile

    from filelock import FileLock, Timeout

    from resolver.errors import InputError

    named = hashlib.sha256(str(lock.resolve()).encode()).hexdigest()[:16]
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


def _write(lock: Path, outcome: Outcome, paths: Mapping[str, Path]) -> None:
    """Lists and lock file, all or none of them, and only those that changed.

    Raises:
        InputError: a list or a decision was changed by someone else meanwhile; their work is not overwritten.
    """
    from resolver import files
    from resolver.decisions import lockfile
    from resolver.errors import InputError
    from resolver.readers.decode import encode

    if lockfile.read(lock) != outcome.before:
        message = "a decision was made while the lists were looked up; nothing was written, run it again"
        raise InputError(message, path=lock)
    contents: dict[Path, files.Content] = {}
    for each in outcome.lists:
        path, document = paths[each.name], each.document
        if not each.filled.edits:
            continue
        if path.read_bytes() != encode(document.text, document.encoding, bom=document.bom):
            raise InputError(
                "the list was changed while it was looked up; nothing was written, run it again", path=path
            )
        contents[path] = encode(each.filled.text, document.encoding, bom=document.bom)
    if outcome.state != outcome.before or not lock.exists():
        contents[lock] = lockfile.render(outcome.state)
    files.write_all(contents)


def _report(outcome: Outcome, today: date, *, markdown: str | None, json_file: str | None, feed: str | None) -> None:
    from resolver import files
    from resolver.refreshing import reports
    from resolver.refreshing.feed import updated

    contents: dict[Path, files.Content] = {}
    if markdown is not None:
        contents[Path(markdown)] = reports.markdown(outcome)
    if json_file is not None:
        contents[Path(json_file)] = reports.as_json(outcome)
    if feed is not None and outcome.changes:
        path = Path(feed)
        old = path.read_text(encoding="utf-8") if path.is_file() else ""
        contents[path] = updated(old, outcome.changes, today, "Changes of " + ", ".join(e.name for e in outcome.lists))
    files.write_all(contents)


def _tell(log: Log, outcome: Outcome, *, verbose: bool, dry_run: bool) -> None:
    """What changed, in lines or events, and what it took."""
    from resolver.cli.screen import MOST
    from resolver.refreshing import reports

    for each in outcome.lists:
        for note in each.document.notes:
            log.event("note", f"{each.name}: {note}", level="warning", list=each.name)
        if each.suspicious:
            text = f"resolver: many entries of {each.name} changed at once; look before you believe it"
            log.event("suspicious", text, level="warning", list=each.name)
        shown = each.changes if verbose or log.form == "json" else each.changes[:MOST]
        for c in shown:
            text = (
                f"{each.name}" + (f", line {c.line}" if c.line else "") + f": {c.kind}: {c.title or c.entry}: {c.says}"
            )
            level = "warning" if c.attention else "info"
            log.event("change", text, level=level, list=each.name, entry=c.entry, kind=c.kind, says=c.says)
        if len(shown) < len(each.changes):
            log.event("more", f"  … and {len(each.changes) - len(shown)} more (-v shows them)")
        edits, asked = len(each.filled.edits), len(each.asked)
        changed = reports.in_short(each.changes) or "nothing changed"
        would = "would be made" if dry_run else "made"
        of = f"asked about {asked} of {len(each.document.entries)} entries"
        text = f"{each.name}: {changed}; {edits} edits {would}; {of}"
        log.event("list", text, list=each.name, changes=len(each.changes), edits=edits, asked=asked)
    spent = outcome.runs[-1].usage if outcome.runs else ()
    requests, usd = sum(u.requests for u in spent), sum(u.usd for u in spent)
    log.event(
        "done", f"{requests} requests, ${usd:.4f}", requests=requests, usd=round(usd, 6), changes=len(outcome.changes)
    )


__all__ = ["refresh"]
