"""The one door for text that others wrote: nothing passes it that steers a screen, hides, or is no character."""

import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.model import Found, Identifier, NotFound, Person, Record, Unavailable
from resolver.text import cleaning
from resolver.text.cleaning import clean_answer, clean_record, clean_value, may_be_odd, one_line, visible

DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ANYTHING = st.text(st.characters() | st.sampled_from("\ud800\udfff\x00\x1b\x7f\x85\x9b\u200b\ufeff\ufffe" + DIRECTION))
"""Texts with whatever a service may send; what `characters` seldom draws comes often."""

TEXTS = (
    "title", "title_tex", "month", "venue", "url", "pages", "volume", "number", "publisher", "address", "isbn",
    "language", "note", "category", "comment", "retracted", "key",
)  # fmt: skip


def harmless(text: str) -> bool:
    """Whether a text has neither control characters nor halves of surrogates nor marks of direction."""
    return not any(unicodedata.category(ch) in {"Cc", "Cs"} or ch in DIRECTION for ch in text)


@st.composite
def records(draw: st.DrawFn) -> Record:
    people = st.builds(Person, ANYTHING, ANYTHING, ANYTHING)
    return Record(
        source="openalex",
        ids=tuple(draw(st.lists(st.builds(Identifier, st.just("doi"), ANYTHING), max_size=2))),
        authors=tuple(draw(st.lists(people, max_size=3))),
        editors=tuple(draw(st.lists(people, max_size=2))),
        **{name: draw(ANYTHING) for name in TEXTS},
    )


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("two\r\nlines\tand\x85more\u2028still", "two lines and more still"),
        ("red \x1b[31mtext and \x9b31mmore", "red [31mtext and 31mmore"),
        (
            "a \u202eturn\u202c, an \u2066isolate\u2069 and an Arabic mark\u061c",
            "a turn, an isolate and an Arabic mark",
        ),
        ("zero\u200bwidth, \ufeffmark, soft\u00adhyphen, word\u2060joiner", "zerowidth, mark, softhyphen, wordjoiner"),
        ("half \ud83d of a pair", "half \ufffd of a pair"),
        ("hidden \U000e0041\U000e0042 tags", "hidden tags"),
        ("delete\x7f and nul\x00", "delete and nul"),
        ("می\u200cخواهم and 👩\u200d🔬 stay", "می\u200cخواهم and 👩\u200d🔬 stay"),
        ("Größe, 自然语言处理, Ψ and \u00a0a wide space", "Größe, 自然语言处理, Ψ and a wide space"),
    ],
)
def test_what_steers_or_hides_is_taken_out_and_line_ends_part_words(written: str, right: str) -> None:
    assert one_line(written) == right


@given(ANYTHING)
def test_a_line_is_harmless_can_be_written_and_is_a_line_again(text: str) -> None:
    line = one_line(text)
    assert harmless(line)
    assert line.encode().decode() == line
    assert one_line(line) == line == visible(line)
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize("nothing", ["null", "None", "NaN", " n/a ", "undefined", "[object Object]"])
def test_what_programs_write_for_nothing_is_nothing(nothing: str) -> None:
    assert clean_value(nothing) == ""


def test_a_surname_that_is_a_word_of_programs_stays() -> None:
    paper = Record(source="x", title="A", authors=(Person("Null", "Jennifer"), Person("null", "null"), Person("None")))
    assert clean_record(paper).authors == (Person("Null", "Jennifer"),)


def test_when_no_author_is_left_the_list_is_known_to_be_cut() -> None:
    cleaned = clean_record(Record(source="x", title="A", authors=(Person("null"),)))
    assert (cleaned.authors, cleaned.partial_authors) == ((), True)


def test_a_value_that_is_too_long_is_cut_and_a_link_left_out() -> None:
    cleaned = clean_record(
        Record(source="x", title="T" * 5000, url="https://example.org/" + "a" * 5000, pages="1" * 900)
    )
    assert len(cleaned.title) == cleaning.LONGEST["title"]
    assert cleaned.title.endswith("…")
    assert cleaned.url == ""
    assert len(cleaned.pages) == cleaning.LONGEST_OTHER
    assert clean_value("x" * cleaning.LONGEST_OTHER) == "x" * cleaning.LONGEST_OTHER


def test_an_endless_list_of_authors_is_cut_and_says_so() -> None:
    crowd = tuple(Person(f"Name{n}") for n in range(cleaning.MOST_PEOPLE + 1))
    cleaned = clean_record(Record(source="x", title="A", authors=crowd))
    assert len(cleaned.authors) == cleaning.MOST_PEOPLE
    assert cleaned.partial_authors


def test_an_identifier_or_link_with_anything_unseen_in_it_is_left_out_not_mended() -> None:
    """Mended it would lead somewhere else."""
    ids = (Identifier("doi", "10.1/a\u202eb"), Identifier("doi", "10.1/ab\ud800"), Identifier("doi", "10.1/good"))
    cleaned = clean_record(Record(source="x", title="A", ids=ids, url="https://example.org/a\x9bb"))
    assert cleaned.ids == (Identifier("doi", "10.1/good"),)
    assert cleaned.url == ""


@given(records())
def test_every_text_of_a_record_is_harmless_and_cleaning_is_done_once(record: Record) -> None:
    cleaned = clean_record(record)
    people = [part for p in (*cleaned.authors, *cleaned.editors) for part in (p.family, p.given, p.suffix)]
    for text in (*(getattr(cleaned, name) for name in TEXTS), *people, *(i.value for i in cleaned.ids)):
        assert harmless(text)
    assert clean_record(cleaned) == cleaned
    msgspec.json.encode(cleaned)


@given(records())
def test_the_quick_look_at_a_kept_answer_misses_nothing(record: Record) -> None:
    try:
        kept = msgspec.json.encode(Found((record,)))
    except UnicodeEncodeError:  # halves of surrogates can't be kept
        return
    if not may_be_odd(kept):
        cleaned = clean_record(record)
        texts = [getattr(record, name) for name in TEXTS]
        assert all(map(harmless, texts))
        assert cleaned.ids == tuple(i for i in record.ids if i.value)


def test_an_answer_without_records_is_what_it_was() -> None:
    assert clean_answer(NotFound()) == NotFound()
    assert clean_answer(Unavailable("x")) == Unavailable("x")
