"""What may be written where: one rule for every output of every command.

An output never replaces an input, another output of the same call, or a file that no run of ours made. What
is no regular file (a terminal, a pipe, a device) is written into. Symbolic links are followed before any of
this is decided.

Which files are ours: those whose beginning says so (reports, feeds, tables of results), and those that are still
as a run has left them, by their digest in `.resolver-made` beside them. A file that a person changed since is
theirs. An empty file is nobody's.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from resolver import files
from resolver.errors import InputError, OutputError

MARKS = ".resolver-made"
"""The file beside outputs that has a line for each: its digest, two blanks, its name (the form of `sha256sum`)."""

_HEAD = 4096
"""Bytes of a file in which it says what it is."""

_TABLE = re.compile(rb"\A(?:\xef\xbb\xbf)?[^\r\n]*\bmatch_status\b[^\r\n]*\bmatch_confidence\b")
"""The head of an enriched table, which people may go on to edit."""

_REPORTS = tuple(
    re.compile(pattern, re.DOTALL | re.MULTILINE)
    for pattern in (
        rb'\A\{\s*"schema_version":\s*\d+,\s*"versions":\s*\{\s*"resolver":',  # report.json
        rb'\A\{\s*"edits":\s*\[(?:\]|\s*\{\s*"start":).*"(?:left|old)":',  # the report of `fill`
        rb'\A\{\s*"schema":\s*\d+,\s*"lists":\s*\[',  # the changes of `refresh` as JSON
        rb"\A<\?xml[^>]*>\s*<feed\b.*<id>tag:resolver,\d{4}:",  # and as a feed
        rb"\A# \d+ changes? in \d+ lists?\s*$|\ANo work changed; what is known of \d|\A## Edits \(\d+\)",  # as Markdown
        rb"\A# Recorded answers\s+<!-- made by `resolver cache export`",
        rb'\A\{"source":"\w+","route":"\w+","question":\[',  # a file of recorded answers
    )
)

_RESULTS = ("enriched.csv", "report.json")
"""What stands beside a `references.bib` that a run has written; version 0.1.0 left no other mark."""


def check(targets: Iterable[Path], inputs: Iterable[Path | str], *, force: bool = False) -> None:
    """Refuse outputs that would replace something that is not ours, before any work is done.

    Args:
        targets: the files that a call will write.
        inputs: what it reads: lists, a lock file, a citation style; those that don't exist are passed over.
        force: replace files that no run made. Inputs are not replaced even then.

    Raises:
        InputError: an output is an input, or another output of the same call.
        OutputError: an output is a folder, or a file that is not ours.
    """
    read = [path for path in map(Path, inputs) if str(path) != "."]
    taken: list[Path] = []
    for target in targets:
        if is_stream(target):
            continue
        if any(_is_same(target, path) for path in read):
            raise InputError("this is what is read, and would be replaced; name another file", path=target)
        if any(_is_same(target, path) for path in taken):
            raise InputError("two outputs would be written to this file; name another for one of them", path=target)
        taken.append(target)
        if not force and not is_ours(target):
            raise OutputError(
                f"{target}: stands there already, and no run of resolver made it as it is; "
                "name another file, or replace it with `force`"
            )


def is_stream(path: Path) -> bool:
    """Whether something is written into instead of being replaced: a pipe, a device, a terminal."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    if path.absolute().parts[1:2] in (("dev",), ("proc",)):  # /dev/stdout may be a file that the shell opened
        return not stat.S_ISDIR(mode)
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def is_ours(path: Path) -> bool:
    """Whether nothing is lost with the file of this name: there is none, it is empty, or a run of ours made it."""
    try:
        target = files.followed(path)
        status = target.stat()
        if stat.S_ISDIR(status.st_mode):
            raise OutputError(f"{path}: is a folder; name the file in it")
        if not status.st_size:
            return True
        marks = _read_marks(target.parent).get(target.name, ())
        if marks:
            return _digest(target) in marks
        with target.open("rb") as file:
            head = file.read(_HEAD)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError as error:
        raise OutputError(f"{path}: can't be read: {(error.strerror or str(error)).lower()}") from error
    if _is_report(head) or _TABLE.search(head):
        return True
    beside = [target.with_name(name) for name in _RESULTS]
    return target.name == "references.bib" and all(other.is_file() and is_ours(other) for other in beside)


def write_all(
    contents: Mapping[Path, files.Content],
    inputs: Iterable[Path | str] = (),
    *,
    edited: Mapping[Path, files.Content] | None = None,
    force: bool = False,
) -> None:
    """Write the outputs of a call, all or none of them; what is no regular file is written into, after all others.

    Args:
        contents: each output and what it gets.
        inputs: as for `check`, which is done again: the work may have taken hours.
        edited: lists that are changed in place along with them; the caller has made sure that they are as it read them.
        force: as for `check`.

    Raises:
        InputError, OutputError: as `check`, or one can't be written; nothing was replaced.
    """
    edited = edited or {}
    check(contents, [*inputs, *edited], force=force)
    streams = {path: content for path, content in contents.items() if is_stream(path)}
    kept = {path: content for path, content in contents.items() if path not in streams}
    own = {files.followed(path) for path in kept}

    def mark(staged: Mapping[Path, Path]) -> None:
        _write_marks({target: temporary for target, temporary in staged.items() if files.followed(target) in own})

    files.write_all({**edited, **kept}, staged_files=mark)
    for path, content in streams.items():
        _pour(path, content)


def _is_same(one: Path, other: Path) -> bool:
    with contextlib.suppress(OSError):
        if one.samefile(other):
            return True
    try:
        return files.followed(one) == files.followed(other)
    except OSError:  # links that lead in a circle: writing says so
        return False


def is_result(path: Path) -> bool:
    """Whether a file is what a run of ours has written, and no list of a person's: by its mark or its beginning.

    Raises:
        OutputError: see `is_ours`.
    """
    return path.is_file() and path.stat().st_size > 0 and is_ours(path)


def _is_report(head: bytes) -> bool:
    return any(pattern.search(head) for pattern in _REPORTS)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_marks(folder: Path) -> dict[str, tuple[str, ...]]:
    """The digests of each output in a folder by its name; of a file that can't be read, none."""
    found: dict[str, tuple[str, ...]] = {}
    try:
        text = (folder / MARKS).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return found
    for line in text.splitlines():
        digest, _, name = line.partition("  ")
        if name:
            found[name] = (*found.get(name, ()), digest)
    return found


def _write_marks(staged: Mapping[Path, Path]) -> None:
    """Note what is about to be written, beside what is there: whichever of both a killed process leaves is ours.

    Reports, which say themselves what they are, need no mark.
    """
    by_folder: dict[Path, dict[str, Path]] = {}
    for target, temporary in staged.items():
        by_folder.setdefault(target.parent, {})[target.name] = temporary
    for folder, made in by_folder.items():
        with contextlib.suppress(OSError, OutputError):  # a folder of someone else's: the next run asks for --force
            known = _read_marks(folder)
            marked = {name: path for name, path in made.items() if name in known or not _needs_no_mark(path)}
            for name, temporary in marked.items():
                there = [_digest(folder / name)] if (folder / name).is_file() else []
                known[name] = tuple(dict.fromkeys((*there, _digest(temporary))))
            lines = [f"{digest}  {name}\n" for name in sorted(known) for digest in known[name] if "\n" not in name]
            if marked:
                files.write(folder / MARKS, "".join(lines).encode("utf-8", "surrogateescape"))


def _needs_no_mark(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return not head or _is_report(head)


def _pour(path: Path, content: files.Content) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY), "wb") as stream:
            stream.writelines(files.pieces(content))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{path}: can't be written: {(error.strerror or str(error)).lower()}") from error
