"""BibTeX as a careful author writes it, and as two independent parsers read it."""

import bibtexparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from resolver import files, readers
from resolver.model import Identifier, Person, Record, WorkType
from resolver.text.author_lists import parse_authors
from resolver.writers import WriterOptions, bib, biblatex, bibtex, csl, ris
from resolver.writers.bibtex import BibTeXWriter
from tests.writers.works import MENTALCHAT, PSYQA, resolved, run_of


def document(*records: Record) -> str:
    """A whole database of these works."""
    return files.to_text(
        bibtex.BibTeXWriter().render(
            run_of((), [], *(resolved(n, r) for n, r in enumerate(records, 1))), WriterOptions()
        )
    )


def test_a_published_paper_is_cited_as_published_and_keeps_its_preprint() -> None:
    assert bibtex.entry(PSYQA, "sun-etal-2021-psyqa") == (
        "@inproceedings{sun-etal-2021-psyqa,\n"
        '    title = "{P}sy{QA}: A {C}hinese Dataset for Generating Long Counseling Text for Mental Health Support",\n'
        '    author = "Sun, Hao  and\n      Lin, Zhenru  and\n      Zheng, Chujie  and\n      Liu, Siyang",\n'
        '    editor = "Zong, Chengqing",\n'
        '    booktitle = "Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021",\n'
        "    month = aug,\n"
        '    year = "2021",\n'
        '    address = "Online",\n'
        '    publisher = "Association for Computational Linguistics",\n'
        '    url = "https://aclanthology.org/2021.findings-acl.130/",\n'
        '    doi = "10.18653/v1/2021.findings-acl.130",\n'
        '    pages = "1489--1503",\n'
        '    eprint = "2106.01702",\n'
        '    archivePrefix = "arXiv",\n'
        '    primaryClass = "cs.CL"\n'
        "}\n"
    )


def test_a_preprint_alone_is_misc_with_its_eprint_and_no_doi_that_says_the_same() -> None:
    assert bibtex.entry(MENTALCHAT, "xu-etal-2025-mentalchat16k") == (
        "@misc{xu-etal-2025-mentalchat16k,\n"
        '    title = "{MentalChat16K}: A Benchmark Dataset for Conversational Mental Health Assistance",\n'
        '    author = "Xu, Jia  and\n      Wei, Tianyi  and\n      Hou, Bojian",\n'
        '    howpublished = "arXiv:2503.13509",\n'
        '    year = "2025",\n'
        '    url = "https://arxiv.org/abs/2503.13509",\n'
        '    eprint = "2503.13509",\n'
        '    archivePrefix = "arXiv",\n'
        '    primaryClass = "cs.LG"\n'
        "}\n"
    )


def test_a_type_without_its_required_field_becomes_misc_instead_of_getting_one_invented() -> None:
    entry = bibtex.entry(Record(source="openalex", title="Talk", type="inproceedings", year=2020), "talk")
    assert entry == '@misc{talk,\n    title = "Talk",\n    key = "Talk",\n    year = "2020"\n}\n'


def test_the_titles_own_latex_is_used_only_when_it_says_the_same() -> None:
    other = Record(source="acl", title="On Parsing", title_tex="On {T}agging", year=2020)
    broken = Record(source="acl", title="On Parsing", title_tex="On {Parsing", year=2020)
    assert 'title = "On Parsing"' in bibtex.entry(other, "k")
    assert 'title = "On Parsing"' in bibtex.entry(broken, "k")


def test_a_title_that_its_source_left_without_any_protection_is_protected() -> None:
    """Styles would print `Are llms effective`; a title that the source did protect is left to it."""
    bare = Record(source="acl", title="Are LLMs’ Views Sound?", title_tex="Are LLMs{\\textquoteright} Views Sound?")
    assert 'title = "Are {LLM}s\' Views Sound?"' in bibtex.entry(bare, "k")
    chosen = Record(source="acl", title="Chinese GitHub Data", title_tex="{C}hinese GitHub Data")
    assert 'title = "{C}hinese GitHub Data"' in bibtex.entry(chosen, "k")
    shouted = Record(source="acl", title="TIPSTER TEXT PROGRAM", title_tex="TIPSTER TEXT PROGRAM")
    assert 'title = "TIPSTER TEXT PROGRAM"' in bibtex.entry(shouted, "k")


@pytest.mark.parametrize(
    ("person", "written"),
    [
        (Person("van der Maaten", "Laurens"), "van der Maaten, Laurens"),
        (Person("Logan", "Robert L.", "IV"), "Logan, IV, Robert L."),
        (Person("Google Research"), "{Google Research}"),
        (Person("Müller and Sons"), r"{{M{\"u}ller and Sons}}"),
        (Person("Aristotle"), "Aristotle"),
        (Person("others"), "{others}"),
        (Person("Žabokrtský", "Zdeněk"), r"{\v{Z}}abokrtsk{\'y}, Zden{\v{e}}k"),
        (Person("Smith, Jones", "A. and B."), "{Smith, Jones}, {A. and B.}"),
    ],
)
def test_names_keep_particles_suffixes_and_groups(person: Person, written: str) -> None:
    assert bib.people([person]) == written


def test_a_list_of_authors_that_the_source_cut_ends_in_others() -> None:
    assert bib.people([Person("Li", "Wei")], cut=True) == "Li, Wei  and\n      others"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("aug", "aug"),
        ("August", "aug"),
        ("8", "aug"),
        ("17-20 June", '"17-20 " # jun'),
        ("October–November", 'oct # "-" # nov'),
        ('oct # " 31-" # nov # " 4"', 'oct # " 31-" # nov # " 4"'),
        ("Spring", '"Spring"'),
        ("13", '"13"'),
        ('" # evil # "', "\"'' {\\#} evil {\\#} ''\""),
        ("", ""),
    ],
)
def test_months_are_macros(said: str, written: str) -> None:
    assert bibtex.month(said) == written


def test_addresses_stay_readable_and_cannot_end_their_field() -> None:
    assert bib.address("https://example.org/a_b%20c#d") == "https://example.org/a_b%20c#d"
    assert bib.address('https://example.org/"}{\\ ') == "https://example.org/%22%7D%7B%5C"


# ------------------------------------------------------------------ what parsers make of it

LINE = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40)
HOSTILE = st.one_of(LINE, st.text(alphabet="{}\"'\\$%#&_^~@,=and \n–“”éŁ中", max_size=30))
NAMES = st.builds(Person, HOSTILE, HOSTILE, st.sampled_from(["", "Jr.", "III"]))
RECORDS = st.builds(
    Record,
    source=st.just("x"),
    title=HOSTILE,
    title_tex=HOSTILE,
    authors=st.lists(NAMES, max_size=3).map(tuple),
    year=st.one_of(st.none(), st.integers(1900, 2030)),
    month=HOSTILE,
    venue=HOSTILE,
    pages=HOSTILE,
    publisher=HOSTILE,
    url=HOSTILE,
    note=HOSTILE,
    type=st.sampled_from(
        ["inproceedings", "article", "preprint", "book", "thesis", "proceedings", "incollection", "misc"]
    ),
    ids=st.lists(st.builds(Identifier, st.sampled_from(["doi", "arxiv", "acl"]), HOSTILE), max_size=2).map(tuple),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=3))
def test_hostile_titles_and_names_are_read_back_by_both_parsers(records: list[Record]) -> None:
    text = document(*records)
    library = bibtexparser.parse_string(text)
    strict = parse_string(text, "bibtex")
    assert not library.failed_blocks
    assert [e.key for e in library.entries] == list(strict.entries)
    assert len(library.entries) == len({k.lower() for k in strict.entries})


@settings(deadline=None)
@given(
    st.lists(st.builds(Person, *[st.text(alphabet="abcÉøŁ -.", min_size=1, max_size=12)] * 2), min_size=1, max_size=4)
)
def test_every_author_is_still_one_author_for_a_parser(people: list[Person]) -> None:
    named = [p for p in people if (p.family + p.given).strip(" -.")]
    record = Record(source="x", title="T", year=2020, authors=tuple(named))
    read = parse_string(bibtex.entry(record, "k"), "bibtex").entries["k"]
    assert len(read.persons.get("author", [])) == len(named)


def test_types_of_works_have_their_entry_types() -> None:
    expected: dict[WorkType, str] = {
        "inproceedings": "@inproceedings",
        "article": "@article",
        "preprint": "@misc",
        "proceedings": "@proceedings",
        "book": "@book",
        "incollection": "@incollection",
        "misc": "@misc",
    }
    for kind, written in expected.items():
        record = Record(source="x", title="T", year=2020, venue="V", publisher="P", type=kind)
        assert bibtex.entry(record, "k").startswith(written + "{k,"), kind


def test_a_thesis_has_the_degree_that_its_record_states_and_no_other() -> None:
    thesis = Record(source="x", title="T", year=2020, venue="MIT", type="thesis", note="PhD thesis")
    assert bibtex.entry(thesis, "k").startswith("@phdthesis{k,")
    unknown = Record(source="x", title="T", year=2020, venue="MIT", type="thesis")
    assert bibtex.entry(unknown, "k").startswith("@misc{k,")


def test_a_groups_name_is_whole_and_one_in_han_characters_has_no_parts() -> None:
    people = (Person("BIG Collaboration"), Person("周", "国江"), Person("Poe", "Ana"))
    record = Record(source="x", title="Ferns", authors=people, year=2020, venue="Ferns Today", type="article")
    assert 'author = "{BIG Collaboration}  and\n      {周国江}  and\n      Poe, Ana"' in bibtex.entry(record, "k")


def test_an_article_has_neither_the_editors_nor_the_place_of_its_journal() -> None:
    ferns = Record(
        source="x", title="Ferns", authors=(Person("Poe", "Ana"),), editors=(Person("Ed", "Itor"),), address="Kew",
        year=2020, venue="Ferns Today", type="article",
    )  # fmt: skip
    for written in (
        bibtex.entry(ferns, "k"),
        biblatex.entry(ferns, "k"),
        ris.entry(ferns, "k"),
        str(csl.item(ferns, "k")),
    ):
        assert "Itor" not in written
        assert "Kew" not in written


def test_what_appeared_nowhere_has_no_pages() -> None:
    entry = bibtex.entry(Record(source="x", title="Ferns", year=2020, pages="1–9", volume="3", type="article"), "k")
    assert entry.startswith("@misc{")
    assert "pages" not in entry
    assert "volume" not in entry


def test_letters_that_plain_latex_lacks_bring_their_definitions_once() -> None:
    luu = Record(source="x", title="Ferns", authors=(Person("Lưu", "Bảo"), Person("Lưu", "An")), year=2020)
    text = files.to_text(BibTeXWriter().render(run_of((), [], resolved(1, luu)), WriterOptions()))
    assert text.count("@preamble{") == 1
    assert text.count(r"\providecommand{\uhorn}") == 1
    assert "@preamble" not in files.to_text(BibTeXWriter().render(run_of((), [], resolved(1, PSYQA)), WriterOptions()))
    [entry] = readers.read_text(text, "r.bib").entries
    assert parse_authors(entry.authors).people == luu.authors
