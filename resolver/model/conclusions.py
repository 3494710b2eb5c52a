"""What we conclude of an entry, and what a whole run took."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from resolver.model.entries import NO_PRECEDENT, Document, Entry, Precedent
from resolver.model.questions import Reply
from resolver.model.records import Record

Status = Literal["matched", "ambiguous", "not_found", "unanswered"]

_SHOWN = 60
"""Letters of a title that are shown where many of them are printed."""


class Evidence(Struct, frozen=True):
    """One named feature of a comparison: its value, and what it added to the log-odds."""

    feature: str
    value: float
    weight: float
    says: str = ""


class Alignment(Struct, frozen=True, kw_only=True):
    """How a listed title (`a`) and a recorded one (`b`) compare; amounts of information in nats.

    `agreed` is told by words in both; `missing` by words only in the listed title, `extra` by words
    only in the recorded one. `misspelt` counts misspelt words, `inflected` the information of words that
    agree but for their ending. `replaced` is what the most informative pair of different words in the same
    place tells. `head_*` and `tail_*` say that what is missing or extra is just the part before or
    after a colon, or the end. `numbers_differ` when they do, `one_word` when all that differs is
    one word for another, `cut_word` when the listed title was cut off within a word. `*_words` are the words of either
    that the other lacks, but for prepositions and articles; `*_part` that they are whole parts of their title: what
    stands before or after a colon, or in brackets. `letters_apart` when all that differs are real words one letter
    apart (`nose`, `noise`).
    """

    exact: bool
    ratio: float
    agreed: float
    missing: float
    extra: float
    misspelt: int
    inflected: float
    replaced: float
    numbers_differ: bool
    head_missing: bool = False
    head_extra: bool = False
    tail_missing: bool = False
    tail_extra: bool = False
    one_word: bool = False
    cut_word: bool = False
    unmatched: frozenset[str] = frozenset()
    missing_words: tuple[str, ...] = ()
    extra_words: tuple[str, ...] = ()
    missing_part: bool = False
    extra_part: bool = False
    letters_apart: bool = False


class TitleMatch(Struct, frozen=True):
    """Which record of a work has the title that fits a listed one best, and how it fits.

    `listed` is the listed title in plain text: as it was written, or without what the list put around it.
    `number` is that of the record among those of the work, from 0.
    """

    listed: str
    number: int
    alignment: Alignment


class Candidate(Struct, frozen=True, kw_only=True):
    """A work that might be meant: its records, the probability that it is, and why.

    `title` is the comparison of titles that the probability rests on; None where no title is listed.
    """

    records: tuple[Record, ...]
    probability: float
    evidence: tuple[Evidence, ...] = ()
    title: TitleMatch | None = None


class Decision(Struct, frozen=True, kw_only=True):
    """What was decided about an entry. `candidates` are sorted, best first; the accepted one leads.

    `confidence` is the probability (0 to 1) that the best candidate is the work meant, accepted or
    not. `reason` says in one sentence why it was accepted, or why nothing was.
    """

    status: Status
    confidence: float
    reason: str
    candidates: tuple[Candidate, ...] = ()

    @property
    def accepted(self) -> Candidate | None:
        return self.candidates[0] if self.status == "matched" else None


class Sourced(Struct, frozen=True, kw_only=True):
    """A field's value, the source it came from, and the values of other sources that lost, with why."""

    value: str
    source: str
    why: str = ""
    others: tuple[tuple[str, str, str], ...] = ()


ProblemKind = Literal["title", "authors", "year", "venue", "identifier", "retracted"]


class Problem(Struct, frozen=True, kw_only=True):
    """Something that the list claims and the record contradicts, in words for a person."""

    kind: ProblemKind
    claimed: str
    recorded: str
    says: str


class Work(Struct, frozen=True, kw_only=True):
    """The merged record of one work, the published version leading.

    `record` is the merged record itself (its `source` is the leading source), `provenance` gives
    for each of its filled fields where the value came from; `sources` are all that know the work.
    """

    record: Record
    provenance: dict[str, Sourced]
    sources: tuple[str, ...]


class Resolution(Struct, frozen=True, kw_only=True):
    """All that is known about one entry at the end of a run."""

    entry: Entry
    precedent: Precedent = NO_PRECEDENT
    decision: Decision
    work: Work | None = None
    problems: tuple[Problem, ...] = ()
    replies: tuple[Reply, ...] = ()
    key: str = ""

    @property
    def status(self) -> Status:
        return self.decision.status

    @property
    def doi(self) -> str:
        """The DOI of the accepted work, bare and in lower case; empty where none was accepted or it has none."""
        return self.work.record.id("doi") if self.work is not None else ""

    @property
    def url(self) -> str:
        """The page of the accepted work, or an empty text."""
        return self.work.record.url if self.work is not None else ""

    def to_dict(self) -> dict[str, Any]:
        """What was concluded in lists, texts and numbers only, as for JSON or a row of a data frame.

        `title`, `authors`, `year`, `venue` and the identifiers are those of the accepted work, `None` where none
        was accepted or it has none; what the list says is under `listed`, works that may be meant under `alternatives`.
        """
        record = self.work.record if self.work is not None else None
        near = self.decision.candidates if record is None else self.decision.candidates[1:]
        listed = self.entry
        return {
            "row": listed.row,
            "file": listed.file or None,
            "line": listed.line or None,
            "status": self.status,
            "confidence": self.decision.confidence,
            "reason": self.decision.reason,
            "key": self.key or None,
            "title": record.title if record else None,
            "authors": [str(p) for p in record.authors] if record else None,
            "year": record.year if record else None,
            "venue": record.venue if record else None,
            "doi": self.doi or None,
            "url": self.url or None,
            "ids": [str(i) for i in record.ids] if record else [],
            "sources": list(self.work.sources) if self.work is not None else [],
            "problems": [{name: getattr(p, name) for name in p.__struct_fields__} for p in self.problems],
            "alternatives": [
                {
                    "title": c.records[0].title,
                    "year": c.records[0].year,
                    "ids": list(dict.fromkeys(str(i) for r in c.records for i in r.ids)),
                    "probability": c.probability,
                }
                for c in near
            ],
            "listed": {name: getattr(listed, name) for name in ("title", "authors", "year", "venue")}
            | {"links": list(listed.links)},
        }

    def __repr__(self) -> str:
        """Short, for a list of many: all of it is hundreds of lines long, and in `to_dict()`."""
        record = self.work.record if self.work is not None else None
        title = record.title if record is not None else self.entry.title or " ".join(self.entry.links)
        what = f"{self.status}, {_short(title, _SHOWN)}"
        return f"<Resolution of row {self.entry.row}: {what}{f', {self.url}' if self.url else ''}>"

    def old_answers(self) -> dict[str, str]:
        """The sources of which only an answer past its freshness could be had, and the oldest one's day."""
        days: dict[str, str] = {}
        for reply in self.replies:
            if reply.stale:
                days[reply.source] = min(reply.asked[:10], days.get(reply.source, reply.asked[:10]))
        return days

    def __str__(self) -> str:
        if self.work is None:
            return f"{self.entry.title or self.entry.links}: {self.status} ({self.decision.reason})"
        record = self.work.record
        first = f"{record.authors[0]}{' et al.' if len(record.authors) > 1 else ''}" if record.authors else ""
        people = f"{first.removesuffix('.')}. " if first else ""
        where = f" {record.venue}." if record.venue else ""
        year = f" {record.year}." if record.year else ""
        sure = f"{self.decision.confidence:.2f}, {' + '.join(self.work.sources)}"
        return f"{people}{record.title}.{where}{year} {record.url} [{self.status} {sure}]"


class Usage(Struct, frozen=True, kw_only=True):
    """What one source was asked in a run, and what that cost.

    `questions` is the number of distinct questions put; they were answered by the local index, the
    cache, the snapshot, or by `requests` to the network. `usd` is the price by the service's own
    account, `seconds` the time spent waiting for it. `message` says why it stopped answering, and `unreadable`
    counts records that it sent and that could not be read.
    """

    source: str
    questions: int = 0
    requests: int = 0
    index_hits: int = 0
    cache_hits: int = 0
    snapshot_hits: int = 0
    unavailable: int = 0
    usd: float = 0.0
    seconds: float = 0.0
    message: str = ""
    unreadable: int = 0


class Run(Struct, frozen=True, kw_only=True):
    """A finished run: one resolution an entry, in the document's order, and what it took.

    The resolutions of a long list are on disk: go through them one after the other. `limit` says in words
    which limit of the costs was reached, and `silent` names the sources that did not answer something they
    were asked, though an older answer may have stood in; `written` are the files that were made.
    """

    document: Document
    resolutions: Sequence[Resolution]
    usage: tuple[Usage, ...]
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    limit: str = ""
    silent: tuple[str, ...] = ()
    written: tuple[Path, ...] = ()

    @property
    def unreachable(self) -> tuple[str, ...]:
        """The sources that left at least one question unanswered."""
        return tuple(used.source for used in self.usage if used.unavailable)

    def to_dict(self) -> dict[str, Any]:
        """The resolutions and what they took, in lists, texts and numbers only."""
        return {
            "list": self.document.path,
            "files": list(self.document.paths),
            "resolutions": [r.to_dict() for r in self.resolutions],
            "usage": [{name: getattr(u, name) for name in u.__struct_fields__} for u in self.usage],
            "notes": list(self.notes),
            "limit": self.limit,
            "unreachable": list(self.unreachable),
        }

    def __repr__(self) -> str:
        of = f" of {self.document.path}" if self.document.path else ""
        return f"<Run{of}: {len(self.resolutions)} resolutions, {self.seconds:.1f} s>"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
