"""`resolver refresh`: lists that stay true by themselves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from resolver.cli import options
from resolver.cli.status import BAD_INPUT, CHANGED, DONE, LIMIT_REACHED, PERSON, UNREACHABLE

if TYPE_CHECKING:
    from resolver.cli.logs import Log, LogFormat
    from resolver.refreshing import RefreshOutcome


@click.command(epilog="Example: resolver refresh README.md refs.bib --max-cost 0.02 --markdown changes.md")
@click.argument("lists", nargs=-1, metavar="[LIST …]")
@click.option("--dry-run", is_flag=True, help="Say what would change; write reports only.")
@options.add_overwrite_flag("Correct what is wrong as well: everywhere, or in these fields (url,authors).")
@click.option("--markdown", metavar="FILE", help="Write the changes as Markdown, short enough for a pull request.")
@click.option("--json", "json_file", metavar="FILE", help="Write the changes as JSON.")
@click.option("--feed", metavar="FILE", help="Put the changes into an Atom feed.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--as-of", metavar="DATE", hidden=True, help="Take this day for today.")
@options.force_flag
@options.add_settings_flags
@options.add_volume_flags
def refresh(
    lists: tuple[str, ...], dry_run: bool, overwrite: str | None, markdown: str | None, json_file: str | None,
    feed: str | None, log_format: LogFormat, as_of: str | None, force: bool, verbose: bool, quiet: bool, **flags: Any,
) -> int:  # fmt: skip
    """Ask again where answers can have changed, and change exactly what became true.

    LISTs are files in any format that can be filled, and folders of them; entries.csv if none is named. Their
    holes are filled as by `resolver fill`, and what was filled in earlier follows its record: a preprint that was
    published, a DOI that was given. What is known, and what people decided, is kept in resolver.lock beside the lists.

    \b
    Exit status:
      0  nothing changed
      2  bad input, usage or setting
      4  a service could not be reached; the rest is written
      5  --max-cost or --max-requests was reached; the rest is written
     10  something changed
     11  something changed that a person should look at
    """
    import resolver
    from resolver.cli.logs import Log

    log = Log(log_format, quiet=quiet)
    try:
        lists, fields = options.read_overwrite(lists, overwrite)
        paths = options.lists_or_default(lists)
        today = _read_day(as_of)
        with log.show_progress() as progress:
            outcome = resolver.refresh(
                paths, dry_run=dry_run, today=today, overwrite=fields, markdown=markdown, json=json_file, feed=feed,
                force=force, started=lambda names, lock: log.event("start", "", lists=list(names), lock=lock.name),
                progress=progress, **options.choose_settings(flags),
            )  # fmt: skip
    except resolver.ResolverError as error:
        if log.form == "text":
            raise
        text = options.put_in_words(error)
        log.event("error", text, level="error")
        return BAD_INPUT
    _tell(log, outcome, verbose=verbose, dry_run=dry_run)
    return _choose_status(log, outcome, offline=options.is_offline(flags))


def _choose_status(log: Log, outcome: RefreshOutcome, *, offline: bool) -> int:
    """The exit status, and a line that says why something was left open."""
    if outcome.limit:
        limit = options.name_limit_flags(outcome.limit)
        text = f"resolver: {limit}; what is left has its turn next time"
        log.event("limit", text, level="warning", limit=limit)
        return LIMIT_REACHED
    if outcome.silent and not offline:
        text = f"no answer from {', '.join(outcome.silent)}; what it would have said is not lost: run it again later"
        log.event("unreachable", f"resolver: {text}", level="warning", sources=list(outcome.silent))
        return UNREACHABLE
    if outcome.attention:
        return PERSON
    return CHANGED if outcome.changed else DONE


def _read_day(given: str | None) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise click.BadParameter(f"{given!r} is no day such as 2026-11-25", param_hint="--as-of") from None


def _tell(log: Log, outcome: RefreshOutcome, *, verbose: bool, dry_run: bool) -> None:
    """What changed, in lines or events, and what it took."""
    from resolver.cli.screen import MOST
    from resolver.refreshing import reports

    for each in outcome.lists:
        for note in each.document.notes:
            log.event("note", f"{each.name}: {note}", level="warning", list=each.name)
        if each.suspicious:
            text = f"resolver: many entries of {each.name} changed at once; look before you believe it"
            log.event("suspicious", text, level="warning", list=each.name)
        shown = each.changes if verbose or log.form == "json" else each.changes[:MOST]
        for c in shown:
            text = (
                f"{each.name}" + (f", line {c.line}" if c.line else "") + f": {c.kind}: {c.title or c.entry}: {c.says}"
            )
            level = "warning" if c.attention else "info"
            log.event("change", text, level=level, list=each.name, entry=c.entry, kind=c.kind, says=c.says)
        if len(shown) < len(each.changes):
            log.event("more", f"  … and {len(each.changes) - len(shown)} more (-v shows them)")
        edits, asked = len(each.filled.edits), len(each.asked)
        changed = reports.summarise(each.changes) or "nothing changed"
        would = "would be made" if dry_run else "made"
        of = f"asked about {asked} of {len(each.document.entries)} entries"
        text = f"{each.name}: {changed}; {edits} edits {would}; {of}"
        log.event("list", text, list=each.name, changes=len(each.changes), edits=edits, asked=asked)
    spent = outcome.runs[-1].usage if outcome.runs else ()
    requests, usd = sum(u.requests for u in spent), sum(u.usd for u in spent)
    log.event(
        "done", f"{requests} requests, ${usd:.4f}", requests=requests, usd=round(usd, 6), changes=len(outcome.changes)
    )
