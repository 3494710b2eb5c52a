"""Which small changes of the program no test notices.

    python benchmarks/mutants.py --sample 120

Draws changes (`mutations.py`: a comparison turned round or moved by one, a number beside, a condition negated, `and`
for `or`, a value emptied, another default) by a fixed seed, equally many in each area, makes each of them alone in a
copy of the tree, and runs the tests of its neighbourhood there until the first fails. A change that no test noticed is
printed with its place; `mutants.csv` has those that change nothing that anyone can see, each with the reason.
The copy stands alone: what needs reference material beside the checkout is skipped in it, as in a fresh clone.
"""

from __future__ import annotations

import argparse
import compileall
import csv
import os
import py_compile
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from mutations import Mutation, is_python, mutations

ROOT = Path(__file__).resolve().parents[1]
ACCEPTED = Path(__file__).parent / "mutants.csv"
SEED = 20261130


@dataclass(frozen=True)
class Area:
    """A part of the program and what tests it.

    Attributes:
        modules: patterns of its files.
        tests: patterns of the files and folders that test it, nearest first; patterns without a match are left out.
        first: patterns of the modules that half of its share is drawn from, where one decides more than the others.
    """

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    first: tuple[str, ...] = ()


AREAS: dict[str, Area] = {
    "match": Area(("resolver/match/**/*.py",),
                  ("tests/promises/test_decisions.py", "tests/match*", "tests/test_pipeline*", "tests/test_api*")),
    "merge": Area(("resolver/merge/**/*.py",),
                  ("tests/merge*", "tests/test_merge*", "tests/match/test_works.py", "tests/test_pipeline*",
                   "tests/fill*/test_fill_bibtex.py")),
    "checking": Area(("resolver/checking/**/*.py",), ("tests/check*", "tests/test_problem*", "tests/test_pipeline*")),
    "net": Area(("resolver/net/**/*.py",),
                ("tests/promises/test_network.py", "tests/net*", "tests/promises/test_services.py",
                 "tests/test_faults*", "tests/sources*")),
    "sources": Area(("resolver/sources/**/*.py",),
                    ("tests/sources*", "tests/promises/test_services.py", "tests/test_lookup*", "tests/lookup*",
                     "tests/test_library*", "tests/test_plan*")),
    "fill": Area(("resolver/fill*/**/*.py",), ("tests/fill*", "tests/cli/test_fill*"),
                 first=("resolver/fill*/check*",)),
    "refresh": Area(("resolver/refresh*/**/*.py", "resolver/decisions/**/*.py"),
                    ("tests/promises/test_refresh.py", "tests/refresh*", "tests/decisions*", "tests/cli/test_review*",
                     "tests/cli/test_refresh*"),
                    first=("resolver/refresh*/outcome*",)),
    "config": Area(("resolver/config*", "resolver/config/**/*.py"),
                   ("tests/promises/test_settings.py", "tests/test_config*", "tests/config*", "tests/cli/test_cli*")),
    "identifiers": Area(("resolver/identifiers/**/*.py",),
                        ("tests/test_identifiers*", "tests/identifiers*", "tests/readers*", "tests/test_problem*",
                         "tests/fill*")),
    "readers": Area(("resolver/readers/**/*.py",), ("tests/readers*", "tests/fill*")),
}  # fmt: skip
EVERYWHERE = ("tests/promises/test_*.py",)
"""Tests that belong to every neighbourhood; they come last, since the nearest ones are the likeliest to notice.
Each by its name: a folder that holds a file which was named before would take it along to the end."""

TRUSTED = 600.0
"""Seconds that the tests of an area may take where they were not run without a change."""

SLACK = 60.0
"""Seconds that the tests may take longer with a change than without, besides twice as long; then they count as hung."""


@dataclass(frozen=True)
class Neighbourhood:
    """An area, the seconds that its tests may take, and those of its tests that can tell nothing."""

    area: Area
    limit: float = 3600.0
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What became of a change: `killed` by the test named in `by`, or by `time`; or it survived."""

    area: str
    mutation: Mutation
    killed: bool
    by: str
    seconds: float


def main() -> None:
    """Draw, run, report. Exit status 1 when fewer were noticed than `--floor` asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sample", type=int, default=120, help="changes in all, divided equally among the areas")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--area", action="append", choices=sorted(AREAS), help="this area only; may be repeated")
    parser.add_argument("--skip", type=int, default=0, help="leave out the first ones of each area")
    parser.add_argument("--jobs", type=int, default=1, help="changes tried at a time")
    parser.add_argument("--trusted", action="store_true", help="don't run the tests without a change first")
    parser.add_argument("--list", action="store_true", help="print what would be tried")
    parser.add_argument("--floor", type=float, default=0.0, help="share that must be noticed")
    parser.add_argument("--csv", type=Path, help="append every verdict to this table as it comes")
    options = parser.parse_args()
    per_area = max(options.sample // len(AREAS), 1)
    chosen = {name: draw(AREAS[name], per_area, options.seed, options.skip) for name in options.area or AREAS}
    if options.list:
        for name, drawn in chosen.items():
            for m in drawn:
                print(f"{name:12} {m.path}:{m.line}: {m.change}")
        return
    verdicts = try_all(chosen, options.jobs, options.csv, trusted=options.trusted)
    report(verdicts, accepted())
    counted = [v for v in verdicts if v.killed or v.mutation.name not in accepted()]
    if counted and sum(v.killed for v in counted) / len(counted) < options.floor:
        sys.exit(1)


def draw(area: Area, count: int, seed: int, skip: int = 0) -> list[Mutation]:
    """The first of an area's changes in the order of the draw; half of them from its `first` modules, if any."""
    first = {path for pattern in area.first for path in ROOT.glob(pattern)}
    found: dict[bool, list[Mutation]] = {True: [], False: []}
    for path in sorted({p for pattern in area.modules for p in ROOT.glob(pattern) if p.suffix == ".py"}):
        source = path.read_text(encoding="utf-8")
        found[path in first] += mutations(path.relative_to(ROOT), source)
    for those in found.values():
        those.sort(key=lambda m: m.rank(seed))
    share = (count + 1) // 2 if first else 0
    begin = (skip + 1) // 2 if first else 0
    return [*found[True][begin : begin + share], *found[False][skip - begin : skip - begin + count - share]]


def try_all(
    chosen: dict[str, list[Mutation]], jobs: int, table: Path | None, *, trusted: bool = False
) -> list[Verdict]:
    """Try every change in a copy of the tree; as many copies as are tried at a time."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        trees: queue.Queue[Path] = queue.Queue()
        for n in range(jobs):
            trees.put(copy_tree(Path(folder) / str(n) / "tree"))
        lock = threading.Lock()

        def attempt(area: Neighbourhood, name: str, m: Mutation) -> Verdict:
            tree = trees.get()
            try:
                verdict = try_one(tree, area, name, m)
            finally:
                trees.put(tree)
            with lock:
                say(verdict)
                if table is not None:
                    with table.open("a", encoding="utf-8", newline="") as file:
                        row = (name, f"{m.path}:{m.line}", m.code, m.change, "killed" if verdict.killed else "survived")
                        csv.writer(file).writerow((*row, verdict.by, f"{verdict.seconds:.1f}"))
            return verdict

        verdicts: list[Verdict] = []
        with ThreadPoolExecutor(jobs) as pool:
            for name, drawn in chosen.items():
                area = Neighbourhood(AREAS[name], TRUSTED) if trusted else undisturbed(AREAS[name], trees)
                verdicts += pool.map(attempt, [area] * len(drawn), [name] * len(drawn), drawn)
        return verdicts


def copy_tree(target: Path) -> Path:
    """A copy of the files that the project has. Compiled modules are believed by content, not by date, and are made
    anew likewise: a change of the same length within a second is one too."""
    listed = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    compileall.compile_dir(target / "resolver", quiet=1, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
    return target


def undisturbed(area: Area, trees: queue.Queue[Path]) -> Neighbourhood:
    """An area's tests as they run without a change. Those that fail here (for want of the reference material, of time)
    can tell nothing and are left out; they are named."""
    tree = trees.get()
    began = time.monotonic()
    status, failed = run_tests(tree, Neighbourhood(area), "--maxfail=50")
    failed = failed if status else []
    trees.put(tree)
    for name in failed:
        print(f"left out, since it fails without any change: {name}", flush=True)
    return Neighbourhood(area, 2 * (time.monotonic() - began) + SLACK, tuple(failed))


def try_one(tree: Path, area: Neighbourhood, name: str, m: Mutation) -> Verdict:
    """Make one change, run the tests, take it back."""
    path = tree / m.path
    source = path.read_text(encoding="utf-8")
    changed = m.apply(source)
    assert is_python(changed), f"{m.path}:{m.line}: {m.change} makes no program"
    began = time.monotonic()
    try:
        path.write_text(changed, encoding="utf-8")
        status, failed = run_tests(tree, area, "-x", str(m.path))  # with the examples of its docstrings
    finally:
        path.write_text(source, encoding="utf-8")
    return Verdict(name, m, status != 0, (*failed, "?")[0] if status else "", time.monotonic() - began)


def run_tests(tree: Path, area: Neighbourhood, *options: str) -> tuple[int, list[str]]:
    """The exit status of an area's tests, and which of them failed."""
    tests = [p for pattern in (*area.area.tests, *EVERYWHERE) for p in sorted(tree.glob(pattern))]
    tests = [p for p in dict.fromkeys(tests) if p.is_dir() or p.name.startswith("test_")]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "--no-header", "--tb=no",
               "-rfE", *options, *(f"--deselect={name}" for name in area.left_out),
               *(str(p.relative_to(tree)) for p in tests)]  # fmt: skip
    own = {"PYTHONPATH": str(tree), "TMPDIR": str(tree.parent), "RESOLVER_CACHE_DIR": str(tree.parent / "cache")}
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("RESOLVER_", "OPENALEX_"))}
    process = subprocess.Popen(command, cwd=tree, env=kept | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, start_new_session=True, preexec_fn=_heed_interrupts)  # fmt: skip
    try:
        output, _ = process.communicate(timeout=area.limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.communicate()
        return 1, ["time"]
    lines = output.splitlines()
    failed = [line.split(" ", 1)[1].split(" - ")[0] for line in lines if line.startswith(("FAILED ", "ERROR "))]
    return process.returncode, failed or lines[-1:]


def _heed_interrupts() -> None:
    """What a shell starts in the background ignores Ctrl-C, and hands that on; some tests interrupt a program."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def accepted() -> dict[tuple[str, str], str]:
    """The changes that nobody can see, with the reason."""
    with ACCEPTED.open(encoding="utf-8", newline="") as file:
        return {(row["code"], row["change"]): row["reason"] for row in csv.DictReader(file)}


def say(v: Verdict) -> None:
    """One line for a change."""
    word = "killed  " if v.killed else "SURVIVED"
    print(f"{word} {v.seconds:5.0f} s  {v.mutation.path}:{v.mutation.line}: {v.mutation.change}  {v.by}", flush=True)


def report(verdicts: Sequence[Verdict], reasons: dict[tuple[str, str], str]) -> None:
    """The shares, and every survivor with its statement."""
    print("\n| area | tried | killed | survived | accepted | share killed |\n|---|---:|---:|---:|---:|---:|")
    areas = list(dict.fromkeys(v.area for v in verdicts))
    for name in [*areas, "all"]:
        those = [v for v in verdicts if name in (v.area, "all")]
        killed = sum(v.killed for v in those)
        known = sum(not v.killed and v.mutation.name in reasons for v in those)
        share = f"{killed / len(those):.1%}" if those else "-"
        print(f"| {name} | {len(those)} | {killed} | {len(those) - killed} | {known} | {share} |")
    print("\nhow they were noticed:", dict(Counter("time" if v.by == "time" else "test" for v in verdicts if v.killed)))
    print("\nsurvivors:")
    for v in verdicts:
        if not v.killed:
            m = v.mutation
            print(f"* {m.path}:{m.line}: `{m.code}`: {m.change}: {reasons.get(m.name, 'NO TEST NOTICES IT')}")


if __name__ == "__main__":
    main()
