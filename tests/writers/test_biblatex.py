"""BibLaTeX: Unicode, the data model's own fields and types, and dates."""

import bibtexparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from resolver import files
from resolver.model import Identifier, Person, Record, WorkType
from resolver.writers import WriterOptions, biblatex, tex
from tests.writers.test_bibtex import RECORDS
from tests.writers.works import MENTALCHAT, PSYQA, resolved, run_of


def test_a_published_paper_has_biblatexs_fields_and_keeps_its_preprint() -> None:
    assert biblatex.entry(PSYQA, "sun-etal-2021-psyqa") == (
        "@inproceedings{sun-etal-2021-psyqa,\n"
        '    title = "{P}sy{QA}: A {C}hinese Dataset for Generating Long Counseling Text for Mental Health Support",\n'
        '    author = "Sun, Hao  and\n      Lin, Zhenru  and\n      Zheng, Chujie  and\n      Liu, Siyang",\n'
        '    editor = "Zong, Chengqing",\n'
        '    booktitle = "Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021",\n'
        '    date = "2021-08",\n'
        '    location = "Online",\n'
        '    publisher = "Association for Computational Linguistics",\n'
        '    url = "https://aclanthology.org/2021.findings-acl.130/",\n'
        '    doi = "10.18653/v1/2021.findings-acl.130",\n'
        '    pages = "1489--1503",\n'
        '    eprint = "2106.01702",\n'
        '    eprinttype = "arxiv",\n'
        '    eprintclass = "cs.CL"\n'
        "}\n"
    )


def test_a_preprint_is_online() -> None:
    entry = biblatex.entry(MENTALCHAT, "k")
    assert entry.startswith("@online{k,\n")
    assert 'eprinttype = "arxiv"' in entry
    assert "doi =" not in entry


def test_letters_stay_unicode_and_only_latexs_own_characters_are_escaped() -> None:
    record = Record(
        source="x",
        title="Müller’s “naïve” R&D — 100% of C#",
        authors=(Person("Žabokrtský", "Zdeněk"), Person("王", "小明")),
        year=2020,
        venue="Größe & Maß",
        type="article",
    )
    entry = biblatex.entry(record, "k")
    assert r'title = "Müller’s “naïve” {R\&D} — 100\% of {C\#}"' in entry
    assert "Žabokrtský, Zdeněk  and\n      {王小明}" in entry
    assert r'journaltitle = "Größe \& Maß"' in entry


@pytest.mark.parametrize(
    ("given", "bibtex", "biblatex_"),
    [
        (r"{\'E}tude of {P}sy{QA}", r"{\'E}tude of {P}sy{QA}", "Étude of {P}sy{QA}"),
        ("Étude of {P}sy{QA}", r"{\'E}tude of {P}sy{QA}", "Étude of {P}sy{QA}"),
        (r"Stra{\ss}e {\&} \v{Z}", r"Stra{\ss}e {\&} \v{Z}", r"Straße \& Ž"),
        (r"L{'}Homme ``dit'' a--b", r"L{'}Homme ``dit'' a--b", "L'Homme “dit” a–b"),
        ('A "word" of {B}', "A ``word'' of {B}", "A “word” of {B}"),
        (r"{\ensuremath{\lambda}} and $\mu$-{X}", *[r"{\ensuremath{\lambda}} and $\mu$-{X}"] * 2),
        (r"{\textless}b{\textgreater}", *[r"{\textless}b{\textgreater}"] * 2),
        ("$μ$-{X}", *[r"${\mu}$-{X}"] * 2),
    ],
)
def test_a_sources_own_latex_is_put_in_the_form_of_the_dialect(given: str, bibtex: str, biblatex_: str) -> None:
    assert tex.adapt(given) == bibtex
    assert tex.adapt(given, unicode=True) == biblatex_


@pytest.mark.parametrize(
    ("said", "langid"),
    [("fra", "french"), ("fr", "french"), ("pt-BR", "brazilian"), ("deu", "ngerman"), ("eng", "english"), ("tlh", "")],
)
def test_languages_have_the_names_that_babel_knows(said: str, langid: str) -> None:
    entry = biblatex.entry(Record(source="x", title="T", year=2020, language=said), "k")
    assert (f'langid = "{langid}"' in entry) if langid else ("langid" not in entry)


def test_days_of_a_meeting_are_a_span() -> None:
    record = Record(source="x", title="T", year=1952, month="17–20 June", venue="V", type="inproceedings")
    assert 'date = "1952-06-17/1952-06-20"' in biblatex.entry(record, "k")


def test_types_of_works_have_their_entry_types_and_only_fields_of_the_data_model() -> None:
    expected: dict[WorkType, str] = {
        "inproceedings": "@inproceedings",
        "article": "@article",
        "preprint": "@online",
        "proceedings": "@proceedings",
        "book": "@book",
        "incollection": "@incollection",
        "thesis": "@thesis",
        "misc": "@misc",
    }
    for kind, written in expected.items():
        record = Record(
            source="x", title="T", authors=(Person("Doe", "J."),), year=2020, venue="V", publisher="P", volume="1",
            address="A", note="PhD thesis", url="https://x.org/", pages="1–2", type=kind,
        )  # fmt: skip
        entry = biblatex.entry(record, "k")
        assert entry.startswith(written + "{k,"), kind
        assert ("publisher" in entry) == (kind in {"inproceedings", "incollection", "proceedings", "book"}), kind
        assert ("pages" in entry) == (kind not in {"preprint", "misc"}), kind


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=3))
def test_hostile_records_are_read_back_by_both_parsers(records: list[Record]) -> None:
    run = run_of((), [], *(resolved(n, r) for n, r in enumerate(records, 1)))
    text = files.to_text(biblatex.BibLaTeXWriter().render(run, WriterOptions()))
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert [e.key for e in library.entries] == list(parse_string(text, "bibtex").entries)


def test_a_doi_with_underscores_and_an_address_with_percent_signs_are_written_as_they_are() -> None:
    record = Record(
        source="x",
        title="T",
        year=2020,
        url="https://x.org/a_b?c=d&e=%20#f",
        ids=(Identifier("doi", "10.1162/tacl_a_1"),),
    )
    entry = biblatex.entry(record, "k")
    assert 'doi = "10.1162/tacl_a_1"' in entry
    assert 'url = "https://x.org/a_b?c=d&e=%20#f"' in entry
