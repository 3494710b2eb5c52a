"""Two titles side by side: what people write for the same title agrees, what names another work differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.match.alignment import align_titles
from resolver.model import Alignment
from resolver.text.prepared import prepare
from resolver.text.rarity import information, stem


def compare(listed: str, recorded: str) -> Alignment:
    return align_titles(prepare(listed), prepare(recorded))


def both_ways(one: str, other: str) -> tuple[Alignment, Alignment]:
    return compare(one, other), compare(other, one)


# ------------------------------------------------------------------ the same, written differently


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LLMs for Mental Health Counseling", "Large Language Models for Mental Health Counseling"),
        ("An LLM for Counselling", "A Large Language Model for Counselling"),
        ("Neural MT with Attention", "Neural Machine Translation with Attention"),
        ("A Data Set of Empathy", "A Dataset of Empathy"),
        ("Empathetic Chat Bots", "Empathetic Chatbots"),
        ("Dialogue Summarisation with Transformers", "Dialogue Summarization with Transformers"),
        ("A Study of Counseling Dialogues", "Studies of Counseling Dialogue"),
    ],
)
def test_spellings_of_one_title_agree_in_every_word_both_ways(one: str, other: str) -> None:
    for side in both_ways(one, other):
        assert side.missing + side.extra < information(stem("a")) + information(stem("an")) + 1
        assert (side.replaced, side.misspelt, side.numbers_differ) == (pytest.approx(0.0, abs=2.5), 0, False)
        assert side.agreed > 10


@pytest.mark.parametrize(
    "written", ["Pre-training of Encoders", "PRETRAINING of encoders.", "pre training of Encoders"]
)
def test_hyphens_case_and_full_stops_leave_titles_equal(written: str) -> None:
    assert compare(written, "Pretraining of Encoders").exact
    assert compare("Pretraining of Encoders", written).exact


def test_an_initialism_beside_its_long_form_is_only_a_small_surplus() -> None:
    side = compare("Large Language Models (LLMs) in Psychotherapy", "Large Language Models in Psychotherapy")
    assert (side.missing, side.extra) == (information("llm"), 0.0)


def test_the_same_words_in_another_order_agree_but_are_no_equal_titles() -> None:
    side = compare("Mental Health Support with Large Models", "Large Models with Mental Health Support")
    assert (side.exact, side.missing, side.extra) == (False, 0.0, 0.0)
    assert side.ratio < 0.7


# ------------------------------------------------------------------ slips and other words


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ("Empathetic Dailogue Systems", "Empathetic Dialogue Systems"),  # swapped letters
        ("Empathetic Dialoge Systems", "Empathetic Dialogue Systems"),  # one missing
        ("Emphathetic Dialogue Systems", "Empathetic Dialogue Systems"),  # one too many
        ("Bidirectionnal Transfromers", "Bidirectional Transformers"),  # two words
    ],
)
def test_a_slip_is_agreement_and_is_counted(listed: str, recorded: str) -> None:
    side = compare(listed, recorded)
    assert (side.missing, side.extra, side.replaced, side.exact) == (0.0, 0.0, 0.0, False)
    assert side.misspelt == (2 if "Transfromers" in listed else 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Supervised Learning of Parsers", "Unsupervised Learning of Parsers"),
        ("Monolingual Word Alignment", "Bilingual Word Alignment"),
        ("Speech Translation of Dialogue", "Text Translation of Dialogue"),
        ("Semantic Parsing of Queries", "Syntactic Parsing of Queries"),
        ("Explicit Discourse Relations", "Implicit Discourse Relations"),
    ],
)
def test_two_words_of_the_language_are_a_difference_however_alike(one: str, other: str) -> None:
    for side in both_ways(one, other):
        assert side.misspelt == 0
        assert side.replaced > 2
        assert side.missing > 2
        assert side.extra > 2


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Overview of the Shared Task 2024", "Overview of the Shared Task 2025"),
        ("SemEval-2018 Task 1: Affect in Tweets", "SemEval-2019 Task 1: Affect in Tweets"),
        ("SemEval-2018 Task 1: Affect in Tweets", "SemEval-2018 Task 2: Affect in Tweets"),
        ("The Second Workshop on Parsing", "The Third Workshop on Parsing"),
        ("The 2nd Workshop on Parsing", "The 3rd Workshop on Parsing"),
        ("The 2nd Workshop on Parsing", "The Third Workshop on Parsing"),
        ("Parsing Natural Language II", "Parsing Natural Language III"),
        ("Parsing, Part I", "Parsing, Part II"),
        ("Llama 2: Open Foundation Models", "Llama 3: Open Foundation Models"),
        ("GPT-3 as a Counsellor", "GPT-4 as a Counsellor"),
        ("GPT3 as a Counsellor", "GPT4 as a Counsellor"),
        ("The Corpus v2: Parsing", "The Corpus v3: Parsing"),
        ("Corpus 2: Parsing of Speech", "Corpus: Parsing of Speech"),
    ],
)
def test_another_year_number_or_version_contradicts(one: str, other: str) -> None:
    assert all(side.numbers_differ for side in both_ways(one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The 2nd Workshop on Parsing", "The Second Workshop on Parsing"),
        ("Llama II: Open Foundation Models", "Llama 2: Open Foundation Models"),
        ("Parsing, Part 4", "Parsing, Part IV"),
        ("Parsing, Part 04", "Parsing, Part 4"),
    ],
)
def test_one_number_written_in_two_ways_agrees(one: str, other: str) -> None:
    for side in both_ways(one, other):
        assert (side.missing, side.extra, side.replaced, side.numbers_differ) == (0.0, 0.0, 0.0, False)


@pytest.mark.parametrize(
    ("with_name", "without"),
    [
        ("sent2vec: Unsupervised Learning of Sentence Embeddings", "Unsupervised Learning of Sentence Embeddings"),
        ("T5: Exploring the Limits of Transfer Learning", "Exploring the Limits of Transfer Learning"),
        ("Exploring the Limits of Transfer Learning (T5)", "Exploring the Limits of Transfer Learning"),
    ],
)
def test_the_digit_in_a_name_that_only_one_title_has_contradicts_nothing(with_name: str, without: str) -> None:
    assert not any(side.numbers_differ for side in both_ways(with_name, without))


# ------------------------------------------------------------------ parts of titles


def test_a_main_title_replaced_by_the_models_name_is_seen_as_that() -> None:
    side = compare(
        "PsyLLM: Integrating Therapeutic Reasoning into Counseling Models",
        "Beyond Empathy: Integrating Therapeutic Reasoning into Counseling Models",
    )
    assert (side.head_missing, side.head_extra, side.tail_missing, side.tail_extra) == (True, True, False, False)


def test_an_added_or_dropped_name_in_front_of_the_colon_is_seen_as_that() -> None:
    added, dropped = both_ways("T5: Exploring the Limits of Transfer", "Exploring the Limits of Transfer")
    assert (added.head_missing, added.head_extra, added.extra) == (True, False, 0.0)
    assert (dropped.head_missing, dropped.head_extra, dropped.missing) == (False, True, 0.0)


def test_a_subtitle_dropped_or_added_is_seen_as_that() -> None:
    dropped, added = both_ways(
        "Many Languages, One Parser", "Many Languages, One Parser: A Study of Forty Dependency Treebanks"
    )
    assert (dropped.tail_extra, dropped.tail_missing, dropped.missing) == (True, False, 0.0)
    assert (added.tail_missing, added.tail_extra, added.extra) == (True, False, 0.0)


@pytest.mark.parametrize("end", ["Genera", "Generating Long Coun", "Generating Long Counseling Text for"])
def test_a_title_cut_off_even_within_a_word_lacks_only_its_end(end: str) -> None:
    side = compare(
        f"PsyQA: A Chinese Dataset for {end}",
        "PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support",
    )
    assert side.tail_extra
    assert not side.tail_missing
    assert (side.head_missing, side.head_extra) == (False, False)


def test_differences_in_the_middle_are_no_missing_end() -> None:
    side = compare("A Chinese Dataset of Counseling for Support", "A Chinese Dataset of Speech for Support")
    assert not any((side.tail_missing, side.tail_extra, side.head_missing, side.head_extra))
    assert side.unmatched == {"counseling"}


def test_rare_words_tell_more_than_common_ones() -> None:
    assert information("psyqa") > information("counseling") > information("language") > information("of")
    rare, common = compare("PsyQA Counseling", "PsyQA Counselors"), compare("Language Models", "Language Model Use")
    assert rare.agreed > common.agreed


# ------------------------------------------------------------------ any text

WORDS = st.sampled_from(
    "a of the language model models llm large data set dataset pre training pretraining bert gpt 2 3 2024 2025 ii "
    "second 2nd supervised unsupervised counseling counselling empathy dialog dialogue psyqa : - – ,".split()
)
TITLES = st.lists(WORDS, max_size=10).map(" ".join) | st.text(max_size=60)


@given(TITLES)
def test_a_title_equals_itself(title: str) -> None:
    one = prepare(title)
    side = align_titles(one, one)
    assert side.missing == side.extra == side.replaced == side.misspelt == 0
    assert not side.numbers_differ
    assert side.exact or not one.key


@given(TITLES, TITLES)
def test_what_agrees_is_the_same_from_both_sides(one: str, other: str) -> None:
    there, back = both_ways(one, other)
    assert there.exact == back.exact
    assert there.numbers_differ == back.numbers_differ
    assert there.ratio == pytest.approx(back.ratio)
    assert there.agreed == pytest.approx(back.agreed)


@given(TITLES, TITLES)
def test_nothing_is_negative_and_nothing_agrees_that_is_not_there(one: str, other: str) -> None:
    a, b = prepare(one), prepare(other)
    side = align_titles(a, b)
    amounts = (side.agreed, side.missing, side.extra, side.misspelt, side.inflected, side.replaced)
    assert all(amount >= 0 for amount in amounts)
    assert 0 <= side.ratio <= 1
    assert side.missing <= a.information + 1e-6
    assert side.extra <= b.information + 1e-6
    assert side.agreed <= min(a.information, b.information) + 1e-6 or side.exact
    assert side.replaced <= max(min(side.missing, side.extra), 0) + 1e-6


@pytest.mark.parametrize("text", ["x" * 1_000_000, "x " * 500_000, "ab: " * 250_000, "🧠" * 1_000_000, "{" * 1_000_000])
def test_a_million_characters_are_like_no_title(text: str) -> None:
    """`benchmarks/time_limits.py` says how long that takes."""
    assert not compare(text, "Attention Is All You Need").exact
    assert not compare("Attention Is All You Need", text).exact
