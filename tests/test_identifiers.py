"""Identifiers are recognised in whatever form people write them, and nothing else is taken for one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.identifiers import (
    derive_related,
    find_all,
    find_malformed,
    is_placeholder,
    parse,
    parse_arxiv_version,
    url_of,
)
from resolver.model import Identifier, IdKind
from tests.reading_lists import ALL, SMALL, papers_of


def said(text: str, kind: IdKind | None = None) -> str:
    return str(parse(text, kind) or "")


@pytest.mark.parametrize(
    "text",
    [
        "10.1145/3442381.3449797",
        "doi:10.1145/3442381.3449797",
        "DOI: 10.1145/3442381.3449797.",
        "https://doi.org/10.1145/3442381.3449797",
        "http://dx.doi.org/10.1145/3442381.3449797",
        "doi.org/10.1145/3442381.3449797",
        "https://dl.acm.org/doi/10.1145/3442381.3449797",
        "https://dl.acm.org/doi/abs/10.1145/3442381.3449797",
        "https://dl.acm.org/doi/pdf/10.1145/3442381.3449797",
        "https://dl.acm.org/doi/fullHtml/10.1145/3442381.3449797?casa_token=x",
        "[link](https://dl.acm.org/doi/10.1145/3442381.3449797)",
        "https%3A//doi.org/10.1145/3442381.3449797".replace("%3A", ":"),
    ],
)
def test_a_doi_is_bare_and_lower_case_however_it_is_written(text: str) -> None:
    assert said(text) == "doi:10.1145/3442381.3449797"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.18653/V1/P18-1001", "10.18653/v1/p18-1001"),
        ("https://link.springer.com/chapter/10.1007/978-3-319-15554-8_45", "10.1007/978-3-319-15554-8_45"),
        ("https://link.springer.com/content/pdf/10.1007/978-3-319-15554-8_45.pdf", "10.1007/978-3-319-15554-8_45"),
        ("https://link.springer.com/article/10.1007/s10579-020-09491-4#Sec1", "10.1007/s10579-020-09491-4"),
        ("https://onlinelibrary.wiley.com/doi/abs/10.1002/asi.24750", "10.1002/asi.24750"),
        (
            "https://direct.mit.edu/tacl/article/doi/10.1162/tacl_a_00349/96482/A-Primer-in-BERTology",
            "10.1162/tacl_a_00349",
        ),
        (
            "https://www.mitpressjournals.org/doi/abs/10.1162/coli.2008.07-055-R2-06-29",
            "10.1162/coli.2008.07-055-r2-06-29",
        ),
        (
            "https://academic.oup.com/bioinformatics/article/doi/10.1093/bioinformatics/btz682/5566506",
            "10.1093/bioinformatics/btz682",
        ),
        ("https://www.nature.com/articles/s41586-021-03819-2", "10.1038/s41586-021-03819-2"),
        ("https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0086191", "10.1371/journal.pone.0086191"),
        ("https://www.frontiersin.org/articles/10.3389/fpsyt.2020.00001/full", "10.3389/fpsyt.2020.00001"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf", "10.1101/2020.01.01.123456"),
        ("https://econtent.hogrefe.com/doi/abs/10.1027/0227-5910/a000234?journalCode=cri", "10.1027/0227-5910/a000234"),
        ("https://doi.org/10.1016/S0140-6736(20)30183-5", "10.1016/s0140-6736(20)30183-5"),
        (
            "https://doi.org/10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
            "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o",
        ),
    ],
)
def test_publishers_links_carry_their_doi(text: str, doi: str) -> None:
    assert said(text) == f"doi:{doi}"


@pytest.mark.parametrize(
    "text",
    [
        "2106.01702",
        "arXiv:2106.01702",
        "arXiv:2106.01702v2",
        "arxiv 2106.01702",
        "arXiv:2106.01702v2 [cs.CL]",
        "arXiv preprint arXiv:2106.01702",
        "https://arxiv.org/abs/2106.01702",
        "http://arxiv.org/pdf/2106.01702v2.pdf",
        "https://arxiv.org/pdf/2106.01702",
        "https://arxiv.org/html/2106.01702v1",
        "www.arxiv.org/abs/2106.01702#",
        "export.arxiv.org/abs/2106.01702?context=cs",
        "https://ar5iv.labs.arxiv.org/html/2106.01702",
        "https://ar5iv.org/abs/2106.01702",
        "https://www.alphaxiv.org/abs/2106.01702v1",
        "https://huggingface.co/papers/2106.01702",
        "https://dblp.org/rec/journals/corr/abs-2106-01702",
        "10.48550/arXiv.2106.01702",
        "https://doi.org/10.48550/arXiv.2106.01702",
    ],
)
def test_an_arxiv_id_is_canonical_without_its_version(text: str) -> None:
    assert said(text) == "arxiv:2106.01702"


@pytest.mark.parametrize(
    "text", ["cs.CL/0001001", "cs/0001001v1", "https://arxiv.org/abs/cs.CL/0001001", "arXiv:cs/0001001"]
)
def test_old_arxiv_ids_lose_the_subject_class_that_arxiv_drops_too(text: str) -> None:
    assert said(text) == "arxiv:cs/0001001"


@pytest.mark.parametrize(
    "text", ["2020.12345", "2013.0001", "1412.12345", "1501.0001", "9913.00001", "pages/0001001", "3.14159"]
)
def test_numbers_that_only_look_like_arxiv_ids_are_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "P18-1001",
        "p18-1001",
        "https://aclanthology.org/P18-1001",
        "https://aclanthology.org/P18-1001/",
        "https://aclanthology.org/P18-1001.pdf",
        "https://aclanthology.org/P18-1001v2.pdf",
        "https://www.aclweb.org/anthology/P18-1001/",
        "http://www.aclweb.org/anthology/P/P18/P18-1001.pdf",
        "http://aclweb.org/anthology/P18-1001",
        "http://anthology.aclweb.org/P18-1001",
        "https://aclanthology.info/papers/P18-1001/p18-1001",
        "https://aclanthology.coli.uni-saarland.de/papers/P18-1001/p18-1001",
        "https://aclanthology.org/attachments/P18-1001.Notes.pdf",
        "aclanthology.org/P18-1001.bib",
    ],
)
def test_an_old_anthology_id_has_an_upper_case_letter(text: str) -> None:
    assert said(text) == "acl:P18-1001"


@pytest.mark.parametrize(
    "text",
    ["2020.acl-main.1", "https://aclanthology.org/2020.ACL-main.1.pdf", "www.aclweb.org/anthology/2020.acl-main.1/"],
)
def test_a_new_anthology_id_is_lower_case(text: str) -> None:
    assert said(text) == "acl:2020.acl-main.1"


def test_an_anthology_id_is_told_from_its_look_alikes() -> None:
    assert said("W18-0513") == "acl:W18-0513"
    assert said("W2741809807") == "openalex:W2741809807"
    assert said("10.18653/v1/P18-1001") == "doi:10.18653/v1/p18-1001"
    assert parse("https://aclanthology.org/volumes/2020.acl-main/") is None
    assert parse("https://github.com/someone/P18-1001") is None


@pytest.mark.parametrize(
    "text",
    [
        "https://openreview.net/forum?id=rJl-b3RcF7",
        "https://openreview.net/pdf?id=rJl-b3RcF7",
        "https://openreview.net/forum?id=rJl-b3RcF7&noteId=abcdefghi",
        "https://openreview.net/forum?noteId=abcdefghi&amp;id=rJl-b3RcF7",
        "openreview.net/forum?id=rJl-b3RcF7",
        "forum?id=rJl-b3RcF7",
        "openreview:rJl-b3RcF7",
    ],
)
def test_an_openreview_id_keeps_its_case(text: str) -> None:
    assert said(text) == "openreview:rJl-b3RcF7"


def test_a_bare_openreview_id_needs_a_column_that_says_so() -> None:
    assert parse("rJl-b3RcF7") is None
    assert said("rJl-b3RcF7", "openreview") == "openreview:rJl-b3RcF7"


@pytest.mark.parametrize(
    "text",
    ["W2741809807", "w2741809807", "https://openalex.org/W2741809807", "https://api.openalex.org/works/W2741809807"],
)
def test_an_openalex_id(text: str) -> None:
    assert said(text) == "openalex:W2741809807"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Attention Is All You Need",
        "https://github.com/huggingface/transformers",
        "https://papers.nips.cc/paper/5346-sequence-to-sequence-learning-with-neural-networks.pdf",
        "https://citeseerx.ist.psu.edu/viewdoc/download?doi=10.1.1.941.6087&rep=rep1&type=pdf",
        "https://www.nature.com/articles/d41586-023-00191-1/figures",
        "arxiv 2021",
        "ACL 2020",
        "http://[::1",
        "https://doi.org/",
        "10.1145",
    ],
)
def test_what_carries_no_identifier_gives_none(text: str) -> None:
    assert parse(text) is None


def test_the_kind_that_a_column_promises_is_enforced() -> None:
    assert parse("2106.01702", "doi") is None
    assert said("2106.01702", "arxiv") == "arxiv:2106.01702"


def test_all_identifiers_of_a_text_in_order_and_once() -> None:
    text = (
        "Preprint arXiv:2106.01702v1 (https://arxiv.org/abs/2106.01702), published "
        "[here](https://aclanthology.org/P18-1001/), doi 10.18653/v1/P18-1001. CoRR abs/1411.0778; pages 2106.01702–3"
    )
    assert [str(i) for i in find_all(text)] == [
        "arxiv:2106.01702",
        "acl:P18-1001",
        "doi:10.18653/v1/p18-1001",
        "arxiv:1411.0778",
    ]


def test_brackets_and_full_stops_around_a_link_are_not_in_it() -> None:
    assert [str(i) for i in find_all("(see https://doi.org/10.1016/S0140-6736(20)30183-5).")] == [
        "doi:10.1016/s0140-6736(20)30183-5"
    ]
    assert [str(i) for i in find_all("**https://arxiv.org/abs/2106.01702**")] == ["arxiv:2106.01702"]


def test_ids_that_follow_by_rule() -> None:
    assert derive_related(Identifier("doi", "10.18653/v1/p18-1001")) == (Identifier("acl", "P18-1001"),)
    assert derive_related(Identifier("doi", "10.3115/v1/p14-1062")) == (Identifier("acl", "P14-1062"),)
    assert derive_related(Identifier("acl", "2020.acl-main.1")) == (Identifier("doi", "10.18653/v1/2020.acl-main.1"),)
    assert derive_related(Identifier("arxiv", "2106.01702")) == (Identifier("doi", "10.48550/arxiv.2106.01702"),)
    assert derive_related(Identifier("acl", "P02-1040")) == ()
    assert derive_related(Identifier("doi", "10.1145/3442381.3449797")) == ()


def test_a_version_is_told_apart_from_the_id() -> None:
    assert parse_arxiv_version("https://arxiv.org/pdf/2106.01702v12.pdf") == 12
    assert parse_arxiv_version("https://arxiv.org/abs/2106.01702") is None


_DIGITS = st.text("0123456789", min_size=3, max_size=3)
IDENTIFIERS = st.one_of(
    st.builds(
        lambda p, s: Identifier("doi", f"10.{p}/{s}"),
        st.integers(1000, 47000),
        st.from_regex(r"\A[a-z0-9][a-z0-9._()-]{0,20}[a-z0-9]\Z").filter(
            lambda s: (
                s.count("(") == s.count(")") == 0
                and "xxx" not in s
                and "nnnn" not in s
                and "..." not in s
                and "___" not in s
            )
        ),
    ),
    st.builds(
        lambda y, m, n: Identifier("arxiv", f"{y}{m:02}.{n:05}"),
        st.integers(15, 30),
        st.integers(1, 12),
        st.integers(0, 99999),
    ),
    st.builds(
        lambda y, m, n: Identifier("arxiv", f"cs/{y:02}{m:02}{n:03}"),
        st.integers(0, 7),
        st.integers(1, 12),
        st.integers(0, 999),
    ),
    st.builds(
        lambda c, y, n: Identifier("acl", f"{c}{y:02}-{n:04}"),
        st.sampled_from("PNDWQJCELS"),
        st.integers(0, 99),
        st.integers(0, 9999),
    ),
    st.builds(
        lambda y, v, n: Identifier("acl", f"{y}.{v}.{n}"),
        st.integers(1952, 2030),
        st.sampled_from(["acl-main", "findings-emnlp", "clpsych-1", "nlp4pi-1", "ranlp-main"]),
        st.integers(0, 2000),
    ),
    st.builds(lambda n: Identifier("openalex", f"W{n}"), st.integers(10**6, 10**10 - 1)),
    st.builds(
        lambda v: Identifier("openreview", v),
        st.from_regex(r"\A[A-Za-z][A-Za-z0-9_-]{7,13}\Z").filter(lambda v: not is_placeholder(v)),
    ),
)


@given(IDENTIFIERS)
def test_the_canonical_link_of_an_identifier_leads_back_to_it(identifier: Identifier) -> None:
    assert parse(url_of(identifier)) == identifier
    assert not is_placeholder(url_of(identifier))
    assert parse(identifier.value, identifier.kind) == identifier


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    found = parse(text)
    assert found is None or parse(url_of(found)) == found
    for identifier in find_all(text):
        assert parse(url_of(identifier)) == identifier
    is_placeholder(text)


@given(st.text("10./:abcdoixvXWP-_?#=()[]<>%& ", max_size=40))
def test_no_hostile_link_breaks_the_parser(text: str) -> None:
    for start in ("", "https://doi.org/", "https://arxiv.org/abs/", "10.1000/", "https://aclanthology.org/"):
        found = parse(start + text)
        assert found is None or parse(url_of(found)) == found


# ------------------------------------------------------------------ placeholders


@pytest.mark.parametrize(
    "text",
    "XXX|XXXX.XXXXX|xxxx.xxxxx|arXiv:XXXX.XXXXX|2501.XXXXX|arXiv:2501.XXXXX|https://aclanthology.org/2021.findings-acl.XXX|"
    "https://aclanthology.org/2024.clpsych-1.XXX|https://arxiv.org/abs/2501.XXXXX|https://arxiv.org/abs/XXXX.XXXXX|"
    "https://arxiv.org/pdf/XXXX.XXXXX.pdf|https://aclanthology.org/2025.emnlp-XXX|https://openreview.net/forum?id=XXXX|"
    "forum?id=XXXX|https://openreview.net/forum?id=|2021.findings-acl.XXX|P18-XXXX|TODO|todo:|TBD|TBA|-|—|–|--|?|???|n/a|N/A|NA|nan|none|"
    "None|link|[link]()|[[link]]()|[link](#)|[pdf](https://arxiv.org/abs/XXXX.XXXXX)|#|10.xxxx/xxxxx|10.18653/v1/XXX|"
    "https://doi.org/10.xxxx/xxxxx|https://doi.org/|https://arxiv.org/abs/|...|…|(coming soon)|<url>|20XX|https://|"
    "https://dl.acm.org/doi/10.1145/XXXXXXX.XXXXXXX|YYMM.NNNNN|".split("|"),
)
def test_placeholders_are_known(text: str) -> None:
    assert is_placeholder(text)
    assert is_placeholder(f"  {text} ")
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    "https://openreview.net/forum?id=XXyZq1abc|forum?id=XXXq1abcd|https://arxiv.org/abs/2106.01702|2106.01702|ACL|"
    "AAAI 2021|Nan|"
    "Na Liu|Xu|XLNet: Generalized Autoregressive Pretraining|X-Former|None of the Above: Abstention in QA|2021|"
    "P18-1001|"
    "10.1145/3442381.3449797|https://github.com/xxx-ai/tool|https://example.ai/xxx/paper.html|"
    "Links between X and Y|DOI Handbook|"
    "https://aclanthology.org/2021.findings-acl.1|https://xxx.lanl.gov/abs/cs/0001001|To be or not to be|W. Ng|"
    "https://papers.nips.cc/paper/5346.pdf|¿Qué?|中文|2024.acl-long.100".split("|"),
)
def test_real_values_are_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


# ------------------------------------------------------------------ real links


@pytest.mark.parametrize("name", ALL)
def test_the_links_of_whole_lists_give_the_ids_that_were_checked_by_hand(name: str) -> None:
    linked = [paper for paper in papers_of(name) if paper.link and paper.ids]
    wrong = [(paper, str(found)) for paper in linked if str(found := parse(paper.link)).lower() not in paper.ids]
    assert len(linked) >= 7
    assert len(wrong) <= (0 if name in SMALL else 1 + 0.005 * len(linked)), wrong  # labels are wrong, too


TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("https://arxiv.org/abs/1834.04805", "there is no month 34"),
        ("https://arxiv.org/pdf/1834.04805v2.pdf", "there is no month 34"),
        ("arXiv:1834.04805", "there is no month 34"),
        ("1834.04805", "there is no month 34"),
        ("https://arxiv.org/abs/2513.01234", "there is no month 13"),
        ("https://export.arxiv.org/abs/2500.01234", "there is no month 00"),
        ("https://arxiv.org/abs/0703.1234", "numbers of this form begin in April 2007"),
        ("https://arxiv.org/abs/2607.01234", "2026-07 is yet to come"),
        ("https://arxiv.org/abs/9912.01234", "2099-12 is yet to come"),
        ("https://arxiv.org/abs/1810.4805", "a number of 2018 has 5 digits behind the point"),
        ("https://arxiv.org/abs/1404.12345", "a number of 2014 has 4 digits behind the point"),
        ("https://arxiv.org/abs/cs/9913001", "there is no month 13"),
        ("[arxiv](https://arxiv.org/abs/1834.04805)", "there is no month 34"),
    ],
)
def test_an_arxiv_id_that_no_paper_can_have_is_told(text: str, why: str) -> None:
    found = find_malformed(text, TODAY)
    assert found is not None
    assert (found.kind, found.why) == ("arxiv", why)


@pytest.mark.parametrize(
    "text",
    [
        "https://arxiv.org/abs/1810.04805",
        "https://arxiv.org/abs/1810.04805v2",
        "https://arxiv.org/abs/cs/0001001",
        "https://arxiv.org/abs/2606.00001",
        "https://arxiv.org/abs/2501.XXXXX",
        "https://arxiv.org/list/cs.CL/recent",
        "https://example.com/1834.04805",
        "https://aclanthology.org/P18-1001/",
        "10.1145/3442381.3449797",
        "10.1000/1834.04805",
        "978-3-319-15554-8",
        "",
    ],
)
def test_what_is_possible_or_something_else_is_not_called_malformed(text: str) -> None:
    assert find_malformed(text, TODAY) is None


def test_a_day_ahead_is_no_fault_of_an_arxiv_id() -> None:
    """Somewhere it is the next month already."""
    assert find_malformed("https://arxiv.org/abs/2607.00001", date(2026, 6, 30)) is None
