"""In which order sources are asked, and what asking them will take.

A step sends the questions of many entries along one route. Steps are in order of price per question,
and each is taken only by the entries whose outcome it may still change:

1. the local index, for all titles and identifiers;
2. identifiers, in batches: those that the list claims (they are checked, not believed), and those of
   works that the index settled, where another source can complete them;
3. titles, the cheapest route first. A source's first route is for what is not settled and for settled
   works that lack the source's identifier; every further one for what a search could still change;
4. people, of what is still open: papers are retitled, their authors stay; and what the preprints that are near
   were first called;
5. titles of preprints that were found, where none of their publications was: it may bear the preprint's title
   and not the listed one;
6. identifiers that the found records gave.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from resolver.model import ByFirstVersion, ById, ByTitle, Identifier, Question
from resolver.sources.base import ANY_WORDS, FIRST_VERSION, PEOPLE, TITLE, Route, Source

FEW = 60
"""Questions up to which a route that takes a single one a request is worth its requests."""

PREPRINT_TITLES = 1
"""Titles by which a preprint's publication is sought beside those that were asked for before, at most."""

ROUNDS = 2
"""How often identifiers are followed at the end: the first round may give some that the second can use."""

MOST_FIRST_VERSIONS = 8
"""Preprints that are asked for what they were first called, for one entry, at most."""

StepKind = Literal[
    "local",
    "claims",
    "untitled",
    "first",
    "further",
    "people",
    "any words",
    "first version",
    "publication",
    "completion",
]


class Step(Struct, frozen=True, kw_only=True):
    """One route at its place in the order.

    `kind` says which entries take it: all (`local`), those with identifiers to look up (`claims`,
    `completion`), those whose title only their identifier has told (`untitled`), those that are not settled
    or lack the source's identifier (`first`), those that a search could still change (`further`), those that
    no title has found (`people`, `any words`), those that may bear the title of a preprint's first version
    (`first version`), those of which only a preprint was found (`publication`).
    """

    kind: StepKind
    source: Source
    route: Route

    @property
    def stage(self) -> str:
        """What is being done, for a person."""
        if self.kind in ("local", "untitled"):
            return "local index"
        if self.kind == "claims":
            return "identifiers"
        if self.kind in ("people", "any words", "first version", "publication", "completion"):
            return self.kind
        return f"{self.source.title}: {self.route.name}"


def order_steps(sources: Sequence[Source]) -> list[list[Step]]:
    """The steps in their order; those of one group may be taken at the same time."""
    local = [(s, r) for s in sources for r in s.routes if r.local]
    remote = [(s, r) for s in sources for r in s.routes if not r.local]
    by_id = [(s, r) for s, r in remote if r.takes - {TITLE, PEOPLE, ANY_WORDS, FIRST_VERSION}]
    searches = sorted(((s, r) for s, r in remote if TITLE in r.takes), key=lambda pair: _rank_price(pair[1]))
    exact = [(s, r) for s, r in searches if s.publishes and r.exact and r.batch_size > 1]
    searches_of_publications = [(s, r) for s, r in local if TITLE in r.takes and s.publishes] + exact
    first: dict[str, Route] = {}
    for source, route in searches:
        if route.batch_size > 1:
            first.setdefault(source.name, route)
    return [
        [Step(kind="local", source=s, route=r) for s, r in local],
        [Step(kind="claims", source=s, route=r) for s, r in by_id],
        [Step(kind="untitled", source=s, route=r) for s, r in local],
        *([Step(kind="first" if first.get(s.name) is r else "further", source=s, route=r)] for s, r in searches),
        [Step(kind="people", source=s, route=r) for s, r in remote if PEOPLE in r.takes],
        [Step(kind="any words", source=s, route=r) for s, r in remote if ANY_WORDS in r.takes],
        [Step(kind="first version", source=s, route=r) for s, r in remote if FIRST_VERSION in r.takes],
        [Step(kind="publication", source=s, route=r) for s, r in searches_of_publications],
        *([Step(kind="completion", source=s, route=r) for s, r in (*local, *by_id)] for _ in range(ROUNDS)),
    ]


def _rank_price(route: Route) -> tuple[bool, float, float]:
    """What a question costs along a route: money first, then requests. Lists of exact titles lead: for a
    millionth of a dollar a title they settle most of what the index leaves open."""
    size = max(route.batch_size, 1)
    return (not (route.exact and size > 1), route.usd / size, 1 / size)


# ------------------------------------------------------------------ the estimate

ANSWER = 0.3
"""Seconds that a service usually takes to answer."""

SHARES: Mapping[StepKind, float] = {
    "claims": 1.0,
    "first": 0.7,
    "further": 0.4,
    "people": 0.1,
    "any words": 0.15,
    "first version": 0.05,
    "publication": 0.02,
    "completion": 0.2,
}
"""Of the questions that a step would have to ask if no step before it found anything, the share that is left when
its turn comes (measured by `benchmarks/requests.py` over rows of real lists)."""


class CostEstimate(Struct, frozen=True, kw_only=True):
    """What a source will be asked: requests, US dollars, and seconds at its pace; as expected, and at most."""

    source: str
    requests: int = 0
    most_requests: int = 0
    usd: float = 0.0
    most_usd: float = 0.0
    seconds: float = 0.0
    most_seconds: float = 0.0


class Plan(Struct, frozen=True, kw_only=True):
    """What a run would take.

    `settled` of the `entries` need no search any more, by the local index and kept answers. Tries
    repeated after a failure are in no figure.
    """

    entries: int
    settled: int
    estimates: tuple[CostEstimate, ...]
    notes: tuple[str, ...] = ()


def estimate_cost(step: Step, questions: Sequence[Question]) -> CostEstimate:
    """What a step takes.

    Args:
        step: the step.
        questions: all that it would ask if no step before found anything.
    """
    route = step.route
    share = round(SHARES.get(step.kind, 1.0) * len(questions))
    most = len(questions)
    if step.kind == "further" and route.batch_size == 1:  # for short lists only
        share, most = share if share <= FEW else 0, min(most, FEW)
    expected, bound = (list(step.source.batches(route, questions[:n])) for n in (share, most))
    requests, most_requests = sum(p.requests for p in expected), sum(p.most for p in bound)
    return CostEstimate(
        source=step.source.name,
        requests=requests,
        most_requests=most_requests,
        usd=sum(p.usd for p in expected),
        most_usd=sum(p.most_usd for p in bound),
        seconds=requests * (route.pace + ANSWER),
        most_seconds=most_requests * (route.pace + ANSWER),
    )


def estimate_seconds(step: Step, count: int, *, is_next: bool) -> float:
    """Roughly the time that a step takes, at the pace of its source; 0 for a local one.

    Args:
        step: the step.
        count: questions that it would have to ask as things stand.
        is_next: it is this step's turn, so that no other one will answer some of them before.
    """
    if step.route.local:
        return 0.0
    share = count if is_next else SHARES.get(step.kind, 1.0) * count
    if step.kind == "further" and step.route.batch_size == 1 and share > FEW:
        return 0.0
    return math.ceil(share / max(step.route.batch_size, 1)) * (step.route.pace + ANSWER)


class OpenRow(Protocol):
    """What a plan needs to know of a finding: whether questions about it are left open."""

    @property
    def pending(self) -> bool: ...


_STAND_IN = "Horticultural Therapy for Retired Submarine Cooks, Number {}"
"""A title as long as a telling one is: how many share a request depends on that."""


def expect_questions(sources: Sequence[Source], rows: Iterable[OpenRow]) -> Iterator[tuple[Step, list[Question]]]:
    """What rows with open questions may lead to: the title of a preprint for each of them, and one identifier a
    source."""
    count = sum(row.pending for row in rows)
    for step in (step for group in order_steps(sources) for step in group if step.kind == "publication" and count):
        if not step.route.local:
            yield step, [ByTitle(_STAND_IN.format(n)) for n in range(PREPRINT_TITLES * count)]
    for step in (step for group in order_steps(sources) for step in group if step.kind == "first version" and count):
        most = range(MOST_FIRST_VERSIONS * count)
        yield step, [ByFirstVersion(Identifier("arxiv", f"9912.{n:05}")) for n in most]
    for n, group in enumerate(order_steps(sources)[-ROUNDS:]):
        for step in (step for step in group if not step.route.local and count):
            # They may fall on any round and kind, each of which begins a request; arXiv's ids fill it soonest.
            ids: list[Question] = [ById(Identifier("arxiv", f"9912.{m:05}")) for m in range(1 if n else count)]
            if "doi" in step.route.takes:
                ids.append(ById(Identifier("doi", "10.0000/stand.in")))
            yield step, ids


def add_up(estimates: Iterable[CostEstimate], source: str) -> CostEstimate:
    """One estimate of a source of several."""
    some = list(estimates)
    return CostEstimate(source=source, **{name: sum(getattr(b, name) for b in some) for name in _FIGURES})


_FIGURES = tuple(name for name in CostEstimate.__struct_fields__ if name != "source")
