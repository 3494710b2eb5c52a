"""Our BibTeX of the Anthology's papers beside the Anthology's own export, field by field.

    python benchmarks/bibtex_fields.py [--papers N] [--seed N] [--all-differences] [--smoke]

A sample of papers, spread over years and volumes, is read from the export and written again; and so are
the papers of the XML collections that the export has too. Each field is compared byte for byte, but for
line breaks. What is not equal falls into one of the named classes below, alike in print or meant to be
different, or is unexplained. The last line fails (status 1) when fewer than 99% of the fields are equal in print,
or any difference is unexplained.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from resolver.model import Record
from resolver.sources.acl import bibtex as export
from resolver.sources.acl import xml
from resolver.text import latex
from resolver.writers import bibtex
from resolver.writers.base import line

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "acl"
BAR = 0.99

Field = tuple[str, str, str]
"""Its name, the export's value and ours; either may be empty."""

# ------------------------------------------------------------------ classes of difference


def _unbraced(value: str) -> str:
    return re.sub(r"[{}]", "", value)


def _same_marks(value: str) -> str:
    """A value in one spelling of accents and marks, case protection left in place."""
    value = re.sub(r"\{\\([^A-Za-z])\{(\\?\w)\}\}", r"{\\\1\2}", value)
    value = value.replace("{\\textquoteright}", "'").replace("{\\textbraceleft}", "{\\{}")
    value = value.replace("{\\textbraceright}", "{\\}}")
    return re.sub(r"\{(--?-?|''?|``?)\}", r"\1", value)


def _printed(value: str) -> str:
    return unicodedata.normalize("NFC", latex.to_text(_same_marks(value)))


ALIKE: dict[str, Callable[[str, str, str], bool]] = {
    "case protection in the name of a book, journal or publisher, which no style changes": lambda n, a, b: (
        n in {"booktitle", "journal", "publisher", "address"} and _unbraced(a) == _unbraced(b)
    ),
    "the same accent or mark in another spelling: {'} and ', {\\'{u}} and {\\'u}": lambda n, a, b: (
        _same_marks(a) == _same_marks(b)
    ),
    "a macro and the character that it prints": lambda n, a, b: (
        n != "month" and _printed(a) == _printed(b) and _braces(a) == _braces(b)
    ),
    "spaces round the dash of a span": lambda n, a, b: n == "month" and _undashed(a) == _undashed(b),
    "the editors and the place of an article's journal, which no style prints": lambda n, a, b: (
        n in {"editor", "address"} and not b
    ),
    "a macron on an i without its dot: {\\={\\i}}": lambda n, a, b: a.replace(r"{\={i}}", r"{\={\i}}") == b,
    "an invisible mark of direction or control character left out": lambda n, a, b: line(a) == b,
}
"""Differences that nobody sees in print."""

CHOSEN: dict[str, Callable[[str, str, str], bool]] = {
    "a span of pages with an en dash, where the export has a hyphen": lambda n, a, b: (
        n == "pages" and re.sub(r"[-–]+", "-", a) == re.sub(r"[-–]+", "-", b)
    ),
    "a month's number as its macro": lambda n, a, b: n == "month" and bibtex.month(a.strip('"')) == b,
    "a suffix as a part of its own: `Daumé, III, Hal`": lambda n, a, b: (
        n in {"author", "editor"} and _names(a) == _names(b)
    ),
    "a group's name in braces": lambda n, a, b: n in {"author", "editor"} and _unbraced(a) == _unbraced(b),
    "capitals or mathematics protected where the export protects nothing": lambda n, a, b: (
        n == "title" and _unbraced(_same_marks(a)) == _unbraced(_same_marks(b)) and not _braces(a)
    ),
    "a DOI in lower case: DOIs don't mind": lambda n, a, b: n == "doi" and a.lower() == b.lower(),
    "no DOI: a handle, or a DOI with letters missing": lambda n, a, b: (
        n == "doi" and not b and not re.match(r'"10\.\d{4,9}/', a)
    ),
    "no ISBN: `TODO`, or a wrong check digit": lambda n, a, b: n == "isbn" and not b,
    "a key to sort by, for a work without authors and editors": lambda n, a, b: n == "key" and not a,
    "a retraction that the XML states, and the export does not": lambda n, a, b: (
        n == "note" and not a and b.startswith('"Retracted: ')
    ),
    "volume or number of a book: styles print one of the two, and complain of a number without a series": (
        lambda n, a, b: n == "number" and not b
    ),
}
"""Differences in print that are meant."""


def _braces(value: str) -> list[str]:
    return re.findall(r"\{([A-Z][^{}\\]*)\}", value)


def _undashed(value: str) -> str:
    return re.sub(r"\s*[-–]+\s*", "-", value)


def _names(value: str) -> list[str]:
    """The names of a list of people with all their parts, in any order."""
    return [" ".join(sorted(re.split(r"[\s,]+", n.strip('"{} ')))) for n in _same_marks(value).split(" and ")]


# ------------------------------------------------------------------ comparison


def fields(entry: str) -> dict[str, str]:
    """The fields of an entry in the export's layout, with their delimiters, white space as one space; type and key."""
    found = re.findall(r"(?ms)^    (\w+) = (.*?),?\n(?=    \w+ = |\}\n?)", entry)
    # An entry begins so, or the export is broken.
    kind, key = re.match(r"@(\w+)\{([^,]*),", entry).groups()  # type: ignore[union-attr]
    values = {name: re.sub(r"\s+", " ", value) for name, value in found}
    return {"(type)": kind, "(key)": key, **{name: _delimited(value) for name, value in values.items()}}


def _delimited(value: str) -> str:
    """Braces round a value that holds a quote are what we and the export both write; others are made quotes."""
    inner = value[1:-1]
    return f'"{inner}"' if value[:1] == "{" and value[-1:] == "}" else value


def compared(theirs: str, record: Record) -> Iterator[Field]:
    """Every field that either has."""
    a, b = fields(theirs), fields(bibtex.entry(record, record.key))
    a = {("isbn" if name == "ISBN" else name): value for name, value in a.items()}
    for name in dict.fromkeys((*a, *b)):
        yield name, a.get(name, ""), b.get(name, "")


def judged(name: str, theirs: str, ours: str) -> tuple[str, str]:
    """`identical`, `alike` or `chosen` with the class, or `unexplained`."""
    if theirs == ours:
        return "identical", ""
    for verdict, classes in (("alike", ALIKE), ("chosen", CHOSEN)):
        for says, holds in classes.items():
            if holds(name, theirs, ours):
                return verdict, says
    return "unexplained", ""


def entries(path: Path) -> list[str]:
    """The export, entry by entry."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return ["@" + block for block in re.split(r"(?m)^@", file.read())[1:]]


def spread(all_entries: Sequence[str], count: int, seed: int) -> list[str]:
    """A sample over years and volumes: a volume at random, a paper of it at random, each paper once."""
    volumes: dict[str, list[str]] = defaultdict(list)
    for entry in all_entries:
        if not entry.startswith(("@inproceedings", "@article")):
            continue
        if found := re.search(r'url = "https://aclanthology.org/([^"/]+)/"', entry):
            volumes[re.sub(r"(?:\.\d+|(?<=-\d)\d{3}|(?<=-\d\d)\d\d)$", "", found[1])].append(entry)
    rng = random.Random(seed)
    chosen: dict[str, None] = {}
    names = sorted(volumes)
    while len(chosen) < count:
        chosen[rng.choice(volumes[rng.choice(names)])] = None
    return list(chosen)


def tally(title: str, pairs: Sequence[tuple[str, Record]], *, show: int) -> bool:
    """Print the table of one comparison, and whether it holds the bar."""
    per_field: dict[str, Counter[str]] = defaultdict(Counter)
    classes: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], list[str]] = defaultdict(list)
    for theirs, record in pairs:
        for name, a, b in compared(theirs, record):
            verdict, says = judged(name, a, b)
            per_field[name][verdict] += 1
            if verdict != "identical":
                classes[verdict, says] += 1
                examples[verdict, says].append(f"{record.key}, {name}: {a or '(none)'} | {b or '(none)'}")
    total = sum(map(Counter.total, per_field.values()))
    print(f"\n{title}: {len(pairs)} papers, {total} fields")
    print(f"{'field':<12} {'fields':>7} {'identical':>10} {'alike':>7} {'chosen':>7} {'unexplained':>12}")
    for name, counts in sorted(per_field.items(), key=lambda item: -item[1].total()):
        print(f"{name:<12} {counts.total():>7} " + _row(counts))
    whole = sum(per_field.values(), Counter())
    print(f"{'all':<12} {total:>7} " + _row(whole))
    for (verdict, says), n in classes.most_common():
        print(f"  {n:>5} {verdict}: {says or '(unexplained)'}")
        for example in examples[verdict, says][: show if says else None]:
            print(f"          {example}")
    equal = (whole["identical"] + whole["alike"]) / total
    shares = f"byte for byte {whole['identical'] / total:.2%}, equal in print {equal:.2%}"
    print(f"{shares}, unexplained {whole['unexplained']}")
    return equal >= BAR and not whole["unexplained"]


def _row(counts: Counter[str]) -> str:
    return f"{counts['identical']:>10} {counts['alike']:>7} {counts['chosen']:>7} {counts['unexplained']:>12}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--all-differences", action="store_true", help="every one, not one example of each class")
    parser.add_argument("--smoke", action="store_true", help="the same sample, and 300 papers of the XML")
    options = parser.parse_args()
    path = SHARED / "anthology.bib.gz"
    if not path.exists():
        sys.exit(f"the reference material is missing: {path}")
    everything = entries(path)
    show = sys.maxsize if options.all_differences else 1
    sample = spread(everything, options.papers, options.seed)
    good = tally("the export", [(e, r) for e in sample for r in export.read_export(e.encode())], show=show)
    by_key = {e[e.index("{") + 1 : e.index(",")]: e for e in everything}
    known = [(by_key[r.key], r) for r in xml.read_xml(SHARED / "xml") if r.key in by_key]
    if options.smoke:
        known = random.Random(options.seed).sample(known, 300)
    good = tally("the XML", known, show=show) and good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
