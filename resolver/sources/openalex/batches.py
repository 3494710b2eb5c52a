"""Which questions share a request to OpenAlex, along which of its routes, and at what price."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from resolver import identifiers
from resolver.model import ById, ByTitle, Identifier, Question
from resolver.sources import wording
from resolver.sources.base import TITLE, Batch, Route
from resolver.sources.known import KNOWN_WORKS
from resolver.sources.openalex import queries, weights
from resolver.sources.openalex.client import CREDIT, PACE, SEARCH_CREDITS

IDS = Route(name="ids", takes=frozenset({"doi", "arxiv", "openalex", "acl"}), batch_size=100, usd=CREDIT, pace=PACE)
EXACT = Route(name="exact", takes=frozenset({TITLE}), batch_size=100, usd=CREDIT, pace=PACE, exact=True)
AUTOCOMPLETE = Route(name="autocomplete", takes=frozenset({TITLE}), batch_size=1, pace=PACE, exact=True)
SEARCH = Route(name="search", takes=frozenset({TITLE}), batch_size=100, usd=SEARCH_CREDITS * CREDIT, pace=PACE)

MOST = {"exact": 4, "search": 8}
"""Requests for one batch of titles, at most: what one of them left open is asked again."""

VAGUE = 10
"""Titles of few or common words in one list of exact titles: hundreds of works may bear one of them."""

LONG_SET = 5
"""Words of a set that brings few rows whatever they are; the usual ones have three or four."""

COMPLETED = 3
"""Works that are fetched of those that complete a title, at most."""

_Asked = ById | ByTitle

_TITLES, _VAGUE, _SINGLE, _COMPLETED = "titles", "vague titles", "single", "completed"


def divide(route: Route, questions: Sequence[Question], line: int) -> Iterator[Batch]:
    """Questions of one filter together; what no list can hold comes last.

    Args:
        route: one of ours.
        questions: that it takes.
        line: bytes that a request line may have.
    """
    groups: dict[str, list[_Asked]] = {}
    for question in questions:
        if isinstance(question, ById | ByTitle):
            groups.setdefault(_name_group(route, question), []).append(question)
    singles, completed = groups.pop(_SINGLE, []), groups.pop(_COMPLETED, [])
    vague = groups.pop(_VAGUE, [])
    lists = [some for name in sorted(groups) for some in _divide_lists(route, groups[name], line)]
    if vague and lists and len(lists[-1]) + len(vague) <= VAGUE:
        vague = [*lists.pop(), *vague]
    for some in (*lists, *_divide_lists(route, vague, line, VAGUE)):
        yield _make_batch(route, some, line)
    for question in singles:
        free = isinstance(question, ById)
        yield Batch(questions=(question,)) if free else _make_batch(route, [question], line)
    for question in completed:
        yield Batch(questions=(question,), requests=2, most=1 + COMPLETED)


def _divide_lists(
    route: Route, questions: Sequence[_Asked], line: int, most: int = queries.VALUES - queries.CARRIED
) -> list[list[_Asked]]:
    ways = [_list_ways(route, q) for q in questions]
    weigh = _estimate_pages if route.name == SEARCH.name else None
    parts = queries.split_requests(ways, line=line, most=most, weigh=weigh)
    return [[questions[p] for p in positions] for positions in parts]


def _estimate_pages(sets: Sequence[str]) -> float:
    return weights.ROWS * weights.weigh_sets(sets) / queries.VALUES


def _name_group(route: Route, question: _Asked) -> str:
    """Which questions may share a request: identifiers that are looked up in the same fields, and titles."""
    if isinstance(question, ById):
        canonical = list_aliases(question.id)[1]
        if not queries.is_listable(canonical):
            return _SINGLE
        return "doi" if canonical.kind == "acl" else canonical.kind  # first by the DOI that follows from it
    if route.name == EXACT.name and not queries.is_unlistable(question.title):
        if queries.must_stand_alone(question.title):
            return _SINGLE
        return _VAGUE if wording.is_vague(question.title) else _TITLES
    # a page of rows would not hold all that has the words of a vague title
    return _TITLES if route.name == SEARCH.name and list_keywords(question) else _COMPLETED


def _make_batch(route: Route, questions: Sequence[_Asked], line: int) -> Batch:
    most = MOST.get(route.name) or _count_known_ways([q for q in questions if isinstance(q, ById)], line)
    return Batch(questions=tuple(questions), usd=route.usd, most=most, most_usd=most * route.usd)


def _count_known_ways(questions: Sequence[ById], line: int) -> int:
    """Requests that identifiers need when none is known in the first way it is asked for."""
    known = [list_aliases(q.id) for q in questions]
    asked = [[(v,) for ids in known if (v := values(ids))] for _, values in FIELDS]
    return sum(1 for values in asked for _ in queries.split_requests(values, line=line))


def _list_ways(route: Route, question: _Asked) -> tuple[tuple[str, ...], ...]:
    """The values that a question adds to a request, and those that it may add to a further one of as many
    questions; few identifiers are left for a further one, which is divided then."""
    if isinstance(question, ById):
        known = list_aliases(question.id)
        return (next((v for _, values in FIELDS if (v := values(known))), ()),)
    if route.name == SEARCH.name:
        return list_keywords(question), (queries.join_keywords(question.title),)
    return (list_spellings(question),)


def list_spellings(question: ByTitle) -> tuple[str, ...]:
    """The spellings that a title is asked for in: one only where it stands alone in its list."""
    spelt = queries.list_spellings(question.title)
    return spelt[:1] if queries.must_stand_alone(question.title) else spelt


def list_keywords(question: ByTitle) -> tuple[str, ...]:
    """The sets of words that a title is searched by; none for a vague one, which is completed instead."""
    return () if wording.is_vague(question.title) else queries.list_keywords(question.title)


def list_longer_sets(question: ByTitle) -> tuple[str, ...]:
    """Sets of more words, each without another part of the title: they bring fewer rows, and a slip of the pen does not
    spoil all of them either. None where the title is too short for that."""
    sets = [" ".join(words) for words in wording.choose_groups(question.title) if len(words) >= LONG_SET]
    return tuple(s.replace("'", " ") for s in sets) if len(sets) > 1 else ()


# ------------------------------------------------------------------ identifiers in lists


def list_aliases(identifier: Identifier) -> tuple[Identifier, ...]:
    """The identifier, its canonical form, and those that follow from it by rule."""
    canonical = identifiers.parse(identifier.value) or identifier
    return (identifier, canonical, *identifiers.derive_related(canonical))


_Values = Callable[[Sequence[Identifier]], tuple[str, ...]]


def _list_dois(known: Sequence[Identifier]) -> tuple[str, ...]:
    if any(i.kind == "arxiv" for i in known):
        return ()  # by its page, see below
    return tuple(dict.fromkeys(i.value for i in known if i.kind == "doi" and queries.is_listable(i)))


def _list_works(known: Sequence[Identifier]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i.value for i in known if i.kind == "openalex"))


def _list_arxiv_pages(known: Sequence[Identifier]) -> tuple[str, ...]:
    """Both forms that OpenAlex stores. Found by its page, a preprint that was merged into the published
    work is seen too; by its DOI (10.48550) only one that stands alone, which has the page as well."""
    found = dict.fromkeys(i.value for i in known if i.kind == "arxiv")
    return tuple(f"{s}://arxiv.org/abs/{value}" for value in found for s in ("http", "https"))


def _list_acl_pages(known: Sequence[Identifier]) -> tuple[str, ...]:
    """For an Anthology id that was asked for, not for one that follows from a DOI."""
    return tuple(f"https://aclanthology.org/{i.value}{end}" for i in known[:1] if i.kind == "acl" for end in ("", "/"))


CARRIED = {
    "doi": tuple(work.doi for work in KNOWN_WORKS),
    "locations.landing_page_url": tuple(
        f"{scheme}://arxiv.org/abs/{work.arxiv}" for work in KNOWN_WORKS for scheme in ("http", "https")
    ),
}
"""Values of a filter of which OpenAlex surely has one; each list carries those of its field."""

FIELDS: tuple[tuple[str, _Values], ...] = (
    ("openalex", _list_works),
    ("locations.landing_page_url", _list_arxiv_pages),
    ("doi", _list_dois),
    ("locations.landing_page_url", _list_acl_pages),
)
"""Filters in the order they are asked; each only for what the ones before it have not found. Of the identifiers of
one kind, which make a batch, no more than two apply."""
