"""What TeX says of our databases: a list, works of hard kinds and rows of the gold, through bibtex, biber, pdflatex.

    python benchmarks/compile.py [--rows N] [--hard N] [--seed N] [--keep FOLDER] [--smoke]

The lists are resolved by the services of the settings (`RESOLVER_…_URL`, a local server for instance),
written as BibTeX and as BibLaTeX, and typeset with every entry cited: BibTeX with plain, abbrv, alpha, unsrt,
plainnat (as ACL's own style, made of it) and plainurl, which prints addresses, DOIs and eprints; BibLaTeX with
biber, authoryear. Works of hard kinds (`KINDS`) are drawn from all records at hand. Entries with letters that LaTeX
has in none of its usual fonts, which `render` tells, are set aside and counted. Every warning and error of any of
the programs is counted and shown; with one, the status is 1. Where the programs are not installed, nothing is
measured, which is said. (Debian: texlive-latex-base, texlive-bibtex-extra, biber, lmodern.)
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cases import gold
from msgspec import structs

from resolver import files, identifiers, readers
from resolver.config import load
from resolver.model import Document, Entry, Record, Run
from resolver.pipeline import Session, open_library
from resolver.writers import WriterOptions, accents, bib, biblatex, bibtex
from resolver.writers.biblatex import BibLaTeXWriter
from resolver.writers.bibtex import BibTeXWriter

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
STYLES = ("plain", "abbrv", "alpha", "unsrt", "plainnat", "plainurl")
KINDS = {
    "marks on marks (ễ, ậ)": r"[ấầẩẫậắằẳẵặếềểễệốồổỗộ]",
    "horns and hooks (ơ, ả)": r"[ơướờởỡợứừửữựảẻỉỏủỷ]",
    "a comma below (ș)": r"[ȘșȚț]",
    "a letter and a mark apart (ı́)": "[\u0131\u0237a-zA-Z][\u0300-\u036f]",
    "dots and lines below (ḥ)": r"[ḍẓḥṭṣṇḷẹọạịụṛḻṉḏ]",
    "Baltic, Turkish, Polish, Hungarian": r"[āēīūģķļņğıİşőűłęąćźż]",
    "groups": r"(?i)\b(?:team|collaboration|consortium|initiative|group)$",
}
"""Kinds of names by what tells them."""
TITLE_KINDS = {
    "mathematics": r"\$|[\u2100-\u214f\u2200-\u22ff\u0370-\u03ff\U0001d400-\U0001d7ff]|\^",
    "questions and calls": r"[?!] [A-Z]",
    "marks that mean something to LaTeX": r"[&%#_~]",
    "typography": r"[“”‘’–—…×°™]",
    "its own full stop": r"[a-z]{4}\.$",
}
"""The same for titles."""
_PREAMBLE = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern}\usepackage{amsmath,amssymb}"
_DOCUMENT = r"\usepackage[hidelinks]{hyperref}\begin{document}\nocite{*}%s\end{document}"
_COMPLAINT = re.compile(r"^(?:!.*|.*LaTeX Warning:.*|Package \w+ Warning:.*|Missing character:.*)$", re.MULTILINE)
_ISBN = re.compile(r"ISBN '([^']+)' in entry '[^']+' is invalid")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=500, help="of the gold")
    parser.add_argument("--hard", type=int, default=12, help="works of each hard kind")
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--keep", type=Path, help="keep databases, logs and PDFs here")
    parser.add_argument("--smoke", action="store_true", help="the same; it takes less than a minute")
    options = parser.parse_args()
    missing = [p for p in ("bibtex", "pdflatex", "biber") if shutil.which(p) is None]
    if missing:
        print(f"skipped: {', '.join(missing)} not installed; nothing was compiled")
        return
    with tempfile.TemporaryDirectory() as scratch:
        clean = True
        for name, run in runs(options.rows, options.hard, options.seed):
            folder = (options.keep or Path(scratch)) / name
            folder.mkdir(parents=True, exist_ok=True)
            clean = compiled(name, run, folder) and clean
    sys.exit(0 if clean else 1)


def runs(rows: int, hard: int, seed: int) -> Iterator[tuple[str, Run]]:
    """The shipped list, the works of hard kinds, and the sample of the gold."""
    with open_library(load({"snapshot": "none"})) as session:
        yield "entries", session.run(readers.read(ROOT / "entries.csv"))
        if not (SHARED / "gold_dev.csv.gz").exists():
            print(f"without the gold: the reference material is missing: {SHARED}")
            return
        yield "hard", session.run(unwritten(hard_works(hard, seed)))
        yield "gold", sampled(session, rows, seed)


def hard_works(each: int, seed: int) -> list[Entry]:
    """Entries for works of every hard kind, as many of each, drawn from the records at hand."""
    drawn = random.Random(seed)
    kinds = [(re.compile(p), True) for p in KINDS.values()] + [(re.compile(p), False) for p in TITLE_KINDS.values()]
    found: list[list[dict[str, Any]]] = [[] for _ in kinds]
    seen = [0] * len(kinds)
    for name in ("works.jsonl.gz", "arxiv.jsonl.gz"):
        with gzip.open(SHARED / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                work = json.loads(line)
                title, people = work.get("title") or "", work.get("authors") or []
                for n, (pattern, of_names) in enumerate(kinds):
                    if any(map(pattern.search, people)) if of_names else pattern.search(title):
                        seen[n] += 1
                        if len(found[n]) < each:
                            found[n].append(work)
                        elif (place := drawn.randrange(seen[n])) < each:
                            found[n][place] = work
    works = {work["id"]: work for group in found for work in group}
    return [_listed(row, work) for row, work in enumerate(works.values(), 1)]


def _listed(row: int, work: Mapping[str, Any]) -> Entry:
    """A record as an entry of a list that names it by title, people, year and identifier."""
    known = [identifiers.parse(text) for text in (work.get("doi"), work["id"]) if text]
    return Entry(
        row=row,
        title=work.get("title") or "",
        authors="; ".join(work.get("authors") or []),
        year=str(work.get("publication_year") or work.get("published", "")[:4]),
        ids=tuple(i for i in known if i is not None),
        links=tuple(str(i.value) for i in known if i is not None),
    )


def unwritten(entries: Sequence[Entry]) -> Document:
    """A list that was never a file."""
    return Document(path="hard.csv", columns=(), rows=(), entries=tuple(entries))


def sampled(session: Session, rows: int, seed: int) -> Run:
    cases = random.Random(seed).sample(gold(SHARED), rows)
    entries = tuple(structs.replace(case.entry, row=n) for n, case in enumerate(cases, 1))
    return session.run(Document(path="gold.csv", columns=(), rows=(), entries=entries))


def compiled(name: str, run: Run, folder: Path) -> bool:
    """Write, compile and count; whether nobody complained."""
    told = []
    for file, writer, entry in (
        ("references.bib", BibTeXWriter(), bibtex.entry), ("biblatex.bib", BibLaTeXWriter(), biblatex.entry)
    ):  # fmt: skip
        kept, aside = printable(run, entry)
        database = files.to_text(writer.render(kept, WriterOptions()))
        (folder / file).write_text(database, encoding="utf-8")
        beyond = f" ({aside} set aside for letters that LaTeX lacks)" if aside else ""
        told.append(f"{len(re.findall('(?m)^@(?!preamble)', database))} entries as {writer.name}{beyond}")
    print(f"{name}: {len(run.resolutions)} rows, {', '.join(told)}")
    print(f"  {'style':<10} {'program':<8} {'warnings':>8} {'LaTeX':>6} {'seconds':>8}")
    clean = True
    for style in STYLES:
        natbib = r"\usepackage{natbib}" if style == "plainnat" else ""
        body = rf"\bibliographystyle{{{style}}}\bibliography{{references}}"
        clean = _typeset(folder, style, natbib, body, "bibtex") and clean
    package = r"\usepackage[backend=biber,style=authoryear]{biblatex}\addbibresource{biblatex.bib}"
    return _typeset(folder, "authoryear", package, r"\printbibliography", "biber") and clean


def printable(run: Run, entry: Callable[[Record, str], str]) -> tuple[Run, int]:
    """The run without the entries whose letters LaTeX has in none of its usual fonts, and how many those are."""
    kept, aside = [], 0
    for resolution in run.resolutions:
        record = resolution.work.record if resolution.work is not None else None
        if record is not None and accents.unprintable(entry(record, "k")):
            aside += 1
        else:
            kept.append(resolution)
    return structs.replace(run, resolutions=tuple(kept)), aside


def _typeset(folder: Path, style: str, package: str, body: str, program: str) -> bool:
    begun = time.perf_counter()
    source = _PREAMBLE + package + _DOCUMENT % body
    (folder / f"{style}.tex").write_text(source, encoding="utf-8")
    _called(folder, "pdflatex", "-interaction=nonstopmode", style)
    said = _called(folder, program, style)
    for _ in range(2):
        _called(folder, "pdflatex", "-interaction=nonstopmode", style)
    log = (folder / f"{style}.log").read_text(encoding="utf-8", errors="replace")
    warnings = [s for s in said.splitlines() if re.match(r"Warning--|WARN - |ERROR - |.*---line \d+ of file", s)]
    newer = [s for s in warnings if (found := _ISBN.search(s)) and bib.isbn(found[1])]
    warnings = [s for s in warnings if s not in newer]
    # that biber said something is repeated here
    complaints = [c for c in _COMPLAINT.findall(log) if not (newer and "Biber reported" in c)]
    print(
        f"  {style:<10} {program:<8} {len(warnings):>8} {len(complaints):>6} {time.perf_counter() - begun:>8.1f}"
        + (f"  ({len(newer)} right ISBNs of ranges that biber's table does not have yet)" if newer else "")
    )
    for complaint in (*warnings, *complaints):
        print(f"    {complaint}")
    if not (folder / f"{style}.pdf").exists():
        print("    no PDF was made")
        return False
    return not warnings and not complaints


def _called(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    main()
