"""A lock between processes that the kernel drops when its holder dies, however it dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path


class FileLock:
    """An exclusive advisory lock on a file, which also carries a line of text for the next holder.

    It is taken without waiting, so that the caller decides how to wait. Not reentrant, and to be
    used by one thread at a time.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(self) -> bool:
        """Whether the lock is now held.

        Raises:
            OSError: the file can't be made or opened.
        """
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        if not _lock(file):
            os.close(file)
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Give the lock up; nothing happens when it is not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def read(self) -> str:
        """The text left by the last holder."""
        assert self._file is not None
        os.lseek(self._file, 0, os.SEEK_SET)
        return os.read(self._file, 100).decode("ascii", "replace").strip()

    def write(self, text: str) -> None:
        """Leave `text` (ASCII, at most 100 characters) for the next holder."""
        assert self._file is not None
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, f"{text:<99}\n".encode("ascii"))


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _lock(file: int) -> bool:
        os.lseek(file, 1000, os.SEEK_SET)  # beyond the text, which others may read
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
