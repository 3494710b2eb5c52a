"""What TeX says of our databases: a list and 500 rows of the gold, through bibtex, biber and pdflatex.

    python benchmarks/compile.py [--rows N] [--seed N] [--keep FOLDER] [--smoke]

The lists are resolved by the services of the settings (`RESOLVER_…_URL`, a local server for instance),
written as BibTeX and as BibLaTeX, and typeset with every entry cited: BibTeX with plain, plainnat (as
ACL's own style, made of it) and plainurl, which prints addresses, DOIs and eprints; BibLaTeX with biber,
authoryear. Every warning and error of any of the programs is counted and shown; with one, the status is 1.
Where the programs are not installed, nothing is measured, which is said. (Debian: texlive-latex-base,
texlive-bibtex-extra, biber, lmodern.)
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cases import gold
from msgspec import structs

from resolver import files, readers
from resolver.config import load
from resolver.model import Document, Run
from resolver.pipeline import Session, open_library
from resolver.writers import WriterOptions, bib
from resolver.writers.biblatex import BibLaTeXWriter
from resolver.writers.bibtex import BibTeXWriter

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
STYLES = ("plain", "plainnat", "plainurl")
_PREAMBLE = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern}\usepackage{amsmath,amssymb}"
_DOCUMENT = r"\usepackage[hidelinks]{hyperref}\begin{document}\nocite{*}%s\end{document}"
_COMPLAINT = re.compile(r"^(?:!.*|.*LaTeX Warning:.*|Package \w+ Warning:.*|Missing character:.*)$", re.MULTILINE)
_ISBN = re.compile(r"ISBN '([^']+)' in entry '[^']+' is invalid")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=500, help="of the gold")
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
        for name, run in runs(options.rows, options.seed):
            folder = (options.keep or Path(scratch)) / name
            folder.mkdir(parents=True, exist_ok=True)
            clean = compiled(name, run, folder) and clean
    sys.exit(0 if clean else 1)


def runs(rows: int, seed: int) -> Iterator[tuple[str, Run]]:
    """The shipped list, and the sample of the gold."""
    with open_library(load({"snapshot": "none"})) as session:
        yield "entries", session.run(readers.read(ROOT / "entries.csv"))
        if not (SHARED / "gold_dev.csv.gz").exists():
            print(f"without the gold: the reference material is missing: {SHARED}")
            return
        yield "gold", sampled(session, rows, seed)


def sampled(session: Session, rows: int, seed: int) -> Run:
    cases = random.Random(seed).sample(gold(SHARED), rows)
    entries = tuple(structs.replace(case.entry, row=n) for n, case in enumerate(cases, 1))
    return session.run(Document(path="gold.csv", columns=(), rows=(), entries=entries))


def compiled(name: str, run: Run, folder: Path) -> bool:
    """Write, compile and count; whether nobody complained."""
    database = files.to_text(BibTeXWriter().render(run, WriterOptions()))
    (folder / "references.bib").write_text(database, encoding="utf-8")
    (folder / "biblatex.bib").write_text(files.to_text(BibLaTeXWriter().render(run, WriterOptions())), encoding="utf-8")
    print(f"{name}: {len(run.resolutions)} rows, {len(re.findall('(?m)^@', database))} entries")
    print(f"  {'style':<10} {'program':<8} {'warnings':>8} {'LaTeX':>6} {'seconds':>8}")
    clean = True
    for style in STYLES:
        natbib = r"\usepackage{natbib}" if style == "plainnat" else ""
        body = rf"\bibliographystyle{{{style}}}\bibliography{{references}}"
        clean = _typeset(folder, style, natbib, body, "bibtex") and clean
    package = r"\usepackage[backend=biber,style=authoryear]{biblatex}\addbibresource{biblatex.bib}"
    return _typeset(folder, "authoryear", package, r"\printbibliography", "biber") and clean


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
