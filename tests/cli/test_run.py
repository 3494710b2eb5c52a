"""`resolver run` as a whole: a small index of the Anthology, and services that can't be reached."""

import csv
import json
import os
from pathlib import Path

import bibtexparser
import pytest

from resolver.cache.answers import Answers
from resolver.cli import main
from resolver.model import ByTitle, Found, Identifier, Record

EXPORT = """% generated on 2026-11-20
@inproceedings{sun-etal-2021-psyqa,
    title = "{P}sy{QA}: A {C}hinese Dataset for Generating Long Counseling Text for Mental Health Support",
    author = "Sun, Hao  and
      Lin, Zhenru  and
      Zheng, Chujie",
    booktitle = "Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021",
    month = aug,
    year = "2021",
    address = "Online",
    publisher = "Association for Computational Linguistics",
    url = "https://aclanthology.org/2021.findings-acl.130/",
    doi = "10.18653/v1/2021.findings-acl.130",
    pages = "1489--1503"
}
@article{ammar-etal-2016-many,
    title = "Many Languages, One Parser",
    author = "Ammar, Waleed  and
      Mulcaire, George",
    journal = "Transactions of the Association for Computational Linguistics",
    volume = "4",
    year = "2016",
    url = "https://aclanthology.org/Q16-1031/",
    pages = "431--444"
}
"""

LIST = (
    "note,Paper Title,authors,url\n"
    '"first, best",PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support,'
    "Junhui Li et al.,https://aclanthology.org/2021.findings-acl.XXX\n"
    ",A Title That Nobody Has Ever Given to Anything,,\n"
)


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list, an export of two papers, and services that refuse connections."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("RESOLVER_") or name == "OPENALEX_API_KEY":
            monkeypatch.delenv(name)
    (tmp_path / "anthology.bib").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "entries.csv").write_text(LIST, encoding="utf-8")
    monkeypatch.setenv("RESOLVER_ACL_URL", str(tmp_path / "anthology.bib"))
    monkeypatch.setenv("RESOLVER_ARXIV_URL", "http://127.0.0.1:9/query")
    monkeypatch.setenv("RESOLVER_OPENALEX_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def test_services_that_cannot_be_reached_leave_a_result_and_status_4(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run"]) == 4
    captured = capsys.readouterr()
    assert "results are incomplete: no answer from arxiv, openalex" in captured.err
    assert "1 matched, 0 ambiguous, 0 not found, 1 unanswered of 2; 1 with problems" in captured.out
    with (world / "out" / "enriched.csv").open(encoding="utf-8", newline="") as file:
        found, unanswered = csv.DictReader(file)
    assert list(found)[:4] == ["note", "Paper Title", "authors", "url"]
    assert (found["note"], found["authors"]) == ("first, best", "Junhui Li et al.")
    assert found["url"] == "https://aclanthology.org/2021.findings-acl.130/"
    assert "Junhui Li" in found["match_problems"]
    assert (unanswered["match_status"], unanswered["doi"]) == ("unanswered", "")
    library = bibtexparser.parse_file(str(world / "out" / "references.bib"))
    assert [entry.key for entry in library.entries] == ["sun-etal-2021-psyqa"]
    report = json.loads((world / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["totals"]["unavailable"] == ["arxiv", "openalex"]
    assert str(world) not in json.dumps(report)


def test_offline_was_wanted_and_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--offline", "-q"]) == 0
    assert capsys.readouterr().out == ""


def test_a_second_run_gives_the_same_bytes_but_for_the_reports_times_and_usage(world: Path) -> None:
    main(["run", "--offline", "-q"])
    first = {p.name: p.read_text(encoding="utf-8") for p in (world / "out").iterdir()}
    main(["run", "--offline", "-q", "-o", "again"])
    second = {p.name: p.read_text(encoding="utf-8") for p in (world / "again").iterdir()}
    for results in (first, second):
        report = json.loads(results["report.json"])
        del report["times"], report["usage"]
        results["report.json"] = json.dumps(report)
    assert first == second


def test_a_plan_is_printed_and_nothing_is_sent_or_written(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "build"]) == 0
    capsys.readouterr()
    before = sorted(world.rglob("*"))
    assert main(["plan"]) == 0
    plan = capsys.readouterr().out
    assert main(["run", "--dry-run"]) == 0
    assert capsys.readouterr().out == plan
    assert "2 rows; 1 of them need no search" in plan
    assert [line.split()[0] for line in plan.splitlines()[3:6]] == ["arxiv", "openalex", "all"]
    assert sorted(p for p in world.rglob("*") if "answers" not in p.name) == before


def test_a_plan_without_an_index_counts_its_download(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RESOLVER_ACL_URL", "http://127.0.0.1:9/anthology.bib.gz")
    assert main(["plan"]) == 0
    assert "acl               1         1" in capsys.readouterr().out


@pytest.mark.parametrize("flag", ["--max-requests", "--max-cost"])
def test_a_limit_that_is_reached_ends_in_status_5_and_says_which(
    world: Path, capsys: pytest.CaptureFixture[str], flag: str
) -> None:
    assert main(["run", flag, "0"]) == 5
    captured = capsys.readouterr()
    assert f"results are incomplete: the limit of {'$0' if flag == '--max-cost' else '0 requests'} was reached" in (
        captured.err
    )
    assert "1 matched, 0 ambiguous, 0 not found, 1 unanswered" in captured.out
    assert f"({flag})" in captured.err
    assert f"({flag})" in captured.out, "as the person who set it would name it"
    with (world / "out" / "enriched.csv").open(encoding="utf-8", newline="") as file:
        assert [row["match_status"] for row in csv.DictReader(file)] == ["matched", "unanswered"]
    report = json.loads((world / "out" / "report.json").read_text(encoding="utf-8"))
    assert flag.removeprefix("--").replace("-", "_") in report["entries"][1]["reason"]


def test_answers_past_their_age_are_used_when_a_service_is_down_and_marked_in_every_output(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "A Title That Nobody Has Ever Given to Anything"
    record = Record(source="openalex", title=title, ids=(Identifier("openalex", "W1234567"),), year=2020)
    with Answers.open(world / "kept" / "answers.sqlite") as answers:
        answers.put_many("openalex", "exact", {ByTitle(title): Found((record,))}, "2020-02-29T00:00:00Z")
    assert main(["run"]) == 4
    said = " ".join(capsys.readouterr().out.split())
    assert "openalex: 1 row rests on kept answers that should be asked for again (the oldest is of 2020-02-29)" in said
    with (world / "out" / "enriched.csv").open(encoding="utf-8", newline="") as file:
        _, row = csv.DictReader(file)
    assert (row["match_title"], row["match_sources"]) == (title, "openalex (asked 2020-02-29)")
    report = json.loads((world / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["entries"][1]["stale"] == ["openalex"]


def test_overwriting_is_done_only_when_told(world: Path) -> None:
    main(["run", "--offline", "-q", "--overwrite", "authors"])
    with (world / "out" / "enriched.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["authors"] == "Hao Sun; Zhenru Lin; Chujie Zheng"


def test_explain_shows_candidates_evidence_and_decision(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Many languages, one parser", "--authors", "Waleed Ammar", "--offline"]) == 0
    text = capsys.readouterr().out
    assert "1. Many Languages, One Parser" in text
    assert "acl:Q16-1031" in text
    assert "log-odds" in text
    assert "matched (confidence 0.9" in text


def test_the_index_is_built_and_described(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index"]) == 0
    assert "there is no index yet" in capsys.readouterr().out
    assert main(["index", "build", "anthology.bib"]) == 0
    assert "2 records" in capsys.readouterr().out
    assert main(["index", "info"]) == 0
    assert "from anthology.bib, generated on 2026-11-20" in capsys.readouterr().out
    assert main(["index", "build", "missing.bib"]) == 2
    assert main(["index", "build", "http://127.0.0.1:9/anthology.bib.gz"]) == 4
    assert "the index of " in capsys.readouterr().err, "the old one is kept"


def test_nothing_is_recorded_when_a_source_was_silent(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache", "export", "-o", "cache", "--sources", "acl,arxiv"]) == 4
    assert "nothing was recorded: no answer from arxiv" in capsys.readouterr().err
    assert not (world / "cache").exists()
    assert main(["cache", "export", "-o", "cache", "--sources", "acl"]) == 0
    assert sorted(p.name for p in (world / "cache").iterdir()) == ["README.md", "acl.jsonl"]


def test_a_run_can_be_planned_by_its_own_options(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`run` replaced by `plan`: the same list, the same decisions, and nothing is written."""
    assert main(["plan", "--overwrite", "entries.csv", "-o", "out", "-q"]) == 0
    assert "2 rows; 1 of them need no search" in capsys.readouterr().out
    assert not (world / "out").exists()
    assert main(["review", "--row", "2", "--accept", "acl:Q16-1031"]) == 0
    capsys.readouterr()
    assert main(["plan"]) == 0
    assert "2 rows; 2 of them need no search" in capsys.readouterr().out


def test_an_option_that_cannot_be_is_named_as_it_was_given(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--max-cost", "-1"]) == 2
    assert capsys.readouterr().err.startswith("resolver: --max-cost: must be a number of at least 0")
    assert main(["run", "entries.csv", "--overwrite", "colour"]) == 2
    assert capsys.readouterr().err.startswith("resolver: --overwrite: colour: the fields are title")
