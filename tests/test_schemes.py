"""One table knows the identifier schemes, and everything else follows from it."""

from __future__ import annotations

from typing import get_args

import pytest

from resolver.cli import screen
from resolver.decisions.naming import best_id
from resolver.identifiers import COLUMNS, KINDS, OFFICIAL, SCHEMES, Identifier, IdKind, name_of, parse, url_of
from resolver.merge import merge
from resolver.model import Candidate, Record
from resolver.readers.csv import roles
from resolver.writers import table

SAMPLES: dict[IdKind, str] = {
    "doi": "10.1145/3442381.3449797",
    "acl": "P18-1001",
    "arxiv": "2106.01702",
    "openalex": "W2741809807",
    "openreview": "abcDEF1234",
}
"""One identifier of each scheme, in canonical form."""

EACH = pytest.mark.parametrize("kind", KINDS)


def record(*ids: Identifier) -> Record:
    return Record(source="openalex", title="A Title", ids=ids)


def test_the_table_has_a_row_for_each_scheme_and_the_samples_too() -> None:
    assert set(SCHEMES) == set(get_args(IdKind)) == set(SAMPLES)


@pytest.mark.parametrize("rank", ["as_name", "as_question", "column", "label", "prefix"])
def test_no_two_schemes_share_a_rank_a_column_or_a_name(rank: str) -> None:
    values = [getattr(scheme, rank) for scheme in SCHEMES.values()]
    assert len(set(values)) == len(values)


def test_no_two_schemes_share_a_rank_as_link() -> None:
    assert len({SCHEMES[kind].as_official for kind in OFFICIAL}) == len(OFFICIAL)


def test_a_column_name_means_one_scheme_only() -> None:
    names = [name for scheme in SCHEMES.values() for name in scheme.columns.split()]
    assert len(set(names)) == len(names)


@EACH
def test_an_identifier_of_each_scheme_is_read_back_as_we_write_it(kind: IdKind) -> None:
    known = Identifier(kind, SAMPLES[kind])
    assert parse(str(known)) == known
    assert parse(known.value, kind) == known


@EACH
def test_the_page_of_each_scheme_leads_back_to_the_identifier(kind: IdKind) -> None:
    known = Identifier(kind, SAMPLES[kind])
    assert parse(url_of(known)) == known


@EACH
def test_an_identifier_of_each_scheme_outlives_the_merge_and_can_name_a_work(kind: IdKind) -> None:
    known = Identifier(kind, SAMPLES[kind])
    assert known in merge([record(known)]).record.ids
    assert best_id(record(known)) == known
    assert str(known) in screen.candidate(Candidate(records=(record(known),), probability=0.5))


@EACH
def test_a_column_of_each_scheme_is_known_by_the_name_that_we_write(kind: IdKind) -> None:
    assert roles(["title", SCHEMES[kind].column]) == {"title": 0, SCHEMES[kind].column: 1}
    assert COLUMNS[SCHEMES[kind].column] == kind


def test_a_work_is_called_by_the_same_identifier_everywhere() -> None:
    """The publication's before the preprint's: as in a lock file, so in a table and on the screen."""
    both = record(Identifier("openreview", "abcDEF1234"), Identifier("arxiv", "2101.00001"))
    candidate = Candidate(records=(both,), probability=0.5)
    assert name_of(both.ids) == best_id(both) == both.ids[0]
    assert "openreview:abcDEF1234" in screen.candidate(candidate)
    assert "openreview:abcDEF1234" in table._alternative(candidate)


def test_the_present_schemes_keep_their_order_wherever_there_is_one() -> None:
    present = {"doi", "acl", "arxiv", "openalex", "openreview"}

    def order(rank: str) -> list[str]:
        return sorted(present, key=lambda kind: getattr(SCHEMES[kind], rank))

    assert [kind for kind in KINDS if kind in present] == ["doi", "acl", "arxiv", "openalex", "openreview"]
    assert order("as_name") == ["acl", "doi", "openreview", "arxiv", "openalex"]
    assert order("as_question") == ["doi", "arxiv", "acl", "openreview", "openalex"]
    assert [kind for kind in OFFICIAL if kind in present] == ["acl", "doi", "openreview", "arxiv"]
    assert table.FIELDS == (
        "key", "authors", "year", "venue", "doi", "url", "acl_id", "arxiv_id", "openalex_id", "openreview_id",
    )  # fmt: skip
