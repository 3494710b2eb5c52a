"""Which sources there are, in the order of trust, and how each is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resolver.model.callbacks import NoteCallback, ProgressCallback
from resolver.sources.base import Source

if TYPE_CHECKING:
    from resolver.config import Settings
    from resolver.net.http import Http


def open_sources(
    settings: Settings, http: Http, notify: NoteCallback, progress: ProgressCallback | None = None
) -> tuple[Source, ...]:
    """The sources in the order of trust.

    Args:
        settings: addresses, keys and delays.
        http: the way out.
        notify: called with a sentence for a person where something is not as it should be.
        progress: called with how far a slow preparation is (the local index).
    """
    from resolver.sources.acl import AclAnthology, IndexUpdater
    from resolver.sources.acl.checks import AclChecks
    from resolver.sources.arxiv import Arxiv
    from resolver.sources.openalex import OpenAlex

    updater = IndexUpdater(settings.acl_url, settings.cache_dir, http, notify, progress)
    return (
        AclAnthology(
            updater.bring_up_to_date,
            updater.is_due,
            updater.rebuild,
            AclChecks(http, settings.acl_url).list_checks,
        ),
        Arxiv(http, settings.arxiv_url, settings.arxiv_delay),
        OpenAlex(http, settings.openalex_url, settings.openalex_api_key.reveal()),
    )
