"""What is known of each entry of a list, and what people decided: the state that stays beside the list.

A state is a value. `resolver.decisions.lockfile` reads and writes it, `resolver.decisions.lists` lays it beside
its list, and a refresh makes the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from resolver.model import Identifier, ProblemKind, Record, Status

CONFIRMABLE: tuple[ProblemKind, ...] = ("title", "authors", "year", "venue", "identifier")
"""Claims of a list that a person may say are right; that a work was retracted is no claim of a list."""


class Verdict(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person decided about an entry; no source's opinion changes it.

    Args:
        accept: the work that has this identifier is meant.
        reject: works that have one of these are not.
        pin: what was found stays as it is, whatever is found later.
        never_touch: the entry is neither asked about nor changed.
        confirm: what the list says there is right, whatever the record says: `authors`, `title`, `year`, `venue` or
            `identifier`. It is no problem any more, and nothing replaces it.
        note: why, for other people.
    """

    accept: Identifier | None = None
    reject: tuple[Identifier, ...] = ()
    pin: bool = False
    never_touch: bool = False
    confirm: tuple[ProblemKind, ...] = ()
    note: str = ""

    def __bool__(self) -> bool:
        return self.of_work or bool(self.confirm)

    @property
    def of_work(self) -> bool:
        """Whether anything was decided about which work is meant, and not only about what the list says of it."""
        return bool(self.accept or self.reject or self.pin or self.never_touch)


class Known(Struct, frozen=True, kw_only=True):
    """What is known of one entry.

    Args:
        name: of the entry within its list, made from its key or title; stays when rows move.
        title: as listed, for people.
        status: of the last look-up that was answered.
        since: the day on which this became known (ISO 8601), not the day of the last look.
        record: the work that it was resolved to, merged from `sources`; the one named first leads.
        sources: who knows the work.
        near: identifiers of the works that may be meant, while that is open.
        wrong: what the list claims and the record contradicts: `identifier acl:Q16-1031`.
        doubt: the work that the sources would take instead, when it is another than a person's or the one held.
        lost: the day since when no source knows the work any more.
        filled: what we put into the list, by field; it may be put right again when the record changes.
        verdict: what a person decided.
    """

    name: str
    title: str
    status: Status = "unanswered"
    since: str = ""
    record: Record | None = None
    sources: tuple[str, ...] = ()
    near: tuple[Identifier, ...] = ()
    wrong: tuple[str, ...] = ()
    doubt: Identifier | None = None
    lost: str = ""
    filled: Mapping[str, str] = {}
    verdict: Verdict = Verdict()

    @property
    def ids(self) -> tuple[Identifier, ...]:
        """The identifiers of the work, and of the one that a person accepted."""
        own = self.record.ids if self.record else ()
        return tuple(dict.fromkeys((*([self.verdict.accept] if self.verdict.accept else []), *own)))


class State(Struct, frozen=True):
    """What is known of all lists of a folder: by the list's name, then by the entry's."""

    lists: Mapping[str, Mapping[str, Known]] = {}

    def of(self, name: str) -> Mapping[str, Known]:
        """What is known of one list."""
        return self.lists.get(name, {})

    def having(self, name: str, entries: Iterable[Known]) -> State:
        """This state with another one of a list, in the order that is given."""
        return State({**self.lists, name: {known.name: known for known in entries}})
