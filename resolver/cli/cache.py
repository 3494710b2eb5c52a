"""`resolver cache`: the answers that are kept, and recording them for a repository."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
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
def info(cache_dir: str | None) -> int:
    """Show what is kept, of which source, and how old it is."""
    from resolver.cache.answers import Answers

    path = options.settings({"cache_dir": cache_dir}).answers_file
    if not path.exists():
        click.echo(f"{path}: nothing is kept yet")
        return DONE
    with Answers.open(path) as answers:
        kept = answers.info()
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
def clear(source: str | None, cache_dir: str | None) -> int:
    """Forget all answers; the local index stays."""
    from resolver.cache.answers import Answers

    path = options.settings({"cache_dir": cache_dir}).answers_file
    count = 0
    if path.exists():
        with Answers.open(path) as answers:
            kept = [s.source for s in answers.info().sources]
            if source and source not in kept:
                click.echo(f"nothing is kept of {source}; there are answers of {', '.join(kept) or 'no source'}")
                return DONE
            count = answers.clear(source)
    click.echo(f"{count} answers forgotten")
    return DONE


@cache.command(epilog="Example: resolver cache prune --older-than 90")
@click.option("--older-than", default="90", show_default=True, metavar="DAYS", help="Age from which on answers go.")
@_folder
def prune(older_than: str, cache_dir: str | None) -> int:
    """Forget old answers."""
    from resolver.cache.answers import Answers

    age = _AGE.fullmatch(older_than.strip())
    if age is None:
        raise click.BadParameter(f"{older_than!r} is no number of days", param_hint="--older-than")
    path = options.settings({"cache_dir": cache_dir}).answers_file
    count = 0
    if path.exists():
        with Answers.open(path) as answers:
            count = answers.prune(timedelta(days=float(age[1])))
    click.echo(f"{count} answers forgotten")
    return DONE


@cache.command(epilog="Example: resolver cache export entries.csv -o cache/ --sources acl,arxiv")
@click.argument("entries", required=False)
@click.option("-o", "--output", default="cache", show_default=True, metavar="DIR", help="Folder to record into.")
@options.settings_flags
def export(entries: str | None, output: str, **flags: Any) -> int:
    """Run a list and record the answers it needed, as plain text to keep in its repository.

    Whoever has the list then gets its results without a network. Nothing recorded earlier is used. Unless
    --sources says otherwise, acl and arxiv are asked and recorded, whose terms allow it.
    """
    from resolver import readers
    from resolver.cli import screen
    from resolver.pipeline import open_library

    given = {"sources": flags["sources"] or "acl,arxiv", "snapshot": flags["snapshot"] or "none"}
    settings = options.settings({**flags, **given})
    path = options.default_list(entries)
    document = readers.read(path)
    folder = Path(output)
    with (
        screen.progress() as told,
        open_library(settings, input_path=path, progress=told) as session,
    ):
        names = [source.name for source in session.sources]
        command = f"resolver cache export {path.name} -o {folder.name}/ --sources {','.join(names)}"
        finished = session.run(document)
        missing = sorted(session.unreachable)
        if not missing:
            written = session.export_snapshot(finished, folder, names, command)
    if missing:
        click.echo(f"resolver: nothing was recorded: no answer from {', '.join(missing)}", err=True)
        return UNREACHABLE
    click.echo(f"wrote {', '.join(map(str, written))}")
    return DONE
