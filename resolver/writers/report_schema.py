"""The schema of the report: its types, which `resolver.writers.report` fills from a run.

`report.schema.json` beside this module is the JSON Schema of these types, as printed by
`python -m resolver.writers.report_schema`. A change that could break a reader of reports raises
`SCHEMA_VERSION`.
"""

from __future__ import annotations

import inspect
import json
import re
from importlib import resources
from typing import Any, Literal

import msgspec
from msgspec import Struct

from resolver.model import Status

SCHEMA_VERSION: Literal[1] = 1
SCHEMA_FILE = "report.schema.json"

_PREFIX = "Reported"
"""Of types that share their name with one of the model; the schema names them without it."""

Answered = Literal["found", "not_found", "unavailable"]
Via = Literal["index", "snapshot", "service"]


class ReportedClaims(Struct, frozen=True, kw_only=True):
    """What the list says of an entry; `line` is where it begins in the file, and `file` is named where several lists
    were read as one."""

    file: str
    line: int
    title: str
    authors: str
    year: str
    venue: str
    section: str
    key: str
    links: tuple[str, ...]
    ids: tuple[str, ...]


class ReportedEvidence(Struct, frozen=True, kw_only=True):
    """A feature of the comparison and what it added to the log-odds."""

    feature: str
    value: float
    weight: float
    says: str


class ReportedCandidate(Struct, frozen=True, kw_only=True):
    """A work that might be meant, by its leading record; `ids` are those of all its records."""

    title: str
    authors: tuple[str, ...]
    year: int | None
    venue: str
    type: str
    ids: tuple[str, ...]
    sources: tuple[str, ...]
    probability: float
    evidence: tuple[ReportedEvidence, ...]


class Lost(Struct, frozen=True, kw_only=True):
    """The value of another source that was not taken."""

    value: str
    source: str
    why: str


class ReportedField(Struct, frozen=True, kw_only=True):
    """A field of the merged record and where it came from."""

    value: str
    source: str
    why: str
    others: tuple[Lost, ...]


class ReportedProblem(Struct, frozen=True, kw_only=True):
    """A claim of the list that the record contradicts."""

    kind: str
    claimed: str
    recorded: str
    says: str


class ReportedAsked(Struct, frozen=True, kw_only=True):
    """One question that was put to a source. `reason` says why there was no answer.

    `via` is `index` (local), `snapshot` (recorded answers) or `service` (now or earlier: the cache).
    """

    source: str
    route: str
    question: str
    answer: Answered
    records: int
    reason: str
    via: Via
    stale: bool


class ReportedEntry(Struct, frozen=True, kw_only=True):
    """One row of the list."""

    row: int
    status: Status
    confidence: float
    reason: str
    key: str
    claims: ReportedClaims
    fields: dict[str, ReportedField]
    problems: tuple[ReportedProblem, ...]
    candidates: tuple[ReportedCandidate, ...]
    asked: tuple[ReportedAsked, ...]
    answered: tuple[str, ...]
    unavailable: tuple[str, ...]
    stale: tuple[str, ...]


class Totals(Struct, frozen=True, kw_only=True):
    """Numbers over the whole list; `problems` by kind, `unavailable` the sources that left something open."""

    entries: int
    matched: int
    ambiguous: int
    not_found: int
    unanswered: int
    with_problems: int
    problems: dict[str, int]
    unavailable: tuple[str, ...]


class ReportedUsage(Struct, frozen=True, kw_only=True):
    """What one source was asked, and what it cost (US dollars, by its own account)."""

    source: str
    questions: int
    requests: int
    index_hits: int
    cache_hits: int
    snapshot_hits: int
    unavailable: int
    usd: float
    message: str


class AskedAt(Struct, frozen=True, kw_only=True):
    """When the answers that an entry rests on were given (ISO 8601, UTC), oldest and newest by source."""

    row: int
    oldest: dict[str, str]
    newest: dict[str, str]


class Times(Struct, frozen=True, kw_only=True):
    """All points and spans of time in the report, and nothing else that may differ from run to run."""

    written: str
    seconds: float
    waited: dict[str, float]
    asked: tuple[AskedAt, ...]


class Report(Struct, frozen=True, kw_only=True):
    """A whole report."""

    schema_version: Literal[1]
    versions: dict[str, str]
    input: str
    settings: dict[str, str | float | bool | None]
    notes: tuple[str, ...]
    totals: Totals
    entries: tuple[ReportedEntry, ...]
    usage: tuple[ReportedUsage, ...]
    times: Times


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the types in this module.

    Its descriptions are the docstrings of this module as they stand: what a library would make of them changes from
    one version to the next.
    """
    generated = msgspec.json.schema(Report)
    for name, definition in generated["$defs"].items():
        definition["description"] = inspect.cleandoc(globals()[name].__doc__)
    generated = json.loads(re.sub(rf'(?<=["/]){_PREFIX}(?=[A-Z]\w*")', "", json.dumps(generated)))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "resolver report", **generated}


def shipped_schema() -> dict[str, Any]:
    """The JSON Schema that is shipped with the package."""
    content = resources.files("resolver.writers").joinpath(SCHEMA_FILE).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(content)
    return loaded


if __name__ == "__main__":
    print(json.dumps(schema(), indent=2, ensure_ascii=False))  # noqa: T201  # a script's output
