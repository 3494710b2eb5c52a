"""Awesome-lists: each paper once, with what the list says of it, and nothing that is no paper."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from resolver import readers
from resolver.model import Document, Identifier, Row
from resolver.text import titles
from tests import reference
from tests.reading_lists import ALL, damaged_counseling, papers_of, path_of


def read(text: str) -> Document:
    return readers.read_text(f"# Papers\n\n{text}\n", "README.md")


def only(text: str) -> dict[str, str]:
    document = read(text)
    assert len(document.rows) == 1, [row.cells for row in document.rows]
    return cells(document, document.rows[0])


def cells(document: Document, row: Row) -> dict[str, str]:
    return dict(zip(document.columns, row.cells, strict=True))


# ------------------------------------------------------------------ the seed list


@pytest.fixture(scope="module", params=[reference.SMALL, reference.LARGE])
def seed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The list that the project was born from: written anew, and as it was found."""
    path = tmp_path_factory.mktemp("seed") / "README.md"
    path.write_text(damaged_counseling(request.param), encoding="utf-8")
    return readers.read(path)


def test_the_seed_list_has_35_papers_in_two_sections(seed: Document) -> None:
    assert len(seed.entries) == 35
    assert Counter(e.section for e in seed.entries) == {"📊 Human-Annotated Datasets": 12, "🤖 Models & Systems": 23}
    assert [e.row for e in seed.entries] == list(range(1, 36))
    assert seed.columns == ("section", "title", "authors", "venue", "year", "url")
    assert re.search(r"\b5[36] places", seed.notes[0])


def test_every_paper_of_the_seed_list_has_title_authors_venue_year_and_link(seed: Document) -> None:
    for row in seed.rows:
        assert all(row.cells), row
    assert all(e.authors.endswith(" et al.") for e in seed.entries)
    assert Counter(e.year for e in seed.entries) == {"2025": 20, "2024": 7, "2023": 4, "2021": 2, "2026": 1, "2016": 1}


def test_the_texts_of_the_seed_list_are_repaired(seed: Document) -> None:
    listed = {e.title for e in seed.entries}
    assert (
        "PATIENT-Ψ: Using Large Language Models to Simulate Patients for Training Mental Health Professionals" in listed
    )
    assert (
        "Real-Time Hyper-Personalized Generative AI Should Be Regulated to Prevent the Rise of “Digital Heroin”"
        in listed
    )
    assert "Still Not Quite There! Evaluating Large Language Models for Comorbid Mental Health Diagnosis" in listed


def test_placeholders_of_the_seed_list_stay_in_the_table_and_not_in_the_entries(seed: Document) -> None:
    first = cells(seed, seed.rows[0])
    assert first["url"] == "https://aclanthology.org/2021.findings-acl.XXX"
    assert first["venue"] == "ACL-IJCNLP 2021 Findings"
    assert first["year"] == "2021"
    assert seed.entries[0].links == ()
    assert [str(i) for e in seed.entries for i in e.ids] == [
        "arxiv:2602.00065",
        "acl:Q16-1031",
        "doi:10.1145/3442381.3449797",
        "doi:10.1145/3589334.3645438",
        "arxiv:2309.15461",
    ]


# ------------------------------------------------------------------ styles of items

ARXIV = "https://arxiv.org/abs/1905.05950"
TITLE = "BERT Rediscovers the Classical NLP Pipeline"
FULL = {
    "title": TITLE,
    "authors": "Ian Tenney, Dipanjan Das, Ellie Pavlick",
    "venue": "ACL",
    "year": "2019",
    "url": ARXIV,
}


@pytest.mark.parametrize(
    "item",
    [
        f"- **{TITLE}** — Ian Tenney, Dipanjan Das, Ellie Pavlick, ACL 2019. [[link]]({ARXIV})",
        f"1. **{TITLE}.** *Ian Tenney, Dipanjan Das, Ellie Pavlick.* `ACL 2019` [[pdf]]({ARXIV}) ![](https://img.shields.io/badge/x-y)",
        (
            f"* Ian Tenney, Dipanjan Das, Ellie Pavlick. 2019. [{TITLE}]({ARXIV}). *ACL*. "
            "([Citation](https://scholar.google.com/x): 5,218)"
        ),
        f"- [{TITLE}]({ARXIV}), Ian Tenney, Dipanjan Das, Ellie Pavlick, ACL, 2019.",
        f"- **[{TITLE}]({ARXIV})**  \n  Ian Tenney, Dipanjan Das, Ellie Pavlick. ACL 2019. [[code](https://github.com/a/b)]",
        f"- {TITLE}. Ian Tenney, Dipanjan Das, Ellie Pavlick. ACL 2019. [[pdf]({ARXIV})]",
        f'- Ian Tenney, Dipanjan Das, Ellie Pavlick. "{TITLE}." ACL 2019. [[pdf]({ARXIV})]',
        f'- <a href="{ARXIV}"><b>{TITLE}</b></a>, Ian Tenney, Dipanjan Das, Ellie Pavlick, ACL 2019',
        f"- **{TITLE}**\n  - Authors: Ian Tenney, Dipanjan Das, Ellie Pavlick\n  - ACL 2019\n  - [paper]({ARXIV}) [code](https://github.com/x/y)",
        (
            "| Year | Title | Authors | Venue |\n|--|--|--|--|\n"
            f"| 2019 | [{TITLE}]({ARXIV}) | Ian Tenney, Dipanjan Das, Ellie Pavlick | ACL |"
        ),
        f"- [{TITLE}][1] (Ian Tenney, Dipanjan Das, Ellie Pavlick, ACL 2019)\n\n[1]: {ARXIV}",
    ],
)
def test_a_paper_is_read_from_every_common_style(item: str) -> None:
    found = only(item)
    assert {name: found[name] for name in FULL} == FULL


@pytest.mark.parametrize(
    "item",
    [
        f"- [{TITLE}]({ARXIV}) [[github](https://github.com/x/y)] (ACL2019)",
        f'- "{TITLE}" [2019-05] [ACL 2019] [[paper]({ARXIV})] [[code](https://github.com/x/y)]',
        f"- [2019/05] **[{TITLE}]({ARXIV})** `ACL 2019` ![img](https://img.shields.io/badge/VLM-87b800)",
        f"- [ACL 2019] {TITLE} [[Paper]]({ARXIV}) [[Code]](https://github.com/x/y)",
        f"- `ACL 2019` [{TITLE}]({ARXIV})",
        f"- (*ACL 2019*) **{TITLE}** [[paper]]({ARXIV})",
        f"- 2019 - {TITLE} - ACL - [PDF]({ARXIV})",
        f"- {TITLE}, *ACL 2019* [![arXiv](https://img.shields.io/badge/arXiv-1905.05950-red)]({ARXIV})",
    ],
)
def test_dates_and_venues_before_or_after_a_title_are_not_in_it(item: str) -> None:
    found = only(item)
    assert (found["title"], found["year"], found["url"]) == (TITLE, "2019", ARXIV)
    assert found["venue"] in {"ACL", ""}


def test_the_digits_of_an_arxiv_id_are_no_year() -> None:
    """The `2003` of `arXiv:2003.04887` is March 2020."""
    item = "* T. Bachlechner and J. McAuley. 2020. [ReZero is All You Need](https://arxiv.org/abs/2003.04887). "
    found = only(item + "*arXiv:2003.04887*.")
    assert (found["venue"], found["year"]) == ("arXiv:2003.04887", "2020")


def test_a_heading_that_links_a_paper_is_that_paper_and_its_notes_are_none() -> None:
    document = read(
        f"## Surveys\n\n### [{TITLE}]({ARXIV})\n- **Metrics:** F1, POPE Accuracy\n"
        "- **Comments:** Introduces **a long bold phrase in prose**, see "
        "[another paper about it](https://arxiv.org/abs/2106.01702). (ACL 2019)\n"
    )
    assert [(e.title, e.section) for e in document.entries] == [(TITLE, "Surveys")]


def test_bold_names_before_a_title_belong_to_it_only_without_a_link() -> None:
    linked = only(f"- **Edge**: [{TITLE}]({ARXIV}) - Tenney et al., ACL 2019")
    assert (linked["title"], linked["authors"]) == (TITLE, "Tenney et al.")
    plain = only(f"- **BERT**: Rediscovers the Classical NLP Pipeline, Tenney et al., ACL 2019 [[paper]({ARXIV})]")
    assert (plain["title"], plain["authors"]) == ("BERT: Rediscovers the Classical NLP Pipeline", "Tenney et al.")


def test_several_links_give_several_ids_but_code_gives_none() -> None:
    entry = read(
        f"- **{TITLE}** [[arXiv]]({ARXIV}) [[ACL]](https://aclanthology.org/P19-1452/) [[code]](https://github.com/x/y) [[bib]](https://scholar.google.com/z)"
    ).entries[0]
    assert entry.ids == (Identifier("arxiv", "1905.05950"), Identifier("acl", "P19-1452"))
    assert entry.links == (ARXIV, "https://aclanthology.org/P19-1452/")


def test_sections_are_the_headings_of_either_kind() -> None:
    document = read(
        f'## 📊 Data\n\n- [{TITLE}]({ARXIV})\n\n<h3 id="x">Second &amp; last</h3>\n\n- [Another Title of a Paper](https://arxiv.org/abs/2106.01702)\n'
    )
    assert [e.section for e in document.entries] == ["📊 Data", "Second & last"]


def test_a_line_number_leads_to_the_item() -> None:
    document = read(
        f"- **{TITLE}**\n  [[pdf]]({ARXIV})\n- [Another Title of a Paper](https://arxiv.org/abs/2106.01702)\n"
    )
    assert [e.line for e in document.entries] == [3, 5]


@pytest.mark.parametrize(
    "item", [f"- **一个关于语言模型的综述** 赵鑫 等, 2023. [[论文]]({ARXIV})", f"1. [对话系统评价方法综述]({ARXIV})"]
)
def test_titles_in_other_scripts_are_titles(item: str) -> None:
    assert "综述" in only(item)["title"]


@pytest.mark.parametrize(
    "item",
    [
        "- [Table of Contents for this List](#contents)",
        "- [1. Survey Papers and Books](#1-survey)",
        "- [How to contribute to this list of papers](CONTRIBUTING.md)",
        "- [Awesome NLP](https://github.com/keon/awesome-nlp): a curated list of resources for NLP",
        "- [The Illustrated Transformer Blog Post](https://jalammar.github.io/illustrated-transformer/)",
        "- Adding papers, datasets, or benchmarks",
        "- **Evaluation-driven** work on mental health counseling",
        "[![PRs Welcome](https://img.shields.io/badge/PRs-welcome.svg)](https://github.com/x/y/pulls)",
        "## Contributing\n\n- See [our paper on how to do it](https://arxiv.org/abs/2106.01702)",
        "For an overview, please read [our survey of the whole field](https://arxiv.org/abs/2106.01702).",
        "- We build on earlier work that done with [a very large corpus](https://arxiv.org/abs/2106.01702) of text.",
        (
            "[Survey of Hallucination in Generation](https://arxiv.org/abs/2202.03629) classifies metrics in two "
            "groups and then some more."
        ),
    ],
)
def test_what_is_plainly_no_paper_is_not_listed(item: str) -> None:
    document = read(f"- [{TITLE}]({ARXIV})\n\n{item}")
    assert [e.title for e in document.entries] == [TITLE]


# ------------------------------------------------------------------ whole lists


@pytest.mark.parametrize("name", ALL)
def test_whole_lists_are_read_in_full(name: str) -> None:
    """Every paper that a person marked is found, in its line, with the identifier of its link."""
    marked = papers_of(name)
    assert len(marked) >= 7
    by_place = {(titles.key(e.title), e.line): e for e in readers.read(path_of(name)).entries}
    found = [(paper, by_place.get((titles.key(paper.title), paper.line))) for paper in marked]
    missing = [paper.title for paper, entry in found if entry is None]
    assert len(missing) <= 0.01 * len(marked), missing
    without = [paper for paper, entry in found if entry and not paper.ids & {str(i).lower() for i in entry.ids}]
    assert len(without) <= 0.01 * len(marked), without
