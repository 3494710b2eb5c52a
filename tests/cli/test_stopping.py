"""A run that is stopped at any moment: it ends at once, says what is kept, and the next one goes on from there."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests import small_world
from tests.cli.test_run import EXPORT, LIST
from tests.net.scripted import Sim

ROOT = Path(__file__).parents[2]


@pytest.fixture
def silence() -> Iterator[str]:
    """The address of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def start(
    folder: Path, environment: Mapping[str, str], *arguments: str, command: str = "run", code: str = ""
) -> subprocess.Popen[str]:
    """A command as a process of its own, with nothing of the machine's settings."""
    clean = {n: v for n, v in os.environ.items() if not n.startswith("RESOLVER_") and n != "OPENALEX_API_KEY"}
    run = f"{code}\nimport sys; from resolver.cli import main; sys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", run, command, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={
            **clean,
            "PYTHONPATH": str(ROOT),
            "NO_PROXY": "127.0.0.1",
            "RESOLVER_CACHE_DIR": str(folder / "kept"),
            "RESOLVER_SNAPSHOT": "none",
            "RESOLVER_ARXIV_DELAY": "0",
            **environment,
        },
    )


def wait_for(condition: Callable[[], object], process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 120
    while not condition() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("number", "status", "word"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")]
)
def test_a_signal_ends_a_run_at_once_says_what_is_kept_and_writes_nothing(
    tmp_path: Path, silence: str, number: signal.Signals, status: int, word: str
) -> None:
    (tmp_path / "anthology.bib").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "entries.csv").write_text(LIST, encoding="utf-8")
    urls = {"RESOLVER_ARXIV_URL": f"{silence}/query", "RESOLVER_OPENALEX_URL": silence}
    process = start(tmp_path, {**urls, "RESOLVER_ACL_URL": "anthology.bib"})
    wait_for((tmp_path / "kept" / "acl.origin.json").exists, process)
    time.sleep(0.5)
    process.send_signal(number)
    _, said = process.communicate(timeout=120)  # what it waits for takes longer, or for ever
    assert process.returncode == status
    assert f"\nresolver: {word}; no result was written, the answers so far are kept" in said
    assert "Traceback" not in said
    assert list((tmp_path / "out").iterdir()) == []


def test_also_while_the_index_is_built_which_cannot_be_interrupted(tmp_path: Path, silence: str) -> None:
    (tmp_path / "entries.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "anthology.bib").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "kept").mkdir()
    slow = (
        "import pathlib, time; from resolver.sources.acl import updater\n"
        "def build(*_): pathlib.Path('kept/begun').touch(); time.sleep(600)\n"
        "updater.build_index = build"
    )
    urls = {"RESOLVER_ARXIV_URL": f"{silence}/query", "RESOLVER_OPENALEX_URL": silence}
    process = start(tmp_path, {**urls, "RESOLVER_ACL_URL": "anthology.bib"}, code=slow)
    wait_for((tmp_path / "kept" / "begun").exists, process)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)  # what it waits for takes longer, or for ever
    assert process.returncode == 130
    assert "\nresolver: interrupted" in said
    assert "Traceback" not in said


# ------------------------------------------------------------------ killed, and resumed


@pytest.fixture(scope="module")
def world() -> Iterator[Sim]:
    with small_world.small_world(latency=0.03) as sim:
        yield sim


def address(world: Sim) -> dict[str, str]:
    return {
        "RESOLVER_ACL_URL": f"{world.url}/acl/anthology.bib.gz",
        "RESOLVER_ARXIV_URL": f"{world.url}/arxiv/api/query",
        "RESOLVER_OPENALEX_URL": f"{world.url}/openalex",
    }


def listed(folder: Path) -> None:
    rows = [f'"{e.title}","{e.authors}",{e.year},{" ".join(map(str, e.ids))}' for e in small_world.LIST]
    (folder / "entries.csv").write_text("\n".join(["title,authors,year,url", *rows, ""]), encoding="utf-8")


def outputs(folder: Path) -> dict[str, str]:
    """All files, the report without what may differ: times, and which answers had to be fetched."""
    found = {p.name: p.read_text(encoding="utf-8") for p in (folder / "out").iterdir()}
    report = json.loads(found["report.json"])
    del report["times"], report["usage"]
    return {**found, "report.json": json.dumps(report)}


@pytest.mark.parametrize("after", [2, 5, 8, 11])
def test_a_killed_run_is_gone_on_with_and_ends_in_the_same_files(world: Sim, tmp_path: Path, after: int) -> None:
    """SIGKILL while so many requests were seen; nothing that was answered is asked again but what was under way."""
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for folder in (whole, killed):
        folder.mkdir()
        listed(folder)
    world.faults()
    assert start(whole, address(world)).wait() == 0
    needed = world.stats()["requests"]
    world.faults()
    process = start(killed, address(world))
    wait_for(lambda: sum(world.stats()["requests"].values()) >= after, process)
    process.kill()
    process.wait()
    assert not (killed / "out" / "enriched.csv").exists()
    assert start(killed, address(world)).wait() == 0
    assert outputs(killed) == outputs(whole)
    asked = Counter((call["path"], call["body"]) for call in world.stats()["log"])
    assert sum(asked.values()) - len(asked) <= 2, "repeated: one request a service at most"
    assert sum(world.stats()["requests"].values()) <= sum(needed.values()) + 2


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit on file sizes")
def test_a_full_disk_is_said_so_and_leaves_the_old_results(world: Sim, tmp_path: Path) -> None:
    listed(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "enriched.csv").write_text("old")
    world.faults()
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))"
    process = start(tmp_path, address(world), "--force", code=limit)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 2
    assert "can't be written: file too large; what stood there before is untouched" in said
    assert "Traceback" not in said
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["enriched.csv"]
    assert (tmp_path / "out" / "enriched.csv").read_text() == "old"
    assert start(tmp_path, address(world), "--force").wait() == 0
