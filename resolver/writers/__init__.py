"""What a finished run is written to. A writer turns a `Run` into the text of one file.

Writers are pure: all files of a run are rendered before the first is replaced, so that an error
leaves the old results as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct

from resolver import files
from resolver.model import Run


class Options(Struct, frozen=True, kw_only=True):
    """How results are written.

    Args:
        overwrite: fields in which the record replaces what the user wrote, or all of them.
        settings: what the report says about settings; no secrets.
    """

    overwrite: frozenset[str] | Literal["all"] = frozenset()
    settings: Mapping[str, str | float | bool | None] = {}


class Writer(Protocol):
    """One kind of result: the name of its file, and its content for a run."""

    filename: str

    def render(self, run: Run, options: Options) -> files.Content: ...


class Enriched:
    """The list with its holes filled."""

    filename = "enriched.csv"

    def render(self, run: Run, options: Options) -> files.Content:
        from resolver.writers import table

        return table.pieces(run, options.overwrite)


class Bibliography:
    """A BibTeX entry for each matched work."""

    filename = "references.bib"

    def render(self, run: Run, options: Options) -> str:
        from resolver.writers import bibtex

        return bibtex.render(run.resolutions)


class Report:
    """All that was concluded, and why."""

    filename = "report.json"

    def render(self, run: Run, options: Options) -> files.Content:
        from resolver.writers import report

        return report.pieces(run, options.settings)


WRITERS: tuple[Writer, ...] = (Enriched(), Bibliography(), Report())


def write_run(
    run: Run, folder: Path, options: Options | None = None, writers: Sequence[Writer] = WRITERS
) -> tuple[Path, ...]:
    """Write all results of a run into a folder, which is made if need be, and return their paths.

    Raises:
        OutputError: something can't be written; nothing was replaced.
    """
    chosen = options or Options()
    contents = {folder / writer.filename: writer.render(run, chosen) for writer in writers}
    files.write_all(contents)
    return tuple(contents)
