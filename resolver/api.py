"""The library's two functions: resolve one title, or many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from resolver.config import Settings, load
from resolver.identifiers import parse
from resolver.model import Document, Entry, Resolution
from resolver.pipeline import open_library


def resolve(
    title: str = "",
    *,
    authors: str = "",
    year: int | str = "",
    venue: str = "",
    ids: Iterable[str] = (),
    settings: Settings | None = None,
    **options: Any,
) -> Resolution:
    """Resolve one paper.

    Args:
        title: as written; may be empty when an identifier is given.
        authors: as written, in any usual form.
        year: of publication, as far as known.
        venue: conference or journal, in any form.
        ids: identifiers or links, which are checked against the title.
        settings: those of `resolver.config.load` when None.
        options: single settings, such as `offline=True` or `cache_dir="cache"`.

    Returns:
        The decision with its candidates and reasons, the merged work if one was accepted, and what
        the claims have wrong. A service that fails raises nothing: the status is `unanswered`.

    Raises:
        SettingsError: a setting can't be used.
    """
    entry = {"title": title, "authors": authors, "year": str(year), "venue": venue, "ids": tuple(ids)}
    return resolve_many([entry], settings=settings, **options)[0]


def resolve_many(
    entries: Iterable[str | Mapping[str, Any]], *, settings: Settings | None = None, **options: Any
) -> tuple[Resolution, ...]:
    """Resolve many papers in one go, which costs far fewer requests than one after the other.

    Args:
        entries: titles, or mappings with `title`, `authors`, `year`, `venue` and `ids`.
        settings: as for `resolve`.
        options: as for `resolve`.
    """
    listed = tuple(_entry(n, e) for n, e in enumerate(entries, 1))
    document = Document(path="", columns=(), rows=(), entries=listed)
    chosen = settings or load(options)
    with open_library(chosen, input_path=Path()) as session:
        return session.run(document).resolutions


def _entry(row: int, given: str | Mapping[str, Any]) -> Entry:
    if isinstance(given, str):
        return Entry(row=row, title=given)
    links = tuple(str(i) for i in given.get("ids", ()))
    return Entry(
        row=row,
        title=str(given.get("title", "")),
        authors=str(given.get("authors", "")),
        year=str(given.get("year", "")),
        venue=str(given.get("venue", "")),
        links=links,
        ids=tuple(i for i in map(parse, links) if i is not None),
    )
