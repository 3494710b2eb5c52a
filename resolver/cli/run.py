"""`resolver run`: the main job."""

from __future__ import annotations

from typing import Any

import click

from resolver.cli import options, plan


@click.command(epilog="Example: resolver run entries.csv -o out/ --overwrite doi,url")
@options.add_run_flags
@click.option("--dry-run", is_flag=True, help="Only say what it would take, as `resolver plan` does.")
@click.option("--list-unread", is_flag=True, help="Also show the items of the list that were not read, line by line.")
def run(
    lists: tuple[str, ...],
    output: str,
    overwrite: str | None,
    dry_run: bool,
    list_unread: bool,
    force: bool,
    verbose: bool,
    quiet: bool,
    **flags: Any,
) -> int:
    """Resolve a list: write enriched.csv, references.bib and report.json.

    LIST is a list in any format that is read (a table, an awesome-list, BibTeX, CSL-JSON, RIS, YAML, plain
    titles …), or a folder of lists; several are read as one, with the file of each row. Without any, entries.csv in
    the current folder is read.
    """
    import resolver
    from resolver.cli import screen, under_way

    lists, fields = options.read_overwrite(lists, overwrite)
    paths = options.lists_or_default(lists)
    if dry_run:
        return plan.show(paths, quiet=quiet, **flags)
    with under_way.show_progress(quiet=quiet) as progress:
        finished = resolver.run(
            options.read_as_said(paths, flags),
            output=output,
            overwrite=fields,
            force=force,
            progress=progress,
            **options.choose_settings(flags),
        )
    if list_unread:
        screen.show_unread(finished.document)
    if not quiet:
        screen.show_summary(finished, verbose=verbose)
    return options.report_incomplete(finished, flags)
