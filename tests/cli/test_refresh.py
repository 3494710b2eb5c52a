"""`resolver refresh` as a command: its statuses, what it says, what it writes, and one at a time."""

from __future__ import annotations

import json
import signal
import socket
import time
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from resolver.cli import main
from resolver.refreshing.delivery import hold_alone
from tests import small_world
from tests.cli.test_run import EXPORT
from tests.cli.test_stopping import address, start, wait_for
from tests.net.scripted import Sim

README = """# Papers

* **PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support** [[link]](TODO)
* **Many Languages, One Parser** — Ammar et al., 2016. [[link]](https://aclanthology.org/Q16-1031/)
* **A Title That Nobody Has Ever Given to Anything** [[link]](TODO)
"""
HERE = ("refresh", "README.md", "--sources", "acl", "--max-age", "0")
FOUND = "](https://aclanthology.org/2021.findings-acl.130/)"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list and an export of two papers; the other services refuse connections."""
    monkeypatch.chdir(tmp_path)
    for name in ("OPENALEX_API_KEY", "RESOLVER_OFFLINE", "RESOLVER_MAILTO"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "anthology.bib").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    monkeypatch.setenv("RESOLVER_ACL_URL", str(tmp_path / "anthology.bib"))
    monkeypatch.setenv("RESOLVER_ARXIV_URL", "http://127.0.0.1:9/query")
    monkeypatch.setenv("RESOLVER_OPENALEX_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("RESOLVER_SNAPSHOT", "none")
    monkeypatch.setenv("RESOLVER_ARXIV_DELAY", "0")
    return tmp_path


def lost(folder: Path) -> None:
    """The first paper disappears from the Anthology."""
    (folder / "anthology.bib").write_text(EXPORT[EXPORT.index("@article") :], encoding="utf-8")


# ------------------------------------------------------------------ exit statuses


def test_10_when_something_changed_and_0_when_nothing_did(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*HERE]) == 10
    said = capsys.readouterr().err
    assert "README.md: 2 resolved; 1 edits made; asked about 3 of 3 entries" in said
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert text == README.replace("](TODO)", FOUND, 1)
    assert main([*HERE, "--as-of", "2027-01-04"]) == 0
    assert "README.md: nothing changed; 0 edits made" in capsys.readouterr().err


def test_10_when_only_the_lock_file_is_new(folder: Path) -> None:
    unknown = "* **A Title That Nobody Has Ever Given to Anything** [[link]](TODO)\n"
    (folder / "README.md").write_text(unknown, encoding="utf-8")
    assert main([*HERE, "--markdown", "changes.md"]) == 10
    assert (folder / "changes.md").read_text(
        encoding="utf-8"
    ) == "No work changed; what is known of 1 entry is noted.\n"
    assert main([*HERE, "--as-of", "2027-01-04"]) == 0


def test_11_when_a_person_should_look(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([*HERE])
    lost(folder)
    weeks = ("2027-01-04", "2027-01-11", "2027-01-18", "2027-01-25")
    assert sorted(main([*HERE, "--as-of", day]) for day in weeks) == [0, 0, 0, 11]
    assert "README.md, line 3: lost: PsyQA" in capsys.readouterr().err
    assert FOUND in (folder / "README.md").read_text(encoding="utf-8"), "what is lost is told, not taken away"
    entries = tomllib.loads((folder / "resolver.lock").read_text(encoding="utf-8"))["entry"]
    assert "acl:2021.findings-acl.130" in entries[0]["work"]["ids"]


def test_4_when_a_service_is_silent_and_what_the_others_know_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["refresh", "README.md"]) == 4
    said = capsys.readouterr().err
    assert "no answer from arxiv, openalex; what it would have said is not lost: run it again later" in said
    assert FOUND in (folder / "README.md").read_text(encoding="utf-8")


def test_5_when_a_limit_was_reached(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["refresh", "README.md", "--max-requests", "0"]) == 5
    assert "what is left has its turn next time" in capsys.readouterr().err
    assert FOUND in (folder / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.md"], "nowhere.md"),
        (["README.md", "--as-of", "tomorrow"], "'tomorrow' is no day such as 2026-11-25"),
        (["README.md", "--max-cost", "much"], "much"),
        (["README.md", "--sources", "scholar"], "scholar"),
        (["README.md", "--overwrite", "--log-format", "xml"], "xml"),
    ],
)
def test_2_when_the_input_or_the_usage_is_wrong(
    folder: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["refresh", *arguments]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert "Traceback" not in said
    assert not (folder / "resolver.lock").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("version = 1\n[[entry]\n", "is not valid TOML"),
        ("version = 9\n", "has version 9; this program reads 1"),
        ('version = 1\n[[entry]]\nlist = "README.md"\nname = "x"\n[entry.decision]\nacept = "acl:1"\n', "acept"),
        ('version = 1\n[[entry]]\nlist = "README.md"\nname = "x"\n[entry.decision]\naccept = "this one"\n', "this one"),
    ],
)
def test_a_lock_file_with_a_slip_in_it_is_never_overwritten(
    folder: Path, content: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "resolver.lock").write_text(content, encoding="utf-8")
    assert main([*HERE]) == 2
    said = capsys.readouterr().err
    assert "resolver.lock" in said
    assert says in said
    assert (folder / "resolver.lock").read_text(encoding="utf-8") == content
    assert (folder / "README.md").read_text(encoding="utf-8") == README


# ------------------------------------------------------------------ what it writes


def test_a_dry_run_says_what_would_change_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*HERE, "--dry-run"]) == 10
    assert "1 edits would be made" in capsys.readouterr().err
    assert (folder / "README.md").read_text(encoding="utf-8") == README
    assert not (folder / "resolver.lock").exists()


def test_changes_are_written_as_markdown_json_and_a_feed(folder: Path) -> None:
    reports = ["--markdown", "changes.md", "--json", "changes.json", "--feed", "feed.xml"]
    main([*HERE, *reports])
    assert "## Newly resolved (2)" in (folder / "changes.md").read_text(encoding="utf-8")
    (told,) = json.loads((folder / "changes.json").read_bytes())["lists"]
    assert [c["kind"] for c in told["changes"]] == ["resolved", "resolved"]
    assert [(e["old"], e["new"]) for e in told["edits"]] == [
        ("TODO", "https://aclanthology.org/2021.findings-acl.130/")
    ]
    feed = (folder / "feed.xml").read_bytes()
    main([*HERE, *reports])
    assert (folder / "changes.md").read_text(encoding="utf-8") == ""
    assert (folder / "feed.xml").read_bytes() == feed


def test_several_lists_share_a_lock_file_and_each_keeps_what_is_known_of_it(folder: Path) -> None:
    (folder / "docs").mkdir()
    (folder / "docs" / "more.csv").write_text("title,url\nMany Languages One Parser,\n", encoding="utf-8")
    both = ["refresh", "README.md", "docs/more.csv", "--sources", "acl"]
    assert main(both) == 10
    entries = tomllib.loads((folder / "resolver.lock").read_text(encoding="utf-8"))["entry"]
    assert {e["list"] for e in entries} == {"README.md", "docs/more.csv"}
    assert "https://aclanthology.org/Q16-1031/" in (folder / "docs" / "more.csv").read_text(encoding="utf-8")
    assert main(["refresh", "docs/more.csv", "--sources", "acl"]) == 0
    assert main(both) == 0


def test_log_lines_for_programs_are_one_json_object_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([*HERE, "--log-format", "json"])
    captured = capsys.readouterr()
    events = [json.loads(line) for line in captured.err.splitlines()]
    assert captured.out == ""
    assert [e["event"] for e in events if e["event"] not in ("stage", "progress")] == [
        "start",
        "change",
        "change",
        "list",
        "done",
    ]
    assert all(e["time"].endswith("+00:00") and e["level"] in ("info", "warning", "error") for e in events)
    assert next(e for e in events if e["event"] == "change")["kind"] == "resolved"


def test_errors_are_json_as_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["refresh", "nowhere.md", "--log-format", "json"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [json.loads(line)["level"] for line in lines] == ["error"]


def test_quiet_says_warnings_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*HERE, "-q"]) == 10
    assert capsys.readouterr() == ("", "")
    assert main(["refresh", "README.md", "-q"]) == 4
    assert "no answer from" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--markdown", "README.md"], "README.md: this is what is read, and would be replaced"),
        (["--json", "resolver.lock"], "resolver.lock: this is what is read"),
        (["--markdown", "x", "--feed", "./x"], "x: two outputs would be written to this file"),
        (["--markdown", "."], "is a folder; name the file in it"),
        (["--feed", "notes.txt"], "the feed is no XML"),
    ],
)
def test_a_report_overwrites_nothing_and_is_checked_before_anything_is_written(
    folder: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert main([*HERE, *arguments]) == 2
    assert says in capsys.readouterr().err
    assert (folder / "README.md").read_text(encoding="utf-8") == README
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert not (folder / "resolver.lock").exists()


def test_a_list_that_is_named_twice_is_one_and_the_lock_file_is_none(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*HERE, "./README.md"]) == 10
    assert main(["refresh", "README.md", "resolver.lock", "--sources", "acl"]) == 2
    assert "this is what a refresh knows of the lists, and no list" in capsys.readouterr().err


def test_edits_are_told_even_when_nothing_else_changed(folder: Path) -> None:
    main([*HERE])
    (folder / "README.md").write_text(README, encoding="utf-8")
    assert main([*HERE, "--markdown", "changes.md"]) == 10
    told = (folder / "changes.md").read_text(encoding="utf-8")
    assert "## Edits (1)" in told
    assert "- row 1, url: TODO → https:&#8203;//aclanthology.org/2021.findings-acl.130/" in told


def test_what_could_not_be_read_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "refs.bib").write_text("@article{a, title={Many Languages, One Parser}}\n@article{b, title={Bro\n")
    main(["refresh", "refs.bib", "--sources", "acl"])
    assert "refs.bib: " in (said := capsys.readouterr().err)
    assert "line 2" in said


def test_sources_that_are_not_asked_take_nothing_away(folder: Path) -> None:
    main([*HERE])
    lock = (folder / "resolver.lock").read_bytes()
    for day in ("2027-01-04", "2027-01-11", "2027-01-18", "2027-01-25"):
        assert main(["refresh", "README.md", "--sources", "openalex", "--offline", "--as-of", day]) == 0
    assert (folder / "resolver.lock").read_bytes() == lock


# ------------------------------------------------------------------ one at a time, and whatever happens


def test_only_one_refresh_at_a_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with hold_alone(folder / "resolver.lock"):
        assert main([*HERE]) == 2
    said = capsys.readouterr().err
    assert "resolver.lock: another refresh of these lists is running; wait until it is done" in said
    assert main([*HERE]) == 10


@pytest.fixture
def meddling(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """A service during whose answer somebody else writes the files that are named here."""
    files: list[Path] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            for path in files:
                old = path.read_text(encoding="utf-8") if path.exists() else ""
                path.write_text(old + "* meanwhile\n" if path.suffix == ".md" else OTHERS, encoding="utf-8")
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("RESOLVER_ARXIV_URL", f"http://127.0.0.1:{server.server_port}/query")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield files
    server.shutdown()
    server.server_close()


OTHERS = 'version = 1\n\n[[entry]]\nlist = "README.md"\nname = "x"\ntitle = "X"\n[entry.decision]\npin = true\n'


@pytest.mark.parametrize(
    ("name", "says"),
    [("README.md", "the list was changed while it was looked up"), ("resolver.lock", "a decision was made while")],
)
def test_what_somebody_wrote_meanwhile_is_not_overwritten(
    folder: Path, meddling: list[Path], name: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    meddling.append(folder / name)
    assert main(["refresh", "README.md", "--sources", "acl,arxiv"]) == 2
    assert says in capsys.readouterr().err
    text = (folder / "README.md").read_text(encoding="utf-8")
    if name == "README.md":
        assert text.startswith(README)
        assert "* meanwhile\n" in text
        assert not (folder / "resolver.lock").exists()
    else:
        assert text == README
        assert (folder / "resolver.lock").read_text(encoding="utf-8") == OTHERS


def test_an_interrupted_refresh_ends_at_once_and_writes_nothing(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=50) as silence:
        url = f"http://127.0.0.1:{silence.getsockname()[1]}"
        urls = {"RESOLVER_ARXIV_URL": f"{url}/query", "RESOLVER_OPENALEX_URL": url, "RESOLVER_ACL_URL": "anthology.bib"}
        process = start(folder, urls, "README.md", command="refresh")
        wait_for((folder / "kept" / "acl.origin.json").exists, process)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=120)  # the services are silent for ever
    assert process.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert (folder / "README.md").read_text(encoding="utf-8") == README
    assert not (folder / "resolver.lock").exists()
    assert main([*HERE]) == 10, "the lock of one that was stopped bars nobody"


@pytest.fixture(scope="module")
def services() -> Iterator[Sim]:
    with small_world.small_world(latency=0.03) as sim:
        yield sim


def test_a_killed_refresh_is_gone_on_with(services: Sim, tmp_path: Path) -> None:
    """SIGKILL while the services are asked: the files are as they were, and the next one asks for the rest only."""
    listed = "# Papers\n\n" + "".join(f"* **{e.title}** — {e.authors} [[link]](TODO)\n" for e in small_world.LIST)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for each in (whole, killed):
        each.mkdir()
        (each / "README.md").write_text(listed, encoding="utf-8")
    services.faults()
    assert start(whole, address(services), "README.md", command="refresh").wait() == 10
    needed = sum(services.stats()["requests"].values())
    services.faults()
    process = start(killed, address(services), "README.md", command="refresh")
    wait_for(lambda: sum(services.stats()["requests"].values()) >= 6, process)
    process.kill()
    process.wait()
    assert (killed / "README.md").read_text(encoding="utf-8") == listed
    assert start(killed, address(services), "README.md", command="refresh").wait() == 10
    for name in ("README.md", "resolver.lock"):
        assert (killed / name).read_bytes() == (whole / name).read_bytes()
    assert sum(services.stats()["requests"].values()) <= needed + 2
