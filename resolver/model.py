"""The domain in immutable records: what a list claims, what a source says, what we conclude.

Everything that passes between the stages (read, look up, match, merge, write) is defined here, and
nothing here does any work. `msgspec.Struct` gives strict JSON in both directions, so that the same
types are the cache's rows and the report's schema.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

IdKind = Literal["doi", "arxiv", "acl", "openalex", "openreview"]
"""The identifier schemes that are understood; `resolver.identifiers` parses and prints them."""

WorkType = Literal["inproceedings", "article", "preprint", "proceedings", "book", "incollection", "thesis", "misc"]
"""BibTeX's entry types, and `preprint`, which BibTeX lacks."""

Status = Literal["matched", "ambiguous", "not_found", "unanswered"]
Origin = Literal["index", "network", "cache", "snapshot"]


class Identifier(Struct, frozen=True, order=True, array_like=True):
    """One identifier in canonical form: a bare lower-case DOI, `2106.01702`, `P18-1001`, `W2741809807`."""

    kind: IdKind
    value: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


class Person(Struct, frozen=True, array_like=True):
    """An author or editor. A mononym or a group has only a family name; particles belong to it."""

    family: str
    given: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one source says of one work. Nothing in it is inferred: an empty field was not given.

    `title` is plain Unicode; `title_tex` is the title as a careful BibTeX author writes it (case
    protection in braces), where the source provides that. `venue` is the book or journal title as
    written by the source. `partial_authors` is set when the source cut or lacks some of the names.
    """

    source: str
    ids: tuple[Identifier, ...] = ()
    title: str
    title_tex: str = ""
    authors: tuple[Person, ...] = ()
    partial_authors: bool = False
    editors: tuple[Person, ...] = ()
    year: int | None = None
    month: str = ""
    venue: str = ""
    type: WorkType = "misc"
    url: str = ""
    pages: str = ""
    volume: str = ""
    number: str = ""
    publisher: str = ""
    address: str = ""
    isbn: str = ""
    language: str = ""
    note: str = ""
    category: str = ""
    comment: str = ""
    retracted: str = ""
    key: str = ""

    def id(self, kind: IdKind) -> str:
        """The first identifier of `kind`, or an empty string."""
        return next((i.value for i in self.ids if i.kind == kind), "")

    @property
    def published(self) -> bool:
        """Whether this is more than a preprint."""
        return self.type != "preprint"


# ------------------------------------------------------------------ questions and answers


class ByTitle(Struct, frozen=True, array_like=True, tag="title"):
    """Which works bear this title? `title` is plain text (`resolver.text.titles.plain`)."""

    title: str

    def __str__(self) -> str:
        return f"title:{self.title}"


class ById(Struct, frozen=True, array_like=True, tag="id"):
    """Which works carry this identifier?"""

    id: Identifier

    def __str__(self) -> str:
        return str(self.id)


class ByPeople(Struct, frozen=True, array_like=True, tag="people"):
    """Which works are by all of these people? Family names in the order of the paper, at least two."""

    families: tuple[str, ...]

    def __str__(self) -> str:
        return f"people:{', '.join(self.families)}"


Question = ByTitle | ById | ByPeople


class Found(Struct, frozen=True, tag="found"):
    """The source was reached and has at least these records."""

    records: tuple[Record, ...]


class NotFound(Struct, frozen=True, tag="not_found"):
    """The source was reached, answered in full, and has no such record."""


class Unavailable(Struct, frozen=True, tag="unavailable"):
    """The source did not answer, or not in full; says nothing about the work. Never cached."""

    reason: str


Answer = Found | NotFound | Unavailable


class Reply(Struct, frozen=True, kw_only=True):
    """An answer and its history: who was asked what, when, and whether the network was needed.

    `asked` is an ISO 8601 UTC time to the second; `stale` marks an answer past its freshness that
    was used because the service could not be reached.
    """

    source: str
    route: str
    question: Question
    answer: Answer
    origin: Origin
    asked: str
    stale: bool = False


# ------------------------------------------------------------------ what a list claims


class Entry(Struct, frozen=True, kw_only=True):
    """One listed paper as its author wrote it: claims to weigh and to check, never facts.

    `row` counts the entries from 1; `line` is where it begins in the file. `links` are the raw links and
    identifiers without placeholders; `ids` are those of them that parse. The others are no claims of the
    list: `held` are identifiers of the work that a person said it means, `rejected` of works that it does
    not mean; `before` of the work that an earlier look found; `untouched`: a person wants it left as it is.
    """

    row: int
    line: int = 0
    title: str = ""
    authors: str = ""
    year: str = ""
    venue: str = ""
    section: str = ""
    key: str = ""
    links: tuple[str, ...] = ()
    ids: tuple[Identifier, ...] = ()
    held: tuple[Identifier, ...] = ()
    before: tuple[Identifier, ...] = ()
    rejected: tuple[Identifier, ...] = ()
    untouched: bool = False


class Row(Struct, frozen=True):
    """One line of a table with its cells exactly as read (after decoding)."""

    line: int
    cells: tuple[str, ...]


class Document(Struct, frozen=True, kw_only=True):
    """A list as read: its table of cells, the entries in it (one a row), and what was noticed.

    `delimiter`, `newline`, `encoding` and `bom` (a byte order mark at its head) are those of the file, so
    that a table is written as it was read. `format` is the name of the reader, and `text` what it read,
    to the letter; both are empty for a list that was never a file.
    """

    path: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    delimiter: str = ","
    newline: str = "\n"
    bom: bool = False
    encoding: str = "utf-8"
    format: str = ""
    text: str = ""


# ------------------------------------------------------------------ what we conclude


class Evidence(Struct, frozen=True):
    """One named feature of a comparison: its value, and what it added to the log-odds."""

    feature: str
    value: float
    weight: float
    says: str = ""


class Candidate(Struct, frozen=True, kw_only=True):
    """A work that might be meant: its records, the probability that it is, and why."""

    records: tuple[Record, ...]
    probability: float
    evidence: tuple[Evidence, ...] = ()


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
    decision: Decision
    work: Work | None = None
    problems: tuple[Problem, ...] = ()
    replies: tuple[Reply, ...] = ()
    key: str = ""

    @property
    def status(self) -> Status:
        return self.decision.status

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


# ------------------------------------------------------------------ what it took


class Usage(Struct, frozen=True, kw_only=True):
    """What one source was asked in a run, and what that cost.

    `questions` is the number of distinct questions put; they were answered by the local index, the
    cache, the snapshot, or by `requests` to the network. `usd` is the price by the service's own
    account, `seconds` the time spent waiting for it. `message` says why it stopped answering.
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


class Run(Struct, frozen=True, kw_only=True):
    """A finished run: one resolution an entry, in the document's order, and what it took.

    The resolutions of a long list are on disk: go through them one after the other.
    """

    document: Document
    resolutions: Sequence[Resolution]
    usage: tuple[Usage, ...]
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
