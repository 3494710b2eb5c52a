"""The library's two functions: resolve one title, or many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from resolver.config import Settings, load
from resolver.identifiers import parse
from resolver.model import Document, Entry, Resolution
from resolver.pipeline import open_library

_CLAIMS = ("title", "authors", "year", "venue", "ids")


def resolve(
    title: str = "",
    *,
    authors: str | Iterable[str] = "",
    year: int | str | None = "",
    venue: str = "",
    ids: str | Iterable[str] = (),
    settings: Settings | None = None,
    **options: Any,
) -> Resolution:
    """Resolve one paper.

    Args:
        title: as written; may be empty when an identifier is given.
        authors: as written, in any usual form; or a list of names.
        year: of publication, as far as known.
        venue: conference or journal, in any form.
        ids: an identifier or link, or several; they are checked against the title.
        settings: those of `resolver.config.load` when None.
        options: single settings, such as `offline=True` or `cache_dir="cache"`.

    Returns:
        The decision with its candidates and reasons, the merged work if one was accepted, and what
        the claims have wrong. A service that fails raises nothing: the status is `unanswered`.

    Raises:
        SettingsError: a setting can't be used.
    """
    entry = {"title": title, "authors": authors, "year": year, "venue": venue, "ids": ids}
    return resolve_many([entry], settings=settings, **options)[0]


def resolve_many(
    entries: Iterable[str | Mapping[str, Any]], *, settings: Settings | None = None, **options: Any
) -> tuple[Resolution, ...]:
    """Resolve many papers in one go, which costs far fewer requests than one after the other.

    Args:
        entries: titles, or mappings with `title`, `authors`, `year`, `venue` and `ids`.
        settings: as for `resolve`.
        options: as for `resolve`.

    Raises:
        TypeError: something that is no entry was given, or a claim of another name.
    """
    if isinstance(entries, str | Mapping):
        raise TypeError("resolve_many takes several entries; for one there is resolve")
    listed = tuple(_entry(n, e) for n, e in enumerate(entries, 1))
    document = Document(path="", columns=(), rows=(), entries=listed)
    chosen = settings or load(options, from_program=True)
    with open_library(chosen, input_path=Path()) as session:
        return tuple(session.run(document).resolutions)


def _entry(row: int, given: str | Mapping[str, Any]) -> Entry:
    claims = {"title": given} if isinstance(given, str) else given
    if not isinstance(claims, Mapping) or (unknown := sorted(set(claims) - set(_CLAIMS))):
        what = f"no claim is called {', '.join(unknown)}" if isinstance(claims, Mapping) else f"not {given!r}"
        raise TypeError(f"entry {row}: a title, or a mapping with {', '.join(_CLAIMS)}; {what}")
    links = _several(claims.get("ids"))
    return Entry(
        row=row,
        title=_text(claims.get("title")),
        authors=" and ".join(_several(claims.get("authors"))),
        year=_text(claims.get("year")),
        venue=_text(claims.get("venue")),
        links=links,
        ids=tuple(i for i in map(parse, links) if i is not None),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _several(value: object) -> tuple[str, ...]:
    """A text as one item, a list as its items, nothing as none."""
    if value is None or value == "":
        return ()
    return (
        (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, Iterable) else (str(value),)
    )
