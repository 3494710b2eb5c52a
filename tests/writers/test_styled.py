"""References in citation styles: what is printed, what is mended, and what can't become markup."""

import builtins
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from resolver.errors import SettingsError
from resolver.model import Identifier, Person, Record
from resolver.writers import WriterOptions, styles
from resolver.writers.base import Sort
from resolver.writers.styled import StyledHtmlWriter, StyledTextWriter
from tests.writers.works import MENTALCHAT, PSYQA, open_question, resolved, run_of

PAPER = Record(
    source="x",
    title='Do LLMs say "no"?',
    authors=(Person("van der Maaten", "Laurens"), Person("Yih", "Wen-tau"), Person("shen", "yelong")),
    editors=(Person("Prud'hommeaux", "Emily"), Person("Roe", "Richard")),
    year=2020,
    month="17–20 June",
    venue="Proceedings of PsyQA",
    type="inproceedings",
    pages="1–10",
    ids=(Identifier("doi", "10.1162/tacl_a_1"),),
    url="https://example.org/a?b=c&d=e",
)


def text(record: Record, style: str, locale: str = "") -> str:
    run = run_of((), [], resolved(1, record))
    return StyledTextWriter().render(run, WriterOptions(style=style, locale=locale)).rstrip("\n")


def page(*records: Record, style: str = "acl", **options: Any) -> str:
    run = run_of((), [], *(resolved(n, r) for n, r in enumerate(records, 1)))
    return StyledHtmlWriter().render(run, WriterOptions(style=style, **options))


def test_references_as_the_styles_want_them() -> None:
    assert text(PSYQA, "apa") == (
        "Sun, H., Lin, Z., Zheng, C., & Liu, S. (2021). PsyQA: A Chinese Dataset for Generating Long Counseling Text "
        "for Mental Health Support. In C. Zong (Ed.), Findings of the Association for Computational Linguistics: "
        "ACL-IJCNLP 2021 (pp. 1489–1503). Association for Computational Linguistics. "
        "https://doi.org/10.18653/v1/2021.findings-acl.130"
    )
    assert text(PSYQA, "ieee") == (
        "[1] H. Sun, Z. Lin, C. Zheng, and S. Liu, “PsyQA: A Chinese Dataset for Generating Long Counseling Text for "
        "Mental Health Support,” in Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021, "
        "C. Zong, Ed., Online: Association for Computational Linguistics, Aug. 2021, pp. 1489–1503. "
        "doi: 10.18653/v1/2021.findings-acl.130."
    )
    assert text(PSYQA, "acl") == (
        "Hao Sun, Zhenru Lin, Chujie Zheng, and Siyang Liu. 2021. PsyQA: A Chinese Dataset for Generating Long "
        "Counseling Text for Mental Health Support. In Chengqing Zong, editor, Findings of the Association for "
        "Computational Linguistics: ACL-IJCNLP 2021, pages 1489–1503, Online. "
        "Association for Computational Linguistics."
    )
    assert "MentalChat16K: A Benchmark Dataset for Conversational Mental Health Assistance (arXiv:2503.13509)" in text(
        MENTALCHAT, "apa"
    )


def test_what_citeproc_gets_wrong_is_put_right() -> None:
    """Particles and hyphens of names, small letters in them, `?.`, quotation marks in others, American commas."""
    assert text(PAPER, "ieee").startswith(
        "[1] L. van der Maaten, W. Yih, and yelong shen, “Do LLMs say ‘no’?,” in Proceedings of PsyQA, "
        "E. Prud’hommeaux and R. Roe, Eds., Jun. 2020, pp. 1–10."
    )
    assert "Do LLMs say “no”? In E. Prud’hommeaux" in text(PAPER, "apa")
    assert "Emily Prud’hommeaux" in text(PAPER, "acl")


def test_a_list_of_authors_that_was_cut_ends_in_et_al() -> None:
    cut = Record(
        source="x", title="T", authors=(Person("Li", "Wei"), Person("Wu", "An")), partial_authors=True, year=2020
    )
    assert text(cut, "acl").startswith("Wei Li, An Wu et al. 2020. T.")
    assert text(cut, "ieee").startswith("[1] W. Li, A. Wu et al., “T.” 2020.")


def test_the_styles_own_order_is_kept_unless_another_is_asked_for() -> None:
    run = run_of((), [], resolved(1, MENTALCHAT), resolved(2, PSYQA))
    orders: tuple[Sort | None, ...] = (None, "listed", "year")
    first = [StyledTextWriter().render(run, WriterOptions(style="acl", sort=sort)).split(".")[0] for sort in orders]
    assert first[0].startswith("Hao Sun")
    assert first[1].startswith("Jia Xu")
    assert first[2].startswith("Jia Xu")


def test_a_locale_changes_the_styles_words() -> None:
    assert ", und Siyang Liu." in text(PSYQA, "acl", "de")


def test_a_style_may_be_a_file_and_one_that_depends_on_another_is_followed(tmp_path: Path) -> None:
    known = styles._installed("association-for-computational-linguistics")
    (tmp_path / "mine.csl").write_bytes(known.read_bytes())
    assert text(PSYQA, str(tmp_path / "mine.csl")) == text(PSYQA, "acl")
    assert styles._parsed(styles._installed("vancouver-nlm")).find(".//{*}link[@rel='independent-parent']") is not None
    assert text(PSYQA, "vancouver-nlm") == text(PSYQA, "vancouver")


@pytest.mark.parametrize(
    ("style", "locale", "says"),
    [
        ("apaa", "", "there is no style 'apaa' (perhaps apa"),
        ("../apa", "", "../apa: there is no such style file"),
        ("none.csl", "", "none.csl: there is no such style file"),
        ("acl", "xx-YY", "there is no locale 'xx-YY'"),
    ],
)
def test_a_style_or_locale_that_is_not_there_is_told(style: str, locale: str, says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        styles.load(style, locale)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [("<style", "no well-formed CSL style"), ("<html/>", "this is no CSL style")],
)
def test_a_file_that_is_no_style_is_told(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "bad.csl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=says):
        styles.load(str(path), "")


def test_without_citeproc_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("citeproc"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingsError, match=r"pip install 'bib-resolver\[styles\]'"):
        styles.load("apa", "")


# ------------------------------------------------------------------ HTML


def test_a_page_has_a_title_entries_with_their_keys_and_links_to_the_works() -> None:
    root = html.fromstring(page(PSYQA, PAPER, style="apa", title="My <papers>"))
    assert root.findtext(".//h1") == "My <papers>"
    assert root.xpath("//div[@class='csl-entry']/@id")[0] == "ref-sun-etal-2021-psyqa"
    assert set(root.xpath("//a/@href")) == {
        "https://doi.org/10.18653/v1/2021.findings-acl.130",
        "https://doi.org/10.1162/tacl_a_1",
    }
    assert "<i>" in page(PSYQA, style="apa")


def test_a_fragment_is_the_entries_alone() -> None:
    assert re.fullmatch(r'<div class="csl-entry" id="[^"]*">.*</div>\n', page(PSYQA, fragment=True))


def test_an_address_that_is_not_of_the_web_is_no_link() -> None:
    record = Record(source="x", title="T", year=2020, url="javascript:alert(1)")
    assert "javascript" not in page(record, style="apa")


def test_what_was_not_matched_is_never_printed() -> None:
    run = run_of((), [], resolved(1, PSYQA), open_question(2, "Something Else", MENTALCHAT))
    assert "MentalChat" not in StyledTextWriter().render(run, WriterOptions(style="acl"))
    assert StyledTextWriter().render(run_of((), [], open_question(1, "X")), WriterOptions(style="acl")) == ""


@pytest.mark.parametrize("style", ["apa", "ieee", "acl", "chicago", "mla", "vancouver", "nature", "acm"])
def test_groups_and_han_names_are_whole_and_a_preprint_says_where_it_is_in_every_style(style: str) -> None:
    work = Record(
        source="arxiv",
        title="Ferns of Kew? A Q^2 Study",
        authors=(Person("MiniFern Team"), Person("周", "国江")),
        year=2024,
        type="preprint",
        ids=(Identifier("arxiv", "2404.06395"),),
        url="https://arxiv.org/abs/2404.06395",
    )
    text = StyledTextWriter().render(run_of((), [], resolved(1, work)), WriterOptions(style=style))
    assert "MiniFern Team" in text
    assert "周国江" in text
    assert "Q² Study" in text
    assert "2404.06395" in text
    assert "arXiv: arXiv:" not in text
    assert "  " not in text
