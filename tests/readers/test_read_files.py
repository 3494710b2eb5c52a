"""What a file is, is told by its content; what can't be read gets one clear line."""

from __future__ import annotations

import gzip
from pathlib import Path

import msgspec
import pytest

from resolver import readers
from resolver.errors import InputError
from resolver.filling import fill
from resolver.readers import decode
from tests.fill.filling import PSYQA, resolution

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


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "title,authors\nA title,Müller\nB title,José\n"),
        ("cp1252", "# Papers\n\n- **On hedgehogs – a “study”** — Ada Hédge, ACL 2020. [[pdf]](XXX)\n"),
        ("cp1250", "title,authors\nOn hedgehogs,Łukasz Żółć\n"),
        ("cp1250", "title,authors\nAnalýza sentimentu v češtině,Jiří Nováček\n"),
        ("gb18030", "标题,作者\n神经机器翻译研究综述,李强\n"),
        ("cp932", "title,authors\n深層学習による固有表現抽出,山田太郎\n"),
    ],
)
def test_encodings_that_spreadsheets_write_are_read_noted_and_written_back(
    tmp_path: Path, encoding: str, text: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    document = readers.read(path)
    assert document.text == text
    assert document.encoding == encoding
    assert "not UTF-8 and was read as" in document.notes[0]
    assert decode.encode(document.text, document.encoding, bom=document.bom) == text.encode(encoding)


def test_damaged_utf8_is_named_with_line_and_byte_and_never_read_as_something_else(tmp_path: Path) -> None:
    path = tmp_path / "damaged.csv"
    path.write_bytes("title,authors\nA title,Müller\n".encode() + b"B title,Jos\xe9 M\n")
    message = complaint(path)
    assert message.startswith(f"{path}, line 3: ")
    assert "0xE9 at position 12" in message
    assert "save the file as UTF-8" in message


def test_a_letter_that_the_encoding_lacks_is_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("title,venue,doi\nOn hédges,,\n".encode("cp1252"))
    document = readers.read(path)
    record = msgspec.structs.replace(PSYQA, venue="Proceedings of Łódź 会议")
    done = fill(document, [resolution(document.entries[0], record)])
    assert [edit.field for edit in done.edits] == ["doi"]
    assert [(left.field, left.says) for left in done.left] == [
        ("venue", "has letters that cp1252 lacks; left as it was")
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04....xl/workbook.xml", "spreadsheet (.xlsx)"),
        (b"PK\x03\x04....word/document.xml", "Word document (.docx)"),
        (b"PK\x03\x04....list.csv", "archive (zip)"),
        (b"\x89PNG\r\n\x1a\n", "image (PNG)"),
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
