"""The Anthology's index is fetched once, looked at weekly, and never lost to a bad download."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from resolver.config.services import ACL_URL
from resolver.model import ById, ByTitle, Found, Identifier, NotFound, Unavailable
from resolver.net.http import Http
from resolver.sources.acl import AclAnthology
from resolver.sources.acl.queries import INDEX, MOST, NAMESAKES
from resolver.sources.acl.updater import IndexUpdater
from tests.net.scripted import FAST, Server, answer, cut, hang

ENTRY = """@inproceedings{{{key},
    title = "{title}",
    author = "{author}",
    booktitle = "Proceedings of a Conference",
    year = "{year}",
    url = "https://aclanthology.org/{id}/",
    doi = "10.18653/v1/{id}"
}}
"""


def export(*papers: tuple[str, str, str]) -> bytes:
    """An export of some papers (id, title, author)."""
    return "".join(
        ENTRY.format(key=f"key-{n}", title=title, author=author, year=2018 + n, id=paper)
        for n, (paper, title, author) in enumerate(papers)
    ).encode()


FIRST = export(("P18-1001", "Probabilistic FastText for Multi-Sense Word Embeddings", "Athiwaratkun, Ben"))
SECOND = FIRST + export(("2020.acl-main.1", "Learning to Understand Child-directed Speech", "Gelderloos, Lieke"))


class Kept:
    """An updater for a server or path, and what it said."""

    def __init__(self, folder: Path, http: Http) -> None:
        self.folder, self.http = folder, http
        self.notes: list[str] = []

    def at(self, location: str) -> IndexUpdater:
        return IndexUpdater(location, self.folder, self.http, self.notes.append)


@pytest.fixture
def kept(tmp_path: Path, http: Http) -> Kept:
    return Kept(tmp_path / "cache", http)


def test_the_export_is_fetched_once_and_then_used(kept: Kept, serve: Callable[..., Server]) -> None:
    server = serve(answer(200, gzip.compress(FIRST), ETag='"one"'))
    assert kept.at(server.url).bring_up_to_date() is not None
    index = kept.at(server.url).bring_up_to_date()
    assert index is not None
    assert index.info().records == 1
    assert len(server.requests) == 1
    assert kept.notes == []


def test_what_could_not_be_read_is_said_in_every_run_that_uses_the_index(
    kept: Kept, serve: Callable[..., Server]
) -> None:
    """Else the run that built the index, and the one that goes on after it was killed, would report differently."""
    server = serve(answer(200, FIRST + b'@inproceedings{broken, title = "Half an\n', ETag='"one"'), answer(304, b""))
    for _ in range(3):
        assert kept.at(server.url).bring_up_to_date() is not None
        _make_old(kept.folder)
    assert len(kept.notes) == 3
    assert set(kept.notes) == {kept.notes[0]}
    assert "could not be read" in kept.notes[0]


def test_after_a_week_only_a_change_is_fetched(kept: Kept, serve: Callable[..., Server]) -> None:
    server = serve(
        answer(200, gzip.compress(FIRST), ETag='"one"', Last_Modified="Mon, 02 Nov 2026 10:00:00 GMT"),
        answer(304, b""),
        answer(200, gzip.compress(SECOND), ETag='"two"'),
    )
    kept.at(server.url).bring_up_to_date()
    _make_old(kept.folder)
    unchanged = kept.at(server.url).bring_up_to_date()
    assert unchanged is not None
    assert unchanged.info().records == 1
    assert server.requests[1].headers["if-none-match"] == '"one"'
    assert server.requests[1].headers["if-modified-since"] == "Mon, 02 Nov 2026 10:00:00 GMT"
    kept.at(server.url).bring_up_to_date()
    assert len(server.requests) == 2, "that it was unchanged counts as a look for another week"
    changed = kept.at(server.url).bring_up_to_date(force=True)
    assert changed is not None
    assert changed.info().records == 2


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(answer(200, gzip.compress(SECOND)[:-20]), id="cut short"),
        pytest.param(answer(200, b"<!doctype html><title>Please log in</title>"), id="a captive portal"),
        pytest.param(answer(200, b""), id="empty"),
        pytest.param(answer(500, b"oops"), id="500"),
        pytest.param(answer(404, b"gone"), id="404"),
        pytest.param(cut, id="connection lost"),
        pytest.param(hang(1.5), id="silence"),
    ],
)
def test_a_bad_download_never_replaces_a_good_index(kept: Kept, serve: Callable[..., Server], bad: object) -> None:
    server = serve(answer(200, gzip.compress(SECOND)), bad)
    kept.at(server.url).bring_up_to_date()
    with Http(limits=FAST) as http:
        again = Kept(kept.folder, http)
        index = again.at(server.url).bring_up_to_date(force=True)
    assert index is not None
    assert index.info().records == 2
    assert len(again.notes) >= 1
    assert "is used" in again.notes[-1]


def test_without_index_and_network_nothing_is_claimed(kept: Kept, serve: Callable[..., Server]) -> None:
    server = serve(answer(503, b""))
    source = AclAnthology(kept.at(server.url).bring_up_to_date)
    asked = ByTitle("Probabilistic FastText for Multi-Sense Word Embeddings")
    assert isinstance(source.ask(INDEX, [asked])[asked], Unavailable)
    assert "there is no local index" in kept.notes[-1]


def test_offline_nothing_is_fetched(tmp_path: Path, serve: Callable[..., Server]) -> None:
    server = serve(answer(200, gzip.compress(FIRST)))
    with Http(limits=FAST, offline=True) as http:
        assert Kept(tmp_path, http).at(server.url).bring_up_to_date() is None
    assert server.requests == []


def test_a_file_is_indexed_again_when_it_changes(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "anthology.bib"
    path.write_bytes(FIRST)
    first = kept.at(str(path)).bring_up_to_date()
    assert first is not None
    built = first.info().built
    same = kept.at(str(path)).bring_up_to_date()
    assert same is not None
    assert same.info().built == built
    path.write_bytes(SECOND)
    changed = kept.at(str(path)).bring_up_to_date()
    assert changed is not None
    assert changed.info().records == 2


def test_another_place_means_another_index(kept: Kept, tmp_path: Path, serve: Callable[..., Server]) -> None:
    path = tmp_path / "anthology.bib"
    path.write_bytes(FIRST)
    kept.at(str(path)).bring_up_to_date()
    index = kept.at(serve(answer(200, gzip.compress(SECOND))).url).bring_up_to_date()
    assert index is not None
    assert index.info().records == 2


def test_a_missing_file_is_named(kept: Kept, tmp_path: Path) -> None:
    assert kept.at(str(tmp_path / "nowhere.bib.gz")).bring_up_to_date() is None
    assert "nowhere.bib.gz" in kept.notes[-1]


def test_a_damaged_index_is_built_anew(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "anthology.bib"
    path.write_bytes(FIRST)
    updater = kept.at(str(path))
    updater.bring_up_to_date()
    updater.path.write_bytes(b"no database")
    index = updater.bring_up_to_date()
    assert index is not None
    assert index.info().records == 1
    assert "built anew" in kept.notes[0]


def test_it_answers_by_title_by_id_and_by_doi(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "anthology.bib"
    path.write_bytes(SECOND)
    source = AclAnthology(kept.at(str(path)).bring_up_to_date)
    typo = ByTitle("Probabilistic FastTxt for Multi-Sense Word Embedding")
    by_id = ById(Identifier("acl", "2020.acl-main.1"))
    by_doi = ById(Identifier("doi", "10.18653/v1/p18-1001"))
    nothing = ById(Identifier("acl", "P99-1001"))
    answers = source.ask(INDEX, [typo, by_id, by_doi, nothing])
    assert [a.records[0].id("acl") for q in (typo, by_id, by_doi) if isinstance(a := answers[q], Found)] == [
        "P18-1001",
        "2020.acl-main.1",
        "P18-1001",
    ]
    assert isinstance(answers[nothing], NotFound)


def test_all_papers_of_one_title_come_back(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "anthology.bib"
    path.write_bytes(export(*((f"W{n}-0001", "Language Models", f"Author{n}, A.") for n in range(10, 15))))
    source = AclAnthology(kept.at(str(path)).bring_up_to_date)
    asked = ByTitle("Language models")
    found = source.ask(INDEX, [asked])[asked]
    assert isinstance(found, Found)
    assert 5 == len(found.records) <= MOST + NAMESAKES


def _make_old(folder: Path) -> None:
    origin = folder / "acl.origin.json"
    told = json.loads(origin.read_text())
    told["checked"] = (datetime.now(UTC) - timedelta(days=8)).isoformat(timespec="seconds")
    origin.write_text(json.dumps(told))


def many(count: int) -> bytes:
    return export(*((f"2020.acl-main.{n}", f"Paper Number {n} of Many", "Doe, Jane") for n in range(1, count + 1)))


@pytest.mark.parametrize(("left", "taken"), [(19, True), (18, True), (17, False)])
def test_an_export_that_has_lost_more_than_a_tenth_replaces_nothing_without_being_told_to(
    kept: Kept, serve: Callable[..., Server], left: int, taken: bool
) -> None:
    server = serve(answer(200, many(20), ETag='"one"'), answer(200, many(left), ETag='"two"'))
    kept.at(server.url).bring_up_to_date()
    index = kept.at(server.url).bring_up_to_date(force=True)
    assert index is not None
    assert index.info().records == (left if taken else 20)
    assert ["`force`" in note for note in kept.notes] == ([] if taken else [True])
    if not taken:
        updater = IndexUpdater(server.url, kept.folder, kept.http, kept.notes.append, accept_smaller=True)
        forced = updater.bring_up_to_date(force=True)
        assert forced is not None
        assert forced.info().records == left


def test_an_index_from_elsewhere_says_whence_it_is_and_how_large(
    kept: Kept, tmp_path: Path, serve: Callable[..., Server]
) -> None:
    """A small index of months ago once decided in silence what a run without a network said."""
    small = tmp_path / "few.bib"
    small.write_bytes(SECOND)
    assert kept.at(str(small)).bring_up_to_date() is not None
    assert kept.notes == [], "it is what was asked for"
    with Http(offline=True) as offline:
        kept.http = offline
        assert kept.at(ACL_URL).bring_up_to_date() is not None
    (note,) = kept.notes
    assert str(small) in note
    assert "2 papers, built on 20" in note


def test_an_index_of_the_whole_anthology_that_has_few_papers_says_so(kept: Kept, serve: Callable[..., Server]) -> None:
    kept.at(serve(answer(200, FIRST, ETag='"one"')).url).bring_up_to_date()
    origin = kept.folder / "acl.origin.json"
    origin.write_text(json.dumps({**json.loads(origin.read_text()), "location": ACL_URL}))
    assert kept.at(ACL_URL).bring_up_to_date() is not None
    assert ["1 papers" in note and "over 100,000" in note for note in kept.notes] == [True]
