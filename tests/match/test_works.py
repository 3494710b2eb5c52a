"""Which records are one work: versions come together, homonyms and other publications stay apart."""

from __future__ import annotations

import random
from itertools import permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.match.works import group, publication_ids
from resolver.model import Record
from tests.match.papers import (
    ATTENTION,
    BERT,
    BERT_ARXIV,
    GOODFELLOW,
    LECUN,
    LLAMA_2,
    PSYQA,
    PSYQA_ARXIV,
    PSYQA_OPENALEX,
    SALAKHUTDINOV,
    preprint,
    record,
)


def partition(*records: Record) -> set[frozenset[Record]]:
    return {frozenset(work) for work in group(records)}


def together(*records: Record) -> bool:
    """Whether the records are one work, whatever their order."""
    verdicts = {len(group(order)) == 1 for order in permutations(records)}
    assert len(verdicts) == 1, "the order decided"
    return verdicts.pop()


def apart(*records: Record) -> bool:
    """Whether every record is a work of its own, whatever their order."""
    verdicts = {len(group(order)) == len(records) for order in permutations(records)}
    assert len(verdicts) == 1, "the order decided"
    return verdicts.pop()


# ------------------------------------------------------------------ versions of one work


def test_preprint_and_publication_of_one_title_and_people_are_one_work_led_by_the_publication() -> None:
    for order in permutations((PSYQA_ARXIV, PSYQA_OPENALEX, PSYQA)):
        (work,) = group(order)
        assert work[0] == PSYQA
        assert work[-1] == PSYQA_ARXIV


def test_a_publication_that_names_its_arxiv_id_takes_the_preprint_though_it_was_retitled() -> None:
    old = preprint(
        "Talking Machines for the Soul", "Ana Silva; Bo Chen; Cy Young", 2022, "arxiv:2201.00001", comment="ACL"
    )
    new = record(
        "Dialogue Systems in Psychotherapy",
        "Ana Silva; Bo Chen; Cy Young",
        2023,
        "acl:2023.acl-long.7 arxiv:2201.00001",
    )
    assert together(old, new)


def test_a_retitled_preprint_without_any_shared_identifier_stays_apart() -> None:
    old = preprint("Talking Machines for the Soul", "Ana Silva; Bo Chen", 2022, "arxiv:2201.00001")
    new = record("Dialogue Systems in Psychotherapy", "Ana Silva; Bo Chen", 2023, "acl:2023.acl-long.7")
    assert apart(old, new)


def test_a_record_without_identifiers_joins_by_title_and_people() -> None:
    bare = record(BERT.title, "J. Devlin; M.-W. Chang; K. Lee; K. Toutanova", 2019, source="openalex")
    assert together(BERT, bare)
    assert together(BERT, bare, BERT_ARXIV)


def test_a_name_put_in_front_for_the_publication_does_not_hide_the_preprint() -> None:
    people = "Jacob Devlin; Ming-Wei Chang; Kenton Lee"
    old = preprint("Pre-training of Deep Bidirectional Transformers for Language Understanding", people, 2018)
    assert together(BERT, old)


def test_a_preprint_of_one_author_written_with_initials_joins() -> None:
    title = "A Grammar of Counselling Dialogues in Northern Saami"
    assert together(
        preprint(title, "Trond Trosterud", 2020, "arxiv:2003.00009"),
        record(title, "T. Trosterud", 2021, "acl:2021.scil-1.4"),
    )


def test_a_version_that_fits_two_records_shows_that_they_are_one_work() -> None:
    """OpenAlex still has the preprint's first title, arXiv the final one."""
    first = preprint(
        "Counseling at Length in Chinese",
        "Hao Sun; Zhenru Lin; Chujie Zheng",
        2020,
        "arxiv:2106.01702",
        source="openalex",
    )
    assert together(PSYQA, PSYQA_ARXIV, first)


# ------------------------------------------------------------------ works that stay apart


def test_two_anthology_papers_of_one_title_and_people_stay_two() -> None:
    workshop = record(PSYQA.title, "Hao Sun; Zhenru Lin; Chujie Zheng", 2020, "acl:2020.clpsych-1.3")
    assert apart(PSYQA, workshop)
    assert len(group([workshop, PSYQA_OPENALEX, PSYQA])) == 2


def test_two_publishers_dois_stay_two_and_the_preprint_joins_the_one_that_came_next() -> None:
    people = "Ada Lovelace; Charles Babbage"
    title = "On the Analytical Engine and the Weaving of Algebraic Patterns"
    early = preprint(title, people, 2019, "arxiv:1901.00001")
    conference = record(title, people, 2019, "doi:10.1145/1.2", source="openalex")
    journal = record(title, people, 2022, "doi:10.1162/coli.9", source="openalex", type="article")
    for order in permutations((early, conference, journal)):
        assert partition(*order) == {frozenset({conference, early}), frozenset({journal})}


@pytest.mark.parametrize(
    ("preprinted", "published", "joined"),
    [
        (2019, (2020, 2022), 2020),
        (2020, (2018, 2022), 2022),  # a paper is published after its preprint
        (2020, (2020, 2021), 2020),
        (2022, (2019, 2021), 2021),  # or the nearest of those before, where the year is a slip
    ],
)
def test_a_preprint_joins_the_publication_that_appeared_next(
    preprinted: int, published: tuple[int, int], joined: int
) -> None:
    people, title = "Ada Lovelace; Charles Babbage", "On the Analytical Engine and the Weaving of Algebraic Patterns"
    early = preprint(title, people, preprinted, "arxiv:1901.00001")
    works = [record(title, people, y, f"doi:10.1162/coli.{y}", source="openalex") for y in published]
    for order in permutations((early, *works)):
        (home,) = [w for w in partition(*order) if early in w]
        assert joined in {r.year for r in home - {early}}


def test_a_preprint_without_a_year_joins_the_publication_whose_identifier_it_names() -> None:
    people, title = "Ada Lovelace; Charles Babbage", "On the Analytical Engine and the Weaving of Algebraic Patterns"
    early = preprint(title, people, None, "arxiv:1901.00001 doi:10.1162/coli.2022")
    works = [record(title, people, y, f"doi:10.1162/coli.{y}", source="openalex") for y in (2020, 2022)]
    for order in permutations((early, *works)):
        assert partition(*order) == {frozenset({works[0]}), frozenset({works[1], early})}


def test_two_preprints_with_ids_of_their_own_stay_two() -> None:
    again = preprint(ATTENTION.title, "Ashish Vaswani; Noam Shazeer; Niki Parmar", 2018, "arxiv:1801.99999")
    assert apart(ATTENTION, again)


def test_homonyms_by_different_people_stay_apart() -> None:
    assert apart(LECUN, GOODFELLOW, SALAKHUTDINOV)


def test_a_wrong_doi_on_another_paper_does_not_join_the_two() -> None:
    wrong = record(
        "Mental Health of Dairy Cows in Alpine Summers", "Urs Berger; Vreni Graf", 2021,
        "openalex:W1 doi:10.18653/v1/2021.findings-acl.130", source="openalex",
    )  # fmt: skip
    assert apart(PSYQA, wrong)


def test_this_years_overview_is_not_last_years() -> None:
    people = "Jenny Chim; Adam Tsakalidis; Maria Liakata"
    assert apart(
        record("Overview of the CLPsych 2024 Shared Task on Suicidality", people, 2024, "acl:2024.clpsych-1.15"),
        preprint("Overview of the CLPsych 2022 Shared Task on Suicidality", people, 2022, "arxiv:2205.00001"),
    )


def test_another_version_of_a_model_is_another_work() -> None:
    assert apart(
        LLAMA_2, record("Llama 3: Open Foundation and Fine-Tuned Chat Models", "Hugo Touvron; Louis Martin", 2024)
    )


def test_one_title_many_years_later_is_not_the_same_work() -> None:
    title = "Statistical Parsing of Counselling Dialogues with Lexicalised Grammars"
    assert apart(
        preprint(title, "Ana Silva; Bo Chen", 2024, "arxiv:2401.00002"),
        record(title, "Ana Silva; Bo Chen", 2009, "acl:P09-1001"),
    )


def test_records_without_people_join_only_when_the_title_tells_enough() -> None:
    assert together(PSYQA, record(PSYQA.title, "", 2021, source="openalex"))
    assert apart(LECUN, record("Deep Learning", "", 2015, "openalex:W77", source="openalex"))


# ------------------------------------------------------------------ identifiers, order, duplicates


@pytest.mark.parametrize(
    ("known", "own"),
    [
        ("doi:10.48550/arxiv.2106.01702", 0),  # arXiv's
        ("doi:10.5281/zenodo.1", 0),
        ("doi:10.48448/abcd-ef12", 0),  # a talk
        ("doi:10.18653/v1/n19-1423", 1),
        ("acl:N19-1423", 1),
        ("arxiv:1810.04805 openalex:W123456", 0),
    ],
)
def test_only_anthology_ids_and_publishers_dois_name_a_publication(known: str, own: int) -> None:
    assert len(publication_ids(record("Title", "", 2020, known))) == own


def test_a_repositorys_doi_on_a_copy_does_not_make_a_work_of_its_own() -> None:
    copy = record(BERT.title, "Jacob Devlin; Ming-Wei Chang", 2019, "doi:10.48448/x1 openalex:W9", source="openalex")
    assert together(BERT, copy)


def test_duplicates_are_dropped_and_works_come_in_order_of_first_appearance() -> None:
    assert group([LECUN, PSYQA_ARXIV, LECUN, GOODFELLOW, PSYQA]) == ((LECUN,), (PSYQA, PSYQA_ARXIV), (GOODFELLOW,))
    assert group([]) == ()


POOL = (
    PSYQA, PSYQA_ARXIV, PSYQA_OPENALEX, BERT, BERT_ARXIV, ATTENTION, LECUN, GOODFELLOW, SALAKHUTDINOV,
    record(PSYQA.title, "Hao Sun; Zhenru Lin", 2020, "acl:2020.clpsych-1.3"),
    record(PSYQA.title, "", 2021, source="openalex"),
    record(PSYQA.title, "Hao Sun; Zhenru Lin", 2021, "openalex:W5", source="openalex"),
    preprint("Counseling at Length in Chinese", "Hao Sun; Zhenru Lin; Chujie Zheng", 2020, "arxiv:2106.01702"),
    record("Deep Learning", "Y. LeCun; Y. Bengio; G. Hinton", 2015, "openalex:W2919115771", source="openalex"),
    record("Deep Learning", "", 2015, "openalex:W77", source="openalex"),
    record(BERT.title, "J. Devlin", 2019, "doi:10.48448/x1 openalex:W9", source="openalex"),
    record(BERT.title, "Jacob Devlin; Kenton Lee", 2020, "doi:10.1145/9.9 arxiv:1810.04805", source="openalex"),
    record("A Study of Dairy Cows", "Urs Berger", 2021, "doi:10.18653/v1/n19-1423", source="openalex"),
)  # fmt: skip


@given(st.lists(st.sampled_from(POOL), unique=True, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(records: list[Record], chance: random.Random) -> None:
    shuffled = chance.sample(records, len(records))
    assert partition(*records) == partition(*shuffled)
    assert {work[0] for work in group(records)} == {work[0] for work in group(shuffled)}


@given(st.lists(st.sampled_from(POOL), max_size=8))
def test_every_record_is_in_exactly_one_work(records: list[Record]) -> None:
    placed = [r for work in group(records) for r in work]
    assert sorted(map(id, placed)) == sorted(map(id, dict.fromkeys(records)))


def test_no_work_holds_two_anthology_ids_or_two_arxiv_ids() -> None:
    chance = random.Random(3)
    for _ in range(300):
        for work in group(chance.sample(POOL, 9)):
            for kind in ("acl", "arxiv"):
                assert len({r.id(kind) for r in work if r.id(kind)}) <= 1, [str(i) for r in work for i in r.ids]


@pytest.mark.parametrize(
    ("title", "authors", "one"),
    [
        (PSYQA.title, "", True),
        (PSYQA.title, "Association for Computational Linguistics", True),
        (PSYQA.title, "Ada Anders; Ben Bond", False),
        ("Neural Sarcasm for Legal Poetry", "Association for Computational Linguistics", False),
    ],
)
def test_what_a_publisher_deposited_of_a_telling_title_is_a_copy_whoever_it_names(
    title: str, authors: str, one: bool
) -> None:
    """A talk that the publisher put into a repository names the publisher, or nobody."""
    paper = record(title, "Hao Sun; Zhenru Lin; Chujie Zheng", 2021, "doi:10.18653/v1/2021.acl-long.7")
    talk = record(title, authors, 2021, "doi:10.48448/x1", source="openalex")
    assert together(paper, talk) is one
    if authors:
        elsewhere = record(title, authors, 2021, "openalex:W100000001", source="openalex")
        assert apart(paper, elsewhere), "of no repository"


# ------------------------------------------------------------------ joined by people, or by an identifier


RECURRING = "Fern Attention for the Dialogue of Retired Submarine Cooks"


def test_a_preprint_of_one_author_joins_no_two_papers_that_have_only_that_author_in_common() -> None:
    one = record(RECURRING, "Ana Silva; Bo Chen; Cy Young", 2020, "openalex:W1", source="openalex")
    two = record(RECURRING, "Dee Fox; Ed Gale; Ana Silva", 2021, "openalex:W2", source="openalex")
    alone = preprint(RECURRING, "Ana Silva", 2020, "arxiv:2001.00001")
    found = partition(one, two, alone)
    assert frozenset((one, two, alone)) not in found
    assert frozenset((one, alone)) in found, "the one that appeared in its year"


def test_a_version_between_two_records_of_one_team_still_shows_that_they_are_one() -> None:
    one = record(RECURRING, "Ana Silva; Bo Chen; Cy Young", 2016, "openalex:W1", source="openalex")
    two = record(RECURRING, "Ana Silva; Bo Chen; Cy Young", 2023, "openalex:W2", source="openalex")
    between = preprint(RECURRING, "Ana Silva; Bo Chen; Cy Young", 2020, "arxiv:2001.00001")
    assert together(one, two, between)


def test_a_short_preprint_does_not_join_the_longer_paper_of_a_larger_team() -> None:
    short = preprint(RECURRING, "Ana Silva; Bo Chen", 2020, "arxiv:2001.00001")
    longer = record(
        f"{RECURRING}: Lessons from the Field", "Ana Silva; Bo Chen; Cy Young; Dee Fox", 2021, "acl:2021.acl-long.1"
    )
    assert apart(short, longer)
    assert together(msgspec.structs.replace(short, authors=longer.authors), longer)
    assert together(msgspec.structs.replace(short, ids=(*short.ids, *longer.ids)), longer), "an identifier says so"
