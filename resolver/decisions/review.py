"""A review session: a person decides about the entries of a list, and every decision is written at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

import msgspec

from resolver import files
from resolver.decisions import lockfile
from resolver.decisions.lists import KnownList
from resolver.decisions.state import Verdict
from resolver.decisions.verdicts import gather_precedent, parse_confirmed
from resolver.errors import InputError
from resolver.identifiers import parse
from resolver.model import Document, Identifier, Resolution, Run

Find = Callable[[Document], Run]
"""Looks the entries of a document up (`resolver.pipeline.Session.run`)."""


class ReviewSession:
    """The list under review and its lock file.

    Args:
        listed: the list with what is known of it.
        find: looks entries up, for `undecided`.
    """

    def __init__(self, listed: KnownList, find: Find) -> None:
        self._list, self._find = listed, find
        self._names = {entry.row: name for name, entry in listed.entries.items()}

    def __repr__(self) -> str:
        return f"<review of {self._list.name}: {len(self._names)} entries, decisions in {self._list.lock}>"

    @property
    def path(self) -> str:
        """The lock file that decisions are written to."""
        return str(self._list.lock)

    def verdict(self, row: int) -> Verdict:
        """What was decided about a row so far.

        Raises:
            InputError: the list has no such row.
        """
        known = self._list.known.get(self._name(row))
        return known.verdict if known is not None else Verdict()

    def filled_in(self, row: int) -> dict[str, str]:
        """What an earlier refresh has put into the list for a row, by field."""
        known = self._list.known.get(self._name(row))
        return dict(known.filled) if known is not None else {}

    def decide(
        self,
        row: int,
        *,
        accept: Identifier | str | None = None,
        reject: Iterable[Identifier | str] = (),
        pin: bool = False,
        never_touch: bool = False,
        confirm: Iterable[str] = (),
        forget: bool = False,
        note: str = "",
    ) -> Verdict:
        """Decide about a row, beside what was decided about it before, and write that down.

        Args:
            row: counted from 1, as in every report.
            accept: the work that has this identifier or link is meant.
            reject: works that have one of these are not.
            pin: what was found stays, whatever is found later.
            never_touch: neither ask about the row nor change it.
            confirm: what the list says there is right, whatever the record says (`authors`, `venue` …).
            forget: take the decision back, before anything else that is given holds.
            note: why, for other people.

        Raises:
            InputError: no such row, no identifier, one that is both accepted and rejected, or nothing that can be
                confirmed.
            OutputError: the lock file can't be written; nothing was changed.
        """
        name = self._name(row)
        lock = self._list.lock
        # a person may take hours over the list, and a refresh may have written meanwhile
        self._list = KnownList(self._list.document, lock, self._list.name, lockfile.read(lock))
        old = Verdict() if forget else self.verdict(row)
        new = _add_to_verdict(
            old, accept, tuple(reject), pin=pin, never_touch=never_touch, confirm=tuple(confirm), note=note
        )
        changed = self._list.having(name, new)
        files.write(lock, lockfile.render(changed.state))
        self._list = changed
        return new

    def open_rows(self) -> tuple[int, ...]:
        """The rows about which a person could decide something, as far as that is known; all where nothing is."""
        known = self._list.known
        if not known:
            return tuple(self._names)
        found = []
        for name, entry in self._list.entries.items():
            of_it = known.get(name)
            if of_it is None or (not of_it.verdict.of_work and (of_it.record is None or of_it.doubt or of_it.lost)):
                found.append(entry.row)
        return tuple(found)

    def look_up(self, rows: Collection[int]) -> Sequence[Resolution]:
        """What is found for some rows now, under the decisions about them; they are named, and so looked up even where
        one of the decisions is to leave the row alone."""
        wanted = tuple(e for e in self._list.document.entries if e.row in rows)
        before = {e.row: gather_precedent(self.verdict(e.row)) for e in wanted}
        precedents = {row: msgspec.structs.replace(p, untouched=False) for row, p in before.items()}
        chosen = msgspec.structs.replace(self._list.document, entries=wanted, precedents=precedents)
        return self._find(chosen).resolutions

    def undecided(self) -> tuple[Resolution, ...]:
        """The rows that may mean several works, or one that is not surely meant, with their candidates."""
        return tuple(r for r in self.look_up(self.open_rows()) if r.status == "ambiguous")

    def _name(self, row: int) -> str:
        if row not in self._names:
            raise InputError(f"there is no row {row}: the list has rows 1 to {len(self._names)}")
        return self._names[row]


def _add_to_verdict(
    old: Verdict, accept: Identifier | str | None, reject: Sequence[Identifier | str], *, pin: bool,
    never_touch: bool, confirm: Sequence[str], note: str,
) -> Verdict:  # fmt: skip
    """A verdict with what was decided beside it."""
    accepted, rejected = (_parse_identifier(accept) if accept else old.accept), tuple(map(_parse_identifier, reject))
    if accepted is not None and accepted in rejected:
        raise InputError(f"{accepted} can't be both accepted and rejected")
    try:
        confirmed = parse_confirmed((*old.confirm, *confirm))
    except ValueError as error:
        raise InputError(str(error)) from None
    return msgspec.structs.replace(
        old,
        accept=accepted,
        reject=tuple(dict.fromkeys((*(i for i in old.reject if i != accepted), *rejected))),
        pin=pin or old.pin,
        never_touch=never_touch or old.never_touch,
        confirm=confirmed,
        note=note or old.note,
    )


def _parse_identifier(given: Identifier | str) -> Identifier:
    found = parse(given) if isinstance(given, str) else given
    if found is None:
        raise InputError(f"{given!r} is no identifier or link that is understood")
    return found
