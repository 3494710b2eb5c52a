"""`resolver evaluate`: how often the decisions are right on a list whose identifiers are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from resolver.cli import options

if TYPE_CHECKING:
    from resolver.evaluation import Evaluation


@click.command(epilog="Example: resolver evaluate my-checked-list.csv")
@click.argument("gold")
@options.add_settings_flags
def evaluate(gold: str, **flags: Any) -> int:
    """Measure precision, recall and calibration on a list of your own.

    GOLD is a table with the right identifiers (doi, arxiv_id, acl_id, openreview_id, url): they are
    hidden from the matcher and compared with what it finds. Rows without any are rows for which
    nothing may be accepted.
    """
    import resolver
    from resolver.cli import under_way

    with under_way.show_progress() as progress:
        measured = resolver.evaluate(gold, progress=progress, **options.choose_settings(flags))
    _print(measured)
    return options.report_incomplete(measured.run, flags)


def _print(measured: Evaluation) -> None:
    total = measured.total
    click.echo(
        f"{total.rows} rows, {total.expected} with a known answer: {total.right} right, {total.wrong} wrong, "
        f"{total.ambiguous} ambiguous ({total.ambiguous_listed} name the right one), "
        f"{total.not_found} not found, {total.unanswered} unanswered"
    )
    click.echo(
        f"precision {total.precision:.4f}, recall {total.recall:.4f}, right or named {total.named_share:.4f}, "
        f"expected calibration error {measured.calibration_error:.4f}"
    )
    click.echo("\naccept from  accepted  wrong  precision  recall")
    for p in measured.curve:
        click.echo(f"{p.threshold:11.2f}  {p.accepted:8}  {p.wrong:5}  {p.precision:9.4f}  {p.recall:6.4f}")
    click.echo("\nwrong links:" if measured.wrong else "\nno wrong link")
    for resolution in measured.wrong:
        click.echo(f"  row {resolution.entry.row}: {resolution.entry.title} -> {resolution}")
