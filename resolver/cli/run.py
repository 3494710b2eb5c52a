"""`resolver run`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from resolver.cli import options, plan


@click.command(epilog="Example: resolver run entries.csv -o out/ --overwrite doi,url")
@click.argument("entries", required=False)
@click.option("-o", "--output", default="out", show_default=True, metavar="DIR", help="Folder for the results.")
@options.overwrite_flag("Replace what you wrote where the record differs: everywhere, or in these fields (doi,url).")
@click.option("--dry-run", is_flag=True, help="Only say what it would take, as `resolver plan` does.")
@options.settings_flags
@options.volume_flags
def run(
    entries: str | None,
    output: str,
    overwrite: str | None,
    dry_run: bool,
    verbose: bool,
    quiet: bool,
    **flags: Any,
) -> int:
    """Resolve a list: write enriched.csv, references.bib and report.json.

    ENTRIES is a list in any format that is read (a table, an awesome-list, BibTeX, CSL-JSON, RIS, YAML, plain
    titles); entries.csv in the current folder if none is named.
    """
    from resolver import files
    from resolver.cli import screen
    from resolver.decisions import read_list
    from resolver.pipeline import open_library
    from resolver.writers import Options, write_run

    entries, fields = options.overwritten(entries, overwrite)
    settings = options.settings(flags)
    path = options.default_list(entries)
    if dry_run:
        return plan.show(path, settings)
    document = read_list(path).under_decisions()
    folder = Path(output)
    files.require_writable(folder)
    with screen.progress(quiet=quiet) as told, open_library(settings, input_path=path, progress=told) as session:
        finished = session.run(document)
    written = write_run(finished, folder, Options(overwrite=fields, settings=settings.public()))
    if not quiet:
        screen.summary(finished, written, verbose=verbose)
    return options.incomplete(session, settings)
