"""What appears on the terminal. Rich is imported when something is to be shown."""

from __future__ import annotations

import os
import sys
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from resolver.cli.options import name_limit_flags
from resolver.identifiers import name_of
from resolver.model import Candidate, Document, Resolution, Run, Status, Unavailable
from resolver.text.cleaning import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from resolver.lookup.plan import Plan

STATUSES: tuple[Status, ...] = ("matched", "ambiguous", "not_found", "unanswered")
WORDS = {"matched": "matched", "ambiguous": "ambiguous", "not_found": "not found", "unanswered": "unanswered"}
_COLOURS = {"matched": "green", "ambiguous": "yellow", "not_found": "red", "unanswered": "magenta"}
UNKNOWN_WIDTH = 80
"""Columns where there is no terminal to ask, as everywhere."""
MOST = 25
"""Rows that need a person which are shown; the others are in the table."""


def say_aside(text: str) -> None:
    """A line on the error output, beside what goes to the output."""
    import click

    click.echo(make_printable(text), err=True)


def describe_short(resolution: Resolution) -> str:
    """An entry in short, with its status."""
    return f"{WORDS[resolution.status]}: {shorten(name_row(resolution), 72)}"


def describe_candidate(found: Candidate) -> str:
    """A work that may be meant, with an identifier to name it by."""
    record = found.records[0]
    first = f"{record.authors[0]}{' et al.' if len(record.authors) > 1 else ''}" if record.authors else ""
    known = str(name_of(i for r in found.records for i in r.ids) or "")
    about = ", ".join(part for part in (first, str(record.year or ""), known) if part)
    return f"{record.title} ({about})" if about else record.title


def open_console(*, stderr: bool = False) -> Console:
    """Standard or error output: as wide as the terminal, 80 columns and without colour anywhere else."""
    from rich.console import Console

    class Output(Console):
        """A reader that has seen enough (`| head`) ends what is shown, not the work nor its exit status."""

        def on_broken_pipe(self) -> None:
            self.quiet = True
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    given = os.environ.get("COLUMNS", "")
    width = UNKNOWN_WIDTH if given.isdigit() and int(given) == 0 else None  # what some shells say without a terminal
    return Output(highlight=False, markup=False, emoji=False, soft_wrap=False, stderr=stderr, width=width)


def show_summary(run: Run, *, verbose: bool = False) -> None:
    """What came out: numbers, price, and the rows that need a person."""
    out = open_console()
    rows = Digest(run.resolutions, verbose=verbose)
    for note in dict.fromkeys((*run.notes, *rows.old_answers())):
        show_item(out, "note", note)
    show_counts(out, rows)
    out.print(_make_source_table(run))
    _show_open_rows(out, run, rows, verbose=verbose)
    for line in rows.matched:
        out.print(make_printable(line), soft_wrap=True)
    names = make_printable(", ".join(map(str, run.written)))
    out.print(f"{run.seconds:.1f} s; wrote {names}", soft_wrap=True)


class Digest:
    """What there is to say of the rows, gathered in one go: those of a long list are read from the disk."""

    def __init__(self, resolutions: Iterable[Resolution], *, verbose: bool = False) -> None:
        self.statuses: Counter[Status] = Counter()
        self.with_problems = 0
        self.unanswered: dict[str, list[int]] = defaultdict(list)
        self.undecided: dict[Status, list[tuple[str, str]]] = {"ambiguous": [], "not_found": []}
        self.contradicted: list[tuple[str, str]] = []
        self.matched: list[str] = []
        self._old: dict[str, list[str]] = defaultdict(list)
        for resolution in resolutions:
            self._add(resolution, verbose)

    def _add(self, resolution: Resolution, verbose: bool) -> None:
        row, status, reason = resolution.entry.row, resolution.status, resolution.decision.reason
        place = resolution.entry.place
        self.statuses[status] += 1
        if status == "unanswered":
            self.unanswered[reason].append(row)
        elif status in self.undecided:
            self.undecided[status].append((f"{place}, {WORDS[status]}", f"{shorten(name_row(resolution))}: {reason}"))
        elif verbose:
            self.matched.append(f"{place}: {resolution}")
        if resolution.problems:
            self.with_problems += 1
            says = "; ".join(p.says for p in resolution.problems)
            self.contradicted.append((place, f"{shorten(name_row(resolution))}: {says}"))
        for source, asked in resolution.old_answers().items():
            self._old[source].append(asked)

    def silence(self) -> list[tuple[str, str]]:
        """Rows whose search was not answered, in one line a reason."""
        return [(f"unanswered ({name_rows(rows)})", reason) for reason, rows in self.unanswered.items()]

    def lines(self) -> list[tuple[str, str]]:
        """Rows that were not matched, then those whose claims are wrong; silent services in one line each."""
        return [*self.silence(), *self.undecided["ambiguous"], *self.undecided["not_found"], *self.contradicted]

    def old_answers(self) -> Iterator[str]:
        """Of each service that could not be asked again, how many rows rest on what it said before."""
        for source, asked in sorted(self._old.items()):
            rows = "1 row rests" if len(asked) == 1 else f"{len(asked)} rows rest"
            yield f"{source}: {rows} on kept answers that should be asked for again (the oldest is of {min(asked)})"


def show_counts(out: Console, rows: Digest) -> None:
    """How many rows have each status, and how many have problems, in one line."""
    from rich.text import Text

    line = Text()
    for n, status in enumerate(STATUSES):
        count = rows.statuses[status]
        line.append(", " if n else "")
        line.append(f"{count} {WORDS[status]}", style=_COLOURS[status] if count else "")
    line.append(f" of {rows.statuses.total()}; {rows.with_problems} with problems")
    out.print(line)


def _make_source_table(run: Run) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("source")
    for name in ("asked", "requests", "kept", "no answer", "cost", "time"):
        table.add_column(name, justify="right")
    for used in run.usage:
        kept = used.index_hits + used.cache_hits + used.snapshot_hits
        table.add_row(
            used.source,
            str(used.questions),
            str(used.requests),
            str(kept),
            str(used.unavailable),
            f"${used.usd:.4f}" if used.usd else "-",
            f"{used.seconds:.1f} s",
        )
    return table


def _show_open_rows(out: Console, run: Run, rows: Digest, *, verbose: bool) -> None:
    lines = rows.lines()
    if not lines:
        return
    out.print("To look at:")
    for where, what in lines if verbose else lines[:MOST]:
        show_item(out, where, what)
    if len(lines) > MOST and not verbose:
        out.print(f"  and {len(lines) - MOST} more: see match_status and match_problems in enriched.csv, or use -v")
    for used in run.usage:
        if used.message and not any(used.message in note for note in run.notes):
            show_item(out, used.source, used.message.removeprefix(f"{used.source}: "))


def show_plan(what: Plan) -> None:
    """What a run would take: per service requests, money and time, as expected and at most."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from resolver.lookup.plan import add_up
    from resolver.net.breaker import format_duration

    out = open_console()
    for note in dict.fromkeys(what.notes):
        show_item(out, "note", note)
    out.print(f"{what.entries} rows; {what.settled} of them need no search: the index or kept answers tell")
    if not what.estimates:
        out.print("Nothing would be asked.")
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("source")
    for name in ("requests", "at most", "cost", "at most", "time", "at most"):
        table.add_column(name, justify="right")
    for estimate in (*what.estimates, add_up(what.estimates, "all")):
        money = [f"${usd:.4f}" if usd else "-" for usd in (estimate.usd, estimate.most_usd)]
        time = [format_duration(seconds) for seconds in (estimate.seconds, estimate.most_seconds)]
        table.add_row(estimate.source, f"{estimate.requests}", f"{estimate.most_requests}", *money, *time)
    out.print(table)
    out.print("Repeated tries after a failure come on top; --max-requests and --max-cost bound them too.")


def name_row(resolution: Resolution) -> str:
    """What a row is called by: its title, else its identifiers."""
    entry = resolution.entry
    return entry.title or " ".join(map(str, entry.ids)) or " ".join(entry.links) or "(an empty row)"


def show_item(out: Console, where: str, what: str) -> None:
    """One item with its text wrapped under itself."""
    text = make_printable(name_limit_flags(f"{where}: {what}"))
    lines = textwrap.wrap(text, width=out.width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    out.print("\n".join(lines), soft_wrap=True)


def make_printable(text: str) -> str:
    """Without control characters: a title from anywhere must not steer the terminal."""
    return visible(text)


def make_lines_printable(text: str) -> str:
    """`make_printable` for a text of several lines."""
    return "\n".join(map(visible, text.split("\n")))


def show_unread(document: Document) -> None:
    """The items that were not read, a line each: place, what stands there, and why."""
    for item in document.unread:
        name = item.file or document.path.rpartition("/")[2]
        say_aside(make_printable(f"{name}:{item.line}: not read: {shorten(item.text, 100)} ({item.reason})"))


def name_rows(rows: Sequence[int]) -> str:
    """Rows by their numbers, the first eight of many: `rows 3, 5`."""
    shown = ", ".join(map(str, rows[:8]))
    return f"row {shown}" if len(rows) == 1 else f"rows {shown}{', …' if len(rows) > 8 else ''}; {len(rows)} in all"


def shorten(title: str, most: int = 48) -> str:
    """A title cut to `most` characters, with an ellipsis where something is left out."""
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def show_explanation(resolution: Resolution) -> None:
    """Candidates with their evidence, the decision, and who was asked."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    out = open_console()
    decision = resolution.decision
    for rank, candidate in enumerate(decision.candidates, start=1):
        leading = candidate.records[0]
        ids = sorted({str(i) for record in candidate.records for i in record.ids})
        people = ", ".join(str(p) for p in leading.authors[:3]) + (" et al." if len(leading.authors) > 3 else "")
        headline = f"{rank}. {leading.title}  (probability {candidate.probability:.4f})"
        out.print(make_printable(headline), soft_wrap=True)
        details = (people, leading.venue, str(leading.year or ""), " ".join(ids))
        out.print(make_printable("   " + " | ".join(part for part in details if part)), soft_wrap=True)
        if not candidate.evidence:
            continue
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
        table.add_column("   feature", no_wrap=True)
        table.add_column("value", justify="right")
        table.add_column("log-odds", justify="right")
        table.add_column("in words", overflow="fold")
        for evidence in sorted(candidate.evidence, key=lambda e: -abs(e.weight)):
            table.add_row(
                f"   {evidence.feature}",
                f"{evidence.value:.2f}",
                f"{evidence.weight:+.2f}",
                make_printable(evidence.says),
            )
        out.print(table)
    from rich.text import Text

    verdict = Text(f"{WORDS[decision.status]}", style=f"bold {_COLOURS[decision.status]}")
    reason = make_printable(decision.reason)
    verdict.append(f" (confidence {decision.confidence:.4f}): {reason}", style="not bold default")
    out.print(verdict)
    for problem in resolution.problems:
        show_item(out, "problem", problem.says)
    silent = {r.source: r.answer.reason for r in resolution.replies if isinstance(r.answer, Unavailable)}
    for source, reason in sorted(silent.items()):
        show_item(out, f"no answer from {source}", reason)
