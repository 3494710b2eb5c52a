"""`resolver render`: a list as one document."""

from __future__ import annotations

from typing import Any

import click

from resolver.cli import documents, options


@click.command(epilog="Example: resolver render entries.csv --to markdown --badges --sort year -o README.md")
@click.argument("lists", nargs=-1, metavar="[LIST …]")
@click.option("--to", "writer", required=True, metavar="FORMAT", help=f"{documents.FORMATS}.")
@click.option("-o", "--output", default="-", metavar="FILE", help="File to write; without it, to the terminal.")
@click.option("--sort", type=click.Choice(["listed", "year"]), help="As listed, or the newest first.")
@documents.add_citation_flags
@click.option("--title", metavar="TEXT", help="For markdown and html: the heading.  [default: the list's own]")
@click.option("--badges", is_flag=True, help="For markdown: links as badges (shields.io).")
@click.option("--mark", is_flag=True, help="For markdown: mark the entries whose paper was not found.")
@options.force_flag
@options.add_reading_flags
@options.add_settings_flags
@options.add_volume_flags
def render(lists: tuple[str, ...], writer: str, output: str, verbose: bool, quiet: bool, **flags: Any) -> int:
    """Resolve lists and print them as one document: a README, a database, or references.

    LIST is what `resolver run` takes; entries.csv in the current folder if none is named. Citations
    are printed for matched entries only; the others are named on the error output. Markdown keeps
    them as they were listed.
    """
    import resolver
    from resolver.cli import screen, under_way

    paths = options.lists_or_default(lists)
    chosen = {name: flags[name] for name in ("sort", "title", "badges", "mark", "force") if flags[name]}
    with under_way.show_progress(quiet=quiet) as progress:
        done = resolver.render(
            options.read_as_said(paths, flags), writer, output=None if output == "-" else output, progress=progress,
            **chosen, **documents.citation_options(flags), **options.choose_settings(flags),
        )  # fmt: skip
    if not done.written:
        click.echo(done.text.encode(), nl=False)  # UTF-8 whatever the terminal speaks
    if not quiet:
        if done.written:
            shown = len(done.run.resolutions) - (len(done.unverified) if done.partial else 0)
            screen.say_aside(f"{shown} of {len(done.run.resolutions)} entries -> {done.written[0]}")
        for line in documents.list_remarks(done, most=None if verbose else screen.MOST):
            screen.say_aside(line)
    return options.report_unreachable(done.run, flags, "results are incomplete")
