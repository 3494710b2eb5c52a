"""`resolver evaluate`: how often the decisions are right on a list whose identifiers are known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resolver.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from resolver.evaluation import Outcome
    from resolver.model import Resolution


@click.command(epilog="Example: resolver evaluate my-checked-list.csv")
@click.argument("gold")
@options.settings_flags
def evaluate(gold: str, **flags: Any) -> int:
    """Measure precision, recall and calibration on a list of your own.

    GOLD is a table with the right identifiers (doi, arxiv_id, acl_id, openreview_id, url): they are
    hidden from the matcher and compared with what it finds. Rows without any are rows for which
    nothing may be accepted.
    """
    import msgspec

    from resolver import evaluation as scores
    from resolver import readers
    from resolver.cli import screen
    from resolver.identifiers import related
    from resolver.pipeline import open_library

    settings = options.settings(flags)
    document = readers.read(Path(gold))
    right = [frozenset({*e.ids, *(r for i in e.ids for r in related(i))}) for e in document.entries]
    hidden = tuple(msgspec.structs.replace(e, ids=(), links=()) for e in document.entries)
    with (
        screen.progress() as told,
        open_library(settings, input_path=Path(gold), progress=told) as session,
    ):
        run = session.run(msgspec.structs.replace(document, entries=hidden))
    outcomes = [scores.outcome(r, ids) for r, ids in zip(run.resolutions, right, strict=True)]
    _print(outcomes, run.resolutions)
    return options.incomplete(session, settings)


def _print(outcomes: Sequence[Outcome], resolutions: Sequence[Resolution]) -> None:
    from resolver import evaluation as scores

    total = scores.score("all", outcomes)
    click.echo(
        f"{total.rows} rows, {total.expected} with a known answer: {total.right} right, {total.wrong} wrong, "
        f"{total.ambiguous} ambiguous ({total.ambiguous_listed} name the right one), "
        f"{total.not_found} not found, {total.unanswered} unanswered"
    )
    bins = scores.reliability(outcomes)
    click.echo(
        f"precision {total.precision:.4f}, recall {total.recall:.4f}, right or named {total.named_share:.4f}, "
        f"expected calibration error {scores.calibration_error(bins):.4f}"
    )
    click.echo("\naccept from  accepted  wrong  precision  recall")
    for p in scores.curve(outcomes):
        click.echo(f"{p.threshold:11.2f}  {p.accepted:8}  {p.wrong:5}  {p.precision:9.4f}  {p.recall:6.4f}")
    wrong = [(o, r) for o, r in zip(outcomes, resolutions, strict=True) if o.wrong]
    click.echo("\nwrong links:" if wrong else "\nno wrong link")
    for outcome, resolution in wrong:
        click.echo(f"  row {outcome.row}: {resolution.entry.title} -> {resolution}")
