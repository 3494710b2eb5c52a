"""`resolver index`: the local index of the ACL Anthology."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resolver.cli import options
from resolver.cli.status import BAD_INPUT, DONE, UNREACHABLE

if TYPE_CHECKING:
    from resolver.cli.screen import Told
    from resolver.config import Settings
    from resolver.index import TitleIndex
    from resolver.sources.acl.updater import IndexUpdater

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
    settings = options.settings({**flags, "offline": True})
    with _updater(settings, settings.acl_url) as (updater, notes):
        found = updater.existing()
        origin = updater.origin()
        for note in notes:
            click.echo(f"note: {note}", err=True)
        if found is None:
            click.echo(f"{updater.path}: there is no index yet; build it: resolver index build")
            return DONE
        _describe(updater.path, found)
        if origin is not None:
            click.echo(f"  {origin.location}, last looked at on {origin.checked[:10]}")
    return DONE


@index.command(epilog="Example: resolver index build anthology.bib.gz")
@click.argument("source", required=False, metavar="[PATH|URL]")
@_FROM
@_FOLDER
def build(source: str | None, **flags: Any) -> int:
    """Build the index, from the Anthology's export or from what is named.

    PATH is the export (anthology.bib.gz, or uncompressed) or a checkout of the Anthology or its data/xml.
    """
    settings = options.settings(flags)
    place = _place(source or settings.acl_url)
    status = _bring_up_to_date(settings, place, force=True)
    if status == 0 and place != _place(settings.acl_url):
        click.echo(
            f"to have runs keep this index, set RESOLVER_ACL_URL={place} (or acl_url in resolver.toml)", err=True
        )
    return status


@index.command(epilog="Example: resolver index update")
@_FROM
@_FOLDER
def update(**flags: Any) -> int:
    """Rebuild the index if the Anthology has a newer export."""
    settings = options.settings(flags)
    return _bring_up_to_date(settings, _place(settings.acl_url), force="://" in settings.acl_url)


def _bring_up_to_date(settings: Settings, place: str, *, force: bool) -> int:
    from resolver.cli import screen

    with screen.progress() as told, _updater(settings, place, told) as (updater, notes):
        found = updater.current(force=force)
    if found is not None:
        _describe(updater.path, found)
    for note in notes:
        click.echo(f"resolver: {note}", err=True)
    if found is not None and not notes:
        return DONE
    return UNREACHABLE if "://" in place else BAD_INPUT


@contextmanager
def _updater(settings: Settings, place: str, told: Told | None = None) -> Iterator[tuple[IndexUpdater, list[str]]]:
    """The updater of the index, and what it has to say."""
    from resolver.net.http import Http
    from resolver.sources.acl.updater import IndexUpdater

    notes: list[str] = []
    with Http(
        user_agent_contact=settings.mailto,
        pace_dir=settings.cache_dir,
        offline=settings.offline,
        notify=notes.append,
    ) as http:
        yield IndexUpdater(place, settings.cache_dir, http, notes.append, told), notes


def _describe(path: Path, found: TitleIndex) -> None:
    held = found.info()
    generated = held.meta.get("generated", "")
    dated = f", generated on {generated}" if generated else ""
    click.echo(f"{path}: {held.records:,} records, {held.bytes / 1e6:.0f} MB, built on {held.built[:10]}")
    click.echo(f"  from {held.meta.get('from', '?')}{dated}")


def _place(location: str) -> str:
    """An address as it is, a path in full."""
    return location if "://" in location else str(Path(location).expanduser().absolute())
