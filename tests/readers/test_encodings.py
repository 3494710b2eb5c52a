"""Lists in other encodings: named by `encoding`, inferred with a note, or refused with the place of the fault."""

from pathlib import Path

import pytest

import resolver
from resolver.cli import main
from resolver.errors import InputError

NAMED = {
    "cp1252": "title,authors\nLärning fröm Sparse Data,José Muñoz\n",
    "latin-1": "title,authors\nLärning fröm Sparse Data,José Muñoz\n",
    "gbk": "title,authors\n基于深度学习的中文命名实体识别研究,王小明\n",
    "shift_jis": "title,authors\n深層学習による日本語の構文解析,山田太郎\n",
    "iso8859-2": "title,authors\nRozpoznawanie nazw własnych w języku polskim,Łukasz Żółć\n",
    "utf-16": "title,authors\nLärning fröm Sparse Data,José Muñoz\n",
    "utf-32": "title,authors\nLärning fröm Sparse Data,José Muñoz\n",
}


@pytest.mark.parametrize("encoding", NAMED)
def test_a_list_is_read_in_the_encoding_that_is_named_and_written_back_in_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(NAMED[encoding].encode(encoding))
    document = resolver.read(path, encoding=encoding)
    (entry,) = document.entries
    assert f"{entry.title},{entry.authors}" in NAMED[encoding]
    assert document.notes == ()
    filled = resolver.fill(document, offline=True, snapshot="none")
    assert filled.content == path.read_bytes()


@pytest.mark.parametrize("encoding", ["cp1252", "gbk", "shift_jis"])
def test_an_encoding_that_is_not_named_is_inferred_with_a_note(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    header, row = NAMED[encoding].splitlines()
    path.write_bytes("\n".join([header, *[row] * 5]).encode(encoding))
    document = resolver.read(path)
    assert document.entries[0].title in row
    assert "is not UTF-8 and was read as" in document.notes[0]


def test_an_encoding_that_does_not_fit_is_told_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("title\nA Title\nfröm\n".encode("cp1252"))
    with pytest.raises(InputError, match=r"list\.csv, line 3: byte 0xF6 is not ascii"):
        resolver.read(path, encoding="ascii")


@pytest.mark.parametrize("name", ["nonsense", "base64", "rot13"])
def test_a_name_of_no_encoding_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "list.csv").write_text("title\nA Title\n")
    with pytest.raises(InputError, match=f"no encoding is called “{name}”"):
        resolver.read(tmp_path / "list.csv", encoding=name)


def test_utf_32_that_is_not_named_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes("title\nA Title\n".encode("utf-32"))
    with pytest.raises(InputError, match="this is UTF-32"):
        resolver.read(tmp_path / "list.csv")


def test_the_commands_take_an_encoding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(NAMED["gbk"].encode("gbk"))
    assert main(["ingest", str(path), "--encoding", "gbk"]) == 0
    assert "基于深度学习" in capsys.readouterr().out
