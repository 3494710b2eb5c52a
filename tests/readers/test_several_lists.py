"""Several lists, or a folder of lists, are read as one: each row says in which file it stands."""

from pathlib import Path

import pytest

import resolver
from resolver.errors import InputError
from resolver.readers.collection import list_files

TABLE = "Paper,Venue,Mark\nAttention Is All You Need,NeurIPS,read\n"
MARKDOWN = "# Papers\n\n- [BERT: Pre-training of Deep Transformers](https://arxiv.org/abs/1810.04805)\n"
TEXT = "Language Models are Few-Shot Learners\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    papers = tmp_path / "papers"
    (papers / "2019").mkdir(parents=True)
    (papers / "a.csv").write_text(TABLE)
    (papers / "2019" / "b.md").write_text(MARKDOWN)
    (papers / "c.txt").write_text(TEXT)
    return papers


def test_a_folder_is_one_list_with_the_file_of_each_row(folder: Path) -> None:
    document = resolver.read(folder)
    assert [(e.row, Path(e.file).name, e.line, e.title) for e in document.entries] == [
        (1, "b.md", 3, "BERT: Pre-training of Deep Transformers"),
        (2, "a.csv", 2, "Attention Is All You Need"),
        (3, "c.txt", 1, "Language Models are Few-Shot Learners"),
    ]
    assert document.path == str(folder)
    assert document.entries[1].place == f"row 2, {folder / 'a.csv'}, line 2"


def test_columns_of_one_field_are_one_column_whatever_they_are_called(folder: Path) -> None:
    document = resolver.read([folder / "a.csv", folder / "2019" / "b.md"])
    assert document.columns == ("file", "Paper", "Venue", "Mark", "section", "authors", "year", "url")
    assert document.rows[0].cells == (str(folder / "a.csv"), "Attention Is All You Need", "NeurIPS", "read", *[""] * 4)
    assert document.rows[1].cells[1] == "BERT: Pre-training of Deep Transformers"


def test_a_column_of_the_list_that_is_called_file_stays(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,file\nA Title of It,x.pdf\n")
    (tmp_path / "b.txt").write_text(TEXT)
    document = resolver.read([tmp_path / "a.csv", tmp_path / "b.txt"])
    assert document.columns[:3] == ("file", "title", "file (listed)")
    assert document.rows[0].cells[2] == "x.pdf"


def test_one_list_has_no_column_for_its_file(folder: Path) -> None:
    document = resolver.read([folder / "a.csv"])
    assert document.columns == ("Paper", "Venue", "Mark")
    assert document.entries[0].file == ""


def test_what_a_folder_holds_beside_lists_is_told_and_what_is_named_must_be_a_list(folder: Path) -> None:
    (folder / "d.json").write_text("[broken")
    (folder / ".hidden.txt").write_text(TEXT)
    (folder / "photo.png").write_bytes(b"\x89PNG")
    document = resolver.read(folder)
    assert len(document.entries) == 3
    assert [note for note in document.notes if "d.json" in note and "left out" in note]
    with pytest.raises(InputError, match=r"d\.json"):
        resolver.read([folder / "a.csv", folder / "d.json"])


def test_results_of_a_run_in_the_folder_are_left_out_and_told(folder: Path) -> None:
    done = resolver.run(folder, output=folder / "out", offline=True, snapshot="none")
    again = resolver.read(folder)
    assert len(done.resolutions) == len(again.entries) == 3
    assert any("enriched.csv" in note and "a result of ours" in note for note in again.notes)


def test_notes_name_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,year\nA Title of It\n")
    (tmp_path / "b.txt").write_text(TEXT)
    (note,) = resolver.read(tmp_path).notes
    assert note.startswith(f"{tmp_path / 'a.csv'}: 1 row has fewer cells")


def test_a_run_of_several_lists_writes_the_file_into_table_report_and_json(folder: Path, tmp_path: Path) -> None:
    run = resolver.run([folder / "a.csv", folder / "c.txt"], output=tmp_path / "out", offline=True, snapshot="none")
    table = (tmp_path / "out" / "enriched.csv").read_text().splitlines()
    assert table[0].startswith("file,Paper,Venue,Mark")
    assert table[2].startswith(f"{folder / 'c.txt'},Language Models")
    assert run.to_dict()["resolutions"][1]["file"] == str(folder / "c.txt")
    assert f'"file": "{folder / "c.txt"}"' in (tmp_path / "out" / "report.json").read_text()


def test_no_output_of_several_lists_replaces_one_of_them(folder: Path) -> None:
    (folder / "enriched.csv").write_text(TABLE)
    with pytest.raises(InputError, match="what is read"):
        resolver.run([folder / "enriched.csv", folder / "c.txt"], output=folder, offline=True, snapshot="none")


def test_a_folder_is_filled_list_by_list(folder: Path) -> None:
    filled = resolver.fill_many([folder], offline=True, snapshot="none")
    assert [Path(f.document.path).name for f in filled] == ["b.md", "a.csv", "c.txt"]
    assert all(f.text == Path(f.document.path).read_text() for f in filled)


def test_a_file_that_is_named_twice_counts_once(folder: Path) -> None:
    assert list_files([folder / "a.csv", folder, folder / "a.csv"]).paths.count(folder / "a.csv") == 1


def test_a_folder_without_lists_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file in this folder may be a list"):
        resolver.read(tmp_path)
