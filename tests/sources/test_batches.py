"""How questions are divided into requests, and that the division survives a kill."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.model import ByTitle
from resolver.net.http import Http
from resolver.sources.arxiv import Arxiv
from resolver.sources.base import Route, Source
from resolver.sources.openalex import OpenAlex

TELLING = [f"Marmalade Embeddings for Submarine Cooks of the {n}th Flotilla" for n in range(120)]
VAGUE = ["Deep Learning", "Language Models", "Preface", "Machine Translation", "Parsing", "Semantics", "Introduction"]


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    http = Http()
    return [Arxiv(http, "http://127.0.0.1:9/arxiv"), OpenAlex(http, "http://127.0.0.1:9/openalex")]


def _searches(sources: list[Source]) -> list[tuple[Source, Route]]:
    return [(s, r) for s in sources for r in s.routes if "title" in r.takes]


@given(titles=st.lists(st.sampled_from([*TELLING, *VAGUE]), min_size=1, unique=True))
def test_what_is_left_after_a_kill_is_divided_as_it_would_have_been(sources: list[Source], titles: list[str]) -> None:
    for source, route in _searches(sources):
        questions = [ByTitle(t) for t in titles]
        batches = list(source.batches(route, questions))
        assert sorted(q.title for p in batches for q in p.questions if isinstance(q, ByTitle)) == sorted(titles)
        answered = set(batches[0].questions)
        rest = [q for q in questions if q not in answered]
        assert [p.questions for p in source.batches(route, rest)] == [p.questions for p in batches[1:]]


def test_a_title_that_would_crowd_out_others_shares_a_request_with_few(sources: list[Source]) -> None:
    batched = [(s, r) for s, r in _searches(sources) if r.batch_size > 1 and r.name != "search"]
    assert {(s.name, r.name) for s, r in batched} == {("arxiv", "titles"), ("arxiv", "words"), ("openalex", "exact")}
    for source, route in batched:
        few = [ByTitle(t) for t in (*TELLING[:3], *VAGUE[:2])]
        many = [ByTitle(t) for t in (*TELLING[:18], *VAGUE[:2])]
        assert len(list(source.batches(route, few))) == 1
        batches = [{q.title for q in p.questions if isinstance(q, ByTitle)} for p in source.batches(route, many)]
        assert batches[-1] == set(VAGUE[:2])
