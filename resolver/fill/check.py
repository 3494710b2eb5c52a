"""Whether a filled document still reads as it did, but for what was filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resolver import readers
from resolver.errors import InputError
from resolver.fill.edits import Edit, apply
from resolver.fill.wishes import Wish
from resolver.identifiers import parse
from resolver.model import Document, Entry

_CLAIMS = {"title": "title", "authors": "authors", "year": "year", "venue": "venue", "key": "key"}
MOST = 40
"""How often a document is read again at most, to find the edits that spoil it."""


def sound(document: Document, edits: Sequence[Edit], wishes: Mapping[int, Wish]) -> tuple[list[Edit], list[Edit]]:
    """The edits after which every entry still says what it said, and those that would change that.

    A value from a service could end a cell, a field or a link early; each format escapes what does so in it,
    and this is the proof that it was enough.
    """
    budget = [MOST]
    return _sound(document, list(edits), budget)


def _sound(document: Document, edits: list[Edit], budget: list[int]) -> tuple[list[Edit], list[Edit]]:
    if not edits:
        return [], []
    budget[0] -= 1
    if budget[0] < 0:
        return [], edits
    spoilt = _spoilt(document, edits)
    if not spoilt:
        return edits, []
    rows = sorted({edit.row for edit in edits})
    if len(rows) == 1:
        return [], edits
    if 0 not in spoilt:  # the document holds together, so that those rows alone are to blame
        kept, out = _sound(document, [e for e in edits if e.row not in spoilt], budget)
        return kept, [*out, *(e for e in edits if e.row in spoilt)]
    middle = rows[len(rows) // 2]
    first, bad = _sound(document, [e for e in edits if e.row < middle], budget)
    second, worse = _sound(document, [e for e in edits if e.row >= middle], budget)
    if bad or worse:
        return _sound(document, [*first, *second], budget)[0], [*bad, *worse]
    return [], edits


def _spoilt(document: Document, edits: Sequence[Edit]) -> set[int]:
    """Rows that no longer read as they should; 0 when the document as a whole does not."""
    try:
        again = readers.read_text(apply(document.text, edits), document.path)
    except InputError:
        return {0}
    before, after = document.entries, again.entries
    if again.format != document.format or len(before) != len(after):
        return {0}
    changed: dict[int, dict[str, str]] = {}
    for edit in edits:
        changed.setdefault(edit.row, {})[edit.field] = edit.value
    return {b.row for b, a in zip(before, after, strict=True) if not _same(b, a, changed.get(b.row, {}))}


def _same(before: Entry, after: Entry, changed: Mapping[str, str]) -> bool:
    for field, name in _CLAIMS.items():
        if field not in changed and getattr(before, name) != getattr(after, name):
            return False
    if not changed:
        return before.links == after.links
    ids = {i for field in ("doi", "url", "arxiv_id", "acl_id") if (i := parse(changed.get(field, "")))}
    return ids <= set(after.ids)
