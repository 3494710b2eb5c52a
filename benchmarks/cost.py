"""Runs of a sample of real rows, and what they asked, cost, took and found; `requests.py` is the command."""

from __future__ import annotations

import csv
import gzip
import json
import random
import shutil
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
from cases import Case, gold

from resolver import evaluation
from resolver.config import load
from resolver.identifiers import parse
from resolver.lookup.plan import Plan, add_up
from resolver.model import Document, Found, Identifier, Question, Record, Resolution
from resolver.pipeline import Session, conclude, open_library
from resolver.sources.base import Route, Source
from resolver.text.likeness import NEAR, likeness

SEED = 20260101
ARXIV_DELAY = 3.0
NO_BUDGET = 100_000_000
"""Credits of a day at the server, which no run may exhaust: what is asked is measured, not what is left."""


def measure(cases: Sequence[Case], data: Path, server: Path, folder: Path) -> dict[str, Figures]:
    """All runs: as planned and again at the permitted pace, exhaustively and with identifiers without one."""
    index = folder / "index"
    identified = with_identifiers(cases, data)
    with playing(server, "--pace") as paced, playing(server) as free:
        build_index(data, index)
        return {
            "as planned": resolve(cases, data, paced, fresh(folder / "planned", index), ARXIV_DELAY),
            "again": resolve(cases, data, paced, folder / "planned", ARXIV_DELAY),
            "exhaustive": resolve(cases, data, free, fresh(folder / "all", index), 0.0, exhaustive=True),
            "with identifiers": resolve(identified, data, free, fresh(folder / "ids", index), 0.0),
        }


def measure_crowded(cases: Sequence[Case], data: Path, server: Path, folder: Path, near: int) -> dict[str, Figures]:
    """The same rows at the plain server and at one that has so many near misses of each work, without a pace."""
    index = folder / "index"
    build_index(data, index)
    runs: dict[str, Figures] = {}
    for name, options in (("plain", ()), ("crowded", ("--near", str(near)))):
        with playing(server, *options) as address:
            runs[name] = resolve(cases, data, address, fresh(folder / name, index), 0.0)
    return runs


# ------------------------------------------------------------------ rows


def sample(data: Path, count: int, seed: int) -> list[Case]:
    """Rows of all lists, drawn at random and numbered through."""
    drawn = random.Random(seed).sample(gold(data), count)
    return [replace(c, entry=msgspec.structs.replace(c.entry, row=n)) for n, c in enumerate(drawn, 1)]


def with_identifiers(cases: Sequence[Case], data: Path) -> list[Case]:
    """The same rows with the identifiers that their lists link."""
    with gzip.open(data / "gold_dev.csv.gz", "rt", encoding="utf-8", newline="") as file:
        linked = {row["row_id"]: identifiers(row) for row in csv.DictReader(file)}
    return [replace(c, entry=msgspec.structs.replace(c.entry, ids=linked[c.note])) for c in cases]


def identifiers(row: Mapping[str, str]) -> tuple[Identifier, ...]:
    columns = (("acl_id", ""), ("arxiv_id", "arXiv:"), ("doi", "doi:"))
    return tuple(i for column, label in columns if row[column] and (i := parse(label + row[column])))


# ------------------------------------------------------------------ servers and runs


@contextmanager
def playing(server: Path, *options: str) -> Iterator[str]:
    """The server that plays the services; gives its address."""
    command = [sys.executable, str(server), "--port", "0", "--budget", str(NO_BUDGET), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[1]
    finally:
        process.terminate()
        process.wait()


def ask(address: str, what: str, data: bytes | None = None) -> Any:
    with urllib.request.urlopen(f"{address}/_sim/{what}", data=data) as reply:
        return json.load(reply)


def build_index(data: Path, folder: Path) -> None:
    """The local index is no part of the measurement."""
    with open_library(settings(data, "http://127.0.0.1:9", folder, 0.0)) as session:
        for source in session.sources:
            for route in source.routes:
                if route.local:
                    source.ask(route, ())


def fresh(folder: Path, index: Path) -> Path:
    """A cache folder with nothing but the index."""
    shutil.copytree(index, folder, ignore=shutil.ignore_patterns("answers*", "pace*"))
    return folder


def settings(data: Path, address: str, folder: Path, delay: float) -> Any:
    return load(
        {
            "acl_url": str((data / "acl" / "anthology.bib.gz").absolute()),
            "arxiv_url": f"{address}/arxiv/api/query",
            "arxiv_delay": delay,
            "openalex_url": f"{address}/openalex",
            "openalex_api_key": "a-key",
            "cache_dir": str(folder),
            "snapshot": "none",
        }
    )


@dataclass
class Figures:
    """What one run asked, found and took."""

    planned: Plan
    requests: Counter[str]
    credits: int
    usd: float
    too_soon: int
    parallel: int
    seconds: float
    resolutions: Sequence[Resolution]
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)


def resolve(
    cases: Sequence[Case], data: Path, address: str, folder: Path, delay: float, *, exhaustive: bool = False
) -> Figures:
    """Plan and run."""
    chosen = settings(data, address, folder, delay)
    document = Document(path="", columns=(), rows=(), entries=tuple(c.entry for c in cases))
    with open_library(chosen, dry=True) as session:
        planned = session.plan(document)
    ask(address, "reset", b"{}")
    began = time.monotonic()
    with open_library(chosen) as session:
        asked = counted(session)
        findings = session.find(document.entries, exhaustive=exhaustive)
        resolutions = [conclude(f) for f in findings]
        usd = sum(u.usd for u in session.library.usage())
    seconds = time.monotonic() - began
    seen = ask(address, "stats")
    return Figures(
        planned,
        Counter(seen["requests"]),
        seen["openalex_credits"],
        usd,
        seen["arxiv_requests_under_3s_apart"],
        seen["arxiv_parallel"],
        seconds,
        resolutions,
        asked,
    )


def counted(session: Session) -> Counter[tuple[str, str]]:
    """Counts the questions that go out, by source and route."""
    counts: Counter[tuple[str, str]] = Counter()
    for source in session.sources:
        count(source, counts)
    return counts


def count(source: Source, counts: Counter[tuple[str, str]]) -> None:
    plain = source.ask

    def counting(route: Route, questions: Sequence[Question]) -> Any:
        if not route.local:
            counts[source.name, route.name] += len(questions)
        return plain(route, questions)

    source.ask = counting  # type: ignore[method-assign]  # counts what this one source is asked


# ------------------------------------------------------------------ tables


def report(cases: Sequence[Case], runs: Mapping[str, Figures]) -> str:
    """The figures as Markdown tables."""
    first = runs["as planned"]
    names = list(runs)
    rows: list[tuple[str, list[str]]] = [
        ("requests to arXiv", [str(f.requests["arxiv"]) for f in runs.values()]),
        ("requests to OpenAlex", [str(f.requests["openalex"]) for f in runs.values()]),
        ("requests in all", [str(f.requests.total()) for f in runs.values()]),
        ("OpenAlex credits", [str(f.credits) for f in runs.values()]),
        ("cost by the service's headers", [f"${f.usd:.4f}" for f in runs.values()]),
        ("arXiv requests under 3 s apart", [timed(n, f.too_soon) for n, f in runs.items()]),
        ("arXiv requests at once, at most", [str(f.parallel) for f in runs.values()]),
        ("seconds", [timed(n, f"{f.seconds:.0f}") for n, f in runs.items()]),
        ("requests planned: expected, at most", [estimates(f, "requests", "most_requests") for f in runs.values()]),
        ("dollars planned: expected, at most", [estimates(f, "usd", "most_usd") for f in runs.values()]),
        ("right links of all rows", [str(right(cases, f).right) for f in runs.values()]),
        ("right links of checked rows with a record", [recall(cases, f) for f in runs.values()]),
        ("wrong links of the same", [str(right(cases, f, checked=True).wrong) for f in runs.values()]),
        ("works matched with an arXiv id", [identified(f, "arxiv") for f in runs.values()]),
        ("works matched with an OpenAlex id", [identified(f, "openalex") for f in runs.values()]),
        ("matched as when exhaustive", [agreement(f, runs["exhaustive"]) for f in runs.values()]),
    ]
    lines = [
        f"# {len(cases)} rows of real lists, cold",
        "",
        f"| | {' | '.join(names)} |",
        "|---|" + "---:|" * len(names),
        *(f"| {name} | {' | '.join(values)} |" for name, values in rows),
        "",
        "Questions asked along each route, as planned and with every source asked about every row:",
        "",
        "| source | route | as planned | exhaustive |",
        "|---|---|---:|---:|",
        *(
            f"| {s} | {r} | {first.asked[s, r]} | {runs['exhaustive'].asked[s, r]} |"
            for s, r in sorted(runs["exhaustive"].asked | first.asked)
        ),
    ]
    return "\n".join(lines)


def report_crowded(cases: Sequence[Case], runs: Mapping[str, Figures]) -> str:
    """The figures of a plain and a crowded service, and the rows that a service has and that ended as not found."""
    rows: list[tuple[str, list[str]]] = [
        ("requests to arXiv", [str(f.requests["arxiv"]) for f in runs.values()]),
        ("requests to OpenAlex", [str(f.requests["openalex"]) for f in runs.values()]),
        ("OpenAlex credits", [str(f.credits) for f in runs.values()]),
        ("dollars planned: expected, at most", [estimates(f, "usd", "most_usd") for f in runs.values()]),
        ("right links of all rows", [str(right(cases, f).right) for f in runs.values()]),
        ("right links of checked rows with a record", [recall(cases, f) for f in runs.values()]),
        ("wrong links of the same", [str(right(cases, f, checked=True).wrong) for f in runs.values()]),
        ("rows without an answer", [str(count_status(f, "unanswered")) for f in runs.values()]),
        ("not found, and no answer had it", [str(len(lost_rows(cases, f))) for f in runs.values()]),
    ]
    return "\n".join(
        [
            f"# {len(cases)} rows of real lists, cold, at a plain and a crowded service",
            "",
            f"| | {' | '.join(runs)} |",
            "|---|" + "---:|" * len(runs),
            *(f"| {name} | {' | '.join(values)} |" for name, values in rows),
            "",
            *(f"* {name}, in no answer: {line}" for name, f in runs.items() for line in lost_rows(cases, f)),
        ]
    )


def count_status(figures: Figures, status: str) -> int:
    """Rows of a status."""
    return sum(r.status == status for r in figures.resolutions)


def lost_rows(cases: Sequence[Case], figures: Figures) -> list[str]:
    """Rows that ended as not found although the list names the work recognisably, and no answer had it."""
    pairs = zip(cases, figures.resolutions, strict=True)
    return [
        case.entry.title
        for case, r in pairs
        if r.status == "not_found"
        and (case.checked and case.present and likeness(case.entry.title, case.true_title) >= NEAR)
        and not any(set(record.ids) & case.right for record in _came(r))
    ]


def _came(resolution: Resolution) -> Iterator[Record]:
    answers = (reply.answer for reply in resolution.replies)
    return (record for answer in answers if isinstance(answer, Found) for record in answer.records)


def timed(name: str, value: object) -> str:
    """Figures of time only where the pace was kept."""
    return str(value) if name in ("as planned", "again") else "-"


def estimates(figures: Figures, expected: str, most: str) -> str:
    whole = add_up(figures.planned.estimates, "all")
    form = "${:.4f}" if "usd" in expected else "{}"
    return ", ".join(form.format(getattr(whole, name)) for name in (expected, most))


def right(cases: Sequence[Case], figures: Figures, *, checked: bool = False) -> evaluation.Score:
    pairs = zip(cases, figures.resolutions, strict=True)
    return evaluation.count_outcomes(
        "", [evaluation.judge_outcome(r, c.right) for c, r in pairs if not checked or (c.checked and c.present)]
    )


def recall(cases: Sequence[Case], figures: Figures) -> str:
    score = right(cases, figures, checked=True)
    return f"{score.right} ({score.recall:.4f})"


def identified(figures: Figures, kind: str) -> str:
    works = [r.work.record for r in figures.resolutions if r.work is not None]
    return f"{sum(any(i.kind == kind for i in w.ids) for w in works)} of {len(works)}"


def agreement(figures: Figures, other: Figures) -> str:
    """Rows that were matched in the other run, and of those the ones matched to the same work here."""
    there = [(r, o) for r, o in zip(figures.resolutions, other.resolutions, strict=True) if o.work is not None]
    same = sum(r.work is not None and bool(set(r.work.record.ids) & set(o.work.record.ids)) for r, o in there if o.work)
    return f"{same} of {len(there)}"
