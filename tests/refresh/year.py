"""A year in the life of a list: what the services know, month by month, in a few real-looking papers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.services.records import world_of
from tests.services.server import Services

RISING = "Hedgehog Attention: Prickly Transformers for Underwater Dialogue"
RENAMED = "Marmalade Embeddings for Submarine Cooks"
NEW_NAME = "Preserving Embeddings: Marmalade for Submarine Cooks"
RETRACTED = "Telepathic Parsing of Porcelain Corpora"
WITHDRAWN = "Perpetual Motion in Recurrent Teapots"
MERGED = "Velvet Treebanks of Antarctic Whispering"
LOST = "Vanishing Lexicons of Imaginary Lighthouses"
TWINS = "Quiet Bicycle Translation"
REJECTED = "Crumbling Tokenizers of Sandcastle Grammar"
PRIVATE = "Whistling Kettle Segmentation"
GETS_DOI = "Copper Alignment of Lunar Manuscripts"
DEAD_LINK = "Spiral Summarization of Courtroom Origami"

LIST = f"""# Reading list

* **{RISING}** — Ada Quill *et al.*, arXiv 2025. [[link]](https://arxiv.org/abs/XXXX.XXXXX)
* **{RENAMED}** — Bo Tangerine, 2025. [[link]](https://arxiv.org/abs/2501.00002)
* **{RETRACTED}** — Cy Porcelain, 2024. [[link]](https://doi.org/10.5555/retracted.1)
* **{WITHDRAWN}** — Dee Kettle, 2025. [[link]](https://arxiv.org/abs/2501.00004)
* **{MERGED}** — Eve Velvet, 2023. [[link]](TODO)
* **{LOST}** — Flo Lamp, 2022. [[link]](https://doi.org/10.5555/lost.1)
* **{TWINS}** [[link]](TODO)
* **{REJECTED}** — Gus Sand, 2025. [[link]](TODO)
* **{PRIVATE}** — Hal Whistle, 2024. [[link]](TODO)
* **{GETS_DOI}** — Ida Copper, 2024. [[link]](TODO)
* **{DEAD_LINK}** — Jo Origami, 2024. [[link]](https://aclanthology.org/2024.acl-long.77/)

Everything else stays.
"""


def world(**changes: Any) -> dict[str, Any]:
    """What the services know: `acl` entries, `arxiv` papers, OpenAlex `works`, each by a short name.

    Args:
        changes: by name, what differs from the beginning; `None` takes it away.
    """
    known: dict[str, Any] = {
        "acl:dead": _acl("2024.acl-long.77", DEAD_LINK, "Origami, Jo", 2024),
        "acl:copper": _acl("2024.emnlp-main.5", GETS_DOI, "Copper, Ida", 2024, journal=True),
        "acl:twin": _acl("2021.acl-long.8", TWINS, "North, Kay", 2021),
        "acl:twin2": _acl("2023.emnlp-main.8", TWINS, "South, Lee", 2023),
        "arxiv:rising": _paper("2501.00001", RISING, "Ada Quill; Zed Harbour"),
        "arxiv:renamed": _paper("2501.00002", RENAMED, "Bo Tangerine; Al Peel"),
        "arxiv:withdrawn": _paper("2501.00004", WITHDRAWN, "Dee Kettle; Cup Saucer"),
        "arxiv:rejected": _paper("2501.00008", REJECTED, "Gus Sand; May Shell"),
        "works:retracted": _work(3, RETRACTED, "Cy Porcelain; Ann Vase", 2024, "10.5555/retracted.1"),
        "works:merged": _work(5, MERGED, "Eve Velvet; Sam Plush", 2023, "10.5555/velvet.1"),
        "works:lost": _work(6, LOST, "Flo Lamp; Ray Beam", 2022, "10.5555/lost.1"),
        "works:famous": _famous(),
        "works:private": _work(9, PRIVATE, "Hal Whistle; Pip Steam", 2024, "10.5555/private.1"),
    }
    known.update({name.replace("_", ":", 1): value for name, value in changes.items()})
    return {name: value for name, value in known.items() if value is not None}


def rising_published() -> str:
    """The preprint's entry in the Anthology."""
    return _acl("2025.acl-long.1", RISING, "Quill, Ada  and\n      Harbour, Zed", 2025)


def renamed() -> dict[str, Any]:
    """The paper under its later title."""
    return _paper("2501.00002", NEW_NAME, "Bo Tangerine; Al Peel")


def retracted() -> dict[str, Any]:
    """The paper once it was retracted."""
    return {**_work(3, RETRACTED, "Cy Porcelain; Ann Vase", 2024, "10.5555/retracted.1"), "is_retracted": True}


def withdrawn() -> dict[str, Any]:
    """The paper once its authors withdrew it."""
    comment = "This paper has been withdrawn: the teapots stopped"
    return {**_paper("2501.00004", WITHDRAWN, "Dee Kettle; Cup Saucer"), "comment": comment}


def merged() -> dict[str, Any]:
    """The same work under the number of another."""
    return _work(55, MERGED, "Eve Velvet; Sam Plush", 2023, "10.5555/velvet.1")


def with_doi() -> str:
    """The same entry with a DOI."""
    return _acl("2024.emnlp-main.5", GETS_DOI, "Copper, Ida", 2024, journal=True, doi="10.5555/copper.1")


def other_paper() -> str:
    """Another paper under the number that the list links to; the one that is meant has got a new number."""
    return _acl("2024.acl-long.77", "Basalt Lullabies for Dependency Gardens", "Stone, Max", 2024)


def moved_paper() -> str:
    return _acl("2024.acl-long.78", DEAD_LINK, "Origami, Jo", 2024)


# ------------------------------------------------------------------ records as the services have them


def _acl(known: str, title: str, authors: str, year: int, *, journal: bool = False, doi: str = "") -> str:
    key = f"{authors.split(',')[0].lower()}-{year}-{title.split()[0].lower()}"
    fields = {
        "title": title, "author": authors, "booktitle": "Proceedings of the Annual Meeting", "year": str(year),
        "url": f"https://aclanthology.org/{known}/", "doi": doi,
    }  # fmt: skip
    body = "".join(f'    {name} = "{value}",\n' for name, value in fields.items() if value)
    return f"@inproceedings{{{key},\n{body}}}\n"


def _paper(known: str, title: str, authors: str) -> dict[str, Any]:
    return {
        "id": known, "title": title, "authors": authors.split("; "), "published": f"20{known[:2]}-{known[2:4]}-01",
        "primary_category": "cs.CL", "categories": ["cs.CL"],
    }  # fmt: skip


def _work(number: int, title: str, authors: str, year: int, doi: str) -> dict[str, Any]:
    return {
        "id": f"https://openalex.org/W91000000{number:02}", "title": title, "authors": authors.split("; "),
        "publication_year": year, "doi": doi, "type": "article", "type_crossref": "proceedings-article",
        "locations": [[f"https://doi.org/{doi}", "A Conference", "conference", "publishedVersion"]],
    }  # fmt: skip


def _famous() -> dict[str, Any]:
    """The work that a service surely has, by which one that finds nothing is told from one that has nothing."""
    return {
        **_work(1, "Attention Is All You Need", "Ashish Vaswani; Noam Shazeer", 2017, "10.48550/arxiv.1706.03762"),
        "arxiv_id": "1706.03762",
        "locations": [
            ["https://arxiv.org/abs/1706.03762", "arXiv (Cornell University)", "repository", "submittedVersion"]
        ],
    }


@contextmanager
def serving(known: dict[str, Any]) -> Iterator[Services]:
    """The stand-in for the services, over what they know."""
    export, papers, works = ([v for n, v in known.items() if n.startswith(f"{s}:")] for s in ("acl", "arxiv", "works"))
    with Services(world_of("".join(export), papers, works)) as services:
        yield services
