"""Patterns of citation keys: JabRef's fields, unique keys, and clear words for what can't be used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import SettingsError
from resolver.model import Identifier, Person, Record
from resolver.writers import patterns
from resolver.writers.keys import keys
from tests.writers.works import PSYQA, resolved

PAPER = Record(
    source="x",
    title="An awesome paper on JabRef",
    authors=(Person("Newton", "Isaac"), Person("Maxwell", "James"), Person("Einstein", "Albert")),
    year=2016,
    pages="110–115",
)


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("[auth]", "Newton"),
        ("[authors]", "NewtonMaxwellEinstein"),
        ("[authors2]", "NewtonMaxwellEtAl"),
        ("[auth.etal]", "Newton.etal"),
        ("[authEtAl]", "NewtonEtAl"),
        ("[year]", "2016"),
        ("[shortyear]", "16"),
        ("[shorttitle]", "awesomepaperJabRef"),
        ("[veryshorttitle]", "awesome"),
        ("[camel]", "AnAwesomePaperOnJabRef"),
        ("[camel2]", "AnAwesome"),
        ("[title:abbr]", "AapoJ"),
        ("[firstpage]", "110"),
        ("[auth:lower][year][veryshorttitle:lower]", "newton2016awesome"),
        ("[auth:upper]_[year]:x", "NEWTON_2016:x"),
    ],
)
def test_fields_mean_what_they_mean_to_jabref(pattern: str, key: str) -> None:
    assert patterns.parse(pattern).key(PAPER) == key


def test_two_authors_are_both_named_and_a_cut_list_says_so() -> None:
    two = Record(source="x", title="T", authors=PAPER.authors[:2])
    assert patterns.parse("[auth.etal]").key(two) == "Newton.Maxwell"
    cut = Record(source="x", title="T", authors=PAPER.authors[:1], partial_authors=True)
    assert patterns.parse("[authors]").key(cut) == "NewtonEtAl"


def test_names_in_any_script_give_legal_keys() -> None:
    for family, made in (
        ("van der Maaten", "vanderMaaten"),
        ("Łukaszewski", "Lukaszewski"),
        ("王", "Wang"),
        ("", "nn"),
    ):
        record = Record(source="x", title="T", year=2020, authors=(Person(family, ""),))
        assert patterns.parse("[auth][year]").key(record) == f"{made}2020"


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("[auth][foo]", "there is no field [foo]; there are [auth]"),
        ("[auth:loud]", "there is no modifier :loud; there are :lower"),
        ("[auth", "a bracket has no partner"),
        ("auth]", "a bracket has no partner"),
        ("paper", "it has no field"),
        ("[auth] [year]", "a key can't hold ' '"),
        ("[auth]{x}", "a key can't hold '{'"),
        ("[authors0]", "there is no field [authors0]"),
    ],
)
def test_what_is_no_pattern_is_refused_in_words(pattern: str, says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        patterns.parse(pattern)
    assert says in str(refused.value)


def test_keys_by_pattern_are_unique_and_do_not_depend_on_the_order_of_the_list() -> None:
    works = [
        Record(
            source="x", title=t, authors=(Person("Li", "Wei"),), year=2024, ids=(Identifier("arxiv", f"2401.0000{n}"),)
        )
        for n, t in enumerate(("One", "Two", "Three"), 1)
    ]
    made = keys([resolved(n, r) for n, r in enumerate(works, 1)], "[auth][year]")
    turned = keys([resolved(n, r) for n, r in zip((3, 2, 1), reversed(works), strict=True)], "[auth][year]")
    assert sorted(made.values()) == ["Li2024", "Li2024a", "Li2024b"]
    assert made == turned


def test_a_pattern_makes_all_keys_also_those_that_the_list_or_the_anthology_has() -> None:
    listed = [resolved(1, PSYQA, key="mine"), resolved(2, PSYQA)]
    assert keys(listed, "[auth:lower][year][veryshorttitle:lower]") == {1: "sun2021psyqa", 2: "sun2021psyqa"}


@given(st.text(max_size=30), st.lists(st.builds(Person, st.text(max_size=12), st.text(max_size=12)), max_size=3))
def test_whatever_the_record_a_key_is_legal(title: str, people: list[Person]) -> None:
    record = Record(source="x", title=title, authors=tuple(people), year=1999)
    for field in patterns.FIELDS:
        key = keys([resolved(1, record)], f"[{field}]")[1]
        assert key
        assert not patterns.ILLEGAL.search(key)
