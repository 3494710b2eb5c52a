"""Recorded answers in plain text, to be kept in a repository and reviewed in a diff.

A snapshot is a folder with a `README.md` and one file of JSON lines for each source, one answer a
line, sorted by question. It is read-only to a run; `export` makes a new one as a whole.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from resolver import files
from resolver.cache.freshness import Stored, parse_time
from resolver.errors import OutputError
from resolver.files import outputs
from resolver.model import Answer, ById, Found, Identifier, Question, Reply, Unavailable
from resolver.text import cleaning

README = "README.md"
_MARK = "<!-- made by `resolver cache export`: this folder is replaced as a whole -->"


class SnapshotLine(Struct, frozen=True, kw_only=True):
    """One recorded answer; `asked` is a date."""

    source: str
    route: str
    question: Question
    asked: str
    answer: Answer


class _Kept(NamedTuple):
    """A source's recorded answers: by route and question, and those that follow for the identifiers of its records."""

    lines: dict[tuple[str, Question], Stored]
    borne: dict[Identifier, Stored]


class Snapshot:
    """The recorded answers of a folder. A source's file is read when it is first asked for. Thread-safe.

    Attributes:
        folder: where they are.
        notes: lines that could not be read, with file and line number, for the person at the terminal.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes: list[str] = []
        self._lock = threading.Lock()
        self._sources: dict[str, _Kept] = {}

    def get_many(self, source: str, route: str, questions: Sequence[Question]) -> dict[Question, Stored]:
        """The recorded answers, of any age; questions without one are missing from the result.

        A work that was recorded as the answer to another question is known by its identifiers as well.
        """
        with self._lock:
            if source not in self._sources:
                lines = self._read(source)
                self._sources[source] = _Kept(lines, _group_by_identifier(lines.values()))
            kept = self._sources[source]
        found = {q: kept.lines[route, q] for q in questions if (route, q) in kept.lines}
        borne = {q: kept.borne[q.id] for q in questions if isinstance(q, ById) and q.id in kept.borne}
        return borne | found

    def _read(self, source: str) -> dict[tuple[str, Question], Stored]:
        file = self.folder / f"{source}.jsonl"
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as err:
            self.notes.append(f"{file}: can't be read ({(err.strerror or str(err)).lower()}); going on without it")
            return {}
        decode = msgspec.json.Decoder(SnapshotLine).decode
        lines: dict[tuple[str, Question], Stored] = {}
        for number, text in enumerate(data.splitlines(), 1):
            if not text.strip():
                continue
            try:
                line = decode(text)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                self.notes.append(f"{file}, line {number}: not a recorded answer; left out (make it anew or remove it)")
                continue
            if line.source != source or isinstance(line.answer, Unavailable):
                self.notes.append(f"{file}, line {number}: no answer of {source}; left out")
                continue
            key = (line.route, line.question)
            if key not in lines or parse_time(lines[key].asked) <= parse_time(line.asked):
                answer = cleaning.clean_answer(line.answer) if cleaning.may_be_odd(text) else line.answer
                lines[key] = Stored(answer, line.asked, "snapshot")
        return lines


def _group_by_identifier(lines: Iterable[Stored]) -> dict[Identifier, Stored]:
    """An answer for each identifier that a recorded record bears."""
    found: dict[Identifier, Stored] = {}
    for line in lines:
        for record in line.answer.records if isinstance(line.answer, Found) else ():
            for identifier in record.ids:
                found.setdefault(identifier, Stored(Found((record,)), line.asked, "snapshot"))
    return found


def load(folder: Path) -> Snapshot:
    """The snapshot in `folder`. Nothing is read yet, and a folder that is not there is an empty snapshot."""
    return Snapshot(folder)


def export(
    folder: Path,
    replies: Iterable[Reply],
    *,
    description: str,
    command: str,
    inputs: Sequence[Path | str] = (),
    force: bool = False,
) -> tuple[Path, ...]:
    """Record answers, in place of what the folder held.

    Args:
        folder: made when there is none. One that holds something else than a snapshot is left alone.
        replies: of a run; those that are no answers (`Unavailable`) are left out.
        description: what they are and from where, in Markdown, for the README.
        command: that makes the folder anew, for the README.
        inputs: what was read, which is not replaced.
        force: replace files that no run recorded; what else lies there stays.

    Returns:
        The files written. The same replies give the same bytes.

    Raises:
        OutputError: the folder is not ours, or can't be written.
    """
    lines: dict[tuple[str, str, bytes], SnapshotLine] = {}
    for reply in replies:
        if isinstance(reply.answer, Unavailable):
            continue
        key = (reply.source, reply.route, msgspec.json.encode(reply.question))
        if key not in lines or lines[key].asked < reply.asked[:10]:
            lines[key] = SnapshotLine(
                source=reply.source,
                route=reply.route,
                question=reply.question,
                asked=reply.asked[:10],
                answer=reply.answer,
            )
    by_source: dict[str, list[SnapshotLine]] = {}
    for (source, _, _), line in sorted(lines.items(), key=lambda item: (item[0][0], item[0][2], item[0][1])):
        by_source.setdefault(source, []).append(line)
    try:
        _claim(folder)
        contents: dict[Path, files.Content] = {folder / README: _write_readme(by_source, description, command)}
        for source, some in by_source.items():
            contents[folder / f"{source}.jsonl"] = b"".join(msgspec.json.encode(line) + b"\n" for line in some)
        outputs.write_all(contents, inputs, force=force)
        for old in set(folder.glob("*.jsonl")) - set(contents):
            if outputs.is_ours(old):
                old.unlink()
    except OSError as err:
        raise OutputError(f"{folder}: the snapshot can't be written ({(err.strerror or str(err)).lower()})") from err
    return tuple(contents)


def _claim(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    readme = folder / README
    ours = readme.is_file() and _MARK in readme.read_text(encoding="utf-8", errors="replace")
    if not ours and any(folder.iterdir()):
        raise OutputError(f"{folder}: holds something else than a snapshot; give an empty or a new folder")


def _write_readme(
    by_source: dict[str, list[SnapshotLine]],
    description: str,
    command: str,
    inputs: Sequence[Path | str] = (),
    force: bool = False,
) -> str:
    rows = ["| source | file | answers | found | not found | asked |", "|---|---|---:|---:|---:|---|"]
    for source, lines in by_source.items():
        found = sum(isinstance(line.answer, Found) for line in lines)
        first, last = min(line.asked for line in lines), max(line.asked for line in lines)
        asked = first if first == last else f"{first} to {last}"
        rows.append(f"| {source} | `{source}.jsonl` | {len(lines)} | {found} | {len(lines) - found} | {asked} |")
    table = "\n".join(rows)
    return f"""# Recorded answers

{_MARK}

{description.strip()}

{table}

One answer a line: the source, the route by which it was asked, the question, the date, and the
answer as the program keeps it (`resolver.model`). Only answers are recorded: a source that did not
answer has no line. They are used where no network is, and instead of it while they are fresh.

Made with:

    {command.strip()}
"""
