"""Several lists as one: the files of a folder, and one document of all their entries, each with its file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from resolver.errors import InputError
from resolver.model import Document, Entry, Precedent, Row, Unread

FILE_COLUMN = "file"
"""The column that says in which of several lists a row stands."""

MOST_FILES = 2_000
"""Files of one folder; one that has more was given by mistake (a home folder, a disk)."""


class ListFiles(msgspec.Struct, frozen=True):
    """The files to read, in order, and those among them that were found in a folder rather than named."""

    paths: tuple[Path, ...]
    found: frozenset[Path] = frozenset()


def list_files(given: Iterable[Path]) -> ListFiles:
    """The lists that are meant: a file is itself, a folder the files in it and below it that may be lists.

    Args:
        given: files and folders; each file counts once.

    Raises:
        InputError: a folder has no such file, or too many.
    """
    named: dict[Path, None] = {}
    found = set[Path]()
    for path in given:
        if not path.is_dir():
            named[path] = None
            continue
        inside = sorted(_files_in(path))
        if not inside:
            from resolver.readers.registry import LIST_SUFFIXES

            raise InputError(f"no file in this folder may be a list ({', '.join(sorted(LIST_SUFFIXES))})", path=path)
        if len(inside) > MOST_FILES:
            raise InputError(f"more than {MOST_FILES:,} files are in this folder; name those to read", path=path)
        found.update(each for each in inside if each not in named)
        named |= dict.fromkeys(inside)
    return ListFiles(tuple(named), frozenset(found))


def _files_in(folder: Path) -> Iterator[Path]:
    """Files with a known ending; what is hidden, and links to folders, are left alone."""
    from resolver.readers.registry import LIST_SUFFIXES  # all readers, which a list that is named need not wait for

    seen = 0
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in LIST_SUFFIXES:
                yield Path(root, name)
                seen += 1
        if seen > MOST_FILES:
            return


def collected(documents: Sequence[Document], path: str = "", notes: Sequence[str] = ()) -> Document:
    """One document of several: their rows below each other, with the file of each in a column of its own.

    Columns that hold the same field, or bear the same name, become one. Rows are numbered through; lines stay those
    of the file.

    Args:
        documents: the lists, in their order.
        path: what they are called together: a folder, or nothing.
        notes: to put before those of the lists, which begin with the file's name.
    """
    columns: dict[tuple[str, str, int], str] = {}
    places = [_places(document.columns, columns) for document in documents]
    order = {key: n for n, key in enumerate(columns, start=1)}
    rows, entries, unread = list[Row](), list[Entry](), list[Unread]()
    precedents: dict[int, Precedent] = {}
    left_out = set[int]()
    for document, keys in zip(documents, places, strict=True):
        above = len(rows)
        targets = [order[key] for key in keys]
        rows += [_widened(row, document.path, targets, len(columns) + 1) for row in document.rows]
        entries += [msgspec.structs.replace(e, row=e.row + above, file=document.path) for e in document.entries]
        unread += [msgspec.structs.replace(item, file=document.path) for item in document.unread]
        left_out |= {row + above for row in document.left_out}
        precedents |= {row + above: precedent for row, precedent in document.precedents.items()}
    return Document(
        path=path,
        columns=(FILE_COLUMN, *columns.values()),
        rows=tuple(rows),
        entries=tuple(entries),
        notes=(*notes, *(f"{document.path}: {note}" for document in documents for note in document.notes)),
        unread=tuple(unread),
        precedents=precedents,
        left_out=frozenset(left_out),
        parts=tuple(documents),
    )


def with_notes(document: Document, notes: Sequence[str]) -> Document:
    """A list with notes before its own."""
    return msgspec.structs.replace(document, notes=(*notes, *document.notes)) if notes else document


def _places(columns: Sequence[str], known: dict[tuple[str, str, int], str]) -> list[tuple[str, str, int]]:
    """Which of the common columns each of a list's columns is; new ones are added to `known` with their names."""
    from resolver.readers.csv import roles  # which a citation does without

    fields: Mapping[int, str] = {index: field for field, index in roles(columns).items()}
    keys = list[tuple[str, str, int]]()
    for index, name in enumerate(columns):
        folded = re.sub(r"[\W_]+", "", name.casefold())
        key = ("field", fields[index], 1) if index in fields else ("name", folded, 1)
        while key in keys:
            key = (*key[:2], key[2] + 1)
        keys.append(key)
        known.setdefault(key, name if name != FILE_COLUMN else f"{FILE_COLUMN} (listed)")
    return keys


def _widened(row: Row, path: str, targets: Sequence[int], width: int) -> Row:
    cells = [path, *[""] * (width - 1)]
    for target, cell in zip(targets, row.cells, strict=False):
        cells[target] = cell
    return Row(row.line, tuple(cells))
