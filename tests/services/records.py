"""What the services know: bibliographic records, typed, as plain text beside this module (see README.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from resolver.sources.known import PLAIN

_AUTHORS = ("Jacob Devlin", "Ming-Wei Chang", "Kenton Lee", "Kristina Toutanova")

DATA = Path(__file__).parent / "data"


class Paper(Struct, frozen=True, forbid_unknown_fields=True):
    """A paper as arXiv has it; dates are `YYYY-MM-DD`, or `YYYY-MM` in a test that does not care."""

    id: str
    title: str
    authors: tuple[str, ...] = ()
    published: str = "2020-01-01"
    updated: str = ""
    primary_category: str = "cs.CL"
    categories: tuple[str, ...] = ()
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    first_title: str = ""
    """The title of its first version, where it bore another."""


class Location(Struct, frozen=True, array_like=True):
    """Where OpenAlex found a work."""

    url: str
    source: str | None = None
    kind: str | None = None
    """`journal`, `conference`, `repository` …"""
    version: str | None = None
    """`publishedVersion`, `acceptedVersion`, `submittedVersion`."""


class Work(Struct, frozen=True, forbid_unknown_fields=True):
    """A work as OpenAlex has it, before it is put into the service's own shape."""

    id: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    publication_year: int | None = None
    venue: str = ""
    doi: str = ""
    pages: str = ""
    volume: str = ""
    issue: str = ""
    type: str = "article"
    type_crossref: str = ""
    locations: tuple[Location, ...] = ()
    arxiv_id: str = ""
    is_retracted: bool = False
    cited_by_count: int = 0

    @property
    def number(self) -> int:
        """The digits of its id, by which the service's oddities are dealt out."""
        return int(self.id.rpartition("W")[2])


class World(Struct, frozen=True):
    """What all services know together; `anthology` is the ACL Anthology's BibTeX export."""

    anthology: str = ""
    papers: tuple[Paper, ...] = ()
    works: tuple[Work, ...] = ()

    def with_known_works(self) -> World:
        """The same with one of the works that every service has, which each list of questions carries."""
        papers, works = self.papers, self.works
        if not any(paper.id == PLAIN.arxiv for paper in papers):
            papers = (*papers, Paper(PLAIN.arxiv, PLAIN.title, _AUTHORS, "2018-10-11"))
        if not any(work.doi == PLAIN.doi for work in works):
            places = Location(f"https://doi.org/{PLAIN.doi}"), Location(f"https://arxiv.org/abs/{PLAIN.arxiv}", "arXiv")
            known = Work("https://openalex.org/W2963341956", PLAIN.title, _AUTHORS, 2019, doi=PLAIN.doi)
            works = (*works, msgspec.structs.replace(known, locations=places))
        return World(self.anthology, papers, works)

    def crowded(self, copies: int = 130) -> World:
        """The same with `copies` invented namesakes for each of some generic titles, as the real services have."""
        named = [f"{title} for Submarine Kitchen {n}" for title in GENERIC for n in range(copies)]
        papers = (Paper(f"2401.{n:05}", title, ("Ada Quill",)) for n, title in enumerate(named, 20000))
        works = (
            Work(f"https://openalex.org/W71{n:08}", title, ("Ada Quill",), 2020, cited_by_count=n)
            for n, title in enumerate(named)
        )
        return World(self.anthology, (*self.papers, *papers), (*self.works, *works))


GENERIC = ("Language Models", "Deep Learning", "Neural Networks", "Machine Translation")
"""Titles that thousands of others hold."""


def recorded() -> World:
    """The records that are kept beside this module."""
    return World(
        (DATA / "anthology.bib").read_text(encoding="utf-8"),
        tuple(msgspec.json.Decoder(Paper).decode_lines((DATA / "arxiv.jsonl").read_bytes())),
        tuple(msgspec.json.Decoder(Work).decode_lines((DATA / "works.jsonl").read_bytes())),
    )


def world_of(acl: str, arxiv: Iterable[Mapping[str, Any]], works: Iterable[Mapping[str, Any]]) -> World:
    """A world of a test's own; a field that no service has is an error."""
    return World(acl, msgspec.convert(list(arxiv), tuple[Paper, ...]), msgspec.convert(list(works), tuple[Work, ...]))
