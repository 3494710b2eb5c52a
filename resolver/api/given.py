"""What a script hands over (titles, mappings, paths, single settings) as the values that the pipeline works on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from resolver import files, identifiers
from resolver.config import Settings, load
from resolver.decisions import lockfile, read_list, read_together
from resolver.files import outputs
from resolver.model import Document, Entry
from resolver.readers.cited import citations, databases_of, only_cited
from resolver.readers.collection import collected

CLAIMS = ("title", "authors", "year", "venue", "ids")
"""What may be claimed of a paper, as the keys of a mapping."""

Paper = str | Mapping[str, Any]
"""A title, or a mapping with some of `CLAIMS`."""

List = Document | os.PathLike[str] | str | Sequence[Document | os.PathLike[str] | str]
"""A list of papers: as it was read, or its path; a folder of lists; or several of these, which are read as one."""


def choose_settings(settings: Settings | None, options: Mapping[str, Any]) -> Settings:
    """The settings of a call: those that were given whole, or what holds here and now with single ones changed.

    Raises:
        TypeError: both were given.
        SettingsError: one of them can't be used.
    """
    if settings is not None and options:
        raise TypeError(f"give `settings` or single settings ({', '.join(options)}), not both")
    return settings or load(options)


def take_document(given: object, encoding: str = "") -> Document:
    """A list with what people decided about its entries; of a paper's .aux, what it cites of its databases.

    Args:
        given: see `List`.
        encoding: of the files, where it is not to be inferred.

    Raises:
        TypeError: it is neither a path nor a document, nor several of them.
        InputError: the list or its lock file can't be read.
    """
    if isinstance(given, Document):
        return given
    if isinstance(given, str | os.PathLike):
        path = Path(given)
        if path.is_dir():
            return read_together([path], str(path), encoding)
        if path.suffix.lower() == ".aux":
            return only_cited(take_document(databases_of(path), encoding), citations(path))
        return read_list(path, encoding).under_decisions()
    refuse_frame(given)
    if isinstance(given, Sequence) and given and all(isinstance(each, Document | str | os.PathLike) for each in given):
        return _together(given, encoding)
    raise TypeError(f"give the path of a list, or what resolver.read made of it, not {type(given).__name__}")


def _together(given: Sequence[Document | os.PathLike[str] | str], encoding: str) -> Document:
    """Several lists as one; a single one as it is."""
    if len(given) == 1:
        return take_document(given[0], encoding)
    if any(isinstance(each, Document) or Path(each).suffix.lower() == ".aux" for each in given):
        return collected([take_document(each, encoding) for each in given])
    return read_together([Path(each) for each in given if not isinstance(each, Document)], "", encoding)


def choose_folder(document: Document) -> Path:
    """The path of a list, beside which recorded answers are looked for: the first of several; else the folder here."""
    return Path(document.paths[0]) if document.paths else Path()


def list_inputs(documents: Iterable[Document], settings: Settings, *more: Path | str) -> tuple[Path, ...]:
    """What a call reads, and so must not replace by what it writes."""
    lists = [Path(path) for document in documents for path in document.paths]
    kept = [settings.answers_file, settings.cache_dir / "acl.sqlite"]
    if "://" not in settings.acl_url:
        kept.append(Path(settings.acl_url))
    return (*lists, *(lockfile.find([path]) for path in lists), *kept, *(Path(path) for path in more if path))


def check_outputs(targets: Iterable[Path | None], inputs: Sequence[Path], *, force: bool) -> None:
    """Find out before the work begins whether its results can be written, and replace nothing that is not ours.

    Raises:
        InputError, OutputError: see `resolver.files.outputs.check`.
    """
    named = [path for path in targets if path is not None]
    outputs.check(named, inputs, force=force)
    for path in named:
        if not outputs.is_stream(path):
            files.require_writable(path.absolute().parent)


def make_entries(given: Iterable[Paper]) -> tuple[Entry, ...]:
    """Papers as entries, numbered from 1.

    Raises:
        TypeError: something that is no paper was given, or a claim of another name.
    """
    refuse_frame(given)
    return tuple(make_entry(n, paper) for n, paper in enumerate(given, 1))


def make_document(entries: Iterable[Entry]) -> Document:
    """A list that was never a file."""
    return Document(path="", columns=(), rows=(), entries=tuple(entries))


def make_entry(row: int, given: Paper) -> Entry:
    """One paper as an entry; what a table has for an empty cell (None, NaN, NA) is no claim."""
    claims = {"title": given} if isinstance(given, str) else given
    if not isinstance(claims, Mapping) or (unknown := sorted(map(str, set(claims) - set(CLAIMS)))):
        what = f"no claim is called {', '.join(unknown)}" if isinstance(claims, Mapping) else f"not {given!r}"
        raise TypeError(f"entry {row}: a title, or a mapping with {', '.join(CLAIMS)}; {what}")
    links = _read_several(claims.get("ids"))
    return Entry(
        row=row,
        title=_read_text(claims.get("title")),
        authors=" and ".join(_read_several(claims.get("authors"))),
        year=_read_text(claims.get("year")),
        venue=_read_text(claims.get("venue")),
        links=links,
        ids=tuple(i for i in map(identifiers.parse, links) if i is not None),
    )


def make_named_entry(row: int, paper: Paper, **claims: Any) -> Entry:
    """A paper that is named by an identifier or link, else by its title."""
    named = identifiers.parse(paper) if isinstance(paper, str) else None
    given = {name: value for name, value in claims.items() if not _is_missing(value)}
    if not isinstance(paper, str):
        return make_entry(row, {**paper, **given} if isinstance(paper, Mapping) else paper)
    return make_entry(row, {"ids": paper, **given} if named is not None else {"title": paper, **given})


def refuse_frame(given: object) -> None:
    """Refuse a data frame, which would be gone through by its columns' names.

    Raises:
        TypeError: it is one; with the call that gives its rows.
    """
    if hasattr(given, "columns"):
        for call in ("to_dicts", "to_dict"):  # polars, pandas
            if hasattr(given, call):
                rows = f"{call}()" if call == "to_dicts" else f'{call}("records")'
                raise TypeError(f"a data frame is gone through by columns, not rows; give its rows: frame.{rows}")


def _read_text(value: object) -> str:
    if _is_missing(value):
        return ""
    if isinstance(value, list | tuple | set | Mapping):
        raise TypeError(f"one text or number is wanted, not {value!r}")
    # a column of years with an empty cell is one of fractions: 2017.0
    is_whole = getattr(value, "is_integer", None)
    return f"{value:.0f}" if is_whole is not None and is_whole() else str(value)


def _read_several(value: object) -> tuple[str, ...]:
    """A text as one item, a list as its items, nothing as none."""
    items = [value] if isinstance(value, str) or not isinstance(value, Iterable) else value
    return tuple(text for item in items if (text := _read_text(item)))


def _is_missing(value: object) -> bool:
    """Whether a value stands for an empty cell: None, NaN (which is not itself), NA (which won't say)."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except TypeError:
        return True
    except ValueError:  # an array, which has a truth of each of its items
        return False
