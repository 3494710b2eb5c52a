"""Fit the weights of the evidence (`resolver/match/weights.json`) on the development gold.

    python benchmarks/fit_matcher.py --data ../shared/data --write

Needs the services (or a server that plays them) in the settings, and `scipy`. Every source is asked
about every row. Cross-validated by list; titles never enter the model (`logit.py`), only the named
features. `SHARES` says what is fitted on; then the probability that anything is meant at all is
calibrated on real rows alone, since the made ones are not there in the proportion in which they
occur in lists.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import logit
import numpy as np
from cases import SEED, Case, gold, invented, negatives, noisy, traps
from logit import Matrix, Table
from msgspec import structs
from trap_kinds import Trap
from traps import collect as collect_traps

from resolver.claims import parse_claim
from resolver.config import load
from resolver.identifiers import parse
from resolver.match import decide
from resolver.match.evidence import MEANINGS
from resolver.model import Entry, Identifier, Record
from resolver.pipeline import open_library
from resolver.sources.acl import bibtex
from resolver.text.prepared import prepare

HERE = Path(__file__).parent
FOLDS = 5
ACCEPT, DOUBT, LIST_ABOVE = 0.94, 0.3, 0.02

SHARES = {
    "real": 1.0,
    "elsewhere": 1.0,
    "negative": 1.0,
    "trap": 0.3,
    "spoiled": 0.15,
    "taken away": 0.1,
    "look-alike": 0.08,
    "doubtful": 0.0,
}
"""What an entry of each kind counts for. `real` rows have a checked label and their record is in the data;
`elsewhere` are those whose record is not (what is found for them is wrong, but for what `copies.csv` says); `taken
away` are real or spoiled ones without their right work; `look-alike` those of `trap_kinds.py`, and their right
rows; `doubtful` those whose label the records contradict."""

REAL = ("real", "elsewhere", "negative", "doubtful")


@dataclass(frozen=True)
class Example:
    """The candidates of one entry: their features, and which of them is right."""

    case: Case
    kind: str
    features: tuple[dict[str, float], ...]
    right: tuple[bool, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--every", type=int, default=1, help="take each n-th gold row only")
    parser.add_argument("--write", action="store_true", help="write resolver/match/weights.json")
    arguments = parser.parse_args()
    examples = [e for e in collect(arguments.data, arguments.every) if e.features]
    names = sorted({name for e in examples for f in e.features for name in f} | set(MEANINGS))
    table = Table.of([(e.features, e.right) for e in examples], names)
    print(f"{len(examples)} entries, {len(table.owner)} candidates, {len(names)} features")
    cross_validate(examples, table)
    weights, calibration = fitted(examples, table, np.ones(len(examples), dtype=bool))
    counts = Counter(e.kind for e in examples)
    out = {
        "made_by": "python benchmarks/fit_matcher.py --data ../shared/data --write",
        "made_from": ", ".join(f"{counts[kind]} {kind}" for kind in SHARES if counts[kind]) + f"; seed {SEED}",
        "intercept": round(float(weights[0]), 3),
        "calibration": [[knot, round(float(to), 3)] for knot, to in zip(logit.KNOTS, calibration, strict=True)],
        "accept": ACCEPT,
        "doubt": DOUBT,
        "list_above": LIST_ABOVE,
        "weights": {n: round(float(w), 3) for n, w in zip(names, weights[1:], strict=True) if abs(w) >= 0.0005},
    }
    print(json.dumps(out, indent=2))
    if arguments.write:
        Path("resolver/match/weights.json").write_text(json.dumps(out, indent=2) + "\n", encoding="utf-8")


# ------------------------------------------------------------------ entries


def collect(data: Path, every: int) -> list[Example]:
    """Look the real cases and traps up, everywhere, and compare each with the works found.

    What was found for a real row is compared with its spoiled forms as well: a source that is asked for a slip of a
    title gives the same works, or none.
    """
    rng = random.Random(SEED)
    cases = entries(data, every)
    found = look_up(cases)
    doubtful, copies = reviewed("set_aside.csv"), reviewed("copies.csv")
    by_note = {c.note: records for c, records in zip(cases, found, strict=True) if c.right}
    made = [(c, by_note[c.note]) for c in spoiled(cases, rng)]
    examples = []
    for case, records in (*zip(cases, found, strict=True), *made):
        case = replace(case, entry=_with_ids(case, rng))
        kind = kind_of(case, doubtful)
        if kind == "elsewhere" and (same := parse(copies.get(case.note, ""))):
            case = replace(case, right=case.right | {same})
        examples.append(example(case, kind, records))
        if case.right and kind in ("real", "spoiled") and rng.random() < 0.5:
            examples.append(without(case, records))
    for trap in trap_kinds_of(data):
        case = Case(trap.entry, trap.right, trap.kind, "traps")
        examples.append(example(case, "look-alike", trap.records))
    return examples


def look_up(cases: Sequence[Case]) -> list[list[Record]]:
    """What all sources give for the cases."""
    numbered = [structs.replace(c.entry, row=n) for n, c in enumerate(cases, 1)]
    with open_library(load({"snapshot": "none"}), progress=lambda s, d, t: print(s, d, t, flush=True)) as session:
        return [list(f.records) for f in session.find(numbered, exhaustive=True)]


def entries(data: Path, every: int) -> list[Case]:
    """The cases to look up."""
    checked = [c for c in gold(data, every=every) if c.checked]
    records = list(bibtex.read_export(data / "acl" / "anthology.bib.gz"))
    return [*checked, *negatives(data), *traps(records, 500)]


def spoiled(cases: Sequence[Case], rng: random.Random) -> list[Case]:
    """Right rows, spoiled by rule."""
    known = [c for c in cases if c.present and c.group not in ("traps", "negatives")]
    clean = [c for c in known if c.kind in ("exact", "noisy")]
    people = [c.entry.authors for c in known if c.entry.authors]
    heads = [c.true_title.split(":")[0] for c in known if ": " in c.true_title]
    single = [h for h in heads if " " not in h and len(h) > 3]
    names = [rng.choice(single)[:4] + rng.choice(single)[-4:] for _ in range(500)]  # names that nothing bears
    made = noisy(rng.sample(clean, min(2000, len(clean))), people, names)
    return [*made, *invented(rng.sample(clean, min(600, len(clean))), people)]


def trap_kinds_of(data: Path) -> list[Trap]:
    """Look-alikes of every kind and right rows beside them, of other papers than those that are measured with.

    Under a name that nobody else's paper bears a record of another title may well be meant: no claim either way.
    """
    return [t for t in collect_traps(data, 80, SEED + 1) if not t.coined or t.writers == "right"]


def kind_of(case: Case, doubtful: dict[str, str]) -> str:
    """Which of the kinds in `SHARES` a case is."""
    if case.group in ("traps", "negatives"):
        return case.group.removesuffix("s")
    if case.kind.startswith("made:"):
        return "spoiled"
    return "elsewhere" if not case.present else "doubtful" if case.note in doubtful else "real"


def reviewed(name: str) -> dict[str, str]:
    """A file of reviewed rows: row id and the second column."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return {row[0]: row[1] for row in list(csv.reader(file))[1:]}


def _with_ids(case: Case, rng: random.Random) -> Entry:
    """Now and then an identifier in the list."""
    own = sorted(case.right)
    ids: tuple[Identifier, ...] = (rng.choice(own),) if own and rng.random() < 0.1 else ()
    return structs.replace(case.entry, ids=ids)


def example(case: Case, kind: str, records: Sequence[Record]) -> Example:
    """Features and labels of all works that were found for a case."""
    works, found = decide.compare_works(parse_claim(case.entry), records)
    right = [bool({i for r in w for i in r.record.ids} & case.right) for w in works]
    # A work that bears the very title, and that nothing contradicts, but lacks the identifier which the
    # list linked, is a copy of the right work in some source (an OpenAlex record without a DOI).
    copy = [
        not ok
        and bool(case.right)
        and f.get("exact", 0) == 1
        and not f.get("uninformative")
        and not f.get("people_refuted")
        for ok, f in zip(right, found, strict=True)
    ]
    if kind == "elsewhere" and not any(right):
        right, copy = [r or c for r, c in zip(right, copy, strict=True)], [False] * len(copy)
    again = decide.find_republications(works, right)
    keep = [n for n in range(len(works)) if not copy[n] and n not in again]
    return Example(case, kind, tuple(found[n] for n in keep), tuple(right[n] for n in keep))


def without(case: Case, records: Sequence[Record]) -> Example:
    """The same case when its work is in no source: the nearest other work is wrong."""
    claim = parse_claim(case.entry)
    works, _ = decide.compare_works(claim, records)
    own = {
        i for w in works for r in w for i in r.record.ids if {j for q in w for j in q.record.ids} & case.right
    } | case.right
    rest = [r for r in records if not set(r.ids) & own and prepare(r.title).key != claim.title.key]
    return example(replace(case, right=frozenset()), "taken away", rest)


# ------------------------------------------------------------------ fit and cross-validation


# Numpy's element type is of no account here.
def fitted(examples: Sequence[Example], table: Table, used: np.ndarray) -> tuple[Matrix, Matrix]:  # type: ignore[type-arg]
    """Weights, and calibration on the real rows; `used` says which entries may be looked at."""
    weights = logit.fit(table, np.array([SHARES[e.kind] for e in examples]) * used)
    real = np.array([e.kind in REAL for e in examples]) & used
    any_of_them, _ = logit.odds(table, weights)
    return weights, logit.calibrate(any_of_them[real], table.answered()[real])


def cross_validate(examples: Sequence[Example], table: Table) -> None:
    """Print precision, recall and calibration on lists that the fit has not seen."""
    groups = sorted({e.case.group for e in examples} - {"traps", "negatives"})
    random.Random(SEED).shuffle(groups)
    fold = {g: n % FOLDS for n, g in enumerate(groups)}
    place = np.array([fold.get(e.case.group, n % FOLDS) for n, e in enumerate(examples)])
    chance = np.zeros(len(table.owner))
    for k in range(FOLDS):
        weights, calibration = fitted(examples, table, place != k)
        held = (place == k)[table.owner]
        chance[held] = logit.chances(table, weights, calibration)[held]
    best = np.full(table.entries, -1)
    order = np.argsort(chance)
    best[table.owner[order]] = order
    report([(e, float(chance[b]), bool(table.right[b])) for e, b in zip(examples, best, strict=True)])


def report(rows: Sequence[tuple[Example, float, bool]]) -> None:
    """Print accepted and wrong per kind for several thresholds, and the calibration over the real rows."""
    named = [(e.kind if e.kind != "trap" else e.case.kind, p, ok) for e, p, ok in rows]
    kinds = sorted({kind for kind, *_ in named})
    for limit in (0.8, 0.85, 0.9, 0.95, 0.98):
        print(f"\naccepted at {limit}: right / wrong / of")
        for kind in kinds:
            own = [r for r in named if r[0] == kind]
            right = sum(p >= limit and ok for _, p, ok in own)
            wrong = sum(p >= limit and not ok for _, p, ok in own)
            print(f"  {kind:28} {right:6} {wrong:5} {len(own):6}")
    for what, kept in (
        ("real rows", ("real",)),
        ("with doubtful labels", ("real", "doubtful")),
        ("with absent works", REAL),
    ):
        pairs = [(p, ok) for e, p, ok in rows if e.kind in kept]
        print(f"\ncalibration, {what}: claimed, true, entries")
        error = 0.0
        for low, high in pairwise((0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995, 1.01)):
            if bin_ := [r for r in pairs if low <= r[0] < high]:
                claimed, true = sum(p for p, _ in bin_) / len(bin_), sum(ok for _, ok in bin_) / len(bin_)
                error += abs(claimed - true) * len(bin_) / len(pairs)
                print(f"  {claimed:.3f} {true:.3f} {len(bin_)}")
        print(f"expected calibration error {error:.4f}")


if __name__ == "__main__":
    main()
