"""How large a list may be, how many are done at a time, how many are worth a request each."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver import readers
from resolver.cache.result_store import ResultStore
from resolver.claims import parse_claim
from resolver.errors import InputError
from resolver.lookup.library import Library
from resolver.lookup.look_up import Lookup
from resolver.lookup.plan import Step, estimate_cost, order_steps
from resolver.match import is_settled, is_worth_searching, judge_prepared
from resolver.model import ById, ByTitle, Document, Entry, Identifier, Question
from resolver.pipeline import Session
from resolver.readers.registry import READERS
from tests.match.papers import record
from tests.match.shelf import Shelf, anthology, arxiv, library, openalex


def unknown(count: int) -> list[Entry]:
    return [Entry(row=n, title=f"Horticultural Therapy for Retired Submarine Cook {n}") for n in range(1, count + 1)]


# ------------------------------------------------------------------ what is read


@pytest.mark.parametrize(("name", "most"), [("list.md", 10**7), ("refs.bib", 5 * 10**7), ("list.ris", 5 * 10**7)])
def test_lists_that_are_held_as_trees_are_read_up_to_a_size(
    monkeypatch: pytest.MonkeyPatch, name: str, most: int
) -> None:
    """README, "What it can't do yet": Markdown up to 10 MB."""
    beginning = {
        "list.md": "# Papers\n\n* **A Title** (2020)\n",
        "refs.bib": "@article{a, title = {A Title}}\n",
        "list.ris": "TY  - JOUR\nTI  - A Title\nER  -\n",
    }[name]
    reader = next(r for r in READERS if r.sniff(beginning, Path(name)))
    read: list[int] = []

    def note(self: object, path: Path, text: str) -> Document:
        read.append(len(text))
        return Document(path=str(path), columns=(), rows=(), entries=())

    monkeypatch.setattr(type(reader), "read", note)
    readers.read_text(beginning + " " * (most - len(beginning)), name)
    assert read == [most]
    with pytest.raises(InputError, match=f"more than {most // 1_000_000} MB of .*: split the list"):
        readers.read_text(beginning + " " * (most - len(beginning) + 1), name)


@pytest.mark.parametrize(("size", "read"), [(200_000_000, True), (200_000_001, False)])
def test_a_file_of_more_than_200_megabytes_was_given_by_mistake(tmp_path: Path, size: int, read: bool) -> None:
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        file.truncate(size)
    with pytest.raises(InputError) as caught:  # a file of zeros is no list either
        readers.read(path)
    assert ("larger than 200 MB" in str(caught.value)) is not read


# ------------------------------------------------------------------ how many at a time


def session(folder: Path) -> Session:
    return Session(Library([]), [], [], None, lambda: None, folder=folder)


def listed(count: int) -> Document:
    return Document(path="list.csv", columns=(), rows=(), entries=tuple(unknown(count)))


def test_results_are_in_memory_up_to_a_thousand_rows_and_on_disk_from_there_on(tmp_path: Path) -> None:
    """docs/requests.md, "What is kept"."""
    few, many = (session(tmp_path).run(listed(n)).resolutions for n in (1000, 1001))
    assert isinstance(few, tuple)
    assert isinstance(many, ResultStore)
    assert [len(few), len(many)] == [1000, 1001]


def test_longer_lists_are_looked_up_a_thousand_at_a_time_at_most(tmp_path: Path) -> None:
    shelf = anthology()
    Session(library(shelf), [shelf], [], None, lambda: None, folder=tmp_path).run(listed(2001))
    assert len(shelf.asked) == 3
    assert max(len(questions) for _, questions in shelf.asked) <= 1000


# ------------------------------------------------------------------ what is worth its requests


def completed(count: int) -> int:
    """Titles that are completed one by one of so many that no list has found."""
    shelves = [anthology(), openalex()]
    Lookup(library(*shelves), shelves, judge_prepared, is_settled, is_worth_searching).run(
        list(map(parse_claim, unknown(count)))
    )
    return shelves[1].requests("autocomplete")


def test_titles_are_completed_one_by_one_where_sixty_or_fewer_are_open() -> None:
    """docs/requests.md, "The plan", step 6."""
    assert completed(60) == 60
    assert completed(61) == 0


def test_a_plan_counts_them_likewise() -> None:
    [single] = [s for group in order_steps([openalex()]) for s in group if s.route.name == "autocomplete"]
    titles: list[Question] = [ByTitle(f"Title {n}") for n in range(200)]
    most = [estimate_cost(single, titles[:n]).most_requests for n in (60, 61, 200)]
    assert most == [60, 60, 60]
    assert [estimate_cost(single, titles[:n]).requests for n in (100, 150, 151, 152, 200)] == [40, 60, 60, 0, 0]


def ordered(*shelves: Shelf) -> list[tuple[str, str, str]]:
    return [(s.kind, s.source.name, s.route.name) for group in order_steps(shelves) for s in group]


def test_steps_are_taken_in_the_order_of_their_price() -> None:
    """docs/requests.md, "The plan": the index, identifiers, exact titles, searches, preprints, identifiers twice."""
    order = ordered(anthology(), arxiv(), openalex())
    assert order == [
        ("local", "acl", "index"),
        ("claims", "arxiv", "ids"),
        ("claims", "openalex", "ids"),
        ("untitled", "acl", "index"),
        ("first", "openalex", "exact"),
        ("first", "arxiv", "search"),
        ("further", "openalex", "search"),
        ("further", "openalex", "autocomplete"),
        ("publication", "acl", "index"),
        ("publication", "openalex", "exact"),
        *[("completion", "acl", "index"), ("completion", "arxiv", "ids"), ("completion", "openalex", "ids")] * 2,
    ]


def test_identifiers_that_were_found_are_followed_twice_and_no_third_time() -> None:
    assert [kind for kind, _, _ in ordered(arxiv())].count("completion") == 2


@pytest.mark.parametrize(
    ("kind", "share"), [("claims", 1.0), ("first", 0.7), ("further", 0.4), ("people", 0.1), ("completion", 0.2)]
)
def test_a_plan_expects_of_each_step_the_share_that_real_lists_left_to_it(kind: str, share: float) -> None:
    """docs/requests.md, "Before a run": measured by `benchmarks/requests.py`."""
    shelf = arxiv()
    # A value of the table of cases.
    step = Step(kind=kind, source=shelf, route=shelf.routes[0])  # type: ignore[arg-type]
    ids: list[Question] = [ById(Identifier("arxiv", f"2301.{n:05}")) for n in range(10_000)]
    planned = estimate_cost(step, ids)
    assert (planned.requests, planned.most_requests) == (round(100 * share), 100)
    assert planned.seconds == pytest.approx(planned.requests * 0.3), "a service takes a third of a second to answer"


def test_a_work_that_is_too_old_for_a_source_is_not_sought_there() -> None:
    """arXiv has a fair share of the field's works from 2007 on."""
    title = "Marmalade Embeddings for Submarine Cooks of the Third Flotilla"
    for year, asked in ((2006, 0), (2007, 1)):
        far = Shelf("arxiv", "arxiv", arxiv().routes, begins=2007)
        shelves = [anthology(record(title, "Ada Somebody", year, "acl:P07-1001")), far]
        Lookup(library(*shelves), shelves, judge_prepared, is_settled, is_worth_searching).run(
            [parse_claim(Entry(row=1, title=title))]
        )
        assert far.requests("search") == asked
