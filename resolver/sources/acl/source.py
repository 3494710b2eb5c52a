"""The ACL Anthology as a source: everything is answered by the local index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from resolver.identifiers import related
from resolver.index import TitleIndex
from resolver.model import Answer, ById, ByTitle, Found, IdKind, NotFound, Question, Record, Unavailable
from resolver.sources.base import TITLE, Pack, Route, batches
from resolver.text import titles

NAME = "acl"
MOST = 15
"""Records answered for a title: all of the same title, and the most similar ones."""

UNMISTAKABLE = 4
"""Words from which on a title that is there exactly needs no similar ones beside it."""

NAMESAKES = 3
"""Records answered besides for the part of the title before its colon."""

INDEX = Route(name="index", takes=frozenset({TITLE, "acl", "doi"}), batch=10_000, local=True)


class AclAnthology:
    """The source `acl`.

    Args:
        index: opens the local index when the first question comes, or gives None when there is none.
        due: whether a download is due before that.
    """

    name = NAME
    own: IdKind = "acl"
    begins = 1952
    publishes = True
    title = "ACL Anthology"
    about = (
        "the Anthology's own BibTeX export (https://aclanthology.org), bibliographic facts only; "
        "material from 2016 on is CC BY 4.0, earlier CC BY-NC-SA 3.0"
    )
    routes: tuple[Route, ...] = (INDEX,)

    def __init__(self, index: Callable[[], TitleIndex | None], due: Callable[[], bool] = lambda: False) -> None:
        self._index, self._due = index, due

    def upkeep(self) -> int:
        """The export is fetched when there is none, or when it is a week old."""
        return int(self._due())

    def packs(self, route: Route, questions: Sequence[Question]) -> Iterator[Pack]:
        """All at once: nothing is sent anywhere."""
        return batches(route, questions)

    def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]:
        """Answer every question from the index; without one, nothing can be said."""
        index = self._index()
        if index is None:
            none = Unavailable("there is no local index of the Anthology (resolver index build)")
            return dict.fromkeys(questions, none)
        return {q: _answer(index, q) for q in questions if isinstance(q, ByTitle | ById)}


def _like(index: TitleIndex, title: str, exact: bool) -> tuple[Record, ...]:
    """The most similar records; and who else bears the name in front of the colon, which shows a title
    that was spliced from two papers."""
    head, rest = titles.main_and_rest(title)
    namesakes = index.named(head, NAMESAKES) if rest and not exact else ()
    return (*index.similar(title, MOST), *namesakes)


def _answer(index: TitleIndex, question: ByTitle | ById) -> Answer:
    if isinstance(question, ByTitle):
        records = index.exact(question.title)
        if not records or len(titles.words(question.title)) < UNMISTAKABLE:
            records = tuple(dict.fromkeys((*records, *_like(index, question.title, bool(records)))))
    else:
        found: dict[Record, None] = {}
        for identifier in (question.id, *related(question.id)):
            found.update(dict.fromkeys(index.by_id(identifier)))
        records = tuple(found)
    return Found(records) if records else NotFound()
