"""`resolver run`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resolver.cli import options, plan

if TYPE_CHECKING:
    from typing import Literal

_EVERYTHING = "all"


@click.command(epilog="Example: resolver run entries.csv -o out/ --overwrite doi,url")
@click.argument("entries", required=False)
@click.option("-o", "--output", default="out", show_default=True, metavar="DIR", help="Folder for the results.")
@click.option(
    "--overwrite",
    is_flag=False,
    flag_value=_EVERYTHING,
    metavar="[FIELDS]",
    help="Replace what you wrote where the record differs: everywhere, or in these fields (--overwrite doi,url).",
)
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

    ENTRIES is a CSV table or a Markdown list; entries.csv in the current folder if none is named.
    """
    from resolver import files, readers
    from resolver.cli import screen
    from resolver.pipeline import open_library
    from resolver.writers import Options, write_run

    entries, fields = _overwrite(entries, overwrite)
    settings = options.settings(flags)
    path = options.default_list(entries)
    if dry_run:
        return plan.show(path, settings)
    document = readers.read(path)
    folder = Path(output)
    files.require_writable(folder)
    with screen.progress(quiet=quiet) as told, open_library(settings, input_path=path, progress=told) as session:
        finished = session.run(document)
    written = write_run(finished, folder, Options(overwrite=fields, settings=settings.public()))
    if not quiet:
        screen.summary(finished, written, verbose=verbose)
    return options.incomplete(session, settings)


def _overwrite(entries: str | None, given: str | None) -> tuple[str | None, frozenset[str] | Literal["all"]]:
    """The list and the fields to overwrite, from `--overwrite`, `--overwrite FIELDS` and `--overwrite LIST`."""
    from resolver.writers.table import OVERWRITABLE

    if given is None:
        return entries, frozenset()
    if given == _EVERYTHING:
        return entries, "all"
    fields = frozenset(name.strip().lower() for name in given.split(",") if name.strip())
    unknown = sorted(fields.difference(OVERWRITABLE))
    if unknown and entries is None and Path(given).exists():  # the option has swallowed the argument
        return given, "all"
    if unknown or not fields:
        raise click.BadParameter(
            f"{', '.join(unknown) or repr(given)}: the fields are {', '.join(OVERWRITABLE)}", param_hint="--overwrite"
        )
    return entries, fields
