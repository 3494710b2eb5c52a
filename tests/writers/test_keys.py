"""Citation keys: the user's, the Anthology's, or made; unique, and the same from run to run."""

import random

from hypothesis import given
from hypothesis import strategies as st

from resolver.model import Identifier, Person, Record
from resolver.writers.keys import keys
from tests.writers.works import MENTALCHAT, PSYQA, open_question, resolved


def paper(title: str, *surnames: str, year: int | None = 2024, arxiv: str = "") -> Record:
    ids = (Identifier("arxiv", arxiv),) if arxiv else ()
    return Record(source="x", title=title, authors=tuple(Person(s, "A.") for s in surnames), year=year, ids=ids)


def test_the_users_key_wins_then_the_anthologys_then_one_in_its_manner() -> None:
    made = keys([resolved(1, PSYQA, key="mine:2021"), resolved(2, MENTALCHAT)])
    assert made == {1: "mine:2021", 2: "xu-etal-2025-mentalchat16k"}
    assert keys([resolved(1, PSYQA)]) == {1: "sun-etal-2021-psyqa"}


def test_keys_are_built_as_the_anthology_builds_them() -> None:
    records = [
        paper("A La Carte Embedding", "Khodak", "Saunshi", "Liang"),
        paper("The Theoretical Limitations of Self-Attention", "Hahn"),
        paper("Fully Non-autoregressive Translation", "Gu", "Kong"),
        paper("On t-SNE", "van der Maaten", "Hinton"),
        paper("What Is Stigma Attributed to?", "Meng"),
        paper("Łódź corpora", "Łukaszewski"),
        paper("信息处理", "王"),
        paper("Editorial", year=None),
    ]
    assert list(keys([resolved(n, r) for n, r in enumerate(records)]).values()) == [
        "khodak-etal-2024-la",
        "hahn-2024-theoretical",
        "gu-kong-2024-fully",
        "van-der-maaten-hinton-2024-t",
        "meng-2024-stigma",
        "lukaszewski-2024-lodz",
        "wang-2024-xinxichuli",
        "nn-editorial",
    ]


def test_works_that_would_share_a_key_get_more_words_and_letters_only_when_titles_do_not_differ() -> None:
    records = [
        paper("Parsing trees quickly", "Li", arxiv="2401.00001"),
        paper("Parsing trees slowly", "Li", arxiv="2401.00002"),
        paper("Preface", "Li", arxiv="2401.00003"),
        paper("Preface", "Li", arxiv="2401.00004"),
    ]
    assert list(keys([resolved(n, r) for n, r in enumerate(records)]).values()) == [
        "li-2024-parsing-trees-quickly",
        "li-2024-parsing-trees-slowly",
        "li-2024-preface",
        "li-2024-prefacea",
    ]


def test_two_rows_of_one_work_have_one_key() -> None:
    preprint = paper("PsyQA", "Sun", arxiv="2106.01702")
    assert set(keys([resolved(1, PSYQA), resolved(2, preprint), resolved(3, PSYQA)]).values()) == {
        "sun-etal-2021-psyqa"
    }


def test_a_key_that_two_different_works_were_given_stays_unique_without_regard_to_case() -> None:
    made = keys([resolved(1, PSYQA, key="Same"), resolved(2, MENTALCHAT, key="same")])
    assert made == {1: "Same", 2: "samea"}


def test_what_a_key_may_not_hold_is_replaced() -> None:
    assert keys([resolved(1, PSYQA, key="Müller, {2020}#1")]) == {1: "Muller-2020-1"}


def test_entries_without_a_match_have_no_key() -> None:
    assert keys([open_question(1, "Preface", PSYQA)]) == {}


WORKS = st.lists(
    st.builds(
        paper,
        st.sampled_from(["Preface", "On parsing", "Parsing trees", "Parsing trees again", "Deep learning"]),
        st.sampled_from(["Li", "Wang"]),
        arxiv=st.integers(0, 6).map(lambda n: f"2401.0000{n}"),
    ),
    max_size=8,
)


@given(WORKS, st.randoms(use_true_random=False))
def test_keys_do_not_depend_on_the_order_of_the_list(records: list[Record], shuffled: random.Random) -> None:
    works = {r.id("arxiv"): r for r in records}
    entries = [resolved(n, r) for n, r in enumerate(works.values())]
    before = keys(entries)
    assert len({k.lower() for k in before.values()}) == len(works)
    shuffled.shuffle(entries)
    assert keys(entries) == before
