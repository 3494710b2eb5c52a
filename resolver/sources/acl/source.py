"""The ACL Anthology as a source: everything is answered by the local index."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence

from resolver.index import IndexUnusable, TitleIndex
from resolver.model import Answer, ById, ByTitle, IdKind, Question, Unavailable
from resolver.sources.acl.client import NAME
from resolver.sources.acl.queries import INDEX, answer_question
from resolver.sources.base import Batch, Route, divide_by_size
from resolver.sources.checks import Observations, ServiceCheck


class AclAnthology:
    """The source `acl`.

    Args:
        index: opens the local index when the first question comes, or gives None when there is none.
        due: whether a download is due before that.
        rebuilt: builds it anew, once, when a look-up finds it damaged; told why.
        checks: what must be true of the place that it is built from.
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

    def __init__(
        self,
        index: Callable[[], TitleIndex | None],
        due: Callable[[], bool] = lambda: False,
        rebuilt: Callable[[str], TitleIndex | None] = lambda _: None,
        checks: Callable[[], Sequence[ServiceCheck]] = tuple,
    ) -> None:
        self._open, self._due, self._rebuild, self._checks = index, due, rebuilt, checks
        self._lock = threading.Lock()
        self._is_open = self._is_rebuilt = False
        self._held: TitleIndex | None = None

    def upkeep(self) -> int:
        """The export is fetched when there is none, or when it is a week old."""
        return int(self._due())

    def batches(self, route: Route, questions: Sequence[Question]) -> Iterator[Batch]:
        """All at once: nothing is sent anywhere."""
        return divide_by_size(route, questions)

    def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]:
        """Answer every question from the index; without one, nothing can be said."""
        try:
            return self._answers(self._index(), questions)
        except IndexUnusable as damage:
            with self._lock:
                if not self._is_rebuilt:
                    self._held, self._is_rebuilt = self._rebuild(damage.why), True
        try:
            return self._answers(self._index(), questions)
        except IndexUnusable as damage:
            return dict.fromkeys(questions, Unavailable(damage.why))

    def checks(self, observed: Observations) -> Sequence[ServiceCheck]:
        """The export, without downloading it."""
        return self._checks()

    def _index(self) -> TitleIndex | None:
        with self._lock:
            if not self._is_open:
                self._held, self._is_open = self._open(), True
            return self._held

    def _answers(self, index: TitleIndex | None, questions: Sequence[Question]) -> dict[Question, Answer]:
        if index is None:
            none = Unavailable("there is no local index of the Anthology (resolver index build)")
            return dict.fromkeys(questions, none)
        return {q: answer_question(index, q) for q in questions if isinstance(q, ByTitle | ById)}
