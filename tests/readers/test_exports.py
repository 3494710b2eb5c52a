"""Exports of PubMed, EndNote, Web of Science, Scopus, Publish or Perish and Zotero, and JSON Lines."""

from __future__ import annotations

from pathlib import Path

import pytest

import resolver
from resolver import readers
from resolver.errors import InputError
from resolver.filling import fill
from resolver.model import Entry
from tests.fill.filling import PSYQA, resolution

PUBMED = """\
PMID- 30000001
OWN - NLM
DP  - 2020 Feb 15
TI  - Dense retrieval of hedgehogs: a language model for the mining of
      leaves.
FAU - Hedge, Ada
AU  - Hedge A
FAU - Leaf, Bo
AU  - Leaf B
JT  - Journal of Hedges
AID - S0140-1 [pii]
AID - 10.1000/hedge.1 [doi]
PT  - Journal Article

PMID- 30000002
TI  - On leaves
AU  - Leaf B
DP  - 2019
"""
ENDNOTE = """\
%0 Conference Paper
%T Dense retrieval of
hedgehogs
%A Hedge, Ada
%A Leaf, Bo
%D 2020
%B Proceedings of Hedges
%R 10.1000/hedge.1
%U https://arxiv.org/abs/2106.01702
%F hedge20

%0 Dataset
%T Leaves
"""
WEB_OF_SCIENCE = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Hedge, A
   Leaf, B
AF Hedge, Ada
   Leaf, Bo
TI Dense retrieval of hedgehogs: a language model for
   the mining of leaves
SO JOURNAL OF HEDGES
PY 2020
DI 10.1000/hedge.1
ER

PT C
TI On leaves
ER

EF
"""


def entries(text: str, name: str = "export") -> tuple[Entry, ...]:
    return readers.read_text(text, name).entries


def test_an_export_of_pubmed() -> None:
    first, second = entries(PUBMED)
    assert first.title == "Dense retrieval of hedgehogs: a language model for the mining of leaves"
    assert (first.authors, first.year, first.venue) == ("Hedge, Ada and Leaf, Bo", "2020", "Journal of Hedges")
    assert [str(i) for i in first.ids] == ["doi:10.1000/hedge.1", "pmid:30000001"]
    assert (second.title, second.authors, second.line) == ("On leaves", "Leaf B", 15)


def test_an_export_of_endnote() -> None:
    first, second = entries(ENDNOTE)
    assert (first.title, first.authors) == ("Dense retrieval of hedgehogs", "Hedge, Ada and Leaf, Bo")
    assert (first.year, first.venue, first.key) == ("2020", "Proceedings of Hedges", "hedge20")
    assert [str(i) for i in first.ids] == ["doi:10.1000/hedge.1", "arxiv:2106.01702"]
    assert (second.title, second.type) == ("Leaves", "Dataset")


def test_an_export_of_web_of_science() -> None:
    first, second = entries(WEB_OF_SCIENCE)
    assert first.title == "Dense retrieval of hedgehogs: a language model for the mining of leaves"
    assert (first.authors, first.year, first.venue) == ("Hedge, Ada and Leaf, Bo", "2020", "JOURNAL OF HEDGES")
    assert (second.title, second.line) == ("On leaves", 15)


@pytest.mark.parametrize(("name", "text"), [("nbib", PUBMED), ("enw", ENDNOTE), ("wos", WEB_OF_SCIENCE)])
def test_what_can_be_read_and_not_filled_is_refused_by_its_name_before_anything_is_asked(
    tmp_path: Path, name: str, text: str
) -> None:
    path = tmp_path / "export.txt"
    path.write_text(text, encoding="utf-8")
    asked: list[object] = []
    with pytest.raises(InputError, match=rf"export\.txt: lists in the format “{name}” can be read and not yet filled"):
        resolver.fill(path, progress=asked.append)
    assert not asked


HEADERS = {
    "Scopus": (
        '"Authors","Author full names","Title","Year","Source title","DOI","Link","Source"\n'
        '"Hedge A.; Leaf B.-C.","Hedge, Ada (1)","On hedgehogs","2020","Hedges","","https://www.scopus.com/x","Scopus"\n'
    ),
    "Publish or Perish": (
        "Cites,Authors,Title,Year,Source,Publisher,ArticleURL,DOI\n"
        '7,"A Hedge, BC Leaf",On hedgehogs,2020,Hedges,Leaf Press,https://arxiv.org/abs/2106.01702,\n'
    ),
    "Zotero": (
        '"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Url"\n'
        '"X1","journalArticle","2020","Hedge, Ada; Leaf, Bo","On hedgehogs","Hedges","",""\n'
    ),
    "Semantic Scholar": "Title,Authors,Venue,Year,Citations,URL\nOn hedgehogs,Ada Hedge,Hedges,2020,3,\n",
    "ACM": '"Title","Authors","Proceedings title","Publication year"\n"On hedgehogs","A Hedge","Hedges","2020"\n',
    "Web of Science": "PT\tAU\tAF\tTI\tSO\tPY\tDI\nJ\tHedge, A\tHedge, Ada\tOn hedgehogs\tHedges\t2020\t10.1000/h.1\n",
}


@pytest.mark.parametrize("name", HEADERS)
def test_tables_of_services_have_their_columns_known(name: str) -> None:
    (entry,) = entries(HEADERS[name], "export.csv")
    assert (entry.title, entry.year, entry.venue) == ("On hedgehogs", "2020", "Hedges")
    assert "Hedge" in entry.authors


LINES = '{"title": "On hedgehogs", "year": 2020}\n\n{"title": "On leaves", "doi": ""}\r\n'


def test_json_lines_are_read_and_filled_each_on_its_line() -> None:
    document = readers.read_text(LINES, "papers.jsonl")
    assert [(e.title, e.year, e.line) for e in document.entries] == [("On hedgehogs", "2020", 1), ("On leaves", "", 3)]
    done = fill(document, [resolution(e, PSYQA) for e in document.entries]).text
    assert done.count("\n") == LINES.count("\n")
    assert [bool(e.ids) for e in readers.read_text(done, "papers.jsonl").entries] == [True, True]


def test_a_broken_line_of_json_lines_is_named() -> None:
    with pytest.raises(InputError, match=r"papers\.jsonl, line 2: this line is no JSON"):
        readers.read_text('{"title": "A b"}\n{"title": \n', "papers.jsonl")
