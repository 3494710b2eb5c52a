"""Recorded answers in plain text: the same answers give the same bytes, and damage costs one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec import structs

from resolver.cache.freshness import Stored
from resolver.cache.snapshot import export, load
from resolver.errors import OutputError
from resolver.model import (
    Answer,
    ById,
    ByTitle,
    Found,
    Identifier,
    NotFound,
    Person,
    Question,
    Record,
    Reply,
    Unavailable,
)

RECORD = Record(source="acl", title="Grüße — 你好", authors=(Person("Łukasiewicz", "Jan"),), year=2018)
TITLE = ByTitle("Grüße — 你好")
DOI = ById(Identifier("doi", "10.18653/v1/p18-1001"))


def reply(question: Question, answer: Answer, *, source: str = "acl", asked: str = "2026-11-23T02:10:00Z") -> Reply:
    return Reply(source=source, route="batch", question=question, answer=answer, origin="network", asked=asked)


REPLIES = [
    reply(TITLE, Found((RECORD,))),
    reply(DOI, NotFound()),
    reply(ByTitle("Another"), NotFound(), source="arxiv", asked="2026-11-20T00:00:00Z"),
    reply(ByTitle("Unlucky"), Unavailable("timed out")),
]


def record(folder: Path, replies: list[Reply]) -> None:
    export(folder, replies, description="Answers of the Anthology.", command="resolver cache export cache/")


def test_recorded_answers_come_back_with_their_date(tmp_path: Path) -> None:
    record(tmp_path / "cache", REPLIES)
    snapshot = load(tmp_path / "cache")
    kept = snapshot.get_many("acl", "batch", [DOI, TITLE, ByTitle("Unlucky")])
    assert kept == {
        DOI: Stored(NotFound(), "2026-11-23", "snapshot"),
        TITLE: Stored(Found((RECORD,)), "2026-11-23", "snapshot"),
    }
    assert snapshot.get_many("acl", "search", [TITLE]) == {}
    assert snapshot.get_many("openalex", "batch", [TITLE]) == {}
    assert snapshot.notes == []


def test_a_work_that_was_recorded_for_its_title_is_known_by_its_identifiers(tmp_path: Path) -> None:
    work = structs.replace(RECORD, ids=(Identifier("arxiv", "1706.03762"), DOI.id))
    record(tmp_path / "cache", [reply(TITLE, Found((work,))), reply(DOI, NotFound())])
    snapshot, unknown = load(tmp_path / "cache"), ById(Identifier("arxiv", "2106.01702"))
    named = ById(Identifier("arxiv", "1706.03762"))
    assert snapshot.get_many("acl", "ids", [named, unknown]) == {
        named: Stored(Found((work,)), "2026-11-23", "snapshot")
    }
    assert snapshot.get_many("acl", "batch", [DOI])[DOI].answer == NotFound(), "what was recorded of it comes first"


def test_the_files_are_for_people_and_the_same_for_the_same_answers(tmp_path: Path) -> None:
    record(tmp_path / "a", REPLIES)
    record(tmp_path / "b", [*reversed(REPLIES), *REPLIES])
    for name in ("acl.jsonl", "arxiv.jsonl", "README.md"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    lines = (tmp_path / "a" / "acl.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines[0] == (
        '{"source":"acl","route":"batch","question":["id",["doi","10.18653/v1/p18-1001"]],"asked":"2026-11-23",'
        '"answer":{"type":"not_found"}}'
    )
    assert "Grüße — 你好" in lines[1]
    assert json.loads(lines[1])["answer"]["records"][0]["authors"] == [["Łukasiewicz", "Jan", ""]]


def test_the_readme_says_what_when_and_how(tmp_path: Path) -> None:
    record(tmp_path, REPLIES)
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "Answers of the Anthology." in text
    assert "    resolver cache export cache/\n" in text
    assert "| acl | `acl.jsonl` | 2 | 1 | 1 | 2026-11-23 |" in text
    assert "| arxiv | `arxiv.jsonl` | 1 | 0 | 1 | 2026-11-20 |" in text


def test_a_new_export_replaces_the_old_one_as_a_whole(tmp_path: Path) -> None:
    record(tmp_path, REPLIES)
    record(tmp_path, REPLIES[:1])
    assert sorted(file.name for file in tmp_path.iterdir()) == ["README.md", "acl.jsonl"]


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.jsonl").write_text("precious")
    with pytest.raises(OutputError, match="something else than a snapshot"):
        record(tmp_path, REPLIES)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.jsonl"]


def test_a_place_that_cannot_be_written_is_an_error_for_people(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="can't be written"):
        record(tmp_path / "file" / "cache", REPLIES)


@pytest.mark.parametrize("line", [b"{", b"[]", b"\xff\xfe", b'{"source":"acl"}', b"<<<<<<< HEAD"])
def test_a_damaged_line_is_named_and_the_others_are_used(tmp_path: Path, line: bytes) -> None:
    record(tmp_path, REPLIES)
    file = tmp_path / "acl.jsonl"
    first, second = file.read_bytes().splitlines()
    file.write_bytes(b"\n".join([first, line, b"", second]) + b"\n")
    snapshot = load(tmp_path)
    assert len(snapshot.get_many("acl", "batch", [DOI, TITLE])) == 2
    (note,) = snapshot.notes
    assert note.startswith(f"{file}, line 2: ")


def test_lines_that_are_no_answers_of_the_source_are_not_believed(tmp_path: Path) -> None:
    record(tmp_path, REPLIES)
    (tmp_path / "acl.jsonl").write_text(
        '{"source":"acl","route":"batch","question":["title","x"],"asked":"2026-11-23",'
        '"answer":{"type":"unavailable","reason":"y"}}\n'
        '{"source":"arxiv","route":"batch","question":["title","x"],"asked":"2026-11-23","answer":{"type":"not_found"}}\n'
    )
    snapshot = load(tmp_path)
    assert snapshot.get_many("acl", "batch", [ByTitle("x")]) == {}
    assert len(snapshot.notes) == 2


def test_no_folder_is_an_empty_snapshot(tmp_path: Path) -> None:
    snapshot = load(tmp_path / "nowhere")
    assert snapshot.get_many("acl", "batch", [TITLE]) == {}
    assert snapshot.notes == []
