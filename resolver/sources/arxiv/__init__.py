"""arXiv through its query API: many identifiers, or a dozen titles, in one request.

Rules of the service: https://info.arxiv.org/help/api/user-manual.html and .../tou.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from resolver.model import Answer, ById, ByPeople, ByTitle, Found, IdKind, NotFound, Question, Record, Unavailable
from resolver.net.http import Http
from resolver.net.service import Failed
from resolver.sources import attribution, wording
from resolver.sources.arxiv.client import NAME, Client, Page, message
from resolver.sources.base import PEOPLE, TITLE, Route
from resolver.text import names

DELAY = 3.0
"""Seconds between two requests, over all processes: arXiv's terms of use."""

ROWS = 100
"""Rows asked for at once; the service allows 2,000, but a hundred answer within a second."""

DEPTH = 300
"""Rows read for one title alone before giving up on it."""

_ID = re.compile(r"(?:[a-z-]+(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}|\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})(?:v\d+)?")
_VERSION = re.compile(r"v\d+$")

IDS = Route(name="ids", takes=frozenset({"arxiv"}), batch=100)
TITLES = Route(name="titles", takes=frozenset({TITLE}), batch=12)
WORDS = Route(name="words", takes=frozenset({TITLE}), batch=8)
TEAMS = Route(name="people", takes=frozenset({PEOPLE}), batch=12)

TEAM = 8
"""Family names that are asked for, at most; with so many the works of others hardly come along."""

_EVERYWHERE = frozenset(
    "bai cai cao chang chen cheng choi cui dai deng ding dong du fan fang feng fu gao gong gu guo gupta han he hong hu "
    "huang ji jia jiang jin kang kim kumar lee li liang lin liu lu luo ma meng nguyen pan park peng qin qiu ren shen "
    "shi singh song su sun tan tang tian wang wei wen wu xia xiao xie xiong xu yan yang yao ye yin yu yuan zeng zhang "
    "zhao zheng zhong zhou zhu zou".split()
)
"""Family names of an author of at least one paper in 200 (counted over arXiv's categories on language and learning)."""

_NATS, _NATS_EVERYWHERE, _ENOUGH = 7.0, 3.0, 14.0
"""What a family name tells, one of those, and what all must tell together: else a hundred teams have them too."""


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
    title = "arXiv"
    about = "Metadata from arXiv's API, CC0 1.0 (https://info.arxiv.org/help/api/tou.html)."

    def __init__(self, http: Http, base_url: str, delay: float = DELAY) -> None:
        self.routes: tuple[Route, ...] = tuple(
            Route(name=r.name, takes=r.takes, batch=r.batch, pace=delay) for r in (IDS, TITLES, WORDS, TEAMS)
        )
        self._client = Client(http, base_url, delay)

    def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]:
        """Answer every question, each along a route that takes it."""
        answers: dict[Question, Answer] = {}
        if route.name == IDS.name:
            answers.update(self._by_id([q for q in questions if isinstance(q, ById)]))
        elif route.name == TEAMS.name:
            answers.update(self._by_people([q for q in questions if isinstance(q, ByPeople)]))
        else:
            expression = _phrase if route.name == TITLES.name else _any_words
            answers.update(self._by_title([q for q in questions if isinstance(q, ByTitle)], expression))
        for question in questions:
            answers.setdefault(question, Unavailable(f"arXiv's route {route.name} does not take {question}"))
        return answers

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
        for start in range(0, len(wanted), IDS.batch):
            chunk = list(wanted)[start : start + IDS.batch]
            for value, answer in self._ids(chunk).items():
                answers.update(dict.fromkeys(wanted[value], answer))
        return answers

    def _ids(self, values: Sequence[str]) -> dict[str, Answer]:
        """Unknown ids are silently absent and the order is not ours, so rows are joined on the id."""
        outcome = self._client.search(id_list=list(values), rows=len(values))
        if isinstance(outcome, Page):
            found: dict[str, list[Record]] = {}
            for record in outcome.records:
                found.setdefault(record.id("arxiv"), []).append(record)
            nothing: Answer = NotFound() if outcome.complete else Unavailable("arXiv's answer was not complete")
            return {v: Found(tuple(found[v])) if v in found else nothing for v in values}
        if outcome.status != 400:
            return dict.fromkeys(values, Unavailable(outcome.reason))
        if len(values) > 1:  # one malformed id fails the whole batch
            middle = len(values) // 2
            return self._ids(values[:middle]) | self._ids(values[middle:])
        unknown = "incorrect id format" in message(outcome.body)
        return {values[0]: NotFound() if unknown else Unavailable(_refused(outcome))}

    # -------------------------------------------------------------- titles

    def _by_title(self, questions: Sequence[ByTitle], expression: Callable[[str], str]) -> dict[Question, Answer]:
        askable = {q: e for q in questions if (e := expression(q.title))}
        answers: dict[Question, Answer] = {
            q: Unavailable("nothing in this title can be searched for at arXiv") for q in questions if q not in askable
        }
        if askable:
            answers.update(self._search(askable))
        return answers

    def _search(self, asked: Mapping[ByTitle, str], rows: int = ROWS) -> dict[Question, Answer]:
        """One request for all titles, and further ones only for those that others have crowded out."""
        alone = len(asked) == 1
        # No precedence between operators: each alternative has its own parentheses.
        query = " OR ".join(asked.values())
        outcome = self._client.search(query=query, rows=rows)
        if isinstance(outcome, Failed):
            return self._refused(asked, outcome)
        if alone and rows < DEPTH and not outcome.complete and not _close(next(iter(asked)), outcome.records):
            outcome = self._client.search(query=query, rows=DEPTH)
            if isinstance(outcome, Failed):
                return self._refused(asked, outcome)
        shares = attribution.attribute([q.title for q in asked], outcome.records)
        answers: dict[Question, Answer] = {}
        crowded: dict[ByTitle, str] = {}
        for question, part in asked.items():
            records = shares[question.title]
            if outcome.complete or _close(question, records):
                answers[question] = Found(records[: attribution.PER_TITLE]) if records else NotFound()
            elif alone:
                answers[question] = _lost(outcome, records, question)
            else:
                crowded[question] = part
        if crowded and len(crowded) == len(asked):  # who takes all the room is asked alone
            greedy = max(crowded, key=lambda q: len(shares[q.title]))
            answers.update(self._search({greedy: crowded.pop(greedy)}, rows=DEPTH))
        if crowded:
            answers.update(self._search(crowded))
        return answers

    def _refused(self, asked: Mapping[ByTitle, str], failure: Failed) -> dict[Question, Answer]:
        """A query that arXiv's parser rejects is split until the title is alone that it can't take."""
        if failure.status == 400 and len(asked) > 1:
            items = list(asked.items())
            middle = len(items) // 2
            return self._search(dict(items[:middle])) | self._search(dict(items[middle:]))
        reason = _refused(failure) if failure.status == 400 else failure.reason
        return dict.fromkeys(asked, Unavailable(reason))

    # -------------------------------------------------------------- people

    def _by_people(self, questions: Sequence[ByPeople]) -> dict[Question, Answer]:
        """One request for all teams; those that others have crowded out are asked again in halves."""
        askable = {q: e for q in questions if (e := _together(q))}
        answers: dict[Question, Answer] = {
            q: Unavailable("too few names, or too common ones, to search for at arXiv")
            for q in questions
            if q not in askable
        }
        return answers | (self._teams(askable) if askable else {})

    def _teams(self, asked: Mapping[ByPeople, str]) -> dict[Question, Answer]:
        outcome = self._client.search(query=" OR ".join(asked.values()), rows=ROWS)
        alone = len(asked) == 1
        if isinstance(outcome, Failed) and (outcome.status != 400 or alone):
            return dict.fromkeys(asked, Unavailable(_refused(outcome) if outcome.status == 400 else outcome.reason))
        if isinstance(outcome, Page) and (outcome.complete or alone):
            own = {q: tuple(r for r in outcome.records if _by(r, q)) for q in asked}
            # Of names that a hundred papers have in common the first hundred are the answer.
            return {q: Found(records) if records else NotFound() for q, records in own.items()}
        items = list(asked.items())
        middle = len(items) // 2
        return self._teams(dict(items[:middle])) | self._teams(dict(items[middle:]))


def _refused(failure: Failed) -> str:
    return f"arXiv did not accept the query: {message(failure.body) or failure.reason}"


def _close(question: ByTitle, records: Sequence[Record]) -> bool:
    return attribution.best(question.title, records) >= attribution.CLOSE


def _lost(page: Page, records: tuple[Record, ...], question: ByTitle) -> Answer:
    """A title whose own rows are too many to be read: the nearest are the answer, near or not.

    It is no `NotFound`, since others were not read; and asking again would bring the same.
    """
    nearest = records or attribution.nearest(question.title, page.records)
    if page.total > attribution.MISREAD and attribution.best(question.title, nearest) < attribution.NEAR:
        return Unavailable(f"arXiv has {page.total} papers with these words in the title; none of the first is close")
    return Found(nearest[: attribution.PER_TITLE])


# ------------------------------------------------------------------ titles to queries


def _phrase(title: str) -> str:
    """`ti:"…"`, each run of words a phrase: every word, in order. Inside quotes nothing is an operator."""
    kept = [
        [t.text for t in run] for run in wording.runs(title) if any(t.text.lower() not in wording.STOP for t in run)
    ]
    parts = [f'ti:"{" ".join(words)}"' for words in kept]
    return f"({' AND '.join(parts)})" if len(parts) > 1 else "".join(parts)


def _any_words(title: str) -> str:
    """`((ti:a AND ti:b) OR (ti:b AND ti:c))`: sets of words, one of which should be right.

    Quotes around each word keep it a word, whatever is in it; nothing is left to precedence, since
    operators associate to the right.
    """
    sets = ["(" + " AND ".join(f'ti:"{word}"' for word in group) + ")" for group in wording.groups(title)]
    return f"({' OR '.join(sets)})" if len(sets) > 1 else "".join(sets)


def _together(question: ByPeople) -> str:
    """`(au:"a" AND au:"b")`: the family names as words in quotes; arXiv folds accents of names itself."""
    families = [" ".join(re.findall(r"\w+", name)) for name in question.families[:TEAM]]
    named = [f for f in dict.fromkeys(families) if f]
    told = sum(_NATS_EVERYWHERE if name.lower() in _EVERYWHERE else _NATS for name in named)
    return "(" + " AND ".join(f'au:"{name}"' for name in named) + ")" if told >= _ENOUGH else ""


def _by(record: Record, question: ByPeople) -> bool:
    """Whether the record's authors have all the family names."""
    own = {names.family_key(person) for person in record.authors}
    wanted = (names.family_key(names.person(name)) for name in question.families[:TEAM])
    return own.issuperset(wanted)
