"""OpenAlex: identifiers a hundred at a time, exact titles, completion, and keyword search.

`pyalex` builds the queries and gives the entity type; the requests go out through `resolver.net.http`
(pyalex has one host, no time limit, and turns free look-ups into billed ones). Prices and rules of the
service: https://help.openalex.org/access/pricing and .../api.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping, Sequence

from resolver import identifiers
from resolver.model import Answer, ById, ByTitle, Found, Identifier, IdKind, NotFound, Question, Record, Unavailable
from resolver.net.http import Http
from resolver.net.service import Failed
from resolver.sources import attribution
from resolver.sources.base import TITLE, Batch, Page, Route, ask_safely, unreadable
from resolver.sources.openalex import batches, queries
from resolver.sources.openalex.client import NAME, Client, explained
from resolver.text.likeness import likeness

_REFUSED = (400, 414)
"""Statuses of a query that the service can't take."""


class OpenAlex:
    """The source `openalex`.

    Args:
        http: the way out.
        base_url: `https://api.openalex.org` or another that speaks it.
        api_key: sent in a header only, and not at all when empty: a wrong key is refused even where
            none is needed.
    """

    name = NAME
    own: IdKind = "openalex"
    begins = 1800
    publishes = True
    title = "OpenAlex"
    about = "Metadata from OpenAlex, CC0 1.0 (https://openalex.org)."
    routes: tuple[Route, ...] = (batches.IDS, batches.EXACT, batches.AUTOCOMPLETE, batches.SEARCH)

    def __init__(self, http: Http, base_url: str, api_key: str = "") -> None:
        self._client = Client(http, base_url, api_key)

    def upkeep(self) -> int:
        """Nothing is kept here."""
        return 0

    def batches(self, route: Route, questions: Sequence[Question]) -> Iterator[Batch]:
        """Questions of one filter together; what no list can hold comes last."""
        return batches.divide(route, questions, self._client.line)

    def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]:
        """Answer a batch; `ById` along `ids`, `ByTitle` along the other routes."""
        return ask_safely(NAME, questions, lambda: self._ask(route, questions))

    def _ask(self, route: Route, questions: Sequence[Question]) -> dict[Question, Answer]:
        by_id = [q for q in questions if isinstance(q, ById) and q.id.kind in route.takes]
        by_title = [q for q in questions if isinstance(q, ByTitle) and TITLE in route.takes]
        answers: dict[Question, Answer] = {}
        if by_id:
            answers.update(self._ids(by_id))
        if by_title and route.name == batches.AUTOCOMPLETE.name:
            answers.update({q: self._complete(q) for q in by_title})
        elif by_title and route.name == batches.EXACT.name:
            answers.update(self._exact(by_title))
        elif by_title:
            answers.update(self._worded(by_title))
        for question in questions:
            answers.setdefault(question, Unavailable(f"OpenAlex's route {route.name} does not take {question}"))
        return answers

    # -------------------------------------------------------------- identifiers

    def _ids(self, questions: Sequence[ById]) -> dict[Question, Answer]:
        """One list, and another for what may be known there in a second way; whatever no list can hold or a
        spent budget leaves open goes one by one."""
        known = {q.id: batches.aliases(q.id) for q in questions}
        found: dict[Identifier, Answer] = {}
        for field, values in batches.FIELDS:
            asked = {i: v for i in known if not isinstance(found.get(i), Found) and (v := values(known[i]))}
            for part in self._lists(asked):
                outcome = self._client.works(queries.listing(field, [v for i in part for v in asked[i]]))
                for identifier, answer in _join(part, known, outcome).items():
                    if not isinstance(found.get(identifier), Unavailable) or isinstance(answer, Found):
                        found[identifier] = answer
        for identifier in known:
            if not isinstance(found.get(identifier), Found | NotFound):
                found[identifier] = self._one(identifier, known[identifier], found.get(identifier))
        return {q: found[q.id] for q in questions}

    def _lists(self, asked: Mapping[Identifier, tuple[str, ...]]) -> Iterator[list[Identifier]]:
        """As many identifiers together as one list can hold of their values."""
        every = list(asked)
        for positions in queries.split([(asked[i],) for i in every], line=self._client.line):
            yield [every[p] for p in positions]

    def _one(self, identifier: Identifier, known: Iterable[Identifier], before: Answer | None) -> Answer:
        """A free singleton, for what no list holds and when the budget is spent.

        It can't see the preprint that was merged into a published work, so that for arXiv's ids only its
        yes counts.
        """
        listable = queries.listable(identifier)
        if before is not None and listable and not self._client.spent:
            return before
        key = next((i for i in known if i.kind in ("openalex", "doi")), None)
        if key is None:
            return before or Unavailable(f"OpenAlex can't be asked for {identifier}")
        outcome = self._client.one(key)
        if isinstance(outcome, Failed):
            return Unavailable(outcome.reason)
        if outcome is not None:
            return Found((outcome,))
        return NotFound() if identifier == key or before is None else before

    # -------------------------------------------------------------- titles

    def _exact(self, questions: Sequence[ByTitle]) -> dict[Question, Answer]:
        listed = [q for q in questions if not queries.unlistable(q.title)]
        answers: dict[Question, Answer] = {q: self._complete(q) for q in questions if q not in listed}
        return answers | (self._titled(listed) if listed else {})

    def _titled(self, batch: Sequence[ByTitle], turn: int = 1) -> dict[Question, Answer]:
        """One list for all titles, and up to two more for those that others crowded out."""
        outcome = self._client.works(queries.titled([s for q in batch for s in batches.spellings(q)]))
        if isinstance(outcome, Failed):
            if outcome.status in _REFUSED and len(batch) > 1:  # one title that the service can't take fails them all
                middle = len(batch) // 2
                return self._titled(batch[:middle], turn) | self._titled(batch[middle:], turn)
            return dict.fromkeys(batch, Unavailable(explained(outcome)))
        answers: dict[Question, Answer] = {}
        crowded: list[ByTitle] = []
        for question in batch:
            # Rows come back in no order and without repetition.
            records = tuple(r for r in outcome.records if likeness(question.title, r.title) == 1.0)
            if records:
                answers[question] = Found(records[: attribution.PER_TITLE])
            elif outcome.complete:
                answers[question] = outcome.nothing("OpenAlex")
            else:
                crowded.append(question)
        if turn == batches.MOST[batches.EXACT.name] or len(crowded) == len(
            batch
        ):  # rows, but none that bears any of the titles
            reason = f"OpenAlex has {outcome.total} works for these titles; none of the first is one of them"
            return answers | dict.fromkeys(crowded, Unavailable(reason))
        return answers | (self._titled(crowded, turn + 1) if crowded else {})

    def _complete(self, question: ByTitle, *, beyond: bool = False) -> Answer:
        """Complete a title, then fetch the work that fits best, or all of the very title: both are free.

        Args:
            question: the title.
            beyond: without works that the list of exact titles brings.
        """
        completions = self._client.complete(question.title)
        if isinstance(completions, Failed):
            return Unavailable(completions.reason)
        rows = completions.rows
        if beyond and not self._client.spent:
            listed = {spelling.lower() for spelling in batches.spellings(question)}
            rows = tuple(row for row in rows if row[1].lower() not in listed)
        scored = [(likeness(question.title, title), work) for work, title in rows]
        scored.sort(reverse=True)
        records: list[Record] = []
        for text in [i for score, i in scored if score == 1.0][: batches.COMPLETED] or [i for _, i in scored[:1]]:
            identifier = identifiers.parse(text)
            work = self._client.one(identifier) if identifier is not None else None
            if isinstance(work, Failed):
                return Unavailable(work.reason)
            if work is not None:
                records.append(work)
        if records:
            return Found(attribution.nearest(question.title, records))
        return unreadable("OpenAlex", completions.unreadable) if completions.unreadable else NotFound()

    def _worded(self, questions: Sequence[ByTitle]) -> dict[Question, Answer]:
        answers: dict[Question, Answer] = {}
        asked: dict[ByTitle, tuple[str, ...]] = {}
        for question in questions:
            if sets := batches.keywords(question):
                asked[question] = sets
            elif queries.all_keywords(question.title):
                answers[question] = self._complete(question, beyond=True)
            else:
                answers[question] = Unavailable("nothing in this title can be searched for at OpenAlex")
        return answers | (self._search(asked) if asked else {})

    def _search(
        self,
        asked: Mapping[ByTitle, tuple[str, ...]],
        before: Mapping[str, Sequence[Record]] = types.MappingProxyType({}),
        turn: int = 1,
    ) -> dict[Question, Answer]:
        """One keyword search for all titles, and up to two more for those that others crowded out: with all of
        their words, and then without the titles that have brought rows.

        Args:
            asked: the sets of words, of which all words of one must match.
            before: what the rounds before brought for these titles.
            turn: which one this is.
        """
        values = [s for sets in asked.values() for s in sets]
        outcome = self._client.works(queries.worded(values), usd=batches.SEARCH.usd)
        if isinstance(outcome, Failed):
            if outcome.status in _REFUSED and len(asked) > 1:
                halves = attribution.halves(asked)
                return {q: a for half in halves for q, a in self._search(half, before, turn).items()}
            return dict.fromkeys(asked, Unavailable(explained(outcome)))
        shares = attribution.shares(asked, outcome.records, before)
        answers: dict[Question, Answer] = {}
        crowded: dict[ByTitle, tuple[str, ...]] = {}
        for question in asked:
            records = shares[question.title]
            if outcome.complete or attribution.best(question.title, records) >= attribution.CLOSE:
                nothing = outcome.nothing("OpenAlex")
                answers[question] = Found(records[: attribution.PER_TITLE]) if records else nothing
            elif turn == batches.MOST[batches.SEARCH.name] or (turn > 1 and records):
                answers[question] = attribution.lost(question, records, outcome.total, "OpenAlex")
            else:
                crowded[question] = (queries.all_keywords(question.title),)
        return answers | (self._search(crowded, shares, turn + 1) if crowded else {})


def _join(
    part: Sequence[Identifier], known: Mapping[Identifier, tuple[Identifier, ...]], outcome: Page | Failed
) -> dict[Identifier, Answer]:
    """Rows come back unordered, and what is unknown is silently absent: joined on the ids they carry."""
    if isinstance(outcome, Failed):
        return dict.fromkeys(part, Unavailable(explained(outcome)))
    carriers: dict[Identifier, list[Record]] = {}
    for record in outcome.records:
        for identifier in record.ids:
            carriers.setdefault(identifier, []).append(record)
    answers: dict[Identifier, Answer] = {}
    for identifier in part:
        records = tuple(dict.fromkeys(r for i in known[identifier] for r in carriers.get(i, ())))
        if records:
            answers[identifier] = Found(records)
        else:
            answers[identifier] = outcome.nothing("OpenAlex")
    return answers
