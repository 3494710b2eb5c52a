"""`resolver review`: a person decides what the program could not."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from resolver.cli import options
from resolver.cli.status import DONE

if TYPE_CHECKING:
    from resolver.decisions import ReviewSession, Verdict
    from resolver.model import Candidate, Identifier, Resolution

_KEYS = (
    "a accept (a 2: the second)   r reject all   p pin   n never touch   "
    "c authors: right as listed   o open   s skip   q quit"
)
_MOST = 5


@click.command(epilog="Example: resolver review README.md")
@click.argument("list_file", required=False, metavar="[LIST]")
@click.option("--row", type=int, help="Decide about this row only.")
@click.option("--accept", metavar="ID", help="With --row: the work that has this identifier is meant.")
@click.option("--reject", metavar="ID", multiple=True, help="With --row: the work that has this identifier is not.")
@click.option("--pin", is_flag=True, help="With --row: what was found stays, whatever is found later.")
@click.option("--never-touch", is_flag=True, help="With --row: neither ask about it nor change it.")
@click.option(
    "--confirm", metavar="CLAIM", multiple=True, help="With --row: the listed authors (title, year, venue …) are right."
)
@click.option("--forget", is_flag=True, help="With --row: take the decision about it back.")
@click.option("--note", default="", help="With --row: why, for other people.")
@options.add_settings_flags
def review(
    list_file: str | None, row: int | None, accept: str | None, reject: tuple[str, ...], pin: bool, never_touch: bool,
    confirm: tuple[str, ...], forget: bool, note: str, **flags: Any,
) -> int:  # fmt: skip
    """Decide about entries that may mean several works, or about any row.

    Shows the candidates of each open entry of LIST side by side and writes what you decide into
    resolver.lock, at once. Decisions survive every refresh; `run`, `fill` and `render` heed them too.
    """
    import resolver
    from resolver.cli import under_way

    decides = bool(accept or reject or pin or never_touch or confirm or forget)
    if forget and (accept or reject or pin or never_touch or confirm):
        raise click.UsageError("--forget takes the decision back; give it alone, then decide anew")
    if decides and row is None:
        raise click.UsageError("name the row that you decide about with --row")
    path = options.lists_or_default((list_file,) if list_file is not None else ())[0]
    with under_way.show_progress() as progress:
        session = resolver.review(path, progress=progress, **options.choose_settings(flags))
        if row is not None and decides:
            verdict = session.decide(
                row,
                accept=accept,
                reject=reject,
                pin=pin,
                never_touch=never_touch,
                confirm=confirm,
                forget=forget,
                note=note,
            )
            _say(session, row, verdict, rejected=bool(reject))
            return DONE
        if row is not None:
            session.verdict(row)  # whether there is such a row
        if not sys.stdin.isatty():
            raise click.UsageError("there is no terminal to ask at; use --row N and --accept, --reject, --pin …")
        shown = session.undecided() if row is None else session.look_up([row])
    _walk(session, shown)
    return DONE


def _say(session: ReviewSession, row: int, verdict: Verdict, *, rejected: bool) -> None:
    """What is decided about a row now, and what of an earlier decision is left in the list."""
    click.echo(f"row {row}: {_describe(verdict) or 'no decision'} -> {session.path}")
    if rejected and (left := session.filled_in(row)):
        named = ", ".join(f"{field} {value}" for field, value in left.items())
        click.echo(f"  in the list there is still what was filled in for it ({named}); take it out there")


def _describe(verdict: Verdict) -> str:
    parts = (
        f"accepted {verdict.accept}" if verdict.accept else "",
        "rejected " + ", ".join(map(str, verdict.reject)) if verdict.reject else "",
        "pinned" if verdict.pin else "",
        "never touched" if verdict.never_touch else "",
        f"{', '.join(verdict.confirm)} right as listed" if verdict.confirm else "",
    )
    return "; ".join(part for part in parts if part)


# ------------------------------------------------------------------ at the terminal


def _walk(session: ReviewSession, shown: Sequence[Resolution]) -> None:
    """Go through rows one by one."""
    if not shown:
        click.echo("nothing is open: no entry of the list may mean several works")
    for number, resolution in enumerate(shown, start=1):
        if not _review_one(session, resolution, f"{number} of {len(shown)}"):
            return


def _review_one(session: ReviewSession, resolution: Resolution, place: str) -> bool:
    """Show an entry and its candidates, and take a decision; false to stop."""
    from resolver.cli.comparison import show_side_by_side
    from resolver.decisions.naming import choose_identifier

    near = resolution.decision.candidates[:_MOST]
    show_side_by_side(resolution, near, place)
    ids = [i for c in near if (i := choose_identifier(c.records[0]))]
    while True:
        answer = click.prompt(_KEYS, default="s", show_default=False).strip().lower()
        key = answer[:1]
        if key in ("s", "q"):
            return key == "s"
        if key == "o":
            _open(near)
        elif (chosen := _read_key(answer, ids)) is None:
            click.echo(f"which one? a 1 to a {len(ids)}" if answer == "a" and ids else "that is none of the keys")
        else:
            click.echo(f"  {_describe(session.decide(resolution.entry.row, **chosen))}")
            return True


def _read_key(answer: str, ids: Sequence[Identifier]) -> dict[str, Any] | None:
    """The decision that a key stands for; `None` for a key that is none."""
    from resolver.decisions.state import CONFIRMABLE

    if answer == "a" and len(ids) == 1:
        answer = "1"
    if answer.startswith("c ") and (claims := answer[2:].replace(",", " ").split()):
        return {"confirm": claims} if all(claim in CONFIRMABLE for claim in claims) else None
    number = answer.removeprefix("a").strip()
    if number.isdecimal() and 1 <= int(number) <= len(ids):
        return {"accept": ids[int(number) - 1]}
    keys: dict[str, dict[str, Any]] = {"r": {"reject": ids}, "p": {"pin": True}, "n": {"never_touch": True}}
    return keys.get(answer)


def _open(near: Sequence[Candidate]) -> None:
    """The candidates' pages in the browser."""
    from resolver.decisions.naming import choose_link

    for candidate in near:
        if link := choose_link(candidate.records[0]):
            click.launch(link)
