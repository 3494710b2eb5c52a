"""What `render` and `cite` have in common: formats and their options, and what is said beside a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from resolver.model import Run
    from resolver.writers import Options, Writer

Command = TypeVar("Command", bound=Callable[..., Any])

_FLAGS = {"keys": "--keys", "style": "--style", "locale": "--locale", "sort": "--sort", "title": "--title",
          "badges": "--badges", "mark": "--mark"}  # fmt: skip
"""The options of writers that have a flag."""


FORMATS = "markdown, bibtex, biblatex, csl-json, ris, html or text"
"""What `--help` says of them; what there is stands in `resolver.writers.formats`, which is imported late."""


def format_named(context: click.Context, parameter: click.Parameter, value: str) -> Writer:
    """The format that was named.

    Raises:
        click.BadParameter: there is none of that name.
    """
    from resolver.writers import formats

    known = formats()
    if value.lower() not in known:
        raise click.BadParameter(f"there is no format {value!r}; there are {', '.join(known)}")
    return known[value.lower()]


def citation_flags(command: Command) -> Command:
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


def chosen(writer: Writer, given: dict[str, Any], **settled: Any) -> Options:
    """The options of a writer from a command's flags, checked before any work is done.

    Raises:
        click.BadParameter: a flag that means nothing to this format.
        SettingsError: a pattern, style or locale that can't be used.
    """
    from resolver.writers import Options, formats, patterns, styles

    wanted = {name: given[name] for name in _FLAGS if given.get(name)}
    for name in wanted:
        if name not in writer.heeds:
            others = ", ".join(w.name for w in formats().values() if name in w.heeds)
            raise click.BadParameter(f"it means nothing to {writer.name}; it is for {others}", param_hint=_FLAGS[name])
    options = Options(**settled | wanted)
    if options.keys:
        patterns.parse(options.keys)
    if "style" in writer.heeds:
        styles.load(options.style, options.locale)
    return options


def beside(run: Run, writer: Writer, *, most: int | None) -> Iterator[str]:
    """What is said beside a document: notes, the entries without an accepted record and why, works retracted.

    Args:
        run: the run.
        writer: that made the document.
        most: entries that are named; all when None.
    """
    from resolver.cli import screen
    from resolver.writers.cited import unverified

    yield from dict.fromkeys(run.notes)
    without = unverified(run.resolutions)
    if without:
        kept = "are left out" if writer.partial else "stand as they were listed"
        yield f"{len(without)} of {len(run.resolutions)} entries {kept}, since no record was accepted for them:"
    for resolution in without[:most]:
        yield f"  row {resolution.entry.row}, {screen.told(resolution)}: {resolution.decision.reason}"
    if most is not None and len(without) > most:
        yield f"  and {len(without) - most} more; -v shows them all"
    for resolution in run.resolutions:
        if resolution.work is not None and resolution.work.record.retracted:
            record = resolution.work.record
            yield f"  row {resolution.entry.row}, retracted: {record.title}: {record.retracted}"
