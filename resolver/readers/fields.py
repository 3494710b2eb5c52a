"""What all readers do with a value: repair, tidy, drop placeholders, gather identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from resolver.identifiers import COLUMNS, find_all, is_placeholder, parse
from resolver.identifiers.placeholders import MARKDOWN_LINK
from resolver.model import Identifier
from resolver.text import mojibake
from resolver.text.cleaning import one_line, visible

_SEVERAL = re.compile(r"[\s|]+|[;,]\s*(?=https?://)|[;,]\s+|[;,](?=10\.\d{4,9}/)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def tidy(cell: str) -> str:
    """A value for an entry: repaired, on one line, and empty where it was only a placeholder."""
    value = one_line(mojibake.repair(cell).text)
    return "" if is_placeholder(value) else value


def only_year(text: str) -> str:
    """The year in a year or date (`2021`, `2021-06-03`, `June 2021`, `2021.0`), else the text itself."""
    found = set(_YEAR.findall(text))
    return found.pop() if len(found) == 1 else text


def links_in(cells: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[Identifier, ...]]:
    """The raw links and ids in some cells without placeholders, and the identifiers among them.

    Args:
        cells: pairs of the kind of identifier that the column promises (or an empty string) and the cell.
    """
    links: dict[str, None] = {}
    ids: dict[Identifier, None] = {}
    for kind, cell in cells:
        for link in _parts(visible(mojibake.repair(cell).text).strip()):
            if is_placeholder(link):
                continue
            links[link] = None
            if found := parse(link, COLUMNS.get(kind)) or parse(link):
                ids[found] = None
    return tuple(links), tuple(ids)


def _parts(cell: str) -> list[str]:
    """Several links in one cell; a single id with a space in it (`arXiv: 2106.01702`) stays whole."""
    if "](" in cell:
        return [m["url"] for m in MARKDOWN_LINK.finditer(cell)]
    if parse(cell) is not None and len(re.findall("https?://", cell)) < 2 and len(find_all(cell)) < 2:
        return [cell]
    return [part for part in _SEVERAL.split(cell) if part]
