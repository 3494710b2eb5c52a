"""Alarms that can be trusted: what contradicts a record, and what only looks as if it did.

The cases are of the kinds that people's lists and the HALLMARK benchmark hold.
"""

from __future__ import annotations

import pytest

from resolver.checking import problems
from resolver.claims import parse_claim
from resolver.identifiers import parse
from resolver.merge import merge
from resolver.model import ById, Entry, Found, Identifier, NotFound, Person, Problem, Record, Reply
from resolver.text import author_lists, venues

ACL = "Annual Meeting of the Association for Computational Linguistics"
NAACL = "Conference of the North American Chapter of the Association for Computational Linguistics"
ICML = "International Conference on Machine Learning, ICML 2022, 17-23 July 2022, Baltimore, Maryland, USA"
CVPR = "IEEE/CVF Conference on Computer Vision and Pattern Recognition, CVPR 2023, Vancouver, BC, Canada"


def paper(**claims: object) -> Record:
    known: dict[str, object] = {
        "source": "openalex",
        "title": "Domain Adversarial Training: A Game Perspective",
        "authors": author_lists.parse_authors("David Acuna and Marc T. Law and Guojun Zhang and Sanja Fidler").people,
        "year": 2022,
        "venue": "The Tenth International Conference on Learning Representations, ICLR 2022, Virtual Event",
        "type": "inproceedings",
    }
    return Record(**(known | claims))  # type: ignore[arg-type]  # keywords of the test, checked when it runs


def found(*records: Record, replies: tuple[Reply, ...] = (), **claims: object) -> list[Problem]:
    """The problems of an entry that claims this, matched to these records."""
    known: dict[str, object] = {"row": 1, "title": records[0].title}
    # Keywords of the test, checked when it runs.
    return list(problems.find_problems(parse_claim(Entry(**(known | claims))), merge(records), records, replies))  # type: ignore[arg-type]


def kinds(*records: Record, **claims: object) -> set[str]:
    return {p.kind for p in found(*records, replies=(), **claims)}


# ------------------------------------------------------------------ authors


def test_a_list_that_claims_to_be_whole_must_not_leave_people_out() -> None:
    (problem,) = found(paper(), authors="David Acuna and Marc T. Law and Sanja Fidler")
    assert problem.kind == "authors"
    assert "Guojun Zhang" in problem.says


@pytest.mark.parametrize(
    "listed",
    [
        "David Acuna et al.",
        "David Acuna",  # a name alone stands for the paper
        "Acuna, David and others",
        "Sanja Fidler, Guojun Zhang, Marc T. Law, David Acuna",
        "D. Acuna, M. Law, G. Zhang, S. Fidler",
        "Acuna, Law, Zhang, Fidler",
        "Dave Acuna, Marc Law, Guojun Zhang, Sanja Fidler",
        "Sanja Fidler et al.",  # the order contradicts nothing
    ],
)
def test_an_abridged_or_reordered_list_contradicts_nothing(listed: str) -> None:
    assert kinds(paper(), authors=listed) == set()


def test_the_author_field_of_a_bibtex_entry_means_to_be_whole_even_with_one_name() -> None:
    assert kinds(paper(), authors="David Acuna", key="acuna2022") == {"authors"}


def test_one_name_of_many_comes_and_goes_between_versions() -> None:
    people = author_lists.parse_authors("A. Bell, C. Dorn, E. Fry, G. Hall, I. Jones, K. Lund").people
    assert kinds(paper(authors=people), authors="A. Bell, C. Dorn, E. Fry, G. Hall, I. Jones") == set()


def test_one_nickname_is_no_contradiction_but_two_namesakes_are() -> None:
    record = paper(authors=author_lists.parse_authors("Chaoyue Liu and Misha Belkin and Tony Zhao and Shi Feng").people)
    assert kinds(record, authors="Chaoyue Liu and Mikhail Belkin and Tony Zhao and Shi Feng") == set()
    assert kinds(record, authors="Chaoyue Liu and Misha Belkin and Timo Zhao and Sheng Feng") == {"authors"}


def test_an_aggregator_that_has_only_the_first_author_cannot_refute_the_others() -> None:
    first = (Person("Shaham", "Uri"),)
    listed = "Uri Shaham and Jonathan Svirsky and Ori Katz"
    assert kinds(paper(authors=first), authors=listed) == set()
    assert kinds(paper(authors=first, source="acl"), authors=listed) == {"authors"}


def test_a_name_with_its_surname_first_is_one_person_when_the_record_says_so() -> None:
    assert kinds(paper(authors=(Person("Lin", "Chin-Yew"),)), authors="Lin, Chin-Yew") == set()


def test_entities_and_accents_of_bibtex_are_part_of_the_name() -> None:
    record = paper(authors=(Person("D'Amore", "Francesco"), Person("Carreira", "João")))
    assert kinds(record, authors=r"Francesco d&apos;Amore and Jo{\~a}o Carreira") == set()


def test_a_title_repeated_in_the_authors_cell_names_nobody() -> None:
    assert kinds(paper(), authors="Domain Adversarial Training: A Game Perspective") == set()


# ------------------------------------------------------------------ title


@pytest.mark.parametrize(
    "listed",
    [
        "Domain Adversarial Learning: A Game Perspective",
        "Domain Competitive Training: A Game Perspective",
        "Domain Adversarial Training: A Game Theory Perspective",
        "Domain Training: A Game Perspective",
        "Domains Adversarial Training: A Game Perspective",
        "Domain Adversarial Training: A Game Perspectives",
    ],
)
def test_a_word_changed_added_or_left_out_within_is_another_title(listed: str) -> None:
    assert "title" in kinds(paper(), title=listed)


@pytest.mark.parametrize(
    "listed",
    [
        "Domain adversarial training — a game perspective.",
        "Domain Adversarial Training",
        "Domain Adversarial Training: A Game Perspec",
        "The Domain Adversarial Training: A Game Perspective",
        "Domain Adversarial Training: A Game Perspective (2022)",
        "Domain Adversarial Training: A Game Perspective - David Acuna(2022)",
        "[2202.05352] Domain Adversarial Training: A Game Perspective",
        "f-DAL: Domain Adversarial Training: A Game Perspective",
    ],
)
def test_decorated_cut_and_respelled_titles_are_the_same(listed: str) -> None:
    assert kinds(paper(), title=listed) == set()


# ------------------------------------------------------------------ year


def test_the_number_of_a_preprint_tells_its_year_better_than_a_date() -> None:
    preprint = paper(source="arxiv", venue="", type="preprint", year=2020, ids=(Identifier("arxiv", "2404.05427"),))
    assert kinds(preprint, year="2024") == set()
    assert kinds(preprint, year="2019") == {"year"}


def test_a_preprint_may_be_published_years_later_a_publication_has_its_year() -> None:
    assert kinds(paper(venue="", type="preprint", year=2014), year="2016") == set()
    assert kinds(paper(year=2014), year="2016") == {"year"}
    assert kinds(paper(venue="", type="preprint", year=2014), year="2034") == {"year"}


def test_a_list_that_means_the_preprint_gives_its_year() -> None:
    assert kinds(paper(), year="2020", venue="arXiv preprint") == set()
    assert kinds(paper(), year="2020", venue="ICLR") == {"year"}


# ------------------------------------------------------------------ venue


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ("Symposium on Neural Scaling Laws", ICML),
        ("Conference on Reward Learning and Alignment", CVPR),
        ("Journal of Statistical Machine Learning Theory", ICML),
        ("Annual Workshop on AI Safety and Alignment", CVPR),
        ("UAI", ICML),
        ("ACL 2021", "Proceedings of the 2021 Conference of the North American Chapter of the ACL (NAACL)"),
        ("ACL 2021", NAACL),
    ],
)
def test_another_venue_contradicts_also_one_that_is_in_no_table(listed: str, recorded: str) -> None:
    assert venues.compare(listed, recorded) == 0.0


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ("ACL 2021", f"Proceedings of the 59th {ACL} and the 11th IJCNLP (Volume 1: Long Papers)"),
        (f"Proceedings of the 2019 {NAACL.replace('Am', '{A}m')}", f"{NAACL}: Human Language Technologies"),
        ("ICML", ICML),
    ],
)
def test_one_series_under_two_names_agrees(listed: str, recorded: str) -> None:
    assert venues.compare(listed, recorded) == 1.0


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ("Conference on Empirical Methods in NLP", "Proceedings of EMNLP"),
        ("Journal of Computational Linguistics", "Computational Linguistics"),
        ("Mach. Learn.", "Machine Learning"),
        ("ACL 2017 workshop", "Proceedings of the Workshop on New Frontiers in Summarization"),
        ("Proceedings of EAMT 2018", "21st Conference of the European Association for Machine Translation"),
        ("OpenAI blog 2020", "Advances in Neural Information Processing Systems 33"),
        ("Nature", ICML),
        ("ICML 2022", "http://www.research.example/WAS2004.pdf"),
    ],
)
def test_what_cannot_be_told_is_no_contradiction(listed: str, recorded: str) -> None:
    assert venues.compare(listed, recorded) in (None, 1.0)


# ------------------------------------------------------------------ identifiers


def answered(doi: str, *records: Record) -> Reply:
    answer = Found(records) if records else NotFound()
    question = ById(Identifier("doi", doi))
    return Reply(source="openalex", route="ids", question=question, answer=answer, origin="network", asked="")


def claims_doi(doi: str, *replies: Reply, record: Record | None = None) -> list[Problem]:
    ids = tuple(i for i in [parse(doi)] if i)
    return found(record or paper(), replies=replies, ids=ids, links=(doi,))


def test_a_doi_of_nobody_that_the_keeper_of_all_dois_lacks_is_an_alarm() -> None:
    (problem,) = claims_doi("10.99997/mufzf.390970", answered("10.99997/mufzf.390970"))
    assert problem.kind == "identifier"
    assert "no source knows doi:10.99997/mufzf.390970" in problem.says


def test_a_publishers_doi_may_be_missing_from_an_aggregator() -> None:
    assert claims_doi("10.1609/aaai.v35i6.16687", answered("10.1609/aaai.v35i6.16687")) == []


def test_a_doi_that_nobody_was_asked_for_is_no_alarm() -> None:
    assert claims_doi("10.99997/mufzf.390970") == []


def test_a_source_that_lacks_the_work_need_not_know_its_doi() -> None:
    doi = "10.99997/mufzf.390970"
    assert claims_doi(doi, answered(doi), record=paper(source="acl")) == []
