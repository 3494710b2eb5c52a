"""Settings become a session: the sources, the cache and the network, opened once and closed again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from resolver.cache.answers import Answers
from resolver.cache.freshness import Freshness
from resolver.cache.snapshot import load
from resolver.config import Settings
from resolver.errors import SettingsError
from resolver.lookup.library import Library
from resolver.model.callbacks import ProgressCallback
from resolver.net.http import Budget, Http, RequestLimits
from resolver.pipeline.session import Session
from resolver.sources import open_sources
from resolver.sources.base import Source


def choose_sources(settings: Settings, sources: Sequence[Source]) -> tuple[Source, ...]:
    """The sources that the settings name; all where they name none.

    Raises:
        SettingsError: there is none of such a name.
    """
    wanted, known = settings.chosen_sources, [s.name for s in sources]
    if unknown := sorted(wanted.difference(known)):
        raise SettingsError(f"sources: none is called {', '.join(unknown)}; there are {', '.join(known)}")
    return tuple(s for s in sources if not wanted or s.name in wanted)


@contextmanager
def open_library(
    settings: Settings,
    *,
    input_path: Path | None = None,
    progress: ProgressCallback | None = None,
    dry: bool = False,
    limits: RequestLimits | None = None,
) -> Iterator[Session]:
    """Open cache, snapshot, network and sources for a run, and close them again.

    Args:
        settings: base URLs, keys, delays, folders.
        input_path: the list that will be run; a `cache/` folder with recorded answers beside it is used.
        progress: called with the stage, how much of it is done and how much there is.
        dry: for `Session.plan`: nothing is sent anywhere.
        limits: time limits of requests, and tries.
    """
    notes = list(settings.notes)
    folder = settings.snapshot_for(input_path)
    age = None if settings.max_age is None else timedelta(days=settings.max_age)
    with (
        Answers.open(settings.answers_file, notify=notes.append) as answers,
        Http(
            user_agent_contact=settings.mailto,
            contact_for=settings.mailto_for,
            limits=limits,
            pace_dir=settings.cache_dir,
            offline=settings.offline or dry,
            budget=Budget(requests=settings.max_requests, usd=settings.max_cost),
            notify=notes.append,
        ) as http,
    ):
        sources = choose_sources(settings, open_sources(settings, http, notes.append, progress))
        library = Library(
            sources,
            answers=answers,
            snapshot=load(folder) if folder else None,
            recorded_first=folder is None or settings.prefers_recorded(folder),
            offline=settings.offline,
            dry=dry,
            freshness=Freshness.of(age),
            refresh=settings.refresh,
            meter=http.usage,
        )
        yield Session(
            library,
            sources,
            notes,
            progress,
            http.cancel,
            limit=lambda: http.budget.reached,
            folder=settings.cache_dir,
        )
