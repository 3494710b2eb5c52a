"""What a source of bibliographic records must be able to do.

A source answers questions in batches along one or more *routes*: ways to ask it that differ in
what they accept, in price and in pace. It knows nothing of entries, caches or budgets; the look-up
stage decides which questions to send along which route, cheapest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from resolver.model import Answer, IdKind, Question

TITLE = "title"
PEOPLE = "people"


class Route(Struct, frozen=True, kw_only=True):
    """One way to ask a source.

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


class Source(Protocol):
    """A place that has bibliographic records.

    `title` is its name for people and `about` a sentence on its terms, for the README of recorded
    answers. `own` is the kind of identifier that its records are known by, and `begins` the year from
    which on it has a fair share of the field's works. `routes` are in order of price.

    `ask` gives an answer for *every* question it is handed and raises nothing for a service that
    fails: that is an `Unavailable` answer. It may split a batch into several requests, never more
    than it needs.
    """

    name: str
    title: str
    about: str
    own: IdKind
    begins: int
    routes: tuple[Route, ...]

    def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]: ...
