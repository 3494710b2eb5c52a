"""Answers of the services, broken in ways that keep their structure in sight: nothing raises, nothing gets through.

    python benchmarks/fuzz_answers.py --cases 20000 --seed 1

Each case takes an answer as OpenAlex or arXiv gives it, changes one to three places (a value of another kind, a field
lost or doubled, a number that can't be, text that steers a screen, bytes cut or flipped) and hands it to the source in
place of the service. A case fails when asking raises, when the last guard had to step in, when a record holds what
steers a screen or can't be kept, when a price is none, or when a judgement or a document can't be made of it.
With `--data` the recorded answers of the reference material are changed as well. `--smoke` runs 300 cases.
"""

from __future__ import annotations

import argparse
import copy
import json
import logging
import math
import random
import sys
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from resolver import files
from resolver.claims.parse import parse_claim
from resolver.match import judge
from resolver.merge import merge
from resolver.model import (
    Answer,
    ById,
    ByPeople,
    ByTitle,
    Candidate,
    Decision,
    Document,
    Entry,
    Found,
    Identifier,
    Question,
    Record,
    Resolution,
    Row,
    Run,
)
from resolver.net.service import Failed, Reached
from resolver.sources.arxiv import Arxiv
from resolver.sources.base import Source
from resolver.sources.openalex import OpenAlex
from resolver.writers import WriterOptions, formats

TITLE = "Lullabies for Dependency Gardens: A Study"
WORK: dict[str, Any] = {
    "id": "https://openalex.org/W2741809807",
    "doi": "https://doi.org/10.18653/v1/p18-1001",
    "title": TITLE,
    "publication_year": 2018,
    "type": "article",
    "authorships": [
        {"raw_author_name": "Jane Doe", "author": {"id": "https://openalex.org/A1", "display_name": "Jane Doe"}},
        {"raw_author_name": None, "author": {"display_name": "Li, Wei"}},
    ],
    "primary_location": {
        "id": "doi:10.18653/v1/p18-1001",
        "landing_page_url": "https://doi.org/10.18653/v1/p18-1001",
        "raw_source_name": "Proceedings of the 56th Annual Meeting",
        "raw_type": "proceedings-article",
        "version": "publishedVersion",
        "source": {"display_name": "ACL", "type": "conference"},
    },
    "locations": [
        {
            "id": "pmh:oai:arXiv.org:1806.01234",
            "landing_page_url": "http://arxiv.org/abs/1806.01234",
            "source": {"display_name": "arXiv (Cornell University)", "type": "repository"},
            "version": "submittedVersion",
        },
        None,
    ],
    "biblio": {"volume": "1", "issue": None, "first_page": "1", "last_page": "10"},
    "is_retracted": False,
}
LISTING = {
    "meta": {"count": 2, "cost_usd": 0.0001},
    "results": [WORK, {**WORK, "id": "https://openalex.org/W2741809808", "doi": None}],
}
COMPLETION = {"meta": {"count": 1}, "results": [{"id": WORK["id"], "display_name": TITLE, "entity_type": "work"}]}
FEED = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
<title type="html">ArXiv Query</title><id>http://arxiv.org/api/x</id><updated>2026-11-01T00:00:00-05:00</updated>
<opensearch:totalResults>2</opensearch:totalResults><opensearch:startIndex>0</opensearch:startIndex>
<opensearch:itemsPerPage>2</opensearch:itemsPerPage>
<entry><id>http://arxiv.org/abs/1806.01234v2</id><updated>2018-06-04T17:59:46Z</updated>
<published>2018-06-03T10:00:00Z</published><title>{TITLE}</title><summary>We sing $x^2$ &amp; more.</summary>
<author><name>Jane Doe</name></author><author><name>Wei Li</name></author>
<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">ACL 2018</arxiv:comment>
<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.18653/v1/P18-1001</arxiv:doi>
<link href="http://arxiv.org/abs/1806.01234v2" rel="alternate" type="text/html"/>
<arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.CL"/><category term="cs.CL"/></entry>
<entry><id>http://arxiv.org/abs/math/0309136v1</id><updated>2003-09-08T00:00:00Z</updated>
<published>2003-09-08T00:00:00Z</published><title>Bundles over $\\mathcal{{M}}$</title><summary>x</summary>
<author><name>A. N. Other</name></author><category term="math.GT"/></entry>
</feed>"""

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 10**30, 3.5, math.nan, math.inf, -math.inf, "", " ", "null", "\ud800", "\udfff x",
    "\x00", "a\x1b[31mb", "\x9b31m", "\u202eevil", "\u2066x\u2069", "\r\nER  - ", "\u2028", "<b>x</b>&#x9b;&#0;",
    "x" * 70_000,
    "{" * 2000, "\\input{x}", "$" * 999, "../../../etc", "javascript:alert(1)", "https://arxiv.org/abs/../../../etc",
    [], {}, [None], [[]], [{}], {"": None}, "=HYPERLINK(1)", "2020-13-45T99:00:00Z", "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00", "https://[::1", "10.1/\x85", "&amp;" * 300,
)  # fmt: skip
"""Values that no field should have, and that some services will send one day."""

PRICES = ("nan", "-5", "inf", "-inf", "1e999", "", "free", "0x1", "1_000", "99999", "0.0001", "\u0661")
QUESTIONS: tuple[Question, ...] = (
    ByTitle(TITLE),
    ByTitle("Bundles over ℳ"),
    ById(Identifier("arxiv", "1806.01234")),
    ById(Identifier("doi", "10.18653/v1/p18-1001")),
    ById(Identifier("openalex", "W2741809807")),
    ByPeople(("Doe", "Li")),
)
MANY = 20_000
"""Values of an answer from which on nothing in it is doubled any more: three times 120 would fill the memory."""

DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
CHEAP = ("csv", "markdown", "bibtex", "biblatex", "csl-json", "ris", "report")
"""Formats that are rendered in each case; those with a citation style in one of fifty."""


class Playback:
    """Stands in for `resolver.net.http.Http`: gives one body for every request, and watches what is charged."""

    def __init__(self, body: bytes, headers: Mapping[str, str], status: int) -> None:
        self.reached = Reached(status, dict(headers), body, 0.0)
        self.charged: list[float] = []
        self.left_out = 0
        self.asked = 0

    def request(
        self,
        service: object,
        method: str,
        path: str = "",
        *,
        statuses: Sequence[int] = (200,),
        check: Callable[[Reached], str | None] | None = None,
        **_: object,
    ) -> Reached | Failed:
        """What the network layer makes of the body."""
        self.asked += 1
        if self.reached.status not in statuses:
            return Failed("fuzz: refused", self.reached.status, None, self.reached.body)
        wrong = check(self.reached) if check and self.reached.status == 200 else None
        return Failed(f"fuzz: {wrong}", 200, None, self.reached.body) if wrong else self.reached

    def charge(self, name: str, usd: float, *, expected: float = 0.0) -> None:
        """What a request cost."""
        self.charged.append(usd)

    def greet_early(self, service: Any, path: str = "", **others: Any) -> None:
        """As `Http.greet_early`."""

    def notify(self, message: str) -> None:
        """As `Http.notify`."""

    def leave_out(self, name: str, records: int) -> None:
        """Records that could not be read."""
        self.left_out += records


# ------------------------------------------------------------------ broken answers


def broken(seed: Any, draw: random.Random) -> bytes:
    """A JSON answer with one to three places changed, or its bytes."""
    data = copy.deepcopy(seed)
    for _ in range(draw.randint(1, 3)):
        data = _changed(data, draw)
    body = json.dumps(data).encode()
    return _bytes_changed(body, draw) if draw.random() < 0.1 else body


def _changed(data: Any, draw: random.Random) -> Any:
    places = list(_places(data))
    if not places or draw.random() < 0.02:
        return draw.choice(
            (copy.deepcopy(draw.choice(ODD)), _nested(draw.choice((50, 5000))), [data], {"results": data})
        )
    parent, key = draw.choice(places)
    kind = draw.randrange(6)
    if kind <= 2:
        parent[key] = copy.deepcopy(draw.choice(ODD))  # else a change would be one of ODD itself, or a circle
    elif kind == 3 and isinstance(parent, dict):
        value = parent.pop(key)
        if draw.random() < 0.5:
            parent[draw.choice(["", key.upper(), "id", "title"])] = value
    elif kind == 4 and isinstance(parent, list) and len(places) < MANY:
        parent[key:key] = [parent[key]] * draw.choice((1, 3, 120))
    else:
        other, there = draw.choice(places)
        parent[key] = copy.deepcopy(other[there])
    return data


def _places(data: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    pending = [data]
    while pending:
        node = pending.pop()
        keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        for key in keys:
            found.append((node, key))
            pending.append(node[key])
    return found


def _nested(depth: int) -> Any:
    data: Any = []
    for _ in range(min(depth, 300)):
        data = [data]
    return data


def _bytes_changed(body: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(body))
    return draw.choice(
        (
            body[:at],
            body[:at] + bytes([draw.randrange(256)]) + body[at + 1 :],
            body[:at] + draw.choice((b"\xff\xfe", b"\x00", b"NaN", b"\\ud800", b'"', b"]]>", b"<!--")) + body[at:],
            b"\xef\xbb\xbf" + body,
            b"[" * 100_000,
            body + body,
        )
    )


def broken_feed(seed: str, draw: random.Random) -> bytes:
    """A feed with one to three elements changed, or its bytes."""
    from lxml import etree

    root = etree.fromstring(seed.encode())
    for _ in range(draw.randint(1, 3)):
        element = draw.choice([e for e in root.iter() if isinstance(e.tag, str)])
        parent = element.getparent()
        kind = draw.randrange(6)
        if kind <= 2:
            value = str(draw.choice(ODD))
            element.text = "".join(
                ch
                for ch in value
                if ch in "\t\n\r" or (ch >= " " and not "\ud800" <= ch <= "\udfff" and ch not in "\ufffe\uffff")
            )
        elif parent is None:
            continue
        elif kind == 3:
            parent.remove(element)
        elif kind == 4:
            parent.extend([copy.deepcopy(element) for _ in range(draw.choice((1, 3, 50)))])
        else:
            element.tag = draw.choice(
                ("entry", "{http://www.w3.org/2005/Atom}id", "{http://www.w3.org/2005/Atom}entry", "x")
            )
    body = bytes(etree.tostring(root))
    if draw.random() < 0.1:
        body = body.replace(
            b">", draw.choice((b">&#x9b;", b">&#0;", b">&#xD800;", b">\x1b", b">&nbsp;")), draw.randint(1, 9)
        )
    return _bytes_changed(body, draw) if draw.random() < 0.1 else body


# ------------------------------------------------------------------ one case


def case(number: int, seed: int, answers: Sequence[Any], feeds: Sequence[str]) -> Counter[str]:
    """Run one case and say what came of it.

    Raises:
        AssertionError: something got through; any other exception is a failure too.
    """
    draw = random.Random(f"{seed}-{number}")
    headers = {"x-ratelimit-limit": "10000"} if draw.random() < 0.9 else {}
    if draw.random() < 0.3:
        headers["x-ratelimit-cost-usd"] = draw.choice(PRICES)
    status = 200 if draw.random() < 0.95 else draw.choice((400, 401, 404, 414, 429, 500))
    source: Source
    if draw.random() < 0.6:
        http = Playback(broken(draw.choice(answers), draw), headers, status)
        # A stand-in that answers from memory.
        source = OpenAlex(http, "https://fuzz.invalid", "")  # type: ignore[arg-type]
    else:
        http = Playback(broken_feed(draw.choice(feeds), draw), headers, status)
        # A stand-in that answers from memory.
        source = Arxiv(http, "https://fuzz.invalid", 0.0)  # type: ignore[arg-type]
    route = draw.choice(source.routes)
    asked = [q for q in QUESTIONS if _takes(route.takes, q)]
    said = source.ask(route, asked)
    assert set(said) == set(asked), "an answer to each question"
    assert all(math.isfinite(usd) and 0 <= usd <= 1 for usd in http.charged), http.charged
    assert http.asked <= 60, f"{http.asked} requests"
    outcome: Counter[str] = Counter({"left out": http.left_out})
    for question in asked:
        _checked(question, said[question], styled=number % 50 == 0)
        outcome[type(said[question]).__name__] += 1
    return outcome


def _takes(kinds: frozenset[str], question: Question) -> bool:
    name = (
        "title" if isinstance(question, ByTitle) else "people" if isinstance(question, ByPeople) else question.id.kind
    )
    return name in kinds


def _checked(question: Question, answer: Answer, *, styled: bool) -> None:
    if not isinstance(answer, Found):
        text = getattr(answer, "reason", "")
        assert "please report it" not in text, f"the last guard stepped in: {text}"
        assert harmless(text), ascii(text)
        return
    body = msgspec.json.encode(answer)
    assert harmless(body.decode()), ascii(body[:300])
    title = question.title if isinstance(question, ByTitle) else TITLE
    entry = Entry(row=1, title=title, authors="Jane Doe and Wei Li", year="2018")
    judge(parse_claim(entry), answer.records)
    for record in answer.records[:2]:
        _written(entry, record, styled)


def _written(entry: Entry, record: Record, styled: bool) -> None:
    decision = Decision(
        status="matched", confidence=1.0, reason="", candidates=(Candidate(records=(record,), probability=1.0),)
    )
    resolution = Resolution(entry=entry, decision=decision, work=merge((record,)), key="key")
    document = Document(path="list.csv", columns=("title", "doi"), rows=(Row(2, (TITLE, "")),), entries=(entry,))
    run = Run(document=document, resolutions=(resolution,), usage=())
    known = formats()
    for name in known if styled else [name for name in CHEAP if name in known]:
        content = files.to_text(known[name].render(run, WriterOptions()))
        assert harmless(content.replace("\r\n", "\n")), f"{name}: {content[:300]!a}"


def harmless(text: str) -> bool:
    """Whether a text has no control character but line ends and tabs, no half of a surrogate, no mark of direction."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return True
    return not any((ch not in "\n\t" and unicodedata.category(ch) in {"Cc", "Cs"}) or ch in DIRECTION for ch in text)


def recorded(data: Path) -> tuple[list[Any], list[str]]:
    """The recorded answers of the reference material, as far as they are JSON or feeds."""
    folder = data / "samples"
    found = [json.loads(p.read_bytes()) for p in sorted((folder / "openalex").glob("*.json"))]
    feeds = [p.read_text(encoding="utf-8") for p in sorted((folder / "arxiv").glob("*.xml"))]
    return found, feeds


def fuzz(cases: int, seed: int, data: Path | None = None) -> tuple[Counter[str], list[tuple[int, str]]]:
    """Run the cases; returns what came of them, and the number and traceback of each that failed."""
    answers, feeds = [LISTING, COMPLETION, WORK], [FEED]
    if data is not None:
        more, more_feeds = recorded(data)
        answers, feeds = answers + more, feeds + more_feeds
    outcome: Counter[str] = Counter()
    failed: list[tuple[int, str]] = []
    for number in range(cases):
        try:
            outcome += case(number, seed, answers, feeds)
        except Exception:  # noqa: BLE001  # what is looked for
            failed.append((number, traceback.format_exc()))
    return outcome, failed


def main() -> None:
    """Fuzz and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, help="the reference material: its recorded answers are changed too")
    parser.add_argument("--smoke", action="store_true", help="300 cases, to see that it runs")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    began = time.process_time()
    outcome, failed = fuzz(300 if options.smoke else options.cases, options.seed, options.data)
    cases = 300 if options.smoke else options.cases
    print(f"{cases} cases of seed {options.seed} in {time.process_time() - began:.0f} s of CPU: {len(failed)} failed")
    print(", ".join(f"{count} {what}" for what, count in sorted(outcome.items())))
    for number, trace in failed[:5]:
        print(f"case {number}:\n{trace}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
