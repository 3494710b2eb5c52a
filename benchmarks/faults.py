"""Faults × services × commands: is every status right, nothing lost, nothing leaked, and how long does it take?

    python benchmarks/faults.py [--every 5] [--smoke]

Each of the commands run, plan, fill, render, refresh, cite and explain is carried out in a process of its own, with an
empty cache, against the local server of the tests over its four papers a service, while one of the services fails for
good in one of the ways in which services fail, or answers some requests by a rule (a refused title, a refused method,
an empty list …). Checked are

- the exit status, and that no traceback is shown;
- that no row is `not_found` that is found when all is well: a fault makes it `unanswered`, or changes nothing;
- that no byte of the list is lost, and that what another service knows is there all the same;
- that the key, the mail address and a login appear in no output, message or file.

It needs nothing beside the checkout. `--every N` takes every Nth cell, `--smoke` a cell in nine and fails when one is
wrong or takes longer than a dead service may.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.append(sys.path.pop(0))  # requests.py has the name of a package that others need
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.services.server import Rule, Services
from tests.small_world import ATTENTION, BERT, CHAIN, IMAGENET, PSYQA, UNKNOWN, small_world

SERVICES = ("acl", "arxiv", "openalex")
KINDS = (
    "500", "502", "503", "504", "403", "404", "406", "429", "429:0.05", "429:3600", "reset", "hang:30", "slow:0.5",
    "stall:1", "cut", "partial", "html", "empty", "garbage", "emptypage", "timedout", "big",
)  # fmt: skip
"""Ways of failing for good (tests/services/faults.py)."""

EMPTY_FEED = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:o="http://a9.com/-/spec/opensearch/1.1/">'
    "<id>x</id><o:totalResults>0</o:totalResults><o:startIndex>0</o:startIndex></feed>"
)
EMPTY_LIST = '{"meta": {"count": 0, "page": 1, "per_page": 100}, "results": []}'
TOO_FAST = json.dumps(
    {"error": "Rate limit exceeded", "message": "10 requests per second", "retryAfter": 1, "creditsRemaining": 0}
)
RULES: Mapping[str, tuple[str, Rule]] = {
    "a refused title": ("openalex", Rule("display_name.*Chain-of-Thought", 400)),
    "a refused title at arXiv": ("arxiv", Rule('ti:"Chain', 400)),
    "a refused DOI": ("openalex", Rule("filter=doi:", 400)),
    "a search that breaks": ("openalex", Rule("title.search", 500)),
    "POST refused": ("arxiv", Rule(" POST$", 405)),
    "nothing found at arXiv": ("arxiv", Rule("/arxiv", 200, EMPTY_FEED, "application/atom+xml")),
    "nothing found at OpenAlex": ("openalex", Rule("/openalex/works\\?", 200, EMPTY_LIST)),
    "too fast for a while": ("openalex", Rule("filter=", 429, TOO_FAST, headers={"Retry-After": "1"}, times=2)),
    "a slow 429": ("arxiv", Rule("/arxiv", 429, "Rate exceeded.", "text/plain", times=1, seconds=4)),
    "prices that can be none": (
        "openalex",
        Rule("/openalex/works\\?", 200, EMPTY_LIST, headers={"X-RateLimit-Cost-USD": "nan"}),
    ),
}
"""Answers to some requests only, as services have given them."""

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "run": ("run", "list.csv", "-o", "out"),
    "plan": ("plan", "list.csv"),
    "fill": ("fill", "list.csv", "--in-place", "--report", "fill.json"),
    "render": ("render", "list.csv", "--to", "markdown", "-o", "list.md"),
    "refresh": ("refresh", "list.csv", "--json", "changes.json"),
    "cite": ("cite", CHAIN, ATTENTION, "--to", "text"),
    "explain": ("explain", CHAIN, "--authors", "Jason Wei"),
}
STATUSES = {
    "run": {0, 4}, "plan": {0}, "fill": {0, 4}, "render": {0, 4}, "refresh": {0, 4, 10, 11}, "cite": {0, 4, 6},
    "explain": {0, 4},
}  # fmt: skip

TABLE = (
    ("title", "authors", "note"),
    (PSYQA, "Hao Sun et al.", "äöü, “quoted”"),
    (ATTENTION, "Ashish Vaswani et al.", ""),
    (IMAGENET, "Alex Krizhevsky", "only OpenAlex"),
    (CHAIN, "Jason Wei et al.", "only arXiv"),
    ("Many Languages, One Parser", "Ammar and Mulcaire", "only the Anthology"),
    (BERT, "Jacob Devlin et al.", ""),
    (UNKNOWN, "", "nobody"),
)
FOUND = {PSYQA, ATTENTION, IMAGENET, CHAIN, "Many Languages, One Parser", BERT}
ONLY = {"acl": "Many Languages, One Parser", "arxiv": CHAIN, "openalex": IMAGENET}

KEY, MAIL, LOGIN = "k3y-Zq81-secret", "zelda.q81@example.org", "loginQ81:passQ81"
SECRETS = (KEY, MAIL, "passQ81", "loginQ81")

BAR = 75.0
"""Seconds that a command may take with a service that fails for good, on a machine that does other things as well: 20
for the service, its patience of a minute where it says when to come back."""


@dataclass
class Cell:
    """What one command did with one fault."""

    fault: str
    service: str
    command: str
    status: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Carry out, check, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--every", type=int, default=1, help="take every Nth cell only")
    parser.add_argument("--smoke", action="store_true", help="a cell in nine, with bars")
    parser.add_argument("--jobs", type=int, default=2, help="cells at once")
    parser.add_argument("--only", default="", help="cells whose fault or command has this in it")
    options = parser.parse_args()
    every = 9 if options.smoke else options.every
    cells = [cell for n, cell in enumerate(all_cells()) if n % every == 0]
    cells = [cell for cell in cells if options.only in f"{cell.fault} {cell.service} {cell.command}"]
    with ThreadPoolExecutor(max_workers=options.jobs) as pool:
        for cell in pool.map(carry_out_alone, cells):
            if cell.wrong:
                print(f"WRONG {cell.fault} at {cell.service}, {cell.command}: {'; '.join(cell.wrong)}", flush=True)
    print(table(cells))
    wrong = sum(bool(cell.wrong) for cell in cells)
    slowest = max(cells, key=lambda cell: cell.seconds)
    print(
        f"\n{len(cells)} cells, {wrong} wrong; the slowest took {slowest.seconds:.1f} s "
        f"({slowest.fault} at {slowest.service}, {slowest.command})"
    )
    if wrong or (options.smoke and slowest.seconds > BAR):
        sys.exit(1)


def all_cells() -> Iterator[Cell]:
    """Faults by services by commands, and rules by commands."""
    for kind in KINDS:
        for service in SERVICES:
            for command in COMMANDS:
                yield Cell(kind, service, command)
    for name, (service, _) in RULES.items():
        for command in COMMANDS:
            yield Cell(name, service, command)


def carry_out_alone(cell: Cell) -> Cell:
    """A cell with services of its own."""
    with small_world(key=KEY) as services:
        carry_out(cell, services)
    return cell


def carry_out(cell: Cell, services: Services) -> None:
    """One command in a folder of its own, and what is wrong with what it left."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(TABLE)
        before = (folder / "list.csv").read_bytes()
        if cell.fault in RULES:
            services.faults()
            services.rules(RULES[cell.fault][1])
        else:
            services.faults(**{cell.service: [f"{cell.fault}*9999"]})
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "resolver", *COMMANDS[cell.command]],
            cwd=folder,
            env=environment(services.url, folder),
            capture_output=True,
            timeout=300,
            check=False,
        )
        cell.seconds, cell.status = time.monotonic() - began, done.returncode
        said = done.stdout + done.stderr
        cell.wrong = [*judge(cell, said), *judge_files(cell, folder, before), *find_secrets(said, folder)]


def environment(url: str, folder: Path) -> dict[str, str]:
    """That of a command: nothing of this machine's own, a key, a mail address and a login."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith("RESOLVER_") and not n.lower().endswith("_proxy")}
    host = url.removeprefix("http://")
    return {
        **kept,
        "HOME": str(folder),
        "PYTHONPATH": str(Path(__file__).resolve().parents[1]),
        "COLUMNS": "100",
        "RESOLVER_ACL_URL": f"http://{LOGIN}@{host}/acl/anthology.bib.gz",
        "RESOLVER_ARXIV_URL": f"http://{LOGIN}@{host}/arxiv/api/query",
        "RESOLVER_ARXIV_DELAY": "0",
        "RESOLVER_OPENALEX_URL": f"{url}/openalex",
        "RESOLVER_MAILTO": MAIL,
        "RESOLVER_CACHE_DIR": str(folder / "kept"),
        "RESOLVER_SNAPSHOT": "none",
        "OPENALEX_API_KEY": KEY,
    }


def judge(cell: Cell, said: bytes) -> Iterator[str]:
    """What is wrong with the exit status and with what was shown."""
    if cell.status not in STATUSES[cell.command]:
        yield f"status {cell.status}: {said[-300:].decode('utf-8', 'replace')}"
    if b"Traceback" in said:
        yield "a traceback"


def judge_files(cell: Cell, folder: Path, before: bytes) -> Iterator[str]:
    """What is wrong with the files: statuses of rows, and bytes of the list."""
    after = (folder / "list.csv").read_bytes()
    if cell.command == "fill" and cell.status in (0, 4):
        rows = list(csv.reader(after.decode("utf-8").splitlines()))
        kept = [tuple(row[: len(TABLE[0])]) for row in rows]
        if kept != [tuple(row) for row in TABLE]:
            yield "what was written in the list is no longer there"
    elif cell.command not in ("fill", "refresh") and after != before:
        yield "the list was changed"
    statuses = read_statuses(cell, folder)
    if false := sorted(title for title, status in statuses.items() if status == "not_found" and title in FOUND):
        yield f"false not_found: {false[0][:40]}"
    others = [title for service, title in ONLY.items() if service != cell.service]
    if lost := [title for title in others if statuses.get(title, "matched") not in ("matched", "")]:
        yield f"what another service knows is {statuses[lost[0]]}: {lost[0][:40]}"


def read_statuses(cell: Cell, folder: Path) -> dict[str, str]:
    """The status of each row by its title, where the command tells it."""
    if cell.command == "run" and (folder / "out" / "enriched.csv").exists():
        with (folder / "out" / "enriched.csv").open(encoding="utf-8-sig", newline="") as file:
            return {row["title"]: row["match_status"] for row in csv.DictReader(file)}
    if cell.command == "refresh" and (folder / "resolver.lock").exists():
        import tomllib

        text = (folder / "resolver.lock").read_text(encoding="utf-8")
        try:
            entries = tomllib.loads(text).get("entry", [])
        except tomllib.TOMLDecodeError:
            return {}
        return {e["title"]: e.get("status", "") for e in entries if isinstance(e, dict) and "title" in e}
    return {}


def find_secrets(said: bytes, folder: Path) -> Iterator[str]:
    """The secrets that stand in what was shown or written."""
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for secret in SECRETS:
        if secret.encode() in said:
            yield f"{secret} was shown"
        for path, content in files.items():
            if secret.encode() in content:
                yield f"{secret} stands in {path.name}"


def table(cells: list[Cell]) -> str:
    """A row for each fault: exit statuses and the longest time of each service."""
    lines = ["| fault | service | statuses | wrong | longest |", "|---|---|---|---:|---:|"]
    groups: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.fault, cell.service), []).append(cell)
    for (fault, service), some in groups.items():
        statuses = ", ".join(f"{cell.command} {cell.status}" for cell in some)
        wrong = sum(bool(cell.wrong) for cell in some)
        lines.append(f"| {fault} | {service} | {statuses} | {wrong} | {max(c.seconds for c in some):.1f} s |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
