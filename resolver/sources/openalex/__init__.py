"""OpenAlex: identifiers a hundred at a time, exact titles, completion, and keyword search.

`pyalex` builds the queries and gives the entity type; the requests go out through `resolver.net.http`
(pyalex has one host, no time limit, and turns free look-ups into billed ones). Prices and rules of the
service: https://help.openalex.org/access/pricing and .../api.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from resolver import identifiers
from resolver.model import Answer, ById, ByTitle, Found, Identifier, IdKind, NotFound, Question, Record, Unavailable
from resolver.net.http import Http
from resolver.net.service import Failed
from resolver.sources import attribution
from resolver.sources.base import TITLE, Route
from resolver.sources.openalex import queries
from resolver.sources.openalex.client import NAME, PACE, Client, Page, explained

CREDIT = 0.0001
"""US dollars; a list costs one credit, a keyword search ten, singletons and completion nothing."""

IDS = Route(name="ids", takes=frozenset({"doi", "arxiv", "openalex", "acl"}), batch=100, usd=CREDIT, pace=PACE)
EXACT = Route(name="exact", takes=frozenset({TITLE}), batch=100, usd=CREDIT, pace=PACE, exact=True)
AUTOCOMPLETE = Route(name="autocomplete", takes=frozenset({TITLE}), batch=1, pace=PACE, exact=True)
SEARCH = Route(name="search", takes=frozenset({TITLE}), batch=12, usd=10 * CREDIT, pace=PACE)


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

    def ask(self, route: Route, questions: Sequence[Question]) -> Mapping[Question, Answer]:
        """Answer every question; `ById` along `ids`, `ByTitle` along the other routes."""
        by_id = [q for q in questions if isinstance(q, ById) and q.id.kind in route.takes]
        by_title = [q for q in questions if isinstance(q, ByTitle) and TITLE in route.takes]
        answers: dict[Question, Answer] = {}
        if by_id:
            answers.update(self._ids(by_id))
        if by_title and route.name == AUTOCOMPLETE.name:
            answers.update({q: self._complete(q) for q in by_title})
        elif by_title and route.name == EXACT.name:
            answers.update(self._exact(by_title))
        elif by_title:
            answers.update(self._worded(by_title))
        for question in questions:
            answers.setdefault(question, Unavailable(f"OpenAlex's route {route.name} does not take {question}"))
        return answers

    # -------------------------------------------------------------- identifiers

    def _ids(self, questions: Sequence[ById]) -> dict[Question, Answer]:
        """Lists of a hundred; whatever they can't hold or a spent budget leaves open goes one by one."""
        known = {q.id: _aliases(q.id) for q in questions}
        found: dict[Identifier, Answer] = {}
        for field, values in _FIELDS:
            asked = {i: v for i in known if not isinstance(found.get(i), Found) and (v := values(known[i]))}
            for pack in queries.packs(list(asked.values())):
                part = [list(asked)[p] for p in pack]
                outcome = self._client.works(queries.listing(field, [v for i in part for v in asked[i]]))
                for identifier, answer in _join(part, known, outcome).items():
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
        answers: dict[Question, Answer] = {}
        listed: list[ByTitle] = []
        single: list[ByTitle] = []
        for question in questions:
            if queries.unlistable(question.title):
                answers[question] = self._complete(question)
            else:
                (single if queries.alone(question.title) else listed).append(question)
        spelt = {q: queries.spellings(q.title) for q in (*listed, *single)}
        packs = [[listed[p] for p in pack] for pack in queries.packs([spelt[q] for q in listed])]
        for pack in (*packs, *([q] for q in single)):
            answers.update(self._titled(pack, spelt))
        return answers

    def _titled(self, pack: Sequence[ByTitle], spelt: Mapping[ByTitle, tuple[str, ...]]) -> dict[Question, Answer]:
        values = [s for q in pack for s in (spelt[q][:1] if queries.alone(q.title) else spelt[q])]
        outcome = self._client.works(queries.titled(values))
        if isinstance(outcome, Failed):
            if outcome.status == 400 and len(pack) > 1:  # one title that the service can't take fails them all
                middle = len(pack) // 2
                return self._titled(pack[:middle], spelt) | self._titled(pack[middle:], spelt)
            return dict.fromkeys(pack, Unavailable(explained(outcome)))
        answers: dict[Question, Answer] = {}
        crowded: list[ByTitle] = []
        for question in pack:
            # Rows come back in no order and without repetition.
            records = tuple(r for r in outcome.records if attribution.likeness(question.title, r.title) == 1.0)
            if records:
                answers[question] = Found(records[: attribution.PER_TITLE])
            elif outcome.complete:
                answers[question] = NotFound()
            else:
                crowded.append(question)
        if len(crowded) == len(pack):  # rows, but none that bears any of the titles
            reason = f"OpenAlex has {outcome.total} works for these titles; none of the first is one of them"
            return answers | dict.fromkeys(crowded, Unavailable(reason))
        return answers | (self._titled(crowded, spelt) if crowded else {})

    def _complete(self, question: ByTitle) -> Answer:
        """Complete a title, then fetch the works that fit: both are free."""
        rows = self._client.complete(question.title)
        if isinstance(rows, Failed):
            return Unavailable(rows.reason)
        scored = sorted(
            ((attribution.likeness(question.title, r["display_name"]), r["id"]) for r in rows), reverse=True
        )
        best = [i for score, i in scored if score >= 0.9][:3] or [i for _, i in scored[:1]]
        records: list[Record] = []
        for text in best:
            identifier = identifiers.parse(text)
            work = self._client.one(identifier) if identifier is not None else None
            if isinstance(work, Failed):
                return Unavailable(work.reason)
            if work is not None:
                records.append(work)
        return Found(attribution.nearest(question.title, records)) if records else NotFound()

    def _worded(self, questions: Sequence[ByTitle]) -> dict[Question, Answer]:
        sets = {q: queries.keywords(q.title) for q in questions}
        answers: dict[Question, Answer] = {
            q: Unavailable("nothing in this title can be searched for at OpenAlex") for q in questions if not sets[q]
        }
        askable = [q for q in questions if sets[q]]
        for pack in queries.packs([sets[q] for q in askable]):
            answers.update(self._search({askable[p]: sets[askable[p]] for p in pack}))
        return answers

    def _search(self, asked: Mapping[ByTitle, tuple[str, ...]]) -> dict[Question, Answer]:
        """One keyword search for all titles, and further ones only for those that others have crowded out."""
        alone = len(asked) == 1
        outcome = self._client.works(queries.worded([s for sets in asked.values() for s in sets]))
        if isinstance(outcome, Failed):
            if outcome.status == 400 and not alone:
                items = list(asked.items())
                middle = len(items) // 2
                return self._search(dict(items[:middle])) | self._search(dict(items[middle:]))
            return dict.fromkeys(asked, Unavailable(explained(outcome)))
        shares = attribution.attribute([q.title for q in asked], outcome.records)
        answers: dict[Question, Answer] = {}
        crowded: dict[ByTitle, tuple[str, ...]] = {}
        for question, sets in asked.items():
            records = shares[question.title]
            if outcome.complete or attribution.best(question.title, records) >= attribution.CLOSE:
                answers[question] = Found(records[: attribution.PER_TITLE]) if records else NotFound()
            elif alone:
                answers[question] = self._narrowed(question, outcome)
            else:
                crowded[question] = sets
        if crowded and len(crowded) == len(asked):  # who takes all the room is asked alone
            greedy = max(crowded, key=lambda q: len(shares[q.title]))
            answers.update(self._search({greedy: crowded.pop(greedy)}))
        return answers | (self._search(crowded) if crowded else {})

    def _narrowed(self, question: ByTitle, before: Page) -> Answer:
        """A title whose own rows are too many to be read, asked with all its words at once.

        The nearest rows are the answer, near or not: it is no `NotFound`, since others were not read,
        and asking again would bring the same. Works of exactly this title are found by another route.
        """
        outcome = self._client.works(queries.worded([queries.all_keywords(question.title)]))
        more = outcome.records if isinstance(outcome, Page) else ()
        records = attribution.nearest(question.title, dict.fromkeys((*before.records, *more)))
        if before.total > attribution.MISREAD and attribution.best(question.title, records) < attribution.NEAR:
            return Unavailable(
                f"OpenAlex has {before.total} works with these words in the title; none of the first is close"
            )
        return Found(records[: attribution.PER_TITLE])


# ------------------------------------------------------------------ identifiers in lists


def _aliases(identifier: Identifier) -> tuple[Identifier, ...]:
    """The identifier in canonical form, and those that follow from it by rule."""
    canonical = identifiers.parse(identifier.value) or identifier
    return tuple(dict.fromkeys((identifier, canonical, *identifiers.related(canonical))))


_Values = Callable[[Sequence[Identifier]], tuple[str, ...]]


def _dois(known: Sequence[Identifier]) -> tuple[str, ...]:
    return tuple(i.value for i in known if i.kind == "doi" and queries.listable(i))


def _works(known: Sequence[Identifier]) -> tuple[str, ...]:
    return tuple(i.value for i in known if i.kind == "openalex")


def _arxiv_pages(known: Sequence[Identifier]) -> tuple[str, ...]:
    """Both forms that OpenAlex stores. Found by its page, a preprint that was merged into the published
    work is seen too; by its DOI (10.48550) only one that stands alone."""
    return tuple(f"{s}://arxiv.org/abs/{i.value}" for i in known if i.kind == "arxiv" for s in ("http", "https"))


def _acl_pages(known: Sequence[Identifier]) -> tuple[str, ...]:
    return tuple(f"https://aclanthology.org/{i.value}{end}" for i in known if i.kind == "acl" for end in ("", "/"))


_FIELDS: tuple[tuple[str, _Values], ...] = (
    ("openalex", _works),
    ("locations.landing_page_url", _arxiv_pages),
    ("doi", _dois),
    ("locations.landing_page_url", _acl_pages),
)
"""Filters in the order they are asked; each only for what the ones before it have not found."""


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
