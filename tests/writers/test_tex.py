"""Unicode to LaTeX, and which words keep their capitals."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from resolver.text import latex
from resolver.writers import accents, tex
from resolver.writers.casing import protect


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("Müller & Søn", r"M{\"u}ller {\&} S{\o}n"),
        ("Łódź, Erdős, Çelikyılmaz", r"{\L}{\'o}d{\'z}, Erd{\H{o}}s, {\c{C}}elikyılmaz".replace("ı", r"{\i}")),
        ("Ups – and downs — really", "Ups -- and downs --- really"),
        ("100% of C# in snake_case", r"100{\%} of C{\#} in snake{\_}case"),
        ("a $5 fee or a $10 one", r"a {\$}5 fee or a {\$}10 one"),
        ("an $\\mathcal{O}(n)$ parser for $k$-best", r"an $\mathcal{O}(n)$ parser for $k$-best"),
        ("PATIENT-Ψ", r"PATIENT-{\ensuremath{\Psi}}"),
        ('He said "yes" to (“no”)', "He said ``yes'' to (``no'')"),
        ("Life’s 1st ﬁne °C", r"Life's 1st fine {\textdegree}C"),
        ("{unbalanced and \\macro", r"{\textbraceleft}unbalanced and {\textbackslash}macro"),
    ],
)
def test_unicode_becomes_the_latex_a_careful_author_types(text: str, latex: str) -> None:
    assert tex.encode(text) == latex


@pytest.mark.parametrize("text", ["中文信息处理", "Привет мир", "Ελληνικά", "ħ", "ḗ", "🤖"])
def test_what_plain_latex_cannot_print_stays_utf_8(text: str) -> None:
    """Among them what converters get wrong: pylatexenc has h with a macron for the letter ħ."""
    assert tex.encode(text) == text


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Nguyễn", r"Nguy{\~{\^e}}n"),
        ("Mẫn Hiếu", r"M{\~{\^a}}n Hi{\'{\^e}}u"),
        ("Đặng", r"{\DJ}{\d{\u{a}}}ng"),
        ("Ștefan Țurcanu", r"{\textcommabelow{S}}tefan {\textcommabelow{T}}urcanu"),
        ("Thuật Nguyệt", r"Thu{\d{\^a}}t Nguy{\d{\^e}}t"),
        ("Lưu Phương", r"L{\uhorn}u Ph{\uhorn}{\ohorn}ng"),
        ("Hảo Ẩn Ợ", r"H{\h{a}}o {\h{\^A}}n {\d{\OHORN}}"),
        ("Mārīte", r"M{\={a}}r{\={\i}}te"),
        ("x\u030c", r"{\v{x}}"),
    ],
)
def test_marks_on_marks_and_commas_below_are_written_and_read_back(name: str, written: str) -> None:
    assert tex.encode(name) == written
    assert tex.adapt(name) == written
    assert unicodedata.normalize("NFC", latex.to_text(written)) == unicodedata.normalize("NFC", name)
    assert tex.encode(name, unicode=True) == unicodedata.normalize("NFC", name)


def test_an_accent_is_set_on_a_letter_that_t1_has_and_marks_below_stand_outside() -> None:
    """Plain LaTeX sets `{\\^{\\d{a}}}` and `{\\'{\\=e}}` with the accent beside the letter."""
    for letter in "ậặệộợựẫễẩểếồḉ":
        written = tex.encode(letter)
        assert written.isascii()
        assert not re.search(r"\\[`'^~\"=.uvHrh]\{?\\[dbck]", written)
    assert tex.encode("ḗ") == "ḗ"


def test_letters_of_the_vietnamese_encoding_bring_what_prints_them_without_it() -> None:
    assert accents.fallbacks(tex.encode("Nguyễn Đặng")) == ()
    assert [d.split("}")[0] for d in accents.fallbacks(tex.encode("Lưu Bảo"))] == [
        r"\providecommand{\uhorn", r"\providecommand{\h"
    ]  # fmt: skip


def test_what_latex_has_no_letter_for_is_known() -> None:
    assert accents.unprintable(tex.encode("Lưu Bảo, Ștefan Żółć – 100 °C")) == ""
    assert accents.unprintable("title = {中文 and ħ, 中}") == "中文ħ"
    assert accents.unprintable("author = {Nguyễn, Țurcanu, Müller}") == "ễ"


def test_a_mark_on_a_letter_without_its_dot_is_one_accent() -> None:
    assert tex.encode("D\u0131\u0301az") == r"D{\'{\i}}az"
    assert latex.to_text(r"D{\'{\i}}az") == "Díaz"


def test_a_decomposed_letter_gets_the_accent_of_its_composed_form() -> None:
    assert tex.encode("Mu\u0308ller") == tex.encode("Müller")


@pytest.mark.parametrize("letter", ["Ά", "ώ", "ΐ", "㎂", "㏀", "ㄱ"])
def test_a_letter_that_latex_lacks_stays_as_it_is(letter: str) -> None:
    assert tex.encode(f"{letter} of it") == f"{letter} of it"


def test_every_character_of_unicode_can_be_set() -> None:
    every = (chr(code) for code in (*range(0x80, 0xD800), *range(0xE000, 0x20000)))
    unlike = [ch for ch in every if {unicodedata.normalize(form, ch) for form in ("NFD", "NFKC")} != {ch}]
    assert len(unlike) > 10_000
    assert all(tex.balanced(tex.encode(ch)) for ch in unlike)


@given(st.text(max_size=80))
def test_whatever_the_text_the_braces_stay_balanced_and_no_quote_ends_the_field(text: str) -> None:
    for encoded in (tex.encode(text), protect(text)):
        assert tex.balanced(encoded)
        value = tex.quoted(encoded)
        assert value[0] + value[-1] in {'""', "{}"}
        assert value[0] == "{" or '"' not in value[1:-1]
        assert not any(unicodedata.category(ch) in {"Cc", "Cs"} for ch in encoded)


@given(st.text(alphabet=st.characters(whitelist_categories=["Lu", "Ll"], max_codepoint=0x17F), min_size=1, max_size=30))
def test_latin_letters_come_back_from_latex(text: str) -> None:
    assert LatexNodes2Text().latex_to_text(tex.encode(text)) == tex.tidy(text)


@pytest.mark.parametrize(
    ("title", "protected"),
    [
        ("PsyQA: A Chinese Dataset for GPT-4 and LLMs", "{PsyQA}: A {C}hinese Dataset for {GPT}-4 and {LLM}s"),
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("ATTENTION IS ALL YOU NEED", "ATTENTION IS ALL YOU NEED"),
        ("BERT's Plan B: T5 or C++?", "{BERT}'s Plan {B}: {T5} or {C++}?"),
        ("I Know Why You Smile", "{I} Know Why You Smile"),
        ("Parsing the sentences of Goethe by hand", "Parsing the sentences of {G}oethe by hand"),
        ("A $k$-NN Approach", "A {$k$}-{NN} Approach"),
        ("Modeling Naïve Bayes: What Next", r"Modeling Na{\"i}ve {B}ayes: What Next"),
        ("ÉCOLE: a corpus of school texts", r"{{\'E}COLE}: a corpus of school texts"),
    ],
)
def test_only_capitals_that_are_spelling_are_protected(title: str, protected: str) -> None:
    assert protect(title) == protected


@pytest.mark.parametrize(
    ("title", "protected"),
    [
        ("Is it so? A study of things", "Is it so? {A} study of things"),
        ("Stop! Who Goes There?", "Stop! {W}ho Goes There?"),
        ("Why? LLMs know", "Why? {LLMs} know"),
        ("What: A study", "What: A study"),
    ],
)
def test_a_capital_behind_a_question_or_a_call_stays(title: str, protected: str) -> None:
    assert protect(title) == protected


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Q^2: Asking", r"{Q}{$^{2}$}: {A}sking"),
        ("In 360^∘ Images", r"In 360{$^{{\circ}}$} Images"),
        ("ℓ_1 and 𝒮^2", r"{\ensuremath{\ell}}{$_{1}$} and {{\ensuremath{\mathcal{S}}}}{$^{2}$}"),
        ("ℋ-Consistency", r"{{\ensuremath{\mathcal{H}}}}-Consistency"),
        ("snake_case and ^_^", r"snake{\_}case and {\textasciicircum}{\_}{\textasciicircum}"),
    ],
)
def test_mathematics_that_lost_its_dollars_is_mathematics_again(title: str, written: str) -> None:
    assert protect(title).replace(": Asking", ": {A}sking") == written


def test_a_figure_that_is_raised_already_is_not_raised_twice() -> None:
    assert latex.to_text("$Q^²$: Asking") == "Q²: Asking"
    assert tex.adapt("$Q^²$: Asking") == "$Q^{2}$: Asking"
    assert "^^" not in tex.encode("Q^²")
