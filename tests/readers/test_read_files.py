"""What a file is, is told by its content; what can't be read gets one clear line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from resolver import readers
from resolver.errors import InputError

MARKDOWN = "# Papers\n\n* **Attention Is All You Need** — Vaswani *et al.*, NeurIPS 2017. [[link]](https://arxiv.org/abs/1706.03762)\n"


def complaint(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        readers.read(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    return message


@pytest.mark.parametrize("name", ["list.md", "list.txt", "list.csv", "list"])
def test_markdown_is_known_under_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(MARKDOWN, encoding="utf-8")
    assert readers.read(path).entries[0].title == "Attention Is All You Need"


@pytest.mark.parametrize("name", ["list.md", "list.txt", "list.tsv", "list"])
def test_a_table_is_known_under_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("year,title\n2017,Attention Is All You Need\n", encoding="utf-8")
    assert readers.read(path).columns == ("year", "title")


def test_plain_text_is_one_title_a_line() -> None:
    document = readers.read_text(
        "# my list\n1. Attention Is All You Need\n- Pre-train, Prompt, and Predict\n\n2106.01702\nDeep Learning\n",
        "list.txt",
    )
    assert [e.title for e in document.entries] == [
        "Attention Is All You Need",
        "Pre-train, Prompt, and Predict",
        "",
        "Deep Learning",
    ]
    assert str(document.entries[2].ids[0]) == "arxiv:2106.01702"
    assert [e.line for e in document.entries] == [2, 3, 5, 6]
    assert document.columns == ("title", "url")


def test_a_missing_file_a_folder_and_an_empty_file(tmp_path: Path) -> None:
    assert "no such file" in complaint(tmp_path / "nothing.csv")
    assert "folder" in complaint(tmp_path)
    for content in (b"", b" \n\t\n", b"\xef\xbb\xbf"):
        (tmp_path / "empty.csv").write_bytes(content)
        assert "empty" in complaint(tmp_path / "empty.csv")


def test_another_encoding_is_named_with_line_and_byte(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes("title,authors\nA title,Müller\nB title,José\n".encode("latin-1"))
    message = complaint(path)
    assert message.startswith(f"{path}, line 2: ")
    assert "0xFC at position 10" in message
    assert "Müller" in message
    assert "save the file as UTF-8" in message


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04....", "spreadsheet"),
        (b"%PDF-1.7 ...", "PDF"),
        (gzip.compress(b"title\nA\n", mtime=0), "gzip"),
        (b"title,year\nA\x00B,2020\n", "NUL"),
        (b"\xff\xfet\x00i\x00t", "UTF-16"),
        (b"<!DOCTYPE html><html></html>", "HTML"),
    ],
)
def test_what_is_no_list_is_called_by_its_name(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert says in complaint(path)


def test_a_file_beyond_all_measure_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(readers.MAX_BYTES + 1)
    assert "200 MB" in complaint(path)


def test_markdown_without_papers_is_an_error() -> None:
    with pytest.raises(InputError, match="no paper"):
        readers.read_text("# A project\n\nSee [the docs](https://example.ai/docs).\n", "README.md")
