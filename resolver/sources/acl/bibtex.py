"""Reads the Anthology's BibTeX export as a stream of records.

The export has a layout of its own (one field a line, names one a line, entries apart by `}`), and a
reader made for it is five times as fast as a general one. What does not follow the layout, from one
odd entry to a whole file in the compact form, goes to `bibtexparser` instead.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from resolver.errors import InputError
from resolver.model import Person, Record
from resolver.model.callbacks import NoteCallback, PositionCallback
from resolver.sources.acl import records
from resolver.text import cleaning
from resolver.text.bibtex import expand

"""Called with bytes read and bytes in all (0 when unknown)."""

_CHUNK = 1 << 20
_LONGEST_ENTRY = 1 << 17
_HEAD = re.compile(r"(\w+)\{([^\s,{}\"]+),\n    ")
_NO_ENTRY = re.compile(r"(?:string|comment|preamble)\b", re.IGNORECASE)
_GENERATED = re.compile(rb"generated on (\d{4}-\d\d-\d\d)")
_AND = re.compile(r"\s+and\s+")


_LONGEST_ENTRY = 2_000_000
"""Characters of an entry; with its abstract the longest has 30,000."""

_MOST_UNPACKED = 2_000_000_000
"""Bytes of an unpacked export; it has 100 million. A gzip file of 2 MB can hold 2 GB of blanks."""


def read_export(
    source: Path | bytes, *, progress: PositionCallback | None = None, skipped: NoteCallback | None = None
) -> Iterator[Record]:
    """Yield a record for each entry of an export, in its order.

    Args:
        source: a file's path, or its content; gzip is recognised by its first bytes.
        progress: called from time to time with how far the reading is.
        skipped: called with the beginning of each entry that nothing could read.

    Raises:
        InputError: the file can't be opened, or its gzip stream is damaged or cut short.
    """
    macros = dict(records.MONTH_MACROS)
    for block in _read_blocks(source, progress):
        found = _split_entry(block)
        admit = cleaning.clean_record if _needs_cleaning(block) else _as_it_is
        if found is not None:
            yield admit(_make_record(*found))
            continue
        others = list(_parse_with_bibtexparser(block, macros))
        if not others and skipped and not _NO_ENTRY.match(block):
            skipped("@" + block.partition("\n")[0][:80])
        for kind, key, values in others:
            yield admit(_make_record(kind, key, values))


def read_export_date(source: Path | bytes) -> str:
    """The date (ISO) that an export's first line states, or an empty string."""
    try:
        with _open_export(source)[0] as stream:
            match = _GENERATED.search(stream.read(400))
    except (OSError, EOFError, zlib.error):
        return ""
    return match[1].decode() if match else ""


# ------------------------------------------------------------------ the file


def _open_export(source: Path | bytes) -> tuple[BinaryIO, BinaryIO, int]:
    """The decompressed stream, the raw one under it, and the raw one's size."""
    raw: BinaryIO
    if isinstance(source, bytes):
        raw, size = io.BytesIO(source), len(source)
    else:
        raw, size = source.open("rb"), source.stat().st_size
    zipped = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    # GzipFile is a BinaryIO but for its name.
    return (gzip.GzipFile(fileobj=raw, mode="rb") if zipped else raw), raw, size  # type: ignore[return-value]


def _read_blocks(source: Path | bytes, progress: PositionCallback | None) -> Iterator[str]:
    """The file cut at each line that begins with `@`, which is left off; open braces take in the next piece."""
    name = None if isinstance(source, bytes) else source
    decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
    rest, open_part, begun, unpacked = "\n", "", False, 0
    try:
        stream, raw, size = _open_export(source)
        with raw, stream:
            while data := stream.read(_CHUNK):
                pieces = (rest + decode(data).replace("\r\n", "\n")).split("\n@")
                rest = pieces.pop()
                if not begun and pieces:
                    begun = True
                    pieces = pieces[1:]  # what stands before the first entry
                for piece in pieces:
                    whole = f"{open_part}\n@{piece}" if open_part else piece
                    # The layout's entries close with a brace on a line of its own, so that only
                    # others need their braces counted.
                    if not whole.endswith("\n}") and len(whole) < _LONGEST_ENTRY and _is_open(whole):
                        open_part = whole
                        continue
                    open_part = ""
                    yield whole
                unpacked += len(data)
                if unpacked > _MOST_UNPACKED or len(rest) > _LONGEST_ENTRY:
                    raise InputError("is no export of the Anthology (it has no end)", path=name or "the BibTeX export")
                if progress:
                    progress(raw.tell(), size)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            f"is damaged or cut short ({error}); fetch it again", path=name or "the BibTeX export"
        ) from error
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror or error}", path=name) from error
    last = f"{open_part}\n@{rest}" if open_part else rest
    if begun or last.startswith("\n@"):
        yield last.removeprefix("\n@")


def _needs_cleaning(block: str) -> bool:
    """Whether an entry may hold what has to be cleaned: to look is forty times as fast as to clean."""
    return len(block) > cleaning.LONGEST_BODY or not block.replace("\n", "").isprintable()


def _as_it_is(record: Record) -> Record:
    return record


def _is_open(block: str) -> bool:
    return len(block) < _LONGEST_ENTRY and block.count("{") > block.count("}")


# ------------------------------------------------------------------ one entry


def _split_entry(block: str) -> tuple[str, str, dict[str, str]] | None:
    """Type, key and raw values of an entry in the export's layout, else nothing.

    Quotes and outer braces are taken off; an unquoted value (a month) stays as written.
    """
    block = block.rstrip()
    head = _HEAD.match(block)
    if head is None or not block.endswith("\n}"):
        return None
    values: dict[str, str] = {}
    for line in block[head.end() : -2].rstrip(",").split(",\n    "):
        name, equals, value = line.partition(" = ")
        if not equals or not name.isidentifier():
            return None
        if value[:1] == '"' == value[-1:] and len(value) > 1:
            inner = value[1:-1]
            if '"' in inner:
                if name != "month":
                    return None
                inner = value
        elif value[:1] == "{" and value[-1] == "}":
            inner = value[1:-1]
            if not _encloses(inner):
                return None
        elif name == "month" or value.isdigit():
            inner = value
        else:
            return None
        if ("{" in inner or "}" in inner) and inner.count("{") != inner.count("}"):
            return None
        values[name] = inner
    return head[1], head[2], values


def _encloses(inner: str) -> bool:
    """Whether the braces taken off around `inner` were a pair: none inside closes below zero."""
    depth = 0
    for ch in re.findall(r"[{}]", inner):
        depth += 1 if ch == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _make_record(kind: str, key: str, raw: dict[str, str]) -> Record:
    get = raw.get
    url = get("url", "")
    anthology_id = url[len(records.BASE) :].strip("/") if url.startswith(records.BASE) else ""
    title = get("title", "")
    return Record(
        source="acl",
        ids=records.list_identifiers(anthology_id, get("doi", "")),
        title=records.to_plain_text(title),
        title_tex=title if "\n" not in title else re.sub(r"\s+", " ", title),
        authors=_parse_people(get("author", "")),
        editors=_parse_editors(get("editor", "")),
        year=records.find_year(get("year", "")),
        month=records.spell_month(get("month", "")),
        venue=records.to_plain_text_once(get("booktitle") or get("journal", "")),
        type=records.TYPES.get(kind.lower(), "misc"),
        url=url,
        pages=records.normalise_pages(get("pages", "")),
        volume=records.to_plain_text_once(get("volume", "")),
        number=records.to_plain_text_once(get("number", "")),
        publisher=records.to_plain_text_once(get("publisher", "")),
        address=records.to_plain_text_once(get("address", "")),
        isbn=get("ISBN", "") or get("isbn", ""),
        language=get("language", ""),
        note=records.to_plain_text(get("note", "")),
        key=key,
    )


def _parse_people(raw: str) -> tuple[Person, ...]:
    if not raw:
        return ()
    if "\n" not in raw and " and " not in raw:
        return (records.parse_exported_name(raw),)
    parts = raw.replace("  and\n", " and\n").split(" and\n      ")
    if " and " in raw:  # names on one line
        parts = [part.strip() for part in _AND.split(raw)]
    return tuple(map(records.parse_exported_name, parts))


_editors_of: dict[str, tuple[Person, ...]] = {}


def _parse_editors(raw: str) -> tuple[Person, ...]:
    """`_parse_people`, remembered: a volume's editors stand in each of its papers."""
    found = _editors_of.get(raw)
    if found is None:
        if len(_editors_of) > 512:
            _editors_of.clear()
        found = _editors_of[raw] = _parse_people(raw)
    return found


# ------------------------------------------------------------------ anything else


def _parse_with_bibtexparser(block: str, macros: dict[str, str]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Entries of any BibTeX; `@string`s found on the way are added to `macros`."""
    import logging

    from bibtexparser.entrypoint import parse_string

    logging.getLogger("bibtexparser").setLevel(logging.ERROR)
    library = parse_string("@" + block, parse_stack=[])
    for string in library.strings:
        macros[string.key.lower()] = expand(str(string.value), macros)
    for entry in library.entries:
        values = {field.key: field.value for field in entry.fields}
        yield (
            entry.entry_type,
            entry.key,
            {
                (name if name == "ISBN" else name.lower()): str(value)
                if name == "month"
                else expand(str(value), macros)
                for name, value in values.items()
            },
        )
