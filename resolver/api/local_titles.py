"""Whether a title is at hand: in the local index of the Anthology, without asking anyone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from resolver.config import Settings
from resolver.index import IndexUnusable, TitleIndex


@contextmanager
def known_titles(settings: Settings) -> Iterator[Callable[[str], bool]]:
    """Tells of a title whether the local index has a record of it; of none, where there is no index.

    Args:
        settings: their cache folder holds the index.
    """
    path = settings.cache_dir / "acl.sqlite"
    try:
        index = TitleIndex.open(path) if path.exists() else None
    except IndexUnusable:
        index = None  # `resolver index build` says so, and makes it anew
    if index is None:
        yield lambda title: False
        return
    try:
        yield lambda title: bool(index.find_exact(title))
    finally:
        index.close()
