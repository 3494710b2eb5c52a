"""What is known of one scheme of identifiers: how it is written, where it leads, and for what it is used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec import Struct


class LinkPattern(Struct, frozen=True, kw_only=True):
    """Links whose path or query names an identifier.

    Args:
        hosts: names of hosts, with spaces between; each stands for itself and for what is below it, never for
            another name that ends with the same letters.
        path: a pattern that is searched in the decoded path, case aside. Its group `id` is the identifier, or all
            that a link must have beside the parameter.
        parameter: the part of the query that holds the identifier.
        only: whether the host is the scheme's own, so that a link to it that names none is no other's either.
    """

    hosts: str
    path: str = ""
    parameter: str = ""
    only: bool = False


def _as_written(value: str) -> str:
    return value


def _no_doi(value: str) -> str:
    return ""


def _no_fault(value: str, today: date) -> str:
    return ""


class Scheme(Struct, frozen=True, kw_only=True):
    """One scheme of identifiers. Patterns disregard case, and their group `id` is the identifier.

    Args:
        label: its name, for people.
        column: of the tables that are written.
        columns: names of columns in lists that hold it, folded (no case, spaces or punctuation), spaces between.
        added: whether tables get the column when they have none.
        prefix: a pattern of what people write before it (`doi:`, `PMID`).
        pattern: a whole cell, when a column or a prefix says that it is of this scheme.
        bare: a whole cell that nothing else tells of; empty where it is too much like other things.
        in_text: a place in running text, with its prefix where it needs one; empty where it is never found there.
        pages: links that name it.
        like: a whole cell or the end of a link's path that is meant as one, though it may be impossible.
        fault: what makes such a one impossible on a given day, in words; empty where nothing does.
        canonical: its one form, from what a pattern found; empty where that is none after all.
        link: its page, from the canonical form.
        doi_of: the DOI that follows from it by rule (to be checked as any), or an empty text.
        doi_prefixes: DOIs that end in the identifier begin so.
        registrant: the DOI prefix of who runs the scheme.
        is_doi: whether a DOI with that beginning is but another form of the identifier.
        names_work: whether it belongs to one work; an ISBN belongs to all papers of a book.
        single: whether a work has only one, so that another one is a mistake.
        authority: the source that knows all of them, so that its "not found" says that there is none.
        as_name: rank among the identifiers that a work may be called by: the publication's before the preprint's.
        as_question: rank among those by which a source may be asked: the most telling first.
        as_official: rank of its page as the work's official link; `None` where it is not the work's own page.
    """

    label: str
    column: str
    columns: str
    added: bool = False
    prefix: str
    pattern: str
    bare: str = ""
    in_text: str = ""
    pages: tuple[LinkPattern, ...] = ()
    like: str = ""
    fault: Callable[[str, date], str] = _no_fault
    canonical: Callable[[str], str] = _as_written
    link: Callable[[str], str]
    doi_of: Callable[[str], str] = _no_doi
    doi_prefixes: tuple[str, ...] = ()
    registrant: str = ""
    is_doi: bool = False
    names_work: bool = True
    single: bool = False
    authority: str = ""
    as_name: int
    as_question: int
    as_official: int | None = None
