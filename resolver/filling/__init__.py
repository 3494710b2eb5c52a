"""The same document with its holes filled, and not a byte else changed.

`fill` turns a document and what was found for its entries into edits of its text: placeholders and missing
links, set as the document sets its others; with `overwrite` what is wrong as well. It is pure: reading,
looking up and writing are done elsewhere. A format is a module with a function `find_edits`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from resolver.errors import InputError
from resolver.filling.check import keep_sound
from resolver.filling.edits import Edit, Filled, Left, apply, set_apart
from resolver.filling.values import EntryValues, FillOptions, choose_values
from resolver.model import Document, Resolution

__all__ = ["Edit", "FillOptions", "Filled", "Left", "apply", "fill", "require_fillable"]

Edits = Callable[[Document, Mapping[int, EntryValues], FillOptions], Iterator[Edit]]
"""What a format gives: the edits of a document, in any order, for the rows that something is known of."""


def fill(document: Document, resolutions: Iterable[Resolution], options: FillOptions | None = None) -> Filled:
    """Fill the holes of a document.

    Only entries that were matched, and that no person wants left alone, are filled, and only what is missing
    or a placeholder in them, unless `options` says otherwise. What comes out is read again, and an edit after
    which the document would not read as it did is left out. Filling what came out, with what is found for it,
    changes nothing.

    Args:
        document: as read by `resolver.readers`, with its text.
        resolutions: of its entries; those of other rows are ignored.
        options: what is done beyond filling.

    Raises:
        InputError: the document has no text, because it was never a file.
    """
    chosen = options or FillOptions()
    if not document.format:
        raise InputError("only a list that was read from a file can be filled", path=document.path or None)
    by_row = {r.entry.row: v for r in resolutions if not r.precedent.untouched and (v := choose_values(r)) is not None}
    proposed = list(_find_format(document.format)(document, by_row, chosen))
    foreign = [e for e in proposed if not _is_writable(e.new, document.encoding)]
    kept, clashing = set_apart([e for e in proposed if e not in foreign] if foreign else proposed)
    safe, spoiling = keep_sound(document, kept)
    left = [
        Left(row=e.row, line=e.line, field=e.field, says="could not be put in safely; left as it was")
        for e in (*clashing, *spoiling)
        if e.old != e.new
    ]
    left += [
        Left(row=e.row, line=e.line, field=e.field, says=f"has letters that {document.encoding} lacks; left as it was")
        for e in foreign
    ]
    return Filled(text=apply(document.text, safe), edits=tuple(safe), left=tuple(left))


def _is_writable(text: str, encoding: str) -> bool:
    """Whether a text can be written in the encoding of the file."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def require_fillable(document: Document) -> None:
    """Refuse a list that can't be filled before anything is asked for it.

    Raises:
        InputError: it was never a file, or its format can be read only.
    """
    if not document.format:
        raise InputError("only a list that was read from a file can be filled", path=document.path or None)
    try:
        _find_format(document.format)
    except InputError as error:
        raise InputError(str(error), path=document.path) from None


def _find_format(name: str) -> Edits:
    if name in ("markdown", "html"):
        from resolver.filling import markdown

        return markdown.find_edits
    if name == "bibtex":
        from resolver.filling import bibtex

        return bibtex.find_edits
    if name == "csv":
        from resolver.filling import table

        return table.find_edits
    if name in ("json", "yaml", "frontmatter"):
        from resolver.filling import mapping

        return mapping.find_edits
    if name == "ris":
        from resolver.filling import ris

        return ris.find_edits
    if name == "org":
        from resolver.filling import org

        return org.find_edits
    if name == "references":
        from resolver.filling import references

        return references.find_edits
    if name == "text":
        from resolver.filling import text

        return text.find_edits
    raise InputError(f"lists in the format “{name}” can be read and not yet filled; render them in another format")
