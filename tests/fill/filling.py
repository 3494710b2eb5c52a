"""Documents in memory, filled with given records: what the fill tests speak in."""

from __future__ import annotations

from collections.abc import Iterable

from resolver import identifiers, readers
from resolver.filling import Filled, FillOptions, fill
from resolver.merge import merge
from resolver.model import Candidate, Decision, Document, Entry, Identifier, Person, Problem, Record, Resolution
from resolver.text import titles

PSYQA = Record(
    source="acl",
    ids=(Identifier("doi", "10.18653/v1/2021.findings-acl.130"), Identifier("acl", "2021.findings-acl.130")),
    title="PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support",
    authors=(Person("Sun", "Hao"), Person("Lin", "Zhenru"), Person("Zheng", "Chujie")),
    year=2021,
    venue="Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021",
    type="inproceedings",
    url="https://aclanthology.org/2021.findings-acl.130/",
    pages="1489–1503",
    key="sun-etal-2021-psyqa",
)
PSYQA_ARXIV = Record(
    source="arxiv",
    ids=(Identifier("arxiv", "2106.01702"),),
    title=PSYQA.title,
    authors=PSYQA.authors,
    year=2021,
    venue="arXiv",
    type="preprint",
    url="https://arxiv.org/abs/2106.01702",
    category="cs.CL",
)
PIPELINE = Record(
    source="acl",
    ids=(Identifier("doi", "10.18653/v1/p19-1452"), Identifier("acl", "P19-1452")),
    title="BERT Rediscovers the Classical NLP Pipeline",
    authors=(Person("Tenney", "Ian"), Person("Das", "Dipanjan"), Person("Pavlick", "Ellie")),
    year=2019,
    venue="Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics",
    type="inproceedings",
    url="https://aclanthology.org/P19-1452/",
    pages="4593–4601",
    key="tenney-etal-2019-bert",
)
PREPRINT = Record(
    source="arxiv",
    ids=(Identifier("arxiv", "2503.13509"),),
    title="MentalChat16K: A Benchmark Dataset for Conversational Mental Health Assistance",
    authors=(Person("Xu", "Jia"),),
    year=2025,
    venue="arXiv",
    type="preprint",
    url="https://arxiv.org/abs/2503.13509",
    category="cs.LG",
)
KNOWN = (PSYQA, PIPELINE, PREPRINT)

LINK = PSYQA.url


def resolution(entry: Entry, *records: Record, problems: Iterable[Problem] = ()) -> Resolution:
    """An entry matched to a work of these records."""
    decision = Decision(
        status="matched", confidence=1.0, reason="", candidates=(Candidate(records=records, probability=1.0),)
    )
    return Resolution(
        entry=entry, decision=decision, work=merge(records), problems=tuple(problems), key=entry.key or records[0].key
    )


def matched(document: Document, *records: Record, problems: Iterable[Problem] = ()) -> list[Resolution]:
    """The entries whose title is that of a record, matched to it; records of one title are one work."""
    found = []
    for entry in document.entries:
        same = tuple(r for r in records or KNOWN if titles.key(r.title) == titles.key(entry.title))
        if same:
            found.append(resolution(entry, *same, problems=problems))
    return found


def document(text: str, path: str = "list") -> Document:
    return readers.read_text(text, path)


def filled(
    text: str,
    *records: Record,
    path: str = "list",
    problems: Iterable[Problem] = (),
    options: FillOptions | None = None,
) -> str:
    """The text after filling; that a second filling changes nothing is checked on the way."""
    return outcome(text, *records, path=path, problems=problems, options=options).text


def outcome(
    text: str,
    *records: Record,
    path: str = "list",
    problems: Iterable[Problem] = (),
    options: FillOptions | None = None,
) -> Filled:
    read = document(text, path)
    done = fill(read, matched(read, *records, problems=problems), options)
    again = document(done.text, path)
    still = () if options else problems  # what was wrong has been corrected
    assert fill(again, matched(again, *records, problems=still), options).text == done.text, (
        "a second filling changed it"
    )
    return done


def assert_only_holes_changed(before: Document, after: Document) -> None:
    """Whatever an entry said before it was filled, it says still: every value, every link, every identifier."""
    for old, new in zip(before.entries, after.entries, strict=True):
        for field in ("title", "authors", "year", "venue", "section", "key", "type"):
            said = getattr(old, field)
            assert not said or identifiers.is_placeholder(said) or getattr(new, field) == said, field
        assert set(old.links) <= set(new.links)
        assert set(old.ids) <= set(new.ids)


def problem(kind: str, says: str = "wrong", claimed: str = "") -> Problem:
    # A value of the table of cases.
    return Problem(kind=kind, claimed=claimed, recorded="", says=says)  # type: ignore[arg-type]
