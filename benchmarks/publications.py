"""Whether a paper's publication is found, however its preprint is listed.

    python benchmarks/publications.py --data ../shared/data

Rows of the development gold that a preprint is linked for are resolved in four forms: by the title alone, with
arXiv's identifier beside it, by the identifier alone, and as Google Scholar exports it (`journal={arXiv preprint
arXiv:1810.04805}`). Printed is how many get a publication in each form, and how many settle for the preprint though
another form of the same row gives the publication. Needs the services (or a server that plays them) in the settings.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from cases import Case, gold
from msgspec import structs

from resolver.config import load
from resolver.identifiers import parse
from resolver.model import Document, Entry, Resolution
from resolver.pipeline import open_library

FORMS = ("title", "title and id", "id", "Google Scholar")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--every", type=int, default=2, help="take each n-th gold row only")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N rows that settle for the preprint")
    arguments = parser.parse_args()
    cases = [c for c in gold(arguments.data, every=arguments.every) if c.checked and c.present and preprint_of(c)]
    found = {form: resolve([entry_in(form, n, c) for n, c in enumerate(cases, 1)]) for form in FORMS}
    published = {form: [is_published(r) for r in some] for form, some in found.items()}
    print(f"{len(cases)} rows that a preprint is linked for\n")
    print("| form | matched | published | the preprint, though another form gives the publication |")
    print("|---|---:|---:|---:|")
    for form in FORMS:
        settled = [n for n in range(len(cases)) if is_demoted(n, form, found, published)]
        matched = sum(r.status == "matched" for r in found[form])
        print(f"| {form} | {matched} | {sum(published[form])} | {len(settled)} |")
        for n in settled[: arguments.show]:
            print(f"  {cases[n].entry.title} {preprint_of(cases[n])}")


def preprint_of(case: Case) -> str:
    """arXiv's identifier of the paper that a row links."""
    return next((i.value for i in sorted(case.right) if i.kind == "arxiv"), "")


def entry_in(form: str, row: int, case: Case) -> Entry:
    """The row as an entry in one of the `FORMS`."""
    bare = Entry(row=row, title=case.entry.title)
    identifier = parse(f"arXiv:{preprint_of(case)}")
    ids = (identifier,) if identifier else ()
    if form == "title and id":
        return structs.replace(bare, ids=ids)
    if form == "id":
        return Entry(row=row, title="", ids=ids)
    if form == "Google Scholar":
        venue = f"arXiv preprint arXiv:{preprint_of(case)}"
        return structs.replace(case.entry, row=row, venue=venue, ids=ids)
    return bare


def resolve(entries: Sequence[Entry]) -> Sequence[Resolution]:
    """Run the pipeline over one form of all rows."""
    with open_library(load({"snapshot": "none"})) as session:
        return session.run(Document(path="", columns=(), rows=(), entries=tuple(entries))).resolutions


def is_published(resolution: Resolution) -> bool:
    """Whether a publication was accepted."""
    return resolution.work is not None and resolution.work.record.published


def is_demoted(row: int, form: str, found: dict[str, Sequence[Resolution]], published: dict[str, list[bool]]) -> bool:
    """Whether a form settles for the preprint of a paper whose publication another form gives."""
    own = found[form][row].work
    if own is None or published[form][row]:
        return False
    others = (found[other][row].work for other in FORMS if published[other][row])
    return any(work is not None and set(work.record.ids) & set(own.record.ids) for work in others)


if __name__ == "__main__":
    main()
