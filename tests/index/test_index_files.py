"""An index file is whole or not there: damage and age are recognised, builders don't harm each other."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver.index import IndexUnusable, TitleIndex, build_index
from resolver.model import Record

RECORDS = [Record(source="acl", title=f"A Title about the Number {n} and nothing else") for n in range(3000)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "folder with ?#% in its name" / "acl.sqlite"
    build_index(path, RECORDS, {"from": "here"})
    return path


def test_there_is_nothing_beside_a_finished_index(path: Path) -> None:
    assert [p.name for p in path.parent.iterdir()] == ["acl.sqlite"]
    assert TitleIndex.open(path).info().records == 3000


def test_no_index_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="there is no index"):
        TitleIndex.open(tmp_path / "none.sqlite")


@pytest.mark.parametrize("kept", [0, 10, 100, 5000, 50_000])
def test_a_file_that_was_cut_short_is_no_index(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(IndexUnusable, match="build it again"):
        TitleIndex.open(path)


def test_another_kind_of_file_is_no_index(path: Path) -> None:
    path.write_text("<html>503 Service Unavailable</html>")
    with pytest.raises(IndexUnusable, match="damaged"):
        TitleIndex.open(path)
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE meta (name, value)")
    with pytest.raises(IndexUnusable, match="not an index"):
        TitleIndex.open(path)


def test_an_index_of_another_version_is_to_be_built_again(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(IndexUnusable, match="has version 999"):
        TitleIndex.open(path)


def test_damage_within_the_file_is_an_error_that_says_what_to_do_and_no_wrong_answer(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192 * 2 : -8192] = b"\xff" * (len(content) - 8192 * 3)
    path.write_bytes(content)

    def ask() -> None:
        index = TitleIndex.open(path)
        for record in RECORDS[:50]:
            assert index.find_exact(record.title) in {(), (record,)}
            index.find_similar(record.title)

    with pytest.raises(IndexUnusable, match="build it again"):
        ask()


def test_a_failed_build_leaves_the_old_index_as_it_was(path: Path) -> None:
    before = path.read_bytes()

    def broken() -> Iterator[Record]:
        yield RECORDS[0]
        raise ValueError("the download ended")

    with pytest.raises(ValueError, match="the download ended"):
        build_index(path, broken(), {})
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["acl.sqlite"]


def test_an_index_that_is_open_goes_on_answering_while_a_new_one_takes_its_place(path: Path) -> None:
    index = TitleIndex.open(path)
    build_index(path, [Record(source="acl", title="Another")], {})
    assert index.find_exact(RECORDS[7].title) == (RECORDS[7],)
    assert index.find_similar("A title about the number 2999 and nothing else")[0] == RECORDS[2999]
    assert TitleIndex.open(path).find_exact("another")


def test_what_a_killed_builder_left_is_cleared_away_after_a_day_but_not_before(path: Path) -> None:
    old, young = path.with_name(".acl.sqlite.1-1.tmp"), path.with_name(".acl.sqlite.2-2.tmp")
    for left in (old, young):
        left.write_bytes(b"half")
    os.utime(old, (time.time() - 100_000, time.time() - 100_000))
    build_index(path, RECORDS, {})
    assert (old.exists(), young.exists()) == (False, True)


def _build(path: Path, start: multiprocessing.synchronize.Barrier, by: str) -> None:
    start.wait(20)
    for _ in range(3):
        build_index(path, RECORDS, {"from": by})


def test_two_processes_that_build_at_once_leave_one_whole_index(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    path, start = tmp_path / "acl.sqlite", context.Barrier(2)
    builders = [context.Process(target=_build, args=(path, start, by)) for by in ("one", "two")]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join(60)
    assert [b.exitcode for b in builders] == [0, 0]
    assert [p.name for p in tmp_path.iterdir()] == ["acl.sqlite"]
    index = TitleIndex.open(path)
    assert index.info().meta["from"] in {"one", "two"}
    assert all(index.find_exact(r.title) == (r,) for r in RECORDS[::100])
