"""What is asked of a service at once, how often and at what price: README, "What it costs", and docs/requests.md.

No number here is ours to choose: each is a service's own, or keeps a distance from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from resolver.config import load
from resolver.model import ById, ByPeople, ByTitle, Found, Identifier, IdKind, Question, Unavailable
from resolver.net.http import Failed, Http, Reached, Service
from resolver.net.pacing import Pace
from resolver.pipeline import open_library
from resolver.sources import open_sources
from resolver.sources.arxiv import Arxiv
from resolver.sources.base import Batch, Source
from resolver.sources.openalex import OpenAlex
from tests.net.scripted import FAST, Act, Server, answer
from tests.promises.conftest import Clock

NOBODY = "http://127.0.0.1:9/none"
EMPTY_FEED = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:o="http://a9.com/-/spec/opensearch/1.1/">
<o:totalResults>0</o:totalResults><o:startIndex>0</o:startIndex></feed>"""
EMPTY_LIST = b'{"meta":{"count":0},"results":[]}'

VAGUE = ["Deep Learning", "Language Models", "Preface", "Machine Translation", "Parsing", "Semantics", "Introduction",
         "Question Answering", "Speech Recognition", "Word Embeddings", "Neural Networks"]  # fmt: skip


def telling(count: int) -> list[Question]:
    """Titles of rare words, which bring few rows."""
    return [ByTitle(f"Marmalade Otter{n} Zeppelin") for n in range(count)]


def ids(kind: IdKind, count: int) -> list[Question]:
    written = {"arxiv": "2301.{:05}", "doi": "10.1000/{}", "openalex": "W1{:08}"}[kind]
    return [ById(Identifier(kind, written.format(n))) for n in range(1, count + 1)]


def people(count: int) -> list[Question]:
    return [ByPeople((f"Uncommon{n}", f"Zeppelinski{n}", f"Marmaladov{n}")) for n in range(count)]


def batches(source: Source, route: str, questions: Sequence[Question]) -> list[Batch]:
    return list(source.batches(next(r for r in source.routes if r.name == route), questions))


def ask(source: Source, route: str, questions: Sequence[Question]) -> dict[Question, Any]:
    way = next(r for r in source.routes if r.name == route)
    return {q: a for batch in source.batches(way, questions) for q, a in source.ask(way, batch.questions).items()}


@pytest.fixture
def arxiv() -> Arxiv:
    return Arxiv(Http(), NOBODY)


@pytest.fixture
def openalex() -> OpenAlex:
    return OpenAlex(Http(), NOBODY, "")


# ------------------------------------------------------------------ questions a request


@pytest.mark.parametrize(
    ("route", "most", "make"),
    [("ids", 100, lambda n: ids("arxiv", n)), ("titles", 30, telling), ("words", 20, telling), ("people", 12, people)],
)
def test_arxiv_takes_so_many_questions_a_request_and_not_one_more(
    arxiv: Arxiv, route: str, most: int, make: Callable[[int], list[Question]]
) -> None:
    """docs/requests.md, "The plan"."""
    assert [len(p.questions) for p in batches(arxiv, route, make(most))] == [most]
    assert [len(p.questions) for p in batches(arxiv, route, make(most + 1))] == [most, 1]


@pytest.mark.parametrize("route", ["titles", "words"])
def test_arxiv_is_asked_for_vague_titles_six_at_a_time(arxiv: Arxiv, route: str) -> None:
    """docs/requests.md: each may bring hundreds of rows."""
    vague: list[Question] = [ByTitle(t) for t in VAGUE[:7]]
    assert [len(p.questions) for p in batches(arxiv, route, vague[:6])] == [6]
    assert [len(p.questions) for p in batches(arxiv, route, vague)] == [6, 1]


@pytest.mark.parametrize(("kind", "most"), [("doi", 96), ("openalex", 96), ("arxiv", 48)])
def test_openalex_takes_96_identifiers_a_list_and_48_of_arxiv(openalex: OpenAlex, kind: IdKind, most: int) -> None:
    """A filter takes a hundred values (help.openalex.org/api/filters), four of which are of works that it surely has;
    a preprint's page has two forms."""
    assert [len(p.questions) for p in batches(openalex, "ids", ids(kind, most))] == [most]
    assert [len(p.questions) for p in batches(openalex, "ids", ids(kind, most + 1))] == [most, 1]


@pytest.mark.parametrize("route", ["exact", "search"])
def test_openalex_takes_a_hundred_titles_a_list(openalex: OpenAlex, route: str) -> None:
    short: list[Question] = [ByTitle(f"Marmalade Otter{n}") for n in range(101)]
    if route == "search":  # one set of words a title needs four telling ones
        short = [ByTitle(f"Ox{n} Zebu{n} Gnu{n} Yak{n}") for n in range(101)]
    values = [q for p in batches(openalex, route, short[:100]) for q in p.questions]
    assert len(values) == 100
    assert max(len(p.questions) for p in batches(openalex, route, short)) <= 100


def test_openalex_lists_ten_vague_titles_at_a_time(openalex: OpenAlex) -> None:
    vague: list[Question] = [ByTitle(t) for t in VAGUE]
    assert [len(p.questions) for p in batches(openalex, "exact", vague[:10])] == [10]
    assert [len(p.questions) for p in batches(openalex, "exact", vague[:11])] == [10, 1]


@pytest.mark.parametrize(
    ("name", "route", "most"),
    [("arxiv", "titles", 3), ("arxiv", "words", 3), ("openalex", "exact", 4), ("openalex", "search", 8)],
)
def test_no_batch_of_titles_takes_more_requests_than_that(
    name: str, route: str, most: int, arxiv: Arxiv, openalex: OpenAlex
) -> None:
    """docs/requests.md: what others crowded out is asked for again."""
    source: Source = arxiv if name == "arxiv" else openalex
    assert {p.most for p in batches(source, route, telling(5))} == {most}


def works(*titles: str) -> list[dict[str, str]]:
    return [{"id": f"https://openalex.org/W{1000 + n}", "display_name": t, "title": t} for n, t in enumerate(titles)]


def page(count: int, *titles: str) -> Act:
    return answer(200, json.dumps({"meta": {"count": count}, "results": works(*titles)}).encode())


def test_titles_with_more_rows_than_can_be_read_are_left_after_three_requests(
    serve: Callable[..., Server], http: Http
) -> None:
    server = serve(page(5000, "Something Else"))
    said = ask(OpenAlex(http, server.url, ""), "search", telling(3))
    assert len(server.requests) <= 3
    assert all(isinstance(a, Unavailable) for a in said.values())


def test_titles_that_others_crowded_out_are_searched_for_without_those_and_to_the_last_page(
    serve: Callable[..., Server], http: Http
) -> None:
    """A page of a hundred rows that shows one of three titles; then two more pages hold all of the others."""
    first, second, third = "Marmalade Otter Zeppelin", "Hedgehog Umbrella Kettledrum", "Quagga Bagpipe Lighthouse"
    server = serve(
        page(350, first, *["Something Else"] * 99), page(130, *["Something Else"] * 100),
        page(130, second, *["Another Thing"] * 29),
    )  # fmt: skip
    said = ask(OpenAlex(http, server.url, ""), "search", [ByTitle(t) for t in (first, second, third)])
    found, late, absent = (said[ByTitle(title)] for title in (first, second, third))
    assert [r.title for r in found.records][:1] == [first]
    assert [r.title for r in late.records][:1] == [second]
    assert not isinstance(absent, Unavailable), "all rows were shown, and it is not among them"
    assert len(server.requests) == 3
    assert "page=2" in server.requests[2].path
    assert "otter" not in server.requests[1].path


def test_what_was_crowded_out_is_not_absent_when_all_of_its_words_find_nothing(
    serve: Callable[..., Server], http: Http
) -> None:
    """Its sets of words bring more rows than can be read, all of its words none: a slip of the pen would do that."""
    server = serve(page(5000, *["Something Else"] * 100), page(0))
    title = ByTitle("Marmalade Otters in Zeppelins: Submarine Cooks of Winter")
    [said] = ask(OpenAlex(http, server.url, ""), "search", [title]).values()
    assert isinstance(said, Unavailable)
    assert len(server.requests) == 2


# ------------------------------------------------------------------ rows and lengths


@pytest.fixture
def http() -> Http:
    return Http(limits=FAST)


def query_of(server: Server, place: int = -1) -> dict[str, list[str]]:
    request = server.requests[place]
    return parse_qs(request.body.decode() or urlsplit(request.path).query)


def test_arxiv_gives_300_rows_a_page_and_a_thousand_when_titles_were_crowded_out(
    serve: Callable[..., Server], http: Http
) -> None:
    """docs/requests.md; the manual allows 2,000 and asks for a narrower query from 1,000 on."""
    entry = b"<entry><id>http://arxiv.org/abs/2301.00001v1</id><title>Something Else</title></entry>"
    crowded = EMPTY_FEED.replace(b">0</o:total", b">9999</o:total").replace(b"</feed>", entry + b"</feed>")
    server = serve(answer(200, crowded))
    said = ask(Arxiv(http, server.url, 0.0), "titles", telling(2))
    assert [query_of(server, n)["max_results"] for n in range(2)] == [["300"], ["1000"]]
    assert all(isinstance(a, Unavailable) for a in said.values()), "what was truncated is not absent"


def test_arxiv_is_asked_for_the_same_sets_of_words_once_more_before_it_is_asked_by_all_words(
    serve: Callable[..., Server], http: Http
) -> None:
    """That no title has all words of a listed one says little, and nothing where the page of its sets was full."""
    entry = b"<entry><id>http://arxiv.org/abs/2301.00001v1</id><title>Something Else</title></entry>"
    crowded = EMPTY_FEED.replace(b">0</o:total", b">9999</o:total").replace(b"</feed>", entry + b"</feed>")
    server = serve(answer(200, crowded), answer(200, crowded), answer(200, EMPTY_FEED))
    [said] = ask(Arxiv(http, server.url, 0.0), "words", [ByTitle("Marmalade Otter Zeppelin Submarine Cooks")]).values()
    sent = [query_of(server, n)["search_query"][0] for n in range(3)]
    assert sent[0] == sent[1] != sent[2]
    assert isinstance(said, Unavailable)


def test_arxiv_gets_long_queries_by_post_since_its_edge_refuses_addresses_of_2000_bytes(
    serve: Callable[..., Server], http: Http
) -> None:
    server = serve(answer(200, EMPTY_FEED))
    many = [ByTitle(f"Marmalade Otter{n} Zeppelin Harmonium Counterpoint of Zanzibar") for n in range(18)]
    for length in range(1, 160, 4):
        ask(Arxiv(http, server.url, 0.0), "titles", [*many, ByTitle("Zeppelin Otter " + "z" * length)])
    seen: dict[str, list[int]] = {r.method: [] for r in server.requests}
    for r in server.requests:
        seen[r.method].append(len(server.url) + len(r.path) + len(r.body))
    assert 1700 < max(seen["GET"]) <= 1802
    assert min(seen["POST"]) > 1750
    assert query_of(server, -1)["search_query"][0].count("Marmalade") == 18, "a long one is sent as a whole"


def test_openalex_lines_have_7900_bytes_at_most_and_4000_once_a_longer_one_was_refused(
    serve: Callable[..., Server], http: Http
) -> None:
    """docs/requests.md: the documentation speaks of 4 kB, the code of its edge of 8,190."""
    long: list[Question] = [ByTitle(f"Zeppelin Marmalade {n} " + "Otter" * 20) for n in range(150)]
    server = serve(answer(200, EMPTY_LIST))
    ask(OpenAlex(http, server.url, ""), "exact", long)
    lines = [len(f"GET {r.path} HTTP/1.1") for r in server.requests]
    assert 7300 < max(lines) <= 7900
    refusing = serve(answer(414, b""), answer(200, EMPTY_LIST))
    source = OpenAlex(http, refusing.url, "")
    ask(source, "exact", long[:40])
    before = len(refusing.requests)
    ask(source, "exact", long)
    assert 3500 < max(len(f"GET {r.path} HTTP/1.1") for r in refusing.requests[before:]) <= 4000


def test_openalex_pages_have_a_hundred_rows(serve: Callable[..., Server], http: Http) -> None:
    server = serve(answer(200, EMPTY_LIST))
    ask(OpenAlex(http, server.url, ""), "ids", ids("doi", 3))
    ask(OpenAlex(http, server.url, ""), "exact", telling(1))
    ask(OpenAlex(http, server.url, ""), "search", telling(1))
    lists = [r for r in server.requests if "filter" in r.path]
    assert len(lists) >= 3
    assert {parse_qs(urlsplit(r.path).query)["per-page" if "per-page" in r.path else "per_page"][0] for r in lists} == {
        "100"
    }


@pytest.mark.parametrize(("count", "partial"), [(99, False), (100, True)])
def test_a_list_of_a_hundred_authors_counts_as_cut_off(
    serve: Callable[..., Server], http: Http, count: int, partial: bool
) -> None:
    """OpenAlex shows a hundred authors in lists: then the rest of them is unknown, not absent."""
    authors = [
        {"author": {"display_name": f"Ada Author{n}"}, "raw_author_name": f"Ada Author{n}"} for n in range(count)
    ]
    work = {
        "id": "https://openalex.org/W100000001",
        "display_name": "A Title",
        "title": "A Title",
        "authorships": authors,
    }
    server = serve(answer(200, json.dumps({"meta": {"count": 1}, "results": [work]}).encode()))
    [found] = ask(OpenAlex(http, server.url, ""), "ids", ids("openalex", 1)).values()
    assert isinstance(found, Found)
    assert found.records[0].partial_authors is partial


# ------------------------------------------------------------------ pace


class Watched(Http):
    """Sends nothing; remembers as whom it was asked to speak."""

    def __init__(self) -> None:
        super().__init__()
        self.services: dict[str, Service] = {}

    def request(self, service: Service, *args: Any, **options: Any) -> Reached | Failed:
        self.services[service.name] = service
        return Failed("not sent")


@pytest.fixture
def services(nothing_set: Path) -> dict[str, Service]:
    """The services as a run without any settings addresses them."""
    http = Watched()
    for source in open_sources(load(), http, lambda _: None):
        if source.name != "acl":
            ask(source, "ids", ids("arxiv", 1))
    return http.services


def starts(service: Service, clock: Clock, seconds: float, lasting: float = 0.0) -> list[float]:
    """When requests start that are sent as soon as they may be."""
    pace = Pace(service, None, sleep=clock.wait, stopped=lambda: False, clock=clock)
    begin, found = clock(), []
    while clock() - begin < seconds:
        with pace.take_turn():
            found.append(clock() - begin)
            clock.now += lasting
    return [t for t in found if t < seconds]


def test_arxiv_is_asked_every_three_seconds_by_one_connection(services: dict[str, Service], clock: Clock) -> None:
    """arXiv's terms of use (info.arxiv.org/help/api/tou.html); README, "What it costs"."""
    assert services["arxiv"].concurrency == 1
    assert starts(services["arxiv"], clock, 30.0) == pytest.approx([3.0 * n for n in range(10)])
    assert starts(services["arxiv"], clock, 30.0, lasting=2.0) == pytest.approx([5.0 * n for n in range(6)]), (
        "the pace counts from the end of a request"
    )


def test_openalex_is_asked_eight_times_a_second_of_the_ten_that_it_allows(
    services: dict[str, Service], clock: Clock
) -> None:
    assert services["openalex"].concurrency == 2
    assert len(starts(services["openalex"], clock, 10.0)) == 80


def test_arxiv_s_pace_is_shared_by_all_programs_of_a_person(serve: Callable[..., Server], nothing_set: Path) -> None:
    """Two runs with one cache folder, each with connections of its own: one waits for the other."""
    server = serve(answer(200, EMPTY_FEED))
    given = {"arxiv_url": server.url, "arxiv_delay": 0.7, "cache_dir": nothing_set, "snapshot": "none"}
    for _ in range(2):
        with open_library(load({**given, "sources": "arxiv", "refresh": True})) as session:
            source = next(s for s in session.sources if s.name == "arxiv")
            session.library.ask(source, source.routes[0], ids("arxiv", 1))
    first, second = (r.time for r in server.requests)
    assert second - first >= 0.69


# ------------------------------------------------------------------ prices


def test_lists_cost_a_credit_searches_ten_and_the_rest_nothing(openalex: OpenAlex) -> None:
    """docs/requests.md: $0.0001 a credit (help.openalex.org/access/pricing)."""
    assert [p.usd for p in batches(openalex, "ids", ids("doi", 96))] == pytest.approx([0.0001])
    assert [p.usd for p in batches(openalex, "exact", telling(2))] == pytest.approx([0.0001])
    assert [p.usd for p in batches(openalex, "search", telling(2))] == pytest.approx([0.001])
    assert {p.usd for p in batches(openalex, "autocomplete", telling(2))} == {0.0}
    assert {p.most_usd for p in batches(openalex, "autocomplete", telling(2))} == {0.0}


def test_arxiv_and_the_anthology_cost_nothing(nothing_set: Path) -> None:
    for source in open_sources(load(), Http(), lambda _: None):
        assert source.name == "openalex" or {r.usd for r in source.routes} == {0.0}


def test_what_a_request_cost_is_what_the_service_says_and_its_list_price_where_it_says_nothing(
    serve: Callable[..., Server],
) -> None:
    body = json.dumps({"meta": {"count": 0, "cost_usd": 0.0007}, "results": []}).encode()
    acts: list[Act] = [answer(200, body), answer(200, body, X_RateLimit_Cost_USD="0.0003"), answer(200, EMPTY_LIST)]
    server = serve(*acts)
    notes: list[str] = []
    http = Http(limits=FAST, notify=notes.append)
    source = OpenAlex(http, server.url, "")
    spent = []
    for n in range(4):
        ask(source, "ids", [ById(Identifier("doi", f"10.1000/{n}"))])
        spent.append(http.usage("openalex").usd)
    assert spent == pytest.approx([0.0007, 0.0010, 0.0011, 0.0012]), "by its header, its account, or the list price"
    assert notes == ["openalex: a reply does not say what it cost; list prices are counted for such replies"]


@pytest.mark.parametrize(("seconds", "gone"), [("60", False), ("61", True), ("7200", True)])
def test_a_refusal_for_more_than_a_minute_means_that_the_day_s_budget_is_spent(
    serve: Callable[..., Server], clock: Clock, seconds: str, gone: bool
) -> None:
    """docs/requests.md: then its lists are not asked any more, and what is free still is."""
    server = serve(answer(429, b"{}", Retry_After=seconds), answer(200, EMPTY_LIST))
    source = OpenAlex(Http(clock=clock, sleep=clock.wait), server.url, "")
    ask(source, "ids", ids("doi", 1))
    before = len(server.requests)
    ask(source, "search", telling(2))
    assert (len(server.requests) == before) is gone
    ask(source, "autocomplete", telling(1))
    assert "/autocomplete/" in server.requests[-1].path


def test_a_key_goes_into_a_header_and_into_no_address(serve: Callable[..., Server], http: Http) -> None:
    """README, "Settings"."""
    server = serve(answer(200, EMPTY_LIST))
    ask(OpenAlex(http, server.url, "a-secret-key"), "ids", ids("doi", 1))
    assert server.requests[0].headers["authorization"] == "Bearer a-secret-key"
    assert "a-secret-key" not in server.requests[0].path
    ask(OpenAlex(Http(limits=FAST), server.url, " "), "ids", ids("doi", 1))
    assert "authorization" not in server.requests[-1].headers
