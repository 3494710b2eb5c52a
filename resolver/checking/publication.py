"""A listed year or venue that no version of the work has.

A year between preprint and venue or off by one, and a venue that is abridged or that no record names, are no
contradictions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resolver.model import Claim, Problem, Record, Work
from resolver.text import venues

PUBLISHING = 2
"""Years that may pass, beyond the one that is always allowed, from a preprint to a publication that no source has."""

_PUBLICATIONS = frozenset({"openalex", "crossref", "dblp"})
"""Sources that have the publications of every field, as far as they know them."""


def find_year_problems(claim: Claim, records: Sequence[Record]) -> Iterable[Problem]:
    """A listed year that lies outside of all versions of the work.

    Args:
        claim: what the list says.
        records: of the work.
    """
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


def find_venue_problems(claim: Claim, work: Work, records: Sequence[Record]) -> Iterable[Problem]:
    """A listed venue that the record's own contradicts, or that nobody has heard of.

    Args:
        claim: what the list says.
        work: that the entry was matched to.
        records: of the work.
    """
    given = [
        (v, r) for r in records if r.venue and (v := venues.compare(claim.venue, r.venue, claim.series)) is not None
    ]
    if not claim.venue:
        return
    series = claim.series
    if not given and (other := next((r for r in records if _is_elsewhere(r, series, records)), None)):
        says = f"the record's venue is {other.venue}"
        yield Problem(kind="venue", claimed=claim.venue, recorded=other.venue, says=says)
        return
    if not given:
        if _is_made_up(claim, work, records):
            says = f"no source knows of a publication in “{claim.venue}”; what they know is a preprint or a manuscript"
            yield Problem(kind="venue", claimed=claim.venue, recorded="", says=says)
        return
    best, record = max(given, key=lambda pair: pair[0])
    if best >= 1:
        return
    detail = "" if best == 0 else " (Findings and the main conference are two venues)"
    says = f"the record's venue is {record.venue}{detail}"
    yield Problem(kind="venue", claimed=claim.venue, recorded=record.venue, says=says)


def _is_elsewhere(record: Record, series: frozenset[str], records: Sequence[Record]) -> bool:
    """Whether a record stands in a journal or meeting that the listed series is not, and none of the others in one
    that it may be."""
    venues_of_work = {r.venue for r in records if r.venue}
    in_journal = record.type == "article" and bool(record.volume or record.number)
    return (
        len(venues_of_work) == 1
        and bool(record.venue)
        and venues.contradicts_series(series, record.venue, in_journal=in_journal)
    )


def _is_made_up(claim: Claim, work: Work, records: Sequence[Record]) -> bool:
    """Whether a meeting or journal is named in words of its own, is none of the known ones, and no source that has
    publications tells of one.

    An acronym may be anybody's; a name in words would stand in a record, were there one.
    """
    if claim.series - venues.KINDS or any(r.venue for r in records) or not _PUBLICATIONS.intersection(work.sources):
        return False
    return venues.is_spelled_out(claim.venue)
