"""What the list claims and the record contradicts, for a person to look at.

An alarm that is often false is soon ignored: initials, middle names, nicknames, transliteration,
`et al.`, the order of authors, a year between preprint and venue or off by one, and an abridged or
decorated title are no contradictions. A claim that no source can check is none either.
`benchmarks/problems.py` measures both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from resolver.identifiers import SCHEMES, malformed, related
from resolver.identifiers.doi import REPOSITORIES
from resolver.match.alignment import CUT_TITLE
from resolver.match.evidence import match_title
from resolver.merge import format_people
from resolver.model import (
    Authors,
    Claim,
    Found,
    Identifier,
    NotFound,
    Person,
    PreparedTitle,
    Problem,
    Record,
    Reply,
    TitleMatch,
    Work,
)
from resolver.text import names, titles, venues
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

LEFT_OUT = 0.2
"""Share of the record's authors from which on a list that claims to be whole is not. Between the versions of a paper
one name in six or more comes and goes."""

MINOR = 2.5
"""Nats of a word that may be added to a title or left out of it without making it another: `the`, `and`, `for`."""

OTHER_PAPER = 0.4
"""Share of what the listed title tells below which a record is plainly another paper's."""

ENDING = 3
"""Letters by which a listed title may be longer than the record's for a plural or an ending, and no more words."""

NAMES_SHOWN = 4
"""People that a sentence about a problem names, at most."""

PUBLISHING = 2
"""Years that may pass, beyond the one that is always allowed, from a preprint to a publication that no source has."""


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
            *_authors(claim, (work.record, *records)),
            *_year(claim, records),
            *_venue(claim, records),
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
    found = dict.fromkeys(m for link in claim.entry.links if (m := malformed(link, day)))
    for wrong in found:
        says = f"{wrong} is malformed: {wrong.why}"
        yield Problem(kind="identifier", claimed=str(wrong), recorded="", says=says)


def _identifiers(
    claim: Claim, work: Work | None, records: Sequence[Record], replies: Iterable[Reply]
) -> Iterable[Problem]:
    own = {i for r in records for i in r.ids} | (set(work.record.ids) if work else set())
    own |= {r for i in own for r in related(i)}
    answers = [(r, i) for r in replies for i in _asked(r)]
    for claimed in claim.ids:
        if claimed in own or set(related(claimed)) & own:
            continue
        same = {claimed, *related(claimed)}
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


def _authors(claim: Claim, records: Sequence[Record]) -> Iterable[Problem]:
    known = [r for r in records if r.authors]
    readings = [(n, a, r, _strangers(a.people, r)) for n, a in enumerate(_readings(claim)) for r in known]
    if not readings or titles.key(claim.entry.authors) == claim.title.key:
        return
    _, listed, best, out = min(
        readings,  # the other reading counts only when it explains all
        key=lambda f: (f[0] > 0 and bool(f[3]), len(f[3]), f[2].partial_authors, len(f[2].authors) - len(f[1].people)),
    )
    recorded = format_people(best)
    if out:
        if not (_is_cut(best, listed.people) and 0 not in out):
            who = ", ".join(str(listed.people[n]) for n in out[:NAMES_SHOWN]) + (" …" if len(out) > NAMES_SHOWN else "")
            which = "the listed first author " if out == [0] else "listed "
            says = f"{which}{who} is not among the record's authors ({_shorten(recorded)})"
            yield Problem(kind="authors", claimed=claim.entry.authors, recorded=recorded, says=says)
    elif not listed.et_al and _claims_all(claim, listed.people):
        absent = [p for p in best.authors if not any(_same_person(p, q) for q in listed.people)]
        if len(absent) >= LEFT_OUT * len(best.authors):
            who = ", ".join(map(str, absent[:NAMES_SHOWN])) + (" …" if len(absent) > NAMES_SHOWN else "")
            says = f"of the record's {len(best.authors)} authors, the list leaves out {who}, without an “et al.”"
            yield Problem(kind="authors", claimed=claim.entry.authors, recorded=recorded, says=says)


def _readings(claim: Claim) -> list[Authors]:
    """The authors as written; `Lin, Chin-Yew` may be two surnames, or one person."""
    listed = claim.authors
    if not listed.people:
        return []
    return [listed, *claim.other_authors]


def _same_person(a: Person, b: Person) -> bool:
    """Whether two names may be one person's: nothing less than a contradiction is worth an alarm."""
    return names.compare(a, b) >= names.NAMESAKE


def _strangers(listed: Sequence[Person], record: Record) -> list[int]:
    """The places of the listed people who are not among the record's.

    Another given name with the same initial is taken for a nickname once; twice in a list it is not.
    """
    fits = [max(names.compare(p, q) for q in record.authors) for p in listed]
    namesakes = [n for n, fit in enumerate(fits) if fit == names.NAMESAKE]
    out = [n for n, fit in enumerate(fits) if fit < names.NAMESAKE]
    return sorted((*out, *namesakes)) if len(namesakes) > 1 else out


def _is_cut(record: Record, listed: Sequence[Person]) -> bool:
    """Whether names may be missing from a record: it says so, or an aggregator has the first of several only."""
    aggregated = record.source in ("openalex", "crossref") and len(record.authors) == 1 < len(listed)
    return record.partial_authors or aggregated


def _claims_all(claim: Claim, listed: Sequence[Person]) -> bool:
    """Whether a list of authors without `et al.` means to be whole: several names, or the field of a BibTeX entry.

    A single name in a reading list stands for the paper, as in speech.
    """
    return len(listed) > 1 or bool(claim.entry.key)


def _shorten(people: str, most: int = NAMES_SHOWN) -> str:
    parts = people.split("; ")
    return ", ".join(parts[:most]) + (" …" if len(parts) > most else "")


def _year(claim: Claim, records: Sequence[Record]) -> Iterable[Problem]:
    listed = claim.year
    years = sorted({y for r in records for y in _years(r)})
    if listed is None or not years:
        return
    first, last = years[0] - 1, years[-1] + 1
    if not any(r.published for r in records):
        last += PUBLISHING
    elif all(r.published for r in records) and "arxiv" in claim.series:
        first -= PUBLISHING  # of the preprint that the list means there is no record
    if first <= listed <= last:
        return
    recorded = " or ".join(map(str, years))
    yield Problem(
        kind="year", claimed=claim.entry.year, recorded=recorded, says=f"the record's year is {recorded}, not {listed}"
    )


def _years(record: Record) -> list[int]:
    """The years of a record. An arXiv number tells when it was first submitted (since 2007 it begins with YYMM)."""
    submitted = [2000 + int(i.value[:2]) for i in record.ids if i.kind == "arxiv" and i.value[:4].isdigit()]
    if record.source == "arxiv" and submitted:
        return submitted
    return submitted + ([record.year] if record.year else [])


def _venue(claim: Claim, records: Sequence[Record]) -> Iterable[Problem]:
    given = [
        (v, r) for r in records if r.venue and (v := venues.compare(claim.venue, r.venue, claim.series)) is not None
    ]
    if not given or not claim.venue:
        return
    best, record = max(given, key=lambda pair: pair[0])
    if best >= 1:
        return
    detail = "" if best == 0 else " (Findings and the main conference are two venues)"
    says = f"the record's venue is {record.venue}{detail}"
    yield Problem(kind="venue", claimed=claim.venue, recorded=record.venue, says=says)
