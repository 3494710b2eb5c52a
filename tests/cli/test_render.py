"""`resolver render` and `resolver cite` as a whole: an index of a few papers, and no network."""

import io
import json
import os
from pathlib import Path

import bibtexparser
import pytest

from resolver.cli import main
from resolver.cli.documents import FORMATS
from resolver.writers import formats
from tests.cli.test_run import EXPORT, LIST

PSYQA = "PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support"


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list, an export of two papers, and nobody else to ask."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("RESOLVER_") or name == "OPENALEX_API_KEY":
            monkeypatch.delenv(name)
    (tmp_path / "anthology.bib").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "entries.csv").write_text(LIST, encoding="utf-8")
    monkeypatch.setenv("RESOLVER_ACL_URL", str(tmp_path / "anthology.bib"))
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("RESOLVER_OFFLINE", "1")
    main(["index", "build", "anthology.bib"])
    return tmp_path


def test_a_list_is_printed_and_what_was_not_verified_is_said_in_it_and_beside_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    capsys.readouterr()
    assert main(["render", "--to", "bibtex"]) == 0
    said = capsys.readouterr()
    assert [e.key for e in bibtexparser.parse_string(said.out).entries] == ["sun-etal-2021-psyqa", "nn-title"]
    assert "\n% not verified, as it was listed: unanswered: " in said.out
    assert "1 of 2 entries stand as they were listed, since no record was accepted for them:" in said.err
    assert "row 2, unanswered: A Title That Nobody Has Ever Given to Anything" in said.err


@pytest.mark.parametrize("name", sorted(formats()))
def test_every_format_can_be_written_to_a_file(world: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["render", "--to", name, "-o", f"new/out.{name}"]) == 0
    assert "Long Counseling Text" in (world / "new" / f"out.{name}").read_text(encoding="utf-8")
    assert f"2 of 2 entries -> new/out.{name}" in capsys.readouterr().err


def test_the_help_names_every_format() -> None:
    assert FORMATS.replace(" or ", ", ").split(", ") == list(formats())


def test_markdown_keeps_what_was_not_found_and_marks_it_if_told(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["render", "--to", "markdown", "--mark", "--title", "My papers", "-q"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("# My papers\n\n- **PsyQA: ")
    assert "- **A Title That Nobody Has Ever Given to Anything**. *(not verified)*\n" in said.out
    assert said.err == ""


def test_a_markdown_list_keeps_its_own_title_and_sections(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (world / "list.md").write_text(
        f"# Awesome things\n\n*Mine.*\n\n## Data\n\n* **{PSYQA}** — Li, ACL 2021. [[link]](https://aclanthology.org/XXX)\n\n"
        "## License\n\nMIT\n",
        encoding="utf-8",
    )
    capsys.readouterr()
    assert main(["render", "list.md", "--to", "markdown"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("# Awesome things\n\n*Mine.*\n\n## Contents\n\n- [📊 Data](#-data)\n- [License](#license)\n")
    assert text.endswith("## License\n\nMIT\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--to", "word"], "there is no format 'word'; there are markdown, bibtex"),
        ([], "Missing option '--to'"),
        (["--to", "bibtex", "--badges"], "--badges: it means nothing to bibtex; it is for markdown"),
        (["--to", "ris", "--style", "apa"], "it means nothing to ris; it is for html, text"),
        (["--to", "bibtex", "--keys", "[author]"], "there is no field [author]; there are [auth]"),
        (["--to", "text", "--style", "nosuchstyle"], "there is no style 'nosuchstyle'"),
        (["--to", "text", "--locale", "klingon"], "there is no locale 'klingon'"),
        (["nowhere.csv", "--to", "bibtex"], "nowhere.csv: there is no such file"),
        (["--to", "bibtex", "-o", "entries.csv/x.bib"], "results can't be written there"),
        (["--to", "markdown", "-o", "./entries.csv"], "entries.csv: this is what is read, and would be replaced"),
    ],
)
def test_a_mistake_is_told_in_a_line_and_nothing_is_done(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    capsys.readouterr()
    assert main(["render", *arguments]) == 2
    said = capsys.readouterr()
    assert says in " ".join(said.err.split())
    assert "Traceback" not in said.err
    assert said.out == ""


def test_a_service_that_cannot_be_reached_leaves_a_document_and_status_4(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RESOLVER_OFFLINE")
    monkeypatch.setenv("RESOLVER_ARXIV_URL", "http://127.0.0.1:9/query")
    monkeypatch.setenv("RESOLVER_OPENALEX_URL", "http://127.0.0.1:9")
    assert main(["render", "--to", "csl-json"]) == 4
    said = capsys.readouterr()
    assert [item["id"] for item in json.loads(said.out[said.out.index("[") :])] == ["sun-etal-2021-psyqa", "nn-title"]
    assert "results are incomplete: no answer from arxiv, openalex" in said.err


# ------------------------------------------------------------------ cite


def test_a_citation_is_printed_ready_to_be_pasted(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["cite", PSYQA]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("@inproceedings{sun-etal-2021-psyqa,\n")
    assert said.out.endswith("}\n")
    assert said.err == ""


def test_several_are_cited_in_their_order_in_a_style(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["cite", "Q16-1031", "10.18653/v1/2021.findings-acl.130", "--to", "text", "--style", "acl"]) == 0
    first, second = capsys.readouterr().out.rstrip("\n").split("\n\n")
    assert first.startswith("Waleed Ammar and George Mulcaire. 2016. Many Languages, One Parser.")
    assert second.startswith("Hao Sun, Zhenru Lin, and Chujie Zheng. 2021. PsyQA: A Chinese Dataset")


def test_titles_are_read_from_the_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"\n{PSYQA}\n  \nMany Languages, One Parser\n"))
    capsys.readouterr()
    assert main(["cite", "-", "--keys", "[auth:lower][year]", "--authors", ""]) == 0
    assert [e.key for e in bibtexparser.parse_string(capsys.readouterr().out).entries] == ["sun2021", "ammar2016"]


def test_what_is_not_found_is_told_beside_the_others_and_gives_status_6(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["cite", "Many Languages, Two Parsers", "Q16-1031", "--to", "markdown"]) == 6
    said = capsys.readouterr()
    assert said.out.startswith("- **Many Languages, One Parser** — Waleed Ammar and George Mulcaire, TACL 2016. ")
    assert said.out.count("\n") == 1
    assert "Many Languages, Two Parsers" in said.err
    assert "  Many Languages, One Parser (Waleed Ammar et al., 2016, acl:Q16-1031)" in said.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Missing argument"),
        (["", "  "], "there is no title or identifier"),
        (["One", "Two", "--year", "2020"], "they belong to a single paper"),
        (["One", "--to", "bibtex", "--style", "apa"], "it means nothing to bibtex"),
    ],
)
def test_a_mistake_in_what_to_cite_is_told(capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    assert main(["cite", *arguments]) == 2
    assert says in capsys.readouterr().err
