"""`resolver fill`: the list itself with its holes filled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resolver.cli import options
from resolver.cli.status import CHANGES, DONE, UNREACHABLE

if TYPE_CHECKING:
    from resolver.filling import Filled, Options
    from resolver.model import Document, Run


@click.command(epilog="Example: resolver fill README.md --in-place")
@click.argument("lists", metavar="LIST …", nargs=-1)
@click.option("-i", "--in-place", is_flag=True, help="Write into LIST itself.")
@click.option("-o", "--output", metavar="FILE", help="Write into another file; without -i or -o, to the terminal.")
@click.option("--diff", is_flag=True, help="Show what changes as a unified diff instead of the whole list.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 3 if something would be filled in.")
@options.overwrite_flag("Correct what is wrong as well: everywhere, or in these fields (url,authors).")
@click.option(
    "--add", metavar="FIELDS", help="Add columns or keys that the list has none of (doi,url): tables, JSON, YAML."
)
@click.option("--report", metavar="FILE", help="Write each edit with its line, field and source as JSON.")
@options.settings_flags
@options.volume_flags
def fill(
    lists: tuple[str, ...], in_place: bool, output: str | None, diff: bool, check: bool, overwrite: str | None,
    add: str | None, report: str | None, verbose: bool, quiet: bool, **flags: Any,
) -> int:  # fmt: skip
    """Fill the holes of LIST: missing links and placeholders, in its own style, and not a byte else.

    LIST is a list in any format that is read. Nothing that you wrote is changed unless --overwrite says
    so, and then only what the records contradict: a link to another paper, invented authors.

    \b
    Exit status:
      0  done; with --check: there is nothing to fill in
      2  bad input, usage or setting
      3  --check: something would be filled in
      4  done, but a service could not be reached
    """
    from resolver.cli import screen
    from resolver.decisions import read_list
    from resolver.filling import Options
    from resolver.pipeline import open_library

    first, fields = options.overwritten(lists[0] if lists else None, overwrite)
    paths = [Path(name) for name in (first, *lists[1:]) if name]
    if not paths:
        raise click.UsageError("name the list to fill: resolver fill LIST")
    if sum((in_place, output is not None, check)) > 1:
        raise click.UsageError("--in-place, --output and --check exclude each other")
    if len(paths) > 1 and (report is not None or not (in_place or check or diff)):
        raise click.UsageError("several lists can be filled with --in-place, --check or --diff, without --report")
    settings = options.settings(flags)
    documents = [read_list(path).under_decisions() for path in paths]
    chosen = [Options(overwrite=fields, add=_added(add, document)) for document in documents]
    full = []
    with screen.progress(quiet=quiet) as told, open_library(settings, input_path=paths[0], progress=told) as session:
        for document, wanted in zip(documents, chosen, strict=True):
            done = _filled(session.run(document), wanted, report, quiet=quiet, verbose=verbose)
            target = Path(document.path) if in_place else Path(output) if output else None
            _deliver(document, done, target, diff=diff, check=check)
            if check and done.edits:
                says = "has holes that can be filled; resolver fill --in-place does it"
                click.echo(f"resolver: {document.path} {says}", err=True)
            full.append(not done.edits)
        silent = session.unreachable
    if check and not all(full):
        return CHANGES
    if silent and not settings.offline:
        click.echo(f"resolver: not all were asked: no answer from {', '.join(silent)}; run it again later", err=True)
        return UNREACHABLE
    return DONE


def _filled(run: Run, wanted: Options, report: str | None, *, quiet: bool, verbose: bool) -> Filled:
    """A list that was looked up, filled; what was done is reported and shown."""
    from resolver import files
    from resolver.cli import edits
    from resolver.filling import fill as filled_in

    done = filled_in(run.document, run.resolutions, wanted)
    if report is not None:
        files.write(Path(report), _report(done))
    if not quiet:
        edits.filled(run, done, verbose=verbose)
    return done


def _added(given: str | None, document: Document) -> tuple[str, ...]:
    """The columns to add, in the order of the table that `run` writes."""
    from resolver.writers.table import FIELDS

    if given is None:
        return ()
    named = options.names(given)
    if unknown := sorted(named.difference(FIELDS)):
        raise click.BadParameter(f"{', '.join(unknown)}: the fields are {', '.join(FIELDS)}", param_hint="--add")
    if document.format not in ("csv", "json", "yaml"):
        raise click.BadParameter("only tables, JSON and YAML have columns or keys to add", param_hint="--add")
    return tuple(name for name in FIELDS if name in named)


def _deliver(document: Document, done: Filled, target: Path | None, *, diff: bool, check: bool) -> None:
    """The document or the diff to where it was asked for.

    Raises:
        InputError: the list was changed by someone else meanwhile; their work is not overwritten.
    """
    from resolver import files
    from resolver.errors import InputError
    from resolver.readers.decode import encode

    if diff:
        click.echo(_diff(document, done).encode(), nl=False)
    data = encode(done.text, document.encoding, bom=document.bom)
    source = Path(document.path)
    if target is None:
        if not diff and not check:
            click.echo(data, nl=False)
    elif target.exists() and source.exists() and target.samefile(source):
        if source.read_bytes() != encode(document.text, document.encoding, bom=document.bom):
            raise InputError(
                "the list was changed while it was looked up; nothing was written, run it again", path=source
            )
        if done.edits:
            files.write(target, data)
    else:
        files.write(target, data)


def _diff(document: Document, done: Filled) -> str:
    """A unified diff; lines end where they end in the list."""
    from difflib import unified_diff

    name = Path(document.path).name
    old, new = document.text.splitlines(keepends=True), done.text.splitlines(keepends=True)
    lines = unified_diff(old, new, f"a/{name}", f"b/{name}") if done.edits else ()
    return "".join(line if line.endswith(("\n", "\r")) else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _report(done: Filled) -> bytes:
    import msgspec

    return msgspec.json.format(msgspec.json.encode({"edits": done.edits, "left": done.left}), indent=2) + b"\n"
