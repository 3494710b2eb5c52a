"""Fit the weights of the evidence (`resolver/match/weights.json`) on the development gold.

    python benchmarks/fit_matcher.py --data ../shared/data --write

Needs the services (or a server that plays them) in the settings, and `scipy`. Every source is asked
about every row. What is fitted is the probability that the decision uses: of all candidate works of an
entry at most one is meant, `P(i) = exp(o_i) / (1 + Σ exp(o_j))` (a conditional logit with the outcome
"none"). Cross-validated by list; titles never enter the model, only the named features.

Rows for fitting: the checked gold; the same rows with their right work taken away (then no candidate
may win); rows spoiled by rule (`cases.noisy`, `cases.invented`); traps; negatives.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from cases import SEED, Case, gold, invented, negatives, noisy, traps
from msgspec import structs
from numpy.typing import NDArray
from scipy.optimize import minimize

from resolver.config import load
from resolver.match import decide
from resolver.match.evidence import SAYS, claim_of
from resolver.match.model import weights
from resolver.model import Identifier, Record
from resolver.pipeline import open_library
from resolver.sources.acl import bibtex

FOR = {
    "exact",
    "same_words",
    "name_agrees",
    "people_agree",
    "people_agree_part",
    "people_agree_thin",
    "first_agrees",
    "year_same",
    "year_near",
    "venue_agrees",
    "id_agrees",
}
FREE = {"head_missing", "head_extra", "tail_missing", "tail_extra", "year_unknown", "people_unknown"}
"""The sign of a weight is fixed where the meaning of the feature fixes it: agreement never counts against."""

RIDGE = 0.15
FOLDS = 5
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """The candidates of one entry: their features, and which of them is right."""

    case: Case
    features: tuple[dict[str, float], ...]
    right: tuple[bool, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--every", type=int, default=1, help="take each n-th gold row only")
    parser.add_argument("--accept", type=float, default=0.8, help="probability above which a link is accepted")
    parser.add_argument("--write", action="store_true", help="write resolver/match/weights.json")
    arguments = parser.parse_args()
    examples = collect(arguments.data, arguments.every)
    names = sorted({name for e in examples for f in e.features for name in f} | set(SAYS))
    print(f"{len(examples)} entries, {sum(len(e.features) for e in examples)} candidates, {len(names)} features")
    cross_validate(examples, names)
    fitted = fit(examples, names)
    table = {name: round(float(w), 3) for name, w in zip(names, fitted[1:], strict=True) if abs(w) >= 0.0005}
    out = {
        "made_by": "python benchmarks/fit_matcher.py --data ../shared/data --write",
        "made_from": f"{len(examples)} entries: checked rows of the development gold, negatives, traps; seed {SEED}",
        "intercept": round(float(fitted[0]), 3),
        "accept": arguments.accept,
        "list_above": weights().list_above,
        "weights": table,
    }
    print(json.dumps(out, indent=2))
    if arguments.write:
        Path("resolver/match/weights.json").write_text(json.dumps(out, indent=2) + "\n", encoding="utf-8")


def collect(data: Path, every: int) -> list[Example]:
    """Look all cases up, everywhere, and compare each with the works found."""
    rng = random.Random(SEED)
    known = [c for c in gold(data, every=every) if c.checked and c.present]
    clean = [c for c in known if c.kind in ("exact", "noisy")]
    people = [c.entry.authors for c in known if c.entry.authors]
    heads = [c.true_title.split(":")[0] for c in known if ": " in c.true_title]
    single = [h for h in heads if " " not in h and len(h) > 3]
    names = [rng.choice(single)[:4] + rng.choice(single)[-4:] for _ in range(500)]  # names that nothing bears
    records = list(bibtex.read(data / "acl" / "anthology.bib.gz"))
    spoiled = [*noisy(rng.sample(clean, min(2000, len(clean))), people, names)]
    spoiled += invented(rng.sample(clean, min(600, len(clean))), people)
    cases = [*known, *spoiled, *negatives(data), *traps(records, 400)]
    cases = [replace(c, entry=_with_ids(c, rng, n)) for n, c in enumerate(cases, 1)]
    with open_library(load({"snapshot": "none"}), progress=lambda s, d, t: print(s, d, t, flush=True)) as session:
        findings = session.find([c.entry for c in cases], exhaustive=True)
    examples = []
    for case, finding in zip(cases, findings, strict=True):
        found = list(finding.records)
        examples.append(example(case, found))
        if case.right and case.kind != "homonym with evidence" and rng.random() < 0.5:
            examples.append(without(case, found))
    return [e for e in examples if e.features]


def _with_ids(case: Case, rng: random.Random, row: int) -> object:
    """Now and then an identifier in the list, as often wrong as right: it is weighed, not believed."""
    own = sorted(case.right)
    ids: tuple[Identifier, ...] = (rng.choice(own),) if own and rng.random() < 0.1 else ()
    return structs.replace(case.entry, row=row, ids=ids)


def example(case: Case, records: Sequence[Record]) -> Example:
    """Features and labels of all works that were found for a case."""
    _, works, found = decide.compared(case.entry, records)
    right = tuple(bool({i for r in w for i in r.ids} & case.right) for w in works)
    # A work that bears the very title, and that nothing contradicts, but lacks the identifier which the
    # list linked, is a copy of the right work in some source (an OpenAlex record without a DOI).
    copy = tuple(
        not ok and bool(case.right) and f.get("exact", 0) == 1 and not f.get("thin") and not f.get("people_refuted")
        for ok, f in zip(right, found, strict=True)
    )
    again = decide.repeated(works, right)
    keep = [n for n in range(len(works)) if not copy[n] and n not in again]
    return Example(case, tuple(found[n] for n in keep), tuple(right[n] for n in keep))


def without(case: Case, records: Sequence[Record]) -> Example:
    """The same case when its work is in no source: the nearest other work is wrong."""
    claim = claim_of(case.entry)
    _, works, _ = decide.compared(case.entry, records)
    own = {i for w in works for r in w for i in r.ids if {j for q in w for j in q.ids} & case.right} | case.right
    rest = [r for r in records if not set(r.ids) & own and decide.prepare(r.title).key != claim.title.key]
    made = example(case, rest)
    return Example(replace(case, right=frozenset(), kind="work taken away"), made.features, (False,) * len(made.right))


def fit(examples: Sequence[Example], names: Sequence[str]) -> Matrix:
    """Intercept and weights that maximise the likelihood of the right outcome, with a small ridge."""
    place = {name: n for n, name in enumerate(names)}
    rows = [(n, f, ok) for n, e in enumerate(examples) for f, ok in zip(e.features, e.right, strict=True)]
    x = np.zeros((len(rows), len(names)))
    for k, (_, features, _) in enumerate(rows):
        for name, value in features.items():
            x[k, place[name]] = value
    y = np.array([float(ok) for *_, ok in rows])
    owner = np.array([n for n, *_ in rows])
    count = len(examples)
    answered = np.zeros(count)
    np.maximum.at(answered, owner, y)

    def loss(p: Matrix) -> tuple[float, Matrix]:
        e = np.exp(np.clip(x @ p[1:] + p[0], -50, 50))
        total = 1 + np.bincount(owner, e, minlength=count)
        hit = np.maximum(np.bincount(owner, e * y, minlength=count), 1e-300)
        value = np.sum(np.log(total)) - np.sum(np.log(hit[answered > 0]))
        slope = e / total[owner] - np.where(answered[owner] > 0, e * y / hit[owner], 0)
        return (
            float(value + RIDGE * (p[1:] @ p[1:]) / 2),
            np.concatenate([[slope.sum()], x.T @ slope + RIDGE * p[1:]]),
        )

    signs = [(0, None) if n in FOR else (None, None) if n in FREE else (None, 0) for n in names]
    start = np.zeros(len(names) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(None, None), *signs], options={"maxiter": 3000})
    return np.asarray(found.x)


def chances(example: Example, p: Matrix, names: Sequence[str]) -> list[float]:
    """The probability of each candidate, as `resolver.match.decide` computes it."""
    place = {name: n + 1 for n, name in enumerate(names)}
    odds = [p[0] + sum(p[place[name]] * value for name, value in f.items()) for f in example.features]
    e = np.exp(np.clip(odds, -60, 60))
    return [float(v) for v in e / (1 + e.sum())]


def cross_validate(examples: Sequence[Example], names: Sequence[str]) -> None:
    """Print precision, recall and calibration on lists that the fit has not seen."""
    groups = sorted({e.case.group for e in examples} - {"traps", "negatives"})
    random.Random(SEED).shuffle(groups)
    fold = {g: n % FOLDS for n, g in enumerate(groups)}
    rows: list[tuple[float, bool, str]] = []
    for k in range(FOLDS):
        inside = [fold.get(e.case.group, n % FOLDS) == k for n, e in enumerate(examples)]
        p = fit([e for e, held in zip(examples, inside, strict=True) if not held], names)
        for e, held in zip(examples, inside, strict=True):
            if held:
                q = chances(e, p, names)
                best = int(np.argmax(q))
                rows.append((q[best], e.right[best], e.case.kind))
    report(rows)


def report(rows: Sequence[tuple[float, bool, str]]) -> None:
    """Print accepted and wrong per kind for several thresholds, and the calibration."""
    kinds = sorted({kind for *_, kind in rows})
    for limit in (0.5, 0.7, 0.8, 0.9, 0.95):
        print(f"\naccepted at {limit}: right / wrong / of")
        for kind in kinds:
            own = [r for r in rows if r[2] == kind]
            right = sum(p >= limit and ok for p, ok, _ in own)
            wrong = sum(p >= limit and not ok for p, ok, _ in own)
            print(f"  {kind:28} {right:6} {wrong:5} {len(own):6}")
    error = 0.0
    print("\ncalibration: claimed, true, entries")
    edges = (0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995, 1.01)
    for low, high in pairwise(edges):
        bin_ = [r for r in rows if low <= r[0] < high and r[2] not in ("negative", "homonym")]
        if bin_:
            claimed, true = sum(r[0] for r in bin_) / len(bin_), sum(r[1] for r in bin_) / len(bin_)
            error += abs(claimed - true) * len(bin_) / len(rows)
            print(f"  {claimed:.3f} {true:.3f} {len(bin_)}")
    print(f"expected calibration error {error:.4f}")


if __name__ == "__main__":
    main()
