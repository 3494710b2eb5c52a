"""A DOI is read to its last letter, and not a letter further, whatever stands around it."""

from __future__ import annotations

import gzip
import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.identifiers import find_all, parse
from resolver.identifiers.doi import doi_link
from resolver.readers.fields import links_in
from tests import reference
from tests.services.records import recorded

# Real DOIs of this field and of others: plain ones, and those whose letters are easily lost.
DOIS = """
10.1145/3442381.3449797
10.18653/v1/p18-1001
10.18653/v1/2020.acl-main.463
10.18653/v1/2021.findings-acl.130
10.3115/v1/d14-1162
10.3115/1073083.1073135
10.1162/tacl_a_00349
10.1162/coli.2008.07-055-r2-06-29
10.1162/089120103322753356
10.1162/neco.1997.9.8.1735
10.1007/978-3-319-15554-8_45
10.1007/s10579-020-09491-4
10.1007/bf00994018
10.1007/11573036_36
10.1609/aaai.v35i14.17530
10.1613/jair.1.11640
10.1109/cvpr52733.2024.01369
10.1109/5.771073
10.1109/icassp.2013.6638947
10.21437/interspeech.2019-2680
10.24963/ijcai.2019/731
10.4230/lipics.cosit.2024.11
10.3233/faia251390
10.1093/bioinformatics/btz682
10.1093/nar/gkt1223
10.1038/s41586-021-03819-2
10.1038/nature14539
10.1126/science.aaa8685
10.1073/pnas.1611835114
10.1371/journal.pone.0007665
10.1016/s0016-5107(74)73914-1
10.1016/0010-0285(80)90005-5
10.1016/s0140-6736(05)67483-1
10.1016/j.cell.2015.05.002
10.1016/0364-0213(90)90002-e
10.1016/b978-0-12-374457-9.00001-9
10.1055/s-2007-1018117
10.1101/2020.03.03.972133
10.1136/bmj.331.7531.1498
10.1111/j.1467-9868.2005.00503.x
10.1111/1467-9868.00346
10.1021/ja981844+
10.1207/s15516709cog1402_1
10.1207/s15326942dn231&2_13
10.1002/asi.24750
10.21203/rs.3.rs-100956/v1
10.12688/f1000research.7035.2
10.2139/ssrn.3350890
10.5281/zenodo.1212303
10.5555/3295222.3295349
10.13140/rg.2.2.11688.26887
10.1080/01621459.1971.10482356
10.1002/(sici)1097-4571(1998)49:8<693::aid-asi4>3.0.co;2-o
10.1002/(sici)1096-8628(19960202)61:4<329::aid-ajmg6>3.0.co;2-p
10.1002/(sici)1099-1328(199911/12)11:7<957::aid-jid623>3.0.co;2-#
10.1002/(sici)1096-8644(1996)23+<91::aid-ajpa4>3.0.co;2-c
10.1002/1097-0134(20001001)41:1<98::aid-prot120>3.0.co;2-s
10.1002/1361-6374(199506)3:2<49::aid-bio1>3.3.co;2-5
10.1175/1520-0477(1999)080<0439:csaeeo>2.0.co;2
10.1597/1545-1569(1997)034<0483:faeotp>2.3.co;2
10.1890/0012-9658(1997)078[1946:paneoo]2.0.co;2
10.1577/1548-8446(2007)32[270:tcopfi]2.0.co;2
10.1603/0013-8746(2006)99[617:cbicra]2.0.co;2
""".split()

EACH = pytest.mark.parametrize("doi", DOIS)
A_DOI = st.sampled_from(DOIS)


def said(text: str) -> str:
    return str(parse(text) or "")


def within(text: str) -> list[str]:
    return [str(i) for i in find_all(text)]


def html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def tex(text: str) -> str:
    for sign in "&%#_":
        text = text.replace(sign, rf"\{sign}")
    return text.replace("<", r"\textless{}").replace(">", r"\textgreater{}")


@EACH
def test_a_doi_alone_comes_back_as_it_is_in_whatever_form(doi: str) -> None:
    for form in (doi, doi.upper(), f"doi:{doi}", f"DOI: {doi}", f"<{doi}>", html(doi), tex(doi), quote(doi, safe="/")):
        assert said(form) == f"doi:{doi}", form


@EACH
def test_a_link_to_a_doi_gives_the_doi(doi: str) -> None:
    link = doi_link(doi)
    for form in (
        link,
        html(link),
        f"<{link}>",
        f"[text]({link})",
        f"[text](<{link}>)",
        link.replace("//", "//dx."),
    ):
        assert said(form) == f"doi:{doi}", form


@EACH
def test_a_doi_is_found_whole_in_what_people_write_around_it(doi: str) -> None:
    link, known = doi_link(doi), [f"doi:{doi}"]
    for text in (
        f"See {doi}.",
        f"(doi: {doi})",
        f"[doi:{doi}], and more",
        f"{link}, accessed in 2020",
        f"<{link}>",
        f"a **[paper]({link})**; b",
        f'<a href="{html(link)}">paper</a>',
        f"<p>doi:{html(doi)}</p>",
        rf"\url{{{link}}}",
        rf"\href{{{tex(link)}}}{{paper}}",
        rf"doi = {{{tex(doi)}}},",
        f"“{link}”",
    ):
        assert within(text) == known, text


@given(A_DOI, st.text(alphabet=".,;:!?'\"*` )]}>\n", max_size=5), st.sampled_from(["", "(", "[", "{", "<", '"', "*"]))
@settings(deadline=None)
def test_what_closes_a_sentence_or_a_bracket_is_no_part_of_a_doi(doi: str, after: str, before: str) -> None:
    assert within(f"{before}{doi}{after}") == [f"doi:{doi}"]


@given(A_DOI, A_DOI, st.sampled_from([", ", "; ", " ", ",", ";", "\n", " and "]))
@settings(deadline=None)
def test_two_dois_in_a_cell_stay_two(one: str, other: str, between: str) -> None:
    _, ids = links_in([("doi", f"{one}{between}{other}")])
    assert [str(i) for i in ids] == list(dict.fromkeys([f"doi:{one}", f"doi:{other}"]))


def test_two_papers_of_one_issue_do_not_get_one_doi() -> None:
    issue = "10.1002/1097-0134(20001001)41:1"
    assert said(f"{issue}<98::aid-prot120>3.0.co;2-s") != said(f"{issue}<47::aid-prot70>3.0.co;2-9")


def test_a_doi_that_a_tex_command_cuts_short_is_none() -> None:
    assert parse(r"10.1007/978-3-319-15554-8\somemacro 45") is None


@pytest.mark.parametrize(
    "text",
    [
        "https://evildoi.org/10.1145/3442381.3449797",
        "https://notarxiv.org/abs/2106.01702",
        "https://arxiv.org.evil.com/abs/2106.01702",
        "arxiv.org.evil.com/abs/2106.01702",
        "https://myopenreview.net/forum?id=abcDEF1234",
        "https://fakeopenalex.org/W2741809807",
        "https://notaclanthology.org/P18-1001/",
        "https://supernature.com/articles/s41586-021-03819-2",
        "https://notzenodo.org/records/1212303",
    ],
)
def test_a_host_that_only_looks_like_a_known_one_names_nothing(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("host", ["doi.org", "dx.doi.org", "www.doi.org", "doi.org.proxy.lib.example.edu"])
def test_the_resolver_of_dois_is_known_under_its_names_and_behind_a_librarys_proxy(host: str) -> None:
    assert said(f"https://{host}/10.1145/3442381.3449797") == "doi:10.1145/3442381.3449797"


def dois_of(size: str) -> list[str]:
    """The DOIs of this module and of the works that the tests have; and a thousand of printed references."""
    if size == reference.SMALL:
        return [
            *DOIS,
            *(work.doi.lower() for work in recorded().works if work.doi.startswith("10.") and not work.arxiv_id),
        ]
    with gzip.open(reference.ROOT / "data" / "references_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        dois = sorted({d for line in lines if (d := str(json.loads(line).get("doi") or "").lower())})
    some = [d for d in dois if "<" in d or "(" in d][:300] + dois[:: max(1, len(dois) // 700)]
    assert len(some) >= 1000 or len(some) >= len(dois)
    return some


@pytest.mark.parametrize("size", [reference.SMALL, reference.LARGE])
def test_dois_come_back_from_whatever_stands_around_them(size: str) -> None:
    for doi in dois_of(size):
        for form in (doi, f"doi:{tex(doi)}", html(doi_link(doi)), quote(doi, safe="/")):
            assert said(form) == f"doi:{doi}", form
        for text in (f"({doi}).", f"see <{doi_link(doi)}>, and", f'<a href="{html(doi_link(doi))}">x</a>'):
            assert within(text) == [f"doi:{doi}"], text
