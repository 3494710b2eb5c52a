"""A reference taken apart by rules: number, people, year, title, venue, numbers, identifiers, in its style's order.

The names come first and are read by their form (`people`), the numbers at the end by theirs (`details`); what lies
between is the title and what it appeared in, and a full stop, a quotation, a comma or `In` parts them (`titles`).
"""

from __future__ import annotations

import re

from resolver.readers.references.details import YEAR, read_details
from resolver.readers.references.labels import after_label
from resolver.readers.references.parts import ReferenceParts
from resolver.readers.references.people import read_names
from resolver.readers.references.titles import TitleBounds, find_title
from resolver.readers.references.years import read_body, read_year

_APART = re.compile(
    r"[\s.,;(\[]*(?:\b(?:doi|DOI|PMID|PMCID|PubMed|ISBN|ISSN|Epub|Available(?:\s+(?:at|from|online))?|Accessed|Retrieved|"
    r"Published online|arXiv|ArXiv|hal|URL|Article ID)\b\s*:?(?!\s*(?:preprint|e-prints))|https?://|www\.|10\.\d{4,9}/)"
)
"""Where identifiers, addresses and dates of access begin."""

_AROUND_VENUE = re.compile(r"^[\s.,;:?!\"”’/*_]*(?:[Ii]n:?\s+)?|[\s.,;:(*_]+$")

LONGEST = 3000
"""Characters behind the names that are looked at; of 10,277 real references the longest has 1,900 in all."""

LONGEST_VENUE = 300


def read_reference(text: str) -> ReferenceParts:
    """Take a reference apart; whatever it is, something comes back, and nothing is guessed for what is not there.

    Args:
        text: one reference, on one line or several; the places in what comes back are places in it.
    """
    begin = after_label(text)
    names = read_names(text, begin)
    whole, text = text, text[: max(names.end, begin) + LONGEST]
    if names.count:
        at, year = read_year(text, names.end)
    else:
        names, at, year = read_body(text, begin)
    apart = _APART.search(text, at)
    end = apart.start() if apart and apart.start() > at else len(text.rstrip())
    title = find_title(text, TitleBounds(begin, at, end, names, year))
    after = title.end if title else at
    details = read_details(text, max(after - 1, 0), end)
    years = YEAR.findall(text[after:end]) or YEAR.findall(text[end:])
    venue = text[after : details.start if details.start > after else end]
    return ReferenceParts(
        text=whole,
        title=title,
        authors=text[begin : names.end].strip(" ,;:") if names.count else "",
        year=year or details.year or (years[-1] if years else ""),
        venue=_AROUND_VENUE.sub("", venue)[:LONGEST_VENUE],
        volume=details.volume,
        number=details.number,
        pages=details.pages,
        named=names.count > 0,
    )
