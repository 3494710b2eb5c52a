"""How far the alarms can be trusted: what a list claims and the record contradicts, measured.

    python benchmarks/problems.py --data ../shared/data --markdown problems.md --list alarms.md

Needs the services (or a server that plays them) in the settings; answers are cached, so that a second
run asks nothing. Two measurements through the whole pipeline:

* HALLMARK: BibTeX entries, valid or corrupted in a typed way. An entry is flagged when it is not
  matched with confidence, or matched with a problem. Detection and false alarms are counted over the
  entries whose work is in the data (see `meant`), and, beside it, over all.
* Development gold: what people wrote in lists. Rows matched to a right work count by each kind of
  problem. People do write wrong names and years: the share is an upper bound of the false alarms, and
  `--list` prints every one with both sides, to be judged by eye.

`--smoke` takes a fixed sample of each and fails (exit status 1) where less is flagged or more is a false alarm than
its bars allow.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cases import Case, gold

from resolver import evaluation
from resolver.config import load
from resolver.identifiers import parse
from resolver.model import Document, Entry, Identifier, Resolution
from resolver.pipeline import Session, open_library
from resolver.text import latex

FABRICATED = ("plausible_fabrication", "chimeric_title", "hybrid_fabrication")
"""Types whose title is made up: the work that was spoiled, if any, is the one that their DOI names."""

STRANGERS = ("swapped_authors", "placeholder_authors", "merged_citation", "author_swap")
"""Types whose authors are not the work's; in all others a work of the title must share an author to count."""

KINDS = ("title", "authors", "year", "venue", "identifier", "retracted")


SMOKE_EVERY, SMOKE_GOLD = 3, 18
"""Of `--smoke`: every how manyth HALLMARK entry and gold row."""

LEAST_FLAGGED, MOST_FALSE, MOST_ALARMS = 0.94, 0.021, 0.021
"""Of `--smoke`, entries whose work is in the data: of the corrupted ones that are flagged, of the valid ones, and of
the gold rows matched to a right work that have an alarm of any kind.
Measured: 160 of 169, 2 of 150, and 7 of 390. One entry or row worse passes, two do not."""


SET_ASIDE = Path(__file__).parent / "set_aside_hallmark.csv"
"""Valid entries whose own DOI or people are wrong, each with its reason: an alarm about them is a true one."""


@dataclass(frozen=True)
class Item:
    """One HALLMARK entry. `kind` is its type of corruption, or `valid`; `original` the title before it."""

    entry: Entry
    kind: str
    original: str
    explanation: str

    @property
    def valid(self) -> bool:
        return self.kind == "valid"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--every", type=int, default=1, help="take each n-th gold row only")
    parser.add_argument("--smoke", action="store_true", help="a fixed sample, and fail where it is worse than its bars")
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--list", type=Path, help="where to write every alarm on good rows, and every one missed")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        sys.exit(f"{arguments.data}: there is no such folder; nothing was measured")
    started = time.monotonic()
    items = hallmark(arguments.data / "hallmark_dev.jsonl")[:: SMOKE_EVERY if arguments.smoke else 1]
    cases = [c for c in gold(arguments.data, every=SMOKE_GOLD if arguments.smoke else arguments.every)
             if c.checked and c.present]  # fmt: skip
    present = meant(items, arguments.data)
    with open_library(load({"snapshot": "none"})) as session:
        flagged = resolve(session, [i.entry for i in items])
        rows = resolve(session, [c.entry for c in cases])
    text = report(items, present, flagged, cases, rows, time.monotonic() - started)
    print(text)
    if arguments.markdown:
        arguments.markdown.write_text(text, encoding="utf-8")
    if arguments.json:
        figures = as_json(items, present, flagged, cases, rows)
        arguments.json.write_bytes(msgspec.json.format(json.dumps(figures).encode()))
    if arguments.list:
        arguments.list.write_text(listing(items, present, flagged, cases, rows), encoding="utf-8")
    if arguments.smoke and (short := shortcomings(as_json(items, present, flagged, cases, rows), (*flagged, *rows))):
        sys.exit("not as good as it was:\n" + "\n".join(short))


# Counts by name, as JSON has them.
def shortcomings(figures: dict[str, dict], resolutions: Sequence[Resolution]) -> list[str]:  # type: ignore[type-arg]
    """What of the fixed sample of `--smoke` falls short of its bars, a line each."""
    parts = figures["hallmark"]
    right, false = (parts[n]["present_flagged"] / parts[n]["present"] for n in ("corrupted", "valid (false alarms)"))
    alarms = figures["gold"]["any"]["alarms"] / figures["gold"]["any"]["rows"]
    unanswered = sum(r.status == "unanswered" and "spent" in r.decision.reason for r in resolutions)
    told = [
        (right < LEAST_FLAGGED, f"corrupted entries flagged {right:.4f}, at least {LEAST_FLAGGED}"),
        (false > MOST_FALSE, f"valid entries flagged {false:.4f}, at most {MOST_FALSE}"),
        (alarms > MOST_ALARMS, f"right rows with an alarm {alarms:.4f}, at most {MOST_ALARMS}"),
        (unanswered > 0, f"{unanswered} rows unanswered, since a budget is spent; nothing is measured"),
    ]
    return [line for failed, line in told if failed]


def resolve(session: Session, entries: Sequence[Entry]) -> tuple[Resolution, ...]:
    """Run the pipeline on entries as one list."""
    numbered = tuple(msgspec.structs.replace(e, row=n) for n, e in enumerate(entries, 1))
    return session.run(Document(path="", columns=(), rows=(), entries=numbered)).resolutions


# ------------------------------------------------------------------ HALLMARK


def hallmark(path: Path) -> list[Item]:
    """The entries with all that they claim; DOI, link and e-print number as identifiers."""
    return [_item(n, json.loads(line)) for n, line in enumerate(path.open(encoding="utf-8"), 1)]


def _item(number: int, raw: dict) -> Item:  # type: ignore[type-arg]  # one JSON object of the set
    given = raw["fields"]
    links = [given[name] for name in ("doi", "url", "eprint") if given.get(name)]
    entry = Entry(
        row=number,
        title=given.get("title", ""),
        authors=given.get("author", ""),
        year=given.get("year", ""),
        venue=given.get("booktitle") or given.get("journal") or "",
        key=raw["bibtex_key"],
        links=tuple(links),
        ids=tuple(dict.fromkeys(i for link in links if (i := parse(link)))),
    )
    kind = raw.get("hallucination_type") or "valid"
    return Item(entry, kind, _original(kind, entry.title, raw["explanation"]), raw["explanation"])


def _original(kind: str, title: str, explanation: str) -> str:
    """The title of the work that an entry was made from; empty when it was made from none, or that isn't told."""
    if kind in FABRICATED:
        return ""
    if kind != "near_miss_title":
        return title
    told = re.search(r"\(original: ['\"](.+)['\"]\)", explanation) or re.search(
        r"(?:from the real|real (?:title|paper)(?: is)?:?) ['\"](.+?)['\"](?= \(|[.;,]|$)", explanation
    )
    return told[1] if told else ""


def meant(items: Sequence[Item], data: Path) -> list[bool]:
    """Whether the work of each entry is in the data, decided without the program that is measured.

    It is, when a record has the same letters and digits in its title as the entry (a near-miss title:
    as the original named in the explanation) and, unless the corruption put other people there, a
    surname in common. A made-up title has no work of its own; the work is the one of its DOI then.
    """
    wanted = {_bare(i.original) for i in items if i.original}
    dois = {x.value for i in items for x in i.entry.ids if x.kind == "doi"}
    arxiv = {x.value for i in items for x in i.entry.ids if x.kind == "arxiv"}
    arxiv |= {m[1] for d in dois if (m := re.fullmatch(r"10\.48550/arxiv\.(.+?)(?:v\d+)?", d))}
    people: dict[str, list[set[str]]] = {}
    known: set[str] = set()
    for title, authors, ids in _records(data):
        known |= ids & (dois | arxiv)
        if (bare := _bare(title)) in wanted:
            people.setdefault(bare, []).append({_bare(a.split()[-1]) for a in authors if a.split()})
    return [_is_meant(i, people, known) for i in items]


def _is_meant(item: Item, people: dict[str, list[set[str]]], known: set[str]) -> bool:
    if not item.original:
        ids = {x.value for x in item.entry.ids}
        ids |= {re.sub(r"v\d+$", "", x.removeprefix("10.48550/arxiv.")) for x in ids}
        return item.kind in FABRICATED and bool(ids & known)
    lists = people.get(_bare(item.original), [])
    if item.kind in STRANGERS:
        return bool(lists)
    listed = {_bare(a.split()[-1]) for a in latex.to_text(item.entry.authors).split(" and ") if a.split()}
    listed |= {_bare(a.split(",")[0]) for a in latex.to_text(item.entry.authors).split(" and ")}
    return any(not names or names & listed for names in lists)


def _records(data: Path) -> Iterator[tuple[str, list[str], set[str]]]:
    """Title, authors, DOI and arXiv id of every record that the services have."""
    for name in ("works.jsonl.gz", "arxiv.jsonl.gz"):
        with gzip.open(data / name, "rb") as file:
            for line in file:
                raw = msgspec.json.decode(line)
                ids = {str(raw.get("doi") or "").lower().removeprefix("https://doi.org/"), str(raw.get("arxiv_id"))}
                yield raw["title"] or "", raw.get("authors") or [], ids | {raw["id"]}


def _bare(text: str) -> str:
    return "".join(c for c in re.sub(r"<[^>]*>", "", text).lower() if c.isalnum())


def set_aside() -> frozenset[str]:
    """The keys of valid entries that have a slip of their own."""
    with SET_ASIDE.open(encoding="utf-8", newline="") as file:
        return frozenset(row["bibtex_key"] for row in csv.DictReader(file))


def is_flagged(resolution: Resolution) -> bool:
    """Whether a reader is told that something is wrong: no confident match, or a problem with it."""
    return resolution.status != "matched" or bool(resolution.problems)


def grounds(resolution: Resolution) -> str:
    """What an entry is flagged for."""
    kinds = sorted({p.kind for p in resolution.problems})
    return " ".join([*([resolution.status] if resolution.status != "matched" else []), *kinds]) or "nothing"


# ------------------------------------------------------------------ tables


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent."""
    return f"{100 * part / whole:.1f}%" if whole else "-"


def report(
    items: Sequence[Item],
    present: Sequence[bool],
    flagged: Sequence[Resolution],
    cases: Sequence[Case],
    rows: Sequence[Resolution],
    seconds: float,
) -> str:
    """Both measurements as Markdown."""
    figures = as_json(items, present, flagged, cases, rows)
    lines = [
        f"# Problems: {len(items)} HALLMARK entries, {len(cases)} checked gold rows, {seconds:.0f} s",
        "",
        "| HALLMARK | in the data | flagged | share | all | flagged | share | flagged for (in the data) |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, f in figures["hallmark"].items():
        n, of, m, total = f["present_flagged"], f["present"], f["flagged"], f["all"]
        why = ", ".join(f"{k} {v}" for k, v in Counter(f["grounds"]).most_common(5))
        lines.append(f"| {name} | {of} | {n} | {share(n, of)} | {total} | {m} | {share(m, total)} | {why} |")
    lines += ["", "| gold rows matched to a right work | rows | with an alarm | share |", "|---|---|---|---|"]
    for name, f in figures["gold"].items():
        lines.append(f"| {name} | {f['rows']} | {f['alarms']} | {share(f['alarms'], f['rows'])} |")
    return "\n".join(lines) + "\n"


def as_json(
    items: Sequence[Item],
    present: Sequence[bool],
    flagged: Sequence[Resolution],
    cases: Sequence[Case],
    rows: Sequence[Resolution],
) -> dict[str, dict]:  # type: ignore[type-arg]  # counts by name, as JSON has them
    """The figures, for a comparison of versions."""
    found = list(zip(items, present, flagged, strict=True))
    aside = set_aside()
    parts = {
        "corrupted": [f for f in found if not f[0].valid],
        "valid (false alarms)": [f for f in found if f[0].valid and f[0].entry.key not in aside],
        "valid, those with a slip of their own included": [f for f in found if f[0].valid],
    }
    for kind in sorted({i.kind for i in items if not i.valid}):
        parts[kind] = [f for f in found if f[0].kind == kind]
    table = {
        name: {
            "present": sum(p for _, p, _ in part),
            "present_flagged": sum(p and is_flagged(r) for _, p, r in part),
            "all": len(part),
            "flagged": sum(is_flagged(r) for _, _, r in part),
            "grounds": Counter(grounds(r) for _, p, r in part if p),
        }
        for name, part in parts.items()
    }
    good = [r for c, r in right(cases, rows)]
    claims = {"authors": "authors", "year": "year", "venue": "venue", "title": "title"}
    by_kind = {
        kind: {
            "rows": sum(bool(getattr(r.entry, claim)) for r in good),
            "alarms": sum(any(p.kind == kind for p in r.problems) for r in good),
        }
        for kind, claim in claims.items()
    }
    either = [r for r in good if r.entry.authors]
    by_kind["authors or year, of rows with authors"] = {
        "rows": len(either),
        "alarms": sum(any(p.kind in ("authors", "year") for p in r.problems) for r in either),
    }
    by_kind["any"] = {"rows": len(good), "alarms": sum(bool(r.problems) for r in good)}
    return {"hallmark": table, "gold": by_kind}


def right(cases: Sequence[Case], rows: Sequence[Resolution]) -> Iterator[tuple[Case, Resolution]]:
    """The gold rows that were matched to a work with one of the right identifiers."""
    for case, resolution in zip(cases, rows, strict=True):
        if evaluation.judge_outcome(resolution, case.right).right:
            yield case, resolution


def listing(
    items: Sequence[Item],
    present: Sequence[bool],
    flagged: Sequence[Resolution],
    cases: Sequence[Case],
    rows: Sequence[Resolution],
) -> str:
    """Every alarm on a valid entry or good row, and every corrupted entry without one."""
    lines = ["# False alarms on HALLMARK", ""]
    for item, there, r in zip(items, present, flagged, strict=True):
        if item.valid and there and is_flagged(r):
            lines += _shown(r, grounds(r) + ("" if r.work else f": {r.decision.reason}"))
    lines += ["", "# Missed on HALLMARK", ""]
    for item, there, r in zip(items, present, flagged, strict=True):
        if not item.valid and there and not is_flagged(r):
            lines += _shown(r, f"{item.kind}: {item.explanation}")
    for kind in KINDS:
        lines += ["", f"# Alarms on good gold rows: {kind}", ""]
        for case, r in right(cases, rows):
            if any(p.kind == kind for p in r.problems):
                lines += _shown(r, f"{case.group} {case.note}", kind)
    return "\n".join(lines) + "\n"


def _shown(r: Resolution, why: str, kind: str = "") -> list[str]:
    e = r.entry
    lines = [f"* {why}", f"  * claimed: {e.title} | {e.authors} | {e.year} | {e.venue} | {_ids(e.ids)}"]
    records = r.decision.candidates[0].records if r.decision.candidates else ()
    for rec in records:
        people = "; ".join(map(str, rec.authors)) + (" …" if rec.partial_authors else "")
        lines.append(f"  * {rec.source}: {rec.title} | {people} | {rec.year} | {rec.venue} | {_ids(rec.ids)}")
    lines += [f"  * {p.kind}: {p.says}" for p in r.problems if kind in ("", p.kind)]
    return lines


def _ids(ids: Sequence[Identifier]) -> str:
    return " ".join(map(str, ids))


if __name__ == "__main__":
    main()
