"""Files that are replaced as a whole or not at all, even when the power fails or the disk is full."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from resolver.errors import OutputError

_PART = ".part"

Content = str | bytes | Iterable[bytes]
"""What a file gets: its text, its bytes, or its bytes in pieces, which need not be in memory at once."""


def write(path: Path, content: Content) -> None:
    """Replace one file. See `write_all`."""
    write_all({path: content})


def write_all(
    contents: Mapping[Path, Content], *, staged_files: Callable[[Mapping[Path, Path]], object] = lambda _: None
) -> None:
    """Replace several files, none of them before all are safely on the disk.

    Each is written to a temporary file in its own folder, flushed to the disk and renamed. A file
    that exists keeps its permissions; a link keeps pointing where it does. Text is written as UTF-8
    with its line ends as they are. Folders that are missing are made.

    Args:
        contents: what each file gets.
        staged_files: told the temporary file of each before any is replaced.

    Raises:
        OutputError: a folder or file can't be written; nothing was replaced.
    """
    staged: list[tuple[Path, Path]] = []
    current = Path()
    try:
        for path, content in contents.items():
            current = path
            target = followed(path) if path.is_symlink() else path
            staged.append((_stage(target, pieces(content)), target))
        staged_files({target: temporary for temporary, target in staged})
        for temporary, target in staged:
            current = target
            temporary.replace(target)
        for folder in {target.parent for _, target in staged}:
            _flush_folder(folder)
    except OSError as error:
        raise OutputError(
            f"{current}: can't be written: {_read_reason(error)}; what stood there before is untouched"
        ) from error
    finally:
        for temporary, _ in staged:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def followed(path: Path) -> Path:
    """Where a symbolic link leads in the end.

    Raises:
        OSError: links lead to each other in a circle.
    """
    try:
        return path.resolve()
    except RuntimeError:  # what Python up to 3.12 makes of it
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def pieces(content: Content) -> Iterable[bytes]:
    """Content as the bytes that a file gets, piece by piece."""
    if isinstance(content, str):
        return (content.encode(),)
    return (content,) if isinstance(content, bytes) else content


def to_text(content: Content) -> str:
    """Content as text, all of it at once."""
    return b"".join(pieces(content)).decode()


def _stage(target: Path, content: Iterable[bytes]) -> Path:
    """Write `content` to a temporary file beside `target` and return its path."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        raise IsADirectoryError(None, "there is a folder of that name")
    _sweep(target)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.{os.getpid()}-", suffix=_PART, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_choose_mode(target))
    except BaseException:  # Ctrl-C too: no half-written file may stay
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _sweep(target: Path) -> None:
    """Remove what processes left that were killed while they wrote this file."""
    if os.name != "posix":
        return  # there is no harmless way to ask whether a process lives
    for left in target.parent.glob(f".{glob.escape(target.name)}.*{_PART}"):
        number = left.name.removeprefix(f".{target.name}.").partition("-")[0]
        if not number.isdigit():
            continue
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            left.unlink(missing_ok=True)
        except (OSError, OverflowError):  # somebody else's
            continue


def _choose_mode(target: Path) -> int:
    """The permissions of the file that stands there, else those that a new file gets."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a crash; systems that can't open folders (Windows) do it on their own."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _read_reason(error: OSError) -> str:
    if isinstance(error, FileExistsError):
        return "there is a file of that name"
    return (error.strerror or str(error)).lower()


def require_writable(folder: Path) -> None:
    """Find out before the work begins whether its results can be written.

    Raises:
        OutputError: they can't.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputError(
            f"{folder}: results can't be written there: {_read_reason(error)}; choose another folder"
        ) from error
