"""Edits of a text: what is replaced by what, for which entry, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct


class Edit(Struct, frozen=True, kw_only=True):
    """One stretch of a text that is replaced, or a place where something is put in (`start` is `end` then).

    `old` is what must stand there, to the letter, and `new` what will. `field` is what the edit is about,
    `value` what it says there, `source` who says so, and `why` the occasion: `missing`, `placeholder`, or
    what was wrong. A table's header is row 0.
    """

    start: int
    end: int
    old: str
    new: str
    row: int
    line: int
    field: str
    value: str
    source: str = ""
    why: str = ""


class Left(Struct, frozen=True, kw_only=True):
    """Something that was not done, and why."""

    row: int
    line: int
    field: str
    says: str


class Filled(Struct, frozen=True, kw_only=True):
    """A document with its holes filled: its text, the edits that made it, and what was left as it was."""

    text: str
    edits: tuple[Edit, ...] = ()
    left: tuple[Left, ...] = ()


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with these edits made; those at one place in the order in which they are given, new lines last.

    Raises:
        ValueError: two edits overlap, or a place does not hold what it should. Nothing of it may be written.
    """
    out, end = [], 0
    for edit in sorted(edits, key=_order_of):
        if edit.start < end:
            raise ValueError(f"edits overlap at offset {edit.start} (row {edit.row}, {edit.field})")
        if text[edit.start : edit.end] != edit.old:
            raise ValueError(f"at offset {edit.start} stands something else (row {edit.row}, {edit.field})")
        out += [text[end : edit.start], edit.new]
        end = edit.end
    return "".join((*out, text[end:]))


def _order_of(edit: Edit) -> tuple[int, int, bool]:
    """Where it stands; at one place a hole that is filled comes before what is put in behind it on a new line."""
    return edit.start, edit.end, "\n" in edit.new or "\r" in edit.new


def set_apart(edits: Sequence[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Edits that can be made together, the earlier ones first, and those that are none or in their way."""
    kept, out, end = list[Edit](), list[Edit](), 0
    for edit in sorted(edits, key=_order_of):
        if edit.start < end:
            out.append(edit)
        elif edit.old != edit.new:
            kept.append(edit)
            end = edit.end
    return kept, out
