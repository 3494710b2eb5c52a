"""The command line, as a person meets it."""

import csv
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import msgspec
import pytest

from resolver.cli import cli, main, screen
from resolver.model import Problem
from resolver.writers import write_run
from tests.writers.works import MENTALCHAT, PSYQA, open_question, resolved, run_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, a cache of its own, no colours, no settings."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("RESOLVER_") or name == "OPENALEX_API_KEY":
            monkeypatch.delenv(name)
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def commands(group: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """All commands below a group, as what is typed."""
    inner = group.commands.items() if isinstance(group, click.Group) else ()
    return [path, *(found for name, command in inner for found in commands(command, (*path, name)))]


@pytest.mark.parametrize("path", commands(cli), ids=" ".join)
def test_the_help_of_every_command_ends_in_an_example_that_it_understands(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*path, "--help"]) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    example = re.search(r"Example: resolver (.+)\s*\Z", " ".join(text.split()))
    assert example is not None, text
    words = [w.strip('"') for w in re.findall(r'"[^"]*"|\S+', example[1])]
    if path:
        assert tuple(words[: len(path)]) == path
    command: click.Command = cli
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    command.make_context("resolver", words)  # raises when an option or argument is wrong


def test_the_exit_statuses_are_documented(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    text = capsys.readouterr().out
    for status in ("0  done", "1  ", "2  bad input", "4  done, but a service", "130  interrupted"):
        assert status in text


def test_the_version_is_shown_however_the_program_is_started(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    shown = capsys.readouterr().out
    module = subprocess.run(
        [sys.executable, "-m", "resolver", "--version"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert module.stdout == shown
    assert re.fullmatch(r"resolver \d+\.\d+\.\d+\S*\n", shown)


# ------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run"], "resolver: there is no entries.csv in this folder; name a list, or make one: resolver ingest"),
        (["run", "nowhere.csv"], "resolver: nowhere.csv: there is no such file"),
        (["run", "empty.csv"], "resolver: empty.csv: the file is empty"),
        (["run", "list.csv", "-o", "empty.csv"], "resolver: empty.csv: results can't be written there"),
        (["run", "list.csv", "--max-age", "-1"], "resolver: --max-age: "),
        (["run", "list.csv", "--arxiv-url", "nowhere"], "resolver: --arxiv-url: must be an address"),
        (["run", "list.csv", "--overwrite", "colour"], "colour: the fields are title, authors"),
        (["run", "--no-such-option"], "No such option"),
        (["ingest", "list.csv", "-o", "list.csv"], "list.csv: this is what is read, and would be replaced"),
        (["cache", "prune", "--older-than", "soon"], "is no number of days"),
        (["frobnicate"], "No such command"),
        (["run", ""], "resolver: the name of the list is empty"),
        (["explain", " "], "give a title, a DOI, an arXiv id or a link"),
    ],
)
def test_bad_input_gets_one_line_status_2_and_nothing_is_written(
    alone: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    (alone / "empty.csv").touch()
    (alone / "list.csv").write_text("title\nAttention is all you need\n")
    before = {p.name: p.read_bytes() for p in alone.iterdir() if p.is_file()}
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert "Traceback" not in captured.err
    if captured.err.startswith("resolver:"):
        assert captured.err.count("\n") == 1
    assert {p.name: p.read_bytes() for p in alone.iterdir() if p.is_file()} == before


def test_a_wrong_setting_is_named_with_its_place(
    alone: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (alone / "list.csv").write_text("title\nX\n")
    monkeypatch.setenv("RESOLVER_ARXIV_DELAY", "soon")
    assert main(["run", "list.csv"]) == 2
    assert "environment variable RESOLVER_ARXIV_DELAY: " in capsys.readouterr().err


def test_a_reader_that_has_seen_enough_is_no_error(alone: Path) -> None:
    (alone / "list.md").write_text(
        "# List\n" + "".join(f"* **A title number {n}** - A. Li, ACL 2020\n" for n in range(9000))
    )
    ended = subprocess.run(
        f"{sys.executable} -m resolver ingest list.md | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert ended.stdout.startswith("section,title")
    assert "Traceback" not in ended.stderr
    assert "BrokenPipe" not in ended.stderr


# ------------------------------------------------------------------ lists and caches


def test_a_markdown_list_becomes_a_table(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (alone / "README.md").write_text(
        "# Awesome\n\n## Data\n\n* **PsyQA: A Chinese Dataset** — Junhui Li *et al.*, ACL 2021. [[link]](https://x.io/a)\n"
    )
    assert main(["ingest", "README.md", "-o", "entries.csv"]) == 0
    with (alone / "entries.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["section"], row["title"], row["year"]) == ("Data", "PsyQA: A Chinese Dataset", "2021")
    assert "1 entries of 1 items -> entries.csv" in capsys.readouterr().err
    assert main(["ingest", "README.md"]) == 0
    assert capsys.readouterr().out == (alone / "entries.csv").read_text(encoding="utf-8")


def test_an_empty_cache_is_no_error_and_none_is_made(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["cache"], ["cache", "info"], ["cache", "clear"], ["cache", "prune"]):
        assert main(arguments) == 0
    assert "nothing is kept yet" in capsys.readouterr().out
    assert not (alone / "kept").exists()


# ------------------------------------------------------------------ the summary


def test_the_summary_fits_80_columns_has_no_colour_when_piped_and_names_what_needs_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = Problem(kind="authors", claimed="Junhui Li", recorded="Hao Sun", says="no author is called Junhui Li")
    evil = "Pre\x1b[31mface " * 9
    run = run_of(
        ("title",),
        [(PSYQA.title,), (evil,), ("Nowhere",)],
        resolved(1, PSYQA, problems=(wrong,)),
        open_question(2, evil, PSYQA, MENTALCHAT),
        open_question(3, "Nowhere"),
    )
    screen.show_summary(msgspec.structs.replace(run, written=write_run(run, tmp_path / "out")))
    text = capsys.readouterr().out
    assert "\x1b" not in text
    assert "1 matched, 1 ambiguous, 1 not found, 0 unanswered of 3; 1 with problems" in " ".join(text.split())
    assert "row 2, ambiguous: " in text
    assert "row 1: PsyQA" in text
    assert "openalex: offline" in text
    lines = [line for line in text.splitlines() if not line.startswith("1.2 s; wrote")]
    assert max(map(len, lines)) <= 80


def test_entries_that_nobody_could_be_asked_about_are_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    import msgspec

    silent = [
        msgspec.structs.replace(
            r, decision=msgspec.structs.replace(r.decision, status="unanswered", reason="no network")
        )
        for r in (open_question(n, f"Title {n}") for n in range(1, 41))
    ]
    screen.show_summary(run_of(("title",), [(f"Title {n}",) for n in range(1, 41)], *silent))
    assert "unanswered (rows 1, 2, 3, 4, 5, 6, 7, 8, …; 40 in all): no network" in " ".join(
        capsys.readouterr().out.split()
    )


@pytest.fixture
def overwritten() -> Callable[..., tuple[str | None, object]]:
    from resolver.cli.options import read_overwrite

    return read_overwrite


def test_overwrite_may_stand_alone_before_the_list(
    alone: Path, overwritten: Callable[..., tuple[tuple[str, ...], object]]
) -> None:
    """`--overwrite entries.csv` means the list, not a field of that name."""
    (alone / "entries.csv").touch()
    assert overwritten((), "entries.csv") == (("entries.csv",), "all")
    assert overwritten(("list.csv",), "doi, URL") == (("list.csv",), "doi, URL")
    assert overwritten(("list.csv",), "all") == (("list.csv",), "all")
    assert overwritten(("a.csv", "b.csv"), None) == (("a.csv", "b.csv"), "")


# ------------------------------------------------------------------ terminals, pipes and disks


def _but_progress(said: str) -> str:
    """What a command said beside where its work is, which it says at once without a terminal."""
    return re.sub(r"^resolver: [\w ]+, \d+ of \d+\b.*\n", "", said, flags=re.MULTILINE)


def _at_the_shell(command: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """What a shell shows of a command in which `resolver` is this program; text as UTF-8."""
    return subprocess.run(
        ["bash", "-c", command.replace("resolver", f"{sys.executable} -m resolver")],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
    )


@pytest.fixture
def unknown(alone: Path) -> Path:
    """A list whose title a Latin-1 terminal can't show, and nothing to look it up in."""
    (alone / "list.csv").write_text("title,year\nPATIENT-Ψ: Simulated Patients,2024\n", encoding="utf-8")
    return alone


def test_closing_the_pipe_changes_neither_result_nor_status(unknown: Path) -> None:
    shown = _at_the_shell('resolver run list.csv --offline -v | head -c 1; echo " ${PIPESTATUS[0]}"', unknown)
    assert shown.stdout.endswith(" 0\n")
    assert _but_progress(shown.stderr) == ""
    assert (unknown / "out" / "enriched.csv").exists()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_cannot_show_a_letter_is_no_error(unknown: Path, encoding: str) -> None:
    for command in ("resolver run list.csv --offline", "resolver explain --offline 'Ψ'"):
        shown = _at_the_shell(command, unknown, PYTHONIOENCODING=encoding)
        assert (shown.returncode, _but_progress(shown.stderr)) == (0, "")


def test_a_table_on_the_standard_output_is_utf8_whatever_the_terminal_speaks(unknown: Path) -> None:
    shown = _at_the_shell("resolver ingest list.csv", unknown, PYTHONIOENCODING="latin-1")
    assert "PATIENT-Ψ" in shown.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_output_that_is_full_is_said_in_one_line(unknown: Path) -> None:
    shown = _at_the_shell("resolver run list.csv --offline > /dev/full", unknown)
    assert (shown.returncode, _but_progress(shown.stderr)) == (2, "resolver: no space left on device\n")


# ------------------------------------------------------------------ what is shown


def test_a_note_is_shown_once_and_a_source_names_itself_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import msgspec

    run = run_of(("title",), [(PSYQA.title,), ("",)], resolved(1, PSYQA), open_question(2, ""))
    usage = tuple(msgspec.structs.replace(u, message=f"{u.source}: the budget is spent") for u in run.usage)
    run = msgspec.structs.replace(run, notes=("no luck", "no luck"), usage=usage)
    screen.show_summary(msgspec.structs.replace(run, written=write_run(run, tmp_path / "out")))
    text = " ".join(capsys.readouterr().out.split())
    assert text.count("note: no luck") == 1
    assert "openalex: the budget" in text
    assert "openalex: openalex:" not in text
    assert "row 2, not found: (an empty row): " in text


def test_forgetting_the_answers_of_an_unknown_source_says_which_there_are(
    alone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from resolver.cache.answers import Answers

    with Answers.open(alone / "kept" / "answers.sqlite"):
        pass
    assert main(["cache", "clear", "--source", "crossref"]) == 0
    assert capsys.readouterr().out == "nothing is kept of crossref; there are answers of no source\n"
