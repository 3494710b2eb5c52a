"""The source `openalex`: identifiers a hundred at a time, exact titles, completion, and keyword search.

`pyalex` builds the queries and gives the entity type; the requests go out through `resolver.net.http`
(pyalex has one host, no time limit, and turns free look-ups into billed ones). Prices and rules of the
service: https://help.openalex.org/access/pricing and .../api.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from resolver import identifiers
from resolver.model import Answer, ById, ByTitle, Found, Identifier, IdKind, NotFound, Question, Record, Unavailable
from resolver.net.http import Http
from resolver.net.service import Failed
from resolver.sources import attribution
from resolver.sources.base import TITLE, TOO_SHORT, Batch, ResultPage, Route, answer_unreadable, ask_safely
from resolver.sources.checks import Observations, ServiceCheck
from resolver.sources.known import KNOWN_WORKS, MISSING
from resolver.sources.openalex import batches, queries
from resolver.sources.openalex.checks import OpenAlexChecks
from resolver.sources.openalex.client import NAME, OpenAlexClient, explain_failure
from resolver.sources.openalex.rounds import ExactRounds, KeywordRounds
from resolver.sources.rounds import REFUSABLE
from resolver.text.likeness import likeness


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
        self._client, self._has_key = OpenAlexClient(http, base_url, api_key), bool(api_key.strip())

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
            answers.update(self._ask_identifiers(by_id))
        if by_title and route.name == batches.AUTOCOMPLETE.name:
            answers.update({q: self._complete(q) for q in by_title})
        elif by_title and route.name == batches.EXACT.name:
            answers.update(self._ask_exact(by_title))
        elif by_title:
            answers.update(self._ask_keywords(by_title))
        for question in questions:
            answers.setdefault(question, Unavailable(f"OpenAlex's route {route.name} does not take {question}"))
        return answers

    def checks(self, observed: Observations) -> Sequence[ServiceCheck]:
        """Lists, words and completion, what must be refused, what it costs, and the key."""
        return OpenAlexChecks(self, self._client, self._has_key, observed).list_checks()

    # -------------------------------------------------------------- identifiers

    def _ask_identifiers(self, questions: Sequence[ById]) -> dict[Question, Answer]:
        """One list, and another for what may be known there in a second way; whatever no list can hold or a
        spent budget leaves open goes one by one."""
        known = {q.id: batches.list_aliases(q.id) for q in questions}
        found: dict[Identifier, Answer] = {}
        for field, values in batches.FIELDS:
            asked = {i: v for i in known if not isinstance(found.get(i), Found) and (v := values(known[i]))}
            for part in self._divide_lists(asked):
                for identifier, answer in self._ask_list(field, part, asked, known).items():
                    if not isinstance(found.get(identifier), Unavailable) or isinstance(answer, Found):
                        found[identifier] = answer
        for identifier in known:
            if not isinstance(found.get(identifier), Found | NotFound):
                found[identifier] = self._ask_one(identifier, known[identifier], found.get(identifier))
        return {q: found[q.id] for q in questions}

    def _ask_list(
        self,
        field: str,
        part: Sequence[Identifier],
        asked: Mapping[Identifier, tuple[str, ...]],
        known: Mapping[Identifier, tuple[Identifier, ...]],
    ) -> dict[Identifier, Answer]:
        """One list; where the service does not take it, each of its halves, until what it does not take is alone."""
        carried = batches.CARRIED.get(field, ())
        values = dict.fromkeys([*(v for i in part for v in asked[i]), *carried])  # last: a list may be cut short
        outcome = self._client.list_works(queries.list_by_field(field, list(values)))
        if isinstance(outcome, Failed) and outcome.status in REFUSABLE and len(part) > 1:
            middle = len(part) // 2
            return self._ask_list(field, part[:middle], asked, known) | self._ask_list(
                field, part[middle:], asked, known
            )
        return _join_answers(part, known, outcome, must_have_known=bool(carried))

    def _divide_lists(self, asked: Mapping[Identifier, tuple[str, ...]]) -> Iterator[list[Identifier]]:
        """As many identifiers together as one list can hold of their values."""
        every = list(asked)
        for positions in queries.split_requests([(asked[i],) for i in every], line=self._client.line):
            yield [every[p] for p in positions]

    def _ask_one(self, identifier: Identifier, known: Iterable[Identifier], before: Answer | None) -> Answer:
        """A free singleton, for what no list holds and when the budget is spent.

        It can't see the preprint that was merged into a published work, so that for arXiv's ids only its
        yes counts.
        """
        listable = queries.is_listable(identifier)
        if before is not None and listable and not self._client.spent:
            return before
        key = next((i for i in known if i.kind in ("openalex", "doi")), None)
        if key is None:
            return before or Unavailable(f"OpenAlex can't be asked for {identifier}")
        outcome = self._client.get_work(key)
        if isinstance(outcome, Failed):
            return Unavailable(outcome.reason)
        if outcome is not None:
            return Found((outcome,))
        return NotFound() if identifier == key or before is None else before

    # -------------------------------------------------------------- titles

    def _ask_exact(self, questions: Sequence[ByTitle]) -> dict[Question, Answer]:
        listed = {q: batches.list_spellings(q) for q in questions if not queries.is_unlistable(q.title)}
        answers: dict[Question, Answer] = {q: self._complete(q) for q in questions if q not in listed}
        return answers | ExactRounds(self._client).ask(listed)

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
            listed = {spelling.lower() for spelling in batches.list_spellings(question)}
            rows = tuple(row for row in rows if row[1].lower() not in listed)
        scored = [(likeness(question.title, title), work) for work, title in rows]
        scored.sort(reverse=True)
        records: list[Record] = []
        for text in [i for score, i in scored if score == 1.0][: batches.COMPLETED] or [i for _, i in scored[:1]]:
            identifier = identifiers.parse(text)
            work = self._client.get_work(identifier) if identifier is not None else None
            if isinstance(work, Failed):
                return Unavailable(work.reason)
            if work is not None:
                records.append(work)
        if records:
            return Found(attribution.rank_nearest(question.title, records))
        return answer_unreadable("OpenAlex", completions.unreadable) if completions.unreadable else NotFound()

    def _ask_keywords(self, questions: Sequence[ByTitle]) -> dict[Question, Answer]:
        answers: dict[Question, Answer] = {}
        asked: dict[ByTitle, tuple[str, ...]] = {}
        for question in questions:
            if sets := batches.list_keywords(question):
                asked[question] = sets
            elif queries.join_keywords(question.title):
                answers[question] = self._complete(question, beyond=True)
            else:
                answers[question] = Unavailable(TOO_SHORT)
        return answers | KeywordRounds(self._client).ask(asked)


def _join_answers(
    part: Sequence[Identifier],
    known: Mapping[Identifier, tuple[Identifier, ...]],
    outcome: ResultPage | Failed,
    *,
    must_have_known: bool,
) -> dict[Identifier, Answer]:
    """Rows come back unordered, and what is unknown is silently absent: joined on the ids they carry.

    Args:
        part: the identifiers that were asked for.
        known: those that each is known by.
        outcome: what came.
        must_have_known: whether works that the service surely has were asked for along with them.
    """
    if isinstance(outcome, Failed):
        return dict.fromkeys(part, Unavailable(explain_failure(outcome)))
    carriers: dict[Identifier, list[Record]] = {}
    for record in outcome.records:
        for identifier in record.ids:
            carriers.setdefault(identifier, []).append(record)
    nothing = outcome.nothing("OpenAlex")
    readable = outcome.complete and not outcome.unreadable
    if must_have_known and readable and not any(map(_is_known, outcome.records)):
        nothing = Unavailable(MISSING.format(service="OpenAlex"))
    answers: dict[Identifier, Answer] = {}
    for identifier in part:
        records = tuple(dict.fromkeys(r for i in known[identifier] for r in carriers.get(i, ())))
        if records:
            answers[identifier] = Found(records)
        else:
            answers[identifier] = nothing
    return answers


def _is_known(record: Record) -> bool:
    """Whether a record is of a work that each list of identifiers carries."""
    return any(record.id("doi") == work.doi or record.id("arxiv") == work.arxiv for work in KNOWN_WORKS)
