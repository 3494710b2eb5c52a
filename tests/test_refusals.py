"""One request that a service does not take closes no service: everything else of the list is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from resolver.cli import main
from resolver.model import ById, ByTitle, Identifier, Question, Unavailable
from resolver.net.http import Http
from resolver.sources.arxiv import Arxiv
from resolver.sources.base import Source
from resolver.sources.openalex import OpenAlex
from tests.match.papers import entry
from tests.net.scripted import FAST, Sim
from tests.services.records import recorded
from tests.services.server import Rule, Services
from tests.small_world import ATTENTION, BERT, CHAIN, FOUND, IMAGENET, LIST, run, small_world

BAD = "Zymurgical Quagga Heuristics"
REFUSED = json.dumps({"error": "Invalid query parameters error.", "message": "this query is not accepted"})
TOO_FAST = json.dumps({
    "error": "Rate limit exceeded", "message": "Rate limit exceeded: 10 requests per second.", "retryAfter": 0.05,
    "creditsRemaining": 0, "dailyRemainingUsd": 0,
})  # fmt: skip


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with small_world() as services:
        yield services


# Entries of any number.
def statuses(world: Sim, folder: Path, entries: tuple = LIST, **others: object) -> list[str]:  # type: ignore[type-arg]
    return [r.status for r in run(world, folder, FAST, entries, **others).resolutions]


@pytest.mark.parametrize("status", [400, 413, 414, 500])
@pytest.mark.parametrize("service", ["openalex", "arxiv"])
@pytest.mark.parametrize("place", range(len(LIST) + 1))
def test_one_bad_title_anywhere_leaves_all_others_answered(
    world: Services, tmp_path: Path, place: int, service: str, status: int
) -> None:
    entries = (*LIST[:place], entry(BAD), *LIST[place:])
    world.rules(Rule(f"/{service}.*(?i:zymurgical)", status, REFUSED))
    found = statuses(world, tmp_path, entries)
    assert found[place] == "unanswered"
    assert tuple(found[:place] + found[place + 1 :]) == FOUND


@pytest.mark.parametrize("status", [400, 413, 414, 500])
def test_one_bad_identifier_leaves_all_others_answered(world: Services, tmp_path: Path, status: int) -> None:
    bad = "10.1234/refused.by.the.edge"
    entries = tuple(
        msgspec.structs.replace(e, ids=(Identifier("doi", doi),))
        for e, doi in ((entry(BAD), bad), (entry(IMAGENET), "10.1145/3065386"), (entry(BERT), "10.18653/v1/n19-1423"))
    )
    world.rules(Rule("filter=.*refused.by.the.edge", status, REFUSED))
    assert statuses(world, tmp_path, entries, sources="openalex")[1:] == ["matched", "matched"]


def test_a_service_that_takes_no_request_at_all_is_left_alone(world: Services, tmp_path: Path) -> None:
    world.rules(Rule("/openalex/works", 400, REFUSED))
    done = run(
        world, tmp_path, FAST, tuple(entry(f"{BAD} of {word}") for word in "one two three four five six".split())
    )
    assert {r.status for r in done.resolutions} == {"unanswered"}
    assert world.stats()["requests"]["openalex"] < 40


@pytest.mark.parametrize("headers", [{"Retry-After": "0.05"}, {}])
def test_too_fast_is_not_a_spent_budget(world: Services, tmp_path: Path, headers: dict[str, str]) -> None:
    world.rules(Rule("filter=", 429, TOO_FAST, headers=headers, times=3))
    done = run(world, tmp_path, FAST)
    assert tuple(r.status for r in done.resolutions) == FOUND
    assert not any("budget" in note for note in done.notes)


def test_a_field_that_the_service_no_longer_has_is_left_out_once_and_told(world: Services, tmp_path: Path) -> None:
    gone = json.dumps({"error": "Invalid query parameters error.", "message": "biblio is not a valid select field."})
    world.rules(Rule("select=[^&]*biblio", 400, gone))
    done = run(world, tmp_path, FAST)
    assert tuple(r.status for r in done.resolutions) == FOUND
    assert [note for note in done.notes if "biblio" in note] == [
        "openalex: has no field `biblio` any more; its works are read without it"
    ]
    assert sum("biblio" in each["path"] for each in world.stats()["log"]) == 1


def test_what_may_vanish_is_not_selected(world: Services, tmp_path: Path) -> None:
    run(world, tmp_path, FAST)
    assert not any("type_crossref" in each["path"] for each in world.stats()["log"])


@pytest.mark.parametrize("status", [403, 405, 411, 501])
def test_arxiv_is_asked_by_get_where_it_takes_no_post(tmp_path: Path, status: int) -> None:
    with Services(recorded()) as world:
        titles = tuple(entry(paper.title) for paper in world.world.papers[:40])
        world.rules(Rule(" POST$", status, "<html>", "text/html"))
        found = statuses(world, tmp_path, titles, sources="arxiv")
        assert found.count("unanswered") == 0
        assert found.count("matched") > 30
        assert sum(each["method"] == "POST" for each in world.stats()["log"]) <= 1


def test_a_slow_arxiv_is_not_a_dead_one(world: Services, tmp_path: Path) -> None:
    """Its first answer may take half as long again as that of others."""
    slow = msgspec.structs.replace(FAST, first_read=0.4, grace=0.8)
    world.rules(Rule("/arxiv", 429, "Rate exceeded.", "text/plain", times=1, seconds=1.0))
    done = run(world, tmp_path, slow, (entry(CHAIN), entry(ATTENTION)), sources="arxiv")
    assert [r.status for r in done.resolutions] == ["matched", "matched"]


def test_two_programs_share_openalexs_pace(world: Services, tmp_path: Path) -> None:
    run(world, tmp_path, FAST)
    assert list(tmp_path.glob("pace-openalex-*.lock")) or list(tmp_path.glob("pace-openalex-*.next"))


def test_a_list_with_a_refused_title_ends_with_its_files(
    world: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "ACL_URL": f"{world.url}/acl/anthology.bib.gz", "ARXIV_URL": f"{world.url}/arxiv/api/query",
        "ARXIV_DELAY": "0", "OPENALEX_URL": f"{world.url}/openalex", "CACHE_DIR": str(tmp_path / "kept"),
        "SNAPSHOT": "none",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"RESOLVER_{name}", value)
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text(f"title\n{ATTENTION}\n{BAD}\n{IMAGENET}\n")
    world.rules(Rule("(?i:zymurgical)", 400, REFUSED))
    assert main(["run", "list.csv", "-o", "out", "-q"]) == 4
    assert Path("out/enriched.csv").read_text().count(",matched,") == 2


EMPTY_FEED = """<?xml version="1.0"?><feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
 xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>arXiv Query</title><updated>2026-01-01T00:00:00Z</updated>
<opensearch:itemsPerPage>300</opensearch:itemsPerPage><opensearch:totalResults>0</opensearch:totalResults>
<opensearch:startIndex>0</opensearch:startIndex></feed>"""
EMPTY_LIST = '{"meta": {"count": 0}, "results": []}'


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("arxiv", Rule("search_query=[^&]", 200, EMPTY_FEED, "application/atom+xml")),
        ("openalex", Rule("/openalex/(works|autocomplete)", 200, EMPTY_LIST)),
    ],
)
def test_a_service_that_finds_nothing_at_all_has_not_said_that_there_is_nothing(
    world: Services, tmp_path: Path, source: str, rule: Rule
) -> None:
    entries = (entry(CHAIN), entry(ATTENTION), entry(BERT), entry(IMAGENET))
    world.rules(rule)
    assert "not_found" not in statuses(world, tmp_path, entries, sources=source)


def test_several_unknown_titles_are_still_not_found(world: Services, tmp_path: Path) -> None:
    entries = tuple(entry(f"Horticultural {word} for Retired Cooks") for word in ("Therapy", "Music", "Poetry", "Sums"))
    assert set(statuses(world, tmp_path, entries)) == {"not_found"}


@pytest.mark.parametrize("title", ["It", "α"])
def test_a_title_that_is_too_short_to_be_searched_is_no_outage(world: Services, tmp_path: Path, title: str) -> None:
    done = run(world, tmp_path, FAST, (entry(title), entry(ATTENTION)), sources="arxiv")
    assert [r.status for r in done.resolutions] == ["unanswered", "matched"]
    assert done.resolutions[0].decision.reason == "the title is too short to be searched for"
    assert not done.unreachable
    assert not done.silent


@pytest.mark.parametrize("place", [0, 1, 49, 50, 98, 99])
@pytest.mark.parametrize(("service", "route"), [("openalex", "exact"), ("openalex", "ids"), ("arxiv", "ids")])
def test_one_bad_question_anywhere_in_a_full_request_leaves_all_others_answered(
    place: int, service: str, route: str
) -> None:
    """A hundred share a request; it is halved until what is refused stands alone, and nothing is closed."""
    with Services(recorded()) as world, Http(limits=FAST) as http:
        world.rules(Rule(f"/{service}.*(?i:refused)", 400, REFUSED))
        source: Source = (
            OpenAlex(http, f"{world.url}/openalex")
            if service == "openalex"
            else Arxiv(http, f"{world.url}/arxiv/api/query", 0)
        )
        way = next(r for r in source.routes if r.name == route)
        asked: list[Question] = _questions(service, route)
        asked.insert(place, ByTitle("Refused") if route == "exact" else _refused(service))
        said = source.ask(way, asked)
        assert [n for n, question in enumerate(asked) if isinstance(said[question], Unavailable)] == [place]


def _questions(service: str, route: str) -> list[Question]:
    if route == "exact":
        return [ByTitle(f"A Study of {word}s in Libraries of {n} Books") for n, word in enumerate(["Hedgehog"] * 99)]
    if service == "arxiv":
        return [ById(Identifier("arxiv", f"2301.{n:05}")) for n in range(1, 100)]
    return [ById(Identifier("doi", f"10.1234/{n}")) for n in range(1, 100)]


def _refused(service: str) -> ById:
    return (
        ById(Identifier("doi", "10.1234/refused"))
        if service == "openalex"
        else ById(Identifier("arxiv", "refused/9901001"))
    )
