"""What a finished run is written to: the files of `resolver run`, and the formats of `resolver render`.

Writers are pure: all files of a run are rendered before the first is replaced, so that an error
leaves the old results as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from resolver.files import outputs
from resolver.model import Run
from resolver.writers.base import Writer, WriterOptions

__all__ = ["Writer", "WriterOptions", "formats", "results", "write_run"]


def formats() -> dict[str, Writer]:
    """All formats of `resolver render` by name; to add one, put it here."""
    from resolver.writers.biblatex import BibLaTeXWriter
    from resolver.writers.bibtex import BibTeXWriter
    from resolver.writers.csl import CslWriter
    from resolver.writers.markdown import MarkdownWriter
    from resolver.writers.ris import RisWriter
    from resolver.writers.styled import StyledHtmlWriter, StyledTextWriter

    writers: tuple[Writer, ...] = (
        MarkdownWriter(),
        BibTeXWriter(),
        BibLaTeXWriter(),
        CslWriter(),
        RisWriter(),
        StyledHtmlWriter(),
        StyledTextWriter(),
    )
    return {writer.name: writer for writer in writers}


def results() -> dict[str, Writer]:
    """What `resolver run` writes, by the name of the file."""
    from resolver.writers.bibtex import BibTeXWriter
    from resolver.writers.report import ReportWriter
    from resolver.writers.table import TableWriter

    return {"enriched.csv": TableWriter(), "references.bib": BibTeXWriter(), "report.json": ReportWriter()}


def write_run(
    run: Run,
    folder: Path,
    options: WriterOptions | None = None,
    writers: Mapping[str, Writer] | None = None,
    *,
    inputs: Sequence[Path | str] = (),
    force: bool = False,
) -> tuple[Path, ...]:
    """Write all results of a run into a folder, which is made if need be, and return their paths.

    Raises:
        InputError, OutputError: something can't be written, or would replace what is not ours
            (`resolver.files.outputs`); nothing was replaced.
    """
    chosen = options or WriterOptions()
    named = results() if writers is None else writers
    contents = {folder / name: writer.render(run, chosen) for name, writer in named.items()}
    outputs.write_all(contents, inputs, force=force)
    return tuple(contents)
