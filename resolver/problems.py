"""What the list claims and the record contradicts, for a person to look at.

An alarm that is often false is soon ignored: initials, middle names, transliteration, `et al.`, a
year between preprint and venue or off by one, and an abridged title are no contradictions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resolver.identifiers import related
from resolver.match.alignment import prepare
from resolver.match.evidence import best_side, year_of
from resolver.match.works import REPOSITORIES
from resolver.merge import show
from resolver.model import Entry, Found, Identifier, NotFound, Problem, Record, Reply, Work
from resolver.text import names, venues

_AUTHORITY = {"arxiv": "arxiv", "acl": "acl"}
"""For which kinds of identifier one source knows them all, so that its `not found` is a finding."""


def find(entry: Entry, work: Work | None, records: Sequence[Record], replies: Iterable[Reply]) -> tuple[Problem, ...]:
    """Compare the claims of an entry with the records of the work that it was matched to.

    Args:
        entry: what the list says.
        work: the merged work, or None when nothing was accepted (only identifiers are checked then).
        records: the records behind `work`.
        replies: what the sources answered, for the identifiers that the entry gives.
    """
    problems = list(_identifiers(entry, work, replies))
    if work is not None:
        problems += [
            *_title(entry, records),
            *_authors(entry, (work.record, *records)),
            *_year(entry, records),
            *_venue(entry, records),
        ]
        if work.record.retracted:
            says = f"the record says that it was retracted or withdrawn: {work.record.retracted}"
            problems.append(Problem(kind="retracted", claimed=entry.title, recorded=work.record.retracted, says=says))
    return tuple(problems)


def _identifiers(entry: Entry, work: Work | None, replies: Iterable[Reply]) -> Iterable[Problem]:
    own = set(work.record.ids) if work else set()
    own |= {r for i in own for r in related(i)}
    answers = [(r, i) for r in replies for i in _asked(r)]
    for claimed in entry.ids:
        if claimed in own or set(related(claimed)) & own:
            continue
        same = {claimed, *related(claimed)}
        found = [rec for r, i in answers if i in same and isinstance(r.answer, Found) for rec in r.answer.records]
        named = [rec for rec in found if same & set(rec.ids)]
        if named:
            other = named[0]
            if work is None and not _unlike(entry.title, other):
                continue
            title = f"“{other.title}”" + (f" by {_first(other)}" if other.authors else "")
            says = f"{claimed} leads to another paper: {title}"
            yield Problem(kind="identifier", claimed=str(claimed), recorded=other.title, says=says)
        elif any(
            isinstance(r.answer, NotFound) and i == claimed and _AUTHORITY.get(i.kind) == r.source for r, i in answers
        ):
            yield Problem(kind="identifier", claimed=str(claimed), recorded="", says=f"{claimed} does not exist")
        elif work is not None and (other_id := _instead_of(claimed, work)):
            says = f"the record's identifier is {other_id}, not {claimed}"
            yield Problem(kind="identifier", claimed=str(claimed), recorded=str(other_id), says=says)


def _instead_of(claimed: Identifier, work: Work) -> Identifier | None:
    """The accepted work's own identifier of a kind that a work has only one of."""
    if claimed.kind not in ("acl", "arxiv", "doi") or claimed.value.startswith(REPOSITORIES):
        return None
    own = Identifier(claimed.kind, work.record.id(claimed.kind))
    return own if own.value and not own.value.startswith(REPOSITORIES) else None


def _unlike(title: str, record: Record) -> bool:
    """Whether a record is plainly of another paper; without an accepted work only that is worth an alarm."""
    listed = prepare(title)
    side, _ = best_side(listed, [record])
    return bool(listed.key) and side.agreed < 0.4 * listed.total


def _asked(reply: Reply) -> tuple[Identifier, ...]:
    return (reply.question.id,) if hasattr(reply.question, "id") else ()


def _first(record: Record) -> str:
    return str(record.authors[0]) + (" et al." if len(record.authors) > 1 else "")


def _title(entry: Entry, records: Sequence[Record]) -> Iterable[Problem]:
    if not entry.title:
        return
    side, record = best_side(prepare(entry.title), records)
    shortened = side.missing == 0 and not side.slips and not side.numbers
    lengthened = side.extra == 0 and (side.head_missing or side.tail_missing) and not side.slips and not side.numbers
    if side.exact or shortened or lengthened:
        return
    yield Problem(
        kind="title", claimed=entry.title, recorded=record.title, says=f"the record's title is “{record.title}”"
    )


def _authors(entry: Entry, records: Sequence[Record]) -> Iterable[Problem]:
    listed = names.authors(entry.authors)
    known = [r for r in records if r.authors]
    if not listed.people or not known:
        return

    def strangers(record: Record) -> list[int]:
        fits = [max(names.agreement(p, q) for q in record.authors) for p in listed.people]
        return [n for n, fit in enumerate(fits) if fit < 0.4]

    best = min(known, key=lambda r: (len(strangers(r)), r.partial_authors))
    out = strangers(best)
    recorded = show(best)
    if out and not (best.partial_authors and 0 not in out):
        who = ", ".join(str(listed.people[n]) for n in out[:4]) + (" …" if len(out) > 4 else "")
        which = "the listed first author " if out == [0] else "listed "
        says = f"{which}{who} is not among the record's authors ({_short(recorded)})"
        yield Problem(kind="authors", claimed=entry.authors, recorded=recorded, says=says)
    elif listed.et_al and len(listed.people) == 1:
        first = names.agreement(listed.people[0], best.authors[0])
        if first < 0.4:
            says = f"the first author is {best.authors[0]}; {listed.people[0]} is a later one"
            yield Problem(kind="authors", claimed=entry.authors, recorded=recorded, says=says)


def _short(people: str, most: int = 4) -> str:
    parts = people.split("; ")
    return ", ".join(parts[:most]) + (" …" if len(parts) > most else "")


def _year(entry: Entry, records: Sequence[Record]) -> Iterable[Problem]:
    listed = year_of(entry.year)
    years = [r.year for r in records if r.year]
    if listed is None or not years or min(years) - 1 <= listed <= max(years) + 1:
        return
    recorded = " or ".join(str(y) for y in sorted(set(years)))
    yield Problem(
        kind="year", claimed=entry.year, recorded=recorded, says=f"the record's year is {recorded}, not {listed}"
    )


def _venue(entry: Entry, records: Sequence[Record]) -> Iterable[Problem]:
    given = [(v, r) for r in records if r.venue and (v := venues.agreement(entry.venue, r.venue)) is not None]
    if not given or not entry.venue:
        return
    best, record = max(given, key=lambda pair: pair[0])
    if best >= 1:
        return
    detail = "" if best == 0 else " (Findings and the main conference are two venues)"
    says = f"the record's venue is {record.venue}{detail}"
    yield Problem(kind="venue", claimed=entry.venue, recorded=record.venue, says=says)
