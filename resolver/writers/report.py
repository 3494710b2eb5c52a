"""The report: everything a run concluded and why, as JSON of a versioned schema.

Two runs on the same answers give the same report but for `times` (all points and spans of time) and
`usage` (which of the answers had to be fetched). Its types are in `resolver.writers.report_schema`.
"""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib import metadata

import msgspec

from resolver import model
from resolver.version import __version__
from resolver.writers.base import WriterOptions
from resolver.writers.report_schema import (
    SCHEMA_VERSION,
    Answered,
    AskedAt,
    Lost,
    Report,
    ReportedAsked,
    ReportedCandidate,
    ReportedClaims,
    ReportedEntry,
    ReportedEvidence,
    ReportedField,
    ReportedProblem,
    ReportedUsage,
    Times,
    Totals,
    Via,
)

_LIBRARIES = ("arxiv", "httpx", "msgspec", "pyalex", "rapidfuzz")


class ReportWriter:
    """All that was concluded, and why."""

    name = "report"
    heeds = frozenset({"settings"})
    partial = False

    def render(self, run: model.Run, options: WriterOptions) -> Iterator[bytes]:
        return pieces(run, options.settings)


def report(run: model.Run, settings: Mapping[str, str | float | bool | None] | None = None) -> Report:
    """The report of a finished run.

    Args:
        run: the run.
        settings: those that matter, without secrets (`resolver.config.Settings.public`).
    """
    whole, rows = _frame(run, settings), run.resolutions
    return msgspec.structs.replace(
        whole,
        entries=tuple(map(_entry, rows)),
        times=msgspec.structs.replace(whole.times, asked=tuple(map(_asked_at, rows))),
    )


def _frame(run: model.Run, settings: Mapping[str, str | float | bool | None] | None) -> Report:
    """The report without what it says of each row."""
    return Report(
        schema_version=SCHEMA_VERSION,
        versions=_versions(),
        input=_last_part(run.document.path),
        settings=dict(sorted((settings or {}).items())),
        notes=run.notes,
        totals=_totals(run),
        entries=(),
        usage=tuple(_usage(u) for u in sorted(run.usage, key=lambda u: u.source)),
        times=Times(
            written=datetime.now(UTC).isoformat(timespec="seconds"),
            seconds=round(run.seconds, 3),
            waited={u.source: round(u.seconds, 3) for u in sorted(run.usage, key=lambda u: u.source)},
            asked=(),
        ),
    )


def render(run: model.Run, settings: Mapping[str, str | float | bool | None] | None = None) -> str:
    """The report as indented JSON that ends in a line break."""
    return b"".join(pieces(run, settings)).decode()


def pieces(run: model.Run, settings: Mapping[str, str | float | bool | None] | None = None) -> Iterator[bytes]:
    """The report as `render` gives it, row by row: as a whole it has about 10 kB a row, several times over."""
    rows = run.resolutions
    # a line break in a JSON text is never inside a string, so that these places are certain
    before, rest = _indented(_frame(run, settings)).split(b'\n  "entries": []', 1)
    between, after = rest.split(b'\n    "asked": []', 1)
    yield before + b'\n  "entries": '
    yield from _array(map(_entry, rows), b"\n  ")
    yield between + b'\n    "asked": '
    yield from _array(map(_asked_at, rows), b"\n    ")
    yield after + b"\n"


def _array(items: Iterable[msgspec.Struct], margin: bytes) -> Iterator[bytes]:
    opening = b"["
    for item in items:
        yield opening + margin + b"  " + _indented(item).replace(b"\n", margin + b"  ")
        opening = b","
    yield b"[]" if opening == b"[" else margin + b"]"


def _indented(part: msgspec.Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(part), indent=2)


def _totals(run: model.Run) -> Totals:
    status: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    with_problems, silent = 0, set[str]()
    for r in run.resolutions:
        status[r.status] += 1
        kinds.update(p.kind for p in r.problems)
        with_problems += bool(r.problems)
        silent |= _silent(r.replies)
    return Totals(
        entries=status.total(),
        matched=status["matched"],
        ambiguous=status["ambiguous"],
        not_found=status["not_found"],
        unanswered=status["unanswered"],
        with_problems=with_problems,
        problems=dict(sorted(kinds.items())),
        unavailable=tuple(sorted(silent)),
    )


def _entry(resolution: model.Resolution) -> ReportedEntry:
    decision, work = resolution.decision, resolution.work
    answered = {r.source for r in resolution.replies if not isinstance(r.answer, model.Unavailable)}
    return ReportedEntry(
        row=resolution.entry.row,
        status=decision.status,
        confidence=round(decision.confidence, 4),
        reason=decision.reason,
        key=resolution.key,
        claims=_claims(resolution.entry),
        fields={name: _field(found) for name, found in sorted(work.provenance.items())} if work else {},
        problems=tuple(
            ReportedProblem(kind=p.kind, claimed=p.claimed, recorded=p.recorded, says=p.says)
            for p in resolution.problems
        ),
        candidates=tuple(_candidate(c) for c in decision.candidates),
        asked=_asked(resolution.replies),
        answered=tuple(sorted(answered)),
        unavailable=tuple(sorted(_silent(resolution.replies))),
        stale=tuple(sorted({r.source for r in resolution.replies if r.stale})),
    )


def _claims(entry: model.Entry) -> ReportedClaims:
    return ReportedClaims(
        file=entry.file,
        line=entry.line,
        title=entry.title,
        authors=entry.authors,
        year=entry.year,
        venue=entry.venue,
        section=entry.section,
        key=entry.key,
        links=entry.links,
        ids=tuple(str(i) for i in entry.ids),
    )


def _candidate(candidate: model.Candidate) -> ReportedCandidate:
    leading = candidate.records[0]
    return ReportedCandidate(
        title=leading.title,
        authors=tuple(str(p) for p in leading.authors),
        year=leading.year,
        venue=leading.venue,
        type=leading.type,
        ids=tuple(sorted({str(i) for r in candidate.records for i in r.ids})),
        sources=tuple(sorted({r.source for r in candidate.records})),
        probability=round(candidate.probability, 4),
        evidence=tuple(
            ReportedEvidence(feature=e.feature, value=round(e.value, 4), weight=round(e.weight, 4), says=e.says)
            for e in candidate.evidence
        ),
    )


def _field(found: model.Sourced) -> ReportedField:
    lost = tuple(Lost(value=value, source=source, why=why) for value, source, why in found.others)
    return ReportedField(value=found.value, source=found.source, why=found.why, others=lost)


def _asked(replies: Iterable[model.Reply]) -> tuple[ReportedAsked, ...]:
    """The questions, sorted, each once: how often and in which order they were put depends on the run."""
    asked = {_question(r) for r in replies}
    return tuple(sorted(asked, key=lambda a: (a.source, a.route, a.question, a.answer, a.reason, a.via, a.stale)))


def _question(reply: model.Reply) -> ReportedAsked:
    answer = reply.answer
    kind: Answered = "not_found"
    if isinstance(answer, model.Found):
        kind = "found"
    elif isinstance(answer, model.Unavailable):
        kind = "unavailable"
    via: Via = "service"
    if reply.origin == "index" or reply.origin == "snapshot":
        via = reply.origin
    return ReportedAsked(
        source=reply.source,
        route=reply.route,
        question=str(reply.question),
        answer=kind,
        records=len(answer.records) if isinstance(answer, model.Found) else 0,
        reason=answer.reason if isinstance(answer, model.Unavailable) else "",
        via=via,
        stale=reply.stale,
    )


def _silent(replies: Iterable[model.Reply]) -> set[str]:
    return {r.source for r in replies if isinstance(r.answer, model.Unavailable)}


def _asked_at(resolution: model.Resolution) -> AskedAt:
    times: dict[str, list[str]] = {}
    for reply in resolution.replies:
        times.setdefault(reply.source, []).append(reply.asked)
    ordered = sorted(times.items())
    return AskedAt(
        row=resolution.entry.row,
        oldest={source: min(at) for source, at in ordered},
        newest={source: max(at) for source, at in ordered},
    )


def _usage(used: model.Usage) -> ReportedUsage:
    return ReportedUsage(
        **{name: getattr(used, name) for name in ReportedUsage.__struct_fields__ if name != "usd"},
        usd=round(used.usd, 6),
    )


def _versions() -> dict[str, str]:
    found = {"resolver": __version__, "python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _last_part(path: str) -> str:
    """A file's name without the folders of the machine it lies on."""
    return path.replace("\\", "/").rpartition("/")[2]
