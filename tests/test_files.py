"""Results are replaced as a whole or not at all."""

import os
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from resolver import files
from resolver.errors import OutputError


def test_a_file_keeps_its_permissions_and_a_link_its_target(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(real)
    files.write(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_new_file_gets_the_permissions_of_new_files_and_its_folder_is_made(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    files.write(tmp_path / "a" / "b.csv", "x")
    assert (tmp_path / "a" / "b.csv").stat().st_mode == plain.stat().st_mode


def test_line_ends_are_written_as_they_are(tmp_path: Path) -> None:
    files.write(tmp_path / "f", "a\r\nb\n")
    assert (tmp_path / "f").read_bytes() == b"a\r\nb\n"


def test_when_one_of_several_files_cannot_be_written_none_is_replaced(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("old")
    bad.mkdir()
    with pytest.raises(OutputError, match=r"bad\.csv: can't be written: .*folder of that name"):
        files.write_all({good: "new", bad: "new"})
    assert good.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.csv", "good.csv"]


def test_a_folder_that_is_a_file_is_reported_before_the_work_begins(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="there is a file of that name; choose another folder"):
        files.require_writable(tmp_path / "out")


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit on file sizes")
def test_a_disk_that_is_full_leaves_the_old_file(tmp_path: Path) -> None:
    """A process that may write 64 KiB a file meets the same error as one on a full disk, in mid-write."""
    target = tmp_path / "report.json"
    target.write_text("old")
    code = (
        "import resource, signal, sys; from pathlib import Path; from resolver import files\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
        "try: files.write(Path(sys.argv[1]), 'x' * 1_000_000)\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    said = subprocess.run(
        [sys.executable, "-c", code, str(target)], capture_output=True, text=True, check=True, env=environment
    ).stdout
    assert said.startswith("OutputError")
    assert "untouched" in said
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]


def test_a_file_that_comes_in_pieces_is_replaced_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    files.write(target, iter((b"one ", b"two")))
    assert target.read_bytes() == b"one two"

    def broken() -> Iterator[bytes]:
        yield b"three"
        raise ValueError("a bug in a writer")

    with pytest.raises(ValueError, match="a bug"):
        files.write(target, broken())
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]
    assert target.read_bytes() == b"one two"


def test_what_a_killed_process_left_is_swept_up_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f".report.json.{dead.pid}-abc.part"
    others = [tmp_path / f".report.json.{os.getppid()}-abc.part", tmp_path / ".report.json.mine.part"]
    for file in (left, *others):
        file.touch()
    files.write(tmp_path / "report.json", "x")
    assert sorted(tmp_path.iterdir()) == sorted([*others, tmp_path / "report.json"])
