"""Titles that share requests to OpenAlex, and what is asked again where a page did not hold all rows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec

from resolver.model import Answer, ByTitle, Record, Unavailable
from resolver.net.service import Failed
from resolver.sources import attribution
from resolver.sources.base import ResultPage
from resolver.sources.known import KNOWN_WORKS, PLAIN, PUNCTUATED
from resolver.sources.openalex import batches, queries
from resolver.sources.openalex.client import OpenAlexClient, explain_failure
from resolver.sources.rounds import Round, Rounds, Shares, WordRounds
from resolver.text.likeness import likeness

LAST_ROUND = 3
"""The round after which keyword searches are not made anew: the second has left out what the first told, and the third
what it was that made the second too long."""

ROOM = 0.9
"""Of the rows that further pages hold, the share that is expected at most: which title brought how many is a guess."""

HEAVY = 0.25
"""Pages that the rows of one title fill, from which on it is asked by sets of more words."""


class ExactRounds(Rounds[ByTitle, Sequence[str]]):
    """One list for all spellings of titles, and up to two more for those that others crowded out."""

    service, most = "OpenAlex", batches.MOST[batches.EXACT.name]

    def __init__(self, client: OpenAlexClient) -> None:
        self._client = client

    def send(self, terms: Sequence[Sequence[str]], turn: int) -> ResultPage | Failed:
        titles = [spelling for spellings in terms for spelling in spellings]
        # With another filter's name and a colon in it a title can share its list with no other.
        carried = () if any(map(queries.must_stand_alone, titles)) else [work.title for work in KNOWN_WORKS]
        return self._client.list_works(queries.list_by_title(list(dict.fromkeys([*titles, *carried]))))

    def explain(self, failure: Failed) -> str:
        return explain_failure(failure)

    def share(self, asked: Sequence[ByTitle], page: ResultPage, before: Shares[ByTitle]) -> Shares[ByTitle]:
        # Rows come back in no order and without repetition.
        return {q: [r for r in page.records if likeness(q.title, r.title) == 1.0] for q in asked}

    def is_settled(self, question: ByTitle, records: Sequence[Record]) -> bool:
        return bool(records)

    def has_known(self, asked: Sequence[ByTitle], page: ResultPage) -> bool:
        if any(queries.must_stand_alone(question.title) for question in asked):
            return bool(page.total) or self._client.finds(queries.list_by_title([PUNCTUATED.title, PLAIN.title]))
        return super().has_known(asked, page)

    def regroup(
        self,
        crowded: Mapping[ByTitle, Sequence[str]],
        last: Round[ByTitle, Sequence[str]],
        page: ResultPage,
        shares: Shares[ByTitle],
    ) -> Sequence[Mapping[ByTitle, Sequence[str]]]:
        if len(crowded) == len(last.asked):  # no row bears any of the titles: the same list would bring the same rows
            return ()
        return [crowded] if last.turn == 1 or len(crowded) == 1 else attribution.split_in_halves(crowded)

    def give_up(self, question: ByTitle, records: Sequence[Record], page: ResultPage) -> Answer:
        return Unavailable(f"OpenAlex has {page.total} works for these titles; none of the first is one of them")


class KeywordRounds(WordRounds[tuple[str, ...]]):
    """A keyword search for all titles of a batch, of which all words of one set must match. Where its page does not
    hold all rows, those titles that it has not settled are searched for once more, and all pages are read."""

    service, most = "OpenAlex", batches.MOST[batches.SEARCH.name]

    def __init__(self, client: OpenAlexClient) -> None:
        self._client = client

    def send(self, terms: Sequence[tuple[str, ...]], turn: int) -> ResultPage | Failed:
        carried = [queries.join_keywords(work.title) for work in KNOWN_WORKS]
        values = list(dict.fromkeys([*(s for sets in terms for s in sets), *carried]))
        page = self._read(values, 1)
        return page if turn == 1 or isinstance(page, Failed) else self._read_on(values, page)

    def _read(self, values: Sequence[str], number: int) -> ResultPage | Failed:
        return self._client.list_works(queries.search_words(values, page=number), usd=batches.SEARCH.usd)

    def _read_on(self, values: Sequence[str], page: ResultPage) -> ResultPage:
        """The further pages, if all of them can be read: a part would say no more of what is absent."""
        last = math.ceil(page.total / queries.VALUES)
        if last > self.left():
            return page
        for number in range(2, last + 1):
            more = self._read(values, number)
            if isinstance(more, Failed):
                break
            self.count_page()
            records = tuple(dict.fromkeys((*page.records, *more.records)))
            page = msgspec.structs.replace(page, records=records, unreadable=page.unreadable + more.unreadable)
        return page

    def explain(self, failure: Failed) -> str:
        return explain_failure(failure)

    def regroup(
        self,
        crowded: Mapping[ByTitle, tuple[str, ...]],
        last: Round[ByTitle, tuple[str, ...]],
        page: ResultPage,
        shares: Shares[ByTitle],
    ) -> Sequence[Mapping[ByTitle, tuple[str, ...]]]:
        """All together, by longer sets what brings much of a page alone; where even all pages that may be read would
        not hold their rows, those that bring most by all of their words."""
        if last.turn >= LAST_ROUND:
            return ()
        shown = set(page.records)
        brought = {q: sum(r in shown for r in shares[q]) for q in last.asked}
        rows = {q: page.total * count / max(sum(brought.values()), 1) for q, count in brought.items()}
        terms = dict(crowded)
        for question in crowded:
            if rows[question] > HEAVY * queries.VALUES and (longer := batches.list_longer_sets(question)):
                terms[question], rows[question] = longer, 0.0
        expected, room = sum(rows[q] for q in crowded), ROOM * queries.VALUES * self.left()
        for question in sorted(crowded, key=lambda q: -rows[q]):
            if expected <= room:
                break
            expected -= rows[question]
            if not self.is_narrowed(question, terms.pop(question)):
                terms[question] = (queries.join_keywords(question.title),)
        return [terms]

    def is_narrowed(self, question: ByTitle, term: tuple[str, ...]) -> bool:
        return term not in (batches.list_keywords(question), batches.list_longer_sets(question))
