"""Bytes to text, or one clear line on why they are none."""

from __future__ import annotations

import codecs
from pathlib import Path

from msgspec import Struct

from resolver.errors import InputError


class Decoded(Struct, frozen=True):
    """The text of a file without its byte order mark, whether it had one, and in what encoding it is."""

    text: str
    bom: bool
    encoding: str = "utf-8"


_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_KINDS = (
    (b"PK\x03\x04", "a spreadsheet or an archive; save the sheet as CSV (UTF-8)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file; save the sheet as CSV (UTF-8)"),
    (b"%PDF", "a PDF; give a CSV table or a Markdown list"),
    (b"\x1f\x8b", "compressed (gzip); unpack it first"),
    (b"SQLite format 3", "an SQLite database; export the table as CSV"),
)


def decode(data: bytes, path: Path) -> Decoded:
    """UTF-8 with or without a byte order mark, or UTF-16 with one.

    Raises:
        InputError: another encoding (with line and byte), or no text at all.
    """
    for magic, what in _KINDS:
        if data.startswith(magic):
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
    return Decoded(_strictly(body, "utf-8", path), bom=bom)


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
