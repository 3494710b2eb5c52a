"""One record out of many: the published version leads, nothing is mixed, and every field says where it came from."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.match.works import group
from resolver.merge import merge
from resolver.model import Person, Record, Work
from tests.match.papers import (
    ATTENTION,
    BERT,
    BERT_ARXIV,
    LECUN,
    PSYQA,
    PSYQA_ARXIV,
    PSYQA_OPENALEX,
    ids,
    preprint,
    record,
)

BERT_TALK = record(
    BERT.title, "Jacob Devlin", 2020, "doi:10.48448/x1 openalex:W9", source="openalex", venue="Underline"
)


def merged(*records: Record) -> Work:
    """The merged work of records that are one work."""
    (work,) = group(records)
    return merge(work)


# ------------------------------------------------------------------ the published version wins


def test_the_published_version_gives_the_fields_and_the_preprint_its_arxiv_id() -> None:
    arxiv = msgspec.structs.replace(
        BERT_ARXIV, category="cs.CL", comment="Accepted at NAACL", url="https://arxiv.org/abs/1810.04805v2"
    )
    work = merged(arxiv, BERT)
    assert (work.record.year, work.record.venue, work.record.pages) == (2019, BERT.venue, "4171–4186")
    assert (work.record.type, work.record.source) == ("inproceedings", "acl")
    assert work.record.ids == ids("doi:10.18653/v1/n19-1423 acl:N19-1423 arxiv:1810.04805")
    assert (work.record.category, work.record.comment) == ("cs.CL", "Accepted at NAACL")
    assert work.sources == ("acl", "arxiv")


def test_no_field_of_the_publication_comes_from_the_preprint() -> None:
    """arXiv's journal reference, month and note describe the preprint; half of each would describe nothing."""
    arxiv = msgspec.structs.replace(
        BERT_ARXIV,
        venue="arXiv",
        volume="abs/1810.04805",
        number="1",
        month="oct",
        note="v2",
        publisher="arXiv",
        key="d18",
    )
    work = merged(msgspec.structs.replace(BERT, pages="", key=""), arxiv)
    for name in ("volume", "number", "month", "note", "pages", "publisher", "key"):
        assert (getattr(work.record, name), name in work.provenance) == ("", False), name


def test_a_preprint_alone_stays_one() -> None:
    work = merged(BERT_ARXIV)
    assert (work.record.type, work.record.year, work.record.venue) == ("preprint", 2018, "")
    assert work.record.url == "https://arxiv.org/abs/1810.04805"


def test_another_sources_record_of_the_publication_fills_what_the_leader_lacks() -> None:
    acl = msgspec.structs.replace(PSYQA, pages="", publisher="")
    openalex = msgspec.structs.replace(PSYQA_OPENALEX, publisher="ACL")
    work = merged(acl, openalex)
    assert (work.record.publisher, work.provenance["publisher"].source) == ("ACL", "openalex")
    assert work.record.id("openalex") == "W3169726359"


# ------------------------------------------------------------------ identifiers


def test_a_repositorys_doi_never_stands_for_the_publications() -> None:
    for records in ((BERT_TALK, BERT), (BERT, BERT_TALK)):
        work = merge(records)
        assert work.record.id("doi") == "10.18653/v1/n19-1423"
        assert work.provenance["doi"].others == (("10.48448/x1", "openalex", "the preprint's"),)


def test_arxivs_doi_follows_from_its_id_when_there_is_no_other() -> None:
    work = merged(BERT_ARXIV)
    assert work.record.id("doi") == "10.48550/arxiv.1810.04805"
    assert work.provenance["doi"].why == "follows from arxiv:1810.04805 by rule"


def test_the_anthology_id_follows_from_its_doi() -> None:
    crossref = record(BERT.title, "Jacob Devlin", 2019, "doi:10.18653/v1/n19-1423", source="openalex")
    assert merge([crossref]).record.id("acl") == "N19-1423"


def test_no_doi_is_invented_for_an_anthology_paper_that_has_none() -> None:
    for known in ("acl:2020.lrec-1.1", "acl:2022.lrec-1.5", "acl:W17-9999", "acl:P19-1001"):
        work = merge([record("A Corpus of Something", "Ana Silva", 2020, known)])
        assert (work.record.id("doi"), "doi" in work.provenance) == ("", False)


def test_the_publication_of_an_anthology_paper_without_doi_does_not_get_the_preprints() -> None:
    """The DOI cell of a row must not name the preprint when the work is published elsewhere."""
    paper = record("A Corpus of Counselling Dialogues in Saami", "Ana Silva", 2020, "acl:2020.lrec-1.1")
    old = preprint(paper.title, "Ana Silva", 2020, "arxiv:2001.00001 doi:10.48550/arxiv.2001.00001")
    work = merged(paper, old)
    assert work.record.url == "https://aclanthology.org/2020.lrec-1.1/"
    assert work.record.id("arxiv") == "2001.00001"


def test_arxivs_doi_never_stands_beside_the_venue_and_pages_of_the_publication() -> None:
    """OpenAlex has one work of preprint and NeurIPS paper, whose only DOI is arXiv's."""
    known = "openalex:W2626778328 doi:10.48550/arxiv.1706.03762 arxiv:1706.03762"
    work = merged(record(ATTENTION.title, "Ashish Vaswani", 2017, known, source="openalex", venue="NeurIPS", pages="1"))
    assert (work.record.venue, work.record.id("doi")) == ("NeurIPS", "")
    assert work.record.id("arxiv") == "1706.03762"


def test_a_publication_without_a_doi_gets_none_from_its_preprint() -> None:
    """The preprint may have been made into an article since, of other pages."""
    paper = record(PSYQA.title, "Hao Sun; Zhenru Lin", 2021, "openalex:W3", source="openalex", venue="ICLR")
    old = preprint(PSYQA.title, "Hao Sun; Zhenru Lin", 2021, "arxiv:2106.01702 doi:10.1016/j.artint.2023.1")
    assert merged(paper, old).record.id("doi") == ""


@pytest.mark.parametrize(
    ("others", "doi"),
    [
        ((), "10.48550/arxiv.2303.08774"),
        ((preprint("GPT-4 Technical Report", "OpenAI", 2023, "arxiv:2303.08774"),), "10.48550/arxiv.2303.08774"),
        (
            (preprint("GPT-4 Technical Report", "OpenAI", 2023, "arxiv:2303.08774 doi:10.4230/lipics.cosit.2024.11"),),
            "10.4230/lipics.cosit.2024.11",
        ),
    ],
    ids=["alone", "arXiv knows nothing of it", "arXiv says so as well"],
)
def test_a_publishers_doi_on_a_preprint_needs_a_second_witness(others: tuple[Record, ...], doi: str) -> None:
    """OpenAlex has the DOI of a paper on maps on the preprint of `GPT-4 Technical Report`."""
    known = "openalex:W4327810158 doi:10.4230/lipics.cosit.2024.11 arxiv:2303.08774"
    work = merged(preprint("GPT-4 Technical Report", "OpenAI", 2023, known, source="openalex"), *others)
    assert work.record.id("doi") == doi


def test_the_authors_journal_reference_vouches_for_the_doi_beside_it() -> None:
    old = preprint("Hedgehogs at Large", "Ana Silva", 2020, "arxiv:2001.00001 doi:10.1016/j.hog.7", note="J. Hog 7")
    assert merged(old).record.id("doi") == "10.1016/j.hog.7"
    assert merged(msgspec.structs.replace(old, note="")).record.id("doi") == "10.48550/arxiv.2001.00001"


def test_a_preprint_has_no_pages_and_pages_are_nothing_without_their_journal() -> None:
    old = preprint("Hedgehogs at Large", "Ana Silva", 2020, "arxiv:2001.00001", pages="1–9", volume="3", venue="CoRR")
    assert (lone := merged(old).record).pages == lone.volume == lone.venue == ""
    misc = msgspec.structs.replace(old, type="misc", venue="", source="openalex")
    assert (lone := merged(misc).record).pages == lone.volume == ""
    assert merged(msgspec.structs.replace(misc, type="article", venue="J. Hog")).record.pages == "1–9"


# ------------------------------------------------------------------ the official page


@pytest.mark.parametrize(
    ("known", "url"),
    [
        ("doi:10.18653/v1/n19-1423 acl:N19-1423 arxiv:1810.04805", "https://aclanthology.org/N19-1423/"),
        ("doi:10.1038/nature14539 arxiv:1506.00001", "https://doi.org/10.1038/nature14539"),
        ("doi:10.1145/1.2 openreview:abcdEFGH12", "https://doi.org/10.1145/1.2"),
        ("openreview:abcdEFGH12 arxiv:1810.04805", "https://openreview.net/forum?id=abcdEFGH12"),
        ("doi:10.48550/arxiv.1810.04805 arxiv:1810.04805", "https://arxiv.org/abs/1810.04805"),
        ("doi:10.48550/arxiv.1810.04805 openreview:abcdEFGH12", "https://openreview.net/forum?id=abcdEFGH12"),
        ("doi:10.5281/zenodo.77", "https://doi.org/10.5281/zenodo.77"),
    ],
)
def test_the_link_is_the_works_own_page(known: str, url: str) -> None:
    work = merge([record("Some Title", "Ana Silva", 2020, known, source="openalex", url="https://elsewhere.org/x.pdf")])
    assert (work.record.url, work.provenance["url"].value) == (url, url)
    assert "official page" in work.provenance["url"].why


def test_without_an_official_page_the_sources_link_is_kept() -> None:
    work = merge([record("Some Title", known="openalex:W12345", source="openalex", url="https://example.org/paper")])
    assert (work.record.url, work.provenance["url"].source) == ("https://example.org/paper", "openalex")


# ------------------------------------------------------------------ people


def test_a_list_of_authors_that_was_cut_loses_to_a_whole_one() -> None:
    short = msgspec.structs.replace(
        PSYQA, source="crossref", authors=(Person("Sun", "Hao"),), partial_authors=True, key=""
    )
    work = merge([short, PSYQA_OPENALEX, PSYQA_ARXIV])
    assert (len(work.record.authors), work.record.partial_authors) == (5, False)
    assert work.provenance["authors"].source == "openalex"
    assert ("Hao Sun; et al.", "crossref") in [other[:2] for other in work.provenance["authors"].others]


def test_a_list_that_was_cut_is_still_better_than_none_and_is_marked() -> None:
    short = msgspec.structs.replace(PSYQA, authors=(Person("Sun", "Hao"),), partial_authors=True)
    work = merge([short])
    assert work.record.partial_authors
    assert work.provenance["authors"].value == "Hao Sun; et al."


def test_names_are_taken_from_one_source_as_a_whole() -> None:
    initials = msgspec.structs.replace(PSYQA_OPENALEX, authors=(Person("Sun", "H."), Person("Lin", "Z.")))
    work = merge([PSYQA, initials])
    assert work.record.authors == PSYQA.authors
    assert [other[:2] for other in work.provenance["authors"].others] == [("H. Sun; Z. Lin", "openalex")]


def test_a_publication_without_names_takes_the_preprints() -> None:
    work = merge([msgspec.structs.replace(BERT, authors=()), BERT_ARXIV])
    assert (work.record.authors, work.provenance["authors"].source) == (BERT_ARXIV.authors, "arxiv")


# ------------------------------------------------------------------ what lost, and why


def test_what_lost_is_kept_beside_what_won_with_the_reason() -> None:
    arxiv = msgspec.structs.replace(PSYQA_ARXIV, title="PsyQA: Counseling at Length", year=2020)
    openalex = msgspec.structs.replace(PSYQA_OPENALEX, year=2022, venue="ACL/IJCNLP (Findings)")
    said = merge([PSYQA, openalex, arxiv]).provenance
    assert (said["year"].value, said["year"].why) == ("2021", "the published version")
    assert said["year"].others == (("2022", "openalex", "a lower-ranking source"), ("2020", "arxiv", "the preprint"))
    assert said["title"].others == (("PsyQA: Counseling at Length", "arxiv", "the preprint"),)
    assert said["venue"].others == (("ACL/IJCNLP (Findings)", "openalex", "a lower-ranking source"),)


def test_a_title_in_capitals_gives_way_to_the_same_title_as_others_write_it() -> None:
    shouted = msgspec.structs.replace(PSYQA_OPENALEX, title=PSYQA.title.upper(), source="openalex")
    for others in ((PSYQA,), (PSYQA_ARXIV,)):
        work = merge([shouted, *others])
        assert work.record.title == others[0].title
        assert work.provenance["title"].why == "the same title, not in capitals"
        assert work.provenance["title"].source == others[0].source
        assert PSYQA.title.upper() in [value for value, _, _ in work.provenance["title"].others]
    assert merge([shouted]).record.title == PSYQA.title.upper()


def test_a_retraction_known_to_any_source_is_kept() -> None:
    work = merge([PSYQA, msgspec.structs.replace(PSYQA_ARXIV, retracted="withdrawn by the authors")])
    assert (work.record.retracted, work.provenance["retracted"].source) == ("withdrawn by the authors", "arxiv")


# ------------------------------------------------------------------ for any records

TEXTS = st.sampled_from(["", "", "x", "y"])
IDS = st.lists(
    st.sampled_from(
        "doi:10.1/a doi:10.48550/arxiv.2001.00001 acl:P18-1001 acl:2020.lrec-1.1 arxiv:2001.00001 openalex:W12345 "
        "openreview:abcdEFGH12".split()
    ),
    max_size=4,
    unique=True,
).map(lambda found: ids(" ".join(found)))
RECORDS = st.builds(
    Record,
    source=st.sampled_from(["acl", "arxiv", "openalex"]),
    ids=IDS,
    title=st.sampled_from(["One Title", "one title"]),
    title_tex=TEXTS,
    authors=st.sampled_from([(), (Person("Silva", "Ana"),), (Person("Chen", "Bo"), Person("Silva", "A."))]),
    partial_authors=st.booleans(),
    editors=st.sampled_from([(), (Person("Ed", "I"),)]),
    year=st.sampled_from([None, 2019, 2020]),
    month=TEXTS, venue=TEXTS, url=TEXTS, pages=TEXTS, volume=TEXTS, number=TEXTS, publisher=TEXTS, address=TEXTS,
    isbn=TEXTS, language=TEXTS, note=TEXTS, category=TEXTS, comment=TEXTS, retracted=TEXTS, key=TEXTS,
    type=st.sampled_from(["preprint", "inproceedings", "article"]),
)  # fmt: skip
UNSOURCED = {"source", "type", "partial_authors", "ids"}
"""Of the leading record, or (ids) told per kind."""


@given(st.lists(RECORDS, min_size=1, max_size=4))
def test_every_filled_field_says_where_it_came_from_and_no_empty_one_does(records: list[Record]) -> None:
    work = merge(records)
    filled = {n for n in Record.__struct_fields__ if n not in UNSOURCED and getattr(work.record, n)}
    filled |= {i.kind for i in work.record.ids}
    assert filled == set(work.provenance)
    for sourced in work.provenance.values():
        assert sourced.source in work.sources
        assert sourced.value not in [value for value, _, _ in sourced.others]
        assert all(source in work.sources and why for _, source, why in sourced.others)


@given(st.lists(RECORDS, min_size=1, max_size=4))
def test_every_value_is_one_that_a_source_gave(records: list[Record]) -> None:
    work = merge(records)
    for name in set(Record.__struct_fields__) - {"ids", "url", "partial_authors"}:
        value = getattr(work.record, name)
        assert not value or value in [getattr(r, name) for r in records]
    kinds = [i.kind for i in work.record.ids]
    assert len(kinds) == len(set(kinds))
    leader = records[0]
    if leader.published:
        published = [r for r in records if r.published]
        for name in ("title", "year", "venue", "pages", "volume", "number", "publisher"):
            assert not getattr(work.record, name) or getattr(work.record, name) in [getattr(r, name) for r in published]


def test_merging_what_was_merged_changes_nothing() -> None:
    for records in ((PSYQA, PSYQA_OPENALEX, PSYQA_ARXIV), (LECUN,), (ATTENTION,)):
        once = merge(records).record
        assert merge([once]).record == once


def test_why_a_list_of_people_lost_is_said_names_are_missing_or_the_source_ranks_lower() -> None:
    cut = msgspec.structs.replace(PSYQA_OPENALEX, authors=PSYQA.authors[:2])
    initials = record(PSYQA.title, "H. Sun; Z. Lin; C. Zheng; S. Liu; M. Huang", 2021, source="openalex")
    others = {show: why for show, _, why in merge([PSYQA, cut, initials]).provenance["authors"].others}
    assert others == {
        "Hao Sun; Zhenru Lin": "names are missing",
        "H. Sun; Z. Lin; C. Zheng; S. Liu; M. Huang": "a lower-ranking source",
    }


def test_why_editors_lost_is_never_that_names_are_missing() -> None:
    one = msgspec.structs.replace(PSYQA, editors=PSYQA.authors)
    two = msgspec.structs.replace(PSYQA_OPENALEX, editors=PSYQA.authors[:2])
    assert {why for _, _, why in merge([one, two]).provenance["editors"].others} == {"a lower-ranking source"}


def test_people_of_the_same_names_have_not_lost() -> None:
    same = msgspec.structs.replace(PSYQA_OPENALEX, authors=PSYQA.authors)
    assert merge([PSYQA, same]).provenance["authors"].others == ()


def test_only_a_title_of_three_words_or_more_is_taken_for_shouted() -> None:
    for written, better in (("BERT GPT", "Bert Gpt"), ("ATTENTION IS ALL", "Attention Is All")):
        loud, calm = (record(t, "Ada Anders", 2020, source=s) for t, s in ((written, "acl"), (better, "openalex")))
        assert merge([loud, calm]).record.title == (better if len(written.split()) > 2 else written)


def test_a_longer_list_of_other_people_makes_none_a_cut_one() -> None:
    two = record("A Title of Something", "Hao Sun; Zhenru Lin", 2021, "acl:2021.acl-long.1")
    others = record("A Title of Something", "Ada Anders; Ben Bond; Cy Clark", 2021, source="openalex")
    work = merge([two, others])
    assert work.record.authors == two.authors
    assert [why for _, _, why in work.provenance["authors"].others] == ["a lower-ranking source"]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Silva", "Ana Silva Costa; Bo Chen"),
        ("A. Silva", "Ana Silva; Bo Chen"),
    ],
)
def test_a_list_is_cut_when_a_longer_one_has_all_of_its_people_however_they_are_written(short: str, long: str) -> None:
    cut = record("A Title of Something", short, 2021, "acl:2021.acl-long.1")
    whole = record("A Title of Something", long, 2021, source="openalex")
    assert merge([cut, whole]).record.authors == whole.authors


# ------------------------------------------------------------------ titles that services spoiled


def openalex(title: str, tex: str = "", **fields: object) -> Record:
    return record(title, "Ana Silva", 2024, "openalex:W1", source="openalex", title_tex=tex, **fields)


def test_a_title_keeps_its_mathematics_whichever_record_leads() -> None:
    arxiv = preprint(
        "Margins and 𝓜-Calibration: Bounds",
        known="arxiv:2401.00001",
        title_tex=r"Margins and $\mathcal{M}$-Calibration: Bounds",
    )
    for eaten in ("Margins and -Calibration: Bounds", "Margins and M-Calibration: Bounds"):
        work = merge([openalex(eaten, type="preprint"), arxiv])
        assert work.record.title_tex == arxiv.title_tex
        assert "M" in work.record.title.replace("𝓜", "M").removeprefix("Margins")


def test_another_papers_mathematics_does_not_come_in() -> None:
    other = preprint("Bounds on $k$-Means and more", known="arxiv:2401.00001", title_tex="Bounds on $k$-Means and more")
    work = merge([openalex("Bounds and more"), other])
    assert work.record.title == "Bounds and more"


@pytest.mark.parametrize(
    ("listed", "elsewhere", "title"),
    [
        ("Growing Ferns with fernlib", "", "Growing Ferns with fernlib"),
        ("growing ferns With fernlib", "", "Growing Ferns with fernlib"),
        ("", "Growing Ferns with fernlib", "Growing Ferns with fernlib"),
        ("Growing Ferns withfernlib", "", "Growing Ferns withfernlib"),
        ("", "", "Growing Ferns withfernlib"),
    ],
)
def test_a_tag_between_letters_is_a_space_where_the_list_or_another_record_has_one(
    listed: str, elsewhere: str, title: str
) -> None:
    records = [openalex("Growing Ferns withfernlib", "Growing Ferns with{}fernlib")]
    records += [preprint(elsewhere, known="arxiv:2401.00001")] if elsewhere else []
    work = merge(records, listed)
    assert work.record.title == title
    assert work.record.title_tex == ""


def test_a_word_that_no_tag_stood_in_is_never_split() -> None:
    assert merge([openalex("FernBERT Grows")], "Fern BERT Grows").record.title == "FernBERT Grows"


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Ferns of the north.", "Ferns of the north"),
        ("Ferns of the U.S.", "Ferns of the U.S."),
        ("Ferns, mosses, etc.", "Ferns, mosses, etc."),
        ("Ferns grow ...", "Ferns grow ..."),
        ("Do ferns grow?", "Do ferns grow?"),
    ],
)
def test_a_titles_own_full_stop_goes(given: str, title: str) -> None:
    work = merge([openalex(given, given)])
    assert (work.record.title, work.record.title_tex) == (title, title)


def test_a_group_that_a_source_has_in_parts_is_whole() -> None:
    parts = msgspec.structs.replace(BERT, authors=(Person("Collaboration", "BIG"), Person("Group", "R. C.")))
    assert merge([parts]).record.authors == (Person("BIG Collaboration"), Person("Group", "R. C."))


def test_a_publication_has_no_doi_rather_than_its_preprints() -> None:
    known = "doi:10.48550/arxiv.1706.03762 arxiv:1706.03762"
    work = merge(
        [record("Attention is All you Need", "Ashish Vaswani", 2017, known, venue="NeurIPS", pages="5998–6008")]
    )
    assert (work.record.id("doi"), work.record.id("arxiv")) == ("", "1706.03762")
    assert work.provenance["arxiv"].others[0][0] == "10.48550/arxiv.1706.03762"
