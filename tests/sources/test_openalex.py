"""OpenAlex, asked over real sockets: the silent traps of its grammar, its prices, and its failures."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from resolver.model import Found, Identifier, NotFound, Unavailable
from resolver.net.http import Failed, Http
from resolver.sources.known import PLAIN
from resolver.sources.openalex import OpenAlex
from resolver.sources.openalex.client import OpenAlexClient
from resolver.text import titles
from tests.net.scripted import Act, Server, Sim, answer
from tests.sources.asking import LASTING, TRANSIENT, ask, by_id, by_titles, records

PSYQA = "PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support"
HEADERS = {"X_RateLimit_Limit": "10000"}

TRAPS = {
    "a question mark": "Are Sixteen Heads Really Better than One?",
    "a wildcard": "EPI*USE Systems: TRANSLATOR MTK",
    "quotes": 'Robot Learning Manipulation Action Plans by "Watching" Unconstrained Videos from the World Wide Web',
    "a single quote mark": "'You Can Always Do Better!\": The Impact of Social Proof on Participant Response Bias",
    "curly quotes": "The treatment of “idioms” by a translating machine",
    "AND": "A PRINCIPLE-BASED PARSER FOR FOREIGN LANGUAGE TRAINING IN GERMAN AND ARABIC",
    "OR and NOT": "TO BERT OR NOT TO BERT: COMPARING TASK-SPECIFIC AND TASK-AGNOSTIC SEMI-SUPERVISED APPROACHES FOR "
    "SEQUENCE TAGGING",
    "a pipe in brackets": "An HPSG-based Shared-Grammar for the Chinese Languages: ZHONG [|]",
    "a pipe": "It's not Sexually Suggestive; It's Educative | Separating Sex Education from Suggestive Content on "
    "TikTok videos",
    "an exclamation mark": "LetsMT!: Cloud-Based Platform for Building User Tailored Machine Translation Engines",
    "language:": "New terms in a developing language: the Malaysian experience",
    "type:": "The British Term Bank prototype: user needs, modes of access, and co-operation in development",
    "journal:": "The Machine Learning journal: 25 years young",
    "datasets:": "Towards Building More Robust NER datasets: An Empirical Study on NER Dataset Bias from a Dataset "
    "Difficulty View",
    "repository:": "Comparison of full-text versus metadata searching in an institutional repository: Case study of "
    "the UNT Scholarly Works",
    "collection:": "Combining acoustic and aerodynamic data collection: A perceptual evaluation of acoustic "
    "distortions",
    "commas": "Machine translation systems: E-K, K-E, J-K, K-J",
    "a Greek letter": "SOTOPIA-π: Interactive Learning of Socially Intelligent Language Agents",
    "an apostrophe": "Tracking Life’s Ups and Downs: Mining Life Events from Social Media Posts for Mental Health "
    "Analysis",
    "pluses": "Marian: Fast Neural Machine Translation in C++",
    "accents": "Som å kapp-ete med trollet? – Towards MRS-based Norwegian-English machine translation",
    "pipes in parentheses": "UdS-(retrain|distributional|surface): Improving POS Tagging for OOV Words in German CMC "
    "and Web Data",
    "an open parenthesis": "ASOS at Arabic LLMs Hallucinations 2024: Can LLMs detect their Hallucinations :)",
    "an open bracket": "Yandex.Translate approach to the translation of Turkic languages [abstract",
    "an ampersand": "Towards a Multi-language Multi Script Web Based Reference & Terminology System",
    "a percent sign": "Should You Mask 15% in Masked Language Modeling?",
}
"""Titles that hold what OpenAlex's grammar gives a meaning; its own records of all of them exist."""


ODD = (
    "4K-Resolution Photo Exposure Correction at 125 FPS With ~8K Parameters",
    "Refer360$^\\circ$: A Referring Expression Recognition Dataset in 360$^\\circ$ Images",
)
"""Titles that are stored as their authors typed them in LaTeX, and found by their words only."""


def found_among(written: str, answers: list[object]) -> bool:
    [given] = answers
    return isinstance(given, Found) and titles.key(written) in [titles.key(r.title) for r in given.records]


class TestTitles:
    @pytest.mark.parametrize("trap", TRAPS)
    @pytest.mark.parametrize("route", ["exact", "autocomplete", "search"])
    def test_whatever_a_title_holds_it_is_found(self, openalex: OpenAlex, sim: Sim, route: str, trap: str) -> None:
        assert found_among(TRAPS[trap], [*ask(openalex, route, *by_titles(TRAPS[trap]))])
        assert list(sim.stats()["statuses"]) == ["openalex 200"], "and nothing was refused"

    def test_mathematics_does_not_hide_a_title_from_the_search(self, openalex: OpenAlex, sim: Sim) -> None:
        for written, given in zip(ODD, ask(openalex, "search", *by_titles(*ODD)), strict=True):
            assert isinstance(given, Found)
            assert any(titles.words(written)[-3:] == titles.words(r.title)[-3:] for r in given.records)
        ask(openalex, "exact", *by_titles(*ODD))
        assert list(sim.stats()["statuses"]) == ["openalex 200"]

    @pytest.mark.parametrize("route", ["exact", "search"])
    def test_traps_asked_together_do_not_spoil_each_other(self, openalex: OpenAlex, sim: Sim, route: str) -> None:
        answers = ask(openalex, route, *by_titles(*TRAPS.values(), PSYQA))
        assert [t for t, a in zip((*TRAPS.values(), PSYQA), answers, strict=True) if not found_among(t, [a])] == []
        assert not [status for status in sim.stats()["statuses"] if status != "openalex 200"]

    def test_a_hundred_exact_titles_cost_three_credits_or_less(self, openalex: OpenAlex, sim: Sim) -> None:
        answers = ask(
            openalex, "exact", *by_titles(PSYQA, *(f"A Study of Nothing in Particular {n}" for n in range(99)))
        )
        assert isinstance(answers[0], Found)
        assert answers[1:] == [NotFound()] * 99
        assert sim.stats()["openalex_credits"] <= 3

    def test_no_request_line_is_longer_than_the_edge_takes(self, serve: Callable[..., Server], http: Http) -> None:
        server = serve(answer(200, b'{"meta":{"count":0},"results":[]}'))
        long = [f"{n} Überlegungen zur Größe des Wörterbuchs für äußerst ähnliche Übersetzungen" for n in range(160)]
        for route in ("exact", "search"):
            ask(OpenAlex(http, server.url), route, *by_titles(*long))
        lines = [len(request.path) for request in server.requests]
        assert len(lines) <= 6 + 2, "and one for a title that OpenAlex surely has, along each route"
        assert 7000 < max(lines) < 8150

    @pytest.mark.parametrize(
        ("status", "body"), [(400, b'{"error":"Bad request","message":"Request URL too long"}'), (414, b"")]
    )
    def test_where_long_lines_are_refused_shorter_ones_are_sent_from_then_on(
        self, serve: Callable[..., Server], http: Http, status: int, body: bytes
    ) -> None:
        server = serve(answer(status, body), answer(200, b'{"meta":{"count":0},"results":[]}'))
        source = OpenAlex(http, server.url)
        long = by_titles(*(f"{n} Considerations on the Size of a Dictionary for Translations" for n in range(95)))
        given = ask(source, "exact", *long[:90])
        assert all(isinstance(a, Unavailable) for a in given), "a service that has nothing at all is no evidence"
        ask(source, "exact", *long)
        lines = [len(request.path) for request in server.requests]
        assert max(lines) == lines[0] > 4000 > max(lines[1:])

    def test_a_closing_full_stop_or_another_dash_does_not_hide_an_exact_title(self, openalex: OpenAlex) -> None:
        assert found_among(PSYQA, [*ask(openalex, "exact", *by_titles(PSYQA + "."))])
        written = "Tracking Life’s Ups and Downs: Mining Life Events from Social Media Posts for Mental Health Analysis"
        assert found_among(written, [*ask(openalex, "exact", *by_titles(written))])

    def test_titles_that_many_works_bear_crowd_out_no_other(self, serve: Callable[..., Server], http: Http) -> None:
        """Five thousand works are called “Deep Learning”; the most cited are asked for."""

        def page(count: int, *titles: str) -> Act:
            works = [{"id": f"https://openalex.org/W{1000 + n}", "title": t} for n, t in enumerate(titles)]
            return answer(200, json.dumps({"meta": {"count": count}, "results": works}).encode())

        server = serve(page(5000, *["Deep Learning"] * 100), page(300, *["World Models"] * 100), page(1, "Alternation"))
        given = ask(OpenAlex(http, server.url), "exact", *by_titles("Alternation", "Deep Learning", "World Models"))
        assert all(isinstance(a, Found) for a in given)
        assert [r.title for r in records(given[0])] == ["Alternation"]
        assert all("sort=cited_by_count:desc" in request.path for request in server.requests)

    def test_completion_is_free(self, openalex: OpenAlex, sim: Sim, http: Http) -> None:
        assert found_among(PSYQA, [*ask(openalex, "autocomplete", *by_titles(PSYQA))])
        assert sim.stats()["openalex_credits"] == 0
        assert http.usage("openalex").usd == 0

    @pytest.mark.parametrize(
        ("written", "recorded"),
        [
            ("PsyQA: A Chinese Datset for Generating Long Counselling Text for Mental Health Support", PSYQA),
            ("Weight Poisoning Attacks on Pre-trained Models", "Weight Poisoning Attacks on Pretrained Models"),
        ],
    )
    def test_a_misspelt_word_does_not_hide_a_title_from_the_search(
        self, openalex: OpenAlex, written: str, recorded: str
    ) -> None:
        assert found_among(recorded, [*ask(openalex, "search", *by_titles(written))])

    def test_a_generic_title_crowds_out_no_other(self, openalex: OpenAlex, sim: Sim) -> None:
        generic = ["Language Models", "Deep Learning", "Machine Translation"]
        answers = ask(openalex, "search", *by_titles(*generic, PSYQA, "Qwertzuiop asdfghjkl"))
        assert found_among(PSYQA, [answers[3]])
        assert answers[4] == NotFound()
        assert not any(isinstance(a, NotFound) for a in answers[:3])
        assert sim.stats()["openalex_credits"] <= 100

    def test_a_title_is_not_missing_while_most_of_its_rows_are_unread(
        self, serve: Callable[..., Server], http: Http
    ) -> None:
        work = {"id": "https://openalex.org/W12345", "title": "Something else altogether", "authorships": []}
        body = json.dumps({"meta": {"count": 5000}, "results": [work]}).encode()
        [given] = ask(OpenAlex(http, serve(answer(200, body)).url), "search", *by_titles("Zebra finches in winter"))
        assert isinstance(given, Unavailable)

    def test_a_title_without_a_searchable_word_is_not_taken_for_missing(self, openalex: OpenAlex) -> None:
        assert all(isinstance(a, Unavailable) for a in ask(openalex, "search", *by_titles("α", "?!", "AND")))


class TestIdentifiers:
    def test_every_kind_is_found_in_one_batch(self, openalex: OpenAlex, sim: Sim) -> None:
        answers = ask(
            openalex,
            "ids",
            by_id("doi", "10.18653/v1/p18-1031"),
            by_id("arxiv", "2106.01702"),
            by_id("openalex", "W9356070796"),
            by_id("acl", "P18-1031"),
            by_id("acl", "1952.earlymt-1.1"),
            by_id("doi", "10.48550/arxiv.2106.01702"),
        )
        assert [records(a)[0].title.split()[0] for a in answers] == [
            "Universal",
            "PsyQA:",
            "Translation",
            "Universal",
            "Translation",
            "PsyQA:",
        ]
        assert sim.stats()["openalex_credits"] <= 4

    def test_a_preprint_merged_into_the_published_work_is_found_by_its_page(self, openalex: OpenAlex) -> None:
        [given] = ask(openalex, "ids", by_id("arxiv", "1801.06146"))
        assert records(given)[0].id("doi") == "10.18653/v1/p18-1031"
        assert records(given)[0].type == "inproceedings"

    def test_a_hundred_dois_cost_a_credit_or_two(self, openalex: OpenAlex, sim: Sim) -> None:
        unknown = [by_id("doi", f"10.1000/no.such.{n}") for n in range(99)]
        answers = ask(openalex, "ids", by_id("doi", "10.18653/v1/p18-1031"), *unknown)
        assert isinstance(answers[0], Found)
        assert answers[1:] == [NotFound()] * 99
        assert sim.stats()["openalex_credits"] <= 2

    def test_a_doi_with_a_comma_goes_alone_and_free(self, openalex: OpenAlex, sim: Sim) -> None:
        answers = ask(openalex, "ids", by_id("doi", "10.1000/a,b"), by_id("doi", "10.18653/v1/p18-1031"))
        assert answers[0] == NotFound()
        assert isinstance(answers[1], Found)
        assert sim.stats()["openalex_credits"] == 1

    @pytest.mark.parametrize("doi", ["10.1002/(sici)1097(1998)49:8<693::aid-asi4>3.0.co;2-o", "10.1000/a&b#c+d;e"])
    def test_a_doi_with_what_a_url_must_not_hold_is_escaped(self, openalex: OpenAlex, sim: Sim, doi: str) -> None:
        answers = ask(openalex, "ids", by_id("doi", doi), by_id("doi", "10.18653/v1/p18-1031"))
        assert answers[0] == NotFound()
        assert isinstance(answers[1], Found)
        assert list(sim.stats()["statuses"]) == ["openalex 200"]


class TestFaults:
    @pytest.mark.parametrize("kind", [*TRANSIENT, "timedout"])
    def test_a_passing_fault_costs_a_second_request_and_nothing_else(
        self, openalex: OpenAlex, sim: Sim, kind: str
    ) -> None:
        sim.faults(openalex=[kind])
        assert found_among(PSYQA, [*ask(openalex, "search", *by_titles(PSYQA))])
        assert sim.stats()["requests"] == {"openalex": 2}

    @pytest.mark.parametrize("kind", [*LASTING, "timedout"])
    def test_a_lasting_fault_is_never_taken_for_not_found(self, openalex: OpenAlex, sim: Sim, kind: str) -> None:
        sim.faults(openalex=[f"{kind}*99"])
        given = [
            *ask(openalex, "ids", by_id("arxiv", "2106.01702"), by_id("doi", "10.1000/a,b"), by_id("acl", "P18-1031")),
            *ask(openalex, "exact", *by_titles(PSYQA, "No such title")),
            *ask(openalex, "search", *by_titles(PSYQA)),
        ]
        if kind != "timedout":  # which only lists know
            given += ask(openalex, "autocomplete", *by_titles(PSYQA))
        # A comma's DOI is a singleton, which can't time out partially.
        checked = [a for i, a in enumerate(given) if not (kind == "timedout" and i == 1)]
        assert {type(a) for a in checked} == {Unavailable}

    def test_a_404_in_between_is_no_unknown_work(self, serve: Callable[..., Server], http: Http) -> None:
        [given] = ask(OpenAlex(http, serve(answer(404, b"gone")).url), "ids", by_id("doi", "10.1000/a,b"))
        assert isinstance(given, Unavailable)
        said = OpenAlexClient(http, serve(answer(404, b"gone")).url, "").get_work(Identifier("doi", "10.1000/a"))
        assert isinstance(said, Failed)
        assert (said.status, "can't be reached" in said.reason) == (404, True)

    def test_a_404_of_its_own_is_an_unknown_work(self, serve: Callable[..., Server], http: Http) -> None:
        server = serve(answer(404, b"<html>404", **HEADERS))
        assert ask(OpenAlex(http, server.url), "ids", by_id("doi", "10.1000/a,b")) == [NotFound()]

    def test_a_refused_query_is_split_until_the_title_is_alone(self, serve: Callable[..., Server], http: Http) -> None:
        refused = answer(400, b'{"error":"Invalid query parameters error.","message":"no such thing"}')
        server = serve(refused, refused, answer(200, json.dumps(ONLY_KNOWN).encode()))
        given = ask(OpenAlex(http, server.url), "exact", *by_titles("One title", "Another title"))
        assert given == [Unavailable("OpenAlex did not accept the query: no such thing"), NotFound()]


ONLY_KNOWN = {"meta": {"count": 1}, "results": [{"id": "https://openalex.org/W2741809801", "title": PLAIN.title}]}
"""A list of works with nothing but one that each list carries."""


class TestMoney:
    def test_the_key_goes_in_a_header_and_nowhere_else(self, serve: Callable[..., Server], http: Http) -> None:
        server = serve(answer(200, b'{"meta":{"count":0},"results":[]}'))
        ask(OpenAlex(http, server.url, "a-secret"), "exact", *by_titles(PSYQA))
        assert server.requests[0].headers["authorization"] == "Bearer a-secret"
        assert "secret" not in server.requests[0].path

    def test_an_empty_key_is_not_sent(self, serve: Callable[..., Server], http: Http) -> None:
        server = serve(answer(200, b'{"meta":{"count":0},"results":[]}'))
        ask(OpenAlex(http, server.url, "  "), "exact", *by_titles(PSYQA))
        assert "authorization" not in server.requests[0].headers

    def test_a_wrong_key_is_said_so_and_asked_once(self, serve: Callable[..., Server], http: Http) -> None:
        server = serve(answer(401, b'{"error":"Invalid or missing API key","message":"API key not found"}'))
        source = OpenAlex(http, server.url, "wrong")
        [first] = ask(source, "exact", *by_titles(PSYQA))
        [second] = ask(source, "autocomplete", *by_titles(PSYQA))
        assert isinstance(first, Unavailable)
        assert "OPENALEX_API_KEY" in first.reason
        assert first == second
        assert len(server.requests) == 1

    def test_what_was_paid_is_what_the_service_says(self, openalex: OpenAlex, sim: Sim, http: Http) -> None:
        ask(openalex, "search", *by_titles(PSYQA))
        ask(openalex, "exact", *by_titles(PSYQA))
        ask(openalex, "ids", by_id("arxiv", "2106.01702"))
        assert http.usage("openalex").usd == pytest.approx(sim.stats()["openalex_cost_usd"])
        assert http.usage("openalex").usd == pytest.approx(0.0012)

    def test_a_spent_budget_still_allows_what_is_free(self, serve: Callable[..., Server], http: Http) -> None:
        spent = answer(
            429,
            b'{"error":"Rate limit exceeded","message":"Insufficient budget.","retryAfter":3600,"creditsRemaining":0}',
            Retry_After="3600",
        )
        work = answer(200, b'{"id":"https://openalex.org/W12345","doi":"https://doi.org/10.1/x","title":"A title"}')
        source = OpenAlex(http, serve(spent, work).url)
        [by_doi] = ask(source, "ids", by_id("doi", "10.1000/x"))
        [title] = ask(source, "search", *by_titles(PSYQA))
        assert records(by_doi)[0].title == "A title"
        assert isinstance(title, Unavailable)
        assert "midnight UTC" in title.reason

    def test_with_the_budget_spent_an_arxiv_id_unknown_by_its_doi_stays_open(
        self, serve: Callable[..., Server], http: Http
    ) -> None:
        spent = answer(429, b'{"retryAfter":3600,"creditsRemaining":0}', Retry_After="3600")
        source = OpenAlex(http, serve(spent, answer(404, b"", **HEADERS)).url)
        assert isinstance(ask(source, "ids", by_id("arxiv", "2106.01702"))[0], Unavailable)
