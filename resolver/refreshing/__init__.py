"""Lists that stay true: what is worth asking is asked again, and exactly what became true is changed.

`refresh` is pure but for the look-up that it is handed: documents and a state in; the next state, the
edits of the documents and what changed out. The state lives in `resolver.lock` beside the lists (`resolver.decisions`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from resolver.decisions.naming import carry_over, name_entries
from resolver.decisions.review import Find
from resolver.decisions.state import Known, State
from resolver.decisions.verdicts import gather_precedent
from resolver.filling import Edit, Filled, FillOptions, fill
from resolver.model import Document, Entry, Resolution, Run
from resolver.refreshing.changes import Change, compare, is_suspicious
from resolver.refreshing.due import Reason, find_due
from resolver.refreshing.outcome import make_resolution, next_known
from resolver.writers.keys import keys

__all__ = ["Change", "Known", "RefreshOutcome", "Refreshed", "State", "refresh"]


class Refreshed(Struct, frozen=True, kw_only=True):
    """One list after a refresh: its edits, what changed in it, and why which of its entries were asked about."""

    name: str
    document: Document
    filled: Filled
    changes: tuple[Change, ...]
    asked: Mapping[str, Reason]
    suspicious: bool = False


class RefreshOutcome(Struct, frozen=True, kw_only=True):
    """A finished refresh: the state before and after it, the lists, and the look-ups that it took."""

    before: State
    state: State
    lists: tuple[Refreshed, ...]
    runs: tuple[Run, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """What changed in all lists."""
        return tuple(change for each in self.lists for change in each.changes)

    @property
    def silent(self) -> tuple[str, ...]:
        """The sources that did not answer something they were asked."""
        return tuple(dict.fromkeys(source for run in self.runs for source in run.silent))

    @property
    def limit(self) -> str:
        """Which limit of the costs was reached, in words; empty while none was."""
        return next((run.limit for run in reversed(self.runs) if run.limit), "")

    @property
    def attention(self) -> bool:
        """Whether a person should look at what changed."""
        return any(c.attention for c in self.changes) or any(each.suspicious for each in self.lists)

    @property
    def noted(self) -> int:
        """Entries of which something else is known now, or for the first time, told as a change or not."""
        return sum(
            known != self.before.of(name).get(entry)
            for name, entries in self.state.lists.items()
            for entry, known in entries.items()
        )

    @property
    def changed(self) -> bool:
        """Whether any file is different now."""
        return self.before != self.state or any(each.filled.edits for each in self.lists)

    def to_dict(self) -> dict[str, Any]:
        """The changes and edits of each list, in lists, texts and numbers only."""
        return {
            "changes": [msgspec.structs.asdict(c) for c in self.changes],
            "edits": {each.name: [msgspec.structs.asdict(e) for e in each.filled.edits] for each in self.lists},
            "silent": list(self.silent),
            "limit": self.limit,
        }

    def __repr__(self) -> str:
        edits = sum(len(each.filled.edits) for each in self.lists)
        return f"<RefreshOutcome of {len(self.lists)} lists: {len(self.changes)} changes, {edits} edits>"


def refresh(
    documents: Mapping[str, Document], old: State, find: Find, today: date, options: FillOptions | None = None
) -> RefreshOutcome:
    """Look the entries up whose answers can have changed, and say what did.

    Args:
        documents: the lists by the names that the state has for them.
        old: the state so far.
        find: looks entries up; the most urgent ones come first.
        today: the day that new knowledge gets as its date; its week says whose turn it is.
        options: what is done beside filling what is missing.
    """
    state, lists, runs = old, [], []
    for name, document in documents.items():
        entries = name_entries(document.entries, by_key=document.format == "bibtex")
        known = carry_over(old.of(name), entries)
        asked = find_due(entries, known, today.toordinal() // 7)
        run = find(_select_due(document, entries, known, asked))
        runs.append(run)
        done = _learn(name, document, entries, known, {r.entry.row: r for r in run.resolutions}, today)
        filled = fill(document, done.resolutions, _allow_own_values(options or FillOptions(), entries, known))
        carried = {k.name for k in known.values()}
        gone = {n: k for n, k in old.of(name).items() if n not in carried and k.verdict}  # a decision outlives a row
        kept = [*_note_filled(done.known, entries, filled), *gone.values()]
        state = state.having(name, kept)
        before = State({name: {**{n: k for n, k in old.of(name).items() if n not in carried}, **known}})
        changes = _place_changes(compare(before, State({name: state.of(name)})), entries)
        first = not old.of(name)
        lists.append(
            Refreshed(
                name=name,
                document=document,
                filled=filled,
                changes=changes,
                asked=asked,
                suspicious=not first and is_suspicious(changes, len(entries)),
            )
        )
    return RefreshOutcome(before=old, state=state, lists=tuple(lists), runs=tuple(runs))


class _Done(Struct, frozen=True):
    known: tuple[Known, ...]
    resolutions: tuple[Resolution, ...]


def _select_due(
    document: Document, entries: Mapping[str, Entry], known: Mapping[str, Known], asked: Mapping[str, Reason]
) -> Document:
    """The list with its due entries only, the most urgent first."""
    chosen = tuple(entries[n] for n in asked)
    before = {entries[n].row: gather_precedent(known[n].verdict, known[n]) for n in asked if n in known}
    return msgspec.structs.replace(document, entries=chosen, notes=(), precedents=before)


def _learn(
    name: str,
    document: Document,
    entries: Mapping[str, Entry],
    known: Mapping[str, Known],
    found: Mapping[int, Resolution],
    today: date,
) -> _Done:
    """What is known of each entry now, and the resolutions that the list is filled from."""
    after = tuple(next_known(known.get(n), n, e, found.get(e.row), today.isoformat()) for n, e in entries.items())
    made = [make_resolution(k, e, found.get(e.row)) for k, e in zip(after, entries.values(), strict=True)]
    chosen = keys(made)  # over the whole list: the key of one entry depends on those of the others
    return _Done(after, tuple(msgspec.structs.replace(r, key=chosen.get(r.entry.row, "")) for r in made))


def _allow_own_values(options: FillOptions, entries: Mapping[str, Entry], known: Mapping[str, Known]) -> FillOptions:
    ours = {entries[n].row: k.filled for n, k in known.items() if k.filled}
    return msgspec.structs.replace(options, ours=ours)


def _note_filled(known: Sequence[Known], entries: Mapping[str, Entry], filled: Filled) -> list[Known]:
    """What is known, with what was put into the list just now."""
    by_row: dict[int, dict[str, str]] = {}
    for edit in filled.edits:
        if _is_value(edit):
            by_row.setdefault(edit.row, {}).setdefault(edit.field, edit.value)  # of an eprint its number leads
    rows = {name: entry.row for name, entry in entries.items()}
    return [
        msgspec.structs.replace(k, filled={**k.filled, **by_row[rows[k.name]]}) if rows[k.name] in by_row else k
        for k in known
    ]


def _is_value(edit: Edit) -> bool:
    """Whether an edit put in something that may be put right later."""
    return bool(edit.value) and edit.row > 0 and edit.field not in ("key", "type")


def _place_changes(changes: Sequence[Change], entries: Mapping[str, Entry]) -> tuple[Change, ...]:
    """The changes with the place where their entry stands."""
    return tuple(
        msgspec.structs.replace(c, row=entries[c.entry].row, line=entries[c.entry].line) if c.entry in entries else c
        for c in changes
    )
