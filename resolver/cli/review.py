"""`resolver review`: a person decides what the program could not."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resolver.cli import options
from resolver.cli.status import DONE

if TYPE_CHECKING:
    from resolver.model import Candidate, Document, Entry, Identifier, Resolution
    from resolver.refresh.state import State, Verdict

_KEYS = "a accept (a 2: the second)   r reject all   p pin   n never touch   o open   s skip   q quit"
_MOST = 5


@click.command(epilog="Example: resolver review README.md")
@click.argument("list_file", required=False, metavar="[LIST]")
@click.option("--row", type=int, help="Decide about this row only.")
@click.option("--accept", metavar="ID", help="With --row: the work that has this identifier is meant.")
@click.option("--reject", metavar="ID", multiple=True, help="With --row: the work that has this identifier is not.")
@click.option("--pin", is_flag=True, help="With --row: what was found stays, whatever is found later.")
@click.option("--never-touch", is_flag=True, help="With --row: neither ask about it nor change it.")
@click.option("--forget", is_flag=True, help="With --row: take the decision about it back.")
@click.option("--note", default="", help="With --row: why, for other people.")
@options.settings_flags
def review(
    list_file: str | None, row: int | None, accept: str | None, reject: tuple[str, ...], pin: bool, never_touch: bool,
    forget: bool, note: str, **flags: Any,
) -> int:  # fmt: skip
    """Decide about entries that may mean several works, or about any row.

    Shows the candidates of each open entry of LIST side by side and writes what you decide into
    resolver.lock, at once. Decisions survive every refresh; `run`, `fill` and `render` heed them too.
    """
    from resolver import readers
    from resolver.refresh import lockfile

    told = bool(accept or reject or pin or never_touch or forget)
    if forget and (accept or reject or pin or never_touch):
        raise click.UsageError("--forget takes the decision back; give it alone, then decide anew")
    if told and row is None:
        raise click.UsageError("name the row that you decide about with --row")
    path = options.default_list(list_file)
    document = readers.read(path)
    desk = _Desk(document, lockfile.find([path]), path)
    if row is not None and not 1 <= row <= len(document.entries):
        raise click.BadParameter(f"the list has rows 1 to {len(document.entries)}", param_hint="--row")
    if told and row is not None:
        desk.decide(row, _verdict(desk.verdict(row), accept, reject, pin, never_touch, forget, note))
        click.echo(f"row {row}: {_in_words(desk.verdict(row)) or 'no decision'} -> {desk.lock}")
        if reject and (left := desk.filled_in(row)):
            click.echo(f"  in the list there is still what was filled in for it ({left}); take it out there")
        return DONE
    if not sys.stdin.isatty():
        raise click.UsageError("there is no terminal to ask at; decide with --row N and --accept, --reject, --pin …")
    _walk(desk, row, options.settings(flags))
    return DONE


class _Desk:
    """The list under review and its lock file; every decision is written at once."""

    def __init__(self, document: Document, lock: Path, path: Path) -> None:
        from resolver.refresh import lockfile
        from resolver.refresh.state import named

        self.document, self.lock = document, lock
        self.name = lockfile.name_of(path, lock)
        self.entries = named(document.entries, by_key=document.format == "bibtex")
        self.names = {entry.row: name for name, entry in self.entries.items()}
        self._read()

    def _read(self) -> None:
        from resolver.refresh import lockfile
        from resolver.refresh.state import carried_over

        self.state: State = lockfile.read(self.lock)
        self.known = carried_over(self.state.of(self.name), self.entries)

    def verdict(self, row: int) -> Verdict:
        """What was decided about a row so far."""
        from resolver.refresh.state import Verdict

        known = self.known.get(self.names[row])
        return known.verdict if known is not None else Verdict()

    def filled_in(self, row: int) -> str:
        """What an earlier refresh has put into the list for a row."""
        known = self.known.get(self.names[row])
        return ", ".join(f"{field} {value}" for field, value in known.filled.items()) if known is not None else ""

    def decide(self, row: int, verdict: Verdict) -> None:
        """Write a decision; what a rejected or forgotten one had brought about is looked up anew."""
        import msgspec

        from resolver import files
        from resolver.refresh import lockfile
        from resolver.refresh.state import Known

        self._read()  # a person may take hours over the list, and a refresh may have written meanwhile
        name = self.names[row]
        known = self.known.get(name) or Known(name=name, title=self.entries[name].title)
        fits = known.record is not None and not set(verdict.reject).intersection(known.record.ids)
        if verdict.accept is not None:
            fits = known.record is not None and verdict.accept in known.record.ids
        forgotten = known.verdict.accept is not None and verdict.accept is None
        fits = fits and not forgotten
        fresh = known if fits else msgspec.structs.replace(known, record=None, sources=(), status="unanswered", near=())
        self.known[name] = msgspec.structs.replace(fresh, verdict=verdict, doubt=None)
        carried = {k.name for k in self.known.values()}
        rest = [k for n, k in self.state.of(self.name).items() if n not in carried]
        self.state = self.state.having(self.name, [*(self.known[n] for n in self.entries if n in self.known), *rest])
        files.write(self.lock, lockfile.render(self.state))

    def open_rows(self) -> list[int]:
        """The rows about which a person could decide something, as far as that is known; all where nothing is."""
        if not self.known:
            return [entry.row for entry in self.document.entries]
        found = []
        for name, entry in self.entries.items():
            known = self.known.get(name)
            if known is None or (not known.verdict and (known.record is None or known.doubt or known.lost)):
                found.append(entry.row)
        return found


def _verdict(
    old: Verdict, accept: str | None, reject: Sequence[str], pin: bool, never_touch: bool, forget: bool, note: str
) -> Verdict:
    import msgspec

    from resolver.identifiers import parse
    from resolver.refresh.state import Verdict

    def identifier(text: str) -> Identifier:
        found = parse(text)
        if found is None:
            raise click.BadParameter(f"{text!r} is no identifier or link that is understood")
        return found

    if forget:
        return Verdict()
    accepted, rejected = (identifier(accept) if accept else old.accept), tuple(map(identifier, reject))
    if accepted is not None and accepted in rejected:
        raise click.UsageError(f"{accepted} can't be both accepted and rejected")
    return msgspec.structs.replace(
        old,
        accept=accepted,
        reject=tuple(dict.fromkeys((*(i for i in old.reject if i != accepted), *rejected))),
        pin=pin or old.pin,
        never_touch=never_touch or old.never_touch,
        note=note or old.note,
    )


def _in_words(verdict: Verdict) -> str:
    told = (
        f"accepted {verdict.accept}" if verdict.accept else "",
        "rejected " + ", ".join(map(str, verdict.reject)) if verdict.reject else "",
        "pinned" if verdict.pin else "",
        "never touched" if verdict.never_touch else "",
    )
    return "; ".join(part for part in told if part)


# ------------------------------------------------------------------ at the terminal


def _walk(desk: _Desk, row: int | None, settings: Any) -> None:
    """Go through the open rows one by one."""
    rows = [row] if row is not None else desk.open_rows()
    looked = list(_looked_up(desk, rows, settings))
    shown = [r for r in looked if row is not None or r.status == "ambiguous"]
    if not shown:
        click.echo("nothing is open: no entry of the list may mean several works")
    for number, resolution in enumerate(shown, start=1):
        if not _one(desk, resolution, f"{number} of {len(shown)}"):
            return


def _looked_up(desk: _Desk, rows: Sequence[int], settings: Any) -> Iterator[Resolution]:
    import msgspec

    from resolver.cli import screen
    from resolver.pipeline import open_library
    from resolver.refresh.due import decided

    chosen: list[Entry] = [decided(e, desk.verdict(e.row)) for e in desk.document.entries if e.row in rows]
    document = msgspec.structs.replace(desk.document, entries=tuple(chosen))
    with screen.progress() as told, open_library(settings, input_path=Path(document.path), progress=told) as session:
        yield from session.run(document).resolutions


def _one(desk: _Desk, resolution: Resolution, place: str) -> bool:
    """Show an entry and its candidates, and take a decision; false to stop."""
    from resolver.cli.comparison import side_by_side
    from resolver.refresh.changes import best_id

    near = resolution.decision.candidates[:_MOST]
    side_by_side(resolution, near, place)
    ids = [i for c in near if (i := best_id(c.records[0]))]
    row = resolution.entry.row
    while True:
        answer = click.prompt(_KEYS, default="s", show_default=False).strip().lower()
        key = answer[:1]
        if key in ("s", "q"):
            return key == "s"
        if key == "o":
            _open(near)
        elif (verdict := _pressed(answer, desk.verdict(row), ids)) is None:
            click.echo(f"which one? a 1 to a {len(ids)}" if answer == "a" and ids else "that is none of the keys")
        else:
            desk.decide(row, verdict)
            click.echo(f"  {_in_words(verdict)}")
            return True


def _pressed(answer: str, old: Verdict, ids: Sequence[Identifier]) -> Verdict | None:
    """The decision that a key stands for; `None` for a key that is none."""
    import msgspec

    if answer == "a" and len(ids) == 1:
        answer = "1"
    number = answer.removeprefix("a").strip()
    if number.isdecimal() and 1 <= int(number) <= len(ids):
        return msgspec.structs.replace(old, accept=ids[int(number) - 1])
    if answer == "r":
        return msgspec.structs.replace(old, reject=tuple(dict.fromkeys((*old.reject, *ids))))
    if answer == "p":
        return msgspec.structs.replace(old, pin=True)
    return msgspec.structs.replace(old, never_touch=True) if answer == "n" else None


def _open(near: Sequence[Candidate]) -> None:
    """The candidates' pages in the browser."""
    from resolver.identifiers import url_of
    from resolver.refresh.changes import best_id

    for candidate in near:
        record = candidate.records[0]
        found = best_id(record)
        if link := record.url or (url_of(found) if found else ""):
            click.launch(link)
