"""Which sources there are, in the order of trust, and how each is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from resolver.sources.base import Source

if TYPE_CHECKING:
    from resolver.config import Settings
    from resolver.net.http import Http

Progress = Callable[[str, int, int], None]
Notify = Callable[[str], object]


def open_sources(
    settings: Settings, http: Http, notify: Notify, progress: Progress | None = None
) -> tuple[Source, ...]:
    """The sources in the order of trust.

    Args:
        settings: addresses, keys and delays.
        http: the way out.
        notify: told, in a sentence for a person, of what is not as it should be.
        progress: told how far a slow preparation is (the local index).
    """
    from functools import cache

    from resolver.sources.acl import AclAnthology, IndexUpdater
    from resolver.sources.arxiv import Arxiv
    from resolver.sources.openalex import OpenAlex

    updater = IndexUpdater(settings.acl_url, settings.cache_dir, http, notify, progress)
    return (
        AclAnthology(cache(updater.current), updater.due),
        Arxiv(http, settings.arxiv_url, settings.arxiv_delay),
        OpenAlex(http, settings.openalex_url, settings.openalex_api_key.reveal()),
    )
