"""Asking for several questions in one request, and again for those that others crowded out.

A service answers such a request with one page of rows. Where it has more rows than fit the page, the rows of one title
may have taken the place of another's, which can't be said to be unknown then: it is asked for again, without those that
have brought theirs, with as many others as a page has room for, or more narrowly, in as few requests as the source
allows.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from resolver.model import Answer, ByTitle, Found, Question, Record, Unavailable
from resolver.net.service import Failed
from resolver.sources import attribution, known
from resolver.sources.attribution import Asked
from resolver.sources.base import ResultPage

Term = TypeVar("Term")

Shares = Mapping[Asked, Sequence[Record]]


REFUSABLE = frozenset({400, 413, 414, 500})
"""Statuses of an answer to a query that one of its questions may have spoilt: it is refused, too long, or more than
the service's own search can parse (500)."""


@dataclass(frozen=True)
class Round(Generic[Asked, Term]):
    """A request: the questions and their terms, what earlier pages brought for them, and its number, from 1 on."""

    asked: Mapping[Asked, Term]
    before: Shares[Asked]
    turn: int


class Rounds(ABC, Generic[Asked, Term]):
    """How a source asks for several questions at once; a subclass says what differs.

    Attributes:
        service: its name for people.
        most: pages that are read for the questions of one batch, at most.
        kept: records that are kept for a question, at most; all where it is None.
    """

    service: ClassVar[str]
    most: int
    kept: int | None = attribution.PER_TITLE
    _pages = 0

    @abstractmethod
    def send(self, terms: Sequence[Term], turn: int) -> ResultPage | Failed:
        """One request for the terms of several questions, in the round of that number, from 1 on; it carries the
        works that the service surely has (`known.KNOWN_WORKS`)."""

    @abstractmethod
    def explain(self, failure: Failed) -> str:
        """Why there is no answer, for a person."""

    @abstractmethod
    def share(self, asked: Sequence[Asked], page: ResultPage, before: Shares[Asked]) -> Shares[Asked]:
        """Which rows belong to which question, together with what the rounds before brought; best first."""

    @abstractmethod
    def is_settled(self, question: Asked, records: Sequence[Record]) -> bool:
        """Whether rows that did not fit the page could not change what was found."""

    def regroup(
        self, crowded: Mapping[Asked, Term], last: Round[Asked, Term], page: ResultPage, shares: Shares[Asked]
    ) -> Sequence[Mapping[Asked, Term]]:
        """How questions that others crowded out are asked again, a mapping for each request; those that are in none
        are given up.

        Args:
            crowded: the questions, and what each was asked by.
            last: the round that left them open.
            page: that did not hold all rows.
            shares: what came for each question so far.
        """
        return [crowded]

    def is_narrowed(self, question: Asked, term: Term) -> bool:
        """Whether a question is asked by less than it was at first: that nothing comes says nothing then, since the
        page of the wider question was truncated."""
        return False

    @abstractmethod
    def give_up(self, question: Asked, records: Sequence[Record], page: ResultPage) -> Answer:
        """The answer where no page has shown all rows."""

    def left(self) -> int:
        """Pages that may still be read for this batch."""
        return max(self.most - self._pages, 0)

    def count_page(self) -> None:
        """Note that one more was read."""
        self._pages += 1

    def has_known(self, asked: Sequence[Asked], page: ResultPage) -> bool:
        """Whether a page has a work that the service surely has and that was asked for along with the questions."""
        return any(map(known.is_carried, page.records))

    def ask(self, asked: Mapping[Asked, Term]) -> dict[Question, Answer]:
        """The answer to each question.

        Args:
            asked: the questions, and what each is asked by.
        """
        answers: dict[Question, Answer] = {}
        waiting: deque[Round[Asked, Term]] = deque([Round(asked, {}, 1)] if asked else ())
        while waiting:
            now = waiting.popleft()
            page = self.send(list(now.asked.values()), now.turn)
            if isinstance(page, Failed):
                if page.status in REFUSABLE and len(now.asked) > 1:  # one question that can't be taken fails them all
                    halves = attribution.split_in_halves(now.asked)
                    waiting.extendleft(Round(half, now.before, now.turn) for half in reversed(halves))
                else:
                    answers.update(dict.fromkeys(now.asked, Unavailable(self.explain(page))))
                continue
            self.count_page()
            nothing = page.nothing(self.service)
            if page.complete and not page.unreadable and not self.has_known(list(now.asked), page):
                nothing = Unavailable(known.MISSING.format(service=self.service))
            shares = self.share(list(now.asked), page, now.before)
            crowded = {q: term for q, term in now.asked.items() if not self._is_shown(q, term, shares[q], page)}
            for question in now.asked.keys() - crowded.keys():
                records = shares[question]
                answers[question] = Found(tuple(records[: self.kept])) if records else nothing
            incomplete = crowded if not page.complete else {}
            parts = [part for part in self.regroup(incomplete, now, page, shares) if part] if incomplete else []
            parts = parts[: max(self.left() - len(waiting), 0)]
            waiting.extend(Round(part, shares, now.turn + 1) for part in parts)
            left = crowded.keys() - {question for part in parts for question in part}
            answers.update({question: self.give_up(question, shares[question], page) for question in left})
        return answers

    def _is_shown(self, question: Asked, term: Term, records: Sequence[Record], page: ResultPage) -> bool:
        """Whether a page has what the service has for a question. Truncated is not absent."""
        whole = page.complete and not self.is_narrowed(question, term)
        return whole or self.is_settled(question, records)


class WordRounds(Rounds[ByTitle, Term]):
    """Titles that are searched by their words: rows go to the titles that they resemble."""

    def share(self, asked: Sequence[ByTitle], page: ResultPage, before: Shares[ByTitle]) -> Shares[ByTitle]:
        """Rows that resemble no title go to the one that they resemble most: some title did bring them."""
        had = {question.title: records for question, records in before.items()}
        brought = [r for r in page.records if not known.is_brought_along(r, asked)]
        shares = attribution.share_records(asked, brought, had)
        return {question: shares[question.title] for question in asked}

    def is_settled(self, question: ByTitle, records: Sequence[Record]) -> bool:
        """A row that is surely what was asked for can't have been crowded out."""
        return attribution.measure_best(question.title, records) >= attribution.CLOSE

    def give_up(self, question: ByTitle, records: Sequence[Record], page: ResultPage) -> Answer:
        """The nearest rows; where none is near, no answer."""
        return attribution.answer_crowded_out(question, records, page.total, self.service)
