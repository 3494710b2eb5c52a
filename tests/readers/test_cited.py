r"""Only what a paper cites is read, by the .aux that LaTeX leaves: alone, or with `--cited`."""

from pathlib import Path

import pytest

import resolver
from resolver.errors import InputError

BIB = """@string{acl = {ACL}}

@inproceedings{Vaswani17, title = {Attention Is All You Need}, year = {2017}}

@article{unused, title = {Nobody Cites This Paper}, year = {2001}}

@inproceedings{devlin19, title = {BERT: Pre-training of Transformers}, booktitle = acl}
"""
AUX = "\\relax\n\\citation{vaswani17}\n\\citation{devlin19,lost20}\n\\bibstyle{plain}\n\\bibdata{refs}\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    (tmp_path / "refs.bib").write_text(BIB)
    (tmp_path / "paper.aux").write_text(AUX)
    return tmp_path


def titles(document: resolver.Document) -> list[str]:
    return [entry.title for entry in document.entries]


CITED = ["Attention Is All You Need", "BERT: Pre-training of Transformers"]


def test_what_is_cited_is_read_and_what_is_missing_is_told(paper: Path) -> None:
    document = resolver.read(paper / "refs.bib", cited=paper / "paper.aux")
    assert titles(document) == CITED
    assert document.notes[-2:] == (
        "2 of 3 entries are cited; the others were left out", "cited and not in the list: lost20",
    )  # fmt: skip


def test_the_aux_file_alone_names_its_databases(paper: Path) -> None:
    document = resolver.read(paper / "paper.aux")
    assert titles(document) == CITED
    assert document.path == str(paper / "refs.bib")


def test_keys_of_chapters_and_of_biblatex_count(paper: Path) -> None:
    (paper / "book.aux").write_text("\\relax\n\\@input{one.aux}\n\\@input{two.aux}\n\\@input{../three.aux}\n")
    (paper / "one.aux").write_text("\\relax\n\\abx@aux@cite{0}{devlin19}\n\\@input{book.aux}\n")
    assert titles(resolver.read(paper / "refs.bib", cited=paper / "book.aux")) == CITED[1:]


def test_nocite_of_everything_keeps_everything(paper: Path) -> None:
    (paper / "paper.aux").write_text("\\relax\n\\citation{*}\n\\bibdata{refs}\n")
    assert len(resolver.read(paper / "paper.aux").entries) == 3


def test_the_table_of_a_run_has_the_cited_rows_alone(paper: Path) -> None:
    run = resolver.run(resolver.read(paper / "paper.aux"), output=paper / "out", offline=True, snapshot="none")
    table = (paper / "out" / "enriched.csv").read_text()
    assert len(run.resolutions) == 2
    assert "Attention" in table
    assert "Nobody Cites" not in table


def test_filling_what_is_cited_leaves_the_rest_of_the_database_alone(paper: Path) -> None:
    filled = resolver.fill(paper / "paper.aux", offline=True, snapshot="none")
    assert filled.text == BIB
    assert [r.entry.key for r in filled.run.resolutions] == ["Vaswani17", "devlin19"]


def test_an_aux_file_without_citations_or_databases_says_so(paper: Path) -> None:
    (paper / "paper.aux").write_text("\\relax\n")
    with pytest.raises(InputError, match="cites nothing"):
        resolver.read(paper / "paper.aux")
    (paper / "paper.aux").write_text("\\relax\n\\citation{a}\n\\bibdata{elsewhere}\n")
    with pytest.raises(InputError, match=r"none of the databases that it names is there .*elsewhere\.bib"):
        resolver.read(paper / "paper.aux")
    (paper / "paper.aux").write_text("\\relax\n\\citation{other}\n\\bibdata{refs}\n")
    with pytest.raises(InputError, match="no entry of this list is cited"):
        resolver.read(paper / "paper.aux")
