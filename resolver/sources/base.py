"""What a source of bibliographic records must be able to do.

A source answers questions in batches along one or more *routes*: ways to ask it that differ in
what they accept, in price and in pace. It knows nothing of entries, caches or budgets; the look-up
stage decides which questions to send along which route, cheapest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from resolver.model import Answer, IdKind, Question

TITLE = "title"
PEOPLE = "people"


class Route(Struct, frozen=True, kw_only=True):
    """One way to ask a source, and what it costs; `resolver.lookup.plan` puts the routes in order by these numbers.

    Args:
        name: short and stable: it is part of the cache's key.
        takes: kinds of question: `"title"`, `"people"` and identifier kinds.
        batch: questions that fit one request, at most.
        usd: price of one request in US dollars.
        pace: seconds that must lie between two requests.
        local: answered without the network; such answers are not cached.
        exact: a title must be equal for this route to find it, so that its "not found" says little.
    """

    name: str
    takes: frozenset[IdKind | str]
    batch: int
    usd: float = 0.0
    pace: float = 0.0
    local: bool = False
    exact: bool = False


class Pack(Struct, frozen=True, kw_only=True):
    """Questions that are asked together, and what that takes, tries repeated after a failure aside.

    Args:
        questions: at least one.
        requests: usually needed.
        usd: their price in US dollars.
        most: requests that may be needed: titles that others crowded out are asked again, say.
        most_usd: the price of those.
    """

    questions: tuple[Question, ...]
    requests: int = 1
    usd: float = 0.0
    most: int = 1
    most_usd: float = 0.0


class Source(Protocol):
    """A place that has bibliographic records.

    `title` is its name for people and `about` a sentence on its terms, for the README of recorded
    answers. `own` is the kind of identifier that its records are known by, and `begins` the year from
    which on it has a fair share of the field's works; `publishes` says whether its records may be of
    publications, not of preprints only. `routes` are in order of price.

    `packs` divides questions into groups that fit one request each, in the order in which they are to
    be asked. Where a pack ends depends on nothing but the questions from its first one on: what is left
    to ask after a run was killed is then divided as it would have been.

    `ask` gives an answer for *every* question of a pack and raises nothing for a service that fails:
    that is an `Unavailable` answer.

    `upkeep` is the number of requests that its local routes need before they can be used.
    """

    name: str
    title: str
    about: str
    own: IdKind
    begins: int
    publishes: bool
    routes: tuple[Route, ...]

    def upkeep(self) -> int: ...

    def packs(self, route: Route, questions: Sequence[Question]) -> Iterable[Pack]: ...

    def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]: ...


def batches(route: Route, questions: Sequence[Question], most: int = 1) -> Iterator[Pack]:
    """The packs of a source whose requests have no other limit than the route's `batch`.

    Args:
        route: the way along which all of them are asked.
        questions: in the order in which they are to be asked.
        most: requests that a pack may need.
    """
    size = max(route.batch, 1)
    for begin in range(0, len(questions), size):
        some = tuple(questions[begin : begin + size])
        yield Pack(questions=some, usd=route.usd, most=most, most_usd=most * route.usd)
