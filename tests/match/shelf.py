"""A source that stands in memory, knows the records it is given, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from resolver.cache.answers import Answers
from resolver.lookup.library import Library
from resolver.model import Answer, ById, ByTitle, Found, IdKind, NotFound, Question, Record, Unavailable
from resolver.sources.base import TITLE, Batch, Route, divide_by_size
from resolver.text import titles

INDEX = Route(name="index", takes=frozenset({TITLE, "acl", "doi"}), batch_size=1000, local=True)
IDS = Route(name="ids", takes=frozenset({"doi", "arxiv", "openalex"}), batch_size=100)
ARXIV_IDS = Route(name="ids", takes=frozenset({"arxiv"}), batch_size=100)
EXACT = Route(name="exact", takes=frozenset({TITLE}), batch_size=100, exact=True)
SINGLE = Route(name="autocomplete", takes=frozenset({TITLE}), batch_size=1)
SEARCH = Route(name="search", takes=frozenset({TITLE}), batch_size=10)


class Shelf:
    """Exact routes find equal titles, the others titles that share half of their words."""

    about = "Records of a test."

    def __init__(
        self,
        name: str,
        own: IdKind,
        routes: Sequence[Route],
        records: Sequence[Record] = (),
        *,
        begins: int = 0,
        down: Collection[str] = (),
    ) -> None:
        self.name, self.title, self.own, self.begins = name, name, own, begins
        self.publishes = own != "arxiv"
        self.routes, self.records, self.down = tuple(routes), tuple(records), down
        self.asked: list[tuple[str, tuple[Question, ...]]] = []

    def upkeep(self) -> int:
        return 0

    def batches(self, route: Route, questions: Sequence[Question]) -> Iterator[Batch]:
        return divide_by_size(route, questions)

    def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]:
        self.asked.append((route.name, tuple(questions)))
        if route.name in self.down:
            return {q: Unavailable(f"{self.name}: timed out") for q in questions}
        return {q: self._answer(route, q) for q in questions}

    def _answer(self, route: Route, question: Question) -> Answer:
        if isinstance(question, ById):
            found = tuple(r for r in self.records if question.id in r.ids)
        else:
            found = tuple(r for r in self.records if self._fits(route, question, r))
        return Found(found) if found else NotFound()

    def _fits(self, route: Route, question: ByTitle, record: Record) -> bool:
        if route.exact:
            return titles.key(record.title) == titles.key(question.title)
        mine, theirs = set(titles.words(question.title)), set(titles.words(record.title))
        return 2 * len(mine & theirs) >= len(mine)

    def questions(self, route: str = "") -> list[str]:
        """All questions put so far, along one route or all of them."""
        return [str(q) for name, questions in self.asked if route in ("", name) for q in questions]

    def requests(self, route: str = "") -> int:
        return sum(route in ("", name) for name, _ in self.asked)


def anthology(*records: Record, down: Collection[str] = ()) -> Shelf:
    return Shelf("acl", "acl", [INDEX], records, down=down)


def arxiv(*records: Record, down: Collection[str] = ()) -> Shelf:
    return Shelf("arxiv", "arxiv", [ARXIV_IDS, SEARCH], records, begins=2017, down=down)


def openalex(*records: Record, down: Collection[str] = ()) -> Shelf:
    return Shelf("openalex", "openalex", [IDS, EXACT, SINGLE, SEARCH], records, down=down)


def library(*shelves: Shelf, answers: Answers | None = None, offline: bool = False) -> Library:
    return Library(shelves, answers=answers, offline=offline)
