"""Decisions: a link is accepted when it is surely meant, else all that is near is named, else nothing."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.match import is_settled, judge
from resolver.match.decide import MOST_ALTERNATIVES
from resolver.model import Decision, Record
from tests.match.papers import (
    ATTENTION,
    BERT,
    BERT_ARXIV,
    GOODFELLOW,
    LECUN,
    LLAMA_2,
    PSYQA,
    PSYQA_ARXIV,
    PSYQA_OPENALEX,
    SALAKHUTDINOV,
    claim,
    preprint,
    record,
)

ALL = (PSYQA, PSYQA_ARXIV, PSYQA_OPENALEX, BERT, BERT_ARXIV, ATTENTION, LLAMA_2, LECUN, GOODFELLOW, SALAKHUTDINOV)
DEEP = (LECUN, GOODFELLOW, SALAKHUTDINOV)


def accepted(decision: Decision) -> Record | None:
    return decision.accepted.records[0] if decision.accepted else None


def leaders(decision: Decision) -> list[Record]:
    return [c.records[0] for c in decision.candidates]


# ------------------------------------------------------------------ a telling title is enough


@pytest.mark.parametrize(
    "written",
    [
        PSYQA.title,
        PSYQA.title.upper(),
        "psyqa - a chinese dataset for generating long counseling text for mental health support.",
        "“PsyQA: A Chinese Data Set for Generating Long Counseling Text for Mental-Health Support”",
        "PsyQA: A Chinese Datset for Generating Long Counselling Text for Mental Helth Support",
        "\\textbf{PsyQA}: A {C}hinese Dataset for Generating Long Counseling Text for Mental Health Support",
        "🧠 PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support",
        "1. PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support [pdf]",
        "PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support - arXiv 2021)",
        "PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support - Hao Sun (2021)",
        "PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support (2021)",
        "PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health",
        "PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Heal...",
    ],
)
def test_a_telling_title_is_matched_on_its_own_however_it_is_written(written: str) -> None:
    decision = judge(claim(written), ALL)
    assert accepted(decision) == PSYQA, decision
    assert {r.source for r in decision.candidates[0].records} == {"acl", "arxiv", "openalex"}
    assert decision.confidence == decision.candidates[0].probability


@pytest.mark.parametrize(
    "claims",
    [
        {"authors": "Junhui Li et al."},
        {"authors": "Junhui Li, Xiao Wang and Mei Zhang", "year": "2021"},
        {"authors": "Junhui Li et al.", "year": "2022", "venue": "EMNLP 2022"},
        {"year": "2023"},
        {"venue": "ICML"},
    ],
)
def test_invented_authors_years_and_venues_do_not_cost_a_telling_title_its_match(claims: dict[str, str]) -> None:
    assert accepted(judge(claim(PSYQA.title, **claims), ALL)) == PSYQA


def test_a_link_to_another_paper_does_not_cost_a_telling_title_its_match() -> None:
    assert accepted(judge(claim(PSYQA.title, known="acl:N19-1423"), ALL)) == PSYQA


def test_what_stands_behind_a_title_is_an_author_or_a_venue_and_speaks_for_the_link() -> None:
    paper = record("Counselling at Sea", "Yann LeCun; Ed Chi", 2019, "acl:P19-1001", venue="ACL")
    plainly = judge(claim("Counselling at Sea", year="2019"), [paper]).confidence
    for behind in ("LeCun (2019)", "Ed Chi, 2019", "ACL 2019)", "arXiv 2019)"):
        decision = judge(claim(f"Counselling at Sea - {behind}"), [paper])
        assert decision.confidence >= plainly - 0.001, behind
        assert "not the record's" not in decision.reason


def test_an_initialism_spelled_out_is_the_same_title() -> None:
    paper = record(
        "Large Language Models for Counselling Supervision in Rural Chinese Clinics", "Mei Wu", 2024, "acl:2024.x-1.3"
    )
    assert accepted(judge(claim("LLMs for Counselling Supervision in Rural Chinese Clinics"), [paper])) == paper


def test_a_truncated_title_with_its_authors_is_matched() -> None:
    written = "BERT: Pre-training of Deep Bidirectional Transfor"
    assert accepted(judge(claim(written, authors="Jacob Devlin et al."), ALL)) == BERT


def test_a_retitled_preprint_comes_with_the_publication_that_names_it() -> None:
    old = preprint("Counseling at Length in Chinese", "Hao Sun; Zhenru Lin", 2020, "arxiv:2106.01702")
    linked = record(PSYQA.title, "Hao Sun; Zhenru Lin", 2021, "openalex:W3 arxiv:2106.01702", source="openalex")
    decision = judge(claim(PSYQA.title), [old, linked, PSYQA])
    assert accepted(decision) == PSYQA
    assert set(decision.candidates[0].records) == {PSYQA, linked, old}


# ------------------------------------------------------------------ homonyms


def test_homonyms_without_evidence_are_all_named_and_none_is_guessed() -> None:
    for records in (DEEP, DEEP[:2], DEEP[1:]):
        decision = judge(claim("Deep Learning"), records)
        assert decision.status == "ambiguous"
        assert set(leaders(decision)) == set(records)


def test_what_would_tell_homonyms_apart_is_said() -> None:
    assert "the authors or the year" in judge(claim("Deep Learning"), DEEP[:2]).reason
    assert "the authors or the year" in judge(claim("Deep Learning"), DEEP).reason


def test_two_publications_of_one_telling_title_are_not_guessed_between() -> None:
    again = record(PSYQA.title, "Hao Sun; Zhenru Lin", 2017, "acl:W17-3103", venue="CLPsych 2017")
    decision = judge(claim(PSYQA.title), [PSYQA, again])
    assert (decision.status, set(leaders(decision))) == ("ambiguous", {PSYQA, again})
    assert "the year or the venue" in decision.reason


@pytest.mark.parametrize(
    ("authors", "meant"),
    [
        ("Yann LeCun, Yoshua Bengio, Geoffrey Hinton", LECUN),
        ("LeCun, Y., Bengio, Y., & Hinton, G.", LECUN),
        ("Goodfellow et al.", GOODFELLOW),
        ("I. Goodfellow, Y. Bengio and A. Courville", GOODFELLOW),
        ("Ruslan Salakhutdinov", SALAKHUTDINOV),
    ],
)
def test_authors_tell_homonyms_apart(authors: str, meant: Record) -> None:
    assert accepted(judge(claim("Deep Learning", authors=authors), DEEP)) == meant


@pytest.mark.parametrize(("known", "meant"), [("doi:10.1038/nature14539", LECUN), ("openalex:W2557283755", GOODFELLOW)])
def test_an_identifier_tells_homonyms_apart(known: str, meant: Record) -> None:
    assert accepted(judge(claim("Deep Learning", known=known), DEEP)) == meant


@pytest.mark.parametrize(("year", "meant"), [("2015", LECUN), ("2016", GOODFELLOW), ("2014", SALAKHUTDINOV)])
def test_a_year_puts_the_right_homonym_first(year: str, meant: Record) -> None:
    decision = judge(claim("Deep Learning", year=year), DEEP)
    assert leaders(decision)[0] == meant
    assert decision.status in ("ambiguous", "matched")


def test_authors_of_nobody_leave_homonyms_open() -> None:
    decision = judge(claim("Deep Learning", authors="Jane Doe"), DEEP)
    assert decision.status != "matched"


@pytest.mark.parametrize("claims", [{"authors": "Jane Doe"}, {"authors": "Jane Doe", "year": "1998"}])
def test_a_short_title_with_other_authors_is_not_accepted(claims: dict[str, str]) -> None:
    for paper in DEEP:
        assert judge(claim("Deep Learning", **claims), [paper]).status != "matched"


@pytest.mark.parametrize("title", ["Language Models", "Text", "A"])
def test_a_common_title_alone_is_not_accepted(title: str) -> None:
    assert judge(claim(title), [record(title, "Ana Silva", 2001, "acl:W01-0100")]).status == "ambiguous"


@pytest.mark.parametrize("title", ["Deep Learning", "Machine Translation", "Preface", PSYQA.title])
def test_the_right_authors_make_surer_and_others_less_sure_the_more_so_the_shorter_the_title(title: str) -> None:
    paper = record(title, "Ana Silva; Bo Chen", 2001, "acl:W01-0100")
    right, none, other = (
        judge(claim(title, authors=who), [paper]).confidence for who in ("A. Silva and B. Chen", "", "Jane Doe et al.")
    )
    assert right >= none >= other - 0.01
    assert right > 0.9
    assert (right - other > 0.1) == (len(title.split()) < 3)


def test_at_most_a_handful_of_alternatives_is_named() -> None:
    prefaces = [record("Preface", f"Editor{n} X", 1990 + n, f"acl:W{n:02d}-0001") for n in range(20)]
    decision = judge(claim("Preface"), prefaces)
    assert (decision.status, len(decision.candidates)) == ("ambiguous", MOST_ALTERNATIVES)


# ------------------------------------------------------------------ what must not pass


@pytest.mark.parametrize(
    "spliced",
    [
        "PsyQA: Pre-training of Deep Bidirectional Transformers for Language Understanding",
        "BERT: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support",
        "PsyQA: A Chinese Dataset for Deep Bidirectional Transformers for Language Understanding",
        "Attention Is All You Need for Generating Long Counseling Text for Mental Health Support",
        "Llama 2: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support",
    ],
)
def test_a_title_spliced_from_two_papers_is_not_accepted(spliced: str) -> None:
    assert judge(claim(spliced), ALL).status != "matched"
    assert judge(claim(spliced, authors="Hao Sun et al."), ALL).status != "matched"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Chinese", "Japanese"),
        ("Long", "Short"),
        ("Text", "Speech"),
        ("Mental", "Public"),
        ("Counseling", "Summarization"),
        ("Generating", "Classifying"),
    ],
)
def test_a_real_title_with_one_decisive_word_changed_is_not_accepted(right: str, wrong: str) -> None:
    changed = PSYQA.title.replace(right, wrong)
    assert judge(claim(changed), ALL).status != "matched"


@pytest.mark.parametrize(
    ("paper", "right", "wrong"),
    [
        (LLAMA_2, "2", "3"),
        (record("SemEval-2018 Task 1: Affect in Tweets", "Saif Mohammad", 2018, "acl:S18-1001"), "2018", "2019"),
        (record("SemEval-2018 Task 1: Affect in Tweets", "Saif Mohammad", 2018, "acl:S18-1001"), "Task 1", "Task 2"),
        (
            record("Findings of the Third Workshop on Counselling Dialogue Modelling", "A B", 2023, "acl:2023.x-1.1"),
            "Third",
            "Second",
        ),
        (
            record("Overview of the CLPsych 2024 Shared Task on Suicidality Evidence", "J C", 2024, "acl:2024.c-1.15"),
            "2024",
            "2025",
        ),
        (preprint("GPT-3 as a Counsellor of Rural Students", "J C", 2023, "arxiv:2301.00001"), "GPT-3", "GPT-4"),
    ],
)
def test_another_year_number_or_version_is_not_accepted(paper: Record, right: str, wrong: str) -> None:
    assert accepted(judge(claim(paper.title), [paper])) == paper
    assert judge(claim(paper.title.replace(right, wrong)), [paper]).status != "matched"
    assert judge(claim(paper.title.replace(right, wrong), authors=str(paper.authors[0])), [paper]).status != "matched"


def test_a_name_alone_is_a_hint_and_no_match() -> None:
    for name in ("PsyQA", "BERT"):
        assert judge(claim(name), ALL).status != "matched"


def test_a_title_that_nobody_has_is_not_found() -> None:
    decision = judge(claim("Horticultural Therapy for Retired Submarine Cooks: A Field Report"), ALL)
    assert (decision.status, decision.candidates) == ("not_found", ())
    assert judge(claim(PSYQA.title), []).status == "not_found"


# ------------------------------------------------------------------ without a title


def test_an_entry_with_an_identifier_only_is_the_work_that_carries_it() -> None:
    for known in ("acl:2021.findings-acl.130", "arxiv:2106.01702"):
        decision = judge(claim(known=known), ALL)
        assert accepted(decision) == PSYQA
        assert len(decision.candidates[0].records) == 3
    assert "no title" in judge(claim(known="acl:N19-1423"), ALL).reason


def test_identifiers_of_two_works_without_a_title_are_ambiguous() -> None:
    decision = judge(claim(known="acl:N19-1423 arxiv:2106.01702"), ALL)
    assert (decision.status, set(leaders(decision))) == ("ambiguous", {BERT, PSYQA})


@pytest.mark.parametrize("title", ["", "   ", "🧠🤖", "–", "?!", "\n"])
def test_nothing_to_compare_is_not_found(title: str) -> None:
    assert judge(claim(title), ALL).status == "not_found"
    assert judge(claim(title, known="arxiv:9901.99999"), ALL).status == "not_found"
    assert accepted(judge(claim(title, known="acl:N19-1423"), ALL)) == BERT


# ------------------------------------------------------------------ properties


@given(st.sampled_from(ALL), st.randoms(use_true_random=False), st.sampled_from(["", "Bengio", "Hao Sun et al."]))
@settings(deadline=None)
def test_the_order_of_the_records_does_not_change_the_decision(paper: Record, chance: random.Random, who: str) -> None:
    asked = claim(paper.title, authors=who)
    first, second = judge(asked, ALL), judge(asked, chance.sample(ALL, len(ALL)))
    assert first == second


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=8), st.text(max_size=20))
@settings(deadline=None)
def test_no_claim_breaks_a_decision(title: str, authors: str, year: str, venue: str) -> None:
    decision = judge(claim(title, authors=authors, year=year, venue=venue), ALL)
    shares = [c.probability for c in decision.candidates]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= p <= 1 for p in shares)
    assert sum(shares) <= 1.001
    assert 0 <= decision.confidence <= 1
    assert (decision.accepted is not None) == (decision.status == "matched")
    assert decision.reason


def test_every_candidate_carries_its_evidence_in_words() -> None:
    for candidate in judge(claim("Deep Learning", authors="Goodfellow", year="2016"), DEEP).candidates:
        assert candidate.evidence
        assert all(e.feature and e.says and math.isfinite(e.weight) for e in candidate.evidence)
        weights = [abs(e.weight) for e in candidate.evidence]
        assert weights == sorted(weights, reverse=True)


def test_a_matched_telling_title_is_settled_and_a_short_or_open_one_is_not() -> None:
    telling, short = claim(PSYQA.title), claim("Deep Learning", authors="Goodfellow")
    assert is_settled(telling, judge(telling, ALL))
    assert not is_settled(short, judge(short, DEEP))
    assert not is_settled(telling, judge(telling, []))


@pytest.mark.parametrize(
    "text", ["a b " * 250_000, "PsyQA: A Chinese Dataset " * 40_000, "x" * 1_000_000, "(" * 1_000_000]
)
def test_a_title_of_a_million_characters_is_no_match(text: str) -> None:
    """`benchmarks/time_limits.py` says how long that takes."""
    assert judge(claim(text), ALL).status != "matched"
    assert (
        judge(claim(PSYQA.title), [*ALL, record(text, "Ana Silva", 2020)]).accepted
        == judge(claim(PSYQA.title), ALL).accepted
    )
