"""`resolver render`: a list as one document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resolver.cli import documents, options
from resolver.cli.status import DONE, UNREACHABLE

if TYPE_CHECKING:
    from resolver.model import Document
    from resolver.writers import Writer
    from resolver.writers.base import Frame


@click.command(epilog="Example: resolver render entries.csv --to markdown --badges --sort year -o README.md")
@click.argument("entries", required=False, metavar="[LIST]")
@click.option(
    "--to", "writer", required=True, callback=documents.format_named, metavar="FORMAT", help=f"{documents.FORMATS}."
)
@click.option("-o", "--output", default="-", metavar="FILE", help="File to write; without it, to the terminal.")
@click.option("--sort", type=click.Choice(["listed", "year"]), help="As listed, or the newest first.")
@documents.citation_flags
@click.option("--title", metavar="TEXT", help="For markdown and html: the heading.  [default: the list's own]")
@click.option("--badges", is_flag=True, help="For markdown: links as badges (shields.io).")
@click.option("--mark", is_flag=True, help="For markdown: mark the entries whose paper was not found.")
@options.settings_flags
@options.volume_flags
def render(entries: str | None, writer: Writer, output: str, verbose: bool, quiet: bool, **flags: Any) -> int:
    """Resolve a list and print it as one document: a README, a database, or references.

    LIST is what `resolver run` takes; entries.csv in the current folder if none is named. Citations
    are printed for matched entries only; the others are named on the error output. Markdown keeps
    them as they were listed.
    """
    from resolver import files
    from resolver.cli import screen
    from resolver.decisions import read_list
    from resolver.pipeline import open_library

    path = options.default_list(entries)
    settings = options.settings(flags)
    document = read_list(path).under_decisions()
    settled = {"frame": _frame(document)} if "frame" in writer.heeds else {}
    chosen = documents.chosen(writer, flags, **settled)
    if output != "-":
        _keep_the_list(path, Path(output))
        files.require_writable(Path(output).absolute().parent)
    with screen.progress(quiet=quiet) as told, open_library(settings, input_path=path, progress=told) as session:
        run = session.run(document)
        silent = session.unreachable
    content = writer.render(run, chosen)
    if output != "-":
        files.write(Path(output), content)
    else:
        for piece in files.pieces(content):
            click.echo(piece, nl=False)  # UTF-8 whatever the terminal speaks
    if not quiet:
        for line in documents.beside(run, writer, most=None if verbose else screen.MOST):
            screen.aside(line)
        if output != "-":
            cited = sum(r.work is not None or not writer.partial for r in run.resolutions)
            screen.aside(f"{cited} of {len(run.resolutions)} entries -> {output}")
    if silent and not settings.offline:
        screen.aside(f"resolver: results are incomplete: no answer from {', '.join(silent)}; run it again later")
        return UNREACHABLE
    return DONE


def _keep_the_list(path: Path, target: Path) -> None:
    """Refuse to write the document over the list that it is made of: not all of it would be there again."""
    from resolver.errors import InputError

    if target.exists() and target.samefile(path):
        raise InputError("the document would replace the list itself; give another file to -o", path=target)


def _frame(document: Document) -> Frame:
    """What a Markdown list has around its papers."""
    from resolver.writers import frame
    from resolver.writers.base import Frame

    return frame.read(document.text) if document.format == "markdown" else Frame()
