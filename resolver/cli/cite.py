"""`resolver cite`: citations to be pasted."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from resolver.cli import documents, options
from resolver.cli.status import DONE, NOT_FOUND, UNREACHABLE

if TYPE_CHECKING:
    from resolver.model import Resolution
    from resolver.writers import Writer

_MOST = 5
"""Works named where it is not sure which is meant."""


@click.command(epilog='Example: resolver cite "Attention is all you need" 2106.01702 --to text --style ieee')
@click.argument("papers", nargs=-1, required=True, metavar="TITLE|ID …")
@click.option(
    "--to",
    "writer",
    default="bibtex",
    callback=documents.format_named,
    metavar="FORMAT",
    help=f"{documents.FORMATS}.  [default: bibtex]",
)
@click.option("--authors", default="", help="Of a single paper, in any form.")
@click.option("--year", default="", help="Of a single paper.")
@documents.citation_flags
@options.settings_flags
def cite(papers: tuple[str, ...], writer: Writer, authors: str, year: str, **flags: Any) -> int:
    """Print citations, ready to be pasted.

    Name papers by title, DOI, arXiv id, Anthology id or link; `-` reads them from the input, one a
    line. Only citations go to the output. What was not found, or not for certain, is told on the error
    output with the works that are near, and gives exit status 6.
    """

    from resolver import files
    from resolver.cli import screen
    from resolver.model import Document
    from resolver.pipeline import open_library

    named = [name for paper in papers for name in _lines(paper)]
    if not named:
        raise click.BadParameter("there is no title or identifier", param_hint="TITLE|ID")
    if len(named) > 1 and (authors or year):
        raise click.BadParameter("they belong to a single paper", param_hint="--authors, --year")
    chosen = documents.chosen(writer, flags, sort="listed", fragment=True)
    entries = tuple(options.entry(n, name, authors=authors, year=year) for n, name in enumerate(named, 1))
    settings = options.settings(flags)
    with screen.progress() as told, open_library(settings, progress=told) as session:
        run = session.run(Document(path="", columns=(), rows=(), entries=entries))
        silent = bool(session.unreachable) and not settings.offline
    for piece in files.pieces(writer.render(run, chosen)):
        click.echo(piece, nl=False)
    for line in _told(run.resolutions):
        screen.aside(line)
    if all(r.work is not None for r in run.resolutions):
        return DONE
    return UNREACHABLE if silent else NOT_FOUND


def _lines(paper: str) -> Sequence[str]:
    text = sys.stdin.read() if paper == "-" else paper
    return [line.strip() for line in text.splitlines() if line.strip()]


def _told(resolutions: Sequence[Resolution]) -> Iterator[str]:
    """What needs a second look: papers that were not found, and what was found to be wrong with those that were."""
    from resolver.cli import screen

    for resolution in resolutions:
        if resolution.work is None:
            yield f"{screen.told(resolution)}: {resolution.decision.reason}"
            for candidate in resolution.decision.candidates[:_MOST]:
                yield f"  {screen.candidate(candidate)}"
        for problem in resolution.problems if resolution.work is not None else ():
            yield f"{screen.told(resolution)}: {problem.says}"
