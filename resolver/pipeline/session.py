"""A session: lists are looked up, decided, merged and checked, entry by entry."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec

from resolver.cache.result_store import ResultStore
from resolver.cache.snapshot import export
from resolver.claims import parse_claim
from resolver.decisions.verdicts import is_asked_about
from resolver.lookup import Finding, Lookup
from resolver.lookup.library import Library
from resolver.lookup.plan import CostEstimate, Plan, add_up, estimate_cost, expect_questions
from resolver.match import is_settled, is_worth_searching, judge_prepared
from resolver.model import (
    NO_PRECEDENT,
    ByTitle,
    Claim,
    Decision,
    Document,
    Entry,
    Found,
    Precedent,
    Reply,
    Resolution,
    Run,
    Usage,
)
from resolver.model.callbacks import ProgressCallback
from resolver.pipeline.conclusion import conclude
from resolver.sources.base import Source
from resolver.writers.keys import keys

STRETCH = 1000
"""Entries that are looked up together, at most. More would hardly make requests fuller, and each takes 50 kB."""


class Session:
    """Sources, cache and network of one run; use `open_library` to get one.

    Args:
        library: through which every question goes.
        sources: in the order of trust.
        notes: what a person should know, collected by all of these.
        progress: called with the stage, how much of it is done and how much there is.
        cancel: makes calls that are under way end at once.
        limit: says which limit of the costs was reached, if one was.
        folder: where the results of a long list are held until they are written.
    """

    def __init__(
        self,
        library: Library,
        sources: Sequence[Source],
        notes: list[str],
        progress: ProgressCallback | None,
        cancel: Callable[[], None],
        *,
        limit: Callable[[], str] = lambda: "",
        folder: Path = Path(),
    ) -> None:
        self.library, self.sources, self.notes = library, sources, notes
        self._progress, self._cancel = progress, cancel
        self._limit, self._folder = limit, folder

    def run(self, document: Document) -> Run:
        """Resolve every entry of a list; never raises for a service that fails."""
        started = time.monotonic()
        resolutions = self._resolve(document)
        usage = self.library.usage()
        return Run(
            document=document,
            resolutions=resolutions,
            usage=usage,
            notes=(*document.notes, *self.notes, *_report_left_out(usage), *self.library.recorded()),
            seconds=time.monotonic() - started,
            limit=self.limit,
            silent=tuple(self.silent),
        )

    def _resolve(self, document: Document) -> Sequence[Resolution]:
        """All resolutions with their citation keys: in memory, or on disk when there are many."""
        entries, precedents = document.entries, document.precedents
        if len(entries) <= STRETCH:
            short = [conclude(f) for f in self.find(entries, precedents)]
            chosen = keys(short)
            return tuple(msgspec.structs.replace(r, key=chosen.get(r.entry.row, "")) for r in short)
        store = ResultStore(self._folder)
        for part in _divide(entries):
            store.extend(conclude(f) for f in self._look_up(part, precedents, entries))
            self.library.forget()
        store.name(keys(store))
        return store

    def plan(self, document: Document) -> Plan:
        """What a run of this list would take. Only for a session that was opened `dry`."""
        estimates: list[CostEstimate] = []
        settled_ones = 0
        for part in _divide(document.entries):
            lookup = self._lookup()
            findings = _find(lookup, part, document.precedents)
            estimates += [estimate_cost(left.step, left.questions) for left in lookup.open]
            estimates += [
                estimate_cost(step, questions) for step, questions in expect_questions(self.sources, findings)
            ]
            settled_ones += sum(f.closed for f in findings)
            self.library.forget()
        estimates += [
            CostEstimate(source=s.name, requests=n, most_requests=n) for s in self.sources if (n := s.upkeep())
        ]
        by_source = [add_up((e for e in estimates if e.source == s.name), s.name) for s in self.sources]
        return Plan(
            entries=len(document.entries),
            settled=settled_ones,
            estimates=tuple(b for b in by_source if b.most_requests),
            notes=(*document.notes, *self.notes),
        )

    def find(
        self,
        entries: Sequence[Entry],
        precedents: Mapping[int, Precedent] = MappingProxyType({}),
        *,
        exhaustive: bool = False,
    ) -> list[Finding]:
        """Look entries up and return all records found for them.

        Args:
            entries: what to look up.
            precedents: what was decided about some of them before, by row.
            exhaustive: ask every source about every entry, also where the decision is clear. Costs a
                multiple; for measuring what the planner loses, and for fitting the model.
        """
        return _find(self._lookup(exhaustive=exhaustive), entries, precedents)

    def _look_up(
        self, part: Sequence[Entry], precedents: Mapping[int, Precedent], entries: Sequence[Entry]
    ) -> list[Finding]:
        """A stretch of a long list; the progress says which, and expects that the others take as long."""
        rows = f" (rows {part[0].row}-{part[-1].row} of {len(entries)})"
        progress = self._progress
        lookup = self._lookup()
        if progress is not None:
            lookup.progress = lambda stage, done, most: progress(stage + rows, done, most)
        if (expect := lookup.expect) is not None:
            after, first = sum(e.row > part[-1].row for e in entries) / len(part), list[float]()

            def expect_all(seconds: float) -> None:
                first.append(seconds)
                expect(seconds + after * max(first))

            lookup.expect = expect_all
        return _find(lookup, part, precedents)

    def _lookup(self, *, exhaustive: bool = False) -> Lookup:
        gates = (_never, _always) if exhaustive else (is_settled, is_worth_searching)
        return Lookup(self.library, self.sources, judge_prepared, *gates, self._progress, self._cancel)

    def explain(self, entry: Entry) -> Resolution:
        """Resolve a single entry, with all of its candidates and their evidence."""
        document = Document(path="", columns=(), rows=(), entries=(entry,))
        return self.run(document).resolutions[0]

    @property
    def unreachable(self) -> tuple[str, ...]:
        """The sources that left at least one question unanswered in this session."""
        return tuple(u.source for u in self.library.usage() if u.unavailable)

    @property
    def silent(self) -> tuple[str, ...]:
        """The sources that did not answer something they were asked, though an older answer may have stood in."""
        return self.library.silent()

    @property
    def limit(self) -> str:
        """Which limit of the costs was reached, in words; empty while none was."""
        return self._limit()

    def export_snapshot(
        self, run: Run, folder: Path, sources: Sequence[str], command: str = "", *, force: bool = False
    ) -> tuple[Path, ...]:
        """Write the answers that a run used into a folder of plain text; return the files written.

        Of the records that a title search brought, only those that came into question are recorded.
        """
        used = [_keep_near(r, resolution) for resolution in run.resolutions for r in resolution.replies]
        said = [f"* {s.title}: {s.about}" for s in self.sources if s.name in sources]
        replies = [r for r in used if r.source in sources]
        read = list(run.document.paths)
        return export(folder, replies, description="\n".join(said), command=command, inputs=read, force=force)


def _find(lookup: Lookup, entries: Sequence[Entry], precedents: Mapping[int, Precedent]) -> list[Finding]:
    """A finding for each entry, in their order; of those that nobody is asked about, one without a reply."""
    claims = [parse_claim(e) for e in entries]
    before = {e.row: precedents.get(e.row, NO_PRECEDENT) for e in entries}
    asked = [claim for claim in claims if is_asked_about(before[claim.entry.row])]
    found = {f.entry.row: f for f in lookup.run(asked, before)}
    return [found.get(c.entry.row) or Finding(c, before[c.entry.row], closed=True) for c in claims]


def _report_left_out(usage: Iterable[Usage]) -> Iterator[str]:
    """What the services sent and nobody could read, which is passed over but not in silence."""
    for used in usage:
        if used.unreadable:
            records = "1 record" if used.unreadable == 1 else f"{used.unreadable} records"
            yield f"{used.source}: {records} could not be read"


def _divide(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """A list in parts of about the same size."""
    parts = math.ceil(len(entries) / STRETCH)
    for n in range(parts):
        yield entries[n * len(entries) // parts : (n + 1) * len(entries) // parts]


def _never(claim: Claim, decision: Decision) -> bool:
    return False


def _always(claim: Claim, decision: Decision) -> bool:
    return True


def _keep_near(reply: Reply, resolution: Resolution) -> Reply:
    """The reply without the records that had nothing to do with the title asked for."""
    if not isinstance(reply.question, ByTitle) or not isinstance(reply.answer, Found):
        return reply
    considered = {r for c in resolution.decision.candidates for r in c.records}
    kept = tuple(r for r in reply.answer.records if r in considered)
    return msgspec.structs.replace(reply, answer=Found(kept))
