"""Options that several commands share, and what they mean as settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from resolver.cli.status import DONE, LIMIT_REACHED, UNREACHABLE

if TYPE_CHECKING:
    from resolver.config import Settings
    from resolver.model import Entry
    from resolver.pipeline import Session

Command = TypeVar("Command", bound=Callable[..., Any])

SETTINGS = (
    "sources", "offline", "refresh", "max_age", "max_cost", "max_requests", "cache_dir", "snapshot", "acl_url",
    "arxiv_url", "openalex_url", "mailto",
)  # fmt: skip
"""The settings that have a flag. OpenAlex's key has none: flags can be read by every user of the machine."""

_FLAGS = (
    click.option("--sources", metavar="NAMES", help="Use these sources only: acl,arxiv,openalex."),
    click.option("--offline", is_flag=True, default=None, help="Ask no service: index, cache and snapshot only."),
    click.option("--refresh", is_flag=True, default=None, help="Ask again even where the cache has an answer."),
    click.option("--max-age", type=float, metavar="DAYS", help="Ask again where the answer is older."),
    click.option("--max-cost", type=float, metavar="USD", help="Stop asking before more is spent."),
    click.option("--max-requests", type=int, metavar="N", help="Stop asking before more are sent."),
    click.option("--cache-dir", metavar="DIR", help="Folder of the answers and the local index."),
    click.option(
        "--snapshot",
        metavar="DIR|none",
        help="Folder with recorded answers.  [default: cache/ beside the list, or here]",
    ),
    click.option("--acl-url", metavar="URL|PATH", help="The Anthology's BibTeX export, or a checkout's data/xml."),
    click.option("--arxiv-url", metavar="URL", help="arXiv's query interface."),
    click.option("--openalex-url", metavar="URL", help="OpenAlex's interface."),
    click.option("--mailto", metavar="MAIL", help="Your address, for the services to write to."),
)


def settings_flags(command: Command) -> Command:
    """Give a command the flags of all settings."""
    for flag in reversed(_FLAGS):
        command = flag(command)
    return command


def volume_flags(command: Command) -> Command:
    """Give a command `-v` and `-q`."""
    command = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")(command)
    return click.option("-v", "--verbose", is_flag=True, help="Print every row and note.")(command)


_EVERYTHING = "all"


def overwrite_flag(text: str) -> Callable[[Command], Command]:
    """Give a command `--overwrite`, with or without fields; `overwritten` says what was meant."""
    return click.option("--overwrite", is_flag=False, flag_value=_EVERYTHING, metavar="[FIELDS]", help=text)


def overwritten(list_file: str | None, given: str | None) -> tuple[str | None, frozenset[str] | Literal["all"]]:
    """The list and the fields to overwrite, from `--overwrite`, `--overwrite FIELDS` and `--overwrite LIST`.

    Raises:
        BadParameter: there is no such field.
    """
    from resolver.writers.table import OVERWRITABLE

    if given is None:
        return list_file, frozenset()
    if given == _EVERYTHING:
        return list_file, "all"
    fields = names(given)
    unknown = sorted(fields.difference(OVERWRITABLE))
    if unknown and list_file is None and Path(given).exists():  # the option has swallowed the argument
        return given, "all"
    if unknown or not fields:
        raise click.BadParameter(
            f"{', '.join(unknown) or repr(given)}: the fields are {', '.join(OVERWRITABLE)}", param_hint="--overwrite"
        )
    return list_file, fields


def names(given: str) -> frozenset[str]:
    """The names in a list with commas."""
    return frozenset(name.strip().lower() for name in given.split(",") if name.strip())


def settings(flags: dict[str, Any]) -> Settings:
    """Settings from a command's flags, environment and file.

    Raises:
        SettingsError: one of them can't be used.
    """
    from resolver.config import load

    return load({name: flags.get(name) for name in SETTINGS})


def incomplete(session: Session, settings: Settings) -> int:
    """The exit status of a command that has done its work, and a line that says why something was left open."""
    if session.limit:
        click.echo(f"resolver: results are incomplete: {session.limit}; run it again to go on", err=True)
        return LIMIT_REACHED
    if session.unreachable and not settings.offline:
        silent = ", ".join(session.unreachable)
        click.echo(f"resolver: results are incomplete: no answer from {silent}; run it again later", err=True)
        return UNREACHABLE
    return DONE


def default_list(given: str | None) -> Path:
    """The list to work on: the one named, else `entries.csv` in the current folder.

    Raises:
        InputError: there is none.
    """
    from resolver.errors import InputError

    if given == "":
        raise InputError("the name of the list is empty")
    if given is not None:
        return Path(given)
    here = Path("entries.csv")
    if not here.exists():
        raise InputError(
            "there is no entries.csv in this folder; name a list, or make one: resolver ingest LIST.md -o entries.csv"
        )
    return here


def entry(row: int, paper: str, *, authors: str = "", year: str = "", venue: str = "") -> Entry:
    """A paper that was named on the command line: by an identifier or link, else by its title."""
    from resolver import identifiers
    from resolver.model import Entry

    named = identifiers.parse(paper)
    return Entry(
        row=row,
        title="" if named else paper,
        authors=authors,
        year=year,
        venue=venue,
        links=(paper,) if named else (),
        ids=(named,) if named else (),
    )
