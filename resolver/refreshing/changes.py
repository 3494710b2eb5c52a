"""What is different between two states of a list: a pure function of both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from resolver.decisions.naming import choose_identifier, choose_link
from resolver.decisions.state import Known, State
from resolver.model import Record
from resolver.text import names, titles
from resolver.writers.venues import short

ChangeKind = Literal[
    "retracted", "withdrawn", "lost", "conflict", "doubt", "open", "published", "doi", "resolved", "corrected",
    "link", "merged", "found again", "updated", "gone",
]  # fmt: skip
"""What may happen to an entry; those that need a person first."""

ATTENTION: frozenset[ChangeKind] = frozenset({"retracted", "withdrawn", "lost", "conflict", "doubt"})
"""What a person should look at."""

SUSPICIOUS_SHARE = 0.1
"""Share of a list's entries that change at once from which on something may be wrong with a source, or with us."""

FEW = 10
"""Entries below which a share says nothing."""

_WITHDRAWN = re.compile(r"\bwithdr", re.IGNORECASE)


class Change(Struct, frozen=True, kw_only=True):
    """Something that became true of an entry.

    `before` and `after` are what it was and what it is, in short; `link` leads to the work; `row` and
    `line` are where the entry stands now, 0 where it is gone.
    """

    kind: ChangeKind
    list: str
    entry: str
    title: str
    says: str
    before: str = ""
    after: str = ""
    link: str = ""
    row: int = 0
    line: int = 0

    @property
    def attention(self) -> bool:
        """Whether a person should look at it."""
        return self.kind in ATTENTION


def compare(old: State, new: State, lists: Iterable[str] | None = None) -> tuple[Change, ...]:
    """The changes from one state to another, list by list, in the order of the entries.

    Args:
        old: before.
        new: after.
        lists: which lists; all of both when None.
    """
    chosen = sorted({*old.lists, *new.lists}) if lists is None else lists
    return tuple(change for name in chosen for change in _compare_lists(name, old.of(name), new.of(name)))


def is_suspicious(changes: Iterable[Change], entries: int) -> bool:
    """Whether so many entries of a list changed at once that a person should look before believing it."""
    changed = {c.entry for c in changes if c.kind not in ("resolved", "open", "gone")}
    return entries >= FEW and len(changed) > SUSPICIOUS_SHARE * entries


def _compare_lists(name: str, old: Mapping[str, Known], new: Mapping[str, Known]) -> Iterator[Change]:
    for entry, known in new.items():
        before = old.get(entry)
        for kind, says, was, now in _compare_entries(before, known):
            yield Change(
                kind=kind, list=name, entry=entry, title=known.title, says=says, before=was, after=now,
                link=_write_link(known.record),
            )  # fmt: skip
    for entry, known in old.items():
        if entry not in new:
            yield Change(kind="gone", list=name, entry=entry, title=known.title, says="is no longer in the list")


_Announced = tuple[ChangeKind, str, str, str]


def _compare_entries(old: Known | None, new: Known) -> Iterator[_Announced]:
    before, after = old.record if old else None, new.record
    if after is not None and before is None:
        yield "resolved", f"found: {describe(after)}", "", _write_identifier(after)
    elif after is None and new.near and (old is None or old.near != new.near):
        near = ", ".join(map(str, new.near))
        several = "several works may be meant" if len(new.near) > 1 else "one work is near, but not surely meant"
        yield "open", f"{several}: {near}", "", near
    if new.doubt and (old is None or new.doubt != old.doubt):
        decided = new.verdict.of_work
        held = _write_identifier(after) if after else str(new.verdict.accept or "")
        says = (
            f"the sources would take {new.doubt} instead of {held}" if held else f"the sources would take {new.doubt}"
        )
        yield (
            ("conflict" if decided else "doubt"),
            says + ("; a person's decision stands" if decided else ""),
            held,
            str(new.doubt),
        )
    if new.lost and (old is None or not old.lost):
        yield "lost", "no source knows the work any more; what was known of it is kept", _write_identifier(after), ""
    elif old is not None and old.lost and not new.lost:
        yield "found again", "the sources know the work again", "", _write_identifier(after)
    if before is not None and after is not None:
        changes = list(_compare_records(before, after)) or list(_compare_other_fields(before, after))
        yield from changes
        if not changes and old is not None and old.sources != new.sources:
            yield "updated", f"known to {', '.join(new.sources)} now", ", ".join(old.sources), ", ".join(new.sources)
    elif after is not None and after.retracted:
        yield _announce_loss(after)
    yield from _compare_claims(old, new)


def _compare_records(before: Record, after: Record) -> Iterator[_Announced]:
    if after.retracted and not before.retracted:
        yield _announce_loss(after)
    published = after.published and not before.published
    if published:
        yield (
            "published",
            f"{_write_identifier(before)} was published: {describe(after)}",
            _write_identifier(before),
            _write_identifier(after),
        )
    doi, new_doi = before.id("doi"), after.id("doi")
    if new_doi and not doi and not published:
        yield "doi", f"has a DOI now: {new_doi}", "", new_doi
    if titles.key(before.title) != titles.key(after.title):
        yield "corrected", f"the title is now “{after.title}”", before.title, after.title
    if _list_people(before) != _list_people(after) and not published:
        yield "corrected", f"the authors are now {_show(after)}", _show(before), _show(after)
    one, two = before.id("openalex"), after.id("openalex")
    if one and two and one != two:
        yield "merged", f"OpenAlex has it under {two} instead of {one}", one, two
    if not published:
        for field in ("venue", "year", "pages", "url"):
            was, now = (str(getattr(r, field) or "") for r in (before, after))
            if was != now:
                yield "updated", f"{field}: {now or 'none'}" + (f" (was {was})" if was else ""), was, now


def _compare_other_fields(before: Record, after: Record) -> Iterator[_Announced]:
    """What else is different, so that a lock file never changes without a word."""
    if gained := [str(i) for i in after.ids if i not in before.ids]:
        yield "updated", f"known as {', '.join(gained)} as well", "", ", ".join(gained)
    fields = [
        f.replace("_", " ") for f in Record.__struct_fields__ if f not in _ELSEWHERE and _differ(before, after, f)
    ]
    if fields and not gained:
        yield "updated", f"{', '.join(fields)}: as the sources have it now", "", ", ".join(fields)


_ELSEWHERE = ("source", "ids")
"""Fields of a record that are told of in other words, or of no interest to a person."""


def _differ(before: Record, after: Record, field: str) -> bool:
    return bool(getattr(before, field) != getattr(after, field))


def _compare_claims(old: Known | None, new: Known) -> Iterator[_Announced]:
    """Links of the list that were right, or had not been told of before, and are wrong."""
    for claim in new.wrong:
        kind, _, value = claim.partition(" ")
        if kind == "identifier" and (old is None or claim not in old.wrong):
            yield "link", f"the list's {value} is dead or leads to another paper", value, ""


def _announce_loss(record: Record) -> _Announced:
    kind: ChangeKind = "withdrawn" if _WITHDRAWN.search(record.retracted) and not record.published else "retracted"
    return kind, record.retracted, "", record.retracted


def _list_people(record: Record) -> tuple[str, ...]:
    return tuple(names.family_key(person) for person in record.authors)


def _show(record: Record) -> str:
    return "; ".join(map(str, record.authors[:3])) + (" …" if len(record.authors) > 3 else "")


def describe(record: Record) -> str:
    """A work in half a line: where and when, as people write it, and by which identifier."""
    return ", ".join(part for part in (short(record), _write_identifier(record)) if part)


def _write_identifier(record: Record | None) -> str:
    found = choose_identifier(record) if record is not None else None
    return str(found) if found else ""


def _write_link(record: Record | None) -> str:
    return "" if record is None else choose_link(record)
