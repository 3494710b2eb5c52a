"""EndNote's XML, which EndNote, Zotero and Mendeley export: records whose values stand in pieces of one style each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from resolver.errors import InputError
from resolver.model import Document
from resolver.readers.claims import MOST_NOTES, EntryClaims, document

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
SNIFF = re.compile(r"(?:\s|<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->|<!DOCTYPE[^>]{0,500}>)*<xml>\s*<records>", re.DOTALL)
_VENUES = (
    "titles/secondary-title", "periodical/full-title", "titles/alt-title", "periodical/abbr-1", "publisher",
)  # fmt: skip
_LINKS = {
    "electronic-resource-num": "doi", "urls/related-urls/url": "url", "urls/pdf-urls/url": "url",
    "urls/text-urls/url": "url", "urls/web-urls/url": "url",
}  # fmt: skip


class EndNoteXmlReader:
    """Takes what begins with `<xml><records>`."""

    name = "endnote-xml"
    suffixes = (".xml",)

    def sniff(self, head: str, path: Path) -> bool:
        return SNIFF.match(head) is not None

    def read(self, path: Path, text: str) -> Document:
        """One entry for each record.

        Raises:
            InputError: the XML is broken, or no record has a title or an identifier.
        """
        from lxml import etree

        plain = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        declaration = _DECLARATION.match(text)
        body = text[declaration.end() :] if declaration else text
        above = text.count("\n", 0, declaration.end()) if declaration else 0
        try:
            root = etree.fromstring(body.encode("utf-8", "replace"), parser=plain)
        except etree.XMLSyntaxError as error:
            line = (error.lineno or 1) + above
            raise InputError(f"the XML is broken here: {error.msg}", path=path, line=line) from None
        found = [_claims(record, above) for record in root.iterfind("records/record")]
        listed = [c for c in found if c.title or c.links]
        if not listed:
            raise InputError("no record of this EndNote XML has a title or an identifier", path=path)
        notes = [
            f"line {c.line}: this record has neither a title nor an identifier"
            for c in found
            if not (c.title or c.links)
        ]
        return document(self.name, path, text, listed, notes[:MOST_NOTES])


def _claims(record: _Element, above: int) -> EntryClaims:
    kind = record.find("ref-type")
    return EntryClaims(
        line=_line(record) + above,
        title=_first(record, "titles/title"),
        authors=" and ".join(_texts(record, "contributors/authors/author")),
        year=_first(record, "dates/year"),
        venue=next((said for path in _VENUES if (said := _first(record, path))), ""),
        key=_first(record, "label"),
        type=str(kind.get("name") or "") if kind is not None else "",
        links=tuple(dict.fromkeys((how, text) for path, how in _LINKS.items() for text in _texts(record, path))),
    )


def _line(record: _Element) -> int:
    line: object = record.sourceline  # which its stubs give another type
    return line if isinstance(line, int) else 1


def _texts(record: _Element, path: str) -> Iterator[str]:
    """The texts at a path, whatever their styles; italics and the like are elements of their own within a title."""
    for element in record.iterfind(path):
        if text := " ".join("".join(str(piece) for piece in element.itertext()).split()):
            yield text


def _first(record: _Element, path: str) -> str:
    return next(_texts(record, path), "")
