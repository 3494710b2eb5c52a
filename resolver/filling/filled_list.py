"""A list with its holes filled, beside what was found for it: as text, as a diff, and in its own file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from resolver import files
from resolver.errors import InputError, SettingsError
from resolver.files import outputs
from resolver.filling import Edit, Filled, Left, fill
from resolver.filling.values import FillOptions
from resolver.model import Document, Problem, Resolution, Run
from resolver.readers.decode import encode
from resolver.writers.table import FIELDS

_COLUMNED = ("csv", "json", "yaml")
"""The formats that have columns or keys to add."""


class FilledList(Struct, frozen=True, kw_only=True):
    """A list with its holes filled.

    Attributes:
        run: the list as it was, and what was found for its entries.
        filled: the new text, the edits that made it, and what was left as it was.
        written: the file that it was written to, if it was.
    """

    run: Run
    filled: Filled
    written: tuple[Path, ...] = ()

    @property
    def document(self) -> Document:
        """The list as it was."""
        return self.run.document

    @property
    def text(self) -> str:
        """The list with its holes filled."""
        return self.filled.text

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What was put in where, and why."""
        return self.filled.edits

    @property
    def left(self) -> tuple[Left, ...]:
        """What could not be put in, and why."""
        return self.filled.left

    @property
    def content(self) -> bytes:
        """The filled list as a file, in the encoding of the one that was read."""
        return encode(self.text, self.document.encoding, bom=self.document.bom)

    def uncorrected(self) -> Iterator[tuple[Resolution, Problem]]:
        """What matched entries have wrong that no edit has put right; links are corrected as `url`."""
        corrected = {(edit.row, edit.field) for edit in self.edits if edit.why}
        for resolution in self.run.resolutions:
            for problem in resolution.problems if resolution.status == "matched" else ():
                field = "url" if problem.kind == "identifier" else problem.kind
                if (resolution.entry.row, field) not in corrected:
                    yield resolution, problem

    def diff(self) -> str:
        """A unified diff; empty where nothing is filled in. Lines end where they end in the list."""
        if not self.edits:
            return ""
        name = Path(self.document.path).name
        old, new = self.document.text.splitlines(keepends=True), self.text.splitlines(keepends=True)
        lines = unified_diff(old, new, f"a/{name}", f"b/{name}")
        return "".join(s if s.endswith(("\n", "\r")) else f"{s}\n\\ No newline at end of file\n" for s in lines)

    def report(self) -> bytes:
        """Each edit with its line, field and source, and what was left, as JSON."""
        return msgspec.json.format(msgspec.json.encode({"edits": self.edits, "left": self.left}), indent=2) + b"\n"

    def to_dict(self) -> dict[str, Any]:
        """Text, edits and what was left, with what was found, in lists, texts and numbers only."""
        edits, left = msgspec.to_builtins(self.edits), msgspec.to_builtins(self.left)
        return {"text": self.text, "edits": list(edits), "left": list(left), **self.run.to_dict()}

    def __repr__(self) -> str:
        return f"<FilledList {self.document.path}: {len(self.edits)} edits, {len(self.left)} left as they were>"


def fill_run(run: Run, options: FillOptions) -> FilledList:
    """The list of a finished run with its holes filled; nothing is written."""
    return FilledList(run=run, filled=fill(run.document, run.resolutions, options))


def choose_added_fields(wanted: frozenset[str], document: Document) -> tuple[str, ...]:
    """The columns or keys to add to a list, in the order of the table that a run writes.

    Raises:
        SettingsError: there is no such field, or the list has neither columns nor keys.
    """
    if unknown := sorted(wanted.difference(FIELDS)):
        raise SettingsError(f"`add`: {', '.join(unknown)}: the fields are {', '.join(FIELDS)}", argument="add")
    if wanted and document.format not in _COLUMNED:
        raise SettingsError("`add`: only tables, JSON and YAML have columns or keys to add", argument="add")
    return tuple(name for name in FIELDS if name in wanted)


def write(
    done: Sequence[FilledList],
    target: Path | Literal["in place"] | None,
    report: Path | None = None,
    *,
    inputs: Sequence[Path | str] = (),
    force: bool = False,
) -> tuple[FilledList, ...]:
    """Write lists into themselves or one of them into another file, with its report; all or none of them.

    A list that nothing is filled into is not touched.

    Args:
        done: the lists.
        target: where they go; nowhere when None.
        report: a file for the edits of all of them.
        inputs: what else was read, which no output may replace.
        force: replace files that no run of ours made.

    Raises:
        InputError: a list was changed by someone else meanwhile, or would be replaced; their work is not overwritten.
        OutputError: one can't be written, or would replace what is not ours (`resolver.files.outputs`).
    """
    contents: dict[Path, files.Content] = {}
    edited: dict[Path, files.Content] = {}
    written = []
    for each in done:
        source = Path(each.document.path)
        if target == "in place":
            if each.edits:
                require_unchanged(each.document)
                edited[source] = each.content
                each = msgspec.structs.replace(each, written=(source,))
        elif target is not None:
            contents[target] = each.content
            each = msgspec.structs.replace(each, written=(target,))
        written.append(each)
    if report is not None:
        contents |= {report: b"".join(each.report() for each in done)}
    lists = [each.document.path for each in done if each.document.path]
    outputs.write_all(contents, [*inputs, *lists], edited=edited, force=force)
    return tuple(written)


def require_unchanged(document: Document) -> None:
    """Make sure that a list is still as it was read.

    Raises:
        InputError: it was changed meanwhile.
    """
    path = Path(document.path)
    if path.read_bytes() != encode(document.text, document.encoding, bom=document.bom):
        raise InputError("the list was changed while it was looked up; nothing was written, run it again", path=path)
