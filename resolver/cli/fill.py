"""`resolver fill`: the list itself with its holes filled."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from resolver.cli import options
from resolver.cli.status import CHANGES


@click.command(epilog="Example: resolver fill README.md --in-place")
@click.argument("lists", metavar="LIST …", nargs=-1)
@click.option("-i", "--in-place", is_flag=True, help="Write into LIST itself.")
@click.option("-o", "--output", metavar="FILE", help="Write into another file; without -i or -o, to the terminal.")
@click.option("--diff", is_flag=True, help="Show what changes as a unified diff instead of the whole list.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 3 if something would be filled in.")
@options.add_overwrite_flag("Correct what is wrong as well: everywhere, or in these fields (url,authors).")
@click.option(
    "--add", metavar="FIELDS", help="Add columns or keys that the list has none of (doi,url): tables, JSON, YAML."
)
@click.option("--report", metavar="FILE", help="Write each edit with its line, field and source as JSON.")
@options.force_flag
@options.add_reading_flags
@options.add_settings_flags
@options.add_volume_flags
def fill(
    lists: tuple[str, ...], in_place: bool, output: str | None, diff: bool, check: bool, overwrite: str | None,
    add: str | None, report: str | None, force: bool, verbose: bool, quiet: bool, **flags: Any,
) -> int:  # fmt: skip
    """Fill the holes of LIST: missing links and placeholders, in its own style, and not a byte else.

    LIST is a list in any format that can be filled, or a folder of lists. Nothing that you wrote is changed unless
    --overwrite says so, and then only what the records contradict: a link to another paper, invented authors.

    \b
    Exit status:
      0  done; with --check: there is nothing to fill in
      2  bad input, usage or setting
      3  --check: something would be filled in
      4  done, but a service could not be reached
    """
    import resolver
    from resolver.cli import edits, screen, under_way

    lists, fields = options.read_overwrite(lists, overwrite)
    if not lists:
        raise click.UsageError("name the list to fill: resolver fill LIST")
    if sum((in_place, output is not None, check)) > 1:
        raise click.UsageError("--in-place, --output and --check exclude each other")
    several = len(lists) > 1 or Path(lists[0]).is_dir()
    if several and (report is not None or not (in_place or check or diff)):
        raise click.UsageError("several lists can be filled with --in-place, --check or --diff, without --report")
    wanted: dict[str, Any] = {
        "overwrite": fields,
        "add": add or "",
        "in_place": in_place,
        **options.choose_settings(flags),
    }
    with under_way.show_progress(quiet=quiet) as progress:
        if several:
            filled = resolver.fill_many(options.read_each_as_said(lists, flags), progress=progress, **wanted)
        else:
            one = options.read_each_as_said(lists, flags)[0]
            filled = (resolver.fill(one, output=output, report=report, force=force, progress=progress, **wanted),)
    for done in filled:
        if not quiet:
            if several:
                screen.say_aside(f"{done.document.path}:")
            edits.show_filled(done, verbose=verbose)
        if diff:
            # A patch is given to the letter; what a person looks at must not steer the terminal.
            text = done.diff()
            click.echo((screen.make_lines_printable(text) if sys.stdout.isatty() else text).encode(), nl=False)
        elif not (in_place or output is not None or check):
            click.echo(done.content, nl=False)
        if check and done.edits:
            says = "has holes that can be filled; resolver fill --in-place does it"
            click.echo(f"resolver: {done.document.path} {says}", err=True)
    if check and any(done.edits for done in filled):
        return CHANGES
    return options.report_unreachable(filled[-1].run, flags, "not all were asked")
