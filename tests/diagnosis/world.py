"""Services that know what `resolver doctor` asks for, whole and changed, and an examination of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from resolver.diagnosis import Diagnosis, examine
from resolver.diagnosis.recording import Recording
from resolver.net.http import RequestLimits
from resolver.sources.known import PLAIN, PUNCTUATED, RETITLED
from tests.net.scripted import Sim
from tests.services.records import world_of
from tests.services.server import Sent, Services
from tests.small_world import EXPORT, settings

LIMITS = RequestLimits(connect=1.0, read=2.0, first_read=2.0, total=4.0, grace=3.0, tries=1, backoff=0.02)

_PAPERS = [
    {"id": PLAIN.arxiv, "title": PLAIN.title, "authors": _full} | {"published": "2018-10-01"}
    for _full in [["Jacob Devlin", "Ming-Wei Chang", "Kenton Lee", "Kristina Toutanova"]]
] + [
    {"id": PUNCTUATED.arxiv, "title": PUNCTUATED.title, "authors": ["Mike Lewis", "Yinhan Liu"]},
    {
        "id": RETITLED.arxiv,
        "title": "GLM: General Language Model Pretraining with Autoregressive Blank Infilling",
        "first_title": RETITLED.title,
        "authors": ["Zhengxiao Du", "Yujie Qian"],
    },
]
_WORKS = [
    {
        "id": f"https://openalex.org/W289645718{n}",
        "title": known.title,
        "authors": ["Somebody Else"],
        "publication_year": 2019,
        "doi": known.doi,
        "locations": [
            [f"https://doi.org/{known.doi}"],
            [f"https://arxiv.org/abs/{known.arxiv}", "arXiv", "repository"],
        ],
    }
    for n, known in enumerate((PLAIN, PUNCTUATED))
]


@contextmanager
def known_services(**options: Any) -> Iterator[Services]:
    """The services over the works that the doctor asks for; `options` are those of `Services`."""
    with Services(world_of(EXPORT, _PAPERS, _WORKS), **options) as services:
        yield services


def examined(services: Sim, folder: Path, **others: Any) -> tuple[Diagnosis, Recording]:
    """An examination of played services."""
    return examine(settings(services, folder, **others), limits=LIMITS)


def states(found: Diagnosis) -> dict[tuple[str, str], str]:
    """Each line's state."""
    return {(line.service, line.check): line.state for line in found.lines}


# ------------------------------------------------------------------ how services may change


def answering(part: str, change: Callable[[Sent], object]) -> Callable[[Sent], object]:
    """A change of the answers to requests that have this in them."""

    def changed(sent: Sent) -> None:
        if part in sent.request:
            change(sent)

    return changed


def status(code: int, body: bytes = b"{}") -> Callable[[Sent], object]:
    """Another status instead of the answer."""

    def changed(sent: Sent) -> None:
        sent.status, sent.body = code, body

    return changed


def header(name: str, value: str) -> Callable[[Sent], object]:
    """Another header; none where the value is empty."""

    def changed(sent: Sent) -> None:
        sent.headers.pop(name, None)
        if value:
            sent.headers[name] = value

    return changed


def works(change: Callable[[dict[str, Any]], object]) -> Callable[[Sent], object]:
    """A change of a list of works."""

    def changed(sent: Sent) -> None:
        if sent.status == 200:
            data = json.loads(sent.body)
            change(data)
            sent.body = json.dumps(data).encode()

    return changed


def without(title: str) -> Callable[[Sent], object]:
    """A list of works without one of them."""

    def drop(data: dict[str, Any]) -> None:
        data["results"] = [row for row in data["results"] if (row.get("title") or row.get("display_name")) != title]
        data["meta"]["count"] = len(data["results"])

    return works(drop)


def without_entry(part: str) -> Callable[[Sent], object]:
    """A feed without the entries that have this in them."""

    def changed(sent: Sent) -> None:
        text = sent.body.decode()
        head, *entries = text.split("  <entry>")
        entries = [e.removesuffix("</feed>\n") for e in entries]
        kept = [e for e in entries if part not in " ".join(e.split())]
        total = f">{len(entries)}</opensearch:totalResults>"
        head = head.removesuffix("</feed>\n").replace(total, f">{len(kept)}</opensearch:totalResults>")
        sent.body = (head + "".join("  <entry>" + e for e in kept) + "</feed>\n").encode()

    return changed
