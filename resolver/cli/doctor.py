"""`resolver doctor`: whether the services still are what we take them for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from resolver.cli import options
from resolver.cli.status import CHANGED, DONE, UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from resolver.diagnosis import Diagnosis
    from resolver.sources.checks import CheckLine

_COLOURS = {"ok": "green", "changed": "yellow", "failed": "red"}
_STATUSES = {"ok": DONE, "changed": CHANGED, "failed": UNREACHABLE}


@click.command(epilog="Example: resolver doctor --record answers/")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--record", metavar="FOLDER", help="Keep the raw answers there: no key, login or mail address in them.")
@options.force_flag
@options.add_settings_flags
def doctor(as_json: bool, record: str | None, force: bool, **flags: Any) -> int:
    """Ask each service in every form that a run uses, and say what is taken and means what we think.

    About 17 requests, no more than $0.003, less than a minute. Each line says ok, changed (there was an answer, but
    another than we expect) or failed, and what follows. Exit status: 0 if all is ok, 10 if something changed, 4 if
    something failed. With --offline only this machine is looked at.
    """
    import resolver
    from resolver.cli import under_way

    with under_way.show_progress(quiet=as_json) as progress:
        found = resolver.doctor(record=record, force=force, progress=progress, **options.choose_settings(flags))
    if as_json:
        import msgspec

        shown = msgspec.json.format(msgspec.json.encode({"state": found.state, **_as_mapping(found)}), indent=1)
        click.echo(shown.decode("utf-8"))
    else:
        _show(found)
    return _STATUSES[found.state]


def _as_mapping(found: Diagnosis) -> dict[str, Any]:
    import msgspec

    shown: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(found, written=()))
    return {**shown, "written": [str(path) for path in found.written]}


def _fold_dead_services(lines: Sequence[CheckLine]) -> Iterator[CheckLine]:
    """The lines as they are shown: of a service all of whose checks failed one will do."""
    import msgspec

    by_service: dict[str, list[CheckLine]] = {}
    for line in lines:
        by_service.setdefault(line.service, []).append(line)
    dead = {name for name, own in by_service.items() if name and all(line.state == "failed" for line in own)}
    for line in lines:
        if line.service not in dead:
            yield line
        elif line is by_service[line.service][0]:
            count = f"all {len(by_service[line.service])} checks"
            follows = "what only it knows stays unanswered"
            yield msgspec.structs.replace(line, check=count, follows=follows)


def _show(found: Diagnosis) -> None:
    from rich.table import Table
    from rich.text import Text

    from resolver.cli import screen

    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for line in _fold_dead_services(found.lines):
        seen = line.seen if not line.follows else f"{line.seen} → {line.follows}"
        words = (line.service or "here", line.check, seen)
        table.add_row(Text(line.state, style=_COLOURS[line.state]), *(Text(screen.make_printable(w)) for w in words))
    out = screen.open_console()
    out.print(table)
    out.print(Text(f"{found.requests} requests, ${found.usd:.4f}, {found.seconds:.0f} s"))
    if found.written:
        out.print(Text(f"wrote {', '.join(map(str, found.written))}"))
