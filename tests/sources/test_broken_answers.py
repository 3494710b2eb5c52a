"""Odd answers over real sockets: one broken record costs no other, is counted, and leaves open what it may answer."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from resolver.model import ByPeople, Found, NotFound, Record, Unavailable
from resolver.net.http import Http
from resolver.sources.arxiv import Arxiv
from resolver.sources.base import ask_safely
from resolver.sources.known import PLAIN
from resolver.sources.openalex import OpenAlex
from tests.net.scripted import Act, Server, answer
from tests.sources.asking import ask, by_id, by_titles, records

TITLE, OTHER = "Lullabies for Dependency Gardens", "Marmalade Embeddings for Submarine Cooks"
GOOD: dict[str, Any] = {
    "id": "https://openalex.org/W2741809801",
    "title": TITLE,
    "publication_year": 2020,
    "type": "article",
}
DEEP = "[" * 100_000

BROKEN: dict[str, Any] = {
    "a null authorship": {"authorships": [{"raw_author_name": "Jane Doe"}, None]},
    "authors that are one text": {"authorships": "Jane Doe"},
    "a name that is a number": {"authorships": [{"raw_author_name": 7}]},
    "a title that is a list": {"title": ["Lullabies"]},
    "a year in words": {"publication_year": "twenty"},
    "an address that is an object": {"primary_location": {"landing_page_url": {}}},
    "locations that are none": {"locations": {"0": {}}},
    "a source that is a name": {"primary_location": {"source": "ACL"}},
    "pages in a list": {"biblio": {"first_page": [1]}},
    "a type that is a number": {"type": 3},
    "an id that is none": {"id": "https://openalex.org/../../../etc"},
    "no id": {"id": None},
}


def page(*works: object, count: int | None = None) -> Act:
    body = {"meta": {"count": len(works) if count is None else count}, "results": list(works)}
    return answer(200, json.dumps(body).encode(), X_RateLimit_Limit="10000")


def entry(arxiv_id: str, title: str = TITLE, published: str = "2020-06-01T00:00:00Z", author: str = "Jane Doe") -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/{arxiv_id}</id><updated>{published}</updated>"
        f"<published>{published}</published><title>{title}</title><author><name>{author}</name></author></entry>"
    )


def feed(*entries: str) -> Act:
    head = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">'
    total = f'<o:totalResults xmlns:o="http://a9.com/-/spec/opensearch/1.1/">{len(entries)}</o:totalResults>'
    return answer(200, (head + total + "".join(entries) + "</feed>").encode())


@pytest.mark.parametrize("what", BROKEN)
def test_a_work_that_can_not_be_read_costs_no_other_and_is_counted(
    what: str, serve: Callable[..., Server], http: Http
) -> None:
    odd = {**GOOD, "id": "https://openalex.org/W2741809802", "title": OTHER, **BROKEN[what]}
    source = OpenAlex(http, serve(page(GOOD, odd)).url)
    first, second = ask(source, "exact", *by_titles(TITLE, OTHER))
    assert [r.title for r in records(first)] == [TITLE]
    assert second == Unavailable("1 of the records that OpenAlex sent could not be read")
    assert http.usage("openalex").unreadable == 1


@pytest.mark.parametrize(
    "body", [DEEP, '{"meta":{"count":1},"results":' + DEEP, '{"results":[],"meta":[]}', "NaN", "7"]
)
def test_an_answer_of_which_nothing_can_be_read_is_none(body: str, serve: Callable[..., Server], http: Http) -> None:
    source = OpenAlex(http, serve(answer(200, body.encode())).url)
    [said] = ask(source, "exact", *by_titles(TITLE))
    assert isinstance(said, Unavailable)


def test_half_a_surrogate_and_what_steers_a_screen_are_mended_in_what_is_kept(
    serve: Callable[..., Server], http: Http
) -> None:
    odd = {**GOOD, "title": TITLE + " \ud83d", "authorships": [{"raw_author_name": "Jane\x9b31m \u202eDoe"}]}
    source = OpenAlex(http, serve(page(odd)).url)
    [found] = records(ask(source, "search", *by_titles(TITLE))[0])
    assert found.title == TITLE + " \ufffd"
    assert str(found.authors[0]) == "Jane31m Doe"


@pytest.mark.parametrize("price", ["nan", "-5", "inf", "1e999", "-0.0001", "free"])
def test_what_can_be_no_price_is_taken_for_the_list_price(price: str, serve: Callable[..., Server], http: Http) -> None:
    body = json.dumps({"meta": {"count": 1}, "results": [GOOD]}).encode()
    source = OpenAlex(http, serve(answer(200, body, X_RateLimit_Limit="10", X_RateLimit_Cost_Usd=price)).url)
    ask(source, "exact", *by_titles(TITLE))
    assert http.usage("openalex").usd == pytest.approx(0.0001)


@pytest.mark.parametrize(
    "odd",
    [
        entry("../../../etc", OTHER),
        entry("2006.99", OTHER),
        entry("2006.01235", OTHER, published="soon"),
        entry("2006.01235", OTHER, published="2020-13-45T00:00:00Z"),
        entry("2006.01235", OTHER, published="0001-01-01T00:00:00+14:00"),
        f"<entry><title>{OTHER}</title></entry>",
    ],
    ids=["a path for an id", "half an id", "a date in words", "no such month", "before all time", "no id"],
)
def test_an_entry_that_can_not_be_read_costs_no_other_and_is_counted(
    odd: str, serve: Callable[..., Server], http: Http
) -> None:
    server = serve(feed(entry("2006.01234v1"), odd))
    first, second = ask(Arxiv(http, server.url, 0.0), "titles", *by_titles(TITLE, OTHER))
    assert [r.id("arxiv") for r in records(first)] == ["2006.01234"]
    assert second == Unavailable("1 of the records that arXiv sent could not be read")
    assert http.usage("arxiv").unreadable == 1
    assert len(server.requests) == 1, "no further page is asked for to make up for it"


def test_an_answer_with_another_identifier_than_was_asked_for_is_no_does_not_exist(
    serve: Callable[..., Server], http: Http
) -> None:
    source = Arxiv(http, serve(feed(entry("2101.00001v1"))).url, 0.0)
    [said] = ask(source, "ids", by_id("arxiv", "1706.03762"))
    assert said == Unavailable("arXiv answered with another identifier than was asked for (2101.00001)")


def test_a_feed_with_half_a_surrogate_for_a_number_is_no_answer(serve: Callable[..., Server], http: Http) -> None:
    act = feed(
        "<o:itemsPerPage xmlns:o='http://a9.com/-/spec/opensearch/1.1/'>&#xD800;</o:itemsPerPage>",
        entry("2006.01234v1"),
    )
    [said] = ask(Arxiv(http, serve(act).url, 0.0), "titles", *by_titles(TITLE))
    assert said == Unavailable("arXiv sent a feed that can't be read")


def test_an_identifier_that_is_absent_beside_what_each_list_carries_does_not_exist(
    serve: Callable[..., Server], http: Http
) -> None:
    source = Arxiv(http, serve(feed(entry(f"{PLAIN.arxiv}v2"))).url, 0.0)
    assert ask(source, "ids", by_id("arxiv", "1706.03762")) == [NotFound()]


@pytest.mark.parametrize("route", ["ids", "titles", "words", "people"])
def test_an_empty_answer_of_arxiv_is_no_answer_however_few_were_asked(
    serve: Callable[..., Server], http: Http, route: str
) -> None:
    """A service that answers 200 with nothing made "not found" of whatever was asked."""
    server = serve(feed())
    question = {"ids": by_id("arxiv", "1706.03762"), "people": ByPeople(("Vaswani", "Shazeer", "Parmar"))}
    [said] = ask(Arxiv(http, server.url, 0.0), route, question.get(route) or by_titles(TITLE)[0])
    assert isinstance(said, Unavailable)
    assert "lacks what it surely has" in said.reason
    assert len(server.requests) == 1, "which no further request has to find out"


@pytest.mark.parametrize("route", ["ids", "exact", "search"])
def test_an_empty_answer_of_openalex_is_no_answer_however_few_were_asked(
    serve: Callable[..., Server], http: Http, route: str
) -> None:
    server = serve(answer(200, b'{"meta":{"count":0},"results":[]}'))
    question = by_id("doi", "10.1000/x") if route == "ids" else by_titles(TITLE)[0]
    [said] = ask(OpenAlex(http, server.url), route, question)
    assert isinstance(said, Unavailable)
    assert "lacks what it surely has" in said.reason
    assert len(server.requests) == 1


def test_an_old_identifier_is_known_without_its_subject_class(serve: Callable[..., Server], http: Http) -> None:
    source = Arxiv(http, serve(feed(entry("math/0309136v1"))).url, 0.0)
    [said] = ask(source, "ids", by_id("arxiv", "math.GT/0309136"))
    assert [r.id("arxiv") for r in records(said)] == ["math/0309136"]


def test_the_last_guard_makes_an_unexpected_error_an_answer_with_its_reason() -> None:
    questions = by_titles(TITLE, OTHER)

    def fail() -> dict[Any, Any]:
        raise KeyError("authorships")

    said = ask_safely("openalex", questions, fail)
    assert said == dict.fromkeys(
        questions, Unavailable("openalex: its answer could not be read (KeyError: please report it)")
    )


def test_the_last_guard_does_not_touch_what_was_answered() -> None:
    questions = by_titles(TITLE)
    found = Found((Record(source="x", title=TITLE),))
    assert ask_safely("x", questions, lambda: dict.fromkeys(questions, found)) == {questions[0]: found}


def fuzzer() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "fuzz_answers.py"
    spec = importlib.util.spec_from_file_location("fuzz_answers", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_answers"] = module
    spec.loader.exec_module(module)
    return module


def test_answers_broken_at_random_raise_nothing_and_let_nothing_through() -> None:
    """`python benchmarks/fuzz_answers.py --cases 20000` is the long run."""
    outcome, failed = fuzzer().fuzz(150, seed=20)
    assert failed == []
    assert {"Found", "NotFound", "Unavailable", "left out"} <= set(outcome), "each kind of outcome is reached"
