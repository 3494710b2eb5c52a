"""The source `arxiv`: its query API takes many identifiers, or a few dozen titles, in one request.

Rules of the service: https://info.arxiv.org/help/api/user-manual.html and .../tou.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from resolver.model import (
    Answer,
    ByFirstVersion,
    ById,
    ByPeople,
    ByTitle,
    Found,
    IdKind,
    NotFound,
    Question,
    Record,
    Unavailable,
)
from resolver.net.http import Http
from resolver.net.service import Failed
from resolver.sources import attribution
from resolver.sources.arxiv import batches, records
from resolver.sources.arxiv.checks import ArxivChecks
from resolver.sources.arxiv.client import ArxivClient, read_message
from resolver.sources.arxiv.queries import (
    Expression,
    is_by_all,
    match_all_words,
    match_any,
    match_any_words,
    match_people,
    match_phrase,
)
from resolver.sources.arxiv.records import NAME
from resolver.sources.base import TOO_SHORT, Batch, ResultPage, Route, ask_safely
from resolver.sources.checks import Observations, ServiceCheck
from resolver.sources.known import KNOWN_WORKS, MISSING
from resolver.sources.rounds import REFUSABLE, Round, Rounds, Shares, WordRounds

DELAY = 3.0
"""Seconds between two requests, over all processes: arXiv's terms of use."""

ROWS = 300
"""Rows asked for at once. The manual allows 2,000; the titles of a request bring forty on average."""

DEPTH = 1000
"""Rows asked for when titles were crowded out. From there on the manual asks for a narrower query."""

ROOM = 0.9
"""Of the rows of a page, the share that is expected at most: which title brought how many is a guess."""

DEEP = 2
"""The round in which what was crowded out is asked for once more as it was, but deeper; then by all of its words."""

_ID = re.compile(r"(?:[a-z-]+(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}|\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})(?:v\d+)?")
_VERSION = re.compile(r"v\d+$")

_CARRIED = tuple(work.arxiv for work in KNOWN_WORKS)
"""The identifiers that each list carries."""

_EXPRESSIONS = {
    batches.TITLES.name: (match_phrase, match_phrase),
    batches.WORDS.name: (match_any_words, match_all_words),
}
"""How a title is asked for along a route, first and when others crowded it out."""


class Arxiv:
    """The source `arxiv`.

    Args:
        http: the way out.
        base_url: the query endpoint, `https://export.arxiv.org/api/query` or another that speaks it.
        delay: seconds between two requests; below 3 only for servers that allow it.
    """

    name = NAME
    own: IdKind = "arxiv"
    begins = 2007
    publishes = False
    title = "arXiv"
    about = "Metadata from arXiv's API, CC0 1.0 (https://info.arxiv.org/help/api/tou.html)."

    def __init__(self, http: Http, base_url: str, delay: float = DELAY) -> None:
        self.routes: tuple[Route, ...] = tuple(
            Route(name=r.name, takes=r.takes, batch_size=r.batch_size, pace=delay) for r in batches.ROUTES
        )
        self._client = ArxivClient(http, base_url, delay)

    def upkeep(self) -> int:
        """Nothing is kept here."""
        return 0

    def batches(self, route: Route, questions: Sequence[Question]) -> Iterator[Batch]:
        """Titles that would crowd out others come last, a few together."""
        return batches.divide(route, questions)

    def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]:
        """Answer a batch; `ById` along `ids`, `ByTitle` along `titles` and `words`, `ByPeople` along `people`,
        `ByFirstVersion` along `first versions`."""
        return ask_safely(NAME, questions, lambda: self._ask(route, questions))

    def _ask(self, route: Route, questions: Sequence[Question]) -> dict[Question, Answer]:
        answers: dict[Question, Answer] = {}
        if route.name == batches.IDS.name:
            answers.update(self._by_id([q for q in questions if isinstance(q, ById)]))
        elif route.name == batches.ANY.name:
            answers.update(self._by_any_words([q for q in questions if isinstance(q, ByTitle)]))
        elif route.name == batches.FIRST_VERSIONS.name:
            answers.update(self._first_versions([q for q in questions if isinstance(q, ByFirstVersion)]))
        elif route.name == batches.AUTHORS.name:
            answers.update(self._by_people([q for q in questions if isinstance(q, ByPeople)]))
        else:
            by_title = [q for q in questions if isinstance(q, ByTitle)]
            answers.update(self._by_title(by_title, *_EXPRESSIONS[route.name]))
        for question in questions:
            answers.setdefault(question, Unavailable(f"arXiv's route {route.name} does not take {question}"))
        return answers

    def checks(self, observed: Observations) -> Sequence[ServiceCheck]:
        """Identifiers, titles, words and people, and what must be refused."""
        return ArxivChecks(self, self._client, observed).list_checks()

    # -------------------------------------------------------------- identifiers

    def _by_id(self, questions: Sequence[ById]) -> dict[Question, Answer]:
        """One request for all; whatever arXiv cannot have (no such month, another scheme) is not asked."""
        answers: dict[Question, Answer] = {}
        wanted: dict[str, list[ById]] = {}
        for question in questions:
            value = question.id.value
            if question.id.kind != "arxiv":
                continue
            if _ID.fullmatch(value):
                wanted.setdefault(_VERSION.sub("", value), []).append(question)
            else:
                answers[question] = NotFound()
        if wanted:
            for value, answer in self._ids(list(wanted)).items():
                answers.update(dict.fromkeys(wanted[value], answer))
        return answers

    def _first_versions(self, questions: Sequence[ByFirstVersion]) -> dict[Question, Answer]:
        """One request for all, `id_list=1908.05787v1,…`: arXiv answers with the title that this version has."""
        values = {q: _VERSION.sub("", q.id.value) for q in questions}
        known = dict.fromkeys(value for value in values.values() if _ID.fullmatch(value))
        found = self._ids(list(known), version="v1") if known else {}
        return {q: _as_first(found[value]) if value in found else NotFound() for q, value in values.items()}

    def _ids(self, values: Sequence[str], *, version: str = "") -> dict[str, Answer]:
        """Unknown ids are silently absent and the order is not ours, so rows are joined on the id."""
        listed = list(dict.fromkeys([*(f"{value}{version}" for value in values), *_CARRIED]))
        outcome = self._client.search(id_list=listed, rows=len(listed))
        if isinstance(outcome, ResultPage):
            found: dict[str, list[Record]] = {}
            for record in outcome.records:
                found.setdefault(record.id("arxiv"), []).append(record)
            nothing = outcome.nothing("arXiv")
            if outcome.complete and not outcome.unreadable and not any(value in found for value in _CARRIED):
                nothing = Unavailable(MISSING.format(service="arXiv"))
            if strange := sorted(found.keys() - {_own_form(v) for v in listed}):
                # An answer to another question says nothing of this one, least of all that it has no answer.
                nothing = Unavailable(f"arXiv answered with another identifier than was asked for ({strange[0]})")
            return {v: Found(tuple(found[_own_form(v)])) if _own_form(v) in found else nothing for v in values}
        if outcome.status not in REFUSABLE:
            return dict.fromkeys(values, Unavailable(outcome.reason))
        if len(values) > 1:  # one malformed id fails the whole batch
            middle = len(values) // 2
            return self._ids(values[:middle], version=version) | self._ids(values[middle:], version=version)
        unknown = outcome.status == 400 and "incorrect id format" in read_message(outcome.body)
        return {values[0]: NotFound() if unknown else Unavailable(_explain(outcome))}

    # -------------------------------------------------------------- titles and people

    def _by_title(self, questions: Sequence[ByTitle], wide: Expression, narrow: Expression) -> dict[Question, Answer]:
        askable = {q: e for q in questions if (e := wide(q.title))}
        answers: dict[Question, Answer] = {q: Unavailable(TOO_SHORT) for q in questions if q not in askable}
        return answers | _TitleRounds(self._client, wide, narrow).ask(askable)

    def _by_any_words(self, questions: Sequence[ByTitle]) -> dict[Question, Answer]:
        """One request for all, of whose rows the first few hundred are read: the best are enough, and there are none
        that could be missed for sure."""
        askable = {q: e for q in questions if (e := match_any(q.title))}
        answers: dict[Question, Answer] = {q: NotFound() for q in questions if q not in askable}
        return answers | self._any_words(askable) if askable else answers

    def _any_words(self, asked: Mapping[ByTitle, str]) -> dict[Question, Answer]:
        page = _send(self._client, list(asked.values()), turn=2)
        if isinstance(page, Failed):
            if page.status not in REFUSABLE or len(asked) == 1:
                return dict.fromkeys(asked, Unavailable(_explain(page)))
            one, other = attribution.split_in_halves(asked)  # one question that can't be taken fails them all
            return self._any_words(one) | self._any_words(other)
        shares = attribution.share_records(asked, page.records, {})
        kept = {q: shares[q.title][: attribution.PER_TITLE] for q in asked}
        return {q: Found(tuple(records)) if records else NotFound() for q, records in kept.items()}

    def _by_people(self, questions: Sequence[ByPeople]) -> dict[Question, Answer]:
        askable = {q: e for q in questions if (e := match_people(q))}
        # Names that are too few or too common to tell their papers from others find nothing: that is an answer.
        answers: dict[Question, Answer] = {q: NotFound() for q in questions if q not in askable}
        return answers | _PeopleRounds(self._client).ask(askable)


def _as_first(answer: Answer) -> Answer:
    """The answer with its records marked as those of first versions."""
    if not isinstance(answer, Found):
        return answer
    return Found(tuple(msgspec.structs.replace(record, first_version=True) for record in answer.records))


def _send(client: ArxivClient, terms: Sequence[str], turn: int) -> ResultPage | Failed:
    """One search for all terms, each in its own parentheses: between operators arXiv knows no precedence."""
    return client.search(query=" OR ".join(dict.fromkeys(terms)), rows=ROWS if turn == 1 else DEPTH)


class _TitleRounds(WordRounds[str]):
    """One request for all titles, and up to two more for those that others crowded out: deeper, then narrower too."""

    service, most = "arXiv", batches.MOST

    def __init__(self, client: ArxivClient, wide: Expression, narrow: Expression) -> None:
        self._client, self._wide, self._narrow = client, wide, narrow

    def send(self, terms: Sequence[str], turn: int) -> ResultPage | Failed:
        return _send(self._client, [*terms, *(match_phrase(work.title) for work in KNOWN_WORKS)], turn)

    def explain(self, failure: Failed) -> str:
        return _explain(failure)

    def regroup(
        self, crowded: Mapping[ByTitle, str], last: Round[ByTitle, str], page: ResultPage, shares: Shares[ByTitle]
    ) -> Sequence[Mapping[ByTitle, str]]:
        if last.turn < DEEP:
            return [crowded]
        narrowed = {q: self._narrow(q.title) for q in crowded}
        # What is as narrow as can be is asked again without those that would crowd out the others once more.
        stay = [q for q, expression in narrowed.items() if expression == crowded[q]]
        brought = max(sum(map(len, shares.values())), 1)
        room = ROOM * DEPTH
        for question in sorted(stay, key=lambda q: len(shares[q])):
            room -= page.total * len(shares[question]) / brought
            if room < 0:
                del narrowed[question]
        return [narrowed]

    def is_narrowed(self, question: ByTitle, term: str) -> bool:
        return term != self._wide(question.title)


class _PeopleRounds(Rounds[ByPeople, str]):
    """One request for the papers of several lists of people, and a deeper one if they are more than fit."""

    service, most, kept = "arXiv", batches.MOST_PEOPLE, None

    def __init__(self, client: ArxivClient) -> None:
        self._client = client

    def send(self, terms: Sequence[str], turn: int) -> ResultPage | Failed:
        return _send(self._client, [*terms, *(match_people(work.people) for work in KNOWN_WORKS)], turn)

    def explain(self, failure: Failed) -> str:
        return _explain(failure)

    def share(self, asked: Sequence[ByPeople], page: ResultPage, before: Shares[ByPeople]) -> Shares[ByPeople]:
        return {q: [r for r in page.records if is_by_all(r, q)] for q in asked}

    def is_settled(self, question: ByPeople, records: Sequence[Record]) -> bool:
        return False  # people have several papers, so that one of them says nothing of the others

    def give_up(self, question: ByPeople, records: Sequence[Record], page: ResultPage) -> Answer:
        return Found(tuple(records)) if records else Unavailable("arXiv has too many works by such people")


def _own_form(value: str) -> str:
    """An identifier as arXiv's answers have it: of the old ones without the subject class (`math.GT/0309136`)."""
    known = records.parse_identifier(value)
    return known.value if known is not None else value


def _explain(failure: Failed) -> str:
    """Why there is no answer; where a query was refused, in arXiv's own words."""
    if failure.status != 400:
        return failure.reason
    return f"arXiv did not accept the query: {read_message(failure.body) or failure.reason}"
