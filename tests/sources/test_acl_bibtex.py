"""The Anthology's BibTeX export becomes records, exactly; what departs from its layout is still read."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.errors import InputError
from resolver.model import Identifier, Person, Record
from resolver.sources.acl import bibtex, records
from resolver.text import latex
from tests import reference
from tests.services.records import recorded

# As exported (https://aclanthology.org, CC BY 4.0); the older ones have two spaces before a line's end.
EXPORT = r"""% https://aclanthology.org/anthology.bib.gz generated on 2025-11-18

@inproceedings{weaver-1952-translation,
    title = "Translation",
    author = "Weaver, Warren",
    booktitle = "Proceedings of the Conference on Mechanical Translation",
    month = "17-20 " # jun,
    year = "1952",
    address = "Massachusetts Institute of Technology",
    url = "https://aclanthology.org/1952.earlymt-1.1/"
}
@inproceedings{gamback-bretan-1994-complex,
    title = {Complex Verb Transfer Phenomena in the {SLT} System: M{\"u}nchen {\&} others},
    author = {Gamb{\"a}ck, Bj{\"o}rn  and
      Bretan, Ivan  and
      Logan IV, Robert L.  and
      Mausam},
    editor = "Nordg{\r{a}}rd, Torbj{\o}rn  and
      {\.I}nan, Ay{\c{s}}e",
    booktitle = "Proceedings of the First Conference",
    month = oct # " 31-" # nov # " 4",
    year = "1994",
    url = "https://aclanthology.org/W94-0101/",
    doi = "10.3115/V1/W94-0101",
    pages = "1--10",
    language = "eng"
}
@article{hill-etal-2015-simlex,
    title = "{S}im{L}ex-999: ``Genuine'' $\alpha$-Similarity {--} It{'}s 100{\%}",
    author = "Hill, Felix and
      Korhonen, Anna",
    journal = "Computational Linguistics",
    volume = "41",
    number = "4",
    month = dec,
    year = "2015",
    publisher = "MIT Press",
    url = "https://aclanthology.org/J15-4004/",
    doi = "https://doi.org/10.1162/COLI_a_00237",
    ISBN = "979-8-89176-256-5",
    note = "Microfiche 79",
    pages = "8 - 27"
}
@proceedings{eacl-1995-european,
    title = "Seventh Conference of the {E}uropean Chapter",
    editor = "Abney, Steven P.",
    year = "1995",
    url = "https://aclanthology.org/E95-1000/",
    doi = "0.26615/978-954-452-046-5_"
}
"""


def test_an_export_becomes_records_field_by_field() -> None:
    weaver, gamback, hill, eacl = bibtex.read_export(EXPORT.encode())
    assert weaver == Record(
        source="acl",
        ids=(Identifier("acl", "1952.earlymt-1.1"),),
        title="Translation",
        title_tex="Translation",
        authors=(Person("Weaver", "Warren"),),
        year=1952,
        month="17–20 June",
        venue="Proceedings of the Conference on Mechanical Translation",
        type="inproceedings",
        url="https://aclanthology.org/1952.earlymt-1.1/",
        address="Massachusetts Institute of Technology",
        key="weaver-1952-translation",
    )
    assert gamback.title == "Complex Verb Transfer Phenomena in the SLT System: München & others"
    assert gamback.title_tex == r"Complex Verb Transfer Phenomena in the {SLT} System: M{\"u}nchen {\&} others"
    assert gamback.authors == (
        Person("Gambäck", "Björn"),
        Person("Bretan", "Ivan"),
        Person("Logan", "Robert L.", "IV"),
        Person("Mausam"),
    )
    assert gamback.editors == (Person("Nordgård", "Torbjørn"), Person("İnan", "Ayşe"))
    assert gamback.ids == (Identifier("acl", "W94-0101"), Identifier("doi", "10.3115/v1/w94-0101"))
    assert (gamback.month, gamback.pages, gamback.language) == ("October 31–November 4", "1–10", "eng")
    assert hill.title == "SimLex-999: “Genuine” α-Similarity – It's 100%"
    assert (hill.type, hill.venue, hill.volume, hill.number) == ("article", "Computational Linguistics", "41", "4")
    assert (hill.month, hill.pages, hill.isbn, hill.note) == ("December", "8–27", "979-8-89176-256-5", "Microfiche 79")
    assert hill.id("doi") == "10.1162/coli_a_00237"
    assert (eacl.type, eacl.venue, eacl.editors) == ("proceedings", "", (Person("Abney", "Steven P."),))


def test_what_is_no_doi_is_not_made_one() -> None:
    assert list(bibtex.read_export(EXPORT.encode()))[3].ids == (Identifier("acl", "E95-1000"),)


def test_the_export_states_its_date() -> None:
    assert bibtex.read_export_date(EXPORT.encode()) == "2025-11-18"
    assert bibtex.read_export_date(gzip.compress(EXPORT.encode())) == "2025-11-18"
    assert bibtex.read_export_date(b"@book{x,}") == bibtex.read_export_date(b"") == ""


def test_plain_and_zipped_files_and_their_bytes_say_the_same(tmp_path: Path) -> None:
    expected = list(bibtex.read_export(EXPORT.encode()))
    for name, content in {"a.bib": EXPORT.encode(), "b.bib.gz": gzip.compress(EXPORT.encode())}.items():
        (tmp_path / name).write_bytes(content)
        assert list(bibtex.read_export(tmp_path / name)) == list(bibtex.read_export(content)) == expected
    crlf = EXPORT.replace("\n", "\r\n").encode()
    assert list(bibtex.read_export(b"\xef\xbb\xbf" + crlf)) == expected


COMPACT = r"""@string{acl = {Association for Computational Linguistics}}
@string{anth = {https://aclanthology.org/}}
@comment{jabref-meta: none}

@inproceedings{lee-2024-x,title={On {BERT} and "quotes"},author={Lee, A. and {\'E}va Novak},month=jul,
year={2024},publisher=acl,url=anth # {2024.acl-long.1/},pages={1--2}}
@InProceedings{kim-2024-y,
  Author = {Kim, B.},
  Title  = "A {"}quoted{"} title",
  year   = 2024,
  URL = "https://aclanthology.org/2024.acl-long.2/",
}
"""


def test_the_compact_form_with_its_macros_and_other_peoples_bibtex_are_read_as_well() -> None:
    lee, kim = bibtex.read_export(COMPACT.encode())
    assert (lee.title, lee.id("acl"), lee.month) == ('On BERT and "quotes"', "2024.acl-long.1", "July")
    assert lee.publisher == "Association for Computational Linguistics"
    assert lee.authors == (Person("Lee", "A."), Person("Éva Novak"))
    assert (kim.title, kim.year, kim.id("acl")) == ('A "quoted" title', 2024, "2024.acl-long.2")


def test_one_broken_entry_costs_no_other_and_is_named() -> None:
    broken = EXPORT.replace('    title = "Translation",', '    title = "Translation {,', 1)
    skipped: list[str] = []
    read = list(bibtex.read_export(broken.encode(), skipped=skipped.append))
    assert [r.key for r in read] == ["gamback-bretan-1994-complex", "hill-etal-2015-simlex", "eacl-1995-european"]
    assert skipped == ["@inproceedings{weaver-1952-translation,"]


def test_an_entry_with_an_at_sign_at_a_lines_beginning_is_whole() -> None:
    odd = '@misc{x-2020,\n    title = {An abstract\n@home, and more},\n    year = "2020"\n}\n' + EXPORT
    assert next(bibtex.read_export(odd.encode())).title == "An abstract @home, and more"


@pytest.mark.parametrize("cut", [20, 300, -5])
def test_a_download_that_was_cut_short_is_an_error_not_a_short_export(tmp_path: Path, cut: int) -> None:
    (tmp_path / "a.bib.gz").write_bytes(gzip.compress(EXPORT.encode())[:cut])
    with pytest.raises(InputError, match="damaged or cut short"):
        list(bibtex.read_export(tmp_path / "a.bib.gz"))


def test_a_download_with_a_flipped_bit_is_an_error() -> None:
    content = bytearray(gzip.compress(EXPORT.encode()))
    content[len(content) // 2] ^= 0x40
    with pytest.raises(InputError, match="damaged"):
        list(bibtex.read_export(bytes(content)))


def test_a_page_of_html_has_no_records(tmp_path: Path) -> None:
    assert list(bibtex.read_export(b"<html>503 me@example.org</html>")) == list(bibtex.read_export(b"")) == []
    with pytest.raises(InputError, match="can't be read"):
        list(bibtex.read_export(tmp_path / "none.bib"))


def test_the_reading_says_how_far_it_is() -> None:
    seen: list[tuple[int, int]] = []
    list(bibtex.read_export(EXPORT.encode(), progress=lambda done, total: seen.append((done, total))))
    assert seen[-1] == (len(EXPORT.encode()), len(EXPORT.encode()))


# ------------------------------------------------------------------ any entry in the layout

VALUE = st.text(alphabet="abcXYZ äßłØ012 ,.:;?!()-/=@#&%'`<>", min_size=1, max_size=40).map(
    lambda s: " ".join(s.split())
)
BRACED = st.builds("{}{{{}}}{}".format, VALUE, VALUE, VALUE)
ACCENTED = st.builds('{}{{\\"{}}}{}'.format, VALUE, st.sampled_from("aou"), VALUE)
NAME = st.from_regex(r"[A-ZØ][a-zäłé]{0,8}(?:[-'][A-Za-z]{1,6})?", fullmatch=True)


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    value = st.one_of(VALUE, BRACED, ACCENTED).filter(bool)
    wanted: dict[str, Any] = {"title": draw(value)}
    names = draw(st.lists(st.tuples(NAME, NAME), max_size=4))
    wanted["author"] = [f"{a}, {b}" for a, b in names]
    for name in draw(st.sets(st.sampled_from(["booktitle", "publisher", "address", "note"]))):
        wanted[name] = draw(value)
    wanted["year"] = str(draw(st.integers(1952, 2030)))
    return wanted


def exported(number: int, entry: dict[str, Any]) -> str:
    lines = []
    for name, value in entry.items():
        text = " and\n      ".join(value) if isinstance(value, list) else value
        if text:
            lines.append(f"    {name} = " + (f"{{{text}}}" if '"' in text else f'"{text}"'))
    return f"@inproceedings{{key-{number},\n" + ",\n".join(lines) + "\n}\n"


@settings(deadline=None, max_examples=100)
@given(st.lists(entries(), min_size=1, max_size=5))
def test_any_entry_in_the_layout_is_read_back(wanted: list[dict[str, Any]]) -> None:
    text = "".join(exported(n, entry) for n, entry in enumerate(wanted))
    read = list(bibtex.read_export(text.encode()))
    assert [r.key for r in read] == [f"key-{n}" for n in range(len(wanted))]
    for record, entry in zip(read, wanted, strict=True):
        assert record.title_tex == entry["title"]
        assert record.title == records.to_plain_text(entry["title"])
        assert [f"{a.family}, {a.given}" for a in record.authors if not a.suffix] == entry["author"]
        assert record.venue == records.to_plain_text(entry.get("booktitle", ""))
        assert record.year == int(entry["year"])


TOKENS = r"""{\'e} {\"u} {\c{c}} {\o} {\&} {--} {B} `` '' {\'\i} {\textbackslash} { } $x$ ~ \alpha - ` a X""".split(" ")


@given(st.lists(st.sampled_from([*TOKENS, " "]), max_size=8).map("".join) | st.text(alphabet="aB \\{}$~`'-\"&%#^<?é"))
def test_the_quick_way_from_latex_gives_what_the_thorough_one_gives(raw: str) -> None:
    assert records.to_plain_text(raw) == " ".join(latex.to_text(raw).split())


# ------------------------------------------------------------------ the real file


def entries_of(size: str) -> list[str]:
    """Entries of the export: those that the tests have; and every sixtieth of the whole Anthology, two thousand."""
    if size == reference.SMALL:
        return f"\n{recorded().anthology}".split("\n@")[1:]
    with gzip.open(reference.ROOT / "data" / "acl" / "anthology.bib.gz", "rt", encoding="utf-8") as file:
        return f"\n{file.read()}".split("\n@")[1::60]


@pytest.mark.parametrize("size", [reference.SMALL, reference.LARGE])
def test_the_real_export_is_read_as_a_general_parser_reads_it(size: str) -> None:
    from bibtexparser.entrypoint import parse_string

    sample = "".join(f"@{entry}\n" for entry in entries_of(size))
    general = parse_string(sample, parse_stack=[]).entries
    ours = list(bibtex.read_export(sample.encode()))
    assert [r.key for r in ours] == [e.key for e in general]
    for record, entry in zip(ours, general, strict=True):
        raw = {f.key: str(f.value)[1:-1] for f in entry.fields}
        assert record.title_tex == raw["title"]
        assert record.venue == latex.to_text(raw.get("booktitle", raw.get("journal", ""))).strip()
        assert len(record.authors) == (len(raw["author"].split(" and\n")) if "author" in raw else 0)
        assert record.id("acl") == raw["url"].removeprefix(records.BASE).strip("/")
        assert re.findall(r"\w+", record.pages) == re.findall(r"\w+", raw.get("pages", ""))
