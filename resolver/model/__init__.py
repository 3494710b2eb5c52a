"""The domain in immutable records: what a list claims, what a source says, what we conclude.

Everything that passes between the stages (read, look up, match, merge, write) is defined here, and
nothing here does any work. `msgspec.Struct` gives strict JSON in both directions, so that the same
types are the cache's rows and the report's schema.
"""

from __future__ import annotations

from resolver.model.conclusions import (
    Candidate,
    Decision,
    Evidence,
    Problem,
    ProblemKind,
    Resolution,
    Run,
    Sourced,
    Status,
    Usage,
    Work,
)
from resolver.model.entries import Document, Entry, Row
from resolver.model.questions import (
    Answer,
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
    "Answer",
    "ById",
    "ByPeople",
    "ByTitle",
    "Candidate",
    "Decision",
    "Document",
    "Entry",
    "Evidence",
    "Found",
    "IdKind",
    "Identifier",
    "NotFound",
    "Origin",
    "Person",
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
    "Unavailable",
    "Usage",
    "Work",
    "WorkType",
]
