"""`resolver ingest`: a list in any form as a table."""

from __future__ import annotations

from pathlib import Path

import click

from resolver.cli.status import DONE


@click.command(name="ingest", epilog="Example: resolver ingest README.md -o entries.csv")
@click.argument("list_file", metavar="LIST")
@click.option(
    "-o", "--output", default="-", metavar="FILE", help="Table to write; without it, the table goes to the terminal."
)
def ingest(list_file: str, output: str) -> int:
    """Turn a list (an awesome-list README, say) into a table for `resolver run`.

    Damaged characters are repaired, placeholders are left as they are.
    """
    from resolver import files, readers
    from resolver.errors import InputError
    from resolver.writers import table

    source = Path(list_file)
    document = readers.read(source)
    text = table.plain(document)
    for note in document.notes:
        click.echo(f"note: {note}", err=True)
    if output == "-":
        click.echo(text.encode(), nl=False)  # UTF-8 whatever the terminal speaks: it will be read as a table
        return DONE
    target = Path(output)
    if target.exists() and source.exists() and target.samefile(source):
        raise InputError("the table would replace the list itself; give another file to -o", path=output)
    files.write(target, text)
    click.echo(f"{len(document.entries)} entries -> {target}", err=True)
    return DONE
