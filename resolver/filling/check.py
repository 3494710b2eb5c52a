"""Whether a filled document still reads as it did, but for what was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from resolver import readers
from resolver.errors import InputError
from resolver.filling.edits import Edit, apply
from resolver.identifiers import COLUMNS, IDENTIFYING, parse
from resolver.model import Document, Entry

_CLAIMS = ("title", "authors", "year", "venue", "key")
MOST = 40
"""How often a document is read again at most, to find the edits that spoil it."""


def keep_sound(document: Document, edits: Sequence[Edit]) -> tuple[list[Edit], list[Edit]]:
    """The edits after which every entry still says what it said, and those that would change that.

    A value from a service could end a cell, a field or a link early; each format escapes what does so in it,
    and this is the proof that it was enough.
    """
    return _Proof(document).part(list(edits))


class _Proof:
    def __init__(self, document: Document) -> None:
        self.document, self.left = document, MOST

    def part(self, edits: list[Edit]) -> tuple[list[Edit], list[Edit]]:
        """Those that are sound together, and the others."""
        spoilt = self._spoilt(edits)
        if not spoilt:
            return edits, []
        rows = sorted({edit.row for edit in edits})
        if 0 in spoilt and len(rows) > 1:  # the document falls apart; find out where
            middle = rows[len(rows) // 2]
            first, bad = self.part([e for e in edits if e.row < middle])
            second, worse = self.part([e for e in edits if e.row >= middle])
            out = [*bad, *worse]
            both = [*first, *second]
            if not out or self._spoilt(both):
                return [], edits
            return both, out
        kept, out = [e for e in edits if e.row not in spoilt and 0 not in spoilt], list[Edit]()
        for group in _group_edits(e for e in edits if e.row in spoilt or 0 in spoilt):
            if self._spoilt([*kept, *group]):
                out += group
            else:
                kept += group
        return kept, out

    def _spoilt(self, edits: Sequence[Edit]) -> set[int]:
        if not edits:
            return set()
        self.left -= 1
        return {0} if self.left < 0 else _find_spoilt(self.document, edits)


def _group_edits(edits: Iterable[Edit]) -> Iterable[list[Edit]]:
    """Edits of one row with one reason, which are made together or not at all."""
    found: dict[tuple[int, str], list[Edit]] = {}
    for edit in edits:
        found.setdefault((edit.row, edit.why), []).append(edit)
    return found.values()


def _find_spoilt(document: Document, edits: Sequence[Edit]) -> set[int]:
    """Rows that no longer read as they should; 0 when the document as a whole does not, or a row that nothing was
    filled into: whose edit did that can't be told from the row."""
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
    spoilt = {b.row for b, a in zip(before, after, strict=True) if not _is_same(b, a, changed.get(b.row, {}))}
    return spoilt if spoilt <= changed.keys() else {0}


def _is_same(before: Entry, after: Entry, changed: Mapping[str, str]) -> bool:
    if any(getattr(before, name) != getattr(after, name) for name in _CLAIMS if name not in changed):
        return False
    if not changed:
        return before.links == after.links
    ids = {i for field in IDENTIFYING if (i := parse(changed.get(field, ""), COLUMNS.get(field)))}
    return ids <= set(after.ids)
