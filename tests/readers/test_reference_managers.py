"""What reference managers and databases export, as their columns and tags are called in 2025."""

import pytest

from resolver.errors import InputError
from resolver.model import Entry
from resolver.readers import read_text

BERT, DOI = "BERT: Pre-training of Deep Bidirectional Transformers", "10.18653/v1/N19-1423"

TABLES = {
    "Mendeley": (
        '"Title","Authors","Year","Journal","Volume","DOI","URL","Document type"\n'
        f'"{BERT}","Devlin, Jacob; Chang, Ming-Wei","2019","NAACL","1","{DOI}","","Conference Proceedings"\n'
    ),
    "Zotero": (
        '"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Url","Date"\n'
        f'"AB12","conferencePaper","2019","Devlin, Jacob; Chang, Ming-Wei","{BERT}","NAACL","{DOI}","","2019-06"\n'
    ),
    "Scopus": (
        '"Authors","Author full names","Author(s) ID","Title","Year","Source title","DOI","Link","EID"\n'
        f'"Devlin J.; Chang M.-W.","Devlin, Jacob (1)","1;2","{BERT}","2019","NAACL","{DOI}","",""\n'
    ),
    "Web of Science": (
        "PT\tAU\tAF\tTI\tSO\tPY\tDI\tUT\n"
        f"J\tDevlin, J; Chang, MW\tDevlin, Jacob; Chang, Ming-Wei\t{BERT}\tNAACL\t2019\t{DOI}\tWOS:1\n"
    ),
    "IEEE Xplore": (
        '"Document Title",Authors,"Publication Title",Date Added To Xplore,"Publication Year","DOI",PDF Link\n'
        f'"{BERT}","J. Devlin; M. Chang","NAACL","12 Dec 2019","2019","{DOI}",""\n'
    ),
    "Publish or Perish": (
        "Cites,Authors,Title,Year,Source,Publisher,ArticleURL,CitesURL,GSRank,Type,DOI\n"
        f'5,"J Devlin, MW Chang","{BERT}",2019,"NAACL","acl.org","https://aclanthology.org/N19-1423","",1,"PDF","{DOI}"\n'
    ),
    "PubMed": (
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,DOI\n"
        f'31423423,{BERT},"Devlin J, Chang MW.",NAACL. 2019.,Devlin J,NAACL,2019,2019/01/01,,{DOI}\n'
    ),
    "ACM": f'"Title","Author","Year","Published in","DOI","URL"\n"{BERT}","Jacob Devlin","2019","NAACL","{DOI}",""\n',
    "Semantic Scholar": (
        "paperId,externalIds,url,title,venue,year,authors,doi\n"
        f'df2b,"{{}}",https://www.semanticscholar.org/paper/x,{BERT},NAACL,2019,"Jacob Devlin, Ming-Wei Chang",{DOI}\n'
    ),
}


@pytest.mark.parametrize("program", TABLES)
def test_the_table_of_a_program_gives_title_people_year_venue_and_doi(program: str) -> None:
    (entry,) = read_text(TABLES[program], "export.csv").entries
    assert (entry.title, entry.year, entry.venue) == (BERT, "2019", "NAACL")
    assert "Devlin" in entry.authors
    assert f"doi:{DOI.lower()}" in map(str, entry.ids)


ENDNOTE = """<?xml version="1.0" encoding="UTF-8"?>
<xml><records>
<record><ref-type name="Journal Article">17</ref-type><contributors><authors>
<author><style face="normal">Hochreiter, Sepp</style></author><author><style>Schmidhuber, Jürgen</style></author>
</authors></contributors><titles><title><style face="normal">Long </style><style face="italic">short-term</style>
<style> memory</style></title><secondary-title><style>Neural Computation</style></secondary-title></titles>
<dates><year><style>1997</style></year></dates>
<electronic-resource-num><style>10.1162/neco.1997.9.8.1735</style></electronic-resource-num></record>
<record><ref-type name="Generic">13</ref-type></record>
</records></xml>
"""


def test_endnotes_xml_is_read_with_the_lines_of_its_records() -> None:
    document = read_text(ENDNOTE, "list.xml")
    (entry,) = document.entries
    assert entry == Entry(
        row=1, line=3, title="Long short-term memory", authors="Hochreiter, Sepp and Schmidhuber, Jürgen", year="1997",
        venue="Neural Computation", links=("10.1162/neco.1997.9.8.1735",), ids=entry.ids, type="Journal Article",
    )  # fmt: skip
    assert document.notes == ("line 9: this record has neither a title nor an identifier",)


def test_broken_xml_is_told_with_its_line() -> None:
    with pytest.raises(InputError, match=r"list\.xml, line \d+: the XML is broken here"):
        read_text(ENDNOTE.replace("</titles>", ""), "list.xml")


def test_entities_of_xml_are_not_expanded() -> None:
    bomb = '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    text = f"{bomb}<xml><records><record><titles><title>A Title &b;</title></titles></record></records></xml>"
    with pytest.raises(InputError):
        read_text(text, "list.xml")


@pytest.mark.parametrize("name", ["list.py", "list.toml", "run.log", "list.sty"])
def test_programs_and_settings_are_no_lists_of_titles(name: str) -> None:
    with pytest.raises(InputError, match="is no list of titles"):
        read_text("A Study of Deep Things\n", name)


@pytest.mark.parametrize("name", ["list.ris", "list.nbib", "list.xml", "main.tex"])
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=f"this is called .{name.partition('.')[2]}, and is no"):
        read_text("A Study of Deep Things\n", name)


ITEMS = {
    "A Study of Deep Things, Ana Poe, Bo Li, ACL 2021": ("A Study of Deep Things", "Ana Poe, Bo Li", "ACL", "2021"),
    "A Study of Deep Things, Ana Poe and Bo Li, 2021": ("A Study of Deep Things", "Ana Poe and Bo Li", "", "2021"),
    "A Survey of Vision, Language Models, Deep Learning, ACL 2021": (
        "A Survey of Vision, Language Models, Deep Learning", "", "ACL", "2021",
    ),
    "A Study of Very Deep Things (not yet)": ("A Study of Very Deep Things", "", "", ""),
    "Deep Things Are Everywhere (to appear)": ("Deep Things Are Everywhere", "", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("item", ITEMS)
def test_items_with_commas_alone_and_with_the_place_of_a_link(item: str) -> None:
    text = f"# Papers\n\n- [BERT: Pre-training of Deep Transformers](https://arxiv.org/abs/1810.04805)\n- {item}\n"
    entry = read_text(text, "list.md").entries[-1]
    assert (entry.title, entry.authors, entry.venue, entry.year) == ITEMS[item]


def test_a_description_in_chinese_is_a_note() -> None:
    text = "# Papers\n\n- [BERT: Pre-training](https://arxiv.org/abs/1810.04805)\n"
    document = read_text(f"{text}- 该项目开源了医学大模型，在通用模型上微调得到。\n", "list.md")
    assert (len(document.entries), document.unread) == (1, ())
