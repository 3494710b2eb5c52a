"""Works as OpenAlex really sent them (recorded answers), read as records."""

from __future__ import annotations

import json
from typing import Any

import pytest

from resolver.model import Identifier, Person, Record
from resolver.sources.openalex import places, records
from tests import reference
from tests.sources.asking import works_of

LISTS = (
    "acl_doi",
    "classic_per_page_5",
    "cursor_page_1",
    "entity_title_two_works",
    "hundred_authors_cut",
    "mathml_title",
    "no_authorships",
    "null_author_id",
    "null_title",
    "scp_title",
    "scp_who_title",
    "ulmfit_no_doi_backslash_n_title",
    "walden_nlp_10",
)
"""Recorded lists, each named for what it is about."""


def recorded(name: str) -> list[Record]:
    return [records.make_record(w) for w in works_of(name)]


def whole(name: str) -> list[Record]:
    """The same with all works and fields of the list."""
    data = json.loads((reference.ROOT / "data" / "samples" / "openalex" / f"list_{name}.json").read_text("utf-8"))
    return [records.make_record(w) for w in (data if isinstance(data, list) else data["results"])]


def one(name: str, start: str) -> Record:
    [record] = [r for r in recorded(name) if r.title.startswith(start)][:1]
    return record


class TestRecordedWorks:
    @pytest.mark.parametrize("name", LISTS)
    @pytest.mark.parametrize("size", [reference.SMALL, reference.LARGE])
    def test_every_recorded_work_is_read(self, name: str, size: str) -> None:
        for record in recorded(name) if size == reference.SMALL else whole(name):
            assert record.id("openalex").startswith("W")
            assert "<" not in record.title
            assert "&amp;" not in record.title
            assert record.url.startswith("http") or not record.url
            assert "arxiv" not in record.venue.lower()

    def test_a_conference_paper_has_its_volume_for_a_venue(self) -> None:
        record = one("acl_doi", "MalayMMLU")
        assert record.type == "inproceedings"
        assert record.venue == "Findings of the Association for Computational Linguistics: EMNLP 2024"
        assert record.id("acl") == "2024.findings-emnlp.36"
        assert record.url == "https://aclanthology.org/2024.findings-emnlp.36/"

    def test_a_preprint_has_its_arxiv_id_and_no_venue(self) -> None:
        record = one("acl_doi", "SWIFT")
        assert record.type == "preprint"
        assert record.id("arxiv") == "2408.05517"
        assert record.venue == ""
        assert record.url == "https://arxiv.org/abs/2408.05517"
        assert record.authors[0] == Person("Zhao", "Yuze")

    def test_a_published_work_called_preprint_is_what_its_publisher_says(self) -> None:
        record = one("ulmfit_no_doi_backslash_n_title", "Universal Language Model")
        assert record.type == "inproceedings"
        assert {str(i) for i in record.ids} >= {"doi:10.18653/v1/p18-1031", "acl:P18-1031", "arxiv:1801.06146"}

    def test_the_doi_of_a_copy_is_not_the_works(self) -> None:
        work = next(w for w in works_of("hundred_authors_cut") if w["title"].startswith("Can Open Large Language"))
        assert any("zenodo" in (loc["landing_page_url"] or "") for loc in work["locations"])
        assert [i.value for i in records.make_record(work).ids if i.kind == "doi"] == ["10.4230/oasics.icpec.2025.4"]

    def test_a_hundred_authors_are_not_all(self) -> None:
        cut = [r for r in recorded("hundred_authors_cut") if len(r.authors) == 100]
        assert cut
        assert all(r.partial_authors for r in cut)

    def test_no_authors_are_not_all(self) -> None:
        assert all(r.partial_authors for r in recorded("no_authorships") if not r.authors)

    def test_a_null_title_is_an_empty_one(self) -> None:
        assert "" in [r.title for r in recorded("null_title")]

    def test_markup_leaves_a_title_and_its_words_stay(self) -> None:
        assert one("scp_title", "Using Agentic").title.startswith("Using Agentic AI to Enhance")
        assert "Z" in one("mathml_title", "Experimental astrophysics").title
        assert "Tag&Tab" in one("entity_title_two_works", "Tag").title

    def test_a_literal_backslash_n_is_a_space(self) -> None:
        assert not [r.title for r in recorded("ulmfit_no_doi_backslash_n_title") if "\\" in r.title]


def work(**fields: Any) -> dict[str, Any]:
    return {"id": "https://openalex.org/W12345", "title": "A title", "authorships": [], **fields}


def location(url: str, source: str, kind: str, version: str, **fields: Any) -> dict[str, Any]:
    return {
        "landing_page_url": url,
        "source": {"display_name": source, "type": kind},
        "version": version,
        **fields,
    }


class TestRules:
    def test_an_almost_empty_work_is_read(self) -> None:
        record = records.make_record({"id": "https://openalex.org/W12345", "title": None, "primary_location": None})
        assert record.ids == (Identifier("openalex", "W12345"),)
        assert record.type == "preprint" or record.type == "misc"
        assert record.year is None

    def test_a_work_whose_first_location_is_the_preprint_takes_venue_and_type_from_its_doi(self) -> None:
        preprint = location(
            "https://arxiv.org/abs/2106.01702", "arXiv (Cornell University)", "repository", "submittedVersion"
        )
        published = location(
            "https://doi.org/10.1145/1.2",
            "Proceedings of Something",
            "conference",
            "publishedVersion",
            raw_type="proceedings-article",
        )
        given = records.make_record(
            work(
                doi="https://doi.org/10.1145/1.2",
                primary_location=preprint,
                locations=[preprint, published],
                type="article",
            )
        )
        assert (given.type, given.venue) == ("inproceedings", "Proceedings of Something")
        assert given.id("arxiv") == "2106.01702"

    def test_pages_are_a_range_or_a_page(self) -> None:
        assert records.make_record(work(biblio={"first_page": "328", "last_page": "339"})).pages == "328–339"
        assert records.make_record(work(biblio={"first_page": "e12", "last_page": "e12"})).pages == "e12"

    def test_the_name_on_the_paper_is_preferred_to_the_profiles(self) -> None:
        people = [
            {"raw_author_name": "Zhao, Yuze", "author": {"display_name": "Y. Zhao"}},
            {"author": {"display_name": "A B"}},
        ]
        assert records.make_record(work(authorships=people)).authors == (Person("Zhao", "Yuze"), Person("B", "A"))

    def test_a_retraction_is_kept(self) -> None:
        assert records.make_record(work(is_retracted=True)).retracted
        assert not records.make_record(work(is_retracted=False)).retracted

    def test_a_title_in_capitals_is_kept(self) -> None:
        assert records.make_record(work(title="ATTENTION IS ALL YOU NEED")).title == "ATTENTION IS ALL YOU NEED"


CITED = {
    "id": "pmh:oai:archive.example.edu:1",
    "landing_page_url": "https://hdl.handle.net/1/2",
    "version": "publishedVersion",
    "raw_type": "info:eu-repo/semantics/publishedVersion",
    "source": {"display_name": "Archive of Ferns", "type": "repository"},
}
ARXIV = {
    "id": "pmh:oai:arXiv.org:2001.00001",
    "landing_page_url": "https://arxiv.org/abs/2001.00001",
    "source": {"display_name": "arXiv (Cornell University)", "type": "repository"},
}
CHAPTER = "Poe, A B & Li, C 2020, The Ferns of the North. in D Ed & E Ed (eds), Ferns. vol. 3, Kew, pp. 1-9"
ARTICLE = "Poe, A B & Li, C 2020, 'The Ferns of the North', Journal of Ferns, vol. 3, no. 4, pp. 1-9."


class TestArchives:
    """Universities' archives call their copies published and give citations for the names of journals."""

    def read(self, cited: str, *others: dict[str, Any], **fields: Any) -> Record:
        home = {**CITED, "raw_source_name": cited}
        work = {"id": "https://openalex.org/W1", "title": "The Ferns of the North", "type": "article", **fields}
        return records.make_record({**work, "primary_location": home, "locations": [home, *others]})

    def test_a_citation_is_no_venue(self) -> None:
        found = self.read(CHAPTER, ARXIV)
        assert (found.venue, found.type) == ("", "preprint")
        assert found.id("arxiv") == "2001.00001"

    def test_the_venue_is_that_of_the_publisher_among_the_other_places(self) -> None:
        for kind, type_ in (("conference", "inproceedings"), ("journal", "article")):
            place = {"source": {"display_name": "Fern Studies", "type": kind}, "raw_source_name": "Fern Studies"}
            found = self.read(CHAPTER, ARXIV, place)
            assert (found.venue, found.type) == ("Fern Studies", type_)

    def test_a_cited_journal_is_one(self) -> None:
        found = self.read(ARTICLE, doi="https://doi.org/10.1000/x")
        assert (found.venue, found.type) == ("Journal of Ferns", "article")

    @pytest.mark.parametrize("cited", [CHAPTER, ARTICLE, "Poe, A 2019, 'The Ferns', Kick-off, Kew, 1/2/2019"])
    def test_neither_citation_nor_archive_is_ever_a_venue(self, cited: str) -> None:
        assert self.read(cited).venue in ("", "Journal of Ferns")

    @pytest.mark.parametrize(
        "name",
        [
            "Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics",
            "2015 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)",
            "Transactions of the ACL, Volume 3",
            "Advances in Neural Information Processing Systems 30: Annual Conference 2017, December 4-9, 2017, USA",
            "Findings of the Association for Computational Linguistics: EMNLP 2020",
        ],
    )
    def test_a_venue_with_numbers_and_commas_is_no_citation(self, name: str) -> None:
        assert not places.is_citation(name)


class TestTagsInWords:
    @pytest.mark.parametrize(
        ("raw", "title", "joints"),
        [
            ("Ferns Using<b>fernlib</b>", "Ferns Usingfernlib", "Ferns Using{}fernlib"),
            (
                "Growth for<i>in vivo</i>total counts",
                "Growth forin vivototal counts",
                "Growth for{}in vivo{}total counts",
            ),
            ("The <i>Osmunda</i> of Kew", "The Osmunda of Kew", ""),
            ("H<sub>2</sub>O", "H2O", ""),
        ],
    )
    def test_a_tag_between_two_letters_may_have_been_a_space(self, raw: str, title: str, joints: str) -> None:
        found = records.make_record({"id": "https://openalex.org/W1", "title": raw})
        assert (found.title, found.title_tex) == (title, joints)


def test_commands_without_their_braces_keep_their_letters() -> None:
    found = records.make_record(
        {"id": "https://openalex.org/W1", "title": r"$\mathcalF^2$ern and $\mathbbR^N$: a $\PP$-class"}
    )
    assert found.title == "ℱ^2ern and ℝ^N: a PP-class"
