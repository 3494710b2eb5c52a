"""`resolver fill` as people call it: where the list goes, what is said, and the exit status."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from resolver.cli import main

EXPORT = """@inproceedings{tenney-etal-2019-bert,
    title = "{BERT} Rediscovers the Classical {NLP} Pipeline",
    author = "Tenney, Ian  and
      Das, Dipanjan  and
      Pavlick, Ellie",
    booktitle = "Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics",
    year = "2019",
    url = "https://aclanthology.org/P19-1452/",
    doi = "10.18653/v1/P19-1452",
    pages = "4593--4601"
}
"""
LINK = "https://aclanthology.org/P19-1452/"
ITEM = "* **BERT Rediscovers the Classical NLP Pipeline** — Jane Doe *et al.*, ACL 2019. [[link]]({})\r\n"
UNKNOWN = "* **A Title That Nobody Has Ever Given to Anything** — Roe *et al.*, ACL 2019. [[link]](XXX)"
LIST = "# Papers\n\n" + ITEM.format("XXX") + UNKNOWN
FILLED = "# Papers\n\n" + ITEM.format(LINK) + UNKNOWN


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list, and an export with one paper of it; no network is asked."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("RESOLVER_") or name == "OPENALEX_API_KEY":
            monkeypatch.delenv(name)
    (tmp_path / "anthology.bib").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "README.md").write_bytes(LIST.encode())
    monkeypatch.setenv("RESOLVER_ACL_URL", str(tmp_path / "anthology.bib"))
    monkeypatch.setenv("RESOLVER_ARXIV_URL", "http://127.0.0.1:9/query")
    monkeypatch.setenv("RESOLVER_OPENALEX_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("RESOLVER_OFFLINE", "1")
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def test_the_filled_list_goes_to_the_terminal_and_the_summary_beside_it(
    world: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["fill", "README.md"]) == 0
    out, said = capfdbinary.readouterr()
    assert out == FILLED.encode()
    assert (world / "README.md").read_bytes() == LIST.encode()
    text = " ".join(said.decode().split())
    assert "1 place filled in 1 entry: url 1" in text
    assert f"line 3, url: XXX -> {LINK} (acl; placeholder)" in text
    assert "Left as they are: unanswered (row 2): not everyone could be asked" in text
    assert "What looks wrong" in text
    assert "the listed first author Jane Doe is not among the record's authors" in text


def test_in_place_fills_the_list_itself_and_a_second_time_nothing(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fill", "README.md", "--in-place", "-q"]) == 0
    assert (world / "README.md").read_bytes() == FILLED.encode()
    before = (world / "README.md").stat().st_mtime_ns
    assert main(["fill", "-i", "README.md", "-q"]) == 0
    assert (world / "README.md").stat().st_mtime_ns == before, "a list without holes is not even touched"
    assert main(["fill", "--check", "README.md"]) == 0
    assert "nothing to fill in" in capsys.readouterr().err


def test_into_another_file_and_with_a_report(world: Path) -> None:
    assert main(["fill", "README.md", "-o", "new/LIST.md", "--report", "edits.json", "-q"]) == 0
    assert (world / "new" / "LIST.md").read_bytes() == FILLED.encode()
    edit = json.loads((world / "edits.json").read_text(encoding="utf-8"))["edits"][0]
    assert {k: edit[k] for k in ("row", "line", "field", "old", "new", "source", "why")} == {
        "row": 1, "line": 3, "field": "url", "old": "XXX", "new": LINK, "source": "acl", "why": "placeholder",
    }  # fmt: skip


def test_check_writes_nothing_and_tells_by_its_status(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fill", "README.md", "--check", "-q"]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "has holes that can be filled" in captured.err
    assert (world / "README.md").read_bytes() == LIST.encode()


def test_diff_shows_what_would_change_and_only_that(world: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["fill", "README.md", "--diff", "-q"]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert out.startswith("--- a/README.md\n+++ b/README.md\n@@ -1,4 +1,4 @@\n # Papers\n \n-* **BERT")
    assert out.count("\n-") == 1
    assert out.endswith("[[link]](XXX)\n\\ No newline at end of file\n")
    assert main(["fill", "README.md", "--diff", "--check", "-q"]) == 3


def test_what_is_wrong_is_corrected_when_told(world: Path) -> None:
    assert main(["fill", "README.md", "-i", "--overwrite", "authors", "-q"]) == 0
    assert (world / "README.md").read_bytes() == FILLED.replace("Jane Doe", "Ian Tenney").encode()


def test_columns_are_added_when_asked_for(world: Path) -> None:
    (world / "list.csv").write_text("title\nBERT Rediscovers the Classical NLP Pipeline\n", encoding="utf-8")
    assert main(["fill", "list.csv", "-i", "--add", "url,doi", "-q"]) == 0
    assert (world / "list.csv").read_text(encoding="utf-8") == (
        f"title,doi,url\nBERT Rediscovers the Classical NLP Pipeline,10.18653/v1/p19-1452,{LINK}\n"
    )


def test_a_list_that_was_changed_meanwhile_is_not_overwritten(
    world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from resolver.pipeline import Session

    honest = Session.run

    def meanwhile(self: Session, document: object) -> object:
        (world / "README.md").write_text("somebody's own work", encoding="utf-8")
        return honest(self, document)  # type: ignore[arg-type]  # the original, called with what it was given

    monkeypatch.setattr(Session, "run", meanwhile)
    assert main(["fill", "README.md", "-i", "-q"]) == 2
    assert "was changed while it was looked up" in capsys.readouterr().err
    assert (world / "README.md").read_text(encoding="utf-8") == "somebody's own work"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "name the list to fill"),
        (["README.md", "-i", "--check"], "exclude each other"),
        (["README.md", "--overwrite", "colour"], "the fields are title"),
        (["README.md", "--add", "doi"], "only tables, JSON and YAML"),
        (["missing.md"], "no such file"),
    ],
)
def test_mistakes_are_told_and_nothing_is_written(
    world: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(["fill", *arguments]) == 2
    assert says in capsys.readouterr().err
    assert (world / "README.md").read_bytes() == LIST.encode()


def test_services_that_are_silent_leave_a_result_and_status_4(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RESOLVER_OFFLINE")
    assert main(["fill", "README.md", "-q"]) == 4
    captured = capfd.readouterr()
    assert LINK in captured.out
    assert "no answer from arxiv, openalex" in captured.err


def test_a_database_is_run_as_a_table_too(world: Path) -> None:
    (world / "refs.bib").write_text(
        "@misc{b,\n  title = {{BERT} Rediscovers the Classical {NLP} Pipeline}\n}\n", encoding="utf-8"
    )
    assert main(["run", "refs.bib", "-q"]) == 0
    head, row = (world / "out" / "enriched.csv").read_text(encoding="utf-8").splitlines()
    assert head.startswith("key,type,title,authors,year,venue,doi,url,")
    assert row.startswith(
        "b,misc,BERT Rediscovers the Classical NLP Pipeline,Ian Tenney; Dipanjan Das; Ellie Pavlick,2019,"
    )
