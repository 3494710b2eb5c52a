"""Papers that exist, as the sources describe them, and short ways to write entries and records."""

from __future__ import annotations

from typing import Any

from resolver.claims import parse_claim
from resolver.model import Answer, ById, Claim, Entry, Identifier, Question, Record, Reply
from resolver.text.names import parse_person


def ids(text: str) -> tuple[Identifier, ...]:
    """`acl:P18-1001 doi:10.1/x` as identifiers."""
    pairs = (word.split(":", 1) for word in text.split())
    # A value of the table of cases.
    return tuple(Identifier(kind, value) for kind, value in pairs)  # type: ignore[arg-type]


def record(title: str, authors: str = "", year: int | None = None, known: str = "", **fields: Any) -> Record:
    """A record of the Anthology unless said otherwise; authors are separated by semicolons."""
    people = tuple(parse_person(name.strip()) for name in authors.split(";") if name.strip())
    given = {"source": "acl", "type": "inproceedings", **fields}
    return Record(title=title, authors=people, year=year, ids=ids(known), **given)


def preprint(title: str, authors: str = "", year: int | None = None, known: str = "", **fields: Any) -> Record:
    """A record of arXiv."""
    return record(title, authors, year, known, **{"source": "arxiv", "type": "preprint", **fields})


def entry(title: str = "", known: str = "", row: int = 1, **claims: str) -> Entry:
    """An entry of a list with its claims and the identifiers in its links."""
    return Entry(row=row, title=title, ids=ids(known), **claims)


def claim(title: str = "", known: str = "", row: int = 1, **claims: str) -> Claim:
    """What an entry of a list claims, parsed."""
    return parse_claim(entry(title, known, row, **claims))


def reply(question: Question | str, answer: Answer, source: str = "arxiv", route: str = "ids") -> Reply:
    """What a source answered; a string is an identifier."""
    asked = ById(ids(question)[0]) if isinstance(question, str) else question
    return Reply(
        source=source, route=route, question=asked, answer=answer, origin="network", asked="2026-11-23T12:00:00Z"
    )


PSYQA = record(
    "PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support",
    "Hao Sun; Zhenru Lin; Chujie Zheng; Siyang Liu; Minlie Huang",
    2021,
    "doi:10.18653/v1/2021.findings-acl.130 acl:2021.findings-acl.130",
    venue="Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021",
    pages="1489–1503",
    key="sun-etal-2021-psyqa",
)
PSYQA_ARXIV = preprint(
    PSYQA.title, "Hao Sun; Zhenru Lin; Chujie Zheng; Siyang Liu; Minlie Huang", 2021, "arxiv:2106.01702"
)
PSYQA_OPENALEX = record(
    PSYQA.title,
    "Hao Sun; Zhenru Lin; Chujie Zheng; Siyang Liu; Minlie Huang",
    2021,
    "openalex:W3169726359 doi:10.18653/v1/2021.findings-acl.130",
    source="openalex",
    venue="Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021",
)
BERT = record(
    "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
    "Jacob Devlin; Ming-Wei Chang; Kenton Lee; Kristina Toutanova",
    2019,
    "doi:10.18653/v1/n19-1423 acl:N19-1423",
    venue="Proceedings of the 2019 Conference of the North American Chapter of the Association for Computational "
    "Linguistics: Human Language Technologies, Volume 1 (Long and Short Papers)",
    pages="4171–4186",
)
BERT_ARXIV = preprint(
    BERT.title, "Jacob Devlin; Ming-Wei Chang; Kenton Lee; Kristina Toutanova", 2018, "arxiv:1810.04805"
)
ATTENTION = preprint(
    "Attention Is All You Need",
    "Ashish Vaswani; Noam Shazeer; Niki Parmar; Jakob Uszkoreit",
    2017,
    "arxiv:1706.03762",
)
LLAMA_2 = preprint(
    "Llama 2: Open Foundation and Fine-Tuned Chat Models", "Hugo Touvron; Louis Martin", 2023, "arxiv:2307.09288"
)
LECUN = record(
    "Deep Learning",
    "Yann LeCun; Yoshua Bengio; Geoffrey Hinton",
    2015,
    "doi:10.1038/nature14539",
    source="openalex",
    type="article",
    venue="Nature",
)
GOODFELLOW = record(
    "Deep Learning",
    "Ian Goodfellow; Yoshua Bengio; Aaron Courville",
    2016,
    "openalex:W2557283755",
    source="openalex",
    type="book",
)
SALAKHUTDINOV = record(
    "Deep Learning", "Ruslan Salakhutdinov", 2014, "doi:10.1145/2623330.2630809", source="openalex", venue="KDD"
)
