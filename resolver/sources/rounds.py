"""Asking for several questions in one request, and again for those that others crowded out.

A service answers such a request with one page of rows. Where it has more rows than fit the page, the rows of one title
may have taken the place of another's, which can't be said to be unknown then: it is asked for again, more narrowly and
without those that have brought theirs, in as few rounds as the source allows.
"""

from __future__ import annotations

import types
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from resolver.model import Answer, ByTitle, Found, Question, Record, Unavailable
from resolver.net.service import Failed
from resolver.sources import attribution
from resolver.sources.attribution import Asked
from resolver.sources.base import ResultPage

Term = TypeVar("Term")

Shares = Mapping[Asked, Sequence[Record]]


CANARY = "Attention Is All You Need"
"""A title that every service here has: whoever finds nothing for several questions at once must find this one."""

SUSPICIOUS = 3
"""Questions for which nothing at all came, from which on the service itself is in doubt. One or two unknown titles are
common, and asking after them would cost a request each time."""

REFUSABLE = frozenset({400, 413, 414, 500})
"""Statuses of an answer to a query that one of its questions may have spoilt: it is refused, too long, or more than
the service's own search can parse (500)."""


class Rounds(ABC, Generic[Asked, Term]):
    """How a source asks for several questions at once; a subclass says what differs.

    Attributes:
        service: its name for people.
        most: requests for the questions of one batch, at most.
        kept: records that are kept for a question, at most; all where it is None.
    """

    service: ClassVar[str]
    most: int
    kept: int | None = attribution.PER_TITLE

    @abstractmethod
    def send(self, terms: Sequence[Term], turn: int) -> ResultPage | Failed:
        """One request for the terms of several questions, in the round of that number, from 1 on."""

    @abstractmethod
    def explain(self, failure: Failed) -> str:
        """Why there is no answer, for a person."""

    @abstractmethod
    def share(self, asked: Sequence[Asked], page: ResultPage, before: Shares[Asked]) -> Shares[Asked]:
        """Which rows belong to which question, together with what the rounds before brought; best first."""

    @abstractmethod
    def is_settled(self, question: Asked, records: Sequence[Record]) -> bool:
        """Whether rows that did not fit the page could not change what was found."""

    def narrow(self, question: Asked, term: Term) -> Term:
        """What is asked for a question that others crowded out; the same, where nothing narrower is known."""
        return term

    @abstractmethod
    def give_up(self, question: Asked, records: Sequence[Record], page: ResultPage) -> Answer:
        """The answer where the last round has not shown all rows either."""

    def finds_known(self) -> bool:
        """Whether a request of this form brings a work that the service surely has; asked when one brought nothing."""
        return True

    def is_last(self, asked: Mapping[Asked, Term], crowded: Mapping[Asked, Term], turn: int) -> bool:
        """Whether another round is of no use."""
        return turn >= self.most

    def ask(
        self, asked: Mapping[Asked, Term], before: Shares[Asked] = types.MappingProxyType({}), turn: int = 1
    ) -> dict[Question, Answer]:
        """The answer to each question.

        Args:
            asked: the questions, and what each is asked by.
            before: what the rounds before this one brought for them.
            turn: the number of this round.
        """
        if not asked:
            return {}
        page = self.send(list(asked.values()), turn)
        if isinstance(page, Failed):
            if page.status in REFUSABLE and len(asked) > 1:  # one question that can't be taken fails them all
                halves = attribution.split_in_halves(asked)
                return {q: answer for half in halves for q, answer in self.ask(half, before, turn).items()}
            return dict.fromkeys(asked, Unavailable(self.explain(page)))
        if not page.total and len(asked) >= SUSPICIOUS and not self.finds_known():
            nothing = f"{self.service} finds nothing at the moment, not even what it surely has"
            return dict.fromkeys(asked, Unavailable(nothing))
        shares = self.share(list(asked), page, before)
        answers: dict[Question, Answer] = {}
        crowded: dict[Asked, Term] = {}
        for question, term in asked.items():
            records = shares[question]
            if page.complete or self.is_settled(question, records):
                answers[question] = Found(tuple(records[: self.kept])) if records else page.nothing(self.service)
            elif turn > 1 and records:  # asked narrowly already: the nearest, though others were not read
                answers[question] = self.give_up(question, records, page)
            else:
                crowded[question] = self.narrow(question, term)
        if self.is_last(asked, crowded, turn):
            return answers | {question: self.give_up(question, shares[question], page) for question in crowded}
        return answers | self.ask(crowded, shares, turn + 1)


class WordRounds(Rounds[ByTitle, Term]):
    """Titles that are searched by their words: rows go to the titles that they resemble."""

    def share(self, asked: Sequence[ByTitle], page: ResultPage, before: Shares[ByTitle]) -> Shares[ByTitle]:
        """Rows that resemble no title go to the one that they resemble most: some title did bring them."""
        known = {question.title: records for question, records in before.items()}
        shares = attribution.share_records(asked, page.records, known)
        return {question: shares[question.title] for question in asked}

    def is_settled(self, question: ByTitle, records: Sequence[Record]) -> bool:
        """A row that is surely what was asked for can't have been crowded out."""
        return attribution.measure_best(question.title, records) >= attribution.CLOSE

    def give_up(self, question: ByTitle, records: Sequence[Record], page: ResultPage) -> Answer:
        """The nearest rows, near or not; of many rows with none near, no answer."""
        return attribution.answer_crowded_out(question, records, page.total, self.service)
