"""The stand-in for the public services over a handful of real papers, so that a whole run takes a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from resolver.config import Settings, load
from resolver.model import Document, Entry, Run
from resolver.net.http import RequestLimits
from resolver.pipeline import open_library
from tests.match.papers import entry
from tests.net.scripted import Sim
from tests.services.records import world_of
from tests.services.server import Services

EXPORT = """@inproceedings{sun-etal-2021-psyqa,
    title = "{P}sy{QA}: A {C}hinese Dataset for Generating Long Counseling Text for Mental Health Support",
    author = "Sun, Hao  and
      Lin, Zhenru",
    booktitle = "Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021",
    year = "2021",
    url = "https://aclanthology.org/2021.findings-acl.130/",
    doi = "10.18653/v1/2021.findings-acl.130",
}
@article{ammar-etal-2016-many,
    title = "Many Languages, One Parser",
    author = "Ammar, Waleed  and
      Mulcaire, George",
    journal = "Transactions of the Association for Computational Linguistics",
    year = "2016",
    url = "https://aclanthology.org/Q16-1031/",
}
"""

TWINS = """@inproceedings{north-2021-quiet,
    title = "Quiet Bicycle Translation",
    author = "North, Kay",
    booktitle = "Proceedings of the 59th Annual Meeting",
    year = "2021",
    url = "https://aclanthology.org/2021.acl-long.8/",
}
@inproceedings{south-2023-quiet,
    title = "Quiet Bicycle Translation",
    author = "South, Lee",
    booktitle = "Proceedings of the 2023 Conference",
    year = "2023",
    url = "https://aclanthology.org/2023.emnlp-main.8/",
}
"""
"""Two papers of one title, in BibTeX."""

PSYQA = "PsyQA: A Chinese Dataset for Generating Long Counseling Text for Mental Health Support"
ATTENTION = "Attention Is All You Need"
IMAGENET = "ImageNet classification with deep convolutional neural networks"
CHAIN = "Chain-of-Thought Prompting Elicits Reasoning in Large Language Models"
BERT = "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"
UNKNOWN = "Horticultural Therapy for Retired Submarine Cooks"

LIST = (
    entry(PSYQA, authors="Hao Sun et al."),
    entry(ATTENTION, authors="Ashish Vaswani et al.", year="2017"),
    entry(IMAGENET, authors="Alex Krizhevsky", year="2017"),  # in OpenAlex only
    entry(CHAIN, authors="Jason Wei et al."),  # in arXiv only
    entry("Many Languages, One Parser", authors="Ammar and Mulcaire", year="2016"),  # in the Anthology only
    entry(CHAIN.replace("Elicits", "Elicts"), authors="Jason Wei et al."),
    entry(BERT, "arxiv:1810.04805", authors="Jacob Devlin et al."),
    entry(UNKNOWN),
)
FOUND = ("matched",) * 7 + ("not_found",)
ONLY = {"acl": 5, "arxiv": 4, "openalex": 3}
"""The row that nobody but this service knows."""

_ARXIV = (
    ("2106.01702", PSYQA, "Hao Sun; Zhenru Lin"),
    ("1706.03762", ATTENTION, "Ashish Vaswani; Noam Shazeer"),
    ("2201.11903", CHAIN, "Jason Wei; Xuezhi Wang"),
    ("1810.04805", BERT, "Jacob Devlin; Ming-Wei Chang"),
)
_WORKS = (
    ("W3169726359", PSYQA, "Hao Sun; Zhenru Lin", 2021, "10.18653/v1/2021.findings-acl.130", "2106.01702"),
    ("W2626778328", ATTENTION, "Ashish Vaswani; Noam Shazeer", 2017, "10.48550/arxiv.1706.03762", "1706.03762"),
    ("W2618530766", IMAGENET, "Alex Krizhevsky; Ilya Sutskever", 2017, "10.1145/3065386", ""),
    ("W2896457183", BERT, "Jacob Devlin; Ming-Wei Chang", 2019, "10.18653/v1/n19-1423", "1810.04805"),
)


@contextmanager
def small_world(**options: Any) -> Iterator[Services]:
    """The services over these papers; `options` are those of `Services`."""
    papers, works = [_paper(*paper) for paper in _ARXIV], [_work(*work) for work in _WORKS]
    with Services(world_of(EXPORT, papers, works), **options) as services:
        yield services


def _paper(known: str, title: str, authors: str) -> dict[str, Any]:
    return {"id": known, "title": title, "authors": authors.split("; "), "published": f"20{known[:2]}-{known[2:4]}-01"}


def _work(known: str, title: str, authors: str, year: int, doi: str, arxiv: str) -> dict[str, Any]:
    places = [[f"https://doi.org/{doi}", "A venue", "conference", "publishedVersion"]]
    if arxiv:
        places.append(
            [f"https://arxiv.org/abs/{arxiv}", "arXiv (Cornell University)", "repository", "submittedVersion"]
        )
    return {
        "id": f"https://openalex.org/{known}", "title": title, "authors": authors.split("; "), "publication_year": year,
        "doi": doi, "type": "article", "type_crossref": "proceedings-article", "locations": places, "arxiv_id": arxiv,
    }  # fmt: skip


def settings(world: Sim, folder: Path, **others: Any) -> Settings:
    """Settings by which a run asks the stand-in only."""
    return msgspec.structs.replace(_addresses(world.url), cache_dir=folder, **others)


@cache
def _addresses(url: str) -> Settings:
    given: Mapping[str, Any] = {
        "acl_url": f"{url}/acl/anthology.bib.gz",
        "arxiv_url": f"{url}/arxiv/api/query",
        "arxiv_delay": 0,
        "openalex_url": f"{url}/openalex",
        "snapshot": "none",
        "sources": "acl,arxiv,openalex",  # which the stand-in plays: no test may ask another one's real address
    }
    return load(given)


def run(world: Sim, folder: Path, limits: RequestLimits, entries: tuple[Entry, ...] = LIST, **others: Any) -> Run:
    """A whole run of a list against the stand-in, with the cache in `folder`."""
    numbered = tuple(msgspec.structs.replace(e, row=n) for n, e in enumerate(entries, 1))
    document = Document(path="list.csv", columns=(), rows=(), entries=numbered)
    with open_library(settings(world, folder, **others), limits=limits) as session:
        return session.run(document)


@pytest.fixture(autouse=True, scope="module")
def at_full_speed() -> Iterator[None]:
    """No pace between requests to OpenAlex, in a module that takes this in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("resolver.sources.openalex.client.PACE", 0.0)
        yield
