"""What `resolver fill` says on the error output: the output itself may be the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from resolver.cli.screen import WORDS, Digest, name_row, open_console, shorten, show_counts, show_item

if TYPE_CHECKING:
    from rich.console import Console

    from resolver.filling import Edit
    from resolver.filling.filled_list import FilledList

FEW = 8
"""Edits, rows that were left and contradictions which are shown."""


def show_filled(done: FilledList, *, verbose: bool = False) -> None:
    """On the error output: what was filled in, what remains, and what looks wrong."""
    out, run = open_console(stderr=True), done.run
    for note in dict.fromkeys(run.notes):
        show_item(out, "note", note)
    rows = Digest(run.resolutions)
    show_counts(out, rows)
    edits = [edit for edit in done.edits if edit.why]
    kinds = Counter(edit.field for edit in edits)
    what = ", ".join(f"{field} {count}" for field, count in sorted(kinds.items()))
    touched = len({edit.row for edit in edits})
    places, entries = ("place" if len(edits) == 1 else "places"), ("entry" if touched == 1 else "entries")
    out.print(f"{len(edits)} {places} filled in {touched} {entries}: {what}" if edits else "nothing to fill in")
    _show_some(out, [(f"line {e.line}, {e.field}", _write_change(e)) for e in edits], verbose=verbose)
    remain = [(f"line {left.line}, {left.field}", left.says) for left in done.left]
    remain += rows.silence()
    remain += [
        (f"line {r.entry.line}, {WORDS[r.status]}", f"{shorten(name_row(r))}: {r.decision.reason}")
        for r in run.resolutions
        if r.status in ("ambiguous", "not_found")
    ]
    if remain:
        out.print("Left as they are:")
        _show_some(out, remain, verbose=verbose)
    wrong = [(f"line {r.entry.line}", f"{shorten(name_row(r))}: {p.says}") for r, p in done.uncorrected()]
    if wrong:
        out.print("What looks wrong (--overwrite corrects what the records contradict):")
        _show_some(out, wrong, verbose=verbose)


def _write_change(edit: Edit) -> str:
    old = " ".join(edit.old.split())
    why = edit.why if edit.why in ("missing", "placeholder") else f"wrong: {edit.why}"
    return f"{shorten(old) + ' -> ' if old else ''}{shorten(edit.value, 90)} ({edit.source}; {why})"


def _show_some(out: Console, lines: Sequence[tuple[str, str]], *, verbose: bool) -> None:
    """The first lines, or all of them."""
    for where, what in lines if verbose else lines[:FEW]:
        show_item(out, where, what)
    if len(lines) > FEW and not verbose:
        out.print(f"  and {len(lines) - FEW} more: use -v")
