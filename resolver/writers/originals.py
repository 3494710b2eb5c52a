"""What a list has of its entries beyond what is compared: the fields of a database, kept as they were written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from resolver.model import Document

if TYPE_CHECKING:
    from resolver.readers import bibtex, mapping

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_WHOLE = re.compile(rf'\{{.*\}}|"[^"]*"|\d+|(?:{_MONTHS})', re.DOTALL | re.IGNORECASE)


class Original(Struct, frozen=True, kw_only=True):
    """An entry of a database as it was written.

    `fields` are its values by lower-case name, `@string`s and inherited ones resolved (BibTeX); `text` is all of it,
    where it means the same outside its file; `variables` is the object of a JSON list, `tags` the lines of RIS.
    """

    type: str = ""
    fields: Mapping[str, str] = {}
    text: str = ""
    variables: Mapping[str, Any] = {}
    tags: tuple[tuple[str, str], ...] = ()


def read_originals(document: Document) -> Mapping[int, Original]:
    """The entries of a database by row; nothing for a list of any other kind.

    The reader of the format is asked again; it has kept what it read last.
    """
    if not document.text:
        return {}
    from resolver.readers import bibtex, mapping, ris  # which a citation does without

    if document.format == "bibtex":
        entries = bibtex.database(document.text, document.path).entries
        found = [_from_bibtex(entry, document.text) for entry in entries]
    elif document.format == "json":
        found = [_from_json(item, document.text) for item in mapping.json_items(document.text, document.path)]
    elif document.format == "ris":
        references = ris.references(document.text)[0]
        found = [Original(tags=tuple((line.tag, line.value) for line in r.lines)) for r in references]
    else:
        return {}
    return dict(enumerate(found, 1)) if len(found) == len(document.entries) else {}


def _from_bibtex(entry: bibtex.BibEntry, text: str) -> Original:
    alone = entry.sure and all(_WHOLE.fullmatch(field.raw.strip()) for field in entry.fields)
    alone = alone and not {"crossref", "xdata"} & entry.given.keys()
    written = text[entry.at.start : entry.at.end].strip() if alone else ""
    return Original(type=entry.type, fields=entry.given, text=written)


def _from_json(item: mapping.MappingItem, text: str) -> Original:
    try:
        read = json.loads(text[item.node.at.start : item.node.at.end])
    except ValueError:
        return Original()
    return Original(variables=read) if isinstance(read, dict) else Original()
