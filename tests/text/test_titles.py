"""Titles as people and services write them become comparable, without losing what tells works apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.text.titles import fold, key, plain, split_at_colon, words


@pytest.mark.parametrize(
    ("written", "readable"),
    [
        ("{BERT}: Pre-training of <i>Deep</i>\n Transformers", "BERT: Pre-training of Deep Transformers"),
        (r"$\texttt{Droid}$: A Resource Suite", "Droid: A Resource Suite"),
        (r"$\textsf{SAGE}$ and \texttt{tool}", "SAGE and tool"),
        (r"\textsc{GUI-Spotlight}: Adaptive Focus", "GUI-Spotlight: Adaptive Focus"),
        (r"via $\textbf{Pi}$ctorial $\textbf{Co}$de", "via Pictorial Code"),
        (r"Pangu-\(\alpha\): Large-scale", "Pangu-α: Large-scale"),
        ("ShowUI-$π$: Flow-based", "ShowUI-π: Flow-based"),
        ("M$^2$: Dual-Memory", "M^2: Dual-Memory"),
        (r"{PALM}: Autoencoding{\&}Autoregressive", "PALM: Autoencoding&Autoregressive"),
        ("Earlier Isn{'}t Always Better", "Earlier Isn't Always Better"),
        ("Encoder{--}Decoder Approaches", "Encoder–Decoder Approaches"),
        ("On {{Long-distance Agreement", "On Long-distance Agreement"),
        (r"S{\o}ren G{\"o}del and {\DJ}or{\dj}e", "Søren Gödel and Đorđe"),
        (r"Typesetting with \LaTeX{} Today", "Typesetting with LaTeX Today"),
        (r"\mbox{Word}s in \href{https://x.y}{Context}", "Words in Context"),
        ("Can LLMs Earn $1 Million from Software?", "Can LLMs Earn $1 Million from Software?"),
        ("From $10K to $1M: Costs", "From $10K to $1M: Costs"),
        ("100% sure & 50% wrong #NoFilter", "100% sure & 50% wrong #NoFilter"),
        ("An _Obviously_ **Perfect** Paper", "An Obviously Perfect Paper"),
        ("DuReader_robust and C*ST*RD", "DuReader_robust and C*ST*RD"),
        ("Fish &amp; Chips: x &lt; y", "Fish & Chips: x < y"),
        ("parameters and <0.5MB model size", "parameters and <0.5MB model size"),
    ],
)
def test_markup_of_every_kind_becomes_readable_text(written: str, readable: str) -> None:
    assert plain(written) == readable


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pre-Training", "Pretraining"),
        ("Life’s Ups", "Life's Ups"),
        ("Life‘s ups", "LIFES UPS"),
        ("“Digital Heroin”", '"Digital Heroin"'),
        ("Encoder–Decoder", "Encoder-Decoder"),
        ("Łukasz, Žižek & Søren", "Lukasz, Zizek & Soren"),
        ("𝚂𝙰𝙶𝙴: ﬁne-tuning", "SAGE: fine-tuning"),
        ("🧠 Minds and Machines 🤖", "Minds and Machines"),
        ("PATIENT-Ψ", r"PATIENT-$\Psi$"),
        ("Straße", "Strasse"),
        ("Title.", "Title"),
        ("A\u00a0B\u200bC", "A BC"),
    ],
)
def test_what_makes_no_difference_makes_none(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shared Task 2024", "Shared Task 2025"),
        ("System v2", "System v3"),
        ("C++ Models", "C Models"),
        ("C# Models", "C Models"),
        ("Part I", "Part II"),
        ("PATIENT-Ψ", "PATIENT"),
    ],
)
def test_what_tells_two_works_apart_is_kept(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_words_come_in_order_and_folded() -> None:
    assert words("Life's Ups: Pre-training C++ models") == ("lifes", "ups", "pre", "training", "cpp", "models")
    assert fold("Žabokrtský") == "zabokrtsky"


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("ULMFiT: Universal Language Models", ("ULMFiT", "Universal Language Models")),
        ("BERT — a survey", ("BERT", "a survey")),
        ("Deep Learning", ("Deep Learning", "")),
        ("Pre-training 3:1 mixtures", ("Pre-training 3:1 mixtures", "")),
    ],
)
def test_a_title_is_cut_at_its_first_colon_or_dash(title: str, parts: tuple[str, str]) -> None:
    assert split_at_colon(title) == parts


@given(st.text(max_size=80))
def test_no_title_breaks_the_functions_and_a_key_has_letters_and_digits_only(title: str) -> None:
    assert key(title).isalnum() or key(title) == ""
    assert key(title).isascii()
    assert "\n" not in plain(title)


@given(st.text("abcXYZ {}\\$&%#_^~'-:", max_size=40))
def test_no_broken_latex_breaks_the_functions(title: str) -> None:
    plain(title)
    words(title)


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8), min_size=1, max_size=6))
def test_case_and_punctuation_around_words_change_nothing(parts: list[str]) -> None:
    assert key(" ".join(parts)) == key(" — ".join(p.upper() for p in parts)) == key("“" + ", ".join(parts) + ".”")
