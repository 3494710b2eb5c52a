"""What the list claims and the record contradicts, for a person to look at.

An alarm that is often false is soon ignored: an abridged or decorated title is no contradiction, and a claim that no
source can check is none either. Authors are compared in `resolver.checking.people`, year and venue in
`resolver.checking.publication`.
`benchmarks/problems.py` measures both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from resolver.checking.people import find_people_problems
from resolver.checking.publication import find_venue_problems, find_year_problems
from resolver.identifiers import SCHEMES, derive_related, find_malformed
from resolver.identifiers.doi import REPOSITORIES
from resolver.match.alignment import CUT_TITLE
from resolver.match.evidence import match_title
from resolver.match.misleading import OTHER_PAPER
from resolver.model import (
    Claim,
    Found,
    Identifier,
    NotFound,
    PreparedTitle,
    Problem,
    Record,
    Reply,
    TitleMatch,
    Work,
)
from resolver.text import titles
from resolver.text.prepared import prepare, prepare_records

_ALL_DOIS = "openalex"
"""The source that takes in every publisher's DOI. One that it lacks although it has the work is hardly the work's."""

_PUBLISHERS = (
    "10.1002", "10.1007", "10.1016", "10.1017", "10.1038", "10.1073", "10.1080", "10.1093", "10.1109", "10.1111",
    "10.1126", "10.1137", "10.1145", "10.1155", "10.1162", "10.1177", "10.1186", "10.1214", "10.1371", "10.1609",
    "10.1613", "10.18653", "10.21437", "10.2196", "10.24963", "10.3115", "10.3233", "10.3389", "10.3390", "10.4230",
    "10.5220", "10.5555", "10.1561",
)  # fmt: skip
"""DOI prefixes that publishers of this field use (doi.org's registry): of these, a record in an aggregator may lack
its DOI (as of AAAI's proceedings, 10.1609), so that an unknown one says nothing."""

MINOR = 2.5
"""Nats of a word that may be added to a title or left out of it without making it another: `the`, `and`, `for`."""

ENDING = 3
"""Letters by which a listed title may be longer than the record's for a plural or an ending, and no more words."""


def find_problems(
    claim: Claim,
    work: Work | None,
    records: Sequence[Record],
    replies: Iterable[Reply],
    title: TitleMatch | None = None,
    today: date | None = None,
) -> tuple[Problem, ...]:
    """Compare the claims of an entry with the records of the work that it was matched to.

    Args:
        claim: what the list says.
        work: the merged work, or None when nothing was accepted (only identifiers are checked then).
        records: the records behind `work`.
        replies: what the sources answered, for the identifiers that the entry gives.
        title: how the judge found the listed title to fit the records; compared here when None.
        today: the day after which no identifier can be; by default this one.
    """
    problems = list(_malformed(claim, today))
    impossible = {p.claimed for p in problems}
    problems += [p for p in _identifiers(claim, work, records, replies) if p.claimed not in impossible]
    if work is not None:
        problems += [
            *_title(claim, records, title),
            *find_people_problems(claim, (work.record, *records)),
            *find_year_problems(claim, records),
            *find_venue_problems(claim, work, records),
        ]
        if work.record.retracted:
            says = f"the record says that it was retracted or withdrawn: {work.record.retracted}"
            problems.append(
                Problem(kind="retracted", claimed=claim.entry.title, recorded=work.record.retracted, says=says)
            )
    return tuple(problems)


def _malformed(claim: Claim, today: date | None) -> Iterable[Problem]:
    """What the list gives as an identifier and no work can have: nobody has to be asked to know it."""
    day = today or datetime.now(UTC).date()
    found = dict.fromkeys(m for link in claim.entry.links if (m := find_malformed(link, day)))
    for wrong in found:
        says = f"{wrong} is malformed: {wrong.why}"
        yield Problem(kind="identifier", claimed=str(wrong), recorded="", says=says)


def _identifiers(
    claim: Claim, work: Work | None, records: Sequence[Record], replies: Iterable[Reply]
) -> Iterable[Problem]:
    own = {i for r in records for i in r.ids} | (set(work.record.ids) if work else set())
    own |= {r for i in own for r in derive_related(i)}
    answers = [(r, i) for r in replies for i in _asked(r)]
    for claimed in claim.ids:
        if claimed in own or set(derive_related(claimed)) & own:
            continue
        same = {claimed, *derive_related(claimed)}
        found = [rec for r, i in answers if i in same and isinstance(r.answer, Found) for rec in r.answer.records]
        named = [rec for rec in found if same & set(rec.ids)]
        if named:
            other = named[0]
            if work is None and not _unlike(claim.title, other):
                continue
            title = f"“{other.title}”" + (f" by {_first(other)}" if other.authors else "")
            says = f"{claimed} leads to another paper: {title}"
            yield Problem(kind="identifier", claimed=str(claimed), recorded=other.title, says=says)
        elif _nowhere(claimed, work, answers):
            yield Problem(kind="identifier", claimed=str(claimed), recorded="", says=f"{claimed} does not exist")
        elif work is not None and (other_id := _instead_of(claimed, work)):
            says = f"the record's identifier is {other_id}, not {claimed}"
            yield Problem(kind="identifier", claimed=str(claimed), recorded=str(other_id), says=says)
        elif work is not None and _unknown_doi(claimed, work, answers):
            says = f"no source knows {claimed}, though {_ALL_DOIS} has the work (without a DOI)"
            yield Problem(kind="identifier", claimed=str(claimed), recorded="", says=says)


def _nowhere(claimed: Identifier, work: Work | None, answers: Sequence[tuple[Reply, Identifier]]) -> bool:
    """Whether the source that numbers them has no such identifier.

    Where a work was accepted of which that source told nothing, the alarm would rest on its silence
    alone: an index may be older than the paper.
    """
    if work is not None and not work.record.id(claimed.kind):
        return False
    return any(
        isinstance(r.answer, NotFound) and i == claimed and SCHEMES[i.kind].authority == r.source for r, i in answers
    )


def _unknown_doi(claimed: Identifier, work: Work, answers: Sequence[tuple[Reply, Identifier]]) -> bool:
    """Whether the source that takes in all DOIs was asked, has the work, and lacks this one."""
    if claimed.kind != "doi" or claimed.value.startswith(REPOSITORIES) or _ALL_DOIS not in work.sources:
        return False
    if claimed.value.split("/")[0] in _PUBLISHERS:
        return False
    return any(i == claimed and r.source == _ALL_DOIS and isinstance(r.answer, NotFound) for r, i in answers)


def _instead_of(claimed: Identifier, work: Work) -> Identifier | None:
    """The accepted work's own identifier of a kind that a work has only one of."""
    if not SCHEMES[claimed.kind].single or claimed.value.startswith(REPOSITORIES):
        return None
    own = Identifier(claimed.kind, work.record.id(claimed.kind))
    return own if own.value and not own.value.startswith(REPOSITORIES) else None


def _unlike(title: PreparedTitle, record: Record) -> bool:
    """Whether a record is plainly of another paper; without an accepted work only that is worth an alarm."""
    return (
        bool(title.key)
        and match_title(title, prepare_records([record])).alignment.agreed < OTHER_PAPER * title.information
    )


def _asked(reply: Reply) -> tuple[Identifier, ...]:
    return (reply.question.id,) if hasattr(reply.question, "id") else ()


def _first(record: Record) -> str:
    return str(record.authors[0]) + (" et al." if len(record.authors) > 1 else "")


def _title(claim: Claim, records: Sequence[Record], judged: TitleMatch | None) -> Iterable[Problem]:
    if not claim.entry.title:
        return
    forms = [claim.title] if claim.undecorated is None else [claim.title, claim.undecorated.title]
    if judged is not None:  # of the two forms the one that the judge went by: mostly it is enough
        forms.sort(key=lambda form: form.text != judged.listed)
    seen: dict[str, TitleMatch] = {}
    for form in forms:
        match = (
            judged if judged is not None and judged.listed == form.text else match_title(form, prepare_records(records))
        )
        if _same_title(form, match, records):
            return
        seen[form.text] = match
    record = records[seen[claim.title.text].number]
    yield Problem(
        kind="title", claimed=claim.entry.title, recorded=record.title, says=f"the record's title is “{record.title}”"
    )


def _same_title(listed: PreparedTitle, match: TitleMatch, records: Sequence[Record]) -> bool:
    """Whether a record bears the title, or the one is the other without its beginning or its end."""
    side = match.alignment
    if side.exact:
        return True
    known = prepare(records[match.number].title)
    if side.numbers_differ or _inflected(listed, known) or side.inflected > MINOR:
        return False
    if _is_part(listed.key, known.key) or (
        len(listed.key) - len(known.key) > ENDING and _is_part(known.key, listed.key)
    ):
        return True
    if side.missing_words and side.extra_words:
        return (
            False  # a word stands in the place of another, as common as both may be: `deep learning`, `deep training`
        )
    shortened = side.missing <= MINOR and (side.head_extra or side.tail_extra)
    lengthened = side.extra <= MINOR and (side.head_missing or side.tail_missing)
    return not side.misspelt and (shortened or lengthened or side.missing + side.extra <= MINOR)


def _inflected(listed: PreparedTitle, known: PreparedTitle) -> bool:
    """Whether a word is in the plural on one side only (the alignment knows words by their stems)."""
    mine, theirs = set(titles.words(listed.text)), set(titles.words(known.text))
    left, right = mine - theirs, theirs - mine
    return any(w + "s" in right for w in left) or any(w + "s" in left for w in right)


def _is_part(short: str, long: str) -> bool:
    """Whether a title is the beginning of another, perhaps cut in a word, or its end; short ones tell nothing."""
    return len(short) >= CUT_TITLE and (long.startswith(short) or long.endswith(short))
