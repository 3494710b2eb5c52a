"""The command line: a thin skin over the library, one module a command.

Start-up counts: only click is imported here; commands import what they need when they run.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence

import click

from resolver.cli import (
    cache,
    cite,
    doctor,
    evaluate,
    explain,
    fill,
    index,
    ingest,
    options,
    plan,
    refresh,
    render,
    review,
    run,
    stopping,
)
from resolver.cli.status import BAD_INPUT, DONE
from resolver.errors import Internal, ResolverError, SettingsError


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from resolver.version import __version__

        click.echo(f"resolver {__version__}")
        context.exit()


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: resolver run entries.csv -o out/",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def cli() -> None:
    """Find the papers of a reading list in the ACL Anthology, arXiv and OpenAlex.

    Fills in identifiers, links, authors and venues, says how sure each match is and why, and what
    the list has wrong. What you wrote is never changed unless you say so.

    \b
    Exit status:
      0  done
      1  an unexpected error; please report it
      2  bad input, usage or setting, or a result that can't be written
      3  fill --check: something would be filled in
      4  done, but a service could not be reached: results are incomplete
      5  done, but --max-cost or --max-requests was reached: the same
      6  cite: a paper was not found, or not for certain
     10  refresh, doctor: something changed
     11  refresh: something changed that a person should look at
    130  interrupted (Ctrl-C)
    143  terminated (SIGTERM)
    """


for command in (
    run.run, plan.plan, fill.fill, refresh.refresh, review.review, render.render, cite.cite, ingest.ingest,
    index.index, cache.cache, explain.explain, evaluate.evaluate, doctor.doctor,
):  # fmt: skip
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status; nothing but a bug shows a traceback.

    Args:
        arguments: those of the process when None.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that can't show Ψ shows ? and no traceback
            stream.reconfigure(errors="replace")
    try:
        with stopping.watch_signals():
            status = cli.main(
                args=None if arguments is None else list(arguments), prog_name="resolver", standalone_mode=False
            )
    except click.ClickException as error:
        error.show()
        return BAD_INPUT
    except (click.Abort, KeyboardInterrupt) as stop:
        return stopping.end(stop)
    except SettingsError as error:
        click.echo(f"resolver: {options.name_flags(error)}", err=True)
        return BAD_INPUT
    except Internal:
        raise
    except ResolverError as error:
        _say(f"resolver: {options.put_in_words(error)}")
        return BAD_INPUT
    except BrokenPipeError:  # whoever read our output has seen enough, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:  # a disk that is full, say; what must survive that is written by `resolver.files`
        named = f"{error.filename}: " if error.filename else ""
        with contextlib.suppress(OSError):
            _say(f"resolver: {named}{(error.strerror or str(error)).lower()}")
        return BAD_INPUT
    return status if isinstance(status, int) else DONE


def _say(text: str) -> None:
    """An error in one line, which may quote a file name or a cell with anything in it."""
    from resolver.cli import screen

    screen.say_aside(text)
