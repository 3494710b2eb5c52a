"""`resolver plan`: what a run would take, before anything is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from resolver.cli import options
from resolver.cli.status import DONE


@click.command(epilog="Example: resolver plan entries.csv")
@options.add_run_flags
def plan(
    lists: tuple[str, ...], output: str, overwrite: str | None, verbose: bool, quiet: bool, **flags: Any
) -> int:  # fmt: skip
    """Say what a run would take: requests, dollars and time for each service.

    Takes the lists and the options of `resolver run`, and heeds the same decisions. Nothing is sent or written:
    the local index and the kept answers tell which rows need no search, and of the others as many are
    expected to as in other lists.
    """
    lists, _ = options.read_overwrite(lists, overwrite)
    return show(options.lists_or_default(lists), quiet=quiet, **flags)


def show(paths: tuple[Path, ...], *, quiet: bool = False, **flags: Any) -> int:
    """Print the plan of some lists."""
    import resolver
    from resolver.cli import screen, under_way

    with under_way.show_progress(quiet=quiet) as progress:
        planned = resolver.plan(options.read_as_said(paths, flags), progress=progress, **options.choose_settings(flags))
    screen.show_plan(planned)
    return DONE
