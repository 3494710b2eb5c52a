"""Files that are no text (Word, Excel, PDF): which reader takes one, what it needs, and how much may be unpacked.

Each has its reader behind an extra of this package, whose library is imported when such a file is read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import msgspec

from resolver.errors import InputError
from resolver.model import Document

MOST_UNPACKED = 100_000_000
"""Bytes that the texts of an archive may have together; a sheet of 100,000 rows has some 30 million. A bomb of a few
kilobytes unpacks to gigabytes, which the sizes in its own directory tell."""

_MOST_PARTS = 10_000
"""Files in an archive: one is made for each image, and none for a row or a paragraph."""


class PackedReader(Protocol):
    """Reads one kind of file that is no text.

    `extra` is that of this package which brings its library, `suffixes` are as those of `Reader`. `sniff` says whether
    bytes are of this kind; `read` raises `InputError` for those that are broken, protected, or hold no list, and
    `ModuleNotFoundError` without its library.
    """

    name: str
    extra: str

    @property
    def suffixes(self) -> tuple[str, ...]: ...

    def sniff(self, data: bytes) -> bool: ...

    def read(self, path: Path, data: bytes) -> Document: ...


def read_packed(path: Path, data: bytes) -> Document | None:
    """The list in a file that is no text; nothing for one of another kind.

    Raises:
        InputError: it can't be read, or the library for it is not installed: which extra brings it.
    """
    from resolver.readers.registry import PACKED_READERS  # which need this module

    reader = next((each for each in PACKED_READERS if each.sniff(data)), None)
    if reader is None:
        return None
    try:
        return reader.read(path, data)
    except ModuleNotFoundError:
        needs = f"reading it needs resolver's extra “{reader.extra}” (in its folder: pip install '.[{reader.extra}]')"
        raise InputError(f"this is a {reader.extra} file; {needs}", path=path) from None


def has_part(data: bytes, name: str) -> bool:
    """Whether bytes are a zip archive with a file of this name."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return name in archive.NameToInfo
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def require_bounded(data: bytes, path: Path) -> None:
    """Refuse an archive that would unpack to more than any list has.

    Raises:
        InputError: it would.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    texts = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if texts > MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise InputError(
            f"it would unpack to {texts // 1_000_000:,} MB of text in {len(parts):,} parts; is it a list of papers?",
            path=path,
        )


@contextmanager
def refuse_damaged(what: str, path: Path) -> Iterator[None]:
    """Say in one line that a file can't be read, whatever its library raises for a damaged one.

    Args:
        what: the kind of file, for people.
        path: of the file.

    Raises:
        InputError: it can't be read.
    """
    try:
        yield
    except (InputError, ModuleNotFoundError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - a damaged file raises errors of zip, of XML and of its library
        short = " ".join(str(error).split())[:100] or type(error).__name__
        raise InputError(f"the {what} can't be read ({short})", path=path) from None


def on_lines(document: Document, lines: Sequence[int], name: str, path: Path) -> Document:
    """A document that was read from a rendered text, with the places of the file itself.

    Args:
        document: read from the rendered text.
        lines: for each line of that text, from 1 on, the paragraph, row or page of the file; 0 for none.
        name: of the file's format, which can't be filled.
        path: of the file.
    """

    def at(line: int) -> int:
        return lines[line - 1] if 0 < line <= len(lines) else 0

    return msgspec.structs.replace(
        document,
        path=str(path),
        rows=tuple(msgspec.structs.replace(row, line=at(row.line)) for row in document.rows),
        entries=tuple(msgspec.structs.replace(entry, line=at(entry.line)) for entry in document.entries),
        unread=tuple(msgspec.structs.replace(item, line=at(item.line)) for item in document.unread),
        format=name,
        text="",
        bom=False,
        encoding="utf-8",
        newline="\n",
        delimiter=",",
    )
