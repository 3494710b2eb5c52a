"""Input, names and surroundings that no one expects: right behaviour or one line, and never a traceback."""

import json
import os
from pathlib import Path

import pytest

from resolver.cli import main

LIST = "title,url\nA Study of Lullabies for Dependency Gardens,\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a list, no network, no recorded answers, no index."""
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith("RESOLVER_") or n == "OPENALEX_API_KEY"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("RESOLVER_OFFLINE", "1")
    monkeypatch.setenv("RESOLVER_SNAPSHOT", "none")
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def one_line_error(capsys: pytest.CaptureFixture[str]) -> str:
    """What the error output says: a single line of ours."""
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("resolver: ")
    assert line.isprintable()
    return line


def test_half_a_surrogate_in_json_becomes_the_replacement_character(folder: Path) -> None:
    (folder / "list.json").write_text(r'[{"title": "Half \ud83d of a Pair", "note": "\udc00"}]', encoding="utf-8")
    assert main(["run", "list.json", "-o", "out"]) in (0, 4)
    assert "Half \ufffd of a Pair" in (folder / "out" / "enriched.csv").read_text(encoding="utf-8")
    json.loads((folder / "out" / "report.json").read_bytes())


@pytest.mark.parametrize("command", [["run"], ["fill"], ["fill", "--diff"], ["refresh"], ["ingest"]])
def test_a_list_whose_name_is_not_utf8_is_refused_with_its_name_as_far_as_it_can_be_shown(
    folder: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    name = os.fsdecode(b"l\xff.csv")
    try:
        (folder / name).write_text(LIST, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert main([command[0], name, *command[1:]]) == 2
    assert "l\ufffd.csv: the file's name is not UTF-8; rename it" in one_line_error(capsys)


@pytest.mark.parametrize("columns", ["0", "00", "1", "7"])
def test_a_terminal_of_no_width_is_no_reason_to_fail(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["run", "list.csv", "-o", "out"]) in (0, 4)


@pytest.mark.parametrize("command", [["fill", "list.csv", "-o", "loop"], ["refresh", "loop"], ["run", "loop"]])
def test_links_that_lead_to_each_other_are_named(
    folder: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "loop").symlink_to("loop")
    assert main(command) == 2
    assert "too many levels of symbolic links" in capsys.readouterr().err.lower()
    assert (folder / "loop").is_symlink()


DEEP = "a = " + "[" * 20_000 + "]" * 20_000 + "\n"


def test_a_lock_file_that_is_nested_too_deep_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "resolver.lock").write_text(DEEP, encoding="utf-8")
    assert main(["refresh", "list.csv"]) == 2
    assert "resolver.lock: is nested too deep to be read" in one_line_error(capsys)


@pytest.mark.parametrize("name", ["resolver.toml", "pyproject.toml"])
def test_settings_that_are_nested_too_deep_are_refused(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_text(DEEP, encoding="utf-8")
    assert main(["run", "list.csv"]) == 2
    assert f"{name}: is nested too deep to be read" in one_line_error(capsys)


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_utf32_is_refused_and_not_read_as_utf16(
    folder: Path, encoding: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "wide.csv").write_bytes(("\ufeff" + LIST).encode(encoding))
    assert main(["run", "wide.csv"]) == 2
    assert "this is UTF-32; save the file as UTF-8" in one_line_error(capsys)


def test_utf16_with_nul_characters_is_no_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "nul.csv").write_bytes(("\ufefftitle\nA\0B\n").encode("utf-16-le"))
    assert main(["run", "nul.csv"]) == 2
    assert "nul.csv, line 2: this is no text file (a NUL byte)" in one_line_error(capsys)


def test_what_a_list_says_is_kept_to_the_letter_in_its_cell_and_steers_nothing_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "Red \x1b[31mLullabies\x9b31m for \u202eGardens"
    (folder / "odd.csv").write_text(f"title,url\n{title},\n", encoding="utf-8")
    assert main(["run", "odd.csv", "-o", "out", "-v"]) in (0, 4)
    shown = capsys.readouterr()
    said = shown.out + shown.err + (folder / "out" / "report.json").read_text(encoding="utf-8")
    assert not any(ch in said for ch in "\x1b\x9b\u202e")
    assert "\\u001b" not in said
    assert f"\n{title}," in (folder / "out" / "enriched.csv").read_text(encoding="utf-8")
