"""From what was known of an entry and what was found for it now to what is known of it next.

Nothing is lost on the way: a service that is silent takes nothing away, a work that no source knows any
more stays and is marked, and a person's decision stands against every source.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from resolver.checking.problems import find_problems
from resolver.claims import parse_claim
from resolver.decisions.naming import choose_identifier
from resolver.decisions.state import Known
from resolver.decisions.verdicts import drop_confirmed
from resolver.match.probability import load_weights
from resolver.match.works import are_one_paper
from resolver.model import (
    Candidate,
    Decision,
    Entry,
    Identifier,
    Problem,
    Record,
    Resolution,
    Sourced,
    Unavailable,
    Work,
)
from resolver.text import names, titles
from resolver.text.likeness import likeness

NEAR = 5
"""Works that are named while it is open which one is meant, at most."""


STAYED = 0.6
"""Likeness of titles from which on a record without an author of the old one may still be the same work, corrected."""


def next_known(old: Known | None, name: str, entry: Entry, found: Resolution | None, today: str) -> Known:
    """What is known of an entry after a look.

    Args:
        old: what was known before.
        name: of the entry.
        entry: as it is listed now.
        found: what was found; `None` when nothing was asked.
        today: the day of the look (ISO 8601).
    """
    before = old or Known(name=name, title=entry.title)
    listed = msgspec.structs.replace(before, name=name, title=entry.title or str(entry.ids[0] if entry.ids else ""))
    new = listed if found is None or before.verdict.never_touch else _note_look(listed, found, today)
    return (
        new
        if new == before
        else msgspec.structs.replace(
            new, since=today if _drop_what_the_list_says(new) != _drop_what_the_list_says(before) else new.since
        )
    )


def _drop_what_the_list_says(known: Known) -> Known:
    """All that is known but for what the list itself says and does."""
    return msgspec.structs.replace(known, name="", title="", since="", filled={}, wrong=())


def _note_look(old: Known, found: Resolution, today: str) -> Known:
    if found.status == "unanswered":
        return old  # what was known stays; a new entry is unanswered as it is
    if found.status == "matched" and found.work is not None:
        return _note_match(old, found, found.work, today)
    if old.record is None:
        probable = [c for c in found.decision.candidates if c.probability > 0]
        near = tuple(i for c in probable[:NEAR] if (i := choose_identifier(c.records[0])))
        return msgspec.structs.replace(
            old, status=found.status, near=near if found.status == "ambiguous" else (), wrong=()
        )
    return _note_loss(old, found, today)


def _note_loss(old: Known, found: Resolution, today: str) -> Known:
    return old if old.lost or _was_silent(old, found) else msgspec.structs.replace(old, lost=today)


def _note_match(old: Known, found: Resolution, work: Work, today: str) -> Known:
    other = _find_other(old, found)
    fresh = msgspec.structs.replace(
        old, status="matched", near=(), lost="", wrong=_list_wrong_links(found.problems), doubt=other
    )
    if old.verdict.accept is not None and old.verdict.accept not in _list_identifiers(found):
        if old.record is not None and old.verdict.accept in old.record.ids:
            return _note_loss(old, found, today)
        return msgspec.structs.replace(
            old, status="not_found", record=None, sources=(), doubt=choose_identifier(work.record)
        )
    if old.record is not None and not _is_same_work(old.record, work.record, found):
        if not old.verdict.accept:
            return msgspec.structs.replace(old, doubt=choose_identifier(work.record))
    elif old.record is not None and not old.verdict.of_work and _are_strangers(old.record, work.record):
        return _note_loss(old, found, today)  # its identifier was given to another work
    elif old.verdict.pin and old.record is not None:
        newer, notice = choose_identifier(work.record), work.record.retracted or old.record.retracted
        held = msgspec.structs.replace(old.record, retracted=notice)  # which nobody should miss
        return msgspec.structs.replace(
            fresh, record=held, doubt=newer if newer != choose_identifier(old.record) else other
        )
    elif (
        old.record is not None and _was_silent(old, found) and not (work.record.published and not old.record.published)
    ):
        return fresh  # who is silent now may have told more before
    record = _complete(_add_identifiers(work.record, old.record, found), old.record)
    return msgspec.structs.replace(fresh, record=record, sources=work.sources)


def _find_other(old: Known, found: Resolution) -> Identifier | None:
    """The work that would have been taken if nothing had been decided before."""
    best, *others = found.decision.candidates
    if not old.ids:
        return None
    rival = next((c for c in others if c.probability >= load_weights().accept and not _are_one(best, c)), None)
    return choose_identifier(rival.records[0]) if rival else None


def _are_one(a: Candidate, b: Candidate) -> bool:
    return are_one_paper(a.records, b.records)


def _is_same_work(old: Record, new: Record, found: Resolution) -> bool:
    return not set(old.ids).isdisjoint(new.ids) or are_one_paper((old,), (new,)) or _is_renumbered(old, new, found)


def _is_renumbered(old: Record, new: Record, found: Resolution) -> bool:
    """Whether a publication only got another number: title, people and year stayed, and no work has the old number.

    While some work has it, the two may be two entries of one catalogue, or a paper and the next year's of its name.
    """
    there = {i for c in found.decision.candidates for r in c.records if titles.key(r.title) == titles.key(old.title)
             for i in r.ids}  # fmt: skip
    people = [names.family_key(p) for p in old.authors] == [names.family_key(p) for p in new.authors]
    same = titles.key(old.title) == titles.key(new.title) and old.year == new.year and people and bool(old.authors)
    return same and there.isdisjoint(old.ids)


def _are_strangers(old: Record, new: Record) -> bool:
    """Whether two records of one identifier can't be one work: neither a word of the title nor an author stayed."""
    words = set(titles.words(old.title)).isdisjoint(titles.words(new.title))
    people = {names.family_key(p) for p in old.authors}.isdisjoint(names.family_key(p) for p in new.authors)
    return people and (words or likeness(old.title, new.title) < STAYED)


def _was_silent(old: Known, found: Resolution) -> bool:
    """Whether a source could not be asked, or only an old answer of it was at hand, or one that knew the work was
    not asked at all (`--sources`)."""
    unasked = set(old.sources).difference(r.source for r in found.replies)
    return bool(unasked) or any(isinstance(r.answer, Unavailable) or r.stale for r in found.replies)


def _list_identifiers(found: Resolution) -> set[Identifier]:
    """The identifiers of the work that was accepted."""
    return {i for r in found.decision.candidates[0].records for i in r.ids}


def _list_wrong_links(problems: Sequence[Problem]) -> tuple[str, ...]:
    wrong = (f"{p.kind} {p.claimed}" if p.kind == "identifier" else p.kind for p in problems if p.kind != "retracted")
    return tuple(sorted(set(wrong)))


def _complete(record: Record, old: Record | None) -> Record:
    """The record with what only the old one said of the same version: what a source leaves out is not untrue."""
    if old is None or old.published != record.published:
        return record
    kept = {f: value for f in _PLAIN if not getattr(record, f) and (value := getattr(old, f))}
    return msgspec.structs.replace(record, **kept) if kept else record


_PLAIN = (
    "title_tex", "authors", "editors", "year", "month", "venue", "url", "pages", "volume", "number", "publisher",
    "address", "isbn", "language", "note", "category", "comment",
)  # fmt: skip
"""Fields that are kept when they are told no more; a retraction may be taken back."""


def _add_identifiers(record: Record, old: Record | None, found: Resolution) -> Record:
    """The record with identifiers of kinds that only the old one had: what a source leaves out is not untrue.

    Of several works that OpenAlex has of one paper, the one that was named before stays, while it is there.
    """
    if old is None:
        return record
    there = {i for r in found.decision.candidates[0].records for i in r.ids} if found.decision.candidates else set()
    stays = next((i for i in old.ids if i.kind == "openalex" and i in there), None)
    ids = tuple(stays if stays is not None and i.kind == "openalex" else i for i in record.ids)
    kinds = {i.kind for i in ids}
    ids = tuple(dict.fromkeys((*ids, *(i for i in old.ids if i.kind not in kinds))))
    if set(ids) == set(old.ids):
        ids = old.ids  # their order says nothing new
    return record if ids == record.ids else msgspec.structs.replace(record, ids=ids)


def make_resolution(known: Known, entry: Entry, found: Resolution | None) -> Resolution:
    """An entry's resolution as it is known now, for filling the list: the fresh one where that was taken over."""
    if known.record is None or known.verdict.never_touch:
        nothing = Decision(status=known.status if known.record is None else "not_found", confidence=0.0, reason="")
        return Resolution(entry=entry, decision=nothing)
    if (
        found is not None
        and found.work is not None
        and _complete(_add_identifiers(found.work.record, known.record, found), known.record) == known.record
    ):
        work = msgspec.structs.replace(found.work, record=known.record)
        return msgspec.structs.replace(found, entry=entry, work=work)
    record = known.record
    provenance = {name: Sourced(value="", source=record.source) for name in ("authors", "year", "venue", "url")}
    provenance |= {i.kind: Sourced(value=i.value, source=record.source) for i in record.ids}
    work = Work(record=record, provenance=provenance, sources=known.sources)
    return Resolution(
        entry=entry,
        decision=Decision(
            status="matched",
            confidence=1.0,
            reason="known before",
            candidates=(Candidate(records=(record,), probability=1.0),),
        ),
        work=work,
        problems=found.problems if found is not None and found.work is not None else _find_problems(known, entry, work),
    )


def _find_problems(known: Known, entry: Entry, work: Work) -> tuple[Problem, ...]:
    """What the list has wrong, as far as it can be told without asking anyone; of its links, what was told before."""
    links = [claim.partition(" ")[2] for claim in known.wrong if claim.startswith("identifier ")]
    wrong_links = [
        Problem(kind="identifier", claimed=link, recorded="", says=f"{link} leads to another paper") for link in links
    ]
    found = (*find_problems(parse_claim(entry), work, (work.record,), ()), *wrong_links)
    return drop_confirmed(found, known.verdict.confirm)
