"""What lists put around titles comes off; titles that only look decorated stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.text.decorations import strip_decorations
from resolver.text.titles import plain

TITLE = "A Structured Self-attentive Sentence Embedding"


@pytest.mark.parametrize(
    ("written", "year", "name"),
    [
        (TITLE, "", ""),
        (f"{TITLE} (2017)", "2017", ""),
        (f"{TITLE} [2017].", "2017", ""),
        (f"{TITLE} (ICLR 2017)", "2017", ""),
        (f"{TITLE} (ICLR'2017)", "2017", ""),
        (f"{TITLE} (ICLR-2017)", "2017", ""),
        (f"{TITLE} - Zhouhan Lin(2017)", "2017", "Zhouhan Lin"),
        (f"{TITLE} - Zhouhan Lin et al. (2017)", "2017", "Zhouhan Lin et al."),
        (f"{TITLE} – Lin, 2017", "2017", "Lin"),
        (f"{TITLE} - arXiv 2017)", "2017", "arXiv"),
        (f"{TITLE} [pdf]", "", ""),
        (f"{TITLE} [Paper] [Code]", "", ""),
        (f"{TITLE} (Oral)", "", ""),
        (f"[ICLR 2017] {TITLE}", "", ""),
        (f"(2017) {TITLE}", "", ""),
        (f"12. {TITLE}", "", ""),
        (f"3) {TITLE} (2017) [pdf]", "2017", ""),
    ],
)
def test_years_authors_labels_and_numbers_come_off(written: str, year: str, name: str) -> None:
    bare = strip_decorations(written)
    assert (bare.title, bare.year, bare.name) == (TITLE, year, name)


@pytest.mark.parametrize(
    "title",
    [
        "Overview of the Shared Task 2024",
        "BERT: Pre-training of Deep Bidirectional Transformers",
        "Many Languages, One Parser - A Study",
        "1984 and the Language of Power",
        "(Almost) Zero-Shot Parsing of Sentences",
        "20 Questions for Language Models",
        "Language Models (Mostly) Know What They Know",
        "Deep Learning",
        "[Re] Deep Fair Clustering for Visual Learning",  # not the paper that it reproduces
        "[MASK] Insertion: A Robust Method for Adversarial Attacks",
        "2.5 Years in Class: A Multimodal Textbook",
    ],
)
def test_titles_that_only_look_decorated_stay_whole(title: str) -> None:
    assert strip_decorations(title).title == title


@pytest.mark.parametrize("title", ["[pdf]", "(2017)", "GPT-2 (2019)", "1. Intro", "- Lin 2017", ""])
def test_what_is_nothing_but_decoration_does_not_vanish(title: str) -> None:
    assert bool(strip_decorations(title).title) == bool(title)


@given(st.text(max_size=80))
def test_nothing_is_added_and_no_text_breaks_it(title: str) -> None:
    bare = strip_decorations(title)
    assert bare.title in plain(title)
    assert bool(bare.title) == bool(plain(title))
    assert bare.year == "" or bare.year in title


def test_a_long_run_of_spaces_or_dashes_costs_no_time() -> None:
    for text in (" - " * 300, " " * 1000 + "x", "a - b" * 200, "[" * 1000, "A Title " + "(pdf) " * 160):
        strip_decorations(text)


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        (
            "Multidim- ensional Models of Hedgehog Persona- lization",
            "Multidimensional Models of Hedgehog Personalization",
        ),
        ("An Exten- sible Archi- tecture", "An Extensible Architecture"),
        ("A Corpus of Ger- man Hedgehogs", "A Corpus of German Hedgehogs"),
        ("Mackey analogy via mathcalD-modules of SL(2,mathbbR)", "Mackey analogy via D-modules of SL(2,R)"),
    ],
)
def test_words_cut_at_line_ends_and_commands_without_backslash_are_mended(written: str, bare: str) -> None:
    assert strip_decorations(written).title == bare


@pytest.mark.parametrize(
    "title",
    [
        "Mono- and multilingual Parsing",
        "Attention- a survey of models",
        "Syntax- oder Semantikmodelle",
        "Graph-based Parsing",
        "A Mathematical Model of Overlines",
    ],
)
def test_a_hyphen_with_a_space_that_cuts_no_word_stays(title: str) -> None:
    assert strip_decorations(title).title == title
