"""Works of several kinds, for the tests of the writers."""

from resolver.model import (
    ByTitle,
    Candidate,
    Decision,
    Document,
    Entry,
    Evidence,
    Found,
    Identifier,
    NotFound,
    Person,
    Problem,
    Record,
    Reply,
    Resolution,
    Row,
    Run,
    Sourced,
    Unavailable,
    Usage,
    Work,
)

PSYQA = Record(
    source="acl",
    ids=(
        Identifier("doi", "10.18653/v1/2021.findings-acl.130"),
        Identifier("acl", "2021.findings-acl.130"),
        Identifier("arxiv", "2106.01702"),
    ),
    title="PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support",
    title_tex="{P}sy{QA}: A {C}hinese Dataset for Generating Long Counseling Text for Mental Health Support",
    authors=(Person("Sun", "Hao"), Person("Lin", "Zhenru"), Person("Zheng", "Chujie"), Person("Liu", "Siyang")),
    editors=(Person("Zong", "Chengqing"),),
    year=2021,
    month="aug",
    venue="Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021",
    type="inproceedings",
    url="https://aclanthology.org/2021.findings-acl.130/",
    pages="1489–1503",
    publisher="Association for Computational Linguistics",
    address="Online",
    category="cs.CL",
    key="sun-etal-2021-psyqa",
)

MENTALCHAT = Record(
    source="arxiv",
    ids=(Identifier("arxiv", "2503.13509"), Identifier("doi", "10.48550/arxiv.2503.13509")),
    title="MentalChat16K: A Benchmark Dataset for Conversational Mental Health Assistance",
    authors=(Person("Xu", "Jia"), Person("Wei", "Tianyi"), Person("Hou", "Bojian")),
    year=2025,
    type="preprint",
    url="https://arxiv.org/abs/2503.13509",
    category="cs.LG",
)


def resolved(row: int, record: Record, *, key: str = "", problems: tuple[Problem, ...] = ()) -> Resolution:
    """A matched entry that has `key` as its own key."""
    evidence = (Evidence("title", 1.0, 6.5, "the titles are equal"),)
    return Resolution(
        entry=Entry(row=row, line=row + 1, title=record.title, key=key),
        decision=Decision(
            status="matched",
            confidence=0.9987,
            reason="the titles are equal",
            candidates=(Candidate(records=(record,), probability=0.9987, evidence=evidence),),
        ),
        work=Work(
            record=record,
            provenance={
                "title": Sourced(value=record.title, source=record.source, others=(("Other", "arxiv", "old"),))
            },
            sources=(record.source,),
        ),
        problems=problems,
        replies=(
            Reply(
                source=record.source,
                route="title",
                question=ByTitle(record.title),
                answer=Found((record,)),
                origin="cache",
                asked="2026-11-20T10:00:00Z",
            ),
        ),
        key=key,
    )


def open_question(row: int, title: str, *candidates: Record) -> Resolution:
    """An ambiguous entry, or one that is not found when there are no candidates; OpenAlex was silent."""
    return Resolution(
        entry=Entry(row=row, line=row + 1, title=title),
        decision=Decision(
            status="ambiguous" if candidates else "not_found",
            confidence=0.5 if candidates else 0.0,
            reason="two works are about as good" if candidates else "no source has such a title",
            candidates=tuple(Candidate(records=(r,), probability=0.5) for r in candidates),
        ),
        replies=(
            Reply(
                source="acl",
                route="title",
                question=ByTitle(title),
                answer=NotFound(),
                origin="index",
                asked="2026-11-19T10:00:00Z",
            ),
            Reply(
                source="openalex",
                route="search",
                question=ByTitle(title),
                answer=Unavailable("offline"),
                origin="network",
                asked="2026-11-21T10:00:00Z",
                stale=False,
            ),
        ),
    )


def run_of(columns: tuple[str, ...], cells: list[tuple[str, ...]], *resolutions: Resolution, **layout: str) -> Run:
    """A run over a table whose rows have these cells."""
    document = Document(
        path="/home/someone/lists/entries.csv",
        columns=columns,
        rows=tuple(Row(line=n + 2, cells=c) for n, c in enumerate(cells)),
        entries=tuple(r.entry for r in resolutions),
        **layout,
    )
    usage = (Usage(source="openalex", questions=3, unavailable=1, message="offline"), Usage(source="acl", questions=3))
    return Run(document=document, resolutions=resolutions, usage=usage, seconds=1.25)
