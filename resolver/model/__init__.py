"""The domain in immutable records: what a list claims, what a source says, what we conclude.

Everything that passes between the stages (read, look up, match, merge, write) is defined here, and
nothing here does any work. `msgspec.Struct` gives strict JSON in both directions, so that the same
types are the cache's rows and the report's schema.
"""

from __future__ import annotations

from resolver.model.claims import Authors, Claim, ListedType, PreparedTitle
from resolver.model.conclusions import (
    Alignment,
    Candidate,
    Decision,
    Evidence,
    Problem,
    ProblemKind,
    Resolution,
    Run,
    Sourced,
    Status,
    TitleMatch,
    Usage,
    Work,
)
from resolver.model.entries import NO_PRECEDENT, Document, Entry, Precedent, Row, Unread
from resolver.model.questions import (
    Answer,
    ByFirstVersion,
    ById,
    ByPeople,
    ByTitle,
    Found,
    NotFound,
    Origin,
    Question,
    Reply,
    Unavailable,
)
from resolver.model.records import Identifier, IdKind, Person, Record, WorkType

__all__ = [
    "NO_PRECEDENT",
    "Alignment",
    "Answer",
    "Authors",
    "ByFirstVersion",
    "ById",
    "ByPeople",
    "ByTitle",
    "Candidate",
    "Claim",
    "Decision",
    "Document",
    "Entry",
    "Evidence",
    "Found",
    "IdKind",
    "Identifier",
    "ListedType",
    "NotFound",
    "Origin",
    "Person",
    "Precedent",
    "PreparedTitle",
    "Problem",
    "ProblemKind",
    "Question",
    "Record",
    "Reply",
    "Resolution",
    "Row",
    "Run",
    "Sourced",
    "Status",
    "TitleMatch",
    "Unavailable",
    "Unread",
    "Usage",
    "Work",
    "WorkType",
]
