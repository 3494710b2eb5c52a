"""`resolver explain`: how one decision was made."""

from __future__ import annotations

from typing import Any

import click

from resolver.cli import options


@click.command(epilog='Example: resolver explain "Attention is all you need" --year 2017')
@click.argument("title")
@click.option("--authors", default="", help="As listed, in any form.")
@click.option("--year", default="", help="As listed.")
@click.option("--venue", default="", help="As listed.")
@options.settings_flags
def explain(title: str, authors: str, year: str, venue: str, **flags: Any) -> int:
    """Look one paper up and print candidates, evidence and decision.

    TITLE may also be a DOI, an arXiv id or a link.
    """
    from resolver.cli import screen
    from resolver.pipeline import open_library

    if not title.strip():
        raise click.BadParameter("give a title, a DOI, an arXiv id or a link", param_hint="TITLE")
    entry = options.entry(1, title, authors=authors, year=year, venue=venue)
    settings = options.settings(flags)
    with screen.progress() as told, open_library(settings, progress=told) as session:
        resolution = session.explain(entry)
    screen.explanation(resolution)
    return options.incomplete(session, settings)
