"""From entries, and what was found about them so far, to the questions of a step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resolver.identifiers import derive_related, names_publication, question_rank
from resolver.lookup.beginnings import list_beginnings
from resolver.lookup.finding import Finding, Wanted
from resolver.lookup.plan import MOST_FIRST_VERSIONS, PREPRINT_TITLES
from resolver.model import (
    ByFirstVersion,
    ById,
    ByPeople,
    ByTitle,
    Candidate,
    Identifier,
    Precedent,
    Question,
    Unavailable,
)
from resolver.sources import wording
from resolver.sources.base import PEOPLE, TITLE, Route, Source
from resolver.text import decorations, names, titles
from resolver.text.prepared import share_information


def known_before(precedent: Precedent) -> tuple[Identifier, ...]:
    """Identifiers of the work that a person or an earlier run has found: whatever a source has is known by them."""
    return (*precedent.accepted, *precedent.found)


def asks_for_title(finding: Finding, source: Source) -> bool:
    """Whether to ask a source for the title: of what is not settled, of works that it may complete, and of preprints
    whose publication it may have. Of a preprint that was found before only the publication is sought."""
    if not known_before(finding.precedent):
        seeks = source.publishes and is_unpublished(finding)
        return not finding.closed or seeks or lacks_source(finding, source)
    return not finding.closed and (source.publishes or not is_found_again(finding))


def is_found_again(finding: Finding) -> bool:
    """Whether the work that was found before is accepted now."""
    best, known = finding.decision.accepted if finding.decision else None, known_before(finding.precedent)
    return best is not None and any(i in known for r in best.records for i in r.ids)


def is_unpublished(finding: Finding) -> bool:
    """Whether nothing but a preprint is known of the accepted work."""
    best = finding.decision.accepted if finding.decision else None
    return best is not None and not any(r.published for r in best.records)


def lacks_source(finding: Finding, source: Source) -> bool:
    """Whether the accepted work has no identifier of the source, though it is not too old for it."""
    best = finding.decision.accepted if finding.decision else None
    if best is None:
        return True
    years = [r.year for r in best.records if r.year]
    known = any(r.id(source.own) for r in best.records)
    return not known and (not years or max(years) >= source.begins)


def was_refused(finding: Finding, question: Question, source: Source) -> bool:
    """Whether the source has left this title unanswered along another route (its budget may be spent)."""
    return any(
        r.source == source.name and r.question == question and isinstance(r.answer, Unavailable)
        for r in finding.replies
    )


def title_questions(findings: Iterable[Finding], route: Route) -> Wanted:
    """The titles of entries as questions along a route; none where the route takes no titles."""
    if TITLE not in route.takes:
        return []
    asked = list(findings)
    wanted: Wanted = [(f, ByTitle(title)) for f in asked if (title := _title(f))]
    return wanted + _beginnings(asked, route)


def _beginnings(findings: Iterable[Finding], route: Route) -> Wanted:
    """Of whole references that are not matched yet the beginnings of their titles, a hundred to a request."""
    if not (route.exact and route.batch_size > 1):
        return []
    open_ones = (f for f in findings if f.entry.reference and (f.decision is None or f.decision.accepted is None))
    return [(f, ByTitle(part)) for f in open_ones for part in list_beginnings(f.claim.search_title)]


def _title(finding: Finding) -> str:
    """The listed title; where only an identifier is listed, that of its work, which may have been published since."""
    if finding.entry.title:
        return finding.claim.search_title
    best = finding.decision.accepted if finding.decision else None
    title = decorations.strip_decorations(best.records[0].title[: titles.LONGEST]).title if best is not None else ""
    return title if titles.key(title) else ""


def publication_questions(findings: Iterable[Finding], source: Source, route: Route) -> Wanted:
    """The titles by which the publications of preprints may be known, as far as the source was not asked for them: the
    listed one, and the preprint's own, which its publication may have kept where the list has it otherwise.

    Common titles are not asked for once more: few of them fit a request.
    """
    wanted: Wanted = []
    for finding in findings:
        best = finding.decision.accepted if finding.decision and is_unpublished(finding) else None
        if best is None:
            continue
        # A list of exact titles takes them letter by letter, so that a lost question mark is another question.
        asked = {q.title.casefold() for q in _asked(finding, source, route) if isinstance(q, ByTitle)}
        own = (decorations.strip_decorations(r.title[: titles.LONGEST]).title for r in reversed(best.records))
        new = {t.casefold(): t for t in (_title(finding), *own) if titles.key(t) and t.casefold() not in asked}
        telling = [ByTitle(title) for title in new.values() if not wording.is_vague(title)]
        wanted += [(finding, question) for question in telling[:PREPRINT_TITLES]]
    return wanted


def any_words_questions(findings: Iterable[Finding]) -> Wanted:
    """The titles for which no work came into question, of which any word may be all that is left."""
    open_ones = (f for f in findings if f.pending or (f.decision is not None and f.decision.status == "not_found"))
    return [(f, ByTitle(title)) for f in open_ones if (title := _title(f))]


WORDS_IN_COMMON = 0.25
"""Share of what two titles tell that both have, from which on the one may have been the other's first title. Those of
19 papers whose first titles two lists attest share 0.25 and more with their later ones where a search finds them."""

NEAREST = 4
"""Preprints that nobody would name, but that are nearest to the listed title, of which the first title is asked."""


def first_version_questions(findings: Iterable[Finding]) -> Wanted:
    """Of what no title has found the preprints that come into question, for what they were first called."""
    wanted: Wanted = []
    for finding in findings:
        decision, title = finding.decision, _title(finding)
        if decision is None or decision.accepted is not None or finding.pending or not title:
            continue
        families = {names.family_key(p) for p in finding.claim.authors.people}
        people = [r.record for r in finding.records.values() if len(families) > 1 and families <= r.families]
        named = [*(r for c in decision.candidates for r in c.records), *people]
        shared = {r: share_information(finding.claim.title, r.title) for r in finding.records.values()}
        near = sorted((r for r in shared if r.record.id("arxiv")), key=lambda r: (-shared[r], r.record.ids))
        nearest = [r.record for r in near[:NEAREST] if shared[r] >= WORDS_IN_COMMON]
        ids = dict.fromkeys(r.id("arxiv") for r in (*named, *nearest) if r.id("arxiv"))
        questions = [ByFirstVersion(Identifier("arxiv", value)) for value in ids]
        wanted += [(finding, question) for question in questions[:MOST_FIRST_VERSIONS]]
    return wanted


def _asked(finding: Finding, source: Source, route: Route) -> Iterator[Question]:
    """What a source was asked about an entry along a route."""
    return (r.question for r in finding.replies if (r.source, r.route) == (source.name, route.name))


def people_questions(findings: Iterable[Finding], route: Route) -> Wanted:
    """The listed people of what was not matched by its title, where two at least are named."""
    if PEOPLE not in route.takes:
        return []
    wanted: Wanted = []
    for finding in findings:
        if finding.decision is None or finding.decision.accepted is None:
            families = dict.fromkeys(p.family for p in finding.claim.authors.people)
            if len(families) > 1:
                wanted.append((finding, ByPeople(tuple(families))))
    return wanted


def claim_questions(findings: Iterable[Finding], route: Route) -> Wanted:
    """The identifiers that the list claims or a person named, and one of the work that was found before."""
    wanted: Wanted = []
    for finding in findings:
        before = _askable(sorted(finding.precedent.found, key=question_rank), route)[:1]
        claimed = _askable((*finding.claim.ids, *finding.precedent.accepted), route)
        wanted += [(finding, ById(i)) for i in dict.fromkeys((*claimed, *before))]
    return wanted


def _askable(ids: Iterable[Identifier], route: Route) -> list[Identifier]:
    """Those identifiers, or what follows from them by rule, that a route takes; one question each."""
    chosen: dict[Identifier, None] = {}
    for identifier in ids:
        forms = [i for i in (identifier, *derive_related(identifier)) if i.kind in route.takes]
        if forms:
            chosen[forms[0]] = None
    return list(chosen)


def completion_questions(findings: Iterable[Finding], source: Source, route: Route) -> Wanted:
    """For works that a source has not told of, one identifier through which it can be asked: the accepted work, or
    all that may be meant, whose other versions may agree better with what is listed."""
    wanted: Wanted = []
    for finding in findings:
        decision = finding.decision
        if decision is None or decision.status not in ("matched", "ambiguous"):
            continue
        asked = {r.question for r in finding.replies if r.source == source.name}
        for candidate in decision.candidates[: 1 if decision.accepted else None]:
            known = _unasked(finding, candidate, source)
            open_ones = [ById(i) for i in _askable(known, route) if ById(i) not in asked]
            wanted += [(finding, question) for question in open_ones[:1]]
    return wanted


def _unasked(finding: Finding, work: Candidate, source: Source) -> list[Identifier]:
    """Identifiers through which a source that has not told of a work may know it, the most telling first; of a preprint
    that it has told of those of its publication; of a work that was found before also the source's own one, where it
    tells of it under another now."""
    before = known_before(finding.precedent) if is_found_again(finding) else ()
    named = dict.fromkeys(i for r in work.records for i in r.ids)
    if any(r.source == source.name for r in work.records):
        own = [i for i in before if i.kind == source.own and i not in named]
        if not source.publishes or any(r.published for r in work.records):
            return own
        theirs = {i for r in work.records if r.source == source.name for i in r.ids}
        return [*own, *sorted((i for i in named if names_publication(i) and i not in theirs), key=question_rank)]
    return sorted({**named, **dict.fromkeys(before)}, key=question_rank)
