"""Long work speaks: at once, and every ten seconds, also where no terminal is and where a service is silent."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress, TextColumn

from resolver.cli import main
from resolver.cli.under_way import ProgressBar, ProgressLines, tell_progress
from resolver.model import Document
from resolver.pipeline import open_library
from tests.clocks import FakeClock
from tests.net.scripted import FAST
from tests.services.server import Services
from tests.small_world import LIST, settings, small_world


def test_the_first_line_comes_at_once_and_the_next_after_ten_seconds() -> None:
    clock, said = FakeClock(), list[str]()
    lines = ProgressLines(said.append, clock=clock)
    lines("local index", 0, 35)
    assert said == ["resolver: local index, 0 of 35"]
    clock.now = 9.9
    lines("OpenAlex: exact", 20, 35)
    assert len(said) == 1
    clock.now = 10
    lines("arXiv: titles", 30, 35)
    assert said[1:] == ["resolver: arXiv: titles, 30 of 35"]


def test_what_is_over_in_seconds_as_a_rule_says_nothing_before() -> None:
    clock, said = FakeClock(), list[str]()
    lines = ProgressLines(said.append, clock=clock, at_once=False)
    lines("local index", 0, 1)
    clock.now = 9.9
    lines.tick()
    assert said == []
    clock.now = 10
    lines.tick()
    assert said == ["resolver: local index, 0 of 1"]


def test_a_line_comes_while_nothing_is_reported_and_tells_the_time_that_is_left() -> None:
    clock, said = FakeClock(), list[str]()
    lines = ProgressLines(said.append, clock=clock)
    lines("arXiv: titles", 0, 600)
    lines.expect(90)
    for clock.now in (5, 10, 15, 20, 95, 105):
        lines.tick()
    assert said == [
        "resolver: arXiv: titles, 0 of 600",
        "resolver: arXiv: titles, 0 of 600; about 80 s left by the plan",
        "resolver: arXiv: titles, 0 of 600; about 70 s left by the plan",
        "resolver: arXiv: titles, 0 of 600",
        "resolver: arXiv: titles, 0 of 600",
    ]


def test_nothing_is_said_before_there_is_something_to_say() -> None:
    said = list[str]()
    ProgressLines(said.append, clock=FakeClock()).tick()
    assert said == []


def test_whoever_waits_is_told_from_another_thread_too() -> None:
    with tell_progress(lambda text: None) as lines:
        lines("identifiers", 1, 2)


def test_the_bar_has_a_whole() -> None:
    clock = FakeClock()
    bar = Progress(TextColumn("{task.description}"), console=Console(file=io.StringIO()))
    shown = ProgressBar(bar, clock=clock)
    shown("OpenAlex: exact", 0, 10)
    shown.expect(60)
    clock.now = 20
    shown("OpenAlex: exact", 10, 10)
    whole, stage = bar.tasks
    assert whole.completed == pytest.approx(20 / 60)
    assert whole.fields["count"] == "about 40 s left"
    assert not stage.visible


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Services]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.chdir(tmp_path)
    with small_world() as services:
        for name, value in {
            "ACL_URL": f"{services.url}/acl/anthology.bib.gz", "ARXIV_URL": f"{services.url}/arxiv/api/query",
            "ARXIV_DELAY": "0", "OPENALEX_URL": f"{services.url}/openalex", "CACHE_DIR": str(tmp_path / "kept"),
            "SNAPSHOT": "none",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"RESOLVER_{name}", value)
        yield services


@pytest.mark.parametrize("command", ["run list.txt -o out", "fill list.txt", "render list.txt --to markdown"])
def test_a_command_without_a_terminal_says_at_once_what_it_does_unless_it_is_to_be_quiet(
    world: Services, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("list.txt").write_text("".join(f"{e.title}\n" for e in LIST))
    main(command.split())
    assert f"resolver: local index, 0 of {len(LIST)}\n" in capsys.readouterr().err
    main([*command.split(), "-q"])
    assert "local index" not in capsys.readouterr().err


def test_the_plan_tells_at_each_step_what_is_left(world: Services, tmp_path: Path) -> None:
    """As long as the services' pace makes it; nothing when all is done."""
    told: list[float] = []

    class Shown:
        def __call__(self, stage: str, done: int, total: int) -> None: ...

        def expect(self, seconds: float) -> None:
            told.append(seconds)

    document = Document(path="list.csv", columns=(), rows=(), entries=LIST)
    with open_library(settings(world, tmp_path / "other"), limits=FAST, progress=Shown()) as session:
        session.run(document)
    assert told[0] > told[-1] == 0
