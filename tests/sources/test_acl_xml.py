"""The Anthology's XML, in both generations of its schema, gives the records of its BibTeX export."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from resolver.errors import InputError
from resolver.model import Identifier, Person, Record
from resolver.sources.acl import bibtex, xml
from tests import reference

RECORDED = Path(__file__).parent / "recorded" / "acl"
SAME = (RECORDED / "same.bib", RECORDED)
"""Some papers of four collections, in both formats, without abstracts (CC BY 4.0; of before 2016 facts only)."""

COLLECTIONS = reference.ROOT / "data" / "acl" / "xml"
BIBTEX = reference.ROOT / "data" / "acl" / "anthology.bib.gz"

OLD = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="W18">
  <volume id="5" type="proceedings">
    <!-- https://aclanthology.org/W18-05/ -->
    <meta>
      <booktitle>Proceedings of the Thirteenth Workshop on <fixed-case>NLP</fixed-case> &amp; Education</booktitle>
      <url hash="e268fd13">W18-05</url>
      <editor><first>Joel</first><last>Tetreault</last></editor>
      <publisher>Association for Computational Linguistics</publisher>
      <address>New Orleans, Louisiana</address>
      <month>5-6 June</month>
      <year>2018</year>
      <isbn>978-1-948087-11-7</isbn>
      <venue>bea</venue>
    </meta>
    <frontmatter>
      <url hash="de9d99e0">W18-0500</url>
      <bibkey>ws-2018-innovative</bibkey>
    </frontmatter>
    <paper id="13">
      <title>The <tex-math>\\alpha</tex-math> of <fixed-case>F</fixed-case>ast<fixed-case>T</fixed-case>ext\u2019s
        <i>R&amp;D</i> \u2013 100% <b>\u201cbold\u201d</b></title>
      <author id="x"><first>Robert L.</first><last>Logan IV</last>
        <affiliation>UCI</affiliation><variant script="hani"><first>a</first><last>b</last></variant></author>
      <author><first/><last>Mausam</last></author>
      <pages>1\u201311</pages>
      <abstract>We introduce &lt;it&gt;.</abstract>
      <url hash="a84bb478">W18-0513</url>
      <retracted date="2020-09-01">The authors found an error.</retracted>
      <doi>10.18653/v1/W18-0513</doi>
      <language>eng</language>
      <bibkey>logan-iv-mausam-2018-alpha</bibkey>
    </paper>
    <paper id="14">
      <title>Taken back</title>
      <removed date="2021-10-05"/>
    </paper>
  </volume>
</collection>
"""

NEW = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2026.tacl">
  <volume id="1" ingest-date="2026-09-01" type="journal">
    <meta>
      <booktitle>Transactions of the Association for Computational Linguistics, Volume 14</booktitle>
      <publisher>MIT Press</publisher>
      <year>2026</year>
      <venue>tacl</venue>
      <journal-volume>14</journal-volume>
    </meta>
    <frontmatter><pdf hash="00000000"/><bibkey>tacl-2026</bibkey></frontmatter>
    <paper id="7">
      <title>A New Paper</title>
      <author orcid="0000-0000-0000-0000"><first>Yuyan</first><last>Zhou</last></author>
      <pages>14416-14427</pages>
      <pdf hash="00000000"/>
      <revision id="1" date="2026-09-02" hash="00000000">note</revision>
      <bibkey>zhou-2026-new</bibkey>
    </paper>
  </volume>
  <event id="tacl-2026"><colocated><volume-id>x</volume-id></colocated></event>
</collection>
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "xml"
    folder.mkdir(parents=True)
    (folder / "W18.xml").write_text(OLD, encoding="utf-8")
    (folder / "2026.tacl.xml").write_text(NEW, encoding="utf-8")
    return tmp_path


def test_a_paper_of_the_older_schema(checkout: Path) -> None:
    volume, paper, removed = xml.read_xml(checkout / "data" / "xml" / "W18.xml")
    assert paper == Record(
        source="acl",
        ids=(Identifier("acl", "W18-0513"), Identifier("doi", "10.18653/v1/w18-0513")),
        title="The α of FastText’s R&D – 100% “bold”",
        title_tex=r"The $\alpha$ of {F}ast{T}ext{'}s \textit{R{\&}D} {--} 100{\%} \textbf{``bold''}",
        authors=(Person("Logan", "Robert L.", "IV"), Person("Mausam")),
        editors=(Person("Tetreault", "Joel"),),
        year=2018,
        month="5–6 June",
        venue="Proceedings of the Thirteenth Workshop on NLP & Education",
        type="inproceedings",
        url="https://aclanthology.org/W18-0513/",
        pages="1–11",
        publisher="Association for Computational Linguistics",
        address="New Orleans, Louisiana",
        isbn="978-1-948087-11-7",
        language="eng",
        retracted="retracted 2020-09-01: The authors found an error.",
        key="logan-iv-mausam-2018-alpha",
    )
    assert (volume.type, volume.title_tex, volume.id("acl"), volume.venue) == (
        "proceedings",
        r"Proceedings of the Thirteenth Workshop on {NLP} {\&} Education",
        "W18-0500",
        "",
    )
    assert removed.retracted == "removed 2021-10-05"


def test_a_paper_of_the_newer_schema(checkout: Path) -> None:
    volume, paper = xml.read_xml(checkout / "data" / "xml" / "2026.tacl.xml")
    assert paper.id("acl") == "2026.tacl-1.7"
    assert paper.url == "https://aclanthology.org/2026.tacl-1.7/"
    assert (paper.type, paper.volume, paper.pages) == ("article", "14", "14416–14427")
    assert paper.venue == "Transactions of the Association for Computational Linguistics"
    assert (volume.type, volume.id("acl")) == ("book", "2026.tacl-1.0")


def test_a_checkout_may_be_named_by_its_root_its_data_or_its_xml(checkout: Path) -> None:
    keys = [r.key for r in xml.read_xml(checkout)]
    assert len(keys) == 5
    assert (
        keys
        == [r.key for r in xml.read_xml(checkout / "data")]
        == [r.key for r in xml.read_xml(checkout / "data" / "xml")]
    )


@pytest.mark.parametrize(
    ("place", "identifier"),
    [
        (("P18", "1", "1"), "P18-1001"),
        (("W18", "5", "13"), "W18-0513"),
        (("W05", "12", "0"), "W05-1200"),
        (("C69", "1", "1"), "C69-0101"),
        (("D19", "1", "1"), "D19-1001"),
        (("D19", "50", "3"), "D19-5003"),
        (("2024.acl", "long", "1"), "2024.acl-long.1"),
    ],
)
def test_identifiers_follow_from_the_place(place: tuple[str, str, str], identifier: str) -> None:
    assert xml.make_anthology_id(*place) == identifier


def test_one_broken_file_is_named_and_may_be_passed_over(checkout: Path) -> None:
    (checkout / "data" / "xml" / "A00.xml").write_text("<collection id='A00'>\n<volume>")
    with pytest.raises(InputError, match=r"A00\.xml, line \d: is no well-formed XML"):
        list(xml.read_xml(checkout))
    skipped: list[str] = []
    assert len(list(xml.read_xml(checkout, skipped=skipped.append))) == 5
    assert len(skipped) == 1


def test_what_is_no_checkout_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no XML of the Anthology"):
        list(xml.read_xml(tmp_path))
    (tmp_path / "x.xml").write_text("<feed/>")
    with pytest.raises(InputError, match="is no collection"):
        list(xml.read_xml(tmp_path / "x.xml"))


def test_entities_are_not_followed_out_of_the_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("do not read")
    doctype = f'<!DOCTYPE c [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    text = NEW.replace("<collection", f"{doctype}<collection", 1).replace("A New Paper", "A &s; Paper")
    (tmp_path / "x.xml").write_text(text)
    assert "do not read" not in "".join(r.title for r in xml.read_xml(tmp_path / "x.xml"))


@pytest.mark.parametrize("size", [reference.SMALL, reference.LARGE])
def test_xml_and_bibtex_of_the_same_papers_agree(size: str) -> None:
    """Kept papers agree in every field; of whole collections a few titles are typed differently in the two."""
    export, folder = SAME if size == reference.SMALL else (BIBTEX, COLLECTIONS)
    read = [r for name in ("2024.emnlp", "P18", "2022.tacl", "J93") for r in xml.read_xml(folder / f"{name}.xml")]
    wanted = {r.id("acl"): r for r in read}
    same: Counter[str] = Counter()
    count = 0
    for ours in bibtex.read_export(export):
        other = wanted.get(ours.id("acl"))
        if other is None:
            continue
        count += 1
        for name in Record.__struct_fields__:
            a, b = (str(getattr(r, name)).replace("’", "'").replace('"', "'") for r in (ours, other))
            same[name] += a == b
    assert count == len(wanted) if size == reference.SMALL else count > 1500
    exact = {n for n in Record.__struct_fields__ if same[n] == count}
    assert exact >= {"ids", "year", "month", "type", "url", "pages", "venue", "key", "publisher", "volume", "isbn"}
    assert min(same[n] / count for n in ("title", "authors", "editors")) > 0.995
    assert same["title_tex"] / count > 0.97
