"""Lists as people keep them, read into a `Document`.

What a file is, is decided by its content; the name counts only where the content does not tell. A
reader (`base.Reader`) is an object with a `name`, `suffixes`, a `sniff` and a `read`; those that there are stand in
`registry.READERS`.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from resolver.errors import InputError
from resolver.model import Document
from resolver.readers import decode, foreign
from resolver.readers.base import Reader as Reader
from resolver.readers.packed import read_packed
from resolver.text.cleaning import visible, whole

MAX_BYTES = 200_000_000
"""A list of papers is never this large; a file that is was given by mistake."""

STANDARD_INPUT = "-"
"""The path that stands for what is piped in, which can be read and never be written in place."""

_MOST = {"csv": MAX_BYTES, "markdown": 10_000_000, "html": 10_000_000}
_MOST_PARSED = 50_000_000
"""Characters of one list in formats that are held as trees: Markdown takes about 190 times its size, the others 50."""

_HEAD = 65_536

READABLE = "give a CSV table, a Markdown list, BibTeX, CSL-JSON, RIS, YAML, or one title a line"
"""What is said about a file that can't be read."""


def read(path: Path | str, encoding: str = "") -> Document:
    """Read a list of papers.

    Args:
        path: a CSV or TSV table, an awesome-list in Markdown, BibTeX, CSL-JSON or other JSON, JSON Lines, RIS, YAML,
            the head of a page about a paper, an export of PubMed, EndNote or Web of Science, or plain text with one
            title a line; a Word document, spreadsheet or PDF; in UTF-8, UTF-16, or an encoding that can be inferred.
        encoding: that of the file, by its usual name (`cp1252`, `gbk`), where it is not to be inferred.

    Raises:
        InputError: the file can't be read; one line that says what, where and what to do.
    """
    file = Path(path)
    if whole(str(file)) != str(file):  # the system's own bytes: no report, lock file or terminal could name it
        raise InputError("the file's name is not UTF-8; rename it", path=visible(str(file)))
    data = _load(file)
    if not encoding and (packed := read_packed(file, data)) is not None:
        return _tell_unread(packed)
    decoded = decode.decode(data, file, encoding)
    document = read_text(decoded.text, file)
    notes = (decoded.note, *document.notes) if decoded.note else document.notes
    return msgspec.structs.replace(document, bom=decoded.bom, encoding=decoded.encoding, notes=notes)


def read_text(text: str, path: Path | str = "text") -> Document:
    """Read a list that is in memory; `path` is what errors call it."""
    return _tell_unread(parse_text(text, Path(path)))


def parse_text(text: str, file: Path) -> Document:
    """As `read_text`, without a note on the items that were not read: their lines may not be the file's own."""
    from resolver.readers.registry import READERS  # all parsers at once, which nobody needs who reads nothing

    head = text[:_HEAD]
    if not head.strip():
        raise InputError("the file is empty", path=file)
    if (other := foreign.named(head)) is not None and not _has_references(text, file):
        raise InputError(f"this looks like {other.name}, which is not read; {other.instead or READABLE}", path=file)
    reader = next(r for r in READERS if r.sniff(text if r.name == "latex" else head, file))
    if len(text) > (most := _MOST.get(reader.name, _MOST_PARSED)):
        raise InputError(f"more than {most // 1_000_000} MB of {reader.name}: split the list", path=file)
    return reader.read(file, text)


def _has_references(text: str, path: Path) -> bool:
    """Whether a LaTeX file holds its references, wherever in it."""
    from resolver.readers.latex_references import LatexReferenceReader

    return LatexReferenceReader().sniff(text, path)


def _tell_unread(document: Document) -> Document:
    """The document with a note on the items that were not read, which no job may pass over in silence."""
    if not document.unread:
        return document
    where = line_ranges([item.line for item in document.unread])
    many = len(document.unread)
    note = f"{many} item{'s were' if many > 1 else ' was'} not read ({where}): {document.unread[0].reason}"
    return msgspec.structs.replace(document, notes=(*document.notes, note))


def line_ranges(lines: Sequence[int], most: int = 12) -> str:
    """Lines in words, neighbours as a range.

    >>> line_ranges([4, 9, 10, 11, 20])
    'lines 4, 9-11, 20'
    """
    runs: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        if runs and runs[-1][1] == line - 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    shown = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs[:most])
    one = len(runs) == 1 and runs[0][0] == runs[0][1]
    return f"line{'' if one else 's'} {shown}{', …' if len(runs) > most else ''}"


def require_a_file(paths: Iterable[Path | str], why: str) -> None:
    """Refuse the standard input where a file is needed.

    Raises:
        InputError: one of the paths is the standard input.
    """
    if any(str(path) == STANDARD_INPUT for path in paths):
        raise InputError(f"the standard input {why}; name a file", path=STANDARD_INPUT)


def _load(path: Path) -> bytes:
    if str(path) == STANDARD_INPUT:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        return _bounded(data, path)
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            regular = stat.S_ISREG(status.st_mode)
            if regular and status.st_size > MAX_BYTES:
                raise InputError(
                    f"the file is larger than {MAX_BYTES // 1_000_000} MB; is it a list of papers?", path=path
                )
            data = file.read() if regular else file.read(MAX_BYTES + 1)  # which sets aside as much at once
    except FileNotFoundError:
        raise InputError("there is no such file", path=path) from None
    except IsADirectoryError:
        raise InputError("this is a folder; name the file in it", path=path) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"the file can't be read ({reason})", path=path) from None
    return _bounded(data, path)


def _bounded(data: bytes, path: Path) -> bytes:
    if len(data) > MAX_BYTES:
        raise InputError(f"the input is larger than {MAX_BYTES // 1_000_000} MB; is it a list of papers?", path=path)
    return data
