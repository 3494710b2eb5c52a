"""Heads of pages, lists of publications, Hayagriva and citation files: read, and filled in their YAML alone."""

from __future__ import annotations

import pytest
import yaml

from resolver import readers
from resolver.errors import InputError
from resolver.filling import fill
from resolver.model import Entry
from tests.fill.filling import PSYQA, resolution

ACADEMICPAGES = """\
---
title: "On hedgehogs: a study"
collection: publications
permalink: /publication/2019-06-01-hedge
date: 2019-06-01
venue: 'Proceedings of Hedges'
authors: Ada Hedge, Bo Leaf
paperurl: ''
---
We study hedgehogs.
"""
HUGO = """\
---
title: On hedgehogs
authors:
- admin
- Ada Hedge
date: "2019-06-01T00:00:00Z"
doi: ""
publication_types: ["1"]
publication: In *Proceedings of Hedges*
url_pdf: ''
---

Some text with a [link](https://example.org/) and **bold** words.
"""
PANDOC = """\
---
title: My manuscript
references:
- id: hedge19
  type: paper-conference
  title: On hedgehogs
  author:
  - family: Hedge
    given: Ada
  issued: 2019
  DOI: ''
---
Text @hedge19.
"""
PUBLICATIONS = """\
main:
  - title: "On hedgehogs: a study"
    authors: Ada Hedge, Bo Leaf
    conference_short: HEDGE
    year: 2019
    pdf:
    code: https://github.com/hedge/hedge
"""
HAYAGRIVA = """\
hedge:
    type: Article
    title: On hedgehogs
    author: ["Hedge, Ada", {name: Leaf, given-name: Bo}]
    date: 2019-11
    serial-number:
        doi: "10.18653/v1/2020.emnlp-main.550"
    parent:
        type: Proceedings
        title: Proceedings of Hedges
leaf:
    type: Article
    title: On leaves
    parent:
      - type: Periodical
        title: Leaves
"""
CITATION_FILE = """\
cff-version: 1.2.0
message: cite
title: Hedgetool
authors: [{name: The Hedge Team}]
preferred-citation:
  type: conference-paper
  title: On hedgehogs
  authors:
    - family-names: Hedge
      given-names: Ada
  conference: {name: HEDGE}
  date-published: 2019-02-02
  doi:
references:
  - type: software
    title: hedgelib
"""


def entries(text: str, name: str) -> tuple[Entry, ...]:
    return readers.read_text(text, name).entries


def filled(text: str, name: str) -> str:
    document = readers.read_text(text, name)
    done = fill(document, [resolution(e, PSYQA) for e in document.entries])
    assert not done.left
    again = readers.read_text(done.text, name)
    assert fill(again, [resolution(e, PSYQA) for e in again.entries]).text == done.text
    return done.text


def test_a_page_of_academicpages_is_one_paper_whose_link_is_set_in_its_head() -> None:
    (entry,) = entries(ACADEMICPAGES, "2019-06-01-hedge.md")
    assert (entry.title, entry.year, entry.venue) == ("On hedgehogs: a study", "2019", "Proceedings of Hedges")
    assert entry.authors == "Ada Hedge, Bo Leaf"
    assert filled(ACADEMICPAGES, "x.md") == ACADEMICPAGES.replace(
        "paperurl: ''", "paperurl: 'https://aclanthology.org/2021.findings-acl.130/'"
    )


def test_a_page_of_hugo_gets_its_doi_and_its_pdf() -> None:
    (entry,) = entries(HUGO, "index.md")
    assert (entry.authors, entry.venue) == ("Ada Hedge", "Proceedings of Hedges")
    done = filled(HUGO, "index.md")
    head = yaml.safe_load(done.split("---")[1])
    assert head["url_pdf"] == "https://aclanthology.org/2021.findings-acl.130.pdf"
    assert head["doi"] == "10.18653/v1/2021.findings-acl.130"
    assert done.split("---", 2)[2] == HUGO.split("---", 2)[2]


def test_the_references_of_a_manuscript_are_papers_and_the_manuscript_is_none() -> None:
    (entry,) = entries(PANDOC, "paper.md")
    assert (entry.title, entry.key, entry.authors) == ("On hedgehogs", "hedge19", "Hedge, Ada")


@pytest.mark.parametrize("title", ["My reading list", "Publications"])
def test_the_head_of_a_list_is_no_paper(title: str) -> None:
    text = f"---\ntitle: {title}\nlayout: page\n---\n\n"
    text += "- **Dense Hedgehog Retrieval in Leaves** — Ada Hedge, ACL 2020. [[pdf]](XXX)\n"
    assert [e.title for e in entries(text, "index.md")] == ["Dense Hedgehog Retrieval in Leaves"]


def test_a_field_for_the_pdf_gets_the_pdf_or_nothing() -> None:
    assert "    pdf: https://aclanthology.org/2021.findings-acl.130.pdf\n" in filled(PUBLICATIONS, "publications.yml")
    table = "title,pdf\nOn hedgehogs,\n"
    assert filled(table, "x.csv") == "title,pdf\nOn hedgehogs,https://aclanthology.org/2021.findings-acl.130.pdf\n"


def test_the_list_of_a_home_page_has_its_section_and_its_short_venue() -> None:
    (entry,) = entries(PUBLICATIONS, "publications.yml")
    assert (entry.section, entry.venue, entry.year) == ("main", "HEDGE", "2019")


def test_hayagriva_says_its_venue_in_a_parent_and_its_doi_in_a_serial_number() -> None:
    hedge, leaf = entries(HAYAGRIVA, "refs.yml")
    assert (hedge.key, hedge.authors, hedge.venue) == ("hedge", "Hedge, Ada and Leaf, Bo", "Proceedings of Hedges")
    assert [str(i) for i in hedge.ids] == ["doi:10.18653/v1/2020.emnlp-main.550"]
    assert (leaf.key, leaf.venue) == ("leaf", "Leaves")
    assert yaml.safe_load(filled(HAYAGRIVA, "refs.yml"))["leaf"]["url"].startswith("https://aclanthology.org/")


def test_a_citation_file_cites_works_and_is_none_itself() -> None:
    paper, software = entries(CITATION_FILE, "CITATION.cff")
    assert (paper.title, paper.authors, paper.year) == ("On hedgehogs", "Hedge, Ada", "2019")
    assert (paper.venue, paper.key, software.title) == ("HEDGE", "", "hedgelib")
    cited = yaml.safe_load(filled(CITATION_FILE, "CITATION.cff"))
    assert cited["preferred-citation"]["doi"] == "10.18653/v1/2021.findings-acl.130"
    assert "doi" not in cited["references"][0]
    with pytest.raises(InputError, match="names no paper"):
        readers.read_text("cff-version: 1.2.0\ntitle: Hedgetool\nauthors: [{name: The Hedge Team}]\n", "CITATION.cff")
