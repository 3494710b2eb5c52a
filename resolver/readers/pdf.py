"""Papers as PDF: the references at their end, from the text that the file gives.

`pypdf` takes the text out. It gives lines as they were set, so that where one reference ends and the next begins is
found by their numbers, or by a line that ends a sentence before one that begins with names.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from resolver.errors import InputError
from resolver.model import Document
from resolver.readers.packed import on_lines, refuse_damaged

MOST_PAGES = 2_000
"""Pages of a paper or book, at most."""

_TITLE = re.compile(
    r"\W*(?:\d{1,2}\.?\s+|[IVX]+\.\s+)?(?:references(?: and notes)?|bibliography|works cited|literature(?: cited)?|"
    r"literatur(?:verzeichnis)?|r\s?e\s?f\s?e\s?r\s?e\s?n\s?c\s?e\s?s|références|referencias|参考文献|参考资料|참고문헌)\W*",
    re.IGNORECASE,
)
"""The heading of the references, on a line of its own."""
_APPENDIX = re.compile(r"\W*(?:[A-Z]\.?\s+)?(?:appendix|appendices|supplementa\w+)\b.{0,60}", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:\[(?P<brackets>\d{1,3})\]|\(?(?P<plain>\d{1,3})[.)])\s+\S")
_ENDS = re.compile(r"(?:[.)\]’”\"]|\d|/|https?://\S+|\b(?:doi|arXiv)\S*)\s*$")
_FEWEST = 2
_EVERY_PAGE = 3
"""Pages on which a line must stand to be a running head."""


_ACCENTS = dict(
    zip("´`¨ˆ˜¸ˇ˘˚˙˝¯", "\u0301\u0300\u0308\u0302\u0303\u0327\u030c\u0306\u030a\u0307\u030b\u0304", strict=True)
)
_ACCENTED = re.compile(rf"(?P<accent>[{''.join(_ACCENTS)}]) ?(?P<letter>[^\W\d_])")
"""A letter before which its accent stands as a sign of its own, as TeX's older fonts have it: `m´ etaphore`."""


_GLUED = re.compile(r"(?<=[.?!”\"’]\s)In(?=[A-Z][a-zß-öø-ÿ])")
"""`In` without its blank, where the font changes behind it: `…. InProceedings of`."""


class PdfReader:
    """Takes a PDF."""

    name = "pdf"
    extra = "pdf"
    suffixes = (".pdf",)

    def sniff(self, data: bytes) -> bool:
        return data[:1024].lstrip().startswith(b"%PDF")

    def read(self, path: Path, data: bytes) -> Document:
        """One entry for each reference; its line is the page on which it begins.

        Raises:
            InputError: the file is damaged or protected, gives no text, or has no references.
            ModuleNotFoundError: pypdf is not installed.
        """
        import pypdf

        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        with refuse_damaged("PDF", path):
            opened = pypdf.PdfReader(io.BytesIO(data))
            if opened.is_encrypted and not opened.decrypt(""):
                raise InputError("this PDF is protected by a password", path=path)
            pages = [page.extract_text() or "" for page in opened.pages[:MOST_PAGES]]
        if sum(len(page.split()) for page in pages) < 10 * _FEWEST:
            raise InputError("this PDF gives no text; it may be a scan, which needs text recognition first", path=path)
        return _document(path, _lines(pages))


def _document(path: Path, lines: Sequence[tuple[int, str]]) -> Document:
    from resolver.readers.reference_list import document_of_references, entry_of

    found = references(lines)
    if len(found) < _FEWEST:
        raise InputError("no list of references was found in the text of this PDF", path=path)
    entries = [entry_of(n, n, text) for n, (_, text) in enumerate(found, start=1)]
    document = document_of_references(path, "", "pdf", entries)
    return on_lines(document, [page for page, _ in found], "pdf", path)


def _lines(pages: Sequence[str]) -> list[tuple[int, str]]:
    """The lines with their pages, without running heads and page numbers."""
    each = [[_ACCENTED.sub(_composed, line.strip()) for line in page.splitlines()] for page in pages]
    often = Counter(line for page in each for line in {*page[:2], *page[-2:]} if line)
    heads = {line for line, count in often.items() if count >= _EVERY_PAGE}
    return [
        (number, line)
        for number, page in enumerate(each, start=1)
        for line in page
        if line and line not in heads and not line.isdigit()
    ]


def _composed(m: re.Match[str]) -> str:
    letter = "i" if m["letter"] == "ı" else m["letter"]
    composed = unicodedata.normalize("NFC", letter + _ACCENTS[m["accent"]])
    return composed if len(composed) == 1 else m[0]


def references(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The references behind the last heading that names them, each with the page on which it begins."""
    heads = [n for n, (_, line) in enumerate(lines) if _TITLE.fullmatch(line)]
    if not heads:
        return []
    section = lines[heads[-1] + 1 :]
    numbered = [n for n, (_, line) in enumerate(section) if _NUMBER.match(line)]
    begins = _in_sequence(section, numbered) or _by_names(section)
    ends = [*begins[1:], len(section)]
    return [_joined(section[a:b]) for a, b in zip(begins, ends, strict=True)] if begins else []


def _in_sequence(section: Sequence[tuple[int, str]], numbered: Sequence[int]) -> list[int]:
    """The lines whose numbers count up from the first; none where they don't."""
    begins, expected = list[int](), 1
    for n in numbered:
        m = _NUMBER.match(section[n][1])
        if m is not None and int(m["brackets"] or m["plain"]) == expected:
            begins.append(n)
            expected += 1
    return begins if len(begins) >= _FEWEST and begins[0] < 3 else []


def _by_names(section: Sequence[tuple[int, str]]) -> list[int]:
    """The lines that begin with names, behind one that may end a reference; up to a heading of what follows."""
    from resolver.readers.references.people import read_names

    begins = list[int]()
    for n, (_, line) in enumerate(section):
        if _APPENDIX.fullmatch(line):
            break
        before = section[n - 1][1] if n else "."
        if _ENDS.search(before) and line[:1].isupper() and (names := read_names(line)).count and names.form != "group":
            begins.append(n)
    return begins


def _joined(lines: Sequence[tuple[int, str]]) -> tuple[int, str]:
    """A reference on one line, up to a heading that ends the list."""
    kept = list[str](_before_heading(line for _, line in lines))
    return lines[0][0], _GLUED.sub("In ", "\n".join(kept))


def _before_heading(lines: Iterator[str] | Sequence[str]) -> Iterator[str]:
    for n, line in enumerate(lines):
        if n and (_APPENDIX.fullmatch(line) or n > 40):
            return
        yield line
