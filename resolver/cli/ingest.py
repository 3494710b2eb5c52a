"""`resolver ingest`: a list in any form as a table."""

from __future__ import annotations

from typing import Any

import click

from resolver.cli import options
from resolver.cli.status import DONE


@click.command(name="ingest", epilog="Example: resolver ingest README.md -o entries.csv")
@click.argument("lists", metavar="LIST …", nargs=-1, required=True)
@click.option(
    "-o", "--output", default="-", metavar="FILE", help="Table to write; without it, the table goes to the terminal."
)
@click.option("--list-unread", is_flag=True, help="Also show the items that were not read, line by line.")
@options.force_flag
@options.add_reading_flags
def ingest(lists: tuple[str, ...], output: str, list_unread: bool, force: bool, **flags: Any) -> int:
    """Turn a list (an awesome-list README, say) into a table for `resolver run`.

    Damaged characters are repaired, placeholders are left as they are.
    """
    import resolver
    from resolver.cli import screen

    done = resolver.ingest(options.read_as_said(lists, flags), output=None if output == "-" else output, force=force)
    for note in done.document.notes:
        click.echo(f"note: {note}", err=True)
    if list_unread:
        screen.show_unread(done.document)
    if not done.written:
        click.echo(done.text.encode(), nl=False)  # UTF-8 whatever the terminal speaks: it will be read as a table
        return DONE
    many, lacking = len(done.document.entries), len(done.document.unread)
    click.echo(f"{many} entries of {many + lacking} items -> {done.written[0]}", err=True)
    return DONE
