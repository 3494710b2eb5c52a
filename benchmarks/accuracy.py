"""How often the whole pipeline is right, on real rows and on traps.

    python benchmarks/accuracy.py --data ../shared/data --markdown accuracy.md --diagram accuracy.svg

Needs the services (or a server that plays them) in the settings; answers are cached, so that a second
run asks nothing. Prints precision, recall, abstention and calibration overall, per kind of noise and
per list, every wrong link, a precision-recall table, and the baselines on the same rows.
`--smoke` takes a fixed sample of them and fails (exit status 1) where more is wrong or less is found than `BARS` allow.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import baselines
import msgspec
from cases import Case, gold, negatives, traps

from resolver import evaluation
from resolver.config import load
from resolver.match.probability import load_weights
from resolver.model import Document, Record, Resolution
from resolver.pipeline import open_library
from resolver.sources.acl import bibtex

SET_ASIDE = Path(__file__).parent / "set_aside.csv"
"""Labels that the records themselves contradict, each with its reason; proposed by `review_labels.py`, then read."""

EASY = ("exact", "noisy", "typo", "acronym_added", "truncated", "subtitle_dropped")
"""Kinds in which the written title is recognisably the record's."""


SMOKE_EVERY, SMOKE_TRAPS, SMOKE_NEGATIVES = 18, 60, 4
"""Of `--smoke`: every how manyth gold row, how many traps of each kind, every how manyth negative."""

LEAST_PRECISION, LEAST_RECALL, LEAST_NAMED, LEAST_EASY = 0.999, 0.964, 0.987, 0.994
"""Of `--smoke`, over the checked rows that are not set aside: of the links that are right, of the rows that are, of
those that are right or have the work among their alternatives; and of the recognisable titles that are right.
Measured: 1, 0.9651 (387 of 401); a row is a quarter of a per cent. No further row of all may be lost, nor a single link
be wrong."""

MOST_LINKS = 1
"""Of `--smoke`: links for negatives and traps. One negative, a journal article listed without its journal, has the
title, the authors and the year of a record in the data."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--every", type=int, default=1, help="take each n-th gold row only")
    parser.add_argument("--traps", type=int, default=500, help="traps of each kind")
    parser.add_argument(
        "--baselines", type=int, default=300, help="rows of each sort to compare plain ways on; 0: none"
    )
    parser.add_argument("--smoke", action="store_true", help="a fixed sample, and fail where it is worse than its bars")
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--diagram", type=Path, help="the reliability diagram, as SVG")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        sys.exit(f"{arguments.data}: there is no such folder; nothing was measured")
    every, count = (SMOKE_EVERY, SMOKE_TRAPS) if arguments.smoke else (arguments.every, arguments.traps)
    records = list(bibtex.read_export(arguments.data / "acl" / "anthology.bib.gz"))
    cases = collect(arguments.data, records, every, count, few=arguments.smoke)
    started = time.monotonic()
    resolutions = resolve(cases)
    text = report(cases, resolutions, time.monotonic() - started)
    if arguments.baselines:
        chosen = baselines.rows(cases, records, 10 if arguments.smoke else arguments.baselines)
        text += beside_plain_ways(chosen, records)
    print(text)
    if arguments.markdown:
        arguments.markdown.write_text(text, encoding="utf-8")
    if arguments.json:
        arguments.json.write_bytes(msgspec.json.format(json.dumps(as_json(cases, resolutions)).encode()))
    if arguments.diagram:
        arguments.diagram.write_text(
            diagram(evaluation.measure_reliability(judged(cases, resolutions))), encoding="utf-8"
        )
    if arguments.smoke and (short := shortcomings(cases, resolutions)):
        sys.exit("not as good as it was:\n" + "\n".join(short))


def shortcomings(cases: Sequence[Case], resolutions: Sequence[Resolution]) -> list[str]:
    """What of the fixed sample of `--smoke` falls short of its bars, a line each."""
    aside = set_aside()
    pairs = zip(cases, outcomes(cases, resolutions), strict=True)
    kept = [(c, o) for c, o in pairs if c.checked and c.present and c.note not in aside]
    rows = [o for _, o in kept if o.group not in ("traps", "negatives")]
    made = [o for _, o in kept if o.group in ("traps", "negatives")]
    real = evaluation.count_outcomes("", rows)
    easy = evaluation.count_outcomes("", [o for o in rows if o.kind in EASY])
    unanswered = sum(r.status == "unanswered" for r in resolutions)
    links = sum(o.wrong for o in made)
    told = [
        (real.precision < LEAST_PRECISION, f"precision {real.precision:.4f}, at least {LEAST_PRECISION}"),
        (real.recall < LEAST_RECALL, f"recall {real.recall:.4f}, at least {LEAST_RECALL}"),
        (real.named_share < LEAST_NAMED, f"right or named {real.named_share:.4f}, at least {LEAST_NAMED}"),
        (easy.recall < LEAST_EASY, f"recall of recognisable titles {easy.recall:.4f}, at least {LEAST_EASY}"),
        (links > MOST_LINKS, f"{links} links for negatives and traps, at most {MOST_LINKS}"),
        (unanswered > 0, f"{unanswered} rows unanswered: a service failed or its budget is spent; nothing is measured"),
    ]
    return [line for failed, line in told if failed]


def collect(data: Path, records: Sequence[Record], every: int, count: int, *, few: bool) -> list[Case]:
    """The rows to measure with, numbered through."""
    none = negatives(data)[:: SMOKE_NEGATIVES if few else 1]
    cases = [*gold(data, every=every), *none, *traps(records, count)]
    return [replace(c, entry=msgspec.structs.replace(c.entry, row=n)) for n, c in enumerate(cases, 1)]


def resolve(cases: Sequence[Case]) -> tuple[Resolution, ...]:
    """Run the pipeline on all rows as one list."""
    document = Document(path="", columns=(), rows=(), entries=tuple(c.entry for c in cases))
    with open_library(load({"snapshot": "none"})) as session:
        return session.run(document).resolutions


def outcomes(cases: Sequence[Case], resolutions: Sequence[Resolution]) -> list[evaluation.Outcome]:
    """What became of each row."""
    return [evaluation.judge_outcome(r, c.right, c.kind, c.group) for c, r in zip(cases, resolutions, strict=True)]


def judged(cases: Sequence[Case], resolutions: Sequence[Resolution]) -> list[evaluation.Outcome]:
    """The rows whose label was checked and whose record is in the data, and all made ones."""
    found = outcomes(cases, resolutions)
    return [o for c, o in zip(cases, found, strict=True) if c.checked and c.present]


def report(cases: Sequence[Case], resolutions: Sequence[Resolution], seconds: float) -> str:
    """The tables, as Markdown."""
    rows = judged(cases, resolutions)
    real = [o for o in rows if o.group not in ("traps", "negatives")]
    made = [o for o in rows if o.group in ("traps", "negatives")]
    easy = [o for o in real if o.kind in EASY]
    hard = [o for o in real if o.kind not in EASY]
    bins = evaluation.measure_reliability(real)
    error, wide = (evaluation.measure_calibration_error(b) for b in (bins, evaluation.measure_reliability(rows)))
    aside = set_aside()
    notes = {o.row: c.note for c, o in zip(cases, outcomes(cases, resolutions), strict=True)}
    kept = [o for o in real if notes[o.row] not in aside]
    lines = [
        f"# Accuracy: {len(real)} checked rows, {len(made)} negatives and traps, {seconds:.0f} s",
        "",
        f"Accepted from a probability of {load_weights().accept}; weights made from {load_weights().made_from}.",
        "",
        *table([evaluation.count_outcomes("all checked rows", real),
                evaluation.count_outcomes("recognisable titles", easy),
                evaluation.count_outcomes("renamed and other", hard), *evaluation.score_parts(real, lambda o: o.kind)]),
        "",
        f"Without the {len(real) - len(kept)} rows whose labels the records contradict (`benchmarks/set_aside.csv`):",
        "",
        *table([evaluation.count_outcomes("all checked rows", kept),
                evaluation.count_outcomes("recognisable titles", [o for o in kept if o.kind in EASY]),
                evaluation.count_outcomes("renamed and other", [o for o in kept if o.kind not in EASY])]),
        "",
        "## Nothing may be accepted",
        "",
        *table(evaluation.score_parts(made, lambda o: o.kind)),
        "",
        f"## Calibration: expected calibration error {error:.4f} over the real rows, {wide:.4f} with the others",
        "",
        "| claimed | true | rows |",
        "|---|---|---|",
        *(f"| {b.claimed:.3f} | {b.true:.3f} | {b.rows} |" for b in bins),
        "",
        "## Thresholds",
        "",
        "| accept from | accepted | wrong | precision | recall |",
        "|---|---|---|---|---|",
        *(point(p) for p in evaluation.measure_curve(real)),
        "",
        "## Lists",
        "",
        *table(evaluation.score_parts(real, lambda o: o.group)),
        "",
        "## Wrong links",
        "",
        *wrong(cases, resolutions),
        "",
        "## Recognisable titles that were not matched",
        "",
        *missed(cases, resolutions),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def beside_plain_ways(cases: Sequence[Case], records: Sequence[Record]) -> str:
    """The table of the baselines, on rows that the Anthology has and on rows that nothing may be linked for."""
    lines = [
        "",
        f"## Beside plain ways, over the Anthology's {len(records):,} records",
        "",
        "| way | rows | right | wrong | precision | recall | rows without a right link | linked |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, found in baselines.compare(cases, records):
        real, made = [o for o in found if o.expected], [o for o in found if not o.expected]
        s = evaluation.count_outcomes(name, real)
        linked = sum(o.wrong for o in made)
        figures = f"{s.rows} | {s.right} | {s.wrong} | {s.precision:.4f} | {s.recall:.4f} | {len(made)} | {linked}"
        lines.append(f"| {name} | {figures} |")
    return "\n".join(lines) + "\n"


def set_aside() -> frozenset[str]:
    """The reviewed rows of the development gold whose labels can't be used."""
    with SET_ASIDE.open(encoding="utf-8", newline="") as file:
        return frozenset(row["row_id"] for row in csv.DictReader(file))


def point(p: evaluation.Point) -> str:
    """A threshold as a row of a table."""
    return f"| {p.threshold} | {p.accepted} | {p.wrong} | {p.precision:.4f} | {p.recall:.4f} |"


def table(scores: Sequence[evaluation.Score]) -> list[str]:
    """Scores as a Markdown table."""
    head = "| rows | n | right | wrong | precision | recall | or named | ambiguous | with the truth | not found |"
    rows = [
        f"| {s.name} | {s.rows} | {s.right} | {s.wrong} | {s.precision:.4f} | {s.recall:.4f} | {s.named_share:.4f} "
        f"| {s.ambiguous} | {s.ambiguous_listed} | {s.not_found + s.unanswered} |"
        for s in scores
    ]
    return [head, "|---|---|---|---|---|---|---|---|---|---|", *rows]


def wrong(cases: Sequence[Case], resolutions: Sequence[Resolution]) -> list[str]:
    """Every link that was accepted and is not among the right ones, of the rows with a checked label."""
    found = outcomes(cases, resolutions)
    lines = []
    for case, o, r in zip(cases, found, resolutions, strict=True):
        if o.wrong and r.work is not None and case.checked and case.present:
            work = r.work.record
            who = str(work.authors[0]) if work.authors else "?"
            ids = " ".join(map(str, work.ids))
            lines.append(
                f"* {case.kind}, {case.group} {case.note}: “{case.entry.title}” ({case.entry.authors[:40]}, "
                f"{case.entry.year}) -> “{work.title}” ({who}, {work.year}; {ids}), {o.confidence:.3f}; "
                f"right: {' '.join(map(str, sorted(case.right)))}"
            )
    return lines or ["None."]


def missed(cases: Sequence[Case], resolutions: Sequence[Resolution]) -> list[str]:
    """Every row with a recognisable title that was not matched, with the reason given."""
    lines = []
    for case, r in zip(cases, resolutions, strict=True):
        if case.checked and case.present and case.kind in EASY and r.status != "matched":
            near = r.decision.candidates[0].records[0].title if r.decision.candidates else "nothing"
            lines.append(
                f"* {case.kind}, {case.group} {case.note}: “{case.entry.title}” ({case.entry.authors[:40]}, "
                f"{case.entry.year}): {r.status} {r.decision.confidence:.3f}, nearest “{near}”; {r.decision.reason}; "
                f"right: {' '.join(map(str, sorted(case.right)))}"
            )
    return lines or ["None."]


def as_json(cases: Sequence[Case], resolutions: Sequence[Resolution]) -> dict[str, object]:
    """The figures, for a comparison of versions."""
    rows = judged(cases, resolutions)
    real = [o for o in rows if o.group not in ("traps", "negatives")]
    made = [o for o in rows if o.group in ("traps", "negatives")]
    bins = evaluation.measure_reliability(real)
    return {
        "all": msgspec.to_builtins(evaluation.count_outcomes("all", real)),
        "kinds": msgspec.to_builtins(evaluation.score_parts(real, lambda o: o.kind)),
        "lists": msgspec.to_builtins(evaluation.score_parts(real, lambda o: o.group)),
        "traps": msgspec.to_builtins(evaluation.score_parts(made, lambda o: o.kind)),
        "calibration_error": evaluation.measure_calibration_error(bins),
        "reliability": msgspec.to_builtins(bins),
        "curve": msgspec.to_builtins(evaluation.measure_curve(real)),
    }


def diagram(bins: Sequence[evaluation.Bin], size: int = 360) -> str:
    """The reliability diagram: a circle a bin, its area for the rows in it; on the diagonal all is well."""
    inner, edge = size - 80, 50

    def place(claimed: float, true: float) -> tuple[float, float]:
        return edge + claimed * inner, size - edge - true * inner

    most = max((b.rows for b in bins), default=1)
    x0, y0 = place(0, 0)
    x1, y1 = place(1, 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" font-family="sans-serif">',
        f'<rect width="{size}" height="{size}" fill="white"/>',
        f'<rect x="{x0}" y="{y1}" width="{inner}" height="{inner}" fill="none" stroke="#999"/>',
        f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#999" stroke-dasharray="4"/>',
    ]
    for b in bins:
        x, y = place(b.claimed, b.true)
        radius = 3 + 9 * (b.rows / most) ** 0.5
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#2a6f97" fill-opacity="0.7"/>')
    for tick in (0, 0.5, 1):
        x, y = place(tick, tick)
        parts.append(f'<text x="{x:.0f}" y="{y0 + 16:.0f}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{x0 - 6:.0f}" y="{y + 4:.0f}" text-anchor="end">{tick:g}</text>')
    parts.append(f'<text x="{size / 2}" y="{size - 14}" text-anchor="middle">claimed probability</text>')
    parts.append(
        f'<text x="14" y="{size / 2}" text-anchor="middle" transform="rotate(-90 14 {size / 2})">share right</text>'
    )
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    main()
