"""From the records found for an entry to a decision: accept one work, name several, or none."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import msgspec
from rapidfuzz import fuzz

from resolver.match import model
from resolver.match.alignment import prepare
from resolver.match.evidence import TELLING, Claim, best_side, claim_of, covered_elsewhere, features
from resolver.match.rarity import information
from resolver.match.works import group
from resolver.model import Candidate, Decision, Entry, Record
from resolver.text import decorations, titles, venues

SURE = 0.98
"""Probability from which on a work with a telling title is no longer searched for elsewhere."""

LISTED = 5
"""Alternatives that a report names, at most."""


def judge(entry: Entry, records: Sequence[Record]) -> Decision:
    """Decide which work an entry means, on all records that any source gave for it.

    The odds of the works compete: at most one of them is meant, so that two works that fit about as
    well share the probability and neither is accepted.

    Args:
        entry: what the list says.
        records: answers of all sources, in any order.
    """
    if len(entry.title) > titles.LONGEST:
        entry = msgspec.structs.replace(entry, title=entry.title[: titles.LONGEST])
    whole = _judge(entry, records)
    if whole.status == "matched" or (bare := undecorated(entry)) is entry:
        return whole
    return _judge(bare, records)


def undecorated(entry: Entry) -> Entry:
    """The entry without what its list put around the title; the year and name found there fill blanks."""
    bare = decorations.strip(entry.title)
    if bare.title == titles.plain(entry.title):
        return entry
    venue = bare.name if _names_venue(bare.name) else ""
    return msgspec.structs.replace(
        entry,
        title=bare.title,
        year=entry.year or bare.year,
        authors=entry.authors or ("" if venue else bare.name),
        venue=entry.venue or venue,
    )


def _names_venue(name: str) -> bool:
    """Whether what stands behind a title is a venue (`- arXiv 2019)`, `- NeurIPS 2020`) and no author (`Ed Chi`)."""
    written_as_one = name.islower() or any(ch.isupper() for word in name.split() for ch in word[1:])
    return written_as_one and bool(venues.labels(name.lower()))


def compared(
    entry: Entry, records: Sequence[Record]
) -> tuple[Claim, tuple[tuple[Record, ...], ...], list[dict[str, float]]]:
    """The works that an entry might mean, and the features of each; what a fit of the weights needs."""
    claim = claim_of(undecorated(entry))
    works = group(_promising(claim, records))
    return claim, works, _features(claim, works, records)


def _judge(entry: Entry, records: Sequence[Record]) -> Decision:
    claim = claim_of(entry)
    if not claim.title.key:
        return _by_identifier_alone(claim, records)
    works = group(_promising(claim, records))
    if not works:
        return Decision(status="not_found", confidence=0.0, reason="no source has a work with a similar title")
    return _decide(claim, _weigh(claim, works, records))


def settled(entry: Entry, decision: Decision) -> bool:
    """Whether further answers could hardly change the decision: a telling title, and almost no doubt."""
    best = decision.accepted
    return best is not None and best.probability >= SURE and prepare(entry.title).total >= TELLING


def _promising(claim: Claim, records: Sequence[Record], most: int = 24) -> list[Record]:
    """The records whose titles have anything to do with the listed one, best first.

    A cheap look at the words in common spares the careful comparison of all that a search brought.
    """
    own = frozenset(claim.title.words)
    scored = []
    for n, record in enumerate(dict.fromkeys(records)):
        title = prepare(record.title)
        if title.key == claim.title.key:
            scored.append((1e9, -n, record))
            continue
        shared = sum(information(w) for w in own.intersection(title.words))
        fit = shared / max(claim.title.total, 1.0) + shared / max(title.total, 1.0)
        alike = fuzz.ratio(claim.title.key, title.key, score_cutoff=70.0)
        if fit >= 0.8 or alike:
            scored.append((fit + alike / 50, -n, record))
    scored.sort(reverse=True, key=lambda s: s[:2])
    return [record for _, _, record in scored[:most]]


def _features(claim: Claim, works: Sequence[tuple[Record, ...]], records: Sequence[Record]) -> list[dict[str, float]]:
    sides = [best_side(claim.title, w)[0] for w in works]
    exact = sum(s.exact for s in sides)
    prepared = [prepare(w[0].title) for w in works]
    heads = (
        Counter(t.words[: t.head] for r in records if (t := prepare(r.title)).head) if claim.title.head else Counter()
    )
    found = []
    for n, (work, side) in enumerate(zip(works, sides, strict=True)):
        rivals = exact - 1 if side.exact else exact
        others = [t for m, t in enumerate(prepared) if m != n]
        elsewhere = covered_elsewhere(claim.title, side, others, heads)
        found.append(features(claim, work, rivals=rivals, elsewhere=elsewhere))
    return found


def _weigh(claim: Claim, works: Sequence[tuple[Record, ...]], records: Sequence[Record]) -> list[Candidate]:
    found = _features(claim, works, records)
    odds = [min(60.0, model.log_odds(f)) for f in found]
    total = 1.0 + sum(map(math.exp, odds))
    shares = [math.exp(o) / total for o in odds]
    # Homonyms tie: then the order must not depend on who answered first.
    ranked = sorted(range(len(works)), key=lambda n: (-shares[n], works[n][0].ids, works[n][0].year or 0, n))
    return [
        Candidate(records=tuple(works[n]), probability=round(shares[n], 4), evidence=model.explain(found[n]))
        for n in ranked
    ]


def _decide(claim: Claim, candidates: list[Candidate]) -> Decision:
    best = candidates[0]
    limits = model.weights()
    if best.probability >= limits.accept:
        return Decision(
            status="matched", confidence=best.probability, reason=_why(best), candidates=tuple(candidates[:LISTED])
        )
    near = [c for c in candidates if c.probability >= limits.list_above or _same_title(c)]
    if not near:
        return Decision(
            status="not_found",
            confidence=best.probability,
            reason="no work is near enough: " + _against(best),
            candidates=tuple(candidates[:LISTED]),
        )
    if len(near) > 1 and near[1].probability >= 0.25 * near[0].probability:
        reason = f"{len(near)} works are about as good; {_what_decides(claim, near)} would decide"
    else:
        reason = "one work is near, but not surely meant: " + _against(best)
    return Decision(status="ambiguous", confidence=best.probability, reason=reason, candidates=tuple(near[:LISTED]))


def _same_title(candidate: Candidate) -> bool:
    """Whether the title is the very one: such a work is always named, however many share it."""
    return any(e.feature == "exact" for e in candidate.evidence)


_GROUNDS = (
    "exact", "same_words", "reordered", "slips", "head_missing", "head_extra", "tail_missing", "tail_extra",
    "scattered", "id_agrees", "first_agrees", "people_agree", "people_refuted", "year_same", "venue_agrees", "year_far",
    "venue_differs",
)  # fmt: skip
"""The features that a person would name first, in the order in which one would say them."""


def _why(best: Candidate) -> str:
    """The grounds for an accepted link: how the titles compare, then who, when and where."""
    told = {e.feature: e.says for e in best.evidence if abs(e.value) >= 0.5}
    return "; ".join([told[name] for name in _GROUNDS if name in told][:4])


def _against(best: Candidate) -> str:
    """The two weightiest doubts."""
    return "; ".join([e.says for e in best.evidence if e.weight < -0.3][:2]) or "too little speaks for it"


def _what_decides(claim: Claim, near: Sequence[Candidate]) -> str:
    """Which missing piece of evidence tells the best two apart."""
    one, two = near[0].records[0], near[1].records[0]
    telling = []
    if {p.family for p in one.authors} != {p.family for p in two.authors}:
        telling.append("the authors")
    if one.year != two.year:
        telling.append("the year")
    if venues.labels(one.venue) != venues.labels(two.venue):
        telling.append("the venue")
    return " or ".join(telling) or "an identifier"


def _by_identifier_alone(claim: Claim, records: Sequence[Record]) -> Decision:
    """An entry without a title is the work that its identifiers name, when they name just one."""
    works = [w for w in group(records) if {i for r in w for i in r.ids} & set(claim.ids)]
    if not works:
        return Decision(status="not_found", confidence=0.0, reason="no source knows the identifier")
    candidates = tuple(Candidate(records=w, probability=round(1 / len(works), 4)) for w in works)
    if len(works) > 1:
        return Decision(
            status="ambiguous",
            confidence=candidates[0].probability,
            candidates=candidates[:LISTED],
            reason="the identifiers name different works; a title would decide",
        )
    return Decision(
        status="matched", confidence=1.0, reason="the entry gives an identifier and no title", candidates=candidates
    )
