"""`resolver index`: the local index of the ACL Anthology."""

from __future__ import annotations

import click


@click.group(invoke_without_command=True, epilog="Example: resolver index info")
@click.pass_context
def index(context: click.Context) -> None:
    """The local index of the ACL Anthology, which answers without a network."""
