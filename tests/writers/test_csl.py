"""CSL-JSON: valid by the schema's rules, and read by a citation processor."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from resolver.model import Person, Record, WorkType
from resolver.writers import WriterOptions, biblatex, csl
from resolver.writers.base import line
from tests.writers.test_bibtex import RECORDS
from tests.writers.works import MENTALCHAT, PSYQA, open_question, resolved, run_of

TYPES = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "
    "document entry entry-dictionary entry-encyclopedia figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage"
).split()
STRINGS = (
    "language title container-title publisher publisher-place genre DOI URL ISBN note archive archive_location "
    "event-place collection-title abstract keyword status version"
).split()
NUMBERS = "volume issue page number edition".split()
NAME = {
    "type": "object",
    "properties": {
        part: {"type": "string", "minLength": 1}
        for part in ("family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal")
    },
    "additionalProperties": False,
    "minProperties": 1,
}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
        }
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": "string", "minLength": 1},
            "type": {"enum": TYPES},
            **{name: {"type": "string", "minLength": 1} for name in STRINGS},
            **{name: {"type": ["string", "number"]} for name in NUMBERS},
            **{name: {"type": "array", "items": NAME} for name in ("author", "editor")},
            "issued": DATE,
            "custom": {"type": "object"},
        },
        "required": ["id", "type"],
        "additionalProperties": False,
    },
}
"""The rules of `csl-data.json` (CSL 1.0.2) for the variables that papers have, written down from it; where it allows
several forms, the one that we write."""


def items(*records: Record) -> Any:
    run = run_of((), [], *(resolved(n, r) for n, r in enumerate(records, 1)))
    return json.loads(csl.CslWriter().render(run, WriterOptions()))


def test_a_published_paper_in_csls_variables() -> None:
    (item,) = items(PSYQA)
    assert item == {
        "id": "sun-etal-2021-psyqa",
        "type": "paper-conference",
        "title": PSYQA.title,
        "author": [{"family": p.family, "given": p.given} for p in PSYQA.authors],
        "editor": [{"family": "Zong", "given": "Chengqing"}],
        "issued": {"date-parts": [[2021, 8]]},
        "container-title": PSYQA.venue,
        "page": "1489-1503",
        "publisher": "Association for Computational Linguistics",
        "publisher-place": "Online",
        "DOI": "10.18653/v1/2021.findings-acl.130",
        "URL": "https://aclanthology.org/2021.findings-acl.130/",
        "custom": {"acl": "2021.findings-acl.130", "arxiv": "2106.01702"},
    }


def test_a_preprint_has_its_number_and_arxivs_doi_in_arxivs_letters() -> None:
    (item,) = items(MENTALCHAT)
    assert (item["type"], item["publisher"], item["number"]) == ("article", "arXiv", "arXiv:2503.13509")
    assert item["DOI"] == "10.48550/arXiv.2503.13509"


@pytest.mark.parametrize(
    ("person", "parts"),
    [
        (
            Person("van der Maaten", "Laurens"),
            {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
        ),
        (Person("De Saeger", "Stijn"), {"family": "De Saeger", "given": "Stijn"}),
        (Person("Logan", "Robert L.", "IV"), {"family": "Logan", "given": "Robert L.", "suffix": "IV"}),
        (Person("Google Research"), {"literal": "Google Research"}),
        (Person("Aristotle"), {"literal": "Aristotle"}),
        (Person("boyd", "danah"), {"family": "boyd", "given": "danah"}),
    ],
)
def test_names_have_csls_parts(person: Person, parts: dict[str, str]) -> None:
    assert csl.people((person,)) == [parts]


def test_a_cut_list_of_authors_says_so() -> None:
    assert csl.people((Person("Li", "Wei"),), cut=True)[-1] == {"literal": "others"}


def test_every_kind_of_work_is_valid() -> None:
    kinds: tuple[WorkType, ...] = (
        "inproceedings", "article", "preprint", "proceedings", "book", "incollection", "thesis", "misc",
    )  # fmt: skip
    records = [
        Record(
            source="x", title=f"On {kind}", authors=(Person("Doe", "J."),), year=2020, month="October–November",
            type=kind, venue="V", note="PhD thesis", volume="1", number="2", isbn="978-1-955917-09-4", language="fra",
            pages="1–2",
        )
        for kind in kinds
    ]  # fmt: skip
    found = items(*records)
    jsonschema.validate(found, SCHEMA)
    assert len(found) == len(kinds)
    assert found[0]["issued"] == {"date-parts": [[2020, 10], [2020, 11]]}


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(RECORDS)
def test_hostile_records_are_valid_and_say_the_same(record: Record) -> None:
    (item,) = items(record)
    jsonschema.validate([item], SCHEMA)
    assert all(text == line(text) for text in _texts(item))


def _texts(value: Any) -> Iterator[str]:
    """All texts in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def test_what_was_not_matched_is_never_cited() -> None:
    run = run_of((), [], resolved(1, PSYQA), open_question(2, "Something Else", MENTALCHAT))
    assert [i["id"] for i in json.loads(csl.CslWriter().render(run, WriterOptions()))] == ["sun-etal-2021-psyqa"]


def test_a_journal_article_names_neither_the_editors_nor_the_place_of_its_journal() -> None:
    record = Record(
        source="acl",
        title="On hedgehogs",
        type="article",
        venue="Computational Hedges",
        year=2020,
        authors=(Person("Hedge", "Ada"),),
        editors=(Person("Leaf", "Bo"),),
        address="Cambridge, MA",
    )
    made = csl.item(record, "k")
    assert "editor" not in made
    assert "publisher-place" not in made
    assert "editor" not in biblatex.entry(record, "k")
