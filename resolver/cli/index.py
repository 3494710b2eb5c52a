"""`resolver index`: the local index of the ACL Anthology."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from resolver.cli import options
from resolver.cli.status import BAD_INPUT, DONE, UNREACHABLE

if TYPE_CHECKING:
    from resolver.api.stores import IndexState

_FOLDER = click.option("--cache-dir", metavar="DIR", help="Folder of the index.")
_FROM = click.option("--acl-url", metavar="URL|PATH", help="The Anthology's BibTeX export, or a checkout's data/xml.")


@click.group(invoke_without_command=True, epilog="Example: resolver index info")
@click.pass_context
def index(context: click.Context) -> None:
    """The local index of the ACL Anthology.

    It answers without a network. A run builds it when there is none, and looks once a week whether
    the Anthology has a newer export.
    """
    if context.invoked_subcommand is None:
        context.invoke(info)


@index.command(epilog="Example: resolver index info")
@_FOLDER
def info(**flags: Any) -> int:
    """Show what the index holds, and from where and when it is."""
    import resolver

    state = resolver.index_info(**options.choose_settings(flags))
    for note in state.notes:
        click.echo(f"note: {note}", err=True)
    if not state.built:
        click.echo(f"{state.path}: there is no index yet; build it: resolver index build")
        return DONE
    _describe(state)
    if state.origin:
        click.echo(f"  {state.origin}, last looked at on {state.checked[:10]}")
    return DONE


@index.command(epilog="Example: resolver index build anthology.bib.gz")
@click.argument("source", required=False, metavar="[PATH|URL]")
@_FROM
@_FOLDER
@click.option("--force", is_flag=True, help="Take an export that has lost a tenth of its records or more.")
def build(source: str | None, force: bool, **flags: Any) -> int:
    """Build the index, from the Anthology's export or from what is named.

    PATH is the export (anthology.bib.gz, or uncompressed) or a checkout of the Anthology or its data/xml.
    """
    import resolver
    from resolver.cli import under_way

    with under_way.show_progress() as progress:
        state = resolver.build_index(source, force=force, progress=progress, **options.choose_settings(flags))
    status = _choose_status(state)
    if status == DONE and not state.is_default:
        where = f"RESOLVER_ACL_URL={state.location} (or acl_url in resolver.toml)"
        click.echo(f"to have runs keep this index, set {where}", err=True)
    return status


@index.command(epilog="Example: resolver index update")
@_FROM
@_FOLDER
def update(**flags: Any) -> int:
    """Rebuild the index if the Anthology has a newer export."""
    import resolver
    from resolver.cli import under_way

    with under_way.show_progress() as progress:
        state = resolver.update_index(progress=progress, **options.choose_settings(flags))
    return _choose_status(state)


def _choose_status(state: IndexState) -> int:
    """The exit status of an index that was brought up to date, or should have been."""
    if state.built:
        _describe(state)
    for note in state.notes:
        click.echo(f"resolver: {note}", err=True)
    if state.built and not state.notes:
        return DONE
    return UNREACHABLE if "://" in state.location else BAD_INPUT


def _describe(state: IndexState) -> None:
    dated = f", generated on {state.generated}" if state.generated else ""
    click.echo(f"{state.path}: {state.records:,} records, {state.bytes / 1e6:.0f} MB, built on {state.built[:10]}")
    click.echo(f"  from {state.source}{dated}")
