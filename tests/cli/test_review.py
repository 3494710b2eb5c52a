"""`resolver review`: what a person decides is written at once, and heeded by every command."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver.cli import main
from tests.cli.test_stopping import ROOT
from tests.small_world import TWINS

COPPER = """@inproceedings{copper-2024-alignment,
    title = "Copper Alignment of Lunar Manuscripts",
    author = "Copper, Ida",
    booktitle = "Proceedings of the 2024 Conference",
    year = "2024",
    url = "https://aclanthology.org/2024.emnlp-main.5/",
}
"""
README = """* **Copper Alignment of Lunar Manuscripts** — Ida Copper, 2024. [[link]](TODO)
* **Quiet Bicycle Translation** [[link]](TODO)
"""
SOUTH, NORTH = "https://aclanthology.org/2023.emnlp-main.8/", "https://aclanthology.org/2021.acl-long.8/"
REFRESH = ["refresh", "README.md", "--sources", "acl", "-q"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list with a title that two papers bear."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "anthology.bib").write_text(TWINS + COPPER, encoding="utf-8")
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    monkeypatch.setenv("RESOLVER_ACL_URL", str(tmp_path / "anthology.bib"))
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("RESOLVER_SNAPSHOT", "none")
    return tmp_path


def text(folder: Path) -> str:
    return (folder / "README.md").read_text(encoding="utf-8")


def decision(folder: Path, title: str = "Quiet Bicycle Translation") -> dict[str, object]:
    entries = tomllib.loads((folder / "resolver.lock").read_text(encoding="utf-8"))["entry"]
    return next((e["decision"] for e in entries if e["title"] == title and "decision" in e), {})


# ------------------------------------------------------------------ by options


def test_two_papers_of_one_title_are_not_guessed_between_until_a_person_says_which(folder: Path) -> None:
    assert main(REFRESH) == 10
    assert text(folder).count("TODO") == 1
    assert main(["review", "README.md", "--row", "2", "--accept", SOUTH, "--note", "the later one"]) == 0
    assert decision(folder) == {"accept": "acl:2023.emnlp-main.8", "note": "the later one"}
    assert main(REFRESH) == 10
    assert f"**Quiet Bicycle Translation** [[link]]({SOUTH})" in text(folder)
    assert main(REFRESH) == 0


def test_of_two_papers_the_one_that_is_not_rejected_is_meant(folder: Path) -> None:
    main(["review", "README.md", "--row", "2", "--reject", "2023.emnlp-main.8"])
    main(REFRESH)
    assert f"**Quiet Bicycle Translation** [[link]]({NORTH})" in text(folder)


def test_a_person_may_name_a_work_of_quite_another_title(folder: Path) -> None:
    (folder / "README.md").write_text("* **Our Bicycle Paper** [[link]](TODO)\n", encoding="utf-8")
    main(["review", "README.md", "--row", "1", "--accept", "2023.emnlp-main.8"])
    assert main(REFRESH) == 10
    assert text(folder) == f"* **Our Bicycle Paper** [[link]]({SOUTH})\n"


def test_other_commands_heed_the_decision(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["review", "README.md", "--row", "2", "--accept", "2021.acl-long.8"])
    main(["review", "README.md", "--row", "1", "--never-touch"])
    assert main(["fill", "README.md", "--sources", "acl", "-o", "filled.md"]) == 0
    filled = (folder / "filled.md").read_text(encoding="utf-8")
    assert NORTH in filled
    assert "Ida Copper, 2024. [[link]](TODO)" in filled


def test_a_decision_can_be_taken_back_and_added_to(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = ["review", "README.md", "--row", "2"]
    main([*row, "--reject", "2023.emnlp-main.8"])
    main([*row, "--reject", "2021.acl-long.8", "--pin"])
    assert decision(folder) == {"reject": ["acl:2023.emnlp-main.8", "acl:2021.acl-long.8"], "pin": True}
    assert main([*row, "--forget"]) == 0
    assert "row 2: no decision" in capsys.readouterr().out
    assert decision(folder) == {}


def test_a_decision_that_is_taken_back_leaves_nothing_of_what_it_had_brought_about(folder: Path) -> None:
    row = ["review", "README.md", "--row", "1"]
    main([*row, "--accept", SOUTH])
    main(REFRESH)
    assert f"Ida Copper, 2024. [[link]]({SOUTH})" in text(folder)
    main([*row, "--forget"])
    main(REFRESH)
    assert "Ida Copper, 2024. [[link]](https://aclanthology.org/2024.emnlp-main.5/)" in text(folder)


def test_a_decision_by_hand_is_heeded_at_the_next_refresh(folder: Path) -> None:
    main(REFRESH)
    lock = (folder / "resolver.lock").read_text(encoding="utf-8")
    first, rest = lock.split('status = "matched"', 1)
    by_hand = f'{first}status = "matched"\ndecision = {{ accept = "acl:2023.emnlp-main.8" }}{rest}'
    (folder / "resolver.lock").write_text(by_hand, encoding="utf-8")
    assert main(REFRESH) == 11, "the sources would take another work, which is told and not done"
    assert f"Ida Copper, 2024. [[link]]({SOUTH})" in text(folder)


def test_a_named_work_that_nobody_knows_is_told_and_no_other_one_taken(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["review", "README.md", "--row", "1", "--accept", "acl:P99-9999"])
    assert main([word for word in REFRESH if word != "-q"]) == 11
    assert "conflict: Copper Alignment of Lunar Manuscripts" in capsys.readouterr().err
    assert "Ida Copper, 2024. [[link]](TODO)" in text(folder)


def test_what_was_filled_in_for_a_rejected_work_is_pointed_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(REFRESH)
    main(["review", "README.md", "--row", "1", "--reject", "2024.emnlp-main.5"])
    assert "in the list there is still what was filled in for it (url https://" in capsys.readouterr().out


def test_a_decision_about_a_row_that_was_retitled_is_kept(folder: Path) -> None:
    (folder / "README.md").write_text(f"* **Quiet Bicycles** [[link]]({SOUTH})\n", encoding="utf-8")
    main(REFRESH)
    (folder / "README.md").write_text(f"* **Quiet Bicycle Translation** [[link]]({SOUTH})\n", encoding="utf-8")
    main(["review", "README.md", "--row", "1", "--pin"])
    entries = tomllib.loads((folder / "resolver.lock").read_text(encoding="utf-8"))["entry"]
    assert [e["decision"] for e in entries] == [{"pin": True}]
    main(REFRESH)
    assert decision(folder) == {"pin": True}


def test_a_decision_outlives_its_row(folder: Path) -> None:
    main(["review", "README.md", "--row", "2", "--reject", "2023.emnlp-main.8"])
    (folder / "README.md").write_text(README.splitlines(keepends=True)[0], encoding="utf-8")
    main(REFRESH)
    assert decision(folder) == {"reject": ["acl:2023.emnlp-main.8"]}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--accept", "2021.acl-long.8"], "name the row that you decide about with --row"),
        (["--row", "3", "--pin"], "the list has rows 1 to 2"),
        (["--row", "0", "--pin"], "the list has rows 1 to 2"),
        (["--row", "1", "--accept", "this one"], "'this one' is no identifier or link that is understood"),
        ([], "there is no terminal to ask at"),
        (["--row", "1", "--forget", "--pin"], "give it alone"),
        (["--row", "1", "--accept", SOUTH, "--reject", "2023.emnlp-main.8"], "can't be both accepted and rejected"),
    ],
)
def test_a_slip_is_said_so(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "README.md", *arguments]) == 2
    assert says in capsys.readouterr().err
    assert not Path("resolver.lock").exists()


# ------------------------------------------------------------------ at the terminal


class Terminal:
    """The command with a person at a real terminal."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.master, slave = pty.openpty()
        (folder / "bin").mkdir(exist_ok=True)
        browser = folder / "bin" / "xdg-open"
        browser.write_text(f'#!/bin/sh\necho "$1" >> {folder}/opened\n')
        browser.chmod(0o755)
        self.seen = ""
        self.process = subprocess.Popen(
            [sys.executable, "-c", "import sys; from resolver.cli import main; sys.exit(main())", "review", *arguments],
            stdin=slave, stdout=slave, stderr=slave, cwd=folder, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # its own terminal, where Ctrl-C is a signal
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120", "TERM": "dumb",
                 "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"},
        )  # fmt: skip
        os.close(slave)

    def until(self, words: str, seconds: float = 120) -> str:
        """What appears until these words do."""
        begun, end = len(self.seen), time.monotonic() + seconds
        while words not in self.seen[begun:]:
            assert time.monotonic() < end, f"no {words!r} in {self.seen[begun:]!r}"
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.master, 65536).decode("utf-8", "replace")
                except OSError:  # the command has ended
                    break
        return self.seen[begun:]

    def press(self, keys: str) -> None:
        os.write(self.master, f"{keys}\n".encode())

    def end(self) -> int:
        try:
            return self.process.wait(timeout=120)
        finally:
            self.process.kill()
            os.close(self.master)


@pytest.fixture
def walk(folder: Path) -> Iterator[Terminal]:
    terminal = Terminal(folder, "README.md", "--sources", "acl")
    yield terminal
    terminal.process.kill()


PROMPT = "q quit"


def test_a_walk_shows_the_works_side_by_side_and_writes_what_is_chosen(folder: Path, walk: Terminal) -> None:
    shown = walk.until(PROMPT)
    assert "1 of 1: row 2, line 2" in shown
    assert "North" in shown
    assert "South" in shown
    assert "2023.emnlp-main.8" in shown
    walk.press("o")
    walk.until(PROMPT)
    walk.press("x")
    assert "that is none of the keys" in walk.until(PROMPT)
    walk.press("a")
    assert "which one? a 1 to a 2" in walk.until(PROMPT)
    assert not (folder / "resolver.lock").exists()
    first = "2021.acl-long.8" if shown.index("North") < shown.index("South") else "2023.emnlp-main.8"
    walk.press("a 1")
    walk.until(f"accepted acl:{first}")
    assert walk.end() == 0
    assert decision(folder) == {"accept": f"acl:{first}"}
    assert set((folder / "opened").read_text(encoding="utf-8").split()) == {NORTH, SOUTH}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("r", {"reject"}),
        ("p", {"pin"}),
        ("n", {"never_touch"}),
        ("c authors, year", {"confirm"}),
        ("s", set()),
        ("", set()),
        ("q", set()),
    ],
)
def test_each_key_writes_its_decision(folder: Path, walk: Terminal, key: str, expected: set[str]) -> None:
    walk.until(PROMPT)
    walk.press(key)
    assert walk.end() == 0
    assert set(decision(folder) if expected else {}) == expected
    assert (folder / "resolver.lock").exists() == bool(expected)


def test_ctrl_c_ends_the_walk_and_keeps_what_was_decided(folder: Path, walk: Terminal) -> None:
    walk.until(PROMPT)
    time.sleep(0.3)  # a person takes longer than the prompt to listen
    os.write(walk.master, b"\x03")
    assert walk.end() == 130
    assert "Traceback" not in walk.seen


def test_when_nothing_is_open_it_says_so(folder: Path) -> None:
    (folder / "README.md").write_text(README.splitlines(keepends=True)[0], encoding="utf-8")
    terminal = Terminal(folder, "README.md", "--sources", "acl")
    terminal.until("nothing is open")
    assert terminal.end() == 0
