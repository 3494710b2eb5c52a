"""Text that was read with the wrong code page comes back exactly; correct text is never touched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.text.mojibake import repair
from tests import reference
from tests.reading_lists import damaged_counseling


def damaged(text: str, charset: str = "mac_roman") -> str:
    return text.encode().decode(charset)


@pytest.fixture(scope="module", params=[reference.SMALL, reference.LARGE])
def seed(request: pytest.FixtureRequest) -> str:
    """The list that the project was born from: written anew, and as it was found."""
    return damaged_counseling(request.param)


def test_the_seed_list_comes_back_exactly(seed: str) -> None:
    repaired = repair(seed)
    assert repaired.text == seed.encode("mac_roman").decode("utf-8")
    assert repaired.changed_runs == len(re.findall(r"[^\x00-\x7f]+", repaired.text)) > 50
    assert "MacRoman" in repaired.how


def test_each_line_of_the_seed_list_comes_back_on_its_own_too(seed: str) -> None:
    for line in seed.splitlines():
        assert repair(line).text == line.encode("mac_roman").decode("utf-8")


@pytest.mark.parametrize("text", ["📊 Datasets", "🤖", "🛡 Safety", "📜 License", "🧠💬", "PATIENT-Ψ", "α–β", "⭐"])
def test_emoji_and_greek_that_ftfy_leaves_are_repaired(text: str) -> None:
    assert repair(damaged(text)).text == text


@pytest.mark.parametrize(
    "text",
    "Søren Østergaard|São Paulo|Žabokrtský|Nguyễn Thị|Müller|Erdős|Łukasz|Çelikyılmaz|Đorđe|François|Čeští|İlker|Peña|"
    "Привет мир|自然言語処理|语言模型|한국어|नमस्ते|مرحبا بالعالم|שלום|Ελληνικά|3 × 4|“quoted” — it’s".split("|"),
)
def test_names_and_scripts_come_back(text: str) -> None:
    assert repair(damaged(text)).text == text


@given(
    st.lists(
        st.sampled_from(
            "LLMs’|“Digital|Heroin”|—|–|Müller|Søren|naïve|📊|🤖|Ψ|π|语言|モデル|Привет|Łukasz|Nguyễn|a|for|the|1,024".split(
                "|"
            )
        ),
        max_size=12,
    )
)
def test_whatever_people_write_comes_back_once_damaged(words: list[str]) -> None:
    text = " ".join(words)
    once = damaged(text)
    alone = once.isascii() or any(
        w in text for w in ("“", "”", "’", "—", "–", "📊", "🤖", "π", "ł", "ü", "ø", "语", "モ", "ễ")
    )
    if alone:
        assert repair(once).text == text


@given(st.text(st.characters(min_codepoint=0x0400, max_codepoint=0x04FF, categories=["L"]), min_size=2))
def test_damaged_cyrillic_words_come_back(word: str) -> None:
    assert repair(damaged(word)).text == word


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1))
def test_damaged_han_comes_back(word: str) -> None:
    assert repair(damaged(word)).text == word


@given(st.text(st.characters(min_codepoint=0x1F300, max_codepoint=0x1FAFF), min_size=1))
def test_damaged_emoji_come_back(word: str) -> None:
    assert repair(damaged(word)).text == word


@pytest.mark.parametrize("beside", ["中文", "é", "Жизнь", "—"])
def test_damage_beside_correct_letters_is_repaired_alone(beside: str) -> None:
    """One genuine letter makes ftfy give up; plain `fix_text` even makes such text beyond repair."""
    assert repair(f"Life‚Äôs Ups {beside}").text == f"Life’s Ups {beside}"
    assert repair(f"Life‚Äôs{beside}").text == f"Life’s{beside}"


@pytest.mark.parametrize(
    "text",
    [
        "Analyse de l’évolution d’Écoles « à l’étranger »",
        "«École» und »Österreich« und „Ärger“ …",
        "grâce\u00a0à l’œuvre\u00a0: Éluard – Ça ira",
        "São Tomé, Žabokrtský, Łódź, Đà Nẵng, İstanbul, ’Élan",
        "“éclair” ‘à la carte’ –é–",
        "the threshold “≥5” and √π ≈∞, ∆±, ¬∑",
        "CRÉÉ À L’ÉTÉ: NOËL, PÂQUES, FÊTE",
        "Οδυσσέας Ελύτης; Привет — мир; 自然言語処理と“深層学習”; 한국어; नमस्ते; שלום",
        "ﬁne-tuning ﬂows, 5€, © 2024 ® ™ ° ± µ ¶ §",
        "Straße, smørrebrød, naïve, coöperate, Ångström, cœur, ÿ, Ÿ",
        "O uso da expressão “não é” em português: Ã, Õ, ÃO, ÕE",
        "\x98The \x9cLancet",
    ],
)
def test_correct_text_stays(text: str) -> None:
    assert repair(text).text is text
    assert repair(text).how == ""
    assert repair(text).changed_runs == 0


FRENCH = [
    "l’",
    "d’",
    "été",
    "école",
    "«",
    "»",
    "Éluard",
    "à",
    "“",
    "”",
    "–",
    "—",
    "…",
    "œuvre",
    "ß",
    "Ö",
    " ",
    "\u00a0",
    "a",
    "Ça",
    ":",
]


@given(st.lists(st.sampled_from(FRENCH), max_size=8).filter(lambda parts: "’É’" not in "".join(parts)))
def test_western_words_with_typographic_marks_around_them_stay(parts: list[str]) -> None:
    text = " ".join("".join(pair) for pair in zip(parts[::2], parts[1::2], strict=False))
    assert repair(text).text == text


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_ascii_stays(text: str) -> None:
    assert repair(text).text is text


@pytest.mark.parametrize(
    ("broken", "right"),
    [("JosÃ© Pombal", "José Pombal"), ("itâ€™s", "it’s"), ("MÃ¼ller 中文", "Müller 中文"), ("ðŸ™‚ ok", "🙂 ok")],
)
def test_cp1252_damage_is_repaired(broken: str, right: str) -> None:
    assert repair(broken).text == right
    assert "cp1252" in repair(broken).how


def test_what_was_repaired_needs_no_second_repair(seed: str) -> None:
    once = repair(seed).text
    assert repair(once).text == once
