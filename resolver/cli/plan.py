"""`resolver plan`: what a run would take, before anything is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from resolver.cli import options
from resolver.cli.status import DONE


@click.command(epilog="Example: resolver plan entries.csv")
@options.run_flags
def plan(
    entries: str | None, output: str, overwrite: str | None, verbose: bool, quiet: bool, **flags: Any
) -> int:  # fmt: skip
    """Say what a run would take: requests, dollars and time for each service.

    Takes the list and the options of `resolver run`, and heeds the same decisions. Nothing is sent or written:
    the local index and the kept answers tell which rows need no search, and of the others as many are
    expected to as in other lists.
    """
    entries, _ = options.overwritten(entries, overwrite)
    return show(options.default_list(entries), quiet=quiet, **flags)


def show(path: Path, *, quiet: bool = False, **flags: Any) -> int:
    """Print the plan of a list."""
    import resolver
    from resolver.cli import screen

    with screen.show_progress(quiet=quiet) as progress:
        planned = resolver.plan(path, progress=progress, **options.settings(flags))
    screen.plan(planned)
    return DONE
