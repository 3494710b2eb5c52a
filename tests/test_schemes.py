"""One table knows the identifier schemes, and everything else follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from resolver import readers
from resolver.checking import problems
from resolver.claims import parse_claim
from resolver.cli import screen
from resolver.decisions.naming import choose_identifier
from resolver.identifiers import (
    COLUMNS,
    KINDS,
    OFFICIAL,
    SCHEMES,
    Identifier,
    IdKind,
    find_all,
    name_of,
    parse,
    question_rank,
    url_of,
)
from resolver.match.works import group
from resolver.merge import merge
from resolver.model import Candidate, Record
from resolver.readers.csv import roles
from resolver.writers import table

SAMPLES: dict[IdKind, str] = {
    "doi": "10.1145/3442381.3449797",
    "acl": "P18-1001",
    "arxiv": "2106.01702",
    "openalex": "W2741809807",
    "openreview": "abcDEF1234",
    "pmid": "31501885",
    "pmcid": "PMC7029385",
    "hal": "hal-01234567",
    "dblp": "conf/naacl/DevlinCLT19",
    "s2": "df2b0e26d0599ce3e70df8a9da02e51594e0e992",
    "ieee": "7780459",
    "isbn": "9783319155548",
}
"""One identifier of each scheme, in canonical form."""

EACH = pytest.mark.parametrize("kind", KINDS)


def record(*ids: Identifier) -> Record:
    return Record(source="openalex", title="A Title", ids=ids)


def test_the_table_has_a_row_for_each_scheme_and_the_samples_too() -> None:
    assert set(SCHEMES) == set(get_args(IdKind)) == set(SAMPLES)


@pytest.mark.parametrize("rank", ["as_name", "as_question", "column", "label", "prefix"])
def test_no_two_schemes_share_a_rank_a_column_or_a_name(rank: str) -> None:
    values = [getattr(scheme, rank) for scheme in SCHEMES.values()]
    assert len(set(values)) == len(values)


def test_no_two_schemes_share_a_rank_as_link() -> None:
    assert len({SCHEMES[kind].as_official for kind in OFFICIAL}) == len(OFFICIAL)


def test_a_column_name_means_one_scheme_only() -> None:
    names = [name for scheme in SCHEMES.values() for name in scheme.columns.split()]
    assert len(set(names)) == len(names)


@EACH
def test_an_identifier_of_each_scheme_is_read_back_as_we_write_it(kind: IdKind) -> None:
    known = Identifier(kind, SAMPLES[kind])
    assert parse(str(known)) == known
    assert parse(known.value, kind) == known


@EACH
def test_the_page_of_each_scheme_leads_back_to_the_identifier(kind: IdKind) -> None:
    known = Identifier(kind, SAMPLES[kind])
    assert parse(url_of(known)) == known
    assert url_of(known).startswith("https://") or kind == "isbn"


@EACH
def test_an_identifier_of_each_scheme_outlives_the_merge_and_can_name_a_work(kind: IdKind) -> None:
    known = Identifier(kind, SAMPLES[kind])
    assert known in merge([record(known)]).record.ids
    assert choose_identifier(record(known)) == known
    assert str(known) in screen.describe_candidate(Candidate(records=(record(known),), probability=0.5))


@EACH
def test_a_column_of_each_scheme_is_known_by_the_name_that_we_write(kind: IdKind) -> None:
    assert roles(["title", SCHEMES[kind].column]) == {"title": 0, SCHEMES[kind].column: 1}
    assert COLUMNS[SCHEMES[kind].column] == kind


def test_a_work_is_called_by_the_same_identifier_everywhere() -> None:
    """The publication's before the preprint's: as in a lock file, so in a table and on the screen."""
    both = record(Identifier("openreview", "abcDEF1234"), Identifier("arxiv", "2101.00001"))
    candidate = Candidate(records=(both,), probability=0.5)
    assert name_of(both.ids) == choose_identifier(both) == both.ids[0]
    assert "openreview:abcDEF1234" in screen.describe_candidate(candidate)
    assert "openreview:abcDEF1234" in table._alternative(candidate)


def test_the_present_schemes_keep_their_order_wherever_there_is_one() -> None:
    present = {"doi", "acl", "arxiv", "openalex", "openreview"}

    def order(rank: str) -> list[str]:
        return sorted(present, key=lambda kind: getattr(SCHEMES[kind], rank))

    assert [kind for kind in KINDS if kind in present] == ["doi", "acl", "arxiv", "openalex", "openreview"]
    assert order("as_name") == ["acl", "doi", "openreview", "arxiv", "openalex"]
    assert order("as_question") == ["doi", "arxiv", "acl", "openreview", "openalex"]
    assert [kind for kind in OFFICIAL if kind in present] == ["acl", "doi", "openreview", "arxiv"]
    assert table.FIELDS == (
        "key", "authors", "year", "venue", "doi", "url", "acl_id", "arxiv_id", "openalex_id", "openreview_id",
    )  # fmt: skip


# ------------------------------------------------------------------ the forms that people write

FORMS: dict[IdKind, dict[str, list[str]]] = {
    "pmid": {
        "31501885": [
            "PMID: 31501885",
            "PMID:31501885",
            "pmid 31501885",
            "PubMed: 31501885",
            "PubMed ID: 31501885",
            "https://pubmed.ncbi.nlm.nih.gov/31501885/",
            "https://pubmed.ncbi.nlm.nih.gov/31501885/?dopt=Abstract",
            "http://www.ncbi.nlm.nih.gov/pubmed/31501885",
            "https://europepmc.org/article/MED/31501885",
            "[PubMed](https://pubmed.ncbi.nlm.nih.gov/31501885)",
        ],
        "123": ["PMID: 00000123"],
    },
    "pmcid": {
        "PMC7029385": [
            "PMC7029385",
            "PMCID: PMC7029385",
            "PMCID:7029385",
            "pmc7029385",
            "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7029385/",
            "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7029385/pdf/main.pdf",
            "https://pmc.ncbi.nlm.nih.gov/articles/PMC7029385/",
            "https://europepmc.org/articles/PMC7029385",
        ]
    },
    "hal": {
        "hal-01234567": [
            "hal-01234567",
            "hal-01234567v2",
            "HAL: hal-01234567",
            "HAL Id: hal-01234567",
            "https://hal.science/hal-01234567v2",
            "https://hal.science/hal-01234567/document",
            "https://hal.archives-ouvertes.fr/hal-01234567/file/paper.pdf",
            "https://hal.inria.fr/hal-01234567",
        ],
        "tel-00000123": ["https://theses.hal.science/tel-00000123", "tel-00000123v1"],
    },
    "dblp": {
        "conf/naacl/DevlinCLT19": [
            "conf/naacl/DevlinCLT19",
            "DBLP:conf/naacl/DevlinCLT19",
            "https://dblp.org/rec/conf/naacl/DevlinCLT19",
            "https://dblp.org/rec/conf/naacl/DevlinCLT19.html",
            "https://dblp.org/rec/conf/naacl/DevlinCLT19.bib",
            "https://dblp.org/rec/html/conf/naacl/DevlinCLT19",
            "https://dblp.uni-trier.de/rec/bibtex/conf/naacl/DevlinCLT19",
        ]
    },
    "s2": {
        "52967399": [
            "CorpusID:52967399",
            "Corpus ID: 52967399",
            "S2CID 52967399",
            "https://api.semanticscholar.org/CorpusID:52967399",
            "https://www.semanticscholar.org/paper/CorpusID:52967399",
        ],
        "df2b0e26d0599ce3e70df8a9da02e51594e0e992": [
            "https://www.semanticscholar.org/paper/BERT%3A-Pre-training/df2b0e26d0599ce3e70df8a9da02e51594e0e992",
            "https://www.semanticscholar.org/paper/df2b0e26d0599ce3e70df8a9da02e51594e0e992",
            "https://api.semanticscholar.org/graph/v1/paper/df2b0e26d0599ce3e70df8a9da02e51594e0e992",
        ],
    },
    "ieee": {
        "7780459": [
            "https://ieeexplore.ieee.org/document/7780459",
            "https://ieeexplore.ieee.org/document/7780459/",
            "https://ieeexplore.ieee.org/abstract/document/7780459",
            "http://ieeexplore.ieee.org/xpl/articleDetails.jsp?arnumber=7780459",
            "https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=7780459",
        ]
    },
    "isbn": {
        "9783319155548": [
            "ISBN 978-3-319-15554-8",
            "ISBN-13: 978-3-319-15554-8",
            "ISBN: 9783319155548",
            "978-3-319-15554-8",
            "9783319155548",
            "ISBN 3-319-15554-7",
            "ISBN-10: 3319155547",
            "urn:isbn:9783319155548",
        ],
        "9780804429573": ["ISBN 0-8044-2957-X"],
    },
}


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [(kind, value, text) for kind, values in FORMS.items() for value, texts in values.items() for text in texts],
)
def test_an_identifier_is_read_in_every_form_that_people_write(kind: IdKind, value: str, text: str) -> None:
    assert parse(text) == Identifier(kind, value)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("pmid", "31501885", "31501885"),
        ("pmcid", "7029385", "PMC7029385"),
        ("s2", "52967399", "52967399"),
        ("s2", "df2b0e26d0599ce3e70df8a9da02e51594e0e992", "df2b0e26d0599ce3e70df8a9da02e51594e0e992"),
        ("ieee", "7780459", "7780459"),
        ("isbn", "3-319-15554-7", "9783319155548"),
        ("dblp", "journals/cacm/Codd70", "journals/cacm/Codd70"),
    ],
)
def test_a_bare_number_is_an_identifier_in_its_own_column(kind: IdKind, cell: str, value: str) -> None:
    assert parse(cell, kind) == Identifier(kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "31501885",
        "7029385",
        "7780459",
        "52967399",
        "df2b0e26d0599ce3e70df8a9da02e51594e0e992",
        "978-3-319-15554-9",
        "ISBN 978-3-319-15554-9",
        "3-319-15554-7",
        "3319155547",
        "hal-1234",
        "abc-01234567",
        "PMC",
        "PMC12",
        "conf/acl",
        "docs/conf/acl/x.pdf",
        "https://github.com/user/journals/cacm/Codd70",
        "https://www.semanticscholar.org/author/Jacob-Devlin/39172707",
        "https://www.ncbi.nlm.nih.gov/gene/672",
        "https://ieeexplore.ieee.org/author/37085368",
        "https://dblp.org/pid/172/0882.html",
        "https://evilpubmed.ncbi.nlm.nih.gov.example.com/31501885/",
    ],
)
def test_what_only_looks_like_an_identifier_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nature 2020. PMID: 31501885; PMCID: PMC7029385.", ["pmid:31501885", "pmcid:PMC7029385"]),
        ("In conf/acl/X we saw 31501885 papers of 2020.", []),
        ("Springer, ISBN 978-3-319-15554-8, 2015", ["isbn:9783319155548"]),
        ("Springer, 978-3-319-15554-8, 2015", []),
        ("(DBLP:conf/naacl/DevlinCLT19)", ["dblp:conf/naacl/DevlinCLT19"]),
        ("HAL preprint hal-01234567v2.", ["hal:hal-01234567"]),
        ("S2CID 52967399", ["s2:52967399"]),
        ("https://doi.org/10.1007/978-3-319-15554-8_45", ["doi:10.1007/978-3-319-15554-8_45"]),
    ],
)
def test_in_running_text_an_identifier_counts_with_its_name_or_link_only(text: str, found: list[str]) -> None:
    assert [str(i) for i in find_all(text)] == found


def test_acm_links_are_dois_and_dblps_copies_of_arxiv_are_arxiv() -> None:
    assert str(parse("https://dl.acm.org/doi/10.1145/3442381.3449797")) == "doi:10.1145/3442381.3449797"
    assert str(parse("https://dblp.org/rec/journals/corr/abs-1810-04805")) == "arxiv:1810.04805"


def test_papers_of_one_book_are_not_one_work_because_they_share_its_isbn() -> None:
    book = Identifier("isbn", SAMPLES["isbn"])
    one = Record(source="openalex", title="Parsing with Graphs", year=2015, ids=(book,))
    other = Record(source="crossref", title="A Corpus of Dialogues", year=2015, ids=(book,))
    assert len(group([one, other])) == 2


@EACH
def test_what_no_source_can_look_up_is_kept_as_a_claim_and_never_lost(kind: IdKind, tmp_path: Path) -> None:
    column = SCHEMES[kind].column
    path = tmp_path / "list.csv"
    path.write_text(f"title,{column}\nA Title of a Paper,{SAMPLES[kind]}\n", encoding="utf-8")
    (entry,) = readers.read(path).entries
    assert entry.ids == (Identifier(kind, SAMPLES[kind]),)
    assert entry.links == (SAMPLES[kind],)
    assert problems.find_problems(parse_claim(entry), None, (), ()) == ()
    assert question_rank(entry.ids[0])[0] == SCHEMES[kind].as_question
