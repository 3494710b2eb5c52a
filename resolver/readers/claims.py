"""Entries of formats that are no table: what they claim, and the table that `run` makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from resolver.identifiers import IDENTIFYING, find_all
from resolver.model import Document, Entry, Row
from resolver.readers.fields import links_in, only_year, tidy
from resolver.text.places import find_newline

COLUMNS = ("section", "key", "type", "title", "authors", "year", "venue", *IDENTIFYING)
"""Columns of the table, of which those are kept that any entry has something for."""

MOST_NOTES = 50
"""Broken or doubtful places of a file that are told one by one."""

_PAPERLESS = re.compile(
    r"software|computer_?program|comp|dataset|data|web_?page|website|www|electronic|online|elec|blog|post(?:-weblog)?|"
    r"video|film|movie|motion_picture|broadcast|song|audio|music|artwork|image|graphic|patent|pat|standard|stand|legislation|"
    r"legal_case|bill|map|manual|interview|personal_communication|icomm|speech|slide|entry-.*|review-book|periodical|"
    r"newspaper|news|article-newspaper|collection|proceedings|set|xdata|misc|gen|generic|unpublished|document|booklet"
)
"""Types (of BibTeX, CSL, RIS) of what is no paper; `misc` and `online` are used for preprints too."""

PREPRINT = re.compile(r"\b(?:arxiv|corr|biorxiv|medrxiv|psyarxiv|openreview|preprint|eprint|hal|ssrn)\b", re.IGNORECASE)
_NEVER = re.compile(r"software|computer_?program|comp|dataset|data|patent|pat|standard|stand|set|xdata")


class EntryClaims(Struct, frozen=True, kw_only=True):
    """What one entry says. `links` are pairs of the kind of column and the raw link or identifier.

    `shown` is how the authors read in the table, where that differs from what is compared.
    """

    line: int
    title: str = ""
    authors: str = ""
    shown: str = ""
    year: str = ""
    venue: str = ""
    section: str = ""
    key: str = ""
    type: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def paper(self) -> bool:
        """Whether it may be a paper: a type says that it is, or identifiers do where the type leaves it open.

        Software, data sets and web pages often bear the title of the paper that describes them.
        """
        kind = self.type.lower().replace(" ", "")
        if _NEVER.fullmatch(kind):
            return False
        if not _PAPERLESS.fullmatch(kind):
            return True
        return bool(PREPRINT.search(self.venue)) or any(
            find_all(link) or kind_ == "arxiv_id" for kind_, link in self.links
        )


# The word for it; the built-in is not needed here.
def document(format: str, path: Path, text: str, listed: Iterable[EntryClaims], notes: Sequence[str] = ()) -> Document:  # noqa: A002
    """The list of these entries, with a table of all that they say."""
    claims = list(listed)
    full = [_cells(c) for c in claims]
    columns = tuple(name for name in COLUMNS if name == "title" or any(cells.get(name) for cells in full))
    return Document(
        path=str(path),
        columns=columns,
        rows=tuple(
            Row(c.line, tuple(cells.get(name, "") for name in columns)) for c, cells in zip(claims, full, strict=True)
        ),
        entries=tuple(entry(number, c) for number, c in enumerate(claims, start=1)),
        notes=tuple(notes),
        newline=find_newline(text),
        format=format,
        text=text,
    )


def entry(number: int, claims: EntryClaims) -> Entry:
    """An entry with its claims tidied and its identifiers parsed."""
    links, ids = links_in(claims.links)
    return Entry(
        row=number,
        line=claims.line,
        title=tidy(claims.title),
        authors=tidy(claims.authors),
        year=only_year(tidy(claims.year)),
        venue=tidy(claims.venue),
        section=claims.section,
        key=claims.key,
        links=links,
        ids=ids,
        type=claims.type.strip(),
    )


def _cells(claims: EntryClaims) -> dict[str, str]:
    cells = {
        "section": claims.section,
        "key": claims.key,
        "type": claims.type,
        "title": claims.title,
        "authors": claims.shown or claims.authors,
        "year": only_year(claims.year),
        "venue": claims.venue,
    }
    for kind, link in claims.links:
        cells.setdefault(kind or "url", link)
    return {name: " ".join(value.split()) for name, value in cells.items()}
