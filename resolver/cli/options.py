"""Options that several commands share, and what they mean as settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from resolver.cli.status import DONE, LIMIT_REACHED, UNREACHABLE
from resolver.config.services import SERVICES

if TYPE_CHECKING:
    from resolver.errors import ResolverError, SettingsError
    from resolver.model import Document, Run

Command = TypeVar("Command", bound=Callable[..., Any])

SETTINGS = (
    "sources", "offline", "refresh", "max_age", "max_cost", "max_requests", "cache_dir", "snapshot",
    *(service.setting for service in SERVICES), "mailto",
)  # fmt: skip
"""The settings that have a flag. OpenAlex's key has none: flags can be read by every user of the machine."""


def _trust_settings(_context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from resolver.config import trust_settings

        path = trust_settings()
        click.echo(f"{path} is trusted as it is now" if path else "no settings file counts here", err=True)


_FLAGS = (
    click.option("--sources", metavar="NAMES", help=f"Use these sources only: {','.join(s.name for s in SERVICES)}."),
    click.option("--offline", is_flag=True, default=None, help="Ask no service: index, kept, recorded answers only."),
    click.option("--refresh", is_flag=True, default=None, help="Ask again even where an answer is kept."),
    click.option("--max-age", type=float, metavar="DAYS", help="Ask again where the answer is older."),
    click.option("--max-cost", type=float, metavar="USD", help="Stop asking before more is spent."),
    click.option("--max-requests", type=int, metavar="N", help="Stop asking before more are sent."),
    click.option("--cache-dir", metavar="DIR", help="Folder of the kept answers and the local index."),
    click.option(
        "--snapshot",
        metavar="DIR|none",
        help="Folder with recorded answers.  [default: cache/ beside the list, or here]",
    ),
    *(click.option(f"--{s.name}-url", metavar="URL|PATH" if s.takes_path else "URL", help=s.about) for s in SERVICES),
    click.option(
        "--trust-settings",
        is_flag=True,
        expose_value=False,
        callback=_trust_settings,
        help="Let the settings file that counts here, as it is now, name hosts and folders.",
    ),
    click.option("--mailto", metavar="MAIL", help="Your address, for the services to write to."),
)


def add_settings_flags(command: Command) -> Command:
    """Give a command the flags of all settings."""
    for flag in reversed(_FLAGS):
        command = flag(command)
    return command


def add_volume_flags(command: Command) -> Command:
    """Give a command `-v` and `-q`."""
    command = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")(command)
    return click.option("-v", "--verbose", is_flag=True, help="Print every row and note.")(command)


force_flag = click.option("--force", is_flag=True, help="Replace files that no run of resolver made.")
"""For every command that writes a file; without it such files are left alone."""


def add_overwrite_flag(text: str) -> Callable[[Command], Command]:
    """Give a command `--overwrite`, with or without fields; `read_overwrite` says what was meant."""
    return click.option("--overwrite", is_flag=False, flag_value="all", metavar="[FIELDS]", help=text)


def add_run_flags(command: Command) -> Command:
    """Give a command what `resolver run` takes."""
    flags = (
        click.argument("lists", nargs=-1, metavar="[LIST …]"),
        click.option("-o", "--output", default="out", show_default=True, metavar="DIR", help="Folder for the results."),
        add_overwrite_flag(
            "Replace what you wrote where the record differs: everywhere, or in these fields (doi,url)."
        ),
        force_flag,
        add_reading_flags,
        add_settings_flags,
        add_volume_flags,
    )
    for flag in reversed(flags):
        command = flag(command)
    return command


def add_reading_flags(command: Command) -> Command:
    """Give a command `--encoding` and `--cited`, which `read_as_said` heeds."""
    flags = (
        click.option("--encoding", metavar="NAME", help="That of the lists (cp1252, gbk …); inferred without it."),
        click.option("--cited", metavar="FILE.aux", help="Only what a paper cites, by the .aux that LaTeX left."),
    )
    for flag in reversed(flags):
        command = flag(command)
    return command


def read_as_said(lists: Sequence[Path | str], flags: dict[str, Any]) -> Document | Sequence[Path | str]:
    """Lists to hand to a call: read by what `--encoding` and `--cited` say, or their paths where they say nothing."""
    import resolver

    if not flags.get("encoding") and not flags.get("cited"):
        return lists
    return resolver.read(lists, encoding=flags.get("encoding") or "", cited=flags.get("cited"))


def read_each_as_said(lists: Sequence[str], flags: dict[str, Any]) -> list[Document | str]:
    """As `read_as_said`, each list for itself."""
    return [name if (read := read_as_said([name], flags)) == [name] else cast("Document", read) for name in lists]


def read_overwrite(lists: tuple[str, ...], given: str | None) -> tuple[tuple[str, ...], str]:
    """The lists and the fields to overwrite, from `--overwrite`, `--overwrite FIELDS` and `--overwrite LIST`."""
    from resolver.writers.table import ALL, OVERWRITABLE, names_in

    if given is None:
        return lists, ""
    known = names_in(given) <= {ALL, *OVERWRITABLE}
    if not known and not lists and Path(given).exists():  # the option has swallowed the argument
        return (given,), ALL
    return lists, given or ","


def choose_settings(flags: dict[str, Any]) -> dict[str, Any]:
    """The settings among a command's flags, as the library's calls take them: those that were given."""
    return {name: flags[name] for name in SETTINGS if flags.get(name) is not None}


def is_offline(flags: dict[str, Any]) -> bool:
    """Whether no service is to be asked: by a flag, the environment or the file."""
    from resolver.config import load

    return load(choose_settings(flags)).offline


def name_flags(error: SettingsError) -> str:
    """An error's text with the flag in place of the library's argument, where that was at fault."""
    name = error.argument
    return str(error).replace(f"`{name}`", f"--{name.replace('_', '-')}", 1) if name else str(error)


def put_in_words(error: ResolverError) -> str:
    """An error's text as commands show it, with flags in place of the library's arguments."""
    from resolver.errors import SettingsError

    if isinstance(error, SettingsError):
        return name_flags(error)
    return re.sub(r"`(force|cited)`", r"--\1", str(error))


def report_incomplete(run: Run, flags: dict[str, Any]) -> int:
    """The exit status of a command that has done its work, and a line that says why something was left open."""
    if run.limit:
        click.echo(f"resolver: results are incomplete: {name_limit_flags(run.limit)}; run it again to go on", err=True)
        return LIMIT_REACHED
    return report_unreachable(run, flags, "results are incomplete")


def report_unreachable(run: Run, flags: dict[str, Any], what: str) -> int:
    """The exit status of a command whose services may have been silent, and a line that says so."""
    if run.unreachable and not is_offline(flags):
        silent = ", ".join(run.unreachable)
        click.echo(f"resolver: {what}: no answer from {silent}; run it again later", err=True)
        return UNREACHABLE
    return DONE


def name_limit_flags(limit: str) -> str:
    """A limit that was reached, with the flag that sets it."""
    return limit.replace("(max_requests)", "(--max-requests)").replace("(max_cost)", "(--max-cost)")


def lists_or_default(given: tuple[str, ...]) -> tuple[Path, ...]:
    """The lists to work on: those named, else `entries.csv` in the current folder.

    Raises:
        InputError: there is none.
    """
    from resolver.errors import InputError

    if "" in given:
        raise InputError("the name of the list is empty")
    if given:
        return tuple(map(Path, given))
    here = Path("entries.csv")
    if not here.exists():
        raise InputError(
            "there is no entries.csv in this folder; name a list, or make one: resolver ingest LIST.md -o entries.csv"
        )
    return (here,)
