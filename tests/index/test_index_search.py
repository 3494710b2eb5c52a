"""A title as people write it leads to the records that may be meant, and to all of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.index import TitleIndex, build_index
from resolver.model import Identifier, Person, Record
from resolver.text import titles

TITLES = """
Attention Is All You Need
BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding
Beyond Empathy: Integrating Diagnostic and Therapeutic Reasoning with Large Language Models for Mental Health Counseling
A Survey of Large Language Models in Mental Health
Overview of the eRisk 2024 Shared Task
Overview of the eRisk 2025 Shared Task
Universal Language Model Fine-tuning for Text Classification
Learning Word Vectors for Sentiment Analysis
Neural Machine Translation of Rare Words with Subword Units
Deep contextualized word representations
Deep Learning
Judging LLM-as-a-Judge with Chatbot Arena
Large Language Models as Judges
Large Language Models (LLMs) for Screening
Dawid–Skene Models for Naïve Annotators in Łódź
Self-adaptive In-context Learning: An Information Compression Perspective
When {C++} Meets C#
Preface
Preface
Preface
""".strip().splitlines()


def record(number: int, title: str) -> Record:
    return Record(
        source="acl",
        ids=(Identifier("acl", f"P18-1{number:03}"), Identifier("doi", f"10.18653/v1/p18-1{number:03}")),
        title=title,
        authors=(Person("Müller", "Jo"),),
        year=2018,
        venue="Proceedings of ACL",
        type="inproceedings",
    )


RECORDS = [record(n, t) for n, t in enumerate(TITLES)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TitleIndex:
    path = tmp_path_factory.mktemp("index") / "titles.sqlite"
    build_index(path, RECORDS, {"from": "a list", "generated": "2026-11-01"})
    return TitleIndex.open(path)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Atention is all you need", 0),
        ("Attention is al you neeed", 0),
        ("ATTENTION IS ALL YOU NEED.", 0),
        ("BERT: Pretraining of deep bi-directional transformer for language understanding", 1),
        ("Pre-training of Deep Bidirectional Transformers for Language Understanding", 1),
        ("BERT", 1),
        ("PsyLLM: Integrating Diagnostic and Therapeutic Reasoning with Large Language Models for Mental Health", 2),
        ("A Survey of LLMs in Mental Health", 3),
        ("ULMFiT: Universal Language Model Fine-tuning for Text Classification", 6),
        ("Universal language model finetuning for text classification (ULMFit)", 6),
        ("Learning Word Vectors for Sent", 7),
        ("Neural Machine Translation of Rare Words with", 8),
        ("Rare Words with Subword Units in Neural Machine Translation", 8),
        ("Deep contextualized word representations(ELMo)", 9),
        ("LLMs as Judges", 12),
        ("Dawid-Skene models for naive annotators in Lodz", 14),
        ("Self-adaptive In-context Learning", 15),
        ("when c++ meets c#", 16),
    ],
)
def test_what_people_write_leads_to_the_title_that_they_mean(index: TitleIndex, written: str, meant: int) -> None:
    assert index.find_similar(written)[0] == RECORDS[meant]


def test_case_dashes_accents_and_quotes_make_no_difference_to_an_exact_title(index: TitleIndex) -> None:
    assert index.find_exact("dawid-skene models for naive annotators in Lodz") == (RECORDS[14],)
    assert index.find_exact("“Self-Adaptive In-Context Learning—An Information Compression Perspective”") == (
        RECORDS[15],
    )
    assert index.find_exact("Attention is all we need") == ()


def test_a_year_or_a_version_tells_titles_apart(index: TitleIndex) -> None:
    assert index.find_exact("Overview of the eRisk 2025 Shared Task") == (RECORDS[5],)
    both = index.find_similar("Overview of the eRisk 2025 Shared Task")
    assert both[:2] == (RECORDS[5], RECORDS[4])


def test_all_works_of_one_title_come_back_even_beyond_the_limit(index: TitleIndex) -> None:
    assert index.find_exact("Preface") == tuple(RECORDS[-3:])
    assert set(index.find_similar("PREFACE", limit=1)) == set(RECORDS[-3:])


def test_an_identifier_finds_its_record_in_any_case(index: TitleIndex) -> None:
    assert index.find_by_id(Identifier("acl", "p18-1004")) == (RECORDS[4],)
    assert index.find_by_id(Identifier("doi", "10.18653/v1/P18-1004")) == (RECORDS[4],)
    assert index.find_by_id(Identifier("doi", "10.18653/v1/p18-1999")) == ()


def test_a_title_like_none_of_them_gets_no_answer(index: TitleIndex) -> None:
    assert index.find_similar("Photosynthesis of marine algae under ultraviolet stress") == ()
    assert index.find_similar("") == index.find_exact("") == index.find_similar("🧠 — !?") == ()


def test_hostile_titles_are_only_titles(index: TitleIndex) -> None:
    for title in ("'; DROP TABLE doc; --", '"* NEAR(', "\0", "a" * 100_000, "word " * 50_000, "\ud83d"):
        assert isinstance(index.find_similar(title), tuple)
        assert isinstance(index.find_exact(title), tuple)


def test_the_index_says_what_it_holds_and_how_rare_a_word_is(index: TitleIndex) -> None:
    info = index.info()
    assert (info.records, info.meta) == (len(RECORDS), {"from": "a list", "generated": "2026-11-01"})
    assert index.frequency("Transformer") == index.frequency("transformers") == 1
    assert index.frequency("Preface") == 3
    assert index.frequency("zebra") == index.frequency("") == 0


def test_several_threads_ask_one_index_at_once(index: TitleIndex) -> None:
    wrong: list[str] = []

    def ask() -> None:
        for expected in RECORDS[:17]:
            if index.find_exact(expected.title) != (expected,) or index.find_similar(expected.title)[0] != expected:
                wrong.append(expected.title)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_records_of_any_source_come_back_whole(tmp_path: Path) -> None:
    full = Record(
        source="dblp",
        ids=(Identifier("arxiv", "1706.03762"),),
        title="Ω & co",
        title_tex="",
        authors=(Person("Logan", "Robert L.", "IV"), Person("OpenAI")),
        partial_authors=True,
        editors=(Person("Ed", "Itor"),),
        year=None,
        month="17–20 June",
        venue="V",
        type="preprint",
        url="https://x.org/",
        pages="1–10",
        volume="2",
        number="3",
        publisher="P",
        address="A",
        isbn="979-8",
        language="fra",
        note="n",
        category="cs.CL",
        comment="12 pages",
        retracted="2020-09-01: in error",
        key="logan-2018-o",
    )
    marked = Record(source="acl", title="BERT", title_tex="{BERT}")
    equal = Record(source="acl", title="Same", title_tex="Same")
    assert all(getattr(full, f) != Record(source="", title="") for f in Record.__struct_fields__)
    build_index(tmp_path / "i", iter([full, marked, equal]), {})
    index = TitleIndex.open(tmp_path / "i")
    assert [index.find_exact(r.title) for r in (full, marked, equal)] == [(full,), (marked,), (equal,)]


def test_no_field_of_a_record_is_left_out_of_the_file() -> None:
    from resolver.index import store

    packed = {*store.Shared.__struct_fields__, *store.Own.__struct_fields__} - {"shared"}
    # No export and no copy holds first versions: an answer is marked as one where it is asked for.
    assert packed == set(Record.__struct_fields__) - {"first_version"}


# ------------------------------------------------------------------ any title

WORDS = st.sampled_from(
    "attention transformer graph neural network parsing semantic translation question answering dialogue corpus Łukasz "
    "café pre-training self-supervised GPT-4 COVID-19 evaluation of for with the multilingual speech naïve 2024".split()
)
RARE = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12)
TITLE = st.lists(st.one_of(WORDS, RARE), min_size=4, max_size=12).map(" ".join)
ANY = st.text(min_size=1, max_size=60).filter(titles.key)
QUIET = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(st.lists(st.one_of(TITLE, ANY), min_size=1, max_size=12))
def test_any_title_that_is_indexed_is_found_exactly(tmp_path: Path, texts: list[str]) -> None:
    records = [record(n, text) for n, text in enumerate(texts)]
    build_index(tmp_path / "any", records, {})
    index = TitleIndex.open(tmp_path / "any")
    for wanted in records:
        assert wanted in index.find_exact(wanted.title)
        assert wanted in index.find_similar(wanted.title)


def deleted(text: str, at: int) -> str:
    return text[:at] + text[at + 1 :]


def doubled(text: str, at: int) -> str:
    return text[: at + 1] + text[at:]


def swapped(text: str, at: int) -> str:
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


@QUIET
@given(st.lists(TITLE, min_size=1, max_size=12), st.data(), st.sampled_from([deleted, doubled, swapped]))
def test_one_letter_wrong_does_not_hide_a_title(
    tmp_path: Path, texts: list[str], data: st.DataObject, spoil: Callable[[str, int], str]
) -> None:
    records = [record(n, text) for n, text in enumerate(texts)]
    build_index(tmp_path / "any", records, {})
    index = TitleIndex.open(tmp_path / "any")
    wanted = data.draw(st.sampled_from(records))
    at = data.draw(st.integers(0, len(wanted.title) - 1))
    assert wanted in index.find_similar(spoil(wanted.title, at))


def test_a_name_in_front_of_the_colon_leads_to_all_that_bear_it(tmp_path: Path) -> None:
    names = ["PsyLLM: Integrating Reasoning", "PsyLLM: A Chatbot", "PsyLLM-2: More of It", "On PsyLLM: A Critique"]
    build_index(tmp_path / "names.sqlite", [record(n, t) for n, t in enumerate(names)], {})
    named = TitleIndex.open(tmp_path / "names.sqlite")
    assert [r.title for r in named.find_named("psyllm")] == names[:2]
    assert [r.title for r in named.find_named("PsyLLM", limit=1)] == names[:1]
    assert named.find_named("Reasoning") == named.find_named("") == ()
