"""Public calls for lists that stay true: refresh and review."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from resolver.api.given import choose_settings
from resolver.api.lists import FieldNames
from resolver.config import Settings
from resolver.decisions import ReviewSession, from_files, lockfile, read_list, read_lists
from resolver.filling import require_fillable
from resolver.filling.values import FillOptions as FillOptions
from resolver.model import Document, Run
from resolver.model.callbacks import ProgressCallback
from resolver.pipeline import open_library
from resolver.readers import read, require_a_file
from resolver.readers.collection import with_notes
from resolver.refreshing import RefreshOutcome
from resolver.refreshing import refresh as refreshed
from resolver.refreshing.delivery import Reports, check_reports, drop_repeated, hold_alone, write_lists, write_reports
from resolver.writers.table import overwritable

FRESH = 0.8
"""Days that an answer counts as fresh in a refresh: what is due is asked again, but not twice on the same day."""


def refresh(
    lists: Path | str | Sequence[Path | str],
    *,
    dry_run: bool = False,
    today: date | None = None,
    overwrite: FieldNames = (),
    markdown: Path | str | None = None,
    json: Path | str | None = None,
    feed: Path | str | None = None,
    force: bool = False,
    started: Callable[[Sequence[str], Path], object] | None = None,
    settings: Settings | None = None,
    progress: ProgressCallback | None = None,
    **options: Any,
) -> RefreshOutcome:
    """Ask again where answers can have changed, and change exactly what became true.

    The lists get what became true, and `resolver.lock` beside them what is known; all are written, or none.

    Args:
        lists: the path of a list or of a folder of lists, or several.
        dry_run: write reports only.
        today: the day that new knowledge gets as its date; today by UTC when None.
        overwrite: fields in which what the records contradict is corrected, or `"all"`.
        markdown: a file for the changes as Markdown, short enough for a pull request.
        json: a file for the changes as JSON.
        feed: an Atom feed to put the changes into.
        force: replace a file that no run made; never what is read.
        started: called, once the lists are read, with how the lock file names them, and its path.
        settings: those of `resolver.config.load` when None, with a `max_age` of 0.8 days.
        progress: called with the stage, how much of it is done and how much there is.
        options: single settings, such as `max_cost=0.02`.

    Returns:
        The `changes`, the lists with their edits, the state before and after; `silent` names the sources that
        did not answer, `limit` the limit that was reached.

    Raises:
        InputError: a list or the lock file can't be read, was changed meanwhile, or is being refreshed.
        SettingsError: a field or setting that can't be used.
        OutputError: something can't be written; nothing was.
    """
    named = [Path(path) for path in ([lists] if isinstance(lists, str | Path) else lists)]
    require_a_file(named, "can't be refreshed")
    found, left_out = from_files(named, _refreshable) if any(path.is_dir() for path in named) else (named, ())
    paths = drop_repeated(found)
    wanted = Reports(*(Path(name) if name is not None else None for name in (markdown, json, feed)))
    check_reports(paths, wanted, force=force)
    fill_options = FillOptions(overwrite=overwritable(overwrite))
    if settings is None and options.get("max_age") is None:
        options["max_age"] = FRESH
    chosen, day = choose_settings(settings, options), today or datetime.now(UTC).date()
    lock = lockfile.find(paths)
    with hold_alone(lock):
        known = read_lists(paths)
        documents = {each.name: each.document for each in known}
        documents |= {known[0].name: with_notes(known[0].document, left_out)}
        if started is not None:
            started(tuple(documents), lock)
        with open_library(chosen, input_path=paths[0], progress=progress) as session:
            outcome = refreshed(documents, known[0].state, session.run, day, fill_options)
        if not dry_run:
            write_lists(lock, outcome, dict(zip(documents, paths, strict=True)))
    write_reports(outcome, wanted, day, paths, force=force)
    return outcome


def _refreshable(path: Path) -> Path:
    require_fillable(read(path))
    return path


def review(
    path: Path | str, *, settings: Settings | None = None, progress: ProgressCallback | None = None, **options: Any
) -> ReviewSession:
    """Decide about entries that may mean several works, or about any row; every decision is written at once.

    Decisions are kept in `resolver.lock`; every call that takes the path of a list heeds them.

    Args:
        path: of the list.
        settings: those of `resolver.config.load` when None.
        progress: called with the stage, how much of it is done and how much there is.
        options: single settings, such as `sources="acl"`.

    Returns:
        The session: `undecided()` looks up what is open, `decide(row, accept="10.18653/v1/…")` decides.

    Raises:
        InputError: the list or the lock file can't be read.
        SettingsError: a setting can't be used.
    """
    require_a_file([path], "can't be reviewed: it would have no place in a lock file")
    chosen = choose_settings(settings, options)

    def find(document: Document) -> Run:
        with open_library(chosen, input_path=Path(path), progress=progress) as session:
            return session.run(document)

    return ReviewSession(read_list(path), find)
