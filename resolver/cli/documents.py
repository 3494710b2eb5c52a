"""What `render` and `cite` have in common: formats and their options, and what is said beside a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from resolver.cli.options import Command

if TYPE_CHECKING:
    from resolver.writers.rendered import Rendered

FORMATS = "markdown, bibtex, biblatex, csl-json, ris, html or text"
"""What `--help` says of them; what there is stands in `resolver.writers.formats`, which is imported late."""


def add_citation_flags(command: Command) -> Command:
    """Give a command the options of references: keys, style and locale."""
    flags = (
        click.option(
            "--style", metavar="NAME|FILE", help="For text and html: a CSL style (apa, ieee …) or a .csl file."
        ),
        click.option(
            "--locale", metavar="LANG", help="For text and html: the language of the style's own words (de-DE)."
        ),
        click.option(
            "--keys", metavar="PATTERN", help='Citation keys, such as "[auth:lower][year][veryshorttitle:lower]".'
        ),
    )
    for flag in reversed(flags):
        command = flag(command)
    return command


def citation_options(flags: dict[str, Any]) -> dict[str, Any]:
    """The options of references among a command's flags."""
    return {name: flags[name] or "" for name in ("style", "locale", "keys")}


def list_remarks(done: Rendered, *, most: int | None) -> Iterator[str]:
    """What is said beside a document: notes, the entries without an accepted record and why, works retracted.

    Args:
        done: the document.
        most: entries that are named; all when None.
    """
    from resolver.cli import screen

    run, without = done.run, done.unverified
    yield from dict.fromkeys(run.notes)
    if without:
        kept = "are left out" if done.partial else "stand as they were listed"
        yield f"{len(without)} of {len(run.resolutions)} entries {kept}, since no record was accepted for them:"
    for resolution in without[:most]:
        yield f"  {resolution.entry.place}, {screen.describe_short(resolution)}: {resolution.decision.reason}"
    if most is not None and len(without) > most:
        yield f"  and {len(without) - most} more; -v shows them all"
    yield from _shown_as_listed(done, most)
    if letters := done.unprintable:
        some = " ".join(letters[:_MOST_LETTERS]) + (" …" if len(letters) > _MOST_LETTERS else "")
        yield f"{len(letters)} letters are in none of pdfLaTeX's usual fonts; XeLaTeX and LuaLaTeX print them: {some}"
    for resolution in run.resolutions:
        if resolution.work is not None and resolution.work.record.retracted:
            record = resolution.work.record
            yield f"  {resolution.entry.place}, retracted: {record.title}: {record.retracted}"


_MOST_LETTERS = 20
"""Letters that are shown of those that LaTeX lacks."""


def _shown_as_listed(done: Rendered, most: int | None) -> Iterator[str]:
    """The entries whose publication is only in the list."""
    from resolver.cli import screen

    found = [] if done.format == "csv" else done.demoted
    if found:
        yield f"{len(found)} publications are shown as they were listed, since only their preprint was found:"
    for resolution in found[:most]:
        yield f"  {resolution.entry.place}, {screen.describe_short(resolution)}: {resolution.entry.venue}"
    if most is not None and len(found) > most:
        yield f"  and {len(found) - most} more; -v shows them all"
