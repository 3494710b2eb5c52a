"""How the tests ask a source, and where the recorded answers are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from resolver.model import Answer, ById, ByTitle, Found, Identifier, IdKind, Question, Record
from resolver.sources.base import Source
from resolver.text import titles

_SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "samples"

TRANSIENT = ("503", "html", "empty", "garbage", "cut")
"""Faults of the stand-in that a second try gets over; `tests/test_faults.py` has all of them."""

LASTING = (*TRANSIENT, "404", "429:3600")
"""Faults that are there for good."""


def ask(source: Source, route: str, *questions: Question) -> list[Answer]:
    """The answers along a route, in the order of the questions."""
    way = next(r for r in source.routes if r.name == route)
    packs = list(source.packs(way, questions))
    assert sorted(str(q) for pack in packs for q in pack.questions) == sorted(map(str, questions)), "each once"
    answers: dict[Question, Answer] = {}
    for pack in packs:
        said = source.ask(way, pack.questions)
        assert set(said) == set(pack.questions), "an answer to each"
        answers.update(said)
    return [answers[q] for q in questions]


def by_id(kind: IdKind, value: str) -> ById:
    return ById(Identifier(kind, value))


def by_titles(*written: str) -> list[ByTitle]:
    return [ByTitle(titles.plain(t)) for t in written]


def records(answer: Answer) -> tuple[Record, ...]:
    assert isinstance(answer, Found), answer
    return answer.records


def sample(name: str) -> Any:
    """A recorded answer."""
    path = _SAMPLES / name
    if not path.is_file():
        pytest.skip("needs the reference material beside the checkout (../shared)")
    return json.loads(path.read_text("utf-8"))
