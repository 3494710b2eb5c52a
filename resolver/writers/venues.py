"""Venues as people write them in a list: `ACL 2025`, `Findings of EMNLP 2023`, `TACL 2016`, `arXiv 2024`.

A short name is read off the record: from the acronym that the venue's own name gives in brackets, from
the Anthology's identifier, or from a table of spelled-out series. A name that is in none of these stays
as it is, without `Proceedings of`; nothing is guessed.
"""

from __future__ import annotations

import re

from resolver.model import Record
from resolver.text import venues
from resolver.text.venue_series import SERIES, SERIES_OF_LETTER
from resolver.writers.base import line

_SHORT = {label: series.short for label, series in SERIES.items() if series.kind != "repository"}
"""Series as they are written, by their label; of a repository's records the preprints are named otherwise."""

_FINDINGS = re.compile(
    r"findings of (?:the )?(?:association for computational linguistics|acl)\s*[:,]?\s*(.*)", re.IGNORECASE
)
_IN_BRACKETS = re.compile(
    r"\((\*?[A-Z][\w*&+./-]*?[A-Z0-9][\w*&+./-]*?)(?:[- ]?(?:19|20)\d\d|[- ]?['’]\d\d|(?<=[A-Z])-?\d\d)?\)"
)
_BEFORE_YEAR = re.compile(r",\s+([A-Z][\w&*/-]*[A-Z][\w-]*)\s+(?:19|20)\d\d\s*(?:,|$)")
"""DBLP's manner: `31st British Machine Vision Conference 2020, BMVC 2020, Virtual Event, UK, …`."""

_KINDS = (
    (re.compile(r"student research workshop", re.IGNORECASE), "SRW"),
    (re.compile(r"system demonstrations?|demo(?:nstration)? (?:papers?|sessions?)", re.IGNORECASE), "Demos"),
    (re.compile(r"industry (?:track|papers)", re.IGNORECASE), "Industry"),
    (re.compile(r"tutorial abstracts?", re.IGNORECASE), "Tutorials"),
)
_PROCEEDINGS = re.compile(r"^(?:(?:in )?proc(?:eedings|\.)? of (?:the )*|actes de (?:la |l['’])?)", re.IGNORECASE)
_VOLUME = re.compile(r"\s*\((?:volume|long|short|main|online)\b[^()]*\)\s*$", re.IGNORECASE)


def short(record: Record) -> str:
    """Venue and year of a work; the year alone where no venue is known, and nothing where neither is.

    >>> short(Record(source="", title="", year=2025, type="inproceedings", venue="Proceedings of the 63rd Annual "
    ...     "Meeting of the Association for Computational Linguistics (Volume 1: Long Papers)"))
    'ACL 2025'
    """
    name, year = series(record), str(record.year or "")
    if not name or not year or re.search(rf"\b{year}\b|['’]{year[2:]}\b", name):
        return name or year
    head, bracket, kind = name.partition(" (")
    return f"{head} {year}{bracket}{kind}" if kind in {f"{k})" for _, k in _KINDS} else f"{name} {year}"


def series(record: Record) -> str:
    """The venue without its year."""
    venue = line(record.venue)
    if record.type == "preprint":
        return "arXiv" if record.id("arxiv") else venue
    return _series(venue, record.id("acl"))


def _series(venue: str, anthology_id: str) -> str:
    if found := _FINDINGS.match(venue):
        return f"Findings of {re.sub(r'[ ,]*(?:19|20)[0-9][0-9]$', '', found[1]) or 'ACL'}"
    kind = next((shown for pattern, shown in _KINDS if pattern.search(venue)), "")
    if acronyms := _IN_BRACKETS.findall(venue):
        return _with(acronyms[0], kind)
    labels = venues.find_labels(venue)
    slug = _slug(anthology_id)
    if slug in _SHORT and ("workshop" not in labels or kind or slug not in SERIES_OF_LETTER.values()):
        return _with(_SHORT[slug], kind)
    known = [_SHORT[name] for name in sorted(labels & _SHORT.keys(), key=lambda n: _place(venue, n))]
    if known and ("workshop" not in labels or kind or labels & {"semeval", "clpsych", "wmt"}):
        return _with(known[0], kind)
    if named := _BEFORE_YEAR.search(venue):
        return named[1]
    return _VOLUME.sub("", _PROCEEDINGS.sub("", venue))


def _with(name: str, kind: str) -> str:
    return f"{name} {kind}" if kind == "SRW" else f"{name} ({kind})" if kind else name


def _slug(anthology_id: str) -> str:
    """The venue that an Anthology identifier names: `acl` of 2025.acl-long.1 and of P18-1001."""
    if not anthology_id:
        return ""
    if anthology_id[0].isdigit():
        return anthology_id.partition(".")[2].partition("-")[0]
    return SERIES_OF_LETTER.get(anthology_id[0], "")


def _place(venue: str, label: str) -> int:
    """Where a label's acronym stands in a name; those that are only spelled out come last."""
    found = re.search(rf"\b{re.escape(label)}", venue, re.IGNORECASE)
    return found.start() if found else len(venue)
