"""What a list has wrong is said in words; what only looks wrong is not."""

from __future__ import annotations

import msgspec
import pytest

from resolver.checking import problems
from resolver.claims import parse_claim
from resolver.identifiers import parse
from resolver.merge import merge
from resolver.model import Entry, Found, NotFound, Problem, Record, Reply, Unavailable
from tests.match.papers import (
    BERT,
    BERT_ARXIV,
    LECUN,
    PSYQA,
    PSYQA_ARXIV,
    entry,
    preprint,
    record,
    reply,
)

TRANSLATED = record(
    "Saami Grammar Checking in Practice",
    "Søren Kierkegård; Łukasz Kaiser; Jürgen Müller; Mary Ann O'Brien",
    2015,
    "acl:W15-1001",
    venue="Proceedings of the 20th Nordic Conference of Computational Linguistics (NODALIDA 2015)",
)


def find(claims: Entry, *records: Record, replies: tuple[Reply, ...] = ()) -> tuple[Problem, ...]:
    return problems.find_problems(parse_claim(claims), merge(records) if records else None, records, replies)


def kinds(claims: Entry, *records: Record, replies: tuple[Reply, ...] = ()) -> list[str]:
    return [p.kind for p in find(claims, *records, replies=replies)]


# ------------------------------------------------------------------ what is wrong


@pytest.mark.parametrize(
    ("link", "claimed", "why"),
    [
        ("https://arxiv.org/abs/1834.04805", "arxiv:1834.04805", "there is no month 34"),
        ("https://arxiv.org/abs/2513.01234", "arxiv:2513.01234", "there is no month 13"),
        ("https://arxiv.org/abs/9901.01234", "arxiv:9901.01234", "2099-01 is yet to come"),
    ],
)
def test_an_impossible_arxiv_id_is_told_without_asking_anybody(link: str, claimed: str, why: str) -> None:
    for records in ((BERT, BERT_ARXIV), ()):
        listed = Entry(row=1, title=BERT.title, links=(link,), ids=tuple(i for i in (parse(link),) if i))
        (problem,) = find(listed, *records)
        assert (problem.kind, problem.claimed, problem.recorded) == ("identifier", claimed, "")
        assert problem.says == f"{claimed} is malformed: {why}"


def test_an_invented_first_author_is_named_beside_the_real_ones() -> None:
    (problem,) = find(entry(PSYQA.title, authors="Junhui Li *et al.*"), PSYQA, PSYQA_ARXIV)
    assert (problem.kind, problem.claimed) == ("authors", "Junhui Li *et al.*")
    assert "Junhui Li is not among the record's authors" in problem.says
    assert "Hao Sun" in problem.says


def test_strangers_among_real_authors_are_named_alone() -> None:
    (problem,) = find(entry(BERT.title, authors="Jacob Devlin, Ming-Wei Chang, Elvis Presley"), BERT)
    assert "Elvis Presley is not among" in problem.says
    assert problem.claimed == "Jacob Devlin, Ming-Wei Chang, Elvis Presley"


def test_another_year_is_a_problem_and_the_recorded_ones_are_said() -> None:
    (problem,) = find(entry(BERT.title, year="2012"), BERT, BERT_ARXIV)
    assert (problem.kind, problem.claimed) == ("year", "2012")
    assert "2018 or 2019" in problem.says


def test_another_venue_is_a_problem() -> None:
    (problem,) = find(entry(BERT.title, venue="ICML 2019"), BERT)
    assert (problem.kind, problem.claimed, problem.recorded) == ("venue", "ICML 2019", BERT.venue)


def test_findings_is_not_the_main_conference() -> None:
    paper = record(
        "A Title", "Ana Silva", 2023, venue="Findings of the Association for Computational Linguistics: EMNLP 2023"
    )
    (problem,) = find(entry("A Title", venue="EMNLP 2023"), paper)
    assert (problem.kind, "Findings and the main conference" in problem.says) == ("venue", True)
    assert kinds(entry("A Title", venue="Findings of EMNLP"), paper) == []


@pytest.mark.parametrize(
    "written",
    [
        PSYQA.title.replace("Dataset", "Datset"),
        PSYQA.title.replace("Chinese", "Japanese"),
        "PsyLLM: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support",
    ],
)
def test_a_misspelt_or_altered_title_is_a_problem_and_the_right_one_is_given(written: str) -> None:
    (problem,) = find(entry(written), PSYQA)
    assert (problem.kind, problem.claimed, problem.recorded) == ("title", written, PSYQA.title)


def test_a_retracted_paper_is_a_problem_whatever_the_list_says() -> None:
    gone = msgspec.structs.replace(PSYQA_ARXIV, retracted="This paper has been withdrawn by the authors")
    (problem,) = find(entry(PSYQA.title), gone)
    assert (problem.kind, "withdrawn by the authors" in problem.says) == ("retracted", True)


def test_all_that_is_wrong_is_said_at_once() -> None:
    claims = entry(
        BERT.title.replace("Deep", "Dep"), authors="Li et al.", year="2003", venue="CVPR", known="arxiv:2106.01702"
    )
    led = reply("arxiv:2106.01702", Found((PSYQA_ARXIV,)))
    assert sorted(kinds(claims, BERT, replies=(led,))) == ["authors", "identifier", "title", "venue", "year"]


# ------------------------------------------------------------------ identifiers


def test_an_identifier_that_leads_to_another_paper_says_to_which() -> None:
    led = reply("arxiv:2106.01702", Found((PSYQA_ARXIV,)))
    (problem,) = find(entry(BERT.title, "arxiv:2106.01702"), BERT, replies=(led,))
    assert (problem.kind, problem.claimed, problem.recorded) == ("identifier", "arxiv:2106.01702", PSYQA.title)
    assert "Hao Sun et al." in problem.says


def test_it_is_said_even_when_nothing_was_accepted_if_the_paper_is_plainly_another() -> None:
    led = reply("arxiv:2106.01702", Found((PSYQA_ARXIV,)))
    assert kinds(entry("Gardening for Submarine Cooks", "arxiv:2106.01702"), replies=(led,)) == ["identifier"]
    assert kinds(entry("PsyQA: A Chinese Dataset for Counseling Text", "arxiv:2106.01702"), replies=(led,)) == []


def test_an_arxiv_id_that_arxiv_does_not_have_does_not_exist() -> None:
    claims = entry(PSYQA.title, "arxiv:9912.99999")
    (problem,) = find(claims, PSYQA_ARXIV, replies=(reply("arxiv:9912.99999", NotFound()),))
    assert (problem.kind, problem.says) == ("identifier", "arxiv:9912.99999 does not exist")
    assert kinds(claims, replies=(reply("arxiv:9912.99999", NotFound()),)) == ["identifier"]


def test_an_index_that_knows_nothing_of_the_work_does_not_refute_its_number() -> None:
    """What ACL settled and arXiv is silent of may be newer than arXiv's answer."""
    assert kinds(entry(BERT.title, "arxiv:9912.99999"), BERT, replies=(reply("arxiv:9912.99999", NotFound()),)) == []


@pytest.mark.parametrize("known", ["openreview:abcdEFGH12", "doi:10.1016/j.x.2020.1", "openalex:W123456"])
def test_an_identifier_that_nobody_could_check_is_no_problem(known: str) -> None:
    """OpenAlex lacks many DOIs, and may be silent; nobody here can look OpenReview's up."""
    paper = record("A Title of Somebody's", "Ana Silva", 2020)
    assert kinds(entry(paper.title, known), paper) == []
    assert kinds(entry(paper.title, known), paper, replies=(reply(known, Unavailable("down"), "openalex"),)) == []


def test_an_arxiv_id_that_openalex_does_not_know_or_arxiv_did_not_answer_is_no_problem() -> None:
    claims = entry(LECUN.title, "arxiv:1506.00001")
    for answer, source in ((NotFound(), "openalex"), (Unavailable("timed out"), "arxiv")):
        assert kinds(claims, LECUN, replies=(reply("arxiv:1506.00001", answer, source),)) == []


@pytest.mark.parametrize(
    "known",
    [
        "acl:2021.findings-acl.130",
        "doi:10.18653/v1/2021.findings-acl.130",
        "arxiv:2106.01702",
        "doi:10.48550/arxiv.2106.01702",
    ],
)
def test_every_identifier_of_the_work_is_right_the_preprints_too(known: str) -> None:
    led = reply(known, Found((PSYQA_ARXIV,)))
    assert kinds(entry(PSYQA.title, known), PSYQA, PSYQA_ARXIV, replies=(led,)) == []


# ------------------------------------------------------------------ what only looks wrong


@pytest.mark.parametrize(
    "authors",
    [
        "Hao Sun et al.",
        "*Hao Sun* *et al.*",
        "H. Sun, Z. Lin, C. Zheng, S. Liu, M. Huang",
        "Sun, Hao and Lin, Zhenru and Zheng, Chujie and Liu, Siyang and Huang, Minlie",
        "Sun Hao, Lin Zhenru, Zheng Chujie, Liu Siyang, Huang Minlie",
        "Minlie Huang, Siyang Liu, Chujie Zheng, Zhenru Lin, Hao Sun",
        "Sun et al., 2021",
        "Sun, Lin, Zheng, Liu & Huang",
        "HAO SUN; ZHENRU LIN; CHUJIE ZHENG; SIYANG LIU; MINLIE HUANG",
        "Hao Sun1, Zhenru Lin1,2, Chujie Zheng*, Siyang Liu†, Minlie Huang",
        "",
    ],
)
def test_the_same_people_written_otherwise_are_no_problem(authors: str) -> None:
    assert kinds(entry(PSYQA.title, authors=authors), PSYQA, PSYQA_ARXIV) == []


@pytest.mark.parametrize(
    "authors",
    [
        "Soren Kierkegard; Lukasz Kaiser; Jurgen Muller; Mary Ann O'Brien",
        'S{\\o}ren Kierkeg{\\aa}rd and {\\L}ukasz Kaiser and J{\\"u}rgen M{\\"u}ller and Mary Ann O\'Brien',
        "Søren Aabye Kierkegård, Łukasz Kaiser, Jürgen Müller, Mary A. O’Brien",
        "S. Kierkegård, L. Kaiser, J. Müller, M. O'Brien",
    ],
)
def test_accents_middle_names_and_initials_are_no_problem(authors: str) -> None:
    assert kinds(entry(TRANSLATED.title, authors=authors), TRANSLATED) == []


@pytest.mark.parametrize("year", ["2018", "2019", "2017", "2020", "2019.0", "Jun 2019", "2018/2019", "", "n.d."])
def test_a_year_between_preprint_and_venue_or_one_off_is_no_problem(year: str) -> None:
    assert kinds(entry(BERT.title, year=year), BERT, BERT_ARXIV) == []


@pytest.mark.parametrize(
    "venue",
    [
        "NAACL",
        "NAACL 2019",
        "NAACL-HLT '19",
        "North American Chapter of the ACL",
        "arXiv",
        "arXiv 2018",
        "CoRR abs/1810.04805",
        "preprint",
        "",
        "-",
        "Minneapolis",
    ],
)
def test_a_venue_by_its_acronym_or_arxiv_for_what_was_published_is_no_problem(venue: str) -> None:
    assert kinds(entry(BERT.title, venue=venue), BERT, BERT_ARXIV) == []


@pytest.mark.parametrize(
    "written",
    [
        PSYQA.title,
        PSYQA.title.lower() + ".",
        "PsyQA",
        "A Chinese Dataset for Generating Long Counseling Text for Mental Health Support",
        "PsyQA: A Chinese Dataset for Generating Long Counseling Text",
        "PsyQA: A Chinese Data-Set for Generating Long Counseling Text for Mental-Health Support",
        "{PsyQA}: A {C}hinese Dataset for Generating Long Counseling Text for Mental Health Support",
        "1. PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support [pdf]",
        "PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support - arXiv 2021)",
        "PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support (ACL 2021)",
    ],
)
def test_an_abridged_or_decorated_title_is_no_problem(written: str) -> None:
    assert kinds(entry(written), PSYQA) == []


def test_the_preprints_title_is_as_right_as_the_publications() -> None:
    old = preprint("Counseling at Length in Chinese", "Hao Sun", 2021, "arxiv:2106.01702")
    assert kinds(entry("Counseling at length in Chinese"), PSYQA, old) == []


def test_what_the_list_does_not_say_is_no_problem() -> None:
    assert kinds(entry(known="acl:2021.findings-acl.130"), PSYQA) == []
    assert kinds(entry(PSYQA.title, authors="Ana Silva", year="1999"), record(PSYQA.title)) == []
    assert find(entry("Anything", authors="A B", year="2000", venue="ACL")) == ()


def test_two_lists_with_the_same_faults_get_the_same_words() -> None:
    claims = entry(BERT.title, authors="Li et al.", year="2003", venue="CVPR")
    assert find(claims, BERT, BERT_ARXIV) == find(claims, BERT, BERT_ARXIV)


@pytest.mark.parametrize(
    "said",
    [
        reply("arxiv:9912.99999", NotFound(), "openalex"),
        reply("arxiv:9912.99999", Unavailable("timed out"), "arxiv"),
        reply("arxiv:2106.01702", NotFound(), "arxiv"),
    ],
    ids=["another source lacks it", "its own source was silent", "its own source lacks another one"],
)
def test_that_an_identifier_does_not_exist_is_said_by_its_own_source_alone(said: Reply) -> None:
    found = find(entry(PSYQA.title, "arxiv:9912.99999"), PSYQA, PSYQA_ARXIV, replies=(said,))
    assert [p.says for p in found if "does not exist" in p.says] == []
    assert find(entry("Gardening for Submarine Cooks", "arxiv:9912.99999"), replies=(said,)) == ()
