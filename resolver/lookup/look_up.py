"""Taking the steps of `resolver.lookup.plan` for a list: who is asked what, once, and no more than can matter.

An entry is *closed* once more answers could hardly change its outcome. It stays closed: only the
identifiers of its work are still completed, in batches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from types import MappingProxyType

from msgspec import Struct, field

from resolver.identifiers import question_rank, related
from resolver.lookup.beginnings import beginnings
from resolver.lookup.library import NOT_YET, Library
from resolver.lookup.plan import FEW, Step, steps
from resolver.model import (
    NO_PRECEDENT,
    ById,
    ByPeople,
    ByTitle,
    Candidate,
    Claim,
    Decision,
    Entry,
    Found,
    Identifier,
    Precedent,
    Question,
    Record,
    Reply,
    Unavailable,
)
from resolver.model.callbacks import CountCallback, ProgressCallback
from resolver.sources.base import PEOPLE, TITLE, Route, Source
from resolver.text import decorations, titles

Judge = Callable[[Claim, Sequence[Record], Precedent], Decision]
Gate = Callable[[Claim, Decision], bool]


class Finding(Struct):
    """What was found about one entry so far; grows while the look-up lasts.

    `closed` says that nothing more is searched for it; `pending` that a dry run left a question open, so
    that its decision stays what it was before; `completed` holds the sources that were asked for one of
    its work's identifiers; `judged` is the number of records that the decision rests on.
    """

    claim: Claim
    precedent: Precedent = NO_PRECEDENT
    replies: list[Reply] = field(default_factory=list)
    records: dict[Record, None] = field(default_factory=dict)
    decision: Decision | None = None
    closed: bool = False
    pending: bool = False
    completed: set[str] = field(default_factory=set)
    judged: int = -1

    @property
    def entry(self) -> Entry:
        """The entry as it was written."""
        return self.claim.entry

    def add(self, reply: Reply) -> None:
        self.replies.append(reply)
        self.pending |= reply.answer == NOT_YET
        if isinstance(reply.answer, Found):
            self.records.update(dict.fromkeys(reply.answer.records))

    def unanswered(self) -> list[Reply]:
        """The title searches that got no answer; where no title is listed, all questions that got none."""
        searched = (ByTitle,) if self.claim.title.key else (ByTitle, ById)
        return [r for r in self.replies if isinstance(r.answer, Unavailable) and isinstance(r.question, searched)]


Wanted = list[tuple[Finding, Question]]


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
        self.cancel = cancel or (lambda: None)
        self.open: list[Open] = []

    def run(self, claims: Sequence[Claim], precedents: Mapping[int, Precedent] = MappingProxyType({})) -> list[Finding]:
        """Ask what must be asked, and return a finding for each entry, in their order.

        Args:
            claims: of the entries.
            precedents: what was decided about some of them before, by row.
        """
        findings = [Finding(claim, precedents.get(claim.entry.row, NO_PRECEDENT)) for claim in claims]
        for n, group in enumerate(steps(self.sources)):
            self._take([(step, self._wanted(step, findings)) for step in group])
            if n == 0:
                self._decide(findings)
        return findings

    # ------------------------------------------------------------------ who takes a step

    def _wanted(self, step: Step, findings: Iterable[Finding]) -> Wanted:
        source, route = step.source, step.route
        if step.kind == "local":
            return _titles(findings, route) + _claims(findings, route)
        if step.kind == "claims":
            claims = _claims(findings, route)
            asked = {f.entry.row for f, _ in claims}  # what is claimed is probably right
            others = (f for f in findings if f.closed and f.entry.row not in asked)
            return claims + _completions(others, source, route)
        if step.kind == "untitled":
            return _titles((f for f in findings if not f.claim.title.key), route)
        if step.kind == "completion":
            return _completions((f for f in findings if source.name not in f.completed), source, route)
        if step.kind == "first":
            return _titles((f for f in findings if _first(f, source)), route)
        if step.kind == "people":
            return _people((f for f in findings if not f.closed), route)
        wanted = _titles((f for f in findings if self._searchable(f)), route)
        if route.batch_size > 1 or len(wanted) <= FEW or any(f.pending for f, _ in wanted):
            return wanted
        return [(f, q) for f, q in wanted if _refused(f, q, source)]  # what no list could be asked for

    def _searchable(self, finding: Finding) -> bool:
        if finding.closed or finding.pending or finding.decision is None:
            return not finding.closed
        return self.searchable(finding.claim, finding.decision)

    def _decide(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            if not finding.pending and finding.judged < len(finding.records):
                finding.decision = self.judge(finding.claim, tuple(finding.records), finding.precedent)
                finding.closed |= self.settled(finding.claim, finding.decision)
                finding.judged = len(finding.records)

    # ------------------------------------------------------------------ asking

    def _take(self, tasks: Sequence[tuple[Step, Wanted]]) -> None:
        """Take several steps at once, a thread a source; the answers are added in a fixed order."""
        tasks = [t for t in tasks if t[1]]
        if not tasks:
            return
        by_source: dict[str, list[tuple[Step, Wanted]]] = {}
        for task in tasks:
            by_source.setdefault(task[0].source.name, []).append(task)
        count = self._counter(tasks)

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

    def _counter(self, tasks: Sequence[tuple[Step, Wanted]]) -> CountCallback:
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


def _known(precedent: Precedent) -> tuple[Identifier, ...]:
    """Identifiers of the work that a person or an earlier run has found: whatever a source has is known by them."""
    return (*precedent.accepted, *precedent.found)


def _first(finding: Finding, source: Source) -> bool:
    """Whether to ask a source for the title: of what is not settled, and of works that it may complete. Of a
    preprint that was found before only the publication is sought."""
    if not _known(finding.precedent):
        return not finding.closed or _lacks(finding, source)
    return not finding.closed and (source.publishes or not _again(finding))


def _again(finding: Finding) -> bool:
    """Whether the work that was found before is accepted now."""
    best, known = finding.decision.accepted if finding.decision else None, _known(finding.precedent)
    return best is not None and any(i in known for r in best.records for i in r.ids)


def _lacks(finding: Finding, source: Source) -> bool:
    """Whether the accepted work has no identifier of the source, though it is not too old for it."""
    best = finding.decision.accepted if finding.decision else None
    if best is None:
        return True
    years = [r.year for r in best.records if r.year]
    known = any(r.id(source.own) for r in best.records)
    return not known and (not years or max(years) >= source.begins)


def _refused(finding: Finding, question: Question, source: Source) -> bool:
    """Whether the source has left this title unanswered along another route (its budget may be spent)."""
    return any(
        r.source == source.name and r.question == question and isinstance(r.answer, Unavailable)
        for r in finding.replies
    )


# ------------------------------------------------------------------ entries to questions


def _titles(findings: Iterable[Finding], route: Route) -> Wanted:
    if TITLE not in route.takes:
        return []
    asked = list(findings)
    wanted: Wanted = [(f, ByTitle(title)) for f in asked if (title := _title(f))]
    return wanted + _beginnings(asked, route)


def _beginnings(findings: Iterable[Finding], route: Route) -> Wanted:
    """Of whole references that are not matched yet the beginnings of their titles, a hundred to a request."""
    if not (route.exact and route.batch_size > 1):
        return []
    open_ones = (f for f in findings if f.entry.reference and (f.decision is None or f.decision.accepted is None))
    return [(f, ByTitle(part)) for f in open_ones for part in beginnings(f.claim.search_title)]


def _title(finding: Finding) -> str:
    """The listed title; where only an identifier is listed, that of its work, which may have been published since."""
    if finding.entry.title:
        return finding.claim.search_title
    best = finding.decision.accepted if finding.decision else None
    title = decorations.strip(best.records[0].title[: titles.LONGEST]).title if best is not None else ""
    return title if titles.key(title) else ""


def _people(findings: Iterable[Finding], route: Route) -> Wanted:
    """The listed people of what was not matched by its title, where two at least are named."""
    if PEOPLE not in route.takes:
        return []
    wanted: Wanted = []
    for finding in findings:
        if finding.decision is None or finding.decision.accepted is None:
            families = dict.fromkeys(p.family for p in finding.claim.authors.people)
            if len(families) > 1:
                wanted.append((finding, ByPeople(tuple(families))))
    return wanted


def _claims(findings: Iterable[Finding], route: Route) -> Wanted:
    """The identifiers that the list claims or a person named, and one of the work that was found before."""
    wanted: Wanted = []
    for finding in findings:
        before = _askable(sorted(finding.precedent.found, key=question_rank), route)[:1]
        claimed = _askable((*finding.claim.ids, *finding.precedent.accepted), route)
        wanted += [(finding, ById(i)) for i in dict.fromkeys((*claimed, *before))]
    return wanted


def _askable(ids: Iterable[Identifier], route: Route) -> list[Identifier]:
    """Those identifiers, or what follows from them by rule, that a route takes; one question each."""
    chosen: dict[Identifier, None] = {}
    for identifier in ids:
        forms = [i for i in (identifier, *related(identifier)) if i.kind in route.takes]
        if forms:
            chosen[forms[0]] = None
    return list(chosen)


def _completions(findings: Iterable[Finding], source: Source, route: Route) -> Wanted:
    """For works that a source has not told of, one identifier through which it can be asked: the accepted work, or
    all that may be meant, whose other versions may agree better with what is listed."""
    wanted: Wanted = []
    for finding in findings:
        decision = finding.decision
        if decision is None or decision.status not in ("matched", "ambiguous"):
            continue
        asked = {r.question for r in finding.replies if r.source == source.name}
        for candidate in decision.candidates[: 1 if decision.accepted else None]:
            known = _unasked(finding, candidate, source)
            open_ones = [ById(i) for i in _askable(known, route) if ById(i) not in asked]
            wanted += [(finding, question) for question in open_ones[:1]]
    return wanted


def _unasked(finding: Finding, work: Candidate, source: Source) -> list[Identifier]:
    """Identifiers through which a source that has not told of a work may know it, the most telling first; of a work
    that was found before also the source's own one, where it tells of it under another now."""
    before = _known(finding.precedent) if _again(finding) else ()
    named = dict.fromkeys(i for r in work.records for i in r.ids)
    if any(r.source == source.name for r in work.records):
        return [i for i in before if i.kind == source.own and i not in named]
    return sorted({**named, **dict.fromkeys(before)}, key=question_rank)
