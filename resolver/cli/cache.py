"""`resolver cache`: the answers that are kept, and recording them for a repository."""

from __future__ import annotations

import re
from typing import Any

import click

from resolver.cli import options
from resolver.cli.status import DONE, UNREACHABLE

_AGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:d|days?)?", re.IGNORECASE)


@click.group(invoke_without_command=True, epilog="Example: resolver cache info")
@click.pass_context
def cache(context: click.Context) -> None:
    """The answers that services gave, kept so that nothing is asked twice."""
    if context.invoked_subcommand is None:
        context.invoke(info)


_folder = click.option("--cache-dir", metavar="DIR", help="Folder of the answers.")


@cache.command(epilog="Example: resolver cache info")
@_folder
def info(**flags: Any) -> int:
    """Show what is kept, of which source, and how old it is."""
    import resolver

    kept = resolver.cache_info(**options.choose_settings(flags))
    if not kept.size:
        click.echo(f"{kept.path}: nothing is kept yet")
        return DONE
    click.echo(f"{kept.path}: {kept.size / 1e6:.1f} MB")
    for source in kept.sources:
        age = f"{source.oldest[:10]} to {source.newest[:10]}"
        click.echo(f"  {source.source}: {source.found} found, {source.not_found} not found, asked {age}")
    for note in kept.notes:
        click.echo(f"note: {note}", err=True)
    return DONE


@cache.command(epilog="Example: resolver cache clear --source openalex")
@click.option("--source", metavar="NAME", help="Only this source's answers.")
@_folder
def clear(source: str | None, **flags: Any) -> int:
    """Forget all answers; the local index stays."""
    import resolver

    count = resolver.clear_cache(source, **options.choose_settings(flags))
    kept = resolver.cache_info(**options.choose_settings(flags))
    if source and not count and kept.size:
        others = ", ".join(each.source for each in kept.sources) or "no source"
        click.echo(f"nothing is kept of {source}; there are answers of {others}")
        return DONE
    click.echo(f"{count} answers forgotten")
    return DONE


@cache.command(epilog="Example: resolver cache prune --older-than 90")
@click.option("--older-than", default="90", show_default=True, metavar="DAYS", help="Age from which on answers go.")
@_folder
def prune(older_than: str, **flags: Any) -> int:
    """Forget old answers."""
    import resolver

    age = _AGE.fullmatch(older_than.strip())
    if age is None:
        raise click.BadParameter(f"{older_than!r} is no number of days", param_hint="--older-than")
    count = resolver.prune_cache(float(age[1]), **options.choose_settings(flags))
    click.echo(f"{count} answers forgotten")
    return DONE


@cache.command(epilog="Example: resolver cache export entries.csv -o cache/ --sources acl,arxiv")
@click.argument("entries", required=False)
@click.option("-o", "--output", default="cache", show_default=True, metavar="DIR", help="Folder to record into.")
@options.force_flag
@options.add_settings_flags
def export(entries: str | None, output: str, force: bool, **flags: Any) -> int:
    """Run a list and record the answers it needed, as plain text to keep in its repository.

    Whoever has the list then gets its results without a network. Nothing recorded earlier is used. Unless
    --sources says otherwise, acl and arxiv are asked and recorded, whose terms allow it.
    """
    import resolver
    from resolver.cli import under_way

    with under_way.show_progress() as progress:
        run = resolver.record_answers(
            options.lists_or_default((entries,) if entries is not None else ()),
            output,
            force=force,
            progress=progress,
            **options.choose_settings(flags),
        )
    if run.unreachable:
        silent = ", ".join(sorted(run.unreachable))
        click.echo(f"resolver: nothing was recorded: no answer from {silent}", err=True)
        return UNREACHABLE
    click.echo(f"wrote {', '.join(map(str, run.written))}")
    return DONE
