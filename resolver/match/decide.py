"""From the records found for an entry to a decision: accept one work, name several, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from resolver.match import probability
from resolver.match.author_readings import choose_reading
from resolver.match.bars import BARS
from resolver.match.evidence import (
    DECIDED_BEFORE,
    MEANINGS,
    PEOPLE_VOUCH,
    match_title,
    measure_features,
    measure_people_in_order,
    measure_words_elsewhere,
)
from resolver.match.misleading import mark_misled
from resolver.match.reasons import say_doubts, say_grounds, say_what_decides
from resolver.match.shortlist import choose_promising
from resolver.match.unsure import calibrate_unsure
from resolver.match.whole_reference import find_title_in_whole
from resolver.match.works import INFORMATIVE_TITLE, group_prepared, is_republication, venue_rank
from resolver.model import (
    NO_PRECEDENT,
    Candidate,
    Claim,
    Decision,
    Evidence,
    Identifier,
    Precedent,
    Record,
    TitleMatch,
)
from resolver.text.prepared import PreparedRecord, PreparedWork, prepare_records

SURE = 0.98
"""Probability from which on a work with a telling title is no longer searched for elsewhere."""

ABOUT_AS_GOOD = 0.25
"""Share of the best one's probability from which on another work is about as good."""

SAME_ODDS = 6
"""Decimals of log-odds beyond which two works fit alike, and the order in which one would cite them decides."""

MOST_ALTERNATIVES = 5
"""Alternatives that a report names, at most."""


def judge(claim: Claim, records: Sequence[Record], precedent: Precedent = NO_PRECEDENT) -> Decision:
    """Decide which work an entry means, on all records that any source gave for it.

    The odds of the works compete: at most one of them is meant, so that two works that fit about as
    well share the probability and neither is accepted.

    Args:
        claim: what the list says.
        records: answers of all sources, in any order.
        precedent: what a person or an earlier run decided about the entry.
    """
    return judge_prepared(claim, prepare_records(records), precedent)


def judge_prepared(claim: Claim, records: Sequence[PreparedRecord], precedent: Precedent = NO_PRECEDENT) -> Decision:
    """As `judge`, of records that are prepared already, each of them once: as a look-up has them."""
    if precedent.rejected:
        records = _leave_out(records, frozenset(precedent.rejected))
    found = _judge_title(claim, records)
    if found.status != "matched" and claim.undecorated is not None:
        found = _judge_title(claim.undecorated, records)
    if found.status != "matched" and (whole := find_title_in_whole(claim, records)) is not None:
        again = _judge_title(whole, records)
        found = again if again.status == "matched" else found
    if precedent.accepted:
        return _decide_as_before(claim, frozenset(precedent.accepted), found, records)
    return _keep_found_before(claim, frozenset(precedent.found), found, records) if precedent.found else found


def _leave_out(records: Sequence[PreparedRecord], rejected: frozenset[Identifier]) -> list[PreparedRecord]:
    """The records but for those of works that carry a rejected identifier."""
    gone = {r for work in group_prepared(records) if not rejected.isdisjoint(_ids(work)) for r in work}
    return [r for r in records if r not in gone]


def _ids(work: Sequence[PreparedRecord]) -> Iterator[Identifier]:
    """All identifiers of a work's records."""
    return (i for r in work for i in r.record.ids)


def _decide_as_before(
    claim: Claim, held: frozenset[Identifier], found: Decision, records: Sequence[PreparedRecord]
) -> Decision:
    """The work that carries a held identifier is meant, whatever else is near; without one, what was found."""
    works = [w for w in group_prepared(records) if not held.isdisjoint(_ids(w))]
    if not works:
        return found
    works.sort(key=venue_rank)
    # Records that one look has put together are not parted by the next one, which may lack what had joined them.
    same = {r.title.key for r in works[0]}
    meant = tuple(r for w in works if w is works[0] or any(r.title.key in same for r in w) for r in w)
    own = set(_ids(meant))
    others = [c for c in found.candidates if own.isdisjoint(i for r in c.records for i in r.ids)]
    named = next(str(i) for i in _ids(meant) if i in held)
    best = Candidate(
        records=_records(meant),
        probability=1.0,
        evidence=(Evidence(DECIDED_BEFORE, 1.0, 0.0, MEANINGS[DECIDED_BEFORE]),),
        title=match_title(claim.title, meant) if claim.title.key else None,
    )
    return Decision(
        status="matched",
        confidence=1.0,
        reason=f"{MEANINGS[DECIDED_BEFORE]}: {named}",
        candidates=(best, *others[: MOST_ALTERNATIVES - 1]),
    )


def _keep_found_before(
    claim: Claim, ids: frozenset[Identifier], found: Decision, records: Sequence[PreparedRecord]
) -> Decision:
    """The work that was found before stays, unless its identifier names a work now that nobody would take for the
    listed one, and another one is accepted."""
    best = found.accepted
    named = any(not ids.isdisjoint(i for r in c.records for i in r.ids) for c in found.candidates)
    return found if best is not None and not named else _decide_as_before(claim, ids, found, records)


def compare_works(claim: Claim, records: Sequence[Record]) -> tuple[tuple[PreparedWork, ...], list[dict[str, float]]]:
    """The works that an entry might mean, and the features of each; what a fit of the weights needs."""
    bare = claim.undecorated or claim
    prepared = prepare_records(records)
    works = group_prepared(choose_promising(bare, prepared))
    return works, _measure_features(bare, works, _match_titles(bare, works), prepared)


def _records(work: Sequence[PreparedRecord]) -> tuple[Record, ...]:
    """The records of a work as the sources gave them."""
    return tuple(r.record for r in work)


def find_republications(works: Sequence[PreparedWork], right: Sequence[bool]) -> set[int]:
    """The publications that don't compete, since another one of the same paper does; for a fit of the weights."""
    out: set[int] = set()
    for paper in _group_papers(works):
        first = next((n for n in paper if right[n]), paper[0])
        out |= {n for n in paper if n != first}
    return out


def _judge_title(claim: Claim, records: Sequence[PreparedRecord]) -> Decision:
    if not claim.title.key:
        return _decide_by_identifier(claim, records)
    works = group_prepared(choose_promising(claim, records))
    if not works:
        return Decision(status="not_found", confidence=0.0, reason="no source has a work with a similar title")
    return _decide(claim, _weigh(claim, works, records))


def is_settled(claim: Claim, decision: Decision) -> bool:
    """Whether further answers could hardly change the decision: the telling title itself, and almost no doubt.

    Where only a similar title was found, the very title may be in another source.
    """
    best = decision.accepted
    if best is not None and (not claim.entry.title or any(e.feature == DECIDED_BEFORE for e in best.evidence)):
        return any(r.published for r in best.records)  # a preprint may have been published since
    if best is None or best.probability < SURE or claim.title.distinctiveness < INFORMATIVE_TITLE:
        return False
    return any(e.feature in ("exact", "same_words") for e in best.evidence)


def is_worth_searching(claim: Claim, decision: Decision) -> bool:
    """Whether a search by words could change the outcome, once every source was asked for the very title.

    It could bring another work where none was accepted, or one whose title differs and that is not almost
    surely meant; and the publication of a preprint, whose title may be spelled otherwise there.
    """
    best = decision.accepted
    if best is None:
        return True
    if any(e.feature in ("exact", "same_words") for e in best.evidence):
        return not any(r.published for r in best.records)
    return best.probability < SURE


def _group_papers(works: Sequence[PreparedWork]) -> list[list[int]]:
    """The works by their numbers, with those together that are one paper published more than once."""
    papers: list[list[int]] = []
    for n, work in enumerate(works):
        home = next((p for p in papers if any(is_republication(works[m], work) for m in p)), None)
        if home is None:
            papers.append([n])
        else:
            home.append(n)
    return papers


def _match_titles(claim: Claim, works: Sequence[PreparedWork]) -> list[TitleMatch]:
    return [match_title(claim.title, work) for work in works]


def _measure_features(
    claim: Claim, works: Sequence[PreparedWork], matches: Sequence[TitleMatch], records: Sequence[PreparedRecord]
) -> list[dict[str, float]]:
    papers = _group_papers(works)
    paper_of = {n: k for k, paper in enumerate(papers) for n in paper}
    exact = {paper_of[n] for n, m in enumerate(matches) if m.alignment.exact}
    leading = [w[0].title for w in works]
    heads = _count_heads(records) if claim.title.head else Counter()
    same_people = {paper_of[n] for n, w in enumerate(works) if measure_people_in_order(choose_reading(claim, w), w)}
    found = []
    for n, (work, match) in enumerate(zip(works, matches, strict=True)):
        others = [t for m, t in enumerate(leading) if paper_of[m] != paper_of[n]]
        elsewhere = measure_words_elsewhere(claim.title, match.alignment, others, heads)
        own = {paper_of[n]}
        rest, named = len(exact - own), len(same_people - own)
        found.append(
            measure_features(
                claim, work, match, homonyms=rest, elsewhere=elsewhere, same_people=named, others=others, found=records
            )
        )
    _mark_twins(found)
    _mark_contested(found)
    mark_misled(claim, found, records)
    return found


def _mark_twins(found: Sequence[dict[str, float]]) -> None:
    """Where one work bears the listed title and another of nearly that title has exactly the listed people, neither
    is accepted: the list has the wrong title or the wrong people (`X` by the authors of `Towards X`)."""
    theirs = [f for f in found if f.get("people_agree", 0.0) >= 1.0 and BARS.isdisjoint(f) and not f.get("exact")]
    others = [f for f in found if f.get("people_refuted") and f.get("exact")]
    if theirs and others:
        for f in (*theirs, *others):
            if not f.get("id_agrees"):
                f["twin"] = 1.0


_AGREEING = ("people_agree", "id_agrees", "year_same", "venue_agrees")
"""Features that say that something which the list claims beside the title is the record's."""


def _mark_contested(found: Sequence[dict[str, float]]) -> None:
    """Where no claim agrees with a work that bears the listed title, and another bears it after a name, the list may
    have dropped the name (`Team at Shared Task 3: X`): neither is accepted."""
    behind_a_name = [f for f in found if f.get("head_extra") and not f.get("missing")]
    if not behind_a_name:
        return
    for f in found:
        if f.get("exact") and not any(f.get(name, 0.0) >= PEOPLE_VOUCH for name in _AGREEING):
            f["contested"] = 1.0


def _count_heads(records: Sequence[PreparedRecord]) -> Counter[tuple[str, ...]]:
    """What stands before the colon in the titles of all records that were found."""
    return Counter(r.title.words[: r.title.head] for r in records if r.title.head)


def _weigh(claim: Claim, works: Sequence[PreparedWork], records: Sequence[PreparedRecord]) -> list[Candidate]:
    """The candidates, the most probable first. Papers compete, not the publications of one paper: of
    those the best fitting one is meant, and where they fit alike, the one that one would cite."""
    matches = _match_titles(claim, works)
    found = _measure_features(claim, works, matches, records)
    odds = [min(probability.MOST_LOG_ODDS, probability.log_odds(f)) for f in found]
    odds = [o if BARS.isdisjoint(f) else min(o, probability.BARRED) for o, f in zip(odds, found, strict=True)]
    papers = [
        sorted(p, key=lambda n: (-round(odds[n], SAME_ODDS), venue_rank(works[n]), n)) for p in _group_papers(works)
    ]
    papers.sort(key=lambda p: -odds[p[0]])
    chances = probability.share_probability([odds[p[0]] for p in papers])
    candidates, again = [], []
    for place, (chance, (chosen, *rest)) in enumerate(zip(chances, papers, strict=True)):
        if place >= MOST_ALTERNATIVES and "exact" not in found[chosen]:
            continue  # nobody will read of it
        preprints = tuple(r for n in rest for r in works[n] if not r.record.published)
        all_of_it = (*works[chosen], *preprints)
        candidates.append(
            Candidate(
                records=_records(all_of_it),
                probability=round(chance, probability.DECIMALS),
                evidence=probability.explain_features(found[chosen]),
                title=match_title(claim.title, all_of_it) if preprints else matches[chosen],
            )
        )
        note = (Evidence("republication", 1.0, 0.0, MEANINGS["republication"]),)
        again += [Candidate(records=_records(works[n]), probability=0.0, evidence=note, title=matches[n]) for n in rest]
    return [*candidates, *again]


def _decide(claim: Claim, candidates: list[Candidate]) -> Decision:
    best = candidates[0]
    limits = probability.load_weights()
    if best.probability >= limits.accept and not _is_barred(best):
        return Decision(
            status="matched",
            confidence=best.probability,
            reason=say_grounds(best),
            candidates=tuple(candidates[:MOST_ALTERNATIVES]),
        )
    near = [c for c in candidates if c.probability >= limits.list_above or _has_same_title(c)]
    if best.probability < limits.doubt and not any(map(_has_same_title, near)):
        return Decision(
            status="not_found",
            confidence=best.probability,
            reason="no work is near enough: " + say_doubts(best),
            candidates=tuple(near[:MOST_ALTERNATIVES]),
        )
    equals = [c for c in near if c.probability >= ABOUT_AS_GOOD * near[0].probability]
    if len(equals) > 1:
        reason = f"{len(equals)} works are about as good; {say_what_decides(equals)} would decide"
    else:
        reason = "one work is near, but not surely meant: " + say_doubts(best)
    told = calibrate_unsure(near)[:MOST_ALTERNATIVES]
    return Decision(status="ambiguous", confidence=told[0].probability, reason=reason, candidates=tuple(told))


def _is_barred(candidate: Candidate) -> bool:
    """Whether something keeps the work from being accepted, whatever else agrees."""
    return any(e.feature in BARS for e in candidate.evidence)


def _has_same_title(candidate: Candidate) -> bool:
    """Whether the title is the very one: such a work is always named, however improbable; many share a title."""
    return any(e.feature == "exact" for e in candidate.evidence)


def _decide_by_identifier(claim: Claim, records: Sequence[PreparedRecord]) -> Decision:
    """An entry without a title is the work that its identifiers name, when they name just one."""
    works = [w for w in group_prepared(records) if not set(claim.ids).isdisjoint(_ids(w))]
    if not works:
        nothing = "no source knows the identifier" if claim.ids else "the row gives neither a title nor an identifier"
        return Decision(status="not_found", confidence=0.0, reason=nothing)
    candidates = tuple(
        Candidate(records=_records(w), probability=round(1 / len(works), probability.DECIMALS)) for w in works
    )
    if len(works) > 1:
        return Decision(
            status="ambiguous",
            confidence=candidates[0].probability,
            candidates=candidates[:MOST_ALTERNATIVES],
            reason="the identifiers name different works; a title would decide",
        )
    return Decision(
        status="matched", confidence=1.0, reason="the entry gives an identifier and no title", candidates=candidates
    )
