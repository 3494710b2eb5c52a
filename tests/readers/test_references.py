# ruff: noqa: E501  (a reference stands on a line, as people paste it)
"""Whole references as text: which stretch is the title, and what else they claim, style by style."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.readers.references import ReferenceParts, read_reference, segment

# The papers are made up; the forms are those of the styles, and of what prints, exports and people make of them.
TITLES = {
    "[1] A. Quill, B. Thornback, and C. Dew. Prickly attention for long documents. In Proc. ACL, 2020.": "plain",
    "[1] A. Quill and B. Thornback. Prickly attention for long documents. Comput. Linguist., 41(2):101–130, 2015.": "plain",
    "[QT20] Ada Quill and Ben Thornback. Prickly attention for long documents. arXiv preprint arXiv:2001.01234, 2020.": "alpha",
    "Ada Quill, Ben Thornback, and Cleo van der Dew. 2020. Prickly attention for long documents. In Proceedings of "
    "the 58th Annual Meeting of the Association for Computational Linguistics, pages 1–12, Online. Association for "
    "Computational Linguistics.": "acl",
    "Ada M. Quill and Ben Thornback. 2020. Prickly attention for long documents. Preprint, arXiv:2001.01234.": "acl",
    "Ada Quill, Ben Thornback, et al. 2020a. Prickly attention for long documents. Transactions of the Association "
    "for Computational Linguistics, 8:101–130.": "acl",
    "Quill, A. M., Thornback, B., & van der Dew, C. (2020). Prickly attention for long documents. Journal of Hedgehog "
    "Studies, 12(3), 33–44. https://doi.org/10.1234/jhs.2020.5": "apa",
    "Quill, A., Thornback, B., … Dew, C. (2020, May). Prickly attention for long documents. In F. Ern & G. Moss (Eds.), "
    "Proceedings of the Burrow Conference (pp. 1–12). Hedge Press.": "apa",
    "Hedgehog Trial Group. (2020). Prickly attention for long documents. Hedgehog Medicine, 3, 1–9.": "apa",
    'Quill, Ada, et al. "Prickly attention for long documents." Advances in Burrow Systems 30 (2017).': "mla",
    "Quill, Ada, and Ben Thornback. “Prickly Attention for Long Documents.” Journal of Hedgehogs 12.3 (2020): 33–44.": "mla",
    "[3] A. Quill, B. Thornback, and C. Dew, “Prickly attention for long documents,” in Proc. 58th Annu. Meeting Burrow "
    "Soc., Online, Jul. 2020, pp. 1–12, doi: 10.1234/5.": "ieee",
    "[3]A. Quill and B. Thornback, “Prickly attention for long documents,” IEEE Trans. Burrows, vol. 12, no. 3, 2020.": "ieee",
    "Quill, Ada, Ben Thornback, and Cleo Dew. 2020. “Prickly Attention for Long Documents.” In Proceedings of the "
    "Burrow Conference, edited by F. Ern, 1–12. Hedge Press.": "chicago",
    "Quill, Ada. “Prickly Attention for Long Documents.” Journal of Hedgehogs 12, no. 3 (2020): 33–44.": "chicago",
    "12. Quill AM, Thornback B, Dew C. Prickly attention for long documents. J Hedgehog Med. 2020;12(3):33-44.": "vancouver",
    "Quill AM, Thornback B, Dew C, et al. Prickly attention for long documents. Hedgehogs. 2020 May;12(3 Suppl 1):S33.": "ama",
    "Quill, A., Thornback, B., Dew, C.: Prickly attention for long documents. In: Ern, F. (ed.) Burrows 2020. LNCS, "
    "vol. 123, pp. 1–12. Springer, Cham (2020). https://doi.org/10.1234/5": "lncs",
    "Quill, A., Thornback, B.: Prickly attention for long documents. J. Hedgehog Stud. 12(3), 33–44 (2020)": "lncs",
    "7. Quill, A., Thornback, B. & Dew, C. Prickly attention for long documents. Nature 521, 436–444 (2015).": "nature",
    "Quill, A. et al. Prickly attention for long documents. Preprint at https://arxiv.org/abs/2001.01234 (2020).": "nature",
    "Quill, A., Thornback, B. and Dew, C., 2020. Prickly attention for long documents. Hedgehogs, 12(3), pp.33-44.": "harvard",
    "Quill, A. and Thornback, B. (2020) ‘Prickly attention for long documents’, Journal of Hedgehogs, 12(3), pp. 33–44.": "harvard",
    "[5] QUILL A, THORNBACK B, DEW C, et al. Prickly attention for long documents[C]//Proceedings of the Burrow "
    "Conference. 2020: 1-12.": "gb/t 7714",
    "[5] QUILL A, THORNBACK B. Prickly attention for long documents[J]. Journal of Hedgehogs, 2020, 12(3): 33-44.": "gb/t 7714",
    "Quill AM, Thornback B, Dew C: Prickly attention for long documents. J Hedgehog Med 2020, 12(3):33-44.": "bmc",
    "Quill AM, Thornback B, the BURROW Investigators: Prickly attention for long documents. J Hedgehog Med 2020, 12:3.": "bmc",
    "Quill AM, Thornback B (2020) Prickly attention for long documents. J Hedgehog Med 12:33–44": "springer",
    "O'Quill, A.M., B. Thornback, and C. Dew. 2020. Prickly attention for long documents. J. Hedgehog Med. 12:33-44.": "asm",
    "Quill, A., and Thornback, B. (2020). Prickly attention for long documents. J. Hedgehog Med. 12, 33–44.": "cell",
    "A. Quill, B. Thornback, Prickly attention for long documents, J. Hedgehog Med. 12 (2020) 33–44.": "elsevier",
    "A. Quill, B. Thornback, Prickly attention for long documents, in: F. Ern (Ed.), Burrows, Hedge Press, 2020.": "elsevier",
    "Quill, A., Thornback, B., 2020. Prickly attention for long documents, in: Proceedings of the Burrow Conference.": "elsevier",
    "Ada Quill and Ben Thornback. 2020. Prickly attention for long documents. In Burrows (BUR '20). ACM, 1–12.": "acm",
}  # fmt: skip


@pytest.mark.parametrize("text", TITLES, ids=[f"{style}-{n}" for n, style in enumerate(TITLES.values())])
@pytest.mark.parametrize("form", ["one line", "hanging indent", "in a list", "without a stop at its end"])
def test_the_title_of_a_reference_is_found_in_every_style(text: str, form: str) -> None:
    if form == "hanging indent":
        text = text.replace("attention for ", "attention\n   for ")
    elif form == "in a list":
        text = f"  - {text}"
    elif form == "without a stop at its end":
        text = text.rstrip(".")
    title = _title(text)
    assert " ".join(title.split()).lower() == "prickly attention for long documents"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Quill A. Do hedgehogs read? Burrows. 2020;1:2-3.", "Do hedgehogs read?"),
        ("Quill, A. (2020). Burrows. I. Entrances. Journal of Burrows, 1(2), 3–4.", "Burrows. I. Entrances"),
        ("Quill A: Hedgehogs of the U.S. coast. Coast J 2020, 1:2-3.", "Hedgehogs of the U.S. coast"),
        ("Quill A, Dew C (2020) Quills of 3, 6 and 9 months old hedgehogs. J Anat 53:44-50.",
         "Quills of 3, 6 and 9 months old hedgehogs"),
        ("Quill A, Dew C. Mortality of 83,683 Austrian hedgehogs. Burrow Med. 2008;1:2-3.",
         "Mortality of 83,683 Austrian hedgehogs"),
        ("Quill, A. (2008). “When quills meet”: hedgehogs on attachment. Hedgehog Psychology, 42, 370-388.",
         "When quills meet”: hedgehogs on attachment"),
        ("[1] A. Quill, “What ‘prickly’ means,” Burrows, vol. 1, p. 2, 2020.", "What ‘prickly’ means"),
        ("Quill A. Translation of quills [in Latin]. Burrows. 2020;1:2.", "Translation of quills [in Latin]"),
        ("Quill, A. (2003). Fertility of burrows. Oxford: Hedge University Press.", "Fertility of burrows"),
        ("Peixoto Mdo R, Carrica Mdel C: Burrow factors of risk. Arq Bras Burrow 2010, 95:621-628.",
         "Burrow factors of risk"),
        ("Caseli H de M, Schulte im Walde S. Representing burrows in images. Burrows. 2020;1:2-3.",
         "Representing burrows in images"),
        ("Valentin I. Quill, Hiyan Dew, and Dan Moss. 2012. Three models of burrows. In Burrows 2012, pages 1–9.",
         "Three models of burrows"),
        ("王小刺, 李大猬. 面向长文本的刺猬注意力[J]. 中文信息学报, 2020, 34(1): 1-9.", "面向长文本的刺猬注意力"),
    ],
)  # fmt: skip
def test_a_title_ends_where_its_venue_begins_and_no_sooner(text: str, title: str) -> None:
    assert _title(text) == title


@pytest.mark.parametrize(
    "text",
    [
        "1 A. Quill, B. Thornback, and C. Dew, Phys. Rev. B 48, 1804 (2008).",
        "1 A. Quill and B. Thornback, Journal of Hedgehog Biology 37, 214 (1937).",
        "(1) Quill, A. M.; Thornback, B.; Dew, C. European Journal of Burrows 1995, 133, 127–132.",
        "(2) Quill, A.; Dew, C. J. Phys. Chem. B 2003, 107, 12–15.",
        "[1] A. Quill, B. Thornback, Advanced Burrows, Engineering and Medicine 4 (2012) 10.",
        "[1] A. Quill, C. Dew, Acta Burrow. (1989) 31.",
        "[1] A. Quill, C. Dew, 2010 International Conference on Burrows (2010).",
    ],
)
def test_a_style_without_titles_has_none_and_keeps_what_finds_the_paper(text: str) -> None:
    read = read_reference(text)
    assert read.title is None
    assert read.named
    assert read.year


def test_a_reference_claims_people_year_venue_volume_issue_and_pages() -> None:
    read = read_reference("12. Quill AM, Thornback B. Prickly attention. J Hedgehog Med. 2020;12(3):33-44. doi:10.1/2")
    assert (read.authors, read.year, read.venue) == ("Quill AM, Thornback B", "2020", "J Hedgehog Med")
    assert (read.volume, read.number, read.pages) == ("12", "3", "33-44")


def test_a_plainly_set_title_is_told_with_more_confidence_than_one_between_commas() -> None:
    def confidence(text: str) -> float:
        title = read_reference(text).title
        return title.confidence if title else 0.0

    quoted = confidence("A. Quill, “Prickly attention for hedgehogs,” Burrows, vol. 1, 2020.")
    commas = confidence("A. Quill, Prickly attention for hedgehogs, Burrows 1 (2020) 2.")
    assert quoted > 0.9 > commas


def test_an_item_without_people_is_no_reference() -> None:
    assert list(segment("Prickly attention for long documents, with code and data. See the page.")) == []


@given(st.text(max_size=300))
def test_whatever_is_read_stands_in_the_text(text: str) -> None:
    read = read_reference(text)
    assert isinstance(read, ReferenceParts)
    if read.title is not None:
        assert 0 <= read.title.start < read.title.end <= len(text)
        assert text[read.title.start : read.title.end].strip() == text[read.title.start : read.title.end]
        assert 0 < read.title.confidence <= 1


@pytest.mark.parametrize(
    "piece", ["A. Quill, ", "Quill, A., ", "Ada Quill and ", "word. ", "“", "(2020) ", "1, 2, ", "A", ". "]
)
def test_the_time_is_bounded_however_long_a_line_is(piece: str) -> None:
    started = time.process_time()
    read_reference(piece * (20_000 // len(piece)))
    assert time.process_time() - started < 5


def _title(text: str) -> str:
    title = read_reference(text).title
    return text[title.start : title.end] if title else ""
