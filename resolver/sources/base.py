"""What a source of bibliographic records must be able to do.

A source answers questions in batches along one or more *routes*: ways to ask it that differ in
what they accept, in price and in pace. It knows nothing of entries, caches or budgets; the look-up
stage decides which questions to send along which route, cheapest first.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from resolver.model import Answer, IdKind, NotFound, Question, Record, Unavailable
from resolver.sources.checks import Observations, ServiceCheck

TITLE = "title"
PEOPLE = "people"
FIRST_VERSION = "first version"
ANY_WORDS = "title in part"

TOO_SHORT = "the title is too short to be searched for"
"""The reason of an `Unavailable` that is no outage: the source was not asked, and nobody can ask it better later."""

LONGEST_MESSAGE = 200
"""Characters of a service's own words that are passed on."""

_log = logging.getLogger("resolver.sources")
_log.addHandler(logging.NullHandler())


class Route(Struct, frozen=True, kw_only=True):
    """One way to ask a source, and what it costs; `resolver.lookup.plan` puts the routes in order by these numbers.

    Args:
        name: short and stable: it is part of the cache's key.
        takes: kinds of question: `"title"`, `"title in part"` (any of its words), `"people"`, `"first version"` and
            identifier kinds.
        batch_size: questions that fit one request, at most.
        usd: price of one request in US dollars.
        pace: seconds that must lie between two requests.
        local: answered without the network; such answers are not cached.
        exact: a title must be equal for this route to find it, so that its "not found" says little.
    """

    name: str
    takes: frozenset[IdKind | str]
    batch_size: int
    usd: float = 0.0
    pace: float = 0.0
    local: bool = False
    exact: bool = False


class Batch(Struct, frozen=True, kw_only=True):
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


class ResultPage(Struct, frozen=True):
    """The records of one request, how many the service has for it, and how many of those sent could not be read."""

    records: tuple[Record, ...]
    total: int
    unreadable: int = 0

    @property
    def complete(self) -> bool:
        """Whether the service sent all that it has."""
        return len(self.records) + self.unreadable >= self.total

    def nothing(self, service: str) -> Answer:
        """The answer to a question for which no record came: what was not sent or not read may have been it.

        Args:
            service: its name for people.
        """
        if not self.complete:
            return Unavailable(f"{service}'s answer was not complete")
        return answer_unreadable(service, self.unreadable) if self.unreadable else NotFound()


class Source(Protocol):
    """A place that has bibliographic records.

    `title` is its name for people and `about` a sentence on its terms, for the README of recorded
    answers. `own` is the kind of identifier that its records are known by, and `begins` the year from
    which on it has a fair share of the field's works; `publishes` says whether its records may be of
    publications, not of preprints only. `routes` are in order of price.

    `batches` divides questions into groups that fit one request each, in the order in which they are to
    be asked. Where a batch ends depends on nothing but the questions from its first one on: what is left
    to ask after a run was killed is then divided as it would have been.

    `ask` gives an answer for *every* question of a batch and raises nothing for a service that fails:
    that is an `Unavailable` answer.

    `upkeep` is the number of requests that its local routes need before they can be used.

    `checks` are what `resolver doctor` looks at: whether every form of request that the source sends is taken and
    means what the source thinks; `observed` are the exchanges with the service so far.
    """

    name: str
    title: str
    about: str
    own: IdKind
    begins: int
    publishes: bool
    routes: tuple[Route, ...]

    def upkeep(self) -> int: ...

    def batches(self, route: Route, questions: Sequence[Question]) -> Iterable[Batch]: ...

    def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]: ...

    def checks(self, observed: Observations) -> Sequence[ServiceCheck]: ...


def answer_unreadable(service: str, count: int) -> Unavailable:
    """The answer where the record that was asked for may be among those that could not be read."""
    return Unavailable(f"{count} of the records that {service} sent could not be read")


def ask_safely(
    name: str, questions: Sequence[Question], ask: Callable[[], Mapping[Question, Answer]]
) -> Mapping[Question, Answer]:
    """The last guard: whatever a service says, asking it raises nothing.

    What comes here is a defect of ours, which must not cost a person the run: the questions have no answer, with
    the reason, and the traceback is logged (`resolver.sources`).

    Args:
        name: the source's.
        questions: that are asked.
        ask: gives the answers.
    """
    try:
        return ask()
    except Exception as error:  # noqa: BLE001  # whatever it is
        _log.exception("%s: an answer could not be read", name)
        reason = f"{name}: its answer could not be read ({type(error).__name__}: please report it)"
        return dict.fromkeys(questions, Unavailable(reason))


def divide_by_size(route: Route, questions: Sequence[Question], most: int = 1) -> Iterator[Batch]:
    """The batches of a source whose requests have no other limit than the route's `batch_size`.

    Args:
        route: the way along which all of them are asked.
        questions: in the order in which they are to be asked.
        most: requests that a batch may need.
    """
    size = max(route.batch_size, 1)
    for begin in range(0, len(questions), size):
        some = tuple(questions[begin : begin + size])
        yield Batch(questions=some, usd=route.usd, most=most, most_usd=most * route.usd)
