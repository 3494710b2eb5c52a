"""Taking the steps of `resolver.lookup.plan` for a list: who is asked what, once, and no more than can matter.

An entry is *closed* once more answers could hardly change its outcome. It stays closed: only the
identifiers of its work are still completed, in batches.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from types import MappingProxyType

from msgspec import Struct

from resolver.lookup.finding import Finding, Wanted
from resolver.lookup.library import NOT_YET, Library
from resolver.lookup.plan import FEW, Step, estimate_seconds, order_steps
from resolver.lookup.questions import (
    any_words_questions,
    asks_for_title,
    claim_questions,
    completion_questions,
    first_version_questions,
    people_questions,
    publication_questions,
    title_questions,
    was_refused,
)
from resolver.model import NO_PRECEDENT, Claim, Decision, Precedent, Question, Reply
from resolver.model.callbacks import CountCallback, ExpectingProgress, ProgressCallback
from resolver.sources.base import Source
from resolver.text.prepared import PreparedRecord

Judge = Callable[[Claim, Sequence[PreparedRecord], Precedent], Decision]
Gate = Callable[[Claim, Decision], bool]


class Open(Struct, frozen=True):
    """What a step of a dry run would have to ask."""

    step: Step
    questions: tuple[Question, ...]


class Lookup:
    """One look-up of a list. Several sources are asked at once, each from a thread of its own.

    Args:
        library: through which every question goes.
        sources: in the order of trust.
        judge: decides about an entry on the records found so far.
        settled: whether more answers could not change a decision.
        searchable: whether a search by words could, once the very title was asked for.
        progress: called with the stage, what is done and how much there is.
        cancel: makes calls that are under way end at once; used when the person interrupts.

    Attributes:
        open: in a dry run, what each step would have to ask.
    """

    def __init__(
        self,
        library: Library,
        sources: Sequence[Source],
        judge: Judge,
        settled: Gate,
        searchable: Gate | None = None,
        progress: ProgressCallback | None = None,
        cancel: Callable[[], None] | None = None,
    ) -> None:
        self.library, self.sources, self.judge, self.settled = library, sources, judge, settled
        self.searchable = searchable or (lambda claim, decision: not settled(claim, decision))
        self.progress = progress or (lambda stage, done, total: None)
        self.expect = progress.expect if isinstance(progress, ExpectingProgress) else None
        self.cancel = cancel or (lambda: None)
        self.open: list[Open] = []

    def run(self, claims: Sequence[Claim], precedents: Mapping[int, Precedent] = MappingProxyType({})) -> list[Finding]:
        """Ask what must be asked, and return a finding for each entry, in their order.

        Args:
            claims: of the entries.
            precedents: what was decided about some of them before, by row.
        """
        findings = [Finding(claim, precedents.get(claim.entry.row, NO_PRECEDENT)) for claim in claims]
        groups = order_steps(self.sources)
        for n, group in enumerate(groups):
            self._expect(groups[n:], findings)
            self._take([(step, self._choose_questions(step, findings)) for step in group])
            if n == 0:
                self._decide(findings)
        return findings

    # ------------------------------------------------------------------ who takes a step

    def _choose_questions(self, step: Step, findings: Iterable[Finding]) -> Wanted:
        source, route = step.source, step.route
        if step.kind == "local":
            return title_questions(findings, route) + claim_questions(findings, route)
        if step.kind == "claims":
            claims = claim_questions(findings, route)
            asked = {f.entry.row for f, _ in claims}  # what is claimed is probably right
            others = (f for f in findings if f.closed and f.entry.row not in asked)
            return claims + completion_questions(others, source, route)
        if step.kind == "untitled":
            return title_questions((f for f in findings if not f.claim.title.key), route)
        if step.kind == "completion":
            return completion_questions((f for f in findings if source.name not in f.completed), source, route)
        if step.kind == "first":
            return title_questions((f for f in findings if asks_for_title(f, source)), route)
        if step.kind == "any words":
            return any_words_questions(findings)
        if step.kind == "first version":
            return first_version_questions(findings)
        if step.kind == "publication":
            return publication_questions(findings, source, route)
        if step.kind == "people":
            return people_questions((f for f in findings if not f.closed), route)
        wanted = title_questions((f for f in findings if self._is_worth_searching(f)), route)
        if route.batch_size > 1 or len(wanted) <= FEW or any(f.pending for f, _ in wanted):
            return wanted
        return [(f, q) for f, q in wanted if was_refused(f, q, source)]  # what no list could be asked for

    def _is_worth_searching(self, finding: Finding) -> bool:
        if finding.closed or finding.pending or finding.decision is None:
            return not finding.closed
        return self.searchable(finding.claim, finding.decision)

    def _decide(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            if not finding.pending and finding.judged < len(finding.records):
                finding.decision = self.judge(finding.claim, tuple(finding.records.values()), finding.precedent)
                finding.closed |= self.settled(finding.claim, finding.decision)
                finding.judged = len(finding.records)

    def _expect(self, groups: Sequence[Sequence[Step]], findings: Sequence[Finding]) -> None:
        """Tell whoever shows the progress how long the steps that are left take; those of one group overlap."""
        if self.expect is None or self.library.is_offline or all(f.decision is None for f in findings):
            return
        seconds = 0.0
        for n, group in enumerate(groups):
            by_source: Counter[str] = Counter()
            for step in group:
                count = len({question for _, question in self._choose_questions(step, findings)})
                by_source[step.source.name] += math.ceil(estimate_seconds(step, count, is_next=n == 0))
            seconds += max(by_source.values(), default=0)
        self.expect(seconds)

    # ------------------------------------------------------------------ asking

    def _take(self, tasks: Sequence[tuple[Step, Wanted]]) -> None:
        """Take several steps at once, a thread a source; the answers are added in a fixed order."""
        tasks = [t for t in tasks if t[1]]
        if not tasks:
            return
        by_source: dict[str, list[tuple[Step, Wanted]]] = {}
        for task in tasks:
            by_source.setdefault(task[0].source.name, []).append(task)
        count = self._make_counter(tasks)

        def ask(group: list[tuple[Step, Wanted]]) -> list[dict[Question, Reply]]:
            return [
                self.library.ask(step.source, step.route, list(dict.fromkeys(q for _, q in wanted)), count)
                for step, wanted in group
            ]

        pool = ThreadPoolExecutor(max_workers=len(by_source))
        try:
            answers = list(pool.map(ask, by_source.values()))
        except BaseException:  # Ctrl-C: calls that are under way may last a minute, and nobody waits for them
            self.cancel()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()
        touched: dict[int, Finding] = {}
        for group, replies in zip(by_source.values(), answers, strict=True):
            for (step, wanted), reply_of in zip(group, replies, strict=True):
                self._note_open(step, reply_of)
                for finding, question in wanted:
                    finding.add(reply_of[question])
                    touched[finding.entry.row] = finding
                    if step.kind == "completion":
                        finding.completed.add(step.source.name)
        self._decide(touched.values())

    def _make_counter(self, tasks: Sequence[tuple[Step, Wanted]]) -> CountCallback:
        """What adds up the answers of several threads and reports the progress."""
        stage, total = tasks[0][0].stage, sum(len({q for _, q in wanted}) for _, wanted in tasks)
        lock, done = Lock(), 0
        self.progress(stage, 0, total)

        def count(more: int) -> None:
            nonlocal done
            with lock:
                done += more
                self.progress(stage, min(done, total), total)

        return count

    def _note_open(self, step: Step, reply_of: dict[Question, Reply]) -> None:
        questions = tuple(q for q, reply in reply_of.items() if reply.answer == NOT_YET)
        if questions:
            self.open.append(Open(step, questions))
