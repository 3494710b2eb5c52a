"""What of a title is put to a search engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.model import Record
from resolver.sources import attribution, wording
from resolver.sources.arxiv.queries import match_any_words, match_phrase
from resolver.sources.openalex import queries

TEXT = st.text(st.one_of(st.characters(), st.sampled_from("\"\\?*!|()[]:,~^ -–—'“”αβ²AND ")), max_size=80)


@given(TEXT)
def test_no_title_breaks_a_query(title: str) -> None:
    exact, words = match_phrase(title), match_any_words(title)
    for query in (exact, words):
        assert query.count('"') % 2 == 0
        assert query.count("(") == query.count(")")
        assert not set(query) & set("\\?*!|")
    for value in (*queries.list_keywords(title), queries.join_keywords(title)):
        assert not set(value) & set('"?*!|(),:\\~^')
        assert value == value.lower()
        assert not {"AND", "OR", "NOT"} & set(value.split())


@given(TEXT)
def test_an_exact_title_leaves_its_list_whole_or_is_kept_out_of_it(title: str) -> None:
    if not queries.is_unlistable(title):
        for spelling in queries.list_spellings(title):
            assert not set(spelling) & set('"|')
            assert spelling[0] not in "!<>"


@pytest.mark.parametrize("title", ["A|B", 'The "Whiteboard"', "!Kung", "None", "undefined", "", "“...to boldly go...”"])
def test_titles_that_would_change_the_question_are_kept_out_of_lists(title: str) -> None:
    assert queries.is_unlistable(title)


@pytest.mark.parametrize(
    "title", ["A developing language: the Malaysian experience", "Prototype: a tale", "On doi: names"]
)
def test_titles_that_hold_the_name_of_a_filter_stand_alone(title: str) -> None:
    assert queries.must_stand_alone(title)


def test_mathematics_breaks_a_phrase_where_it_stood() -> None:
    assert match_phrase("PanGu-α: Large Models") == '(ti:"PanGu" AND ti:"Large Models")'
    assert match_phrase("H₂O: Heavy-Hitter Oracle") == 'ti:"Heavy Hitter Oracle"'


def test_a_misspelt_word_leaves_one_set_right() -> None:
    right = set("weight poisoning attacks on pretrained models".split())
    assert any(set(g) <= right for g in wording.choose_groups("Weight Poisoning Attacks on Pre-trained Models"))


@pytest.mark.parametrize("name", ["Erdos", "Erdős"])
def test_a_name_with_or_without_its_accents_leaves_one_set_right(name: str) -> None:
    """arXiv does not fold accents in titles: `ti:"Erdos"` does not find Erdős."""
    groups = wording.choose_groups(f"The {name} Problem in Coding and Combinatorial Designs")
    assert any(name.lower() not in group for group in groups)


def test_of_two_sets_a_slip_spoils_one_at_most() -> None:
    one, other = wording.choose_pairs(
        "Counterfactual Probing of Pragmatic Inference, Irony and Politeness in Conversational Tutors"
    )
    assert not set(one) & set(other)


def test_words_of_one_stem_count_once() -> None:
    assert (
        sum(word.startswith("contro") for group in wording.choose_pairs("Controllable Voice Control") for word in group)
        == 1
    )


@pytest.mark.parametrize("title", ["World Models", "Neural Machine Translation", "A Survey of Transformers", "?!"])
def test_titles_of_few_or_common_words_are_vague(title: str) -> None:
    assert wording.is_vague(title)


def test_common_words_alone_are_asked_for_together_only() -> None:
    assert wording.choose_groups("Deep Learning with Neural Networks") == (("deep", "learning", "neural", "networks"),)


def record(title: str) -> Record:
    return Record(source="arxiv", title=title)


def test_each_row_goes_to_the_titles_it_resembles() -> None:
    rows = [record("Attention is all you need"), record("Deep contextualized word representations")]
    asked = ["Attention Is All You Need!", "Deep contextualised word representations"]
    shares = attribution.attribute(asked, rows)
    assert [[r.title for r in shares[t]] for t in asked] == [[rows[0].title], [rows[1].title]]


def test_a_row_that_resembles_nothing_is_not_lost() -> None:
    shares = attribution.attribute(["Alpha beta", "Gamma delta"], [record("Entirely different words")])
    assert sum(len(found) for found in shares.values()) == 1


@pytest.mark.parametrize(("count", "sets"), [(1, 1), (3, 1), (9, 3), (10, 2)])
def test_a_longer_title_gives_sets_that_each_leave_out_another_part_of_it(count: int, sets: int) -> None:
    """A slip of the pen spoils as many sets as it touches, and one at least is left."""
    listed = "learning translation parsing speech dialogue semantics generation evaluation corpus detection "
    written = (listed + "retrieval alignment morphology phonology").split()[:count]
    groups = wording.choose_groups(" ".join(written))
    assert len(groups) == sets
    assert set().union(*groups) <= set(written)
    if sets > 1:
        assert all(any(word not in group for group in groups) for word in written)


def test_two_rare_words_find_a_paper_that_was_retitled() -> None:
    """They are hardly together in another title."""
    groups = wording.choose_groups("Learning Zorbulin Models for Quaxolit Translation in Dialogue Systems")
    assert groups[-1] == ("zorbulin", "quaxolit")
    assert all(len(group) > 2 for group in groups[:-1])


@pytest.mark.parametrize(
    ("head", "is_name"), [("ZorbuNet", True), ("One Two Three Four Five Six Zorbu", False), ("Models", False)]
)
def test_the_name_in_front_of_a_colon_finds_a_paper_that_was_retitled(head: str, is_name: bool) -> None:
    groups = wording.choose_groups(f"{head}: Learning Translation Models for Dialogue Systems")
    assert (tuple(head.lower().split()) in groups) is is_name
