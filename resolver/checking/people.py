"""Listed authors whom the record contradicts.

Initials, middle names, nicknames, transliteration, `et al.` and the order of authors are no contradictions, and a list
that can be read in two ways contradicts only where both readings do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resolver.merge import format_people
from resolver.model import Authors, Claim, Person, Problem, Record
from resolver.text import names, titles

LEFT_OUT = 0.2
"""Share of the record's authors from which on a list that claims to be whole is not. Between the versions of a paper
one name in six or more comes and goes."""

NAMES_SHOWN = 4
"""People that a sentence about a problem names, at most."""


def find_people_problems(claim: Claim, records: Sequence[Record]) -> Iterable[Problem]:
    """Listed authors who are not the record's, and a list that claims to be whole and is not.

    Args:
        claim: what the list says.
        records: of the work, the merged one first.
    """
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
    elif not listed.et_al and _claims_all(claim, listed.people) and not _is_body(listed.people, best):
        absent = [p for p in best.authors if not any(_may_be_one(p, q) for q in listed.people)]
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


def _may_be_one(a: Person, b: Person) -> bool:
    """Whether two names may be one person's: nothing less than a contradiction is worth an alarm."""
    return names.compare(a, b) >= names.NAMESAKE or not names.one_script(a, b)


def _strangers(listed: Sequence[Person], record: Record) -> list[int]:
    """The places of the listed people who are not among the record's.

    Another given name with the same initial is taken for a nickname once; twice in a list it is not.
    """
    fits = [_best_fit(p, record) for p in listed]
    namesakes = [n for n, fit in enumerate(fits) if fit == names.NAMESAKE]
    out = [n for n, fit in enumerate(fits) if fit < names.NAMESAKE]
    return sorted((*out, *namesakes)) if len(namesakes) > 1 else out


def _best_fit(listed: Person, record: Record) -> float:
    """How well a listed person fits any of the record's; one in another script than all of them can't be refuted."""
    if not any(names.one_script(listed, q) for q in record.authors):
        return names.INCOMPLETE
    return max(names.compare(listed, q) for q in record.authors)


def _is_cut(record: Record, listed: Sequence[Person]) -> bool:
    """Whether names may be missing from a record: it says so, or an aggregator has the first of several only."""
    aggregated = record.source in ("openalex", "crossref") and len(record.authors) == 1 < len(listed)
    return record.partial_authors or aggregated


def _claims_all(claim: Claim, listed: Sequence[Person]) -> bool:
    """Whether a list of authors without `et al.` means to be whole: several names, or the field of a BibTeX entry.

    A single name in a reading list stands for the paper, as in speech.
    """
    return len(listed) > 1 or bool(claim.entry.key)


def _is_body(listed: Sequence[Person], record: Record) -> bool:
    """Whether the one listed author is a body that the record has too: it stands for its members."""
    return (
        len(listed) == 1
        and not listed[0].given
        and any(not p.given and names.compare(listed[0], p) >= names.INCOMPLETE for p in record.authors)
    )


def _shorten(people: str, most: int = NAMES_SHOWN) -> str:
    parts = people.split("; ")
    return ", ".join(parts[:most]) + (" …" if len(parts) > most else "")
