"""`resolver cite`: citations to be pasted."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from resolver.cli import documents, options
from resolver.cli.status import DONE, NOT_FOUND, UNREACHABLE

if TYPE_CHECKING:
    from resolver.model import Resolution

_MOST = 5
"""Works named where it is not sure which is meant."""


@click.command(epilog='Example: resolver cite "Attention is all you need" 2106.01702 --to text --style ieee')
@click.argument("papers", nargs=-1, required=True, metavar="TITLE|ID …")
@click.option(
    "--to",
    "writer",
    default="bibtex",
    metavar="FORMAT",
    help=f"{documents.FORMATS}.  [default: bibtex]",
)
@click.option("--authors", default="", help="Of a single paper, in any form.")
@click.option("--year", default="", help="Of a single paper.")
@documents.add_citation_flags
@options.add_settings_flags
def cite(papers: tuple[str, ...], writer: str, authors: str, year: str, **flags: Any) -> int:
    """Print citations, ready to be pasted.

    Name papers by title, DOI, arXiv id, Anthology id or link; `-` reads them from the input, one a
    line. Only citations go to the output. What was not found, or not for certain, is told on the error
    output with the works that are near, and gives exit status 6.
    """

    import resolver
    from resolver.cli import screen, under_way

    named = [name for paper in papers for name in _read_lines(paper)]
    if not named:
        raise click.BadParameter("there is no title or identifier", param_hint="TITLE|ID")
    if len(named) > 1 and (authors or year):
        raise click.BadParameter("they belong to a single paper", param_hint="--authors, --year")
    with under_way.show_progress(at_once=False) as progress:
        cited = resolver.cite(
            *named, to=writer, authors=authors, year=year, progress=progress, **documents.citation_options(flags),
            **options.choose_settings(flags),
        )  # fmt: skip
    click.echo(cited.text.encode(), nl=False)  # UTF-8 whatever the terminal speaks
    for line in _list_second_looks(cited.run.resolutions):
        screen.say_aside(line)
    if not cited.unverified:
        return DONE
    return UNREACHABLE if cited.run.unreachable and not options.is_offline(flags) else NOT_FOUND


def _read_lines(paper: str) -> Sequence[str]:
    text = sys.stdin.read() if paper == "-" else paper
    return [line.strip() for line in text.splitlines() if line.strip()]


def _list_second_looks(resolutions: Sequence[Resolution]) -> Iterator[str]:
    """What needs a second look: papers that were not found, and what was found to be wrong with those that were."""
    from resolver.cli import screen

    for resolution in resolutions:
        if resolution.work is None:
            yield f"{screen.describe_short(resolution)}: {resolution.decision.reason}"
            for candidate in resolution.decision.candidates[:_MOST]:
                yield f"  {screen.describe_candidate(candidate)}"
        for problem in resolution.problems if resolution.work is not None else ():
            yield f"{screen.describe_short(resolution)}: {problem.says}"
