"""arXiv, asked over real sockets: titles as people write them, and what comes back when things break."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from resolver.model import ById, Found, Identifier, NotFound, Person, Record, Unavailable
from resolver.net.http import Http
from resolver.sources.arxiv import Arxiv, source
from resolver.sources.known import PLAIN
from tests.net.scripted import Server, Sim, answer
from tests.services.records import world_of
from tests.services.server import Services
from tests.sources.asking import LASTING, TRANSIENT, ask, by_id, by_titles, feed, records

CARRIED_ENTRY = (
    f"<entry><id>http://arxiv.org/abs/{PLAIN.arxiv}v2</id><updated>2019-05-24T20:37:26Z</updated>"
    f"<published>2018-10-11T00:50:01Z</published><title>{PLAIN.title}</title>"
    "<author><name>Jacob Devlin</name></author></entry>"
).encode()
"""What each list of identifiers brings beside its own."""

PSYQA = "PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support"


class Trap(NamedTuple):
    """A title, and the paper that it names."""

    right: str
    written: str


TRAPS = {
    "a question mark": Trap(
        "2505.12727",
        "What is Stigma Attributed to? A Theory-Grounded, Expert-Annotated Interview Corpus for Demystifying "
        "Mental-Health Stigma",
    ),
    "quotes": Trap(
        "cmp-lg/9411010", 'The "Whiteboard" Architecture: a way to integrate heterogeneous components of NLP systems'
    ),
    "a single quote mark": Trap(
        "cmp-lg/9411010", 'The "Whiteboard Architecture: a way to integrate heterogeneous components of NLP systems'
    ),
    "curly quotes": Trap("cmp-lg/9411019", "Focus on “only” and “Not”"),
    "AND": Trap("cmp-lg/9504010", "MAXIMUM LIKELIHOOD AND MINIMUM ENTROPY IDENTIFICATION OF GRAMMARS"),
    "OR": Trap(
        "cs/0302028", "The Boolean Functions Computed by Random Boolean Formulas OR How to Grow the Right Function"
    ),
    "NOT": Trap(
        "1603.08023",
        "How NOT To Evaluate Your Dialogue System: An Empirical Study of Unsupervised Evaluation Metrics for "
        "Dialogue Response Generation",
    ),
    "an open parenthesis": Trap("1408.3985", "Offline Signature-Based Fuzzy Vault (OSFV: Review and New Results"),
    "several marks": Trap("physics/0512262", "Hot water can freeze faster than cold?!?"),
    "an exclamation mark": Trap(
        "2410.03908", "Still Not Quite There! Evaluating Large Language Models for Comorbid Mental Health Diagnosis"
    ),
    "a colon after a word": Trap(
        "cs/0404006", "Delimited continuations in natural language: quantification and polarity sensitivity"
    ),
    "the name of a field": Trap(
        "1711.01100", "One Model to Rule them all: Multitask and Multilingual Modelling for Lexical Analysis"
    ),
    "a Greek letter": Trap(
        "2104.12369",
        "PanGu-α: Large-scale Autoregressive Pretrained Chinese Language Models with Auto-parallel Computation",
    ),
    "mathematics": Trap("hep-lat/9308015", "Stochastic Estimation with $Z_2$ Noise"),
    "a wildcard": Trap(
        "funct-an/9412004", "Diagonalization of compact operators in Hilbert modules over finite W*-algebras"
    ),
    "a pipe": Trap(
        "solv-int/9810009", "Fermionic flows and tau function of the N=(1|1) superconformal Toda lattice hierarchy"
    ),
    "pluses": Trap("1206.0111", "OpenGM: A C++ Library for Discrete Graphical Models"),
    "accents": Trap(
        "2010.02968",
        "Modelling of functional profiles and explainable shape shifts detection: An approach combining the notion of "
        "the Fréchet mean with the shape invariant model",
    ),
    "commas": Trap(
        "2501.05367",
        "Rotational mobility in spherical membranes, The interplay, between Saffman-Delbrück length and inclusion size",
    ),
    "a backslash at the end": Trap("1706.03762", "Attention Is All You Need\\"),
}
"""Titles that hold what arXiv's grammar gives a meaning, and the papers that they name."""


class TestTitles:
    @pytest.mark.parametrize("trap", TRAPS)
    @pytest.mark.parametrize("route", ["titles", "words"])
    def test_whatever_a_title_holds_it_is_found(self, arxiv: Arxiv, sim: Sim, route: str, trap: str) -> None:
        right, written = TRAPS[trap]
        [found] = ask(arxiv, route, *by_titles(written))
        assert right in [r.id("arxiv") for r in records(found)][:2]
        assert list(sim.stats()["statuses"]) == ["arxiv 200"], "and nothing was refused"

    @pytest.mark.parametrize("route", ["titles", "words"])
    def test_all_traps_asked_together_do_not_spoil_each_other(self, arxiv: Arxiv, sim: Sim, route: str) -> None:
        answers = ask(arxiv, route, *by_titles(*(t.written for t in TRAPS.values())))
        found = [{r.id("arxiv") for r in records(a)} for a in answers]
        assert [trap for (trap, t), ids in zip(TRAPS.items(), found, strict=True) if t.right not in ids] == []
        assert sim.stats()["requests"]["arxiv"] <= 3

    def test_a_title_that_does_not_exist_is_not_found(self, arxiv: Arxiv) -> None:
        [gone, there] = ask(arxiv, "titles", *by_titles("Qwertzuiop asdfghjkl of yxcvbnm", PSYQA))
        assert gone == NotFound()
        assert isinstance(there, Found)

    def test_a_generic_title_crowds_out_no_other(self, arxiv: Arxiv, sim: Sim) -> None:
        generic = ["Language Models", "Deep Learning", "Neural Networks"]
        answers = ask(arxiv, "titles", *by_titles(*generic, PSYQA, "Qwertzuiop asdfghjkl"))
        assert records(answers[3])[0].id("arxiv") == "2106.01702"
        assert answers[4] == NotFound()
        assert not any(isinstance(a, NotFound) for a in answers[:3])
        assert sim.stats()["requests"]["arxiv"] <= 8

    def test_titles_that_cannot_be_narrowed_are_asked_without_those_that_fill_the_page(
        self, http: Http, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A phrase that no paper has is answered, although a paper of the crowd looks a little like it."""
        monkeypatch.setattr(source, "ROWS", 10)
        monkeypatch.setattr(source, "DEPTH", 20)
        titles = ["Harbour Parsing in Kettles", *(f"Parsing Shrub Number {n}" for n in range(40))]
        papers = [{"id": f"2301.{n:05d}", "title": t, "authors": ["Ada Poe"]} for n, t in enumerate(titles, 1)]
        with Services(world_of("", papers, ())) as services:
            arxiv = Arxiv(http, f"{services.url}/arxiv/api/query", 0.0)
            parsing, kettles = ask(arxiv, "titles", *by_titles("Parsing", "harbour-kettles-search"))
            assert services.stats()["requests"] == {"arxiv": 3}
        assert isinstance(parsing, Unavailable), "what was truncated is not absent"
        assert [r.title for r in records(kettles)] == titles[:1]

    def test_no_title_gets_more_than_ten_records_and_the_closest_leads(self, arxiv: Arxiv) -> None:
        [found] = ask(arxiv, "titles", *by_titles("Attention Is All You Need"))
        assert len(records(found)) == 10
        assert records(found)[0].id("arxiv") == "1706.03762"

    @pytest.mark.parametrize(
        ("written", "right"),
        [
            ("Improving Alignment of Dialogue Agents via Targeted Human Judgments.", "2209.14375"),
            ("UnitCoder: Scalable Code Synthesis from Pre-training Corpora", "2502.11460"),
            ("PsyQA: A Chinese Datset for Generating Long Counselling Text for Mental Health Support", "2106.01702"),
        ],
    )
    def test_words_find_what_a_typo_or_a_new_title_hides_from_the_phrase(
        self, arxiv: Arxiv, written: str, right: str
    ) -> None:
        [phrase, words] = [ask(arxiv, route, *by_titles(written))[0] for route in ("titles", "words")]
        assert phrase == NotFound()
        assert right in [r.id("arxiv") for r in records(words)]

    def test_a_title_without_a_searchable_word_is_not_taken_for_missing(self, arxiv: Arxiv, sim: Sim) -> None:
        answers = ask(arxiv, "titles", *by_titles("α", "On the", "?!", "AND"))
        assert all(isinstance(a, Unavailable) for a in answers)
        assert "arxiv" not in sim.stats()["requests"]

    def test_a_long_query_is_posted(self, arxiv: Arxiv, sim: Sim) -> None:
        ask(arxiv, "titles", *by_titles(PSYQA))
        ask(arxiv, "titles", *by_titles(*(f"{t.written} {PSYQA}" for t in TRAPS.values())))
        assert [call["method"] for call in sim.stats()["log"]][:2] == ["GET", "POST"]


class TestIdentifiers:
    def test_a_hundred_ids_take_one_request_and_unknown_ones_are_not_found(self, arxiv: Arxiv, sim: Sim) -> None:
        unknown = [by_id("arxiv", f"9912.{n:05d}") for n in range(98)]
        answers = ask(arxiv, "ids", by_id("arxiv", "2106.01702"), *unknown, by_id("arxiv", "cmp-lg/9411010"))
        assert records(answers[0])[0].title == PSYQA
        assert records(answers[-1])[0].id("arxiv") == "cmp-lg/9411010"
        assert answers[1:-1] == [NotFound()] * 98
        assert sim.stats()["requests"] == {"arxiv": 1}

    def test_an_id_that_arxiv_calls_malformed_does_not_fail_the_others(self, serve: Callable[..., Server]) -> None:
        refused = feed("error_400_bad_id")
        single = feed("single")
        empty = feed("empty_unknown_id")
        server = serve(answer(400, refused), answer(200, single), answer(400, refused), answer(200, empty))
        with Http() as http:
            questions = [by_id("arxiv", i) for i in ("1605.08386", "nosuch/9901001")]
            known, malformed = ask(Arxiv(http, server.url, 0.0), "ids", *questions)
        assert records(known)[0].title == "Heat-bath random walks with Markov bases"
        assert malformed == NotFound()

    def test_what_cannot_be_an_arxiv_id_is_not_asked(self, arxiv: Arxiv, sim: Sim) -> None:
        answers = ask(arxiv, "ids", by_id("arxiv", "2413.00001"), by_id("arxiv", "2020.acl-main.1"))
        assert answers == [NotFound(), NotFound()]
        assert "arxiv" not in sim.stats()["requests"]

    def test_a_version_is_no_part_of_the_id(self, arxiv: Arxiv) -> None:
        [found] = ask(arxiv, "ids", by_id("arxiv", "2106.01702v1"))
        assert records(found)[0].url == "https://arxiv.org/abs/2106.01702"

    def test_a_kind_that_the_route_does_not_take_is_said_so(self, arxiv: Arxiv) -> None:
        [found] = ask(arxiv, "ids", by_id("acl", "P18-1001"))
        assert isinstance(found, Unavailable)


class TestFaults:
    @pytest.mark.parametrize("kind", [*TRANSIENT, "406", "emptypage"])
    def test_a_passing_fault_costs_a_second_request_and_nothing_else(self, arxiv: Arxiv, sim: Sim, kind: str) -> None:
        sim.faults(arxiv=[kind])
        [found] = ask(arxiv, "titles", *by_titles(PSYQA))
        assert records(found)[0].id("arxiv") == "2106.01702"
        assert sim.stats()["requests"] == {"arxiv": 2}

    @pytest.mark.parametrize("kind", [*LASTING, "406", "emptypage"])
    def test_a_lasting_fault_is_never_taken_for_not_found(self, arxiv: Arxiv, sim: Sim, kind: str) -> None:
        sim.faults(arxiv=[f"{kind}*99"])
        answers = [
            *ask(arxiv, "ids", by_id("arxiv", "2106.01702"), by_id("arxiv", "9912.00001")),
            *ask(arxiv, "titles", *by_titles(PSYQA, "Attention Is All You Need")),
            *ask(arxiv, "words", *by_titles(PSYQA)),
        ]
        assert [type(a) for a in answers] == [Unavailable] * 5
        assert all(isinstance(a, Unavailable) and "rxiv" in a.reason for a in answers)

    def test_a_fault_in_one_batch_leaves_the_other_alone(self, arxiv: Arxiv, sim: Sim) -> None:
        sim.faults(arxiv=["403"])
        [first] = ask(arxiv, "titles", *by_titles(PSYQA))
        [second] = ask(arxiv, "titles", *by_titles(PSYQA))
        assert isinstance(first, Unavailable)
        assert isinstance(second, Found)

    @pytest.mark.parametrize(
        "body",
        [
            b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>",
            b"<?xml version='1.0'?><rss></rss>",
            b"<feed><totalResults>3</totalResults>",
            b"Rate exceeded.",
        ],
    )
    def test_a_feed_without_a_count_or_an_end_is_no_answer(
        self, serve: Callable[..., Server], http: Http, body: bytes
    ) -> None:
        [found] = ask(Arxiv(http, serve(answer(200, body)).url, 0.0), "titles", *by_titles(PSYQA))
        assert isinstance(found, Unavailable)

    def test_an_error_entry_is_no_paper(self, serve: Callable[..., Server], http: Http) -> None:
        body = feed("error_400_bad_id")
        [found] = ask(Arxiv(http, serve(answer(200, body)).url, 0.0), "ids", by_id("arxiv", "2106.01702"))
        assert found == Unavailable("arxiv: reported an error: incorrect id format for abc")

    def test_a_title_is_not_missing_while_most_of_its_rows_are_unread(
        self, serve: Callable[..., Server], http: Http
    ) -> None:
        page = feed("query_page_1")  # 10 rows of 214,881
        [found] = ask(Arxiv(http, serve(answer(200, page)).url, 0.0), "titles", *by_titles("Zebra finches in winter"))
        assert isinstance(found, Unavailable)


class TestRecords:
    def served(self, serve: Callable[..., Server], http: Http, name: str, *ids: str) -> list[Record]:
        body = feed(name)
        answers = ask(Arxiv(http, serve(answer(200, body)).url, 0.0), "ids", *(by_id("arxiv", i) for i in ids))
        return [r for a in answers if isinstance(a, Found) for r in a.records]

    def test_an_old_style_record_keeps_its_journal_reference_and_comment(
        self, serve: Callable[..., Server], http: Http
    ) -> None:
        [record] = self.served(serve, http, "old_style_id", "astro-ph/0601001")
        assert record.ids[0] == Identifier("arxiv", "astro-ph/0601001")
        assert record.type == "preprint"
        assert record.year == 2006
        assert record.venue == ""
        assert record.note
        assert record.comment

    def test_one_of_two_ids_is_silently_absent(self, serve: Callable[..., Server], http: Http) -> None:
        body = feed("two_ids_one_bad").replace(b">1<", b">2<").replace(b"</feed>", CARRIED_ENTRY + b"</feed>")
        questions = [by_id("arxiv", "0808.05394"), by_id("arxiv", "1707.08567")]
        absent, there = ask(Arxiv(http, serve(answer(200, body)).url, 0.0), "ids", *questions)
        assert absent == NotFound()
        assert records(there)[0].id("arxiv") == "1707.08567"

    def test_an_author_has_a_surname_and_a_given_name(self, arxiv: Arxiv) -> None:
        [found] = ask(arxiv, "ids", by_id("arxiv", "1706.03762"))
        assert records(found)[0].authors[0] == Person("Vaswani", "Ashish")

    def test_a_withdrawn_paper_is_marked(self, serve: Callable[..., Server], http: Http) -> None:
        body = feed("single").decode()
        comment = "This paper has been withdrawn by the authors due to an error in Lemma 2"
        body = body.replace(
            "</title>\n    <updated>", f"</title>\n    <arxiv:comment>{comment}</arxiv:comment>\n    <updated>"
        )
        assert comment in body
        source = Arxiv(http, serve(answer(200, body.encode())).url, 0.0)
        [found] = ask(source, "ids", ById(Identifier("arxiv", "1605.08386")))
        assert records(found)[0].retracted == comment
