"""Bytes to text, or one clear line on why they are none."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from msgspec import Struct

from resolver.errors import InputError


class Decoded(Struct, frozen=True):
    """The text of a file without its byte order mark, whether it had one, and in what encoding it is.

    `note` says so where the encoding was inferred.
    """

    text: str
    bom: bool
    encoding: str = "utf-8"
    note: str = ""


_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old Office file; save the sheet as CSV (UTF-8), or the text as .txt"),
    (b"%PDF", "a PDF; copy its references into a text file, or give a CSV table or a Markdown list"),
    (b"\x1f\x8b", "compressed (gzip); unpack it first"),
    (b"BZh", "compressed (bzip2); unpack it first"),
    (b"\xfd7zXZ", "compressed (xz); unpack it first"),
    (b"7z\xbc\xaf", "an archive (7z); unpack it first"),
    (b"SQLite format 3", "an SQLite database; export the table as CSV"),
    (b"PAR1", "a Parquet file; export the table as CSV"),
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
)
_ZIP = b"PK\x03\x04"
_ZIPPED = (
    (b"word/", "a Word document (.docx); save it as text, or copy its references into a text file"),
    (b"xl/", "a spreadsheet (.xlsx); save the sheet as CSV (UTF-8)"),
    (b"opendocument.spreadsheet", "a spreadsheet (.ods); save the sheet as CSV (UTF-8)"),
    (b"opendocument.text", "a text document (.odt); save it as text"),
    (b"epub", "a book (EPUB)"),
)
"""What tells of a zip archive's content: names of files in it, which stand uncompressed in its head and directory."""
_ZIP_LOOKED_AT = 65_536


def _kind(data: bytes) -> str:
    """What bytes are that are no text, by the marks that such files begin with; empty for none of them."""
    if data.startswith(_ZIP):
        ends = data[:_ZIP_LOOKED_AT] + data[-_ZIP_LOOKED_AT:]
        return next((what for name, what in _ZIPPED if name in ends), "an archive (zip); unpack it first")
    return next((what for magic, what in _KINDS if data.startswith(magic)), "")


def decode(data: bytes, path: Path, encoding: str = "") -> Decoded:
    """UTF-8 with or without a byte order mark, UTF-16 with one, or one of the encodings that spreadsheets still write.

    Args:
        data: of the file.
        path: what errors call it.
        encoding: by its usual name, if it is known.

    Raises:
        InputError: damaged text (with line and byte), no text at all, or no such encoding.
    """
    if encoding:
        return _as_said(data, encoding, path)
    if what := _kind(data):
        raise InputError(f"this is {what}", path=path)
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):  # the first begins like UTF-16
        raise InputError("this is UTF-32; save the file as UTF-8", path=path)
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            text = _strictly(data[len(mark) :], encoding, path)
            if (nul := text.find("\0")) >= 0:
                raise _no_text(path, text.count("\n", 0, nul) + 1)
            return Decoded(text, bom=True, encoding=encoding)
    bom = data.startswith(codecs.BOM_UTF8)
    body = data[len(codecs.BOM_UTF8) :] if bom else data
    if (nul := body.find(b"\0")) >= 0:
        raise _no_text(path, body.count(b"\n", 0, nul) + 1)
    try:
        return Decoded(body.decode("utf-8"), bom=bom)
    except UnicodeDecodeError:
        inferred = None if bom else _inferred(body)
    return inferred or Decoded(_strictly(body, "utf-8", path), bom=bom)


def _as_said(data: bytes, encoding: str, path: Path) -> Decoded:
    """A text in the encoding that a person has named."""
    try:
        name = codecs.lookup(encoding).name
        is_text = codecs.lookup(encoding)._is_text_encoding  # noqa: SLF001 - what `bytes.decode` itself goes by
    except LookupError:
        is_text = False
    if not is_text:
        raise InputError(f"no encoding is called “{encoding}”; give utf-8, cp1252, gbk, shift_jis …", path=path)
    name = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name)
    mark = "\ufeff".encode(name) if name.startswith("utf-") else b""
    bom = bool(mark) and data.startswith(mark)
    try:
        text = data[len(mark) if bom else 0 :].decode(name)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(f"byte 0x{data[error.start]:02X} is not {encoding}", path=path, line=line) from None
    if (nul := text.find("\0")) >= 0:
        raise _no_text(path, text.count("\n", 0, nul) + 1)
    return Decoded(text, bom=bom, encoding=name)


_CANDIDATES = {
    "cp1252": "Windows-1252 (Western European)", "cp1250": "Windows-1250 (Central European)", "gb18030": "GBK/GB 18030",
    "cp932": "Shift-JIS", "big5": "Big5", "cp949": "EUC-KR", "cp1251": "Windows-1251 (Cyrillic)",
}  # fmt: skip
"""Encodings that Excel and old editors save tables in, by the names of Python's codecs."""
_POLISH = re.compile(r"[£¥ª³¹º¼¾¿](?=[^\W\d_])|(?<=[^\W\d_])[£¥ª³¹º¼¾¿]")
_CZECH = (re.compile("[šžŠŽ]"), re.compile("[èæøìùòïðÈÆØÌÙÒÏ]"))
_SHOWN = 20


def _inferred(data: bytes) -> Decoded | None:
    """A text in another encoding, as far as charset-normalizer finds one in which it makes sense.

    A text that is UTF-8 for the most part is damaged UTF-8: read in another encoding, all of it would be spoilt.
    """
    from charset_normalizer import from_bytes

    lenient = data.decode("utf-8", "replace")
    damaged = lenient.count("\ufffd")
    if sum(not ch.isascii() for ch in lenient) >= 2 * damaged:
        return None
    best = from_bytes(data, cp_isolation=list(_CANDIDATES), preemptive_behaviour=False).best()
    if best is None:
        return None
    encoding = _western_or_central(data) if best.encoding in ("cp1250", "cp1252") else best.encoding
    try:
        text = data.decode(encoding)
        if text.encode(encoding) != data:
            return None
    except UnicodeError:
        return None
    first = next(n for n, ch in enumerate(text) if not ch.isascii())
    line = text.count("\n", 0, first) + 1
    near = " ".join(text[max(0, first - _SHOWN) : first + _SHOWN].split())
    note = f"the file is not UTF-8 and was read as {_CANDIDATES[encoding]}: line {line} reads “{near}”"
    return Decoded(text, bom=False, encoding=encoding, note=note)


def _western_or_central(data: bytes) -> str:
    """Windows-1252 or 1250, which statistics can't tell apart in a few names.

    Polish in 1252 has signs inside of words (£ukasz), Czech has letters beside š and ž that no Western text with those
    two has.
    """
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        return "cp1250"
    czech = all(pattern.search(western) for pattern in _CZECH)
    return "cp1250" if czech or _POLISH.search(western) else "cp1252"


def _no_text(path: Path, line: int) -> InputError:
    return InputError(
        "this is no text file (a NUL byte); save the list as CSV or Markdown in UTF-8", path=path, line=line
    )


def encode(text: str, encoding: str, *, bom: bool) -> bytes:
    """The bytes of a text as `decode` read them: the same text gives the same bytes."""
    return ("\ufeff" if bom else "").encode(encoding) + text.encode(encoding)


def _strictly(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        if encoding != "utf-8":
            line = before.decode(encoding, "replace").count("\n") + 1
            raise InputError(
                "the UTF-16 text breaks off or is damaged here; save it as UTF-8", path=path, line=line
            ) from None
        line = before.count(b"\n") + 1
        column = error.start - before.rfind(b"\n")
        context = data[max(0, error.start - 12) : error.start + 12].decode("cp1252", "replace")
        near = " ".join(context.replace("\ufffd", "?").split())
        raise InputError(
            f"byte 0x{data[error.start]:02X} at position {column} is not UTF-8 "
            f"(in Windows-1252 it would read “{near}”); save the file as UTF-8",
            path=path,
            line=line,
        ) from None
