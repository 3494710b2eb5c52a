"""Which questions share a request to arXiv, along which of its routes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resolver.model import ByTitle, Question
from resolver.sources import wording
from resolver.sources.base import ANY_WORDS, FIRST_VERSION, PEOPLE, TITLE, Batch, Route, divide_by_size

VAGUE = 6
"""Titles of few or common words in one request: each may bring hundreds of rows."""

TERMS = 400
"""Words in one query of words. Each is looked for in two fields, and Elasticsearch takes 1,024 clauses by default."""

IDS = Route(name="ids", takes=frozenset({"arxiv"}), batch_size=100)
TITLES = Route(name="titles", takes=frozenset({TITLE}), batch_size=30)
WORDS = Route(name="words", takes=frozenset({TITLE}), batch_size=20)
ANY = Route(name="any words", takes=frozenset({ANY_WORDS}), batch_size=10)
FIRST_VERSIONS = Route(name="first versions", takes=frozenset({FIRST_VERSION}), batch_size=100)
AUTHORS = Route(name="people", takes=frozenset({PEOPLE}), batch_size=12)

ROUTES = (IDS, TITLES, WORDS, AUTHORS, ANY, FIRST_VERSIONS)
"""All of them, in order of price; the seconds between two requests are set when the source is opened."""

MOST = 3
"""Requests for one batch of titles, at most: what one of them left open is asked once more."""

MOST_PEOPLE = 2
"""The same for a batch of lists of people."""


def divide(route: Route, questions: Sequence[Question]) -> Iterator[Batch]:
    """Titles that would crowd out others come last, a few together; if few of the others are left, with them.

    Args:
        route: one of ours.
        questions: that it takes.
    """
    if route.name in (IDS.name, ANY.name, FIRST_VERSIONS.name):
        yield from divide_by_size(route, questions)
        return
    if route.name == AUTHORS.name:
        yield from divide_by_size(route, questions, MOST_PEOPLE)
        return
    vague = {q for q in questions if isinstance(q, ByTitle) and wording.is_vague(q.title)}
    batch: list[Question] = []
    terms = 0
    for left, question in zip(range(len(questions), 0, -1), sorted(questions, key=vague.__contains__), strict=True):
        more = sum(map(len, wording.choose_groups(question.title))) if isinstance(question, ByTitle) else 1
        most = VAGUE if question in vague else route.batch_size
        full = len(batch) >= most or (route.name == WORDS.name and terms + more > TERMS)
        unlike = batch and (question in vague) != (batch[0] in vague) and len(batch) + left > VAGUE
        if batch and (full or unlike):
            yield Batch(questions=tuple(batch), most=MOST)
            batch, terms = [], 0
        batch.append(question)
        terms += more
    if batch:
        yield Batch(questions=tuple(batch), most=MOST)
