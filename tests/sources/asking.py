"""How the tests ask a source, and what the services really answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from resolver.model import Answer, ById, ByTitle, Found, Identifier, IdKind, Question, Record
from resolver.sources.base import Source
from resolver.text import titles

RECORDED = Path(__file__).parent / "recorded"
"""Answers that the services really sent."""

TRANSIENT = ("503", "html", "empty", "garbage", "cut")
"""Faults of the stand-in that a second try gets over; `tests/test_faults.py` has all of them."""

LASTING = (*TRANSIENT, "404", "429:3600")
"""Faults that are there for good."""


def ask(source: Source, route: str, *questions: Question) -> list[Answer]:
    """The answers along a route, in the order of the questions."""
    way = next(r for r in source.routes if r.name == route)
    batches = list(source.batches(way, questions))
    assert sorted(str(q) for batch in batches for q in batch.questions) == sorted(map(str, questions)), "each once"
    answers: dict[Question, Answer] = {}
    for batch in batches:
        said = source.ask(way, batch.questions)
        assert set(said) == set(batch.questions), "an answer to each"
        answers.update(said)
    return [answers[q] for q in questions]


def by_id(kind: IdKind, value: str) -> ById:
    return ById(Identifier(kind, value))


def by_titles(*written: str) -> list[ByTitle]:
    return [ByTitle(titles.plain(t)) for t in written]


def records(answer: Answer) -> tuple[Record, ...]:
    assert isinstance(answer, Found), answer
    return answer.records


def feed(name: str) -> bytes:
    """A feed that arXiv sent, without the abstracts (CC0)."""
    return (RECORDED / f"arxiv_{name}.xml").read_bytes()


def works_of(name: str) -> list[dict[str, Any]]:
    """Works of a list that OpenAlex sent, in the fields that are asked for (CC0)."""
    lines = (RECORDED / "openalex.jsonl").read_text("utf-8").splitlines()
    return next(list(told["works"]) for told in map(json.loads, lines) if told["name"] == name)
