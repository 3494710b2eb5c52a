"""Public calls about what is kept: the local index of the ACL Anthology, and the answers of services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from resolver.api.given import List, choose_folder, choose_settings, take_document
from resolver.cache.answers import Answers, CacheInfo
from resolver.config import Settings
from resolver.index import TitleIndex
from resolver.model import Run
from resolver.model.callbacks import ProgressCallback
from resolver.net.http import Http
from resolver.pipeline import open_library
from resolver.sources.acl.updater import IndexUpdater

RECORDED = "acl,arxiv"
"""The sources whose terms allow their answers to be put into a repository."""


class IndexState(Struct, frozen=True, kw_only=True):
    """The local index of the ACL Anthology.

    Attributes:
        path: its file.
        location: where it is built from, an address or a path in full.
        is_default: whether the settings name that place, so that runs keep this index.
        records: how many it holds; 0 while there is none.
        bytes: its size.
        built: when (ISO 8601, UTC); empty while there is none.
        source: what the index says that it was built from.
        generated: the day that the export gives as its own.
        origin: where it was built from, by the last look there.
        checked: the day of that look.
        notes: what is not as it should be.
    """

    path: Path
    location: str
    is_default: bool = True
    records: int = 0
    bytes: int = 0
    built: str = ""
    source: str = ""
    generated: str = ""
    origin: str = ""
    checked: str = ""
    notes: tuple[str, ...] = ()


def index_info(*, settings: Settings | None = None, **options: Any) -> IndexState:
    """What the local index holds, and from where and when it is; nothing is sent."""
    chosen = choose_settings(settings, options)
    with _open_updater(chosen, chosen.acl_url, offline=True) as (updater, notes):
        return _describe_index(updater, updater.open_existing(), notes, is_default=True)


def build_index(
    source: str | Path | None = None,
    *,
    settings: Settings | None = None,
    force: bool = False,
    progress: ProgressCallback | None = None,
    **options: Any,
) -> IndexState:
    """Build the local index anew.

    Args:
        source: the Anthology's export (address or path), a `.bib`, or a checkout or its `data/xml`; the setting
            `acl_url` when None.
        force: take an export even if a tenth or more of its records are gone since the last time.
        settings: those of `resolver.config.load` when None.
        progress: called with the stage, how much of it is done and how much there is.
        options: single settings, such as `cache_dir="kept"`.

    Returns:
        The index as it is then; `notes` say why it could not be built, in which case the old one stays.
    """
    chosen = choose_settings(settings, options)
    return _bring_up_to_date(
        chosen, complete_location(str(source or chosen.acl_url)), progress, force=True, accept_smaller=force
    )


def update_index(
    *, settings: Settings | None = None, progress: ProgressCallback | None = None, **options: Any
) -> IndexState:
    """Rebuild the local index if the Anthology has a newer export; see `build_index`."""
    chosen = choose_settings(settings, options)
    return _bring_up_to_date(chosen, complete_location(chosen.acl_url), progress, force="://" in chosen.acl_url)


def complete_location(location: str) -> str:
    """An address as it is, a path in full."""
    return location if "://" in location else str(Path(location).expanduser().absolute())


def cache_info(*, settings: Settings | None = None, **options: Any) -> CacheInfo:
    """What is kept, of which source, and how old it is; a size of 0 while nothing is."""
    path = choose_settings(settings, options).answers_file
    if not path.exists():
        return CacheInfo(str(path), 0, (), ())
    with Answers.open(path) as answers:
        return answers.info()


def clear_cache(source: str | None = None, *, settings: Settings | None = None, **options: Any) -> int:
    """Forget all answers, or those of one source; the local index stays. Returns how many they were."""
    path = choose_settings(settings, options).answers_file
    if not path.exists():
        return 0
    with Answers.open(path) as answers:
        return answers.clear(source)


def prune_cache(older_than: timedelta | float = 90.0, *, settings: Settings | None = None, **options: Any) -> int:
    """Forget old answers; `older_than` is an age, or a number of days. Returns how many they were."""
    age = older_than if isinstance(older_than, timedelta) else timedelta(days=older_than)
    path = choose_settings(settings, options).answers_file
    if not path.exists():
        return 0
    with Answers.open(path) as answers:
        return answers.prune(age)


def record_answers(
    document: List,
    folder: Path | str = "cache",
    *,
    force: bool = False,
    settings: Settings | None = None,
    progress: ProgressCallback | None = None,
    **options: Any,
) -> Run:
    """Run a list and record the answers it needed, as plain text to keep in its repository.

    Whoever has the list then gets its results without a network. Nothing recorded earlier is used. Unless
    `sources` says otherwise, acl and arxiv are asked and recorded, whose terms allow it.

    Args:
        document: the list or its path.
        folder: to record into; `cache` beside a list is found by every run of it.
        force: replace files that no run recorded.
        settings: those of `resolver.config.load` when None, with `sources` and `snapshot` as said.
        progress: called with the stage, how much of it is done and how much there is.
        options: single settings.

    Returns:
        The run; the files are in `written`. While a source does not answer (`unreachable`), nothing is recorded.
    """
    if settings is None:
        options = {
            **options, "sources": options.get("sources") or RECORDED, "snapshot": options.get("snapshot") or "none"
        }  # fmt: skip
    listed, into = take_document(document), Path(folder)
    path = choose_folder(listed)
    with open_library(choose_settings(settings, options), input_path=path, progress=progress) as session:
        finished = session.run(listed)
        if finished.unreachable:
            return finished
        names = [source.name for source in session.sources]
        command = f"resolver cache export {path.name} -o {into.name}/ --sources {','.join(names)}"
        written = session.export_snapshot(finished, into, names, command, force=force)
    return msgspec.structs.replace(finished, written=tuple(written))


@contextmanager
def _open_updater(
    settings: Settings,
    place: str,
    progress: ProgressCallback | None = None,
    *,
    offline: bool = False,
    accept_smaller: bool = False,
) -> Iterator[tuple[IndexUpdater, list[str]]]:
    """The updater of the index, and what it has to say."""
    notes: list[str] = []
    with Http(
        user_agent_contact=settings.mailto,
        contact_for=settings.mailto_for,
        pace_dir=settings.cache_dir,
        offline=offline or settings.offline,
        notify=notes.append,
    ) as http:
        yield (
            IndexUpdater(place, settings.cache_dir, http, notes.append, progress, accept_smaller=accept_smaller),
            notes,
        )


def _bring_up_to_date(
    settings: Settings, place: str, progress: ProgressCallback | None, *, force: bool, accept_smaller: bool = False
) -> IndexState:
    with _open_updater(settings, place, progress, accept_smaller=accept_smaller) as (updater, notes):
        same = place == complete_location(settings.acl_url)
        return _describe_index(updater, updater.bring_up_to_date(force=force), notes, is_default=same)


def _describe_index(
    updater: IndexUpdater, found: TitleIndex | None, notes: list[str], *, is_default: bool
) -> IndexState:
    origin = updater.read_origin()
    if found is None:
        return IndexState(path=updater.path, location=updater.shown, is_default=is_default, notes=tuple(notes))
    held = found.info()
    return IndexState(
        path=updater.path,
        location=updater.shown,
        is_default=is_default,
        records=held.records,
        bytes=held.bytes,
        built=held.built,
        source=held.meta.get("from", "?"),
        generated=held.meta.get("generated", ""),
        origin=origin.location if origin is not None else "",
        checked=origin.checked if origin is not None else "",
        notes=tuple(notes),
    )
