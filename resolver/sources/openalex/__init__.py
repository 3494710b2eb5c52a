"""OpenAlex: identifiers a hundred at a time, exact titles, completion, and keyword search.

`pyalex` builds the queries and gives the entity type; the requests go out through `resolver.net.http`
(pyalex has one host, no time limit, and turns free look-ups into billed ones). Prices and rules of the
service: https://help.openalex.org/access/pricing and .../api.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from resolver import identifiers
from resolver.model import Answer, ById, ByTitle, Found, Identifier, IdKind, NotFound, Question, Record, Unavailable
from resolver.net.http import Http
from resolver.net.service import Failed
from resolver.sources import attribution, wording
from resolver.sources.base import TITLE, Pack, Route
from resolver.sources.openalex import queries
from resolver.sources.openalex.client import CREDIT, NAME, PACE, SEARCH_CREDITS, Client, Page, explained
from resolver.text.likeness import likeness

IDS = Route(name="ids", takes=frozenset({"doi", "arxiv", "openalex", "acl"}), batch=100, usd=CREDIT, pace=PACE)
EXACT = Route(name="exact", takes=frozenset({TITLE}), batch=100, usd=CREDIT, pace=PACE, exact=True)
AUTOCOMPLETE = Route(name="autocomplete", takes=frozenset({TITLE}), batch=1, pace=PACE, exact=True)
SEARCH = Route(name="search", takes=frozenset({TITLE}), batch=100, usd=SEARCH_CREDITS * CREDIT, pace=PACE)

MOST = {"ids": 2, "exact": 2, "search": 3}
"""Requests for one pack, at most: what one of them left open is asked once more."""

COMPLETED = 3
"""Works that are fetched of those that complete a title, at most."""

TOGETHER = 5
"""Titles that are completed for one pack: little to repeat for a run that was killed, and one list of works."""


class OpenAlex:
    """The source `openalex`.

    Args:
        http: the way out.
        base_url: `https://api.openalex.org` or another that speaks it.
        api_key: sent in a header only, and not at all when empty: a wrong key is refused even where
            none is needed.
    """

    name = NAME
    own: IdKind = "openalex"
    begins = 1800
    title = "OpenAlex"
    about = "Metadata from OpenAlex, CC0 1.0 (https://openalex.org)."
    routes: tuple[Route, ...] = (IDS, EXACT, AUTOCOMPLETE, SEARCH)

    def __init__(self, http: Http, base_url: str, api_key: str = "") -> None:
        self._client = Client(http, base_url, api_key)

    def upkeep(self) -> int:
        """Nothing is kept here."""
        return 0

    def packs(self, route: Route, questions: Sequence[Question]) -> Iterator[Pack]:
        """Questions of one filter together; what no list can hold comes last, each alone."""
        groups: dict[str, list[Question]] = {}
        for question in questions:
            groups.setdefault(_group(route, question), []).append(question)
        singles, completed = groups.pop(_SINGLE, []), groups.pop(_COMPLETED, [])
        for name in sorted(groups):
            some = groups[name]
            for positions in queries.packs([_ways(route, q) for q in some], line=self._client.line):
                yield _pack(route, [some[p] for p in positions])
        for question in singles:
            free = isinstance(question, ById)
            yield Pack(questions=(question,)) if free else _pack(route, [question])
        together = 1 if route.batch == 1 else TOGETHER
        for begin in range(0, len(completed), together):
            yield _completion(completed[begin : begin + together])

    def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]:
        """Answer a pack; `ById` along `ids`, `ByTitle` along the other routes."""
        by_id = [q for q in questions if isinstance(q, ById) and q.id.kind in route.takes]
        by_title = [q for q in questions if isinstance(q, ByTitle) and TITLE in route.takes]
        answers: dict[Question, Answer] = {}
        if by_id:
            answers.update(self._ids(by_id))
        if by_title and route.name == AUTOCOMPLETE.name:
            answers.update(self._complete(by_title))
        elif by_title and route.name == EXACT.name:
            answers.update(self._exact(by_title))
        elif by_title:
            answers.update(self._worded(by_title))
        for question in questions:
            answers.setdefault(question, Unavailable(f"OpenAlex's route {route.name} does not take {question}"))
        return answers

    # -------------------------------------------------------------- identifiers

    def _ids(self, questions: Sequence[ById]) -> dict[Question, Answer]:
        """One list, and a second one for what may be known there in another way; whatever no list can hold
        or a spent budget leaves open goes one by one."""
        known = {q.id: _aliases(q.id) for q in questions}
        found: dict[Identifier, Answer] = {}
        for field, values in _FIELDS:
            asked = {i: v for i in known if not isinstance(found.get(i), Found) and (v := values(known[i]))}
            if asked:
                outcome = self._client.works(queries.listing(field, [v for some in asked.values() for v in some]))
                for identifier, answer in _join(list(asked), known, outcome).items():
                    if not isinstance(found.get(identifier), Unavailable) or isinstance(answer, Found):
                        found[identifier] = answer
        for identifier in known:
            if not isinstance(found.get(identifier), Found | NotFound):
                found[identifier] = self._one(identifier, known[identifier], found.get(identifier))
        return {q: found[q.id] for q in questions}

    def _one(self, identifier: Identifier, known: Iterable[Identifier], before: Answer | None) -> Answer:
        """A free singleton, for what no list holds and when the budget is spent.

        It can't see the preprint that was merged into a published work, so that for arXiv's ids only its
        yes counts.
        """
        listable = queries.listable(identifier)
        if before is not None and listable and not self._client.spent:
            return before
        key = next((i for i in known if i.kind in ("openalex", "doi")), None)
        if key is None:
            return before or Unavailable(f"OpenAlex can't be asked for {identifier}")
        outcome = self._client.one(key)
        if isinstance(outcome, Failed):
            return Unavailable(outcome.reason)
        if outcome is not None:
            return Found((outcome,))
        return NotFound() if identifier == key or before is None else before

    # -------------------------------------------------------------- titles

    def _exact(self, questions: Sequence[ByTitle]) -> dict[Question, Answer]:
        listed = [q for q in questions if not queries.unlistable(q.title)]
        answers = self._complete([q for q in questions if q not in listed])
        return answers | (self._titled(listed) if listed else {})

    def _titled(self, pack: Sequence[ByTitle], *, last: bool = False) -> dict[Question, Answer]:
        outcome = self._client.works(queries.titled([s for q in pack for s in _spellings(q)]))
        if isinstance(outcome, Failed):
            if outcome.status in _REFUSED and len(pack) > 1:  # one title that the service can't take fails them all
                middle = len(pack) // 2
                return self._titled(pack[:middle], last=last) | self._titled(pack[middle:], last=last)
            return dict.fromkeys(pack, Unavailable(explained(outcome)))
        answers: dict[Question, Answer] = {}
        crowded: list[ByTitle] = []
        for question in pack:
            # Rows come back in no order and without repetition.
            records = tuple(r for r in outcome.records if likeness(question.title, r.title) == 1.0)
            if records:
                answers[question] = Found(records[: attribution.PER_TITLE])
            elif outcome.complete:
                answers[question] = NotFound()
            else:
                crowded.append(question)
        if last or len(crowded) == len(pack):  # rows, but none that bears any of the titles
            reason = f"OpenAlex has {outcome.total} works for these titles; none of the first is one of them"
            return answers | dict.fromkeys(crowded, Unavailable(reason))
        return answers | (self._titled(crowded, last=True) if crowded else {})

    def _complete(self, questions: Sequence[ByTitle]) -> dict[Question, Answer]:
        """Complete titles, which is free, then fetch the works that fit: the best one, or all of the very title."""
        answers: dict[Question, Answer] = {}
        best: dict[ByTitle, list[Identifier]] = {}
        for question in questions:
            rows = self._client.complete(question.title)
            if isinstance(rows, Failed):
                answers[question] = Unavailable(rows.reason)
                continue
            scored = [(likeness(question.title, r["display_name"]), r["id"]) for r in rows]
            scored.sort(reverse=True)
            equal = [i for score, i in scored if score == 1.0][:COMPLETED]
            best[question] = [i for text in equal or [i for _, i in scored[:1]] if (i := identifiers.parse(text))]
        works = self._fetch(dict.fromkeys(i for some in best.values() for i in some))
        for question, some in best.items():
            got = [works[i] for i in some]
            if failed := next((w for w in got if isinstance(w, Failed)), None):
                answers[question] = Unavailable(failed.reason)
            else:
                records = [w for w in got if isinstance(w, Record)]
                answers[question] = Found(attribution.nearest(question.title, records)) if records else NotFound()
        return answers

    def _fetch(self, wanted: Iterable[Identifier]) -> dict[Identifier, Record | Failed | None]:
        """Works by OpenAlex id: a few one by one, which is free, more of them in a list for one credit."""
        ids = list(wanted)
        if len(ids) <= COMPLETED or self._client.spent:
            return {i: self._client.one(i) for i in ids}
        page = self._client.works(queries.listing("openalex", [i.value for i in ids]))
        if isinstance(page, Failed):
            return dict.fromkeys(ids, page)
        return {i: next((r for r in page.records if i in r.ids), None) for i in ids}

    def _worded(self, questions: Sequence[ByTitle]) -> dict[Question, Answer]:
        asked = {q: sets for q in questions if (sets := _keywords(q))}
        vague = [q for q in questions if q not in asked and queries.all_keywords(q.title)]
        nothing = Unavailable("nothing in this title can be searched for at OpenAlex")
        answers = dict.fromkeys(questions, nothing) | self._complete(vague)
        return answers | (self._search(asked) if asked else {})

    def _search(
        self,
        asked: Mapping[ByTitle, tuple[str, ...]],
        before: Mapping[str, Sequence[Record]] = types.MappingProxyType({}),
        turn: int = 1,
    ) -> dict[Question, Answer]:
        """One keyword search for all titles, and up to two more for those that others crowded out: with all of
        their words, and then without the titles that have brought rows.

        Args:
            asked: the sets of words, of which all words of one must match.
            before: what the rounds before brought for these titles.
            turn: which one this is.
        """
        values = [s for sets in asked.values() for s in sets]
        outcome = self._client.works(queries.worded(values), usd=SEARCH.usd)
        if isinstance(outcome, Failed):
            if outcome.status in _REFUSED and len(asked) > 1:
                halves = attribution.halves(asked)
                return {q: a for half in halves for q, a in self._search(half, before, turn).items()}
            return dict.fromkeys(asked, Unavailable(explained(outcome)))
        shares = attribution.shares(asked, outcome.records, before)
        answers: dict[Question, Answer] = {}
        crowded: dict[ByTitle, tuple[str, ...]] = {}
        for question in asked:
            records = shares[question.title]
            if outcome.complete or attribution.best(question.title, records) >= attribution.CLOSE:
                answers[question] = Found(records[: attribution.PER_TITLE]) if records else NotFound()
            elif turn == MOST[SEARCH.name] or (turn > 1 and records):
                answers[question] = attribution.lost(question, records, outcome.total, "OpenAlex")
            else:
                crowded[question] = (queries.all_keywords(question.title),)
        return answers | (self._search(crowded, shares, turn + 1) if crowded else {})


# ------------------------------------------------------------------ packs

_SINGLE, _COMPLETED = "single", "completed"
_REFUSED = (400, 414)


def _group(route: Route, question: Question) -> str:
    """Which questions may share a request: identifiers that are looked up in the same fields, and titles."""
    if isinstance(question, ById):
        canonical = _aliases(question.id)[1]
        if not queries.listable(canonical):
            return _SINGLE
        return "doi" if canonical.kind == "acl" else canonical.kind  # first by the DOI that follows from it
    if route.name == EXACT.name and not queries.unlistable(question.title):
        return _SINGLE if queries.alone(question.title) else TITLE
    # a page of rows would not hold all that has the words of a vague title
    return TITLE if route.name == SEARCH.name and _keywords(question) else _COMPLETED


def _pack(route: Route, questions: Sequence[Question]) -> Pack:
    most = MOST[route.name]
    return Pack(questions=tuple(questions), usd=route.usd, most=most, most_usd=most * route.usd)


def _completion(questions: Sequence[Question]) -> Pack:
    n = len(questions)
    if n == 1:
        return Pack(questions=tuple(questions), requests=2, most=1 + COMPLETED)
    return Pack(questions=tuple(questions), requests=n + 1, usd=CREDIT, most=n + COMPLETED, most_usd=CREDIT)


def _ways(route: Route, question: Question) -> tuple[tuple[str, ...], ...]:
    """The values that a question may add to a request: the first one, and the second one if there is one."""
    if isinstance(question, ById):
        known = _aliases(question.id)
        return tuple(values(known) for _, values in _FIELDS)
    if route.name == SEARCH.name:
        return _keywords(question), (queries.all_keywords(question.title),)
    return (_spellings(question),)


def _spellings(question: ByTitle) -> tuple[str, ...]:
    spelt = queries.spellings(question.title)
    return spelt[:1] if queries.alone(question.title) else spelt


def _keywords(question: ByTitle) -> tuple[str, ...]:
    return () if wording.vague(question.title) else queries.keywords(question.title)


# ------------------------------------------------------------------ identifiers in lists


def _aliases(identifier: Identifier) -> tuple[Identifier, ...]:
    """The identifier, its canonical form, and those that follow from it by rule."""
    canonical = identifiers.parse(identifier.value) or identifier
    return (identifier, canonical, *identifiers.related(canonical))


_Values = Callable[[Sequence[Identifier]], tuple[str, ...]]


def _dois(known: Sequence[Identifier]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i.value for i in known if i.kind == "doi" and queries.listable(i)))


def _works(known: Sequence[Identifier]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i.value for i in known if i.kind == "openalex"))


def _arxiv_pages(known: Sequence[Identifier]) -> tuple[str, ...]:
    """Both forms that OpenAlex stores. Found by its page, a preprint that was merged into the published
    work is seen too; by its DOI (10.48550) only one that stands alone."""
    found = dict.fromkeys(i.value for i in known if i.kind == "arxiv")
    return tuple(f"{s}://arxiv.org/abs/{value}" for value in found for s in ("http", "https"))


def _acl_pages(known: Sequence[Identifier]) -> tuple[str, ...]:
    """For an Anthology id that was asked for, not for one that follows from a DOI."""
    return tuple(f"https://aclanthology.org/{i.value}{end}" for i in known[:1] if i.kind == "acl" for end in ("", "/"))


_FIELDS: tuple[tuple[str, _Values], ...] = (
    ("openalex", _works),
    ("locations.landing_page_url", _arxiv_pages),
    ("doi", _dois),
    ("locations.landing_page_url", _acl_pages),
)
"""Filters in the order they are asked; each only for what the ones before it have not found. Of the identifiers of
one kind, which make a pack, no more than two apply."""


def _join(
    part: Sequence[Identifier], known: Mapping[Identifier, tuple[Identifier, ...]], outcome: Page | Failed
) -> dict[Identifier, Answer]:
    """Rows come back unordered, and what is unknown is silently absent: joined on the ids they carry."""
    if isinstance(outcome, Failed):
        return dict.fromkeys(part, Unavailable(explained(outcome)))
    carriers: dict[Identifier, list[Record]] = {}
    for record in outcome.records:
        for identifier in record.ids:
            carriers.setdefault(identifier, []).append(record)
    answers: dict[Identifier, Answer] = {}
    for identifier in part:
        records = tuple(dict.fromkeys(r for i in known[identifier] for r in carriers.get(i, ())))
        if records:
            answers[identifier] = Found(records)
        else:
            answers[identifier] = NotFound() if outcome.complete else Unavailable("OpenAlex's answer was not complete")
    return answers
