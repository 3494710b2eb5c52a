"""How whole references as text are taken apart, and what is found for them.

    python benchmarks/references.py --data ../shared/data

Segmentation: of all references with a known title, those whose title was told, by style and set: as printed in
biomedical papers, rendered by Crossref, and 2,000 of the Anthology's records rendered by citeproc in the styles that
language processing uses. A label may be cut where the print went into italics (`Functional GacS in`); such a
reference counts as right when the title begins with it and goes on without a stop (`cut`). Of references in styles
without titles, those are right in which none was seen. `--smoke` asserts the floors, `--missed N` shows failures.

End to end: `--run N` resolves a sample of N of them, and 300 invented ones, through the sources of the environment
(`RESOLVER_OPENALEX_URL` and so on), and prints precision, recall and F1. `--titles N` does the same with rows of a
table instead: title, people in PubMed's form (`Kawai K, Akasaka Y`) and year of references as printed, works that no
source has included.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from resolver.config import load
from resolver.merge import merge
from resolver.model import Candidate, Decision, Document, Entry, Record, Resolution, Run
from resolver.pipeline import open_library
from resolver.readers.references import read_reference, unbroken
from resolver.sources.acl import bibtex
from resolver.writers.base import WriterOptions
from resolver.writers.styled import StyledTextWriter

STYLES = (
    "acl", "apa", "ieee", "mla", "chicago-author-date", "vancouver", "lncs", "nature", "harvard",
    "china-national-standard-gb-t-7714-2015-numeric", "american-medical-association", "acm-sig-proceedings",
    "elsevier-with-titles", "elsevier-harvard", "springer-basic-author-date", "frontiers",
)  # fmt: skip
"""Of the CSL project: those of language processing's journals, proceedings and books."""

FLOORS = {"as printed": 0.96, "apa": 0.96, "harvard3": 0.92, "ieee": 0.97, "modern-language-association": 0.97}
"""Shares of right titles, with what was measured rounded down; `TITLED` is the bar over all that have titles."""

TITLED, UNTITLED, RENDERED = 0.96, 0.97, 0.96
INVENTED = 300
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
    parser.add_argument("--run", type=int, default=0, metavar="N", help="resolve a sample of N references")
    parser.add_argument("--titles", type=int, default=0, metavar="N", help="resolve N titles with people and year")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    file = arguments.data / "references_dev.jsonl.gz"
    if not file.exists():
        sys.exit(f"{file}: there are no references with their titles; nothing was measured")
    known = list(labelled(file))
    if arguments.titles:
        by_title(known, arguments.titles, arguments.seed)
        return
    if arguments.run:
        end_to_end(known, arguments.run, arguments.seed)
        return
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
    with_people = [r for r in bibtex.read_export(export) if r.title and r.authors and r.year]
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
    made = StyledTextWriter().render(run, WriterOptions(style=style, sort="year"))
    text = made if isinstance(made, str) else b"".join(made).decode()
    return text.rstrip("\n").split("\n\n")


# ------------------------------------------------------------------ end to end


def end_to_end(known: Sequence[Known], count: int, seed: int) -> None:
    """Resolve a sample and invented references through the sources of the environment, and print what came out."""
    import resolver

    chooser = random.Random(seed)
    sample = chooser.sample(list(known), min(count, len(known)))
    made_up = list(invented(known, INVENTED, chooser))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "references.txt"
        file.write_text("\n\n".join(" ".join(k.string.split()) for k in (*sample, *made_up)) + "\n", encoding="utf-8")
        run = resolver.run(file)
        report(sample, made_up, {r.entry.reference: r for r in run.resolutions})


def by_title(known: Sequence[Known], count: int, seed: int) -> None:
    """Resolve the titles of a sample with the people and the year that their references name, and print the figures."""
    titled = [k for k in known if k.title and k.style == "as printed"]
    sample = random.Random(seed).sample(titled, min(count, len(titled)))
    entries = []
    for row, reference in enumerate(sample, 1):
        read = read_reference(reference.string)
        entries.append(Entry(row=row, title=reference.title, authors=read.authors, year=read.year))
    with open_library(load({"snapshot": "none"})) as session:
        run = session.run(Document(path="", columns=(), rows=(), entries=tuple(entries)))
    said = Counter(outcome(k, r) for k, r in zip(sample, run.resolutions, strict=True))
    linked, meant = said["right"] + said["wrong"], said["right"] + said["missed"]
    print("| rows | right | wrong | missed | rightly none | precision | recall |\n|--:|--:|--:|--:|--:|--:|--:|")
    figures = " | ".join(str(said[name]) for name in ("right", "wrong", "missed", "none"))
    print(f"| {len(sample)} | {figures} | {said['right'] / max(linked, 1):.4f} | {said['right'] / max(meant, 1):.4f} |")
    for reference, resolution in zip(sample, run.resolutions, strict=True):
        if (what := outcome(reference, resolution)) in ("wrong", "missed"):
            near = resolution.decision.candidates[0].records[0] if resolution.decision.candidates else None
            told = f"“{near.title}” {' '.join(map(str, near.ids))}" if near else "nothing"
            print(f"- {what}{' (absent)' * reference.absent}: {reference.title} [{reference.doi}]: {told}")


def report(sample: Sequence[Known], made_up: Sequence[Known], found: dict[str, Resolution]) -> None:
    """Print right and wrong links by kind of reference."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: list[tuple[Known, Resolution]] = []
    for reference in (*sample, *made_up):
        resolution = found.get(unbroken(reference.string))
        said = outcome(reference, resolution)
        kind = "invented" if reference.style == "invented" else _kind(reference)
        rows[kind][said] += 1
        rows[f"  {reference.style}"][said] += 1
        if said == "missed" and resolution is not None and reference.title:
            near = [c.records[0].title for c in resolution.decision.candidates]
            print(f"- missed: {reference.string[:300]}\n    {resolution.decision.reason}: {near[:2]}")
        if said == "wrong" and resolution is not None:
            wrong.append((reference, resolution))
    print("| | references | right | wrong | missed | rightly none | unread | precision | recall | F1 |")
    print("|---|" + "--:|" * 9)
    for kind, c in rows.items():
        linked, meant = c["right"] + c["wrong"], c["right"] + c["missed"] + c["unread"] + c["wrong present"]
        precision, recall = c["right"] / linked if linked else 1.0, c["right"] / meant if meant else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        cells = " | ".join(str(c[n]) for n in ("right", "wrong", "missed", "none", "unread"))
        print(f"| {kind} | {c.total() - c['wrong present']} | {cells} | {precision:.4f} | {recall:.4f} | {f1:.4f} |")
    for reference, resolution in wrong:
        best = resolution.decision.accepted
        print(f"- WRONG: {reference.string[:300]}\n    {reference.doi}: {str(best.records[0])[:600] if best else ''}")


def outcome(reference: Known, resolution: Resolution | None) -> str:
    """`right`, `wrong`, `missed`, `none` (nothing was linked where nothing is) or `unread`."""
    if resolution is None:
        return "none" if reference.absent else "unread"
    if resolution.status != "matched":
        return "none" if reference.absent else "missed"
    best = resolution.decision.accepted
    dois = {i.value for r in (best.records if best else ()) for i in r.ids if i.kind == "doi"}
    return "right" if reference.doi.lower() in dois and not reference.absent else "wrong"


def invented(known: Sequence[Known], count: int, chooser: random.Random) -> Iterator[Known]:
    """References to papers that nobody wrote: the title of one broken into that of another, the rest of a third."""
    titled = [k for k in known if len(k.title.split()) >= 8 and k.string.count(k.title) == 1]
    for one, two, frame in zip(*(chooser.sample(titled, count) for _ in range(3)), strict=True):
        head, tail = one.title.split(), two.title.split()
        title = " ".join([*head[: len(head) // 2], *tail[len(tail) // 2 :]])
        yield Known(string=frame.string.replace(frame.title, title), title=title, style="invented", absent=True)


if __name__ == "__main__":
    main()
