"""Which source is asked what about which entry, and in which order: by price, until nothing can change.

1. the local index, for all titles and identifiers;
2. the identifiers that the list claims, in batches (they are checked, not believed);
3. exact titles, a hundred of which cost as much as one, for all that lack the source's identifier;
4. the other ways to search a title: a source's first one for what is not settled or lacks its identifier,
   its later ones only for what is not settled;
5. works by the same people as are listed, for what is still open: papers are retitled, their authors stay;
6. identifiers that the found records gave, where another source can complete them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct, field

from resolver.identifiers import related
from resolver.library import Library
from resolver.model import (
    ById,
    ByPeople,
    ByTitle,
    Decision,
    Entry,
    Found,
    Identifier,
    Question,
    Record,
    Reply,
    Unavailable,
)
from resolver.sources.base import PEOPLE, TITLE, Route, Source
from resolver.text import decorations, names, titles

FEW = 60
"""Entries up to which a route that takes a single question a request is worth its requests."""

Judge = Callable[[Entry, Sequence[Record]], Decision]
Settled = Callable[[Entry, Decision], bool]
Progress = Callable[[str, int, int], None]


class Finding(Struct):
    """What was found about one entry so far; grows while the look-up lasts."""

    entry: Entry
    replies: list[Reply] = field(default_factory=list)
    records: dict[Record, None] = field(default_factory=dict)
    decision: Decision | None = None

    def add(self, reply: Reply) -> None:
        self.replies.append(reply)
        if isinstance(reply.answer, Found):
            self.records.update(dict.fromkeys(reply.answer.records))

    def unanswered(self) -> list[Reply]:
        """The title searches that got no answer."""
        return [r for r in self.replies if isinstance(r.answer, Unavailable) and isinstance(r.question, ByTitle)]


Wanted = list[tuple[Finding, Question]]


class Lookup:
    """One look-up of a list. Several sources are asked at once, each from a thread of its own.

    Args:
        library: through which every question goes.
        sources: in the order of trust.
        judge: decides about an entry on the records found so far.
        settled: whether more answers could not change a decision.
        progress: told the stage, what is done and how much there is.
        cancel: makes calls that are under way end at once; used when the person interrupts.
    """

    def __init__(
        self,
        library: Library,
        sources: Sequence[Source],
        judge: Judge,
        settled: Settled,
        progress: Progress | None = None,
        cancel: Callable[[], None] | None = None,
    ) -> None:
        self.library, self.sources, self.judge, self.settled = library, sources, judge, settled
        self.progress = progress or (lambda stage, done, total: None)
        self.cancel = cancel or (lambda: None)

    def run(self, entries: Sequence[Entry]) -> list[Finding]:
        """Ask what must be asked, and return a finding for each entry, in their order."""
        findings = [Finding(entry) for entry in entries]
        local = [(s, r) for s in self.sources for r in s.routes if r.local]
        remote = [(s, r) for s in self.sources for r in s.routes if not r.local]
        self._wave("local index", [(s, r, _titles(findings, r) + _claims(findings, r)) for s, r in local])
        self._wave("identifiers", [(s, r, _claims(findings, r)) for s, r in remote])
        self._decide(findings)
        self._wave("exact titles", [(s, r, self._searches(findings, s, r)) for s, r in remote if _lists(r)])
        for step in _steps(remote):
            wanted = [(s, r, self._searches(findings, s, r)) for s, r in step]
            self._wave("titles", [(s, r, w) for s, r, w in wanted if r.batch > 1 or len(w) <= FEW])
        self._wave("people", [(s, r, _teams(findings, r)) for s, r in remote])
        for _ in range(2):  # the first round may give identifiers that the second one can use
            self._wave("completion", [(s, r, _completions(findings, s, r)) for s, r in (*local, *remote)])
        self._decide(findings)
        return findings

    def _searches(self, findings: Iterable[Finding], source: Source, route: Route) -> Wanted:
        """The titles to search along a route: of what is not settled; and, along a source's first route,
        of settled works that it may know but has not told its identifier of."""
        first = next((r for r in source.routes if TITLE in r.takes), None) is route
        chosen = [f for f in findings if not self._closed(f) or (first and _lacks(f, source))]
        return _titles(chosen, route)

    def _closed(self, finding: Finding) -> bool:
        return finding.decision is not None and self.settled(finding.entry, finding.decision)

    def _decide(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            finding.decision = self.judge(finding.entry, tuple(finding.records))

    def _wave(self, stage: str, tasks: Sequence[tuple[Source, Route, Wanted]]) -> None:
        """Ask several routes at once, a thread a source; the answers are added in a fixed order."""
        tasks = [t for t in tasks if t[2]]
        by_source: dict[str, list[tuple[Source, Route, Wanted]]] = {}
        for task in tasks:
            by_source.setdefault(task[0].name, []).append(task)
        total, done = sum(len(w) for _, _, w in tasks), 0
        if not tasks:
            return
        self.progress(stage, 0, total)

        def ask(group: list[tuple[Source, Route, Wanted]]) -> list[dict[Question, Reply]]:
            return [self.library.ask(s, r, list(dict.fromkeys(q for _, q in w))) for s, r, w in group]

        with ThreadPoolExecutor(max_workers=len(by_source)) as pool:
            try:
                answers = list(pool.map(ask, by_source.values()))
            except BaseException:  # Ctrl-C: the pool would wait for calls that may last a minute
                self.cancel()
                raise
        touched: dict[int, Finding] = {}
        for group, replies in zip(by_source.values(), answers, strict=True):
            for (_, _, wanted), reply_of in zip(group, replies, strict=True):
                for finding, question in wanted:
                    finding.add(reply_of[question])
                    touched[finding.entry.row] = finding
                done += len(wanted)
                self.progress(stage, done, total)
        self._decide(touched.values())


def _lacks(finding: Finding, source: Source) -> bool:
    """Whether the accepted work has no identifier of the source, though it is not too old for it."""
    best = finding.decision.accepted if finding.decision else None
    if best is None:
        return True
    years = [r.year for r in best.records if r.year]
    known = any(r.id(source.own) for r in best.records)
    return not known and (not years or max(years) >= source.begins)


def _lists(route: Route) -> bool:
    """Whether many exact titles fit one request, so that all entries can be asked about."""
    return TITLE in route.takes and route.exact and route.batch > 1


def _steps(routes: Sequence[tuple[Source, Route]]) -> list[list[tuple[Source, Route]]]:
    """The title routes that are not exact: the first of each source together, then the second of each."""
    ways: dict[str, list[tuple[Source, Route]]] = {}
    for source, route in routes:
        if TITLE in route.takes and not _lists(route):
            ways.setdefault(source.name, []).append((source, route))
    longest = max(map(len, ways.values()), default=0)
    return [[w[n] for w in ways.values() if n < len(w)] for n in range(longest)]


def _titles(findings: Iterable[Finding], route: Route) -> Wanted:
    if TITLE not in route.takes:
        return []
    return [
        (f, ByTitle(t))
        for f in findings
        if (t := decorations.strip(f.entry.title[: titles.LONGEST]).title) and titles.key(t)
    ]


def _teams(findings: Iterable[Finding], route: Route) -> Wanted:
    """The listed people of what was not matched by its title, where two at least are named."""
    if PEOPLE not in route.takes:
        return []
    wanted: Wanted = []
    for finding in findings:
        if finding.decision is None or finding.decision.accepted is None:
            families = dict.fromkeys(p.family for p in names.authors(finding.entry.authors).people)
            if len(families) > 1:
                wanted.append((finding, ByPeople(tuple(families))))
    return wanted


def _claims(findings: Iterable[Finding], route: Route) -> Wanted:
    return [(f, ById(i)) for f in findings for i in _askable(f.entry.ids, route)]


def _askable(ids: Iterable[Identifier], route: Route) -> list[Identifier]:
    """Those identifiers, or what follows from them by rule, that a route takes; one question each."""
    chosen: dict[Identifier, None] = {}
    for identifier in ids:
        forms = [i for i in (identifier, *related(identifier)) if i.kind in route.takes]
        if forms:
            chosen[forms[0]] = None
    return list(chosen)


def _completions(findings: Iterable[Finding], source: Source, route: Route) -> Wanted:
    """Identifiers of accepted works through which a source that has not told of them can be asked."""
    wanted: Wanted = []
    for finding in findings:
        best = finding.decision.accepted if finding.decision else None
        if best is None or any(r.source == source.name for r in best.records):
            continue
        known = dict.fromkeys(i for r in best.records for i in r.ids)
        asked = {r.question for r in finding.replies if r.source == source.name}
        wanted += [(finding, ById(i)) for i in _askable(known, route) if ById(i) not in asked]
    return wanted
