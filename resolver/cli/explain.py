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
@options.add_settings_flags
def explain(title: str, authors: str, year: str, venue: str, **flags: Any) -> int:
    """Look one paper up and print candidates, evidence and decision.

    TITLE may also be a DOI, an arXiv id or a link.
    """
    import resolver
    from resolver.cli import screen, under_way

    with under_way.show_progress(at_once=False) as progress:
        explained = resolver.explain(
            title, authors=authors, year=year, venue=venue, progress=progress, **options.choose_settings(flags)
        )
    screen.show_explanation(explained.resolution)
    return options.report_incomplete(explained.run, flags)
