"""What appears on the terminal. Rich is imported when something is to be shown."""

from __future__ import annotations

import os
import sys
import textwrap
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from resolver.model import Candidate, IdKind, Resolution, Run, Status, Unavailable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from resolver.fill import Edit, Filled

Told = Callable[[str, int, int], None]

STATUSES: tuple[Status, ...] = ("matched", "ambiguous", "not_found", "unanswered")
_WORDS = {"matched": "matched", "ambiguous": "ambiguous", "not_found": "not found", "unanswered": "unanswered"}
_COLOURS = {"matched": "green", "ambiguous": "yellow", "not_found": "red", "unanswered": "magenta"}
_NAMED_BY: tuple[IdKind, ...] = ("acl", "doi", "arxiv", "openreview", "openalex")
MOST = 25
"""Rows that need a person which are shown; the others are in the table."""
FEW = 8
"""Edits, rows that were left and contradictions which are shown beside a list that was filled."""


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Told]:
    """A line on the error output that tells what is being done, if a person is looking."""
    if quiet or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, int] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total or None)
            bar.update(bar.tasks[tasks[stage]].id, completed=done, total=total or None)
            if total and done >= total:
                bar.update(bar.tasks[tasks[stage]].id, visible=False)

        yield told


def aside(text: str) -> None:
    """A line on the error output, beside what goes to the output."""
    import click

    click.echo(printable(text), err=True)


def told(resolution: Resolution) -> str:
    """An entry in short, with its status."""
    return f"{_WORDS[resolution.status]}: {_short(_name(resolution), 72)}"


def candidate(found: Candidate) -> str:
    """A work that may be meant, with an identifier to name it by."""
    record = found.records[0]
    first = f"{record.authors[0]}{' et al.' if len(record.authors) > 1 else ''}" if record.authors else ""
    known = next((str(i) for kind in _NAMED_BY for r in found.records for i in r.ids if i.kind == kind), "")
    about = ", ".join(part for part in (first, str(record.year or ""), known) if part)
    return f"{record.title} ({about})" if about else record.title


def console(*, stderr: bool = False) -> Console:
    """Standard or error output: as wide as the terminal, 80 columns and without colour anywhere else."""
    from rich.console import Console

    class Output(Console):
        """A reader that has seen enough (`| head`) ends what is shown, not the work nor its exit status."""

        def on_broken_pipe(self) -> None:
            self.quiet = True
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    return Output(highlight=False, markup=False, emoji=False, soft_wrap=False, stderr=stderr)


def summary(run: Run, written: Sequence[Path], *, verbose: bool = False) -> None:
    """What came out: numbers, price, and the rows that need a person."""
    out = console()
    for note in dict.fromkeys(run.notes):
        _item(out, "note", note)
    _counts(out, run)
    out.print(_sources(run))
    _needing_a_person(out, run, verbose=verbose)
    if verbose:
        for resolution in run.resolutions:
            if resolution.status == "matched":
                out.print(printable(f"row {resolution.entry.row}: {resolution}"), soft_wrap=True)
    out.print(f"{run.seconds:.1f} s; wrote {', '.join(str(path) for path in written)}", soft_wrap=True)


def _counts(out: Console, run: Run) -> None:
    from rich.text import Text

    line = Text()
    for n, status in enumerate(STATUSES):
        count = sum(r.status == status for r in run.resolutions)
        line.append(", " if n else "")
        line.append(f"{count} {_WORDS[status]}", style=_COLOURS[status] if count else "")
    wrong = sum(bool(r.problems) for r in run.resolutions)
    line.append(f" of {len(run.resolutions)}; {wrong} with problems")
    out.print(line)


def _sources(run: Run) -> Table:
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


def _needing_a_person(out: Console, run: Run, *, verbose: bool) -> None:
    """Rows that were not matched, then those whose claims are wrong; silent services in one line each."""
    lines = [*_unanswered(run), *_undecided(run), *_contradicted(run)]
    if not lines:
        return
    out.print("To look at:")
    for where, what in lines if verbose else lines[:MOST]:
        _item(out, where, what)
    if len(lines) > MOST and not verbose:
        out.print(f"  and {len(lines) - MOST} more: see match_status and match_problems in enriched.csv, or use -v")
    for used in run.usage:
        if used.message and not any(used.message in note for note in run.notes):
            _item(out, used.source, used.message.removeprefix(f"{used.source}: "))


def _unanswered(run: Run) -> Iterator[tuple[str, str]]:
    alike: dict[str, list[int]] = defaultdict(list)
    for resolution in run.resolutions:
        if resolution.status == "unanswered":
            alike[resolution.decision.reason].append(resolution.entry.row)
    for reason, rows in alike.items():
        yield f"unanswered ({_rows(rows)})", reason


def _undecided(run: Run) -> Iterator[tuple[str, str]]:
    for status in ("ambiguous", "not_found"):
        for resolution in run.resolutions:
            if resolution.status == status:
                what = f"{_short(_name(resolution))}: {resolution.decision.reason}"
                yield f"row {resolution.entry.row}, {_WORDS[status]}", what


def _contradicted(run: Run) -> Iterator[tuple[str, str]]:
    for resolution in run.resolutions:
        if resolution.problems:
            says = "; ".join(p.says for p in resolution.problems)
            yield f"row {resolution.entry.row}", f"{_short(_name(resolution))}: {says}"


def _name(resolution: Resolution) -> str:
    """What a row is called by: its title, else its identifiers."""
    entry = resolution.entry
    return entry.title or " ".join(map(str, entry.ids)) or " ".join(entry.links) or "(an empty row)"


def _item(out: Console, where: str, what: str) -> None:
    """One item with its text wrapped under itself."""
    text = printable(f"{where}: {what}")
    lines = textwrap.wrap(text, width=out.width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    out.print("\n".join(lines), soft_wrap=True)


def printable(text: str) -> str:
    """Without control characters: a title from anywhere must not steer the terminal."""
    return "".join(ch if ch.isprintable() or ch in "\u200c\u200d" else " " for ch in text)


def _rows(rows: Sequence[int]) -> str:
    shown = ", ".join(map(str, rows[:8]))
    return f"row {shown}" if len(rows) == 1 else f"rows {shown}{', …' if len(rows) > 8 else ''}; {len(rows)} in all"


def _short(title: str, most: int = 48) -> str:
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def filled(run: Run, done: Filled, *, verbose: bool = False) -> None:
    """On the error output: what was filled in, what remains, and what looks wrong."""
    out = console(stderr=True)
    for note in dict.fromkeys(run.notes):
        _item(out, "note", note)
    _counts(out, run)
    edits = [edit for edit in done.edits if edit.why]
    kinds = Counter(edit.field for edit in edits)
    what = ", ".join(f"{field} {count}" for field, count in sorted(kinds.items()))
    rows = len({edit.row for edit in edits})
    places, entries = ("place" if len(edits) == 1 else "places"), ("entry" if rows == 1 else "entries")
    out.print(f"{len(edits)} {places} filled in {rows} {entries}: {what}" if edits else "nothing to fill in")
    _some(out, [(f"line {e.line}, {e.field}", _change(e)) for e in edits], verbose=verbose)
    remain = [(f"line {left.line}, {left.field}", left.says) for left in done.left]
    remain += _unanswered(run)
    remain += [
        (f"line {r.entry.line}, {_WORDS[r.status]}", f"{_short(_name(r))}: {r.decision.reason}")
        for r in run.resolutions
        if r.status in ("ambiguous", "not_found")
    ]
    if remain:
        out.print("Left as they are:")
        _some(out, remain, verbose=verbose)
    corrected = {(edit.row, edit.field) for edit in edits}
    wrong = [
        (f"line {r.entry.line}", f"{_short(_name(r))}: {p.says}")
        for r in run.resolutions
        for p in r.problems
        if r.status == "matched" and (r.entry.row, "url" if p.kind == "identifier" else p.kind) not in corrected
    ]
    if wrong:
        out.print("What looks wrong (--overwrite corrects what the records contradict):")
        _some(out, wrong, verbose=verbose)


def _change(edit: Edit) -> str:
    old = " ".join(edit.old.split())
    why = edit.why if edit.why in ("missing", "placeholder") else f"wrong: {edit.why}"
    return f"{_short(old) + ' -> ' if old else ''}{_short(edit.value, 90)} ({edit.source}; {why})"


def _some(out: Console, lines: Sequence[tuple[str, str]], *, verbose: bool) -> None:
    """The first lines, or all of them."""
    for where, what in lines if verbose else lines[:FEW]:
        _item(out, where, what)
    if len(lines) > FEW and not verbose:
        out.print(f"  and {len(lines) - FEW} more: use -v")


def explanation(resolution: Resolution) -> None:
    """Candidates with their evidence, the decision, and who was asked."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    out = console()
    decision = resolution.decision
    for rank, candidate in enumerate(decision.candidates, start=1):
        leading = candidate.records[0]
        ids = sorted({str(i) for record in candidate.records for i in record.ids})
        people = ", ".join(str(p) for p in leading.authors[:3]) + (" et al." if len(leading.authors) > 3 else "")
        headline = f"{rank}. {leading.title}  (probability {candidate.probability:.4f})"
        out.print(printable(headline), soft_wrap=True)
        details = (people, leading.venue, str(leading.year or ""), " ".join(ids))
        out.print(printable("   " + " | ".join(part for part in details if part)), soft_wrap=True)
        if not candidate.evidence:
            continue
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
        table.add_column("   feature", no_wrap=True)
        table.add_column("value", justify="right")
        table.add_column("log-odds", justify="right")
        table.add_column("in words", overflow="fold")
        for evidence in sorted(candidate.evidence, key=lambda e: -abs(e.weight)):
            table.add_row(
                f"   {evidence.feature}", f"{evidence.value:.2f}", f"{evidence.weight:+.2f}", printable(evidence.says)
            )
        out.print(table)
    from rich.text import Text

    verdict = Text(f"{_WORDS[decision.status]}", style=f"bold {_COLOURS[decision.status]}")
    verdict.append(f" (confidence {decision.confidence:.4f}): {decision.reason}", style="not bold default")
    out.print(verdict)
    for problem in resolution.problems:
        _item(out, "problem", problem.says)
    silent = {r.source: r.answer.reason for r in resolution.replies if isinstance(r.answer, Unavailable)}
    for source, reason in sorted(silent.items()):
        _item(out, f"no answer from {source}", reason)
