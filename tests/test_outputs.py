"""Nothing that a person has is lost: what every command may write where."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.cli import main
from resolver.errors import InputError, OutputError
from resolver.files import outputs

ROOT = Path(__file__).parents[1]
LIST = """title,doi
PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support,XXX
"""
PERSONS = "% my own collection, ten years of work\n@misc{mine, title = {Mine}}\n"

COMMANDS: dict[str, tuple[list[str], str]] = {
    "run": (["run", "list.csv", "-o", "."], "references.bib"),
    "run, table": (["run", "list.csv", "-o", "."], "enriched.csv"),
    "run, report": (["run", "list.csv", "-o", "."], "report.json"),
    "fill": (["fill", "list.csv", "-o", "{}"], "out.csv"),
    "fill, report": (["fill", "list.csv", "--report", "{}", "--check"], "edits.json"),
    "fill in place, report": (["fill", "list.csv", "-i", "--report", "{}"], "edits.json"),
    "render": (["render", "list.csv", "--to", "bibtex", "-o", "{}"], "out.bib"),
    "render, markdown": (["render", "list.csv", "--to", "markdown", "-o", "{}"], "README.md"),
    "render, json": (["render", "list.csv", "--to", "csl-json", "-o", "{}"], "out.json"),
    "ingest": (["ingest", "list.csv", "-o", "{}"], "table.csv"),
    "refresh, markdown": (["refresh", "list.csv", "--markdown", "{}"], "changes.md"),
    "refresh, json": (["refresh", "list.csv", "--json", "{}"], "changes.json"),
    "refresh, feed": (["refresh", "list.csv", "--feed", "{}"], "feed.xml"),
}
"""Each output of each command: the command with a place for its name, and a name that it usually has."""
CHOSEN = {name: each for name, each in COMMANDS.items() if "{}" in each[0]}
"""Those whose file a person names."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("RESOLVER_OFFLINE", "1")
    monkeypatch.setenv("RESOLVER_SNAPSHOT", str(ROOT / "cache"))
    Path("list.csv").write_text(LIST)
    return here


def command(words: list[str], target: str) -> list[str]:
    return [word.replace("{}", target) for word in words]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_persons_file_is_left_alone_unless_force_is_given(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, target = COMMANDS[name]
    Path(target).write_text(PERSONS)
    assert main(command(words, target)) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert target in said
    assert "--force" in said or "feed is no XML" in said
    assert Path(target).read_text() == PERSONS
    assert Path("list.csv").read_text() == LIST
    if "feed" not in name:  # a feed goes on from what is there; what is none can't be gone on from
        assert main([*command(words, target), "--force"]) in (0, 3, 10, 11)
        assert Path(target).read_text() != PERSONS


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_run_made_is_replaced_by_the_next(name: str) -> None:
    words, target = COMMANDS[name]
    for _ in range(2):
        assert main(command(words, target)) in (0, 3, 10, 11)
        if "feed" not in name:
            assert Path(target).exists()


@pytest.mark.parametrize("name", CHOSEN)
@pytest.mark.parametrize("link", [None, os.symlink, os.link], ids=["itself", "symbolic link", "hard link"])
@pytest.mark.parametrize("force", [False, True])
def test_the_list_is_never_replaced(
    name: str, link: Callable[[str, str], None] | None, force: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    target = "list.csv"
    if link is not None:
        target = "other"
        link("list.csv", target)
    words = command(CHOSEN[name][0], target)
    assert main([*words, "--force"] if force else words) == 2
    assert "would be replaced" in " ".join(capsys.readouterr().err.split())
    assert Path("list.csv").read_text() == LIST


def test_a_run_does_not_replace_its_own_list() -> None:
    shutil.copy("list.csv", "enriched.csv")
    assert main(["run", "enriched.csv", "-o", ".", "--force"]) == 2
    Path("references.bib").write_text(PERSONS)
    assert main(["run", "references.bib", "-o", ".", "--force"]) == 2
    assert Path("references.bib").read_text() == PERSONS


@pytest.mark.parametrize(
    "words",
    [
        ["fill", "list.csv", "-o", "one", "--report", "one"],
        ["fill", "list.csv", "-o", "one", "--report", "./one"],
        ["refresh", "list.csv", "--json", "one", "--markdown", "one"],
        ["refresh", "list.csv", "--json", "one", "--feed", "one"],
        ["refresh", "list.csv", "--json", "resolver.lock"],
    ],
)
def test_two_outputs_are_two_files(words: list[str]) -> None:
    assert main(words) == 2
    assert not Path("one").exists()


@pytest.mark.parametrize("name", CHOSEN)
def test_a_pipe_is_written_into(name: str) -> None:
    os.mkfifo("pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(Path("pipe").read_bytes()))
    reader.start()
    assert main(command(CHOSEN[name][0], "pipe")) in (0, 3, 10, 11)
    reader.join(timeout=10)
    assert Path("pipe").is_fifo()
    assert read[0]


@pytest.mark.parametrize("name", CHOSEN)
def test_a_device_stays_a_device(name: str) -> None:
    assert main(command(CHOSEN[name][0], os.devnull)) in (0, 3, 10, 11)
    assert Path(os.devnull).is_char_device()
    assert not Path(os.devnull).with_name(outputs.MARKS).exists()


def test_what_a_person_changed_is_theirs_again() -> None:
    assert main(["render", "list.csv", "--to", "markdown", "-o", "README.md"]) == 0
    with Path("README.md").open("a") as file:
        file.write("\nMy own last words.\n")
    assert main(["render", "list.csv", "--to", "markdown", "-o", "README.md"]) == 2
    assert Path("README.md").read_text().endswith("My own last words.\n")


def test_results_without_a_mark_beside_them_are_known_as_those_of_the_first_version() -> None:
    assert main(["run", "list.csv", "-o", "out"]) == 0
    Path("out", outputs.MARKS).unlink()
    assert main(["run", "list.csv", "-o", "out"]) == 0
    assert main(["run", "list.csv", "-o", "out"]) == 0


def test_an_empty_file_is_nobodys(folder: Path) -> None:
    Path("new").touch()
    assert main(["fill", "list.csv", "-o", "new"]) == 0
    assert "10.18653/v1/2021.findings-acl.130" in Path("new").read_text()


def test_outputs_that_say_what_they_are_leave_no_mark() -> None:
    assert main(["fill", "list.csv", "--check", "--report", "edits.json"]) == 3
    assert not Path(outputs.MARKS).exists()


# ------------------------------------------------------------------ properties of the rule

NAMES = st.sampled_from(["a", "b", "sub/a", "link", "./a", "sub/../b"])


@pytest.fixture
def places(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    return tmp_path


@given(
    written=st.lists(NAMES, unique=True, max_size=3), read=st.lists(NAMES, max_size=2), there=st.sets(NAMES),
    force=st.booleans(),
)  # fmt: skip
def test_whatever_is_asked_for_no_foreign_byte_is_lost(
    places: Path, written: list[str], read: list[str], there: set[str], force: bool
) -> None:
    for name in ("a", "b", "sub/a"):
        (places / name).unlink(missing_ok=True)
    for marks in places.rglob(outputs.MARKS):
        marks.unlink()
    for name in there:
        (places / name).write_text(f"a person's {(places / name).resolve()}")
    before = {path: path.read_text() for path in places.rglob("*") if path.is_file()}
    contents: dict[Path, str | bytes] = {places / name: f"made {name}" for name in written}
    try:
        outputs.write_all(dict(contents), [places / name for name in read], force=force)
    except (InputError, OutputError):
        assert {path: path.read_text() for path in places.rglob("*") if path.is_file()} == before
        return
    targets = {path.resolve() for path in contents}
    assert len(targets) == len(contents)
    assert targets.isdisjoint((places / name).resolve() for name in read)
    for path, text in before.items():
        assert path.read_text() == text or (force and path.resolve() in targets)
    outputs.write_all(dict(contents), [places / name for name in read])  # and what was made is ours from then on
