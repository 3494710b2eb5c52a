"""How whole references as text are taken apart, and what is found for them.

    python benchmarks/references.py --data ../shared/data

Segmentation: of all references with a known title, those whose title was told, by style and set: as printed in
biomedical papers, rendered by Crossref, and 2,000 of the Anthology's records rendered by citeproc in the styles that
language processing uses. A label may be cut where the print went into italics (`Functional GacS in`); such a
reference counts as right when the title begins with it and goes on without a stop (`cut`). Of references in styles
without titles, those are right in which none was seen. `--smoke` asserts the floors, `--missed N` shows failures.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from resolver.merge import merge
from resolver.model import Candidate, Decision, Document, Entry, Record, Resolution, Run
from resolver.readers.references import read_reference
from resolver.sources.acl import bibtex
from resolver.writers.base import Options
from resolver.writers.styled import Text

STYLES = (
    "acl", "apa", "ieee", "mla", "chicago-author-date", "vancouver", "lncs", "nature", "harvard",
    "china-national-standard-gb-t-7714-2015-numeric", "american-medical-association", "acm-sig-proceedings",
    "elsevier-with-titles", "elsevier-harvard", "springer-basic-author-date", "frontiers",
)  # fmt: skip
"""Of the CSL project: those of language processing's journals, proceedings and books."""

FLOORS = {"as printed": 0.96, "apa": 0.96, "harvard3": 0.92, "ieee": 0.97, "modern-language-association": 0.97}
"""Shares of right titles, with what was measured rounded down; `TITLED` is the bar over all that have titles."""

TITLED, UNTITLED, RENDERED = 0.96, 0.97, 0.96
_TAG = re.compile(r"</?(?:title|sub|sup|i|b)>", re.IGNORECASE)


class Known(Struct, frozen=True, kw_only=True):
    """A reference and what it means; `title` is empty where its style has none."""

    string: str
    title: str
    doi: str = ""
    style: str = ""
    absent: bool = False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--smoke", action="store_true", help="assert the floors")
    parser.add_argument("--missed", type=int, default=0, metavar="N", help="show N failures of each style")
    parser.add_argument("--style", default="", help="show those of one style only")
    arguments = parser.parse_args()
    file = arguments.data / "references_dev.jsonl.gz"
    if not file.exists():
        sys.exit(f"{file}: there are no references with their titles; nothing was measured")
    known = list(labelled(file))
    made = list(rendered(arguments.data / "acl" / "anthology.bib.gz"))
    shares = segmentation([*known, *made], arguments.missed, arguments.style)
    if arguments.smoke:
        for style, floor in FLOORS.items():
            assert shares[style] >= floor, f"{style}: {shares[style]:.3f} of the titles, not {floor}"
        assert shares["all with titles"] >= TITLED
        assert shares["all without titles"] >= UNTITLED
        assert shares["all rendered"] >= RENDERED


def labelled(file: Path) -> Iterator[Known]:
    """The references of the data."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Known(
                string=row["string"], title=row["title"], doi=row["doi"], style=row["style"], absent=row["absent"]
            )


# ------------------------------------------------------------------ segmentation


def key(text: str) -> str:
    """Letters and digits of a title, which is all that hyphenation, markup and quotation marks leave alone."""
    return "".join(c for c in _TAG.sub("", text).lower() if c.isalnum())


def verdict(known: Known, title: str) -> str:
    """`equal`, `cut` (see the module), `none` or `invented` where there is no title, else `wrong`."""
    if not known.title:
        return "invented" if title else "none"
    label, read = key(known.title), key(title)
    if label == read:
        return "equal"
    if label and read.startswith(label):
        plain = _TAG.sub("", title)
        at = next(islice((n for n, c in enumerate(plain) if c.isalnum()), len(label) - 1, None))
        if plain[at + 1 :] and not re.match(r"[.?!,\"”]", plain[at + 1 :]):
            return "cut"
    return "wrong"


def title_of(string: str) -> str:
    """The title that is read of a reference."""
    read = read_reference(string)
    return string[read.title.start : read.title.end] if read.title else ""


def segmentation(known: Iterable[Known], missed: int, only: str) -> dict[str, float]:
    """Print the table; the shares of right ones by style, and over all."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    failures: dict[str, list[tuple[Known, str]]] = defaultdict(list)
    for reference in known:
        title = title_of(reference.string)
        said = verdict(reference, title)
        made = "rendered" if reference.style in STYLES and not reference.doi else ""
        for group in (f"{reference.style} (citeproc)" if made else reference.style, f"all {made or _kind(reference)}"):
            counts[group][said] += 1
        if said in ("wrong", "invented"):
            failures[reference.style].append((reference, title))
    print("| style | references | equal | cut | wrong | right |\n|---|--:|--:|--:|--:|--:|")
    shares = {}
    for style, found in counts.items():
        total = found.total()
        shares[style] = 1 - (found["wrong"] + found["invented"]) / total
        equal, wrong = found["equal"] + found["none"], found["wrong"] + found["invented"]
        print(f"| {style} | {total} | {equal} | {found['cut']} | {wrong} | {100 * shares[style]:.1f}% |")
    for style, wrong_ones in failures.items():
        if not only or only in style:
            for reference, title in random.Random(1).sample(wrong_ones, min(missed, len(wrong_ones))):
                print(f"- {style}: {reference.string[:400]}\n    read:  {title}\n    right: {reference.title}")
    return shares


def _kind(known: Known) -> str:
    return "with titles" if known.title else "without titles"


# ------------------------------------------------------------------ rendered by citeproc


def rendered(export: Path, count: int = 2000) -> Iterator[Known]:
    """Records of the Anthology as references in each of the styles."""
    with_people = [r for r in bibtex.read(export) if r.title and r.authors and r.year]
    chosen = random.Random(3).sample(with_people, count)
    size = -(-count // len(STYLES))
    for n, style in enumerate(STYLES):
        some = sorted(chosen[n * size : (n + 1) * size], key=lambda r: -(r.year or 0))
        for record, text in zip(some, printed(some, style), strict=True):
            yield Known(string=text, title=record.title, style=style)


def printed(records: Sequence[Record], style: str) -> list[str]:
    """Records as references in a style, in their order, the newest first."""
    resolutions = [
        Resolution(
            entry=Entry(row=n, title=r.title),
            decision=Decision(
                status="matched", confidence=1.0, reason="", candidates=(Candidate(records=(r,), probability=1.0),)
            ),
            work=merge((r,)),
        )
        for n, r in enumerate(records, start=1)
    ]
    run = Run(document=Document(path="", columns=(), rows=(), entries=()), resolutions=resolutions, usage=())
    made = Text().render(run, Options(style=style, sort="year"))
    text = made if isinstance(made, str) else b"".join(made).decode()
    return text.rstrip("\n").split("\n\n")


if __name__ == "__main__":
    main()
