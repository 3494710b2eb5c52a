"""`resolver plan`: what a run would take, before anything is sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resolver.cli import options
from resolver.cli.status import DONE

if TYPE_CHECKING:
    from resolver.config import Settings


@click.command(epilog="Example: resolver plan entries.csv")
@click.argument("entries", required=False)
@options.settings_flags
def plan(entries: str | None, **flags: Any) -> int:
    """Say what a run would take: requests, dollars and time for each service.

    ENTRIES is a list as for `resolver run`. Nothing is sent: the local index and the kept answers tell
    which rows need no search, and of the others as many are expected to as in other lists.
    """
    return show(options.default_list(entries), options.settings(flags))


def show(path: Path, settings: Settings) -> int:
    """Print the plan of a list."""
    from resolver.cli import screen
    from resolver.decisions import read_list
    from resolver.pipeline import open_library

    document = read_list(path).under_decisions()
    with screen.progress() as told, open_library(settings, input_path=path, progress=told, dry=True) as session:
        planned = session.plan(document)
    screen.plan(planned)
    return DONE
